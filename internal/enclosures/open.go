package enclosures

import (
	"fmt"

	"vigil/events"
)

// Open opens a box with its key file, both as they lie in a directory under name:
// for who checks a copy of them. Errors: ErrDamaged.
func Open(name string, key, box []byte) (Ref, events.OpenEnclosure, error) {
	plain, err := unseal(key, name, box)
	if err != nil {
		return Ref{}, events.OpenEnclosure{}, err
	}
	ref, e, err := decode(plain)
	if err == nil && ref.Name() != name {
		err = fmt.Errorf("%w: file %s holds another one: take your copy of it", ErrDamaged, name)
	}
	return ref, e, err
}
