package projections

import (
	"slices"

	"vigil/events"
)

// SealLine is a seal that is on a part, as far as is known.
type SealLine struct {
	Seal    events.CallSign `json:"seal"`
	Type    events.SealType `json:"type"`
	Since   events.Time     `json:"since"`
	Country events.Country  `json:"country"`
}

// SealWordLine is a word on a part's seals, in the order of what happened: one was
// changed, or somebody looked at them.
type SealWordLine struct {
	Record   events.CommandID  `json:"record"`
	What     SealWord          `json:"what"`
	Country  events.Country    `json:"country"`
	Occurred events.Time       `json:"occurred"`
	Before   events.CallSign   `json:"before,omitzero"`
	After    events.CallSign   `json:"after,omitzero"`
	Type     events.SealType   `json:"type,omitzero"`
	Ground   events.Code       `json:"ground,omitzero"`
	Found    []events.CallSign `json:"found,omitempty"`    // when checked
	Breaches []events.Code     `json:"breaches,omitempty"` // beside it
}

// SealWord is what a word on seals says.
type SealWord string

const (
	SealIsChanged   SealWord = "changed"
	SealsAreChecked SealWord = "checked"
)

// RenderedLine is a hazard taken out of a part.
type RenderedLine struct {
	Record   events.CommandID `json:"record"`
	Hazard   events.Code      `json:"hazard"`
	Country  events.Country   `json:"country"`
	Method   events.Code      `json:"method"`
	Occurred events.Time      `json:"occurred"`
}

// RiskLine is a State that takes a part's hazards as they are.
type RiskLine struct {
	Record  events.CommandID `json:"record"`
	Country events.Country   `json:"country"`
	Hazards []events.Code    `json:"hazards"`
	At      events.Time      `json:"at"`
}

// CarriedLine is what carries a part. A plate is a text of the command; Doubt is what
// speaks against the number, its check digit above all.
type CarriedLine struct {
	Record  events.CommandID      `json:"record,omitzero"`
	Country events.Country        `json:"country,omitzero"`
	Type    events.ConveyanceType `json:"type,omitzero"`
	Number  events.Identifier     `json:"number,omitzero"`
	Plate   events.Country        `json:"plate,omitzero"` // the State that gave it
	Doubt   string                `json:"doubt,omitzero"`
	Since   events.Time           `json:"since,omitzero"`
}

func (d *Document) evolveSeal(r *record, e events.Event) bool {
	occurred := r.shown.Occurred
	switch e := e.(type) {
	case events.SealChanged:
		x := e.Seal
		d.part(x.Part, func(p *PartLine) {
			p.SealWords = inserted(p.SealWords, SealWordLine{Record: r.shown.Command, What: SealIsChanged, Country: x.Country, Occurred: occurred,
				Before: x.Before, After: x.After, Type: x.Type, Ground: x.Ground})
			p.sealed()
		})
	case events.SealsChecked:
		x := e.Check
		d.part(x.Part, func(p *PartLine) {
			p.SealWords = inserted(p.SealWords, SealWordLine{Record: r.shown.Command, What: SealsAreChecked, Country: x.Country, Occurred: occurred, Found: x.Seals})
		})
	case events.HazardRemoved:
		x := e.Removed
		d.part(x.Part, func(p *PartLine) {
			p.Rendered = grown(p.Rendered, RenderedLine{r.shown.Command, x.Hazard, x.Country, x.Method, occurred})
		})
	case events.RiskAccepted:
		x := e.Risk
		d.part(x.Part, func(p *PartLine) {
			p.Accepted = grown(p.Accepted, RiskLine{r.shown.Command, x.Country, some(x.Hazards), r.shown.At})
		})
	case events.ConveyanceChanged:
		x := e.Conveyance
		d.part(x.Part, func(p *PartLine) {
			p.Carried = inserted(p.Carried, CarriedLine{r.shown.Command, x.Country, x.Type, x.Number, x.Plate, x.Number.Doubt(x.Type), occurred})
			p.Carrier = p.Carried[len(p.Carried)-1]
		})
	default:
		return false
	}
	return true
}

// sealed reads off its changes which seals are on a part.
func (p *PartLine) sealed() {
	p.Seals = nil
	for _, w := range p.SealWords {
		if w.What != SealIsChanged {
			continue
		}
		p.Seals = slices.DeleteFunc(p.Seals, func(l SealLine) bool { return l.Seal == w.Before || l.Seal == w.After })
		if w.After != events.NoSeal {
			p.Seals = append(p.Seals, SealLine{w.After, w.Type, w.Occurred, w.Country})
		}
	}
}

// beside marks the words of a part that a breach of their own record stands beside.
func (p *PartLine) beside(record events.CommandID, rule events.Code) {
	p.Weighings = changed(p.Weighings, func(l WeighingLine) bool { return l.Record == record }, func(l *WeighingLine) { l.Breaches = grown(l.Breaches, rule) })
	p.SealWords = changed(p.SealWords, func(l SealWordLine) bool { return l.Record == record }, func(l *SealWordLine) { l.Breaches = grown(l.Breaches, rule) })
}
