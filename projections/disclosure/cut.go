package disclosure

import (
	"fmt"
	"slices"

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
	Entry events.Entry
	Note  events.Note
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
		size, err := sizeOf(content, proof)
		list = append(list, shown{content, proof, isEntry, size})
		return err
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
	content.Events, err = cutEvents(row, e.Events, mask)
	return content, proof, err
}

// cutEvents drops from each event the members that the mask hides, and the
// events of which nothing is left.
func cutEvents(row events.ActRow, list []events.Event, mask Mask) ([]events.Raw, error) {
	raws := make([]events.Raw, len(list))
	err := eachMember(row, list, func(i, bit int, m events.Member) {
		if mask&(1<<bit) == 0 {
			return
		}
		if raws[i] == nil {
			raws[i] = events.Raw(`{"kind":"` + list[i].Kind() + `"`)
		}
		raws[i] = append(append(append(raws[i], `,"`...), m.Name...), `":`...)
		raws[i] = append(raws[i], m.Value...)
	})
	raws = slices.DeleteFunc(raws, func(r events.Raw) bool { return r == nil })
	for i := range raws {
		raws[i] = append(raws[i], '}')
	}
	return raws, err
}

func sizeOf(content events.Shown, proof events.NoteProof) (int, error) {
	a, err := events.Marshal(content)
	if err != nil {
		return 0, err
	}
	b, err := events.Marshal(proof)
	return len(a) + len(b), err
}
