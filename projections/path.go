package projections

import (
	"slices"

	"vigil/events"
)

// directed puts a line in its place: behind all of the same moment, and in the
// place of the last of these if that says the same of the same State.
func (p *PartLine) directed(line DirectionLine) {
	path := inserted(p.Path, line)
	at := len(path) - 1
	for path[at] != line {
		at--
	}
	if at > 0 && path[at-1].isSaidAgain(line) {
		path = slices.Delete(slices.Clone(path), at-1, at)
	}
	p.goes(path)
}

// retracted takes back that a State began to direct, or that direction ended with
// it.
func (p *PartLine) retracted(r events.LeftTerms) {
	at := lastOf(p.Path, func(l DirectionLine) bool { return l.Directs == r.Country && l.Since.Compare(r.Since) == 0 })
	if at < 0 {
		at = lastOf(p.Path, func(l DirectionLine) bool { return l.Ended == r.Country && l.Since.Compare(r.Since) == 0 })
	}
	if at >= 0 {
		p.goes(slices.Delete(slices.Clone(p.Path), at, at+1))
	}
}

// settled is asked when an entry has said all of its own. That a State left is idle
// where it was not seen to direct until then, unless nothing was shown of it before;
// where the entry has retracted that it came; and where the next is seen to come in
// that moment.
func (p *PartLine) settled(retracted events.Country) {
	path := make([]DirectionLine, 0, len(p.Path))
	var before DirectionLine
	for _, l := range p.Path {
		if c := l.ender(); c != "" && before.Directs != c {
			known := slices.ContainsFunc(path, func(e DirectionLine) bool { return e.Directs == c || e.ender() == c })
			if known || before.Directs != "" || c == retracted {
				continue
			}
		}
		if l.Directs != "" && before.Left != "" && before.Since.Compare(l.Since) == 0 {
			path = path[:len(path)-1]
		}
		path, before = append(path, l), l
	}
	p.Path = path
	p.now()
}

// returned takes back that a State directed no longer from a moment on, or that
// nobody did.
func (p *PartLine) returned(r events.LeftTerms) {
	p.goes(without(p.Path, func(l DirectionLine) bool {
		return l.Since.Compare(r.Since) == 0 && (l.Left == r.Country || l.Ended != "")
	}))
}

// goes keeps a changed path. A promise that still holds after a change is told
// anew.
func (p *PartLine) goes(path []DirectionLine) {
	p.Path, p.Bound = path, ""
	p.now()
}

// isSaidAgain tells whether two lines are of the same moment and State: that it
// begins to direct, or that it does no longer.
func (l DirectionLine) isSaidAgain(m DirectionLine) bool {
	return l.Since.Compare(m.Since) == 0 && l.Directs == m.Directs && l.ender() == m.ender()
}

// ender is whose stay a line ends, if any's.
func (l DirectionLine) ender() events.Country { return otherwise(l.Left, l.Ended) }

// now reads the present off the end of the path. Where the viewer is not shown who
// directs now, it is the State last seen to direct that does no longer, since the
// first word of that.
func (p *PartLine) now() {
	p.Directs, p.Since, p.Basis, p.Taken = "", events.Time{}, "", ""
	p.Left, p.LeftAt, p.Ended = "", events.Time{}, events.Time{}
	known := len(p.Path)
	for known > 0 && p.Path[known-1].Left != "" {
		known--
	}
	var last DirectionLine
	if known > 0 {
		last = p.Path[known-1]
	}
	switch {
	case known < len(p.Path):
		gone := p.Path[known]
		p.Left, p.LeftAt = otherwise(last.Directs, gone.Left), gone.Since
	case last.Ended != "":
		p.Ended = last.Since
	default:
		p.Directs, p.Since, p.Basis, p.Taken = last.Directs, last.Since, last.Basis, last.Taken
	}
}
