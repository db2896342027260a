package cli

import (
	"context"

	"vigil/events"
)

var controlCommands = []Command{
	{
		Words: "control declare", Args: "OPERATION", Act: "control.declare", Speaks: asDesk,
		Short:   "say that a part cannot be stopped any more, before the clock does",
		Example: `vigil control declare RELAY --since 21:05Z --reason "Both cars are stuck behind the accident." --as hu/commander`,
		Flags:   flags(needs("since", "TIME", "when it was seen last"), ofPart),
		Fact: proposes(func(_ context.Context, s *sending) events.ControlDeclared {
			return events.ControlDeclared{Declared: events.ControlTerms{Part: s.part(), Country: s.own(), Since: s.moment("since")}}
		}),
	},
	{
		Words: "control decide", Args: "OPERATION RECOURSE", Act: "control.decide", Speaks: asDesk,
		Short: "decide what is done about control that was lost",
		Long: "Decide what is done about control that was lost: regain, find it again; interdict,\n" +
			"stop it as soon as it is seen; give-up, end the operation.",
		Example: `vigil control decide RELAY regain --plan "All exits of the A1 to Amstetten." --as hu/commander`,
		Flags:   flags(ofPart),
		Fact: proposes(func(_ context.Context, s *sending) events.ControlDecided {
			return events.ControlDecided{Decided: events.RecourseTerms{Part: s.part(), Country: s.own(), Recourse: word[events.Recourse](s.Call, "RECOURSE")}}
		}),
	},
	{
		Words: "go decide", Args: "OPERATION CHECKPOINT GO", Act: "go.decide", Speaks: asDesk,
		Short: "say whether it goes on past the last safe place to stop it",
		Example: "vigil go decide RELAY AT-CP1 go --as at/commander\n" +
			`vigil go decide RELAY AT-CP1 no-go --reason "The next State has not accepted." --as at/commander`,
		Flags: flags(ofPart),
		Fact: proposes(func(_ context.Context, s *sending) events.GoDecided {
			return events.GoDecided{Go: events.GoTerms{Part: s.part(), Checkpoint: placed[events.CheckpointID](s.Call, "CHECKPOINT"), Word: word[events.GoWord](s.Call, "GO")}}
		}),
	},
	{
		Words: "halt order", Args: "OPERATION", Act: "halt.order", Speaks: asDesk,
		Short:   "stop a part under guard, to go on later",
		Example: `vigil halt order RELAY --ground border-closed --reason "Held at the Heiligenkreuz lorry park." --as at/commander`,
		Flags:   flags(shortly, ofPart),
		Fact: proposes(func(_ context.Context, s *sending) events.HaltOrdered {
			return events.HaltOrdered{Halt: events.HaltOrder{Part: s.part(), Country: s.own(), Ground: flagged[events.Code](s.Call, "ground")}}
		}),
	},
	{
		Words: "halt lift", Args: "OPERATION", Act: "halt.lift", Speaks: asDesk,
		Short:   "let a halted part go on",
		Example: "vigil halt lift RELAY --as at/commander",
		Flags:   flags(ofPart),
		Fact: proposes(func(_ context.Context, s *sending) events.HaltLifted {
			return events.HaltLifted{Lifted: events.HaltName{Part: s.part(), Country: s.own()}}
		}),
	},
	{
		Words: "incident reported", Args: "OPERATION INCIDENT", Act: "incident.reported",
		Short:   "report what endangers people or the operation",
		Example: `vigil incident reported RELAY compromised --remark "The driver took pictures of AT-2." --as at/team`,
		Flags:   flags(inState, takes("part", "LABEL", "which part it is about (default: none)"), inPlace),
		Fact: proposes(func(_ context.Context, s *sending) events.IncidentReported {
			return events.IncidentReported{
				Incident: events.IncidentTerms{Country: s.state(), Incident: word[events.Incident](s.Call, "INCIDENT"), Part: s.partIfNamed()}, Place: s.place(),
			}
		}),
	},
}

// partIfNamed is the part that --part names, or none.
func (s *sending) partIfNamed() events.Part {
	if _, given := s.given["part"]; !given {
		return ""
	}
	return s.part()
}
