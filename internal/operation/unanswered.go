package operation

import (
	"slices"

	"vigil/events"
)

// Why the lead is called about a request: nobody has said that it arrived, nobody
// has answered it in time, or more is wanted before it is answered. Silence is no
// consent, and who was sent something was not told (INV-28).
const (
	RequestUnacknowledged events.Code = "request-unacknowledged"
	RequestUnanswered     events.Code = "request-unanswered"
	MoreWanted            events.Code = "information-asked"
)

type (
	clockUnacknowledged struct {
		events.AuthorisationUnacknowledged
	}
	clockUnanswered struct{ events.AuthorisationUnanswered }
)

func (a clockUnacknowledged) decide(s situation) ([]events.Event, error) {
	u := a.Unacknowledged
	return append([]events.Event{a.AuthorisationUnacknowledged},
		s.raise(RequestUnacknowledged, consentName(u.Country, u.Measure), s.Lead, "", s.command.Occurred)...), nil
}

func (a clockUnanswered) decide(s situation) ([]events.Event, error) {
	u := a.Unanswered
	return append([]events.Event{a.AuthorisationUnanswered},
		s.raise(RequestUnanswered, consentName(u.Country, u.Measure), s.Lead, "", s.command.Occurred)...), nil
}

// calming is a fact, and the end of what has called the lead about requests to a State
// for a measure: none of them is cause for it any more.
func (s situation) calming(fact events.Event, country events.Country, m events.Measure, ground events.Code) []events.Event {
	out := []events.Event{fact}
	after := s.knowing(out)
	for _, cause := range []events.Code{RequestUnacknowledged, RequestUnanswered, MoreWanted} {
		if !slices.ContainsFunc(after.Requests, func(r Request) bool { return r.Country == country && r.Measure == m && r.wants(cause) }) {
			out = append(out, s.settle(cause, consentName(country, m), s.Lead, ground)...)
		}
	}
	return out
}

// wants tells whether a request is a cause to call the lead.
func (r Request) wants(cause events.Code) bool {
	switch cause {
	case RequestUnacknowledged:
		return r.Due.Unacknowledged && !r.arrived()
	case RequestUnanswered:
		return r.Due.Unanswered && r.waits()
	default:
		now := r.last().Says
		return r.Newer == "" && (now == Open || now == Provisional) && slices.ContainsFunc(r.Asked, func(q Question) bool { return q.Supplied.IsZero() })
	}
}

// waits tells whether nobody has answered a request yet. Who has answered
// provisionally is not silent.
func (r *Request) waits() bool { return len(r.Terms) == 0 && r.Newer == "" }

// arrived tells whether the State has shown that it has a request, or nobody asks any
// more.
func (r *Request) arrived() bool {
	return !r.Due.Received.IsZero() || len(r.Asked) > 0 || len(r.Contest) > 0 || r.Settled != "" || !r.waits()
}

// answerDue is until when a request is to be answered: later by as long as questions
// about it were open. False: one is, or there is no such time.
func (r *Request) answerDue() (due events.Time, runs bool) {
	due = r.Due.Answer
	var counted events.Time // up to here: two questions at once make one pause
	for i := range r.Asked {
		q := &r.Asked[i]
		if q.Supplied.IsZero() {
			return due, false
		}
		if from := latest(q.At, counted); q.Supplied.After(from) {
			due, counted = due.Add(q.Supplied.Sub(from)), q.Supplied
		}
	}
	return due, !r.Due.Answer.IsZero()
}

// requestsRunning: each of its clocks speaks of a request once.
func (o Operation) requestsRunning(visit func(tick)) {
	for i := range o.Requests {
		r := &o.Requests[i]
		if !r.Due.Receipt.IsZero() && !r.Due.Unacknowledged && !r.arrived() {
			visit(tick{r.Due.Receipt, "authorisation.unacknowledged", i, 0})
		}
		if due, runs := r.answerDue(); runs && !r.Due.Unanswered && r.waits() {
			visit(tick{due, "authorisation.unanswered", i, 0})
		}
	}
}

func (r Request) silence(due events.Time) events.SilenceTerms {
	return events.SilenceTerms{Request: r.ID, Country: r.Country, Measure: r.Measure, Due: due}
}
