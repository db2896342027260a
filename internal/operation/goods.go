package operation

import "vigil/events"

// What is found out about the goods. These are facts: nothing here refuses, and the
// list is of breaches. What does not come out in the sum is a breach of its own: see
// discrepancy.go.
const (
	WeighedByOne      events.Code = "weighed-by-one-person"  // 1. INV-15: two persons sign a weight
	NetOverGross      events.Code = "net-over-gross"         // 2. INV-15: gross and net
	WeighedInTwoKinds events.Code = "gross-and-net-of-kinds" // 3. INV-15: in one unit of mass, or in pieces
)

type (
	seenOpened  struct{ events.ConsignmentOpened }
	seenWeighed struct{ events.ItemWeighed }
	seenSampled struct{ events.ItemSampled }
	seenTested  struct{ events.ItemTested }
	seenWeapons struct{ events.WeaponsRecorded }
	seenStored  struct{ events.GoodsStored }
)

// That a part was opened, and on what ground, is for people.
func (a seenOpened) observe(situation) []events.Event { return nil }

// A weight is judged by itself here, and against the balance after every fact.
func (a seenWeighed) observe(s situation) []events.Event {
	w, t := a.Weighing, s.moment()
	if _, ok := s.Part(w.Part); !ok || s.over(t) {
		return nil
	}
	var out []events.Event
	if !s.witnessed() {
		out = append(out, s.breaks(WeighedByOne, w.Country, w.Part, t)...)
	}
	switch order, ok := w.Net.Compare(w.Gross); {
	case !ok:
		out = append(out, s.breaks(WeighedInTwoKinds, w.Country, w.Part, t)...)
	case order > 0:
		out = append(out, s.breaks(NetOverGross, w.Country, w.Part, t)...)
	}
	return out
}

// witnessed tells whether a second person signed, whose key holds. That it is one of the
// same State was asked before: see decide.go.
func (s situation) witnessed() bool {
	second, _ := s.officer(s.command.Witness) // the key of nobody never holds
	return s.command.Witness != s.command.Key && second.holds(s.at)
}

// A sample is out: see the ledger.
func (a seenSampled) observe(situation) []events.Event { return nil }

// What a test finds may be a danger: see hazard.go.
func (a seenTested) observe(situation) []events.Event { return nil }

func (a seenWeapons) observe(situation) []events.Event { return nil }

// Where goods lie that are out is in the ledger too.
func (a seenStored) observe(situation) []events.Event { return nil }

func evolveGoods(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e := e.(type) {
	case events.ConsignmentOpened:
		// What was seen then has facts of its own.
	case events.ItemWeighed:
		w := e.Weighing
		if _, one := w.Net.Compare(w.Gross); one {
			o = o.posts(c, w.Part, Posting{What: Weighed, Quantity: w.Net, Tolerance: w.Tolerance})
		}
	case events.ItemSampled:
		o = o.goesOut(c, e.Sample.Part, Sampled, e.Sample.Quantity)
	case events.ItemTested:
		if found := e.Test; found.Result == events.Positive && isFentanyl(found.Substance) {
			o = o.finds(c, found.Part, Finding{Hazard: Fentanyl})
		}
	case events.WeaponsRecorded:
		for _, w := range e.Weapons.List {
			if w.State == events.LiveWeapon || w.State == events.Converted {
				o = o.finds(c, e.Weapons.Part, Finding{Hazard: LiveFirearm})
				break
			}
		}
	case events.GoodsStored:
		o = o.goesOut(c, e.Stored.Part, Stored, e.Stored.Quantity)
	case events.PartSplit:
		o = o.posts(c, e.Split.Part, Posting{What: SplitOff, Quantity: e.Split.Quantity, Substitute: e.Split.Substitute, Other: o.begins(c.Command, e)})
	case events.PartBegun:
		o = o.begun(c, e)
	case events.PartMerged:
		o = o.merges(c, e.Merge)
	case events.PartRestated:
		o = o.amendPart(e.Restated.Part, func(p *Part) { p.Mode, p.Quantity = e.Restated.Mode, e.Quantity })
	case events.LossReported:
		o.Losses = with(o.Losses, Loss{ID: c.Command, Key: c.Key, Part: e.Loss.Part, Country: e.Loss.Country, Quantity: e.Loss.Quantity})
	case events.LossDeclared:
		o.Losses = amended(o.Losses, func(l Loss) bool { return l.ID == e.Declaration.Report }, func(l *Loss) { l.Declared = c.At })
		o = o.goesOut(c, e.Declaration.Part, Lost, e.Declaration.Quantity)
	default:
		return o, false
	}
	return o, true
}
