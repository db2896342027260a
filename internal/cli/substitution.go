package cli

import (
	"context"

	"vigil/events"
)

var substitutionCommands = []Command{
	{
		Words: "substitution propose", Args: "OPERATION COUNTRY", Act: "substitution.propose", Speaks: asLead,
		Short:   "propose that a part goes on with less of the goods, or none",
		Example: `vigil substitution propose RELAY AT --mode clean --charge attempt --reason "Too much to lose in the city." --as hu/coordinator`,
		Flags: flags(
			needs("mode", "REDUCED", "how it goes on: partial or clean"),
			needs("charge", "CODE", "what can be charged then: attempt, possession"),
			ofPart,
		),
		Fact: proposes(func(_ context.Context, s *sending) events.SubstitutionProposed {
			return events.SubstitutionProposed{Proposal: events.SubstitutionTerms{
				Part: s.part(), Country: placed[events.Country](s.Call, "COUNTRY"), Mode: flagged[events.Mode](s.Call, "mode"), Charge: flagged[events.Code](s.Call, "charge"),
			}}
		}),
	},
	{
		Words: "substitution performed", Args: "OPERATION", Act: "substitution.performed",
		Short:   "report what was taken out and what was put in",
		Example: `vigil substitution performed RELAY --mode clean --removed "62.4 kg" --substitute "62.4 kg" --storage VAULT-3 --as at/commander`,
		Flags: flags(
			needs("mode", "REDUCED", "how it goes on: partial or clean"),
			needs("removed", "AMOUNT", "what was taken out: \"62.4 kg\""),
			needs("substitute", "AMOUNT", "what was put in: \"62.4 kg\""),
			keptAt, inState, ofPart,
		),
		Fact: proposes(func(_ context.Context, s *sending) events.SubstitutionPerformed {
			return events.SubstitutionPerformed{Performed: events.PerformedTerms{
				Part: s.part(), Country: s.state(), Mode: flagged[events.Mode](s.Call, "mode"), Removed: s.quantity("removed"), Substitute: s.quantity("substitute"), Storage: s.identifier("storage"),
			}}
		}),
	},
}
