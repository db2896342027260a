package tidy_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/internal/cli/clitest"
	"vigil/internal/nats/natstest"
)

// TestMain lets this binary be vigil, and under that name be nats-server.
func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == natstest.Name {
		natstest.Main(os.Args[1:])
		return
	}
	clitest.Main(m)
}

// TestSessions does what the documents show. In a block of console, a line that
// begins with "$ " is a command for the shell, a trailing & leaves it running,
// and the lines after it are all that it prints. There … stands for anything
// within a line, and alone on a line for any number of lines. The blocks of one
// document are one session in one directory.
func TestSessions(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, "docs", "how-to", "*.md"))
	require.NoError(t, err)
	for _, file := range append(files, filepath.Join(root, "README.md")) {
		name, err := filepath.Rel(root, file)
		require.NoError(t, err)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			steps := session(document(t, name))
			require.NotEmpty(t, steps, "%s shows no session", name)
			s := newShell(t, steps)
			for _, step := range steps {
				s.do(t, fmt.Sprintf("%s:%d", name, step.line), step)
			}
		})
	}
}

// step is one command of a session and what it prints.
type step struct {
	line    int
	command string
	prints  []string
}

func session(text string) (steps []step) {
	inside := false
	for n, line := range strings.Split(text, "\n") {
		command, is := strings.CutPrefix(line, "$ ")
		switch {
		case strings.HasPrefix(line, "```"):
			inside = line == "```console"
		case inside && is:
			steps = append(steps, step{line: n + 1, command: command})
		case inside && len(steps) > 0:
			last := &steps[len(steps)-1]
			last.prints = append(last.prints, line)
		}
	}
	return steps
}

type shell struct{ dir, path string }

func newShell(t *testing.T, steps []step) shell {
	dir := t.TempDir()
	s := shell{filepath.Join(dir, "session"), filepath.Join(dir, "bin") + string(filepath.ListSeparator) + os.Getenv("PATH")}
	for _, d := range []string{"session", "bin"} {
		require.NoError(t, os.Mkdir(filepath.Join(dir, d), 0o700))
	}
	self, err := os.Executable()
	require.NoError(t, err)
	for _, name := range []string{"vigil", natstest.Name} {
		require.NoError(t, os.Symlink(self, filepath.Join(dir, "bin", name)))
	}
	if slices.ContainsFunc(steps, func(s step) bool { return strings.HasPrefix(s.command, "nats ") }) {
		if _, err := exec.LookPath("nats"); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatal("nats is not on the PATH: .ci/run builds it from tools/go.mod")
			}
			t.Skip("nats is not on the PATH: make tools, then PATH=$PWD/bin:$PATH")
		}
	}
	return s
}

func (s shell) command(ctx context.Context, line string) (*exec.Cmd, *output) {
	c := exec.CommandContext(ctx, "sh", "-c", line)
	c.Dir = s.dir
	c.Env = append(os.Environ(), clitest.As+"=1", "PATH="+s.path, "XDG_CONFIG_HOME="+s.dir, "NATS_URL=", "NATS_CONTEXT=", "NO_COLOR=1")
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.WaitDelay = 10 * time.Second
	out := &output{wrote: make(chan struct{}, 1)}
	c.Stdout, c.Stderr = out, out
	return c, out
}

func (s shell) do(t *testing.T, where string, step step) {
	t.Helper()
	line, stays := strings.CutSuffix(step.command, " &")
	if strings.HasPrefix(line, "vigil demo") { // the usual port may be another session's
		line += " --listen 127.0.0.1:0"
	}
	if !stays {
		c, out := s.command(t.Context(), line)
		_ = c.Run() // a session shows its failures by what they print
		require.Regexp(t, pattern(step.prints), out.String(), "%s: $ %s", where, step.command)
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	c, out := s.command(ctx, "exec "+line)
	require.NoError(t, c.Start())
	t.Cleanup(func() {
		stop()
		_ = c.Wait() // it was told to stop
	})
	late := time.NewTimer(30 * time.Second)
	defer late.Stop()
	for !pattern(step.prints).MatchString(out.String()) {
		select {
		case <-out.wrote:
		case <-late.C:
			require.Regexp(t, pattern(step.prints), out.String(), "%s: $ %s", where, step.command)
		}
	}
}

// output collects what a command prints while it runs.
type output struct {
	mu    sync.Mutex
	text  bytes.Buffer
	wrote chan struct{}
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	select {
	case o.wrote <- struct{}{}:
	default:
	}
	return o.text.Write(b)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// pattern is what a session shows, as a regular expression.
func pattern(lines []string) *regexp.Regexp {
	var b strings.Builder
	b.WriteString(`^`)
	for _, line := range lines {
		if line == "…" {
			b.WriteString(`(?:.*\n)*?`)
			continue
		}
		b.WriteString(strings.ReplaceAll(regexp.QuoteMeta(line), "…", ".*") + ` *\n`)
	}
	text := strings.TrimSuffix(b.String(), `\n`)
	return regexp.MustCompile(text + `\n?$`) // nats kv get --raw ends no line
}

// TestAuthoritiesNameTheRules compares docs/authorities.md with the lists of
// rules: what it names exists, and a rule that names an article is in it.
func TestAuthoritiesNameTheRules(t *testing.T) {
	text := document(t, "docs/authorities.md")
	files, err := filepath.Glob(filepath.Join(root, "internal/operation/*.go"))
	require.NoError(t, err)
	rules := map[string]string{}
	line := regexp.MustCompile(`(?m)\b(?:Rule|events\.Code) += "([a-z-]+)"(?: *// (.*))?$`)
	for _, file := range files {
		b, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, m := range line.FindAllStringSubmatch(string(b), -1) {
			rules[m[1]] = m[2]
		}
	}
	require.NotEmpty(t, rules)
	var bad []string
	for _, m := range regexp.MustCompile("`([a-z]+-[a-z-]+)`").FindAllStringSubmatch(text, -1) {
		if _, is := rules[m[1]]; !is {
			bad = append(bad, m[1]+" is no rule")
		}
	}
	article := regexp.MustCompile(`\barts?\. \d|\bCPP\b|\d bis\b|/\d+ art`)
	for rule, why := range rules {
		if article.MatchString(why) && !strings.Contains(text, "`"+rule+"`") {
			bad = append(bad, rule+" rests on "+why+" and is not in the table")
		}
	}
	none(t, bad, "docs/authorities.md and the rules differ")
}
