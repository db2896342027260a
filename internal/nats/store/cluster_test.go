package store_test

import (
	"context"
	"testing"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"

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
