package operation

import "vigil/events"

const (
	OwnDevices Rule = "a-state-disposes-of-its-own-devices"
)

type (
	assignDevice  struct{ events.DeviceAssigned }
	proposeDevice struct{ events.DeviceProposed }
	approveDevice struct{ events.DeviceApproved }
	refuseDevice  struct{ events.DeviceRefused }
	seenFitted    struct{ events.DeviceFitted }
	seenRead      struct{ events.DeviceRead }
	clockStale    struct{ events.DeviceStale }
	seenTampered  struct{ events.DeviceTampered }
	seenRecovered struct{ events.DeviceRecovered }
	abandonDevice struct{ events.DeviceAbandoned }
)

func (a assignDevice) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.DeviceAssigned}, nil
}

func (a proposeDevice) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.DeviceProposed}, nil
}

func (a approveDevice) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.DeviceApproved}, nil
}

func (a refuseDevice) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.DeviceRefused}, nil
}

func (a seenFitted) observe(s situation) []events.Event { return nil }

func (a seenRead) observe(s situation) []events.Event { return nil }

func (a clockStale) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.DeviceStale}, nil
}

func (a seenTampered) observe(s situation) []events.Event { return nil }

func (a seenRecovered) observe(s situation) []events.Event { return nil }

func (a abandonDevice) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.DeviceAbandoned}, nil
}

func evolveDevice(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e.(type) {
	case events.DeviceAssigned:
	case events.DeviceProposed:
	case events.DeviceApproved:
	case events.DeviceRefused:
	case events.DeviceFitted:
	case events.DeviceRead:
	case events.DeviceStale:
	case events.DeviceTampered:
	case events.DeviceRecovered:
	case events.DeviceAbandoned:
	default:
		return o, false
	}
	return o, true
}
