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
	Entry   []events.Event // those of Content.Entry, decoded; viewers who are shown the same share one list
}

// Tip is where the feed ends once this message is in it.
func (c Cutting) Tip() Tip { return Tip{c.Content.Counter, c.Digest} }

// Source is an entry with its note, parsed once.
type Source struct {
	Entry  events.Entry
	Note   events.Note
	shared *shared
}

// Split takes the entry's events apart once, for all who are shown some of them. What
// it gives is not safe for concurrent use.
func (s Source) Split() (Source, error) {
	if s.shared != nil {
		return s, nil
	}
	row, err := events.ActOf(s.Note.Act)
	if err != nil {
		return s, err
	}
	pieces, err := s.split(row)
	s.shared = &shared{pieces: pieces}
	return s, err
}

func (s Source) split(row events.ActRow) ([]piece, error) {
	if s.shared != nil {
		return s.shared.pieces, nil
	}
	return split(row, s.Entry.Events)
}

// telling is one thing that a message tells of one entry: what is taken back of
// it, what is shown of it, or both.
type telling struct {
	back    *events.Withdrawn
	content []events.Shown // one, or none
	proof   []events.NoteProof
	decoded []events.Event // of the entry
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
		var decoded []events.Event
		m := events.Message{Content: events.Content{
			V: events.Version, Edition: entry.Entry.Edition, Viewer: s.Viewer, Counter: tip.Counter + 1, Prev: tip.Digest,
		}}
		for size := 0; len(list) > 0 && (size == 0 || size+list[0].size <= events.MaxBriefing); list = list[1:] {
			size += list[0].size
			list[0].into(&m)
			decoded = list[0].decoded
		}
		if len(list) > 0 {
			m.Content.More = events.Continued
		}
		bytes, digest, err := events.EncodeMessage(m)
		if err != nil {
			return nil, fmt.Errorf("feed of %s: %w", s.Viewer, err)
		}
		c := Cutting{m.Content, bytes, digest, decoded}
		out = append(out, c)
		tip = c.Tip()
	}
	return out, nil
}

// tellings lists what a showing tells, entry by entry, the newest last.
func tellings(s Showing, entry Source, load func(n uint64) (Source, error), last func(events.CommandID) uint64) ([]telling, error) {
	list := make([]telling, 0, len(s.Briefing)+1)
	shown := func(t telling, src Source, mask Mask, after events.CommandID) error {
		as, err := src.show(mask)
		if err != nil {
			return err
		}
		t.content, t.proof = as.content, as.proof
		if t.entry {
			t.decoded, err = as.cut.decode()
		} else {
			t.content = slices.Clone(t.content)
			t.content[0].After = after
		}
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
	case t.entry:
		m.Content.Entry, m.Proof.Entry = t.content, t.proof
	default:
		m.Content.Briefing = append(m.Content.Briefing, t.content...)
		m.Proof.Briefing = append(m.Proof.Briefing, t.proof...)
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
	if err := add(t.content[0]); err != nil {
		return err
	}
	return add(t.proof[0])
}

// Show gives what a mask leaves of an entry: for an auditor's fold, with Whole.
func Show(src Source, mask Mask) (events.Shown, error) {
	as, err := src.show(mask)
	if err != nil {
		return events.Shown{}, err
	}
	return as.content[0], nil
}
