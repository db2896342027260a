package events

// Surveillance: what was seen. Facts, never refused.
type surveillance struct{}

func (surveillance) isEvent() {}

// CheckpointReached is a part seen at a planned checkpoint.
type CheckpointReached struct {
	surveillance
	Reached ReachedTerms `json:"reached,omitzero"`
}

// SightingReported is a part seen anywhere else.
type SightingReported struct {
	surveillance
	Sighting SightingTerms `json:"sighting,omitzero"`
	Place    Place         `json:"place,omitzero"`
}

// BorderCrossed is a part seen to pass from one State into another.
type BorderCrossed struct {
	surveillance
	Crossing CrossingTerms `json:"crossing,omitzero"`
}

func (CheckpointReached) Kind() Kind { return "checkpoint.reached" }
func (SightingReported) Kind() Kind  { return "sighting.reported" }
func (BorderCrossed) Kind() Kind     { return "border.crossed" }

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
