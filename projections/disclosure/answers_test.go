package disclosure_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/identity"
)

// To whom an operation is not there, it answers as one that does not exist, to
// every act and at every moment: to a State that takes no part, to one that is only
// possible, and to one that takes part later, before it does.
func TestToANonPartyAnOperationDoesNotExist(t *testing.T) {
	s := begin(t, 1, "RO", "HU", "AT", "DE", "SK", "CZ", "NL")
	other, err := identity.NewID[events.OperationID](s.Now(), s.Dice)
	require.NoError(t, err)
	asked := 0
	s.after = func(called string) {
		outside := map[string][]events.Viewer{"grant-short": {"nl", "sk", "cz", "cz.lead"}, "cross": {"cz"}, "involve-cz": {"sk", "nl.lead"}, "end": {"nl", "sk"}}
		for _, v := range outside[called] {
			here, nowhere := s.answers(v, s.id), s.answers(v, other)
			require.Len(t, nowhere, len(here))
			for i := range here {
				if strings.HasPrefix(here[i], "operation.opened") {
					continue // a new operation has an id of its own
				}
				alike(t, here[i], nowhere[i], "after "+called)
				asked++
			}
		}
	}
	part := s.prepared()
	s.departs(part)
	s.toHungary(part)
	s.toAustria(part)
	s.astray(part)
	s.toGermany(part)
	s.ended(part)
	require.Positive(t, asked)
	t.Logf("%d answers", asked)
}

// What a viewer was not shown is answered like what was never told: an offer, a
// request, a wish, a record.
func TestWhatAViewerWasNotShownIsNotThereForIt(t *testing.T) {
	s := begin(t, 1, "RO", "HU", "AT", "DE", "SK", "CZ", "NL")
	compared := 0
	s.after = func(called string) {
		for _, v := range map[string][]events.Viewer{"lose-hu": {"ro", "hu"}, "change": {"at", "de"}, "offer-de": {"ro", "de", "cz"}, "execute-de": {"at", "cz"}}[called] {
			shown := map[events.CommandID]bool{}
			for _, name := range s.trail(v) {
				shown[s.found(name)] = true
			}
			for _, src := range s.sources() { // what its State has said in its other capacity is its State's
				if src.Note.Signer.Country() == v.Country() {
					shown[src.Note.Command] = true
				}
			}
			base := map[string]string{}
			for _, p := range s.probes(v.Country()) {
				for _, role := range rolesFor(v, p.fact) {
					if p.of == "" || shown[p.of] {
						continue
					}
					key := p.name + " as " + role
					answer := strings.ReplaceAll(s.answer(v, role, s.id, p.fact), string(p.of), string(nowhere))
					answer = strings.ReplaceAll(answer, string(events.DeviceOf(p.of)), string(events.DeviceOf(nowhere)))
					if p.of == nowhere {
						base[key] = answer
						continue
					}
					alike(t, base[key], answer, key+", "+string(v)+" about "+s.called[p.of]+" after "+called)
					compared++
				}
			}
		}
	}
	part := s.prepared()
	s.departs(part)
	s.toHungary(part)
	s.toAustria(part)
	s.astray(part)
	s.toGermany(part)
	require.Positive(t, compared)
	t.Logf("%d answers", compared)
}

// A State is not called because of what another said of which it may not know that
// it takes part: the lead is, in its place. Of a neighbour's it is told all.
func TestAnAlertGoesWhereItsCauseMayBeKnown(t *testing.T) {
	for _, neighbours := range []bool{false, true} {
		s := begin(t, 8, "HU", "RO", "AT")
		s.at("00:10").opens()
		s.involves("RO", events.Origin)
		s.involves("AT", events.Destination)
		part := s.declares("item", lead, "RO")
		s.plansLeg("AT", events.Import)
		if neighbours {
			s.plansPoint("RO", "AT")
		}
		s.at("02:10").tell("depart", "ro team", events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: part, Country: "RO"}})
		who, cause := events.Country("HU"), "departure-without-consent-abroad"
		if neighbours {
			who, cause = "AT", "departure-without-consent"
		}
		s.at("02:25").tell("resolve", lead, events.AlertResolved{Resolution: events.ResolutionTerms{
			ID: events.AlertID(cause + "/" + string(part)), Country: who, Ground: "told-by-telephone"}})
		for called, name := range map[string]string{"depart": "alert.raised/" + cause + "/" + string(who),
			"repeated/" + cause + "/" + string(who) + "/1": "repetition", "resolve": "resolution"} {
			require.Contains(t, s.of("hu.lead", called), name)
			if neighbours {
				require.Contains(t, s.of("at", called), name)
			} else {
				require.Empty(t, s.of("at", called))
			}
		}
	}
}
