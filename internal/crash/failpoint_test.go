package crash

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/internal/failpoint"
)

var killTimes = flag.Int("kill-times", 1, "how often a process is killed at each point; more than once: all is checked after each")

// withPoints leaves a test out of a build that has no points.
func withPoints(t *testing.T) {
	if !failpoint.On {
		t.Skip("this build has no failpoints: go test -tags failpoints (make test and make kills do)")
	}
}

// chosen is the dice of when something is killed.
func chosen(t *testing.T) *rand.Rand {
	seed := *killSeed
	if seed == 0 {
		seed = uint64(time.Now().UnixNano() % 1e9)
	}
	t.Logf("again with: -run %s -kill-seed %d", t.Name(), seed)
	return rand.New(rand.NewPCG(seed, 1))
}

// TestPointsAreInThisBuild: the test that a release has none looks for something
// that would be found.
func TestPointsAreInThisBuild(t *testing.T) {
	withPoints(t)
	self, err := os.Executable()
	require.NoError(t, err)
	b, err := os.ReadFile(self)
	require.NoError(t, err)
	for _, row := range failpoint.Table {
		require.True(t, bytes.Contains(b, []byte(row.Name)), row.Name)
	}
}

// upTo gives what a process says until a line has these words, or it ends.
func (p *process) upTo(words string) (said string) {
	p.t.Helper()
	late := time.After(patience)
	for {
		select {
		case line, more := <-p.lines:
			said += line + "\n"
			if !more {
				<-p.ended
			}
			if !more || strings.Contains(line, words) {
				return said
			}
		case <-late:
			require.Fail(p.t, "neither does it say "+words+" nor end", "%s", p.stderr())
		}
	}
}

// announced waits until a hub says where it listens: "" if it ends before.
func (p *process) announced() string {
	p.t.Helper()
	if said := p.upTo("  data "); strings.Contains(said, "  data ") {
		return url.FindString(said)
	}
	return ""
}

// died requires that a process was killed, and by itself.
func (p *process) died(point string) {
	p.t.Helper()
	select {
	case <-p.ended:
	case <-time.After(patience):
		require.Fail(p.t, "it never comes to "+point, "%s", p.stderr())
	}
	require.Equal(p.t, -1, p.exit, "it ended otherwise than at %s\n%s", point, p.stderr())
	require.NotContains(p.t, p.stderr(), "level=ERROR")
}

// hubs is one directory whose hub is killed again and again.
type hubs struct {
	*crew
	chance *rand.Rand
}

// serve has a hub under load die at a point.
func (h *hubs) serve(point string) {
	h.t.Helper()
	p := startAt(h.t, point, h.dir, "serve", "--listen", "127.0.0.1:0", "--desks")
	if url := p.announced(); url != "" {
		h.press(p, url, nil)
	}
	p.died(point)
	require.False(h.t, h.t.Failed())
}

// settle starts a hub that is not killed and asks for everything that anybody
// knows; then all that lies in the directory is checked.
func (h *hubs) settle() {
	h.t.Helper()
	p, url := hub(h.t, h.dir, "--desks")
	hu, at, end, err := h.desks(url)
	require.NoError(h.t, err)
	defer end()
	for l := h.unsent(); l != nil; l = h.unsent() {
		require.True(h.t, h.send(h.t.Context(), hu, l))
	}
	require.True(h.t, h.again(h.t.Context(), hu, h.known()))
	require.True(h.t, h.refused(h.t.Context(), at) && h.look(h.t.Context(), at))
	require.False(h.t, h.t.Failed())
	require.Zero(h.t, p.stop(interrupt), p.stderr())
	require.NotContains(h.t, p.stderr(), "level=ERROR")

	done(h.t, h.dir, "verify")
	s := read(h.t, h.dir, 0)
	for _, l := range h.letters {
		require.NotZero(h.t, s.commands[l.id], "there is a receipt for %s, which is not in the journal", l.id)
	}
	for _, kind := range []string{"boxes", "keys"} {
		names, err := filepath.Glob(filepath.Join(h.dir, "data", "enclosures", kind, "*"))
		require.NoError(h.t, err)
		require.Len(h.t, names, s.enclosures, "%s without an entry, or an entry without", kind)
	}
	h.books()
}

// books requires that every line in the hub's and the gateways' own files is
// whole, and that no read was answered that was not written down.
func (h *hubs) books() {
	h.t.Helper()
	lines := func(path ...string) (list []map[string]json.RawMessage) {
		b, err := os.ReadFile(filepath.Join(append([]string{h.dir}, path...)...))
		require.NoError(h.t, err)
		for line := range bytes.Lines(b) {
			var x map[string]json.RawMessage
			require.NoError(h.t, json.Unmarshal(line, &x), "%v: %s", path, line)
			list = append(list, x)
		}
		return list
	}
	require.NotEmpty(h.t, lines("data", "refused"))
	require.NotEmpty(h.t, lines("desks", "AT", "marks.jsonl"))
	lines("desks", "HU", "access.jsonl")
	recorded := map[string]bool{}
	for _, line := range lines("desks", "AT", "access.jsonl") {
		var asker struct{ Purpose string }
		require.NoError(h.t, json.Unmarshal(line["asker"], &asker))
		recorded[asker.Purpose] = true
	}
	for purpose := range h.asked {
		require.True(h.t, recorded[purpose], "%q was answered and is not in the access log", purpose)
	}
}

// TestKilledAtEachPoint kills a hub at every point to which it comes while it
// starts, serves or stops. What anybody has a receipt for is there once, with the
// same receipt; feeds and views are what the journal gives; nothing is half there.
func TestKilledAtEachPoint(t *testing.T) {
	withPoints(t)
	h := &hubs{crew: newCrew(t, alliance(t)), chance: chosen(t)}
	some := func(name string, most int) string { return fmt.Sprintf("%s:%d", name, 1+h.chance.IntN(most)) }
	for _, row := range failpoint.Table {
		for range *killTimes {
			switch row.Moment {
			case failpoint.Founding, failpoint.Sending: // see the tests below, and of founding
				continue
			case failpoint.Serving:
				h.serve(some(row.Name, 6))
			case failpoint.Starting:
				// What a start mends has to be there: an entry without feed and view, or
				// enclosures without an entry.
				before := "entry-unapplied"
				if strings.HasPrefix(row.Name, "sweep-") {
					before = "enclosure-kept"
				}
				h.serve(some(before, 6))
				p := startAt(t, row.Name, h.dir, "serve", "--listen", "127.0.0.1:0", "--desks")
				require.Empty(t, p.announced(), "it starts without coming to %s", row.Name)
				p.died(row.Name)
			case failpoint.Stopping:
				p := startAt(t, row.Name, h.dir, "serve", "--listen", "127.0.0.1:0", "--desks")
				before := h.known()
				h.press(p, p.announced(), func() bool { return h.known() > before+5 })
				require.NoError(t, p.cmd.Process.Signal(interrupt))
				p.died(row.Name)
			}
			done(t, h.dir, "verify") // of what a killed hub leaves
			if *killTimes > 1 {
				h.settle()
			}
		}
	}
	h.settle()
	t.Logf("%d receipts, %d reads", h.known(), len(h.asked))
}

// TestGatewayKilledAtEachPoint kills AT's gateway, in a process of its own, wherever
// it answers, writes down or signs. The hub goes on.
func TestGatewayKilledAtEachPoint(t *testing.T) {
	withPoints(t)
	h := &hubs{crew: newCrew(t, alliance(t)), chance: chosen(t)}
	server, url := hub(t, h.dir)
	hu := start(t, h.dir, "desk", "serve", "HU")
	hu.says("next: vigil watch")
	for _, point := range []string{"delivery-unsent", "answer-unsent", "answer-sent", "access-unwritten", "access-unsynced", "access-recorded", "bookmark-unwritten", "bookmark-written"} {
		for range *killTimes {
			at := startAt(t, fmt.Sprintf("%s:%d", point, 1+h.chance.IntN(4)), h.dir, "desk", "serve", "AT")
			at.upTo("next: vigil watch")
			h.press(at, url, nil)
			at.died(point)
			require.False(t, t.Failed())
		}
	}
	require.Zero(t, hu.stop(interrupt), hu.stderr())
	require.Zero(t, server.stop(interrupt), server.stderr())
	h.settle()
}

// TestOfficerKilledAtEachPoint kills the program of an officer who sends a command.
// The same id again is the same command.
func TestOfficerKilledAtEachPoint(t *testing.T) {
	withPoints(t)
	dir := alliance(t)
	server, _ := hub(t, dir, "--desks")
	points := []string{"secret-unwritten", "secret-unnamed", "secret-named", "secret-unnamed:2", "secret-named:2"} // the outbox
	for _, row := range failpoint.Table {
		if row.Moment == failpoint.Sending {
			points = append(points, row.Name)
		}
	}
	for _, point := range points {
		args := opening()
		p := startAt(t, point, dir, slices.Clone(args[:len(args)-2])...) // what it prints names the id
		p.died(point)
		id := regexp.MustCompile(`id (\S{26})`).FindStringSubmatch(p.stderr())
		require.NotNil(t, id, p.stderr())
		first := receipt(t, done(t, dir, append(args, "--id", id[1])...)).Recorded
		require.Equal(t, id[1], first.ID, point)
		require.Equal(t, first, receipt(t, done(t, dir, append(args, "--id", id[1])...)).Recorded, point)
	}
	require.Zero(t, server.stop(interrupt), server.stderr())
	require.Equal(t, len(points), read(t, dir, 0).acts["operation.open"])
}
