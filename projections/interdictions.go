package projections

import "vigil/events"

// InterdictionLine is a wish of the lead's, an order, or both, and what was done.
type InterdictionLine struct {
	Part      events.Part       `json:"part"`
	Country   events.Country    `json:"country"`
	State     InterdictionState `json:"state"`
	Wish      events.CommandID  `json:"wish,omitzero"` // of the lead
	Requested events.Time       `json:"requested,omitzero"`
	Declined  events.Time       `json:"declined,omitzero"`
	Ordered   events.Time       `json:"ordered,omitzero"`
	Ground    events.Code       `json:"ground,omitzero"` // of the no, or of the order
	Executed  events.Time       `json:"executed,omitzero"`
	Goods     events.Secured    `json:"goods,omitzero"`
	Place     events.Place      `json:"place,omitzero"`
}

// InterdictionState is how far an interdiction has come.
type InterdictionState string

const (
	InterdictionRequested InterdictionState = "requested"
	InterdictionDeclined  InterdictionState = "declined"
	InterdictionOrdered   InterdictionState = "ordered"
	InterdictionExecuted  InterdictionState = "executed"
)
