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
	r, err := c.read(ctx)
	if err != nil {
		return err
	}
	d, err := c.operation(ctx, r)
	if err != nil {
		return err
	}
	s := screen{Call: c, r: r, d: d}
	most := fewTexts
	if c.switched("texts") || c.Output != "table" {
		most = len(d.Texts)
	}
	if err := s.fetch(ctx, most); err != nil {
		return err
	}
	document, err := d.Encode()
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
	texts []shownText // newest first
	w     io.Writer
	last  string // the label of the line before
}

// fetch gets texts: those of open offers, then the newest, so many at most.
func (s *screen) fetch(ctx context.Context, most int) error {
	s.texts = []shownText{}
	for i := len(s.d.Texts) - 1; i >= 0; i-- {
		line := s.d.Texts[i]
		if len(s.texts) >= most && !s.isOffered(line.Command) {
			continue
		}
		t := shownText{TextLine: line}
		switch b, err := s.r.Desk.Text(ctx, s.r.Asker, line); {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			t.Error = err.Error()
		default:
			t.Text = strings.ToValidUTF8(string(b), "\uFFFD")
		}
		s.texts = append(s.texts, t)
	}
	return nil
}

func (s *screen) isOffered(id events.CommandID) bool {
	return slices.ContainsFunc(s.d.Handovers, func(h projections.HandoverLine) bool {
		return h.Offer == id && h.State == projections.Offered
	})
}

func (s *screen) print(w io.Writer) {
	s.w = w
	fmt.Fprintln(w, s.headline(s.r, string(s.d.Name)))
	s.hazards()
	for _, b := range s.d.Breaches {
		s.line("▲ BREACH", alarm, said(string(b.Rule), with("·", b.Country), with("· part", b.Part), "· "+s.clock.at(b.Since)))
	}
	s.handovers()
	s.state()
	for _, p := range s.d.Parts {
		s.part(p)
	}
	s.due()
	s.missing()
	s.consents()
	s.words()
}

// line prints a labelled line; the same label twice is printed once.
func (s *screen) line(label string, p paint, text string) {
	const column = 11
	head := label
	if label == s.last {
		head = ""
	}
	s.last = label
	pad := strings.Repeat(" ", max(1, column-len([]rune(head))))
	for _, piece := range fold(clean(text), s.width()-column) {
		fmt.Fprintln(s.w, strings.TrimRight(s.paint(p, head)+pad+strings.TrimRight(piece, " "), " "))
		head, pad = "", strings.Repeat(" ", column)
	}
}

func (s *screen) hazards() {
	for _, p := range s.d.Parts {
		if len(p.Hazards) > 0 {
			s.line("▲ HAZARD", alarm, said(s.partLabel(p.Part), string(p.Substance)+":", joined(p.Hazards)))
		}
	}
	for _, h := range s.d.Handovers {
		if (h.State == projections.Offered || h.State == projections.Accepted) && s.isNews(h) {
			s.line("▲ HAZARD", alarm, said("at", string(h.Point)+":", joined(h.Hazards)))
		}
	}
}

// isNews tells whether an offer warns of a danger that its part does not.
func (s *screen) isNews(h projections.HandoverLine) bool {
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
		case projections.Declined:
			again := slices.ContainsFunc(s.d.Handovers[i+1:], func(later projections.HandoverLine) bool { return later.Part == h.Part })
			if !again && s.d.State != projections.Over {
				s.line("⇄ REFUSED", alarm, said(string(h.Point), s.partLabel(h.Part), "by", string(to)+":", string(h.Ground)+",", s.clock.ago(h.Answered), "·", s.directing(h.Part)))
			}
		case projections.Offered:
			s.line("⇄ OFFERED", alarm, said(string(h.Point), s.partLabel(h.Part), "to", string(to)+",", s.clock.ago(h.Offered), "·", s.directing(h.Part),
				with("· eyes-on", h.Team), with("· seals", joined(h.Seals))))
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
	if s.d.State == projections.Over {
		state = said("closed as", string(s.d.Ending), s.clock.at(s.d.Closed))
	}
	s.line("State", bold, said(state, with("· lead", s.d.Lead), with("·", s.d.Goods), with("·", strings.Join(states, ", "))))
}

// part is the picture of an operation: who directs, who sees, who holds.
func (s *screen) part(p projections.PartLine) {
	if label := s.partLabel(p.Part); label != "" {
		s.line("Part", bold, said(label, string(p.Substance), amount(p.Quantity), string(p.Mode)))
	} else if p.Substance != "" {
		s.line("Part", bold, said(string(p.Part), string(p.Substance), amount(p.Quantity), string(p.Mode), with("· from", p.Origin)))
	}
	direction := directs(p)
	switch {
	case p.Directs != "":
		direction = said(direction, "since", s.clock.at(p.Since), with("by", p.Basis))
		if p.Taken == events.NotTaken {
			direction += " · NOT TAKEN UP"
		}
	case p.Left != "":
		direction += " · " + s.clock.at(p.LeftAt)
	case !p.Ended.IsZero():
		direction = "nobody: ended " + s.clock.at(p.Ended)
	}
	s.line("Directs", bold, direction)
	s.line("Eyes-on", bold, or(string(p.EyesOn), "not reported"))
	s.line("Holds", bold, "not reported")
	s.line("Last seen", bold, or(s.lastSeen(p), "not reported"))
}

// directs says who directs a part, as far as the viewer may know.
func directs(p projections.PartLine) string {
	switch {
	case p.Directs != "":
		return string(p.Directs)
	case p.Left != "":
		return string(p.Left) + " no longer"
	case !p.Ended.IsZero():
		return "nobody"
	case p.Departed.IsZero() && p.LastSeen.IsZero():
		return "nobody yet"
	}
	return "not shown to you"
}

func (c *Call) lastSeen(p projections.PartLine) string {
	if p.LastSeen.IsZero() {
		return ""
	}
	return said(p.LastPlace, c.clock.at(p.LastSeen), "("+c.clock.ago(p.LastSeen)+")")
}

// seenLately is lastSeen for where there is no room.
func (c *Call) seenLately(p projections.PartLine) string {
	if p.LastSeen.IsZero() {
		return ""
	}
	return said(p.LastPlace, c.clock.short(p.LastSeen), "("+c.clock.ago(p.LastSeen)+")")
}

// missing says what is not there yet: consents not given, above all.
func (s *screen) missing() {
	if s.d.State == projections.Over {
		return
	}
	for _, a := range s.d.Authorisations {
		what := said(string(a.Country), string(a.Measure)) + ": "
		switch a.Answer {
		case projections.Unanswered:
			s.line("Missing", notice, said(what+"no answer for", span(s.clock.now.Sub(a.AskedAt)), "· needed from", s.clock.at(a.Asked.From)))
		case projections.Provisional:
			s.line("Missing", notice, what+"provisional, not yet final")
		case projections.Refused:
			s.line("Missing", notice, what+"REFUSED: "+string(a.Ground))
		}
	}
	for _, p := range s.d.Parts {
		if s.r.Asker.Viewer.IsLead() && p.Approved.IsZero() && p.Departed.IsZero() {
			s.line("Missing", notice, said("departure", s.partLabel(p.Part), "not approved"))
		}
	}
}

func (s *screen) consents() {
	var given []string
	for _, a := range s.d.Authorisations {
		if a.Answer == projections.Granted {
			given = append(given, said(string(a.Country), string(a.Measure), joined(a.Modes)))
		}
	}
	if len(given) > 0 {
		s.line("Consents", bold, strings.Join(given, " · "))
	}
}

// words prints the texts: a line or two of each, all of it if asked.
func (s *screen) words() {
	printed := 0
	for _, t := range s.texts {
		if !s.isOffered(t.Command) {
			printed++
			s.line("Texts", bold, said(fmt.Sprintf("%s:%d", s.r.Asker.Viewer.Country(), t.Counter), t.Slot, s.quote(t)))
		}
	}
	if left := len(s.d.Texts) - len(s.texts); left > 0 {
		s.line("Texts", bold, fmt.Sprintf("and %d more: vigil show %s --texts", left, s.d.Name))
	}
}

func (s *screen) quote(t shownText) string {
	if t.Error != "" {
		return "(not to be had: " + t.Error + ")"
	}
	text := clean(t.Text)
	if !s.switched("texts") {
		text = clip(text, 2*(s.width()-24))
	}
	return "“" + text + "”"
}
