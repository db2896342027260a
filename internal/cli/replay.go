package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"vigil/events"
	"vigil/internal/audit"
	"vigil/internal/gateway"
	"vigil/internal/journal"
	"vigil/projections"
)

var replayCommand = Command{
	Words: "replay", Args: "OPERATION", Short: "show an operation as it stood, and as somebody knew it",
	Long: "Folds the journal again up to a moment. Whatever was recorded later, however early\n" +
		"it had happened, is not in it. The moment is the hub's time, an entry of the journal\n" +
		"(J:27) or a message of a country's feed (AT:18). With --goods and the like it shows\n" +
		"that topic alone, as show does. Words are read with the eyes of a State: --texts\n" +
		"goes with --as-known-to.",
	Example: "vigil replay RELAY --until 03:20Z\nvigil replay RELAY --until AT:18 --as-known-to at --texts\nvigil replay RELAY --until J:27 --feed",
	Flags: flags(
		takes("until", "TIME|REF", "a time, J:27 or AT:18 (default: the end)"),
		takes("as-known-to", "CC[.lead]", "what this desk or lead knew; --desk means the same (default: everything)"),
		toggle("feed", "what was told until then, in order: who said what, when"),
		toggle("all", "everything, however long"), topicFlags(),
	),
	Run: runReplay,
}

// past is what a replay is asked: until when, and what is known of the journal's end.
type past struct {
	until audit.Until
	end   audit.Stand // of the journal; zero if nobody asked for a time
	known *projections.View
	bare  bool // a time of day, without its date
}

func runReplay(ctx context.Context, c *Call) (err error) {
	d := directory(c.Connect.Dir)
	viewer := events.Audit
	if c.Connect.Desk != "" {
		viewer = c.Connect.Desk
	}
	if text := c.given["as-known-to"]; text != "" {
		if err := viewer.UnmarshalText([]byte(strings.ToLower(text))); err != nil || viewer.Country() == "" {
			return usage("vigil replay", "--as-known-to: %q is not a desk or lead (at, or hu.lead)", clean(text))
		}
	}
	view, p, stand, told, err := c.replay(ctx, d, viewer)
	if err != nil {
		return err
	}
	moment := gateway.Moment{Journal: view.Alliance.Journal, Now: stand.At, Counter: view.Counter, Digest: view.Digest}
	if !p.until.Time.IsZero() {
		moment.Now = p.until.Time
	}
	if c.clock, err = clockOf(moment.Now, view.Alliance, viewer.Country()); err != nil {
		return err
	}
	c.clock.seconds = !p.until.Time.IsZero()
	found, ok := named(view, c.arg("OPERATION"))
	if !ok {
		return c.notYet(p, stand, viewer)
	}
	s := screen{Call: c, d: found.Document, r: reading{Asker: gateway.Asker{Viewer: viewer}, Moment: moment, Replayed: stand.Seq}}
	raw, err := s.d.Encode()
	if err != nil {
		return err
	}
	s.keys, s.refs = told.tell.keys, told.tell.refs
	if err := s.strayed(told.each); err != nil {
		return err
	}
	if c.switched("feed") {
		if s.log, err = told.lines(c.clock, found.Document.Operation); err != nil {
			return err
		}
	}
	s.notes = c.mistaken(p, found.Document)
	if err := s.wordsThen(ctx); err != nil {
		return err
	}
	return c.answer(answer{Name: "replayed", Whole: replayed{stand.Seq, stand.At, viewer, raw}, Human: s.print})
}

// replay reads the journal up to the moment asked for. Who read what is written down
// before anything is shown.
func (c *Call) replay(ctx context.Context, d directory, viewer events.Viewer) (view *projections.View, p past, stand audit.Stand, told retold, err error) {
	a, err := d.openArchive(ctx, c.Env)
	if err != nil {
		return nil, p, stand, told, err
	}
	defer func() { err = errors.Join(err, a.close()) }()
	if p, err = c.until(ctx, a.journal, viewer); err != nil {
		return nil, p, stand, told, err
	}
	asker := gateway.Asker{Viewer: events.Audit, Surface: "cli replay"}
	begun, first, err := audit.Replay(ctx, a.journal, audit.Until{Seq: 1}, events.Audit)
	if err != nil {
		return nil, p, stand, told, err
	}
	if asker.Purpose, err = c.purpose(begun.Alliance.Journal.Class); err != nil {
		return nil, p, stand, told, err
	}
	if c.Connect.As != (Officer{}) {
		key, err := d.keyOf(c.Connect.As)
		if err != nil {
			return nil, p, stand, told, err
		}
		asker.Key = key.ID()
	}
	access, err := openAccess(d.path("audit-access.jsonl"))
	if err != nil {
		return nil, p, stand, told, err
	}
	err = access.Record(gateway.Access{
		At: events.TimeOf(c.Now()), Asker: asker,
		What: "replay " + c.arg("OPERATION") + " until " + or(c.given["until"], "the end") + " as known to " + string(viewer),
	})
	if err := errors.Join(err, access.Close()); err != nil {
		return nil, p, stand, told, fmt.Errorf("the access log cannot be written, so nothing is shown: %w", err)
	}
	told = retold{tell: newTeller(clock{})}
	view, stand, err = audit.Retell(ctx, a.journal, p.until, viewer, told.heard)
	if stand.Seq == 0 {
		err = notFound("no-such-operation", "vigil replay takes a time, J:27 or AT:18",
			"nothing was recorded before %s", clock{now: events.TimeOf(c.Now())}.short(first.At))
	}
	return view, p, stand, told, err
}

// notYet says that an operation was not known at a moment: not yet, or never.
func (c *Call) notYet(p past, stand audit.Stand, viewer events.Viewer) error {
	hint := "vigil replay takes a codename or an operation's id"
	if p.known != nil {
		if later, ok := named(p.known, c.arg("OPERATION")); ok {
			hint = "it was told later"
			if at := later.Document.Opened; at.After(stand.At) {
				hint = "it was opened " + c.clock.short(at)
			}
		}
	}
	return notFound("no-such-operation", hint, "%s knew of no %s at entry %d, %s", who(viewer), clean(c.arg("OPERATION")), stand.Seq,
		clock{now: events.TimeOf(c.Now())}.short(stand.At))
}

// mistaken says what the moment asked for may be taken for and is not.
func (c *Call) mistaken(p past, d projections.Document) (notes []string) {
	switch until := p.until.Time; {
	case until.IsZero():
	case until.After(p.end.At):
		notes = append(notes, "the journal's last entry is of "+c.clock.short(p.end.At)+": this is how it stood then")
	case p.bare && !d.Ended.IsZero() && until.After(d.Ended):
		notes = append(notes, fmt.Sprintf("%s had ended %s", or(string(d.Name), string(d.Operation)), c.clock.short(d.Ended)))
	}
	if p.bare && len(notes) > 0 {
		notes = append(notes, "a time of day alone is of the journal's last day: for another write "+
			d.Opened.UTC().Std().Format("2006-01-02T")+p.until.Time.UTC().Std().Format("15:04Z"))
	}
	return notes
}

// wordsThen fetches, if asked, the texts that a State had at the moment: at its desk,
// as they are now. What was taken back or erased since is not to be had. The auditor
// reads with the eyes of a State.
func (s *screen) wordsThen(ctx context.Context) error {
	viewer := s.r.Asker.Viewer
	if viewer == events.Audit {
		if n := len(s.d.Texts); n > 0 {
			s.elsewhere = fmt.Sprintf("%d, kept for those who may read them: vigil replay %s --as-known-to %s --texts",
				n, s.called(), strings.ToLower(string(s.d.Lead.Lead())))
		}
		s.d.Texts = nil
		return nil
	}
	if !s.switched("texts") {
		return nil
	}
	now := s.clock
	s.Connect.Desk = viewer
	if s.Connect.As.Country != viewer.Country() {
		s.Connect.As = Officer{}
	}
	r, err := s.read(ctx)
	if err != nil {
		return err
	}
	r.Asker.Viewer, s.clock = viewer, now
	for _, line := range slices.Backward(s.d.Texts) {
		t, err := textOf(ctx, r, line)
		if err != nil {
			return err
		}
		s.texts = append(s.texts, t)
	}
	return nil
}

// retold is what was told on the way to a moment.
type retold struct {
	tell *teller
	list *[]events.Content
}

func (r *retold) heard(content events.Content) {
	if r.list == nil {
		r.list = new([]events.Content)
	}
	for _, list := range [][]events.Shown{content.Briefing, content.Entry} {
		for _, s := range list {
			r.tell.refs[s.Command] = reference(content.Viewer, content.Counter)
		}
	}
	*r.list = append(*r.list, content)
}

// each hands over what was told, message by message.
func (r *retold) each(f func(events.Message) error) error {
	for _, content := range *r.list {
		if err := f(events.Message{Content: content}); err != nil {
			return err
		}
	}
	return nil
}

// lines says what was told of one operation: by which message, when, by whom.
func (r *retold) lines(k clock, about events.OperationID) (lines []string, err error) {
	r.tell.clock = k
	for _, content := range *r.list {
		for _, list := range [][]events.Shown{content.Briefing, content.Entry} {
			for _, s := range list {
				if s.Operation != about {
					continue
				}
				words, err := r.tell.shown(s)
				if err != nil {
					return nil, unverifiedError{err}
				}
				for i, text := range words {
					if i > 0 {
						lines = append(lines, "  → "+clean(text))
						continue
					}
					told := ""
					if s.At.Sub(s.When()) >= late {
						told = "· told " + k.short(s.At)
					}
					lines = append(lines, clean(said(reference(content.Viewer, content.Counter), k.short(s.When()), author(s)+":", text, told)))
				}
			}
		}
	}
	return lines, nil
}

// replayed is an operation at a moment, as programs are told of it.
type replayed struct {
	Seq       uint64        `json:"seq"`
	At        events.Time   `json:"at"`
	Viewer    events.Viewer `json:"viewer"`
	Operation events.Raw    `json:"operation"`
}

// until reads --until: a time, J:27 or AT:18.
func (c *Call) until(ctx context.Context, j journal.Journal, viewer events.Viewer) (p past, err error) {
	text := c.given["until"]
	if text == "" {
		return p, nil
	}
	if prefix, digits, ok := strings.Cut(text, ":"); ok && strings.Trim(digits, "0123456789") == "" && strings.Trim(prefix, "0123456789") != "" {
		n, err := strconv.ParseUint(digits, 10, 53)
		var feed events.Viewer
		switch {
		case err != nil || n == 0:
			return p, usage("vigil replay", "--until: %q names no entry or message", clean(text))
		case strings.EqualFold(prefix, "J"):
			p.until = audit.Until{Seq: n}
			return p, nil
		case feed.UnmarshalText([]byte(strings.ToLower(prefix))) == nil && feed.Country() != "":
			p.until = audit.Until{Viewer: feed, Counter: n}
			return p, nil
		}
		return p, usage("vigil replay", "--until: %q is no country's feed (AT:18) and not the journal (J:27)", clean(text))
	}
	// A time of day alone is of the journal's last day.
	if p.known, p.end, err = audit.Replay(ctx, j, audit.Until{}, viewer); err != nil {
		return p, err
	}
	p.bare = !strings.Contains(text, "T")
	at, err := clock{now: p.end.At}.parse(text)
	if err != nil {
		return p, usage("vigil replay", "--until: %v", err)
	}
	p.until = audit.Until{Time: at}
	return p, nil
}

// named finds an operation by its codename or id.
func named(v *projections.View, text string) (projections.Case, bool) {
	var last projections.Case
	found := false
	for _, kase := range v.Cases() {
		if string(kase.Document.Operation) == text || strings.EqualFold(string(kase.Document.Name), text) {
			last, found = kase, true
		}
	}
	return last, found
}
