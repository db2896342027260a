package crash

import (
	"context"
	"crypto/rand"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply"
	"vigil/internal/journal"
	"vigil/internal/nats/broker"
	"vigil/internal/nats/store"
	"vigil/projections/disclosure"
)

// stored is what lies in a directory that no hub uses, checked: no gap, no
// command twice, feeds and views equal to what the journal gives.
type stored struct {
	commands map[string]uint64 // operation and command to the journal's sequence
	entries  uint64
	acts     map[events.Act]int
	house    *apply.House

	enclosures int // that entries commit to
}

// openStore serves what lies in a directory until close.
func openStore(ctx context.Context, dir string, maxBytes int64) (_ *store.Hub, _ func() error, err error) {
	realm, err := broker.OpenRealm(filepath.Join(dir, "keys", "accounts"))
	if err != nil {
		return nil, nil, err
	}
	b, err := broker.Start(broker.Options{StoreDir: filepath.Join(dir, "data", "store"), Realm: realm, Random: rand.Reader, JournalMaxBytes: maxBytes})
	if err != nil {
		return nil, nil, err
	}
	close := b.Stop
	defer func() {
		if err != nil {
			err = errors.Join(err, close())
		}
	}()
	if _, err = b.EnsureJournal(ctx); err != nil {
		return nil, nil, err
	}
	credential, err := realm.Credential(broker.User{Role: broker.Hub, ID: "hub"}, rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	conn, err := b.Connect(credential)
	if err != nil {
		return nil, nil, err
	}
	close = func() error {
		conn.Close()
		return b.Stop()
	}
	hub, err := store.OpenHub(ctx, conn, store.Options{
		Names:         store.Names{FeedStream: broker.FeedStream, FeedSubject: broker.FeedSubject, ViewStream: broker.ViewStream, ViewBucket: broker.ViewBucket},
		JournalStream: broker.JournalStream, JournalPrefix: broker.JournalPrefix,
		Durability: journal.Fsync, Canonical: broker.CanonicalConfig, Ensure: b.EnsureViewer, Sole: true,
	})
	return hub, close, err
}

func read(t testing.TB, dir string, maxBytes int64) stored {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	hub, close, err := openStore(ctx, dir, maxBytes)
	require.NoError(t, err)
	defer func() { require.NoError(t, close()) }()
	state, err := hub.State(ctx)
	require.NoError(t, err)
	require.NoError(t, state.Sound())

	house := apply.NewHouse()
	s := stored{commands: map[string]uint64{}, entries: state.Last, acts: map[events.Act]int{}, house: house}
	feeds := map[string][][]byte{}
	var bodies [][]byte
	_, err = hub.Read(ctx, 1, func(r journal.Record) error {
		bodies = append(bodies, slices.Clone(r.Body))
		source, err := apply.Read(bodies[r.Seq-1])
		if err != nil {
			return err
		}
		outcome, err := house.Stage(source.Entry, bodies[r.Seq-1], source.Note, func(seqs []uint64) ([]disclosure.Source, error) {
			list := make([]disclosure.Source, len(seqs))
			for i, seq := range seqs {
				if list[i], err = apply.Read(bodies[seq-1]); err != nil {
					return nil, err
				}
			}
			return list, nil
		})
		if err != nil {
			return err
		}
		outcome.Commit(r.Seq)
		id := string(source.Note.Operation) + " " + string(source.Note.Command)
		require.Zero(t, s.commands[id], "command %s stands in the journal twice", id)
		s.commands[id] = r.Seq
		s.acts[source.Note.Act]++
		s.enclosures += len(source.Entry.Enclosures)
		for _, told := range outcome.Told {
			for _, m := range told.Messages {
				feeds[string(told.Viewer)] = append(feeds[string(told.Viewer)], m.Bytes)
			}
		}
		return nil
	})
	require.NoError(t, err)
	for viewer, want := range feeds {
		n := 0
		_, err := hub.ReadFeed(ctx, viewer, 1, func(counter uint64, m []byte) error {
			require.EqualValues(t, n+1, counter)
			require.Less(t, n, len(want), "the feed of %s says more than the journal", viewer)
			require.Equal(t, string(want[n]), string(m), "message %d of %s", counter, viewer)
			n++
			return nil
		})
		require.NoError(t, err)
		require.Equal(t, len(want), n, "the feed of %s ends early", viewer)
		documents, err := house.View(events.Viewer(viewer)).Documents()
		require.NoError(t, err)
		have, err := hub.Views(ctx, viewer)
		require.NoError(t, err)
		for key, b := range have {
			if !strings.HasPrefix(key, "meta.") {
				require.Equal(t, string(documents[key]), string(b), "%s in the view of %s", key, viewer)
				delete(documents, key)
			}
		}
		require.Empty(t, documents, "the view of %s lacks documents", viewer)
	}
	return s
}
