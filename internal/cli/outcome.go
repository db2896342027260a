package cli

import (
	"context"
	"errors"
	"strings"

	"vigil/events"
)

// How it came out, and what is to be settled before the file is closed.
var outcomeCommands = []Command{
	{
		Words: "delivery made", Args: "OPERATION", Act: "delivery.made",
		Short:   "report that a part was handed to whoever it was for",
		Example: "vigil delivery made RELAY --persons 2 --locode ATVIE --as at/team",
		Flags:   flags(howMany, inState, ofPart, inPlace),
		Fact: proposes(func(_ context.Context, s *sending) events.DeliveryMade {
			return events.DeliveryMade{Delivery: s.ended(), Place: s.place()}
		}),
	},
	{
		Words: "consignee identified", Args: "OPERATION", Act: "consignee.identified",
		Short:   "report that it is known who the goods are for; who, is a text",
		Example: `vigil consignee identified RELAY --persons 1 --identity "The owner of the garage at the Gürtel." --as at/commander`,
		Flags:   flags(howMany, inState, ofPart),
		Fact: proposes(func(_ context.Context, s *sending) events.ConsigneeIdentified {
			return events.ConsigneeIdentified{Consignee: s.ended()}
		}),
	},
	{
		Words: "arrest made", Args: "OPERATION", Act: "arrest.made",
		Short:   "report arrests: how many here, who in a text",
		Example: `vigil arrest made RELAY --persons 3 --names "The driver and two at the garage." --as at/commander`,
		Flags:   flags(needs("persons", "COUNT", "how many persons"), inState, takes("part", "LABEL", "over which part (default: none)"), inPlace),
		Fact: proposes(func(_ context.Context, s *sending) events.ArrestMade {
			return events.ArrestMade{
				Arrest: events.ArrestTerms{Country: s.state(), Persons: s.count("persons"), Part: s.partIfNamed()}, Place: s.place(),
			}
		}),
	},
	{
		Words: "seizure made", Args: "OPERATION", Act: "seizure.made",
		Short:   "report goods seized: net, and what stood in their place apart",
		Example: `vigil seizure made RELAY --quantity "62.4 kg" --packages 12 --storage VAULT-3 --as at/commander`,
		Flags: flags(
			needs("quantity", "AMOUNT", "the goods alone: \"62.4 kg\""),
			takes("substitute", "AMOUNT", "what had been put in their place: \"10 kg\""),
			takes("packages", "COUNT", "in how many packages"),
			keptAt, inState, ofPart, inPlace,
		),
		Fact: proposes(func(_ context.Context, s *sending) events.SeizureMade {
			return events.SeizureMade{
				Seizure: events.SeizureTerms{
					Part: s.part(), Country: s.state(), Quantity: s.quantity("quantity"), Substitute: s.quantity("substitute"),
					Packages: s.count("packages"), Storage: s.identifier("storage"),
				},
				Place: s.place(),
			}
		}),
	},
	{
		Words: "report file", Args: "OPERATION", Act: "report.file", Speaks: asDesk,
		Short:   "report on the operation for your State, after its end",
		Example: `vigil report file RELAY --wording "Goods and route as planned; one package torn." --as at/commander`,
		Fact: proposes(func(_ context.Context, s *sending) events.ReportFiled {
			return events.ReportFiled{Report: events.ReportTerms{Country: s.own()}}
		}),
	},
	{
		Words: "cost note", Args: "OPERATION", Act: "cost.note", Speaks: asDesk,
		Short:   "say what something cost your State, and who is to bear it",
		Example: `vigil cost note RELAY --item escort --amount "1250.5 EUR" --bearer HU --as at/commander`,
		Flags: []Flag{
			needs("item", "CODE", "what for: escort"),
			needs("amount", "MONEY", "how much, in which currency: \"1250.5 EUR\""),
			needs("bearer", "CC", "the State that is to bear it"),
		},
		Fact: proposes(func(_ context.Context, s *sending) events.CostNoted {
			return events.CostNoted{Cost: events.CostTerms{
				Country: s.own(), Item: flagged[events.Code](s.Call, "item"), Amount: s.money("amount"), Bearer: flagged[events.Country](s.Call, "bearer"),
			}}
		}),
	},
	{
		Words: "debrief hold", Args: "OPERATION", Act: "debrief.hold", Speaks: asLead,
		Short:   "say that the States have talked about it, and when",
		Example: `vigil debrief hold RELAY --held 20:00Z --lessons "Agree on the plates before, not at the border." --as hu/coordinator`,
		Flags:   []Flag{needs("held", "TIME", "when")},
		Fact: proposes(func(_ context.Context, s *sending) events.DebriefHeld {
			return events.DebriefHeld{Debrief: events.DebriefTerms{Held: s.moment("held")}}
		}),
	},
}

var howMany = takes("persons", "COUNT", "how many persons had to do with it")

func (s *sending) ended() events.OutcomeTerms {
	return events.OutcomeTerms{Part: s.part(), Country: s.state(), Persons: s.count("persons")}
}

// money reads "1250.5 EUR".
func (s *sending) money(flag string) (m events.Money) {
	text, given := s.given[flag]
	if !given {
		return m
	}
	amount, currency, _ := strings.Cut(strings.TrimSpace(text), " ")
	if err := errors.Join(m.Amount.UnmarshalText([]byte(amount)), m.Currency.UnmarshalText([]byte(strings.TrimSpace(currency)))); err != nil {
		s.fault("--%s: %q: write an amount and its currency, such as \"1250.5 EUR\": %s", flag, clean(text), strings.ReplaceAll(err.Error(), "\n", "; "))
	}
	return m
}
