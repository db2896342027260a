package cli

import (
	"context"
	"strings"

	"vigil/events"
	"vigil/projections"
)

var assuranceCommands = []Command{
	{
		Words: "assurance give", Args: "OPERATION", Act: "assurance.give", Speaks: asDesk,
		Short: "promise what your State does while the goods are on its territory",
		Long: "Promise, for your own State, one thing that partners may need before they let the\n" +
			"goods go on. States before yours on the route read it.",
		Example: `vigil assurance give RELAY --promise constant-surveillance --wording "Two teams and a beacon throughout." --as at/authority`,
		Flags:   []Flag{promising},
		Fact: proposes(func(_ context.Context, s *sending) events.AssuranceGiven {
			return events.AssuranceGiven{Assurance: s.assurance()}
		}),
	},
	{
		Words: "assurance withdraw", Args: "OPERATION", Act: "assurance.withdraw", Speaks: asDesk,
		Short:   "take a promise of your State back",
		Example: `vigil assurance withdraw RELAY --promise seizure --reason "The court has lifted the order." --as at/authority`,
		Flags:   []Flag{promising},
		Fact: proposes(func(_ context.Context, s *sending) events.AssuranceWithdrawn {
			return events.AssuranceWithdrawn{Withdrawn: s.assurance()}
		}),
	},
	{
		Words: "assurance ls", Args: "OPERATION",
		Short:   "list what States want promised, and what was promised",
		Example: "vigil assurance ls RELAY",
		Run:     lists("assurances", "nobody wants or promises anything that you may see", listAssurances),
	},
}

// listAssurances lists what States want of those after them, and what was promised.
func listAssurances(c *Call, d projections.Document) (t grid, items []any) {
	type line struct {
		Country   events.Country   `json:"country"`
		Wants     events.Assurance `json:"wants,omitzero"`
		Assurance any              `json:"assurance,omitempty"`
	}
	t.heads = []string{"STATE", "PROMISE", "STANDS"}
	for _, a := range d.Authorisations {
		for _, wanted := range a.Demands {
			items = append(items, line{Country: a.Country, Wants: wanted})
			t.add(string(a.Country), string(wanted), "wanted of every State after it")
		}
	}
	for _, s := range d.States {
		for _, x := range s.Assurances {
			items = append(items, line{Country: s.Country, Assurance: x})
			t.add(string(s.Country), string(x.Assurance), or(c.gone("TAKEN BACK", x.Withdrawn), "promised "+c.clock.short(x.Given)))
		}
	}
	return t, items
}

// listTeams lists who of each State is on the operation, and who else there knows of it.
func listTeams(c *Call, d projections.Document) (t grid, items []any) {
	t.heads = []string{"STATE", "WHO", "LEG", "STANDS"}
	for _, s := range d.States {
		items = append(items, s)
		for _, x := range s.Teams {
			stands := "assigned " + c.clock.short(x.Assigned)
			if !x.Ready.IsZero() {
				stands = "in place since " + c.clock.short(x.Ready)
			}
			t.add(string(s.Country), "team "+string(x.Team), string(x.Leg), stands)
		}
		for _, x := range s.Admitted {
			t.add(string(s.Country), said(several(x.Number, "officer"), with("of", x.From), "along"), "", said(string(x.Arms), "since", c.clock.short(x.Since)))
		}
		if u := s.Undercover; u.Officers+u.Informants > 0 {
			t.add(string(s.Country), said("UNDER COVER:", several(u.Officers, "officer"), several(u.Informants, "informant")), "", "since "+c.clock.short(u.Since))
		}
		for _, x := range s.Letters {
			t.add(string(s.Country), "letter to "+string(x.Agency), "", or(c.gone("ended", x.Withdrawn), said("until", c.clock.short(x.Until)+",", c.left(x.Until))))
		}
		for _, x := range s.Deconflicted {
			t.add(string(s.Country), said(with("entered in", x.System), with("ANOTHER OPERATION HAS", x.Number)), "", "since "+c.clock.short(x.Since))
		}
	}
	return t, items
}

var promising = needs("promise", "PROMISE", "constant-surveillance, access-at-any-time, seizure, prosecution or information-back")

func (s *sending) assurance() events.AssuranceTerms {
	return events.AssuranceTerms{Country: s.own(), Assurance: flagged[events.Assurance](s.Call, "promise")}
}

var teamCommands = []Command{
	{
		Words: "team assign", Args: "OPERATION CALLSIGN", Act: "team.assign", Speaks: asDesk,
		Short:   "put a team of your State on the operation",
		Example: "vigil team assign RELAY AT-1 --leg AT-L1 --as at/commander",
		Flags:   []Flag{ofLeg},
		Fact: proposes(func(_ context.Context, s *sending) events.TeamAssigned {
			return events.TeamAssigned{Assignment: s.assignment("CALLSIGN")}
		}),
	},
	{
		Words: "team ready", Args: "OPERATION TEAM", Act: "team.ready", Speaks: asDesk,
		Short:   "say that a team of your State is in place",
		Example: "vigil team ready RELAY AT-1 --as at/commander",
		Flags:   []Flag{takes("leg", "LEG", "on which leg (default: the one that it is assigned to)")},
		Fact: proposes(func(_ context.Context, s *sending) events.TeamReadied {
			return events.TeamReadied{Ready: s.assigned(s.assignment("TEAM"))}
		}),
	},
	{
		Words: "team ls", Args: "OPERATION",
		Short:   "list who is on it: teams, officers who come along, under cover, hands-off letters",
		Example: "vigil team ls RELAY",
		Run:     lists("states", "no State has put anybody on it that you may see", listTeams),
	},
}

var ofLeg = takes("leg", "LEG", "the leg that it is for (default: all of your State's)")

func (s *sending) assignment(place string) events.TeamAssignment {
	return events.TeamAssignment{
		Country: s.own(), Team: placed[events.CallSign](s.Call, place), Leg: flagged[events.LegID](s.Call, "leg"),
	}
}

// assigned adds the leg that a team is for, where it is for one only.
func (s *sending) assigned(t events.TeamAssignment) events.TeamAssignment {
	if t.Leg != "" {
		return t
	}
	teams := stateOf(s.Document, t.Country).Teams
	if its := only(teams, func(l projections.TeamLine) bool { return l.Team == t.Team }); len(its) == 1 {
		t.Leg = its[0].Leg
	}
	return t
}

var guestCommands = []Command{
	{
		Words: "guest admit", Args: "OPERATION CC", Act: "officers.admit", Speaks: asDesk,
		Short: "let officers of another State come along on your territory",
		Long: "Let so many officers of another State come along, without powers and under your\n" +
			"orders. Their names are shown to your State alone. --number 0 ends an admission.",
		Example: `vigil guest admit RELAY HU --number 2 --arms unarmed --names "Kovács, Szabó" --instructions "In the second car. No arrests." --as at/authority`,
		Flags: []Flag{
			needs("number", "COUNT", "how many; 0 ends it"),
			needs("arms", "ARMS", "unarmed, or armed for self-defence"),
		},
		Fact: proposes(func(_ context.Context, s *sending) events.OfficersAdmitted {
			return events.OfficersAdmitted{Admission: events.AdmissionTerms{
				Country: s.own(), From: placed[events.Country](s.Call, "CC"),
				Number: s.count("number"), Arms: flagged[events.Arms](s.Call, "arms"),
			}}
		}),
	},
	{
		Words: "undercover declare", Args: "OPERATION", Act: "undercover.declare", Speaks: asDesk,
		Short: "say how many under cover are with the goods, never who",
		Long: "Say how many officers under cover and informants of your State are with the goods,\n" +
			"so that nobody who stops them is taken by surprise. Never write who they are: no\n" +
			"name belongs in this tracker. No numbers end it.",
		Example: "vigil undercover declare RELAY --officers 1 --informants 0 --as hu/commander",
		Flags: []Flag{
			takes("officers", "COUNT", "officers under cover (default 0)"),
			takes("informants", "COUNT", "informants who take part (default 0)"),
		},
		Fact: proposes(func(_ context.Context, s *sending) events.UndercoverDeclared {
			return events.UndercoverDeclared{Presence: events.PresenceTerms{
				Country:  s.own(),
				Officers: s.count("officers"), Informants: s.count("informants"),
			}}
		}),
	},
}

var letterCommands = []Command{
	{
		Words: "letter issue", Args: "OPERATION", Act: "letter.issue", Speaks: asDesk,
		Short:   "give another agency of your State a hands-off letter",
		Example: `vigil letter issue RELAY --agency customs-wels --until 23:59Z --wording "Do not stop the lorry; call the desk of AT." --as at/authority`,
		Flags: []Flag{
			needs("agency", "CODE", "who is given it, in a short word: customs-wels"),
			needs("until", "TIME", "it holds until then"),
		},
		Fact: proposes(func(_ context.Context, s *sending) events.LetterIssued {
			return events.LetterIssued{Letter: events.LetterTerms{
				Country: s.own(), Agency: flagged[events.Code](s.Call, "agency"), Until: s.moment("until"),
			}}
		}),
	},
	{
		Words: "letter withdraw", Args: "OPERATION LETTER", Act: "letter.withdraw", Speaks: asDesk,
		Short:   "end a hands-off letter of your State",
		Long:    "End a hands-off letter of your State. LETTER is the agency that holds it, the\nmessage that told of it (AT:413), or its id.",
		Example: "vigil letter withdraw RELAY customs-wels --as at/authority",
		Fact: proposes(func(ctx context.Context, s *sending) events.LetterWithdrawn {
			return events.LetterWithdrawn{Withdrawn: events.LetterName{Letter: s.letter(ctx), Country: s.own()}}
		}),
	},
	{
		Words: "deconfliction enter", Args: "OPERATION", Act: "deconfliction.enter", Speaks: asDesk,
		Short:   "say that the operation stands in your State's deconfliction system",
		Example: "vigil deconfliction enter RELAY --system national-ops --as at/commander",
		Flags:   []Flag{needs("system", "CODE", "which one, in a short word")},
		Fact: proposes(func(_ context.Context, s *sending) events.DeconflictionEntered {
			return events.DeconflictionEntered{Entry: events.DeconflictionTerms{
				Country: s.own(), System: flagged[events.Code](s.Call, "system"),
			}}
		}),
	},
}

// letter is the hands-off letter that LETTER names: by the agency that holds it, by
// the message that told of it, or by its id.
func (s *sending) letter(ctx context.Context) (id events.CommandID) {
	text := s.arg("LETTER")
	if isRecord(text) {
		return s.recordNamed(ctx, "LETTER")
	}
	for _, l := range lettersOf(s.Document, s.own()) {
		if strings.EqualFold(string(l.Agency), text) {
			id = l.Letter // the last one
		}
	}
	if id == "" {
		s.fail(notFound(noSuchRecord, "vigil team ls "+string(s.Document.Name), "your State has given no letter to %s", clean(strings.ToLower(text))))
	}
	return id
}

// lettersOf are the hands-off letters of a State that hold.
func lettersOf(d projections.Document, of events.Country) []projections.LetterLine {
	return only(stateOf(d, of).Letters, func(l projections.LetterLine) bool { return l.Withdrawn.IsZero() })
}

// handsOff offers the agencies that hold a letter of the officer's State.
func handsOff(c *Call, d projections.Document) (list []candidate) {
	for _, l := range lettersOf(d, d.Viewer.Country()) {
		list = append(list, candidate{string(l.Agency), with("until", c.clock.short(l.Until))})
	}
	return list
}

// teams offers those of the officer's State.
func teams(_ *Call, d projections.Document) (list []candidate) {
	for _, team := range stateOf(d, d.Viewer.Country()).Teams {
		list = append(list, candidate{string(team.Team), with("leg", team.Leg)})
	}
	return list
}
