package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"vigil/events"
	"vigil/internal/drill"
	"vigil/internal/identity"
	"vigil/scenarios"
)

var scenarioCommands = []Command{
	{
		Words: "scenario ls", Short: "list the stories that can be played",
		Example: "vigil scenario ls",
		Run:     runScenarioLs,
	},
	{
		Words: "scenario run", Args: "NAME|FILE", Short: "play a story and check it, in memory or on the embedded broker",
		Example: "vigil scenario run relay\nvigil scenario run relay --store ./played",
		Flags: []Flag{
			takes("store", "DIR", "play on the embedded broker and keep this directory (default: in memory)"),
			takes("seed", "N", "of all keys, salts and ids (default 7)"),
		},
		Run: runScenario,
	},
	{
		Words: "scenario simulate", Short: "make an operation up by chance; the same seed gives the same bytes",
		Long: "Make an operation up by chance, from the first request to the closed file: 2 to 8\n" +
			"States, 11 hours to 100 days, 0.3 to 900 kg. The same seed gives the same bytes.\n" +
			"With --store the story is told to a hub, command by command, and kept.",
		Example: "vigil scenario simulate --seed 12\nvigil scenario simulate --seed 12 --store ./simulated",
		Flags: []Flag{
			takes("seed", "N", "of the story (default 7)"),
			takes("store", "DIR", "play it on the embedded broker and keep this directory"),
		},
		Run: runSimulation,
	},
}

func runScenarioLs(_ context.Context, c *Call) error {
	t := grid{heads: []string{"NAME", "STORY"}}
	var items []any
	for _, name := range scenarios.Names() {
		s, err := loadScenario(c.Env, name)
		if err != nil {
			return err
		}
		t.add(name, s.Title)
		items = append(items, map[string]string{"name": name, "title": s.Title})
	}
	return c.answer(answer{Name: "scenarios", Items: items, Rows: &t})
}

// loadScenario finds a scenario by its name, or as a file.
func loadScenario(env Env, name string) (drill.Script, error) {
	text, err := scenarios.Text(name)
	if err != nil && strings.ContainsAny(name, "./") {
		var b []byte
		b, err = env.ReadFile(name)
		text = string(b)
	}
	if err != nil {
		return drill.Script{}, usage("vigil scenario", "%v", err)
	}
	return drill.Parse(name, text)
}

// defaultSeed makes the demonstration the same everywhere.
const defaultSeed = 7

func (c *Call) seed() uint64 {
	if c.given["seed"] == "" {
		return defaultSeed
	}
	return c.number("seed", 1<<62)
}

func runScenario(ctx context.Context, c *Call) error {
	script, err := loadScenario(c.Env, c.arg("NAME|FILE"))
	if err != nil {
		return err
	}
	seed := c.seed()
	if err := c.wrong(); err != nil {
		return err
	}
	s, err := openStage(ctx, c.Env, script, seed, directory(c.given["store"]), "")
	if err != nil {
		return err
	}
	player := drill.Player{Stage: s, Clock: s.clock, Before: func(step drill.Step) {
		if step.Kind == drill.Narrate && c.Output == "table" {
			fmt.Fprintf(c.Stdout, "%s%s  %s\n", banner(events.Exercise), s.clock.Now().Std().Format("15:04Z"), step.Text)
		}
	}}
	if err := errors.Join(player.Play(ctx, script), s.site.Close()); err != nil {
		return unverifiedError{err}
	}
	fmt.Fprintf(c.Stdout, "played as written · seed %d · %d entries\n", seed, s.site.tracker.Status().Entries)
	return nil
}

// start is where a scenario's clock begins: at its first clock line.
func start(s drill.Script) (events.Time, error) {
	for _, step := range s.Steps {
		if step.Kind == drill.SetClock {
			return drill.Moment(step.Words[0], events.Time{})
		}
	}
	return events.Time{}, fmt.Errorf("%s: no clock line says when it begins", s.Name)
}

// openStage builds what a scenario plays on: in memory, or in a directory that
// must not exist yet.
func openStage(ctx context.Context, env Env, script drill.Script, seed uint64, d directory, listen string) (*playing, error) {
	at, err := start(script)
	if err != nil {
		return nil, err
	}
	s := &playing{
		env: env, clock: drill.NewClock(at),
		dice:  func(label string) io.Reader { return drill.Dice(seed, label) },
		desks: map[events.Country]identity.Key{}, officers: map[Officer]identity.Key{},
	}
	f := founding{Class: events.Exercise, Clock: events.ScenarioClock, At: s.clock.Now()}
	for name, key := range map[string]*identity.Key{"root": &f.Root, "hub": &f.Hub, "clock": &f.Timer} {
		if *key, err = identity.NewKey(s.dice(name)); err != nil {
			return nil, err
		}
	}
	dice := s.usedOnce()
	o := siteOptions{Hub: f.Hub, Clock: f.Timer, Now: s.clock.Now, Wall: env.Now, Dice: dice, Listen: listen, Log: env.log(), Elsewhere: env.elsewhere}
	if d == "" {
		if s.site, err = memorySite(ctx, o); err != nil {
			return nil, err
		}
		s.registrar, err = s.site.found(ctx, f)
		return s, err
	}
	if env.elsewhere != nil {
		if o.Servers, err = env.elsewhere.servers(env); err != nil {
			return nil, err
		}
	}
	if _, err := d.begin(ctx, env, beginning{class: f.Class, clock: f.Clock, dice: dice, now: s.clock.Now, elsewhere: env.elsewhere}); err != nil {
		return nil, err
	}
	if s.site, err = embeddedSite(ctx, d, o); err != nil {
		return nil, err
	}
	s.registrar = identity.Registrar{Root: f.Root, Journal: s.site.tracker.Registry().Journal().ID, Random: dice("registry")}
	s.keep = func(_ context.Context, s *playing, c events.Country, o *Officer, _ []events.Role) error {
		return d.keepDemo(c, o, s)
	}
	return s, nil
}

// usedOnce hands out one source for each label and goes on with it: what is
// founded in one step and continued in the next reads on where it stopped. What
// no scenario needs to repeat, such as the right to connect, is not seeded.
func (s *playing) usedOnce() func(string) io.Reader {
	open := map[string]io.Reader{}
	return func(label string) io.Reader {
		if label == "credentials" || label == "realm" || label == "enclosures" {
			return realDice(label)
		}
		if open[label] == nil {
			open[label] = s.dice(label)
		}
		return open[label]
	}
}

// keepDemo writes the files of a country, or of an officer, as country add and
// officer enrol do.
func (d directory) keepDemo(c events.Country, o *Officer, s *playing) error {
	if o == nil {
		if err := os.MkdirAll(d.path("desks", string(c)), 0o700); err != nil {
			return err
		}
		if err := s.desks[c].WriteKeyFile(d.desk(c, "desk.key")); err != nil {
			return err
		}
		return d.countryCredentials(c, realDice)
	}
	if err := os.MkdirAll(d.path("officers", string(c.Desk())), 0o700); err != nil {
		return err
	}
	if err := s.officers[*o].WriteKeyFile(d.officer(*o, ".key")); err != nil {
		return err
	}
	return d.personCredential(*o, realDice)
}
