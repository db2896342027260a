// Package tracker is the hub's loop: it takes signed commands, asks the rules,
// appends one entry for each that is accepted, and keeps the folds, feeds and
// views current.
//
// There is one writer. Commands are checked side by side as far as no state is
// needed (form, signature, commitments); deciding and appending go one at a
// time. A receipt is given when the entry is durable; the feeds and views follow
// at once, in order, by another goroutine.
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
	"vigil/internal/gateway"
	"vigil/internal/identity"
	"vigil/internal/journal"
	"vigil/internal/operation"
	"vigil/projections/disclosure"
)

// Options is everything a tracker is made from. All fields are needed but the
// last three.
type Options struct {
	Journal    journal.Journal
	Feeds      journal.Feeds
	Views      journal.Views
	Enclosures enclosures.Store
	Hub        identity.Key // signs receipts and tree heads
	Now        func() events.Time
	After      func(time.Duration) <-chan time.Time // for beats and tree heads
	Books      Books

	Log      *slog.Logger
	Progress func(done, total uint64) // replay at start
	Refused  func(rule string)        // counts refusals
}

// Books are the hub's own files beside the store.
type Books interface {
	// Head keeps the signed tree head, durably, in place of the last.
	Head(signed string) error
	// Refused adds a line to the register of refused commands.
	Refused(line []byte) error
	// Delivered adds a signed delivery receipt.
	Delivered(receipt string) error
}

const (
	headWithin = 250 * time.Millisecond // from an append to a tree head that covers it
	beat       = 5 * time.Second        // of meta.alive in every view
	attempts   = 5                      // to decide again after a conflict
)

// Tracker is one hub on one journal. It is safe for concurrent use.
type Tracker struct {
	o       Options
	durable journal.Durability

	turn sync.Mutex // held while deciding and appending; never by a reader
	tree identity.Tree

	mu        sync.RWMutex // guards house between commits
	house     *apply.House
	delivered map[events.Viewer]identity.Delivery
	broken    error // why commands are stopped

	out    *writer
	dirty  chan struct{}
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
		o: o, durable: state.Durability, house: apply.NewHouse(),
		delivered: map[events.Viewer]identity.Delivery{}, dirty: make(chan struct{}, 1),
	}
	run, stop := context.WithCancel(context.WithoutCancel(ctx))
	t.stop = stop
	t.out = newWriter(o)
	if err := t.replay(ctx, state); err != nil {
		stop()
		return nil, err
	}
	t.worker.Go(func() { t.out.run(run, t.fail) })
	t.worker.Go(func() { t.heads(run) })
	t.worker.Go(func() { t.beats(run) })
	t.mark()
	return t, nil
}

// Close writes out what is pending and a last tree head. Commands fail from then
// on.
func (t *Tracker) Close() error {
	t.turn.Lock()
	defer t.turn.Unlock()
	t.fail(errClosed)
	t.out.close()
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
	answer, err := t.decide(ctx, opened, r)
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
		err = t.o.Books.Refused(line)
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

// decide takes its turn, asks the rules, and appends.
func (t *Tracker) decide(ctx context.Context, c identity.Opened, r events.Request) (gateway.Answer, error) {
	t.turn.Lock()
	defer t.turn.Unlock()
	for range attempts {
		if why := t.stopped(); why != nil {
			return gateway.Answer{}, fmt.Errorf("%w: %w", journal.ErrUnavailable, why)
		}
		if done, ok := t.house.Done(c.Note.Operation, c.Note.Command); ok {
			if done.Note != c.Digest {
				return gateway.Answer{}, &operation.Refusal{
					Rule: "one-id-one-command", Class: operation.NotAllowed,
					Reason: "this command id was used before, with other bytes",
					Hint:   "take a new id for a new command",
				}
			}
			return gateway.Answer{Receipt: t.receipt(c.Note, done)}, nil
		}
		if !t.house.Seen(c.Note.Signer, c.Seen) {
			return gateway.Answer{}, &operation.Refusal{
				Rule: "seen-is-the-signers-own-feed", Class: operation.Invalid,
				Reason: fmt.Sprintf("the note says that %s had read message %d, but that is not its feed", c.Note.Signer, c.Seen.Counter),
				Hint:   "read the desk again and sign anew",
			}
		}
		outcome, body, err := t.stage(ctx, c, r)
		if err != nil {
			return gateway.Answer{}, err
		}
		if r.DryRun != "" {
			return dryRun(outcome, c.Note.Signer), nil
		}
		if err := t.enclose(ctx, c.Note, r.Enclosures); err != nil {
			return gateway.Answer{}, err
		}
		seq, err := t.o.Journal.Append(ctx, string(c.Note.Operation), body, t.house.Tail(c.Note.Operation).Seq)
		switch {
		case err == nil:
			t.commit(outcome, body, seq)
			return gateway.Answer{Receipt: t.receipt(c.Note, outcome.Done)}, nil
		case errors.Is(err, journal.ErrConflict), errors.Is(err, journal.ErrUnknownOutcome):
			// Read what is there: perhaps it is this very command.
			if caught := t.catchUp(ctx); caught != nil {
				return gateway.Answer{}, errors.Join(err, caught)
			}
			if _, ok := t.house.Done(c.Note.Operation, c.Note.Command); !ok && errors.Is(err, journal.ErrUnknownOutcome) {
				return gateway.Answer{}, err
			}
		case errors.Is(err, journal.ErrDamaged):
			t.fail(err)
			return gateway.Answer{}, err
		default:
			return gateway.Answer{}, err
		}
	}
	return gateway.Answer{}, &operation.Refusal{
		Rule: "changed-since-you-looked", Class: operation.Conflict,
		Reason: "the operation kept changing while this was decided",
		Hint:   "read it again and repeat the command with the same id",
	}
}

// stage asks the rules and works out everything that would follow.
func (t *Tracker) stage(ctx context.Context, c identity.Opened, r events.Request) (apply.Outcome, []byte, error) {
	at := t.o.Now().UTC()
	if last := t.house.Tail(c.Note.Operation).At; at.Before(last) {
		at = last
	}
	list, err := t.house.Decide(apply.CommandOf(c.Note, c.Fact, c.Enclosures), at)
	if err != nil {
		return apply.Outcome{}, nil, err
	}
	entry := t.house.Compose(c.Note, r.Note, r.Slots, c.Enclosures, list, at)
	body, err := events.EncodeEntry(entry)
	if err != nil {
		return apply.Outcome{}, nil, &operation.Refusal{Rule: "fits-into-one-entry", Class: operation.Invalid, Reason: err.Error(), Hint: "split the command"}
	}
	outcome, err := t.house.Stage(entry, body, c.Note, t.load(ctx))
	return outcome, body, err
}

// load reads earlier entries for a briefing.
func (t *Tracker) load(ctx context.Context) apply.Loader {
	return func(seqs []uint64) ([]disclosure.Source, error) {
		records, err := t.o.Journal.Load(ctx, seqs...)
		if err != nil {
			return nil, err
		}
		sources := make([]disclosure.Source, len(records))
		for i, r := range records {
			if sources[i], err = apply.Read(r.Body); err != nil {
				return nil, err
			}
		}
		return sources, nil
	}
}

func (t *Tracker) commit(o apply.Outcome, body []byte, seq uint64) {
	t.mu.Lock()
	o.Commit(seq)
	t.mu.Unlock()
	t.tree.Add(body)
	t.out.add(o.Told)
	t.mark()
}

// dryRun shows what would be recorded as the signer may see it.
func dryRun(o apply.Outcome, v events.Viewer) gateway.Answer {
	for _, told := range o.Told {
		if entry := told.Messages[len(told.Messages)-1].Content.Entry; told.Viewer == v && len(entry) == 1 {
			return gateway.Answer{Shown: &entry[0]}
		}
	}
	return gateway.Answer{}
}

// receipt is a function of the journal alone.
func (t *Tracker) receipt(n events.Note, d apply.Done) string {
	return identity.Receipt{
		Journal: n.Journal, Operation: n.Operation, Command: n.Command, Note: d.Note, At: d.At,
		Viewer: d.Viewer, Counter: d.Counter, Content: d.Content, Durability: events.Code(t.durable),
	}.Sign(t.o.Hub)
}

// enclose stores the enclosures before the entry that commits to them. If the
// entry is not stored after all they wait for the same note to come again, or
// for the sweep at the next start.
func (t *Tracker) enclose(ctx context.Context, n events.Note, list []events.OpenEnclosure) error {
	for _, e := range list {
		if err := t.o.Enclosures.Put(ctx, refOf(n, e.Name), e); err != nil {
			return fmt.Errorf("enclosure %s: %w", e.Name, err)
		}
	}
	return nil
}

func refOf(n events.Note, slot string) enclosures.Ref {
	return enclosures.Ref{Operation: n.Operation, Command: n.Command, Slot: slot}
}

// fail stops commands and says why, once.
func (t *Tracker) fail(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.broken == nil {
		t.broken = err
		if !errors.Is(err, errClosed) {
			t.o.Log.Error("commands are stopped", "why", err)
		}
	}
}

// stopped says why no commands are taken, nil if they are.
func (t *Tracker) stopped() error {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.broken
}
