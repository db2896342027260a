package broker

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"
)

func TestMirrorsFollowUnderLoadAndAfterARestart(t *testing.T) {
	a := newAlliance(t, "at", "nl")
	const load = 2000 // more than may be unacknowledged at once

	hub := a.as(Hub, "", "hub")
	for _, v := range []string{"at", "at.lead", "nl"} {
		a.write(hub, FeedSubject(v), load)
		a.write(hub, ViewPrefix(v)+"one", load)
	}
	a.write(hub, JournalPrefix+"registry", 20)
	at, nl, audit := a.as(Gateway, "at", "gateway"), a.as(Gateway, "nl", "gateway"), a.as(Auditor, "", "auditor")
	for _, v := range Viewers("at") {
		a.awaitLast(at, MirrorFeed(v), load)
		a.awaitLast(at, MirrorView(v), load)
	}
	a.awaitLast(nl, MirrorFeed("nl"), load)
	a.awaitLast(audit, AuditStream, 20)

	a.restart()
	hub = a.as(Hub, "", "hub")
	a.write(hub, FeedSubject("at"), load)
	a.write(hub, ViewPrefix("at")+"two", load)
	a.write(hub, JournalPrefix+"registry", 20)
	at, audit = a.as(Gateway, "at", "gateway"), a.as(Auditor, "", "auditor")
	a.awaitLast(at, MirrorFeed("at"), 2*load)
	a.awaitLast(at, MirrorView("at"), 2*load)
	a.awaitLast(audit, AuditStream, 40)
}

func TestACountryIsAddedWhileTheServerRuns(t *testing.T) {
	a := newAlliance(t, "at")
	hub, at := a.as(Hub, "", "hub"), a.as(Gateway, "at", "gateway")

	require.ErrorContains(t, a.broker.AddCountry(a.context(), "de"), "add the country first")
	require.NoError(t, a.realm.AddCountry("de", a.random))
	require.NoError(t, a.broker.AddCountry(a.context(), "de"))
	require.NoError(t, a.broker.AddCountry(a.context(), "de"))
	a.ensure("de")
	for _, c := range []string{"at", "de"} {
		for _, v := range Viewers(c) {
			a.write(hub, FeedSubject(v), 10)
			a.write(hub, ViewPrefix(v)+"one", 10)
		}
	}
	de := a.as(Gateway, "de", "gateway")
	for _, v := range Viewers("de") {
		a.awaitLast(de, MirrorFeed(v), 10)
		a.awaitLast(de, MirrorView(v), 10)
	}
	a.awaitLast(at, MirrorFeed("at"), 10)

	a.restart()
	a.write(a.as(Hub, "", "hub"), FeedSubject("de"), 10)
	a.awaitLast(a.as(Gateway, "de", "gateway"), MirrorFeed("de"), 20)
}

func TestEnsureViewerIsIdempotentAndRefusesStrangers(t *testing.T) {
	a := newAlliance(t, "at")
	hub, at := a.as(Hub, "", "hub"), a.as(Gateway, "at", "gateway")
	a.write(hub, FeedSubject("at"), 10)
	a.awaitLast(at, MirrorFeed("at"), 10)
	made := a.stream(at, MirrorFeed("at")).CachedInfo().Created
	a.ensure("at")
	require.Equal(t, made, a.stream(at, MirrorFeed("at")).CachedInfo().Created)

	for _, viewer := range []string{"", "AT", "at.desk", "austria", "at.lead.lead", "de"} {
		require.Error(t, a.broker.EnsureViewer(a.context(), viewer), viewer)
	}
}

// A power cut may take the tail of whatever is written in the quick mode. Here
// older copies of a store's directories stand for that.
func TestMirrorsAreRepairedAfterACrash(t *testing.T) {
	for _, test := range []struct {
		name string
		lost []string // stores that lose their tail
		fed  []byte   // what is left of the notes on how far mirrors were fed; nil: all
		gone bool     // what the server knows the mirrors by is an empty file
	}{
		{"the country's mirrors lose their tail", []string{"at/DESK_AT", "at/KV_desk_at"}, nil, false},
		{"the streams of the hub lose their tail", []string{"ops/FEED_AT", "ops/VIEW_AT"}, nil, false},
		{"all lose their tail", []string{"at/DESK_AT", "at/KV_desk_at", "ops/FEED_AT", "ops/VIEW_AT"}, nil, false},
		{"nobody knows the mirrors", []string{"at/DESK_AT"}, nil, true},
		{"nobody knows how far they were fed", nil, []byte{}, false},
		{"mirrors lose their tail, and nobody knows", []string{"at/DESK_AT", "at/KV_desk_at"}, make([]byte, 9), false},
		{"all lose their tail, and nobody knows", []string{"at/DESK_AT", "at/KV_desk_at", "ops/FEED_AT", "ops/VIEW_AT"}, make([]byte, 9), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel() // mostly waiting for acknowledgements
			a := newAlliance(t, "at")
			numbers := func(from, to int) {
				hub := a.as(Hub, "", "hub")
				for i := from; i <= to; i++ {
					require.NoError(t, hub.Publish(FeedSubject("at"), []byte(strconv.Itoa(i))))
					require.NoError(t, hub.Publish(ViewPrefix("at")+"n"+strconv.Itoa(i%7), []byte(strconv.Itoa(i))))
				}
				require.NoError(t, hub.Flush())
				at := a.as(Gateway, "at", "gateway")
				a.awaitLast(at, MirrorFeed("at"), uint64(to))
				a.awaitLast(at, MirrorView("at"), uint64(to))
				a.awaitFloor(hub, FeedStream("at"), a.realm.AccountKey("at"), uint64(to))
			}
			numbers(1, 50)
			require.NoError(t, a.broker.Stop())
			kept := t.TempDir()
			require.NoError(t, os.CopyFS(kept, os.DirFS(a.store)))
			a.start()
			numbers(51, 80)
			require.NoError(t, a.broker.Stop())
			for _, store := range test.lost {
				a.putBack(kept, store)
			}
			if test.fed != nil {
				states, err := filepath.Glob(filepath.Join(a.store, "jetstream", a.realm.publicKey(opsKey), "streams", "*_AT*", "obs", "*", "o.dat"))
				require.NoError(t, err)
				require.Len(t, states, 4)
				for _, state := range states {
					require.NoError(t, os.WriteFile(state, test.fed, 0o600))
				}
			}
			if test.gone {
				for _, mirror := range []string{"DESK_AT", "KV_desk_at"} {
					sum := filepath.Join(a.store, "jetstream", a.realm.AccountKey("at"), "streams", mirror, "meta.sum")
					require.FileExists(t, sum)
					require.NoError(t, os.WriteFile(sum, nil, 0o600))
				}
			}
			require.NoError(t, os.WriteFile(filepath.Join(a.store, uncleanFile), nil, 0o600))
			a.start()

			// The hub writes again what its streams lost, the view in another order.
			hub := a.as(Hub, "", "hub")
			for i := int(a.stream(hub, FeedStream("at")).CachedInfo().State.LastSeq) + 1; i <= 80; i++ {
				require.NoError(t, hub.Publish(FeedSubject("at"), []byte(strconv.Itoa(i))))
			}
			for k := range 7 {
				require.NoError(t, hub.Publish(ViewPrefix("at")+"n"+strconv.Itoa(k), []byte("again")))
			}
			require.NoError(t, hub.Flush())
			at := a.as(Gateway, "at", "gateway")
			a.awaitLast(at, MirrorFeed("at"), 80)
			feed := a.stream(at, MirrorFeed("at"))
			for i := uint64(1); i <= 80; i++ {
				m, err := feed.GetMsg(a.context(), i)
				require.NoError(t, err)
				require.Equal(t, strconv.FormatUint(i, 10), string(m.Data))
			}
			a.awaitLast(at, MirrorView("at"), a.stream(hub, ViewStream("at")).CachedInfo().State.LastSeq)
			for k, v := range a.bucket(at, "at") {
				require.Equal(t, "again", v, k)
			}
			require.NoError(t, a.broker.Stop())
			require.NoFileExists(t, filepath.Join(a.store, uncleanFile))
		})
	}
}

// The audit's mirror is made anew where a crash explains what it lacks and it
// holds nothing that the journal does not. In all other cases it is kept as it is.
func TestTheAuditsMirrorIsKeptWhileItMayBeAWitness(t *testing.T) {
	for _, test := range []struct {
		name    string
		lost    string // the store that an older copy replaces
		forged  bool   // the journal was written anew, with other bytes
		crashed bool
		fault   string // what is said; empty: made anew
	}{
		{name: "a crash took its tail", lost: "audit/AUDIT_JOURNAL", crashed: true},
		{name: "its tail is gone without a crash", lost: "audit/AUDIT_JOURNAL", fault: "it holds 50 of the first 80 messages"},
		{name: "the journal lost its tail", lost: "ops/JOURNAL", fault: "it reaches message 80, JOURNAL only 50"},
		{name: "the journal lost its tail, after a crash", lost: "ops/JOURNAL", crashed: true, fault: "it reaches message 80, JOURNAL only 50"},
		{name: "its tail is gone and the journal is another", lost: "audit/AUDIT_JOURNAL", forged: true, crashed: true, fault: "its message 1 is not that of JOURNAL"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel() // mostly waiting for acknowledgements
			a := newAlliance(t)
			numbers := func(from, to int, what string) {
				hub := a.as(Hub, "", "hub")
				for i := from; i <= to; i++ {
					_, err := hub.RequestWithContext(a.context(), JournalPrefix+"registry", []byte(what+strconv.Itoa(i)))
					require.NoError(t, err)
				}
				a.awaitLast(a.as(Auditor, "", "auditor"), AuditStream, uint64(to))
				a.awaitFloor(hub, JournalStream, a.realm.publicKey(auditKey), uint64(to))
				require.NoError(t, a.broker.Stop())
			}
			numbers(1, 50, "true ")
			kept := t.TempDir()
			require.NoError(t, os.CopyFS(kept, os.DirFS(a.store)))
			if test.forged {
				require.NoError(t, os.RemoveAll(a.store))
				a.start()
				numbers(1, 80, "false ")
			} else {
				a.start()
				numbers(51, 80, "true ")
			}
			a.putBack(kept, test.lost)
			if test.crashed {
				require.NoError(t, os.WriteFile(filepath.Join(a.store, uncleanFile), nil, 0o600))
			}
			var err error
			a.broker, err = Start(Options{StoreDir: a.store, Realm: a.realm, Random: a.random, Logger: testLog(t)})
			require.NoError(t, err)
			auditor := a.as(Auditor, "", "auditor")
			before := a.stream(auditor, AuditStream).CachedInfo()
			held := a.held(auditor)
			require.Len(t, held, int(before.State.Msgs))
			_, err = a.broker.EnsureJournal(a.context())
			if test.fault == "" {
				require.NoError(t, err)
				a.awaitLast(auditor, AuditStream, 80)
				mirror := a.stream(auditor, AuditStream)
				for i := uint64(1); i <= 80; i++ {
					m, err := mirror.GetMsg(a.context(), i)
					require.NoError(t, err)
					require.Equal(t, "true "+strconv.FormatUint(i, 10), string(m.Data))
				}
				require.NoError(t, a.broker.Stop())
				require.NoFileExists(t, filepath.Join(a.store, uncleanFile))
				return
			}
			require.ErrorContains(t, err, test.fault)
			require.ErrorContains(t, err, "it may be the only witness")
			after := a.stream(auditor, AuditStream).CachedInfo()
			require.Equal(t, before.Created, after.Created)
			// What it holds is what it held: as many, the same bytes, to the last one.
			require.Equal(t, before.State.FirstSeq, after.State.FirstSeq)
			require.Equal(t, before.State.Msgs, after.State.Msgs)
			require.Equal(t, before.State.Bytes, after.State.Bytes)
			require.GreaterOrEqual(t, after.State.LastSeq, before.State.LastSeq)
			require.Equal(t, held, a.held(auditor))
			_, err = a.broker.EnsureJournal(a.context())
			require.ErrorContains(t, err, test.fault, "asked again, it says so again")
			if test.crashed {
				require.NoError(t, a.broker.Stop())
				require.FileExists(t, filepath.Join(a.store, uncleanFile), "the next start must still know of the crash")
			}
		})
	}
}

// putBack replaces a stream's messages, "ops/JOURNAL", by those of an older copy
// of the data directory.
func (a *alliance) putBack(kept, store string) {
	a.t.Helper()
	account, stream := filepath.Split(store)
	key := map[string]string{"ops/": a.realm.publicKey(opsKey), "audit/": a.realm.publicKey(auditKey), "at/": a.realm.AccountKey("at")}[account]
	path := filepath.Join("jetstream", key, "streams", stream, "msgs")
	require.NoError(a.t, os.RemoveAll(filepath.Join(a.store, path)))
	require.NoError(a.t, os.CopyFS(filepath.Join(a.store, path), os.DirFS(filepath.Join(kept, path))))
}

// awaitFloor waits until OPS believes that the mirror of the stream in the account
// of that key has n messages.
func (a *alliance) awaitFloor(hub *nats.Conn, stream, key string, n uint64) {
	a.t.Helper()
	js, err := jetstream.New(hub)
	require.NoError(a.t, err)
	ctx := a.context()
	c, err := js.PushConsumer(ctx, stream, key)
	require.NoError(a.t, err)
	for {
		info, err := c.Info(ctx)
		require.NoError(a.t, err, "%s: %d not acknowledged", stream, n)
		if info.AckFloor.Stream >= n {
			return
		}
	}
}

// bucket is all that a viewer's view holds.
func (a *alliance) bucket(conn *nats.Conn, viewer string) map[string]string {
	a.t.Helper()
	js, err := jetstream.New(conn)
	require.NoError(a.t, err)
	kv, err := js.KeyValue(a.context(), ViewBucket(viewer))
	require.NoError(a.t, err)
	keys, err := kv.Keys(a.context())
	require.NoError(a.t, err)
	all := map[string]string{}
	for _, k := range keys {
		e, err := kv.Get(a.context(), k)
		require.NoError(a.t, err)
		all[k] = string(e.Value())
	}
	return all
}

// held is every message that the audit's mirror has, by number.
func (a *alliance) held(auditor *nats.Conn) map[uint64]string {
	a.t.Helper()
	mirror := a.stream(auditor, AuditStream)
	all := map[uint64]string{}
	for seq := uint64(1); seq <= mirror.CachedInfo().State.LastSeq; seq++ {
		m, err := mirror.GetMsg(a.context(), seq)
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			continue
		}
		require.NoError(a.t, err)
		all[seq] = string(m.Data)
	}
	return all
}

func TestWhatAMirrorLacks(t *testing.T) {
	for name, test := range map[string]struct {
		fed   uint64
		state jetstream.StreamState
		lacks bool
	}{
		"new":                          {0, jetstream.StreamState{}, false},
		"whole":                        {9, jetstream.StreamState{FirstSeq: 1, LastSeq: 9, Msgs: 9}, false},
		"ahead of what is known of it": {4, jetstream.StreamState{FirstSeq: 1, LastSeq: 9, Msgs: 9}, false},
		"its tail":                     {9, jetstream.StreamState{FirstSeq: 1, LastSeq: 4, Msgs: 4}, true},
		"all, known":                   {9, jetstream.StreamState{}, true},
		"all, but for the number":      {0, jetstream.StreamState{FirstSeq: 10, LastSeq: 9}, true},
		"its beginning":                {0, jetstream.StreamState{FirstSeq: 4, LastSeq: 9, Msgs: 6}, true},
		"one in the middle":            {0, jetstream.StreamState{FirstSeq: 1, LastSeq: 9, Msgs: 8, NumDeleted: 1}, true},
	} {
		require.Equal(t, test.lacks, holed(test.fed, test.state), name)
	}
}
