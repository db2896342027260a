package projections

import (
	"slices"
	"time"

	"vigil/events"
)

// ControlLine is a time for which nobody could have stopped a part, and what was
// done about it.
type ControlLine struct {
	Country   events.Country  `json:"country"`
	Since     events.Time     `json:"since"` // when it was seen last
	Said      events.Time     `json:"said"`  // by its clock, or by a commander before that
	DecideBy  events.Time     `json:"decide-by,omitzero"`
	Undecided events.Time     `json:"undecided,omitzero"` // its clock said so
	Recourse  events.Recourse `json:"recourse,omitzero"`
	Decided   events.Time     `json:"decided,omitzero"`
	Found     events.Time     `json:"found,omitzero"` // in sight again
}

// NoticeLine is officers of one State who went on watching in another that was not
// asked before.
type NoticeLine struct {
	Notice   events.CommandID `json:"notice"`
	Part     events.Part      `json:"part"`
	From     events.Country   `json:"from"`
	In       events.Country   `json:"in"`
	Offence  events.Code      `json:"offence"`
	State    NoticeState      `json:"state"`
	Since    events.Time      `json:"since"` // the crossing
	Until    events.Time      `json:"until"` // five hours later, unless it is allowed
	Answered events.Time      `json:"answered,omitzero"`
	Ground   events.Code      `json:"ground,omitzero"`
}

// NoticeState is what the host has said to a notice.
type NoticeState string

const (
	NoticeOpen    NoticeState = "open"
	NoticeAllowed NoticeState = "allowed"
	NoticeStopped NoticeState = "stopped"
	NoticeExpired NoticeState = "expired"
)

// UrgentLife is how long surveillance may go on in a State that was not asked before
// (CISA art. 40(2)).
const UrgentLife = 5 * time.Hour

// GoLine is whether a part goes on at its last safe point.
type GoLine struct {
	Part    events.Part   `json:"part"`
	Due     events.Time   `json:"due,omitzero"` // its clock has asked
	Word    events.GoWord `json:"word,omitzero"`
	Decided events.Time   `json:"decided,omitzero"`
}

// IncidentLine is something that endangers people or the operation.
type IncidentLine struct {
	Record   events.CommandID `json:"record"`
	Incident events.Incident  `json:"incident"`
	Country  events.Country   `json:"country"`
	Part     events.Part      `json:"part,omitzero"`
	Occurred events.Time      `json:"occurred"`
	Known    events.Time      `json:"known"`
	Place    events.Place     `json:"place,omitzero"`
}

func (d *Document) evolveControl(r *record, e events.Event) bool {
	at := r.shown.At
	switch e := e.(type) {
	case events.ControlLost:
		d.lost(e.Lost, r.shown.When())
	case events.ControlDeclared:
		d.lost(e.Declared, at)
	case events.ControlDecided:
		d.control(e.Decided.Part, func(l *ControlLine) { l.Recourse, l.Decided = e.Decided.Recourse, at })
	case events.ControlUndecided:
		d.control(e.Undecided.Part, func(l *ControlLine) { l.Undecided = r.shown.When() })
	case events.SurveillanceNotified:
		if x := e.Notice; x.Part != "" {
			d.Notices = append(d.Notices, NoticeLine{Notice: r.shown.Command, Part: x.Part, From: x.From, In: x.In, Offence: x.Offence,
				State: NoticeOpen, Since: r.shown.Occurred, Until: r.shown.Occurred.Add(UrgentLife)})
		}
	case events.SurveillanceAllowed:
		d.notice(e.Allowed.Notice, func(l *NoticeLine) { l.State, l.Ground, l.Answered = NoticeAllowed, e.Allowed.Ground, at })
	case events.SurveillanceStopped:
		d.notice(e.Stopped.Notice, func(l *NoticeLine) { l.State, l.Ground, l.Answered = NoticeStopped, e.Stopped.Ground, at })
	case events.SurveillanceExpired:
		d.notice(e.Expired.Notice, func(l *NoticeLine) { l.State = NoticeExpired })
	case events.GoDue:
		d.goes(e.Due.Checkpoint, e.Due.Part, func(l *GoLine) { l.Due = r.shown.When() })
	case events.GoDecided:
		d.goes(e.Go.Checkpoint, e.Go.Part, func(l *GoLine) { l.Word, l.Decided = e.Go.Word, at })
	case events.HaltOrdered:
		x := e.Halt
		d.part(x.Part, func(p *PartLine) { p.Halted, p.HaltedIn, p.HaltedFor = at, x.Country, x.Ground })
	case events.HaltLifted:
		d.part(e.Lifted.Part, func(p *PartLine) { p.Halted, p.HaltedIn, p.HaltedFor = events.Time{}, "", "" })
	case events.IncidentReported:
		if x := e.Incident; x.Incident != "" {
			d.Incidents = append(d.Incidents, IncidentLine{r.shown.Command, x.Incident, x.Country, x.Part, r.shown.Occurred, r.shown.Known, e.Place})
		}
	default:
		return false
	}
	return true
}

// lost begins a line, if this time out of sight has none yet.
func (d *Document) lost(x events.ControlTerms, said events.Time) {
	by := d.decideBy(x.Country, said)
	d.part(x.Part, func(p *PartLine) {
		if n := len(p.Control); n > 0 && p.Control[n-1].IsOpen() {
			return
		}
		p.Control = grown(p.Control, ControlLine{Country: x.Country, Since: x.Since, Said: said, DecideBy: by})
	})
}

// IsOpen tells whether the part has not been seen again.
func (l ControlLine) IsOpen() bool { return l.Found.IsZero() }

// found ends the time out of sight that a sighting is behind.
func (p *PartLine) found(at events.Time) {
	if i := lastOf(p.Control, func(l ControlLine) bool { return l.IsOpen() && at.After(l.Since) }); i >= 0 {
		p.Control = slices.Clone(p.Control)
		p.Control[i].Found = at
	}
}

// control changes the newest line of a part.
func (d *Document) control(part events.Part, change func(*ControlLine)) {
	d.part(part, func(p *PartLine) {
		if n := len(p.Control); n > 0 {
			p.Control = slices.Clone(p.Control)
			change(&p.Control[n-1])
		}
	})
}

func (d *Document) notice(id events.CommandID, change func(*NoticeLine)) {
	d.Notices = changed(d.Notices, func(l NoticeLine) bool { return l.Notice == id }, change)
}

func (d *Document) goes(id events.CheckpointID, part events.Part, change func(*GoLine)) {
	d.checkpoint(id, func(c *CheckpointLine) {
		if lastOf(c.Go, func(l GoLine) bool { return l.Part == part }) < 0 {
			c.Go = grown(c.Go, GoLine{Part: part})
		}
		c.Go = changed(c.Go, func(l GoLine) bool { return l.Part == part }, change)
	})
}

// decideBy is until when a State is to decide what is done, if the viewer was shown
// the leg that says so.
func (d *Document) decideBy(c events.Country, said events.Time) events.Time {
	watch, known := d.watch(c, said)
	if !known {
		return events.Time{}
	}
	return said.Add(given(watch.Decide, events.WatchDecide))
}

// watch is how a State watches at a moment: its leg of that time, else the first
// that it has.
func (d *Document) watch(c events.Country, at events.Time) (watch events.WatchTerms, known bool) {
	for _, l := range d.Legs {
		if l.Country != c || !l.Dropped.IsZero() || l.IsAlternate() {
			continue
		}
		if l.Window.Holds(at) {
			return l.Watch, true
		}
		if !known {
			watch, known = l.Watch, true
		}
	}
	return watch, known
}

// given is a time of the plan, or the house's if it gives none.
func given(m events.Minutes, otherwise time.Duration) time.Duration {
	if m == 0 {
		return otherwise
	}
	return time.Duration(m) * time.Minute
}
