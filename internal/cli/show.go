package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"vigil/events"
	"vigil/projections"
)

// shownText is an enclosure that was fetched, or why it was not.
type shownText struct {
	projections.TextLine
	Text  string `json:"text,omitempty"`
	Error string `json:"error,omitempty"`
}

// shownOperation is an operation with its texts, as programs are told of it.
type shownOperation struct {
	Operation events.Raw  `json:"operation"`
	Texts     []shownText `json:"texts"`
}

// fewTexts is how many texts show fetches unless it is asked for all.
const fewTexts = 3

// show answers, from the top: what can hurt, what is broken, what waits for an
// answer; who directs, sees and holds; what is due; what is missing.
func show(ctx context.Context, c *Call) error {
	r, d, err := c.readOperation(ctx)
	if err != nil {
		return err
	}
	s := screen{Call: c, r: r, d: d}
	var named []events.CommandID
	for _, a := range openAlerts(d) {
		named = append(named, a.Acknowledgement)
	}
	for _, x := range d.Corrections {
		named = append(named, x.Record, x.By)
	}
	found, err := whereTold(ctx, r, named)
	if err != nil {
		return err
	}
	s.keys, s.refs = found.keys, found.refs
	if err := s.strayed(func(f func(events.Message) error) error { return eachMessage(ctx, r, 1, f) }); err != nil {
		return err
	}
	most := fewTexts
	if c.switched("texts") || c.switched("all") || !c.forPeople() {
		most = len(d.Texts)
	}
	if err := s.fetch(ctx, most); err != nil {
		return err
	}
	if err := s.reach(ctx); err != nil {
		return err
	}
	document, err := d.Encode() // with what strayed into it
	if err != nil {
		return err
	}
	return c.answer(answer{Name: "shown", Whole: shownOperation{document, s.texts}, Moment: &r.Moment, Human: s.print})
}

// screen is one operation on its way to a page.
type screen struct {
	*Call
	r     reading
	d     projections.Document
	texts []shownText                       // newest first
	keys  map[events.CommandID]events.KeyID // who signed acknowledgements
	refs  map[events.CommandID]string       // where corrections were told
	desks map[events.Country]string         // how the desks are reached that are to be called
	rows  []entry
	topic string   // of the rows that are added now
	notes []string // below the head: what a reader may take wrongly
	log   []string // what was told, in order

	elsewhere string // where the texts are, if not here
	strays    []stray
}

// fetch gets texts: what handling demands and those of open offers, then the
// newest, so many at most.
func (s *screen) fetch(ctx context.Context, most int) error {
	s.texts = []shownText{}
	for i := len(s.d.Texts) - 1; i >= 0; i-- {
		line := s.d.Texts[i]
		if len(s.texts) >= most && !s.isOffered(line.Command) && line.Slot != events.SlotRestriction {
			continue
		}
		t, err := textOf(ctx, s.r, line)
		if err != nil {
			return err
		}
		s.texts = append(s.texts, t)
	}
	return nil
}

// words are the text as it was written, or why it is not here.
func (t shownText) words() string {
	if t.Error != "" {
		return "(not to be had: " + t.Error + ")"
	}
	return "“" + clean(t.Text) + "”"
}

// paragraphs are the words line by line, as they were written: there is at least one.
func (t shownText) paragraphs() []string {
	if t.Error != "" {
		return []string{t.words()}
	}
	lines := only(strings.Split(t.Text, "\n"), func(line string) bool { return strings.TrimSpace(line) != "" })
	for i, line := range lines {
		lines[i] = strings.TrimSpace(clean(line))
	}
	if len(lines) == 0 {
		return []string{t.words()}
	}
	lines[0] = "“" + lines[0]
	lines[len(lines)-1] += "”"
	return lines
}

// textOf fetches an enclosure. One that is not to be had says why; an error ends all.
func textOf(ctx context.Context, r reading, line projections.TextLine) (shownText, error) {
	t := shownText{TextLine: line}
	b, err := r.Desk.Text(ctx, r.Asker, line)
	if err != nil {
		t.Error = err.Error()
		return t, ctx.Err()
	}
	t.Text = strings.ToValidUTF8(string(b), "\uFFFD")
	return t, nil
}

func (s *screen) isOffered(id events.CommandID) bool {
	return slices.ContainsFunc(s.d.Handovers, func(h projections.HandoverLine) bool {
		return h.Offer == id && h.State == projections.Offered
	})
}

// print puts what can hurt first, then what somebody must do, then how it stands. On
// a terminal it leaves a line for the next command.
func (s *screen) print(w io.Writer) {
	head := fold(s.headline(s.r, s.called()), s.width())
	s.compose()
	whole := s.Height == 0 || s.switched("all") || s.switched("texts") || s.isPartial()
	if room := s.Height - len(head) - 1; !whole && s.height(s.rows) > room {
		s.rows, s.clock.brief = nil, true
		s.compose()
		s.fit(room)
	}
	if s.isPartial() {
		s.rows = only(s.rows, func(r entry) bool { return s.switched(r.topic) })
	}
	s.clock.brief = false
	for _, line := range head {
		fmt.Fprintln(w, strings.TrimRight(line, " "))
	}
	for _, note := range s.notes {
		hang(w, s.paint(notice, "!")+" ", "  ", s.width()-2, note)
	}
	s.put(w)
	for _, line := range s.log {
		hang(w, "", "  ", s.width(), line)
	}
	for _, t := range topics {
		if s.switched(t.name) {
			s.tables(w, t)
		}
	}
}

// compose writes all rows, in the order in which they are wanted.
func (s *screen) compose() {
	for _, part := range []struct {
		topic string
		write func()
	}{
		{"", s.hazards}, {"", s.lost}, {"", s.goes}, {"alerts", s.alerts}, {"notices", s.coming}, {"notices", s.followedBy}, {"incidents", s.incidents}, {"breaches", s.breaches},
		{"", s.halted}, {"handovers", s.handovers}, {"orders", s.interdictions}, {"", s.state}, {"", s.handling}, {"parts", s.parts}, {"parts", s.ghosts},
		{"due", s.due}, {"missing", s.missing}, {"goods", s.accounts}, {"devices", s.devices}, {"outcome", s.outcome}, {"consent", s.consents}, {"told", s.told},
		{"corrections", s.corrected}, {"texts", s.words},
	} {
		s.about(part.topic)
		part.write()
	}
}

// tables prints what a topic lists.
func (s *screen) tables(w io.Writer, t topic) {
	for _, table := range t.tables {
		if rows, _ := table(s.Call, s.d); len(rows.rows) > 0 {
			fmt.Fprintln(w)
			s.grid(w, rows)
		}
	}
}

// headed prints the headline, folded.
func (c *Call) headed(w io.Writer, r reading, about string) {
	c.folded(w, c.headline(r, about))
}

func (s *screen) hazards() {
	if s.clock.brief {
		s.dangers()
		return
	}
	for _, p := range s.d.Parts {
		if len(p.Hazards) > 0 {
			s.line("▲ HAZARD", alarm, said(s.partLabel(p.Part), string(p.Substance)+":", joined(p.Hazards)))
		}
	}
	for _, h := range s.d.Handovers {
		if s.warns(h) {
			s.line("▲ HAZARD", alarm, said("at", string(h.Point)+":", joined(h.Hazards)))
		}
	}
	for _, x := range s.d.Triggers {
		if len(x.Hazards) > 0 && !slices.ContainsFunc(s.d.Parts, func(p projections.PartLine) bool { return p.Part == x.Part && len(p.Hazards) > 0 }) {
			s.line("▲ HAZARD", alarm, said(s.partLabel(x.Part), joined(x.Hazards)))
		}
	}
}

// dangers is hazards on one row.
func (s *screen) dangers() {
	var all []string
	add := func(part events.Part, hazards []events.Code) {
		if text := said(string(part)+":", joined(hazards)); len(hazards) > 0 && !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	for _, p := range s.d.Parts {
		add(p.Part, p.Hazards)
	}
	for _, h := range s.d.Handovers {
		if s.warns(h) {
			add(h.Part, h.Hazards)
		}
	}
	for _, x := range s.d.Triggers {
		add(x.Part, x.Hazards)
	}
	if len(all) > 0 {
		s.line("▲ HAZARD", alarm, strings.Join(all, " · "))
	}
}

// warns tells whether an offer that stands warns of a danger that its part does not.
func (s *screen) warns(h projections.HandoverLine) bool {
	if h.State != projections.Offered && h.State != projections.Accepted {
		return false
	}
	var known []events.Code
	for _, p := range s.d.Parts {
		if p.Part == h.Part {
			known = p.Hazards
		}
	}
	return slices.ContainsFunc(h.Hazards, func(c events.Code) bool { return !slices.Contains(known, c) })
}

// partLabel names a part where there are several.
func (s *screen) partLabel(p events.Part) string {
	if len(s.d.Parts) < 2 {
		return ""
	}
	return string(p)
}

// handovers prints what is offered and what is bound: the interval in which two
// States each may think the other directs.
func (s *screen) handovers() {
	for i, h := range s.d.Handovers {
		from, to := h.Point.From(), h.Point.To()
		switch h.State {
		case projections.Declined, projections.Withdrawn, projections.TimedOut:
			again := slices.ContainsFunc(s.d.Handovers[i+1:], func(later projections.HandoverLine) bool { return later.Part == h.Part })
			if again || s.d.HasEnded() {
				continue
			}
			label, what := "⇄ REFUSED", said("by", string(to)+":", string(h.Ground)+",")
			switch h.State {
			case projections.Withdrawn:
				label, what = "⇄ BACK", said("withdrawn by", string(from)+":", string(h.Ground)+",")
			case projections.TimedOut:
				label, what = "⇄ SILENCE", said(string(to), "has not answered,")
			}
			s.line(label, alarm, said(string(h.Point), s.partLabel(h.Part), what, s.clock.ago(h.Answered), "·", s.directing(h.Part)))
		case projections.Offered:
			offered := said(string(h.Point), s.partLabel(h.Part), "to", string(to)+",", s.clock.ago(h.Offered), "·", s.directing(h.Part), with("· eyes-on", h.Team))
			if s.clock.brief {
				s.line("⇄ OFFERED", alarm, offered)
				break
			}
			s.line("⇄ OFFERED", alarm, said(offered, with("· seals", joined(h.Seals)), with("· gross", amount(h.Gross)), with("·", persons(h.Persons))))
			for _, t := range s.texts {
				if t.Command == h.Offer {
					s.line("⇄ OFFERED", alarm, s.quote(t))
				}
			}
		case projections.Accepted:
			if s.bound(h) {
				s.line("⇄ BOUND", alarm, said(string(h.Point), s.partLabel(h.Part), "·", string(to), "accepted", s.clock.at(h.Answered)+";", string(from),
					"directs until the goods pass", with("· takes over", h.Receiving)))
			}
		}
	}
}

// directing says who directs a part while it is on offer.
func (s *screen) directing(part events.Part) string {
	for _, p := range s.d.Parts {
		if p.Part == part && p.Directs != "" {
			return string(p.Directs) + " directs"
		}
		if p.Part == part && !p.Ended.IsZero() {
			return "nobody directs"
		}
	}
	return "who directs is not shown to you"
}

func (s *screen) bound(h projections.HandoverLine) bool {
	return slices.ContainsFunc(s.d.Parts, func(p projections.PartLine) bool { return p.Part == h.Part && p.Bound == h.Point.To() })
}

func (s *screen) state() {
	states := make([]string, len(s.d.States))
	for i, line := range s.d.States {
		states[i] = string(line.Country) + " " + strings.ReplaceAll(joined(line.Roles), ", ", "+")
	}
	state := string(s.d.State)
	switch {
	case s.d.State == projections.Closed:
		state = said("closed", s.clock.at(s.d.Closed), with("· ended as", s.d.Ending))
	case s.d.State == projections.Over:
		state = said("ended", with("as", s.d.Ending), s.clock.at(s.d.Ended), s.again())
	case isBystander(s.d):
		state = "you take no part: you see what concerns you since you were called"
	case s.d.State == projections.Preparing:
		state += asTold(s.d)
	}
	if s.clock.brief {
		states = nil
	}
	s.line("State", bold, said(state, with("· lead", s.d.Lead), with("·", s.d.Goods), with("·", strings.Join(states, ", "))))
}

// again says when a closed file was opened again, and for what.
func (s *screen) again() string {
	if s.d.Reopened.IsZero() {
		return ""
	}
	return said("· opened again", s.clock.at(s.d.Reopened)+":", or(string(s.d.Ground), "no ground is shown to you"))
}

// words prints the texts: a line or two of each, all of it if asked.
func (s *screen) words() {
	for _, t := range s.texts {
		if (s.clock.brief || !s.isOffered(t.Command)) && t.Slot != events.SlotRestriction {
			s.line("Texts", bold, said(s.ref(t.Counter), t.Slot, s.quote(t)))
		}
	}
	if s.elsewhere != "" {
		s.line("Texts", bold, s.elsewhere)
	}
	if left := len(s.d.Texts) - len(s.texts); left > 0 {
		s.rest("Texts", bold, left, fmt.Sprintf("and %d more: %s --texts", left, s.asking()))
	}
}

// ref names a message of the viewer's feed.
func (s *screen) ref(counter uint64) string {
	return reference(s.d.Viewer, counter)
}

// quote is a text, or as much of it as two lines take.
func (s *screen) quote(t shownText) string {
	if !s.switched("texts") {
		t.Text = clip(clean(t.Text), 2*(s.width()-24))
	}
	return t.words()
}
