package operation

import (
	"slices"

	"vigil/events"
)

// The rules of consent.
const (
	InvolvedState  Rule = "the-state-is-involved"                      // 1. UNTOC art. 2(i): with the knowledge of the State
	OwnAuthority   Rule = "only-a-states-own-authority-decides-for-it" // 2. INV-01: EU MLA 2000 art. 12(2); ETS 182 art. 18; Naples II art. 22
	RequestIsKnown Rule = "an-answer-answers-a-request"                // 3. UNTOC art. 20(3): case by case
	AnsweredOnce   Rule = "a-request-is-answered-once"                 // 4. domain 3; Netherlands: provisional first, then final or refused
	SameMeasure    Rule = "an-answer-keeps-to-the-measure-asked"       // 5. CH-IT 2009 art. 1: import, transit, export are separate
	ModesNamed     Rule = "a-consent-names-its-modes"                  // 6. INV-04: 1988 Convention art. 11(3); CH-IT 2009 art. 2
	ConsentInForce Rule = "crossing-needs-consent-in-force"            // INV-03: EU MLA 2000 art. 12; CISA art. 40. Asked by handovers
)

type (
	requestAuthorisation struct{ events.AuthorisationRequested }
	grantAuthorisation   struct{ events.AuthorisationGranted }
	refuseAuthorisation  struct{ events.AuthorisationRefused }
)

func (a requestAuthorisation) decide(s situation) ([]events.Event, error) {
	if err := s.areInvolved(a.Request.Country); err != nil {
		return nil, err
	}
	if err := sane(a.Window); err != nil {
		return nil, err
	}
	return []events.Event{a.AuthorisationRequested}, nil
}

func (a grantAuthorisation) decide(s situation) ([]events.Event, error) {
	g := a.Grant
	request, err := s.answerable(g.Country, g.Request, g.Measure)
	if err != nil {
		return nil, err
	}
	if request.last().Says == Provisional && g.Finality == events.Provisional {
		return nil, refuse(AnsweredOnce, Conflict, "%s has granted this provisionally already", g.Country).
			hint("Make it final, or refuse.")
	}
	if len(g.Modes) == 0 {
		return nil, refuse(ModesNamed, Invalid, "the consent does not say what may travel").
			hint("Name live, partial or clean.")
	}
	if err := sane(a.Window); err != nil {
		return nil, err
	}
	return []events.Event{a.AuthorisationGranted}, nil
}

func (a refuseAuthorisation) decide(s situation) ([]events.Event, error) {
	if _, err := s.answerable(a.Refusal.Country, a.Refusal.Request, a.Refusal.Measure); err != nil {
		return nil, err
	}
	return []events.Event{a.AuthorisationRefused}, nil
}

// answerable finds the request that a State's authority may answer. A request to
// another State is, for this one, not there.
func (s situation) answerable(country events.Country, id events.CommandID, measure events.Measure) (Request, error) {
	if country != s.country() {
		return Request{}, refuse(OwnAuthority, NotAllowed, "an authority of %s cannot decide for %s", s.country(), country).
			hint("Only %s decides for %s.", country, country)
	}
	request, ok := s.Request(id)
	switch {
	case !ok || request.Country != country:
		return Request{}, refuse(RequestIsKnown, NotFound, "%s was not asked this", country).
			hint("Name the request that you answer.")
	case request.last().Says != Open && request.last().Says != Provisional:
		return Request{}, refuse(AnsweredOnce, Conflict, "%s has answered this at %s: %s", country, minute(request.last().At), request.last().Says)
	case request.Measure != measure:
		return Request{}, refuse(SameMeasure, Invalid, "%s was asked for %s, not %s", country, request.Measure, measure)
	}
	return request, nil
}

func (s situation) areInvolved(countries ...events.Country) error {
	for _, country := range countries {
		if !s.Involves(country) {
			return refuse(InvolvedState, Refused, "%s takes no part in %s", country, s.Name).
				hint("Involve it first: its authority must know.")
		}
	}
	return nil
}

// last is the newest answer; its Says is Open if there is none.
func (r Request) last() Consent {
	if len(r.Terms) == 0 {
		return Consent{}
	}
	return r.Terms[len(r.Terms)-1]
}

// on is the answer that held at a moment.
func (r Request) on(t events.Time) Consent {
	for _, c := range slices.Backward(r.Terms) {
		if !c.At.After(t) {
			return c
		}
	}
	return Consent{}
}

// Admits tells whether a State's consent to a part coming in is in force at a
// moment: given by then, for import or transit, in this mode.
func (o Operation) Admits(country events.Country, mode events.Mode, t events.Time) bool {
	return slices.ContainsFunc(o.Requests, func(r Request) bool {
		c := r.on(t)
		return r.Country == country && r.Measure != events.Export && c.allows(mode) && c.Window.Holds(t)
	})
}

// allows tells whether the answer is a yes to this mode that counts.
func (c Consent) allows(mode events.Mode) bool {
	return (c.Says == Final || c.Says == Oral) && slices.Contains(c.Modes, mode)
}

func evolveAuthorisation(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e := e.(type) {
	case events.AuthorisationRequested:
		o.Requests = with(o.Requests, Request{ID: c.Command, Country: e.Request.Country, Measure: e.Request.Measure, Window: e.Window})
	case events.AuthorisationGranted:
		o = o.answer(e.Grant.Request, Consent{c.At, Answer(e.Grant.Finality), slices.Clone(e.Grant.Modes), e.Window, e.Ceiling, e.Grant.Confirm})
	case events.AuthorisationRefused:
		o = o.answer(e.Refusal.Request, Consent{At: c.At, Says: Declined})
	default:
		return o, false
	}
	return o, true
}

func (o Operation) answer(id events.CommandID, terms Consent) Operation {
	o.Requests = amended(o.Requests, func(r Request) bool { return r.ID == id }, func(r *Request) { r.Terms = with(r.Terms, terms) })
	return o
}
