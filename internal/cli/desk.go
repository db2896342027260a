package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"vigil/events"
	"vigil/internal/gateway"
	"vigil/projections"
)

var deskCommands = []Command{
	{
		Words: "show", Args: "OPERATION",
		Short: "one operation: who directs, what is due, what is missing",
		Long: "One operation: who directs, who sees, who holds, what is due, what is missing. On a\n" +
			"terminal it fits the screen; the last line says what is left out. With --goods and\n" +
			"the like it shows all of that, and nothing else; --texts shows all the rest too.",
		Example: "vigil show RELAY\n" +
			"vigil show RELAY --goods --devices\n" +
			"vigil show RELAY --desk hu.lead --texts -o json",
		Flags: flags(toggle("all", "everything, however long"), topicFlags()),
		Run:   show,
	},
	{
		Words: "watch", Args: "[OPERATION]",
		Short: "follow what your desk is told, message by message",
		Long: "Follow your feed. It begins with the next message; --from N begins with an earlier\n" +
			"one. With -o json or jsonl, each line is a message as it is stored.",
		Example: "vigil watch\n" +
			"vigil watch RELAY --from 1 --no-follow\n" +
			"vigil watch --desk at -o jsonl",
		Flags: []Flag{
			takes("from", "COUNTER", "begin with this message (default: the next one)"),
			toggle("no-follow", "stop at the newest message (default from the first)"),
		},
		Run: watch,
	},
	{
		Words: "since", Args: "[OPERATION]",
		Short: "what changed since you last looked",
		Long: "What your desk was told since your read mark, one line a fact: when it happened,\n" +
			"who told it, and when, if not in the same minute. Then your mark moves to the\n" +
			"newest message, unless something behind it was left out. With -o json or jsonl:\n" +
			"the messages as stored.",
		Example: "vigil since --as at/commander\n" +
			"vigil since RELAY --as at/commander --keep\n" +
			"vigil since --as at/commander --from AT:3\n" +
			"vigil since --as at/commander --from AT:3 --back",
		Flags: []Flag{
			takes("from", "REF|TIME", "begin with this message (AT:400), or with what was told from then on (02:10Z)"),
			toggle("keep", "leave your read mark where it is"),
			toggle("back", "put your read mark before --from, also back, and leave it there"),
		},
		Run: since,
	},
	{
		Words: "status",
		Short: "how fresh the desk is, what this journal is, and how the hub is",
		Long: "How fresh the desk is and what this journal is; on the hub's machine also what the\n" +
			"hub says of itself: whether its stores hold, how full the journal is, and when it\n" +
			"will be full if it grows as in the last week. If the hub has stopped itself it\n" +
			"says why, and exits 8.",
		Example: "vigil status\nvigil status --max-age 30s -o json",
		Run:     status,
	},
}

// desk is what status tells programs.
type deskStatus struct {
	Viewer  events.Viewer `json:"viewer"`
	Officer string        `json:"officer,omitempty"`
	Key     events.KeyID  `json:"key,omitempty"`
	Fresh   string        `json:"fresh"`
	Durable string        `json:"durable,omitempty"`
	Clocks  string        `json:"clocks,omitempty"` // why nothing is said that runs out
	Hub     *health       `json:"hub,omitempty"`    // what the hub says to its operators, on its machine
	States  []string      `json:"countries"`
}

// clocksStopped says why nothing is said when it runs out, as far as that is known
// here: a jump of the hub's clock is told to everybody, a new start of the hub is not.
func (c *Call) clocksStopped(r reading, alliance projections.Alliance) string {
	switch {
	case r.Clocks != "":
		return "STOPPED: " + r.Clocks
	case r.Rests:
		return "AT REST: no hub runs; what runs out is said when one does, or when somebody decides"
	}
	if n := len(alliance.Jumps); n > 0 && c.clock.now.Sub(alliance.Jumps[n-1].At) < 24*time.Hour {
		jump := alliance.Jumps[n-1]
		return fmt.Sprintf("STOPPED %s, unless the hub was started again since: its clock was set (expected %s, found %s)",
			c.clock.at(jump.At), c.clock.at(jump.Expected), c.clock.at(jump.Found))
	}
	return ""
}

func status(ctx context.Context, c *Call) error {
	r, alliance, err := c.readAlliance(ctx)
	if err != nil {
		return err
	}
	s := deskStatus{Viewer: r.Asker.Viewer, Officer: c.Connect.As.String(), Key: r.Key.ID(), Fresh: quiet(r.Moment),
		Durable: string(r.Durability), States: []string{}, Hub: r.Health}
	if s.Hub != nil && s.Durable == "" {
		s.Durable = string(s.Hub.Durability)
	}
	s.Clocks = c.clocksStopped(r, alliance)
	for _, line := range alliance.Countries {
		s.States = append(s.States, string(line.Country))
	}
	err = c.answer(answer{Name: "status", Whole: s, Moment: &r.Moment, Human: func(w io.Writer) {
		m := r.Moment
		c.headed(w, r, "")
		line := func(label, text string) {
			if text != "" {
				for _, piece := range fold(clean(text), c.width()-10) {
					fmt.Fprintf(w, "%s %s\n", c.paint(bold, fmt.Sprintf("%-9s", label)), strings.TrimRight(piece, " "))
					label = ""
				}
			}
		}
		line("Journal", said(string(m.Journal.ID)+",", string(m.Journal.Class)+",", string(m.Journal.Clock), "clock"))
		heard := "not heard yet"
		switch {
		case r.Rests:
			heard = "none runs here: vigil serve"
		case !m.Hub.IsZero():
			heard = said(c.clock.at(m.Hub)+",", "heard", span(time.Duration(m.Quiet)*time.Millisecond), "ago")
		}
		line("Hub", heard)
		line("Clocks", s.Clocks)
		line("Feed", fmt.Sprintf("%d, digest %s…", m.Counter, m.Digest.String()[:16]))
		line("Durable", or(s.Durable, "as each receipt says"))
		line("Officer", said(s.Officer, with("key", s.Key)))
		line("Countries", joined(s.States))
		c.tellHealth(line, s.Hub, m.Journal.Clock == events.WallClock)
	}})
	if err == nil && (!r.Moment.Stopped.IsZero() || s.Hub != nil && s.Hub.Stopped != "") {
		err = gateway.ErrStopped
	}
	return err
}
