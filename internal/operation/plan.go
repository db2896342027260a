package operation

import (
	"fmt"

	"vigil/events"
)

// The rules of the plan. Every window begins before it ends, and every State
// named is involved.
const (
	TwoStates Rule = "a-handover-point-lies-between-two-states" // 1. Naples II art. 22: at the border or an agreed point
	HasRoom   Rule = "names-do-not-run-out"                     // 2. formats: HU-L999, HU-AT/99, AT-CP999
)

const (
	maxNumbered = 999 // legs and checkpoints of one territory
	maxPoints   = 99  // points of one pair of States
)

type (
	planLeg        struct{ events.LegPlanned }
	planPoint      struct{ events.HandoverPointPlanned }
	planCheckpoint struct{ events.CheckpointPlanned }
)

// Legs are numbered within their territory: nobody learns from HU-L2 what runs
// elsewhere.
func (a planLeg) decide(s situation) ([]events.Event, error) {
	n := 1 + count(s.Legs, func(l Leg) bool { return l.Country == a.Leg.Country })
	if err := s.plannable(a.Window, n, maxNumbered, a.Leg.Country); err != nil {
		return nil, err
	}
	a.Named.ID = events.LegID(fmt.Sprintf("%s-L%d", a.Leg.Country, n))
	return []events.Event{a.LegPlanned}, nil
}

// Points are named by their pair of States: HU-AT, then HU-AT/2.
func (a planPoint) decide(s situation) ([]events.Event, error) {
	from, to := a.Point.From, a.Point.To
	if from == to {
		return nil, refuse(TwoStates, Invalid, "a handover within %s passes no direction", from)
	}
	n := 1 + count(s.Points, func(p Point) bool { return p.From == from && p.To == to })
	if err := s.plannable(a.Window, n, maxPoints, from, to); err != nil {
		return nil, err
	}
	a.Named.ID = events.PointID(from + "-" + to)
	if n > 1 {
		a.Named.ID += events.PointID(fmt.Sprintf("/%d", n))
	}
	return []events.Event{a.HandoverPointPlanned}, nil
}

// Checkpoints are numbered within their territory.
func (a planCheckpoint) decide(s situation) ([]events.Event, error) {
	n := 1 + count(s.Checkpoints, func(p Checkpoint) bool { return p.Country == a.Checkpoint.Country })
	if err := s.plannable(a.Window, n, maxNumbered, a.Checkpoint.Country); err != nil {
		return nil, err
	}
	a.Named.ID = events.CheckpointID(fmt.Sprintf("%s-CP%d", a.Checkpoint.Country, n))
	return []events.Event{a.CheckpointPlanned}, nil
}

func (s situation) plannable(w events.Window, n, most int, countries ...events.Country) error {
	if err := s.areInvolved(countries...); err != nil {
		return err
	}
	if err := sane(w); err != nil {
		return err
	}
	if n > most {
		return refuse(HasRoom, Invalid, "%s has %d of these already", list(countries), most)
	}
	return nil
}

func count[T any](list []T, is func(T) bool) (n int) {
	for _, item := range list {
		if is(item) {
			n++
		}
	}
	return n
}

func evolvePlan(o Operation, _ Cause, e events.Event) (Operation, bool) {
	switch e := e.(type) {
	case events.LegPlanned:
		o.Legs = with(o.Legs, Leg{ID: e.Named.ID, Country: e.Leg.Country, Measure: e.Leg.Measure, Window: e.Window})
	case events.HandoverPointPlanned:
		o.Points = with(o.Points, Point{ID: e.Named.ID, From: e.Point.From, To: e.Point.To, Window: e.Window, Answer: e.Point.Answer})
	case events.CheckpointPlanned:
		o.Checkpoints = with(o.Checkpoints, Checkpoint{ID: e.Named.ID, Country: e.Checkpoint.Country, Window: e.Window, Grace: e.Checkpoint.Grace})
	default:
		return o, false
	}
	return o, true
}
