package service

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"vigil/internal/failpoint"
	"vigil/internal/journal"
	"vigil/internal/operation"
)

// limits bound what one side does at a time, and how long it takes part.
type limits struct {
	requests int           // in flight, of all who ask
	share    int           // of these, of one country; it leaves room for the others
	streams  int           // open at a time
	ahead    uint64        // items sent that the reader has not yet taken
	patience time.Duration // a handler's context ends after this; shorter than the asker's
	lease    time.Duration // a stream whose reader is silent so long ends
}

func usual() limits {
	return limits{requests: 128, share: 96, streams: 256, ahead: window, patience: 25 * time.Second, lease: 10 * time.Second}
}

// headroom is what the headers of an answer may take of a message.
const headroom = 8 << 10

// Service answers requests until its context ends or it is closed.
type Service struct {
	nc     *nats.Conn
	side   side
	limits limits
	log    *slog.Logger
	find   func(subject string) (job, error)

	ctx    context.Context // of the handlers
	cancel context.CancelFunc
	unhook func() bool
	sub    *nats.Subscription

	mu      sync.Mutex
	closed  bool
	busy    int
	shares  map[string]int
	streams map[string]*stream // by reply subject
	running sync.WaitGroup     // handlers and streams
}

// job is what a request asks for: one answer, or a stream of items.
type job struct {
	name   string // for the log; holds no case data
	asker  string // whose share it takes; "" has none
	effect Effect
	answer func(ctx context.Context, body []byte) ([]byte, error)
	stream func(ctx context.Context, body []byte, item func(counter uint64, body []byte) error) error
}

// serve subscribes and returns when requests are being answered.
func serve(ctx context.Context, nc *nats.Conn, subject string, who side, l limits, log *slog.Logger, find func(string) (job, error)) (*Service, error) {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	s := &Service{nc: nc, side: who, limits: l, log: log, find: find,
		shares: map[string]int{}, streams: map[string]*stream{}}
	s.ctx, s.cancel = context.WithCancel(ctx)
	before := nc.LastError()
	sub, err := nc.Subscribe(subject, s.take)
	if err == nil {
		s.sub = sub
		waiting, cancel := context.WithTimeout(ctx, l.patience)
		err = nc.FlushWithContext(waiting)
		cancel()
	}
	if last := nc.LastError(); err == nil && last != before && errors.Is(last, nats.ErrPermissionViolation) {
		err = last
	}
	if err != nil {
		s.stop()
		s.cancel()
		return nil, fmt.Errorf("answer requests on %s: %w: connect with the credential of %s", subject, err, who.name)
	}
	s.unhook = context.AfterFunc(ctx, s.stop)
	return s, nil
}

// Close takes no more requests and ends all streams. It waits for what is being
// done, but not longer than ctx: then it tells the handlers to stop and says how
// many were still running. It may be called twice. It leaves the connection open.
func (s *Service) Close(ctx context.Context) error {
	s.unhook()
	s.stop()
	defer s.cancel()
	done := make(chan struct{})
	go func() {
		s.running.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		s.mu.Lock()
		defer s.mu.Unlock()
		return fmt.Errorf("stop %s: %d requests and %d streams did not end in time: %w", s.side.name, s.busy, len(s.streams), ctx.Err())
	}
}

func (s *Service) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	s.closed = true
	for _, st := range s.streams {
		st.cancel(s.stopping())
	}
	if s.sub != nil {
		s.sub.Drain() // what has come is still told; fails only if the connection is gone
	}
}

func (s *Service) stopping() error {
	return &failure{is: journal.ErrUnavailable, by: s.side.name, reason: s.side.name + " is being stopped", hint: "ask again when it is back"}
}

// take is called with one message at a time and never waits.
func (s *Service) take(m *nats.Msg) {
	if !strings.HasPrefix(m.Reply, s.side.replies) {
		s.log.Debug("a request without a place to answer to is left alone", "subject", clip(m.Subject))
		return
	}
	switch m.Subject {
	case subjectMore:
		s.more(m)
		return
	case subjectEnough:
		s.enough(m.Reply)
		return
	}
	var j job
	err := s.guard(job{name: clip(m.Subject)}, func() (err error) {
		j, err = s.find(m.Subject)
		return err
	})
	if err == nil && j.stream != nil {
		err = s.open(j, m)
	} else if err == nil {
		if err = s.reserve(j.asker); err == nil {
			go s.run(j, m)
			return
		}
	}
	if err != nil {
		s.fail(j, m.Reply, err, nil)
	}
}

// reserve takes a place, or says that there is none.
func (s *Service) reserve(asker string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed:
		return s.stopping()
	case s.busy >= s.limits.requests || asker != "" && s.shares[asker] >= s.limits.share:
		return s.full()
	}
	s.busy++
	s.shares[asker]++
	s.running.Add(1)
	return nil
}

func (s *Service) full() error {
	return &failure{is: journal.ErrUnavailable, by: s.side.name, reason: s.side.name + " has too much to do at once; nothing was recorded", hint: "ask again in a moment"}
}

func (s *Service) release(asker string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.busy--
	if s.shares[asker]--; s.shares[asker] == 0 {
		delete(s.shares, asker)
	}
	s.running.Done()
}

func (s *Service) run(j job, m *nats.Msg) {
	defer s.release(j.asker)
	ctx, cancel := context.WithTimeout(s.ctx, s.limits.patience)
	defer cancel()
	var body []byte
	err := s.guard(j, func() (err error) {
		body, err = j.answer(ctx, m.Data)
		return err
	})
	if err == nil {
		failpoint.At("answer-unsent")
		err = s.publish(&nats.Msg{Subject: m.Reply, Data: body})
		failpoint.At("answer-sent")
	}
	if err != nil {
		s.fail(j, m.Reply, err, nil)
	}
}

// guard keeps a panic of a handler from ending the program.
func (s *Service) guard(j job, handle func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			s.log.Error("a handler panicked; the request was answered with 500", "request", j.name, "asker", j.asker,
				"panic", fmt.Sprint(r), "stack", string(debug.Stack()))
			err = errPanicked
		}
	}()
	return handle()
}

var errPanicked = errors.New("the handler panicked")

// fail answers with err. header is added to the answer.
func (s *Service) fail(j job, reply string, err error, header nats.Header) {
	m, expected := s.side.encodeFailure(err, j.effect)
	if !expected && err != errPanicked {
		s.log.Error("a request failed", "request", j.name, "asker", j.asker, "error", err)
	}
	for name, values := range header {
		m.Header[name] = values
	}
	m.Subject = reply
	if err := s.publish(m); err != nil {
		s.log.Warn("a request stays without an answer", "request", j.name, "asker", j.asker, "error", err)
	}
}

// publish refuses what the server would, and then close the connection for.
func (s *Service) publish(m *nats.Msg) error {
	if most := s.nc.MaxPayload() - headroom; s.nc.IsConnected() && int64(len(m.Data)) > most {
		return fmt.Errorf("an answer of %d bytes, %d at most", len(m.Data), most)
	}
	return s.nc.PublishMsg(m)
}

// unknown refuses a subject that is no endpoint.
func unknown(subject string) error {
	return &operation.Refusal{Rule: ruleUnknown, Class: operation.Invalid,
		Reason: fmt.Sprintf("there is no request %q", clip(subject)), Hint: "bring both sides to the same build"}
}
