package broker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// sourceHeartbeat is the only one that the server allows for a mirror's consumer.
const sourceHeartbeat = time.Second

// comparedTogether is how many messages are on their way at one time when a
// mirror is held against its origin.
const comparedTogether = 5000

// mirror is one stream of OPS mirrored into one other account.
type mirror struct {
	origin  string                 // the stream in OPS
	account string                 // public key of the other account; names the consumer in OPS
	deliver string                 // where OPS sends the messages
	config  jetstream.StreamConfig // of the mirror, its source included
	spoilt  func(floor uint64, s jetstream.StreamState) bool

	witness    bool // of its origin: never deleted while it holds anything else
	afterCrash bool // the last server was killed, or the power went
}

// mirrorsOf are the two mirrors of a viewer.
func (r *Realm) mirrorsOf(viewer string, replicas int, afterCrash bool) ([]mirror, error) {
	country, _, err := ParseViewer(viewer)
	if err != nil {
		return nil, err
	}
	feed, view := feedConfig(viewer, replicas), viewConfig(viewer, replicas)
	feed.Name, view.Name = MirrorFeed(viewer), MirrorView(viewer)
	mirrors := []mirror{
		// Equal bytes come back at equal numbers, so a feed is spoilt by gaps only.
		{origin: FeedStream(viewer), config: feed, spoilt: holed},
		// A view's numbers are used again for other documents after a crash.
		{origin: ViewStream(viewer), config: view, spoilt: func(uint64, jetstream.StreamState) bool { return afterCrash }},
	}
	for i := range mirrors {
		mirrors[i].afterCrash = afterCrash
		if err := r.direct(&mirrors[i], countryPrefix+country); err != nil {
			return nil, err
		}
	}
	return mirrors, nil
}

// auditMirror is the mirror of the journal. It is quick, so that an entry costs
// one fsync and not two; what a crash takes from it stands in the journal, and
// only then is it made anew. Otherwise it stays as it is: it may be the only
// witness of what the journal lost.
func (r *Realm) auditMirror(replicas int, afterCrash bool) (mirror, error) {
	m := mirror{origin: JournalStream, config: journalConfig(0, replicas), spoilt: holed, witness: true, afterCrash: afterCrash}
	m.config.Name, m.config.PersistMode = AuditStream, quick(replicas)
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

// holed says that numbers are missing, or will be: a mirror skips what its
// consumer in OPS believes acknowledged (floor), and a crash may have taken that
// from the mirror, even all of its messages and not the number of the last. What is
// not there yet is not missing.
func holed(floor uint64, s jetstream.StreamState) bool {
	return floor > s.LastSeq || s.Msgs != s.LastSeq || s.Msgs > 0 && (s.FirstSeq != 1 || s.NumDeleted != 0)
}

// ensure makes the consumer in OPS and the mirror that it feeds. A spoilt mirror,
// or one made by other rules, is deleted first and its consumer with it, for a
// mirror goes on where its consumer stands, never earlier. A witness is deleted
// only if a crash explains what it lacks and its origin has all that it holds;
// else an error says what is wrong with it.
func (m mirror) ensure(ctx context.Context, ops, theirs jetstream.JetStream) error {
	floor, err := m.floor(ctx, ops) // before the mirror's own state: it only grows
	if err != nil {
		return err
	}
	found, err := theirs.Stream(ctx, m.config.Name)
	if err == nil {
		info := found.CachedInfo()
		trouble := m.differs(info.Config)
		if trouble == "" && m.spoilt(floor, info.State) {
			trouble = fmt.Sprintf("it holds %d of the first %d messages", info.State.Msgs, max(floor, info.State.LastSeq))
		}
		if m.witness {
			if why, err := m.mustStay(ctx, ops, theirs, info, trouble); err != nil {
				return err
			} else if why != "" {
				return fmt.Errorf("the audit's mirror %s is not as it must be: %s: it may be the only witness, so copy the directory with the server stopped, verify the journal, and look who altered it", m.config.Name, why)
			}
		}
		if trouble == "" {
			return m.ensureConsumer(ctx, ops)
		}
		if err := m.remove(ctx, ops, theirs); err != nil {
			return err
		}
	} else if !errors.Is(err, jetstream.ErrStreamNotFound) {
		return fmt.Errorf("look for the mirror %s: %w", m.config.Name, err)
	} else if m.afterCrash {
		// A power cut may have left it without what the server knows it by. What else
		// is left of it would be taken up into the new one.
		if _, err := createStream(ctx, theirs, m.config); err != nil {
			return fmt.Errorf("make the mirror %s: %w", m.config.Name, err)
		}
		if err := m.remove(ctx, ops, theirs); err != nil {
			return err
		}
	}
	if err := m.ensureConsumer(ctx, ops); err != nil {
		return err
	}
	if _, err := createStream(ctx, theirs, m.config); err != nil {
		return fmt.Errorf("make the mirror %s: %w", m.config.Name, err)
	}
	return nil
}

// remove deletes the mirror and its consumer.
func (m mirror) remove(ctx context.Context, ops, theirs jetstream.JetStream) error {
	if err := theirs.DeleteStream(ctx, m.config.Name); err != nil {
		return fmt.Errorf("make the mirror %s anew: %w", m.config.Name, err)
	}
	if err := ops.DeleteConsumer(ctx, m.origin, m.account); err != nil && !errors.Is(err, jetstream.ErrConsumerNotFound) {
		return fmt.Errorf("make the source of the mirror %s anew: %w", m.config.Name, err)
	}
	return nil
}

// mustStay says why a witness must not be made anew, or be believed to be in
// order; "" if there is no reason. A crash takes from the end of what is written
// in the quick mode, and may leave holes in it. It adds nothing, alters nothing,
// and takes nothing from the journal, which is fsynced before it is mirrored.
func (m mirror) mustStay(ctx context.Context, ops, theirs jetstream.JetStream, found *jetstream.StreamInfo, trouble string) (string, error) {
	origin, err := ops.Stream(ctx, m.origin) // after the mirror's own state: it only grows
	if err != nil {
		return "", fmt.Errorf("look at the origin of the mirror %s: %w", m.config.Name, err)
	}
	switch last := origin.CachedInfo().State.LastSeq; {
	case found.State.LastSeq > last:
		return fmt.Sprintf("it reaches message %d, %s only %d", found.State.LastSeq, m.origin, last), nil
	case trouble == "":
		return "", nil
	case !m.afterCrash, m.differs(found.Config) != "":
		return trouble, nil
	case found.State.Msgs == 0:
		return "", nil
	}
	return m.contradicts(ctx, ops, theirs, found.State.Msgs)
}

// contradicts reads all n messages of the mirror and names the first that the
// origin does not hold as well, at its number and byte for byte.
func (m mirror) contradicts(ctx context.Context, ops, theirs jetstream.JetStream, n uint64) (string, error) {
	read := func(js jetstream.JetStream, stream string) (jetstream.MessagesContext, error) {
		c, err := js.OrderedConsumer(ctx, stream, jetstream.OrderedConsumerConfig{DeliverPolicy: jetstream.DeliverAllPolicy})
		if err != nil {
			return nil, err
		}
		return c.Messages(jetstream.PullMaxMessages(comparedTogether))
	}
	next := func(from jetstream.MessagesContext) (jetstream.Msg, uint64, error) {
		msg, err := from.Next(jetstream.NextContext(ctx))
		if err != nil {
			return nil, 0, err
		}
		about, err := msg.Metadata()
		if err != nil {
			return nil, 0, err
		}
		return msg, about.Sequence.Stream, nil
	}
	failed := func(err error) (string, error) {
		return "", fmt.Errorf("hold the mirror %s against %s: %w", m.config.Name, m.origin, err)
	}
	copies, err := read(theirs, m.config.Name)
	if err != nil {
		return failed(err)
	}
	defer copies.Stop()
	originals, err := read(ops, m.origin)
	if err != nil {
		return failed(err)
	}
	defer originals.Stop()
	var original jetstream.Msg
	var at uint64
	for range n {
		mirrored, seq, err := next(copies)
		for err == nil && at < seq {
			original, at, err = next(originals)
		}
		if err != nil {
			return failed(err)
		}
		if at != seq || original.Subject() != mirrored.Subject() || !bytes.Equal(original.Data(), mirrored.Data()) {
			return fmt.Sprintf("its message %d is not that of %s", seq, m.origin), nil
		}
	}
	return "", nil
}

// forgetEmptied removes what a power cut has made of files in which the server
// notes, unflushed, how far a mirror was fed: zeros. It would make neither that
// consumer nor another of its name. Nothing is lost, for the mirror says itself
// where it goes on. A file that says anything stays: it may tell what a mirror lacks.
func forgetEmptied(store string) error {
	states, err := filepath.Glob(filepath.Join(store, "jetstream", "*", "streams", "*", "obs", "*", "o.dat"))
	for _, state := range states {
		b, unread := os.ReadFile(state)
		if unread == nil && len(bytes.Trim(b, "\x00")) == 0 {
			unread = os.Remove(state)
		}
		err = errors.Join(err, unread)
	}
	if err != nil {
		return fmt.Errorf("look at what was fed to mirrors before the crash: %w", err)
	}
	return nil
}

// floor is up to where OPS believes that the mirror has the messages.
func (m mirror) floor(ctx context.Context, ops jetstream.JetStream) (uint64, error) {
	c, err := ops.PushConsumer(ctx, m.origin, m.account)
	if errors.Is(err, jetstream.ErrConsumerNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("look for the source of the mirror %s: %w", m.config.Name, err)
	}
	return c.CachedInfo().AckFloor.Stream, nil
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

// differs leaves the duplicate window out: a mirror has none, whatever it says.
func (m mirror) differs(found jetstream.StreamConfig) string {
	found.Duplicates = m.config.Duplicates
	return differences(m.config, found)
}
