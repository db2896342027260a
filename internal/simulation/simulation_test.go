package simulation

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

var (
	seed    = flag.Uint64("seed", 0, "begin with this seed; 0 takes one by chance")
	stories = flag.Int("stories", 200, "how many operations to make up")
)

func dice(seed uint64) Dice { return rand.New(rand.NewPCG(seed, 0)) }

// TestStories makes up operations and holds each against what must be true of all.
// make simulate does ten thousand.
func TestStories(t *testing.T) {
	first := *seed
	if first == 0 {
		first = rand.Uint64N(1 << 32)
	}
	closed, steps := 0, 0
	for n := range *stories {
		s := first + uint64(n)
		t.Run(fmt.Sprint("seed ", s), func(t *testing.T) {
			defer func() {
				if t.Failed() {
					t.Logf("again: go test ./internal/simulation -run TestStories -stories 1 -seed %d", s)
				}
			}()
			story := Simulate(dice(s), nil)
			require.Less(t, len(story.Steps), MaxSteps, "it has no end")
			told(t, story)
			accounted(t, story)
			if !story.Operation.Closed.IsZero() {
				closed++
			}
			steps += len(story.Steps)
		})
	}
	t.Logf("seeds %d to %d: %d commands, %d of %d closed", first, first+uint64(*stories)-1, steps, closed, *stories)
	require.Greater(t, closed*10, *stories*8, "too few come to their end")
}

// told: an alert that calls a State is acknowledged or over within the time in
// which it is told twice, or it is with the lead (INV-28).
func told(t *testing.T, s Story) {
	type open struct {
		since     events.Time
		settled   bool
		escalated bool
	}
	alerts := map[string]*open{}
	name := func(id events.AlertID, c events.Country) string { return string(c) + " " + string(id) }
	for _, step := range s.Steps {
		for key, a := range alerts {
			if !a.settled && !a.escalated {
				require.Less(t, step.At.Sub(a.since), 31*time.Minute, "%s is with nobody", key)
			}
		}
		for _, e := range step.Events {
			switch e := e.(type) {
			case events.AlertRaised:
				alerts[name(e.Alert.ID, e.Alert.Country)] = &open{since: step.At}
			case events.AlertAcknowledged:
				alerts[name(e.Acknowledgement.ID, e.Acknowledgement.Country)].settled = true
			case events.AlertResolved:
				alerts[name(e.Resolution.ID, e.Resolution.Country)].settled = true
			case events.AlertEscalated:
				alerts[name(e.Escalation.ID, e.Escalation.Country)].escalated = true
			case events.AlertRepeated:
				a := alerts[name(e.Repetition.ID, e.Repetition.Country)]
				if a.settled { // acknowledged long ago, and still open: it is told again
					a.since, a.settled = step.At, false
				}
				a.escalated = a.escalated || e.Repetition.Round >= 2
			}
		}
	}
}

// accounted: what is closed has nothing open (INV-20).
func accounted(t *testing.T, s Story) {
	o := s.Operation
	if o.Closed.IsZero() {
		return
	}
	for _, p := range o.Parts {
		_, directed := p.Direction()
		require.False(t, directed, "%s is still directed", p.Label)
	}
	reported := map[events.Country]bool{}
	for _, step := range s.Steps {
		if e, ok := step.Fact.(events.ReportFiled); ok && step.Refused == nil {
			reported[e.Report.Country] = true
		}
	}
	for _, c := range s.Route {
		require.True(t, reported[c], "%s has not reported", c)
	}
	require.Empty(t, o.Alerts)
}

// TestTheSameSeedGivesTheSameBytes, in two runs of one build.
func TestTheSameSeedGivesTheSameBytes(t *testing.T) {
	written := func(s Story) string {
		var b []byte
		for _, step := range s.Steps {
			b = fmt.Appendf(b, "%s %s %s %s %s %v\n", step.At, step.By, step.Role, step.Command, step.Occurred, step.Refused)
			for _, e := range step.Events {
				raw, err := events.EncodeEvent(e)
				require.NoError(t, err)
				again, err := events.DecodeEvent(raw)
				require.NoError(t, err)
				require.Equal(t, e, again)
				b = append(append(b, raw...), '\n')
			}
		}
		return string(b)
	}
	for s := range uint64(20) {
		require.Equal(t, written(Simulate(dice(s), nil)), written(Simulate(dice(s), nil)))
	}
	require.NotEqual(t, written(Simulate(dice(1), nil)), written(Simulate(dice(2), nil)))
}

// TestRanges: the stories keep to what the domain reference gives.
func TestRanges(t *testing.T) {
	states, acts := map[int]int{}, map[events.Act]int{}
	refused := 0
	for s := range uint64(200) {
		story := Simulate(dice(s), nil)
		states[len(story.Route)]++
		for _, step := range story.Steps {
			acts[step.Act]++
			if _, no := step.Fact.(events.AuthorisationRefused); no {
				refused++
			}
		}
	}
	for n := 2; n <= 8; n++ {
		require.NotZero(t, states[n], "no story with %d States", n)
	}
	missed, reached := acts["checkpoint.missed"], acts["checkpoint.reached"]
	require.NotZero(t, missed)
	require.NotZero(t, refused)
	require.Greater(t, reached, missed)
}
