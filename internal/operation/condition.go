package operation

import (
	"fmt"

	"vigil/events"
)

// The rules of conditions. Each belongs to the State that imposes it
// (only-a-states-own-authority-decides-for-it); another State's is, for a desk,
// not there. A precedent one that is not done blocks departure, with that State on
// the route, and that State's own acceptance: see unmet.
const (
	ConditionIsKnown Rule = "the-condition-was-imposed"         // 1. domain 3
	ConditionOnce    Rule = "a-condition-is-done-with-once"     // 2. domain 3: met or waived
	OnlyWaivesOwn    Rule = "only-the-imposing-state-waives"    // 3. INV-06: CH-IT 2009 art. 2; Crimes Act 1914 (Cth)
	OnlyMeetsOwn     Rule = "the-imposing-state-says-it-is-met" // 4. INV-06, by its authority or a commander
)

const maxConditions = 999 // of one State: AT-C999

type (
	imposeCondition struct{ events.ConditionImposed }
	meetCondition   struct{ events.ConditionMet }
	waiveCondition  struct{ events.ConditionWaived }
)

// Conditions are numbered within their State.
func (a imposeCondition) decide(s situation) ([]events.Event, error) {
	country := a.Condition.Country
	if country != s.country() {
		return nil, refuse(OwnAuthority, NotAllowed, "an authority of %s cannot decide for %s", s.country(), country).
			hint("Only %s decides for %s.", country, country)
	}
	n := 1 + count(s.Conditions, func(c Condition) bool { return c.Country == country })
	if n > maxConditions {
		return nil, refuse(HasRoom, Invalid, "%s has %d of these already", country, maxConditions)
	}
	a.Named.ID = events.ConditionID(fmt.Sprintf("%s-C%d", country, n))
	return []events.Event{a.ConditionImposed}, nil
}

func (a meetCondition) decide(s situation) ([]events.Event, error) {
	if err := s.mayEnd(a.Met.ID, OnlyMeetsOwn); err != nil {
		return nil, err
	}
	return []events.Event{a.ConditionMet}, nil
}

func (a waiveCondition) decide(s situation) ([]events.Event, error) {
	if err := s.mayEnd(a.Waived.ID, OnlyWaivesOwn); err != nil {
		return nil, err
	}
	return []events.Event{a.ConditionWaived}, nil
}

// mayEnd asks whether the signer's State may be done with a condition. Whose it is
// stands in its name, so that the answer about another State's says nothing.
func (s situation) mayEnd(id events.ConditionID, under Rule) error {
	if id.Country() != s.country() {
		return refuse(under, NotAllowed, "%s does not decide about %s", s.country(), id).
			hint("Only %s does.", id.Country())
	}
	condition, ok := find(s.Conditions, func(c Condition) bool { return c.ID == id })
	switch {
	case !ok:
		return refuse(ConditionIsKnown, NotFound, "%s has imposed no condition %s", s.country(), id).
			hint("Name one that it has.")
	case !condition.Done.IsZero():
		return refuse(ConditionOnce, Conflict, "condition %s was met or waived at %s", id, minute(condition.Done))
	}
	return nil
}

// unmet lists, for people, a State's own precedent conditions that are neither met
// nor waived (INV-06).
func (o Operation) unmet(country events.Country) []string {
	var list []string
	for _, c := range o.Conditions {
		if c.Country == country && c.Force == events.Precedent && c.Done.IsZero() {
			list = append(list, fmt.Sprintf("%s: a condition not met yet", c.ID))
		}
	}
	return list
}

func evolveCondition(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e := e.(type) {
	case events.ConditionImposed:
		o.Conditions = with(o.Conditions, Condition{ID: e.Named.ID, Country: e.Condition.Country, Force: e.Condition.Force, At: c.At})
	case events.ConditionMet:
		o = o.endCondition(e.Met.ID, c.At)
	case events.ConditionWaived:
		o = o.endCondition(e.Waived.ID, c.At)
	default:
		return o, false
	}
	return o, true
}

func (o Operation) endCondition(id events.ConditionID, at events.Time) Operation {
	o.Conditions = amended(o.Conditions, func(c Condition) bool { return c.ID == id }, func(c *Condition) { c.Done = at })
	return o
}
