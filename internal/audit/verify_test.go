package audit_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply/applytest"
	"vigil/internal/audit"
	"vigil/internal/journal"
)

// scene is a real history and what an auditor is given of it.
type scene struct {
	*applytest.History
	options audit.Options
}

// relayed is the registry of three countries and one operation played to its
// end, with the hub's last head.
func relayed(t testing.TB) (scene, events.OperationID) {
	t.Helper()
	h, id := applytest.Relay(t, 1)
	return scene{h, audit.Options{Journal: h.Store, Feeds: h.Store, Views: h.Store, Head: h.Head(), Genesis: h.House.Genesis()}}, id
}

func (s scene) verify(t testing.TB) audit.Report {
	t.Helper()
	r, err := audit.Verify(context.Background(), s.options)
	require.NoError(t, err)
	return r
}

// the finds exactly one finding of a kind.
func the(t testing.TB, r audit.Report, kind audit.Kind) audit.Finding {
	t.Helper()
	var found []audit.Finding
	for _, f := range r.Findings {
		require.NotEmpty(t, f.Text)
		require.NotEmpty(t, f.Holds)
		require.NotEmpty(t, f.Next)
		require.NotEmpty(t, f.Repeat)
		if f.What == kind {
			found = append(found, f)
		}
	}
	require.Len(t, found, 1, "of %s among %v", kind, kinds(r))
	return found[0]
}

func kinds(r audit.Report) []audit.Kind {
	var list []audit.Kind
	for _, f := range r.Findings {
		list = append(list, f.What)
	}
	return list
}

// changed stores the journal anew with other bodies. A change keeps its subject.
func (s scene) changed(t testing.TB, bodies [][]byte) scene {
	t.Helper()
	store := journal.NewMemory(func() time.Time { return applytest.Clock(t, "12:00").Std() }, 0).Describe(applytest.Config)
	last := map[string]uint64{}
	for _, body := range bodies {
		e, err := events.DecodeEntry(body)
		require.NoError(t, err)
		subject := string(e.Operation)
		last[subject], err = store.Append(context.Background(), subject, body, last[subject])
		require.NoError(t, err)
	}
	s.options.Journal = store
	return s
}

func decoded(t testing.TB, body []byte) events.Entry {
	t.Helper()
	e, err := events.DecodeEntry(body)
	require.NoError(t, err)
	return e
}

func encoded(t testing.TB, e events.Entry) []byte {
	t.Helper()
	body, err := events.EncodeEntry(e)
	require.NoError(t, err)
	return body
}

func TestAHonestJournalHolds(t *testing.T) {
	s, _ := relayed(t)
	s.Relay("SECOND")
	s.options.Head = s.Head()
	var progress []uint64
	s.options.Progress = func(done, total uint64) {
		progress = append(progress, done)
		require.Equal(t, uint64(len(s.Bodies())), total)
	}
	r := s.verify(t)
	require.Empty(t, r.Findings)
	require.False(t, r.Failed())
	entries := uint64(len(s.Bodies()))
	require.Len(t, progress, int(entries))
	require.Equal(t, entries, r.Entries)
	require.Equal(t, entries, r.Signatures)
	require.Equal(t, entries, r.HeadSize)
	require.Zero(t, r.Uncovered())
	require.Zero(t, r.Unjudged)
	require.Equal(t, uint64(2), r.Operations)
	require.Equal(t, uint64(3*len(applytest.Roles)), r.Officers)
	require.Equal(t, uint64(6), r.Feeds)
	require.Equal(t, s.House.Genesis(), r.Genesis)
	require.Equal(t, journal.InMemory, r.Durability)
	messages, documents := uint64(0), 0
	for _, v := range s.House.Viewers() {
		messages += s.House.View(v).Counter
		docs, err := s.House.View(v).Documents()
		require.NoError(t, err)
		documents += len(docs)
	}
	require.Equal(t, messages, r.Messages)
	require.Equal(t, uint64(documents), r.Views)
}

func TestAnEmptyJournalHoldsNothing(t *testing.T) {
	r, err := audit.Verify(context.Background(), audit.Options{
		Journal: journal.NewMemory(time.Time{}.UTC, 0), HeadMissing: "the hub never ran"})
	require.NoError(t, err)
	require.False(t, r.Failed())
	require.Contains(t, the(t, r, audit.NoHead).Text, "the hub never ran")
}

func TestWhatStandsBehindTheHeadIsSaid(t *testing.T) {
	s, _ := relayed(t)
	covered := uint64(len(s.Bodies()))
	s.Relay("SECOND")
	r := s.verify(t)
	require.Empty(t, r.Findings)
	require.Equal(t, covered, r.HeadSize)
	require.Equal(t, uint64(len(s.Bodies()))-covered, r.Uncovered())
}

func TestACheckThatCannotEndIsAnErrorAndNoReport(t *testing.T) {
	s, _ := relayed(t)
	ctx, cancel := context.WithCancel(context.Background())
	s.options.Progress = func(done, _ uint64) {
		if done == 30 {
			cancel()
		}
	}
	_, err := audit.Verify(ctx, s.options)
	require.ErrorIs(t, err, context.Canceled)
}

// Every byte of an entry is bound by something: its form, its signature, its
// commitments, the rules, the next entry's digest, or the tree head.
func TestEachFlippedByteIsFound(t *testing.T) {
	s, _ := relayed(t)
	s.options.Feeds, s.options.Views = nil, nil
	bodies := s.Bodies()
	n := len(bodies)
	const stride = 89 // with 3 it takes minutes, and holds as well
	dice := rand.New(rand.NewPCG(1, 2))
	for _, seq := range []int{1, 4, n - 21, n - 10, n - 1, n} {
		body := bodies[seq-1]
		for at := dice.IntN(stride); at < len(body); at += stride {
			flipped := append([]byte(nil), body...)
			flipped[at] ^= 1 << dice.IntN(8)
			s.Store.Damage(uint64(seq), flipped)
			r := s.verify(t)
			require.True(t, r.Failed(), "entry %d, byte %d: %q became %q", seq, at, body[at], flipped[at])
			f := r.Findings[0]
			require.True(t, f.Seq == 0 || f.Seq >= uint64(seq), "entry %d: %v", seq, f)
			require.NotContains(t, f.Holds, fmt.Sprintf("–%d hold", n), "entry %d, byte %d: %v", seq, at, f)
		}
		s.Store.Damage(uint64(seq), body)
	}
	require.False(t, s.verify(t).Failed())
}

func TestWithoutAHeadTheLastEntriesAreLessBound(t *testing.T) {
	s, _ := relayed(t)
	s.options.Feeds, s.options.Views, s.options.Head = nil, nil, ""
	_ = openedBy(t, s)
	end := uint64(len(s.Bodies()))
	last := decoded(t, s.Bodies()[end-1])
	last.At = last.At.Add(time.Millisecond)
	s.Store.Damage(end, encoded(t, last))
	require.False(t, s.verify(t).Failed(), "which the package comment admits")

	s.options.Head = s.Head()
	r := s.verify(t)
	require.True(t, r.Failed())
	require.Contains(t, the(t, r, audit.OtherRoot).Text, "the last of its operation")
	require.Contains(t, the(t, r, audit.OtherRoot).Holds, "each by itself")

	s.options.Head, s.options.Feeds = "", s.Store
	require.Contains(t, kinds(s.verify(t)), audit.FeedDiffers, "the countries were told another time")
}
