package tracker

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"vigil/events"
	"vigil/internal/apply"
	"vigil/internal/journal"
)

// Keys of a view that are not documents. They stand outside all digests.
const (
	metaPrefix   = "meta."
	metaPosition = "meta.position" // the feed's counter
	metaAlive    = "meta.alive"    // hub time, on a fixed beat whatever happens
)

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
func (w *writer) run(ctx context.Context, fail func(error)) {
	made := map[events.Viewer]bool{}
	for {
		w.mu.Lock()
		batch := w.pending
		w.pending = nil
		changed := w.changed
		if len(batch) == 0 && !w.idle {
			w.idle = true
			w.signal()
			changed = w.changed
		}
		w.mu.Unlock()
		if len(batch) == 0 {
			select {
			case <-ctx.Done():
				return
			case <-changed:
			}
			continue
		}
		for _, telling := range batch {
			for {
				err := w.write(ctx, telling, made)
				if err == nil {
					break
				}
				if errors.Is(err, journal.ErrDamaged) {
					fail(fmt.Errorf("writing the feed of %s: %w", telling.Viewer, err))
					w.giveUp()
					return
				}
				w.o.Log.Warn("feed not written yet", "viewer", string(telling.Viewer), "error", err)
				select {
				case <-ctx.Done():
					w.giveUp()
					return
				case <-w.closing:
					w.giveUp()
					return
				case <-w.o.After(time.Second):
				}
			}
		}
	}
}

func (w *writer) giveUp() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
	w.signal()
}

func (w *writer) write(ctx context.Context, t apply.Telling, made map[events.Viewer]bool) error {
	viewer := string(t.Viewer)
	if !made[t.Viewer] {
		if err := w.o.Feeds.EnsureViewer(ctx, viewer); err != nil {
			return err
		}
		made[t.Viewer] = true
	}
	var counter uint64
	for _, m := range t.Messages {
		counter = m.Content.Counter
		if err := w.o.Feeds.AppendFeed(ctx, viewer, counter, m.Bytes); err != nil {
			return err
		}
	}
	document, err := t.Change.Document()
	if err != nil {
		return err
	}
	if err := w.o.Views.PutView(ctx, viewer, t.Change.Key, document); err != nil {
		return err
	}
	return w.o.Views.PutView(ctx, viewer, metaPosition, position(counter))
}
