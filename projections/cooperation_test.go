package projections_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply/applytest"
	"vigil/projections"
)

// TestWhoComesAfterOwesThePromise: every State behind the one that demands it, however
// far, unless the way there was dropped or the promise is taken back.
func TestWhoComesAfterOwesThePromise(t *testing.T) {
	gone := applytest.Clock(t, "21:00")
	d := projections.Document{
		Points: []projections.PointLine{{From: "RO", To: "HU"}, {From: "HU", To: "AT"}, {From: "AT", To: "DE"}, {From: "DE", To: "NL"}, {From: "DE", To: "CZ", Dropped: gone}},
		States: []projections.StateLine{
			{Country: "RO"}, {Country: "HU"},
			{Country: "AT", Assurances: []projections.AssuranceLine{{Assurance: events.SeizureAssured}}},
			{Country: "DE", Assurances: []projections.AssuranceLine{{Assurance: events.SeizureAssured, Withdrawn: gone}}},
			{Country: "NL", Assurances: []projections.AssuranceLine{{Assurance: events.AccessAnyTime}}},
			{Country: "CZ"},
		},
	}
	require.Equal(t, []events.Country{"DE", "NL"}, d.Unpromised("HU", events.SeizureAssured))
	require.Equal(t, []events.Country{"DE"}, d.Unpromised("AT", events.AccessAnyTime))
	require.Empty(t, d.Unpromised("NL", events.SeizureAssured))
}
