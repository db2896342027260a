package cli

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

// TestAnAlertIsNamedAlike where it is acknowledged and where a State was told of it,
// though it is not that State's own.
func TestAnAlertIsNamedAlike(t *testing.T) {
	s := newStage(t)
	s.missed()
	for _, name := range []string{"AT-CP1", "at-cp1", "checkpoint-missed", "checkpoint-missed/AT-CP1"} {
		for _, line := range []string{"vigil alert ack RELAY " + name, "vigil notification made RELAY HU --channel telephone --reached reached --alert " + name} {
			exit, _, errs := s.run(context.Background(), line+" --as at/commander")
			require.Zero(t, exit, "%s: %s", line, errs)
			require.NotContains(t, errs, "was told to you")
		}
		require.Equal(t, events.AlertID("checkpoint-missed/AT-CP1"), s.sentFact(t).(events.NotificationMade).Notification.Alert)
	}
}

// TestAlertsThatAreOver: of several, none is left to acknowledge, and that is said.
func TestAlertsThatAreOver(t *testing.T) {
	s := newStage(t)
	s.underway()
	for _, part := range []events.Part{thePart, theRest} {
		id := events.AlertID("eyes-on-lost/" + string(part))
		s.entry("at", "eyes-on.lost", "21:00Z", forAT, "", events.EyesOnLost{Eyes: events.EyesTerms{Part: part, Country: "AT"}},
			events.AlertRaised{Alert: events.AlertTerms{ID: id, Country: "AT", Part: part, Since: at("21:00Z")}})
		s.entry("at", "alert.resolve", "21:05Z", forAT, "", events.AlertResolved{Resolution: events.ResolutionTerms{ID: id, Country: "AT", Ground: "reached"}})
	}
	exit, _, errs := s.run(context.Background(), "vigil alert ack RELAY eyes-on-lost --as at/commander")
	require.Equal(t, exitUsage, exit, errs)
	require.Contains(t, errs, "eyes-on-lost is 2 alerts, all of which are over: ")
}

// TestGroundsFitTheirCommand: the help names reasons of the command itself.
func TestGroundsFitTheirCommand(t *testing.T) {
	asked := 0
	for _, c := range commands() {
		for _, f := range c.flags() {
			if f.Name != shortly.Name || !strings.HasPrefix(f.Usage, shortly.Usage) {
				continue
			}
			asked++
			require.NotEmpty(t, c.grounds(), c.Words)
			require.Equal(t, shortly.Usage+": "+strings.Join(c.grounds(), ", "), f.Usage, c.Words)
		}
	}
	require.Greater(t, asked, 15)
}
