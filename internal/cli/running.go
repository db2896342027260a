package cli

import (
	"slices"
	"strings"

	"vigil/events"
	"vigil/projections"
)

// What a running operation is pressed by: control, the last safe place, who follows
// it unasked, what happened.

// lost prints for how long nobody could have stopped a part, and by when somebody
// decides.
func (s *screen) lost() {
	for _, p := range s.d.Parts {
		if !p.Halted.IsZero() {
			s.line("■ HALTED", alarm, said("part", string(p.Part), with("in", p.HaltedIn), s.clock.ago(p.Halted)+",", "under guard", with("·", p.HaltedFor)))
		}
		n := len(p.Control)
		if n == 0 || !p.Control[n-1].IsOpen() || s.rests(p.Part) {
			continue
		}
		x := p.Control[n-1]
		about := said("of", string(p.Part), with("in", x.Country)+",", "unseen", span(s.clock.now.Sub(x.Since)))
		switch {
		case x.Recourse != "":
			s.line("■ CONTROL", alarm, said("LOST", about, "·", recourses[x.Recourse]))
		case !x.Undecided.IsZero():
			s.line("■ CONTROL", alarm, said("LOST", about, "· NOBODY HAS DECIDED what is done"))
		default:
			s.line("■ CONTROL", alarm, said("LOST", about, s.decideBy(x.DecideBy)))
		}
	}
}

// rests tells whether a part is nobody's to follow any more, as far as is shown.
func (s *screen) rests(part events.Part) bool {
	return s.d.HasEnded() || slices.ContainsFunc(s.d.Parts, func(p projections.PartLine) bool {
		return p.Part == part && (!p.Ended.IsZero() || !p.Merged.IsZero())
	})
}

// decideBy says until when somebody decides, if that is shown.
func (c *Call) decideBy(at events.Time) string {
	switch {
	case at.IsZero():
		return ""
	case at.Before(c.clock.now):
		return "· decision OVERDUE " + span(c.clock.now.Sub(at))
	}
	return said("· decide by", c.clock.short(at)+",", c.left(at))
}

// goes prints where somebody must say whether it goes on, or has said no.
func (s *screen) goes() {
	for _, p := range s.d.Checkpoints {
		for _, g := range p.Go {
			if s.rests(g.Part) {
				continue
			}
			switch {
			case g.Word == events.NoGo:
				s.line("■ NO GO", alarm, said("part", string(g.Part), "at", string(p.ID)+":", "it is to be stopped, said", s.clock.ago(g.Decided)))
			case g.Word == "" && p.Waived.IsZero():
				s.line("◆ GO/NO GO", alarm, said(string(g.Part), "at", string(p.ID)+",", "the last safe place: NOT DECIDED", with("· asked", s.agoIf(g.Due))))
			}
		}
	}
}

// agoIf is how long ago a moment was, if there is one.
func (c *Call) agoIf(at events.Time) string {
	if at.IsZero() {
		return ""
	}
	return c.clock.ago(at)
}

// followedBy prints who follows it into a State that was not asked.
func (s *screen) followedBy() {
	for _, n := range s.d.Notices {
		if s.rests(n.Part) {
			continue
		}
		p := notice
		if n.State != projections.NoticeAllowed {
			p = alarm
		}
		s.line("◆ FOLLOWED", p, said("by officers of", string(n.From), "in", string(n.In)+",", "unasked:", s.followed(n)))
	}
}

// incidents prints what endangers people or the operation, the newest first.
func (s *screen) incidents() {
	const most = 2
	for i, x := range slices.Backward(s.d.Incidents) {
		if left := i + 1; left == len(s.d.Incidents)-most && !s.asked("incidents") {
			s.older("▲ INCIDENT", left)
			break
		}
		s.line("▲ INCIDENT", alarm, said(or(incidents[x.Incident], string(x.Incident)), with("in", x.Country), with("· part", x.Part), "·", s.clock.ago(x.Occurred)))
	}
	for _, x := range s.d.Leaks {
		s.line("▲ LEAK", alarm, said("a record came to", string(x.Country)+":", string(x.How), "·", s.clock.ago(x.Known)))
	}
}

// accounts prints where the goods of each part are, as soon as that is more than
// what was declared.
func (s *screen) accounts() {
	for _, p := range s.d.Parts {
		x := p.Ledger
		if text := happened(x); text != "" {
			label := ""
			if len(s.d.Parts) > 1 {
				label = string(p.Part) + ":"
			}
			wrong := ""
			if x.Over != (events.Quantity{}) {
				wrong = "· " + amount(x.Over) + " MORE THAN THERE WAS"
			}
			s.line("Goods", s.urgent(wrong != ""), said(label, amount(x.In), bracketed(x.Basis), "·", text, "· on its way", amount(x.Transit), wrong))
		}
	}
}

// happened is what happened to the goods of a part.
func happened(x projections.LedgerLine) string {
	return commas(suffixed(amount(x.Joined), "joined"), suffixed(amount(x.Sampled), "sampled"), suffixed(amount(x.Removed), "removed"), suffixed(amount(x.Split), "split off"),
		suffixed(amount(x.Merged), "merged away"), suffixed(amount(x.Seized), "seized"), suffixed(amount(x.Lost), "LOST"), suffixed(amount(x.Stored), "in store"), suffixed(amount(x.Substitute), "of substitute"))
}

// devices prints what is out there, what is wrong with it first.
func (s *screen) devices() {
	for _, wrong := range []bool{true, false} {
		for _, x := range s.d.Devices {
			if is := !x.Silent.IsZero() || !x.Tampered.IsZero(); is == wrong && x.IsLive() {
				s.line("Devices", s.urgent(wrong), said(string(x.ID), string(x.Type), with("of", x.Country), with("on", x.Part), "·", s.deviceStands(x)))
			}
		}
	}
}

// deviceStands says how a device stands.
func (c *Call) deviceStands(x projections.DeviceLine) string {
	switch {
	case !x.Abandoned.IsZero():
		return said("written off", with("·", x.Ground))
	case !x.Recovered.IsZero():
		return said("back", c.clock.short(x.Recovered), with("in", x.RecoveredIn))
	case x.Fitted.IsZero():
		return "not fitted"
	}
	text := "never read"
	if !x.Read.IsZero() {
		text = said("read", c.clock.ago(x.Read), with("in", x.ReadIn), place(x.ReadAt))
	}
	if !x.Silent.IsZero() {
		text = "SILENT: " + text
	}
	if !x.Tampered.IsZero() {
		text = said("TAMPERED WITH", c.clock.ago(x.Tampered), "·", text)
	}
	return said(text, with("· battery", c.battery(x.Battery)))
}

func (c *Call) battery(until events.Time) string {
	switch {
	case until.IsZero():
		return ""
	case until.Before(c.clock.now):
		return "OVER for " + span(c.clock.now.Sub(until))
	}
	return span(until.Sub(c.clock.now))
}

// outcome prints what came of it.
func (s *screen) outcome() {
	for _, x := range s.d.Deliveries {
		s.line("Outcome", bold, said("part", string(x.Part), "delivered", with("in", x.Country), s.clock.short(x.Occurred)))
	}
	for _, x := range s.d.Arrests {
		s.line("Outcome", bold, said(persons(x.Persons), "arrested", with("in", x.Country), s.clock.short(x.Occurred)))
	}
	for _, x := range s.d.Seizures {
		s.line("Outcome", bold, said(amount(x.Quantity), with("of part", x.Part), "seized", with("in", x.Country), s.clock.short(x.Occurred), with("· kept at", x.Storage)))
	}
}

// told prints who was told by another way than this, the newest first.
func (s *screen) told() {
	for _, x := range slices.Backward(s.d.Notifications) {
		s.line("Told", s.urgent(x.Reached != events.ReachedOfficer), said(string(x.Country), "by", string(x.Channel)+":", reachings[x.Reached], with("· about", x.Alert), "·", s.clock.ago(x.Occurred)))
	}
}

// lacking prints what a running operation still wants: approvals, promises, answers.
func (s *screen) lacking() {
	for _, x := range s.d.States {
		version := versioned(x.Plan.Version)
		switch {
		case x.Plan.Version == 0:
		case !x.Plan.Returned.IsZero():
			s.line("Missing", alarm, said(string(x.Country)+": plan", version, "RETURNED", with("·", x.Plan.Ground)))
		case !x.Plan.Changed.IsZero():
			s.line("Missing", notice, said(string(x.Country)+":", "the plan was changed after", version))
		case x.Plan.Approved.IsZero():
			s.line("Missing", notice, said(string(x.Country)+": plan", version, "not approved for", span(s.clock.now.Sub(x.Plan.Issued))))
		}
	}
	for _, a := range s.d.Authorisations {
		of := said(string(a.Country), string(a.Measure)) + ":"
		switch {
		case !a.IsOpen():
		case !a.Contested.IsZero():
			s.line("Missing", alarm, said(of, "who is competent is contested:", joined(a.Contest)))
		case a.IsQuestioned():
			s.line("Missing", notice, said(of, "a question waits for the lead's answer"))
		}
		for _, want := range a.Demands {
			if lacks := s.d.Unpromised(a.Country, want); len(lacks) > 0 {
				s.line("Missing", notice, said(string(a.Country), "demands", string(want)+":", joined(lacks), "has not promised it"))
			}
		}
	}
	for _, x := range s.d.Substitutions {
		if x.Authorised.IsZero() && x.Performed.IsZero() {
			s.line("Missing", notice, said(string(x.Country)+":", "exchange of part", string(x.Part), "not authorised"))
		}
	}
	for _, x := range s.d.Losses {
		if x.Declared.IsZero() {
			s.line("Missing", alarm, said(amount(x.Quantity), "of part", string(x.Part), "cannot be found; not declared lost"))
		}
	}
	for _, x := range s.d.Devices {
		for _, w := range x.Consents {
			switch {
			case !w.Refused.IsZero():
				s.line("Missing", alarm, said(string(w.Country), "REFUSED device", string(x.ID)+":", string(w.Ground)))
			case w.Approved.IsZero():
				s.line("Missing", notice, said(string(w.Country)+":", "no answer on device", string(x.ID)))
			}
		}
	}
}

// settled prints what is still to be done before the file is closed.
func (s *screen) settled() {
	for _, x := range s.d.States {
		if !x.Overdue.IsZero() && x.Reported.IsZero() {
			s.line("Missing", alarm, said("report of", string(x.Country)+":", "OVERDUE", span(s.clock.now.Sub(x.Overdue))))
		} else if x.TookPart() && x.Reported.IsZero() {
			s.line("Missing", notice, "report of "+string(x.Country))
		}
	}
	var open []string
	for _, x := range s.d.Costs {
		if x.Settled.IsZero() {
			open = append(open, said(string(x.Item), money(x.Amount)))
		}
	}
	if len(open) > 0 {
		s.line("Missing", notice, counted(len(open), "cost")+" not settled: "+strings.Join(open, ", "))
	}
}
