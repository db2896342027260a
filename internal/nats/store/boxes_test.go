package store_test

import (
	"context"
	"io/fs"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"vigil/internal/enclosures"
	"vigil/internal/enclosures/enclosurestest"
	"vigil/internal/nats/store"
)

const boxStream, boxPrefix = "ENCLOSURES", "cd.enclosure."

// boxes gives the same boxes to another hub at each call.
func (s *testServer) boxes(t testing.TB) *store.Boxes {
	b, err := store.NewBoxes(s.connect(t), boxStream, boxPrefix)
	require.NoError(t, err)
	return b
}

func (s *testServer) makeBoxes(t testing.TB) {
	s.create(t, jetstream.StreamConfig{Name: boxStream, Subjects: []string{boxPrefix + ">"}, Discard: jetstream.DiscardNew, DenyPurge: true})
}

// later is a clock by which everything is old enough to be swept.
func later() time.Time { return time.Now().Add(2 * enclosures.Orphaned) }

func (s *testServer) enclosures(t testing.TB, now func() time.Time) *enclosures.Shared {
	kept, err := enclosures.OpenShared(t.Context(), s.boxes(t), rand.NewChaCha8([32]byte{byte(time.Now().Nanosecond())}), now)
	require.NoError(t, err)
	return kept
}

func TestEnclosuresInAStream(t *testing.T) {
	enclosurestest.Conform(t, func(t *testing.T) enclosures.Store {
		s := start(t)
		s.makeBoxes(t)
		return s.enclosures(t, later)
	})
}

// Two hubs have one store: what one puts, loads, erases the other finds so.
func TestEnclosuresOfTwoHubs(t *testing.T) {
	ctx, s := t.Context(), start(t)
	s.makeBoxes(t)
	one, two := s.enclosures(t, later), s.enclosures(t, later)
	ref, e := enclosurestest.Ref(1), enclosurestest.Enclosure("Maria Huber")
	require.NoError(t, one.Put(ctx, ref, e))
	got, err := two.Load(ctx, ref, enclosurestest.Commitment(e))
	require.NoError(t, err)
	require.Equal(t, e, got)
	require.NoError(t, two.Put(ctx, ref, e), "under another key it is the same")
	require.ErrorIs(t, two.Put(ctx, ref, enclosurestest.Enclosure("another")), enclosures.ErrDifferent)
	require.NoError(t, two.Erase(ctx, ref))
	_, err = one.Load(ctx, ref, enclosurestest.Commitment(e))
	require.ErrorIs(t, err, enclosures.ErrErased)
	require.ErrorIs(t, one.Put(ctx, ref, e), enclosures.ErrErased)
}

// Another hub may be about to append the entry that commits to what is young.
func TestWhatIsYoungIsNoOrphan(t *testing.T) {
	ctx, s := t.Context(), start(t)
	s.makeBoxes(t)
	var ahead atomic.Int64
	kept := s.enclosures(t, func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) })
	e := enclosurestest.Enclosure("x")
	require.NoError(t, kept.Put(ctx, enclosurestest.Ref(1), e))
	removed, err := kept.Sweep(ctx, func(enclosures.Ref) bool { return false })
	require.NoError(t, err)
	require.Zero(t, removed)
	ahead.Store(int64(enclosures.Orphaned + time.Minute))
	removed, err = kept.Sweep(ctx, func(enclosures.Ref) bool { return false })
	require.NoError(t, err)
	require.Equal(t, 1, removed)
}

// A crash between the mark and the box leaves nothing that a start does not finish.
func TestErasingIsFinishedAtTheNextStart(t *testing.T) {
	ctx, s := t.Context(), start(t)
	s.makeBoxes(t)
	kept, b := s.enclosures(t, later), s.boxes(t)
	ref, e := enclosurestest.Ref(1), enclosurestest.Enclosure("Maria Huber")
	require.NoError(t, kept.Put(ctx, ref, e))
	require.NoError(t, b.Mark(ctx, ref.Name()))
	_, err := kept.Load(ctx, ref, enclosurestest.Commitment(e))
	require.ErrorIs(t, err, enclosures.ErrErased, "it is erased from the mark on")
	_, err = b.Load(ctx, ref.Name())
	require.NoError(t, err)
	kept = s.enclosures(t, later)
	_, err = b.Load(ctx, ref.Name())
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.NoError(t, kept.Erase(ctx, ref))
}

// A box that was changed, or stands under another's name, is damage.
func TestABoxThatWasChanged(t *testing.T) {
	ctx, s := t.Context(), start(t)
	s.makeBoxes(t)
	kept, b := s.enclosures(t, later), s.boxes(t)
	e := enclosurestest.Enclosure("Maria Huber")
	require.NoError(t, kept.Put(ctx, enclosurestest.Ref(1), e))
	box, err := b.Load(ctx, enclosurestest.Ref(1).Name())
	require.NoError(t, err)
	require.NotContains(t, string(box), "Huber")
	changed := func(n int, box []byte) {
		require.NoError(t, b.Create(ctx, enclosurestest.Ref(n).Name(), box))
		_, err := kept.Load(ctx, enclosurestest.Ref(n), enclosurestest.Commitment(e))
		require.ErrorIs(t, err, enclosures.ErrDamaged)
	}
	changed(2, box)
	changed(3, box[:10])
	changed(4, nil)
	flipped := append([]byte(nil), box...)
	flipped[len(flipped)-1] ^= 1
	require.NoError(t, b.Destroy(ctx, enclosurestest.Ref(1).Name()))
	changed(1, flipped)
	removed, err := kept.Sweep(context.Background(), func(enclosures.Ref) bool { return false })
	require.ErrorIs(t, err, enclosures.ErrDamaged)
	require.Zero(t, removed)
}
