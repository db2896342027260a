//go:build !(darwin || linux)

package cli

import "errors"

// disk: how much is left is not known here; then only the journal's own limit counts.
func (d directory) disk() (free uint64, err error) { return 0, errors.ErrUnsupported }
