package audit_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply/applytest"
	"vigil/internal/audit"
)

// played is a journal of the registry and some operations, without feeds.
func played(b *testing.B, operations int) (*applytest.History, uint64) {
	b.Helper()
	h := applytest.Begin(b, 1, "HU", "AT", "NL").JournalOnly()
	for range operations {
		h.Relay("RELAY")
	}
	var count uint64
	for _, body := range h.Bodies() {
		e, err := events.DecodeEntry(body)
		require.NoError(b, err)
		count += uint64(len(e.Events))
	}
	return h, count
}

func BenchmarkVerify(b *testing.B) {
	h, count := played(b, 100)
	o := audit.Options{Journal: h.Store, Head: h.Head()}
	entries := float64(h.House.Seq())
	b.ReportAllocs()
	for b.Loop() {
		r, err := audit.Verify(context.Background(), o)
		require.NoError(b, err)
		require.Empty(b, r.Findings)
	}
	b.ReportMetric(entries*float64(b.N)/b.Elapsed().Seconds(), "entries/s")
	b.ReportMetric(float64(count)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkReplay decodes, folds and hashes: into every view, for a desk's, and
// for the auditor's besides.
func BenchmarkReplay(b *testing.B) {
	h, count := played(b, 100)
	for _, viewer := range []events.Viewer{"at", events.Audit} {
		b.Run(string(viewer), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, stand, err := audit.Replay(context.Background(), h.Store, audit.Until{}, viewer)
				require.NoError(b, err)
				require.Equal(b, h.House.Seq(), stand.Seq)
			}
			b.ReportMetric(float64(count)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}
