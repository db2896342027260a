package tracker

import (
	"context"
	"errors"
	"fmt"
	"time"

	"vigil/events"
	"vigil/internal/apply"
	"vigil/internal/gateway"
	"vigil/internal/identity"
	"vigil/internal/journal"
	"vigil/internal/operation"
)

// A store can lose what it has acknowledged and look healthy: a flipped bit takes
// out a record, or half of them, and numbers are given again. So the hub looks by
// itself, at its start and every guardApart:
//
//  1. The journal's own account: it begins at 1, nothing is missing, and it reaches
//     as far as what was committed and what was signed for. Its last record is ours.
//  2. Its stream is configured as genesis says.
//  3. No feed and no view is shorter than it was, or than a desk has signed for.
//  4. A slice of the journal and of one feed is read again and compared (scrub.go).
//  5. There is room for what is to come (room.go).
//
// What contradicts stops the commands. A store that cannot be reached contradicts
// nothing: then the look is missing, which status says.
//
// The guard takes no turn, and the lock only to copy numbers.
const guardApart = 9 * time.Second // so that what a look finds is said within ten

// guard is what the stores are held against. All under Tracker.mu but what is
// marked; that only the guard's own loop touches.
type guard struct {
	config events.Digest // of the journal's stream, as genesis has it
	leaves []leaf        // of every record, the first first

	looked events.Time // when everything was last as it must be
	read   events.Time // all that stood in the journal then was read again since, and is right
	blind  string      // why the last look saw nothing; empty: it did
	first  string      // the first record that is wrong, once commands are stopped

	reach  map[string]uint64 // loop: how far each feed and view was seen to reach
	keys   map[string]uint64 // loop: how many keys each view was seen to hold
	last   uint64            // loop: the record that was last found to be ours at the end
	scrub  scrub             // loop
	growth growth
}

// Guarded is what the guard knows.
type Guarded struct {
	Looked  events.Time // when stores, configuration and last record were found as they must be
	Read    events.Time // all that stood in the journal at that time was read again since, and is right; zero: not yet
	Through uint64      // of a reading that is on its way: the records read again by now
	Blind   string      // why the last look saw nothing; empty: it did
	First   string      // after commands were stopped: the first record that is wrong, or that none is
}

// note remembers of an entry what the stores are held against later. Called with
// the lock.
func (t *Tracker) note(o apply.Outcome, body []byte) {
	t.guard.leaves = append(t.guard.leaves, leafOf(string(o.Entry.Operation), body))
	t.guard.growth.add(o.Entry.At, recordSize(o.Entry.Operation, body))
	if len(t.guard.leaves) == 1 {
		for _, e := range o.Entry.Events {
			if genesis, ok := e.(events.RegistryBegun); ok {
				t.guard.config = genesis.Stream.Hash
			}
		}
	}
}

// watch looks until ctx ends, or until commands are stopped: then it is known that
// something is wrong, and what it was first is what helps.
func (t *Tracker) watch(ctx context.Context) {
	for {
		if t.o.Report != nil {
			t.o.Report(t.Status())
		}
		select {
		case <-ctx.Done():
			return
		case <-t.o.After(guardApart):
		}
		if t.stopped() == nil {
			t.round(ctx)
		}
		if t.stopped() != nil {
			t.locate(ctx)
		}
	}
}

// round is one look at everything. What contradicts stops the commands.
func (t *Tracker) round(ctx context.Context) {
	err := t.look(ctx)
	if err == nil {
		err = t.readAgain(ctx)
	}
	if err == nil {
		err = t.readFeedsAgain(ctx)
	}
	switch {
	case ctx.Err() != nil:
	case errors.Is(err, journal.ErrDamaged), errors.Is(err, errOtherConfig):
		t.fail(err)
	case err != nil:
		t.blinded(err)
	default:
		t.mu.Lock()
		defer t.mu.Unlock()
		t.guard.looked, t.guard.blind = t.o.Now().UTC(), ""
	}
}

// locate finds the first record that is wrong, once it is known that something is:
// that takes as long as reading them all, and nobody waits for it.
func (t *Tracker) locate(ctx context.Context) {
	t.mu.RLock()
	known := t.guard.first != "" || t.since().IsZero()
	t.mu.RUnlock()
	if known {
		return
	}
	last, err := t.o.Journal.Read(ctx, 1, t.holds)
	text := fmt.Sprintf("the journal's records 1 to %d are as they were written", last)
	switch {
	case errors.Is(err, journal.ErrDamaged):
		text = fmt.Sprintf("%v; the %d before it are as they were written", err, last)
	case err != nil:
		return // it cannot be read now
	case last < t.Status().Entries:
		text += fmt.Sprintf("; record %d and what follows is missing", last+1)
	}
	t.o.Log.Error("what is wrong in the store", "first", text)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.guard.first = text
}

// blinded keeps why nothing was seen, and says it once.
func (t *Tracker) blinded(err error) {
	t.mu.Lock()
	again := t.guard.blind != ""
	t.guard.blind = err.Error()
	t.mu.Unlock()
	if !again {
		t.o.Log.Warn("the stores cannot be looked at", "error", err)
	}
}

var errOtherConfig = errors.New("the journal's stream was changed")

// look compares the stores' own accounts with what is known.
func (t *Tracker) look(ctx context.Context) error {
	signed, err := t.signedFor()
	if err != nil {
		return err
	}
	t.mu.RLock()
	committed, config := t.house.Seq(), t.guard.config
	t.mu.RUnlock()
	state, err := t.o.Journal.State(ctx) // asked last: it may be further than we knew, never less
	if err != nil {
		return told(err, "the journal does not say how it is")
	}
	if err := state.Sound(); err != nil {
		return err
	}
	if last := max(committed, signed); state.Last < last {
		return fmt.Errorf("%w: the journal ends at record %d, and %d were acknowledged: its tail is missing", journal.ErrDamaged, state.Last, last)
	}
	if committed > 0 && state.Config != "" && events.DigestOf([]byte(state.Config)) != config {
		return fmt.Errorf("%w: it is not configured as genesis says it must be, so records may be dropped", errOtherConfig)
	}
	if err := t.endsAsWritten(ctx, committed); err != nil {
		return err
	}
	bytes, err := t.lookAtViewers(ctx)
	if err != nil {
		return err
	}
	t.measure(state, bytes)
	return nil
}

// told makes a store that refuses to answer, or has lost its stream, a damage; one
// that cannot be reached may come back.
func told(err error, what string) error {
	if errors.Is(err, journal.ErrUnavailable) || errors.Is(err, journal.ErrDamaged) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fmt.Errorf("%w: %s: %w", journal.ErrDamaged, what, err)
}

// signedFor is how many entries this hub has signed for, in the file beside the
// store: another hub on the same journal may have signed for more than we know.
func (t *Tracker) signedFor() (uint64, error) {
	signed, err := t.o.Books.LastHead()
	if err != nil || signed == "" {
		return 0, err
	}
	head, err := identity.OpenHead(signed, t.o.Hub.Public())
	if err != nil {
		return 0, fmt.Errorf("%w: the tree head beside the store is not what this hub signed: %w", journal.ErrDamaged, err)
	}
	return head.Size, nil
}

// endsAsWritten loads the last record that was committed. One that was found
// right before is left to the slices, so that a journal at rest leaves the
// server's memory and is read from its disk.
func (t *Tracker) endsAsWritten(ctx context.Context, seq uint64) error {
	if seq == t.guard.last {
		return nil
	}
	list, err := t.o.Journal.Load(ctx, seq)
	if err != nil {
		return err
	}
	if err := t.holds(list[0]); err != nil {
		return err
	}
	t.guard.last = seq
	return nil
}

// lookAtViewers holds feeds and views against how far they were seen to reach, and
// gives the bytes of all feeds. One that the writer has yet to make is left out.
func (t *Tracker) lookAtViewers(ctx context.Context) (bytes uint64, err error) {
	t.mu.RLock()
	if t.guard.reach == nil {
		t.guard.reach, t.guard.keys = map[string]uint64{}, map[string]uint64{}
	}
	viewers := t.house.Viewers()
	least := map[string]uint64{}
	for v, d := range t.delivered {
		least[string(v)] = d.Counter
	}
	t.mu.RUnlock()
	for _, v := range viewers {
		feed, view := "the feed of "+string(v), "the view of "+string(v)
		state, err := t.o.Feeds.FeedState(ctx, string(v))
		if errors.Is(err, journal.ErrNoViewer) && t.guard.reach[feed] == 0 {
			continue
		}
		if err != nil {
			return bytes, told(err, feed+" does not say how it is")
		}
		if err := state.Sound(); err != nil {
			return bytes, fmt.Errorf("%s: %w", feed, err)
		}
		bytes += state.Bytes
		if err := t.reaches(feed, state.Last, least[string(v)]); err != nil {
			return bytes, err
		}
		if state, err = t.o.Views.ViewState(ctx, string(v)); err != nil {
			return bytes, told(err, view+" does not say how it is")
		}
		if err := t.reaches(view, state.Last, 0); err != nil {
			return bytes, err
		}
		if had := t.guard.keys[view]; state.Messages < had {
			return bytes, fmt.Errorf("%w: %s has %d documents and had %d", journal.ErrDamaged, view, state.Messages, had)
		}
		t.guard.keys[view] = state.Messages
	}
	return bytes, nil
}

func (t *Tracker) reaches(what string, last, least uint64) error {
	if least = max(least, t.guard.reach[what]); last < least {
		return fmt.Errorf("%w: %s ends at %d and reached %d: its end is missing", journal.ErrDamaged, what, last, least)
	}
	t.guard.reach[what] = last
	return nil
}

// halt is why commands are stopped, for the hub's operators: what is known, since
// when, and what next. Officers are told without it that the hub has stopped.
type halt struct {
	cause error
	found events.Time
	right events.Time // when everything was last found as it must be; zero: never since the start
}

func (h *halt) Error() string {
	since := "not looked at since the start"
	if !h.right.IsZero() {
		since = "all was right at " + h.right.String()
	}
	next := "keep the directory as it is, stop the hub, run vigil verify, then restore what it names (docs/how-to/when-the-hub-says-stop.md)"
	if errors.Is(h.cause, errOtherConfig) {
		next = "find out who changed it and set it back, run vigil verify, then start the hub again (docs/how-to/when-the-hub-says-stop.md)"
	}
	return fmt.Sprintf("%v (found %s, %s): %s", h.cause, h.found, since, next)
}

func (h *halt) Unwrap() []error { return []error{h.cause, gateway.ErrStopped} }

// halted makes a halt of what was found. Called with the lock.
func (t *Tracker) halted(err error) error {
	if errors.Is(err, errClosed) {
		return err
	}
	return &halt{err, t.o.Now().UTC(), t.guard.looked}
}

// since is when commands were stopped; zero: they are not, or the hub is closing.
// Called with the lock.
func (t *Tracker) since() events.Time {
	if h := (*halt)(nil); errors.As(t.broken, &h) {
		return h.found
	}
	return events.Time{}
}

// begin is the first look, after the journal was replayed and the feeds compared:
// a hub that cannot look does not start.
func (t *Tracker) begin(ctx context.Context) error {
	if err := t.look(ctx); err != nil {
		return fmt.Errorf("%w: keep the directory as it is and run vigil verify (docs/how-to/when-the-hub-says-stop.md)", err)
	}
	now := t.o.Now().UTC()
	if last := t.Last(); last.Sub(now) > operation.JumpFrom && t.house.Registry().Journal().Clock == events.WallClock {
		t.o.Log.Error("the machine's clock is behind the journal's last entry: one of the two was set wrongly; set the clock and start the hub again",
			"last entry", last.String(), "clock", now.String())
	}
	t.guard.looked = now
	return nil
}
