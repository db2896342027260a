package operation

import "vigil/events"

type (
	acknowledgeRequest struct {
		events.AuthorisationAcknowledged
	}
	clockUnacknowledged struct {
		events.AuthorisationUnacknowledged
	}
	clockUnanswered   struct{ events.AuthorisationUnanswered }
	askInformation    struct{ events.InformationAsked }
	supplyInformation struct{ events.InformationSupplied }
	contestCompetence struct{ events.CompetenceContested }
	settleCompetence  struct{ events.CompetenceSettled }
)

func (a acknowledgeRequest) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.AuthorisationAcknowledged}, nil
}

func (a clockUnacknowledged) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.AuthorisationUnacknowledged}, nil
}

func (a clockUnanswered) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.AuthorisationUnanswered}, nil
}

func (a askInformation) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.InformationAsked}, nil
}

func (a supplyInformation) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.InformationSupplied}, nil
}

func (a contestCompetence) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.CompetenceContested}, nil
}

func (a settleCompetence) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.CompetenceSettled}, nil
}

func evolveRequest(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e.(type) {
	case events.AuthorisationAcknowledged:
	case events.AuthorisationUnacknowledged:
	case events.AuthorisationUnanswered:
	case events.InformationAsked:
	case events.InformationSupplied:
	case events.CompetenceContested:
	case events.CompetenceSettled:
	default:
		return o, false
	}
	return o, true
}
