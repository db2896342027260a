package operation

import "vigil/events"

const (
	OnlyWhoDirects Rule = "only-who-directs-decides-about-control"
)

type (
	clockLost      struct{ events.ControlLost }
	declareLost    struct{ events.ControlDeclared }
	decideControl  struct{ events.ControlDecided }
	clockUndecided struct{ events.ControlUndecided }
	clockGo        struct{ events.GoDue }
	decideGo       struct{ events.GoDecided }
	orderHalt      struct{ events.HaltOrdered }
	liftHalt       struct{ events.HaltLifted }
)

func (a clockLost) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.ControlLost}, nil
}

func (a declareLost) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.ControlDeclared}, nil
}

func (a decideControl) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.ControlDecided}, nil
}

func (a clockUndecided) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.ControlUndecided}, nil
}

func (a clockGo) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.GoDue}, nil
}

func (a decideGo) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.GoDecided}, nil
}

func (a orderHalt) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.HaltOrdered}, nil
}

func (a liftHalt) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.HaltLifted}, nil
}

func evolveControl(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e.(type) {
	case events.ControlLost:
	case events.ControlDeclared:
	case events.ControlDecided:
	case events.ControlUndecided:
	case events.GoDue:
	case events.GoDecided:
	case events.HaltOrdered:
	case events.HaltLifted:
	default:
		return o, false
	}
	return o, true
}
