package audit_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply/applytest"
	"vigil/internal/audit"
	"vigil/internal/identity"
	"vigil/internal/operation"
)

const number events.Identifier = "MSCU1234566"

// chased is two operations of which the one tells a number at 01:00, and the other
// the same at 01:10.
func chased(t *testing.T) (scene, applytest.Chase, applytest.Chase) {
	h := applytest.Begin(t, 7, "HU", "DE").At("00:10")
	hu, de := h.Chase("HU", "RELAY"), h.Chase("DE", "HAZEL")
	h.At("01:00")
	hu.Carried(number)
	h.At("01:10")
	de.Carried(number)
	return scene{h, audit.Options{Journal: h.Store, Feeds: h.Store, Views: h.Store}}, hu, de
}

func TestWhatTwoOperationsHoldIsCheckedAcrossThem(t *testing.T) {
	s, hu, de := chased(t)
	s.Until("01:10")
	require.Len(t, append(hu.Found(), de.Found()...), 2)
	require.Empty(t, s.heads().verify(t).Findings)
}

// TestANumberFoundWithoutCauseIsFalse: the rules of its own operation allow it, and
// give just these events.
func TestANumberFoundWithoutCauseIsFalse(t *testing.T) {
	for name, c := range map[string]struct {
		number events.Identifier
		due    string
	}{
		"that nobody else has": {"MSCU7654321", "01:10"},
		"before they were two": {number, "01:00"},
	} {
		t.Run(name, func(t *testing.T) {
			s, hu, _ := chased(t)
			hu.Carried("MSCU7654321")
			s.At("01:20")
			due, fact := applytest.Clock(t, c.due), events.DeconflictionFound{Found: events.FoundTerms{Country: "HU", Number: c.number}}
			genesis, err := decoded(t, s.Bodies()[0]).Parsed()
			require.NoError(t, err)
			request, err := identity.ComposeClock(s.Key("clock"), genesis.Journal, hu.ID, due, fact)
			require.NoError(t, err)
			note, _, err := events.ParseNote(request.Note)
			require.NoError(t, err)
			list, err := operation.Decide(s.House.Registry(), s.House.Operation(hu.ID), operation.Command{
				ID: note.Command, Operation: hu.ID, Act: note.Act, Signer: note.Signer, Key: note.Key, Occurred: due, Known: due, Fact: fact}, s.Now())
			require.NoError(t, err)
			s.Append(encoded(t, s.House.Compose(note, request.Note, request.Slots, nil, list, s.Now())))
			r := s.heads().verify(t)
			require.True(t, r.Failed())
			require.Equal(t, uint64(len(s.Bodies())), the(t, r, audit.NotDecided).Seq)
		})
	}
}

// TestANumberThatWasNotSaidIsSaidToBeMissing: what was recorded in either operation
// while it was due.
func TestANumberThatWasNotSaidIsSaidToBeMissing(t *testing.T) {
	s, hu, de := chased(t)
	s.At("01:11")
	hu.Carried("MSCU7654321")
	first := uint64(len(s.Bodies()))
	de.Carried("MSCU7654322")
	f := the(t, s.heads().verify(t), audit.ClockOverdue)
	require.Equal(t, first, f.Seq)
	require.Contains(t, f.Text, "2 entries")
}
