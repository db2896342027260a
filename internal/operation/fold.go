package operation

import (
	"slices"

	"vigil/events"
)

// Cause is what Evolve knows of the command behind an event.
type Cause struct {
	Command   events.CommandID
	Operation events.OperationID
	N         uint64
	Author    events.Viewer
	Key       events.KeyID
	Occurred  events.Time
	At        events.Time
}

// moment is when a fact happened, for all that follows from it: never later than
// the hub heard of it, so that a wrong watch cannot bind the future.
func (c Cause) moment() events.Time {
	if c.Occurred.After(c.At) {
		return c.At
	}
	return c.Occurred.UTC()
}

// Operation is what holds in one operation: all that deciding needs, and nothing
// else. It is a value: Evolve gives a new one, which shares no memory that either
// could write. Its lists are in the order of the journal; nobody may write to
// them.
type Operation struct {
	ID            events.OperationID
	Name          events.Codename // empty: not opened
	Lead          events.Country
	Goods         events.GoodsClass
	Suspended     events.Time // since when, the hub's time; zero: it is not
	Resumed       events.Time // the last time it was, the hub's time
	Terminated    events.Time // zero: not given up
	Ended         events.Time // zero: it goes on
	Cause         events.EndCause
	Closed        events.Time // since when the file is, the hub's time; zero: it is not
	Reopened      events.Time // the last time it was, the hub's time
	States        []events.StateTerms
	Triggered     []events.Country // take no part, and have the goods coming or there
	Contacts      []pair           // whom each State that ever was triggered was told to call
	Followed      []pair           // by a notice of surveillance: the first may know the second, see known.go
	Requests      []Request
	Conditions    []Condition
	Legs          []Leg
	Points        []Point
	Met           []pair // between which goods have passed, or were accepted
	Checkpoints   []Checkpoint
	Parts         []Part
	Losses        []Loss
	Substitutions []Substitution
	Offers        []Offer
	Wishes        []Wish
	Notices       []Notice
	Devices       []Device
	Reports       []Report
	Costs         []Cost
	Alerts        []Alert    // those that are not resolved
	Breaches      []Breach   // those whose record stands
	Records       [][]Record // every command, in pages: see record in correction.go
	Promises      []Promise
	Teams         []Team
	Letters       []Letter
	Guests        []pair              // the host first, and the State whose officers it lets come along
	UnderCover    []events.Country    // those who have somebody under cover with the goods
	Versions      []Version           // the last that each State was given
	Numbers       []Identified        // those whose record stands
	Found         []events.FoundTerms // numbers of which it was said that another operation has them
}

// Request is a request for a State's consent to one measure, and every answer and
// change of it in order: what held at a moment can be asked for ever.
type Request struct {
	ID      events.CommandID
	Country events.Country
	Measure events.Measure
	Window  events.Window
	Mode    events.Mode     // what was asked for
	Ceiling events.Quantity // zero: none was asked
	Terms   []Consent
	Warned  events.Time      // the end that its clock has warned of
	Newer   events.CommandID // the version that replaces it; empty: none does
	Due     Deadlines
	Asked   []Question           // in the journal's order
	Contest []events.AuthorityID // who may be competent, until that is settled
	Settled events.AuthorityID   // which of them is
}

// Deadlines is until when a request is to be acknowledged and answered, and what
// became of that.
type Deadlines struct {
	Receipt, Answer            events.Time        // zero: there is none
	Received                   events.Time        // the hub's time; zero: nobody has acknowledged it
	By                         events.AuthorityID // who deals with it; empty: nobody has said
	Unacknowledged, Unanswered bool               // its clock has said so
}

// Question is one that a State's authority has asked before it decides.
type Question struct {
	ID       events.CommandID
	At       events.Time // the hub's time
	Supplied events.Time // the hub's time; zero: it is open
}

// Consent is what a State's answer allows from At on.
type Consent struct {
	At      events.Time // the hub's time: no consent before it
	Says    Answer
	Modes   []events.Mode
	Window  events.Window
	Ceiling events.Quantity    // zero: none
	Confirm events.Time        // of an oral consent: to be in writing by then
	Points  []events.PointID   // where alone goods come in or go out; none: wherever they do
	Devices []events.Means     // of which sorts alone devices may go along; none: of any that is approved
	Demands []events.Assurance // of each State that comes after
}

// Condition is what a State's consent hangs on.
type Condition struct {
	ID      events.ConditionID
	Country events.Country
	Force   events.ConditionForce
	At      events.Time
	Done    events.Time // met or waived, the hub's time; zero: neither
}

// Wish is the lead's request to stop a part.
type Wish struct {
	ID       events.CommandID
	Part     events.Part
	Country  events.Country
	Answered events.Time
}

// Alert is one that is not resolved.
type Alert struct {
	ID        events.AlertID
	Country   events.Country
	Part      events.Part
	By        events.CommandID // the entry that raised it
	Raised    events.Time      // the hub's time: when the desk was called
	Round     uint16           // how often it was told again
	Escalated events.Time      // to the lead; zero: not
	Taken     events.Time      // acknowledged, the hub's time; zero: not
	Told      events.Time      // by another way, the hub's time; zero: not
	ToldBy    events.CommandID // the record that says so
}

// Record is a command as far as corrections and handling need it.
type Record struct {
	ID        events.CommandID
	Author    events.Viewer
	Act       events.Act
	Named     pair             // the States that it names, if it is an observation
	Apart     bool             // it counts for nothing: see counts
	Corrected events.CommandID // by which it was corrected or retracted; empty: it stands
}

// Breach is a rule that a record broke.
type Breach struct {
	Rule    events.Code
	Country events.Country
	Part    events.Part
	By      events.CommandID
}

// Answer is how far a request or an offer has come.
type Answer string

const (
	Open        Answer = ""
	Provisional Answer = "provisional" // counts for nothing until it is final
	Oral        Answer = "oral"        // in force until it has to be confirmed
	Final       Answer = "final"
	Declined    Answer = "refused"
	Suspended   Answer = "suspended"
	Revoked     Answer = "revoked"
	Lapsed      Answer = "lapsed"
	Accepted    Answer = "accepted"
	Withdrawn   Answer = "withdrawn"
	TimedOut    Answer = "timed-out"
)

// Leg is a planned stretch on one State's territory.
type Leg struct {
	ID      events.LegID
	Country events.Country
	Measure events.Measure
	Window  events.Window
	Watch   events.WatchTerms
	Spare   bool        // an alternate: no part of the route
	Taken   events.Time // an alternate, since then the way that is taken, the hub's time
	Dropped bool
}

// Point is a planned handover point.
type Point struct {
	ID       events.PointID
	From, To events.Country
	Window   events.Window
	Answer   events.Minutes // how long an offer may stay open; 0: events.OfferLife
	Dropped  bool
	Parted   int // the command from which on it makes its States neighbours no more; 0: it does
}

// Checkpoint is a planned checkpoint.
type Checkpoint struct {
	ID      events.CheckpointID
	Country events.Country
	Window  events.Window
	Grace   events.Minutes
	Purpose events.CheckpointPurpose
	Revised events.Time        // the last time it was, the hub's time: its clocks run from then on
	Due     events.Time        // its clock said so; zero: not yet
	Missed  events.Time        // its clock said so; zero: not, or not any more
	Reached []events.CommandID // the facts that stand
	Goes    []GoSaid           // of a last safe point, in the journal's order
	Waived  bool
}

// Offer is an offer of direction, and the answer.
type Offer struct {
	ID       events.CommandID
	Point    events.PointID
	Part     events.Part
	From, To events.Country
	At       events.Time
	Says     Answer
	Answered events.Time // the hub's time: nothing is accepted before it
}

// Plays tells whether a State has this role.
func (o Operation) Plays(country events.Country, role events.StateRole) bool {
	return slices.ContainsFunc(o.States, func(s events.StateTerms) bool { return s.Country == country && s.Role == role })
}

// Involves tells whether a State takes part: it has a role, and not only a
// possible one. The lead has.
func (o Operation) Involves(country events.Country) bool {
	return slices.ContainsFunc(o.States, func(s events.StateTerms) bool { return s.Country == country && s.Role != events.Possible })
}

// Concerns tells whether a State may know of the operation: it takes part, or the
// goods are coming or there.
func (o Operation) Concerns(country events.Country) bool {
	return o.Involves(country) || slices.Contains(o.Triggered, country)
}

// Foresees tells whether a State has any role, be it a possible one: what the lead
// alone knows of, and may plan with.
func (o Operation) Foresees(country events.Country) bool {
	return slices.ContainsFunc(o.States, func(s events.StateTerms) bool { return s.Country == country })
}

// Part finds a part by its label. One that never was is not there.
func (o Operation) Part(label events.Part) (Part, bool) {
	return find(o.Parts, func(p Part) bool { return p.Label == label && !p.Void })
}

// Point finds a handover point by its name.
func (o Operation) Point(id events.PointID) (Point, bool) {
	return find(o.Points, func(p Point) bool { return p.ID == id })
}

// Request finds a request by its command.
func (o Operation) Request(id events.CommandID) (Request, bool) {
	return find(o.Requests, func(r Request) bool { return r.ID == id })
}

// Offer finds an offer by its command.
func (o Operation) Offer(id events.CommandID) (Offer, bool) {
	return find(o.Offers, func(f Offer) bool { return f.ID == id })
}

func find[T any](list []T, is func(T) bool) (T, bool) {
	if i := slices.IndexFunc(list, is); i >= 0 {
		return list[i], true
	}
	var none T
	return none, false
}

// families is how Evolve finds the switch that knows an event; a test says that
// each event has exactly one.
var families = []func(Operation, Cause, events.Event) (Operation, bool){
	evolveOperation, evolveAuthorisation, evolveCondition, evolvePlan, evolveConsignment, evolveSurveillance,
	evolveHandover, evolveInterdiction, evolveAlert, evolveCorrection, evolveHandling,
	evolveRequest, evolveCooperation, evolveVersions, evolveGoods, evolveSubstitution, evolveSeal,
	evolveControl, evolveUrgent, evolveDevice, evolveOutcome, evolveTelling,
}

// Evolve folds one event. It decides nothing and refuses nothing: what is in the
// journal happened. Events of the registry leave an operation as it is.
func Evolve(o Operation, c Cause, e events.Event) Operation {
	o = o.recorded(c, e)
	for _, evolve := range families {
		if next, ok := evolve(o, c, e); ok {
			return next
		}
	}
	return o
}

// with and amended copy a list before they change it, so that two continuations
// of one history never share what either writes.
func with[T any](list []T, item T) []T {
	return append(list[:len(list):len(list)], item)
}

func amended[T any](list []T, is func(T) bool, change func(*T)) []T {
	list = slices.Clone(list)
	for i := range list {
		if is(list[i]) {
			change(&list[i])
		}
	}
	return list
}

func (o Operation) amendPart(label events.Part, change func(*Part)) Operation {
	o.Parts = amended(o.Parts, func(p Part) bool { return p.Label == label }, change)
	return o
}
