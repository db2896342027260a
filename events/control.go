package events

// Control: whether the goods can be stopped at any time (Naples II art. 22), and who
// decides what when they cannot.
type control struct{}

func (control) isEvent() {}

// ControlLost is a clock's: nobody has seen a part for as long as its leg allows
// (INV-12).
type ControlLost struct {
	control
	Lost ControlTerms `json:"lost,omitzero"`
}

// ControlDeclared is a commander saying so before the clock does.
type ControlDeclared struct {
	control
	Declared ControlTerms `json:"declared,omitzero"`
}

// ControlDecided is what is done about it: found again, stopped, or given up.
type ControlDecided struct {
	control
	Decided RecourseTerms `json:"decided,omitzero"`
}

// ControlUndecided is a clock's: control was lost, and nobody has decided in time
// what to do.
type ControlUndecided struct {
	control
	Undecided ControlTerms `json:"undecided,omitzero"`
}

// SurveillanceNotified is officers of one State who went on watching in another that
// was not asked before: told at once (CISA art. 40(2); ETS 182 art. 17). Its
// occurrence is the crossing.
type SurveillanceNotified struct {
	control
	Notice   NoticeTerms   `json:"notice,omitzero"`
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

// SurveillanceAllowed is the host's consent to it.
type SurveillanceAllowed struct {
	control
	Allowed NoticeAnswer `json:"allowed,omitzero"`
}

// SurveillanceStopped is the host's order to stop.
type SurveillanceStopped struct {
	control
	Stopped NoticeAnswer `json:"stopped,omitzero"`
}

// SurveillanceExpired is a clock's: five hours from the crossing, and no consent
// (CISA art. 40(2); INV-19). It ends.
type SurveillanceExpired struct {
	control
	Expired NoticeName `json:"expired,omitzero"`
}

// GoDue is a clock's: the last point at which the goods can be stopped safely comes
// up, and somebody must say whether they go on (INV-13).
type GoDue struct {
	control
	Due GoName `json:"due,omitzero"`
}

// GoDecided is the word of the State there: go, or no go.
type GoDecided struct {
	control
	Go GoTerms `json:"go,omitzero"`
}

// HaltOrdered stops a part under guard, to go on later.
type HaltOrdered struct {
	control
	Halt HaltOrder `json:"halt,omitzero"`
}

// HaltLifted lets it go on.
type HaltLifted struct {
	control
	Lifted HaltName `json:"lifted,omitzero"`
}

// IncidentReported is something that endangers people or the operation: compromise,
// violence, an accident, another agency that stepped in.
type IncidentReported struct {
	control
	Incident IncidentTerms `json:"incident,omitzero"`
	Place    Place         `json:"place,omitzero"`
	Corrects CorrectsTerms `json:"corrects,omitzero"`
	Handling HandlingTerms `json:"handling,omitzero"`
}

func (ControlLost) Kind() Kind          { return "control.lost" }
func (ControlDeclared) Kind() Kind      { return "control.declared" }
func (ControlDecided) Kind() Kind       { return "control.decided" }
func (ControlUndecided) Kind() Kind     { return "control.undecided" }
func (SurveillanceNotified) Kind() Kind { return "surveillance.notified" }
func (SurveillanceAllowed) Kind() Kind  { return "surveillance.allowed" }
func (SurveillanceStopped) Kind() Kind  { return "surveillance.stopped" }
func (SurveillanceExpired) Kind() Kind  { return "surveillance.expired" }
func (GoDue) Kind() Kind                { return "go.due" }
func (GoDecided) Kind() Kind            { return "go.decided" }
func (HaltOrdered) Kind() Kind          { return "halt.ordered" }
func (HaltLifted) Kind() Kind           { return "halt.lifted" }
func (IncidentReported) Kind() Kind     { return "incident.reported" }

// ControlTerms is control of which part was lost in which State, and since when
// nobody has seen it.
type ControlTerms struct {
	Part    Part    `json:"part"`
	Country Country `json:"country"`
	Since   Time    `json:"since"`
}

// RecourseTerms is what is done about control that was lost.
type RecourseTerms struct {
	Part     Part     `json:"part"`
	Country  Country  `json:"country"`
	Recourse Recourse `json:"recourse"`
}

// Recourse is what is done when control is lost.
type Recourse string

const (
	Regain    Recourse = "regain"    // a plan to find it again
	Interdict Recourse = "interdict" // stop it as soon as it is seen
	GiveUp    Recourse = "give-up"   // end the operation
)

// NoticeTerms is which part officers of one State follow into another, and for which
// offence: the treaty lists them.
type NoticeTerms struct {
	Part    Part    `json:"part"`
	From    Country `json:"from"`
	In      Country `json:"in"`
	Offence Code    `json:"offence"`
}

// NoticeName names a notice of surveillance.
type NoticeName struct {
	Notice  CommandID `json:"notice"`
	Country Country   `json:"country"` // the host
}

// NoticeAnswer is the host's answer to a notice, and in a short word why.
type NoticeAnswer struct {
	Notice  CommandID `json:"notice"`
	Country Country   `json:"country"`
	Ground  Code      `json:"ground"`
}

// GoName is which part comes to which last safe point.
type GoName struct {
	Part       Part         `json:"part"`
	Checkpoint CheckpointID `json:"checkpoint"`
}

// GoTerms is whether a part goes on at its last safe point.
type GoTerms struct {
	Part       Part         `json:"part"`
	Checkpoint CheckpointID `json:"checkpoint"`
	Word       GoWord       `json:"word"`
}

// GoWord is go or no go.
type GoWord string

const (
	Go   GoWord = "go"
	NoGo GoWord = "no-go"
)

// HaltOrder is which part is halted where, and in a short word why.
type HaltOrder struct {
	Part    Part    `json:"part"`
	Country Country `json:"country"`
	Ground  Code    `json:"ground"`
}

// HaltName is which part is halted where.
type HaltName struct {
	Part    Part    `json:"part"`
	Country Country `json:"country"`
}

// IncidentTerms is what happened where.
type IncidentTerms struct {
	Country  Country  `json:"country"`
	Incident Incident `json:"incident"`
	Part     Part     `json:"part,omitzero"`
}

// Incident is what sort of thing happened.
type Incident string

const (
	Compromised       Incident = "compromised" // the surveillance was noticed
	Violence          Incident = "violence"
	Accident          Incident = "accident"
	ThirdPartySeizure Incident = "third-party-seizure" // another agency has stopped the goods
	BlueOnBlue        Incident = "blue-on-blue"        // another agency is about to
)

func (r *Recourse) UnmarshalText(b []byte) error {
	return oneOf(r, b, "a recourse", Regain, Interdict, GiveUp)
}
func (g *GoWord) UnmarshalText(b []byte) error { return oneOf(g, b, "go or no-go", Go, NoGo) }
func (i *Incident) UnmarshalText(b []byte) error {
	return oneOf(i, b, "an incident", Compromised, Violence, Accident, ThirdPartySeizure, BlueOnBlue)
}
