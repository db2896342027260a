package cli

import (
	"context"

	"vigil/events"
	"vigil/projections"
)

// What answers another record: the terms are those of what is answered, and are not
// typed again.
var settlingCommands = []Command{
	{
		Words: "substitution authorise", Args: "OPERATION", Act: "substitution.authorise", Speaks: asDesk,
		Short:   "consent, for your State, to goods being exchanged there",
		Example: "vigil substitution authorise RELAY --storage VAULT-3 --as at/authority",
		Flags:   flags(keptAt, takes("proposal", "ID", "the proposal that is answered (default: the only one open to your State)")),
		Fact: proposes(func(_ context.Context, s *sending) events.SubstitutionAuthorised {
			x := answered(s, "proposal", "no exchange of goods in your State is proposed", proposals, s.Document.Substitutions,
				func(x projections.SubstitutionLine) events.CommandID { return x.Proposal })
			return events.SubstitutionAuthorised{Substitution: events.SubstitutionConsent{
				Proposal: x.Proposal, Part: x.Part, Country: s.own(), Mode: x.Mode, Storage: s.identifier("storage"),
			}}
		}),
	},
	{
		Words: "substitution ls", Args: "OPERATION",
		Short:   "list what was proposed to be exchanged, and what came of it",
		Example: "vigil substitution ls RELAY",
		Run: lists("substitutions", "no exchange was proposed to you", func(c *Call, d projections.Document) (t grid, items []any) {
			t.ids, t.wide = true, 1
			t.heads = []string{"PART", "IN", "GOES ON", "CHARGE", "STANDS", "PROPOSAL", "KEPT AT"}
			for _, x := range d.Substitutions {
				items = append(items, x)
				stands := "NOT AUTHORISED, proposed " + c.clock.short(x.Proposed)
				if !x.Authorised.IsZero() {
					stands = "authorised " + c.clock.short(x.Authorised)
				}
				t.add(string(x.Part), string(x.Country), string(x.Mode), string(x.Charge), stands, string(x.Proposal), string(x.Storage))
			}
			return t, items
		}),
	},
	{
		Words: "loss declare", Args: "OPERATION", Act: "loss.declare", Speaks: asDesk, Ends: "declares goods of %s lost for good",
		Short:   "declare goods lost that a commander of your State reported",
		Example: "vigil loss declare RELAY --yes --as at/authority",
		Flags:   []Flag{takes("report", "ID", "the report that is confirmed (default: the only one open in your State)")},
		Fact: proposes(func(_ context.Context, s *sending) events.LossDeclared {
			x := answered(s, "report", "nobody of your State has reported goods that cannot be found", losses, s.Document.Losses,
				func(x projections.LossLine) events.CommandID { return x.Report })
			return events.LossDeclared{Declaration: events.LossDeclaration{Report: x.Report, Part: x.Part, Country: s.own(), Quantity: x.Quantity}}
		}),
	},
	{
		Words: "loss ls", Args: "OPERATION",
		Short:   "list goods that cannot be found, and what is declared lost",
		Example: "vigil loss ls RELAY",
		Run: lists("losses", "nobody has told you of goods that cannot be found", func(c *Call, d projections.Document) (t grid, items []any) {
			t.ids, t.wide = true, 1
			t.heads = []string{"PART", "IN", "QUANTITY", "LAST SEEN", "STANDS", "REPORT", "REPORTED"}
			for _, x := range d.Losses {
				items = append(items, x)
				stands := "reported, NOT DECLARED"
				if !x.Declared.IsZero() {
					stands = "declared lost " + c.clock.short(x.Declared)
				}
				t.add(string(x.Part), string(x.Country), amount(x.Quantity), c.clock.short(x.Seen), stands, string(x.Report), c.clock.short(x.Reported))
			}
			return t, items
		}),
	},
	{
		Words: "cost settle", Args: "OPERATION", Act: "cost.settle", Speaks: asDesk,
		Short:   "say that a cost was paid, or stays where it fell",
		Example: "vigil cost settle RELAY --as at/commander",
		Flags:   []Flag{takes("cost", "ID", "which cost (default: the only one that concerns your State and is open)")},
		Fact: proposes(func(_ context.Context, s *sending) events.CostSettled {
			x := answered(s, "cost", "no cost that concerns your State is open", costs, s.Document.Costs,
				func(x projections.CostLine) events.CommandID { return x.Cost })
			other := x.Country
			if other == s.own() {
				other = x.Bearer
			}
			return events.CostSettled{Settlement: events.CostName{Cost: x.Cost, Country: other}}
		}),
	},
	{
		Words: "cost ls", Args: "OPERATION",
		Short:   "list what it cost, and who bears it",
		Example: "vigil cost ls RELAY",
		Run: lists("costs", "no cost was told to you", func(c *Call, d projections.Document) (t grid, items []any) {
			t.ids, t.wide = true, 1
			t.heads = []string{"STATE", "FOR", "AMOUNT", "BORNE BY", "STANDS", "COST", "NOTED"}
			for _, x := range d.Costs {
				items = append(items, x)
				t.add(string(x.Country), string(x.Item), money(x.Amount), string(x.Bearer), or(c.gone("settled", x.Settled), "open"), string(x.Cost), c.clock.short(x.Noted))
			}
			return t, items
		}),
	},
}
