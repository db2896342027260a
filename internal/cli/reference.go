package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"vigil/events"
	"vigil/internal/gateway"
	"vigil/internal/operation"
)

// A record is named by the message that showed it, AT:413, or by its command's id.

// message is the command behind a message of the asker's own feed: AT:413.
func (s *sending) message(ctx context.Context, place, text string) events.CommandID {
	_, shown, err := s.named(ctx, s.r, place, text)
	if err != nil {
		s.fail(err)
	}
	return shown.Command
}

// recordNamed is the record that a place names: a message of the asker's feed
// (AT:413), or a command's id.
func (s *sending) recordNamed(ctx context.Context, place string) events.CommandID {
	return s.recordCalled(ctx, place, s.arg(place))
}

// recordFlagged is the record that a flag names in the same way; none if it is not given.
func (s *sending) recordFlagged(ctx context.Context, flag string) events.CommandID {
	text, given := s.given[flag]
	if !given {
		return ""
	}
	return s.recordCalled(ctx, "--"+flag, text)
}

// recordCalled is the record of a name.
func (s *sending) recordCalled(ctx context.Context, place, text string) (id events.CommandID) {
	text = strings.ToUpper(text)
	if id.UnmarshalText([]byte(text)) == nil {
		return id
	}
	return s.message(ctx, place, text)
}

// isRecord tells whether a text is the name of a record, and not another word for
// what it tells of.
func isRecord(text string) bool {
	var id events.CommandID
	return strings.Contains(text, ":") || id.UnmarshalText([]byte(strings.ToUpper(text))) == nil
}

// noSuchRecord is not the hub's rule: a feed is read here.
const noSuchRecord operation.Rule = "no-such-record"

// found is the record that REF names, and the message that showed it: a message of
// the asker's own feed (AT:413), or a command's id.
func (c *Call) found(ctx context.Context, r reading) (counter uint64, shown events.Shown, err error) {
	text := strings.ToUpper(c.arg("REF"))
	defer func() { c.told = fmt.Sprintf("%s:%d", r.Asker.Viewer.Country(), counter) }()
	var id events.CommandID
	if id.UnmarshalText([]byte(text)) != nil {
		return c.named(ctx, r, "REF", text)
	}
	err = eachMessage(ctx, r, 1, func(m events.Message) error {
		for _, s := range slices.Concat(m.Content.Briefing, m.Content.Entry) {
			if s.Command == id {
				counter, shown = m.Content.Counter, s // the last word on it counts
			}
		}
		return nil
	})
	if err == nil && counter == 0 {
		err = notFound(noSuchRecord, "vigil watch --from 1 --no-follow", "no record %s was shown to %s", id, who(r.Asker.Viewer))
	}
	return counter, shown, err
}

// named is what a message of the asker's own feed told: AT:413.
func (c *Call) named(ctx context.Context, r reading, place, text string) (uint64, events.Shown, error) {
	prefix, digits, _ := strings.Cut(text, ":")
	counter, err := strconv.ParseUint(digits, 10, 53)
	own := r.Asker.Viewer
	if err != nil || counter == 0 || !strings.EqualFold(prefix, string(own)) && prefix != string(own.Country()) {
		return 0, events.Shown{}, usage("vigil "+c.Command.Words, "%s: %q is not a message of your feed (%s:413)", place, clean(text), own.Country())
	}
	m, err := messageAt(ctx, r, counter)
	if err == nil && (m.Content.Counter != counter || len(m.Content.Entry) == 0) {
		err = notFound(noSuchRecord, "vigil watch --from 1 --no-follow", "there is no entry at %s", text)
	}
	if err != nil {
		return 0, events.Shown{}, err
	}
	return counter, m.Content.Entry[0], nil
}

var errEnough = errors.New("enough was read")

// messageAt reads one message of the asker's feed; its counter is 0 if it is not
// there.
func messageAt(ctx context.Context, r reading, counter uint64) (message events.Message, err error) {
	err = eachMessage(ctx, r, counter, func(m events.Message) error {
		message = m
		return errEnough
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return message, err
}

// eachMessage reads the asker's feed from a message to the newest.
func eachMessage(ctx context.Context, r reading, from uint64, f func(events.Message) error) error {
	return r.Desk.Feed(ctx, r.Asker, from, false, func(m gateway.Message) error {
		decoded, _, err := events.DecodeMessage(m.Bytes)
		if err != nil {
			return unverifiedError{fmt.Errorf("message %d: %w", m.Counter, err)}
		}
		return f(decoded)
	})
}
