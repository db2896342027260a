package operation

import "vigil/events"

const (
	ApprovesItsOwn Rule = "a-state-approves-its-own-part-of-the-plan"
)

type (
	issuePlan   struct{ events.PlanIssued }
	approvePlan struct{ events.PlanApproved }
	returnPlan  struct{ events.PlanReturned }
	activateLeg struct{ events.LegActivated }
)

func (a issuePlan) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.PlanIssued}, nil
}

func (a approvePlan) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.PlanApproved}, nil
}

func (a returnPlan) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.PlanReturned}, nil
}

func (a activateLeg) decide(s situation) ([]events.Event, error) {
	return []events.Event{a.LegActivated}, nil
}

func evolveVersions(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e.(type) {
	case events.PlanIssued:
	case events.PlanApproved:
	case events.PlanReturned:
	case events.LegActivated:
	default:
		return o, false
	}
	return o, true
}
