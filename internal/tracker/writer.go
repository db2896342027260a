package tracker

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync"
	"time"

	"vigil/events"
	"vigil/internal/apply"
	"vigil/internal/failpoint"
	"vigil/internal/journal"
	"vigil/projections"
)

// Keys of a view that are not documents. They stand outside all digests.
const (
	metaPrefix   = "meta."
	metaPosition = "meta.position" // the feed's counter
	metaAlive    = "meta.alive"    // hub time, on a fixed beat whatever happens
)

// viewsApart is how long a view may lie behind its feed.
const viewsApart = 50 * time.Millisecond

func position(counter uint64) []byte { return strconv.AppendUint(nil, counter, 10) }

// writer puts messages and documents where the countries read them, in order,
// behind the commands. What it has not written at a crash is written at the next
// start.
type writer struct {
	o Options

	mu      sync.Mutex
	pending []apply.Telling
	changed chan struct{} // closed and renewed whenever something changes
	idle    bool
	closed  bool // nothing more will be written

	closing chan struct{} // closed when there is no time left to try again
}

func newWriter(o Options) *writer {
	return &writer{o: o, changed: make(chan struct{}), idle: true, closing: make(chan struct{})}
}

func (w *writer) signal() {
	close(w.changed)
	w.changed = make(chan struct{})
}

func (w *writer) add(told []apply.Telling) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pending = append(w.pending, told...)
	w.idle = false
	w.signal()
}

// close returns when all is written, when a store fails, or at late.
func (w *writer) close(late <-chan time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.closed {
		close(w.closing)
	}
	for !w.idle && !w.closed {
		changed := w.changed
		w.mu.Unlock()
		select {
		case <-changed:
			w.mu.Lock()
		case <-late:
			w.mu.Lock()
			w.closed = true
		}
	}
	w.closed = true
	w.signal()
}

// settle returns when all that was added is written, or writing has ended.
func (w *writer) settle(ctx context.Context) error {
	for {
		w.mu.Lock()
		done, changed := w.idle || w.closed, w.changed
		w.mu.Unlock()
		if done {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		}
	}
}

// run writes until ctx ends. A store that cannot be reached is tried again; one
// that contradicts itself stops the commands.
//
// Feeds are written at once. Documents grow with their operations, so those that
// change again and again are written viewsApart, each as it is by then.
func (w *writer) run(ctx context.Context, fail func(error)) {
	made := map[events.Viewer]bool{}
	stale := map[events.Viewer]*overdue{}
	var apart <-chan time.Time // nil: documents may be written
	for {
		w.mu.Lock()
		batch := w.pending
		w.pending = nil
		changed := w.changed
		if len(batch) == 0 && len(stale) == 0 && !w.idle {
			w.idle = true
			w.signal()
			changed = w.changed
		}
		w.mu.Unlock()
		for _, telling := range batch {
			if !w.until(ctx, fail, telling.Viewer, func() error { return w.tell(ctx, telling, made) }) {
				return
			}
			o := stale[telling.Viewer]
			if o == nil {
				o = &overdue{documents: map[string]projections.Change{}}
				stale[telling.Viewer] = o
			}
			o.documents[telling.Change.Key] = telling.Change
			o.counter = telling.Messages[len(telling.Messages)-1].Content.Counter
		}
		if len(stale) > 0 && apart == nil {
			for _, v := range slices.Sorted(maps.Keys(stale)) {
				if !w.until(ctx, fail, v, func() error { return w.show(ctx, v, stale[v]) }) {
					return
				}
			}
			clear(stale)
			apart = w.o.After(viewsApart)
			continue
		}
		if len(batch) > 0 {
			continue
		}
		closing := w.closing
		if len(stale) == 0 {
			closing = nil
		}
		select {
		case <-ctx.Done():
			return
		case <-changed:
		case <-apart:
			apart = nil
		case <-closing:
			apart = nil
		}
	}
}

// overdue is what a viewer's view lacks.
type overdue struct {
	documents map[string]projections.Change
	counter   uint64
}

// until repeats what a store could not do. It says whether to go on.
func (w *writer) until(ctx context.Context, fail func(error), v events.Viewer, do func() error) bool {
	for {
		err := do()
		if err == nil {
			return true
		}
		if errors.Is(err, journal.ErrDamaged) {
			fail(fmt.Errorf("writing the feed of %s: %w", v, err))
			w.giveUp()
			return false
		}
		w.o.Log.Warn("feed not written yet", "viewer", string(v), "error", err)
		select {
		case <-ctx.Done():
			w.giveUp()
			return false
		case <-w.closing:
			w.giveUp()
			return false
		case <-w.o.After(time.Second):
		}
	}
}

func (w *writer) giveUp() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
	w.signal()
}

// tell appends a telling's messages to its viewer's feed.
func (w *writer) tell(ctx context.Context, t apply.Telling, made map[events.Viewer]bool) error {
	viewer := string(t.Viewer)
	if !made[t.Viewer] {
		if err := w.o.Feeds.EnsureViewer(ctx, viewer); err != nil {
			return err
		}
		made[t.Viewer] = true
	}
	for _, m := range t.Messages {
		failpoint.At("feed-unwritten")
		if err := w.o.Feeds.AppendFeed(ctx, viewer, m.Content.Counter, m.Bytes); err != nil {
			return err
		}
		failpoint.At("feed-written")
	}
	return nil
}

// show writes a viewer's documents, and last how far they go.
func (w *writer) show(ctx context.Context, v events.Viewer, o *overdue) error {
	for _, key := range slices.Sorted(maps.Keys(o.documents)) {
		document, err := o.documents[key].Document()
		if err != nil {
			return err
		}
		failpoint.At("document-unwritten")
		if err := w.o.Views.PutView(ctx, string(v), key, document); err != nil {
			return err
		}
		failpoint.At("document-written")
		delete(o.documents, key)
	}
	failpoint.At("mark-unwritten")
	err := w.o.Views.PutView(ctx, string(v), metaPosition, position(o.counter))
	failpoint.At("mark-written")
	return err
}
