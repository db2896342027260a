package cli

import (
	"context"
	"slices"

	"vigil/events"
	"vigil/projections"
)

var formCommands = []Command{
	{
		Words: "authorisation form", Args: "OPERATION [CC]",
		Short: "print a request for consent as a form, letter by letter, with the answer",
		Long: "Print a request for consent in the order of CH-IT 2009 art. 12(2), letters a) to k),\n" +
			"then what else it says, the answer, and what the legal basis finds missing. CC is the\n" +
			"State that was asked (default: your own). An earlier version is shown by --version.",
		Example: "vigil authorisation form RELAY AT --measure import --as hu/coordinator\nvigil authorisation form RELAY --measure import --desk at -o json",
		Flags: []Flag{
			takes("request", "ID", "the request (default: the only one to that State)"),
			takes("measure", "MEASURE", "the same by its measure: import, transit or export"),
			takes("version", "N", "an earlier version of it"),
		},
		Run: printForm,
	},
}

// form is a request for consent, as programs are told of it.
type form struct {
	Operation events.OperationID            `json:"operation"`
	Name      events.Codename               `json:"name,omitzero"`
	Lead      events.Country                `json:"lead,omitzero"`
	Request   projections.AuthorisationLine `json:"request"`
	Versions  []events.CommandID            `json:"versions"` // all there are, the first one first
	To        *listedAuthority              `json:"to,omitempty"`
	Letters   []filledLetter                `json:"letters"`
	Further   formLines                     `json:"further"`
	Answer    formLines                     `json:"answer"`
	Checks    []check                       `json:"checks"`
	Texts     []shownText                   `json:"texts"`
}

// filledLetter is what stands under a letter, and what is missing there.
type filledLetter struct {
	Letter  string   `json:"letter"`
	Title   string   `json:"title"`
	Says    []string `json:"says"`
	Missing []string `json:"missing,omitempty"`
}

// formLine is one line of a form beside the letters.
type formLine struct {
	Label string `json:"label"`
	Says  string `json:"says"`
}

type formLines []formLine

// add adds a line, if it says anything.
func (l *formLines) add(label string, pieces ...string) {
	if says := said(pieces...); says != "" {
		*l = append(*l, formLine{label, says})
	}
}

func printForm(ctx context.Context, c *Call) error {
	r, d, err := c.readOperation(ctx)
	if err != nil {
		return err
	}
	line, versions, err := c.requestFormed(d)
	if err != nil {
		return err
	}
	f, err := c.form(ctx, r, d, line)
	if err != nil {
		return err
	}
	f.Versions = versions
	return c.answer(answer{Name: "form", Whole: f, Moment: &r.Moment, Human: f.printer(c, r)})
}

// requestFormed is the request that is meant, and all its versions.
func (c *Call) requestFormed(d projections.Document) (line projections.AuthorisationLine, versions []events.CommandID, err error) {
	country := or(placed[events.Country](c, "CC"), d.Viewer.Country())
	id, measure, version := flagged[events.CommandID](c, "request"), flagged[events.Measure](c, "measure"), c.count("version")
	newest := only(d.Authorisations, func(a projections.AuthorisationLine) bool {
		if id != "" {
			return a.Request == id
		}
		return a.Country == country && (measure == "" || a.Measure == measure) && a.Replaced == ""
	})
	if err := c.wrong(); err != nil {
		return line, nil, err
	}
	switch len(newest) {
	case 0:
		return line, nil, notFound(noSuchRecord, "vigil authorisation ls "+string(d.Name), "no such request to %s is shown to %s in %s", country, who(d.Viewer), d.Name)
	case 1:
		line = newest[0]
	default:
		c.fault("--measure: %s is asked for more than one thing: %s", country, severalAsked(newest))
		return line, nil, c.wrong()
	}
	byID := func(id events.CommandID) (projections.AuthorisationLine, bool) {
		for _, a := range d.Authorisations {
			if a.Request == id {
				return a, true
			}
		}
		return projections.AuthorisationLine{}, false
	}
	for a, ok := line, true; ok; a, ok = byID(a.Replaces) {
		versions = slices.Insert(versions, 0, a.Request)
	}
	for a, ok := byID(line.Replaced); ok; a, ok = byID(a.Replaced) {
		versions = append(versions, a.Request)
	}
	if version == 0 || version == line.Version {
		return line, versions, nil
	}
	for _, id := range versions {
		if a, _ := byID(id); a.Version == version {
			return a, versions, nil
		}
	}
	return line, nil, notFound(noSuchRecord, "vigil authorisation ls "+string(d.Name), "there is no version %d of it", version)
}

// forming is a form on its way.
type forming struct {
	*Call
	r           reading
	d           projections.Document
	a           projections.AuthorisationLine
	authorities map[events.AuthorityID]listedAuthority
	alliance    projections.Alliance
	texts       []shownText
	told        []saidOf
}

// saidOf is what somebody said about the request.
type saidOf struct {
	command events.CommandID
	at      events.Time
	key     events.KeyID
	words   string
}

// form fills in the form of a request.
func (c *Call) form(ctx context.Context, r reading, d projections.Document, a projections.AuthorisationLine) (f form, err error) {
	b := forming{Call: c, r: r, d: d, a: a, authorities: map[events.AuthorityID]listedAuthority{}}
	if b.alliance, err = r.Desk.Alliance(ctx, r.Asker.Viewer); err != nil {
		return f, err
	}
	for _, line := range b.alliance.Authorities {
		if !slices.Contains([]events.AuthorityID{a.To, a.Authority.By, a.Authority.Decided, a.By, a.AcknowledgedBy, a.Competent}, line.ID) {
			continue
		}
		if b.authorities[line.ID], err = c.authority(ctx, r, b.alliance, line); err != nil {
			return f, err
		}
	}
	if err := b.hear(ctx); err != nil {
		return f, err
	}
	if err := b.fetch(ctx); err != nil {
		return f, err
	}
	f = form{Operation: d.Operation, Name: d.Name, Lead: d.Lead, Request: a, Letters: b.letters(), Further: b.further(), Answer: b.answered(),
		Checks: requestIn(d, b.alliance, a).checks(), Texts: b.texts}
	if to, ok := b.authorities[a.To]; ok {
		f.To = &to
	}
	return f, nil
}

// hear reads from the feed who said what about the request.
func (b *forming) hear(ctx context.Context) error {
	t := newTeller(b.clock, b.d)
	return eachMessage(ctx, b.r, 1, func(m events.Message) error {
		t.heard(m)
		for _, s := range slices.Concat(m.Content.Briefing, m.Content.Entry) {
			list, err := s.Decoded()
			if err != nil {
				return unverifiedError{err}
			}
			if s.Operation != b.d.Operation || len(list) == 0 || !b.isAbout(list[0]) {
				continue
			}
			b.told = append(only(b.told, func(x saidOf) bool { return x.command != s.Command }), // the last word on it counts
				saidOf{s.Command, s.At, t.keys[s.Command], t.event(list[0])})
		}
		return nil
	})
}

// isAbout tells whether an event is a word on the request.
func (b *forming) isAbout(e events.Event) bool {
	id := events.CommandID("")
	switch e := e.(type) {
	case events.AuthorisationAcknowledged:
		id = e.Receipt.Request
	case events.InformationAsked:
		id = e.Question.Request
	case events.InformationSupplied:
		return slices.ContainsFunc(b.a.Questions, func(q projections.QuestionLine) bool { return q.Question == e.Answer.Question && q.Question != "" })
	case events.CompetenceContested:
		id = e.Contest.Request
	case events.CompetenceSettled:
		id = e.Settlement.Request
	case events.AuthorisationGranted:
		id = e.Grant.Request
	case events.AuthorisationRefused:
		id = e.Refusal.Request
	case events.AuthorisationConfirmed:
		id = e.Confirmation.Request
	case events.AuthorisationVaried:
		id = e.Variation.Request
	case events.AuthorisationSuspended:
		id = e.Suspension.Request
	case events.AuthorisationResumed:
		id = e.Resumption.Request
	case events.AuthorisationRevoked:
		id = e.Revocation.Request
	case events.AuthorisationLapsed:
		id = e.Lapse.Request
	}
	return id != "" && id == b.a.Request
}

// fetch gets the texts of the request, of what was said about it, of the goods and
// of the legs.
func (b *forming) fetch(ctx context.Context) error {
	wanted := []events.CommandID{b.a.Request}
	for _, x := range b.told {
		wanted = append(wanted, x.command)
	}
	for _, p := range b.parts() {
		wanted = append(wanted, p.Record)
	}
	for _, l := range b.d.Legs {
		if l.Country == b.a.Country {
			wanted = append(wanted, l.Record)
		}
	}
	b.texts = []shownText{}
	for _, line := range b.d.Texts {
		if !slices.Contains(wanted, line.Command) {
			continue
		}
		t, err := textOf(ctx, b.r, line)
		if err != nil {
			return err
		}
		b.texts = append(b.texts, t)
	}
	return nil
}

// parts are those that the request names, or else all that are declared.
func (b *forming) parts() []projections.PartLine {
	if len(b.a.Parts) > 0 {
		return partsAsked(b.d, b.a.Parts)
	}
	return only(b.d.Parts, func(p projections.PartLine) bool { return p.Substance != "" })
}

// quoted are the texts of a record: those of some slots, or all.
func (b *forming) quoted(id events.CommandID, slots ...string) (list []string) {
	for _, t := range b.texts {
		if t.Command != id || len(slots) > 0 && !slices.Contains(slots, t.Slot) {
			continue
		}
		lines := t.paragraphs()
		if len(slots) != 1 {
			lines[0] = t.Slot + ": " + lines[0]
		}
		list = append(list, lines...)
	}
	return list
}
