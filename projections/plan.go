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

	Record    events.CommandID  `json:"record,omitzero"` // that planned it
	Use       events.LegUse     `json:"use,omitzero"`
	Activated events.Time       `json:"activated,omitzero"` // an alternate, since then the way that is taken
	Watch     events.WatchTerms `json:"watch,omitzero"`
}

// IsAlternate tells whether a leg is not the way that is taken.
func (l LegLine) IsAlternate() bool { return l.Use == events.AlternateLeg && l.Activated.IsZero() }

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

	Record events.CommandID `json:"record,omitzero"` // that planned it
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

	Record  events.CommandID         `json:"record,omitzero"` // that planned it
	Purpose events.CheckpointPurpose `json:"purpose,omitzero"`
	Go      []GoLine                 `json:"go,omitempty"` // of a last safe point
}

func (d *Document) evolvePlan(r *record, e events.Event) bool {
	at := r.shown.At
	switch e := e.(type) {
	case events.LegPlanned:
		if id := e.Named.ID; id != "" {
			d.Legs = append(d.Legs, LegLine{ID: id, Country: e.Leg.Country, Measure: e.Leg.Measure, Carried: e.Leg.Carried, Window: e.Window,
				Record: r.shown.Command, Use: e.Leg.Use, Watch: e.Watch})
			d.replanned(id.Country(), at)
		}
	case events.LegRevised:
		d.leg(e.Revision.ID, func(l *LegLine) {
			l.Window, l.Watch, l.Revised = otherwise(e.Window, l.Window), otherwise(e.Watch, l.Watch), at
		})
		d.rewatched(e.Revision.ID.Country())
		d.replanned(e.Revision.ID.Country(), at)
	case events.LegActivated:
		d.leg(e.Activation.ID, func(l *LegLine) { l.Activated = at })
		d.rewatched(e.Activation.ID.Country())
		d.replanned(e.Activation.ID.Country(), at)
	case events.LegDropped:
		d.leg(e.Dropped.ID, func(l *LegLine) { l.Dropped = at })
		d.rewatched(e.Dropped.ID.Country())
		d.replanned(e.Dropped.ID.Country(), at)

	case events.HandoverPointPlanned:
		if id := e.Named.ID; id != "" {
			d.Points = append(d.Points, PointLine{ID: id, From: e.Point.From, To: e.Point.To, Answer: e.Point.Answer, Window: e.Window, Place: e.Place,
				Record: r.shown.Command})
			d.pointReplanned(id, at)
		}
	case events.HandoverPointRevised:
		d.point(e.Revision.ID, func(p *PointLine) {
			d.waiting(p.ID, p.life(), PointLine{Answer: e.Revision.Answer}.life())
			p.Answer, p.Window, p.Place, p.Revised = e.Revision.Answer, otherwise(e.Window, p.Window), otherwise(e.Place, p.Place), at
		})
		d.pointReplanned(e.Revision.ID, at)
	case events.HandoverPointDropped:
		d.point(e.Dropped.ID, func(p *PointLine) { p.Dropped = at })
		d.pointReplanned(e.Dropped.ID, at)

	case events.CheckpointPlanned:
		if id := e.Named.ID; id != "" {
			d.Checkpoints = append(d.Checkpoints, CheckpointLine{ID: id, Window: e.Window, Grace: e.Checkpoint.Grace, Place: e.Place,
				Record: r.shown.Command, Purpose: e.Checkpoint.Purpose})
			d.replanned(id.Country(), at)
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
		d.replanned(e.Revision.ID.Country(), at)
	case events.CheckpointWaived:
		d.checkpoint(e.Waived.ID, func(c *CheckpointLine) { c.Waived = at })
		d.replanned(e.Waived.ID.Country(), at)
	case events.CheckpointDue:
		d.checkpoint(e.Due.ID, func(c *CheckpointLine) { c.Due = r.shown.Occurred })
	case events.CheckpointMissed:
		d.checkpoint(e.Missed.ID, func(c *CheckpointLine) { c.Missed = r.shown.Occurred })

	case events.PlanIssued:
		d.of(e.Issue.Country, func(s *StateLine) { s.Plan = PlanLine{Version: e.Named.Version, Issue: r.shown.Command, Issued: at} })
	case events.PlanApproved:
		d.answered(e.Approval.Country, e.Approval.Version, func(l *PlanLine) { l.Approved = at })
	case events.PlanReturned:
		d.answered(e.Returned.Country, e.Returned.Version, func(l *PlanLine) { l.Returned, l.Ground = at, e.Returned.Ground })
	default:
		return false
	}
	return true
}

// answered keeps what a State says to the version that it was given last.
func (d *Document) answered(c events.Country, version uint16, change func(*PlanLine)) {
	d.of(c, func(s *StateLine) {
		if s.Plan.Version == version {
			change(&s.Plan)
		}
	})
}

// replanned marks that a State's part of the plan was changed after it was given.
func (d *Document) replanned(c events.Country, at events.Time) {
	d.States = changed(d.States, func(s StateLine) bool { return s.Country == c && s.Plan.Version > 0 }, func(s *StateLine) { s.Plan.Changed = at })
}

// pointReplanned is replanned for both States of a point.
func (d *Document) pointReplanned(id events.PointID, at events.Time) {
	d.replanned(id.From(), at)
	d.replanned(id.To(), at)
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
