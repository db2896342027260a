package tracker_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/operation"
)

// TestAConflictSaysWhatChanged: AT refuses the offer at one desk and accepts it
// at the other, who had not seen that.
func TestAConflictSaysWhatChanged(t *testing.T) {
	r := found(t, 80, "HU", "AT").road()
	offer := r.offer()
	seen := r.seen("at")
	accept := spoken{By: "at commander", About: r.id, Seen: seen, Fact: events.HandoverAccepted{
		Acceptance: events.AcceptanceTerms{Offer: offer, Commander: r.key("at commander").ID(), Team: "AT-2"}}}

	// What is not about the offer is no conflict, whoever said it.
	r.accepted(r.sign(sighting(r.id, "at team", r.part, "")))
	dry := r.sign(accept)
	dry.DryRun = events.DecideOnly
	_, err := r.hub.Do(r.context(), "", dry)
	require.NoError(t, err)

	// The goods cross before the officer signs: the same part.
	crossing := spoken{By: "at team", About: r.id, Fact: events.BorderCrossed{
		Crossing: events.CrossingTerms{Part: r.part, From: "HU", To: "AT", Method: events.Visual}}}
	r.accepted(r.sign(crossing))
	request, before := r.sign(accept), r.state().Last
	_, err = r.hub.Do(r.context(), "", request)
	refusal := new(operation.Refusal)
	require.ErrorAs(t, err, &refusal)
	require.Equal(t, operation.ChangedSince, refusal.Rule)
	require.Equal(t, operation.Conflict, refusal.Class)
	require.Equal(t, []string{fmt.Sprintf("AT:%d border.crossed", seen.Counter+2)}, refusal.Missing)
	require.Equal(t, before, r.state().Last)

	// A fact of the same moment is recorded whatever changed.
	crossing.Seen = seen
	r.accepted(r.sign(crossing))

	// Who has looked again decides.
	accept.Seen = r.seen("at")
	request = r.sign(accept)
	receipt := r.accepted(request)
	require.Equal(t, receipt, r.accepted(request), "one's own retry is no conflict")
	r.restart()
	require.Equal(t, receipt, r.accepted(request))
	r.consistent()
}

// After the end decisions go on, and conflict as before. What was told before the
// file was closed is forgotten, so who has not seen the last of it looks again.
func TestAConflictAfterTheEnd(t *testing.T) {
	a := found(t, 83, "HU", "AT")
	id := a.operation()
	tell := func(by string, seen events.Seen, fact events.Event) error {
		t.Helper()
		s := spoken{By: by, About: id, Fact: fact, Seen: seen}
		for _, row := range events.Acts {
			for _, slot := range row.Slots {
				if row.Fact == fact.Kind() && slot.Class != events.Clear && slot.Need == events.Required {
					s.Texts = map[string]string{slot.Name: "in words"}
				}
			}
		}
		_, err := a.hub.Do(a.context(), "", a.sign(s))
		return err
	}
	now := func(by string, fact events.Event) {
		t.Helper()
		require.NoError(t, tell(by, a.seen(by), fact))
	}
	conflicts := func(err error) {
		t.Helper()
		refusal := new(operation.Refusal)
		require.ErrorAs(t, err, &refusal)
		require.Equal(t, operation.ChangedSince, refusal.Rule, refusal)
	}
	cost := newID[events.CommandID](a)
	a.accepted(a.sign(spoken{By: "at commander", About: id, ID: cost, Fact: events.CostNoted{Cost: events.CostTerms{
		Country: "AT", Item: "overtime", Amount: events.Money{Amount: "1200", Currency: "EUR"}, Bearer: "HU"}}}))
	now("hu.lead coordinator", events.OperationEnded{Ending: events.EndTerms{Cause: events.Terminated}})
	open := a.seen("at")
	retract := func(seen events.Seen) error {
		return tell("at commander", seen, events.HandlingChanged{Change: events.ChangeTerms{Record: cost, Codes: []events.HandlingCode{events.H1}}})
	}
	require.NoError(t, retract(open))
	conflicts(retract(open))

	now("hu commander", events.CostSettled{Settlement: events.CostName{Cost: cost, Country: "AT"}})
	now("hu commander", events.ReportFiled{Report: events.ReportTerms{Country: "HU"}})
	now("at commander", events.ReportFiled{Report: events.ReportTerms{Country: "AT"}})
	before := a.seen("at")
	now("hu.lead coordinator", events.OperationClosed{Closing: events.ClosingTerms{Review: a.time().Add(24 * 365 * 5 * time.Hour)}})
	shut := a.seen("at")
	now("hu.lead coordinator", events.OperationReopened{Reopening: events.HaltTerms{Ground: "new-evidence"}})
	conflicts(retract(before))
	require.NoError(t, retract(shut), "nothing of this record has changed since")
	a.restart()
	conflicts(retract(before))
	a.consistent()
}

// offer finds the one open offer by its entry.
func (r road) offer() (id events.CommandID) {
	r.t.Helper()
	for _, e := range r.records() {
		if e.Events[0].Kind() == "handover.offered" {
			n, err := e.Parsed()
			require.NoError(r.t, err)
			id = n.Command
		}
	}
	return id
}
