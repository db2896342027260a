package operation

import (
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

func executing(c events.Country, goods events.Secured) events.Event {
	return events.InterdictionExecuted{Executed: events.ExecutedTerms{Part: part, Country: c, Goods: goods}}
}

// stoppedBy calls the lead about a part that another State has stopped.
func stoppedBy(since string) events.Event {
	return called(Interdicted, string(part), "HU", part, clock(since))
}

func ordering(c events.Country, wish events.CommandID) events.Event {
	return events.InterdictionOrdered{Order: events.OrderTerms{Part: part, Country: c, Ground: "danger", Request: wish}}
}

// INV-18: EU MLA Convention 2000 art. 12(3); CH-IT 2009 art. 3.
func TestOnlyTheStateWhereTheGoodsAreInterdicts(t *testing.T) {
	const coordinator = "hu.lead coordinator"
	wish := func(c events.Country) events.Event {
		return events.InterdictionRequested{Wish: events.WishTerms{Part: part, Country: c}}
	}
	decline := func(id events.CommandID, c events.Country) events.Event {
		return events.InterdictionDeclined{Declined: events.DeclinedTerms{Request: id, Country: c, Ground: "no-cause"}}
	}
	rule := under(t, OnlyWhereGoodsAre)
	rule("its commander").given(crossed).when("03:20", "at commander", ordering("AT", "")).thenNothing()
	rule("its authority").given(crossed).when("03:20", "at competent-authority", ordering("AT", "")).thenNothing()
	rule("not its desk").given(crossed).when("03:20", "at desk", ordering("AT", "")).thenRefused()
	rule("not the lead").given(crossed).when("03:20", coordinator, ordering("HU", "")).thenRefused()
	rule("not where they were").given(crossed).when("03:20", "hu commander", ordering("HU", "")).thenRefused()
	rule("not where they are bound for").given(accepted).when("02:55", "at commander", ordering("AT", "")).thenRefused()
	rule("not for another State").given(crossed).when("03:20", "at commander", ordering("DE", "")).thenRefused()
	rule("not before departure").given(approved).when("02:00", "hu commander", ordering("HU", "")).thenRefused()
	overdue := join(offered, on("03:00", "out", events.HandoverTimedOut{Timeout: events.OfferName{Offer: "offer"}}, called(OfferTimedOut, "HU-AT", "HU", part, clock("03:00"))))
	rule("which is what an offer that ran out waited for").given(overdue).when("03:10", "hu commander", ordering("HU", "")).
		then(settled(OfferTimedOut, "HU-AT", "HU", "interdicted"))

	there := commanded("03:20", "de commander", ordering("DE", ""))
	_, travels := Decide(alliance, fold(Operation{}, crossed), there, clock("03:20"))
	_, none := Decide(alliance, fold(Operation{}, opened), there, clock("03:20"))
	require.Equal(t, none, travels, "to another State the part is not there")

	asked := join(crossed, on("03:15", "wish", wish("AT")))
	answered := join(asked, on("03:18", "no", decline("wish", "AT")))
	rule = under(t, InvolvedState)
	rule("the lead asks a party").given(crossed).when("03:15", coordinator, wish("DE")).thenNothing()
	rule("not one that knows of nothing").given(crossed).when("03:15", coordinator, wish("SK")).thenRefused()
	under(t, OnlyLead)("nobody else asks").given(crossed).when("03:15", "hu commander", wish("AT")).thenRefused()
	under(t, PartIsDeclared)("of a part that is there").given(opened).when("03:15", coordinator, wish("AT")).thenRefused()
	rule = under(t, WishIsKnown)
	rule("an order answers it").given(asked).when("03:20", "at commander", ordering("AT", "wish")).thenNothing()
	rule("so does a no").given(asked).when("03:20", "at commander", decline("wish", "AT")).thenNothing()
	rule("not another State's").given(asked).when("03:20", "de commander", decline("wish", "DE")).thenRefused()
	rule("not what nobody asked").given(crossed).when("03:20", "at commander", ordering("AT", "wish")).thenRefused()
	rule = under(t, WishAnsweredOnce)
	rule("a second no").given(answered).when("03:20", "at commander", decline("wish", "AT")).thenRefused()
	rule("an order after a no names none").given(answered).when("03:20", "at commander", ordering("AT", "wish")).thenRefused()
	rule("and is given").given(answered).when("03:20", "at commander", ordering("AT", "")).thenNothing()
	rule = under(t, WhatIsDoneStands)
	rule("what it has ordered").given(asked, on("03:18", "order", ordering("AT", ""))).when("03:20", "at commander", decline("wish", "AT")).thenRefused()
	rule("what it has done").given(asked, on("03:18", "stop", by("at", "03:18", executing("AT", events.GoodsSecured)), ended("AT", "03:18"))).
		when("03:20", "at commander", decline("wish", "AT")).thenRefused()
	under(t, OnlyAskedDeclines)("for another State").given(asked).when("03:20", "de commander", decline("wish", "AT")).thenRefused()
}

// CH-IT 2009 art. 3: the goods are secured, and nobody directs them any more.
func TestSecuredGoodsAreDirectedByNobody(t *testing.T) {
	const byTerritory, taken, not = events.ByTerritory, events.Taken, events.NotTaken
	stopped := join(crossed, on("03:30", "stop", by("at", "03:30", executing("AT", events.GoodsSecured)), stoppedBy("03:30"), ended("AT", "03:30")))
	rule := under(t, "an-interdiction-that-secures-the-goods-ends-direction")
	rule("secured").given(crossed).when("03:40", "at team", executing("AT", events.GoodsSecured), "03:30").then(stoppedBy("03:30"), ended("AT", "03:30"))
	rule("partly").given(crossed).when("03:30", "at team", executing("AT", events.PartSecured)).then(stoppedBy("03:30"))
	rule("not").given(crossed).when("03:30", "at team", executing("AT", events.NotSecured)).then(stoppedBy("03:30"))
	rule("twice").given(stopped).when("03:50", "at team", executing("AT", events.GoodsSecured)).thenNothing()
	rule("before it departs").given(approved).when("02:00", "hu team", executing("HU", events.GoodsSecured)).thenNothing()
	rule("it was not so: who directed does").given(stopped).when("03:50", "at desk", retracting("stop")).
		then(settled(Interdicted, string(part), "HU", Corrected), retracted("", "03:30", "AT"))
	rule("it was earlier").given(stopped).when("03:50", "at desk", func() events.Event {
		e := executing("AT", events.GoodsSecured).(events.InterdictionExecuted)
		e.Corrects = correcting("stop")
		return e
	}(), "03:20").then(settled(Interdicted, string(part), "HU", Corrected), stoppedBy("03:20"), retracted("AT", "03:30", ""), ended("AT", "03:20"))
	rule("it had come to another meanwhile").given(stopped).when("03:50", "de team", crossing("AT", "DE"), "03:20").
		then(broken(CrossedWithoutAcceptance, "DE", "03:20"),
			moved("DE", "AT", "03:20", byTerritory, not), ended("DE", "03:30"))

	rule = under(t, Rule(Interdicted)) // CH-IT 2009 art. 3: without delay
	rule("the lead is called").given(crossed).when("03:40", "at team", executing("AT", events.GoodsSecured), "03:30").then(stoppedBy("03:30"), ended("AT", "03:30"))
	rule("once").given(stopped).when("03:50", "at desk", executing("AT", events.PartSecured)).thenNothing()
	rule("not by itself").given(departed).when("02:30", "hu team", executing("HU", events.PartSecured)).thenNothing()
	rule("nor of what it has told").given(crossed).when("03:30", "hu.lead coordinator", executing("AT", events.PartSecured)).thenNothing()
	rule("nor after the end").given(crossed, on("03:20", "end", closing(events.Lost))).when("03:30", "at team", executing("AT", events.PartSecured)).thenNothing()

	rule = under(t, Rule(MovedAfterInterdiction))
	rule("a crossing after it").given(stopped).when("07:30", "de team", crossing("AT", "DE")).
		then(broken(MovedAfterInterdiction, "DE", "07:30"), moved("DE", "", "07:30", byTerritory, not), unseen("DE", "07:30"))
	rule("which happened before, is none").given(stopped).when("07:30", "de team", crossing("AT", "DE"), "03:20").thenNoBreach()
	rule("told after an order that found nothing, is none").given(crossed, on("03:30", "stop", by("at", "03:30", executing("AT", events.NotSecured)))).
		when("07:30", "de team", crossing("AT", "DE")).thenNoBreach()
}
