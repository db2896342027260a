package tracker_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/enclosures"
	"vigil/internal/journal"
	"vigil/internal/nats/broker"
	"vigil/internal/nats/store"
)

// machine is a broker on a directory that a test can harm, and the hub's way to it,
// which outlives the broker.
type machine struct {
	t       testing.TB
	dir     string
	options broker.Options
	broker  *broker.Broker
	config  string
}

// smallBlocks is a journal so small that the server keeps it in blocks of 32 kB.
const smallBlocks = 127_000

func newMachine(t testing.TB, dir string, maxBytes int64) *machine {
	t.Helper()
	random := &dice{r: rand.NewChaCha8([32]byte{9})}
	realm, err := broker.CreateRealm(filepath.Join(t.TempDir(), "keys"), random)
	require.NoError(t, err)
	for _, c := range []string{"hu", "at"} {
		require.NoError(t, realm.AddCountry(c, random))
	}
	m := &machine{t: t, dir: dir, options: broker.Options{
		StoreDir: filepath.Join(dir, "data"), Realm: realm, Random: random, JournalMaxBytes: maxBytes, Listen: "127.0.0.1:0"}}
	m.start()
	m.config, err = m.broker.EnsureJournal(t.Context())
	require.NoError(t, err)
	t.Cleanup(m.stop)
	return m
}

func (m *machine) start() {
	m.t.Helper()
	var err error
	m.broker, err = broker.Start(m.options)
	require.NoError(m.t, err)
	at, err := url.Parse(m.broker.ClientURL())
	require.NoError(m.t, err)
	m.options.Listen = at.Host // the same again, so that it is found
}

func (m *machine) stop() {
	if err := m.broker.Stop(); err != nil {
		m.t.Error(err)
	}
}

// hub is the hub's side of the stores, on a connection that stays.
func (m *machine) hub() *store.Hub {
	m.t.Helper()
	who := broker.User{Role: broker.Hub, ID: "hub"}
	credential, err := m.options.Realm.Credential(who, m.options.Random)
	require.NoError(m.t, err)
	file := filepath.Join(m.t.TempDir(), "hub.creds")
	require.NoError(m.t, os.WriteFile(file, credential.Text, 0o600))
	conn, err := broker.Dial(m.broker.ClientURL(), file, who, true)
	require.NoError(m.t, err)
	m.t.Cleanup(conn.Close)
	hub, err := store.OpenHub(m.t.Context(), conn, store.Options{
		Names:         store.Names{FeedStream: broker.FeedStream, FeedSubject: broker.FeedSubject, ViewStream: broker.ViewStream, ViewBucket: broker.ViewBucket},
		JournalStream: broker.JournalStream, JournalPrefix: broker.JournalPrefix,
		Durability: journal.Fsync, Canonical: broker.CanonicalConfig, Sole: true,
		Ensure: func(ctx context.Context, viewer string) error { return m.broker.EnsureViewer(ctx, viewer) },
	})
	require.NoError(m.t, err)
	return hub
}

// alliance is one on this machine, with a journal of some blocks.
func (m *machine) alliance(seed uint64) *alliance {
	m.t.Helper()
	hub := m.hub()
	a := bare(m.t, seed, nil, stores{Journal: hub, Feeds: hub, Views: hub, Enclosures: enclosures.NewMemory()})
	a.begin(m.config, "HU", "AT")
	return a
}

// blocks are the files of the journal's records.
func (m *machine) blocks() []string {
	m.t.Helper()
	list, err := filepath.Glob(filepath.Join(m.options.StoreDir, "jetstream", "*", "streams", broker.JournalStream, "msgs", "*.blk"))
	require.NoError(m.t, err)
	slices.SortFunc(list, func(a, b string) int { return len(a) - len(b) })
	return list
}

func (m *machine) index() string { return filepath.Join(filepath.Dir(m.blocks()[0]), "index.db") }

func (m *machine) change(file string, how func([]byte) []byte) {
	m.t.Helper()
	b, err := os.ReadFile(file)
	require.NoError(m.t, err)
	require.NoError(m.t, os.WriteFile(file, how(b), 0o600))
}

// grows records until the journal has some blocks.
func (m *machine) grows(a *alliance) {
	m.t.Helper()
	for len(m.blocks()) < 3 {
		a.accepted(a.sign(opening(newID[events.OperationID](a))))
	}
	for range 6 {
		a.accepted(a.sign(opening(newID[events.OperationID](a))))
	}
	a.written()
}

// older is what a block was a few records ago: a block is only ever added to.
func older(b []byte) []byte {
	var ends []int
	for at := 0; at < len(b); {
		at += lengthAt(b, at)
		ends = append(ends, at)
	}
	return b[:ends[len(ends)-4]]
}

// lengthAt is how long a record in a block is; its highest bit says something else.
func lengthAt(b []byte, at int) int { return int(binary.LittleEndian.Uint32(b[at:]) &^ (1 << 31)) }

// damages are what a disk does, or somebody who has it.
var damages = map[string]func(m *machine){
	"a flipped bit in a body": func(m *machine) {
		m.change(m.blocks()[0], func(b []byte) []byte {
			i := bytes.Index(b, []byte(`"note"`))
			b[i+20] ^= 1
			return b
		})
	},
	"a flipped bit in the last record": func(m *machine) {
		m.change(m.blocks()[len(m.blocks())-1], func(b []byte) []byte {
			i := bytes.LastIndex(b, []byte(`"note"`))
			b[i+20] ^= 1
			return b
		})
	},
	"a flipped bit in a length": func(m *machine) {
		m.change(m.blocks()[0], func(b []byte) []byte {
			b[lengthAt(b, 0)+1] ^= 4 // of the second record
			return b
		})
	},
	"a truncated block": func(m *machine) {
		m.change(m.blocks()[0], func(b []byte) []byte { return b[:len(b)/2] })
	},
	"a truncated end": func(m *machine) {
		m.change(m.blocks()[len(m.blocks())-1], func(b []byte) []byte { return b[:len(b)-100] })
	},
	"an older copy of the first block": func(m *machine) {
		m.change(m.blocks()[0], older)
	},
	"an older copy of the last block": func(m *machine) {
		m.change(m.blocks()[len(m.blocks())-1], older)
	},
	"a block is gone": func(m *machine) { require.NoError(m.t, os.Remove(m.blocks()[1])) },
	"no index, and a flipped bit": func(m *machine) {
		require.NoError(m.t, os.Remove(m.index()))
		m.change(m.blocks()[1], func(b []byte) []byte {
			b[len(b)/2] ^= 1
			return b
		})
	},
}

// TestADamagedJournalStopsTheHub: on a real server, whatever is done to its files
// while the hub runs on. The server is started anew in between, so that it has
// nothing in memory; that it was gone stops nothing.
func TestADamagedJournalStopsTheHub(t *testing.T) {
	for name, harm := range damages {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t, t.TempDir(), smallBlocks)
			a := m.alliance(110)
			m.grows(a)
			a.looks()
			require.Empty(t, a.hub.Status().Stopped)
			m.stop()
			harm(m)
			m.start()
			for looks := 0; a.hub.Status().Stopped == ""; looks++ {
				require.Less(t, looks, 60, "it is not found: %s", a.hub.Status().Guard.Blind)
				a.looks()
			}
			a.stops("all was right at ")
			require.Regexp(t, `record \d+`, a.hub.Status().Guard.First, "which record it is, or the first of them")
			require.Contains(t, a.log.String(), a.hub.Status().Guard.First)
			t.Log(a.hub.Status().Stopped, a.hub.Status().Guard.First)
		})
	}
}

// TestADamagedJournalIsNotStartedOn: the same, while no hub runs.
func TestADamagedJournalIsNotStartedOn(t *testing.T) {
	for name, harm := range damages {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t, t.TempDir(), smallBlocks)
			a := m.alliance(111)
			m.grows(a)
			a.close()
			m.stop()
			harm(m)
			m.start()
			hub := m.hub()
			a.stores.Journal, a.stores.Feeds, a.stores.Views = hub, hub, hub
			err := a.tryOpen()
			require.ErrorIs(t, err, journal.ErrDamaged)
			t.Log(err)
		})
	}
}

// TestWithoutItsIndexAStoreIsTheSame: the server makes it again from the records.
func TestWithoutItsIndexAStoreIsTheSame(t *testing.T) {
	t.Parallel()
	m := newMachine(t, t.TempDir(), smallBlocks)
	a := m.alliance(112)
	m.grows(a)
	before := a.records()
	m.stop()
	require.NoError(t, os.Remove(m.index()))
	m.start()
	for range 8 {
		a.looks()
	}
	require.Empty(t, a.hub.Status().Stopped)
	a.story()
	require.Equal(t, before, a.records()[:len(before)])
	a.consistent()
}

// TestAFeedThatIsTakenAwayIsMadeAgain: what its operators are told to do with a feed
// that does not hold.
func TestAFeedThatIsTakenAwayIsMadeAgain(t *testing.T) {
	t.Parallel()
	m := newMachine(t, t.TempDir(), 0)
	a := m.alliance(115)
	a.story()
	a.consistent()
	before := a.feed("at")
	a.close()
	m.stop()
	streams := filepath.Dir(filepath.Dir(filepath.Dir(m.blocks()[0])))
	require.NoError(t, os.RemoveAll(filepath.Join(streams, broker.FeedStream("at"))))
	require.NoError(t, os.RemoveAll(filepath.Join(streams, broker.ViewStream("at"))))
	m.start()
	hub := m.hub()
	a.stores.Journal, a.stores.Feeds, a.stores.Views = hub, hub, hub
	a.open()
	require.Equal(t, before, a.feed("at"))
	a.consistent()
}

// TestADamageUnderTheRunningServerIsFound: nothing is started anew. The server holds
// for ten seconds in memory what it has read, which is right; then it reads the disk.
func TestADamageUnderTheRunningServerIsFound(t *testing.T) {
	t.Parallel()
	m := newMachine(t, t.TempDir(), smallBlocks)
	a := m.alliance(113)
	m.grows(a)
	damages["a flipped bit in a body"](m)
	require.Eventually(t, func() bool {
		for range 8 { // a minute: all is read again once
			a.looks()
		}
		return a.hub.Status().Stopped != ""
	}, time.Minute, 11*time.Second)
	a.stops("all was right at ")
}

// TestABrokerThatComesBack: it is stopped under the hub. What is sent meanwhile is
// answered, nothing is lost, nothing is there twice, and the hub goes on by itself.
func TestABrokerThatComesBack(t *testing.T) {
	t.Parallel()
	m := newMachine(t, t.TempDir(), 0)
	a := m.alliance(114)
	a.story()
	m.stop()
	request := a.sign(opening(newID[events.OperationID](a)))
	_, err := a.hub.Do(a.context(), "", request)
	if !errors.Is(err, journal.ErrUnavailable) {
		require.ErrorIs(t, err, journal.ErrUnknownOutcome, "it may go out when the broker is back")
	}
	a.looks()
	require.Empty(t, a.hub.Status().Stopped)
	require.NotEmpty(t, a.hub.Status().Guard.Blind)
	m.start()
	require.Eventually(t, func() bool {
		a.looks()
		return a.hub.Status().Guard.Blind == ""
	}, patience, 100*time.Millisecond)
	require.Eventually(t, func() bool {
		_, err = a.hub.Do(a.context(), "", request)
		return err == nil
	}, patience, 100*time.Millisecond)
	first := a.accepted(request)
	a.story()
	a.consistent()
	a.restart()
	require.Equal(t, first, a.accepted(request))
}
