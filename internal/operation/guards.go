package operation

import (
	"slices"

	"vigil/events"
)

// ChangedSince is the rule of conflicts: between what a signer had seen and what
// it decides, nothing of its own feed has changed what it decides about. Whether
// that is so, the caller finds out: it has the feed.
const ChangedSince Rule = "changed-since-you-looked"

// Changed refuses a decision because of what its signer has not seen; since is
// what that was, as the signer can find it.
func Changed(since ...string) *Refusal {
	return refuse(ChangedSince, Conflict, "this has changed since you looked").missing(since...).
		hint("Look again, and decide anew.")
}

// Guard names something that a decision rests on and an event can change:
// offer/…, part/…, alert/AT/….
type Guard string

// Guards lists what a decision rests on. For an act that is no decision there are
// none: facts and clocks never conflict. Ask it of what Decide has allowed: it
// looks at the operation whoever signs.
//
// What only adds to what is there rests on nothing: two who add do not contradict
// each other. Most others rest on what they change.
func Guards(o Operation, c Command) []Guard {
	switch e := c.Fact.(type) {
	case events.RegistryBegun, events.CountryAdded, events.DeskAdded, events.OfficerEnrolled, events.AuthorityDeclared, events.AuthorityWithdrawn:
		return nil // root has no feed
	case events.OperationOpened:
		return nil // there is nothing yet
	case events.LegPlanned, events.HandoverPointPlanned, events.CheckpointPlanned, events.ItemDeclared, events.ConditionImposed,
		events.AssuranceGiven, events.TeamAssigned, events.TeamReadied, events.OfficersAdmitted, events.UndercoverDeclared, events.LetterIssued,
		events.DeconflictionEntered, events.DeviceAssigned, events.CostNoted, events.DebriefHeld, events.ReportFiled, events.RiskAccepted:
		return nil // these add

	case events.StateInvolved, events.OperationSuspended, events.OperationResumed, events.OperationTerminated, events.OperationEnded, events.OperationClosed, events.OperationReopened,
		events.AuthorisationRequested, events.InformationAsked, events.InformationSupplied, events.CompetenceContested, events.CompetenceSettled,
		events.ConditionMet, events.ConditionWaived, events.AssuranceWithdrawn, events.LetterWithdrawn,
		events.PlanIssued, events.PlanApproved, events.PlanReturned, events.LegRevised, events.LegActivated, events.LegDropped,
		events.HandoverPointRevised, events.HandoverPointDropped, events.CheckpointRevised, events.CheckpointWaived, events.DepartureApproved,
		events.HandoverOffered, events.HandoverRefused, events.HandoverWithdrawn, events.InterdictionRequested, events.InterdictionDeclined, events.InterdictionOrdered,
		events.LossDeclared, events.ControlDeclared, events.ControlDecided, events.SurveillanceAllowed, events.SurveillanceStopped, events.GoDecided,
		events.HaltOrdered, events.HaltLifted, events.DeviceApproved, events.DeviceRefused, events.DeviceAbandoned, events.CostSettled,
		events.AlertAcknowledged, events.AlertEscalated, events.AlertResolved, events.RecordRetracted, events.HandlingChanged, events.HandlingReleased:
		return Touches(e)

	// An answer rests on its request, and changes what the State's consent is.
	case events.AuthorisationAcknowledged:
		return guard("request", e.Receipt.Request)
	case events.AuthorisationGranted:
		return guard("request", e.Grant.Request)
	case events.AuthorisationRefused:
		return guard("request", e.Refusal.Request)
	case events.AuthorisationConfirmed:
		return guard("request", e.Confirmation.Request)
	case events.AuthorisationVaried:
		return guard("request", e.Variation.Request)
	case events.AuthorisationSuspended:
		return guard("request", e.Suspension.Request)
	case events.AuthorisationResumed:
		return guard("request", e.Resumption.Request)
	case events.AuthorisationRevoked:
		return guard("request", e.Revocation.Request)
	// These rest on more than they change.
	case events.HandoverAccepted:
		offer, _ := o.Offer(e.Acceptance.Offer)
		return slices.Concat(Touches(e), guard("point", offer.Point), guard("part", offer.Part))
	case events.SubstitutionProposed:
		return guard("part", e.Proposal.Part)
	case events.SubstitutionAuthorised:
		return slices.Concat(Touches(e), guard("part", e.Substitution.Part))
	case events.LossReported:
		return guard("part", e.Loss.Part)
	case events.DeviceProposed:
		return guard("device", e.Proposal.Device)
	}
	return nil
}

const theOperation Guard = "operation"

func guard[T ~string](what string, id T) []Guard {
	if id == "" {
		return nil // not there, or not shown
	}
	return []Guard{Guard(what + "/" + string(id))}
}

func guardConsent(country events.Country, measure events.Measure) []Guard {
	if country == "" || measure == "" {
		return nil
	}
	return guard("consent", consentName(country, measure))
}

func guardAssurance(a events.AssuranceTerms) []Guard {
	if a.Country == "" || a.Assurance == "" {
		return nil
	}
	return guard("assurance", string(a.Country)+"/"+string(a.Assurance))
}

func guardAlert(id events.AlertID, country events.Country) []Guard {
	if id == "" || country == "" {
		return nil
	}
	return guard("alert", string(country)+"/"+string(id))
}
