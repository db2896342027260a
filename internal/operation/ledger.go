package operation

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"vigil/events"
)

// The mass balance of a part (INV-14): what was in is in transit, or out, and no gram
// is both or neither. What was in is, in this order:
//
//  1. of a part that a split has begun, what was split off, so that the parts of a
//     part always sum up to it (INV-16);
//  2. what the last weighing in the part's origin before it departed showed, with
//     what had been taken out by then;
//  3. what was declared.
//
// What was merged in is added to that. Out is what was sampled, removed by a
// substitution, split off, merged away, seized and declared lost. Where goods lie that
// are out is no second exit: only what was stored beyond what was sampled, removed and
// seized is out by that.
//
// What was put in the place of goods is kept apart, also when it is seized. Of a part that travels clean nothing
// else is left: what is split off it, or lost of it, is of that, unless the split says
// how much of it went along with goods.
//
// All of it follows from the facts that stand, in the order in which they happened: a
// late one, or a correction, needs nothing more. Mass and pieces do not add up: what
// is stated in the other of the two than the part is no entry of its balance.

// Column is how goods are accounted for.
type Column string

const (
	Weighed    Column = "weighed"
	Sampled    Column = "sampled"
	Removed    Column = "removed"
	SplitOff   Column = "split-off"
	MergedAway Column = "merged-away"
	MergedIn   Column = "merged-in"
	Seized     Column = "seized"
	Stored     Column = "stored"
	Lost       Column = "lost"
)

// Posting is one fact about how much there is of a part.
type Posting struct {
	Record     events.CommandID
	N          int // of two facts of the same moment the later told is the later
	Author     events.Viewer
	Country    events.Country // where
	Occurred   events.Time
	What       Column
	Quantity   events.Quantity
	Substitute events.Quantity // put in, gone along, or seized with them
	Mode       events.Mode     // from a substitution on
	Tolerance  events.Quantity // of a scale; zero: not stated
	Other      events.Part     // split off as, merged into or from
}

// Balance is a part's columns, in grams or pieces. In, with what was merged in, is the
// sum of all others and what is in transit, which is below zero if more came out than
// was in.
type Balance struct {
	Unit                                   events.Unit // in which the part was declared
	In, MergedIn                           decimal.Decimal
	Sampled, Removed, SplitOff, MergedAway decimal.Decimal
	Seized, Stored, Lost                   decimal.Decimal
	Transit                                decimal.Decimal
	Substitute                             decimal.Decimal // in the place of goods, in transit with them
}

// Balance is the balance of a part as far as it is known now.
func (o Operation) Balance(p Part) Balance { return o.balance(p, anything) }

// Terminal tells whether nothing of a part is in transit any more: everything was
// seized, stored, sampled, removed, lost, or went on as another part. One that never
// was a part is nowhere.
func (o Operation) Terminal(p Part) bool {
	b := o.Balance(p)
	return p.Void || b.Transit.Abs().LessThanOrEqual(b.tolerance(events.Quantity{}))
}

func anything(Posting) bool { return true }

// until is everything before a fact, not the fact itself.
func until(last Posting) func(Posting) bool {
	return func(x Posting) bool { return x.order(last) < 0 }
}

// notAfter is everything until a moment.
func notAfter(t events.Time) func(Posting) bool {
	return func(x Posting) bool { return !x.Occurred.After(t) }
}

func (x Posting) order(y Posting) int {
	return cmp.Or(x.Occurred.Compare(y.Occurred), cmp.Compare(x.N, y.N))
}

// balance adds up the facts that count.
func (o Operation) balance(p Part, counts func(Posting) bool) Balance {
	b := o.columns(p, counts)
	b.In = o.in(p, counts)
	if m, away := o.merger(p.Label); away && counts(m) {
		then := o.balance(p, func(x Posting) bool { return counts(x) && until(m)(x) })
		b.MergedAway, b.Substitute = decimal.Max(then.Transit, decimal.Zero), decimal.Zero
	}
	b.Stored = b.storedBeyond()
	b.Transit = b.In.Add(b.MergedIn).Sub(b.out())
	return b
}

func (b Balance) out() decimal.Decimal {
	return decimal.Sum(b.Sampled, b.Removed, b.SplitOff, b.MergedAway, b.Seized, b.Stored, b.Lost)
}

// storedBeyond is what of that in store was not taken out by another fact.
func (b Balance) storedBeyond() decimal.Decimal {
	return decimal.Max(b.Stored.Sub(b.Sampled).Sub(b.Removed).Sub(b.Seized), decimal.Zero)
}

// in is what was in at first: see the head of this file.
func (o Operation) in(p Part, counts func(Posting) bool) decimal.Decimal {
	in, _ := o.first(p, counts).Exact()
	w, ok := last(p.Ledger, func(x Posting) bool { return counts(x) && p.opens(x) })
	if !ok {
		return in
	}
	net, _ := w.Quantity.Exact()
	then := o.columns(p, until(w))
	then.Stored = then.storedBeyond()
	return net.Sub(then.Substitute).Add(then.out()).Sub(then.MergedIn)
}

// opens tells whether a weighing says what was in.
func (p Part) opens(x Posting) bool {
	return x.What == Weighed && p.Of == "" && x.Country == p.Origin && x.Quantity.Unit.Alike(p.First.Quantity.Unit) &&
		(!p.Travels() || !x.Occurred.After(p.Path[0].Since))
}

// columns sums up what is stated of each.
func (o Operation) columns(p Part, counts func(Posting) bool) Balance {
	b := Balance{Unit: p.First.Quantity.Unit}
	parent, split, _ := o.split(p)
	if _, put := o.apart(parent, split, counts); put.Unit.Alike(b.Unit) {
		b.Substitute, _ = put.Exact()
	}
	for _, x := range p.Ledger {
		if !counts(x) {
			continue
		}
		if x.What == MergedIn {
			o.takeIn(&b, x, counts)
			continue
		}
		goods, substitute := o.apart(p, x, counts)
		if !goods.Unit.Alike(b.Unit) {
			continue
		}
		amount, _ := goods.Exact()
		put := decimal.Zero
		if substitute.Unit.Alike(b.Unit) {
			put, _ = substitute.Exact()
		}
		switch x.What {
		case Sampled:
			b.Sampled = b.Sampled.Add(amount)
		case Removed:
			b.Removed, b.Substitute = b.Removed.Add(amount), b.Substitute.Add(put)
		case SplitOff:
			b.SplitOff, b.Substitute = b.SplitOff.Add(amount), b.Substitute.Sub(put)
		case Seized:
			b.Seized, b.Substitute = b.Seized.Add(amount), b.Substitute.Sub(put)
		case Stored:
			b.Stored = b.Stored.Add(amount)
		case Lost:
			b.Lost, b.Substitute = b.Lost.Add(amount), b.Substitute.Sub(put)
		}
	}
	return b
}

// apart is how much of what a fact is about is goods, and how much was put in their
// place.
func (o Operation) apart(p Part, x Posting, counts func(Posting) bool) (goods, substitute events.Quantity) {
	left := x.What == SplitOff || x.What == Lost
	if left && x.Substitute == (events.Quantity{}) && o.mode(p, func(y Posting) bool { return counts(y) && until(x)(y) }) == events.Clean {
		return events.Mass(decimal.Zero, x.Quantity.Unit), x.Quantity
	}
	return x.Quantity, x.Substitute
}

// first is how much of goods a part began with: what was split off, or declared.
func (o Operation) first(p Part, counts func(Posting) bool) events.Quantity {
	parent, split, ok := o.split(p)
	if !ok {
		return p.First.Quantity
	}
	goods, _ := o.apart(parent, split, counts)
	return goods
}

// takeIn adds what another part brought when it was merged into this one.
func (o Operation) takeIn(b *Balance, x Posting, counts func(Posting) bool) {
	other, came := o.brought(x)
	if !came || !other.First.Quantity.Unit.Alike(b.Unit) {
		return
	}
	then := o.balance(other, func(y Posting) bool { return counts(y) && until(x)(y) })
	b.MergedIn = b.MergedIn.Add(decimal.Max(then.Transit, decimal.Zero))
	b.Substitute = b.Substitute.Add(then.Substitute)
}

// brought is the part that was merged in, if it was.
func (o Operation) brought(x Posting) (Part, bool) {
	if x.What != MergedIn { // the search below is long, and asked for each posting
		return Part{}, false
	}
	other, _ := o.Part(x.Other)
	m, _ := o.merger(x.Other)
	return other, m.Record == x.Record
}

// merger is how a part ceased to be one of its own. Of two the first counts, and
// nothing is merged into a part that is none any more: so no goods go in a circle.
func (o Operation) merger(label events.Part) (Posting, bool) {
	var all []Posting
	of := map[events.CommandID]events.Part{}
	for _, p := range o.Parts {
		for _, x := range p.Ledger {
			if into, ok := o.Part(x.Other); x.What == MergedAway && ok && into.Label != p.Label {
				all, of[x.Record] = append(all, x), p.Label
			}
		}
	}
	slices.SortFunc(all, Posting.order)
	merged := map[events.Part]Posting{}
	for _, x := range all {
		_, gone := merged[of[x.Record]]
		if _, none := merged[x.Other]; !gone && !none {
			merged[of[x.Record]] = x
		}
	}
	m, ok := merged[label]
	return m, ok
}

// split is the part that a part was split off, and the fact that says so.
func (o Operation) split(p Part) (parent Part, x Posting, ok bool) {
	if p.Of == "" { // most are of none
		return Part{}, Posting{}, false
	}
	parent, _ = find(o.Parts, func(q Part) bool { return q.Label == p.Of })
	x, ok = find(parent.Ledger, func(x Posting) bool { return x.What == SplitOff && x.Other == p.Label })
	return parent, x, ok
}

// last is the latest of the facts that are meant.
func last(list []Posting, is func(Posting) bool) (latest Posting, ok bool) {
	for _, x := range list {
		if is(x) && (!ok || x.order(latest) > 0) {
			latest, ok = x, true
		}
	}
	return latest, ok
}

// tolerance is what a scale may be off, as stated or not. Pieces are counted.
func (b Balance) tolerance(stated events.Quantity) decimal.Decimal {
	if !stated.Unit.Alike(b.Unit) {
		stated = events.ScaleTolerance
	}
	if !stated.Unit.Alike(b.Unit) {
		return decimal.Zero
	}
	most, _ := stated.Exact()
	return most
}

// goesOut folds a fact about how much there is of a part, if it counts.
func (o Operation) goesOut(c Cause, part events.Part, what Column, q events.Quantity) Operation {
	return o.posts(c, part, Posting{What: what, Quantity: q})
}

func (o Operation) posts(c Cause, part events.Part, x Posting) Operation {
	if !o.counted() {
		return o
	}
	said, _ := o.record(c.Command)
	x.Record, x.N, x.Author, x.Country, x.Occurred = c.Command, o.told(), c.Author, said.Named[0], c.moment()
	return o.amendPart(part, func(p *Part) { p.Ledger = with(p.Ledger, x) })
}
