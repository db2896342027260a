package operation

import (
	"fmt"
	"slices"

	"vigil/events"
)

// The rules of cooperation: what a State promises, whom it puts on the operation, and
// whom it tells at home. Each speaks for itself alone. Whether another State takes
// part is asked of none of them: the answer would tell.
const (
	PromisesForItself Rule = "a-state-promises-for-itself"                    // 1. INV-27: Germany, Romania CPP 151. departure-needs-every-consent asks for them
	PromisedOnce      Rule = "an-assurance-is-given-once"                     // 2. domain 3: given, withdrawn, given again
	OwnTeams          Rule = "a-commander-assigns-the-teams-of-his-own-state" // 3. domain 4: TeamAssigned, own territory only
	TeamAssigned      Rule = "a-team-that-is-ready-was-assigned"              // 4. domain 4: TeamReady
	TeamOnce          Rule = "a-team-is-assigned-and-ready-once"              // 5. domain 3
	OwnUnderCover     Rule = "a-state-counts-its-own-under-cover"             // 6. INV-24: whose they are alone says that they are there
	HostAdmits        Rule = "a-host-admits-officers-of-another-state"        // 7. CH-AT-LI art. 16; CH-Montenegro art. 14
	OwnLetters        Rule = "a-desk-writes-its-own-letters"                  // 8. India, Controlled Delivery Regulations 2022, FORM-II
	LetterAhead       Rule = "a-letter-holds-for-what-comes"                  // 9. design 4: a decision has no effect before it is made
	LetterOnce        Rule = "a-letter-is-withdrawn-once"                     // 10. domain 3
)

// AssuranceMissing calls the lead: a State on whose word others let the goods pass has
// taken it back, and they travel.
const AssuranceMissing events.Code = "assurance-withdrawn"

type (
	giveAssurance      struct{ events.AssuranceGiven }
	withdrawAssurance  struct{ events.AssuranceWithdrawn }
	assignTeam         struct{ events.TeamAssigned }
	readyTeam          struct{ events.TeamReadied }
	admitOfficers      struct{ events.OfficersAdmitted }
	declareUndercover  struct{ events.UndercoverDeclared }
	issueLetter        struct{ events.LetterIssued }
	withdrawLetter     struct{ events.LetterWithdrawn }
	enterDeconfliction struct{ events.DeconflictionEntered }
)

// ofThirdStates is what a State that is bound by no instrument has to promise (Austrian
// police treaty art. 9: only if that State guarantees the same).
var ofThirdStates = []events.Assurance{events.ConstantSurveillance, events.SeizureAssured, events.ProsecutionAssured, events.InformationBack}

// Promise is a State's word for what happens on its territory. One that was taken back
// stays, so that it is known to lack.
type Promise struct {
	events.AssuranceTerms
	Withdrawn bool
}

// Team is one that a State has put on the operation, for a leg or for all of them.
type Team struct {
	events.TeamAssignment
	Ready bool
}

// Letter is a hands-off letter.
type Letter struct {
	ID        events.CommandID
	Country   events.Country
	Withdrawn events.Time // the hub's time; zero: it stands
}

func (a giveAssurance) decide(s situation) ([]events.Event, error) {
	t := a.Assurance
	if err := s.own(PromisesForItself, t.Country); err != nil {
		return nil, err
	}
	if s.assures(t.Country, t.Assurance) {
		return nil, refuse(PromisedOnce, Conflict, "%s has assured %s already", t.Country, t.Assurance)
	}
	out := []events.Event{a.AssuranceGiven}
	if after := s.knowing(out); !slices.ContainsFunc(after.Promises, func(p Promise) bool { return p.Country == t.Country && p.Withdrawn }) {
		out = append(out, s.settle(AssuranceMissing, string(t.Country), s.Lead, "given")...)
	}
	return out, nil
}

func (a withdrawAssurance) decide(s situation) ([]events.Event, error) {
	t := a.Withdrawn
	if err := s.own(PromisesForItself, t.Country); err != nil {
		return nil, err
	}
	if !s.assures(t.Country, t.Assurance) {
		return nil, refuse(PromisedOnce, Conflict, "%s does not assure %s", t.Country, t.Assurance).
			hint("Withdraw what was given.")
	}
	out := []events.Event{a.AssuranceWithdrawn}
	if _, travels := s.noticed(); travels {
		out = append(out, s.raise(AssuranceMissing, string(t.Country), s.Lead, "", s.at)...)
	}
	return out, nil
}

// A leg of another State is, by its name alone, none to assign a team to.
func (a assignTeam) decide(s situation) ([]events.Event, error) {
	t := a.Assignment
	if err := s.own(OwnTeams, t.Country); err != nil {
		return nil, err
	}
	if t.Leg != "" {
		if err := s.own(OwnTeams, t.Leg.Country()); err != nil {
			return nil, err
		}
		leg, ok := find(s.Legs, func(l Leg) bool { return l.ID == t.Leg })
		if err := changes(t.Leg, ok, leg.Dropped); err != nil {
			return nil, err
		}
	}
	if _, assigned := s.team(t); assigned {
		return nil, refuse(TeamOnce, Conflict, "team %s is assigned to this already", t.Team)
	}
	return []events.Event{a.TeamAssigned}, nil
}

func (a readyTeam) decide(s situation) ([]events.Event, error) {
	t := a.Ready
	if err := s.own(OwnTeams, t.Country); err != nil {
		return nil, err
	}
	team, assigned := s.team(t)
	switch {
	case !assigned:
		return nil, refuse(TeamAssigned, NotFound, "%s has assigned no team %s to this", t.Country, t.Team).
			hint("Assign it first, to the same leg.")
	case team.Ready:
		return nil, refuse(TeamOnce, Conflict, "team %s is ready already", t.Team)
	}
	return []events.Event{a.TeamReadied}, nil
}

func (a admitOfficers) decide(s situation) ([]events.Event, error) {
	t := a.Admission
	if err := s.own(OwnAuthority, t.Country); err != nil {
		return nil, err
	}
	if t.From == t.Country {
		return nil, refuse(HostAdmits, Invalid, "officers of %s need no admission there", t.Country)
	}
	if err := s.countryIsKnown(t.From); err != nil {
		return nil, err
	}
	return []events.Event{a.OfficersAdmitted}, nil
}

func (a declareUndercover) decide(s situation) ([]events.Event, error) {
	if err := s.own(OwnUnderCover, a.Presence.Country); err != nil {
		return nil, err
	}
	return []events.Event{a.UndercoverDeclared}, nil
}

func (a issueLetter) decide(s situation) ([]events.Event, error) {
	if err := s.own(OwnLetters, a.Letter.Country); err != nil {
		return nil, err
	}
	if !a.Letter.Until.After(s.at) {
		return nil, refuse(LetterAhead, Invalid, "the letter would be over since %s", minute(a.Letter.Until)).
			hint("Give it an end to come.")
	}
	return []events.Event{a.LetterIssued}, nil
}

func (a withdrawLetter) decide(s situation) ([]events.Event, error) {
	if err := s.own(OwnLetters, a.Withdrawn.Country); err != nil {
		return nil, err
	}
	letter, ok := find(s.Letters, func(l Letter) bool { return l.ID == a.Withdrawn.Letter && l.Country == s.country() })
	switch {
	case !ok:
		return nil, refuse(LetterOnce, NotFound, "%s has written no such letter", s.country()).
			hint("Name a letter of your own State.")
	case !letter.Withdrawn.IsZero():
		return nil, refuse(LetterOnce, Conflict, "this letter was withdrawn at %s", minute(letter.Withdrawn))
	}
	return []events.Event{a.LetterWithdrawn}, nil
}

// A national system is no business of the tracker's: that the operation is in it is
// recorded, each time.
func (a enterDeconfliction) decide(s situation) ([]events.Event, error) {
	if err := s.own(OwnLetters, a.Entry.Country); err != nil {
		return nil, err
	}
	return []events.Event{a.DeconflictionEntered}, nil
}

// own asks whether a decision is about the signer's own State.
func (s situation) own(under Rule, country events.Country) error {
	if country != s.country() {
		return refuse(under, NotAllowed, "%s cannot say this for %s", s.country(), country).
			hint("Only %s does.", country)
	}
	return nil
}

// assures tells whether a State has given its word and not taken it back.
func (o Operation) assures(country events.Country, what events.Assurance) bool {
	return slices.Contains(o.Promises, Promise{AssuranceTerms: events.AssuranceTerms{Country: country, Assurance: what}})
}

// unpromised lists, for people, what is not assured of a route: what a State whose
// consent lets the part pass demands of each State that comes after it, and what one
// that is bound by no instrument has to promise (INV-27).
func (o Operation) unpromised(route []Leg, part Part, t events.Time) []string {
	var list []string
	lacks := func(country events.Country, what []events.Assurance, why string) {
		for _, w := range what {
			line := fmt.Sprintf("%s: %s is not assured, %s", country, w, why)
			if !o.assures(country, w) && !slices.Contains(list, line) {
				list = append(list, line)
			}
		}
	}
	for i, leg := range route {
		if o.isThirdState(leg.Country) {
			lacks(leg.Country, ofThirdStates, "of a State bound by no instrument")
		}
		for _, before := range route[:i] {
			if before.Country != leg.Country {
				lacks(leg.Country, o.demanded(before, part, t), fmt.Sprintf("demanded by %s", before.Country))
			}
		}
	}
	return list
}

// demanded is what a State's consents that cover a leg demand of those who come after.
func (o Operation) demanded(leg Leg, part Part, t events.Time) []events.Assurance {
	var list []events.Assurance
	for _, r := range o.Requests {
		if c := r.on(t); r.Country == leg.Country && r.Measure == leg.Measure && c.lacks(leg, part, t) == "" {
			list = append(list, c.Demands...)
		}
	}
	return list
}

// isThirdState tells whether a State is bound by none of the instruments.
func (o Operation) isThirdState(country events.Country) bool {
	return slices.ContainsFunc(o.States, func(s events.StateTerms) bool { return s.Country == country && s.Bond == events.ThirdState })
}

func (o Operation) team(t events.TeamAssignment) (Team, bool) {
	return find(o.Teams, func(team Team) bool { return team.TeamAssignment == t })
}

func evolveCooperation(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e := e.(type) {
	case events.AssuranceGiven:
		o = o.promised(e.Assurance, false)
	case events.AssuranceWithdrawn:
		o = o.promised(e.Withdrawn, true)
	case events.TeamAssigned:
		o.Teams = with(o.Teams, Team{TeamAssignment: e.Assignment})
	case events.TeamReadied:
		o.Teams = amended(o.Teams, func(t Team) bool { return t.TeamAssignment == e.Ready }, func(t *Team) { t.Ready = true })
	case events.LetterIssued:
		o.Letters = with(o.Letters, Letter{ID: c.Command, Country: e.Letter.Country})
	case events.LetterWithdrawn:
		o.Letters = amended(o.Letters, func(l Letter) bool { return l.ID == e.Withdrawn.Letter }, func(l *Letter) { l.Withdrawn = c.At })
	case events.OfficersAdmitted, events.UndercoverDeclared, events.DeconflictionEntered:
		// Nothing is decided by these: they are for people.
	case events.DeconflictionFound:
		o.Found = with(o.Found, e.Found)
	default:
		return o, false
	}
	return o, true
}

// promised keeps one word of a State for each thing that it can promise.
func (o Operation) promised(t events.AssuranceTerms, withdrawn bool) Operation {
	o.Promises = slices.DeleteFunc(slices.Clone(o.Promises), func(p Promise) bool { return p.AssuranceTerms == t })
	o.Promises = append(o.Promises, Promise{t, withdrawn})
	return o
}
