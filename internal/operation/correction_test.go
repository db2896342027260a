package operation

import (
	"bytes"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

func correcting(record events.CommandID) events.CorrectsTerms {
	return events.CorrectsTerms{Record: record, Ground: "wrong"}
}

func retracting(record events.CommandID) events.Event {
	return events.RecordRetracted{Retraction: correcting(record)}
}

func crossingAgain(from, to events.Country, record events.CommandID) events.Event {
	e := crossing(from, to).(events.BorderCrossed)
	e.Corrects = correcting(record)
	return e
}

// INV-21: nothing is edited; a later record says what was wrong. EPCIS 2.0:
// errorDeclaration, correctiveEventIDs.
func TestWhatWasToldWronglyIsToldAnew(t *testing.T) {
	const byHandover, byTerritory, taken, not = events.ByHandover, events.ByTerritory, events.Taken, events.NotTaken
	over := join(accepted, on("03:10", "cross", by("at", "03:10", crossing("HU", "AT")), moved("AT", "HU", "03:10", byHandover, taken)))
	astray := join(offered, on("02:45", "stray", by("hu", "02:45", crossing("HU", "SK")), triggering("SK", "HU", "02:45"),
		broken(CrossedWithoutAuthority, "SK", "02:45"), broken(CrossedWithoutAcceptance, "SK", "02:45"), moved("SK", "HU", "02:45", byTerritory, not)))
	cleared := []events.Event{
		settled(CrossedWithoutAuthority, string(part), "SK", Corrected),
		settled(CrossedWithoutAcceptance, string(part), "SK", Corrected)}

	rule := under(t, "what-follows-from-facts-follows-anew")
	rule("it was later").given(over).when("03:20", "at desk", crossingAgain("HU", "AT", "cross"), "03:15").
		then(retracted("AT", "03:10", "HU"), moved("AT", "HU", "03:15", byHandover, taken))
	rule("it was elsewhere: what that called is over").given(astray).when("02:50", "hu desk", crossingAgain("HU", "AT", "stray"), "02:45").
		then(append(cleared, broken(CrossedWithoutAcceptance, "AT", "02:45"), retracted("SK", "02:45", "AT"), moved("AT", "HU", "02:45", byTerritory, not), unseen("AT", "02:45"))...)
	rule("it was not at all: the promise holds").given(over).when("03:20", "at desk", retracting("cross")).
		then(retracted("AT", "03:10", "HU"), bound)
	rule("nor did it ever leave").given(approved, on("02:10", "depart", by("hu", "02:10", departing), moved("HU", "", "02:10", byTerritory, taken))).
		when("02:20", "hu desk", retracting("depart")).then(retracted("HU", "02:10", ""))
	onward := join(over, on("07:30", "arrive", by("de", "07:30", crossing("AT", "DE")), moved("DE", "AT", "07:30", byTerritory, not)))
	rule("what came after it stays, from whom it came then").given(onward).when("07:40", "at desk", retracting("cross")).
		then(retracted("AT", "03:10", "HU"), moved("DE", "HU", "07:30", byTerritory, not))
	closed := join(over, on("03:20", "close", closing(events.Lost), ended("AT", "03:20")))
	rule("after the end nothing moves").given(closed).when("03:30", "at desk", crossingAgain("HU", "AT", "cross"), "03:15").thenNothing()

	rule = under(t, Rule(CorrectsNoOwnRecord))
	again := []events.Event{broken(CorrectsNoOwnRecord, "DE", "03:20"), unconfirmed("03:20")} // nor may HU know DE
	rule("another State's").given(over).when("03:20", "de team", crossingAgain("HU", "AT", "cross"), "03:20").then(again...)
	rule("one that is not there").given(over).when("03:20", "de team", crossingAgain("HU", "AT", "nothing"), "03:20").then(again...)
	again = []events.Event{broken(CorrectsNoOwnRecord, "AT", "03:20")}
	rule("of another act").given(over).when("03:20", "at team", events.SightingReported{
		Sighting: events.SightingTerms{Part: part, Country: "AT"}, Corrects: correcting("cross")}).then(again...)
	twice := join(over, on("03:12", "second", by("at", "03:12", crossingAgain("HU", "AT", "cross")), retracted("AT", "03:10", "HU"), moved("AT", "HU", "03:12", byHandover, taken)))
	rule("corrected already").given(twice).when("03:20", "at team", crossingAgain("HU", "AT", "cross")).then(again...)
	rule("what corrects can be corrected").given(twice).when("03:20", "at team", crossingAgain("HU", "AT", "second"), "03:13").
		then(retracted("AT", "03:12", "HU"), moved("AT", "HU", "03:13", byHandover, taken))
	rule("it counts as a new fact").given(accepted).when("03:20", "hu team", crossingAgain("HU", "AT", "nothing"), "03:15").
		then(broken(CorrectsNoOwnRecord, "HU", "03:15"), moved("AT", "HU", "03:15", byHandover, taken))

	rule = under(t, OnlyAuthorCorrects)
	rule("another State's").given(over).when("03:20", "de desk", retracting("cross")).thenRefused()
	rule("one that is not there").given(over).when("03:20", "de desk", retracting("nothing")).thenRefused()
	rule("a liaison officer's word").given(over).when("03:20", "at liaison", retracting("cross")).thenRefused()
	under(t, CorrectedOnce)("twice").given(twice).when("03:20", "at desk", retracting("cross")).thenRefused()
	said := join(over, on("03:15", "yes", by("at", "03:15", events.HandoverRefused{})))
	under(t, OnlyFactsCorrected)("a decision").given(said).when("03:20", "at desk", retracting("yes")).thenRefused()
}

// What another State has told is, for this one, not there: the same words.
func TestAnotherStatesRecordIsNotThere(t *testing.T) {
	o := fold(Operation{}, accepted, on("03:10", "cross", by("at", "03:10", crossing("HU", "AT")), moved("AT", "HU", "03:10", events.ByHandover, events.Taken)))
	for _, probe := range []func(events.CommandID) events.Event{
		retracting,
		func(id events.CommandID) events.Event {
			return events.HandlingChanged{Change: events.ChangeTerms{Record: id}}
		},
		func(id events.CommandID) events.Event {
			return events.HandlingReleased{Release: events.ReleaseTerms{Record: id, To: "AT", Slots: []events.Code{"crossing"}}}
		},
	} {
		_, theirs := Decide(alliance, o, commanded("03:20", "de desk", probe("cross")), clock("03:20"))
		_, none := Decide(alliance, o, commanded("03:20", "de desk", probe("nothing")), clock("03:20"))
		require.Error(t, theirs)
		require.Equal(t, none, theirs)
	}
}

// ofNoPart are the facts that are of a device, and by it of the part that it was fitted
// to then, of a State that was told, and of a record.
var ofNoPart = []events.Kind{"device.read", "device.tampered", "device.recovered", "notification.made", "disclosure.breached"}

// A correction must name what it corrects in every observation, and every one must
// say of which part it tells.
func TestEveryObservationIsCorrected(t *testing.T) {
	for _, row := range events.Acts {
		if row.Nature != events.Observation {
			continue
		}
		sample, err := os.ReadFile("../../events/testdata/wire/" + string(row.Fact) + ".json")
		require.NoError(t, err)
		e, err := events.DecodeEvent(bytes.TrimSpace(sample))
		require.NoError(t, err)
		require.NotEmpty(t, correctsOf(e).Record, "correctsOf lacks %s", row.Fact)
		if slices.Contains(ofNoPart, row.Fact) {
			require.Empty(t, partOf(e), row.Fact)
			continue
		}
		require.NotEmpty(t, partOf(e), "partOf lacks %s", row.Fact)
	}
}

// A checkpoint whose report is taken back is missed, now or when its clock says.
func TestACheckpointTakenBack(t *testing.T) {
	reached := events.CheckpointReached{Reached: events.ReachedTerms{Checkpoint: "AT-CP1", Part: part, Method: events.Visual}}
	check := events.CheckpointPlanned{Checkpoint: events.CheckpointTerms{Country: "AT", Grace: 30}, Window: window("03:00", "03:30"), Named: events.CheckpointName{ID: "AT-CP1"}}
	missed := events.CheckpointMissed{Missed: events.CheckpointName{ID: "AT-CP1"}}
	called := called(CheckpointMissed, "AT-CP1", "AT", "", clock("04:00"))
	due := join(crossed, on("02:00", "check", check))
	late := join(due, on("04:00", "missed", missed, called))
	rule := under(t, "a-checkpoint-reached-is-not-missed")
	rule("in time").given(due).when("03:20", "at team", reached).thenNothing()
	rule("late").given(late).when("04:10", "at team", reached).then(settled(CheckpointMissed, "AT-CP1", "AT", "reached"))
	settledThen := join(late, on("04:10", "reach", by("at", "04:10", reached), settled(CheckpointMissed, "AT-CP1", "AT", "reached")))
	rule("taken back, it calls again").given(settledThen).when("04:20", "at desk", retracting("reach")).then(called)
	o := fold(Operation{}, due, on("03:20", "reach", by("at", "03:20", reached)))
	require.NotContains(t, kindsDue(o, "04:30"), events.Kind("checkpoint.missed"))
	out, err := Decide(alliance, o, commanded("03:40", "at desk", retracting("reach")), clock("03:40"))
	require.NoError(t, err)
	o = evolved(o, commanded("03:40", "at desk", retracting("reach")), clock("03:40"), out)
	require.Contains(t, kindsDue(o, "04:30"), events.Kind("checkpoint.missed"), "its clock runs again")
}

func kindsDue(o Operation, at string) (kinds []events.Kind) {
	for _, c := range o.Due(clock(at)) {
		kinds = append(kinds, c.Fact.Kind())
	}
	return kinds
}
