// Package gateway is a country's side of vigil: it folds the country's feeds in
// memory, answers its officers' reads, relays their signed notes to the hub,
// fetches enclosures, and writes down who read what before it answers.
//
// Desk is the one port through which people's programs (the CLI, later the
// pages) meet it. Hub is the one port through which it meets the hub.
//
// Not promised: that what a desk shows is the newest there is. Each answer says
// how old the hub's last sign of life is; a caller decides what is too old.
package gateway

import (
	"context"

	"vigil/events"
	"vigil/internal/journal"
	"vigil/projections"
)

// Asker is on whose behalf something is read. It is written to the access log
// before the answer.
type Asker struct {
	Viewer  events.Viewer `json:"viewer"`
	Key     events.KeyID  `json:"key"`
	Purpose string        `json:"purpose"`
	Surface string        `json:"surface"` // "cli show", "page operation"
}

// Moment says what time it is for the operation, and how fresh the desk is.
type Moment struct {
	Journal events.JournalTerms `json:"journal"`
	Hub     events.Time         `json:"hub,omitzero"`     // the hub's time when it was last heard
	Now     events.Time         `json:"now"`              // the time to stamp notes with
	Quiet   int64               `json:"quiet"`            // milliseconds since the hub was last heard
	Stopped events.Time         `json:"stopped,omitzero"` // since when the hub takes no commands, for its store does not hold
	Counter uint64              `json:"counter"`
	Digest  events.Digest       `json:"digest"` // of the content of message Counter: what a note's `seen` names
}

// Answer is what the hub says to an accepted command.
type Answer struct {
	Receipt string        `json:"receipt"`         // hub-signed; empty on a dry run
	Shown   *events.Shown `json:"shown,omitempty"` // dry run: what would be recorded, as the signer may see it
}

// Message is one feed message with its number.
type Message struct {
	Counter uint64
	Bytes   []byte
}

// Desk is what a country's officers can ask of their gateway. Errors are
// *operation.Refusal where there is something to say to a person, and
// journal.ErrUnavailable (or a context's error) where nobody answered; after
// journal.ErrUnknownOutcome the same request can be sent again.
type Desk interface {
	// Moment is cheap and not an access to case data.
	Moment(ctx context.Context, v events.Viewer) (Moment, error)

	// Do relays a signed request and waits until the viewer's own feed shows it,
	// so that the next read sees it.
	Do(ctx context.Context, r events.Request) (Answer, error)

	// Alliance is the registry as this country sees it.
	Alliance(ctx context.Context, v events.Viewer) (projections.Alliance, error)

	// Documents lists every operation of the asker's viewer, by id.
	Documents(ctx context.Context, a Asker) ([]projections.Document, error)

	// Document is one operation. One that the viewer may not see is refused with
	// the same bytes as one that does not exist.
	Document(ctx context.Context, a Asker, id events.OperationID) (projections.Document, error)

	// Feed calls f with each stored message from counter from; with follow it
	// goes on with what comes until ctx ends or f returns an error.
	Feed(ctx context.Context, a Asker, from uint64, follow bool, f func(Message) error) error

	// Text fetches an enclosure's bytes.
	Text(ctx context.Context, a Asker, t projections.TextLine) ([]byte, error)

	// Mark is how far the asker, an officer, has read the viewer's feed. It is no
	// access to case data.
	Mark(ctx context.Context, a Asker) (Mark, error)

	// SetMark moves the asker's mark to message counter and gives the mark as it
	// then stands. It is durable when SetMark returns.
	SetMark(ctx context.Context, a Asker, counter uint64, how Moving) (Mark, error)
}

// ErrStopped: the hub found that its store does not hold what it must, and takes no
// commands. Nothing was recorded. What was found is for its operators only: a place
// in the journal tells how much is in it.
var ErrStopped error = stopped{}

type stopped struct{}

func (stopped) Error() string { return "the hub takes no commands any more" }
func (stopped) Unwrap() error { return journal.ErrUnavailable }

// Hub is what a gateway can ask of the hub for its country.
type Hub interface {
	Do(ctx context.Context, r events.Request) (Answer, error)
	Now(ctx context.Context) (events.Time, error)
	Enclosure(ctx context.Context, v events.Viewer, t projections.TextLine) (events.OpenEnclosure, error)
	// Delivered hands in a delivery receipt signed with the desk's key.
	Delivered(ctx context.Context, receipt string) error
}
