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
// each other.
func Guards(o Operation, c Command) []Guard {
	switch e := c.Fact.(type) {
	case events.RegistryBegun, events.CountryAdded, events.DeskAdded, events.OfficerEnrolled:
		return nil // root has no feed
	case events.OperationOpened:
		return nil // there is nothing yet
	case events.LegPlanned, events.HandoverPointPlanned, events.CheckpointPlanned, events.ItemDeclared, events.ConditionImposed:
		return nil // these add
	case events.StateInvolved:
		return guard("state", e.State.Country)
	case events.OperationSuspended, events.OperationResumed, events.OperationTerminated, events.OperationClosed:
		return []Guard{theOperation}
	case events.AuthorisationRequested:
		return guardConsent(e.Request.Country, e.Request.Measure)
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
	case events.ConditionMet:
		return guard("condition", e.Met.ID)
	case events.ConditionWaived:
		return guard("condition", e.Waived.ID)
	case events.LegRevised:
		return guard("leg", e.Revision.ID)
	case events.LegDropped:
		return guard("leg", e.Dropped.ID)
	case events.HandoverPointRevised:
		return guard("point", e.Revision.ID)
	case events.HandoverPointDropped:
		return guard("point", e.Dropped.ID)
	case events.CheckpointRevised:
		return guard("checkpoint", e.Revision.ID)
	case events.CheckpointWaived:
		return guard("checkpoint", e.Waived.ID)
	case events.DepartureApproved:
		return guard("part", e.Departure.Part)
	case events.HandoverOffered:
		return slices.Concat(guard("point", e.Offer.Point), guard("part", e.Offer.Part))
	case events.HandoverAccepted:
		offer, _ := o.Offer(e.Acceptance.Offer)
		return slices.Concat(guard("offer", e.Acceptance.Offer), guard("point", offer.Point), guard("part", offer.Part))
	case events.HandoverRefused:
		return guard("offer", e.Refusal.Offer)
	case events.HandoverWithdrawn:
		return guard("offer", e.Withdrawal.Offer)
	case events.InterdictionRequested:
		return guard("part", e.Wish.Part)
	case events.InterdictionDeclined:
		return guard("wish", e.Declined.Request)
	case events.InterdictionOrdered:
		return slices.Concat(guard("part", e.Order.Part), guard("wish", e.Order.Request))
	case events.AlertAcknowledged:
		return guardAlert(e.Acknowledgement.ID, e.Acknowledgement.Country)
	case events.AlertEscalated:
		return guardAlert(e.Escalation.ID, e.Escalation.Country)
	case events.AlertResolved:
		return guardAlert(e.Resolution.ID, e.Resolution.Country)
	case events.RecordRetracted:
		return guard("record", e.Retraction.Record)
	case events.HandlingChanged:
		return guard("record", e.Change.Record)
	case events.HandlingReleased:
		return guard("record", e.Release.Record)
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

func guardAlert(id events.AlertID, country events.Country) []Guard {
	if id == "" || country == "" {
		return nil
	}
	return guard("alert", string(country)+"/"+string(id))
}
