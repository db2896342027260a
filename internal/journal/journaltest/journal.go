package journaltest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/internal/journal"
)

var journalTests = []test{
	{"an empty journal has nothing to read and is sound", emptyJournal},
	{"sequences are dense over all subjects", denseSequences},
	{"an append after another record than the last is a conflict", staleAfter},
	{"of two racing writers exactly one wins", racingWriters},
	{"writers of different subjects never conflict", differentSubjects},
	{"equal bodies are stored each time", equalBodies},
	{"bodies come back byte for byte", bodiesUnchanged},
	{"subjects that are no single token are refused", badSubjects},
	{"read begins where it is asked to", readFromTheMiddle},
	{"read ends at what was stored when it was called", readIsBounded},
	{"read ends with the error of its reader", readEndsWithError},
	{"load answers in the order asked", loadInOrder},
	{"a full journal refuses and stores nothing", fullJournal},
	{"a lost record is a gap", lostRecord},
	{"a lost last record is a gap", lostLastRecord},
	{"every call ends with its context", journalContext},
}

func emptyJournal(t *testing.T, s Stores) {
	ctx := deadline(t)
	last, err := s.Journal.Read(ctx, 1, unexpected)
	require.NoError(t, err)
	require.Zero(t, last)

	state, err := s.Journal.State(ctx)
	require.NoError(t, err)
	require.NoError(t, state.Sound())
	require.Zero(t, state.Last)
	require.Zero(t, state.Messages)
	require.Equal(t, s.MaxBytes, state.MaxBytes)
	require.NotEmpty(t, state.Durability)
	require.NotEmpty(t, state.Config)

	records, err := s.Journal.Load(ctx)
	require.NoError(t, err)
	require.Empty(t, records)
	_, err = s.Journal.Load(ctx, 1)
	requireGap(t, err, journal.GapError{Where: "journal", Want: 1})
}

func denseSequences(t *testing.T, s Stores) {
	ctx := deadline(t)
	before, err := s.Journal.State(ctx)
	require.NoError(t, err)
	heads := map[string]uint64{}
	for n := range uint64(60) {
		subject := fmt.Sprintf("OPERATION%d", n%7)
		seq, err := s.Journal.Append(ctx, subject, body(n+1), heads[subject])
		require.NoError(t, err)
		require.Equal(t, n+1, seq)
		heads[subject] = seq
	}

	state, err := s.Journal.State(ctx)
	require.NoError(t, err)
	require.NoError(t, state.Sound())
	require.EqualValues(t, 60, state.Last)
	require.EqualValues(t, 60, state.Messages)
	require.Greater(t, state.Bytes, before.Bytes)
	require.Equal(t, before.Config, state.Config)

	records := readAll(t, s, 1)
	require.Len(t, records, 60)
	for i, r := range records {
		n := uint64(i)
		require.Equal(t, n+1, r.Seq)
		require.Equal(t, fmt.Sprintf("OPERATION%d", n%7), r.Subject)
		require.Equal(t, string(body(n+1)), string(r.Body))
		require.False(t, r.Stored.IsZero())
	}
}

func staleAfter(t *testing.T, s Stores) {
	ctx := deadline(t)
	fill(t, s, "A", 3)
	for _, after := range []uint64{0, 1, 2, 4, 1 << 40} {
		_, err := s.Journal.Append(ctx, "A", body(9), after)
		require.ErrorIs(t, err, journal.ErrConflict, "after %d", after)
	}
	_, err := s.Journal.Append(ctx, "B", body(9), 3)
	require.ErrorIs(t, err, journal.ErrConflict, "the last record of another subject")
	require.Len(t, readAll(t, s, 1), 3, "a conflict stores nothing")

	seq, err := s.Journal.Append(ctx, "A", body(9), 3)
	require.NoError(t, err)
	require.EqualValues(t, 4, seq)
}

func racingWriters(t *testing.T, s Stores) {
	ctx := deadline(t)
	const rounds, writers = 100, 2
	var after uint64
	for round := range uint64(rounds) {
		seqs, errs := [writers]uint64{}, [writers]error{}
		var start, done sync.WaitGroup
		start.Add(1)
		for w := range writers {
			done.Go(func() {
				start.Wait()
				seqs[w], errs[w] = s.Journal.Append(ctx, "A", body(round*writers+uint64(w)), after)
			})
		}
		start.Done()
		done.Wait()

		winner := 0
		if errs[0] != nil {
			winner = 1
		}
		require.NoError(t, errs[winner])
		require.ErrorIs(t, errs[1-winner], journal.ErrConflict)
		require.Equal(t, round+1, seqs[winner])
		after = seqs[winner]
	}
	require.Len(t, readAll(t, s, 1), rounds)
}

func differentSubjects(t *testing.T, s Stores) {
	ctx := deadline(t)
	const writers, each = 8, 25
	errs := make(chan error, writers)
	for w := range writers {
		go func() {
			var after uint64
			for n := range uint64(each) {
				seq, err := s.Journal.Append(ctx, fmt.Sprintf("OPERATION%d", w), body(n), after)
				if err != nil {
					errs <- err
					return
				}
				after = seq
			}
			errs <- nil
		}()
	}
	for range writers {
		require.NoError(t, receive(t, ctx, errs))
	}
	next := map[string]uint64{}
	for _, r := range readAll(t, s, 1) {
		require.Equal(t, string(body(next[r.Subject])), string(r.Body), "the order within %s", r.Subject)
		next[r.Subject]++
	}
	require.Len(t, next, writers)
}

func equalBodies(t *testing.T, s Stores) {
	ctx := deadline(t)
	var after uint64
	for n := range uint64(3) {
		seq, err := s.Journal.Append(ctx, "A", body(1), after)
		require.NoError(t, err)
		require.Equal(t, n+1, seq)
		after = seq
	}
	_, err := s.Journal.Append(ctx, "B", body(2), 7)
	require.ErrorIs(t, err, journal.ErrConflict)
	seq, err := s.Journal.Append(ctx, "B", body(2), 0)
	require.NoError(t, err, "the same body again after a conflict")
	require.EqualValues(t, 4, seq)
	require.Len(t, readAll(t, s, 1), 4)
}

func bodiesUnchanged(t *testing.T, s Stores) {
	ctx := deadline(t)
	bodies := [][]byte{large(256), large(256 << 10), []byte("\r\n\x00\r\n"), []byte(`{"ö":"é"}` + "\n")}
	var after uint64
	for _, b := range bodies {
		given := append([]byte(nil), b...)
		seq, err := s.Journal.Append(ctx, "A", given, after)
		require.NoError(t, err)
		clear(given) // the caller's buffer is the caller's again
		after = seq
	}
	records := readAll(t, s, 1)
	require.Len(t, records, len(bodies))
	loaded, err := s.Journal.Load(ctx, 1, 2, 3, 4)
	require.NoError(t, err)
	for i, b := range bodies {
		require.True(t, string(b) == string(records[i].Body), "body %d as read", i)
		require.True(t, string(b) == string(loaded[i].Body), "body %d as loaded", i)
	}
}

func badSubjects(t *testing.T, s Stores) {
	ctx := deadline(t)
	for _, subject := range []string{"", "*", ">", "A.B", "A.", ".A", "A B", "A\r\n", "Ä"} {
		_, err := s.Journal.Append(ctx, subject, body(1), 0)
		require.Error(t, err, "subject %q", subject)
	}
	require.Empty(t, readAll(t, s, 1))
}

func readFromTheMiddle(t *testing.T, s Stores) {
	ctx := deadline(t)
	fill(t, s, "A", 10)
	for from := uint64(0); from <= 10; from++ {
		records := readAll(t, s, from)
		first := max(from, 1)
		require.Len(t, records, int(10-first+1))
		require.Equal(t, first, records[0].Seq)
	}
	last, err := s.Journal.Read(ctx, 11, unexpected)
	require.NoError(t, err)
	require.EqualValues(t, 10, last, "nothing new, and the last is known")
	last, err = s.Journal.Read(ctx, 1000, unexpected)
	require.NoError(t, err)
	require.EqualValues(t, 10, last)
}

func readIsBounded(t *testing.T, s Stores) {
	ctx := deadline(t)
	after := fill(t, s, "A", 5)
	var read int
	last, err := s.Journal.Read(ctx, 1, func(r journal.Record) error {
		read++
		seq, err := s.Journal.Append(ctx, "A", r.Body, after)
		after = seq
		return err
	})
	require.NoError(t, err)
	require.EqualValues(t, 5, last)
	require.Equal(t, 5, read)
	require.Len(t, readAll(t, s, 1), 10)
}

func readEndsWithError(t *testing.T, s Stores) {
	ctx := deadline(t)
	fill(t, s, "A", 5)
	enough := errors.New("enough")
	var read int
	last, err := s.Journal.Read(ctx, 2, func(r journal.Record) error {
		read++
		if r.Seq == 4 {
			return enough
		}
		return nil
	})
	require.ErrorIs(t, err, enough)
	require.EqualValues(t, 3, last)
	require.Equal(t, 3, read)
}

func loadInOrder(t *testing.T, s Stores) {
	ctx := deadline(t)
	fill(t, s, "A", 8)
	want := []uint64{7, 2, 8, 1, 2}
	records, err := s.Journal.Load(ctx, want...)
	require.NoError(t, err)
	require.Len(t, records, len(want))
	read := readAll(t, s, 1)
	for i, seq := range want {
		require.Equal(t, seq, records[i].Seq)
		require.Equal(t, "A", records[i].Subject)
		require.Equal(t, string(body(seq)), string(records[i].Body))
		require.True(t, read[seq-1].Stored.Equal(records[i].Stored), "one time for one record")
	}
	_, err = s.Journal.Load(ctx, 3, 9)
	requireGap(t, err, journal.GapError{Where: "journal", Want: 9})
}

func fullJournal(t *testing.T, s Stores) {
	ctx := deadline(t)
	var after uint64
	var err error
	for seq := uint64(0); err == nil; after = max(after, seq) {
		require.LessOrEqual(t, after, s.MaxBytes>>16, "the journal took more than its limit")
		seq, err = s.Journal.Append(ctx, "A", large(64<<10), after)
	}
	require.ErrorIs(t, err, journal.ErrFull)
	require.NotZero(t, after)

	state, err := s.Journal.State(ctx)
	require.NoError(t, err)
	require.NoError(t, state.Sound())
	require.Equal(t, after, state.Last)
	require.LessOrEqual(t, state.Bytes, s.MaxBytes)
	require.Len(t, readAll(t, s, 1), int(after))

	_, err = s.Journal.Append(ctx, "A", large(64<<10), after-1)
	require.Error(t, err)
	require.NotErrorIs(t, err, journal.ErrUnknownOutcome, "full and stale: refused for one of the two")
}

func lostRecord(t *testing.T, s Stores) {
	ctx := deadline(t)
	fill(t, s, "A", 6)
	s.LoseRecord(3)

	var read []uint64
	last, err := s.Journal.Read(ctx, 1, func(r journal.Record) error {
		read = append(read, r.Seq)
		return nil
	})
	requireGap(t, err, journal.GapError{Where: "journal", Want: 3, Got: 4})
	require.EqualValues(t, 2, last)
	require.Equal(t, []uint64{1, 2}, read)

	_, err = s.Journal.Read(ctx, 3, unexpected)
	requireGap(t, err, journal.GapError{Where: "journal", Want: 3, Got: 4})
	_, err = s.Journal.Load(ctx, 2, 3)
	requireGap(t, err, journal.GapError{Where: "journal", Want: 3})

	state, err := s.Journal.State(ctx)
	require.NoError(t, err)
	require.ErrorIs(t, state.Sound(), journal.ErrDamaged)
}

func lostLastRecord(t *testing.T, s Stores) {
	ctx := deadline(t)
	fill(t, s, "A", 3)
	s.LoseRecord(3)
	for _, from := range []uint64{1, 3} {
		last, err := s.Journal.Read(ctx, from, func(journal.Record) error { return nil })
		requireGap(t, err, journal.GapError{Where: "journal", Want: 3})
		require.EqualValues(t, 2, last)
	}
}

func journalContext(t *testing.T, s Stores) {
	fill(t, s, "A", 20)
	ctx, cancel := context.WithCancel(deadline(t))
	var read int
	last, err := s.Journal.Read(ctx, 1, func(journal.Record) error {
		if read++; read == 3 {
			cancel()
		}
		return nil
	})
	require.ErrorIs(t, err, context.Canceled)
	require.EqualValues(t, 3, last)
	require.Equal(t, 3, read)

	_, err = s.Journal.Append(ctx, "A", body(1), 20)
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, err, journal.ErrUnavailable, "nothing was asked of the store")
	_, err = s.Journal.Load(ctx, 1)
	require.ErrorIs(t, err, context.Canceled)
	_, err = s.Journal.State(ctx)
	require.ErrorIs(t, err, context.Canceled)
	require.Len(t, readAll(t, s, 1), 20)
}

// fill appends n bodies to subject of an empty journal and returns the last
// sequence.
func fill(t *testing.T, s Stores, subject string, n uint64) (last uint64) {
	t.Helper()
	ctx := deadline(t)
	for range n {
		seq, err := s.Journal.Append(ctx, subject, body(last+1), last)
		require.NoError(t, err)
		last = seq
	}
	return last
}

func readAll(t *testing.T, s Stores, from uint64) (records []journal.Record) {
	t.Helper()
	last, err := s.Journal.Read(deadline(t), from, func(r journal.Record) error {
		r.Body = append([]byte(nil), r.Body...)
		records = append(records, r)
		return nil
	})
	require.NoError(t, err)
	if n := len(records); n > 0 {
		require.Equal(t, records[n-1].Seq, last)
	}
	return records
}

func unexpected(r journal.Record) error {
	return fmt.Errorf("record %d was not to be read", r.Seq)
}

func requireGap(t *testing.T, err error, want journal.GapError) {
	t.Helper()
	var gap *journal.GapError
	require.ErrorAs(t, err, &gap)
	require.Equal(t, want, *gap)
	require.ErrorIs(t, err, journal.ErrDamaged)
}
