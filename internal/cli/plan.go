package cli

import (
	"context"
	"fmt"
	"time"

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
		Short: "plan a stretch of the route within one State",
		Example: "vigil plan leg RELAY HU --measure export --by road --from 20:00Z --until 22:30Z --as hu/coordinator\n" +
			`vigil plan leg RELAY AT --measure import --by road --from 21:00Z --until 23:30Z --alternate --lost 15 --decide 10 --instructions "Lost: stop it at the first safe place." --as hu/coordinator`,
		Flags: flags(
			needs("measure", "MEASURE", "which consent it needs: import, transit or export"),
			needs("by", "CARRIAGE", "road, rail, sea, air or parcel"),
			inWindow,
			toggle("alternate", "another way, for the case that the first is not taken (vigil leg activate)"),
			watching(""),
		),
		Fact: proposes(func(_ context.Context, s *sending) events.LegPlanned {
			leg := events.LegTerms{
				Country: placed[events.Country](s.Call, "CC"), Measure: flagged[events.Measure](s.Call, "measure"), Carried: flagged[events.Carrier](s.Call, "by"),
			}
			if s.switched("alternate") {
				leg.Use = events.AlternateLeg
			}
			return events.LegPlanned{Leg: leg, Window: s.window(), Watch: s.watch(events.WatchTerms{})}
		}),
	},
	{
		Words: "plan handover-point", Args: "OPERATION FROM TO", Act: "handover-point.plan", Speaks: asLead,
		Short:   "plan where direction passes between two States",
		Example: `vigil plan handover-point RELAY HU AT --from 22:00Z --until 23:00Z --locode ATNIC --zone Europe/Vienna --label "Nickelsdorf, lorry park" --as hu/coordinator`,
		Flags:   flags(inWindow, takes("answer", "MINUTES", fmt.Sprintf("how long an offer made there may stay without an answer (default %d)", events.OfferLife/time.Minute)), inPlace),
		Fact: proposes(func(_ context.Context, s *sending) events.HandoverPointPlanned {
			return events.HandoverPointPlanned{
				Point: events.PointTerms{
					From: placed[events.Country](s.Call, "FROM"), To: placed[events.Country](s.Call, "TO"), Answer: s.minutes("answer"),
				},
				Window: s.window(), Place: s.place(),
			}
		}),
	},
	{
		Words: "plan checkpoint", Args: "OPERATION CC", Act: "checkpoint.plan", Speaks: asLead,
		Short: "plan where it is to be seen",
		Example: "vigil plan checkpoint RELAY AT --from 23:00Z --until 23:30Z --grace 30 --lat 48.46 --lon 13.43 --zone Europe/Vienna --as hu/coordinator\n" +
			`vigil plan checkpoint RELAY AT --from 23:00Z --until 23:30Z --grace 10 --last-safe --label "A4, Fischamend: the last lay-by" --as hu/coordinator`,
		Flags: flags(
			inWindow,
			needs("grace", "MINUTES", "how long after the window silence becomes a miss"),
			toggle("last-safe", "the last place in that State where the goods can be stopped safely"),
			inPlace,
		),
		Fact: proposes(func(_ context.Context, s *sending) events.CheckpointPlanned {
			point := events.CheckpointTerms{Country: placed[events.Country](s.Call, "CC"), Grace: s.minutes("grace")}
			if s.switched("last-safe") {
				point.Purpose = events.LastSafePoint
			}
			return events.CheckpointPlanned{Checkpoint: point, Window: s.window(), Place: s.place()}
		}),
	},
	{
		Words: "leg revise", Args: "OPERATION LEG", Act: "leg.revise", Speaks: asLead,
		Short: "give a planned leg other times, or other limits of being out of sight",
		Example: "vigil leg revise RELAY AT-L1 --until 22:15Z --as hu/coordinator\n" +
			"vigil leg revise RELAY AT-L1 --lost 10 --decide 5 --as hu/coordinator",
		Flags: flags(otherTimes, watching("as planned")),
		Fact: proposes(func(_ context.Context, s *sending) events.LegRevised {
			id := placed[events.LegID](s.Call, "LEG")
			old := planOf(s, s.Document.Legs, func(l projections.LegLine) bool { return l.ID == id })
			return events.LegRevised{Revision: events.LegName{ID: id}, Window: s.windowOr(old.Window), Watch: s.watch(old.Watch)}
		}),
	},
	{
		Words: "leg drop", Args: "OPERATION LEG", Act: "leg.drop", Speaks: asLead,
		Short:   "take a leg out of the plan",
		Example: "vigil leg drop RELAY AT-L1 --as hu/coordinator",
		Fact: proposes(func(_ context.Context, s *sending) events.LegDropped {
			return events.LegDropped{Dropped: events.LegName{ID: placed[events.LegID](s.Call, "LEG")}}
		}),
	},
	{
		Words: "handover-point revise", Args: "OPERATION POINT", Act: "handover-point.revise", Speaks: asLead,
		Short:   "give a handover point other times or another place",
		Example: `vigil handover-point revise RELAY HU-AT --until 22:00Z --answer 10 --as hu/coordinator`,
		Flags:   flags(otherTimes, takes("answer", "MINUTES", "how long an offer made there may stay without an answer (default: as planned)"), inPlace),
		Fact: proposes(func(_ context.Context, s *sending) events.HandoverPointRevised {
			id := placed[events.PointID](s.Call, "POINT")
			old := planOf(s, s.Document.Points, func(p projections.PointLine) bool { return p.ID == id })
			if _, given := s.given["answer"]; given {
				old.Answer = s.minutes("answer")
			}
			return events.HandoverPointRevised{
				Revision: events.PointRevision{ID: id, Answer: old.Answer}, Window: s.windowOr(old.Window), Place: s.placeOr(old.Place),
			}
		}),
	},
	{
		Words: "handover-point drop", Args: "OPERATION POINT", Act: "handover-point.drop", Speaks: asLead,
		Short:   "take a handover point out of the plan",
		Example: "vigil handover-point drop RELAY HU-AT --as hu/coordinator",
		Fact: proposes(func(_ context.Context, s *sending) events.HandoverPointDropped {
			return events.HandoverPointDropped{Dropped: events.PointName{ID: placed[events.PointID](s.Call, "POINT")}}
		}),
	},
	{
		Words: "plan ls", Args: "OPERATION",
		Short:   "list the plan: legs, handover points, checkpoints",
		Example: "vigil plan ls RELAY\nvigil plan ls RELAY -o jsonl",
		Run:     lists("plan", "nothing is planned that concerns you", listPlan),
	},
}

// watching are the limits of a leg, in minutes, with what they are by default.
func watching(otherwise string) (list []Flag) {
	for _, f := range []struct {
		name, what string
		limit      time.Duration
	}{
		{"ping", "a device's reading is old after so long", events.WatchPing},
		{"degraded", "so long is a device alone enough", events.WatchDegraded},
		{"lost", "out of sight for so long is control lost", events.WatchLost},
		{"decide", "so long is there then to decide", events.WatchDecide},
	} {
		by := otherwise
		if by == "" {
			by = fmt.Sprint(int(f.limit / time.Minute))
		}
		list = append(list, takes(f.name, "MINUTES", fmt.Sprintf("%s (default %s)", f.what, by)))
	}
	return list
}

// watch reads them: those that are not said stay as they are; none said, nothing is.
func (s *sending) watch(old events.WatchTerms) events.WatchTerms {
	if !s.together("how it is watched", watching("")) {
		return events.WatchTerms{}
	}
	for _, said := range []struct {
		flag string
		to   *events.Minutes
	}{{"ping", &old.Ping}, {"degraded", &old.Degraded}, {"lost", &old.Lost}, {"decide", &old.Decide}} {
		if _, given := s.given[said.flag]; given {
			*said.to = s.minutes(said.flag)
		}
	}
	return old
}

// otherTimes are the flags of a window that is revised; see sending.windowOr.
var otherTimes = []Flag{
	takes("from", "TIME", "begins at (default: as planned)"),
	takes("until", "TIME", "ends at (default: as planned)"),
}

// planOf is what is planned under a name, so that only what changes is said; the
// zero line if there is no such thing, and the hub says so.
func planOf[T any](s *sending, list []T, is func(T) bool) (line T) {
	if there := only(list, is); len(there) > 0 {
		return there[0]
	}
	for _, flag := range []string{"from", "until"} {
		if _, given := s.given[flag]; !given {
			s.fault("--%s TIME is needed: nothing is planned under this name that could stay as it is (vigil plan ls %s)", flag, s.Document.Name)
		}
	}
	return line
}

// windowOr is a window of which only the ends that are named change.
func (s *sending) windowOr(w events.Window) events.Window {
	if from := s.moment("from"); !from.IsZero() {
		w.From = from
	}
	if until := s.moment("until"); !until.IsZero() {
		w.Until = until
	}
	s.spans(w)
	return w
}

// placeOr is another place, if one is named.
func (s *sending) placeOr(p events.Place) events.Place {
	if other := s.place(); other != (events.Place{}) {
		return other
	}
	return p
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
		p.Zone = s.zoneThere()
	}
	return p
}

// zoneThere is the registered zone of the State that a checkpoint is in, or else the
// zone of the desk that speaks.
func (s *sending) zoneThere() events.Zone {
	country := or(placed[events.Country](s.Call, "CC"), placed[events.CheckpointID](s.Call, "CHECKPOINT").Country())
	for _, line := range s.alliance.Countries {
		if line.Country == country && line.Zone != "" {
			return line.Zone
		}
	}
	return events.Zone(s.clock.zone.String())
}

// planned is one line of the plan, as programs are told of it.
type planned struct {
	What string `json:"what"` // leg, handover-point, checkpoint or version
	Line any    `json:"line"`
}

// givenOut is the version of its part that a State was given last.
type givenOut struct {
	Country events.Country `json:"country"`
	projections.PlanLine
}

// approved says what a State has said to its part of the plan.
func (c *Call) approved(p projections.PlanLine) string {
	stands := "NOT APPROVED YET"
	switch {
	case !p.Approved.IsZero():
		stands = "approved " + c.clock.short(p.Approved)
	case !p.Returned.IsZero():
		stands = said("SENT BACK", c.clock.short(p.Returned)+":", string(p.Ground))
	}
	return said(stands, marked(!p.Changed.IsZero(), "· CHANGED since it was given out"))
}

func listPlan(c *Call, d projections.Document) (t grid, items []any) {
	t.wide = 2
	t.heads = []string{"PLANNED", "WINDOW", "WHAT", "PLACE", "STANDS", "ZONE", "REVISED"}
	for _, l := range d.Legs {
		items = append(items, planned{"leg", l})
		t.add(string(l.ID), c.clock.window(l.Window), said(marked(l.IsAlternate(), "alternate"), "leg: "+string(l.Measure), "by", string(l.Carried), watchedFor(l.Watch)), "",
			or(c.gone("dropped", l.Dropped), consent(d, l)), "", c.clock.short(l.Revised))
	}
	for _, p := range d.Points {
		items = append(items, planned{"handover-point", p})
		t.add(string(p.ID), c.clock.window(p.Window), "handover", place(p.Place),
			or(c.gone("dropped", p.Dropped), c.handedOver(d, p.ID)), string(p.Place.Zone), c.clock.short(p.Revised))
	}
	for _, p := range d.Checkpoints {
		items = append(items, planned{"checkpoint", p})
		t.add(string(p.ID), c.clock.window(p.Window), said(fmt.Sprintf("checkpoint, grace %d min", p.Grace), marked(p.Purpose == events.LastSafePoint, "· LAST SAFE PLACE")), place(p.Place),
			or(c.gone("waived", p.Waived), c.expected(d, p)), string(p.Place.Zone), c.clock.short(p.Revised))
	}
	for _, line := range d.States {
		if line.Plan.Version > 0 {
			items = append(items, planned{"version", givenOut{line.Country, line.Plan}})
			t.add(string(line.Country)+" part", "given out "+c.clock.short(line.Plan.Issued), fmt.Sprintf("version %d of its part", line.Plan.Version), "",
				c.approved(line.Plan), "", c.clock.orNothing(line.Plan.Changed))
		}
	}
	return t, items
}

// gone says since when something is no longer in the plan.
func (c *Call) gone(how string, at events.Time) string {
	if at.IsZero() {
		return ""
	}
	return how + " " + c.clock.short(at)
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
