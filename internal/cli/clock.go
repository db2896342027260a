package cli

import (
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // a desk's zone must be there on any machine

	"vigil/events"
	"vigil/projections"
)

// clock is the operation's time as a desk reads it: the one place where times are
// written for people, and where theirs are read.
type clock struct {
	now   events.Time
	zone  *time.Location
	iso   bool // write times for programs: whole, and nothing for none
	brief bool // there is no room for local times

	seconds bool // the present is of a second, not of a minute
}

func clockOf(now events.Time, alliance projections.Alliance, country events.Country) (clock, error) {
	c := clock{now: now, zone: time.UTC}
	for _, line := range alliance.Countries {
		if line.Country == country && line.Zone != "" {
			zone, err := time.LoadLocation(string(line.Zone))
			if err != nil {
				return c, fmt.Errorf("the zone %s of the desk of %s is not known here: %w", line.Zone, country, err)
			}
			c.zone = zone
		}
	}
	return c, nil
}

// local is now with the offset at the desk.
func (c clock) local() events.Time { return events.TimeOf(c.now.Std().In(c.zone)) }

// at writes a time for people: 24 hours, UTC first, then as it was read there; the
// date if it is not today's.
func (c clock) at(t events.Time) string {
	switch {
	case c.iso:
		return c.orNothing(t)
	case t.IsZero():
		return "–"
	case c.brief && t != t.UTC():
		return c.short(t)
	}
	utc, local := t.UTC().Std(), t.Std()
	text := c.date(utc) + utc.Format("15:04Z")
	if t == t.UTC() {
		return text
	}
	text += " · "
	if local.YearDay() != utc.YearDay() {
		text += local.Format("2 Jan ")
	}
	return text + local.Format("15:04-07:00")
}

// here is at, with the desk's own local time where nobody's watch was read: what
// followed from a fact is told in UTC.
func (c clock) here(t events.Time) string {
	if t == t.UTC() && !t.IsZero() && c.zone != nil {
		t = events.TimeOf(t.Std().In(c.zone))
	}
	return c.at(t)
}

// short is at without the local time, for where there is no room.
func (c clock) short(t events.Time) string { return c.at(t.UTC()) }

// orNothing is at, or nothing if there is no time.
func (c clock) orNothing(t events.Time) string {
	switch {
	case t.IsZero():
		return ""
	case c.iso:
		return t.String()
	}
	return c.short(t)
}

// window writes a span of time.
func (c clock) window(w events.Window) string {
	switch {
	case w == (events.Window{}):
		return c.at(events.Time{})
	case c.iso:
		return c.short(w.From) + "/" + c.short(w.Until)
	}
	return c.short(w.From) + "–" + c.short(w.Until)
}

func (c clock) date(t time.Time) string {
	now := c.now.UTC().Std()
	switch {
	case t.Year() == now.Year() && t.YearDay() == now.YearDay():
		return ""
	case t.Year() == now.Year():
		return t.Format("2 Jan ")
	}
	return t.Format("2 Jan 2006 ")
}

// ago says how long before now t was; in says how long after.
func (c clock) ago(t events.Time) string { return span(c.now.Sub(t)) + " ago" }

// span writes a length of time in words.
func span(d time.Duration) string {
	d = d.Round(time.Second)
	switch {
	case d < 0:
		return "-" + span(-d)
	case d < time.Minute:
		return fmt.Sprintf("%d s", d/time.Second)
	case d < time.Hour:
		return fmt.Sprintf("%d min", d/time.Minute)
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h %02d min", d/time.Hour, d%time.Hour/time.Minute)
	}
	return fmt.Sprintf("%d days", d/(24*time.Hour))
}

// parse reads a time as people write it. A time of day alone is today's, on the
// operation's clock, in the offset it is written in. A time without an offset is
// nobody's and is refused.
func (c clock) parse(text string) (events.Time, error) {
	for _, layout := range []string{"2006-01-02T15:04:05.999999999Z07:00", "2006-01-02T15:04Z07:00"} {
		if t, err := time.ParseInLocation(layout, text, time.UTC); err == nil {
			return checked(events.TimeOf(t), text)
		}
	}
	for _, layout := range []string{"15:04Z07:00", "15:04:05Z07:00"} {
		if t, err := time.ParseInLocation(layout, text, time.UTC); err == nil {
			y, m, d := c.now.Std().In(t.Location()).Date()
			return checked(events.TimeOf(time.Date(y, m, d, t.Hour(), t.Minute(), t.Second(), 0, t.Location())), text)
		}
	}
	if !strings.HasSuffix(text, "Z") && !strings.ContainsAny(text, "+") {
		if _, err := c.parse(text + "Z"); err == nil {
			return events.Time{}, fmt.Errorf("%q does not say in which zone: end it with Z, or with the offset there: %s%s",
				clean(text), clean(text), c.local().Std().Format("-07:00"))
		}
	}
	return events.Time{}, fmt.Errorf("%q is not a time: write 02:10Z, 02:10+01:00 or 2026-03-02T02:10Z", clean(text))
}

func checked(t events.Time, text string) (events.Time, error) {
	if t.Std().Year() < 1970 || t.Std().Year() > 9999 {
		return events.Time{}, fmt.Errorf("%q is not a time of this journal", clean(text))
	}
	return t, nil
}
