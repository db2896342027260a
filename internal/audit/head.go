package audit

import (
	"fmt"

	"vigil/events"
	"vigil/internal/identity"
)

// headSize reads what a head claims before anybody knows whose key must have
// signed it.
func headSize(signed string) (size uint64, ok bool) {
	text, _, err := events.SplitNote(signed)
	if err != nil {
		return 0, false
	}
	h, err := identity.ParseHead(text)
	return h.Size, err == nil
}

// judgeHead compares the entries with what the hub signed for.
func (p *pass) judgeHead() {
	if p.o.Head == "" {
		why := p.o.HeadMissing
		if why == "" {
			why = "none was given"
		}
		p.found(Finding{What: NoHead, Weight: Notice,
			Text: fmt.Sprintf("there is no tree head (%s): a journal cut at its end, or altered in its last entries, would look the same", why),
			Next: "compare the number of entries and the genesis with the gateways' copies"})
		return
	}
	h, err := identity.OpenHead(p.o.Head, p.house.Registry().Keys().Hub)
	switch {
	case err != nil && p.house.Genesis() == (events.Digest{}):
		p.found(Finding{What: BadHead, Text: "the tree head cannot be checked: genesis, which names the hub's key, is broken", Next: keepAndRestore, Cause: err})
		return
	case err != nil:
		p.found(Finding{What: BadHead, Text: "the tree head is not one that the hub named in genesis has signed", Next: keepAndRestore, Cause: err})
		return
	case h.Journal != p.house.Registry().Journal().ID:
		p.found(Finding{What: BadHead, Text: "the tree head is the one of another journal", Next: "look for the head that belongs to this journal"})
		return
	}
	p.report.HeadSize = h.Size
	switch {
	case p.gaps:
		p.found(Finding{What: HeadIdle, Weight: Notice, Next: "clear up the gap first",
			Text: fmt.Sprintf("the hub signed for %d entries; with records missing there is nothing to compare", h.Size)})
	case h.Size > p.report.Entries:
		p.found(Finding{Seq: p.report.Entries + 1, What: TailCut, Next: keepAndRestore,
			Text: fmt.Sprintf("the tail was cut: the hub signed for %d entries and %d are left", h.Size, p.report.Entries)})
	case h.Size > 0 && h.Root != p.root || h.Size == 0 && h.Root != (&identity.Tree{}).Root():
		p.roots = p.broken == 0
		p.found(Finding{What: OtherRoot, Next: keepAndRestore, Text: p.otherRoot(h.Size)})
	}
}

func (p *pass) otherRoot(size uint64) string {
	text := fmt.Sprintf("the first %d entries are not the ones that the hub signed for", size)
	if p.broken == 0 {
		text += ": each follows from the one before, so one that is the last of its operation was altered, or operations were put in another order"
	}
	return text
}
