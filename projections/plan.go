package projections

import "vigil/events"

// LegLine is a planned leg.
type LegLine struct {
	ID      events.LegID   `json:"id"`
	Country events.Country `json:"country,omitzero"`
	Measure events.Measure `json:"measure,omitzero"`
	Carried events.Carrier `json:"carried,omitzero"`
	Window  events.Window  `json:"window,omitzero"`
	Revised events.Time    `json:"revised,omitzero"` // the last time
	Dropped events.Time    `json:"dropped,omitzero"` // out of the plan
}

// PointLine is a planned handover point.
type PointLine struct {
	ID      events.PointID `json:"id"`
	From    events.Country `json:"from,omitzero"`
	To      events.Country `json:"to,omitzero"`
	Answer  events.Minutes `json:"answer,omitzero"` // for how long an offer stands; 0: events.OfferLife
	Window  events.Window  `json:"window,omitzero"`
	Place   events.Place   `json:"place,omitzero"`
	Revised events.Time    `json:"revised,omitzero"`
	Dropped events.Time    `json:"dropped,omitzero"`
}

// CheckpointLine is a planned checkpoint and what was seen there. Missed and then
// reached, it was reached late.
type CheckpointLine struct {
	ID      events.CheckpointID `json:"id"`
	Window  events.Window       `json:"window,omitzero"`
	Grace   events.Minutes      `json:"grace,omitzero"`
	Place   events.Place        `json:"place,omitzero"`
	Due     events.Time         `json:"due,omitzero"`     // its clock said so
	Missed  events.Time         `json:"missed,omitzero"`  // its clock said so
	Reached events.Time         `json:"reached,omitzero"` // the first time it was seen there
	Method  events.Method       `json:"method,omitzero"`
	Revised events.Time         `json:"revised,omitzero"`
	Waived  events.Time         `json:"waived,omitzero"`
}
