package tracker

import (
	"context"
	"errors"
	"fmt"

	"vigil/events"
	"vigil/internal/enclosures"
	"vigil/internal/failpoint"
	"vigil/internal/gateway"
	"vigil/internal/identity"
	"vigil/internal/journal"
	"vigil/internal/operation"
	"vigil/projections"
)

// beats writes the hub's time and a count of beats into every view, busy or not,
// so that silence is never shown as health and activity never shows in the beat.
// The count moves where a scenario's clock stands still.
func (t *Tracker) beats(ctx context.Context) {
	for count := 1; ; count++ {
		t.mu.RLock()
		viewers, stopped := t.house.Viewers(), t.since()
		t.mu.RUnlock()
		now := fmt.Appendf(nil, "%s %d", t.o.Now().UTC(), count)
		if !stopped.IsZero() {
			now = fmt.Appendf(now, " stopped %s", stopped)
		}
		for _, v := range viewers {
			err := t.o.Views.PutView(ctx, string(v), metaAlive, now)
			if err != nil && !errors.Is(err, journal.ErrNoViewer) && ctx.Err() == nil {
				t.o.Log.Warn("beat not written", "viewer", string(v), "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-t.o.After(beat):
		}
	}
}

// For is the hub as one country's gateway meets it. account names the
// connection in the register of refused commands.
func (t *Tracker) For(c events.Country, account events.Account) gateway.Hub {
	return office{t, c, account}
}

type office struct {
	*Tracker
	country events.Country
	account events.Account
}

func (o office) Do(ctx context.Context, r events.Request) (gateway.Answer, error) {
	return o.Tracker.Do(ctx, o.account, r)
}

func (o office) Now(context.Context) (events.Time, error) { return o.o.Now(), nil }

func (o office) Enclosure(ctx context.Context, v events.Viewer, line projections.TextLine) (events.OpenEnclosure, error) {
	var none events.OpenEnclosure
	if v.Country() != o.country {
		return none, gateway.NoSuchText()
	}
	o.mu.RLock()
	view := o.house.View(v)
	shown := view != nil && view.Shows(line)
	o.mu.RUnlock()
	if !shown {
		return none, gateway.NoSuchText()
	}
	note, commit, err := gateway.Committed(ctx, o.o.Feeds, v, line)
	if err != nil {
		return none, err
	}
	e, err := o.o.Enclosures.Load(ctx, refOf(note, line.Slot), commit)
	switch {
	case errors.Is(err, enclosures.ErrErased), errors.Is(err, enclosures.ErrNotFound):
		return none, &operation.Refusal{Rule: "kept-until-erased", Class: operation.NotFound, Reason: "this text was erased", Hint: "its commitment stays in the journal"}
	}
	return e, err
}

// Delivered checks a delivery receipt against the desk's key and the feed, and
// keeps the newest of each viewer.
func (o office) Delivered(_ context.Context, receipt string) error {
	o.mu.RLock()
	desk, ok := o.house.Registry().Desk(o.country)
	o.mu.RUnlock()
	if !ok {
		return &operation.Refusal{Rule: "only-a-desk-signs-for-delivery", Class: operation.NotAllowed,
			Reason: fmt.Sprintf("%s has no desk", o.country), Hint: "add its desk to the registry"}
	}
	d, err := identity.OpenDelivery(receipt, desk.Key)
	if err != nil {
		return refusalOf(err)
	}
	o.mu.RLock()
	right := d.Journal == o.house.Registry().Journal().ID && d.Viewer.Country() == o.country &&
		o.house.Seen(d.Viewer, events.Seen{Counter: d.Counter, Digest: d.Content})
	last := o.delivered[d.Viewer]
	o.mu.RUnlock()
	if !right {
		return &operation.Refusal{Rule: "delivered-is-what-was-written", Class: operation.NotAllowed,
			Reason: fmt.Sprintf("message %d of %s was not that", d.Counter, d.Viewer), Hint: "compare the desk's feed with the hub's: run vigil verify"}
	}
	if d.Counter <= last.Counter {
		return nil
	}
	failpoint.At("delivery-unwritten")
	if err := o.o.Books.Delivered(receipt); err != nil {
		return err
	}
	failpoint.At("delivery-written")
	o.mu.Lock()
	defer o.mu.Unlock()
	if d.Counter > o.delivered[d.Viewer].Counter {
		o.delivered[d.Viewer] = d
	}
	return nil
}

// Status is what the hub says of itself.
type Status struct {
	Journal    events.JournalTerms
	Entries    uint64
	Durability journal.Durability
	Stopped    string      // why no commands are taken; empty if they are
	Since      events.Time // when that was found
	Clocks     string      // why nothing is said that runs out; empty if it is
	Guard      Guarded
	Room       Room
	Viewers    []ViewerStatus
}

// ViewerStatus keeps apart what was written for a viewer and what its gateway
// signed for. Whether a named officer has acknowledged anything is neither.
type ViewerStatus struct {
	Viewer      events.Viewer
	Written     uint64
	Delivered   uint64
	DeliveredAt events.Time
}

// Status never waits for a command that is being stored.
func (t *Tracker) Status() Status {
	t.mu.RLock()
	defer t.mu.RUnlock()
	s := Status{Journal: t.house.Registry().Journal(), Entries: t.house.Seq(), Durability: t.durable}
	if t.broken != nil {
		s.Stopped, s.Since = t.broken.Error(), t.since()
	}
	s.Guard = Guarded{Looked: t.guard.looked, Read: t.guard.read, Blind: t.guard.blind, First: t.guard.first}
	if next := t.guard.scrub.next; next > 0 {
		s.Guard.Through = next - 1
	}
	s.Room = t.capacity(t.o.Now().UTC())
	switch {
	case t.o.Clock.IsZero():
		s.Clocks = "this hub has no clock key"
	case t.jump != nil:
		s.Clocks = fmt.Sprintf("the machine's clock was set, or stood still (expected %s, found %s): set it right, then start the hub again", t.jump.Expected, t.jump.Found)
	}
	for _, v := range t.house.Viewers() {
		d := t.delivered[v]
		s.Viewers = append(s.Viewers, ViewerStatus{v, t.house.View(v).Counter, d.Counter, d.Time})
	}
	return s
}

// Registry is the registry as it stands.
func (t *Tracker) Registry() operation.Registry {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.house.Registry()
}

// Last is the newest hub time in the journal.
func (t *Tracker) Last() events.Time {
	t.mu.RLock()
	defer t.mu.RUnlock()
	var last events.Time
	for _, tail := range t.house.Tails() {
		if tail.At.After(last) {
			last = tail.At
		}
	}
	return last
}

// Settle returns when feeds and views hold all that was accepted before it was
// called.
func (t *Tracker) Settle(ctx context.Context) error { return t.out.settle(ctx) }

// Genesis is the digest of the journal's first entry.
func (t *Tracker) Genesis() events.Digest {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.house.Genesis()
}
