package applytest

import (
	"testing"
	"time"

	"vigil/events"
)

// Relay is the history of one operation after the registry of HU, AT and NL: HU
// leads, the goods set out in HU and are followed to AT; AT refuses the first
// offer and accepts the second. NL takes no part.
func Relay(tb testing.TB, seed uint64) (*History, events.OperationID) {
	tb.Helper()
	h := Begin(tb, seed, "HU", "AT", "NL")
	return h, h.Relay("RELAY")
}

// Relay plays the operation once more, beginning at 00:10.
func (h *History) Relay(name events.Codename) events.OperationID {
	h.tb.Helper()
	const lead = "hu.lead coordinator"
	window := func(from, until string) events.Window {
		return events.Window{From: Clock(h.tb, from), Until: Clock(h.tb, until)}
	}
	h.At("00:10")
	id := newID[events.OperationID](h)
	h.Told(lead, id, events.OperationOpened{
		Operation: events.OperationTerms{Name: name, Lead: "HU", Goods: events.Narcotics},
		Basis:     events.LegalBasis{Instruments: []events.Instrument{events.EUMLA12}}})
	h.Told(lead, id, events.StateInvolved{State: events.StateTerms{Country: "HU", Role: events.Origin}})
	h.Told(lead, id, events.StateInvolved{State: events.StateTerms{Country: "AT", Role: events.Destination}})
	for _, s := range []struct {
		country events.Country
		measure events.Measure
	}{{"HU", events.Export}, {"AT", events.Import}} {
		asked := h.Told(lead, id, events.AuthorisationRequested{Request: events.RequestTerms{
			Country: s.country, Measure: s.measure, Mode: events.Live}, Window: window("01:00", "14:00")})
		h.Pass(h.now.Add(10 * time.Minute))
		h.Told(string(s.country.Desk())+" competent-authority", id, events.AuthorisationGranted{Grant: events.GrantTerms{
			Request: asked, Country: s.country, Measure: s.measure, Modes: []events.Mode{events.Live}, Finality: events.Final},
			Window: window("01:00", "14:00")})
	}
	h.Told(lead, id, events.LegPlanned{Leg: events.LegTerms{Country: "HU", Measure: events.Export, Carried: events.ByRoad}, Window: window("02:00", "04:00")})
	h.Told(lead, id, events.LegPlanned{Leg: events.LegTerms{Country: "AT", Measure: events.Import, Carried: events.ByRoad}, Window: window("03:00", "08:00")})
	h.Told(lead, id, events.HandoverPointPlanned{Point: events.PointTerms{From: "HU", To: "AT"}, Window: window("02:00", "08:00")})
	h.Told(lead, id, events.CheckpointPlanned{Checkpoint: events.CheckpointTerms{Country: "AT", Grace: 20}, Window: window("03:30", "04:30")})
	item := h.Told(lead, id, events.ItemDeclared{
		Item:   events.ItemTerms{Substance: "cocaine", Mode: events.Live, Packages: 40},
		Origin: events.OriginTerms{Country: "HU"}, Quantity: events.Quantity{Amount: "62.4", Unit: events.Kilogram}})
	part := events.PartOf(item)
	h.Until("01:30").Told(lead, id, events.DepartureApproved{Departure: events.DepartureTerms{Part: part}})
	h.Until("02:10").Told("hu team", id, events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: part, Country: "HU"}})
	offer := func() events.CommandID {
		h.tb.Helper()
		return h.Told("hu commander", id, events.HandoverOffered{
			Offer: events.OfferTerms{Point: "HU-AT", Part: part}, Pack: events.PackTerms{Team: "HU-7", Seals: []events.CallSign{"HU0047112"}}})
	}
	h.Until("02:30")
	first := offer()
	h.Until("02:40").Told("at commander", id, events.HandoverRefused{Refusal: events.HandoverRefusalTerms{Offer: first, Ground: "no-team"}})
	h.Until("02:50")
	second := offer()
	h.Until("02:55").Told("at commander", id, events.HandoverAccepted{Acceptance: events.AcceptanceTerms{
		Offer: second, Commander: h.Key("at commander").ID(), Team: "AT-2"}})
	h.Until("03:10").Told("at team", id, events.BorderCrossed{Crossing: events.CrossingTerms{Part: part, From: "HU", To: "AT", Method: events.Visual}})
	h.Until("03:12").Told("at team", id, events.HandoverCompleted{Completion: events.CompletionTerms{Point: "HU-AT", Part: part, Team: "AT-2"}})
	h.Until("04:00").Told("at team", id, events.CheckpointReached{Reached: events.ReachedTerms{Checkpoint: "AT-CP1", Part: part, Method: events.Visual}})
	h.Until("06:00").Told(lead, id, events.OperationEnded{Ending: events.EndTerms{Cause: events.Delivered}})
	return id
}
