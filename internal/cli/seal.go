package cli

import (
	"context"

	"vigil/events"
)

var sealCommands = []Command{
	{
		Words: "seal changed", Args: "OPERATION", Act: "seal.changed",
		Short: "report a seal put on, taken off or replaced",
		Example: "vigil seal changed RELAY --before S1 --after S7 --type customs --ground opened --as at/team\n" +
			"vigil seal changed RELAY --before NONE --after S8 --type covert --ground second-door --as at/team",
		Flags: flags(
			needs("before", "SEAL", "the seal that was there; NONE for none"),
			needs("after", "SEAL", "the seal that is there now; NONE for none"),
			needs("type", "SEALTYPE", "carrier, customs or covert"),
			shortly, inState, ofPart,
		),
		Fact: proposes(func(_ context.Context, s *sending) events.SealChanged {
			return events.SealChanged{Seal: events.SealTerms{
				Part: s.part(), Country: s.state(), Before: flagged[events.CallSign](s.Call, "before"), After: flagged[events.CallSign](s.Call, "after"),
				Type: flagged[events.SealType](s.Call, "type"), Ground: flagged[events.Code](s.Call, "ground"),
			}}
		}),
	},
	{
		Words: "seal checked", Args: "OPERATION", Act: "seals.checked",
		Short:   "report which seals were found on a part",
		Example: "vigil seal checked RELAY --seals S1,S2 --as at/team\nvigil seal checked RELAY --seals NONE --as at/team",
		Flags:   flags(needs("seals", "SEALS", "all that were found, with commas; NONE for none"), inState, ofPart),
		Fact: proposes(func(_ context.Context, s *sending) events.SealsChecked {
			check := events.SealCheck{Part: s.part(), Country: s.state(), Seals: []events.CallSign{}}
			if text := s.given["seals"]; text != string(events.NoSeal) && text != "" {
				check.Seals = listed[events.CallSign](s.Call, "seals")
			}
			return events.SealsChecked{Check: check}
		}),
	},
}
