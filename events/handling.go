package events

// Handling: what a recipient may do with a record (Europol/SIENA handling codes).
// Codes travel with each slot; only the originator, the author's country, relaxes
// them (INV-22).
type handling struct{}

func (handling) isEvent() {}

// HandlingChanged gives a record other handling codes. A tighter one takes back
// what was shown, and all releases of the record.
type HandlingChanged struct {
	handling
	Change ChangeTerms `json:"change,omitzero"`
}

// HandlingReleased shows slots of a record to one State more.
type HandlingReleased struct {
	handling
	Release ReleaseTerms `json:"release,omitzero"`
}

func (HandlingChanged) Kind() Kind  { return "handling.changed" }
func (HandlingReleased) Kind() Kind { return "handling.released" }

// HandlingTerms is a record's handling codes. What H3 demands is an enclosure,
// restriction: binding, and never shortened.
type HandlingTerms struct {
	Codes      []HandlingCode `json:"codes"`
	Evaluation Evaluation     `json:"evaluation,omitzero"`
	TLP        TLP            `json:"tlp,omitzero"`
	Marking    Marking        `json:"marking,omitzero"`
}

// Evaluation is what the author thinks of source and information. A1 to X4 is the
// 4x4 of the Europol Regulation art. 29; UK-1AP to UK-3EC is the 3x5x2 of the United
// Kingdom. Neither is ever turned into the other.
type Evaluation string

// TLP is a traffic light, beside the codes and never instead of them.
type TLP string

const (
	TLPRed         TLP = "red"
	TLPAmberStrict TLP = "amber-strict"
	TLPAmber       TLP = "amber"
	TLPGreen       TLP = "green"
	TLPClear       TLP = "clear"
)

// Marking is a protective marking. There is no word for one above this ceiling:
// vigil does not hold EU classified information.
type Marking string

const (
	Unmarked        Marking = "unclassified"
	BasicProtection Marking = "basic-protection"
)

// ChangeTerms is a record and its handling codes from now on; none is H0.
type ChangeTerms struct {
	Record CommandID      `json:"record"`
	Codes  []HandlingCode `json:"codes"`
}

// ReleaseTerms is which slots of a record are shown to which State.
type ReleaseTerms struct {
	Record CommandID `json:"record"`
	To     Country   `json:"to"`
	Slots  []Code    `json:"slots"`
}

// HandlingCode is one of the codes as SIENA has them. They combine.
type HandlingCode string

const (
	H0 HandlingCode = "h0" // to prevent and combat crime only; always implied
	H1 HandlingCode = "h1" // not in judicial proceedings without the provider's permission
	H2 HandlingCode = "h2" // not passed on without the provider's permission
	H3 HandlingCode = "h3" // other restrictions, in words
)

func (e *Evaluation) UnmarshalText(b []byte) error {
	return spelt(e, b, evaluations)
}
func (t *TLP) UnmarshalText(b []byte) error {
	return oneOf(t, b, "a traffic light", TLPRed, TLPAmberStrict, TLPAmber, TLPGreen, TLPClear)
}
func (m *Marking) UnmarshalText(b []byte) error {
	return oneOf(m, b, "a marking up to basic protection, which is the ceiling here", Unmarked, BasicProtection)
}
func (h *HandlingCode) UnmarshalText(b []byte) error {
	return oneOf(h, b, "a handling code", H0, H1, H2, H3)
}
