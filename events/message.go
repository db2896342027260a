package events

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
)

// Message is one message of a viewer's feed: content, which is chained and
// betrays nothing of what the viewer may not see, and proof, which lets the
// viewer check each slot's author.
type Message struct {
	Content Content `json:"content"`
	Proof   Proof   `json:"proof"`
}

// Content is what a viewer is told. It holds no journal position and counts
// nothing that is hidden.
type Content struct {
	V         int         `json:"v"`
	Edition   int         `json:"edition"`
	Viewer    Viewer      `json:"viewer"`
	Counter   uint64      `json:"counter"` // dense within the feed, from 1
	Prev      Digest      `json:"prev"`    // of the previous content; zero for the first
	Briefing  []Shown     `json:"briefing"`
	Entry     []Shown     `json:"entry"` // one, or none
	Withdrawn []Withdrawn `json:"withdrawn"`
	More      More        `json:"more,omitzero"`
}

// More marks a message that the next one continues.
type More string

// Continued is its one value.
const Continued More = "continued"

func (m *More) UnmarshalText(b []byte) error { return oneOf(m, b, "a continuation", Continued) }

// Shown is as much of an entry as the viewer may see. In a briefing it is an
// earlier entry of the same operation: it takes the place right behind the one
// named by After (or the first place), and replaces what was shown of the same
// command before.
//
// Whoever is shown something learns its author. What follows from an entry, and
// concerns a viewer who may not know that the author's State takes part, is told
// without a name: its author is then Hub, it has no act and neither time of the
// author's, no slot, no enclosure, and no note in the proof.
type Shown struct {
	Operation  OperationID      `json:"operation"`
	Command    CommandID        `json:"command"`
	After      CommandID        `json:"after,omitzero"`
	Act        Act              `json:"act,omitzero"`
	Author     Viewer           `json:"author"`
	At         Time             `json:"at"`
	Occurred   Time             `json:"occurred,omitzero"`
	Known      Time             `json:"known,omitzero"`
	Slots      []ShownSlot      `json:"slots"`
	Enclosures []ShownEnclosure `json:"enclosures"`
	Events     []Raw            `json:"events"` // cut to the members that the viewer may see
}

// ShownSlot is a clear slot without its salt.
type ShownSlot struct {
	Name  string `json:"name"`
	Value Raw    `json:"value"`
}

// ShownEnclosure says that the viewer may fetch an enclosure from here.
type ShownEnclosure struct {
	Name  string `json:"name"`
	Class Class  `json:"class"`
	Size  int    `json:"size"`
}

// Withdrawn takes back all that was shown of a command in an earlier message,
// naming the slots that are the reason. What the viewer may still see of it
// stands in the same message's briefing. It is to be applied before the briefing.
type Withdrawn struct {
	Operation OperationID `json:"operation"`
	Counter   uint64      `json:"counter"`
	Command   CommandID   `json:"command"`
	At        Time        `json:"at"` // by the hub, when it was taken back
	Slots     []string    `json:"slots"`
	Reason    Code        `json:"reason"`
}

// Proof holds, for the briefing and the entry in order, the signed note and the
// salts of the slots shown.
type Proof struct {
	Briefing []NoteProof `json:"briefing"`
	Entry    []NoteProof `json:"entry"`
}

// Unnamed tells whether it is told without its author's name.
func (s Shown) Unnamed() bool { return s.Act == "" }

// When is the author's time of it; the hub's if it is told without a name.
func (s Shown) When() Time {
	if s.Unnamed() {
		return s.At
	}
	return s.Occurred
}

// NoteProof is a note and the salts that open some of its commitments; nothing at
// all for what is told without a name.
type NoteProof struct {
	Note  string     `json:"note"`
	Salts []SlotSalt `json:"salts"`
}

// SlotSalt is the salt of one slot.
type SlotSalt struct {
	Name string `json:"name"`
	Salt Salt   `json:"salt"`
}

// EncodeContent gives the bytes that Prev and receipts hash.
func EncodeContent(c Content) ([]byte, error) { return Marshal(c.complete()) }

// complete has no list that would be written as null.
func (c Content) complete() Content {
	c.Briefing, c.Entry, c.Withdrawn = someShown(c.Briefing), someShown(c.Entry), slices.Clone(some(c.Withdrawn))
	for i := range c.Withdrawn {
		c.Withdrawn[i].Slots = some(c.Withdrawn[i].Slots)
	}
	return c
}

func someShown(list []Shown) []Shown {
	out := make([]Shown, len(list))
	for i, s := range list {
		s.Slots, s.Enclosures, s.Events = some(s.Slots), some(s.Enclosures), some(s.Events)
		out[i] = s
	}
	return out
}

// EncodeMessage gives the message's one line, and the digest of its content.
func EncodeMessage(m Message) ([]byte, Digest, error) {
	if err := m.check(); err != nil {
		return nil, Digest{}, err
	}
	room := rooms.Get().(*[]byte)
	defer rooms.Put(room)
	const head, middle = `{"content":`, `,"proof":`
	b, err := appendJSON(append((*room)[:0], head...), m.Content.complete())
	end := len(b)
	if err == nil {
		proof := Proof{someProof(m.Proof.Briefing), someProof(m.Proof.Entry)}
		b, err = appendJSON(append(b, middle...), proof)
	}
	b = append(b, '}')
	*room = b
	if err != nil {
		return nil, Digest{}, err
	}
	if len(b) > MaxMessage {
		err = fmt.Errorf("the message has %d bytes, %d at most", len(b), MaxMessage)
	}
	return bytes.Clone(b), DigestOf(b[len(head):end]), err
}

func someProof(list []NoteProof) []NoteProof {
	out := make([]NoteProof, len(list))
	for i, p := range list {
		p.Salts = some(p.Salts)
		out[i] = p
	}
	return out
}

// DecodeMessage reads exactly what EncodeMessage gives, decodes every event in
// it once, and gives the digest of its content.
func DecodeMessage(b []byte) (Message, Digest, error) {
	if len(b) > MaxMessage {
		return Message{}, Digest{}, fmt.Errorf("feed message of %d bytes, %d at most", len(b), MaxMessage)
	}
	var w struct {
		Content span  `json:"content"`
		Proof   Proof `json:"proof"`
	}
	bad := read(b, &w)
	var m Message
	if worse := read(w.Content, &m.Content); bad == nil {
		bad = worse
	}
	if err := checkHead("feed message", m.Content.V, m.Content.Edition); m.Content.V != 0 && err != nil {
		return Message{}, Digest{}, err
	}
	if bad != nil {
		return Message{}, Digest{}, fmt.Errorf("feed message: %w", bad)
	}
	m.Proof = w.Proof
	if err := m.check(); err != nil {
		return Message{}, Digest{}, err
	}
	for _, list := range [][]Shown{m.Content.Briefing, m.Content.Entry} {
		for _, s := range list {
			if _, err := s.Decoded(); err != nil {
				return Message{}, Digest{}, fmt.Errorf("feed message: %w", err)
			}
		}
	}
	return m, DigestOf(w.Content), nil
}

// check refuses what no message may be, before it is written and after it is
// read.
func (m Message) check() error {
	switch c := m.Content; {
	case c.Counter == 0:
		return errors.New("feed message: the counter counts from 1")
	case len(c.Entry) > 1:
		return errors.New("feed message: more than one entry")
	case len(m.Proof.Entry) != len(c.Entry) || len(m.Proof.Briefing) != len(c.Briefing):
		return errors.New("feed message: proof and content do not belong together")
	}
	for i, p := range slices.Concat(m.Proof.Briefing, m.Proof.Entry) {
		if err := slices.Concat(m.Content.Briefing, m.Content.Entry)[i].check(p); err != nil {
			return err
		}
	}
	return checkHead("feed message", m.Content.V, m.Content.Edition)
}

// check refuses what is neither told in its author's name nor without one.
func (s Shown) check(p NoteProof) error {
	switch {
	case s.Unnamed() && (s.Author != Hub || p.Note != "" || len(p.Salts)+len(s.Slots)+len(s.Enclosures) > 0 || !s.Occurred.IsZero() || !s.Known.IsZero()),
		!s.Unnamed() && (p.Note == "" || s.Occurred.IsZero() || s.Known.IsZero()):
		return fmt.Errorf("feed message: command %s is told half in its author's name", s.Command)
	}
	return nil
}

// Decoded gives the shown events. A member that was cut is absent (zero).
func (s Shown) Decoded() ([]Event, error) {
	list := make([]Event, len(s.Events))
	for i, raw := range s.Events {
		e, err := DecodeEvent(raw)
		if err != nil {
			return nil, err
		}
		list[i] = e
	}
	return list, nil
}
