package bench_test

import (
	"bytes"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/internal/apply"
)

// BenchmarkMemory measures what a hub's house keeps of an operation: the heap with
// and without some hundred of them, all garbage collected. Each was made up by
// chance, with 300 to 1,000 commands and two to eight States; it is measured in its
// middle, with goods on their way, and with its file closed. B/command is all of it
// divided by the operation's commands; of-allowed is against 1 KiB and 64 B a command
// for a closed one, 16 KiB and 64 B a command for an open one.
//
// The journal itself, and what the broker keeps of it, is not in it.
func BenchmarkMemory(b *testing.B) {
	const stories, times = 10, 20
	list := tell(b, 1, stories)
	for _, m := range []struct {
		name  string
		until func(told) int
		fixed int
	}{
		{"open", func(t told) int { return t.running }, 16 << 10},
		{"closed", func(t told) int { return int(t.House.Seq()) }, 1 << 10},
	} {
		b.Run(m.name, func(b *testing.B) {
			var each, command, allowed []float64
			for b.Loop() {
				var houses []*apply.House
				commands := 0
				goOn := func(h *apply.House, t told, from, to int) {
					r := replay{house: h, load: t.Load}
					for i, body := range t.Bodies()[from:to] {
						body = bytes.Clone(body) // of which what is kept may hold on to parts
						require.NoError(b, r.take(uint64(from+i)+1, body, apply.Decode(body)))
					}
				}
				for range times {
					for _, t := range list {
						h := apply.NewHouse()
						goOn(h, t, 0, t.registry)
						houses = append(houses, h)
					}
				}
				before := heap()
				for i, h := range houses {
					t := list[i%stories]
					goOn(h, t, t.registry, m.until(t))
					commands += m.until(t) - t.registry
				}
				kept := float64(heap() - before)
				runtime.KeepAlive(houses)
				each = append(each, kept/float64(len(houses)))
				command = append(command, kept/float64(commands))
				allowed = append(allowed, kept/float64(m.fixed*len(houses)+64*commands))
			}
			report(b, "B/command", command)
			b.ReportMetric(median(each), "B/operation")
			b.ReportMetric(median(allowed), "of-allowed")
			b.ReportMetric(0, "ns/op") // of a round, which says nothing
		})
	}
}

// heap is how many bytes are in use.
func heap() int64 {
	runtime.GC()
	runtime.GC() // what the first has finalised
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
