package operation

import "vigil/events"

// What surveillance can find. These are facts: nothing here refuses, and the
// list is of breaches.
const (
	CrossedWithoutAuthority  events.Code = "crossed-without-authority"  // 1. INV-03: EU MLA 2000 art. 12; CISA art. 40
	CrossedWithoutAcceptance events.Code = "crossed-without-acceptance" // 2. INV-09, INV-10: Naples II art. 22; ETS 182 art. 18(3)
)

type (
	seenAtCheckpoint struct{ events.CheckpointReached }
	seenElsewhere    struct{ events.SightingReported }
	seenCrossing     struct{ events.BorderCrossed }
)

// A checkpoint reached, on time or not, planned or not, is what it is. That it
// was missed is a clock's to say, not this fact's.
func (a seenAtCheckpoint) observe(situation) []events.Event {
	return []events.Event{a.CheckpointReached}
}

// A sighting moves nothing, not even in a State that does not direct: reports
// come out of order, and the crossing that explains it may be on its way.
func (a seenElsewhere) observe(situation) []events.Event {
	return []events.Event{a.SightingReported}
}

// A crossing passes direction to the State entered, whatever was agreed: the
// competence lies where the goods are (INV-09). Agreed, it is a handover, taken
// up; not agreed, it is territory, not taken up, and a breach. A part that
// nobody saw depart has departed when it crosses.
func (a seenCrossing) observe(s situation) []events.Event {
	out := []events.Event{a.BorderCrossed}
	part, ok := s.Part(a.Crossing.Part)
	to := a.Crossing.To
	if !ok || a.Crossing.From == to {
		return out
	}
	t := s.moment()
	if s.over(t) {
		return out
	}
	if !s.Admits(to, part.Mode, t) {
		out = append(out, breach(CrossedWithoutAuthority, to, part.Label, t))
	}
	if then, _ := part.DirectedAt(t); then.Country == to {
		return out // one more report of a crossing that is known
	}
	basis, taken := events.ByHandover, events.Taken
	if !s.accepted(part, to, t) {
		basis, taken = events.ByTerritory, events.NotTaken
		out = append(out, breach(CrossedWithoutAcceptance, to, part.Label, t))
	}
	if s.isNews(part, t) {
		out = append(out, s.move(part, to, t, basis, taken))
	}
	return out
}

func evolveSurveillance(o Operation, _ Cause, e events.Event) (Operation, bool) {
	switch e.(type) {
	case events.CheckpointReached:
		// The checkpoint's clock will ask for it; no rule of today does.
	case events.SightingReported:
		// What was seen is for people; what follows has events of its own.
	case events.BorderCrossed:
		// Direction moves by its own event.
	default:
		return o, false
	}
	return o, true
}
