package projections

import (
	"fmt"

	"vigil/events"
)

// Auditor folds whole entries, of every operation, into a view that hides
// nothing. It has no feed: its counters are positions in the journal, so that
// what it prints as message 4187 is entry 4187.
type Auditor struct {
	view *View
}

// NewAuditor has seen nothing yet.
func NewAuditor() *Auditor { return &Auditor{NewView(events.Audit)} }

// Apply folds the entry at sequence seq; s is all of it, digest that of its
// bytes. Entries come in the order of the journal, without a gap.
func (a *Auditor) Apply(seq uint64, s events.Shown, digest events.Digest) error {
	v := a.view
	if seq != v.Counter+1 {
		return fmt.Errorf("the auditor's view has entry %d; entry %d is next, not %d", v.Counter, v.Counter+1, seq)
	}
	content := events.Content{
		V: events.Version, Edition: events.Edition, Viewer: events.Audit,
		Counter: seq, Prev: v.Digest, Entry: []events.Shown{s},
	}
	if s.Operation == events.Registry {
		next, err := v.Alliance.Apply(content)
		if err != nil {
			return err
		}
		v.Alliance = next
	} else {
		next := &Case{}
		if was := v.cases[s.Operation]; was != nil {
			*next = *was
		}
		if err := next.apply(&content, nil); err != nil {
			return err
		}
		next.Document.Viewer = events.Audit
		v.cases[s.Operation] = next
	}
	v.Counter, v.Digest = seq, digest
	return nil
}

// View is what has been folded so far. It grows with the next Apply.
func (a *Auditor) View() *View { return a.view }
