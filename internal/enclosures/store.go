// Package enclosures keeps what must not stand in the journal: names, addresses,
// plates, reasons, remarks. The journal holds a commitment to each; the value and
// the salt that opens the commitment are here and nowhere else, so that what is
// erased here is gone, and cannot be guessed either.
//
// A store keeps a sealed enclosure like any other: its value is then already
// encrypted to its recipients, and the store cannot tell.
//
// # The files
//
// In a directory an enclosure is two files called after Ref.Name:
//
//	keys/NAME    "VIGIL-BOX-KEY-1\n", 32 bytes of key, 12 bytes of nonce
//	boxes/NAME   "VIGIL-BOX-1\n", then AES-256-GCM of the content under that key
//	             and nonce; authenticated with it: "VIGIL-BOX-1\n" and NAME
//
// and, once it was erased, one empty file erased/NAME instead. A key is of one box
// and never used again. The content is
//
//	vigil-enclosure/v1
//	operation OPERATION
//	command COMMAND
//	slot NAME
//	class CLASS
//	salt BASE64
//
// an empty line, and the value's bytes as they are. There is one spelling of each
// line; anything else is damage. testdata holds a key, its box and the content.
package enclosures

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"vigil/events"
)

// Ref names an enclosure: the slot of one command of one operation.
type Ref struct {
	Operation events.OperationID
	Command   events.CommandID
	Slot      string
}

// Store is where enclosures lie. All calls are safe for concurrent use.
//
// The order of things is the caller's: Put, then append the entry that commits to
// it. A crash between the two leaves an orphan, which Sweep removes.
type Store interface {
	// Put stores an enclosure and returns when it is as durable as the store
	// can make it. The same again is nil and is durable too. Errors: ErrDifferent
	// (another value, salt or class lies there already), ErrErased (it lay there
	// and was erased: it does not come back), ErrDamaged.
	//
	// Put does not look at any commitment.
	Put(ctx context.Context, ref Ref, e events.OpenEnclosure) error

	// Load gives back what was put, provided it is what the journal commits to.
	// The result is the caller's own. Errors: ErrNotFound (never put, or swept),
	// ErrErased, ErrDamaged (it is not what was put, or not what want says).
	Load(ctx context.Context, ref Ref, want events.Commitment) (events.OpenEnclosure, error)

	// Erase destroys value and salt for good and remembers that it did. Erasing
	// again is nil. When it returns nil, no later call and no restart brings
	// them back. Errors: ErrNotFound.
	//
	// It does not reach copies made elsewhere; see the store's own comment.
	Erase(ctx context.Context, ref Ref) error

	// Sweep removes each enclosure for which keep says false, as if it had never
	// been put, and says how many. It MUST run only while no command is under
	// way, or it takes an enclosure whose entry is about to come. What is
	// damaged it leaves alone and reports at the end, as ErrDamaged. It reads
	// every enclosure. keep must not call the store.
	Sweep(ctx context.Context, keep func(Ref) bool) (removed int, err error)
}

// The errors of a Store. They come wrapped, with the enclosure's name and what to
// do; they never hold anything of a value.
var (
	ErrNotFound  = errors.New("no such enclosure")
	ErrErased    = errors.New("the enclosure was erased")
	ErrDifferent = errors.New("another enclosure lies there")
	ErrDamaged   = errors.New("the enclosure is damaged")
)

// Name is what files are called after: it shows neither operation nor slot, and
// who knows both can derive it. It is SHA-256 of "vigil-enclosure/v1", operation,
// command and slot with a line feed between each two, in hex.
func (r Ref) Name() string {
	sum := sha256.Sum256([]byte("vigil-enclosure/v1\n" + string(r.Operation) + "\n" + string(r.Command) + "\n" + r.Slot))
	return hex.EncodeToString(sum[:])
}

// isName tells a name from any other file that lies about.
func isName(name string) bool {
	return len(name) == 2*sha256.Size && strings.Trim(name, "0123456789abcdef") == ""
}

func (r Ref) String() string {
	return fmt.Sprintf("enclosure %s of command %s of operation %s", r.Slot, r.Command, r.Operation)
}

// check refuses what could not be read back.
func (r Ref) check() error {
	var o events.OperationID
	var c events.CommandID
	var slot events.Code
	err := errors.Join(o.UnmarshalText([]byte(r.Operation)), c.UnmarshalText([]byte(r.Command)), slot.UnmarshalText([]byte(r.Slot)))
	if err != nil {
		return fmt.Errorf("not the name of an enclosure: %w", err)
	}
	return nil
}

func checkPut(ctx context.Context, ref Ref, e events.OpenEnclosure) error {
	if err := errors.Join(ctx.Err(), ref.check()); err != nil {
		return fmt.Errorf("%s not stored: %w", ref, err)
	}
	switch {
	case e.Name != ref.Slot:
		return fmt.Errorf("%s not stored: it calls itself %q", ref, e.Name)
	case e.Class != events.Internal && e.Class != events.Sealed:
		return fmt.Errorf("%s not stored: class %q is not that of an enclosure", ref, e.Class)
	case len(e.Value) > events.MaxEnclosure:
		return fmt.Errorf("%s not stored: it has %d bytes, %d at most: shorten it", ref, len(e.Value), events.MaxEnclosure)
	}
	return nil
}

// checkSame is nil if b may be put where a lies.
func checkSame(ref Ref, a, b events.OpenEnclosure) error {
	if a.Class == b.Class && a.Salt == b.Salt && bytes.Equal(a.Value, b.Value) {
		return nil
	}
	return fmt.Errorf("%s not stored: %w: give the command another id", ref, ErrDifferent)
}

func checkCommitted(ref Ref, e events.OpenEnclosure, want events.Commitment) error {
	if events.Commit(e.Name, e.Salt, e.Value) == want {
		return nil
	}
	return fmt.Errorf("%s: %w: it is not what its author committed to: compare with a copy", ref, ErrDamaged)
}
