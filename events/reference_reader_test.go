package events_test

import (
	"bytes"
	"encoding"
	"encoding/base64"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"sync"
	"unicode/utf8"

	. "vigil/events"
)

// The reference: the reader as it was before it was made fast, by reflection alone
// and with nothing kept between two calls. What it takes and what it refuses, and in
// which words, is what the reader must: see reference_test.go. It is slow and plain,
// and it is not to be made any better.

// refMaxSafe is the largest number that every JSON library reads exactly.
const refMaxSafe = 1<<53 - 1

// refMaxDepth bounds the nesting of a raw value.
const refMaxDepth = 16

type refReader struct {
	b    []byte
	at   int
	most int // elements in a list; 0 is no limit

	names [][]byte // of the objects being skipped, the innermost last
}

// refRead reads all of b into the value that v points to.
func refRead(b []byte, v any) error {
	to := reflect.ValueOf(v).Elem()
	r := refReader{b: b}
	if err := refCodecOf(to.Type())(&r, to); err != nil {
		return err
	}
	return r.end()
}

func (r *refReader) end() error {
	if r.at < len(r.b) {
		return errors.New("something follows the JSON")
	}
	return nil
}

// bad says what is wrong at this place.
func (r *refReader) bad(format string, args ...any) error {
	if r.at >= len(r.b) {
		return errors.New("the JSON ends too early")
	}
	return fmt.Errorf("byte %d: %s", r.at, fmt.Sprintf(format, args...))
}

// next takes c if it stands here.
func (r *refReader) next(c byte) bool {
	if r.at < len(r.b) && r.b[r.at] == c {
		r.at++
		return true
	}
	return false
}

func (r *refReader) want(c byte) error {
	if r.next(c) {
		return nil
	}
	return r.bad("%q where %q is due", refClip(r.b[min(r.at, len(r.b)):]), c)
}

// plain marks the bytes that stand for themselves in a string.
var refPlain = func() (is [256]bool) {
	for c := ' '; c < utf8.RuneSelf; c++ {
		is[c] = c != '"' && c != '\\'
	}
	return is
}()

// text reads a string and gives what it says: a piece of the input if nothing in
// it is escaped. Each character has one spelling: \" \\ \b \f \n \r \t, \u00xx
// for the other control characters, \u2028 and \u2029, all others as they are.
func (r *refReader) text() ([]byte, error) {
	if err := r.want('"'); err != nil {
		return nil, err
	}
	var said []byte
	escaped := false
	for from := r.at; ; {
		n := 0
		for rest := r.b[r.at:]; n < len(rest) && refPlain[rest[n]]; n++ {
		}
		r.at += n
		switch {
		case r.at == len(r.b):
			return nil, r.bad("")
		case r.b[r.at] == '"':
			r.at++
			if !escaped {
				return r.b[from : r.at-1], nil
			}
			return append(said, r.b[from:r.at-1]...), nil
		case r.b[r.at] == '\\':
			if !escaped {
				quote := bytes.IndexByte(r.b[r.at:], '"') // the end, unless it is escaped itself
				escaped, said = true, make([]byte, 0, r.at-from+max(quote, 0))
			}
			said = append(said, r.b[from:r.at]...)
			char, width := refEscape(r.b[r.at:])
			if width == 0 {
				return nil, r.bad("%.6q is not how that character is written", r.b[r.at:])
			}
			said = utf8.AppendRune(said, char)
			r.at += width
			from = r.at
		case r.b[r.at] < ' ':
			return nil, r.bad("a bare control character %U in a string", r.b[r.at])
		default:
			char, width := utf8.DecodeRune(r.b[r.at:])
			if char == utf8.RuneError && width == 1 {
				return nil, r.bad("not UTF-8")
			}
			if char == '\u2028' || char == '\u2029' {
				return nil, r.bad("%U is written with an escape", char)
			}
			r.at += width
		}
	}
}

// escape reads an escape sequence at the start of b, if it is a canonical one.
func refEscape(b []byte) (char rune, width int) {
	const short, meant = `"\bfnrt`, "\"\\\b\f\n\r\t"
	if len(b) < 2 {
		return 0, 0
	}
	if i := strings.IndexByte(short, b[1]); i >= 0 {
		return rune(meant[i]), 2
	}
	if len(b) < 6 || b[1] != 'u' {
		return 0, 0
	}
	for _, c := range b[2:6] {
		digit := strings.IndexByte("0123456789abcdef", c)
		if digit < 0 {
			return 0, 0
		}
		char = char<<4 | rune(digit)
	}
	if char < ' ' && strings.IndexByte(meant, byte(char)) < 0 || char == '\u2028' || char == '\u2029' {
		return char, 6
	}
	return 0, 0
}

// number reads a whole number: digits, no sign, no spare zero, at most maxSafe.
func (r *refReader) number() (uint64, error) {
	from := r.at
	n := uint64(0)
	for r.at < len(r.b) && '0' <= r.b[r.at] && r.b[r.at] <= '9' && r.at-from < 17 {
		n = n*10 + uint64(r.b[r.at]-'0')
		r.at++
	}
	digits := r.b[from:r.at]
	follows := byte(',')
	if r.at < len(r.b) {
		follows = r.b[r.at]
	}
	if len(digits) == 0 || len(digits) > 1 && digits[0] == '0' || n > refMaxSafe || strings.IndexByte("0123456789.eE", follows) >= 0 {
		r.at = from
		return 0, r.bad("%q where a whole number is due, written in digits alone", refClip(r.b[from:]))
	}
	return n, nil
}

// skip reads a value of unknown type and gives its text. It cannot know the
// members' order; it sees to everything else.
func (r *refReader) skip(depth int) ([]byte, error) {
	from := r.at
	var err error
	switch {
	case depth > refMaxDepth:
		err = r.bad("nested more than %d deep", refMaxDepth)
	case r.at == len(r.b):
		err = r.bad("")
	case r.b[r.at] == '"':
		_, err = r.text()
	case r.b[r.at] == '{':
		outer := len(r.names)
		err = r.list('{', '}', func() error {
			name, err := r.text()
			for _, n := range r.names[outer:] {
				if err == nil && bytes.Equal(n, name) {
					err = r.bad("member %q twice", refClip(name))
				}
			}
			if r.names = append(r.names, name); err == nil && len(r.names) > outer+MaxList {
				err = r.bad("more than %d members", MaxList)
			}
			if err == nil {
				err = r.want(':')
			}
			if err == nil {
				_, err = r.skip(depth + 1)
			}
			return err
		})
		r.names = r.names[:outer]
	case r.b[r.at] == '[':
		err = r.list('[', ']', func() error { _, err := r.skip(depth + 1); return err })
	default:
		_, err = r.number()
	}
	return r.b[from:r.at:r.at], err
}

// list reads what stands between two brackets, element by element.
func (r *refReader) list(left, right byte, element func() error) error {
	if err := r.want(left); err != nil || r.next(right) {
		return err
	}
	for n := 1; ; n++ {
		if r.most > 0 && n > r.most {
			return r.bad("more than %d elements", r.most)
		}
		if err := element(); err != nil {
			return err
		}
		if r.next(right) {
			return nil
		}
		if err := r.want(','); err != nil {
			return err
		}
	}
}

// A codec reads one Go type.
type refCodec func(*refReader, reflect.Value) error

var refCodecs sync.Map // reflect.Type to codec

func refCodecOf(t reflect.Type) refCodec {
	if c, ok := refCodecs.Load(t); ok {
		return c.(refCodec)
	}
	c, _ := refCodecs.LoadOrStore(t, refBuild(t))
	return c.(refCodec)
}

func refBuild(t reflect.Type) refCodec {
	switch {
	case t == reflect.TypeFor[Raw]():
		return refReadRaw
	case t == reflect.TypeFor[refSpan]():
		return refReadSpan
	case reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		return refReadText
	case t == reflect.TypeFor[[]byte]():
		return refReadBytes
	}
	switch t.Kind() {
	case reflect.String:
		return refReadString
	case reflect.Int:
		return refReadInt
	case reflect.Uint16, reflect.Uint64:
		return refReadUint
	case reflect.Slice:
		element := refBuild(t.Elem())
		return func(r *refReader, v reflect.Value) error {
			n := 0
			err := r.list('[', ']', func() error {
				if n++; n > v.Cap() {
					v.Grow(3*n - 2) // most lists are short
				}
				v.SetLen(n)
				return element(r, v.Index(n-1))
			})
			if n == 0 {
				v.Set(reflect.MakeSlice(t, 0, 0)) // [] is not nil
			}
			return err
		}
	case reflect.Struct:
		refMembers := refMembersOf(t)
		return func(r *refReader, v reflect.Value) error { return refMembers.refRead(r, v, '{') }
	}
	panic("events: " + t.String() + " has no canonical JSON")
}

// member is a struct's field as it stands in JSON.
type refMember struct {
	name     string
	key      string // the name in quotes with its colon
	field    int
	optional bool // left out if zero
	refRead  refCodec
}

type refMembers []refMember

func refMembersOf(t reflect.Type) refMembers {
	var list refMembers
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && f.Type.Size() == 0 {
			continue // a family's marker
		}
		if name == "" {
			panic("events: " + t.String() + "." + f.Name + " has no name in JSON")
		}
		list = append(list, refMember{name, `"` + name + `":`, i, options != "", refBuild(f.Type)})
	}
	return list
}

// read reads the members in their order. before is the character in front of the
// first: a bracket, or a comma when something was read already.
func (m refMembers) refRead(r *refReader, v reflect.Value, before byte) error {
	for _, f := range m {
		key := r.at + 1
		if key >= len(r.b) || r.b[r.at] != before || !bytes.HasPrefix(r.b[key:], []byte(f.key)) {
			if f.optional {
				continue
			}
			return m.missing(r, before, f.name)
		}
		r.at = key + len(f.key)
		to := v.Field(f.field)
		if err := f.refRead(r, to); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
		if f.optional && (to.IsZero() || to.Kind() == reflect.Slice && to.Len() == 0) {
			return r.bad("%s is there and says nothing: leave it out", f.name)
		}
		before = ','
	}
	if before == '{' {
		if err := r.want(before); err != nil {
			return err
		}
	}
	if r.next('}') {
		return nil
	}
	return m.missing(r, before, "")
}

// missing says what stands where another member, or the end, is due.
func (m refMembers) missing(r *refReader, before byte, due string) error {
	what := "the end"
	if due != "" {
		what = fmt.Sprintf("member %q", due)
	}
	if !r.next(before) || r.at < len(r.b) && r.b[r.at] != '"' {
		return r.bad("%q where %s is due", refClip(r.b[min(r.at, len(r.b)):]), what)
	}
	from := r.at
	name, err := r.text()
	if err != nil {
		return err
	}
	r.at = from
	for _, f := range m {
		if f.name == string(name) {
			return r.bad("member %q out of place or twice, where %s is due", refClip(name), what)
		}
	}
	return r.bad("unknown member %q where %s is due", refClip(name), what)
}

func refReadString(r *refReader, v reflect.Value) error {
	b, err := r.text()
	v.SetString(string(b))
	return err
}

func refReadBytes(r *refReader, v reflect.Value) error {
	b, err := r.text()
	if err != nil {
		return err
	}
	raw := make([]byte, base64.StdEncoding.DecodedLen(len(b)))
	n, err := base64.StdEncoding.Strict().Decode(raw, b)
	if err != nil || bytes.ContainsAny(b, "\r\n") {
		return r.bad("%q is not base64", refClip(b))
	}
	v.SetBytes(raw[:n])
	return nil
}

func refReadRaw(r *refReader, v reflect.Value) error {
	b, err := r.skip(1)
	v.SetBytes(bytes.Clone(b))
	return err
}

// span is a Raw that still lies in the input: it is decoded and forgotten.
type refSpan []byte

func refReadSpan(r *refReader, v reflect.Value) error {
	b, err := r.skip(1)
	v.SetBytes(b)
	return err
}

func refReadInt(r *refReader, v reflect.Value) error {
	n, err := r.number()
	if err == nil && (n > math.MaxInt || v.OverflowInt(int64(n))) {
		err = r.bad("%d is too large", n)
	}
	v.SetInt(int64(n))
	return err
}

func refReadUint(r *refReader, v reflect.Value) error {
	n, err := r.number()
	if err == nil && v.OverflowUint(n) {
		err = r.bad("%d is too large", n)
	}
	v.SetUint(n)
	return err
}
