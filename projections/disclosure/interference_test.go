package disclosure_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/identity"
)

// secret is what a story tells behind one viewer's back: further commands
// between those of the story, and other values in the slots that the table
// written by hand denies that viewer. Its dice are its own, so that everything
// else is as it would have been.
type secret struct {
	viewer  events.Viewer
	table   map[piece]map[events.Viewer]right
	dice    *rand.Rand
	chacha  *rand.ChaCha8
	busy    bool
	other   events.OperationID // led by RO, not a party of which the viewer is
	told    int
	changed int
}

func newSecret(t *testing.T, viewer events.Viewer, seed uint64) *secret {
	return &secret{viewer: viewer, table: allowed(t), dice: diceOf(seed), chacha: rand.NewChaCha8([32]byte{byte(seed), 1})}
}

// denied tells whether the viewer may not have a piece of a command of the story.
func (x *secret) denied(called, name string) bool {
	to, known := x.table[piece{called, name}]
	return known && to[x.viewer] == ""
}

// text is what an enclosure says: where it is secret, it is longer or shorter.
func (x *secret) text(called, name, words string) string {
	if x == nil || x.busy || !x.denied(called, name+"*") {
		return words
	}
	x.changed++
	return strings.Repeat("otherwise ", 1+x.dice.IntN(30))
}

// between goes before each command of the story.
func (x *secret) between(s *story, called string, fact events.Event) events.Event {
	if x == nil || x.busy {
		return fact
	}
	x.busy = true
	dice := s.Dice
	s.Dice = x.chacha
	for range x.dice.IntN(3) {
		x.tells(s)
	}
	s.Dice, x.busy = dice, false
	return x.changes(called, fact)
}

func pick[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// foreign is some of the States that are not the viewer's. NL is brought in
// sooner or later; SK is not to be concerned.
func (x *secret) foreign() events.Country {
	for {
		if c := pick(x.dice, events.Country("RO"), "HU", "AT", "NL"); c != x.viewer.Country() || x.viewer.IsLead() {
			return c
		}
	}
}

// tells has something happen that the viewer must not notice, if the rules let
// it happen.
func (x *secret) tells(s *story) {
	r := x.dice
	c, d := x.foreign(), x.foreign()
	var part events.Part
	if parts := s.House.Operation(s.id).Parts; len(parts) > 0 {
		part = parts[0].Label
	}
	if x.viewer == "hu.lead" {
		c = "" // the lead is told everything of what it leads
	}
	own := func(role string) string { return string(c.Desk()) + " " + role }
	told := func(by string, fact events.Event) (events.CommandID, bool) {
		id, err := s.try("secret", by, fact)
		if err == nil {
			x.told++
		}
		return id, err == nil
	}
	what := r.IntN(9)
	if c == "" || what == 8 || what >= 5 && part == "" {
		x.elsewhere(s)
		return
	}
	switch what {
	case 0:
		if x.viewer.Country() != "NL" {
			told(lead, events.StateInvolved{State: events.StateTerms{Country: "NL", Role: pick(r, events.Transit, events.Destination, events.Possible)}})
		}
	case 1: // over before departure, which would need its consent otherwise
		told(lead, events.LegPlanned{Leg: events.LegTerms{Country: c, Measure: events.TransitRoute, Carried: events.ByRail}, Window: s.window("00:05", "00:10")})
	case 2:
		told(lead, events.CheckpointPlanned{Checkpoint: events.CheckpointTerms{Country: c, Grace: 5}, Window: s.window("03:00", "09:00")})
	case 3:
		told(lead, events.HandoverPointPlanned{Point: events.PointTerms{From: c, To: d}, Window: s.window("03:00", "09:00")})
	case 4:
		asked, ok := told(lead, events.AuthorisationRequested{
			Request: events.RequestTerms{Country: c, Measure: events.TransitRoute, Mode: events.Live}, Window: s.window("01:00", "02:00")})
		if ok && r.IntN(2) == 0 {
			told(own("competent-authority"), events.AuthorisationRefused{
				Refusal: events.RefusalTerms{Request: asked, Country: c, Measure: events.TransitRoute, Ground: "no-capacity"}})
		}
	case 5:
		by := own("team")
		if x.viewer == c.Desk() || r.IntN(2) == 0 && x.viewer != "hu.lead" {
			by = lead
		}
		told(by, events.SightingReported{Sighting: events.SightingTerms{Part: part, Country: c, Method: events.Device}, Place: border})
	case 6:
		told(own("team"), events.CheckpointReached{Reached: events.ReachedTerms{Checkpoint: events.CheckpointID(c + "-CP1"), Part: part, Method: events.Record}})
	case 7:
		if c == d {
			return
		}
		offer, ok := told(own("commander"), events.HandoverOffered{Offer: events.OfferTerms{Point: events.PointID(c + "-" + d), Part: part}, Pack: events.PackTerms{Team: "SHADOW-1"}})
		if ok { // no offer is left open: that could be noticed, by a refusal
			told(string(d.Desk())+" commander", events.HandoverRefused{Refusal: events.HandoverRefusalTerms{Offer: offer, Ground: "no-team"}})
		}
	}
}

// elsewhere tells of an operation in which the viewer has no part at all.
func (x *secret) elsewhere(s *story) {
	leader := events.Country("RO")
	if x.viewer.Country() == leader {
		leader = "AT"
	}
	id, by := s.id, string(leader.Lead())+" coordinator"
	defer func() { s.id = id }()
	if x.other == "" {
		other, err := identity.NewID[events.OperationID](s.Now(), s.Dice)
		require.NoError(s.t, err)
		x.other, s.id = other, other
		_, err = s.try("secret", by, events.OperationOpened{
			Operation: events.OperationTerms{Name: "SHADOW", Lead: leader, Goods: events.Cash},
			Basis:     events.LegalBasis{Instruments: []events.Instrument{events.Bilateral}}})
		require.NoError(s.t, err)
	}
	s.id = x.other
	_, err := s.try("secret", by, events.StateInvolved{State: events.StateTerms{Country: leader, Role: events.Origin}})
	if err != nil { // involved before
		_, err = s.try("secret", by, events.LegPlanned{Leg: events.LegTerms{Country: leader, Measure: events.Export, Carried: events.ByAir}, Window: s.window("07:00", "09:00")})
	}
	require.NoError(s.t, err)
	x.told++
}

// changes gives the fact with other values in slots that the viewer is denied.
// What the rules go by stays such that the story goes on as before.
func (x *secret) changes(called string, fact events.Event) events.Event {
	r := x.dice
	changed := func(name string, change func()) {
		if x.denied(called, name) && r.IntN(2) == 0 {
			x.changed++
			change()
		}
	}
	longer := func(w *events.Window) func() {
		return func() { w.Until = w.Until.Add(time.Duration(1+r.IntN(60)) * time.Minute) }
	}
	some := events.Quantity{Amount: events.Decimal(pick(r, "1", "999.5", "70")), Unit: pick(r, events.Kilogram, events.Pound)}
	elsewhere := events.Place{Locode: "ROARW", Zone: "Europe/Bucharest"}
	method := pick(r, events.Device, events.ANPR, events.Record)
	sign := pick[events.CallSign](r, "X", "OTHER-TEAM-12")
	ground := pick[events.Code](r, "x", "no-capacity-at-all")
	switch e := fact.(type) {
	case events.AuthorisationRequested:
		changed("window", longer(&e.Window))
		changed("ceiling", func() { e.Ceiling = some })
		return e
	case events.AuthorisationGranted:
		changed("window", longer(&e.Window))
		changed("ceiling", func() { e.Ceiling = some })
		changed("grant", func() { e.Grant.Modes = []events.Mode{events.Live, events.Clean} })
		return e
	case events.AuthorisationRefused:
		changed("refusal", func() { e.Refusal.Ground = ground })
		return e
	case events.LegPlanned:
		changed("leg", func() { e.Leg.Carried = events.BySea })
		changed("window", longer(&e.Window))
		return e
	case events.HandoverPointPlanned:
		changed("window", longer(&e.Window))
		changed("place", func() { e.Place = elsewhere })
		return e
	case events.CheckpointPlanned:
		changed("checkpoint", func() { e.Checkpoint.Grace = 90 })
		changed("window", longer(&e.Window))
		changed("place", func() { e.Place = events.Place{} })
		return e
	case events.CheckpointReached:
		changed("reached", func() { e.Reached.Method = method })
		return e
	case events.SightingReported:
		changed("sighting", func() { e.Sighting.Method = method })
		changed("place", func() { e.Place = elsewhere })
		return e
	case events.BorderCrossed:
		changed("crossing", func() { e.Crossing.Method = method })
		return e
	case events.HandoverOffered:
		changed("pack", func() { e.Pack = events.PackTerms{Team: sign} })
		return e
	case events.HandoverAccepted:
		changed("acceptance", func() { e.Acceptance.Team = sign })
		return e
	case events.HandoverRefused:
		changed("refusal", func() { e.Refusal.Ground = ground })
		return e
	case events.HandoverCompleted:
		changed("completion", func() { e.Completion.Team = sign })
		return e
	}
	return fact
}

// TestNonInterference: two accepted histories that differ only in what a viewer
// may not see give that viewer the same contents and views, byte for byte, and
// proofs of the same length and shape.
func TestNonInterference(t *testing.T) {
	first := chosen(t)
	for _, v := range viewers {
		t.Run(string(v), func(t *testing.T) {
			plain := relay(t, first)
			told, changed := 0, 0
			for round := range uint64(2) {
				x := newSecret(t, v, first+round)
				same(t, plain, relay(t, first, x), v)
				told, changed = told+x.told, changed+x.changed
			}
			require.Positive(t, told, "nothing was told behind its back")
			require.True(t, changed > 0 || v == "hu.lead", "nothing was changed behind its back")
		})
	}
}

func same(t *testing.T, one, other *story, v events.Viewer) {
	require.NotEqual(t, one.Bodies(), other.Bodies())
	a, b := one.told(v), other.told(v)
	require.Len(t, b, len(a))
	for i := range a {
		require.Equal(t, string(content(t, a[i])), string(content(t, b[i])))
		proofs := [2][]events.NoteProof{slices.Concat(a[i].Proof.Briefing, a[i].Proof.Entry), slices.Concat(b[i].Proof.Briefing, b[i].Proof.Entry)}
		require.Equal(t, shapes(t, proofs[0]), shapes(t, proofs[1]))
	}
	docs, err := one.House.View(v).Documents()
	require.NoError(t, err)
	others, err := other.House.View(v).Documents()
	require.NoError(t, err)
	require.Equal(t, docs, others)
}

func content(t *testing.T, m events.Message) []byte {
	b, err := events.EncodeContent(m.Content)
	require.NoError(t, err)
	return b
}

// shape is a proof without what is random in it: the header of its note, how long
// each line is, and which slots it opens.
type shape struct {
	header  []string
	lengths []int
	slots   []string
}

func shapes(t *testing.T, proofs []events.NoteProof) []shape {
	var list []shape
	for _, p := range proofs {
		lines := strings.Split(p.Note, "\n")
		at := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "commit ") })
		require.Positive(t, at)
		s := shape{header: lines[:at]}
		for _, l := range lines {
			s.lengths = append(s.lengths, len(l))
		}
		for _, salt := range p.Salts {
			s.slots = append(s.slots, salt.Name)
		}
		list = append(list, s)
	}
	return list
}
