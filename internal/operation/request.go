package operation

import (
	"slices"

	"vigil/events"
)

// The rules of requests. A request is the lead's; whether it has arrived, what more
// is wanted and who is competent is the asked State's to say. A new version carries
// nothing over from the one that it replaces.
const (
	WayLeads      Rule = "a-request-says-where-goods-come-in-and-go-out" // 1. CH-IT 2009 art. 12(2): place of import, and of export onwards
	DeadlineAhead Rule = "a-deadline-lies-ahead"                         // 2. EIO Directive 2014/41 art. 12: a date given is taken into account
	ReplacesOpen  Rule = "a-version-replaces-what-is-not-in-force"       // 3. design 4: what is granted is varied or revoked by who granted it
	NewestCounts  Rule = "the-newest-version-is-answered"                // 4. domain 3: one request, many versions
	ReceivedOnce  Rule = "a-request-is-acknowledged-once"                // 5. INV-28: sent is not told
	QuestionKnown Rule = "what-is-supplied-was-asked"                    // 6. CH-IT 2009 art. 12(3); once
)

type (
	requestAuthorisation struct{ events.AuthorisationRequested }
	acknowledgeRequest   struct {
		events.AuthorisationAcknowledged
	}
	askInformation    struct{ events.InformationAsked }
	supplyInformation struct{ events.InformationSupplied }
)

func (a requestAuthorisation) decide(s situation) ([]events.Event, error) {
	r := a.Request
	if !s.Involves(r.Country) {
		return nil, refuse(InvolvedState, Refused, "%s takes no part in %s", r.Country, s.Name).
			hint("Involve it first: its authority must know.")
	}
	if err := sane(a.Window); err != nil {
		return nil, err
	}
	if err := s.authority(r.To, r.Country, events.ReceivesRequests); err != nil {
		return nil, err
	}
	if err := s.authority(a.Authority.By, s.Lead, events.MakesRequests); err != nil {
		return nil, err
	}
	for _, part := range a.Goods.Parts {
		if _, ok := s.Part(part); !ok {
			return nil, refuse(PartIsDeclared, NotFound, "%s has no part %s", s.Name, part)
		}
	}
	if err := s.onTheWay(a.Route, r.Country); err != nil {
		return nil, err
	}
	if !s.toCome(r.Acknowledge) || !s.toCome(r.Answer) || !r.Answer.IsZero() && r.Acknowledge.After(r.Answer) {
		return nil, refuse(DeadlineAhead, Invalid, "a request is acknowledged and answered after %s, and acknowledged first", minute(s.at)).
			hint("Give later deadlines, or none.")
	}
	if r.Replaces == "" {
		return []events.Event{a.AuthorisationRequested}, nil
	}
	if err := s.replaceable(r); err != nil {
		return nil, err
	}
	return s.calming(a.AuthorisationRequested, r.Country, r.Measure, "replaced"), nil
}

// toCome tells whether a deadline, if there is one, lies ahead.
func (s situation) toCome(deadline events.Time) bool {
	return deadline.IsZero() || deadline.After(s.at)
}

// onTheWay asks of the points that a request names whether they are planned, and
// lead into that State and out of it.
func (s situation) onTheWay(route events.RouteTerms, country events.Country) error {
	for _, way := range []struct {
		point events.PointID
		state events.Country
	}{{route.Enter, route.Enter.To()}, {route.Leave, route.Leave.From()}} {
		if way.point == "" {
			continue
		}
		if way.state != country {
			return refuse(WayLeads, Invalid, "%s is not where goods come into %s or go out", way.point, country).
				hint("They come in at a point to it, and go out at one from it.")
		}
		point, ok := s.Point(way.point)
		if err := changes(way.point, ok, point.Dropped); err != nil {
			return err
		}
	}
	return nil
}

// replaceable asks whether a request may replace the version that it names.
func (s situation) replaceable(r events.RequestTerms) error {
	old, _ := s.Request(r.Replaces)
	now := old.last()
	switch {
	case old.Country != r.Country || old.Measure != r.Measure:
		return refuse(ReplacesOpen, NotFound, "%s was not asked for %s by %s", r.Country, r.Measure, r.Replaces).
			hint("Name an earlier request to the same State for the same measure, or none.")
	case old.Newer != "":
		return refuse(NewestCounts, Conflict, "%s was replaced by %s", old.ID, old.Newer).
			hint("Replace that one.")
	case now.given() && !now.over(s.at):
		return refuse(ReplacesOpen, Refused, "%s has consented to %s: that stands until %s", r.Country, old.ID, minute(now.Window.Until)).
			hint("Ask %s to vary it, or ask for more beside it.", r.Country)
	}
	return nil
}

// Acknowledging says that the request has arrived, and who deals with it. Whoever
// answers has it too.
func (a acknowledgeRequest) decide(s situation) ([]events.Event, error) {
	r := a.Receipt
	request, err := s.unanswered(events.ConsentTerms{Request: r.Request, Country: r.Country})
	if err != nil {
		return nil, err
	}
	due := request.Due
	if names := due.By == "" && r.Authority != ""; !due.Received.IsZero() && !names { // who deals with it can be said later
		no := refuse(ReceivedOnce, Conflict, "%s has acknowledged this at %s", r.Country, minute(due.Received))
		if due.By == "" {
			no.hint("It can still be said which authority deals with it.")
		}
		return nil, no
	}
	if err := s.authority(r.Authority, r.Country, events.ReceivesRequests); err != nil {
		return nil, err
	}
	return s.calming(a.AuthorisationAcknowledged, request.Country, request.Measure, "acknowledged"), nil
}

// Who asks for more has the request.
func (a askInformation) decide(s situation) ([]events.Event, error) {
	q := a.Question
	request, err := s.unanswered(events.ConsentTerms{Request: q.Request, Country: q.Country})
	if err != nil {
		return nil, err
	}
	out := s.calming(a.InformationAsked, request.Country, request.Measure, "asked")
	return append(out, s.raise(MoreWanted, consentName(request.Country, request.Measure), s.Lead, "", s.at)...), nil
}

func (a supplyInformation) decide(s situation) ([]events.Event, error) {
	request, question, ok := s.question(a.Answer.Question)
	switch {
	case !ok || request.Country != a.Answer.Country:
		return nil, refuse(QuestionKnown, NotFound, "%s has not asked this", a.Answer.Country).
			hint("Name a question of %s.", a.Answer.Country)
	case !question.Supplied.IsZero():
		return nil, refuse(QuestionKnown, Conflict, "this was supplied at %s", minute(question.Supplied))
	}
	return s.calming(a.InformationSupplied, request.Country, request.Measure, "supplied"), nil
}

// question finds what a State has asked, and about which request.
func (o Operation) question(id events.CommandID) (Request, Question, bool) {
	for _, r := range o.Requests {
		if q, ok := find(r.Asked, func(q Question) bool { return q.ID == id }); ok {
			return r, q, true
		}
	}
	return Request{}, Question{}, false
}

// requested folds a request; the version that it replaces takes no answer any more.
func (o Operation) requested(id events.CommandID, e events.AuthorisationRequested) Operation {
	r := e.Request
	o.Requests = amended(o.Requests, func(old Request) bool { return old.ID == r.Replaces }, func(old *Request) { old.Newer = id })
	o.Requests = with(o.Requests, Request{ID: id, Country: r.Country, Measure: r.Measure, Window: e.Window, Mode: r.Mode, Ceiling: e.Ceiling,
		Due: Deadlines{Receipt: r.Acknowledge, Answer: r.Answer}})
	return o
}

func evolveRequest(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e := e.(type) {
	case events.AuthorisationAcknowledged:
		o = o.amendRequest(e.Receipt.Request, func(r *Request) {
			if r.Due.By = e.Receipt.Authority; r.Due.Received.IsZero() {
				r.Due.Received = c.At
			}
		})
	case events.AuthorisationUnacknowledged:
		o = o.amendRequest(e.Unacknowledged.Request, func(r *Request) { r.Due.Unacknowledged = true })
	case events.AuthorisationUnanswered:
		o = o.amendRequest(e.Unanswered.Request, func(r *Request) { r.Due.Unanswered = true })
	case events.InformationAsked:
		o = o.amendRequest(e.Question.Request, func(r *Request) { r.Asked = with(r.Asked, Question{ID: c.Command, At: c.At}) })
	case events.InformationSupplied:
		r, _, _ := o.question(e.Answer.Question)
		o = o.amendRequest(r.ID, func(r *Request) {
			r.Asked = amended(r.Asked, func(q Question) bool { return q.ID == e.Answer.Question }, func(q *Question) { q.Supplied = c.At })
		})
	case events.CompetenceContested:
		o = o.amendRequest(e.Contest.Request, func(r *Request) { r.Contest, r.Settled = slices.Clone(e.Contest.Authorities), "" })
	case events.CompetenceSettled:
		o = o.amendRequest(e.Settlement.Request, func(r *Request) { r.Contest, r.Settled = nil, e.Settlement.Authority })
	default:
		return o, false
	}
	return o, true
}

func (o Operation) amendRequest(id events.CommandID, change func(*Request)) Operation {
	o.Requests = amended(o.Requests, func(r Request) bool { return r.ID == id }, change)
	return o
}
