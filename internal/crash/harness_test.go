// Package crash holds tests of whole processes: hubs that are killed, gateways and
// officers in programs of their own, and everything that a directory must survive.
// It has no other code.
package crash

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/internal/cli"
	"vigil/internal/cli/clitest"
	"vigil/internal/failpoint"
)

// patience is how long a test waits for what must come.
const patience = 30 * time.Second

func TestMain(m *testing.M) {
	clitest.Main(m, func() {
		if founded.dir != "" {
			os.RemoveAll(founded.dir)
		}
	})
}

// run is one vigil that has ended.
type run struct {
	Exit           int
	Stdout, Stderr string
}

// vigil runs a command line in this process, as a client would.
func vigil(t testing.TB, dir string, args ...string) run {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return vigilUntil(ctx, dir, args...)
}

func vigilUntil(ctx context.Context, dir string, args ...string) run {
	return vigilSays(ctx, append(args, "--dir", dir)...)
}

// vigilSays runs a command line as it stands.
func vigilSays(ctx context.Context, args ...string) run {
	var out, problems bytes.Buffer
	env := cli.System()
	env.Stdin, env.Stdout, env.Stderr = strings.NewReader(""), &out, &problems
	env.Terminal, env.Getenv = false, func(string) string { return "" }
	exit := cli.Run(ctx, env, args)
	return run{exit, out.String(), problems.String()}
}

// done runs a command line that must succeed.
func done(t testing.TB, dir string, args ...string) string {
	t.Helper()
	r := vigil(t, dir, args...)
	require.Zero(t, r.Exit, "vigil %s\n%s%s", strings.Join(args, " "), r.Stdout, r.Stderr)
	return r.Stdout
}

var founded struct {
	once sync.Once
	dir  string
	err  error
}

// alliance is a directory in which HU and AT have desks and officers.
func alliance(t testing.TB) string {
	t.Helper()
	founded.once.Do(func() {
		if founded.dir, founded.err = os.MkdirTemp("", "vigil-crash"); founded.err == nil {
			found(t, filepath.Join(founded.dir, "vigil"))
		}
	})
	require.NoError(t, founded.err)
	dir := filepath.Join(t.TempDir(), "vigil")
	require.NoError(t, os.CopyFS(dir, os.DirFS(filepath.Join(founded.dir, "vigil"))))
	// CopyFS leaves out who may read what.
	require.NoError(t, filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		mode := os.FileMode(0o600)
		if err == nil && entry.IsDir() {
			mode = 0o700
		}
		return errors.Join(err, os.Chmod(path, mode))
	}))
	return dir
}

func found(t testing.TB, dir string, more ...string) {
	t.Helper()
	done(t, dir, append([]string{"init"}, more...)...)
	done(t, dir, "country", "add", "HU", "--zone", "Europe/Budapest")
	done(t, dir, "country", "add", "AT", "--zone", "Europe/Vienna")
	for officer, roles := range map[string]string{
		"hu/coordinator": "coordinator", "hu/authority": "competent-authority", "hu/commander": "commander,team",
		"at/authority": "competent-authority", "at/commander": "commander", "at/team": "team",
	} {
		done(t, dir, "officer", "enrol", officer, "--roles", roles)
	}
}

// process is a vigil in a process of its own.
type process struct {
	t     testing.TB
	cmd   *exec.Cmd
	lines chan string // of standard output; closed at its end
	ended chan struct{}
	exit  int

	mu       sync.Mutex
	problems bytes.Buffer
}

func start(t testing.TB, dir string, args ...string) *process { return startAt(t, "", dir, args...) }

// startAt starts a vigil that kills itself when it comes to a point, for the n-th
// time: NAME:N.
func startAt(t testing.TB, point, dir string, args ...string) *process {
	t.Helper()
	binary, err := os.Executable()
	require.NoError(t, err)
	p := &process{t: t, cmd: exec.Command(binary, append(args, "--dir", dir)...), lines: make(chan string, 4096), ended: make(chan struct{})}
	p.cmd.Env = append(os.Environ(), clitest.As+"=1", failpoint.Env+"="+point)
	p.cmd.Stderr = p
	out, err := p.cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, p.cmd.Start())
	go func() {
		scan := bufio.NewScanner(out)
		scan.Buffer(nil, 1<<20)
		for scan.Scan() {
			p.lines <- scan.Text()
		}
		close(p.lines)
		io.Copy(io.Discard, out)
		p.cmd.Wait()
		p.exit = p.cmd.ProcessState.ExitCode()
		close(p.ended)
	}()
	t.Cleanup(func() {
		p.cmd.Process.Kill()
		<-p.ended
	})
	return p
}

func (p *process) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.problems.Write(b)
}

func (p *process) stderr() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.problems.String()
}

// says waits for a line with these words and gives it.
func (p *process) says(words string) string {
	p.t.Helper()
	late := time.After(patience)
	for {
		select {
		case line, more := <-p.lines:
			if strings.Contains(line, words) {
				return line
			}
			if !more {
				<-p.ended
				require.Fail(p.t, "it ended without saying "+words, "exit %d\n%s", p.exit, p.stderr())
			}
		case <-late:
			require.Fail(p.t, "it does not say "+words, "%s", p.stderr())
		}
	}
}

// kill ends the process as a power cut of it alone would.
func (p *process) kill() {
	p.t.Helper()
	if err := p.cmd.Process.Kill(); !errors.Is(err, os.ErrProcessDone) {
		require.NoError(p.t, err)
	}
	<-p.ended
}

// stop ends it in order.
func (p *process) stop(how os.Signal) int {
	p.t.Helper()
	require.NoError(p.t, p.cmd.Process.Signal(how))
	select {
	case <-p.ended:
	case <-time.After(patience):
		require.Fail(p.t, "it does not stop", "%s", p.stderr())
	}
	return p.exit
}

var url = regexp.MustCompile(`nats://\S+`)

// hub starts a hub and gives where it listens.
func hub(t testing.TB, dir string, more ...string) (*process, string) {
	t.Helper()
	p := start(t, dir, append([]string{"serve", "--listen", "127.0.0.1:0"}, more...)...)
	address := url.FindString(p.says("NATS"))
	require.NotEmpty(t, address)
	p.says("data") // by then it is announced
	return p, address
}

// recorded is what a command answers with -o json.
type recorded struct {
	Recorded struct {
		ID        string `json:"id"`
		Operation string `json:"operation"`
		Viewer    string `json:"viewer"`
		Counter   uint64 `json:"counter"`
		Receipt   string `json:"receipt"`
	} `json:"recorded"`
}

// receipt reads the answer to a command.
func receipt(t testing.TB, stdout string) recorded {
	t.Helper()
	var r recorded
	require.NoError(t, json.Unmarshal([]byte(stdout), &r), stdout)
	require.NotEmpty(t, r.Recorded.Receipt)
	return r
}

// problem is what a command says with -o json when it fails.
type problem struct {
	Exit   int    `json:"exit"`
	Reason string `json:"reason"`
	Hint   string `json:"hint"`
	ID     string `json:"id"`
}

// problemOf reads the last line of standard error.
func problemOf(t testing.TB, stderr string) problem {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(stderr), "\n")
	var p problem
	require.NoError(t, json.Unmarshal([]byte(lines[len(lines)-1]), &p), stderr)
	return p
}
