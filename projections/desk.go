package projections

import (
	"fmt"
	"slices"

	"vigil/events"
)

// Case is one operation in one viewer's hands: the entries shown so far, in the
// journal's order, and the document folded from them. It is a value: Apply never
// alters the one it is given, and continuations of one case do not disturb each
// other. Two of them must not be made at the same time, though: the first grows
// in the room behind the lists of what it continues, the second in copies.
type Case struct {
	Document Document
	records  []record
	line     *line
	age      int // how many Apply made it, counted along the line
}

type record struct {
	shown   events.Shown
	counter uint64
}

// line is what a case shares with those it came from. Only the newest of them
// may grow in place.
type line struct {
	newest int
	shown  map[events.CommandID]bool // in the newest
}

// Apply folds one feed message of this operation in. The same message twice
// gives the same case.
func (c Case) Apply(content events.Content) (Case, error) {
	next := c.next()
	if len(content.Withdrawn) == 0 && len(content.Briefing) == 0 && len(content.Entry) == 1 && !next.line.shown[content.Entry[0].Command] {
		r := record{content.Entry[0], content.Counter}
		next.records = append(next.records, r)
		next.line.shown[r.shown.Command] = true
		next.Document.Viewer = content.Viewer
		next.Document.Counter = max(content.Counter, c.Document.Counter)
		err := next.Document.fold(r)
		return next, err
	}
	return c.rearranged(content)
}

// next is where a continuation begins: in place behind the newest of its line,
// else on a new line, with lists that have no room to grow into.
func (c Case) next() Case {
	if c.line == nil || c.line.newest != c.age {
		c.records = slices.Clip(c.records)
		c.Document = c.Document.clipped()
		c.age, c.line = 0, &line{shown: make(map[events.CommandID]bool, len(c.records)+1)}
		for _, r := range c.records {
			c.line.shown[r.shown.Command] = true
		}
	}
	c.age++
	c.line.newest = c.age
	return c
}

// rearranged folds everything again: earlier entries came, changed or went.
func (c Case) rearranged(content events.Content) (Case, error) {
	records := slices.Clone(c.records)
	for _, w := range content.Withdrawn {
		records = slices.DeleteFunc(records, func(r record) bool { return r.shown.Command == w.Command })
	}
	place := func(s events.Shown, after events.CommandID, last bool) error {
		r := record{s, content.Counter}
		if i := index(records, s.Command); i >= 0 {
			records[i] = r
			return nil
		}
		i := len(records)
		if !last {
			if i = index(records, after) + 1; i == 0 && after != "" {
				return fmt.Errorf("feed %s, message %d: briefing refers to a command that was not shown", content.Viewer, content.Counter)
			}
		}
		records = slices.Insert(records, i, r)
		return nil
	}
	for _, s := range content.Briefing {
		if err := place(s, s.After, false); err != nil {
			return c, err
		}
	}
	for _, s := range content.Entry {
		if err := place(s, "", true); err != nil {
			return c, err
		}
	}
	next := Case{Document: Document{Viewer: content.Viewer, Counter: max(content.Counter, c.Document.Counter)}, records: records}
	for _, r := range records {
		if err := next.Document.fold(r); err != nil {
			return c, err
		}
	}
	return next, nil
}

func index(records []record, id events.CommandID) int {
	return slices.IndexFunc(records, func(r record) bool { return r.shown.Command == id })
}

// Trail gives the shown entries in the journal's order, with the feed counter of
// each.
func (c Case) Trail() func(yield func(uint64, events.Shown) bool) {
	return func(yield func(uint64, events.Shown) bool) {
		for _, r := range c.records {
			if !yield(r.counter, r.shown) {
				return
			}
		}
	}
}

func (d *Document) fold(r record) error {
	list, err := r.shown.Decoded()
	if err != nil {
		return err
	}
	d.V, d.Edition = events.Version, events.Edition
	d.Operation = r.shown.Operation
	if d.State == "" {
		d.State = Preparing
	}
	for _, e := range list {
		d.evolve(r.shown, e)
	}
	for _, e := range r.shown.Enclosures {
		d.Texts = append(d.Texts, TextLine{r.counter, r.shown.Command, e.Name, e.Class, e.Size})
	}
	return nil
}

// evolve folds one event, of which some members may have been cut. It decides
// nothing: a member that is absent changes nothing.
func (d *Document) evolve(s events.Shown, e events.Event) {
	switch e := e.(type) {
	case events.RegistryBegun, events.CountryAdded, events.DeskAdded, events.OfficerEnrolled:
		// The registry has its own fold: see Alliance.

	case events.OperationOpened:
		d.Name, d.Lead, d.Goods, d.Opened = e.Operation.Name, e.Operation.Lead, e.Operation.Goods, s.At
		d.state(e.Operation.Lead, events.Requesting)
	case events.StateInvolved:
		d.state(e.State.Country, e.State.Role)
	case events.OperationClosed:
		d.State, d.Ending, d.Closed = Over, e.Closing.Cause, s.At
	case events.BreachFound:
		if e.Breach.Rule != "" {
			d.Breaches = append(d.Breaches, BreachLine{s.Command, e.Breach.Rule, e.Breach.Country, e.Breach.Part, e.Breach.Since, ""})
		}

	case events.AuthorisationRequested:
		if e.Request.Country != "" {
			d.Authorisations = append(d.Authorisations, AuthorisationLine{
				Request: s.Command, Country: e.Request.Country, Measure: e.Request.Measure, Mode: e.Request.Mode,
				Asked: e.Window, AskedAt: s.Occurred, Answer: Unanswered,
			})
		}
	case events.AuthorisationGranted:
		answer := Granted
		if e.Grant.Finality == events.Provisional {
			answer = Provisional
		}
		d.answer(e.Grant.Request, e.Grant.Country, e.Grant.Measure, func(a *AuthorisationLine) {
			a.Answer, a.Window, a.Modes, a.Ceiling, a.Answered = answer, e.Window, e.Grant.Modes, e.Ceiling, s.At
		})
	case events.AuthorisationRefused:
		d.answer(e.Refusal.Request, e.Refusal.Country, e.Refusal.Measure, func(a *AuthorisationLine) {
			a.Answer, a.Ground, a.Answered = Refused, e.Refusal.Ground, s.At
		})

	case events.LegPlanned:
		if e.Named.ID != "" {
			d.Legs = append(d.Legs, LegLine{ID: e.Named.ID, Country: e.Leg.Country, Measure: e.Leg.Measure, Carried: e.Leg.Carried, Window: e.Window})
		}
	case events.HandoverPointPlanned:
		if e.Named.ID != "" {
			d.Points = append(d.Points, PointLine{ID: e.Named.ID, From: e.Point.From, To: e.Point.To, Window: e.Window, Place: e.Place})
		}
	case events.CheckpointPlanned:
		if e.Named.ID != "" {
			d.Checkpoints = append(d.Checkpoints, CheckpointLine{ID: e.Named.ID, Window: e.Window, Grace: e.Checkpoint.Grace, Place: e.Place})
		}

	case events.ItemDeclared:
		d.part(e.Named.Part, func(p *PartLine) {
			p.Substance, p.Mode, p.Packages, p.Hazards = e.Item.Substance, e.Item.Mode, e.Item.Packages, e.Item.Hazards
			p.Quantity, p.Origin = e.Quantity, e.Origin.Country
		})
	case events.DepartureApproved:
		d.part(e.Departure.Part, func(p *PartLine) { p.Approved = s.At })
	case events.ConsignmentDeparted:
		d.part(e.Departed.Part, func(p *PartLine) {
			if p.Departed.IsZero() || s.Occurred.Before(p.Departed) {
				p.Departed = s.Occurred
			}
			p.seen(s.Occurred, string(e.Departed.Country))
		})
		d.running()

	case events.CheckpointReached:
		for i := range d.Checkpoints {
			if c := &d.Checkpoints[i]; c.ID == e.Reached.Checkpoint && (c.Reached.IsZero() || s.Occurred.Before(c.Reached)) {
				d.Checkpoints = slices.Clone(d.Checkpoints)
				d.Checkpoints[i].Reached, d.Checkpoints[i].Method = s.Occurred, e.Reached.Method
			}
		}
		d.part(e.Reached.Part, func(p *PartLine) { p.seen(s.Occurred, string(e.Reached.Checkpoint)) })
	case events.SightingReported:
		d.sighting(e.Sighting.Part, SightingLine{Part: e.Sighting.Part, Occurred: s.Occurred, Known: s.Known, Country: e.Sighting.Country, Method: e.Sighting.Method, Place: e.Place})
	case events.BorderCrossed:
		d.sighting(e.Crossing.Part, SightingLine{Part: e.Crossing.Part, Occurred: s.Occurred, Known: s.Known, Country: e.Crossing.To, From: e.Crossing.From, Method: e.Crossing.Method})

	case events.HandoverOffered:
		if e.Offer.Point != "" {
			d.Handovers = append(d.Handovers, HandoverLine{
				Offer: s.Command, Point: e.Offer.Point, Part: e.Offer.Part, State: Offered, Offered: s.Occurred,
				Team: e.Pack.Team, Seals: e.Pack.Seals, Hazards: e.Pack.Hazards,
			})
			d.part(e.Offer.Part, func(p *PartLine) { p.watched(s.Occurred, e.Pack.Team) })
		}
	case events.HandoverAccepted:
		d.handover(e.Acceptance.Offer, func(h *HandoverLine) {
			h.State, h.Commander, h.Receiving, h.Answered = Accepted, e.Acceptance.Commander, e.Acceptance.Team, s.Occurred
		})
	case events.HandoverRefused:
		d.handover(e.Refusal.Offer, func(h *HandoverLine) {
			h.State, h.Ground, h.Answered = Declined, e.Refusal.Ground, s.Occurred
		})
	case events.HandoverCompleted:
		for i := len(d.Handovers) - 1; i >= 0; i-- {
			if h := d.Handovers[i]; h.Point == e.Completion.Point && h.Part == e.Completion.Part && h.State == Accepted {
				d.handover(h.Offer, func(h *HandoverLine) { h.State, h.Completed = Completed, s.Occurred })
				break
			}
		}
		d.part(e.Completion.Part, func(p *PartLine) {
			p.watched(s.Occurred, e.Completion.Team)
			p.seen(s.Occurred, string(e.Completion.Point))
		})

	case events.DirectionMoved:
		d.part(e.Left.Part, func(p *PartLine) {
			p.Directs, p.Since, p.Basis, p.Taken, p.Bound = "", events.Time{}, "", "", ""
			p.Left, p.LeftAt = e.Left.Country, e.Left.Since
		})
		d.part(e.Direction.Part, func(p *PartLine) {
			p.Directs, p.Since, p.Basis, p.Taken, p.Bound = e.Direction.Country, e.Direction.Since, e.Direction.Basis, e.Direction.Taken, ""
			p.Left, p.LeftAt = "", events.Time{}
		})
		d.running()
	case events.DirectionBound:
		d.part(e.Bound.Part, func(p *PartLine) { p.Bound = e.Bound.To })
	case events.DirectionEnded:
		d.part(e.Ended.Part, func(p *PartLine) {
			p.Directs, p.Since, p.Basis, p.Taken, p.Bound = "", events.Time{}, "", "", ""
			p.Ended = e.Ended.Since
		})
	}
}

// clipped is the document with lists that copy themselves when they grow.
func (d Document) clipped() Document {
	d.States, d.Authorisations, d.Legs = slices.Clip(d.States), slices.Clip(d.Authorisations), slices.Clip(d.Legs)
	d.Points, d.Checkpoints, d.Parts = slices.Clip(d.Points), slices.Clip(d.Checkpoints), slices.Clip(d.Parts)
	d.Handovers, d.Sightings = slices.Clip(d.Handovers), slices.Clip(d.Sightings)
	d.Breaches, d.Texts = slices.Clip(d.Breaches), slices.Clip(d.Texts)
	return d
}

// grown appends without touching what another continuation may hold.
func grown[T any](list []T, x T) []T { return append(slices.Clip(list), x) }

func (d *Document) running() {
	if d.State == Preparing {
		d.State = Running
	}
}

func (d *Document) state(c events.Country, role events.StateRole) {
	if c == "" {
		return
	}
	d.States = slices.Clone(d.States)
	i := slices.IndexFunc(d.States, func(s StateLine) bool { return s.Country == c })
	if i < 0 {
		d.States = append(d.States, StateLine{Country: c})
		i = len(d.States) - 1
	}
	d.States[i].Roles = grown(d.States[i].Roles, role)
}

// answer finds the line of a request, or begins one: who may see an answer may
// not have been shown the question.
func (d *Document) answer(request events.CommandID, c events.Country, m events.Measure, f func(*AuthorisationLine)) {
	if request == "" {
		return
	}
	d.Authorisations = slices.Clone(d.Authorisations)
	i := slices.IndexFunc(d.Authorisations, func(a AuthorisationLine) bool { return a.Request == request })
	if i < 0 {
		d.Authorisations = append(d.Authorisations, AuthorisationLine{Request: request, Country: c, Measure: m})
		i = len(d.Authorisations) - 1
	}
	f(&d.Authorisations[i])
}

func (d *Document) part(p events.Part, f func(*PartLine)) {
	if p == "" {
		return
	}
	d.Parts = slices.Clone(d.Parts)
	i := slices.IndexFunc(d.Parts, func(l PartLine) bool { return l.Part == p })
	if i < 0 {
		d.Parts = append(d.Parts, PartLine{Part: p})
		i = len(d.Parts) - 1
	}
	f(&d.Parts[i])
}

func (d *Document) handover(offer events.CommandID, f func(*HandoverLine)) {
	i := slices.IndexFunc(d.Handovers, func(h HandoverLine) bool { return h.Offer == offer })
	if i < 0 {
		return // the viewer was not shown the offer
	}
	d.Handovers = slices.Clone(d.Handovers)
	f(&d.Handovers[i])
}

func (d *Document) sighting(p events.Part, s SightingLine) {
	if p == "" {
		return
	}
	d.Sightings = append(d.Sightings, s)
	d.part(p, func(l *PartLine) { l.seen(s.Occurred, string(s.Country)) })
}

// seen moves the last sighting forward, never back: reports come late.
func (p *PartLine) seen(at events.Time, place string) {
	if p.LastSeen.IsZero() || !at.Before(p.LastSeen) {
		p.LastSeen, p.LastPlace = at, place
	}
}

// watched says which team has eyes on the part, unless a later word stands.
func (p *PartLine) watched(at events.Time, team events.CallSign) {
	if team != "" && !at.Before(p.EyesSince) {
		p.EyesOn, p.EyesSince = team, at
	}
}
