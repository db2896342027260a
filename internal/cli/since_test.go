package cli

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/gateway"
)

func (s *stage) markOf(name string) gateway.Mark {
	return s.marks[gateway.Asker{Viewer: "at", Key: keyNamed(name).ID()}]
}

func TestSinceTellsWhatCameAfterTheMark(t *testing.T) {
	s := newStage(t)
	s.underway()
	exit, _, errs := s.run(context.Background(), "vigil since --as at/commander")
	require.Zero(t, exit, errs)
	end := s.views["at"].Counter
	require.Equal(t, end, s.markOf("at/commander").Counter)

	s.now = at("21:40Z")
	s.entry("hu", "sighting.reported", "21:12Z", everybody, "", events.SightingReported{
		Sighting: events.SightingTerms{Part: thePart, Country: "HU", Method: events.Visual}})
	exit, out, errs := s.run(context.Background(), "vigil since --as at/commander -o jsonl")
	require.Zero(t, exit, errs)
	require.Equal(t, string(s.feeds["at"][end].Bytes)+"\n", out, "programs are given the messages as they are stored")
	require.Equal(t, end+1, s.markOf("at/commander").Counter)
	for _, a := range s.asked {
		require.Equal(t, "cli since", a.Surface)
		require.Equal(t, keyNamed("at/commander").ID(), a.Key)
	}

	exit, out, _ = s.run(context.Background(), "vigil since --as at/commander -o json")
	require.Zero(t, exit)
	var answer struct {
		Moment json.RawMessage
		Since  []json.RawMessage
	}
	require.NoError(t, json.Unmarshal([]byte(out), &answer))
	require.NotNil(t, answer.Since)
	require.Empty(t, answer.Since)
	require.NotEmpty(t, answer.Moment, "nothing changed is an answer, and has its freshness")
}

// TestWhatWasNotTakenInStaysNews: another operation's news is not skipped, nor is
// what could not be printed.
func TestWhatWasNotTakenInStaysNews(t *testing.T) {
	s := newStage(t)
	s.underway()
	exit, out, errs := s.run(context.Background(), "vigil since RELAY --as at/commander")
	require.Zero(t, exit, errs)
	require.Zero(t, s.markOf("at/commander"))
	require.Contains(t, out, "you still have no read mark: 10 messages not listed here")

	s.Stdout = brokenPipe{}
	exit = Run(context.Background(), s.Env, []string{"since", "--as", "at/commander"})
	require.NotZero(t, exit)
	require.Zero(t, s.markOf("at/commander"))
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestWhatIsTakenBackIsNews(t *testing.T) {
	s := newStage(t)
	s.underway()
	view := s.views["at"]
	content := events.Content{V: events.Version, Edition: events.Edition, Viewer: "at", Counter: view.Counter + 1, Prev: view.Digest,
		Entry:     []events.Shown{{Operation: relay, Command: command(999), Act: "handling.change", Author: "at", At: at("21:14Z"), Occurred: at("21:04Z"), Known: at("21:04Z")}},
		Withdrawn: []events.Withdrawn{{Operation: relay, Counter: 14, Command: s.commandAt("at", 14), At: at("21:15Z"), Slots: []string{"grant"}, Reason: "tightened"}}}
	s.deliver("at", content)
	exit, out, errs := s.run(context.Background(), "vigil since --as at/commander --from AT:21")
	require.Zero(t, exit, errs)
	require.Contains(t, out, "takes AT:14 back: grant (tightened)")
	require.Contains(t, out, "2 changes in 1 operation from AT:21 on")
	require.Regexp(t, `21:04Z +AT +handling.* · told 21:14Z`, out, "a late fact says both times")
}
