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

const timeForm = "0000-00-00T00:00:00.000"

// TimeOf rounds t down to the millisecond and keeps its offset.
func TimeOf(t time.Time) Time {
	_, seconds := t.Zone()
	return Time{milli: t.UnixMilli(), offset: int32(seconds / 60)}
}

// ParseTime reads exactly what String writes. The years before 1970 and the very
// moment of the zero Time are refused, leap seconds too.
func ParseTime(s string) (Time, error) {
	if t, ok := parseTime(s); ok {
		return t, nil
	}
	return Time{}, fmt.Errorf("%q is not a time: write 2026-03-02T03:10:00.000+01:00, or end it with Z", clip([]byte(s)))
}

func parseTime[S string | []byte](s S) (Time, bool) {
	if len(s) <= len(timeForm) {
		return Time{}, false
	}
	for i, form := range []byte(timeForm) {
		if form == '0' && (s[i] < '0' || s[i] > '9') || form != '0' && s[i] != form {
			return Time{}, false
		}
	}
	number := func(from, to int) (n int) {
		for _, c := range []byte(s[from:to]) {
			n = n*10 + int(c-'0')
		}
		return n
	}
	year, month, day := number(0, 4), time.Month(number(5, 7)), number(8, 10)
	hour, minute, second := number(11, 13), number(14, 16), number(17, 19)
	offset, ok := parseOffset(s[len(timeForm):])
	t := time.Date(year, month, day, hour, minute, second, 0, time.UTC)
	if !ok || hour > 23 || minute > 59 || second > 59 || t.Month() != month || t.Day() != day {
		return Time{}, false
	}
	milli := t.UnixMilli() + int64(number(20, 23)) - int64(offset)*60_000
	return Time{milli, offset}, milli > 0
}

// parseOffset reads Z, or hours and minutes that are not both nothing.
func parseOffset[S string | []byte](s S) (minutes int32, ok bool) {
	if string(s) == "Z" {
		return 0, true
	}
	if len(s) != 6 || s[0] != '+' && s[0] != '-' || s[3] != ':' {
		return 0, false
	}
	for _, i := range [...]int{1, 2, 4, 5} {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
	}
	h, m := int32(s[1]-'0')*10+int32(s[2]-'0'), int32(s[4]-'0')*10+int32(s[5]-'0')
	minutes = h*60 + m
	if s[0] == '-' {
		minutes = -minutes
	}
	return minutes, h < 24 && m < 60 && minutes != 0
}

// Std gives the time.Time with a nameless zone of the same offset.
func (t Time) Std() time.Time {
	if t.offset == 0 {
		return time.UnixMilli(t.milli).UTC()
	}
	return time.UnixMilli(t.milli).In(time.FixedZone("", int(t.offset)*60))
}

func (t Time) String() string               { return string(t.append(nil)) }
func (t Time) IsZero() bool                 { return t == Time{} }
func (t Time) UTC() Time                    { return Time{milli: t.milli} }
func (t Time) UnixMilli() int64             { return t.milli }
func (t Time) Before(u Time) bool           { return t.milli < u.milli }
func (t Time) After(u Time) bool            { return t.milli > u.milli }
func (t Time) Sub(u Time) time.Duration     { return time.Duration(t.milli-u.milli) * time.Millisecond }
func (t Time) Add(d time.Duration) Time     { return Time{t.milli + d.Milliseconds(), t.offset} }
func (t Time) Compare(u Time) int           { return int(min(max(t.milli-u.milli, -1), 1)) }
func (t Time) MarshalText() ([]byte, error) { return t.append(nil), nil }

// Months is the same day so many months later, or the last of a month that is too
// short for it; in UTC.
func (t Time) Months(n int) Time {
	then := t.Std().UTC().AddDate(0, n, 0)
	if over := then.Day(); over < t.Std().UTC().Day() {
		then = then.AddDate(0, 0, -over)
	}
	return TimeOf(then)
}

// AppendText is MarshalText without a copy.
func (t Time) AppendText(b []byte) ([]byte, error) { return t.append(b), nil }

// UnmarshalText is strict: see ParseTime.
func (t *Time) UnmarshalText(b []byte) (err error) {
	var ok bool
	if *t, ok = parseTime(b); !ok {
		_, err = ParseTime(string(b))
	}
	return err
}

func (t Time) append(b []byte) []byte {
	east := time.Duration(t.offset) * time.Minute
	at := time.UnixMilli(t.milli).UTC().Add(east)
	year, month, day := at.Date()
	hour, minute, second := at.Clock()
	for i, n := range [...]int{year / 100, year % 100, int(month), day, hour, minute, second} {
		if i > 1 {
			b = append(b, timeForm[3*i-2])
		}
		b = append(b, byte('0'+n/10), byte('0'+n%10))
	}
	milli := at.Nanosecond() / 1e6
	b = append(b, '.', byte('0'+milli/100), byte('0'+milli/10%10), byte('0'+milli%10))
	if t.offset == 0 {
		return append(b, 'Z')
	}
	sign, m := byte('+'), t.offset
	if m < 0 {
		sign, m = '-', -m
	}
	h, m := m/60, m%60
	return append(b, sign, byte('0'+h/10), byte('0'+h%10), ':', byte('0'+m/10), byte('0'+m%10))
}
