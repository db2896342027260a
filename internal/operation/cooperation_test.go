package operation

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

func assuring(c events.Country, what events.Assurance) events.Event {
	return events.AssuranceGiven{Assurance: events.AssuranceTerms{Country: c, Assurance: what}}
}

func takingBack(c events.Country, what events.Assurance) events.Event {
	return events.AssuranceWithdrawn{Withdrawn: events.AssuranceTerms{Country: c, Assurance: what}}
}

func assigning(c events.Country, team events.CallSign, leg events.LegID) events.Event {
	return events.TeamAssigned{Assignment: events.TeamAssignment{Country: c, Team: team, Leg: leg}}
}

func readying(c events.Country, team events.CallSign, leg events.LegID) events.Event {
	return events.TeamReadied{Ready: events.TeamAssignment{Country: c, Team: team, Leg: leg}}
}

// INV-27; Germany; Romania CPP 151.
func TestAStatePromisesForItself(t *testing.T) {
	given := join(consented, on("01:05", "", assuring("AT", events.SeizureAssured)))
	rule := under(t, PromisesForItself)
	rule("its authority does").given(consented).when("01:10", "at competent-authority", assuring("AT", events.SeizureAssured)).thenNothing()
	rule("its desk does").given(consented).when("01:10", "at desk", assuring("AT", events.SeizureAssured)).thenNothing()
	rule("its commander does not").given(consented).when("01:10", "at commander", assuring("AT", events.SeizureAssured)).thenRefused()
	rule("not for another State").given(consented).when("01:10", "at desk", assuring("DE", events.SeizureAssured)).thenRefused()
	rule("the lead does not").given(consented).when("01:10", "hu.lead coordinator", assuring("HU", events.SeizureAssured)).thenRefused()
	rule("it takes its own back").given(given).when("01:10", "at desk", takingBack("AT", events.SeizureAssured)).thenNothing()
	rule("not another's").given(given).when("01:10", "de desk", takingBack("AT", events.SeizureAssured)).thenRefused()
	rule = under(t, PromisedOnce)
	rule("once").given(given).when("01:10", "at desk", assuring("AT", events.SeizureAssured)).thenRefused()
	rule("another one").given(given).when("01:10", "at desk", assuring("AT", events.InformationBack)).thenNothing()
	rule("another State, for itself").given(given).when("01:10", "de desk", assuring("DE", events.SeizureAssured)).thenNothing()
	rule("not taken back what was not given").given(given).when("01:10", "at desk", takingBack("AT", events.InformationBack)).thenRefused()
	back := join(given, on("01:06", "", takingBack("AT", events.SeizureAssured)))
	rule("nor twice").given(back).when("01:10", "at desk", takingBack("AT", events.SeizureAssured)).thenRefused()
	rule("given again").given(back).when("01:10", "at desk", assuring("AT", events.SeizureAssured)).thenNothing()

	rule = under(t, Rule(AssuranceMissing))
	both := join(given, on("01:06", "", assuring("AT", events.InformationBack)), departed[len(consented):])
	alarm := called(AssuranceMissing, "AT", "HU", "", clock("02:30"))
	rule("something travels").given(both).when("02:30", "at desk", takingBack("AT", events.SeizureAssured)).then(alarm)
	rule("nothing does any more").given(both, on("02:20", "", ended("HU", "02:20"))).when("02:30", "at desk", takingBack("AT", events.SeizureAssured)).thenNothing()
	taken := join(both, on("02:30", "", takingBack("AT", events.SeizureAssured), alarm))
	rule("the lead is called already").given(taken).when("02:35", "at desk", takingBack("AT", events.InformationBack)).thenNothing()
	rule("given again").given(taken).when("02:35", "at desk", assuring("AT", events.SeizureAssured)).then(settled(AssuranceMissing, "AT", "HU", "given"))
	rule("whatever another has taken back").given(taken, on("02:31", "", assuring("DE", events.SeizureAssured)), on("02:32", "", takingBack("DE", events.SeizureAssured))).
		when("02:35", "at desk", assuring("AT", events.SeizureAssured)).then(settled(AssuranceMissing, "AT", "HU", "given"))
	rule("not the last").given(taken, on("02:32", "", takingBack("AT", events.InformationBack))).when("02:35", "at desk", assuring("AT", events.SeizureAssured)).thenNothing()
}

// INV-27, and what a consent demands of those who come after.
func TestDepartureNeedsEveryPromise(t *testing.T) {
	const coordinator = "hu.lead coordinator"
	demanding := func(ask events.CommandID, c events.Country, m events.Measure, what ...events.Assurance) events.Event {
		return limited(granting(ask, c, m), func(g *events.AuthorisationGranted) { g.Demands.Assurances = what })
	}
	demanded := join(planned,
		on("01:00", "", granting("ask-hu", "HU", events.Export)),
		on("01:00", "", demanding("ask-at", "AT", events.TransitRoute, events.SeizureAssured, events.InformationBack)),
		on("01:00", "", granting("ask-de", "DE", events.Import)))
	lacks := func(c events.Country, what events.Assurance) string {
		return string(c) + ": " + string(what) + " is not assured, demanded by AT"
	}
	rule := under(t, EveryConsent)
	rule("of those who come after alone").given(demanded).when("01:30", coordinator, approving).
		thenRefused(lacks("DE", events.SeizureAssured), lacks("DE", events.InformationBack))
	half := join(demanded, on("01:10", "", assuring("DE", events.SeizureAssured)), on("01:10", "", assuring("HU", events.InformationBack)))
	rule("what lacks").given(half).when("01:30", coordinator, approving).thenRefused(lacks("DE", events.InformationBack))
	all := join(half, on("01:11", "", assuring("DE", events.InformationBack)))
	rule("all is assured").given(all).when("01:30", coordinator, approving).thenNothing()
	rule("it was taken back").given(all, on("01:12", "", takingBack("DE", events.InformationBack))).when("01:30", coordinator, approving).
		thenRefused(lacks("DE", events.InformationBack))
	rule("varied, it still demands").given(demanded, on("01:10", "", varying(atTransit, window("01:00", "14:00"), events.Live))).when("01:30", coordinator, approving).
		thenRefused(lacks("DE", events.SeizureAssured), lacks("DE", events.InformationBack))
	last := join(planned, on("01:00", "", granting("ask-hu", "HU", events.Export)), on("01:00", "", granting("ask-at", "AT", events.TransitRoute)),
		on("01:00", "", demanding("ask-de", "DE", events.Import, events.SeizureAssured)))
	rule("nobody comes after the last").given(last).when("01:30", coordinator, approving).thenNothing()

	rule("nor is a State asked to promise what it demands itself").given(demanded, on("01:05", "", leg("AT-L2", "AT", events.TransitRoute, window("05:00", "07:00")))).
		when("01:30", coordinator, approving).thenRefused(lacks("DE", events.SeizureAssured), lacks("DE", events.InformationBack))
	rule("nothing that one beside the route demands").given(consented, on("01:05", "", involving("SK", events.Transit)), on("01:06", "ask-sk", asking("SK", events.TransitRoute)),
		on("01:07", "", demanding("ask-sk", "SK", events.TransitRoute, events.SeizureAssured))).when("01:30", coordinator, approving).thenNothing()
	rule("nor what a State demands for another measure").given(consented, on("01:06", "ask-more", asking("AT", events.Import)),
		on("01:07", "", demanding("ask-more", "AT", events.Import, events.SeizureAssured))).when("01:30", coordinator, approving).thenNothing()
	elsewhen := limited(granting("ask-more", "AT", events.TransitRoute), func(g *events.AuthorisationGranted) {
		g.Demands.Assurances, g.Window = []events.Assurance{events.SeizureAssured}, window("13:00", "14:00")
	})
	rule("nor for another time").given(consented, on("01:06", "ask-more", asking("AT", events.TransitRoute)), on("01:07", "", elsewhen)).
		when("01:30", coordinator, approving).thenNothing()

	third := history{{clock("00:03"), "third", []events.Event{events.StateInvolved{State: events.StateTerms{Country: "DE", Role: events.Transit, Bond: events.ThirdState}}}}}
	lacks = func(c events.Country, what events.Assurance) string {
		return string(c) + ": " + string(what) + " is not assured, of a State bound by no instrument"
	}
	rule("a State bound by nothing promises all").given(third, consented).when("01:30", coordinator, approving).
		thenRefused(lacks("DE", events.ConstantSurveillance), lacks("DE", events.SeizureAssured), lacks("DE", events.ProsecutionAssured), lacks("DE", events.InformationBack))
	rule("and has").given(third, consented, on("01:10", "", assuring("DE", events.ConstantSurveillance), assuring("DE", events.SeizureAssured)),
		on("01:11", "", assuring("DE", events.ProsecutionAssured)), on("01:12", "", assuring("DE", events.InformationBack))).when("01:30", coordinator, approving).thenNothing()
	rule("one that is not on the route does not").given(consented, on("01:10", "", events.StateInvolved{State: events.StateTerms{Country: "SK", Role: events.Informed, Bond: events.ThirdState}})).
		when("01:30", coordinator, approving).thenNothing()

	o := fold(Operation{}, third, consented)
	require.True(t, o.Plays("DE", events.Transit), "whatever binds it")
	under(t, AlreadyInvolved)("a role is given once, whatever binds it").given(opened, third).
		when("00:05", coordinator, involving("DE", events.Transit)).thenRefused()
}

// A State that is only told, and one whose flag a ship flies, take part and need no leg.
func TestRolesThatNeedNoLeg(t *testing.T) {
	const coordinator = "hu.lead coordinator"
	for _, role := range []events.StateRole{events.Informed, events.FlagState} {
		given := join(consented, on("01:10", "", involving("NL", role)))
		require.True(t, fold(Operation{}, given).Involves("NL"), role)
		under(t, EveryConsent)(string(role)).given(given).when("01:30", coordinator, approving).thenNothing()
		under(t, InvolvedState)(string(role)+" is asked").given(given).when("01:30", coordinator, asking("NL", events.TransitRoute)).thenNothing()
	}
}

// Domain 4: own territory only; INV-24.
func TestAStateSpeaksOfItsOwn(t *testing.T) {
	assigned := join(consented, on("01:05", "", assigning("AT", "AT-2", "AT-L1")), on("01:05", "", assigning("AT", "AT-3", "")))
	rule := under(t, OwnTeams)
	rule("its commander").given(consented).when("01:10", "at commander", assigning("AT", "AT-2", "AT-L1")).thenNothing()
	rule("not its team").given(consented).when("01:10", "at team", assigning("AT", "AT-2", "AT-L1")).thenRefused()
	rule("not another State's team").given(consented).when("01:10", "at commander", assigning("DE", "DE-2", "")).thenRefused()
	rule("for all legs").given(consented).when("01:10", "at commander", assigning("AT", "AT-2", "")).thenNothing()
	rule("nor on another's leg").given(consented).when("01:10", "at commander", assigning("AT", "AT-2", "DE-L1")).thenRefused()
	rule("there or not").given(opened).when("01:10", "at commander", assigning("AT", "AT-2", "DE-L1")).thenRefused()
	rule("ready, its own").given(assigned).when("01:10", "de team", readying("AT", "AT-2", "AT-L1")).thenRefused()
	under(t, IsPlanned)("not on a leg that is not there").given(consented).when("01:10", "at commander", assigning("AT", "AT-2", "AT-L9")).thenRefused()
	under(t, DroppedIs)("nor one that is no more").given(consented, on("01:01", "", droppingLeg("AT-L1"))).when("01:10", "at commander", assigning("AT", "AT-2", "AT-L1")).thenRefused()
	rule = under(t, TeamAssigned)
	rule("it was").given(assigned).when("01:10", "at team", readying("AT", "AT-2", "AT-L1")).thenNothing()
	rule("for all legs").given(assigned).when("01:10", "at team", readying("AT", "AT-3", "")).thenNothing()
	rule("not for this one").given(assigned).when("01:10", "at team", readying("AT", "AT-3", "AT-L1")).thenRefused()
	rule("nor this team").given(assigned).when("01:10", "at team", readying("AT", "AT-9", "")).thenRefused()
	rule = under(t, TeamOnce)
	rule("assigned once").given(assigned).when("01:10", "at commander", assigning("AT", "AT-2", "AT-L1")).thenRefused()
	rule("to a leg").given(assigned).when("01:10", "at commander", assigning("AT", "AT-3", "AT-L1")).thenNothing()
	under(t, TeamOnce)("ready, each").given(assigned, on("01:08", "", readying("AT", "AT-3", ""))).when("01:10", "at team", readying("AT", "AT-2", "AT-L1")).thenNothing()
	rule("ready once").given(assigned, on("01:08", "", readying("AT", "AT-2", "AT-L1"))).when("01:10", "at team", readying("AT", "AT-2", "AT-L1")).thenRefused()

	admitting := func(host, from events.Country) events.Event {
		return events.OfficersAdmitted{Admission: events.AdmissionTerms{Country: host, From: from, Number: 2, Arms: events.Unarmed}}
	}
	rule = under(t, OwnAuthority)
	rule("a host admits").given(consented).when("01:10", "at competent-authority", admitting("AT", "HU")).thenNothing()
	rule("not for another").given(consented).when("01:10", "at competent-authority", admitting("DE", "HU")).thenRefused()
	rule("its commander does not").given(consented).when("01:10", "at commander", admitting("AT", "HU")).thenRefused()
	rule = under(t, HostAdmits)
	rule("officers of one that takes no part, for all it knows").given(consented).when("01:10", "at competent-authority", admitting("AT", "NL")).thenNothing()
	rule("not its own").given(consented).when("01:10", "at competent-authority", admitting("AT", "AT")).thenRefused()
	under(t, CountryFirst)("nor of nowhere").given(consented).when("01:10", "at competent-authority", admitting("AT", "US")).thenRefused()

	present := func(c events.Country) events.Event {
		return events.UndercoverDeclared{Presence: events.PresenceTerms{Country: c, Officers: 1}}
	}
	rule = under(t, OwnUnderCover)
	warned := restated(part, events.Live, kg("62.4")).(events.PartRestated)
	warned.Hazards.Hazards = []events.Code{"undercover-present"} // who will act is to know, wherever he is
	rule("its own").given(consented).when("01:10", "at commander", present("AT")).then(warned)
	rule("not another's").given(consented).when("01:10", "at commander", present("DE")).thenRefused()
	rule("a desk does not say so").given(consented).when("01:10", "at desk", present("AT")).thenRefused()

	letter := func(c events.Country, until string) events.Event {
		return events.LetterIssued{Letter: events.LetterTerms{Country: c, Agency: "traffic-police", Until: clock(until)}}
	}
	withdraw := func(c events.Country, id events.CommandID) events.Event {
		return events.LetterWithdrawn{Withdrawn: events.LetterName{Letter: id, Country: c}}
	}
	written := join(consented, on("01:05", "letter", letter("AT", "08:00")))
	rule = under(t, OwnLetters)
	rule("its own").given(consented).when("01:10", "at desk", letter("AT", "08:00")).thenNothing()
	rule("not another's").given(consented).when("01:10", "at desk", letter("DE", "08:00")).thenRefused()
	rule("withdrawn by itself").given(written).when("01:10", "at desk", withdraw("AT", "letter")).thenNothing()
	rule("not by another").given(written).when("01:10", "de desk", withdraw("AT", "letter")).thenRefused()
	rule = under(t, LetterAhead)
	rule("it is to come").given(consented).when("01:10", "at desk", letter("AT", "01:11")).thenNothing()
	rule("it is not").given(consented).when("01:10", "at desk", letter("AT", "01:10")).thenRefused()
	rule = under(t, LetterOnce)
	rule("another's is not there").given(written).when("01:10", "de desk", withdraw("DE", "letter")).thenRefused()
	rule("nor one never written").given(written).when("01:10", "at desk", withdraw("AT", "none")).thenRefused()
	rule("not twice").given(written, on("01:08", "", withdraw("AT", "letter"))).when("01:10", "at desk", withdraw("AT", "letter")).thenRefused()

	entered := func(c events.Country) events.Event {
		return events.DeconflictionEntered{Entry: events.DeconflictionTerms{Country: c, System: "national"}}
	}
	rule = under(t, OwnLetters)
	rule("entered at home").given(consented).when("01:10", "at desk", entered("AT")).thenNothing()
	rule("again").given(consented, on("01:08", "", entered("AT"))).when("01:10", "at desk", entered("AT")).thenNothing()
	rule("not elsewhere").given(consented).when("01:10", "at desk", entered("DE")).thenRefused()
}

// Two histories that go on from one share nothing that either writes.
func TestTwoGoOnFromOneOperation(t *testing.T) {
	number := func(o Operation, id events.CommandID) Operation {
		return o.identified(Cause{Command: id, Author: "at", At: clock("02:00")}, "MSKU1234565")
	}
	letter := func(c events.Country) events.Event {
		return events.LetterIssued{Letter: events.LetterTerms{Country: c}}
	}
	again := events.InformationSupplied{Answer: events.SuppliedTerms{Question: "more", Country: "AT"}}
	all := []events.Event{
		assuring("AT", events.SeizureAssured), takingBack("AT", events.SeizureAssured), takingBack("DE", events.SeizureAssured), assuring("DE", events.InformationBack),
		assigning("AT", "AT-9", ""), readying("AT", "AT-2", "AT-L1"), letter("DE"), events.LetterWithdrawn{Withdrawn: events.LetterName{Letter: "letter"}},
		issued("AT", 2), issued("HU", 1), agreeing("AT", 1), returning("AT", 1), agreeing("DE", 1), revisingLeg("AT-L1", window("03:00", "07:00")),
		events.LegActivated{Activation: events.LegName{ID: "AT-L1"}}, wondering, supplying, again, contesting("AT-A3", "AT-A2"), settlingOn("AT-A1"),
		receiving, unheard, unsaid, granting("wait", "AT", events.TransitRoute), declined, asking("AT", events.TransitRoute),
		requesting(func(e *events.AuthorisationRequested) { e.Request.Replaces = "wait" }),
		events.DeconflictionFound{Found: events.FoundTerms{Country: "AT", Number: "MSKU1234565"}}, events.RecordRetracted{Retraction: events.CorrectsTerms{Record: "box"}},
	}
	o := fold(Operation{}, waiting, on("01:10", "why", wondering), on("01:10", "more", wondering), on("01:11", "", contesting("AT-A1", "AT-A2")),
		on("01:20", "", assuring("DE", events.SeizureAssured)), on("01:21", "", assuring("AT", events.AccessAnyTime)), on("01:22", "", assigning("AT", "AT-2", "AT-L1")),
		on("01:23", "letter", letter("AT")), on("01:24", "", issued("AT", 1)), on("01:25", "", issued("DE", 1)))
	o = number(number(o, "box"), "box-2")
	was := fmt.Sprintf("%+v", o)
	for i, one := range all {
		a := Evolve(o, Cause{Command: "one", At: clock("01:30"), Author: "at"}, one)
		is := fmt.Sprintf("%+v", a)
		for _, other := range all {
			Evolve(a, Cause{Command: "two", At: clock("01:31"), Author: "at"}, other)
			number(Evolve(o, Cause{Command: "two", At: clock("01:31"), Author: "at"}, other), "box-3")
		}
		require.Equal(t, was, fmt.Sprintf("%+v", o), all[i].Kind())
		require.Equal(t, is, fmt.Sprintf("%+v", a), all[i].Kind())
	}
}
