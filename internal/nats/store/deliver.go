package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

const (
	beat       = time.Second      // the server says this often that it has nothing to say
	silence    = 3 * beat         // without a beat, a delivery is given up
	abandoned  = 10 * time.Second // the server forgets a consumer that nobody listens to
	acksPrefix = "$JS.ACK."       // the reply subject of everything that is stored in a stream
)

// errLost: something was lost on the way, or the delivery fell silent. What is
// stored is not in doubt; asking again from the next number is right.
var errLost = errors.New("messages were lost on the way from the server")

// errNothing: no message matches.
var errNothing = errors.New("nothing to deliver")

// take is given each message in order. It says whether it has had enough.
type take func(*nats.Msg, *nats.MsgMetadata) (enough bool, err error)

// deliver runs one consumer of stream and hands what it sends to f, in the
// caller's goroutine, until f has had enough or fails, ctx ends, or something
// is lost (errLost). If there is nothing to deliver at first, it returns
// errNothing when idle is false, and waits when it is true.
//
// It is a push consumer with flow control, since that is the quickest, without
// acknowledgements; order is checked by the consumer's own numbering.
func (r *Reader) deliver(ctx context.Context, stream string, c jetstream.ConsumerConfig, idle bool, f take) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	box := mailbox{arrived: make(chan struct{}, 1)}
	c.DeliverSubject = r.conn.NewInbox()
	c.AckPolicy = jetstream.AckNonePolicy
	c.FlowControl = true
	c.IdleHeartbeat = beat
	c.InactiveThreshold = abandoned
	c.MemoryStorage = true
	c.Replicas = 1
	sub, err := r.conn.Subscribe(c.DeliverSubject, box.put)
	if err != nil {
		return unavailable("read stream "+stream, err)
	}
	defer sub.Unsubscribe() // fails only if the connection is gone, and the subscription with it
	if err := sub.SetPendingLimits(-1, -1); err != nil {
		return unavailable("read stream "+stream, err) // flow control sets the limit
	}
	consumer, err := r.js.CreatePushConsumer(ctx, stream, c)
	if err != nil {
		return streamError(stream, err)
	}
	info := consumer.CachedInfo()
	if !idle && info.NumPending+info.Delivered.Consumer == 0 {
		return errNothing
	}
	return r.receive(ctx, &box, idle, f)
}

// maxIdle is how many beats in a row a delivery that has something to send may
// have nothing to say. A server that counts a message and cannot read it beats
// for ever.
const maxIdle = 2

func (r *Reader) receive(ctx context.Context, box *mailbox, idle bool, f take) error {
	var letters []*nats.Msg
	var taken uint64
	beats := 0
	for {
		var err error
		if letters, err = box.take(ctx, letters[:0]); err != nil {
			return err
		}
		for i, m := range letters {
			letters[i] = nil
			if !strings.HasPrefix(m.Reply, acksPrefix) {
				if err := r.heed(m, taken); err != nil {
					return err
				}
				if beats++; beats > maxIdle && !idle {
					return errNothing
				}
				continue
			}
			beats = 0
			about, err := m.Metadata()
			if err != nil {
				return fmt.Errorf("understand the server's numbering %q: %w", m.Reply, err)
			}
			if about.Sequence.Consumer != taken+1 {
				return errLost
			}
			taken++
			if err := ctx.Err(); err != nil {
				return err
			}
			if enough, err := f(m, about); enough || err != nil {
				return err
			}
		}
	}
}

// heed answers what the server says beside the messages: go on (flow control),
// and how far it has come.
func (r *Reader) heed(m *nats.Msg, taken uint64) error {
	if status := m.Header.Get("Status"); status != "100" {
		return fmt.Errorf("%w (server: %s %s)", errLost, status, m.Header.Get("Description"))
	}
	if last := m.Header.Get("Nats-Last-Consumer"); last != "" && last != strconv.FormatUint(taken, 10) {
		return errLost
	}
	for _, proceed := range []string{m.Reply, m.Header.Get("Nats-Consumer-Stalled")} {
		if proceed == "" {
			continue
		}
		if err := r.conn.Publish(proceed, nil); err != nil {
			return errLost
		}
	}
	return nil
}

// mailbox takes what comes without ever blocking the connection, and hands it
// over in bulk.
type mailbox struct {
	mu      sync.Mutex
	letters []*nats.Msg
	arrived chan struct{}
}

func (b *mailbox) put(m *nats.Msg) {
	b.mu.Lock()
	b.letters = append(b.letters, m)
	b.mu.Unlock()
	select {
	case b.arrived <- struct{}{}:
	default:
	}
}

// take waits for letters and leaves the emptied slice in exchange.
func (b *mailbox) take(ctx context.Context, emptied []*nats.Msg) ([]*nats.Msg, error) {
	b.mu.Lock()
	letters := b.letters
	b.letters = emptied
	b.mu.Unlock()
	if len(letters) > 0 {
		return letters, nil
	}
	waiting, cancel := context.WithTimeout(ctx, silence)
	defer cancel()
	select {
	case <-b.arrived:
		b.mu.Lock()
		defer b.mu.Unlock()
		letters, b.letters = b.letters, letters
		return letters, nil
	case <-waiting.Done():
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return nil, fmt.Errorf("%w (no sign of life for %s)", errLost, silence)
	}
}
