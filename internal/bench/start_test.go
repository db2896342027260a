package bench_test

import (
	"flag"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/internal/journal"
)

var startEvents = flag.Int("events", 4_000, "about how many events the journal of BenchmarkStart holds")

// BenchmarkStart measures a hub's start on a journal of which feeds and views are
// written already: it replays the journal, holds every stored message against what
// comes out, and every view. ratio is against the bare delivery of the journal by the
// same store; of-allowed against 15 s for a million events.
//
// Its journal is made first, which for a million events takes far longer: make
// bench-start.
func BenchmarkStart(b *testing.B) {
	h, s := travels(b, uint64(*startEvents)*2/3), serve(b, true, "hu", "at") // an entry holds one event and a half
	h.store(b, s.hub)
	total := h.events(b)
	require.NoError(b, startHub(b, s.hub, h).Close()) // writes feeds and views
	var ours, theirs, core, seconds, allowed []float64
	for b.Loop() {
		began := time.Now()
		_, err := s.hub.Read(b.Context(), 1, func(journal.Record) error { return nil })
		require.NoError(b, err)
		rate(&theirs, total, began)

		before := spent()
		began = time.Now()
		t := startHub(b, s.hub, h)
		rate(&ours, total, began)
		took := time.Since(began).Seconds()
		perCore(&core, total, before)
		seconds, allowed = append(seconds, took), append(allowed, took/(15*float64(total)/1e6))
		require.Equal(b, h.Tree.Size(), t.Status().Entries)
		require.NoError(b, t.Close())
	}
	report(b, "ratio", quotients(ours, theirs))
	report(b, "of-allowed", allowed)
	b.ReportMetric(median(seconds), "s")
	b.ReportMetric(median(ours), "events/s")
	b.ReportMetric(median(core), "core-events/s")
	b.ReportMetric(float64(total), "events")
	b.ReportMetric(0, "ns/op") // of a round, which says nothing
}
