package events

// Authorisations: each State decides for itself, case by case (UNTOC art. 20(3);
// EU MLA Convention 2000 art. 12(2)), and separately for import, transit, export.
type authorisation struct{}

func (authorisation) isEvent() {}

// AuthorisationRequested asks one State for its consent to one measure, with what
// the treaties want in a request (CH-IT 2009 art. 12(2) a-k). A new version names
// the one that it replaces.
type AuthorisationRequested struct {
	authorisation
	Request   RequestTerms    `json:"request,omitzero"`
	Window    Window          `json:"window,omitzero"`
	Ceiling   Quantity        `json:"ceiling,omitzero"`
	Legal     LegalTerms      `json:"legal,omitzero"`
	Goods     RequestedGoods  `json:"goods,omitzero"`
	Route     RouteTerms      `json:"route,omitzero"`
	Means     MeansTerms      `json:"means,omitzero"`
	Authority AuthorisedTerms `json:"authority,omitzero"`
	Handling  HandlingTerms   `json:"handling,omitzero"`
}

// AuthorisationGranted is a State's consent, within a window.
type AuthorisationGranted struct {
	authorisation
	Grant    GrantTerms    `json:"grant,omitzero"`
	Window   Window        `json:"window,omitzero"`
	Ceiling  Quantity      `json:"ceiling,omitzero"`
	Area     AreaTerms     `json:"area,omitzero"`
	Means    MeansTerms    `json:"means,omitzero"`
	Demands  DemandTerms   `json:"demands,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// AuthorisationAcknowledged is a State's word that it has the request, and which
// authority deals with it.
type AuthorisationAcknowledged struct {
	authorisation
	Receipt ReceivedTerms `json:"receipt,omitzero"`
}

// AuthorisationUnacknowledged is a clock's: nobody has said that a request arrived.
type AuthorisationUnacknowledged struct {
	authorisation
	Unacknowledged SilenceTerms `json:"unacknowledged,omitzero"`
}

// AuthorisationUnanswered is a clock's: a request is not answered by the time that
// its legal basis gives.
type AuthorisationUnanswered struct {
	authorisation
	Unanswered SilenceTerms `json:"unanswered,omitzero"`
}

// InformationAsked is the authority asking for more before it decides (CH-IT 2009
// art. 12(3)).
type InformationAsked struct {
	authorisation
	Question QuestionTerms `json:"question,omitzero"`
}

// InformationSupplied answers that.
type InformationSupplied struct {
	authorisation
	Answer SuppliedTerms `json:"answer,omitzero"`
}

// CompetenceContested says that more than one authority of a State may be competent;
// until that is settled none of them decides (Belgium).
type CompetenceContested struct {
	authorisation
	Contest ContestTerms `json:"contest,omitzero"`
}

// CompetenceSettled says which one is.
type CompetenceSettled struct {
	authorisation
	Settlement SettlementTerms `json:"settlement,omitzero"`
}

// AuthorisationRefused is a State's refusal. Its reason is an enclosure and
// mandatory (CH-IT 2009 art. 2).
type AuthorisationRefused struct {
	authorisation
	Refusal RefusalTerms `json:"refusal,omitzero"`
}

// AuthorisationConfirmed puts an oral consent in writing, in time (CH-IT 2013
// art. 7: within 48 hours).
type AuthorisationConfirmed struct {
	authorisation
	Confirmation ConsentTerms `json:"confirmation,omitzero"`
}

// AuthorisationVaried replaces what a consent allows, from now on: it extends,
// narrows or widens.
type AuthorisationVaried struct {
	authorisation
	Variation VariationTerms `json:"variation,omitzero"`
	Window    Window         `json:"window,omitzero"`
	Ceiling   Quantity       `json:"ceiling,omitzero"`
	Area      AreaTerms      `json:"area,omitzero"`  // absent: as before
	Means     MeansTerms     `json:"means,omitzero"` // absent: as before
}

// AuthorisationSuspended takes a consent out of force until it is resumed.
type AuthorisationSuspended struct {
	authorisation
	Suspension EndingTerms `json:"suspension,omitzero"`
}

// AuthorisationResumed brings a suspended consent back into force.
type AuthorisationResumed struct {
	authorisation
	Resumption ConsentTerms `json:"resumption,omitzero"`
}

// AuthorisationRevoked ends a consent for good.
type AuthorisationRevoked struct {
	authorisation
	Revocation EndingTerms `json:"revocation,omitzero"`
}

// AuthorisationLapsing is a clock's: a consent ends soon.
type AuthorisationLapsing struct {
	authorisation
	Lapsing LapseTerms `json:"lapsing,omitzero"`
}

// AuthorisationLapsed is a clock's: a consent has ended, its window over or its
// oral word not put in writing.
type AuthorisationLapsed struct {
	authorisation
	Lapse LapseTerms `json:"lapse,omitzero"`
}

// ConditionImposed is what a State's consent depends on. What it says in words is
// an enclosure.
type ConditionImposed struct {
	authorisation
	Condition ConditionTerms `json:"condition,omitzero"`
	Named     ConditionName  `json:"named,omitzero"` // derived
}

// ConditionMet is the imposing State's word that its condition is fulfilled.
type ConditionMet struct {
	authorisation
	Met ConditionName `json:"met,omitzero"`
}

// ConditionWaived is the imposing State giving its condition up.
type ConditionWaived struct {
	authorisation
	Waived ConditionName `json:"waived,omitzero"`
}

func (AuthorisationRequested) Kind() Kind      { return "authorisation.requested" }
func (AuthorisationGranted) Kind() Kind        { return "authorisation.granted" }
func (AuthorisationRefused) Kind() Kind        { return "authorisation.refused" }
func (AuthorisationAcknowledged) Kind() Kind   { return "authorisation.acknowledged" }
func (AuthorisationUnacknowledged) Kind() Kind { return "authorisation.unacknowledged" }
func (AuthorisationUnanswered) Kind() Kind     { return "authorisation.unanswered" }
func (InformationAsked) Kind() Kind            { return "information.asked" }
func (InformationSupplied) Kind() Kind         { return "information.supplied" }
func (CompetenceContested) Kind() Kind         { return "competence.contested" }
func (CompetenceSettled) Kind() Kind           { return "competence.settled" }

func (AuthorisationConfirmed) Kind() Kind { return "authorisation.confirmed" }
func (AuthorisationVaried) Kind() Kind    { return "authorisation.varied" }
func (AuthorisationSuspended) Kind() Kind { return "authorisation.suspended" }
func (AuthorisationResumed) Kind() Kind   { return "authorisation.resumed" }
func (AuthorisationRevoked) Kind() Kind   { return "authorisation.revoked" }
func (AuthorisationLapsing) Kind() Kind   { return "authorisation.lapsing" }
func (AuthorisationLapsed) Kind() Kind    { return "authorisation.lapsed" }
func (ConditionImposed) Kind() Kind       { return "condition.imposed" }
func (ConditionMet) Kind() Kind           { return "condition.met" }
func (ConditionWaived) Kind() Kind        { return "condition.waived" }

// RequestTerms says what is asked of whom, on which channel, and until when an
// acknowledgement and an answer are due.
type RequestTerms struct {
	Country     Country     `json:"country"`
	Measure     Measure     `json:"measure"`
	Mode        Mode        `json:"mode"`
	To          AuthorityID `json:"to,omitzero"`
	Replaces    CommandID   `json:"replaces,omitzero"` // the version before this
	Channel     Channel     `json:"channel,omitzero"`
	Urgency     Urgency     `json:"urgency,omitzero"`
	Acknowledge Time        `json:"acknowledge,omitzero"`
	Answer      Time        `json:"answer,omitzero"`
}

// Urgency is how soon an answer is needed.
type Urgency string

const (
	Routine Urgency = "routine"
	Urgent  Urgency = "urgent"
)

// LegalTerms is what a request rests on: instruments, whether a request for mutual
// assistance or an EIO comes before or after, the offence, the longest penalty in
// months, and whether it is extraditable (EU MLA 2000 art. 12(1); Naples II art. 22).
type LegalTerms struct {
	Instruments  []Instrument `json:"instruments"`
	MLA          MLAOrder     `json:"mla"`
	Offence      Code         `json:"offence"`
	Penalty      uint16       `json:"penalty,omitzero"`
	Extraditable Extraditable `json:"extraditable"`
}

// MLAOrder is whether a request for mutual assistance, or an EIO, is needed and when.
type MLAOrder string

const (
	MLABefore MLAOrder = "before"
	MLAAfter  MLAOrder = "after"
	MLANone   MLAOrder = "not-needed"
)

// Extraditable is whether the offence is.
type Extraditable string

const (
	IsExtraditable  Extraditable = "yes"
	NotExtraditable Extraditable = "no"
)

// RequestedGoods is which parts a request is about.
type RequestedGoods struct {
	Parts []Part `json:"parts"`
}

// RouteTerms is where the goods are to come in and go out, and how they travel.
type RouteTerms struct {
	Enter   PointID   `json:"enter,omitzero"`
	Leave   PointID   `json:"leave,omitzero"`
	Carried []Carrier `json:"carried"`
}

// MeansTerms is surveillance techniques and technical means, asked for or allowed,
// and officers who come along (CH-IT 2009 arts. 6, 12(2) j).
type MeansTerms struct {
	Techniques []Code  `json:"techniques,omitempty"`
	Technical  []Means `json:"technical,omitempty"`
	Officers   uint16  `json:"officers,omitzero"`
	Arms       Arms    `json:"arms,omitzero"`
}

// IsZero tells whether nothing is said of means.
func (m MeansTerms) IsZero() bool {
	return m.Techniques == nil && m.Technical == nil && m.Officers == 0 && m.Arms == ""
}

// AuthorisedTerms is who asks, who has authorised the operation at home and when,
// the digest of that decision, and the officer who can be reached (CH-IT 2009 art.
// 12(2) a, g, h).
type AuthorisedTerms struct {
	By       AuthorityID `json:"by"`
	Decided  AuthorityID `json:"decided"`
	At       Time        `json:"at"`
	Decision Digest      `json:"decision,omitzero"`
	Officer  KeyID       `json:"officer"`
}

// AreaTerms is where a consent holds: the whole territory, or some handover points
// only; and where the goods must not go.
type AreaTerms struct {
	Extent Extent    `json:"extent"`
	Points []PointID `json:"points,omitempty"`
	Avoid  []Code    `json:"avoid,omitempty"`
}

// Extent is how far a consent reaches (CH-IT 2009 art. 1).
type Extent string

const (
	WholeTerritory Extent = "whole-territory"
	ListedPoints   Extent = "listed-points"
)

// DemandTerms is what a State wants promised by each State that comes after it.
type DemandTerms struct {
	Assurances []Assurance `json:"assurances"`
}

// ReceivedTerms is who deals with a request.
type ReceivedTerms struct {
	Request   CommandID   `json:"request"`
	Country   Country     `json:"country"`
	Authority AuthorityID `json:"authority,omitzero"`
}

// SilenceTerms is what was due when.
type SilenceTerms struct {
	Request CommandID `json:"request"`
	Country Country   `json:"country"`
	Measure Measure   `json:"measure"`
	Due     Time      `json:"due"`
}

// QuestionTerms is about which letters of the request more is wanted.
type QuestionTerms struct {
	Request CommandID `json:"request"`
	Country Country   `json:"country"`
	Letters []Code    `json:"letters"`
}

// SuppliedTerms names the question that it answers.
type SuppliedTerms struct {
	Question CommandID `json:"question"`
	Country  Country   `json:"country"` // who asked
}

// ContestTerms is which authorities of a State may be competent for a request.
type ContestTerms struct {
	Request     CommandID     `json:"request"`
	Country     Country       `json:"country"`
	Authorities []AuthorityID `json:"authorities"`
}

// SettlementTerms is which of them is.
type SettlementTerms struct {
	Request   CommandID   `json:"request"`
	Country   Country     `json:"country"`
	Authority AuthorityID `json:"authority"`
}

// GrantTerms answers a request.
type GrantTerms struct {
	Request  CommandID   `json:"request"`
	Country  Country     `json:"country"`
	Measure  Measure     `json:"measure"`
	Modes    []Mode      `json:"modes"`
	Finality Finality    `json:"finality"`
	Confirm  Time        `json:"confirm,omitzero"` // of an oral consent: to be in writing by then
	By       AuthorityID `json:"by,omitzero"`
	Decided  Time        `json:"decided,omitzero"` // when the authority did
}

// RefusalTerms answers a request with no.
type RefusalTerms struct {
	Request CommandID `json:"request"`
	Country Country   `json:"country"`
	Measure Measure   `json:"measure"`
	Ground  Code      `json:"ground"`
}

// ConsentTerms names a consent: the request that it answered.
type ConsentTerms struct {
	Request CommandID `json:"request"`
	Country Country   `json:"country"`
	Measure Measure   `json:"measure"`
}

// VariationTerms is a consent and the modes that it allows from now on.
type VariationTerms struct {
	Request CommandID `json:"request"`
	Country Country   `json:"country"`
	Measure Measure   `json:"measure"`
	Modes   []Mode    `json:"modes"`
}

// EndingTerms is a consent and, in a short word, why it ends or rests.
type EndingTerms struct {
	Request CommandID `json:"request"`
	Country Country   `json:"country"`
	Measure Measure   `json:"measure"`
	Ground  Code      `json:"ground"`
}

// LapseTerms is a consent that ends by itself, when, and for what want.
type LapseTerms struct {
	Request CommandID `json:"request"`
	Country Country   `json:"country"`
	Measure Measure   `json:"measure"`
	Ends    Time      `json:"ends"`
	For     LapseFor  `json:"for"`
}

// LapseFor is why a consent ends by itself.
type LapseFor string

const (
	Expiry       LapseFor = "expiry"       // its window is over
	NotInWriting LapseFor = "confirmation" // an oral consent, not put in writing
)

// ConditionTerms is whose condition it is, what it is about, and what hangs on it.
type ConditionTerms struct {
	Country Country        `json:"country"`
	Topic   Code           `json:"topic"`
	Force   ConditionForce `json:"force"`
}

// ConditionForce is what hangs on a condition.
type ConditionForce string

const (
	Precedent  ConditionForce = "precedent"  // nothing may depart or cross before it is met
	Continuing ConditionForce = "continuing" // to be kept throughout
)

// ConditionName carries a condition's name.
type ConditionName struct {
	ID ConditionID `json:"id"`
}

// Measure is passing out of, through or into a territory (UNTOC art. 2(i)).
type Measure string

const (
	Export       Measure = "export"
	TransitRoute Measure = "transit"
	Import       Measure = "import"
)

// Mode is what travels: the goods, some of them, or none.
type Mode string

const (
	Live    Mode = "live"
	Partial Mode = "partial"
	Clean   Mode = "clean"
)

// Finality is how far a consent can be relied on.
type Finality string

const (
	Final       Finality = "final"
	Provisional Finality = "provisional" // a second authority must finalise it
	Oral        Finality = "oral"        // in force, and lapses if it is not confirmed in writing
)

// Window is a span of time, both ends included.
type Window struct {
	From  Time `json:"from"`
	Until Time `json:"until"`
}

// Covers tells whether w contains all of v.
func (w Window) Covers(v Window) bool { return !w.From.After(v.From) && !w.Until.Before(v.Until) }

// Holds tells whether t lies in w.
func (w Window) Holds(t Time) bool { return !t.Before(w.From) && !t.After(w.Until) }

// Quantity is an amount in the unit it was stated in; nothing is converted.
type Quantity struct {
	Amount Decimal `json:"amount"`
	Unit   Unit    `json:"unit"`
}

// Unit is a unit of mass, or pieces.
type Unit string

const (
	Kilogram Unit = "kg"
	Gram     Unit = "g"
	Pound    Unit = "lb"
	Ounce    Unit = "oz"
	Piece    Unit = "piece"
)

func (u *Urgency) UnmarshalText(b []byte) error { return oneOf(u, b, "an urgency", Routine, Urgent) }
func (m *MLAOrder) UnmarshalText(b []byte) error {
	return oneOf(m, b, "before, after or not-needed", MLABefore, MLAAfter, MLANone)
}
func (e *Extraditable) UnmarshalText(b []byte) error {
	return oneOf(e, b, "yes or no", IsExtraditable, NotExtraditable)
}
func (e *Extent) UnmarshalText(b []byte) error {
	return oneOf(e, b, "an extent", WholeTerritory, ListedPoints)
}
func (m *Measure) UnmarshalText(b []byte) error {
	return oneOf(m, b, "a measure", Export, TransitRoute, Import)
}
func (m *Mode) UnmarshalText(b []byte) error { return oneOf(m, b, "a mode", Live, Partial, Clean) }
func (f *Finality) UnmarshalText(b []byte) error {
	return oneOf(f, b, "a finality", Final, Provisional, Oral)
}
func (l *LapseFor) UnmarshalText(b []byte) error {
	return oneOf(l, b, "a want", Expiry, NotInWriting)
}
func (f *ConditionForce) UnmarshalText(b []byte) error {
	return oneOf(f, b, "what hangs on a condition", Precedent, Continuing)
}
func (u *Unit) UnmarshalText(b []byte) error {
	return oneOf(u, b, "a unit", Kilogram, Gram, Pound, Ounce, Piece)
}
