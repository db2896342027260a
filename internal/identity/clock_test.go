package identity_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/identity"
)

// TestClocksSayTheSame composes one clock again and again: only what it is about
// changes its bytes.
func TestClocksSayTheSame(t *testing.T) {
	due := at("2026-03-02T02:15:00.000Z")
	fact := events.CheckpointMissed{Missed: events.CheckpointName{ID: "AT-CP1"}}
	say := func(k identity.Key, j events.JournalID, o events.OperationID, due events.Time, fact events.Event) events.Note {
		r, err := identity.ComposeClock(k, j, o, due, fact)
		require.NoError(t, err)
		opened, err := identity.OpenRequest(r, j, knows(k))
		require.NoError(t, err)
		require.Equal(t, fact, opened.Fact)
		require.Equal(t, due, opened.Note.Occurred)
		require.Equal(t, due, opened.Note.Known)
		require.Zero(t, opened.Note.Until)
		require.Zero(t, opened.Seen)
		require.Equal(t, events.Hub, opened.Note.Signer)
		require.Equal(t, k.ID(), opened.Note.Key)
		return opened.Note
	}
	first := say(clock(), journal, operation, due, fact)
	require.Equal(t, first, say(clock(), journal, operation, due, fact))
	others := map[string]events.Note{
		"another key":       say(hub(), journal, operation, due, fact),
		"another journal":   say(clock(), "01JQ0000000000000000000009", operation, due, fact),
		"another operation": say(clock(), journal, "01JQ0000000000000000000009", due, fact),
		"another moment":    say(clock(), journal, operation, due.Add(1e6), fact),
		"another place":     say(clock(), journal, operation, due, events.CheckpointMissed{Missed: events.CheckpointName{ID: "AT-CP2"}}),
		"another fact":      say(clock(), journal, operation, due, events.CheckpointDue{Due: events.CheckpointName{ID: "AT-CP1"}}),
	}
	for name, other := range others {
		require.NotEqual(t, first.Command, other.Command, name)
		require.NotEqual(t, first.Commits[15], other.Commits[15], name)
	}
}

func TestOnlyTheHubSpeaksInClocks(t *testing.T) {
	_, err := identity.ComposeClock(clock(), journal, operation, at("2026-03-02T02:15:00.000Z"), events.BorderCrossed{})
	require.ErrorContains(t, err, "not for a clock to say")
	_, err = identity.ComposeClock(identity.Key{}, journal, operation, at("2026-03-02T02:15:00.000Z"), events.CheckpointDue{})
	require.Equal(t, identity.RuleUnknownKey, identity.RuleOf(err))

	missed := missed()
	n, sigs, err := events.ParseNote(missed.Note)
	require.NoError(t, err)
	for name, c := range map[string]events.Note{
		"a clock of a desk":    {Act: "checkpoint.missed", Signer: "at"},
		"a decision of hub":    {Act: "handover.refuse", Signer: events.Hub},
		"an observation of it": {Act: "border.crossed", Signer: events.Hub},
	} {
		forged := n
		forged.Act, forged.Signer = c.Act, c.Signer
		_, err := identity.Checks(missed.Note, forged, sigs, knows(clock()))
		require.Equal(t, identity.RuleWrongSigners, identity.RuleOf(err), name)
	}
	checks, err := identity.Checks(missed.Note, n, sigs, knows(clock()))
	require.NoError(t, err)
	require.Len(t, checks, 1)
	require.NoError(t, checks[0].Verify())

	late := n
	late.Until = late.Known
	_, err = identity.Compose(late, events.Seen{}, nil, &filled{}, clock())
	require.ErrorContains(t, err, "no time limit")
}
