package crash

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var interrupt os.Signal = os.Interrupt

var opened atomic.Uint32

// opening opens an operation, each time another: a lead has one of a name.
func opening() []string {
	n := opened.Add(1)
	name := "RELAY" + string(rune('A'+n/676%26)) + string(rune('A'+n/26%26)) + string(rune('A'+n%26))
	return []string{"operation", "open", name, "--goods", "narcotics", "--basis", "untoc-20", "--as", "hu/coordinator", "-o", "json"}
}

func TestASecondHubIsTurnedAway(t *testing.T) {
	dir := alliance(t)
	first, _ := hub(t, dir, "--desks")
	second := start(t, dir, "serve", "--listen", "127.0.0.1:0")
	<-second.ended
	require.Equal(t, 8, second.exit)
	require.Contains(t, second.stderr(), "in use by another process")
	require.Contains(t, second.stderr(), "stop")
	done(t, dir, opening()...) // the first was not disturbed
	// Nor may the registry be changed beside it.
	r := vigil(t, dir, "country", "add", "NL", "--zone", "Europe/Amsterdam")
	require.Equal(t, 8, r.Exit)
	require.Contains(t, r.Stderr, "stop it with Ctrl-C")
	require.Zero(t, first.stop(syscall.SIGTERM), first.stderr())
	require.NoFileExists(t, filepath.Join(dir, "listen"))
	read(t, dir, 0)
}

func TestATakenPortIsNamed(t *testing.T) {
	dir := alliance(t)
	other, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer other.Close()
	p := start(t, dir, "serve", "--listen", other.Addr().String())
	<-p.ended
	require.NotZero(t, p.exit)
	require.Contains(t, p.stderr(), "is taken")
	require.Contains(t, p.stderr(), "--listen 127.0.0.1:0")
	done(t, dir, opening()...)
}

func TestADirectoryThatCannotBeWritten(t *testing.T) {
	t.Run("nothing can be made there", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "file")
		require.NoError(t, os.WriteFile(file, nil, 0o600))
		r := vigil(t, filepath.Join(file, "vigil"), "init")
		require.NotZero(t, r.Exit)
		require.Contains(t, r.Stderr, "choose a directory that you may write to")
	})
	t.Run("the store is a file", func(t *testing.T) {
		dir := alliance(t)
		store := filepath.Join(dir, "data", "store")
		require.NoError(t, os.Rename(store, store+".away"))
		require.NoError(t, os.WriteFile(store, nil, 0o600))
		p := start(t, dir, "serve", "--listen", "127.0.0.1:0")
		<-p.ended
		require.NotZero(t, p.exit)
		require.Contains(t, p.stderr(), store)
		require.NoError(t, os.Remove(store))
		require.NoError(t, os.Rename(store+".away", store))
		done(t, dir, opening()...)
	})
	t.Run("the access log is a directory", func(t *testing.T) {
		dir := alliance(t)
		log := filepath.Join(dir, "desks", "AT", "access.jsonl")
		require.NoError(t, os.RemoveAll(log))
		require.NoError(t, os.Mkdir(log, 0o700))
		r := vigil(t, dir, "watch", "--from", "1", "--no-follow", "--desk", "at")
		require.NotZero(t, r.Exit)
		require.Empty(t, r.Stdout)
		require.Contains(t, r.Stderr, "access log")
	})
}

func TestAFullJournal(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "vigil")
	const limit = 128 << 10
	found(t, dir, "--max-bytes", "131072")
	id := receipt(t, done(t, dir, opening()...)).Recorded.Operation
	done(t, dir, "operation", "involve", id, "HU", "--role", "origin", "--as", "hu/coordinator")
	process, _ := hub(t, dir, "--desks")
	var r run
	for range 200 {
		if r = vigil(t, dir, opening()...); r.Exit != 0 {
			break
		}
	}
	require.Equal(t, 8, r.Exit, r.Stderr)
	require.Contains(t, r.Stderr, "nothing was recorded")
	// The whole story is in the hub's log.
	for _, words := range []string{"nearly full", "facts are still recorded", "vigil init"} {
		require.Eventually(t, func() bool { return strings.Contains(process.stderr(), words) }, 10*time.Second, 10*time.Millisecond, words)
	}
	require.Zero(t, process.stop(syscall.SIGTERM))
	require.Equal(t, 8, vigil(t, dir, opening()...).Exit, "also without a hub in between")
	done(t, dir, "watch", "--from", "1", "--no-follow", "--desk", "hu")
	read(t, dir, limit)
}

// TestAHubWithoutADesk says what is missing, not that a directory is in use.
func TestAHubWithoutADesk(t *testing.T) {
	dir := alliance(t)
	p, _ := hub(t, dir)
	r := vigil(t, dir, opening()...)
	require.Equal(t, 8, r.Exit)
	require.Contains(t, r.Stderr, "run vigil desk serve HU")
	require.Zero(t, p.stop(syscall.SIGTERM))
}

// TestStoppedInOrder: Ctrl-C and a termination end a hub with 0, and leave no
// word of where it listened.
func TestStoppedInOrder(t *testing.T) {
	dir := alliance(t)
	for _, how := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		p, _ := hub(t, dir, "--desks")
		require.FileExists(t, filepath.Join(dir, "listen"))
		require.Zero(t, p.stop(how), p.stderr())
		require.NoFileExists(t, filepath.Join(dir, "listen"))
		require.NotContains(t, p.stderr(), "ERROR")
	}
}

// TestAStaleListenFile is left by a killed hub: commands without a hub go on
// beside it, also when another program listens there now.
func TestAStaleListenFile(t *testing.T) {
	dir := alliance(t)
	p, address := hub(t, dir, "--desks")
	p.kill()
	listen := filepath.Join(dir, "listen")
	require.FileExists(t, listen)
	done(t, dir, opening()...)

	host := strings.TrimPrefix(address, "nats://")
	other, err := net.Listen("tcp", host)
	if err != nil { // the port went to somebody else meanwhile
		other, err = net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(listen, []byte("nats://"+other.Addr().String()+"\n"), 0o600))
	}
	defer other.Close()
	go func() {
		for {
			conn, err := other.Accept()
			if err != nil {
				return
			}
			conn.Write([]byte("220 mail.example ESMTP\r\n"))
			conn.Close()
		}
	}()
	done(t, dir, opening()...)
	done(t, dir, "watch", "--from", "1", "--no-follow", "--desk", "hu")

	for _, text := range []string{"", "nonsense", "\x00\x01"} {
		require.NoError(t, os.WriteFile(listen, []byte(text), 0o600))
		done(t, dir, "watch", "--from", "1", "--no-follow", "--desk", "hu")
	}
	again, _ := hub(t, dir, "--desks")
	done(t, dir, opening()...)
	require.Zero(t, again.stop(syscall.SIGTERM))
	read(t, dir, 0)
}
