package gateway

import (
	"context"
	"fmt"
	"slices"

	"vigil/events"
	"vigil/internal/operation"
	"vigil/projections"
)

// A read mark says how far an officer has read what a viewer was told. It is the
// officer's own bookmark and no evidence: whose it is, is said by the asker and
// not signed. The rules, in the order in which they are asked:
//
//	an-officer-keeps-a-mark     a mark is of an enrolled officer of this country
//	a-mark-stands-at-a-message  not behind the end of the feed
//	a-mark-goes-forward         an earlier position changes nothing, unless it is asked for

// Mark is how far an officer has read, and when that was said.
type Mark struct {
	Counter uint64      `json:"counter"`     // 0: nothing was read yet
	At      events.Time `json:"at,omitzero"` // by the operation's clock
}

// Moving says in which direction a mark may move.
type Moving string

const (
	Forward Moving = "forward" // to an earlier message it does not move
	Anyhow  Moving = "anyhow"  // also back
)

// Marks keeps marks. A mark that SetMark has taken MUST be there after a crash.
// A pair without one has the zero Mark.
type Marks interface {
	Mark(v events.Viewer, key events.KeyID) (Mark, error)
	SetMark(v events.Viewer, key events.KeyID, m Mark) error
}

// Mark implements Desk.
func (g *Gateway) Mark(_ context.Context, a Asker) (Mark, error) {
	if _, err := g.reader(a); err != nil {
		return Mark{}, err
	}
	g.marking.Lock()
	defer g.marking.Unlock()
	return g.o.Marks.Mark(a.Viewer, a.Key)
}

// SetMark implements Desk.
func (g *Gateway) SetMark(ctx context.Context, a Asker, counter uint64, how Moving) (Mark, error) {
	end, err := g.reader(a)
	if err != nil {
		return Mark{}, err
	}
	if counter > end {
		return Mark{}, &operation.Refusal{
			Rule: "a-mark-stands-at-a-message", Class: operation.Invalid,
			Reason: fmt.Sprintf("the feed of %s has %d messages; a mark at %d would hide what comes", a.Viewer, end, counter),
			Hint:   "set it at a message that you have read",
		}
	}
	moment, err := g.Moment(ctx, a.Viewer)
	if err != nil {
		return Mark{}, err
	}
	if err := g.record(a, "", fmt.Sprintf("mark %d", counter)); err != nil {
		return Mark{}, err
	}
	g.marking.Lock()
	defer g.marking.Unlock()
	stood, err := g.o.Marks.Mark(a.Viewer, a.Key)
	if err != nil || counter < stood.Counter && how != Anyhow {
		return stood, err
	}
	m := Mark{counter, moment.Now}
	if err := g.o.Marks.SetMark(a.Viewer, a.Key, m); err != nil {
		return Mark{}, fmt.Errorf("the read mark cannot be kept: %w", err)
	}
	return m, nil
}

// reader tells how far the feed goes that an officer reads, or why the asker
// keeps no mark there.
func (g *Gateway) reader(a Asker) (end uint64, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	view, err := g.told(a.Viewer)
	if err != nil {
		return 0, err
	}
	enrolled := slices.ContainsFunc(view.Alliance.Officers, func(o projections.OfficerLine) bool {
		return o.ID == a.Key && o.Country == g.o.Country
	})
	if !enrolled {
		return 0, &operation.Refusal{
			Rule: "an-officer-keeps-a-mark", Class: operation.NotAllowed,
			Reason: fmt.Sprintf("read marks are kept for officers of %s, each with a key", g.o.Country),
			Hint:   "say who you are (--as), or from where to read (--from)",
		}
	}
	return view.Counter, nil
}

// memoryMarks are marks that last as long as the process.
type memoryMarks map[memoryMark]Mark

type memoryMark struct {
	viewer events.Viewer
	key    events.KeyID
}

func (m memoryMarks) Mark(v events.Viewer, key events.KeyID) (Mark, error) {
	return m[memoryMark{v, key}], nil
}

func (m memoryMarks) SetMark(v events.Viewer, key events.KeyID, mark Mark) error {
	m[memoryMark{v, key}] = mark
	return nil
}
