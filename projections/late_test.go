package projections_test

import (
	"cmp"
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
	author  events.Viewer // of the next entries; "at" if empty
}

func (x *teller) told(occurred string, list ...events.Event) events.CommandID {
	x.counter++
	shown := events.Shown{
		Operation: "01JNZ7Q0000000000000000000", Command: events.CommandID(fmt.Sprintf("01JNJV00000000000000C0MM%02d", x.counter)),
		Author: cmp.Or(x.author, "at"), Act: actOf(list[0]), At: applytest.Clock(x.t, "09:00"), Occurred: applytest.Clock(x.t, occurred), Known: applytest.Clock(x.t, occurred),
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
	x.told("04:05", events.EyesOnTaken{Eyes: events.EyesTerms{Part: part, Country: "AT"}, Team: events.TeamTerms{Team: "AT-2"}})
	offer := x.told("04:20", events.HandoverOffered{Offer: events.OfferTerms{Point: "AT-DE", Part: part}, Pack: events.PackTerms{Team: "AT-3"}})
	watched("AT-2") // an offer says who will hand over, and of nobody that he sees it
	x.told("03:20", events.HandoverCompleted{Completion: events.CompletionTerms{Point: "HU-AT", Part: part, Team: "AT-1"}})
	watched("AT-2") // the earlier takeover, reported late
	last("04:10", "SK")
	x.told("04:25", events.HandoverAccepted{Acceptance: events.AcceptanceTerms{Offer: offer, Commander: "0123456789abcdef", Team: "DE-1"}})
	watched("AT-2")
	over := events.HandoverCompleted{Completion: events.CompletionTerms{Point: "AT-DE", Part: part, Team: "DE-1"}}
	x.author = "at"
	x.told("04:35", over)
	watched("AT-2") // who does not receive there has seen nobody take over
	x.author = "de"
	x.told("04:40", over)
	watched("DE-1")
	require.Equal(t, projections.Completed, x.Document.Handovers[0].State)
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

// Of several words on who sees or holds a part, the one that happened last counts.
func TestLateWordsOnEyesAndHandsChangeNothing(t *testing.T) {
	x := &teller{t: t}
	eyes := events.EyesTerms{Part: part, Country: "AT"}
	team := func(name events.CallSign) events.TeamTerms { return events.TeamTerms{Team: name} }
	stand := func(state projections.EyesState, on events.CallSign, since string) {
		t.Helper()
		p := x.part()
		require.Equal(t, state, p.Eyes)
		require.Equal(t, on, p.EyesOn)
		require.Equal(t, applytest.Clock(t, since), p.EyesSince)
	}
	x.told("03:00", events.EyesOnTaken{Eyes: eyes, Team: team("AT-1")})
	stand(projections.EyesHeld, "AT-1", "03:00")
	x.told("03:30", events.EyesOnLost{Eyes: eyes, Team: team("AT-1")})
	stand(projections.EyesLost, "", "03:30")
	x.told("03:20", events.EyesOnDegraded{Eyes: eyes, Team: team("AT-1")})
	stand(projections.EyesLost, "", "03:30")
	x.told("03:10", events.HandoverCompleted{Completion: events.CompletionTerms{Point: "HU-AT", Part: part, Team: "AT-1"}})
	stand(projections.EyesLost, "", "03:30")
	found := x.told("03:50", events.EyesOnRegained{Eyes: eyes}) // the team is not shown
	stand(projections.EyesHeld, "", "03:50")
	require.Equal(t, applytest.Clock(t, "03:50"), x.part().LastSeen)
	x.correct("03:55", found, events.EyesOnRegained{Eyes: eyes, Team: team("AT-2")})
	stand(projections.EyesHeld, "AT-2", "03:55")
	x.correct("04:00", "01JNJV00000000000000C0MM06", events.EyesOnRegained{Eyes: eyes, Team: team("AT-3")})
	stand(projections.EyesHeld, "AT-3", "04:00")
	require.Equal(t, []projections.EyesState{"held", "held", "degraded", "lost", "held"}, watch(x.part()))

	held := func(at string, h events.Holder) {
		x.told(at, events.PossessionChanged{Possession: events.PossessionTerms{Part: part, Country: "AT", Holder: h}})
	}
	held("03:10", events.Courier)
	held("03:40", events.Police)
	held("03:20", events.CarrierFirm)
	require.Equal(t, events.Police, x.part().Holder)
	require.Len(t, x.part().Hands, 3)
}

func watch(p projections.PartLine) (list []projections.EyesState) {
	for _, e := range p.Watch {
		list = append(list, e.State)
	}
	return list
}

// correct tells a fact anew.
func (x *teller) correct(occurred string, record events.CommandID, e events.Event) events.CommandID {
	terms := events.CorrectsTerms{Record: record, Ground: "wrong-time"}
	switch fact := e.(type) {
	case events.EyesOnRegained:
		fact.Corrects = terms
		e = fact
	case events.BorderCrossed:
		fact.Corrects = terms
		e = fact
	case events.SightingReported:
		fact.Corrects = terms
		e = fact
	}
	return x.told(occurred, e)
}

func crossing(from, to events.Country) events.Event {
	return events.BorderCrossed{Crossing: events.CrossingTerms{Part: part, From: from, To: to, Method: events.ANPR}}
}

func breach(t *testing.T, rule events.Code, at string) events.Event {
	return events.BreachFound{Breach: events.BreachTerms{Rule: rule, Country: "AT", Part: part, Since: applytest.Clock(t, at)}}
}

// What was corrected or retracted is void: the document is that of the facts that
// stand, and the breach beside a void one stays, marked.
func TestWhatIsVoidTellsNothing(t *testing.T) {
	x := &teller{t: t}
	x.told("02:00", seenIn("HU"))
	wrong := x.told("03:10", crossing("HU", "AT"), breach(t, "crossed-without-acceptance", "03:10"))
	kept := x.Case
	right := x.correct("03:05", wrong, crossing("HU", "SK"))
	require.Equal(t, []events.Country{"HU", "SK"}, sighted(x.Document))
	require.Equal(t, "SK", x.part().LastPlace)
	require.Equal(t, events.Code("wrong-time"), x.Document.Breaches[0].Corrected)
	require.Equal(t, []projections.CorrectionLine{{Record: wrong, By: right, Act: "border.crossed", Ground: "wrong-time", At: applytest.Clock(t, "09:00")}}, x.Document.Corrections)
	require.Equal(t, []events.Country{"HU", "AT"}, sighted(kept.Document), "a case is a value")
	require.Empty(t, kept.Document.Breaches[0].Corrected)

	x.correct("03:06", wrong, crossing("HU", "DE")) // corrected once: this is a fact of its own
	require.Equal(t, []events.Country{"HU", "SK", "DE"}, sighted(x.Document))
	require.Len(t, x.Document.Corrections, 1)
	last := x.correct("03:04", right, crossing("HU", "AT"))
	require.Equal(t, []events.Country{"HU", "DE", "AT"}, sighted(x.Document))
	x.told("03:20", events.RecordRetracted{Retraction: events.CorrectsTerms{Record: last, Ground: "wrong-plate"}})
	require.Equal(t, []events.Country{"HU", "DE"}, sighted(x.Document))
	require.Len(t, x.Document.Corrections, 3)

	x.correct("03:07", "01JNJV00000000000000C0MM01", crossing("HU", "NL")) // another act's
	require.Equal(t, []events.Country{"HU", "DE", "NL"}, sighted(x.Document))
	require.Len(t, x.Document.Corrections, 3)
	x.author = "hu"
	x.correct("03:00", "01JNJV00000000000000C0MM01", seenIn("AT")) // another's record
	require.Equal(t, []events.Country{"HU", "DE", "NL", "AT"}, sighted(x.Document))
	require.Len(t, x.Document.Corrections, 3)
}

// A departure that never happened leaves the operation as it was.
func TestARetractedDepartureIsNone(t *testing.T) {
	x := &teller{t: t}
	clock := func(s string) events.Time { return applytest.Clock(t, s) }
	wrong := x.told("02:00", events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: part, Country: "HU"}},
		events.DirectionMoved{Direction: events.DirectionTerms{Part: part, Country: "HU", Since: clock("02:00"), Basis: events.ByTerritory, Taken: events.Taken}})
	require.Equal(t, projections.Running, x.Document.State)
	require.Equal(t, events.Country("HU"), x.part().Directs)
	x.told("02:30", events.RecordRetracted{Retraction: events.CorrectsTerms{Record: wrong, Ground: "another-lorry"}},
		events.DirectionRetracted{Retracted: events.LeftTerms{Part: part, Country: "HU", Since: clock("02:00")}})
	require.Equal(t, projections.Preparing, x.Document.State)
	require.Empty(t, x.part().Directs)
	require.Empty(t, x.part().Path)
	require.True(t, x.part().Departed.IsZero())
}

// Who may not see what a record was corrected to is told that it was: what is left
// of it is void, whenever it comes.
func TestWithdrawnAsCorrectedIsVoid(t *testing.T) {
	x := &teller{t: t}
	wrong := x.told("03:10", crossing("HU", "AT"), breach(t, "crossed-without-acceptance", "03:10"))
	var rest events.Shown
	for _, rest = range x.Trail() {
	}
	withdrawn := events.Content{Withdrawn: []events.Withdrawn{{Operation: rest.Operation, Counter: 1, Command: wrong, Slots: []string{"crossing"}, Reason: "corrected"}}}
	x.counter++
	x.shown(withdrawn) // and nothing else
	require.Empty(t, x.Document.Sightings)
	require.Empty(t, x.Document.Breaches)
	b, err := x.Document.Encode()
	require.NoError(t, err)
	_, err = projections.DecodeDocument(b)
	require.NoError(t, err, "what has lost all its records can be read")
	rest.Events = rest.Events[1:]
	x.counter++
	x.shown(events.Content{Briefing: []events.Shown{rest}})
	require.Equal(t, events.Code("corrected"), x.Document.Breaches[0].Corrected)
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
