package linear

import (
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply/applytest"
	"vigil/internal/identity"
	"vigil/projections"
)

// tale is an operation under way in HU and AT, with NL on the way, and what its
// officers sign from then on. The clock stands still, so nothing runs out. It is
// safe for concurrent use.
type tale struct {
	t    testing.TB
	h    *applytest.History
	id   events.OperationID
	part events.Part
	at   events.Time

	mu     sync.Mutex
	dice   io.Reader
	offers []events.CommandID // that were made, as far as anybody was told
}

// underWay tells the operation up to where the goods have left.
func underWay(t testing.TB, seed uint64) *tale {
	h := applytest.BeginOn(t, seed, config, "HU", "AT", "NL").JournalOnly()
	const lead = "hu.lead coordinator"
	h.At("00:10")
	window := events.Window{From: applytest.Clock(t, "01:00"), Until: applytest.Clock(t, "14:00")}
	id, err := identity.NewID[events.OperationID](h.Now(), h.Dice)
	require.NoError(t, err)
	h.Told(lead, id, events.OperationOpened{
		Operation: events.OperationTerms{Name: "HAZEL", Lead: "HU", Goods: events.Narcotics},
		Basis:     events.LegalBasis{Instruments: []events.Instrument{events.EUMLA12}}})
	for _, s := range []events.StateTerms{{Country: "HU", Role: events.Origin}, {Country: "AT", Role: events.Destination}, {Country: "NL", Role: events.Transit}} {
		h.Told(lead, id, events.StateInvolved{State: s})
	}
	for _, s := range []struct {
		country events.Country
		measure events.Measure
	}{{"HU", events.Export}, {"HU", events.Import}, {"AT", events.Import}} {
		asked := h.Told(lead, id, events.AuthorisationRequested{Request: events.RequestTerms{
			Country: s.country, Measure: s.measure, Mode: events.Live}, Window: window})
		h.Told(string(s.country.Desk())+" competent-authority", id, events.AuthorisationGranted{Grant: events.GrantTerms{
			Request: asked, Country: s.country, Measure: s.measure, Modes: []events.Mode{events.Live}, Finality: events.Final},
			Window: window})
	}
	for _, points := range [][2]events.Country{{"HU", "AT"}, {"AT", "HU"}} {
		h.Told(lead, id, events.HandoverPointPlanned{Point: events.PointTerms{From: points[0], To: points[1]}, Window: window})
	}
	part := events.PartOf(h.Told(lead, id, events.ItemDeclared{
		Item:   events.ItemTerms{Substance: "cocaine", Mode: events.Live, Packages: 40},
		Origin: events.OriginTerms{Country: "HU"}, Quantity: events.Quantity{Amount: "62.4", Unit: events.Kilogram}}))
	h.At("02:10").Told("hu team", id, events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: part, Country: "HU"}})
	return &tale{t: t, h: h, id: id, part: part, at: h.Now(), dice: h.Dice}
}

// people are who is at work on the operation, each by viewer and role.
var people = []string{"hu team", "hu commander", "hu.lead coordinator", "at team", "at commander", "nl team"}

func viewerOf(by string) events.Viewer {
	viewer, _, _ := strings.Cut(by, " ")
	return events.Viewer(viewer)
}

// invent makes up what somebody says next, right or wrong. calls are the alerts that
// he sees.
func (t *tale) invent(by string, chance *rand.Rand, calls []projections.AlertLine) (events.Event, events.CommandID) {
	viewer, role, _ := strings.Cut(by, " ")
	here, other := events.Viewer(viewer).Country(), events.Country("AT")
	if here == "AT" {
		other = "HU"
	}
	t.mu.Lock()
	command, err := identity.NewID[events.CommandID](t.at, t.dice)
	offers := slices.Clone(t.offers)
	t.mu.Unlock()
	require.NoError(t.t, err)
	point := events.PointID(string(here) + "-" + string(other))
	switch {
	case role == "coordinator":
		hour := []string{"03:00", "04:00", "05:00"}[chance.IntN(3)]
		window := events.Window{From: applytest.Clock(t.t, hour), Until: applytest.Clock(t.t, "13:00")}
		switch chance.IntN(8) {
		case 0:
			return events.CheckpointPlanned{Checkpoint: events.CheckpointTerms{Country: []events.Country{"HU", "AT"}[chance.IntN(2)], Grace: 20}, Window: window}, command
		case 1:
			return events.HandoverPointPlanned{Point: events.PointTerms{From: "HU", To: "AT"}, Window: window}, command
		case 2:
			return events.OperationSuspended{Suspension: events.HaltTerms{Ground: "safety"}}, command
		case 3, 4, 5:
			return events.OperationResumed{Resumption: events.HaltTerms{Ground: "safety"}}, command
		}
		return events.LegPlanned{Leg: events.LegTerms{Country: "HU", Measure: events.Export, Carried: events.ByRoad}, Window: window}, command
	case role == "commander" && len(calls) > 0 && chance.IntN(4) == 0, len(calls) > 0 && chance.IntN(20) == 0:
		call := calls[chance.IntN(len(calls))]
		return events.AlertAcknowledged{Acknowledgement: events.AlertName{ID: call.ID, Country: call.Country}}, command
	case role == "commander" && (len(offers) == 0 || chance.IntN(3) == 0):
		return events.HandoverOffered{Offer: events.OfferTerms{Point: point, Part: t.part},
			Pack: events.PackTerms{Team: events.CallSign(here + "-7"), Seals: []events.CallSign{"HU0047112"}}}, command
	case role == "commander":
		offer := offers[len(offers)-1-chance.IntN(min(len(offers), 3))]
		if chance.IntN(3) == 0 {
			return events.HandoverRefused{Refusal: events.HandoverRefusalTerms{Offer: offer, Ground: "no-team"}}, command
		}
		return events.HandoverAccepted{Acceptance: events.AcceptanceTerms{
			Offer: offer, Commander: t.h.Key(string(here.Desk()) + " commander").ID(), Team: events.CallSign(here + "-2")}}, command
	case here != "NL" && chance.IntN(8) == 0:
		return events.HandoverCompleted{Completion: events.CompletionTerms{
			Point: events.PointID(string(other) + "-" + string(here)), Part: t.part, Team: events.CallSign(here + "-2")}}, command
	case here != "NL" && chance.IntN(8) == 0:
		return events.BorderCrossed{Crossing: events.CrossingTerms{Part: t.part, From: other, To: here, Method: events.Visual}}, command
	}
	return events.SightingReported{Sighting: events.SightingTerms{Part: t.part, Country: here, Method: events.Visual}}, command
}

// offered notes that there may be an offer to answer.
func (t *tale) offered(offer events.CommandID) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.offers = append(t.offers, offer)
}

// sign makes a request of it, as an officer's machine does.
func (t *tale) sign(by string, fact events.Event, command events.CommandID, seen events.Seen) events.Request {
	n := events.Note{Journal: t.h.House.Registry().Journal().ID, Operation: t.id, Command: command,
		Signer: viewerOf(by), Occurred: t.at, Known: t.at}
	values, err := identity.ValuesOf(fact)
	require.NoError(t.t, err)
	for _, row := range events.Acts {
		if row.Fact != fact.Kind() {
			continue
		}
		n.Act = row.Act
		if row.Nature == events.Decision {
			n.Until = t.at.Add(events.DecisionLife)
		}
		for _, slot := range row.Slots {
			if slot.Class != events.Clear && slot.Need == events.Required {
				values = append(values, identity.Value{Slot: slot.Name, Bytes: []byte("in words that stay out of the journal")})
			}
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	request, err := identity.Compose(n, seen, values, t.dice, t.h.Key(by))
	require.NoError(t.t, err)
	return request
}

// opened is what a hub makes of a request before it looks at any state.
func (t *tale) opened(r events.Request) identity.Opened {
	registry := t.h.House.Registry()
	o, err := identity.OpenRequest(r, registry.Journal().ID, registry.Public)
	require.NoError(t.t, err)
	return o
}
