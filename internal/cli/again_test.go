package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/projections"
)

// TestEveryReportIsToldAgainWhole: corrected in nothing, a report says what it said,
// texts and handling included.
func TestEveryReportIsToldAgainWhole(t *testing.T) {
	said := func(r events.Request) (all map[string]string) {
		all = map[string]string{}
		for _, x := range r.Slots {
			if x.Name != events.SlotSeen && x.Name != events.SlotCorrects {
				all[x.Name] = string(x.Value)
			}
		}
		for _, x := range r.Enclosures {
			all[x.Name] = string(x.Value)
		}
		return all
	}
	for _, c := range families() {
		row, _ := events.ActOf(c.Act)
		if c.Act == "" || row.Nature != events.Observation {
			continue
		}
		for _, example := range examples(c) {
			t.Run(example, func(t *testing.T) {
				s := newStage(t)
				s.missed()
				s.waits()
				exit, _, errs := s.run(context.Background(), example+" --handling h1,h2 --tlp amber --evaluation UK-1AP --marking unclassified")
				require.Zero(t, exit, errs)
				note, _ := s.proposed(t)
				line := words(example)
				as := line[slices.Index(line, "--as")+1]
				exit, _, errs = s.run(context.Background(), fmt.Sprintf("vigil record correct %s:%d --ground wrong-word --as %s", note.Signer.Country(), s.views[note.Signer].Counter, as))
				require.Zero(t, exit, errs)
				require.Equal(t, said(s.sent[0]), said(s.sent[1]))
			})
		}
	}
}

// TestAWeightIsSignedByTwo: the author's line first, then the witness's.
func TestAWeightIsSignedByTwo(t *testing.T) {
	s := newStage(t)
	s.underway()
	weigh := `vigil item weighed RELAY --gross "64.1 kg" --net "62.4 kg" --scale scale-7 --as at/team`
	for _, x := range []struct {
		line string
		by   []string
	}{
		{weigh + " --witness at/commander", []string{"at/team", "at/commander"}},
		{weigh, []string{"at/team"}},
	} {
		exit, out, errs := s.run(context.Background(), x.line)
		require.Zero(t, exit, errs)
		_, lines, err := events.ParseNote(s.sent[len(s.sent)-1].Note)
		require.NoError(t, err)
		require.Len(t, lines, len(x.by))
		for i, name := range x.by {
			require.Equal(t, keyNamed(name).ID(), lines[i].Key)
		}
		if len(x.by) > 1 {
			require.Contains(t, out, "witness "+string(keyNamed("at/commander").ID()))
		} else {
			require.NotContains(t, out, "witness")
		}
	}
	for _, wrong := range []string{" --witness at/team", " --witness nobody"} {
		exit, _, _ := s.run(context.Background(), weigh+wrong)
		require.NotZero(t, exit, wrong)
	}
	exit, _, errs := s.run(context.Background(), "vigil sighting report RELAY --country AT --method visual --witness at/commander --as at/team")
	require.Equal(t, exitUsage, exit, errs)
}

// TestANumberThatDoesNotFitIsDoubted, and recorded all the same.
func TestANumberThatDoesNotFitIsDoubted(t *testing.T) {
	s := newStage(t)
	s.underway()
	for number, doubted := range map[string]bool{"CSQU3054383": false, "csqu3054384": true} {
		exit, out, errs := s.run(context.Background(), "vigil conveyance changed RELAY --type container --number "+number+" --as at/team")
		require.Zero(t, exit, errs)
		require.Equal(t, doubted, strings.Contains(errs, "note: --number: the check digit"), errs)
		require.NotContains(t, out, "check digit")
	}
	vehicle := "vigil conveyance changed RELAY --type vehicle --as at/team "
	exit, _, errs := s.run(context.Background(), vehicle+"--number 1M8GDM9AXKP042788")
	require.Equal(t, exitUsage, exit, errs)
	require.Contains(t, errs, "put it into --registration")
	exit, _, errs = s.run(context.Background(), vehicle+"--registration 1M8GDM9A1KP042788")
	require.Zero(t, exit, errs)
	require.Contains(t, errs, "note: --registration: the check digit")
}

// TestAnswersTakeTheTermsOfWhatTheyAnswer: nothing is typed twice, and what is not
// known here cannot be answered.
func TestAnswersTakeTheTermsOfWhatTheyAnswer(t *testing.T) {
	s := newStage(t)
	s.underway()
	s.waits()
	run := func(line string) events.Event {
		exit, _, errs := s.run(context.Background(), line)
		require.Zero(t, exit, errs)
		_, fact := s.proposed(t)
		return fact
	}
	d := s.views["at"].Cases()[0].Document
	require.Equal(t, events.SubstitutionAuthorised{Substitution: events.SubstitutionConsent{
		Proposal: d.Substitutions[0].Proposal, Part: thePart, Country: "AT", Mode: events.Clean, Storage: "VAULT-3"}},
		run("vigil substitution authorise RELAY --storage vault-3 --as at/authority"))
	require.Equal(t, events.LossDeclared{Declaration: events.LossDeclaration{
		Report: d.Losses[0].Report, Part: thePart, Country: "AT", Quantity: events.Quantity{Amount: "2", Unit: events.Kilogram}}},
		run("vigil loss declare RELAY --yes --as at/authority"))
	require.Equal(t, events.SurveillanceStopped{Stopped: events.NoticeAnswer{Notice: d.Notices[0].Notice, Country: "AT", Ground: "own-team"}},
		run("vigil surveillance stop RELAY --ground own-team --as at/commander"))
	require.Equal(t, events.CostSettled{Settlement: events.CostName{Cost: d.Costs[0].Cost, Country: "HU"}},
		run("vigil cost settle RELAY --as at/commander"), "it names the other of the two States")

	exit, _, errs := s.run(context.Background(), "vigil substitution authorise RELAY --storage V-3 --proposal 01JQ0000000000000000000009 --as at/authority")
	require.Equal(t, exitNotFound, exit)
	require.Contains(t, errs, "is none that was told to you")
	exit, _, errs = s.run(context.Background(), "vigil loss declare RELAY --yes --as at/authority")
	require.Equal(t, exitNotFound, exit)
	require.Contains(t, errs, "nobody of your State has reported")

	s.waits()
	exit, _, errs = s.run(context.Background(), "vigil loss declare RELAY --yes --as at/authority")
	require.Zero(t, exit, "there is one again: %s", errs)
	s.waits()
	s.waits()
	sent := len(s.sent)
	exit, _, errs = s.run(context.Background(), "vigil loss declare RELAY --yes --as at/authority")
	require.Equal(t, exitUsage, exit)
	open := only(s.views["at"].Cases()[0].Document.Losses, func(x projections.LossLine) bool { return x.Declared.IsZero() })
	require.Len(t, open, 2)
	for _, x := range open {
		require.Contains(t, errs, string(x.Report)+" (2 kg of part")
	}
	require.Len(t, s.sent, sent, "nobody guesses which is meant")
}

func TestCompletionKnowsWhatRuns(t *testing.T) {
	for line, want := range map[string][]string{
		"vigil device read --as at/commander RELAY ":                        {"FBDH0H", "GBDH0J"},
		"vigil part merged --as at/commander RELAY --into ":                 {string(thePart), string(theRest)},
		"vigil go decide --as at/commander RELAY AT-CP2 ":                   {"go", "no-go"},
		"vigil control decide --as at/commander RELAY re":                   {"regain"},
		"vigil conveyance changed RELAY --as at/team --type v":              {"vehicle", "vessel"},
		"vigil sighting report RELAY --as at/team --tlp amber":              {"amber-strict", "amber"},
		"vigil notification made RELAY HU --as at/team --alert goods-lost/": {"goods-lost/" + string(thePart)},
	} {
		s := newStage(t)
		s.crowded()
		got, _ := s.offered(line)
		require.Equal(t, want, got, line)
	}
	s := newStage(t)
	s.crowded()
	d := s.views["at"].Cases()[0].Document
	for line, want := range map[string]events.CommandID{
		"vigil surveillance allow RELAY --as at/authority --notice ":       d.Notices[0].Notice,
		"vigil substitution authorise RELAY --as at/authority --proposal ": d.Substitutions[0].Proposal,
		"vigil loss declare RELAY --as at/authority --report ":             d.Losses[0].Report,
		"vigil cost settle RELAY --as at/authority --cost ":                d.Costs[0].Cost,
	} {
		got, _ := s.offered(line)
		require.Equal(t, []string{string(want)}, got, line)
	}
}

// TestADeviceIsNamedByItsSort where there is one of it.
func TestADeviceIsNamedByItsSort(t *testing.T) {
	s := newStage(t)
	s.crowded()
	exit, _, errs := s.run(context.Background(), "vigil device tampered RELAY beacon --as at/team")
	require.Zero(t, exit, errs)
	_, fact := s.proposed(t)
	require.Equal(t, events.DeviceID("FBDH0H"), fact.(events.DeviceTampered).Tampered.Device)
	exit, _, errs = s.run(context.Background(), "vigil device tampered RELAY video --as at/team")
	require.Equal(t, exitUsage, exit)
	require.Contains(t, errs, "0 are a video")
}
