package events

// The operation as a whole: who leads it, which States take part, how it ends,
// and every breach found on the way.
type operation struct{}

func (operation) isEvent() {}

// OperationOpened begins an operation. Its lead is the signer's country.
type OperationOpened struct {
	operation
	Operation OperationTerms `json:"operation,omitzero"`
	Basis     LegalBasis     `json:"basis,omitzero"`
}

// StateInvolved brings a State into the operation in one role.
type StateInvolved struct {
	operation
	State StateTerms `json:"state,omitzero"`
}

// OperationEnded says how it ended: nothing travels any more. What is left is to
// settle it: seizures, reports, costs.
type OperationEnded struct {
	operation
	Ending EndTerms `json:"ending,omitzero"`
}

// OperationClosed closes the file: everything is accounted for, and every State has
// reported (INV-20).
type OperationClosed struct {
	operation
	Closing ClosingTerms `json:"closing,omitzero"`
}

// OperationReopened opens it again.
type OperationReopened struct {
	operation
	Reopening HaltTerms `json:"reopening,omitzero"`
}

// OperationSuspended halts it: nothing new is decided until it is resumed. Facts
// are told as ever.
type OperationSuspended struct {
	operation
	Suspension HaltTerms `json:"suspension,omitzero"`
}

// OperationResumed lets it go on.
type OperationResumed struct {
	operation
	Resumption HaltTerms `json:"resumption,omitzero"`
}

// OperationTerminated gives it up: from now on it is only wound up, until it is
// closed.
type OperationTerminated struct {
	operation
	Termination HaltTerms `json:"termination,omitzero"`
}

// StateTriggered tells a State that takes no part that the goods come its way, or
// are there: whom to call, what is dangerous, when to expect them. It is derived,
// and all that such a State is told of what was before.
type StateTriggered struct {
	operation
	Trigger TriggerTerms `json:"trigger,omitzero"`
	Hazards HazardTerms  `json:"hazards,omitzero"`
}

// BreachFound stands beside a fact that broke a rule. It is derived, never
// reported: the fact is stored, and this with it.
type BreachFound struct {
	operation
	Breach BreachTerms `json:"breach,omitzero"`
}

func (OperationOpened) Kind() Kind   { return "operation.opened" }
func (StateInvolved) Kind() Kind     { return "state.involved" }
func (OperationClosed) Kind() Kind   { return "operation.closed" }
func (OperationReopened) Kind() Kind { return "operation.reopened" }
func (OperationEnded) Kind() Kind    { return "operation.ended" }
func (BreachFound) Kind() Kind       { return "breach.found" }

func (OperationSuspended) Kind() Kind  { return "operation.suspended" }
func (OperationResumed) Kind() Kind    { return "operation.resumed" }
func (OperationTerminated) Kind() Kind { return "operation.terminated" }
func (StateTriggered) Kind() Kind      { return "state.triggered" }

// OperationTerms is the operation's name, its lead and what travels.
type OperationTerms struct {
	Name  Codename   `json:"name"`
	Lead  Country    `json:"lead"`
	Goods GoodsClass `json:"goods"`
}

// GoodsClass is what kind of consignment is followed. There is no class for
// persons: INV-25, persons are never the goods of a controlled delivery.
type GoodsClass string

const (
	Narcotics  GoodsClass = "narcotics"
	Precursors GoodsClass = "precursors"
	Firearms   GoodsClass = "firearms"
	Explosives GoodsClass = "explosives"
	Cash       GoodsClass = "cash"
	Tobacco    GoodsClass = "tobacco"
	OtherGoods GoodsClass = "other"
)

// LegalBasis lists the instruments invoked.
type LegalBasis struct {
	Instruments []Instrument `json:"instruments"`
}

// Instrument is a legal basis for controlled deliveries between States.
type Instrument string

const (
	UNTOC20    Instrument = "untoc-20"     // UNTOC art. 20
	Vienna11   Instrument = "vienna-11"    // 1988 Convention art. 11
	EUMLA12    Instrument = "eu-mla-12"    // EU MLA Convention 2000 art. 12
	CoE18      Instrument = "ets182-18"    // CoE Second Additional Protocol art. 18
	NaplesII22 Instrument = "naples-ii-22" // Naples II art. 22
	EIO28      Instrument = "eio-28"       // Directive 2014/41 art. 28
	Bilateral  Instrument = "bilateral"
)

// StateTerms is a State and the part it plays.
type StateTerms struct {
	Country Country   `json:"country"`
	Role    StateRole `json:"role"`
	Bond    Bond      `json:"bond,omitzero"`
}

// Bond says that a State is bound by no instrument that the operation rests on: it
// has to give the same assurances (Austrian police treaty art. 9; INV-27).
type Bond string

// ThirdState is bound by none.
const ThirdState Bond = "third-state"

// StateRole is the part a State plays in an operation.
type StateRole string

const (
	Requesting  StateRole = "requesting"
	Origin      StateRole = "origin"
	Transit     StateRole = "transit"
	Destination StateRole = "destination"
	Possible    StateRole = "possible"
	FlagState   StateRole = "flag"     // of a ship on the high seas
	Informed    StateRole = "informed" // told, and nothing passes it
)

// ClosingTerms says when it is to be looked at again whether the records are still
// needed (LED art. 5).
type ClosingTerms struct {
	Review Time `json:"review"`
}

// EndTerms says how the operation ended.
type EndTerms struct {
	Cause EndCause `json:"cause"`
}

// EndCause is why an operation is over.
type EndCause string

const (
	Delivered   EndCause = "delivered"
	Interdicted EndCause = "interdicted"
	Terminated  EndCause = "terminated"
	Lost        EndCause = "lost"
)

// HaltTerms says in a short word why an operation is halted, goes on or is given
// up.
type HaltTerms struct {
	Ground Code `json:"ground"`
}

// TriggerTerms is which State must act, about which part, whom it can call, and
// from when the goods are to be expected.
type TriggerTerms struct {
	Country  Country `json:"country"`
	Part     Part    `json:"part"`
	Contact  Country `json:"contact"` // the State whose desk knows more
	Expected Time    `json:"expected"`
}

// HazardTerms lists dangers to whoever comes near.
type HazardTerms struct {
	Hazards []Code `json:"hazards"`
}

// BreachTerms names the rule, the State concerned and the part.
type BreachTerms struct {
	Rule    Code    `json:"rule"`
	Country Country `json:"country"`
	Part    Part    `json:"part,omitzero"`
	Since   Time    `json:"since"` // when it happened
}

func (g *GoodsClass) UnmarshalText(b []byte) error {
	return oneOf(g, b, "a class of goods", Narcotics, Precursors, Firearms, Explosives, Cash, Tobacco, OtherGoods)
}
func (i *Instrument) UnmarshalText(b []byte) error {
	return oneOf(i, b, "an instrument", UNTOC20, Vienna11, EUMLA12, CoE18, NaplesII22, EIO28, Bilateral)
}
func (r *StateRole) UnmarshalText(b []byte) error {
	return oneOf(r, b, "a State's role", Requesting, Origin, Transit, Destination, Possible, FlagState, Informed)
}
func (x *Bond) UnmarshalText(b []byte) error { return oneOf(x, b, "a bond", ThirdState) }
func (c *EndCause) UnmarshalText(b []byte) error {
	return oneOf(c, b, "a cause", Delivered, Interdicted, Terminated, Lost)
}
