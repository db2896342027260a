package cli

import (
	"fmt"
	"io"
	"strings"

	"vigil/events"
	"vigil/projections"
)

// dated writes a time with its date, always: a form is read on other days too.
func dated(t events.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Std().Format("2 Jan 2006 15:04Z")
}

func datedWindow(w events.Window) string {
	if w == (events.Window{}) {
		return ""
	}
	return dated(w.From) + " – " + dated(w.Until)
}

// letters fills in the letters.
func (b *forming) letters() (list []filledLetter) {
	request := requestIn(b.d, b.alliance, b.a)
	for _, l := range letters {
		missing, _ := request.letter(l.letter)
		says := append([]string{}, present(b.letter(l.letter))...)
		list = append(list, filledLetter{Letter: l.letter, Title: l.title, Says: says, Missing: missing})
	}
	return list
}

// letter is what stands under one letter.
func (b *forming) letter(letter string) []string {
	a := b.a
	text := func(slot string) []string { return b.quoted(a.Request, slot) }
	switch letter {
	case "a":
		return b.authorityLines(a.Authority.By)
	case "b":
		penalty := with("· up to", several(a.Legal.Penalty, "month"))
		return append([]string{said(string(a.Legal.Offence), penalty, with("· extraditable:", a.Legal.Extraditable))}, text("facts")...)
	case "c":
		var goods []string
		for _, p := range b.parts() {
			goods = append(goods, b.part(p)...)
		}
		return append(goods, text("concealment")...)
	case "d":
		return []string{with("in at", b.point(a.Route.Enter)), with("out at", b.point(a.Route.Leave))}
	case "e":
		return append([]string{with("by", joined(a.Route.Carried))}, b.legs()...)
	case "f":
		return text("suspects")
	case "g":
		lines := b.authorityLines(a.Authority.Decided)
		if len(lines) > 0 {
			lines[0] = said(lines[0], with("· decided", dated(a.Authority.At)))
		}
		if a.Authority.Decision != (events.Digest{}) {
			lines = append(lines, "SHA-256 of the decision:", a.Authority.Decision.String())
		}
		return lines
	case "h":
		if a.Authority.Officer == "" {
			return nil
		}
		return []string{b.officer(a.Authority.Officer), said(with("reached through", a.Authority.By), with("·", clean(b.authorities[a.Authority.By].Contact)))}
	case "i":
		return text("customs")
	case "j":
		return []string{with("techniques:", joined(a.AskedMeans.Techniques)), with("technical means:", joined(a.AskedMeans.Technical)), alongWith(a.AskedMeans)}
	}
	return text("other")
}

// authorityLines are an authority as the directory has it.
func (b *forming) authorityLines(id events.AuthorityID) []string {
	if id == "" {
		return nil
	}
	a, ok := b.authorities[id]
	if !ok {
		return []string{string(id) + " (not in the directory)"}
	}
	return a.lines()
}

// lines are what it is, what it is called and how it is reached.
func (a listedAuthority) lines() []string {
	what := said(string(a.ID), "·", string(a.Type), hours(a.Hours), with("· speaks", joined(a.Languages)), marked(!a.Valid, "· NOT IN FORCE NOW"))
	return []string{what, clean(a.Name), clean(a.Contact)}
}

// officer is a key and what it may sign: names are not shown across borders.
func (b *forming) officer(key events.KeyID) string {
	for _, o := range b.alliance.Officers {
		if o.ID == key {
			return said("officer", string(key), with("of", o.Country)+",", joined(o.Roles))
		}
	}
	return "officer " + string(key)
}

// point is a handover point with where and when it is planned.
func (b *forming) point(id events.PointID) string {
	for _, p := range b.d.Points {
		if p.ID == id && id != "" {
			return said(string(id), with("·", place(p.Place)), with("·", datedWindow(p.Window)), marked(!p.Dropped.IsZero(), "· NO LONGER PLANNED"))
		}
	}
	return string(id)
}

// legs are the stretches that are planned in the State that is asked.
func (b *forming) legs() (list []string) {
	for _, l := range b.d.Legs {
		if l.Country == b.a.Country && l.Dropped.IsZero() {
			list = append(list, said("leg", string(l.ID), marked(l.IsAlternate(), "(alternate)"), with("by", l.Carried), with("·", datedWindow(l.Window))))
		}
	}
	return list
}

// part is one part of the goods, as far as it is known.
func (b *forming) part(p projections.PartLine) (lines []string) {
	lines = append(lines, said("part", string(p.Part)+":", string(p.Substance), with("· schedule", p.Schedule), with("· form", p.Form), with("·", amount(p.Quantity)), "declared",
		with("·", packages(p.Packages)), with("· travels", p.Mode), with("· cover load HS", p.Cover), danger(p.Hazards)))
	for _, w := range p.Weighings {
		lines = append(lines, said("weighed", dated(w.Occurred)+":", amount(w.Gross), "gross,", amount(w.Net), "net,", "scale", string(w.Scale), with("±", amount(w.Tolerance)), with("· BREACH", joined(w.Breaches))))
	}
	for _, x := range p.Tests {
		lines = append(lines, said("tested", dated(x.Occurred), with("by", x.Method)+":", string(x.Substance), string(x.Result), percent(x.Purity)))
	}
	for _, w := range p.Weapons {
		lines = append(lines, said("weapon:", string(w.Type), string(w.Make), string(w.Model), string(w.Calibre), with("· serial", w.Serial), with("·", w.State)))
	}
	if p.Carrier.Type != "" {
		lines = append(lines, said("carried by", string(p.Carrier.Type), string(p.Carrier.Number), with("· plate of", p.Carrier.Plate), with("·", p.Carrier.Doubt)))
	}
	return append(lines, b.quoted(p.Record, "description", "concealment", "parties")...)
}

// alongWith says which officers are to come along.
func alongWith(m events.MeansTerms) string {
	return said(several(m.Officers, "officer"), marked(m.Officers > 0, "to come along,"), string(m.Arms))
}

// further is what else the request and the plan say (domain 2.2).
func (b *forming) further() formLines {
	lines := formLines{}
	for _, l := range b.d.Legs {
		if l.Country == b.a.Country && l.Dropped.IsZero() {
			lines.add("Leg "+string(l.ID), strings.TrimPrefix(watchedFor(l.Watch), "· "))
			for _, words := range b.quoted(l.Record, "instructions") {
				lines.add("Leg "+string(l.ID), words)
			}
		}
	}
	for _, p := range b.d.Checkpoints {
		if p.Purpose == events.LastSafePoint && p.ID.Country() == b.a.Country && p.Waived.IsZero() {
			lines.add("Last safe", string(p.ID), with("·", place(p.Place)), with("·", datedWindow(p.Window)))
		}
	}
	for _, s := range b.d.States {
		for _, x := range s.Assurances {
			if x.Withdrawn.IsZero() {
				lines.add("Assurance", string(s.Country), "promises", promise(x.Assurance), with("·", dated(x.Given)))
			}
		}
		lines.add("Under cover", several(s.Undercover.Officers, "officer"), several(s.Undercover.Informants, "informant"), marked(s.Undercover.Officers+s.Undercover.Informants > 0, "of "+string(s.Country)))
	}
	for _, l := range lettersOf(b.d, b.a.Country) {
		lines.add("Hands-off letter", "to", string(l.Agency), "until", dated(l.Until))
	}
	for _, x := range b.d.Conditions {
		if x.ID.Country() == b.a.Country {
			stands := string(x.State)
			if isToHold(x) {
				stands = "to hold throughout"
			}
			lines.add("Condition", string(x.ID), string(x.Topic), bracketed(x.Force), "·", stands)
		}
	}
	for _, h := range b.d.Handled {
		if h.Record == b.a.Request {
			for _, code := range h.Codes {
				lines.add("Handling", handledAs[code])
			}
		}
	}
	for _, words := range b.quoted(b.a.Request, events.SlotRestriction) {
		lines.add("Handling", words)
	}
	return lines
}

// answered is the answer, and all that was said on the way to it and since.
func (b *forming) answered() formLines {
	a := b.a
	lines := formLines{}
	if a.Answer != projections.Unanswered {
		finality := string(a.Finality)
		if a.Finality == events.Oral {
			finality = said("by word of mouth", with("· to be in writing by", dated(a.Confirm)))
		}
		lines.add("Answer", strings.ToUpper(string(a.Answer)), bracketed(a.Ground), with("·", finality))
		for _, line := range b.authorityLines(a.By) {
			lines.add("Decided by", line)
		}
		lines.add("Decided", dated(a.Decided))
		lines.add("Told here", dated(a.Answered))
	}
	if len(a.Modes) > 0 {
		lines.add("Allows", string(a.Measure)+":", joined(a.Modes))
		lines.add("Window", datedWindow(a.Window))
		lines.add("Up to", or(amount(a.Ceiling), "no ceiling"))
		lines.add("Where", or(area(a.Area), "the whole territory"))
		lines.add("Means", means(a.Means))
		lines.add("Officers", alongWith(a.Means))
		lines.add("Wants", marked(len(a.Demands) > 0, "promised by every State after it:"), joined(a.Demands))
		lines.add("Limited", marked(len(a.Limits) > 0, "less than was asked:"), joined(a.Limits))
		lines.add("Ends", dated(a.Ends), with("for want of", a.For))
	}
	for _, x := range b.told {
		lines.add(dated(x.at), x.words, with("· signed", x.key))
		for _, words := range b.quoted(x.command) {
			lines.add("", words)
		}
	}
	return lines
}

// printer writes the form as a page.
func (f form) printer(c *Call, r reading) func(io.Writer) {
	return func(w io.Writer) {
		a := f.Request
		c.headed(w, r, string(f.Name))
		p := page{w: w, width: min(c.width(), helpColumns)}
		fmt.Fprintf(w, "\nREQUEST FOR CONSENT TO A CONTROLLED DELIVERY\n%s asks %s\n\n", or(string(f.Lead), "The lead"), a.Country)
		p.line("Operation", said(string(f.Name), bracketed(f.Operation)))
		p.line("Request", said(string(a.Request), f.version()))
		p.line("Asked for", said(string(a.Measure)+",", string(a.Mode)+",", datedWindow(a.Asked), with("· up to", amount(a.AskedCeiling))))
		if f.To != nil {
			label := "Addressed to"
			for _, text := range f.To.lines() {
				p.line(label, text)
				label = ""
			}
		} else {
			p.line("Addressed to", or(string(a.To), "no authority is named"))
		}
		p.line("Sent", said(dated(a.AskedAt), with("by", a.Channel), marked(a.Urgency == events.Urgent, "· URGENT")))
		p.line("Acknowledged", acknowledged(a))
		p.line("Answer due", c.answerDue(a))
		p.line("Rests on", said(or(joined(a.Legal.Instruments), "no instrument is named"), with("· mutual assistance:", a.Legal.MLA)))
		for _, l := range f.Letters {
			fmt.Fprintf(w, "\n%s) %s\n", l.Letter, l.Title)
			for _, text := range l.Says {
				p.item(text)
			}
			switch {
			case len(l.Missing) > 0:
				p.item("MISSING: " + joined(l.Missing))
			case len(l.Says) == 0:
				p.item("–")
			}
		}
		if len(f.Further) > 0 {
			p.section("FURTHER", f.Further)
		}
		p.section("ANSWER", f.Answer)
		if a.Answer == projections.Unanswered {
			p.line("Answer", "NONE YET")
		}
		fmt.Fprintf(w, "\nIS IT COMPLETE?\n")
		for _, x := range f.Checks {
			p.item(x.String())
		}
	}
}

func (f form) version() string {
	if len(f.Versions) < 2 {
		return ""
	}
	return said(fmt.Sprintf("· version %d of %d", f.Request.Version, len(f.Versions)), marked(f.Request.Replaced != "", "· REPLACED by a newer one"))
}

func acknowledged(a projections.AuthorisationLine) string {
	switch {
	case !a.Acknowledged.IsZero():
		return said(dated(a.Acknowledged), with("by", a.AcknowledgedBy))
	case a.AcknowledgeBy.IsZero():
		return "no word yet"
	}
	return said("no word yet, due", dated(a.AcknowledgeBy))
}

// answerDue says by when an answer is due, and how long there is.
func (c *Call) answerDue(a projections.AuthorisationLine) string {
	due := a.AnswerDue()
	switch {
	case a.Answer != projections.Unanswered || a.Replaced != "":
		return or(dated(a.AnswerBy), "no time was set")
	case a.IsQuestioned():
		return "stands still: the State has asked for more"
	case due.IsZero():
		return "no time was set"
	}
	return said(dated(due)+",", c.left(due))
}

// page is a form on paper.
type page struct {
	w     io.Writer
	width int
}

// labelled is how wide the labels of a form are.
const labelled = 20

func (p page) line(label, text string) {
	if text == "" {
		return
	}
	hang(p.w, fmt.Sprintf("%-*s", labelled, label), strings.Repeat(" ", labelled), p.width-labelled, text)
}

func (p page) item(text string) { hang(p.w, "   ", "   ", p.width-3, text) }

func (p page) section(head string, lines formLines) {
	fmt.Fprintf(p.w, "\n%s\n", head)
	last := ""
	for _, l := range lines {
		label := l.Label
		if label == last {
			label = ""
		}
		p.line(label, l.Says)
		last = l.Label
	}
}
