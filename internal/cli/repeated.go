package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"vigil/events"
	"vigil/internal/identity"
	"vigil/internal/operation"
	"vigil/projections"
)

// A command that is repeated with the id of one that was recorded is the same command
// if it says the same: then it is done already. Two that say otherwise are two, and
// only one of them can have the id.

// doneAlready looks whether the desk's own feed has the command of --id. If that says
// what was typed now, it is answered as it was at first; if not, that is refused.
func (s *sending) doneAlready(ctx context.Context) (bool, error) {
	id := flagged[events.CommandID](s.Call, "id")
	if err := s.wrong(); err != nil || id == "" {
		return false, err
	}
	if s.r.Outbox != nil {
		if b, err := s.r.Outbox.Kept(id); err != nil || b != nil {
			return false, err // its outcome was not told yet: the hub says it
		}
	}
	var message events.Message
	err := eachMessage(ctx, s.r, 1, func(m events.Message) error {
		if len(m.Content.Entry) == 1 && m.Content.Entry[0].Command == id && m.Content.Entry[0].Author == s.note.Signer {
			message = m
		}
		return nil
	})
	if err != nil || message.Content.Counter == 0 {
		return false, err
	}
	same, err := s.saysTheSame(ctx, message)
	if err != nil || !same {
		return true, s.usedFor(message, err)
	}
	return true, s.repeated(ctx, message)
}

// saysTheSame compares what was typed with what was recorded. A time that was not
// typed is when the command was given: it may differ.
func (s *sending) saysTheSame(ctx context.Context, message events.Message) (bool, error) {
	was := message.Content.Entry[0]
	if was.Act != s.row.Act || s.note.Operation != "" && was.Operation != s.note.Operation {
		return false, nil
	}
	for flag, at := range map[string]events.Time{"occurred": was.Occurred, "known": was.Known} {
		if s.given[flag] != "" && s.moment(flag) != at {
			return false, nil
		}
	}
	s.note.Operation, s.note.Command = was.Operation, was.Command
	values, err := s.values(ctx)
	if err != nil {
		return false, err
	}
	recorded := map[string][]byte{}
	for _, slot := range was.Slots {
		if slot.Name != events.SlotSeen {
			recorded[slot.Name] = slot.Value
		}
	}
	for _, e := range was.Enclosures {
		recorded[e.Name], err = s.r.Desk.Text(ctx, s.r.Asker, projections.TextLine{
			Counter: message.Content.Counter, Command: was.Command, Slot: e.Name, Class: e.Class, Size: e.Size})
		if err != nil {
			return false, fmt.Errorf("the %s of it is not to be had, to be compared: %w", e.Name, err)
		}
	}
	return len(values) == len(recorded) && !slices.ContainsFunc(values, func(v identity.Value) bool {
		text, ok := recorded[v.Slot]
		return !ok || !bytes.Equal(text, v.Bytes) && !s.alike(text, v.Bytes)
	}), nil
}

// alike tells whether two values differ in nothing but times that were not typed.
func (s *sending) alike(was, now []byte) bool {
	var a, b any
	if json.Unmarshal(was, &a) != nil || json.Unmarshal(now, &b) != nil {
		return false
	}
	return s.alikeIn(a, b)
}

func (s *sending) alikeIn(was, now any) bool {
	switch was := was.(type) {
	case map[string]any:
		now, ok := now.(map[string]any)
		if !ok || len(was) != len(now) {
			return false
		}
		for name, value := range was {
			if other, ok := now[name]; !ok || !s.alikeIn(value, other) {
				return false
			}
		}
		return true
	case []any:
		now, ok := now.([]any)
		return ok && slices.EqualFunc(was, now, s.alikeIn)
	case string:
		now, ok := now.(string)
		if !ok || was == now {
			return ok
		}
		_, err := events.ParseTime(was)
		at, bad := events.ParseTime(now)
		return err == nil && bad == nil && !slices.Contains(s.typed, at)
	}
	return was == now
}

// usedFor refuses to use an id a second time, and says what it was used for.
func (s *sending) usedFor(message events.Message, because error) error {
	was := message.Content.Entry[0]
	t := newTeller(s.clock, s.Document)
	t.heard(message)
	lines, err := t.shown(was)
	if err != nil {
		return err
	}
	reason := "this id was used before, and not for the same"
	if because != nil {
		reason = fmt.Sprintf("this id was used before, and what is typed now cannot be compared with it: %v", because)
	}
	what := fmt.Sprintf("recorded with it: %s:%d, %s: %s", s.note.Signer.Country(), message.Content.Counter, s.clock.at(was.At), lines[0])
	return &operation.Refusal{Rule: "one-id-one-command", Class: operation.NotAllowed, Reason: reason,
		Hint: what + "; only if you mean something else, leave --id out"}
}

// repeated answers once more what was answered when it was recorded.
func (s *sending) repeated(ctx context.Context, message events.Message) error {
	was := message.Content.Entry[0]
	result := recorded{ID: was.Command, Operation: was.Operation, Viewer: s.note.Signer, Counter: message.Content.Counter, At: was.At, Events: []events.Raw{}}
	if s.r.Outbox != nil {
		text, err := s.r.Outbox.Receipt(was.Command)
		if err != nil {
			return err
		}
		alliance, err := s.r.Desk.Alliance(ctx, s.r.Asker.Viewer)
		if err != nil {
			return err
		}
		if text != "" {
			receipt, err := identity.OpenReceipt(text, alliance.Keys.Hub)
			if err == nil && receipt.Command != was.Command {
				err = fmt.Errorf("it is for another command, %s", receipt.Command)
			}
			if err != nil {
				return unverifiedError{fmt.Errorf("the receipt that was kept of %s: %w", was.Command, err)}
			}
			result.Durability, result.Receipt = receipt.Durability, text
		}
	}
	s.remark("done already, by the same --id: nothing was sent")
	return s.confirm(message, result)
}
