package tracker

import (
	"fmt"

	"vigil/events"
	"vigil/internal/journal"
)

// room is how much of the journal's size limit is used, as far as is known
// without asking the store: never less than is really used.
type room struct {
	used, limit uint64 // limit 0: none
	said        string // to the log, last
}

// forDecisions is the part of the limit, in per cent, up to which decisions are
// taken. The rest is kept for facts, which nobody may refuse.
const forDecisions = 95

// recordOverhead is more than any store adds to a body and its subject.
const recordOverhead = 256

func recordSize(operation events.OperationID, body []byte) uint64 {
	return uint64(len(operation)+len(body)) + recordOverhead
}

// fits refuses a decision that would take room kept for facts. Called in turn.
func (t *Tracker) fits(n events.Note, body []byte) error {
	row, err := events.ActOf(n.Act)
	if err != nil || row.Nature != events.Decision || t.room.limit == 0 {
		return err
	}
	size, most := recordSize(n.Operation, body), t.room.limit/100*forDecisions
	if t.room.used+size <= most {
		return nil
	}
	state, err := t.o.Journal.State(t.life) // near the end we want to know exactly
	if err != nil {
		return err
	}
	t.mu.Lock()
	t.room.used = state.Bytes
	t.mu.Unlock()
	if state.Bytes+size <= most {
		return nil
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
