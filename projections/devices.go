package projections

import "vigil/events"

// DeviceLine is a device on the operation.
type DeviceLine struct {
	ID          events.DeviceID  `json:"id"`
	Country     events.Country   `json:"country,omitzero"` // the owner
	Type        events.Means     `json:"type,omitzero"`
	Old         events.Minutes   `json:"old,omitzero"` // after how long a reading is
	Assigned    events.Time      `json:"assigned,omitzero"`
	Consents    []DeviceWordLine `json:"consents,omitempty"`
	Part        events.Part      `json:"part,omitzero"`
	Fitted      events.Time      `json:"fitted,omitzero"`
	FittedIn    events.Country   `json:"fitted-in,omitzero"`
	Battery     events.Time      `json:"battery,omitzero"` // until when, by the latest word
	Read        events.Time      `json:"read,omitzero"`    // the last time
	ReadIn      events.Country   `json:"read-in,omitzero"`
	ReadAt      events.Place     `json:"read-at,omitzero"`
	Silent      events.Time      `json:"silent,omitzero"` // its clock said so: no reading since
	Tampered    events.Time      `json:"tampered,omitzero"`
	TamperedIn  events.Country   `json:"tampered-in,omitzero"`
	Recovered   events.Time      `json:"recovered,omitzero"`
	RecoveredIn events.Country   `json:"recovered-in,omitzero"`
	Abandoned   events.Time      `json:"abandoned,omitzero"` // written off
	Ground      events.Code      `json:"ground,omitzero"`    // for that
}

// DeviceWordLine is what a State says to a device on its territory.
type DeviceWordLine struct {
	Country  events.Country `json:"country"`
	Proposed events.Time    `json:"proposed,omitzero"`
	Approved events.Time    `json:"approved,omitzero"`
	Refused  events.Time    `json:"refused,omitzero"`
	Ground   events.Code    `json:"ground,omitzero"`
}

// IsLive tells whether the device is out there.
func (l DeviceLine) IsLive() bool {
	return !l.Fitted.IsZero() && l.Recovered.IsZero() && l.Abandoned.IsZero()
}

func (d *Document) evolveDevice(r *record, e events.Event) bool {
	at, occurred := r.shown.At, r.shown.Occurred
	switch e := e.(type) {
	case events.DeviceAssigned:
		d.device(e.Named.ID, func(l *DeviceLine) {
			l.Country, l.Type, l.Old, l.Assigned = e.Device.Country, e.Device.Type, e.Device.Stale, at
		})
	case events.DeviceProposed:
		x := e.Proposal
		d.device(x.Device, func(l *DeviceLine) {
			l.Type = otherwise(l.Type, x.Type)
			l.word(x.Country, func(w *DeviceWordLine) { *w = DeviceWordLine{Country: x.Country, Proposed: at} })
		})
	case events.DeviceApproved:
		x := e.Approval
		d.device(x.Device, func(l *DeviceLine) {
			l.word(x.Country, func(w *DeviceWordLine) { w.Approved, w.Refused, w.Ground = at, events.Time{}, "" })
		})
	case events.DeviceRefused:
		x := e.Refusal
		d.device(x.Device, func(l *DeviceLine) {
			l.word(x.Country, func(w *DeviceWordLine) { w.Approved, w.Refused, w.Ground = events.Time{}, at, x.Ground })
		})
	case events.DeviceFitted:
		x := e.Fitted
		d.device(x.Device, func(l *DeviceLine) {
			if !occurred.Before(l.Fitted) {
				l.Part, l.Fitted, l.FittedIn = x.Part, occurred, x.Country
			}
			if !occurred.Before(l.Read) {
				l.Battery = x.Battery
			}
		})
	case events.DeviceRead:
		x := e.Reading
		d.device(x.Device, func(l *DeviceLine) {
			if occurred.Before(l.Read) {
				return
			}
			l.Read, l.ReadIn, l.ReadAt, l.Silent = occurred, x.Country, e.Place, events.Time{}
			if !occurred.Before(l.Fitted) {
				l.Battery = otherwise(x.Battery, l.Battery)
			}
		})
	case events.DeviceStale:
		x := e.Stale
		d.device(x.Device, func(l *DeviceLine) {
			if !l.Read.After(x.Last) {
				l.Silent = r.shown.When()
			}
		})
	case events.DeviceTampered:
		x := e.Tampered
		d.device(x.Device, func(l *DeviceLine) { l.Tampered, l.TamperedIn = occurred, x.Country })
	case events.DeviceRecovered:
		x := e.Recovered
		d.device(x.Device, func(l *DeviceLine) { l.Recovered, l.RecoveredIn = occurred, x.Country })
	case events.DeviceAbandoned:
		x := e.Abandoned
		d.device(x.Device, func(l *DeviceLine) { l.Abandoned, l.Ground = at, x.Ground })
	default:
		return false
	}
	return true
}

// device changes the line of a device, or begins one: who meets a device may not
// have been shown whose it is.
func (d *Document) device(id events.DeviceID, change func(*DeviceLine)) {
	if id == "" {
		return
	}
	is := func(l DeviceLine) bool { return l.ID == id }
	if lastOf(d.Devices, is) < 0 {
		d.Devices = append(d.Devices, DeviceLine{ID: id})
	}
	d.Devices = changed(d.Devices, is, change)
}

func (l *DeviceLine) word(c events.Country, change func(*DeviceWordLine)) {
	is := func(w DeviceWordLine) bool { return w.Country == c }
	if lastOf(l.Consents, is) < 0 {
		l.Consents = grown(l.Consents, DeviceWordLine{Country: c})
	}
	l.Consents = changed(l.Consents, is, change)
}
