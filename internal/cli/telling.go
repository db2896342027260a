package cli

import (
	"context"

	"vigil/events"
	"vigil/projections"
)

// What is sent is not told: who was told otherwise, and who was told too much.
var tellingCommands = []Command{
	{
		Words: "notification made", Args: "OPERATION COUNTRY", Act: "notification.made",
		Short: "report that you told a State by another way, or tried to",
		Long: "Report an attempt to tell a State's authority something by telephone, SIENA or a\n" +
			"liaison officer. Whom you spoke to, goes into --remark.",
		Example: `vigil notification made RELAY AT --channel telephone --reached reached --alert AT-CP1 --remark "Inspector Huber, by name." --as at/commander` + "\n" +
			"vigil notification made RELAY AT --channel siena --reached no-answer --as at/commander",
		Flags: []Flag{
			needs("channel", "CHANNEL", "siena, i-24-7, cencomm, pccc, liaison, mla, eio, telephone or in-person"),
			needs("reached", "REACHED", "reached, no-answer or wrong-addressee"),
			takes("alert", "ALERT", "about which alert"),
			takes("request", "ID", "about which request for consent, or the message of your feed that told of it (AT:413)"),
		},
		Fact: proposes(func(ctx context.Context, s *sending) events.NotificationMade {
			country := placed[events.Country](s.Call, "COUNTRY")
			return events.NotificationMade{Notification: events.NotificationTerms{
				Country: country, Channel: flagged[events.Channel](s.Call, "channel"), Reached: flagged[events.Reached](s.Call, "reached"),
				Alert: s.toldOf(country), Request: s.recordFlagged(ctx, "request"),
			}}
		}),
	},
	{
		Words: "notification ls", Args: "OPERATION",
		Short:   "list who was told by another way, and whether that worked",
		Example: "vigil notification ls RELAY",
		Run: lists("notifications", "nobody was told by another way", func(c *Call, d projections.Document) (t grid, items []any) {
			t.wide = 2
			t.heads = []string{"STATE", "BY", "CAME OF IT", "ABOUT", "WHEN", "REQUEST", "KNOWN"}
			for _, n := range d.Notifications {
				items = append(items, n)
				about := string(n.Alert)
				if n.Request != "" {
					about = said(about, "a request")
				}
				t.add(string(n.Country), string(n.Channel), reachings[n.Reached], about, c.clock.short(n.Occurred), string(n.Request), c.clock.short(n.Known))
			}
			return t, items
		}),
	},
	{
		Words: "disclosure breached", Args: "OPERATION RECORD", Act: "disclosure.breached",
		Short: "report that a record came to a State that was not to have it",
		Long: "Report that a record came to a State that was not to have it. RECORD is a message of\n" +
			"your feed (AT:413) or a command's id.",
		Example: "vigil disclosure breached RELAY AT:20 --country HU --how wrong-addressee --as at/commander",
		Flags:   []Flag{needs("country", "CC", "the State that it came to"), needs("how", "CODE", "how, in a short word: wrong-addressee")},
		Fact: proposes(func(ctx context.Context, s *sending) events.DisclosureBreached {
			return events.DisclosureBreached{Breached: events.BreachedTerms{
				Record: s.recordNamed(ctx, "RECORD"), Country: flagged[events.Country](s.Call, "country"), How: flagged[events.Code](s.Call, "how"),
			}}
		}),
	},
}

// toldOf is the alert that --alert names: one that is known here, or, since a fact is
// never refused, its whole name as it is typed.
func (s *sending) toldOf(country events.Country) events.AlertID {
	text, given := s.given["alert"]
	if !given {
		return ""
	}
	for _, of := range []events.Country{country, ""} { // what that State was told, or else anybody
		if named := s.alertsNamed(text, of); len(named) > 0 {
			return named[0].ID
		}
	}
	s.remark("no alert %s was told to you; recorded as you say it", clean(text))
	return flagged[events.AlertID](s.Call, "alert")
}
