package cli

import (
	"context"

	"vigil/events"
	"vigil/projections"
)

var conditionCommands = []Command{
	{
		Words: "condition impose", Args: "OPERATION", Act: "condition.impose", Speaks: asDesk,
		Short: "make your State's consent depend on something",
		Long: "Make your State's consent depend on something. While a precedent condition is not\n" +
			"met, nothing departs and your State accepts no direction.",
		Example: `vigil condition impose RELAY --topic interdict-before --force continuing --wording "Stop it before Vienna if it is dark." --as at/authority`,
		Flags: []Flag{
			needs("topic", "CODE", "what it is about, in a short word: interdict-before"),
			needs("force", "FORCE", "precedent (to be met before anything moves) or continuing"),
		},
		Fact: proposes(func(_ context.Context, s *sending) events.ConditionImposed {
			return events.ConditionImposed{Condition: events.ConditionTerms{
				Country: s.own(), Topic: flagged[events.Code](s.Call, "topic"), Force: flagged[events.ConditionForce](s.Call, "force"),
			}}
		}),
	},
	{
		Words: "condition met", Args: "OPERATION CONDITION", Act: "condition.meet", Speaks: asDesk,
		Short:   "say that your State's condition is fulfilled",
		Example: "vigil condition met RELAY AT-C1 --as at/commander",
		Fact: proposes(func(_ context.Context, s *sending) events.ConditionMet {
			return events.ConditionMet{Met: events.ConditionName{ID: placed[events.ConditionID](s.Call, "CONDITION")}}
		}),
	},
	{
		Words: "condition waive", Args: "OPERATION CONDITION", Act: "condition.waive", Speaks: asDesk,
		Short:   "give your State's condition up",
		Example: `vigil condition waive RELAY AT-C1 --reason "The team is there in daylight." --as at/authority`,
		Fact: proposes(func(_ context.Context, s *sending) events.ConditionWaived {
			return events.ConditionWaived{Waived: events.ConditionName{ID: placed[events.ConditionID](s.Call, "CONDITION")}}
		}),
	},
	{
		Words: "condition ls", Args: "OPERATION",
		Short:   "list what consents depend on, and what is not met",
		Example: "vigil condition ls RELAY",
		Run: lists("conditions", "no condition concerns you", func(c *Call, d projections.Document) (t grid, items []any) {
			t.wide = 2
			t.heads = []string{"CONDITION", "STATE", "TOPIC", "FORCE", "STANDS", "IMPOSED", "DONE"}
			for _, x := range d.Conditions {
				items = append(items, x)
				t.add(string(x.ID), string(x.ID.Country()), string(x.Topic), string(x.Force), string(x.State), c.clock.short(x.Imposed), c.clock.short(x.Done))
			}
			return t, items
		}),
	},
}
