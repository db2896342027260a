package operation

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"vigil/events"
)

// The rules of the consignment.
const (
	BeginsInOrigin  Rule = "an-item-begins-in-a-state-of-origin" // 1. Spain 263 bis: object, type and quantity. The lead declares: only-the-lead-coordinates
	BeforeDeparture Rule = "items-are-declared-before-departure" // 2. INV-14: what set out is the first side of the mass balance
	LabelIsNew      Rule = "a-part-has-its-own-label"            // 3. formats: six characters of the command's digest
	PartIsDeclared  Rule = "the-part-is-declared"                // 4. domain 3
	ApprovedOnce    Rule = "departure-is-approved-once"          // 5. domain 4
	NotYetGone      Rule = "departure-is-approved-before-it"     // 6. domain 4: OperationReadied, DepartureApproved
	EveryConsent    Rule = "departure-needs-every-consent"       // 7. INV-02, INV-04, INV-05, INV-06, INV-26, INV-27: UNTOC art. 20; EU MLA 2000 art. 12; Romania CPP 151
)

// What a departure can break: beside the fact, never instead of it.
const (
	DepartureWithoutApproval events.Code = "departure-without-approval" // rules 5 to 7, broken on the road
	DepartureWithoutConsent  events.Code = "departure-without-consent"  // INV-02, for each State that had not consented
)

// Margin is how long after a leg's window its State's consent must still hold.
const Margin = time.Hour

type (
	declareItem      struct{ events.ItemDeclared }
	approveDeparture struct{ events.DepartureApproved }
	seenDeparting    struct{ events.ConsignmentDeparted }
	seenHeld         struct{ events.PossessionChanged }
)

// What sets out is the lead's to declare: whoever declares it goes along with it,
// and an origin's own word would tell every State where it comes from.
func (a declareItem) decide(s situation) ([]events.Event, error) {
	from := a.Origin.Country
	if !s.Plays(from, events.Origin) {
		return nil, refuse(BeginsInOrigin, Refused, "%s is not a State of origin of %s", from, s.Name).
			hint("Involve it as origin first.")
	}
	if slices.ContainsFunc(s.Parts, func(p Part) bool { return p.Origin == from && p.Travels() }) {
		return nil, refuse(BeforeDeparture, Refused, "what begins in %s has departed", from)
	}
	a.Named.Part = events.PartOf(s.command.ID)
	if _, taken := s.Part(a.Named.Part); taken {
		return nil, refuse(LabelIsNew, Conflict, "this command's id gives a label that another part has").
			hint("Send it with a new id.")
	}
	return s.warning(a.ItemDeclared), nil
}

func (a approveDeparture) decide(s situation) ([]events.Event, error) {
	part, ok := s.Part(a.Departure.Part)
	switch {
	case !ok:
		return nil, refuse(PartIsDeclared, NotFound, "%s has no part %s", s.Name, a.Departure.Part)
	case !part.Approved.IsZero():
		return nil, refuse(ApprovedOnce, Conflict, "departure of part %s was approved at %s", part.Label, minute(part.Approved))
	case part.Travels():
		return nil, refuse(NotYetGone, Refused, "part %s has departed", part.Label)
	}
	route := s.routeFrom(s.at)
	missing := s.gaps(route, part)
	for _, leg := range route {
		for _, why := range s.lacking(leg, route, part, s.at) {
			missing = append(missing, fmt.Sprintf("%s %s %s: %s", leg.Country, leg.Measure, span(leg.needs()), why))
		}
	}
	for i, leg := range route {
		if !slices.ContainsFunc(route[:i], func(l Leg) bool { return l.Country == leg.Country }) {
			missing = append(missing, s.unmet(leg.Country)...)
			missing = append(missing, s.unaccepted(part, leg.Country)...)
			missing = append(missing, s.unapproved(leg.Country)...)
		}
	}
	missing = append(missing, s.unfit(route, part)...)
	missing = append(missing, s.unpromised(route, part, s.at)...)
	if len(missing) > 0 {
		return nil, refuse(EveryConsent, Refused, "part %s of %s may not depart yet", part.Label, s.Name).missing(missing...).
			hint("Ask the States named, plan what lacks, then approve again.")
	}
	return []events.Event{a.DepartureApproved}, nil
}

// routeFrom is the plan still to come at t, in the order of the legs' windows. A
// leg that is dropped, or whose time is over, needs nothing any more, and serves
// nothing; an alternate one does not yet.
func (o Operation) routeFrom(t events.Time) []Leg {
	var route []Leg
	for _, leg := range o.Legs {
		if !leg.Dropped && !leg.Spare && !leg.needs().Until.Before(t) {
			route = append(route, leg)
		}
	}
	slices.SortStableFunc(route, func(a, b Leg) int { return a.Window.From.Compare(b.Window.From) })
	return route
}

// needs is the window that a consent must cover.
func (l Leg) needs() events.Window {
	return events.Window{From: l.Window.From, Until: l.Window.Until.Add(Margin)}
}

// gaps lists what the route itself lacks: legs, and a handover point at every
// border between two of them (Naples II art. 22).
func (s situation) gaps(route []Leg, part Part) []string {
	if len(route) == 0 {
		return []string{"no leg is planned from now on"}
	}
	var gaps []string
	if !slices.ContainsFunc(route, func(l Leg) bool { return l.Country == part.Origin }) {
		gaps = append(gaps, fmt.Sprintf("no leg in the State of origin, %s", part.Origin))
	}
	for i := 1; i < len(route); i++ {
		from, to := route[i-1], route[i]
		if from.Country != to.Country && !slices.ContainsFunc(s.Points, func(p Point) bool {
			return !p.Dropped && p.From == from.Country && p.To == to.Country
		}) {
			gaps = append(gaps, fmt.Sprintf("no handover point %s-%s between %s and %s", from.Country, to.Country, from.ID, to.ID))
		}
	}
	return gaps
}

// lacking lists all that keeps a State's consent to a leg from holding for a part as
// of t: window and points (INV-02), mode (INV-04) and ceiling (INV-05), which each part
// is held against by itself, and the devices on it (INV-08).
func (o Operation) lacking(leg Leg, route []Leg, part Part, t events.Time) []string {
	return o.withheld(leg, t, func(c Consent) []string {
		why := c.lacks(leg, part, t)
		if c.given() {
			why = append(append(why, o.elsewhere(c, leg, route)...), o.notAlong(c, part, t)...)
		}
		return why
	})
}

// withheld lists why none of the answers to the requests for a leg does, as of t, or
// nothing if one does. Of several it speaks of the last.
func (o Operation) withheld(leg Leg, t events.Time, why func(Consent) []string) []string {
	last := []string{"no authorisation requested"}
	for _, r := range o.Requests {
		if r.Country != leg.Country || r.Measure != leg.Measure {
			continue
		}
		if last = why(r.on(t)); len(last) == 0 {
			return nil
		}
	}
	return last
}

// A departure is judged by what held when it happened. That it begins direction is
// said by an event of its own: a second report, or one that comes after the part
// was seen further on, does not.
func (a seenDeparting) observe(s situation) []events.Event {
	part, ok := s.Part(a.Departed.Part)
	t, country := s.moment(), a.Departed.Country
	part = s.asOf(part, t)
	if !ok || s.over(t) {
		return nil // told of no part that we know: recorded, and nothing follows
	}
	var out []events.Event
	if part.Approved.IsZero() || part.Approved.After(t) {
		out = append(out, s.breaks(DepartureWithoutApproval, country, part.Label, t)...)
	}
	for _, unasked := range s.withoutConsent(part, country, t) {
		found := s.breaks(DepartureWithoutConsent, unasked, part.Label, t)
		s, out = s.knowing(found), append(out, found...) // two States that know nothing call the lead once
	}
	return out
}

// Possession is not direction, and not eyes-on: nothing follows.
func (a seenHeld) observe(situation) []events.Event { return nil }

// withoutConsent lists, by code, the States of the route at t and the one where
// the part set out, of which no final consent held then.
func (s situation) withoutConsent(part Part, country events.Country, t events.Time) []events.Country {
	var states []events.Country
	route := s.routeFrom(t)
	for _, leg := range route {
		if len(s.lacking(leg, route, part, t)) > 0 {
			states = append(states, leg.Country)
		}
	}
	if !slices.ContainsFunc(s.Requests, func(r Request) bool {
		c := r.on(t)
		return r.Country == country && r.Measure != events.Import && c.allows(part.Mode, t) && c.Window.Holds(t)
	}) {
		states = append(states, country)
	}
	slices.SortFunc(states, cmp.Compare[events.Country])
	return slices.Compact(states)
}

func evolveConsignment(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e := e.(type) {
	case events.ItemDeclared:
		o.Parts = with(o.Parts, Part{Label: e.Named.Part, Origin: e.Origin.Country, Item: e.Item, First: Travel{e.Item.Mode, e.Quantity},
			Mode: e.Item.Mode, Quantity: e.Quantity, Hazards: e.Item.Hazards, Accompanied: len(o.UnderCover) > 0})
	case events.DepartureApproved:
		o = o.amendPart(e.Departure.Part, func(p *Part) { p.Approved = c.At })
	case events.ConsignmentDeparted:
		if !o.counted() {
			break
		}
		taken := events.Taken
		if !o.Involves(e.Departed.Country) {
			taken = events.NotTaken // nobody there knows of it
		}
		o = o.moves(e.Departed.Part, Move{Record: c.Command, Occurred: c.moment(), What: MoveDeparted, To: e.Departed.Country, Taken: taken})
	case events.PossessionChanged:
		// Who holds the goods is for people.
	default:
		return o, false
	}
	return o, true
}
