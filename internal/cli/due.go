package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"vigil/events"
	"vigil/projections"
)

// reached says how a checkpoint stands.
func (c *Call) reached(p projections.CheckpointLine) string {
	switch {
	case p.Reached.After(p.Window.Until.Add(time.Duration(p.Grace) * time.Minute)):
		return said("seen late", c.clock.at(p.Reached), string(p.Method))
	case !p.Reached.IsZero() && !p.Missed.IsZero():
		return said("seen", c.clock.at(p.Reached), string(p.Method), "· told after the alert")
	case !p.Reached.IsZero():
		return said("seen", c.clock.at(p.Reached), string(p.Method))
	case !p.Waived.IsZero():
		return said("waived", c.clock.at(p.Waived))
	case !p.Missed.IsZero():
		return said("MISSED", c.clock.at(p.Missed))
	}
	return c.untilDue(p.Window, time.Duration(p.Grace)*time.Minute)
}

// expected is reached, or that nobody waits for it any more.
func (c *Call) expected(d projections.Document, p projections.CheckpointLine) string {
	if (d.HasArrived() || d.HasEnded()) && p.Reached.IsZero() && p.Waived.IsZero() && p.Missed.IsZero() {
		return "not passed, no longer expected"
	}
	return c.reached(p)
}

// untilDue says how long until a window opens or ends, or how long it is over.
func (c *Call) untilDue(w events.Window, grace time.Duration) string {
	now := c.clock.now
	switch {
	case now.Before(w.From):
		return "in " + span(w.From.Sub(now))
	case !now.After(w.Until) && w.Until.Sub(now) < time.Minute:
		return "due now"
	case !now.After(w.Until):
		return "due within " + span(w.Until.Sub(now))
	case grace > 0 && !now.After(w.Until.Add(grace)):
		return "OVERDUE " + span(now.Sub(w.Until)) + ", grace " + span(w.Until.Add(grace).Sub(now)) + " left"
	}
	return "OVERDUE " + span(now.Sub(w.Until))
}

// handedOver says how a handover point stands.
func (c *Call) handedOver(d projections.Document, id events.PointID) string {
	state := "nothing offered"
	for _, h := range d.Handovers {
		if h.Point == id {
			state = said(string(h.State), string(h.Ground))
		}
	}
	return state
}

// deadline is something to come.
type deadline struct {
	at   events.Time
	what string
}

// deadlines are what is still to happen or to be done, the most pressing first.
func deadlines(c *Call, d projections.Document) (list []deadline) {
	for _, x := range d.Due(c.clock.now) {
		list = append(list, deadline{x.At, c.dueIs(d, x)})
	}
	var again projections.AlertLine // the next of them: each has its own line above
	for _, a := range d.Alerts {
		if at := nextCall(a); !at.IsZero() && (again.ID == "" || at.Before(nextCall(again))) {
			again = a
		}
	}
	if at := nextCall(again); again.ID != "" && !c.clock.brief {
		list = append(list, deadline{at, said("alert", string(again.ID), "is told again", c.clock.at(at), "·", c.left(at))})
	}
	slices.SortStableFunc(list, func(a, b deadline) int { return a.at.Compare(b.at) })
	return list
}

// dueIs says what runs out, and how long is left.
func (c *Call) dueIs(d projections.Document, x projections.DueLine) string {
	by := said(c.clock.at(x.At), "·", c.left(x.At))
	of := said(string(x.Country), string(x.Measure))
	switch x.What {
	case projections.DueOffer:
		if to := events.PointID(x.About).To(); to != d.Viewer.Country() {
			return said(string(to), "is to answer", x.About, "by", by)
		}
		return said("answer", x.About, "by", by)
	case projections.DueGoods:
		return said("goods expected in", string(x.Country), by)
	case projections.DueControl:
		return said("control of", string(x.Part), "is lost unless somebody sees it by", by)
	case projections.DueDecision:
		return said("decide what is done about", string(x.Part), "by", by)
	case projections.DueFiveHours:
		return said("5 h rule ends", c.left(x.At), "· officers in", string(x.Country), "·", c.clock.at(x.At))
	case projections.DueGo:
		return said("go or no go for", string(x.Part), "at", x.About, by)
	case projections.DueReceipt:
		return said(of, "is to be acknowledged by", by)
	case projections.DueAnswer:
		return said(of, "is to be answered by", by)
	case projections.DueCheckpoint:
		for _, p := range d.Checkpoints {
			if string(p.ID) == x.About {
				return said("checkpoint", x.About, c.clock.window(p.Window), "·", c.reached(p))
			}
		}
	case projections.DueHandover:
		for _, p := range d.Points {
			if string(p.ID) == x.About {
				return said("handover", x.About, c.clock.window(p.Window), "·", c.untilDue(p.Window, 0))
			}
		}
	case projections.DueWriting:
		return said("confirm", of, "in writing by", by)
	case projections.DueConsentEnds:
		return said("consent", of, c.clock.at(x.At), "·", c.consentEnds(d, x))
	case projections.DueReading:
		return said("reading of device", x.About, "is old", by)
	case projections.DueBattery:
		return said("battery of device", x.About, "ends", by)
	case projections.DueLetterEnds:
		return said("letter to", x.About, "ends", by)
	case projections.DueReport:
		return said("report of", string(x.Country), "by", by)
	case projections.DueReview:
		return said("review whether the records are still needed", by)
	}
	return said(string(x.What), of, x.About, by)
}

// consentEnds says how long a consent holds.
func (c *Call) consentEnds(d projections.Document, x projections.DueLine) string {
	if x.At.Before(c.clock.now) {
		return "OVER for " + span(c.clock.now.Sub(x.At))
	}
	ends := "ends " + c.left(x.At)
	for _, a := range d.Authorisations {
		if a.Request == x.Record && !a.Ends.IsZero() && a.For == events.Expiry {
			ends = "LAPSING: " + ends
		}
	}
	return ends
}

// left says how long there is until a moment, or how long it is past.
func (c *Call) left(at events.Time) string {
	if d := at.Sub(c.clock.now); d >= 0 {
		return "in " + span(d)
	}
	return "OVERDUE " + span(c.clock.now.Sub(at))
}

func (s *screen) due() {
	if s.d.State == projections.Over {
		return
	}
	const most = 5
	list := deadlines(s.Call, s.d)
	if len(list) == 0 {
		s.line("Due next", bold, "nothing is planned that concerns you")
	}
	for i, x := range list {
		if i == most && !s.asked("due") {
			s.rest("Due next", bold, len(list)-most, fmt.Sprintf("and %d more: %s --due", len(list)-most, s.asking()))
			break
		}
		s.line("Due next", bold, x.what)
	}
}

// missing says what is not there yet, or no longer: consents above all. With it stands
// what is to hold all along, which nobody can be done with before the end.
func (s *screen) missing() {
	switch s.d.State {
	case projections.Over:
		s.settled()
		return
	case projections.Closed:
		return
	}
	s.lacking()
	for _, a := range s.d.Authorisations {
		if a.Replaced != "" || s.consentedSince(a) {
			continue // the newest version lacks or has what it asks for
		}
		what := said(string(a.Country), string(a.Measure)) + ": "
		switch a.Answer {
		case projections.Unanswered:
			s.line("Missing", notice, said(what+"no answer for", span(s.clock.now.Sub(a.AskedAt)), "· needed from", s.clock.at(a.Asked.From)))
		case projections.Provisional:
			s.line("Missing", notice, what+"provisional, not yet final")
		case projections.Refused:
			s.line("Missing", notice, what+"REFUSED: "+string(a.Ground))
		case projections.ConsentRests:
			s.line("Missing", alarm, said(what+"SUSPENDED", s.clock.at(a.Changed)+":", string(a.Ground)))
		case projections.ConsentRevoked:
			s.line("Missing", alarm, said(what+"REVOKED", s.clock.at(a.Changed)+":", string(a.Ground)))
		case projections.ConsentLapsed:
			s.line("Missing", alarm, said(what+"LAPSED", s.clock.at(a.Ends), with("for want of", a.For)))
		}
	}
	for _, x := range s.d.Conditions {
		switch {
		case isToHold(x):
			s.line("Condition", notice, said(string(x.ID), string(x.Topic), "is to hold throughout"))
		case x.State == projections.Unmet:
			s.line("Missing", notice, said("condition", string(x.ID), string(x.Topic), bracketed(x.Force), "not met"))
		}
	}
	for _, p := range s.d.Checkpoints {
		if !p.Missed.IsZero() && p.Reached.IsZero() && p.Waived.IsZero() {
			s.line("Missing", alarm, said("checkpoint", string(p.ID), "MISSED: nobody has reported it there,", s.clock.ago(p.Missed)))
		}
	}
	for _, p := range s.d.Parts {
		if s.r.Asker.Viewer.IsLead() && p.Approved.IsZero() && p.Departed.IsZero() {
			s.line("Missing", notice, said("departure", s.partLabel(p.Part), "not approved"))
		}
	}
}

// isToHold tells whether a condition is one to keep throughout, and stands.
func isToHold(x projections.ConditionLine) bool {
	return x.Force == events.Continuing && x.State == projections.Unmet
}

// consentedSince tells whether the State has consented to the same measure when it was
// asked again: of the request before nothing is missing.
func (s *screen) consentedSince(was projections.AuthorisationLine) bool {
	return slices.ContainsFunc(s.d.Authorisations, func(a projections.AuthorisationLine) bool {
		return a.Country == was.Country && a.Measure == was.Measure && a.Answer == projections.Granted && a.AskedAt.After(was.AskedAt)
	})
}

func (s *screen) consents() {
	var given []string
	for _, a := range s.d.Authorisations {
		if a.Answer == projections.Granted {
			given = append(given, said(string(a.Country), string(a.Measure), joined(a.Modes), spoken(a)))
		}
	}
	if len(given) > 0 {
		s.line("Consents", bold, strings.Join(given, " · "))
	}
}

// spoken marks a consent that is not in writing.
func spoken(a projections.AuthorisationLine) string {
	if a.Finality == events.Oral {
		return "(oral)"
	}
	return ""
}

// needs says what in an operation needs the viewer first, in a few words: alerts
// that nobody has in hand and what waits for its answer, else the next deadline.
// Urgency orders operations by that: the lowest first.
func (c *Call) needs(d projections.Document) (what string, urgency events.Time) {
	open, inHand := 0, 0
	for _, a := range openAlerts(d) {
		switch a.State {
		case projections.AlertOpen:
			if urgency.IsZero() || a.Since.Before(urgency) {
				urgency = a.Since
			}
			open++
		default:
			inHand++
		}
	}
	var pieces []string
	add := func(what string, at events.Time) {
		pieces = append(pieces, what)
		if !at.IsZero() && (urgency.IsZero() || at.Before(urgency)) {
			urgency = at
		}
	}
	if open > 0 {
		pieces = append(pieces, counted(open, "alert")+" NOT ACKNOWLEDGED")
	}
	if d.HasEnded() {
		return strings.Join(pieces, " · "), urgency
	}
	if inHand > 0 && open == 0 {
		pieces = append(pieces, counted(inHand, "alert")+" in hand")
	}
	waits := d.Waiting(c.clock.now)
	for i, x := range waits {
		if i == fewWaits {
			pieces = append(pieces, fmt.Sprintf("and %d more", len(waits)-i))
			break
		}
		what, _ := c.waitsFor(d, x)
		at := x.At
		if x.What == projections.DueWish {
			at = wished(d, x)
		} else if !at.IsZero() {
			what = what + " " + c.left(at)
		}
		add(what, at)
	}
	if list := deadlines(c, d); len(list) > 0 && open == 0 && len(waits) == 0 {
		what, _, _ := strings.Cut(list[0].what, " · ")
		add(what, list[0].at)
	}
	return strings.Join(pieces, " · "), urgency
}

// stands says where an operation stands, for the viewer.
func stands(d projections.Document) string {
	switch {
	case d.Ending != "":
		return string(d.State) + ": " + string(d.Ending)
	case isBystander(d):
		return "you were called"
	}
	return string(d.State)
}

// byNeed puts operations in the order in which they need somebody: alerts that
// nobody has in hand, then deadlines, then what is over.
func (c *Call) byNeed(docs []projections.Document) {
	rank := func(d projections.Document) int {
		switch {
		case slices.ContainsFunc(d.Alerts, func(a projections.AlertLine) bool { return a.State == projections.AlertOpen }),
			slices.ContainsFunc(d.Waiting(c.clock.now), func(x projections.DueLine) bool { return x.What == projections.DueWish }):
			return 0
		case !d.HasEnded():
			return 1
		}
		return 2
	}
	slices.SortStableFunc(docs, func(a, b projections.Document) int {
		_, x := c.needs(a)
		_, y := c.needs(b)
		if x.IsZero() != y.IsZero() && rank(a) == rank(b) {
			return y.Compare(x) // without a deadline is last
		}
		return cmp.Or(cmp.Compare(rank(a), rank(b)), x.Compare(y))
	})
}
