package service

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"

	"vigil/internal/gateway"
	"vigil/internal/journal"
	"vigil/internal/nats/broker"
	"vigil/internal/operation"
)

// endless is a desk whose feed goes on for ever. It says on ended how it ended.
func endless(ended chan<- error) fakeDesk {
	return fakeDesk{feed: func(_ context.Context, _ gateway.Asker, from uint64, _ bool, f func(gateway.Message) error) error {
		for n := max(from, 1); ; n++ {
			if err := f(gateway.Message{Counter: n, Bytes: []byte("message")}); err != nil {
				ended <- err
				return err
			}
		}
	}}
}

// idle is a desk whose feed has n messages and then nothing more.
func idle(n uint64, ended chan<- error) fakeDesk {
	return fakeDesk{feed: func(ctx context.Context, _ gateway.Asker, from uint64, follow bool, f func(gateway.Message) error) error {
		for c := max(from, 1); c <= n; c++ {
			if err := f(gateway.Message{Counter: c, Bytes: fmt.Appendf(nil, "message %d", c)}); err != nil {
				ended <- err
				return err
			}
		}
		if follow {
			<-ctx.Done()
		}
		ended <- ctx.Err()
		return ctx.Err()
	}}
}

func TestAFeedEndsWhereItEnds(t *testing.T) {
	a := newAlliance(t)
	_, desk := a.desk(idle(1000, make(chan error, 9)), usual())
	for _, from := range []uint64{0, 1, 990, 1001} {
		want := max(from, 1)
		err := desk.Feed(a.context(), someAsker(), from, false, func(m gateway.Message) error {
			require.Equal(t, gateway.Message{Counter: want, Bytes: fmt.Appendf(nil, "message %d", want)}, m)
			want++
			return nil
		})
		require.NoError(t, err)
		require.EqualValues(t, 1001, want)
	}
}

func TestASlowReaderMissesNothing(t *testing.T) {
	a := newAlliance(t)
	const count = 10_000
	ended := make(chan error, 1)
	l := usual()
	l.lease = 2 * time.Second
	s, desk := a.desk(idle(count, ended), l)
	ctx, cancel := context.WithCancel(a.context())
	want := uint64(1)
	err := desk.Feed(ctx, someAsker(), 1, true, func(m gateway.Message) error {
		require.Equal(t, want, m.Counter)
		s.mu.Lock()
		for _, st := range s.streams {
			st.mu.Lock()
			require.Less(t, st.sent-(want-1), uint64(window+1), "it runs ahead of the reader")
			st.mu.Unlock()
		}
		s.mu.Unlock()
		if want%1000 == 0 { // longer than several beats
			slow(a.context(), 50*time.Millisecond)
		}
		if want == count {
			cancel()
		}
		want++
		return nil
	})
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, <-ended, context.Canceled)
	require.EqualValues(t, count+1, want)
	require.NoError(t, s.Close(a.context()))
	awaitNoGoroutine(t, a.context())
}

// A reader may take longer over one message than the lease is.
func TestAReaderThatIsBusyKeepsItsStream(t *testing.T) {
	a := newAlliance(t)
	l := usual()
	l.lease = 200 * time.Millisecond
	_, desk := a.desk(idle(2*window, make(chan error, 1)), l)
	taken := 0
	err := desk.Feed(a.context(), someAsker(), 1, false, func(gateway.Message) error {
		if taken++; taken == 3 {
			slow(a.context(), 3*l.lease)
		}
		return nil
	})
	require.NoError(t, err)
	require.Equal(t, 2*window, taken)
}

func TestTheEndOfTheReadersContextEndsTheStream(t *testing.T) {
	a := newAlliance(t)
	ended := make(chan error, 1)
	s, desk := a.desk(idle(3, ended), usual())
	ctx, cancel := context.WithCancel(a.context())
	err := desk.Feed(ctx, someAsker(), 1, true, func(m gateway.Message) error {
		if m.Counter == 3 {
			cancel()
		}
		return nil
	})
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, <-ended, context.Canceled)
	require.NoError(t, s.Close(a.context()))
	awaitNoGoroutine(t, a.context())
}

func TestAnErrorOfTheReaderEndsTheStream(t *testing.T) {
	a := newAlliance(t)
	ended := make(chan error, 1)
	s, desk := a.desk(endless(ended), usual())
	enough := errors.New("enough")
	err := desk.Feed(a.context(), someAsker(), 7, true, func(gateway.Message) error { return enough })
	require.Equal(t, enough, err)
	require.ErrorIs(t, <-ended, errReaderGone)
	require.NoError(t, s.Close(a.context()))
	awaitNoGoroutine(t, a.context())
}

func TestAReaderThatVanishesEndsTheStream(t *testing.T) {
	a := newAlliance(t)
	for name, gone := range map[string]func(*nats.Conn, string){
		"its connection closed": func(nc *nats.Conn, _ string) { nc.Close() },
		"it fell silent":        func(*nats.Conn, string) {},
	} {
		t.Run(name, func(t *testing.T) {
			ended := make(chan error, 1)
			l := usual()
			l.lease = 50 * time.Millisecond
			s, err := serveDesk(a.context(), a.as(broker.Gateway, "at", "gateway"), endless(ended), quiet(t), l)
			require.NoError(t, err)
			nc := a.as(broker.Person, "at", "eva")
			inbox := nc.NewInbox()
			sub, err := nc.SubscribeSync(inbox)
			require.NoError(t, err)
			body, err := encode(feedRequest{asker(someAsker()), 1, true})
			require.NoError(t, err)
			require.NoError(t, nc.PublishRequest(subjectFeed, inbox, body))
			_, err = sub.NextMsgWithContext(a.context())
			require.NoError(t, err)
			gone(nc, inbox)
			require.ErrorIs(t, <-ended, errReaderGone)
			require.NoError(t, s.Close(a.context()))
			awaitNoGoroutine(t, a.context())
		})
	}
}

func TestADeadGatewayIsNoticed(t *testing.T) {
	a := newAlliance(t)
	nc := a.as(broker.Gateway, "at", "gateway")
	_, err := serveDesk(a.context(), nc, idle(1, make(chan error, 1)), quiet(t), usual())
	require.NoError(t, err)
	err = a.person("eva").Feed(a.context(), someAsker(), 1, true, func(gateway.Message) error { nc.Close(); return nil })
	require.ErrorIs(t, err, journal.ErrUnavailable)
	require.ErrorContains(t, err, "not there")
}

func TestASilentGatewayIsNoticed(t *testing.T) {
	a := newAlliance(t)
	_, err := a.as(broker.Gateway, "at", "gateway").Subscribe(broker.GatewaySubjects, func(*nats.Msg) {})
	require.NoError(t, err)
	desk := a.person("eva")
	desk.silence = 50 * time.Millisecond
	err = desk.Feed(a.context(), someAsker(), 1, true, nil)
	require.ErrorIs(t, err, journal.ErrUnavailable)
}

func TestAStoppedGatewaySaysSoToItsReaders(t *testing.T) {
	a := newAlliance(t)
	s, desk := a.desk(idle(1, make(chan error, 1)), usual())
	err := desk.Feed(a.context(), someAsker(), 1, true, func(gateway.Message) error {
		return s.Close(a.context())
	})
	require.ErrorIs(t, err, journal.ErrUnavailable)
	require.ErrorContains(t, err, "stopped")
}

func TestANewGatewayDoesNotKnowTheStream(t *testing.T) {
	a := newAlliance(t)
	nc := a.as(broker.Gateway, "at", "gateway")
	_, err := serveDesk(a.context(), nc, idle(1, make(chan error, 1)), quiet(t), usual())
	require.NoError(t, err)
	err = a.person("eva").Feed(a.context(), someAsker(), 1, true, func(gateway.Message) error {
		nc.Close()
		_, err := serveDesk(a.context(), a.as(broker.Gateway, "at", "gateway"), idle(1, make(chan error, 1)), quiet(t), usual())
		return err
	})
	require.ErrorIs(t, err, journal.ErrUnavailable)
}

// A sender in the test says what no honest one does.
func TestWhatIsMissingInAStreamIsNoticed(t *testing.T) {
	a := newAlliance(t)
	for name, c := range map[string]struct {
		marks    []string
		counters []string
		want     error
	}{
		"an item lost":         {[]string{"item 1", "item 3"}, []string{"1", "3"}, journal.ErrUnavailable},
		"the last item lost":   {[]string{"item 1", "end 2"}, []string{"1", ""}, journal.ErrUnavailable},
		"a beat tells of more": {[]string{"item 1", "beat 2"}, []string{"1", ""}, journal.ErrUnavailable},
		"a counter lost":       {[]string{"item 1", "item 2"}, []string{"1", "3"}, journal.ErrDamaged},
		"an unknown mark":      {[]string{"thing 1"}, []string{"1"}, ErrFailed},
		"no mark":              {[]string{""}, []string{"1"}, ErrFailed},
		"not a number":         {[]string{"item 1"}, []string{"one"}, ErrFailed},
	} {
		t.Run(name, func(t *testing.T) {
			nc := a.as(broker.Gateway, "at", "gateway")
			defer nc.Close()
			_, err := nc.Subscribe(subjectFeed, func(m *nats.Msg) {
				for i, mark := range c.marks {
					answer := &nats.Msg{Subject: m.Reply, Header: nats.Header{"X": {"x"}}, Data: []byte("x")}
					if mark != "" {
						answer.Header.Set(headerStream, mark)
					}
					if c.counters[i] != "" {
						answer.Header.Set(headerCounter, c.counters[i])
					}
					if nc.PublishMsg(answer) != nil {
						return
					}
				}
			})
			require.NoError(t, err)
			require.NoError(t, nc.FlushWithContext(a.context()))
			err = a.person("eva").Feed(a.context(), someAsker(), 1, true, func(gateway.Message) error { return nil })
			require.ErrorIs(t, err, c.want)
		})
	}
}

func TestStreamsAreFew(t *testing.T) {
	a := newAlliance(t)
	l := usual()
	l.streams = 1
	_, desk := a.desk(endless(make(chan error, 1)), l)
	ctx, cancel := context.WithCancel(a.context())
	err := desk.Feed(ctx, someAsker(), 1, true, func(gateway.Message) error {
		err := a.person("ida").Feed(a.context(), someAsker(), 1, true, func(gateway.Message) error { return nil })
		require.ErrorIs(t, err, journal.ErrUnavailable)
		cancel()
		return nil
	})
	require.ErrorIs(t, err, context.Canceled)
}

func TestAPanicEndsAStreamAlone(t *testing.T) {
	a := newAlliance(t)
	_, desk := a.desk(fakeDesk{feed: func(context.Context, gateway.Asker, uint64, bool, func(gateway.Message) error) error {
		panic("secret")
	}}, usual())
	for range 2 {
		err := desk.Feed(a.context(), someAsker(), 1, true, nil)
		require.ErrorIs(t, err, ErrFailed)
	}
}

func TestARefusalEndsAStream(t *testing.T) {
	a := newAlliance(t)
	want := &operation.Refusal{Rule: "no-viewer", Class: operation.NotFound, Reason: "there is no such viewer", Hint: "look at the list"}
	_, desk := a.desk(fakeDesk{feed: func(_ context.Context, _ gateway.Asker, _ uint64, _ bool, f func(gateway.Message) error) error {
		return errors.Join(f(gateway.Message{Counter: 1}), want)
	}}, usual())
	var got *operation.Refusal
	require.ErrorAs(t, desk.Feed(a.context(), someAsker(), 1, true, func(gateway.Message) error { return nil }), &got)
	require.Equal(t, want, got)
}

// slow is a reader at work.
func slow(ctx context.Context, d time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	<-ctx.Done()
}
