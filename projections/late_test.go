package projections_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply/applytest"
	"vigil/projections"
)

const part events.Part = "7QK2XM"

// teller folds what is told, one entry a message.
type teller struct {
	t *testing.T
	projections.Case
	counter uint64
}

func (x *teller) told(occurred string, list ...events.Event) events.CommandID {
	x.counter++
	shown := events.Shown{
		Operation: "01JNZ7Q0000000000000000000", Command: events.CommandID(fmt.Sprintf("01JNJV00000000000000C0MM%02d", x.counter)),
		Author: "at", Act: actOf(list[0]), At: applytest.Clock(x.t, "09:00"), Occurred: applytest.Clock(x.t, occurred), Known: applytest.Clock(x.t, occurred),
	}
	for _, e := range list {
		raw, err := events.EncodeEvent(e)
		require.NoError(x.t, err)
		shown.Events = append(shown.Events, raw)
	}
	return x.shown(events.Content{Entry: []events.Shown{shown}})
}

// actOf is the act that records a fact; what follows from others stands here with
// a sighting's, to be told by itself.
func actOf(e events.Event) events.Act {
	for _, row := range events.Acts {
		if row.Fact == e.Kind() {
			return row.Act
		}
	}
	return "sighting.reported"
}

func (x *teller) shown(content events.Content) events.CommandID {
	content.Viewer, content.Counter = "at", x.counter
	next, err := x.Apply(content)
	require.NoError(x.t, err)
	x.Case = next
	if len(content.Entry) == 0 {
		return ""
	}
	return content.Entry[0].Command
}

func (x *teller) part() projections.PartLine {
	require.Len(x.t, x.Document.Parts, 1)
	return x.Document.Parts[0]
}

func seenIn(c events.Country) events.Event {
	return events.SightingReported{Sighting: events.SightingTerms{Part: part, Country: c, Method: events.Visual}}
}

// Reports come late and out of order: the last of them is not the last that
// happened.
func TestLateFactsMoveNothingBack(t *testing.T) {
	x := &teller{t: t}
	clock := func(s string) events.Time { return applytest.Clock(t, s) }
	last := func(at, place string) {
		t.Helper()
		require.Equal(t, clock(at), x.part().LastSeen)
		require.Equal(t, place, x.part().LastPlace)
	}
	reached := func(id events.CheckpointID) events.Event {
		return events.CheckpointReached{Reached: events.ReachedTerms{Checkpoint: id, Part: part, Method: events.ANPR}}
	}
	x.told("01:00", events.CheckpointPlanned{Checkpoint: events.CheckpointTerms{Country: "AT", Grace: 5}, Named: events.CheckpointName{ID: "AT-CP1"}})
	x.told("03:30", seenIn("AT"))
	last("03:30", "AT")
	x.told("03:00", seenIn("HU"))
	last("03:30", "AT")
	x.told("03:10", events.BorderCrossed{Crossing: events.CrossingTerms{Part: part, From: "HU", To: "AT", Method: events.Record}})
	last("03:30", "AT")
	x.told("02:00", events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: part, Country: "HU"}})
	last("03:30", "AT")
	require.Equal(t, clock("02:00"), x.part().Departed)
	x.told("01:50", events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: part, Country: "HU"}})
	require.Equal(t, clock("01:50"), x.part().Departed, "the earlier departure is the departure")
	x.told("04:10", reached("AT-CP1"))
	last("04:10", "AT-CP1")
	x.told("04:00", reached("AT-CP1"))
	last("04:10", "AT-CP1")
	require.Equal(t, clock("04:00"), x.Document.Checkpoints[0].Reached, "reached is when it was first")
	x.told("04:10", seenIn("SK"))
	last("04:10", "SK") // of the same moment, the word told later counts
	require.Len(t, x.Document.Sightings, 4, "every report stands in the timeline")

	watched := func(team events.CallSign) {
		t.Helper()
		require.Equal(t, team, x.part().EyesOn)
	}
	offer := x.told("04:20", events.HandoverOffered{Offer: events.OfferTerms{Point: "AT-DE", Part: part}, Pack: events.PackTerms{Team: "AT-2"}})
	watched("AT-2")
	x.told("03:20", events.HandoverCompleted{Completion: events.CompletionTerms{Point: "HU-AT", Part: part, Team: "AT-1"}})
	watched("AT-2") // the earlier takeover, reported late
	last("04:10", "SK")
	x.told("04:25", events.HandoverAccepted{Acceptance: events.AcceptanceTerms{Offer: offer, Commander: "0123456789abcdef", Team: "DE-1"}})
	watched("AT-2")
	x.told("04:40", events.HandoverCompleted{Completion: events.CompletionTerms{Point: "AT-DE", Part: part, Team: "DE-1"}})
	watched("DE-1")
	require.Equal(t, projections.Completed, x.Document.Handovers[0].State)
	x.told("04:45", events.HandoverOffered{Offer: events.OfferTerms{Point: "DE-NL", Part: part}})
	watched("DE-1") // a pack that is not shown says nothing
}

// What is withdrawn goes, with everything that came of it; what may still be seen
// of it stands in the briefing beside, and takes its old place.
func TestWithdrawnGoes(t *testing.T) {
	x := &teller{t: t}
	x.told("02:00", seenIn("HU"))
	breach := events.BreachFound{Breach: events.BreachTerms{Rule: "crossed-without-acceptance", Country: "AT", Part: part, Since: applytest.Clock(t, "03:10")}}
	wrong := x.told("03:10", events.BorderCrossed{Crossing: events.CrossingTerms{Part: part, From: "HU", To: "AT", Method: events.ANPR}}, breach)
	x.told("03:30", seenIn("SK"))
	require.Equal(t, []events.Country{"HU", "AT", "SK"}, sighted(x.Document))
	require.Len(t, x.Document.Breaches, 1)

	kept := x.Case
	var before, rest events.Shown
	for _, shown := range x.Trail() {
		if shown.Command == wrong {
			rest = shown
			break
		}
		before = shown
	}
	x.counter++
	x.shown(events.Content{Withdrawn: []events.Withdrawn{{Counter: 2, Command: wrong, Reason: "shown-by-mistake"}}})
	require.Equal(t, []events.Country{"HU", "SK"}, sighted(x.Document))
	require.Empty(t, x.Document.Breaches)
	require.Equal(t, []events.Country{"HU", "AT", "SK"}, sighted(kept.Document), "a case is a value")

	x.Case = kept
	rest.After, rest.Events = before.Command, rest.Events[1:]
	x.shown(events.Content{Withdrawn: []events.Withdrawn{{Counter: 2, Command: wrong, Reason: "shown-by-mistake"}}, Briefing: []events.Shown{rest}})
	require.Equal(t, []events.Country{"HU", "SK"}, sighted(x.Document))
	require.Len(t, x.Document.Breaches, 1)
	var order []events.CommandID
	for _, shown := range x.Trail() {
		order = append(order, shown.Command)
	}
	require.Equal(t, wrong, order[1])

	rest.Command, rest.After = "01JNJV00000000000000C0MM77", "01JNJV00000000000000C0MM88"
	_, err := x.Apply(events.Content{Viewer: "at", Counter: 9, Briefing: []events.Shown{rest}})
	require.ErrorContains(t, err, "refers to a command that was not shown")
}

func sighted(d projections.Document) (list []events.Country) {
	for _, s := range d.Sightings {
		list = append(list, s.Country)
	}
	return list
}

func TestAWithdrawnNameGoes(t *testing.T) {
	list, _ := feed(t, "at")
	v := projections.NewView("at")
	i := 0
	for len(v.Alliance.Texts) < 2 {
		folded(t, v, list[i])
		i++
	}
	kept, text := v.Alliance, v.Alliance.Texts[0]
	require.True(t, v.Shows(text))
	next, err := v.Alliance.Apply(events.Content{Viewer: "at", Counter: v.Counter + 1,
		Withdrawn: []events.Withdrawn{{Counter: text.Counter, Command: text.Command, Slots: []string{"name"}, Reason: "shown-by-mistake"}}})
	require.NoError(t, err)
	require.Equal(t, kept.Texts[1:], next.Texts)
	require.Equal(t, kept.Officers, next.Officers)
	require.Equal(t, text, kept.Texts[0], "an alliance is a value")
}
