package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/internal/backup"
	"vigil/internal/identity"
)

// ward is a directory under examination.
type ward struct {
	directory
	now func() time.Time
}

func (w ward) env(out, problems io.Writer) Env {
	return Env{Stdin: strings.NewReader(""), Stdout: out, Stderr: problems, Now: w.now, Random: rand.Reader, Getenv: func(string) string { return "" },
		IsDir: func(string) bool { return false }, ReadFile: os.ReadFile}
}

func (w ward) run(t testing.TB, line string) (exit int, out, problems string) {
	t.Helper()
	var o, p bytes.Buffer
	exit = Run(t.Context(), w.env(&o, &p), append(words(line), "--dir", string(w.directory)))
	return exit, o.String(), p.String()
}

func (w ward) done(t testing.TB, line string) {
	t.Helper()
	exit, out, problems := w.run(t, line)
	require.Zero(t, exit, line+": "+out+problems)
}

// examined is what the doctor says, by what it is about; the disk is the machine's.
func (w ward) examined(t testing.TB, more string) (int, map[string]symptom) {
	t.Helper()
	exit, out, problems := w.run(t, "doctor -o jsonl"+more)
	found := map[string]symptom{}
	for line := range strings.Lines(out) {
		var s symptom
		require.NoError(t, json.Unmarshal([]byte(line), &s), out+problems)
		if s.State != isRight {
			require.NotEmpty(t, s.Text)
		}
		if have, twice := found[s.What]; !twice || have.State == isRight {
			found[s.What] = s
		}
	}
	return exit, found
}

// founded is a new directory with two countries, on the machine's clock.
func founded(t testing.TB) ward {
	t.Helper()
	w := ward{directory(filepath.Join(t.TempDir(), "vigil")), time.Now}
	w.done(t, "init")
	w.done(t, "country add AT --zone Europe/Vienna")
	w.done(t, "officer enrol at/commander --roles commander")
	return w
}

func allFiles(t testing.TB, dir string) string {
	t.Helper()
	var all strings.Builder
	require.NoError(t, filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(name)
		all.WriteString(name + string(b))
		return err
	}))
	return all.String()
}

func TestDoctorFindsNothingAndTouchesNothing(t *testing.T) {
	w := founded(t)
	before := allFiles(t, string(w.directory))
	exit, found := w.examined(t, "")
	require.Equal(t, exitFailed, exit)
	require.Equal(t, isWrong, found["backup"].State)
	require.Contains(t, found["backup"].Text, "there is none")
	delete(found, "backup")
	delete(found, "disk")
	for what, s := range found {
		require.Equal(t, isRight, s.State, "%s: %s", what, s.Text)
	}
	require.Len(t, found, 8)
	require.Equal(t, before, allFiles(t, string(w.directory)))

	_, out, problems := w.run(t, "doctor")
	require.Regexp(t, `(?m)^✔ journal   4 entries, no gap`, out)
	require.Regexp(t, `(?m)^✖ backup `, out)
	require.Contains(t, problems, "(exit 1)")
}

// TestDoctorNamesEachIllness: with what next, and by the exit code.
func TestDoctorNamesEachIllness(t *testing.T) {
	healthy := founded(t)
	healthy.done(t, "officer enrol at/team --roles team --valid 48h")
	healthy.done(t, "officer enrol at/desk --roles desk")
	copied := filepath.Join(t.TempDir(), "backup")
	healthy.done(t, "backup "+copied)
	m, err := backup.ReadManifest(copied)
	require.NoError(t, err)
	require.NoError(t, healthy.noteBackup(backupLine{Where: copied, Entries: m.Records, Made: m.Made}, true)) // as if that were far away
	stranger, err := identity.NewKey(rand.Reader)
	require.NoError(t, err)
	for name, x := range map[string]struct {
		what  string
		state state
		says  string
		exit  int
		make  func(*testing.T, *ward)
	}{
		"a key that others can read": {"keys", isWrong, "keys/hub.key", exitFailed, func(t *testing.T, w *ward) {
			require.NoError(t, os.Chmod(w.key("hub"), 0o644))
		}},
		"an enclosure's key": {"keys", isWrong, "data/enclosures/keys", exitFailed, func(t *testing.T, w *ward) {
			require.NoError(t, os.Chmod(w.path("data", "enclosures", "keys"), 0o755))
		}},
		"no root key": {"keys", isWrong, "missing: clock", exitFailed, func(t *testing.T, w *ward) {
			require.NoError(t, os.Remove(w.key("clock")))
		}},
		"another's key": {"keys", isForged, "the hub key is " + string(stranger.ID()), exitUnverified, func(t *testing.T, w *ward) {
			require.NoError(t, os.Remove(w.key("hub")))
			require.NoError(t, stranger.WriteKeyFile(w.key("hub")))
		}},
		"another's head": {"head", isForged, "not one that this journal's hub has signed", exitUnverified, func(t *testing.T, w *ward) {
			require.NoError(t, (&books{dir: w.data()}).Head(identity.Head{Journal: "01KJNXGE00P0YD1JFDBHBD2Q8B", Size: 1}.Sign(stranger)))
		}},
		"no head": {"head", isWatched, "there is no tree head", exitDone, func(t *testing.T, w *ward) {
			require.NoError(t, os.Remove(filepath.Join(w.data(), "head")))
		}},
		"a cut tail": {"head", isForged, "the tail was cut", exitUnverified, func(t *testing.T, w *ward) {
			hub, err := identity.ReadKeyFile(w.key("hub"))
			require.NoError(t, err)
			mine, err := (&books{dir: w.data()}).LastHead()
			require.NoError(t, err)
			head, err := identity.OpenHead(mine, hub.Public())
			require.NoError(t, err)
			head.Size += 3
			require.NoError(t, (&books{dir: w.data()}).Head(head.Sign(hub)))
		}},
		"a damaged journal": {"journal", isForged, "record", exitUnverified, func(t *testing.T, w *ward) {
			blocks, err := filepath.Glob(w.path("data", "store", "jetstream", "*", "streams", "JOURNAL", "msgs", "*.blk"))
			require.NoError(t, err)
			b, err := os.ReadFile(blocks[0])
			require.NoError(t, err)
			b[len(b)/2] ^= 0x20
			require.NoError(t, os.WriteFile(blocks[0], b, 0o600))
		}},
		"a hub that was killed": {"hub", isWatched, "was not stopped", exitDone, func(t *testing.T, w *ward) {
			require.NoError(t, os.WriteFile(w.path("data", "store", "unclean"), nil, 0o600))
		}},
		"an hour back": {"clock", isWrong, "behind the newest entry", exitFailed, func(t *testing.T, w *ward) {
			w.now = func() time.Time { return time.Now().Add(-time.Hour) }
		}},
		"an access log that cannot be written": {"logs", isWrong, "what is not written down is not answered", exitFailed, func(t *testing.T, w *ward) {
			require.NoError(t, os.RemoveAll(w.desk("AT", "access.jsonl")))
			require.NoError(t, os.MkdirAll(w.desk("AT", "access.jsonl"), 0o700))
		}},
		"a key that ends soon": {"officers", isWatched, "at/team in 47 h", exitDone, func(_ *testing.T, w *ward) {
			w.now = func() time.Time { return time.Now().Add(time.Minute) } // what is a hair's breadth from two days is shown as two days
		}},
		"keys that have ended": {"officers", isWatched, "at/team has ended", exitDone, func(_ *testing.T, w *ward) {
			w.now = func() time.Time { return time.Now().Add(72 * time.Hour) }
		}},
		"a backup on the same disk": {"backup", isWrong, "NO COPY OFF THIS DISK", exitFailed, func(t *testing.T, w *ward) {
			w.done(t, "backup "+filepath.Join(t.TempDir(), "backup"))
		}},
		"an old backup": {"backup", isWatched, "3 days ago", exitDone, func(t *testing.T, w *ward) {
			w.done(t, "officer enrol at/liaison --roles liaison")
			w.now = func() time.Time { return time.Now().Add(72 * time.Hour) }
		}},
		"a backup that went away": {"backup", isWatched, "it cannot be read from here now", exitDone, func(t *testing.T, w *ward) {
			require.NoError(t, w.noteBackup(backupLine{Where: filepath.Join(t.TempDir(), "away"), Made: m.Made}, true))
		}},
	} {
		t.Run(name, func(t *testing.T) {
			w := ward{directory(filepath.Join(t.TempDir(), "vigil")), time.Now}
			require.NoError(t, os.CopyFS(string(w.directory), os.DirFS(string(healthy.directory))))
			private(t, string(w.directory))
			x.make(t, &w)
			exit, found := w.examined(t, "")
			s := found[x.what]
			require.Equal(t, x.state, s.State, "%s: %s", s.What, s.Text)
			require.Contains(t, s.Text, x.says)
			require.NotEmpty(t, s.Next)
			if found["disk"].State != isWrong { // the machine's own
				require.Equal(t, x.exit, exit)
			}
			strict, _ := w.examined(t, " --strict")
			require.NotZero(t, strict)
		})
	}
}

// private undoes what a copy does to who may read what.
func private(t testing.TB, dir string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		mode := fs.FileMode(0o600)
		if err == nil && e.IsDir() {
			mode = 0o700
		}
		return errors.Join(err, os.Chmod(name, mode))
	}))
}

// TestDoctorBesideAHub: it looks at a running hub by the audit's mirror, and asks each
// country's gateway.
func TestDoctorBesideAHub(t *testing.T) {
	w := founded(t)
	ctx, stop := context.WithCancel(t.Context())
	r, out := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- Run(ctx, w.env(out, io.Discard), []string{"serve", "--listen", "127.0.0.1:0", "--desks", "--dir", string(w.directory)})
	}()
	line := make([]byte, 4096)
	for said := ""; !strings.Contains(said, "data "); {
		n, err := r.Read(line)
		require.NoError(t, err)
		said += string(line[:n])
	}
	go io.Copy(io.Discard, r)
	defer func() {
		stop()
		require.Zero(t, <-ended)
	}()
	_, found := w.examined(t, "")
	require.Regexp(t, regexp.MustCompile(`process \d+ runs, at nats://127.0.0.1:\d+`), found["hub"].Text)
	require.NotEqual(t, isWrong, found["AT"].State, found["AT"].Text) // it may not have heard the first beat
	for _, what := range []string{"hub", "journal", "head", "clock"} {
		require.Equal(t, isRight, found[what].State, "%s: %s", what, found[what].Text)
	}
	require.Contains(t, found["AT"].Text, "gateway answers")
}
