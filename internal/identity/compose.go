package identity

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"vigil/events"
)

// Value is what a command says in one slot: canonical JSON for a clear slot, the
// bytes themselves for an enclosure.
type Value struct {
	Slot  string
	Bytes []byte
}

// maxClear is how much all clear slots of a command may hold together: an entry
// holds each twice (with its salt, and in its fact) and leaves room for the note
// and for what follows from the fact.
const maxClear = (events.MaxEntry - 16<<10) / 2

// Compose turns a command into a signed request. Of n it takes all but the
// commit lines, and the key's name if n has none. Values may come in any order;
// the request has them in the order of the catalogue.
//
// It reads exactly 16 × 32 bytes from random, one piece for each commit line in
// order: the salt of a line that is used, the line itself of one that is not. It
// signs with each key in order; the first is the author's, n.Key. It checks
// form and size before it signs and changes nothing it was given.
//
// It checks what can be known without the journal: a request that it composed is
// well-formed, not allowed. An entry that becomes too long through what follows
// from its fact is found only by the hub.
func Compose(n events.Note, seen events.Seen, values []Value, random io.Reader, keys ...Key) (events.Request, error) {
	row, err := events.ActOf(n.Act)
	if err != nil {
		return events.Request{}, err
	}
	if err := checkSigners(&n, row, keys); err != nil {
		return events.Request{}, err
	}
	line0, err := events.Marshal(seen)
	if err != nil {
		return events.Request{}, err
	}
	given, err := checkValues(row, values)
	if err != nil {
		return events.Request{}, err
	}
	given[events.SlotSeen] = line0

	r := events.Request{Slots: []events.Slot{}, Enclosures: []events.OpenEnclosure{}}
	for line := range n.Commits {
		var piece [events.SaltLen]byte
		if _, err := io.ReadFull(random, piece[:]); err != nil {
			return events.Request{}, fmt.Errorf("no command composed: the random source ended: %w", err)
		}
		slot := slotOn(row, line)
		value, used := given[slot.Name]
		if !used {
			n.Commits[line] = piece
			continue
		}
		n.Commits[line] = events.Commit(slot.Name, piece, value)
		if slot.Class == events.Clear {
			r.Slots = append(r.Slots, events.Slot{Name: slot.Name, Salt: piece, Value: value})
		} else {
			r.Enclosures = append(r.Enclosures, events.OpenEnclosure{Name: slot.Name, Class: slot.Class, Salt: piece, Value: value})
		}
	}
	if err := checkUnsigned(n, r, len(keys)); err != nil {
		return events.Request{}, err
	}
	r.Note = signed(n.Text(), keys...)
	return r, nil
}

// slotOn is the slot of a commit line: seen on line 0, none past the last.
func slotOn(row events.ActRow, line int) events.SlotRow {
	switch {
	case line == 0:
		return events.SlotRow{Name: events.SlotSeen, Class: events.Clear, Need: events.Required}
	case line <= len(row.Slots):
		return row.Slots[line-1]
	}
	return events.SlotRow{}
}

func checkSigners(n *events.Note, row events.ActRow, keys []Key) error {
	if not := mayHave(row.Act, len(keys)); not != "" {
		return &Fault{RuleWrongSigners, fmt.Sprintf("there are %d signing keys, and %s", len(keys), not),
			"pass exactly these, the author's first"}
	}
	for i, k := range keys {
		if k.IsZero() {
			return &Fault{RuleUnknownKey, "one of the signing keys is no key", "read the key file first"}
		}
		if i > 0 && k.ID() == keys[0].ID() {
			return signedTwice(k.ID())
		}
	}
	if n.Key == "" {
		n.Key = keys[0].ID()
	}
	if n.Key != keys[0].ID() {
		return &Fault{RuleUnknownKey, fmt.Sprintf("the note is of key %s, the key file of %s", n.Key, keys[0].ID()),
			"sign with the author's own key"}
	}
	if row.Nature != events.Decision && !n.Until.IsZero() {
		return badForm(fmt.Sprintf("%s reports a fact, and facts have no time limit", row.Act), "leave `until` out")
	}
	return checkSpeaker(*n)
}

func checkValues(row events.ActRow, values []Value) (map[string][]byte, error) {
	given := make(map[string][]byte, len(values)+1)
	clear := 0
	for _, v := range values {
		slot, _, ok := row.Slot(v.Slot)
		if !ok {
			return nil, badForm(fmt.Sprintf("%s has no slot %q", row.Act, v.Slot), "leave it out; see `vigil help` for its slots")
		}
		if _, twice := given[v.Slot]; twice {
			return nil, badForm(fmt.Sprintf("slot %s is given twice", v.Slot), "give it once")
		}
		given[v.Slot] = bytes.Clone(v.Bytes)
		limit, hint := events.MaxEnclosure, "shorten it, or send the rest with a second command"
		if slot.Class == events.Clear {
			limit, hint = events.MaxSlot, "split it over several commands"
			clear += len(v.Bytes)
			if !json.Valid(v.Bytes) {
				return nil, badForm(fmt.Sprintf("slot %s is not one JSON value", v.Slot), "write it as canonical JSON")
			}
		}
		if len(v.Bytes) == 0 {
			return nil, badForm(fmt.Sprintf("%s is empty", v.Slot), "say something in it, or leave it out")
		}
		if len(v.Bytes) > limit {
			return nil, badForm(fmt.Sprintf("%s has %d bytes, %d at most", v.Slot, len(v.Bytes), limit), hint)
		}
	}
	if clear > maxClear {
		return nil, badForm(fmt.Sprintf("the clear slots have %d bytes together, %d at most, and the longest is %s",
			clear, maxClear, longest(row, given)), "split that one over several commands")
	}
	return given, nil
}

func longest(row events.ActRow, given map[string][]byte) (name string) {
	for _, s := range row.Slots {
		if s.Class == events.Clear && (name == "" || len(given[s.Name]) > len(given[name])) {
			name = s.Name
		}
	}
	return name
}

// checkUnsigned makes sure that the hub will be able to read what is about to be
// signed.
func checkUnsigned(n events.Note, r events.Request, keys int) error {
	blank := make([]events.Signature, keys)
	for i := range blank {
		blank[i].Key = n.Key
	}
	r.Note = n.Text() + events.SignatureLines(blank...)
	if again, _, err := events.ParseNote(r.Note); err != nil || again != n {
		if err == nil {
			err = fmt.Errorf("not the one spelling of what it says")
		}
		return badForm(err.Error(), "correct the command's header")
	}
	if _, _, err := events.Proposal(n, r.Slots, Shut(r.Enclosures)); err != nil {
		return badForm(err.Error(), "correct that field")
	}
	if _, err := events.EncodeRequest(r); err != nil {
		return badForm(err.Error(), "or send it with several commands")
	}
	return nil
}

// Shut gives what the journal knows of enclosures: name, class, size and
// commitment, no value and no salt.
func Shut(open []events.OpenEnclosure) []events.Enclosure {
	shut := make([]events.Enclosure, len(open))
	for i, e := range open {
		shut[i] = events.Enclosure{Name: e.Name, Class: e.Class, Size: len(e.Value), Commit: events.Commit(e.Name, e.Salt, e.Value)}
	}
	return shut
}
