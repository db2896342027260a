package projections

import "vigil/events"

// AlertLine is an alert of a State's desk, and what was done about it. Who
// acknowledged it is in the note of the command named.
type AlertLine struct {
	ID              events.AlertID   `json:"id"`
	Country         events.Country   `json:"country"`
	Part            events.Part      `json:"part,omitzero"`
	State           AlertState       `json:"state"`
	Since           events.Time      `json:"since"`  // when there was cause
	Raised          events.Time      `json:"raised"` // when the desk was called
	Command         events.CommandID `json:"command"`
	Round           uint16           `json:"round,omitzero"`    // how often it was told again
	Repeated        events.Time      `json:"repeated,omitzero"` // the last time
	Escalated       events.Time      `json:"escalated,omitzero"`
	Acknowledged    events.Time      `json:"acknowledged,omitzero"` // empty again when it was told again since
	Acknowledgement events.CommandID `json:"acknowledgement,omitzero"`
	By              events.Viewer    `json:"by,omitzero"` // who acknowledged it
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
