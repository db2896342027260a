package operation

import (
	"slices"

	"vigil/events"
)

// Touches lists what an event changes, as far as it is shown: of a member that is
// not there nothing is said. Watching alone changes nothing that a decision rests
// on, or whoever follows a lorry could not decide for all that is told of it.
func Touches(e events.Event) []Guard {
	switch e := e.(type) {
	case events.RegistryBegun, events.CountryAdded, events.DeskAdded, events.OfficerEnrolled, events.ClockJumped:
		return nil // of no operation
	case events.OperationOpened, events.LegPlanned, events.HandoverPointPlanned, events.CheckpointPlanned, events.ConditionImposed:
		return nil // these begin what others rest on
	case events.SightingReported:
		return corrected(nil, e.Corrects)
	case events.PossessionChanged:
		return corrected(nil, e.Corrects)
	case events.EyesOnTaken:
		return corrected(nil, e.Corrects)
	case events.EyesOnDegraded:
		return corrected(nil, e.Corrects)
	case events.EyesOnRegained:
		return corrected(nil, e.Corrects)
	case events.CheckpointDue, events.AuthorisationLapsing, events.AlertRepeated, events.BreachFound:
		return nil // these say what was known to come, or what is wrong, and change nothing

	case events.StateInvolved:
		return guard("state", e.State.Country)
	case events.StateTriggered:
		return guard("state", e.Trigger.Country)
	case events.OperationSuspended, events.OperationResumed, events.OperationTerminated, events.OperationEnded, events.OperationClosed:
		return []Guard{theOperation}

	case events.AuthorisationRequested:
		return guardConsent(e.Request.Country, e.Request.Measure)
	case events.AuthorisationGranted:
		return answered(e.Grant.Request, e.Grant.Country, e.Grant.Measure)
	case events.AuthorisationRefused:
		return answered(e.Refusal.Request, e.Refusal.Country, e.Refusal.Measure)
	case events.AuthorisationConfirmed:
		return answered(e.Confirmation.Request, e.Confirmation.Country, e.Confirmation.Measure)
	case events.AuthorisationVaried:
		return answered(e.Variation.Request, e.Variation.Country, e.Variation.Measure)
	case events.AuthorisationSuspended:
		return answered(e.Suspension.Request, e.Suspension.Country, e.Suspension.Measure)
	case events.AuthorisationResumed:
		return answered(e.Resumption.Request, e.Resumption.Country, e.Resumption.Measure)
	case events.AuthorisationRevoked:
		return answered(e.Revocation.Request, e.Revocation.Country, e.Revocation.Measure)
	case events.AuthorisationLapsed:
		return answered(e.Lapse.Request, e.Lapse.Country, e.Lapse.Measure)
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
	case events.CheckpointMissed:
		return guard("checkpoint", e.Missed.ID)
	case events.CheckpointReached:
		return corrected(guard("checkpoint", e.Reached.Checkpoint), e.Corrects)

	case events.ItemDeclared:
		return guard("part", e.Named.Part)
	case events.DepartureApproved:
		return guard("part", e.Departure.Part)
	case events.ConsignmentDeparted:
		return corrected(guard("part", e.Departed.Part), e.Corrects)
	case events.BorderCrossed:
		return corrected(guard("part", e.Crossing.Part), e.Corrects)
	case events.EyesOnLost:
		return corrected(guard("part", e.Eyes.Part), e.Corrects)
	case events.RouteDeviated:
		return corrected(guard("part", e.Deviation.Part), e.Corrects)

	case events.HandoverOffered:
		return slices.Concat(guard("point", e.Offer.Point), guard("part", e.Offer.Part))
	case events.HandoverAccepted:
		return guard("offer", e.Acceptance.Offer)
	case events.HandoverRefused:
		return guard("offer", e.Refusal.Offer)
	case events.HandoverWithdrawn:
		return guard("offer", e.Withdrawal.Offer)
	case events.HandoverTimedOut:
		return guard("offer", e.Timeout.Offer)
	case events.HandoverCompleted:
		return corrected(guard("part", e.Completion.Part), e.Corrects)
	case events.DirectionMoved:
		return either(e.Direction.Part, e.Left.Part)
	case events.DirectionBound:
		return guard("part", e.Bound.Part)
	case events.DirectionRetracted:
		return either(e.Retracted.Part, e.Returned.Part)
	case events.DirectionEnded:
		return guard("part", e.Ended.Part)

	case events.InterdictionRequested:
		return guard("part", e.Wish.Part)
	case events.InterdictionDeclined:
		return guard("wish", e.Declined.Request)
	case events.InterdictionOrdered:
		return slices.Concat(guard("part", e.Order.Part), guard("wish", e.Order.Request))
	case events.InterdictionExecuted:
		return corrected(guard("part", e.Executed.Part), e.Corrects)

	case events.AlertRaised:
		return guardAlert(e.Alert.ID, e.Alert.Country)
	case events.AlertAcknowledged:
		return guardAlert(e.Acknowledgement.ID, e.Acknowledgement.Country)
	case events.AlertEscalated:
		return guardAlert(e.Escalation.ID, e.Escalation.Country)
	case events.AlertResolved:
		return guardAlert(e.Resolution.ID, e.Resolution.Country)

	case events.ConsignmentOpened:
		return corrected(nil, e.Corrects)
	case events.ItemWeighed:
		return corrected(nil, e.Corrects)
	case events.ItemSampled:
		return corrected(nil, e.Corrects)
	case events.ItemTested:
		return corrected(nil, e.Corrects)
	case events.WeaponsRecorded:
		return corrected(nil, e.Corrects)
	case events.PartSplit:
		return corrected(guard("part", e.Split.Part), e.Corrects)
	case events.PartMerged:
		return corrected(guard("part", e.Merge.Part), e.Corrects)
	case events.SubstitutionPerformed:
		return corrected(guard("part", e.Performed.Part), e.Corrects)
	case events.GoodsStored:
		return corrected(nil, e.Corrects)
	case events.SealChanged:
		return corrected(nil, e.Corrects)
	case events.SealsChecked:
		return corrected(nil, e.Corrects)
	case events.HazardRemoved:
		return corrected(guard("part", e.Removed.Part), e.Corrects)
	case events.ConveyanceChanged:
		return corrected(nil, e.Corrects)
	case events.SurveillanceNotified:
		return corrected(nil, e.Corrects)
	case events.IncidentReported:
		return corrected(nil, e.Corrects)
	case events.DeviceFitted:
		return corrected(nil, e.Corrects)
	case events.DeviceRead:
		return corrected(nil, e.Corrects)
	case events.DeviceTampered:
		return corrected(nil, e.Corrects)
	case events.DeviceRecovered:
		return corrected(nil, e.Corrects)
	case events.DeliveryMade:
		return corrected(guard("part", e.Delivery.Part), e.Corrects)
	case events.ConsigneeIdentified:
		return corrected(nil, e.Corrects)
	case events.ArrestMade:
		return corrected(nil, e.Corrects)
	case events.SeizureMade:
		return corrected(guard("part", e.Seizure.Part), e.Corrects)
	case events.NotificationMade:
		return corrected(nil, e.Corrects)
	case events.DisclosureBreached:
		return corrected(nil, e.Corrects)
	case events.OperationReopened:
		return []Guard{theOperation}
	case events.AuthorisationAcknowledged, events.AuthorisationUnacknowledged, events.AuthorisationUnanswered, events.AuthorityDeclared, events.AuthorityWithdrawn,
		events.AssuranceGiven, events.TeamAssigned, events.TeamReadied, events.OfficersAdmitted, events.UndercoverDeclared, events.LetterIssued,
		events.DeconflictionEntered, events.DeconflictionFound, events.DeviceAssigned, events.DeviceProposed, events.DeviceStale, events.GoDue,
		events.ControlUndecided, events.ReportOverdue, events.ReportFiled, events.CostNoted, events.DebriefHeld, events.LossReported,
		events.SubstitutionProposed, events.RiskAccepted, events.PartBegun:
		return nil // these add to what is there, or say what was known to come
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
	case events.PartRestated:
		return guard("part", e.Restated.Part)
	case events.SubstitutionAuthorised:
		return guard("proposal", e.Substitution.Proposal)
	case events.LossDeclared:
		return guard("loss", e.Declaration.Report)
	case events.ControlLost:
		return guard("part", e.Lost.Part)
	case events.ControlDeclared:
		return guard("part", e.Declared.Part)
	case events.ControlDecided:
		return guard("part", e.Decided.Part)
	case events.SurveillanceAllowed:
		return guard("notice", e.Allowed.Notice)
	case events.SurveillanceStopped:
		return guard("notice", e.Stopped.Notice)
	case events.SurveillanceExpired:
		return guard("notice", e.Expired.Notice)
	case events.GoDecided:
		return guard("part", e.Go.Part)
	case events.HaltOrdered:
		return guard("part", e.Halt.Part)
	case events.HaltLifted:
		return guard("part", e.Lifted.Part)
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

// corrected adds the record that a fact is told anew for.
func corrected(guards []Guard, by events.CorrectsTerms) []Guard {
	return slices.Concat(guards, guard("record", by.Record))
}

func answered(id events.CommandID, country events.Country, measure events.Measure) []Guard {
	return slices.Concat(guard("request", id), guardConsent(country, measure))
}

// either is the part that one of two members names; who is shown the one may not
// be shown the other.
func either(a, b events.Part) []Guard {
	if a == "" {
		a = b
	}
	return guard("part", a)
}
