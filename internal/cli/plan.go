package cli

import (
	"context"
	"fmt"
	"io"

	"vigil/events"
	"vigil/projections"
)

// inPlace are the flags of a place, all of which may be left out.
var inPlace = []Flag{
	takes("locode", "CODE", "UN/LOCODE without its space: ATSUB"),
	takes("lat", "DEGREES", "latitude with two decimals: 48.46"),
	takes("lon", "DEGREES", "longitude with two decimals: 13.43"),
	takes("zone", "ZONE", "time zone there: Europe/Vienna (default: your desk's, if a place is given)"),
}

var planCommands = []Command{
	{
		Words: "plan leg", Args: "OPERATION CC", Act: "leg.plan", Speaks: asLead,
		Short:   "plan a stretch of the route within one State",
		Example: "vigil plan leg RELAY HU --measure export --by road --from 20:00Z --until 22:30Z --as hu/coordinator",
		Flags: flags(
			needs("measure", "MEASURE", "which consent it needs: import, transit or export"),
			needs("by", "CARRIAGE", "road, rail, sea, air or parcel"),
			inWindow,
		),
		Fact: proposes(func(_ context.Context, s *sending) events.LegPlanned {
			return events.LegPlanned{
				Leg: events.LegTerms{
					Country: placed[events.Country](s.Call, "CC"), Measure: flagged[events.Measure](s.Call, "measure"), Carried: flagged[events.Carrier](s.Call, "by"),
				},
				Window: s.window(),
			}
		}),
	},
	{
		Words: "plan handover-point", Args: "OPERATION FROM TO", Act: "handover-point.plan", Speaks: asLead,
		Short:   "plan where direction passes between two States",
		Example: `vigil plan handover-point RELAY HU AT --from 22:00Z --until 23:00Z --locode ATNIC --zone Europe/Vienna --label "Nickelsdorf, lorry park" --as hu/coordinator`,
		Flags:   flags(inWindow, inPlace),
		Fact: proposes(func(_ context.Context, s *sending) events.HandoverPointPlanned {
			return events.HandoverPointPlanned{
				Point:  events.PointTerms{From: placed[events.Country](s.Call, "FROM"), To: placed[events.Country](s.Call, "TO")},
				Window: s.window(), Place: s.place(),
			}
		}),
	},
	{
		Words: "plan checkpoint", Args: "OPERATION CC", Act: "checkpoint.plan", Speaks: asLead,
		Short:   "plan where it is to be seen",
		Example: "vigil plan checkpoint RELAY AT --from 23:00Z --until 23:30Z --grace 30 --lat 48.46 --lon 13.43 --zone Europe/Vienna --as hu/coordinator",
		Flags: flags(
			inWindow,
			needs("grace", "MINUTES", "how long after the window silence becomes a miss"),
			inPlace,
		),
		Fact: proposes(func(_ context.Context, s *sending) events.CheckpointPlanned {
			return events.CheckpointPlanned{
				Checkpoint: events.CheckpointTerms{Country: placed[events.Country](s.Call, "CC"), Grace: events.Minutes(s.number("grace", 65535))},
				Window:     s.window(), Place: s.place(),
			}
		}),
	},
	{
		Words: "plan ls", Args: "OPERATION",
		Short:   "list the plan: legs, handover points, checkpoints",
		Example: "vigil plan ls RELAY\nvigil plan ls RELAY -o jsonl",
		Run:     listPlan,
	},
}

// place reads the flags of a place.
func (s *sending) place() (p events.Place) {
	p = events.Place{
		Locode: flagged[events.Locode](s.Call, "locode"), Lat: flagged[events.Coordinate](s.Call, "lat"),
		Lon: flagged[events.Coordinate](s.Call, "lon"), Zone: flagged[events.Zone](s.Call, "zone"),
	}
	if (p.Lat == "") != (p.Lon == "") {
		s.fault("--lat and --lon: say both or neither")
	}
	if p != (events.Place{}) && p.Zone == "" {
		p.Zone = events.Zone(s.clock.zone.String())
	}
	return p
}

// planned is one line of the plan, as programs are told of it.
type planned struct {
	What string `json:"what"` // leg, handover-point or checkpoint
	Line any    `json:"line"`
}

func listPlan(ctx context.Context, c *Call) error {
	r, err := c.read(ctx)
	if err != nil {
		return err
	}
	d, err := c.operation(ctx, r)
	if err != nil {
		return err
	}
	var items []any
	t := grid{heads: []string{"PLANNED", "WINDOW", "WHAT", "PLACE", "STANDS"}}
	for _, l := range d.Legs {
		items = append(items, planned{"leg", l})
		t.add(string(l.ID), c.clock.window(l.Window), "leg: "+string(l.Measure)+" by "+string(l.Carried), "", consent(d, l))
	}
	for _, p := range d.Points {
		items = append(items, planned{"handover-point", p})
		t.add(string(p.ID), c.clock.window(p.Window), "handover", place(p.Place), c.handedOver(d, p.ID))
	}
	for _, p := range d.Checkpoints {
		items = append(items, planned{"checkpoint", p})
		t.add(string(p.ID), c.clock.window(p.Window), fmt.Sprintf("checkpoint, grace %d min", p.Grace), place(p.Place), c.reached(p))
	}
	return c.answer(answer{Name: "plan", Items: items, Moment: &r.Moment, Human: func(w io.Writer) {
		c.listing(w, r, string(d.Name), t, "nothing is planned that concerns you")
	}})
}

// consent says what is known of the consent that a leg needs.
func consent(d projections.Document, l projections.LegLine) string {
	state := "consent not asked"
	for _, a := range d.Authorisations {
		if a.Country == l.Country && a.Measure == l.Measure {
			state = "consent " + string(a.Answer)
		}
	}
	return state
}
