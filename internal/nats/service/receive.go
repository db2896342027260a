package service

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/nats-io/nats.go"
)

// receive asks for a stream and gives each item to f, in order, in the caller's
// goroutine. It returns nil at the stream's end, else the error of the stream, of
// f, or of ctx. When it returns nothing of it is left running here, and the other
// side has been told.
func (c caller) receive(ctx context.Context, subject string, ask any, f func(counter uint64, body []byte) error) error {
	body, err := encode(ask)
	if err != nil {
		return badForm("the request", err)
	}
	if err := c.ready(ctx, body); err != nil {
		return err
	}
	inbox := c.nc.NewInbox()
	sub, err := c.nc.SubscribeSync(inbox)
	if err != nil {
		return c.unreachable("the answers of "+c.side.name+" cannot be received", err)
	}
	defer sub.Unsubscribe() // fails only if the connection is gone, and the subscription with it
	// The sender keeps to its window; beats are small and few.
	if err := sub.SetPendingLimits(-1, -1); err != nil {
		return c.unreachable("the answers of "+c.side.name+" cannot be received", err)
	}
	if err := c.nc.PublishMsg(&nats.Msg{Subject: subject, Reply: inbox, Data: body}); err != nil {
		return c.unanswered(err, Reads)
	}
	r := &reader{caller: c, inbox: inbox, sub: sub}
	stop := r.keepInterest(ctx)
	defer stop()
	return r.read(ctx, f)
}

// reader is the receiving end of one stream.
type reader struct {
	caller
	inbox string
	sub   *nats.Subscription
	got   uint64        // items, of read alone
	taken atomic.Uint64 // items that f is done with
}

func (r *reader) read(ctx context.Context, f func(uint64, []byte) error) error {
	for {
		m, err := r.next(ctx)
		if err != nil {
			return err
		}
		word, n, err := parseMark(m)
		if err != nil {
			return err
		}
		if word == itemMark && n == r.got+1 {
			r.got = n
			if err := r.give(ctx, m, f); err != nil {
				return err
			}
			continue
		}
		if failed := r.side.decodeFailure(m); failed != nil {
			return failed
		}
		switch {
		case word == "":
			return r.unreadable(errors.New("a message of a stream without " + headerStream))
		case n != r.got:
			return r.unreachable(fmt.Sprintf("messages of %s were lost on the way after the first %d", r.side.name, r.got), nil)
		case word == endMark:
			return nil
		}
	}
}

func (r *reader) give(ctx context.Context, m *nats.Msg, f func(uint64, []byte) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	counter := uint64(0)
	if text := m.Header.Get(headerCounter); text != "" {
		var err error
		if counter, err = strconv.ParseUint(text, 10, 64); err != nil {
			return r.unreadable(err)
		}
	}
	if err := f(counter, m.Data); err != nil {
		return err
	}
	r.taken.Store(r.got)
	if r.got%(window/2) == 0 {
		return r.more()
	}
	return nil
}

// next waits for a message, but not longer than the sender may be silent.
func (r *reader) next(ctx context.Context) (*nats.Msg, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	waiting, cancel := context.WithTimeout(ctx, r.silence)
	defer cancel()
	m, err := r.sub.NextMsgWithContext(waiting)
	switch {
	case err == nil:
		return m, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, nats.ErrNoResponders): // the server's answer to a request or to more
		return nil, r.unanswered(err, Reads)
	case waiting.Err() != nil:
		return nil, r.unreachable(fmt.Sprintf("%s has given no sign of life for %s", r.side.name, r.silence), nil)
	}
	return nil, r.unreachable("the connection to "+r.side.name+" is gone", err)
}

// keepInterest tells the sender at every beat that the reader is there, however
// long f takes. stop ends that, and the stream.
func (r *reader) keepInterest(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() {
		for {
			pause, done := context.WithTimeout(ctx, r.beat)
			<-pause.Done()
			done()
			if ctx.Err() != nil || r.more() != nil {
				return // the reader notices a lost connection by the silence
			}
		}
	})
	return func() {
		cancel()
		running.Wait()
		r.nc.PublishMsg(&nats.Msg{Subject: subjectEnough, Reply: r.inbox}) // lost, the lease ends the stream
	}
}

func (r *reader) more() error {
	body, err := encode(interest{r.taken.Load()})
	if err == nil {
		err = r.nc.PublishMsg(&nats.Msg{Subject: subjectMore, Reply: r.inbox, Data: body})
	}
	if err != nil {
		return r.unanswered(err, Reads)
	}
	return nil
}

// parseMark reads the header of a stream's message; a message without is "".
func parseMark(m *nats.Msg) (word string, n uint64, err error) {
	text := m.Header.Get(headerStream)
	if text == "" {
		return "", 0, nil
	}
	word, number, _ := strings.Cut(text, " ")
	n, err = strconv.ParseUint(number, 10, 64)
	if err != nil || word != itemMark && word != beatMark && word != endMark {
		return "", 0, &failure{is: ErrFailed, reason: fmt.Sprintf("a message of a stream is marked %q", clip(text)), hint: "bring both sides to the same build"}
	}
	return word, n, nil
}
