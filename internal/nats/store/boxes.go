package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"vigil/internal/enclosures"
	"vigil/internal/journal"
)

// Boxes keeps enclosures in a stream, for hubs that have no directory in common: each
// box is one message under its name, each mark of an erasure another. The stream allows
// single messages to be deleted, and nothing else that takes any away.
type Boxes struct {
	reader *Reader
	stream string
	prefix string // before "box." and "erased.", with its dot
}

var _ enclosures.Boxes = (*Boxes)(nil)

// NewBoxes works through conn, which stays the caller's; the stream must exist, and keep
// what is published under prefix.
func NewBoxes(conn *nats.Conn, stream, prefix string) (*Boxes, error) {
	r, err := NewReader(conn, Names{})
	if err != nil {
		return nil, err
	}
	return &Boxes{reader: r, stream: stream, prefix: prefix}, nil
}

func (b *Boxes) box(name string) string  { return b.prefix + "box." + name }
func (b *Boxes) mark(name string) string { return b.prefix + "erased." + name }

// first says that a subject has no message yet.
func first() nats.Header { return nats.Header{jetstream.ExpectedLastSubjSeqHeader: {"0"}} }

// Create implements enclosures.Boxes. After journal.ErrUnknownOutcome the same can be
// asked for again: what was stored is found then.
func (b *Boxes) Create(ctx context.Context, name string, box []byte) error {
	_, err := b.reader.publish(ctx, b.stream, b.box(name), first(), box)
	if errors.Is(err, journal.ErrConflict) {
		return fmt.Errorf("%s: %w", name, fs.ErrExist)
	}
	return err
}

// Load implements enclosures.Boxes.
func (b *Boxes) Load(ctx context.Context, name string) ([]byte, error) {
	found, err := b.last(ctx, b.box(name))
	return found.body, err
}

// Destroy implements enclosures.Boxes. The server overwrites the message where it lies; what a
// replicated stream's log still holds of it goes when the log is compacted.
func (b *Boxes) Destroy(ctx context.Context, name string) error {
	found, err := b.last(ctx, b.box(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	stream, err := b.reader.js.Stream(ctx, b.stream)
	if err != nil {
		return streamError(b.stream, err)
	}
	err = stream.SecureDeleteMsg(ctx, found.seq)
	if _, gone := b.last(ctx, b.box(name)); errors.Is(gone, fs.ErrNotExist) { // another hub was quicker, or the answer was lost
		return nil
	}
	if err != nil {
		return unavailable("destroy "+name, err)
	}
	return nil
}

// Mark implements enclosures.Boxes.
func (b *Boxes) Mark(ctx context.Context, name string) error {
	_, err := b.reader.publish(ctx, b.stream, b.mark(name), first(), nil)
	if errors.Is(err, journal.ErrConflict) {
		return nil
	}
	return err
}

// Marked implements enclosures.Boxes.
func (b *Boxes) Marked(ctx context.Context, name string) (bool, error) {
	_, err := b.last(ctx, b.mark(name))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Names implements enclosures.Boxes. It calls f when all names are known.
func (b *Boxes) Names(ctx context.Context, f func(name string, stored time.Time) error) error {
	type box struct {
		name   string
		stored time.Time
	}
	prefix := b.box("")
	consumer := jetstream.ConsumerConfig{DeliverPolicy: jetstream.DeliverAllPolicy, FilterSubject: prefix + ">", HeadersOnly: true}
	var list []box
	for tries := 0; ; tries++ {
		list = list[:0]
		err := b.reader.deliver(ctx, b.stream, consumer, false, func(m *nats.Msg, about *nats.MsgMetadata) (bool, error) {
			list = append(list, box{strings.TrimPrefix(m.Subject, prefix), about.Timestamp})
			return about.NumPending == 0, nil
		})
		if err == nil || errors.Is(err, errNothing) {
			break
		}
		if !errors.Is(err, errLost) {
			return err
		}
		if tries == maxTries {
			return unavailable("list the enclosures", err)
		}
		pause(ctx, again)
	}
	for _, x := range list {
		if err := f(x.name, x.stored); err != nil {
			return err
		}
	}
	return nil
}

// last asks the stream's leader for the message of a subject: another hub may have stored
// it a moment ago, and a replica may not know.
func (b *Boxes) last(ctx context.Context, subject string) (stored, error) {
	if err := ctx.Err(); err != nil {
		return stored{}, err
	}
	bounded, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	js, err := b.reader.conn.JetStream() // the older API: the newer one always asks a replica
	if err != nil {
		return stored{}, unavailable("ask the leader of "+b.stream, err)
	}
	m, err := js.GetLastMsg(b.stream, subject, nats.Context(bounded))
	switch {
	case errors.Is(err, nats.ErrMsgNotFound):
		return stored{}, fmt.Errorf("%s: %w", strings.TrimPrefix(subject, b.prefix), fs.ErrNotExist)
	case err != nil:
		return stored{}, b.reader.explain(ctx, b.stream, err)
	}
	return stored{seq: m.Sequence, subject: m.Subject, at: m.Time, header: m.Header, body: m.Data}, nil
}
