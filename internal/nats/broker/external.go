package broker

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/mod/semver"

	"vigil/internal/journal"
)

const (
	// oldest is the server that everything here was tried on. Mirrors need
	// consumers that are acknowledged by flow control and can be reset.
	oldest = "2.15.0"

	// answersWithin is how long servers may take to say what they are.
	answersWithin = 5 * time.Second

	// askAgain is the pause before what passes by itself is asked again.
	askAgain = 50 * time.Millisecond

	askServers = "$SYS.REQ.SERVER.PING.JSZ"
	pushClaims = "$SYS.REQ.CLAIMS.UPDATE"
)

// ServerConfig is what the alliance's servers must be told, as a piece of their
// configuration: whom they trust, and the accounts that there are now. It holds
// no secret. Beside it they need a resolver that takes accounts while it runs
// (type full), and JetStream.
func (r *Realm) ServerConfig() (string, error) {
	operator, err := r.operatorToken()
	if err != nil {
		return "", err
	}
	tokens, err := r.accountTokens()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "operator: %s\nsystem_account: %s\nresolver_preload: {\n", operator, r.publicKey(systemKey))
	names := []string{systemKey, opsKey, auditKey}
	for _, code := range r.Countries() {
		names = append(names, countryPrefix+code)
	}
	for _, name := range names {
		key := r.publicKey(name)
		fmt.Fprintf(&b, "  # %s\n  %s: %s\n", name, key, tokens[key])
	}
	b.WriteString("}\n")
	return b.String(), nil
}

// Reach is Start on servers that somebody else runs and that know the realm. The
// data directory is locked all the same: it keeps the hub's own files.
func Reach(ctx context.Context, o Options) (*Broker, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if err := o.Servers.Check(); err != nil {
		return nil, err
	}
	lock, err := Lock(o.StoreDir)
	if err != nil {
		return nil, err
	}
	b := &Broker{options: o, lock: lock, log: o.Logger, afterCrash: map[string]bool{}}
	if b.known, err = b.askServers(ctx); err == nil {
		err = b.fit()
	}
	if err != nil {
		return nil, errors.Join(err, b.Stop())
	}
	return b, nil
}

// peer is one of the servers, as it describes itself.
type peer struct {
	Server server.ServerInfo `json:"server"`
	Data   server.JSInfo     `json:"data"`
}

// fit refuses servers that cannot keep what they are given.
func (b *Broker) fit() error {
	var streams int
	for _, p := range b.known {
		if semver.Compare("v"+p.Server.Version, "v"+oldest) < 0 {
			return fmt.Errorf("the server %s is of version %s, at least %s is needed: older ones cannot feed a country's mirror by a consumer that its account may reset: update it first", p.Server.Name, p.Server.Version, oldest)
		}
		if !p.Data.Disabled {
			streams++
		}
	}
	if streams == 0 {
		return fmt.Errorf("no server at %s keeps streams: turn JetStream on in its configuration", b.options.Servers.URL)
	}
	if want := b.options.replicas(); streams < want {
		return fmt.Errorf("%d copies of the journal are wanted, but of the servers at %s only %d answer that keep streams: start the others, or found the journal with fewer copies", want, b.options.Servers.URL, streams)
	}
	return nil
}

// askServers asks all servers what they are. Those that do not answer in time are
// not among them.
func (b *Broker) askServers(ctx context.Context) ([]peer, error) {
	var found []peer
	err := b.system(ctx, askServers, nil, func(answer []byte) (bool, error) {
		var p peer
		if err := json.Unmarshal(answer, &p); err != nil {
			return false, fmt.Errorf("understand what a server says of itself: %w", err)
		}
		found = append(found, p)
		// Who has just joined may not have been counted by who answers first.
		return streaming(found) >= max(size(found), b.options.replicas()) && led(found), nil
	})
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("the servers at %s say nothing of themselves: is %q of their configuration the alliance's?", b.options.Servers.URL, "system_account")
	}
	return found, err
}

// size is how many servers there are by what those that answered say.
func size(found []peer) int {
	most := 1
	for _, p := range found {
		if p.Data.Meta != nil {
			most = max(most, p.Data.Meta.Size)
		}
	}
	return most
}

// streaming is how many of them keep streams.
func streaming(found []peer) (n int) {
	for _, p := range found {
		if !p.Data.Disabled {
			n++
		}
	}
	return n
}

// led tells whether the leader of all, who knows best how many there are, has
// answered; or there is one server alone.
func led(found []peer) bool {
	return slices.ContainsFunc(found, func(p peer) bool {
		return p.Data.Meta == nil && !p.Data.Disabled || p.Data.Meta != nil && p.Data.Meta.Leader == p.Server.Name
	})
}

// Durability is what the journal's servers promise of an acknowledged entry. That
// all of them sync always is believed only if all have said so.
func (b *Broker) Durability() journal.Durability {
	switch {
	case b.server != nil && b.options.Unsynced:
		return journal.Periodic
	case b.server != nil:
		return journal.Fsync
	}
	switch synced, several := b.synced(), b.options.replicas() > 1; {
	case several && synced:
		return journal.ReplicateFsync
	case several:
		return journal.Replicate
	case synced:
		return journal.Fsync
	}
	return journal.Periodic
}

// synced tells whether every server that may keep a stream says that it syncs
// before it acknowledges. How many there are is believed of their leader alone:
// another may not have counted who has just joined.
func (b *Broker) synced() bool {
	return led(b.known) && streaming(b.known) >= size(b.known) && !slices.ContainsFunc(b.known, func(p peer) bool {
		return !p.Data.Disabled && !p.Data.Config.SyncAlways
	})
}

// known waits until the server that gives streams their places has heard of an
// account: until then it says that there are none for it.
func known(ctx context.Context, js jetstream.JetStream) error {
	ctx, cancel := context.WithTimeout(ctx, answersWithin)
	defer cancel()
	for {
		_, err := js.Stream(ctx, JournalStream) // any: whether it exists is not asked
		if err == nil || errors.Is(err, jetstream.ErrStreamNotFound) {
			return nil
		}
		if !errors.Is(err, jetstream.ErrJetStreamNotEnabledForAccount) || ctx.Err() != nil {
			return fmt.Errorf("%w: no streams for the account: %w", journal.ErrUnavailable, err)
		}
		pause(ctx)
	}
}

func pause(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, askAgain)
	defer cancel()
	<-ctx.Done()
}

// pushAccount tells all servers of an account, and returns when they know it.
func (b *Broker) pushAccount(ctx context.Context, name, token string) error {
	var took int
	var refused error
	err := b.system(ctx, pushClaims, []byte(token), func(answer []byte) (bool, error) {
		var said server.ServerAPIClaimUpdateResponse
		if err := json.Unmarshal(answer, &said); err != nil {
			return false, fmt.Errorf("understand what a server says of an account: %w", err)
		}
		if said.Error != nil {
			refused = fmt.Errorf("a server refused the account of %s: %s", name, said.Error.Description)
			return true, nil
		}
		took++
		return took >= len(b.known), nil
	})
	if err = errors.Join(err, refused); err == nil && took < len(b.known) {
		err = fmt.Errorf("%d of %d servers took the account of %s: they need a resolver of the type full, and all must run; then repeat this", took, len(b.known), name)
	}
	return err
}

// system asks all servers something as their system account, and hands their
// answers over until one is enough or none comes any more.
func (b *Broker) system(ctx context.Context, subject string, question []byte, f func(answer []byte) (enough bool, err error)) error {
	credential, err := b.options.Realm.Credential(User{Role: overseer, ID: "hub"}, b.options.Random)
	if err != nil {
		return err
	}
	conn, err := b.Connect(credential)
	if err != nil {
		return err
	}
	defer conn.Close()
	sub, err := conn.SubscribeSync(conn.NewInbox())
	if err == nil {
		err = conn.PublishRequest(subject, sub.Subject, question)
	}
	if err != nil {
		return fmt.Errorf("ask the servers: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, answersWithin)
	defer cancel()
	for {
		m, err := sub.NextMsgWithContext(ctx)
		if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, nats.ErrNoResponders) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("ask the servers: %w", err)
		}
		if enough, err := f(m.Data); enough || err != nil {
			return err
		}
	}
}
