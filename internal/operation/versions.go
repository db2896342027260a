package operation

import (
	"fmt"
	"slices"

	"vigil/events"
)

// The rules of the versions of the plan. Each State is given its own part, counted for
// itself, and says yes or no to it. Who was given none is asked nothing.
const (
	IssuedWhatItHas Rule = "a-state-is-given-its-own-part-of-the-plan"  // 1. domain 4: PlanApproved, each commander for its own legs
	ApprovesItsOwn  Rule = "a-state-approves-its-own-part-of-the-plan"  // 2. domain 4: approval is for each State
	NewestAnswered  Rule = "the-newest-version-of-the-plan-is-answered" // 3. domain 3: versions; once
	OnlyAlternates  Rule = "only-an-alternate-leg-is-activated"         // 4. domain 3: the others are the way that is taken
)

// PlanComesBack calls the lead: a State has returned its part of the plan.
const PlanComesBack events.Code = "plan-returned"

type (
	issuePlan   struct{ events.PlanIssued }
	approvePlan struct{ events.PlanApproved }
	returnPlan  struct{ events.PlanReturned }
	activateLeg struct{ events.LegActivated }
)

// Version is the part of the plan that a State was given last.
type Version struct {
	Country events.Country
	Number  uint16
	Says    Answer // Open, Accepted or Declined
	Changed bool   // the plan was, since
}

func (a issuePlan) decide(s situation) ([]events.Event, error) {
	country := a.Issue.Country
	if !s.Involves(country) {
		return nil, refuse(InvolvedState, Refused, "%s takes no part in %s", country, s.Name).
			hint("Involve it first.")
	}
	if !s.plannedIn(country) {
		return nil, refuse(IssuedWhatItHas, Refused, "the plan has nothing for %s", country).
			hint("Plan a leg, a point or a checkpoint there first.")
	}
	last, _ := s.version(country)
	if last.Number == maxNumbered {
		return nil, refuse(HasRoom, Invalid, "%s has %d of these already", country, maxNumbered)
	}
	a.Named.Version = last.Number + 1
	return append([]events.Event{a.PlanIssued}, s.settle(PlanComesBack, string(country), s.Lead, "issued")...), nil
}

func (a approvePlan) decide(s situation) ([]events.Event, error) {
	if err := s.answersPlan(a.Approval.Country, a.Approval.Version); err != nil {
		return nil, err
	}
	return []events.Event{a.PlanApproved}, nil
}

func (a returnPlan) decide(s situation) ([]events.Event, error) {
	country := a.Returned.Country
	if err := s.answersPlan(country, a.Returned.Version); err != nil {
		return nil, err
	}
	return append([]events.Event{a.PlanReturned}, s.raise(PlanComesBack, string(country), s.Lead, "", s.at)...), nil
}

// answersPlan asks whether the signer's State may answer a version.
func (s situation) answersPlan(country events.Country, number uint16) error {
	if err := s.own(ApprovesItsOwn, country); err != nil {
		return err
	}
	last, _ := s.version(country)
	switch {
	case number > last.Number || number == 0:
		return refuse(NewestAnswered, NotFound, "%s was given no version %d", country, number).
			hint("The lead issues the plan.")
	case number < last.Number:
		return refuse(NewestAnswered, Conflict, "version %d came after version %d", last.Number, number).
			hint("Look at that one.")
	case last.Says != Open:
		return refuse(NewestAnswered, Conflict, "version %d was answered: %s", number, last.Says)
	}
	return nil
}

func (a activateLeg) decide(s situation) ([]events.Event, error) {
	leg, ok := find(s.Legs, func(l Leg) bool { return l.ID == a.Activation.ID })
	if err := changes(a.Activation.ID, ok, leg.Dropped); err != nil {
		return nil, err
	}
	if !leg.Spare {
		return nil, refuse(OnlyAlternates, Conflict, "%s is on the way that is taken already", leg.ID)
	}
	return []events.Event{a.LegActivated}, nil
}

// plannedIn tells whether the plan has anything for a State.
func (o Operation) plannedIn(c events.Country) bool {
	return slices.ContainsFunc(o.Legs, func(l Leg) bool { return l.Country == c && !l.Dropped }) ||
		slices.ContainsFunc(o.Points, func(p Point) bool { return (p.From == c || p.To == c) && !p.Dropped }) ||
		slices.ContainsFunc(o.Checkpoints, func(p Checkpoint) bool { return p.Country == c && !p.Waived })
}

func (o Operation) version(country events.Country) (Version, bool) {
	return find(o.Versions, func(v Version) bool { return v.Country == country })
}

// unapproved says why a State's part of the plan is not approved as it stands, or
// nothing if it is, or none was given.
func (o Operation) unapproved(country events.Country) []string {
	switch v, issued := o.version(country); {
	case !issued:
		return nil
	case v.Changed:
		return []string{fmt.Sprintf("%s: the plan was changed after version %d", country, v.Number)}
	case v.Says != Accepted:
		return []string{fmt.Sprintf("%s: plan version %d is not approved", country, v.Number)}
	}
	return nil
}

func evolveVersions(o Operation, c Cause, e events.Event) (Operation, bool) {
	switch e := e.(type) {
	case events.PlanIssued:
		o.Versions = slices.DeleteFunc(slices.Clone(o.Versions), func(v Version) bool { return v.Country == e.Issue.Country })
		o.Versions = append(o.Versions, Version{Country: e.Issue.Country, Number: e.Named.Version})
	case events.PlanApproved:
		o = o.amendVersion(e.Approval.Country, func(v *Version) { v.Says = Accepted })
	case events.PlanReturned:
		o = o.amendVersion(e.Returned.Country, func(v *Version) { v.Says = Declined })
	case events.LegActivated:
		o.Legs = amended(o.Legs, func(l Leg) bool { return l.ID == e.Activation.ID }, func(l *Leg) { l.Spare, l.Taken = false, c.At })
		o = o.replanned(e)
	default:
		return o, false
	}
	return o, true
}

// replans gives the States whose part of the plan an event changes.
func replans(e events.Event) pair {
	switch e := e.(type) {
	case events.LegPlanned:
		return pair{e.Leg.Country}
	case events.LegRevised:
		return pair{e.Revision.ID.Country()}
	case events.LegActivated:
		return pair{e.Activation.ID.Country()}
	case events.LegDropped:
		return pair{e.Dropped.ID.Country()}
	case events.HandoverPointPlanned:
		return pair{e.Point.From, e.Point.To}
	case events.HandoverPointRevised:
		return pair{e.Revision.ID.From(), e.Revision.ID.To()}
	case events.HandoverPointDropped:
		return pair{e.Dropped.ID.From(), e.Dropped.ID.To()}
	case events.CheckpointPlanned:
		return pair{e.Checkpoint.Country}
	case events.CheckpointRevised:
		return pair{e.Revision.ID.Country()}
	case events.CheckpointWaived:
		return pair{e.Waived.ID.Country()}
	}
	return pair{}
}

// replanned folds that the plan is not what some States were given.
func (o Operation) replanned(e events.Event) Operation {
	for _, country := range replans(e) {
		o = o.amendVersion(country, func(v *Version) { v.Changed = true })
	}
	return o
}

func (o Operation) amendVersion(country events.Country, change func(*Version)) Operation {
	o.Versions = amended(o.Versions, func(v Version) bool { return v.Country == country }, change)
	return o
}
