package cli

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/gateway"
	"vigil/internal/journal"
	"vigil/internal/tracker"
)

func TestHowFullItIsIsSaidInWords(t *testing.T) {
	now := events.TimeOf(time.Date(2026, 11, 23, 2, 14, 0, 0, time.UTC))
	c := &Call{Command: &Command{}}
	c.clock.now = now
	const mib = 1 << 20
	for want, r := range map[string]roomLeft{
		"512 bytes used; no limit is known": {Used: 512},
		"25 % full: 1.0 MiB of the 4.0 MiB that it was given; at the rate of the last 7 days (512.0 KiB) full in 42 days": {
			Used: mib, Most: 4 * mib, By: "limit", Percent: 25, Growth: mib / 2, Window: "7 days", Full: now.Add(42 * 24 * time.Hour)},
		"96 % full: 3.8 MiB of the 4.0 MiB that its disk has room for; at the rate of the last 3 hours (1.0 MiB) full in 30 min; NO DECISIONS are taken, facts are": {
			Used: 4 * mib * 96 / 100, Most: 4 * mib, By: "disk", Percent: 96, Growth: mib, Window: "3 hours", Full: now.Add(30 * time.Minute)},
		"25 % full: 1.0 MiB of the 4.0 MiB that it was given; 0 bytes in the last 7 days says nothing of when it is full": {
			Used: mib, Most: 4 * mib, By: "limit", Percent: 25, Window: "7 days"},
		"25 % full: 1.0 MiB of the 4.0 MiB that it was given; at the rate of the last 2 days (1 bytes) full in 41 years": {
			Used: mib, Most: 4 * mib, By: "limit", Percent: 25, Growth: 1, Window: "2 days", Full: now.Add(41 * 365 * 24 * time.Hour)},
	} {
		require.Equal(t, want, c.roomLine(r))
	}
}

func TestWhatTheHubSaysOfItselfIsKeptForItsOperators(t *testing.T) {
	d := directory(t.TempDir())
	require.NoError(t, os.Mkdir(d.data(), 0o700))
	require.Nil(t, d.readHealth())
	now := time.Date(2026, 11, 23, 2, 14, 0, 0, time.UTC)
	problems := 0
	keep := d.keepHealth(func() time.Time { return now }, func(error) { problems++ })
	status := tracker.Status{Entries: 7, Durability: journal.Fsync, Stopped: "record 5", Guard: tracker.Guarded{First: "record 5"}, Room: tracker.Room{Used: 9, Most: 10, Disk: true, Percent: 90}}
	keep(status)
	status.Entries++
	keep(status)
	h := d.readHealth()
	require.Equal(t, healthOf(status, events.TimeOf(now)), h)
	require.Equal(t, "disk", h.Room.By)
	info, err := os.Stat(d.health())
	require.NoError(t, err)
	require.EqualValues(t, 0o600, info.Mode().Perm(), "how much there is tells what others may not see")
	require.NoError(t, d.forgetHealth())
	require.NoError(t, d.forgetHealth())
	require.Nil(t, d.readHealth())
	require.Zero(t, problems)
	require.NoError(t, os.Remove(d.data()))
	keep(status)
	require.Equal(t, 1, problems)
	require.NoFileExists(t, filepath.Join(string(d), "data", "health.json"))
}

func TestAStoppedHubIsUnavailable(t *testing.T) {
	p := problemOf(gateway.ErrStopped)
	require.Equal(t, exitUnavailable, p.Exit)
	require.Contains(t, p.Hint, "on paper")
	p = problemOf(&sendError{ID: "01JQ0000000000000000000001", Kept: true, err: errors.Join(journal.ErrUnavailable, gateway.ErrStopped, journal.ErrDamaged)})
	require.Equal(t, exitUnavailable, p.Exit)
	require.Contains(t, p.Hint, "--id 01JQ0000000000000000000001")
	p = problemOf(journal.ErrDamaged)
	require.Equal(t, exitUnverified, p.Exit)
	require.Contains(t, p.Hint, "vigil verify")
}
