package projections

import (
	"slices"

	"vigil/events"
)

// OpeningLine is a part opened, and on what ground in law.
type OpeningLine struct {
	Record   events.CommandID `json:"record"`
	Country  events.Country   `json:"country"`
	Ground   events.Code      `json:"ground"`
	Occurred events.Time      `json:"occurred"`
}

// WeighingLine is a part on the scale. Two persons sign for it: if one did, a breach
// beside it says so (INV-15).
type WeighingLine struct {
	Record    events.CommandID  `json:"record"`
	Country   events.Country    `json:"country"`
	Gross     events.Quantity   `json:"gross"`
	Net       events.Quantity   `json:"net"`
	Scale     events.Identifier `json:"scale"`
	Tolerance events.Quantity   `json:"tolerance,omitzero"`
	Occurred  events.Time       `json:"occurred"`
	Breaches  []events.Code     `json:"breaches,omitempty"` // beside it
}

// TestLine is what a test says of the substance.
type TestLine struct {
	Record    events.CommandID  `json:"record"`
	Country   events.Country    `json:"country"`
	Substance events.Code       `json:"substance"`
	Method    events.Code       `json:"method"`
	Result    events.TestResult `json:"result"`
	Purity    events.Decimal    `json:"purity,omitzero"` // per cent
	Occurred  events.Time       `json:"occurred"`
}

// SubstitutionLine is goods to be taken out of a part and something else put in, from
// the lead's wish to the deed.
type SubstitutionLine struct {
	Proposal   events.CommandID  `json:"proposal,omitzero"`
	Part       events.Part       `json:"part"`
	Country    events.Country    `json:"country"` // where
	Mode       events.Mode       `json:"mode"`
	Charge     events.Code       `json:"charge,omitzero"`
	Proposed   events.Time       `json:"proposed,omitzero"`
	Authorised events.Time       `json:"authorised,omitzero"`
	Storage    events.Identifier `json:"storage,omitzero"` // of what is taken out
	Record     events.CommandID  `json:"record,omitzero"`  // of the deed
	Performed  events.Time       `json:"performed,omitzero"`
	Removed    events.Quantity   `json:"removed,omitzero"`
	Substitute events.Quantity   `json:"substitute,omitzero"`
}

// LossLine is goods that cannot be found: reported by one person, declared lost by
// another.
type LossLine struct {
	Report   events.CommandID `json:"report,omitzero"`
	Part     events.Part      `json:"part"`
	Country  events.Country   `json:"country"`
	Quantity events.Quantity  `json:"quantity"`
	Seen     events.Time      `json:"seen,omitzero"` // the last time
	Reported events.Time      `json:"reported,omitzero"`
	Declared events.Time      `json:"declared,omitzero"`
}

func (d *Document) evolveGoods(r *record, e events.Event) bool {
	at, occurred := r.shown.At, r.shown.Occurred
	switch e := e.(type) {
	case events.ConsignmentOpened:
		x := e.Opening
		d.part(x.Part, func(p *PartLine) {
			p.Openings = inserted(p.Openings, OpeningLine{r.shown.Command, x.Country, x.Ground, occurred})
		})
	case events.ItemWeighed:
		x := e.Weighing
		d.part(x.Part, func(p *PartLine) {
			p.Weighings = inserted(p.Weighings, WeighingLine{r.shown.Command, x.Country, x.Gross, x.Net, x.Scale, x.Tolerance, occurred, nil})
		})
	case events.ItemSampled:
		x := e.Sample
		d.moved(r, x.Part, GoodsLine{What: GoodsSampled, Country: x.Country, Quantity: x.Quantity, Storage: x.Storage})
	case events.ItemTested:
		x := e.Test
		d.part(x.Part, func(p *PartLine) {
			p.Tests = inserted(p.Tests, TestLine{r.shown.Command, x.Country, x.Substance, x.Method, x.Result, x.Purity, occurred})
		})
	case events.WeaponsRecorded:
		d.part(e.Weapons.Part, func(p *PartLine) {
			if !occurred.Before(p.Listed) {
				p.Weapons, p.Listed = e.Weapons.List, occurred
			}
		})

	case events.PartSplit:
		x := e.Split
		d.moved(r, x.Part, GoodsLine{What: GoodsSplit, Country: e.Where.Country, Quantity: x.Quantity, Substitute: x.Substitute, Other: events.PartOf(r.shown.Command)})
	case events.PartBegun:
		d.begun(r, e)
	case events.PartRestated:
		x := e.Restated
		d.part(x.Part, func(p *PartLine) {
			p.Mode = x.Mode
			if e.Hazards.Hazards != nil {
				p.Hazards = e.Hazards.Hazards
			}
		})
		if e.Quantity != (events.Quantity{}) {
			d.moved(r, x.Part, GoodsLine{What: GoodsRestated, Quantity: e.Quantity, Mode: x.Mode})
		}
	case events.PartMerged:
		d.merged(r, e.Merge)

	case events.SubstitutionProposed:
		if x := e.Proposal; x.Part != "" {
			d.Substitutions = append(d.Substitutions, SubstitutionLine{Proposal: r.shown.Command, Part: x.Part, Country: x.Country, Mode: x.Mode, Charge: x.Charge, Proposed: at})
		}
	case events.SubstitutionAuthorised:
		x := e.Substitution
		d.substituted(SubstitutionLine{Proposal: x.Proposal, Part: x.Part, Country: x.Country}, func(l SubstitutionLine) bool { return l.Proposal == x.Proposal },
			func(l *SubstitutionLine) { l.Mode, l.Authorised, l.Storage = x.Mode, at, x.Storage })
	case events.SubstitutionPerformed:
		x := e.Performed
		d.substituted(SubstitutionLine{Part: x.Part, Country: x.Country},
			func(l SubstitutionLine) bool { return l.Part == x.Part && l.Country == x.Country && l.Record == "" },
			func(l *SubstitutionLine) {
				l.Mode, l.Record, l.Performed, l.Removed, l.Substitute = x.Mode, r.shown.Command, occurred, x.Removed, x.Substitute
				l.Storage = otherwise(x.Storage, l.Storage)
			})
		d.moved(r, x.Part, GoodsLine{What: GoodsRemoved, Country: x.Country, Quantity: x.Removed, Substitute: x.Substitute, Mode: x.Mode, Storage: x.Storage})
	case events.GoodsStored:
		x := e.Stored
		d.moved(r, x.Part, GoodsLine{What: InStore, Country: x.Country, Quantity: x.Quantity, Storage: x.Storage, Receipt: x.Receipt})

	case events.LossReported:
		if x := e.Loss; x.Part != "" {
			d.Losses = append(d.Losses, LossLine{Report: r.shown.Command, Part: x.Part, Country: x.Country, Quantity: x.Quantity, Seen: x.Seen, Reported: at})
		}
	case events.LossDeclared:
		d.declaredLost(r, e.Declaration)
	default:
		return false
	}
	return true
}

// begun is a part that a split has begun. A split that is told anew goes on with the
// part that it began: so its label is told here.
func (d *Document) begun(r *record, e events.PartBegun) {
	x := e.Begun
	d.part(x.Part, func(p *PartLine) {
		p.Of, p.Record = x.Of, r.shown.Command
		p.Substance, p.Mode, p.Packages, p.Hazards = e.Item.Substance, e.Item.Mode, e.Item.Packages, e.Item.Hazards
		p.Schedule, p.Form, p.Quantity, p.First = e.Item.Schedule, e.Item.Form, e.Quantity, e.Item.Mode
	})
	d.part(x.Of, func(p *PartLine) {
		p.Moves = changed(p.Moves, func(l GoodsLine) bool { return l.Record == r.shown.Command && l.What == GoodsSplit }, func(l *GoodsLine) { l.Other = x.Part })
	})
}

// divided says of all parts what was split off them, and which never were: those of a
// split that is void, and of those.
func (d *Document) divided(void func(begun events.CommandID) events.Code) {
	d.Parts = slices.Clone(d.Parts)
	for i := range d.Parts {
		d.Parts[i].Split = nil
	}
	for i := range d.Parts {
		p := &d.Parts[i]
		if p.Of == "" {
			continue
		}
		p.Corrected = void(p.Record)
		parent := slices.IndexFunc(d.Parts, func(q PartLine) bool { return q.Part == p.Of })
		if parent < 0 {
			continue
		}
		if p.Corrected = otherwise(p.Corrected, d.Parts[parent].Corrected); p.Corrected == "" {
			d.Parts[parent].Split = append(d.Parts[parent].Split, p.Part)
		}
	}
}

// merged ends a part: what it had then is the other's. Of two mergers the first counts.
func (d *Document) merged(r *record, x events.MergeTerms) {
	d.part(x.Part, func(p *PartLine) {
		if p.Merged.IsZero() || r.shown.Occurred.Before(p.Merged) {
			p.Merged, p.Into = r.shown.Occurred, x.Into
		}
	})
	d.moved(r, x.Part, GoodsLine{What: GoodsMerged, Country: x.Country, Other: x.Into})
	d.moved(r, x.Into, GoodsLine{What: GoodsJoined, Country: x.Country, Other: x.Part})
}

// substituted changes the newest line that is meant, or begins one: who is shown the
// deed may not have been shown the wish.
func (d *Document) substituted(begins SubstitutionLine, is func(SubstitutionLine) bool, change func(*SubstitutionLine)) {
	if begins.Part == "" {
		return
	}
	i := lastOf(d.Substitutions, is)
	if i < 0 {
		change(&begins)
		d.Substitutions = append(d.Substitutions, begins)
		return
	}
	d.Substitutions = slices.Clone(d.Substitutions)
	change(&d.Substitutions[i])
}

func (d *Document) declaredLost(r *record, x events.LossDeclaration) {
	if x.Part == "" {
		return
	}
	is := func(l LossLine) bool { return l.Report == x.Report }
	if lastOf(d.Losses, is) < 0 {
		d.Losses = append(d.Losses, LossLine{Report: x.Report, Part: x.Part, Country: x.Country, Quantity: x.Quantity})
	}
	d.Losses = changed(d.Losses, is, func(l *LossLine) { l.Declared = r.shown.At })
	d.moved(r, x.Part, GoodsLine{What: GoodsLost, Country: x.Country, Quantity: x.Quantity})
}
