package operation

import (
	"slices"

	"vigil/events"
)

// What is told of a part when the facts change it. Every State of the operation was
// told what the part is, so every State is told when that is so no longer, whoever
// may not see why: after a substitution, a split, a merger and a loss. What was
// sampled, weighed and seized is not for all of them, and is not in that sum.

// Travel is how a part travels, and how much of it.
type Travel struct {
	Mode     events.Mode
	Quantity events.Quantity
}

var restating = []Column{Removed, SplitOff, MergedAway, MergedIn, Lost}

// travels is how a part travels, of the facts that count, as all its States may know.
func (o Operation) travels(p Part, counts func(Posting) bool) Travel {
	now := Travel{o.mode(p, counts), o.first(p, counts)}
	if p.Void {
		now.Quantity = events.Mass(Balance{}.Transit, p.First.Quantity.Unit)
	} else if told := func(x Posting) bool { return counts(x) && slices.Contains(restating, x.What) }; slices.ContainsFunc(p.Ledger, told) {
		now.Quantity = events.Mass(o.balance(p, told).Transit, p.First.Quantity.Unit)
	}
	return now
}

// mode is that of the last substitution; if there was none, that in which it was
// split off or declared.
func (o Operation) mode(p Part, counts func(Posting) bool) events.Mode {
	if x, ok := last(p.Ledger, func(x Posting) bool { return counts(x) && x.Mode != "" }); ok {
		return x.Mode
	}
	if parent, split, ok := o.split(p); ok {
		return o.mode(parent, func(x Posting) bool { return counts(x) && until(split)(x) })
	}
	return p.First.Mode
}

// asOf is a part as it travelled at a moment, as far as is known now: what a fact of
// that moment is judged by.
func (o Operation) asOf(p Part, t events.Time) Part {
	then := o.travels(p, notAfter(t))
	p.Mode, p.Quantity = then.Mode, then.Quantity
	return p
}

// restated says what the facts that stand now change of how the parts travel, and of
// what is dangerous about them: that is told to whoever may meet them.
func (s situation) restated(before Operation) []events.Event {
	var out []events.Event
	for _, p := range s.Parts {
		now := s.travels(p, anything)
		again := events.PartRestated{Restated: events.RestatedTerms{Part: p.Label, Mode: now.Mode}, Quantity: now.Quantity}
		was, there := before.Part(p.Label)
		if list := slices.Sorted(slices.Values(p.hazards(s.at))); there && !slices.Equal(list, slices.Sorted(slices.Values(was.hazards(s.at)))) {
			again.Hazards.Hazards = append([]events.Code{}, list...) // none is said too
		}
		if now != (Travel{p.Mode, p.Quantity}) || again.Hazards.Hazards != nil {
			out = append(out, again)
		}
	}
	return out
}
