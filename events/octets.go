package events

import (
	"encoding/binary"
	"fmt"
)

// Bytes in text. An entry holds some twenty times 32 bytes, each of which has one
// spelling; these read them without a copy and without room for another spelling.

const none = 0xFF // in the tables: no digit of this base

var fromBase64, fromHex = func() (b, h [256]byte) {
	for i := range b {
		b[i], h[i] = none, none
	}
	for i, c := range []byte(capitals + smalls + digits + "+/") {
		b[c] = byte(i)
	}
	for i, c := range []byte(digits + "abcdef") {
		h[c] = byte(i)
	}
	return b, h
}()

// unbase64 reads what base64 of the standard alphabet gives for len(to) bytes, which
// are two more than a multiple of six: 32 for a key, a salt or a commitment, 68 for a
// signature. So the text ends in three digits, of which the last has two bits to spare,
// and one sign that fills it up.
func unbase64(to, text []byte) bool {
	n := len(to)
	if n%6 != 2 || len(text) != (n+1)/3*4 || text[len(text)-1] != '=' {
		return false
	}
	seen := byte(0)
	from := &fromBase64
	for ; len(text) > 4; to, text = to[6:], text[8:] {
		t := text[:8]
		a, b, c, d, e, f, g, h := from[t[0]], from[t[1]], from[t[2]], from[t[3]], from[t[4]], from[t[5]], from[t[6]], from[t[7]]
		seen |= a | b | c | d | e | f | g | h
		binary.BigEndian.PutUint64(to[:8], // the two bytes too many are written again
			uint64(a)<<58|uint64(b)<<52|uint64(c)<<46|uint64(d)<<40|uint64(e)<<34|uint64(f)<<28|uint64(g)<<22|uint64(h)<<16)
	}
	a, b, c := from[text[0]], from[text[1]], from[text[2]]
	seen |= a | b | c
	to[0], to[1] = a<<2|b>>4, b<<4|c>>2
	return seen < 64 && c&3 == 0
}

func decode32(to *[32]byte, b []byte, what string) error {
	var raw [32]byte
	if !unbase64(raw[:], b) {
		return fmt.Errorf("%q is not %s (32 bytes in base64)", clip(b), what)
	}
	*to = raw
	return nil
}

// unhex reads lower-case hex.
func unhex(to, text []byte) bool {
	if len(text) != 2*len(to) {
		return false
	}
	seen := byte(0)
	for i := range to {
		high, low := fromHex[text[2*i]], fromHex[text[2*i+1]]
		seen |= high | low
		to[i] = high<<4 | low
	}
	return seen < 16
}
