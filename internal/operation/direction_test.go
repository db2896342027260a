package operation

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

var seed = flag.Uint64("seed", 0, "begin TestExactlyOneStateDirects with this seed; 0 takes one from the clock")

// model is INV-09 as one would tell it, kept apart from the rules: for each part
// who directs it, since when, and who has promised whom to go on. It knows the
// facts in the order in which they were told, and nothing of what was decided
// about them.
type model struct {
	journeys map[events.Part]*journey
	offers   map[events.CommandID]events.OfferTerms
	over     bool
}

type journey struct {
	directs  events.Country // "": nobody
	since    events.Time
	knows    bool              // it has taken the part up
	promised [2]events.Country // giver, receiver
	sworn    events.Time
}

func (j *journey) goes(to events.Country, when events.Time, knows bool) {
	if !when.Before(j.since) && j.directs != to {
		*j = journey{directs: to, since: when, knows: knows}
	}
}

func (j *journey) agreed(to events.Country, when events.Time) bool {
	return j.promised == [2]events.Country{j.directs, to} && !j.sworn.After(when)
}

func (m *model) learn(c Command, at events.Time) {
	when := c.Occurred
	if when.After(at) {
		when = at
	}
	switch e := c.Fact.(type) {
	case events.ConsignmentDeparted:
		if j := m.journeys[e.Departed.Part]; !m.over && j.directs == "" {
			j.goes(e.Departed.Country, when, true)
		}
	case events.BorderCrossed:
		if j := m.journeys[e.Crossing.Part]; !m.over && e.Crossing.From != e.Crossing.To {
			j.goes(e.Crossing.To, when, j.agreed(e.Crossing.To, when))
		}
	case events.HandoverOffered:
		m.offers[c.ID] = e.Offer
	case events.HandoverAccepted:
		offer := m.offers[e.Acceptance.Offer]
		j, giver, receiver := m.journeys[offer.Part], offer.Point.From(), offer.Point.To()
		if j.directs == giver {
			j.promised, j.sworn = [2]events.Country{giver, receiver}, at
		} else {
			j.since, j.knows = at, true
		}
	case events.HandoverCompleted:
		j, to := m.journeys[e.Completion.Part], e.Completion.Point.To()
		switch {
		case m.over || c.Signer.Country() != to || e.Completion.Point.From() == to: // no such point
		case j.directs == to && !j.knows && !when.Before(j.since):
			j.since, j.knows = when, true
		case j.agreed(to, when):
			j.goes(to, when, true)
		}
	case events.OperationClosed:
		m.over = true
		for _, j := range m.journeys {
			*j = journey{}
		}
	}
}

// told by chance: facts in any order, true or not, and decisions that make sense
// to those who try them.
type chance struct {
	*rand.Rand
	parts []events.Part
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
	by, fact := r.state().Desk()+" team", events.Event(nil)
	switch die := r.IntN(20); {
	case die < 1:
		fact = events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: p, Country: r.state()}}
	case die < 6:
		fact = events.BorderCrossed{Crossing: events.CrossingTerms{Part: p, From: from, To: to, Method: events.Visual}}
	case die < 11:
		by, fact = from.Desk()+" commander", events.HandoverOffered{Offer: events.OfferTerms{Point: point, Part: p}}
	case die < 16 && len(o.Offers) > 0:
		f := o.Offers[len(o.Offers)-1-r.IntN(min(2, len(o.Offers)))]
		by = f.To.Desk() + " commander"
		fact = events.HandoverAccepted{Acceptance: events.AcceptanceTerms{Offer: f.ID, Commander: keyOf(string(by))}}
		if r.IntN(4) == 0 {
			fact = events.HandoverRefused{Refusal: events.HandoverRefusalTerms{Offer: f.ID, Ground: "no-team"}}
		}
	case r.IntN(60) == 0:
		by, fact = "hu.lead coordinator", closing(events.Terminated)
	default:
		if r.IntN(3) > 0 {
			by = to.Desk() + " team"
		}
		fact = events.HandoverCompleted{Completion: events.CompletionTerms{Point: point, Part: p}}
	}
	c := commanded("02:00", string(by), fact)
	r.n++
	c.ID, c.Known, c.Occurred = events.CommandID(fmt.Sprintf("c%d", r.n)), at, at
	if c.Until.IsZero() {
		c.Occurred = at.Add(time.Duration(r.IntN(20)-16) * time.Minute) // late, or by a fast watch
	} else {
		c.Until = at.Add(events.DecisionLife)
	}
	return c
}

// before is an operation in which every State has consented, with two parts and
// a handover point from each State to each other.
func before() (Operation, []events.Part) {
	o := fold(Operation{}, opened)
	cause := func(id events.CommandID) Cause {
		return Cause{Command: id, Operation: relay, At: clock("00:30"), Occurred: clock("00:30")}
	}
	parts := []events.Part{events.PartOf("item-1"), events.PartOf("item-2")}
	for _, p := range parts {
		item := declaring("HU")
		item.Named.Part = p
		o = Evolve(o, cause("item"), item)
	}
	for _, c := range route {
		ask := events.CommandID("ask-" + c)
		grant := granting(ask, c, events.TransitRoute)
		grant.Window = window("00:00", "23:00")
		o = Evolve(o, cause(ask), asking(c, events.TransitRoute))
		o = Evolve(o, cause("grant"), grant)
		for _, to := range route {
			if c != to {
				o = Evolve(o, cause("point"), point(events.PointID(c+"-"+to)))
			}
		}
	}
	return o, parts
}

// INV-09: Naples II art. 22; ETS 182 art. 18(3). Also: whatever is decided and
// folded on, what it was decided on stays as it was.
func TestExactlyOneStateDirects(t *testing.T) {
	first := *seed
	if first == 0 {
		first = uint64(time.Now().UnixNano())
	}
	seen := map[string]int{}
	for i := range uint64(100) {
		byChance(t, first+i, seen)
	}
	for _, kind := range []string{"direction.moved", "direction.bound", "direction.ended", "handover.refused",
		string(CrossedWithoutAcceptance), string(CompletedWithoutAcceptance), "not-taken-up", "taken-up", "taken up later", "refused"} {
		require.NotZero(t, seen[kind], "the histories of seed %d never came to %s", first, kind)
	}
}

func byChance(t *testing.T, seed uint64, seen map[string]int) {
	again := fmt.Sprintf("repeat with: go test ./internal/operation -run TestExactlyOneStateDirects -seed %d", seed)
	o, parts := before()
	r := &chance{Rand: rand.New(rand.NewPCG(seed, 1)), parts: parts}
	m := &model{journeys: map[events.Part]*journey{parts[0]: {}, parts[1]: {}}, offers: map[events.CommandID]events.OfferTerms{}}
	type step struct {
		operation Operation
		looked    string
	}
	var path []step
	at := clock("01:00")
	for range 60 {
		at = at.Add(time.Duration(r.IntN(4)) * time.Minute)
		path = append(path, step{o, look(o)})
		c := r.command(o, at)
		out, err := Decide(alliance, o, c, at)
		if err != nil {
			seen["refused"]++
			continue
		}
		o = evolved(o, c, at, out)
		m.learn(c, at)
		tally(seen, out)
		for _, p := range parts {
			folded, _ := o.Part(p)
			now, directed := folded.Direction()
			j := m.journeys[p]
			require.Equal(t, j.directs != "", directed, "after %s: whether anybody directs. %s", c.Act, again)
			require.Equal(t, j.directs, now.Country, "after %s: who directs. %s", c.Act, again)
			if directed {
				require.Zero(t, j.since.Compare(now.Since), "after %s: since %s. %s", c.Act, now.Since, again)
				require.Equal(t, j.knows, now.Taken == events.Taken, "after %s: taken up. %s", c.Act, again)
			}
		}
		// From a moment of the past, history goes on otherwise.
		then := path[r.IntN(len(path))].operation
		other := r.command(then, at)
		if out, err := Decide(alliance, then, other, at); err == nil {
			evolved(then, other, at, out)
		}
	}
	for i, s := range path {
		require.Equal(t, s.looked, look(s.operation), "what held after step %d has been changed by what came later. %s", i, again)
	}
}

func evolved(o Operation, c Command, at events.Time, list []events.Event) Operation {
	for _, e := range list {
		o = Evolve(o, Cause{Command: c.ID, Operation: c.Operation, Occurred: c.Occurred, At: at}, e)
	}
	return o
}

func look(o Operation) string { return fmt.Sprintf("%+v", o) }

func tally(seen map[string]int, list []events.Event) {
	for _, e := range list {
		seen[string(e.Kind())]++
		switch e := e.(type) {
		case events.BreachFound:
			seen[string(e.Breach.Rule)]++
		case events.DirectionMoved:
			seen[string(e.Direction.Taken)]++
			if e.Left.Country == "" && e.Direction.Basis == events.ByHandover {
				seen["taken up later"]++
			}
		}
	}
}
