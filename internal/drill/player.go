package drill

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"vigil/events"
)

// Stage is where a scenario plays: something that can found an alliance, run a
// command as somebody, and count a feed.
type Stage interface {
	// Found makes the journal and admits the countries, once, before anything
	// else.
	Found(ctx context.Context, countries []events.Country) error
	// Enrol gives an officer a key and roles.
	Enrol(ctx context.Context, c events.Country, name string, roles []events.Role) error
	// Run runs a command line as an officer (hu/coordinator) or a reader (hu,
	// hu.lead) and waits until its effect shows.
	Run(ctx context.Context, as string, args []string) Result
	// Feed counts the messages of a viewer's feed.
	Feed(ctx context.Context, v events.Viewer) (uint64, error)
	// NextDue is when something runs out by itself; false: nothing will.
	NextDue() (events.Time, bool)
	// Fire says all that has run out where the clock stands.
	Fire(ctx context.Context) error
}

// Result is how a command line ended.
type Result struct {
	Stdout, Stderr string
	Exit           int
}

// Player plays a script on a stage, step by step. Before and After, if set, are
// called around each step: a demo waits and prints there.
type Player struct {
	Stage  Stage
	Clock  *Clock
	Before func(Step)
	After  func(Step, Result)
}

// Play plays all steps and stops at the first that does not go as written. The
// error names the line.
func (p Player) Play(ctx context.Context, s Script) error {
	var last Result
	for _, step := range s.Steps {
		if err := ctx.Err(); err != nil {
			return err
		}
		if p.Before != nil {
			p.Before(step)
		}
		result, err := p.step(ctx, step, last)
		if err != nil {
			return fmt.Errorf("%s:%d: %s: %w", s.Name, step.Line, step.Text, err)
		}
		if step.Kind == Act || step.Kind == Refused {
			last = result
		}
		if p.After != nil {
			p.After(step, last)
		}
	}
	return nil
}

func (p Player) step(ctx context.Context, step Step, last Result) (Result, error) {
	switch step.Kind {
	case Alliance:
		list := make([]events.Country, len(step.Words))
		for i, word := range step.Words {
			if err := list[i].UnmarshalText([]byte(word)); err != nil {
				return last, err
			}
		}
		return last, p.Stage.Found(ctx, list)
	case Officer:
		return last, p.enrol(ctx, step.Words)
	case SetClock:
		at, err := Moment(step.Words[0], p.Clock.Now())
		if err == nil && at.Before(p.Clock.Now()) {
			err = fmt.Errorf("the clock stands at %s and never goes back", p.Clock.Now())
		}
		if err == nil {
			err = p.Advance(ctx, at)
		}
		return last, err
	case Act, Refused:
		r := p.Stage.Run(ctx, step.Words[0], step.Words[1:])
		if (r.Exit == 0) != (step.Kind == Act) {
			return r, fmt.Errorf("exit %d\n%s%s", r.Exit, r.Stdout, r.Stderr)
		}
		return r, nil
	case Exit:
		if want, err := strconv.Atoi(step.Words[0]); err != nil || want != last.Exit {
			return last, fmt.Errorf("the last command ended with %d\n%s", last.Exit, last.Stderr)
		}
	case Stdout:
		return last, holds(last.Stdout, step.Words)
	case Stderr:
		return last, holds(last.Stderr, step.Words)
	case Feed:
		if len(step.Words) != 2 {
			return last, fmt.Errorf("write: feed at 7")
		}
		have, err := p.Stage.Feed(ctx, events.Viewer(step.Words[0]))
		if err == nil && strconv.FormatUint(have, 10) != step.Words[1] {
			err = fmt.Errorf("it has %d", have)
		}
		return last, err
	}
	return last, nil
}

// Advance moves the clock to a moment, and stops at each at which something runs
// out on the way: it is said when it is due.
func (p Player) Advance(ctx context.Context, to events.Time) error {
	for {
		due, runs := p.Stage.NextDue()
		if !runs || due.After(to) {
			p.Clock.Set(to)
			return ctx.Err()
		}
		p.Clock.Set(due)
		if err := p.Stage.Fire(ctx); err != nil {
			return err
		}
	}
}

func (p Player) enrol(ctx context.Context, words []string) error {
	country, name, ok := strings.Cut(words[0], "/")
	var c events.Country
	if err := c.UnmarshalText([]byte(strings.ToUpper(country))); err != nil || !ok || len(words) != 2 {
		return fmt.Errorf("write: officer at/commander commander,team")
	}
	var roles []events.Role
	for word := range strings.SplitSeq(words[1], ",") {
		var role events.Role
		if err := role.UnmarshalText([]byte(word)); err != nil {
			return err
		}
		roles = append(roles, role)
	}
	return p.Stage.Enrol(ctx, c, name, roles)
}

func holds(text string, words []string) error {
	want := strings.Join(words, " ")
	if !strings.Contains(strings.Join(strings.Fields(text), " "), strings.Join(strings.Fields(want), " ")) {
		return fmt.Errorf("not printed:\n%s", text)
	}
	return nil
}
