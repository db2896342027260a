package projections

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"vigil/events"
)

// GoodsLine is goods that went into a part, out of it, or elsewhere, in the order of
// telling. A merger takes all that there is: how much that was is reckoned.
type GoodsLine struct {
	Record     events.CommandID  `json:"record"`
	What       Movement          `json:"what"`
	Country    events.Country    `json:"country,omitzero"`
	Quantity   events.Quantity   `json:"quantity,omitzero"`
	Substitute events.Quantity   `json:"substitute,omitzero"` // put in, or gone along
	Mode       events.Mode       `json:"mode,omitzero"`       // of the part from then on
	Storage    events.Identifier `json:"storage,omitzero"`
	Receipt    events.Identifier `json:"receipt,omitzero"`
	Other      events.Part       `json:"other,omitzero"` // split off, or merged with
	Occurred   events.Time       `json:"occurred"`
}

// Movement is what happened to goods.
type Movement string

const (
	GoodsSampled  Movement = "sampled"
	GoodsRemoved  Movement = "removed" // for a substitute
	GoodsSplit    Movement = "split"   // off, into a part of its own
	GoodsMerged   Movement = "merged"  // away, into another part
	GoodsJoined   Movement = "joined"  // from another part
	GoodsSeized   Movement = "seized"
	GoodsLost     Movement = "lost" // declared so
	GoodsRestated Movement = "restated"
	InStore       Movement = "stored" // of what was taken out
)

// LedgerLine is where the goods of a part are (INV-14), as far as the viewer was
// shown what happened to them: what is hidden makes no column. What stands in for
// goods is kept apart. All is in the unit in which the part was declared.
type LedgerLine struct {
	In         events.Quantity `json:"in"`
	Basis      LedgerBasis     `json:"basis"`
	Joined     events.Quantity `json:"joined,omitzero"`
	Sampled    events.Quantity `json:"sampled,omitzero"`
	Removed    events.Quantity `json:"removed,omitzero"`
	Split      events.Quantity `json:"split,omitzero"`
	Merged     events.Quantity `json:"merged,omitzero"`
	Seized     events.Quantity `json:"seized,omitzero"`
	Lost       events.Quantity `json:"lost,omitzero"`
	Transit    events.Quantity `json:"transit,omitzero"` // what is left
	Over       events.Quantity `json:"over,omitzero"`    // so much more went out than was in
	Stored     events.Quantity `json:"stored,omitzero"`  // sampled, removed and seized goods too
	Substitute events.Quantity `json:"substitute,omitzero"`
}

// LedgerBasis is where the quantity that went in is known from.
type LedgerBasis string

const (
	InDeclared LedgerBasis = "declared"
	InWeighed  LedgerBasis = "weighed" // at its origin, before it left
	InSplit    LedgerBasis = "split"   // off another part
)

// moved adds a line to a part's goods.
func (d *Document) moved(r *record, part events.Part, l GoodsLine) {
	l.Record, l.Occurred = r.shown.Command, r.shown.When()
	d.part(part, func(p *PartLine) { p.Moves = grown(p.Moves, l) })
}

// isOfGoods tells whether an event may change what is to be reckoned.
func isOfGoods(e events.Event) bool {
	switch e.(type) {
	case events.ItemDeclared, events.ItemWeighed, events.ItemSampled, events.SubstitutionPerformed, events.GoodsStored,
		events.PartSplit, events.PartBegun, events.PartRestated, events.PartMerged, events.SeizureMade, events.LossDeclared,
		events.DirectionMoved, events.DirectionRetracted: // when it left, which a weighing has to be before
		return true
	}
	return false
}

// reckoning is the ledgers of all parts while they are worked out: what was told of
// goods, one after the other. Who is shown everything reckons in the order of what
// happened, as the rules do. Who is not goes by what is restated, which has all that
// its author knew then, in the order of telling.
type reckoning struct {
	parts    []PartLine // the fold's own
	accounts []account
	places   map[events.CommandID]int // in the order of telling
	all      bool
}

// account is a part's ledger while it is worked out, in grams or pieces.
type account struct {
	known              bool // how much there was
	unit               events.Unit
	basis              LedgerBasis
	in                 decimal.Decimal
	sums               map[Movement]decimal.Decimal
	left               decimal.Decimal
	substitute, beyond decimal.Decimal // beyond: in store, and not taken out otherwise
	aside              decimal.Decimal // what a restatement does not know of
	gone               bool            // merged into another
}

// posting is one line of one part: of goods, or of a scale.
type posting struct {
	part  int
	goods *GoodsLine
	scale *WeighingLine
	told
}

// told is when something happened, and who said so.
type told struct {
	at     events.Time
	record events.CommandID
}

func (l *GoodsLine) told() told { return told{l.Occurred, l.Record} }

// reckon works all ledgers out anew.
func (d *Document) reckon(places map[events.CommandID]int) {
	k := reckoning{d.Parts, make([]account, len(d.Parts)), places, d.seesAll()}
	var list []posting
	for i := range k.parts {
		p := &k.parts[i]
		if slices.ContainsFunc(p.Moves, func(l GoodsLine) bool { return l.What == GoodsMerged || l.What == GoodsJoined }) {
			p.Moves = slices.Clone(p.Moves) // how much that was may change
		}
		for j := range p.Moves {
			l := &p.Moves[j]
			if l.What == GoodsMerged || l.What == GoodsJoined {
				l.Quantity, l.Substitute = events.Quantity{}, events.Quantity{}
			}
			list = append(list, posting{i, l, nil, l.told()})
		}
		for j := range p.Weighings {
			if w := &p.Weighings[j]; k.opens(p, w) {
				list = append(list, posting{i, nil, w, told{w.Occurred, w.Record}})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b posting) int { return k.order(a.told, b.told) })
	for i := range k.parts {
		k.begin(i)
	}
	for _, e := range list {
		switch {
		case e.scale != nil:
			k.accounts[e.part].weighed(e.scale)
		case e.goods.What == GoodsMerged:
			k.merge(e.part, e.goods)
		case e.goods.What == GoodsJoined: // with the merger
		default:
			k.accounts[e.part].takes(k.apart(&k.parts[e.part], e.goods), k.all)
		}
	}
	for i := range k.parts {
		k.parts[i].Ledger = k.accounts[i].line()
	}
}

// seesAll tells whether the viewer is shown all that happens to goods.
func (d *Document) seesAll() bool { return d.Viewer.IsLead() || d.Viewer == events.Audit }

// opens tells whether a weighing says what was in: it is of goods and what they are in
// in one unit, where the part set out, before it did.
func (k *reckoning) opens(p *PartLine, w *WeighingLine) bool {
	_, alike := w.Net.Compare(w.Gross)
	return alike && p.Of == "" && w.Country == p.Origin && w.Net.Unit.Alike(p.Quantity.Unit) &&
		(len(p.Path) == 0 || !w.Occurred.After(p.Path[0].Since))
}

// begin is what a part was at first: as declared, or what was split off another. If the
// viewer was not shown how much that is, there is no ledger of it.
func (k *reckoning) begin(i int) {
	p, a := &k.parts[i], &k.accounts[i]
	quantity, substitute := p.Quantity, events.Quantity{}
	a.basis, a.unit, a.sums = InDeclared, p.Quantity.Unit, map[Movement]decimal.Decimal{}
	if p.Of != "" {
		a.basis = InSplit
		if parent, split := k.split(p); split != nil {
			terms := k.apart(parent, split)
			quantity, substitute = terms.Quantity, terms.Substitute
		}
	}
	a.in, a.known = quantity.Exact()
	a.known, a.left = a.known && p.Quantity != (events.Quantity{}), a.in
	a.substitute = a.of(substitute)
}

// split is the part that a part was split off, and the line that says so, if it was
// shown.
func (k *reckoning) split(p *PartLine) (*PartLine, *GoodsLine) {
	for i := range k.parts {
		if parent := &k.parts[i]; parent.Part == p.Of {
			for j := range parent.Moves {
				if l := &parent.Moves[j]; l.What == GoodsSplit && l.Other == p.Part {
					return parent, l
				}
			}
		}
	}
	return nil, nil
}

// apart is a line as it is reckoned. Of a part that travels clean nothing but what
// stands in for goods is left: what is split off it or lost is of that, unless it is
// said how much of it went along with goods.
func (k *reckoning) apart(p *PartLine, l *GoodsLine) GoodsLine {
	terms := *l
	if (l.What == GoodsSplit || l.What == GoodsLost) && l.Substitute == (events.Quantity{}) && k.mode(p, l) == events.Clean {
		terms.Quantity, terms.Substitute = events.Mass(decimal.Zero, l.Quantity.Unit), l.Quantity
	}
	return terms
}

// mode is how a part travelled when something happened to it.
func (k *reckoning) mode(p *PartLine, then *GoodsLine) events.Mode {
	var last *GoodsLine
	for i := range p.Moves {
		l := &p.Moves[i]
		tells := l.What == GoodsRemoved || l.What == GoodsRestated && !k.all
		if tells && k.isBefore(l, then) && (last == nil || k.isBefore(last, l)) {
			last = l
		}
	}
	if last != nil {
		return last.Mode
	}
	if parent, split := k.split(p); split != nil {
		if k.isBefore(split, then) {
			then = split
		}
		return k.mode(parent, then)
	}
	return p.First
}

func (k *reckoning) isBefore(l, m *GoodsLine) bool { return k.order(l.told(), m.told()) < 0 }

// order is that in which it is reckoned.
func (k *reckoning) order(a, b told) int {
	byTelling := cmp.Compare(k.places[a.record], k.places[b.record])
	if k.all {
		return cmp.Or(a.at.Compare(b.at), byTelling)
	}
	return byTelling
}

// of is an amount in the unit of the account; nothing, if it is of another kind.
func (a *account) of(q events.Quantity) decimal.Decimal {
	amount, ok := q.Exact()
	if !ok || !q.Unit.Alike(a.unit) {
		return decimal.Zero
	}
	return amount
}

// weighed is what was in, as a scale showed it: with what had been taken out by then.
func (a *account) weighed(w *WeighingLine) {
	s := a.sums
	out := decimal.Sum(a.beyond, s[GoodsSampled], s[GoodsRemoved], s[GoodsSplit], s[GoodsSeized], s[GoodsLost])
	in := a.of(w.Net).Sub(a.substitute).Add(out).Sub(s[GoodsJoined])
	a.left, a.aside = a.left.Add(in.Sub(a.in)), a.aside.Add(in.Sub(a.in))
	a.in, a.basis = in, InWeighed
}

// takes is what a line says of an account, but for mergers.
func (a *account) takes(l GoodsLine, all bool) {
	if !l.Quantity.Unit.Alike(a.unit) {
		return
	}
	amount, substitute := a.of(l.Quantity), a.of(l.Substitute)
	switch l.What {
	case GoodsRestated:
		if !all && !a.gone {
			a.left = amount.Add(a.aside)
		}
		return
	case GoodsSampled:
		a.aside = a.aside.Sub(amount)
	case GoodsSeized:
		a.aside, a.substitute = a.aside.Sub(amount), a.substitute.Sub(substitute)
	case GoodsRemoved:
		a.substitute = a.substitute.Add(substitute)
	case GoodsSplit, GoodsLost:
		a.substitute = a.substitute.Sub(substitute)
	}
	a.sums[l.What] = a.sums[l.What].Add(amount)
	if l.What != InStore {
		a.left = a.left.Sub(amount)
	}
	// What is in store and was not taken out otherwise was taken out to be stored.
	s := a.sums
	beyond := decimal.Max(s[InStore].Sub(s[GoodsSampled]).Sub(s[GoodsRemoved]).Sub(s[GoodsSeized]), decimal.Zero)
	a.left, a.aside, a.beyond = a.left.Sub(beyond.Sub(a.beyond)), a.aside.Sub(beyond.Sub(a.beyond)), beyond
}

// merge is all of a part gone into another. Of two mergers the first counts, and
// nothing is merged into a part that is none any more.
func (k *reckoning) merge(i int, l *GoodsLine) {
	into := slices.IndexFunc(k.parts, func(p PartLine) bool { return p.Part == l.Other && p.Corrected == "" })
	from := &k.accounts[i]
	if into < 0 || into == i || from.gone || k.accounts[into].gone || k.parts[i].Corrected != "" || !from.known {
		return
	}
	to := &k.accounts[into]
	had, substitute := decimal.Max(from.left, decimal.Zero), from.substitute
	from.gone, from.left, from.sums[GoodsMerged] = true, from.left.Sub(had), had
	l.Quantity, l.Substitute = events.Mass(had, from.unit), massOf(substitute, from.unit)
	for j := range k.parts[into].Moves {
		if m := &k.parts[into].Moves[j]; m.Record == l.Record && m.What == GoodsJoined {
			m.Quantity, m.Substitute = l.Quantity, l.Substitute
		}
	}
	if from.unit.Alike(to.unit) {
		to.sums[GoodsJoined] = to.sums[GoodsJoined].Add(had)
		to.left, to.aside, to.substitute = to.left.Add(had), to.aside.Add(from.aside), to.substitute.Add(substitute)
	}
}

// line is the account as it is shown; nothing, if the viewer was not shown how much
// there was.
func (a *account) line() LedgerLine {
	if !a.known {
		return LedgerLine{}
	}
	if a.gone {
		a.substitute = decimal.Zero
	}
	column := func(what Movement) events.Quantity { return massOf(a.sums[what], a.unit) }
	return LedgerLine{
		In: events.Mass(a.in, a.unit), Basis: a.basis, Joined: column(GoodsJoined), Sampled: column(GoodsSampled), Removed: column(GoodsRemoved),
		Split: column(GoodsSplit), Merged: column(GoodsMerged), Seized: column(GoodsSeized), Lost: column(GoodsLost),
		Transit: events.Mass(a.left, a.unit), Over: massOf(a.left.Neg(), a.unit), Stored: column(InStore), Substitute: massOf(a.substitute, a.unit),
	}
}

// Amount is how much of a part is on its way, as far as the viewer was shown; if
// nothing is any more, how much there was.
func (p PartLine) Amount() events.Quantity {
	if left, known := p.Ledger.Transit.Exact(); known && left.IsPositive() {
		return p.Ledger.Transit
	}
	return p.Quantity
}

// massOf is a sum, or none if there is nothing.
func massOf(sum decimal.Decimal, unit events.Unit) events.Quantity {
	if !sum.IsPositive() {
		return events.Quantity{}
	}
	return events.Mass(sum, unit)
}
