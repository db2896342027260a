package cli

import (
	"slices"

	"vigil/events"
	"vigil/projections"
)

// requestOn is a request as its letters are read from it: what it says, which texts
// are with it, and what is known of the goods that it is about.
type requestOn struct {
	From  events.Country
	Asked events.AuthorisationRequested
	Texts []string // the slots that have one
	Parts []projections.PartLine
	Found bool // the directory says how the officer's authority is reached
}

// lacking says what is not there, letter by letter. A letter that has nothing at all
// has an empty list; one that is there has none.
func (r requestOn) lacking() map[string][]string {
	missing := map[string][]string{}
	for _, l := range letters {
		absent, there := r.letter(l.letter)
		switch {
		case len(absent) > 0 && !there:
			missing[l.letter] = []string{}
		case len(absent) > 0:
			missing[l.letter] = absent
		}
	}
	return missing
}

// letter says what one letter wants and has not, and whether it has anything.
func (r requestOn) letter(letter string) (absent []string, there bool) {
	want := func(is bool, what string) {
		if is {
			there = true
		} else {
			absent = append(absent, what)
		}
	}
	a := r.Asked
	switch letter {
	case "a":
		want(a.Authority.By != "", "authority")
	case "b":
		want(a.Legal.Offence != "", "offence")
		want(r.has("facts"), "facts")
	case "c":
		want(len(a.Goods.Parts) > 0, "which parts")
		for _, p := range r.Parts {
			want(p.Substance != "" && p.Quantity != (events.Quantity{}), "type and quantity of "+string(p.Part))
		}
		want(r.has("concealment"), "concealment")
	case "d":
		if a.Request.Measure != events.Export {
			want(a.Route.Enter != "", "where it comes in")
		}
		if a.Request.Measure != events.Import {
			want(a.Route.Leave != "", "where it goes out")
		}
	case "e":
		want(len(a.Route.Carried) > 0, "means of transport")
	case "f":
		want(r.has("suspects"), "suspects")
	case "g":
		want(a.Authority.Decided != "", "authority")
		want(a.Authority.Decision != (events.Digest{}), "the decision")
	case "h":
		want(a.Authority.Officer != "", "officer")
		if a.Authority.Officer != "" {
			want(r.Found, "how to reach the officer")
		}
	case "i":
		want(r.has("customs"), "customs")
	case "j":
		want(len(a.Means.Techniques)+len(a.Means.Technical) > 0, "techniques or means")
	}
	return absent, there
}

func (r requestOn) has(slot string) bool { return slices.Contains(r.Texts, slot) }

// checks holds the request against what it rests on.
func (r requestOn) checks() []check {
	return heldAgainst(demandsOf(r.Asked.Legal.Instruments, r.From, r.Asked.Request.Country), r.lacking(), r.Asked.Legal.Extraditable)
}

// requestIn is a request as a document has it.
func requestIn(d projections.Document, alliance projections.Alliance, a projections.AuthorisationLine) requestOn {
	r := requestOn{From: d.Lead, Asked: events.AuthorisationRequested{
		Request: events.RequestTerms{
			Country: a.Country, Measure: a.Measure, Mode: a.Mode, To: a.To, Replaces: a.Replaces,
			Channel: a.Channel, Urgency: a.Urgency, Acknowledge: a.AcknowledgeBy, Answer: a.AnswerBy,
		},
		Window: a.Asked, Ceiling: a.AskedCeiling, Legal: a.Legal, Goods: events.RequestedGoods{Parts: a.Parts},
		Route: a.Route, Means: a.AskedMeans, Authority: a.Authority,
	}, Parts: partsAsked(d, a.Parts), Found: hasContact(alliance, a.Authority.By)}
	if isConcealmentTold(d, r.Parts) {
		r.Texts = append(r.Texts, "concealment")
	}
	for _, t := range d.Texts {
		if t.Command == a.Request {
			r.Texts = append(r.Texts, t.Slot)
		}
	}
	return r
}

// isConcealmentTold tells whether the goods themselves say how each part is hidden.
func isConcealmentTold(d projections.Document, parts []projections.PartLine) bool {
	return len(parts) > 0 && !slices.ContainsFunc(parts, func(p projections.PartLine) bool {
		return !slices.ContainsFunc(d.Texts, func(t projections.TextLine) bool { return t.Command == p.Record && t.Slot == "concealment" })
	})
}

// hasContact tells whether the directory says how an authority is reached.
func hasContact(alliance projections.Alliance, id events.AuthorityID) bool {
	return slices.ContainsFunc(alliance.Authorities, func(a projections.AuthorityLine) bool {
		return a.ID == id && slices.ContainsFunc(alliance.Texts, func(t projections.TextLine) bool { return t.Command == a.Record && t.Slot == "contact" })
	})
}

// partsAsked are the parts that a request names, as far as they are shown.
func partsAsked(d projections.Document, named []events.Part) []projections.PartLine {
	return only(d.Parts, func(p projections.PartLine) bool { return slices.Contains(named, p.Part) })
}

// incomplete says what a request that was just made lacks.
func (s *sending) incomplete(alliance projections.Alliance) {
	asked, ok := s.fact.(events.AuthorisationRequested)
	if !ok {
		return
	}
	r := requestOn{From: s.note.Signer.Country(), Asked: asked, Texts: slices.Clone(s.texts), Parts: partsAsked(s.Document, asked.Goods.Parts),
		Found: hasContact(alliance, asked.Authority.By)}
	if isConcealmentTold(s.Document, r.Parts) {
		r.Texts = append(r.Texts, "concealment")
	}
	for _, c := range r.checks() {
		if len(c.Missing) > 0 {
			s.remark("the request form is not complete: %s (vigil authorisation form %s %s)", c, s.Document.Name, asked.Request.Country)
		}
	}
}
