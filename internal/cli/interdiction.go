package cli

import (
	"context"

	"vigil/events"
	"vigil/projections"
)

var interdictionCommands = []Command{
	{
		Words: "interdiction request", Args: "OPERATION CC", Act: "interdiction.request", Speaks: asLead,
		Short:   "ask the State where the goods are to stop them",
		Example: `vigil interdiction request RELAY AT --reason "The buyer was warned." --as hu/coordinator`,
		Flags:   []Flag{ofPart},
		Fact: proposes(func(_ context.Context, s *sending) events.InterdictionRequested {
			return events.InterdictionRequested{Wish: events.WishTerms{Part: s.part(), Country: placed[events.Country](s.Call, "CC")}}
		}),
	},
	{
		Words: "interdiction decline", Args: "OPERATION", Act: "interdiction.decline", Speaks: asDesk,
		Short:   "say no to the lead's wish that you stop the goods",
		Example: `vigil interdiction decline RELAY --ground no-team --reason "Nobody is near it before Wels." --as at/authority`,
		Flags:   []Flag{shortly, ofWish, ofPart},
		Fact: proposes(func(_ context.Context, s *sending) events.InterdictionDeclined {
			return events.InterdictionDeclined{Declined: events.DeclinedTerms{
				Request: s.wish(true), Country: s.own(), Ground: flagged[events.Code](s.Call, "ground"),
			}}
		}),
	},
	{
		Words: "interdiction order", Args: "OPERATION", Act: "interdiction.order", Speaks: asDesk,
		Short: "order that the goods are stopped, in your State",
		Long: "Order that the goods are stopped. Only the State where they are orders it. If the\n" +
			"lead has asked for it, the order answers that wish.",
		Example: `vigil interdiction order RELAY --ground leaves-the-plan --reason "Turned north at Wels." --as at/commander`,
		Flags:   flags(shortly, ofWish, ofPart, inPlace),
		Fact: proposes(func(_ context.Context, s *sending) events.InterdictionOrdered {
			return events.InterdictionOrdered{
				Order: events.OrderTerms{
					Part: s.part(), Country: s.own(), Ground: flagged[events.Code](s.Call, "ground"), Request: s.wish(false),
				},
				Place: s.place(),
			}
		}),
	},
	{
		Words: "interdiction executed", Args: "OPERATION", Act: "interdiction.executed",
		Short:   "report that the goods were stopped",
		Example: "vigil interdiction executed RELAY --goods secured --locode ATWEL --as at/team",
		Flags:   flags(needs("goods", "SECURED", "secured, partly-secured or not-secured"), inState, ofPart, inPlace),
		Fact: proposes(func(_ context.Context, s *sending) events.InterdictionExecuted {
			return events.InterdictionExecuted{
				Executed: events.ExecutedTerms{Part: s.part(), Country: s.state(), Goods: flagged[events.Secured](s.Call, "goods")},
				Place:    s.place(),
			}
		}),
	},
	{
		Words: "interdiction ls", Args: "OPERATION",
		Short:   "list who was asked to stop the goods, who ordered it, what came of it",
		Example: "vigil interdiction ls RELAY",
		Run:     lists("interdictions", "no interdiction concerns you", interdictions),
	},
}

var ofWish = takes("request", "ID", "the lead's wish that is answered (default: the only one open to your State)")

func interdictions(c *Call, d projections.Document) (t grid, items []any) {
	t.ids, t.wide = true, 4
	t.heads = []string{"PART", "STATE", "STANDS", "GOODS", "PLACE", "WISH", "ASKED", "DECLINED", "ORDERED", "EXECUTED"}
	for _, x := range d.Interdictions {
		items = append(items, x)
		t.add(string(x.Part), string(x.Country), said(string(x.State), string(x.Ground)), string(x.Goods), place(x.Place), string(x.Wish),
			c.clock.short(x.Requested), c.clock.short(x.Declined), c.clock.short(x.Ordered), c.clock.short(x.Executed))
	}
	return t, items
}
