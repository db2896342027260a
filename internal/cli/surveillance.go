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
				fmt.Fprintf(s.Stderr, "note: no checkpoint %s is planned in %s; recorded as you say it\n", id, s.Document.Name)
			}
			return events.CheckpointReached{Reached: events.ReachedTerms{
				Checkpoint: id, Part: s.part(), Method: flagged[events.Method](s.Call, "method"),
			}}
		}),
	},
	{
		Words: "checkpoint ls", Args: "OPERATION",
		Short:   "list the checkpoints, and where it was seen",
		Example: "vigil checkpoint ls RELAY",
		Run: func(ctx context.Context, c *Call) error {
			return c.list(ctx, "checkpoints", "no checkpoint concerns you", func(d projections.Document) (t grid, items []any) {
				t.heads = []string{"CHECKPOINT", "WINDOW", "GRACE", "PLACE", "STANDS"}
				for _, p := range d.Checkpoints {
					items = append(items, p)
					t.add(string(p.ID), c.clock.window(p.Window), fmt.Sprintf("%d min", p.Grace), place(p.Place), c.reached(p))
				}
				return t, items
			})
		},
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
		Short:   "report that it passed from one State into another",
		Example: "vigil border crossed RELAY --from HU --to AT --method visual --occurred 21:10Z --as at/team",
		Flags:   []Flag{needs("from", "CC", "the State that it left"), needs("to", "CC", "the State that it entered"), byMethod, ofPart},
		Fact: proposes(func(_ context.Context, s *sending) events.BorderCrossed {
			return events.BorderCrossed{Crossing: events.CrossingTerms{
				Part: s.part(), From: flagged[events.Country](s.Call, "from"), To: flagged[events.Country](s.Call, "to"), Method: flagged[events.Method](s.Call, "method"),
			}}
		}),
	},
}
