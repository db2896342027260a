package cli

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const sameID = "01JQ00000000000000000R0001"

// TestTheSameIDIsDoneAlready: repeated with the id of a command that was recorded, the
// same words are answered by the same receipt, and nothing is sent.
func TestTheSameIDIsDoneAlready(t *testing.T) {
	for _, line := range []string{
		"vigil sighting report RELAY --country AT --method visual --remark Seen. --as at/team",
		"vigil sighting report RELAY --country AT --method visual --occurred 21:02Z --handling h1 --as at/team",
		"vigil operation suspend RELAY --ground risk-to-life --reason Shots. --as hu/coordinator",
	} {
		s := newStage(t)
		s.underway()
		again := line + " -o json --id " + sameID
		exit, first, errs := s.run(context.Background(), again)
		require.Zero(t, exit, errs)
		sent := len(s.sent)
		s.now = s.now.Add(10 * time.Minute)
		exit, second, errs := s.run(context.Background(), again)
		require.Zero(t, exit, errs)
		require.Len(t, s.sent, sent, "nothing is sent a second time")
		_, a, _ := strings.Cut(first, `"id"`)
		_, b, _ := strings.Cut(second, `"id"`)
		require.Equal(t, a, b, "the same receipt")
		require.Contains(t, first, `"receipt": "`)

		_, _, errs = s.run(context.Background(), line+" --id "+sameID)
		require.Contains(t, errs, "done already, by the same --id")
	}
}

// TestTheSameIDForSomethingElse is refused, with what was recorded.
func TestTheSameIDForSomethingElse(t *testing.T) {
	line := "vigil sighting report RELAY --country AT --method visual --occurred 21:02Z --remark Seen. --as at/team --id " + sameID
	s := newStage(t)
	s.underway()
	exit, _, errs := s.run(context.Background(), line)
	require.Zero(t, exit, errs)
	sent := len(s.sent)
	for _, change := range [][2]string{{"visual", "device"}, {"Seen.", "Heard."}, {" --remark Seen.", ""}, {"21:02Z", "21:03Z"}, {"sighting report RELAY --country AT", "border crossed RELAY --from HU --to AT"}} {
		exit, _, errs := s.run(context.Background(), strings.Replace(line, change[0], change[1], 1))
		require.Equal(t, exitNotAllowed, exit, "%s: %s", change[1], errs)
		require.Contains(t, errs, "recorded with it: AT:")
		require.NotContains(t, errs, "take a new id")
		require.Len(t, s.sent, sent)
	}
}
