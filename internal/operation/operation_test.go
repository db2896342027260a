package operation

import (
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

func TestTheOperationAsAWhole(t *testing.T) {
	const coordinator = "hu.lead coordinator"
	rule := under(t, LeadIsSigner) // UNTOC art. 20(3)
	rule("a State opens its own").given().when("00:01", coordinator, opening).thenNothing()
	rule("not another's").given().when("00:01", "at.lead coordinator", opening).thenRefused()
	under(t, OnlyLead)("not at a desk").given().when("00:01", "hu coordinator", opening).thenRefused()
	under(t, IDIsNew)("not twice").given(opened).when("00:05", coordinator, opening).thenRefused()
	baseless := opening
	baseless.Basis = events.LegalBasis{}
	under(t, BasisNamed)("not without a basis in law").given().when("00:01", coordinator, baseless).thenRefused()

	rule = under(t, AlreadyInvolved)
	rule("the same role").given(opened).when("00:05", coordinator, involving("AT", events.Transit)).thenRefused()
	rule("the lead is requesting already").given(opened).when("00:05", coordinator, involving("HU", events.Requesting)).thenRefused()
	rule("another role").given(opened).when("00:05", coordinator, involving("SK", events.Transit)).thenNothing()
	under(t, CountryFirst)("a State that the registry lacks").given(opened).when("00:05", coordinator, involving("US", events.Transit)).thenRefused()

	rule = under(t, NoOpenOffer) // Naples II art. 22
	rule("an offer is open").given(offered).when("02:45", coordinator, closing(events.Terminated)).
		thenRefused("part " + string(part) + " at HU-AT, offered by HU to AT")
	rule("an acceptance binds").given(accepted).when("02:55", coordinator, closing(events.Terminated)).thenRefused()
	ended := events.DirectionEnded{Ended: events.EndedTerms{Part: part, Country: "AT", Since: clock("03:30")}}
	rule("nothing is open: direction ends").given(crossed).when("03:30", coordinator, closing(events.Interdicted)).then(ended)
	rule("nothing has departed: none ends").given(planned).when("01:30", coordinator, closing(events.Terminated)).thenNothing()

	rule = under(t, DeliveredThere)
	rule("still in transit").given(crossed).when("03:30", coordinator, closing(events.Delivered)).
		thenRefused("part " + string(part) + " is still travelling: AT directs it, no State of destination")
	rule("never departed").given(planned).when("01:30", coordinator, closing(events.Delivered)).thenRefused("no part has departed")
	arrived := on("07:30", "arrive", crossing("AT", "DE"), moved("DE", "AT", "07:30", events.ByHandover, events.Taken))
	ended.Ended = events.EndedTerms{Part: part, Country: "DE", Since: clock("08:00")}
	rule("arrived").given(crossed, arrived).when("08:00", coordinator, closing(events.Delivered)).then(ended)
}

// Naming within the territory betrays nothing of what lies elsewhere.
func TestThePlanNamesWhatItPlans(t *testing.T) {
	const coordinator = "hu.lead coordinator"
	o := fold(Operation{}, planned, on("00:23", "point-3", events.HandoverPointPlanned{
		Point: events.PointTerms{From: "HU", To: "AT"}, Named: events.PointName{ID: "HU-AT/2"}}))
	decide := func(e events.Event) events.Event {
		out, err := Decide(alliance, o, commanded("00:30", coordinator, e), clock("00:30"))
		require.NoError(t, err)
		require.Len(t, out, 1)
		return out[0]
	}
	w := window("05:00", "06:00")
	require.Equal(t, events.LegID("AT-L2"), decide(leg("", "AT", events.TransitRoute, w)).(events.LegPlanned).Named.ID)
	require.Equal(t, events.LegID("SK-L1"), decide(leg("", "SK", events.TransitRoute, w)).(events.LegPlanned).Named.ID)
	require.Equal(t, events.PointID("HU-AT/3"), decide(point("HU-AT")).(events.HandoverPointPlanned).Named.ID)
	require.Equal(t, events.PointID("AT-HU"), decide(point("AT-HU")).(events.HandoverPointPlanned).Named.ID)
	require.Equal(t, events.CheckpointID("AT-CP1"), decide(checking("AT", w)).(events.CheckpointPlanned).Named.ID)

	rule := under(t, InvolvedState)
	rule("a leg").given(planned).when("00:30", coordinator, leg("", "NL", events.TransitRoute, w)).thenRefused()
	rule("a point").given(planned).when("00:30", coordinator, point("DE-NL")).thenRefused()
	rule("a checkpoint").given(planned).when("00:30", coordinator, checking("NL", w)).thenRefused()
	under(t, TwoStates)("a point within one").given(planned).when("00:30", coordinator, point("AT-AT")).thenRefused()
	under(t, WindowHasSpan)("a leg").given(planned).when("00:30", coordinator, leg("", "AT", events.TransitRoute, window("06:00", "06:00"))).thenRefused()

	full := planned
	for range maxPoints {
		full = join(full, on("00:25", "", point("AT-SK")))
	}
	under(t, HasRoom)("a hundredth point").given(full).when("00:30", coordinator, point("AT-SK")).thenRefused()
}

func checking(c events.Country, w events.Window) events.Event {
	return events.CheckpointPlanned{Checkpoint: events.CheckpointTerms{Country: c, Grace: 30}, Window: w}
}

// What is seen is recorded, and no more.
func TestSurveillanceIsRecorded(t *testing.T) {
	rule := under(t, "a-fact-is-recorded")
	reached := events.CheckpointReached{Reached: events.ReachedTerms{Checkpoint: "AT-CP9", Part: part, Method: events.ANPR}}
	sighted := events.SightingReported{Sighting: events.SightingTerms{Part: part, Country: "DE", Method: events.Visual}}
	rule("at a checkpoint that nobody planned").given(departed).when("03:10", "at team", reached).thenNothing()
	rule("in a State that does not direct").given(departed).when("03:10", "de liaison", sighted).thenNothing()
	rule("before departure").given(opened).when("03:10", "de team", sighted).thenNothing()
	rule("after the end").given(crossed, on("03:20", "close", closing(events.Lost))).when("03:30", "at team", sighted).thenNothing()
	rule("of a part that is not known").given(departed).when("03:10", "at team", events.BorderCrossed{Crossing: events.CrossingTerms{Part: "000000", From: "HU", To: "AT"}}).thenNothing()
	rule("from a State to itself").given(departed).when("03:10", "at team", crossing("NL", "NL")).thenNothing()
}
