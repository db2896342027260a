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
	case events.OperationSuspended, events.OperationResumed, events.OperationTerminated, events.OperationEnded:
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
	case events.OperationClosed, events.OperationReopened:
		return []Guard{theOperation}
	case events.AuthorityDeclared, events.AuthorityWithdrawn:
		return nil // root has no feed
	case events.AssuranceGiven, events.TeamAssigned, events.OfficersAdmitted, events.UndercoverDeclared, events.LetterIssued, events.DeconflictionEntered,
		events.DeviceAssigned, events.CostNoted, events.DebriefHeld, events.ReportFiled, events.RiskAccepted:
		return nil // these add
	case events.AuthorisationAcknowledged:
		return guard("request", e.Receipt.Request)
	case events.InformationAsked:
		return guard("request", e.Question.Request)
	case events.InformationSupplied:
		return guard("question", e.Answer.Question)
	case events.CompetenceContested:
		return guard("request", e.Contest.Request)
	case events.CompetenceSettled:
		return guard("request", e.Settlement.Request)
	case events.AssuranceWithdrawn:
		return guardAssurance(e.Withdrawn)
	case events.TeamReadied:
		return nil // it adds
	case events.LetterWithdrawn:
		return guard("letter", e.Withdrawn.Letter)
	case events.PlanIssued:
		return guard("plan", e.Issue.Country)
	case events.PlanApproved:
		return guard("plan", e.Approval.Country)
	case events.PlanReturned:
		return guard("plan", e.Returned.Country)
	case events.LegActivated:
		return guard("leg", e.Activation.ID)
	case events.SubstitutionProposed:
		return guard("part", e.Proposal.Part)
	case events.SubstitutionAuthorised:
		return slices.Concat(guard("proposal", e.Substitution.Proposal), guard("part", e.Substitution.Part))
	case events.LossReported:
		return guard("part", e.Loss.Part)
	case events.LossDeclared:
		return guard("loss", e.Declaration.Report)
	case events.ControlDeclared:
		return guard("part", e.Declared.Part)
	case events.ControlDecided:
		return guard("part", e.Decided.Part)
	case events.SurveillanceAllowed:
		return guard("notice", e.Allowed.Notice)
	case events.SurveillanceStopped:
		return guard("notice", e.Stopped.Notice)
	case events.GoDecided:
		return guard("part", e.Go.Part)
	case events.HaltOrdered:
		return guard("part", e.Halt.Part)
	case events.HaltLifted:
		return guard("part", e.Lifted.Part)
	case events.DeviceProposed:
		return guard("device", e.Proposal.Device)
	case events.DeviceApproved:
		return guard("device", e.Approval.Device)
	case events.DeviceRefused:
		return guard("device", e.Refusal.Device)
	case events.DeviceAbandoned:
		return guard("device", e.Abandoned.Device)
	case events.CostSettled:
		return guard("cost", e.Settlement.Cost)
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
