package tracker

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"

	"vigil/events"
	"vigil/internal/journal"
)

// The journal is read again in slices, one at each look, and each record compared
// with what was written; and in the same looks the feeds, one after the other. So
// whatever the disk has done to a record nobody asks for is found: after
//
//	max(1 minute, records ÷ 2,048 × 9 s)
//
// all of the journal was read again, which is an hour for 800,000 records; and
// after messages ÷ 1,024 × 9 s all feeds. Between two readings there is a minute's
// rest: the server forgets within ten seconds what it holds in memory, and only
// then a reading sees the disk.
const (
	sliceRecords  = 2048
	sliceBytes    = 8 << 20
	sliceMessages = 1024
	restLooks     = 6
)

// leaf is enough of a record's hash to tell it from any other: nobody makes a
// second record of the same in 2^64 attempts.
type leaf [16]byte

func leafOf(subject string, body []byte) leaf {
	h := sha256.New()
	h.Write([]byte(subject))
	h.Write([]byte{0})
	h.Write(body)
	return leaf(h.Sum(nil)[:len(leaf{})])
}

// scrub is how far the readings have come.
type scrub struct {
	next, until uint64      // of the journal; next 0: the last reading has ended
	began       events.Time // this reading
	rest        int         // looks until the next one

	viewer  events.Viewer // whose feed is read; empty: none yet
	counter uint64        // the message that is read next
}

// errEnough ends a reading when its slice is full.
var errEnough = errors.New("the slice is full")

// holds compares a record with what was written.
func (t *Tracker) holds(r journal.Record) error {
	t.mu.RLock()
	leaves := t.guard.leaves
	t.mu.RUnlock()
	if r.Seq > uint64(len(leaves)) {
		return nil // of another hub, or on its way: it is compared when it is known
	}
	if leafOf(r.Subject, r.Body) != leaves[r.Seq-1] {
		return fmt.Errorf("%w: record %d of the journal is not what was written there", journal.ErrDamaged, r.Seq)
	}
	return nil
}

// readAgain reads the next slice of the journal.
func (t *Tracker) readAgain(ctx context.Context) error {
	s := &t.guard.scrub
	if s.next == 0 {
		if s.rest > 0 {
			s.rest--
			return nil
		}
		began := t.o.Now().UTC()
		t.mu.Lock()
		s.next, s.until, s.began = 1, t.house.Seq(), began
		t.mu.Unlock()
	}
	next, size, until := s.next, 0, s.until
	end := next + sliceRecords
	if next <= until {
		_, err := t.o.Journal.Read(ctx, next, func(r journal.Record) error {
			if r.Seq > until || r.Seq >= end || size > sliceBytes {
				return errEnough
			}
			if err := t.holds(r); err != nil {
				return err
			}
			next, size = r.Seq+1, size+len(r.Body)
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			return err
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if s.next = next; next > until {
		s.next, s.rest = 0, restLooks
		t.guard.read = s.began
	}
	return nil
}

// readFeedsAgain reads the next slice of the feeds, one viewer after the other. They
// begin anew when the journal has been read.
func (t *Tracker) readFeedsAgain(ctx context.Context) error {
	s := &t.guard.scrub
	if s.viewer == "" && s.rest != restLooks {
		return nil
	}
	t.mu.RLock()
	viewers := t.house.Viewers()
	t.mu.RUnlock()
	place, found := slices.BinarySearch(viewers, s.viewer)
	for left := sliceMessages; place < len(viewers); place++ {
		if v := viewers[place]; !found {
			s.viewer, s.counter = v, 1
		}
		found = false
		_, err := t.o.Feeds.ReadFeed(ctx, string(s.viewer), s.counter, func(counter uint64, b []byte) error {
			if left == 0 {
				return errEnough
			}
			if err := t.holdsMessage(s.viewer, counter, b); err != nil {
				return err
			}
			left--
			s.counter = counter + 1
			return nil
		})
		switch {
		case errors.Is(err, errEnough):
			return nil
		case err != nil && !errors.Is(err, journal.ErrNoViewer): // not yet made
			return err
		}
	}
	s.viewer = ""
	return nil
}

// holdsMessage compares a feed message's content with what the journal gave. Its
// proof is checked by the desk, against its author's key.
func (t *Tracker) holdsMessage(v events.Viewer, counter uint64, b []byte) error {
	_, digest, err := events.DecodeMessage(b)
	if err != nil {
		return fmt.Errorf("%w: message %d in the feed of %s cannot be read: %w", journal.ErrDamaged, counter, v, err)
	}
	t.mu.RLock()
	defer t.mu.RUnlock()
	if counter <= t.house.View(v).Counter && !t.house.Seen(v, events.Seen{Counter: counter, Digest: digest}) {
		return fmt.Errorf("%w: message %d in the feed of %s is not what the journal gives", journal.ErrDamaged, counter, v)
	}
	return nil
}
