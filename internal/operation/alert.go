package operation

import (
	"slices"

	"vigil/events"
)

// The rules of alerts. They are raised by facts and clocks; people answer them.
const (
	AlertIsKnown     Rule = "an-answer-answers-an-alert"             // 1. domain 3: one alert for each cause and State
	AlertedAnswers   Rule = "the-alerted-state-acknowledges"         // 2. INV-28: told is who has acknowledged it by name
	AcknowledgedOnce Rule = "an-alert-is-acknowledged-once"          // 3. INV-28: one officer has it
	AlertedEscalates Rule = "the-alerted-state-escalates"            // 4. INV-28: passed on by who was called, or by its clock
	EscalatedOnce    Rule = "an-alert-is-escalated-once"             // 5. domain 3
	AlertedResolves  Rule = "the-alerted-state-or-the-lead-resolves" // 6. domain 3; many settle by themselves
)

// overWithIt is why an alert is over that had to do with an operation that has ended.
const overWithIt events.Code = "ended"

type (
	acknowledgeAlert struct{ events.AlertAcknowledged }
	escalateAlert    struct{ events.AlertEscalated }
	resolveAlert     struct{ events.AlertResolved }
)

// Once it is escalated, the lead has been called too and may answer: then
// somebody has it, and it is not told again.
func (a acknowledgeAlert) decide(s situation) ([]events.Event, error) {
	name := a.Acknowledgement
	alert, err := s.openAlert(name.ID, name.Country)
	if err != nil {
		return nil, err
	}
	if name.Country != s.country() && alert.Escalated.IsZero() {
		return nil, refuse(AlertedAnswers, NotAllowed, "this calls %s; it is not escalated to the lead", name.Country).
			hint("Ask the desk of %s.", name.Country)
	}
	if !alert.Taken.IsZero() {
		return nil, refuse(AcknowledgedOnce, Conflict, "somebody has acknowledged this at %s", minute(alert.Taken))
	}
	out := []events.Event{a.AlertAcknowledged}
	if !s.Ended.IsZero() && !alert.Raised.After(s.Ended) { // it outlived the operation only because nobody had taken it
		out = append(out, alert.resolved(overWithIt))
	}
	return out, nil
}

func (a escalateAlert) decide(s situation) ([]events.Event, error) {
	alert, err := s.openAlert(a.Escalation.ID, a.Escalation.Country)
	if err != nil {
		return nil, err
	}
	if !alert.Escalated.IsZero() {
		return nil, refuse(EscalatedOnce, Conflict, "this is with the lead since %s", minute(alert.Escalated))
	}
	return []events.Event{a.AlertEscalated}, nil
}

func (a resolveAlert) decide(s situation) ([]events.Event, error) {
	if _, err := s.openAlert(a.Resolution.ID, a.Resolution.Country); err != nil {
		return nil, err
	}
	return []events.Event{a.AlertResolved}, nil
}

// openAlert finds the alert that the signer may answer. To a desk another State's
// is not there, nor what calls the coordinator, and the answer does not repeat what it
// asked for: it is the same.
func (s situation) openAlert(id events.AlertID, country events.Country) (Alert, error) {
	alert, open := s.Alert(id, country)
	if !open || !s.command.Signer.IsLead() && !s.callsDesk(alert, s.country()) {
		return Alert{}, refuse(AlertIsKnown, NotFound, "there is no such alert, or it is over").
			hint("Name an open alert and its State.")
	}
	return alert, nil
}

// callsDesk tells whether an alert calls the desk of a State: not its coordinator, and
// not by a word of one of which that desk may not know.
func (o Operation) callsDesk(a Alert, c events.Country) bool {
	if a.Country != c || events.Coordinating(a.ID.Cause()) {
		return false
	}
	return o.knewSpeaker(c, a.By)
}

// raise calls a State's desk, unless it has been called for the same cause and
// that alert is not resolved.
func (s situation) raise(cause events.Code, about string, country events.Country, part events.Part, since events.Time) []events.Event {
	id := alertID(cause, about)
	if _, open := s.Alert(id, country); open {
		return nil
	}
	return []events.Event{events.AlertRaised{Alert: events.AlertTerms{ID: id, Country: country, Part: part, Since: since}}}
}

// settle ends an alert whose cause is gone, if there is one.
func (s situation) settle(cause events.Code, about string, country events.Country, ground events.Code) []events.Event {
	id := alertID(cause, about)
	alert, open := s.Alert(id, country)
	if !open {
		return nil
	}
	return []events.Event{alert.resolved(ground)}
}

// alertID names the alert for a cause about something: one for each State.
func alertID(cause events.Code, about string) events.AlertID {
	return events.AlertID(string(cause) + "/" + about)
}

func (a Alert) resolved(ground events.Code) events.Event {
	return events.AlertResolved{Resolution: events.ResolutionTerms{ID: a.ID, Country: a.Country, Ground: ground}}
}

// Alert finds an alert that is not resolved.
func (o Operation) Alert(id events.AlertID, country events.Country) (Alert, bool) {
	return find(o.Alerts, func(a Alert) bool { return a.ID == id && a.Country == country })
}

func (o Operation) amendAlert(id events.AlertID, country events.Country, change func(*Alert)) Operation {
	o.Alerts = amended(o.Alerts, func(a Alert) bool { return a.ID == id && a.Country == country }, change)
	return o
}

func evolveAlert(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e := e.(type) {
	case events.AlertRaised:
		o.Alerts = with(o.Alerts, Alert{ID: e.Alert.ID, Country: e.Alert.Country, Part: e.Alert.Part, By: c.Command, Raised: c.At})
	case events.AlertAcknowledged:
		o = o.amendAlert(e.Acknowledgement.ID, e.Acknowledgement.Country, func(a *Alert) { a.Taken = c.At })
	case events.AlertEscalated:
		o = o.amendAlert(e.Escalation.ID, e.Escalation.Country, func(a *Alert) { a.Escalated = c.At })
	case events.AlertRepeated:
		o = o.amendAlert(e.Repetition.ID, e.Repetition.Country, func(a *Alert) {
			if !a.Taken.IsZero() || !a.Told.IsZero() { // it is told as if it were new, and somebody has to take it again
				a.Raised, a.Taken, a.Told = c.Occurred, events.Time{}, events.Time{}
			}
			a.Round = e.Repetition.Round
			if a.Round >= events.LeadRound && a.Escalated.IsZero() {
				a.Escalated = c.Occurred
			}
		})
	case events.AlertResolved:
		o.Alerts = slices.DeleteFunc(slices.Clone(o.Alerts), func(a Alert) bool {
			return a.ID == e.Resolution.ID && a.Country == e.Resolution.Country
		})
	default:
		return o, false
	}
	return o, true
}
