package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"vigil/internal/journal"
)

// What this package relies on and the server alone decides. A red test here says
// that a new server behaves otherwise: read package store again before it goes in.

// onEach runs a test on one server and on three.
func onEach(t *testing.T, test func(t *testing.T, s *testServer)) {
	t.Run("one server", func(t *testing.T) { test(t, start(t)) })
	t.Run("three servers", func(t *testing.T) { test(t, on(t, three(t))) })
}

// Of writers that name the same last sequence of one exact subject, on different
// servers, one is stored. The others are told by one of two codes.
func TestFactConditionOnAnExactSubject(t *testing.T) {
	onEach(t, func(t *testing.T, s *testServer) {
		const rounds, writers = 100, 6
		var each [writers]jetstream.JetStream
		for w := range each {
			each[w] = jetStream(t, s.connect(t))
		}
		codes := map[jetstream.ErrorCode]int{}
		for round := range rounds {
			var errs [writers]error
			var ready, done sync.WaitGroup
			ready.Add(1)
			for w, js := range each {
				done.Go(func() {
					ready.Wait()
					_, errs[w] = js.PublishMsg(t.Context(), after(fmt.Sprintf("RACE%d", round), 0))
				})
			}
			ready.Done()
			done.Wait()
			accepted := 0
			for _, err := range errs {
				var refused *jetstream.APIError
				if err == nil {
					accepted++
					continue
				}
				require.ErrorAs(t, err, &refused)
				codes[refused.ErrorCode]++
			}
			require.Equal(t, 1, accepted, "round %d", round)
		}
		if s.cluster != nil {
			require.NotZero(t, codes[10164], "told while the first is proposed, not stored: %v", codes)
			delete(codes, 10164)
		}
		_, err := s.js.PublishMsg(t.Context(), after("RACE0", 0))
		requireCode(t, 10071, err)
		delete(codes, 10071)
		require.Empty(t, codes, "a third code for a conflict")
	})
}

// A message that is sent again because its acknowledgement was lost: one server
// says that the condition fails, three say that it is there. Without an id, as
// this package sends it, all say the first.
func TestFactRetryOfALostAcknowledgement(t *testing.T) {
	onEach(t, func(t *testing.T, s *testServer) {
		withID := func() *nats.Msg {
			m := after("A", 0)
			m.Header.Set(jetstream.MsgIDHeader, "id")
			return m
		}
		js := jetStream(t, s.connect(t))
		_, err := js.PublishMsg(t.Context(), withID())
		require.NoError(t, err)
		ack, err := js.PublishMsg(t.Context(), withID())
		if s.cluster != nil {
			require.NoError(t, err)
			require.True(t, ack.Duplicate)
		} else {
			requireCode(t, 10071, err)
		}
		_, err = js.PublishMsg(t.Context(), after("A", 0))
		requireCode(t, 10071, err)

		hub := s.hub(t, s.connect(t))
		seq, err := hub.Append(t.Context(), "B", []byte("1"), 0)
		require.NoError(t, err)
		_, err = hub.Append(t.Context(), "B", []byte("1"), 0)
		require.ErrorIs(t, err, journal.ErrConflict)
		require.EqualValues(t, 2, seq)
		state, err := hub.State(t.Context())
		require.NoError(t, err)
		require.EqualValues(t, 2, state.Messages, "nothing is there twice")
	})
}

// An id that was used within the window swallows other bytes. That is why no id
// is sent.
func TestFactAnIDSwallowsOtherBytes(t *testing.T) {
	onEach(t, func(t *testing.T, s *testServer) {
		str, err := s.js.Stream(t.Context(), journalStream)
		require.NoError(t, err)
		config := str.CachedInfo().Config
		config.Duplicates = time.Minute
		_, err = s.js.UpdateStream(t.Context(), config)
		require.NoError(t, err)
		_, err = s.js.Publish(t.Context(), journalPrefix+"A", []byte("one"), jetstream.WithMsgID("id"))
		require.NoError(t, err)
		ack, err := s.js.Publish(t.Context(), journalPrefix+"B", []byte("another"), jetstream.WithMsgID("id"))
		require.NoError(t, err)
		require.True(t, ack.Duplicate)
		info, err := str.Info(t.Context())
		require.NoError(t, err)
		require.EqualValues(t, 1, info.State.Msgs)
	})
}

// A stream in the quick mode acknowledges before it writes, even on a server that
// syncs always; the ordinary mode does not.
func TestFactTheQuickModeOverridesSyncAlways(t *testing.T) {
	s := start(t)
	missing := func(mode jetstream.PersistModeType, name string) (missing int) {
		s.create(t, jetstream.StreamConfig{Name: name, Subjects: []string{name}, PersistMode: mode})
		blocks := filepath.Join(s.options.StoreDir, "jetstream", server.DEFAULT_GLOBAL_ACCOUNT, "streams", name, "msgs", "*.blk")
		for n := range 200 {
			body := fmt.Sprintf("message %d of %s.", n, name)
			_, err := s.js.Publish(t.Context(), name, []byte(body))
			require.NoError(t, err)
			if !holds(t, blocks, body) {
				missing++
			}
		}
		return missing
	}
	require.Zero(t, missing(jetstream.DefaultPersistMode, "ORDINARY"))
	require.NotZero(t, missing(jetstream.AsyncPersistMode, "QUICK"))
}

func holds(t *testing.T, pattern, body string) bool {
	files, err := filepath.Glob(pattern)
	require.NoError(t, err)
	for _, file := range files {
		b, err := os.ReadFile(file)
		require.NoError(t, err)
		if bytes.Contains(b, []byte(body)) {
			return true
		}
	}
	return false
}

// The quick mode is for one server; on three, feeds and views are in the ordinary one.
func TestFactTheQuickModeIsForOneServer(t *testing.T) {
	s := on(t, three(t))
	_, err := s.js.CreateStream(t.Context(), jetstream.StreamConfig{
		Name: "QUICK", Subjects: []string{"quick"}, Replicas: 3, PersistMode: jetstream.AsyncPersistMode,
	})
	require.Error(t, err)
	var refused *jetstream.APIError
	require.ErrorAs(t, err, &refused)
}

// The client's batch of last messages cannot ask for more than 1,024: views are
// read by a consumer instead.
func TestAViewOfManyDocumentsIsReadWhole(t *testing.T) {
	s := start(t)
	hub := s.hub(t, s.connect(t))
	require.NoError(t, hub.EnsureViewer(t.Context(), "at"))
	const documents = 1100
	for n := range documents {
		require.NoError(t, hub.PutView(t.Context(), "at", fmt.Sprintf("KEY%d", n), []byte("x")))
	}
	found, err := hub.Views(t.Context(), "at")
	require.NoError(t, err)
	require.Len(t, found, documents)
}

// The server that leads the journal stops under load, one after the other. What
// was acknowledged is there once, and what was not is there at most once.
func TestTheLeaderStops(t *testing.T) {
	cluster := three(t)
	s := on(t, cluster)
	hub := s.hub(t, s.connect(t))
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	const writers, each = 4, 60
	var done sync.WaitGroup
	var once sync.Once
	half := make(chan struct{})
	for w := range writers {
		done.Go(func() {
			subject := fmt.Sprintf("OPERATION%d", w)
			var after uint64
			for n := uint64(1); n <= each; {
				seq, err := hub.Append(ctx, subject, fmt.Append(nil, n), after)
				switch {
				case err == nil:
					after, n = seq, n+1
				case errors.Is(err, journal.ErrConflict):
					// An earlier try is there: find it, as the tracker does.
					r := last(t, ctx, hub, subject)
					if string(r.Body) != fmt.Sprint(n) {
						t.Errorf("%s: %d is stored where %d was sent", subject, r.Body, n)
						return
					}
					after, n = r.Seq, n+1
				case !errors.Is(err, journal.ErrUnavailable) && !errors.Is(err, journal.ErrUnknownOutcome):
					t.Errorf("%s after %d: %v", subject, after, err)
					return
				}
				if ctx.Err() != nil {
					t.Errorf("%s: %d of %d in time, then: %v", subject, n, each, err)
					return
				}
				if n == each/2 {
					once.Do(func() { close(half) })
				}
			}
		})
	}
	<-half
	leader := cluster.Leader(server.DEFAULT_GLOBAL_ACCOUNT, journalStream)
	cluster.Stop(leader)
	done.Wait()
	cluster.Run(leader)
	cluster.Await()

	next := map[string]int{}
	_, err := hub.Read(ctx, 1, func(r journal.Record) error {
		next[r.Subject]++
		if string(r.Body) != strconv.Itoa(next[r.Subject]) {
			return fmt.Errorf("%s: %s comes as number %d", r.Subject, r.Body, next[r.Subject])
		}
		return nil
	})
	require.NoError(t, err)
	require.Len(t, next, writers)
	for subject, n := range next {
		require.Equal(t, each, n, subject)
	}
}

// last is the last record of a subject.
func last(t *testing.T, ctx context.Context, hub interface {
	Read(context.Context, uint64, func(journal.Record) error) (uint64, error)
}, subject string) (found journal.Record) {
	_, err := hub.Read(ctx, 1, func(r journal.Record) error {
		if r.Subject == subject {
			found = r
			found.Body = bytes.Clone(r.Body)
		}
		return nil
	})
	if err != nil {
		t.Errorf("look for the last record of %s: %v", subject, err)
	}
	return found
}

// after is a record of subject behind that sequence, as this package sends it.
func after(subject string, seq uint64) *nats.Msg {
	m := nats.NewMsg(journalPrefix + subject)
	m.Header.Set(jetstream.ExpectedLastSubjSeqHeader, strconv.FormatUint(seq, 10))
	m.Data = []byte("x")
	return m
}

func requireCode(t *testing.T, code jetstream.ErrorCode, err error) {
	t.Helper()
	var refused *jetstream.APIError
	require.ErrorAs(t, err, &refused)
	require.Equal(t, code, refused.ErrorCode)
}
