package cli

import (
	"context"
	"slices"

	"vigil/events"
)

var handlingCommands = []Command{
	{
		Words: "handling release", Args: "REF", Act: "handling.release",
		Short: "show slots of your State's record to one State more",
		Long: "Show slots of a record to one State more, beyond what it may see. Only the State\n" +
			"whose record it is releases it.\n" + whatRefIs,
		Example: `vigil handling release AT:20 --to HU --slots crossing,remark --for "Two men, one armed." --as at/commander`,
		Flags: []Flag{
			needs("to", "CC", "the State that is shown them; it takes part"),
			needs("slots", "LIST", "which slots, texts included: sighting,place,remark"),
		},
		Fact: proposes(func(_ context.Context, s *sending) events.HandlingReleased {
			return events.HandlingReleased{Release: events.ReleaseTerms{
				Record: s.record.Command, To: flagged[events.Country](s.Call, "to"), Slots: listed[events.Code](s.Call, "slots"),
			}}
		}),
	},
	{
		Words: "handling change", Args: "REF", Act: "handling.change",
		Short: "give your State's record other handling codes",
		Long: "Give a record other handling codes: h1, not to be used in court without your leave;\n" +
			"h2, not to be passed on without it; h3, as --restriction says; h0, none of them. A\n" +
			"tighter code takes back what was shown, and all releases of the record.\n" + whatRefIs,
		Example: "vigil handling change AT:20 --codes h1,h2 --as at/commander",
		Flags:   []Flag{needs("codes", "LIST", "from now on: h1,h2")},
		Fact: proposes(func(_ context.Context, s *sending) events.HandlingChanged {
			codes := listed[events.HandlingCode](s.Call, "codes")
			s.saysRestriction(codes)
			return events.HandlingChanged{Change: events.ChangeTerms{Record: s.record.Command, Codes: codes}}
		}),
	},
}

const (
	whatCodesAre = "h1,h2 (vigil help handling change)"
	whatRefIs    = "REF is a message of your feed (AT:413) or a command's id."
)

// handling is the slot of that name. Without a code it is h0, which is no mark.
func (s *sending) handling() events.HandlingTerms {
	codes := []events.HandlingCode{}
	if _, given := s.given[events.SlotHandling]; given {
		codes = listed[events.HandlingCode](s.Call, events.SlotHandling)
	}
	s.saysRestriction(codes)
	return events.HandlingTerms{
		Codes: codes, Evaluation: flagged[events.Evaluation](s.Call, "evaluation"), TLP: flagged[events.TLP](s.Call, "tlp"), Marking: flagged[events.Marking](s.Call, "marking"),
	}
}

// isHandled tells whether a flag of handling was given.
func (s *sending) isHandled() bool {
	return slices.ContainsFunc(handlingFlags, func(f Flag) bool { _, given := s.given[f.Name]; return given })
}

// saysRestriction: what H3 demands stands in words.
func (s *sending) saysRestriction(codes []events.HandlingCode) {
	demands := false
	for _, code := range codes {
		demands = demands || code == events.H3
	}
	if _, said := s.given[events.SlotRestriction]; demands && !said {
		s.fault("--restriction TEXT is needed: h3 demands something, and says what")
	}
}
