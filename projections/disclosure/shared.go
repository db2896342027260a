package disclosure

import (
	"math/bits"

	"vigil/events"
)

// shared is what the viewers of one entry have in common: most are shown the same
// slots and the same events.
type shared struct {
	pieces []piece
	shown  []*shownAs
	opened []*opened
	cuts   []*cut
}

// shownAs is an entry as a mask leaves it. Nobody alters it.
type shownAs struct {
	mask    Mask
	content []events.Shown // one
	proof   []events.NoteProof
	cut     *cut
}

func (s Source) show(mask Mask) (*shownAs, error) {
	row, err := events.ActOf(s.Note.Act)
	if err != nil {
		return nil, err
	}
	common := s.shared
	if common == nil {
		pieces, err := s.split(row)
		if err != nil {
			return nil, err
		}
		common = &shared{pieces: pieces}
	}
	for _, as := range common.shown {
		if as.mask == mask {
			return as, nil
		}
	}
	e, n := &s.Entry, &s.Note
	opened, cut := common.open(row, e, mask), common.cut(e.Events, mask)
	content := events.Shown{
		Operation: e.Operation, Command: n.Command, Act: n.Act, Author: n.Signer, At: e.At, Occurred: n.Occurred, Known: n.Known,
		Slots: opened.slots, Enclosures: opened.enclosures, Events: cut.raws,
	}
	proof := events.NoteProof{Note: e.Note, Salts: opened.salts}
	if mask&unnamed != 0 {
		content.Author, content.Act, content.Occurred, content.Known = events.Hub, "", events.Time{}, events.Time{}
		proof.Note = ""
	}
	as := &shownAs{mask, []events.Shown{content}, []events.NoteProof{proof}, cut}
	common.shown = append(common.shown, as)
	return as, nil
}

// opened is the slots and enclosures that a mask leaves.
type opened struct {
	mask       Mask
	slots      []events.ShownSlot
	salts      []events.SlotSalt
	enclosures []events.ShownEnclosure
}

func (s *shared) open(row events.ActRow, e *events.Entry, mask Mask) *opened {
	mask &= 1<<events.Commits - 1
	for _, o := range s.opened {
		if o.mask == mask {
			return o
		}
	}
	o := &opened{mask: mask}
	most := bits.OnesCount64(uint64(mask))
	sees := func(line int) bool { return mask&(1<<line) != 0 }
	for _, s := range e.Slots {
		line := 0
		if s.Name != events.SlotSeen {
			_, line, _ = row.Slot(s.Name)
		}
		if sees(line) {
			if o.slots == nil {
				o.slots, o.salts = make([]events.ShownSlot, 0, min(most, len(e.Slots))), make([]events.SlotSalt, 0, min(most, len(e.Slots)))
			}
			o.slots = append(o.slots, events.ShownSlot{Name: s.Name, Value: s.Value})
			o.salts = append(o.salts, events.SlotSalt{Name: s.Name, Salt: s.Salt})
		}
	}
	for _, enc := range e.Enclosures {
		if _, line, ok := row.Slot(enc.Name); ok && sees(line) {
			o.enclosures = append(o.enclosures, events.ShownEnclosure{Name: enc.Name, Class: enc.Class, Size: enc.Size})
		}
	}
	s.opened = append(s.opened, o)
	return o
}

// cut is the events that a mask leaves, and what they decode to once somebody asks.
type cut struct {
	mask    Mask
	raws    []events.Raw
	decoded []events.Event
}

func (s *shared) cut(list []events.Event, mask Mask) *cut {
	var all Mask
	for _, p := range s.pieces {
		all |= 1 << p.bit
	}
	mask &= all
	for _, c := range s.cuts {
		if c.mask == mask {
			return c
		}
	}
	c := &cut{mask: mask, raws: cutEvents(s.pieces, list, mask)}
	s.cuts = append(s.cuts, c)
	return c
}

// decode reads them from their bytes, as whoever has nothing but the feed does.
func (c *cut) decode() (list []events.Event, err error) {
	if c.decoded == nil {
		c.decoded, err = events.Shown{Events: c.raws}.Decoded()
	}
	return c.decoded, err
}

// cutEvents drops from each event the members that the mask hides, and the
// events of which nothing is left.
func cutEvents(pieces []piece, list []events.Event, mask Mask) []events.Raw {
	var raws []events.Raw
	for i, event := range list {
		size := 0
		for _, p := range pieces {
			if p.event == i && mask&(1<<p.bit) != 0 {
				size += len(`,"":`) + len(p.Name) + len(p.Value)
			}
		}
		if size == 0 {
			continue
		}
		raw := make(events.Raw, 0, len(`{"kind":""}`)+len(event.Kind())+size)
		raw = append(append(append(raw, `{"kind":"`...), event.Kind()...), '"')
		for _, p := range pieces {
			if p.event == i && mask&(1<<p.bit) != 0 {
				raw = append(append(append(raw, `,"`...), p.Name...), `":`...)
				raw = append(raw, p.Value...)
			}
		}
		raws = append(raws, append(raw, '}'))
	}
	return raws
}
