package projections

import "vigil/events"

// AuthorisationLine is a request, its answer, and what became of the consent.
type AuthorisationLine struct {
	Request      events.CommandID `json:"request"`
	Country      events.Country   `json:"country"`
	Measure      events.Measure   `json:"measure"`
	Mode         events.Mode      `json:"mode,omitzero"`
	Asked        events.Window    `json:"asked,omitzero"`
	AskedCeiling events.Quantity  `json:"asked-ceiling,omitzero"`
	AskedAt      events.Time      `json:"asked-at,omitzero"`
	Answer       Answer           `json:"answer"`
	Finality     events.Finality  `json:"finality,omitzero"` // of the consent given
	Confirm      events.Time      `json:"confirm,omitzero"`  // of an oral one: to be in writing by then
	Window       events.Window    `json:"window,omitzero"`
	Modes        []events.Mode    `json:"modes,omitempty"`
	Ceiling      events.Quantity  `json:"ceiling,omitzero"`
	Ground       events.Code      `json:"ground,omitzero"` // of the refusal, suspension or revocation that holds
	Answered     events.Time      `json:"answered,omitzero"`
	Changed      events.Time      `json:"changed,omitzero"` // confirmed, varied, suspended, resumed, revoked or lapsed: the last time
	Ends         events.Time      `json:"ends,omitzero"`    // its clock has said so: it ends then by itself, or has
	For          events.LapseFor  `json:"for,omitzero"`     // want of what
}

// Answer is what a State has said to a request, and what has become of it.
type Answer string

const (
	Unanswered     Answer = "unanswered"
	Granted        Answer = "granted" // final, or oral and in force
	Provisional    Answer = "provisional"
	Refused        Answer = "refused"
	ConsentRests   Answer = "suspended"
	ConsentRevoked Answer = "revoked"
	ConsentLapsed  Answer = "lapsed"
)

// ConditionLine is what a State's consent hangs on.
type ConditionLine struct {
	ID      events.ConditionID    `json:"id"`
	Topic   events.Code           `json:"topic,omitzero"`
	Force   events.ConditionForce `json:"force,omitzero"`
	State   ConditionState        `json:"state"`
	Imposed events.Time           `json:"imposed"`
	Done    events.Time           `json:"done,omitzero"` // met or waived
}

// ConditionState is where a condition stands.
type ConditionState string

const (
	Unmet  ConditionState = "unmet"
	Met    ConditionState = "met"
	Waived ConditionState = "waived"
)
