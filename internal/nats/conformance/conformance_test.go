// Package conformance holds us to what NATS people expect: that the stock nats
// client, with the context file that a hub writes, follows a country's view; and
// that with the same file it gets at nothing else.
//
// It needs nats on the PATH: make tools puts it into bin. Where CI is set it must
// be there.
package conformance

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/internal/cli/clitest"
)

func TestMain(m *testing.M) { clitest.Main(m) }

// A hall is a demonstration that has been played, with hub and gateways running.
type hall struct {
	vigil, nats, dir string
}

func open(t *testing.T) hall {
	t.Helper()
	nats, err := exec.LookPath("nats")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("nats is not on the PATH: .ci/run builds it from tools/go.mod")
		}
		t.Skip("nats is not on the PATH: make tools, then PATH=$PWD/bin:$PATH")
	}
	self, err := os.Executable()
	require.NoError(t, err)
	h := hall{self, nats, filepath.Join(t.TempDir(), "demo")}
	h.do(t, "demo", "--speed", "max", "--scenario", "relay", "--listen", "127.0.0.1:0")

	ctx, stop := context.WithCancel(context.Background())
	hub := h.command(ctx, "serve", "--desks", "--listen", "127.0.0.1:0")
	hub.Cancel = func() error { return hub.Process.Signal(os.Interrupt) }
	hub.WaitDelay = 10 * time.Second
	lines, err := hub.StdoutPipe()
	require.NoError(t, err)
	var log bytes.Buffer
	hub.Stderr = &log
	require.NoError(t, hub.Start())
	t.Cleanup(func() {
		stop()
		_ = hub.Wait() // it was told to stop
		if t.Failed() {
			t.Log("the hub said:\n" + log.String())
		}
	})
	until(t, bufio.NewReader(lines), "data ")
	return h
}

func (h hall) command(ctx context.Context, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, h.vigil, append(args, "--dir", h.dir)...)
	c.Env = append(os.Environ(), clitest.As+"=1")
	return c
}

// do runs vigil and wants it to succeed.
func (h hall) do(t *testing.T, args ...string) string {
	t.Helper()
	out, err := h.command(t.Context(), args...).CombinedOutput()
	require.NoError(t, err, "vigil %s\n%s", strings.Join(args, " "), out)
	return string(out)
}

// client is the stock client as the service of AT.
func (h hall) client(t *testing.T, args ...string) *exec.Cmd {
	file := filepath.Join(h.dir, "contexts", "at.json")
	c := exec.CommandContext(t.Context(), h.nats, append([]string{"--context", file, "--timeout", "1s"}, args...)...)
	c.Dir = t.TempDir() // the file must be good from anywhere
	c.Env = append(os.Environ(), "XDG_CONFIG_HOME="+c.Dir, "NATS_CONTEXT=", "NATS_URL=")
	return c
}

// view is what AT has under a key, by nats kv get.
func (h hall) view(t *testing.T, key string) (doc struct {
	Viewer    string
	Counter   int
	Name      string
	Sightings []struct{ Country string }
}) {
	t.Helper()
	b, err := h.client(t, "kv", "get", "desk_at", key, "--raw").Output()
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(b, &doc), "%s", b)
	return doc
}

// until reads lines up to one that matches, and gives the match.
func until(t *testing.T, lines *bufio.Reader, want string) string {
	t.Helper()
	wanted := regexp.MustCompile(want)
	var read strings.Builder
	for {
		line, err := lines.ReadString('\n')
		if found := wanted.FindString(line); found != "" {
			return found
		}
		read.WriteString(line)
		require.NoError(t, err, "no line like %s in:\n%s", want, &read)
	}
}

func TestStockClient(t *testing.T) {
	h := open(t)

	t.Run("get and watch", func(t *testing.T) {
		watch := h.client(t, "kv", "watch", "desk_at")
		out, err := watch.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, watch.Start())
		lines := bufio.NewReader(out)
		key := until(t, lines, `\b[0-9A-Z]{26}: `)
		key = strings.TrimSuffix(key, ": ")

		before := h.view(t, key)
		require.Equal(t, "at", before.Viewer)
		require.Equal(t, "RELAY", before.Name)
		h.do(t, "sighting", "report", "RELAY", "--as", "at/team", "--country", "AT", "--method", "visual")
		until(t, lines, key+": ")
		require.NoError(t, watch.Process.Kill())
		_ = watch.Wait() // it was killed

		after := h.view(t, key)
		require.Equal(t, before.Counter+1, after.Counter)
		require.Len(t, after.Sightings, len(before.Sightings)+1)
	})

	// Nothing of a case, no name of a stream of ours, no message of anybody.
	leak := regexp.MustCompile(`RELAY|[0-9A-Z]{26}\b|"v":|Received|Subject:|FEED_|AUDIT_|VIEW_HU|DESK_HU`)
	for _, try := range []struct{ line, refused string }{
		{"kv put desk_at registry x", `Publish to "$KV.`},
		{"kv create desk_at new x", `Publish to "$KV.`},
		{"kv del desk_at registry -f", `Publish to "$KV.`},
		{"pub $KV.desk_at.registry x", `Publish to "$KV.`},
		{"kv rm desk_at -f", `Publish to "$JS.API.STREAM.DELETE.KV_desk_at"`},
		{"kv get desk_hu registry", `Publish to "$JS.API.STREAM.INFO.KV_desk_hu"`},
		{"kv watch lead_hu", `Publish to "$JS.API.STREAM.INFO.KV_lead_hu"`},
		{"kv ls", `Publish to "$JS.API.STREAM.LIST"`},
		{"stream ls", `Publish to "$JS.API.STREAM.LIST"`},
		{"stream get JOURNAL 1", `Publish to "$JS.API.STREAM.INFO.JOURNAL"`},
		{"req $JS.API.DIRECT.GET.JOURNAL {\"seq\":1}", `Publish to "$JS.API.DIRECT.GET.JOURNAL"`},
		{"req $JS.API.STREAM.MSG.GET.DESK_AT {\"seq\":1}", `Publish to "$JS.API.STREAM.MSG.GET.DESK_AT"`},
		{"sub > --count 1", `Subscription to ">"`},
		{"sub cd.> --count 1", `Subscription to "cd.>"`},
		{"sub gw.> --count 1", `Subscription to "gw.>"`},
		{"sub deliver.> --count 1", `Subscription to "deliver.>"`},
		{"sub _IN.AT.> --count 1", `Subscription to "_IN.AT.>"`},
		{"pub cd.cmd.operation.open x", `Publish to "cd.cmd.operation.open"`},
		{"req gw.do x", `Publish to "gw.do"`},
		{"req gw.documents {\"viewer\":\"at\"}", `Publish to "gw.documents"`},
		{"server ls", `Publish to "$SYS.REQ.SERVER.PING"`},
	} {
		t.Run(try.line, func(t *testing.T) {
			t.Parallel()
			c := h.client(t, strings.Fields(try.line)...)
			out, _ := c.CombinedOutput() // nats req says 0 even then
			require.Contains(t, string(out), "Permissions Violation for "+try.refused)
			require.NotRegexp(t, leak, string(out))
		})
	}
}
