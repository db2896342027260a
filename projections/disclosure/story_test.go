package disclosure_test

import (
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply"
	"vigil/internal/apply/applytest"
	"vigil/internal/identity"
	"vigil/internal/journal"
	"vigil/internal/operation"
)

var seed = flag.Uint64("seed", 31, "repeat the property tests with this seed; 0 takes one from the clock")

func chosen(t *testing.T) uint64 {
	s := *seed
	if s == 0 {
		s = uint64(time.Now().UnixNano()) % 1e9
	}
	t.Logf("repeat with: go test ./projections/disclosure -run '^%s$' -seed %d", strings.SplitN(t.Name(), "/", 2)[0], s)
	return s
}

// story is one operation, told command by command, each with all the texts that
// it can have, and with handling codes. HU leads.
type story struct {
	*applytest.History
	t      *testing.T
	id     events.OperationID
	called map[events.CommandID]string // what the story calls its commands
	words  string                      // what every text says
	secret *secret                     // what else is told, and what differently
	after  func(called string)         // what is asked after each command
	heard  [][]string                  // the answers
	ago    time.Duration               // when what is told happened, if not now
}

func begin(t *testing.T, seed uint64, countries ...events.Country) *story {
	h := applytest.Begin(t, seed, countries...)
	id, err := identity.NewID[events.OperationID](h.Now(), h.Dice)
	require.NoError(t, err)
	return &story{History: h, t: t, id: id, called: map[events.CommandID]string{}, words: "in words that stay out of the journal"}
}

// at sets the clock. What runs out until then is said first, when it runs out.
func (s *story) at(clock string) *story {
	s.t.Helper()
	return s.until(applytest.Clock(s.t, clock))
}

// passes lets time pass.
func (s *story) passes(time time.Duration) *story { return s.until(s.Now().Add(time)) }

func (s *story) until(now events.Time) *story {
	s.t.Helper()
	for due := s.due(now); due != nil; due = s.due(now) {
		if due.Due.After(s.Now()) {
			s.Set(due.Due.UTC())
		}
		s.clock(*due)
	}
	s.Set(now)
	return s
}

// happened tells of something that was a while ago.
func (s *story) happened(ago time.Duration, tell func()) {
	s.ago = ago
	tell()
	s.ago = 0
}

// answered has the lead resolve every alert that is open.
func (s *story) answered(called string) {
	for _, a := range s.House.Operation(s.id).Alerts {
		if _, open := s.House.Operation(s.id).Alert(a.ID, a.Country); !open { // the answer to another has settled it
			continue
		}
		s.apart(string(a.ID), fmt.Sprintf("%s/%s/%s", called, a.ID.Cause(), a.Country), lead,
			events.AlertResolved{Resolution: events.ResolutionTerms{ID: a.ID, Country: a.Country, Ground: "no-matter"}})
	}
}

// apart tells what may be told more or less often behind a viewer's back: its dice
// are its own, so that what comes after is as it would have been.
func (s *story) apart(dice, called, by string, fact events.Event) {
	s.t.Helper()
	shared := s.Dice
	s.Dice = rand.NewChaCha8(sha256.Sum256([]byte(dice + called)))
	s.tell(called, by, fact)
	s.Dice = shared
}

func (s *story) due(until events.Time) *operation.Clock {
	list := s.House.Due(s.id, until)
	if len(list) == 0 {
		return nil
	}
	return &list[0]
}

// clock says what has run out. The story calls it by the fact and what it is
// about.
func (s *story) clock(c operation.Clock) {
	s.t.Helper()
	request, err := identity.ComposeClock(s.Key("clock"), s.House.Registry().Journal().ID, s.id, c.Due, c.Fact)
	require.NoError(s.t, err)
	n, _, err := events.ParseNote(request.Note)
	require.NoError(s.t, err)
	s.Do(request)
	s.called[n.Command] = s.runOut(c.Fact)
}

func (s *story) runOut(fact events.Event) string {
	switch e := fact.(type) {
	case events.CheckpointDue:
		return "due/" + string(e.Due.ID)
	case events.CheckpointMissed:
		return "missed/" + string(e.Missed.ID)
	case events.HandoverTimedOut:
		return "timed-out/" + s.called[e.Timeout.Offer]
	case events.AuthorisationLapsing:
		return "lapsing/" + s.called[e.Lapsing.Request]
	case events.AuthorisationLapsed:
		return "lapsed/" + s.called[e.Lapse.Request]
	case events.AlertRepeated:
		return fmt.Sprintf("repeated/%s/%s/%d", e.Repetition.ID.Cause(), e.Repetition.Country, e.Repetition.Round)
	case events.AuthorisationUnacknowledged:
		return "unacknowledged/" + s.called[e.Unacknowledged.Request]
	case events.AuthorisationUnanswered:
		return "unanswered/" + s.called[e.Unanswered.Request]
	case events.SurveillanceExpired:
		return "expired/" + s.called[e.Expired.Notice]
	case events.ControlLost:
		return "lost/" + string(e.Lost.Country)
	case events.ControlUndecided:
		return "undecided/" + string(e.Undecided.Country)
	case events.GoDue:
		return "go/" + string(e.Due.Checkpoint)
	case events.DeviceStale:
		return "stale/" + string(e.Stale.Country)
	case events.DeconflictionFound:
		return "found/" + string(e.Found.Country)
	case events.ReportOverdue:
		return "overdue/" + string(e.Overdue.Country)
	}
	return string(fact.Kind())
}

// compose signs a command of a fact with all texts that it can have. The words of
// a restriction are there if the codes demand them.
func (s *story) compose(called, by string, fact events.Event) (events.Request, events.CommandID) {
	s.t.Helper()
	viewer, _, _ := strings.Cut(by, " ")
	command, err := identity.NewID[events.CommandID](s.Now(), s.Dice)
	require.NoError(s.t, err)
	n := events.Note{
		Journal: s.House.Registry().Journal().ID, Operation: s.id, Command: command,
		Signer: events.Viewer(viewer), Occurred: s.Now().Add(s.ago), Known: s.Now(),
	}
	values, err := identity.ValuesOf(fact)
	require.NoError(s.t, err)
	row := actWhoseFact(fact.Kind())
	n.Act = row.Act
	if row.Nature == events.Decision {
		n.Until = s.Now().Add(events.DecisionLife)
	}
	if _, _, can := row.Slot(events.SlotHandling); can && !given(values, events.SlotHandling) {
		values = append(values, identity.Value{Slot: events.SlotHandling, Bytes: []byte(s.secret.handling(called))})
	}
	for _, slot := range row.Slots {
		if slot.Class == events.Clear || slot.Name == events.SlotRestriction && !restricted(values) {
			continue
		}
		values = append(values, identity.Value{Slot: slot.Name, Bytes: []byte(s.secret.text(called, slot.Name, s.words))})
	}
	var seen events.Seen
	if view := s.House.View(n.Signer); view != nil {
		seen = events.Seen{Counter: view.Counter, Digest: view.Digest}
	}
	keys := []identity.Key{s.Key(by)}
	if n.Act == "item.weighed" { // two persons: the commander looks on
		keys = append(keys, s.Key(viewer+" commander"))
	}
	request, err := identity.Compose(n, seen, values, s.Dice, keys...)
	require.NoError(s.t, err)
	return request, command
}

func given(values []identity.Value, slot string) bool {
	return slices.ContainsFunc(values, func(v identity.Value) bool { return v.Slot == slot })
}

// restricted tells whether a command gives handling codes with H3 among them.
func restricted(values []identity.Value) bool {
	return slices.ContainsFunc(values, func(v identity.Value) bool {
		return (v.Slot == events.SlotHandling || v.Slot == "change") && strings.Contains(string(v.Bytes), `"h3"`)
	})
}

func actWhoseFact(kind events.Kind) events.ActRow {
	return events.Acts[slices.IndexFunc(events.Acts, func(r events.ActRow) bool { return r.Fact == kind })]
}

// asked is what the rules say to a request now.
func (s *story) asked(request events.Request) error {
	n, sigs, err := events.ParseNote(request.Note)
	require.NoError(s.t, err)
	shut := identity.Shut(request.Enclosures)
	proposed, _, err := identity.Proposed(n, request.Slots, shut)
	require.NoError(s.t, err)
	_, err = s.House.Decide(apply.CommandOf(n, identity.WitnessOf(sigs), proposed, shut), s.Now())
	return err
}

// try tells one command, if the rules let it.
func (s *story) try(called, by string, fact events.Event) (events.CommandID, error) {
	s.t.Helper()
	fact = s.secret.between(s, called, fact)
	request, command := s.compose(called, by, fact)
	if err := s.asked(request); err != nil {
		return "", err
	}
	s.Do(request)
	s.called[command] = called
	if s.after != nil && !s.secret.telling() {
		s.after(called)
	}
	return command, nil
}

func (s *story) tell(called, by string, fact events.Event) events.CommandID {
	s.t.Helper()
	id, err := s.try(called, by, fact)
	require.NoError(s.t, err, called)
	return id
}

const lead = "hu.lead coordinator"

func (s *story) window(from, until string) events.Window {
	return events.Window{From: applytest.Clock(s.t, from), Until: applytest.Clock(s.t, until)}
}

func (s *story) opens() {
	s.tell("open", lead, events.OperationOpened{
		Operation: events.OperationTerms{Name: "RELAY", Lead: "HU", Goods: events.Narcotics},
		Basis:     events.LegalBasis{Instruments: []events.Instrument{events.UNTOC20}}})
}

func (s *story) involves(c events.Country, role events.StateRole) {
	s.involvesAs("involve-"+string(c.Desk()), c, role)
}

func (s *story) involvesAs(called string, c events.Country, role events.StateRole) {
	s.tell(called, lead, events.StateInvolved{State: events.StateTerms{Country: c, Role: role}})
}

func (s *story) declares(called, by string, from events.Country, codes ...events.HandlingCode) events.Part {
	return events.PartOf(s.tell(called, by, events.ItemDeclared{
		Item:   events.ItemTerms{Substance: "heroin", Mode: events.Live, Packages: 104, Hazards: []events.Code{"armed-courier"}},
		Origin: events.OriginTerms{Country: from}, Quantity: kilos, Handling: handled(codes...)}))
}

func handled(codes ...events.HandlingCode) events.HandlingTerms {
	return events.HandlingTerms{Codes: codes}
}

func (s *story) plansLeg(c events.Country, m events.Measure) {
	s.plansLegAs("leg-"+string(c.Desk()), c, m)
}

func (s *story) plansLegAs(called string, c events.Country, m events.Measure) {
	s.tell(called, lead, events.LegPlanned{
		Leg: events.LegTerms{Country: c, Measure: m, Carried: events.ByRoad}, Window: s.window("02:00", "08:00")})
}

func (s *story) plansPoint(from, to events.Country) {
	s.plansPointAs("point-"+string(from.Desk()+"-"+to.Desk()), from, to)
}

func (s *story) plansPointAs(called string, from, to events.Country) {
	s.tell(called, lead, events.HandoverPointPlanned{
		Point: events.PointTerms{From: from, To: to}, Window: s.window("02:00", "08:00"), Place: border})
}

func (s *story) plansCheckpoint(c events.Country) {
	s.tell("checkpoint-"+string(c.Desk()), lead, events.CheckpointPlanned{
		Checkpoint: events.CheckpointTerms{Country: c, Grace: 20}, Window: s.window("02:00", "08:00"), Place: border})
}

func (s *story) asks(called string, c events.Country, m events.Measure) events.CommandID {
	return s.tell(called, lead, events.AuthorisationRequested{
		Request: events.RequestTerms{Country: c, Measure: m, Mode: events.Live}, Window: s.window("00:30", "14:00"), Ceiling: kilos})
}

func (s *story) grants(called string, asked events.CommandID, c events.Country, m events.Measure) {
	s.tell(called, string(c.Desk())+" competent-authority", events.AuthorisationGranted{
		Grant:  events.GrantTerms{Request: asked, Country: c, Measure: m, Modes: []events.Mode{events.Live, events.Partial}, Finality: events.Final},
		Window: s.window("00:30", "14:00"), Ceiling: kilos})
}

func (s *story) consents(c events.Country, m events.Measure) events.CommandID {
	who := string(c.Desk())
	asked := s.asks("ask-"+who, c, m)
	s.grants("grant-"+who, asked, c, m)
	return asked
}

func (s *story) offers(called, by string, point events.PointID, p events.Part) events.CommandID {
	return s.tell(called, by, events.HandoverOffered{Offer: events.OfferTerms{Point: point, Part: p},
		Pack: events.PackTerms{Team: "TEAM-7", Seals: []events.CallSign{"S0047112"}, Hazards: []events.Code{"armed-courier"}}})
}

func (s *story) accepts(called string, c events.Country, offer events.CommandID) {
	by := string(c.Desk()) + " commander"
	s.tell(called, by, events.HandoverAccepted{Acceptance: events.AcceptanceTerms{
		Offer: offer, Commander: s.Key(by).ID(), Team: "TEAM-2"}})
}

func (s *story) crosses(called, by string, p events.Part, from, to events.Country) events.CommandID {
	return s.tell(called, by, events.BorderCrossed{Crossing: events.CrossingTerms{Part: p, From: from, To: to, Method: events.Visual}})
}

// sees reports a sighting; corrects is the record that it corrects, if any.
func (s *story) sees(called, by string, p events.Part, in events.Country, corrects ...events.CommandID) events.CommandID {
	fact := events.SightingReported{Sighting: events.SightingTerms{Part: p, Country: in, Method: events.Visual}, Place: border}
	for _, record := range corrects {
		fact.Corrects = events.CorrectsTerms{Record: record, Ground: "wrong-place"}
	}
	return s.tell(called, by, fact)
}

func (s *story) acknowledges(called, by string, id events.AlertID) {
	viewer, _, _ := strings.Cut(by, " ")
	s.tell(called, by, events.AlertAcknowledged{Acknowledgement: events.AlertName{ID: id, Country: events.Viewer(viewer).Country()}})
}

func (s *story) changes(called, by string, record events.CommandID, codes ...events.HandlingCode) {
	s.tell(called, by, events.HandlingChanged{Change: events.ChangeTerms{Record: record, Codes: append([]events.HandlingCode{}, codes...)}})
}

func (s *story) releases(called, by string, record events.CommandID, to events.Country, slots ...events.Code) {
	s.tell(called, by, events.HandlingReleased{Release: events.ReleaseTerms{Record: record, To: to, Slots: slots}})
}

// inRegistry tells something of the registry's own.
func (s *story) inRegistry(tell func()) {
	id := s.id
	s.id = events.Registry
	tell()
	s.id = id
}

var (
	kilos  = events.Quantity{Amount: "62.4", Unit: events.Kilogram}
	border = events.Place{Lat: "47.93", Lon: "17.07", Zone: "UTC"}
)

// sources gives the story's entries, parsed, those of the registry too.
func (s *story) sources() []source {
	var list []source
	for _, body := range s.Bodies() {
		src, err := apply.Read(body)
		require.NoError(s.t, err)
		list = append(list, source{src, body})
	}
	return list
}

// told gives every message of a viewer's feed, read as a gateway reads it.
func (s *story) told(viewer events.Viewer) []events.Message {
	var list []events.Message
	_, err := s.Store.ReadFeed(context.Background(), string(viewer), 1, func(_ uint64, b []byte) error {
		m, _, err := events.DecodeMessage(b)
		list = append(list, m)
		return err
	})
	if err != nil {
		require.ErrorIs(s.t, err, journal.ErrNoViewer)
	}
	return list
}

func diceOf(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, seed)) }
