package enclosures

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sync"
	"time"

	"vigil/events"
)

// Boxes is where a Shared store keeps what several hubs on one journal must all
// find. A name is as Ref.Name gives it. Each call returns when what it did is as
// durable as the boxes can make it, and is seen by every later call of any hub.
// All calls are safe for concurrent use.
type Boxes interface {
	// Create stores a box under a name; fs.ErrExist: one lies there.
	Create(ctx context.Context, name string, box []byte) error
	// Load gives a box back; fs.ErrNotExist: none lies there.
	Load(ctx context.Context, name string) ([]byte, error)
	// Destroy leaves no box under a name, and overwrites it where it lay. That there
	// is none is no error.
	Destroy(ctx context.Context, name string) error
	// Mark remembers for ever that the box of this name was erased. Again is nil.
	Mark(ctx context.Context, name string) error
	// Marked tells whether it was.
	Marked(ctx context.Context, name string) (bool, error)
	// Names calls f for every box: its name, and when it was stored.
	Names(ctx context.Context, f func(name string, stored time.Time) error) error
}

// Shared is a Store that several hubs use at once, where no directory is common to
// them. A box holds its key too, so that it comes into being as one thing:
//
//	the key file's 60 bytes, then the box file's, as Directory has them
//
// Erasing marks the name first and destroys the box then; OpenShared destroys what a
// crash left between the two.
//
// What it does not protect from, beside what Directory says: who keeps boxes keeps their
// keys. A replicated store may keep a copy of what was destroyed in its log until that is
// compacted, a backup of it for ever.
type Shared struct {
	boxes Boxes
	now   func() time.Time

	dice   sync.Mutex
	random io.Reader
}

var _ Store = (*Shared)(nil)

// Orphaned is how old a box must be before a sweep may take it for an orphan: another hub
// may be about to append the entry that commits to a younger one. A command whose append
// hangs for longer is refused by its own hub.
const Orphaned = time.Hour

// OpenShared opens a store and finishes erasures that a crash cut short. Keys come from
// random, 44 bytes for each new enclosure; now is the clock of the boxes' times.
func OpenShared(ctx context.Context, boxes Boxes, random io.Reader, now func() time.Time) (*Shared, error) {
	s := &Shared{boxes: boxes, random: random, now: now}
	err := boxes.Names(ctx, func(name string, _ time.Time) error {
		marked, err := boxes.Marked(ctx, name)
		if err == nil && marked {
			err = boxes.Destroy(ctx, name)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("enclosures: cleaning up after a crash: %w", err)
	}
	return s, nil
}

func (s *Shared) Put(ctx context.Context, ref Ref, e events.OpenEnclosure) error {
	if err := checkPut(ctx, ref, e); err != nil {
		return err
	}
	name := ref.Name()
	key, err := s.newKey()
	if err != nil {
		return fmt.Errorf("%s not stored: %w", ref, err)
	}
	box, err := seal(key, name, encode(ref, e))
	if err != nil {
		return fmt.Errorf("%s not stored: %w", ref, err)
	}
	if marked, err := s.boxes.Marked(ctx, name); err != nil {
		return fmt.Errorf("%s not stored: %w", ref, err)
	} else if marked {
		return fmt.Errorf("%s not stored: %w", ref, ErrErased)
	}
	err = s.boxes.Create(ctx, name, append(key[:], box...))
	if errors.Is(err, fs.ErrExist) {
		stored, err := s.load(ctx, ref, name)
		if err != nil {
			return fmt.Errorf("not stored: %w", err)
		}
		return checkSame(ref, stored, e)
	}
	if err != nil {
		return fmt.Errorf("%s not stored: %w", ref, err)
	}
	return nil
}

func (s *Shared) Load(ctx context.Context, ref Ref, want events.Commitment) (events.OpenEnclosure, error) {
	if err := ctx.Err(); err != nil {
		return events.OpenEnclosure{}, fmt.Errorf("%s: %w", ref, err)
	}
	e, err := s.load(ctx, ref, ref.Name())
	if err == nil {
		err = checkCommitted(ref, e, want)
	}
	if err != nil {
		return events.OpenEnclosure{}, err
	}
	return e, nil
}

func (s *Shared) Erase(ctx context.Context, ref Ref) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("%s not erased: %w", ref, err)
	}
	name := ref.Name()
	marked, err := s.boxes.Marked(ctx, name)
	if err == nil && !marked {
		if _, err = s.boxes.Load(ctx, name); errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s not erased: %w", ref, ErrNotFound)
		}
	}
	if err == nil {
		err = s.boxes.Mark(ctx, name)
	}
	if err == nil {
		err = s.boxes.Destroy(ctx, name)
	}
	if err != nil {
		return fmt.Errorf("%s not erased, or not wholly: erase it again: %w", ref, err)
	}
	return nil
}

// Sweep leaves what is younger than Orphaned: another hub may be about to use it.
func (s *Shared) Sweep(ctx context.Context, keep func(Ref) bool) (removed int, err error) {
	var damaged []error
	before := s.now().Add(-Orphaned)
	err = s.boxes.Names(ctx, func(name string, stored time.Time) error {
		if stored.After(before) || !isName(name) {
			return nil
		}
		gone, err := s.sweepOne(ctx, name, keep)
		if errors.Is(err, ErrDamaged) {
			damaged = append(damaged, err)
			return nil
		}
		if gone {
			removed++
		}
		return err
	})
	return removed, errors.Join(err, errors.Join(damaged...))
}

func (s *Shared) sweepOne(ctx context.Context, name string, keep func(Ref) bool) (gone bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	marked, err := s.boxes.Marked(ctx, name)
	if err != nil {
		return false, err
	}
	if marked {
		return false, s.boxes.Destroy(ctx, name)
	}
	ref, _, err := s.unbox(ctx, name)
	if errors.Is(err, ErrNotFound) || err == nil && keep(ref) {
		return false, nil
	}
	if err == nil {
		err = s.boxes.Destroy(ctx, name)
	}
	return err == nil, err
}

// load reads an enclosure and makes sure that it is the one that ref names. The mark is
// asked for last: what another hub erases meanwhile is not handed out after it.
func (s *Shared) load(ctx context.Context, ref Ref, name string) (events.OpenEnclosure, error) {
	found, e, err := s.unbox(ctx, name)
	if marked, badly := s.boxes.Marked(ctx, name); badly != nil {
		err = badly
	} else if marked {
		err = ErrErased
	}
	if err == nil && found != ref {
		err = fmt.Errorf("%w: it holds another: take your copy of it", ErrDamaged)
	}
	if err != nil {
		return events.OpenEnclosure{}, fmt.Errorf("%s: %w", ref, err)
	}
	return e, nil
}

func (s *Shared) unbox(ctx context.Context, name string) (Ref, events.OpenEnclosure, error) {
	both, err := s.boxes.Load(ctx, name)
	if errors.Is(err, fs.ErrNotExist) {
		return Ref{}, events.OpenEnclosure{}, ErrNotFound
	}
	if err != nil {
		return Ref{}, events.OpenEnclosure{}, err
	}
	at := min(len(boxKey{}), len(both))
	plain, err := unseal(both[:at], name, bytes.Clone(both[at:]))
	if err != nil {
		return Ref{}, events.OpenEnclosure{}, err
	}
	ref, e, err := decode(plain)
	if err == nil && ref.Name() != name {
		err = fmt.Errorf("%w: %s holds another one: take your copy of it", ErrDamaged, name)
	}
	return ref, e, err
}

func (s *Shared) newKey() (boxKey, error) {
	s.dice.Lock()
	defer s.dice.Unlock()
	return newBoxKey(s.random)
}
