package events

import (
	"encoding/binary"
	"fmt"
)

// Bytes in text. An entry holds some twenty times 32 bytes, each of which has one
// spelling; these read them without a copy and without room for another spelling.

// fromBase64 has for each of four digits its bits in 24.
var fromBase64, fromHex = func() (b [4][256]uint32, h [256]byte) {
	for c := range 256 {
		for place := range b {
			b[place][c] = notBase64
		}
		h[c] = notHex
	}
	for i, c := range []byte(capitals + smalls + digits + "+/") {
		for place := range b {
			b[place][c] = uint32(i) << (18 - 6*place)
		}
	}
	for i, c := range []byte(digits + "abcdef") {
		h[c] = byte(i)
	}
	return b, h
}()

const (
	notBase64 = 1 << 24
	notHex    = 0xFF
)

// unbase64 reads what base64 of the standard alphabet gives for len(to) bytes, which
// are two more than a multiple of six: 32 for a key, a salt or a commitment, 68 for a
// signature. So the text ends in three digits, of which the last has two bits to spare,
// and one sign that fills it up.
func unbase64(to, text []byte) bool {
	n := len(to)
	if n%6 != 2 || len(text) != (n+1)/3*4 || text[len(text)-1] != '=' {
		return false
	}
	first, second, third, fourth := &fromBase64[0], &fromBase64[1], &fromBase64[2], &fromBase64[3]
	seen := uint32(0)
	for ; len(text) > 4; to, text = to[6:], text[8:] {
		t := text[:8]
		a := first[t[0]] | second[t[1]] | third[t[2]] | fourth[t[3]]
		b := first[t[4]] | second[t[5]] | third[t[6]] | fourth[t[7]]
		seen |= a | b
		binary.BigEndian.PutUint64(to[:8], uint64(a)<<40|uint64(b)<<16) // the two bytes too many are written again
	}
	last := first[text[0]] | second[text[1]] | third[text[2]]
	to[0], to[1] = byte(last>>16), byte(last>>8)
	return seen|last < notBase64 && last&0xFF == 0
}

func decode32(to *[32]byte, b []byte, what string) error {
	if !unbase64(to[:], b) {
		return fmt.Errorf("%q is not %s (32 bytes in base64)", clip(b), what)
	}
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
