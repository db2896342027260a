package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"vigil/events"
	"vigil/internal/drill"
	"vigil/internal/journal"
	"vigil/internal/nats/broker"
)

// version is what this build calls itself.
const version = "0.1.0"

// demoDir is where the demonstration keeps its data.
const demoDir = "./vigil-demo"

// demoLasts is how long the story takes at its ordinary speed.
const demoLasts = 75 * time.Second

var demoCommands = []Command{
	{
		Words: "demo", Short: "play a fictional operation, with everything real behind it",
		Long:    "Makes ./vigil-demo anew (nothing else is touched), starts the broker, the hub and\nevery country's gateway, and plays a story. On a terminal it then serves until\nCtrl-C; the directory stays, and show, watch, replay and verify work on it.",
		Example: "vigil demo\nvigil demo --speed max --dir ./vigil-demo",
		Flags: []Flag{
			takes("speed", "SPEED", "1 (a minute and a half at most), 2, 5 ..., or max (default 1)"),
			takes("scenario", "NAME|FILE", "the story (default hazel)"),
			takes("seed", "N", "of all keys, salts and ids (default 7)"),
			takes("listen", "ADDRESS", "loopback address (default "+defaultListen+", or any free port if that is taken)"),
		},
		Run: runDemo,
	},
}

func runDemo(ctx context.Context, c *Call) error {
	d := directory(demoDir)
	if c.given["dir"] != "" || c.Getenv("VIGIL_DIR") != "" {
		d = directory(c.Connect.Dir)
	}
	script, err := loadScenario(c.Env, or(c.given["scenario"], "hazel"))
	if err != nil {
		return err
	}
	pause, err := pacing(c.given["speed"], script)
	if err != nil {
		return err
	}
	seed := c.seed()
	if err := c.wrong(); err != nil {
		return err
	}
	begin := func(listen string) (*playing, error) {
		if err := d.clearDemo(); err != nil {
			return nil, err
		}
		// Marked first: what is left of a demonstration that failed is still one.
		if err := secret(d.demo(), []byte(script.Name+" "+strconv.FormatUint(seed, 10)+"\n")); err != nil {
			return nil, err
		}
		return openStage(ctx, c.Env, script, seed, d, listen)
	}
	s, err := begin(or(c.given["listen"], defaultListen))
	if err != nil && c.given["listen"] == "" {
		// Most likely the usual port is another program's, or just became so. Any
		// will do for a demonstration; if it was something else, it is said now.
		s, err = begin("127.0.0.1:0")
	}
	if err != nil {
		return err
	}
	err = c.playDemo(ctx, d, s, script, seed, pause)
	return errors.Join(err, d.hush(), s.site.Close())
}

func (c *Call) playDemo(ctx context.Context, d directory, s *playing, script drill.Script, seed uint64, pause time.Duration) error {
	fmt.Fprintf(c.Stdout, "vigil %s · EXERCISE data, fictional · accelerated · seed %d\n", version, seed)
	fmt.Fprintf(c.Stdout, "  NATS       %s  (loopback only)\n", s.site.broker.ClientURL())
	fmt.Fprintf(c.Stdout, "  Contexts   %s  (your own are not touched)\n", d.path("contexts"))
	fmt.Fprintf(c.Stdout, "  Data       %s  (kept; delete it freely)\n", d)
	fmt.Fprint(c.Stdout, "  To read    who typed what; below it, what was recorded; ═ who directs:\n"+
		"             by handover, as two States agreed, or by territory, since it is there\n"+
		"             a part of the load has a label that nobody can guess, like 7QK2XM\n\n")
	began := c.Now()
	story := c.storyteller(s, script, pause)
	if err := story.play(ctx); err != nil {
		return err
	}
	if err := d.openDesks(ctx, s.site); err != nil {
		return err
	}
	if err := d.announce(s.site); err != nil {
		return err
	}
	fmt.Fprintf(c.Stdout, "\nEXERCISE · played in %s: %d entries, %s refused by a rule\n",
		c.Now().Sub(began).Round(100*time.Millisecond), s.site.tracker.Status().Entries, counted(story.refused, "command"))
	fmt.Fprintf(c.Stdout, "Next:  vigil show %[1]s --desk at           what Austria sees; or nl, %[2]s\n"+
		"       vigil since --as at/desk             what changed since it last looked\n"+
		"       vigil replay %[1]s --until 02:05Z    what was known then\n"+
		"       vigil verify                         nothing altered, removed, inserted\n", codename(script), leadOf(script))
	if !c.Terminal {
		return nil
	}
	fmt.Fprintln(c.Stdout, "\nserving until Ctrl-C; the directory stays, and all of this works on it later")
	<-ctx.Done()
	return nil
}

// pacing turns a speed into the pause for each line that is to be read.
func pacing(speed string, s drill.Script) (time.Duration, error) {
	if speed == "max" {
		return 0, nil
	}
	factor, err := strconv.ParseFloat(or(speed, "1"), 64)
	if err != nil || factor <= 0 {
		return 0, usage("vigil demo", "--speed: %q: write 1, 2, 5 or max", speed)
	}
	lines, alike := 0, batched(s)
	for _, step := range s.Steps {
		lines += alike.weight(step)
	}
	return time.Duration(float64(demoLasts) / factor / float64(max(lines, 1))), nil
}

// clearDemo removes an earlier demonstration, and nothing that is not one.
func (d directory) clearDemo() error {
	if _, held, err := broker.Held(d.store()); held || err != nil {
		return errors.Join(err, fmt.Errorf("%s: %w: another demonstration runs there, stop it with Ctrl-C first", d, journal.ErrLocked))
	}
	if !isThere(d.demo()) {
		switch found, err := os.ReadDir(string(d)); {
		case d.exists():
			return usage("vigil demo", "%s holds a journal that is no demonstration: choose another --dir", d)
		case err == nil && len(found) > 0:
			return usage("vigil demo", "%s holds something else than a demonstration: choose another --dir, or an empty one", d)
		case err != nil && !errors.Is(err, os.ErrNotExist):
			return fmt.Errorf("look into %s: %w", d, err)
		}
	}
	return os.RemoveAll(string(d))
}

// bar is one line of progress on standard error.
type bar struct {
	c     *Call
	total int
}

func (c *Call) bar(s drill.Script) bar {
	b := bar{c: c}
	if c.Terminal && len(s.Steps) > 0 {
		b.total = s.Steps[len(s.Steps)-1].Line
	}
	return b
}

func (b bar) draw(step drill.Step, entries uint64) {
	if b.total == 0 {
		return
	}
	const width = 24
	filled := step.Line * width / b.total
	line := ""
	for i := range width {
		if i < filled {
			line += "█"
		} else {
			line += "░"
		}
	}
	fmt.Fprintf(b.c.Stderr, "\r  %s %3d%%  entry %d", line, step.Line*100/b.total, entries)
}

func (b bar) clear() {
	if b.total > 0 {
		fmt.Fprint(b.c.Stderr, "\r\033[K")
	}
}

// opening is the command that opens a story's operation.
func opening(s drill.Script) drill.Step {
	i := slices.IndexFunc(s.Steps, func(step drill.Step) bool {
		return step.Kind == drill.Act && len(step.Words) > 3 && step.Words[1] == "operation" && step.Words[2] == "open"
	})
	if i < 0 {
		return drill.Step{Words: []string{"hu/coordinator", "operation", "open", "CODENAME"}}
	}
	return s.Steps[i]
}

func codename(s drill.Script) string { return opening(s).Words[3] }

func leadOf(s drill.Script) events.Viewer {
	country, _, _ := strings.Cut(opening(s).Words[0], "/")
	return events.Country(strings.ToUpper(country)).Lead()
}
