package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"vigil/events"
	"vigil/internal/drill"
	"vigil/internal/identity"
)

// playing is where a scenario plays: a site whose clock is the scenario's and
// whose dice are seeded. Officers' commands go through the same Run as a
// person's.
type playing struct {
	env   Env
	site  *site
	clock *drill.Clock
	dice  func(string) io.Reader
	keep  func(ctx context.Context, s *playing, c events.Country, o *Officer, roles []events.Role) error // nil: nothing is kept in files

	registrar identity.Registrar
	desks     map[events.Country]identity.Key
	officers  map[Officer]identity.Key
	runs      int
	width     int // of the screen on which what it prints is shown; 0: on none
}

// zones is where the desks of a scenario's countries are.
var zones = map[events.Country]events.Zone{
	"GB": "Europe/London", "SK": "Europe/Bratislava",
	"AT": "Europe/Vienna", "CZ": "Europe/Prague", "DE": "Europe/Berlin", "HU": "Europe/Budapest",
	"NL": "Europe/Amsterdam", "RO": "Europe/Bucharest",
}

// Found implements drill.Stage.
func (s *playing) Found(ctx context.Context, countries []events.Country) error {
	for _, c := range countries {
		key, err := identity.NewKey(s.dice("desk/" + string(c)))
		if err != nil {
			return err
		}
		zone, ok := zones[c]
		if !ok {
			zone = "UTC"
		}
		if err := s.site.admit(ctx, s.registrar, s.clock.Now(), c, key, zone, "duty officer of "+string(c)+", day and night"); err != nil {
			return err
		}
		s.desks[c] = key
		if s.keep != nil {
			if err := s.keep(ctx, s, c, nil, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// keyOf is the key of an officer, enrolled or not: it follows from the seed.
func (s *playing) keyOf(o Officer) (identity.Key, error) {
	return identity.NewKey(s.dice("officer/" + o.String()))
}

// Enrol implements drill.Stage.
func (s *playing) Enrol(ctx context.Context, c events.Country, name string, roles []events.Role) error {
	o := Officer{c, name}
	key, err := s.keyOf(o)
	if err != nil {
		return err
	}
	at := s.clock.Now()
	terms := events.OfficerTerms{Country: c, Key: key.Public(), Roles: roles, From: at, Until: at.Add(365 * 24 * time.Hour)}
	if err := s.site.enrol(ctx, s.registrar, at, terms, "Officer "+strings.ToUpper(name[:1])+name[1:]+" of "+string(c)); err != nil {
		return err
	}
	s.officers[o] = key
	if s.keep != nil {
		return s.keep(ctx, s, c, &o, roles)
	}
	return nil
}

// Run implements drill.Stage.
func (s *playing) Run(ctx context.Context, as string, args []string) drill.Result {
	s.runs++
	return s.run(ctx, as, args, func(n int) io.Reader { return s.dice(fmt.Sprintf("run/%d", n)) })
}

func (s *playing) run(ctx context.Context, as string, args []string, dice func(int) io.Reader) drill.Result {
	var out, problems bytes.Buffer
	env := s.env
	env.Stdin, env.Stdout, env.Stderr = strings.NewReader(""), &out, &problems
	env.Terminal, env.Asks, env.Width, env.Height = s.width > 0, false, s.width, 0
	env.Now = func() time.Time { return s.clock.Now().Std() }
	env.Random = dice(s.runs)
	env.Getenv = func(name string) string { return map[string]string{"NO_COLOR": "1"}[name] }
	env.IsDir = func(string) bool { return false }
	env.Open = s.connect
	who := []string{"--desk", as}
	switch {
	case as == drill.Root && args[0] == "authority":
		who, env.registry = nil, s.asRoot
	case strings.Contains(as, "/"):
		who[0] = "--as"
	}
	exit := Run(ctx, env, slices.Concat(args, who))
	return drill.Result{Stdout: out.String(), Stderr: problems.String(), Exit: exit}
}

// asRoot is where a scenario's root key signs: on the hub that plays.
func (s *playing) asRoot(_ context.Context, f func(*site, identity.Registrar, events.Time) error) error {
	return f(s.site, s.registrar, s.clock.Now())
}

// Feed implements drill.Stage.
func (s *playing) Feed(_ context.Context, v events.Viewer) (uint64, error) {
	for _, status := range s.site.tracker.Status().Viewers {
		if status.Viewer == v {
			return status.Written, nil
		}
	}
	return 0, fmt.Errorf("%s has no feed", v)
}

// NextDue implements drill.Stage.
func (s *playing) NextDue() (events.Time, bool) { return s.site.tracker.NextDue() }

// Fire implements drill.Stage.
func (s *playing) Fire(ctx context.Context) error { return s.site.tracker.Fire(ctx) }

// connect gives an officer the desk of their country, caught up with the hub.
func (s *playing) connect(ctx context.Context, c Connect) (*Session, error) {
	country, viewer := c.As.Country, c.As.Country.Desk()
	if c.Desk != "" {
		country, viewer = c.Desk.Country(), c.Desk
	}
	key, known := s.officers[c.As]
	desk, has := s.desks[country]
	if !has || !known && c.As != (Officer{}) {
		return nil, usage("vigil", "%s is not in this scenario", or(c.As.String(), string(country)))
	}
	witness, known := s.officers[c.Witness]
	if !known && c.Witness != (Officer{}) {
		return nil, usage("vigil", "%s is not in this scenario", c.Witness)
	}
	g, err := s.site.desk(ctx, country, desk)
	if err != nil {
		return nil, err
	}
	if err := caughtUp(ctx, g, s.site, country); err != nil {
		return nil, err
	}
	return &Session{Desk: g, Viewer: viewer, Key: key, Witness: witness}, nil
}
