package disclosure

import "vigil/events"

// pair is the States that a member names; the second is empty where one is
// enough.
type pair [2]events.Country

func (p pair) names(c events.Country) bool { return c != "" && (p[0] == c || p[1] == c) }

// same tells whether it is the same two States.
func (p pair) same(q pair) bool { return p == q || p == pair{q[1], q[0]} }

// about says which States a member of an event concerns. What an event says by
// reference (an offer's id, a part's label, a record) is looked up in the fold.
func (f Fold) about(n events.Note, e events.Event, member string) pair {
	switch e := e.(type) {
	case events.RegistryBegun, events.CountryAdded, events.DeskAdded, events.ClockJumped:
		return pair{} // everyone's
	case events.AuthorityDeclared:
		return pair{e.Authority.Country}
	case events.AuthorityWithdrawn:
		return pair{e.Withdrawn.ID.Country()}
	case events.OfficerEnrolled:
		return pair{e.Officer.Country}

	case events.OperationOpened:
		return pair{e.Operation.Lead}
	case events.StateInvolved:
		if e.State.Role == events.Possible {
			return pair{} // a plan of the lead's, not even that State's to know
		}
		return pair{e.State.Country}
	case events.StateTriggered:
		return pair{e.Trigger.Country} // not its contact: whether it is told would say whether that State takes part
	case events.OperationSuspended, events.OperationResumed, events.OperationTerminated, events.OperationEnded, events.OperationClosed, events.OperationReopened, events.DebriefHeld:
		return pair{} // every party's
	case events.BreachFound:
		return called(e.Breach.Rule, e.Breach.Country)

	case events.AuthorisationRequested:
		return pair{e.Request.Country}
	case events.AuthorisationGranted:
		return pair{e.Grant.Country}
	case events.AuthorisationRefused:
		return pair{e.Refusal.Country}
	case events.AuthorisationConfirmed:
		return pair{e.Confirmation.Country}
	case events.AuthorisationVaried:
		return pair{e.Variation.Country}
	case events.AuthorisationSuspended:
		return pair{e.Suspension.Country}
	case events.AuthorisationResumed:
		return pair{e.Resumption.Country}
	case events.AuthorisationRevoked:
		return pair{e.Revocation.Country}
	case events.AuthorisationLapsing:
		return pair{e.Lapsing.Country}
	case events.AuthorisationLapsed:
		return pair{e.Lapse.Country}
	case events.ConditionImposed:
		return pair{e.Condition.Country}
	case events.ConditionMet:
		return pair{e.Met.ID.Country()}
	case events.ConditionWaived:
		return pair{e.Waived.ID.Country()}

	case events.LegPlanned:
		return pair{e.Leg.Country}
	case events.LegRevised:
		return pair{e.Revision.ID.Country()}
	case events.LegDropped:
		return pair{e.Dropped.ID.Country()}
	case events.HandoverPointPlanned:
		return pair{e.Point.From, e.Point.To}
	case events.HandoverPointRevised:
		return pair{e.Revision.ID.From(), e.Revision.ID.To()}
	case events.HandoverPointDropped:
		return pair{e.Dropped.ID.From(), e.Dropped.ID.To()}
	case events.CheckpointPlanned:
		return pair{e.Checkpoint.Country}
	case events.CheckpointRevised:
		return pair{e.Revision.ID.Country()}
	case events.CheckpointWaived:
		return pair{e.Waived.ID.Country()}
	case events.CheckpointDue:
		return pair{e.Due.ID.Country()}
	case events.CheckpointMissed:
		return pair{e.Missed.ID.Country()}

	case events.ItemDeclared:
		return pair{e.Origin.Country}
	case events.DepartureApproved:
		return pair{f.origin(e.Departure.Part)}
	case events.ConsignmentDeparted:
		return pair{e.Departed.Country}
	case events.PossessionChanged:
		return pair{e.Possession.Country}

	case events.CheckpointReached:
		return pair{e.Reached.Checkpoint.Country()}
	case events.SightingReported:
		return pair{e.Sighting.Country}
	case events.BorderCrossed:
		switch {
		case e.Crossing.To == events.HighSeas:
			return pair{e.Crossing.From, e.Crossing.Flag}
		case e.Crossing.From == events.HighSeas:
			return pair{e.Crossing.To}
		}
		return pair{e.Crossing.From, e.Crossing.To}
	case events.EyesOnTaken:
		return pair{e.Eyes.Country}
	case events.EyesOnDegraded:
		return pair{e.Eyes.Country}
	case events.EyesOnLost:
		return pair{e.Eyes.Country}
	case events.EyesOnRegained:
		return pair{e.Eyes.Country}
	case events.RouteDeviated:
		return pair{e.Deviation.From, e.Deviation.Toward}

	case events.HandoverOffered:
		return pair{e.Offer.Point.From(), e.Offer.Point.To()}
	case events.HandoverAccepted:
		return f.between(e.Acceptance.Offer)
	case events.HandoverRefused:
		return f.between(e.Refusal.Offer)
	case events.HandoverWithdrawn:
		return f.between(e.Withdrawal.Offer)
	case events.HandoverTimedOut:
		return f.between(e.Timeout.Offer)
	case events.HandoverCompleted:
		return pair{e.Completion.Point.From(), e.Completion.Point.To()}
	case events.DirectionMoved:
		if member == "left" {
			return pair{e.Left.Country}
		}
		return pair{e.Direction.Country}
	case events.DirectionBound:
		return pair{e.Bound.From, e.Bound.To}
	case events.DirectionRetracted:
		if member == "returned" {
			return pair{e.Returned.Country}
		}
		return pair{e.Retracted.Country}
	case events.DirectionEnded:
		return pair{e.Ended.Country}

	case events.InterdictionRequested:
		return pair{e.Wish.Country}
	case events.InterdictionDeclined:
		return pair{e.Declined.Country}
	case events.InterdictionOrdered:
		return pair{e.Order.Country}
	case events.InterdictionExecuted:
		return pair{e.Executed.Country}

	case events.AlertRaised:
		return called(e.Alert.ID.Cause(), e.Alert.Country)
	case events.AlertAcknowledged:
		return called(e.Acknowledgement.ID.Cause(), e.Acknowledgement.Country)
	case events.AlertEscalated:
		return called(e.Escalation.ID.Cause(), e.Escalation.Country)
	case events.AlertResolved:
		return called(e.Resolution.ID.Cause(), e.Resolution.Country)
	case events.AlertRepeated:
		return called(e.Repetition.ID.Cause(), e.Repetition.Country)

	case events.AuthorisationAcknowledged:
		return pair{e.Receipt.Country}
	case events.AuthorisationUnacknowledged:
		return pair{e.Unacknowledged.Country}
	case events.AuthorisationUnanswered:
		return pair{e.Unanswered.Country}
	case events.InformationAsked:
		return pair{e.Question.Country}
	case events.InformationSupplied:
		return pair{e.Answer.Country}
	case events.CompetenceContested:
		return pair{e.Contest.Country}
	case events.CompetenceSettled:
		return pair{e.Settlement.Country}
	case events.AssuranceGiven:
		return pair{e.Assurance.Country}
	case events.AssuranceWithdrawn:
		return pair{e.Withdrawn.Country}
	case events.TeamAssigned:
		return pair{e.Assignment.Country}
	case events.TeamReadied:
		return pair{e.Ready.Country}
	case events.UndercoverDeclared:
		return pair{e.Presence.Country}
	case events.LetterIssued:
		return pair{e.Letter.Country}
	case events.LetterWithdrawn:
		return pair{e.Withdrawn.Country}
	case events.DeconflictionEntered:
		return pair{e.Entry.Country}
	case events.DeconflictionFound:
		return pair{e.Found.Country}
	case events.PlanIssued:
		return pair{e.Issue.Country}
	case events.PlanApproved:
		return pair{e.Approval.Country}
	case events.PlanReturned:
		return pair{e.Returned.Country}
	case events.ConsignmentOpened:
		return pair{e.Opening.Country}
	case events.ItemWeighed:
		return pair{e.Weighing.Country}
	case events.ItemSampled:
		return pair{e.Sample.Country}
	case events.ItemTested:
		return pair{e.Test.Country}
	case events.PartSplit:
		return pair{e.Where.Country}
	case events.PartMerged:
		return pair{e.Merge.Country}
	case events.SubstitutionProposed:
		return pair{e.Proposal.Country}
	case events.SubstitutionAuthorised:
		return pair{e.Substitution.Country}
	case events.SubstitutionPerformed:
		return pair{e.Performed.Country}
	case events.GoodsStored:
		return pair{e.Stored.Country}
	case events.SealChanged:
		return pair{e.Seal.Country}
	case events.SealsChecked:
		return pair{e.Check.Country}
	case events.HazardRemoved:
		return pair{e.Removed.Country}
	case events.RiskAccepted:
		return pair{e.Risk.Country}
	case events.ConveyanceChanged:
		return pair{e.Conveyance.Country}
	case events.LossReported:
		return pair{e.Loss.Country}
	case events.LossDeclared:
		return pair{e.Declaration.Country}
	case events.ControlLost:
		return pair{e.Lost.Country}
	case events.ControlDeclared:
		return pair{e.Declared.Country}
	case events.ControlDecided:
		return pair{e.Decided.Country}
	case events.ControlUndecided:
		return pair{e.Undecided.Country}
	case events.HaltOrdered:
		return pair{e.Halt.Country}
	case events.HaltLifted:
		return pair{e.Lifted.Country}
	case events.IncidentReported:
		return pair{e.Incident.Country}
	case events.DeviceAssigned:
		return pair{e.Device.Country}
	case events.DeviceProposed:
		return pair{e.Proposal.Country}
	case events.DeviceApproved:
		return pair{e.Approval.Country}
	case events.DeviceRefused:
		return pair{e.Refusal.Country}
	case events.DeviceFitted:
		return pair{e.Fitted.Country}
	case events.DeviceRead:
		return pair{e.Reading.Country}
	case events.DeviceStale:
		return pair{e.Stale.Country}
	case events.DeviceTampered:
		return pair{e.Tampered.Country}
	case events.DeviceRecovered:
		return pair{e.Recovered.Country}
	case events.DeviceAbandoned:
		return pair{e.Abandoned.Country}
	case events.DeliveryMade:
		return pair{e.Delivery.Country}
	case events.ConsigneeIdentified:
		return pair{e.Consignee.Country}
	case events.ArrestMade:
		return pair{e.Arrest.Country}
	case events.SeizureMade:
		return pair{e.Seizure.Country}
	case events.ReportFiled:
		return pair{e.Report.Country}
	case events.ReportOverdue:
		return pair{e.Overdue.Country}
	case events.OfficersAdmitted:
		return pair{e.Admission.Country, e.Admission.From}
	case events.LegActivated:
		return pair{e.Activation.ID.Country()}
	case events.WeaponsRecorded:
		return pair{n.Signer.Country()}
	case events.DisclosureBreached: // not to whom it came
		return pair{n.Signer.Country(), f.originator(e.Breached.Record)}
	case events.PartBegun, events.PartRestated:
		return pair{} // every party's
	case events.SurveillanceNotified:
		return pair{e.Notice.From, e.Notice.In}
	case events.SurveillanceAllowed:
		return f.between(e.Allowed.Notice)
	case events.SurveillanceStopped:
		return f.between(e.Stopped.Notice)
	case events.SurveillanceExpired:
		return f.between(e.Expired.Notice)
	case events.GoDue:
		return pair{e.Due.Checkpoint.Country()}
	case events.GoDecided:
		return pair{e.Go.Checkpoint.Country()}
	case events.CostNoted:
		return pair{e.Cost.Country, e.Cost.Bearer}
	case events.CostSettled:
		return f.between(e.Settlement.Cost)
	case events.NotificationMade:
		return pair{e.Notification.Country, n.Signer.Country()}

	case events.RecordRetracted, events.HandlingChanged:
		return pair{} // whoever has something of the record: see holds
	case events.HandlingReleased:
		return pair{e.Release.To, n.Signer.Country()}
	}
	return pair{} // an event that nobody but its author is shown: see the test of closed switches
}

// called is whom a breach or a call concerns: nobody but the lead, if it is for its
// coordinator.
func called(cause events.Code, country events.Country) pair {
	if events.Coordinating(cause) {
		return pair{}
	}
	return pair{country}
}

// origin is where a part began, or the part that it was split from.
func (f Fold) origin(p events.Part) events.Country {
	for _, o := range f.parts {
		if o.part == p {
			return o.country
		}
	}
	return ""
}

// declared is the entry that declared a part, or what it was split from; 0: none.
func (f Fold) declared(p events.Part) uint32 {
	for _, o := range f.parts {
		if o.part == p {
			return o.by
		}
	}
	return 0
}

// between gives the two States of an offer, a notice of surveillance or a cost.
func (f Fold) between(id events.CommandID) pair {
	for _, o := range f.dealings {
		if o.by == id {
			return o.pair
		}
	}
	return pair{}
}

// originator is the State whose record it is.
func (f Fold) originator(id events.CommandID) events.Country {
	if record := f.record(id); record != 0 {
		return f.items()[record-1].author.Country()
	}
	return ""
}
