package events

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"sync"
)

// The canonical JSON of all formats: one line, no white space, members in the
// order of the Go struct, absent optional members left out, strings as
// encoding/json writes them without HTML escaping. Decoding (read.go) accepts
// exactly what encoding gives, so there is one spelling of each value: a double
// key, a member out of place, a spare zero or bad UTF-8 cannot hide in what is
// hashed.

// rooms are to write in; what is written goes out as a copy of its own size.
var rooms = sync.Pool{New: func() any { return new([]byte) }}

// Marshal gives the canonical JSON of a value of this package.
func Marshal(v any) ([]byte, error) {
	room := rooms.Get().(*[]byte)
	defer rooms.Put(room)
	b, err := appendJSON((*room)[:0], v)
	*room = b
	if err != nil {
		return nil, err
	}
	return bytes.Clone(b), nil
}

func appendJSON(b []byte, v any) ([]byte, error) {
	if v != nil {
		if w := writerOf(reflect.TypeOf(v)); w != nil {
			return w.append(b, v)
		}
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return b, err
	}
	return append(b, bytes.TrimSuffix(out.Bytes(), []byte("\n"))...), nil
}

// Unmarshal reads canonical JSON into the value that v points to, and nothing
// else. Its type is made of structs with json tags on all fields, lists, strings,
// whole numbers, Raw and types that read themselves from text.
func Unmarshal(b []byte, v any) error { return read(b, v) }

// oneValue refuses what is not canonical JSON, or more than one value.
func oneValue(b []byte) error {
	r := over(b)
	defer r.done()
	if _, err := r.skip(1); err != nil {
		return err
	}
	return r.end()
}

// Raw is a piece of canonical JSON kept as it came.
type Raw = json.RawMessage

// Member is one member of a JSON object, as it stands in the text.
type Member struct {
	Name  string
	Value Raw
}

// Members splits a canonical JSON object into its members without decoding
// them.
func Members(object []byte) ([]Member, error) {
	bad := errors.New("not a canonical JSON object")
	if len(object) < 2 || object[0] != '{' || object[len(object)-1] != '}' {
		return nil, bad
	}
	var members []Member
	for rest := object[1:]; ; {
		if len(rest) == 1 && rest[0] == '}' && members == nil {
			return nil, nil
		}
		end := skip(rest)
		if end < 2 || rest[0] != '"' || end >= len(rest) || rest[end] != ':' {
			return nil, bad
		}
		name := said(rest[1 : end-1])
		rest = rest[end+1:]
		end = skip(rest)
		if end == 0 || end >= len(rest) {
			return nil, bad
		}
		if members == nil {
			members = make([]Member, 0, 6) // few have more
		}
		members = append(members, Member{name, Raw(rest[:end:end])})
		last := rest[end] == '}'
		if !last && rest[end] != ',' {
			return nil, bad
		}
		rest = rest[end+1:]
		if last {
			if len(rest) != 0 {
				return nil, bad
			}
			return members, nil
		}
	}
}

// skip gives the length of the JSON value at the start of b, 0 if there is none.
func skip(b []byte) int {
	depth, quoted := 0, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
			if !quoted && depth == 0 {
				return i + 1
			}
		case quoted:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth == 0 {
				return i
			}
			if depth--; depth == 0 {
				return i + 1
			}
		case depth == 0 && (c == ',' || c == ':'):
			return i
		}
	}
	return 0
}

// EncodeEvent gives {"kind":"…",members}.
func EncodeEvent(e Event) (Raw, error) {
	room := rooms.Get().(*[]byte)
	defer rooms.Put(room)
	b, err := appendEvent((*room)[:0], e)
	*room = b
	if err != nil {
		return nil, err
	}
	return bytes.Clone(b), nil
}

func appendEvent(b []byte, e Event) ([]byte, error) {
	b = append(append(append(b, `{"kind":"`...), e.Kind()...), '"')
	members := len(b)
	b, err := appendJSON(b, e)
	switch {
	case err != nil:
		return b, fmt.Errorf("%s: %w", e.Kind(), err)
	case len(b) == members+len(`{}`):
		return append(b[:members], '}'), nil
	}
	b[members] = ',' // where their bracket was
	return b, nil
}

// DecodeEvent reads what EncodeEvent gives, or what is left of it when some
// members were cut.
func DecodeEvent(raw []byte) (Event, error) { return decodeEvent(raw, true) }

// decodeEvent only judges the event if it is not to be kept.
func decodeEvent(raw []byte, keep bool) (Event, error) {
	r := over(raw)
	defer r.done()
	r.most = MaxList
	kind, e, err := r.oneEvent(keep)
	if err != nil {
		return nil, err
	}
	if err := r.end(); err != nil {
		return nil, fmt.Errorf("%s: %w", kind, err)
	}
	return e, nil
}

// oneEvent reads the event that begins here.
func (r *reader) oneEvent(keep bool) (Kind, Event, error) {
	const head = `{"kind":`
	if !bytes.HasPrefix(r.b[r.at:], []byte(head)) {
		return "", nil, r.bad("an event begins with %s", head)
	}
	r.at += len(head)
	name, err := r.text()
	if err != nil {
		return "", nil, err
	}
	row, known := kindsByName[Kind(name)]
	if !known {
		return "", nil, &UnknownKindError{"event", string(name)}
	}
	e, err := row.read(r, keep)
	if err != nil {
		return "", nil, fmt.Errorf("%s: %w", row.Kind, err)
	}
	return row.Kind, e, nil
}
