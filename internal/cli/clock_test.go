package cli

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

func TestClockReads(t *testing.T) {
	vienna, err := time.LoadLocation("Europe/Vienna")
	require.NoError(t, err)
	c := clock{now: at("23:40Z"), zone: vienna}
	for text, want := range map[string]string{
		"02:10Z":                        "2026-03-02T02:10:00.000Z",
		"00:20+01:00":                   "2026-03-03T00:20:00.000+01:00", // today there
		"02:10:30-05:00":                "2026-03-02T02:10:30.000-05:00",
		"2026-03-01T02:10Z":             "2026-03-01T02:10:00.000Z",
		"2026-03-01T02:10:03.5+01:00":   "2026-03-01T02:10:03.500+01:00",
		"2026-07-01T02:10:03.123+02:00": "2026-07-01T02:10:03.123+02:00",
	} {
		got, err := c.parse(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got.String(), text)
	}
	for text, says := range map[string]string{
		"02:10":             "in which zone",
		"2026-03-01T02:10":  "in which zone",
		"noon":              "is not a time",
		"":                  "is not a time",
		"25:00Z":            "is not a time",
		"1200-01-01T00:00Z": "is not a time of this journal",
	} {
		_, err := c.parse(text)
		require.ErrorContains(t, err, says, text)
	}
}

func TestClockWrites(t *testing.T) {
	c := clock{now: at("21:15Z"), zone: time.UTC}
	day := 24 * time.Hour
	for _, w := range []struct {
		t    events.Time
		want string
	}{
		{at("02:02Z"), "02:02Z"},
		{at("03:02+01:00"), "02:02Z · 03:02+01:00"},
		{at("00:30+01:00"), "1 Mar 23:30Z · 2 Mar 00:30+01:00"},
		{at("02:02Z").Add(day), "3 Mar 02:02Z"},
		{at("03:02+01:00").Add(-300 * day), "6 May 2025 02:02Z · 03:02+01:00"},
		{events.Time{}, "–"},
	} {
		require.Equal(t, w.want, c.at(w.t))
	}
	for d, want := range map[time.Duration]string{
		4 * time.Second: "4 s", 12 * time.Minute: "12 min", 125 * time.Minute: "2 h 05 min", 3 * day: "3 days",
	} {
		require.Equal(t, want, span(d))
	}
}

func TestCleanTakesNoOrders(t *testing.T) {
	require.Equal(t, "a\uFFFD[31mred b", clean("a\x1b[31mred\nb"))
	require.Equal(t, "\uFFFDdnuora", clean("\u202ednuora"))
	require.Equal(t, "Győr", clean("Győr"))
	require.Equal(t, "\uFFFD", clean("\xff"))
}
