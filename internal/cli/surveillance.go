package cli

import (
	"context"
	"fmt"

	"vigil/events"
	"vigil/projections"
)

var byMethod = needs("method", "METHOD", "how it is known: visual, device, anpr or record")

var surveillanceCommands = []Command{
	{
		Words: "checkpoint reached", Args: "OPERATION CHECKPOINT", Act: "checkpoint.reached",
		Short:   "report that it was seen at a checkpoint",
		Example: "vigil checkpoint reached RELAY AT-CP1 --method visual --occurred 21:05Z --as at/team",
		Flags:   []Flag{byMethod, ofPart},
		Fact: proposes(func(_ context.Context, s *sending) events.CheckpointReached {
			id := placed[events.CheckpointID](s.Call, "CHECKPOINT")
			planned := func(p projections.CheckpointLine) bool { return p.ID == id }
			if id != "" && len(only(s.Document.Checkpoints, planned)) == 0 {
				s.remark("no checkpoint %s is planned in %s; recorded as you say it", id, s.Document.Name)
			}
			return events.CheckpointReached{Reached: events.ReachedTerms{
				Checkpoint: id, Part: s.part(), Method: flagged[events.Method](s.Call, "method"),
			}}
		}),
	},
	{
		Words: "checkpoint revise", Args: "OPERATION CHECKPOINT", Act: "checkpoint.revise", Speaks: asLead,
		Short:   "give a checkpoint other times, another grace or another place",
		Example: "vigil checkpoint revise RELAY AT-CP1 --until 22:30Z --as hu/coordinator",
		Flags:   flags(otherTimes, takes("grace", "MINUTES", "how long after the window silence becomes a miss (default: as planned)"), inPlace),
		Fact: proposes(func(_ context.Context, s *sending) events.CheckpointRevised {
			id := placed[events.CheckpointID](s.Call, "CHECKPOINT")
			old := planOf(s, s.Document.Checkpoints, func(p projections.CheckpointLine) bool { return p.ID == id })
			if _, given := s.given["grace"]; given {
				old.Grace = s.minutes("grace")
			}
			return events.CheckpointRevised{
				Revision: events.CheckpointRevision{ID: id, Grace: old.Grace}, Window: s.windowOr(old.Window), Place: s.placeOr(old.Place),
			}
		}),
	},
	{
		Words: "checkpoint waive", Args: "OPERATION CHECKPOINT", Act: "checkpoint.waive", Speaks: asLead,
		Short:   "say that nobody needs to see it at a checkpoint any more",
		Example: `vigil checkpoint waive RELAY AT-CP1 --reason "It took the other road." --as hu/coordinator`,
		Fact: proposes(func(_ context.Context, s *sending) events.CheckpointWaived {
			return events.CheckpointWaived{Waived: events.CheckpointName{ID: placed[events.CheckpointID](s.Call, "CHECKPOINT")}}
		}),
	},
	{
		Words: "checkpoint ls", Args: "OPERATION",
		Short:   "list the checkpoints, and where it was seen",
		Example: "vigil checkpoint ls RELAY",
		Run: lists("checkpoints", "no checkpoint concerns you", func(c *Call, d projections.Document) (t grid, items []any) {
			t.wide = 3
			t.heads = []string{"CHECKPOINT", "WINDOW", "GRACE", "PLACE", "STANDS", "ZONE", "MISSED", "REVISED"}
			for _, p := range d.Checkpoints {
				items = append(items, p)
				t.add(string(p.ID), c.clock.window(p.Window), fmt.Sprintf("%d min", p.Grace), place(p.Place),
					or(c.gone("waived", p.Waived), c.expected(d, p)), string(p.Place.Zone), c.clock.short(p.Missed), c.clock.short(p.Revised))
			}
			return t, items
		}),
	},
	{
		Words: "sighting report", Args: "OPERATION", Act: "sighting.reported",
		Short:   "report that it was seen anywhere else",
		Example: `vigil sighting report RELAY --country AT --method anpr --lat 48.20 --lon 15.63 --remark "A1 westbound, alone." --as at/team`,
		Flags:   flags(needs("country", "CC", "the State where it was seen"), byMethod, ofPart, inPlace),
		Fact: proposes(func(_ context.Context, s *sending) events.SightingReported {
			return events.SightingReported{
				Sighting: events.SightingTerms{Part: s.part(), Country: flagged[events.Country](s.Call, "country"), Method: flagged[events.Method](s.Call, "method")},
				Place:    s.place(),
			}
		}),
	},
	{
		Words: "border crossed", Args: "OPERATION", Act: "border.crossed",
		Short: "report that it passed from one State into another",
		Long: "Report that it passed from one State into another. The high seas are XZ: there the\n" +
			"State of the ship's flag directs.",
		Example: "vigil border crossed RELAY --from HU --to AT --method visual --occurred 21:10Z --as at/team\n" +
			"vigil border crossed RELAY --from HU --to XZ --flag HU --method visual --as at/team",
		Flags: []Flag{
			needs("from", "CC", "the State that it left; XZ for the high seas"), needs("to", "CC", "the State that it entered; XZ for the high seas"),
			takes("flag", "CC", "with --to XZ: the State whose flag the ship flies"), byMethod, ofPart,
		},
		Fact: proposes(func(_ context.Context, s *sending) events.BorderCrossed {
			return events.BorderCrossed{Crossing: events.CrossingTerms{
				Part: s.part(), From: flagged[events.Country](s.Call, "from"), To: flagged[events.Country](s.Call, "to"), Method: flagged[events.Method](s.Call, "method"),
				Flag: flagged[events.Country](s.Call, "flag"),
			}}
		}),
	},
	{
		Words: "route deviated", Args: "OPERATION", Act: "route.deviated",
		Short:   "report that it left the plan and heads for another State",
		Example: "vigil route deviated RELAY --from AT --toward CZ --expected 22:40Z --as at/team",
		Flags: flags(
			needs("from", "CC", "the State where it is"),
			needs("toward", "CC", "the State that it heads for"),
			takes("expected", "TIME", "when it is to be expected there"),
			ofPart, inPlace,
		),
		Fact: proposes(func(_ context.Context, s *sending) events.RouteDeviated {
			return events.RouteDeviated{
				Deviation: events.DeviationTerms{
					Part: s.part(), From: flagged[events.Country](s.Call, "from"), Toward: flagged[events.Country](s.Call, "toward"), Expected: s.moment("expected"),
				},
				Place: s.place(),
			}
		}),
	},
}
