package bench_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply/applytest"
	"vigil/internal/identity"
)

// lane is one operation under way between HU and AT, and how far its story has
// been told.
type lane struct {
	*applytest.History
	b     *testing.B
	id    events.OperationID
	part  events.Part
	steps int
	legs  int              // handovers done, for ahead
	offer events.CommandID // the last one
}

// depart begins an operation in which direction may pass both ways: the goods
// have left in HU, which directs.
func depart(b *testing.B, h *applytest.History) *lane {
	const lead = "hu.lead coordinator"
	h.At("00:10")
	window := events.Window{From: applytest.Clock(b, "01:00"), Until: applytest.Clock(b, "14:00")}
	id, err := identity.NewID[events.OperationID](h.Now(), h.Dice)
	require.NoError(b, err)
	l := &lane{History: h, b: b, id: id}
	h.Told(lead, l.id, events.OperationOpened{
		Operation: events.OperationTerms{Name: "HAZEL", Lead: "HU", Goods: events.Narcotics},
		Basis:     events.LegalBasis{Instruments: []events.Instrument{events.EUMLA12}}})
	h.Told(lead, l.id, events.StateInvolved{State: events.StateTerms{Country: "HU", Role: events.Origin}})
	h.Told(lead, l.id, events.StateInvolved{State: events.StateTerms{Country: "AT", Role: events.Destination}})
	for _, s := range []struct {
		country events.Country
		measure events.Measure
	}{{"HU", events.Export}, {"HU", events.Import}, {"AT", events.Import}} {
		asked := h.Told(lead, l.id, events.AuthorisationRequested{Request: events.RequestTerms{
			Country: s.country, Measure: s.measure, Mode: events.Live}, Window: window})
		h.Told(string(s.country.Desk())+" competent-authority", l.id, events.AuthorisationGranted{Grant: events.GrantTerms{
			Request: asked, Country: s.country, Measure: s.measure, Modes: []events.Mode{events.Live}, Finality: events.Final},
			Window: window})
	}
	for _, points := range [][2]events.Country{{"HU", "AT"}, {"AT", "HU"}} {
		h.Told(lead, l.id, events.HandoverPointPlanned{Point: events.PointTerms{From: points[0], To: points[1]}, Window: window})
	}
	l.part = events.PartOf(h.Told(lead, l.id, events.ItemDeclared{
		Item:   events.ItemTerms{Substance: "cocaine", Mode: events.Live, Packages: 40},
		Origin: events.OriginTerms{Country: "HU"}, Quantity: events.Quantity{Amount: "62.4", Unit: events.Kilogram}}))
	h.At("02:10").Told("hu team", l.id, events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: l.part, Country: "HU"}})
	return l
}

// next signs the next command of the story, as an officer's machine would: the
// part is seen on the road, offered, seen, accepted, seen, taken over, seen, and
// so back again.
func (l *lane) next() events.Request {
	from, to, point := events.Country("HU"), events.Country("AT"), events.PointID("HU-AT")
	if l.steps/8%2 == 1 {
		from, to, point = to, from, "AT-HU"
	}
	l.steps++
	switch l.steps % 8 {
	case 2:
		return l.offers(from, point)
	case 4:
		return l.accepts(to)
	case 6:
		return l.completes(to, point)
	case 7, 0:
		return l.sights(to)
	}
	return l.sights(from)
}

// ahead signs commands that are all signed before the first of them is done: a
// decision, or what it leads to, and then facts only. A second decision would be
// one on what its signer had not seen yet.
func (l *lane) ahead(first bool) events.Request {
	from, to, point := events.Country("HU"), events.Country("AT"), events.PointID("HU-AT")
	if l.legs/3%2 == 1 {
		from, to, point = to, from, "AT-HU"
	}
	if !first {
		return l.sights(from)
	}
	l.legs++
	switch l.legs % 3 {
	case 1:
		return l.offers(from, point)
	case 2:
		return l.accepts(to)
	}
	return l.completes(to, point)
}

func (l *lane) offers(from events.Country, point events.PointID) events.Request {
	r := l.Sign(string(from.Desk())+" commander", l.id, events.HandoverOffered{
		Offer: events.OfferTerms{Point: point, Part: l.part},
		Pack:  events.PackTerms{Team: events.CallSign(from + "-7"), Seals: []events.CallSign{"HU0047112"}}})
	n, _, err := events.ParseNote(r.Note)
	require.NoError(l.b, err)
	l.offer = n.Command
	return r
}

func (l *lane) accepts(to events.Country) events.Request {
	return l.Sign(string(to.Desk())+" commander", l.id, events.HandoverAccepted{Acceptance: events.AcceptanceTerms{
		Offer: l.offer, Commander: l.Key(string(to.Desk()) + " commander").ID(), Team: events.CallSign(to + "-2")}})
}

func (l *lane) completes(to events.Country, point events.PointID) events.Request {
	return l.Sign(string(to.Desk())+" team", l.id, events.HandoverCompleted{Completion: events.CompletionTerms{
		Point: point, Part: l.part, Team: events.CallSign(to + "-2")}})
}

func (l *lane) sights(c events.Country) events.Request {
	return l.Sign(string(c.Desk())+" team", l.id, events.SightingReported{
		Sighting: events.SightingTerms{Part: l.part, Country: c, Method: events.Visual},
		Place:    events.Place{Lat: "47.81", Lon: "16.94", Zone: "Europe/Vienna"}})
}
