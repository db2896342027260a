package operation

import "vigil/events"

const (
	OnlyHostAnswers Rule = "only-the-host-allows-or-stops-surveillance"
)

type (
	seenFollowing     struct{ events.SurveillanceNotified }
	allowSurveillance struct{ events.SurveillanceAllowed }
	stopSurveillance  struct{ events.SurveillanceStopped }
	clockFiveHours    struct{ events.SurveillanceExpired }
	seenIncident      struct{ events.IncidentReported }
)

func (a seenFollowing) observe(s situation) []events.Event { return nil }

func (a allowSurveillance) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.SurveillanceAllowed}, nil
}

func (a stopSurveillance) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.SurveillanceStopped}, nil
}

func (a clockFiveHours) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.SurveillanceExpired}, nil
}

func (a seenIncident) observe(s situation) []events.Event { return nil }

func evolveUrgent(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e.(type) {
	case events.SurveillanceNotified:
	case events.SurveillanceAllowed:
	case events.SurveillanceStopped:
	case events.SurveillanceExpired:
	case events.IncidentReported:
	default:
		return o, false
	}
	return o, true
}
