package operation

import "testing"

// What the rules cost. Replay folds every event and decides none; an audit does
// both.

func BenchmarkEvolve(b *testing.B) {
	b.ReportAllocs()
	n := 0
	for _, said := range crossed {
		n += len(said.events)
	}
	for b.Loop() {
		fold(Operation{}, crossed)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/event")
}

func BenchmarkDecide(b *testing.B) {
	b.ReportAllocs()
	o, c, at := fold(Operation{}, consented), commanded("01:30", "hu.lead coordinator", approving), clock("01:30")
	for b.Loop() {
		if _, err := Decide(alliance, o, c, at); err != nil {
			b.Fatal(err)
		}
	}
}
