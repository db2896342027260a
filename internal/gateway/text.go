package gateway

import (
	"context"
	"errors"
	"slices"

	"vigil/events"
	"vigil/internal/journal"
	"vigil/internal/operation"
	"vigil/projections"
)

// NoSuchText is the one answer for an enclosure that does not exist, was never
// shown, or is withdrawn.
func NoSuchText() *operation.Refusal {
	return &operation.Refusal{
		Rule: "shown-to-this-viewer", Class: operation.NotFound,
		Reason: "no such text in this viewer's feed", Hint: "read the operation again; it may have been withdrawn",
	}
}

var errEnough = errors.New("enough read")

// Committed finds the note that commits to a shown text, and the commitment, in
// the message of a viewer's feed that shows it. The hub and the desk both ask this
// of their own copy.
func Committed(ctx context.Context, feeds journal.FeedReader, v events.Viewer, t projections.TextLine) (note events.Note, commit events.Commitment, err error) {
	found := false
	_, err = feeds.ReadFeed(ctx, string(v), t.Counter, func(counter uint64, b []byte) error {
		if counter != t.Counter {
			return errEnough
		}
		m, _, err := events.DecodeMessage(b)
		if err != nil {
			return err
		}
		for _, p := range slices.Concat(m.Proof.Briefing, m.Proof.Entry) {
			n, _, err := events.ParseNote(p.Note)
			if err != nil {
				return err
			}
			row, err := events.ActOf(n.Act)
			if err != nil {
				return err
			}
			if _, line, ok := row.Slot(t.Slot); ok && n.Command == t.Command {
				note, commit, found = n, n.Commits[line], true
			}
		}
		return errEnough
	})
	switch {
	case err != nil && !errors.Is(err, errEnough):
		return note, commit, err
	case !found:
		return note, commit, NoSuchText()
	}
	return note, commit, nil
}
