package disclosure

import (
	"slices"

	"vigil/events"
)

// Why something is taken back.
const (
	tightened events.Code = "tightened" // its originator has changed how it is handled
	corrected events.Code = "corrected" // it was wrong, and what is right is not this viewer's to know
)

// Showing is what one viewer is to be shown because of one entry, and what is
// taken back.
type Showing struct {
	Viewer    events.Viewer
	Entry     Mask
	Briefing  []Piece
	Withdrawn []Withdrawal
}

// Piece is an earlier entry, or more of one, and where it stands among what the
// viewer has: behind the command After, or first.
type Piece struct {
	N     uint64
	After events.CommandID
	Mask  Mask
}

// Withdrawal is an earlier entry of which some slots may not be seen any more.
// What may still be seen of it stands in the briefing.
type Withdrawal struct {
	N       uint64
	Command events.CommandID
	Slots   []string
	Reason  events.Code
}

// nothing tells whether there is no message to write.
func (s Showing) nothing() bool {
	return s.Entry == 0 && len(s.Briefing) == 0 && len(s.Withdrawn) == 0
}

// difference fills in which of the earlier entries the viewer may see more of
// than before, or less: the whole of what it may see of each.
func (f Fold) difference(s *Showing, before Fold) {
	var after events.CommandID
	for i, it := range before.items() {
		now, was := f.visible(s.Viewer, i), before.visible(s.Viewer, i)
		if lost := was &^ now &^ unnamed; lost != 0 {
			reason := tightened
			if _, gone := f.slots(s.Viewer, i); gone {
				reason = corrected
			}
			s.Withdrawn = append(s.Withdrawn, Withdrawal{uint64(i) + 1, it.command, slotNames(it, lost), reason})
		}
		if now != was && now != 0 {
			s.Briefing = append(s.Briefing, Piece{uint64(i) + 1, after, now})
		}
		if now != 0 {
			after = it.command
		}
	}
}

func slotNames(it item, lost Mask) []string {
	var names []string
	for line, slot := range it.row().Slots {
		if lost&(1<<(line+1)) != 0 {
			names = append(names, slot.Name)
		}
	}
	return slices.Clip(names)
}
