package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"time"

	"vigil/events"
	"vigil/internal/drill"
	"vigil/internal/identity"
	"vigil/internal/operation"
	"vigil/internal/simulation"
)

// simulated is a step of an operation that was made up, as it is written for
// programs.
type simulated struct {
	At       events.Time      `json:"at"`
	By       events.Viewer    `json:"by"`
	Act      events.Act       `json:"act"`
	Command  events.CommandID `json:"command"`
	Occurred events.Time      `json:"occurred"`
	Events   []events.Raw     `json:"events,omitempty"`
	Refused  string           `json:"refused,omitzero"`
}

// chances are the dice of a seed.
func chances(seed uint64) simulation.Dice { return rand.New(rand.NewPCG(seed, 0)) }

func runSimulation(ctx context.Context, c *Call) error {
	seed := c.seed()
	if err := c.wrong(); err != nil {
		return err
	}
	if c.given["store"] != "" {
		return c.playSimulation(ctx, seed)
	}
	story := simulation.Simulate(chances(seed), nil)
	var items []any
	for _, step := range story.Steps {
		item := simulated{At: step.At, By: step.By, Act: step.Act, Command: step.Command, Occurred: step.Occurred}
		for _, e := range step.Events {
			raw, err := events.EncodeEvent(e)
			if err != nil {
				return err
			}
			item.Events = append(item.Events, raw)
		}
		if step.Refused != nil {
			item.Refused = string(step.Refused.Rule)
		}
		items = append(items, item)
	}
	return c.answer(answer{Name: "steps", Items: items, Human: func(w io.Writer) { c.tellSimulation(w, seed, story) }})
}

// tellSimulation prints the whole story: who said what, and what followed.
func (c *Call) tellSimulation(w io.Writer, seed uint64, s simulation.Story) {
	t := newTeller(clock{now: s.Begins, zone: time.UTC})
	fmt.Fprintf(w, "%ssimulated operation %s · seed %d · %s leads · %s\n", banner(events.Exercise), s.Name, seed, s.Lead, strings.Join(texted(s.Route), " → "))
	day, refused, fired := "", 0, 0
	for _, step := range s.Steps {
		at := step.At.Std().UTC()
		if d := at.Format("2 January 2006"); d != day {
			day = d
			fmt.Fprintf(w, "\n%s\n", day)
		}
		who := string(step.By)
		if step.By == events.Hub {
			fired++
		}
		if step.Refused != nil {
			refused++
			fmt.Fprintf(w, "  %s  %-8s %s\n%21s✗ refused: %s\n", at.Format("15:04Z"), who, step.Act, "", step.Refused.Rule)
			for _, missing := range step.Refused.Missing {
				fmt.Fprintf(w, "%23s%s\n", "", missing)
			}
			continue
		}
		for i, e := range step.Events {
			line := t.event(e)
			if i > 0 {
				fmt.Fprintf(w, "%21s└ %s\n", "", line)
				continue
			}
			if late := step.At.Sub(step.Occurred); late > time.Minute {
				line = said(line, "(of", step.Occurred.Std().UTC().Format("15:04Z")+")")
			}
			fmt.Fprintf(w, "  %s  %-8s %s\n", at.Format("15:04Z"), who, line)
		}
	}
	state := "not ended"
	for _, x := range []struct {
		word string
		at   events.Time
	}{{"ended", s.Operation.Ended}, {"closed", s.Operation.Closed}} {
		if !x.at.IsZero() {
			state = x.word + " on " + x.at.Std().UTC().Format("2 January 2006")
		}
	}
	fmt.Fprintf(w, "\n%d commands, %d of them by the hub's clock, %d refused · %s\n", len(s.Steps), fired, refused, state)
}

// playSimulation makes the story up with keys that can sign, and tells it to a hub:
// in the end the directory holds it as if it had been.
func (c *Call) playSimulation(ctx context.Context, seed uint64) error {
	s, err := openSimulation(ctx, c.Env, seed, directory(c.given["store"]))
	if err != nil {
		return err
	}
	played, err := c.tellHub(ctx, s, seed)
	if err := s.site.Close(); err != nil {
		return err
	}
	if err != nil {
		return unverifiedError{err}
	}
	fmt.Fprintf(c.Stdout, "%s%s played · seed %d · %d entries\nlook with  vigil --dir %s show %s --desk %s\n", banner(events.Exercise), played.Name, seed,
		s.site.tracker.Status().Entries, c.given["store"], played.Name, played.Lead.Lead())
	return nil
}

// openSimulation is the stage on which a seed's story is told.
func openSimulation(ctx context.Context, env Env, seed uint64, d directory) (*playing, error) {
	begins := simulation.Simulate(chances(seed), nil).Begins
	script := drill.Script{Name: "simulation", Steps: []drill.Step{{Kind: drill.SetClock, Words: []string{begins.String()}}}}
	return openStage(ctx, env, script, seed, d, "")
}

// tellHub has every command of the story signed and sent in its time. What the
// story says is refused the hub must refuse under the same rule, and what it says is
// taken the hub must take.
func (c *Call) tellHub(ctx context.Context, s *playing, seed uint64) (simulation.Story, error) {
	var failed error
	story := simulation.Simulate(chances(seed), func(country events.Country, role events.Role) events.PublicKey {
		key, err := s.keyOf(Officer{country, string(role)})
		if err != nil {
			failed = err
		}
		return key.Public()
	})
	if failed != nil {
		return story, failed
	}
	if err := s.Found(ctx, story.Countries); err != nil {
		return story, err
	}
	for _, country := range story.Countries {
		for _, role := range simulation.Roles {
			if err := s.Enrol(ctx, country, string(role), []events.Role{role}); err != nil {
				return story, err
			}
		}
	}
	player := drill.Player{Stage: s, Clock: s.clock}
	bar := c.progress("playing")
	defer bar.done()
	for n, step := range story.Steps {
		bar.step(uint64(n), uint64(len(story.Steps)))
		if err := player.Advance(ctx, step.At); err != nil {
			return story, err
		}
		if step.By == events.Hub {
			continue // the hub's own clock says it
		}
		err := s.tell(ctx, story.ID, step, n)
		refusal := (*operation.Refusal)(nil)
		switch {
		case err != nil && !errors.As(err, &refusal):
			return story, err
		case (refusal == nil) != (step.Refused == nil) || refusal != nil && refusal.Rule != step.Refused.Rule:
			return story, fmt.Errorf("command %d, %s by %s: the hub says %v, the story %v", n+1, step.Act, step.By, refusal, step.Refused)
		}
	}
	return story, nil
}

// tell signs a step with its officer's key and sends it by that country's desk.
func (s *playing) tell(ctx context.Context, id events.OperationID, step simulation.Step, n int) error {
	session, err := s.connect(ctx, Connect{As: Officer{step.By.Country(), string(step.Role)}, Desk: step.By})
	if err != nil {
		return err
	}
	now, err := session.Desk.Moment(ctx, step.By)
	if err != nil {
		return err
	}
	note := events.Note{Journal: now.Journal.ID, Operation: id, Command: step.Command, Act: step.Act, Signer: step.By,
		Occurred: step.Occurred, Known: step.At}
	row, err := events.ActOf(step.Act)
	if err != nil {
		return err
	}
	if row.Nature == events.Decision {
		note.Until = step.At.Add(events.DecisionLife)
	}
	values, err := slotsOf(step.Fact)
	if err != nil {
		return err
	}
	for _, slot := range step.Texts {
		values = append(values, identity.Value{Slot: slot, Bytes: []byte("made up")})
	}
	keys := []identity.Key{session.Key}
	for o, key := range s.officers {
		if step.Witness != "" && key.ID() == step.Witness && o.Country == step.By.Country() {
			keys = append(keys, key)
		}
	}
	request, err := identity.Compose(note, events.Seen{Counter: now.Counter, Digest: now.Digest}, values, s.dice(fmt.Sprintf("step/%d", n)), keys...)
	if err == nil {
		_, err = session.Desk.Do(ctx, request)
	}
	return err
}
