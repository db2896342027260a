package store_test

import (
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"

	"vigil/internal/journal/journaltest"
)

func TestHub(t *testing.T) {
	journaltest.Run(t, func(t *testing.T) journaltest.Stores {
		s := start(t)
		return s.stores(t, s.connect(t))
	})
}

func TestReader(t *testing.T) {
	s := start(t)
	stores := s.stores(t, s.connect(t))
	require.NoError(t, stores.Feeds.EnsureViewer(t.Context(), "at"))
	s.mirror(t, "at")
	reader := s.reader(t, s.connect(t, nats.UserInfo(desk, ""), nats.CustomInboxPrefix("_IN.desk")))
	journaltest.RunReaders(t, stores, journaltest.Readers{Viewer: "at", Feeds: reader, Views: reader})
}
