package tracker

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"vigil/events"
	"vigil/internal/apply"
	"vigil/internal/enclosures"
	"vigil/internal/failpoint"
	"vigil/internal/identity"
	"vigil/internal/journal"
)

// replay builds the house from the journal, writes the feed messages that are
// missing, and mends the views.
func (t *Tracker) replay(ctx context.Context, state journal.State) error {
	stored := map[events.Viewer][]events.Digest{}
	head, err := t.lastHead(state)
	if err != nil {
		return err
	}
	last, err := journal.ReadAhead(ctx, t.o.Journal, 1, readers, apply.Decode, func(r journal.Record, decoded apply.Decoded) error {
		outcome, err := t.take(ctx, r, decoded)
		if err != nil {
			return err
		}
		failpoint.At("replay-entry")
		if t.tree.Size() == head.Size && t.tree.Root() != head.Root {
			return fmt.Errorf("%w: the first %d entries are not those that this hub signed for: run vigil verify", journal.ErrDamaged, head.Size)
		}
		if t.o.Progress != nil {
			t.o.Progress(r.Seq, state.Last)
		}
		return t.compare(ctx, outcome.Told, stored)
	})
	if err != nil {
		return err
	}
	if last != state.Last {
		return fmt.Errorf("%w: the journal was said to end at %d and ends at %d", journal.ErrDamaged, state.Last, last)
	}
	for v, digests := range stored {
		if have := uint64(len(digests)); have > t.house.View(v).Counter {
			return fmt.Errorf("%w: the feed of %s has %d messages, the journal gives %d: the journal's tail is missing, restore it from the audit copy",
				journal.ErrDamaged, v, have, t.house.View(v).Counter)
		}
	}
	swept, err := t.o.Enclosures.Sweep(ctx, func(ref enclosures.Ref) bool {
		_, stored := t.house.Done(ref.Operation, ref.Command)
		return stored
	})
	failpoint.At("replay-swept")
	if err != nil {
		t.o.Log.Error("an enclosure is damaged", "error", err)
	}
	if swept > 0 {
		t.o.Log.Info("enclosures without an entry were removed", "count", swept)
	}
	return t.mendViews(ctx)
}

// lastHead is what this hub signed for last: the journal must hold all of that. A
// journal that ends before it lost its tail, and the next head would hide it.
func (t *Tracker) lastHead(state journal.State) (identity.Head, error) {
	signed, err := t.o.Books.LastHead()
	if err != nil || signed == "" {
		return identity.Head{}, err
	}
	head, err := identity.OpenHead(signed, t.o.Hub.Public())
	if err != nil {
		return head, fmt.Errorf("%w: the tree head is not what this hub signed: run vigil verify: %w", journal.ErrDamaged, err)
	}
	if head.Size > state.Last {
		return head, fmt.Errorf("%w: the journal has %d entries, this hub signed for %d: its tail is missing, keep the directory and restore it from the audit copy",
			journal.ErrDamaged, state.Last, head.Size)
	}
	return head, nil
}

// readers is how many decode entries ahead of the fold.
const readers = 2

// take applies one stored record.
func (t *Tracker) take(ctx context.Context, r journal.Record, decoded apply.Decoded) (apply.Outcome, error) {
	source, err := decoded.Source, decoded.Err
	if err != nil {
		return apply.Outcome{}, fmt.Errorf("record %d: %w", r.Seq, err)
	}
	if string(source.Entry.Operation) != r.Subject {
		return apply.Outcome{}, fmt.Errorf("%w: record %d stands under %s and is about %s", journal.ErrDamaged, r.Seq, r.Subject, source.Entry.Operation)
	}
	outcome, err := t.house.StageSource(source, r.Body, t.load(ctx))
	if err != nil {
		return outcome, fmt.Errorf("record %d: %w", r.Seq, err)
	}
	t.keep(outcome, r.Body, r.Seq)
	return outcome, nil
}

// compare holds recomputed messages against the stored feed and appends what is
// missing at its end.
func (t *Tracker) compare(ctx context.Context, told []apply.Telling, stored map[events.Viewer][]events.Digest) error {
	for _, telling := range told {
		digests, known := stored[telling.Viewer]
		if !known {
			if err := t.o.Feeds.EnsureViewer(ctx, string(telling.Viewer)); err != nil {
				return err
			}
			if _, err := t.o.Feeds.ReadFeed(ctx, string(telling.Viewer), 1, func(_ uint64, m []byte) error {
				digests = append(digests, events.DigestOf(m))
				return nil
			}); err != nil {
				return err
			}
			stored[telling.Viewer] = digests
		}
		for _, m := range telling.Messages {
			counter := m.Content.Counter
			if counter > uint64(len(digests)) {
				failpoint.At("replay-feed-unwritten")
				if err := t.o.Feeds.AppendFeed(ctx, string(telling.Viewer), counter, m.Bytes); err != nil {
					return err
				}
				failpoint.At("replay-feed-written")
			} else if digests[counter-1] != events.DigestOf(m.Bytes) {
				return fmt.Errorf("%w: message %d in the feed of %s is not what the journal gives: run vigil verify", journal.ErrDamaged, counter, telling.Viewer)
			}
		}
	}
	return nil
}

// mendViews makes every stored view equal to the fold of its feed, key by key.
func (t *Tracker) mendViews(ctx context.Context) error {
	for _, v := range t.house.Viewers() {
		want, err := t.house.View(v).Documents()
		if err != nil {
			return err
		}
		have, err := t.o.Views.Views(ctx, string(v))
		if err != nil {
			return err
		}
		for key, document := range want {
			if !bytes.Equal(have[key], document) {
				if have[key] != nil {
					t.o.Log.Warn("a view differed from its feed and was mended", "viewer", string(v), "key", key)
				}
				failpoint.At("mend-document-unwritten")
				if err := t.o.Views.PutView(ctx, string(v), key, document); err != nil {
					return err
				}
				failpoint.At("mend-document-written")
			}
		}
		for key := range have {
			if want[key] == nil && !strings.HasPrefix(key, metaPrefix) {
				t.o.Log.Warn("a view held a document that its feed does not give; it was removed", "viewer", string(v), "key", key)
				if err := t.o.Views.DeleteView(ctx, string(v), key); err != nil {
					return err
				}
			}
		}
		if err := t.o.Views.PutView(ctx, string(v), metaPosition, position(t.house.View(v).Counter)); err != nil {
			return err
		}
		failpoint.At("mend-mark-written")
	}
	return nil
}

// mark says that the tree has grown past its last signed head.
func (t *Tracker) mark() {
	select {
	case t.dirty <- struct{}{}:
	default:
	}
}

// heads signs a tree head at most headWithin after an append.
func (t *Tracker) heads(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.dirty:
		}
		select {
		case <-ctx.Done():
			return
		case <-t.o.After(headWithin / 2):
		}
		if err := t.writeHead(); err != nil {
			t.o.Log.Error("writing the tree head", "error", err)
		}
	}
}

func (t *Tracker) treeHead() (head identity.Head, any bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.tree.Head(t.house.Registry().Journal().ID), t.tree.Size() > 0
}

func (t *Tracker) writeHead() error {
	head, any := t.treeHead()
	if !any {
		return nil
	}
	return t.o.Books.Head(head.Sign(t.o.Hub))
}
