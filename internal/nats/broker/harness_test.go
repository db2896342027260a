package broker

import (
	"context"
	"io"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"
)

// patience is how long a test waits for what must come.
const patience = 20 * time.Second

// dice are the same in every run.
func dice(seed byte) io.Reader { return rand.NewChaCha8([32]byte{seed}) }

// alliance is a realm, a server on it and what a test needs of both.
type alliance struct {
	t      *testing.T
	realm  *Realm
	broker *Broker
	store  string
	random io.Reader
}

// newAlliance starts a server without a socket and makes all streams of the countries.
func newAlliance(t *testing.T, countries ...string) *alliance {
	t.Helper()
	dir := t.TempDir()
	a := &alliance{t: t, store: filepath.Join(dir, "data"), random: dice(1)}
	var err error
	a.realm, err = CreateRealm(filepath.Join(dir, "keys"), a.random)
	require.NoError(t, err)
	for _, c := range countries {
		require.NoError(t, a.realm.AddCountry(c, a.random))
	}
	a.start()
	t.Cleanup(func() { require.NoError(t, a.broker.Stop()) })
	return a
}

func (a *alliance) start() {
	a.t.Helper()
	var err error
	a.broker, err = Start(Options{StoreDir: a.store, Realm: a.realm, Random: a.random, Logger: testLog(a.t)})
	require.NoError(a.t, err)
	_, err = a.broker.EnsureJournal(a.context())
	require.NoError(a.t, err)
	for _, c := range a.realm.Countries() {
		a.ensure(c)
	}
}

func (a *alliance) restart() {
	a.t.Helper()
	require.NoError(a.t, a.broker.Stop())
	a.start()
}

func (a *alliance) ensure(country string) {
	a.t.Helper()
	for _, v := range Viewers(country) {
		require.NoError(a.t, a.broker.EnsureViewer(a.context(), v))
	}
}

func (a *alliance) context() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	a.t.Cleanup(cancel)
	return ctx
}

// as connects a user until the test ends.
func (a *alliance) as(role Role, country, id string) *nats.Conn {
	a.t.Helper()
	c, err := a.realm.Credential(User{Role: role, Country: country, ID: id}, a.random)
	require.NoError(a.t, err)
	conn, err := a.broker.Connect(c, nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}))
	require.NoError(a.t, err)
	a.t.Cleanup(conn.Close)
	return conn
}

func (a *alliance) stream(conn *nats.Conn, name string) jetstream.Stream {
	a.t.Helper()
	js, err := jetstream.New(conn)
	require.NoError(a.t, err)
	s, err := js.Stream(a.context(), name)
	require.NoError(a.t, err)
	return s
}

// awaitLast waits until the stream's last number is n.
func (a *alliance) awaitLast(conn *nats.Conn, stream string, n uint64) {
	a.t.Helper()
	s := a.stream(conn, stream)
	ctx := a.context()
	for {
		info, err := s.Info(ctx)
		require.NoError(a.t, err, "%s did not reach %d", stream, n)
		if info.State.LastSeq >= n {
			require.Equal(a.t, n, info.State.LastSeq)
			return
		}
	}
}

// write publishes n messages and waits until all are stored.
func (a *alliance) write(hub *nats.Conn, subject string, n int) {
	a.t.Helper()
	js, err := jetstream.New(hub)
	require.NoError(a.t, err)
	for range n {
		_, err := js.PublishAsync(subject, []byte(strings.Repeat("x", 500)))
		require.NoError(a.t, err)
	}
	select {
	case <-js.PublishAsyncComplete():
	case <-a.context().Done():
		require.Fail(a.t, "not all stored", subject)
	}
}

// testLog shows the server's warnings and errors in the test's output.
func testLog(t *testing.T) *slog.Logger {
	return slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
}
