package cli

import (
	"context"

	"vigil/events"
)

var consignmentCommands = []Command{
	{
		Words: "consignment declare", Args: "OPERATION", Act: "item.declare",
		Short:   "declare an item; it begins a part",
		Example: `vigil consignment declare RELAY --substance heroin --mode live --packages 12 --quantity "62.4 kg" --origin HU --hazards dust --as hu/coordinator`,
		Flags: []Flag{
			needs("substance", "CODE", "what it is: heroin"),
			needs("mode", "MODE", "live, partial or clean"),
			needs("packages", "COUNT", "how many packages"),
			needs("quantity", "AMOUNT", "as stated: \"62.4 kg\""),
			needs("origin", "CC", "the State where it sets out"),
			takes("hazards", "LIST", "dangers to who handles it: dust,sharp-edges"),
			takes("schedule", "SCHEDULE", "where the United Nations list it: 1961-i"),
			takes("form", "CODE", "powder, tablets, liquid"),
			takes("hs", "DIGITS", "the customs heading that the goods are declared under: 0803"),
		},
		Fact: proposes(func(_ context.Context, s *sending) events.ItemDeclared {
			return events.ItemDeclared{
				Item: events.ItemTerms{
					Substance: flagged[events.Code](s.Call, "substance"), Mode: flagged[events.Mode](s.Call, "mode"),
					Packages: s.count("packages"), Hazards: listed[events.Code](s.Call, "hazards"),
					Schedule: flagged[events.Schedule](s.Call, "schedule"), Form: flagged[events.Code](s.Call, "form"),
				},
				Cover:    events.CoverTerms{HS: flagged[events.HSCode](s.Call, "hs")},
				Origin:   events.OriginTerms{Country: flagged[events.Country](s.Call, "origin")},
				Quantity: s.quantity("quantity"),
			}
		}),
	},
	{
		Words: "consignment departed", Args: "OPERATION", Act: "consignment.departed",
		Short:   "report that a part set out",
		Example: "vigil consignment departed RELAY --country HU --occurred 20:10Z --as hu/commander",
		Flags:   []Flag{needs("country", "CC", "where it set out"), ofPart},
		Fact: proposes(func(_ context.Context, s *sending) events.ConsignmentDeparted {
			return events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: s.part(), Country: flagged[events.Country](s.Call, "country")}}
		}),
	},
	{
		Words: "departure approve", Args: "OPERATION", Act: "departure.approve", Speaks: asLead,
		Short:   "let a part leave: every State on the route has consented",
		Example: "vigil departure approve RELAY --as hu/coordinator\nvigil departure approve RELAY --dry-run --as hu/coordinator",
		Flags:   []Flag{ofPart},
		Fact: proposes(func(_ context.Context, s *sending) events.DepartureApproved {
			return events.DepartureApproved{Departure: events.DepartureTerms{Part: s.part()}}
		}),
	},
	{
		Words: "possession changed", Args: "OPERATION", Act: "possession.changed",
		Short:   "report who holds the goods now",
		Example: `vigil possession changed RELAY --holder carrier --country AT --remark "Handed to the driver of the second lorry." --as at/team`,
		Flags:   []Flag{needs("holder", "HOLDER", "courier, carrier, consignee, police, customs, undercover or unknown"), inState, ofPart},
		Fact: proposes(func(_ context.Context, s *sending) events.PossessionChanged {
			return events.PossessionChanged{Possession: events.PossessionTerms{Part: s.part(), Country: s.state(), Holder: flagged[events.Holder](s.Call, "holder")}}
		}),
	},
}
