package operation

import (
	"slices"
	"time"

	"vigil/events"
)

// When control of a part is lost (INV-11, INV-12). The clock runs for the State that
// directs, by what it may know:
//
//  1. from when the part was seen last, if the last word is that it is lost; of
//     several such words, from the first: a second one sees it no better;
//  2. from when a device has been the only one to see it for as long as the plan
//     allows, if that is the last word;
//  3. from when that State began to direct, if nobody has ever seen the part for it,
//     and it took it over as it had accepted, or the plan says how long it may be lost:
//     else a plan that is silent would call everybody all night. Who tells late that it
//     has taken over has its minutes from then on;
//  4. anew from a moment at which it was seen at a checkpoint of its own or a border of
//     its own, and from the end of a halt. A part that is halted is under guard.
//
// A sighting alone does not count: it may be anybody's, anywhere, and nobody follows
// the part. Whoever does says that he has it in sight.

// silence is since when nobody sees a part, as far as a State may know, and when the
// hub heard of it; false: somebody does. It is asked before every command and
// allocates nothing.
func (o Operation) silence(p Part, c events.Country) (since, told events.Time, silent bool) {
	now, directed := p.Direction()
	if !directed || p.Halt.holds() {
		return since, told, false
	}
	watch := o.watch(now.Country, now.Since)
	last, seen := -1, false
	for i, e := range p.Eyes {
		if o.goesBy(c, e) {
			seen = seen || e.Named.names(now.Country)
			if last < 0 || !e.Occurred.Before(p.Eyes[last].Occurred) {
				last = i
			}
		}
	}
	switch {
	case last >= 0 && p.Eyes[last].State != EyesHeld:
		first := p.Eyes[o.firstOf(p, c, last)]
		since, told = first.Occurred, first.Told
		if first.State == EyesDegraded {
			since = since.Add(minutes(o.watch(now.Country, since).Degraded, events.WatchDegraded))
		}
	case !seen && (watch.Lost != 0 || now.Basis == events.ByHandover):
		since, told = p.directedSince(), p.Noticed
		if i := slices.IndexFunc(p.Passed, func(e Eyes) bool { return e.Occurred.Compare(since) == 0 }); i >= 0 && now.Basis == events.ByHandover {
			since = latest(since, p.Passed[i].Told) // who tells it again later begins nothing anew
		}
	default:
		return since, told, false
	}
	for _, e := range p.Passed {
		if sawPass(c, e) && e.Occurred.After(since) {
			since, told = e.Occurred, e.Told
		}
	}
	if p.Halt.Lifted.After(since) {
		since, told = p.Halt.Lifted, p.Halt.Lifted
	}
	return since, told, true
}

// sawPass tells whether a State is told that a part has passed somewhere: who is not
// must not find by a clock that has stopped that others see it. Each State that a fact
// names may know who tells it, or it would not count.
func sawPass(c events.Country, e Eyes) bool { return e.Named.names(c) || e.By == c }

// firstOf finds the first word of the unbroken run that ends with the last.
func (o Operation) firstOf(p Part, c events.Country, last int) int {
	later := func(i, j int) bool {
		by := p.Eyes[i].Occurred.Compare(p.Eyes[j].Occurred)
		return by > 0 || by == 0 && i > j
	}
	other := -1
	for i, e := range p.Eyes {
		if o.goesBy(c, e) && e.State != p.Eyes[last].State && (other < 0 || later(i, other)) {
			other = i
		}
	}
	first := last
	for i, e := range p.Eyes {
		if o.goesBy(c, e) && later(first, i) && (other < 0 || later(i, other)) {
			first = i
		}
	}
	return first
}

// seenSince tells whether, as far as a State may know, a part was seen after a
// moment, or was under guard.
func (o Operation) seenSince(p Part, c events.Country, t events.Time) bool {
	for _, e := range p.Eyes {
		if e.State != EyesLost && o.goesBy(c, e) && e.Occurred.After(t) {
			return true
		}
	}
	for _, e := range p.Passed {
		if sawPass(c, e) && e.Occurred.After(t) {
			return true
		}
	}
	return p.Halt.holds() || p.Halt.Lifted.After(t)
}

// loss is the loss of control of a part that is open: it was said, and nobody has seen
// the part since.
func (o Operation) loss(p Part) (ControlLoss, bool) {
	if len(p.Losses) == 0 {
		return ControlLoss{}, false
	}
	now, _ := p.Direction()
	since, _, _ := o.silence(p, now.Country) // of no moment, if somebody sees it
	for i := len(p.Losses) - 1; i >= 0; i-- {
		switch l := p.Losses[i]; {
		case l.Country != now.Country:
		case l.Declared && !o.seenSince(p, now.Country, l.Since), !l.Declared && l.Since.Compare(since) == 0:
			return l, true
		}
	}
	return ControlLoss{}, false
}

// controlRunning: control of a part is lost when the silence has lasted as long as its
// leg allows, but not before the hub has heard of it; and then it is to be decided in
// time what is done. What was said of a silence is not said of it again. Of a part of
// which nothing is on its way nothing is said any more.
func (o Operation) controlRunning(visit func(tick)) {
	for i := range o.Parts {
		p := &o.Parts[i]
		now, _ := p.Direction() // if nobody directs it, nothing is lost and nothing silent
		if loss, lost := o.loss(*p); lost {
			if loss.Recourse == "" && !loss.Undecided && !o.spent(now.Country, *p) {
				visit(tick{loss.From.Add(minutes(o.watch(now.Country, loss.Since).Decide, events.WatchDecide)), "control.undecided", i, 0})
			}
			continue
		}
		if since, told, silent := o.silence(*p, now.Country); silent && !o.spent(now.Country, *p) {
			visit(tick{latest(since.Add(minutes(o.watch(now.Country, since).Lost, events.WatchLost)), told), "control.lost", i, 0})
		}
	}
}

// lostNow is what a clock says of a part: the loss that is open, or the silence.
func (o Operation) lostNow(p Part) events.ControlTerms {
	now, _ := p.Direction()
	if loss, lost := o.loss(p); lost {
		return events.ControlTerms{Part: p.Label, Country: loss.Country, Since: loss.Since}
	}
	since, _, _ := o.silence(p, now.Country)
	return events.ControlTerms{Part: p.Label, Country: now.Country, Since: since}
}

// watch is what the plan says of a State's leg at a moment: of the one whose window it
// lies in; if it lies in none, of the one that began last, or of the first. An alternate
// counts once it is taken, and goes before the legs that it replaces, which are those
// beside it: of several the one taken last.
func (o Operation) watch(c events.Country, t events.Time) events.WatchTerms {
	best, holds := -1, false
	for i := range o.Legs {
		l := &o.Legs[i]
		switch in := l.Window.Holds(t); {
		case l.Dropped || l.Spare || l.Country != c || holds && !in:
		case best < 0, in && !holds, in && l.Taken.After(o.Legs[best].Taken), !in && l.nearer(o.Legs[best], t):
			best, holds = i, in
		}
	}
	if best < 0 {
		return events.WatchTerms{}
	}
	return o.Legs[best].Watch
}

// nearer tells whether a leg began later than another and not after a moment, or, if
// the other begins only after it, sooner; of two that begin together, whether it was
// taken in the other's place.
func (l Leg) nearer(other Leg, t events.Time) bool {
	if l.Window.From.Compare(other.Window.From) == 0 {
		return l.Taken.After(other.Taken)
	}
	if other.Window.From.After(t) {
		return l.Window.From.Before(other.Window.From)
	}
	return !l.Window.From.After(t) && l.Window.From.After(other.Window.From)
}

// minutes is how long the plan says, or what holds if it says nothing.
func minutes(n events.Minutes, silent time.Duration) time.Duration {
	if n == 0 {
		return silent
	}
	return time.Duration(n) * time.Minute
}
