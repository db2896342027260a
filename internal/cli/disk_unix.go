//go:build linux || darwin

package cli

import (
	"os"
	"syscall"
)

// sameDisk tells whether two paths lie on one file system.
func sameDisk(a, b string) (same, known bool) {
	device := func(path string) (uint64, bool) {
		info, err := os.Stat(path)
		if err != nil {
			return 0, false
		}
		stat, ok := info.Sys().(*syscall.Stat_t)
		if !ok {
			return 0, false
		}
		return uint64(stat.Dev), true
	}
	one, known := device(a)
	other, known2 := device(b)
	return one == other, known && known2
}

// freeSpace says how much of a disk is free for us, and how much there is.
func freeSpace(path string) (free, total uint64, known bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(path, &s); err != nil {
		return 0, 0, false
	}
	return s.Bavail * uint64(s.Bsize), s.Blocks * uint64(s.Bsize), true
}
