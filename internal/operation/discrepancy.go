package operation

import (
	"slices"

	"vigil/events"
)

// What does not come out in the mass balance (INV-14): more came out of a part than
// was in, or its last weighing shows another mass than was in transit at that moment,
// the goods with what was put in their place, by more than the scale may be off. It
// is a breach of who told it, and calls that State and the lead. If it rests on what
// that State may not see (a sample taken elsewhere, a weight two borders away), it
// calls the lead alone: whoever weighs must not learn by it what others did.
//
// It is over when a fact or a correction makes it come out.
const MassDiscrepancy events.Code = "mass-discrepancy"

// balances is why such a call is over.
const balances events.Code = "balances"

// disparity is what does not come out: by which weighing, none if more came out than
// was in; and since when.
type disparity struct {
	by    events.CommandID
	since events.Time
}

func (o Operation) disparity(p Part) (d disparity, is bool) {
	if p.Void {
		return disparity{}, false
	}
	b := o.Balance(p)
	if w, ok := last(p.Ledger, func(x Posting) bool { return x.What == Weighed && x.Quantity.Unit.Alike(b.Unit) }); ok {
		then := o.balance(p, until(w))
		net, _ := w.Quantity.Exact()
		if !p.opens(w) && net.Sub(then.Transit.Add(then.Substitute)).Abs().GreaterThan(b.tolerance(w.Tolerance)) {
			return disparity{w.Record, w.Occurred}, true
		}
	}
	x, _ := last(p.Ledger, func(x Posting) bool { return x.What != Weighed })
	return disparity{since: x.Occurred}, b.Transit.Neg().GreaterThan(b.tolerance(events.Quantity{}))
}

// weighs says what does not come out that did before, and what comes out again. What
// an officer has resolved is not raised again by another fact; what a correction has
// just resolved is, if it does not come out all the same. After the end goods are
// still seized, stored and counted: until the file is closed it is asked as ever. The
// desk of the leading State is called as any other: by what it is shown.
func (s situation) weighs(before Operation) []events.Event {
	if !s.Closed.IsZero() {
		return nil
	}
	var out []events.Event
	for _, p := range s.Parts {
		now, off := s.disparity(p)
		if !off {
			out = append(out, s.balanced(p)...)
			continue
		}
		then, _ := before.Part(p.Label)
		if was, same := before.disparity(then); same && was == now && before.unbalanced(p.Label) == s.unbalanced(p.Label) {
			continue
		}
		leads := MassDiscrepancy // what the lead is called for
		if !s.seesAll(s.Lead, p) {
			leads = events.Abroad(MassDiscrepancy)
		}
		country, cause := s.country(), MassDiscrepancy
		if !s.seesAll(country, p) {
			country, cause = s.Lead, leads
		}
		found := s.breaks(cause, country, p.Label, now.since)
		s = s.knowing(found)
		out = append(append(out, found...), s.call(leads, string(p.Label), s.Lead, p.Label, now.since)...)
	}
	return out
}

// unbalanced tells whether anybody is called because a part does not come out.
func (o Operation) unbalanced(part events.Part) bool {
	return slices.ContainsFunc(o.Alerts, func(a Alert) bool { return a.Part == part && events.Matter(a.ID.Cause()) == MassDiscrepancy })
}

// seesAll tells whether a State is shown all that a balance rests on and not every State
// is told.
func (o Operation) seesAll(country events.Country, p Part) bool {
	return !slices.ContainsFunc(p.Ledger, func(x Posting) bool {
		other, came := o.brought(x)
		return !slices.Contains(restating, x.What) && !o.shown(country, x.Author, x.Country, x.N, x.What == Weighed) || came && !o.seesAll(country, other)
	})
}

// shown tells whether a State is shown a fact of what was found out in a State: that
// one, and of some facts its neighbours too, if they may know who says so.
func (o Operation) shown(to events.Country, author events.Viewer, where events.Country, n int, adjacent bool) bool {
	return to == author.Country() || o.knewOf(to, author.Country(), n, pair{where}) && (to == where || adjacent && o.neighbourAt(to, where, n))
}

func (s situation) balanced(p Part) []events.Event {
	var out []events.Event
	for _, a := range s.Alerts {
		if a.Part == p.Label && events.Matter(a.ID.Cause()) == MassDiscrepancy && (a.Country == s.Lead || s.mayHear(a.Country)) {
			out = append(out, s.settle(a.ID.Cause(), a.ID.About(), a.Country, balances)...)
		}
	}
	return out
}
