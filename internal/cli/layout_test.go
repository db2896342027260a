package cli

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/projections"
)

// TestShowFitsItsScreen: every moment of every story, with every pair of eyes, and a
// line left for the next command. Words of H3 may need more: they are never shortened.
func TestShowFitsItsScreen(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(stories)) {
		s := newStage(t)
		stories[name](s)
		s.Height = 24
		for _, v := range slices.Sorted(maps.Keys(s.views)) {
			c, ok := s.views[v].Case(relay)
			if !ok {
				continue
			}
			exit, out, errs := s.run(context.Background(), "vigil show "+string(relay)+" --desk "+string(v))
			require.Zero(t, exit, errs)
			if !slices.Contains(c.Document.Handling, "h3") {
				require.Less(t, strings.Count(out, "\n"), 24, "%s, %s:\n%s", name, v, out)
			}
		}
	}
}

// TestWhatIsLeftOutIsCounted: at any height, what is shown and what the last line
// counts is all there is; and what never gives way is there.
func TestWhatIsLeftOutIsCounted(t *testing.T) {
	all := func() (rows []entry) {
		rows = append(rows, entry{label: "▲ HAZARD", text: "dust", n: 1})
		for _, x := range topics {
			for i := range 5 {
				rows = append(rows, entry{label: x.name, text: fmt.Sprintf("%s %d", x.name, i), topic: x.name, n: 1 + i%2})
			}
		}
		return rows
	}
	for height := range 90 {
		s := screen{Call: &Call{}, d: projections.Document{Name: "RELAY"}, rows: all()}
		total := map[string]int{}
		for _, r := range s.rows {
			total[r.topic] += r.n
		}
		s.fit(height)
		require.Equal(t, "▲ HAZARD", s.rows[0].label)
		require.LessOrEqual(t, s.height(s.rows), max(height, 5), "there is room for the hazard, and to say what is left out")
		for _, r := range s.rows {
			total[r.topic] -= r.n
		}
		last := s.rows[len(s.rows)-1]
		for _, x := range topics {
			switch n := total[x.name]; n {
			case 0:
			case 1:
				require.Contains(t, last.text, "1 "+x.thing)
			default:
				require.Contains(t, last.text, fmt.Sprintf("%d %s", n, x.things))
			}
		}
	}
}

// TestATopicIsShownAlone: all of it, whatever the screen has room for.
func TestATopicIsShownAlone(t *testing.T) {
	s := newStage(t)
	s.crowded()
	s.Height = 24
	for _, x := range topics {
		exit, out, errs := s.run(context.Background(), "vigil show RELAY --desk at --"+x.name)
		require.Zero(t, exit, errs)
		require.NotContains(t, out, "More ", x.name)
		if x.name != "texts" {
			require.NotContains(t, out, "▲ HAZARD", x.name)
		}
	}
	for range 4 {
		s.entry("at", "incident.reported", "22:01+01:00", everybody, "", events.IncidentReported{Incident: events.IncidentTerms{Country: "AT", Incident: events.Accident}})
	}
	_, out, _ := s.run(context.Background(), "vigil show RELAY --desk at --incidents")
	require.Equal(t, 4, strings.Count(out, "an accident"), out)
	_, out, _ = s.run(context.Background(), "vigil show RELAY --desk at --all")
	require.NotContains(t, out, "more: ")
	require.Contains(t, out, "Second driver since Győr.")
}
