//go:build darwin || linux

package cli

import (
	"fmt"
	"syscall"
)

// disk asks how much is left for us on the disk of a directory.
func (d directory) disk() (free uint64, err error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(d.data(), &s); err != nil {
		return 0, fmt.Errorf("the disk of %s: %w", d, err)
	}
	return uint64(s.Bavail) * uint64(s.Bsize), nil
}
