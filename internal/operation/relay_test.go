package operation

import "vigil/events"

// Operation RELAY of the tests: HU leads, the goods set out in HU and go through
// AT to DE. SK might be touched. NL takes no part.

var (
	part = events.PartOf("item")

	opened = history{
		{clock("00:01"), "open", []events.Event{opening}},
		{clock("00:02"), "involve-hu", []events.Event{involving("HU", events.Origin)}},
		{clock("00:02"), "involve-at", []events.Event{involving("AT", events.Transit)}},
		{clock("00:02"), "involve-de", []events.Event{involving("DE", events.Destination)}},
		{clock("00:02"), "involve-sk", []events.Event{involving("SK", events.Possible)}},
	}
	asked = join(opened, history{
		{clock("00:10"), "ask-hu", []events.Event{asking("HU", events.Export)}},
		{clock("00:10"), "ask-at", []events.Event{asking("AT", events.TransitRoute)}},
		{clock("00:10"), "ask-de", []events.Event{asking("DE", events.Import)}},
	})
	planned = join(asked, history{
		{clock("00:20"), "item", []events.Event{named(declaring("HU"))}},
		{clock("00:21"), "leg-hu", []events.Event{leg("HU-L1", "HU", events.Export, window("02:00", "04:00"))}},
		{clock("00:21"), "leg-at", []events.Event{leg("AT-L1", "AT", events.TransitRoute, window("03:00", "08:00"))}},
		{clock("00:21"), "leg-de", []events.Event{leg("DE-L1", "DE", events.Import, window("07:00", "12:00"))}},
		{clock("00:22"), "point-1", []events.Event{point("HU-AT")}},
		{clock("00:22"), "point-2", []events.Event{point("AT-DE")}},
		{clock("00:23"), "watch", []events.Event{watching}},
	})
	consented = join(planned,
		on("01:00", "grant-hu", granting("ask-hu", "HU", events.Export)),
		on("01:00", "grant-at", granting("ask-at", "AT", events.TransitRoute)),
		on("01:00", "grant-de", granting("ask-de", "DE", events.Import)))
	approved = join(consented, on("01:30", "approve", approving))
	departed = join(approved, on("02:10", "depart", departing, moved("HU", "", "02:10", events.ByTerritory, events.Taken)))
	offered  = join(departed, on("02:40", "offer", offering))
	accepted = join(offered, on("02:50", "accept", accepting, bound))
	crossed  = join(accepted, on("03:10", "cross", crossing("HU", "AT"), moved("AT", "HU", "03:10", events.ByHandover, events.Taken)))

	opening = events.OperationOpened{
		Operation: events.OperationTerms{Name: "RELAY", Lead: "HU", Goods: events.Narcotics},
		Basis:     events.LegalBasis{Instruments: []events.Instrument{events.EUMLA12}},
	}
	watching    = events.EyesOnTaken{Eyes: events.EyesTerms{Part: part, Country: "HU"}, Team: events.TeamTerms{Team: "HU-1"}}
	approving   = events.DepartureApproved{Departure: events.DepartureTerms{Part: part}}
	departing   = events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: part, Country: "HU"}}
	offering    = events.HandoverOffered{Offer: events.OfferTerms{Point: "HU-AT", Part: part}, Pack: events.PackTerms{Team: "HU-1"}}
	accepting   = events.HandoverAccepted{Acceptance: events.AcceptanceTerms{Offer: "offer", Commander: keyOf("at commander"), Team: "AT-2"}}
	declining   = events.HandoverRefused{Refusal: events.HandoverRefusalTerms{Offer: "offer", Ground: "no-team"}}
	withdrawing = events.HandoverWithdrawn{Withdrawal: events.WithdrawalTerms{Offer: "offer", Ground: "no-need"}}
	bound       = events.DirectionBound{Bound: events.BoundTerms{Part: part, Offer: "offer", From: "HU", To: "AT"}}
	takenOver   = events.HandoverCompleted{Completion: events.CompletionTerms{Point: "HU-AT", Part: part, Team: "AT-2"}}
)

func join(h history, more ...history) history {
	h = h[:len(h):len(h)]
	for _, m := range more {
		h = append(h, m...)
	}
	return h
}

func involving(c events.Country, role events.StateRole) events.Event {
	return events.StateInvolved{State: events.StateTerms{Country: c, Role: role}}
}

func asking(c events.Country, m events.Measure) events.Event {
	return events.AuthorisationRequested{Request: events.RequestTerms{Country: c, Measure: m, Mode: events.Live}, Window: window("01:00", "14:00")}
}

func granting(ask events.CommandID, c events.Country, m events.Measure) events.AuthorisationGranted {
	return events.AuthorisationGranted{Grant: events.GrantTerms{Request: ask, Country: c, Measure: m,
		Modes: []events.Mode{events.Live}, Finality: events.Final}, Window: window("01:00", "14:00")}
}

// limited is a grant changed in one respect.
func limited(g events.AuthorisationGranted, change func(*events.AuthorisationGranted)) events.Event {
	change(&g)
	return g
}

func declaring(c events.Country) events.ItemDeclared {
	return events.ItemDeclared{Item: events.ItemTerms{Substance: "cocaine", Mode: events.Live, Packages: 40},
		Origin: events.OriginTerms{Country: c}, Quantity: events.Quantity{Amount: "62.4", Unit: events.Kilogram}}
}

func named(e events.ItemDeclared) events.Event { e.Named.Part = part; return e }

func leg(id events.LegID, c events.Country, m events.Measure, w events.Window) events.Event {
	return events.LegPlanned{Leg: events.LegTerms{Country: c, Measure: m, Carried: events.ByRoad}, Window: w, Named: events.LegName{ID: id}}
}

func point(id events.PointID) events.Event {
	return events.HandoverPointPlanned{Point: events.PointTerms{From: id.From(), To: id.To()}, Window: window("02:00", "08:00"), Named: events.PointName{ID: id}}
}

func crossing(from, to events.Country) events.Event {
	return events.BorderCrossed{Crossing: events.CrossingTerms{Part: part, From: from, To: to, Method: events.Visual}}
}

func closing(cause events.EndCause) events.Event {
	return events.OperationEnded{Ending: events.EndTerms{Cause: cause}}
}

func moved(to, from events.Country, since string, basis events.DirectionBasis, taken events.TakenUp) events.Event {
	m := events.DirectionMoved{Direction: events.DirectionTerms{Part: part, Country: to, Since: clock(since), Basis: basis, Taken: taken}}
	if from != "" {
		m.Left = events.LeftTerms{Part: part, Country: from, Since: clock(since)}
	}
	return m
}

func retracted(c events.Country, since string, instead events.Country) events.Event {
	e := events.DirectionRetracted{}
	if c != "" {
		e.Retracted = events.LeftTerms{Part: part, Country: c, Since: clock(since)}
	}
	if instead != "" {
		e.Returned = events.LeftTerms{Part: part, Country: instead, Since: clock(since)}
	}
	return e
}

func ended(c events.Country, since string) events.Event {
	return events.DirectionEnded{Ended: events.EndedTerms{Part: part, Country: c, Since: clock(since)}}
}

func triggering(c, contact events.Country, expected string) events.Event {
	return events.StateTriggered{Trigger: events.TriggerTerms{Country: c, Part: part, Contact: contact, Expected: clock(expected)}}
}

// unseen calls a State that directs what it knows nobody to see.
func unseen(c events.Country, since string) events.Event {
	return called(Unwatched, string(part), c, part, clock(since))
}

// unconfirmed calls the lead about what counts for nothing.
func unconfirmed(since string) events.Event {
	return called(UnconfirmedReport, string(part), "HU", part, clock(since))
}

func broken(rule events.Code, c events.Country, since string) events.Event {
	return alarming{breach(rule, c, part, clock(since)).(events.BreachFound)}
}
