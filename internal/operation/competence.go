package operation

import (
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
	if listed := a.Area.Extent == events.ListedPoints; listed != (len(a.Area.Points) > 0) {
		return refuse(PointsListed, Invalid, "a consent for listed points names them, and no other does").
			hint("Name the points, or consent to the whole territory.")
	}
	for _, id := range a.Area.Points {
		if id.From() != r.Country && id.To() != r.Country {
			return refuse(PointsListed, Invalid, "%s is no point of %s", id, r.Country)
		}
		point, ok := s.Point(id)
		if err := changes(id, ok, point.Dropped); err != nil {
			return err
		}
	}
	if r.limitedBy(a) && !slices.Contains(s.command.Enclosures, "reason") {
		return refuse(LimitSaysWhy, Invalid, "this is less than was asked for").missing("reason").
			hint("Say why, in words.")
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

// reachable tells whether one of the points that a consent holds at is planned, the way
// that the leg's measure needs it.
func (o Operation) reachable(c Consent, leg Leg) bool {
	return len(c.Points) == 0 || slices.ContainsFunc(o.Points, func(p Point) bool {
		way := p.To
		if leg.Measure == events.Export {
			way = p.From
		}
		return way == leg.Country && !p.Dropped && c.holdsAt(p.ID)
	})
}
