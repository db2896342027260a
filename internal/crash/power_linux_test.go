package crash

import (
	"context"
	"flag"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply"
	"vigil/internal/cli/clitest"
	"vigil/internal/identity"
	"vigil/internal/journal"
)

var (
	powerRounds = flag.Int("power-rounds", 0, "how often the power is cut under load; 0: never, the test is left out")
	powerSeed   = flag.Uint64("power-seed", 0, "seed of when it is cut; 0: another each time")
)

// TestPowerCut lets the power of a hub's disk go at any moment while officers
// send, again and again on the same disk. Every receipt that anybody holds, and
// they hold them elsewhere, is of exactly one entry and comes out of the journal
// byte for byte; verify is green, and the hub starts.
//
// The disk is a file with a file system of its own. Its power goes by the ioctl
// with which file systems are tested: from one moment on the file system writes
// nothing more, not even its own log. What it had handed to the disk stays; what
// was in memory only is gone. So a disk that loses what it has said to have
// flushed is not tried here.
func TestPowerCut(t *testing.T) {
	if apart(t) {
		return
	}
	chance := powerChance(t)
	p := powered(t)
	for round := range *powerRounds {
		process, url := hub(t, p.dir, "--desks") // it starts, so all feeds were sound
		require.NotContains(t, process.stderr(), "level=ERROR")
		p.powerOn(url)
		if round == 0 {
			p.load(t, 3)
		}
		for range 5 {
			p.works(t)
		}
		p.cut(t, process, chance)

		// Feeds and views are not flushed: the hub that starts writes what is missing.
		process, _ = hub(t, p.dir, "--desks")
		require.Zero(t, process.stop(interrupt), process.stderr())
		require.Contains(t, done(t, p.dir, "verify"), "✔")
		s := read(t, p.dir, 0)
		p.officers.holdAll(t, s.house, p.dir)
	}
	p.rest()
	t.Logf("%d rounds, %d receipts, %d answers lost", *powerRounds, len(p.officers.done), p.officers.lost)
}

// TestPowerCutWithoutFsync is the control of TestPowerCut: the same hub, told to
// acknowledge what is not on the disk. If it loses nothing, neither test shows
// anything.
func TestPowerCutWithoutFsync(t *testing.T) {
	if apart(t) {
		return
	}
	chance := powerChance(t)
	t.Setenv(clitest.Unsynced, "1")
	lost, given := 0, 0
	for range 3 {
		p := powered(t)
		process, url := hub(t, p.dir, "--desks")
		p.powerOn(url)
		p.load(t, 3)
		for range 8 {
			p.works(t)
		}
		p.cut(t, process, chance)
		have, why := survivors(t, p.dir)
		missing := 0
		for id := range p.officers.receipts() {
			if !have[id] {
				missing++
			}
		}
		t.Logf("%d of %d receipts are of nothing; reading ended with %v", missing, len(p.officers.done), why)
		lost, given = lost+missing, given+len(p.officers.done)
		// What was lost is not shown as whole: the hub that starts says that it is not.
		if missing > 0 {
			ctx, cancel := context.WithTimeout(context.Background(), patience)
			r := vigilUntil(ctx, p.dir, "verify")
			cancel()
			require.NotZero(t, r.Exit, "%d receipts are of nothing, and verify is green\n%s", missing, r.Stdout)
		}
		p.rest()
		p.unmount(t)
	}
	require.NotZero(t, lost, "without fsync nothing of %d receipts was lost: this does not cut the power", given)
}

// within is the variable, with "=1", of a test that has mounts and processes for
// itself.
const within = "VIGIL_TEST_WITHIN"

// apart runs the calling test in a process of its own, whose mounts nobody else
// sees and whose processes end with it, however it ends: then the kernel takes the
// file system and its loop device down. It is false there. Where that is not
// possible the test is left out.
func apart(t *testing.T) bool {
	t.Helper()
	if os.Getenv(within) != "" {
		require.NoError(t, syscall.Mount("none", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""))
		return false
	}
	if *powerRounds == 0 {
		t.Skip("cuts the power for minutes: make powercut")
	}
	if os.Geteuid() != 0 {
		t.Skip("only root may mount a file system: run make powercut as root")
	}
	for _, program := range []string{"mkfs.ext4", "mount", "umount"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip("a file system cannot be made here: ", err)
		}
	}
	if _, err := os.Stat("/dev/loop-control"); err != nil {
		t.Skip("a file cannot be mounted here: ", err)
	}
	binary, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), binary, "-test.v", "-test.run", "^"+t.Name()+"$", "-test.timeout", "30m",
		"-power-rounds", strconv.Itoa(*powerRounds), "-power-seed", strconv.FormatUint(*powerSeed, 10))
	cmd.Env = append(os.Environ(), within+"=1")
	cmd.Stdout, cmd.Stderr = t.Output(), t.Output()
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWPID, Pdeathsig: syscall.SIGKILL}
	runtime.LockOSThread() // the signal comes when the thread ends
	defer runtime.UnlockOSThread()
	require.NoError(t, cmd.Run())
	return true
}

func powerChance(t *testing.T) *rand.Rand {
	seed := *powerSeed
	if seed == 0 {
		seed = uint64(time.Now().UnixNano() % 1e9)
	}
	t.Logf("again with: -run '^%s$' -power-seed %d -power-rounds %d", t.Name(), seed, *powerRounds)
	return rand.New(rand.NewPCG(seed, 2))
}

// plant is a hub's directory on a disk whose power can be cut, and officers whose
// own directory is elsewhere.
type plant struct {
	image, at string
	mounted   bool
	dir       string
	officers  *officers
	rested    func()
	all       sync.WaitGroup
}

// powered makes the disk and copies an alliance there, flushed to the last byte.
func powered(t *testing.T) *plant {
	base := t.TempDir()
	p := &plant{image: filepath.Join(base, "disk"), at: filepath.Join(base, "mounted"), dir: filepath.Join(base, "mounted", "vigil")}
	require.NoError(t, os.Mkdir(p.at, 0o700))
	require.NoError(t, os.WriteFile(p.image, nil, 0o600))
	require.NoError(t, os.Truncate(p.image, 512<<20))
	system(t, "mkfs.ext4", "-q", "-F", p.image)
	p.mount(t)
	t.Cleanup(func() { syscall.Unmount(p.at, syscall.MNT_DETACH) })
	theirs := alliance(t)
	system(t, "cp", "-a", theirs, p.dir)
	syscall.Sync()
	ctx, rest := context.WithCancel(t.Context())
	p.rested = rest
	p.officers = &officers{t: t, dir: theirs, ctx: ctx, done: map[string]string{}, up: make(chan struct{}), told: make(chan struct{}, 1)}
	return p
}

func system(t *testing.T, program string, args ...string) {
	t.Helper()
	out, err := exec.Command(program, args...).CombinedOutput()
	require.NoError(t, err, "%s: %s", program, out)
}

func (p *plant) mount(t *testing.T) {
	t.Helper()
	system(t, "mount", "-t", "ext4", "-o", "loop", p.image, p.at)
	p.mounted = true
}

func (p *plant) unmount(t *testing.T) {
	t.Helper()
	if p.mounted {
		require.NoError(t, syscall.Unmount(p.at, 0))
		p.mounted = false
	}
}

// load has officers send until they rest.
func (p *plant) load(t *testing.T, officers int) {
	for i := range officers {
		p.all.Go(func() { p.officers.work("hu/coordinator", i) })
	}
	t.Cleanup(p.rest)
}

func (p *plant) rest() {
	p.rested()
	p.all.Wait()
}

// powerOn tells the officers where the hub listens.
func (p *plant) powerOn(url string) {
	p.officers.dark.Store(false)
	p.officers.moved(url)
}

// works waits for a receipt.
func (p *plant) works(t *testing.T) {
	t.Helper()
	select {
	case <-p.officers.told:
	case <-time.After(patience):
		require.FailNow(t, "no officer got a receipt")
	}
}

// What Linux calls these: the file system ends at once, its log unwritten.
const (
	ioctlShutdown     = 0x8004587d // _IOR('X', 125, __u32)
	shutdownNoLogSync = 2
)

// cut takes the power away at any moment, then the hub, which has had a moment to
// acknowledge what it could not store, and gives the power back.
func (p *plant) cut(t *testing.T, hub *process, chance *rand.Rand) {
	t.Helper()
	root, err := os.Open(p.at)
	require.NoError(t, err)
	moment := time.NewTimer(time.Duration(chance.IntN(400_000)) * time.Microsecond)
	<-moment.C
	p.officers.dark.Store(true)
	how := uint32(shutdownNoLogSync)
	_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, root.Fd(), ioctlShutdown, uintptr(unsafe.Pointer(&how)))
	require.Zero(t, errno, "the file system cannot be shut down: %s", errno)
	require.Error(t, os.WriteFile(filepath.Join(p.at, "after"), []byte("x"), 0o600), "it still has power")
	moment.Reset(time.Duration(chance.IntN(50_000)) * time.Microsecond)
	<-moment.C
	hub.kill()
	root.Close()
	p.unmount(t)
	p.mount(t)
}

func (o *officers) receipts() map[string]string {
	o.mu.Lock()
	defer o.mu.Unlock()
	all := make(map[string]string, len(o.done))
	for id, receipt := range o.done {
		all[id] = receipt
	}
	return all
}

// holdAll requires that every receipt is what the journal gives for its command.
func (o *officers) holdAll(t *testing.T, house *apply.House, dir string) {
	t.Helper()
	key, err := identity.ReadKeyFile(filepath.Join(dir, "keys", "hub.key"))
	require.NoError(t, err)
	for id, receipt := range o.receipts() {
		operation, command, _ := strings.Cut(id, " ")
		d, stored := house.Done(events.OperationID(operation), events.CommandID(command))
		require.True(t, stored, "a receipt was given for %s, which is not in the journal", id)
		require.Equal(t, identity.Receipt{
			Journal: house.Registry().Journal().ID, Operation: events.OperationID(operation), Command: events.CommandID(command),
			Note: d.Note, At: d.At, Viewer: d.Viewer, Counter: d.Counter, Content: d.Content, Durability: events.Code(journal.Fsync),
		}.Sign(key), receipt)
	}
}

// survivors lists the commands that can be read before the journal ends, and why
// it ends there.
func survivors(t *testing.T, dir string) (map[string]bool, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	have := map[string]bool{}
	// On a copy: opening a store rewrites its files, and verify comes after.
	copied := filepath.Join(t.TempDir(), "vigil")
	system(t, "cp", "-a", dir, copied)
	hub, close, err := openStore(ctx, copied, 0)
	if err != nil {
		return have, err
	}
	_, err = hub.Read(ctx, 1, func(r journal.Record) error {
		source, err := apply.Read(r.Body)
		have[string(source.Note.Operation)+" "+string(source.Note.Command)] = true
		return err
	})
	require.NoError(t, close())
	return have, err
}
