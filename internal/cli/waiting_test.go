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
	require.Contains(t, out, "none: nothing is to be looked at or answered")

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

// TestAnAlertToldAgainSaysWhoHadIt: to call it nobody's were untrue.
func TestAnAlertToldAgainSaysWhoHadIt(t *testing.T) {
	s := newStage(t)
	s.missed()
	s.says(t, "vigil alert ack RELAY AT-CP1 --action \"AT-1 drives back.\" --as at/commander")
	again := events.AlertRepeated{Repetition: events.RepetitionTerms{ID: "checkpoint-missed/AT-CP1", Country: "AT", Round: 1}}
	// The desk's own words come back with its feed; here they are told by hand.
	s.entry("at", "alert.acknowledge", "22:16+01:00", forAT, "", events.AlertAcknowledged{
		Acknowledgement: events.AlertName{ID: again.Repetition.ID, Country: "AT"}})
	s.entry(events.Hub, "alert.repeated", "22:17Z", forAT, "", again)
	_, out := s.says(t, "vigil watch RELAY --as at/commander --no-follow")
	require.NotContains(t, out, "nobody says")
	require.Contains(t, out, "it is not over; acknowledged last by AT desk at 21:16Z: say again that you have it, or resolve it")
	_, out = s.says(t, "vigil alert ls --all -o wide --as at/commander")
	require.Regexp(t, `AT desk 21:15Z \([0-9a-f]{16}\), AT desk 21:16Z`, out)
}

// TestNoArrivalIsMadeUp: goods that come somebody's way are expected when somebody said.
func TestNoArrivalIsMadeUp(t *testing.T) {
	s := newStage(t)
	s.called()
	_, out := s.says(t, "vigil show "+string(relay)+" --desk sk")
	require.Contains(t, out, "expected 21:50Z")
	s = newStage(t)
	s.missed()
	s.views["sk"] = nil
	forSK := []events.Viewer{"hu.lead", "sk"}
	s.entry("at", "route.deviated", "22:14+01:00", forSK, "", events.RouteDeviated{
		Deviation: events.DeviationTerms{Part: thePart, From: "AT", Toward: "SK"}},
		events.StateTriggered{Trigger: events.TriggerTerms{Country: "SK", Part: thePart, Contact: "AT", Expected: at("21:14Z")}})
	for _, line := range []string{"vigil show " + string(relay) + " --desk sk", "vigil watch --no-follow --desk sk"} {
		_, out = s.says(t, line)
		require.NotContains(t, out, "expected")
		require.Contains(t, out, "AT", out)
	}
}

// TestAnAnswerWithinAMinuteIsOne: "–" is for none.
func TestAnAnswerWithinAMinuteIsOne(t *testing.T) {
	s := newStage(t)
	s.underway()
	window := between("22:00Z", "23:00Z")
	request := s.entry("hu.lead", "authorisation.request", "22:04+01:00", forAT, "", events.AuthorisationRequested{
		Request: events.RequestTerms{Country: "AT", Measure: events.TransitRoute, Mode: events.Live}, Window: window})
	s.entry("at", "authorisation.grant", "22:04+01:00", forAT, "", events.AuthorisationGranted{Window: window, Grant: events.GrantTerms{
		Request: request, Country: "AT", Measure: events.TransitRoute, Modes: []events.Mode{events.Live}, Finality: events.Final}})
	_, out := s.says(t, "vigil statistics --as hu/coordinator")
	require.Contains(t, out, "under 1 min")
}

// TestALabelThatNobodyGaveOutIsNoPart: a slip of the pen adds nothing to what is
// missing.
func TestALabelThatNobodyGaveOutIsNoPart(t *testing.T) {
	s := newStage(t)
	s.planned()
	both := []events.Viewer{"at", "hu.lead"}
	s.entry("at", "item.sampled", "17:50+01:00", both, "", events.ItemSampled{
		Sample: events.SampleTerms{Part: "ZZZZZZ", Country: "AT", Storage: "VAULT-3", Quantity: events.Quantity{Amount: "5", Unit: "g"}}})
	s.entry("at", "device.read", "17:51+01:00", both, "", events.DeviceRead{Reading: events.ReadingTerms{Device: "FBDH0H", Country: "AT"}})
	_, out := s.says(t, "vigil show RELAY --desk hu.lead")
	require.Equal(t, 1, strings.Count(out, "ZZZZZZ"), out)
	require.Regexp(t, `not declared by the lead: ZZZZZZ, named in HU:\d+`, out)
	require.Regexp(t, `assigned by nobody: FBDH0H, named in HU:\d+`, out)
	_, out = s.says(t, "vigil operation ls --desk hu.lead")
	require.NotContains(t, out, " / ")
}

// TestATableObeysTheWidthThatIsSaid, also where there is no terminal.
func TestATableObeysTheWidthThatIsSaid(t *testing.T) {
	s := newStage(t)
	s.missed()
	_, out := s.says(t, "vigil alert ls --desk at")
	require.Contains(t, out, "nobody has reported it there in time")
	s.Fits = true
	for _, s.Terminal = range []bool{true, false} {
		_, out = s.says(t, "vigil alert ls --desk at --color never")
		for line := range strings.Lines(out) {
			require.LessOrEqual(t, len([]rune(strings.TrimSuffix(line, "\n"))), 80, line)
		}
	}
}
