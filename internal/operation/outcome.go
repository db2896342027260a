package operation

import "vigil/events"

const (
	ReportsItsOwn Rule = "a-state-reports-for-itself"
	OwnCosts      Rule = "a-state-notes-its-own-costs"
)

type (
	seenDelivered struct{ events.DeliveryMade }
	seenConsignee struct{ events.ConsigneeIdentified }
	seenArrested  struct{ events.ArrestMade }
	seenSeized    struct{ events.SeizureMade }
	fileReport    struct{ events.ReportFiled }
	clockReport   struct{ events.ReportOverdue }
	noteCost      struct{ events.CostNoted }
	settleCost    struct{ events.CostSettled }
	holdDebrief   struct{ events.DebriefHeld }
)

func (a seenDelivered) observe(s situation) []events.Event { return nil }

func (a seenConsignee) observe(s situation) []events.Event { return nil }

func (a seenArrested) observe(s situation) []events.Event { return nil }

func (a seenSeized) observe(s situation) []events.Event { return nil }

func (a fileReport) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.ReportFiled}, nil
}

func (a clockReport) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.ReportOverdue}, nil
}

func (a noteCost) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.CostNoted}, nil
}

func (a settleCost) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.CostSettled}, nil
}

func (a holdDebrief) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.DebriefHeld}, nil
}

func evolveOutcome(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e.(type) {
	case events.DeliveryMade:
	case events.ConsigneeIdentified:
	case events.ArrestMade:
	case events.SeizureMade:
	case events.ReportFiled:
	case events.ReportOverdue:
	case events.CostNoted:
	case events.CostSettled:
	case events.DebriefHeld:
	default:
		return o, false
	}
	return o, true
}
