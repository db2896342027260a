package cli

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/internal/drill"
)

// tellStory plays a scenario in memory, as the demonstration tells it.
func tellStory(t *testing.T, name string, width int) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var out bytes.Buffer
	env := Env{Stdout: &out, Stderr: t.Output(), Width: width, Now: time.Now, Getenv: func(string) string { return "" }, ReadFile: os.ReadFile}
	script, err := loadScenario(env, name)
	require.NoError(t, err)
	s, err := openStage(ctx, env, script, defaultSeed, "", "")
	require.NoError(t, err)
	defer func() { require.NoError(t, s.site.Close()) }()
	c := &Call{Env: env, given: map[string]string{}}
	require.NoError(t, c.storyteller(s, script, 0).play(ctx))
	return out.String()
}

// TestTheStoryIsUnderstoodFromTheScreen: who refused what and why, that the hub's
// clock spoke by itself, that what came late moved nothing, what a correction left,
// who directs, and what another desk may not see.
func TestTheStoryIsUnderstoodFromTheScreen(t *testing.T) {
	screen := tellStory(t, "hazel", 80)
	for line := range strings.Lines(screen) {
		require.LessOrEqual(t, len([]rune(strings.TrimRight(line, "\n"))), 80, line)
	}
	unfolded := strings.Join(strings.Fields(screen), " ")
	for _, said := range []string{
		"refused: departure-needs-every-consent",
		"missing: DE transit 23 Nov 02:30Z–23 Nov 11:00Z: requested, not answered",
		"--reason 'Team AT-2 is behind an accident at Parndorf.' refuses HU-AT: not-in-place",
		"02:02Z ◷ The hub's clock, by itself: NO REPORT at checkpoint AT-CP2",
		"it happened 01:29Z, 40 min before → alert over: checkpoint-missed/AT-CP2 (AT) · reached",
		"DE:28 told anew as DE:29: wrong-hour, 03:19Z · both stay on record",
		"ro, hu, at, nl/authority authorisation grant HAZEL",
		"AT DESK NL DESK",
		"nobody yet, as far as you",
	} {
		require.Contains(t, unfolded, said)
	}
	var directs []string
	for line := range strings.Lines(screen) {
		if _, who, ok := strings.Cut(line, "═ "); ok {
			directs = append(directs, strings.TrimSpace(who))
		}
	}
	require.Equal(t, []string{
		"RO directs", "HU directs now", "HU directs, as before", // AT has refused
		"AT directs now", "AT directs, as before", "AT directs, as before", // nobody reported it; it was reported late
		"DE directs now", "DE directs, as before", "DE directs, as before",
		"NL directs now", "nobody directs now", "nobody directs, as before",
	}, directs)
	require.NotRegexp(t, `[0-9a-f]{16}|id [0-9A-Z]{26}`, screen, "nobody knows officers by their keys")
}

// TestEveryStoryIsTold on a narrow screen, whole.
func TestEveryStoryIsTold(t *testing.T) {
	for _, name := range []string{"late-and-wrong", "deviation", "relay", "handover-refused"} {
		screen := tellStory(t, name, 80)
		require.Contains(t, screen, " directs", name)
	}
}

// TestTellingChangesNothing: what is recorded does not depend on who watches.
func TestTellingChangesNothing(t *testing.T) {
	told := func(width int) (all []byte) {
		env := Env{Stdout: &bytes.Buffer{}, Stderr: t.Output(), Width: width, Now: time.Now, Getenv: func(string) string { return "" }, ReadFile: os.ReadFile}
		script, err := loadScenario(env, "hazel")
		require.NoError(t, err)
		s, err := openStage(t.Context(), env, script, defaultSeed, "", "")
		require.NoError(t, err)
		defer func() { require.NoError(t, s.site.Close()) }()
		if width > 0 {
			c := &Call{Env: env, given: map[string]string{}}
			require.NoError(t, c.storyteller(s, script, 0).play(t.Context()))
		} else {
			require.NoError(t, drill.Player{Stage: s, Clock: s.clock}.Play(t.Context(), script))
		}
		feeds, _, err := s.feedsAndViews(t.Context())
		require.NoError(t, err)
		return feeds[leadOf(script)]
	}
	require.Equal(t, string(told(0)), string(told(80)))
}
