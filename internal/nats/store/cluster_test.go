package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"

	"vigil/internal/journal"
	"vigil/internal/journal/journaltest"
	"vigil/internal/nats/natstest"
)

// three are three servers as one. An election between them takes seconds, so
// that the tests of a file share them one after the other, each with streams of
// its own.
func three(t testing.TB) *natstest.Cluster {
	return natstest.Start(t, func(string) *server.Options {
		return &server.Options{SyncAlways: true, NoAuthUser: "hub", Users: users()}
	})
}

// on is an empty journal on the three, until the test ends.
func on(t testing.TB, cluster *natstest.Cluster) *testServer {
	s := &testServer{cluster: cluster}
	s.begin(t, maxBytes)
	t.Cleanup(func() {
		names := s.js.StreamNames(context.Background())
		for name := range names.Name() {
			require.NoError(t, s.js.DeleteStream(context.Background(), name))
		}
		require.NoError(t, names.Err())
	})
	return s
}

func TestHubOnThreeServers(t *testing.T) {
	cluster := three(t)
	journaltest.Run(t, func(t *testing.T) journaltest.Stores {
		s := on(t, cluster)
		return s.stores(t, s.connect(t))
	})
}

func TestReaderOnThreeServers(t *testing.T) {
	s := on(t, three(t))
	stores := s.stores(t, s.connect(t))
	require.NoError(t, stores.Feeds.EnsureViewer(t.Context(), "at"))
	s.mirror(t, "at")
	reader := s.reader(t, s.connect(t, nats.UserInfo(desk, ""), nats.CustomInboxPrefix("_IN.desk")))
	journaltest.RunReaders(t, stores, journaltest.Readers{Viewer: "at", Feeds: reader, Views: reader})
}

// Who asks while nobody leads is told so. What was sent is stored once, afterwards.
func TestNobodyLeads(t *testing.T) {
	cluster := three(t)
	s := on(t, cluster)
	hub := s.hub(t, s.connect(t))
	after := fill(t, hub, "A", 2)
	leader := cluster.Leader(server.DEFAULT_GLOBAL_ACCOUNT, journalStream)
	cluster.Stop(leader)
	cluster.Stop((leader + 1) % 3)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var err error
	for err == nil || !errors.Is(err, journal.ErrElecting) {
		_, err = hub.Append(ctx, "A", []byte("3"), after)
		require.Error(t, err, "one of three is no majority")
		require.NoError(t, ctx.Err(), err)
	}
	require.ErrorIs(t, err, journal.ErrUnavailable)

	cluster.Run(leader)
	cluster.Run((leader + 1) % 3)
	cluster.Await()
	for {
		seq, err := hub.Append(ctx, "A", []byte("3"), after)
		if err == nil {
			require.EqualValues(t, 3, seq)
			break
		}
		if errors.Is(err, journal.ErrConflict) {
			break // one that had no answer was proposed, and stored when there was a majority
		}
		require.NoError(t, ctx.Err(), err)
	}
	records := 0
	_, err = hub.Read(ctx, 1, func(r journal.Record) error { records++; return nil })
	require.NoError(t, err)
	require.Equal(t, 3, records, "and once")
}
