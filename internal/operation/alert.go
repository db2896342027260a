package operation

import (
	"slices"

	"vigil/events"
)

// raise calls a State's desk, unless it has been called for the same cause and
// that alert is not resolved.
func (s situation) raise(cause events.Code, about string, country events.Country, part events.Part, since events.Time) []events.Event {
	id := events.AlertID(string(cause) + "/" + about)
	if _, open := s.Alert(id, country); open {
		return nil
	}
	return []events.Event{events.AlertRaised{Alert: events.AlertTerms{ID: id, Country: country, Part: part, Since: since}}}
}

// settle ends an alert whose cause is gone, if there is one.
func (s situation) settle(cause events.Code, about string, country events.Country, ground events.Code) []events.Event {
	id := events.AlertID(string(cause) + "/" + about)
	if _, open := s.Alert(id, country); !open {
		return nil
	}
	return []events.Event{events.AlertResolved{Resolution: events.ResolutionTerms{ID: id, Country: country, Ground: ground}}}
}

// Alert finds an alert that is not resolved.
func (o Operation) Alert(id events.AlertID, country events.Country) (Alert, bool) {
	return find(o.Alerts, func(a Alert) bool { return a.ID == id && a.Country == country })
}

func evolveAlert(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e := e.(type) {
	case events.AlertRaised:
		o.Alerts = with(o.Alerts, Alert{ID: e.Alert.ID, Country: e.Alert.Country, Part: e.Alert.Part, By: c.Command, Raised: c.At})
	case events.AlertResolved:
		o.Alerts = slices.DeleteFunc(slices.Clone(o.Alerts), func(a Alert) bool {
			return a.ID == e.Resolution.ID && a.Country == e.Resolution.Country
		})
	default:
		return o, false
	}
	return o, true
}
