package tracker_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/journal"
	"vigil/internal/tracker"
)

// smallDisk mounts a file system of its own, in memory, of that size.
func smallDisk(t *testing.T, size string) (dir string, resize func(string)) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root may mount a file system")
	}
	dir = t.TempDir()
	mount := func(size string, flags uintptr) error {
		return syscall.Mount("tmpfs", dir, "tmpfs", flags, "size="+size)
	}
	if err := mount(size, 0); errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.ENOSYS) || errors.Is(err, syscall.ENODEV) {
		t.Skip("no file system can be mounted here: ", err)
	} else {
		require.NoError(t, err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir, func(size string) { require.NoError(t, mount(size, syscall.MS_REMOUNT)) }
}

func freeOn(dir string) func() (uint64, error) {
	return func() (uint64, error) {
		var s syscall.Statfs_t
		err := syscall.Statfs(dir, &s)
		return s.Bavail * uint64(s.Bsize), err
	}
}

// ballast fills a disk but for so many bytes.
func ballast(t *testing.T, dir string, leave uint64) {
	t.Helper()
	free, err := freeOn(dir)()
	require.NoError(t, err)
	require.Greater(t, free, leave)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "ballast"), make([]byte, free-leave), 0o600))
}

// TestADiskThatFillsUpIsSaidBefore the store must: decisions first, then facts are
// refused in words, nothing is lost, and all goes on when there is room again.
func TestADiskThatFillsUpIsSaidBefore(t *testing.T) {
	t.Parallel()
	const reserve = 64 << 20
	dir, _ := smallDisk(t, "160m")
	m := newMachine(t, dir, 0)
	a := m.alliance(121)
	r := a.road()
	a.close()
	o := a.options()
	o.Disk = freeOn(dir)
	var err error
	a.hub, err = tracker.Open(a.context(), o)
	require.NoError(t, err)
	a.accepted(a.sign(opening(newID[events.OperationID](a))))

	ballast(t, dir, reserve+2<<20)
	a.looks()
	receipts := map[string]events.Request{}
	var refused error
	for refused == nil {
		request := a.sign(sighting(r.id, "at team", r.part, ""))
		answer, err := a.hub.Do(a.context(), "", request)
		if refused = err; err == nil {
			receipts[answer.Receipt] = request
		}
		a.looks()
	}
	require.ErrorIs(t, refused, journal.ErrFull)
	require.ErrorContains(t, refused, "the disk of the hub is full")
	_, err = a.hub.Do(a.context(), "", a.sign(opening(newID[events.OperationID](a))))
	require.ErrorIs(t, err, journal.ErrFull)
	require.Contains(t, a.log.String(), "the journal's disk is filling up")
	require.Empty(t, a.hub.Status().Stopped)
	require.NotEmpty(t, receipts)
	t.Logf("%d facts were taken", len(receipts))

	require.NoError(t, os.Remove(filepath.Join(dir, "ballast")))
	a.looks()
	a.accepted(a.sign(opening(newID[events.OperationID](a))))
	for receipt, request := range receipts {
		require.Equal(t, receipt, a.accepted(request))
	}
	a.consistent()
}

// TestADiskThatIsFullLosesNothing: nobody measured it. The store takes nothing more,
// the officer is told that the outcome is unknown or that nothing was recorded, and
// after a start with room every fact that has a receipt stands, once. Feeds are
// written in the quick mode: if the full disk took what one of them had acknowledged,
// the hub stops itself, and the start makes it again.
func TestADiskThatIsFullLosesNothing(t *testing.T) {
	t.Parallel()
	dir, resize := smallDisk(t, "24m")
	m := newMachine(t, dir, 0)
	a := m.alliance(122)
	r := a.road()
	a.written()
	ballast(t, dir, 512<<10)
	receipts := map[string]events.Request{}
	var last events.Request
	var refused error
	for refused == nil {
		last = a.sign(sighting(r.id, "at team", r.part, ""))
		answer, err := a.hub.Do(a.context(), "", last)
		if refused = err; err == nil {
			receipts[answer.Receipt] = last
		}
	}
	t.Logf("%d facts were taken, then: %v", len(receipts), refused)
	require.True(t, errors.Is(refused, journal.ErrUnavailable) || errors.Is(refused, journal.ErrUnknownOutcome), "%v", refused)
	began := time.Now()
	_, err := a.hub.Do(a.context(), "", a.sign(opening(newID[events.OperationID](a))))
	require.Error(t, err)
	require.Less(t, time.Since(began), patience, "it is answered")
	t.Log("the next: ", err)

	// Its operators stop the hub, make room and start it again.
	require.NoError(t, a.hub.Close())
	a.hub = nil
	a.timers.forget()
	m.stop()
	resize("64m")
	m.start()
	hub := m.hub()
	a.stores.Journal, a.stores.Feeds, a.stores.Views = hub, hub, hub
	a.open()
	for receipt, request := range receipts {
		require.Equal(t, receipt, a.accepted(request))
	}
	a.accepted(last)
	a.consistent()
}
