package operation

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/operation/oracle"
)

var (
	seed      = flag.Uint64("seed", 0, "begin the tests by chance with this seed; 0 takes one from the clock")
	histories = flag.Int("histories", 10_000, "how many histories TestExactlyOneStateDirects tries")
)

// told by chance: facts in any order, true or not, corrected or not, and decisions
// that make sense to those who try them.
type chance struct {
	*rand.Rand
	parts []events.Part
	facts []Command // that were told, and can be corrected
	n     int
}

var route = []events.Country{"HU", "AT", "DE", "SK"}

func (r *chance) state() events.Country { return route[r.IntN(len(route))] }

func (r *chance) command(o Operation, at events.Time) Command {
	p := r.parts[r.IntN(len(r.parts))]
	folded, _ := o.Part(p)
	now, _ := folded.Direction()
	from, to := now.Country, r.state()
	if from == "" || r.IntN(4) == 0 {
		from = r.state()
	}
	point := events.PointID(from + "-" + to)
	var corrects events.CorrectsTerms
	if len(r.facts) > 0 && r.IntN(4) == 0 {
		corrects = events.CorrectsTerms{Record: r.facts[r.IntN(len(r.facts))].ID, Ground: "wrong"}
	}
	by, fact := r.state().Desk()+" team", events.Event(nil)
	if r.IntN(6) == 0 {
		by = "hu.lead team"
	}
	switch die := r.IntN(27); {
	case die == 24:
		fact = events.PartSplit{Split: events.SplitTerms{Part: p, Quantity: events.Quantity{Amount: "1", Unit: events.Kilogram}},
			Where: events.WhereTerms{Country: from}, Corrects: corrects}
	case die == 25:
		fact = events.PartMerged{Merge: events.MergeTerms{Part: p, Into: r.parts[r.IntN(len(r.parts))], Country: from}, Corrects: corrects}
	case die < 2:
		fact = events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: p, Country: append(route, "NL")[r.IntN(len(route)+1)]}, Corrects: corrects}
	case die < 8:
		x := events.CrossingTerms{Part: p, From: from, To: to, Method: events.Visual}
		switch r.IntN(6) {
		case 0:
			x.To, x.Flag = events.HighSeas, append(route, "")[r.IntN(len(route)+1)]
		case 1:
			x.From = events.HighSeas
		}
		fact = events.BorderCrossed{Crossing: x, Corrects: corrects}
	case die < 12:
		by, fact = from.Desk()+" commander", events.HandoverOffered{Offer: events.OfferTerms{Point: point, Part: p}}
	case die < 17 && len(o.Offers) > 0:
		f := o.Offers[len(o.Offers)-1-r.IntN(min(2, len(o.Offers)))]
		by = f.To.Desk() + " commander"
		fact = events.HandoverAccepted{Acceptance: events.AcceptanceTerms{Offer: f.ID, Commander: keyOf(string(by))}}
		switch r.IntN(8) {
		case 0:
			fact = events.HandoverRefused{Refusal: events.HandoverRefusalTerms{Offer: f.ID, Ground: "no-team"}}
		case 1:
			by = f.From.Desk() + " commander"
			fact = events.HandoverWithdrawn{Withdrawal: events.WithdrawalTerms{Offer: f.ID, Ground: "no-team"}}
		}
	case die == 17 && len(r.facts) > 0:
		old := r.facts[r.IntN(len(r.facts))]
		by, fact = old.Signer+" desk", events.RecordRetracted{Retraction: events.CorrectsTerms{Record: old.ID, Ground: "wrong"}}
	case die == 18:
		fact = events.InterdictionExecuted{Executed: events.ExecutedTerms{Part: p, Country: from,
			Goods: []events.Secured{events.GoodsSecured, events.PartSecured}[r.IntN(2)]}, Corrects: corrects}
	case die == 19 && r.IntN(12) == 0:
		by, fact = "hu.lead coordinator", closing(events.Terminated)
	default:
		if r.IntN(3) > 0 {
			by = to.Desk() + " team"
		}
		fact = events.HandoverCompleted{Completion: events.CompletionTerms{Point: point, Part: p}, Corrects: corrects}
	}
	if corrects.Record != "" && r.IntN(8) > 0 { // mostly by who told it, and as what it was
		for _, old := range r.facts {
			if old.ID == corrects.Record && fact.Kind() == old.Fact.Kind() {
				by = old.Signer + " team"
			}
		}
	}
	c := commanded("02:00", string(by), fact)
	r.n++
	c.ID, c.Known, c.Occurred = events.CommandID(fmt.Sprintf("c%d", r.n)), at, at
	if c.Until.IsZero() {
		c.Occurred = at.Add(time.Duration(r.IntN(20)-16) * time.Minute) // late, or by a fast watch
	} else {
		c.Until = at.Add(events.DecisionLife)
		c.Occurred = at.Add(time.Duration(r.IntN(12)-10) * time.Minute) // a decision has no effect before it is made, whatever it says
	}
	return c
}

// before is an operation in which every State has consented, with two parts and
// a handover point from each State to each other; in a line, to those next to it.
func before(line bool) (Operation, []events.Part) {
	o := fold(Operation{}, opened, on("00:03", "", involving("SK", events.Transit)))
	cause := func(id events.CommandID) Cause {
		return Cause{Command: id, Operation: relay, At: clock("00:30"), Occurred: clock("00:30")}
	}
	parts := []events.Part{events.PartOf("item-1"), events.PartOf("item-2")}
	for _, p := range parts {
		item := declaring("HU")
		item.Named.Part = p
		o = Evolve(o, cause("item"), item)
	}
	for i, c := range route {
		ask := events.CommandID("ask-" + c)
		grant := granting(ask, c, events.TransitRoute)
		grant.Window = window("00:00", "23:00")
		o = Evolve(o, cause(ask), asking(c, events.TransitRoute))
		o = Evolve(o, cause("grant"), grant)
		for j, to := range route {
			if c != to && (!line || i-j == 1 || j-i == 1) {
				o = Evolve(o, cause("point"), point(events.PointID(c+"-"+to)))
			}
		}
	}
	return o, parts
}

// INV-09: Naples II art. 22; ETS 182 art. 18(3). At every entry of every history,
// and of any moment before it, the model says who directs. Also: whatever is
// decided and folded on, what it was decided on stays as it was.
func TestExactlyOneStateDirects(t *testing.T) {
	first := *seed
	if first == 0 {
		first = uint64(time.Now().UnixNano())
	}
	seen := map[string]int{}
	for i := range uint64(*histories) {
		byChance(t, first+i, seen, (first+i)%100 == 0)
	}
	if *histories < 1000 {
		return
	}
	for _, kind := range []string{"direction.moved", "direction.bound", "direction.retracted", "direction.ended", "handover.refused", "handover.withdrawn",
		"handover.timed-out", "record.retracted", "operation.ended", "part.begun", "part.restated", "part.merged", "a part that never was", string(CrossedWithoutAcceptance), string(CompletedWithoutAcceptance),
		string(MovedAfterInterdiction), string(CorrectsNoOwnRecord), string(Corrected), string(UnconfirmedReport), "told-by-the-lead", "not-taken-up", "taken-up", "taken up later", "by flag", "by flag, taken up", "an end taken back", "refused"} {
		require.NotZero(t, seen[kind], "the histories of seed %d never came to %s", first, kind)
	}
}

func byChance(t *testing.T, seed uint64, seen map[string]int, branch bool) {
	again := func() string {
		return fmt.Sprintf("repeat with: go test ./internal/operation -run TestExactlyOneStateDirects -histories 1 -seed %d", seed)
	}
	line := seed%2 == 0
	o, parts := before(line)
	r := &chance{Rand: rand.New(rand.NewPCG(seed, 1)), parts: parts}
	m := toldSoFar(line, parts)
	type past struct {
		operation Operation
		looked    string
	}
	var path []past
	at := clock("01:00")
	for range 30 {
		at = at.Add(time.Duration(r.IntN(4)) * time.Minute)
		if branch {
			path = append(path, past{o, look(o)})
		}
		o = timedOut(o, at, seen)
		c := r.command(o, at)
		out, err := Decide(alliance, o, c, at)
		if err != nil {
			seen["refused"]++
			continue
		}
		m.Learn(c.ID, c.Signer, c.Occurred, at, out)
		o = evolved(o, c, at, out)
		if row, _ := events.ActOf(c.Act); row.Nature == events.Observation {
			r.facts = append(r.facts, c)
		}
		tally(seen, out)
		for _, p := range o.Parts {
			if !slices.Contains(r.parts, p.Label) {
				r.parts = append(r.parts, p.Label)
			}
		}
		ago := at.Add(-time.Duration(r.IntN(90)) * time.Minute)
		for _, folded := range o.Parts {
			p := folded.Label
			if now, directed := folded.Direction(); m.Over() {
				require.False(t, directed, "after the end %s directs. %s", now.Country, again())
			} else {
				compare(t, at, m.Directs(p, at), now, directed, c, again)
				then, directed := folded.DirectedAt(ago)
				compare(t, ago, m.Directs(p, ago), then, directed, c, again)
				wellFormed(t, o, folded, again)
			}
		}
		if branch { // from a moment of the past, history goes on otherwise
			then := path[r.IntN(len(path))].operation
			other := r.command(then, at)
			if out, err := Decide(alliance, then, other, at); err == nil {
				evolved(then, other, at, out)
			}
		}
	}
	for i, s := range path {
		require.Equal(t, s.looked, look(s.operation), "what held after step %d has been changed by what came later. %s", i, again())
	}
}

// toldSoFar is an oracle that was told what came before, which before gives the rules.
func toldSoFar(line bool, parts []events.Part) *oracle.Oracle {
	m, at := oracle.New(), clock("00:30")
	tell := func(e events.Event) { m.Learn("", "hu.lead", at, at, []events.Event{e}) }
	tell(events.OperationOpened{Operation: events.OperationTerms{Lead: "HU"}})
	for _, p := range parts {
		tell(events.ItemDeclared{Origin: events.OriginTerms{Country: "HU"}, Named: events.PartName{Part: p}})
	}
	for i, c := range route {
		tell(events.StateInvolved{State: events.StateTerms{Country: c, Role: events.Transit}})
		for j, to := range route {
			if c != to && (!line || i-j == 1 || j-i == 1) {
				tell(point(events.PointID(c + "-" + to)))
			}
		}
	}
	return m
}

func compare(t *testing.T, when events.Time, want oracle.Answer, got Direction, directed bool, after Command, again func() string) {
	if (want.Country != "") != directed || directed && (want.Country != got.Country || want.Since.Compare(got.Since) != 0 || want.Taken != got.Taken) {
		t.Fatalf("at %s, after %s %s: %v directs, not %v (%v). %s", when, after.ID, after.Act, want, got, directed, again())
	}
}

// wellFormed: a path is in the order of time, an end follows a State, and who is
// bound is bound to the State that directs.
func wellFormed(t *testing.T, o Operation, p Part, again func() string) {
	for i, d := range p.Path {
		if d.Country == "" && (i == 0 || p.Path[i-1].Country == "") || i > 0 && d.Since.Before(p.Path[i-1].Since) {
			t.Fatalf("step %d of %v. %s", i, p.Path, again())
		}
	}
	now, directed := p.Direction()
	if directed == !p.Ended.IsZero() && len(p.Path) > 0 || p.Bound.From != "" && p.Bound.From != now.Country {
		t.Fatalf("%v, ended %v, bound %v. %s", p.Path, p.Ended, p.Bound, again())
	}
	if j := journeyOf(o.movesOf(p)); !slices.Equal(j.path, p.Path) || j.bound(p.Label) != p.Bound {
		t.Fatalf("what was said, %v and %v, is not what the facts say, %v. %s", p.Path, p.Bound, j, again())
	}
}

// timedOut lets the offers run out that nobody has answered.
func timedOut(o Operation, at events.Time, seen map[string]int) Operation {
	for _, f := range o.Offers {
		if f.Says == Open && f.At.Add(events.OfferLife).Before(at) {
			seen["handover.timed-out"]++
			o = Evolve(o, Cause{Command: "out-" + f.ID, Operation: relay, Author: events.Hub, Occurred: at, At: at},
				events.HandoverTimedOut{Timeout: events.OfferName{Offer: f.ID}})
		}
	}
	return o
}

func evolved(o Operation, c Command, at events.Time, list []events.Event) Operation {
	for _, e := range list {
		o = Evolve(o, Cause{Command: c.ID, Operation: c.Operation, Author: c.Signer, Key: c.Key, Occurred: c.Occurred, At: at}, e)
	}
	return o
}

func look(o Operation) string { return fmt.Sprintf("%+v", o) }

func tally(seen map[string]int, list []events.Event) {
	for _, e := range list {
		seen[string(e.Kind())]++
		switch e := e.(type) {
		case events.PartRestated:
			if e.Quantity.Amount == "0" {
				seen["a part that never was"]++
			}
		case events.BreachFound:
			seen[string(e.Breach.Rule)]++
		case events.AlertRaised:
			seen[string(e.Alert.ID.Cause())]++
		case events.AlertResolved:
			seen[string(e.Resolution.Ground)]++
		case events.DirectionRetracted:
			if e.Retracted.Country == "" {
				seen["an end taken back"]++
			}
		case events.DirectionMoved:
			seen[string(e.Direction.Taken)]++
			switch {
			case e.Direction.Basis != events.ByFlag:
			case e.Direction.Taken == events.Taken:
				seen["by flag, taken up"]++
			default:
				seen["by flag"]++
			}
			if e.Left.Country == "" && e.Direction.Basis == events.ByHandover {
				seen["taken up later"]++
			}
		}
	}
}
