package cli

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/projections"
)

// TestShowIsAsWideAsItsScreen: every moment of every story, with every pair of
// eyes.
func TestShowIsAsWideAsItsScreen(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(stories)) {
		s := newStage(t)
		stories[name](s)
		for _, v := range slices.Sorted(maps.Keys(s.views)) {
			if _, ok := s.views[v].Case(relay); !ok {
				continue
			}
			for _, line := range []string{"vigil show " + string(relay), "vigil since"} {
				exit, out, errs := s.run(context.Background(), line+" --desk "+string(v))
				require.Zero(t, exit, errs)
				for line := range strings.Lines(out) {
					require.LessOrEqual(t, text.StringWidthWithoutEscSequences(strings.TrimSuffix(line, "\n")), 80, "%s, %s: %s", name, v, line)
				}
			}
		}
	}
}

// TestWordsOfH3AreNeverShortened: with many newer texts, at any width, also where
// only some texts are fetched.
func TestWordsOfH3AreNeverShortened(t *testing.T) {
	s := newStage(t)
	s.handled()
	for range 2 * fewTexts {
		s.entry("hu.lead", "operation.resume", "22:11+01:00", everybody, "remark=again", events.OperationResumed{})
	}
	for _, width := range []int{80, 40} {
		s.Width = width
		exit, out, errs := s.run(context.Background(), "vigil show RELAY --as at/commander")
		require.Zero(t, exit, errs)
		require.Contains(t, strings.Join(strings.Fields(out), " "), longRestriction)
	}
	// Words that cannot be had are no permission.
	for key, words := range s.texts {
		if words == longRestriction {
			delete(s.texts, key)
		}
	}
	_, out, _ := s.run(context.Background(), "vigil show RELAY --as at/commander")
	require.Contains(t, strings.Join(strings.Fields(out), " "), "ask before you use it")
}

func TestWhatNeedsYouIsListedFirst(t *testing.T) {
	s := newStage(t)
	s.missed()
	for i, name := range []events.Codename{"ALDER", "BIRCH"} {
		id := events.OperationID("01JQ000000000000000000000" + string(rune('0'+i)))
		s.entryOf(id, "hu.lead", "operation.open", "18:00Z", forAT, "",
			events.OperationOpened{Operation: events.OperationTerms{Name: name, Lead: "HU", Goods: events.Cash}})
		if name == "BIRCH" {
			s.entryOf(id, "hu.lead", "checkpoint.plan", "18:01Z", forAT, "", events.CheckpointPlanned{
				Checkpoint: events.CheckpointTerms{Country: "AT"}, Window: between("21:20Z", "21:30Z"), Named: events.CheckpointName{ID: "AT-CP1"}})
		}
	}
	_, out, _ := s.run(context.Background(), "vigil operation ls --desk at")
	at := func(name string) int { return strings.Index(out, name) }
	require.Contains(t, out, "1 alert NOT ACKNOWLEDGED")
	require.Less(t, at("RELAY"), at("BIRCH"), out)
	require.Less(t, at("BIRCH"), at("ALDER"), out)
}

func TestAlertsArePressingInThisOrder(t *testing.T) {
	d := projections.Document{Viewer: "at", Alerts: []projections.AlertLine{
		{ID: "a/1", Country: "AT", State: projections.AlertResolved},
		{ID: "a/2", Country: "AT", State: projections.AlertAcknowledged, Since: at("21:00Z")},
		{ID: "a/3", Country: "HU", State: projections.AlertOpen, Since: at("20:00Z")},
		{ID: "a/4", Country: "AT", State: projections.AlertOpen, Since: at("21:10Z")},
		{ID: "a/5", Country: "AT", State: projections.AlertOpen, Since: at("21:05Z")},
	}}
	var order []events.AlertID
	for _, a := range openAlerts(d) {
		order = append(order, a.ID)
	}
	require.Equal(t, []events.AlertID{"a/5", "a/4", "a/3", "a/2"}, order)
}

// What is to hold all along is a condition, and not something that is missing for ever.
func TestAContinuingConditionIsNotMissing(t *testing.T) {
	is := func(f events.ConditionForce, state projections.ConditionState) bool {
		return isToHold(projections.ConditionLine{ID: "AT-C1", Force: f, State: state})
	}
	require.True(t, is(events.Continuing, projections.Unmet))
	require.False(t, is(events.Continuing, projections.Waived))
	require.False(t, is(events.Precedent, projections.Unmet))
}

func TestOnePackageIsOne(t *testing.T) {
	require.Equal(t, []string{"", "1 package", "12 packages"}, []string{packages(0), packages(1), packages(12)})
}

func TestWhenAnAlertIsToldAgain(t *testing.T) {
	raised, taken := at("21:00Z"), at("21:07Z")
	for round, want := range []string{"21:10Z", "21:20Z", "21:40Z"} {
		require.Equal(t, at(want), nextCall(projections.AlertLine{State: projections.AlertOpen, Raised: raised, Round: uint16(round)}))
	}
	require.Zero(t, nextCall(projections.AlertLine{State: projections.AlertOpen, Raised: raised, Round: 3}))
	require.Equal(t, at("22:07Z"), nextCall(projections.AlertLine{State: projections.AlertAcknowledged, Raised: raised, Acknowledged: taken}))
	require.Equal(t, at("22:07Z"), nextCall(projections.AlertLine{State: projections.AlertOpen, Raised: raised, Round: 2, Told: taken}))
	require.Zero(t, nextCall(projections.AlertLine{State: projections.AlertResolved, Raised: raised}))
}

// TestARefusalIsMissingUntilItIsConsentedTo: the State was asked again, and agreed.
func TestARefusalIsMissingUntilItIsConsentedTo(t *testing.T) {
	s := newStage(t)
	s.planned()
	asked := func(at string) events.CommandID {
		return s.entry("hu.lead", "authorisation.request", at, forAT, "", events.AuthorisationRequested{
			Request: events.RequestTerms{Country: "AT", Measure: events.TransitRoute, Mode: events.Live}, Window: between("22:00Z", "23:00Z")})
	}
	shown := func() string {
		exit, out, errs := s.run(context.Background(), "vigil show RELAY --desk hu.lead")
		require.Zero(t, exit, errs)
		return out
	}
	s.entry("at", "authorisation.refuse", "17:42+01:00", forAT, "", events.AuthorisationRefused{
		Refusal: events.RefusalTerms{Request: asked("17:41+01:00"), Country: "AT", Measure: events.TransitRoute, Ground: "public-safety"}})
	again := asked("17:43+01:00")
	require.Contains(t, shown(), "AT transit: REFUSED: public-safety")
	s.entry("at", "authorisation.grant", "17:44+01:00", forAT, "", events.AuthorisationGranted{
		Grant:  events.GrantTerms{Request: again, Country: "AT", Measure: events.TransitRoute, Modes: []events.Mode{events.Partial}, Finality: events.Final},
		Window: between("22:00Z", "23:00Z")})
	require.NotContains(t, shown(), "REFUSED")
}

// TestADangerThatIsGoneIsSaid: silence is for what did not change.
func TestADangerThatIsGoneIsSaid(t *testing.T) {
	require.Empty(t, dangerNow(events.HazardTerms{}))
	require.Equal(t, "· no hazard any more", dangerNow(events.HazardTerms{Hazards: []events.Code{}}))
	require.Equal(t, "· HAZARD fentanyl", dangerNow(events.HazardTerms{Hazards: []events.Code{"fentanyl"}}))
}
