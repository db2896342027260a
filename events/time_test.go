package events_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "vigil/events"
)

// TestCalendarIsThatOfTheStandardLibrary: each day of four centuries, and moments at
// any distance from it.
func TestCalendarIsThatOfTheStandardLibrary(t *testing.T) {
	const form = "2006-01-02T15:04:05.000Z07:00"
	same := func(at time.Time) {
		if got := TimeOf(at).String(); got != at.Format(form) {
			require.Equal(t, at.Format(form), got)
		}
		if back, err := ParseTime(at.Format(form)); at.UnixMilli() > 0 && (err != nil || back != TimeOf(at)) {
			require.Fail(t, "not read as it was written", "%s: %v, %v", at.Format(form), back, err)
		}
	}
	for day := range 401 * 366 {
		same(time.UnixMilli(int64(day-30*366) * 24 * 3600 * 1000).UTC())
	}
	r := dice(t)
	for range 20_000 {
		zone := time.FixedZone("", 60*(r.IntN(28*60)-14*60))
		same(time.UnixMilli(r.Int64N(3e14) - 6e13).In(zone))
	}
}
