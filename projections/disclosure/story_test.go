package disclosure_test

import (
	"context"
	"flag"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply"
	"vigil/internal/apply/applytest"
	"vigil/internal/identity"
	"vigil/internal/journal"
)

var seed = flag.Uint64("seed", 0, "repeat the property tests with this seed; 0 takes one from the clock")

func chosen(t *testing.T) uint64 {
	s := *seed
	if s == 0 {
		s = uint64(time.Now().UnixNano()) % 1e9
	}
	t.Logf("repeat with: go test ./projections/disclosure -run '^%s$' -seed %d", strings.SplitN(t.Name(), "/", 2)[0], s)
	return s
}

// story is one operation, told command by command, each with all the texts that
// it can have. HU leads.
type story struct {
	*applytest.History
	t      *testing.T
	id     events.OperationID
	called map[events.CommandID]string // what the story calls its commands
	words  string                      // what every text says
	secret *secret                     // what else is told, and what differently
}

func begin(t *testing.T, seed uint64, countries ...events.Country) *story {
	h := applytest.Begin(t, seed, countries...)
	id, err := identity.NewID[events.OperationID](h.Now(), h.Dice)
	require.NoError(t, err)
	return &story{History: h, t: t, id: id, called: map[events.CommandID]string{}, words: "in words that stay out of the journal"}
}

func (s *story) at(clock string) *story { s.At(clock); return s }

// try tells one command, if the rules let it.
func (s *story) try(called, by string, fact events.Event) (events.CommandID, error) {
	fact = s.secret.between(s, called, fact)
	viewer, _, _ := strings.Cut(by, " ")
	command, err := identity.NewID[events.CommandID](s.Now(), s.Dice)
	require.NoError(s.t, err)
	n := events.Note{
		Journal: s.House.Registry().Journal().ID, Operation: s.id, Command: command,
		Signer: events.Viewer(viewer), Occurred: s.Now(), Known: s.Now(),
	}
	values, err := identity.ValuesOf(fact)
	require.NoError(s.t, err)
	for _, row := range events.Acts {
		if row.Fact != fact.Kind() {
			continue
		}
		n.Act = row.Act
		if row.Nature == events.Decision {
			n.Until = s.Now().Add(events.DecisionLife)
		}
		for _, slot := range row.Slots {
			if slot.Class != events.Clear {
				values = append(values, identity.Value{Slot: slot.Name, Bytes: []byte(s.secret.text(called, slot.Name, s.words))})
			}
		}
	}
	var seen events.Seen
	if view := s.House.View(n.Signer); view != nil {
		seen = events.Seen{Counter: view.Counter, Digest: view.Digest}
	}
	request, err := identity.Compose(n, seen, values, s.Dice, s.Key(by))
	require.NoError(s.t, err)
	n, _, err = events.ParseNote(request.Note)
	require.NoError(s.t, err)
	shut := identity.Shut(request.Enclosures)
	proposed, _, err := identity.Proposed(n, request.Slots, shut)
	require.NoError(s.t, err)
	if _, err := s.House.Decide(apply.CommandOf(n, proposed, shut), s.Now()); err != nil {
		return "", err
	}
	s.Do(request)
	s.called[command] = called
	return command, nil
}

func (s *story) tell(called, by string, fact events.Event) events.CommandID {
	s.t.Helper()
	id, err := s.try(called, by, fact)
	require.NoError(s.t, err, called)
	return id
}

const lead = "hu.lead coordinator"

func (s *story) window(from, until string) events.Window {
	return events.Window{From: applytest.Clock(s.t, from), Until: applytest.Clock(s.t, until)}
}

func (s *story) opens() {
	s.tell("open", lead, events.OperationOpened{
		Operation: events.OperationTerms{Name: "RELAY", Lead: "HU", Goods: events.Narcotics},
		Basis:     events.LegalBasis{Instruments: []events.Instrument{events.UNTOC20}}})
}

func (s *story) involves(c events.Country, role events.StateRole) {
	s.tell("involve-"+string(c.Desk()), lead, events.StateInvolved{State: events.StateTerms{Country: c, Role: role}})
}

func (s *story) declares(called, by string, from events.Country) events.Part {
	return events.PartOf(s.tell(called, by, events.ItemDeclared{
		Item:   events.ItemTerms{Substance: "heroin", Mode: events.Live, Packages: 104, Hazards: []events.Code{"armed-courier"}},
		Origin: events.OriginTerms{Country: from}, Quantity: kilos}))
}

func (s *story) plansLeg(c events.Country, m events.Measure) {
	s.tell("leg-"+string(c.Desk()), lead, events.LegPlanned{
		Leg: events.LegTerms{Country: c, Measure: m, Carried: events.ByRoad}, Window: s.window("02:00", "08:00")})
}

func (s *story) plansPoint(from, to events.Country) {
	s.tell("point-"+string(from.Desk()+"-"+to.Desk()), lead, events.HandoverPointPlanned{
		Point: events.PointTerms{From: from, To: to}, Window: s.window("02:00", "08:00"), Place: border})
}

func (s *story) plansCheckpoint(c events.Country) {
	s.tell("checkpoint-"+string(c.Desk()), lead, events.CheckpointPlanned{
		Checkpoint: events.CheckpointTerms{Country: c, Grace: 20}, Window: s.window("02:00", "08:00"), Place: border})
}

func (s *story) asks(called string, c events.Country, m events.Measure) events.CommandID {
	return s.tell(called, lead, events.AuthorisationRequested{
		Request: events.RequestTerms{Country: c, Measure: m, Mode: events.Live}, Window: s.window("00:30", "14:00"), Ceiling: kilos})
}

func (s *story) grants(called string, asked events.CommandID, c events.Country, m events.Measure) {
	s.tell(called, string(c.Desk())+" competent-authority", events.AuthorisationGranted{
		Grant:  events.GrantTerms{Request: asked, Country: c, Measure: m, Modes: []events.Mode{events.Live}, Finality: events.Final},
		Window: s.window("00:30", "14:00"), Ceiling: kilos})
}

func (s *story) consents(c events.Country, m events.Measure) {
	who := string(c.Desk())
	s.grants("grant-"+who, s.asks("ask-"+who, c, m), c, m)
}

func (s *story) offers(called, by string, point events.PointID, p events.Part) events.CommandID {
	return s.tell(called, by, events.HandoverOffered{Offer: events.OfferTerms{Point: point, Part: p},
		Pack: events.PackTerms{Team: "TEAM-7", Seals: []events.CallSign{"S0047112"}, Hazards: []events.Code{"armed-courier"}}})
}

func (s *story) accepts(called string, c events.Country, offer events.CommandID) {
	by := string(c.Desk()) + " commander"
	s.tell(called, by, events.HandoverAccepted{Acceptance: events.AcceptanceTerms{
		Offer: offer, Commander: s.Key(by).ID(), Team: "TEAM-2"}})
}

var (
	kilos  = events.Quantity{Amount: "62.4", Unit: events.Kilogram}
	border = events.Place{Lat: "47.93", Lon: "17.07", Zone: "UTC"}
)

// relay is the whole story: RO to HU to AT, and every kind of event on the way.
// RO and AT are no neighbours. SK is a State that the goods might come to, and
// never do; NL takes no part.
func relay(t *testing.T, seed uint64, with ...*secret) *story {
	s := begin(t, seed, "RO", "HU", "AT", "SK", "NL")
	for _, secret := range with {
		s.secret = secret
	}
	s.at("00:10").opens()
	s.involves("RO", events.Origin)
	s.involves("HU", events.Transit)
	s.involves("AT", events.Destination)
	s.involves("SK", events.Possible)
	part := s.declares("item", lead, "RO")
	s.declares("item-2", "ro desk", "RO")
	s.plansLeg("RO", events.Export)
	s.plansLeg("HU", events.TransitRoute)
	s.plansLeg("AT", events.Import)
	s.plansPoint("RO", "HU")
	s.plansPoint("HU", "AT")
	s.plansCheckpoint("RO")
	s.plansCheckpoint("AT")
	s.at("00:20").consents("RO", events.Export)
	s.consents("HU", events.TransitRoute)
	asked := s.asks("ask-at", "AT", events.Import)
	s.tell("refuse-at", "at competent-authority", events.AuthorisationRefused{
		Refusal: events.RefusalTerms{Request: asked, Country: "AT", Measure: events.Import, Ground: "no-team"}})
	s.at("00:40").grants("grant-at", s.asks("ask-at-again", "AT", events.Import), "AT", events.Import)
	s.at("01:30").tell("approve", lead, events.DepartureApproved{Departure: events.DepartureTerms{Part: part}})
	s.at("02:10").tell("depart", "ro team", events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: part, Country: "RO"}})
	s.tell("reach-ro", "ro team", events.CheckpointReached{Reached: events.ReachedTerms{Checkpoint: "RO-CP1", Part: part, Method: events.Visual}})
	offer := s.offers("offer", "ro commander", "RO-HU", part)
	s.tell("refuse-offer", "hu commander", events.HandoverRefused{Refusal: events.HandoverRefusalTerms{Offer: offer, Ground: "not-in-place"}})
	s.at("02:20").accepts("accept", "HU", s.offers("offer-again", "ro commander", "RO-HU", part))
	s.at("02:30").tell("complete", "hu team", events.HandoverCompleted{Completion: events.CompletionTerms{Point: "RO-HU", Part: part, Team: "TEAM-2"}})
	late := s.at("03:00").offers("offer-at", "hu commander", "HU-AT", part)
	s.at("03:10").tell("cross", "at team", events.BorderCrossed{Crossing: events.CrossingTerms{Part: part, From: "HU", To: "AT", Method: events.Visual}})
	s.at("03:12").accepts("accept-at", "AT", late)
	s.at("03:30").tell("sight-at", "at team", events.SightingReported{
		Sighting: events.SightingTerms{Part: part, Country: "AT", Method: events.Visual}, Place: border})
	s.at("03:40").tell("sight-hu", "hu.lead team", events.SightingReported{
		Sighting: events.SightingTerms{Part: part, Country: "HU", Method: events.ANPR}, Place: border})
	s.at("04:00").tell("reach-at", "at team", events.CheckpointReached{Reached: events.ReachedTerms{Checkpoint: "AT-CP1", Part: part, Method: events.Visual}})
	s.at("06:00").tell("close", lead, events.OperationClosed{Closing: events.ClosingTerms{Cause: events.Delivered}})
	return s
}

// sources gives the story's entries, parsed, those of the registry too.
func (s *story) sources() []source {
	var list []source
	for _, body := range s.Bodies() {
		src, err := apply.Read(body)
		require.NoError(s.t, err)
		list = append(list, source{src, body})
	}
	return list
}

// told gives every message of a viewer's feed, read as a gateway reads it.
func (s *story) told(viewer events.Viewer) []events.Message {
	var list []events.Message
	_, err := s.Store.ReadFeed(context.Background(), string(viewer), 1, func(_ uint64, b []byte) error {
		m, _, err := events.DecodeMessage(b)
		list = append(list, m)
		return err
	})
	if err != nil {
		require.ErrorIs(s.t, err, journal.ErrNoViewer)
	}
	return list
}

func diceOf(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, seed)) }
