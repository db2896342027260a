package projections

import (
	"slices"

	"vigil/events"
)

// AlertLine is an alert of a State's desk, and what was done about it. Who
// acknowledged it is in the note of the command named.
type AlertLine struct {
	ID              events.AlertID   `json:"id"`
	Country         events.Country   `json:"country"`
	Part            events.Part      `json:"part,omitzero"`
	State           AlertState       `json:"state"`
	Since           events.Time      `json:"since"`  // when there was cause
	Raised          events.Time      `json:"raised"` // when the desk was called; the last time it was as if anew
	Command         events.CommandID `json:"command"`
	Round           uint16           `json:"round,omitzero"`    // how often it was told again
	Repeated        events.Time      `json:"repeated,omitzero"` // the last time
	Escalated       events.Time      `json:"escalated,omitzero"`
	Acknowledged    events.Time      `json:"acknowledged,omitzero"` // empty again when it was told again since
	Acknowledgement events.CommandID `json:"acknowledgement,omitzero"`
	By              events.Viewer    `json:"by,omitzero"`   // who acknowledged it
	Told            events.Time      `json:"told,omitzero"` // by another way, to a competent officer; empty again too
	Resolved        events.Time      `json:"resolved,omitzero"`
	Ground          events.Code      `json:"ground,omitzero"`
}

// AlertState is where an alert stands.
type AlertState string

const (
	AlertOpen         AlertState = "open"
	AlertAcknowledged AlertState = "acknowledged"
	AlertResolved     AlertState = "resolved"
)

// pressing keeps so many alerts at most: of those that are resolved the newest,
// and if that is not enough, of the others too.
func pressing(list []AlertLine, most int) []AlertLine {
	over := len(list) - most
	if over <= 0 {
		return list
	}
	kept := make([]AlertLine, 0, len(list))
	for _, a := range list {
		if over > 0 && a.State == AlertResolved {
			over--
			continue
		}
		kept = append(kept, a)
	}
	return newest(kept, most)
}

func (d *Document) evolveAlert(r *record, e events.Event) bool {
	switch e := e.(type) {
	case events.AlertRaised:
		if x := e.Alert; x.ID != "" {
			d.Alerts = append(d.Alerts, AlertLine{ID: x.ID, Country: x.Country, Part: x.Part, State: AlertOpen,
				Since: x.Since, Raised: r.shown.At, Command: r.shown.Command})
		}
	case events.AlertAcknowledged:
		d.alert(e.Acknowledgement.ID, e.Acknowledgement.Country, func(a *AlertLine) {
			a.State, a.Acknowledged, a.Acknowledgement, a.By = AlertAcknowledged, r.shown.At, r.shown.Command, r.shown.Author
		})
	case events.AlertEscalated:
		d.alert(e.Escalation.ID, e.Escalation.Country, func(a *AlertLine) { a.Escalated = r.shown.At })
	case events.AlertRepeated: // somebody has to acknowledge it again
		d.alert(e.Repetition.ID, e.Repetition.Country, func(a *AlertLine) {
			if !a.Acknowledged.IsZero() || !a.Told.IsZero() { // it was in hand, and is told as if it were new
				a.Raised = r.shown.Occurred
			}
			a.State, a.Acknowledged, a.Acknowledgement, a.By, a.Told = AlertOpen, events.Time{}, "", "", events.Time{}
			a.Round, a.Repeated = e.Repetition.Round, r.shown.Occurred
			if a.Round >= events.LeadRound && a.Escalated.IsZero() {
				a.Escalated = r.shown.Occurred
			}
		})
	case events.AlertResolved:
		d.alert(e.Resolution.ID, e.Resolution.Country, func(a *AlertLine) {
			a.State, a.Resolved, a.Ground = AlertResolved, r.shown.At, e.Resolution.Ground
		})
	default:
		return false
	}
	return true
}

// alert finds the one that is not resolved, if the viewer was shown it.
func (d *Document) alert(id events.AlertID, c events.Country, change func(*AlertLine)) {
	for i := len(d.Alerts) - 1; i >= 0; i-- {
		if a := d.Alerts[i]; a.ID == id && a.Country == c {
			if a.State != AlertResolved {
				d.Alerts = slices.Clone(d.Alerts)
				change(&d.Alerts[i])
			}
			return
		}
	}
}
