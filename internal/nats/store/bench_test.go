package store_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"vigil/internal/journal"
)

func BenchmarkRead(b *testing.B) {
	const records = 200_000
	s := start(b)
	fillAsync(b, s, records)
	conn := s.connect(b)
	hub := s.hub(b, conn)
	for _, way := range []struct {
		name string
		read func(next func(seq uint64))
	}{
		{"hub", func(next func(uint64)) {
			_, err := hub.Read(b.Context(), 1, func(r journal.Record) error {
				next(r.Seq)
				return nil
			})
			require.NoError(b, err)
		}},
		{"ordered-pull-500", func(next func(uint64)) { pull(b, jetStream(b, conn), 500, records, next) }},
		{"ordered-pull-5000", func(next func(uint64)) { pull(b, jetStream(b, conn), 5000, records, next) }},
		{"ordered-pull-50000", func(next func(uint64)) { pull(b, jetStream(b, conn), 50000, records, next) }},
		{"direct-get-5000", func(next func(uint64)) { directBatches(b, conn, 5000, records, next) }},
	} {
		b.Run(way.name, func(b *testing.B) {
			for b.Loop() {
				var last uint64
				way.read(func(seq uint64) {
					if seq != last+1 {
						b.Fatalf("%d after %d", seq, last)
					}
					last = seq
				})
				require.EqualValues(b, records, last)
			}
			b.ReportMetric(float64(b.N)*records/b.Elapsed().Seconds(), "records/s")
		})
	}
}

func BenchmarkAppend(b *testing.B) {
	s := start(b)
	hub := s.hub(b, s.connect(b))
	body := make([]byte, 600)
	var after uint64
	for b.Loop() {
		seq, err := hub.Append(b.Context(), "A", body, after)
		require.NoError(b, err)
		after = seq
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "records/s")
}

func BenchmarkLoad(b *testing.B) {
	const records = 10_000
	s := start(b)
	fillAsync(b, s, records)
	hub := s.hub(b, s.connect(b))
	seqs := make([]uint64, 500)
	for i := range seqs {
		seqs[i] = uint64(1 + i*(records/len(seqs)))
	}
	for b.Loop() {
		found, err := hub.Load(b.Context(), seqs...)
		require.NoError(b, err)
		require.Len(b, found, len(seqs))
	}
	b.ReportMetric(float64(b.N)*float64(len(seqs))/b.Elapsed().Seconds(), "records/s")
}

func fillAsync(b *testing.B, s *testServer, records int) {
	js := jetStream(b, s.connect(b))
	body := make([]byte, 600)
	heads := map[int]int{}
	for n := range records {
		subject := n % 1000
		_, err := js.PublishMsgAsync(&nats.Msg{
			Subject: fmt.Sprintf("%sOPERATION%d", journalPrefix, subject),
			Header:  nats.Header{jetstream.ExpectedLastSubjSeqHeader: {strconv.Itoa(heads[subject])}},
			Data:    body,
		})
		require.NoError(b, err)
		heads[subject] = n + 1
	}
	<-js.PublishAsyncComplete()
}

func pull(b *testing.B, js jetstream.JetStream, window, records int, next func(uint64)) {
	consumer, err := js.OrderedConsumer(b.Context(), journalStream, jetstream.OrderedConsumerConfig{DeliverPolicy: jetstream.DeliverAllPolicy})
	require.NoError(b, err)
	messages, err := consumer.Messages(jetstream.PullMaxMessages(window))
	require.NoError(b, err)
	defer messages.Stop()
	for range records {
		m, err := messages.Next()
		require.NoError(b, err)
		about, err := m.Metadata()
		require.NoError(b, err)
		next(about.Sequence.Stream)
	}
}

func directBatches(b *testing.B, conn *nats.Conn, batch, records int, next func(uint64)) {
	sub, err := conn.SubscribeSync(conn.NewInbox())
	require.NoError(b, err)
	defer sub.Unsubscribe()
	for from := 1; from <= records; {
		question := fmt.Appendf(nil, `{"seq":%d,"batch":%d}`, from, batch)
		require.NoError(b, conn.PublishRequest("$JS.API.DIRECT.GET."+journalStream, sub.Subject, question))
		for {
			m, err := sub.NextMsgWithContext(b.Context())
			require.NoError(b, err)
			if m.Header.Get("Status") != "" {
				break
			}
			seq, err := strconv.Atoi(m.Header.Get(jetstream.SequenceHeader))
			require.NoError(b, err)
			next(uint64(seq))
			from = seq + 1
		}
	}
}
