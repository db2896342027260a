package tracker

import (
	"fmt"
	"math"
	"time"

	"vigil/events"
)

// The forecast is of the journal itself: what the entries of the last week weigh, by
// the hub's time in them. So it is the same after a new start.
const (
	growthHours = 7 * 24
	leastWindow = time.Hour // less says nothing of a week
	farthest    = 100 * 365 * 24 * time.Hour
)

// growth counts what was recorded in each hour of the last week that was looked at.
type growth struct {
	hours [growthHours]struct {
		hour  int64 // since 1970
		bytes uint64
	}
	first events.Time // of all entries
}

func hourOf(t events.Time) int64 { return t.Std().Unix() / 3600 }

func (g *growth) add(at events.Time, bytes uint64) {
	if g.first.IsZero() || at.Before(g.first) {
		g.first = at
	}
	hour := hourOf(at)
	slot := &g.hours[((hour%growthHours)+growthHours)%growthHours]
	switch {
	case slot.hour == hour:
		slot.bytes += bytes
	case slot.hour < hour:
		slot.hour, slot.bytes = hour, bytes
	}
}

// within is what was recorded in the last week, or since the first entry if that is
// less, and how long that is.
func (g *growth) within(now events.Time) (bytes uint64, over time.Duration) {
	last := hourOf(now)
	for _, slot := range g.hours {
		if slot.hour > last-growthHours && slot.hour <= last {
			bytes += slot.bytes
		}
	}
	if g.first.IsZero() || now.Before(g.first) {
		return bytes, 0
	}
	return bytes, min(now.Sub(g.first), growthHours*time.Hour)
}

// days says a window in words.
func days(over time.Duration) string {
	switch n := int(over / (24 * time.Hour)); {
	case n >= 2:
		return fmt.Sprintf("%d days", n)
	case over >= 2*time.Hour:
		return fmt.Sprintf("%d hours", int(over/time.Hour))
	}
	return "1 hour"
}

// ahead is that much later; zero beyond what anybody plans for.
func ahead(now events.Time, nanoseconds float64) events.Time {
	if math.IsNaN(nanoseconds) || nanoseconds > float64(farthest) {
		return events.Time{}
	}
	return now.Add(time.Duration(nanoseconds))
}
