package simulation

import (
	"time"

	"vigil/events"
)

// parcel is a part of the consignment on its way.
type parcel struct {
	label    events.Part
	grams    int // that travel, as the story knows it: nobody else may go by it
	packages int
	over     bool
}

// sends approves departure and lets the parts set out. What lacks is mended if it
// can be: the lead tries again, a few times; then it gives up, or somebody drives off.
func (w *world) sends(stages []stage, parts []*parcel, tries int) {
	o := w.story.Operation
	if !o.Ended.IsZero() || !o.Terminated.IsZero() {
		return
	}
	waiting := 0
	for _, p := range parts {
		folded, _ := o.Part(p.label)
		if !folded.Approved.IsZero() || p.over {
			continue
		}
		if w.lead(events.DepartureApproved{Departure: events.DepartureTerms{Part: p.label}}) || tries == 0 && w.chance(40) {
			p.over = true // it is on its way: once only
			w.in(w.minutes(60, 180), func() { w.departs(stages, p) })
			continue
		}
		waiting++
	}
	switch {
	case waiting == 0:
	case tries > 0:
		w.in(w.minutes(60, 240), func() { w.sends(stages, parts, tries-1) })
	case waiting == len(parts):
		w.lead(events.OperationTerminated{Termination: events.HaltTerms{Ground: "no-consent"}})
		w.in(w.minutes(30, 300), func() { w.settles(stages, parts) })
	}
	if tries == 6 {
		last := stages[len(stages)-1].window.Until
		w.at(last.Add(36*time.Hour), func() { w.settles(stages, parts) })
	}
}

func (w *world) departs(stages []stage, p *parcel) {
	p.over = false
	origin := stages[0].country
	desk := origin.Desk()
	if w.chance(80) {
		w.weighs(origin, p)
	}
	if w.chance(50) {
		w.does(desk, events.Custody, events.SealChanged{Seal: events.SealTerms{Part: p.label, Country: origin, Before: events.NoSeal,
			After: "S-" + events.CallSign(p.label), Type: events.CustomsSeal, Ground: "before-departure"}})
	}
	if w.chance(25) && p.grams > 20 {
		w.does(desk, events.Custody, events.ItemSampled{Sample: events.SampleTerms{Part: p.label, Country: origin, Quantity: grams(2), Storage: "LAB-1"}})
		p.grams -= 2
	}
	if w.chance(20) {
		w.substitutes(origin, p)
	}
	if d := w.story.device; d != "" {
		w.does(desk, events.Technical, events.DeviceFitted{Fitted: events.FittedTerms{Device: d, Part: p.label, Country: origin,
			Battery: stages[len(stages)-1].window.Until.Add(48 * time.Hour)}})
		w.story.device = ""
		w.story.fitted = append(w.story.fitted, d)
	}
	if w.chance(30) {
		w.does(desk, events.Team, events.ConveyanceChanged{Conveyance: events.ConveyanceTerms{Part: p.label, Country: origin, Type: events.Container, Number: "MSKU1234565"}})
	}
	w.eyes(origin, p)
	w.does(desk, events.Commander, events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: p.label, Country: origin}})
	w.travels(stages, 0, p)
}

// weighs puts a part on a scale: one of twenty-five writes another unit than the scale
// showed, and tells it again rightly.
func (w *world) weighs(c events.Country, p *parcel) {
	weighing := events.ItemWeighed{Weighing: events.WeighingTerms{Part: p.label, Country: c,
		Gross: grams(p.grams + 40*p.packages), Net: grams(p.grams), Scale: "SCALE-7", Tolerance: grams(5)}}
	if w.chance(96) {
		w.does(c.Desk(), events.Custody, weighing)
		return
	}
	slip := weighing
	slip.Weighing.Gross.Unit, slip.Weighing.Net.Unit = events.Pound, events.Pound
	wrong := w.told(c.Desk(), events.Custody, slip, w.now)
	occurred := w.now
	w.in(w.minutes(20, 400), func() {
		weighing.Corrects = events.CorrectsTerms{Record: wrong, Ground: "wrong-unit"}
		w.told(c.Desk(), events.Custody, weighing, occurred)
	})
}

func (w *world) substitutes(c events.Country, p *parcel) {
	step := len(w.story.Steps)
	if !w.lead(events.SubstitutionProposed{Proposal: events.SubstitutionTerms{Part: p.label, Country: c, Mode: events.Partial, Charge: "possession"}}) {
		return
	}
	proposal := w.story.Steps[step].Command
	out := p.grams * 9 / 10
	if w.does(c.Desk(), events.CompetentAuthority, events.SubstitutionAuthorised{Substitution: events.SubstitutionConsent{Proposal: proposal, Part: p.label, Country: c, Mode: events.Partial, Storage: "STORE-1"}}) && out > 0 {
		w.does(c.Desk(), events.Commander, events.SubstitutionPerformed{Performed: events.PerformedTerms{Part: p.label, Country: c, Mode: events.Partial,
			Removed: grams(out), Substitute: grams(out), Storage: "STORE-1"}})
		w.does(c.Desk(), events.Custody, events.GoodsStored{Stored: events.StoredTerms{Part: p.label, Country: c, Quantity: grams(out), Storage: "STORE-1", Receipt: "R-1"}})
		p.grams -= out
	}
}

func (w *world) eyes(c events.Country, p *parcel) {
	w.does(c.Desk(), events.Team, events.EyesOnTaken{Eyes: events.EyesTerms{Part: p.label, Country: c}, Team: events.TeamTerms{Team: events.CallSign(c + "-1")}})
}

// travels plays a part's way through one State, and on.
func (w *world) travels(stages []stage, i int, p *parcel) {
	s := stages[i]
	length := s.window.Until.Sub(s.window.From)
	begin := w.now
	for _, c := range s.checkpoints {
		at := begin.Add(c.window.From.Sub(s.window.From) + w.minutes(0, 35))
		w.at(at, func() { w.passesBy(s, c, p) })
	}
	if w.chance(20) {
		w.in(length/3, func() { w.loses(s, p) })
	}
	if w.chance(10) {
		w.in(length/2, func() { w.splits(stages, i, p) })
	}
	if w.chance(6) {
		w.in(length/2+time.Minute, func() { w.incident(s, p) })
	}
	if w.chance(8) {
		w.in(length*2/3, func() { w.halts(s, p) })
	}
	if s.out == "" {
		w.in(length, func() { w.arrives(s, p) })
		return
	}
	early := w.minutes(15, 90)
	if n := len(s.checkpoints); n > 0 && w.chance(70) { // before the last safe point
		early = max(early, s.window.Until.Sub(s.checkpoints[n-1].window.From)+30*time.Minute)
	}
	w.in(max(0, length-early), func() { w.handsOver(stages, i, p, 3) })
	w.in(length, func() { w.crosses(stages, i, p) })
}

// passesBy reports a checkpoint: one of ten is missed, some are told late.
func (w *world) passesBy(s stage, c planned, p *parcel) {
	if p.over {
		return
	}
	if c.last {
		w.does(s.country.Desk(), events.Commander, events.GoDecided{Go: events.GoTerms{Part: p.label, Checkpoint: c.id, Word: events.Go}})
	}
	reached := events.CheckpointReached{Reached: events.ReachedTerms{Checkpoint: c.id, Part: p.label, Method: pick(w, events.Visual, events.ANPR, events.Device)}}
	occurred := w.now
	switch die := w.IntN(100); {
	case die < 6: // nobody sees it
	case die < 12:
		w.in(w.minutes(60, 700), func() { w.told(s.country.Desk(), events.Team, reached, occurred) })
	default:
		w.told(s.country.Desk(), events.Team, reached, occurred)
	}
	if len(w.story.fitted) > 0 && w.chance(50) {
		w.does(s.country.Desk(), events.Technical, events.DeviceRead{Reading: events.ReadingTerms{Device: w.story.fitted[0], Country: s.country}})
	}
}

// loses is surveillance lost, and mostly regained; if not in time, somebody decides.
func (w *world) loses(s stage, p *parcel) {
	if p.over || !w.directs(s.country, p) {
		return
	}
	eyes, team := events.EyesTerms{Part: p.label, Country: s.country}, events.TeamTerms{Team: events.CallSign(s.country + "-1")}
	w.does(s.country.Desk(), events.Team, events.EyesOnLost{Eyes: eyes, Team: team})
	out := w.minutes(3, 70)
	w.in(out, func() {
		w.does(s.country.Desk(), events.Team, events.EyesOnRegained{Eyes: eyes, Team: team})
	})
	if out > 25*time.Minute && w.chance(70) {
		w.in(25*time.Minute, func() {
			w.does(s.country.Desk(), events.Commander, events.ControlDecided{Decided: events.RecourseTerms{Part: p.label, Country: s.country, Recourse: events.Regain}})
		})
	}
}

// splits lets a tenth go its own way: it is followed like the rest, or stopped at
// once.
func (w *world) splits(stages []stage, i int, p *parcel) {
	s, part := stages[i], p.grams/10
	if p.over || part == 0 || !w.directs(s.country, p) {
		return
	}
	id := w.told(s.country.Desk(), events.Team, events.PartSplit{
		Split: events.SplitTerms{Part: p.label, Quantity: grams(part), Packages: 1}, Where: events.WhereTerms{Country: s.country}}, w.now)
	p.grams -= part
	child := &parcel{label: events.PartOf(id), grams: part, packages: 1}
	w.story.parts = append(w.story.parts, child)
	if w.chance(50) {
		w.eyes(s.country, child)
	}
	w.in(w.minutes(10, 120), func() { w.stops(s, child) })
}

func (w *world) incident(s stage, p *parcel) {
	if p.over {
		return
	}
	w.does(s.country.Desk(), events.Team, events.IncidentReported{Incident: events.IncidentTerms{Country: s.country, Incident: pick(w, events.Accident, events.Compromised, events.Violence), Part: p.label}})
	if w.chance(40) {
		w.in(w.minutes(5, 30), func() { w.stops(s, p) })
	}
}

func (w *world) halts(s stage, p *parcel) {
	if p.over || !w.directs(s.country, p) {
		return
	}
	if w.does(s.country.Desk(), events.Commander, events.HaltOrdered{Halt: events.HaltOrder{Part: p.label, Country: s.country, Ground: "traffic-control"}}) {
		w.in(w.minutes(5, 60), func() {
			w.does(s.country.Desk(), events.Commander, events.HaltLifted{Lifted: events.HaltName{Part: p.label, Country: s.country}})
		})
	}
}

// handsOver offers direction to the next State, which accepts, refuses, or says
// nothing.
func (w *world) handsOver(stages []stage, i int, p *parcel, tries int) {
	s, next := stages[i], stages[i+1]
	if p.over || tries == 0 || !w.directs(s.country, p) {
		return
	}
	step := len(w.story.Steps)
	if !w.does(s.country.Desk(), events.Commander, events.HandoverOffered{Offer: events.OfferTerms{Point: s.out, Part: p.label}, Pack: events.PackTerms{Team: events.CallSign(s.country + "-1")}}) {
		return
	}
	offer := w.story.Steps[step].Command
	desk := next.country.Desk()
	again := func() { w.in(w.minutes(1, 10), func() { w.handsOver(stages, i, p, tries-1) }) }
	switch die := w.IntN(100); {
	case die < 8:
		w.in(w.minutes(1, 15), func() {
			w.does(desk, events.Commander, events.HandoverRefused{Refusal: events.HandoverRefusalTerms{Offer: offer, Ground: "no-team"}})
			again()
		})
	case die < 14: // no answer
		w.in(w.minutes(25, 65), again)
	default:
		w.in(w.minutes(1, 14), func() {
			w.does(desk, events.Commander, events.HandoverAccepted{Acceptance: events.AcceptanceTerms{Offer: offer,
				Commander: w.keys(next.country, events.Commander).ID(), Team: events.CallSign(next.country + "-1")}})
		})
	}
}

// crosses is the border: seen by one side or both, told at once or late, and now and
// then with different times. One of forty turns off to a State that nobody asked.
func (w *world) crosses(stages []stage, i int, p *parcel) {
	s, next := stages[i], stages[i+1]
	if p.over {
		return
	}
	to := next.country
	if w.chance(3) {
		to = w.story.Countries[len(w.story.Countries)-1]
		w.does(s.country.Desk(), events.Team, events.RouteDeviated{Deviation: events.DeviationTerms{Part: p.label, From: s.country, Toward: to}})
	}
	crossing := events.BorderCrossed{Crossing: events.CrossingTerms{Part: p.label, From: s.country, To: to, Method: events.Visual}}
	occurred := w.now
	w.in(w.minutes(0, 30), func() { w.told(s.country.Desk(), events.Team, crossing, occurred) })
	if to != next.country { // it comes back, through the same border
		back := crossing
		back.Crossing.From, back.Crossing.To = to, next.country
		w.in(w.minutes(60, 200), func() {
			w.told(w.story.Lead.Lead(), events.Coordinator, back, w.now)
			w.does(next.country.Desk(), events.Team, events.HandoverCompleted{Completion: events.CompletionTerms{Point: s.out, Part: p.label, Team: events.CallSign(next.country + "-1")}})
			w.travels(stages, i+1, p)
		})
		return
	}
	if w.chance(30) {
		contradicts := occurred.Add(-w.minutes(1, 12))
		w.in(w.minutes(1, 500), func() { w.told(next.country.Desk(), events.Team, crossing, contradicts) })
	}
	w.in(w.minutes(1, 10), func() {
		w.does(next.country.Desk(), events.Commander, events.HandoverCompleted{Completion: events.CompletionTerms{Point: s.out, Part: p.label, Team: events.CallSign(next.country + "-1")}})
		if w.chance(4) {
			w.in(w.minutes(30, 90), func() { w.stops(next, p) })
		}
		w.travels(stages, i+1, p)
	})
}

func (w *world) directs(c events.Country, p *parcel) bool {
	folded, ok := w.story.Operation.Part(p.label)
	now, directed := folded.Direction()
	return ok && directed && now.Country == c
}

// where finds the State that directs a part.
func (w *world) where(p *parcel) (events.Country, bool) {
	folded, _ := w.story.Operation.Part(p.label)
	now, ok := folded.Direction()
	return now.Country, ok
}
