package audit

import (
	"cmp"
	"fmt"
	"slices"

	"vigil/events"
	"vigil/internal/journal"
)

// Report is what Verify found.
type Report struct {
	Journal    events.JournalTerms
	Genesis    events.Digest // as computed; compare it with the one you were given
	Durability journal.Durability

	Entries    uint64 // read
	Unjudged   uint64 // of these, not decided again: see Findings
	Operations uint64 // the registry is none
	Officers   uint64
	Signatures uint64 // that verified
	Fired      uint64 // entries that the hub's clock signed
	HeadSize   uint64 // entries that the last tree head covers; 0: no head
	Feeds      uint64 // compared
	Messages   uint64 // equal
	Views      uint64 // documents that were equal

	Findings []Finding // in the order of the journal, then feeds and views
	More     uint64    // findings beyond the first twenty of a kind, not kept
	Worse    bool      // there is a failure among those
}

// Failed tells whether anything was found that the hub's next start does not
// explain and nobody can wave through.
func (r Report) Failed() bool {
	return r.Worse || slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Weight == Failure })
}

// Uncovered is how many entries stand behind the last tree head.
func (r Report) Uncovered() uint64 { return r.Entries - min(r.HeadSize, r.Entries) }

// Finding is one thing that is not as it must be: where, what, what still holds,
// and what to do.
type Finding struct {
	Seq       uint64             // where in the journal; 0: not in one place
	Operation events.OperationID // as far as known
	Viewer    events.Viewer      // of a feed or view
	Key       string             // of a view's document
	What      Kind
	Weight    Weight
	Text      string // a sentence, without case data
	Holds     string // "entries 1–412 hold"
	Next      string // what to do
	Repeat    string // the command that finds it again
	Cause     error  // the fault in full; may quote what was stored

	doubt uint64 // the first sequence that this puts in doubt; 0: Seq
}

// Weight says whether a finding is to be acted upon.
type Weight string

const (
	Failure Weight = "failure"
	Notice  Weight = "notice" // said, but in order
)

// Kind is what is wrong, as a stable code.
type Kind string

const (
	Gap            Kind = "gap"                // a record is missing
	Unsound        Kind = "unsound-store"      // the store's own account speaks of deletions
	Unreadable     Kind = "unreadable"         // the store contradicts itself
	OtherConfig    Kind = "other-config"       // the stream is not configured as genesis says
	ConfigHash     Kind = "config-hash"        // genesis contradicts itself
	OtherGenesis   Kind = "another-genesis"    // not the journal that was asked for
	Malformed      Kind = "malformed"          // bytes that are no entry
	Misfiled       Kind = "misfiled"           // stored under another operation
	DoesNotFollow  Kind = "does-not-follow"    // the chain breaks
	AnotherJournal Kind = "another-journal"    // the note was signed for another journal
	Altered        Kind = "altered"            // a slot or enclosure is not what was signed
	UnknownKey     Kind = "unknown-key"        // signed by nobody that the registry had
	WrongSigners   Kind = "wrong-signers"      // not the signatures that the act demands
	BadSignature   Kind = "bad-signature"      // not what the key signed
	NotSeen        Kind = "not-seen-so"        // the signer cannot have seen that
	Unlooked       Kind = "changed-since-seen" // a conflict that the hub had to refuse
	NotDecided     Kind = "not-decided-so"     // the rules give something else
	OtherEdition   Kind = "other-edition"      // made under rules that this build does not know
	ClockOverdue   Kind = "clock-overdue"      // decided while something was due and unsaid
	NotJudged      Kind = "not-judged"         // stands behind a broken chain
	StoredLater    Kind = "stored-elsewhen"    // the store's clock and the entry's differ
	NoHead         Kind = "no-head"            // nothing says how long the journal was
	BadHead        Kind = "bad-head"           // not signed by the hub of genesis
	TailCut        Kind = "tail-cut"           // shorter than the hub signed for
	OtherRoot      Kind = "other-root"         // not the entries that the hub signed for
	HeadIdle       Kind = "head-not-compared"
	FeedBehind     Kind = "behind"       // messages at the end not written yet
	FeedDiffers    Kind = "feed-differs" // another message than the journal gives
	FeedExtra      Kind = "feed-extra"   // messages that the journal does not give
	FeedDamaged    Kind = "feed-damaged" // a message missing in between
	ViewBehind     Kind = "view-behind"  // as it was some messages ago
	ViewDiffers    Kind = "view-differs" // another document than the feed gives
	ViewMissing    Kind = "view-missing" // no document where there must be one
	ViewExtra      Kind = "view-extra"   // a document that the feed does not give
)

// maxOfAKind bounds the report; a broken disk can break everything.
const maxOfAKind = 20

const (
	keepAndRestore = "keep this directory as evidence, and restore the journal from the audit copy"
	askTheHub      = "keep this directory as evidence, and ask who ran the hub and with which build"
	healed         = "the hub mends it at its next start"
)

// findings collects what is found, in any order.
type findings struct {
	list  []Finding
	more  uint64
	worse bool // a failure is among those
	kinds map[Kind]int
	doubt uint64 // the first sequence in doubt; 0: none
	roots bool   // the chain holds, and the head speaks for other entries
}

func (l *findings) found(f Finding) {
	if f.Weight == "" {
		f.Weight = Failure
	}
	if f.doubt == 0 {
		f.doubt = f.Seq
	}
	if f.Weight == Failure && f.doubt > 0 && (l.doubt == 0 || f.doubt < l.doubt) {
		l.doubt = f.doubt
	}
	if l.kinds[f.What]++; l.kinds[f.What] > maxOfAKind {
		l.more++
		l.worse = l.worse || f.Weight == Failure
		return
	}
	l.list = append(l.list, f)
}

// take adds what somebody else collected.
func (l *findings) take(other findings) {
	for _, f := range other.list {
		l.found(f)
	}
	l.more += other.more
	l.worse = l.worse || other.worse
	if other.doubt > 0 && (l.doubt == 0 || other.doubt < l.doubt) {
		l.doubt = other.doubt
	}
}

// settle puts the findings in order and says of each what still holds.
func (l *findings) settle(entries uint64, repeat string) []Finding {
	slices.SortStableFunc(l.list, func(a, b Finding) int {
		return cmp.Compare(a.Seq-1, b.Seq-1) // what has no place comes last
	})
	holds := span(entries, entries)
	if l.doubt > 0 {
		holds = span(min(l.doubt-1, entries), entries)
	}
	if l.roots {
		holds = "each by itself, " + holds + "; that they are the ones the hub signed for does not"
	}
	for i := range l.list {
		f := &l.list[i]
		f.Repeat = repeat
		if f.Holds == "" {
			f.Holds = holds
		}
	}
	return l.list
}

// span says that the first n of all entries hold.
func span(n, all uint64) string {
	switch {
	case all == 0:
		return "there are no entries"
	case n == 0:
		return "no entry holds"
	case n == 1:
		return "entry 1 holds"
	}
	return fmt.Sprintf("entries 1–%d hold", n)
}
