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
				State: NoticeOpen, Since: r.shown.Occurred, Until: r.shown.Occurred.Add(events.UrgentLasts)})
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
		d.part(x.Part, func(p *PartLine) { // it is under guard
			p.Halted, p.HaltedIn, p.HaltedFor = at, x.Country, x.Ground
			p.found(at)
		})
	case events.HaltLifted:
		d.part(e.Lifted.Part, func(p *PartLine) { p.Halted, p.HaltedIn, p.HaltedFor, p.Lifted = events.Time{}, "", "", at })
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
	d.part(x.Part, func(p *PartLine) {
		if n := len(p.Control); n > 0 && p.Control[n-1].IsOpen() {
			return
		}
		p.Control = grown(p.Control, ControlLine{Country: x.Country, Since: x.Since, Said: said})
	})
	d.rewatched(x.Country)
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

// rewatched works out until when a State is to decide what is done about its losses,
// by its legs as they are now; the viewer was shown them, or there is no such time.
func (d *Document) rewatched(c events.Country) {
	d.Parts = slices.Clone(d.Parts)
	for i := range d.Parts {
		p := &d.Parts[i]
		n := len(p.Control)
		if n == 0 || p.Control[n-1].Country != c || !p.Control[n-1].Decided.IsZero() {
			continue
		}
		p.Control = slices.Clone(p.Control)
		l := &p.Control[n-1]
		if watch, known := d.watch(c, l.Since); known {
			l.DecideBy = l.Said.Add(given(watch.Decide, events.WatchDecide))
		}
	}
}

// watch is how a State watches at a moment: as its leg of that time says; if there is
// none, the one that began last, or the first. An alternate counts once it is taken, and
// goes before the legs beside it: see operation.
func (d *Document) watch(c events.Country, at events.Time) (events.WatchTerms, bool) {
	var best LegLine
	holds, known := false, false
	for _, l := range d.Legs {
		if l.Country != c || !l.Dropped.IsZero() {
			continue
		}
		known = true
		switch in := l.Window.Holds(at); {
		case l.Use == events.AlternateLeg && l.Activated.IsZero() || holds && !in:
		case best.ID == "", in && !holds, in && l.Activated.After(best.Activated), !in && l.isNearer(best, at):
			best, holds = l, in
		}
	}
	return best.Watch, known
}

// isNearer tells whether a leg began later than another and not after a moment, or, if
// the other begins only after it, sooner; of two that begin together, whether it was
// taken in the other's place.
func (l LegLine) isNearer(other LegLine, at events.Time) bool {
	if l.Window.From.Compare(other.Window.From) == 0 {
		return l.Activated.After(other.Activated)
	}
	if other.Window.From.After(at) {
		return l.Window.From.Before(other.Window.From)
	}
	return !l.Window.From.After(at) && l.Window.From.After(other.Window.From)
}

// silence is since when nobody sees a part, as far as is shown, and when that was
// told; false: somebody does, or it is under guard. A device alone is enough for a
// while; a checkpoint, a border and the end of a halt begin it anew.
func (d *Document) silence(p PartLine) (since, told events.Time, silent bool) {
	if !p.Halted.IsZero() || p.Directs == "" {
		return since, told, false
	}
	watch, known := d.watch(p.Directs, p.Since)
	switch {
	case !known:
		return since, told, false
	case p.Eyes == EyesLost || p.Eyes == EyesDegraded:
		i := len(p.Watch) - 1
		for i > 0 && p.Watch[i-1].State == p.Eyes {
			i--
		}
		since, told = p.Watch[i].Since, p.Watch[i].Told
		if p.Eyes == EyesDegraded {
			since = since.Add(given(watch.Degraded, events.WatchDegraded))
		}
	case p.Eyes == "" && watch.Lost != 0:
		since = p.Since
	default:
		return since, told, false
	}
	for _, t := range []events.Time{p.Passed, p.Lifted} {
		if t.After(since) {
			since = t
		}
	}
	return since, told, true
}

// given is a time of the plan, or the house's if it gives none.
func given(m events.Minutes, otherwise time.Duration) time.Duration {
	if m == 0 {
		return otherwise
	}
	return time.Duration(m) * time.Minute
}
