package operation

import (
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

func issuing(c events.Country) events.Event {
	return events.PlanIssued{Issue: events.IssueTerms{Country: c}}
}

func issued(c events.Country, version uint16) events.Event {
	return events.PlanIssued{Issue: events.IssueTerms{Country: c}, Named: events.PlanVersion{Version: version}}
}

func agreeing(c events.Country, version uint16) events.Event {
	return events.PlanApproved{Approval: events.PlanAnswer{Country: c, Version: version}}
}

func returning(c events.Country, version uint16) events.Event {
	return events.PlanReturned{Returned: events.PlanReturn{Country: c, Version: version, Ground: "too-late"}}
}

// Domain 4: PlanApproved; approval is for each State.
func TestAPlanIsIssuedAndApproved(t *testing.T) {
	const coordinator, commander = "hu.lead coordinator", "at commander"
	one := join(consented, on("01:10", "", issued("AT", 1)))
	two := join(one, on("01:12", "", issued("AT", 2)))

	rule := under(t, OnlyLead)
	rule("the lead issues").given(consented).when("01:10", coordinator, issuing("AT")).thenNothing()
	rule("a desk does not").given(consented).when("01:10", commander, issuing("AT")).thenRefused()
	under(t, InvolvedState)("to who takes part").given(consented).when("01:10", coordinator, issuing("SK")).thenRefused()
	rule = under(t, IssuedWhatItHas)
	rule("for whom nothing is planned").given(asked).when("01:10", coordinator, issuing("AT")).thenRefused()
	rule("a leg").given(asked, on("00:30", "", leg("AT-L1", "AT", events.TransitRoute, window("03:00", "08:00")))).when("01:10", coordinator, issuing("AT")).thenNothing()
	rule("a leg no more").given(asked, on("00:30", "", leg("AT-L1", "AT", events.TransitRoute, window("03:00", "08:00"))), on("00:40", "", droppingLeg("AT-L1"))).
		when("01:10", coordinator, issuing("AT")).thenRefused()
	for name, h := range map[string]history{
		"another's leg": on("00:30", "", leg("DE-L1", "DE", events.Import, window("03:00", "08:00"))), "another's point": on("00:30", "", point("HU-DE")),
		"a point no more": on("00:30", "", point("HU-AT"), droppingPoint("HU-AT")), "another's checkpoint": on("00:30", "", checkpoint("DE-CP1", "03:00", "05:00")),
		"a checkpoint no more": on("00:30", "", checkpoint("AT-CP1", "03:00", "05:00"), waivingCheckpoint("AT-CP1")),
	} {
		rule(name).given(asked, h).when("01:10", coordinator, issuing("AT")).thenRefused()
	}
	rule("a point").given(asked, on("00:30", "", point("HU-AT"))).when("01:10", coordinator, issuing("AT")).thenNothing()
	rule("of either side").given(asked, on("00:30", "", point("AT-DE"))).when("01:10", coordinator, issuing("AT")).thenNothing()
	rule("a checkpoint").given(asked, on("00:30", "", checkpoint("AT-CP1", "03:00", "05:00"))).when("01:10", coordinator, issuing("AT")).thenNothing()

	version := func(h history, c events.Country) uint16 {
		out, err := Decide(alliance, fold(Operation{}, h), commanded("01:20", coordinator, issuing(c)), clock("01:20"))
		require.NoError(t, err)
		return out[0].(events.PlanIssued).Named.Version
	}
	require.EqualValues(t, 1, version(consented, "AT"))
	require.EqualValues(t, 3, version(two, "AT"))
	require.EqualValues(t, 1, version(two, "DE"), "each State's are counted for themselves")
	under(t, HasRoom)("a thousandth").given(consented, on("01:10", "", issued("AT", maxNumbered))).when("01:20", coordinator, issuing("AT")).thenRefused()

	rule = under(t, ApprovesItsOwn)
	rule("its commander").given(one).when("01:20", commander, agreeing("AT", 1)).thenNothing()
	rule("not its desk").given(one).when("01:20", "at desk", agreeing("AT", 1)).thenRefused()
	rule("nor another's").given(one).when("01:20", "de commander", agreeing("AT", 1)).thenRefused()
	rule("nor returned").given(one).when("01:20", "de commander", returning("AT", 1)).thenRefused()
	rule = under(t, NewestAnswered)
	rule("none was given").given(consented).when("01:20", commander, agreeing("AT", 1)).thenRefused()
	rule("none has no number").given(consented).when("01:20", commander, agreeing("AT", 0)).thenRefused()
	rule("another is given to another").given(one, on("01:12", "issue-de", issued("DE", 1))).when("01:20", commander, agreeing("AT", 1)).thenNothing()
	rule("not to it").given(one).when("01:20", "de commander", agreeing("DE", 1)).thenRefused()
	rule("not yet").given(one).when("01:20", commander, agreeing("AT", 2)).thenRefused()
	rule("none has this number").given(one).when("01:20", commander, agreeing("AT", 0)).thenRefused()
	rule("not an old one").given(two).when("01:20", commander, agreeing("AT", 1)).thenRefused()
	rule("the last").given(two).when("01:20", commander, agreeing("AT", 2)).thenNothing()
	rule("once").given(two, on("01:15", "", agreeing("AT", 2))).when("01:20", commander, returning("AT", 2)).thenRefused()
	rule("or returned once").given(two, on("01:15", "", returning("AT", 2))).when("01:20", commander, agreeing("AT", 2)).thenRefused()
	rule("an old approval is none of the new").given(one, on("01:11", "", agreeing("AT", 1)), on("01:12", "", issued("AT", 2))).when("01:20", commander, agreeing("AT", 2)).thenNothing()

	rule = under(t, Rule(PlanComesBack))
	comes := called(PlanComesBack, "AT", "HU", "", clock("01:20"))
	rule("the lead is called").given(one).when("01:20", commander, returning("AT", 1)).then(comes)
	rule("until it issues another").given(one, on("01:20", "", returning("AT", 1), comes)).when("01:30", coordinator, issuing("AT")).
		then(settled(PlanComesBack, "AT", "HU", "issued"))
	rule("to that State").given(one, on("01:20", "", returning("AT", 1), comes)).when("01:30", coordinator, issuing("DE")).thenNothing()
}

// What was given to a State is approved as it stands before anything departs.
func TestDepartureNeedsThePlanApproved(t *testing.T) {
	const coordinator = "hu.lead coordinator"
	rule := under(t, EveryConsent)
	given := join(consented, on("01:10", "", issued("AT", 1)), on("01:12", "", issued("AT", 2)))
	agreed := join(given, on("01:15", "", agreeing("AT", 2)))
	rule("not answered").given(given).when("01:30", coordinator, approving).thenRefused("AT: plan version 2 is not approved")
	rule("returned").given(given, on("01:15", "", returning("AT", 2))).when("01:30", coordinator, approving).thenRefused("AT: plan version 2 is not approved")
	rule("approved").given(agreed).when("01:30", coordinator, approving).thenNothing()
	rule("each that has one").given(agreed, on("01:16", "", issued("DE", 1))).when("01:30", coordinator, approving).thenRefused("DE: plan version 1 is not approved")
	rule("each for itself").given(given, on("01:14", "issue-de", issued("DE", 1)), on("01:15", "agree", agreeing("AT", 2))).when("01:30", coordinator, approving).
		thenRefused("DE: plan version 1 is not approved")
	rule("not who is not on the route").given(agreed, on("01:16", "", involving("SK", events.Transit), point("DE-SK")), on("01:17", "", issued("SK", 1))).
		when("01:30", coordinator, approving).thenNothing()

	changed := "AT: the plan was changed after version 2"
	w := window("03:00", "08:00")
	checkpoints := on("01:05", "", checkpoint("AT-CP1", "03:00", "05:00"), checkpoint("DE-CP1", "08:00", "10:00"))
	agreed = join(consented, checkpoints, on("01:05", "", leg("AT-L2", "AT", events.TransitRoute, w)), agreed[len(consented):])
	for name, e := range map[string]events.Event{
		"a leg": leg("AT-L3", "AT", events.TransitRoute, w), "a leg's time": revisingLeg("AT-L1", w), "a leg less": droppingLeg("AT-L2"),
		"a leg taken": events.LegActivated{Activation: events.LegName{ID: "AT-L2"}},
		"a point in":  point("HU-AT"), "a point out": point("AT-DE"), "a point's time": revisingPoint("HU-AT", w, 5),
		"a point dropped": droppingPoint("AT-HU"), "a checkpoint": checkpoint("AT-CP2", "03:00", "05:00"),
		"a checkpoint's time": revisingCheckpoint("AT-CP1", w, 5), "a checkpoint waived": waivingCheckpoint("AT-CP1"),
	} {
		rule(name).given(agreed, on("01:20", "", e)).when("01:30", coordinator, approving).thenRefused(changed)
	}
	for name, e := range map[string]events.Event{
		"another's leg": revisingLeg("DE-L1", window("07:00", "12:00")), "another's checkpoint": waivingCheckpoint("DE-CP1"),
		"a checkpoint due": events.CheckpointDue{Due: events.CheckpointName{ID: "AT-CP1"}},
	} {
		rule(name).given(agreed, on("01:20", "", e)).when("01:30", coordinator, approving).thenNothing()
	}
	rule("issued and approved again").given(agreed, on("01:20", "", revisingLeg("AT-L1", w)), on("01:21", "", issued("AT", 3)), on("01:22", "", agreeing("AT", 3))).
		when("01:30", coordinator, approving).thenNothing()
}

// An alternate leg is no part of the way until it is taken.
func TestAnAlternateLegIsTaken(t *testing.T) {
	const coordinator = "hu.lead coordinator"
	spare := events.LegPlanned{Leg: events.LegTerms{Country: "SK", Measure: events.TransitRoute, Carried: events.ByRoad, Use: events.AlternateLeg},
		Window: window("05:00", "06:00"), Named: events.LegName{ID: "SK-L1"}}
	activating := func(id events.LegID) events.Event {
		return events.LegActivated{Activation: events.LegName{ID: id}}
	}
	other := join(consented, on("01:10", "", spare))
	taken := join(other, on("01:15", "", activating("SK-L1")))
	rule := under(t, EveryConsent)
	rule("it needs nothing").given(other).when("01:30", coordinator, approving).thenNothing()
	rule("taken, it does").given(taken).when("01:30", coordinator, approving).thenRefused(
		"no handover point AT-SK between AT-L1 and SK-L1", "no handover point SK-DE between SK-L1 and DE-L1",
		"SK transit 2026-03-02T05:00Z–2026-03-02T07:00Z: no authorisation requested")
	rule = under(t, Rule(DepartureWithoutConsent))
	rule("nobody lacks its consent").given(other, on("01:30", "", approving)).when("02:10", "hu team", departing).thenNoBreach()
	rule("taken, it does").given(taken, on("01:30", "", approving)).when("02:10", "hu team", departing).thenBreach("SK")

	second := spare
	second.Named.ID = "SK-L2"
	rule = under(t, EveryConsent)
	rule("and another one not").given(other, on("01:11", "spare-2", second), on("01:15", "take", activating("SK-L1"))).when("01:30", coordinator, approving).thenRefused(
		"no handover point AT-SK between AT-L1 and SK-L1", "no handover point SK-DE between SK-L1 and DE-L1",
		"SK transit 2026-03-02T05:00Z–2026-03-02T07:00Z: no authorisation requested")

	rule = under(t, OnlyAlternates)
	rule("an alternate").given(other).when("01:30", coordinator, activating("SK-L1")).thenNothing()
	rule("not what is taken").given(other).when("01:30", coordinator, activating("AT-L1")).thenRefused()
	rule("nor twice").given(taken).when("01:30", coordinator, activating("SK-L1")).thenRefused()
	under(t, IsPlanned)("what is there").given(other).when("01:30", coordinator, activating("SK-L2")).thenRefused()
	under(t, DroppedIs)("and was not dropped").given(other, on("01:12", "", droppingLeg("SK-L1"))).when("01:30", coordinator, activating("SK-L1")).thenRefused()
	under(t, OnlyLead)("by the lead").given(other).when("01:30", "hu commander", activating("SK-L1")).thenRefused()
}
