package operation

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

var (
	seizedAll = on("08:50", "seize", by("at", "07:30", seizing("AT")))
	reported  = join(isOver, seizedAll, on("09:00", "report-hu", reporting("HU")), on("09:00", "report-at", reporting("AT")), on("09:00", "report-de", reporting("DE")))
	fileShut  = join(reported, on("10:00", "shut", shutting))
	shutting  = events.OperationClosed{Closing: events.ClosingTerms{Review: day("2031-03-02T00:00:00.000Z")}}
	anew      = events.OperationReopened{Reopening: events.HaltTerms{Ground: "new-evidence"}}
)

// INV-20: the file is closed when all is settled, and the lead is told what is not.
func TestAFileIsClosedWhenAllIsSettled(t *testing.T) {
	const coordinator = "hu.lead coordinator"
	paid := join(reported, on("09:10", "cost", noting), on("09:20", "pay", paying("AT")))
	open := join(missedAt, on("08:00", "end", closing(events.Lost), ended("HU", "08:00")), on("08:10", "cost", noting))
	rule := under(t, AllSettled)
	rule("it is").given(reported).when("10:00", coordinator, shutting).thenNothing()
	rule("costs are settled").given(paid).when("10:00", coordinator, shutting).thenNothing()
	rule("nothing is").given(open).when("10:00", coordinator, shutting).thenRefused("part "+string(part)+": 62.4 kg not accounted for",
		"AT: alert checkpoint-missed/AT-CP1 is not acknowledged", "HU: no report", "AT: no report", "DE: no report", "AT: 1200 EUR for overtime, which DE is to bear, not settled")
	rule("a surplus is not called a lack").given(reported, on("09:30", "twice", by("at", "09:30", seizing("AT")))).when("10:00", coordinator, shutting).
		thenRefused("part " + string(part) + ": 62.4 kg more than there was")
	rule("it has not even ended").given(crossed).when("07:00", coordinator, shutting).thenRefused("it has not ended",
		"part "+string(part)+": 62.4 kg not accounted for", "HU: no report", "AT: no report", "DE: no report")
	rule("who was only told need not report").given(opened, on("00:03", "", involving("NL", events.Informed)), reported[len(opened):]).
		when("10:00", coordinator, shutting).thenNothing()
	rule = under(t, OnlyLead)
	rule("not a desk").given(reported).when("10:00", "hu commander", shutting).thenRefused()

	// A call that somebody took after the end, and that has still a cause, is over now.
	breach := called(DisclosureBreach, "AT", "HU", "", clock("09:30"))
	name := events.AlertName{ID: "disclosure-breach/AT", Country: "HU"}
	taken := join(reported, on("09:30", "breach", breach), on("09:40", "ack", events.AlertAcknowledged{Acknowledgement: name}))
	_, err := Decide(alliance, fold(Operation{}, crossed, on("04:00", "give-up", events.OperationTerminated{})), commanded("10:00", coordinator, shutting), clock("10:00"))
	var refusal *Refusal
	require.ErrorAs(t, err, &refusal)
	require.Contains(t, refusal.Missing, "it has not ended")
	require.Contains(t, refusal.Hint, "Giving an operation up does not end it", "given up is not ended, and its state says only that")
	under(t, AllSettled)("what is left is over").given(taken).when("10:00", coordinator, shutting).then(settled(DisclosureBreach, "AT", "HU", "closed"))

	rule = under(t, ReviewAhead)
	rule("not of the past").given(reported).when("10:00", coordinator, events.OperationClosed{Closing: events.ClosingTerms{Review: clock("10:00")}}).thenRefused()

	rule = under(t, ClosedIsOver)
	rule("no report after").given(fileShut).when("11:00", "at commander", reporting("AT")).thenRefused()
	rule("not twice").given(fileShut).when("11:00", coordinator, shutting).thenRefused()
	rule = under(t, OnlyClosed)
	rule("it is opened again").given(fileShut).when("11:00", coordinator, anew).thenNothing()
	rule("not what is open").given(reported).when("11:00", coordinator, anew).thenRefused()
	rule("nor what goes on").given(crossed).when("07:00", coordinator, anew).thenRefused()
	rule("nor twice").given(fileShut, on("11:00", "anew", anew)).when("11:10", coordinator, anew).thenRefused()
	under(t, AllSettled)("and closed again").given(fileShut, on("11:00", "anew", anew)).when("11:10", coordinator, shutting).thenNothing()
	under(t, AllMandatory)("with its reason").given(fileShut).when("11:00", coordinator, anew).without("reason").thenRefused("reason")

	o := fold(Operation{}, fileShut, on("11:00", "anew", anew))
	require.False(t, o.Ended.IsZero(), "it has ended all the same")
	_, runs := fold(Operation{}, fileShut).Next()
	require.False(t, runs, "in a closed file nothing of the road runs, and no report is waited for")
	found := called(DisclosureBreach, "AT", "HU", "", clock("11:00"))
	next, runs := fold(Operation{}, fileShut, on("11:00", "breach", found)).Next()
	require.True(t, runs, "what comes up then is not left untold")
	require.Equal(t, clock("11:00").Add(reminders[0]), next)
}

// A call that nobody has taken goes on after the end, until somebody does.
func TestAnAlertOutlivesTheEnd(t *testing.T) {
	const coordinator = "hu.lead coordinator"
	left := join(missedAt, on("05:35", "end", closing(events.Lost), ended("HU", "05:35")))
	o := fold(Operation{}, left)
	require.Contains(t, o.Due(clock("05:40")), Clock{clock("05:40"), repeated(1)})
	require.NotContains(t, o.Due(clock("05:40").Add(-1e9)), Clock{clock("05:40"), repeated(1)})
	rule := under(t, "an-alert-outlives-the-end")
	rule("until it is acknowledged").given(left).when("05:36", "at desk", acknowledging).then(settled(CheckpointMissed, "AT-CP1", "AT", "ended"))
	rule("or resolved").given(left).when("05:36", coordinator, resolving).thenNothing()
	rule("or passed on").given(left).when("05:36", "at desk", escalating).thenNothing()
	rule("no fact ends it by the way").given(crossed, on("03:20", "lose", by("at", "03:20", lost("AT")), called(LostSight, string(part), "AT", part, clock("03:20"))),
		on("03:30", "end", closing(events.Lost), ended("AT", "03:30"))).when("03:40", "at team", crossing("NL", "NL")).thenNothing()
	rule("also its third round goes another way").given(toldTwice, on("05:55", "end", closing(events.Lost), ended("HU", "05:55"))).
		strikes("06:10", repeated(3)).then(notToldAT)
	rule("one that was raised after it is only acknowledged").given(isOver, on("09:30", "breach", called(DisclosureBreach, "AT", "AT", "", clock("09:30")))).
		when("09:40", "at desk", events.AlertAcknowledged{Acknowledgement: events.AlertName{ID: "disclosure-breach/AT", Country: "AT"}}).thenNothing()
}

// By hand from the domain: which decision a party has while the operation rests,
// when it was given up, after its end, and in a closed file. What stops the goods,
// finds them or keeps people safe is possible as long as they travel; what only
// settles it, until the file is closed; what answers and corrects what was told, always.
func TestWhatMayBeDecidedWhen(t *testing.T) {
	table := map[events.Act]string{ // rests, given up, ended, closed
		"state.involve":             "y...",
		"operation.suspend":         "y...",
		"operation.resume":          "y...",
		"operation.terminate":       "y...",
		"operation.end":             "yy..",
		"operation.close":           "yyy.",
		"operation.reopen":          "yyyy",
		"authorisation.request":     "yy..",
		"authorisation.acknowledge": "yy..",
		"information.ask":           "yy..",
		"information.supply":        "yy..",
		"competence.contest":        "yy..",
		"competence.settle":         "yy..",
		"authorisation.grant":       "yy..",
		"authorisation.refuse":      "yy..",
		"authorisation.confirm":     "yy..",
		"authorisation.vary":        "yy..",
		"authorisation.suspend":     "yy..",
		"authorisation.resume":      "yy..",
		"authorisation.revoke":      "yy..",
		"condition.impose":          "yy..",
		"condition.meet":            "yy..",
		"condition.waive":           "yy..",
		"assurance.give":            "yy..",
		"assurance.withdraw":        "yy..",
		"team.assign":               "yy..",
		"team.ready":                "yy..",
		"officers.admit":            "yy..",
		"undercover.declare":        "yy..",
		"letter.issue":              "yy..",
		"letter.withdraw":           "yyy.", // nobody is to keep his hands off any more
		"deconfliction.enter":       "yy..",
		"plan.issue":                "y...",
		"plan.approve":              "y...",
		"plan.return":               "y...",
		"leg.plan":                  "y...",
		"leg.revise":                "y...",
		"leg.activate":              "y...",
		"leg.drop":                  "y...",
		"handover-point.plan":       "y...",
		"handover-point.revise":     "y...",
		"handover-point.drop":       "y...",
		"checkpoint.plan":           "y...",
		"checkpoint.revise":         "y...",
		"checkpoint.waive":          "y...",
		"item.declare":              "y...",
		"departure.approve":         "....",
		"substitution.propose":      "y...",
		"substitution.authorise":    "y...",
		"risk.accept":               "y...",
		"loss.report":               "yyy.",
		"loss.declare":              "yyy.",
		"control.declare":           "yy..",
		"control.decide":            "yy..",
		"surveillance.allow":        "yy..",
		"surveillance.stop":         "yy..",
		"go.decide":                 "yy..",
		"halt.order":                "yy..",
		"halt.lift":                 "yy..",
		"device.assign":             "y...",
		"device.propose":            "y...",
		"device.approve":            "y...",
		"device.refuse":             "yy..",
		"device.abandon":            "yyy.",
		"handover.offer":            "....",
		"handover.accept":           "yy..",
		"handover.refuse":           "yy..",
		"handover.withdraw":         "yy..",
		"interdiction.request":      "yy..",
		"interdiction.decline":      "yy..",
		"interdiction.order":        "yy..",
		"report.file":               "yyy.",
		"cost.note":                 "yyy.",
		"cost.settle":               "yyy.",
		"debrief.hold":              "yyy.",
		"alert.acknowledge":         "yyyy",
		"alert.escalate":            "yyyy",
		"alert.resolve":             "yyyy",
		"record.retract":            "yyyy",
		"handling.change":           "yyyy",
		"handling.release":          "yyyy",
	}
	states := []struct {
		given history
		rule  Rule
	}{
		{join(crossed, suspended), GoesNotOn},
		{join(crossed, givenUp), OnlyWoundUp},
		{isOver, EndedIsOver},
		{fileShut, ClosedIsOver},
	}
	asked := 0
	for _, row := range events.Acts {
		if a, _ := actionOf(row.Act); row.Nature != events.Decision || a.ofRegistry() || a.opens() {
			continue
		}
		asked++
		for i, state := range states {
			s := situation{Operation: fold(Operation{}, state.given), command: Command{Act: row.Act, Signer: "at"}}
			err := s.mayBeDecided(row.Act)
			if strings.HasPrefix(table[row.Act][i:], "y") {
				require.NoError(t, err, row.Act)
				continue
			}
			var refusal *Refusal
			require.True(t, errors.As(err, &refusal), "%s: %s", row.Act, state.rule)
			require.Equal(t, state.rule, refusal.Rule, row.Act)
			s.command.Signer = "nl"
			require.NoError(t, s.mayBeDecided(row.Act), "a State that takes no part is not told how far it has come")
		}
	}
	require.Len(t, table, asked)

	// The same at the last safe point: go goes on, no go does not.
	s := situation{Operation: fold(Operation{}, crossed, suspended), command: Command{Signer: "at"}}
	s.command.Fact = events.GoDecided{Go: events.GoTerms{Word: events.Go}}
	require.Error(t, s.mayBeDecided("go.decide"))
	s.command.Fact = events.GoDecided{Go: events.GoTerms{Word: events.NoGo}}
	require.NoError(t, s.mayBeDecided("go.decide"))
}
