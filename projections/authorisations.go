package projections

import (
	"slices"

	"vigil/events"
)

// AuthorisationLine is a request, its answer, and what became of the consent.
type AuthorisationLine struct {
	Request      events.CommandID `json:"request"`
	Country      events.Country   `json:"country"`
	Measure      events.Measure   `json:"measure"`
	Mode         events.Mode      `json:"mode,omitzero"`
	Asked        events.Window    `json:"asked,omitzero"`
	AskedCeiling events.Quantity  `json:"asked-ceiling,omitzero"`
	AskedAt      events.Time      `json:"asked-at,omitzero"`
	Answer       Answer           `json:"answer"`
	Finality     events.Finality  `json:"finality,omitzero"` // of the consent given
	Confirm      events.Time      `json:"confirm,omitzero"`  // of an oral one: to be in writing by then
	Window       events.Window    `json:"window,omitzero"`
	Modes        []events.Mode    `json:"modes,omitempty"`
	Ceiling      events.Quantity  `json:"ceiling,omitzero"`
	Ground       events.Code      `json:"ground,omitzero"` // of the refusal, suspension or revocation that holds
	Answered     events.Time      `json:"answered,omitzero"`
	Changed      events.Time      `json:"changed,omitzero"` // confirmed, varied, suspended, resumed, revoked or lapsed: the last time
	Ends         events.Time      `json:"ends,omitzero"`    // its clock has said so: it ends then by itself, or has
	For          events.LapseFor  `json:"for,omitzero"`     // want of what

	// What the treaties want in a request (CH-IT 2009 art. 12(2)); its words are texts
	// of the command.
	Version    uint16                 `json:"version,omitzero"`  // of the requests to this State for this measure
	Replaces   events.CommandID       `json:"replaces,omitzero"` // the version before
	Replaced   events.CommandID       `json:"replaced,omitzero"` // by the version after
	To         events.AuthorityID     `json:"to,omitzero"`
	Channel    events.Channel         `json:"channel,omitzero"`
	Urgency    events.Urgency         `json:"urgency,omitzero"`
	Legal      events.LegalTerms      `json:"legal,omitzero"`
	Parts      []events.Part          `json:"parts,omitempty"`
	Route      events.RouteTerms      `json:"route,omitzero"`
	AskedMeans events.MeansTerms      `json:"asked-means,omitzero"`
	Authority  events.AuthorisedTerms `json:"authority,omitzero"`

	// What became of it until the answer.
	AcknowledgeBy  events.Time          `json:"acknowledge-by,omitzero"`
	Acknowledged   events.Time          `json:"acknowledged,omitzero"`
	AcknowledgedBy events.AuthorityID   `json:"acknowledged-by,omitzero"`
	Unacknowledged events.Time          `json:"unacknowledged,omitzero"` // its clock said so
	AnswerBy       events.Time          `json:"answer-by,omitzero"`      // see AnswerDue
	Overdue        events.Time          `json:"overdue,omitzero"`        // its clock said so
	Questions      []QuestionLine       `json:"questions,omitempty"`
	Contested      events.Time          `json:"contested,omitzero"` // nobody decides until it is settled
	Contest        []events.AuthorityID `json:"contest,omitempty"`
	Competent      events.AuthorityID   `json:"competent,omitzero"` // as settled

	// What the answer says beside window, modes and ceiling.
	By      events.AuthorityID `json:"by,omitzero"`
	Decided events.Time        `json:"decided,omitzero"` // by that authority; Answered is when it was said here
	Area    events.AreaTerms   `json:"area,omitzero"`
	Means   events.MeansTerms  `json:"means,omitzero"`
	Demands []events.Assurance `json:"demands,omitempty"` // of each State that comes after
	Limits  []Limit            `json:"limits,omitempty"`
}

// Answer is what a State has said to a request, and what has become of it.
type Answer string

const (
	Unanswered     Answer = "unanswered"
	Granted        Answer = "granted" // final, or oral and in force
	Provisional    Answer = "provisional"
	Refused        Answer = "refused"
	ConsentRests   Answer = "suspended"
	ConsentRevoked Answer = "revoked"
	ConsentLapsed  Answer = "lapsed"
)

// ConditionLine is what a State's consent hangs on.
type ConditionLine struct {
	ID      events.ConditionID    `json:"id"`
	Topic   events.Code           `json:"topic,omitzero"`
	Force   events.ConditionForce `json:"force,omitzero"`
	State   ConditionState        `json:"state"`
	Imposed events.Time           `json:"imposed"`
	Done    events.Time           `json:"done,omitzero"` // met or waived
}

// ConditionState is where a condition stands.
type ConditionState string

const (
	Unmet  ConditionState = "unmet"
	Met    ConditionState = "met"
	Waived ConditionState = "waived"
)

func (d *Document) evolveAuthorisation(r *record, e events.Event) bool {
	at := r.shown.At
	switch e := e.(type) {
	case events.AuthorisationGranted:
		g := e.Grant
		d.consent(g.Request, g.Country, g.Measure, func(a *AuthorisationLine) {
			a.Finality, a.Confirm, a.Answered = g.Finality, g.Confirm, at
			a.Window, a.Modes, a.Ceiling = e.Window, g.Modes, e.Ceiling
			a.By, a.Decided, a.Area, a.Means, a.Demands = g.By, g.Decided, e.Area, e.Means, e.Demands.Assurances
			a.limited()
			a.Ends, a.For = events.Time{}, ""
			a.stands()
		})
	case events.AuthorisationRefused:
		x := e.Refusal
		d.consent(x.Request, x.Country, x.Measure, func(a *AuthorisationLine) {
			a.Answer, a.Ground, a.Answered = Refused, x.Ground, at
		})
	case events.AuthorisationConfirmed:
		x := e.Confirmation
		d.consent(x.Request, x.Country, x.Measure, func(a *AuthorisationLine) {
			a.Finality, a.Confirm, a.Changed = events.Final, events.Time{}, at
			a.saved(events.NotInWriting)
		})
	case events.AuthorisationVaried:
		x := e.Variation
		d.consent(x.Request, x.Country, x.Measure, func(a *AuthorisationLine) {
			a.Window, a.Modes, a.Ceiling, a.Changed = otherwise(e.Window, a.Window), x.Modes, e.Ceiling, at
			if e.Area.Extent != "" {
				a.Area = e.Area
			}
			if !e.Means.IsZero() {
				a.Means = e.Means
			}
			a.limited()
			a.saved(events.Expiry)
		})
	case events.AuthorisationSuspended:
		x := e.Suspension
		d.consent(x.Request, x.Country, x.Measure, func(a *AuthorisationLine) {
			a.Answer, a.Ground, a.Changed = ConsentRests, x.Ground, at
		})
	case events.AuthorisationResumed:
		x := e.Resumption
		d.consent(x.Request, x.Country, x.Measure, func(a *AuthorisationLine) {
			a.Changed = at
			a.stands()
		})
	case events.AuthorisationRevoked:
		x := e.Revocation
		d.consent(x.Request, x.Country, x.Measure, func(a *AuthorisationLine) {
			a.Answer, a.Ground, a.Changed = ConsentRevoked, x.Ground, at
		})
	case events.AuthorisationLapsing:
		x := e.Lapsing
		d.consent(x.Request, x.Country, x.Measure, func(a *AuthorisationLine) { a.Ends, a.For = x.Ends, x.For })
	case events.AuthorisationLapsed:
		x := e.Lapse
		d.consent(x.Request, x.Country, x.Measure, func(a *AuthorisationLine) {
			a.Answer, a.Ends, a.For, a.Changed = ConsentLapsed, x.Ends, x.For, at
		})

	case events.ConditionImposed:
		if id := e.Named.ID; id != "" {
			d.Conditions = append(d.Conditions, ConditionLine{ID: id, Topic: e.Condition.Topic, Force: e.Condition.Force, State: Unmet, Imposed: at})
		}
	case events.ConditionMet:
		d.condition(e.Met.ID, Met, at)
	case events.ConditionWaived:
		d.condition(e.Waived.ID, Waived, at)
	default:
		return false
	}
	return true
}

// consent finds the line of a request, or begins one: who may see an answer may
// not have been shown the question.
func (d *Document) consent(request events.CommandID, c events.Country, m events.Measure, change func(*AuthorisationLine)) {
	if request == "" {
		return
	}
	is := func(a AuthorisationLine) bool { return a.Request == request }
	if !slices.ContainsFunc(d.Authorisations, is) {
		d.Authorisations = append(d.Authorisations, AuthorisationLine{Request: request, Country: c, Measure: m, Answer: Unanswered})
	}
	d.Authorisations = changed(d.Authorisations, is, change)
}

// stands is a consent in force, or as good as it is.
func (a *AuthorisationLine) stands() {
	a.Answer, a.Ground = Granted, ""
	if a.Finality == events.Provisional {
		a.Answer = Provisional
	}
}

// saved takes a warning back: what was wanting is there.
func (a *AuthorisationLine) saved(want events.LapseFor) {
	if a.For == want {
		a.Ends, a.For = events.Time{}, ""
	}
}

func (d *Document) condition(id events.ConditionID, state ConditionState, at events.Time) {
	d.Conditions = changed(d.Conditions, func(c ConditionLine) bool { return c.ID == id }, func(c *ConditionLine) {
		c.State, c.Done = state, at
	})
}
