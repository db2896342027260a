package disclosure

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/operation"
	"vigil/internal/tidy"
)

// The table names each member of each event in the event's order, then the
// enclosures of the act that records it: a member that it forgets would be shown
// to nobody, and nobody would notice.
func TestAudienceTableIsComplete(t *testing.T) {
	for _, row := range events.Kinds {
		want := append(membersOf(t, row.Kind), enclosuresOf(row.Kind)...)
		var named []string
		for _, r := range table[row.Kind] {
			named = append(named, r.name)
		}
		require.Equal(t, want, named, "table (audience.go) gives each member of %s an audience, in order, then each enclosure of its act", row.Kind)
	}
	for kind := range table {
		known := slices.ContainsFunc(events.Kinds, func(r events.KindRow) bool { return r.Kind == kind })
		require.True(t, known, "table (audience.go) speaks of %s, which is no kind of event", kind)
	}
}

// Who it concerns, and what later decisions must know of it, is asked of every
// event.
func TestSwitchesAreClosed(t *testing.T) {
	families, err := tidy.Families("../../events")
	require.NoError(t, err)
	var all []string
	for _, types := range families {
		all = append(all, types...)
	}
	slices.Sort(all)
	var open []string
	for _, function := range []string{"Fold.about", "Fold.learn"} {
		list, err := tidy.Open(".", function, all)
		require.NoError(t, err)
		open = append(open, list...)
	}
	require.Empty(t, open)
}

// A name that the table lacks is the author's alone, not everybody's.
func TestWhatTheTableLacksIsShownToNobody(t *testing.T) {
	require.Equal(t, author, audienceOf("handover.sung", "song"))
	require.Equal(t, author, audienceOf("handover.offered", "song"))
	f := Fold{lead: "HU", parties: []events.Country{"HU", "AT"}, borders: []border{{pair: pair{"HU", "AT"}}}}
	for _, as := range []standing{outside, woken, party, leading} {
		for _, c := range []events.Country{"HU", "AT"} {
			require.False(t, f.reaches(c, as, 1, scope{to: author, about: pair{"HU", "AT"}}), c)
		}
	}
}

func membersOf(t *testing.T, kind events.Kind) []string {
	e, err := events.DecodeEvent([]byte(`{"kind":"` + string(kind) + `"}`))
	require.NoError(t, err)
	var names []string
	of := reflect.TypeOf(e)
	for i := range of.NumField() {
		if f := of.Field(i); !f.Anonymous {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			names = append(names, name)
		}
	}
	return names
}

func enclosuresOf(kind events.Kind) []string {
	var names []string
	for _, act := range events.Acts {
		for _, slot := range act.Slots {
			if act.Fact == kind && slot.Class != events.Clear {
				names = append(names, slot.Name)
			}
		}
	}
	return names
}

// What every party is told names its author to every party: so nothing of it may be
// a desk's to say. What of an act is all parties' is signed by the lead, by root or
// by the hub's clock.
func TestWhatAllPartiesAreToldIsNotADesksToSay(t *testing.T) {
	journal := operation.Registry{}
	key := events.PublicKey("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
	from, err := events.ParseTime("2026-03-02T00:00:00.000Z")
	require.NoError(t, err)
	journal = journal.Evolve(operation.Cause{N: 1}, events.CountryAdded{Country: events.CountryTerms{Code: "AT", Account: "ACCOUNTAT"}})
	journal = journal.Evolve(operation.Cause{N: 2}, events.OfficerEnrolled{Officer: events.OfficerTerms{Country: "AT", Key: key, From: from, Until: from.Add(1e15),
		Roles: []events.Role{events.Coordinator, events.CompetentAuthority, events.Commander, events.DeskOfficer, events.Team, events.Technical, events.Custody, events.Liaison}}})
	all := 0
	for _, act := range events.Acts {
		if !slices.ContainsFunc(table[act.Fact], func(r row) bool { to := r.to &^ safe; return to == parties || to == everyone }) {
			continue
		}
		all++
		fact, err := events.DecodeEvent([]byte(`{"kind":"` + string(act.Fact) + `"}`))
		require.NoError(t, err)
		c := operation.Command{ID: "now", Operation: "one", Act: act.Act, Signer: "at", Key: key.ID(), Occurred: from, Known: from, Fact: fact}
		if act.Nature == events.Decision {
			c.Until = from
		}
		c.Enclosures = enclosuresOf(act.Fact)
		_, err = operation.Decide(journal, operation.Operation{}, c, from)
		var refusal *operation.Refusal
		require.ErrorAs(t, err, &refusal, act.Act)
		require.Contains(t, []operation.Rule{operation.OnlyLead, operation.OnlyRoot, operation.OnlyClock}, refusal.Rule, "%s", act.Act)
	}
	require.Equal(t, 16, all)

	// What follows from a fact is of those whom it concerns, whoever reported it; what
	// is all parties' is told without a name. What is told without one is not told with
	// it: safe would.
	for kind, rows := range table {
		for _, r := range rows {
			require.NotEqual(t, safe|unsigned, r.to&marks, "%s of %s", r.name, kind)
		}
		if slices.ContainsFunc(events.Acts, func(r events.ActRow) bool { return r.Fact == kind }) {
			continue
		}
		for _, r := range rows {
			if r.to&unsigned == 0 {
				require.Contains(t, []audience{concerned, adjacent}, r.to&^marks, "%s of %s", r.name, kind)
			}
		}
	}
}
