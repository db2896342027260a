package projections_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply/applytest"
	"vigil/projections"
)

// A truth is who directed a part, moment by moment; "" is nobody.
type truth []projections.DirectionLine

func (p truth) at(t events.Time) (c events.Country) {
	for _, l := range p {
		if !t.Before(l.Since) {
			c = l.Directs
		}
	}
	return c
}

func (p truth) step(t events.Time) (now projections.DirectionLine, left events.Country, ok bool) {
	for i, l := range p {
		if l.Since == t {
			if i > 0 {
				left = p[i-1].Directs
			}
			return l, left, true
		}
	}
	return now, "", false
}

// changes is what is told when one truth takes the place of another: what goes,
// the latest first, then what comes. What only follows another State than before
// is said anew.
func changes(old, now truth) (told []events.Event) {
	var moments []events.Time
	for _, l := range slices.Concat(old, now) {
		if !slices.Contains(moments, l.Since) {
			moments = append(moments, l.Since)
		}
	}
	slices.SortFunc(moments, events.Time.Compare)
	for _, t := range slices.Backward(moments) {
		was, _, stood := old.step(t)
		is, _, stands := now.step(t)
		if !stood || stands && was.Directs == is.Directs {
			continue
		}
		e := events.DirectionRetracted{}
		if c := now.at(t); c != "" {
			e.Returned = events.LeftTerms{Part: part, Country: c, Since: t}
		}
		if was.Directs != "" {
			e.Retracted = events.LeftTerms{Part: part, Country: was.Directs, Since: t}
		} else if e.Returned.Country == "" {
			_, left, _ := old.step(t)
			e.Retracted = events.LeftTerms{Part: part, Country: left, Since: t}
		}
		told = append(told, e)
	}
	for _, t := range moments {
		was, before, stood := old.step(t)
		is, left, stands := now.step(t)
		if !stands || stood && was == is && before == left {
			continue
		}
		if is.Directs == "" {
			told = append(told, events.DirectionEnded{Ended: events.EndedTerms{Part: part, Country: left, Since: t}})
			continue
		}
		e := events.DirectionMoved{Direction: events.DirectionTerms{Part: part, Country: is.Directs, Since: t, Basis: is.Basis, Taken: is.Taken}}
		if left != "" && left != is.Directs {
			e.Left = events.LeftTerms{Part: part, Country: left, Since: t}
		}
		told = append(told, e)
	}
	return told
}

// near is what a viewer with these neighbours is shown of what is told.
func near(told []events.Event, neighbours []events.Country) (shown []events.Event) {
	sees := func(c events.Country) bool { return slices.Contains(neighbours, c) }
	for _, e := range told {
		switch x := e.(type) {
		case events.DirectionMoved:
			if !sees(x.Direction.Country) {
				x.Direction = events.DirectionTerms{}
			}
			if !sees(x.Left.Country) {
				x.Left = events.LeftTerms{}
			}
			e = x
		case events.DirectionRetracted:
			if !sees(x.Retracted.Country) {
				x.Retracted = events.LeftTerms{}
			}
			if !sees(x.Returned.Country) {
				x.Returned = events.LeftTerms{}
			}
			e = x
		case events.DirectionEnded:
			if !sees(x.Ended.Country) {
				continue
			}
		}
		if e != (events.DirectionMoved{}) && e != (events.DirectionRetracted{}) {
			shown = append(shown, e)
		}
	}
	return shown
}

// known is as much of the truth as they may know.
func (p truth) known(neighbours []events.Country) (list []projections.DirectionLine) {
	left := events.Country("")
	for _, l := range p {
		switch gone := slices.Contains(neighbours, left) && left != l.Directs; {
		case slices.Contains(neighbours, l.Directs):
			list = append(list, l)
		case gone && l.Directs == "":
			list = append(list, projections.DirectionLine{Since: l.Since, Ended: left})
		case gone:
			list = append(list, projections.DirectionLine{Since: l.Since, Left: left})
		}
		left = l.Directs
	}
	return list
}

// history is who directed by chance; a later one often differs little.
func history(t *testing.T, r *rand.Rand, old truth) (p truth) {
	countries := []events.Country{"HU", "AT", "DE", "SK", ""}
	little := r.IntN(3) > 0
	for minute := range 8 {
		since := applytest.Clock(t, "03:00").Add(time.Duration(minute) * time.Minute)
		l, _, stood := old.step(since)
		if !little || r.IntN(6) == 0 {
			stood = r.IntN(2) == 0
			l = projections.DirectionLine{Since: since, Directs: countries[r.IntN(len(countries))]}
			if l.Directs != "" {
				l.Basis = [...]events.DirectionBasis{events.ByHandover, events.ByTerritory}[r.IntN(2)]
				l.Taken = [...]events.TakenUp{events.Taken, events.NotTaken}[r.IntN(2)]
			}
		}
		if stood && (l.Directs != "" || len(p) > 0 && p[len(p)-1].Directs != "") {
			p = append(p, l)
		}
	}
	return p
}

// TestThePathIsWhatIsKnown: whatever facts come late, are corrected or contradict
// each other, a viewer's path is as much of the truth as its neighbours tell, and
// its end is the present.
func TestThePathIsWhatIsKnown(t *testing.T) {
	r := dice(t)
	for range 600 {
		neighbours := []events.Country{"HU", "AT", "DE", "SK"}
		r.Shuffle(4, func(i, j int) { neighbours[i], neighbours[j] = neighbours[j], neighbours[i] })
		neighbours = neighbours[:1+r.IntN(4)]
		x := &teller{t: t}
		var old truth
		for range 8 {
			now := history(t, r, old)
			if told := near(changes(old, now), neighbours); len(told) > 0 {
				x.told("09:00", told...)
			}
			old = now
			want := old.known(neighbours)
			if len(x.Document.Parts) == 0 {
				require.Empty(t, want)
				continue
			}
			p := x.part()
			require.Equal(t, want, append([]projections.DirectionLine(nil), p.Path...), "%v", neighbours)
			var last projections.DirectionLine
			if len(old) > 0 {
				last = old[len(old)-1]
			}
			if slices.Contains(neighbours, last.Directs) {
				require.Equal(t, last, projections.DirectionLine{Since: p.Since, Directs: p.Directs, Basis: p.Basis, Taken: p.Taken})
			} else {
				require.Empty(t, p.Directs)
			}
			require.Equal(t, len(want) > 0 && want[len(want)-1].Left != "", p.Left != "")
			require.Equal(t, len(want) > 0 && want[len(want)-1].Ended != "", !p.Ended.IsZero())
		}
	}
}

// What was promised is told anew with every change of the path, or it is spent.
func TestAPromiseIsSpentOrToldAgain(t *testing.T) {
	x := &teller{t: t}
	clock := func(s string) events.Time { return applytest.Clock(t, s) }
	moved := func(c events.Country, since string) events.Event {
		return events.DirectionMoved{Direction: events.DirectionTerms{Part: part, Country: c, Since: clock(since), Basis: events.ByTerritory, Taken: events.NotTaken}}
	}
	bound := events.DirectionBound{Bound: events.BoundTerms{Part: part, Offer: "01JNJV00000000000000C0MM01", From: "AT", To: "DE"}}
	x.told("03:00", moved("AT", "03:00"))
	x.told("03:10", bound)
	require.Equal(t, events.Country("DE"), x.part().Bound)
	x.told("03:20", moved("HU", "02:00"), bound) // late; AT directs as before
	require.Equal(t, events.Country("DE"), x.part().Bound)
	require.Equal(t, events.Country("AT"), x.part().Directs)
	x.told("03:30", moved("DE", "03:30"))
	require.Empty(t, x.part().Bound)
	x.told("03:40", events.DirectionRetracted{
		Retracted: events.LeftTerms{Part: part, Country: "DE", Since: clock("03:30")},
		Returned:  events.LeftTerms{Part: part, Country: "AT", Since: clock("03:30")}}, bound)
	require.Equal(t, events.Country("AT"), x.part().Directs)
	require.Equal(t, events.Country("DE"), x.part().Bound)
}
