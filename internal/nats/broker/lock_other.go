//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package broker

import (
	"errors"
	"os"
)

// errHeld: somebody else holds the lock.
var errHeld = errors.New("held")

// lockExclusively refuses: a store that cannot be locked must not be opened.
func lockExclusively(*os.File) error {
	return errors.New("this system offers no lock that ends with the process")
}
