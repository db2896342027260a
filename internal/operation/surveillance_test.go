package operation

import (
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

func lost(c events.Country) events.Event {
	return events.EyesOnLost{Eyes: events.EyesTerms{Part: part, Country: c}, Team: events.TeamTerms{Team: "X-1"}}
}

func regained(c events.Country) events.Event {
	return events.EyesOnRegained{Eyes: events.EyesTerms{Part: part, Country: c}, Team: events.TeamTerms{Team: "X-2"}}
}

func deviating(from, toward events.Country, expected string) events.Event {
	return events.RouteDeviated{Deviation: events.DeviationTerms{Part: part, From: from, Toward: toward, Expected: clock(expected)}}
}

// INV-11: a part is in somebody's sight, or it is known that it is lost.
func TestWhoTravelsIsSeenOrCalledLost(t *testing.T) {
	calling := func(c events.Country, since string) events.Event {
		return called(LostSight, string(part), c, part, clock(since))
	}
	over := func(c events.Country, why events.Code) events.Event { return settled(LostSight, string(part), c, why) }
	blind := join(crossed, on("04:00", "lose", by("at", "04:00", lost("AT")), calling("AT", "04:00"), calling("DE", "04:00")))

	rule := under(t, Rule(LostSight))
	rule("calls the State, and each one ahead").given(crossed).when("04:10", "at team", lost("AT"), "04:00").then(calling("AT", "04:00"), calling("DE", "04:00"))
	rule("once").given(blind).when("04:20", "at desk", lost("AT")).thenNothing()
	rule("a possible State ahead is not called").given(crossed, on("01:00", "", point("AT-SK"))).when("04:00", "at team", lost("AT")).
		then(calling("AT", "04:00"), calling("DE", "04:00"))
	rule("it is over when somebody sees it again").given(blind).when("04:20", "at team", regained("AT")).then(over("AT", inSight), over("DE", inSight))
	rule("or a device does").given(blind).when("04:20", "at team", events.EyesOnDegraded{Eyes: events.EyesTerms{Part: part, Country: "AT"}}).
		then(over("AT", inSight), over("DE", inSight))
	onward := events.HandoverOffered{Offer: events.OfferTerms{Point: "AT-DE", Part: part}, Pack: events.PackTerms{Team: "AT-2"}}
	rule("who offers it has not found it by that: an offer is no sight").given(blind).when("04:20", "at commander", onward).thenNothing()
	agreed := events.HandoverAccepted{Acceptance: events.AcceptanceTerms{Offer: "offer-2", Commander: keyOf("de commander"), Team: "DE-1"}}
	rule("nor has who accepts").given(blind, on("04:20", "offer-2", onward)).when("04:30", "de commander", agreed).
		then(events.DirectionBound{Bound: events.BoundTerms{Part: part, Offer: "offer-2", From: "AT", To: "DE"}})
	rule("a late sight overrides nothing").given(blind).when("04:20", "at team", regained("AT"), "03:50").thenNothing()
	rule("nor does a late loss").given(crossed, on("04:10", "see", by("at", "04:10", regained("AT")))).when("04:20", "at team", lost("AT"), "04:00").thenNothing()
	rule("it is over when the goods are secured").given(blind).when("04:20", "at team", executing("AT", events.GoodsSecured)).
		then(stoppedBy("04:20"), ended("AT", "04:20"), over("AT", noLonger), over("DE", noLonger))
	rule("what an officer has resolved stays so").given(blind, on("04:05", "", over("AT", "found"), over("DE", "found"))).
		when("04:20", "at team", crossing("NL", "NL")).thenNothing()
	rule("until it is lost anew").given(blind, on("04:05", "", over("AT", "found"), over("DE", "found"))).
		when("04:20", "at team", lost("AT")).then(calling("AT", "04:20"), calling("DE", "04:20"))
	rule("taken back, it calls nobody").given(blind).when("04:20", "at desk", retracting("lose")).then(over("AT", Corrected), over("DE", Corrected))
	again := join(blind, on("04:10", "still", by("at", "04:10", lost("AT"))))
	rule("but there is cause all the same").given(again).when("04:20", "at desk", retracting("lose")).
		then(over("AT", Corrected), over("DE", Corrected), calling("AT", "04:10"), calling("DE", "04:10"))
	rule("after the end nobody is called").given(crossed, on("04:00", "close", closing(events.Lost), ended("AT", "04:00"))).when("04:10", "at team", lost("AT"), "03:50").thenNothing()

	rule = under(t, Rule(Unwatched))
	rule("it sets out, and nobody has it in sight").given(unseenApproved).when("02:10", "hu team", departing).
		then(moved("HU", "", "02:10", events.ByTerritory, events.Taken), called(Unwatched, string(part), "HU", part, clock("02:10")))
	gone := join(unseenApproved, on("02:10", "depart", by("hu", "02:10", departing), moved("HU", "", "02:10", events.ByTerritory, events.Taken),
		called(Unwatched, string(part), "HU", part, clock("02:10"))))
	rule("until somebody has").given(gone).when("02:20", "hu team", watching).then(settled(Unwatched, string(part), "HU", inSight))
	rule("the next State is called for itself").given(gone).when("03:10", "at team", crossing("HU", "AT")).then(
		broken(CrossedWithoutAcceptance, "AT", "03:10"), moved("AT", "HU", "03:10", events.ByTerritory, events.NotTaken),
		settled(Unwatched, string(part), "HU", noLonger), called(Unwatched, string(part), "AT", part, clock("03:10")))
	rule("lost is not unwatched").given(gone).when("02:20", "hu team", lost("HU")).
		then(settled(Unwatched, string(part), "HU", noLonger), calling("HU", "02:20"), calling("AT", "02:20"))
	watched := join(unseenApproved, on("01:50", "see", by("hu", "01:50", watching)), on("02:10", "depart", by("hu", "02:10", departing), moved("HU", "", "02:10", events.ByTerritory, events.Taken)))
	rule("nor ever was, it turns out").given(watched).when("02:20", "hu desk", retracting("see")).then(called(Unwatched, string(part), "HU", part, clock("02:10")))
}

// Domain 5: a State that takes no part is told when the goods come its way, and
// no sooner. Safety overrides secrecy.
func TestAStateInTheWayIsTold(t *testing.T) {
	const byTerritory, not = events.ByTerritory, events.NotTaken
	look := func(c events.Country, since string) events.Event {
		return called(ComingYourWay, string(part), c, part, clock(since))
	}
	hazard := declaring("HU")
	hazard.Item.Hazards = []events.Code{"armed"}
	danger := triggering("SK", "AT", "05:00").(events.StateTriggered)
	warned := join(crossed, on("04:00", "turn", by("at", "04:00", deviating("AT", "SK", "05:00")), danger, look("SK", "04:00")))

	rule := under(t, Rule(ComingYourWay))
	rule("a possible State").given(crossed).when("04:00", "at team", deviating("AT", "SK", "05:00")).then(danger, look("SK", "04:00"))
	rule("one that nobody thought of").given(crossed).when("04:00", "at team", deviating("AT", "NL", "05:00")).then(triggering("NL", "AT", "05:00"), look("NL", "04:00"))
	rule("from where nobody takes part: the lead knows").given(crossed).when("04:00", "hu.lead team", deviating("NL", "SK", "05:00")).
		then(triggering("SK", "HU", "05:00"), look("SK", "04:00"))
	rule("a party knows its plan").given(crossed).when("04:00", "at team", deviating("AT", "DE", "05:00")).thenNothing()
	rule("one without a desk cannot be told").given(crossed).when("04:00", "at team", deviating("AT", "US", "05:00")).thenNothing()
	rule("once").given(warned).when("04:10", "at team", deviating("AT", "SK", "05:10")).thenNothing()
	rule("for each part").given(warned, on("04:05", "", settled(ComingYourWay, string(part), "SK", "seen"))).
		when("04:10", "at team", deviating("AT", "SK", "05:10")).then(look("SK", "04:10"))
	rule("it crosses").given(warned).when("05:00", "at team", crossing("AT", "SK")).
		then(broken(CrossedWithoutAuthority, "SK", "05:00"), broken(CrossedWithoutAcceptance, "SK", "05:00"), moved("SK", "AT", "05:00", byTerritory, not), unseen("SK", "05:00"))
	rule("with what is dangerous").given(opened, on("00:20", "item", named(hazard))).when("04:00", "hu team", deviating("HU", "SK", "05:00")).
		then(func() events.Event {
			e := triggering("SK", "HU", "05:00").(events.StateTriggered)
			e.Hazards.Hazards = []events.Code{"armed"}
			return e
		}(), look("SK", "04:00"))
	rule("after the end nobody is told").given(crossed, on("04:00", "close", closing(events.Lost), ended("AT", "04:00"))).
		when("04:10", "at team", deviating("AT", "SK", "05:00"), "03:50").thenNothing()
	rule("taken back, nobody is called").given(warned).when("04:10", "at desk", retracting("turn")).then(settled(ComingYourWay, string(part), "SK", Corrected))

	rule = under(t, "a-triggered-state-tells-what-it-sees")
	rule("a fact").given(warned).when("05:00", "sk team", lost("SK")).then(called(LostSight, string(part), "SK", part, clock("05:00")))
	rule = under(t, NoSuch)
	rule("and decides nothing else").given(warned).when("05:00", "sk commander", offering).thenRefused()
	rule("before, it meets nothing").given(crossed).when("04:00", "sk team", lost("SK")).thenRefused()
}

// INV-05: CH-IT 2009 art. 2.
func TestACrossingIsHeldAgainstTheCeiling(t *testing.T) {
	capped := func(ceiling events.Decimal) history {
		return join(planned,
			on("01:00", "grant-at", limited(granting("ask-at", "AT", events.TransitRoute), func(g *events.AuthorisationGranted) {
				g.Ceiling = events.Quantity{Amount: ceiling, Unit: events.Kilogram}
			})),
			on("02:10", "depart", departing, moved("HU", "", "02:10", events.ByTerritory, events.Taken)), on("02:40", "offer", offering))
	}
	rule := under(t, Rule(OverCeiling))
	rule("within").given(capped("62.4")).when("03:10", "at team", crossing("HU", "AT")).thenNoBreach()
	rule("over").given(capped("60")).when("03:10", "at team", crossing("HU", "AT")).thenBreach("AT")
	rule("no consent at all is another rule's").given(departed).when("03:10", "hu team", crossing("HU", "SK")).thenNoBreach()
	rule = under(t, WithinCeiling)
	rule("within, it accepts").given(capped("62.4")).when("02:50", "at commander", accepting).then(bound)
	rule("over, it does not").given(capped("60")).when("02:50", "at commander", accepting).thenRefused("granted up to 60 kg, declared 62.4 kg")
}

// unseenApproved is an approved departure of goods that nobody has in sight.
var unseenApproved = func() history {
	var h history
	for _, said := range approved {
		if said.id != "watch" {
			h = append(h, said)
		}
	}
	return h
}()

// Who was called because it had the goods is called no more when they have left.
func TestNobodyIsCalledForGoodsThatHaveLeft(t *testing.T) {
	lapsing := called(ConsentLapsing, "AT-TRANSIT", "AT", part, clock("03:30"))
	unanswered := called(OfferTimedOut, "AT-DE", "AT", part, clock("03:40"))
	called := join(crossed, on("03:30", "", lapsing), on("03:40", "", unanswered))
	out := func(to events.Country) []events.Event {
		list, err := Decide(alliance, fold(Operation{}, called), commanded("04:00", "at team", events.BorderCrossed{
			Crossing: events.CrossingTerms{Part: part, From: "AT", To: to, Method: events.Visual}}), clock("04:00"))
		require.NoError(t, err)
		return list
	}
	for _, over := range []events.Event{settled(ConsentLapsing, "AT-TRANSIT", "AT", noLonger), settled(OfferTimedOut, "AT-DE", "AT", noLonger)} {
		require.Contains(t, out("DE"), over)
		require.NotContains(t, out("AT"), over, "they have not")
	}
}

// What a State was called for because nobody had agreed is over when it agrees.
func TestNobodyIsCalledForWhatIsAgreedSince(t *testing.T) {
	entered := join(offered, on("02:55", "cross", crossing("HU", "AT"), moved("AT", "HU", "02:55", events.ByTerritory, events.NotTaken),
		called(CrossedWithoutAcceptance, string(part), "AT", part, clock("02:55")), called(CrossedWithoutAuthority, string(part), "AT", part, clock("02:55")),
		called(ComingYourWay, string(part), "AT", part, clock("02:55"))))
	decided := func(by string, fact events.Event) []events.Event {
		list, err := Decide(alliance, fold(Operation{}, entered), commanded("03:00", by, fact), clock("03:00"))
		require.NoError(t, err)
		return list
	}
	accepted := decided("at commander", accepting)
	require.Contains(t, accepted, settled(CrossedWithoutAcceptance, string(part), "AT", takenUp))
	require.Contains(t, accepted, settled(ComingYourWay, string(part), "AT", takenUp))
	require.NotContains(t, accepted, settled(CrossedWithoutAuthority, string(part), "AT", takenUp), "that is its authority's to say")

	asked := on("02:57", "ask-export", asking("AT", events.Export))
	exporting, err := Decide(alliance, fold(Operation{}, entered, asked), commanded("03:00", "at competent-authority",
		granting("ask-export", "AT", events.Export)), clock("03:00"))
	require.NoError(t, err)
	require.NotContains(t, exporting, settled(CrossedWithoutAuthority, string(part), "AT", "granted"), "letting out is not letting in")

	varied := decided("at competent-authority", varying(atTransit, window("01:00", "15:00"), events.Live))
	require.Contains(t, varied, settled(CrossedWithoutAuthority, string(part), "AT", "varied"))
	require.NotContains(t, varied, settled(CrossedWithoutAcceptance, string(part), "AT", "varied"))
}
