package broker

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// sourceHeartbeat is the only one that the server allows for a mirror's consumer.
const sourceHeartbeat = time.Second

// mirror is one stream of OPS mirrored into one other account.
type mirror struct {
	origin  string                 // the stream in OPS
	account string                 // public key of the other account; names the consumer in OPS
	deliver string                 // where OPS sends the messages
	config  jetstream.StreamConfig // of the mirror, but for its source
	rebuild func(s jetstream.StreamState) bool
}

// mirrorsOf are the two mirrors of a viewer.
func (r *Realm) mirrorsOf(viewer string, afterCrash bool) ([]mirror, error) {
	country, _, err := ParseViewer(viewer)
	if err != nil {
		return nil, err
	}
	feed, view := feedConfig(viewer), viewConfig(viewer)
	feed.Name, view.Name = MirrorFeed(viewer), MirrorView(viewer)
	mirrors := []mirror{
		// Equal bytes come back at equal numbers, so a feed is spoilt by gaps only.
		{origin: FeedStream(viewer), config: feed, rebuild: holed},
		// A view's numbers are used again for other documents after a crash.
		{origin: ViewStream(viewer), config: view, rebuild: func(jetstream.StreamState) bool { return afterCrash }},
	}
	for i := range mirrors {
		if err := r.direct(&mirrors[i], countryPrefix+country); err != nil {
			return nil, err
		}
	}
	return mirrors, nil
}

// auditMirror is the mirror of the journal. It is fsynced like the journal and
// never made anew: it may be the only witness of what the journal lost.
func (r *Realm) auditMirror() (mirror, error) {
	m := mirror{origin: JournalStream, config: journalConfig(0), rebuild: func(jetstream.StreamState) bool { return false }}
	m.config.Name = AuditStream
	return m, r.direct(&m, auditKey)
}

// direct fills in who is fed, and where.
func (r *Realm) direct(m *mirror, account string) error {
	deliver, err := r.deliverSubject(account, m.config.Name)
	if err != nil {
		return err
	}
	m.account, m.deliver = r.publicKey(account), deliver
	m.config.Subjects = nil
	m.config.Duplicates = 0
	m.config.Mirror = &jetstream.StreamSource{
		Name:     m.origin,
		Consumer: &jetstream.StreamConsumerSource{Name: m.account, DeliverSubject: deliver},
	}
	return nil
}

// holed says that numbers are missing. What is not there yet is not missing.
func holed(s jetstream.StreamState) bool {
	return s.Msgs > 0 && (s.FirstSeq != 1 || s.NumDeleted != 0 || s.Msgs != s.LastSeq)
}

// ensure makes the consumer in OPS and the mirror that it feeds. A mirror that
// must be rebuilt, or was made by other rules, is deleted first and its consumer
// with it: a mirror goes on where its consumer stands, never earlier.
func (m mirror) ensure(ctx context.Context, ops, theirs jetstream.JetStream) error {
	found, err := theirs.Stream(ctx, m.config.Name)
	switch {
	case errors.Is(err, jetstream.ErrStreamNotFound):
	case err != nil:
		return fmt.Errorf("look for the mirror %s: %w", m.config.Name, err)
	case m.rebuild(found.CachedInfo().State) || !m.sameAs(found.CachedInfo().Config):
		if m.config.Name == AuditStream {
			return fmt.Errorf("the mirror %s is not set up as it must be (%s): keep it as evidence, with the server stopped copy the directory, and look who altered it", AuditStream, m.differs(found.CachedInfo().Config))
		}
		if err := theirs.DeleteStream(ctx, m.config.Name); err != nil {
			return fmt.Errorf("make the mirror %s anew: %w", m.config.Name, err)
		}
		err = ops.DeleteConsumer(ctx, m.origin, m.account)
		if err != nil && !errors.Is(err, jetstream.ErrConsumerNotFound) {
			return fmt.Errorf("make the source of the mirror %s anew: %w", m.config.Name, err)
		}
	default:
		return m.ensureConsumer(ctx, ops)
	}
	if err := m.ensureConsumer(ctx, ops); err != nil {
		return err
	}
	if _, err := theirs.CreateStream(ctx, m.config); err != nil {
		return fmt.Errorf("make the mirror %s: %w", m.config.Name, err)
	}
	return nil
}

func (m mirror) ensureConsumer(ctx context.Context, ops jetstream.JetStream) error {
	_, err := ops.CreatePushConsumer(ctx, m.origin, jetstream.ConsumerConfig{
		Durable:        m.account,
		Description:    "feeds the mirror " + m.config.Name,
		DeliverSubject: m.deliver,
		DeliverPolicy:  jetstream.DeliverAllPolicy,
		AckPolicy:      jetstream.AckFlowControlPolicy,
		FlowControl:    true,
		IdleHeartbeat:  sourceHeartbeat,
	})
	if err != nil {
		return fmt.Errorf("make the source of the mirror %s: %w", m.config.Name, err)
	}
	return nil
}

func (m mirror) sameAs(found jetstream.StreamConfig) bool { return m.differs(found) == "" }

// differs leaves the duplicate window out: a mirror has none, whatever it says.
func (m mirror) differs(found jetstream.StreamConfig) string {
	found.Duplicates = m.config.Duplicates
	return differences(m.config, found)
}
