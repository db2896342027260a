package events

// Authorisations: each State decides for itself, case by case (UNTOC art. 20(3);
// EU MLA Convention 2000 art. 12(2)), and separately for import, transit, export.
type authorisation struct{}

func (authorisation) isEvent() {}

// AuthorisationRequested asks one State for its consent to one measure.
type AuthorisationRequested struct {
	authorisation
	Request RequestTerms `json:"request,omitzero"`
	Window  Window       `json:"window,omitzero"`
	Ceiling Quantity     `json:"ceiling,omitzero"`
}

// AuthorisationGranted is a State's consent, within a window.
type AuthorisationGranted struct {
	authorisation
	Grant   GrantTerms `json:"grant,omitzero"`
	Window  Window     `json:"window,omitzero"`
	Ceiling Quantity   `json:"ceiling,omitzero"`
}

// AuthorisationRefused is a State's refusal. Its reason is an enclosure and
// mandatory (CH-IT 2009 art. 2).
type AuthorisationRefused struct {
	authorisation
	Refusal RefusalTerms `json:"refusal,omitzero"`
}

func (AuthorisationRequested) Kind() Kind { return "authorisation.requested" }
func (AuthorisationGranted) Kind() Kind   { return "authorisation.granted" }
func (AuthorisationRefused) Kind() Kind   { return "authorisation.refused" }

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
}

// RefusalTerms answers a request with no.
type RefusalTerms struct {
	Request CommandID `json:"request"`
	Country Country   `json:"country"`
	Measure Measure   `json:"measure"`
	Ground  Code      `json:"ground"`
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
	return oneOf(f, b, "a finality", Final, Provisional)
}
func (u *Unit) UnmarshalText(b []byte) error {
	return oneOf(u, b, "a unit", Kilogram, Gram, Pound, Ounce, Piece)
}
