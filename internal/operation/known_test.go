package operation

import (
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

// Whoever is shown something learns its author: what a State says has no effect on
// one that may not know that it takes part. HU and DE are no neighbours; nor is SK
// anybody's, which takes part here.
func TestOnlyWhoMayBeKnownIsGoneBy(t *testing.T) {
	joined := on("01:40", "involve-sk", involving("SK", events.Transit))
	there := join(crossed, joined)
	reached := events.CheckpointReached{Reached: events.ReachedTerms{Checkpoint: "AT-CP1", Part: part, Method: events.Visual}}
	missed := join(there, on("02:00", "check", checkpoint("AT-CP1", "03:00", "03:30")),
		on("05:30", "missed", isMissed, raised("checkpoint-missed/AT-CP1", "AT", "", "05:30")))
	secured := executing("AT", events.GoodsSecured)

	rule := under(t, Rule(UnconfirmedReport))
	rule("it moves nothing").given(there).when("04:00", "sk team", crossing("AT", "DE")).then(unconfirmed("04:00"))
	rule("one of the two is not enough").given(there, on("02:00", "", point("AT-SK"))).when("04:00", "sk team", crossing("AT", "DE")).then(unconfirmed("04:00"))
	rule("nor the other").given(there, on("02:00", "", point("SK-DE"))).when("04:00", "sk team", crossing("AT", "DE")).then(unconfirmed("04:00"))
	rule("nor that it names itself, if another directs").given(departed, joined).when("04:00", "sk team", crossing("AT", "SK")).then(unconfirmed("04:00"))
	rule("once").given(there, on("04:00", "say", by("sk", "04:00", crossing("AT", "DE")), unconfirmed("04:00"))).
		when("04:10", "sk team", crossing("AT", "DE")).thenNothing()
	rule("it secures nothing").given(there).when("04:00", "sk team", secured).then(unconfirmed("04:00"))
	rule("not even where it is, if another directs").given(there).when("04:00", "sk team", executing("SK", events.GoodsSecured)).then(unconfirmed("04:00"))
	rule("it triggers nobody").given(there).when("04:00", "sk team", deviating("AT", "NL", "05:00")).then(unconfirmed("04:00"))
	rule("it sees nothing").given(there).when("04:00", "sk team", lost("AT")).then(unconfirmed("04:00"))
	rule("it reaches nothing").given(missed).when("05:40", "sk team", reached).then(unconfirmed("05:40"))
	rule("it takes nothing over").given(there).when("04:00", "sk team", events.HandoverCompleted{
		Completion: events.CompletionTerms{Point: "AT-DE", Part: part}}).then(unconfirmed("04:00"))
	rule("what moves nothing anyway is only told").given(there).when("04:00", "sk team", events.SightingReported{
		Sighting: events.SightingTerms{Part: part, Country: "AT", Method: events.Visual}}).thenNothing()
	rule("of a part that nobody declared too").given(there).when("04:00", "sk team", events.BorderCrossed{
		Crossing: events.CrossingTerms{Part: "000000", From: "AT", To: "DE"}}).thenNothing()
	closed := join(there, on("04:00", "close", closing(events.Lost), ended("AT", "04:00")))
	rule("after the end nobody is called").given(closed).when("04:10", "sk team", crossing("AT", "DE"), "03:50").thenNothing()

	told := join(there, on("04:00", "say", by("sk", "04:00", crossing("AT", "DE")), unconfirmed("04:00")))
	rule = under(t, "the-lead-tells-it-itself")
	rule("which counts").given(told).when("04:10", "hu.lead team", crossing("AT", "DE"), "04:00").then(
		settled(UnconfirmedReport, string(part), "HU", "told-by-the-lead"),
		broken(CrossedWithoutAcceptance, "DE", "04:00"), moved("DE", "AT", "04:00", events.ByTerritory, events.NotTaken), unseen("DE", "04:00"))
	rule("not what counts for nothing anyway").given(told).when("04:10", "hu.lead team", events.SightingReported{
		Sighting: events.SightingTerms{Part: part, Country: "AT", Method: events.Visual}}).thenNothing()
	rule("nor what another tells").given(told).when("04:10", "at team", regained("AT")).thenNothing()
	rule("who told it takes it back: no more than that").given(told).when("04:10", "sk desk", retracting("say")).
		then(settled(UnconfirmedReport, string(part), "HU", Corrected))

	require.False(t, fold(Operation{}, crossed, on("02:00", "", point("AT-SK"))).mayKnow("SK", "at"), "that takes no part")
	rule = under(t, "a-neighbour-may-be-known")
	pointed := join(there, on("02:00", "p1", point("AT-SK")), on("02:00", "p2", point("SK-DE")))
	rule("wherever a point is planned").given(pointed).when("04:00", "sk team", crossing("AT", "DE")).
		then(broken(CrossedWithoutAcceptance, "DE", "04:00"), moved("DE", "AT", "04:00", events.ByTerritory, events.NotTaken), unseen("DE", "04:00"))
	require.Equal(t, events.Country("DE"), directing(t, pointed, "sk team", crossing("AT", "DE")))
	require.Equal(t, events.Country("AT"), directing(t, there, "sk team", crossing("AT", "DE")))
	parted := join(pointed, on("02:01", "drop", droppingPoint("SK-DE")))
	require.Equal(t, events.Country("AT"), directing(t, parted, "sk team", crossing("AT", "DE")), "it is dropped")
	again := on("02:02", "p3", point("DE-SK"))
	require.Equal(t, events.Country("DE"), directing(t, join(parted, again), "sk team", crossing("AT", "DE")), "there is another now")
	require.Equal(t, events.Country("DE"), directing(t, join(pointed, again, parted[len(pointed):]), "sk team", crossing("AT", "DE")), "there is another still")
	passed := on("01:59", "cross-0", by("hu.lead", "01:59", crossing("SK", "DE")), moved("DE", "SK", "01:59", events.ByTerritory, events.NotTaken), moved("AT", "DE", "02:00", events.ByTerritory, events.NotTaken))
	require.Equal(t, events.Country("DE"), directing(t, join(pointed, passed, parted[len(pointed):]), "sk team", crossing("AT", "DE")), "goods have passed between them")
	require.Equal(t, events.Country("AT"), directing(t, there, "sk team", crossing("AT", "SK")), "it would learn that AT has the goods")
	called := join(crossed, on("03:30", "turn", by("at", "03:30", deviating("AT", "NL", "05:00")), triggering("NL", "AT", "05:00")))
	require.Equal(t, events.Country("NL"), directing(t, called, "nl team", crossing("AT", "NL")), "it was told to call AT")
	require.Equal(t, events.Country("AT"), directing(t, called, "nl team", crossing("DE", "SK")), "SK is told nothing by NL")
	require.Equal(t, events.Country("HU"), directing(t, departed, "at team", crossing("DE", "SK")), "not who has the goods, and is not")
}

func directing(t *testing.T, given history, by string, fact events.Event) events.Country {
	o := fold(Operation{}, given)
	c := commanded("04:00", by, fact)
	out, err := Decide(alliance, o, c, clock("04:00"))
	require.NoError(t, err)
	p, _ := evolved(o, c, clock("04:00"), out).Part(part)
	now, _ := p.Direction()
	return now.Country
}

// A false departure tells nothing of where the part is: not whether it has set out,
// nor whether anybody approved of it.
func TestADepartureIsFromItsOrigin(t *testing.T) {
	from := func(c events.Country) events.Event {
		return events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: part, Country: c}}
	}
	rule := under(t, Rule(UnconfirmedReport))
	for name, given := range map[string]history{"planned": planned, "approved": approved, "departed": departed, "crossed": crossed} {
		rule("from elsewhere, "+name).given(given).when("04:00", "at team", from("AT")).then(unconfirmed("04:00"))
	}
	rule("unless the lead says so").given(approved).when("02:10", "hu.lead team", from("AT")).
		then(moved("AT", "", "02:10", events.ByTerritory, events.Taken), unseen("AT", "02:10"))
	rule("nor does it cross before it departs, also by the origin's neighbour").given(approved).when("04:00", "at team", crossing("AT", "DE")).then(unconfirmed("04:00"))
	next := join(crossed, on("01:40", "", involving("SK", events.Transit)), on("01:41", "", point("HU-SK")))
	rule("nor from there, when it has gone").given(next).when("04:00", "sk team", crossing("HU", "SK")).then(unconfirmed("04:00"))
	rule("nor does it cross before it departs, but from its origin").given(approved).when("04:00", "de team", crossing("AT", "DE")).then(unconfirmed("04:00"))
}

// Who has the goods in sight: each State is called by what it may know of that.
func TestEachStateIsCalledByWhatItMayKnow(t *testing.T) {
	taking := func(c events.Country) events.Event {
		return events.EyesOnTaken{Eyes: events.EyesTerms{Part: part, Country: c}, Team: events.TeamTerms{Team: "X"}}
	}
	blind := join(departed, on("02:20", "lose", by("hu", "02:20", lost("HU")),
		called(LostSight, string(part), "HU", part, clock("02:20")), called(LostSight, string(part), "AT", part, clock("02:20"))))
	rule := under(t, Rule(LostSight))
	rule("found by one that AT may know, and HU may not").given(blind).when("02:30", "de team", taking("DE")).
		then(settled(LostSight, string(part), "AT", inSight))
	found := join(blind, on("02:30", "see", by("de", "02:30", taking("DE")), settled(LostSight, string(part), "AT", inSight)))
	rule("which HU does not find out by what it says itself").given(found).when("02:40", "hu team", crossing("NL", "NL")).thenNothing()
	rule("it settles that with its own").given(found).when("02:40", "hu team", regained("HU")).then(settled(LostSight, string(part), "HU", inSight))
	met := join(found, on("02:35", "", point("HU-DE")), on("02:35", "", involving("SK", events.Transit)))
	rule("it comes to know DE: not by the word of a third").given(met).when("02:40", "sk team", crossing("NL", "NL")).thenNothing()
	rule("but of one that it may know").given(met).when("02:40", "at team", crossing("NL", "NL")).then(settled(LostSight, string(part), "HU", inSight))

	rule = under(t, Rule(Unwatched))
	rule("HU's eyes are not AT's to know of").given(join(approved, on("02:10", "depart", departing, moved("HU", "", "02:10", events.ByTerritory, events.Taken)))).
		when("03:10", "at team", crossing("HU", "AT")).
		then(broken(CrossedWithoutAcceptance, "AT", "03:10"), moved("AT", "HU", "03:10", events.ByTerritory, events.NotTaken), unseen("AT", "03:10"))
	rule("what is offered to it is not seen by that").given(offered).when("03:10", "at team", crossing("HU", "AT")).
		then(broken(CrossedWithoutAcceptance, "AT", "03:10"), moved("AT", "HU", "03:10", events.ByTerritory, events.NotTaken), unseen("AT", "03:10"))
	rule("what it took over is").given(departed, on("03:00", "take", by("at", "03:00", takenOver))).when("03:10", "at team", crossing("HU", "AT")).
		then(broken(CrossedWithoutAcceptance, "AT", "03:10"), moved("AT", "HU", "03:10", events.ByTerritory, events.NotTaken))
}

// A State is not called because of what one says of which it may not know: the
// lead is, in its place.
func TestTheLeadIsCalledInAStatesPlace(t *testing.T) {
	rule := under(t, Rule(DepartureWithoutConsent))
	rule("DE is no neighbour of the origin").given(join(approvedFrom("SK"), on("02:00", "", revoking(deImport)))).when("02:10", "sk team",
		events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: part, Country: "SK"}}).then(
		breach(DepartureWithoutConsent, "DE", part, clock("02:10")),
		called(events.Abroad(DepartureWithoutConsent), string(part), "HU", part, clock("02:10")),
		moved("SK", "", "02:10", events.ByTerritory, events.Taken), unseen("SK", "02:10"))

	// What an author that it may not know has done leaves its alert open.
	lapsing := called(ConsentLapsing, "AT-TRANSIT", "AT", part, clock("03:30"))
	waits := join(crossed, on("03:30", "", lapsing), on("03:31", "", involving("SK", events.Transit)))
	gone := func(who string) []events.Event {
		list, err := Decide(alliance, fold(Operation{}, waits), commanded("04:00", who, executing("AT", events.GoodsSecured)), clock("04:00"))
		require.NoError(t, err)
		return list
	}
	over := settled(ConsentLapsing, "AT-TRANSIT", "AT", noLonger)
	require.Contains(t, gone("de team"), over)
	require.NotContains(t, gone("sk team"), over)
}

// approvedFrom is an approved departure from a State that has no neighbour.
func approvedFrom(origin events.Country) history {
	item := declaring(origin)
	item.Named.Part = part
	ask := events.CommandID("ask-origin")
	return join(opened, on("00:03", "", involving(origin, events.Origin)), on("00:10", ask, asking(origin, events.Export)), on("00:10", "ask-de", asking("DE", events.Import)),
		on("00:20", "item", item), on("00:21", "leg-de", leg("DE-L1", "DE", events.Import, window("07:00", "12:00"))),
		on("01:00", "", granting(ask, origin, events.Export)), on("01:00", "", granting("ask-de", "DE", events.Import)), on("01:30", "approve", approving))
}

var deImport = events.ConsentTerms{Request: "ask-de", Country: "DE", Measure: events.Import}

// What several records break calls as long as one of them stands.
func TestAnAlertStandsWhileARecordBreaksItsRule(t *testing.T) {
	over := func(ground events.Code) events.Event {
		return settled(CrossedWithoutAuthority, string(part), "SK", ground)
	}
	first := join(departed, on("02:45", "one", by("hu", "02:45", crossing("HU", "SK")), triggering("SK", "HU", "02:45"),
		broken(CrossedWithoutAuthority, "SK", "02:45"), moved("SK", "HU", "02:45", events.ByTerritory, events.NotTaken)))
	twice := join(first, on("02:50", "two", by("hu", "02:50", crossing("HU", "SK")), breach(CrossedWithoutAuthority, "SK", part, clock("02:50"))))
	said := func(given history, record events.CommandID) []events.Event {
		list, err := Decide(alliance, fold(Operation{}, given), commanded("03:00", "hu desk", retracting(record)), clock("03:00"))
		require.NoError(t, err)
		return list
	}
	require.Contains(t, said(first, "one"), over(Corrected))
	require.NotContains(t, said(twice, "one"), over(Corrected), "another says so too")
	require.NotContains(t, said(twice, "two"), over(Corrected))
	left := join(twice, on("02:55", "back", by("hu", "02:55", retracting("one"))))
	require.Contains(t, said(left, "two"), over(Corrected), "though it has not raised it")
}

// Secured goods come nobody's way.
func TestSecuredGoodsComeNobodysWay(t *testing.T) {
	look := called(ComingYourWay, string(part), "SK", part, clock("04:00"))
	warned := join(crossed, on("04:00", "turn", by("at", "04:00", deviating("AT", "SK", "05:00")), triggering("SK", "AT", "05:00"), look), on("04:01", "", point("AT-SK")),
		on("04:02", "", involving("SK", events.Transit)))
	rule := under(t, Rule(ComingYourWay))
	rule("it is over").given(warned).when("04:10", "at team", executing("AT", events.GoodsSecured)).
		then(stoppedBy("04:10"), ended("AT", "04:10"), settled(ComingYourWay, string(part), "SK", noLonger))
	rule("not if they are only stopped in part").given(warned).when("04:10", "at team", executing("AT", events.PartSecured)).then(stoppedBy("04:10"))
	rule("nor by one that it may not know").given(warned).when("04:10", "de team", executing("AT", events.GoodsSecured)).then(stoppedBy("04:10"), ended("AT", "04:10"))
}

// Who may not know that the goods are secured is called as if they were not.
func TestAnEndIsNotForEveryStateToKnow(t *testing.T) {
	stopped := join(departed, on("02:20", "stop", by("hu", "02:20", executing("HU", events.GoodsSecured)), ended("HU", "02:20")))
	rule := under(t, Rule(LostSight))
	rule("DE is not next to HU").given(stopped, on("02:21", "", involving("SK", events.Transit)), on("02:21", "", point("DE-SK"))).
		when("02:30", "de team", lost("DE")).then(
		called(LostSight, string(part), "DE", part, clock("02:30")), called(LostSight, string(part), "SK", part, clock("02:30")))
	rule("AT is").given(stopped).when("02:30", "at team", lost("AT")).then(called(LostSight, string(part), "DE", part, clock("02:30")))
}

// Who were neighbours and are no longer go by what was told until then, and by nothing
// new.
func TestFormerNeighboursGoByWhatTheyWereTold(t *testing.T) {
	seen := on("03:15", "see", by("at", "03:15", regained("AT")))
	lose := on("04:00", "lose", by("at", "04:00", lost("AT")), called(LostSight, string(part), "AT", part, clock("04:00")), called(LostSight, string(part), "DE", part, clock("04:00")))
	drop := on("03:30", "drop", droppingPoint("AT-DE"))
	sees := func(h ...history) EyesState {
		o := fold(Operation{}, h...)
		p, _ := o.Part(part)
		last, _ := p.sight(o.eyesKnownTo("DE"))
		return last.State
	}
	require.Equal(t, EyesHeld, sees(crossed, seen, drop, lose), "what was told after it counts for nothing there")
	require.Equal(t, EyesLost, sees(crossed, seen, lose, drop), "what was told before does")
	rule := under(t, Rule(LostSight))
	rule("who is ahead no longer is not called").given(crossed, seen, drop).when("04:00", "at team", lost("AT")).
		then(called(LostSight, string(part), "AT", part, clock("04:00")))
	rule("and for whom it was, it is over").given(crossed, seen, lose).when("04:10", "hu.lead coordinator", droppingPoint("AT-DE")).
		then(settled(LostSight, string(part), "DE", noLonger))
}

// Only who may have officers there reports a checkpoint reached or goods taken over: a
// neighbour far away ticks off nobody's checkpoint. HU leads; DE is a neighbour of AT.
func TestWhoIsNotThereSeesNothingThere(t *testing.T) {
	reached := events.CheckpointReached{Reached: events.ReachedTerms{Checkpoint: "AT-CP1", Part: part, Method: events.Visual}}
	due := join(crossed, on("02:00", "check", checkpoint("AT-CP1", "03:00", "03:30")),
		on("03:00", "due", events.CheckpointDue{Due: events.CheckpointName{ID: "AT-CP1"}}))
	told := join(due, on("03:20", "say", by("de", "03:20", reached), unconfirmed("03:20")))
	lostThere := join(due, on("03:15", "lose", by("at", "03:15", lost("AT"))))
	missed := join(due, on("05:30", "missed", isMissed, raised("checkpoint-missed/AT-CP1", "AT", "", "05:30")))

	rule := under(t, Rule(UnconfirmedReport))
	rule("another State's word meets no checkpoint: the lead is to ask").given(due).when("03:20", "de commander", reached).then(unconfirmed("03:20"))
	rule("nor ends a miss").given(missed).when("05:40", "de commander", reached).then(unconfirmed("05:40"))
	rule("the State there has seen it").given(due).when("03:20", "at team", reached).thenNothing()
	rule("the lead may know").given(due).when("03:20", "hu.lead coordinator", reached).thenNothing()
	admission := func(n uint16) events.Event {
		return events.OfficersAdmitted{Admission: events.AdmissionTerms{Country: "AT", From: "DE", Number: n, Arms: events.Unarmed}}
	}
	guests := join(due, on("03:00", "admit", admission(2)))
	rule("its guests see what it sees").given(guests).when("03:20", "de commander", reached).thenNothing()
	rule("while they are").given(guests, on("03:05", "leave", admission(0))).when("03:20", "de commander", reached).then(unconfirmed("03:20"))
	rule("so do those who follow").given(due, on("03:05", "follow", by("de", "03:05", following("DE", "AT")))).
		when("03:20", "de commander", reached).thenNothing()
	rule("nobody is found again by it").given(lostThere).when("03:20", "de commander", reached).then(unconfirmed("03:20"))
	runsOut(t, "its clock runs on", told, "04:00", events.CheckpointMissed{Missed: events.CheckpointName{ID: "AT-CP1"}})
	silentOf(t, "until the State there says so", join(told, on("03:30", "reach", by("at", "03:30", reached))), "checkpoint.missed")

	taken := events.HandoverCompleted{Completion: events.CompletionTerms{Point: "HU-AT", Part: part, Team: "AT-2"}}
	rule("nor has another taken over").given(accepted).when("03:10", "de commander", taken).then(unconfirmed("03:10"))
	rule("nor the giver, who does not lead").given(crossed).when("07:10", "at commander", events.HandoverCompleted{
		Completion: events.CompletionTerms{Point: "AT-DE", Part: part, Team: "DE-1"}}).then(unconfirmed("07:10"))
}
