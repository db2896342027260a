package events_test

import (
	"testing"

	. "vigil/events"
)

// One realistic entry: a handover offered with its note, three clear slots and
// an enclosure. The target of the whole replay is 100,000 events/s a core.

func BenchmarkDecodeEntry(b *testing.B) {
	bench(b, encodedEntry(), func(raw []byte) error { _, err := DecodeEntry(raw); return err })
}

// The journal of a whole exercise, entry by entry, as a replay reads it.
func BenchmarkDecodeAndParseRecorded(b *testing.B) {
	lines := recorded(b, "../internal/audit/testdata/editions/*/linden.jsonl")
	size, i := 0, 0
	for _, line := range lines {
		size += len(line)
	}
	bench(b, make([]byte, size/len(lines)), func([]byte) error {
		i++
		e, err := DecodeEntry(lines[i%len(lines)])
		if err == nil {
			_, _, err = ParseNote(e.Note)
		}
		return err
	})
}

func BenchmarkDecodeMessage(b *testing.B) {
	bench(b, encodedMessage(), func(raw []byte) error { _, _, err := DecodeMessage(raw); return err })
}

func BenchmarkDecodeRequest(b *testing.B) {
	bench(b, encodedRequest(), func(raw []byte) error { _, err := DecodeRequest(raw); return err })
}

func BenchmarkParseNote(b *testing.B) {
	bench(b, []byte(sampleRequest().Note), func(raw []byte) error { _, _, err := ParseNote(string(raw)); return err })
}

func BenchmarkProposal(b *testing.B) {
	e := sampleEntry()
	n := must(e.Parsed())
	bench(b, nil, func([]byte) error { _, _, err := Proposal(n, e.Slots, e.Enclosures); return err })
}

func BenchmarkEncodeEntry(b *testing.B) {
	e := sampleEntry()
	bench(b, encodedEntry(), func([]byte) error { _, err := EncodeEntry(e); return err })
}

func BenchmarkEncodeMessage(b *testing.B) {
	m := sampleMessage()
	bench(b, encodedMessage(), func([]byte) error { _, _, err := EncodeMessage(m); return err })
}

func BenchmarkEncodeEvent(b *testing.B) {
	raw := must(EncodeEvent(handoverOffered()))
	bench(b, raw, func([]byte) error { _, err := EncodeEvent(handoverOffered()); return err })
}

func BenchmarkDecodeEvent(b *testing.B) {
	bench(b, must(EncodeEvent(handoverOffered())), func(raw []byte) error { _, err := DecodeEvent(raw); return err })
}

func bench(b *testing.B, raw []byte, do func([]byte) error) {
	b.ReportAllocs()
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if err := do(raw); err != nil {
			b.Fatal(err)
		}
	}
}
