package operation

import (
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

// INV-10: Naples II art. 22; EU MLA Convention 2000 art. 12(3).
func TestOnlyTheReceivingStateAccepts(t *testing.T) {
	_, err := Decide(alliance, fold(Operation{}, offered), commanded("02:50", "at desk", accepting), clock("02:50"))
	require.ErrorContains(t, err, "handover.accept needs the role commander; this officer of AT is desk", "the State is right: it is the role that is wrong")
	require.ErrorContains(t, err, "Have an officer of AT sign who is commander.")
	rule := under(t, OnlyReceiverAccepts)
	rule("its commander does, and is bound").given(offered).when("02:50", "at commander", accepting).then(bound)
	rule("the offering State does not").given(offered).when("02:50", "hu commander", accepting).thenRefused()
	rule("the lead does not, on behalf").given(offered).when("02:50", "hu.lead coordinator", accepting).thenRefused()
	rule("a liaison officer does not").given(offered).when("02:50", "at liaison", accepting).thenRefused()
	rule("its desk does not accept").given(offered).when("02:50", "at desk", accepting).thenRefused()
	rule("its desk may refuse").given(offered).when("02:50", "at desk", declining).thenNothing()
	rule("its team may not refuse").given(offered).when("02:50", "at team", declining).thenRefused()
	rule("the offering State does not refuse either").given(offered).when("02:50", "hu desk", declining).thenRefused()

	rule = under(t, OfferIsKnown)
	rule("to a third State the offer is not there").given(offered).when("02:50", "de commander", accepting).thenRefused()
	rule("nor is one that was never made").given(departed).when("02:50", "at commander", accepting).thenRefused()

	rule = under(t, OfferIsOpen)
	rule("not twice").given(accepted).when("02:55", "at commander", accepting).thenRefused()
	rule("not after a refusal").given(offered, on("02:45", "no", declining)).when("02:50", "at commander", accepting).thenRefused()

	taken := join(offered, on("02:45", "back", withdrawing))
	late := join(offered, on("03:00", "out", events.HandoverTimedOut{Timeout: events.OfferName{Offer: "offer"}},
		called(OfferTimedOut, "HU-AT", "HU", part, clock("03:00"))))
	rule("not after it was withdrawn").given(taken).when("02:50", "at commander", accepting).thenRefused()
	rule("not after it ran out").given(late).when("03:05", "at commander", accepting).thenRefused()
	rule("nor is it refused then").given(late).when("03:05", "at commander", declining).thenRefused()
	rule("an answered one is not withdrawn").given(accepted).when("02:55", "hu commander", withdrawing).thenRefused()
	rule("nor one that ran out").given(late).when("03:05", "hu commander", withdrawing).thenRefused()
	rule("it is offered again").given(late).when("03:05", "hu commander", offering).thenNothing()
	anew := events.HandoverAccepted{Acceptance: events.AcceptanceTerms{Offer: "anew", Commander: keyOf("at commander"), Team: "AT-2"}}
	rule("and accepted, which nobody waits for any more").given(late, on("03:05", "anew", offering)).when("03:06", "at commander", anew).
		then(settled(OfferTimedOut, "HU-AT", "HU", "accepted"), events.DirectionBound{Bound: events.BoundTerms{Part: part, Offer: "anew", From: "HU", To: "AT"}})

	rule = under(t, OnlyGiverWithdraws) // domain 4: HandoverWithdrawn
	rule("its commander").given(offered).when("02:45", "hu commander", withdrawing).thenNothing()
	rule("its desk").given(offered).when("02:45", "hu desk", withdrawing).thenNothing()
	rule("not the receiver").given(offered).when("02:45", "at commander", withdrawing).thenRefused()
	rule("not the lead").given(offered).when("02:45", "hu.lead coordinator", withdrawing).thenRefused()
	under(t, OfferIsKnown)("not a third State").given(offered).when("02:45", "de commander", withdrawing).thenRefused()
	under(t, OneOpenOffer)("then it may offer anew").given(taken).when("02:50", "hu commander", offering).thenNothing()

	rule = under(t, NamedCommander)
	other := func(by string) events.Event { a := accepting; a.Acceptance.Commander = keyOf(by); return a }
	rule("another State's commander").given(offered).when("02:50", "at commander", other("hu commander")).thenRefused()
	rule("an officer who is no commander").given(offered).when("02:50", "at commander", other("at team")).thenRefused()
	rule("nobody").given(offered).when("02:50", "at commander", other("nobody")).thenRefused()

	// A takeover without acceptance happened all the same.
	rule = under(t, Rule(CompletedWithoutAcceptance))
	rule("is a breach, and eyes-on is not direction").given(departed).when("03:10", "at team", takenOver).
		then(broken(CompletedWithoutAcceptance, "AT", "03:10"))
	rule("accepted, it is none").given(accepted).when("03:10", "at team", takenOver).thenNoBreach()
	rule("after the end, it is none").given(departed, on("03:00", "close", closing(events.Lost))).when("03:10", "at team", takenOver).thenNothing()
	rule("accepted only afterwards, it is one").given(accepted).when("03:10", "at team", takenOver, "02:45").thenBreach("AT")
}

// INV-10: who directs offers; ETS 182 art. 18(3).
func TestOnlyWhoDirectsOffers(t *testing.T) {
	rule := under(t, OnlyDirectorOffers)
	rule("it does").given(departed).when("02:40", "hu commander", offering).thenNothing()
	rule("or its desk").given(departed).when("02:40", "hu desk", offering).thenNothing()
	rule("not before departure").given(approved).when("02:00", "hu commander", offering).thenRefused()
	rule("not after the goods have left").given(crossed).when("03:20", "hu commander", offering).thenRefused()
	rule("not the lead").given(departed).when("02:40", "hu.lead coordinator", offering).thenRefused()

	rule = under(t, PointIsKnown)
	elsewhere := offering
	elsewhere.Offer.Point = "AT-DE"
	rule("not at another's point").given(departed).when("02:40", "hu commander", elsewhere).thenRefused()
	rule("not at a receiver's").given(departed).when("02:40", "at commander", offering).thenRefused()

	dropped := on("02:20", "drop", events.HandoverPointDropped{Dropped: events.PointName{ID: "HU-AT"}})
	rule("not at one that is dropped").given(departed, dropped).when("02:40", "hu commander", offering).thenRefused()

	rule = under(t, OneOpenOffer)
	rule("not while one is open").given(offered).when("02:45", "hu commander", offering).thenRefused()
	rule("not while one binds").given(accepted).when("02:55", "hu commander", offering).thenRefused()
	rule("again after a refusal").given(offered, on("02:45", "no", declining)).when("02:46", "hu commander", offering).thenNothing()

	rule = under(t, OfferStands)
	strayed := on("02:45", "stray", crossing("HU", "SK"), moved("SK", "HU", "02:45", events.ByTerritory, events.NotTaken))
	rule("and it falls when the goods go elsewhere").given(offered, strayed).when("02:50", "at commander", accepting).thenRefused()
}

// INV-03: EU MLA Convention 2000 art. 12; CISA art. 40.
func TestCrossingNeedsConsentInForce(t *testing.T) {
	short := join(planned,
		on("01:00", "grant-at", limited(granting("ask-at", "AT", events.TransitRoute), func(g *events.AuthorisationGranted) { g.Window = window("01:00", "02:45") })),
		on("02:10", "depart", departing, moved("HU", "", "02:10", events.ByTerritory, events.Taken)))
	partial := join(planned,
		on("01:00", "grant-at", limited(granting("ask-at", "AT", events.TransitRoute), func(g *events.AuthorisationGranted) {
			g.Grant.Modes = []events.Mode{events.Clean}
		})),
		on("02:10", "depart", departing, moved("HU", "", "02:10", events.ByTerritory, events.Taken)))

	rule := under(t, ConsentInForce)
	rule("an offer betrays nothing of a consent run out").given(short).when("02:50", "hu commander", offering).thenNothing()
	rule("live goods, granted for clean").given(partial, on("02:40", "offer", offering)).when("02:45", "at commander", accepting).thenRefused()
	rule("an acceptance, in force").given(short, on("02:40", "offer", offering)).when("02:45", "at commander", accepting).then(bound)
	rule("an acceptance, run out").given(short, on("02:40", "offer", offering)).when("02:46", "at commander", accepting).thenRefused()

	rule = under(t, PrecedentMet) // INV-06: CH-IT 2009 art. 2
	conditional := imposing("AT", events.Precedent)
	conditional.Named.ID = "AT-C1"
	rule("an acceptance, a condition not met").given(join(offered, on("02:45", "condition", conditional))).when("02:50", "at commander", accepting).thenRefused()
	rule("an acceptance, met").given(join(offered, on("02:45", "condition", conditional), on("02:46", "", events.ConditionMet{Met: conditional.Named}))).
		when("02:50", "at commander", accepting).then(bound)
	conditional.Condition.Country, conditional.Named.ID = "DE", "DE-C1"
	rule("an acceptance, another State's condition").given(join(offered, on("02:45", "condition", conditional))).when("02:50", "at commander", accepting).then(bound)

	rule = under(t, Rule(CrossedWithoutAuthority))
	rule("a crossing, in force").given(crossed).when("03:10", "at team", crossing("HU", "AT")).thenNoBreach()
	rule("a crossing, run out").given(short).when("02:50", "at team", crossing("HU", "AT")).thenBreach("AT")
	rule("a crossing, not run out when it happened").given(short).when("03:50", "at team", crossing("HU", "AT"), "02:44").thenNoBreach()
	afterwards := join(planned, on("02:10", "depart", departing, moved("HU", "", "02:10", events.ByTerritory, events.Taken)),
		on("03:00", "grant-at", granting("ask-at", "AT", events.TransitRoute)))
	rule("a crossing, granted only afterwards").given(afterwards).when("03:50", "at team", crossing("HU", "AT"), "02:59").thenBreach("AT")
	rule("a crossing, granted before, told afterwards").given(afterwards).when("03:50", "at team", crossing("HU", "AT"), "03:00").thenNoBreach()
	rule("a crossing into a State that nobody asked").given(departed).when("03:10", "hu team", crossing("HU", "NL")).thenBreach("NL")
	rule("a crossing after the end").given(departed, on("03:00", "close", closing(events.Lost))).
		when("03:10", "hu team", crossing("HU", "NL")).thenNothing()
}

// INV-09: Naples II art. 22; ETS 182 art. 18(3); EU MLA Convention 2000 art. 12(3).
func TestOneStateDirects(t *testing.T) {
	const byHandover, byTerritory, taken, not = events.ByHandover, events.ByTerritory, events.Taken, events.NotTaken
	authority := broken(CrossedWithoutAuthority, "SK", "02:45")
	strayed := join(offered, on("02:45", "stray", crossing("HU", "SK"), authority,
		broken(CrossedWithoutAcceptance, "SK", "02:45"), moved("SK", "HU", "02:45", byTerritory, not)))
	early := join(offered, on("02:45", "cross", crossing("HU", "AT"), moved("AT", "HU", "02:45", byTerritory, not)))

	rule := under(t, "exactly-one-state-directs")
	rule("departure begins it").given(approved).when("02:10", "hu team", departing).
		then(moved("HU", "", "02:10", byTerritory, taken))
	rule("a second departure moves nothing").given(departed).when("02:20", "hu desk", departing, "02:12").thenNothing()
	rule("an offer leaves it").given(departed).when("02:40", "hu commander", offering).thenNothing()
	rule("crossing into the acceptor moves it, taken up").given(accepted).when("03:15", "hu team", crossing("HU", "AT"), "03:10").
		then(moved("AT", "HU", "03:10", byHandover, taken))
	rule("so does completing").given(accepted).when("03:15", "at team", takenOver, "03:12").
		then(moved("AT", "HU", "03:12", byHandover, taken))
	rule("whichever is told first; the other moves nothing").given(crossed).when("03:15", "at team", takenOver, "03:12").thenNothing()
	rule("or happened first: then it was that one").given(crossed).when("03:15", "at team", takenOver, "03:05").
		then(retracted("AT", "03:10", "AT"), moved("AT", "HU", "03:05", byHandover, taken))
	rule("what the giver says of the receiver moves nothing").given(accepted).when("03:15", "hu team", takenOver, "03:12").thenNothing()
	rule("a second report moves nothing").given(crossed).when("03:20", "at desk", crossing("HU", "AT"), "03:11").thenNothing()
	rule("a refused offer binds nobody").given(offered, on("02:45", "no", declining)).when("03:10", "at team", crossing("HU", "AT")).
		then(broken(CrossedWithoutAcceptance, "AT", "03:10"), moved("AT", "HU", "03:10", byTerritory, not), unseen("AT", "03:10"))
	rule("unaccepted, it moves with the territory").given(offered).when("02:45", "at team", crossing("HU", "AT")).
		then(broken(CrossedWithoutAcceptance, "AT", "02:45"), moved("AT", "HU", "02:45", byTerritory, not), unseen("AT", "02:45"))
	rule("also where nobody was asked: that State is told").given(offered).when("02:45", "hu team", crossing("HU", "SK")).
		then(triggering("SK", "HU", "02:45"), called(ComingYourWay, string(part), "SK", part, clock("02:45")), authority, broken(CrossedWithoutAcceptance, "SK", "02:45"), moved("SK", "HU", "02:45", byTerritory, not), unseen("SK", "02:45"))
	rule("accepting afterwards takes it up, from then on").given(early).when("02:50", "at commander", accepting).
		then(moved("AT", "", "02:50", byHandover, taken))
	rule("so does completing, with its breach").given(early).when("02:50", "at team", takenOver, "02:48").
		then(broken(CompletedWithoutAcceptance, "AT", "02:48"), moved("AT", "", "02:48", byTerritory, taken))
	onward := events.BoundTerms{Part: part, Offer: "onward", From: "AT", To: "DE"}
	passing := join(early, on("02:46", "onward", events.HandoverOffered{Offer: events.OfferTerms{Point: "AT-DE", Part: part}}),
		on("02:47", "agree", events.HandoverAccepted{Acceptance: events.AcceptanceTerms{Offer: "onward"}}, events.DirectionBound{Bound: onward}))
	rule("which leaves what it has agreed with the next").given(passing).when("02:50", "at commander", accepting).
		then(moved("AT", "", "02:50", byHandover, taken), events.DirectionBound{Bound: onward})
	rule("wherever it was said to be: the goods are where they are").given(departed).when("03:10", "at team", crossing("SK", "AT")).
		then(broken(CrossedWithoutAcceptance, "AT", "03:10"), moved("AT", "HU", "03:10", byTerritory, not), unseen("AT", "03:10"))
	rule("a part that nobody saw depart departs by crossing").given(approved).when("03:10", "at team", crossing("HU", "AT")).
		then(broken(CrossedWithoutAcceptance, "AT", "03:10"), moved("AT", "", "03:10", byTerritory, not), unseen("AT", "03:10"))

	rule = under(t, "a-late-fact-does-not-change-the-present")
	rule("an older crossing enters the timeline").given(strayed).when("03:00", "hu team", crossing("HU", "AT"), "02:44").
		then(broken(CrossedWithoutAcceptance, "AT", "02:44"), moved("AT", "HU", "02:44", byTerritory, not), moved("SK", "AT", "02:45", byTerritory, not))
	rule("of the same moment, the later told counts").given(strayed).when("03:00", "hu team", crossing("SK", "HU"), "02:45").
		then(broken(CrossedWithoutAuthority, "HU", "02:45"), broken(CrossedWithoutAcceptance, "HU", "02:45"), moved("HU", "SK", "02:45", byTerritory, not),
			settled(CrossedWithoutAuthority, string(part), "SK", noLonger), settled(CrossedWithoutAcceptance, string(part), "SK", noLonger))
	rule("of two departures the first counts, whenever it is told").given(strayed).when("03:00", "hu team", departing, "02:05").
		then(retracted("HU", "02:10", "HU"), moved("HU", "", "02:05", byTerritory, taken))
	rule("nothing happens later than it is told").given(accepted).when("03:00", "hu team", crossing("HU", "AT"), "09:00").
		then(moved("AT", "HU", "03:00", byHandover, taken))

	earlier := join(departed, on("03:10", "cross", crossing("HU", "AT"), moved("AT", "HU", "03:10", byTerritory, not)))
	rule("nobody has agreed to what had happened already").given(earlier, on("03:00", "offer", offering)).when("03:20", "at commander", accepting).
		then(moved("AT", "", "03:20", byHandover, taken))
	rule("the first report of a departure comes last").given(approved, on("03:10", "cross", crossing("HU", "AT"), moved("AT", "", "03:10", byTerritory, not))).
		when("03:20", "hu team", departing, "02:10").then(moved("HU", "", "02:10", byTerritory, taken), moved("AT", "HU", "03:10", byTerritory, not))

	rule = under(t, "an-acceptance-is-spent-once")
	back := join(crossed, on("03:30", "back", crossing("AT", "HU"), moved("HU", "AT", "03:30", byTerritory, not)))
	rule("the way back needs its own").given(crossed).when("03:30", "hu team", crossing("AT", "HU")).
		then(broken(CrossedWithoutAuthority, "HU", "03:30"), broken(CrossedWithoutAcceptance, "HU", "03:30"), moved("HU", "AT", "03:30", byTerritory, not))
	rule("so does coming again").given(back).when("03:40", "at team", crossing("HU", "AT")).
		then(broken(CrossedWithoutAcceptance, "AT", "03:40"), moved("AT", "HU", "03:40", byTerritory, not), unseen("AT", "03:40"))

	rule = under(t, "after-the-end-nobody-directs")
	over := on("03:20", "close", closing(events.Interdicted), events.DirectionEnded{Ended: events.EndedTerms{Part: part, Country: "AT", Since: clock("03:20")}})
	rule("a crossing then moves nothing").given(crossed, over).when("03:30", "at team", crossing("AT", "DE")).thenNothing()
	rule("nor one from before, told then").given(crossed, over).when("03:30", "at team", crossing("AT", "DE"), "03:15").
		then(breach(CrossedWithoutAcceptance, "DE", part, clock("03:15")))
	rule("nor a departure").given(planned, on("01:00", "close", closing(events.Terminated))).when("02:10", "hu team", departing).thenNothing()
}
