package cli

import (
	"context"
	"io"

	"vigil/events"
	"vigil/projections"
)

var authorisationCommands = []Command{
	{
		Words: "authorisation request", Args: "OPERATION CC", Act: "authorisation.request", Speaks: asLead,
		Short:   "ask a State for its consent to one measure",
		Example: `vigil authorisation request RELAY AT --measure transit --mode live --from 22:00Z --until 23:30Z --ceiling "62.4 kg" --as hu/coordinator`,
		Flags: flags(
			needs("measure", "MEASURE", "import, transit or export"),
			needs("mode", "MODE", "live, partial or clean"),
			inWindow,
			takes("ceiling", "AMOUNT", "no more than: \"62.4 kg\""),
		),
		Fact: proposes(func(_ context.Context, s *sending) events.AuthorisationRequested {
			return events.AuthorisationRequested{
				Request: events.RequestTerms{
					Country: placed[events.Country](s.Call, "CC"), Measure: flagged[events.Measure](s.Call, "measure"), Mode: flagged[events.Mode](s.Call, "mode"),
				},
				Window: s.window(), Ceiling: s.quantity("ceiling"),
			}
		}),
	},
	{
		Words: "authorisation grant", Args: "OPERATION", Act: "authorisation.grant", Speaks: asDesk,
		Short: "consent, for your own State",
		Long: "Consent to what your State was asked, within a window and for the modes you name.\n" +
			"Final unless --provisional says that a second authority must still finalise it.",
		Example: "vigil authorisation grant RELAY --measure transit --modes live,partial --from 22:00Z --until 23:30Z --as at/authority",
		Flags: flags(
			answering,
			inWindow,
			needs("modes", "LIST", "what may travel: live, partial, clean"),
			toggle("final", "it can be relied on (the default)"),
			toggle("provisional", "a second authority must still finalise it"),
			takes("ceiling", "AMOUNT", "no more than: \"62.4 kg\""),
		),
		Fact: proposes(func(_ context.Context, s *sending) events.AuthorisationGranted {
			asked := s.request()
			finality := events.Final
			if s.switched("provisional") {
				finality = events.Provisional
				if s.switched("final") {
					s.fault("--final and --provisional: say one of them")
				}
			}
			return events.AuthorisationGranted{
				Grant: events.GrantTerms{
					Request: asked.Request, Country: asked.Country, Measure: asked.Measure,
					Modes: listed[events.Mode](s.Call, "modes"), Finality: finality,
				},
				Window: s.window(), Ceiling: s.quantity("ceiling"),
			}
		}),
	},
	{
		Words: "authorisation refuse", Args: "OPERATION", Act: "authorisation.refuse", Speaks: asDesk,
		Short:   "refuse consent, with the reason",
		Example: `vigil authorisation refuse RELAY --measure transit --ground public-safety --reason "Weapons on board." --as at/authority`,
		Flags:   flags(answering, needs("ground", "CODE", "a short word for the reason: public-safety")),
		Fact: proposes(func(_ context.Context, s *sending) events.AuthorisationRefused {
			asked := s.request()
			return events.AuthorisationRefused{Refusal: events.RefusalTerms{
				Request: asked.Request, Country: asked.Country, Measure: asked.Measure, Ground: flagged[events.Code](s.Call, "ground"),
			}}
		}),
	},
	{
		Words: "authorisation ls", Args: "OPERATION",
		Short:   "list what was asked of whom, and the answers",
		Example: "vigil authorisation ls RELAY",
		Run: func(ctx context.Context, c *Call) error {
			return c.list(ctx, "authorisations", "nobody was asked for consent", func(d projections.Document) (t grid, items []any) {
				t.ids = true
				t.heads = []string{"STATE", "MEASURE", "ANSWER", "WINDOW", "MODES", "CEILING", "ASKED", "REQUEST"}
				for _, a := range d.Authorisations {
					items = append(items, a)
					window, modes := a.Window, joined(a.Modes)
					if a.Answer == projections.Unanswered {
						window, modes = a.Asked, string(a.Mode)
					}
					t.add(string(a.Country), string(a.Measure), said(string(a.Answer), string(a.Ground)), c.clock.window(window), modes,
						amount(a.Ceiling), c.clock.short(a.AskedAt), string(a.Request))
				}
				return t, items
			})
		},
	},
}

var answering = []Flag{
	takes("request", "ID", "the request that is answered (default: the only one open to your State)"),
	takes("measure", "MEASURE", "the same by its measure: import, transit or export"),
	takes("country", "CC", "the State that was asked (default: your own; no other's is yours to answer)"),
}

// list reads one operation and prints some of it.
func (c *Call) list(ctx context.Context, name, empty string, rows func(projections.Document) (grid, []any)) error {
	r, err := c.read(ctx)
	if err != nil {
		return err
	}
	d, err := c.operation(ctx, r)
	if err != nil {
		return err
	}
	t, items := rows(d)
	return c.answer(answer{Name: name, Items: items, Moment: &r.Moment, Human: func(w io.Writer) {
		c.listing(w, r, string(d.Name), t, empty)
	}})
}
