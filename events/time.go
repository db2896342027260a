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
	if t, ok := parseTime([]byte(s)); ok {
		return t, nil
	}
	return Time{}, fmt.Errorf("%q is not a time: write 2026-03-02T03:10:00.000+01:00, or end it with Z", clip([]byte(s)))
}

func parseTime(s []byte) (Time, bool) {
	if len(s) <= len(timeForm) || s[4] != '-' || s[7] != '-' || s[10] != 'T' || s[13] != ':' || s[16] != ':' || s[19] != '.' {
		return Time{}, false
	}
	year, month, day := two(s, 0)*100+two(s, 2), two(s, 5), two(s, 8)
	hour, minute, second := two(s, 11), two(s, 14), two(s, 17)
	milli := two(s, 20)*10 + two(s, 21)%10
	if (year|month|day|hour|minute|second|milli) < 0 || two(s, 21) < 0 ||
		month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 59 {
		return Time{}, false
	}
	offset, ok := parseOffset(s[len(timeForm):])
	at := ((int64(dayNumber(year, month, day))*24+int64(hour))*60+int64(minute)-int64(offset))*60 + int64(second)
	at = at*1000 + int64(milli)
	return Time{at, offset}, ok && at > 0
}

// two reads two digits; less than nothing if they are none.
func two(s []byte, at int) int {
	tens, ones := int(s[at])-'0', int(s[at+1])-'0'
	if uint(tens) > 9 || uint(ones) > 9 {
		return -1 << 20
	}
	return tens*10 + ones
}

func daysIn(year, month int) int {
	if month == 2 && (year%4 != 0 || year%100 == 0 && year%400 != 0) {
		return 28
	}
	return [...]int{1: 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month]
}

// The calendar, counted from 1 March of the year 0, so that a leap day ends a year:
// 146097 days are 400 years, and the months from March on have 153 days in every five.
const marchZero = 719468 // days before 1970

// dayNumber counts the days since 1 January 1970.
func dayNumber(year, month, day int) int {
	if month < 3 {
		year, month = year-1, month+12
	}
	return year*365 + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day - 1 - marchZero
}

// dateOf is the date of a day since 1 January 1970.
func dateOf(number int) (year, month, day int) {
	number += marchZero
	era := number / 146097
	if number %= 146097; number < 0 {
		era, number = era-1, number+146097
	}
	years := (number - number/1460 + number/36524 - number/146096) / 365
	number -= years*365 + years/4 - years/100
	month = (5*number + 2) / 153
	day = number - (153*month+2)/5 + 1
	if month += 3; month > 12 {
		month, years = month-12, years+1
	}
	return era*400 + years, month, day
}

// parseOffset reads Z, or hours and minutes that are not both nothing.
func parseOffset(s []byte) (minutes int32, ok bool) {
	if len(s) == 1 {
		return 0, s[0] == 'Z'
	}
	if len(s) != 6 || s[0] != '+' && s[0] != '-' || s[3] != ':' {
		return 0, false
	}
	h, m := two(s, 1), two(s, 4)
	minutes = int32(h*60 + m)
	if s[0] == '-' {
		minutes = -minutes
	}
	return minutes, h >= 0 && h < 24 && m >= 0 && m < 60 && minutes != 0
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

const day = 24 * 3600 * 1000 // in milliseconds

func (t Time) append(b []byte) []byte {
	at := t.milli + int64(t.offset)*60_000
	milli := int(at % day)
	days := int(at / day)
	if milli < 0 {
		days, milli = days-1, milli+day
	}
	year, month, date := dateOf(days)
	second, milli := milli/1000, milli%1000
	b = append(b, timeForm...)
	to := b[len(b)-len(timeForm):]
	for i, n := range [...]int{year / 100, year % 100, month, date, second / 3600, second / 60 % 60, second % 60} {
		at := max(0, 3*i-1)
		to[at], to[at+1] = byte('0'+n/10), byte('0'+n%10)
	}
	to[20], to[21], to[22] = byte('0'+milli/100), byte('0'+milli/10%10), byte('0'+milli%10)
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
