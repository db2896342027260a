package operation

import (
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/tidy"
)

// Guards names each decision's fact and no other; Touches names every event.
func TestGuardsAreClosed(t *testing.T) {
	var decided, all []string
	for _, row := range events.Kinds {
		e, err := events.DecodeEvent([]byte(`{"kind":"` + string(row.Kind) + `"}`))
		require.NoError(t, err)
		name := reflect.TypeOf(e).Name()
		all = append(all, name)
		if slices.ContainsFunc(events.Acts, func(a events.ActRow) bool { return a.Fact == row.Kind && a.Nature == events.Decision }) {
			decided = append(decided, name)
		}
	}
	open, err := tidy.Open(".", "Guards", decided)
	require.NoError(t, err)
	require.Empty(t, open)
	open, err = tidy.Open(".", "Touches", all)
	require.NoError(t, err)
	require.Empty(t, open)
}

// What a cut left out guards and touches nothing; the operation's own state has no
// name to leave out.
func TestWhatIsNotShownTouchesNothing(t *testing.T) {
	for _, row := range events.Kinds {
		e, err := events.DecodeEvent([]byte(`{"kind":"` + string(row.Kind) + `"}`))
		require.NoError(t, err)
		switch e.(type) {
		case events.OperationSuspended, events.OperationResumed, events.OperationTerminated, events.OperationEnded, events.OperationClosed, events.OperationReopened:
			require.Equal(t, []Guard{theOperation}, Touches(e))
		default:
			require.Empty(t, Touches(e), row.Kind)
			require.Empty(t, Guards(Operation{}, Command{Fact: e}), row.Kind)
		}
	}
}

func TestWhatConflicts(t *testing.T) {
	o := fold(Operation{}, missedAt, on("02:40", "offer", offering))
	revoking := events.AuthorisationRevoked{Revocation: events.EndingTerms{Request: "ask-at", Country: "AT", Measure: events.TransitRoute}}
	revising := events.CheckpointRevised{Revision: events.CheckpointRevision{ID: "AT-CP1"}}
	ordering := events.InterdictionOrdered{Order: events.OrderTerms{Part: part, Country: "AT", Request: "wish"}}
	retracting := events.RecordRetracted{Retraction: events.CorrectsTerms{Record: "cross"}}
	corrected := crossing("HU", "AT").(events.BorderCrossed)
	corrected.Corrects.Record = "cross"
	losing := events.EyesOnLost{Eyes: events.EyesTerms{Part: part, Country: "HU"}}
	taking := events.EyesOnTaken{Eyes: events.EyesTerms{Part: part, Country: "HU"}}
	left := events.DirectionMoved{Left: events.LeftTerms{Part: part, Country: "HU"}} // as HU may be shown it
	for _, row := range []struct {
		name    string
		decided events.Event
		unseen  events.Event
		rests   bool
	}{
		{"accepting what was withdrawn", accepting, events.HandoverWithdrawn{Withdrawal: events.WithdrawalTerms{Offer: "offer"}}, true},
		{"accepting what has moved", accepting, moved("AT", "HU", "02:50", events.ByTerritory, events.NotTaken), true},
		{"accepting at a point that was moved", accepting, events.HandoverPointRevised{Revision: events.PointRevision{ID: "HU-AT"}}, true},
		{"accepting what nobody sees any more", accepting, losing, true},
		{"accepting what somebody sees", accepting, taking, false},
		{"accepting one offer, another refused", accepting, events.HandoverRefused{Refusal: events.HandoverRefusalTerms{Offer: "offer-2"}}, false},
		{"accepting, another point moved", accepting, events.HandoverPointRevised{Revision: events.PointRevision{ID: "AT-DE"}}, false},
		{"offering what has left, shown as leaving", offering, left, true},
		{"granting what was granted", granting("ask-at", "AT", events.TransitRoute), granting("ask-at", "AT", events.TransitRoute), true},
		{"granting, another State too", granting("ask-at", "AT", events.TransitRoute), granting("ask-de", "DE", events.Import), false},
		{"granting what has lapsed", revoking, events.AuthorisationLapsed{Lapse: lapse("AT", events.TransitRoute, "14:00", events.Expiry)}, true},
		{"revoking what was said to end soon", revoking, events.AuthorisationLapsing{Lapsing: lapse("AT", events.TransitRoute, "14:00", events.Expiry)}, false},
		{"asking what was asked", asking("AT", events.TransitRoute), asking("AT", events.TransitRoute), true},
		{"asking another", asking("AT", events.TransitRoute), asking("DE", events.Import), false},
		{"revising what was reached", revising, reaching, true},
		{"revising what opened", revising, isDue, false},
		{"ordering what was ordered", ordering, ordering, true},
		{"ordering what was declined", ordering, events.InterdictionDeclined{Declined: events.DeclinedTerms{Request: "wish"}}, true},
		{"ordering, a sighting", ordering, events.SightingReported{Sighting: events.SightingTerms{Part: part}}, false},
		{"approving what was approved", approving, approving, true},
		{"suspending what was closed", events.OperationSuspended{}, closing(events.Lost), true},
		{"involving a State that was", involving("SK", events.Transit), involving("SK", events.Transit), true},
		{"acknowledging what was acknowledged", acknowledging, acknowledging, true},
		{"acknowledging what was told again", acknowledging, repeated(1), false},
		{"acknowledging, another State's of the name", acknowledging, raised(missedID, "DE", part, "05:30"), false},
		{"retracting what was corrected", retracting, corrected, true},
		{"releasing what was tightened", events.HandlingReleased{Release: events.ReleaseTerms{Record: "cross"}}, events.HandlingChanged{Change: events.ChangeTerms{Record: "cross"}}, true},
		{"planning what was planned", leg("AT-L2", "AT", events.TransitRoute, window("03:00", "04:00")), leg("AT-L2", "AT", events.TransitRoute, window("03:00", "04:00")), false},
		{"a fact rests on nothing", crossing("HU", "AT"), moved("AT", "HU", "02:50", events.ByTerritory, events.NotTaken), false},
	} {
		touched := Touches(row.unseen)
		rests := slices.ContainsFunc(Guards(o, Command{Fact: row.decided}), func(g Guard) bool { return slices.Contains(touched, g) })
		require.Equal(t, row.rests, rests, row.name)
	}
	require.EqualError(t, Changed("AT:413 handover.withdrawn"),
		"this has changed since you looked: AT:413 handover.withdrawn (changed-since-you-looked). Look again, and decide anew.")
}
