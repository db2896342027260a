package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"vigil/internal/journal"
	"vigil/internal/journal/journaltest"
	"vigil/internal/nats/natstest"
	"vigil/internal/nats/store"
)

const (
	journalStream = "JOURNAL"
	journalPrefix = "cd.journal."
	maxBytes      = 4 << 20
)

var hubNames = store.Names{
	FeedStream:  func(viewer string) string { return "FEED_" + strings.ToUpper(viewer) },
	FeedSubject: func(viewer string) string { return "cd.feed." + viewer },
	ViewStream:  func(viewer string) string { return "VIEW_" + strings.ToUpper(viewer) },
	ViewBucket:  func(viewer string) string { return "desk_" + viewer },
}

// readerMayPublish is the list in the package comment, for the viewer "at".
var readerMayPublish = []string{
	"$JS.API.STREAM.INFO.DESK_AT", "$JS.API.STREAM.INFO.KV_desk_at",
	"$JS.API.CONSUMER.CREATE.DESK_AT.*", "$JS.API.CONSUMER.CREATE.KV_desk_at.*.$KV.desk_at.>",
	"$JS.FC.DESK_AT.>", "$JS.FC.KV_desk_at.>",
	"$JS.API.DIRECT.GET.KV_desk_at.$KV.desk_at.>",
	"$JS.API.STREAM.MSG.GET.DESK_AT", "$JS.API.STREAM.MSG.GET.KV_desk_at",
}

var mirrorNames = store.Names{
	FeedStream: func(viewer string) string { return "DESK_" + strings.ToUpper(viewer) },
	ViewStream: func(viewer string) string { return "KV_desk_" + viewer },
	ViewBucket: hubNames.ViewBucket,
}

// testServer is an embedded server without a socket, on a directory of the test;
// or three of them as one, each of its streams on all three.
type testServer struct {
	running atomic.Pointer[server.Server]
	options server.Options
	js      jetstream.JetStream // the test's own, behind the store's back

	cluster *natstest.Cluster // nil: one server
}

// replicas is on how many servers each stream is kept.
func (s *testServer) replicas() int {
	if s.cluster != nil {
		return 3
	}
	return 1
}

// quick is how what can be computed again is written: on three servers the
// quick mode is not to be had.
func (s *testServer) quick() jetstream.PersistModeType {
	if s.cluster != nil {
		return jetstream.DefaultPersistMode
	}
	return jetstream.AsyncPersistMode
}

// desk is a user with the rights that the package comment lists, and no more.
const desk = "desk"

func start(t testing.TB) *testServer {
	_, bench := t.(*testing.B)
	s := &testServer{options: server.Options{
		JetStream: true, StoreDir: t.TempDir(), SyncAlways: !bench, DontListen: true, NoLog: true, NoSigs: true,
		NoAuthUser: "hub", Users: users(),
	}}
	s.run(t)
	t.Cleanup(s.stop)
	s.begin(t, maxBytes)
	return s
}

// begin makes the journal.
func (s *testServer) begin(t testing.TB, limit int64) {
	if _, bench := t.(*testing.B); bench {
		limit = -1
	}
	s.js = jetStream(t, s.connect(t))
	s.create(t, jetstream.StreamConfig{
		Name: journalStream, Subjects: []string{journalPrefix + ">"}, Replicas: s.replicas(),
		Discard: jetstream.DiscardNew, MaxBytes: limit, AllowDirect: true, Duplicates: 100 * time.Millisecond,
	})
}

func users() []*server.User {
	return []*server.User{{Username: "hub"}, {Username: desk, Permissions: &server.Permissions{
		Publish:   &server.SubjectPermission{Allow: readerMayPublish},
		Subscribe: &server.SubjectPermission{Allow: []string{"_IN.desk.>"}},
	}}}
}

func (s *testServer) run(t testing.TB) {
	running, err := server.NewServer(&s.options)
	require.NoError(t, err)
	running.Start()
	require.True(t, running.ReadyForConnections(10*time.Second))
	s.running.Store(running)
}

func (s *testServer) stop() {
	s.running.Load().Shutdown()
	s.running.Load().WaitForShutdown()
}

// InProcessConn leads connections, also returning ones, to the server of the
// moment.
func (s *testServer) InProcessConn() (net.Conn, error) { return s.running.Load().InProcessConn() }

func (s *testServer) connect(t testing.TB, options ...nats.Option) *nats.Conn {
	if s.cluster != nil {
		return s.cluster.Connect(options...)
	}
	conn, err := nats.Connect("", append(options, nats.InProcessServer(s), nats.ReconnectWait(5*time.Millisecond), nats.MaxReconnects(-1))...)
	require.NoError(t, err)
	t.Cleanup(conn.Close)
	return conn
}

func jetStream(t testing.TB, conn *nats.Conn) jetstream.JetStream {
	js, err := jetstream.New(conn)
	require.NoError(t, err)
	return js
}

func (s *testServer) create(t testing.TB, config jetstream.StreamConfig) {
	_, err := s.js.CreateStream(t.Context(), config)
	require.NoError(t, err)
}

func (s *testServer) hub(t testing.TB, conn *nats.Conn) *store.Hub {
	hub, err := store.OpenHub(t.Context(), conn, s.hubOptions())
	require.NoError(t, err)
	return hub
}

func (s *testServer) hubOptions() store.Options {
	return store.Options{
		Names: hubNames, JournalStream: journalStream, JournalPrefix: journalPrefix,
		Durability: journal.Fsync, Canonical: canonical, Ensure: s.ensure, Sole: true,
	}
}

func (s *testServer) reader(t testing.TB, conn *nats.Conn) *store.Reader {
	reader, err := store.NewReader(conn, mirrorNames)
	require.NoError(t, err)
	return reader
}

func (s *testServer) stores(t *testing.T, conn *nats.Conn) journaltest.Stores {
	hub := s.hub(t, conn)
	return journaltest.Stores{
		Journal: hub, Feeds: hub, Views: hub, MaxBytes: maxBytes,
		LoseRecord:  func(seq uint64) { s.lose(t, journalStream, seq) },
		LoseMessage: func(viewer string, counter uint64) { s.lose(t, hubNames.FeedStream(viewer), counter) },
	}
}

func (s *testServer) lose(t *testing.T, stream string, seq uint64) {
	str, err := s.js.Stream(t.Context(), stream)
	require.NoError(t, err)
	require.NoError(t, str.DeleteMsg(t.Context(), seq))
	if s.cluster != nil {
		s.cluster.Settle(server.DEFAULT_GLOBAL_ACCOUNT, stream)
	}
}

// ensure makes the streams of viewer as the broker would.
func (s *testServer) ensure(ctx context.Context, viewer string) error {
	_, feed := s.js.CreateStream(ctx, jetstream.StreamConfig{
		Name: hubNames.FeedStream(viewer), Subjects: []string{hubNames.FeedSubject(viewer)}, AllowDirect: true,
		PersistMode: s.quick(), Replicas: s.replicas(),
	})
	_, view := s.js.CreateStream(ctx, jetstream.StreamConfig{
		Name: hubNames.ViewStream(viewer), Subjects: []string{"$KV." + hubNames.ViewBucket(viewer) + ".>"}, AllowDirect: true,
		PersistMode: s.quick(), Replicas: s.replicas(), MaxMsgsPerSubject: 1, AllowRollup: true, DenyDelete: true, Discard: jetstream.DiscardNew,
	})
	return errors.Join(feed, view)
}

// mirror mirrors what ensure made, under the names of the other side.
func (s *testServer) mirror(t *testing.T, viewer string) {
	s.create(t, jetstream.StreamConfig{
		Name: mirrorNames.FeedStream(viewer), AllowDirect: true, Replicas: s.replicas(),
		Mirror: &jetstream.StreamSource{Name: hubNames.FeedStream(viewer)},
	})
	s.create(t, jetstream.StreamConfig{
		Name: mirrorNames.ViewStream(viewer), AllowDirect: true, Replicas: s.replicas(), MaxMsgsPerSubject: 1, AllowRollup: true, DenyDelete: true, Discard: jetstream.DiscardNew,
		Mirror: &jetstream.StreamSource{Name: hubNames.ViewStream(viewer)},
	})
}

func canonical(c jetstream.StreamConfig) string {
	text, err := json.Marshal(c)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
