package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"vigil/events"
	"vigil/internal/failpoint"
	"vigil/internal/identity"
	"vigil/internal/journal"
	"vigil/internal/nats/broker"
)

// defaultListen is where nats tools look first.
const defaultListen = "127.0.0.1:4222"

var serveCommands = []Command{
	{
		Words: "serve", Short: "run the hub: broker, journal, rules, feeds and views",
		Long:    "Runs until Ctrl-C. Listens on the loopback only. Countries' gateways are started\nwith vigil desk serve, or all in this process with --desks.",
		Example: "vigil serve\nvigil serve --listen 127.0.0.1:0 --desks",
		Flags: []Flag{
			takes("listen", "ADDRESS", "loopback address (default "+defaultListen+"; port 0: any free one)"),
			toggle("desks", "run every country's gateway in this process too"),
			natsFlags[0],
		},
		Run: runServe,
	},
	{
		Words: "desk serve", Args: "COUNTRY", Short: "run a country's gateway",
		Example: "vigil desk serve AT\nvigil desk serve AT --server nats://127.0.0.1:4222",
		Run:     runDeskServe,
	},
}

func runServe(ctx context.Context, c *Call) error {
	d := directory(c.Connect.Dir)
	if !d.exists() {
		return d.absent()
	}
	o, err := d.options(c.Env)
	if err != nil {
		return err
	}
	if o.Elsewhere == nil {
		o.Listen = or(c.given["listen"], defaultListen)
	}
	if err := c.otherAddress(&o); err != nil {
		return err
	}
	progress := c.progress("replaying the journal")
	o.Progress = progress.step
	o.Report = d.keepHealth(c.Now, func(err error) { o.Log.Warn("what the hub says of itself is not written down", "error", err) })
	s, err := embeddedSite(ctx, d, o)
	progress.done()
	if err != nil {
		return err
	}
	if c.switched("desks") {
		if err := d.openDesks(ctx, s); err != nil {
			return errors.Join(err, s.Close())
		}
	}
	if err := d.announce(s); err != nil {
		return errors.Join(err, s.Close())
	}
	c.tellServed(d, s, c.switched("desks"))
	<-ctx.Done()
	fmt.Fprintln(c.Stderr, "stopping")
	return errors.Join(d.hush(), s.Close(), d.forgetHealth())
}

// otherAddress is for servers that have moved since vigil init.
func (c *Call) otherAddress(o *siteOptions) error {
	url := c.given["nats-url"]
	switch {
	case o.Elsewhere == nil && url != "":
		c.fault("--nats-url: this journal is in the directory itself, not on servers elsewhere; where it is was said with vigil init")
	case o.Elsewhere != nil && c.given["listen"] != "":
		c.fault("--listen: the servers of this journal are not run by vigil; they listen where they were told to")
	case url != "":
		o.Servers.URL = url
		if err := o.Servers.Check(); err != nil {
			c.fault("--nats-url: %v", err)
		}
	}
	return c.wrong()
}

// tellServed is the aligned list of where things are.
func (c *Call) tellServed(d directory, s *site, desks bool) {
	status := s.tracker.Status()
	fmt.Fprintf(c.Stdout, "vigil %s · %sentry %d · %s\n", version, banner(status.Journal.Class), status.Entries, status.Durability)
	where := "loopback only"
	if s.elsewhere != nil {
		where = "not run by vigil, " + copies(s.elsewhere.Replicas)
	}
	fmt.Fprintf(c.Stdout, "  NATS       %s  (%s)\n", s.broker.ClientURL(), where)
	fmt.Fprintf(c.Stdout, "  contexts   %s\n", d.path("contexts"))
	fmt.Fprintf(c.Stdout, "  data       %s\n", d)
	if !desks {
		fmt.Fprintln(c.Stdout, "next: vigil desk serve AT   (one for each country; or vigil serve --desks)")
	}
}

// openDesks runs the gateway of every country that has a desk.
func (d directory) openDesks(ctx context.Context, s *site) error {
	for _, country := range s.tracker.Registry().Countries() {
		key, err := identity.ReadKeyFile(d.desk(country, "desk.key"))
		if err != nil {
			return err
		}
		g, err := s.desk(ctx, country, key)
		if err == nil {
			err = caughtUp(ctx, g, s, country)
		}
		if err != nil {
			return fmt.Errorf("the gateway of %s: %w", country, err)
		}
	}
	return nil
}

// announce writes down where the hub listens, for the programs on this machine.
func (d directory) announce(s *site) error {
	if err := d.hush(); err != nil {
		return err
	}
	url := s.broker.ClientURL()
	for _, country := range s.tracker.Registry().Countries() {
		if err := d.writeContext(country, url, s.roots); err != nil {
			return err
		}
	}
	failpoint.At("listen-unwritten")
	return replace(d.listen(), []byte(url+"\n"))
}

func (d directory) hush() error {
	err := os.Remove(d.listen())
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// writeContext writes contexts/at.json, as the nats tool reads it, from wherever
// that is run.
func (d directory) writeContext(c events.Country, url, roots string) error {
	creds, err := filepath.Abs(d.tools(c))
	if err != nil {
		return err
	}
	inbox, err := toolsOf(c).Inbox()
	if err != nil {
		return err
	}
	context := map[string]string{
		"description":  "vigil: the view of " + string(c) + ", to read",
		"url":          url,
		"creds":        creds,
		"inbox_prefix": inbox,
	}
	if roots != "" {
		context["ca"] = roots
	}
	b, err := json.MarshalIndent(context, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(d.path("contexts"), 0o700); err != nil {
		return err
	}
	return os.WriteFile(d.path("contexts", string(c.Desk())+".json"), append(b, '\n'), 0o600)
}

func runDeskServe(ctx context.Context, c *Call) error {
	d := directory(c.Connect.Dir)
	var country events.Country
	if err := country.UnmarshalText([]byte(c.arg("COUNTRY"))); err != nil {
		return usage("vigil desk serve", "%v", err)
	}
	servers, err := d.servers(c.Env, or(c.Connect.Server, d.url()))
	if err != nil {
		return err
	}
	servers.URL = or(servers.URL, "nats://"+defaultListen)
	key, err := identity.ReadKeyFile(d.desk(country, "desk.key"))
	if err != nil {
		return fmt.Errorf("the key of the desk of %s: %w: run vigil country add %s on the hub's machine first", country, err, country)
	}
	conn, err := servers.Dial(d.desk(country, "gateway.creds"), gatewayOf(country), true)
	if err != nil {
		return fmt.Errorf("%w: %s: %w: is the hub running (vigil serve)?", journal.ErrUnavailable, servers.URL, err)
	}
	defer conn.Close()
	o := siteOptions{Wall: c.Now, Log: c.log()}
	g, closers, err := openGateway(ctx, d, country, key, conn, o)
	defer func() {
		for i := len(closers) - 1; i >= 0; i-- {
			closers[i]()
		}
	}()
	if err != nil {
		return err
	}
	// The mirrors may still be filling: there is nothing to serve before genesis.
	for _, v := range []events.Viewer{country.Desk(), country.Lead()} {
		if err := g.Wait(ctx, v, 1); err != nil {
			return err
		}
	}
	moment, err := g.Moment(ctx, country.Desk())
	if err != nil {
		return err
	}
	fmt.Fprintf(c.Stdout, "vigil %s · %sgateway of %s · feed %d\n  hub        %s\n  reads are written to %s\nnext: vigil watch --desk %s\n",
		version, banner(moment.Journal.Class), country, moment.Counter, servers.URL, d.desk(country, "access.jsonl"), country.Desk())
	<-ctx.Done()
	return nil
}

// The users of a country that are programs.
func gatewayOf(c events.Country) broker.User {
	return broker.User{Role: broker.Gateway, Country: string(c.Desk()), ID: "gateway"}
}

func toolsOf(c events.Country) broker.User {
	return broker.User{Role: broker.Service, Country: string(c.Desk()), ID: "tools"}
}

// auditor reads the audit's mirror of the journal.
var auditor = broker.User{Role: broker.Auditor, ID: "auditor"}

// progress draws how far long work has come, on a terminal only.
type progress struct {
	w     io.Writer
	what  string
	last  uint64
	drawn bool
}

func (c *Call) progress(what string) *progress {
	if !c.Terminal {
		return &progress{}
	}
	return &progress{w: c.Stderr, what: what}
}

func (p *progress) step(done, total uint64) {
	if p.w == nil || total < 2000 {
		return
	}
	if percent := done * 100 / total; percent != p.last {
		p.last, p.drawn = percent, true
		fmt.Fprintf(p.w, "\r%s  %3d%%  %d of %d", p.what, percent, done, total)
	}
}

func (p *progress) done() {
	if p.drawn {
		fmt.Fprint(p.w, "\r\033[K")
	}
}
