package crash

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// completed is what a shell is answered in the officer's name; the last word is
// still being typed.
func completed(t *testing.T, dir string, line string) (stdout, all string) {
	t.Helper()
	r := vigilSays(context.Background(), append([]string{"__complete", "--dir", dir}, strings.Split(line, " ")...)...)
	require.Zero(t, r.Exit, r.Stderr)
	return r.Stdout, r.Stdout + r.Stderr
}

// TestSinceAndCompletionWithAndWithoutAHub: who looks is answered the same, wired
// in the command's own process or over a running hub's gateway.
func TestSinceAndCompletionWithAndWithoutAHub(t *testing.T) {
	dir := alliance(t)
	done(t, dir, "operation", "open", "RELAY", "--goods", "narcotics", "--basis", "untoc-20", "--as", "hu/coordinator")
	done(t, dir, "operation", "open", "HIDDEN", "--goods", "cash", "--basis", "untoc-20", "--as", "hu/coordinator")
	done(t, dir, "operation", "involve", "RELAY", "AT", "--role", "destination", "--as", "hu/coordinator")
	access := filepath.Join(dir, "desks", "AT", "access.jsonl")

	look := func(t *testing.T) {
		names, _ := completed(t, dir, "show --as at/commander ")
		require.Contains(t, names, "RELAY\t")
		require.NotContains(t, names, "HIDDEN")
		theirs, _ := completed(t, dir, "show --as hu/coordinator H")
		require.Contains(t, theirs, "HIDDEN\t")
		officers, _ := completed(t, dir, "show --as at/")
		require.Contains(t, officers, "at/commander\n")
		for _, line := range []string{"handover offer --as at/commander % ", "checkpoint reached --as at/commander % A", "show --as at/commander %"} {
			_, hidden := completed(t, dir, strings.Replace(line, "%", "HIDDEN", 1))
			_, unknown := completed(t, dir, strings.Replace(line, "%", "NOSUCH", 1))
			require.Equal(t, unknown, hidden, line)
		}
		book, err := os.ReadFile(access)
		require.NoError(t, err)
		require.Contains(t, string(book), `"surface":"cli completion"`)
	}
	news := func(t *testing.T, mark string) {
		first := done(t, dir, "since", "--as", "at/commander")
		require.Contains(t, first, "change")
		require.NotContains(t, first, "HIDDEN")
		require.Contains(t, first, mark)
		require.Contains(t, done(t, dir, "since", "--as", "at/commander"), "Nothing changed since")
		done(t, dir, "operation", "involve", "RELAY", "AT", "--role", "transit", "--as", "hu/coordinator")
		require.Contains(t, done(t, dir, "since", "--keep", "--as", "at/commander"), "1 change in 1 operation since")
	}
	t.Run("without", func(t *testing.T) {
		look(t)
		news(t, "no read mark yet")
		info, err := os.Stat(filepath.Join(dir, "desks", "AT", "marks.jsonl"))
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	})
	t.Run("with", func(t *testing.T) {
		server, _ := hub(t, dir, "--desks")
		look(t)
		require.Contains(t, done(t, dir, "since", "--as", "at/authority"), "no read mark yet", "each officer has a mark")
		require.Contains(t, done(t, dir, "since", "--as", "at/commander"), "1 change in 1 operation since", "the mark was kept")
		require.Contains(t, done(t, dir, "since", "--as", "at/commander"), "Nothing changed since")
		require.Zero(t, server.stop(syscall.SIGTERM), server.stderr())
	})
	t.Run("without again", func(t *testing.T) {
		look(t)
		require.Contains(t, done(t, dir, "since", "--as", "at/authority"), "Nothing changed since")
	})
}
