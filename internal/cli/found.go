package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"vigil/events"
	"vigil/internal/failpoint"
	"vigil/internal/identity"
	"vigil/internal/journal"
	"vigil/internal/nats/broker"
	"vigil/internal/operation"
)

// Who takes part: made on the hub's machine, under the directory's lock, signed
// by the root key.
var foundingCommands = []Command{
	{
		Words: "init", Short: "make a directory: keys, accounts, and the journal's genesis",
		Long:    "Makes a new installation: the root, hub and clock keys, the accounts of the\nbroker, and the first entry of the journal. Prints the genesis digest: write it\ndown elsewhere, vigil verify --genesis takes it.\n\nOn NATS servers of your own: vigil init --external makes the accounts first, and\nwhat the servers are told of them. When they run, vigil init --nats-url begins\nthe journal there.",
		Example: "vigil init --dir ./vigil --class exercise\nvigil init --external\nvigil init --nats-url tls://nats1.example.org:4222,tls://nats2.example.org:4222 --replicas 3",
		Flags: append([]Flag{
			takes("class", "CLASS", "exercise or real (default exercise)"),
			takes("max-bytes", "BYTES", "how large the journal may grow (default: the disk)"),
			toggle("external", "make only the accounts, and servers/alliance.conf for NATS servers of your own"),
			takes("replicas", "N", "on how many of those servers each stream is kept, 1 or 3 (default 1)"),
		}, natsFlags...),
		Run: runInit,
	},
	{
		Words: "country add", Args: "COUNTRY", Short: "admit a country, with its account, desk and gateway",
		Example: "vigil country add AT --zone Europe/Vienna\nvigil country add HU --zone Europe/Budapest --contact @hu-desk.txt",
		Flags: []Flag{
			needs("zone", "ZONE", "the desk's time zone (Europe/Vienna)"),
			takes("contact", "TEXT", "who answers there day and night, or @FILE; kept outside the journal"),
		},
		Run: runCountryAdd,
	},
	{
		Words: "officer enrol", Args: "OFFICER", Short: "give an officer a key and roles",
		Example: "vigil officer enrol at/commander --roles commander,team --name 'Insp. Huber'",
		Flags: []Flag{
			needs("roles", "ROLES", "coordinator, competent-authority, commander, desk, team, liaison, technical, custody; with commas"),
			takes("name", "TEXT", "the officer's name; shown to the own country only, kept outside the journal"),
			takes("valid", "DURATION", "for how long (default 8760h, a year)"),
		},
		Run: runOfficerEnrol,
	},
}

func runInit(ctx context.Context, c *Call) error {
	d := directory(c.Connect.Dir)
	if c.given["dir"] == "" && c.Getenv("VIGIL_DIR") == "" {
		d = "./vigil"
	}
	var class events.JournalUse
	if err := class.UnmarshalText([]byte(or(c.given["class"], "exercise"))); err != nil {
		return usage("vigil init", "--class: %v", err)
	}
	limit, there := c.number("max-bytes", 1<<62), c.elsewhere()
	switch replicas := c.given["replicas"]; {
	case replicas == "":
	case there == nil:
		c.fault("--replicas: the server that vigil runs is one; say --nats-url for others")
	case replicas != "1" && replicas != "3":
		c.fault("--replicas: 1 or 3 is wanted, for a majority of 3 survives the loss of one")
	default:
		there.Replicas = int(c.number("replicas", 3))
	}
	if c.switched("external") && (there != nil || limit > 0 || c.given["class"] != "") {
		c.fault("--external makes the accounts only: say the rest when the servers run and the journal is begun")
	}
	if err := c.wrong(); err != nil {
		return err
	}
	if c.switched("external") {
		if err := d.prepare(realDice); err != nil {
			return err
		}
		fmt.Fprintf(c.Stdout, "accounts made in %s\n  keys     %s  (keep a copy apart from the data)\n  servers  %s  (no secret; each server's configuration includes it)\nnext: start the servers, then vigil init --nats-url URL\n",
			d, d.path("keys"), d.allianceConf())
		return nil
	}
	digest, err := d.begin(ctx, c.Env, beginning{class: class, clock: events.WallClock, dice: realDice, limit: int64(limit), elsewhere: there})
	if err != nil {
		return err
	}
	fmt.Fprintf(c.Stdout, "%sjournal begun in %s\n  genesis  %s\n  keys     %s  (keep a copy apart from the data)\nnext: vigil country add AT --zone Europe/Vienna\n",
		banner(class), d, digest, d.path("keys"))
	return nil
}

// banner is the line above everything of an exercise.
func banner(class events.JournalUse) string {
	if class == events.Exercise {
		return "EXERCISE · "
	}
	return ""
}

// beginning is how a directory is made.
type beginning struct {
	class events.JournalUse
	clock events.ClockKind
	dice  func(string) io.Reader
	limit int64
	now   func() events.Time // nil: the machine's clock

	elsewhere *elsewhere // nil: in the directory
}

// begin makes a directory's keys and accounts, and the journal's genesis.
func (d directory) begin(ctx context.Context, env Env, b beginning) (events.Digest, error) {
	var none events.Digest
	if d.exists() {
		return none, usage("vigil init", "%s holds a journal already: choose another --dir", d)
	}
	made := []string{d.data(), d.path("keys"), d.path("max-bytes")}
	if b.elsewhere == nil && isThere(d.allianceConf()) {
		return none, usage("vigil init", "the accounts in %s were made for NATS servers that know them: say with --nats-url where those are, or choose another --dir", d)
	}
	lock, err := broker.Lock(string(d)) // two that begin at once
	if err != nil {
		return none, err
	}
	defer lock.Release()
	if b.elsewhere != nil { // the accounts are there, for the servers know them
		made = []string{d.data(), d.key("hub"), d.key("clock"), d.key("root"), d.path("max-bytes"), d.reachFile()}
	}
	cut := isThere(d.unfinished())
	if i := slices.IndexFunc(made, isThere); i >= 0 && !cut {
		return none, usage("vigil init", "there is a %s already, which no init left: choose another --dir", made[i])
	}
	if b.elsewhere != nil {
		servers, err := b.elsewhere.servers(env)
		if err != nil {
			return none, err
		}
		begun, err := d.probe(ctx, siteOptions{Dice: b.dice, MaxBytes: b.limit, Log: env.log(), Elsewhere: b.elsewhere, Servers: servers})
		if !cut { // its lock
			err = errors.Join(err, os.RemoveAll(d.data()))
		}
		if err != nil {
			return none, err
		}
		if begun != (events.Digest{}) { // by an init that was cut short when all was done
			return begun, d.finished()
		}
	}
	if err := d.unmade(made...); err != nil {
		return none, err
	}
	failpoint.At("init-begun")
	if b.elsewhere != nil {
		text, err := json.Marshal(b.elsewhere)
		if err != nil {
			return none, err
		}
		if err := secret(d.reachFile(), append(text, '\n')); err != nil {
			return none, err
		}
	}
	if b.limit > 0 {
		if err := secret(d.path("max-bytes"), strconv.AppendInt(nil, b.limit, 10)); err != nil {
			return none, err
		}
	}
	keys := map[string]identity.Key{}
	for _, name := range []string{"hub", "clock", "root"} {
		key, err := newKey(d.key(name), b.dice(name))
		if err != nil {
			return none, err
		}
		keys[name] = key
	}
	if b.elsewhere == nil { // else they are made, for the servers to know
		if _, err := broker.CreateRealm(d.realm(), b.dice("realm")); err != nil {
			return none, err
		}
	}
	if err := d.credential(auditor, d.auditorCreds(), b.dice); err != nil {
		return none, err
	}
	o, err := d.options(env)
	if err != nil {
		return none, err
	}
	o.Dice, o.Now = b.dice, b.now
	failpoint.At("init-keyed")
	s, err := embeddedSite(ctx, d, o)
	if err != nil {
		return none, err
	}
	failpoint.At("init-opened")
	at := events.TimeOf(env.Now()).UTC()
	if b.now != nil {
		at = b.now()
	}
	_, err = s.found(ctx, founding{Class: b.class, Clock: b.clock, At: at, Root: keys["root"], Hub: keys["hub"], Timer: keys["clock"]})
	digest := s.tracker.Genesis()
	if err := errors.Join(err, s.Close()); err != nil {
		return none, err
	}
	failpoint.At("init-recorded")
	return digest, d.finished()
}

// finished takes the mark of an unfinished directory away.
func (d directory) finished() error {
	return errors.Join(os.Remove(d.unfinished()), flushDir(string(d)))
}

// unmade marks a directory, of which the caller has the lock, as unfinished. What an
// init left there that was cut short is removed: nobody has been told its genesis, and
// no other command goes on with it.
func (d directory) unmade(made ...string) error {
	for _, path := range made {
		if err := os.RemoveAll(path); err != nil {
			return fmt.Errorf("what an interrupted init left cannot be removed: %w: choose another --dir", err)
		}
	}
	if isThere(d.unfinished()) {
		return nil
	}
	if err := secret(d.unfinished(), nil); err != nil {
		return fmt.Errorf("%s cannot be written: %w: choose a directory that you may write to", d, err)
	}
	return nil
}

// maxBytes is the journal's size limit, 0 for none.
func (d directory) maxBytes() (int64, error) {
	b, err := os.ReadFile(d.path("max-bytes"))
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(string(b), 10, 64)
}

// asRoot opens the hub of a directory for a command that the root key signs. Where a
// scenario plays, its own hub is open.
func (d directory) asRoot(ctx context.Context, env Env, f func(*site, identity.Registrar, events.Time) error) error {
	if env.registry != nil {
		return env.registry(ctx, f)
	}
	if !d.exists() {
		return d.absent()
	}
	root, err := identity.ReadKeyFile(d.key("root"))
	if err != nil {
		return err
	}
	o, err := d.options(env)
	if err != nil {
		return err
	}
	s, err := embeddedSite(ctx, d, o)
	if errors.Is(err, journal.ErrLocked) {
		return fmt.Errorf("%w; the registry is changed while no hub runs: stop it with Ctrl-C, then repeat this", err)
	}
	if err != nil {
		return err
	}
	terms := s.tracker.Registry().Journal()
	at := events.TimeOf(env.Now()).UTC()
	if terms.Clock == events.ScenarioClock {
		at = s.tracker.Last()
	}
	r := identity.Registrar{Root: root, Journal: terms.ID, Random: s.dice("registry")}
	return errors.Join(f(s, r, at), s.Close())
}

func runCountryAdd(ctx context.Context, c *Call) error {
	d := directory(c.Connect.Dir)
	var country events.Country
	if err := country.UnmarshalText([]byte(strings.ToUpper(c.arg("COUNTRY")))); err != nil {
		c.fault("%v", err)
	}
	var zone events.Zone
	if err := zone.UnmarshalText([]byte(c.given["zone"])); err != nil {
		c.fault("--zone: %v", err)
	} else if _, err := time.LoadLocation(string(zone)); err != nil {
		c.fault("--zone: %q is not a time zone that this machine knows", zone)
	}
	contact := c.worded("contact")
	if err := c.wrong(); err != nil {
		return err
	}
	err := d.asRoot(ctx, c.Env, func(s *site, r identity.Registrar, at events.Time) error {
		return d.admit(ctx, s, r, at, country, zone, contact, realDice)
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(c.Stdout, "%s is in the alliance\n  for tools such as nats: %s\nnext: vigil officer enrol %s/commander --roles commander\n",
		country, d.path("contexts", string(country.Desk())+".creds"), country.Desk())
	return nil
}

// admit adds a country to the journal, and makes its desk's key and the
// credentials of its reader and its tools.
func (d directory) admit(ctx context.Context, s *site, r identity.Registrar, at events.Time, c events.Country, zone events.Zone, contact string, dice func(string) io.Reader) error {
	desk, known := s.tracker.Registry().Desk(c)
	if known && isThere(d.tools(c)) {
		return usage("vigil country add", "%s is in the alliance already", c)
	}
	key, err := d.deskKey(c, desk.Key, dice)
	if err != nil {
		return err
	}
	failpoint.At("country-keyed")
	if err := s.admit(ctx, r, at, c, key, zone, contact); err != nil {
		return err
	}
	return d.countryCredentials(c, dice)
}

// deskKey is the key of a country's desk: a new one, unless the registry names one.
func (d directory) deskKey(c events.Country, recorded events.PublicKey, dice func(string) io.Reader) (identity.Key, error) {
	path := d.desk(c, "desk.key")
	if recorded == "" {
		return keyFor(path, func(events.PublicKey) bool { return false }, dice("desk/"+string(c)))
	}
	key, err := identity.ReadKeyFile(path)
	if err == nil && key.Public() != recorded {
		err = fmt.Errorf("%s holds another key", path)
	}
	if err != nil {
		err = fmt.Errorf("the desk of %s is in the registry with key %s: %w: bring that file back from your copy", c, recorded.ID(), err)
	}
	return key, err
}

// countryCredentials makes a country's credentials: for who only reads, for its
// gateway, for its tools. The last one says that all was done.
func (d directory) countryCredentials(c events.Country, dice func(string) io.Reader) error {
	if err := d.personCredential(Officer{c, reader}, dice); err != nil {
		return err
	}
	if err := d.credential(gatewayOf(c), d.desk(c, "gateway.creds"), dice); err != nil {
		return err
	}
	return d.context(c, dice)
}

func (d directory) personCredential(o Officer, dice func(string) io.Reader) error {
	return d.credential(broker.User{Role: broker.Person, Country: string(o.Country.Desk()), ID: o.Name}, d.officer(o, ".creds"), dice)
}

// context writes what tools such as nats need to read a country's own view: a
// context file (ADR-21) and the credential that it names.
func (d directory) context(c events.Country, dice func(string) io.Reader) error {
	e, err := d.elsewhere()
	if err != nil {
		return err
	}
	if e == nil {
		e = &elsewhere{}
	}
	if err := d.writeContext(c, or(e.URL, "nats://"+defaultListen), e.Roots); err != nil {
		return err
	}
	return d.credential(toolsOf(c), d.tools(c), dice)
}

func (d directory) tools(c events.Country) string {
	return d.path("contexts", string(c.Desk())+".creds")
}

// credential makes the credential of a user, unless it is there.
func (d directory) credential(u broker.User, path string, dice func(string) io.Reader) error {
	if isThere(path) {
		return nil
	}
	realm, err := broker.OpenRealm(d.realm())
	if err != nil {
		return err
	}
	credential, err := realm.Credential(u, dice("credentials"))
	if err != nil {
		return err
	}
	return secret(path, credential.Text)
}

func runOfficerEnrol(ctx context.Context, c *Call) error {
	d := directory(c.Connect.Dir)
	var officer Officer
	if err := officer.UnmarshalText([]byte(c.arg("OFFICER"))); err != nil {
		c.fault("%v", err)
	}
	var roles []events.Role
	for word := range strings.SplitSeq(c.given["roles"], ",") {
		var role events.Role
		if err := role.UnmarshalText([]byte(word)); err != nil {
			c.fault("--roles: %v", err)
		}
		roles = append(roles, role)
	}
	valid, name := c.term(), c.worded("name")
	if err := c.wrong(); err != nil {
		return err
	}
	err := d.asRoot(ctx, c.Env, func(s *site, r identity.Registrar, at events.Time) error {
		return d.enrol(ctx, s, r, at, officer, roles, at.Add(valid), name, realDice)
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(c.Stdout, "%s may sign as %s\n  key  %s  (the officer's own: move it where only they can read it)\n", officer, c.given["roles"], d.officer(officer, ".key"))
	return nil
}

// enrol makes an officer's key and credential, and enrols the key.
func (d directory) enrol(ctx context.Context, s *site, r identity.Registrar, at events.Time, o Officer, roles []events.Role, until events.Time, name string, dice func(string) io.Reader) error {
	if _, known := s.tracker.Registry().Desk(o.Country); !known {
		return usage("vigil officer enrol", "%s is not in the alliance: run vigil country add %s first", o.Country, o.Country)
	}
	if isThere(d.officer(o, ".creds")) {
		return usage("vigil officer enrol", "%s is enrolled already, or another with that name: choose another", o)
	}
	var before operation.Officer // what an enrolment that was cut short recorded
	key, err := keyFor(d.officer(o, ".key"), func(k events.PublicKey) (known bool) {
		before, known = s.tracker.Registry().Officer(k.ID())
		return known
	}, dice("officer/"+o.String()))
	if err != nil {
		return err
	}
	failpoint.At("officer-keyed")
	switch terms := (events.OfficerTerms{Country: o.Country, Key: key.Public(), Roles: roles, From: at, Until: until}); {
	case before.Key == "":
		if err := s.enrol(ctx, r, at, terms, name); err != nil {
			var refusal *operation.Refusal
			if errors.As(err, &refusal) {
				err = errors.Join(err, os.Remove(d.officer(o, ".key")))
			}
			return err
		}
	case !slices.Equal(before.Roles, roles):
		return usage("vigil officer enrol", "%s was enrolled already, before a crash, with other --roles: %s; give the same to finish it", o, joined(before.Roles))
	}
	failpoint.At("officer-recorded")
	return d.personCredential(o, dice)
}

// text is what a flag says: itself, or what stands in the file after an @.
func (e Env) text(said string) (string, error) {
	path, isFile := strings.CutPrefix(said, "@")
	if !isFile {
		return said, nil
	}
	b, err := e.ReadFile(path)
	return strings.TrimRight(string(b), "\n"), err
}
