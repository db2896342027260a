package apply

import (
	"container/heap"
	"slices"

	"vigil/events"
	"vigil/internal/operation"
)

// agenda is when each operation's next clock runs out, as a heap: the earliest
// first. It holds the operations in which a clock runs, and no others.
type agenda []*file

func (a agenda) Len() int { return len(a) }

func (a agenda) Less(i, j int) bool {
	if c := a[i].next.Compare(a[j].next); c != 0 {
		return c < 0
	}
	return a[i].operation.ID < a[j].operation.ID
}

func (a agenda) Swap(i, j int) {
	a[i], a[j] = a[j], a[i]
	a[i].place, a[j].place = i, j
}

func (a *agenda) Push(x any) {
	f := x.(*file)
	f.place = len(*a)
	*a = append(*a, f)
}

func (a *agenda) Pop() any {
	last := len(*a) - 1
	f := (*a)[last]
	(*a)[last] = nil
	*a = (*a)[:last]
	f.place = nowhere
	return f
}

// nowhere is the place of a file that is not on the agenda.
const nowhere = -1

// set notes when a file's next clock runs out; no moment takes it off.
func (a *agenda) set(f *file, next events.Time) {
	f.next = next
	switch {
	case next.IsZero() && f.place != nowhere:
		heap.Remove(a, f.place)
	case next.IsZero():
	case f.place == nowhere:
		heap.Push(a, f)
	default:
		heap.Fix(a, f.place)
	}
}

// Due lists what has run out in an operation at a moment and was not said yet, the
// earliest first.
func (h *House) Due(id events.OperationID, at events.Time) []operation.Clock {
	if !h.Overdue(id, at) {
		return nil
	}
	due := h.files[id].operation.Due(at)
	for _, found := range h.numbers.found(h.files[id].operation) {
		if !found.Due.After(at) {
			due = append(due, found)
		}
	}
	slices.SortStableFunc(due, func(a, b operation.Clock) int { return a.Due.Compare(b.Due) })
	return due
}

// Overdue tells whether an operation has anything due at a moment, without
// working out what.
func (h *House) Overdue(id events.OperationID, at events.Time) bool {
	f := h.files[id]
	return f != nil && !f.next.IsZero() && !f.next.After(at)
}

// Next is the operation whose clock runs out first, and when; false: none runs.
func (h *House) Next() (events.OperationID, events.Time, bool) {
	if len(h.agenda) == 0 {
		return "", events.Time{}, false
	}
	return h.agenda[0].operation.ID, h.agenda[0].next, true
}

// Pass takes an operation off the agenda until its next entry: for a clock that
// cannot be fired, so that it does not stand in the way of the others.
func (h *House) Pass(id events.OperationID) {
	if f := h.files[id]; f != nil {
		h.agenda.set(f, events.Time{})
	}
}
