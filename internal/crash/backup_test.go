package crash

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/internal/nats/broker"
)

// backedUp is what vigil backup tells programs.
type backedUp struct {
	Backup struct {
		Entries, Added, Covered uint64
		Enclosures              int
		Missing                 []string
		Source                  string
		Keys                    bool
	}
}

func backup(t testing.TB, dir, into string, more ...string) backedUp {
	t.Helper()
	var b backedUp
	require.NoError(t, json.Unmarshal([]byte(done(t, dir, append([]string{"backup", into, "-o", "json"}, more...)...)), &b))
	return b
}

// age is what differs in an answer from one second to the next: when the hub was
// heard, if it was.
var age = regexp.MustCompile(`"quiet": \d+|"hub": "[^"]*",\s*`)

// answers is what every viewer of a directory is told of an operation, and has been.
func answers(t testing.TB, dir, operation string, viewers ...string) string {
	t.Helper()
	var all strings.Builder
	for _, v := range viewers {
		for _, line := range []string{"operation ls -o json", "show " + operation + " --texts -o json", "watch --from 1 --no-follow -o jsonl"} {
			r := vigil(t, dir, append(strings.Fields(line), "--desk", v)...)
			all.WriteString(v + " " + line + "\n" + age.ReplaceAllString(r.Stdout+r.Stderr, "") + "\n")
		}
	}
	return all.String()
}

// TestRestoredAnswersTheSame: to every viewer, with every text, and verify is green.
func TestRestoredAnswersTheSame(t *testing.T) {
	base := t.TempDir()
	dir, copied, anew := filepath.Join(base, "played"), filepath.Join(base, "backup"), filepath.Join(base, "anew")
	done(t, dir, "demo", "--speed", "max", "--scenario", "relay", "--listen", "127.0.0.1:0")
	viewers := []string{"at", "hu", "at.lead", "hu.lead"}
	want := answers(t, dir, "RELAY", viewers...)
	require.Contains(t, want, `"remark"`, "texts are compared too")
	green := done(t, dir, "verify")

	b := backup(t, dir, copied).Backup
	require.Equal(t, b.Entries, b.Covered)
	require.NotZero(t, b.Enclosures)
	require.Empty(t, b.Missing)
	done(t, dir, "verify", copied)
	done(t, anew, "restore", copied, "--keys", dir)
	require.Equal(t, want, answers(t, anew, "RELAY", viewers...))
	again := done(t, anew, "verify")
	require.True(t, strings.HasPrefix(again, strings.TrimRight(green, "\n")), again)
	require.Contains(t, again, "– restored from a backup")
	require.NotContains(t, again, "stored-elsewhen")

	// A backup of what was restored goes on with the first one, stored times and all.
	require.Zero(t, backup(t, anew, copied, "--onto").Backup.Added)
	done(t, anew, "verify", copied)
}

// TestBackedUpBesideAHub: what was acknowledged before a backup began is in it,
// desks go on from their counters, and nobody notices.
func TestBackedUpBesideAHub(t *testing.T) {
	dir, copied, anew := alliance(t), filepath.Join(t.TempDir(), "backup"), filepath.Join(t.TempDir(), "anew")
	process, url := hub(t, dir, "--desks")
	opened := func(dir, name string) recorded {
		return receipt(t, done(t, dir, "operation", "open", name, "--goods", "narcotics", "--basis", "untoc-20", "--aim", "to see "+name, "--as", "hu/coordinator", "-o", "json", "--server", url))
	}
	first := opened(dir, "FIRST")
	b := backup(t, dir, copied).Backup
	require.Equal(t, b.Entries, b.Added)
	second := opened(dir, "SECOND")
	next := backup(t, dir, copied, "--onto").Backup
	require.EqualValues(t, 1, next.Added)
	require.Equal(t, b.Entries+1, next.Entries)
	lost := opened(dir, "THIRD")
	process.kill()

	done(t, anew, "restore", copied, "--keys", dir)
	s := read(t, anew, 0)
	for _, r := range []recorded{first, second} {
		require.NotZero(t, s.commands[r.Recorded.Operation+" "+r.Recorded.ID])
	}
	require.Zero(t, s.commands[lost.Recorded.Operation+" "+lost.Recorded.ID], "what came behind the last backup is lost, and said to be")
	process, url = hub(t, anew, "--desks")
	after := opened(anew, "FOURTH")
	require.Equal(t, second.Recorded.Counter+1, after.Recorded.Counter)
	require.Equal(t, second.Recorded.Viewer, after.Recorded.Viewer)
	require.Zero(t, process.stop(interrupt), process.stderr())
	done(t, anew, "verify")
}

// blocks are the files in which a stream's messages lie.
func blocks(t testing.TB, dir, stream string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "data", "store", "jetstream", "*", "streams", stream, "msgs", "*.blk"))
	require.NoError(t, err)
	require.NotEmpty(t, found)
	return found
}

// TestRescuedFromTheMirror: a damaged journal makes no backup, and its mirror does.
func TestRescuedFromTheMirror(t *testing.T) {
	base := t.TempDir()
	dir, copied, anew := filepath.Join(base, "played"), filepath.Join(base, "backup"), filepath.Join(base, "anew")
	done(t, dir, "demo", "--speed", "max", "--scenario", "relay", "--listen", "127.0.0.1:0")
	whole := backup(t, dir, filepath.Join(base, "before")).Backup
	for _, name := range blocks(t, dir, broker.JournalStream) {
		b, err := os.ReadFile(name)
		require.NoError(t, err)
		b[len(b)/2] ^= 0x20
		require.NoError(t, os.WriteFile(name, b, 0o600))
	}
	r := vigil(t, dir, "backup", copied, "-o", "json")
	require.Equal(t, 7, r.Exit, r.Stdout+r.Stderr)
	require.Contains(t, problemOf(t, r.Stderr).Hint, "--from audit")
	require.NoFileExists(t, filepath.Join(copied, "manifest"))
	rescued := backup(t, dir, copied, "--from", "audit").Backup
	require.Equal(t, whole.Entries, rescued.Entries)
	require.Equal(t, "audit", rescued.Source)
	done(t, anew, "restore", copied, "--keys", dir)
	done(t, anew, "verify")

	for _, name := range blocks(t, dir, broker.AuditStream) {
		require.NoError(t, os.Truncate(name, 4000))
	}
	r = vigil(t, dir, "backup", filepath.Join(base, "none"), "--from", "audit", "-o", "json")
	require.Equal(t, 7, r.Exit, r.Stdout+r.Stderr)
	require.Contains(t, problemOf(t, r.Stderr).Hint, "restore from the last backup")
}

// TestRestoreRefuses: each with what, why and what next, and nothing left behind.
func TestRestoreRefuses(t *testing.T) {
	base := t.TempDir()
	dir, copied := alliance(t), filepath.Join(base, "backup")
	backup(t, dir, copied)
	other := filepath.Join(base, "other")
	done(t, other, "init")
	full := filepath.Join(base, "full")
	require.NoError(t, os.MkdirAll(filepath.Join(full, "thesis"), 0o700))
	short := filepath.Join(base, "short")
	require.NoError(t, os.CopyFS(short, os.DirFS(copied)))
	require.NoError(t, os.Truncate(filepath.Join(short, "0001.records"), 5000))
	halfKeys := filepath.Join(base, "half")
	require.NoError(t, os.CopyFS(halfKeys, os.DirFS(dir)))
	require.NoError(t, os.Remove(filepath.Join(halfKeys, "keys", "accounts", "country-at.nk")))
	require.NoError(t, filepath.WalkDir(halfKeys, func(name string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			err = os.Chmod(name, 0o600)
		}
		return err
	}))
	for name, x := range map[string]struct {
		exit int
		says string
		args []string
	}{
		"no keys":         {2, "the root key is missing", []string{copied}},
		"another's keys":  {7, "keys of another journal", []string{copied, "--keys", other}},
		"half the keys":   {7, "the account key of AT", []string{copied, "--keys", halfKeys}},
		"another genesis": {7, "it is another journal", []string{copied, "--keys", dir, "--genesis", strings.Repeat("ab", 32)}},
		"cut":             {7, "it was cut", []string{short, "--keys", dir}},
		"no backup":       {3, "holds no backup", []string{other, "--keys", dir}},
	} {
		t.Run(name, func(t *testing.T) {
			beside := filepath.Join(t.TempDir(), "beside")
			r := vigil(t, filepath.Join(beside, "anew"), append(append([]string{"restore"}, x.args...), "-o", "json")...)
			require.Equal(t, x.exit, r.Exit, r.Stdout+r.Stderr)
			p := problemOf(t, r.Stderr)
			require.Contains(t, p.Reason, x.says)
			require.NotEmpty(t, p.Hint, p.Reason)
			left, err := os.ReadDir(beside)
			if !os.IsNotExist(err) {
				require.NoError(t, err)
			}
			require.Empty(t, left)
		})
	}
	r := vigil(t, full, "restore", copied, "--keys", dir, "-o", "json")
	require.Equal(t, 2, r.Exit)
	require.Contains(t, problemOf(t, r.Stderr).Reason, "is not empty")
	r = vigil(t, dir, "backup", filepath.Join(dir, "inside"), "-o", "json")
	require.Equal(t, 2, r.Exit)

	// With its own keys a backup needs no others.
	keyed := filepath.Join(base, "keyed")
	require.True(t, backup(t, dir, keyed, "--with-keys").Backup.Keys)
	anew := filepath.Join(base, "anew")
	require.Contains(t, done(t, anew, "restore", keyed), "desks go on from there")
	require.Contains(t, done(t, dir, "verify", keyed), "THE SIGNING KEYS ARE IN IT")
}

// TestABackupKilledHalfway: wherever the program is killed, what lies there is a whole
// backup, the one before or the one after, and the next run goes on.
func TestABackupKilledHalfway(t *testing.T) {
	dir, copied := alliance(t), filepath.Join(t.TempDir(), "backup")
	backup(t, dir, copied)
	for round := range 8 {
		done(t, dir, "operation", "open", "ROUND"+string(rune('A'+round)), "--goods", "narcotics", "--basis", "untoc-20", "--aim", "to see", "--as", "hu/coordinator")
		p := start(t, dir, "backup", copied, "--onto")
		select {
		case <-time.After(time.Duration(round*30) * time.Millisecond):
		case <-p.ended:
		}
		p.kill()
		done(t, dir, "verify", copied)
	}
	require.NotZero(t, backup(t, dir, copied, "--onto").Backup.Entries)
	done(t, dir, "verify", copied)
	anew := filepath.Join(t.TempDir(), "anew")
	done(t, anew, "restore", copied, "--keys", dir)
	require.EqualValues(t, read(t, dir, 0).entries, read(t, anew, 0).entries)
}
