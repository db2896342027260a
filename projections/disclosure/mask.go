package disclosure

import (
	"fmt"

	"vigil/events"
)

// Mask says which pieces of an entry are meant: bit i for the slot or enclosure
// on commit line i, then one bit for each derived member of its events, in
// order. The last bit says that it is told without its author's name.
type Mask uint64

const (
	maxDerived = 63 - events.Commits
	unnamed    = Mask(1) << 63
	stated     = Mask(1)<<events.Commits - 2 // the slots of the fact; slot 0, seen, is none of it
)

// quantity is the slot of that name of a declared item.
var quantity = func() Mask {
	row, _ := events.ActOf("item.declare")
	_, line, _ := row.Slot("quantity")
	return 1 << line
}()

// piece is one member of an entry's events: the event's place among them, and the
// member's bit in a Mask (the commit line of a slot of the command, or one for
// each derived member).
type piece struct {
	event, bit int
	events.Member
}

// split gives the members of an entry's events in order.
func split(act events.ActRow, list []events.Event) ([]piece, error) {
	pieces := make([]piece, 0, 8)
	next := events.Commits
	for i, event := range list {
		raw, err := events.EncodeEvent(event)
		if err != nil {
			return nil, err
		}
		members, err := events.Members(raw)
		if err != nil {
			return nil, err
		}
		for _, m := range members[1:] {
			if _, line, slot := act.Slot(m.Name); i == 0 && slot {
				pieces = append(pieces, piece{i, line, m})
				continue
			}
			if next == events.Commits+maxDerived {
				return nil, fmt.Errorf("disclosure: over %d consequences in one command: split it", maxDerived)
			}
			pieces = append(pieces, piece{i, next, m})
			next++
		}
	}
	return pieces, nil
}

// there is the mask of all pieces that an entry has.
func (s Source) there(act events.ActRow, pieces []piece) Mask {
	var mask Mask
	for _, slot := range s.Entry.Slots {
		_, line, _ := act.Slot(slot.Name) // 0 for seen
		mask |= 1 << line
	}
	for _, e := range s.Entry.Enclosures {
		if _, line, ok := act.Slot(e.Name); ok {
			mask |= 1 << line
		}
	}
	for _, p := range pieces {
		mask |= 1 << p.bit
	}
	return mask
}

// Whole is the mask of everything in an entry: what an auditor folds.
func Whole(e events.Entry, n events.Note) (Mask, error) {
	act, err := events.ActOf(n.Act)
	if err != nil {
		return 0, err
	}
	pieces, err := split(act, e.Events)
	return Source{Entry: e, Note: n}.there(act, pieces), err
}
