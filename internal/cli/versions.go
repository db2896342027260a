package cli

import (
	"context"

	"vigil/events"
)

var versionCommands = []Command{
	{
		Words: "plan issue", Args: "OPERATION CC", Act: "plan.issue", Speaks: asLead,
		Short: "give a State its own part of the plan to approve",
		Long: "Give a State its own legs, handover points and checkpoints, as they stand now, to\n" +
			"approve. What is changed in them afterwards has to be issued again.",
		Example: `vigil plan issue RELAY AT --remark "As agreed by telephone." --as hu/coordinator`,
		Fact: proposes(func(_ context.Context, s *sending) events.PlanIssued {
			return events.PlanIssued{Issue: events.IssueTerms{Country: placed[events.Country](s.Call, "CC")}}
		}),
	},
	{
		Words: "plan approve", Args: "OPERATION", Act: "plan.approve", Speaks: asDesk,
		Short:   "say yes to your State's part of the plan",
		Example: "vigil plan approve RELAY --version 1 --as at/commander",
		Flags:   []Flag{ofVersion},
		Fact: proposes(func(_ context.Context, s *sending) events.PlanApproved {
			return events.PlanApproved{Approval: events.PlanAnswer{Country: s.own(), Version: s.version()}}
		}),
	},
	{
		Words: "plan return", Args: "OPERATION", Act: "plan.return", Speaks: asDesk,
		Short:   "send your State's part of the plan back, with what has to change",
		Example: `vigil plan return RELAY --version 1 --ground no-team --reason "No team at AT-CP1 before 23:00Z." --as at/commander`,
		Flags:   flags(ofVersion, shortly),
		Fact: proposes(func(_ context.Context, s *sending) events.PlanReturned {
			return events.PlanReturned{Returned: events.PlanReturn{
				Country: s.own(), Version: s.version(), Ground: flagged[events.Code](s.Call, "ground"),
			}}
		}),
	},
	{
		Words: "leg activate", Args: "OPERATION LEG", Act: "leg.activate", Speaks: asLead,
		Short:   "take an alternate leg as the way from now on",
		Example: `vigil leg activate RELAY AT-L2 --reason "The A4 is closed." --as hu/coordinator`,
		Fact: proposes(func(_ context.Context, s *sending) events.LegActivated {
			return events.LegActivated{Activation: events.LegName{ID: placed[events.LegID](s.Call, "LEG")}}
		}),
	},
}

var ofVersion = takes("version", "N", "which version (default: the last that your State was given)")

// version is the one of --version, or the last that the officer's State was given.
func (s *sending) version() uint16 {
	if _, given := s.given["version"]; given {
		return s.count("version")
	}
	if given := stateOf(s.Document, s.own()).Plan.Version; given > 0 {
		return given
	}
	s.fail(notFound(noSuchRecord, "vigil plan ls "+string(s.Document.Name), "your State was given no part of the plan to approve"))
	return 0
}
