package cli

import (
	"context"
	"strings"

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
			id := s.theOne("proposal", "no exchange of goods in your State is proposed", "vigil substitution ls", proposals(s.Call, s.Document))
			consent := events.SubstitutionConsent{Proposal: id, Country: s.own(), Storage: s.identifier("storage")}
			for _, x := range s.Document.Substitutions {
				if x.Proposal == id {
					consent.Part, consent.Mode = x.Part, x.Mode
				}
			}
			s.known("proposal", id, consent.Part != "")
			return events.SubstitutionAuthorised{Substitution: consent}
		}),
	},
	{
		Words: "substitution ls", Args: "OPERATION",
		Short:   "list what was proposed to be exchanged, and what came of it",
		Example: "vigil substitution ls RELAY",
		Run: func(ctx context.Context, c *Call) error {
			return c.list(ctx, "substitutions", "no exchange was proposed to you", func(d projections.Document) (t grid, items []any) {
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
			})
		},
	},
	{
		Words: "loss declare", Args: "OPERATION", Act: "loss.declare", Speaks: asDesk, Ends: "declares goods of %s lost for good",
		Short:   "declare goods lost that a commander of your State reported",
		Example: "vigil loss declare RELAY --yes --as at/authority",
		Flags:   []Flag{takes("report", "ID", "the report that is confirmed (default: the only one open in your State)")},
		Fact: proposes(func(_ context.Context, s *sending) events.LossDeclared {
			id := s.theOne("report", "nobody of your State has reported goods that cannot be found", "vigil loss ls", losses(s.Call, s.Document))
			lost := events.LossDeclaration{Report: id, Country: s.own()}
			for _, x := range s.Document.Losses {
				if x.Report == id {
					lost.Part, lost.Quantity = x.Part, x.Quantity
				}
			}
			s.known("report", id, lost.Part != "")
			return events.LossDeclared{Declaration: lost}
		}),
	},
	{
		Words: "loss ls", Args: "OPERATION",
		Short:   "list goods that cannot be found, and what is declared lost",
		Example: "vigil loss ls RELAY",
		Run: func(ctx context.Context, c *Call) error {
			return c.list(ctx, "losses", "nobody has told you of goods that cannot be found", func(d projections.Document) (t grid, items []any) {
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
			})
		},
	},
	{
		Words: "cost settle", Args: "OPERATION", Act: "cost.settle", Speaks: asDesk,
		Short:   "say that a cost was paid, or stays where it fell",
		Example: "vigil cost settle RELAY --as at/commander",
		Flags:   []Flag{takes("cost", "ID", "which cost (default: the only one that concerns your State and is open)")},
		Fact: proposes(func(_ context.Context, s *sending) events.CostSettled {
			id := s.theOne("cost", "no cost that concerns your State is open", "vigil cost ls", costs(s.Call, s.Document))
			settled := events.CostName{Cost: id}
			for _, x := range s.Document.Costs {
				switch {
				case x.Cost != id:
				case x.Country == s.own():
					settled.Country = x.Bearer
				default:
					settled.Country = x.Country
				}
			}
			s.known("cost", id, settled.Country != "")
			return events.CostSettled{Settlement: settled}
		}),
	},
	{
		Words: "cost ls", Args: "OPERATION",
		Short:   "list what it cost, and who bears it",
		Example: "vigil cost ls RELAY",
		Run: func(ctx context.Context, c *Call) error {
			return c.list(ctx, "costs", "no cost was told to you", func(d projections.Document) (t grid, items []any) {
				t.ids, t.wide = true, 1
				t.heads = []string{"STATE", "FOR", "AMOUNT", "BORNE BY", "STANDS", "COST", "NOTED"}
				for _, x := range d.Costs {
					items = append(items, x)
					t.add(string(x.Country), string(x.Item), money(x.Amount), string(x.Bearer), or(c.gone("settled", x.Settled), "open"), string(x.Cost), c.clock.short(x.Noted))
				}
				return t, items
			})
		},
	},
}

// known fails if an id names nothing that was told here: its terms are then not
// known, and cannot be answered.
func (s *sending) known(flag string, id events.CommandID, is bool) {
	if id != "" && !is {
		s.fail(notFound(noSuchRecord, "vigil "+strings.Fields(s.Command.Words)[0]+" ls "+string(s.Document.Name), "--%s: %s is none that was told to you", flag, id))
	}
}

// choice lists what there is to choose from.
func choice(list []candidate) string {
	words := make([]string, len(list))
	for i, x := range list {
		words[i] = said(x.value, bracketed(x.what))
	}
	return strings.Join(words, ", ")
}
