// Package apply is the one way an entry takes effect. The hub at start-up and
// live, the auditor, the offline reader and the tests all build everything that
// they know from a journal with House: the state that deciding needs, every
// viewer's feed, and every viewer's view.
//
// Stage works an entry out completely and keeps nothing; Commit keeps it. So the
// hub can stage an entry before it is stored, and an entry that any fold cannot
// take is never born.
//
// It is pure: entries come in, messages and documents go out.
package apply

import (
	"fmt"
	"maps"
	"slices"

	"vigil/events"
	"vigil/internal/operation"
	"vigil/projections"
	"vigil/projections/disclosure"
)

// House is everything that follows from a journal up to one entry. It is not
// safe for concurrent use.
type House struct {
	registry operation.Registry
	genesis  events.Digest
	seq      uint64
	files    map[events.OperationID]*file
	views    map[events.Viewer]*projections.View
	told     map[events.Viewer][]events.Digest // content digests by counter
	agenda   agenda
	numbers  numbers
}

// file is one operation, or the registry.
type file struct {
	operation operation.Operation
	fold      disclosure.Fold
	tail      Tail
	seqs      []uint64 // journal sequence of each n
	done      map[events.CommandID]Done
	told      map[events.Viewer]feed // of what was before its file was closed, the last only
	runs      events.Time            // when the next clock of its rules runs out; zero: none does
	next      events.Time            // when the next of all does, as it stands on the agenda
	place     int                    // on the agenda
}

// Tail is where an operation's entries end.
type Tail struct {
	N      uint64
	Seq    uint64 // journal sequence of the last entry
	Digest events.Digest
	At     events.Time
}

// Done is what is remembered of an accepted command, for ever.
type Done struct {
	Note    events.Digest
	At      events.Time
	N       uint64
	Viewer  events.Viewer
	Counter uint64
	Content events.Digest
}

// NewHouse is the house of an empty journal.
func NewHouse() *House {
	return &House{
		files: map[events.OperationID]*file{},
		views: map[events.Viewer]*projections.View{},
		told:  map[events.Viewer][]events.Digest{},

		numbers: numbers{},
	}
}

// Seq is the sequence of the last entry applied.
func (h *House) Seq() uint64 { return h.seq }

// Registry is the registry as it stands.
func (h *House) Registry() operation.Registry { return h.registry }

// Genesis is the digest of the journal's first entry, zero while there is none.
func (h *House) Genesis() events.Digest { return h.genesis }

// Operation is an operation as it stands, the zero one if there is none.
func (h *House) Operation(id events.OperationID) operation.Operation {
	if f := h.files[id]; f != nil {
		return f.operation
	}
	return operation.Operation{}
}

// Tail is where an operation's entries end, the zero Tail if it has none.
func (h *House) Tail(id events.OperationID) Tail {
	if f := h.files[id]; f != nil {
		return f.tail
	}
	return Tail{}
}

// Tails gives all of them.
func (h *House) Tails() map[events.OperationID]Tail {
	all := make(map[events.OperationID]Tail, len(h.files))
	for id, f := range h.files {
		all[id] = f.tail
	}
	return all
}

// Done finds an accepted command of an operation.
func (h *House) Done(operation events.OperationID, command events.CommandID) (Done, bool) {
	if f := h.files[operation]; f != nil {
		d, ok := f.done[command]
		return d, ok
	}
	return Done{}, false
}

// View is the view of one viewer, nil if there is no such viewer.
func (h *House) View(v events.Viewer) *projections.View { return h.views[v] }

// Viewers lists the viewers that have a feed, in alphabetical order.
func (h *House) Viewers() []events.Viewer { return slices.Sorted(maps.Keys(h.views)) }

// Seen tells whether a viewer's feed had that content as that message. Nothing
// seen is always true.
func (h *House) Seen(v events.Viewer, s events.Seen) bool {
	if s.Counter == 0 {
		return s.Digest == events.Digest{}
	}
	told := h.told[v]
	return s.Counter <= uint64(len(told)) && told[s.Counter-1] == s.Digest
}

// Sequence gives the journal sequence of entry n of an operation.
func (h *House) Sequence(id events.OperationID, n uint64) (uint64, bool) {
	f := h.files[id]
	if f == nil || n == 0 || n > uint64(len(f.seqs)) {
		return 0, false
	}
	return f.seqs[n-1], true
}

// Decide asks the rules what a command would cause now. What one operation cannot
// know, that another has the same number, is asked here.
func (h *House) Decide(c operation.Command, at events.Time) ([]events.Event, error) {
	if _, is := c.Fact.(events.DeconflictionFound); is && !h.isFound(c, at) {
		return nil, &operation.Refusal{Rule: operation.FiresWhenDue, Class: operation.Refused,
			Reason: "no other operation has this number, or that was said already, or of another moment"}
	}
	return operation.Decide(h.registry, h.Operation(c.Operation), c, at)
}

// Compose makes the entry that records a command, ready to be staged.
func (h *House) Compose(n events.Note, signed string, slots []events.Slot, enclosures []events.Enclosure, list []events.Event, at events.Time) events.Entry {
	tail := h.Tail(n.Operation)
	prev := tail.Digest
	if tail.N == 0 {
		prev = h.genesis
	}
	return events.Entry{
		Edition: events.Edition, Operation: n.Operation, N: tail.N + 1, Prev: prev, Registry: h.registry.N(), At: at,
		Note: signed, Slots: slots, Enclosures: enclosures, Events: list,
	}
}

// Outcome is what one entry leads to.
type Outcome struct {
	Entry events.Entry
	Note  events.Note
	Done  Done
	Told  []Telling // viewers in alphabetical order
	next  *staged
}

// Telling is what one viewer is told: the messages, and the document that they
// change.
type Telling struct {
	Viewer   events.Viewer
	Messages []disclosure.Cutting
	Change   projections.Change
}

// staged is what Commit keeps.
type staged struct {
	house     *House
	file      *file
	registry  operation.Registry
	operation operation.Operation
	fold      disclosure.Fold
	runs      events.Time
	digest    events.Digest
	fresh     []*projections.View
}

// Stage works out what an entry leads to. body is its bytes, load is asked only
// where an earlier entry must be shown to somebody new. An error means that the
// entry does not follow from the journal so far, or that a fold cannot take it;
// nothing has changed then.
func (h *House) Stage(e events.Entry, body []byte, n events.Note, load Loader) (Outcome, error) {
	return h.StageSource(disclosure.Source{Entry: e, Note: n}, body, load)
}

// StageSource is Stage of what Decode gives.
func (h *House) StageSource(source disclosure.Source, body []byte, load Loader) (Outcome, error) {
	e, n := &source.Entry, &source.Note
	if err := h.follows(e, n); err != nil {
		return Outcome{}, err
	}
	old := h.files[e.Operation]
	if old == nil {
		old = &file{done: map[events.CommandID]Done{}, told: map[events.Viewer]feed{}, place: nowhere}
	}
	if _, twice := old.done[n.Command]; twice {
		return Outcome{}, fmt.Errorf("entry %d of %s: command %s was recorded before", e.N, e.Operation, n.Command)
	}
	next := &staged{house: h, file: old, registry: h.registry, operation: old.operation}
	cause := operation.Cause{Command: n.Command, Operation: e.Operation, N: e.N, Author: n.Signer, Key: n.Key, Occurred: n.Occurred, At: e.At}
	for _, event := range e.Events {
		if e.Operation == events.Registry {
			next.registry = next.registry.Evolve(cause, event)
		} else {
			next.operation = operation.Evolve(next.operation, cause, event)
		}
	}
	source, err := source.Split()
	if err != nil {
		return Outcome{}, err
	}
	fold, showings, err := disclosure.Step(old.fold, source)
	if err != nil {
		return Outcome{}, err
	}
	next.fold = fold
	out := Outcome{Entry: *e, Note: *n, Done: Done{Note: events.DigestOf([]byte(e.Note)), At: e.At, N: e.N, Viewer: n.Signer}, next: next}
	earlier, err := loaded(showings, old.seqs, load)
	if err != nil {
		return Outcome{}, err
	}
	out.Told = make([]Telling, len(showings))
	for i, s := range showings {
		view := h.views[s.Viewer]
		if view == nil {
			view = projections.NewView(s.Viewer)
			next.fresh = append(next.fresh, view)
		}
		messages, err := disclosure.Cut(disclosure.Tip{Counter: view.Counter, Digest: view.Digest}, s, source,
			func(n uint64) (disclosure.Source, error) { return earlier[n], nil }, lastShown(view, e.Operation))
		if err != nil {
			return Outcome{}, err
		}
		told := make([]projections.Told, len(messages))
		for i, m := range messages {
			told[i] = projections.Told{Content: m.Content, Digest: m.Digest, Entry: m.Entry}
		}
		change, err := view.Prepare(told...)
		if err != nil {
			return Outcome{}, err
		}
		if last := &messages[len(messages)-1]; s.Viewer == n.Signer {
			out.Done.Counter, out.Done.Content = last.Content.Counter, last.Digest
		}
		out.Told[i] = Telling{s.Viewer, messages, change}
	}
	next.digest = events.DigestOf(body)
	if at, runs := next.operation.Next(); runs {
		next.runs = at.UTC()
	}
	return out, nil
}

// Commit keeps the outcome; seq is where the entry stands in the journal. No
// other entry may have been staged in between.
func (o Outcome) Commit(seq uint64) {
	next, id := o.next, o.Entry.Operation
	h, f := next.house, next.file
	closes := f.operation.Closed.IsZero() && !next.operation.Closed.IsZero()
	h.seq, h.registry = seq, next.registry
	if h.genesis == (events.Digest{}) {
		h.genesis = next.digest
	}
	h.files[id] = f
	before := f.operation.Identified()
	f.operation, f.fold, f.runs = next.operation, next.fold, next.runs
	f.tail = Tail{o.Entry.N, seq, next.digest, o.Entry.At}
	f.seqs = append(f.seqs, seq)
	f.done[o.Note.Command] = o.Done
	for _, other := range h.numbers.hold(id, before, f.operation.Identified()) {
		h.schedule(h.files[other])
	}
	h.schedule(f)
	for _, view := range next.fresh {
		h.views[view.Viewer] = view
	}
	for _, t := range o.Told {
		t.Change.Commit()
		for i := range t.Messages {
			h.told[t.Viewer] = append(h.told[t.Viewer], t.Messages[i].Digest)
		}
	}
	if id != events.Registry {
		f.tell(o.Told)
	}
	if closes {
		f.forget()
		for _, view := range h.views {
			view.Rest(id)
		}
	}
}

// follows checks that an entry is the next of its operation.
func (h *House) follows(e *events.Entry, n *events.Note) error {
	tail := h.Tail(e.Operation)
	prev := tail.Digest
	if tail.N == 0 {
		prev = h.genesis
	}
	wrong := func(why string, args ...any) error {
		return fmt.Errorf("entry %d of %s: "+why, append([]any{e.N, e.Operation}, args...)...)
	}
	switch {
	case h.genesis == (events.Digest{}) && (e.Operation != events.Registry || n.Act != "registry.begin"):
		return wrong("the journal does not begin with its genesis")
	case n.Operation != e.Operation:
		return wrong("its note is about %s", n.Operation)
	case e.N != tail.N+1:
		return wrong("entry %d is the next", tail.N+1)
	case e.Prev != prev:
		return wrong("it follows an entry with digest %s, the one before it has %s", e.Prev, prev)
	case e.Registry != h.registry.N():
		return wrong("it was decided at registry %d, the registry stands at %d", e.Registry, h.registry.N())
	case e.At.Before(tail.At):
		return wrong("its time %s is before the previous entry's %s", e.At, tail.At)
	}
	return nil
}
