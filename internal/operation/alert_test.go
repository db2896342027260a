package operation

import (
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

const missedID events.AlertID = "checkpoint-missed/AT-CP1"

var (
	missedAt = join(watched, on("05:30", "missed", isMissed, raised(missedID, "AT", "", "05:30")))
	passedOn = join(missedAt, on("05:35", "escalate", escalating))

	acknowledging = events.AlertAcknowledged{Acknowledgement: events.AlertName{ID: missedID, Country: "AT"}}
	escalating    = events.AlertEscalated{Escalation: events.AlertName{ID: missedID, Country: "AT"}}
	resolving     = events.AlertResolved{Resolution: events.ResolutionTerms{ID: missedID, Country: "AT", Ground: "seen"}}
)

func TestAlertsAreAnswered(t *testing.T) {
	const coordinator = "hu.lead coordinator"
	rule := under(t, AlertedAnswers) // INV-28
	for _, role := range []string{"coordinator", "competent-authority", "commander", "desk"} {
		rule("by "+role).given(missedAt).when("05:36", "at "+role, acknowledging).thenNothing()
	}
	for _, role := range []string{"team", "liaison"} {
		rule("not by "+role).given(missedAt).when("05:36", "at "+role, acknowledging).thenRefused()
	}
	rule("not by the lead").given(missedAt).when("05:36", coordinator, acknowledging).thenRefused()
	rule("by the lead, once it is passed on").given(passedOn).when("05:36", coordinator, acknowledging).thenNothing()
	rule("by the lead, once it was called too").given(missedAt, on("05:40", "r1", repeated(1)), on("05:50", "r2", repeated(2))).
		when("05:51", coordinator, acknowledging).thenNothing()
	rule("not after the first repetition").given(missedAt, on("05:40", "r1", repeated(1))).when("05:41", coordinator, acknowledging).thenRefused()
	rule("nor by another of its officers").given(passedOn).when("05:36", "hu.lead commander", acknowledging).thenRefused()

	rule = under(t, AcknowledgedOnce)
	rule("twice").given(missedAt, on("05:33", "ack", acknowledging)).when("05:36", "at desk", acknowledging).thenRefused()
	rule("again, after it was told again").given(missedAt, on("05:33", "ack", acknowledging), on("06:33", "r1", repeated(1))).
		when("06:36", "at desk", acknowledging).thenNothing()

	rule = under(t, AlertedEscalates)
	rule("to the lead").given(missedAt).when("05:35", "at desk", escalating).thenNothing()
	rule("also what somebody has").given(missedAt, on("05:33", "ack", acknowledging)).when("05:35", "at desk", escalating).thenNothing()
	rule("not by a team").given(missedAt).when("05:35", "at team", escalating).thenRefused()
	rule("not by the lead to itself").given(missedAt).when("05:35", coordinator, escalating).thenRefused()
	under(t, EscalatedOnce)("once").given(passedOn).when("05:36", "at desk", escalating).thenRefused()

	rule = under(t, AlertedResolves)
	rule("by its desk").given(missedAt).when("05:36", "at desk", resolving).thenNothing()
	rule("by the lead").given(missedAt).when("05:36", coordinator, resolving).thenNothing()
	rule("not by a team").given(missedAt).when("05:36", "at team", resolving).thenRefused()

	rule = under(t, AlertIsKnown)
	rule("never raised").given(watched).when("05:36", "at desk", acknowledging).thenRefused()
	rule("of another State").given(missedAt).when("05:36", "de desk", acknowledging).thenRefused()
	rule("escalating that").given(missedAt).when("05:36", "de desk", escalating).thenRefused()
	rule("resolving that").given(missedAt).when("05:36", "de desk", resolving).thenRefused()
	rule("also as the lead's desk").given(passedOn).when("05:36", "hu desk", acknowledging).thenRefused()
	rule("over").given(missedAt, on("05:33", "resolve", resolving)).when("05:36", "at desk", resolving).thenRefused()
	rule("of the same cause, but of another State").given(missedAt).when("05:36", "de desk", func() events.Event {
		e := acknowledging
		e.Acknowledgement.Country = "DE"
		return e
	}()).thenRefused()
}

// A desk is told the very same of another State's alert and of none.
func TestAnAlertOfOthersIsNotThere(t *testing.T) {
	for _, fact := range []events.Event{acknowledging, escalating, resolving} {
		for _, by := range []string{"de desk", "hu desk", "de commander"} {
			c := commanded("05:36", by, fact)
			_, there := Decide(alliance, fold(Operation{}, passedOn), c, clock("05:36"))
			_, gone := Decide(alliance, fold(Operation{}, watched), c, clock("05:36"))
			require.Error(t, there)
			require.Equal(t, gone, there)
			require.NotContains(t, there.Error(), "AT")
		}
	}
}

// One cause has one open alert in each State, and settling ends that one.
func TestOneAlertForEachCause(t *testing.T) {
	s := situation{Operation: fold(Operation{}, missedAt)}
	require.Empty(t, s.raise(CheckpointMissed, "AT-CP1", "AT", part, clock("06:00")))
	require.Len(t, s.raise(CheckpointMissed, "AT-CP1", "DE", part, clock("06:00")), 1)
	require.Len(t, s.raise(CheckpointMissed, "AT-CP2", "AT", part, clock("06:00")), 1)
	require.Empty(t, s.settle(CheckpointMissed, "AT-CP2", "AT", "seen"))
	require.Equal(t, []events.Event{resolving}, s.settle(CheckpointMissed, "AT-CP1", "AT", "seen"))

	alert, open := s.Alert(missedID, "AT")
	require.True(t, open)
	require.Equal(t, Alert{ID: missedID, Country: "AT", Part: "", By: "missed", Raised: clock("05:30")}, alert)
	_, open = fold(Operation{}, missedAt, on("05:33", "resolve", resolving)).Alert(missedID, "AT")
	require.False(t, open)
	require.Len(t, s.Alerts, 1, "the old value stays as it was")
}

// A State that is triggered answers its alert, and as long as it takes no part it
// can do little else.
func TestATriggeredStateAnswersItsAlert(t *testing.T) {
	called := join(crossed, on("03:30", "deviate", events.StateTriggered{Trigger: events.TriggerTerms{Country: "NL", Part: part, Contact: "AT", Expected: clock("05:00")}},
		raised("coming-your-way/TTTTTT", "NL", part, "03:30")))
	name := events.AlertName{ID: "coming-your-way/TTTTTT", Country: "NL"}
	rule := under(t, AlertedAnswers)
	rule("it has it").given(called).when("03:35", "nl desk", events.AlertAcknowledged{Acknowledgement: name}).thenNothing()
	rule("it passes it on").given(called).when("03:35", "nl desk", events.AlertEscalated{Escalation: name}).thenNothing()
	under(t, AlertIsKnown)("not another's").given(called, missedAt[len(departed):]).when("05:36", "nl desk", acknowledging).thenRefused()
	there := join(called, on("04:00", "cross-nl", by("nl", "04:00", crossing("AT", "NL")), moved("NL", "AT", "04:00", events.ByTerritory, events.NotTaken)),
		on("04:05", "lose-nl", by("nl", "04:05", lost("NL"))), on("04:25", "gone", by(events.Hub, "04:25", controlLost("NL", "04:05"))))
	under(t, OnlyLost)("it decides what is done when it has lost them").given(there).when("04:30", "nl commander", deciding("NL", events.Regain)).thenNothing()
	under(t, OnlyWhoDirects)("not when it has them not").given(called).when("04:30", "nl commander", deciding("NL", events.Regain)).thenRefused()
	rule = under(t, NoSuch)
	rule("it offers nothing").given(called).when("03:35", "nl commander", offering).thenRefused()
	rule("it is no lead").given(called).when("03:35", "nl.lead coordinator", events.AlertAcknowledged{Acknowledgement: name}).thenRefused()
	rule("another State, as before").given(called).when("03:35", "sk desk", events.AlertAcknowledged{Acknowledgement: name}).thenRefused()
}
