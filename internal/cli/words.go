package cli

import (
	"fmt"
	"strings"

	"vigil/events"
	"vigil/projections"
)

// teller says in words what events say in members. It learns the names of
// operations and the places of offers from what it is shown. A member that the
// viewer may not see is left out.
type teller struct {
	names   map[events.OperationID]events.Codename
	offers  map[events.CommandID]events.PointID
	refs    map[events.CommandID]string       // the messages that showed records: AT:413
	keys    map[events.CommandID]events.KeyID // who signed them
	seconds map[events.CommandID]events.KeyID // who signed beside them
	signer  events.KeyID                      // of what is being said
	second  events.KeyID
	about   events.OperationID
	author  events.Viewer
	at      events.Time
	hands   map[string]string // of alerts that were told: who said last that they have it, and when; empty: nobody
	clock   clock
}

func newTeller(k clock, docs ...projections.Document) *teller {
	t := &teller{
		names: map[events.OperationID]events.Codename{}, offers: map[events.CommandID]events.PointID{},
		refs: map[events.CommandID]string{}, keys: map[events.CommandID]events.KeyID{}, seconds: map[events.CommandID]events.KeyID{},
		hands: map[string]string{}, clock: k,
	}
	for _, d := range docs {
		if d.Name != "" {
			t.names[d.Operation] = d.Name
		}
		for _, h := range d.Handovers {
			t.offers[h.Offer] = h.Point
		}
	}
	return t
}

// name is an operation's codename, or its id if that is all there is.
func (t *teller) name(id events.OperationID) string {
	if id == events.Registry {
		return "–"
	}
	if name, ok := t.names[id]; ok {
		return string(name)
	}
	return string(id)
}

// heard learns from a message where records stand, and from its proof who signed
// them.
func (t *teller) heard(m events.Message) {
	for _, list := range []struct {
		shown []events.Shown
		proof []events.NoteProof
	}{{m.Content.Briefing, m.Proof.Briefing}, {m.Content.Entry, m.Proof.Entry}} {
		for i, s := range list.shown {
			t.refs[s.Command] = reference(m.Content.Viewer, m.Content.Counter)
			if note, lines, err := events.ParseNote(list.proof[i].Note); err == nil {
				t.keys[s.Command] = note.Key
				if len(lines) > 1 {
					t.seconds[s.Command] = lines[1].Key
				}
			}
		}
	}
}

// reference names a message of a feed: AT:413; for the auditor, an entry of the
// journal: J:78.
func reference(v events.Viewer, counter uint64) string {
	country := string(v.Country())
	if v == events.Audit {
		country = "J"
	}
	return fmt.Sprintf("%s:%d", country, counter)
}

// record names a record: by the message that showed it, or by its id.
func (t *teller) record(id events.CommandID) string {
	if ref := t.refs[id]; ref != "" {
		return ref
	}
	return string(id)
}

// shown says what an entry says: its fact, then what followed from it.
func (t *teller) shown(s events.Shown) (lines []string, err error) {
	list, err := s.Decoded()
	if err != nil {
		return nil, err
	}
	t.signer, t.second = t.keys[s.Command], t.seconds[s.Command]
	t.about, t.author, t.at = s.Operation, s.Author, s.At
	for _, e := range list {
		switch e := e.(type) {
		case events.OperationOpened:
			if e.Operation.Name != "" {
				t.names[s.Operation] = e.Operation.Name
			}
		case events.HandoverOffered:
			t.offers[s.Command] = e.Offer.Point
		}
		if line := t.event(e); line != "" {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		lines = []string{string(s.Act)}
	}
	return lines, nil
}

// said joins what is there.
func said(pieces ...string) string {
	var there []string
	for _, p := range pieces {
		if p = strings.TrimSpace(p); p != "" {
			there = append(there, p)
		}
	}
	return strings.Join(there, " ")
}

// with is a word before a value, or nothing if there is no value.
func with[T ~string](word string, value T) string {
	if value == "" {
		return ""
	}
	return word + " " + string(value)
}

func bracketed[T ~string](value T) string {
	if value == "" {
		return ""
	}
	return "(" + string(value) + ")"
}

// texted are words as text.
func texted[T ~string](list []T) []string {
	words := make([]string, len(list))
	for i, x := range list {
		words[i] = string(x)
	}
	return words
}

func joined[T ~string](list []T) string { return strings.Join(texted(list), ", ") }

// commas puts commas between what is there.
func commas(pieces ...string) string { return joined(present(pieces)) }

// present are the pieces that say something.
func present(pieces []string) []string {
	return only(pieces, func(p string) bool { return p != "" })
}

// marked is a mark where something is so.
func marked(so bool, mark string) string {
	if so {
		return mark
	}
	return ""
}

// suffixed is a word behind a value, or nothing if there is no value.
func suffixed(value, word string) string { return marked(value != "", value+" "+word) }

// several counts things, or says nothing of none.
func several(n uint16, thing string) string { return marked(n > 0, counted(int(n), thing)) }

func packages(n uint16) string { return several(n, "package") }
func persons(n uint16) string  { return several(n, "person") }

func percent(d events.Decimal) string { return suffixed(string(d), "%") }

func amount(q events.Quantity) string {
	if q == (events.Quantity{}) {
		return ""
	}
	return string(q.Amount) + " " + string(q.Unit)
}

func (t *teller) within(w events.Window) string {
	if w == (events.Window{}) {
		return ""
	}
	return t.clock.window(w)
}

func (t *teller) since(at events.Time) string {
	if at.IsZero() {
		return ""
	}
	return "since " + t.clock.at(at)
}

// when writes a time, or nothing.
func (t *teller) when(at events.Time) string {
	if at.IsZero() {
		return ""
	}
	return t.clock.at(at)
}

// offer is the place of an offer, or a stand-in.
func (t *teller) offer(id events.CommandID) string {
	if point := t.offers[id]; point != "" {
		return string(point)
	}
	return "an offer"
}

// event says one event: what it corrects, what it is, and what may be done with it.
// The set of events is closed, and so are the switches of the families together: a
// test walks it.
func (t *teller) event(e events.Event) string {
	corrects, handling := projections.Remarks(e)
	if _, back := e.(events.RecordRetracted); back {
		corrects = events.CorrectsTerms{} // that is all that it says
	}
	for _, family := range []func(events.Event) string{
		t.registry, t.operation, t.authorisation, t.cooperation, t.plan, t.goods, t.seen, t.handover, t.interdiction, t.alert, t.records,
		t.found, t.exchanged, t.sealed, t.control, t.device, t.outcome, t.telling,
	} {
		if line := family(e); line != "" {
			return said(t.again(corrects), line, handled(handling))
		}
	}
	return ""
}

// place writes a place as far as the journal knows it.
func place(p events.Place) string {
	switch {
	case p.Locode != "":
		return string(p.Locode)
	case p.Lat != "":
		return string(p.Lat) + "," + string(p.Lon)
	}
	return ""
}
