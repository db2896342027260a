package operation

import "vigil/events"

// Part is a part of the consignment. Path is every State that directed it, in the
// order of time; Bound is who has promised to direct it next. Both follow from
// Moves, by events of their own: see journey in direction.go.
type Part struct {
	Label       events.Part
	Of          events.Part      // of which it was split; empty: it was declared
	Begun       events.CommandID // the split that has begun it
	Gone        bool             // which does not stand any more
	Void        bool             // so it never was one: nor if that of which it was split never was
	Origin      events.Country
	Item        events.ItemTerms
	First       Travel // as it was declared or begun
	Mode        events.Mode
	Quantity    events.Quantity // in transit now, as all its States were told: see restate.go
	Hazards     []events.Code   // as declared
	Findings    []Finding       // the facts that stand about its dangers
	Accepted    []Acceptance
	Accompanied bool          // somebody under cover is with the goods
	Ledger      []Posting     // the facts that stand about how much there is, in the journal's order
	Seals       []Seal        // the facts that stand about its seals
	Approved    events.Time   // when departure was, by the hub's time; zero: not
	Noticed     events.Time   // when the hub heard of it travelling first, the hub's time; zero: not
	Moves       []Move        // what stands and can move direction, in the journal's order
	Eyes        []Eyes        // the facts that stand about who sees it, in the journal's order
	Passed      []Eyes        // those that say that it was seen at a checkpoint or a border, and passed on
	Losses      []ControlLoss // what was said of control lost, in the journal's order
	Halt        Halt
	Stopping    events.Time    // when it was ordered to be interdicted last, the hub's time; zero: not
	StoppedBy   events.Country // which ordered that
	Path        []Direction
	Bound       events.BoundTerms // zero: nobody
	Ended       events.Time       // zero: somebody directs it, if anybody has
}

// Move is one fact that can move direction, or an acceptance.
type Move struct {
	Record   events.CommandID
	Occurred events.Time // of a fact never after the hub heard of it; of an acceptance the hub's time
	What     MoveKind
	From, To events.Country   // of a departure and an interdiction To is the State named; of a split it follows: see movesOf
	Taken    events.TakenUp   // of a departure: whether that State took part
	Offer    events.CommandID // of an acceptance
}

// MoveKind is what sort of fact it is.
type MoveKind string

const (
	MoveDeparted  MoveKind = "departed"
	MoveSplit     MoveKind = "split"
	MoveMerged    MoveKind = "merged" // into another part
	MoveCrossed   MoveKind = "crossed"
	MoveSailed    MoveKind = "sailed" // out to the high seas; To is the flag State
	MoveAccepted  MoveKind = "accepted"
	MoveCompleted MoveKind = "completed" // by the receiver's own word
	MoveExecuted  MoveKind = "executed"  // interdicted, the goods secured
)

// Eyes is one fact about who has a part in sight.
type Eyes struct {
	Record   events.CommandID
	By       events.Country // which tells it; empty: the hub
	Named    pair           // where it was seen, or both ends of a handover
	Apart    bool           // it calls nobody and settles nothing: see counts
	Occurred events.Time
	Told     events.Time // the hub's time
	N        int         // which command of the operation it is
	State    EyesState
	Country  events.Country
	Team     events.CallSign
}

// EyesState is whether a part is seen.
type EyesState string

const (
	EyesHeld     EyesState = "held"
	EyesDegraded EyesState = "degraded" // by a device only
	EyesLost     EyesState = "lost"
)

// Direction is one State's direction of a part. No country: nobody's, from an
// interdiction or the operation's end on.
type Direction struct {
	Country events.Country
	Since   events.Time
	Basis   events.DirectionBasis
	Taken   events.TakenUp
}

// Direction is who directs the part now. Nobody does before it departs and after
// its end.
func (p Part) Direction() (Direction, bool) {
	if len(p.Path) == 0 {
		return Direction{}, false
	}
	now := p.Path[len(p.Path)-1]
	return now, now.Country != ""
}

// DirectedAt is who directed the part at a moment, as far as is known now.
func (p Part) DirectedAt(t events.Time) (Direction, bool) { return directedAt(p.Path, t) }

// directedSince is when the State that directs the part began to, be it that it took
// it up only later.
func (p Part) directedSince() (since events.Time) {
	for i := len(p.Path) - 1; i >= 0 && p.Path[i].Country == p.Path[len(p.Path)-1].Country; i-- {
		since = p.Path[i].Since
	}
	return since
}

// Travels tells whether the part has set out: somebody directs it or has.
func (p Part) Travels() bool { return len(p.Path) > 0 }

// Sight is the last that anybody says of who sees a part; false: nothing.
func (p Part) Sight() (last Eyes, known bool) {
	return p.sight(func(Eyes) bool { return true })
}

func (p Part) sight(is func(Eyes) bool) (last Eyes, known bool) {
	for _, e := range p.Eyes {
		if is(e) && (!known || !e.Occurred.Before(last.Occurred)) {
			last, known = e, true
		}
	}
	return last, known
}
