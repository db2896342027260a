package cli

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/identity"
	"vigil/projections"
)

// sentFact is the fact of the last command that was sent.
func (s *stage) sentFact(t *testing.T) events.Event {
	t.Helper()
	last := s.sent[len(s.sent)-1]
	note, _, err := events.ParseNote(last.Note)
	require.NoError(t, err)
	fact, _, err := events.Proposal(note, last.Slots, identity.Shut(last.Enclosures))
	require.NoError(t, err)
	return fact
}

const askAT = "vigil authorisation request RELAY AT --measure import --mode live --from 22:00Z --until 23:30Z --as hu/coordinator"

func TestARequestSaysWhenItIsDue(t *testing.T) {
	basis := " --basis eio-28 --mla before --offence drug-trafficking --extraditable yes"
	for _, c := range []struct {
		flags               string
		acknowledge, answer string
	}{
		{"", "", ""},
		{" --urgency urgent", "", ""},
		{basis, "22:00Z", "22:00Z"}, // the goods come before thirty days are over
		{basis + " --answer-by 21:45Z", "21:45Z", "21:45Z"},
		{basis + " --answer-by 21:45Z --acknowledge-by 21:20Z", "21:20Z", "21:45Z"},
		{" --urgency urgent --channel siena", "", "22:00Z"},
	} {
		s := newStage(t)
		s.planned()
		exit, _, errs := s.run(context.Background(), askAT+c.flags)
		require.Zero(t, exit, errs)
		asked := s.sentFact(t).(events.AuthorisationRequested).Request
		for want, got := range map[*string]events.Time{&c.acknowledge: asked.Acknowledge, &c.answer: asked.Answer} {
			if *want == "" {
				require.True(t, got.IsZero(), c.flags)
				continue
			}
			require.Zero(t, at(*want).Sub(got), "%s: %s", c.flags, got)
		}
		if c.answer != "" && !strings.Contains(c.flags, "--answer-by") {
			require.Contains(t, errs, "--answer-by TIME sets another time", "whoever asks is told")
		}
	}

	s := newStage(t)
	s.planned()
	later := strings.NewReplacer("22:00Z", "2026-06-01T22:00Z", "23:30Z", "2026-06-01T23:30Z").Replace(askAT)
	_, _, errs := s.run(context.Background(), later+basis)
	asked := s.sentFact(t).(events.AuthorisationRequested).Request
	require.Zero(t, s.now.Add(7*24*time.Hour).Sub(asked.Acknowledge))
	require.Zero(t, s.now.Add(30*24*time.Hour).Sub(asked.Answer))
	require.Contains(t, errs, "EIO Directive art. 16: 7 days, not verified)", "what was not read is not quoted as law")
	require.Contains(t, errs, "EIO Directive art. 12: 30 days);")
}

// TestARequestSaysWhatItLacks beside what was recorded, and in a dry run; programs
// have the form for that.
func TestARequestSaysWhatItLacks(t *testing.T) {
	for _, dry := range []string{"", " --dry-run"} {
		s := newStage(t)
		s.planned()
		exit, out, errs := s.run(context.Background(), askAT+` --basis bilateral --mla not-needed --offence drug-trafficking --extraditable yes --facts "Seen." --enter HU-AT --carried road`+dry)
		require.Zero(t, exit, errs)
		require.Contains(t, errs, "the request form is not complete: as CH-IT 2009 art. 12(2) has it (a measure, no law here): a, c, f, g, h, i, j missing (vigil authorisation form RELAY AT)")
		require.NotContains(t, out, "missing")
	}
	s := newStage(t)
	s.planned()
	s.files["request.json"] = `{"request":{"country":"AT","measure":"import","mode":"live"},"window":{"from":"2026-03-02T22:00:00.000Z","until":"2026-03-02T23:00:00.000Z"},"facts":"Seen."}`
	exit, _, errs := s.run(context.Background(), "vigil authorisation request RELAY -f request.json --as hu/coordinator")
	require.Zero(t, exit, errs)
	require.Contains(t, errs, "a, b (offence), c, d, e, f, g, h, i, j missing")
}

// TestHalfASlotIsNone: what belongs together is asked for together.
func TestHalfASlotIsNone(t *testing.T) {
	for flags, wants := range map[string]string{
		" --basis eio-28":  "--mla and --offence and --extraditable is needed where what it rests on is said",
		" --enter HU-AT":   "--carried is needed where the route is said",
		" --by HU-A1":      "--authorised-by and --authorised-at is needed where who authorised it is said",
		" --decision x.md": "there is no file x.md",
	} {
		s := newStage(t)
		s.planned()
		exit, _, errs := s.run(context.Background(), askAT+flags)
		require.Equal(t, exitUsage, exit)
		require.Contains(t, strings.Join(strings.Fields(errs), " "), wants)
		require.Empty(t, s.sent)
	}
}

func TestTheDecisionGoesAsItsDigest(t *testing.T) {
	s := newStage(t)
	s.planned()
	s.files["order.pdf"] = "Order 4 Os 12/26"
	for _, decision := range []string{"order.pdf", events.DigestOf([]byte("Order 4 Os 12/26")).String()} {
		exit, _, errs := s.run(context.Background(), askAT+" --by HU-A1 --authorised-by HU-A1 --authorised-at 10:00Z --decision "+decision)
		require.Zero(t, exit, errs)
		a := s.sentFact(t).(events.AuthorisationRequested).Authority
		require.Equal(t, events.DigestOf([]byte("Order 4 Os 12/26")), a.Decision)
		require.Equal(t, keyNamed("hu/coordinator").ID(), a.Officer, "nobody named: who signs")
	}
}

func TestExtendingEndsLaterAndChangesNothingElse(t *testing.T) {
	s := newStage(t)
	s.planned()
	exit, out, errs := s.run(context.Background(), "vigil authorisation extend RELAY --until 2026-03-03T02:00Z --as at/authority")
	require.Zero(t, exit, errs)
	require.Contains(t, out, "recorded authorisation extend")
	varied := s.sentFact(t).(events.AuthorisationVaried)
	require.Equal(t, []events.Mode{events.Live, events.Partial}, varied.Variation.Modes)
	require.Zero(t, at("21:30+01:00").Sub(varied.Window.From))
	require.Equal(t, "2026-03-03T02:00:00.000Z", varied.Window.Until.String())

	exit, _, errs = s.run(context.Background(), "vigil authorisation extend RELAY --until 22:00Z --as at/authority")
	require.Equal(t, exitUsage, exit)
	require.Contains(t, errs, "is not later: the consent ends at 3 Mar 02:00Z")
	exit, _, errs = s.run(context.Background(), "vigil authorisation extend RELAY --as at/authority")
	require.Equal(t, exitUsage, exit)
	require.Contains(t, errs, "--until TIME is needed")
}

func TestWhatIsNamedIsFound(t *testing.T) {
	s := newStage(t)
	s.planned()
	s.cooperating()
	for line, want := range map[string]string{
		`vigil information supply RELAY AT --wording "At Suben." --as hu/coordinator`: "answers what AT asked",
		"vigil letter withdraw RELAY customs-wels --as at/authority":                  "a hands-off letter of AT holds no longer",
		"vigil plan approve RELAY --as at/commander":                                  "AT approves its part of the plan: version 1",
		"vigil guest admit RELAY HU --number 0 --arms unarmed --as at/authority":      "AT lets nobody of HU come along any more",
		"vigil undercover declare RELAY --as hu/commander":                            "nobody under cover of HU is with the goods any more",
	} {
		exit, out, errs := s.run(context.Background(), line)
		require.Zero(t, exit, errs)
		require.Contains(t, out, want, line)
	}
	for line, want := range map[string]string{
		`vigil information supply RELAY HU --wording "At Suben." --as hu/coordinator`: "HU asks nothing of you",
		"vigil letter withdraw RELAY police --as at/authority":                        "your State has given no letter to police",
		"vigil plan approve RELAY --as hu/commander":                                  "your State was given no part of the plan to approve",
	} {
		exit, _, errs := s.run(context.Background(), line)
		require.Equal(t, exitNotFound, exit, line)
		require.Contains(t, errs, want)
	}
}

func TestCompletionOffersRequestsAndAuthorities(t *testing.T) {
	for line, want := range map[string][]string{
		"vigil authorisation request RELAY AT --as hu/coordinator --to ":                {"HU-A1", "AT-A1"},
		"vigil competence settle --as at/authority RELAY at":                            {"at-a1"},
		"vigil authorisation request RELAY AT --as hu/coordinator --basis untoc-20,eio": {"untoc-20,eio-28"},
		"vigil authorisation request RELAY AT --as hu/coordinator --parts ":             {string(thePart)},
		"vigil information ask RELAY --as at/authority --letters d,":                    {"d,a", "d,b", "d,c", "d,d", "d,e", "d,f", "d,g", "d,h", "d,i", "d,j", "d,k"},
		"vigil letter withdraw --as at/authority RELAY ":                                {"customs-wels"},
		"vigil letter withdraw --as hu/commander RELAY ":                                nil,
		"vigil team ready --as at/commander RELAY ":                                     {"AT-1"},
		"vigil assurance give RELAY --as at/authority --promise s":                      {"seizure"},
		"vigil authorisation grant RELAY --as at/authority --points ":                   {"HU-AT"},
	} {
		s := newStage(t)
		s.planned()
		s.cooperating()
		got, _ := s.offered(line)
		require.Equal(t, want, got, line)
	}
	s := newStage(t)
	s.planned()
	s.cooperating()
	ids, _ := s.offered("vigil information supply RELAY AT --as hu/coordinator --question ")
	require.Len(t, ids, 1)
	ids, _ = s.offered("vigil authorisation request RELAY AT --as hu/coordinator --replaces ")
	require.Len(t, ids, 2)
}

// TestListsSayWhatAPersonNeeds: who may be addressed, what is waited for, what is not
// approved.
func TestListsSayWhatAPersonNeeds(t *testing.T) {
	s := newStage(t)
	s.asking()
	for line, wants := range map[string][]string{
		"vigil authority ls --desk at":           {"AT-A1", "receive, decide", "office", "until 23:59Z", "Public prosecutor, Eisenstadt", "AT-A1 is reached: +43 1 000 0000, desk 4"},
		"vigil authority ls HU --desk at":        {"HU-A1", "Nemzeti Nyomozó Iroda"},
		"vigil assurance ls RELAY --desk at":     {"AT     seizure           promised 21:08Z", "AT     information-back  wanted of every State after it"},
		"vigil team ls RELAY --desk at":          {"team AT-1               AT-L1  assigned 21:08Z", "letter to customs-wels         until 23:59Z, in 2 h 44 min"},
		"vigil plan ls RELAY --desk at":          {"AT part  given out 21:08Z", "NOT APPROVED YET"},
		"vigil authorisation ls RELAY --desk at": {"unanswered · replaced by a newer version", "granted orally · LIMITED: ceiling, area"},
	} {
		exit, out, errs := s.run(context.Background(), line)
		require.Zero(t, exit, errs)
		for _, want := range wants {
			require.Contains(t, out, want, line)
		}
	}
	_, out, _ := s.run(context.Background(), "vigil authority ls HU --desk at")
	require.NotContains(t, out, "AT-A1")

	s.now = s.now.Add(24 * time.Hour)
	_, out, _ = s.run(context.Background(), "vigil authority ls --desk at")
	require.Contains(t, out, "OVER since 2 Mar 23:59Z")
	require.NotContains(t, out, "is reached", "whoever is no longer there is not to be called")
}

// TestARequestCountsDown to what it waits for next.
func TestARequestCountsDown(t *testing.T) {
	c := &Call{clock: clock{now: at("21:15Z")}}
	line := projections.AuthorisationLine{Answer: projections.Unanswered, AcknowledgeBy: at("22:15Z"), AnswerBy: at("23:45Z")}
	require.Equal(t, "acknowledgement due in 1 h 00 min", c.waiting(line))
	line.Acknowledged = at("21:00Z")
	require.Equal(t, "answer due in 2 h 30 min", c.waiting(line))
	c.clock.now = at("23:50Z")
	require.Equal(t, "answer due OVERDUE 5 min", c.waiting(line))
	line.Questions = []projections.QuestionLine{{Question: command(1), Asked: at("21:10Z")}}
	require.Equal(t, "asks for more first", c.waiting(line))
	line.Answer = projections.Granted
	require.Empty(t, c.waiting(line))
	require.Empty(t, c.waiting(projections.AuthorisationLine{Answer: projections.Unanswered}))
}

func TestStatisticsAndRegister(t *testing.T) {
	s := newStage(t)
	s.asking()
	exit, out, errs := s.run(context.Background(), "vigil statistics --desk hu.lead -o wide")
	require.Zero(t, exit, errs)
	require.Regexp(t, `AT +transit +2 +1 +1 +0 +0 +1 +1 h 15 min +1 h 15 min +1 h 15 min +0 +0 +0\n`, out)
	require.Contains(t, out, "Seized and lost: none")
	exit, out, errs = s.run(context.Background(), "vigil register --desk hu.lead")
	require.Zero(t, exit, errs)
	require.Regexp(t, `RELAY +AT +transit +17:00Z +withdrawn for a newer version +–\n`, out)
	require.Regexp(t, `RELAY +AT +transit +17:05Z +granted, oral with less: ceiling, area +1 h 15 min\n`, out)
	_, out, _ = s.run(context.Background(), "vigil register --desk hu.lead --from 20:00Z")
	require.Contains(t, out, "none: nobody was asked for consent")
}
