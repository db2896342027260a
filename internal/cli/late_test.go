package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestPastMomentsAreAnsweredAsThen asks the journal of a story in which much was put
// right what two desks and the lead knew before it was, and after.
func TestPastMomentsAreAnsweredAsThen(t *testing.T) {
	d := directory(filepath.Join(t.TempDir(), "played"))
	play(t, "late-and-wrong", d)
	replay := func(until, viewer string, more ...string) string {
		var out, errs bytes.Buffer
		env := Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Now: time.Now, Random: dice("audit"), Getenv: func(string) string { return "" },
			IsDir: func(string) bool { return false }, ReadFile: os.ReadFile}
		env.Open = connectDirectory(env)
		line := append(words("replay MAPLE --until "+until+" --as-known-to "+viewer), "--dir", string(d))
		require.Zero(t, Run(t.Context(), env, append(line, more...)), errs.String())
		return strings.Join(strings.Fields(out.String()), " ")
	}
	// Before the report that came nine hours late, and once it was there.
	for _, viewer := range []string{"at", "hu.lead"} {
		require.Contains(t, replay("2026-05-05T21:00Z", viewer), "Directs AT since 20:41Z", viewer)
	}
	require.Contains(t, replay("2026-05-05T21:00Z", "de"), "Directs AT", "a State further on is told who directs")

	// Before the weight was told again in pounds, and after.
	for _, viewer := range []string{"at", "hu.lead"} {
		require.Contains(t, replay("2026-05-05T22:30Z", viewer), "ALERT mass-discrepancy", viewer)
		require.NotContains(t, replay("2026-05-05T22:45Z", viewer), "ALERT mass-discrepancy", viewer)
	}
	require.NotContains(t, replay("2026-05-05T22:30Z", "de"), "mass-discrepancy", "that is between Austria and the lead")

	// While the record was with the wrong State, and since it was taken back.
	const sighting = `"occurred": "2026-05-06T00:10:00.000Z"`
	require.Contains(t, replay("2026-05-06T05:41Z", "de", "-o", "json"), sighting)
	require.NotContains(t, replay("2026-05-06T05:47Z", "de", "-o", "json"), sighting)
	require.Contains(t, replay("2026-05-06T05:41Z", "at", "-o", "json"), sighting)
	require.Contains(t, replay("2026-05-06T05:47Z", "at", "-o", "json"), "2026-05-06T01:10:00.000Z", "by then it stands corrected")

	// The moment is named whole, and what it may be taken for.
	require.Contains(t, replay("2026-05-05T22:30Z", "at"), " 5 May 2026 22:30Z")
	require.Contains(t, replay("2026-05-05T22:40:30Z", "at"), " 5 May 2026 22:40:30Z")
	require.NotContains(t, replay("2026-05-05T22:30Z", "at"), " ! ")
	late := replay("22:30Z", "hu.lead")
	require.Contains(t, late, "the journal's last entry is of")
	require.Contains(t, late, "write 2026-05-05T22:30Z")
	require.Contains(t, replay("06:30Z", "hu.lead"), "MAPLE had ended 6 May 06:06Z")

	// Why: the words and the records, as far as they may be read.
	require.Contains(t, replay("2026-05-05T22:45Z", "at"), "AT:35 told anew as AT:37")
	require.Contains(t, replay("2026-05-06T05:47Z", "at", "--texts"), "plate KLM-482")
	require.NotContains(t, replay("2026-05-06T05:41Z", "de", "--texts"), "plate KLM-482", "it was taken back since")
	require.Contains(t, replay("2026-05-05T22:45Z", "at", "--feed"), "AT:37")
	var out, errs bytes.Buffer
	env := Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Now: time.Now, Random: dice("audit"), Getenv: func(string) string { return "" },
		IsDir: func(string) bool { return false }, ReadFile: os.ReadFile}
	for line, want := range map[string]string{
		"replay MAPLE --until 2026-05-05T22:45Z":                     "vigil replay MAPLE --as-known-to hu.lead --texts",
		"replay MAPLE --until 2026-05-06T05:47Z --corrections":       "told anew as J:",
		"replay MAPLE --until 2026-05-06T05:47Z --feed":              "CORRECTS J:",
		"replay MAPLE --until 2020-01-01T00:00Z":                     "nothing was recorded before 5 May",
		"replay MAPLE --until 2020-01-01T00:00Z --as-known-to at":    "nothing was recorded before 5 May",
		"replay MAPLE --until 2026-05-05T22:45Z --as hu/coordinator": "as known to the auditor",
	} {
		out.Reset()
		errs.Reset()
		Run(t.Context(), env, append(words(line), "--dir", string(d)))
		require.Contains(t, strings.Join(strings.Fields(out.String()+errs.String()), " "), want, line)
	}
	looks, err := os.ReadFile(d.path("audit-access.jsonl"))
	require.NoError(t, err)
	require.NotContains(t, string(looks), `"purpose":""`)
	require.Regexp(t, `"key":"[0-9a-f]{16}","purpose":"replay"`, string(looks))

	// Who has read it there: the access log of that State's desk has each look.
	log, err := os.ReadFile(d.desk("DE", "access.jsonl"))
	require.NoError(t, err)
	require.Contains(t, string(log), `"purpose":"Before the arrest.","surface":"cli show"},"what":"text remark of 29"`)
}
