package journal_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/internal/journal"
)

func filled(t *testing.T, records int) *journal.Memory {
	m := journal.NewMemory(func() time.Time { return time.Time{} }, 0)
	for i := range records {
		_, err := m.Append(context.Background(), fmt.Sprint("subject", i), fmt.Append(nil, "body ", i+1), 0)
		require.NoError(t, err)
	}
	return m
}

// TestReadAheadGivesWhatReadGives, in order, whatever becomes of it.
func TestReadAheadGivesWhatReadGives(t *testing.T) {
	full := errors.New("enough")
	for _, readers := range []int{1, 3} {
		for _, c := range []struct {
			records     int
			from, until uint64 // take fails behind until, if it is not 0
			last        uint64
		}{
			{0, 1, 0, 0}, {1, 0, 0, 1}, {64, 1, 0, 64}, {65, 1, 0, 65}, {1000, 1, 0, 1000}, {1000, 990, 0, 1000}, {1000, 1001, 0, 1000},
			{1000, 1, 1, 1}, {1000, 1, 64, 64}, {1000, 1, 65, 65}, {5000, 3, 4, 4}, {10, 10, 9, 9},
		} {
			t.Run(fmt.Sprint(readers, c), func(t *testing.T) {
				next := max(c.from, 1)
				last, err := journal.ReadAhead(t.Context(), filled(t, c.records), c.from, readers,
					func(body []byte) string { return "read " + string(body) },
					func(r journal.Record, read string) error {
						if c.until != 0 && r.Seq > c.until {
							return full
						}
						require.Equal(t, next, r.Seq)
						require.Equal(t, fmt.Sprint("read body ", r.Seq), read)
						next++
						return nil
					})
				require.Equal(t, c.last, last)
				if c.until != 0 {
					require.ErrorIs(t, err, full)
					return
				}
				require.NoError(t, err)
				require.Equal(t, max(uint64(c.records), next-1), next-1)
			})
		}
	}
}

// gappy is a journal that lacks a record.
type gappy struct {
	*journal.Memory
	lacks uint64
}

func (g gappy) Read(ctx context.Context, from uint64, f func(journal.Record) error) (uint64, error) {
	last := uint64(0)
	_, err := g.Memory.Read(ctx, from, func(r journal.Record) error {
		if r.Seq == g.lacks {
			return &journal.GapError{Where: "journal", Want: g.lacks}
		}
		last = r.Seq
		return f(r)
	})
	return last, err
}

// TestReadAheadTakesAllBeforeAGap: what could be read is taken before its end is told.
func TestReadAheadTakesAllBeforeAGap(t *testing.T) {
	taken := uint64(0)
	last, err := journal.ReadAhead(t.Context(), gappy{filled(t, 300), 200}, 1, 2,
		func([]byte) bool { return true },
		func(r journal.Record, _ bool) error { taken = r.Seq; return nil })
	gap := new(journal.GapError)
	require.ErrorAs(t, err, &gap)
	require.EqualValues(t, 199, last)
	require.EqualValues(t, 199, taken)
}
