package broker

import (
	"context"
	"fmt"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"vigil/internal/failpoint"
)

// EnsureJournal makes JOURNAL, or finds it, with the broker's own connection and
// size limit, and its mirror in AUDIT; see the function EnsureJournal. It does
// not wait until the mirror has caught up. A mirror that holds what the journal
// does not is left as it is, and is an error.
func (b *Broker) EnsureJournal(ctx context.Context) (config string, err error) {
	m, err := b.options.Realm.auditMirror(b.options.replicas(), b.mayBeSpoilt(AuditStream))
	if err != nil {
		return "", err
	}
	err = b.between(ctx, auditKey, func(ops *nats.Conn, opsJS, auditJS jetstream.JetStream) error {
		if config, err = ensureJournal(ctx, ops, b.options.JournalMaxBytes, b.options.replicas()); err != nil {
			return err
		}
		return m.ensure(ctx, opsJS, auditJS)
	})
	if err == nil {
		b.repaired(AuditStream)
	}
	return config, err
}

// mayBeSpoilt tells whether a crash may have spoilt the mirrors of a viewer, or
// that of the journal, and nobody has looked since.
func (b *Broker) mayBeSpoilt(whose string) bool {
	if b.server == nil {
		return !b.synced() // nobody tells when such a server was killed
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.afterCrash[whose]
}

func (b *Broker) repaired(whose string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.afterCrash, whose)
}

// EnsureViewer makes the feed and the view of viewer in OPS, and their mirrors
// in its country's account. It is idempotent and repairs mirrors that a crash
// spoilt; feed and view in OPS it never deletes. It does not wait until the
// mirrors have caught up.
func (b *Broker) EnsureViewer(ctx context.Context, viewer string) error {
	country, _, err := ParseViewer(viewer)
	if err != nil {
		return err
	}
	mirrors, err := b.options.Realm.mirrorsOf(viewer, b.options.replicas(), b.mayBeSpoilt(viewer))
	if err != nil {
		return err
	}
	err = b.between(ctx, country, func(_ *nats.Conn, opsJS, theirJS jetstream.JetStream) error {
		for _, want := range []jetstream.StreamConfig{feedConfig(viewer, b.options.replicas()), viewConfig(viewer, b.options.replicas())} {
			found, err := ensureStream(ctx, opsJS, want)
			if err != nil {
				return err
			}
			if diff := differences(want, found); diff != "" {
				return fmt.Errorf("the stream %s is not set up as it must be (%s): with the server stopped, move the directory away and let feeds and views be computed again from the journal", want.Name, diff)
			}
			failpoint.At("feed-made")
		}
		for _, m := range mirrors {
			if err := m.ensure(ctx, opsJS, theirJS); err != nil {
				return err
			}
			failpoint.At("mirror-made")
		}
		return nil
	})
	if err == nil {
		b.repaired(viewer)
	}
	return err
}

// between lends f connections to OPS, as a hub, and to the account that it names
// (a country, or auditKey), with the right to make streams there. Both end with f.
func (b *Broker) between(ctx context.Context, account string, f func(ops *nats.Conn, opsJS, theirJS jetstream.JetStream) error) error {
	var conns []*nats.Conn
	defer func() {
		for _, c := range conns {
			c.Close()
		}
	}()
	var apis []jetstream.JetStream
	for _, u := range []User{{Role: Hub, ID: "setup"}, {Role: setUp, Country: account, ID: "setup", away: b.server == nil}} {
		credential, err := b.options.Realm.Credential(u, b.options.Random)
		if err != nil {
			return err
		}
		conn, err := b.Connect(credential)
		if err != nil {
			return err
		}
		conns = append(conns, conn)
		js, err := jetstream.New(conn)
		if err != nil {
			return fmt.Errorf("set streams up: %w", err)
		}
		if b.server == nil {
			if err := known(ctx, js); err != nil {
				return err
			}
		}
		apis = append(apis, js)
	}
	return f(conns[0], apis[0], apis[1])
}
