package disclosure

import (
	"fmt"

	"vigil/events"
)

// Tip is where a feed ends: the counter of its last message and the digest of
// that message's content. The zero Tip is an empty feed.
type Tip struct {
	Counter uint64
	Digest  events.Digest
}

// Cutting is one finished feed message.
type Cutting struct {
	Content events.Content
	Bytes   []byte
	Digest  events.Digest
}

// Tip is where the feed ends once this message is in it.
func (c Cutting) Tip() Tip { return Tip{c.Content.Counter, c.Digest} }

// Source is an entry with its note, parsed once.
type Source struct {
	Entry  events.Entry
	Note   events.Note
	pieces []piece
}

// Split takes the entry's events apart once, for all who are shown some of them.
func (s Source) Split() (Source, error) {
	row, err := events.ActOf(s.Note.Act)
	if err == nil {
		s.pieces, err = s.split(row)
	}
	return s, err
}

func (s Source) split(row events.ActRow) ([]piece, error) {
	if s.pieces != nil {
		return s.pieces, nil
	}
	return split(row, s.Entry.Events)
}

// telling is one thing that a message tells of one entry: what is taken back of
// it, what is shown of it, or both.
type telling struct {
	back    *events.Withdrawn
	content *events.Shown
	proof   events.NoteProof
	entry   bool
	size    int
}

// Cut makes the feed message, or the messages if one would be over
// events.MaxBriefing, that carry a showing. entry is the one that caused it; load
// gives an earlier entry of the same operation by its n; last gives the counter of
// the last message of this feed that showed a command.
//
// What is taken back of an entry and what is still shown of it stand in the same
// message.
func Cut(tip Tip, s Showing, entry Source, load func(n uint64) (Source, error), last func(events.CommandID) uint64) ([]Cutting, error) {
	list, err := tellings(s, entry, load, last)
	if err != nil {
		return nil, err
	}
	var out []Cutting
	for len(list) > 0 {
		m := events.Message{Content: events.Content{
			V: events.Version, Edition: entry.Entry.Edition, Viewer: s.Viewer, Counter: tip.Counter + 1, Prev: tip.Digest,
		}}
		for size := 0; len(list) > 0 && (size == 0 || size+list[0].size <= events.MaxBriefing); list = list[1:] {
			size += list[0].size
			list[0].into(&m)
		}
		if len(list) > 0 {
			m.Content.More = events.Continued
		}
		bytes, digest, err := events.EncodeMessage(m)
		if err != nil {
			return nil, fmt.Errorf("feed of %s: %w", s.Viewer, err)
		}
		c := Cutting{m.Content, bytes, digest}
		out = append(out, c)
		tip = c.Tip()
	}
	return out, nil
}

// tellings lists what a showing tells, entry by entry, the newest last.
func tellings(s Showing, entry Source, load func(n uint64) (Source, error), last func(events.CommandID) uint64) ([]telling, error) {
	list := make([]telling, 0, len(s.Briefing)+1)
	shown := func(t telling, src Source, mask Mask, after events.CommandID) error {
		content, proof, err := show(src, mask)
		content.After = after
		t.content, t.proof = &content, proof
		list = append(list, t)
		return err
	}
	back := s.Withdrawn
	withdrawn := func() (t telling) {
		w := back[0]
		back = back[1:]
		t.back = &events.Withdrawn{Operation: entry.Entry.Operation, Counter: last(w.Command), Command: w.Command, At: entry.Entry.At, Slots: w.Slots, Reason: w.Reason}
		return t
	}
	for _, w := range back {
		if last(w.Command) == 0 {
			return nil, fmt.Errorf("feed of %s: %s is to be withdrawn and was not shown", s.Viewer, w.Command)
		}
	}
	for _, p := range s.Briefing {
		for len(back) > 0 && back[0].N < p.N {
			list = append(list, withdrawn())
		}
		var t telling
		if len(back) > 0 && back[0].N == p.N {
			t = withdrawn()
		}
		src, err := load(p.N)
		if err == nil {
			err = shown(t, src, p.Mask, p.After)
		}
		if err != nil {
			return nil, fmt.Errorf("briefing of %s: entry %d: %w", s.Viewer, p.N, err)
		}
	}
	for len(back) > 0 {
		list = append(list, withdrawn())
	}
	if s.Entry != 0 {
		if err := shown(telling{entry: true}, entry, s.Entry, ""); err != nil {
			return nil, err
		}
	}
	if len(list) == 1 {
		return list, nil // there is nothing to divide
	}
	for i := range list {
		if err := list[i].measure(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (t telling) into(m *events.Message) {
	if t.back != nil {
		m.Content.Withdrawn = append(m.Content.Withdrawn, *t.back)
	}
	switch {
	case t.content == nil:
	case t.entry:
		m.Content.Entry = append(m.Content.Entry, *t.content)
		m.Proof.Entry = append(m.Proof.Entry, t.proof)
	default:
		m.Content.Briefing = append(m.Content.Briefing, *t.content)
		m.Proof.Briefing = append(m.Proof.Briefing, t.proof)
	}
}

// measure says how many bytes it takes in a message.
func (t *telling) measure() error {
	add := func(v any) error {
		b, err := events.Marshal(v)
		t.size += len(b)
		return err
	}
	if t.back != nil {
		if err := add(*t.back); err != nil {
			return err
		}
	}
	if t.content == nil {
		return nil
	}
	if err := add(*t.content); err != nil {
		return err
	}
	return add(t.proof)
}

// Show gives what a mask leaves of an entry: for an auditor's fold, with Whole.
func Show(src Source, mask Mask) (events.Shown, error) {
	content, _, err := show(src, mask)
	return content, err
}

func show(src Source, mask Mask) (events.Shown, events.NoteProof, error) {
	e, n := src.Entry, src.Note
	row, err := events.ActOf(n.Act)
	if err != nil {
		return events.Shown{}, events.NoteProof{}, err
	}
	content := events.Shown{
		Operation: e.Operation, Command: n.Command, Act: n.Act, Author: n.Signer,
		At: e.At, Occurred: n.Occurred, Known: n.Known,
	}
	proof := events.NoteProof{Note: e.Note}
	if mask&unnamed != 0 {
		content.Author, content.Act, content.Occurred, content.Known = events.Hub, "", events.Time{}, events.Time{}
		proof.Note = ""
	}
	sees := func(line int) bool { return mask&(1<<line) != 0 }
	for _, s := range e.Slots {
		line := 0
		if s.Name != events.SlotSeen {
			_, line, _ = row.Slot(s.Name)
		}
		if sees(line) {
			content.Slots = append(content.Slots, events.ShownSlot{Name: s.Name, Value: s.Value})
			proof.Salts = append(proof.Salts, events.SlotSalt{Name: s.Name, Salt: s.Salt})
		}
	}
	for _, enc := range e.Enclosures {
		if _, line, ok := row.Slot(enc.Name); ok && sees(line) {
			content.Enclosures = append(content.Enclosures, events.ShownEnclosure{Name: enc.Name, Class: enc.Class, Size: enc.Size})
		}
	}
	pieces, err := src.split(row)
	content.Events = cutEvents(pieces, e.Events, mask)
	return content, proof, err
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
