package events

// The registry: who takes part in the alliance, with which keys. Its entries
// are signed by the root key that genesis names.
type registry struct{}

func (registry) isEvent() {}

// RegistryBegun is genesis: the first entry of a journal.
type RegistryBegun struct {
	registry
	Journal JournalTerms `json:"journal,omitzero"`
	Keys    JournalKeys  `json:"keys,omitzero"`
	Stream  StreamTerms  `json:"stream,omitzero"`
}

// CountryAdded admits a country to the alliance.
type CountryAdded struct {
	registry
	Country CountryTerms `json:"country,omitzero"`
}

// DeskAdded names the desk of a country: the one place that is there day and
// night, and the key with which its gateway signs for what was delivered.
type DeskAdded struct {
	registry
	Desk DeskTerms `json:"desk,omitzero"`
}

// OfficerEnrolled gives a key the right to sign for a country in some roles.
type OfficerEnrolled struct {
	registry
	Officer OfficerTerms `json:"officer,omitzero"`
}

// AuthorityDeclared enters an authority in the directory: what it may do, and when
// (ETS 182 art. 18(4); CH-IT 2009 arts. 11, 13: closed lists of who makes requests and
// who receives them).
type AuthorityDeclared struct {
	registry
	Authority AuthorityTerms `json:"authority,omitzero"`
	Named     AuthorityName  `json:"named,omitzero"` // derived
}

// AuthorityWithdrawn takes it out again.
type AuthorityWithdrawn struct {
	registry
	Withdrawn AuthorityName `json:"withdrawn,omitzero"`
}

// ClockJumped is the hub's own: its clock was set while it ran, so it fires
// nothing more until it is started again.
type ClockJumped struct {
	registry
	Jump JumpTerms `json:"jump,omitzero"`
}

func (RegistryBegun) Kind() Kind      { return "registry.begun" }
func (CountryAdded) Kind() Kind       { return "country.added" }
func (DeskAdded) Kind() Kind          { return "desk.added" }
func (OfficerEnrolled) Kind() Kind    { return "officer.enrolled" }
func (AuthorityDeclared) Kind() Kind  { return "authority.declared" }
func (AuthorityWithdrawn) Kind() Kind { return "authority.withdrawn" }
func (ClockJumped) Kind() Kind        { return "clock.jumped" }

// JournalTerms says what this journal is.
type JournalTerms struct {
	ID    JournalID  `json:"id"`
	Class JournalUse `json:"class"`
	Clock ClockKind  `json:"clock"`
}

// JournalUse tells an exercise from the real thing.
type JournalUse string

const (
	Exercise JournalUse = "exercise"
	Real     JournalUse = "real"
)

// ClockKind says what a journal's hub time is.
type ClockKind string

const (
	WallClock     ClockKind = "wall"     // the machine's own clock
	ScenarioClock ClockKind = "scenario" // stands still between scripted instants
)

// JournalKeys are the public keys behind everything that is not signed by an
// officer: the root (registry), the hub (receipts and tree heads), the clock.
type JournalKeys struct {
	Root  PublicKey `json:"root"`
	Hub   PublicKey `json:"hub"`
	Clock PublicKey `json:"clock"`
}

// StreamTerms is what the journal's stream must be, and the hash of that text.
type StreamTerms struct {
	Config string `json:"config"`
	Hash   Digest `json:"hash"`
}

// CountryTerms is a country and the account that its connections come from.
type CountryTerms struct {
	Code    Country `json:"code"`
	Account Account `json:"account"`
}

// Account is the public name of a country's account at the broker.
type Account string

// DeskTerms is a desk's key and zone.
type DeskTerms struct {
	Country Country   `json:"country"`
	Key     PublicKey `json:"key"`
	Zone    Zone      `json:"zone"`
}

// OfficerTerms is an officer as the registry shows one: a key and its rights,
// never a name.
type OfficerTerms struct {
	Country Country   `json:"country"`
	Key     PublicKey `json:"key"`
	Roles   []Role    `json:"roles"`
	From    Time      `json:"from"`
	Until   Time      `json:"until"`
}

// AuthorityTerms is an authority of a country: of what kind, whether it makes or
// receives requests, when it is there, in which languages, and from when until when.
type AuthorityTerms struct {
	Country   Country        `json:"country"`
	Type      AuthorityType  `json:"type"`
	May       []AuthorityMay `json:"may"`
	Hours     Hours          `json:"hours"`
	Languages []Language     `json:"languages"`
	From      Time           `json:"from"`
	Until     Time           `json:"until"`
}

// AuthorityName carries an authority's name.
type AuthorityName struct {
	ID AuthorityID `json:"id"`
}

// AuthorityType is what kind of body it is.
type AuthorityType string

const (
	PoliceBody     AuthorityType = "police"
	CustomsBody    AuthorityType = "customs"
	ProsecutorBody AuthorityType = "prosecutor"
	CourtBody      AuthorityType = "court"
	MinistryBody   AuthorityType = "ministry"
	CentreBody     AuthorityType = "centre" // of police and customs cooperation
)

// AuthorityMay is what an authority may do.
type AuthorityMay string

const (
	MakesRequests    AuthorityMay = "make"
	ReceivesRequests AuthorityMay = "receive"
	DecidesRequests  AuthorityMay = "decide"
)

// Hours is when an authority is there.
type Hours string

const (
	DayAndNight Hours = "24-7"
	OfficeHours Hours = "office"
)

// Language is an ISO 639-1 code.
type Language string

// JumpTerms is what the clock should have shown, and what it showed.
type JumpTerms struct {
	Expected Time `json:"expected"`
	Found    Time `json:"found"`
}

// Role is what an officer may do for a country.
type Role string

const (
	Coordinator        Role = "coordinator"         // for the State that leads
	CompetentAuthority Role = "competent-authority" // AUTH-x: grants, refuses
	Commander          Role = "commander"           // CMD-x: offers, accepts
	DeskOfficer        Role = "desk"                // DESK-x: the 24/7 contact point
	Team               Role = "team"                // TEAM-x: reports from the road
	Liaison            Role = "liaison"             // LO: supports, never decides
	Technical          Role = "technical"           // TECH-x: devices
	Custody            Role = "custody"             // LAB-x, CUST-x: laboratory and custody of goods
)

func (u *JournalUse) UnmarshalText(b []byte) error {
	return oneOf(u, b, "a class of journal", Exercise, Real)
}
func (c *ClockKind) UnmarshalText(b []byte) error {
	return oneOf(c, b, "a clock", WallClock, ScenarioClock)
}
func (r *Role) UnmarshalText(b []byte) error {
	return oneOf(r, b, "a role", Coordinator, CompetentAuthority, Commander, DeskOfficer, Team, Liaison, Technical, Custody)
}
func (a *AuthorityType) UnmarshalText(b []byte) error {
	return oneOf(a, b, "a kind of authority", PoliceBody, CustomsBody, ProsecutorBody, CourtBody, MinistryBody, CentreBody)
}
func (a *AuthorityMay) UnmarshalText(b []byte) error {
	return oneOf(a, b, "what an authority may do", MakesRequests, ReceivesRequests, DecidesRequests)
}
func (h *Hours) UnmarshalText(b []byte) error { return oneOf(h, b, "hours", DayAndNight, OfficeHours) }
func (l *Language) UnmarshalText(b []byte) error {
	return spelt(l, b, languages)
}
func (a *Account) UnmarshalText(b []byte) error {
	return spelt(a, b, accounts)
}
