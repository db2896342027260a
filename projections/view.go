package projections

import (
	"fmt"
	"maps"
	"slices"

	"vigil/events"
)

// View is everything one viewer sees: the fold of one feed. The hub, a gateway,
// the auditor and the tests all fold with this.
type View struct {
	Viewer   events.Viewer
	Counter  uint64
	Digest   events.Digest
	Alliance Alliance
	cases    map[events.OperationID]Case
}

// NewView is a view of an empty feed.
func NewView(v events.Viewer) *View {
	return &View{Viewer: v, cases: map[events.OperationID]Case{}}
}

// Change is what one message changed: the key of a document, and its new bytes.
type Change struct {
	Key      string
	Document []byte
	commit   func()
}

// Prepare folds a message without keeping it, so that a fold that fails is known
// before anything is stored. Commit keeps it.
func (v *View) Prepare(content events.Content, digest events.Digest) (Change, error) {
	if content.Viewer != v.Viewer {
		return Change{}, fmt.Errorf("a message for %s in the feed of %s", content.Viewer, v.Viewer)
	}
	if content.Counter != v.Counter+1 || content.Prev != v.Digest {
		return Change{}, fmt.Errorf("feed of %s: message %d does not follow message %d", v.Viewer, content.Counter, v.Counter)
	}
	operation, err := subject(content)
	if err != nil {
		return Change{}, err
	}
	keep := func() { v.Counter, v.Digest = content.Counter, digest }
	if operation == events.Registry {
		next, err := v.Alliance.Apply(content)
		if err != nil {
			return Change{}, err
		}
		b, err := next.Encode()
		return Change{RegistryKey, b, func() { keep(); v.Alliance = next }}, err
	}
	next, err := v.cases[operation].Apply(content)
	if err != nil {
		return Change{}, err
	}
	b, err := next.Document.Encode()
	return Change{string(operation), b, func() { keep(); v.cases[operation] = next }}, err
}

// Commit keeps a prepared change. Changes are committed in the order in which
// they were prepared, each before the next is prepared.
func (c Change) Commit() { c.commit() }

// Apply is Prepare and Commit.
func (v *View) Apply(content events.Content, digest events.Digest) (Change, error) {
	change, err := v.Prepare(content, digest)
	if err == nil {
		change.Commit()
	}
	return change, err
}

// Case gives one operation.
func (v *View) Case(id events.OperationID) (Case, bool) {
	c, ok := v.cases[id]
	return c, ok
}

// Cases gives all operations by id, which is the order of opening as far as
// their authors' clocks agree.
func (v *View) Cases() []Case {
	list := make([]Case, 0, len(v.cases))
	for _, id := range slices.Sorted(maps.Keys(v.cases)) {
		list = append(list, v.cases[id])
	}
	return list
}

// Documents gives every document's bytes by key, as they stand in the store.
func (v *View) Documents() (map[string][]byte, error) {
	docs := make(map[string][]byte, len(v.cases)+1)
	for id, c := range v.cases {
		b, err := c.Document.Encode()
		if err != nil {
			return nil, err
		}
		docs[string(id)] = b
	}
	if v.Alliance.Counter > 0 {
		b, err := v.Alliance.Encode()
		if err != nil {
			return nil, err
		}
		docs[RegistryKey] = b
	}
	return docs, nil
}

// subject is the one operation that a message is about.
func subject(c events.Content) (events.OperationID, error) {
	var id events.OperationID
	for _, list := range [][]events.Shown{c.Briefing, c.Entry} {
		for _, s := range list {
			if id != "" && s.Operation != id {
				return "", fmt.Errorf("feed of %s: message %d is about two operations", c.Viewer, c.Counter)
			}
			id = s.Operation
		}
	}
	if id == "" {
		return "", fmt.Errorf("feed of %s: message %d is about nothing", c.Viewer, c.Counter)
	}
	return id, nil
}
