package projections

import (
	"slices"

	"vigil/events"
)

// InterdictionLine is a wish of the lead's, an order, or both, and what was done.
type InterdictionLine struct {
	Part      events.Part       `json:"part"`
	Country   events.Country    `json:"country"`
	State     InterdictionState `json:"state"`
	Wish      events.CommandID  `json:"wish,omitzero"` // of the lead
	Requested events.Time       `json:"requested,omitzero"`
	Declined  events.Time       `json:"declined,omitzero"`
	Ordered   events.Time       `json:"ordered,omitzero"`
	Ground    events.Code       `json:"ground,omitzero"` // of the no, or of the order
	Executed  events.Time       `json:"executed,omitzero"`
	Goods     events.Secured    `json:"goods,omitzero"`
	Place     events.Place      `json:"place,omitzero"`
}

// InterdictionState is how far an interdiction has come.
type InterdictionState string

const (
	InterdictionRequested InterdictionState = "requested"
	InterdictionDeclined  InterdictionState = "declined"
	InterdictionOrdered   InterdictionState = "ordered"
	InterdictionExecuted  InterdictionState = "executed"
)

func (d *Document) evolveInterdiction(r *record, e events.Event) bool {
	switch e := e.(type) {
	case events.InterdictionRequested:
		if x := e.Wish; x.Part != "" {
			d.Interdictions = append(d.Interdictions, InterdictionLine{
				Part: x.Part, Country: x.Country, State: InterdictionRequested, Wish: r.shown.Command, Requested: r.shown.At})
		}
	case events.InterdictionDeclined:
		x := e.Declined
		d.interdiction(func(l InterdictionLine) bool { return x.Request != "" && l.Wish == x.Request }, func(l *InterdictionLine) {
			l.State, l.Ground, l.Declined = InterdictionDeclined, x.Ground, r.shown.At
		})
	case events.InterdictionOrdered:
		x := e.Order
		if x.Part == "" {
			break
		}
		answers := func(l InterdictionLine) bool { return x.Request != "" && l.Wish == x.Request }
		if !slices.ContainsFunc(d.Interdictions, answers) { // of its own motion, or the viewer was not shown the wish
			d.Interdictions = append(d.Interdictions, InterdictionLine{Part: x.Part, Country: x.Country, Wish: x.Request})
			last := len(d.Interdictions) - 1
			d.Interdictions[last].ordered(r.shown.At, x.Ground, e.Place)
			break
		}
		d.interdiction(answers, func(l *InterdictionLine) { l.ordered(r.shown.At, x.Ground, e.Place) })
	case events.InterdictionExecuted:
		if x := e.Executed; x.Part != "" {
			d.executed(r.shown.Occurred, x, e.Place)
		}
	default:
		return false
	}
	return true
}

func (l *InterdictionLine) ordered(at events.Time, ground events.Code, place events.Place) {
	l.State, l.Ordered, l.Ground, l.Place = InterdictionOrdered, at, ground, place
}

// executed finds the newest order, or what was done on it or without one; of
// several reports the one that happened last counts.
func (d *Document) executed(at events.Time, x events.ExecutedTerms, place events.Place) {
	done := func(l InterdictionLine) bool {
		return l.Part == x.Part && l.Country == x.Country && (l.State == InterdictionOrdered || l.State == InterdictionExecuted)
	}
	if !slices.ContainsFunc(d.Interdictions, done) {
		d.Interdictions = append(d.Interdictions, InterdictionLine{Part: x.Part, Country: x.Country, State: InterdictionExecuted})
	}
	d.interdiction(done, func(l *InterdictionLine) {
		l.State = InterdictionExecuted
		if !at.Before(l.Executed) {
			l.Executed, l.Goods, l.Place = at, x.Goods, otherwise(place, l.Place)
		}
	})
	d.part(x.Part, func(p *PartLine) {
		if !at.Before(p.Interdicted) {
			p.Interdicted, p.Goods = at, x.Goods
		}
		p.seen(at, string(x.Country))
	})
}

// interdiction changes the newest line that is meant, if there is one.
func (d *Document) interdiction(is func(InterdictionLine) bool, change func(*InterdictionLine)) {
	for i := len(d.Interdictions) - 1; i >= 0; i-- {
		if is(d.Interdictions[i]) {
			d.Interdictions = slices.Clone(d.Interdictions)
			change(&d.Interdictions[i])
			return
		}
	}
}
