package events_test

import (
	"bufio"
	"bytes"
	"encoding"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	. "vigil/events"
)

// TestReaderIsTheReference: over recorded journals and feeds, over all wire files and
// over what becomes of them by damage of every sort, the reader takes what the
// reference takes, with the same value, and refuses the rest in the same words.
func TestReaderIsTheReference(t *testing.T) {
	r := dice(t)
	all := formats(t)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		c := all[name]
		t.Run(name, func(t *testing.T) {
			require.NotEmpty(t, c.corpus)
			tried := min(len(c.corpus), 400)
			taken := 0
			for _, i := range r.Perm(len(c.corpus))[:tried] {
				good := c.corpus[i]
				require.True(t, c.same(t, good), "%s", good)
				for range 6 {
					bad := damaged(r, good, c.corpus[r.IntN(len(c.corpus))])
					if c.same(t, bad) && !bytes.Equal(bad, good) {
						taken++
					}
				}
			}
			t.Logf("%d of %d, and of what was damaged %d still say something", tried, len(c.corpus), taken)
		})
	}
}

// TestDepthIsTheReference: how deep a value may be nested depends on what it stands in.
func TestDepthIsTheReference(t *testing.T) {
	all, most := formats(t), map[string]int{}
	for depth := 1; depth <= 20; depth++ {
		deep := Raw(strings.Repeat("[", depth) + strings.Repeat("]", depth))
		e, q, m := sampleEntry(), sampleRequest(), sampleMessage()
		e.Slots[0].Value, q.Slots[0].Value, m.Content.Entry[0].Slots[0].Value = deep, deep, deep
		raw, _, err := EncodeMessage(m)
		require.NoError(t, err)
		for name, b := range map[string][]byte{"raw": deep, "entry": must(EncodeEntry(e)), "request": must(EncodeRequest(q)), "message": raw} {
			if all[name].same(t, b) {
				most[name] = depth
			}
		}
	}
	require.Equal(t, map[string]int{"raw": 16, "entry": 16, "request": 16, "message": 11}, most)
}

// TestWordsAreTheReference: each word is judged by its form, the first time and again.
func TestWordsAreTheReference(t *testing.T) {
	r := dice(t)
	judge := func(to reflect.Value, text []byte) bool {
		want := reflect.New(to.Type()).Elem()
		bad := refText(want, bytes.Clone(text))
		for range 2 {
			to.SetZero()
			err := to.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText(bytes.Clone(text))
			same(t, text, to.Interface(), err, want.Interface(), bad)
		}
		return bad == nil
	}
	more := []reflect.Type{reflect.TypeFor[Time](), reflect.TypeFor[Digest](), reflect.TypeFor[Salt](), reflect.TypeFor[Commitment](), reflect.TypeFor[PublicKey]()}
	types := append(slices.Collect(maps.Keys(refForms)), more...)
	slices.SortFunc(types, func(a, b reflect.Type) int { return strings.Compare(a.Name(), b.Name()) })
	for _, of := range types {
		to, taken := reflect.New(of).Elem(), 0
		for range 300 {
			fill(r, to)
			text := []byte(fmt.Sprint(to.Interface()))
			if m, ok := to.Interface().(encoding.TextMarshaler); ok {
				text = must(m.MarshalText())
			}
			require.True(t, judge(to, text), "%s %s", of, text)
			for range 8 {
				bad := bytes.Clone(text)
				for range 1 + r.IntN(2) {
					const chars = "AZaz0123456789-./+:=TZPCLUK \n\x00\xff\u2014"
					at, c := r.IntN(len(bad)+1), chars[r.IntN(len(chars))]
					switch r.IntN(4) {
					case 0:
						bad = append(bad[:at:at], append([]byte{c}, bad[at:]...)...)
					case 1:
						bad = bad[:at]
					case 2:
						bad = append(bad, bad[at:]...)
					default:
						if at < len(bad) {
							bad[at] = c
						}
					}
				}
				if judge(to, bad) {
					taken++
				}
			}
		}
		if taken == 0 {
			t.Logf("nothing damaged was a %s", of)
		}
	}
}

func FuzzReaderIsTheReference(f *testing.F) {
	all := formats(f)
	for name, c := range all {
		for i := 0; i < len(c.corpus); i += 1 + len(c.corpus)/50 {
			f.Add(name, c.corpus[i])
		}
	}
	f.Fuzz(func(t *testing.T, name string, raw []byte) {
		if c, ok := all[name]; ok {
			c.same(t, raw)
		}
	})
}

// format is one of the formats: what of it is at hand, and its two readers.
type format struct {
	corpus [][]byte
	same   func(testing.TB, []byte) bool // true if both take it
}

func formats(t testing.TB) map[string]*format {
	all := map[string]*format{
		"entry": {same: func(t testing.TB, b []byte) bool {
			got, err := DecodeEntry(bytes.Clone(b))
			want, bad := refDecodeEntry(b)
			return same(t, b, got, err, want, bad)
		}},
		"note": {same: func(t testing.TB, b []byte) bool {
			type parsed struct {
				Note Note
				Sigs []Signature
			}
			n, sigs, err := ParseNote(string(b))
			m, rigs, bad := refParseNote(string(b))
			text, lines, err2 := SplitNote(string(b))
			texu, liner, bad2 := refSplitNote(string(b))
			same(t, b, parsed{Note{Act: Act(text)}, lines}, err2, parsed{Note{Act: Act(texu)}, liner}, bad2)
			return same(t, b, parsed{n, sigs}, err, parsed{m, rigs}, bad)
		}},
		"event": {same: func(t testing.TB, b []byte) bool {
			got, err := DecodeEvent(bytes.Clone(b))
			want, bad := refDecodeEvent(b)
			return same(t, b, got, err, want, bad)
		}},
		"raw": {same: func(t testing.TB, b []byte) bool {
			var got, want Raw
			err := Unmarshal(bytes.Clone(b), &got)
			bad := refRead(b, &want)
			return same(t, b, got, err, want, bad)
		}},
		"request": {same: func(t testing.TB, b []byte) bool {
			got, err := DecodeRequest(bytes.Clone(b))
			var want Request
			bad := refRead(b, &want)
			if err != nil && bad != nil {
				require.Equal(t, "request: "+bad.Error(), err.Error(), "%s", b)
				return false
			}
			return same(t, b, got, err, want, bad)
		}},
		"message": {same: func(t testing.TB, b []byte) bool {
			type decoded struct {
				Message Message
				Digest  Digest
			}
			m, digest, err := DecodeMessage(bytes.Clone(b))
			n, digesu, bad := refDecodeMessage(b)
			return same(t, b, decoded{m, digest}, err, decoded{n, digesu}, bad)
		}},
	}
	add := func(name string, b []byte) { all[name].corpus = append(all[name].corpus, bytes.Clone(b)) }
	add("request", encodedRequest())
	for _, line := range recorded(t, "testdata/wire/*.json", "testdata/wire/before/*.json") {
		if bytes.HasPrefix(line, []byte(`{"kind"`)) {
			add("event", line)
			add("raw", line)
		}
	}
	for _, line := range recorded(t, "../internal/audit/testdata/editions/*/*.jsonl") {
		e, err := refDecodeEntry(line)
		require.NoError(t, err)
		add("entry", line)
		add("note", []byte(e.Note))
		q := Request{Note: e.Note, Slots: e.Slots}
		for _, c := range e.Enclosures {
			q.Enclosures = append(q.Enclosures, OpenEnclosure{c.Name, c.Class, Salt(c.Commit), []byte(e.Note[:c.Size%len(e.Note)])})
		}
		add("request", must(EncodeRequest(q)))
		for _, s := range e.Slots {
			add("raw", s.Value)
		}
		for _, event := range e.Events {
			add("event", must(EncodeEvent(event)))
		}
	}
	for _, line := range recorded(t, "../scenarios/golden/*/*.feed.jsonl") {
		add("message", line)
	}
	return all
}

// same tells whether both took b; they differ in nothing.
func same(t testing.TB, b []byte, got any, err error, want any, bad error) bool {
	t.Helper()
	if bad != nil {
		require.Error(t, err, "%s", b)
		if bad.Error() != err.Error() || reflect.TypeOf(bad) != reflect.TypeOf(err) {
			require.Equal(t, bad, err, "%s", b)
		}
		return false
	}
	require.NoError(t, err, "%s", b)
	if !reflect.DeepEqual(want, got) { // which require.Equal is not quite: nil and empty differ
		require.Equal(t, want, got, "%s", b)
		require.Fail(t, "the values differ", "%s", b)
	}
	return true
}

// recorded gives the lines of files.
func recorded(t testing.TB, patterns ...string) (lines [][]byte) {
	for _, pattern := range patterns {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		require.NotEmpty(t, files, pattern)
		for _, file := range files {
			f, err := os.Open(file)
			require.NoError(t, err)
			scan := bufio.NewScanner(f)
			scan.Buffer(nil, 2*MaxRequest)
			for scan.Scan() {
				lines = append(lines, bytes.Clone(scan.Bytes()))
			}
			require.NoError(t, scan.Err())
			require.NoError(t, f.Close())
		}
	}
	return lines
}

// scraps are what a forger or another library would write.
var scraps = []string{
	"null", "true", "{}", "[]", `""`, `"`, `\`, ",", ":", "{", "}", "[", "]", " ", "\n", "\n\n", "\t", "\x00", "\x7f", "\xff", "\xed\xa0\x80", "\xc3(", "\ufffd", "\u2028", "é", "—", "— ",
	`\u0041`, `\u001f`, `\u001F`, `\u000a`, `\u007f`, `\u2028`, `\u2029`, `\u2027`, `\ud800`, `\/`, `\"`, `\\`, `\n`, `\b`, `\x`, `\u00`, "0", "00", "-1", "1e1", "1.0", "9007199254740991", "9007199254740992", "65535", "65536", "99999999999999999999",
	`"v":2,`, `"x":1,`, `,"x":1`, `"kind":"item.declared",`, `"edition":2`, `{"kind":"handover.sung"}`, `"note":"`, `"1970-01-01T00:00:00.000Z"`, "+00:00", "-00:00", "+24:00", "=", "==", "A", "a",
	`[[[[[[[[[[[[[[[[`, `]]]]]]]]]]]]]]]]`, `[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]`, `{"a":1,"a":2}`, `{"a":1,"b":[{"a":1}]}`, `{"":""}`, "commit ", "until -", "kind sing\n",
}

// damaged changes a text once or twice: a bit, a byte, a piece taken away, doubled,
// moved, put in from another text, a scrap, a letter escaped, a list made too long.
func damaged(r *rand.Rand, good, other []byte) []byte {
	b := bytes.Clone(good)
	piece := func(of []byte) (from, to int) {
		from = r.IntN(len(of) + 1)
		to = min(len(of), from+r.IntN(1+r.IntN(1+r.IntN(80))))
		if marks := bytes.IndexAny(of[from:], `{[",`); marks >= 0 && r.IntN(2) == 0 { // whole members now and then
			from += marks
			to = from
			for range 1 + r.IntN(4) {
				if next := bytes.IndexAny(of[min(to+1, len(of)):], `,]}`); next >= 0 {
					to += 1 + next
				}
			}
		}
		return from, max(from, min(to, len(of)))
	}
	splice := func(from, to int, with []byte) { b = append(b[:from:from], append(bytes.Clone(with), b[to:]...)...) }
	for range 1 + r.IntN(2) {
		from, to := piece(b)
		switch r.IntN(10) {
		case 0:
			if from < len(b) {
				b[from] ^= 1 << r.IntN(8)
			}
		case 1:
			if from < len(b) {
				b[from] = good[r.IntN(len(good))]
			}
		case 2:
			splice(from, to, nil)
		case 3:
			splice(to, to, b[from:to])
		case 4:
			at := r.IntN(len(b) + 1)
			splice(at, at, b[from:to])
		case 5:
			f, l := piece(other)
			splice(from, to, other[f:l])
		case 6:
			splice(from, from, []byte(scraps[r.IntN(len(scraps))]))
		case 7:
			splice(from, to, []byte(scraps[r.IntN(len(scraps))]))
		case 8:
			if from < len(b) {
				const hex = "0123456789abcdef"
				splice(from, from+1, []byte{'\\', 'u', '0', '0', hex[b[from]>>4], hex[b[from]&15]})
			}
		case 9:
			splice(to, to, bytes.Repeat(b[from:to], 1+r.IntN(70)))
		}
	}
	if r.IntN(40) == 0 {
		b = b[:r.IntN(len(b)+1)]
	}
	return b
}
