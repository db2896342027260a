package disclosure

import "vigil/events"

// pair is the States that a member names; the second is empty where one is
// enough.
type pair [2]events.Country

func (p pair) names(c events.Country) bool { return c != "" && (p[0] == c || p[1] == c) }

// about says which States a member of an event concerns. What an event says by
// reference (an offer's id, a part's label, a record) is looked up in the fold.
func (f Fold) about(n events.Note, e events.Event, member string) pair {
	switch e := e.(type) {
	case events.RegistryBegun, events.CountryAdded, events.DeskAdded, events.ClockJumped:
		return pair{} // everyone's
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
	case events.OperationSuspended, events.OperationResumed, events.OperationTerminated, events.OperationClosed:
		return pair{} // every party's
	case events.BreachFound:
		return pair{e.Breach.Country}

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
		return f.offered(e.Acceptance.Offer)
	case events.HandoverRefused:
		return f.offered(e.Refusal.Offer)
	case events.HandoverWithdrawn:
		return f.offered(e.Withdrawal.Offer)
	case events.HandoverTimedOut:
		return f.offered(e.Timeout.Offer)
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
		return pair{e.Alert.Country}
	case events.AlertAcknowledged:
		return pair{e.Acknowledgement.Country}
	case events.AlertEscalated:
		return pair{e.Escalation.Country}
	case events.AlertResolved:
		return pair{e.Resolution.Country}
	case events.AlertRepeated:
		return pair{e.Repetition.Country}

	case events.RecordRetracted, events.HandlingChanged:
		return pair{} // whoever has something of the record: see holds
	case events.HandlingReleased:
		return pair{e.Release.To, n.Signer.Country()}
	}
	return pair{} // an event that nobody but its author is shown: see the test of closed switches
}

func (f Fold) origin(p events.Part) events.Country {
	for _, o := range f.parts {
		if o.part == p {
			return o.country
		}
	}
	return ""
}

func (f Fold) offered(id events.CommandID) pair {
	for _, o := range f.offers {
		if o.offer == id {
			return o.pair
		}
	}
	return pair{}
}
