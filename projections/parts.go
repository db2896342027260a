package projections

import (
	"slices"

	"vigil/events"
)

// PartLine is a part of the consignment: what it is, and who directs, sees and
// holds it. Who directs is what direction.moved events said; nothing is concluded.
// Directs to LeftAt and Ended are the end of Path, EyesOn to EyesIn that of Watch,
// Holder to HolderIn that of Hands.
type PartLine struct {
	Part        events.Part           `json:"part"`
	Substance   events.Code           `json:"substance,omitzero"`
	Mode        events.Mode           `json:"mode,omitzero"`
	Packages    uint16                `json:"packages,omitzero"`
	Quantity    events.Quantity       `json:"quantity,omitzero"`
	Hazards     []events.Code         `json:"hazards,omitempty"`
	Origin      events.Country        `json:"origin,omitzero"`
	Approved    events.Time           `json:"approved,omitzero"`
	Departed    events.Time           `json:"departed,omitzero"`
	Directs     events.Country        `json:"directs,omitzero"`
	Since       events.Time           `json:"since,omitzero"`
	Basis       events.DirectionBasis `json:"basis,omitzero"`
	Taken       events.TakenUp        `json:"taken,omitzero"`
	Left        events.Country        `json:"left,omitzero"` // directed until LeftAt; who does now is not the viewer's to know
	LeftAt      events.Time           `json:"left-at,omitzero"`
	Bound       events.Country        `json:"bound,omitzero"`      // has accepted; directs when the goods come
	EyesOn      events.CallSign       `json:"eyes-on,omitzero"`    // the team that has it in sight; empty when lost, or not shown
	Eyes        EyesState             `json:"eyes,omitzero"`       // empty: nobody has said anything
	EyesSince   events.Time           `json:"eyes-since,omitzero"` // when that was so, at the latest word
	EyesIn      events.Country        `json:"eyes-in,omitzero"`
	Holder      events.Holder         `json:"holder,omitzero"`
	HolderSince events.Time           `json:"holder-since,omitzero"`
	HolderIn    events.Country        `json:"holder-in,omitzero"`
	LastSeen    events.Time           `json:"last-seen,omitzero"`
	LastPlace   string                `json:"last-place,omitzero"`
	Ended       events.Time           `json:"ended,omitzero"` // nobody directs it since
	Interdicted events.Time           `json:"interdicted,omitzero"`
	Goods       events.Secured        `json:"goods,omitzero"` // of the interdiction
	Path        []DirectionLine       `json:"path,omitempty"`
	Watch       []EyesLine            `json:"watch,omitempty"`
	Hands       []PossessionLine      `json:"hands,omitempty"`

	// Corrected is why the record that split it off is void: there is no such part.
	Corrected events.Code   `json:"corrected,omitzero"`
	Of        events.Part   `json:"of,omitzero"`     // what it was split off
	Split     []events.Part `json:"split,omitempty"` // what was split off it
	Merged    events.Time   `json:"merged,omitzero"` // no part of its own since
	Into      events.Part   `json:"into,omitzero"`   // but of this one

	First     events.Mode         `json:"first,omitzero"` // its mode when it was declared or begun; Mode is that of now
	Schedule  events.Schedule     `json:"schedule,omitzero"`
	Form      events.Code         `json:"form,omitzero"`
	Cover     events.HSCode       `json:"cover,omitzero"`  // declared as
	Record    events.CommandID    `json:"record,omitzero"` // that declared it
	Ledger    LedgerLine          `json:"ledger,omitzero"`
	Moves     []GoodsLine         `json:"moves,omitempty"` // in the order told
	Openings  []OpeningLine       `json:"openings,omitempty"`
	Weighings []WeighingLine      `json:"weighings,omitempty"`
	Tests     []TestLine          `json:"tests,omitempty"`
	Weapons   []events.WeaponTerm `json:"weapons,omitempty"`
	Listed    events.Time         `json:"listed,omitzero"` // when the weapons were

	Seals     []SealLine     `json:"seals,omitempty"` // on it now, as far as is known
	SealWords []SealWordLine `json:"seal-words,omitempty"`
	Rendered  []RenderedLine `json:"rendered,omitempty"` // hazards removed
	Accepted  []RiskLine     `json:"accepted,omitempty"` // hazards accepted as they are
	Carrier   CarriedLine    `json:"carrier,omitzero"`   // the last of Carried
	Carried   []CarriedLine  `json:"carried,omitempty"`

	Control   []ControlLine  `json:"control,omitempty"`
	Halted    events.Time    `json:"halted,omitzero"` // under guard since, to go on later
	HaltedIn  events.Country `json:"halted-in,omitzero"`
	HaltedFor events.Code    `json:"halted-for,omitzero"`
	Lifted    events.Time    `json:"lifted,omitzero"` // the last halt
	Passed    events.Time    `json:"passed,omitzero"` // a checkpoint or a border, the last time
}

// DirectionLine is a moment in the direction of a part, in the order of what
// happened: Directs begins to direct it; or Left does no longer, and who does is
// not shown; or direction ended with Ended.
type DirectionLine struct {
	Since   events.Time           `json:"since"`
	Directs events.Country        `json:"directs,omitzero"`
	Basis   events.DirectionBasis `json:"basis,omitzero"`
	Taken   events.TakenUp        `json:"taken,omitzero"`
	Left    events.Country        `json:"left,omitzero"`
	Ended   events.Country        `json:"ended,omitzero"`
}

// EyesLine is a word on whether a part is in sight, in the order of what happened.
type EyesLine struct {
	Since   events.Time     `json:"since"`
	State   EyesState       `json:"state"`
	Country events.Country  `json:"country"`
	Team    events.CallSign `json:"team,omitzero"`
	Told    events.Time     `json:"told,omitzero"` // when the hub heard of it
}

// EyesState is whether a part is in sight.
type EyesState string

const (
	EyesHeld     EyesState = "held"
	EyesDegraded EyesState = "degraded" // by a device only
	EyesLost     EyesState = "lost"
)

// PossessionLine is a word on who holds a part, in the order of what happened.
type PossessionLine struct {
	Since   events.Time    `json:"since"`
	Country events.Country `json:"country"`
	Holder  events.Holder  `json:"holder"`
}

func (d *Document) evolveConsignment(r *record, e events.Event) bool {
	switch e := e.(type) {
	case events.ItemDeclared:
		d.part(e.Named.Part, func(p *PartLine) {
			p.Substance, p.Mode, p.Packages, p.Hazards = e.Item.Substance, e.Item.Mode, e.Item.Packages, e.Item.Hazards
			p.Quantity, p.Origin = e.Quantity, e.Origin.Country
			p.Record, p.Schedule, p.Form, p.Cover, p.First = r.shown.Command, e.Item.Schedule, e.Item.Form, e.Cover.HS, e.Item.Mode
		})
	case events.DepartureApproved:
		d.part(e.Departure.Part, func(p *PartLine) { p.Approved = r.shown.At })
	case events.ConsignmentDeparted:
		at := r.shown.Occurred
		d.part(e.Departed.Part, func(p *PartLine) {
			if p.Departed.IsZero() || at.Before(p.Departed) {
				p.Departed = at
			}
			p.seen(at, string(e.Departed.Country))
		})
	case events.PossessionChanged:
		d.part(e.Possession.Part, func(p *PartLine) {
			p.Hands = inserted(p.Hands, PossessionLine{r.shown.Occurred, e.Possession.Country, e.Possession.Holder})
			last := p.Hands[len(p.Hands)-1]
			p.Holder, p.HolderSince, p.HolderIn = last.Holder, last.Since, last.Country
		})
	default:
		return false
	}
	return true
}

// part changes a part, which it makes if there is none. The list is the fold's own.
func (d *Document) part(label events.Part, change func(*PartLine)) {
	if label == "" {
		return
	}
	i := 0
	for i < len(d.Parts) && d.Parts[i].Part != label {
		i++
	}
	if i == len(d.Parts) {
		d.Parts = append(d.Parts, PartLine{Part: label})
	}
	change(&d.Parts[i])
}

// seen moves the last sighting forward, never back: reports come late.
func (p *PartLine) seen(at events.Time, place string) {
	if p.LastSeen.IsZero() || !at.Before(p.LastSeen) {
		p.LastSeen, p.LastPlace = at, place
	}
}

// watched puts a word on who has the part in sight in its place.
func (p *PartLine) watched(word EyesLine) {
	p.Watch = inserted(p.Watch, word)
	last := p.Watch[len(p.Watch)-1]
	p.Eyes, p.EyesSince, p.EyesIn, p.EyesOn = last.State, last.Since, last.Country, last.Team
	if last.State == EyesLost {
		p.EyesOn = ""
	}
	if word.State == EyesHeld {
		p.found(word.Since)
	}
}

// A timeline is in the order of what happened.
type moment interface{ when() events.Time }

func (l DirectionLine) when() events.Time  { return l.Since }
func (l EyesLine) when() events.Time       { return l.Since }
func (l PossessionLine) when() events.Time { return l.Since }
func (l OpeningLine) when() events.Time    { return l.Occurred }
func (l WeighingLine) when() events.Time   { return l.Occurred }
func (l TestLine) when() events.Time       { return l.Occurred }
func (l SealWordLine) when() events.Time   { return l.Occurred }
func (l CarriedLine) when() events.Time    { return l.Since }

// inserted puts a line in its place in a timeline; of the same moment, the one
// told later comes later.
func inserted[T moment](list []T, line T) []T {
	i := len(list)
	for i > 0 && list[i-1].when().After(line.when()) {
		i--
	}
	if i == len(list) {
		return append(list, line)
	}
	return slices.Insert(slices.Clip(list), i, line)
}
