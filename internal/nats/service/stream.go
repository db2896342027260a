package service

import (
	"context"
	"errors"
	"strconv"
	"sync"

	"github.com/nats-io/nats.go"

	"vigil/internal/journal"
	"vigil/internal/operation"
)

// Headers and words of a stream; see the package comment.
const (
	headerStream  = "Vigil-Stream"
	headerCounter = "Vigil-Counter"

	itemMark = "item"
	beatMark = "beat"
	endMark  = "end"

	// window is how many items a sender may be ahead of what the reader took.
	window = 64
)

// errReaderGone ends a stream that nobody reads any more. Nothing is sent then.
var errReaderGone = errors.New("the reader of the stream is gone")

// stream is the sending end of one stream.
type stream struct {
	service *Service
	reply   string
	ctx     context.Context
	cancel  context.CancelCauseFunc
	heard   chan struct{} // the reader has said something: for the lease
	room    chan struct{} // the reader has taken something: for item

	mu    sync.Mutex // also keeps numbers in the order of what is published
	sent  uint64
	taken uint64
}

// open starts the stream that a request asks for. The stream is known before the
// next message is looked at, which may be about it.
func (s *Service) open(j job, m *nats.Msg) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed:
		return s.stopping()
	case s.streams[m.Reply] != nil:
		return &operation.Refusal{Rule: ruleOneStream, Class: operation.Invalid,
			Reason: "a stream to this reply subject is open already", Hint: "use a new reply subject for each stream"}
	case len(s.streams) >= s.limits.streams:
		return s.full()
	}
	st := &stream{service: s, reply: m.Reply, heard: make(chan struct{}, 1), room: make(chan struct{}, 1)}
	st.ctx, st.cancel = context.WithCancelCause(s.ctx)
	s.streams[m.Reply] = st
	s.running.Add(2)
	go st.run(j, m.Data)
	go st.watch()
	return nil
}

func (st *stream) run(j job, body []byte) {
	s := st.service
	defer s.running.Done()
	err := s.guard(j, func() error { return j.stream(st.ctx, body, st.item) })
	if ended := st.ctx.Err(); ended != nil && errors.Is(err, ended) {
		err = context.Cause(st.ctx) // a handler may give its context's error for what ended it
	}
	st.cancel(errReaderGone)
	st.tellEnd(j, err)
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.streams, st.reply) // after its end was told, lest more says first that it does not know it
}

func (st *stream) tellEnd(j job, err error) {
	s := st.service
	st.mu.Lock()
	defer st.mu.Unlock()
	end := nats.Header{headerStream: {mark(endMark, st.sent)}}
	switch {
	case errors.Is(err, errReaderGone):
	case err != nil:
		s.fail(j, st.reply, err, end)
	default:
		if err := s.publish(&nats.Msg{Subject: st.reply, Header: end}); err != nil {
			s.log.Warn("a stream stays without an end", "request", j.name, "error", err)
		}
	}
}

// watch ends the stream when its reader falls silent.
func (st *stream) watch() {
	defer st.service.running.Done()
	for st.ctx.Err() == nil {
		silence, cancel := context.WithTimeout(st.ctx, st.service.limits.lease)
		select {
		case <-st.heard:
		case <-silence.Done():
			st.cancel(errReaderGone) // has no effect if the stream ended otherwise
		}
		cancel()
	}
}

// item sends one item when the reader has room for it.
func (st *stream) item(counter uint64, body []byte) error {
	for {
		if st.ctx.Err() != nil {
			return context.Cause(st.ctx)
		}
		sent, err := st.trySend(counter, body)
		if sent || err != nil {
			return err
		}
		select {
		case <-st.room:
		case <-st.ctx.Done():
		}
	}
}

func (st *stream) trySend(counter uint64, body []byte) (sent bool, err error) {
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.sent-st.taken >= st.service.limits.ahead {
		return false, nil
	}
	m := &nats.Msg{Subject: st.reply, Data: body, Header: nats.Header{headerStream: {mark(itemMark, st.sent+1)}}}
	if counter != 0 {
		m.Header[headerCounter] = []string{strconv.FormatUint(counter, 10)}
	}
	if err := st.service.publish(m); err != nil {
		return false, err
	}
	st.sent++
	return true, nil
}

// more hears that a reader is there, and answers that the sender is, too.
func (s *Service) more(m *nats.Msg) {
	i, err := decode[interest](m.Data)
	if err != nil {
		s.fail(job{name: subjectMore}, m.Reply, badForm("the request", err), nil)
		return
	}
	s.mu.Lock()
	st := s.streams[m.Reply]
	s.mu.Unlock()
	if st == nil {
		// It has ended, and its end was sent before this; or another gateway had it.
		s.fail(job{name: subjectMore}, m.Reply, &failure{is: journal.ErrUnavailable, by: s.side.name,
			reason: s.side.name + " does not know this stream: it was started anew, or heard nothing for too long", hint: "ask again from the last number you have"}, nil)
		return
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	if i.Taken > st.taken && i.Taken <= st.sent {
		st.taken = i.Taken
		nudge(st.room)
	}
	nudge(st.heard)
	beat := nats.Header{headerStream: {mark(beatMark, st.sent)}}
	if err := s.publish(&nats.Msg{Subject: m.Reply, Header: beat}); err != nil {
		s.log.Warn("a stream stays without a beat", "error", err)
	}
}

func (s *Service) enough(reply string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if st := s.streams[reply]; st != nil {
		st.cancel(errReaderGone)
	}
}

func nudge(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func mark(word string, n uint64) string { return word + " " + strconv.FormatUint(n, 10) }
