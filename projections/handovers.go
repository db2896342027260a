package projections

import "vigil/events"

// HandoverLine is one offer and what became of it.
type HandoverLine struct {
	Offer     events.CommandID  `json:"offer"`
	Point     events.PointID    `json:"point"`
	Part      events.Part       `json:"part"`
	State     HandoverState     `json:"state"`
	Offered   events.Time       `json:"offered"`
	AnswerBy  events.Time       `json:"answer-by,omitzero"` // else it times out; empty: the viewer does not know the point
	Team      events.CallSign   `json:"team,omitzero"`
	Seals     []events.CallSign `json:"seals,omitempty"`
	Hazards   []events.Code     `json:"hazards,omitempty"`
	Answered  events.Time       `json:"answered,omitzero"` // or withdrawn, or timed out
	Commander events.KeyID      `json:"commander,omitzero"`
	Receiving events.CallSign   `json:"receiving,omitzero"`
	Ground    events.Code       `json:"ground,omitzero"` // of the refusal or withdrawal
	Completed events.Time       `json:"completed,omitzero"`
}

// HandoverState is where an offer stands.
type HandoverState string

const (
	Offered   HandoverState = "offered"
	Accepted  HandoverState = "accepted"
	Declined  HandoverState = "refused"
	Withdrawn HandoverState = "withdrawn"
	TimedOut  HandoverState = "timed-out"
	Completed HandoverState = "completed"
)
