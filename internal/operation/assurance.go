package operation

import (
	"fmt"
	"slices"

	"vigil/events"
)

// The rules of assurances: what a State promises that others let the goods pass on.
const (
	PromisesForItself Rule = "a-state-promises-for-itself" // 1. INV-27: Germany, Romania CPP 151. departure-needs-every-consent asks for them
	PromisedOnce      Rule = "an-assurance-is-given-once"  // 2. domain 3: given, withdrawn, given again
)

// AssuranceMissing calls the lead: a State on whose word others let the goods pass has
// taken it back, and they travel.
const AssuranceMissing events.Code = "assurance-withdrawn"

type (
	giveAssurance     struct{ events.AssuranceGiven }
	withdrawAssurance struct{ events.AssuranceWithdrawn }
)

// ofThirdStates is what a State that is bound by no instrument has to promise (Austrian
// police treaty art. 9: only if that State guarantees the same).
var ofThirdStates = []events.Assurance{events.ConstantSurveillance, events.SeizureAssured, events.ProsecutionAssured, events.InformationBack}

// Promise is a State's word for what happens on its territory. One that was taken back
// stays, so that it is known to lack.
type Promise struct {
	events.AssuranceTerms
	Withdrawn bool
}

func (a giveAssurance) decide(s situation) ([]events.Event, error) {
	t := a.Assurance
	if err := s.own(PromisesForItself, t.Country); err != nil {
		return nil, err
	}
	if s.assures(t.Country, t.Assurance) {
		return nil, refuse(PromisedOnce, Conflict, "%s has assured %s already", t.Country, t.Assurance)
	}
	out := []events.Event{a.AssuranceGiven}
	if after := s.knowing(out); !slices.ContainsFunc(after.Promises, func(p Promise) bool { return p.Country == t.Country && p.Withdrawn }) {
		out = append(out, s.settle(AssuranceMissing, string(t.Country), s.Lead, "given")...)
	}
	return out, nil
}

func (a withdrawAssurance) decide(s situation) ([]events.Event, error) {
	t := a.Withdrawn
	if err := s.own(PromisesForItself, t.Country); err != nil {
		return nil, err
	}
	if !s.assures(t.Country, t.Assurance) {
		return nil, refuse(PromisedOnce, Conflict, "%s does not assure %s", t.Country, t.Assurance).
			hint("Withdraw what was given.")
	}
	out := []events.Event{a.AssuranceWithdrawn}
	if _, travels := s.noticed(""); travels {
		out = append(out, s.raise(AssuranceMissing, string(t.Country), s.Lead, "", s.at)...)
	}
	return out, nil
}

// assures tells whether a State has given its word and not taken it back.
func (o Operation) assures(country events.Country, what events.Assurance) bool {
	return slices.Contains(o.Promises, Promise{AssuranceTerms: events.AssuranceTerms{Country: country, Assurance: what}})
}

// unpromised lists, for people, what is not assured of a route: what a State whose
// consent lets the part pass demands of each State that comes after it, and what one
// that is bound by no instrument has to promise (INV-27).
func (o Operation) unpromised(route []Leg, part Part, t events.Time) []string {
	var list []string
	lacks := func(country events.Country, what []events.Assurance, why string) {
		for _, w := range what {
			line := fmt.Sprintf("%s: %s is not assured, %s", country, w, why)
			if !o.assures(country, w) && !slices.Contains(list, line) {
				list = append(list, line)
			}
		}
	}
	for i, leg := range route {
		if o.isThirdState(leg.Country) {
			lacks(leg.Country, ofThirdStates, "of a State bound by no instrument")
		}
		for _, before := range route[:i] {
			if before.Country != leg.Country {
				lacks(leg.Country, o.demanded(before, part, t), fmt.Sprintf("demanded by %s", before.Country))
			}
		}
	}
	return list
}

// demanded is what a State's consents that cover a leg demand of those who come after;
// if none does, what the last does that was given, so that nothing is left to be said
// when it covers the leg.
func (o Operation) demanded(leg Leg, part Part, t events.Time) []events.Assurance {
	var covering, last []events.Assurance
	covered := false
	for _, r := range o.Requests {
		c := r.on(t)
		if r.Country != leg.Country || r.Measure != leg.Measure || !c.given() {
			continue
		}
		last = c.Demands
		if len(c.lacks(leg, part, t)) == 0 {
			covering, covered = append(covering, c.Demands...), true
		}
	}
	if covered {
		return covering
	}
	return last
}

// isThirdState tells whether a State is bound by none of the instruments.
func (o Operation) isThirdState(country events.Country) bool {
	return slices.ContainsFunc(o.States, func(s events.StateTerms) bool { return s.Country == country && s.Bond == events.ThirdState })
}

// promised keeps one word of a State for each thing that it can promise.
func (o Operation) promised(t events.AssuranceTerms, withdrawn bool) Operation {
	o.Promises = slices.DeleteFunc(slices.Clone(o.Promises), func(p Promise) bool { return p.AssuranceTerms == t })
	o.Promises = append(o.Promises, Promise{t, withdrawn})
	return o
}
