package operation

import (
	"slices"
	"time"

	"vigil/events"
)

// How long clocks run where the plan says nothing. No law and no agreement sets
// these: they are the house's own figures, marked [D] in the domain, and each can
// be argued with. The grace of a checkpoint and the answer of an offer are the
// plan's (events.OfferLife if it is silent).
const (
	LapseNotice  = 2 * time.Hour    // before a consent ends, its State is warned
	RemindAfter  = 10 * time.Minute // an alert that nobody acknowledges is told again
	LeadAfter    = 20 * time.Minute // and once more, the lead being called too (INV-28)
	LastAfter    = 40 * time.Minute // and a last time: what three calls did not do, a fourth will not
	RecheckAfter = 60 * time.Minute // an alert acknowledged and not resolved is told again
)

// reminders is when an unacknowledged alert is told again, by how often it was.
var reminders = [...]time.Duration{RemindAfter, LeadAfter, LastAfter}

// lastRound is the one after which telling it again does not help: another way is due.
const lastRound = len(reminders)

// Clock is something that runs out by itself: when, and what is to be said then.
type Clock struct {
	Due  events.Time
	Fact events.Event
}

// Due lists what has run out at a moment and was not said yet, the earliest first
// and then in the order of the journal. What runs out when follows from the
// journal alone: asked late, it still says the moment at which it ran out. No
// clock says the same for the same moment twice.
func (o Operation) Due(at events.Time) []Clock {
	var due []Clock
	o.running(func(t tick) {
		if !t.due.After(at) {
			due = append(due, Clock{t.due, o.says(t)})
		}
	})
	slices.SortStableFunc(due, func(a, b Clock) int { return a.Due.Compare(b.Due) })
	return due
}

// Next is when to ask again; false: nothing runs.
func (o Operation) Next() (next events.Time, runs bool) {
	o.running(func(t tick) {
		if !runs || t.due.Before(next) {
			next, runs = t.due, true
		}
	})
	return next, runs
}

// isDue tells whether a command says just what has run out, of the moment it did. Of a
// number that another operation has too this one cannot tell: what it can, is asked in
// deconfliction.go.
func (o Operation) isDue(c Command, at events.Time) bool {
	if _, elsewhere := c.Fact.(events.DeconflictionFound); elsewhere {
		return c.Known == c.Occurred && !c.Occurred.After(at)
	}
	return c.Known == c.Occurred && slices.ContainsFunc(o.Due(at), func(due Clock) bool {
		return due.Due == c.Occurred && due.Fact == c.Fact
	})
}

// tick is one clock that runs: when it runs out, which, and on what of its list.
// It spares those who only ask when the making of an event.
type tick struct {
	due  events.Time
	act  events.Act
	item int
	part int // of go.due, where item is the checkpoint
}

// running shows every clock that runs and was not said yet. After the operation's
// end none of the road does: only reports are waited for, and calls that nobody has
// taken. In a closed file only such calls are, about what was told since.
func (o Operation) running(visit func(tick)) {
	switch {
	case o.Name == "":
		return
	case !o.Ended.IsZero():
		if o.Closed.IsZero() {
			o.reportsRunning(visit)
		}
		o.alertsRunning(visit)
		return
	}
	o.requestsRunning(visit)
	o.consentsRunning(visit)
	if o.Suspended.IsZero() {
		o.checkpointsRunning(visit)
	}
	o.controlRunning(visit) // goods can be lost while the operation rests
	o.goesRunning(visit)
	o.noticesRunning(visit)
	o.devicesRunning(visit)
	for i := range o.Offers {
		if f := &o.Offers[i]; f.Says == Open {
			visit(tick{f.At.Add(o.life(f)), "handover.timed-out", i, 0})
		}
	}
	o.alertsRunning(visit)
}

// alertsRunning: who has acknowledged an alert, or was told by another way, has an
// hour to do something about it.
func (o Operation) alertsRunning(visit func(tick)) {
	for i := range o.Alerts {
		switch a := &o.Alerts[i]; {
		case !a.Taken.IsZero():
			visit(tick{a.Taken.Add(RecheckAfter), "alert.repeated", i, 0})
		case !a.Told.IsZero():
			visit(tick{a.Told.Add(RecheckAfter), "alert.repeated", i, 0})
		case int(a.Round) < len(reminders):
			visit(tick{a.Raised.Add(reminders[a.Round]), "alert.repeated", i, 0})
		}
	}
}

// consentsRunning: a consent in force ends by itself, and is said to end soon,
// though not before it was given. An end before one that was warned of already is
// not warned of again: who shortens a consent knows.
func (o Operation) consentsRunning(visit func(tick)) {
	for i := range o.Requests {
		r := &o.Requests[i]
		if len(r.Terms) == 0 {
			continue
		}
		c := &r.Terms[len(r.Terms)-1]
		ends, _ := c.ends()
		if c.Says != Final && c.Says != Oral || ends.IsZero() {
			continue
		}
		if ends.After(r.Warned) {
			visit(tick{latest(ends.Add(-LapseNotice), c.At), "authorisation.lapsing", i, 0})
		}
		visit(tick{ends, "authorisation.lapsed", i, 0})
	}
}

// checkpointsRunning: a silence is a miss only if something travels that could
// have been seen, and not before whoever watches has had the grace since he could
// know of it, or since the operation went on.
func (o Operation) checkpointsRunning(visit func(tick)) {
	for i := range o.Checkpoints {
		p := &o.Checkpoints[i]
		if p.Waived || len(p.Reached) > 0 {
			continue
		}
		noticed, travels := o.noticed(p.Country)
		if p.Due.IsZero() {
			visit(tick{latest(p.Window.From, p.Revised), "checkpoint.due", i, 0})
		}
		grace := time.Duration(p.Grace) * time.Minute
		if travels && p.Missed.IsZero() {
			visit(tick{latest(latest(p.Window.Until, noticed, o.Resumed).Add(grace), p.Revised), "checkpoint.missed", i, 0})
		}
	}
}

// noticed is when the hub first heard of a part that still travels; false: none
// does. A part that is halted does not; once it goes on, that is when. For a State that
// is not shown the halt there is none: its clock would tell it. The hub knows of all.
func (o Operation) noticed(c events.Country) (first events.Time, travels bool) {
	for i := range o.Parts {
		p := &o.Parts[i]
		halt := p.Halt
		if c != "" && c != halt.Country && !o.neighbour(c, halt.Country) {
			halt = Halt{}
		}
		since := latest(p.Noticed, halt.Lifted)
		if _, directed := p.Direction(); directed && !halt.holds() && (!travels || since.Before(first)) {
			first, travels = since, true
		}
	}
	return first, travels
}

// life is how long an offer may stay without an answer.
func (o Operation) life(f *Offer) time.Duration {
	for i := range o.Points {
		if p := &o.Points[i]; p.ID == f.Point && p.Answer != 0 {
			return time.Duration(p.Answer) * time.Minute
		}
	}
	return events.OfferLife
}

// says is the fact that a clock states.
func (o Operation) says(t tick) events.Event {
	switch t.act {
	case "authorisation.unacknowledged":
		return events.AuthorisationUnacknowledged{Unacknowledged: o.Requests[t.item].silence(t.due)}
	case "authorisation.unanswered":
		return events.AuthorisationUnanswered{Unanswered: o.Requests[t.item].silence(t.due)}
	case "authorisation.lapsing":
		return events.AuthorisationLapsing{Lapsing: o.Requests[t.item].lapse()}
	case "authorisation.lapsed":
		return events.AuthorisationLapsed{Lapse: o.Requests[t.item].lapse()}
	case "checkpoint.due":
		return events.CheckpointDue{Due: events.CheckpointName{ID: o.Checkpoints[t.item].ID}}
	case "checkpoint.missed":
		return events.CheckpointMissed{Missed: events.CheckpointName{ID: o.Checkpoints[t.item].ID}}
	case "control.lost":
		return events.ControlLost{Lost: o.lostNow(o.Parts[t.item])}
	case "control.undecided":
		return events.ControlUndecided{Undecided: o.lostNow(o.Parts[t.item])}
	case "go.due":
		return events.GoDue{Due: events.GoName{Part: o.Parts[t.part].Label, Checkpoint: o.Checkpoints[t.item].ID}}
	case "surveillance.expired":
		return events.SurveillanceExpired{Expired: events.NoticeName{Notice: o.Notices[t.item].ID, Country: o.Notices[t.item].In}}
	case "device.stale":
		return events.DeviceStale{Stale: o.Devices[t.item].silence()}
	case "report.overdue":
		return events.ReportOverdue{Overdue: events.OverdueTerms{Country: o.reporters()[t.item], Due: t.due}}
	case "handover.timed-out":
		return events.HandoverTimedOut{Timeout: events.OfferName{Offer: o.Offers[t.item].ID}}
	}
	a := o.Alerts[t.item]
	return events.AlertRepeated{Repetition: events.RepetitionTerms{ID: a.ID, Country: a.Country, Round: a.Round + 1}}
}

func (r Request) lapse() events.LapseTerms {
	ends, what := r.last().ends()
	return events.LapseTerms{Request: r.ID, Country: r.Country, Measure: r.Measure, Ends: ends, For: what}
}

func latest(t events.Time, more ...events.Time) events.Time {
	for _, u := range more {
		if u.After(t) {
			t = u
		}
	}
	return t
}
