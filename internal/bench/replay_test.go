package bench_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply"
	"vigil/internal/audit"
	"vigil/internal/identity"
	"vigil/internal/journal"
)

// BenchmarkReplay measures what a hub does with a journal when it starts: decode,
// check the chain, fold for rules, disclosure and every viewer, make the feeds,
// hash. ratio is against the bare delivery of the same entries by the same store;
// core-events/s is the same work on entries in memory, by one goroutine, for each
// second of processor time, the collector's included.
func BenchmarkReplay(b *testing.B) {
	h, s, total := travelled(b)
	bodies := h.Bodies()
	var ours, theirs, core []float64 // events/s, round by round
	for b.Loop() {
		began := time.Now()
		_, err := s.hub.Read(b.Context(), 1, func(journal.Record) error { return nil })
		require.NoError(b, err)
		rate(&theirs, total, began)

		began = time.Now()
		r := newReplay(h.load)
		_, err = s.hub.Read(b.Context(), 1, func(record journal.Record) error { return r.take(record.Seq, record.Body) })
		require.NoError(b, err)
		rate(&ours, total, began)
		require.Equal(b, h.Tree.Root(), r.tree.Root())

		before := spent()
		r = newReplay(h.load)
		for i, body := range bodies {
			require.NoError(b, r.take(uint64(i)+1, body))
		}
		perCore(&core, total, before)
	}
	report(b, "ratio", quotients(ours, theirs))
	b.ReportMetric(median(ours), "events/s")
	b.ReportMetric(median(core), "core-events/s")
	b.ReportMetric(median(theirs), "bare-events/s")
	b.ReportMetric(0, "ns/op") // of a round, which says nothing
}

// BenchmarkVerify measures a whole audit of the journal, signatures and second
// decisions included, by two workers; its ratio is against bare delivery too.
func BenchmarkVerify(b *testing.B) {
	h, s, total := travelled(b)
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

// travelled is a journal of some size, in memory and in a store, and how many
// events it holds.
func travelled(b *testing.B) (*stories, server, int) {
	const operations, entries = 64, 20_000
	h, s := travelling(b, operations), serve(b, false)
	for h.Tree.Size() < entries {
		for _, l := range h.lanes {
			for range 16 {
				h.Do(l.next())
			}
		}
	}
	h.store(b, s.hub)
	total := 0
	for _, body := range h.Bodies() {
		e, err := events.DecodeEntry(body)
		require.NoError(b, err)
		total += len(e.Events)
	}
	return h, s, total
}

// replay is a house and a tree over one journal.
type replay struct {
	house *apply.House
	tree  identity.Tree
	load  apply.Loader
}

func newReplay(load apply.Loader) *replay { return &replay{house: apply.NewHouse(), load: load} }

func (r *replay) take(seq uint64, body []byte) error {
	source, err := apply.Read(body)
	if err != nil {
		return err
	}
	outcome, err := r.house.Stage(source.Entry, body, source.Note, r.load)
	if err != nil {
		return err
	}
	outcome.Commit(seq)
	r.tree.Add(body)
	return nil
}
