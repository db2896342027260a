package events

import (
	"bytes"
	"encoding"
	"encoding/base64"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// The writer gives the bytes that encoding/json gives without HTML escaping, for
// the types that the formats are made of, and knows them beforehand: every entry
// and every message is written from front to back into one slice. What it does
// not know (a map, a pointer, a float) it leaves to encoding/json.

// An encoder writes one Go type. The value is addressable.
type encoder func([]byte, reflect.Value) ([]byte, error)

// A writer has the encoder of a type, and room for values that can be addressed.
type writer struct {
	write encoder
	room  sync.Pool // of *T, as a reflect.Value
}

var writers sync.Map // reflect.Type to *writer, nil if encoding/json must do it

func writerOf(t reflect.Type) *writer {
	if w, ok := writers.Load(t); ok {
		return w.(*writer)
	}
	var w *writer
	if write := encoderFor(t, 0); write != nil {
		w = &writer{write: write}
		w.room.New = func() any { return reflect.New(t).Elem() }
	}
	kept, _ := writers.LoadOrStore(t, w)
	return kept.(*writer)
}

func (w *writer) append(b []byte, v any) ([]byte, error) {
	held := w.room.Get()
	value := held.(reflect.Value)
	value.Set(reflect.ValueOf(v))
	b, err := w.write(b, value)
	value.SetZero()
	w.room.Put(held)
	return b, err
}

func encoderFor(t reflect.Type, depth int) encoder {
	switch {
	case depth > maxDepth:
		return nil // perhaps a type that holds itself
	case t == reflect.TypeFor[Raw]():
		return writeRaw
	case t == reflect.TypeFor[Event]():
		return func(b []byte, v reflect.Value) ([]byte, error) { return appendEvent(b, v.Interface().(Event)) }
	case implements[json.Marshaler](t):
		return nil
	case t.Implements(reflect.TypeFor[encoding.TextMarshaler]()):
		return textEncoder(t)
	case implements[encoding.TextMarshaler](t):
		return nil // only of what can be altered, which is not ours to say
	case t == reflect.TypeFor[[]byte]():
		return writeBytes
	}
	switch t.Kind() {
	case reflect.String:
		return func(b []byte, v reflect.Value) ([]byte, error) { return appendString(b, v.String()), nil }
	case reflect.Int:
		return func(b []byte, v reflect.Value) ([]byte, error) { return strconv.AppendInt(b, v.Int(), 10), nil }
	case reflect.Uint16, reflect.Uint64:
		return func(b []byte, v reflect.Value) ([]byte, error) { return strconv.AppendUint(b, v.Uint(), 10), nil }
	case reflect.Slice:
		return listEncoder(t, depth)
	case reflect.Struct:
		return structEncoder(t, depth)
	}
	return nil
}

// implements tells whether T or *T does.
func implements[I any](t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[I]())
}

func listEncoder(t reflect.Type, depth int) encoder {
	element := encoderFor(t.Elem(), depth+1)
	if element == nil || t.Elem().Kind() == reflect.Uint8 {
		return nil
	}
	return func(b []byte, v reflect.Value) ([]byte, error) {
		if v.IsNil() {
			return append(b, "null"...), nil
		}
		b = append(b, '[')
		for i := range v.Len() {
			if i > 0 {
				b = append(b, ',')
			}
			var err error
			if b, err = element(b, v.Index(i)); err != nil {
				return b, err
			}
		}
		return append(b, ']'), nil
	}
}

func structEncoder(t reflect.Type, depth int) encoder {
	type field struct {
		index int
		key   string // with its quotes and colon
		write encoder
		skip  func(reflect.Value) bool
	}
	var fields []field
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous && f.Type.Size() == 0 {
			continue // a family's marker
		}
		name, option, _ := strings.Cut(f.Tag.Get("json"), ",")
		write := encoderFor(f.Type, depth+1)
		if f.Anonymous || !f.IsExported() || name == "" || name == "-" || write == nil {
			return nil
		}
		one := field{i, string(appendString(nil, name)) + ":", write, nil}
		switch option {
		case "":
		case "omitzero":
			one.skip = zero(f.Type)
		case "omitempty":
			if f.Type.Kind() != reflect.Slice && f.Type.Kind() != reflect.String {
				return nil
			}
			one.skip = func(v reflect.Value) bool { return v.Len() == 0 }
		default:
			return nil
		}
		fields = append(fields, one)
	}
	return func(b []byte, v reflect.Value) ([]byte, error) {
		b = append(b, '{')
		first := true
		for i := range fields {
			f, value := &fields[i], v.Field(fields[i].index)
			if f.skip != nil && f.skip(value) {
				continue
			}
			if !first {
				b = append(b, ',')
			}
			first = false
			var err error
			if b, err = f.write(append(b, f.key...), value); err != nil {
				return b, err
			}
		}
		return append(b, '}'), nil
	}
}

// zero is how encoding/json finds out what omitzero leaves out.
func zero(t reflect.Type) func(reflect.Value) bool {
	switch {
	case t == reflect.TypeFor[Time]():
		return func(v reflect.Value) bool { return *v.Addr().Interface().(*Time) == Time{} }
	case implements[interface{ IsZero() bool }](t):
		return func(v reflect.Value) bool { return v.Addr().Interface().(interface{ IsZero() bool }).IsZero() }
	}
	return nothing(t)
}

// nothing is reflect.Value.IsZero, which is slow for a struct with a list in it.
func nothing(t reflect.Type) func(reflect.Value) bool {
	if t.Kind() != reflect.Struct || t.Comparable() {
		return reflect.Value.IsZero
	}
	fields := make([]func(reflect.Value) bool, t.NumField())
	for i := range fields {
		fields[i] = nothing(t.Field(i).Type)
	}
	return func(v reflect.Value) bool {
		for i, is := range fields {
			if !is(v.Field(i)) {
				return false
			}
		}
		return true
	}
}

func textEncoder(t reflect.Type) encoder {
	appends := implements[encoding.TextAppender](t)
	return func(b []byte, v reflect.Value) ([]byte, error) {
		if !appends {
			text, err := v.Addr().Interface().(encoding.TextMarshaler).MarshalText()
			return appendString(b, string(text)), err
		}
		from := len(b)
		b, err := v.Addr().Interface().(encoding.TextAppender).AppendText(append(b, '"'))
		for _, c := range b[from+1:] {
			if !plain[c] {
				return appendString(b[:from], string(b[from+1:])), err
			}
		}
		return append(b, '"'), err
	}
}

func writeRaw(b []byte, v reflect.Value) ([]byte, error) {
	raw := v.Bytes()
	if raw == nil {
		return append(b, "null"...), nil
	}
	if oneValue(raw) == nil {
		return append(b, raw...), nil
	}
	var compact bytes.Buffer
	err := json.Compact(&compact, raw)
	return append(b, compact.Bytes()...), err
}

func writeBytes(b []byte, v reflect.Value) ([]byte, error) {
	if v.IsNil() {
		return append(b, "null"...), nil
	}
	return append(base64.StdEncoding.AppendEncode(append(b, '"'), v.Bytes()), '"'), nil
}

// appendString writes each character in the one spelling that the reader takes.
func appendString(b []byte, s string) []byte {
	const short, meant = `"\bfnrt`, "\"\\\b\f\n\r\t"
	const hex = "0123456789abcdef"
	b = append(b, '"')
	from := 0
	for i := plainly(s); i < len(s); i += plainly(s[i:]) {
		if s[i] == '\n' { // most escapes end a line
			b = append(append(b, s[from:i]...), `\n`...)
			i++
			from = i
			continue
		}
		char, width := utf8.DecodeRuneInString(s[i:])
		bad := char == utf8.RuneError && width == 1
		if char >= utf8.RuneSelf && !bad && char != '\u2028' && char != '\u2029' {
			i += width
			continue
		}
		b = append(b, s[from:i]...)
		if at := strings.IndexRune(meant, char); at >= 0 {
			b = append(b, '\\', short[at])
		} else {
			b = append(b, '\\', 'u', hex[char>>12&15], hex[char>>8&15], hex[char>>4&15], hex[char&15])
		}
		i += width
		from = i
	}
	return append(append(b, s[from:]...), '"')
}
