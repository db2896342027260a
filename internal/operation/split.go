package operation

import (
	"slices"

	"vigil/events"
)

// A part that is divided begins another, and one that is merged ends (INV-16). The new
// part is where the one was from which it was taken, and who directed that directs it
// (direction.go). Nobody has it in sight by that: the watch calls, until somebody says
// so.
//
// A split that is told anew goes on with the part that it began, and all that was told
// of that: also if it was another quantity. If it is retracted, or was another part's,
// there never was such a part: nothing follows from what is told of it, nobody is
// called for it, and it is in no balance.

type (
	seenSplit  struct{ events.PartSplit }
	seenMerged struct{ events.PartMerged }
)

func (a seenSplit) observe(s situation) []events.Event {
	parent, ok := s.Part(a.Split.Part)
	label := s.begins(s.command.ID, a.PartSplit)
	if _, taken := s.Part(label); !ok || taken {
		return nil // told of no part that we know, or a label is there twice
	}
	split, _ := find(parent.Ledger, func(x Posting) bool { return x.Record == s.command.ID })
	item := parent.Item
	item.Mode, item.Packages, item.Hazards = s.mode(parent, until(split)), a.Split.Packages, parent.hazards(s.moment())
	goods, _ := s.apart(parent, split, anything)
	return []events.Event{events.PartBegun{Begun: events.BegunTerms{Part: label, Of: parent.Label}, Item: item, Quantity: goods}}
}

// A merger takes all that there is of a part: see the ledger.
func (a seenMerged) observe(situation) []events.Event { return nil }

// begins is the label of the part that a split begins.
func (o Operation) begins(id events.CommandID, e events.PartSplit) events.Part {
	old, _ := o.record(e.Corrects.Record)
	p, ok := find(o.Parts, func(p Part) bool { return p.Begun == old.ID && p.Of == e.Split.Part })
	if ok && old.Corrected == id {
		return p.Label
	}
	return events.PartOf(id)
}

// begun folds a part that a split has begun, for the first time or anew.
func (o Operation) begun(c Cause, e events.PartBegun) Operation {
	label := e.Begun.Part
	if !slices.ContainsFunc(o.Parts, func(p Part) bool { return p.Label == label }) {
		parent, _ := o.Part(e.Begun.Of)
		o.Parts = with(o.Parts, Part{Label: label, Of: e.Begun.Of, Origin: parent.Origin, Accepted: parent.Accepted, Accompanied: parent.Accompanied})
	}
	o = o.amendPart(label, func(p *Part) {
		p.Begun, p.Gone = c.Command, false
		p.Item, p.First, p.Hazards = e.Item, Travel{e.Item.Mode, e.Quantity}, e.Item.Hazards
		p.Mode, p.Quantity = e.Item.Mode, e.Quantity
		p.Moves = with(p.Moves, Move{Record: c.Command, Occurred: c.moment(), What: MoveSplit})
	})
	return o.voided()
}

// voided folds which parts never were: those of a split that does not stand, and of
// those. A part stands behind that of which it was split.
func (o Operation) voided() Operation {
	o.Parts = slices.Clone(o.Parts)
	for i := range o.Parts {
		p := &o.Parts[i]
		parent, _ := find(o.Parts[:i], func(q Part) bool { return q.Label == p.Of })
		p.Void = p.Gone || parent.Void
	}
	return o
}

func (o Operation) merges(c Cause, m events.MergeTerms) Operation {
	if !o.counted() {
		return o
	}
	o = o.posts(c, m.Part, Posting{What: MergedAway, Other: m.Into})
	o = o.posts(c, m.Into, Posting{What: MergedIn, Other: m.Part})
	return o.moves(m.Part, Move{Record: c.Command, Occurred: c.moment(), What: MoveMerged})
}

// silenced ends the calls for parts that never were.
func (s situation) silenced() []events.Event {
	var out []events.Event
	for _, a := range s.Alerts {
		if p, _ := find(s.Parts, func(p Part) bool { return p.Label == a.Part }); p.Void {
			out = append(out, s.settle(a.ID.Cause(), a.ID.About(), a.Country, Corrected)...)
		}
	}
	return out
}
