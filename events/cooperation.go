package events

// Cooperation: what States promise and lend each other for one operation, and how
// other agencies are kept from stepping in.
type cooperation struct{}

func (cooperation) isEvent() {}

// AssuranceGiven is a State's word for what happens on its territory (Germany:
// without five of them nothing passes on; Romania CPP 151; INV-27).
type AssuranceGiven struct {
	cooperation
	Assurance AssuranceTerms `json:"assurance,omitzero"`
}

// AssuranceWithdrawn takes that word back.
type AssuranceWithdrawn struct {
	cooperation
	Withdrawn AssuranceTerms `json:"withdrawn,omitzero"`
}

// TeamAssigned puts a team of a State on the operation, on its own territory.
type TeamAssigned struct {
	cooperation
	Assignment TeamAssignment `json:"assignment,omitzero"`
}

// TeamReadied says that a team is in place.
type TeamReadied struct {
	cooperation
	Ready TeamAssignment `json:"ready,omitzero"`
}

// OfficersAdmitted lets officers of another State come along, without powers and
// under the host's orders (CH-AT-LI art. 16; CH-Montenegro art. 14). Their names are
// an enclosure.
type OfficersAdmitted struct {
	cooperation
	Admission AdmissionTerms `json:"admission,omitzero"`
}

// UndercoverDeclared says that officers under cover or informants are with the
// goods, and how many: never who (INV-24).
type UndercoverDeclared struct {
	cooperation
	Presence PresenceTerms `json:"presence,omitzero"`
}

// LetterIssued is a hands-off letter: who would stop the goods is shown it (India,
// Controlled Delivery Regulations 2022, FORM-II). Its words are an enclosure.
type LetterIssued struct {
	cooperation
	Letter LetterTerms `json:"letter,omitzero"`
}

// LetterWithdrawn ends a hands-off letter.
type LetterWithdrawn struct {
	cooperation
	Withdrawn LetterName `json:"withdrawn,omitzero"`
}

// DeconflictionEntered says that a desk has entered the operation in a national
// system against blue-on-blue.
type DeconflictionEntered struct {
	cooperation
	Entry DeconflictionTerms `json:"entry,omitzero"`
}

// DeconflictionFound is the hub's: the same open identifier stands in another
// operation too. It says nothing of that one.
type DeconflictionFound struct {
	cooperation
	Found FoundTerms `json:"found,omitzero"`
}

func (AssuranceGiven) Kind() Kind       { return "assurance.given" }
func (AssuranceWithdrawn) Kind() Kind   { return "assurance.withdrawn" }
func (TeamAssigned) Kind() Kind         { return "team.assigned" }
func (TeamReadied) Kind() Kind          { return "team.readied" }
func (OfficersAdmitted) Kind() Kind     { return "officers.admitted" }
func (UndercoverDeclared) Kind() Kind   { return "undercover.declared" }
func (LetterIssued) Kind() Kind         { return "letter.issued" }
func (LetterWithdrawn) Kind() Kind      { return "letter.withdrawn" }
func (DeconflictionEntered) Kind() Kind { return "deconfliction.entered" }
func (DeconflictionFound) Kind() Kind   { return "deconfliction.found" }

// AssuranceTerms is what a State promises.
type AssuranceTerms struct {
	Country   Country   `json:"country"`
	Assurance Assurance `json:"assurance"`
}

// Assurance is one of the promises that the law of the partners asks for.
type Assurance string

const (
	ConstantSurveillance Assurance = "constant-surveillance" // Naples II art. 22; Romania CPP 151
	AccessAnyTime        Assurance = "access-at-any-time"    // to perpetrators and goods: Germany
	SeizureAssured       Assurance = "seizure"               // Germany: confiscation
	ProsecutionAssured   Assurance = "prosecution"           // of courier, principals and buyers: Germany
	InformationBack      Assurance = "information-back"      // keeping the prosecutor constantly informed: Germany
)

// TeamAssignment is a State's team, and the leg that it is for.
type TeamAssignment struct {
	Country Country  `json:"country"`
	Team    CallSign `json:"team"`
	Leg     LegID    `json:"leg,omitzero"`
}

// AdmissionTerms is how many officers of which State the host lets come along, and
// with what arms. None is the end of an admission.
type AdmissionTerms struct {
	Country Country `json:"country"` // the host
	From    Country `json:"from"`
	Number  uint16  `json:"number"`
	Arms    Arms    `json:"arms"`
}

// Arms is whether foreign officers carry any.
type Arms string

const (
	Unarmed Arms = "unarmed"
	Armed   Arms = "armed" // for self-defence
)

// PresenceTerms counts those under cover with the goods of a State. None is the end
// of it.
type PresenceTerms struct {
	Country    Country `json:"country"` // whose they are
	Officers   uint16  `json:"officers"`
	Informants uint16  `json:"informants"`
}

// LetterTerms is which agency was given a hands-off letter, and until when it holds.
type LetterTerms struct {
	Country Country `json:"country"`
	Agency  Code    `json:"agency"`
	Until   Time    `json:"until"`
}

// LetterName names a hands-off letter.
type LetterName struct {
	Letter  CommandID `json:"letter"`
	Country Country   `json:"country"`
}

// DeconflictionTerms is in which system a desk has entered the operation.
type DeconflictionTerms struct {
	Country Country `json:"country"`
	System  Code    `json:"system"`
}

// FoundTerms is an identifier of this operation, and who told of it.
type FoundTerms struct {
	Country Country    `json:"country"`
	Number  Identifier `json:"number"`
}

func (a *Assurance) UnmarshalText(b []byte) error {
	return oneOf(a, b, "an assurance", ConstantSurveillance, AccessAnyTime, SeizureAssured, ProsecutionAssured, InformationBack)
}
func (a *Arms) UnmarshalText(b []byte) error { return oneOf(a, b, "armed or unarmed", Unarmed, Armed) }
