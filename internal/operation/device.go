package operation

import (
	"fmt"
	"slices"
	"time"

	"vigil/events"
)

// The rules of devices. Each is its owner's, and each State where it is to be live
// approves it, the owner too: one that was not asked has not (CH-IT 2009 art. 6;
// INV-08).
const (
	OwnDevices     Rule = "a-state-disposes-of-its-own-devices" // 1. domain 3
	DeviceIsKnown  Rule = "the-device-is-on-the-operation"      // 2. domain 3: to a State that was not asked about it, it is not there
	ProposedOnce   Rule = "a-device-is-proposed-once"           // 3. domain 4: TechnicalMeansApproved, for each device and State
	ProposedAsIs   Rule = "a-device-is-proposed-as-what-it-is"  // 4. CH-IT 2009 art. 6: each means
	DeviceAnswered Rule = "a-device-is-answered-once"           // 5. domain 4: a no can still become a yes
	OverOnce       Rule = "a-device-is-written-off-once"        // 6. INV-20: recovered or written off
)

// What a device can break.
const (
	DeviceNotApproved events.Code = "device-not-approved" // INV-08: CH-IT 2009 art. 6
	BatteryTooShort   events.Code = "battery-too-short"   // INV-08
)

// Device is a device on the operation, and all that stands of it.
type Device struct {
	ID        events.DeviceID
	Country   events.Country // whose it is
	Type      events.Means
	Stale     events.Minutes
	Words     []DeviceWord  // in the journal's order
	Facts     []DeviceFact  // in the journal's order
	Silences  []events.Time // the readings after which its clock has said that it is silent
	Abandoned events.Time   // the hub's time; zero: it is not written off
}

// DeviceWord is that a State was asked, which is Open, or its answer.
type DeviceWord struct {
	Country events.Country
	Says    Answer
	At      events.Time
}

// DeviceFact is one fact about a device.
type DeviceFact struct {
	Record   events.CommandID
	What     DeviceFactKind
	By       events.Country // who told it
	Country  events.Country
	Part     events.Part // of a fitting
	Battery  events.Time
	Occurred events.Time
	Fresh    bool // of a reading: it was told before it was old
}

// DeviceFactKind is what sort of fact it is.
type DeviceFactKind string

const (
	DeviceFits    DeviceFactKind = "fitted"
	DeviceReads   DeviceFactKind = "read"
	DeviceTampers DeviceFactKind = "tampered"
	DeviceReturns DeviceFactKind = "recovered"
)

type (
	assignDevice  struct{ events.DeviceAssigned }
	proposeDevice struct{ events.DeviceProposed }
	approveDevice struct{ events.DeviceApproved }
	refuseDevice  struct{ events.DeviceRefused }
	seenFitted    struct{ events.DeviceFitted }
	abandonDevice struct{ events.DeviceAbandoned }
)

func (a assignDevice) decide(s situation) ([]events.Event, error) {
	if a.Device.Country != s.country() {
		return nil, refuse(OwnDevices, NotAllowed, "%s cannot assign a device of %s", s.country(), a.Device.Country)
	}
	a.Named.ID = events.DeviceOf(s.command.ID)
	if _, taken := s.device(a.Named.ID); taken {
		return nil, refuse(LabelIsNew, Conflict, "this command's id gives a label that another device has").
			hint("Send it with a new id.")
	}
	return []events.Event{a.DeviceAssigned}, nil
}

func (a proposeDevice) decide(s situation) ([]events.Event, error) {
	d, known := s.device(a.Proposal.Device)
	asked, already := d.answer(a.Proposal.Country, s.at)
	switch {
	case !known:
		return nil, refuse(DeviceIsKnown, NotFound, "%s has no device %s", s.Name, a.Proposal.Device).
			hint("Its owner assigns it.")
	case !s.Involves(a.Proposal.Country):
		return nil, refuse(InvolvedState, Refused, "%s takes no part in %s", a.Proposal.Country, s.Name).
			hint("Involve it first.")
	case a.Proposal.Type != d.Type:
		return nil, refuse(ProposedAsIs, Invalid, "device %s is: %s", d.ID, d.Type)
	case already:
		return nil, refuse(ProposedOnce, Conflict, "%s was asked about device %s already: %s", asked.Country, d.ID, asked.word())
	}
	return []events.Event{a.DeviceProposed}, nil
}

func (a approveDevice) decide(s situation) ([]events.Event, error) {
	if err := s.answersDevice(a.Approval.Device, a.Approval.Country, Open, Declined); err != nil {
		return nil, err
	}
	return []events.Event{a.DeviceApproved}, nil
}

func (a refuseDevice) decide(s situation) ([]events.Event, error) {
	if err := s.answersDevice(a.Refusal.Device, a.Refusal.Country, Open); err != nil {
		return nil, err
	}
	return []events.Event{a.DeviceRefused}, nil
}

// answersDevice asks whether the signer's State was asked about a device and may say
// this, having said what it has.
func (s situation) answersDevice(id events.DeviceID, country events.Country, after ...Answer) error {
	if country != s.country() {
		return refuse(OwnAuthority, NotAllowed, "an authority of %s cannot decide for %s", s.country(), country)
	}
	d, _ := s.device(id)
	word, asked := d.answer(country, s.at)
	switch {
	case !asked:
		return refuse(DeviceIsKnown, NotFound, "%s was not asked about device %s", country, id).
			hint("The lead asks.")
	case !slices.Contains(after, word.Says):
		return refuse(DeviceAnswered, Conflict, "%s has answered this at %s: %s", country, minute(word.At), word.word())
	}
	return nil
}

// A device is judged where it is put on: by that State's approval, and for the lead,
// which knows the whole way, by its battery. One that nobody has assigned is not
// approved either: whoever names a device finds nothing out by it.
func (a seenFitted) observe(s situation) []events.Event {
	d, known := s.device(a.Fitted.Device)
	part, ok := s.Part(a.Fitted.Part)
	t, in := s.moment(), a.Fitted.Country
	if !ok || s.over(t) {
		return nil
	}
	var out []events.Event
	if !d.approvedBy(in, t) {
		out = append(out, s.breaks(DeviceNotApproved, in, part.Label, t)...)
	}
	if needed := s.arrival(t); known && a.Fitted.Battery.Before(needed) {
		out = append(out, s.breaks(BatteryTooShort, s.Lead, part.Label, t)...)
	}
	return out
}

// Whose device it is writes it off. To another State that was not asked about it, it
// is not there.
func (a abandonDevice) decide(s situation) ([]events.Event, error) {
	d, _ := s.device(a.Abandoned.Device)
	_, asked := d.answer(s.country(), s.at)
	switch {
	case d.Country != s.country() && !asked:
		return nil, refuse(DeviceIsKnown, NotFound, "%s has no device %s", s.country(), a.Abandoned.Device)
	case d.Country != s.country() || a.Abandoned.Country != s.country():
		return nil, refuse(OwnDevices, NotAllowed, "only whose device it is writes it off")
	case d.isOver():
		return nil, refuse(OverOnce, Conflict, "device %s is recovered or written off already", d.ID)
	}
	return s.tell(a.DeviceAbandoned, nil), nil
}

// unfit lists what speaks against a departure with the devices on a part: each State of
// the way that has not approved one, and a battery that ends before the way does.
func (s situation) unfit(route []Leg, part Part) []string {
	var list []string
	needed := s.arrival(s.at)
	for _, d := range s.Devices {
		if d.on(s.at) != part.Label {
			continue
		}
		var asked []events.Country
		for _, leg := range route {
			if !slices.Contains(asked, leg.Country) && !d.approvedBy(leg.Country, s.at) {
				list = append(list, fmt.Sprintf("device %s: not approved by %s", d.ID, leg.Country))
			}
			asked = append(asked, leg.Country)
		}
		if battery := d.battery(); battery.Before(needed) {
			list = append(list, fmt.Sprintf("device %s: battery until %s, needed until %s", d.ID, minute(battery), minute(needed)))
		}
	}
	return list
}

// notAlong lists the devices on a part that a consent names others than. Which of those
// that it names may go along, an approval of each says.
func (o Operation) notAlong(c Consent, part Part, t events.Time) []string {
	var why []string
	for _, d := range o.Devices {
		if len(c.Devices) > 0 && d.on(t) == part.Label && !slices.Contains(c.Devices, d.Type) {
			why = append(why, fmt.Sprintf("granted with %s only, device %s is %s", list(c.Devices), d.ID, d.Type))
		}
	}
	return why
}

// arrival is the end of the plan as of a moment, with the margin; zero: there is none.
func (o Operation) arrival(t events.Time) (end events.Time) {
	for _, leg := range o.routeFrom(t) {
		end = latest(end, leg.needs().Until)
	}
	return end
}

// crossedWithDevices is the breach of a part that brings a live device into a State
// that has not approved it.
func (s situation) crossedWithDevices(part Part, to events.Country, t events.Time) []events.Event {
	if slices.ContainsFunc(s.Devices, func(d Device) bool { return d.on(t) == part.Label && !d.approvedBy(to, t) }) {
		return s.breaks(DeviceNotApproved, to, part.Label, t)
	}
	return nil
}

// devicesOut lists the devices that were put on goods and are neither recovered nor
// written off (INV-20).
func (o Operation) devicesOut() []string {
	var list []string
	for _, d := range o.Devices {
		if _, fitted := d.last(DeviceFits); fitted && !d.isOver() {
			list = append(list, fmt.Sprintf("device %s of %s", d.ID, d.Country))
		}
	}
	return list
}

func (o Operation) device(id events.DeviceID) (Device, bool) {
	return find(o.Devices, func(d Device) bool { return d.ID == id })
}

// answer is the last that a State was asked or said, at a moment; false: it was not
// asked.
func (d Device) answer(c events.Country, t events.Time) (last DeviceWord, asked bool) {
	for _, w := range d.Words {
		if w.Country == c && !w.At.After(t) {
			last, asked = w, true
		}
	}
	return last, asked
}

func (w DeviceWord) word() string {
	if w.Says == Open {
		return "not answered yet"
	}
	return string(w.Says)
}

func (d Device) approvedBy(c events.Country, t events.Time) bool {
	w, _ := d.answer(c, t)
	return w.Says == Accepted
}

// last is the fact of a sort that happened last; false: there is none.
func (d Device) last(what DeviceFactKind) (last DeviceFact, any bool) {
	for _, f := range d.Facts {
		if f.What == what && (!any || !f.Occurred.Before(last.Occurred)) {
			last, any = f, true
		}
	}
	return last, any
}

// on is which part the device was live on at a moment; none if on none.
func (d Device) on(t events.Time) (part events.Part) {
	if !d.Abandoned.IsZero() && !d.Abandoned.After(t) {
		return ""
	}
	var since events.Time
	for _, f := range d.Facts {
		if (f.What == DeviceFits || f.What == DeviceReturns) && !f.Occurred.After(t) && !f.Occurred.Before(since) {
			part, since = f.Part, f.Occurred
		}
	}
	return part
}

// isOver tells whether it was recovered after it was put on last, or written off.
func (d Device) isOver() bool {
	fitted, _ := d.last(DeviceFits)
	back, recovered := d.last(DeviceReturns)
	return !d.Abandoned.IsZero() || recovered && !back.Occurred.Before(fitted.Occurred)
}

// battery is when it ends, by the last fact that says so.
func (d Device) battery() (ends events.Time) {
	var since events.Time
	for _, f := range d.Facts {
		if !f.Battery.IsZero() && !f.Occurred.Before(since) {
			ends, since = f.Battery, f.Occurred
		}
	}
	return ends
}

// forget drops a fact that does not stand any more.
func (d *Device) forget(id events.CommandID) {
	d.Facts = slices.DeleteFunc(slices.Clone(d.Facts), func(f DeviceFact) bool { return f.Record == id })
}

func evolveDevice(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e := e.(type) {
	case events.DeviceAssigned:
		o.Devices = with(o.Devices, Device{ID: e.Named.ID, Country: e.Device.Country, Type: e.Device.Type, Stale: e.Device.Stale})
	case events.DeviceProposed:
		o = o.answerDevice(e.Proposal.Device, DeviceWord{e.Proposal.Country, Open, c.At})
	case events.DeviceApproved:
		o = o.answerDevice(e.Approval.Device, DeviceWord{e.Approval.Country, Accepted, c.At})
	case events.DeviceRefused:
		o = o.answerDevice(e.Refusal.Device, DeviceWord{e.Refusal.Country, Declined, c.At})
	case events.DeviceFitted:
		o = o.tellDevice(e.Fitted.Device, c, DeviceFact{What: DeviceFits, Part: e.Fitted.Part, Country: e.Fitted.Country, Battery: e.Fitted.Battery})
	case events.DeviceRead:
		o = o.tellDevice(e.Reading.Device, c, DeviceFact{What: DeviceReads, Country: e.Reading.Country, Battery: e.Reading.Battery})
	case events.DeviceTampered:
		o = o.tellDevice(e.Tampered.Device, c, DeviceFact{What: DeviceTampers, Country: e.Tampered.Country})
	case events.DeviceRecovered:
		o = o.tellDevice(e.Recovered.Device, c, DeviceFact{What: DeviceReturns, Country: e.Recovered.Country})
	case events.DeviceStale:
		o = o.amendDevice(e.Stale.Device, func(d *Device) { d.Silences = with(d.Silences, e.Stale.Last) })
	case events.DeviceAbandoned:
		o = o.amendDevice(e.Abandoned.Device, func(d *Device) { d.Abandoned = c.At })
	default:
		return o, false
	}
	return o, true
}

func (o Operation) amendDevice(id events.DeviceID, change func(*Device)) Operation {
	o.Devices = amended(o.Devices, func(d Device) bool { return d.ID == id }, change)
	return o
}

func (o Operation) answerDevice(id events.DeviceID, w DeviceWord) Operation {
	return o.amendDevice(id, func(d *Device) { d.Words = with(d.Words, w) })
}

// tellDevice adds a fact, if it counts.
func (o Operation) tellDevice(id events.DeviceID, c Cause, f DeviceFact) Operation {
	if !o.counted() {
		return o
	}
	return o.amendDevice(id, func(d *Device) {
		f.Record, f.By, f.Occurred = c.Command, c.Author.Country(), c.moment()
		f.Fresh = f.Occurred.Add(d.staleAfter()).After(c.At)
		d.Facts = with(d.Facts, f)
	})
}

// staleAfter is how long a reading is the present.
func (d Device) staleAfter() time.Duration { return minutes(d.Stale, events.WatchPing) }
