package crash

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/internal/failpoint"
)

// TestFoundingThatIsKilled kills init, country add and officer enrol wherever they
// are. The same command again does what was asked: it begins anew, or finishes.
func TestFoundingThatIsKilled(t *testing.T) {
	withPoints(t)
	dir := filepath.Join(t.TempDir(), "vigil")
	met := map[string]bool{}
	killed := func(line string, points ...string) {
		t.Helper()
		for _, point := range points {
			startAt(t, point, dir, strings.Fields(line)...).died(point)
			name, _, _ := strings.Cut(point, ":")
			met[name] = true
			if strings.HasPrefix(line, "init") {
				r := vigil(t, dir, "status", "--desk", "hu")
				require.NotZero(t, r.Exit)
				require.Contains(t, r.Stderr, "vigil init", "after %s", point)
				continue
			}
			done(t, dir, "verify")
			if strings.HasSuffix(name, "-recorded") || strings.HasSuffix(name, "-made") {
				p, _ := hub(t, dir, "--desks") // half a country keeps nobody from work
				require.Zero(t, p.stop(syscall.SIGTERM), p.stderr())
				require.NotContains(t, p.stderr(), "level=ERROR", "after %s", point)
			}
		}
	}
	refused := func(line, words string) {
		t.Helper()
		r := vigil(t, dir, strings.Fields(line)...)
		require.Equal(t, 2, r.Exit, r.Stderr)
		require.Contains(t, r.Stderr, words)
	}

	killed("init --max-bytes 268435456", "init-begun", "secret-unwritten:2", "secret-unnamed:2", "key-file-unwritten", "key-file-unsynced:3",
		"account-key-unwritten:2", "account-key-unnamed:3", "account-key-named:4", "secret-named:2", "init-keyed", "init-opened", "init-recorded")
	done(t, dir, "init", "--max-bytes", "268435456")
	refused("init", "holds a journal already")

	// The first file that looks like an account's key is the mark of a running server.
	killed("country add HU --zone Europe/Budapest", "key-file-unwritten", "key-file-unsynced", "country-keyed", "account-key-unwritten:2", "account-key-unnamed:2",
		"account-key-named", "country-accounted", "country-recorded", "feed-made", "feed-made:2", "mirror-made", "mirror-made:3", "desk-recorded")
	key := filepath.Join(dir, "desks", "HU", "desk.key")
	require.NoError(t, os.Rename(key, key+".away"))
	r := vigil(t, dir, strings.Fields("country add HU --zone Europe/Budapest")...)
	require.NotZero(t, r.Exit)
	require.Contains(t, r.Stderr, "bring that file back", "no other key is made for a desk that has one")
	require.NoError(t, os.Rename(key+".away", key))
	killed("country add HU --zone Europe/Budapest", "secret-unwritten", "secret-unnamed", "secret-named", "secret-unnamed:2")
	done(t, dir, strings.Fields("country add HU --zone Europe/Budapest")...)
	refused("country add HU --zone Europe/Budapest", "in the alliance already")

	enrol := "officer enrol hu/coordinator --roles coordinator"
	killed(enrol, "key-file-unwritten", "key-file-unsynced", "officer-keyed", "officer-recorded", "secret-unwritten", "secret-unnamed")
	refused("officer enrol hu/coordinator --roles team", "coordinator")
	done(t, dir, strings.Fields(enrol)...)
	refused(enrol, "is enrolled already")
	killed("officer enrol hu/team --roles team", "secret-named")
	refused("officer enrol hu/team --roles team", "is enrolled already")

	for _, row := range failpoint.Table {
		require.Equal(t, row.Moment == failpoint.Founding, met[row.Name], row.Name)
	}
	p, _ := hub(t, dir, "--desks")
	done(t, dir, opening()...)
	require.Zero(t, p.stop(syscall.SIGTERM), p.stderr())
	done(t, dir, "verify")
	s := read(t, dir, 268435456)
	require.Equal(t, 5+1, int(s.entries), "genesis, a country, its desk, two officers, an operation: %v", s.acts)
	require.False(t, slices.Contains(files(t, dir), "unfinished"))
}

// files lists what lies in a directory itself.
func files(t *testing.T, dir string) (names []string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*"))
	require.NoError(t, err)
	for _, path := range paths {
		names = append(names, filepath.Base(path))
	}
	return names
}
