package operation

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

var (
	isOver   = join(crossed, on("08:00", "end", closing(events.Lost), ended("AT", "08:00")))
	overtime = events.CostTerms{Country: "AT", Item: "overtime", Amount: events.Money{Amount: "1200", Currency: "EUR"}, Bearer: "DE"}
	noting   = events.CostNoted{Cost: overtime}
)

func reporting(c events.Country) events.Event {
	return events.ReportFiled{Report: events.ReportTerms{Country: c}}
}

func paying(c events.Country) events.Event {
	return events.CostSettled{Settlement: events.CostName{Cost: "cost", Country: c}}
}

func delivering(c events.Country) events.Event {
	return events.DeliveryMade{Delivery: events.OutcomeTerms{Part: part, Country: c, Persons: 2}}
}

func seizing(c events.Country) events.Event {
	return events.SeizureMade{Seizure: events.SeizureTerms{Part: part, Country: c, Quantity: events.Quantity{Amount: "62.4", Unit: events.Kilogram}, Storage: "WIEN-7"}}
}

// INV-03: what comes in needs a State's consent, and so does what stays there.
func TestADeliveryNeedsConsentToImport(t *testing.T) {
	arrived := join(crossed, on("07:30", "arrive", crossing("AT", "DE"), moved("DE", "AT", "07:30", events.ByTerritory, events.NotTaken)))
	rule := under(t, Rule(DeliveredWithoutConsent))
	rule("import is allowed").given(arrived).when("08:00", "de team", delivering("DE")).thenNothing()
	rule("transit is not import").given(crossed).when("04:00", "at team", delivering("AT")).then(broken(DeliveredWithoutConsent, "AT", "04:00"))
	rule("where it began none is needed").given(departed).when("02:30", "hu team", delivering("HU")).thenNothing()
	rule("it was revoked").given(arrived, on("07:40", "", events.AuthorisationRevoked{Revocation: events.EndingTerms{Request: "ask-de", Country: "DE", Measure: events.Import}})).
		when("08:00", "de team", delivering("DE")).then(broken(DeliveredWithoutConsent, "DE", "08:00"))
	rule("it was in force when it happened").given(arrived, on("07:40", "", events.AuthorisationRevoked{Revocation: events.EndingTerms{Request: "ask-de", Country: "DE", Measure: events.Import}})).
		when("08:00", "de team", delivering("DE"), "07:35").thenNothing()
	rule("it is over").given(arrived).when("14:30", "de team", delivering("DE")).then(broken(DeliveredWithoutConsent, "DE", "14:30"))
	rule("the lead's word").given(crossed).when("04:00", "hu team", delivering("AT")).then(broken(DeliveredWithoutConsent, "AT", "04:00"))
	rule("a stranger's only calls the lead").given(crossed, on("01:40", "", involving("SK", events.Transit))).when("04:00", "sk team", delivering("AT")).then(unconfirmed("04:00"))
	rule("after the end there is no delivery").given(isOver).when("09:00", "at team", delivering("AT")).thenNothing()
	rule("of a part that nobody declared").given(opened).when("09:00", "at team", delivering("AT")).thenNothing()
	told := join(crossed, on("04:00", "deliver", by("at", "04:00", delivering("AT")), broken(DeliveredWithoutConsent, "AT", "04:00")))
	rule("it was not so").given(told).when("04:30", "at desk", retracting("deliver")).then(settled(DeliveredWithoutConsent, string(part), "AT", Corrected))
	under(t, "a-fact-is-recorded")("who it was for").given(crossed).when("04:00", "at team",
		events.ConsigneeIdentified{Consignee: events.OutcomeTerms{Part: part, Country: "AT", Persons: 1}}).thenNothing()
	under(t, "a-fact-is-recorded")("who was arrested").given(crossed).when("04:00", "de team",
		events.ArrestMade{Arrest: events.ArrestTerms{Country: "DE", Persons: 3}}).thenNothing()
}

// INV-18: another agency that steps in elsewhere is an incident for who directs.
func TestASeizureElsewhereCallsWhoDirects(t *testing.T) {
	stopped := join(crossed, on("03:30", "stop", by("at", "03:30", executing("AT", events.GoodsSecured)), stoppedBy("03:30"), ended("AT", "03:30")))
	rule := under(t, Rule(SeizedElsewhere))
	rule("where it is directed").given(crossed).when("04:00", "at team", seizing("AT")).thenNothing()
	rule("elsewhere").given(crossed).when("04:00", "de team", seizing("DE")).then(broken(SeizedElsewhere, "AT", "04:00"))
	rule("where it was secured").given(stopped).when("04:00", "at team", seizing("AT")).thenNothing()
	rule("elsewhere than that").given(stopped).when("04:00", "de team", seizing("DE")).then(broken(SeizedElsewhere, "AT", "04:00"))
	rule("where it was directed then").given(crossed).when("04:00", "hu team", seizing("HU"), "03:00").thenNothing()
	stray := seizing("DE").(events.SeizureMade)
	stray.Seizure.Part = "000000"
	rule("of no part that is known").given(crossed).when("04:00", "de team", stray).thenNothing()
	rule("before it departs").given(approved).when("02:00", "hu team", seizing("HU")).thenNothing()
	rule("who may not be known calls the lead").given(departed).when("02:30", "de team", seizing("DE")).
		then(breach(SeizedElsewhere, "HU", part, clock("02:30")), called(events.Abroad(SeizedElsewhere), string(part), "HU", part, clock("02:30")))
	rule("after the end").given(isOver).when("09:00", "de team", seizing("DE")).thenNothing()
}

// INV-20: each State reports for itself, once, when it is over.
func TestEachStateReports(t *testing.T) {
	rule := under(t, ReportsItsOwn)
	rule("its commander").given(isOver).when("09:00", "at commander", reporting("AT")).thenNothing()
	rule("the leading State too").given(isOver).when("09:00", "hu commander", reporting("HU")).thenNothing()
	rule("not for another").given(isOver).when("09:00", "at commander", reporting("DE")).thenRefused()
	rule("not its desk").given(isOver).when("09:00", "at desk", reporting("AT")).thenRefused()
	under(t, ReportAfter)("not before the end").given(crossed).when("07:59", "at commander", reporting("AT")).thenRefused()
	filed := join(isOver, on("09:00", "report", reporting("AT")))
	reopened := join(filed, on("10:00", "close", events.OperationClosed{}), on("11:00", "reopen", events.OperationReopened{}))
	rule = under(t, ReportOnce)
	rule("once").given(filed).when("09:30", "at commander", reporting("AT")).thenRefused()
	rule("and again when the file is opened again").given(reopened).when("11:30", "at commander", reporting("AT")).thenNothing()
	rule("once").given(reopened, on("11:30", "report-2", reporting("AT"))).when("11:40", "at commander", reporting("AT")).thenRefused()
	under(t, NoSuch)("not one that takes no part").given(isOver).when("09:00", "nl commander", reporting("NL")).thenRefused()

	late := on("12:00", "late", overdue("AT", "2026-05-02T08:00:00.000Z"), called(ReportOverdue, "AT", "AT", "", day("2026-05-02T08:00:00.000Z")),
		called(events.Abroad(ReportOverdue), "AT", "HU", "", day("2026-05-02T08:00:00.000Z")))
	under(t, Rule(ReportOverdue))("it is over when it is filed").given(isOver, late).when("13:00", "at commander", reporting("AT")).
		then(settled(ReportOverdue, "AT", "AT", "filed"), settled(events.Abroad(ReportOverdue), "AT", "HU", "filed"))
}

// A State that the goods came to unplanned, and that stopped them, has as much to say as
// any other, and the file waits for it.
func TestAStateThatWasNeverInvolvedReports(t *testing.T) {
	toSK := join(departed, on("02:30", "", events.StateTriggered{Trigger: events.TriggerTerms{Country: "SK", Part: part, Contact: "HU", Expected: clock("03:00")}}),
		on("03:00", "cross", crossing("HU", "SK"), moved("SK", "HU", "03:00", events.ByTerritory, events.NotTaken)))
	stopped := join(toSK, on("03:30", "stop", by("sk", "03:30", executing("SK", events.GoodsSecured)), ended("SK", "03:30")),
		on("03:40", "seize", by("sk", "03:40", seizing("SK"))))
	over := join(stopped, on("04:00", "end", closing(events.Terminated)))
	bill := func(bearer events.Country) events.Event {
		return events.CostNoted{Cost: events.CostTerms{Country: "SK", Item: "storage", Amount: events.Money{Amount: "90", Currency: "EUR"}, Bearer: bearer}}
	}
	rule := under(t, ReportsItsOwn)
	rule("when it has stopped them").given(stopped).when("03:50", "sk commander", reporting("SK")).thenNothing()
	rule("after an end that it is not told of").given(over).when("04:10", "sk commander", reporting("SK")).thenNothing()
	rule("again, whether the file was opened again or not").given(over, on("04:10", "report", reporting("SK"))).when("04:20", "sk commander", reporting("SK")).thenNothing()
	rule("not for another").given(over).when("04:10", "sk commander", reporting("HU")).thenRefused()
	under(t, ReportAfter)("not while it directs them").given(toSK).when("03:10", "sk commander", reporting("SK")).thenRefused()
	under(t, OwnCosts)("what it cost").given(stopped).when("03:50", "sk desk", bill("HU")).thenNothing()
	under(t, BearerKnown)("not to whom it may not know").given(stopped).when("03:50", "sk desk", bill("AT")).thenRefused()
	under(t, NoSuch)("who was shown nothing has nothing to report").given(join(departed, over[len(toSK):])).when("04:10", "sk commander", reporting("SK")).thenRefused()

	due := "2026-05-02T04:00:00.000Z"
	require.Contains(t, fold(Operation{}, over).Due(day(due)), Clock{day(due), overdue("SK", due)})
	lateSK := under(t, Rule(ReportOverdue))("whom nobody told of the end, the lead asks").given(over)
	lateSK.at, lateSK.command = day(due), struck(Clock{day(due), overdue("SK", due)})
	lateSK.then(called(events.Abroad(ReportOverdue), "SK", "HU", "", day(due)))
	require.Contains(t, fold(Operation{}, over).unsettled(), "SK: no report")
	require.NotContains(t, fold(Operation{}, over, on("04:10", "report", reporting("SK"))).unsettled(), "SK: no report")
	warned := join(departed, on("02:30", "", events.StateTriggered{Trigger: events.TriggerTerms{Country: "SK", Part: part, Contact: "HU", Expected: clock("03:00")}}),
		on("04:00", "end", closing(events.Terminated), ended("HU", "04:00")))
	require.NotContains(t, fold(Operation{}, warned).unsettled(), "SK: no report", "the goods never came")
	told := join(crossed, on("01:40", "", involving("SK", events.Informed)))
	require.NotContains(t, fold(Operation{}, told).unsettled(), "SK: no report")
	require.Contains(t, fold(Operation{}, told, on("04:00", "seize", by("sk", "04:00", seizing("SK")))).unsettled(), "SK: no report", "it was only told, and has seized")
}

func overdue(c events.Country, due string) events.Event {
	return events.ReportOverdue{Overdue: events.OverdueTerms{Country: c, Due: day(due)}}
}

func day(at string) events.Time {
	t, err := events.ParseTime(at)
	if err != nil {
		panic(err)
	}
	return t
}

// Two months after the end, by the calendar, each State that took part and has not
// reported is called, and the lead.
func TestAReportIsOverdue(t *testing.T) {
	due := day("2026-05-02T08:00:00.000Z")
	o := fold(Operation{}, isOver)
	require.Empty(t, o.Due(due.Add(-time.Second)))
	for _, late := range []time.Duration{0, time.Second, 1000 * time.Hour} {
		require.Equal(t, []Clock{{due, overdue("HU", due.String())}, {due, overdue("AT", due.String())}, {due, overdue("DE", due.String())}},
			o.Due(due.Add(late)), "the lead as every other; SK was only thought of")
	}
	at := fold(o, on("09:00", "report", reporting("AT")), on("09:00", "late", overdue("HU", due.String())))
	require.Equal(t, []Clock{{due, overdue("DE", due.String())}}, at.Due(due), "who has reported, or was called, is not called")
	at = fold(at, on("09:10", "report-2", reporting("DE")))
	require.Equal(t, []bool{true, false, true}, []bool{at.report("HU").Filed.IsZero(), at.report("AT").Filed.IsZero(), at.report("NL").Filed.IsZero()}, "each its own")
	require.Empty(t, fold(o, on("10:00", "close", events.OperationClosed{})).Due(due))
	require.Len(t, fold(o, on("10:00", "close", events.OperationClosed{}), on("10:10", "reopen", events.OperationReopened{})).Due(due), 3)
	require.Len(t, fold(Operation{}, opened, on("00:03", "inform", involving("NL", events.Informed)), isOver[len(opened):]).Due(due), 3, "who was only told does not report")

	for _, row := range []struct {
		state  events.Country
		called []events.Event
	}{
		{"AT", []events.Event{called(ReportOverdue, "AT", "AT", "", due), called(events.Abroad(ReportOverdue), "AT", "HU", "", due)}},
		{"HU", []events.Event{called(ReportOverdue, "HU", "HU", "", due)}},
	} {
		out, err := Decide(alliance, o, struck(Clock{due, overdue(row.state, due.String())}), due)
		require.NoError(t, err)
		require.Equal(t, row.called, out[1:])
	}
}

func TestMonthsAreThoseOfTheCalendar(t *testing.T) {
	for from, to := range map[string]string{
		"2026-03-02T08:00:00.000Z":      "2026-05-02T08:00:00.000Z",
		"2026-12-31T08:00:00.000Z":      "2027-02-28T08:00:00.000Z",
		"2027-12-31T23:59:59.999Z":      "2028-02-29T23:59:59.999Z",
		"2026-07-31T00:00:00.000Z":      "2026-09-30T00:00:00.000Z",
		"2026-03-02T00:30:00.000+01:00": "2026-05-01T23:30:00.000Z",
	} {
		require.Equal(t, day(to), day(from).Months(2), from)
	}
}

// UNTOC art. 20(3): costs are between two States that may know each other.
func TestCosts(t *testing.T) {
	changed := func(change func(*events.CostTerms)) events.Event {
		c := overtime
		change(&c)
		return events.CostNoted{Cost: c}
	}
	rule := under(t, OwnCosts)
	rule("its desk").given(crossed).when("04:00", "at desk", noting).thenNothing()
	rule("after the end").given(isOver).when("09:00", "at commander", noting).thenNothing()
	rule("not another's").given(crossed).when("04:00", "de desk", noting).thenRefused()
	rule("not a team").given(crossed).when("04:00", "at team", noting).thenRefused()
	rule = under(t, BearerKnown)
	rule("itself").given(crossed).when("04:00", "at desk", changed(func(c *events.CostTerms) { c.Bearer = "AT" })).thenNothing()
	rule("the lead").given(crossed).when("04:00", "at desk", changed(func(c *events.CostTerms) { c.Bearer = "HU" })).thenNothing()
	rule("none that it may not know").given(crossed).when("04:00", "at desk", changed(func(c *events.CostTerms) { c.Bearer = "NL" })).thenRefused()

	// Whether that one takes part is not to be read off the answer.
	billing := commanded("04:00", "at desk", changed(func(c *events.CostTerms) { c.Bearer = "NL" }))
	_, there := Decide(alliance, fold(Operation{}, crossed, on("01:40", "", involving("NL", events.Transit))), billing, clock("04:00"))
	_, none := Decide(alliance, fold(Operation{}, crossed), billing, clock("04:00"))
	require.Equal(t, none, there)

	noted := join(crossed, on("04:00", "cost", noting))
	rule = under(t, CostIsKnown)
	rule("who bears it").given(noted).when("05:00", "de desk", paying("AT")).thenNothing()
	rule("who had it").given(noted).when("05:00", "at commander", paying("DE")).thenNothing()
	rule("not a third").given(noted).when("05:00", "hu desk", paying("AT")).thenRefused()
	rule("not with a third").given(noted).when("05:00", "at desk", paying("HU")).thenRefused()
	rule("not what nobody noted").given(crossed).when("05:00", "at desk", paying("DE")).thenRefused()
	third := commanded("05:00", "hu desk", paying("AT"))
	_, there = Decide(alliance, fold(Operation{}, noted), third, clock("05:00"))
	_, none = Decide(alliance, fold(Operation{}, crossed), third, clock("05:00"))
	require.Equal(t, none, there, "to a third State it is not there")
	two := join(noted, on("04:10", "cost-2", noting), on("04:30", "pay", paying("AT")))
	second := events.CostSettled{Settlement: events.CostName{Cost: "cost-2", Country: "AT"}}
	rule("each by its name").given(two).when("05:00", "de desk", second).thenNothing()
	rule = under(t, CostOnce)
	rule("once").given(noted, on("04:30", "pay", paying("AT"))).when("05:00", "de desk", paying("AT")).thenRefused()
	rule("nor by the other").given(noted, on("04:30", "pay", paying("AT"))).when("05:00", "at desk", paying("DE")).thenRefused()
	before := fold(Operation{}, noted)
	fold(before, on("04:30", "pay", paying("AT")))
	require.True(t, before.Costs[0].Settled.IsZero(), "the old value stays as it was")
}

func TestADebriefFollowsTheEnd(t *testing.T) {
	const coordinator = "hu.lead coordinator"
	held := func(at string) events.Event {
		return events.DebriefHeld{Debrief: events.DebriefTerms{Held: clock(at)}}
	}
	rule := under(t, DebriefAfter)
	rule("after").given(isOver).when("12:00", coordinator, held("11:00")).thenNothing()
	rule("not before").given(isOver).when("12:00", coordinator, held("07:59")).thenRefused()
	rule("as it ended").given(isOver).when("12:00", coordinator, held("08:00")).thenNothing()
	rule("by a clock that is ahead as far as one may be").given(isOver).when("12:00", coordinator, held("12:02")).thenNothing()
	rule("nor to come").given(isOver).when("12:00", coordinator, held("13:00")).thenRefused()
	rule("nor while it goes on").given(crossed).when("12:00", coordinator, held("11:00")).thenRefused()
	under(t, OnlyLead)("no desk holds it").given(isOver).when("12:00", "at desk", held("11:00")).thenRefused()
}
