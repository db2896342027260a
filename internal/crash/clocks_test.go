package crash

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestClocksOfAHubThatIsKilled plans checkpoints that are due at once. The hub
// says so by itself, once each, though it is killed while it does.
func TestClocksOfAHubThatIsKilled(t *testing.T) {
	dir := alliance(t)
	process, _ := hub(t, dir, "--desks")
	begins := time.Now().UTC().Add(-time.Hour).Format("2006-01-02T15:04Z")
	ends := time.Now().UTC().Add(8 * time.Hour).Format("2006-01-02T15:04Z")
	plan := func() {
		done(t, dir, strings.Fields("plan checkpoint RELAY AT --grace 30 --as hu/coordinator --from "+begins+" --until "+ends)...)
	}
	done(t, dir, strings.Fields("operation open RELAY --goods narcotics --basis untoc-20 --as hu/coordinator")...)
	done(t, dir, strings.Fields("operation involve RELAY AT --role destination --as hu/coordinator")...)
	told := func() int {
		return strings.Count(done(t, dir, strings.Fields("watch --from 1 --no-follow -o jsonl --desk at")...), `"kind":"checkpoint.due"`)
	}
	plan()
	require.Eventually(t, func() bool { return told() == 1 }, patience, 10*time.Millisecond)
	for range 3 {
		plan()
		process.kill()
		process, _ = hub(t, dir, "--desks")
		require.NotContains(t, process.stderr(), "level=ERROR")
	}
	plan()
	require.Eventually(t, func() bool { return told() == 5 }, patience, 10*time.Millisecond)
	require.Zero(t, process.stop(syscall.SIGTERM), process.stderr())
	require.NotContains(t, done(t, dir, "verify"), "run out")
	require.Equal(t, 5, read(t, dir, 0).acts["checkpoint.due"])
}
