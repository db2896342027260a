package events

import (
	"bytes"
	"encoding"
	"encoding/base64"
	"fmt"
	"math"
	"reflect"
	"strings"
	"sync"
)

// How the reader reads a Go type: by reflection, found out once for each type.

// A codec reads one Go type.
type codec func(*reader, reflect.Value) error

var codecs sync.Map // reflect.Type to codec

func codecOf(t reflect.Type) codec {
	if c, ok := codecs.Load(t); ok {
		return c.(codec)
	}
	c, _ := codecs.LoadOrStore(t, build(t))
	return c.(codec)
}

func build(t reflect.Type) codec {
	if f, known := forms[t]; known {
		return func(r *reader, v reflect.Value) error {
			b, err := r.text()
			if err != nil {
				return err
			}
			word, err := f.word(b)
			v.SetString(word)
			return err
		}
	}
	switch {
	case t == reflect.TypeFor[Raw]():
		return readRaw
	case t == reflect.TypeFor[Time]():
		return textCodec[Time]
	case t == reflect.TypeFor[Digest]():
		return textCodec[Digest]
	case t == reflect.TypeFor[Salt]():
		return textCodec[Salt]
	case t == reflect.TypeFor[Commitment]():
		return textCodec[Commitment]
	case t == reflect.TypeFor[span]():
		return readSpan
	case t == reflect.TypeFor[[]Raw]():
		return inOnePiece(t, func(raw *Raw) *Raw { return raw })
	case t == reflect.TypeFor[[]Slot]():
		return inOnePiece(t, func(s *Slot) *Raw { return &s.Value })
	case t == reflect.TypeFor[[]ShownSlot]():
		return inOnePiece(t, func(s *ShownSlot) *Raw { return &s.Value })
	case reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		return readText
	case t == reflect.TypeFor[[]byte]():
		return readBytes
	}
	switch t.Kind() {
	case reflect.String:
		return readString
	case reflect.Int:
		return readInt
	case reflect.Uint16, reflect.Uint64:
		return readUint
	case reflect.Slice:
		return listCodec(t)
	case reflect.Struct:
		members := membersOf(t)
		return func(r *reader, v reflect.Value) error { return members.read(r, v, '{') }
	}
	panic("events: " + t.String() + " has no canonical JSON")
}

func listCodec(t reflect.Type) codec {
	element := build(t.Elem())
	none := reflect.MakeSlice(t, 0, 0) // [] is not nil
	few := 1
	if t.Elem().Size() <= 96 {
		few = 4
	}
	return func(r *reader, v reflect.Value) error {
		more, err := r.first('[', ']')
		if err == nil && !more {
			v.Set(none)
		}
		for n := 1; more && err == nil; n++ {
			if err := r.room(n); err != nil {
				return err
			}
			if n > v.Cap() {
				v.Grow(max(few, 3*n-2)) // most lists are short
			}
			v.SetLen(n)
			if err := element(r, v.Index(n-1)); err != nil {
				return err
			}
			if more, err = r.another(']'); err != nil {
				return err
			}
		}
		return err
	}
}

// inOnePiece reads a list whose elements each hold a Raw, and takes all of these over
// from the input in one piece.
func inOnePiece[E any](t reflect.Type, raw func(*E) *Raw) codec {
	list := listCodec(t)
	return func(r *reader, v reflect.Value) error {
		r.lent = true
		err := list(r, v)
		r.lent = false
		elements := *v.Addr().Interface().(*[]E)
		size := 0
		for i := range elements {
			size += len(*raw(&elements[i]))
		}
		piece := make(pieces, 0, size)
		for i := range elements {
			piece.take(raw(&elements[i]))
		}
		return err
	}
}

// member is a struct's field as it stands in JSON.
type member struct {
	name     string
	key      string // the name in quotes with its colon
	field    int
	optional bool // left out if zero
	read     codec
	nothing  func(reflect.Value) bool
}

type members []member

func membersOf(t reflect.Type) members {
	var list members
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && f.Type.Size() == 0 {
			continue // a family's marker
		}
		if name == "" {
			panic("events: " + t.String() + "." + f.Name + " has no name in JSON")
		}
		list = append(list, member{name, `"` + name + `":`, i, options != "", build(f.Type), nothing(f.Type)})
	}
	return list
}

// read reads the members in their order. before is the character in front of the
// first: a bracket, or a comma when something was read already.
func (m members) read(r *reader, v reflect.Value, before byte) error {
	for i := range m {
		f, key := &m[i], r.at+1
		if key+len(f.key) > len(r.b) || r.b[r.at] != before || string(r.b[key:key+len(f.key)]) != f.key {
			if f.optional {
				continue
			}
			return m.missing(r, before, f.name)
		}
		r.at = key + len(f.key)
		to := v.Field(f.field)
		if err := f.read(r, to); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
		if f.optional && (f.nothing(to) || to.Kind() == reflect.Slice && to.Len() == 0) {
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
func (m members) missing(r *reader, before byte, due string) error {
	what := "the end"
	if due != "" {
		what = fmt.Sprintf("member %q", due)
	}
	if !r.next(before) || r.at < len(r.b) && r.b[r.at] != '"' {
		return r.bad("%q where %s is due", clip(r.b[min(r.at, len(r.b)):]), what)
	}
	from := r.at
	name, err := r.text()
	if err != nil {
		return err
	}
	r.at = from
	for _, f := range m {
		if f.name == string(name) {
			return r.bad("member %q out of place or twice, where %s is due", clip(name), what)
		}
	}
	return r.bad("unknown member %q where %s is due", clip(name), what)
}

func readText(r *reader, v reflect.Value) error {
	b, err := r.text()
	if err != nil {
		return err
	}
	return v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText(b)
}

// textCodec is readText for a type that is known here, which spares looking it up.
func textCodec[T any, P interface {
	*T
	encoding.TextUnmarshaler
}](r *reader, v reflect.Value) error {
	b, err := r.text()
	if err != nil {
		return err
	}
	return P(v.Addr().Interface().(*T)).UnmarshalText(b)
}

func readString(r *reader, v reflect.Value) error {
	b, err := r.text()
	if err != nil {
		return err
	}
	v.SetString(said(b))
	return nil
}

// said is a string of its own.
func said(b []byte) string {
	if name, known := slotNames[string(b)]; known {
		return name
	}
	return string(b)
}

// slotNames are most strings that are not words: there is no need to copy them.
var slotNames = func() map[string]string {
	names := map[string]string{SlotSeen: SlotSeen}
	for _, act := range Acts {
		for _, s := range act.Slots {
			names[s.Name] = s.Name
		}
	}
	return names
}()

func readBytes(r *reader, v reflect.Value) error {
	b, err := r.text()
	if err != nil {
		return err
	}
	raw := make([]byte, base64.StdEncoding.DecodedLen(len(b)))
	n, err := base64.StdEncoding.Strict().Decode(raw, b)
	if err != nil || bytes.ContainsAny(b, "\r\n") {
		return r.bad("%q is not base64", clip(b))
	}
	v.SetBytes(raw[:n])
	return nil
}

func readRaw(r *reader, v reflect.Value) error {
	b, err := r.skip(1)
	if !r.lent {
		b = bytes.Clone(b)
	}
	v.SetBytes(b)
	return err
}

// span is a Raw that still lies in the input: it is decoded and forgotten.
type span []byte

func readSpan(r *reader, v reflect.Value) error {
	b, err := r.skip(1)
	v.SetBytes(b)
	return err
}

func readInt(r *reader, v reflect.Value) error {
	n, err := r.number()
	if err == nil && (n > math.MaxInt || v.OverflowInt(int64(n))) {
		err = r.bad("%d is too large", n)
	}
	v.SetInt(int64(n))
	return err
}

func readUint(r *reader, v reflect.Value) error {
	n, err := r.number()
	if err == nil && v.OverflowUint(n) {
		err = r.bad("%d is too large", n)
	}
	v.SetUint(n)
	return err
}
