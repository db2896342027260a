package projections

import (
	"github.com/shopspring/decimal"

	"vigil/events"
)

// GoodsLine is goods that went into a part, out of it, or elsewhere, in the order of
// telling.
type GoodsLine struct {
	Record   events.CommandID  `json:"record"`
	What     Movement          `json:"what"`
	Country  events.Country    `json:"country,omitzero"`
	Quantity events.Quantity   `json:"quantity,omitzero"`
	Storage  events.Identifier `json:"storage,omitzero"`
	Receipt  events.Identifier `json:"receipt,omitzero"`
	Other    events.Part       `json:"other,omitzero"` // split off, or merged with
	Occurred events.Time       `json:"occurred"`
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
	SubstitutePut Movement = "substitute"
	SubstituteOut Movement = "substitute-out" // seized, or gone with another part
)

// LedgerLine is where the goods of a part are (INV-14), as far as the viewer was
// shown what happened to them: what is hidden makes no column. What stands in for
// goods is kept apart.
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
	Transit    events.Quantity `json:"transit,omitzero"` // what is left; after a restatement, of that
	Over       events.Quantity `json:"over,omitzero"`    // so much more went out than was in
	Stored     events.Quantity `json:"stored,omitzero"`  // of what was taken out
	Substitute events.Quantity `json:"substitute,omitzero"`
}

// LedgerBasis is where the quantity that went in is known from.
type LedgerBasis string

const (
	InDeclared LedgerBasis = "declared"
	InWeighed  LedgerBasis = "weighed" // at its origin, before it left
	InSplit    LedgerBasis = "split"   // off another part
)

// moved adds a line to a part's goods, if it says how much.
func (d *Document) moved(r *record, part events.Part, l GoodsLine) {
	if l.Quantity == (events.Quantity{}) {
		return
	}
	l.Record, l.Occurred = r.shown.Command, r.shown.When()
	d.part(part, func(p *PartLine) {
		p.Moves = grown(p.Moves, l)
		p.reckon()
	})
}

// reckon works the ledger out anew, in the unit in which the goods were stated. What
// is in another kind of unit is no part of the sum.
func (p *PartLine) reckon() {
	in, basis := p.wentIn()
	left, stated := in.Exact()
	if !stated {
		return
	}
	sums := map[Movement]decimal.Decimal{}
	for _, m := range p.Moves {
		amount, ok := m.Quantity.Exact()
		if !ok || !m.Quantity.Unit.Alike(in.Unit) {
			continue
		}
		sums[m.What] = sums[m.What].Add(amount)
		switch m.What {
		case GoodsSampled, GoodsRemoved, GoodsSplit, GoodsMerged, GoodsSeized, GoodsLost:
			left = left.Sub(amount)
		case GoodsJoined:
			left = left.Add(amount)
		case GoodsRestated:
			left = amount
		}
	}
	sums[SubstitutePut] = sums[SubstitutePut].Sub(sums[SubstituteOut])
	column := func(what Movement) events.Quantity {
		if sums[what].IsZero() {
			return events.Quantity{}
		}
		return events.Mass(sums[what], in.Unit)
	}
	p.Ledger = LedgerLine{
		In: in, Basis: basis, Joined: column(GoodsJoined), Sampled: column(GoodsSampled), Removed: column(GoodsRemoved),
		Split: column(GoodsSplit), Merged: column(GoodsMerged), Seized: column(GoodsSeized), Lost: column(GoodsLost),
		Transit: events.Mass(left, in.Unit), Stored: column(InStore), Substitute: column(SubstitutePut),
	}
	if left.IsNegative() {
		p.Ledger.Over = events.Mass(left.Neg(), in.Unit)
	}
}

// wentIn is what a part began with: as declared, or as weighed where it set out,
// before it did.
func (p *PartLine) wentIn() (events.Quantity, LedgerBasis) {
	if p.Of != "" {
		return p.Quantity, InSplit
	}
	i := lastOf(p.Weighings, func(l WeighingLine) bool {
		return l.Country == p.Origin && (p.Departed.IsZero() || !l.Occurred.After(p.Departed)) && l.Net.Unit.Alike(p.Quantity.Unit)
	})
	if i < 0 {
		return p.Quantity, InDeclared
	}
	return p.Weighings[i].Net, InWeighed
}

// IsTerminal tells whether nothing of a part is on its way any more.
func (p PartLine) IsTerminal() bool {
	left, known := p.Ledger.Transit.Exact()
	return p.Corrected != "" || !p.Merged.IsZero() || known && left.IsZero()
}
