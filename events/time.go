package events

import (
	"fmt"
	"time"
)

// Time is a moment to the millisecond together with the offset from UTC at the
// place where it was read: RFC 3339 with exactly three decimals, and "Z" for no
// offset. Two Times are == when moment and offset are; Compare looks at the
// moment only. The zero Time means "none" and is not written.
type Time struct {
	milli  int64
	offset int32 // minutes east of UTC
}

const timeLayout = "2006-01-02T15:04:05.000Z07:00"

// TimeOf rounds t down to the millisecond and keeps its offset.
func TimeOf(t time.Time) Time {
	_, seconds := t.Zone()
	return Time{milli: t.UnixMilli(), offset: int32(seconds / 60)}
}

// ParseTime reads exactly what String writes.
func ParseTime(s string) (Time, error) {
	t, err := time.Parse(timeLayout, s)
	if err != nil {
		return Time{}, fmt.Errorf("%q is not a time: write 2026-03-02T03:10:00.000+01:00, or end it with Z", s)
	}
	parsed := TimeOf(t)
	if parsed.String() != s || t.Year() < 1970 {
		return Time{}, fmt.Errorf("%q is not a time in the one form used here: %s", s, parsed)
	}
	return parsed, nil
}

// Std gives the time.Time with a nameless zone of the same offset.
func (t Time) Std() time.Time {
	if t.offset == 0 {
		return time.UnixMilli(t.milli).UTC()
	}
	return time.UnixMilli(t.milli).In(time.FixedZone("", int(t.offset)*60))
}

func (t Time) String() string               { return t.Std().Format(timeLayout) }
func (t Time) IsZero() bool                 { return t == Time{} }
func (t Time) UTC() Time                    { return Time{milli: t.milli} }
func (t Time) UnixMilli() int64             { return t.milli }
func (t Time) Before(u Time) bool           { return t.milli < u.milli }
func (t Time) After(u Time) bool            { return t.milli > u.milli }
func (t Time) Sub(u Time) time.Duration     { return time.Duration(t.milli-u.milli) * time.Millisecond }
func (t Time) Add(d time.Duration) Time     { return Time{t.milli + d.Milliseconds(), t.offset} }
func (t Time) Compare(u Time) int           { return int(min(max(t.milli-u.milli, -1), 1)) }
func (t Time) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText is strict: see ParseTime.
func (t *Time) UnmarshalText(b []byte) (err error) {
	*t, err = ParseTime(string(b))
	return err
}
