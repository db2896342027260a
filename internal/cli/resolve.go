package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"vigil/events"
	"vigil/internal/identity"
	"vigil/internal/operation"
	"vigil/projections"
)

// What a person types is resolved to ids here, before anything is signed.

// speaksAs says which viewer of a country an officer is in an act.
func speaksAs(how capacity, country events.Country, key events.KeyID, alliance projections.Alliance) events.Viewer {
	coordinates := slices.ContainsFunc(alliance.Officers, func(o projections.OfficerLine) bool {
		return o.ID == key && slices.Contains(o.Roles, events.Coordinator)
	})
	if how == asLead || how == either && coordinates {
		return country.Lead()
	}
	return country.Desk()
}

// ledBy says who leads an operation, to an officer who does as the lead what is
// another State's to do.
func (c *Call) ledBy(ctx context.Context, r reading, name events.Codename) error {
	own := r.Asker
	own.Viewer = own.Viewer.Country().Desk()
	if c.Command.Speaks != asLead || own.Viewer == r.Asker.Viewer {
		return nil
	}
	docs, err := r.Desk.Documents(ctx, own)
	if err != nil {
		return err
	}
	for _, d := range docs {
		if d.Name == name {
			return &operation.Refusal{Rule: operation.OnlyLead, Class: operation.NotAllowed,
				Reason: fmt.Sprintf("%s leads %s: only its coordinator does that", or(string(d.Lead), "another State"), name),
				Hint:   "ask the desk of " + or(string(d.Lead), "the State that leads")}
		}
	}
	return nil
}

// readOperation reads for a command that is about one OPERATION.
func (c *Call) readOperation(ctx context.Context) (r reading, d projections.Document, err error) {
	if r, err = c.read(ctx); err == nil {
		d, err = c.operation(ctx, r)
	}
	return r, d, err
}

// operation finds the OPERATION of a command by its codename or id, among those
// the asker may see. Of several with one name it takes the one still open, then the one
// whose file is.
func (c *Call) operation(ctx context.Context, r reading) (projections.Document, error) {
	text := strings.ToUpper(c.arg("OPERATION"))
	var id events.OperationID
	if id.UnmarshalText([]byte(text)) == nil && id != events.Registry {
		return r.Desk.Document(ctx, r.Asker, id)
	}
	name := placed[events.Codename](c, "OPERATION")
	if err := c.wrong(); err != nil {
		return projections.Document{}, err
	}
	docs, err := r.Desk.Documents(ctx, r.Asker)
	if err != nil {
		return projections.Document{}, err
	}
	docs = only(docs, func(d projections.Document) bool { return d.Name == name })
	docs = livelier(docs)
	switch len(docs) {
	case 0:
		if refusal := c.ledBy(ctx, r, name); refusal != nil {
			return projections.Document{}, refusal
		}
		return projections.Document{}, notFound(operation.NoSuch, "vigil operation ls", "there is no operation %s for %s", name, who(r.Asker.Viewer))
	case 1:
		// Asked for by its id, so that the access log says which one was read.
		return r.Desk.Document(ctx, r.Asker, docs[0].Operation)
	}
	ids := make([]string, len(docs))
	for i, d := range docs {
		ids[i] = fmt.Sprintf("%s, opened %s", d.Operation, c.clock.short(d.Opened))
	}
	return projections.Document{}, &usageError{Command: "vigil " + c.Command.Words,
		Faults: []string{fmt.Sprintf("OPERATION: %s is the name of %d operations: %s", name, len(docs), strings.Join(ids, "; "))},
		Hint:   "name it by its id"}
}

// livelier are those that go on; if none does, those whose file is open; else all.
func livelier(docs []projections.Document) []projections.Document {
	for _, is := range []func(projections.Document) bool{
		func(d projections.Document) bool { return !d.HasEnded() },
		func(d projections.Document) bool { return d.State != projections.Closed },
	} {
		if those := only(docs, is); len(those) > 0 {
			return those
		}
	}
	return docs
}

// nameIsFree refuses to open a codename that an operation of the same lead has, whose
// file is not closed: nobody could say any more which is meant. Only what the lead
// itself leads is asked, so nobody learns of another State's.
func (s *sending) nameIsFree(ctx context.Context, values []identity.Value) error {
	i := slices.IndexFunc(values, func(v identity.Value) bool { return v.Slot == "operation" })
	if s.row.Act != "operation.open" || i < 0 {
		return nil
	}
	var opens events.OperationTerms
	if err := events.Unmarshal(values[i].Bytes, &opens); err != nil {
		return nil // the hub says what is wrong with it
	}
	docs, err := s.r.Desk.Documents(ctx, s.r.Asker)
	if err != nil {
		return err
	}
	for _, d := range docs {
		if d.Name == opens.Name && d.Lead == opens.Lead && d.State != projections.Closed {
			return &operation.Refusal{Rule: nameIsFree, Class: operation.Conflict,
				Reason: fmt.Sprintf("%s leads an operation %s already, and its file is not closed: %s, opened %s", d.Lead, d.Name, d.Operation, s.clock.short(d.Opened)),
				Hint:   "take another codename, or close that file first"}
		}
	}
	return nil
}

// nameIsFree is a rule of the desk, as noSuchRecord is: operations are decided one by one.
const nameIsFree operation.Rule = "one-codename-one-operation"

func only[T any](list []T, is func(T) bool) (those []T) {
	for _, x := range list {
		if is(x) {
			those = append(those, x)
		}
	}
	return those
}

// part is the part that --part names, or the only one there is.
func (s *sending) part() events.Part {
	if _, given := s.given["part"]; given {
		part := flagged[events.Part](s.Call, "part")
		known := slices.ContainsFunc(s.Document.Parts, func(p projections.PartLine) bool { return p.Part == part })
		if s.row.Nature == events.Observation && part != "" && !known {
			s.remark("no part %s of %s was told to you; recorded as you say it", part, s.Document.Name)
		}
		return part
	}
	parts := s.Document.Parts
	if declared := only(parts, func(p projections.PartLine) bool { return p.Substance != "" }); len(declared) == 1 {
		parts = declared // others are labels that somebody mistyped
	}
	switch len(parts) {
	case 0:
		s.fail(notFound(operation.PartIsDeclared, "vigil consignment declare "+string(s.Document.Name), "%s has no part yet", s.Document.Name))
	case 1:
		return parts[0].Part
	default:
		labels := make([]string, len(parts))
		for i, p := range parts {
			labels[i] = string(p.Part)
		}
		s.fault("--part: %s has %d parts: %s", s.Document.Name, len(parts), strings.Join(labels, ", "))
	}
	return ""
}

// offer is the offer that OFFER names: a handover point (the open offer there,
// else the last one), a feed message (AT:413), or a command id.
func (s *sending) offer(ctx context.Context) events.CommandID {
	if isRecord(s.arg("OFFER")) {
		return s.recordNamed(ctx, "OFFER")
	}
	point := placed[events.PointID](s.Call, "OFFER")
	part := flagged[events.Part](s.Call, "part")
	there := only(s.Document.Handovers, func(h projections.HandoverLine) bool {
		return h.Point == point && (part == "" || h.Part == part)
	})
	open := only(there, func(h projections.HandoverLine) bool { return h.State == projections.Offered })
	switch {
	case len(open) > 1:
		s.fault("OFFER: %d offers are open at %s: say --part LABEL", len(open), point)
	case len(open) == 1:
		return open[0].Offer
	case len(there) > 0:
		return there[len(there)-1].Offer // the hub says why it cannot be answered
	case point != "":
		s.fail(notFound(operation.OfferIsKnown, "vigil handover ls "+string(s.Document.Name), "there is no offer at %s in %s", point, s.Document.Name))
	}
	return ""
}

// own is the officer's own State: of what a State decides for itself.
func (s *sending) own() events.Country { return s.r.Asker.Viewer.Country() }

// state is the State that --country names, or the officer's own.
func (s *sending) state() events.Country {
	if _, given := s.given["country"]; given {
		return flagged[events.Country](s.Call, "country")
	}
	return s.own()
}

// request is the request that an answer answers: --request, or the one of
// --measure, or the only one that the officer's country has still to answer. One that
// the lead has replaced is not among these.
func (s *sending) request() projections.AuthorisationLine {
	return s.consent(func(a projections.AuthorisationLine) bool {
		return a.IsOpen() || a.Answer == projections.Provisional && a.Replaced == ""
	})
}

// consent is a request of the officer's own country, answered or not: the one that
// is named, else the only one that fits.
func (s *sending) consent(fits func(projections.AuthorisationLine) bool) (line projections.AuthorisationLine) {
	country := s.state()
	id := flagged[events.CommandID](s.Call, "request")
	measure := flagged[events.Measure](s.Call, "measure")
	asked := only(s.Document.Authorisations, func(a projections.AuthorisationLine) bool {
		return a.Country == country && (id == "" || a.Request == id) && (measure == "" || a.Measure == measure)
	})
	those := only(asked, fits)
	switch {
	case len(those) == 1:
		return those[0]
	case len(those) > 1:
		s.fault("--measure: %s is asked for more than one thing: %s", country, severalAsked(those))
	case len(asked) > 0:
		return asked[len(asked)-1] // the hub says why it cannot be answered
	case country != s.own() && country != "":
		// What another State was asked cannot be named here, so the hub cannot be
		// asked to say this.
		s.fail(&operation.Refusal{Rule: operation.OwnAuthority, Class: operation.NotAllowed,
			Reason: fmt.Sprintf("an authority of %s cannot decide for %s", s.own(), country), Hint: fmt.Sprintf("Only %s decides for %s.", country, country)})
	default:
		s.fail(notFound(operation.RequestIsKnown, "vigil authorisation ls "+string(s.Document.Name), "%s is not asked for this in %s", country, s.Document.Name))
	}
	return line
}

// theOne is the id that a flag names, or the only one there is to mean; look is the
// command that lists them.
func (s *sending) theOne(flag, none, look string, open []candidate) events.CommandID {
	if _, given := s.given[flag]; given {
		return flagged[events.CommandID](s.Call, flag)
	}
	switch len(open) {
	case 0:
		s.fail(notFound(noSuchRecord, look+" "+string(s.Document.Name), "%s", none))
		return ""
	case 1:
		return events.CommandID(open[0].value)
	}
	words := make([]string, len(open))
	for i, x := range open {
		words[i] = said(x.value, bracketed(x.what))
	}
	s.fault("--%s: say which: %s", flag, strings.Join(words, "; "))
	return ""
}

// answered is what is answered: the line of theOne. Its terms go into the answer, so
// what was never told here cannot be answered.
func answered[T any](s *sending, flag, none string, open func(*Call, projections.Document) []candidate, list []T, id func(T) events.CommandID) (line T) {
	noun, _, _ := strings.Cut(s.Command.Words, " ")
	look := "vigil " + noun + " ls"
	named := s.theOne(flag, none, look, open(s.Call, s.Document))
	if named == "" {
		return line
	}
	for _, x := range list {
		if id(x) == named {
			return x
		}
	}
	s.fail(notFound(noSuchRecord, look+" "+string(s.Document.Name), "--%s: %s is none that was told to you", flag, named))
	return line
}

// severalAsked names the requests of which one has to be meant.
func severalAsked(list []projections.AuthorisationLine) string {
	words := make([]string, len(list))
	for i, a := range list {
		words[i] = said(string(a.Measure), bracketed(a.Request))
	}
	return strings.Join(words, ", ")
}

// stateOf is the line of a State; the zero line if it is not shown.
func stateOf(d projections.Document, country events.Country) projections.StateLine {
	for _, line := range d.States {
		if line.Country == country {
			return line
		}
	}
	return projections.StateLine{}
}

// wish is the lead's wish that is answered: --request, or the only one open to the
// officer's State, of the part if one is named.
func (s *sending) wish(must bool) events.CommandID {
	if _, given := s.given["request"]; given {
		return flagged[events.CommandID](s.Call, "request")
	}
	part := flagged[events.Part](s.Call, "part")
	open := only(s.Document.Interdictions, func(x projections.InterdictionLine) bool {
		return x.State == projections.InterdictionRequested && x.Country == s.own() && (part == "" || x.Part == part)
	})
	switch {
	case len(open) == 1:
		return open[0].Wish
	case len(open) > 1:
		ids := make([]string, len(open))
		for i, x := range open {
			ids[i] = fmt.Sprintf("%s (part %s)", x.Wish, x.Part)
		}
		s.fault("--request: the lead asks for more than one thing: %s", strings.Join(ids, ", "))
	case must:
		s.fail(notFound(operation.WishIsKnown, "vigil interdiction ls "+string(s.Document.Name), "the lead of %s asks nothing of you", s.Document.Name))
	}
	return ""
}

// alertsNamed are the alerts that a text names: whole, by what it is about (of a part at a
// checkpoint by that checkpoint too), or by its cause. The officer's own State's go before others', an open one before those that
// are over.
func (s *sending) alertsNamed(text string, country events.Country) []projections.AlertLine {
	cause, about, whole := strings.Cut(text, "/")
	cause, about = strings.ToLower(cause), strings.ToUpper(about)
	named := only(s.Document.Alerts, func(a projections.AlertLine) bool {
		same := string(a.ID.Cause()) == cause && (!whole || a.ID.About() == about)
		at := strings.TrimSuffix(a.ID.About(), "-"+string(a.Part))
		return (same || strings.EqualFold(a.ID.About(), text) || strings.EqualFold(at, text)) && (country == "" || a.Country == country)
	})
	if own := only(named, func(a projections.AlertLine) bool { return a.Country == s.own() }); len(own) > 0 {
		named = own
	}
	if open := only(named, func(a projections.AlertLine) bool { return a.State != projections.AlertResolved }); len(open) > 0 {
		named = open
	}
	return named
}

// alert is the alert that ALERT names.
func (s *sending) alert() (name events.AlertName) {
	text := s.arg("ALERT")
	named := s.alertsNamed(text, flagged[events.Country](s.Call, "country"))
	switch len(named) {
	case 0:
		s.fail(notFound(operation.AlertIsKnown, "vigil alert ls "+string(s.Document.Name), "there is no alert %s in %s", clean(text), s.Document.Name))
		return name
	case 1:
		return events.AlertName{ID: named[0].ID, Country: named[0].Country}
	}
	names := make([]string, len(named))
	for i, a := range named {
		names[i] = fmt.Sprintf("%s of %s", a.ID, a.Country)
	}
	over := ""
	if !slices.ContainsFunc(named, func(a projections.AlertLine) bool { return a.State != projections.AlertResolved }) {
		over = ", all of which are over"
	}
	s.fault("ALERT: %s is %d alerts%s: %s", clean(text), len(named), over, strings.Join(names, "; "))
	return name
}
