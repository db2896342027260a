package disclosure

import (
	"fmt"
	"slices"

	"vigil/events"
)

// mark is what a record is held to, and what has become of it since.
type mark struct {
	n        uint32
	held     bool   // H2: kept to its author's State and the lead
	void     bool   // retracted
	over     uint32 // the record that corrected it, by its n; 0: it stands
	released []release
}

// release is what the originator has shown to one State more.
type release struct {
	to    events.Country
	slots Mask
}

// mark gives the mark of the entry at place i, the zero one if it has none.
func (f Fold) mark(i int) mark {
	if at, ok := f.marked(uint32(i) + 1); ok {
		return f.marks[at]
	}
	return mark{}
}

func (f Fold) marked(n uint32) (int, bool) {
	return slices.BinarySearchFunc(f.marks, n, func(m mark, n uint32) int { return int(m.n) - int(n) })
}

// marking changes a record's mark, in a copy.
func (f Fold) marking(n uint32, change func(*mark)) Fold {
	f.marks = slices.Clone(f.marks)
	at, ok := f.marked(n)
	if !ok {
		f.marks = slices.Insert(f.marks, at, mark{n: n})
	}
	change(&f.marks[at])
	return f
}

// handled takes from the entry that comes next how it is handled and what it
// corrects. The answer is the record that it corrects, 0 for none.
func (f Fold) handled(s Source, act events.ActRow) (Fold, uint32, error) {
	var record uint32
	this := uint32(s.Entry.N)
	for _, slot := range s.Entry.Slots {
		switch slot.Name {
		case events.SlotHandling:
			var h events.HandlingTerms
			if err := events.Unmarshal(slot.Value, &h); err != nil {
				return f, 0, fmt.Errorf("disclosure: handling of %s: %w", s.Note.Command, err)
			}
			if heldBack(act, h.Codes) {
				f = f.marking(this, func(m *mark) { m.held = true })
			}
		case events.SlotCorrects:
			var c events.CorrectsTerms
			if err := events.Unmarshal(slot.Value, &c); err != nil {
				return f, 0, fmt.Errorf("disclosure: correction by %s: %w", s.Note.Command, err)
			}
			if record = f.correctable(c.Record, s.Note); record != 0 {
				f = f.marking(record, func(m *mark) { m.over = this }).stirred()
			}
		}
	}
	return f, record, nil
}

// heldBack tells whether these codes keep a command's slots back. What is addressed
// to somebody is not: the addressee is its recipient.
func heldBack(act events.ActRow, codes []events.HandlingCode) bool {
	return (act.Nature == events.Observation || act.Act == "item.declare") && slices.Contains(codes, events.H2)
}

// correctable finds the record that a fact corrects: an earlier one of the same
// act, by the same State, that stands. Anything else it says nothing about: it is
// a new fact.
func (f Fold) correctable(id events.CommandID, n events.Note) uint32 {
	record := f.record(id)
	if record == 0 {
		return 0
	}
	it, m := f.items()[record-1], f.mark(int(record)-1)
	if it.row().Act != n.Act || it.author.Country() != n.Signer.Country() || m.over != 0 || m.void {
		return 0
	}
	return record
}

// retracted: it never happened. Whoever has it keeps it, as void.
func (f Fold) retracted(t events.CorrectsTerms) Fold {
	if record := f.record(t.Record); record != 0 {
		f = f.marking(record, func(m *mark) { m.void = true })
	}
	return f
}

// changed gives a record other codes, which ends what was released of it.
func (f Fold) changed(c events.ChangeTerms) Fold {
	record := f.record(c.Record)
	if record == 0 {
		return f
	}
	held := heldBack(f.items()[record-1].row(), c.Codes)
	return f.marking(record, func(m *mark) { m.held, m.released = held, nil }).stirred()
}

// released shows some slots of a record to one State more.
func (f Fold) released(r events.ReleaseTerms) Fold {
	record := f.record(r.Record)
	if record == 0 {
		return f
	}
	row, slots := f.items()[record-1].row(), Mask(0)
	for _, name := range r.Slots {
		if _, line, ok := row.Slot(string(name)); ok {
			slots |= 1 << line
		}
	}
	return f.marking(record, func(m *mark) { m.released = append(slices.Clip(m.released), release{r.To, slots}) }).stirred()
}
