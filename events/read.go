package events

import (
	"bytes"
	"errors"
	"fmt"
	"math/bits"
	"reflect"
	"strings"
	"sync"
	"unicode/utf8"
)

// The reader accepts canonical JSON by its grammar: from front to back, once,
// each member where the Go type has it. encoding/json forgives too much (double
// members, null, other cases and spellings), and undoing that by encoding again
// and comparing costs several times as much as reading. What most is made of has a
// quick way in front of this one: see quick.go.

// maxSafe is the largest number that every JSON library reads exactly.
const maxSafe = 1<<53 - 1

// maxDepth bounds the nesting of a raw value.
const maxDepth = 16

type reader struct {
	b    []byte
	at   int
	most int // elements in a list; 0 is no limit

	names   [][]byte // of the objects being skipped, the innermost last
	said    []byte   // the last string in which something was escaped
	escaped bool     // whether the last string was such a one
	lent    bool     // a Raw may lie in the input for now: see inOnePiece
}

var readers = sync.Pool{New: func() any { return new(reader) }}

// over gives a reader over b, to be done with.
func over(b []byte) *reader {
	r := readers.Get().(*reader)
	r.b = b
	return r
}

// done keeps nothing of what was read.
func (r *reader) done() {
	clear(r.names[:cap(r.names)])
	*r = reader{names: r.names[:0], said: r.said[:0]}
	readers.Put(r)
}

// read reads all of b into the value that v points to.
func read(b []byte, v any) error {
	r := over(b)
	defer r.done()
	return r.read(reflect.ValueOf(v).Elem())
}

func (r *reader) read(to reflect.Value) error {
	if err := codecOf(to.Type())(r, to); err != nil {
		return err
	}
	return r.end()
}

func (r *reader) end() error {
	if r.at < len(r.b) {
		return errors.New("something follows the JSON")
	}
	return nil
}

// bad says what is wrong at this place.
func (r *reader) bad(format string, args ...any) error {
	if r.at >= len(r.b) {
		return errors.New("the JSON ends too early")
	}
	return fmt.Errorf("byte %d: %s", r.at, fmt.Sprintf(format, args...))
}

// next takes c if it stands here.
func (r *reader) next(c byte) bool {
	if r.at < len(r.b) && r.b[r.at] == c {
		r.at++
		return true
	}
	return false
}

func (r *reader) want(c byte) error {
	if r.next(c) {
		return nil
	}
	return r.bad("%q where %q is due", clip(r.b[min(r.at, len(r.b)):]), c)
}

// plain marks the bytes that stand for themselves in a string.
var plain = func() (is [256]bool) {
	for c := ' '; c < utf8.RuneSelf; c++ {
		is[c] = c != '"' && c != '\\'
	}
	return is
}()

// plainly counts the plain bytes at the start of b, eight at a time.
func plainly[S string | []byte](b S) int {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	n := 0
	for ; len(b)-n >= 8; n += 8 {
		c := b[n : n+8]
		x := uint64(c[0]) | uint64(c[1])<<8 | uint64(c[2])<<16 | uint64(c[3])<<24 |
			uint64(c[4])<<32 | uint64(c[5])<<40 | uint64(c[6])<<48 | uint64(c[7])<<56
		// With its second bit turned, a quote is the one above the control characters.
		// What is less than nothing borrows from the next byte, so only the lowest that
		// is marked is marked rightly, which is all that counts.
		low, slash := (x^ones*2)-ones*('"'-1), (x^ones*'\\')-ones
		if odd := (low | slash | x) & highs; odd != 0 {
			return n + bits.TrailingZeros64(odd)/8
		}
	}
	for n < len(b) && plain[b[n]] {
		n++
	}
	return n
}

// text reads a string and gives what it says, until the next string is read: a piece
// of the input if nothing in it is escaped. Each character has one spelling: \" \\ \b
// \f \n \r \t, \u00xx for the other control characters, \u2028 and \u2029, all others
// as they are.
func (r *reader) text() ([]byte, error) {
	if err := r.want('"'); err != nil {
		return nil, err
	}
	from := r.at
	r.at += plainly(r.b[from:])
	r.escaped = false
	if r.at < len(r.b) && r.b[r.at] == '"' {
		r.at++
		return r.b[from : r.at-1], nil
	}
	return r.oddText(from)
}

// oddText goes on with a string that began at from and has something else in it than
// plain bytes.
func (r *reader) oddText(from int) ([]byte, error) {
	said := r.said[:0]
	for ; ; r.at += plainly(r.b[r.at:]) {
		switch {
		case r.at == len(r.b):
			return nil, r.bad("")
		case r.b[r.at] == '"':
			r.at++
			if !r.escaped {
				return r.b[from : r.at-1], nil
			}
			r.said = append(said, r.b[from:r.at-1]...)
			return r.said, nil
		case r.b[r.at] == '\\':
			r.escaped = true
			said = append(said, r.b[from:r.at]...)
			char, width := escape(r.b[r.at:])
			if width == 0 {
				return nil, r.bad("%.6q is not how that character is written", r.b[r.at:])
			}
			if char < utf8.RuneSelf {
				said = append(said, byte(char))
			} else {
				said = utf8.AppendRune(said, char)
			}
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
func escape(b []byte) (char rune, width int) {
	const short, meant = `"\bfnrt`, "\"\\\b\f\n\r\t"
	if len(b) < 2 {
		return 0, 0
	}
	if b[1] == 'n' { // most escapes end a line
		return '\n', 2
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
func (r *reader) number() (uint64, error) {
	from := r.at
	n := uint64(0)
	for r.at < len(r.b) && '0' <= r.b[r.at] && r.b[r.at] <= '9' && r.at-from < 17 {
		n = n*10 + uint64(r.b[r.at]-'0')
		r.at++
	}
	digits := r.b[from:r.at]
	more := false
	if r.at < len(r.b) {
		c := r.b[r.at]
		more = '0' <= c && c <= '9' || c == '.' || c == 'e' || c == 'E'
	}
	if len(digits) == 0 || len(digits) > 1 && digits[0] == '0' || n > maxSafe || more {
		r.at = from
		return 0, r.bad("%q where a whole number is due, written in digits alone", clip(r.b[from:]))
	}
	return n, nil
}

// skip reads a value of unknown type and gives its text. It cannot know the
// members' order; it sees to everything else.
func (r *reader) skip(depth int) ([]byte, error) {
	from := r.at
	err := r.pass(depth)
	return r.b[from:r.at:r.at], err
}

func (r *reader) pass(depth int) (err error) {
	switch {
	case depth > maxDepth:
		return r.bad("nested more than %d deep", maxDepth)
	case r.at == len(r.b):
		return r.bad("")
	case r.b[r.at] == '"':
		_, err = r.text()
		return err
	case r.b[r.at] == '{':
		outer := len(r.names)
		err = r.passObject(depth, outer)
		r.names = r.names[:outer]
		return err
	case r.b[r.at] == '[':
		more, err := r.first('[', ']')
		for n := 1; more && err == nil; n++ {
			if err = r.room(n); err == nil {
				if err = r.pass(depth + 1); err == nil {
					more, err = r.another(']')
				}
			}
		}
		return err
	default:
		_, err = r.number()
		return err
	}
}

func (r *reader) passObject(depth, outer int) error {
	more, err := r.first('{', '}')
	for n := 1; more && err == nil; n++ {
		if err := r.room(n); err != nil {
			return err
		}
		name, err := r.text()
		if err != nil {
			return err
		}
		for _, other := range r.names[outer:] {
			if string(other) == string(name) {
				return r.bad("member %q twice", clip(name))
			}
		}
		if r.escaped {
			name = bytes.Clone(name)
		}
		if r.names = append(r.names, name); len(r.names) > outer+MaxList {
			return r.bad("more than %d members", MaxList)
		}
		if err := r.want(':'); err != nil {
			return err
		}
		if err := r.pass(depth + 1); err != nil {
			return err
		}
		if more, err = r.another('}'); err != nil {
			return err
		}
	}
	return err
}

// first takes the left bracket of a list, and tells whether anything stands in it.
func (r *reader) first(left, right byte) (more bool, err error) {
	if err := r.want(left); err != nil {
		return false, err
	}
	return !r.next(right), nil
}

// room refuses the element that is one too many.
func (r *reader) room(n int) error {
	if r.most > 0 && n > r.most {
		return r.bad("more than %d elements", r.most)
	}
	return nil
}

// another takes what stands behind an element, and tells whether one follows.
func (r *reader) another(right byte) (more bool, err error) {
	if r.next(right) {
		return false, nil
	}
	return true, r.want(',')
}
