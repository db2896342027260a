package operation

import (
	"fmt"
	"time"

	"vigil/events"
)

// The rules of the plan. It is the lead's. Every window begins before it ends, and
// every State named has a role (the-state-is-involved), if only a possible one: what
// is planned for such a State is told to it when it takes part.
const (
	TwoStates  Rule = "a-handover-point-lies-between-two-states" // 1. Naples II art. 22: at the border or an agreed point
	HasRoom    Rule = "names-do-not-run-out"                     // 2. formats: HU-L999, HU-AT/99, AT-CP999. None is given twice
	IsPlanned  Rule = "only-what-is-planned-is-changed"          // 3. domain 3
	DroppedIs  Rule = "what-is-dropped-stays-dropped"            // 4. domain 3: what comes instead has a name of its own
	OfferThere Rule = "a-point-with-an-open-offer-stays"         // 5. Naples II art. 22: no unanswered offer
)

// CheckpointMissed calls the desk of a checkpoint's State: nobody has reported the
// goods there in time.
const CheckpointMissed events.Code = "checkpoint-missed"

const (
	maxNumbered = 999 // legs and checkpoints of one territory, and versions of its part of the plan
	maxPoints   = 99  // points of one pair of States
)

type (
	planLeg        struct{ events.LegPlanned }
	planPoint      struct{ events.HandoverPointPlanned }
	planCheckpoint struct{ events.CheckpointPlanned }

	reviseLeg        struct{ events.LegRevised }
	dropLeg          struct{ events.LegDropped }
	revisePoint      struct{ events.HandoverPointRevised }
	dropPoint        struct{ events.HandoverPointDropped }
	reviseCheckpoint struct{ events.CheckpointRevised }
	waiveCheckpoint  struct{ events.CheckpointWaived }
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

func (a reviseLeg) decide(s situation) ([]events.Event, error) {
	leg, ok := find(s.Legs, func(l Leg) bool { return l.ID == a.Revision.ID })
	if err := changes(a.Revision.ID, ok, leg.Dropped); err != nil {
		return nil, err
	}
	if err := sane(a.Window); err != nil {
		return nil, err
	}
	return []events.Event{a.LegRevised}, nil
}

func (a dropLeg) decide(s situation) ([]events.Event, error) {
	leg, ok := find(s.Legs, func(l Leg) bool { return l.ID == a.Dropped.ID })
	if err := changes(a.Dropped.ID, ok, leg.Dropped); err != nil {
		return nil, err
	}
	return []events.Event{a.LegDropped}, nil
}

func (a revisePoint) decide(s situation) ([]events.Event, error) {
	point, ok := s.Point(a.Revision.ID)
	if err := changes(a.Revision.ID, ok, point.Dropped); err != nil {
		return nil, err
	}
	if err := sane(a.Window); err != nil {
		return nil, err
	}
	return []events.Event{a.HandoverPointRevised}, nil
}

func (a dropPoint) decide(s situation) ([]events.Event, error) {
	point, ok := s.Point(a.Dropped.ID)
	if err := changes(a.Dropped.ID, ok, point.Dropped); err != nil {
		return nil, err
	}
	for _, f := range s.Offers {
		if part, _ := s.Part(f.Part); f.Point == point.ID && (f.stands(part) || f.binds(part)) {
			return nil, refuse(OfferThere, Refused, "part %s is on offer at %s since %s", f.Part, f.Point, minute(f.At)).
				hint("Let %s answer, or %s withdraw it.", f.To, f.From)
		}
	}
	return s.tell(a.HandoverPointDropped, nil), nil // those who were called as neighbours are so no longer
}

// A checkpoint revised into the future is not missed any more.
func (a reviseCheckpoint) decide(s situation) ([]events.Event, error) {
	checkpoint, ok := s.Checkpoint(a.Revision.ID)
	if err := changes(a.Revision.ID, ok, checkpoint.Waived); err != nil {
		return nil, err
	}
	if err := sane(a.Window); err != nil {
		return nil, err
	}
	out := []events.Event{a.CheckpointRevised}
	if checkpoint.revised(a.CheckpointRevised, s.at).Missed.IsZero() {
		out = append(out, s.settle(CheckpointMissed, string(checkpoint.ID), s.answers(checkpoint.Country), "revised")...)
	}
	return out, nil
}

func (a waiveCheckpoint) decide(s situation) ([]events.Event, error) {
	checkpoint, ok := s.Checkpoint(a.Waived.ID)
	if err := changes(a.Waived.ID, ok, checkpoint.Waived); err != nil {
		return nil, err
	}
	called := s.answers(checkpoint.Country)
	out := append([]events.Event{a.CheckpointWaived}, s.settle(CheckpointMissed, string(checkpoint.ID), called, "waived")...)
	for _, p := range s.Parts {
		out = append(out, s.settle(GoNoGo, checkpoint.goAbout(p.Label), called, "waived")...)
	}
	return out, nil
}

// changes asks whether something is in the plan to be changed.
func changes[ID ~string](id ID, planned, dropped bool) error {
	switch {
	case !planned:
		return refuse(IsPlanned, NotFound, "the plan has no %s", id).hint("Plan it first.")
	case dropped:
		return refuse(DroppedIs, Conflict, "%s is no part of the plan any more", id).hint("Plan another.")
	}
	return nil
}

func (s situation) plannable(w events.Window, n, most int, countries ...events.Country) error {
	for _, country := range countries {
		if !s.Foresees(country) {
			return refuse(InvolvedState, Refused, "%s has no role in %s", country, s.Name).
				hint("Involve it first, if only as a possible State.")
		}
	}
	if err := sane(w); err != nil {
		return err
	}
	if n > most {
		return refuse(HasRoom, Invalid, "%s has %d of these already", list(countries), most)
	}
	return nil
}

// Checkpoint finds a checkpoint by its name.
func (o Operation) Checkpoint(id events.CheckpointID) (Checkpoint, bool) {
	return find(o.Checkpoints, func(c Checkpoint) bool { return c.ID == id })
}

// revised is the checkpoint with other times from a moment on: what is to come
// again will be due again, can be missed again, and needs a go of its own.
func (c Checkpoint) revised(e events.CheckpointRevised, at events.Time) Checkpoint {
	c.Window, c.Grace, c.Revised = e.Window, e.Revision.Grace, at
	if c.Window.From.After(at) {
		c.Due, c.Goes = events.Time{}, nil
	}
	if c.Window.Until.Add(time.Duration(c.Grace) * time.Minute).After(at) {
		c.Missed = events.Time{}
	}
	return c
}

func count[T any](list []T, is func(T) bool) (n int) {
	for _, item := range list {
		if is(item) {
			n++
		}
	}
	return n
}

func evolvePlan(o Operation, c Cause, e events.Event) (Operation, bool) {
	o = o.replanned(e)
	switch e := e.(type) {
	case events.LegPlanned:
		o.Legs = with(o.Legs, Leg{ID: e.Named.ID, Country: e.Leg.Country, Measure: e.Leg.Measure, Window: e.Window, Watch: e.Watch, Spare: e.Leg.Use == events.AlternateLeg})
	case events.HandoverPointPlanned:
		o.Points = with(o.Points, Point{ID: e.Named.ID, From: e.Point.From, To: e.Point.To, Window: e.Window, Answer: e.Point.Answer})
	case events.CheckpointPlanned:
		o.Checkpoints = with(o.Checkpoints, Checkpoint{ID: e.Named.ID, Country: e.Checkpoint.Country, Window: e.Window, Grace: e.Checkpoint.Grace, Purpose: e.Checkpoint.Purpose})
	case events.LegRevised:
		o.Legs = amended(o.Legs, func(l Leg) bool { return l.ID == e.Revision.ID }, func(l *Leg) {
			l.Window = e.Window
			if e.Watch != (events.WatchTerms{}) {
				l.Watch = e.Watch
			}
		})
	case events.LegDropped:
		o.Legs = amended(o.Legs, func(l Leg) bool { return l.ID == e.Dropped.ID }, func(l *Leg) { l.Dropped = true })
	case events.HandoverPointRevised:
		o.Points = amended(o.Points, func(p Point) bool { return p.ID == e.Revision.ID },
			func(p *Point) { p.Window, p.Answer = e.Window, e.Revision.Answer })
	case events.HandoverPointDropped:
		o.Points = amended(o.Points, func(p Point) bool { return p.ID == e.Dropped.ID }, func(p *Point) { p.Dropped = true })
		o = o.parted(e.Dropped.ID)
	case events.CheckpointRevised:
		o = o.amendCheckpoint(e.Revision.ID, func(p *Checkpoint) { *p = p.revised(e, c.At) })
	case events.CheckpointWaived:
		o = o.amendCheckpoint(e.Waived.ID, func(p *Checkpoint) { p.Waived = true })
	case events.CheckpointDue:
		o = o.amendCheckpoint(e.Due.ID, func(p *Checkpoint) { p.Due = c.At })
	case events.CheckpointMissed:
		o = o.amendCheckpoint(e.Missed.ID, func(p *Checkpoint) { p.Missed = c.At })
	default:
		return o, false
	}
	return o, true
}

func (o Operation) amendCheckpoint(id events.CheckpointID, change func(*Checkpoint)) Operation {
	o.Checkpoints = amended(o.Checkpoints, func(p Checkpoint) bool { return p.ID == id }, change)
	return o
}
