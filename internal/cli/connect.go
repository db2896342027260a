package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"vigil/events"
	"vigil/internal/gateway"
	"vigil/internal/identity"
	"vigil/internal/journal"
	"vigil/internal/nats/broker"
	"vigil/internal/nats/service"
)

// realDice is the one source of randomness that is not a scenario's.
func realDice(string) io.Reader { return rand.Reader }

// connectDirectory opens a session on a directory: with the hub that runs there,
// or, if none does, by wiring hub and desk in this process for as long as the
// command takes.
func connectDirectory(env Env) Opener {
	return func(ctx context.Context, c Connect) (*Session, error) {
		d := directory(c.Dir)
		session, country, err := d.whoever(c)
		if err != nil {
			return nil, err
		}
		url := c.Server
		if url == "" {
			url = d.url()
		}
		var unheard error
		if url != "" {
			if unheard = session.dial(ctx, env, d, c, country, url); unheard == nil || c.Server != "" {
				return session, unheard
			}
		}
		if !d.exists() {
			return nil, d.absent()
		}
		err = session.wire(ctx, env, d, c, country)
		if unheard != nil && errors.Is(err, journal.ErrLocked) {
			err = unheard // a hub does run here: why it did not answer is what helps
		}
		return session, err
	}
}

// whoever finds out who acts: an officer whose key is here, or a mere reader.
func (d directory) whoever(c Connect) (*Session, events.Country, error) {
	s := &Session{}
	country := c.As.Country
	if country != "" {
		key, err := d.keyOf(c.As)
		if err != nil {
			return nil, "", err
		}
		s.Key, s.Viewer = key, country.Desk()
		s.Outbox = outbox(d.path("officers", string(country.Desk()), "outbox"))
	}
	if c.Witness != (Officer{}) {
		witness, err := d.keyOf(c.Witness)
		if err != nil {
			return nil, "", err
		}
		s.Witness = witness
	}
	if c.Desk != "" {
		if country != "" && c.Desk.Country() != country {
			return nil, "", &usageError{Command: "vigil", Faults: []string{fmt.Sprintf("%s is not of the country of %s", c.As, c.Desk)},
				Hint: fmt.Sprintf("to read as %s leave out --as (and VIGIL_AS), or name an officer of that country", c.Desk)}
		}
		country, s.Viewer = c.Desk.Country(), c.Desk
	}
	return s, country, nil
}

// keyOf reads the key of an officer who signs here.
func (d directory) keyOf(o Officer) (identity.Key, error) {
	key, err := identity.ReadKeyFile(d.officer(o, ".key"))
	switch {
	case errors.Is(err, os.ErrNotExist) && !d.exists():
		return key, d.absent()
	case errors.Is(err, os.ErrNotExist):
		return key, d.noKey(o)
	}
	return key, err
}

// noKey says that somebody cannot sign here, and who can.
func (d directory) noKey(o Officer) *usageError {
	err := usage("vigil", "there is no key of %s in %s", o, d)
	err.Hint = fmt.Sprintf("vigil officer enrol %s, on the hub's machine", o)
	there := only(d.keys(), func(name string) bool { return strings.HasPrefix(name, string(o.Country.Desk())+"/") })
	if len(there) > 0 {
		err.Hint = "there are keys of " + strings.Join(there, ", ") + "; " + err.Hint
	}
	return err
}

// reader is the credential of those who have no name of their own.
const reader = "reader"

// dial connects to a running hub's broker as a person, who may ask the country's
// gateway and nothing else.
func (s *Session) dial(ctx context.Context, env Env, d directory, c Connect, country events.Country, url string) error {
	name := c.As.Name
	if c.As == (Officer{}) {
		name = reader
	}
	creds := d.officer(Officer{country, name}, ".creds")
	if _, err := os.Stat(creds); err != nil {
		return fmt.Errorf("%s has no credential in %s: %w", Officer{country, name}, d, err)
	}
	servers, err := d.servers(env, url)
	if err != nil {
		return err
	}
	conn, err := servers.Dial(creds, broker.User{Role: broker.Person, Country: string(country.Desk()), ID: name}, false)
	if err != nil {
		return fmt.Errorf("%w: %s: %w", journal.ErrUnavailable, url, err)
	}
	s.Desk = service.DeskClient(conn)
	if _, err := s.Desk.Moment(ctx, s.Viewer); errors.Is(err, journal.ErrUnavailable) {
		conn.Close()
		return fmt.Errorf("%w: the hub at %s answers, the gateway of %s does not: run vigil desk serve %s", journal.ErrUnavailable, url, country, country)
	}
	s.Close = func() error { conn.Close(); return nil }
	if url == d.url() { // of the hub that runs here, and of no other
		s.Health = d.readHealth()
	}
	return nil
}

// wire starts hub and gateway in this process, under the directory's lock. Who
// only reads writes nothing: clocks that ran out meanwhile wait for a hub, or for
// somebody who decides.
func (s *Session) wire(ctx context.Context, env Env, d directory, c Connect, country events.Country) error {
	o, err := d.options(env)
	if err != nil {
		return err
	}
	if c.Reads {
		o.Clock = identity.Key{}
	}
	site, err := embeddedSite(ctx, d, o)
	if err != nil {
		return err
	}
	key, err := identity.ReadKeyFile(d.desk(country, "desk.key"))
	if err != nil {
		return errors.Join(usage("vigil", "%s has no desk in %s: it has these: %v", country, d, site.tracker.Registry().Countries()), site.Close())
	}
	g, err := site.desk(ctx, country, key)
	if err != nil {
		return errors.Join(err, site.Close())
	}
	if err := caughtUp(ctx, g, site, country); err != nil {
		return errors.Join(err, site.Close())
	}
	status := site.tracker.Status()
	s.Desk, s.Rests, s.Durability, s.Clocks, s.Close = g, true, status.Durability, status.Clocks, site.Close
	s.Health = healthOf(status, events.TimeOf(env.Now()))
	return nil
}

// caughtUp waits until a desk shows all that the hub has written for it.
func caughtUp(ctx context.Context, g *gateway.Gateway, s *site, c events.Country) error {
	for _, v := range s.tracker.Status().Viewers {
		if v.Viewer.Country() == c {
			if err := g.Wait(ctx, v.Viewer, v.Written); err != nil {
				return err
			}
		}
	}
	return nil
}

// options are for a hub on this directory, without a listener.
func (d directory) options(env Env) (siteOptions, error) {
	hub, err := identity.ReadKeyFile(d.key("hub"))
	if err != nil {
		return siteOptions{}, fmt.Errorf("the hub's key: %w", err)
	}
	clock, err := identity.ReadKeyFile(d.key("clock"))
	if err != nil {
		return siteOptions{}, fmt.Errorf("the clock's key: %w", err)
	}
	limit, err := d.maxBytes()
	if err != nil {
		return siteOptions{}, err
	}
	o := siteOptions{Hub: hub, Clock: clock, Wall: env.Now, Dice: realDice, Log: env.log(), MaxBytes: limit, Unsynced: env.Unsynced}
	if o.Elsewhere, err = d.elsewhere(); err == nil && o.Elsewhere != nil {
		o.Servers, err = o.Elsewhere.servers(env)
	}
	return o, err
}
