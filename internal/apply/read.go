package apply

import (
	"fmt"
	"maps"
	"slices"

	"vigil/events"
	"vigil/internal/operation"
	"vigil/projections"
	"vigil/projections/disclosure"
)

// Loader gives earlier entries by their journal sequence, in the order asked.
type Loader func(seqs []uint64) ([]disclosure.Source, error)

// lastShown says which message of a view's feed last showed a command.
func lastShown(view *projections.View, id events.OperationID) func(events.CommandID) uint64 {
	return func(command events.CommandID) uint64 {
		c, _ := view.Case(id)
		for counter, shown := range c.Trail() {
			if shown.Command == command {
				return counter
			}
		}
		return 0
	}
}

// loaded fetches at once every earlier entry that any showing needs.
func loaded(showings []disclosure.Showing, seqs []uint64, load Loader) (map[uint64]disclosure.Source, error) {
	needed := map[uint64]bool{}
	for _, s := range showings {
		for _, p := range s.Briefing {
			needed[p.N] = true
		}
	}
	if len(needed) == 0 {
		return nil, nil
	}
	ns := slices.Sorted(maps.Keys(needed))
	ask := make([]uint64, len(ns))
	for i, n := range ns {
		ask[i] = seqs[n-1]
	}
	sources, err := load(ask)
	if err != nil {
		return nil, fmt.Errorf("loading earlier entries for a briefing: %w", err)
	}
	byN := make(map[uint64]disclosure.Source, len(ns))
	for i, n := range ns {
		byN[n] = sources[i]
	}
	return byN, nil
}

// Read decodes a journal record's bytes into what Stage takes.
func Read(body []byte) (disclosure.Source, error) {
	e, err := events.DecodeEntry(body)
	if err != nil {
		return disclosure.Source{}, err
	}
	n, err := e.Parsed()
	return disclosure.Source{Entry: e, Note: n}, err
}

// Decoded is what Read gives, to be made by one goroutine and taken by another.
type Decoded struct {
	Source disclosure.Source
	Err    error
}

// Decode is Read with all that can be done for StageSource before the entry's turn.
func Decode(body []byte) Decoded {
	source, err := Read(body)
	if err == nil {
		if split, unfit := source.Split(); unfit == nil { // what is unfit StageSource says, in its place
			source = split
		}
	}
	return Decoded{source, err}
}

// CommandOf is the command behind a note: what the rules decide about. witness is
// the key of the second person who signed it, if one did.
func CommandOf(n events.Note, witness events.KeyID, fact events.Event, enclosures []events.Enclosure) operation.Command {
	c := operation.Command{
		ID: n.Command, Operation: n.Operation, Act: n.Act, Signer: n.Signer, Key: n.Key, Witness: witness,
		Occurred: n.Occurred, Known: n.Known, Until: n.Until, Fact: fact,
	}
	for _, e := range enclosures {
		c.Enclosures = append(c.Enclosures, e.Name)
	}
	return c
}
