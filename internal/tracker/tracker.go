// Package tracker is the hub's loop: it takes signed commands, asks the rules,
// appends one entry for each that is accepted, and keeps the folds, feeds and
// views current.
//
// There is one writer. Commands are checked side by side as far as no state is
// needed (form, signature, commitments); deciding and appending go one at a
// time. A receipt is given when the entry is durable; the feeds and views follow
// at once, in order, by another goroutine.
//
// What runs out by itself the tracker says by itself: nothing is decided in an
// operation while something that was due is unsaid. Two trackers on one journal
// say it once.
//
// Not promised: that a feed or view is on disk when the receipt is given (they
// can always be recomputed), or that two trackers on one journal keep their
// feeds current (a later edition of this package will).
package tracker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"vigil/events"
	"vigil/internal/apply"
	"vigil/internal/enclosures"
	"vigil/internal/failpoint"
	"vigil/internal/gateway"
	"vigil/internal/identity"
	"vigil/internal/journal"
	"vigil/internal/operation"
)

// Options is everything a tracker is made from. All fields are needed but those
// from Clock on.
type Options struct {
	Journal    journal.Journal
	Feeds      journal.Feeds
	Views      journal.Views
	Enclosures enclosures.Store
	Hub        identity.Key // signs receipts and tree heads
	Now        func() events.Time
	After      func(time.Duration) <-chan time.Time // for beats, tree heads and clocks
	Books      Books

	Clock     identity.Key         // signs what clocks say; the zero Key: they say nothing
	Monotonic func() time.Duration // steps evenly, whatever Now is set to; nil: Now is trusted

	Log      *slog.Logger
	Progress func(done, total uint64) // replay at start
	Refused  func(rule string)        // counts refusals

	Disk   func() (free uint64, err error) // of the disk that the stores are on; nil: not known
	Report func(Status)                    // what the hub says of itself, at the start and after each look of its guard
}

// Books are the hub's own files beside the store.
type Books interface {
	// Head keeps the signed tree head, durably, in place of the last.
	Head(signed string) error
	// LastHead gives the one that was kept last, "" if there was none.
	LastHead() (signed string, err error)
	// Refused adds a line to the register of refused commands.
	Refused(line []byte) error
	// Delivered adds a signed delivery receipt.
	Delivered(receipt string) error
}

const (
	headWithin = 250 * time.Millisecond // from an append to a tree head that covers it
	beat       = 5 * time.Second        // of meta.alive in every view
	attempts   = 5                      // to decide again after a conflict

	closeWithin = 5 * time.Second // that each store may hold up Close
)

// Tracker is one hub on one journal. It is safe for concurrent use.
type Tracker struct {
	o       Options
	durable journal.Durability

	turn  chan struct{} // full while somebody decides and appends; never taken by a reader
	doubt *sent         // in turn: an append of which nobody knows whether it was stored

	mu        sync.RWMutex // guards what follows between commits
	house     *apply.House
	tree      identity.Tree
	room      room
	delivered map[events.Viewer]identity.Delivery
	broken    error // why commands are stopped
	guard     guard
	jump      *events.JumpTerms // why no clock fires; nil: they do

	began  pace
	ring   chan struct{} // wakes the loop of the clocks
	out    *writer
	dirty  chan struct{}
	life   context.Context // ends with the tracker, not with whoever asked
	stop   context.CancelFunc
	worker sync.WaitGroup
}

// Open replays the journal, checks the stored feeds against it, mends the views,
// and takes commands from then on. A feed that differs from what the journal
// gives is journal.ErrDamaged: the difference is named and nothing is written.
func Open(ctx context.Context, o Options) (*Tracker, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	state, err := o.Journal.State(ctx)
	if err != nil {
		return nil, err
	}
	if err := state.Sound(); err != nil {
		return nil, fmt.Errorf("%w: run vigil verify, and restore from the audit copy", err)
	}
	t := &Tracker{
		o: o, durable: state.Durability, turn: make(chan struct{}, 1), house: apply.NewHouse(),
		room: room{used: state.Bytes, limit: state.MaxBytes}, delivered: map[events.Viewer]identity.Delivery{}, dirty: make(chan struct{}, 1),
		ring: make(chan struct{}, 1),
	}
	t.life, t.stop = context.WithCancel(context.WithoutCancel(ctx))
	t.out = newWriter(o)
	if err := t.replay(ctx, state); err != nil {
		t.stop()
		return nil, err
	}
	if want := t.house.Registry().Keys().Clock; want != "" && !o.Clock.IsZero() && o.Clock.Public() != want {
		t.stop()
		return nil, fmt.Errorf("this is clock key %s, and the journal's is %s: look for the one that was made with it", o.Clock.ID(), want.ID())
	}
	t.began = pace{o.Now(), t.monotonic()}
	if err := t.begin(ctx); err != nil {
		t.stop()
		return nil, err
	}
	t.worker.Go(func() { t.out.run(t.life, t.fail) })
	t.worker.Go(func() { t.heads(t.life) })
	t.worker.Go(func() { t.beats(t.life) })
	t.worker.Go(func() { t.watch(t.life) })
	t.tick(ctx) // what ran out while no hub ran, before anything is decided
	t.worker.Go(func() { t.clocks(t.life) })
	t.mark()
	return t, nil
}

// Close lets the command that is being stored end, writes out what is pending
// and a last tree head. Commands fail from the beginning of Close on. A store
// that hangs holds it up for a few seconds, not for ever: what is then unwritten
// is written at the next start.
func (t *Tracker) Close() error {
	t.fail(errClosed)
	failpoint.At("stop-begun")
	select {
	case t.turn <- struct{}{}:
	case <-t.o.After(closeWithin):
		t.stop() // the append that hangs ends without an outcome
		t.turn <- struct{}{}
	}
	defer t.leave()
	t.out.close(t.o.After(closeWithin))
	failpoint.At("stop-written")
	t.stop()
	t.worker.Wait()
	return t.writeHead()
}

var errClosed = errors.New("the hub is stopping")

// Do decides a request and, unless it is a dry run, records it. The answer to a
// request that was accepted before is the first receipt, byte for byte. account
// is the connection's, for the register of refused commands only: what a command
// may do depends on its signature.
func (t *Tracker) Do(ctx context.Context, account events.Account, r events.Request) (gateway.Answer, error) {
	opened, err := identity.OpenRequest(r, t.journalID(), t.keys(r))
	if err != nil {
		return gateway.Answer{}, t.refuse(account, r, refusalOf(err))
	}
	answer, done, err := t.decide(ctx, opened, r)
	if err == nil && done.N > 0 {
		answer.Receipt = t.receipt(opened.Note, done)
		failpoint.At("receipt-unsent")
	}
	var refusal *operation.Refusal
	if errors.As(err, &refusal) && r.DryRun == "" {
		return answer, t.refuse(account, r, refusal)
	}
	return answer, err
}

func (t *Tracker) journalID() events.JournalID {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.house.Registry().Journal().ID
}

// keys looks public keys up in the registry as it stands. Genesis is signed by
// the root key that it names itself.
func (t *Tracker) keys(r events.Request) identity.Keys {
	t.mu.RLock()
	registry := t.house.Registry()
	t.mu.RUnlock()
	if registry.N() > 0 {
		return registry.Public
	}
	return func(id events.KeyID) (events.PublicKey, bool) {
		n, _, err := events.ParseNote(r.Note)
		if err != nil || n.Act != "registry.begin" {
			return "", false
		}
		fact, _, err := events.Proposal(n, r.Slots, identity.Shut(r.Enclosures))
		if genesis, ok := fact.(events.RegistryBegun); ok && err == nil && genesis.Keys.Root.ID() == id {
			return genesis.Keys.Root, true
		}
		return "", false
	}
}

// refuse keeps a line about a refused command and gives the refusal back.
func (t *Tracker) refuse(account events.Account, r events.Request, refusal *operation.Refusal) error {
	line, err := identity.RefusedNote(t.o.Now().UTC(), account, r.Note, events.Code(refusal.Rule)).Line()
	if err == nil {
		failpoint.At("refusal-unwritten")
		err = t.o.Books.Refused(line)
		failpoint.At("refusal-written")
	}
	if err != nil {
		t.o.Log.Error("register of refused commands", "error", err)
	}
	if t.o.Refused != nil {
		t.o.Refused(string(refusal.Rule))
	}
	return refusal
}

// refusalOf turns an identity fault into what a person is told.
func refusalOf(err error) *operation.Refusal {
	var fault *identity.Fault
	if !errors.As(err, &fault) {
		return &operation.Refusal{Rule: "bad-form", Class: operation.Invalid, Reason: err.Error()}
	}
	class := operation.NotAllowed
	if fault.Rule == identity.RuleBadForm {
		class = operation.Invalid
	}
	return &operation.Refusal{Rule: operation.Rule(fault.Rule), Class: class, Reason: fault.Reason, Hint: fault.Hint}
}

// fail stops commands and says why, once.
func (t *Tracker) fail(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.broken == nil {
		t.broken = t.halted(err)
		if !errors.Is(err, errClosed) {
			t.o.Log.Error("commands are stopped", "why", t.broken)
		}
	}
}

// stopped says why no commands are taken, nil if they are.
func (t *Tracker) stopped() error {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.broken
}
