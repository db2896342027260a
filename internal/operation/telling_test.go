package operation

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

func notifying(c events.Country, id events.AlertID, reached events.Reached) events.Event {
	return events.NotificationMade{Notification: events.NotificationTerms{Country: c, Channel: events.Telephone, Reached: reached, Alert: id}}
}

var (
	toldTwice  = join(missedAt, on("05:40", "r1", repeated(1)), on("05:50", "r2", repeated(2)))
	notToldAT  = called(NotTold, "AT", "HU", "", clock("06:10"))
	toldThrice = join(toldTwice, on("06:10", "r3", repeated(3), notToldAT))
	phoned     = notifying("AT", missedID, events.ReachedOfficer)
	atLastTold = settled(NotTold, "AT", "HU", "told")
)

// INV-28: what three calls did not do, a telephone must.
func TestWhoIsNotToldIsToldByAnotherWay(t *testing.T) {
	const coordinator = "hu.lead coordinator"
	rule := under(t, Rule(NotTold))
	rule("not at the second round").given(missedAt, on("05:40", "r1", repeated(1))).strikes("05:50", repeated(2)).thenNothing()
	rule("at the third").given(toldTwice).strikes("06:10", repeated(3)).then(notToldAT)
	rule("not if somebody was reached before").given(toldTwice, on("05:55", "call", by("hu.lead", "05:55", phoned))).
		strikes("06:55", repeated(3)).then(called(NotTold, "AT", "HU", "", clock("06:55")))
	rule("one call for a State, however many alerts").given(toldThrice, on("06:11", "", raised("checkpoint-missed/AT-CP2", "AT", "", "06:11")),
		on("06:21", "", again("AT-CP2", 1)), on("06:31", "", again("AT-CP2", 2))).strikes("06:51", again("AT-CP2", 3)).thenNothing()
	own := join(departed, on("05:30", "missed", raised("checkpoint-missed/HU-CP1", "HU", "", "05:30")),
		on("05:40", "", againAt("HU-CP1", "HU", 1)), on("05:50", "", againAt("HU-CP1", "HU", 2)))
	rule("not the lead about itself").given(own).strikes("06:10", againAt("HU-CP1", "HU", 3)).thenNothing()

	rule("it is over when a competent officer is reached").given(toldThrice).when("06:20", "hu team", phoned).then(atLastTold)
	rule("by a neighbour").given(toldThrice).when("06:20", "de desk", phoned).then(atLastTold)
	rule("or by its own officer").given(toldThrice).when("06:20", "at liaison", phoned).then(atLastTold)
	rule("not if nobody answers").given(toldThrice).when("06:20", coordinator, notifying("AT", missedID, events.NoAnswer)).thenNothing()
	rule("nor with the wrong addressee").given(toldThrice).when("06:20", coordinator, notifying("AT", missedID, events.WrongAddressee)).thenNothing()
	rule("nor about another alert").given(toldThrice).when("06:20", coordinator, notifying("AT", "checkpoint-missed/AT-CP2", events.ReachedOfficer)).thenNothing()
	rule("nor of another State").given(toldThrice).when("06:20", coordinator, notifying("DE", missedID, events.ReachedOfficer)).thenNothing()
	rule("nor by one that it may not know").given(toldThrice, on("06:12", "", involving("NL", events.Transit))).when("06:20", "nl desk", phoned).
		then(called(UnconfirmedReport, "AT", "HU", "", clock("06:20")))
	rule("when it is acknowledged").given(toldThrice).when("06:20", "at desk", acknowledging).then(atLastTold)
	rule("by the lead, too").given(toldThrice).when("06:20", coordinator, acknowledging).then(atLastTold)
	rule("when it is resolved").given(toldThrice).when("06:20", "at desk", resolving).then(atLastTold)
	rule("when its cause is gone").given(toldThrice).when("06:20", "at team", reaching).then(settled(CheckpointMissed, "AT-CP1", "AT", "reached"), atLastTold)
	rule("not while another alert is not told").given(toldThrice, on("06:11", "", raised("checkpoint-missed/AT-CP2", "AT", "", "06:11")),
		on("06:21", "", again("AT-CP2", 1)), on("06:31", "", again("AT-CP2", 2)), on("06:51", "", again("AT-CP2", 3))).
		when("06:55", "at desk", acknowledging).thenNothing()

	told := join(toldThrice, on("06:20", "call", by("hu", "06:20", phoned), atLastTold))
	rule("he was not: it is as before").given(told).when("06:30", "hu desk", retracting("call")).then(called(NotTold, "AT", "HU", "", clock("06:30")))
	rule("what the lead has resolved is not raised again").given(toldThrice, on("06:15", "", settled(NotTold, "AT", "HU", "told"))).
		when("06:20", "at team", crossing("NL", "NL")).thenNothing()
}

func again(id events.CheckpointID, round uint16) events.Event { return againAt(id, "AT", round) }

func againAt(id events.CheckpointID, c events.Country, round uint16) events.Event {
	return events.AlertRepeated{Repetition: events.RepetitionTerms{ID: events.AlertID("checkpoint-missed/" + id), Country: c, Round: round}}
}

// A word by telephone holds for an hour, as an acknowledgement does; then the
// alert is told again, and the lead called again. It is no acknowledgement: that
// is still to come, by name.
func TestATelephoneCallHoldsForAnHour(t *testing.T) {
	for name, given := range map[string]history{
		"after three rounds": join(toldThrice, on("06:20", "call", by("hu", "06:20", phoned), atLastTold)),
		"before the third":   join(toldTwice, on("06:20", "call", by("hu", "06:20", phoned))),
	} {
		o := fold(Operation{}, given)
		alert, _ := o.Alert(missedID, "AT")
		require.True(t, alert.Taken.IsZero(), name)
		again := Clock{clock("07:20"), repeated(alert.Round + 1)}
		require.NotContains(t, o.Due(clock("07:20").Add(-time.Second)), again, name)
		require.Contains(t, o.Due(clock("07:20")), again, name)
		require.Contains(t, o.Due(clock("12:00")), again, name)
		under(t, Rule(NotTold))(name).given(given).strikes("07:20", again.Fact).then(called(NotTold, "AT", "HU", "", clock("07:20")))
		under(t, AlertedAnswers)(name).given(given).when("06:30", "at desk", acknowledging).thenNothing()

		taken := fold(o, on("06:40", "ack", acknowledging))
		again.Due = clock("07:40")
		require.Contains(t, taken.Due(clock("09:00")), again, "from the acknowledgement on")
	}
	before := fold(Operation{}, toldThrice)
	fold(before, on("06:20", "call", by("hu", "06:20", phoned)))
	alert, _ := before.Alert(missedID, "AT")
	require.True(t, alert.Told.IsZero(), "the old value stays as it was")
}

// A request that nobody acknowledges is told by another way, too.
func TestARequestIsToldByAnotherWay(t *testing.T) {
	silent := join(planned, on("01:00", "silence", called("request-unacknowledged", "AT-TRANSIT", "HU", "", clock("01:00"))))
	telling := func(c events.Country, r events.Reached) events.Event {
		return events.NotificationMade{Notification: events.NotificationTerms{Country: c, Channel: events.Siena, Reached: r, Request: "ask-at"}}
	}
	rule := under(t, "request-unacknowledged")
	rule("somebody was reached").given(silent).when("01:10", "hu.lead coordinator", telling("AT", events.ReachedOfficer)).
		then(settled("request-unacknowledged", "AT-TRANSIT", "HU", "told"))
	rule("nobody was").given(silent).when("01:10", "hu.lead coordinator", telling("AT", events.NoAnswer)).thenNothing()
	rule("somebody of another State").given(silent).when("01:10", "hu.lead coordinator", telling("DE", events.ReachedOfficer)).thenNothing()
	rule("by one that it may not know").given(silent, on("01:01", "", involving("NL", events.Transit))).when("01:10", "nl desk", telling("AT", events.ReachedOfficer)).
		then(called(UnconfirmedReport, "AT", "HU", "", clock("01:10")))
}

// Whose record came to whom it was not for, is told that State and the lead: by its
// own desk or by the lead.
func TestADisclosureIsBreached(t *testing.T) {
	seen := join(crossed, on("03:20", "seen", by("at", "03:20", events.SightingReported{Sighting: events.SightingTerms{Part: part, Country: "AT", Method: events.Visual}})))
	breaching := func(record events.CommandID) events.Event {
		return events.DisclosureBreached{Breached: events.BreachedTerms{Record: record, Country: "NL", How: "wrong-addressee"}}
	}
	to := func(c events.Country, since string) events.Event {
		return called(DisclosureBreach, "AT", c, "", clock(since))
	}
	abroad := func(since string) events.Event { // HU is a neighbour of AT: its desk is not to see it
		return called(events.Abroad(DisclosureBreach), "AT", "HU", "", clock(since))
	}
	rule := under(t, Rule(DisclosureBreach))
	rule("its own State tells it").given(seen).when("03:30", "at desk", breaching("seen")).then(to("AT", "03:30"), abroad("03:30"))
	rule("or the lead").given(seen).when("03:30", "hu.lead coordinator", breaching("seen")).then(to("AT", "03:30"), abroad("03:30"))
	rule("the lead's own, once").given(departed).when("03:30", "hu.lead coordinator", breaching("approve")).then(called(DisclosureBreach, "HU", "HU", "", clock("03:30")))
	rule("after the end too").given(seen, on("04:00", "end", closing(events.Lost))).when("04:30", "at desk", breaching("seen")).then(to("AT", "04:30"), abroad("04:30"))
	rule("of a closed file only to the lead").given(seen, on("04:00", "end", closing(events.Lost)), on("04:10", "close", events.OperationClosed{})).
		when("04:30", "at desk", breaching("seen")).then(abroad("04:30"))
	for _, by := range []string{"de desk", "hu desk"} {
		for name, record := range map[string]events.CommandID{"another's": "seen", "none": "nothing"} {
			rule(by+": "+name).given(seen).when("03:30", by, breaching(record)).thenNothing()
		}
	}
}

// What calls the coordinator tells of other States: to the desk of its own State it is
// not there, and it keeps that desk from nothing.
func TestTheCoordinatorsCallsAreNotTheDesks(t *testing.T) {
	ack := events.AlertAcknowledged{Acknowledgement: events.AlertName{ID: notToldAT.(events.AlertRaised).Alert.ID, Country: "HU"}}
	rule := under(t, AlertIsKnown)
	rule("the coordinator takes it").given(toldThrice).when("06:15", "hu.lead coordinator", ack).thenNothing()
	rule("the desk does not").given(toldThrice).when("06:15", "hu desk", ack).thenRefused()
	rule("nor the coordinator as the desk").given(toldThrice).when("06:15", "hu coordinator", ack).thenRefused()

	o := fold(Operation{}, departed, on("02:20", "call", notToldAT))
	require.False(t, o.calledApart("HU"))
	p, _ := o.Part(part)
	require.Equal(t, []string{"no State has accepted part " + string(part)}, situation{alliance, o, Command{Signer: "hu"}, clock("02:30")}.doubts(p))
	o = fold(o, on("02:25", "call-2", called(CheckpointMissed, "HU-CP1", "HU", part, clock("02:25"))))
	require.True(t, o.calledApart("HU"))
}
