package operation

import (
	"fmt"
	"slices"
	"strings"

	"vigil/events"
)

// The rules of dangerous goods (INV-26; CH-IT 2009 art. 2). They may not depart
// unless each danger is removed, or accepted by every State on the route:
// departure-needs-every-consent lists what lacks.
const (
	RiskIsNamed Rule = "a-risk-is-accepted-by-name" // 1. INV-26: explicit. For itself: only-a-states-own-authority-decides-for-it
)

// The dangers that hold goods back. Of others, such as armed company, the States are
// warned.
const (
	Explosive   events.Code = "explosive"
	LiveFirearm events.Code = "live-firearm"
	Fentanyl    events.Code = "fentanyl"
)

// UnderCover is said of every part while some State has officers under cover or
// informants with the goods: whoever acts must know that not all of them are criminals,
// and need not know whose they are (INV-24). Only a State's own word ends it.
const UnderCover events.Code = "undercover-present"

var dangers = []events.Code{Explosive, LiveFirearm, Fentanyl}

// isFentanyl tells whether a substance is of the fentanyl group, whose names all hold
// the stem: fentanyl, carfentanil, acetylfentanyl.
func isFentanyl(substance events.Code) bool { return strings.Contains(string(substance), "fentan") }

// Finding is one fact about a danger of a part: found there, or taken out.
type Finding struct {
	Record   events.CommandID
	Occurred events.Time
	Hazard   events.Code
	Removed  bool
}

// Acceptance is a State's consent to dangers of a part.
type Acceptance struct {
	Country events.Country
	Hazards []events.Code
}

type (
	seenSafe   struct{ events.HazardRemoved }
	acceptRisk struct{ events.RiskAccepted }
)

// A danger that is removed is there no more, until it is found again.
func (a seenSafe) observe(situation) []events.Event { return nil }

func (a acceptRisk) decide(s situation) ([]events.Event, error) {
	risk := a.Risk
	if risk.Country != s.country() {
		return nil, s.ofAnother(risk.Country)
	}
	if _, ok := s.Part(risk.Part); !ok {
		return nil, refuse(PartIsDeclared, NotFound, "%s has no part %s", s.Name, risk.Part)
	}
	if len(risk.Hazards) == 0 {
		return nil, refuse(RiskIsNamed, Invalid, "this names no danger of part %s", risk.Part).
			hint("Name each that %s accepts.", risk.Country)
	}
	return []events.Event{a.RiskAccepted}, nil
}

// ofAnother refuses what a State decides for another.
func (s situation) ofAnother(country events.Country) error {
	return refuse(OwnAuthority, NotAllowed, "an authority of %s cannot decide for %s", s.country(), country).
		hint("Only %s decides for %s.", country, country)
}

// hazards lists what is dangerous about a part at a moment: what was declared and
// found, less what was removed after it, and whether somebody under cover is with it.
func (p Part) hazards(t events.Time) []events.Code {
	list := slices.Clone(p.Hazards)
	found := slices.DeleteFunc(slices.Clone(p.Findings), func(f Finding) bool { return f.Occurred.After(t) })
	slices.SortStableFunc(found, func(a, b Finding) int { return a.Occurred.Compare(b.Occurred) })
	for _, f := range found {
		list = slices.DeleteFunc(list, func(c events.Code) bool { return c == f.Hazard })
		if !f.Removed {
			list = append(list, f.Hazard)
		}
	}
	list = slices.DeleteFunc(list, func(c events.Code) bool { return c == UnderCover })
	if p.Accompanied {
		list = append(list, UnderCover)
	}
	return list
}

// accompanied folds that a State has somebody under cover with the goods, or no longer.
func (o Operation) accompanied(t events.PresenceTerms) Operation {
	o.UnderCover = slices.DeleteFunc(slices.Clone(o.UnderCover), func(c events.Country) bool { return c == t.Country })
	if t.Officers > 0 || t.Informants > 0 {
		o.UnderCover = append(o.UnderCover, t.Country)
	}
	o.Parts = slices.Clone(o.Parts)
	for i := range o.Parts {
		o.Parts[i].Accompanied = len(o.UnderCover) > 0
	}
	return o
}

// unaccepted lists the dangers of a part that hold it back in a State.
func (s situation) unaccepted(p Part, country events.Country) []string {
	var list []string
	for _, hazard := range p.hazards(s.at) {
		accepts := func(a Acceptance) bool { return a.Country == country && slices.Contains(a.Hazards, hazard) }
		if slices.Contains(dangers, hazard) && !slices.ContainsFunc(p.Accepted, accepts) {
			list = append(list, fmt.Sprintf("%s: %s not accepted", country, hazard))
		}
	}
	return list
}

// finds folds a fact about a danger, if it counts.
func (o Operation) finds(c Cause, part events.Part, f Finding) Operation {
	if !o.counted() {
		return o
	}
	f.Record, f.Occurred = c.Command, c.moment()
	return o.amendPart(part, func(p *Part) { p.Findings = with(p.Findings, f) })
}
