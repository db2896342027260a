package tracker_test

import (
	"fmt"
	"testing"

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
