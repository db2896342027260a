package journal_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/internal/journal"
	"vigil/internal/journal/journaltest"
)

func TestMemory(t *testing.T) {
	now := func() time.Time { return time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC) }
	journaltest.Run(t, func(*testing.T) journaltest.Stores {
		const limit = 4 << 20
		m := journal.NewMemory(now, limit)
		return journaltest.Stores{
			Journal: m, Feeds: m, Views: m, MaxBytes: limit,
			LoseRecord:  func(seq uint64) { m.Damage(seq, nil) },
			LoseMessage: func(viewer string, counter uint64) { m.DamageFeed(viewer, counter, nil) },
		}
	})
}

func TestMemoryReaders(t *testing.T) {
	m := journal.NewMemory(time.Now, 0)
	require.NoError(t, m.EnsureViewer(t.Context(), "at"))
	journaltest.RunReaders(t,
		journaltest.Stores{Journal: m, Feeds: m, Views: m},
		journaltest.Readers{Viewer: "at", Feeds: m, Views: m})
}
