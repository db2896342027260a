package projections

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

// seen is a message that shows one sighting, told as the counter-th.
func seen(t *testing.T, counter uint64, country events.Country) events.Content {
	raw, err := events.EncodeEvent(events.SightingReported{
		Sighting: events.SightingTerms{Part: "AAAAAA", Country: country, Method: events.Visual}})
	require.NoError(t, err)
	return events.Content{Viewer: "at", Counter: counter, Entry: []events.Shown{{
		Operation: "OPERATION", Command: events.CommandID(string(country) + strconv.FormatUint(counter, 10)), Events: []events.Raw{raw}}}}
}

func applied(t *testing.T, c Case, content events.Content) Case {
	next, err := c.Apply(content)
	require.NoError(t, err)
	return next
}

func places(c Case) (list []events.Country) {
	for _, s := range c.Document.Sightings {
		list = append(list, s.Country)
	}
	return list
}

func TestContinuationsOfOneCaseDoNotDisturbEachOther(t *testing.T) {
	var base Case
	for i := range uint64(5) { // enough that lists have room behind them
		base = applied(t, base, seen(t, i+1, "HU"))
	}
	one := applied(t, base, seen(t, 6, "AT"))
	other := applied(t, base, seen(t, 6, "NL"))
	one = applied(t, one, seen(t, 7, "DE"))
	other = applied(t, other, seen(t, 7, "FR"))

	start := []events.Country{"HU", "HU", "HU", "HU", "HU"}
	require.Equal(t, start, places(base))
	require.Equal(t, append(start[:5:5], "AT", "DE"), places(one))
	require.Equal(t, append(start[:5:5], "NL", "FR"), places(other))
	for _, c := range []Case{one, other} {
		n := 0
		for range c.Trail() {
			n++
		}
		require.Equal(t, 7, n)
	}
	require.Equal(t, places(other), places(applied(t, other, seen(t, 7, "FR"))), "the same message twice")
}

func TestAMessageThatCannotBeFoldedLeavesTheCaseAsItWas(t *testing.T) {
	base := applied(t, Case{}, seen(t, 1, "HU"))
	bad := seen(t, 2, "AT")
	bad.Entry[0].Events[0] = events.Raw(`{"kind":"unheard.of"}`)
	_, err := base.Apply(bad)
	require.Error(t, err)
	require.Equal(t, []events.Country{"HU", "AT"}, places(applied(t, base, seen(t, 2, "AT"))))
}

// A long operation costs as much an entry as a short one.
func BenchmarkApply(b *testing.B) {
	for _, long := range []uint64{100, 5000} {
		b.Run("entries="+strconv.FormatUint(long, 10), func(b *testing.B) {
			b.ReportAllocs()
			var contents []events.Content
			raw, err := events.EncodeEvent(events.SightingReported{
				Sighting: events.SightingTerms{Part: "AAAAAA", Country: "AT", Method: events.Visual}})
			require.NoError(b, err)
			for i := range long {
				contents = append(contents, events.Content{Viewer: "at", Counter: i + 1, Entry: []events.Shown{{
					Operation: "OPERATION", Command: events.CommandID(strconv.FormatUint(i, 10)), Events: []events.Raw{raw}}}})
			}
			for b.Loop() {
				var c Case
				for _, content := range contents {
					c, err = c.Apply(content)
					require.NoError(b, err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(long), "ns/entry")
		})
	}
}
