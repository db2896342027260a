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

// Told is the content of one feed message, and its digest.
type Told struct {
	Content events.Content
	Digest  events.Digest
}

// Change is what some messages changed: one document.
type Change struct {
	Key    string
	encode func() ([]byte, error)
	commit func()
}

// Document gives the changed document's bytes. They are worked out when they are
// asked for, at any later time and by any goroutine: a document grows with its
// operation, and of several changes to it only the last need be written.
func (c Change) Document() ([]byte, error) { return c.encode() }

// Prepare folds messages that follow each other and are about one operation,
// without keeping the result: so a fold that fails is known before anything is
// stored. Commit keeps it; at most one prepared change may be open.
func (v *View) Prepare(list ...Told) (Change, error) {
	counter, digest := v.Counter, v.Digest
	var about events.OperationID
	var next Case
	alliance := v.Alliance
	for i, told := range list {
		content := told.Content
		if content.Viewer != v.Viewer {
			return Change{}, fmt.Errorf("a message for %s in the feed of %s", content.Viewer, v.Viewer)
		}
		if content.Counter != counter+1 || content.Prev != digest {
			return Change{}, fmt.Errorf("feed of %s: message %d does not follow message %d", v.Viewer, content.Counter, counter)
		}
		operation, err := subject(content)
		if err != nil {
			return Change{}, err
		}
		if i == 0 {
			about, next = operation, v.cases[operation]
		}
		switch {
		case operation != about:
			err = fmt.Errorf("feed of %s: messages about two operations prepared at once", v.Viewer)
		case operation == events.Registry:
			alliance, err = alliance.Apply(content)
		default:
			next, err = next.Apply(content)
		}
		if err != nil {
			return Change{}, err
		}
		counter, digest = content.Counter, told.Digest
	}
	keep := func() { v.Counter, v.Digest = counter, digest }
	if about == events.Registry {
		return Change{RegistryKey, alliance.Encode, func() { keep(); v.Alliance = alliance }}, nil
	}
	return Change{string(about), next.Document.Encode, func() { keep(); v.cases[about] = next }}, nil
}

// Commit keeps a prepared change.
func (c Change) Commit() { c.commit() }

// Apply is Prepare and Commit of one message.
func (v *View) Apply(content events.Content, digest events.Digest) (Change, error) {
	change, err := v.Prepare(Told{content, digest})
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

// Shows tells whether a text stands in the view: shown, and not withdrawn.
func (v *View) Shows(t TextLine) bool {
	if slices.Contains(v.Alliance.Texts, t) {
		return true
	}
	for _, c := range v.cases {
		if slices.Contains(c.Document.Texts, t) {
			return true
		}
	}
	return false
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
	one := func(operation events.OperationID) error {
		if id != "" && operation != id {
			return fmt.Errorf("feed of %s: message %d is about two operations", c.Viewer, c.Counter)
		}
		id = operation
		return nil
	}
	for _, w := range c.Withdrawn {
		if err := one(w.Operation); err != nil {
			return "", err
		}
	}
	for _, list := range [][]events.Shown{c.Briefing, c.Entry} {
		for _, s := range list {
			if err := one(s.Operation); err != nil {
				return "", err
			}
		}
	}
	if id == "" {
		return "", fmt.Errorf("feed of %s: message %d is about nothing", c.Viewer, c.Counter)
	}
	return id, nil
}
