package projections

import (
	"slices"

	"vigil/events"
)

// PlanLine is the version of its part of the plan that a State was given last, and
// what it said to it.
type PlanLine struct {
	Version  uint16           `json:"version"`
	Issue    events.CommandID `json:"issue"`
	Issued   events.Time      `json:"issued"`
	Approved events.Time      `json:"approved,omitzero"`
	Returned events.Time      `json:"returned,omitzero"`
	Ground   events.Code      `json:"ground,omitzero"`
	Changed  events.Time      `json:"changed,omitzero"` // its part, after it was given: the answer is stale
}

// AssuranceLine is a State's word for what happens on its territory.
type AssuranceLine struct {
	Assurance events.Assurance `json:"assurance"`
	Given     events.Time      `json:"given"`
	Withdrawn events.Time      `json:"withdrawn,omitzero"`
}

// TeamLine is a State's team on the operation.
type TeamLine struct {
	Team     events.CallSign `json:"team"`
	Leg      events.LegID    `json:"leg,omitzero"`
	Assigned events.Time     `json:"assigned,omitzero"`
	Ready    events.Time     `json:"ready,omitzero"`
}

// AdmissionLine is how many officers of another State a host lets come along.
type AdmissionLine struct {
	Record events.CommandID `json:"record"`
	From   events.Country   `json:"from"`
	Number uint16           `json:"number"`
	Arms   events.Arms      `json:"arms,omitzero"`
	Since  events.Time      `json:"since"`
}

// PresenceLine counts those under cover with the goods: never who (INV-24).
type PresenceLine struct {
	Officers   uint16      `json:"officers"`
	Informants uint16      `json:"informants"`
	Since      events.Time `json:"since"`
}

// LetterLine is a hands-off letter that a State has issued.
type LetterLine struct {
	Letter    events.CommandID `json:"letter"`
	Agency    events.Code      `json:"agency"`
	Issued    events.Time      `json:"issued"`
	Until     events.Time      `json:"until"`
	Withdrawn events.Time      `json:"withdrawn,omitzero"`
}

// DeconflictionLine is a system in which a desk has entered the operation, or a
// number of this operation that another one holds too.
type DeconflictionLine struct {
	System events.Code       `json:"system,omitzero"`
	Number events.Identifier `json:"number,omitzero"`
	Since  events.Time       `json:"since"`
}

func (d *Document) evolveCooperation(r *record, e events.Event) bool {
	at := r.shown.At
	switch e := e.(type) {
	case events.AssuranceGiven:
		x := e.Assurance
		d.of(x.Country, func(s *StateLine) {
			s.Assurances = grown(without(s.Assurances, func(l AssuranceLine) bool { return l.Assurance == x.Assurance }),
				AssuranceLine{Assurance: x.Assurance, Given: at})
		})
	case events.AssuranceWithdrawn:
		x := e.Withdrawn
		d.of(x.Country, func(s *StateLine) {
			s.Assurances = changed(s.Assurances, func(l AssuranceLine) bool { return l.Assurance == x.Assurance }, func(l *AssuranceLine) { l.Withdrawn = at })
		})
	case events.TeamAssigned:
		x := e.Assignment
		d.of(x.Country, func(s *StateLine) {
			s.Teams = grown(without(s.Teams, func(l TeamLine) bool { return l.Team == x.Team && l.Leg == x.Leg }), TeamLine{Team: x.Team, Leg: x.Leg, Assigned: at})
		})
	case events.TeamReadied:
		x := e.Ready
		d.of(x.Country, func(s *StateLine) {
			s.Teams = changed(s.Teams, func(l TeamLine) bool { return l.Team == x.Team && l.Leg == x.Leg }, func(l *TeamLine) { l.Ready = at })
		})
	case events.OfficersAdmitted:
		x := e.Admission
		d.of(x.Country, func(s *StateLine) {
			s.Admitted = without(s.Admitted, func(l AdmissionLine) bool { return l.From == x.From })
			if x.Number > 0 {
				s.Admitted = grown(s.Admitted, AdmissionLine{r.shown.Command, x.From, x.Number, x.Arms, at})
			}
		})
	case events.UndercoverDeclared:
		x := e.Presence
		d.of(x.Country, func(s *StateLine) {
			s.Undercover = PresenceLine{}
			if x.Officers+x.Informants > 0 {
				s.Undercover = PresenceLine{x.Officers, x.Informants, at}
			}
		})
	case events.LetterIssued:
		x := e.Letter
		d.of(x.Country, func(s *StateLine) {
			s.Letters = grown(s.Letters, LetterLine{Letter: r.shown.Command, Agency: x.Agency, Issued: at, Until: x.Until})
		})
	case events.LetterWithdrawn:
		x := e.Withdrawn
		d.of(x.Country, func(s *StateLine) {
			s.Letters = changed(s.Letters, func(l LetterLine) bool { return l.Letter == x.Letter }, func(l *LetterLine) { l.Withdrawn = at })
		})
	case events.DeconflictionEntered:
		x := e.Entry
		d.of(x.Country, func(s *StateLine) {
			s.Deconflicted = grown(s.Deconflicted, DeconflictionLine{System: x.System, Since: at})
		})
	case events.DeconflictionFound:
		x := e.Found
		d.of(x.Country, func(s *StateLine) {
			s.Deconflicted = grown(s.Deconflicted, DeconflictionLine{Number: x.Number, Since: r.shown.Occurred})
		})
	default:
		return false
	}
	return true
}

// Unpromised are the States behind another on the plan that have not promised what
// that one demands of them; as far as the plan is shown.
func (d Document) Unpromised(country events.Country, want events.Assurance) (lacks []events.Country) {
	behind := []events.Country{country}
	for i := 0; i < len(behind); i++ {
		for _, p := range d.Points {
			if p.From == behind[i] && p.Dropped.IsZero() && !slices.Contains(behind, p.To) {
				behind = append(behind, p.To)
			}
		}
	}
	for _, x := range d.States {
		given := slices.ContainsFunc(x.Assurances, func(l AssuranceLine) bool { return l.Assurance == want && l.Withdrawn.IsZero() })
		if slices.Contains(behind[1:], x.Country) && !given {
			lacks = append(lacks, x.Country)
		}
	}
	return lacks
}

// of changes the line of a State, or begins one: whoever is shown a State's word may
// not have been shown which part it plays.
func (d *Document) of(c events.Country, change func(*StateLine)) {
	if c == "" {
		return
	}
	is := func(s StateLine) bool { return s.Country == c }
	if lastOf(d.States, is) < 0 {
		d.States = append(d.States, StateLine{Country: c})
	}
	d.States = changed(d.States, is, change)
}
