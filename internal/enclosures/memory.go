package enclosures

import (
	"bytes"
	"context"
	"fmt"
	"sync"

	"vigil/events"
)

// Memory is a Store that lives as long as the process: for tests and
// simulations. It promises all that a Store does except durability.
type Memory struct {
	mu     sync.Mutex
	stored map[Ref]events.OpenEnclosure
	erased map[Ref]bool
}

var _ Store = (*Memory)(nil)

// NewMemory gives an empty store.
func NewMemory() *Memory {
	return &Memory{stored: map[Ref]events.OpenEnclosure{}, erased: map[Ref]bool{}}
}

func (m *Memory) Put(ctx context.Context, ref Ref, e events.OpenEnclosure) error {
	if err := checkPut(ctx, ref, e); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.erased[ref] {
		return fmt.Errorf("%s not stored: %w", ref, ErrErased)
	}
	if stored, ok := m.stored[ref]; ok {
		return checkSame(ref, stored, e)
	}
	e.Value = bytes.Clone(e.Value)
	m.stored[ref] = e
	return nil
}

func (m *Memory) Load(ctx context.Context, ref Ref, want events.Commitment) (events.OpenEnclosure, error) {
	if err := ctx.Err(); err != nil {
		return events.OpenEnclosure{}, fmt.Errorf("%s: %w", ref, err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.erased[ref] {
		return events.OpenEnclosure{}, fmt.Errorf("%s: %w", ref, ErrErased)
	}
	e, ok := m.stored[ref]
	if !ok {
		return events.OpenEnclosure{}, fmt.Errorf("%s: %w", ref, ErrNotFound)
	}
	if err := checkCommitted(ref, e, want); err != nil {
		return events.OpenEnclosure{}, err
	}
	e.Value = bytes.Clone(e.Value)
	return e, nil
}

func (m *Memory) Erase(ctx context.Context, ref Ref) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("%s not erased: %w", ref, err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.erased[ref] {
		return nil
	}
	if _, ok := m.stored[ref]; !ok {
		return fmt.Errorf("%s not erased: %w", ref, ErrNotFound)
	}
	m.erased[ref] = true
	m.drop(ref)
	return nil
}

func (m *Memory) Sweep(ctx context.Context, keep func(Ref) bool) (removed int, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for ref := range m.stored {
		if err := ctx.Err(); err != nil {
			return removed, err
		}
		if !keep(ref) {
			m.drop(ref)
			removed++
		}
	}
	return removed, nil
}

func (m *Memory) drop(ref Ref) {
	clear(m.stored[ref].Value)
	delete(m.stored, ref)
}
