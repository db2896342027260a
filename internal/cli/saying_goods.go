package cli

import (
	"strings"

	"vigil/events"
)

// found says what was found of the goods, weighed, taken out and lost.
func (t *teller) found(e events.Event) string {
	switch e := e.(type) {
	case events.ConsignmentOpened:
		return said("part", string(e.Opening.Part), "opened", with("in", e.Opening.Country), with("· ground", e.Opening.Ground))
	case events.ItemWeighed:
		x := e.Weighing
		return said("part", string(x.Part), "weighed", with("in", x.Country)+":", commas(with("gross", amount(x.Gross)), with("net", amount(x.Net))),
			with("· scale", x.Scale), with("within", amount(x.Tolerance)), with("· witness", t.second))
	case events.ItemSampled:
		x := e.Sample
		return said("sample of", amount(x.Quantity), with("from part", x.Part), with("in", x.Country), with("· kept at", x.Storage))
	case events.ItemTested:
		x := e.Test
		return said("part", string(x.Part), "tested:", string(x.Result), with("for", x.Substance), bracketed(x.Method), percent(x.Purity), with("· in", x.Country))
	case events.WeaponsRecorded:
		return said("▲ WEAPONS in part", string(e.Weapons.Part)+":", weapons(e.Weapons.List))
	case events.PartSplit:
		return said(amount(e.Split.Quantity), packages(e.Split.Packages), "split off part", string(e.Split.Part), with("in", e.Where.Country), with("· at", place(e.Place)))
	case events.PartBegun:
		return said("part", string(e.Begun.Part), with("split from", e.Begun.Of)+":", string(e.Item.Substance), amount(e.Quantity), string(e.Item.Mode), packages(e.Item.Packages), danger(e.Item.Hazards))
	case events.PartRestated:
		return said("part", string(e.Restated.Part), "goes on", with("as", e.Restated.Mode), with("with", amount(e.Quantity)), dangerNow(e.Hazards))
	case events.PartMerged:
		return said("part", string(e.Merge.Part), with("put together with", e.Merge.Into), with("in", e.Merge.Country)+":", "no part of its own any more")
	case events.GoodsStored:
		x := e.Stored
		return said(amount(x.Quantity), with("of part", x.Part), "in store", with("at", x.Storage), with("in", x.Country), with("· receipt", x.Receipt))
	case events.ConveyanceChanged:
		x := e.Conveyance
		return said("part", string(x.Part), "travels on", with("by", x.Type), string(x.Number), with("· plate of", x.Plate), with("· in", x.Country))
	case events.LossReported:
		x := e.Loss
		return said("GOODS CANNOT BE FOUND:", amount(x.Quantity), with("of part", x.Part), with("in", x.Country), with("· last seen", t.when(x.Seen)))
	case events.LossDeclared:
		x := e.Declaration
		return said(string(x.Country), "declares GOODS LOST:", amount(x.Quantity), with("of part", x.Part))
	}
	return ""
}

// exchanged says what is put in the place of goods.
func (t *teller) exchanged(e events.Event) string {
	switch e := e.(type) {
	case events.SubstitutionProposed:
		x := e.Proposal
		return said("proposes that part", string(x.Part), "is exchanged", with("in", x.Country), with("and goes on", x.Mode), with("· charge then", x.Charge))
	case events.SubstitutionAuthorised:
		x := e.Substitution
		return said(string(x.Country), "lets part", string(x.Part), "be exchanged", with("and go on", x.Mode), with("· what is taken out is kept at", x.Storage))
	case events.SubstitutionPerformed:
		x := e.Performed
		return said("part", string(x.Part), "EXCHANGED", with("in", x.Country)+":", commas(suffixed(amount(x.Removed), "out"), suffixed(amount(x.Substitute), "of substitute in")),
			with("· goes on", x.Mode), with("· kept at", x.Storage))
	}
	return ""
}

// sealed says how goods are kept safe, and people from them.
func (t *teller) sealed(e events.Event) string {
	switch e := e.(type) {
	case events.SealChanged:
		return said(resealed(e.Seal), bracketed(e.Seal.Type), with("in", e.Seal.Country), with("·", e.Seal.Ground))
	case events.SealsChecked:
		return said("seals found on part", string(e.Check.Part), with("in", e.Check.Country)+":", or(joined(e.Check.Seals), "none"))
	case events.HazardRemoved:
		x := e.Removed
		return said("danger removed", with("from part", x.Part), with("in", x.Country)+":", string(x.Hazard), bracketed(x.Method))
	case events.RiskAccepted:
		return said(string(e.Risk.Country), "accepts part", string(e.Risk.Part), "as dangerous as it is:", joined(e.Risk.Hazards))
	}
	return ""
}

// resealed says whether a seal was put on, taken off or replaced.
func resealed(x events.SealTerms) string {
	part := with("part", x.Part)
	switch {
	case x.Before == events.NoSeal:
		return said("seal", string(x.After), "put on", part)
	case x.After == events.NoSeal:
		return said("seal", string(x.Before), "TAKEN OFF", part)
	}
	return said("seal", string(x.Before), with("of", part), "replaced", with("by", x.After))
}

func weapons(list []events.WeaponTerm) string {
	lines := make([]string, len(list))
	for i, w := range list {
		lines[i] = said(string(w.Type), string(w.Make), string(w.Model), string(w.Calibre), string(w.Serial), bracketed(w.State))
	}
	return strings.Join(lines, "; ")
}

// danger warns of what the goods can do to who handles them.
func danger(hazards []events.Code) string {
	if len(hazards) == 0 {
		return ""
	}
	return "· HAZARD " + joined(hazards)
}

// dangerNow says what is dangerous about a part from now on, if that changed: that
// nothing is any more, too.
func dangerNow(h events.HazardTerms) string {
	if h.Hazards != nil && len(h.Hazards) == 0 {
		return "· no hazard any more"
	}
	return danger(h.Hazards)
}
