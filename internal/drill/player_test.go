package drill_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/drill"
)

// stage is one on which things run out at given moments, and say when they did.
type stage struct {
	drill.Stage
	clock *drill.Clock
	due   []events.Time
	more  map[events.Time]events.Time // what runs out because something was said
	said  []events.Time
	fails error
}

func (s *stage) NextDue() (events.Time, bool) {
	if len(s.due) == 0 {
		return events.Time{}, false
	}
	return slices.MinFunc(s.due, events.Time.Compare), true
}

func (s *stage) Fire(context.Context) error {
	for {
		next, runs := s.NextDue()
		if !runs || next.After(s.clock.Now()) || s.fails != nil {
			return s.fails
		}
		s.due = slices.DeleteFunc(s.due, func(t events.Time) bool { return t == next })
		s.said = append(s.said, s.clock.Now())
		if then, ok := s.more[next]; ok {
			s.due = append(s.due, then)
		}
	}
}

// TestTheClockStopsWhereSomethingRunsOut: each is said when it is due, before the
// clock goes on to where the script has it.
func TestTheClockStopsWhereSomethingRunsOut(t *testing.T) {
	at := func(minute int) events.Time {
		return events.TimeOf(time.Date(2026, 3, 2, 1, minute, 0, 0, time.UTC))
	}
	script, err := drill.Parse("clocks", "clock 2026-03-02T01:00Z\nclock +15m\nclock 2026-03-02T01:30Z\n")
	require.NoError(t, err)
	s := &stage{clock: drill.NewClock(at(0)), due: []events.Time{at(20), at(10), at(31), at(15), at(20)},
		more: map[events.Time]events.Time{at(10): at(12), at(12): at(11), at(20): at(30)}}
	var stood []events.Time
	player := drill.Player{Stage: s, Clock: s.clock, After: func(drill.Step, drill.Result) { stood = append(stood, s.clock.Now()) }}
	require.NoError(t, player.Play(context.Background(), script))
	require.Equal(t, []events.Time{at(0), at(15), at(30)}, stood)
	require.Equal(t, []events.Time{at(10), at(12), at(12), at(15), at(20), at(30)}, s.said)
	require.Equal(t, []events.Time{at(31)}, s.due)

	s.fails = errors.New("no store")
	script, err = drill.Parse("clocks", "clock 2026-03-02T02:00Z\n")
	require.NoError(t, err)
	require.ErrorContains(t, player.Play(context.Background(), script), "no store")
	require.Equal(t, at(31), s.clock.Now())
}
