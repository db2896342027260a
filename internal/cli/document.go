package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"vigil/events"
	"vigil/internal/identity"
)

// proposal is how a command's fact is made: from args and flags, or from the
// clear slots of a document.
type proposal struct {
	kind events.Kind
	fill func(context.Context, *sending) events.Event
	read func(slots []byte) (events.Event, error)
}

// proposes makes a proposal from the one function that a family writes. What is
// wrong it tells the sending; the event it gives then does not count.
func proposes[E events.Event](fill func(context.Context, *sending) E) proposal {
	var zero E
	return proposal{
		kind: zero.Kind(),
		fill: func(ctx context.Context, s *sending) events.Event { return fill(ctx, s) },
		read: func(slots []byte) (events.Event, error) {
			var e E
			dec := json.NewDecoder(bytes.NewReader(slots))
			dec.DisallowUnknownFields()
			err := dec.Decode(&e)
			return e, err
		},
	}
}

// fromDocument reads the slots from one JSON object: clear slots in the shape of
// the event's members, texts as strings. White space and the order of members are
// free; everything else is as strict as the journal.
func (s *sending) fromDocument(path string) ([]identity.Value, error) {
	b, err := s.document(path)
	if err != nil {
		return nil, err
	}
	bad := func(err any) error { return usage("vigil "+s.Command.Words, "--file: %v", err) }
	if twice := doubled(b); twice != "" {
		return nil, bad(fmt.Sprintf("member %q stands there twice", twice))
	}
	var given map[string]json.RawMessage
	dec := json.NewDecoder(bytes.NewReader(b))
	if err := dec.Decode(&given); err != nil || dec.InputOffset() < int64(len(bytes.TrimSpace(b))) {
		return nil, bad("the document is not one JSON object")
	}
	var texts []identity.Value
	for _, slot := range s.row.Slots {
		raw, there := given[slot.Name]
		if slot.Class == events.Clear || !there {
			if slot.Need == events.Required && !there {
				s.fault("--file: slot %s is needed", slot.Name)
			}
			continue
		}
		var text string
		if json.Unmarshal(raw, &text) != nil || strings.TrimSpace(text) == "" {
			s.fault("--file: %s is a text: write a string that says something", slot.Name)
		}
		texts = append(texts, identity.Value{Slot: slot.Name, Bytes: []byte(text)})
		s.texts = append(s.texts, slot.Name)
		delete(given, slot.Name)
	}
	for name := range given {
		if _, _, ok := s.row.Slot(name); !ok {
			s.fault("--file: %s has no slot %q", s.row.Act, clean(name))
		}
	}
	slices.Sort(s.faults)
	if err := s.wrong(); err != nil {
		return nil, err
	}
	slots, err := json.Marshal(given)
	if err != nil {
		return nil, err
	}
	fact, err := s.Command.Fact.read(slots)
	if err != nil {
		return nil, bad(strings.TrimPrefix(err.Error(), "json: "))
	}
	s.fact = fact
	canonical, err := events.Marshal(fact)
	if err != nil {
		return nil, err
	}
	if at := differs(slots, canonical); at != "" {
		return nil, bad(at + " is not written as the journal has it: check its name, and leave out what says nothing")
	}
	values, err := slotsOf(fact)
	return append(values, texts...), err
}

func (s *sending) document(path string) ([]byte, error) {
	if path != "-" {
		return s.ReadFile(path)
	}
	b, err := io.ReadAll(io.LimitReader(s.Stdin, events.MaxRequest+1))
	if err == nil && len(b) > events.MaxRequest {
		err = usage("vigil "+s.Command.Words, "--file: more than %d bytes", events.MaxRequest)
	}
	return b, err
}

// doubled finds a member that stands twice in one object.
func doubled(b []byte) string {
	dec := json.NewDecoder(bytes.NewReader(b))
	type level struct {
		seen map[string]bool // nil in a list
		key  bool            // a name is due
	}
	var open []level
	for {
		token, err := dec.Token()
		if err != nil {
			return ""
		}
		top := len(open) - 1
		if name, ok := token.(string); ok && top >= 0 && open[top].key {
			if open[top].seen[name] {
				return name
			}
			open[top].seen[name], open[top].key = true, false
			continue
		}
		switch token {
		case json.Delim('{'):
			open = append(open, level{map[string]bool{}, true})
			continue
		case json.Delim('['):
			open = append(open, level{})
			continue
		case json.Delim('}'), json.Delim(']'):
			open = open[:top]
			top--
		}
		if top >= 0 {
			open[top].key = open[top].seen != nil
		}
	}
}

// differs names the first place where two JSON texts do not say the same.
func differs(a, b []byte) string {
	var x, y any
	if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
		return "the document"
	}
	return differ("", x, y)
}

func differ(at string, x, y any) string {
	if reflect.DeepEqual(x, y) {
		return ""
	}
	left, ok := x.(map[string]any)
	right, also := y.(map[string]any)
	if !ok || !also {
		return at
	}
	names := make([]string, 0, len(left))
	for name := range left {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if place := differ(strings.TrimPrefix(at+"."+name, "."), left[name], right[name]); place != "" {
			return place
		}
	}
	return or(at, "the document")
}
