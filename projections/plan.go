package projections

import (
	"time"

	"vigil/events"
)

// LegLine is a planned leg.
type LegLine struct {
	ID      events.LegID   `json:"id"`
	Country events.Country `json:"country,omitzero"`
	Measure events.Measure `json:"measure,omitzero"`
	Carried events.Carrier `json:"carried,omitzero"`
	Window  events.Window  `json:"window,omitzero"`
	Revised events.Time    `json:"revised,omitzero"` // the last time
	Dropped events.Time    `json:"dropped,omitzero"` // out of the plan
}

// PointLine is a planned handover point.
type PointLine struct {
	ID      events.PointID `json:"id"`
	From    events.Country `json:"from,omitzero"`
	To      events.Country `json:"to,omitzero"`
	Answer  events.Minutes `json:"answer,omitzero"` // for how long an offer stands; 0: events.OfferLife
	Window  events.Window  `json:"window,omitzero"`
	Place   events.Place   `json:"place,omitzero"`
	Revised events.Time    `json:"revised,omitzero"`
	Dropped events.Time    `json:"dropped,omitzero"`
}

// CheckpointLine is a planned checkpoint and what was seen there. Missed and then
// reached, it was reached late.
type CheckpointLine struct {
	ID      events.CheckpointID `json:"id"`
	Window  events.Window       `json:"window,omitzero"`
	Grace   events.Minutes      `json:"grace,omitzero"`
	Place   events.Place        `json:"place,omitzero"`
	Due     events.Time         `json:"due,omitzero"`     // its clock said so
	Missed  events.Time         `json:"missed,omitzero"`  // its clock said so
	Reached events.Time         `json:"reached,omitzero"` // the first time it was seen there
	Method  events.Method       `json:"method,omitzero"`
	Revised events.Time         `json:"revised,omitzero"`
	Waived  events.Time         `json:"waived,omitzero"`
}

func (d *Document) evolvePlan(r *record, e events.Event) bool {
	at := r.shown.At
	switch e := e.(type) {
	case events.LegPlanned:
		if id := e.Named.ID; id != "" {
			d.Legs = append(d.Legs, LegLine{ID: id, Country: e.Leg.Country, Measure: e.Leg.Measure, Carried: e.Leg.Carried, Window: e.Window})
		}
	case events.LegRevised:
		d.leg(e.Revision.ID, func(l *LegLine) { l.Window, l.Revised = otherwise(e.Window, l.Window), at })
	case events.LegDropped:
		d.leg(e.Dropped.ID, func(l *LegLine) { l.Dropped = at })

	case events.HandoverPointPlanned:
		if id := e.Named.ID; id != "" {
			d.Points = append(d.Points, PointLine{ID: id, From: e.Point.From, To: e.Point.To, Answer: e.Point.Answer, Window: e.Window, Place: e.Place})
		}
	case events.HandoverPointRevised:
		d.point(e.Revision.ID, func(p *PointLine) {
			d.waiting(p.ID, p.life(), PointLine{Answer: e.Revision.Answer}.life())
			p.Answer, p.Window, p.Place, p.Revised = e.Revision.Answer, otherwise(e.Window, p.Window), otherwise(e.Place, p.Place), at
		})
	case events.HandoverPointDropped:
		d.point(e.Dropped.ID, func(p *PointLine) { p.Dropped = at })

	case events.CheckpointPlanned:
		if id := e.Named.ID; id != "" {
			d.Checkpoints = append(d.Checkpoints, CheckpointLine{ID: id, Window: e.Window, Grace: e.Checkpoint.Grace, Place: e.Place})
		}
	case events.CheckpointRevised: // what is to come again will be due again, and can be missed again
		d.checkpoint(e.Revision.ID, func(c *CheckpointLine) {
			c.Grace, c.Window, c.Place, c.Revised = e.Revision.Grace, otherwise(e.Window, c.Window), otherwise(e.Place, c.Place), at
			if c.Window.From.After(at) {
				c.Due = events.Time{}
			}
			if c.Window.Until.Add(time.Duration(c.Grace) * time.Minute).After(at) {
				c.Missed = events.Time{}
			}
		})
	case events.CheckpointWaived:
		d.checkpoint(e.Waived.ID, func(c *CheckpointLine) { c.Waived = at })
	case events.CheckpointDue:
		d.checkpoint(e.Due.ID, func(c *CheckpointLine) { c.Due = r.shown.Occurred })
	case events.CheckpointMissed:
		d.checkpoint(e.Missed.ID, func(c *CheckpointLine) { c.Missed = r.shown.Occurred })
	default:
		return false
	}
	return true
}

// life is for how long an offer at a point stands.
func (p PointLine) life() time.Duration {
	if p.Answer > 0 {
		return time.Duration(p.Answer) * time.Minute
	}
	return events.OfferLife
}

func (d *Document) leg(id events.LegID, change func(*LegLine)) {
	d.Legs = changed(d.Legs, func(l LegLine) bool { return l.ID == id }, change)
}

func (d *Document) point(id events.PointID, change func(*PointLine)) {
	d.Points = changed(d.Points, func(p PointLine) bool { return p.ID == id }, change)
}

func (d *Document) checkpoint(id events.CheckpointID, change func(*CheckpointLine)) {
	d.Checkpoints = changed(d.Checkpoints, func(c CheckpointLine) bool { return c.ID == id }, change)
}
