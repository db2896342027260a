package events

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// The canonical JSON of all formats: one line, no white space, members in the
// order of the Go struct, absent optional members left out, strings as
// encoding/json writes them without HTML escaping. Decoding accepts exactly what
// encoding gives, so there is one spelling of each value: a double key, a member
// out of place, a spare zero or bad UTF-8 cannot hide in what is hashed.

// Marshal gives the canonical JSON of a value of this package.
func Marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// Unmarshal reads canonical JSON into v and nothing else.
func Unmarshal(b []byte, v any) error {
	if err := unmarshal(b, v); err != nil {
		return err
	}
	again, err := Marshal(v)
	if err != nil {
		return err
	}
	return same(b, again)
}

// unmarshal is strict about unknown members and trailing bytes, not yet about
// spelling: its callers compare the whole once.
func unmarshal(b []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return errors.New("the JSON ends too early")
		}
		return errors.New(strings.TrimPrefix(err.Error(), "json: "))
	}
	if dec.InputOffset() != int64(len(b)) {
		return errors.New("something follows the JSON")
	}
	return nil
}

// same explains the first difference between what was given and its one
// canonical spelling.
func same(given, canonical []byte) error {
	if bytes.Equal(given, canonical) {
		return nil
	}
	at := 0
	for at < len(given) && at < len(canonical) && given[at] == canonical[at] {
		at++
	}
	return fmt.Errorf("not the canonical spelling at byte %d: %q, want %q", at, around(given, at), around(canonical, at))
}

func around(b []byte, at int) string {
	from, to := max(0, at-12), min(len(b), at+24)
	return string(b[from:to])
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
		name := string(rest[1 : end-1])
		rest = rest[end+1:]
		end = skip(rest)
		if end == 0 || end >= len(rest) {
			return nil, bad
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
	members, err := Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", e.Kind(), err)
	}
	head := `{"kind":"` + string(e.Kind()) + `"`
	if len(members) > 2 {
		head += ","
	}
	return append([]byte(head), members[1:]...), nil
}

// DecodeEvent reads what EncodeEvent gives, or what is left of it when some
// members were cut.
func DecodeEvent(raw []byte) (Event, error) {
	e, err := decodeEvent(raw)
	if err != nil {
		return nil, err
	}
	again, err := EncodeEvent(e)
	if err != nil {
		return nil, err
	}
	if err := same(raw, again); err != nil {
		return nil, fmt.Errorf("%s: %w", e.Kind(), err)
	}
	return e, nil
}

func decodeEvent(raw []byte) (Event, error) {
	const head = `{"kind":"`
	rest, ok := bytes.CutPrefix(raw, []byte(head))
	name, rest, found := bytes.Cut(rest, []byte(`"`))
	if !ok || !found || len(rest) == 0 {
		return nil, fmt.Errorf("an event begins with %s", head)
	}
	row, known := kindsByName[Kind(name)]
	if !known {
		return nil, &UnknownKindError{"event", string(name)}
	}
	members := make([]byte, 0, len(rest)+1)
	members = append(members, '{')
	e, err := row.decode(append(members, bytes.TrimPrefix(rest, []byte(","))...))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", row.Kind, err)
	}
	return e, nil
}
