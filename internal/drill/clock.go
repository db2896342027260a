// Package drill plays scenarios: stories told as transcripts, with roles as
// commands and a clock that stands still between scripted instants. The same
// player serves the tests, the demo and training; only how long it waits between
// steps differs.
package drill

import (
	"crypto/sha256"
	"encoding/binary"
	"io"
	"sync"
	"time"

	"vigil/events"
)

// Clock is a scenario's time. It moves only when it is set, never back, and is
// safe for concurrent use.
type Clock struct {
	mu  sync.Mutex
	now events.Time
}

// NewClock stands at a moment.
func NewClock(at events.Time) *Clock { return &Clock{now: at.UTC()} }

// Now is where the clock stands.
func (c *Clock) Now() events.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set moves the clock to a later moment; an earlier one is ignored.
func (c *Clock) Set(at events.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at.After(c.now) {
		c.now = at.UTC()
	}
}

// Add moves the clock forward.
func (c *Clock) Add(d time.Duration) { c.Set(c.Now().Add(d)) }

// Dice gives an endless source of bytes that depends on a seed and a label only,
// so that a scenario has the same keys, salts and ids wherever it is played. It
// must never be used for anything real.
func Dice(seed uint64, label string) io.Reader {
	return &dice{key: sha256.Sum256(binary.BigEndian.AppendUint64([]byte("vigil-dice/v1"+label), seed))}
}

type dice struct {
	mu    sync.Mutex
	key   [32]byte
	count uint64
	rest  []byte
}

func (d *dice) Read(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for n := 0; n < len(p); {
		if len(d.rest) == 0 {
			sum := sha256.Sum256(binary.BigEndian.AppendUint64(d.key[:], d.count))
			d.count++
			d.rest = sum[:]
		}
		c := copy(p[n:], d.rest)
		d.rest = d.rest[c:]
		n += c
	}
	return len(p), nil
}
