package disclosure_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/gateway"
)

// beside is a story of three States in a row, HU, AT and DE, of which AT has the
// goods. AT and DE are neighbours; HU leads.
func beside(t *testing.T) (*story, events.Part) {
	s := begin(t, 7, "HU", "AT", "DE")
	s.at("00:10").opens()
	s.involves("HU", events.Origin)
	s.involves("AT", events.Origin)
	s.involves("DE", events.Destination)
	part := s.declares("item", lead, "AT")
	s.plansPoint("AT", "DE")
	s.at("02:00").tell("eyes", "at team", events.EyesOnTaken{Eyes: events.EyesTerms{Part: part, Country: "AT"}, Team: events.TeamTerms{Team: "AT-1"}})
	return s, part
}

// of is what a viewer has of one command, in order; -name: what was taken back.
func (s *story) of(viewer events.Viewer, command string) []string {
	list := []string{}
	for p, is := range s.holdings(viewer, s.told(viewer)) {
		if p.command == command {
			list = append(list, map[right]string{has: "", lost: "-"}[is]+p.name)
		}
	}
	slices.Sort(list)
	return list
}

// these is some names in order.
func these(names ...string) []string {
	return slices.Sorted(slices.Values(strings.Fields(strings.Join(names, " "))))
}

// Dangers are never held back, and how to handle them goes along; all else of what
// is handled H2 stays with its author's State and the lead. What follows from a
// fact is not held back: that a State directs is true whoever saw it.
func TestWhatIsHandledH2StaysWithItsAuthorAndTheLead(t *testing.T) {
	s, part := beside(t)
	s.declares("held", lead, "HU", events.H2, events.H3)
	require.Equal(t, these("item named handling restriction*"), s.of("at", "held"))
	require.Equal(t, these("item origin quantity named handling description* concealment* parties* restriction*"), s.of("hu.lead", "held"))

	s.tell("cross", "at team", events.BorderCrossed{Handling: handled(events.H2),
		Crossing: events.CrossingTerms{Part: part, From: "AT", To: "DE", Method: events.Visual}})
	require.Equal(t, these("direction.moved/direction breach.found/crossed-without-authority/DE alert.raised/crossed-without-authority/DE breach.found/crossed-without-acceptance/DE alert.raised/crossed-without-acceptance/DE alert.raised/unwatched/DE"), s.of("de", "cross"))
	require.Equal(t, these("crossing handling remark* direction.moved/direction"), s.of("at", "cross"))

	// What is addressed to somebody is not held back from it.
	asked := s.tell("ask", lead, events.AuthorisationRequested{Handling: handled(events.H2),
		Request: events.RequestTerms{Country: "DE", Measure: events.Import, Mode: events.Live}, Window: s.window("00:30", "14:00")})
	require.NotEmpty(t, asked)
	require.Equal(t, these("request window handling facts* concealment* suspects* customs* other*"), s.of("de", "ask"))
}

// A release shows slots of an earlier record, to one State more; a change of the
// codes ends it, and what was shown is taken back.
func TestAReleaseShowsAndATighteningTakesBack(t *testing.T) {
	s, part := beside(t)
	sight := s.sees("sight", "at team", part, "AT")
	s.at("02:05").plansCheckpoint("DE")
	require.Empty(t, s.of("de", "sight"))

	s.at("02:10").releases("release", "at commander", sight, "DE", "sighting")
	require.Equal(t, these("sighting handling restriction*"), s.of("de", "sight"), "and how to handle it")
	last := s.last("de")
	require.Equal(t, []string{"sight"}, s.names(last.Briefing))
	require.Equal(t, []string{"release"}, s.names(last.Entry))
	require.Equal(t, []string{"open", "involve-de", "item", "point-at-de", "sight", "checkpoint-de", "due/DE-CP1", "release"}, s.trail("de"))
	s.releases("release-more", "at commander", sight, "DE", "remark")
	require.Equal(t, these("sighting remark* handling restriction*"), s.of("de", "sight"))
	shown := s.last("de").Counter
	require.Empty(t, s.of("hu", "sight"))

	// A message that only takes back.
	s.at("02:20").changes("tighten", "at commander", sight, events.H2)
	last = s.last("de")
	require.Empty(t, last.Briefing)
	require.Empty(t, last.Entry)
	feed := s.told("de")
	require.NoError(t, gateway.Proven(feed[len(feed)-1], s.House.Registry().Journal().ID, s.House.View("de").Alliance.Public))
	require.Equal(t, []events.Withdrawn{{Operation: s.id, At: s.Now(), Counter: shown, Command: sight,
		Slots: []string{"sighting", "remark", "handling", "restriction"}, Reason: "tightened"}}, last.Withdrawn)
	require.Equal(t, these("-sighting -remark* -handling -restriction*"), s.of("de", "sight"))
	require.NotContains(t, s.trail("de"), "sight")
	require.Empty(t, s.document("de").Sightings)
	require.Equal(t, these("sighting place remark* handling restriction*"), s.of("at", "sight"))

	// Released once more, with the codes it now has.
	s.at("02:30").releases("release-again", "at commander", sight, "DE", "place")
	require.Equal(t, these("place handling -sighting -remark* restriction*"), s.of("de", "sight"))
	require.Equal(t, these("change"), s.of("de", "tighten"))
}

// What somebody has by the table is taken back in part: the rest stands in the same
// message. What is relaxed again comes back.
func TestATighteningLeavesWhatFollowedAndARelaxingGivesBack(t *testing.T) {
	s, part := beside(t)
	cross := s.crosses("cross", "at team", part, "AT", "DE")
	const follows = "direction.moved/direction breach.found/crossed-without-authority/DE alert.raised/crossed-without-authority/DE " +
		"breach.found/crossed-without-acceptance/DE alert.raised/crossed-without-acceptance/DE alert.raised/unwatched/DE"
	require.Equal(t, these("crossing handling remark* restriction*", follows), s.of("de", "cross"))
	shown := s.last("de").Counter

	s.changes("tighten", "at commander", cross, events.H2)
	last := s.last("de")
	require.Equal(t, []string{"cross"}, s.names(last.Briefing))
	require.Equal(t, []events.Withdrawn{{Operation: s.id, At: s.Now(), Counter: shown, Command: cross,
		Slots: []string{"crossing", "remark", "handling", "restriction"}, Reason: "tightened"}}, last.Withdrawn)
	require.Equal(t, these("-crossing -handling -remark* -restriction*", follows), s.of("de", "cross"))
	require.Equal(t, events.Country("DE"), s.document("de").Parts[0].Directs)

	s.changes("relax", "at commander", cross)
	require.Equal(t, these("crossing handling remark* restriction*", follows), s.of("de", "cross"))
	require.Equal(t, these("change"), s.of("de", "relax"))
	require.Equal(t, these("change"), s.of("de", "tighten"))
}

// A correction tells the fact anew. Who is not told better loses what was wrong,
// with all that was said to follow from it; who is told keeps both; who was never
// told of the old one does not learn that there was one.
func TestACorrectionIntoAndOutOfSight(t *testing.T) {
	s, part := beside(t)
	wrong := s.crosses("wrong", "at team", part, "AT", "DE")
	require.NotEmpty(t, s.document("de").Breaches)
	shown := s.last("de").Counter
	fact := events.BorderCrossed{Crossing: events.CrossingTerms{Part: part, From: "AT", To: "HU", Method: events.Visual},
		Corrects: events.CorrectsTerms{Record: wrong, Ground: "wrong-border"}}
	s.tell("right", "at team", fact)
	last := s.last("de")
	require.Equal(t, []events.Withdrawn{{Operation: s.id, At: s.Now(), Counter: shown, Command: wrong,
		Slots: []string{"crossing", "remark", "handling", "restriction"}, Reason: "corrected"}}, last.Withdrawn)
	for _, name := range s.of("de", "wrong") {
		require.True(t, strings.HasPrefix(name, "-"), name)
	}
	require.Empty(t, s.document("de").Breaches)
	require.Empty(t, s.document("de").Parts[0].Directs)
	require.Contains(t, s.of("at", "wrong"), "crossing")
	require.Contains(t, s.of("hu.lead", "right"), "corrects")
	require.NotContains(t, s.of("hu", "right"), "corrects", "HU had not been told of the first")
	require.Contains(t, s.of("hu", "right"), "crossing")

	// What names no record of the author's own is a new fact, and says so to none
	// but the lead.
	fact.Corrects.Record = s.commandCalled("item")
	s.tell("not-own", "at team", fact)
	require.Contains(t, s.of("hu.lead", "not-own"), "corrects")
	require.NotContains(t, s.of("hu", "not-own"), "corrects")

	// Retracted, it stays, and who has it is told that it never was.
	s.tell("retract", "at desk", events.RecordRetracted{Retraction: events.CorrectsTerms{Record: s.commandCalled("right"), Ground: "another-truck"}})
	require.Contains(t, s.of("hu", "retract"), "retraction")
	require.Contains(t, s.of("hu", "right"), "crossing")
	require.NotContains(t, s.of("de", "retract"), "retraction")
}
