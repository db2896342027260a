package cli

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/internal/drill"
)

// A transcript keeps the directory of authorities as a person does, and an earlier
// request is named by the message that told of it; the answer is to the newest.
// Officers and countries have lines of their own: the root key does nothing else in a
// transcript.
func TestTheRootKeySignsForTheDirectoryOnly(t *testing.T) {
	script, err := drill.Parse("directory", `
alliance HU AT
officer hu/coordinator coordinator
officer at/authority competent-authority
clock 2026-03-02T00:00Z
root authority declare AT --type customs --may receive,decide --hours office --languages de --name 'Customs, Eisenstadt'
hu/coordinator operation open RELAY --goods narcotics --basis untoc-20
hu/coordinator operation involve RELAY AT --role destination
hu/coordinator authorisation request RELAY AT --measure import --mode live --from 01:00Z --until 09:00Z --to AT-A1 --acknowledge-by 00:30Z
clock +30m
hu/coordinator notification made RELAY AT --channel telephone --reached wrong-addressee --request HU:10
hu.lead alert ls RELAY
stdout request-unacknowledged
root authority withdraw AT-A1
! hu/coordinator authorisation request RELAY AT --measure import --mode live --from 01:00Z --until 09:00Z --to AT-A1 --replaces HU:10
exit 6
hu/coordinator authorisation request RELAY AT --measure import --mode live --from 01:00Z --until 09:00Z --replaces HU:10
at authorisation form RELAY
stdout version 2 of 2
hu/coordinator authorisation request RELAY AT --measure import --mode live --from 01:00Z --until 09:00Z --replaces last
at authorisation form RELAY
stdout version 3 of 3
! hu/coordinator authorisation request RELAY AT --measure transit --mode live --from 01:00Z --until 09:00Z --replaces last
exit 2
! root officer enrol AT/desk --roles desk
exit 2
! root authority withdraw AT-A7
exit 3
at/authority authorisation grant RELAY --modes live --from 01:00Z --until 09:00Z
`)
	require.NoError(t, err)
	env := Env{Stdout: t.Output(), Stderr: t.Output(), Now: time.Now, Getenv: func(string) string { return "" }, ReadFile: os.ReadFile}
	s, err := openStage(t.Context(), env, script, defaultSeed, "", "")
	require.NoError(t, err)
	require.NoError(t, drill.Player{Stage: s, Clock: s.clock}.Play(t.Context(), script))
	require.NotContains(t, s.Run(t.Context(), "hu.lead", []string{"show", "RELAY"}).Stdout, "no answer for", "what was replaced is not missing")
	require.NoError(t, s.site.Close())
}

// TestADemonstrationClearsNothingElse: only what one has left makes room for the next.
func TestADemonstrationClearsNothingElse(t *testing.T) {
	d := directory(t.TempDir())
	letter := d.path("letter")
	require.NoError(t, os.WriteFile(letter, []byte("mine"), 0o600))
	require.ErrorContains(t, d.clearDemo(), "something else than a demonstration")
	require.FileExists(t, letter)

	require.NoError(t, os.WriteFile(d.demo(), nil, 0o600))
	require.NoError(t, d.clearDemo())
	require.NoDirExists(t, string(d))
	require.NoError(t, d.clearDemo(), "there is nothing")
	require.NoError(t, os.Mkdir(string(d), 0o700))
	require.NoError(t, d.clearDemo(), "nor in it")
}
