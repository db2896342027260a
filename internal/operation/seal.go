package operation

import "vigil/events"

type (
	seenSealed  struct{ events.SealChanged }
	seenSeals   struct{ events.SealsChecked }
	seenSafe    struct{ events.HazardRemoved }
	acceptRisk  struct{ events.RiskAccepted }
	seenCarried struct{ events.ConveyanceChanged }
)

func (a seenSealed) observe(s situation) []events.Event { return nil }

func (a seenSeals) observe(s situation) []events.Event { return nil }

func (a seenSafe) observe(s situation) []events.Event { return nil }

func (a acceptRisk) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.RiskAccepted}, nil
}

func (a seenCarried) observe(s situation) []events.Event { return nil }

func evolveSeal(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e.(type) {
	case events.SealChanged:
	case events.SealsChecked:
	case events.HazardRemoved:
	case events.RiskAccepted:
	case events.ConveyanceChanged:
	default:
		return o, false
	}
	return o, true
}
