package disclosure_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/operation"
)

// A State that is only possible is told nothing, whatever is planned for it or said
// of it: to it the operation does not exist.
func TestAPossibleStateIsToldNothing(t *testing.T) {
	for _, first := range []string{"leg-sk", "point", "checkpoint-sk", "sight", "eyes", "release"} {
		t.Run(first, func(t *testing.T) {
			s, part := towards(t, "SK")
			switch first {
			case "leg-sk":
				s.plansLeg("SK", events.TransitRoute)
			case "point":
				s.plansPoint("HU", "SK")
			case "checkpoint-sk":
				s.plansCheckpoint("SK")
			case "sight":
				s.sees("sight", lead, part, "SK")
			case "eyes":
				s.tell("eyes", "hu team", events.EyesOnTaken{Eyes: events.EyesTerms{Part: part, Country: "SK"}, Team: events.TeamTerms{Team: "HU-1"}})
			case "release":
				_, err := s.try("release", "hu commander", events.HandlingReleased{Release: events.ReleaseTerms{
					Record: s.commandCalled("depart"), To: "SK", Slots: []events.Code{"departed"}}})
				require.NoError(t, err, "refusing it would tell who takes part")
			}
			_, knows := s.House.View("sk").Case(s.id)
			require.False(t, knows)
			_, err := s.try("ask", "sk commander", events.HandoverRefused{Refusal: events.HandoverRefusalTerms{Offer: s.commandCalled("open"), Ground: "x"}})
			require.ErrorContains(t, err, string(operation.NoSuch))
		})
	}
}

// towards is a story in which the goods are on their way from HU to AT, and some
// State might get them.
func towards(t *testing.T, possible events.Country) (*story, events.Part) {
	s := begin(t, 5, "HU", "AT", "SK", "NL")
	s.at("00:10").opens()
	s.involves("HU", events.Origin)
	s.involves("AT", events.Destination)
	if possible != "" {
		s.involvesAs("foresee", possible, events.Possible)
	}
	part := s.declares("item", lead, "HU")
	s.plansLeg("AT", events.Import)
	s.plansPoint("HU", "AT")
	s.at("02:00").tell("depart", "hu team", events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: part, Country: "HU"}})
	s.tell("eyes", "hu team", events.EyesOnTaken{Eyes: events.EyesTerms{Part: part, Country: "HU"}, Team: events.TeamTerms{Team: "HU-1"}})
	return s, part
}

// A State that takes no part and gets the goods is told whom to call, what is
// dangerous and when to expect them, and then what concerns it: no name, no item,
// nothing that was before. It joins at 02:10, and is briefed at 02:10.
func TestAStateThatTheGoodsTurnToIsTriggeredAndJoins(t *testing.T) {
	for _, foreseen := range []events.Country{"SK", ""} { // whether or not the lead had thought of it
		s, part := towards(t, foreseen)
		s.sees("sight-before", lead, part, "SK")
		s.at("02:02").tell("deviate", "hu team", events.RouteDeviated{
			Deviation: events.DeviationTerms{Part: part, From: "HU", Toward: "SK", Expected: s.window("02:30", "02:30").From}, Place: border})
		require.Equal(t, []string{"deviate"}, s.trail("sk"))
		s.at("02:05").crosses("cross", "sk team", part, "HU", "SK")
		plan := []string{}
		if foreseen != "" {
			s.plansLeg("SK", events.TransitRoute)
			plan = []string{"leg-sk"}
		}
		s.sees("sight-hu", "hu team", part, "HU")
		s.sees("sight-sk", lead, part, "SK")
		s.plansPointAs("point-2", "HU", "AT")                                                               // after which much is looked at again
		s.tell("suspend", lead, events.OperationSuspended{Suspension: events.HaltTerms{Ground: "weather"}}) // all parties are told
		want := map[piece]right{}
		for _, name := range []string{"deviation", "place", "handling", "remark*", "restriction*", "state.triggered/trigger",
			"state.triggered/hazards", "alert.raised/coming-your-way/SK"} {
			want[piece{"deviate", name}] = has
		}
		for _, name := range []string{"crossing", "handling", "remark*", "restriction*", "direction.moved/direction",
			"breach.found/crossed-without-authority/SK", "alert.raised/crossed-without-authority/SK",
			"breach.found/crossed-without-acceptance/SK", "alert.raised/crossed-without-acceptance/SK", "alert.raised/unwatched/SK"} {
			want[piece{"cross", name}] = has
		}
		for _, name := range []string{"sighting", "place", "handling", "remark*", "restriction*"} {
			want[piece{"sight-sk", name}] = has
		}
		require.Equal(t, listed(want), listed(s.holdings("sk", s.told("sk"))))
		require.Empty(t, s.document("sk").Name)

		before := len(s.told("sk"))
		s.at("02:10").involves("SK", events.Transit)
		messages := s.told("sk")
		require.Len(t, messages, before+1, "one message: the briefing, and that it is involved")
		last := messages[before].Content
		require.Equal(t, slices.Concat([]string{"open", "item", "sight-before"}, plan, []string{"suspend"}), s.names(last.Briefing))
		require.Equal(t, []string{"involve-sk"}, s.names(last.Entry))
		require.Equal(t, "02:10", last.Entry[0].At.String()[11:16])
		want[piece{"open", "operation"}], want[piece{"open", "basis"}], want[piece{"involve-sk", "state"}] = has, has, has
		want[piece{"suspend", "suspension"}] = has
		for _, name := range []string{"item", "quantity", "named", "handling", "description*", "concealment*", "restriction*"} {
			want[piece{"item", name}] = has
		}
		for _, name := range []string{"sighting", "place", "handling", "remark*", "restriction*"} {
			want[piece{"sight-before", name}] = has
		}
		for _, called := range plan {
			want[piece{called, "leg"}], want[piece{called, "window"}], want[piece{called, "named"}] = has, has, has
			want[piece{called, "instructions*"}] = has
		}
		require.Equal(t, listed(want), listed(s.holdings("sk", messages)), "within its rights, and not a slot more")
		require.Equal(t, slices.Concat([]string{"open", "item", "sight-before", "deviate", "cross"}, plan, []string{"sight-sk", "suspend", "involve-sk"}), s.trail("sk"))
		require.Equal(t, events.Codename("RELAY"), s.document("sk").Name)
	}
}

// A release to a State that takes no part shows it nothing, not even that there is
// one; when the State joins, it is briefed with what was released.
func TestAReleaseWaitsForTheStateToJoin(t *testing.T) {
	for _, woken := range []bool{false, true} {
		s, part := towards(t, "SK")
		sight := s.sees("sight", "at team", part, "AT")
		if woken {
			s.at("02:02").tell("deviate", "hu team", events.RouteDeviated{Deviation: events.DeviationTerms{Part: part, From: "HU", Toward: "SK"}})
		}
		s.at("02:05").releases("release", "at commander", sight, "SK", "sighting")
		require.Empty(t, s.of("sk", "release"))
		require.Empty(t, s.of("sk", "sight"))
		s.at("02:10").involves("SK", events.Transit)
		require.Equal(t, these("sighting handling restriction*"), s.of("sk", "sight"))
		require.Equal(t, these("release purpose*"), s.of("sk", "release"))
	}
}

// When the last handover point between two States is dropped, each is told nothing new
// of the other, and keeps what it was told; unless something else makes them neighbours.
func TestFormerNeighboursAreToldNothingNew(t *testing.T) {
	for name, row := range map[string]struct {
		more func(s *story, part events.Part)
		told bool
	}{
		"nothing else":      {func(*story, events.Part) {}, false},
		"another point":     {func(s *story, _ events.Part) { s.plansPointAs("point-3", "SK", "AT") }, true},
		"goods have passed": {func(s *story, part events.Part) { s.crosses("cross", "at team", part, "AT", "SK") }, true},
	} {
		t.Run(name, func(t *testing.T) {
			s, part := towards(t, "")
			s.involves("SK", events.Transit)
			s.plansPointAs("point-2", "AT", "SK")
			s.at("02:10").crosses("enter", "at team", part, "HU", "AT")
			row.more(s, part)
			lose := func(called string) {
				s.tell(called, "at team", events.EyesOnLost{Eyes: events.EyesTerms{Part: part, Country: "AT"}, Team: events.TeamTerms{Team: "AT-1"}, Place: border})
			}
			lose("lose")
			require.Contains(t, s.trail("sk"), "lose")
			s.tell("drop", lead, events.HandoverPointDropped{Dropped: events.PointName{ID: "AT-SK"}})
			require.Contains(t, s.trail("sk"), "drop")
			require.Contains(t, s.trail("sk"), "lose", "it is not taken back")
			s.at("02:20")
			lose("lose-2")
			require.Equal(t, row.told, slices.Contains(s.trail("sk"), "lose-2"))
			s.involves("NL", events.Transit) // after which much is looked at again
			require.Contains(t, s.trail("sk"), "lose")
			require.Equal(t, row.told, slices.Contains(s.trail("sk"), "lose-2"))
		})
	}
}
