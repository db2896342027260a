package projections

import "vigil/events"

// CorrectionLine is a record that is void, and why: told anew by another, or
// retracted.
type CorrectionLine struct {
	Record events.CommandID `json:"record"`
	By     events.CommandID `json:"by"`
	Act    events.Act       `json:"act"` // of By: that of the record, or record.retract
	Ground events.Code      `json:"ground"`
	At     events.Time      `json:"at"`
}

// HandledLine is a record with handling codes above h0, or one that was released
// beyond the States that it concerns.
type HandledLine struct {
	Record   events.CommandID      `json:"record"`
	Codes    []events.HandlingCode `json:"codes,omitempty"`
	Released []events.Country      `json:"released,omitempty"`
}
