package cli

import (
	"strings"

	"vigil/events"
)

// running says what a running operation carries: goods, control, devices, outcome,
// and who was told.
func (t *teller) running(e events.Event) string {
	for _, family := range []func(events.Event) string{t.found, t.exchanged, t.sealed, t.control, t.device, t.outcome, t.telling} {
		if line := family(e); line != "" {
			return line
		}
	}
	return ""
}

// found says what was found of the goods, weighed, taken out and lost.
func (t *teller) found(e events.Event) string {
	switch e := e.(type) {
	case events.ConsignmentOpened:
		return said(t.again(e.Corrects), "part", string(e.Opening.Part), "opened", with("in", e.Opening.Country), with("· ground", e.Opening.Ground), handled(e.Handling))
	case events.ItemWeighed:
		x := e.Weighing
		return said(t.again(e.Corrects), "part", string(x.Part), "weighed", with("in", x.Country)+":", commas(with("gross", amount(x.Gross)), with("net", amount(x.Net))),
			with("· scale", x.Scale), with("within", amount(x.Tolerance)), with("· witness", t.second), handled(e.Handling))
	case events.ItemSampled:
		x := e.Sample
		return said(t.again(e.Corrects), "sample of", amount(x.Quantity), with("from part", x.Part), with("in", x.Country), with("· kept at", x.Storage), handled(e.Handling))
	case events.ItemTested:
		x := e.Test
		return said(t.again(e.Corrects), "part", string(x.Part), "tested:", string(x.Result), with("for", x.Substance), bracketed(x.Method), percent(x.Purity), with("· in", x.Country), handled(e.Handling))
	case events.WeaponsRecorded:
		return said(t.again(e.Corrects), "▲ WEAPONS in part", string(e.Weapons.Part)+":", weapons(e.Weapons.List), handled(e.Handling))
	case events.PartSplit:
		return said(t.again(e.Corrects), amount(e.Split.Quantity), packages(e.Split.Packages), "split off part", string(e.Split.Part), with("in", e.Where.Country), with("· at", place(e.Place)), handled(e.Handling))
	case events.PartBegun:
		return said("part", string(e.Begun.Part), with("split from", e.Begun.Of)+":", string(e.Item.Substance), amount(e.Quantity), string(e.Item.Mode), packages(e.Item.Packages), danger(e.Item.Hazards))
	case events.PartRestated:
		return said("part", string(e.Restated.Part), "goes on", with("as", e.Restated.Mode), with("with", amount(e.Quantity)), dangerNow(e.Hazards))
	case events.PartMerged:
		return said(t.again(e.Corrects), "part", string(e.Merge.Part), with("put together with", e.Merge.Into), with("in", e.Merge.Country)+":", "no part of its own any more", handled(e.Handling))
	case events.GoodsStored:
		x := e.Stored
		return said(t.again(e.Corrects), amount(x.Quantity), with("of part", x.Part), "in store", with("at", x.Storage), with("in", x.Country), with("· receipt", x.Receipt), handled(e.Handling))
	case events.ConveyanceChanged:
		x := e.Conveyance
		return said(t.again(e.Corrects), "part", string(x.Part), "travels on", with("by", x.Type), string(x.Number), with("· plate of", x.Plate), with("· in", x.Country), handled(e.Handling))
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
		return said(t.again(e.Corrects), "part", string(x.Part), "EXCHANGED", with("in", x.Country)+":", commas(suffixed(amount(x.Removed), "out"), suffixed(amount(x.Substitute), "of substitute in")),
			with("· goes on", x.Mode), with("· kept at", x.Storage), handled(e.Handling))
	}
	return ""
}

// sealed says how goods are kept safe, and people from them.
func (t *teller) sealed(e events.Event) string {
	switch e := e.(type) {
	case events.SealChanged:
		return said(t.again(e.Corrects), resealed(e.Seal), bracketed(e.Seal.Type), with("in", e.Seal.Country), with("·", e.Seal.Ground), handled(e.Handling))
	case events.SealsChecked:
		return said(t.again(e.Corrects), "seals found on part", string(e.Check.Part), with("in", e.Check.Country)+":", or(joined(e.Check.Seals), "none"), handled(e.Handling))
	case events.HazardRemoved:
		x := e.Removed
		return said(t.again(e.Corrects), "danger removed", with("from part", x.Part), with("in", x.Country)+":", string(x.Hazard), bracketed(x.Method), handled(e.Handling))
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

func packages(n uint16) string {
	if n == 0 {
		return ""
	}
	return counted(int(n), "package")
}

func persons(n uint16) string {
	if n == 0 {
		return ""
	}
	return counted(int(n), "person")
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

func percent(d events.Decimal) string {
	if d == "" {
		return ""
	}
	return string(d) + " %"
}

func suffixed(value, word string) string {
	if value == "" {
		return ""
	}
	return value + " " + word
}

// commas puts commas between what is there.
func commas(pieces ...string) string {
	return strings.Join(only(pieces, func(p string) bool { return p != "" }), ", ")
}
