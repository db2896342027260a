package disclosure_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply"
	"vigil/internal/identity"
)

// nowhere is a command that was never sent.
const nowhere events.CommandID = "01JQ0000000000000000000000"

// answers is what officers of a viewer's country are told to a battery of
// commands, none of which is kept: of every act, about subjects that exist, that
// exist for others only, and that do not exist. An answer is the refusal, or what
// the viewer would be shown.
func (s *story) answers(v events.Viewer, id events.OperationID) []string {
	var list []string
	for _, p := range s.probes(v.Country()) {
		for _, role := range rolesFor(v, p.fact) {
			list = append(list, fmt.Sprintf("%s as %s: %s", p.name, role, s.answer(v, role, id, p.fact)))
		}
	}
	return list
}

// rolesFor is who sends a probe for a viewer.
func rolesFor(v events.Viewer, fact events.Event) []string {
	switch {
	case actWhoseFact(fact.Kind()).Nature == events.Observation:
		return []string{"team"}
	case v.IsLead():
		return []string{"coordinator"}
	}
	return []string{"commander", "competent-authority", "desk"}
}

func (s *story) answer(v events.Viewer, role string, id events.OperationID, fact events.Event) string {
	row := actWhoseFact(fact.Kind())
	n := events.Note{Journal: s.House.Registry().Journal().ID, Operation: id, Command: "01JQZZZZZZZZZZZZZZZZZZZZZZ", Act: row.Act,
		Signer: v, Key: s.Key(string(v) + " " + role).ID(), Occurred: s.Now(), Known: s.Now()}
	if row.Nature == events.Decision {
		n.Until = s.Now().Add(events.DecisionLife)
	}
	var shut []events.Enclosure
	for _, slot := range row.Slots {
		if slot.Class != events.Clear && slot.Name != events.SlotRestriction {
			shut = append(shut, events.Enclosure{Name: slot.Name, Class: slot.Class, Size: 1})
		}
	}
	list, err := s.House.Decide(apply.CommandOf(n, "", fact, shut), s.Now())
	if err != nil {
		return err.Error()
	}
	values, err := identity.ValuesOf(fact)
	require.NoError(s.t, err)
	var slots []events.Slot
	for _, value := range values {
		slots = append(slots, events.Slot{Name: value.Slot, Value: value.Bytes})
	}
	e := s.House.Compose(n, "unsigned", slots, shut, list, s.Now())
	outcome, err := s.House.Stage(e, []byte(n.Command), n, s.Load)
	require.NoError(s.t, err)
	for _, told := range outcome.Told {
		if told.Viewer != v {
			continue
		}
		var b strings.Builder
		for _, m := range told.Messages {
			content, err := events.EncodeContent(m.Content)
			require.NoError(s.t, err)
			b.Write(content)
		}
		return b.String()
	}
	return "nothing"
}

// probe is one command of the battery; of is the command that it refers to, if it
// does.
type probe struct {
	name string
	fact events.Event
	of   events.CommandID
}

// probes lists the battery of one State's officers.
func (s *story) probes(own events.Country) []probe {
	var list []probe
	var of events.CommandID
	add := func(what any, facts ...events.Event) {
		for _, fact := range facts {
			list = append(list, probe{fmt.Sprintf("%s about %v", fact.Kind(), what), fact, of})
		}
	}
	window := s.window("00:30", "14:00")
	countries := []events.Country{"RO", "HU", "AT", "DE", "CZ", "SK", "NL", "IT"}
	parts := []events.Part{"ZZZZZZ"}
	for _, item := range []string{"item", "item-held"} {
		parts = append(parts, events.PartOf(s.found(item)))
	}
	ids := []events.CommandID{nowhere}
	for _, called := range []string{"open", "ask-ro", "ask-hu", "ask-at-again", "ask-short", "ask-de", "ask-cz", "offer", "offer-late", "offer-again", "offer-at",
		"offer-de", "depart", "lose-hu", "sight-held", "cross", "sight-at", "sight-out", "cross-cz", "wish-cz", "wish-de", "retract"} {
		ids = append(ids, s.found(called))
	}
	halt := events.HaltTerms{Ground: "x"}
	add("the operation", events.OperationOpened{Operation: events.OperationTerms{Name: "OTHER", Lead: own, Goods: events.Cash}, Basis: events.LegalBasis{Instruments: []events.Instrument{events.Bilateral}}},
		events.OperationSuspended{Suspension: halt}, events.OperationResumed{Resumption: halt}, events.OperationTerminated{Termination: halt},
		events.OperationEnded{Ending: events.EndTerms{Cause: events.Delivered}}, events.OperationEnded{Ending: events.EndTerms{Cause: events.Lost}})
	for _, c := range countries {
		add(c, events.StateInvolved{State: events.StateTerms{Country: c, Role: events.Transit}},
			events.AuthorisationRequested{Request: events.RequestTerms{Country: c, Measure: events.Import, Mode: events.Live}, Window: window},
			events.ConditionImposed{Condition: events.ConditionTerms{Country: c, Topic: "x", Force: events.Precedent}},
			events.LegPlanned{Leg: events.LegTerms{Country: c, Measure: events.Import, Carried: events.ByRoad}, Window: window},
			events.HandoverPointPlanned{Point: events.PointTerms{From: own, To: c}, Window: window},
			events.CheckpointPlanned{Checkpoint: events.CheckpointTerms{Country: c}, Window: window},
			events.ItemDeclared{Item: events.ItemTerms{Substance: "x", Mode: events.Live}, Origin: events.OriginTerms{Country: c}, Quantity: kilos})
		for n := 1; n <= 2; n++ {
			leg, checkpoint := events.LegID(fmt.Sprintf("%s-L%d", c, n)), events.CheckpointID(fmt.Sprintf("%s-CP%d", c, n))
			condition := events.ConditionName{ID: events.ConditionID(fmt.Sprintf("%s-C%d", c, n))}
			add(fmt.Sprint(c, n), events.LegRevised{Revision: events.LegName{ID: leg}, Window: window}, events.LegDropped{Dropped: events.LegName{ID: leg}},
				events.CheckpointRevised{Revision: events.CheckpointRevision{ID: checkpoint}, Window: window},
				events.CheckpointWaived{Waived: events.CheckpointName{ID: checkpoint}},
				events.ConditionMet{Met: condition}, events.ConditionWaived{Waived: condition},
				events.CheckpointReached{Reached: events.ReachedTerms{Checkpoint: checkpoint, Part: parts[1], Method: events.Visual}})
		}
		for _, point := range []events.PointID{events.PointID(own + "-" + c), events.PointID(c + "-" + own), events.PointID(c + "-AT"), events.PointID(c + "-AT/2")} {
			add(point, events.HandoverPointDropped{Dropped: events.PointName{ID: point}},
				events.HandoverPointRevised{Revision: events.PointRevision{ID: point}, Window: window})
			for _, part := range parts {
				add(fmt.Sprint(point, part), events.HandoverOffered{Offer: events.OfferTerms{Point: point, Part: part}, Pack: events.PackTerms{Team: "X"}})
			}
			add(point, events.HandoverCompleted{Completion: events.CompletionTerms{Point: point, Part: parts[1], Team: "X"}})
		}
		for _, part := range parts {
			eyes, team := events.EyesTerms{Part: part, Country: c}, events.TeamTerms{Team: "X"}
			add(fmt.Sprint(c, part), events.InterdictionRequested{Wish: events.WishTerms{Part: part, Country: c}},
				events.InterdictionOrdered{Order: events.OrderTerms{Part: part, Country: c, Ground: "x"}},
				events.InterdictionExecuted{Executed: events.ExecutedTerms{Part: part, Country: c, Goods: events.GoodsSecured}},
				events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: part, Country: c}},
				events.PossessionChanged{Possession: events.PossessionTerms{Part: part, Country: c, Holder: events.Police}},
				events.SightingReported{Sighting: events.SightingTerms{Part: part, Country: c, Method: events.Visual}},
				events.BorderCrossed{Crossing: events.CrossingTerms{Part: part, From: own, To: c, Method: events.Visual}},
				events.BorderCrossed{Crossing: events.CrossingTerms{Part: part, From: c, To: own, Method: events.Visual}},
				events.EyesOnTaken{Eyes: eyes, Team: team}, events.EyesOnDegraded{Eyes: eyes, Team: team}, events.EyesOnLost{Eyes: eyes, Team: team}, events.EyesOnRegained{Eyes: eyes, Team: team},
				events.RouteDeviated{Deviation: events.DeviationTerms{Part: part, From: own, Toward: c}})
			for _, cause := range []events.Code{"eyes-on-lost", "unwatched", "coming-your-way", "crossed-without-acceptance", "crossed-without-authority"} {
				s.alerts(add, events.AlertID(string(cause)+"/"+string(part)), c)
			}
		}
		for _, alert := range []events.AlertID{"checkpoint-missed/HU-CP1", "checkpoint-missed/AT-CP1", "offer-timed-out/RO-HU", "consent-lapsing/AT-TRANSIT", "consent-revoked/RO-EXPORT"} {
			s.alerts(add, alert, c)
		}
	}
	for _, part := range parts {
		add(part, events.DepartureApproved{Departure: events.DepartureTerms{Part: part}})
	}
	for _, id := range ids {
		of = id
		for _, m := range []events.Measure{events.Export, events.TransitRoute, events.Import} {
			ending := events.EndingTerms{Request: id, Country: own, Measure: m, Ground: "x"}
			consent := events.ConsentTerms{Request: id, Country: own, Measure: m}
			add(m, events.AuthorisationGranted{Grant: events.GrantTerms{Request: id, Country: own, Measure: m, Modes: []events.Mode{events.Live}, Finality: events.Final}, Window: window},
				events.AuthorisationRefused{Refusal: events.RefusalTerms(ending)},
				events.AuthorisationConfirmed{Confirmation: consent}, events.AuthorisationResumed{Resumption: consent},
				events.AuthorisationVaried{Variation: events.VariationTerms{Request: id, Country: own, Measure: m, Modes: []events.Mode{events.Live}}, Window: window},
				events.AuthorisationSuspended{Suspension: ending}, events.AuthorisationRevoked{Revocation: ending})
		}
		add("it", events.HandoverAccepted{Acceptance: events.AcceptanceTerms{Offer: id, Commander: s.Key(string(own.Desk()) + " commander").ID(), Team: "X"}},
			events.HandoverRefused{Refusal: events.HandoverRefusalTerms{Offer: id, Ground: "x"}},
			events.HandoverWithdrawn{Withdrawal: events.WithdrawalTerms{Offer: id, Ground: "x"}},
			events.InterdictionDeclined{Declined: events.DeclinedTerms{Request: id, Country: own, Ground: "x"}},
			events.InterdictionOrdered{Order: events.OrderTerms{Part: parts[1], Country: own, Ground: "x", Request: id}},
			events.RecordRetracted{Retraction: events.CorrectsTerms{Record: id, Ground: "x"}},
			events.HandlingChanged{Change: events.ChangeTerms{Record: id, Codes: []events.HandlingCode{events.H2}}},
			events.SightingReported{Sighting: events.SightingTerms{Part: parts[1], Country: own, Method: events.Visual}, Corrects: events.CorrectsTerms{Record: id, Ground: "x"}})
		for _, c := range []events.Country{"RO", "AT", "CZ"} {
			add(c, events.HandlingReleased{Release: events.ReleaseTerms{Record: id, To: c, Slots: []events.Code{"remark"}}})
		}
	}
	of = ""
	s.probesRunning(own, parts, add, func(id events.CommandID) { of = id })
	return list
}

func (s *story) alerts(add func(any, ...events.Event), id events.AlertID, c events.Country) {
	name := events.AlertName{ID: id, Country: c}
	add(fmt.Sprint(id, c), events.AlertAcknowledged{Acknowledgement: name}, events.AlertEscalated{Escalation: name},
		events.AlertResolved{Resolution: events.ResolutionTerms{ID: id, Country: c, Ground: "x"}})
}

// found is the id of a command, one that was never sent if it was not told yet.
func (s *story) found(name string) events.CommandID {
	for id, called := range s.called {
		if called == name {
			return id
		}
	}
	return nowhere
}

// moments are the commands of the story after which the answers are compared.
var moments = []string{"waive-checkpoint", "grant-short", "offer-late", "complete", "lose-hu", "cross", "change", "cross-cz", "involve-cz", "offer-de", "execute-de", "end"}

// listens keeps the answers to one viewer's officers at some moments.
func (s *story) listens(v events.Viewer, at []string) {
	s.after = func(called string) {
		if slices.Contains(at, called) {
			s.heard = append(s.heard, append([]string{"after " + called}, s.answers(v, s.id)...))
		}
	}
}
