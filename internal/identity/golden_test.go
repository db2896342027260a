package identity_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/identity"
)

var update = flag.Bool("update", false, "rewrite testdata")

const (
	journal   = events.JournalID("01JQ0000000000000000000001")
	operation = events.OperationID("01JQ0000000000000000000002")
	command   = events.CommandID("01JQ0000000000000000000003")
	offer     = "01JQ0000000000000000000004"
)

// filled is a random source of 32 times the byte first, then 32 times the next,
// and so on.
type filled struct {
	first byte
	read  int
}

func (f *filled) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = f.first + byte(f.read/32)
		f.read++
	}
	return len(p), nil
}

func keyOf(seed byte) identity.Key {
	k, err := identity.NewKey(&filled{first: seed})
	if err != nil {
		panic(err)
	}
	return k
}

// The keys of the worked example.
func officer() identity.Key { return keyOf(0x01) }
func hub() identity.Key     { return keyOf(0x02) }
func gateway() identity.Key { return keyOf(0x03) }
func clock() identity.Key   { return keyOf(0x04) }

func at(s string) events.Time {
	t, err := events.ParseTime(s)
	if err != nil {
		panic(err)
	}
	return t
}

// knows gives the public halves of some keys.
func knows(keys ...identity.Key) identity.Keys {
	return func(id events.KeyID) (events.PublicKey, bool) {
		for _, k := range keys {
			if k.ID() == id {
				return k.Public(), true
			}
		}
		return "", false
	}
}

// refusal is the command of the worked example: Austria refuses a handover.
func refusal() (events.Note, events.Seen, []identity.Value) {
	return events.Note{
			Journal: journal, Operation: operation, Command: command, Act: "handover.refuse", Signer: "at",
			Occurred: at("2026-03-02T04:10:00.000+01:00"),
			Known:    at("2026-03-02T04:10:00.000+01:00"),
			Until:    at("2026-03-02T04:15:00.000+01:00"),
		}, events.Seen{Counter: 41, Digest: events.DigestOf([]byte("content 41"))}, []identity.Value{
			{Slot: "reason", Bytes: []byte("No team at the border before six.")},
			{Slot: "refusal", Bytes: []byte(`{"offer":"` + offer + `","ground":"no-team"}`)},
		}
}

func composed() events.Request {
	n, seen, values := refusal()
	r, err := identity.Compose(n, seen, values, &filled{first: 0x10}, officer())
	if err != nil {
		panic(err)
	}
	return r
}

func receipt() identity.Receipt {
	return identity.Receipt{
		Journal: journal, Operation: operation, Command: command,
		Note: identity.NoteDigest(composed().Note), At: at("2026-03-02T03:10:02.250Z"),
		Viewer: "at", Counter: 42, Content: events.DigestOf([]byte("content 42")), Durability: "fsync",
	}
}

func delivery() identity.Delivery {
	return identity.Delivery{Journal: journal, Viewer: "at", Counter: 42,
		Content: events.DigestOf([]byte("content 42")), Time: at("2026-03-02T03:10:02.300Z")}
}

func head() identity.Head {
	var t identity.Tree
	t.Add([]byte("first"))
	t.Add([]byte("second"))
	t.Add([]byte("third"))
	return t.Head(journal)
}

func refusedLine() []byte {
	r := identity.RefusedNote(at("2026-03-02T03:10:02.250Z"), "AAUSTRIA2345", composed().Note, identity.RuleUnknownKey)
	line, err := r.Line()
	if err != nil {
		panic(err)
	}
	return line
}

// missed is what the clock of the worked example says.
func missed() events.Request {
	r, err := identity.ComposeClock(clock(), journal, operation, at("2026-03-02T02:15:00.000Z"),
		events.CheckpointMissed{Missed: events.CheckpointName{ID: "AT-CP1"}})
	if err != nil {
		panic(err)
	}
	return r
}

// goldens are the texts of the worked example, by the name of their file.
func goldens(t *testing.T) map[string]string {
	request, err := events.EncodeRequest(composed())
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "key")
	require.NoError(t, officer().WriteKeyFile(path))
	key, err := os.ReadFile(path)
	require.NoError(t, err)
	return map[string]string{
		"key.txt":      string(key),
		"command.txt":  composed().Note,
		"request.json": string(request),
		"clock.txt":    missed().Note,
		"receipt.txt":  receipt().Sign(hub()),
		"delivery.txt": delivery().Sign(gateway()),
		"head.txt":     head().Sign(hub()),
		"refused.json": string(refusedLine()),
	}
}

func TestBytesNeverChange(t *testing.T) {
	for name, text := range goldens(t) {
		path := filepath.Join("testdata", name)
		if *update {
			require.NoError(t, os.MkdirAll("testdata", 0o755))
			require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
		}
		want, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, string(want), text, "%s: a stored format must not change; -update only for a new one", name)
	}
}

func TestPackageCommentShowsTheTexts(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	for name, text := range goldens(t) {
		if name == "request.json" {
			continue // shown by its rules only: it is package events' format
		}
		var b strings.Builder
		for line := range strings.Lines(text) {
			if line == "\n" {
				b.WriteString("//\n")
			} else {
				b.WriteString("//\t" + line)
			}
		}
		require.Contains(t, string(doc), b.String(), "doc.go does not show %s", name)
	}
}
