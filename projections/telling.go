package projections

import "vigil/events"

// NotificationLine is an attempt to tell a State's authority something by another
// way than this one.
type NotificationLine struct {
	Record   events.CommandID `json:"record"`
	Country  events.Country   `json:"country"` // who was to be told
	Channel  events.Channel   `json:"channel"`
	Reached  events.Reached   `json:"reached"`
	Alert    events.AlertID   `json:"alert,omitzero"`
	Request  events.CommandID `json:"request,omitzero"`
	Occurred events.Time      `json:"occurred"`
	Known    events.Time      `json:"known"`
}

// LeakLine is a record that came to a State that was not to have it.
type LeakLine struct {
	Record   events.CommandID `json:"record"`
	Of       events.CommandID `json:"of"`
	Country  events.Country   `json:"country"`
	How      events.Code      `json:"how"`
	Occurred events.Time      `json:"occurred"`
	Known    events.Time      `json:"known"`
}

func (d *Document) evolveTelling(r *record, e events.Event) bool {
	switch e := e.(type) {
	case events.NotificationMade:
		if x := e.Notification; x.Country != "" {
			d.Notifications = append(d.Notifications, NotificationLine{r.shown.Command, x.Country, x.Channel, x.Reached, x.Alert, x.Request, r.shown.Occurred, r.shown.Known})
			if x.Reached == events.ReachedOfficer {
				d.alert(x.Alert, x.Country, func(a *AlertLine) { a.Told = r.shown.At })
			}
		}
	case events.DisclosureBreached:
		if x := e.Breached; x.Record != "" {
			d.Leaks = append(d.Leaks, LeakLine{r.shown.Command, x.Record, x.Country, x.How, r.shown.Occurred, r.shown.Known})
		}
	default:
		return false
	}
	return true
}
