package operation

import "vigil/events"

type (
	seenNotified struct{ events.NotificationMade }
	seenBreached struct{ events.DisclosureBreached }
)

func (a seenNotified) observe(s situation) []events.Event { return nil }

func (a seenBreached) observe(s situation) []events.Event { return nil }

func evolveTelling(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e.(type) {
	case events.NotificationMade:
	case events.DisclosureBreached:
	default:
		return o, false
	}
	return o, true
}
