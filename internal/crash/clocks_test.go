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

// TestReadingWritesNothing: with no hub, what runs out waits for one, or for
// somebody who decides; looking does not say it.
func TestReadingWritesNothing(t *testing.T) {
	dir := alliance(t)
	stamp := func(at time.Time) string { return at.Format("2006-01-02T15:04:05Z") }
	done(t, dir, strings.Fields("operation open RELAY --goods narcotics --basis untoc-20 --as hu/coordinator")...)
	done(t, dir, strings.Fields("operation involve RELAY AT --role destination --as hu/coordinator")...)
	var due time.Time
	var before stored
	for ahead, said := 3*time.Second, 0; ; ahead *= 3 {
		require.Less(t, ahead, 2*time.Minute, "the plan itself is late, again and again")
		due = time.Now().UTC().Add(ahead)
		done(t, dir, strings.Fields("plan checkpoint RELAY AT --grace 30 --as hu/coordinator --from "+stamp(due)+" --until "+stamp(due.Add(time.Hour)))...)
		before = read(t, dir, 0)
		if before.acts["checkpoint.due"] == said {
			break
		}
		said = before.acts["checkpoint.due"] // this machine is slow: the plan has said it already
	}
	require.Eventually(t, func() bool { return time.Now().After(due.Add(time.Second)) }, 2*time.Minute, 10*time.Millisecond)
	for _, line := range []string{"show RELAY --desk at", "watch --from 1 --no-follow --desk at", "since --as at/commander", "status --desk at", "__complete show --as at/commander "} {
		vigil(t, dir, strings.Fields(line)...)
		require.Equal(t, before.entries, read(t, dir, 0).entries, line)
	}
	done(t, dir, strings.Fields("sighting report RELAY --country AT --method visual --part ABC123 --as at/commander")...)
	require.Equal(t, before.acts["checkpoint.due"]+1, read(t, dir, 0).acts["checkpoint.due"], "who reports a fact has it said first, or right after")
}
