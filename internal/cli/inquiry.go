package cli

import (
	"context"

	"vigil/events"
	"vigil/projections"
)

var inquiryCommands = []Command{
	{
		Words: "information ask", Args: "OPERATION", Act: "information.ask", Speaks: asDesk,
		Short: "ask the lead for more before your State decides",
		Long: "Ask for more about a request before your State decides. The time for the answer\n" +
			"stands still until the lead has supplied it.",
		Example: `vigil information ask RELAY --measure transit --letters d,e --wording "Where does it leave Austria?" --as at/authority`,
		Flags: flags(answering,
			needs("letters", "LIST", "about which letters of the request: d,e (see vigil authorisation form)")),
		Fact: proposes(func(_ context.Context, s *sending) events.InformationAsked {
			asked := s.request()
			return events.InformationAsked{Question: events.QuestionTerms{
				Request: asked.Request, Country: asked.Country, Letters: listed[events.Code](s.Call, "letters"),
			}}
		}),
	},
	{
		Words: "information supply", Args: "OPERATION CC", Act: "information.supply", Speaks: asLead,
		Short:   "answer what a State has asked about a request",
		Example: `vigil information supply RELAY AT --wording "At Suben, on the A8." --as hu/coordinator`,
		Flags:   []Flag{takes("question", "ID", "which question (default: the only open one of that State)")},
		Fact: proposes(func(_ context.Context, s *sending) events.InformationSupplied {
			country := placed[events.Country](s.Call, "CC")
			return events.InformationSupplied{Answer: events.SuppliedTerms{Question: s.question(country), Country: country}}
		}),
	},
	{
		Words: "competence contest", Args: "OPERATION", Act: "competence.contest", Speaks: asDesk,
		Short: "say that more than one authority of your State may be competent",
		Long: "Say that more than one authority of your State may be competent for a request.\n" +
			"Until that is settled none of them decides.",
		Example: `vigil competence contest RELAY --measure transit --authorities AT-A1,AT-A2 --reason "Origin and interception lie in two districts." --as at/authority`,
		Flags:   flags(answering, needs("authorities", "LIST", "which ones: AT-A1,AT-A2 (vigil authority ls)")),
		Fact: proposes(func(_ context.Context, s *sending) events.CompetenceContested {
			asked := s.request()
			return events.CompetenceContested{Contest: events.ContestTerms{
				Request: asked.Request, Country: asked.Country, Authorities: listed[events.AuthorityID](s.Call, "authorities"),
			}}
		}),
	},
	{
		Words: "competence settle", Args: "OPERATION AUTHORITY", Act: "competence.settle", Speaks: asDesk,
		Short:   "say which authority of your State is competent",
		Example: "vigil competence settle RELAY AT-A1 --measure transit --as at/authority",
		Flags:   answering,
		Fact: proposes(func(_ context.Context, s *sending) events.CompetenceSettled {
			asked := s.request()
			return events.CompetenceSettled{Settlement: events.SettlementTerms{
				Request: asked.Request, Country: asked.Country, Authority: placed[events.AuthorityID](s.Call, "AUTHORITY"),
			}}
		}),
	},
}

// question is what a State has asked the lead and not been told: the one that is
// named, else the only one.
func (s *sending) question(of events.Country) events.CommandID {
	var open []candidate
	for _, a := range s.Document.Authorisations {
		if a.Country == of {
			open = append(open, openQuestions(s.Call, a)...)
		}
	}
	return s.theOne("question", string(of)+" asks nothing of you", "vigil authorisation ls", open)
}

func openQuestions(c *Call, a projections.AuthorisationLine) (list []candidate) {
	for _, q := range a.Questions {
		if q.Answer == "" {
			list = append(list, candidate{string(q.Question), said(string(a.Country), string(a.Measure), with("about", joined(q.Letters)), c.clock.ago(q.Asked))})
		}
	}
	return list
}

// questions offers what States have asked the lead.
func questions(c *Call, d projections.Document) (list []candidate) {
	for _, a := range d.Authorisations {
		list = append(list, openQuestions(c, a)...)
	}
	return list
}

// letterChoices offers the letters of a request.
func letterChoices(context.Context, *Call) (list []candidate) {
	for _, l := range letters {
		list = append(list, candidate{l.letter, l.title})
	}
	return list
}
