package broker

import (
	"net"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"vigil/internal/journal"
)

func TestOneServerPerDirectory(t *testing.T) {
	a := newAlliance(t)
	_, err := Start(Options{StoreDir: a.store, Realm: a.realm, Random: a.random})
	require.ErrorIs(t, err, journal.ErrLocked)
	require.ErrorContains(t, err, "process ")
	_, err = Lock(a.store)
	require.ErrorIs(t, err, journal.ErrLocked)

	require.NoError(t, a.broker.Stop())
	require.NoError(t, a.broker.Stop())
	offline, err := Lock(a.store)
	require.NoError(t, err)
	_, err = Start(Options{StoreDir: a.store, Realm: a.realm, Random: a.random})
	require.ErrorIs(t, err, journal.ErrLocked)
	require.NoError(t, offline.Release())
	require.NoError(t, offline.Release())
	a.start()
}

func TestADirectoryThatCannotBeWritten(t *testing.T) {
	realm, err := CreateRealm(t.TempDir(), dice(2))
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	for _, dir := range []string{file, filepath.Join(file, "below")} {
		_, err = Start(Options{StoreDir: dir, Realm: realm, Random: dice(2)})
		require.ErrorContains(t, err, "choose a directory that you may write to")
	}

	// Something stands where the server keeps its streams; the lock is given back.
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "jetstream"), nil, 0o600))
	_, err = Start(Options{StoreDir: dir, Realm: realm, Random: dice(2)})
	require.ErrorContains(t, err, dir)
	lock, err := Lock(dir)
	require.NoError(t, err)
	require.NoError(t, lock.Release())
}

func TestListening(t *testing.T) {
	realm, err := CreateRealm(t.TempDir(), dice(3))
	require.NoError(t, err)
	require.NoError(t, realm.AddCountry("at", dice(4)))
	start := func(listen string) (*Broker, error) {
		return Start(Options{StoreDir: t.TempDir(), Realm: realm, Random: dice(3), Listen: listen})
	}

	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	_, port, err := net.SplitHostPort(taken.Addr().String())
	require.NoError(t, err)
	_, err = start(taken.Addr().String())
	require.EqualError(t, err, "port "+port+" is taken: stop the other program or choose --listen 127.0.0.1:0")

	for _, listen := range []string{"0.0.0.0:0", ":0", "192.0.2.1:0", "[::]:0", "example.com:0"} {
		_, err = start(listen)
		require.ErrorContains(t, err, "only this machine may connect", listen)
	}
	for _, listen := range []string{"127.0.0.1", "127.0.0.1:http", "127.0.0.1:70000"} {
		_, err = start(listen)
		require.ErrorContains(t, err, "listen on", listen)
	}

	b, err := start("127.0.0.1:0")
	require.NoError(t, err)
	defer func() { require.NoError(t, b.Stop()) }()
	require.True(t, strings.HasPrefix(b.ClientURL(), "nats://127.0.0.1:"), b.ClientURL())
	person, err := realm.Credential(User{Role: Person, Country: "at", ID: "berger"}, dice(5))
	require.NoError(t, err)
	conn, err := nats.Connect(b.ClientURL(), person.Options()...)
	require.NoError(t, err)
	conn.Close()

	_, err = nats.Connect(b.ClientURL())
	require.ErrorIs(t, err, nats.ErrAuthorization)
	ended, err := realm.Credential(User{Role: Person, Country: "at", ID: "berger", Until: time.Unix(1, 0)}, dice(6))
	require.NoError(t, err)
	_, err = nats.Connect(b.ClientURL(), ended.Options()...)
	require.ErrorIs(t, err, nats.ErrAuthorization)
	inside, err := realm.Credential(User{Role: setUp, Country: "at", ID: "setup"}, dice(7))
	require.NoError(t, err)
	_, err = nats.Connect(b.ClientURL(), inside.Options()...)
	require.ErrorIs(t, err, nats.ErrAuthorization, "the set-up credential works in process only")
}

func TestNoListenerUnlessAsked(t *testing.T) {
	a := newAlliance(t)
	require.Empty(t, a.broker.ClientURL())
	require.Nil(t, a.broker.server.Addr())
}

func TestTheJournalIsFull(t *testing.T) {
	dir := t.TempDir()
	realm, err := CreateRealm(filepath.Join(dir, "keys"), dice(8))
	require.NoError(t, err)
	a := &alliance{t: t, realm: realm, random: dice(8)}
	a.broker, err = Start(Options{StoreDir: filepath.Join(dir, "data"), Realm: realm, Random: a.random, JournalMaxBytes: 64 << 10})
	require.NoError(t, err)
	defer func() { require.NoError(t, a.broker.Stop()) }()
	_, err = a.broker.EnsureJournal(a.context())
	require.NoError(t, err)

	js, err := jetstream.New(a.as(Hub, "", "hub"))
	require.NoError(t, err)
	stored := 0
	for err == nil {
		if _, err = js.Publish(a.context(), JournalPrefix+"registry", make([]byte, 4<<10)); err == nil {
			stored++
		}
	}
	var refusal *jetstream.APIError
	require.ErrorAs(t, err, &refusal)
	require.Equal(t, jetstream.ErrorCode(10077), refusal.ErrorCode)
	require.Equal(t, 15, stored)
}

func TestTheJournalsConfiguration(t *testing.T) {
	a := newAlliance(t)
	first, err := a.broker.EnsureJournal(a.context())
	require.NoError(t, err)
	again, err := EnsureJournal(a.context(), a.as(Hub, "", "hub"), 0)
	require.NoError(t, err)
	require.Equal(t, first, again)
	require.Equal(t, first, JournalConfig(0, 1), "known without a server")
	want, err := os.ReadFile("testdata/journal.config")
	require.NoError(t, err)
	require.Equal(t, string(want), first, "genesis holds a hash of this text: a change is a new edition")

	_, err = EnsureJournal(a.context(), a.as(Hub, "", "hub"), 1<<20)
	require.ErrorContains(t, err, `max_bytes is "unlimited", not "1048576"`)
}

func TestAJournalThatAcknowledgesTooEarlyIsRefused(t *testing.T) {
	dir := t.TempDir()
	realm, err := CreateRealm(filepath.Join(dir, "keys"), dice(9))
	require.NoError(t, err)
	a := &alliance{t: t, realm: realm, random: dice(9)}
	a.broker, err = Start(Options{StoreDir: filepath.Join(dir, "data"), Realm: realm, Random: a.random})
	require.NoError(t, err)
	defer func() { require.NoError(t, a.broker.Stop()) }()
	js, err := jetstream.New(a.as(Hub, "", "hub"))
	require.NoError(t, err)
	async := journalConfig(0, 1)
	async.PersistMode = jetstream.AsyncPersistMode
	_, err = js.CreateStream(a.context(), async)
	require.NoError(t, err)
	_, err = a.broker.EnsureJournal(a.context())
	require.ErrorContains(t, err, "persist mode async")
}

// Every setting that the client knows is in the canonical text, or named here.
func TestCanonicalConfigIsComplete(t *testing.T) {
	leftOut := map[string]bool{"description": true, "metadata": true}
	named := map[string]bool{}
	for _, s := range settings(jetstream.StreamConfig{}) {
		require.False(t, named[s.name], s.name)
		named[s.name] = true
	}
	fields := reflect.VisibleFields(reflect.TypeFor[jetstream.StreamConfig]())
	for _, f := range fields {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		require.True(t, named[name] || leftOut[name], "setting %s is neither in the canonical text nor left out on purpose", name)
	}
	require.Len(t, fields, len(named)+len(leftOut))
	require.Equal(t, 2, reflect.TypeFor[jetstream.StreamConsumerLimits]().NumField())
}
