package events

// Telling: what is sent is not told (INV-28; Slovakia to Dublin 2010). An alert that
// nobody acknowledges goes another way, and that is recorded here.
type telling struct{}

func (telling) isEvent() {}

// NotificationMade is an attempt to tell a State's authority something by a way
// other than this one: by telephone, SIENA, a liaison officer. Whom one spoke to is
// an enclosure.
type NotificationMade struct {
	telling
	Notification NotificationTerms `json:"notification,omitzero"`
	Corrects     CorrectsTerms     `json:"corrects,omitzero"`
	Handling     HandlingTerms     `json:"handling,omitzero"`
}

// DisclosureBreached is that a record came to a State that was not to have it.
type DisclosureBreached struct {
	telling
	Breached BreachedTerms `json:"breached,omitzero"`
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

func (NotificationMade) Kind() Kind   { return "notification.made" }
func (DisclosureBreached) Kind() Kind { return "disclosure.breached" }

// NotificationTerms is who was to be told, how, and whether that worked.
type NotificationTerms struct {
	Country Country   `json:"country"` // who was to be told
	Channel Channel   `json:"channel"`
	Reached Reached   `json:"reached"`
	Alert   AlertID   `json:"alert,omitzero"`
	Request CommandID `json:"request,omitzero"`
}

// Channel is a way in which authorities tell each other things.
type Channel string

const (
	Siena     Channel = "siena"
	I247      Channel = "i-24-7" // INTERPOL
	CENcomm   Channel = "cencomm"
	PCCC      Channel = "pccc" // a police and customs cooperation centre
	LiaisonOf Channel = "liaison"
	MLA       Channel = "mla"
	EIO       Channel = "eio"
	Telephone Channel = "telephone"
	InPerson  Channel = "in-person"
)

// Reached is whether somebody was told.
type Reached string

const (
	ReachedOfficer Reached = "reached" // a competent officer has it, by name
	NoAnswer       Reached = "no-answer"
	WrongAddressee Reached = "wrong-addressee"
)

// BreachedTerms is which record came to which State, and in a short word how.
type BreachedTerms struct {
	Record  CommandID `json:"record"`
	Country Country   `json:"country"`
	How     Code      `json:"how"`
}

func (c *Channel) UnmarshalText(b []byte) error {
	return oneOf(c, b, "a channel", Siena, I247, CENcomm, PCCC, LiaisonOf, MLA, EIO, Telephone, InPerson)
}
func (r *Reached) UnmarshalText(b []byte) error {
	return oneOf(r, b, "reached, no-answer or wrong-addressee", ReachedOfficer, NoAnswer, WrongAddressee)
}
