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
	cases    map[events.OperationID]*Case // none is altered: the next one takes its place
}

// NewView is a view of an empty feed.
func NewView(v events.Viewer) *View {
	return &View{Viewer: v, cases: map[events.OperationID]*Case{}}
}

// Told is the content of one feed message, and its digest.
type Told struct {
	Content events.Content
	Digest  events.Digest
	Entry   []events.Event // those of Content.Entry, where they were decoded before; nil: not yet
}

// Change is what some messages changed: one document.
type Change struct {
	Key    string
	view   *View
	next   *Case     // of an operation
	update *Alliance // or of the registry

	counter uint64 // of the last message
	digest  events.Digest
}

// Document gives the changed document's bytes. They are worked out when they are
// asked for, at any later time and by any goroutine: a document grows with its
// operation, and of several changes to it only the last need be written.
func (c Change) Document() ([]byte, error) {
	if c.next == nil {
		return c.update.Encode()
	}
	return c.next.Document.Encode()
}

// Prepare folds messages that follow each other and are about one operation,
// without keeping the result: so a fold that fails is known before anything is
// stored. Commit keeps it; at most one prepared change may be open.
func (v *View) Prepare(list ...Told) (Change, error) {
	counter, digest := v.Counter, v.Digest
	var about events.OperationID
	change := Change{view: v}
	for i := range list {
		content := &list[i].Content
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
			about = operation
			change.begin(about)
		}
		switch {
		case operation != about:
			err = fmt.Errorf("feed of %s: messages about two operations prepared at once", v.Viewer)
		case operation == events.Registry:
			*change.update, err = change.update.Apply(*content)
		default:
			err = change.next.apply(content, list[i].Entry)
		}
		if err != nil {
			return Change{}, err
		}
		counter, digest = content.Counter, list[i].Digest
	}
	change.counter, change.digest = counter, digest
	return change, nil
}

// begin makes room for what will be, in which it is as it was.
func (c *Change) begin(about events.OperationID) {
	if about == events.Registry {
		c.Key, c.update = RegistryKey, &Alliance{}
		*c.update = c.view.Alliance
		return
	}
	c.Key, c.next = string(about), &Case{}
	if was := c.view.cases[about]; was != nil {
		*c.next = *was
	}
}

// Commit keeps a prepared change.
func (c Change) Commit() {
	v := c.view
	v.Counter, v.Digest = c.counter, c.digest
	if c.next == nil {
		v.Alliance = *c.update
		return
	}
	v.cases[events.OperationID(c.Key)] = c.next
}

// Apply is Prepare and Commit of one message.
func (v *View) Apply(content events.Content, digest events.Digest) (Change, error) {
	change, err := v.Prepare(Told{Content: content, Digest: digest})
	if err == nil {
		change.Commit()
	}
	return change, err
}

// Case gives one operation.
func (v *View) Case(id events.OperationID) (Case, bool) {
	c := v.cases[id]
	if c == nil {
		return Case{}, false
	}
	return *c, true
}

// Rest lets go of what only a case that grows has need of. If it grows after all, that
// is made again.
func (v *View) Rest(id events.OperationID) {
	if c := v.cases[id]; c != nil {
		rested := *c
		rested.line, rested.records = nil, slices.Clone(c.records)
		v.cases[id] = &rested
	}
}

// Cases gives all operations by id, which is the order of opening as far as
// their authors' clocks agree.
func (v *View) Cases() []Case {
	list := make([]Case, 0, len(v.cases))
	for _, id := range slices.Sorted(maps.Keys(v.cases)) {
		list = append(list, *v.cases[id])
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
func subject(c *events.Content) (events.OperationID, error) {
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
