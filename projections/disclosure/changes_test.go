package disclosure_test

import (
	"time"

	"vigil/events"
)

// changes gives the fact with other values in slots that the viewer is denied.
// What the rules go by stays such that the story goes on as before.
func (x *secret) changes(called string, fact events.Event) events.Event {
	r, changed, longer := x.dice, x.changing(called, fact), x.longer
	some := events.Quantity{Amount: events.Decimal(pick(r, "62.5", "999.5", "70")), Unit: events.Kilogram}
	elsewhere := events.Place{Locode: "ROARW", Zone: "Europe/Bucharest"}
	method := pick(r, events.Device, events.ANPR, events.Record)
	sign := pick[events.CallSign](r, "X", "OTHER-TEAM-12")
	ground := pick[events.Code](r, "x", "no-capacity-at-all")
	otherwise := func(p *events.Place) func() { return func() { *p = elsewhere } }
	switch e := fact.(type) {
	case events.AuthorisationRequested:
		changed("window", longer(&e.Window))
		changed("ceiling", func() { e.Ceiling = some })
		return x.changesRequest(changed, e)
	case events.AuthorisationGranted:
		if called != "grant-short" { // whose end is one of the story's clocks
			changed("window", longer(&e.Window))
		}
		changed("ceiling", func() { e.Ceiling = some })
		changed("grant", func() { e.Grant.Modes = []events.Mode{events.Live, events.Partial, events.Clean} })
		return x.changesGrant(changed, e)
	case events.AuthorisationVaried:
		changed("window", longer(&e.Window))
		changed("ceiling", func() { e.Ceiling = some })
		changed("area", func() { e.Area = events.AreaTerms{Extent: events.WholeTerritory} })
		changed("means", func() { e.Means = events.MeansTerms{Officers: 1} })
		return e
	case events.AuthorisationRefused:
		changed("refusal", func() { e.Refusal.Ground = ground })
		return e
	case events.AuthorisationSuspended:
		changed("suspension", func() { e.Suspension.Ground = ground })
		return e
	case events.AuthorisationRevoked:
		changed("revocation", func() { e.Revocation.Ground = ground })
		return e
	case events.ConditionImposed:
		changed("condition", func() { e.Condition.Topic = ground })
		return e
	case events.ItemDeclared:
		if called != "item-held" { // of which all is seized in the end
			changed("quantity", func() { e.Quantity = events.Quantity{Amount: "0.5", Unit: events.Pound} })
		}
		return e
	case events.LegPlanned:
		changed("leg", func() { e.Leg.Carried = events.BySea })
		if called != "leg-hu" { // where control is lost as the story says
			changed("leg", func() { e.Watch = events.WatchTerms{Ping: 7, Degraded: 50, Lost: 55, Decide: 33} })
		}
		changed("window", longer(&e.Window))
		return e
	case events.LegRevised:
		changed("window", longer(&e.Window))
		return e
	case events.HandoverPointPlanned:
		changed("window", longer(&e.Window))
		changed("place", otherwise(&e.Place))
		return e
	case events.HandoverPointRevised:
		changed("revision", func() { e.Revision.Answer = 40 })
		changed("place", otherwise(&e.Place))
		return e
	case events.CheckpointPlanned:
		changed("checkpoint", func() { e.Checkpoint.Grace = 90 })
		changed("checkpoint", func() { e.Checkpoint.Purpose = events.LastSafePoint })
		changed("window", longer(&e.Window))
		changed("place", func() { e.Place = events.Place{} })
		return e
	case events.CheckpointRevised:
		changed("place", otherwise(&e.Place))
		return e
	case events.PossessionChanged:
		changed("possession", func() { e.Possession.Holder = events.CarrierFirm })
		return e
	case events.CheckpointReached:
		changed("reached", func() { e.Reached.Method = method })
		return e
	case events.SightingReported:
		changed("sighting", func() { e.Sighting.Method = method })
		changed("place", otherwise(&e.Place))
		return e
	case events.BorderCrossed:
		changed("crossing", func() { e.Crossing.Method = method })
		return e
	case events.EyesOnTaken:
		changed("team", func() { e.Team.Team = sign })
		return e
	case events.EyesOnDegraded:
		changed("team", func() { e.Team.Team = sign })
		return e
	case events.EyesOnLost:
		changed("team", func() { e.Team.Team = sign })
		changed("place", otherwise(&e.Place))
		return e
	case events.EyesOnRegained:
		changed("team", func() { e.Team.Team = sign })
		return e
	case events.RouteDeviated:
		changed("place", otherwise(&e.Place))
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
	case events.HandoverWithdrawn:
		changed("withdrawal", func() { e.Withdrawal.Ground = ground })
		return e
	case events.HandoverCompleted:
		changed("completion", func() { e.Completion.Team = sign })
		return e
	case events.InterdictionDeclined:
		changed("declined", func() { e.Declined.Ground = ground })
		return e
	case events.InterdictionOrdered:
		changed("order", func() { e.Order.Ground = ground })
		changed("place", otherwise(&e.Place))
		return e
	case events.InterdictionExecuted:
		changed("place", otherwise(&e.Place))
		return e
	case events.AlertResolved:
		changed("resolution", func() { e.Resolution.Ground = ground })
		return e
	case events.RecordRetracted:
		changed("retraction", func() { e.Retraction.Ground = ground })
		return e
	}
	return x.changesRunning(called, fact)
}

// changing has a change done, or not, if the viewer is denied the slot.
func (x *secret) changing(called string, fact events.Event) func(name string, change func()) {
	return func(name string, change func()) {
		if x.denied(called, name) && x.dice.IntN(2) == 0 {
			x.changed[string(fact.Kind())+"/"+name]++
			change()
		}
	}
}

func (x *secret) longer(w *events.Window) func() {
	return func() { w.Until = w.Until.Add(time.Duration(1+x.dice.IntN(60)) * time.Minute) }
}
