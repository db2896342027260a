package broker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"vigil/internal/journal"
)

const (
	// startLimit is how long the listener may take; the stores are open by then.
	startLimit = 30 * time.Second

	// uncleanFile is in the data directory while a server runs on it, and stays
	// when the server is killed.
	uncleanFile = "unclean"
)

// Options are what Start needs.
type Options struct {
	StoreDir string       // the data directory; made if need be, locked while the server runs
	Realm    *Realm       // whose accounts the server knows
	Listen   string       // "": no socket; else host:port on the loopback, port 0: any free one
	Logger   *slog.Logger // nil: discarded
	Random   io.Reader    // for the credentials with which the broker sets streams up

	// JournalMaxBytes limits JOURNAL; 0: the disk does.
	JournalMaxBytes int64

	// Unsynced acknowledges what a power cut would take back. It is for the control
	// of the test of power cuts: nothing that vigil reads can set it.
	Unsynced bool

	// Replicas is on how many servers each stream is kept; 0 is 1. More is for
	// Reach only, and so is Servers.
	Replicas int
	Servers  Servers
}

func (o Options) replicas() int { return max(o.Replicas, 1) }

// ErrPortTaken: another program listens there.
var ErrPortTaken = errors.New("is taken")

// Broker is an embedded server that acknowledges what it has fsynced; or servers
// that somebody else runs (Reach). It handles no signals. It is safe for
// concurrent use.
type Broker struct {
	options  Options
	server   *server.Server // nil: somebody else's
	known    []peer         // those, as they were at the start
	resolver *server.MemAccResolver
	lock     *DirLock
	log      *slog.Logger

	mu         sync.Mutex
	marked     bool            // the mark of a running server is set
	afterCrash map[string]bool // whose mirrors a crash may have spoilt: viewers, and AuditStream
	stopped    bool
}

// Start opens the store and serves it. On an error nothing is left running and
// the directory is free again.
//
// A directory in use is journal.ErrLocked. Other errors say what to do: of a
// directory that cannot be written, a port that is taken, a listener that
// other machines would reach.
func Start(o Options) (*Broker, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Realm == nil || o.Random == nil || o.StoreDir == "" {
		return nil, errors.New("start the broker: a data directory, a realm and a source of randomness are needed")
	}
	host, port, err := listenAddress(o.Listen)
	if err != nil {
		return nil, err
	}
	lock, err := Lock(o.StoreDir)
	if err != nil {
		return nil, err
	}
	b := &Broker{options: o, lock: lock, log: o.Logger, resolver: &server.MemAccResolver{}, afterCrash: map[string]bool{}}
	if err := b.start(host, port); err != nil {
		return nil, errors.Join(err, b.Stop())
	}
	return b, nil
}

func (b *Broker) start(host string, port int) error {
	tokens, err := b.options.Realm.accountTokens()
	if err != nil {
		return err
	}
	for key, token := range tokens {
		if err := b.resolver.Store(key, token); err != nil {
			return fmt.Errorf("tell the server its accounts: %w", err)
		}
	}
	operator, err := b.options.Realm.operatorClaims()
	if err != nil {
		return err
	}
	if err := b.noteStart(); err != nil {
		return err
	}
	fatal := &serverLog{log: b.log}
	ns, err := server.NewServer(&server.Options{
		ServerName:       "vigil",
		DontListen:       host == "",
		Host:             host,
		Port:             port,
		NoSigs:           true,
		NoLog:            true,
		JetStream:        true,
		StoreDir:         b.options.StoreDir,
		SyncAlways:       !b.options.Unsynced,
		TrustedOperators: []*jwt.OperatorClaims{operator},
		SystemAccount:    operator.SystemAccount,
		AccountResolver:  b.resolver,
	})
	if err != nil {
		return fmt.Errorf("start the server: %w", err)
	}
	b.server = ns
	ns.SetLogger(fatal, false, false)
	ns.Start()
	if why := fatal.firstFatal(); why != "" {
		return fmt.Errorf("start the server on %s: %s", b.options.StoreDir, why)
	}
	if !ns.ReadyForConnections(startLimit) {
		return fmt.Errorf("start the server on %s: it is not ready after %s; its log says why", b.options.StoreDir, startLimit)
	}
	return nil
}

// noteStart leaves a mark for the next start and reads the one of the last.
func (b *Broker) noteStart() error {
	mark := filepath.Join(b.options.StoreDir, uncleanFile)
	err := writeDurably(mark, nil, 0o600)
	b.marked = err == nil || errors.Is(err, fs.ErrExist)
	if errors.Is(err, fs.ErrExist) {
		b.log.Info("the last server on this directory was not stopped: mirrors are checked and made anew where needed")
		b.afterCrash[AuditStream] = true
		for _, code := range b.options.Realm.Countries() {
			for _, v := range Viewers(code) {
				b.afterCrash[v] = true
			}
		}
		return forgetEmptied(b.options.StoreDir)
	}
	if err != nil {
		return fmt.Errorf("the data directory %s cannot be written: %w: choose a directory that you may write to", b.options.StoreDir, err)
	}
	return nil
}

// Stop returns when the server has closed its stores. It may be called twice.
func (b *Broker) Stop() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.stopped {
		return nil
	}
	b.stopped = true
	if b.server != nil {
		b.server.Shutdown()
		b.server.WaitForShutdown()
	}
	var err error
	if b.marked && len(b.afterCrash) == 0 {
		if err = os.Remove(filepath.Join(b.options.StoreDir, uncleanFile)); errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
	}
	return errors.Join(err, b.lock.Release())
}

// ClientURL is where clients connect, or "" if there is no listener.
func (b *Broker) ClientURL() string {
	if b.server == nil {
		return b.options.Servers.URL
	}
	if b.options.Listen == "" {
		return ""
	}
	return b.server.ClientURL()
}

// Connect opens a connection, within the process if the server is here, with the
// credential's inbox. What the server refuses later is logged.
func (b *Broker) Connect(c Credential, more ...nats.Option) (*nats.Conn, error) {
	options, where := c.Options(), "the server in this process"
	if b.server != nil {
		options = append(options, nats.InProcessServer(b.server))
	} else {
		options, where = append(options, b.options.Servers.options()...), b.options.Servers.URL
		options = append(options, nats.Timeout(dialWithin), nats.MaxReconnects(-1))
	}
	options = append(options,
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			b.log.Warn("nats: "+err.Error(), "user", string(c.User.Role)+" "+c.User.ID)
		}))
	conn, err := nats.Connect(b.options.Servers.URL, append(options, more...)...)
	switch {
	case err == nil:
		return conn, nil
	case b.server == nil && errors.Is(err, nats.ErrAuthorization):
		return nil, fmt.Errorf("the servers at %s do not know this alliance: include its servers/alliance.conf in their configuration: %w", where, err)
	case b.server == nil:
		return nil, fmt.Errorf("%w: %s: %w", journal.ErrUnavailable, where, err)
	}
	return nil, fmt.Errorf("connect %s %s to %s: %w", c.User.Role, c.User.ID, where, err)
}

// AddCountry lets the server know a country that the realm has gained. Its
// account works when AddCountry returns; nobody else is disturbed. Its viewers'
// streams are made by EnsureViewer. It is idempotent.
func (b *Broker) AddCountry(ctx context.Context, code string) error {
	name := countryPrefix + code
	if _, err := b.options.Realm.pair(name); err != nil {
		return err
	}
	token, err := b.options.Realm.accountToken(name)
	if err != nil {
		return err
	}
	if b.server == nil {
		return b.pushAccount(ctx, code, token)
	}
	key := b.options.Realm.AccountKey(code)
	if _, err := b.resolver.Fetch(key); err != nil {
		if err := b.resolver.Store(key, token); err != nil {
			return fmt.Errorf("tell the server the account of %s: %w", code, err)
		}
	}
	if _, err := b.server.LookupAccount(key); err != nil {
		return fmt.Errorf("open the account of %s: %w", code, err)
	}
	return nil
}

// listenAddress takes an address apart and refuses one that other machines reach.
func listenAddress(listen string) (host string, port int, err error) {
	if listen == "" {
		return "", 0, nil
	}
	host, digits, err := net.SplitHostPort(listen)
	if err != nil {
		return "", 0, fmt.Errorf("listen on %q: host:port is wanted, as 127.0.0.1:4222: %w", listen, err)
	}
	port, err = strconv.Atoi(digits)
	if err != nil || port < 0 || port > 65535 {
		return "", 0, fmt.Errorf("listen on %q: the port must be a number from 0 to 65535", listen)
	}
	if host == "localhost" {
		host = "127.0.0.1"
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return "", 0, fmt.Errorf("listen on %q: only this machine may connect, for nothing is encrypted: choose 127.0.0.1:%s", listen, digits)
	}
	// Ask the system first: its answer is clearer than the server's.
	l, err := net.Listen("tcp", net.JoinHostPort(host, digits))
	if errors.Is(err, syscall.EADDRINUSE) {
		return "", 0, fmt.Errorf("port %s %w: stop the other program or choose --listen 127.0.0.1:0", digits, ErrPortTaken)
	}
	if err != nil {
		return "", 0, fmt.Errorf("listen on %q: %w: choose --listen 127.0.0.1:0", listen, err)
	}
	if err := l.Close(); err != nil {
		return "", 0, fmt.Errorf("listen on %q: %w", listen, err)
	}
	if port == 0 {
		port = server.RANDOM_PORT
	}
	return host, port, nil
}
