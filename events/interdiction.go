package events

// Interdiction: the goods are stopped. Only the State where they are orders it
// (EU MLA Convention 2000 art. 12(3)); the lead may ask.
type interdiction struct{}

func (interdiction) isEvent() {}

// InterdictionRequested is the lead's wish, to be answered by an order or a no.
type InterdictionRequested struct {
	interdiction
	Wish WishTerms `json:"wish,omitzero"`
}

// InterdictionDeclined answers the lead's wish with no.
type InterdictionDeclined struct {
	interdiction
	Declined DeclinedTerms `json:"declined,omitzero"`
}

// InterdictionOrdered is the order of the State where the goods are.
type InterdictionOrdered struct {
	interdiction
	Order OrderTerms `json:"order,omitzero"`
	Place Place      `json:"place,omitzero"`
}

// InterdictionExecuted is the fact that it was done (CH-IT 2009 art. 3: the goods
// are secured, the requesting State is told without delay).
type InterdictionExecuted struct {
	interdiction
	Executed ExecutedTerms `json:"executed,omitzero"`
	Place    Place         `json:"place,omitzero"`
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

func (InterdictionRequested) Kind() Kind { return "interdiction.requested" }
func (InterdictionDeclined) Kind() Kind  { return "interdiction.declined" }
func (InterdictionOrdered) Kind() Kind   { return "interdiction.ordered" }
func (InterdictionExecuted) Kind() Kind  { return "interdiction.executed" }

// WishTerms is which part which State is asked to stop.
type WishTerms struct {
	Part    Part    `json:"part"`
	Country Country `json:"country"`
}

// DeclinedTerms answers a wish with no.
type DeclinedTerms struct {
	Request CommandID `json:"request"`
	Country Country   `json:"country"`
	Ground  Code      `json:"ground"`
}

// OrderTerms is which part is to be stopped by which State, and in a short word
// why.
type OrderTerms struct {
	Part    Part      `json:"part"`
	Country Country   `json:"country"`
	Ground  Code      `json:"ground"`
	Request CommandID `json:"request,omitzero"` // the lead's wish that it answers
}

// ExecutedTerms is which part was stopped where, and whether the goods are in
// safe hands.
type ExecutedTerms struct {
	Part    Part    `json:"part"`
	Country Country `json:"country"`
	Goods   Secured `json:"goods"`
}

// Secured tells whether the goods are in safe hands.
type Secured string

const (
	GoodsSecured Secured = "secured"
	PartSecured  Secured = "partly-secured"
	NotSecured   Secured = "not-secured"
)

func (s *Secured) UnmarshalText(b []byte) error {
	return oneOf(s, b, "secured, partly-secured or not-secured", GoodsSecured, PartSecured, NotSecured)
}
