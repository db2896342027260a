// Package tamper plays whoever has the hub's disk but not its keys: it alters the
// files of a stored journal in every way that occurred to us, and wants vigil
// verify to name what was done, to exit with 7, and to leave the directory as it
// found it, byte for byte.
package tamper

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/cli"
	"vigil/internal/drill"
	"vigil/internal/identity"
	"vigil/internal/nats/broker"
)

// vigil runs a command as a person would.
func vigil(t *testing.T, args ...string) (exit int, stdout, stderr string) {
	t.Helper()
	var out, problems bytes.Buffer
	env := cli.System()
	env.Stdin, env.Stdout, env.Stderr, env.Terminal = strings.NewReader(""), &out, &problems, false
	exit = cli.Run(t.Context(), env, args)
	return exit, out.String(), problems.String()
}

// played is a directory in which the demonstration has been played.
func played(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "played")
	exit, _, problems := vigil(t, "demo", "--speed", "max", "--scenario", "relay", "--dir", dir, "--listen", "127.0.0.1:0")
	require.Zero(t, exit, problems)
	return dir
}

// fingerprint hashes every file of a directory, with its name.
func fingerprint(t *testing.T, dir string) string {
	t.Helper()
	h := sha256.New()
	require.NoError(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		fmt.Fprintf(h, "%s %d %x\n", path, len(b), sha256.Sum256(b))
		return err
	}))
	return fmt.Sprintf("%x", h.Sum(nil))
}

// named wants vigil verify to fail, to say want, and to touch nothing.
func named(t *testing.T, dir string, want ...string) string {
	t.Helper()
	before := fingerprint(t, dir)
	exit, out, problems := vigil(t, "verify", "--dir", dir)
	require.Equal(t, 7, exit, out+problems)
	for _, words := range want {
		require.Contains(t, out, words)
	}
	require.Equal(t, before, fingerprint(t, dir), "the directory is as it was")
	return out
}

func genuine(t *testing.T, dir string) {
	t.Helper()
	before := fingerprint(t, dir)
	exit, out, problems := vigil(t, "verify", "--dir", dir)
	require.Zero(t, exit, out+problems)
	require.Equal(t, before, fingerprint(t, dir), "the directory is as it was")
}

// record is one message of the journal.
type record struct {
	subject string
	body    []byte
}

// ops serves the account of the hub on the store itself, without any of its keys,
// as somebody could who has the disk.
func ops(t *testing.T, dir string, f func(context.Context, jetstream.JetStream)) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "data", "store", "jetstream", "*", "streams", broker.JournalStream))
	require.NoError(t, err)
	require.Len(t, found, 1)
	account := server.NewAccount(filepath.Base(filepath.Dir(filepath.Dir(found[0]))))
	s, err := server.NewServer(&server.Options{
		DontListen: true, NoSigs: true, NoLog: true, JetStream: true, StoreDir: filepath.Join(dir, "data", "store"),
		Accounts: []*server.Account{account},
		Users:    []*server.User{{Username: "thief", Password: "thief", Account: account}},
	})
	require.NoError(t, err)
	s.Start()
	require.True(t, s.ReadyForConnections(5*time.Second))
	known, err := s.LookupAccount(account.Name)
	require.NoError(t, err)
	require.NoError(t, known.EnableJetStream(nil, nil))
	nc, err := nats.Connect("", nats.InProcessServer(s), nats.UserInfo("thief", "thief"))
	require.NoError(t, err)
	js, err := jetstream.New(nc)
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	f(ctx, js)
	nc.Close()
	s.Shutdown()
	s.WaitForShutdown()
}

// rewrite replaces the whole journal: the stream is deleted, made again with the
// same configuration, and filled with what change makes of the records.
func rewrite(t *testing.T, dir string, change func([]record) []record) {
	t.Helper()
	ops(t, dir, func(ctx context.Context, js jetstream.JetStream) {
		stream, err := js.Stream(ctx, broker.JournalStream)
		require.NoError(t, err)
		config := stream.CachedInfo().Config
		var list []record
		for seq := uint64(1); seq <= stream.CachedInfo().State.LastSeq; seq++ {
			m, err := stream.GetMsg(ctx, seq)
			require.NoError(t, err)
			list = append(list, record{m.Subject, bytes.Clone(m.Data)})
		}
		require.NoError(t, js.DeleteStream(ctx, broker.JournalStream))
		_, err = js.CreateStream(ctx, config)
		require.NoError(t, err)
		for _, r := range change(list) {
			_, err := js.Publish(ctx, r.subject, r.body)
			require.NoError(t, err)
		}
	})
}

func TestAPlayedDirectoryIsGenuine(t *testing.T) { genuine(t, played(t)) }

// Rewriting with the very same records is no change: what is proven is the
// records, not the files around them.
func TestTheSameRecordsAgainAreTheSame(t *testing.T) {
	dir := played(t)
	rewrite(t, dir, func(list []record) []record { return list })
	genuine(t, dir)
}

func TestAFlippedByteIsNamed(t *testing.T) {
	dir := played(t)
	blocks, err := filepath.Glob(filepath.Join(dir, "data", "store", "jetstream", "*", "streams", broker.JournalStream, "msgs", "*.blk"))
	require.NoError(t, err)
	require.Len(t, blocks, 1)
	whole, err := os.ReadFile(blocks[0])
	require.NoError(t, err)
	const places = 24
	for i := range places {
		at := len(whole) * (2*i + 1) / (2 * places)
		t.Run(fmt.Sprint("byte ", at), func(t *testing.T) {
			flipped := bytes.Clone(whole)
			flipped[at] ^= 0x20
			require.NoError(t, os.WriteFile(blocks[0], flipped, 0o600))
			defer func() { require.NoError(t, os.WriteFile(blocks[0], whole, 0o600)) }()
			out := named(t, dir, "✖", "next:")
			require.Regexp(t, `entry \d+|record \d+|entries|tail`, out)
		})
	}
}

func TestACutTailIsNamed(t *testing.T) {
	dir := played(t)
	rewrite(t, dir, func(list []record) []record { return list[:len(list)-3] })
	named(t, dir, "tail-cut")
}

func TestSwappedEntriesAreNamed(t *testing.T) {
	dir := played(t)
	rewrite(t, dir, func(list []record) []record {
		list[20], list[21] = list[21], list[20]
		return list
	})
	named(t, dir, "entry 21", "does-not-follow")
}

func TestAnEntryLeftOutIsNamed(t *testing.T) {
	dir := played(t)
	rewrite(t, dir, func(list []record) []record { return append(list[:20:20], list[21:]...) })
	named(t, dir, "entry 21", "does-not-follow")
}

// TestAForgedEntryIsNamed inserts an entry that follows in every way, signed by a
// key that nobody enrolled: what somebody without the hub's and the officers'
// keys can do at best.
func TestAForgedEntryIsNamed(t *testing.T) {
	dir, at := played(t), 0
	rewrite(t, dir, func(list []record) []record {
		at = len(list) - 1 // counted from one
		last, err := events.DecodeEntry(list[at-1].body)
		require.NoError(t, err)
		n, err := last.Parsed()
		require.NoError(t, err)
		thief, err := identity.NewKey(drill.Dice(1, "thief"))
		require.NoError(t, err)
		n.Key = thief.ID()
		n.Command = "01KJP8KN60HHV4DKT3HPEQX3KJ"
		n.Commits = [events.Commits]events.Commitment{}
		fact := last.Events[0]
		values, err := identity.ValuesOf(fact)
		require.NoError(t, err)
		forged, err := identity.Compose(n, events.Seen{}, values, drill.Dice(1, "salts"), thief)
		require.NoError(t, err)
		e := events.Entry{
			Edition: last.Edition, Operation: last.Operation, N: last.N, Prev: last.Prev, Registry: last.Registry, At: last.At,
			Note: forged.Note, Slots: forged.Slots, Events: []events.Event{fact},
		}
		body, err := events.EncodeEntry(e)
		require.NoError(t, err)
		list[at-1].body = body
		return list
	})
	named(t, dir, fmt.Sprint("entry ", at), "unknown-key")
}

// TestAViewEditedByHandIsNamedAndHealed: the next start of a hub mends it.
func TestAViewEditedByHandIsNamedAndHealed(t *testing.T) {
	dir := played(t)
	ops(t, dir, func(ctx context.Context, js jetstream.JetStream) {
		stream, err := js.Stream(ctx, broker.ViewStream("at"))
		require.NoError(t, err)
		last, err := stream.GetLastMsgForSubject(ctx, broker.ViewPrefix("at")+operationOf(ctx, t, js))
		require.NoError(t, err)
		_, err = js.Publish(ctx, last.Subject, bytes.Replace(last.Data, []byte(`"delivered"`), []byte(`"interdicted"`), 1))
		require.NoError(t, err)
	})
	named(t, dir, "AT desk", "view-differs")
	exit, out, problems := vigil(t, "show", "RELAY", "--desk", "at", "--dir", dir)
	require.Zero(t, exit, problems)
	require.Contains(t, out, "ended as delivered")
	genuine(t, dir)
}

// operationOf is the one operation of the journal.
func operationOf(ctx context.Context, t *testing.T, js jetstream.JetStream) string {
	t.Helper()
	stream, err := js.Stream(ctx, broker.JournalStream)
	require.NoError(t, err)
	last, err := stream.GetMsg(ctx, stream.CachedInfo().State.LastSeq)
	require.NoError(t, err)
	return strings.TrimPrefix(last.Subject, broker.JournalPrefix)
}

// TestAFeedEditedByHandIsNamed: a hub does not start on it.
func TestAFeedEditedByHandIsNamed(t *testing.T) {
	dir := played(t)
	ops(t, dir, func(ctx context.Context, js jetstream.JetStream) {
		_, err := js.Publish(ctx, broker.FeedSubject("at"), []byte(`{"content":{}}`))
		require.NoError(t, err)
	})
	named(t, dir, "AT desk", "feed-extra")
	exit, _, problems := vigil(t, "show", "RELAY", "--desk", "at", "--dir", dir)
	require.NotZero(t, exit)
	require.Contains(t, problems, "the feed of at has 25 messages")
}

// TestAnotherGenesisIsNamed: the digest that was written down at the beginning is
// worth something.
func TestAnotherGenesisIsNamed(t *testing.T) {
	dir := played(t)
	exit, out, _ := vigil(t, "verify", "--dir", dir, "--genesis", strings.Repeat("ab", 32))
	require.Equal(t, 7, exit)
	require.Contains(t, out, "another-genesis")
}
