package operation

import (
	"slices"

	"vigil/events"
)

// What surveillance can find. These are facts: nothing here refuses, and the
// list is of breaches.
const (
	CrossedWithoutAuthority  events.Code = "crossed-without-authority"  // 1. INV-03: EU MLA 2000 art. 12; CISA art. 40
	OverCeiling              events.Code = "over-ceiling"               // 2. INV-05: CH-IT 2009 art. 2
	MovedAfterInterdiction   events.Code = "moved-after-interdiction"   // 3. CH-IT 2009 art. 3: what was said to be secured is not
	CrossedWithoutAcceptance events.Code = "crossed-without-acceptance" // 4. INV-09, INV-10: Naples II art. 22; ETS 182 art. 18(3)
)

// ComingYourWay calls a State that takes no part and has the goods coming or there.
const ComingYourWay events.Code = "coming-your-way"

type (
	seenAtCheckpoint struct{ events.CheckpointReached }
	seenElsewhere    struct{ events.SightingReported }
	seenCrossing     struct{ events.BorderCrossed }
	seenDeviating    struct{ events.RouteDeviated }
	seenWatching     struct{ events.Event } // every fact about who has a part in sight
)

// A checkpoint reached, on time or not, planned or not, is what it is. That it
// was missed is a clock's to say, and over with this fact.
func (a seenAtCheckpoint) observe(s situation) []events.Event {
	id := a.Reached.Checkpoint
	out := s.settle(CheckpointMissed, string(id), s.answers(id.Country()), "reached") // which may know who says so: else it would not count
	if part, ok := s.Part(a.Reached.Part); ok && !s.over(s.moment()) {
		out = append(out, s.passedLastSafe(part, id.Country(), func(c Checkpoint) bool { return c.ID == id })...)
	}
	return out
}

// A sighting moves nothing, not even in a State that does not direct: reports
// come out of order, and the crossing that explains it may be on its way.
func (a seenElsewhere) observe(situation) []events.Event { return nil }

// Who sees the goods is asked after every fact: see watched. That officers go on
// watching where they were told to stop is a breach.
func (a seenWatching) observe(s situation) []events.Event { return s.watchedAfterStop() }

// A crossing is judged by what held when it happened: the consent of the State
// entered, and the word that the one left had from it. One more report of a
// crossing that is known needs no acceptance.
func (a seenCrossing) observe(s situation) []events.Event {
	part, ok := s.Part(a.Crossing.Part)
	from, to, t := a.Crossing.From, entered(a.Crossing), s.moment()
	if !ok || from == a.Crossing.To || s.over(t) {
		return nil
	}
	part = s.asOf(part, t)
	out := s.passedLastSafe(part, from, func(c Checkpoint) bool { return c.Country == from })
	if to == "" || to == from { // out to sea, under nobody's flag that is known or under that State's own
		return out
	}
	out = append(out, s.triggered(part, from, to, t)...)
	s = s.knowing(out)
	if !s.Admits(to, part.Mode, t) {
		out = append(out, s.breaks(CrossedWithoutAuthority, to, part.Label, t)...)
	}
	out = append(out, s.crossedWithDevices(part, to, t)...)
	if s.overCeiling(to, part, "", t) != "" {
		out = append(out, s.breaks(OverCeiling, to, part.Label, t)...)
	}
	switch then := s.before(part, s.command.ID, t); {
	case then.now().Country == to || then.agreed(to):
	case then.now().Country == "" && len(then.path) > 0:
		out = append(out, s.breaks(MovedAfterInterdiction, to, part.Label, t)...)
	default:
		out = append(out, s.breaks(CrossedWithoutAcceptance, to, part.Label, t)...)
	}
	return out
}

// entered is the State that a crossing brings a part to: on the high seas that of the
// ship's flag, if it is known.
func entered(x events.CrossingTerms) events.Country {
	if x.To == events.HighSeas {
		return x.Flag
	}
	return x.To
}

// A part that leaves the plan moves nothing yet. It calls the State that it heads
// for, if that takes no part.
func (a seenDeviating) observe(s situation) []events.Event {
	part, ok := s.Part(a.Deviation.Part)
	t := s.moment()
	if !ok || s.over(t) {
		return nil
	}
	if expected := a.Deviation.Expected; !expected.IsZero() {
		t = expected
	}
	return s.triggered(part, a.Deviation.From, a.Deviation.Toward, t)
}

// triggered tells a State that takes no part that the goods are coming or there:
// once whom to ask and what is dangerous, and for each part to look out. A State
// that the registry lacks has no desk to tell.
func (s situation) triggered(part Part, from, to events.Country, expected events.Time) []events.Event {
	if _, known := s.Account(to); !known || s.Involves(to) || !s.Ended.IsZero() {
		return nil
	}
	var out []events.Event
	if !slices.Contains(s.Triggered, to) {
		contact := s.Lead
		if s.Involves(from) {
			contact = from
		}
		out = append(out, events.StateTriggered{
			Trigger: events.TriggerTerms{Country: to, Part: part.Label, Contact: contact, Expected: expected},
			Hazards: events.HazardTerms{Hazards: part.hazards(s.moment())}})
	}
	return append(out, s.raise(ComingYourWay, string(part.Label), to, part.Label, s.moment())...)
}

func evolveSurveillance(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e := e.(type) {
	case events.CheckpointReached:
		if !o.counted() {
			break
		}
		o.Checkpoints = amended(o.Checkpoints, func(p Checkpoint) bool { return p.ID == e.Reached.Checkpoint },
			func(p *Checkpoint) { p.Reached = with(p.Reached, c.Command) })
		o = o.passes(e.Reached.Part, pair{e.Reached.Checkpoint.Country()}, c)
	case events.SightingReported:
		// What was seen is for people; what follows has events of its own.
	case events.BorderCrossed:
		if x := e.Crossing; x.From != x.To && o.counted() {
			m := Move{Record: c.Command, Occurred: c.moment(), What: MoveCrossed, From: x.From, To: entered(x)}
			if x.To == events.HighSeas {
				m.What = MoveSailed
			}
			if m.To != "" {
				o = o.moves(x.Part, m)
			}
			o = o.passes(x.Part, crossedBetween(x), c)
		}
	case events.EyesOnTaken:
		o = o.sees(e.Eyes, pair{e.Eyes.Country}, EyesHeld, e.Team.Team, c)
	case events.EyesOnDegraded:
		o = o.sees(e.Eyes, pair{e.Eyes.Country}, EyesDegraded, e.Team.Team, c)
	case events.EyesOnLost:
		o = o.sees(e.Eyes, pair{e.Eyes.Country}, EyesLost, e.Team.Team, c)
	case events.EyesOnRegained:
		o = o.sees(e.Eyes, pair{e.Eyes.Country}, EyesHeld, e.Team.Team, c)
	case events.RouteDeviated:
		// What it heads for is told by events of its own.
	default:
		return o, false
	}
	return o, true
}

// moves adds to what can move direction of a part. It moves by its own events.
func (o Operation) moves(part events.Part, m Move) Operation {
	return o.amendPart(part, func(p *Part) { p.Moves = with(p.Moves, m) })
}

// sees adds to what is known of who sees a part. For whom it counts is asked then.
func (o Operation) sees(of events.EyesTerms, named pair, state EyesState, team events.CallSign, c Cause) Operation {
	return o.amendPart(of.Part, func(p *Part) {
		p.Eyes = with(p.Eyes, Eyes{Record: c.Command, By: c.Author.Country(), Named: named, Apart: !o.counted(),
			Occurred: c.moment(), Told: c.At, N: o.told(), State: state, Country: of.Country, Team: team})
	})
}

// passes adds a moment at which a part was seen, and nobody says that he follows it.
func (o Operation) passes(part events.Part, named pair, c Cause) Operation {
	return o.amendPart(part, func(p *Part) {
		p.Passed = with(p.Passed, Eyes{Record: c.Command, By: c.Author.Country(), Named: named, Occurred: c.moment(), Told: c.At, N: o.told()})
	})
}
