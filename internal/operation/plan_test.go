package operation

import (
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

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

func revisingLeg(id events.LegID, w events.Window) events.Event {
	return events.LegRevised{Revision: events.LegName{ID: id}, Window: w}
}

func revisingPoint(id events.PointID, w events.Window, answer events.Minutes) events.Event {
	return events.HandoverPointRevised{Revision: events.PointRevision{ID: id, Answer: answer}, Window: w}
}

func revisingCheckpoint(id events.CheckpointID, w events.Window, grace events.Minutes) events.Event {
	return events.CheckpointRevised{Revision: events.CheckpointRevision{ID: id, Grace: grace}, Window: w}
}

func droppingLeg(id events.LegID) events.Event {
	return events.LegDropped{Dropped: events.LegName{ID: id}}
}

func droppingPoint(id events.PointID) events.Event {
	return events.HandoverPointDropped{Dropped: events.PointName{ID: id}}
}

func waivingCheckpoint(id events.CheckpointID) events.Event {
	return events.CheckpointWaived{Waived: events.CheckpointName{ID: id}}
}

func TestThePlanChanges(t *testing.T) {
	const coordinator = "hu.lead coordinator"
	w := window("04:00", "07:00")
	all := join(planned, on("00:25", "", events.CheckpointPlanned{Checkpoint: events.CheckpointTerms{Country: "AT", Grace: 30}, Window: w, Named: events.CheckpointName{ID: "AT-CP1"}}))
	none := join(all, on("00:26", "", droppingLeg("AT-L1")), on("00:27", "", droppingPoint("HU-AT")), on("00:28", "", waivingCheckpoint("AT-CP1")))
	for _, row := range []struct{ there, elsewhere events.Event }{
		{revisingLeg("AT-L1", w), revisingLeg("AT-L9", w)}, {droppingLeg("AT-L1"), droppingLeg("AT-L9")},
		{revisingPoint("HU-AT", w, 5), revisingPoint("AT-HU", w, 5)}, {droppingPoint("HU-AT"), droppingPoint("AT-HU")},
		{revisingCheckpoint("AT-CP1", w, 5), revisingCheckpoint("AT-CP9", w, 5)}, {waivingCheckpoint("AT-CP1"), waivingCheckpoint("AT-CP9")},
	} {
		kind := string(row.there.Kind())
		under(t, IsPlanned)(kind).given(all).when("00:30", coordinator, row.there).thenNothing()
		under(t, IsPlanned)(kind+" of what is not there").given(all).when("00:30", coordinator, row.elsewhere).thenRefused()
		under(t, DroppedIs)(kind+" of what is no more").given(none).when("00:30", coordinator, row.there).thenRefused()
		under(t, OnlyLead)(kind+" by a desk").given(all).when("00:30", "at desk", row.there).thenRefused()
	}
	rule := under(t, WindowHasSpan)
	back := window("07:00", "04:00")
	rule("a leg").given(all).when("00:30", coordinator, revisingLeg("AT-L1", back)).thenRefused()
	rule("a point").given(all).when("00:30", coordinator, revisingPoint("HU-AT", back, 5)).thenRefused()
	rule("a checkpoint").given(all).when("00:30", coordinator, revisingCheckpoint("AT-CP1", back, 5)).thenRefused()

	rule = under(t, OfferThere)
	rule("an offer is open").given(offered).when("02:45", coordinator, droppingPoint("HU-AT")).thenRefused()
	rule("an acceptance binds").given(accepted).when("02:55", coordinator, droppingPoint("HU-AT")).thenRefused()
	rule("elsewhere").given(offered).when("02:45", coordinator, droppingPoint("AT-DE")).thenNothing()
	rule("it was refused").given(offered, on("02:50", "", declining)).when("02:55", coordinator, droppingPoint("HU-AT")).thenNothing()
	rule("the goods have passed").given(crossed).when("03:20", coordinator, droppingPoint("HU-AT")).thenNothing()

	rule = under(t, EveryConsent)
	rule("a leg dropped needs nothing").given(planned, on("01:00", "", granting("ask-hu", "HU", events.Export)),
		on("01:10", "", droppingLeg("AT-L1")), on("01:10", "", droppingLeg("DE-L1"))).when("01:30", coordinator, approving).thenNothing()
	rule("and serves nothing").given(consented, on("01:10", "", droppingLeg("HU-L1"))).when("01:30", coordinator, approving).
		thenRefused("no leg in the State of origin, HU")
	rule("a leg revised needs its new times").given(consented, on("01:10", "", revisingLeg("DE-L1", window("07:00", "13:30")))).
		when("01:30", coordinator, approving).thenRefused("DE import 2026-03-02T07:00Z–2026-03-02T14:30Z: granted until 2026-03-02T14:00Z, needed until 2026-03-02T14:30Z")
	rule("a point dropped joins nothing").given(consented, on("01:10", "", droppingPoint("AT-DE"))).when("01:30", coordinator, approving).
		thenRefused("no handover point AT-DE between AT-L1 and DE-L1")

	decide := func(e events.Event) events.Event {
		out, err := Decide(alliance, fold(Operation{}, none), commanded("00:30", coordinator, e), clock("00:30"))
		require.NoError(t, err)
		return out[0]
	}
	require.Equal(t, events.LegID("AT-L2"), decide(leg("", "AT", events.TransitRoute, w)).(events.LegPlanned).Named.ID, "no name is given twice")
	require.Equal(t, events.PointID("HU-AT/2"), decide(point("HU-AT")).(events.HandoverPointPlanned).Named.ID)
	require.Equal(t, events.CheckpointID("AT-CP2"), decide(checking("AT", w)).(events.CheckpointPlanned).Named.ID)

	o := fold(Operation{}, all, on("00:30", "", revisingPoint("HU-AT", w, 5)))
	changed, _ := o.Point("HU-AT")
	require.Equal(t, Point{ID: "HU-AT", From: "HU", To: "AT", Window: w, Answer: 5}, changed)
}

func TestACheckpointIsPutOff(t *testing.T) {
	const coordinator = "hu.lead coordinator"
	missed := join(departed,
		on("00:25", "", events.CheckpointPlanned{Checkpoint: events.CheckpointTerms{Country: "AT", Grace: 30}, Window: window("03:00", "04:00"), Named: events.CheckpointName{ID: "AT-CP1"}}),
		on("03:00", "", events.CheckpointDue{Due: events.CheckpointName{ID: "AT-CP1"}}),
		on("04:30", "", events.CheckpointMissed{Missed: events.CheckpointName{ID: "AT-CP1"}}, called(CheckpointMissed, "AT-CP1", "AT", part, clock("04:30"))))
	later := revisingCheckpoint("AT-CP1", window("05:00", "06:00"), 10)
	rule := under(t, "what-is-put-off-is-not-missed")
	rule("to later").given(missed).when("04:40", coordinator, later).then(settled(CheckpointMissed, "AT-CP1", "AT", "revised"))
	rule("with more grace").given(missed).when("04:40", coordinator, revisingCheckpoint("AT-CP1", window("03:00", "04:00"), 60)).then(settled(CheckpointMissed, "AT-CP1", "AT", "revised"))
	rule("not far enough").given(missed).when("04:40", coordinator, revisingCheckpoint("AT-CP1", window("03:00", "04:05"), 30)).thenNothing()
	rule("given up").given(missed).when("04:40", coordinator, waivingCheckpoint("AT-CP1")).then(settled(CheckpointMissed, "AT-CP1", "AT", "waived"))

	p, _ := fold(Operation{}, missed).Checkpoint("AT-CP1")
	require.Equal(t, [2]events.Time{clock("03:00"), clock("04:30")}, [2]events.Time{p.Due, p.Missed})
	p, _ = fold(Operation{}, missed, on("04:40", "", later)).Checkpoint("AT-CP1")
	require.Equal(t, Checkpoint{ID: "AT-CP1", Country: "AT", Window: window("05:00", "06:00"), Grace: 10, Revised: clock("04:40")}, p, "it will be due again, and can be missed again")
	p, _ = fold(Operation{}, missed, on("04:40", "", revisingCheckpoint("AT-CP1", window("03:30", "04:05"), 30))).Checkpoint("AT-CP1")
	require.False(t, p.Due.IsZero())
	require.False(t, p.Missed.IsZero())
}

// What is not said again of how a leg is watched is as it was.
func TestALegKeepsItsWatch(t *testing.T) {
	watch := events.WatchTerms{Lost: 30, Decide: 5}
	o := fold(Operation{}, on("00:10", "", events.LegPlanned{Watch: watch, Window: window("01:00", "02:00"), Named: events.LegName{ID: "AT-L1"}}))
	require.Equal(t, watch, o.Legs[0].Watch)
	o = fold(o, on("00:20", "", events.LegRevised{Revision: events.LegName{ID: "AT-L1"}, Window: window("01:00", "03:00")}))
	require.Equal(t, watch, o.Legs[0].Watch)
	o = fold(o, on("00:30", "", events.LegRevised{Revision: events.LegName{ID: "AT-L1"}, Window: window("01:00", "03:00"), Watch: events.WatchTerms{Lost: 10}}))
	require.Equal(t, events.WatchTerms{Lost: 10}, o.Legs[0].Watch)
}
