package bench_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply"
	"vigil/internal/audit"
	"vigil/internal/identity"
	"vigil/internal/journal"
	"vigil/internal/operation"
)

// BenchmarkReplay measures two things that are done with a journal. deciding is what
// the rules need to take commands: decode each entry and its note, follow the chain of
// digests, fold, hash into the tree. whole is all that a hub does when it starts: every
// viewer's messages too, made and hashed, and every viewer's view.
//
// ratio is against the bare delivery of the same entries by the same store; both
// decode ahead on a second core, as a hub does. core-events/s is the same work on
// entries in memory, by one goroutine, for each second of processor time, the
// collector's included.
func BenchmarkReplay(b *testing.B) {
	h, s, total := travelled(b, 20_000)
	bodies := h.Bodies()
	for _, m := range []struct {
		name  string
		begin func() taker
	}{
		{"deciding", func() taker { return &deciding{operations: map[events.OperationID]*decided{}} }},
		{"whole", func() taker { return newReplay(h.load) }},
	} {
		b.Run(m.name, func(b *testing.B) {
			var ours, theirs, core []float64 // events/s, round by round
			for b.Loop() {
				began := time.Now()
				_, err := s.hub.Read(b.Context(), 1, func(journal.Record) error { return nil })
				require.NoError(b, err)
				rate(&theirs, total, began)

				began = time.Now()
				r := m.begin()
				_, err = journal.ReadAhead(b.Context(), s.hub, 1, 2, apply.Decode, func(record journal.Record, decoded apply.Decoded) error {
					return r.take(record.Seq, record.Body, decoded)
				})
				require.NoError(b, err)
				rate(&ours, total, began)
				require.Equal(b, h.Tree.Root(), r.root())

				before := spent()
				r = m.begin()
				for i, body := range bodies {
					require.NoError(b, r.take(uint64(i)+1, body, apply.Decode(body)))
				}
				perCore(&core, total, before)
			}
			report(b, "ratio", quotients(ours, theirs))
			report(b, "core-events/s", core)
			b.ReportMetric(median(ours), "events/s")
			b.ReportMetric(median(theirs), "bare-events/s")
			b.ReportMetric(0, "ns/op") // of a round, which says nothing
		})
	}
}

// BenchmarkVerify measures a whole audit of the journal, signatures and second
// decisions included, by two workers; its ratio is against bare delivery too.
func BenchmarkVerify(b *testing.B) {
	h, s, total := travelled(b, 20_000)
	var ours, theirs, core []float64 // events/s, round by round
	for b.Loop() {
		began := time.Now()
		_, err := s.hub.Read(b.Context(), 1, func(journal.Record) error { return nil })
		require.NoError(b, err)
		rate(&theirs, total, began)

		before := spent()
		began = time.Now()
		r, err := audit.Verify(b.Context(), audit.Options{Journal: s.hub, Head: h.Head(), Genesis: h.House.Genesis()})
		require.NoError(b, err)
		rate(&ours, total, began)
		perCore(&core, total, before)
		require.EqualValues(b, h.Tree.Size(), r.Entries)
		require.EqualValues(b, h.Tree.Size(), r.Signatures)
	}
	report(b, "ratio", quotients(ours, theirs))
	b.ReportMetric(median(ours), "events/s")
	b.ReportMetric(median(core), "core-events/s")
	b.ReportMetric(0, "ns/op") // of a round, which says nothing
}

// travelled is a journal of so many entries, in memory and in a store, and how many
// events it holds.
func travelled(b *testing.B, entries uint64) (*stories, server, int) {
	h, s := travels(b, entries), serve(b, false)
	h.store(b, s.hub)
	return h, s, h.events(b)
}

// travels is so many entries of 64 operations between HU and AT.
func travels(b *testing.B, entries uint64) *stories {
	h := travelling(b, 64)
	for h.Tree.Size() < entries {
		for _, l := range h.lanes {
			for range 16 {
				h.Do(l.next())
			}
		}
	}
	return h
}

func (s *stories) events(b *testing.B) (total int) {
	for _, body := range s.Bodies() {
		e, err := events.DecodeEntry(body)
		require.NoError(b, err)
		total += len(e.Events)
	}
	return total
}

// taker is somebody who replays a journal, entry by entry.
type taker interface {
	take(seq uint64, body []byte, decoded apply.Decoded) error
	root() events.Digest
}

// replay is a house and a tree over one journal.
type replay struct {
	house *apply.House
	tree  identity.Tree
	load  apply.Loader
}

func newReplay(load apply.Loader) *replay { return &replay{house: apply.NewHouse(), load: load} }

func (r *replay) take(seq uint64, body []byte, decoded apply.Decoded) error {
	if decoded.Err != nil {
		return decoded.Err
	}
	outcome, err := r.house.StageSource(decoded.Source, body, r.load)
	if err != nil {
		return err
	}
	outcome.Commit(seq)
	r.tree.Add(body)
	return nil
}

func (r *replay) root() events.Digest { return r.tree.Root() }

// deciding is what the rules know, and a tree.
type deciding struct {
	genesis    events.Digest
	registry   operation.Registry
	operations map[events.OperationID]*decided
	tree       identity.Tree
}

type decided struct {
	operation operation.Operation
	n         uint64
	digest    events.Digest
}

func (d *deciding) take(_ uint64, body []byte, decoded apply.Decoded) error {
	e, n := &decoded.Source.Entry, &decoded.Source.Note
	if decoded.Err != nil {
		return decoded.Err
	}
	o := d.operations[e.Operation]
	if o == nil {
		o = &decided{digest: d.genesis}
		d.operations[e.Operation] = o
	}
	if e.N != o.n+1 || e.Prev != o.digest {
		return fmt.Errorf("entry %d of %s does not follow", e.N, e.Operation)
	}
	cause := operation.Cause{Command: n.Command, Operation: e.Operation, N: e.N, Author: n.Signer, Key: n.Key, Occurred: n.Occurred, At: e.At}
	for _, event := range e.Events {
		if e.Operation == events.Registry {
			d.registry = d.registry.Evolve(cause, event)
		} else {
			o.operation = operation.Evolve(o.operation, cause, event)
		}
	}
	o.n, o.digest = e.N, events.DigestOf(body)
	if d.genesis == (events.Digest{}) {
		d.genesis = o.digest
	}
	d.tree.Add(body)
	return nil
}

func (d *deciding) root() events.Digest { return d.tree.Root() }
