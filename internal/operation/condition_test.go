package operation

import (
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

func imposing(c events.Country, force events.ConditionForce) events.ConditionImposed {
	return events.ConditionImposed{Condition: events.ConditionTerms{Country: c, Topic: "arrest-at-any-time", Force: force}}
}

func imposed(id events.ConditionID, force events.ConditionForce) events.Event {
	e := imposing(id.Country(), force)
	e.Named.ID = id
	return e
}

func meeting(id events.ConditionID) events.Event {
	return events.ConditionMet{Met: events.ConditionName{ID: id}}
}

func waiving(id events.ConditionID) events.Event {
	return events.ConditionWaived{Waived: events.ConditionName{ID: id}}
}

// INV-06: CH-IT 2009 art. 2; Crimes Act 1914 (Cth).
func TestConditionsBelongToTheStateThatImposesThem(t *testing.T) {
	two := join(consented, on("01:10", "", imposed("AT-C1", events.Precedent)), on("01:11", "", imposed("DE-C1", events.Precedent)))

	rule := under(t, OwnAuthority)
	rule("its authority imposes").given(consented).when("01:20", "at competent-authority", imposing("AT", events.Precedent)).thenNothing()
	rule("its desk does not").given(consented).when("01:20", "at desk", imposing("AT", events.Precedent)).thenRefused()
	rule("not for another State").given(consented).when("01:20", "at competent-authority", imposing("DE", events.Precedent)).thenRefused()
	rule("nor does the lead").given(consented).when("01:20", "hu.lead coordinator", imposing("AT", events.Precedent)).thenRefused()
	under(t, AllMandatory)("without its wording").given(consented).when("01:20", "at competent-authority", imposing("AT", events.Precedent)).without("wording").thenRefused("wording")

	rule = under(t, OnlyWaivesOwn)
	rule("its authority waives").given(two).when("01:20", "at competent-authority", waiving("AT-C1")).thenNothing()
	rule("its commander does not").given(two).when("01:20", "at commander", waiving("AT-C1")).thenRefused()
	rule("the lead does not").given(two).when("01:20", "hu.lead coordinator", waiving("AT-C1")).thenRefused()
	rule("another's authority does not").given(two).when("01:20", "de competent-authority", waiving("AT-C1")).thenRefused()
	rule("not even what is not there").given(consented).when("01:20", "de competent-authority", waiving("AT-C1")).thenRefused()

	rule = under(t, OnlyMeetsOwn)
	rule("its authority says so").given(two).when("01:20", "at competent-authority", meeting("AT-C1")).thenNothing()
	rule("or its commander").given(two).when("01:20", "at commander", meeting("AT-C1")).thenNothing()
	rule("not its team").given(two).when("01:20", "at team", meeting("AT-C1")).thenRefused()
	rule("nobody else").given(two).when("01:20", "hu commander", meeting("AT-C1")).thenRefused()

	under(t, ConditionIsKnown)("it was imposed").given(two).when("01:20", "at competent-authority", meeting("AT-C2")).thenRefused()
	rule = under(t, ConditionOnce)
	rule("met once").given(two, on("01:15", "", meeting("AT-C1"))).when("01:20", "at competent-authority", waiving("AT-C1")).thenRefused()
	rule("waived once").given(two, on("01:15", "", waiving("AT-C1"))).when("01:20", "at commander", meeting("AT-C1")).thenRefused()

	out, err := Decide(alliance, fold(Operation{}, two), commanded("01:20", "at competent-authority", imposing("AT", events.Continuing)), clock("01:20"))
	require.NoError(t, err)
	require.Equal(t, events.ConditionID("AT-C2"), out[0].(events.ConditionImposed).Named.ID, "numbered within the State")
}

func TestAPrecedentConditionHoldsDepartureBack(t *testing.T) {
	const coordinator = "hu.lead coordinator"
	precedent := on("01:10", "", imposed("DE-C1", events.Precedent))
	rule := under(t, EveryConsent)
	rule("not met").given(consented, precedent).when("01:30", coordinator, approving).thenRefused("DE-C1: a condition not met yet")
	rule("met").given(consented, precedent, on("01:20", "", meeting("DE-C1"))).when("01:30", coordinator, approving).thenNothing()
	rule("waived").given(consented, precedent, on("01:20", "", waiving("DE-C1"))).when("01:30", coordinator, approving).thenNothing()
	rule("a continuing one is kept on the road").given(consented, on("01:10", "", imposed("DE-C1", events.Continuing))).
		when("01:30", coordinator, approving).thenNothing()
	rule("of a State off the route").given(consented, on("01:10", "", imposed("SK-C1", events.Precedent))).
		when("01:30", coordinator, approving).thenNothing()
	twice := on("01:05", "", leg("AT-L2", "AT", events.TransitRoute, window("05:00", "06:00")))
	rule("said once for each State, after what consents lack").given(planned, twice, on("01:10", "", imposed("AT-C1", events.Precedent)),
		on("01:15", "", granting("ask-hu", "HU", events.Export)), on("01:15", "", granting("ask-de", "DE", events.Import))).
		when("01:30", coordinator, approving).thenRefused(
		"AT transit 2026-03-02T03:00Z–2026-03-02T09:00Z: requested, not answered",
		"AT transit 2026-03-02T05:00Z–2026-03-02T07:00Z: requested, not answered",
		"AT-C1: a condition not met yet")
	require.Equal(t, []string{"DE-C1: a condition not met yet"}, fold(Operation{}, consented, precedent).unmet("DE"))
	require.Empty(t, fold(Operation{}, consented, precedent).unmet("AT"), "another's conditions are none of its")
}
