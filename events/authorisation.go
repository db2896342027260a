package events

// Authorisations: each State decides for itself, case by case (UNTOC art. 20(3);
// EU MLA Convention 2000 art. 12(2)), and separately for import, transit, export.
type authorisation struct{}

func (authorisation) isEvent() {}

// AuthorisationRequested asks one State for its consent to one measure.
type AuthorisationRequested struct {
	authorisation
	Request  RequestTerms  `json:"request,omitzero"`
	Window   Window        `json:"window,omitzero"`
	Ceiling  Quantity      `json:"ceiling,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// AuthorisationGranted is a State's consent, within a window.
type AuthorisationGranted struct {
	authorisation
	Grant    GrantTerms    `json:"grant,omitzero"`
	Window   Window        `json:"window,omitzero"`
	Ceiling  Quantity      `json:"ceiling,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
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

func (AuthorisationRequested) Kind() Kind { return "authorisation.requested" }
func (AuthorisationGranted) Kind() Kind   { return "authorisation.granted" }
func (AuthorisationRefused) Kind() Kind   { return "authorisation.refused" }
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

// RequestTerms says what is asked of whom.
type RequestTerms struct {
	Country Country `json:"country"`
	Measure Measure `json:"measure"`
	Mode    Mode    `json:"mode"`
}

// GrantTerms answers a request.
type GrantTerms struct {
	Request  CommandID `json:"request"`
	Country  Country   `json:"country"`
	Measure  Measure   `json:"measure"`
	Modes    []Mode    `json:"modes"`
	Finality Finality  `json:"finality"`
	Confirm  Time      `json:"confirm,omitzero"` // of an oral consent: to be in writing by then
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
