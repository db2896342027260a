package disclosure_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/projections"
)

// aside tells something without moving the dice of what follows, so that the
// same may be told earlier or later in two stories that are alike otherwise.
func (s *story) aside(tell func()) {
	dice := s.Dice
	s.Dice = rand.NewChaCha8([32]byte{'a', 's', 'i', 'd', 'e'})
	tell()
	s.Dice = dice
}

// document is what a viewer's view holds of the story.
func (s *story) document(v events.Viewer) projections.Document {
	c, ok := s.House.View(v).Case(s.id)
	require.True(s.t, ok, "%s has nothing of it", v)
	return c.Document
}

// uncounted is a document's bytes without what says when it was told.
func uncounted(t *testing.T, d projections.Document) string {
	d.Counter, d.Texts = 0, slices.Clone(d.Texts)
	for i := range d.Texts {
		d.Texts[i].Counter = 0
	}
	b, err := d.Encode()
	require.NoError(t, err)
	return string(b)
}

// trail is what the story calls the commands that a viewer has, in order.
func (s *story) trail(v events.Viewer) []string {
	c, _ := s.House.View(v).Case(s.id)
	var list []string
	for _, shown := range c.Trail() {
		list = append(list, s.called[shown.Command])
	}
	return list
}

// last is the last message that a viewer was told.
func (s *story) last(v events.Viewer) events.Content {
	list := s.told(v)
	return list[len(list)-1].Content
}

// listed is what somebody has, to be compared.
func listed(holdings map[piece]right) []string {
	var list []string
	for p, is := range holdings {
		list = append(list, fmt.Sprintf("%s %s: %s", p.command, p.name, is))
	}
	slices.Sort(list)
	return list
}

func (s *story) names(list []events.Shown) []string {
	var names []string
	for _, shown := range list {
		names = append(names, s.called[shown.Command])
	}
	return names
}

func TestAStateInvolvedLateIsToldWhatWent(t *testing.T) {
	tell := func(late bool) *story {
		s := begin(t, 3, "RO", "HU", "AT")
		joins := func() { s.aside(func() { s.involves("AT", events.Destination) }) }
		s.at("00:10").opens()
		if !late {
			joins()
		}
		s.involves("RO", events.Origin)
		s.involves("HU", events.Transit)
		part := s.declares("item", lead, "RO")
		s.plansLeg("RO", events.Export)
		s.declares("item-2", lead, "RO")
		s.plansPoint("RO", "HU")
		s.consents("RO", events.Export)
		if late {
			joins()
		}
		s.at("00:20").plansPoint("HU", "AT")
		s.plansCheckpoint("AT")
		s.at("02:10").tell("depart", "ro team", events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: part, Country: "RO"}})
		return s
	}
	early, late := tell(false), tell(true)
	require.Equal(t, []string{"open", "item", "item-2", "involve-at", "point-hu-at", "checkpoint-at", "due/AT-CP1"}, late.trail("at"))
	require.Equal(t, []string{"open", "involve-at", "item", "item-2", "point-hu-at", "checkpoint-at", "due/AT-CP1"}, early.trail("at"))
	require.Equal(t, uncounted(t, early.document("at")), uncounted(t, late.document("at")), "early or late, it comes to the same")
	for _, v := range []events.Viewer{"ro", "hu"} { // whom it does not concern
		a, err := early.document(v).Encode()
		require.NoError(t, err)
		b, err := late.document(v).Encode()
		require.NoError(t, err)
		require.Equal(t, string(a), string(b))
	}

	// One message: the earlier entries first, each behind the one before it.
	messages := late.told("at")
	first := slices.IndexFunc(messages, func(m events.Message) bool {
		return len(m.Content.Entry) > 0 && m.Content.Entry[0].Operation == late.id
	})
	content := messages[first].Content
	require.Equal(t, []string{"open", "item", "item-2"}, late.names(content.Briefing))
	require.Equal(t, []string{"involve-at"}, late.names(content.Entry))
	after := events.CommandID("")
	for _, shown := range content.Briefing {
		require.Equal(t, after, shown.After)
		after = shown.Command
	}
	require.Empty(t, content.Entry[0].After)
	holdings := late.holdings("at", messages[:first+1])
	for _, secret := range []piece{{"open", "aim*"}, {"item", "origin"}, {"leg-ro", "leg"}, {"ask-ro", "request"}, {"involve-ro", "state"}} {
		require.Empty(t, holdings[secret], secret)
	}
	want := map[piece]right{{"open", "operation"}: has, {"open", "basis"}: has, {"involve-at", "state"}: has}
	for _, item := range []string{"item", "item-2"} {
		for _, name := range []string{"item", "quantity", "named", "handling", "description*", "concealment*", "restriction*"} {
			want[piece{item, name}] = has
		}
	}
	require.Equal(t, listed(want), listed(holdings))
}

// When a handover point makes two States neighbours, each is told then of the
// other what a neighbour is told; it takes its place among what it had.
func TestANewNeighbourIsToldWhatWent(t *testing.T) {
	s := begin(t, 4, "HU", "AT", "NL")
	s.at("00:10").opens()
	s.involves("HU", events.Origin)
	s.involves("AT", events.Transit)
	s.involves("NL", events.Destination)
	part := s.declares("item", lead, "HU")
	s.at("02:10").tell("depart", "hu team", events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: part, Country: "HU"}})
	s.at("02:20").plansCheckpoint("AT")
	before := s.document("at")
	require.Equal(t, []string{"open", "involve-at", "item", "checkpoint-at"}, s.trail("at"))
	require.Empty(t, before.Parts[0].Origin)
	require.Empty(t, before.Parts[0].Directs)
	require.Zero(t, before.Parts[0].Departed)

	s.at("02:30").plansPoint("HU", "AT")
	content := s.last("at")
	require.Equal(t, []string{"item", "depart"}, s.names(content.Briefing))
	require.Equal(t, []string{"point-hu-at"}, s.names(content.Entry))
	require.Equal(t, []string{"open", "involve-at", "item", "depart", "checkpoint-at", "due/AT-CP1", "point-hu-at"}, s.trail("at"), "after says where each belongs")
	now := s.document("at").Parts[0]
	require.Equal(t, events.Country("HU"), now.Origin)
	require.Equal(t, events.Country("HU"), now.Directs)
	require.Equal(t, "02:10", now.Departed.String()[11:16])

	require.Empty(t, s.document("nl").Parts[0].Directs, "NL is nobody's neighbour")
	require.Equal(t, []string{"open", "involve-nl", "item"}, s.trail("nl"))
	point := s.at("02:40").last("nl").Counter
	s.plansPoint("HU", "AT")
	require.Equal(t, point, s.last("nl").Counter)
	require.Empty(t, s.last("at").Briefing, "what it has it is not told again")
}

// What a State had been told at a moment is a position in its feed: whatever is
// told later, and of whatever time, does not change what stands before it.
func TestWhatAStateHadBeenToldIsAPositionInItsFeed(t *testing.T) {
	s := relay(t, 1)
	feed := s.told("cz")
	var at []byte
	view, told := projections.NewView("cz"), 0
	for _, m := range feed {
		if entry := m.Content.Entry; len(entry) > 0 && entry[0].At.After(s.window("03:46", "03:46").From) {
			break
		}
		_, digest, err := events.EncodeMessage(m)
		require.NoError(t, err)
		_, err = view.Apply(m.Content, digest)
		require.NoError(t, err)
		told++
	}
	c, ok := view.Case(s.id)
	require.True(t, ok)
	at, err := c.Document.Encode()
	require.NoError(t, err)

	until := begin(t, 1, "RO", "HU", "AT", "DE", "SK", "CZ", "NL") // the same, told until 03:46 only
	part := until.prepared()
	until.departs(part)
	until.toHungary(part)
	until.toAustria(part)
	until.astray(part, "03:46")
	require.Equal(t, feed[:told], until.told("cz"))
	then, err := until.document("cz").Encode()
	require.NoError(t, err)
	require.Equal(t, string(then), string(at))
	require.Less(t, told, len(feed))
}

// A briefing that is too long for one message goes on in the next; folded one by
// one or together, it is what an early comer has.
func TestALongBriefingIsContinued(t *testing.T) {
	tell := func(late bool) *story {
		s := begin(t, 6, "HU", "AT")
		joins := func() { s.aside(func() { s.involves("AT", events.Destination) }) }
		s.at("00:10").opens()
		if !late {
			joins()
		}
		s.involves("HU", events.Origin)
		for i := range 200 {
			s.declares(fmt.Sprintf("item-%d", i), lead, "HU")
		}
		if late {
			joins()
		}
		return s
	}
	early, late := tell(false), tell(true)
	var told []events.Content
	view, together := projections.NewView("at"), projections.NewView("at")
	var list []projections.Told
	for _, m := range late.told("at") {
		bytes, digest, err := events.EncodeMessage(m)
		require.NoError(t, err)
		require.LessOrEqual(t, len(bytes), events.MaxMessage)
		_, err = view.Apply(m.Content, digest)
		require.NoError(t, err)
		if list = append(list, projections.Told{Content: m.Content, Digest: digest}); m.Content.More == "" {
			change, err := together.Prepare(list...)
			require.NoError(t, err)
			change.Commit()
			list = nil
		}
		if slices.Concat(m.Content.Briefing, m.Content.Entry)[0].Operation == late.id {
			told = append(told, m.Content)
		}
	}
	require.Greater(t, len(told), 2)
	var briefed []string
	for i, content := range told {
		last := i == len(told)-1
		require.Equal(t, last, content.More == "")
		require.Equal(t, last, len(content.Entry) == 1, "the entry itself comes last")
		briefed = append(briefed, late.names(content.Briefing)...)
	}
	require.Len(t, briefed, 201)
	require.Equal(t, []string{"open", "item-0", "item-1"}, briefed[:3])
	require.Equal(t, "item-199", briefed[200])

	require.Equal(t, uncounted(t, early.document("at")), uncounted(t, late.document("at")))
	docs, err := late.House.View("at").Documents()
	require.NoError(t, err)
	for _, v := range []*projections.View{view, together} {
		again, err := v.Documents()
		require.NoError(t, err)
		require.Equal(t, docs, again)
	}
}
