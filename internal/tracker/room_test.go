package tracker_test

import (
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/enclosures"
	"vigil/internal/journal"
	"vigil/internal/nats/broker"
	"vigil/internal/nats/store"
)

const limit = 192 << 10

func TestDecisionsStopBeforeFacts(t *testing.T) {
	t.Run("memory", func(t *testing.T) {
		memory := journal.NewMemory(func() time.Time { return start }, limit).Describe(config)
		a := bare(t, 20, memory, stores{Journal: memory, Feeds: memory, Views: memory, Enclosures: enclosures.NewMemory()})
		a.begin(config, "HU", "AT")
		a.fill()
	})
	t.Run("JetStream", func(t *testing.T) {
		hub, config := embedded(t, limit, "hu", "at")
		a := bare(t, 20, nil, stores{Journal: hub, Feeds: hub, Views: hub, Enclosures: enclosures.NewMemory()})
		a.begin(config, "HU", "AT")
		a.fill()
	})
}

// embedded is a store on a broker in this process.
func embedded(t *testing.T, maxBytes int64, countries ...string) (*store.Hub, string) {
	t.Helper()
	dir := t.TempDir()
	random := &dice{r: rand.NewChaCha8([32]byte{7})}
	made, err := broker.CreateRealm(filepath.Join(dir, "keys"), random)
	require.NoError(t, err)
	for _, c := range countries {
		require.NoError(t, made.AddCountry(c, random))
	}
	b, err := broker.Start(broker.Options{StoreDir: filepath.Join(dir, "data"), Realm: made, Random: random, JournalMaxBytes: maxBytes})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, b.Stop()) })
	config, err := b.EnsureJournal(t.Context())
	require.NoError(t, err)
	credential, err := made.Credential(broker.User{Role: broker.Hub, ID: "hub"}, random)
	require.NoError(t, err)
	conn, err := b.Connect(credential)
	require.NoError(t, err)
	t.Cleanup(conn.Close)
	hub, err := store.OpenHub(t.Context(), conn, store.Options{
		Names:         store.Names{FeedStream: broker.FeedStream, FeedSubject: broker.FeedSubject, ViewStream: broker.ViewStream, ViewBucket: broker.ViewBucket},
		JournalStream: broker.JournalStream, JournalPrefix: broker.JournalPrefix,
		Durability: journal.Fsync, Canonical: broker.CanonicalConfig, Ensure: b.EnsureViewer, Sole: true,
	})
	require.NoError(t, err)
	return hub, config
}

// fill records until there is no room, first for decisions and then for facts.
func (a *alliance) fill() {
	t := a.t
	t.Helper()
	id := a.operation()
	item := newID[events.CommandID](a)
	a.accepted(a.sign(declaring(id, item)))
	var decisions int
	var full error
	for full == nil {
		_, full = a.hub.Do(a.context(), "", a.sign(opening(newID[events.OperationID](a))))
		decisions++
	}
	require.Greater(t, decisions, 10)
	state := a.state()
	require.EqualValues(t, limit, state.MaxBytes)
	require.LessOrEqual(t, state.Bytes, uint64(limit*95/100))
	require.Greater(t, state.Bytes, uint64(limit*85/100), "room was left unused")
	require.ErrorIs(t, full, journal.ErrFull)
	require.ErrorIs(t, full, journal.ErrUnavailable)
	for _, word := range []string{"nearly full", "facts are still recorded", "vigil init"} {
		require.ErrorContains(t, full, word)
	}
	dry := a.sign(opening(newID[events.OperationID](a)))
	dry.DryRun = events.DecideOnly
	_, err := a.hub.Do(a.context(), "", dry)
	require.ErrorIs(t, err, journal.ErrFull, "a dry run says what would happen")

	fact := sighting(id, "at team", events.PartOf(item), "")
	first := a.sign(fact)
	receipt := a.accepted(first)
	a.restart() // a hub that starts here knows how full it is
	_, err = a.hub.Do(a.context(), "", a.sign(opening(newID[events.OperationID](a))))
	require.ErrorContains(t, err, "nearly full")
	facts, full := 0, error(nil)
	var last events.Request
	for full == nil {
		last = a.sign(fact)
		_, full = a.hub.Do(a.context(), "", last)
		facts++
	}
	require.Greater(t, facts, 2, "facts have the room that decisions leave")
	require.ErrorIs(t, full, journal.ErrFull)
	require.ErrorIs(t, full, journal.ErrUnavailable)
	require.ErrorContains(t, full, "the journal is full")
	require.LessOrEqual(t, a.state().Bytes, uint64(limit))
	require.Equal(t, receipt, a.accepted(first), "what was recorded before keeps its receipt")
	_, err = a.hub.Do(a.context(), "", last)
	require.ErrorIs(t, err, journal.ErrFull)
	a.consistent()
	a.restart()
	a.consistent()
}
