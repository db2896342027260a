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

func bench(b *testing.B, raw []byte, do func([]byte) error) {
	b.ReportAllocs()
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if err := do(raw); err != nil {
			b.Fatal(err)
		}
	}
}
