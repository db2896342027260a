package events

import (
	"encoding/binary"
	"fmt"
	"regexp"
	"strings"
	"sync/atomic"
)

// The words of the terms: how each is spelt, and how it is read.

// form is how the words of one type are spelt. A journal says the same few words over
// and over, so a form remembers some that it took: such a word is neither judged nor
// copied again. What is remembered has a fixed size and changes no answer; a word that
// another has displaced is judged like a new one.
type form struct {
	fits func([]byte) bool
	what string
	took [256]atomic.Pointer[string]
}

func formOf(what string, fits func([]byte) bool) *form { return &form{fits: fits, what: what} }

// pattern is a form by a regexp, which takes longer than all the rest of reading a
// word that is new.
func pattern(re string, what string) *form {
	is := regexp.MustCompile(re)
	return formOf(what, func(b []byte) bool { return len(b) <= MaxText && is.Match(b) })
}

func spelt[T ~string](to *T, b []byte, f *form) error {
	word, err := f.word(b)
	if err == nil {
		*to = T(word)
	}
	return err
}

func (f *form) word(b []byte) (string, error) {
	at := &f.took[hash(b)%uint64(len(f.took))]
	if known := at.Load(); known != nil && *known == string(b) {
		return *known, nil
	}
	if !f.fits(b) {
		return "", fmt.Errorf("%q is not %s", clip(b), f.what)
	}
	word := string(b)
	at.Store(&word)
	return word, nil
}

// hash spreads short texts. It need not be hard to foresee: two words in one place
// only make each other forgotten.
func hash(b []byte) uint64 {
	const odd = 0x9e3779b97f4a7c15
	h := uint64(len(b)) * odd
	if len(b) < 8 {
		for _, c := range b {
			h = h<<8 ^ h>>56 ^ uint64(c)
		}
		h *= odd
		return h >> 32
	}
	for rest := b; len(rest) > 8; rest = rest[8:] {
		h = (h ^ binary.LittleEndian.Uint64(rest)) * odd
		h ^= h >> 29
	}
	h = (h ^ binary.LittleEndian.Uint64(b[len(b)-8:])) * odd
	return h >> 32
}

type charset [256]bool

func set(of string) *charset {
	var c charset
	for i := range len(of) {
		c[of[i]] = true
	}
	return &c
}

const (
	digits   = "0123456789"
	smalls   = "abcdefghijklmnopqrstuvwxyz"
	capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	base32   = "0123456789ABCDEFGHJKMNPQRSTVWXYZ" // Crockford's
)

var (
	inCountry  = set(capitals)
	inLanguage = set(smalls)
	inHex      = set(digits + "abcdef")
	inBase32   = set(base32)
	inCode     = set(digits + smalls)
	inCallSign = set(digits + capitals)
)

// made tells whether text is made of these characters alone.
func made(text []byte, in *charset) bool {
	for _, c := range text {
		if !in[c] {
			return false
		}
	}
	return true
}

// exactly is so many of these characters.
func exactly(n int, in *charset) func([]byte) bool {
	return func(b []byte) bool { return len(b) == n && made(b, in) }
}

// hyphened is one word or more of these characters, with single hyphens between them.
func hyphened(in *charset) func([]byte) bool {
	return func(text []byte) bool {
		hyphen := true
		for _, c := range text {
			if c == '-' && hyphen || c != '-' && !in[c] {
				return false
			}
			hyphen = c == '-'
		}
		return !hyphen && len(text) <= MaxText
	}
}

func isULID(b []byte) bool { return len(b) == 26 && b[0] <= '7' && made(b, inBase32) }

func oneOf[T ~string](to *T, text []byte, what string, words ...T) error {
	for _, w := range words {
		if string(w) == string(text) {
			*to = w
			return nil
		}
	}
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = string(w)
	}
	return fmt.Errorf("%q is not %s: use one of %s", clip(text), what, strings.Join(list, ", "))
}

func clip(b []byte) string {
	if len(b) > 40 {
		return string(b[:40]) + "…"
	}
	return string(b)
}
