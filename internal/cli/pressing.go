package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"vigil/events"
	"vigil/internal/operation"
	"vigil/projections"
)

// What presses: what show begins with, since somebody must act on it.

// alerts prints those that are not over: what nobody has in hand first, the
// viewer's own before others'.
func (s *screen) alerts() {
	const most = 2
	list := openAlerts(s.d)
	for i, a := range list {
		if rest := list[i:]; s.clock.brief && i == most && len(rest) > 1 {
			s.rest("▲ ALERT", alarm, len(rest), fmt.Sprintf("%d more: %s", len(rest), causes(rest)))
			break
		}
		p := alarm
		if a.State == projections.AlertAcknowledged {
			p = notice
		}
		s.mark("▲ ALERT", p, said(string(a.ID), with("·", a.Country), s.ofPart(a.Part, a.ID.About()), "· "+s.inHand(a)))
	}
}

// causes names the causes of alerts, each once.
func causes(list []projections.AlertLine) string {
	var all []events.Code
	for _, a := range list {
		if cause := a.ID.Cause(); !slices.Contains(all, cause) {
			all = append(all, cause)
		}
	}
	return joined(all)
}

// openAlerts are the alerts that are not over, the most pressing first.
func openAlerts(d projections.Document) []projections.AlertLine {
	list := only(d.Alerts, func(a projections.AlertLine) bool { return a.State != projections.AlertResolved })
	rank := func(a projections.AlertLine) int {
		n := 0
		if a.State == projections.AlertAcknowledged {
			n += 2
		}
		if a.Country != d.Viewer.Country() {
			n++
		}
		return n
	}
	slices.SortStableFunc(list, func(a, b projections.AlertLine) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), a.Since.Compare(b.Since))
	})
	return list
}

// inHand says who has an alert, or for how long nobody has.
func (s *screen) inHand(a projections.AlertLine) string {
	if a.State == projections.AlertAcknowledged {
		return said("acknowledged by", said(who(a.By), bracketed(s.keys[a.Acknowledgement]))+",", s.clock.ago(a.Acknowledged),
			"· open for", span(s.clock.now.Sub(a.Since)))
	}
	if s.clock.brief {
		return said("NOT ACKNOWLEDGED", span(s.clock.now.Sub(a.Raised)))
	}
	text := "NOT ACKNOWLEDGED for " + span(s.clock.now.Sub(a.Raised))
	if a.Raised.Sub(a.Since) >= late {
		text += ", since " + s.clock.at(a.Since)
	}
	if a.Round > 0 {
		text += ", told " + counted(int(a.Round)+1, "time")
	}
	if !a.Escalated.IsZero() {
		text += ", with the lead"
	}
	return text
}

// nextCall is when an alert is told again by itself; zero: never.
func nextCall(a projections.AlertLine) events.Time {
	switch {
	case a.State == projections.AlertResolved:
	case a.State == projections.AlertAcknowledged:
		return a.Acknowledged.Add(operation.RecheckAfter)
	case !a.Told.IsZero():
		return a.Told.Add(operation.RecheckAfter)
	case int(a.Round) < len(calls):
		return a.Raised.Add(calls[a.Round])
	}
	return events.Time{}
}

// calls are the rounds of an alert that nobody acknowledges.
var calls = []time.Duration{operation.RemindAfter, operation.LeadAfter, operation.LastAfter}

// ofPart names a part where there are several and it was not named just before.
func (s *screen) ofPart(p events.Part, before string) string {
	if label := s.partLabel(p); label != "" && !strings.HasSuffix(before, label) {
		if s.clock.brief {
			return "· " + label
		}
		return "· part " + label
	}
	return ""
}

// isBystander: the viewer takes no part and was called because goods come.
func isBystander(d projections.Document) bool {
	own := d.Viewer.Country()
	return slices.ContainsFunc(d.Triggers, func(x projections.TriggerLine) bool { return x.Country == own }) &&
		!slices.ContainsFunc(d.States, func(x projections.StateLine) bool { return x.Country == own })
}

// reach finds out how the desks are reached that the viewer is told to call.
func (s *screen) reach(ctx context.Context) error {
	s.desks = map[events.Country]string{}
	for _, x := range s.d.Triggers {
		if x.Country != s.d.Viewer.Country() || !isBystander(s.d) {
			continue
		}
		contact, err := deskContact(ctx, s.r, x.Contact)
		if err != nil {
			return err
		}
		s.desks[x.Contact] = contact
	}
	return nil
}

// coming prints which States were called because the goods come their way.
func (s *screen) coming() {
	own := s.d.Viewer.Country()
	for _, x := range s.d.Triggers {
		when := s.arrival(x)
		switch {
		case x.Country != own && s.clock.brief:
			s.line("◆ CALLED", notice, said(string(x.Country), "was called", s.clock.ago(x.At)+":", or(when, "goods come its way")))
		case x.Country != own:
			s.line("◆ CALLED", notice, said(string(x.Country), "was called", s.clock.ago(x.At)+":", commas("goods come its way", when)))
		case isBystander(s.d):
			s.line("◆ COMING", alarm, said("your way: part", commas(string(x.Part), or(when, "told "+s.clock.ago(x.At)+", nobody said when to expect it")), with("· call the desk of", x.Contact), with("·", clean(s.desks[x.Contact]))))
		}
	}
}

// arrival says when goods are expected in a State that was called, if somebody said
// so: else the trigger has the time at which they were seen to come.
func (s *screen) arrival(x projections.TriggerLine) string {
	given := x.Expected.After(x.At) || slices.ContainsFunc(s.d.Sightings, func(l projections.SightingLine) bool {
		return l.Toward == x.Country && l.Expected == x.Expected
	})
	if !given {
		return ""
	}
	when := "expected " + s.clock.at(x.Expected)
	if left := x.Expected.Sub(s.clock.now); left > 0 {
		return when + ", in " + span(left)
	}
	return when + ", " + s.clock.ago(x.Expected)
}

// older stands for so many things of a topic that happened before those that are
// printed.
func (s *screen) older(label string, n int) {
	s.rest(label, alarm, n, counted(n, "older one")+": "+s.asking()+" --"+s.topic)
}

func (s *screen) breaches() {
	const most = 5
	for i, b := range slices.Backward(s.d.Breaches) {
		if left := i + 1; left == len(s.d.Breaches)-most && !s.asked("breaches") {
			s.older("▲ BREACH", left)
			break
		}
		p, void := alarm, ""
		if b.Corrected != "" {
			p, void = notice, "· its record is void: "+string(b.Corrected)
		}
		s.mark("▲ BREACH", p, said(string(b.Rule), with("·", b.Country), with("· part", b.Part), "· "+s.clock.at(b.Since), void))
	}
}

// called is how the viewer names the operation in a command.
func (s *screen) called() string { return or(string(s.d.Name), string(s.d.Operation)) }

// asking is the command that shows the screen.
func (s *screen) asking() string {
	text := said("vigil", s.Command.Words, s.called())
	for _, flag := range []string{"until", "as-known-to"} {
		text = said(text, with("--"+flag, s.given[flag]))
	}
	return text
}

func (s *screen) halted() {
	switch s.d.State {
	case projections.Suspended:
		s.line("■ STATE", alarm, said("SUSPENDED", s.clock.at(s.d.Suspended)+",", s.clock.ago(s.d.Suspended)+":", or(string(s.d.Ground), "no ground is shown to you"), "· nothing departs, nothing is offered until it is resumed"))
	case projections.Terminated:
		s.line("■ STATE", alarm, said("TERMINATED", s.clock.at(s.d.Terminated)+",", s.clock.ago(s.d.Terminated)+":", or(string(s.d.Ground), "no ground is shown to you"), "· to be wound up, ended and closed"))
	}
}

func (s *screen) interdictions() {
	for _, x := range s.d.Interdictions {
		label := s.ofPart(x.Part, "")
		switch x.State {
		case projections.InterdictionRequested:
			s.line("■ STOP", alarm, said("the lead asks", string(x.Country), "to stop it", label, "·", s.clock.ago(x.Requested)+",", "not answered"))
		case projections.InterdictionDeclined:
			s.line("■ STOP", notice, said(string(x.Country), "declined to stop it", label, "·", s.clock.ago(x.Declined)+":", string(x.Ground)))
		case projections.InterdictionOrdered:
			s.line("■ STOP", alarm, said("ordered by", string(x.Country), label, "·", s.clock.ago(x.Ordered)+":", string(x.Ground)))
		case projections.InterdictionExecuted:
			s.line("■ STOPPED", bold, said("by", string(x.Country), label, "·", s.clock.at(x.Executed)+",", "goods", strings.ReplaceAll(string(x.Goods), "-", " "), place(x.Place)))
		}
	}
}

// handling prints what may be done with what is shown here, the strictest of all of
// it. Words that H3 binds to are printed whole, always.
func (s *screen) handling() {
	var rules []string
	for _, code := range s.d.Handling {
		if code == events.H3 { // its words have a row of their own
			continue
		}
		rule := handledAs[code]
		if s.clock.brief {
			rule = strings.ToUpper(string(code))
		}
		rules = append(rules, rule)
	}
	if s.d.TLP != "" {
		rules = append(rules, "TLP:"+strings.ToUpper(string(s.d.TLP)))
	}
	if s.d.Marking != "" {
		rules = append(rules, string(s.d.Marking))
	}
	if len(rules) > 0 {
		s.line("Handling", notice, strings.Join(rules, " · "))
	}
	found := false
	for _, t := range s.texts {
		if t.Slot != events.SlotRestriction {
			continue
		}
		found = true
		ask := ""
		if t.Error != "" {
			ask = ": ask before you use it"
		}
		s.line("Handling", notice, said("H3", s.ref(t.Counter), t.words()+ask))
	}
	if !found && slices.Contains(s.d.Handling, events.H3) {
		s.line("Handling", notice, "H3: its words are not here: ask before you use it")
	}
}

// handledAs says what a handling code demands, in short.
var handledAs = map[events.HandlingCode]string{
	events.H0: "H0 against crime only",
	events.H1: "H1 not in court unless its author agrees",
	events.H2: "H2 not passed on unless its author agrees",
	events.H3: "H3 as its author says:",
}

// corrected prints what was told wrongly.
func (s *screen) corrected() {
	for _, x := range slices.Backward(s.d.Corrections) {
		record, by := or(s.refs[x.Record], "a record"), with("as", s.refs[x.By])
		what := said("told anew", by) + ":"
		if x.Act == "record.retract" {
			what = "never happened:"
		}
		s.line("Corrected", notice, said(record, what, string(x.Ground)+",", s.clock.at(x.At), "· both stay on record"))
	}
}
