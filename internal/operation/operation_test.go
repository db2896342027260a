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
	rule("another role").given(opened).when("00:05", coordinator, involving("AT", events.Destination)).thenNothing()
	rule("a possible one takes part").given(opened).when("00:05", coordinator, involving("SK", events.Transit)).thenNothing()
	rule("one that takes part is not possible any more").given(opened).when("00:05", coordinator, involving("AT", events.Possible)).thenRefused()
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
	stopped := on("03:40", "stop", executing("AT", events.GoodsSecured), events.DirectionEnded{Ended: events.EndedTerms{Part: part, Country: "AT", Since: clock("03:40")}})
	rule("stopped on the way").given(crossed, stopped).when("04:00", coordinator, closing(events.Delivered)).thenRefused("every part that departed was stopped")
	open := on("03:20", "", called(CheckpointMissed, "AT-CP1", "AT", part, clock("03:20")))
	taken := on("03:25", "ack", events.AlertAcknowledged{Acknowledgement: events.AlertName{ID: missedID, Country: "AT"}})
	rule("what somebody has is over with it").given(planned, open, taken).when("08:00", coordinator, closing(events.Terminated)).
		then(settled(CheckpointMissed, "AT-CP1", "AT", "ended"))
	rule("what nobody has is not").given(planned, open).when("08:00", coordinator, closing(events.Terminated)).thenNothing() // INV-28
	arrived := on("07:30", "arrive", crossing("AT", "DE"), moved("DE", "AT", "07:30", events.ByHandover, events.Taken))
	ended.Ended = events.EndedTerms{Part: part, Country: "DE", Since: clock("08:00")}
	rule("arrived").given(crossed, arrived).when("08:00", coordinator, closing(events.Delivered)).then(ended)
}

var (
	halting   = events.OperationSuspended{Suspension: events.HaltTerms{Ground: "road-closed"}}
	goingOn   = events.OperationResumed{Resumption: events.HaltTerms{Ground: "road-open"}}
	givingUp  = events.OperationTerminated{Termination: events.HaltTerms{Ground: "compromised"}}
	suspended = on("02:30", "", halting)
	givenUp   = on("02:45", "", givingUp)
)

func TestAnOperationRestsAndIsGivenUp(t *testing.T) {
	const coordinator = "hu.lead coordinator"
	rule := under(t, OnlyLead)
	for _, e := range []events.Event{halting, goingOn, givingUp} {
		rule("no desk: "+string(e.Kind())).given(departed, suspended).when("02:40", "hu commander", e).thenRefused()
	}
	rule = under(t, RestsAlready)
	rule("it rests").given(departed).when("02:30", coordinator, halting).thenNothing()
	rule("once").given(departed, suspended).when("02:40", coordinator, halting).thenRefused()
	rule = under(t, NothingRests)
	rule("it goes on").given(departed, suspended).when("02:40", coordinator, goingOn).thenNothing()
	rule("not if it does").given(departed).when("02:40", coordinator, goingOn).thenRefused()
	rule("nor twice").given(departed, suspended, on("02:35", "", goingOn)).when("02:40", coordinator, goingOn).thenRefused()
	under(t, AllMandatory)("with its reason").given(departed).when("02:30", coordinator, halting).without("reason").thenRefused("reason")
	under(t, AllMandatory)("for good, too").given(departed).when("02:30", coordinator, givingUp).without("reason").thenRefused("reason")

	rule = under(t, GoesNotOn)
	rule("no departure").given(consented, on("01:20", "", halting)).when("01:30", coordinator, approving).thenRefused()
	rule("no new handover").given(departed, suspended).when("02:40", "hu commander", offering).thenRefused()
	rule("one that was offered is answered").given(offered, on("02:45", "", halting)).when("02:50", "at commander", accepting).then(bound)
	rule("facts are told").given(accepted, on("02:55", "", halting)).when("03:10", "at team", events.SightingReported{}).thenNothing()
	rule("plans are made").given(departed, suspended).when("02:40", coordinator, point("HU-SK")).thenNothing()
	rule("and on again").given(departed, suspended, on("02:35", "", goingOn)).when("02:40", "hu commander", offering).thenNothing()

	rule = under(t, OnlyWoundUp)
	rule("given up").given(departed).when("02:45", coordinator, givingUp).thenNothing()
	rule("also at rest").given(departed, suspended).when("02:45", coordinator, givingUp).thenNothing()
	rule("once").given(offered, givenUp).when("02:50", coordinator, givingUp).thenRefused()
	rule("no rest after").given(offered, givenUp).when("02:50", coordinator, halting).thenRefused()
	rule("no new plan").given(offered, givenUp).when("02:50", coordinator, point("HU-SK")).thenRefused()
	rule("no new State").given(offered, givenUp).when("02:50", coordinator, involving("NL", events.Transit)).thenRefused()
	rule("no new item").given(planned, on("01:20", "", givingUp)).when("01:30", coordinator, declaring("HU")).thenRefused()
	rule("no departure").given(consented, on("01:20", "", givingUp)).when("01:30", coordinator, approving).thenRefused()
	rule("no offer").given(departed, givenUp).when("02:50", "hu commander", offering).thenRefused()
	rule("an offer is accepted").given(offered, givenUp).when("02:50", "at commander", accepting).then(bound)
	rule("or refused").given(offered, givenUp).when("02:50", "at desk", declining).thenNothing()
	rule("States are asked").given(offered, givenUp).when("02:50", coordinator, asking("AT", events.Import)).thenNothing()
	rule("and decide").given(offered, givenUp).when("02:50", "at competent-authority", revoking(atTransit)).thenNothing()
	rule("conditions too").given(offered, givenUp).when("02:50", "at competent-authority", imposing("AT", events.Continuing)).thenNothing()
	rule("it is closed").given(departed, givenUp).when("02:50", coordinator, closing(events.Terminated)).
		then(events.DirectionEnded{Ended: events.EndedTerms{Part: part, Country: "HU", Since: clock("02:50")}})
}

// A State that only might be touched is told nothing, and one that the goods come
// to, though it takes no part, is not told how far the operation has come.
func TestWhoTakesPart(t *testing.T) {
	o := fold(Operation{}, opened)
	require.True(t, o.Involves("AT"))
	require.False(t, o.Involves("SK"), "possible is the lead's own plan")
	require.False(t, o.Concerns("SK"))
	require.True(t, o.Foresees("SK"))
	require.False(t, o.Foresees("NL"))
	under(t, NoSuch)("a possible State").given(departed).when("02:40", "sk team", crossing("HU", "SK")).thenRefused()

	triggered := on("02:30", "", events.StateTriggered{Trigger: events.TriggerTerms{Country: "SK", Part: part, Contact: "HU", Expected: clock("03:00")}})
	o = fold(o, triggered)
	require.True(t, o.Concerns("SK"))
	require.False(t, o.Involves("SK"))
	o = fold(o, on("02:40", "", involving("SK", events.Transit)))
	require.True(t, o.Involves("SK"))
	require.Empty(t, o.Triggered, "it takes part now")

	calling := on("02:31", "", called("coming-your-way", string(part), "SK", part, clock("02:30")))
	acknowledging := events.AlertAcknowledged{Acknowledgement: events.AlertName{ID: events.AlertID("coming-your-way/" + string(part)), Country: "SK"}}
	for _, state := range []history{nil, suspended, givenUp} {
		under(t, "a-triggered-state-answers")("whatever the operation").given(departed, triggered, calling, state).
			when("02:50", "sk desk", acknowledging).thenNothing()
	}
	answer := func(histories ...history) error {
		_, err := Decide(alliance, fold(Operation{}, histories...), commanded("02:50", "sk desk", acknowledging), clock("02:50"))
		require.Error(t, err)
		return err
	}
	resolved := on("02:40", "", settled("coming-your-way", string(part), "SK", "resolved"))
	open := answer(departed, triggered, calling, resolved)
	require.Equal(t, open, answer(departed, triggered, calling, resolved, on("02:41", "", closing(events.Terminated))),
		"an end that it is not told of does not refuse it")
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
