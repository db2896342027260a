package crash

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// hubStatus is what vigil status tells programs on the hub's machine.
type hubStatus struct {
	Moment struct {
		Stopped string `json:"stopped"`
	} `json:"moment"`
	Status struct {
		Hub *struct {
			Entries uint64 `json:"entries"`
			Stopped string `json:"stopped"`
			Since   string `json:"since"`
			Looked  string `json:"looked"`
			First   string `json:"first"`
			Room    struct {
				Used, Most, Percent uint64
				By, Window          string
			} `json:"room"`
		} `json:"hub"`
	} `json:"status"`
}

func statusOf(t *testing.T, dir string) (s hubStatus, r run) {
	t.Helper()
	r = vigil(t, dir, "status", "--desk", "at", "-o", "json")
	require.NoError(t, json.Unmarshal([]byte(r.Stdout), &s), r.Stdout+r.Stderr)
	return s, r
}

// TestAHubThatStopsItselfSaysSoToEverybody: its tree head is altered while it runs.
// Officers are told that it has stopped, on every screen and in every answer, and
// nothing of what was found; the operators, on its machine, what was and what next.
func TestAHubThatStopsItselfSaysSoToEverybody(t *testing.T) {
	t.Parallel()
	dir := alliance(t)
	p, url := hub(t, dir, "--desks")
	done(t, dir, "operation", "open", "RELAY", "--goods", "narcotics", "--basis", "untoc-20", "--aim", "who waits", "--as", "hu/coordinator", "--server", url)
	require.Eventually(t, func() bool {
		s, r := statusOf(t, dir)
		return r.Exit == 0 && s.Status.Hub != nil && s.Status.Hub.Looked != ""
	}, patience, 500*time.Millisecond)
	s, _ := statusOf(t, dir)
	require.Empty(t, s.Moment.Stopped)
	require.Equal(t, "disk", s.Status.Hub.Room.By, "no limit was given")
	require.NotZero(t, s.Status.Hub.Room.Used)
	require.Greater(t, s.Status.Hub.Room.Most, s.Status.Hub.Room.Used)
	told := done(t, dir, "status", "--desk", "at")
	require.Contains(t, told, "% full")
	require.Contains(t, told, "stores looked at")

	require.Eventually(t, func() bool {
		s, _ := statusOf(t, dir)
		if s.Moment.Stopped == "" { // again, for the hub may just have written its own
			require.NoError(t, os.WriteFile(filepath.Join(dir, "data", "head"), []byte("forged"), 0o600))
		}
		return s.Moment.Stopped != "" && s.Status.Hub.Stopped != "" && s.Status.Hub.First != ""
	}, patience, 500*time.Millisecond)
	s, r := statusOf(t, dir)
	require.Equal(t, 8, r.Exit, r.Stderr)
	require.Contains(t, s.Status.Hub.Stopped, "not what this hub signed")
	require.Contains(t, s.Status.Hub.Stopped, "vigil verify")
	require.Equal(t, s.Moment.Stopped, s.Status.Hub.Since)
	require.Contains(t, s.Status.Hub.First, "are as they were written")
	r = vigil(t, dir, "status", "--desk", "at")
	require.Equal(t, 8, r.Exit)
	for _, words := range []string{"HUB STOPPED", "may be wrong", "STOPPED", "not what this hub signed"} {
		require.Contains(t, strings.Join(strings.Fields(r.Stdout), " "), words)
	}
	require.Contains(t, p.stderr(), "commands are stopped")

	// An officer elsewhere has a directory of her own, without the hub's data.
	away := t.TempDir()
	for _, name := range []string{"coordinator.key", "coordinator.creds"} {
		b, err := os.ReadFile(filepath.Join(dir, "officers", "hu", name))
		require.NoError(t, err)
		require.NoError(t, os.MkdirAll(filepath.Join(away, "officers", "hu"), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(away, "officers", "hu", name), b, 0o600))
	}
	r = vigil(t, away, "operation", "open", "OTTER", "--goods", "narcotics", "--basis", "untoc-20", "--aim", "x", "--as", "hu/coordinator", "--server", url)
	require.Equal(t, 8, r.Exit, r.Stderr)
	for _, words := range []string{"takes no commands any more", "nothing was recorded", "may be wrong", "on paper", "--id "} {
		require.Contains(t, r.Stderr, words)
	}
	for _, args := range [][]string{{"operation", "ls"}, {"show", "RELAY"}, {"alert", "ls"}, {"since"}, {"watch", "--no-follow"}, {"status"}} {
		r := vigil(t, away, append(args, "--as", "hu/coordinator", "--server", url)...)
		text := strings.Join(strings.Fields(r.Stdout), " ")
		require.Contains(t, text, "HUB STOPPED", "vigil %s\n%s", strings.Join(args, " "), r.Stderr)
		require.NotContains(t, r.Stdout+r.Stderr, "tree head", "where and what is for the operators")
		require.NotContains(t, text, "entries")
	}
	r = vigil(t, away, "operation", "ls", "-o", "csv", "--as", "hu/coordinator", "--server", url)
	require.Contains(t, r.Stderr, "HUB STOPPED")

	require.Zero(t, p.stop(interrupt), p.stderr())
	require.NoFileExists(t, filepath.Join(dir, "data", "health.json"))
}
