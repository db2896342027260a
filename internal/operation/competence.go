package operation

import (
	"fmt"
	"slices"

	"vigil/events"
)

// The rules of which authority decides, and of how far a consent reaches. Belgium: the
// prosecutors of the origin and of the intervention may both be competent, and another
// settles it.
const (
	ContestNames     Rule = "a-contest-names-two-authorities-or-more"   // 1. Belgium, practice
	ContestOnce      Rule = "competence-is-contested-once-at-a-time"    // 2. domain 3
	CompetenceFirst  Rule = "competence-is-settled-first"               // 3. Belgium, practice: until then none of them decides
	OneOfContesting  Rule = "one-of-those-contesting-is-competent"      // 4. Belgium, practice
	CompetentDecides Rule = "the-authority-that-is-competent-decides"   // 5. EU MLA 2000 art. 12(2): competent authorities of the requested State
	LimitSaysWhy     Rule = "a-limited-consent-gives-its-reasons"       // 6. CH-IT 2009 art. 2: limits or refuses, giving reasons
	PointsListed     Rule = "a-consent-for-points-lists-them"           // 7. CH-IT 2009 art. 1: else it holds everywhere
	AtListedPoints   Rule = "goods-come-in-where-the-consent-lets-them" // 8. CH-IT 2009 art. 1. Asked by handovers
	OutAtListed      Rule = "goods-go-out-where-the-consent-lets-them"  // 9. CH-IT 2009 art. 1. Asked of who offers: it is its own consent
)

type (
	contestCompetence struct{ events.CompetenceContested }
	settleCompetence  struct{ events.CompetenceSettled }
)

func (a contestCompetence) decide(s situation) ([]events.Event, error) {
	c := a.Contest
	request, err := s.unanswered(events.ConsentTerms{Request: c.Request, Country: c.Country})
	if err != nil {
		return nil, err
	}
	if len(request.Contest) > 0 {
		return nil, refuse(ContestOnce, Conflict, "it is contested already between %s", list(request.Contest)).
			hint("Settle that first.")
	}
	for _, id := range c.Authorities {
		if err := s.authority(id, c.Country, events.DecidesRequests); err != nil {
			return nil, err
		}
	}
	if len(slices.Compact(slices.Sorted(slices.Values(c.Authorities)))) < 2 {
		return nil, refuse(ContestNames, Invalid, "a contest is between two authorities of %s, or more", c.Country).
			hint("Name each that may be competent.")
	}
	return s.calming(a.CompetenceContested, request.Country, request.Measure, "contested"), nil
}

func (a settleCompetence) decide(s situation) ([]events.Event, error) {
	t := a.Settlement
	request, err := s.unanswered(events.ConsentTerms{Request: t.Request, Country: t.Country})
	switch {
	case err != nil:
		return nil, err
	case len(request.Contest) == 0:
		return nil, refuse(OneOfContesting, Conflict, "nobody contests who of %s is competent", t.Country).
			hint("The authority that is competent decides.")
	case !slices.Contains(request.Contest, t.Authority):
		return nil, refuse(OneOfContesting, Invalid, "it is contested between %s, not by %s", list(request.Contest), t.Authority).
			hint("Name one of them.")
	}
	return []events.Event{a.CompetenceSettled}, nil
}

func (r Request) uncontested() error {
	if len(r.Contest) == 0 {
		return nil
	}
	return refuse(CompetenceFirst, Refused, "%s may be competent: none of them decides yet", list(r.Contest)).
		hint("Settle which one is.")
}

// decidable asks of a grant who decides, and whether it says why it allows less than
// was asked for.
func (s situation) decidable(r Request, a events.AuthorisationGranted) error {
	if err := r.uncontested(); err != nil {
		return err
	}
	if err := s.authority(a.Grant.By, r.Country, events.DecidesRequests); err != nil {
		return err
	}
	if r.Settled != "" && a.Grant.By != r.Settled {
		return refuse(CompetentDecides, NotAllowed, "%s is competent for this, as was settled", r.Settled).
			hint("Say that it decides, if it does.")
	}
	if err := s.holdsWhere(a.Area, r.Country); err != nil {
		return err
	}
	if r.limitedBy(a) && !slices.Contains(s.command.Enclosures, "reason") {
		return refuse(LimitSaysWhy, Invalid, "this is less than was asked for").missing("reason").
			hint("Say why, in words.")
	}
	return nil
}

// holdsWhere asks of the area of a consent whether its points are there, and the
// State's own.
func (s situation) holdsWhere(area events.AreaTerms, country events.Country) error {
	if listed := area.Extent == events.ListedPoints; listed != (len(area.Points) > 0) {
		return refuse(PointsListed, Invalid, "a consent for listed points names them, and no other does").
			hint("Name the points, or consent to the whole territory.")
	}
	for _, id := range area.Points {
		if id.From() != country && id.To() != country {
			return refuse(PointsListed, Invalid, "%s is no point of %s", id, country)
		}
		point, ok := s.Point(id)
		if err := changes(id, ok, point.Dropped); err != nil {
			return err
		}
	}
	return nil
}

// limitedBy tells whether a grant allows less than a request asked for. What the
// request left open is no limit.
func (r Request) limitedBy(a events.AuthorisationGranted) bool {
	return r.Mode != "" && !slices.Contains(a.Grant.Modes, r.Mode) ||
		r.Ceiling != (events.Quantity{}) && !Consent{Ceiling: a.Ceiling}.within(r.Ceiling) ||
		a.Area.Extent == events.ListedPoints
}

// holdsAt tells whether a consent lets goods in at a point. Which point they pass is
// not asked of a crossing: nobody may know.
func (c Consent) holdsAt(point events.PointID) bool {
	return point == "" || len(c.Points) == 0 || slices.Contains(c.Points, point)
}

// elsewhere lists, for people, the borders of a leg that the plan passes at points at
// none of which a consent holds: where the goods come in, unless they set out from there,
// and where they go out, unless they stay. A border that has no point is for the gaps of
// the route to name.
func (o Operation) elsewhere(c Consent, leg Leg, route []Leg) []string {
	if len(c.Points) == 0 {
		return nil
	}
	var why []string
	before, after := neighbours(leg, route)
	for _, border := range []struct {
		passed   bool
		from, to events.Country
		word     string
	}{{leg.Measure != events.Export, before, leg.Country, "comes in"}, {leg.Measure != events.Import, leg.Country, after, "goes out"}} {
		var planned []events.PointID
		for _, p := range o.Points {
			if p.From == border.from && p.To == border.to && !p.Dropped {
				planned = append(planned, p.ID)
			}
		}
		if border.passed && len(planned) > 0 && !slices.ContainsFunc(planned, c.holdsAt) {
			why = append(why, fmt.Sprintf("granted at %s only, the plan %s at %s", list(c.Points), border.word, list(planned)))
		}
	}
	return why
}

// neighbours are the States that a route goes through before and after a leg's.
func neighbours(leg Leg, route []Leg) (before, after events.Country) {
	i := slices.IndexFunc(route, func(l Leg) bool { return l.ID == leg.ID })
	for _, l := range route[:max(i, 0)] {
		if l.Country != leg.Country {
			before = l.Country
		}
	}
	for _, l := range route[i+1:] {
		if l.Country != leg.Country {
			return before, l.Country
		}
	}
	return before, after
}

// letsOut tells whether a State's consents that are in force for a part let it go out
// at a point. If none is, that is not for this rule to say: the goods have to go on or be
// stopped all the same.
func (o Operation) letsOut(point events.PointID, country events.Country, part Part, t events.Time) bool {
	any := false
	for _, r := range o.Requests {
		c := r.on(t)
		if r.Country != country || r.Measure == events.Import || !c.covers(part, t) {
			continue
		}
		if any = true; c.holdsAt(point) {
			return true
		}
	}
	return !any
}
