package crash

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/internal/nats/broker"
	"vigil/internal/nats/store"
)

// fourStates is an alliance in which RELAY runs from HU through AT and DE to NL,
// ready to be handed over from HU to AT; and HIDDEN, of which only HU and AT know.
func fourStates(t *testing.T) string {
	t.Helper()
	dir := alliance(t)
	done(t, dir, "country", "add", "DE", "--zone", "Europe/Berlin")
	done(t, dir, "country", "add", "NL", "--zone", "Europe/Amsterdam")
	for officer, roles := range map[string]string{
		"de/authority": "competent-authority", "de/team": "team", "nl/authority": "competent-authority", "nl/commander": "commander",
	} {
		done(t, dir, "officer", "enrol", officer, "--roles", roles)
	}
	clock := func(d time.Duration) string { return time.Now().UTC().Add(d).Format("2006-01-02T15:04Z") }
	window := " --from " + clock(-time.Hour) + " --until " + clock(8*time.Hour)
	consent := " --from " + clock(-2*time.Hour) + " --until " + clock(12*time.Hour)
	acts := []act{
		{"hu/coordinator", "operation open HIDDEN --goods cash --basis untoc-20"},
		{"hu/coordinator", "operation involve HIDDEN AT --role destination"},
		{"hu/coordinator", "plan handover-point HIDDEN HU AT" + window},
		{"hu/coordinator", "operation open RELAY --goods narcotics --basis untoc-20,eu-mla-12"},
	}
	for _, x := range []struct{ country, role, measure string }{
		{"HU", "origin", "export"}, {"AT", "transit", "transit"}, {"DE", "transit", "transit"}, {"NL", "destination", "import"},
	} {
		acts = append(acts,
			act{"hu/coordinator", "operation involve RELAY " + x.country + " --role " + x.role},
			act{"hu/coordinator", "plan leg RELAY " + x.country + " --measure " + x.measure + " --by road" + window},
			act{"hu/coordinator", "authorisation request RELAY " + x.country + " --measure " + x.measure + " --mode live" + consent})
	}
	for _, x := range []string{"HU AT", "AT DE", "DE NL"} {
		acts = append(acts, act{"hu/coordinator", "plan handover-point RELAY " + x + window})
	}
	acts = append(acts, act{"hu/coordinator", "consignment declare RELAY --substance heroin --mode live --packages 104 --quantity 62.4kg --origin HU"})
	for country, measure := range map[string]string{"hu": "export", "at": "transit", "de": "transit", "nl": "import"} {
		acts = append(acts, act{country + "/authority", "authorisation grant RELAY --measure " + measure + " --modes live --final" + consent})
	}
	acts = append(acts,
		act{"hu/coordinator", "departure approve RELAY"},
		act{"hu/commander", "consignment departed RELAY --country HU"})
	all, _ := hub(t, dir, "--desks")
	for _, a := range acts {
		done(t, dir, append(strings.Fields(a.line), "--as", a.as)...)
	}
	require.Zero(t, all.stop(syscall.SIGTERM), all.stderr())
	return dir
}

// bystander is all that a country can measure of what goes on: what it is told and
// shown, how it is answered, and what is written where it may look.
type bystander struct {
	Feed, Moment     string
	Answers          map[string]string
	FeedEnd, LeadEnd uint64
	HiddenWrites     uint64 // to the view, beside the beats
}

// ulid is masked in answers: each command has its own id.
var ulid = regexp.MustCompile(`[0-7][0-9A-HJKMNP-TV-Z]{25}`)

// asks are what NL's people can ask about the others' business.
var asks = []string{
	"show RELAY --texts -o jsonl --as nl/commander",
	"operation ls -o jsonl --as nl/commander",
	"since --keep -o jsonl --as nl/commander",
	"handover ls RELAY -o json --as nl/commander",
	"handover accept RELAY HU-AT --commander me --team NL-1 -o json --as nl/commander",
	"handover refuse RELAY HU-AT --ground no-team --reason none -o json --as nl/commander",
	"handover offer RELAY HU-AT --team NL-1 -o json --as nl/commander",
	"handover offer RELAY DE-NL --team NL-1 -o json --dry-run --as nl/commander",
	"interdiction order RELAY --ground stop --reason none -o json --as nl/commander",
	"__complete show --as nl/commander ",
	"__complete handover accept --as nl/commander RELAY ",
	"__complete handover offer --as nl/commander RELAY ",
	"__complete alert ack --as nl/commander RELAY ",
}

// said is what came out of a command line, but for what is never the same twice.
func said(t *testing.T, dir, line string) string {
	t.Helper()
	args := strings.Split(line, " ") // the last word of a completion may be empty
	if args[0] == "__complete" {
		r := vigilSays(context.Background(), append([]string{args[0], args[1], "--dir", dir}, args[2:]...)...)
		return fmt.Sprintf("%d\n%s\n%s", r.Exit, r.Stdout, r.Stderr)
	}
	r := vigil(t, dir, args...)
	var whole map[string]json.RawMessage
	if json.Unmarshal([]byte(r.Stdout), &whole) == nil && whole["moment"] != nil {
		delete(whole, "moment") // the time of day
		b, err := json.Marshal(whole)
		require.NoError(t, err)
		r.Stdout = string(b)
	}
	return fmt.Sprintf("%d\n%s\n%s", r.Exit, r.Stdout, ulid.ReplaceAllString(r.Stderr, "ULID"))
}

// look is everything that NL can see now.
func look(t *testing.T, dir string, nl *mirrors) bystander {
	t.Helper()
	b := bystander{Answers: map[string]string{}}
	b.Feed = done(t, dir, "watch", "--desk", "nl", "--no-follow", "--from", "1", "-o", "jsonl")
	for _, line := range asks {
		b.Answers[line] = said(t, dir, line)
	}
	var status struct {
		Moment struct {
			Counter uint64 `json:"counter"`
			Digest  string `json:"digest"`
		} `json:"moment"`
	}
	require.NoError(t, json.Unmarshal([]byte(done(t, dir, "status", "--desk", "nl", "-o", "json")), &status))
	b.Moment = fmt.Sprint(status.Moment)
	b.FeedEnd, b.LeadEnd = nl.last(broker.MirrorFeed("nl")), nl.last(broker.MirrorFeed("nl.lead"))
	writes, beats := nl.written()
	b.HiddenWrites = writes - beats
	return b
}

// mirrors is a country's account as its own gateway may look into it.
type mirrors struct {
	t      *testing.T
	conn   *broker.Conn
	reader *store.Reader
	viewer string
}

func mirrorsOf(t *testing.T, dir, url, country string) *mirrors {
	t.Helper()
	conn, err := broker.Dial(url, filepath.Join(dir, "desks", strings.ToUpper(country), "gateway.creds"),
		broker.User{Role: broker.Gateway, Country: country, ID: "gateway"}, false)
	require.NoError(t, err)
	t.Cleanup(conn.Close)
	reader, err := store.NewReader(conn, store.Names{FeedStream: broker.MirrorFeed, ViewStream: broker.MirrorView, ViewBucket: broker.ViewBucket})
	require.NoError(t, err)
	return &mirrors{t, conn, reader, country}
}

// last is the last sequence of a stream: it counts all that was ever written.
func (m *mirrors) last(stream string) uint64 {
	m.t.Helper()
	answer, err := m.conn.Request("$JS.API.STREAM.INFO."+stream, nil, patience)
	require.NoError(m.t, err)
	var info struct {
		State struct {
			Last uint64 `json:"last_seq"`
		} `json:"state"`
	}
	require.NoError(m.t, json.Unmarshal(answer.Data, &info))
	return info.State.Last
}

// beat is the hub's last sign of life: its time, and how many there were.
func (m *mirrors) beat() (at time.Time, n uint64) {
	m.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	b, err := m.reader.ReadView(ctx, m.viewer, "meta.alive")
	require.NoError(m.t, err)
	moment, count, ok := strings.Cut(string(b), " ")
	require.True(m.t, ok, string(b))
	at, err = time.Parse("2006-01-02T15:04:05.000Z07:00", moment)
	require.NoError(m.t, err)
	n, err = strconv.ParseUint(count, 10, 64)
	require.NoError(m.t, err)
	return at, n
}

// written is how much was written to the view in all, and how many of that were
// beats since the hub began, both of one moment.
func (m *mirrors) written() (writes, beats uint64) {
	m.t.Helper()
	require.Eventually(m.t, func() bool {
		_, before := m.beat()
		writes = m.last(broker.MirrorView(m.viewer))
		_, beats = m.beat()
		return before == beats
	}, patience, time.Millisecond)
	return writes, beats
}

// TestAHandoverIsNothingTwoLegsAway runs a hub and three gateways in four
// processes. HU hands over to AT; NL takes part in the same operation, and DE lies
// between. The table gives NL nothing of it: so nothing that NL can measure is
// otherwise after it than before.
func TestAHandoverIsNothingTwoLegsAway(t *testing.T) {
	dir := fourStates(t)
	server, url := hub(t, dir)
	var gateways []*process
	serve := func(country string) {
		g := start(t, dir, "desk", "serve", country)
		g.says("next: vigil watch")
		gateways = append(gateways, g)
	}
	for _, country := range []string{"HU", "AT", "NL"} {
		serve(country)
	}
	nl, hu := mirrorsOf(t, dir, url, "nl"), mirrorsOf(t, dir, url, "hu")
	first, begun := nl.beat()
	before := look(t, dir, nl)
	require.Contains(t, before.Answers[asks[0]], `"name":"RELAY"`, "NL takes part")
	require.Contains(t, before.Answers["__complete show --as nl/commander "], "RELAY")
	require.NotContains(t, fmt.Sprint(before), "HIDDEN")

	_, after := handover()
	var offer string
	for _, a := range after {
		id := receipt(t, done(t, dir, append(strings.Fields(a.line), "--as", a.as, "-o", "json")...)).Recorded.ID
		if strings.HasPrefix(a.line, "handover offer") {
			offer = id
		}
	}
	for _, country := range []string{"hu", "at"} {
		require.Contains(t, strings.Join(strings.Fields(done(t, dir, "show", "RELAY", "--desk", country)), " "), "Directs AT")
	}

	// A beat passes, the same one for all, at its time.
	var then time.Time
	var beats uint64
	require.Eventually(t, func() bool {
		then, beats = nl.beat()
		at, n := hu.beat()
		return beats > begun && n == beats && at.Equal(then)
	}, patience, 10*time.Millisecond)
	const apart = 5 * time.Second
	require.InDelta(t, apart*time.Duration(beats-begun), then.Sub(first), float64(time.Second), "a handover changes nothing of the beat")

	require.Equal(t, before, look(t, dir, nl))

	// Nor does asking the hub itself tell an offer from none.
	var status struct{ Status struct{ Key string } }
	require.NoError(t, json.Unmarshal([]byte(done(t, dir, "status", "--as", "nl/commander", "-o", "json")), &status))
	var answers []string
	for _, id := range []string{offer, "01JD3000000000000000000000"} {
		file := filepath.Join(t.TempDir(), "acceptance.json")
		require.NoError(t, os.WriteFile(file, fmt.Appendf(nil, `{"acceptance":{"offer":%q,"commander":%q,"team":"NL-1"}}`, id, status.Status.Key), 0o600))
		answers = append(answers, said(t, dir, "handover accept RELAY -f "+file+" -o json --as nl/commander"))
	}
	require.Equal(t, answers[0], answers[1])
	require.Contains(t, answers[0], "not-found")

	// What NL takes no part in is what does not exist.
	for _, line := range []string{"show % --as nl/commander", "since % -o json --as nl/commander", "handover offer % HU-AT --team NL-1 -o json --as nl/commander",
		"__complete handover offer --as nl/commander % ", "__complete show --as nl/commander %"} {
		hidden := said(t, dir, strings.Replace(line, "%", "HIDDEN", 1))
		require.Equal(t, strings.ReplaceAll(said(t, dir, strings.Replace(line, "%", "NOSUCH", 1)), "NOSUCH", "HIDDEN"), hidden, line)
	}

	// And the measure is not blind. DE, with which NL has a handover point, reports
	// that it came: NL is told that DE directs, and nothing else.
	serve("DE")
	done(t, dir, "border", "crossed", "RELAY", "--from", "AT", "--to", "DE", "--method", "visual", "--as", "de/team")
	var told string
	require.Eventually(t, func() bool {
		told = done(t, dir, "watch", "--desk", "nl", "--no-follow", "--from", strconv.FormatUint(before.FeedEnd+1, 10), "-o", "jsonl")
		return told != ""
	}, patience, 50*time.Millisecond)
	require.Equal(t, 1, strings.Count(told, "\n"), told)
	content, _, ok := strings.Cut(told, `"proof":`)
	require.True(t, ok)
	require.Contains(t, content, `"kind":"direction.moved","direction"`)
	for _, hidden := range []string{`"crossing"`, `"left"`, `"AT"`, `"HU"`} {
		require.NotContains(t, content, hidden)
	}
	for _, g := range append(gateways, server) {
		require.Zero(t, g.stop(syscall.SIGTERM), g.stderr())
	}
	read(t, dir, 0)
}
