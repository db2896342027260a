package tracker

import (
	"context"
	"errors"
	"fmt"
	"time"

	"vigil/events"
	"vigil/internal/identity"
	"vigil/internal/journal"
	"vigil/internal/operation"
)

// What runs out by itself is said by the hub, in entries like any other: by its
// loop where hub time is the machine's, by whoever moves a scenario's clock
// (Fire), and in either case before anything is decided in the same operation.
const clocksApart = 10 * time.Second // at most between two looks at the clock

// pace is what a wall clock is compared with: where both clocks stood at start.
type pace struct {
	wall  events.Time
	steps time.Duration
}

func (t *Tracker) monotonic() time.Duration {
	if t.o.Monotonic == nil {
		return 0
	}
	return t.o.Monotonic()
}

// now is the hub's time, and whether clocks fire at it: there is a key, and the
// machine's clock was not set since the hub was started. A jump that it finds it
// leaves to the loop to record.
func (t *Tracker) now() (events.Time, bool) {
	now := t.o.Now()
	fires, jump := t.steady(now)
	if jump != nil {
		t.o.Log.Error("the machine's clock was set, or stood still: nothing that runs out is said any more until the hub is started again",
			"expected", jump.Expected.String(), "found", jump.Found.String())
		t.wake()
	}
	return t.believed(now).UTC(), fires
}

// believed is the hub's time by a clock that jumped: never before the moment of the
// jump, never ahead of the clock that nobody sets. An entry from a year ahead could
// not be undone: of its operation all would lie ahead, and no key would be valid.
func (t *Tracker) believed(now events.Time) events.Time {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if t.jump == nil {
		return now
	}
	if steady := t.began.wall.Add(t.o.Monotonic() - t.began.steps); now.After(steady) {
		now = steady
	}
	if now.Before(t.jump.Expected) {
		return t.jump.Expected
	}
	return now
}

// steady compares the machine's two clocks; it gives the jump that it finds first.
func (t *Tracker) steady(now events.Time) (bool, *events.JumpTerms) {
	if t.o.Clock.IsZero() {
		return false, nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.o.Monotonic == nil || t.house.Registry().Journal().Clock != events.WallClock {
		return true, nil
	}
	if t.jump != nil {
		return false, nil
	}
	expected := t.began.wall.Add(t.o.Monotonic() - t.began.steps)
	if now.Sub(expected).Abs() < operation.JumpFrom {
		return true, nil
	}
	t.jump = &events.JumpTerms{Expected: expected.UTC(), Found: now.UTC()}
	return false, t.jump
}

// wake has the loop look at the clocks anew.
func (t *Tracker) wake() {
	select {
	case t.ring <- struct{}{}:
	default:
	}
}

// clocks fires what runs out, on journals whose time is the machine's. A
// scenario's clock stands still, and so does this.
func (t *Tracker) clocks(ctx context.Context) {
	for {
		var later <-chan time.Time // nil: until it is woken
		if wait := t.tick(ctx); wait > 0 {
			later = t.o.After(wait)
		}
		select {
		case <-ctx.Done():
			return
		case <-t.ring:
		case <-later:
		}
	}
}

// tick fires what is due, and gives how long to wait; 0 is until something
// changes.
func (t *Tracker) tick(ctx context.Context) time.Duration {
	t.mu.RLock()
	clock := t.house.Registry().Journal().Clock
	t.mu.RUnlock()
	if clock != events.WallClock || t.o.Clock.IsZero() {
		return 0
	}
	err := t.Fire(ctx)
	now, fires := t.now()
	if err == nil && !fires {
		if err = t.sayJump(ctx); err == nil {
			return 0
		}
	}
	if err != nil {
		if t.stopped() == nil && ctx.Err() == nil {
			t.o.Log.Warn("what has run out is not said yet", "error", err)
		}
		return clocksApart
	}
	if next, runs := t.NextDue(); runs {
		return min(max(next.Sub(now), time.Millisecond), clocksApart)
	}
	return clocksApart
}

// NextDue is when the next clock runs out, of all operations. The player of a
// scenario stops there on its way.
func (t *Tracker) NextDue() (events.Time, bool) {
	if _, fires := t.now(); !fires {
		return events.Time{}, false
	}
	t.mu.RLock()
	defer t.mu.RUnlock()
	_, next, runs := t.house.Next()
	return next, runs
}

// Fire says all that has run out by now, and all that runs out by saying it, the
// earliest first. Commands come in between.
func (t *Tracker) Fire(ctx context.Context) error {
	for {
		if more, err := t.fireNext(ctx); err != nil || !more {
			return err
		}
	}
}

// fireNext takes a turn for what ran out first. It says whether there was
// anything.
func (t *Tracker) fireNext(ctx context.Context) (bool, error) {
	if err := t.enter(ctx); err != nil {
		return false, err
	}
	defer t.leave()
	id, due, runs := t.house.Next()
	if !runs {
		return false, nil
	}
	if at, fires := t.entering(id); !fires || due.After(at) {
		return false, nil
	}
	return true, t.fire(id)
}

// entering is the time of an operation's next entry, and whether clocks fire
// then. Called in turn.
func (t *Tracker) entering(id events.OperationID) (events.Time, bool) {
	at, fires := t.now()
	if last := t.house.Tail(id).At; at.Before(last) {
		at = last
	}
	return at, fires
}

// moment is when a command can be decided: what has run out in its operation by
// then is said. Called in turn.
func (t *Tracker) moment(id events.OperationID) (events.Time, error) {
	for {
		at, fires := t.entering(id)
		if !fires || !t.house.Overdue(id, at) {
			return at, nil
		}
		if err := t.fire(id); err != nil {
			return at, err
		}
	}
}

// fire says what ran out first in an operation. A clock that cannot be fired is
// a fault of the rules; the operation goes on without it until its next entry.
// Called in turn.
func (t *Tracker) fire(id events.OperationID) error {
	return t.say(id, func(at events.Time, fires bool) (operation.Clock, bool) {
		if !fires {
			return operation.Clock{}, false
		}
		if due := t.house.Due(id, at); len(due) > 0 {
			return due[0], true
		}
		if t.house.Overdue(id, at) {
			t.pass(id, "nothing is due when it is said to be")
		}
		return operation.Clock{}, false
	})
}

// say records what a clock says, or finds that there is nothing to say any more.
// It goes on as long as others are quicker: each of their entries brings it nearer
// to its end.
func (t *Tracker) say(id events.OperationID, what func(at events.Time, fires bool) (operation.Clock, bool)) error {
	for idle := 0; idle < attempts; idle++ {
		if err := t.settle(id, ""); err != nil {
			return err
		}
		before := t.house.Seq()
		at, fires := t.entering(id)
		clock, any := what(at, fires)
		if !any {
			return nil
		}
		request, err := identity.ComposeClock(t.o.Clock, t.house.Registry().Journal().ID, id, clock.Due, clock.Fact)
		if err != nil {
			t.pass(id, err.Error())
			return nil
		}
		opened, err := identity.OpenRequest(request, t.house.Registry().Journal().ID, t.house.Registry().Public)
		if err != nil {
			t.pass(id, err.Error())
			return nil
		}
		if _, twice := t.house.Done(id, opened.Note.Command); twice {
			if id != events.Registry {
				t.pass(id, fmt.Sprintf("%s of %s was said before", opened.Note.Act, clock.Due))
			}
			return nil
		}
		outcome, body, err := t.stage(t.life, opened, request, at)
		if refusal := new(operation.Refusal); errors.As(err, &refusal) {
			t.pass(id, err.Error())
			return nil
		}
		if err != nil {
			return err
		}
		if stored, err := t.store(opened.Note, outcome, body); stored || err != nil {
			return err
		}
		if t.house.Seq() > before {
			idle = 0
		}
	}
	return fmt.Errorf("%w: what a clock says of %s is neither stored nor refused", journal.ErrUnavailable, id)
}

// pass leaves an operation's clocks alone until its next entry.
func (t *Tracker) pass(id events.OperationID, why string) {
	t.o.Log.Error("a clock cannot be fired; it waits for the operation's next entry", "operation", string(id), "why", why)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.house.Pass(id)
}

// sayJump records once that the machine's clock was set.
func (t *Tracker) sayJump(ctx context.Context) error {
	if err := t.enter(ctx); err != nil {
		return err
	}
	defer t.leave()
	t.mu.RLock()
	jump := *t.jump
	t.mu.RUnlock()
	return t.say(events.Registry, func(events.Time, bool) (operation.Clock, bool) {
		return operation.Clock{Due: jump.Found, Fact: events.ClockJumped{Jump: jump}}, true
	})
}
