package projections

import "vigil/events"

// PartLine is a part of the consignment: what it is, and who directs, sees and
// holds it. Who directs is what direction.moved events said; nothing is concluded.
// The members from Directs to Ended are the end of Path, EyesOn to EyesIn that of
// Watch, Holder to HolderIn that of Hands.
type PartLine struct {
	Part        events.Part           `json:"part"`
	Substance   events.Code           `json:"substance,omitzero"`
	Mode        events.Mode           `json:"mode,omitzero"`
	Packages    uint16                `json:"packages,omitzero"`
	Quantity    events.Quantity       `json:"quantity,omitzero"`
	Hazards     []events.Code         `json:"hazards,omitempty"`
	Origin      events.Country        `json:"origin,omitzero"`
	Approved    events.Time           `json:"approved,omitzero"`
	Departed    events.Time           `json:"departed,omitzero"`
	Directs     events.Country        `json:"directs,omitzero"`
	Since       events.Time           `json:"since,omitzero"`
	Basis       events.DirectionBasis `json:"basis,omitzero"`
	Taken       events.TakenUp        `json:"taken,omitzero"`
	Left        events.Country        `json:"left,omitzero"` // directed until LeftAt; who does now is not the viewer's to know
	LeftAt      events.Time           `json:"left-at,omitzero"`
	Ended       events.Time           `json:"ended,omitzero"`
	Bound       events.Country        `json:"bound,omitzero"`      // has accepted; directs when the goods come
	EyesOn      events.CallSign       `json:"eyes-on,omitzero"`    // the team that has it in sight; empty when lost, or not shown
	Eyes        EyesState             `json:"eyes,omitzero"`       // empty: nobody has said anything
	EyesSince   events.Time           `json:"eyes-since,omitzero"` // when that was so, at the latest word
	EyesIn      events.Country        `json:"eyes-in,omitzero"`
	Holder      events.Holder         `json:"holder,omitzero"`
	HolderSince events.Time           `json:"holder-since,omitzero"`
	HolderIn    events.Country        `json:"holder-in,omitzero"`
	LastSeen    events.Time           `json:"last-seen,omitzero"`
	LastPlace   string                `json:"last-place,omitzero"`
	Interdicted events.Time           `json:"interdicted,omitzero"`
	Goods       events.Secured        `json:"goods,omitzero"` // of the interdiction
	Path        []DirectionLine       `json:"path,omitempty"`
	Watch       []EyesLine            `json:"watch,omitempty"`
	Hands       []PossessionLine      `json:"hands,omitempty"`
}

// DirectionLine is a moment in the direction of a part, in the order of what
// happened: Directs begins to direct it; or Left does no longer, and who does is
// not shown; or direction ended with Ended.
type DirectionLine struct {
	Since   events.Time           `json:"since"`
	Directs events.Country        `json:"directs,omitzero"`
	Basis   events.DirectionBasis `json:"basis,omitzero"`
	Taken   events.TakenUp        `json:"taken,omitzero"`
	Left    events.Country        `json:"left,omitzero"`
	Ended   events.Country        `json:"ended,omitzero"`
}

// EyesLine is a word on whether a part is in sight, in the order of what happened.
type EyesLine struct {
	Since   events.Time     `json:"since"`
	State   EyesState       `json:"state"`
	Country events.Country  `json:"country"`
	Team    events.CallSign `json:"team,omitzero"`
}

// EyesState is whether a part is in sight.
type EyesState string

const (
	EyesHeld     EyesState = "held"
	EyesDegraded EyesState = "degraded" // by a device only
	EyesLost     EyesState = "lost"
)

// PossessionLine is a word on who holds a part, in the order of what happened.
type PossessionLine struct {
	Since   events.Time    `json:"since"`
	Country events.Country `json:"country"`
	Holder  events.Holder  `json:"holder"`
}

// SightingLine is a part seen away from a checkpoint, crossing a border, or
// turning from its route.
type SightingLine struct {
	Part     events.Part    `json:"part"`
	Occurred events.Time    `json:"occurred"`
	Known    events.Time    `json:"known"`
	Country  events.Country `json:"country"`
	From     events.Country `json:"from,omitzero"`     // of a crossing
	Toward   events.Country `json:"toward,omitzero"`   // of a deviation
	Expected events.Time    `json:"expected,omitzero"` // there
	Method   events.Method  `json:"method,omitzero"`   // not of a deviation
	Place    events.Place   `json:"place,omitzero"`
}
