package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"vigil/internal/journal"
)

// A view is a key-value bucket to whoever looks at its mirror: a document is
// the last message of its subject, and a deletion is a message of this header.
const (
	operation = "KV-Operation"
	deletion  = "DEL"
)

func (r *Reader) viewPrefix(viewer string) string { return "$KV." + r.names.ViewBucket(viewer) + "." }

// ReadView implements journal.ViewReader. Where the stream is replicated, the
// answer may come from a replica that is behind.
func (r *Reader) ReadView(ctx context.Context, viewer, key string) ([]byte, error) {
	return r.readView(ctx, viewer, key, r.lastOf)
}

// ReadView implements journal.ViewReader. The hub reads what it wrote: it asks
// the leader.
func (h *Hub) ReadView(ctx context.Context, viewer, key string) ([]byte, error) {
	return h.readView(ctx, viewer, key, h.lastOfLeader)
}

func (r *Reader) readView(ctx context.Context, viewer, key string, last func(ctx context.Context, stream, subject string) (stored, error)) ([]byte, error) {
	if err := journal.CheckKey(key); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s, err := last(ctx, r.names.ViewStream(viewer), r.viewPrefix(viewer)+key)
	if err != nil && !errors.Is(err, errNothing) {
		return nil, ofViewer(viewer, err)
	}
	if err != nil || s.header.Get(operation) != "" {
		return nil, fmt.Errorf("view of %s, %s: %w", viewer, key, journal.ErrNoDocument)
	}
	return s.body, nil
}

// Views implements journal.ViewReader. The last message of the stream is the last
// of its subject: until it is among what comes, what comes is from a replica that
// is behind.
func (r *Reader) Views(ctx context.Context, viewer string) (map[string][]byte, error) {
	prefix, stream := r.viewPrefix(viewer), r.names.ViewStream(viewer)
	info, err := r.info(ctx, stream)
	if err != nil {
		return nil, ofViewer(viewer, err)
	}
	last := info.State.LastSeq
	consumer := jetstream.ConsumerConfig{DeliverPolicy: jetstream.DeliverLastPerSubjectPolicy, FilterSubject: prefix + ">"}
	for tries := 0; ; tries++ {
		documents, seen := make(map[string][]byte), uint64(0)
		err := r.deliver(ctx, stream, consumer, false, func(m *nats.Msg, about *nats.MsgMetadata) (bool, error) {
			key := strings.TrimPrefix(m.Subject, prefix)
			if m.Header.Get(operation) != "" {
				delete(documents, key)
			} else {
				documents[key] = m.Data
			}
			seen = about.Sequence.Stream
			return about.NumPending == 0, nil
		})
		if err == nil || errors.Is(err, errNothing) {
			if seen >= last {
				return documents, nil
			}
			// What the leader does not have either is lost: a view has no more than this.
			if err = r.makeSure(ctx, stream, "view of "+viewer, last); errors.Is(err, journal.ErrDamaged) {
				return documents, nil
			}
		}
		switch {
		case !errors.Is(err, errLost):
			return nil, ofViewer(viewer, err)
		case tries == maxTries:
			return nil, unavailable("read the view of "+viewer, err)
		}
		pause(ctx, again)
	}
}

// PutView implements journal.Views.
func (h *Hub) PutView(ctx context.Context, viewer, key string, document []byte) error {
	return h.writeView(ctx, viewer, key, nil, document)
}

// DeleteView implements journal.Views.
func (h *Hub) DeleteView(ctx context.Context, viewer, key string) error {
	return h.writeView(ctx, viewer, key, nats.Header{operation: {deletion}}, nil)
}

func (h *Hub) writeView(ctx context.Context, viewer, key string, header nats.Header, document []byte) error {
	if err := journal.CheckKey(key); err != nil {
		return err
	}
	stream := h.names.ViewStream(viewer)
	if _, err := h.publish(ctx, stream, h.viewPrefix(viewer)+key, header, document); err != nil {
		return fmt.Errorf("view of %s: %w", viewer, h.ofUnknownViewer(ctx, viewer, stream, err))
	}
	return nil
}

// ViewState implements journal.Views.
func (h *Hub) ViewState(ctx context.Context, viewer string) (journal.State, error) {
	info, err := h.info(ctx, h.names.ViewStream(viewer))
	if err != nil {
		return journal.State{}, ofViewer(viewer, err)
	}
	return journal.State{Last: info.State.LastSeq, Messages: info.State.Msgs}, nil
}
