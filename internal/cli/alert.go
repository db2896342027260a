package cli

import (
	"context"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"vigil/events"
	"vigil/projections"
)

var alertCommands = []Command{
	{
		Words: "alert ls", Args: "[OPERATION]",
		Short: "list what somebody must look at, and what waits for your answer",
		Long: "List the alerts, the oldest first, and below them what was put to your State and\n" +
			"waits for its answer: a request, an offer, its part of the plan, the lead's wish.",
		Example: "vigil alert ls\nvigil alert ls RELAY --all -o json",
		Flags:   []Flag{toggle("all", "those that are over, too")},
		Run:     listAlerts,
	},
	{
		Words: "alert ack", Args: "OPERATION ALERT", Act: "alert.acknowledge",
		Short: "say that you have it; it names you",
		Long: "Acknowledge an alert: you have it, by name. It is called again if nothing comes of\n" +
			"it.\n" + whatAlertIs,
		Example: "vigil alert ack RELAY AT-CP1 --as at/commander\n" +
			`vigil alert ack RELAY checkpoint-missed/AT-CP1 --action "AT-1 drives back along the A4." --as at/commander`,
		Flags: ofAlert,
		Fact: proposes(func(_ context.Context, s *sending) events.AlertAcknowledged {
			return events.AlertAcknowledged{Acknowledgement: s.alert()}
		}),
	},
	{
		Words: "alert escalate", Args: "OPERATION ALERT", Act: "alert.escalate",
		Short:   "pass an alert on to the State that leads",
		Example: `vigil alert escalate RELAY AT-CP1 --reason "No team left on the road." --as at/commander`,
		Flags:   ofAlert,
		Fact: proposes(func(_ context.Context, s *sending) events.AlertEscalated {
			return events.AlertEscalated{Escalation: s.alert()}
		}),
	},
	{
		Words: "alert resolve", Args: "OPERATION ALERT", Act: "alert.resolve",
		Short:   "end an alert, with the reason",
		Example: `vigil alert resolve RELAY AT-CP1 --ground seen-later --as at/commander`,
		Flags:   flags(shortly, ofAlert),
		Fact: proposes(func(_ context.Context, s *sending) events.AlertResolved {
			name := s.alert()
			return events.AlertResolved{Resolution: events.ResolutionTerms{ID: name.ID, Country: name.Country, Ground: flagged[events.Code](s.Call, "ground")}}
		}),
	},
}

const whatAlertIs = "ALERT is its whole name, checkpoint-missed/AT-CP1, or what it is about, AT-CP1, or its\ncause, if that is enough."

var ofAlert = []Flag{takes("country", "CC", "whose alert (default: your own State's, or the only one of that name)")}

// listAlerts lists the alerts of one operation, or of all that the asker may see.
func listAlerts(ctx context.Context, c *Call) error {
	r, err := c.read(ctx)
	if err != nil {
		return err
	}
	var docs []projections.Document
	about := ""
	if c.arg("OPERATION") != "" {
		d, err := c.operation(ctx, r)
		if err != nil {
			return err
		}
		docs, about = []projections.Document{d}, string(d.Name)
	} else if docs, err = r.Desk.Documents(ctx, r.Asker); err != nil {
		return err
	}
	type line struct {
		Operation events.OperationID    `json:"operation"`
		Name      events.Codename       `json:"name,omitzero"`
		Alert     projections.AlertLine `json:"alert"`
		Officer   events.KeyID          `json:"officer,omitzero"` // who has it in hand
	}
	var lines []line
	for _, d := range docs {
		for _, a := range d.Alerts {
			if a.State != projections.AlertResolved || c.switched("all") {
				lines = append(lines, line{Operation: d.Operation, Name: d.Name, Alert: a})
			}
		}
	}
	slices.SortStableFunc(lines, func(a, b line) int { return a.Alert.Raised.Compare(b.Alert.Raised) })
	ids := make([]events.CommandID, len(lines))
	for i, l := range lines {
		ids[i] = l.Alert.Acknowledgement
	}
	found, err := whereTold(ctx, r, ids)
	if err != nil {
		return err
	}
	hands := map[alertIn][]string{}
	if slices.Contains([]string{"wide", "csv", "md"}, c.Output) {
		if hands, err = c.inHands(ctx, r); err != nil {
			return err
		}
	}
	t := grid{wide: 7, heads: []string{"OPERATION", "ALERT", "STATE", "SINCE", "STANDS", "WHAT IT MEANS", "PART", "ROUND", "RAISED", "ESCALATED", "RESOLVED", "OFFICER", "ACKNOWLEDGED BY"}}
	items := make([]any, len(lines))
	for i, l := range lines {
		a := l.Alert
		l.Officer = found.keys[a.Acknowledgement]
		items[i] = l
		t.add(or(string(l.Name), string(l.Operation)), string(a.ID), string(a.Country), c.clock.short(a.Since), c.standing(a), inWords(a.ID.Cause()),
			string(a.Part), strconv.Itoa(int(a.Round)), c.clock.short(a.Raised), c.clock.short(a.Escalated), c.clock.short(a.Resolved), string(l.Officer), strings.Join(hands[alertIn{l.Operation, a.ID, a.Country}], ", "))
	}
	waits, waiting := c.unanswered(docs)
	empty := "nothing is to be looked at or answered"
	if !c.switched("all") {
		empty += " (those that are over: --all)"
	}
	return c.answer(answer{Name: "alerts", Items: items, Moment: &r.Moment, Rows: &t, Head: c.headline(r, about), Empty: empty,
		Beside: "waiting", Also: waiting, Human: func(w io.Writer) {
			c.folded(w, c.headline(r, about))
			switch {
			case len(t.rows) > 0:
				c.grid(w, t)
			case len(waits.rows) == 0:
				c.folded(w, "none: "+empty)
			}
			if len(waits.rows) > 0 {
				c.section(w, "WAITS FOR YOU", waits)
			}
		}})
}

// standing says how an alert stands.
func (c *Call) standing(a projections.AlertLine) string {
	switch {
	case a.State == projections.AlertResolved:
		return said("over", c.clock.short(a.Resolved), string(a.Ground))
	case a.State == projections.AlertAcknowledged:
		return said("in hand since", c.clock.short(a.Acknowledged), with("by", who(a.By)))
	case !a.Escalated.IsZero():
		return "NOBODY HAS IT, the lead is called"
	}
	return "NOBODY HAS IT"
}

// alertIn is an alert of one operation.
type alertIn struct {
	operation events.OperationID
	id        events.AlertID
	country   events.Country
}

// inHands says of each alert who has acknowledged it, each time: a document keeps the
// last one only, and not once it was told again.
func (c *Call) inHands(ctx context.Context, r reading) (map[alertIn][]string, error) {
	hands := map[alertIn][]string{}
	t := newTeller(clock{})
	err := eachMessage(ctx, r, 1, func(m events.Message) error {
		t.heard(m)
		for _, s := range m.Content.Entry {
			list, err := s.Decoded()
			if err != nil {
				return unverifiedError{err}
			}
			for _, e := range list {
				if x, is := e.(events.AlertAcknowledged); is {
					of := alertIn{s.Operation, x.Acknowledgement.ID, x.Acknowledgement.Country}
					hands[of] = append(hands[of], said(who(s.Author), c.clock.short(s.At), bracketed(t.keys[s.Command])))
				}
			}
		}
		return nil
	})
	return hands, err
}

// whereTold finds in the asker's feed who signed some commands, and which messages
// told them: views name neither.
func whereTold(ctx context.Context, r reading, ids []events.CommandID) (*teller, error) {
	wanted := map[events.CommandID]bool{}
	for _, id := range ids {
		if id != "" {
			wanted[id] = true
		}
	}
	t := newTeller(clock{})
	if len(wanted) == 0 {
		return t, nil
	}
	err := eachMessage(ctx, r, 1, func(m events.Message) error {
		t.heard(m)
		for _, s := range m.Content.Entry {
			delete(wanted, s.Command)
		}
		if len(wanted) == 0 {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return t, err
}
