package broker

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"vigil/internal/journal"
	"vigil/internal/nats/natstest"
)

const syncAlways = "jetstream: { sync_interval: always }\n"

// newAllianceOn makes an alliance and three servers that know it, by the
// configuration that an operator of servers is given.
func newAllianceOn(t *testing.T, more string, countries ...string) (*alliance, *natstest.Cluster) {
	t.Helper()
	dir := t.TempDir()
	a := &alliance{t: t, store: filepath.Join(dir, "data"), random: dice(1)}
	var err error
	a.realm, err = CreateRealm(filepath.Join(dir, "keys"), a.random)
	require.NoError(t, err)
	for _, c := range countries {
		require.NoError(t, a.realm.AddCountry(c, a.random))
	}
	config, err := a.realm.ServerConfig()
	require.NoError(t, err)
	for name, pair := range a.realm.keys {
		seed, err := pair.Seed()
		require.NoError(t, err)
		require.NotContains(t, config, string(seed), name)
	}
	cluster := natstest.Start(t, natstest.Configured(t, config+more))
	if !strings.Contains(more, "tls:") {
		a.broker, err = Reach(a.context(), a.elsewhere(cluster.URL()))
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, a.broker.Stop()) })
	}
	return a, cluster
}

func (a *alliance) elsewhere(url string) Options {
	return Options{StoreDir: a.store, Realm: a.realm, Random: a.random, Logger: testLog(a.t), Replicas: 3, Servers: Servers{URL: url}}
}

func TestAnAllianceOnThreeServers(t *testing.T) {
	a, cluster := newAllianceOn(t, syncAlways, "at")
	require.Equal(t, journal.ReplicateFsync, a.broker.Durability())
	_, err := Reach(a.context(), a.elsewhere(cluster.URL()))
	require.ErrorIs(t, err, journal.ErrLocked, "one hub on a directory")

	config, err := a.broker.EnsureJournal(a.context())
	require.NoError(t, err)
	require.Equal(t, JournalConfig(0, 3), config)
	require.Contains(t, config, "num_replicas 3\n")
	again, err := a.broker.EnsureJournal(a.context())
	require.NoError(t, err)
	require.Equal(t, config, again)
	a.ensure("at")

	// A country that joins while the servers run.
	require.NoError(t, a.realm.AddCountry("de", a.random))
	require.NoError(t, a.broker.AddCountry(a.context(), "de"))
	require.NoError(t, a.broker.AddCountry(a.context(), "de"))
	a.ensure("de")
	a.ensure("de")

	hub := a.as(Hub, "", "hub")
	a.write(hub, JournalPrefix+"registry", 20)
	a.awaitLast(a.as(Auditor, "", "auditor"), AuditStream, 20)
	for _, country := range []string{"at", "de"} {
		a.write(hub, FeedSubject(country), 10)
		a.awaitLast(a.as(Gateway, country, "gateway"), MirrorFeed(country), 10)
	}
	for _, name := range []string{JournalStream, FeedStream("at"), ViewStream("at.lead")} {
		require.Equal(t, 3, a.stream(hub, name).CachedInfo().Config.Replicas, name)
	}
	require.Equal(t, 3, a.stream(a.as(Gateway, "de", "gateway"), MirrorView("de")).CachedInfo().Config.Replicas)

	// The walls stand on these servers too.
	_, err = jetStreamOf(t, a.as(Gateway, "at", "gateway")).Stream(a.context(), JournalStream)
	require.Error(t, err)

	// The mirrors go on after the loss of the one that feeds them.
	leader := cluster.Leader(a.realm.publicKey(opsKey), FeedStream("de"))
	cluster.Stop(leader)
	a.awaitAnswer(hub, 11)
	a.awaitLast(a.as(Gateway, "de", "gateway"), MirrorFeed("de"), 11)
	cluster.Run(leader)
	cluster.Await()
}

// awaitAnswer writes message n of the feed of de as soon as somebody leads it.
func (a *alliance) awaitAnswer(hub *nats.Conn, n uint64) {
	js := jetStreamOf(a.t, hub)
	require.Eventually(a.t, func() bool {
		ack, err := js.Publish(a.context(), FeedSubject("de"), []byte("x"), jetstream.WithExpectLastSequence(n-1))
		return err == nil && ack.Sequence == n
	}, 3*patience, patience/1000)
}

func jetStreamOf(t *testing.T, conn *nats.Conn) jetstream.JetStream {
	js, err := jetstream.New(conn)
	require.NoError(t, err)
	return js
}

func TestWhatServersElsewherePromise(t *testing.T) {
	a, _ := newAllianceOn(t, "")
	require.Equal(t, journal.Replicate, a.broker.Durability(), "they sync every two minutes")
	a.broker.options.Replicas = 1
	require.Equal(t, journal.Periodic, a.broker.Durability())
	_, err := a.broker.EnsureJournal(a.context())
	require.NoError(t, err)

	for i := range a.broker.known {
		a.broker.known[i].Data.Config.SyncAlways = true
	}
	require.Equal(t, journal.Fsync, a.broker.Durability())
	all := a.broker.known
	for i, left := range all {
		a.broker.known = slices.Delete(slices.Clone(all), i, i+1)
		require.Equal(t, journal.Periodic, a.broker.Durability(), "one of three has not said so: %s", left.Server.Name)
	}

	// Who has just started counts itself and the one that it has heard of.
	for i := range all {
		if all[i].Data.Meta.Leader != all[i].Server.Name {
			all[i].Data.Meta.Size = 2
		}
	}
	for i, left := range all {
		a.broker.known = slices.Delete(slices.Clone(all), i, i+1)
		require.Equal(t, journal.Periodic, a.broker.Durability(), "the leader may be who has not said so: %s", left.Server.Name)
	}
}

// Servers that have just started know of no room on one another. What they say of a
// stream then passes, so it is asked again, and is no fault of the stream.
func TestTooFewServersForAStream(t *testing.T) {
	a, _ := newAllianceOn(t, "")
	conn := a.as(Hub, "", "hub")
	js, err := jetstream.New(conn)
	require.NoError(t, err)
	_, err = createStream(t.Context(), js, journalConfig(0, 5))
	require.ErrorIs(t, err, journal.ErrUnavailable)
	require.ErrorContains(t, err, "too few servers run")
}

func TestServersThatDoNotFit(t *testing.T) {
	fit := func(replicas int, servers ...peer) error {
		b := &Broker{options: Options{Replicas: replicas, Servers: Servers{URL: "nats://127.0.0.1:4222"}}, known: servers}
		return b.fit()
	}
	of := func(version string, disabled bool) peer {
		return peer{server.ServerInfo{Name: "n1", Version: version}, server.JSInfo{Disabled: disabled}}
	}
	require.NoError(t, fit(1, of(server.VERSION, false)))
	require.NoError(t, fit(1, of("2.15.0", false), of("2.16.0", true)))
	require.ErrorContains(t, fit(1, of("2.15.0", false), of("2.14.9", false)), "n1 is of version 2.14.9, at least 2.15.0 is needed")
	require.ErrorContains(t, fit(1, of("2.15.0", true)), "turn JetStream on")
	require.ErrorContains(t, fit(3, of("2.15.0", false), of("2.15.0", false)), "only 2 answer")
}

func TestServersThatDoNotKnowTheAlliance(t *testing.T) {
	_, cluster := newAllianceOn(t, "")
	dir := t.TempDir()
	stranger, err := CreateRealm(filepath.Join(dir, "keys"), dice(9))
	require.NoError(t, err)
	o := Options{StoreDir: filepath.Join(dir, "data"), Realm: stranger, Random: dice(9), Servers: Servers{URL: cluster.URL()}}
	_, err = Reach(t.Context(), o)
	require.ErrorContains(t, err, "do not know this alliance: include")
	o.Servers.URL = "nats://127.0.0.1:1"
	_, err = Reach(t.Context(), o)
	require.ErrorIs(t, err, journal.ErrUnavailable)
	lock, err := Lock(o.StoreDir)
	require.NoError(t, err, "given back")
	require.NoError(t, lock.Release())
}

func TestAddressesOfServers(t *testing.T) {
	for url, want := range map[string]string{
		"": "no address", "http://h:1": "not understood", "h:4222": "not understood",
		"nats://at:secret@h:4222": "holds a name or a password", "nats://h:1,tls://token@g:1": "holds a name",
	} {
		err := Servers{URL: url}.Check()
		require.ErrorContains(t, err, want, url)
		require.NotContains(t, err.Error(), "secret")
	}
	for url, local := range map[string]bool{
		"nats://127.0.0.1:4222": true, "nats://localhost:1,nats://[::1]:2": true,
		"tls://127.0.0.1:4222": false, "nats://10.0.0.1:4222": false, "nats://127.0.0.1:1,nats://nats.example.org:2": false,
	} {
		require.NoError(t, Servers{URL: url}.Check(), url)
		require.Equal(t, local, Servers{URL: url}.local(), url)
	}

	dir := t.TempDir()
	path := filepath.Join(dir, "nats", "context", "alliance.json")
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
	require.NoError(t, os.WriteFile(path, []byte(`{"url":"tls://h:1","ca":"ca.pem","user":"u","password":"secret","tls_first":true}`), 0o600))
	for _, name := range []string{"alliance", path} {
		s, err := ServersOf(name, dir)
		require.NoError(t, err)
		require.Equal(t, Servers{URL: "tls://h:1", Roots: "ca.pem", First: true}, s)
	}
	_, err := ServersOf("none", dir)
	require.ErrorContains(t, err, `no NATS context "none"`)
}
