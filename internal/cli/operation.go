package cli

import (
	"context"

	"vigil/events"
	"vigil/projections"
)

var operationCommands = []Command{
	{
		Words: "operation open", Args: "NAME", Act: "operation.open", Speaks: asLead,
		Short:   "open an operation that your State leads",
		Example: "vigil operation open OAK --goods narcotics --basis untoc-20,eu-mla-12 --as hu/coordinator",
		Flags: []Flag{
			needs("goods", "CLASS", "narcotics, precursors, firearms, explosives, cash, tobacco or other"),
			needs("basis", "LIST", "instruments: untoc-20, vienna-11, eu-mla-12, ets182-18, naples-ii-22, eio-28, bilateral"),
		},
		Fact: proposes(func(_ context.Context, s *sending) events.OperationOpened {
			return events.OperationOpened{
				Operation: events.OperationTerms{
					Name: placed[events.Codename](s.Call, "NAME"), Lead: s.note.Signer.Country(), Goods: flagged[events.GoodsClass](s.Call, "goods"),
				},
				Basis: events.LegalBasis{Instruments: listed[events.Instrument](s.Call, "basis")},
			}
		}),
	},
	{
		Words: "operation involve", Args: "OPERATION CC", Act: "state.involve", Speaks: asLead,
		Short:   "bring a State in, in one role",
		Example: "vigil operation involve RELAY AT --role transit --as hu/coordinator",
		Flags: []Flag{
			needs("role", "ROLE", "origin, transit, destination, possible, requesting, flag (of a ship) or informed"),
			toggle("third-state", "bound by no instrument of the operation: it has to give the same assurances"),
		},
		Fact: proposes(func(_ context.Context, s *sending) events.StateInvolved {
			state := events.StateTerms{Country: placed[events.Country](s.Call, "CC"), Role: flagged[events.StateRole](s.Call, "role")}
			if s.switched("third-state") {
				state.Bond = events.ThirdState
			}
			return events.StateInvolved{State: state}
		}),
	},
	{
		Words: "operation suspend", Args: "OPERATION", Act: "operation.suspend", Speaks: asLead,
		Short:   "halt an operation: nothing departs, no direction is offered",
		Example: `vigil operation suspend RELAY --ground risk-to-life --reason "Shots fired at Tata." --as hu/coordinator`,
		Flags:   []Flag{shortly},
		Fact: proposes(func(_ context.Context, s *sending) events.OperationSuspended {
			return events.OperationSuspended{Suspension: events.HaltTerms{Ground: flagged[events.Code](s.Call, "ground")}}
		}),
	},
	{
		Words: "operation resume", Args: "OPERATION", Act: "operation.resume", Speaks: asLead,
		Short:   "let a halted operation go on",
		Example: "vigil operation resume RELAY --ground risk-is-over --as hu/coordinator",
		Flags:   []Flag{shortly},
		Fact: proposes(func(_ context.Context, s *sending) events.OperationResumed {
			return events.OperationResumed{Resumption: events.HaltTerms{Ground: flagged[events.Code](s.Call, "ground")}}
		}),
	},
	{
		Words: "operation terminate", Args: "OPERATION", Act: "operation.terminate", Speaks: asLead, Ends: "gives %s up for good",
		Short:   "give an operation up; from now on it is only wound up",
		Example: `vigil operation terminate RELAY --ground compromised --reason "The courier was warned." --yes --as hu/coordinator`,
		Flags:   []Flag{shortly},
		Fact: proposes(func(_ context.Context, s *sending) events.OperationTerminated {
			return events.OperationTerminated{Termination: events.HaltTerms{Ground: flagged[events.Code](s.Call, "ground")}}
		}),
	},
	{
		Words: "operation end", Args: "OPERATION", Act: "operation.end", Speaks: asLead, Ends: "ends %s for good",
		Short:   "say how an operation ended; then it is only settled",
		Example: "vigil operation end RELAY --cause delivered --yes --as hu/coordinator",
		Flags:   []Flag{needs("cause", "CAUSE", "delivered, interdicted, terminated or lost")},
		Fact: proposes(func(_ context.Context, s *sending) events.OperationEnded {
			return events.OperationEnded{Ending: events.EndTerms{Cause: flagged[events.EndCause](s.Call, "cause")}}
		}),
	},
	{
		Words: "operation close", Args: "OPERATION", Act: "operation.close", Speaks: asLead, Ends: "closes the file of %s",
		Short: "close the file of an operation that has ended",
		Long: "Close the file of an operation that has ended: every part is accounted for, every\n" +
			"alert answered, every State has reported, devices are back or written off, costs are\n" +
			"settled. What is missing is listed. --review is when it is looked at again whether\n" +
			"the records are still needed.",
		Example: "vigil operation close RELAY --review 2029-03-02T00:00Z --yes --as hu/coordinator",
		Flags:   []Flag{needs("review", "TIME", "when the records are reviewed: needed still, or not")},
		Fact: proposes(func(_ context.Context, s *sending) events.OperationClosed {
			return events.OperationClosed{Closing: events.ClosingTerms{Review: s.moment("review")}}
		}),
	},
	{
		Words: "operation reopen", Args: "OPERATION", Act: "operation.reopen", Speaks: asLead,
		Short:   "open a closed file again",
		Example: `vigil operation reopen RELAY --ground new-evidence --reason "The second lorry was found." --as hu/coordinator`,
		Flags:   []Flag{shortly},
		Fact: proposes(func(_ context.Context, s *sending) events.OperationReopened {
			return events.OperationReopened{Reopening: events.HaltTerms{Ground: flagged[events.Code](s.Call, "ground")}}
		}),
	},
	{
		Words:   "operation ls",
		Short:   "list the operations that you may see, what needs you first",
		Example: "vigil operation ls\nvigil operation ls --desk at -o json",
		Run:     listOperations,
	},
}

func listOperations(ctx context.Context, c *Call) error {
	r, err := c.read(ctx)
	if err != nil {
		return err
	}
	docs, err := r.Desk.Documents(ctx, r.Asker)
	if err != nil {
		return err
	}
	c.byNeed(docs)
	items := make([]any, len(docs))
	t := grid{wide: 4, heads: []string{"OPERATION", "LEAD", "STATE", "NEEDS", "DIRECTS", "EYES-ON", "LAST SEEN", "OPENED", "GOODS", "HANDLING", "ID"}}
	for i, d := range docs {
		document, err := d.Encode()
		if err != nil {
			return err
		}
		items[i] = events.Raw(document)
		need, _ := c.needs(d)
		d, _ = declared(d)
		t.add(or(string(d.Name), string(d.Operation)), string(d.Lead), stands(d), need,
			eachPart(d, func(p projections.PartLine) string { return directs(d, p) }),
			eachPart(d, watched),
			eachPart(d, func(p projections.PartLine) string { return c.lastSeen(p, c.clock.short) }),
			c.clock.short(d.Opened), string(d.Goods), codes(d.Handling), string(d.Operation))
	}
	return c.answer(answer{Name: "operations", Items: items, Moment: &r.Moment, Rows: &t, Head: c.headline(r, ""), Empty: "no operation concerns you"})
}
