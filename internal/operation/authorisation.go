package operation

import (
	"slices"
	"time"

	"vigil/events"
)

// The rules of consent. A consent is given, changed and ended by the State's own
// competent authority; a request to another State is, for this one, not there.
const (
	InvolvedState  Rule = "the-state-is-involved"                      // 1. UNTOC art. 2(i): with the knowledge of the State. Asked by requests: request.go
	OwnAuthority   Rule = "only-a-states-own-authority-decides-for-it" // 2. INV-01: EU MLA 2000 art. 12(2); ETS 182 art. 18; Naples II art. 22
	RequestIsKnown Rule = "an-answer-answers-a-request"                // 3. UNTOC art. 20(3): case by case
	AnsweredOnce   Rule = "a-request-is-answered-once"                 // 4. domain 3; Netherlands: provisional first, then final or refused
	SameMeasure    Rule = "an-answer-keeps-to-the-measure-asked"       // 5. CH-IT 2009 art. 1: import, transit, export are separate
	ConsentStands  Rule = "only-a-consent-that-stands-is-changed"      // 6. domain 3: what is refused, revoked or over is asked anew
	ConfirmsOral   Rule = "only-an-oral-consent-is-confirmed"          // 7. INV-07: CH-IT 2013 art. 7
	RestsAlready   Rule = "what-rests-is-resumed-first"                // 8. domain 3. Also of operations
	NothingRests   Rule = "only-what-rests-is-resumed"                 // 9. domain 3. Also of operations
	ModesNamed     Rule = "a-consent-names-its-modes"                  // 10. INV-04: 1988 Convention art. 11(3); CH-IT 2009 art. 2
	NotOverYet     Rule = "a-consent-is-for-what-comes"                // 11. design 4: a decision has no effect before it is made
	OralHasTerm    Rule = "an-oral-consent-says-when-it-is-confirmed"  // 12. INV-07: CH-IT 2013 art. 7: within 48 hours
	ConsentInForce Rule = "crossing-needs-consent-in-force"            // INV-03: EU MLA 2000 art. 12; CISA art. 40. Asked by handovers
)

// What a State's desk is called for when its consent ends and the goods are there
// or may still come: it extends, stops them, or lets them out in time (INV-17).
const (
	ConsentLapsing events.Code = "consent-lapsing"
	ConsentLapsed  events.Code = "consent-lapsed"
	ConsentRevoked events.Code = "consent-revoked" // revoked, suspended or narrowed, the goods being there
)

type (
	grantAuthorisation   struct{ events.AuthorisationGranted }
	refuseAuthorisation  struct{ events.AuthorisationRefused }
	confirmAuthorisation struct{ events.AuthorisationConfirmed }
	varyAuthorisation    struct{ events.AuthorisationVaried }
	suspendAuthorisation struct {
		events.AuthorisationSuspended
	}
	resumeAuthorisation struct{ events.AuthorisationResumed }
	revokeAuthorisation struct{ events.AuthorisationRevoked }
)

func (a grantAuthorisation) decide(s situation) ([]events.Event, error) {
	g := a.Grant
	request, err := s.answerable(events.ConsentTerms{Request: g.Request, Country: g.Country, Measure: g.Measure})
	if err != nil {
		return nil, err
	}
	if request.last().Says == Provisional && g.Finality == events.Provisional {
		return nil, refuse(AnsweredOnce, Conflict, "%s has granted this provisionally already", g.Country).
			hint("Make it final, or refuse.")
	}
	given := grantedAt(s.at, a.AuthorisationGranted)
	if err := s.grantable(given); err != nil {
		return nil, err
	}
	if err := s.decidable(request, a.AuthorisationGranted); err != nil {
		return nil, err
	}
	if oral := given.Says == Oral; oral == g.Confirm.IsZero() ||
		oral && (!g.Confirm.After(s.at) || !g.Confirm.Before(a.Window.Until)) {
		return nil, refuse(OralHasTerm, Invalid, "an oral consent is to be in writing by a moment between now and its end, and no other has such a term").
			hint("Say by when, or grant it otherwise.")
	}
	return append(s.calming(a.AuthorisationGranted, g.Country, g.Measure, "granted"), s.changed(request, given, "granted")...), nil
}

func (a refuseAuthorisation) decide(s situation) ([]events.Event, error) {
	r := a.Refusal
	request, err := s.answerable(events.ConsentTerms{Request: r.Request, Country: r.Country, Measure: r.Measure})
	if err != nil {
		return nil, err
	}
	if err := request.uncontested(); err != nil {
		return nil, err
	}
	return s.calming(a.AuthorisationRefused, r.Country, r.Measure, "refused"), nil
}

// Confirming puts an oral consent in writing. It may rest meanwhile.
func (a confirmAuthorisation) decide(s situation) ([]events.Event, error) {
	request, err := s.changeable(a.Confirmation)
	if err != nil {
		return nil, err
	}
	now := request.last()
	if now.Confirm.IsZero() {
		return nil, refuse(ConfirmsOral, Conflict, "what %s said is in writing", request.Country)
	}
	return append([]events.Event{a.AuthorisationConfirmed}, s.changed(request, now.confirmed(), "confirmed")...), nil
}

// Varying replaces window, modes and ceiling, from now on, and area and means if it
// names them. What is oral stays so, and is to be in writing by the same moment.
func (a varyAuthorisation) decide(s situation) ([]events.Event, error) {
	v := a.Variation
	request, err := s.unrested(events.ConsentTerms{Request: v.Request, Country: v.Country, Measure: v.Measure})
	if err != nil {
		return nil, err
	}
	if a.Area.Extent != "" {
		if err := s.holdsWhere(a.Area, request.Country); err != nil {
			return nil, err
		}
	}
	varied := request.last().varied(a.AuthorisationVaried)
	if err := s.grantable(varied); err != nil {
		return nil, err
	}
	return append([]events.Event{a.AuthorisationVaried}, s.changed(request, varied, "varied")...), nil
}

func (a suspendAuthorisation) decide(s situation) ([]events.Event, error) {
	e := a.Suspension
	request, err := s.unrested(events.ConsentTerms{Request: e.Request, Country: e.Country, Measure: e.Measure})
	if err != nil {
		return nil, err
	}
	return append([]events.Event{a.AuthorisationSuspended}, s.changed(request, request.last().says(Suspended), "suspended")...), nil
}

func (a resumeAuthorisation) decide(s situation) ([]events.Event, error) {
	request, err := s.changeable(a.Resumption)
	if err != nil {
		return nil, err
	}
	now := request.last()
	if now.Says != Suspended {
		return nil, refuse(NothingRests, Conflict, "the consent of %s does not rest", request.Country)
	}
	return append([]events.Event{a.AuthorisationResumed}, s.changed(request, now.resumed(), "resumed")...), nil
}

func (a revokeAuthorisation) decide(s situation) ([]events.Event, error) {
	e := a.Revocation
	request, err := s.changeable(events.ConsentTerms{Request: e.Request, Country: e.Country, Measure: e.Measure})
	if err != nil {
		return nil, err
	}
	return append([]events.Event{a.AuthorisationRevoked}, s.changed(request, request.last().says(Revoked), "revoked")...), nil
}

// asked finds the request to its own State that an authority names.
func (s situation) asked(terms events.ConsentTerms) (Request, error) {
	if terms.Country != s.country() {
		return Request{}, refuse(OwnAuthority, NotAllowed, "an authority of %s cannot decide for %s", s.country(), terms.Country).
			hint("Only %s decides for %s.", terms.Country, terms.Country)
	}
	request, ok := s.Request(terms.Request)
	if !ok || request.Country != terms.Country {
		return Request{}, refuse(RequestIsKnown, NotFound, "%s was not asked this", terms.Country).
			hint("Name the request that you answer.")
	}
	return request, nil
}

// answerable finds the request that a State's authority may answer.
func (s situation) answerable(terms events.ConsentTerms) (Request, error) {
	request, err := s.unanswered(terms)
	if err != nil {
		return Request{}, err
	}
	return request, request.keepsTo(terms.Measure)
}

// unanswered finds a request that its State has still to answer.
func (s situation) unanswered(terms events.ConsentTerms) (Request, error) {
	request, err := s.asked(terms)
	if err != nil {
		return Request{}, err
	}
	switch now := request.last(); {
	case request.Newer != "":
		return Request{}, refuse(NewestCounts, Conflict, "the lead has replaced this request by %s", request.Newer).
			hint("Answer that one.")
	case now.Says != Open && now.Says != Provisional:
		return Request{}, refuse(AnsweredOnce, Conflict, "%s has answered this at %s: %s", terms.Country, minute(now.At), now.Says)
	}
	return request, nil
}

// changeable finds the consent that a State's authority may change: one given and
// not over, though it may rest.
func (s situation) changeable(terms events.ConsentTerms) (Request, error) {
	request, err := s.asked(terms)
	if err != nil {
		return Request{}, err
	}
	now := request.last()
	if end, _ := now.ends(); now.given() && now.over(s.at) {
		return Request{}, refuse(ConsentStands, Refused, "the consent of %s was over at %s", terms.Country, minute(end)).
			hint("The lead asks anew.")
	} else if !now.given() {
		return Request{}, refuse(ConsentStands, Refused, "%s has no consent here to change: %s", terms.Country, now.word())
	}
	return request, request.keepsTo(terms.Measure)
}

// unrested is changeable, and in force.
func (s situation) unrested(terms events.ConsentTerms) (Request, error) {
	request, err := s.changeable(terms)
	if now := request.last(); err == nil && now.Says == Suspended {
		return Request{}, refuse(RestsAlready, Conflict, "the consent of %s rests since %s", terms.Country, minute(now.At)).
			hint("Resume it first.")
	}
	return request, err
}

// grantedAt is what a grant allows.
func grantedAt(at events.Time, e events.AuthorisationGranted) Consent {
	g := e.Grant
	return Consent{At: at, Says: Answer(g.Finality), Modes: slices.Clone(g.Modes), Window: e.Window, Ceiling: e.Ceiling, Confirm: g.Confirm,
		Points: slices.Clone(e.Area.Points), Devices: slices.Clone(e.Means.Technical), Demands: slices.Clone(e.Demands.Assurances)}
}

func (r Request) keepsTo(measure events.Measure) error {
	if r.Measure != measure {
		return refuse(SameMeasure, Invalid, "%s was asked for %s, not %s", r.Country, r.Measure, measure)
	}
	return nil
}

// grantable asks of a consent, given or varied, what each must have.
func (s situation) grantable(c Consent) error {
	if len(c.Modes) == 0 {
		return refuse(ModesNamed, Invalid, "the consent does not say what may travel").
			hint("Name live, partial or clean.")
	}
	if err := sane(c.Window); err != nil {
		return err
	}
	if c.Window.Until.Before(s.at) {
		return refuse(NotOverYet, Invalid, "the consent would be over since %s", minute(c.Window.Until)).
			hint("Give it an end to come; one that is given is ended by revoking it.")
	}
	return nil
}

func evolveAuthorisation(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e := e.(type) {
	case events.AuthorisationRequested:
		o = o.requested(c.Command, e)
	case events.AuthorisationGranted:
		o = o.answer(e.Grant.Request, c.At, func(Consent) Consent { return grantedAt(c.At, e) })
	case events.AuthorisationRefused:
		o = o.answer(e.Refusal.Request, c.At, func(Consent) Consent { return Consent{Says: Declined} })
	case events.AuthorisationConfirmed:
		o = o.answer(e.Confirmation.Request, c.At, Consent.confirmed)
	case events.AuthorisationVaried:
		o = o.answer(e.Variation.Request, c.At, func(was Consent) Consent { return was.varied(e) })
	case events.AuthorisationSuspended:
		o = o.answer(e.Suspension.Request, c.At, func(was Consent) Consent { return was.says(Suspended) })
	case events.AuthorisationResumed:
		o = o.answer(e.Resumption.Request, c.At, Consent.resumed)
	case events.AuthorisationRevoked:
		o = o.answer(e.Revocation.Request, c.At, func(was Consent) Consent { return was.says(Revoked) })
	case events.AuthorisationLapsing:
		o = o.amendRequest(e.Lapsing.Request, func(r *Request) { r.Warned = e.Lapsing.Ends })
	case events.AuthorisationLapsed:
		at := c.At
		if e.Lapse.For == events.Expiry && !at.After(e.Lapse.Ends) {
			at = e.Lapse.Ends.Add(time.Millisecond) // the last moment of a window is in it
		}
		o = o.answer(e.Lapse.Request, at, func(was Consent) Consent { return was.says(Lapsed) })
	default:
		return o, false
	}
	return o, true
}

// answer keeps what held before: a fact that is told late is judged by it.
func (o Operation) answer(id events.CommandID, at events.Time, next func(was Consent) Consent) Operation {
	return o.amendRequest(id, func(r *Request) {
		terms := next(r.last())
		terms.At = at
		r.Terms = with(r.Terms, terms)
	})
}
