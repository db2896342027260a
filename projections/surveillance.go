package projections

import (
	"slices"

	"vigil/events"
)

// SightingLine is a part seen away from a checkpoint, crossing a border, or
// turning from its route.
type SightingLine struct {
	Part     events.Part    `json:"part"`
	Occurred events.Time    `json:"occurred"`
	Known    events.Time    `json:"known"`
	Country  events.Country `json:"country"`
	From     events.Country `json:"from,omitzero"`     // of a crossing
	Toward   events.Country `json:"toward,omitzero"`   // of a deviation
	Expected events.Time    `json:"expected,omitzero"` // there
	Method   events.Method  `json:"method,omitzero"`   // not of a deviation
	Place    events.Place   `json:"place,omitzero"`

	Flag   events.Country   `json:"flag,omitzero"` // of the ship, of a crossing to the high seas
	Record events.CommandID `json:"record,omitzero"`
}

func (d *Document) evolveSurveillance(r *record, e events.Event) bool {
	at := r.shown.Occurred
	switch e := e.(type) {
	case events.CheckpointReached:
		if x := e.Reached; !d.isThere(r, x.Checkpoint.Country(), x.Part) {
			d.sighting(r, SightingLine{Part: x.Part, Country: x.Checkpoint.Country(), Method: x.Method})
			break
		}
		d.checkpoint(e.Reached.Checkpoint, func(c *CheckpointLine) {
			if c.Reached.IsZero() || at.Before(c.Reached) {
				c.Reached, c.Method = at, e.Reached.Method
			}
		})
		d.part(e.Reached.Part, func(p *PartLine) {
			p.seen(at, string(e.Reached.Checkpoint))
			p.passed(at)
		})
	case events.SightingReported:
		x := e.Sighting
		d.sighting(r, SightingLine{Part: x.Part, Country: x.Country, Method: x.Method, Place: e.Place})
	case events.BorderCrossed:
		x := e.Crossing
		d.sighting(r, SightingLine{Part: x.Part, Country: x.To, From: x.From, Method: x.Method, Flag: x.Flag})
		d.part(x.Part, func(p *PartLine) { p.passed(at) })
	case events.RouteDeviated:
		x := e.Deviation
		d.sighting(r, SightingLine{Part: x.Part, Country: x.From, Toward: x.Toward, Expected: x.Expected, Place: e.Place})
	case events.EyesOnTaken:
		d.eyes(r, EyesHeld, e.Eyes, e.Team)
	case events.EyesOnDegraded:
		d.eyes(r, EyesDegraded, e.Eyes, e.Team)
	case events.EyesOnLost: // it occurred when the part was seen last
		d.eyes(r, EyesLost, e.Eyes, e.Team)
	case events.EyesOnRegained:
		d.eyes(r, EyesHeld, e.Eyes, e.Team)
	default:
		return false
	}
	return true
}

// isThere tells whether the author of a record may have officers with a part in a State,
// as far as is shown. The word of another is shown as what that State says, and is no sight.
func (d *Document) isThere(r *record, c events.Country, part events.Part) bool {
	from := r.shown.Author.Country()
	return from == c || from == "" || from == d.Lead ||
		slices.ContainsFunc(d.States, func(s StateLine) bool {
			return s.Country == c && slices.ContainsFunc(s.Admitted, func(l AdmissionLine) bool { return l.From == from })
		}) ||
		slices.ContainsFunc(d.Notices, func(n NoticeLine) bool { return n.From == from && n.In == c && n.Part == part })
}

func (d *Document) sighting(r *record, s SightingLine) {
	if s.Part == "" {
		return
	}
	s.Occurred, s.Known, s.Record = r.shown.Occurred, r.shown.Known, r.shown.Command
	d.Sightings = append(d.Sightings, s)
	d.part(s.Part, func(p *PartLine) { p.seen(s.Occurred, string(s.Country)) })
}

// passed is a part seen at a checkpoint or a border: then nobody has lost it.
func (p *PartLine) passed(at events.Time) {
	if at.After(p.Passed) {
		p.Passed = at
	}
	p.found(at)
}

func (d *Document) eyes(r *record, state EyesState, eyes events.EyesTerms, team events.TeamTerms) {
	d.part(eyes.Part, func(p *PartLine) {
		p.watched(EyesLine{r.shown.Occurred, state, eyes.Country, team.Team, r.shown.At})
		p.seen(r.shown.Occurred, string(eyes.Country))
	})
}
