package events

import (
	"errors"
	"fmt"
	"slices"
)

// Entry is one accepted command and the events it caused, as stored. Its bytes
// are hashed as they stand; nothing is ever re-serialised.
type Entry struct {
	Edition    int
	Operation  OperationID
	N          uint64 // dense within the operation, from 1
	Prev       Digest // of the operation's previous entry; for n = 1 of genesis
	Registry   uint64 // the registry's n at this place of the stream
	At         Time   // hub time at deciding, UTC, never below the previous
	Note       string // the signed note, verbatim
	Slots      []Slot
	Enclosures []Enclosure
	Events     []Event // the first is the command's fact, the rest follow from it
}

// Slot is a clear value with its salt, verbatim.
type Slot struct {
	Name  string `json:"name"`
	Salt  Salt   `json:"salt"`
	Value Raw    `json:"value"`
}

// Enclosure is what the journal knows of a value that it does not hold.
type Enclosure struct {
	Name   string     `json:"name"`
	Class  Class      `json:"class"`
	Size   int        `json:"size"`
	Commit Commitment `json:"commit"`
}

// entryWire is an entry in JSON: its events are Event when written, span when read.
type entryWire[E any] struct {
	V          int         `json:"v"`
	Edition    int         `json:"edition"`
	Operation  OperationID `json:"operation"`
	N          uint64      `json:"n"`
	Prev       Digest      `json:"prev"`
	Registry   uint64      `json:"registry"`
	At         Time        `json:"at"`
	Note       string      `json:"note"`
	Slots      []Slot      `json:"slots"`
	Enclosures []Enclosure `json:"enclosures"`
	Events     []E         `json:"events"`
}

// EncodeEntry gives the entry's one line, without a line end.
func EncodeEntry(e Entry) ([]byte, error) {
	if err := e.check(Version); err != nil {
		return nil, err
	}
	b, err := Marshal(entryWire[Event]{Version, e.Edition, e.Operation, e.N, e.Prev, e.Registry, e.At, e.Note,
		some(e.Slots), some(e.Enclosures), e.Events})
	if err != nil {
		return nil, err
	}
	if len(b) > MaxEntry {
		return nil, fmt.Errorf("the entry would have %d bytes, %d at most: split the command", len(b), MaxEntry)
	}
	return b, nil
}

// DecodeEntry reads exactly what EncodeEntry gives. It does not open the slots:
// Proposal does, and verify compares them with the events.
func DecodeEntry(b []byte) (Entry, error) {
	if len(b) > MaxEntry {
		return Entry{}, fmt.Errorf("entry of %d bytes, %d at most", len(b), MaxEntry)
	}
	r := over(b)
	defer r.done()
	if e, v, ok := r.quickEntry(); ok {
		return e, e.check(v)
	}
	var w entryWire[span]
	bad := read(b, &w)
	if err := checkHead("entry", w.V, w.Edition); w.V != 0 && err != nil {
		return Entry{}, err // says more than the member that this build does not know
	}
	if bad != nil {
		return Entry{}, fmt.Errorf("entry: %w", bad)
	}
	e := Entry{w.Edition, w.Operation, w.N, w.Prev, w.Registry, w.At, w.Note, w.Slots, w.Enclosures, make([]Event, len(w.Events))}
	for i, raw := range w.Events {
		var err error
		if e.Events[i], err = DecodeEvent(raw); err != nil {
			return Entry{}, fmt.Errorf("entry: %w", err)
		}
	}
	return e, e.check(w.V)
}

// check refuses what no entry may be, before it is written and after it is read.
func (e Entry) check(v int) error {
	switch err := checkHead("entry", v, e.Edition); {
	case err != nil:
		return err
	case e.N == 0:
		return errors.New("entry: n counts from 1")
	case e.At != e.At.UTC() || e.At.IsZero():
		return errors.New("entry: at is not a time in UTC")
	case len(e.Events) == 0:
		return errors.New("entry: no event")
	}
	return nil
}

// Parsed gives the note inside an entry, without its signatures.
func (e Entry) Parsed() (Note, error) {
	n, _, err := ParseNote(e.Note)
	return n, err
}

func checkHead(what string, v, edition int) error {
	switch {
	case v != Version:
		return fmt.Errorf("%s of format version %d; this build reads version %d", what, v, Version)
	case edition < 1 || edition > Edition:
		return &EditionError{what, edition}
	}
	return nil
}

// EditionError is something of an edition that this build does not know: what it
// says is not judged, and not called wrong.
type EditionError struct {
	What    string // "entry" or "feed message"
	Edition int
}

func (e *EditionError) Error() string {
	return fmt.Sprintf("%s of edition %d; this build knows editions 1 to %d", e.What, e.Edition, Edition)
}

func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// Request is what a client sends: the signed note, the clear slots with their
// salts, and the enclosures with theirs. The salts of enclosures stay out of the
// journal, so that erasing the file ends all guessing.
type Request struct {
	Note       string          `json:"note"`
	Slots      []Slot          `json:"slots"`
	Enclosures []OpenEnclosure `json:"enclosures"`
	DryRun     DryRun          `json:"dry-run,omitzero"`
}

// DryRun asks what would be decided, with nothing stored.
type DryRun string

// DecideOnly is the one kind of dry run.
const DecideOnly DryRun = "decide-only"

func (d *DryRun) UnmarshalText(b []byte) error { return oneOf(d, b, "a dry run", DecideOnly) }

// OpenEnclosure is an enclosure on its way: name, class, salt and the value's
// bytes (base64 in JSON).
type OpenEnclosure struct {
	Name  string `json:"name"`
	Class Class  `json:"class"`
	Salt  Salt   `json:"salt"`
	Value []byte `json:"value"`
}

// EncodeRequest gives canonical JSON.
func EncodeRequest(r Request) ([]byte, error) {
	r.Slots, r.Enclosures = some(r.Slots), slices.Clone(some(r.Enclosures))
	for i := range r.Enclosures {
		r.Enclosures[i].Value = some(r.Enclosures[i].Value)
	}
	b, err := Marshal(r)
	if err == nil && len(b) > MaxRequest {
		err = fmt.Errorf("the request has %d bytes, %d at most: shorten %s", len(b), MaxRequest, r.largest())
	}
	return b, err
}

// DecodeRequest reads exactly what EncodeRequest gives.
func DecodeRequest(b []byte) (Request, error) {
	var r Request
	if len(b) > MaxRequest {
		return r, fmt.Errorf("request of %d bytes, %d at most", len(b), MaxRequest)
	}
	if err := Unmarshal(b, &r); err != nil {
		return r, fmt.Errorf("request: %w", err)
	}
	return r, nil
}

func (r Request) largest() string {
	name, size := "the note", len(r.Note)
	for _, s := range r.Slots {
		if len(s.Value) > size {
			name, size = s.Name, len(s.Value)
		}
	}
	for _, e := range r.Enclosures {
		if len(e.Value) > size {
			name, size = e.Name, len(e.Value)
		}
	}
	return name
}

// Proposal builds the fact that a request proposes from its clear slots: the
// command's event with its derived members still absent. It checks that each
// slot is one of the act's, in order, committed to by the note, canonical, and
// that none that is required is missing. It reports the first fault it finds,
// naming the slot.
func Proposal(n Note, slots []Slot, enclosures []Enclosure) (Event, Seen, error) {
	var seen Seen
	row, err := ActOf(n.Act)
	if err != nil {
		return nil, seen, err
	}
	raw := []byte(`{"kind":"` + string(row.Fact) + `"`)
	last, sawSeen := -1, false
	for _, s := range slots {
		if len(s.Value) > MaxSlot {
			return nil, seen, fmt.Errorf("slot %s has %d bytes, %d at most", s.Name, len(s.Value), MaxSlot)
		}
		line := 0
		if s.Name != SlotSeen {
			slot, at, ok := row.Slot(s.Name)
			if !ok || slot.Class != Clear {
				return nil, seen, fmt.Errorf("%s has no clear slot %q", row.Act, s.Name)
			}
			line = at
		}
		if line <= last {
			return nil, seen, fmt.Errorf("slot %s is out of place", s.Name)
		}
		last = line
		if Commit(s.Name, s.Salt, s.Value) != n.Commits[line] {
			return nil, seen, fmt.Errorf("slot %s is not what the note commits to", s.Name)
		}
		if err := oneValue(s.Value); err != nil { // so that no value brings a second member along
			return nil, seen, fmt.Errorf("slot %s: %w", s.Name, err)
		}
		if line == 0 {
			if err := Unmarshal(s.Value, &seen); err != nil {
				return nil, seen, fmt.Errorf("slot seen: %w", err)
			}
			sawSeen = true
			continue
		}
		raw = append(append(append(raw, `,"`...), s.Name...), `":`...)
		raw = append(raw, s.Value...)
	}
	if !sawSeen {
		return nil, seen, fmt.Errorf("%s lacks slot seen", row.Act)
	}
	last = 0
	for _, e := range enclosures {
		slot, line, ok := row.Slot(e.Name)
		if !ok || slot.Class == Clear || e.Class != slot.Class {
			return nil, seen, fmt.Errorf("%s has no enclosure %q", row.Act, e.Name)
		}
		if line <= last {
			return nil, seen, fmt.Errorf("enclosure %s is out of place", e.Name)
		}
		last = line
		if e.Commit != n.Commits[line] {
			return nil, seen, fmt.Errorf("enclosure %s is not what the note commits to", e.Name)
		}
		if e.Size < 0 || e.Size > MaxEnclosure {
			return nil, seen, fmt.Errorf("enclosure %s has %d bytes, %d at most", e.Name, e.Size, MaxEnclosure)
		}
	}
	for _, slot := range row.Slots {
		named := func(name string) bool { return name == slot.Name }
		if slot.Need == Required &&
			!slices.ContainsFunc(slots, func(s Slot) bool { return named(s.Name) }) &&
			!slices.ContainsFunc(enclosures, func(e Enclosure) bool { return named(e.Name) }) {
			return nil, seen, fmt.Errorf("%s lacks %s", row.Act, slot.Name)
		}
	}
	e, err := DecodeEvent(append(raw, '}'))
	if err != nil {
		return nil, seen, err
	}
	return e, seen, nil
}
