package crash

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// act is one command of somebody, as it is typed.
type act struct{ as, line string }

// handover is a story up to the moment in which Austria directs. Times that lie
// a little ahead are put in by the test.
func handover() (before []act, after []act) {
	clock := func(d time.Duration) string { return time.Now().UTC().Add(d).Format("2006-01-02T15:04Z") }
	window := " --from " + clock(-time.Hour) + " --until " + clock(8*time.Hour)
	consent := " --from " + clock(-2*time.Hour) + " --until " + clock(12*time.Hour)
	return []act{
			{"hu/coordinator", "operation open RELAY --goods narcotics --basis untoc-20,eu-mla-12"},
			{"hu/coordinator", "operation involve RELAY HU --role origin"},
			{"hu/coordinator", "operation involve RELAY AT --role destination"},
			{"hu/coordinator", "plan leg RELAY HU --measure export --by road" + window},
			{"hu/coordinator", "plan leg RELAY AT --measure import --by road" + window},
			{"hu/coordinator", "plan handover-point RELAY HU AT" + window},
			{"hu/coordinator", "consignment declare RELAY --substance heroin --mode live --packages 104 --quantity 62.4kg --origin HU"},
			{"hu/coordinator", "authorisation request RELAY HU --measure export --mode live" + consent},
			{"hu/coordinator", "authorisation request RELAY AT --measure import --mode live" + consent},
			{"hu/authority", "authorisation grant RELAY --measure export --modes live --final" + consent},
			{"at/authority", "authorisation grant RELAY --measure import --modes live --final" + consent},
			{"hu/coordinator", "departure approve RELAY"},
			{"hu/commander", "consignment departed RELAY --country HU"},
		}, []act{
			{"hu/commander", "handover offer RELAY HU-AT --team HU-2"},
			{"at/commander", "handover accept RELAY HU-AT --commander me --team AT-1"},
			{"at/team", "border crossed RELAY --from HU --to AT --method visual"},
			{"at/team", "handover completed RELAY HU-AT --team AT-1"},
		}
}

// TestHubAndTwoGatewaysInThreeProcesses plays the handover from command lines.
// What each act leads to is printed by both desks' watches soon after its receipt.
func TestHubAndTwoGatewaysInThreeProcesses(t *testing.T) {
	dir := alliance(t)
	server, url := hub(t, dir)
	var gateways, watches []*process
	for _, country := range []string{"HU", "AT"} {
		g := start(t, dir, "desk", "serve", country)
		g.says("next: vigil watch")
		gateways = append(gateways, g)
	}
	before, after := handover()
	for _, a := range before {
		done(t, dir, append(strings.Fields(a.line), "--as", a.as)...)
	}
	for _, country := range []string{"hu", "at"} {
		w := start(t, dir, "watch", "--desk", country, "-o", "jsonl", "--from", "1", "--server", url)
		w.says(`"act":"consignment.departed"`)
		watches = append(watches, w)
	}
	for _, a := range after {
		id := receipt(t, done(t, dir, append(strings.Fields(a.line), "--as", a.as, "-o", "json")...)).Recorded.ID
		since := time.Now()
		for _, w := range watches {
			w.says(`"command":"` + id + `"`)
		}
		t.Logf("%-60s in both watches after %s", a.line, time.Since(since).Round(time.Millisecond))
	}
	for _, country := range []string{"hu", "at"} {
		require.Contains(t, strings.Join(strings.Fields(done(t, dir, "show", "RELAY", "--desk", country)), " "), "Directs AT")
	}

	// A hub that goes away in the middle: the watches say so and end, or wait; a
	// command says that nobody answered; what was recorded stays.
	server.kill()
	r := vigil(t, dir, "sighting", "report", "RELAY", "--country", "AT", "--method", "visual", "--as", "at/team", "--server", url, "-o", "json")
	require.Equal(t, 8, r.Exit, r.Stderr)
	require.NotEmpty(t, problemOf(t, r.Stderr).Hint)
	for _, w := range watches {
		select {
		case <-w.ended:
			require.Equal(t, 8, w.exit, w.stderr())
			require.Contains(t, w.stderr(), "unavailable")
		case <-time.After(patience):
			require.Fail(t, "a watch does not notice that the broker is gone")
		}
	}

	// The gateways come back by themselves when the hub does, on the same address.
	again := start(t, dir, "serve", "--listen", strings.TrimPrefix(url, "nats://"))
	again.says("NATS")
	require.Eventually(t, func() bool {
		return vigil(t, dir, "show", "RELAY", "--desk", "at").Exit == 0
	}, patience, 50*time.Millisecond)
	done(t, dir, "sighting", "report", "RELAY", "--country", "AT", "--method", "visual", "--as", "at/team")
	for _, g := range gateways {
		require.Zero(t, g.stop(syscall.SIGTERM), g.stderr())
	}
	require.Zero(t, again.stop(syscall.SIGTERM), again.stderr())
	read(t, dir, 0)
}

// TestABrokerThatGoesAwayWhileAClientWaits stops the hub's process without ending
// it, so that a command hangs, and then kills it.
func TestABrokerThatGoesAwayWhileAClientWaits(t *testing.T) {
	dir := alliance(t)
	server, url := hub(t, dir, "--desks")
	done(t, dir, opening()...)
	officer := start(t, dir, append(opening(), "--server", url)...)
	require.NoError(t, server.cmd.Process.Signal(syscall.SIGSTOP))
	select {
	case <-officer.ended: // it was quicker than we
	default:
		server.kill()
		<-officer.ended
	}
	if officer.exit != 0 {
		p := problemOf(t, officer.stderr())
		require.Equal(t, 8, officer.exit, officer.stderr())
		require.NotEmpty(t, p.Hint)
	}
	server.kill()
	_, url = hub(t, dir, "--desks")
	done(t, dir, append(opening(), "--server", url)...)
}
