package events

// The goods: what was found, weighed, taken out, put in, sealed and split. Goods
// must never reach the market, so every gram has a place (INV-14). All but the
// consents are facts.
type goods struct{}

func (goods) isEvent() {}

// ConsignmentOpened is a part opened, and on what legal ground (Spain LECrim 263
// bis: opening needs one of its own).
type ConsignmentOpened struct {
	goods
	Opening  OpeningTerms  `json:"opening,omitzero"`
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// ItemWeighed is a part on the scale. Two persons sign it (INV-15).
type ItemWeighed struct {
	goods
	Weighing WeighingTerms `json:"weighing,omitzero"`
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// ItemSampled is a sample taken out of a part.
type ItemSampled struct {
	goods
	Sample   SampleTerms   `json:"sample,omitzero"`
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// ItemTested is what a test says of the substance.
type ItemTested struct {
	goods
	Test     TestedTerms   `json:"test,omitzero"`
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// WeaponsRecorded lists the weapons of a part (Firearms Protocol: make, model,
// calibre, serial number).
type WeaponsRecorded struct {
	goods
	Weapons  WeaponsTerms  `json:"weapons,omitzero"`
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// PartSplit is a part that was divided: some of it goes its own way from now on.
type PartSplit struct {
	goods
	Split    SplitTerms    `json:"split,omitzero"`
	Where    WhereTerms    `json:"where,omitzero"`
	Place    Place         `json:"place,omitzero"`
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// PartBegun says what the part is that a split has begun. It is derived, so that
// whoever meets that part knows what it is, without where it was split.
type PartBegun struct {
	goods
	Begun    BegunTerms `json:"begun,omitzero"`
	Item     ItemTerms  `json:"item,omitzero"`
	Quantity Quantity   `json:"quantity,omitzero"`
}

// PartRestated says how a part travels on, how much of it, and what is dangerous
// about it: a substitution, a split, a merger, a loss, a test or a declaration has
// changed that. It is derived, so that whoever was told what the part is does not go
// on believing it. Hazards are all there are now, where they are told anew; "undercover"
// is one of them, without whose they are.
type PartRestated struct {
	goods
	Restated RestatedTerms `json:"restated,omitzero"`
	Quantity Quantity      `json:"quantity,omitzero"`
	Hazards  HazardTerms   `json:"hazards,omitzero"`
}

// PartMerged is a part put together with another, and no part of its own any more.
type PartMerged struct {
	goods
	Merge    MergeTerms    `json:"merge,omitzero"`
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// SubstitutionProposed is the lead's: every State still to come allows the mode
// (INV-04; UNTOC art. 20(4)).
type SubstitutionProposed struct {
	goods
	Proposal SubstitutionTerms `json:"proposal,omitzero"`
}

// SubstitutionAuthorised is the consent of the authority where the goods are, apart
// from that to passage, and says where what is taken out is kept (Albania CPP
// 294/c).
type SubstitutionAuthorised struct {
	goods
	Substitution SubstitutionConsent `json:"substitution,omitzero"`
}

// SubstitutionPerformed is what was taken out and put in.
type SubstitutionPerformed struct {
	goods
	Performed PerformedTerms `json:"performed,omitzero"`
	Corrects  CorrectsTerms  `json:"corrects,omitzero"`
	Handling  HandlingTerms  `json:"handling,omitzero"`
}

// GoodsStored is goods taken out and put in store.
type GoodsStored struct {
	goods
	Stored   StoredTerms   `json:"stored,omitzero"`
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// SealChanged is a seal put on, taken off or replaced: both numbers and the reason
// (INV-15).
type SealChanged struct {
	goods
	Seal     SealTerms     `json:"seal,omitzero"`
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// SealsChecked is the seals that somebody found on a part.
type SealsChecked struct {
	goods
	Check    SealCheck     `json:"check,omitzero"`
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// HazardRemoved is a danger of the goods that was taken out of them: rendered safe
// (INV-26).
type HazardRemoved struct {
	goods
	Removed  RemovedTerms  `json:"removed,omitzero"`
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// RiskAccepted is a State's consent to dangerous goods as they are (INV-26).
type RiskAccepted struct {
	goods
	Risk RiskTerms `json:"risk,omitzero"`
}

// ConveyanceChanged is what carries a part now. A plate or a VIN is an enclosure.
type ConveyanceChanged struct {
	goods
	Conveyance ConveyanceTerms `json:"conveyance,omitzero"`
	Corrects   CorrectsTerms   `json:"corrects,omitzero"`
	Handling   HandlingTerms   `json:"handling,omitzero"`
}

// LossReported is a commander's word that goods cannot be found, after a search: the
// first of two persons.
type LossReported struct {
	goods
	Loss LossTerms `json:"loss,omitzero"`
}

// LossDeclared is the authority's word on such a report: the goods are lost, for
// good, and nobody can hide it.
type LossDeclared struct {
	goods
	Declaration LossDeclaration `json:"declaration,omitzero"`
}

func (ConsignmentOpened) Kind() Kind      { return "consignment.opened" }
func (ItemWeighed) Kind() Kind            { return "item.weighed" }
func (ItemSampled) Kind() Kind            { return "item.sampled" }
func (ItemTested) Kind() Kind             { return "item.tested" }
func (WeaponsRecorded) Kind() Kind        { return "weapons.recorded" }
func (PartSplit) Kind() Kind              { return "part.split" }
func (PartBegun) Kind() Kind              { return "part.begun" }
func (PartRestated) Kind() Kind           { return "part.restated" }
func (PartMerged) Kind() Kind             { return "part.merged" }
func (SubstitutionProposed) Kind() Kind   { return "substitution.proposed" }
func (SubstitutionAuthorised) Kind() Kind { return "substitution.authorised" }
func (SubstitutionPerformed) Kind() Kind  { return "substitution.performed" }
func (GoodsStored) Kind() Kind            { return "goods.stored" }
func (SealChanged) Kind() Kind            { return "seal.changed" }
func (SealsChecked) Kind() Kind           { return "seals.checked" }
func (HazardRemoved) Kind() Kind          { return "hazard.removed" }
func (RiskAccepted) Kind() Kind           { return "risk.accepted" }
func (ConveyanceChanged) Kind() Kind      { return "conveyance.changed" }
func (LossReported) Kind() Kind           { return "loss.reported" }
func (LossDeclared) Kind() Kind           { return "loss.declared" }

// OpeningTerms is which part was opened where, and on what ground in law.
type OpeningTerms struct {
	Part    Part    `json:"part"`
	Country Country `json:"country"`
	Ground  Code    `json:"ground"`
}

// WeighingTerms is what a scale showed: gross with everything, net of the goods
// alone, in one unit; and how far that scale may be wrong.
type WeighingTerms struct {
	Part      Part       `json:"part"`
	Country   Country    `json:"country"`
	Gross     Quantity   `json:"gross"`
	Net       Quantity   `json:"net"`
	Scale     Identifier `json:"scale"`
	Tolerance Quantity   `json:"tolerance,omitzero"`
}

// SampleTerms is how much was taken out of which part, and where it is kept.
type SampleTerms struct {
	Part     Part       `json:"part"`
	Country  Country    `json:"country"`
	Quantity Quantity   `json:"quantity"`
	Storage  Identifier `json:"storage"`
}

// TestedTerms is what a test found, how, and how pure in per cent.
type TestedTerms struct {
	Part      Part       `json:"part"`
	Country   Country    `json:"country"`
	Substance Code       `json:"substance"`
	Method    Code       `json:"method"`
	Result    TestResult `json:"result"`
	Purity    Decimal    `json:"purity,omitzero"`
}

// TestResult is what a test says.
type TestResult string

const (
	Positive     TestResult = "positive"
	Negative     TestResult = "negative"
	Inconclusive TestResult = "inconclusive"
)

// WeaponsTerms is the weapons of a part.
type WeaponsTerms struct {
	Part Part         `json:"part"`
	List []WeaponTerm `json:"list"`
}

// WeaponTerm is one weapon.
type WeaponTerm struct {
	Type    Code        `json:"type"`
	Make    Code        `json:"make"`
	Model   Code        `json:"model"`
	Calibre Code        `json:"calibre"`
	Serial  Identifier  `json:"serial"` // NONE: removed, or never had one
	State   WeaponState `json:"state"`
}

// WeaponState is whether a weapon fires.
type WeaponState string

const (
	LiveWeapon  WeaponState = "live"
	Converted   WeaponState = "converted" // made to fire
	BlankFirer  WeaponState = "blank-firer"
	Deactivated WeaponState = "deactivated"
)

// SplitTerms is which part was divided, and how much went its own way: of the goods,
// and of what was put in the place of goods apart from them.
type SplitTerms struct {
	Part       Part     `json:"part"`
	Quantity   Quantity `json:"quantity"`
	Packages   uint16   `json:"packages,omitzero"`
	Substitute Quantity `json:"substitute,omitzero"`
}

// WhereTerms is in which State something happened.
type WhereTerms struct {
	Country Country `json:"country"`
}

// BegunTerms is the label of a part that a split has begun, and of what it was part.
type BegunTerms struct {
	Part Part `json:"part"`
	Of   Part `json:"of"`
}

// RestatedTerms is how a part travels from now on.
type RestatedTerms struct {
	Part Part `json:"part"`
	Mode Mode `json:"mode"`
}

// MergeTerms is which part was put together with which.
type MergeTerms struct {
	Part    Part    `json:"part"`
	Into    Part    `json:"into"`
	Country Country `json:"country"`
}

// SubstitutionTerms is which part is to travel on how, and in which State that is
// done.
type SubstitutionTerms struct {
	Part    Part    `json:"part"`
	Country Country `json:"country"`
	Mode    Mode    `json:"mode"`   // partial or clean
	Charge  Code    `json:"charge"` // what can be charged then: it differs by mode
}

// SubstitutionConsent answers a proposal, and says where what is taken out is kept.
type SubstitutionConsent struct {
	Proposal CommandID  `json:"proposal"`
	Part     Part       `json:"part"`
	Country  Country    `json:"country"`
	Mode     Mode       `json:"mode"`
	Storage  Identifier `json:"storage"`
}

// PerformedTerms is what was taken out, what was put in, and how the part travels
// on.
type PerformedTerms struct {
	Part       Part       `json:"part"`
	Country    Country    `json:"country"`
	Mode       Mode       `json:"mode"`
	Removed    Quantity   `json:"removed"`
	Substitute Quantity   `json:"substitute"`
	Storage    Identifier `json:"storage"`
}

// StoredTerms is how much of a part lies where, and the number of its receipt.
type StoredTerms struct {
	Part     Part       `json:"part"`
	Country  Country    `json:"country"`
	Quantity Quantity   `json:"quantity"`
	Storage  Identifier `json:"storage"`
	Receipt  Identifier `json:"receipt"`
}

// SealTerms is a seal before and after; NoSeal for none.
type SealTerms struct {
	Part    Part     `json:"part"`
	Country Country  `json:"country"`
	Before  CallSign `json:"before"`
	After   CallSign `json:"after"`
	Type    SealType `json:"type"`
	Ground  Code     `json:"ground"`
}

// NoSeal stands for the number of a seal that is not there.
const NoSeal CallSign = "NONE"

// SealType is whose seal it is.
type SealType string

const (
	CarrierSeal SealType = "carrier"
	CustomsSeal SealType = "customs"
	CovertSeal  SealType = "covert"
)

// SealCheck is which seals were found on a part.
type SealCheck struct {
	Part    Part       `json:"part"`
	Country Country    `json:"country"`
	Seals   []CallSign `json:"seals"`
}

// RemovedTerms is which danger was removed, and how.
type RemovedTerms struct {
	Part    Part    `json:"part"`
	Country Country `json:"country"`
	Hazard  Code    `json:"hazard"`
	Method  Code    `json:"method"`
}

// RiskTerms is which dangers of a part a State accepts.
type RiskTerms struct {
	Part    Part    `json:"part"`
	Country Country `json:"country"`
	Hazards []Code  `json:"hazards"`
}

// ConveyanceTerms is what carries a part: a number that is open (container, IMO,
// flight, parcel), and the State of a plate.
type ConveyanceTerms struct {
	Part    Part           `json:"part"`
	Country Country        `json:"country"`
	Type    ConveyanceType `json:"type"`
	Number  Identifier     `json:"number,omitzero"`
	Plate   Country        `json:"plate,omitzero"` // the State that gave it
}

// ConveyanceType is what kind of thing carries the goods.
type ConveyanceType string

const (
	Container ConveyanceType = "container" // ISO 6346
	Vehicle   ConveyanceType = "vehicle"
	Vessel    ConveyanceType = "vessel" // IMO number
	Flight    ConveyanceType = "flight"
	Train     ConveyanceType = "train"
	Parcel    ConveyanceType = "parcel" // tracking number
	OnFoot    ConveyanceType = "on-foot"
)

// LossTerms is how much of a part cannot be found, and when it was seen last.
type LossTerms struct {
	Part     Part     `json:"part"`
	Country  Country  `json:"country"`
	Quantity Quantity `json:"quantity"`
	Seen     Time     `json:"seen"`
}

// LossDeclaration names the report that it confirms.
type LossDeclaration struct {
	Report   CommandID `json:"report"`
	Part     Part      `json:"part"`
	Country  Country   `json:"country"`
	Quantity Quantity  `json:"quantity"`
}

func (r *TestResult) UnmarshalText(b []byte) error {
	return oneOf(r, b, "a test's result", Positive, Negative, Inconclusive)
}
func (w *WeaponState) UnmarshalText(b []byte) error {
	return oneOf(w, b, "a weapon's state", LiveWeapon, Converted, BlankFirer, Deactivated)
}
func (s *SealType) UnmarshalText(b []byte) error {
	return oneOf(s, b, "a kind of seal", CarrierSeal, CustomsSeal, CovertSeal)
}
func (c *ConveyanceType) UnmarshalText(b []byte) error {
	return oneOf(c, b, "a conveyance", Container, Vehicle, Vessel, Flight, Train, Parcel, OnFoot)
}
