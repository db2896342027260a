// Package bench compares vigil with the store under it: what a command costs
// beside a raw publish of the same bytes, and what a replay costs beside bare
// delivery. It holds benchmarks only, for
//
//	go test -run '^$' -bench . ./internal/bench
//
// Both sides of a comparison run in one process, in alternating rounds, and the
// result is the median of the rounds' ratios: a number that another machine, or
// a busy one, should come near to. docs/performance.md keeps the figures.
package bench_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/journal"
)

// perOfficer is how many commands each officer gives in a round, at least; the
// rounds of one officer are longer.
const perOfficer, perRound = 16, 256

// BenchmarkCommands measures from a signed request to its receipt, against raw
// publishes of the entries that the same commands made. One officer writes about
// eight operations in turn, each of 64 about one, and all that is signed for a
// round is signed before it: one decision of each operation, the rest facts.
// ratio-told counts until feeds and views are written too.
func BenchmarkCommands(b *testing.B) {
	for _, officers := range []int{1, 64} {
		b.Run(fmt.Sprintf("officers=%d", officers), func(b *testing.B) {
			h, raw := openHub(b, max(8, officers)), serve(b, false)
			var ours, told, theirs []float64 // commands/s, round by round
			var cores, rawCores []float64    // the same for each second of processor time
			var each []time.Duration
			ourRound := func() []journal.Record {
				requests := h.signed(max(perRound, officers*perOfficer))
				first := h.tracker.Status().Entries + 1
				before := spent()
				took, began := make([]time.Duration, len(requests)), time.Now()
				share(officers, len(requests), func(i int) {
					from := time.Now()
					_, err := h.tracker.Do(context.Background(), "", requests[i])
					took[i] = time.Since(from)
					require.NoError(b, err)
				})
				rate(&ours, len(requests), began)
				require.NoError(b, h.tracker.Settle(b.Context()))
				rate(&told, len(requests), began)
				perCore(&cores, len(requests), before)
				each = append(each, took...)
				var made []journal.Record
				_, err := h.hub.Read(b.Context(), first, func(r journal.Record) error {
					made = append(made, r)
					return nil
				})
				require.NoError(b, err)
				require.Len(b, made, len(requests))
				for _, entry := range made {
					h.Append(entry.Body) // what the officers see before the next round
				}
				return made
			}
			theirRound := func(entries []journal.Record) {
				before, began := spent(), time.Now()
				share(officers, len(entries), func(i int) {
					require.NoError(b, raw.ask(context.Background(), entries[i].Subject, entries[i].Body))
				})
				rate(&theirs, len(entries), began)
				perCore(&rawCores, len(entries), before)
			}
			entries := ourRound() // what the first raw round publishes
			ours, told, cores, each = nil, nil, nil, nil
			for b.Loop() {
				// Who goes first changes, for a disk remembers what it did last.
				if len(ours)%2 == 0 {
					theirRound(entries)
					entries = ourRound()
				} else {
					entries = ourRound()
					theirRound(entries)
				}
			}
			report(b, "ratio", quotients(ours, theirs))
			b.ReportMetric(median(quotients(told, theirs)), "ratio-told")
			slices.Sort(each)
			b.ReportMetric(each[len(each)/2].Seconds()*1000, "p50-ms")
			b.ReportMetric(each[len(each)*99/100].Seconds()*1000, "p99-ms")
			b.ReportMetric(median(ours), "commands/s")
			b.ReportMetric(median(theirs), "raw/s")
			b.ReportMetric(1e6/median(cores), "cpu-µs/command")
			b.ReportMetric(1e6/median(rawCores), "cpu-µs/raw")
			b.ReportMetric(0, "ns/op") // of a round, which says nothing
		})
	}
}

// signed gives n requests, the next of each operation in turn. It is the
// officers' work, done before the round begins.
func (s *stories) signed(n int) []events.Request {
	requests := make([]events.Request, n)
	for i := range requests {
		requests[i] = s.lanes[i%len(s.lanes)].ahead(i < len(s.lanes))
	}
	return requests
}

// share lets each of some workers do every so-manieth of n things, one after the
// other, and waits for them all.
func share(workers, n int, do func(i int)) {
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			for i := w; i < n; i += workers {
				do(i)
			}
		})
	}
	all.Wait()
}

func rate(to *[]float64, n int, began time.Time) {
	*to = append(*to, float64(n)/time.Since(began).Seconds())
}

// perCore gives how many of n things one processor does in a second of its time.
func perCore(to *[]float64, n int, before time.Duration) {
	*to = append(*to, float64(n)/(spent()-before).Seconds())
}

func quotients(ours, theirs []float64) []float64 {
	list := make([]float64, len(ours))
	for i := range list {
		list[i] = ours[i] / theirs[i]
	}
	return list
}

func median(list []float64) float64 { return quantile(list, 0.5) }

func quantile(list []float64, q float64) float64 {
	list = slices.Sorted(slices.Values(list))
	return list[int(q*float64(len(list)-1)+0.5)]
}

// report gives the median and between which values half of the rounds lie.
func report(b *testing.B, name string, list []float64) {
	b.ReportMetric(median(list), name)
	b.ReportMetric(quantile(list, 0.25), name+"-low")
	b.ReportMetric(quantile(list, 0.75), name+"-high")
}
