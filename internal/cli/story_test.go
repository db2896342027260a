package cli

import "vigil/events"

var (
	everybody = []events.Viewer{"hu.lead", "hu", "at"}
	forAT     = []events.Viewer{"hu.lead", "at"}
	forHU     = []events.Viewer{"hu.lead", "hu"}
)

const thePart = events.Part("7QK2XM")

// planned is RELAY before anything leaves: HU asked itself and AT, both agreed.
func (d *fakeDesk) planned() {
	d.entry("hu.lead", "operation.open", "16:00+01:00", everybody, "",
		events.OperationOpened{Operation: events.OperationTerms{Name: "RELAY", Lead: "HU", Goods: events.Narcotics},
			Basis: events.LegalBasis{Instruments: []events.Instrument{events.UNTOC20, events.EUMLA12}}})
	d.entry("hu.lead", "state.involve", "16:05+01:00", forHU, "", events.StateInvolved{State: events.StateTerms{Country: "HU", Role: events.Origin}})
	d.entry("hu.lead", "state.involve", "16:05+01:00", forAT, "", events.StateInvolved{State: events.StateTerms{Country: "AT", Role: events.Destination}})
	export := d.entry("hu.lead", "authorisation.request", "16:10+01:00", forHU, "",
		events.AuthorisationRequested{Request: events.RequestTerms{Country: "HU", Measure: events.Export, Mode: events.Live}, Window: between("20:00+01:00", "23:30+01:00")})
	enter := d.entry("hu.lead", "authorisation.request", "16:10+01:00", forAT, "facts=Lorry, two men, since Győr.",
		events.AuthorisationRequested{Request: events.RequestTerms{Country: "AT", Measure: events.Import, Mode: events.Live}, Window: between("21:30+01:00", "23:55+01:00")})
	d.entry("hu", "authorisation.grant", "16:40+01:00", forHU, "",
		events.AuthorisationGranted{Grant: events.GrantTerms{Request: export, Country: "HU", Measure: events.Export, Modes: []events.Mode{events.Live}, Finality: events.Final}, Window: between("20:00+01:00", "23:30+01:00")})
	d.entry("at", "authorisation.grant", "17:20+01:00", forAT, "conditions=Interdict before Vienna if it stops.",
		events.AuthorisationGranted{Grant: events.GrantTerms{Request: enter, Country: "AT", Measure: events.Import, Modes: []events.Mode{events.Live, events.Partial}, Finality: events.Final}, Window: between("21:30+01:00", "23:55+01:00")})
	d.entry("hu.lead", "leg.plan", "17:30+01:00", forHU, "", events.LegPlanned{
		Leg: events.LegTerms{Country: "HU", Measure: events.Export, Carried: events.ByRoad}, Window: between("20:30+01:00", "22:00+01:00"), Named: events.LegName{ID: "HU-L1"}})
	d.entry("hu.lead", "leg.plan", "17:31+01:00", forAT, "", events.LegPlanned{
		Leg: events.LegTerms{Country: "AT", Measure: events.Import, Carried: events.ByRoad}, Window: between("21:45+01:00", "22:45+01:00"), Named: events.LegName{ID: "AT-L1"}})
	d.entry("hu.lead", "handover-point.plan", "17:32+01:00", everybody, "label=Nickelsdorf, lorry park", events.HandoverPointPlanned{
		Point: events.PointTerms{From: "HU", To: "AT"}, Window: between("21:45+01:00", "22:15+01:00"), Place: events.Place{Locode: "ATNIC", Zone: "Europe/Vienna"}, Named: events.PointName{ID: "HU-AT"}})
	d.entry("hu.lead", "checkpoint.plan", "17:33+01:00", forAT, "", events.CheckpointPlanned{
		Checkpoint: events.CheckpointTerms{Country: "AT", Grace: 30}, Window: between("22:20+01:00", "22:40+01:00"), Place: events.Place{Lat: "48.10", Lon: "16.49", Zone: "Europe/Vienna"}, Named: events.CheckpointName{ID: "AT-CP1"}})
	d.entry("hu.lead", "item.declare", "17:40+01:00", everybody, "", events.ItemDeclared{
		Item:   events.ItemTerms{Substance: "heroin", Mode: events.Live, Packages: 12, Hazards: []events.Code{"dust"}},
		Origin: events.OriginTerms{Country: "HU"}, Quantity: events.Quantity{Amount: "62.4", Unit: events.Kilogram}, Named: events.PartName{Part: thePart}})
}

// underway is RELAY at night: it left, HU offers AT direction at the border, and
// AT-CP1 is to come.
func (d *fakeDesk) underway() {
	d.planned()
	d.entry("hu.lead", "departure.approve", "19:30Z", forHU, "", events.DepartureApproved{Departure: events.DepartureTerms{Part: thePart}})
	d.entry("hu", "consignment.departed", "20:40+01:00", everybody, "",
		events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: thePart, Country: "HU"}},
		events.DirectionMoved{Direction: events.DirectionTerms{Part: thePart, Country: "HU", Since: at("20:40+01:00"), Basis: events.ByTerritory, Taken: events.Taken}})
	d.entry("hu", "handover.offer", "22:03+01:00", everybody, "message=Second driver since Győr. Both phones \x1b[31moff\x1b[0m since Tata.",
		events.HandoverOffered{Offer: events.OfferTerms{Point: "HU-AT", Part: thePart}, Pack: events.PackTerms{Team: "HU-2", Seals: []events.CallSign{"S1", "S2"}, Hazards: []events.Code{"dust"}}})
}

// refused is RELAY after AT said no, and offered again to no avail yet.
func (d *fakeDesk) refused() {
	d.underway()
	offer := d.views["at"].Cases()[0].Document.Handovers[0].Offer
	d.now = at("21:20Z")
	d.entry("at", "handover.refuse", "22:16+01:00", everybody, "reason=AT-1 is 20 minutes out.",
		events.HandoverRefused{Refusal: events.HandoverRefusalTerms{Offer: offer, Ground: "not-in-place"}})
}

// bound is RELAY after AT accepted: HU directs until the goods pass.
func (d *fakeDesk) bound() {
	d.underway()
	offer := d.views["at"].Cases()[0].Document.Handovers[0].Offer
	d.now = at("21:20Z")
	d.entry("at", "handover.accept", "22:16+01:00", everybody, "",
		events.HandoverAccepted{Acceptance: events.AcceptanceTerms{Offer: offer, Commander: keyNamed("at/commander").ID(), Team: "AT-1"}},
		events.DirectionBound{Bound: events.BoundTerms{Part: thePart, Offer: offer, From: "HU", To: "AT"}})
}

// crossed is RELAY after the goods came before AT's answer.
func (d *fakeDesk) crossed() {
	d.underway()
	d.now = at("22:05Z")
	d.entry("hu", "border.crossed", "22:10+01:00", everybody, "",
		events.BorderCrossed{Crossing: events.CrossingTerms{Part: thePart, From: "HU", To: "AT", Method: events.Visual}},
		events.BreachFound{Breach: events.BreachTerms{Rule: "crossed-without-acceptance", Country: "AT", Part: thePart, Since: at("22:10+01:00")}},
		events.DirectionMoved{
			Direction: events.DirectionTerms{Part: thePart, Country: "AT", Since: at("22:10+01:00"), Basis: events.ByTerritory, Taken: events.NotTaken},
			Left:      events.LeftTerms{Part: thePart, Country: "HU", Since: at("22:10+01:00")}})
}

// missed is RELAY after nobody has reported it at AT-CP1: the clock calls AT's
// desk, AT has made its consent depend on something, and the lead asks AT to stop
// the goods, or else to let them through.
func (d *fakeDesk) missed() {
	d.underway()
	d.entry("at", "condition.impose", "22:05+01:00", forAT, "wording=Stop it before Vienna if it is dark.", events.ConditionImposed{
		Condition: events.ConditionTerms{Country: "AT", Topic: "interdict-before", Force: events.Continuing}, Named: events.ConditionName{ID: "AT-C1"}})
	d.entry("hu.lead", "interdiction.request", "22:06+01:00", forAT, "reason=The buyer was warned.",
		events.InterdictionRequested{Wish: events.WishTerms{Part: thePart, Country: "AT"}})
	d.entry("hu.lead", "authorisation.request", "22:07+01:00", forAT, "", events.AuthorisationRequested{
		Request: events.RequestTerms{Country: "AT", Measure: events.TransitRoute, Mode: events.Live}, Window: between("22:00Z", "23:00Z")})
	d.entry(events.Hub, "checkpoint.missed", "21:10Z", forAT, "", events.CheckpointMissed{Missed: events.CheckpointName{ID: "AT-CP1"}},
		events.AlertRaised{Alert: events.AlertTerms{ID: "checkpoint-missed/AT-CP1", Country: "AT", Part: thePart, Since: at("22:10+01:00")}})
}
