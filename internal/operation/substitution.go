package operation

import (
	"fmt"
	"slices"

	"vigil/events"
)

// The rules of substitution: goods taken out, wholly or in part, and the delivery goes
// on (UNTOC art. 20(4)).
const (
	OnlyLessThanLive Rule = "a-substitution-leaves-less-than-was-there" // 1. 1988 art. 11(3): removed or replaced in whole or in part
	NotEndedYet      Rule = "a-part-that-ended-is-not-substituted"      // 2. domain 3
	GoodsComeThere   Rule = "a-substitution-is-where-the-goods-come-by" // 3. domain 4: in a State where they are or that is planned
	EveryModeAllowed Rule = "every-state-to-come-allows-the-mode"       // 4. INV-04: UNTOC art. 20(4)
	ProposalIsKnown  Rule = "an-answer-answers-a-proposal"              // 5. domain 4: SubstitutionAuthorised. By the State's own authority: only-a-states-own-authority-decides-for-it
	ProposalOnce     Rule = "a-proposal-is-authorised-once"             // 6. domain 3
	AsProposed       Rule = "a-substitution-is-authorised-as-proposed"  // 7. domain 4: the States to come allowed that and nothing else
)

// What a substitution can break: beside the fact, never instead of it.
const (
	SubstitutedWithoutAuthority events.Code = "substituted-without-authority" // 8. 1988 art. 11(3): with the consent of the Parties concerned
	ModeNotAllowed              events.Code = "mode-not-allowed"              // 9. INV-04: of a State still to come
)

// Substitution is the lead's proposal to take goods out, and whether it was
// authorised.
type Substitution struct {
	ID         events.CommandID
	Part       events.Part
	Country    events.Country
	Mode       events.Mode
	Authorised events.Time // the hub's time; zero: not
}

type (
	proposeSubstitution   struct{ events.SubstitutionProposed }
	authoriseSubstitution struct{ events.SubstitutionAuthorised }
	seenSubstituted       struct{ events.SubstitutionPerformed }
)

func (a proposeSubstitution) decide(s situation) ([]events.Event, error) {
	p := a.Proposal
	part, ok := s.Part(p.Part)
	_, merged := s.merger(p.Part)
	switch {
	case !ok:
		return nil, refuse(PartIsDeclared, NotFound, "%s has no part %s", s.Name, p.Part)
	case p.Mode == events.Live:
		return nil, refuse(OnlyLessThanLive, Invalid, "a part that travels live has nothing taken out").
			hint("Name partial or clean.")
	case !part.Ended.IsZero() || merged:
		return nil, refuse(NotEndedYet, Refused, "part %s is secured, or no part of its own any more", p.Part)
	case !s.directs(p.Country, p.Part) && !slices.ContainsFunc(s.Legs, func(l Leg) bool { return !l.Dropped && l.Country == p.Country }):
		return nil, refuse(GoodsComeThere, Refused, "part %s is not in %s, and no leg leads there", p.Part, p.Country).
			hint("Plan a leg there first.")
	}
	if missing := s.forbidding(s.onward(p.Country, s.at), p.Mode, s.at); len(missing) > 0 {
		return nil, refuse(EveryModeAllowed, Refused, "part %s may not travel on %s", p.Part, p.Mode).missing(missing...).
			hint("Ask the States named to vary their consent, then propose again.")
	}
	return []events.Event{a.SubstitutionProposed}, nil
}

// A proposal to another State is not there.
func (a authoriseSubstitution) decide(s situation) ([]events.Event, error) {
	x := a.Substitution
	proposal, _ := find(s.Substitutions, func(p Substitution) bool { return p.ID == x.Proposal })
	switch {
	case x.Country != s.country():
		return nil, s.ofAnother(x.Country)
	case proposal.Country != x.Country:
		return nil, refuse(ProposalIsKnown, NotFound, "%s was not asked this", x.Country).
			hint("Name the proposal that you answer.")
	case !proposal.Authorised.IsZero():
		return nil, refuse(ProposalOnce, Conflict, "this was authorised at %s", minute(proposal.Authorised))
	case x.Part != proposal.Part || x.Mode != proposal.Mode:
		return nil, refuse(AsProposed, Invalid, "proposed is part %s, %s", proposal.Part, proposal.Mode).
			hint("Authorise what was proposed, or ask the lead to propose otherwise.")
	}
	return []events.Event{a.SubstitutionAuthorised}, nil
}

// A substitution is judged by what was authorised when it was done. That a State to
// come does not allow how the part travels now is the lead's to know.
func (a seenSubstituted) observe(s situation) []events.Event {
	x, t := a.Performed, s.moment()
	if _, ok := s.Part(x.Part); !ok || s.over(t) {
		return nil
	}
	var out []events.Event
	if !slices.ContainsFunc(s.Substitutions, func(p Substitution) bool {
		return p.Part == x.Part && p.Country == x.Country && p.Mode == x.Mode && !p.Authorised.IsZero() && !p.Authorised.After(t)
	}) {
		out = append(out, s.breaks(SubstitutedWithoutAuthority, x.Country, x.Part, t)...)
	}
	ahead := slices.DeleteFunc(s.onward(x.Country, t), func(l Leg) bool { return l.Country == x.Country })
	if len(s.forbidding(ahead, x.Mode, t)) > 0 {
		out = append(out, s.breaks(ModeNotAllowed, s.Lead, x.Part, t)...)
	}
	return out
}

// onward is the route from a State's first leg on; all of it, if the State has none.
func (o Operation) onward(from events.Country, t events.Time) []Leg {
	route := o.routeFrom(t)
	if i := slices.IndexFunc(route, func(l Leg) bool { return l.Country == from }); i > 0 {
		return route[i:]
	}
	return route
}

// forbidding lists the legs whose State has not consented to a mode as of t.
func (o Operation) forbidding(route []Leg, mode events.Mode, t events.Time) []string {
	var lacks []string
	for _, leg := range route {
		for _, why := range o.withheld(leg, t, func(c Consent) []string { return c.forbids(leg.Country, mode, t) }) {
			lacks = append(lacks, fmt.Sprintf("%s %s: %s", leg.Country, leg.Measure, why))
		}
	}
	return lacks
}

func evolveSubstitution(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e := e.(type) {
	case events.SubstitutionProposed:
		p := e.Proposal
		o.Substitutions = with(o.Substitutions, Substitution{ID: c.Command, Part: p.Part, Country: p.Country, Mode: p.Mode})
	case events.SubstitutionAuthorised:
		o.Substitutions = amended(o.Substitutions, func(p Substitution) bool { return p.ID == e.Substitution.Proposal },
			func(p *Substitution) { p.Authorised = c.At })
	case events.SubstitutionPerformed:
		x := e.Performed
		o = o.posts(c, x.Part, Posting{What: Removed, Quantity: x.Removed, Substitute: x.Substitute, Mode: x.Mode})
	default:
		return o, false
	}
	return o, true
}
