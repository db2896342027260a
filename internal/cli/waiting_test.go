package cli

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

// TestWhatWaitsForAnAnswerIsListed: where there is no alert, but somebody must act now;
// at the desk that has to answer, and at no other.
func TestWhatWaitsForAnAnswerIsListed(t *testing.T) {
	s := newStage(t)
	s.underway()
	_, out := s.says(t, "vigil alert ls --desk at")
	require.NotContains(t, out, "none")
	require.Contains(t, out, "WAITS FOR YOU")
	require.Contains(t, out, "vigil handover accept|refuse RELAY HU-AT")
	_, out = s.says(t, "vigil alert ls --as hu/coordinator")
	require.Contains(t, out, "none: nothing is to be looked at, and nothing waits for your answer")

	s.entry("hu.lead", "authorisation.request", "22:04+01:00", forAT, "", events.AuthorisationRequested{
		Request: events.RequestTerms{Country: "AT", Measure: events.TransitRoute, Mode: events.Live, Urgency: events.Urgent, Acknowledge: at("21:20Z"), Answer: at("21:45Z")},
		Window:  between("22:00Z", "23:00Z")})
	s.entry("hu.lead", "plan.issue", "22:05+01:00", forAT, "", events.PlanIssued{Issue: events.IssueTerms{Country: "AT"}, Named: events.PlanVersion{Version: 1}})
	s.entry("hu.lead", "interdiction.request", "22:06+01:00", forAT, "", events.InterdictionRequested{Wish: events.WishTerms{Part: thePart, Country: "AT"}})
	_, out = s.says(t, "vigil alert ls --desk at")
	before := -1
	for _, want := range []string{
		"vigil interdiction order|decline RELAY", "vigil authorisation acknowledge RELAY --measure transit",
		"vigil authorisation grant|refuse RELAY --measure transit", "vigil plan approve|return RELAY",
	} {
		i := strings.Index(out, want)
		require.Greater(t, i, before, "%s, soonest first:\n%s", want, out)
		before = i
	}
	require.Contains(t, out, "URGENT consent to transit")
	require.Contains(t, out, "21:20Z, in 5 min")
	_, out = s.says(t, "vigil alert ls --desk hu.lead -o json")
	require.Contains(t, out, `"waiting": []`)
	_, out = s.says(t, "vigil alert ls --desk at -o json")
	require.Contains(t, out, `"what": "wish"`)

	_, out = s.says(t, "vigil operation ls --desk at")
	require.Contains(t, out, "the lead's wish that you stop it · receipt of the request, transit in 5 min · and 3 more")
	for _, offering := range []string{"hu.lead", "hu"} {
		_, out = s.says(t, "vigil operation ls --desk "+offering)
		require.NotContains(t, out, "offer HU-AT")
		_, out = s.says(t, "vigil show RELAY --desk "+offering)
		require.Contains(t, out, "AT is to answer HU-AT by")
	}

	s.entry("at", "interdiction.decline", "22:12+01:00", forAT, "", events.InterdictionDeclined{
		Declined: events.DeclinedTerms{Request: s.commandAt("at", s.views["at"].Counter), Country: "AT", Ground: "no-team"}})
	_, out = s.says(t, "vigil alert ls --desk at")
	require.NotContains(t, out, "interdiction order")
}
