package projections

import (
	"slices"

	"vigil/events"
)

// QuestionLine is what an authority wants to know before it decides. What is asked
// and what was answered are texts of the two commands.
type QuestionLine struct {
	Question events.CommandID `json:"question"`
	Letters  []events.Code    `json:"letters,omitempty"` // of the request form
	Asked    events.Time      `json:"asked"`
	Answer   events.CommandID `json:"answer,omitzero"`
	Supplied events.Time      `json:"supplied,omitzero"`
}

// Limit is how a consent falls short of what was asked (CH-IT 2009 art. 2: it then
// says why).
type Limit string

const (
	LimitedMode    Limit = "mode"    // the one asked for is not among those allowed
	LimitedCeiling Limit = "ceiling" // less than was asked for
	LimitedArea    Limit = "area"    // at listed points only
)

func (d *Document) evolveRequest(r *record, e events.Event) bool {
	at := r.shown.At
	switch e := e.(type) {
	case events.AuthorisationRequested:
		d.requested(r, e)
	case events.AuthorisationAcknowledged:
		x := e.Receipt
		d.asked(x.Request, func(a *AuthorisationLine) {
			if a.AcknowledgedBy = x.Authority; a.Acknowledged.IsZero() { // a later word only says who deals with it
				a.Acknowledged = at
			}
		})
	case events.AuthorisationUnacknowledged:
		d.asked(e.Unacknowledged.Request, func(a *AuthorisationLine) { a.Unacknowledged = r.shown.Occurred })
	case events.AuthorisationUnanswered:
		d.asked(e.Unanswered.Request, func(a *AuthorisationLine) { a.Overdue = r.shown.Occurred })
	case events.InformationAsked:
		x := e.Question
		d.asked(x.Request, func(a *AuthorisationLine) {
			a.Questions = grown(a.Questions, QuestionLine{Question: r.shown.Command, Letters: x.Letters, Asked: at})
		})
	case events.InformationSupplied:
		d.Authorisations = changed(d.Authorisations, func(a AuthorisationLine) bool { return a.question(e.Answer.Question) >= 0 },
			func(a *AuthorisationLine) { a.supplied(e.Answer.Question, r) })
	case events.CompetenceContested:
		x := e.Contest
		d.asked(x.Request, func(a *AuthorisationLine) { a.Contested, a.Contest, a.Competent = at, x.Authorities, "" })
	case events.CompetenceSettled:
		x := e.Settlement
		d.asked(x.Request, func(a *AuthorisationLine) { a.Contested, a.Contest, a.Competent = events.Time{}, nil, x.Authority })
	default:
		return false
	}
	return true
}

// requested begins a line, and ends the one of the version before.
func (d *Document) requested(r *record, e events.AuthorisationRequested) {
	q := e.Request
	if q.Country == "" {
		return
	}
	version := uint16(1)
	if q.Replaces != "" {
		d.asked(q.Replaces, func(a *AuthorisationLine) { a.Replaced, version = r.shown.Command, a.Version+1 })
	}
	d.Authorisations = append(d.Authorisations, AuthorisationLine{
		Request: r.shown.Command, Country: q.Country, Measure: q.Measure, Mode: q.Mode,
		Asked: e.Window, AskedCeiling: e.Ceiling, AskedAt: r.shown.Occurred, Answer: Unanswered,
		Version: version, Replaces: q.Replaces, To: q.To, Channel: q.Channel, Urgency: q.Urgency,
		AcknowledgeBy: q.Acknowledge, AnswerBy: q.Answer,
		Legal: e.Legal, Parts: e.Goods.Parts, Route: e.Route, AskedMeans: e.Means, Authority: e.Authority,
	})
}

// asked changes the line of a request, if the viewer was shown it.
func (d *Document) asked(request events.CommandID, change func(*AuthorisationLine)) {
	d.Authorisations = changed(d.Authorisations, func(a AuthorisationLine) bool { return request != "" && a.Request == request }, change)
}

func (a AuthorisationLine) question(id events.CommandID) int {
	return slices.IndexFunc(a.Questions, func(q QuestionLine) bool { return id != "" && q.Question == id })
}

// supplied answers a question; while one was open its clock stood still.
func (a *AuthorisationLine) supplied(question events.CommandID, r *record) {
	a.Questions = changed(a.Questions, func(q QuestionLine) bool { return q.Question == question && q.Answer == "" }, func(q *QuestionLine) {
		q.Answer, q.Supplied = r.shown.Command, r.shown.At
	})
}

// limited says how a consent falls short of what was asked, if the viewer was shown
// that.
func (a *AuthorisationLine) limited() {
	a.Limits = nil
	add := func(is bool, l Limit) {
		if is {
			a.Limits = append(a.Limits, l)
		}
	}
	add(a.Mode != "" && len(a.Modes) > 0 && !slices.Contains(a.Modes, a.Mode), LimitedMode)
	order, compares := a.Ceiling.Compare(a.AskedCeiling)
	add(compares && order < 0, LimitedCeiling)
	add(a.Area.Extent == events.ListedPoints, LimitedArea)
}

// IsQuestioned tells whether the State waits for the lead before it answers.
func (a AuthorisationLine) IsQuestioned() bool {
	return slices.ContainsFunc(a.Questions, func(q QuestionLine) bool { return q.Answer == "" })
}

// IsOpen tells whether an answer can still come.
func (a AuthorisationLine) IsOpen() bool { return a.Answer == Unanswered && a.Replaced == "" }

// AnswerDue is by when an answer is due: the time asked for, and as much longer as
// questions stood open; zero if none was set, or while one does stand open.
func (a AuthorisationLine) AnswerDue() events.Time {
	due := a.AnswerBy
	if due.IsZero() || a.IsQuestioned() {
		return events.Time{}
	}
	var until events.Time // questions that stood open together are counted once
	for _, q := range a.Questions {
		from := q.Asked
		if until.After(from) {
			from = until
		}
		if q.Supplied.After(from) {
			due, until = due.Add(q.Supplied.Sub(from)), q.Supplied
		}
	}
	return due
}
