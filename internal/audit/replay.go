package audit

import (
	"context"
	"errors"
	"fmt"

	"vigil/events"
	"vigil/internal/apply"
	"vigil/internal/journal"
	"vigil/projections"
	"vigil/projections/disclosure"
)

// Until says how far a replay goes. At most one of Seq, Time and Viewer with
// Counter is set; the zero Until is the whole journal.
type Until struct {
	Seq     uint64      // up to this entry
	Time    events.Time // before the first entry that was decided later
	Viewer  events.Viewer
	Counter uint64 // up to the entry by which Viewer had this message
}

// Stand is where a replay stopped.
type Stand struct {
	Seq     uint64        // the last entry applied; 0: none
	At      events.Time   // its hub time
	Digest  events.Digest // of its bytes
	Genesis events.Digest
}

var errThere = errors.New("replayed as far as was asked")

// Replay folds a journal up to a moment and gives what viewer saw then: all that
// was told to it, and nothing of what was recorded later, whenever that had
// happened. For events.Audit it is everything, with positions in the journal for
// counters.
//
// It follows the chain of digests and decides nothing again: whether the entries
// are genuine, Verify says. A break of the chain is an error, and so are a moment
// behind the journal's end (a sequence or a counter; a time is not) and a viewer
// that had no feed by then.
func Replay(ctx context.Context, j journal.Journal, until Until, viewer events.Viewer) (*projections.View, Stand, error) {
	return Retell(ctx, j, until, viewer, nil)
}

// Retell is Replay that hands over what viewer was told on the way, message by message,
// in the order of its feed. For events.Audit each entry is one message.
func Retell(ctx context.Context, j journal.Journal, until Until, viewer events.Viewer, told func(events.Content)) (*projections.View, Stand, error) {
	r := &replay{ctx: ctx, j: j, until: until, house: apply.NewHouse(), viewer: viewer, told: told}
	if viewer == events.Audit {
		r.auditor = projections.NewAuditor()
	}
	if err := r.run(); err != nil {
		return nil, r.stand, err
	}
	if r.auditor != nil {
		return r.auditor.View(), r.stand, nil
	}
	view, err := Past{r.house, r.stand}.View(viewer)
	return view, r.stand, err
}

// Past is what was known at a moment, to each who had a feed by then.
type Past struct {
	house *apply.House
	Stand Stand
}

// ReplayAll is Replay for whoever asks about several viewers at one moment: it reads
// the journal once.
func ReplayAll(ctx context.Context, j journal.Journal, until Until) (Past, error) {
	r := &replay{ctx: ctx, j: j, until: until, house: apply.NewHouse()}
	err := r.run()
	return Past{r.house, r.stand}, err
}

// View is what viewer saw then; an error if it had no feed.
func (p Past) View(viewer events.Viewer) (*projections.View, error) {
	view := p.house.View(viewer)
	if view == nil {
		return nil, fmt.Errorf("by entry %d nobody was told anything as %s: its country was not in the alliance yet", p.Stand.Seq, viewer)
	}
	return view, nil
}

func (r *replay) run() error {
	if err := r.until.check(); err != nil {
		return err
	}
	_, err := journal.ReadAhead(r.ctx, r.j, 1, readers, apply.Decode, r.take)
	switch {
	case errors.Is(err, errThere):
	case err != nil:
		return err
	case r.until.Seq > r.stand.Seq:
		return fmt.Errorf("the journal ends at entry %d; there is no entry %d", r.stand.Seq, r.until.Seq)
	case r.until.Counter > 0 && !r.reached():
		return fmt.Errorf("the feed of %s has no message %d at the journal's end, entry %d", r.until.Viewer, r.until.Counter, r.stand.Seq)
	}
	r.stand.Genesis = r.house.Genesis()
	return nil
}

func (u Until) check() error {
	set := 0
	for _, is := range []bool{u.Seq > 0, !u.Time.IsZero(), u.Viewer != "" || u.Counter > 0} {
		if is {
			set++
		}
	}
	if set > 1 || (u.Viewer == "") != (u.Counter == 0) {
		return errors.New("say until when in one way: an entry, a time, or a viewer with the number of a message")
	}
	return nil
}

type replay struct {
	ctx     context.Context
	j       journal.Journal
	until   Until
	house   *apply.House
	auditor *projections.Auditor
	viewer  events.Viewer
	told    func(events.Content) // may be nil
	stand   Stand
}

// readers is how many decode entries ahead of the fold.
const readers = 2

func (r *replay) take(stored journal.Record, decoded apply.Decoded) error {
	if r.reached() {
		return errThere
	}
	source, err := decoded.Source, decoded.Err
	if err != nil {
		return fmt.Errorf("entry %d: %w: run vigil verify", stored.Seq, err)
	}
	if !r.until.Time.IsZero() && source.Entry.At.After(r.until.Time) {
		return errThere
	}
	outcome, err := r.house.StageSource(source, stored.Body, r.load)
	if err != nil {
		return fmt.Errorf("entry %d: %w: run vigil verify", stored.Seq, err)
	}
	outcome.Commit(stored.Seq)
	digest := r.house.Tail(source.Entry.Operation).Digest
	if r.auditor != nil {
		shown, err := audited(r.auditor, stored.Seq, source, digest)
		if err != nil {
			return fmt.Errorf("entry %d: %w", stored.Seq, err)
		}
		if r.told != nil {
			r.told(events.Content{Viewer: events.Audit, Counter: stored.Seq, Entry: []events.Shown{shown}})
		}
	}
	for _, telling := range outcome.Told {
		if telling.Viewer == r.viewer && r.told != nil {
			for _, m := range telling.Messages {
				r.told(m.Content)
			}
		}
	}
	r.stand = Stand{Seq: stored.Seq, At: source.Entry.At, Digest: digest}
	return nil
}

// reached tells whether nothing more is to be applied.
func (r *replay) reached() bool {
	switch {
	case r.until.Seq > 0:
		return r.stand.Seq == r.until.Seq
	case r.until.Counter > 0:
		view := r.house.View(r.until.Viewer)
		return view != nil && view.Counter >= r.until.Counter
	}
	return false
}

func audited(a *projections.Auditor, seq uint64, source disclosure.Source, digest events.Digest) (events.Shown, error) {
	whole, err := disclosure.Whole(source.Entry, source.Note)
	if err != nil {
		return events.Shown{}, err
	}
	shown, err := disclosure.Show(source, whole)
	if err != nil {
		return shown, err
	}
	return shown, a.Apply(seq, shown, digest)
}

func (r *replay) load(seqs []uint64) ([]disclosure.Source, error) {
	return sources(r.j.Load(r.ctx, seqs...))
}
