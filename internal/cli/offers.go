package cli

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"vigil/events"
	"vigil/projections"
)

// What completion finds, place by place: see completion.go.

func operations(ctx context.Context, c *Call) (list []candidate) {
	r, ok := c.looking(ctx)
	if !ok {
		return nil
	}
	docs, err := r.Desk.Documents(ctx, r.Asker)
	if err != nil {
		return nil
	}
	var ended []candidate
	for _, d := range docs {
		name := or(string(d.Name), string(d.Operation))
		x := candidate{name, said(string(d.State), with("· lead", d.Lead), with("·", d.Goods))}
		if d.HasEnded() {
			ended = append(ended, x)
		} else {
			list = append(list, x)
		}
	}
	return append(list, ended...) // seldom meant
}

// inOperation offers what the document of the command's operation names.
func inOperation(find func(c *Call, d projections.Document) []candidate) offer {
	return func(ctx context.Context, c *Call) []candidate {
		if c.arg("OPERATION") == "" {
			return nil
		}
		r, ok := c.looking(ctx)
		if !ok {
			return nil
		}
		d, err := c.operation(ctx, r)
		if err != nil {
			return nil
		}
		return find(c, d)
	}
}

func openOffers(c *Call, d projections.Document) (list []candidate) {
	for _, h := range d.Handovers {
		if h.State == projections.Offered {
			list = append(list, candidate{string(h.Point), said("part", string(h.Part)+",", "offered", c.clock.ago(h.Offered))})
		}
	}
	return list
}

func points(c *Call, d projections.Document) (list []candidate) {
	for _, p := range d.Points {
		if p.Dropped.IsZero() {
			list = append(list, candidate{string(p.ID), c.clock.window(p.Window)})
		}
	}
	return list
}

func checkpoints(c *Call, d projections.Document) (list []candidate) {
	for _, p := range d.Checkpoints {
		if p.Reached.IsZero() && p.Waived.IsZero() {
			list = append(list, candidate{string(p.ID), c.clock.window(p.Window)})
		}
	}
	return list
}

func legs(c *Call, d projections.Document) (list []candidate) {
	for _, l := range d.Legs {
		if l.Dropped.IsZero() {
			list = append(list, candidate{string(l.ID), said(string(l.Measure), c.clock.window(l.Window))})
		}
	}
	return list
}

func conditions(_ *Call, d projections.Document) (list []candidate) {
	for _, x := range d.Conditions {
		if x.State == projections.Unmet {
			list = append(list, candidate{string(x.ID), said(string(x.Topic), string(x.Force))})
		}
	}
	return list
}

// alerts are those that are open, the officer's own country's first.
func alerts(c *Call, d projections.Document) (list []candidate) {
	own := d.Viewer.Country()
	for _, mine := range []bool{true, false} {
		for _, a := range d.Alerts {
			if a.State != projections.AlertResolved && (a.Country == own) == mine {
				list = append(list, candidate{string(a.ID), said(string(a.Country)+",", string(a.State)+",", "raised", c.clock.ago(a.Raised))})
			}
		}
	}
	return list
}

func parts(_ *Call, d projections.Document) (list []candidate) {
	for _, p := range d.Parts {
		list = append(list, candidate{string(p.Part), said(string(p.Substance), amount(p.Amount()))})
	}
	return list
}

func requests(_ *Call, d projections.Document) (list []candidate) {
	for _, a := range d.Authorisations {
		if a.Country == d.Viewer.Country() {
			list = append(list, candidate{string(a.Request), said(string(a.Measure), string(a.Answer))})
		}
	}
	return list
}

func devices(_ *Call, d projections.Document) (list []candidate) {
	for _, x := range d.Devices {
		if x.Recovered.IsZero() && x.Abandoned.IsZero() {
			list = append(list, candidate{string(x.ID), said(string(x.Type), with("of", x.Country), with("· on part", x.Part))})
		}
	}
	return list
}

func seals(_ *Call, d projections.Document) (list []candidate) {
	for _, p := range d.Parts {
		for _, x := range p.Seals {
			list = append(list, candidate{string(x.Seal), said("on part", string(p.Part)+",", string(x.Type))})
		}
	}
	return append(list, candidate{string(events.NoSeal), "no seal"})
}

func hazards(_ *Call, d projections.Document) (list []candidate) {
	for _, p := range d.Parts {
		for _, x := range p.Hazards {
			list = append(list, candidate{string(x), "part " + string(p.Part)})
		}
	}
	return list
}

// openNotices are those in the officer's own State that can still be answered.
func openNotices(c *Call, d projections.Document) (list []candidate) {
	for _, n := range d.Notices {
		if n.In == d.Viewer.Country() && (n.State == projections.NoticeOpen || n.State == projections.NoticeAllowed) {
			list = append(list, candidate{string(n.Notice), said("officers of", string(n.From)+",", c.followed(n))})
		}
	}
	return list
}

// proposals are exchanges that the officer's own State has still to answer.
func proposals(_ *Call, d projections.Document) (list []candidate) {
	for _, x := range d.Substitutions {
		if x.Country == d.Viewer.Country() && x.Authorised.IsZero() {
			list = append(list, candidate{string(x.Proposal), said("part", string(x.Part), with("goes on", x.Mode))})
		}
	}
	return list
}

// losses are reports of the officer's own State that nobody has confirmed.
func losses(_ *Call, d projections.Document) (list []candidate) {
	for _, x := range d.Losses {
		if x.Country == d.Viewer.Country() && x.Declared.IsZero() {
			list = append(list, candidate{string(x.Report), said(amount(x.Quantity), "of part", string(x.Part))})
		}
	}
	return list
}

// costs are those that are open and fell to the officer's own State, or are to.
func costs(_ *Call, d projections.Document) (list []candidate) {
	for _, x := range d.Costs {
		if x.Settled.IsZero() && slices.Contains([]events.Country{x.Country, x.Bearer}, d.Viewer.Country()) {
			list = append(list, candidate{string(x.Cost), said(string(x.Item), money(x.Amount))})
		}
	}
	return list
}

// countries are those of the alliance: everybody in it knows them.
func countries(ctx context.Context, c *Call) (list []candidate) {
	s, err := c.open(ctx)
	if err != nil {
		return nil
	}
	alliance, err := s.Desk.Alliance(ctx, s.Viewer)
	if err != nil {
		return nil
	}
	for _, line := range alliance.Countries {
		list = append(list, candidate{string(line.Country), ""})
	}
	return list
}

// officers are those whose keys lie in the directory.
func officers(_ context.Context, c *Call) (list []candidate) {
	for _, name := range directory(c.Connect.Dir).keys() {
		list = append(list, candidate{name, ""})
	}
	return list
}

// keys names the officers whose keys lie in a directory: at/commander.
func (d directory) keys() (names []string) {
	files, _ := filepath.Glob(d.path("officers", "*", "*.key"))
	for _, file := range files {
		names = append(names, filepath.Base(filepath.Dir(file))+"/"+strings.TrimSuffix(filepath.Base(file), ".key"))
	}
	return names
}

// desks are those of the directory, and the officer's own.
func desks(_ context.Context, c *Call) (list []candidate) {
	var codes []string
	if entries, err := os.ReadDir(directory(c.Connect.Dir).path("desks")); err == nil {
		for _, e := range entries {
			codes = append(codes, e.Name())
		}
	}
	if own := string(c.Connect.As.Country); own != "" && !slices.Contains(codes, own) {
		codes = append(codes, own)
	}
	for _, code := range codes {
		country := events.Country(code)
		list = append(list, candidate{string(country.Desk()), "what " + code + "'s desk sees"},
			candidate{string(country.Lead()), "what " + code + " sees as lead"})
	}
	return list
}

func choices[T ~string](list ...T) offer {
	return func(context.Context, *Call) (all []candidate) {
		for _, x := range list {
			all = append(all, candidate{string(x), ""})
		}
		return all
	}
}
