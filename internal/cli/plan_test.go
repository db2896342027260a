package cli

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

// TestACheckpointHasTheZoneOfItsState, not that of the desk that plans it, unless
// another is named.
func TestACheckpointHasTheZoneOfItsState(t *testing.T) {
	const plan = "vigil plan checkpoint RELAY AT --from 23:00Z --until 23:30Z --grace 30 --lat 48.46 --lon 13.43 --as hu/coordinator"
	for flags, want := range map[string]events.Zone{"": "Europe/Vienna", " --zone Europe/Berlin": "Europe/Berlin"} {
		s := newStage(t)
		s.planned()
		exit, _, errs := s.run(context.Background(), plan+flags)
		require.Zero(t, exit, errs)
		require.Equal(t, want, s.sentFact(t).(events.CheckpointPlanned).Place.Zone)
	}
}
