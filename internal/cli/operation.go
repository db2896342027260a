package cli

import (
	"context"
	"io"

	"vigil/events"
	"vigil/projections"
)

var operationCommands = []Command{
	{
		Words: "operation open", Args: "NAME", Act: "operation.open", Speaks: asLead,
		Short:   "open an operation that your State leads",
		Example: "vigil operation open RELAY --goods narcotics --basis untoc-20,eu-mla-12 --as hu/coordinator",
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
		Flags:   []Flag{needs("role", "ROLE", "origin, transit, destination, possible or requesting")},
		Fact: proposes(func(_ context.Context, s *sending) events.StateInvolved {
			return events.StateInvolved{State: events.StateTerms{
				Country: placed[events.Country](s.Call, "CC"), Role: flagged[events.StateRole](s.Call, "role"),
			}}
		}),
	},
	{
		Words: "operation close", Args: "OPERATION", Act: "operation.close", Speaks: asLead,
		Short:   "end an operation; nothing is decided after it",
		Example: "vigil operation close RELAY --cause delivered --as hu/coordinator",
		Flags:   []Flag{needs("cause", "CAUSE", "delivered, interdicted, terminated or lost")},
		Fact: proposes(func(_ context.Context, s *sending) events.OperationClosed {
			return events.OperationClosed{Closing: events.ClosingTerms{Cause: flagged[events.ClosingCause](s.Call, "cause")}}
		}),
	},
	{
		Words:   "operation ls",
		Short:   "list the operations that you may see",
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
	items := make([]any, len(docs))
	t := grid{heads: []string{"OPERATION", "LEAD", "STATE", "DIRECTS", "EYES-ON", "LAST SEEN", "OPENED"}}
	for i, d := range docs {
		document, err := d.Encode()
		if err != nil {
			return err
		}
		items[i] = events.Raw(document)
		state := string(d.State)
		if d.Ending != "" {
			state += ": " + string(d.Ending)
		}
		t.add(string(d.Name), string(d.Lead), state,
			eachPart(d, func(p projections.PartLine) string { return directs(p) }),
			eachPart(d, func(p projections.PartLine) string { return string(p.EyesOn) }),
			eachPart(d, func(p projections.PartLine) string { return c.seenLately(p) }),
			c.clock.short(d.Opened))
	}
	return c.answer(answer{Name: "operations", Items: items, Moment: &r.Moment, Human: func(w io.Writer) {
		c.listing(w, r, "", t, "no operation concerns you")
	}})
}
