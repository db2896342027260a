package cli

import (
	"context"

	"vigil/events"
)

var eyesOnCommands = []Command{
	{
		Words: "eyes-on taken", Args: "OPERATION", Act: "eyes-on.taken",
		Short:   "report that a team has the goods in sight",
		Example: "vigil eyes-on taken RELAY --team AT-1 --as at/team",
		Flags:   ofEyes,
		Fact: proposes(func(_ context.Context, s *sending) events.EyesOnTaken {
			return events.EyesOnTaken{Eyes: s.eyes(), Team: s.team()}
		}),
	},
	{
		Words: "eyes-on degraded", Args: "OPERATION", Act: "eyes-on.degraded",
		Short:   "report that only a device still follows the goods",
		Example: "vigil eyes-on degraded RELAY --team AT-1 --as at/team",
		Flags:   ofEyes,
		Fact: proposes(func(_ context.Context, s *sending) events.EyesOnDegraded {
			return events.EyesOnDegraded{Eyes: s.eyes(), Team: s.team()}
		}),
	},
	{
		Words: "eyes-on lost", Args: "OPERATION", Act: "eyes-on.lost",
		Short: "report that nobody sees the goods any more",
		Long: "Report that nobody sees the goods any more. It occurred when they were seen last,\n" +
			"and the place is where that was.",
		Example: "vigil eyes-on lost RELAY --team AT-1 --occurred 21:05Z --lat 48.20 --lon 15.63 --as at/team",
		Flags:   flags(ofEyes, inPlace),
		Fact: proposes(func(_ context.Context, s *sending) events.EyesOnLost {
			return events.EyesOnLost{Eyes: s.eyes(), Team: s.team(), Place: s.place()}
		}),
	},
	{
		Words: "eyes-on regained", Args: "OPERATION", Act: "eyes-on.regained",
		Short:   "report that the goods are in sight again",
		Example: "vigil eyes-on regained RELAY --team AT-1 --as at/team",
		Flags:   ofEyes,
		Fact: proposes(func(_ context.Context, s *sending) events.EyesOnRegained {
			return events.EyesOnRegained{Eyes: s.eyes(), Team: s.team()}
		}),
	},
}

var ofEyes = []Flag{needs("team", "CALLSIGN", "the team that watches: AT-1"), inState, ofPart}

func (s *sending) eyes() events.EyesTerms {
	return events.EyesTerms{Part: s.part(), Country: s.state()}
}

func (s *sending) team() events.TeamTerms {
	return events.TeamTerms{Team: flagged[events.CallSign](s.Call, "team")}
}
