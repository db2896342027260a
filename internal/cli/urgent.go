package cli

import (
	"context"

	"vigil/events"
	"vigil/projections"
)

// Officers of one State who go on watching in another that was not asked before:
// the host is told at once, and within five hours lets them go on or stops them.
var urgentCommands = []Command{
	{
		Words: "surveillance notified", Args: "OPERATION", Act: "surveillance.notified",
		Short: "report that your officers follow it into a State that was not asked",
		Long: "Report that officers follow the goods into a State that was not asked before. It\n" +
			"occurred when they crossed: five hours from then it ends, unless that State\n" +
			"consents.",
		Example: "vigil surveillance notified RELAY --from AT --in CZ --offence drug-trafficking --occurred 21:10Z --as at/team",
		Flags: flags(
			takes("from", "CC", "the State whose officers they are (default: your own)"),
			needs("in", "CC", "the State that they entered"),
			needs("offence", "CODE", "for which offence: drug-trafficking"),
			ofPart,
		),
		Fact: proposes(func(_ context.Context, s *sending) events.SurveillanceNotified {
			from := s.own()
			if _, given := s.given["from"]; given {
				from = flagged[events.Country](s.Call, "from")
			}
			return events.SurveillanceNotified{Notice: events.NoticeTerms{Part: s.part(), From: from, In: flagged[events.Country](s.Call, "in"), Offence: flagged[events.Code](s.Call, "offence")}}
		}),
	},
	{
		Words: "surveillance allow", Args: "OPERATION", Act: "surveillance.allow", Speaks: asDesk,
		Short:   "let foreign officers go on following in your State",
		Example: "vigil surveillance allow RELAY --ground own-team-on-its-way --as at/authority",
		Flags:   flags(shortly, ofNotice),
		Fact: proposes(func(_ context.Context, s *sending) events.SurveillanceAllowed {
			return events.SurveillanceAllowed{Allowed: s.hosted()}
		}),
	},
	{
		Words: "surveillance stop", Args: "OPERATION", Act: "surveillance.stop", Speaks: asDesk,
		Short:   "order foreign officers to stop following in your State",
		Example: "vigil surveillance stop RELAY --ground own-team-takes-over --as at/commander",
		Flags:   flags(shortly, ofNotice),
		Fact: proposes(func(_ context.Context, s *sending) events.SurveillanceStopped {
			return events.SurveillanceStopped{Stopped: s.hosted()}
		}),
	},
	{
		Words: "surveillance ls", Args: "OPERATION",
		Short:   "list who follows it into which State unasked, and how long they may",
		Example: "vigil surveillance ls RELAY",
		Run:     lists("notices", "nobody has said that officers followed it into a State that was not asked", notices),
	},
}

var ofNotice = takes("notice", "ID", "the notice that is answered (default: the only one open in your State)")

// hosted is the answer to a notice: that of --notice, or the only one open to the
// officer's State.
func (s *sending) hosted() events.NoticeAnswer {
	open := openNotices(s.Call, s.Document)
	return events.NoticeAnswer{
		Notice:  s.theOne("notice", "nobody follows it in your State unasked, as far as you were told", "vigil surveillance ls", open),
		Country: s.own(), Ground: flagged[events.Code](s.Call, "ground"),
	}
}

func notices(c *Call, d projections.Document) (t grid, items []any) {
	t.ids, t.wide = true, 3
	t.heads = []string{"FOLLOWED BY", "IN", "PART", "SINCE", "STANDS", "NOTICE", "UNTIL", "OFFENCE", "ANSWERED"}
	for _, n := range d.Notices {
		items = append(items, n)
		t.add(string(n.From), string(n.In), string(n.Part), c.clock.short(n.Since), c.followed(n), string(n.Notice),
			c.clock.short(n.Until), string(n.Offence), c.clock.short(n.Answered))
	}
	return t, items
}

// followed says how a notice stands, and how long is left.
func (c *Call) followed(n projections.NoticeLine) string {
	switch n.State {
	case projections.NoticeAllowed:
		return said("allowed", with("·", n.Ground))
	case projections.NoticeStopped:
		return said("STOPPED", with("·", n.Ground))
	case projections.NoticeExpired:
		return "FIVE HOURS OVER: it ends"
	}
	return "5 h rule ends " + c.left(n.Until)
}
