package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"vigil/events"
	"vigil/internal/gateway"
	"vigil/internal/identity"
)

// recorded is a command that was recorded, as programs are told of it.
type recorded struct {
	ID         events.CommandID   `json:"id"`
	Operation  events.OperationID `json:"operation"`
	Viewer     events.Viewer      `json:"viewer"`
	Counter    uint64             `json:"counter"`
	At         events.Time        `json:"at"`
	Durability events.Code        `json:"durability"`
	Events     []events.Raw       `json:"events"`
	Receipt    string             `json:"receipt"`
}

// done checks the receipt and prints what the entry says in the officer's own
// feed, breaches included.
func (s *sending) done(ctx context.Context, a gateway.Answer, id events.CommandID) error {
	alliance, err := s.r.Desk.Alliance(ctx, s.r.Asker.Viewer)
	if err != nil {
		return &sendError{ID: id, err: err}
	}
	receipt, err := identity.OpenReceipt(a.Receipt, alliance.Keys.Hub)
	if err == nil && receipt.Command != id {
		err = fmt.Errorf("the receipt is for another command, %s", receipt.Command)
	}
	if err != nil {
		return &sendError{ID: id, err: unverifiedError{fmt.Errorf("the receipt of %s: %w", id, err)}}
	}
	message, err := messageAt(ctx, s.r, receipt.Counter)
	if err != nil {
		return &sendError{ID: id, err: err}
	}
	return s.confirm(message, recorded{receipt.Command, receipt.Operation, receipt.Viewer, receipt.Counter, receipt.At, receipt.Durability, []events.Raw{}, a.Receipt})
}

// confirm says what was recorded, as the officer's own feed has it.
func (s *sending) confirm(message events.Message, result recorded) error {
	content := message.Content
	var shown []events.Shown
	if len(content.Entry) == 1 && content.Entry[0].Command == result.ID {
		shown = content.Entry
		result.Events = append(result.Events, shown[0].Events...)
	}
	return s.answer(answer{Name: "recorded", Whole: result, Human: func(w io.Writer) {
		head := said("recorded", s.Command.Words, "·", fmt.Sprintf("%s:%d", strings.ToUpper(string(result.Viewer.Country())), result.Counter),
			"·", s.clock.at(result.At), with("· durable:", result.Durability))
		s.tell(w, head, shown, message)
		s.incomplete(s.alliance)
	}})
}

// wouldBe prints the answer to a dry run.
func (s *sending) wouldBe(a gateway.Answer) error {
	var shown []events.Shown
	var whole any = struct{}{}
	if a.Shown != nil {
		shown, whole = []events.Shown{*a.Shown}, a.Shown
	}
	return s.answer(answer{Name: "would-be-recorded", Whole: whole, Human: func(w io.Writer) {
		s.tell(w, fmt.Sprintf("dry run, nothing recorded · %s would be:", s.Command.Words), shown, events.Message{})
		s.incomplete(s.alliance)
	}})
}

func (s *sending) tell(w io.Writer, head string, shown []events.Shown, from events.Message) {
	if s.r.Moment.Journal.Class == events.Exercise {
		head = s.paint(bold, "EXERCISE") + " · " + head
	}
	fmt.Fprintln(w, head)
	t := newTeller(s.clock, s.Document)
	t.heard(from)
	if s.told != "" {
		t.refs[or(s.corrects.Record, s.record.Command)] = s.told
	}
	for _, e := range shown {
		lines, err := t.shown(e)
		if err != nil {
			lines = []string{err.Error()}
		}
		if name := t.name(e.Operation); name != "" {
			lines[0] = name + ": " + lines[0]
		}
		if e.At.Sub(e.Occurred) >= late && !e.Occurred.IsZero() {
			lines[0] += " · it happened " + s.clock.short(e.Occurred) + ", " + span(e.At.Sub(e.Occurred)) + " before"
		}
		for i, line := range lines {
			fmt.Fprintln(w, "  "+s.consequence(i, line))
		}
	}
}

// consequence marks what followed from a fact, breaches and alerts loudest.
func (c *Call) consequence(i int, line string) string {
	mark, p := consequenceMark(i, line)
	return c.paint(p, mark+clean(line))
}

func consequenceMark(i int, line string) (mark string, p paint) {
	switch {
	case alarming(line):
		return "▲ ", alarm
	case i > 0:
		return "→ ", ""
	}
	return "", ""
}
