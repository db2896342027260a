package operation

import (
	"slices"

	"vigil/events"
)

// A device is silent when its last reading is old (as `stale` in Cursor-on-Target). A
// reading that was old already when it was told ends no silence.

// Whom devices call: whose it is, and who directs the part.
const (
	DeviceIsStale    events.Code = "device-stale"    // until it is read again
	DeviceIsTampered events.Code = "device-tampered" // until it is recovered or written off
)

type (
	seenRead      struct{ events.DeviceRead }
	clockStale    struct{ events.DeviceStale }
	seenTampered  struct{ events.DeviceTampered }
	seenRecovered struct{ events.DeviceRecovered }
)

// What these facts say calls and settles by itself: see deviceNeeds.
func (a seenRead) observe(situation) []events.Event      { return nil }
func (a seenTampered) observe(situation) []events.Event  { return nil }
func (a seenRecovered) observe(situation) []events.Event { return nil }

func (a clockStale) decide(s situation) ([]events.Event, error) {
	return s.tell(a.DeviceStale, nil), nil
}

// devicesRunning: a device that has spoken and is on a part that travels falls silent
// once after each last reading.
func (o Operation) devicesRunning(visit func(tick)) {
	for i := range o.Devices {
		d := &o.Devices[i]
		last, spoke := d.reading()
		p, travels := o.carrying(d)
		if spoke && travels && !slices.Contains(d.Silences, last.Occurred) {
			visit(tick{latest(last.Occurred.Add(d.staleAfter()), p.Noticed), "device.stale", i, 0})
		}
	}
}

// reading is the last that was told before it was old; false: it never spoke.
func (d *Device) reading() (last DeviceFact, spoke bool) {
	for i := range d.Facts {
		if f := &d.Facts[i]; f.What == DeviceReads && f.Fresh && (!spoke || !f.Occurred.Before(last.Occurred)) {
			last, spoke = *f, true
		}
	}
	return last, spoke
}

// silence is what its clock says.
func (d *Device) silence() events.StaleTerms {
	last, _ := d.reading()
	return events.StaleTerms{Device: d.ID, Country: last.Country, Last: last.Occurred}
}

// carrying is the part that a live device is on, if it travels.
func (o Operation) carrying(d *Device) (p Part, travels bool) {
	if fitted, _ := d.last(DeviceFits); !d.isOver() {
		p, _ = o.Part(fitted.Part)
	}
	_, travels = p.Direction()
	return p, travels
}

// deviceNeeds lists whom devices call: the owner, and who directs if it may know of the
// device; in its place the lead.
func (o Operation) deviceNeeds() []need {
	var list []need
	for i := range o.Devices {
		d := &o.Devices[i]
		p, travels := o.carrying(d)
		directs := o.Lead
		if now, _ := p.Direction(); d.knownTo(now.Country) {
			directs = now.Country
		}
		calls := func(cause events.Code, since events.Time) {
			for _, c := range []events.Country{d.Country, directs} {
				n := need{cause, string(d.ID), o.answers(c), p.Label, since}
				switch {
				case !d.knownTo(c):
					n.cause = events.Abroad(cause)
				case c != d.Country: // when it was read before the goods came is not for it to know
					n.since = latest(since, p.directedSince())
				}
				if !slices.Contains(list, n) {
					list = append(list, n)
				}
			}
		}
		if last, _ := d.reading(); travels && slices.Contains(d.Silences, last.Occurred) {
			calls(DeviceIsStale, last.Occurred.Add(d.staleAfter()))
		}
		if last, touched := d.last(DeviceTampers); touched && p.Label != "" {
			calls(DeviceIsTampered, last.Occurred)
		}
	}
	return list
}

// knownTo tells whether a State may know of a device: it is its own, it was asked about
// it, or another has told of it there. Its own word is not enough: who names a device
// must not find out by it what others have told of one.
func (d *Device) knownTo(c events.Country) bool {
	return d.Country == c || slices.ContainsFunc(d.Words, func(w DeviceWord) bool { return w.Country == c }) ||
		slices.ContainsFunc(d.Facts, func(f DeviceFact) bool { return f.Country == c && f.By != c })
}
