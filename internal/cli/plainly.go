package cli

import (
	"vigil/events"
	"vigil/internal/operation"
)

// plainly says what the rules that were broken, and the causes of alerts, mean to
// somebody who has just been woken. One that is not here speaks for itself.
var plainly = map[events.Code]string{
	operation.DepartureWithoutApproval:   "it left before the lead let it go",
	operation.DepartureWithoutConsent:    "it left without that State's consent",
	operation.CrossedWithoutAuthority:    "it is in a State that has not consented",
	operation.CrossedWithoutAcceptance:   "it crossed before the next State had accepted",
	operation.CompletedWithoutAcceptance: "taken over without having been accepted",
	operation.ExpiredWhileInside:         "the consent is over and the goods are still there",
	operation.OverCeiling:                "more crossed than the State has consented to",
	operation.MovedAfterInterdiction:     "it moves on although it was reported as stopped",
	operation.CheckpointMissed:           "nobody has reported it there in time",
	operation.OfferTimedOut:              "the next State has not answered; you still direct",
	operation.ConsentLapsing:             "a consent ends soon",
	operation.ConsentLapsed:              "a consent is over and the goods are there",
	operation.ConsentRevoked:             "a consent no longer covers the goods that are there",
	operation.RequestUnacknowledged:      "nobody there has said that the request arrived: call them",
	operation.RequestUnanswered:          "the State has not answered in the time that it had",
	operation.MoreWanted:                 "a State asks you for more before it decides",
	operation.AssuranceMissing:           "a State has taken back what it had promised",
	operation.PlanComesBack:              "a State has sent its part of the plan back",
	operation.Deconfliction:              "another operation has the same number: let nobody act alone",
	operation.LostSight:                  "nobody sees it",
	operation.Unwatched:                  "it left and nobody has it in sight",
	operation.CorrectsNoOwnRecord:        "it corrects no report of its State's that still stands",
	operation.ComingYourWay:              "it comes to you and you take no part: act, call who knows",
	operation.UnconfirmedReport:          "a State that is not known there said so: ask, tell it if so",

	operation.WeighedByOne:                "two persons sign a weight, and one did",
	operation.NetOverGross:                "the goods alone weigh more than with everything",
	operation.WeighedInTwoKinds:           "one is a mass, the other a number of pieces",
	operation.MassDiscrepancy:             "the goods do not add up: weigh again, or correct what is wrong",
	operation.SealMismatch:                "the seals are not those that are known",
	operation.SubstitutedWithoutAuthority: "goods were exchanged without that State's consent",
	operation.ModeNotAllowed:              "a State still to come does not allow goods that travel so",
	operation.GoodsLost:                   "goods cannot be found",
	operation.Explosive:                   "it can explode",
	operation.Fentanyl:                    "a trace of it can kill",
	operation.LiveFirearm:                 "a weapon that fires",
	operation.UnderCover:                  "somebody under cover is with the goods",

	operation.ControlIsLost:         "nobody has seen it for too long: it cannot be stopped",
	operation.ControlIsUndecided:    "it cannot be stopped, and nobody has decided what is done",
	operation.GoNoGo:                "the last safe place to stop it: say go or no go",
	operation.PassedLastSafePoint:   "it went past the last safe place without a go",
	operation.Interdicted:           "another State has stopped it",
	operation.IncidentHappened:      "something endangers people or the operation",
	operation.UrgentSurveillance:    "foreign officers follow it in your State: let them, or stop them",
	operation.StopSurveillance:      "your officers are to stop following",
	operation.SurveillanceAfterStop: "they followed it on after they were to stop",
	operation.NotifiedLate:          "that State was not told at once",
	operation.OffenceNotListed:      "the treaty does not allow it for that offence",

	operation.BatteryTooShort:   "its battery ends before the plan does",
	operation.DeviceNotApproved: "it is live in a State that has not approved it",
	operation.DeviceIsStale:     "the device is silent: its last position is old",
	operation.DeviceIsTampered:  "somebody has found, moved or opened the device",

	operation.DeliveredWithoutConsent: "it was delivered in a State that has not consented to that",
	operation.SeizedElsewhere:         "it was seized by a State that did not direct it",
	operation.ReportOverdue:           "the report after the operation is not there",
	operation.NotTold:                 "nobody there has been reached: try another way",
	operation.DisclosureBreach:        "a record came to a State that was not to have it",
}

// inWords is what a code says plainly; empty if it is not a code of the rules.
func inWords(c events.Code) string {
	if own := events.Matter(c); own != c {
		return "in another State: " + inWords(own)
	}
	return plainly[c]
}
