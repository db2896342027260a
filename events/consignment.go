package events

// The consignment: what travels, and that it set out.
type consignment struct{}

func (consignment) isEvent() {}

// ItemDeclared is an item of the consignment as first stated, not yet weighed.
// It begins a part.
type ItemDeclared struct {
	consignment
	Item     ItemTerms     `json:"item,omitzero"`
	Origin   OriginTerms   `json:"origin,omitzero"`
	Quantity Quantity      `json:"quantity,omitzero"`
	Cover    CoverTerms    `json:"cover,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
	Named    PartName      `json:"named,omitzero"` // derived
}

// DepartureApproved is the lead's go: every State on the route has consented
// (INV-02).
type DepartureApproved struct {
	consignment
	Departure DepartureTerms `json:"departure,omitzero"`
}

// ConsignmentDeparted is the fact that a part set out.
type ConsignmentDeparted struct {
	consignment
	Departed DepartedTerms `json:"departed,omitzero"`
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// PossessionChanged says who holds a part now. Possession is not direction and
// not eyes-on.
type PossessionChanged struct {
	consignment
	Possession PossessionTerms `json:"possession,omitzero"`
	Corrects   CorrectsTerms   `json:"corrects,omitzero"`
	Handling   HandlingTerms   `json:"handling,omitzero"`
}

func (ItemDeclared) Kind() Kind        { return "item.declared" }
func (DepartureApproved) Kind() Kind   { return "departure.approved" }
func (ConsignmentDeparted) Kind() Kind { return "consignment.departed" }
func (PossessionChanged) Kind() Kind   { return "possession.changed" }

// ItemTerms is what an item is.
type ItemTerms struct {
	Substance Code     `json:"substance"`
	Mode      Mode     `json:"mode"`
	Packages  uint16   `json:"packages"`
	Hazards   []Code   `json:"hazards,omitempty"`
	Schedule  Schedule `json:"schedule,omitzero"`
	Form      Code     `json:"form,omitzero"`
}

// Schedule is where the United Nations list a substance.
type Schedule string

const (
	Narcotic1    Schedule = "1961-i"
	Narcotic2    Schedule = "1961-ii"
	Narcotic3    Schedule = "1961-iii"
	Narcotic4    Schedule = "1961-iv"
	Psychotrope1 Schedule = "1971-i"
	Psychotrope2 Schedule = "1971-ii"
	Psychotrope3 Schedule = "1971-iii"
	Psychotrope4 Schedule = "1971-iv"
	Precursor1   Schedule = "1988-i"
	Precursor2   Schedule = "1988-ii"
)

// CoverTerms is what the goods are declared to be: the heading of the Harmonised
// System, which is never that of the substance.
type CoverTerms struct {
	HS HSCode `json:"hs"`
}

// OriginTerms is where an item sets out. It is a slot of its own: a State two
// legs away is told what comes, not where from.
type OriginTerms struct {
	Country Country `json:"country"`
}

// PartName carries the label of the part that an item begins.
type PartName struct {
	Part Part `json:"part"`
}

// DepartureTerms is which part may leave.
type DepartureTerms struct {
	Part Part `json:"part"`
}

// DepartedTerms is which part left where.
type DepartedTerms struct {
	Part    Part    `json:"part"`
	Country Country `json:"country"`
}

// PossessionTerms is who holds which part, and where.
type PossessionTerms struct {
	Part    Part    `json:"part"`
	Country Country `json:"country"`
	Holder  Holder  `json:"holder"`
}

// Holder is what kind of person or body holds the goods; who it is, is an
// enclosure.
type Holder string

const (
	Courier     Holder = "courier"
	CarrierFirm Holder = "carrier"
	Consignee   Holder = "consignee"
	Police      Holder = "police"
	Customs     Holder = "customs"
	Undercover  Holder = "undercover" // an officer under cover
	NobodyKnown Holder = "unknown"
)

func (s *Schedule) UnmarshalText(b []byte) error {
	return oneOf(s, b, "a schedule", Narcotic1, Narcotic2, Narcotic3, Narcotic4, Psychotrope1, Psychotrope2, Psychotrope3, Psychotrope4, Precursor1, Precursor2)
}
func (h *Holder) UnmarshalText(b []byte) error {
	return oneOf(h, b, "a holder", Courier, CarrierFirm, Consignee, Police, Customs, Undercover, NobodyKnown)
}
