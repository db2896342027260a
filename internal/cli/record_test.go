package cli

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/identity"
	"vigil/internal/journal"
)

// TestEveryReportCanBeToldAgain: record correct takes what any report takes.
func TestEveryReportCanBeToldAgain(t *testing.T) {
	could := map[string]bool{}
	for _, f := range correcting {
		could[f.Name] = true
	}
	for _, row := range events.Acts {
		if row.Nature != events.Observation {
			continue
		}
		c := only(commands(), func(c Command) bool { return c.Act == row.Act })[0]
		places, _ := c.places()
		for _, f := range append(c.flags(), Flag{Name: strings.ToLower(places[len(places)-1])}) {
			if f.Name == "file" || f.Name == "operation" {
				continue
			}
			require.True(t, could[f.Name], "record correct has no --%s, which %s takes", f.Name, c.Words)
		}
	}
}

// proposed is the fact of the last command that was sent, and its note.
func (s *stage) proposed(t *testing.T) (events.Note, events.Event) {
	t.Helper()
	request := s.sent[len(s.sent)-1]
	note, _, err := events.ParseNote(request.Note)
	require.NoError(t, err)
	fact, _, err := events.Proposal(note, request.Slots, identity.Shut(request.Enclosures))
	require.NoError(t, err)
	return note, fact
}

func TestCorrectTellsAllOfItAgain(t *testing.T) {
	for _, c := range []struct {
		report, correct string
		event           func(events.CorrectsTerms) events.Event
	}{
		{"border crossed RELAY --from HU --to AT --method visual --remark @home", "--method anpr", func(r events.CorrectsTerms) events.Event {
			return events.BorderCrossed{Crossing: events.CrossingTerms{Part: thePart, From: "HU", To: "AT", Method: events.ANPR}, Corrects: r}
		}},
		{"checkpoint reached RELAY AT-CP1 --method visual --handling h1,h2", "--checkpoint AT-CP2", func(r events.CorrectsTerms) events.Event {
			return events.CheckpointReached{Reached: events.ReachedTerms{Checkpoint: "AT-CP2", Part: thePart, Method: events.Visual}, Corrects: r,
				Handling: events.HandlingTerms{Codes: []events.HandlingCode{events.H1, events.H2}}}
		}},
		{"sighting report RELAY --country AT --method device --lat 48.20 --lon 15.63", "--locode ATWEL", func(r events.CorrectsTerms) events.Event {
			return events.SightingReported{Sighting: events.SightingTerms{Part: thePart, Country: "AT", Method: events.Device},
				Place: events.Place{Locode: "ATWEL", Zone: "Europe/Vienna"}, Corrects: r}
		}},
		{"route deviated RELAY --from AT --toward CZ --expected 22:40Z", "--toward SK", func(r events.CorrectsTerms) events.Event {
			return events.RouteDeviated{Deviation: events.DeviationTerms{Part: thePart, From: "AT", Toward: "SK", Expected: at("22:40Z")}, Corrects: r}
		}},
		{"eyes-on lost RELAY --team AT-1", "--country HU", func(r events.CorrectsTerms) events.Event {
			return events.EyesOnLost{Eyes: events.EyesTerms{Part: thePart, Country: "HU"}, Team: events.TeamTerms{Team: "AT-1"}, Corrects: r}
		}},
		{"handover completed RELAY HU-AT --team AT-1", "--team AT-2", func(r events.CorrectsTerms) events.Event {
			return events.HandoverCompleted{Completion: events.CompletionTerms{Point: "HU-AT", Part: thePart, Team: "AT-2"}, Corrects: r}
		}},
		{"interdiction executed RELAY --goods secured", "--goods partly-secured", func(r events.CorrectsTerms) events.Event {
			return events.InterdictionExecuted{Executed: events.ExecutedTerms{Part: thePart, Country: "AT", Goods: events.PartSecured}, Corrects: r}
		}},
	} {
		t.Run(c.report, func(t *testing.T) {
			s := newStage(t)
			s.underway()
			s.files["home"] = "@home, they say."
			exit, _, errs := s.run(context.Background(), "vigil "+c.report+" --occurred 22:10+01:00 --as at/team")
			require.Zero(t, exit, errs)
			first, _ := s.proposed(t)

			exit, out, errs := s.run(context.Background(), "vigil record correct at:21 --ground wrong-word "+c.correct+" --as at/team")
			require.Zero(t, exit, errs)
			require.Contains(t, out, "CORRECTS AT:21 (wrong-word): ")
			note, fact := s.proposed(t)
			require.Equal(t, first.Occurred, note.Occurred, "when it happened stays")
			require.Equal(t, first.Act, note.Act)
			require.Equal(t, first.Operation, note.Operation)
			require.NotEqual(t, first.Command, note.Command)
			require.Equal(t, c.event(events.CorrectsTerms{Record: first.Command, Ground: "wrong-word"}), fact)
			enclosed := s.sent[len(s.sent)-1].Enclosures
			require.Equal(t, strings.Contains(c.report, "--remark"), len(enclosed) == 1, "texts stay")
			if len(enclosed) == 1 {
				require.Equal(t, "@home, they say.", string(enclosed[0].Value), "and are not taken for the name of a file")
			}

			exit, _, errs = s.run(context.Background(), "vigil record correct "+string(note.Command)+" --ground wrong-time --occurred 21:12Z --as at/team")
			require.Zero(t, exit, errs)
			later, _ := s.proposed(t)
			require.Equal(t, at("21:12Z"), later.Occurred)
			require.NotEqual(t, note.Command, later.Command)
		})
	}
}

// TestCorrectFollowsTheHandling: a record is told again under the codes that it has
// now, not those that it once had.
func TestCorrectFollowsTheHandling(t *testing.T) {
	s := newStage(t)
	s.underway()
	run := func(line string) {
		exit, _, errs := s.run(context.Background(), line)
		require.Zero(t, exit, errs)
	}
	run("vigil sighting report RELAY --country AT --method anpr --handling h1 --as at/team")
	run(`vigil handling change AT:21 --codes h2,h3 --restriction "Not by radio." --as at/commander`)
	run("vigil record correct AT:21 --ground wrong-method --method visual --as at/team")
	_, fact := s.proposed(t)
	require.Equal(t, []events.HandlingCode{events.H2, events.H3}, fact.(events.SightingReported).Handling.Codes)
	enclosed := s.sent[len(s.sent)-1].Enclosures
	require.Len(t, enclosed, 1)
	require.Equal(t, "Not by radio.", string(enclosed[0].Value))

	exit, _, errs := s.run(context.Background(), "vigil record correct AT:21 --ground wrong-method --method device --as at/team")
	require.Equal(t, exitUsage, exit)
	require.Contains(t, errs, "REF: AT:21 was told again already, by 01", "the later word is what stands")
	run("vigil record correct AT:23 --ground wrong-method --method device --as at/team")
	run("vigil record retract AT:24 --ground other-lorry --reason Other. --yes --as at/team")
	exit, _, errs = s.run(context.Background(), "vigil record correct AT:24 --ground wrong-method --method anpr --as at/team")
	require.Equal(t, exitUsage, exit)
	require.Contains(t, errs, "if it did happen, report it anew")
}

// TestCorrectIsSentAgain: no answer came; the same id sends the same bytes, also
// when they had been recorded.
func TestCorrectIsSentAgain(t *testing.T) {
	s := newStage(t)
	s.crossed()
	exit, _, errs := s.run(context.Background(), "vigil sighting report RELAY --country AT --method anpr --as at/team")
	require.Zero(t, exit, errs)
	correct := "vigil record correct AT:22 --ground wrong-method --method visual --as at/team"
	s.answer = journal.ErrUnknownOutcome
	exit, _, errs = s.run(context.Background(), correct)
	require.Equal(t, exitUnavailable, exit)
	id, _, _ := strings.Cut(strings.TrimPrefix(errs, "id "), "\n")
	require.Len(t, s.outbox, 1)
	s.answer = nil
	for range 2 { // the second time it has been recorded, and is in the outbox no more
		kept := s.outbox[events.CommandID(id)]
		exit, _, errs = s.run(context.Background(), correct+" --id "+id)
		require.Zero(t, exit, errs)
		require.Equal(t, s.sent[1], s.sent[len(s.sent)-1], "the same bytes")
		s.outbox[events.CommandID(id)] = kept
	}
}

func TestCorrectSaysWhatCannotBe(t *testing.T) {
	s := newStage(t)
	s.crossed()
	for _, c := range []struct {
		line string
		exit int
		says string
	}{
		{"AT:14 --ground wrong-time", exitUsage, "is no report of a fact but authorisation.grant: decisions are varied, withdrawn or revoked"},
		{"AT:21 --ground wrong-team --team AT-1", exitUsage, "--team: border crossed says nothing of that kind"},
		{"AT:21", exitUsage, "--ground CODE is needed"},
		{"AT:4711 --ground wrong-time", exitNotFound, "there is no entry at AT:4711"},
		{"HU:21 --ground wrong-time", exitUsage, "is not a message of your feed (AT:413)"},
		{"01JQ0000000000000000000009 --ground wrong-time", exitNotFound, "no record 01JQ0000000000000000000009 was shown to AT desk"},
	} {
		exit, _, errs := s.run(context.Background(), "vigil record correct "+c.line+" --as at/team")
		require.Equal(t, c.exit, exit, errs)
		require.Contains(t, errs, c.says)
	}
	require.Empty(t, s.sent)
}

// TestTheEndIsAskedFor: what cannot be undone is not done by mistake.
func TestTheEndIsAskedFor(t *testing.T) {
	for _, c := range commands() {
		if c.Ends == "" {
			continue
		}
		line := strings.ReplaceAll(examples(c)[0], " --yes", "")
		for _, typed := range []struct {
			asks  bool
			types string
			sends bool
			says  string
		}{
			{false, "RELAY\n", false, "RELAY"},
			{true, "RELAY\n", true, "Type RELAY to go on: "},
			{true, "relay", true, ""},
			{true, "yes\n", false, "that was not RELAY: nothing was sent"},
			{true, "", false, "that was not RELAY"},
		} {
			s := newStage(t)
			s.underway()
			s.waits()
			s.Asks, s.Stdin = typed.asks, strings.NewReader(typed.types)
			exit, _, errs := s.run(context.Background(), line)
			require.Equal(t, typed.sends, exit == exitDone, errs)
			require.Equal(t, typed.sends, len(s.sent) == 1)
			require.Contains(t, errs, typed.says)
			if !typed.asks {
				require.Contains(t, errs, "say --yes if you mean it")
			}
		}
		s := newStage(t)
		s.underway()
		s.waits()
		exit, _, errs := s.run(context.Background(), line+" --dry-run")
		require.Zero(t, exit, errs)
	}
}

func TestAlertsAreNamedShort(t *testing.T) {
	s := newStage(t)
	s.missed()
	for _, name := range []string{"AT-CP1", "at-cp1", "checkpoint-missed/AT-CP1", "checkpoint-missed"} {
		exit, _, errs := s.run(context.Background(), "vigil alert ack RELAY "+name+" --as at/commander")
		require.Zero(t, exit, errs)
		_, fact := s.proposed(t)
		require.Equal(t, events.AlertAcknowledged{Acknowledgement: events.AlertName{ID: "checkpoint-missed/AT-CP1", Country: "AT"}}, fact, name)
	}
	exit, _, errs := s.run(context.Background(), "vigil alert ack RELAY AT-CP9 --as at/commander")
	require.Equal(t, exitNotFound, exit)
	require.Contains(t, errs, "there is no alert AT-CP9 in RELAY")

	s = newStage(t)
	s.missed()
	s.entry(events.Hub, "checkpoint.missed", "21:11Z", forAT, "", events.AlertRaised{Alert: events.AlertTerms{ID: "checkpoint-missed/AT-CP2", Country: "AT", Since: at("21:11Z")}})
	exit, _, errs = s.run(context.Background(), "vigil alert ack RELAY checkpoint-missed --as at/commander")
	require.Equal(t, exitUsage, exit)
	require.Contains(t, errs, "checkpoint-missed is 2 alerts: checkpoint-missed/AT-CP1 of AT; checkpoint-missed/AT-CP2 of AT")

	exit, _, errs = s.run(context.Background(), "vigil alert resolve RELAY AT-CP1 --ground seen-later --as at/commander")
	require.Zero(t, exit, errs)
	exit, _, errs = s.run(context.Background(), "vigil alert ack RELAY checkpoint-missed --as at/commander")
	require.Zero(t, exit, errs)
	_, fact := s.proposed(t)
	require.Equal(t, events.AlertID("checkpoint-missed/AT-CP2"), fact.(events.AlertAcknowledged).Acknowledgement.ID, "what is open goes before what is over")
}

// TestAlertsOfSeveralStates: a lead says whose; a desk means its own.
func TestAlertsOfSeveralStates(t *testing.T) {
	s := newStage(t)
	s.underway()
	for _, country := range []events.Country{"AT", "HU"} {
		s.entry(events.Hub, "eyes-on.lost", "21:11Z", everybody, "",
			events.AlertRaised{Alert: events.AlertTerms{ID: "eyes-on-lost/" + events.AlertID(thePart), Country: country, Part: thePart, Since: at("21:11Z")}})
	}
	for line, country := range map[string]events.Country{
		"eyes-on-lost --as at/commander":                "AT",
		"eyes-on-lost --country AT --as hu/coordinator": "AT",
		"7qk2xm --as hu/commander":                      "HU",
		"eyes-on-lost/7QK2XM --as hu/coordinator":       "HU",
	} {
		exit, _, errs := s.run(context.Background(), "vigil alert ack RELAY "+line)
		require.Zero(t, exit, errs)
		_, fact := s.proposed(t)
		require.Equal(t, country, fact.(events.AlertAcknowledged).Acknowledgement.Country, line)
	}
}
