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

// Cut makes the feed message, or the messages if one would be over
// events.MaxBriefing, that carry a showing. entry is the one that caused it;
// load gives an earlier entry of the same operation by its n.
func Cut(tip Tip, s Showing, entry Source, load func(n uint64) (Source, error)) ([]Cutting, error) {
	type shown struct {
		content events.Shown
		proof   events.NoteProof
		entry   bool
		size    int
	}
	var list []shown
	add := func(src Source, mask Mask, after events.CommandID, isEntry bool) error {
		content, proof, err := show(src, mask)
		if err != nil {
			return err
		}
		content.After = after
		list = append(list, shown{content, proof, isEntry, 0})
		return nil
	}
	for _, p := range s.Briefing {
		src, err := load(p.N)
		if err != nil {
			return nil, fmt.Errorf("briefing of %s: entry %d: %w", s.Viewer, p.N, err)
		}
		if err := add(src, p.Mask, p.After, false); err != nil {
			return nil, err
		}
	}
	if s.Entry != 0 {
		if err := add(entry, s.Entry, "", true); err != nil {
			return nil, err
		}
	}
	for i := range list {
		if len(list) == 1 {
			break // there is nothing to divide
		}
		var err error
		if list[i].size, err = sizeOf(list[i].content, list[i].proof); err != nil {
			return nil, err
		}
	}
	var out []Cutting
	for len(list) > 0 {
		m := events.Message{Content: events.Content{
			V: events.Version, Edition: entry.Entry.Edition, Viewer: s.Viewer, Counter: tip.Counter + 1, Prev: tip.Digest,
		}}
		for size := 0; len(list) > 0 && (size == 0 || size+list[0].size <= events.MaxBriefing); list = list[1:] {
			size += list[0].size
			if list[0].entry {
				m.Content.Entry = append(m.Content.Entry, list[0].content)
				m.Proof.Entry = append(m.Proof.Entry, list[0].proof)
			} else {
				m.Content.Briefing = append(m.Content.Briefing, list[0].content)
				m.Proof.Briefing = append(m.Proof.Briefing, list[0].proof)
			}
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

func sizeOf(content events.Shown, proof events.NoteProof) (int, error) {
	a, err := events.Marshal(content)
	if err != nil {
		return 0, err
	}
	b, err := events.Marshal(proof)
	return len(a) + len(b), err
}
