package operation

import (
	"fmt"
	"slices"
	"strings"

	"vigil/events"
)

// last is the newest answer; its Says is Open if there is none.
func (r Request) last() Consent {
	if len(r.Terms) == 0 {
		return Consent{}
	}
	return r.Terms[len(r.Terms)-1]
}

// on is the answer that held at a moment.
func (r Request) on(t events.Time) Consent {
	for _, c := range slices.Backward(r.Terms) {
		if !c.At.After(t) {
			return c
		}
	}
	return Consent{}
}

// allows tells whether the answer is a yes to this mode that counts at a moment.
// An oral yes counts until it was to be in writing, whether its clock has said so
// or not (INV-07).
func (c Consent) allows(mode events.Mode, t events.Time) bool {
	return (c.Says == Final || c.Says == Oral) && c.inTime(t) && slices.Contains(c.Modes, mode)
}

// covers tells whether the answer is a yes to this part being in the State at a
// moment.
func (c Consent) covers(part Part, t events.Time) bool {
	return c.allows(part.Mode, t) && c.Window.Holds(t) && c.within(part.Quantity)
}

// inTime tells whether an oral yes need not be in writing yet; of any other it is
// true.
func (c Consent) inTime(t events.Time) bool { return c.Confirm.IsZero() || t.Before(c.Confirm) }

// over tells whether the answer's time has run out.
func (c Consent) over(t events.Time) bool { return t.After(c.Window.Until) || !c.inTime(t) }

// ends is when the answer ends if nobody does anything, and for what want.
func (c Consent) ends() (events.Time, events.LapseFor) {
	if !c.Confirm.IsZero() && c.Confirm.Before(c.Window.Until) {
		return c.Confirm, events.NotInWriting
	}
	return c.Window.Until, events.Expiry
}

// given tells whether there is a yes, be it that it rests.
func (c Consent) given() bool { return c.Says == Final || c.Says == Oral || c.Says == Suspended }

// word is for people why there is no consent.
func (c Consent) word() string {
	if c.Says == Open {
		return "requested, not answered"
	}
	return string(c.Says)
}

// lacks lists all that keeps the answer, as of t, from letting a part travel a leg. What
// is no consent, and must be asked anew, is held against no limit.
func (c Consent) lacks(leg Leg, part Part, t events.Time) []string {
	why, need := c.forbids(leg.Country, part.Mode, t), leg.needs()
	if !c.holds(t) {
		return why
	}
	if c.Window.From.After(need.From) {
		why = append(why, fmt.Sprintf("granted from %s, needed from %s", minute(c.Window.From), minute(need.From)))
	}
	if c.Window.Until.Before(need.Until) {
		why = append(why, fmt.Sprintf("granted until %s, needed until %s", minute(c.Window.Until), minute(need.Until)))
	}
	if excess := c.excess(part.Quantity); excess != "" {
		why = append(why, excess)
	}
	return why
}

// holds tells whether there is a consent as of t, be it suspended: resumed, it has the
// limits that it had.
func (c Consent) holds(t events.Time) bool { return c.given() && c.inTime(t) }

// forbids lists why the State's answer does not allow a mode as of t: whether or not it
// is for the time.
func (c Consent) forbids(country events.Country, mode events.Mode, t events.Time) (why []string) {
	switch {
	case c.Says == Open:
		return []string{c.word()}
	case c.Says == Provisional:
		return []string{"provisional only"}
	case c.Says == Lapsed:
		return []string{fmt.Sprintf("lapsed at %s", minute(c.At))}
	case !c.given():
		return []string{fmt.Sprintf("%s by %s", c.Says, country)}
	case !c.inTime(t):
		return []string{fmt.Sprintf("granted orally, not confirmed by %s", minute(c.Confirm))}
	case c.Says == Suspended:
		why = append(why, fmt.Sprintf("%s by %s", c.Says, country))
	}
	if !slices.Contains(c.Modes, mode) {
		why = append(why, fmt.Sprintf("granted for %s, needed for %s", list(c.Modes), mode))
	}
	return why
}

func (c Consent) says(answer Answer) Consent { c.Says = answer; return c }

func (c Consent) confirmed() Consent {
	c.Confirm = events.Time{}
	if c.Says == Oral {
		c.Says = Final
	}
	return c
}

func (c Consent) resumed() Consent {
	if c.Confirm.IsZero() {
		return c.says(Final)
	}
	return c.says(Oral)
}

func (c Consent) varied(e events.AuthorisationVaried) Consent {
	c.Modes, c.Window, c.Ceiling = slices.Clone(e.Variation.Modes), e.Window, e.Ceiling
	if e.Area.Extent != "" {
		c.Points = slices.Clone(e.Area.Points)
	}
	if !e.Means.IsZero() {
		c.Devices = slices.Clone(e.Means.Technical)
	}
	return c
}

// changed is what follows from a State's answer to a request being now this: its
// desk is called if goods are there that it has no consent for any more
// (INV-17), and needs to be called no more if they have one again.
func (s situation) changed(r Request, now Consent, ground events.Code) []events.Event {
	if now.Says == Provisional {
		return nil
	}
	var out []events.Event
	was, _ := r.last().ends()
	if end, _ := now.ends(); !now.given() || end.After(was) {
		out = s.settle(ConsentLapsing, consentName(r.Country, r.Measure), r.Country, ground)
	}
	part, bare := s.uncovered(r, now)
	if !bare {
		for _, m := range alike(r.Measure) {
			out = append(out, s.settle(ConsentLapsed, consentName(r.Country, m), r.Country, ground)...)
			out = append(out, s.settle(ConsentRevoked, consentName(r.Country, m), r.Country, ground)...)
		}
		for _, p := range s.Parts {
			if s.directs(r.Country, p.Label) && p.servedBy(r.Country, r.Measure) && now.covers(p, s.at) {
				out = append(out, s.settle(CrossedWithoutAuthority, string(p.Label), r.Country, ground)...)
			}
		}
		return out
	}
	if _, before := s.uncovered(r, r.last()); !before || now.Says == Suspended || now.Says == Revoked {
		out = append(out, s.raise(ConsentRevoked, consentName(r.Country, r.Measure), r.Country, part.Label, s.at)...)
	}
	return out
}

// uncovered finds a part that a State directs and has no consent for, the answer
// to one request being now this.
func (s situation) uncovered(r Request, now Consent) (Part, bool) {
	return find(s.Parts, func(p Part) bool {
		d, _ := p.Direction()
		return d.Country == r.Country && p.servedBy(r.Country, r.Measure) && !slices.ContainsFunc(s.Requests, func(other Request) bool {
			c := other.on(s.at)
			if other.ID == r.ID {
				c = now
			}
			return other.Country == r.Country && p.servedBy(other.Country, other.Measure) && c.covers(p, s.at)
		})
	})
}

// servedBy tells whether a consent of a State to this measure lets the part be
// there. What began there needs none to come in, and what came in is not helped
// by one to set out.
func (p Part) servedBy(country events.Country, m events.Measure) bool {
	if p.Origin == country {
		return m != events.Import
	}
	return m != events.Export
}

// alike lists the measures of which one serves as well as another for goods that
// are in a State: those that let them in, or that which lets them out.
func alike(m events.Measure) []events.Measure {
	if m == events.Export {
		return []events.Measure{events.Export}
	}
	return []events.Measure{events.Import, events.TransitRoute}
}

// consentName is what an alert calls a consent: AT-IMPORT.
func consentName(country events.Country, measure events.Measure) string {
	return string(country) + "-" + strings.ToUpper(string(measure))
}

// Admits tells whether a State's consent to a part coming in is in force at a
// moment: given by then, for import or transit, in this mode.
func (o Operation) Admits(country events.Country, mode events.Mode, t events.Time) bool {
	return o.admitsAt("", country, mode, t)
}

// admitsAt tells the same of coming in at a point.
func (o Operation) admitsAt(point events.PointID, country events.Country, mode events.Mode, t events.Time) bool {
	return slices.ContainsFunc(o.Requests, func(r Request) bool {
		c := r.on(t)
		return r.Country == country && r.Measure != events.Export && c.allows(mode, t) && c.Window.Holds(t) && c.holdsAt(point)
	})
}

// overCeiling says why a part coming in at a point, or wherever if none is named, is
// more than a State has consented to, or nothing if it is not: also if no consent is
// in force at all, which is another rule's to say. Each part is held against the
// ceiling by itself: what came before it may have left again.
func (o Operation) overCeiling(country events.Country, part Part, point events.PointID, t events.Time) string {
	why := ""
	for _, r := range o.Requests {
		c := r.on(t)
		if r.Country != country || r.Measure == events.Export || !c.allows(part.Mode, t) || !c.Window.Holds(t) || !c.holdsAt(point) {
			continue
		}
		if why = c.excess(part.Quantity); why == "" {
			return ""
		}
	}
	return why
}

// excess says why a quantity is not within the ceiling, or nothing if it is.
func (c Consent) excess(q events.Quantity) string {
	if c.within(q) {
		return ""
	}
	return fmt.Sprintf("granted up to %s %s, declared %s %s", c.Ceiling.Amount, c.Ceiling.Unit, q.Amount, q.Unit)
}

// within is INV-05. Mass and pieces do not compare, and what is not shown to be
// within a ceiling is not.
func (c Consent) within(q events.Quantity) bool {
	if c.Ceiling == (events.Quantity{}) {
		return true
	}
	order, known := q.Compare(c.Ceiling)
	return known && order <= 0
}
