package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"vigil/events"
	"vigil/internal/identity"
	"vigil/internal/journal"
	"vigil/internal/nats/broker"
	"vigil/internal/nats/store"
)

// elsewhere is where the streams of a directory are kept, if not in it: on NATS
// servers that somebody else runs. It holds no secret.
type elsewhere struct {
	URL      string `json:"url,omitempty"`
	Context  string `json:"context,omitempty"` // a NATS context, in the place of all but the copies
	Roots    string `json:"ca,omitempty"`      // file
	Replicas int    `json:"replicas"`
}

// allianceConf is what those servers are told.
func (d directory) allianceConf() string { return d.path("servers", "alliance.conf") }
func (d directory) reachFile() string    { return d.path("servers", "reach.json") }

// elsewhere reads where this directory's streams are; nil: in it.
func (d directory) elsewhere() (*elsewhere, error) {
	b, err := os.ReadFile(d.reachFile())
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	var e elsewhere
	if err == nil {
		strict := json.NewDecoder(bytes.NewReader(b))
		strict.DisallowUnknownFields()
		err = strict.Decode(&e)
	}
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w: it says where the journal is, so bring it back from your copy", d.reachFile(), err)
	}
	return &e, nil
}

func (e elsewhere) servers(env Env) (broker.Servers, error) {
	if e.Context != "" {
		return broker.ServersOf(e.Context, or(env.Getenv("XDG_CONFIG_HOME"), filepath.Join(env.Getenv("HOME"), ".config")))
	}
	s := broker.Servers{URL: e.URL, Roots: e.Roots}
	return s, s.Check()
}

// servers is how a hub's NATS is reached: as the directory says, at the address
// that is given; "": at the one that the directory has.
func (d directory) servers(env Env, url string) (broker.Servers, error) {
	e, err := d.elsewhere()
	if err != nil {
		return broker.Servers{}, err
	}
	var s broker.Servers
	if e != nil {
		if s, err = e.servers(env); err != nil {
			return s, err
		}
	}
	if url != "" && !strings.Contains(url, "://") {
		url = "nats://" + url
	}
	if s.URL = or(url, s.URL); s.URL == "" {
		return s, nil
	}
	return s, s.Check()
}

// natsFlags say where servers are that vigil does not run.
var natsFlags = []Flag{
	takes("nats-url", "URL", "NATS servers that are not vigil's: nats://… on this machine, tls://… elsewhere; several with commas"),
	takes("nats-context", "NAME", "the same by a NATS context, of which addresses and TLS are used; or its file"),
	takes("nats-ca", "FILE", "the certificates that sign the servers' (default: the machine's own)"),
}

// elsewhere reads those flags; nil: none is given.
func (c *Call) elsewhere() *elsewhere {
	e := elsewhere{URL: c.given["nats-url"], Context: c.given["nats-context"], Replicas: 1}
	if ca := c.given["nats-ca"]; ca != "" {
		var err error
		if e.Roots, err = filepath.Abs(ca); err != nil {
			c.fault("--nats-ca: %v", err)
		}
	}
	switch {
	case e.URL == "" && e.Context == "":
		if e.Roots != "" {
			c.fault("--nats-ca belongs to --nats-url")
		}
		return nil
	case e.Context != "" && (e.URL != "" || e.Roots != ""):
		c.fault("--nats-context says what --nats-url and --nats-ca say: leave these out")
	default:
		if _, err := e.servers(c.Env); err != nil {
			c.fault("%v", err)
		}
	}
	return &e
}

// prepare makes the accounts of an alliance and what its servers must be told of
// them. The journal is begun when they run.
func (d directory) prepare(dice func(string) io.Reader) error {
	if d.exists() {
		return usage("vigil init", "%s holds a journal already: choose another --dir", d)
	}
	if isThere(d.unfinished()) {
		return d.absent()
	}
	lock, err := broker.Lock(string(d)) // two that begin at once
	if err != nil {
		return err
	}
	defer lock.Release()
	if isThere(d.allianceConf()) {
		return usage("vigil init", "the accounts are made: have the servers read %s, then vigil init --nats-url", d.allianceConf())
	}
	realm, err := broker.OpenRealm(d.realm()) // of one that was cut short when they were made
	if errors.Is(err, os.ErrNotExist) {
		realm, err = broker.CreateRealm(d.realm(), dice("realm"))
	}
	if err != nil {
		return err
	}
	config, err := realm.ServerConfig()
	if err != nil {
		return err
	}
	return secret(d.allianceConf(), []byte(config))
}

// probe finds out whether a journal can be begun on servers elsewhere, before anything
// in the directory is made or removed: nobody can take back what is begun there. begun is
// the genesis of the journal that an unfinished init of this directory has begun.
func (d directory) probe(ctx context.Context, o siteOptions) (begun events.Digest, err error) {
	realm, err := broker.OpenRealm(d.realm())
	if errors.Is(err, os.ErrNotExist) {
		return begun, usage("vigil init", "%s has no accounts that those servers could know: vigil init --external makes them, and what the servers are told", d)
	}
	if err != nil {
		return begun, err
	}
	b, err := startBroker(ctx, d, realm, o)
	if err != nil {
		return begun, err
	}
	defer func() { err = errors.Join(err, b.Stop()) }()
	if _, err := b.EnsureJournal(ctx); err != nil {
		return begun, err
	}
	credential, err := realm.Credential(broker.User{Role: broker.Hub, ID: "probe"}, o.Dice("credentials"))
	if err != nil {
		return begun, err
	}
	conn, err := b.Connect(credential)
	if err != nil {
		return begun, err
	}
	defer conn.Close()
	hub, err := store.OpenHub(ctx, conn, store.Options{Names: hubNames, JournalStream: broker.JournalStream})
	if err != nil {
		return begun, err
	}
	state, err := hub.State(ctx)
	if err != nil || state.Last == 0 {
		return begun, err
	}
	if isThere(d.unfinished()) {
		if begun, err = d.ownGenesis(ctx, hub); err != nil || begun != (events.Digest{}) {
			return begun, err
		}
	}
	return begun, fmt.Errorf("the servers hold a journal of this alliance already, of %d entries: use the directory that it was begun with", state.Last)
}

// ownGenesis is the digest of a journal's genesis if the root key here has signed it.
func (d directory) ownGenesis(ctx context.Context, j journal.Journal) (none events.Digest, err error) {
	root, err := identity.ReadKeyFile(d.key("root"))
	if err != nil { // then nothing was signed with it
		return none, nil
	}
	first, err := j.Load(ctx, 1)
	if err != nil {
		return none, err
	}
	e, err := events.DecodeEntry(first[0].Body)
	if err != nil {
		return none, err
	}
	if genesis, ok := e.Events[0].(events.RegistryBegun); !ok || genesis.Keys.Root != root.Public() {
		return none, nil
	}
	return events.DigestOf(first[0].Body), nil
}

// startBroker is the server of a directory, or the way to those elsewhere.
func startBroker(ctx context.Context, d directory, realm *broker.Realm, o siteOptions) (*broker.Broker, error) {
	options := broker.Options{
		StoreDir: d.store(), Realm: realm, Listen: o.Listen, Logger: o.Log, Random: o.Dice("credentials"), JournalMaxBytes: o.MaxBytes, Unsynced: o.Unsynced,
	}
	if o.Elsewhere == nil {
		return broker.Start(options)
	}
	options.Servers, options.Replicas = o.Servers, o.Elsewhere.Replicas
	return broker.Reach(ctx, options)
}

// copies says on how many servers an entry is when it is acknowledged.
func copies(n int) string {
	if n == 1 {
		return "one copy"
	}
	return fmt.Sprintf("%d copies", n)
}
