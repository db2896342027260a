package journal

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

// Memory is a Journal, Feeds and Views that live as long as the process: for
// tests and simulations. It keeps every promise of the ports except durability,
// hands out copies only, and is safe for concurrent use. Waiting costs nothing:
// a follower sleeps until something is appended.
type Memory struct {
	now      func() time.Time
	maxBytes uint64
	config   string

	mu      sync.Mutex
	records []Record // in order of Seq, with holes only where Damage made them
	last    uint64
	bytes   uint64
	heads   map[string]uint64 // subject to its last sequence
	viewers map[string]*memoryViewer
}

type memoryViewer struct {
	messages []Record // Seq is the counter
	last     uint64
	grown    chan struct{} // closed and replaced when a message comes
	views    map[string][]byte
	keys     map[string]bool // that have a document or had one
	puts     uint64
}

var (
	_ Journal = (*Memory)(nil)
	_ Feeds   = (*Memory)(nil)
	_ Views   = (*Memory)(nil)
)

// NewMemory returns an empty store that stamps records with now and refuses
// with ErrFull what would make the journal's subjects and bodies longer than
// maxBytes (0: unlimited). Feeds and views have no limit.
func NewMemory(now func() time.Time, maxBytes uint64) *Memory {
	return &Memory{
		now:      now,
		maxBytes: maxBytes,
		config:   fmt.Sprintf(`{"max_bytes":%d,"storage":"memory"}`, maxBytes),
		heads:    make(map[string]uint64),
		viewers:  make(map[string]*memoryViewer),
	}
}

// Describe makes State report config, as a store of that configuration would, so
// that a journal in memory can have the same genesis. It returns m.
func (m *Memory) Describe(config string) *Memory {
	m.config = config
	return m
}

func (m *Memory) Append(ctx context.Context, subject string, body []byte, after uint64) (uint64, error) {
	if err := CheckSubject(subject); err != nil {
		return 0, err
	}
	if err := ctx.Err(); err != nil {
		return 0, fmt.Errorf("append to %s: %w: %w", subject, ErrUnavailable, err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if head := m.heads[subject]; head != after {
		return 0, fmt.Errorf("append to %s after %d, but its last record is %d: %w", subject, after, head, ErrConflict)
	}
	size := uint64(len(subject) + len(body))
	if m.maxBytes > 0 && m.bytes+size > m.maxBytes {
		return 0, fmt.Errorf("append %d bytes to %s, with %d of %d in use: %w", size, subject, m.bytes, m.maxBytes, ErrFull)
	}
	m.last++
	m.bytes += size
	m.heads[subject] = m.last
	m.records = append(m.records, Record{Seq: m.last, Subject: subject, Stored: m.now(), Body: bytes.Clone(body)})
	return m.last, nil
}

func (m *Memory) Read(ctx context.Context, from uint64, f func(Record) error) (uint64, error) {
	from = max(from, 1)
	m.mu.Lock()
	records, last := since(m.records, from), m.last
	m.mu.Unlock()
	next, err := hand(ctx, "journal", records, from, f)
	if err != nil {
		return next - 1, err
	}
	if next <= last {
		return next - 1, &GapError{Where: "journal", Want: next}
	}
	return last, nil
}

func (m *Memory) Load(ctx context.Context, seqs ...uint64) ([]Record, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	loaded := make([]Record, len(seqs))
	for i, seq := range seqs {
		r := since(m.records, seq)
		if len(r) == 0 || r[0].Seq != seq {
			return nil, &GapError{Where: "journal", Want: seq}
		}
		loaded[i] = r[0].copied()
	}
	return loaded, nil
}

func (m *Memory) State(ctx context.Context) (State, error) {
	if err := ctx.Err(); err != nil {
		return State{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	s := stateOf(m.records, m.last)
	s.Bytes, s.MaxBytes, s.Durability, s.Config = m.bytes, m.maxBytes, InMemory, m.config
	return s, nil
}

// stateOf counts what a stream that reaches last still holds.
func stateOf(records []Record, last uint64) State {
	s := State{First: last + 1, Last: last, Messages: uint64(len(records)), Deleted: last - uint64(len(records))}
	if len(records) > 0 {
		s.First = records[0].Seq
	}
	return s
}

// Damage replaces the body of record seq, or loses the record if body is nil:
// what a broken disk or a forger would do. Only for tests of those who must
// notice.
func (m *Memory) Damage(seq uint64, body []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.records = damaged(m.records, seq, body)
}

func (m *Memory) EnsureViewer(ctx context.Context, viewer string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.viewers[viewer] == nil {
		m.viewers[viewer] = &memoryViewer{grown: make(chan struct{}), views: make(map[string][]byte), keys: make(map[string]bool)}
	}
	return nil
}

func (m *Memory) AppendFeed(ctx context.Context, viewer string, counter uint64, message []byte) error {
	where := "feed of " + viewer
	return m.with(ctx, viewer, func(v *memoryViewer) error {
		switch {
		case counter == 0 || counter > v.last+1:
			return &GapError{Where: where, Want: v.last + 1, Got: counter}
		case counter <= v.last:
			r := since(v.messages, counter)
			if len(r) == 0 || r[0].Seq != counter {
				return &GapError{Where: where, Want: counter}
			}
			if !bytes.Equal(r[0].Body, message) {
				return fmt.Errorf("%s: message %d is stored with other bytes: %w", where, counter, ErrDamaged)
			}
			return nil
		}
		v.last = counter
		v.messages = append(v.messages, Record{Seq: counter, Body: bytes.Clone(message)})
		close(v.grown)
		v.grown = make(chan struct{})
		return nil
	})
}

func (m *Memory) FeedState(ctx context.Context, viewer string) (s State, err error) {
	err = m.with(ctx, viewer, func(v *memoryViewer) error {
		s = stateOf(v.messages, v.last)
		for _, r := range v.messages {
			s.Bytes += uint64(len(r.Body))
		}
		return nil
	})
	return s, err
}

func (m *Memory) ReadFeed(ctx context.Context, viewer string, from uint64, f func(uint64, []byte) error) (uint64, error) {
	from = max(from, 1)
	var messages []Record
	var last uint64
	if err := m.with(ctx, viewer, func(v *memoryViewer) error {
		messages, last = since(v.messages, from), v.last
		return nil
	}); err != nil {
		return 0, err
	}
	where := "feed of " + viewer
	next, err := hand(ctx, where, messages, from, func(r Record) error { return f(r.Seq, r.Body) })
	if err != nil {
		return next - 1, err
	}
	if next <= last {
		return next - 1, &GapError{Where: where, Want: next}
	}
	return last, nil
}

func (m *Memory) FollowFeed(ctx context.Context, viewer string, from uint64, f func(uint64, []byte) error) error {
	where, next := "feed of "+viewer, max(from, 1)
	for {
		var messages []Record
		var grown chan struct{}
		err := m.with(ctx, viewer, func(v *memoryViewer) error {
			messages, grown = since(v.messages, next), v.grown
			return nil
		})
		if err != nil {
			return err
		}
		next, err = hand(ctx, where, messages, next, func(r Record) error { return f(r.Seq, r.Body) })
		if err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-grown:
		}
	}
}

// DamageFeed does to message counter of viewer's feed what Damage does to a
// record. Only for tests.
func (m *Memory) DamageFeed(viewer string, counter uint64, message []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	v := m.viewers[viewer]
	v.messages = damaged(v.messages, counter, message)
}

func (m *Memory) PutView(ctx context.Context, viewer, key string, document []byte) error {
	if err := CheckKey(key); err != nil {
		return err
	}
	return m.with(ctx, viewer, func(v *memoryViewer) error {
		v.views[key], v.keys[key] = bytes.Clone(document), true
		v.puts++
		return nil
	})
}

func (m *Memory) DeleteView(ctx context.Context, viewer, key string) error {
	if err := CheckKey(key); err != nil {
		return err
	}
	return m.with(ctx, viewer, func(v *memoryViewer) error {
		delete(v.views, key)
		v.keys[key] = true
		v.puts++
		return nil
	})
}

func (m *Memory) ViewState(ctx context.Context, viewer string) (s State, err error) {
	err = m.with(ctx, viewer, func(v *memoryViewer) error {
		s = State{Last: v.puts, Messages: uint64(len(v.keys))}
		return nil
	})
	return s, err
}

func (m *Memory) ReadView(ctx context.Context, viewer, key string) (document []byte, err error) {
	if err := CheckKey(key); err != nil {
		return nil, err
	}
	err = m.with(ctx, viewer, func(v *memoryViewer) error {
		stored, ok := v.views[key]
		if !ok {
			return fmt.Errorf("view of %s, %s: %w", viewer, key, ErrNoDocument)
		}
		document = bytes.Clone(stored)
		return nil
	})
	return document, err
}

func (m *Memory) Views(ctx context.Context, viewer string) (documents map[string][]byte, err error) {
	err = m.with(ctx, viewer, func(v *memoryViewer) error {
		documents = maps.Clone(v.views)
		for key, document := range documents {
			documents[key] = bytes.Clone(document)
		}
		return nil
	})
	return documents, err
}

// with runs f on viewer's streams under the lock.
func (m *Memory) with(ctx context.Context, viewer string, f func(*memoryViewer) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	v := m.viewers[viewer]
	if v == nil {
		return fmt.Errorf("viewer %s: %w", viewer, ErrNoViewer)
	}
	return f(v)
}

// hand gives copies of records, which must be dense from next on, to f, and
// returns the number after the last one that f took.
func hand(ctx context.Context, where string, records []Record, next uint64, f func(Record) error) (uint64, error) {
	for _, r := range records {
		if err := ctx.Err(); err != nil {
			return next, err
		}
		if r.Seq != next {
			return next, &GapError{Where: where, Want: next, Got: r.Seq}
		}
		if err := f(r.copied()); err != nil {
			return next, err
		}
		next++
	}
	return next, nil
}

// since returns the records numbered from and above. What it returns may be
// read without the lock: elements are never changed in place.
func since(records []Record, from uint64) []Record {
	i, _ := find(records, from)
	return records[i:len(records):len(records)]
}

func find(records []Record, seq uint64) (int, bool) {
	return slices.BinarySearchFunc(records, seq, func(r Record, seq uint64) int {
		switch {
		case r.Seq < seq:
			return -1
		case r.Seq > seq:
			return 1
		}
		return 0
	})
}

// damaged returns a changed copy, since readers may hold the old one.
func damaged(records []Record, seq uint64, body []byte) []Record {
	changed := slices.Clone(records)
	i, found := find(changed, seq)
	switch {
	case !found:
		return changed
	case body == nil:
		return slices.Delete(changed, i, i+1)
	}
	changed[i].Body = bytes.Clone(body)
	return changed
}

func (r Record) copied() Record {
	r.Body = bytes.Clone(r.Body)
	return r
}
