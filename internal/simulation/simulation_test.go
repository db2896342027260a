package simulation

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/operation"
	"vigil/internal/operation/oracle"
)

var (
	seed    = flag.Uint64("seed", 1, "begin with this seed; 0 takes one by chance")
	stories = flag.Int("stories", 100, "how many operations to make up")
)

func dice(seed uint64) Dice { return rand.New(rand.NewPCG(seed, 0)) }

// TestStories makes up operations and holds each against what must be true of all.
// make simulate does ten thousand.
func TestStories(t *testing.T) {
	first := *seed
	if first == 0 {
		first = rand.Uint64N(1 << 32)
	}
	closed, steps := 0, 0
	for n := range *stories {
		s := first + uint64(n)
		t.Run(fmt.Sprint("seed ", s), func(t *testing.T) {
			defer func() {
				if t.Failed() {
					t.Logf("again: go test ./internal/simulation -run TestStories -stories 1 -seed %d", s)
				}
			}()
			story := Simulate(dice(s), nil)
			require.Less(t, len(story.Steps), MaxSteps, "it has no end")
			directed(t, story)
			told(t, story)
			watched(t, story)
			weighed(t, story)
			accounted(t, story)
			if o := story.Operation; !o.Closed.IsZero() {
				closed++
			}
			steps += len(story.Steps)
		})
	}
	t.Logf("seeds %d to %d: %d commands, %d of %d closed", first, first+uint64(*stories)-1, steps, closed, *stories)
	if *stories >= 50 {
		require.Greater(t, closed*10, *stories*9, "too few come to their end")
	}
}

// directed: who directs each part, at every step, is who an independent account of
// INV-09 says it is; and the history folded again gives the same operation.
func directed(t *testing.T, s Story) {
	past := rand.New(rand.NewPCG(uint64(len(s.Steps)), 1))
	o, m := operation.Operation{}, oracle.New()
	for _, step := range s.Steps {
		if step.Refused != nil {
			continue
		}
		o = step.Evolve(o)
		m.Learn(step.Command, step.By, step.Occurred, step.At, step.Events)
		if row, _ := events.ActOf(step.Act); row.Nature == events.Clock || step.Act == "alert.acknowledge" {
			continue // they tell nothing of a part
		}
		asked := step.At.Add(-time.Duration(past.IntN(24*60)) * time.Minute)
		for _, p := range o.Parts {
			now, directs := p.Direction()
			if m.Over() {
				require.False(t, directs, "after the end %s directs %s", now.Country, p.Label)
				continue
			}
			same(t, step, p.Label, m.Directs(p.Label, step.At), now, directs)
			then, did := p.DirectedAt(asked)
			same(t, step, p.Label, m.Directs(p.Label, asked), then, did)
		}
	}
	require.Equal(t, s.Operation, o)
}

func same(t *testing.T, after Step, part events.Part, want oracle.Answer, got operation.Direction, directs bool) {
	if (want.Country != "") != directs || directs && (want.Country != got.Country || want.Since.Compare(got.Since) != 0 || want.Taken != got.Taken) {
		t.Fatalf("after %s %s at %s by %s: %v directs %s, not %v (%v)", after.Command, after.Act, after.At, after.By, want, part, got, directs)
	}
}

// watched: nobody says that control is lost of a part that is in sight, and what the
// clock says of lost control is followed by a decision, a word that it is found, or
// one more call (INV-11, INV-12).
func watched(t *testing.T, s Story) {
	for i, step := range s.Steps {
		lost, ok := step.Fact.(events.ControlLost)
		if !ok || step.Refused != nil {
			continue
		}
		called := slices.ContainsFunc(step.Events, func(e events.Event) bool {
			a, ok := e.(events.AlertRaised)
			return ok && a.Alert.ID.Cause() == operation.ControlIsLost
		})
		over := false
		for _, later := range s.Steps[i+1:] {
			over = over || later.Refused == nil && slices.ContainsFunc(later.Events, func(e events.Event) bool {
				switch e := e.(type) {
				case events.ControlDecided:
					return e.Decided.Part == lost.Lost.Part
				case events.ControlUndecided:
					return e.Undecided.Part == lost.Lost.Part
				case events.AlertResolved:
					return e.Resolution.ID.Cause() == operation.ControlIsLost && e.Resolution.ID.About() == string(lost.Lost.Part)
				case events.OperationEnded, events.HaltOrdered, events.OperationSuspended:
					return true
				}
				return false
			})
		}
		require.True(t, called || over, "%s was lost at %s, and nobody was called", lost.Lost.Part, step.At)
		require.True(t, over, "%s was lost at %s, and nothing followed", lost.Lost.Part, step.At)
	}
}

// weighed: of every part that is accounted for, what went in has gone out, reckoned
// here from what was told; and who took out more than there was has been told so
// (INV-14).
func weighed(t *testing.T, s Story) {
	o := s.Operation
	for _, p := range o.Parts {
		b := o.Balance(p)
		sum := b.In.Add(b.MergedIn).Sub(b.Sampled).Sub(b.Removed).Sub(b.SplitOff).Sub(b.MergedAway).Sub(b.Seized).Sub(b.Stored).Sub(b.Lost)
		require.True(t, sum.Equal(b.Transit), "%s: the columns come to %s, not %s", p.Label, sum, b.Transit)
		if b.Transit.IsNegative() && !o.Terminal(p) && !p.Void {
			require.True(t, slices.ContainsFunc(s.Steps, func(step Step) bool {
				return slices.ContainsFunc(step.Events, func(e events.Event) bool {
					found, ok := e.(events.BreachFound)
					return ok && events.Matter(found.Breach.Rule) == operation.MassDiscrepancy && found.Breach.Part == p.Label
				})
			}), "%s: %s more went out than was there, and nobody was told", p.Label, b.Transit.Neg())
		}
		if !o.Closed.IsZero() {
			require.True(t, o.Terminal(p), "%s is not accounted for", p.Label)
		}
	}
}

// told: an alert that calls a State is acknowledged or over within the time in
// which it is told twice, or it is with the lead (INV-28). An officer who was reached by
// telephone has it, like one who acknowledged it.
func told(t *testing.T, s Story) {
	type open struct {
		since     events.Time
		settled   bool
		escalated bool
	}
	alerts := map[string]*open{}
	name := func(id events.AlertID, c events.Country) string { return string(c) + " " + string(id) }
	for _, step := range s.Steps {
		for key, a := range alerts {
			if !a.settled && !a.escalated {
				require.Less(t, step.At.Sub(a.since), 31*time.Minute, "%s is with nobody", key)
			}
		}
		for _, e := range step.Events {
			switch e := e.(type) {
			case events.NotificationMade:
				n := e.Notification
				if a := alerts[name(n.Alert, n.Country)]; a != nil && n.Reached == events.ReachedOfficer {
					a.settled = true
				}
			case events.AlertRaised:
				alerts[name(e.Alert.ID, e.Alert.Country)] = &open{since: step.At}
			case events.AlertAcknowledged:
				alerts[name(e.Acknowledgement.ID, e.Acknowledgement.Country)].settled = true
			case events.AlertResolved:
				alerts[name(e.Resolution.ID, e.Resolution.Country)].settled = true
			case events.AlertEscalated:
				alerts[name(e.Escalation.ID, e.Escalation.Country)].escalated = true
			case events.AlertRepeated:
				a := alerts[name(e.Repetition.ID, e.Repetition.Country)]
				if a.settled { // acknowledged long ago, and still open: it is told again
					a.since, a.settled = step.At, false
				}
				a.escalated = a.escalated || e.Repetition.Round >= 2
			}
		}
	}
}

// accounted: what is closed has nothing open (INV-20).
func accounted(t *testing.T, s Story) {
	o := s.Operation
	if o.Closed.IsZero() {
		return
	}
	for _, p := range o.Parts {
		_, directed := p.Direction()
		require.False(t, directed, "%s is still directed", p.Label)
	}
	reported := map[events.Country]bool{}
	for _, step := range s.Steps {
		if e, ok := step.Fact.(events.ReportFiled); ok && step.Refused == nil {
			reported[e.Report.Country] = true
		}
	}
	for _, c := range s.Route {
		require.True(t, reported[c], "%s has not reported", c)
	}
	require.Empty(t, o.Alerts)
}

// TestTheSameSeedGivesTheSameBytes, in two runs of one build.
func TestTheSameSeedGivesTheSameBytes(t *testing.T) {
	written := func(s Story) string {
		var b []byte
		for _, step := range s.Steps {
			b = fmt.Appendf(b, "%s %s %s %s %s %v\n", step.At, step.By, step.Role, step.Command, step.Occurred, step.Refused)
			for _, e := range step.Events {
				raw, err := events.EncodeEvent(e)
				require.NoError(t, err)
				again, err := events.DecodeEvent(raw)
				require.NoError(t, err)
				require.Equal(t, e, again)
				b = append(append(b, raw...), '\n')
			}
		}
		return string(b)
	}
	for s := range uint64(4) {
		require.Equal(t, written(Simulate(dice(s), nil)), written(Simulate(dice(s), nil)))
	}
	require.NotEqual(t, written(Simulate(dice(1), nil)), written(Simulate(dice(2), nil)))
}

// TestRanges: the stories keep to what the domain reference gives.
func TestRanges(t *testing.T) {
	states, acts := map[int]int{}, map[events.Act]int{}
	refused := 0
	for s := range uint64(60) {
		story := Simulate(dice(s), nil)
		states[len(story.Route)]++
		grams, parts, checkpoints := decimal.Zero, 0, 0
		var from, until events.Time
		for _, step := range story.Steps {
			acts[step.Act]++
			switch e := step.Fact.(type) {
			case events.AuthorisationRefused:
				refused++
			case events.ItemDeclared:
				amount, _ := e.Quantity.Exact()
				grams, parts = grams.Add(amount), parts+1
			case events.CheckpointPlanned:
				checkpoints++
			case events.LegPlanned:
				if e.Leg.Use == events.AlternateLeg {
					break
				}
				if from.IsZero() {
					from = e.Window.From
				}
				until = e.Window.Until
			}
		}
		within := func(least, is, most float64, what string) {
			require.True(t, least <= is && is <= most, "seed %d: %v %s", s, is, what)
		}
		within(296, grams.InexactFloat64(), 900_000, "grams") // each part in whole grams
		within(1, float64(parts), 4, "parts")
		within(6, float64(checkpoints), 40, "checkpoints")
		within(10.9, until.Sub(from).Hours(), 100*24, "hours")
	}
	for n := 2; n <= 8; n++ {
		require.NotZero(t, states[n], "no story with %d States", n)
	}
	missed, reached := acts["checkpoint.missed"], acts["checkpoint.reached"]
	require.NotZero(t, missed)
	require.NotZero(t, refused)
	require.Greater(t, reached, missed)
}

// unplayed are the acts that no story has, and why.
var unplayed = map[events.Act]string{
	"registry.begin": "of the registry", "country.add": "of the registry", "desk.add": "of the registry", "officer.enrol": "of the registry",
	"authority.declare": "of the registry", "authority.withdraw": "of the registry", "clock.jumped": "of the registry",
	"deconfliction.found": "of two operations",
}

// TestStoriesHaveEveryAct: what no story has is not tried by any of the properties.
func TestStoriesHaveEveryAct(t *testing.T) {
	played := map[events.Act]bool{}
	for s := uint64(0); s < 1000 && len(played)+len(unplayed) < len(events.Acts); s++ {
		for _, step := range Simulate(dice(s), nil).Steps {
			if step.Refused == nil {
				played[step.Act] = true
			}
		}
	}
	for _, row := range events.Acts {
		why, excused := unplayed[row.Act]
		if played[row.Act] == excused {
			t.Errorf("%s: played %v %s", row.Act, played[row.Act], why)
		}
	}
}
