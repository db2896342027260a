package audit

import (
	"context"
	"errors"
	"fmt"

	"vigil/events"
	"vigil/internal/apply"
	"vigil/internal/identity"
	"vigil/internal/journal"
	"vigil/projections/disclosure"
)

// Options is what Verify checks, and against what.
type Options struct {
	Journal     journal.Journal
	Feeds       journal.FeedReader // nil: not checked
	Views       journal.ViewReader // nil: not checked
	Head        string             // the signed tree head
	HeadMissing string             // why there is none
	Genesis     events.Digest      // the journal's, as it was given to you; zero: whichever is there
	Repeat      string             // the command that repeats this; "vigil verify" if empty

	Progress func(done, total uint64) // may be nil
	Workers  int                      // that read entries and verify signatures; 0: two
}

// Verify checks a journal and what was made of it; see the package comment for
// what that proves. Whatever is wrong with the journal is in the report. An
// error says that the check could not be brought to its end (ctx ended, the
// store cannot be reached), and nothing about the journal.
//
// It writes nothing. Its memory is that of apply.House, 32 bytes for each feed
// message, 56 and a key for each change of a view, and a few hundred entries.
func Verify(ctx context.Context, o Options) (Report, error) {
	if o.Repeat == "" {
		o.Repeat = "vigil verify"
	}
	if o.Workers <= 0 {
		o.Workers = 2
	}
	state, err := o.Journal.State(ctx)
	if err != nil {
		return Report{}, err
	}
	p := &pass{
		ctx: ctx, o: o, state: state, house: apply.NewHouse(),
		feeds: map[events.Viewer][]events.Digest{}, views: map[events.Viewer][]change{},
		signatures: newPool(o.Workers), findings: findings{kinds: map[Kind]int{}},
	}
	p.report.Durability = state.Durability
	p.claimed, p.claims = headSize(o.Head)
	if err := state.Sound(); err != nil {
		p.found(Finding{What: Unsound, Text: "the store admits that records were deleted", Next: keepAndRestore, Cause: err})
	}
	err = p.read()
	verified, bad := p.signatures.close()
	if err != nil {
		return Report{}, err
	}
	p.report.Signatures = verified
	p.take(bad)
	p.conclude()
	p.judgeHead()
	if err := p.compareFeeds(); err != nil {
		return Report{}, err
	}
	if err := p.compareViews(); err != nil {
		return Report{}, err
	}
	p.report.Findings, p.report.More, p.report.Worse = p.settle(p.report.Entries, o.Repeat), p.more, p.worse
	return p.report, nil
}

// pass is one reading of a journal.
type pass struct {
	ctx    context.Context
	o      Options
	state  journal.State
	report Report
	findings
	house      *apply.House
	tree       identity.Tree
	signatures *pool
	interrupt  error // why the store could not be asked

	claimed uint64 // entries that the head speaks of
	claims  bool
	root    events.Digest // of the first claimed entries
	gaps    bool

	broken uint64 // where the chain broke; 0: it holds
	behind struct{ fit, unfit uint64 }
	late   uint64 // entries that the store's clock has elsewhere

	overdue struct{ entries, first uint64 } // decided while a clock was overdue

	feeds map[events.Viewer][]events.Digest // of each message's bytes, by counter
	views map[events.Viewer][]change
}

// read takes every record, and goes on behind gaps.
func (p *pass) read() error {
	for from := uint64(1); ; {
		last, err := journal.ReadAhead(p.ctx, p.o.Journal, from, p.o.Workers, read, func(stored journal.Record, r *record) error {
			r.Record = stored
			p.record(r)
			return p.interrupt
		})
		gap := new(journal.GapError)
		switch {
		case p.interrupt != nil:
			return p.interrupt
		case err == nil && last < p.state.Last:
			p.gap(last+1, fmt.Sprintf("the journal was said to end at %d and ends at %d", p.state.Last, last), nil)
			return nil
		case err == nil:
			return nil
		case errors.As(err, &gap):
			p.gap(gap.Want, fmt.Sprintf("record %d is missing", gap.Want), err)
			if gap.Got <= gap.Want {
				return nil
			}
			from = gap.Got
		case errors.Is(err, journal.ErrDamaged):
			p.gaps = true
			p.found(Finding{Seq: last + 1, What: Unreadable, Text: "the store contradicts itself here and gives no more", Next: keepAndRestore, Cause: err})
			return nil
		default:
			return err
		}
	}
}

func (p *pass) gap(seq uint64, text string, cause error) {
	p.gaps = true
	if p.broken == 0 {
		p.broken = seq
	}
	p.found(Finding{Seq: seq, What: Gap, Text: text, Next: keepAndRestore, Cause: cause})
}

// record judges one record, in the order of the journal.
func (p *pass) record(r *record) {
	p.report.Entries++
	p.tree.Add(r.Body)
	if p.claims && p.tree.Size() == p.claimed {
		p.root = p.tree.Root()
	}
	if p.broken == 0 {
		p.judge(r)
	} else {
		p.look(r)
	}
	if p.o.Progress != nil {
		p.o.Progress(r.Seq, max(r.Seq, p.state.Last))
	}
}

// conclude says what the pass as a whole has to say.
func (p *pass) conclude() {
	registry := p.house.Registry()
	p.report.Journal, p.report.Genesis = registry.Journal(), p.house.Genesis()
	for id := range p.house.Tails() {
		if id != events.Registry {
			p.report.Operations++
		}
	}
	if p.o.Genesis != (events.Digest{}) && p.o.Genesis != p.report.Genesis && p.broken != 1 {
		p.found(Finding{Seq: 1, Operation: events.Registry, What: OtherGenesis, doubt: p.report.Entries + 1,
			Text: fmt.Sprintf("this journal's genesis is %s, and %s was asked for: it is another journal", p.report.Genesis, p.o.Genesis),
			Next: "compare the genesis with the one on paper, and look for the journal that it belongs to"})
	}
	if unjudged := p.behind.fit + p.behind.unfit; unjudged > 0 {
		p.report.Unjudged += unjudged
		p.found(Finding{Seq: p.broken, What: NotJudged,
			Text: fmt.Sprintf("%d entries stand behind the break at %d and were not decided again: %d are well-formed and signed by keys known until then, %d are not",
				unjudged, p.broken, p.behind.fit, p.behind.unfit),
			Next: "clear up the break first"})
	}
	if p.overdue.entries > 0 {
		p.found(Finding{Seq: p.overdue.first, What: ClockOverdue, Weight: Notice,
			Text: fmt.Sprintf("%d entries, of which this is the first, were decided while something of their operation had run out and was not said", p.overdue.entries),
			Next: "look for a jump of the hub's clock in the registry, and at the hub's log of that time"})
	}
	if p.late > 0 {
		p.found(Finding{What: StoredLater, Weight: Notice,
			Text: fmt.Sprintf("%d entries were stored more than %s before or after the hub time they carry", p.late, storedWithin),
			Next: "look at the hub's clock and log of that time; a journal restored record by record also looks so"})
	}
}

// load reads earlier entries for a briefing. What it cannot fetch ends the pass;
// what it cannot read is a matter of the entry.
func (p *pass) load(seqs []uint64) ([]disclosure.Source, error) {
	records, err := p.o.Journal.Load(p.ctx, seqs...)
	if err != nil && !errors.Is(err, journal.ErrDamaged) {
		p.interrupt = err
	}
	return sources(records, err)
}

func sources(records []journal.Record, err error) ([]disclosure.Source, error) {
	if err != nil {
		return nil, err
	}
	list := make([]disclosure.Source, len(records))
	for i, r := range records {
		if list[i], err = apply.Read(r.Body); err != nil {
			return nil, err
		}
	}
	return list, nil
}
