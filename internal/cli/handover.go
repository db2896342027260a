package cli

import (
	"context"

	"vigil/events"
	"vigil/projections"
)

var handoverCommands = []Command{
	{
		Words: "handover offer", Args: "OPERATION POINT", Act: "handover.offer", Speaks: asDesk,
		Short:   "offer direction to the next State, at a handover point",
		Example: `vigil handover offer RELAY HU-AT --team HU-2 --seals S1,S2 --gross "64.1 kg" --persons 2 --message "Second driver since Győr." --as hu/commander`,
		Flags: []Flag{
			needs("team", "CALLSIGN", "the team that will hand over: HU-2"),
			takes("seals", "LIST", "seal numbers to check"),
			takes("hazards", "LIST", "dangers to who takes over"),
			takes("gross", "AMOUNT", "what it weighs with everything: \"64.1 kg\""),
			takes("persons", "COUNT", "how many persons travel with it"),
			ofPart,
		},
		Fact: proposes(func(_ context.Context, s *sending) events.HandoverOffered {
			return events.HandoverOffered{
				Offer: events.OfferTerms{Point: placed[events.PointID](s.Call, "POINT"), Part: s.part()},
				Pack: events.PackTerms{
					Team: flagged[events.CallSign](s.Call, "team"), Seals: listed[events.CallSign](s.Call, "seals"), Hazards: listed[events.Code](s.Call, "hazards"),
					Gross: s.quantity("gross"), Persons: s.count("persons"),
				},
			}
		}),
	},
	{
		Words: "handover accept", Args: "OPERATION OFFER", Act: "handover.accept", Speaks: asDesk,
		Short: "accept direction for your State",
		Long: "Accept direction for your State. It is yours when the goods pass the point; until\n" +
			"then the State that offers it directs. OFFER is a handover point (HU-AT: the open\n" +
			"offer there), a message of your feed (AT:413) or the offer's id.",
		Example: "vigil handover accept RELAY HU-AT --commander me --team AT-1 --as at/commander\n" +
			"vigil handover accept RELAY AT:7 --commander me --team AT-1 --as at/commander",
		Flags: []Flag{
			needs("commander", "KEYID", "the officer who takes command: a key id, or me"),
			needs("team", "CALLSIGN", "the team that takes over: AT-1"),
			ofPart,
		},
		Fact: proposes(func(ctx context.Context, s *sending) events.HandoverAccepted {
			return events.HandoverAccepted{Acceptance: events.AcceptanceTerms{
				Offer: s.offer(ctx), Commander: s.keyOf("commander"), Team: flagged[events.CallSign](s.Call, "team"),
			}}
		}),
	},
	{
		Words: "handover refuse", Args: "OPERATION OFFER", Act: "handover.refuse", Speaks: asDesk,
		Short:   "refuse direction, with the reason",
		Example: `vigil handover refuse RELAY HU-AT --ground not-in-place --reason "Team AT-1 is 20 minutes out." --as at/commander`,
		Flags:   []Flag{shortly, ofPart},
		Fact: proposes(func(ctx context.Context, s *sending) events.HandoverRefused {
			return events.HandoverRefused{Refusal: events.HandoverRefusalTerms{Offer: s.offer(ctx), Ground: flagged[events.Code](s.Call, "ground")}}
		}),
	},
	{
		Words: "handover withdraw", Args: "OPERATION OFFER", Act: "handover.withdraw", Speaks: asDesk,
		Short:   "take your State's offer back before it is answered",
		Example: "vigil handover withdraw RELAY HU-AT --ground it-stopped --as hu/commander",
		Flags:   []Flag{shortly, ofPart},
		Fact: proposes(func(ctx context.Context, s *sending) events.HandoverWithdrawn {
			return events.HandoverWithdrawn{Withdrawal: events.WithdrawalTerms{Offer: s.offer(ctx), Ground: flagged[events.Code](s.Call, "ground")}}
		}),
	},
	{
		Words: "handover completed", Args: "OPERATION POINT", Act: "handover.completed",
		Short:   "report that the receiving team has eyes on the goods",
		Example: "vigil handover completed RELAY HU-AT --team AT-1 --as at/commander",
		Flags:   []Flag{needs("team", "CALLSIGN", "the team that has eyes on the goods: AT-1"), ofPart},
		Fact: proposes(func(_ context.Context, s *sending) events.HandoverCompleted {
			return events.HandoverCompleted{Completion: events.CompletionTerms{
				Point: placed[events.PointID](s.Call, "POINT"), Part: s.part(), Team: flagged[events.CallSign](s.Call, "team"),
			}}
		}),
	},
	{
		Words: "handover ls", Args: "OPERATION",
		Short:   "list the offers and what became of them",
		Example: "vigil handover ls RELAY",
		Run: lists("handovers", "nothing was offered", func(c *Call, d projections.Document) (t grid, items []any) {
			t.ids, t.wide = true, 4
			t.heads = []string{"POINT", "PART", "STANDS", "OFFERED", "ANSWERED", "TEAMS", "SEALS", "OFFER", "ANSWER BY", "COMPLETED", "COMMANDER", "HAZARDS"}
			for _, h := range d.Handovers {
				items = append(items, h)
				t.add(string(h.Point), string(h.Part), said(string(h.State), string(h.Ground)), c.clock.short(h.Offered), c.clock.short(h.Answered),
					said(string(h.Team), with("→", h.Receiving)), joined(h.Seals), string(h.Offer),
					c.clock.short(h.AnswerBy), c.clock.short(h.Completed), string(h.Commander), joined(h.Hazards))
			}
			return t, items
		}),
	},
}
