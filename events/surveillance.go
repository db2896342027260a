package events

// Surveillance: what was seen. Facts, never refused.
type surveillance struct{}

func (surveillance) isEvent() {}

// CheckpointReached is a part seen at a planned checkpoint.
type CheckpointReached struct {
	surveillance
	Reached  ReachedTerms  `json:"reached,omitzero"`
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// SightingReported is a part seen anywhere else.
type SightingReported struct {
	surveillance
	Sighting SightingTerms `json:"sighting,omitzero"`
	Place    Place         `json:"place,omitzero"`
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// BorderCrossed is a part seen to pass from one State into another.
type BorderCrossed struct {
	surveillance
	Crossing CrossingTerms `json:"crossing,omitzero"`
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// EyesOnTaken is a team that has a part in sight.
type EyesOnTaken struct {
	surveillance
	Eyes     EyesTerms     `json:"eyes,omitzero"`
	Team     TeamTerms     `json:"team,omitzero"`
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// EyesOnDegraded is a part followed by a device only.
type EyesOnDegraded struct {
	surveillance
	Eyes     EyesTerms     `json:"eyes,omitzero"`
	Team     TeamTerms     `json:"team,omitzero"`
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// EyesOnLost is a part that nobody sees any more: its occurrence is when it was
// seen last.
type EyesOnLost struct {
	surveillance
	Eyes     EyesTerms     `json:"eyes,omitzero"`
	Team     TeamTerms     `json:"team,omitzero"`
	Place    Place         `json:"place,omitzero"` // where it was seen last
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// EyesOnRegained is a part found again.
type EyesOnRegained struct {
	surveillance
	Eyes     EyesTerms     `json:"eyes,omitzero"`
	Team     TeamTerms     `json:"team,omitzero"`
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// RouteDeviated is a part that leaves the plan and heads for another State than
// the next one.
type RouteDeviated struct {
	surveillance
	Deviation DeviationTerms `json:"deviation,omitzero"`
	Place     Place          `json:"place,omitzero"`
	Corrects  CorrectsTerms  `json:"corrects,omitzero"`
	Handling  HandlingTerms  `json:"handling,omitzero"`
}

func (CheckpointReached) Kind() Kind { return "checkpoint.reached" }
func (SightingReported) Kind() Kind  { return "sighting.reported" }
func (BorderCrossed) Kind() Kind     { return "border.crossed" }
func (EyesOnTaken) Kind() Kind       { return "eyes-on.taken" }
func (EyesOnDegraded) Kind() Kind    { return "eyes-on.degraded" }
func (EyesOnLost) Kind() Kind        { return "eyes-on.lost" }
func (EyesOnRegained) Kind() Kind    { return "eyes-on.regained" }
func (RouteDeviated) Kind() Kind     { return "route.deviated" }

// ReachedTerms is which part was seen at which checkpoint, and how.
type ReachedTerms struct {
	Checkpoint CheckpointID `json:"checkpoint"`
	Part       Part         `json:"part"`
	Method     Method       `json:"method"`
}

// SightingTerms is which part was seen in which State, and how.
type SightingTerms struct {
	Part    Part    `json:"part"`
	Country Country `json:"country"`
	Method  Method  `json:"method"`
}

// CrossingTerms is which part crossed which border, and how it is known.
type CrossingTerms struct {
	Part   Part    `json:"part"`
	From   Country `json:"from"`
	To     Country `json:"to"`
	Method Method  `json:"method"`
	Flag   Country `json:"flag,omitzero"` // of the ship, where To is HighSeas
}

// HighSeas stands for waters of no State (UN/LOCODE has it so). Who directs there
// is the flag State.
const HighSeas Country = "XZ"

// EyesTerms is which part, and in which State.
type EyesTerms struct {
	Part    Part    `json:"part"`
	Country Country `json:"country"`
}

// TeamTerms is which team watches.
type TeamTerms struct {
	Team CallSign `json:"team"`
}

// DeviationTerms is which part turned from where towards where, and when it is to
// be expected there.
type DeviationTerms struct {
	Part     Part    `json:"part"`
	From     Country `json:"from"`
	Toward   Country `json:"toward"`
	Expected Time    `json:"expected,omitzero"`
}

// Method is how something is known.
type Method string

const (
	Visual Method = "visual"
	Device Method = "device"
	ANPR   Method = "anpr"
	Record Method = "record"
)

func (m *Method) UnmarshalText(b []byte) error {
	return oneOf(m, b, "a method", Visual, Device, ANPR, Record)
}
