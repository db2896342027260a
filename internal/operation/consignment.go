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
	OriginDeclares  Rule = "the-lead-or-the-origin-declares-items" // 1. Spain 263 bis: object, type and quantity, by who has seen them
	BeforeDeparture Rule = "items-are-declared-before-departure"   // 2. INV-14: what set out is the first side of the mass balance
	LabelIsNew      Rule = "a-part-has-its-own-label"              // 3. formats: six characters of the command's digest
	PartIsDeclared  Rule = "the-part-is-declared"                  // 4. domain 3
	ApprovedOnce    Rule = "departure-is-approved-once"            // 5. domain 4
	NotYetGone      Rule = "departure-is-approved-before-it"       // 6. domain 4: OperationReadied, DepartureApproved
	EveryConsent    Rule = "departure-needs-every-consent"         // 7. INV-02: UNTOC art. 20; EU MLA 2000 art. 12; Romania CPP 151
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
)

func (a declareItem) decide(s situation) ([]events.Event, error) {
	from := a.Origin.Country
	if !s.command.Signer.IsLead() && from != s.country() {
		return nil, refuse(OriginDeclares, NotAllowed, "%s cannot declare what begins in %s", s.country(), from)
	}
	if !s.Plays(from, events.Origin) {
		return nil, refuse(OriginDeclares, Refused, "%s is not a State of origin of %s", from, s.Name).
			hint("The lead involves it as origin first.")
	}
	if slices.ContainsFunc(s.Parts, func(p Part) bool { return p.Origin == from && p.Travels() }) {
		return nil, refuse(BeforeDeparture, Refused, "what begins in %s has departed", from)
	}
	a.Named.Part = events.PartOf(s.command.ID)
	if _, taken := s.Part(a.Named.Part); taken {
		return nil, refuse(LabelIsNew, Conflict, "this command's id gives a label that another part has").
			hint("Send it with a new id.")
	}
	return []events.Event{a.ItemDeclared}, nil
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
		if why := s.lacking(leg, part.Mode, s.at); why != "" {
			missing = append(missing, fmt.Sprintf("%s %s %s: %s", leg.Country, leg.Measure, span(leg.needs()), why))
		}
	}
	if len(missing) > 0 {
		return nil, refuse(EveryConsent, Refused, "part %s of %s may not depart yet", part.Label, s.Name).missing(missing...).
			hint("Ask the States named, plan what lacks, then approve again.")
	}
	return []events.Event{a.DepartureApproved}, nil
}

// routeFrom is the plan still to come at t, in the order of the legs' windows. A
// leg whose time is over needs nothing any more, and serves nothing.
func (o Operation) routeFrom(t events.Time) []Leg {
	var route []Leg
	for _, leg := range o.Legs {
		if !leg.needs().Until.Before(t) {
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
		if from.Country != to.Country && !slices.ContainsFunc(s.Points, func(p Point) bool { return p.From == from.Country && p.To == to.Country }) {
			gaps = append(gaps, fmt.Sprintf("no handover point %s-%s between %s and %s", from.Country, to.Country, from.ID, to.ID))
		}
	}
	return gaps
}

// lacking says why a State's consent to a leg does not hold as of t, or nothing
// if it does. Of several requests it speaks of the last.
func (o Operation) lacking(leg Leg, mode events.Mode, t events.Time) string {
	need, why := leg.needs(), "no authorisation requested"
	for _, r := range o.Requests {
		if r.Country != leg.Country || r.Measure != leg.Measure {
			continue
		}
		c := r.on(t)
		switch {
		case c.allows(mode) && c.Window.Covers(need):
			return ""
		case c.Says == Open:
			why = "requested, not answered"
		case c.Says == Declined:
			why = fmt.Sprintf("refused by %s", r.Country)
		case c.Says == Provisional:
			why = "provisional only"
		case !slices.Contains(c.Modes, mode):
			why = fmt.Sprintf("granted for %s, needed for %s", list(c.Modes), mode)
		case c.Window.From.After(need.From):
			why = fmt.Sprintf("granted from %s, needed from %s", minute(c.Window.From), minute(need.From))
		default:
			why = fmt.Sprintf("granted until %s, needed until %s", minute(c.Window.Until), minute(need.Until))
		}
	}
	return why
}

// A part that departs is directed by the State that it departs in, from then on.
// That is the beginning of INV-09, and it happens once: a second report, or one
// that comes after the part was seen further on, moves nothing.
func (a seenDeparting) observe(s situation) []events.Event {
	out := []events.Event{a.ConsignmentDeparted}
	part, ok := s.Part(a.Departed.Part)
	if !ok {
		return out // told of no part that we know: recorded, and nothing follows
	}
	t, country := s.moment(), a.Departed.Country
	if s.over(t) {
		return out
	}
	if part.Approved.IsZero() || part.Approved.After(t) {
		out = append(out, breach(DepartureWithoutApproval, country, part.Label, t))
	}
	for _, unasked := range s.withoutConsent(part, country, t) {
		out = append(out, breach(DepartureWithoutConsent, unasked, part.Label, t))
	}
	if len(part.Path) == 0 && s.Closed.IsZero() {
		taken := events.Taken
		if !s.Involves(country) {
			taken = events.NotTaken // nobody there knows of it
		}
		out = append(out, s.move(part, country, t, events.ByTerritory, taken))
	}
	return out
}

// withoutConsent lists, by code, the States of the route at t and the one where
// the part set out, of which no final consent held then.
func (s situation) withoutConsent(part Part, country events.Country, t events.Time) []events.Country {
	var states []events.Country
	route := s.routeFrom(t)
	for _, leg := range route {
		if s.lacking(leg, part.Mode, t) != "" {
			states = append(states, leg.Country)
		}
	}
	if !slices.ContainsFunc(s.Requests, func(r Request) bool {
		c := r.on(t)
		return r.Country == country && r.Measure != events.Import && c.allows(part.Mode) && c.Window.Holds(t)
	}) {
		states = append(states, country)
	}
	slices.SortFunc(states, cmp.Compare[events.Country])
	return slices.Compact(states)
}

func evolveConsignment(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e := e.(type) {
	case events.ItemDeclared:
		o.Parts = with(o.Parts, Part{Label: e.Named.Part, Origin: e.Origin.Country, Mode: e.Item.Mode, Quantity: e.Quantity, Hazards: e.Item.Hazards})
	case events.DepartureApproved:
		o = o.amendPart(e.Departure.Part, func(p *Part) { p.Approved = c.At })
	case events.ConsignmentDeparted:
		o = o.amendPart(e.Departed.Part, func(p *Part) {
			if p.Departed.IsZero() {
				p.Departed = c.Occurred
			}
		})
	default:
		return o, false
	}
	return o, true
}
