package cli

import (
	"vigil/events"
	"vigil/projections"
)

// What goods, seals, devices and outcomes there are, as tables.
var ledgerCommands = []Command{
	{
		Words: "goods ls", Args: "OPERATION",
		Short:   "list where the goods of each part are: every gram has a place",
		Example: "vigil goods ls RELAY",
		Run:     lists("ledger", "no goods were declared to you", ledger),
	},
	{
		Words: "item ls", Args: "OPERATION",
		Short:   "list what was weighed, sampled, taken out, stored, seized, lost",
		Example: "vigil item ls RELAY",
		Run:     lists("moves", "nothing has happened to the goods, as far as you are told", movements),
	},
	{
		Words: "seal ls", Args: "OPERATION",
		Short:   "list the seals on each part, and what was found",
		Example: "vigil seal ls RELAY",
		Run:     lists("seals", "no seal was told to you", sealTable),
	},
	{
		Words: "device ls", Args: "OPERATION",
		Short:   "list the devices: where they may be live, how they stand",
		Example: "vigil device ls RELAY",
		Run:     lists("devices", "no device was told to you", deviceTable),
	},
	{
		Words: "seizure ls", Args: "OPERATION",
		Short:   "list deliveries, arrests and seizures",
		Example: "vigil seizure ls RELAY",
		Run:     lists("outcomes", "nothing was delivered or seized and nobody arrested, as far as you are told", outcomes),
	},
}

// ledger is the account of each part. A column that nobody has filled is only for
// those who want all of them.
func ledger(_ *Call, d projections.Document) (t grid, items []any) {
	type account struct {
		Part   events.Part            `json:"part"`
		Ledger projections.LedgerLine `json:"ledger"`
	}
	columns := []struct {
		head string
		of   func(projections.LedgerLine) string
	}{
		{"IN", func(x projections.LedgerLine) string { return said(amount(x.In), bracketed(x.Basis)) }},
		{"ON ITS WAY", func(x projections.LedgerLine) string { return amount(x.Transit) }},
		{"MORE THAN THERE WAS", func(x projections.LedgerLine) string { return amount(x.Over) }},
		{"SAMPLED", func(x projections.LedgerLine) string { return amount(x.Sampled) }},
		{"REMOVED", func(x projections.LedgerLine) string { return amount(x.Removed) }},
		{"SEIZED", func(x projections.LedgerLine) string { return amount(x.Seized) }},
		{"LOST", func(x projections.LedgerLine) string { return amount(x.Lost) }},
		{"SPLIT OFF", func(x projections.LedgerLine) string { return amount(x.Split) }},
		{"JOINED", func(x projections.LedgerLine) string { return amount(x.Joined) }},
		{"MERGED AWAY", func(x projections.LedgerLine) string { return amount(x.Merged) }},
		{"IN STORE", func(x projections.LedgerLine) string { return amount(x.Stored) }},
		{"SUBSTITUTE", func(x projections.LedgerLine) string { return amount(x.Substitute) }},
	}
	var filled, empty []int
	for i, column := range columns {
		is := i < 2
		for _, p := range d.Parts {
			is = is || column.of(p.Ledger) != ""
		}
		if is {
			filled = append(filled, i)
		} else {
			empty = append(empty, i)
		}
	}
	t.heads, t.wide = []string{"PART"}, len(empty)
	for _, i := range append(filled, empty...) {
		t.heads = append(t.heads, columns[i].head)
	}
	for _, p := range d.Parts {
		if p.Ledger == (projections.LedgerLine{}) {
			continue
		}
		items = append(items, account{p.Part, p.Ledger})
		cells := []string{string(p.Part)}
		for _, i := range append(filled, empty...) {
			cells = append(cells, columns[i].of(p.Ledger))
		}
		t.add(cells...)
	}
	return t, items
}

// movements are what was weighed, and what went into a part, out of it or elsewhere.
func movements(c *Call, d projections.Document) (t grid, items []any) {
	type move struct {
		Part     events.Part               `json:"part"`
		Weighing *projections.WeighingLine `json:"weighing,omitempty"`
		Test     *projections.TestLine     `json:"test,omitempty"`
		Move     *projections.GoodsLine    `json:"move,omitempty"`
	}
	t.wide = 1
	t.heads = []string{"PART", "WHAT", "HOW MUCH", "IN", "WHEN", "WHERE IT LIES", "BESIDE IT", "RECEIPT"}
	for _, p := range d.Parts {
		for _, x := range p.Weighings {
			items = append(items, move{Part: p.Part, Weighing: &x})
			t.add(string(p.Part), "weighed", said("net", amount(x.Net), with("gross", amount(x.Gross))), string(x.Country), c.clock.short(x.Occurred), "scale "+string(x.Scale), joined(x.Breaches), "")
		}
		for _, x := range p.Tests {
			items = append(items, move{Part: p.Part, Test: &x})
			t.add(string(p.Part), "tested", said(string(x.Result), with("for", x.Substance), percent(x.Purity)), string(x.Country), c.clock.short(x.Occurred), string(x.Method), "", "")
		}
		for _, x := range p.Moves {
			items = append(items, move{Part: p.Part, Move: &x})
			t.add(string(p.Part), said(string(x.What), string(x.Other)), commas(amount(x.Quantity), suffixed(amount(x.Substitute), "of substitute")), string(x.Country), c.clock.short(x.Occurred), string(x.Storage), "", string(x.Receipt))
		}
	}
	return t, items
}

func sealTable(c *Call, d projections.Document) (t grid, items []any) {
	type word struct {
		Part events.Part              `json:"part"`
		Word projections.SealWordLine `json:"word"`
	}
	t.wide = 1
	t.heads = []string{"PART", "SEALS", "IN", "WHEN", "WHY", "BESIDE IT", "ON IT NOW"}
	for _, p := range d.Parts {
		var now []string
		for _, x := range p.Seals {
			now = append(now, string(x.Seal))
		}
		for _, x := range p.SealWords {
			items = append(items, word{p.Part, x})
			text := "found: " + or(joined(x.Found), "none")
			if x.What == projections.SealIsChanged {
				text = resealed(events.SealTerms{Before: x.Before, After: x.After})
			}
			t.add(string(p.Part), said(text, bracketed(x.Type)), string(x.Country), c.clock.short(x.Occurred), string(x.Ground), joined(x.Breaches), joined(now))
		}
	}
	return t, items
}

func deviceTable(c *Call, d projections.Document) (t grid, items []any) {
	t.wide = 3
	t.heads = []string{"DEVICE", "TYPE", "OF", "ON", "STANDS", "MAY BE LIVE IN", "FITTED", "BATTERY", "READ"}
	for _, x := range d.Devices {
		items = append(items, x)
		var words []string
		for _, w := range x.Consents {
			switch {
			case !w.Refused.IsZero():
				words = append(words, string(w.Country)+" NO")
			case w.Approved.IsZero():
				words = append(words, string(w.Country)+" ?")
			default:
				words = append(words, string(w.Country))
			}
		}
		t.add(string(x.ID), string(x.Type), string(x.Country), string(x.Part), c.deviceStands(x), joined(words), c.clock.short(x.Fitted), c.clock.short(x.Battery), c.clock.short(x.Read))
	}
	return t, items
}

func outcomes(c *Call, d projections.Document) (t grid, items []any) {
	type outcome struct {
		What string `json:"what"` // delivery, consignee, arrest or seizure
		Line any    `json:"line"`
	}
	t.heads = []string{"WHAT", "HOW MUCH", "PART", "IN", "WHEN", "PLACE", "KEPT AT"}
	for _, x := range d.Deliveries {
		items = append(items, outcome{"delivery", x})
		t.add("delivered", persons(x.Persons), string(x.Part), string(x.Country), c.clock.short(x.Occurred), place(x.Place), "")
	}
	for _, x := range d.Consignees {
		items = append(items, outcome{"consignee", x})
		t.add("consignee known", persons(x.Persons), string(x.Part), string(x.Country), c.clock.short(x.Occurred), "", "")
	}
	for _, x := range d.Arrests {
		items = append(items, outcome{"arrest", x})
		t.add("arrested", persons(x.Persons), string(x.Part), string(x.Country), c.clock.short(x.Occurred), place(x.Place), "")
	}
	for _, x := range d.Seizures {
		items = append(items, outcome{"seizure", x})
		t.add("seized", commas(amount(x.Quantity), suffixed(amount(x.Substitute), "of substitute"), packages(x.Packages)), string(x.Part), string(x.Country), c.clock.short(x.Occurred), place(x.Place), string(x.Storage))
	}
	return t, items
}
