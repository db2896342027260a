package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/journal"
	"vigil/internal/operation"
)

const accept = "vigil handover accept RELAY HU-AT --commander me --team AT-1 --as at/commander"

func TestRefusalSaysAllThatIsMissing(t *testing.T) {
	s := newStage(t)
	s.planned()
	s.answer = &operation.Refusal{Rule: operation.EveryConsent, Class: operation.Refused,
		Reason: "part 7QK2XM of RELAY may not depart yet", Missing: []string{"AT import: requested, not answered", "no handover point AT-DE"},
		Hint: "Ask the States named, plan what lacks, then approve again."}
	exit, out, errs := s.run(context.Background(), "vigil departure approve RELAY --as hu/coordinator")
	require.Equal(t, exitRefused, exit)
	require.Empty(t, out)
	_, errs, _ = strings.Cut(errs, "\n") // the id
	require.Equal(t, "EXERCISE · refused: departure-needs-every-consent · part 7QK2XM of RELAY may not depart yet\n"+
		"  missing: AT import: requested, not answered\n"+
		"  missing: no handover point AT-DE\n"+
		"  next: Ask the States named, plan what lacks, then approve again.   (exit 6)\n", errs)
	require.Empty(t, s.outbox, "what was refused is not kept")

	exit, out, errs = s.run(context.Background(), "vigil departure approve RELAY --as hu/coordinator -j")
	require.Equal(t, exitRefused, exit)
	require.Empty(t, out)
	var p problem
	require.NoError(t, json.Unmarshal([]byte(errs), &p))
	require.Equal(t, "departure-needs-every-consent", p.Rule)
	require.Equal(t, "refused", p.Class)
	require.Len(t, p.Missing, 2)
	require.NotEmpty(t, p.ID)
	require.NotEmpty(t, p.Hint)
}

// TestRefusalsTellTimeAsEverythingElse: the hub writes moments for programs.
func TestRefusalsTellTimeAsEverythingElse(t *testing.T) {
	s := newStage(t)
	s.underway()
	s.answer = &operation.Refusal{Rule: "some-rule", Class: operation.Refused, Reason: "it is over since 2026-03-02T21:10Z",
		Missing: []string{"a word by 2026-03-03T22:10:00.000+01:00"}, Hint: "Say --until 2026-03-03T22:10Z."}
	_, _, errs := s.run(context.Background(), accept)
	_, errs, _ = strings.Cut(errs, "\n") // the id
	require.Equal(t, "EXERCISE · refused: some-rule · it is over since 21:10Z\n  missing: a word by 3 Mar 21:10Z · 22:10+01:00\n"+
		"  next: Say --until 2026-03-03T22:10Z.   (exit 6)\n", errs)
	_, _, errs = s.run(context.Background(), accept+" -j")
	require.Contains(t, errs, "2026-03-02T21:10Z", "programs are told as the hub told it")
	require.Contains(t, errs, `"journal":"exercise"`)
}

func TestExitCodes(t *testing.T) {
	refusal := func(c operation.Class) error {
		return &operation.Refusal{Rule: "some-rule", Class: c, Reason: "so it is"}
	}
	for _, c := range []struct {
		err  error
		exit int
		says string
	}{
		{refusal(operation.Invalid), exitUsage, "usage: some-rule · so it is"},
		{refusal(operation.NotFound), exitNotFound, "not found: "},
		{refusal(operation.NotAllowed), exitNotAllowed, "not allowed: "},
		{refusal(operation.Conflict), exitConflict, "conflict: "},
		{refusal(operation.Refused), exitRefused, "refused: "},
		{refusal("of-a-later-build"), exitFailed, "failed: "},
		{fmt.Errorf("the hub: %w", journal.ErrUnavailable), exitUnavailable, "unavailable: "},
		{fmt.Errorf("the hub: %w", journal.ErrElecting), exitUnavailable, "unavailable: hub electing, last confirmed AT:20; nothing was recorded\n  next: in some seconds send the same with --id "},
		{&journal.GapError{Where: "feed of at", Want: 3}, exitUnverified, "not verified: "},
		{fmt.Errorf("something else"), exitFailed, "failed: something else"},
	} {
		s := newStage(t)
		s.underway()
		s.fakeDesk.answer = c.err
		exit, _, errs := s.run(context.Background(), accept)
		require.Equal(t, c.exit, exit, errs)
		require.Contains(t, errs, c.says)
	}
}

// TestUnknownOutcome: no answer came; the same id sends the same bytes, whatever
// has happened to the case since.
func TestUnknownOutcome(t *testing.T) {
	s := newStage(t)
	s.underway()
	s.fakeDesk.answer = fmt.Errorf("hub: %w", journal.ErrUnknownOutcome)
	exit, _, errs := s.run(context.Background(), accept)
	require.Equal(t, exitUnavailable, exit)
	id, rest, _ := strings.Cut(strings.TrimPrefix(errs, "id "), "\n")
	require.Equal(t, "unavailable: outcome unknown: no answer came\n  next: safe to retry with --id "+id+"   (exit 8)\n", rest)
	require.Len(t, s.outbox, 1)

	s.fakeDesk.answer = nil
	s.fakeDesk.now = s.fakeDesk.now.Add(time.Minute)
	exit, _, errs = s.run(context.Background(), "vigil border crossed RELAY --from HU --to AT --method visual --as at/commander --id "+id)
	require.Equal(t, exitUsage, exit, "the id is of another command")
	require.Contains(t, errs, "handover.accept")

	exit, out, errs := s.run(context.Background(), accept+" --id "+id)
	require.Zero(t, exit, errs)
	require.Contains(t, errs, "sending again what was signed at 21:15Z · 22:15+01:00")
	require.Contains(t, out, "recorded handover accept")
	require.Equal(t, s.sent[0], s.sent[1], "the same bytes")
	require.Empty(t, s.outbox)

	s.Open = func(ctx context.Context, c Connect) (*Session, error) {
		return &Session{Desk: s.fakeDesk, Viewer: "at", Key: keyNamed(c.As.String())}, nil
	}
	s.fakeDesk.answer = journal.ErrUnknownOutcome
	_, _, errs = s.run(context.Background(), accept)
	require.NotContains(t, errs, "safe to retry", "nothing was kept")
	require.Contains(t, errs, "vigil watch")
}

func TestInterrupted(t *testing.T) {
	s := newStage(t)
	s.underway()
	ctx, stop := context.WithCancel(context.Background())
	stop()
	exit, _, errs := s.run(ctx, "vigil watch --desk at")
	require.Equal(t, exitInterrupted, exit)
	require.Equal(t, "interrupted: stopped   (exit 130)\n", errs)

	s.fakeDesk.answer = ctx.Err()
	exit, _, errs = s.run(ctx, accept)
	require.Equal(t, exitInterrupted, exit)
	require.Contains(t, errs, "safe to retry with --id ")
}

func TestDocument(t *testing.T) {
	doc := `{ "message": "Second driver.", "pack": {"team":"HU-2","seals":["S1"]},
	  "offer": {"part":"7QK2XM","point":"HU-AT"} }`
	run := func(doc string) (*stage, int, string) {
		s := newStage(t)
		s.underway()
		s.Stdin = strings.NewReader(doc)
		exit, _, errs := s.run(context.Background(), "vigil handover offer RELAY -f - --as hu/commander")
		return s, exit, errs
	}
	s, exit, errs := run(doc)
	require.Zero(t, exit, errs)
	require.Equal(t, `{"point":"HU-AT","part":"7QK2XM"}`, string(s.sent[0].Slots[1].Value), "in the one spelling")
	require.Equal(t, "Second driver.", string(s.sent[0].Enclosures[0].Value))

	for _, c := range []struct{ from, to, says string }{
		{`"offer":`, `"ofer":`, `no slot "ofer"`},
		{`"offer": {"part":"7QK2XM","point":"HU-AT"}`, `"message": "twice"`, `member "message" stands there twice`},
		{`, "seals":["S1"]`, ``, ``},
		{`"part":`, `"Part":`, "offer.Part is not written as the journal has it"},
		{`"7QK2XM"`, `"seven"`, `"seven" is not a part's label`},
		{`["S1"]`, `[]`, "pack.seals is not written as the journal has it"},
		{`"Second driver."`, `7`, "message is a text"},
		{`"Second driver."`, `" "`, "message is a text"},
		{`"team":"HU-2",`, `"team":"HU-2","team":"HU-3",`, `member "team" stands there twice`},
		{doc, `[]`, "not one JSON object"},
		{doc, doc + `{}`, "not one JSON object"},
		{doc, `{}`, "slot offer is needed"},
	} {
		require.Contains(t, doc, strings.TrimPrefix(c.from, ", "))
		if c.says == "" {
			continue
		}
		s, exit, errs := run(strings.Replace(doc, c.from, c.to, 1))
		require.Equal(t, exitUsage, exit, c.to)
		require.Contains(t, errs, c.says)
		require.Empty(t, s.sent)
	}

	s = newStage(t)
	s.underway()
	_, _, errs = s.run(context.Background(), "vigil handover offer RELAY -f - --team HU-2 --as hu/commander")
	require.Contains(t, errs, "--team: leave it out")
}

func TestNobodyDecidesForAnother(t *testing.T) {
	s := newStage(t)
	s.planned()
	exit, _, errs := s.run(context.Background(), "vigil authorisation grant RELAY --country AT --measure import --modes live --from 22:00Z --until 23:00Z --as hu/authority")
	require.Equal(t, exitNotAllowed, exit)
	require.Contains(t, errs, "EXERCISE · not allowed: only-a-states-own-authority-decides-for-it · an authority of HU cannot decide for AT\n")
	require.Empty(t, s.sent)
}

// A version that was replaced is not what is answered: the newest is meant.
func TestTheNewestVersionIsMeant(t *testing.T) {
	s := newStage(t)
	s.planned()
	ask := func(replaces events.CommandID) events.CommandID {
		return s.entry("hu.lead", "authorisation.request", "17:45+01:00", forAT, "", events.AuthorisationRequested{
			Request: events.RequestTerms{Country: "AT", Measure: events.TransitRoute, Mode: events.Live, Replaces: replaces}, Window: between("20:00Z", "23:00Z")})
	}
	newest := ask(ask(""))
	_, _, errs := s.run(context.Background(), "vigil authorisation acknowledge RELAY --measure transit --as at/authority")
	_, fact := s.proposed(t)
	require.Equal(t, events.AuthorisationAcknowledged{Receipt: events.ReceivedTerms{Request: newest, Country: "AT"}}, fact, errs)
}

// TestConsentsAreFound: an act is about the consent that it can be about, if there
// is only one.
func TestConsentsAreFound(t *testing.T) {
	s := newStage(t)
	s.planned()
	transit := s.entry("hu.lead", "authorisation.request", "17:45+01:00", forAT, "", events.AuthorisationRequested{
		Request: events.RequestTerms{Country: "AT", Measure: events.TransitRoute, Mode: events.Live}, Window: between("20:00Z", "23:00Z")})
	s.entry("at", "authorisation.grant", "17:50+01:00", forAT, "", events.AuthorisationGranted{
		Grant:  events.GrantTerms{Request: transit, Country: "AT", Measure: events.TransitRoute, Modes: []events.Mode{events.Live}, Finality: events.Oral, Confirm: at("23:30Z")},
		Window: between("20:00Z", "23:00Z"), Ceiling: events.Quantity{Amount: "70", Unit: events.Kilogram}})
	named := events.ConsentTerms{Request: transit, Country: "AT", Measure: events.TransitRoute}

	exit, _, errs := s.run(context.Background(), "vigil authorisation confirm RELAY --as at/authority")
	require.Zero(t, exit, errs)
	_, fact := s.proposed(t)
	require.Equal(t, events.AuthorisationConfirmed{Confirmation: named}, fact, "the only oral one")

	exit, _, errs = s.run(context.Background(), "vigil authorisation vary RELAY --until 22:00Z --as at/authority")
	require.Equal(t, exitUsage, exit)
	require.Contains(t, errs, "--measure: AT is asked for more than one thing: import (")

	vary := "vigil authorisation vary RELAY --measure transit --until 22:00Z --as at/authority"
	varied := events.AuthorisationVaried{
		Variation: events.VariationTerms{Request: transit, Country: "AT", Measure: events.TransitRoute, Modes: []events.Mode{events.Live}},
		Window:    between("20:00Z", "22:00Z"), Ceiling: events.Quantity{Amount: "70", Unit: events.Kilogram},
	}
	_, _, errs = s.run(context.Background(), vary)
	_, fact = s.proposed(t)
	require.Equal(t, varied, fact, "what is not named stays: %s", errs)
	_, _, _ = s.run(context.Background(), vary+" --no-ceiling --modes clean")
	varied.Ceiling, varied.Variation.Modes = events.Quantity{}, []events.Mode{events.Clean}
	_, fact = s.proposed(t)
	require.Equal(t, varied, fact)

	s.entry("at", "authorisation.suspend", "17:55+01:00", forAT, "", events.AuthorisationSuspended{
		Suspension: events.EndingTerms{Request: transit, Country: "AT", Measure: events.TransitRoute, Ground: "no-team"}})
	exit, _, errs = s.run(context.Background(), "vigil authorisation resume RELAY --as at/authority")
	require.Zero(t, exit, errs)
	_, fact = s.proposed(t)
	require.Equal(t, events.AuthorisationResumed{Resumption: named}, fact, "the only one that rests")
}

// TestWishesAreAnswered: an order answers the lead's wish if there is one; a no
// needs one.
func TestWishesAreAnswered(t *testing.T) {
	order := "vigil interdiction order RELAY --ground it-stopped --reason Now. --as at/commander"
	s := newStage(t)
	s.underway()
	exit, _, errs := s.run(context.Background(), order)
	require.Zero(t, exit, errs)
	_, fact := s.proposed(t)
	require.Empty(t, fact.(events.InterdictionOrdered).Order.Request)
	exit, _, errs = s.run(context.Background(), "vigil interdiction decline RELAY --ground no-team --reason None. --as at/commander")
	require.Equal(t, exitNotFound, exit)
	require.Contains(t, errs, "the lead of RELAY asks nothing of you")

	s = newStage(t)
	s.missed()
	wish := s.views["at"].Cases()[0].Document.Interdictions[0].Wish
	_, _, errs = s.run(context.Background(), order)
	_, fact = s.proposed(t)
	require.Equal(t, wish, fact.(events.InterdictionOrdered).Order.Request, errs)
}

func TestConflictsSayWhatChanged(t *testing.T) {
	s := newStage(t)
	s.underway()
	s.answer = &operation.Refusal{Rule: operation.ChangedSince, Class: operation.Conflict, Reason: "this has changed since you looked",
		Missing: []string{"AT:413 handover.withdrawn"}, Hint: "Look again, and decide anew."}
	exit, _, errs := s.run(context.Background(), accept)
	require.Equal(t, exitConflict, exit)
	require.Contains(t, errs, "\n  changed: AT:413 handover.withdrawn\n")
}

func TestOfferByMessage(t *testing.T) {
	s := newStage(t)
	s.underway()
	exit, _, errs := s.run(context.Background(), "vigil handover accept RELAY at:20 --commander me --team AT-1 --as at/commander")
	require.Zero(t, exit, errs)
	byPoint := string(s.sent[0].Slots[1].Value)
	exit, _, errs = s.run(context.Background(), accept)
	require.Zero(t, exit, errs)
	require.Equal(t, byPoint, string(s.sent[1].Slots[1].Value))
	exit, _, _ = s.run(context.Background(), "vigil handover accept RELAY AT:4711 --commander me --team AT-1 --as at/commander")
	require.Equal(t, exitNotFound, exit)
}

func TestTextFromFile(t *testing.T) {
	s := newStage(t)
	s.underway()
	s.files["why.txt"] = "Not in place.\nTwenty minutes out.\n"
	refuse := "vigil handover refuse RELAY HU-AT --ground not-in-place --as at/commander --reason "
	exit, _, errs := s.run(context.Background(), refuse+"@why.txt")
	require.Zero(t, exit, errs)
	require.Equal(t, "Not in place.\nTwenty minutes out.", string(s.sent[0].Enclosures[0].Value))

	exit, _, errs = s.run(context.Background(), refuse+"@gone.txt")
	require.Equal(t, exitUsage, exit)
	require.Contains(t, errs, "there is no file gone.txt")
}

func TestBreachStandsBesideTheFact(t *testing.T) {
	s := newStage(t)
	s.underway()
	s.beside = []events.Event{events.BreachFound{Breach: events.BreachTerms{Rule: "crossed-without-acceptance", Country: "AT", Part: thePart, Since: at("22:10+01:00")}}}
	exit, out, errs := s.run(context.Background(), "vigil border crossed RELAY --from HU --to AT --method visual --as at/team")
	require.Zero(t, exit, errs)
	require.Contains(t, out, "  ▲ BREACH crossed-without-acceptance · AT · part 7QK2XM since 21:10Z · 22:10+01:00 · it crossed before the next State had accepted\n")
}

func TestForgedReceiptIsSaid(t *testing.T) {
	s := newStage(t)
	s.underway()
	s.hub = keyNamed("another hub")
	exit, out, errs := s.run(context.Background(), accept)
	require.Equal(t, exitUnverified, exit)
	require.Empty(t, out)
	require.Contains(t, errs, "the receipt of ")
}

func TestOldAnswers(t *testing.T) {
	s := newStage(t)
	s.underway()
	s.quiet = 45 * time.Second
	exit, out, _ := s.run(context.Background(), "vigil show RELAY --desk at")
	require.Zero(t, exit)
	require.Contains(t, out, "STALE: hub silent for 45 s")
	exit, out, errs := s.run(context.Background(), "vigil show RELAY --desk at --max-age 30s")
	require.Equal(t, exitStale, exit)
	require.Contains(t, out, "RELAY", "the answer is given all the same")
	require.Contains(t, errs, "stale: ")
}

func TestRealCaseDataIsReadForAPurpose(t *testing.T) {
	s := newStage(t)
	s.underway()
	s.class = events.Real
	exit, _, errs := s.run(context.Background(), "vigil show RELAY --desk at")
	require.Equal(t, exitUsage, exit)
	require.Contains(t, errs, "--purpose")
	require.Empty(t, s.asked)
	exit, out, _ := s.run(context.Background(), `vigil show RELAY --desk at --purpose "night shift"`)
	require.Zero(t, exit)
	require.NotContains(t, out, "EXERCISE")
	require.Equal(t, "night shift", s.asked[0].Purpose)
	require.Equal(t, "cli show", s.asked[0].Surface)
	exit, _, errs = s.run(context.Background(), accept)
	require.Zero(t, exit, errs)
	require.Equal(t, "handover accept", s.asked[len(s.asked)-1].Purpose)
}

func TestColourNeverStandsAlone(t *testing.T) {
	s := newStage(t)
	s.crossed()
	_, plain, _ := s.run(context.Background(), "vigil show RELAY --desk at")
	_, painted, _ := s.run(context.Background(), "vigil show RELAY --desk at --color always")
	require.NotContains(t, plain, "\x1b")
	require.Contains(t, painted, "\x1b[1;31m▲ BREACH")
	for _, code := range []paint{bold, alarm, notice, faint} {
		painted = strings.ReplaceAll(painted, "\x1b["+string(code)+"m", "")
	}
	require.Equal(t, plain, strings.ReplaceAll(painted, "\x1b[0m", ""))
	s.Terminal = true
	s.variable["NO_COLOR"] = "1"
	_, quiet, _ := s.run(context.Background(), "vigil show RELAY --desk at")
	require.NotContains(t, quiet, "\x1b")
	_, framed, _ := s.run(context.Background(), "vigil handover ls RELAY --desk at")
	require.Contains(t, framed, "╭")
	for _, list := range []string{"handover ls RELAY", "authorisation ls RELAY", "plan ls RELAY", "operation ls"} {
		_, framed, _ := s.run(context.Background(), "vigil "+list+" --desk hu.lead")
		for _, line := range strings.Split(framed, "\n") {
			require.LessOrEqual(t, len([]rune(line)), 80, list)
		}
		require.NotContains(t, framed, "≈", "%s: nothing is cut off", list)
	}
}

func TestShowFitsANightScreen(t *testing.T) {
	s := newStage(t)
	s.crossed()
	_, out, _ := s.run(context.Background(), "vigil show RELAY --as hu/coordinator")
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	require.LessOrEqual(t, len(lines), 24)
	for _, line := range lines {
		require.LessOrEqual(t, len([]rune(line)), 80, line)
	}
}
