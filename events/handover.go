package events

// Handovers: direction passes from one State to the next. Only the receiver
// accepts (EU MLA Convention 2000 art. 12(3): the right to act, direct and
// control lies with the State on whose territory it happens). Acceptance binds;
// direction moves when the goods do.
type handover struct{}

func (handover) isEvent() {}

// HandoverOffered offers direction of one part at one handover point.
type HandoverOffered struct {
	handover
	Offer    OfferTerms    `json:"offer,omitzero"`
	Pack     PackTerms     `json:"pack,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// HandoverAccepted binds the receiving State to take direction (INV-10: by a
// named commander).
type HandoverAccepted struct {
	handover
	Acceptance AcceptanceTerms `json:"acceptance,omitzero"`
}

// HandoverRefused is the receiving State's no. Its reason is an enclosure.
type HandoverRefused struct {
	handover
	Refusal HandoverRefusalTerms `json:"refusal,omitzero"`
}

// HandoverCompleted is the fact that the receiver has eyes on the goods.
type HandoverCompleted struct {
	handover
	Completion CompletionTerms `json:"completion,omitzero"`
	Corrects   CorrectsTerms   `json:"corrects,omitzero"`
	Handling   HandlingTerms   `json:"handling,omitzero"`
}

// HandoverWithdrawn takes an offer back before it is answered.
type HandoverWithdrawn struct {
	handover
	Withdrawal WithdrawalTerms `json:"withdrawal,omitzero"`
}

// HandoverTimedOut is a clock's: an offer was not answered in time.
type HandoverTimedOut struct {
	handover
	Timeout OfferName `json:"timeout,omitzero"`
}

// DirectionMoved says which State directs a part, from when, and why; and which
// State does so no longer. It is derived and always explicit: no fold concludes
// it from anything else. The two are shown apart, so that a neighbour of the one
// learns nothing of the other.
type DirectionMoved struct {
	handover
	Direction DirectionTerms `json:"direction,omitzero"`
	Left      LeftTerms      `json:"left,omitzero"`
}

// DirectionBound says that a State has promised to take direction of a part.
// Until it moves, the offering State keeps it (INV-09).
type DirectionBound struct {
	handover
	Bound BoundTerms `json:"bound,omitzero"`
}

// DirectionRetracted says that a State did not direct a part from a moment on, as
// was said before: a fact was corrected, or another came that shows it otherwise.
// Returned is who did instead, if anybody.
type DirectionRetracted struct {
	handover
	Retracted LeftTerms `json:"retracted,omitzero"`
	Returned  LeftTerms `json:"returned,omitzero"`
}

// DirectionEnded says that nobody directs a part any more: it is no longer
// travelling.
type DirectionEnded struct {
	handover
	Ended EndedTerms `json:"ended,omitzero"`
}

func (HandoverOffered) Kind() Kind   { return "handover.offered" }
func (HandoverAccepted) Kind() Kind  { return "handover.accepted" }
func (HandoverRefused) Kind() Kind   { return "handover.refused" }
func (HandoverCompleted) Kind() Kind { return "handover.completed" }
func (DirectionMoved) Kind() Kind    { return "direction.moved" }
func (DirectionBound) Kind() Kind    { return "direction.bound" }
func (DirectionEnded) Kind() Kind    { return "direction.ended" }

func (HandoverWithdrawn) Kind() Kind  { return "handover.withdrawn" }
func (HandoverTimedOut) Kind() Kind   { return "handover.timed-out" }
func (DirectionRetracted) Kind() Kind { return "direction.retracted" }

// OfferTerms is what is offered where.
type OfferTerms struct {
	Point PointID `json:"point"`
	Part  Part    `json:"part"`
}

// PackTerms is the clear part of the handover pack: what the receiver checks.
type PackTerms struct {
	Team    CallSign   `json:"team"` // which will hand over; whether it sees the goods now is another fact
	Seals   []CallSign `json:"seals,omitempty"`
	Hazards []Code     `json:"hazards,omitempty"`
	Gross   Quantity   `json:"gross,omitzero"`
	Persons uint16     `json:"persons,omitzero"` // travelling with it
}

// AcceptanceTerms answers an offer: which officer takes command, which team
// takes over.
type AcceptanceTerms struct {
	Offer     CommandID `json:"offer"`
	Commander KeyID     `json:"commander"`
	Team      CallSign  `json:"team"`
}

// HandoverRefusalTerms answers an offer with no.
type HandoverRefusalTerms struct {
	Offer  CommandID `json:"offer"`
	Ground Code      `json:"ground"`
}

// WithdrawalTerms takes an offer back, with a short word why.
type WithdrawalTerms struct {
	Offer  CommandID `json:"offer"`
	Ground Code      `json:"ground"`
}

// OfferName names an offer.
type OfferName struct {
	Offer CommandID `json:"offer"`
}

// CompletionTerms says which team now has eyes on the goods.
type CompletionTerms struct {
	Point PointID  `json:"point"`
	Part  Part     `json:"part"`
	Team  CallSign `json:"team"`
}

// DirectionTerms is who directs a part.
type DirectionTerms struct {
	Part    Part           `json:"part"`
	Country Country        `json:"country"`
	Since   Time           `json:"since"`
	Basis   DirectionBasis `json:"basis"`
	Taken   TakenUp        `json:"taken"`
}

// LeftTerms is who directed a part until then.
type LeftTerms struct {
	Part    Part    `json:"part"`
	Country Country `json:"country"`
	Since   Time    `json:"since"`
}

// DirectionBasis is why a State directs.
type DirectionBasis string

const (
	ByHandover  DirectionBasis = "handover"
	ByTerritory DirectionBasis = "territory"
	ByFlag      DirectionBasis = "flag" // of a ship on the high seas
)

// TakenUp tells whether the State that directs knows and has a team on it.
type TakenUp string

const (
	Taken    TakenUp = "taken-up"
	NotTaken TakenUp = "not-taken-up"
)

// BoundTerms is a promise between two States.
type BoundTerms struct {
	Part  Part      `json:"part"`
	Offer CommandID `json:"offer"`
	From  Country   `json:"from"`
	To    Country   `json:"to"`
}

// EndedTerms is which part is directed no more.
type EndedTerms struct {
	Part    Part    `json:"part"`
	Country Country `json:"country"` // who directed last
	Since   Time    `json:"since"`
}

func (b *DirectionBasis) UnmarshalText(t []byte) error {
	return oneOf(b, t, "a basis of direction", ByHandover, ByTerritory, ByFlag)
}
func (u *TakenUp) UnmarshalText(t []byte) error {
	return oneOf(u, t, "taken-up or not-taken-up", Taken, NotTaken)
}
