package bench_test

import (
	"context"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply"
	"vigil/internal/apply/applytest"
	"vigil/internal/enclosures"
	"vigil/internal/journal"
	"vigil/internal/nats/broker"
	"vigil/internal/nats/store"
	"vigil/internal/tracker"
	"vigil/projections/disclosure"
)

func dice(seed byte) io.Reader { return rand.NewChaCha8([32]byte{seed}) }

// server is an embedded broker, and the hub's connection to its journal.
type server struct {
	broker *broker.Broker
	hub    *store.Hub
	ask    func(ctx context.Context, subject string, body []byte) error // a raw publish: question and answer
}

var names = store.Names{FeedStream: broker.FeedStream, FeedSubject: broker.FeedSubject, ViewStream: broker.ViewStream, ViewBucket: broker.ViewBucket}

// serve starts a broker that fsyncs what it acknowledges. mirrored is as the hub
// has it, with an account for each country and a mirror for the auditors; bare is
// one stream with the settings of JOURNAL and nothing beside it.
func serve(b *testing.B, mirrored bool, countries ...string) server {
	dir := b.TempDir()
	realm, err := broker.CreateRealm(filepath.Join(dir, "keys"), dice(1))
	require.NoError(b, err)
	for _, c := range countries {
		require.NoError(b, realm.AddCountry(c, dice(c[0])))
	}
	random := dice(2)
	s := server{}
	s.broker, err = broker.Start(broker.Options{StoreDir: filepath.Join(dir, "data"), Realm: realm, Random: random})
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, s.broker.Stop()) })
	credential, err := realm.Credential(broker.User{Role: broker.Hub, ID: "hub"}, random)
	require.NoError(b, err)
	conn, err := s.broker.Connect(credential)
	require.NoError(b, err)
	b.Cleanup(conn.Close)
	if mirrored {
		_, err = s.broker.EnsureJournal(b.Context())
	} else {
		_, err = broker.EnsureJournal(b.Context(), conn, 0)
	}
	require.NoError(b, err)
	s.hub, err = store.OpenHub(b.Context(), conn, store.Options{
		Names: names, JournalStream: broker.JournalStream, JournalPrefix: broker.JournalPrefix,
		Durability: journal.Fsync, Canonical: broker.CanonicalConfig, Ensure: s.broker.EnsureViewer, Sole: true,
	})
	require.NoError(b, err)
	s.ask = func(ctx context.Context, subject string, body []byte) error {
		_, err := conn.RequestWithContext(ctx, broker.JournalPrefix+subject, body)
		return err
	}
	return s
}

// stories are operations under way, told by officers who sign on what they had
// seen when the last command was done.
type stories struct {
	*applytest.History
	lanes []*lane
}

func travelling(b *testing.B, lanes int) *stories {
	s := &stories{History: applytest.BeginOn(b, 1, broker.JournalConfig(0, 1), "HU", "AT").JournalOnly()}
	for range lanes {
		s.lanes = append(s.lanes, depart(b, s.History))
	}
	return s
}

// store appends all entries so far to an empty journal.
func (s *stories) store(b *testing.B, to *store.Hub) {
	tails := map[events.OperationID]uint64{}
	for i, body := range s.Bodies() {
		e, err := events.DecodeEntry(body)
		require.NoError(b, err)
		tails[e.Operation], err = to.Append(b.Context(), string(e.Operation), body, tails[e.Operation])
		require.NoError(b, err)
		require.EqualValues(b, i+1, tails[e.Operation])
	}
}

// load gives entries for briefings, out of memory.
func (s *stories) load(seqs []uint64) ([]disclosure.Source, error) {
	records, err := s.Store.Load(context.Background(), seqs...)
	list := make([]disclosure.Source, len(records))
	for i, r := range records {
		if list[i], err = apply.Read(r.Body); err != nil {
			return nil, err
		}
	}
	return list, err
}

// hub is a tracker on an embedded broker, wired as vigil serve does it.
type hub struct {
	server
	*stories
	tracker *tracker.Tracker
}

func openHub(b *testing.B, lanes int) *hub {
	h := &hub{server: serve(b, true, "hu", "at"), stories: travelling(b, lanes)}
	h.store(b, h.hub)
	h.tracker = startHub(b, h.hub, h.stories)
	b.Cleanup(func() { require.NoError(b, h.tracker.Close()) })
	return h
}

// startHub starts a hub on a journal, as it was founded by these stories.
func startHub(b *testing.B, on *store.Hub, s *stories) *tracker.Tracker {
	dir := b.TempDir()
	kept, err := enclosures.OpenDirectory(filepath.Join(dir, "enclosures"), dice(3))
	require.NoError(b, err)
	t, err := tracker.Open(b.Context(), tracker.Options{
		Journal: on, Feeds: on, Views: on, Enclosures: kept,
		Hub: s.Key("hub"), Now: s.Now, After: time.After, Books: headFile(filepath.Join(dir, "head")),
	})
	require.NoError(b, err)
	return t
}

// headFile is the hub's book of tree heads, flushed as the real one is.
type headFile string

func (path headFile) Head(signed string) error {
	f, err := os.OpenFile(string(path), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := io.WriteString(f, signed); err != nil {
		return err
	}
	return f.Sync()
}

func (headFile) LastHead() (string, error) { return "", nil }

func (headFile) Refused([]byte) error   { return nil }
func (headFile) Delivered(string) error { return nil }
