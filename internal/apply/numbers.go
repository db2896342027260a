package apply

import (
	"maps"
	"slices"

	"vigil/events"
	"vigil/internal/operation"
)

// numbers is which operations hold which open number, and since when: what is after
// the same container, the same ship, the same parcel. It holds what is open and
// nothing else, and nobody is shown it: each side learns of a number of its own that
// another operation has it too, and of the other nothing.
type numbers map[events.Identifier]map[events.OperationID]events.Time

// hold notes what an operation holds now and no more, and gives the others that hold
// any of what has changed.
func (n numbers) hold(id events.OperationID, before, now []operation.Identified) []events.OperationID {
	if slices.Equal(before, now) {
		return nil
	}
	others := map[events.OperationID]bool{}
	touched := func(number events.Identifier) {
		for other := range n[number] {
			if other != id {
				others[other] = true
			}
		}
	}
	for _, i := range before {
		touched(i.Number)
		delete(n[i.Number], id)
		if len(n[i.Number]) == 0 {
			delete(n, i.Number)
		}
	}
	for _, i := range now {
		touched(i.Number)
		holders := n[i.Number]
		if holders == nil {
			holders = map[events.OperationID]events.Time{}
			n[i.Number] = holders
		}
		if since, holds := holders[id]; !holds || i.At.Before(since) {
			holders[id] = i.At
		}
	}
	return slices.Sorted(maps.Keys(others))
}

// found lists what is to be said of an operation's numbers: that another holds it
// too, as of the entry that made them two.
func (n numbers) found(o operation.Operation) []operation.Clock {
	var list []operation.Clock
	for _, i := range o.Identified() {
		if o.HasFound(i.Country, i.Number) {
			continue
		}
		var first events.Time // when another one held it first
		for other, since := range n[i.Number] {
			if other != o.ID && (first.IsZero() || since.Before(first)) {
				first = since
			}
		}
		if first.IsZero() {
			continue
		}
		if i.At.After(first) {
			first = i.At
		}
		list = append(list, operation.Clock{Due: first.UTC(), Fact: events.DeconflictionFound{Found: events.FoundTerms{Country: i.Country, Number: i.Number}}})
	}
	slices.SortStableFunc(list, func(a, b operation.Clock) int { return a.Due.Compare(b.Due) })
	return list
}

// schedule puts an operation on the agenda for the first that is to be said of it.
func (h *House) schedule(f *file) {
	next := f.runs
	if found := h.numbers.found(f.operation); len(found) > 0 && (next.IsZero() || found[0].Due.Before(next)) {
		next = found[0].Due
	}
	h.agenda.set(f, next)
}

// isFound tells whether a clock says just what is to be said of a number: the rules of
// one operation cannot know it.
func (h *House) isFound(c operation.Command, at events.Time) bool {
	return slices.ContainsFunc(h.numbers.found(h.Operation(c.Operation)), func(due operation.Clock) bool {
		return due.Due == c.Occurred && due.Fact == c.Fact && !due.Due.After(at)
	})
}
