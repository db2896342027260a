package operation

import (
	"slices"

	"vigil/events"
)

// The rules of deconfliction. That an open number of this operation stands in another
// one too, only whoever has both can say; here is asked what this one can answer.
const (
	NumberStands Rule = "only-a-number-that-stands-is-found" // 1. domain 3: DeconflictionConflictFound
	FoundOnce    Rule = "a-number-is-found-once"             // 2. domain 3: one call for each
)

// Deconfliction calls the lead, and the desk that told the number: somebody else is
// after the same thing. It does not say who.
const Deconfliction events.Code = "deconfliction"

// Identified is an open number that a State has told of a thing of this operation.
type Identified struct {
	Number  events.Identifier
	Country events.Country   // who told it
	At      events.Time      // the hub's time
	Record  events.CommandID // which stands
}

type clockFound struct{ events.DeconflictionFound }

// Identified lists the open numbers of an operation in the journal's order, each once
// for each State that told it. After the end there are none.
func (o Operation) Identified() []Identified {
	var list []Identified
	for _, n := range o.Numbers {
		if o.Ended.IsZero() && !slices.ContainsFunc(list, func(l Identified) bool { return l.Number == n.Number && l.Country == n.Country }) {
			list = append(list, n)
		}
	}
	return list
}

// HasFound tells whether it was said of a number, as this State told it, that another
// operation has it.
func (o Operation) HasFound(country events.Country, number events.Identifier) bool {
	return slices.Contains(o.Found, events.FoundTerms{Country: country, Number: number})
}

func (a clockFound) decide(s situation) ([]events.Event, error) {
	f := a.Found
	if !slices.ContainsFunc(s.Identified(), func(n Identified) bool {
		return n.Number == f.Number && n.Country == f.Country && !n.At.After(s.command.Occurred)
	}) {
		return nil, refuse(NumberStands, Refused, "no %s stands here as %s told it", f.Number, f.Country)
	}
	if s.HasFound(f.Country, f.Number) {
		return nil, refuse(FoundOnce, Conflict, "%s was found already", f.Number)
	}
	out := append([]events.Event{a.DeconflictionFound}, s.raise(Deconfliction, string(f.Number), s.answers(f.Country), "", s.command.Occurred)...)
	if f.Country != s.Lead {
		out = append(out, s.raise(events.Abroad(Deconfliction), string(f.Number), s.Lead, "", s.command.Occurred)...)
	}
	return out, nil
}

// identified folds an open number that a fact tells of a thing. What counts for nothing
// tells none. It is found as its teller's, not as that of the State where the thing is:
// how the fact is handled may keep it from everybody else.
func (o Operation) identified(c Cause, number events.Identifier) Operation {
	if number != "" && o.counted() {
		o.Numbers = with(o.Numbers, Identified{Number: number, Country: c.Author.Country(), At: c.At, Record: c.Command})
	}
	return o
}
