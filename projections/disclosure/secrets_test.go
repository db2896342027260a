package disclosure_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/identity"
)

// secret is what a story tells behind one viewer's back: further commands
// between those of the story, and other values in the slots that the table
// written by hand denies that viewer. Its dice are its own, so that everything
// else is as it would have been.
type secret struct {
	viewer  events.Viewer
	table   map[piece]map[events.Viewer]right
	dice    *rand.Rand
	chacha  *rand.ChaCha8
	plain   bool     // nothing is secret: the story as it is
	moments []string // when the viewer's officers ask
	busy    bool
	other   events.OperationID // led by RO, not a party of which the viewer is
	team    events.CallSign
	told    map[string]int
	changed map[string]int
}

// rests: nothing is secret any more.
func (x *secret) rests() {
	if x != nil {
		x.plain = true
	}
}

func newSecret(t *testing.T, viewer events.Viewer, seed uint64) *secret {
	return &secret{viewer: viewer, table: allowed(t), dice: diceOf(seed), chacha: rand.NewChaCha8([32]byte{byte(seed), 1}),
		team: "SHADOW-9", told: map[string]int{}, changed: map[string]int{}}
}

// denied tells whether the viewer may not have a piece of a command of the story.
func (x *secret) denied(called, name string) bool {
	to, known := x.table[piece{called, name}]
	return known && to[x.viewer] == ""
}

// telling tells whether what is told now is secret.
func (x *secret) telling() bool { return x != nil && x.busy }

// text is what an enclosure says: where it is secret, it is longer or shorter.
func (x *secret) text(called, name, words string) string {
	if x == nil || x.plain || x.busy || !x.denied(called, name+"*") {
		return words
	}
	x.changed["text"]++
	return strings.Repeat("otherwise ", 1+x.dice.IntN(30))
}

// between goes before each command of the story.
func (x *secret) between(s *story, called string, fact events.Event) events.Event {
	if x == nil || x.plain || x.busy {
		return fact
	}
	x.busy = true
	dice := s.Dice
	s.Dice = x.chacha
	for range x.dice.IntN(3) {
		x.tells(s)
	}
	s.Dice, x.busy = dice, false
	return x.changes(called, fact)
}

func pick[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// foreign is some of the States that are not the viewer's. NL is brought in sooner
// or later; SK is not to be concerned, and CZ is the story's to bring in.
func (x *secret) foreign() events.Country {
	for {
		if c := pick(x.dice, events.Country("RO"), "HU", "AT", "DE", "NL"); c != x.viewer.Country() || x.viewer.IsLead() {
			return c
		}
	}
}

// planSecrets is how many sorts of things tells has happen itself: see tellsRunning.
const planSecrets = 19

// tells has something happen that the viewer must not notice, if the rules let
// it happen.
func (x *secret) tells(s *story) {
	r := x.dice
	c, d := x.foreign(), x.foreign()
	op := s.House.Operation(s.id)
	var part, held events.Part
	if len(op.Parts) > 1 {
		part, held = op.Parts[0].Label, op.Parts[1].Label
	}
	own := func(role string) string { return string(c.Desk()) + " " + role }
	told := func(by string, fact events.Event) (events.CommandID, bool) {
		id, err := s.try("secret", by, fact)
		if err == nil {
			x.told[string(fact.Kind())]++
		}
		return id, err == nil
	}
	before := func(called string) bool { return s.found(called) == nowhere } // the story names what it plans
	what := r.IntN(planSecrets + runningSecrets)
	if x.viewer == "hu.lead" || part == "" && what >= 6 { // the lead is told everything of what it leads
		x.elsewhere(s)
		return
	}
	if what >= planSecrets {
		x.tellsRunning(s, what-planSecrets, pick(r, part, held))
		return
	}
	switch what {
	case 1, 2, 3:
		if before("waive-checkpoint") || !before("issue-at") && (c == "AT" || d == "AT") { // whose part of the plan is approved as it is
			return
		}
	case 9:
		if before("waive-de") {
			return
		}
	}
	switch what {
	case 0:
		// The desk of the leading State is called in the place of one that takes no part:
		// within that State the coordinator and the desk are no strangers.
		if x.viewer.Country() != "NL" && x.viewer != "hu" {
			told(lead, events.StateInvolved{State: events.StateTerms{Country: "NL", Role: pick(r, events.Transit, events.Destination, events.Possible)}})
		}
	case 1: // over before departure, which would need its consent otherwise
		if _, ok := told(lead, events.LegPlanned{Leg: events.LegTerms{Country: c, Measure: events.TransitRoute, Carried: events.ByRail}, Window: s.window("00:05", "00:10")}); ok && r.IntN(2) == 0 {
			legs := s.House.Operation(s.id).Legs
			told(lead, events.LegDropped{Dropped: events.LegName{ID: legs[len(legs)-1].ID}})
		}
	case 2:
		if _, ok := told(lead, events.CheckpointPlanned{Checkpoint: events.CheckpointTerms{Country: c, Grace: 5}, Window: s.window("03:00", pick(r, "03:10", "09:00"))}); ok && r.IntN(2) == 0 {
			list := s.House.Operation(s.id).Checkpoints
			told(lead, events.CheckpointWaived{Waived: events.CheckpointName{ID: list[len(list)-1].ID}})
		}
	case 3:
		if _, ok := told(lead, events.HandoverPointPlanned{Point: events.PointTerms{From: c, To: d}, Window: s.window("03:00", "09:00")}); ok && r.IntN(2) == 0 {
			points := s.House.Operation(s.id).Points
			told(lead, events.HandoverPointDropped{Dropped: events.PointName{ID: points[len(points)-1].ID}})
		}
	case 4, 5:
		asked, ok := told(lead, events.AuthorisationRequested{
			Request: events.RequestTerms{Country: c, Measure: events.Export, Mode: events.Live}, Window: s.window("01:00", "02:00")})
		switch {
		case ok && r.IntN(2) == 0:
			told(own("competent-authority"), events.AuthorisationRefused{
				Refusal: events.RefusalTerms{Request: asked, Country: c, Measure: events.Export, Ground: "no-capacity"}})
		case ok:
			told(own("competent-authority"), events.AuthorisationGranted{Grant: events.GrantTerms{Request: asked, Country: c, Measure: events.Export,
				Modes: []events.Mode{events.Clean}, Finality: events.Oral, Confirm: s.Now().Add(10 * time.Minute)}, Window: events.Window{From: s.Now(), Until: s.Now().Add(3 * time.Hour)}})
			if r.IntN(2) == 0 {
				told(own("competent-authority"), events.AuthorisationSuspended{Suspension: events.EndingTerms{Request: asked, Country: c, Measure: events.Export, Ground: "x"}})
			}
		}
	case 6:
		by := own("team")
		if x.viewer == c.Desk() || r.IntN(2) == 0 {
			by = lead
		}
		id, ok := told(by, events.SightingReported{Sighting: events.SightingTerms{Part: part, Country: c, Method: events.Device}, Place: border})
		if ok && by != lead && r.IntN(2) == 0 {
			told(by, events.SightingReported{Sighting: events.SightingTerms{Part: part, Country: c, Method: events.Visual}, Corrects: events.CorrectsTerms{Record: id, Ground: "method"}})
		} else if ok && by != lead {
			told(own("desk"), events.RecordRetracted{Retraction: events.CorrectsTerms{Record: id, Ground: "another-truck"}})
		}
	case 7:
		if _, known := op.Checkpoint(events.CheckpointID(c + "-CP1")); known && c != "HU" {
			told(own("team"), events.CheckpointReached{Reached: events.ReachedTerms{Checkpoint: events.CheckpointID(c + "-CP1"), Part: part, Method: events.Record}})
		}
	case 8:
		if c == d {
			return
		}
		offer, ok := told(own("commander"), events.HandoverOffered{Offer: events.OfferTerms{Point: events.PointID(c + "-" + d), Part: part}, Pack: events.PackTerms{Team: "SHADOW-1"}})
		if ok { // no offer is left open: that could be noticed, by a refusal
			told(string(d.Desk())+" commander", events.HandoverRefused{Refusal: events.HandoverRefusalTerms{Offer: offer, Ground: "no-team"}})
		}
	case 9:
		if _, ok := told(own("competent-authority"), events.ConditionImposed{Condition: events.ConditionTerms{Country: c, Topic: "secrecy", Force: events.Precedent}}); ok { // what is not met would keep the goods
			list := s.House.Operation(s.id).Conditions
			told(own("competent-authority"), events.ConditionWaived{Waived: events.ConditionName{ID: list[len(list)-1].ID}})
		}
	case 10: // the other part sets out, and is seen
		if x.viewer != "ro" && x.viewer != "hu" {
			told("ro team", events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: held, Country: "RO"}})
			eyes, team := events.EyesTerms{Part: held, Country: "RO"}, events.TeamTerms{Team: "RO-2"}
			told("ro team", pick[events.Event](r, events.EyesOnTaken{Eyes: eyes, Team: team}, events.EyesOnLost{Eyes: eyes, Team: team}))
		}
	case 11:
		told(own("team"), events.PossessionChanged{Possession: events.PossessionTerms{Part: part, Country: c, Holder: pick(r, events.Courier, events.NobodyKnown)}})
	case 12:
		wish, ok := told(lead, events.InterdictionRequested{Wish: events.WishTerms{Part: part, Country: c}})
		if ok {
			told(own("commander"), events.InterdictionDeclined{Declined: events.DeclinedTerms{Request: wish, Country: c, Ground: "no-team"}})
		}
	case 13: // handled, released and tightened, all of it between others
		id, ok := told(own("team"), events.SightingReported{Sighting: events.SightingTerms{Part: part, Country: c, Method: events.ANPR}, Handling: handled(events.H2)})
		if ok {
			told(own("commander"), events.HandlingReleased{Release: events.ReleaseTerms{Record: id, To: d, Slots: []events.Code{"sighting"}}})
			told(own("commander"), events.HandlingChanged{Change: events.ChangeTerms{Record: id, Codes: []events.HandlingCode{events.H1}}})
		}
	case 14:
		for _, a := range op.Alerts {
			if a.Country == c && x.viewer != c.Desk() && a.ID.Cause() == "crossed-without-acceptance" {
				told(own("desk"), events.AlertAcknowledged{Acknowledgement: events.AlertName{ID: a.ID, Country: c}})
			}
		}
	case 15:
		x.elsewhere(s)
	case 16: // and goes on
		if slices.Contains([]events.Viewer{"de", "cz", "sk", "nl"}, x.viewer) {
			told("ro team", events.BorderCrossed{Crossing: events.CrossingTerms{Part: held, From: "RO", To: "HU", Method: events.Visual}})
			told("hu team", events.InterdictionExecuted{Executed: events.ExecutedTerms{Part: held, Country: "HU", Goods: pick(r, events.GoodsSecured, events.PartSecured)}})
		}
	case 17: // what strangers say of the viewer's own State
		about := pick(r, part, held)
		if x.viewer.IsLead() { // behind whose back the route changes too, so that they might count
			about = held
		}
		by, fact := string(x.stranger().Desk())+" team", x.ofTheViewer(about)
		told(by, fact)
	case 18: // what strangers see in their own, that others may know of
		if !before("lose-hu") && before("regain-hu") { // control is lost as the story says
			return
		}
		who := x.stranger()
		eyes, team := events.EyesTerms{Part: part, Country: who}, events.TeamTerms{Team: "SHADOW-2"}
		told(string(who.Desk())+" team", pick[events.Event](r, events.EyesOnTaken{Eyes: eyes, Team: team}, events.EyesOnDegraded{Eyes: eyes, Team: team},
			events.EyesOnLost{Eyes: eyes, Team: team}, events.EyesOnRegained{Eyes: eyes, Team: team}))
	}
}

// stranger is a party of which the viewer may never know that it takes part: the
// route is RO, HU, AT, and DE, and HU leads.
func (x *secret) stranger() events.Country {
	return pick(x.dice, map[events.Country][]events.Country{"RO": {"AT", "DE"}, "HU": {"DE"}, "AT": {"RO"}, "DE": {"RO"}, "CZ": {"RO"},
		"SK": {"RO", "AT", "DE"}, "NL": {"RO", "AT", "DE"}}[x.viewer.Country()]...)
}

// ofTheViewer is a fact that names the viewer's State, and another than the one
// that tells it.
func (x *secret) ofTheViewer(part events.Part) events.Event {
	r, own := x.dice, x.viewer.Country()
	other := events.Country("HU")
	if own == other {
		other = "RO"
	}
	eyes, team := events.EyesTerms{Part: part, Country: own}, events.TeamTerms{Team: "SHADOW-3"}
	return pick[events.Event](r,
		events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: part, Country: own}},
		events.BorderCrossed{Crossing: events.CrossingTerms{Part: part, From: own, To: other, Method: events.Visual}},
		events.BorderCrossed{Crossing: events.CrossingTerms{Part: part, From: other, To: own, Method: events.Visual}},
		events.RouteDeviated{Deviation: events.DeviationTerms{Part: part, From: other, Toward: own}},
		events.InterdictionExecuted{Executed: events.ExecutedTerms{Part: part, Country: own, Goods: events.GoodsSecured}},
		events.HandoverCompleted{Completion: events.CompletionTerms{Point: events.PointID(other + "-" + own), Part: part, Team: "SHADOW-3"}},
		events.CheckpointReached{Reached: events.ReachedTerms{Checkpoint: events.CheckpointID(own + "-CP1"), Part: part, Method: events.Record}},
		events.EyesOnTaken{Eyes: eyes, Team: team}, events.EyesOnLost{Eyes: eyes, Team: team})
}

// elsewhere tells of an operation in which the viewer has no part at all.
func (x *secret) elsewhere(s *story) {
	leader := events.Country("RO")
	if x.viewer.Country() == leader {
		leader = "AT"
	}
	id, by := s.id, string(leader.Lead())+" coordinator"
	defer func() { s.id = id }()
	if x.other == "" {
		other, err := identity.NewID[events.OperationID](s.Now(), s.Dice)
		require.NoError(s.t, err)
		x.other, s.id = other, other
		_, err = s.try("secret", by, events.OperationOpened{
			Operation: events.OperationTerms{Name: "SHADOW", Lead: leader, Goods: events.Cash},
			Basis:     events.LegalBasis{Instruments: []events.Instrument{events.Bilateral}}})
		require.NoError(s.t, err)
	}
	s.id = x.other
	_, err := s.try("secret", by, events.StateInvolved{State: events.StateTerms{Country: leader, Role: events.Origin}})
	if err != nil { // involved before
		_, err = s.try("secret", by, events.LegPlanned{Leg: events.LegTerms{Country: leader, Measure: events.Export, Carried: events.ByAir}, Window: s.window("07:00", "09:00")})
	}
	require.NoError(s.t, err)
	x.told["elsewhere"]++
}
