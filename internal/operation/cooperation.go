package operation

import (
	"slices"

	"vigil/events"
)

// The rules of cooperation: whom a State puts on the operation, and whom it tells at
// home. Each speaks for itself alone. Whether another State takes part is asked of
// none of them: the answer would tell.
const (
	OwnTeams      Rule = "a-commander-assigns-the-teams-of-his-own-state" // 1. domain 4: TeamAssigned, own territory only
	TeamAssigned  Rule = "a-team-that-is-ready-was-assigned"              // 2. domain 4: TeamReady
	TeamOnce      Rule = "a-team-is-assigned-and-ready-once"              // 3. domain 3
	OwnUnderCover Rule = "a-state-counts-its-own-under-cover"             // 4. INV-24: whose they are alone says that they are there
	HostAdmits    Rule = "a-host-admits-officers-of-another-state"        // 5. CH-AT-LI art. 16; CH-Montenegro art. 14
	OwnLetters    Rule = "a-desk-writes-its-own-letters"                  // 6. India, Controlled Delivery Regulations 2022, FORM-II
	LetterAhead   Rule = "a-letter-holds-for-what-comes"                  // 7. design 4: a decision has no effect before it is made
	LetterOnce    Rule = "a-letter-is-withdrawn-once"                     // 8. domain 3
)

type (
	assignTeam         struct{ events.TeamAssigned }
	readyTeam          struct{ events.TeamReadied }
	admitOfficers      struct{ events.OfficersAdmitted }
	declareUndercover  struct{ events.UndercoverDeclared }
	issueLetter        struct{ events.LetterIssued }
	withdrawLetter     struct{ events.LetterWithdrawn }
	enterDeconfliction struct{ events.DeconflictionEntered }
)

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
	return s.warning(a.UndercoverDeclared), nil
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
	case events.UndercoverDeclared:
		o = o.accompanied(e.Presence)
	case events.OfficersAdmitted:
		there := pair{e.Admission.Country, e.Admission.From}
		o.Guests = slices.DeleteFunc(slices.Clone(o.Guests), func(p pair) bool { return p == there })
		if e.Admission.Number > 0 {
			o.Guests = append(o.Guests, there)
		}
	case events.DeconflictionEntered:
		// Nothing is decided by this: it is for people.
	case events.DeconflictionFound:
		o.Found = with(o.Found, e.Found)
	default:
		return o, false
	}
	return o, true
}
