package cli

import (
	"errors"
	"fmt"
)

// disk asks how much is left for us on the disk of a directory. Where that is not known,
// only the journal's own limit counts.
func (d directory) disk() (free uint64, err error) {
	free, _, known := freeSpace(d.data())
	if !known {
		return 0, fmt.Errorf("the disk of %s: %w", d, errors.ErrUnsupported)
	}
	return free, nil
}
