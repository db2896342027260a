package disclosure_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/identity"
)

// relay is the whole story: RO to HU to AT to CZ to DE, and every kind of event on
// the way. RO is the origin and two legs from AT; AT was to hand over to DE. CZ was
// thought possible, is turned to, and joins at 04:00; SK was thought possible too
// and is never concerned; NL takes no part.
func relay(t *testing.T, seed uint64, with ...*secret) *story {
	s := begin(t, seed, "RO", "HU", "AT", "DE", "SK", "CZ", "NL")
	for _, secret := range with {
		s.secret = secret
		if len(secret.moments) > 0 {
			s.listens(secret.viewer, secret.moments)
		}
	}
	part := s.prepared()
	s.departs(part)
	s.toHungary(part)
	s.toAustria(part)
	s.astray(part)
	s.toGermany(part)
	s.ended(part)
	return s
}

func (s *story) prepared() events.Part {
	s.at("00:05").directory()
	s.chased()
	s.at("00:10").opens()
	s.involves("RO", events.Origin)
	s.involves("HU", events.Transit)
	s.involves("AT", events.Transit)
	s.involves("DE", events.Destination)
	s.involves("SK", events.Possible)
	s.involvesAs("foresee-cz", "CZ", events.Possible)
	part := s.declares("item", lead, "RO")
	s.declares("item-held", lead, "RO", events.H2, events.H3)
	s.plansLeg("RO", events.Export)
	s.tell("leg-hu", lead, events.LegPlanned{Leg: events.LegTerms{Country: "HU", Measure: events.TransitRoute, Carried: events.ByRoad},
		Window: s.window("02:00", "08:00"), Watch: events.WatchTerms{Lost: 3, Decide: 1}})
	s.plansLeg("AT", events.TransitRoute)
	s.plansLeg("DE", events.Import)
	s.plansLeg("CZ", events.TransitRoute)
	s.tell("revise-leg", lead, events.LegRevised{Revision: events.LegName{ID: "DE-L1"}, Window: s.window("02:00", "09:00")})
	s.tell("drop-leg", lead, events.LegDropped{Dropped: events.LegName{ID: "CZ-L1"}})
	s.tell("leg-alt", lead, events.LegPlanned{Leg: events.LegTerms{Country: "DE", Measure: events.Import, Carried: events.ByRail, Use: events.AlternateLeg},
		Window: s.window("02:00", "08:00")})
	s.tell("activate-alt", lead, events.LegActivated{Activation: events.LegName{ID: "DE-L2"}})
	s.plansPoint("RO", "HU")
	s.plansPoint("HU", "AT")
	s.plansPoint("AT", "DE")
	s.plansPointAs("point-2", "HU", "AT")
	s.tell("revise-point", lead, events.HandoverPointRevised{Revision: events.PointRevision{ID: "AT-DE", Answer: 30},
		Window: s.window("02:00", "09:00"), Place: border})
	s.tell("drop-point", lead, events.HandoverPointDropped{Dropped: events.PointName{ID: "HU-AT/2"}})
	s.plansCheckpoint("RO")
	s.plansCheckpoint("HU")
	s.plansCheckpoint("AT")
	s.plansCheckpoint("DE")
	s.tell("checkpoint-hu-2", lead, events.CheckpointPlanned{
		Checkpoint: events.CheckpointTerms{Country: "HU", Grace: 20, Purpose: events.LastSafePoint}, Window: s.window("02:57", "08:00"), Place: border})
	s.tell("revise-checkpoint", lead, events.CheckpointRevised{Revision: events.CheckpointRevision{ID: "HU-CP1", Grace: 5},
		Window: s.window("02:00", "03:00"), Place: border})
	s.tell("waive-checkpoint", lead, events.CheckpointWaived{Waived: events.CheckpointName{ID: "DE-CP1"}})

	s.at("00:20").consents("RO", events.Export)
	s.consents("HU", events.TransitRoute)
	s.consents("DE", events.Import)
	asked := s.asks("ask-at", "AT", events.TransitRoute)
	s.tell("refuse-at", "at competent-authority", events.AuthorisationRefused{
		Refusal: events.RefusalTerms{Request: asked, Country: "AT", Measure: events.TransitRoute, Ground: "no-team"}})
	again := s.at("00:40").asks("ask-at-again", "AT", events.TransitRoute)
	s.tell("grant-at", "at competent-authority", events.AuthorisationGranted{
		Grant: events.GrantTerms{Request: again, Country: "AT", Measure: events.TransitRoute, Modes: []events.Mode{events.Live},
			Finality: events.Oral, Confirm: s.window("03:00", "03:00").From},
		Window: s.window("00:30", "14:00"), Ceiling: kilos})
	consent := events.ConsentTerms{Request: again, Country: "AT", Measure: events.TransitRoute}
	ending := events.EndingTerms{Request: again, Country: "AT", Measure: events.TransitRoute, Ground: "no-team"}
	s.tell("confirm-at", "at competent-authority", events.AuthorisationConfirmed{Confirmation: consent})
	s.tell("vary-at", "at competent-authority", events.AuthorisationVaried{Variation: events.VariationTerms{
		Request: again, Country: "AT", Measure: events.TransitRoute, Modes: []events.Mode{events.Live, events.Partial}},
		Window: s.window("00:30", "15:00"), Ceiling: kilos, Area: events.AreaTerms{Extent: events.ListedPoints, Points: []events.PointID{"HU-AT", "AT-DE"}},
		Means: events.MeansTerms{Technical: []events.Means{events.Beacon}}})
	s.tell("suspend-at", "at competent-authority", events.AuthorisationSuspended{Suspension: ending})
	s.tell("resume-at", "at competent-authority", events.AuthorisationResumed{Resumption: consent})
	s.tell("impose-at", "at competent-authority", events.ConditionImposed{Condition: events.ConditionTerms{Country: "AT", Topic: "two-teams", Force: events.Precedent}})
	s.tell("meet-at", "at commander", events.ConditionMet{Met: events.ConditionName{ID: "AT-C1"}})
	s.tell("impose-de", "de competent-authority", events.ConditionImposed{Condition: events.ConditionTerms{Country: "DE", Topic: "seizure", Force: events.Continuing}})
	s.tell("waive-de", "de competent-authority", events.ConditionWaived{Waived: events.ConditionName{ID: "DE-C1"}})
	short := s.asks("ask-short", "AT", events.Export)
	s.tell("grant-short", "at competent-authority", events.AuthorisationGranted{
		Grant:  events.GrantTerms{Request: short, Country: "AT", Measure: events.Export, Modes: []events.Mode{events.Live}, Finality: events.Final},
		Window: s.window("00:30", "04:30"), Ceiling: kilos})

	s.asksInFull(part)
	s.lends(part)
	s.at("01:30").tell("approve", lead, events.DepartureApproved{Departure: events.DepartureTerms{Part: part}})
	s.opened(part)
	s.at("01:40").tell("suspend", lead, events.OperationSuspended{Suspension: events.HaltTerms{Ground: "weather"}})
	s.at("01:50").tell("resume", lead, events.OperationResumed{Resumption: events.HaltTerms{Ground: "weather"}})
	return part
}

func (s *story) departs(part events.Part) {
	eyes := events.EyesTerms{Part: part, Country: "RO"}
	s.at("02:10").tell("depart", "ro team", events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: part, Country: "RO"}})
	s.tell("possess", "ro team", events.PossessionChanged{Possession: events.PossessionTerms{Part: part, Country: "RO", Holder: events.Courier}})
	s.tell("eyes-ro", "ro team", events.EyesOnTaken{Eyes: eyes, Team: events.TeamTerms{Team: "RO-1"}})
	s.tell("reach-ro", "ro team", events.CheckpointReached{Reached: events.ReachedTerms{Checkpoint: "RO-CP1", Part: part, Method: events.Visual}})
	offer := s.offers("offer", "ro commander", "RO-HU", part)
	s.tell("refuse-offer", "hu commander", events.HandoverRefused{Refusal: events.HandoverRefusalTerms{Offer: offer, Ground: "not-in-place"}})
	offer = s.offers("offer-back", "ro commander", "RO-HU", part)
	s.tell("withdraw-offer", "ro commander", events.HandoverWithdrawn{Withdrawal: events.WithdrawalTerms{Offer: offer, Ground: "too-early"}})
	s.offers("offer-late", "ro commander", "RO-HU", part)
	s.at("02:33").acknowledges("acknowledge-ro", "ro desk", "offer-timed-out/RO-HU")
	s.tell("escalate-ro", "ro desk", events.AlertEscalated{Escalation: events.AlertName{ID: "offer-timed-out/RO-HU", Country: "RO"}})
}

func (s *story) toHungary(part events.Part) {
	eyes := events.EyesTerms{Part: part, Country: "HU"}
	team := events.TeamTerms{Team: "HU-1"}
	s.at("02:35").accepts("accept", "HU", s.offers("offer-again", "ro commander", "RO-HU", part))
	s.at("02:40").tell("complete", "hu team", events.HandoverCompleted{Completion: events.CompletionTerms{Point: "RO-HU", Part: part, Team: "HU-1"}})
	s.tell("eyes-hu", "hu team", events.EyesOnTaken{Eyes: eyes, Team: team})
	s.watchedInHungary(part)
	s.at("02:50").tell("degrade-hu", "hu team", events.EyesOnDegraded{Eyes: eyes, Team: team})
	s.tell("lose-hu", "hu team", events.EyesOnLost{Eyes: eyes, Team: team, Place: border})
	s.decidesInHungary(part)
	s.at("02:55").tell("regain-hu", "hu team", events.EyesOnRegained{Eyes: eyes, Team: team})
	held := s.tell("sight-held", "hu team", events.SightingReported{
		Sighting: events.SightingTerms{Part: part, Country: "AT", Method: events.ANPR}, Place: border, Handling: handled(events.H2, events.H3)})
	s.releases("release-at", "hu commander", held, "AT", "sighting", "restriction")
	s.goesOn(part)
	s.at("03:06").tell("resolve-hu", "hu desk", events.AlertResolved{Resolution: events.ResolutionTerms{ID: "checkpoint-missed/HU-CP1", Country: "HU", Ground: "no-matter"}})
}

func (s *story) toAustria(part events.Part) {
	offer := s.at("03:08").offers("offer-at", "hu commander", "HU-AT", part)
	s.at("03:10").crosses("cross", "at team", part, "HU", "AT")
	s.at("03:12").accepts("accept-at", "AT", offer)
	sight := s.sees("sight-at", "at team", part, "AT")
	s.tell("sight-hu", "hu.lead team", events.SightingReported{
		Sighting: events.SightingTerms{Part: part, Country: "HU", Method: events.ANPR}, Place: border})
	s.tell("eyes-at", "at team", events.EyesOnTaken{Eyes: events.EyesTerms{Part: part, Country: "AT"}, Team: events.TeamTerms{Team: "AT-1"}})
	s.tell("reach-at", "at team", events.CheckpointReached{Reached: events.ReachedTerms{Checkpoint: "AT-CP1", Part: part, Method: events.Visual}})

	s.dividedInAustria(part)

	// Wrong, and told anew: out of the sight of DE, into it, and not for it at all.
	wrong := s.at("03:20").sees("sight-out", "at team", part, "DE")
	s.sees("sight-out-again", "at team", part, "AT", wrong)
	wrong = s.sees("sight-in", "at team", part, "AT")
	s.sees("sight-in-again", "at team", part, "DE", wrong)
	never := s.sees("sight-never", "at team", part, "AT")
	s.tell("retract", "at desk", events.RecordRetracted{Retraction: events.CorrectsTerms{Record: never, Ground: "another-truck"}})

	s.releases("release-de", "at commander", sight, "DE", "sighting", "remark")
	s.changes("change", "at commander", sight, events.H2, events.H3)
}

// astray: from AT towards CZ, and into it, before CZ takes part; told until a
// moment only, if one is given.
func (s *story) astray(part events.Part, until ...string) {
	s.at("03:40").tell("deviate", "at team", events.RouteDeviated{
		Deviation: events.DeviationTerms{Part: part, From: "AT", Toward: "CZ", Expected: s.window("04:00", "04:00").From}, Place: border})
	s.acknowledges("acknowledge-cz", "cz desk", events.AlertID("coming-your-way/"+part))
	s.at("03:45").crosses("cross-cz", "cz team", part, "AT", "CZ")
	s.followed(part)
	s.tell("sight-cz", "cz team", events.SightingReported{
		Sighting: events.SightingTerms{Part: part, Country: "CZ", Method: events.Visual}, Place: border})
	wish := s.tell("wish-cz", lead, events.InterdictionRequested{Wish: events.WishTerms{Part: part, Country: "CZ"}})
	s.tell("decline-cz", "cz commander", events.InterdictionDeclined{Declined: events.DeclinedTerms{Request: wish, Country: "CZ", Ground: "no-team"}})

	if len(until) > 0 {
		return
	}
	s.at("04:00").involves("CZ", events.Transit)
	s.consents("CZ", events.TransitRoute)
	s.plansPoint("CZ", "DE")
}

func (s *story) toGermany(part events.Part) {
	s.at("04:10").accepts("accept-de", "DE", s.offers("offer-de", "cz commander", "CZ-DE", part))
	s.at("04:20").crosses("cross-de", "de team", part, "CZ", "DE")
	s.controlledInGermany(part)
	s.at("04:32").crosses("cross-wrong", "de team", part, "DE", "CZ")
	s.tell("retract-wrong", "de desk", events.RecordRetracted{Retraction: events.CorrectsTerms{Record: s.commandCalled("cross-wrong"), Ground: "another-truck"}})
	s.at("04:35")
	wish := s.tell("wish-de", lead, events.InterdictionRequested{Wish: events.WishTerms{Part: part, Country: "DE"}})
	s.tell("order-de", "de commander", events.InterdictionOrdered{
		Order: events.OrderTerms{Part: part, Country: "DE", Ground: "as-planned", Request: wish}, Place: border})
	s.deliveredInGermany(part)
	s.at("04:40").tell("execute-de", "de team", events.InterdictionExecuted{
		Executed: events.ExecutedTerms{Part: part, Country: "DE", Goods: events.GoodsSecured}, Place: border})
	s.seizedInGermany(part)
}

func (s *story) ended(events.Part) {
	s.at("04:50").tell("revoke-ro", "ro competent-authority", events.AuthorisationRevoked{Revocation: events.EndingTerms{
		Request: s.commandCalled("ask-ro"), Country: "RO", Measure: events.Export, Ground: "no-longer-needed"}})
	s.tell("terminate", lead, events.OperationTerminated{Termination: events.HaltTerms{Ground: "done"}})
	s.at("05:00").tell("end", lead, events.OperationEnded{Ending: events.EndTerms{Cause: events.Interdicted}})
	s.settled()
	s.inRegistry(func() {
		request, err := identity.ComposeClock(s.Key("clock"), s.House.Registry().Journal().ID, s.id, s.Now(),
			events.ClockJumped{Jump: events.JumpTerms{Expected: s.Now().Add(-time.Hour), Found: s.Now()}})
		require.NoError(s.t, err)
		s.Do(request)
	})
}

// commandCalled is the id of a command that the story has told.
func (s *story) commandCalled(name string) events.CommandID {
	for id, called := range s.called {
		if called == name {
			return id
		}
	}
	s.t.Fatalf("nothing is called %s", name)
	return ""
}
