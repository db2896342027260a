package tracker

import (
	"errors"
	"fmt"

	"vigil/events"
	"vigil/internal/journal"
)

// room is how much of what the journal may be is used, as far as is known without
// asking the store: never less than is really used.
type room struct {
	used, limit uint64 // limit 0: none
	stored      uint64 // what the store said last that is used
	disk        uint64 // what the disk lets the journal grow to, as measured last; 0: not known
	said        string // to the log, last
	mark        uint64 // the highest of the marks that was told
}

// forDecisions is the part of the limit, in per cent, up to which decisions are
// taken. The rest is kept for facts, which nobody may refuse.
const forDecisions = 95

// marks are the parts of the limit, in per cent, at which the hub's operators are
// told, once each. One is told again when it was left by fivePercent in between.
var marks = [...]uint64{forDecisions, 85, 70}

const fivePercent = 5

// diskReserve is left alone when it is asked what the disk has for the journal. A
// store whose disk is full takes nothing more until its server is started again,
// so the hub refuses before.
const diskReserve = 64 << 20

// recordOverhead is more than any store adds to a body and its subject.
const recordOverhead = 256

func recordSize(operation events.OperationID, body []byte) uint64 {
	return uint64(len(operation)+len(body)) + recordOverhead
}

// most is the smaller of what the journal may be and what the disk lets it be; 0:
// there is no limit that we know.
func (r room) most() (most uint64, byDisk bool) {
	if r.disk > 0 && (r.limit == 0 || r.disk < r.limit) {
		return r.disk, true
	}
	return r.limit, false
}

// Room says how full the journal is.
type Room struct {
	Used, Most uint64      // bytes; Most 0: no limit is known
	Disk       bool        // it is the disk that limits, not what the journal was given
	Percent    uint64      // of Most
	Growth     uint64      // bytes recorded within Window
	Window     string      // over which growth was counted: "7 days"
	Full       events.Time // when it is full at this rate; zero: that cannot be said, or no limit is known
}

// capacity is the room with its forecast. Called with the lock.
func (t *Tracker) capacity(now events.Time) Room {
	r := Room{Used: t.room.stored}
	r.Most, r.Disk = t.room.most()
	bytes, over := t.guard.growth.within(now)
	r.Growth, r.Window = bytes, days(over)
	if r.Most == 0 {
		return r
	}
	r.Percent = percent(r.Used, r.Most)
	if left := r.Most - min(r.Used, r.Most); bytes > 0 && over >= leastWindow {
		r.Full = ahead(now, float64(over)*float64(left)/float64(bytes))
	}
	return r
}

func percent(used, most uint64) uint64 { return uint64(float64(used) / float64(most) * 100) }

// measure takes what the stores hold and the disk has left, and tells the marks that
// were reached. feeds are the bytes of all feeds: each feed and the journal have a
// mirror beside them, so what the disk has left is shared out among all of those.
func (t *Tracker) measure(state journal.State, feeds uint64) {
	free, known := t.free()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.room.disk, t.room.stored = 0, state.Bytes
	if known {
		share := 2 * float64(max(state.Bytes, 1)+feeds) / float64(max(state.Bytes, 1))
		t.room.disk = max(state.Bytes, 1) + uint64(float64(free-min(free, diskReserve))/share)
	}
	most, byDisk := t.room.most()
	if most == 0 {
		return
	}
	reached := uint64(0)
	is := percent(state.Bytes, most)
	for _, mark := range marks {
		if is >= mark {
			reached = mark
			break
		}
	}
	switch {
	case reached > t.room.mark:
		t.room.mark = reached
		what, next := "the journal", "plan for a new journal (vigil init --max-bytes)"
		if byDisk {
			what, next = "the journal's disk", "free some room on it, or move the directory to a larger one"
		}
		t.o.Log.Error(what+" is filling up: "+next, "percent", is, "mark", reached, "used", state.Bytes, "most", most,
			"full", full(t.capacity(t.o.Now().UTC()).Full))
	case is+fivePercent < t.room.mark:
		t.room.mark = reached
	}
}

func full(at events.Time) string {
	if at.IsZero() {
		return "not known"
	}
	return at.String()
}

// free asks the disk.
func (t *Tracker) free() (uint64, bool) {
	if t.o.Disk == nil {
		return 0, false
	}
	free, err := t.o.Disk()
	if err != nil && !errors.Is(err, errors.ErrUnsupported) {
		t.o.Log.Warn("the disk does not say how much it has left", "error", err)
	}
	return free, err == nil
}

// fits refuses a decision that would take room kept for facts, and everything that
// a full disk would swallow. Called in turn.
func (t *Tracker) fits(n events.Note, body []byte) error {
	row, err := events.ActOf(n.Act)
	if err != nil {
		return err
	}
	t.mu.RLock()
	room := t.room
	t.mu.RUnlock()
	size := recordSize(n.Operation, body)
	most, byDisk := room.most()
	if most == 0 || room.used+size <= most/100*forDecisions {
		return nil
	}
	if row.Nature != events.Decision && !byDisk {
		return nil // the store itself refuses what has no room
	}
	state, err := t.o.Journal.State(t.life) // near the end we want to know exactly
	if err != nil {
		return err
	}
	t.mu.Lock()
	t.room.used = state.Bytes
	t.mu.Unlock()
	switch decision := row.Nature == events.Decision; {
	case byDisk && state.Bytes+size > most:
		return t.noRoom("the disk of the hub is full, and nothing more is recorded; reading, watching and verifying still work: " +
			"keep what happens on paper; the hub goes on by itself when its operators have freed room on the disk")
	case !decision || state.Bytes+size <= most/100*forDecisions:
		return nil
	case byDisk:
		return t.noRoom("the disk of the hub is nearly full: no decisions are taken until there is room again, facts are still recorded: " +
			"report what happens here, and have the hub's operators free some room")
	}
	return t.noRoom("the journal is nearly full: decisions are taken up to %d %% of its %d bytes, facts are still recorded: "+
		"report what happens here, and open new operations in a new journal (vigil init)", forDecisions, state.MaxBytes)
}

// full says what to do when not even a fact has room.
func (t *Tracker) full() error {
	return t.noRoom("the journal is full (%d bytes) and records nothing more; reading, watching and verifying still work: "+
		"keep what happens on paper, and go on in a new journal (vigil init --max-bytes)", t.room.limit)
}

// noRoom tells the hub's operators once, and each who asks.
func (t *Tracker) noRoom(reason string, figures ...any) error {
	err := fullError(fmt.Sprintf(reason, figures...))
	if t.room.said != string(err) {
		t.room.said = string(err)
		t.o.Log.Error(string(err))
	}
	return err
}

// fullError is journal.ErrFull in words for people, and unavailable: nothing was
// recorded.
type fullError string

func (f fullError) Error() string   { return string(f) }
func (f fullError) Unwrap() []error { return []error{journal.ErrFull, journal.ErrUnavailable} }
