package apply_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply"
	"vigil/internal/apply/applytest"
	"vigil/internal/operation"
)

const number events.Identifier = "MSCU1234566"

// chases are two operations of two States that know nothing of each other, and a
// third that is over.
func chases(t *testing.T) (hu, de applytest.Chase) {
	h := applytest.Begin(t, 7, "HU", "DE", "NL").At("00:10")
	over := h.Chase("NL", "TULIP")
	over.Carried(number)
	h.Told("nl.lead coordinator", over.ID, events.OperationEnded{Ending: events.EndTerms{Cause: events.Lost}})
	return h.Chase("HU", "RELAY"), h.Chase("DE", "HAZEL")
}

// TestBothSidesAreToldOnce: each of its own number, as of the entry that made them
// two, and of the other side nothing.
func TestBothSidesAreToldOnce(t *testing.T) {
	hu, de := chases(t)
	hu.At("01:00")
	hu.Carried(number)
	hu.Until("01:10")
	require.Empty(t, hu.Found(), "nobody else who is at it has it")
	de.Carried(number)
	hu.Until("01:10")
	require.Equal(t, []string{"HU MSCU1234566 01:10"}, hu.Found())
	require.Equal(t, []string{"DE MSCU1234566 01:10"}, de.Found())
	de.Carried(number)
	hu.Carried("MSCU7654321")
	hu.Until("04:00")
	require.Len(t, append(hu.Found(), de.Found()...), 2)

	for viewer, other := range map[events.Viewer]applytest.Chase{"hu.lead": de, "hu": de, "de.lead": hu, "de": hu} {
		_, err := hu.Store.ReadFeed(context.Background(), string(viewer), 1, func(_ uint64, b []byte) error {
			m, _, err := events.DecodeMessage(b)
			require.NoError(t, err)
			if c := m.Content; len(c.Entry) == 1 && c.Entry[0].Operation != events.Registry {
				require.NotContains(t, string(b), string(other.ID))
				require.False(t, strings.Contains(string(b), `"`+string(other.Lead)+`"`), "%s in the feed of %s", other.Lead, viewer)
			}
			return nil
		})
		require.NoError(t, err)
	}
	c, ok := hu.House.View("hu.lead").Case(hu.ID)
	require.True(t, ok)
	require.Equal(t, number, c.Document.States[0].Deconflicted[0].Number)
	require.Equal(t, operation.Deconfliction, c.Document.Alerts[0].ID.Cause())
}

// TestWhatIsNoLongerHeldIsNotFound: the record was wrong, or the operation is over.
func TestWhatIsNoLongerHeldIsNotFound(t *testing.T) {
	hu, de := chases(t)
	wrong := hu.At("01:00").Chase("HU", "ELDER")
	record := wrong.Carried(number)
	hu.Told("hu team", wrong.ID, events.RecordRetracted{Retraction: events.CorrectsTerms{Record: record, Ground: "wrong-plate"}})
	ended := hu.Chase("HU", "MAPLE")
	ended.Carried(number)
	hu.Told("hu.lead coordinator", ended.ID, events.OperationEnded{Ending: events.EndTerms{Cause: events.Lost}})
	de.Carried(number)
	hu.Until("02:00")
	require.Empty(t, de.Found())
}

// TestNobodyFindsWhatIsNotThere: not of a moment other than when they became two, and
// not of a number that nobody else has.
func TestNobodyFindsWhatIsNotThere(t *testing.T) {
	hu, de := chases(t)
	hu.At("01:00").Told("hu team", hu.ID, events.ConveyanceChanged{Conveyance: events.ConveyanceTerms{
		Part: hu.Part, Country: "HU", Type: events.Container, Number: "MSCU7654321"}})
	hu.Carried(number)
	de.At("01:10")
	de.Carried(number)
	at := applytest.Clock(t, "01:20")
	says := func(number events.Identifier, due string) error {
		c := operation.Command{ID: "01JNJV00000000000000C0MM01", Operation: hu.ID, Act: "deconfliction.found", Signer: events.Hub, Key: hu.Key("clock").Public().ID(),
			Occurred: applytest.Clock(t, due), Known: applytest.Clock(t, due), Fact: events.DeconflictionFound{Found: events.FoundTerms{Country: "HU", Number: number}}}
		_, err := hu.House.Decide(c, at)
		return err
	}
	require.NoError(t, says(number, "01:10"))
	for _, err := range []error{says("MSCU7654321", "01:10"), says(number, "01:11"), says(number, "01:00")} {
		refusal := new(operation.Refusal)
		require.ErrorAs(t, err, &refusal)
		require.Equal(t, operation.FiresWhenDue, refusal.Rule)
	}
}

// TestAReplayedHouseSaysTheSame: what is due follows from the journal alone.
func TestAReplayedHouseSaysTheSame(t *testing.T) {
	hu, de := chases(t)
	hu.At("01:00")
	hu.Carried(number)
	de.At("01:10")
	de.Carried(number)
	house := apply.NewHouse()
	for i, body := range hu.Bodies() {
		source, err := apply.Read(body)
		require.NoError(t, err)
		outcome, err := house.Stage(source.Entry, body, source.Note, hu.Load)
		require.NoError(t, err)
		outcome.Commit(uint64(i) + 1)
	}
	at := applytest.Clock(t, "01:10")
	for _, id := range []events.OperationID{hu.ID, de.ID} {
		require.Len(t, house.Due(id, at), 1)
		require.Equal(t, hu.House.Due(id, at), house.Due(id, at))
		require.True(t, house.Overdue(id, at))
		require.Empty(t, house.Due(id, applytest.Clock(t, "01:09")))
	}
}
