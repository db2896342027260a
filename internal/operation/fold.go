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
	Occurred  events.Time
	At        events.Time
}

// Operation is what holds in one operation: all that deciding needs, and nothing
// else. It is a value: Evolve gives a new one, which shares no memory that either
// could write. Its lists are in the order of the journal; nobody may write to
// them.
type Operation struct {
	ID          events.OperationID
	Name        events.Codename // empty: not opened
	Lead        events.Country
	Goods       events.GoodsClass
	Closed      events.Time // zero: open
	Cause       events.ClosingCause
	States      []events.StateTerms
	Requests    []Request
	Legs        []Leg
	Points      []Point
	Checkpoints []Checkpoint
	Parts       []Part
	Offers      []Offer
}

// Request is a request for a State's consent to one measure, and the answer.
type Request struct {
	ID      events.CommandID
	Country events.Country
	Measure events.Measure
	Window  events.Window
	Says    Answer
	At      events.Time // of the answer, the hub's time: no consent before it
	Modes   []events.Mode
	Granted events.Window
}

// Answer is how far a request or an offer has come.
type Answer string

const (
	Open        Answer = ""
	Provisional Answer = "provisional" // counts for nothing until it is final
	Final       Answer = "final"
	Declined    Answer = "refused"
	Accepted    Answer = "accepted"
)

// Leg is a planned stretch on one State's territory.
type Leg struct {
	ID      events.LegID
	Country events.Country
	Measure events.Measure
	Window  events.Window
}

// Point is a planned handover point.
type Point struct {
	ID       events.PointID
	From, To events.Country
	Window   events.Window
}

// Checkpoint is a planned checkpoint.
type Checkpoint struct {
	ID      events.CheckpointID
	Country events.Country
	Window  events.Window
	Grace   events.Minutes
}

// Part is a part of the consignment. Path is every State that directed it, each
// since not before the last one's; Bound is who has promised to direct it next.
type Part struct {
	Label    events.Part
	Origin   events.Country
	Mode     events.Mode
	Approved events.Time // when departure was, by the hub's time; zero: not
	Departed events.Time // when it was first said to have left; zero: not
	Path     []Direction
	Bound    events.BoundTerms // zero: nobody
	Ended    events.Time       // zero: somebody directs it, if anybody has
}

// Direction is one State's direction of a part.
type Direction struct {
	Country events.Country
	Since   events.Time
	Basis   events.DirectionBasis
	Taken   events.TakenUp
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
	Spent    events.Time // when direction left From, with this acceptance or past it
}

// Direction is who directs the part now. Nobody does before it departs and after
// its end.
func (p Part) Direction() (Direction, bool) {
	if len(p.Path) == 0 || !p.Ended.IsZero() {
		return Direction{}, false
	}
	return p.Path[len(p.Path)-1], true
}

// DirectedAt is who directed the part at a moment, as far as is known now.
func (p Part) DirectedAt(t events.Time) (Direction, bool) {
	if !p.Ended.IsZero() && !t.Before(p.Ended) {
		return Direction{}, false
	}
	for _, d := range slices.Backward(p.Path) {
		if !t.Before(d.Since) {
			return d, true
		}
	}
	return Direction{}, false
}

// Travels tells whether the part has set out: somebody directs it or has.
func (p Part) Travels() bool { return len(p.Path) > 0 || !p.Departed.IsZero() }

// Plays tells whether a State has this role.
func (o Operation) Plays(country events.Country, role events.StateRole) bool {
	return slices.Contains(o.States, events.StateTerms{Country: country, Role: role})
}

// Involves tells whether a State has any role; the lead has. For any other the
// operation does not exist.
func (o Operation) Involves(country events.Country) bool {
	return slices.ContainsFunc(o.States, func(s events.StateTerms) bool { return s.Country == country })
}

// Part finds a part by its label.
func (o Operation) Part(label events.Part) (Part, bool) {
	return find(o.Parts, func(p Part) bool { return p.Label == label })
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
	evolveOperation, evolveAuthorisation, evolvePlan, evolveConsignment, evolveSurveillance, evolveHandover,
}

// Evolve folds one event. It decides nothing and refuses nothing: what is in the
// journal happened. Events of the registry leave an operation as it is.
func Evolve(o Operation, c Cause, e events.Event) Operation {
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
