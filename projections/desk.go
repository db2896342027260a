package projections

import (
	"fmt"
	"slices"

	"vigil/events"
)

// Case is one operation in one viewer's hands: the entries shown so far, in the
// journal's order, and the document folded from them. It is a value: Apply never
// alters the one it is given, and continuations of one case do not disturb each
// other. Two of them must not be made at the same time, though: the first grows
// in the room behind the lists of what it continues, the second in copies.
type Case struct {
	Document  Document
	records   []record
	corrected []events.CommandID // withdrawn as that: void, though the viewer may not see what by
	line      *line
	age       int // how many Apply made it, counted along the line
}

// record is an entry as shown. It is void if what it told was corrected or
// retracted since, and idle if it would correct what is not its author's to
// correct.
type record struct {
	shown   *events.Shown // not altered: viewers who are shown the same may share it
	counter uint64
	void    events.Code // why, or empty
	idle    bool
}

// line is what a case shares with those it came from. Only the newest of them
// may grow in place.
type line struct {
	newest int
	places map[events.CommandID]int // of the newest one's records
}

// Apply folds one feed message of this operation in. The same message twice
// gives the same case.
func (c Case) Apply(content events.Content) (Case, error) {
	next := c
	if err := next.apply(&content, nil); err != nil {
		return c, err
	}
	return next, nil
}

// apply folds a message into a copy that nobody else has; on an error there is
// nothing in it. list is the entry's events, nil if they were not decoded yet.
func (c *Case) apply(content *events.Content, list []events.Event) (err error) {
	if len(content.Withdrawn) > 0 || len(content.Briefing) > 0 || len(content.Entry) != 1 {
		return c.rearrange(content)
	}
	shown := &content.Entry[0]
	if list == nil {
		if list, err = shown.Decoded(); err != nil {
			return err
		}
	}
	c.goOn()
	if _, twice := c.line.places[shown.Command]; twice || c.isDisturbed(shown, list) {
		return c.rearrange(content)
	}
	c.line.places[shown.Command] = len(c.records)
	c.records = append(c.records, record{shown: shown, counter: content.Counter})
	d := &c.Document
	d.Viewer, d.Counter = content.Viewer, max(content.Counter, d.Counter)
	d.Parts = slices.Clone(d.Parts) // once, for all that this record says of them
	c.fold(len(c.records)-1, list)
	if slices.ContainsFunc(list, isOfGoods) {
		d.reckon(c.line.places)
	}
	return nil
}

// isDisturbed tells whether a record would make void what was shown before, or
// itself.
func (c *Case) isDisturbed(r *events.Shown, list []events.Event) bool {
	for _, e := range list {
		corrects, _ := Remarks(e)
		if corrects.Record == "" {
			continue
		}
		if _, shown := c.line.places[corrects.Record]; shown || corrects.Record == r.Command {
			return true
		}
	}
	return false
}

// goOn is where a continuation begins: in place behind the newest of its line,
// else on a new line, with lists that have no room to grow into.
func (c *Case) goOn() {
	if c.line == nil || c.line.newest != c.age {
		c.records = slices.Clip(c.records)
		c.Document = c.Document.clipped()
		c.age, c.line = 0, &line{places: make(map[events.CommandID]int, len(c.records)+1)}
		for i, r := range c.records {
			c.line.places[r.shown.Command] = i
		}
	}
	c.age++
	c.line.newest = c.age
}

// rearrange folds everything again: earlier entries came, changed or went.
func (c *Case) rearrange(content *events.Content) error {
	records := slices.Clone(c.records)
	corrected := c.corrected
	for _, w := range content.Withdrawn {
		records = slices.DeleteFunc(records, func(r record) bool { return r.shown.Command == w.Command })
		if w.Reason == withdrawnAsCorrected && !slices.Contains(corrected, w.Command) {
			corrected = grown(corrected, w.Command)
		}
	}
	place := func(s *events.Shown, after events.CommandID, last bool) error {
		r := record{shown: s, counter: content.Counter}
		if i := index(records, s.Command); i >= 0 {
			records[i] = r
			return nil
		}
		i := len(records)
		if !last {
			if i = index(records, after) + 1; i == 0 && after != "" {
				return fmt.Errorf("feed %s, message %d: briefing refers to a command that was not shown", content.Viewer, content.Counter)
			}
		}
		records = slices.Insert(records, i, r)
		return nil
	}
	for i := range content.Briefing {
		if err := place(&content.Briefing[i], content.Briefing[i].After, false); err != nil {
			return err
		}
	}
	for i := range content.Entry {
		if err := place(&content.Entry[i], "", true); err != nil {
			return err
		}
	}
	next := Case{Document: Document{
		V: events.Version, Edition: events.Edition, Viewer: content.Viewer, Counter: max(content.Counter, c.Document.Counter),
		Operation: c.Document.Operation, State: Preparing,
	}, records: records, corrected: corrected}
	if err := next.refold(); err != nil {
		return err
	}
	*c = next
	return nil
}

// refold folds all records of a case that nobody else has yet. What is void is
// found first: a record can stand behind the one that makes it so.
func (c *Case) refold() error {
	told := make([][]events.Event, len(c.records))
	places := make(map[events.CommandID]int, len(c.records))
	for i := range c.records {
		r := &c.records[i]
		list, err := r.shown.Decoded()
		if err != nil {
			return err
		}
		told[i], places[r.shown.Command] = list, i
		r.void, r.idle = "", false
		for _, e := range list {
			corrects, _ := Remarks(e)
			if j, shown := places[corrects.Record]; shown && corrects.Record != "" {
				r.voids(&c.records[j], corrects.Ground)
			}
		}
	}
	reckons := lastOf(told, func(list []events.Event) bool { return slices.ContainsFunc(list, isOfGoods) })
	for i := range c.records {
		r := &c.records[i]
		if r.void == "" && slices.Contains(c.corrected, r.shown.Command) {
			r.void = withdrawnAsCorrected
		}
		c.fold(i, told[i])
		if i == reckons { // each reckoning is of all goods: that of the last who tells of any holds
			c.Document.reckon(places)
		}
	}
	return nil
}

// fold folds one record of which the events are decoded. The document's parts are
// nobody else's while it does.
func (c *Case) fold(at int, list []events.Event) {
	d := &c.Document
	d.fold(&c.records[at], list)
	if slices.ContainsFunc(list, func(e events.Event) bool { return e.Kind() == "part.begun" }) {
		d.divided(c.voidOf)
	}
}

// voidOf is why a record that was shown is void, or empty.
func (c *Case) voidOf(command events.CommandID) events.Code {
	return c.records[index(c.records, command)].void
}

// withdrawnAsCorrected is the reason of a withdrawal to a viewer who may not see
// what the record was corrected to.
const withdrawnAsCorrected events.Code = "corrected"

// voids makes an earlier record void, if it stands and is this one's to correct: a
// fact replaces one of the same act by the same country.
func (r *record) voids(earlier *record, ground events.Code) {
	alike := r.shown.Act == earlier.shown.Act || r.shown.Act == "record.retract"
	if !alike || r.shown.Author.Country() != earlier.shown.Author.Country() || r == earlier || earlier.void != "" {
		r.idle = true
		return
	}
	earlier.void = ground
}

func index(records []record, id events.CommandID) int {
	return slices.IndexFunc(records, func(r record) bool { return r.shown.Command == id })
}

// Trail gives the shown entries in the journal's order, with the feed counter of
// each.
func (c Case) Trail() func(yield func(uint64, events.Shown) bool) {
	return func(yield func(uint64, events.Shown) bool) {
		for _, r := range c.records {
			if !yield(r.counter, *r.shown) {
				return
			}
		}
	}
}

// fold folds one record of which the events are decoded.
func (d *Document) fold(r *record, list []events.Event) {
	d.V, d.Edition = events.Version, events.Edition
	d.Operation = r.shown.Operation
	for _, e := range list {
		corrects, handling := Remarks(e)
		if corrects.Record != "" && !r.idle {
			d.Corrections = append(d.Corrections, CorrectionLine{corrects.Record, r.shown.Command, r.shown.Act, corrects.Ground, r.shown.At})
		}
		d.handle(r.shown.Command, handling)
		if r.void == "" || e.Kind() != events.Kind(r.shown.Act) { // an observation is named like its fact
			d.evolve(r, e)
		}
	}
	for _, e := range list {
		switch e := e.(type) {
		case events.DirectionMoved:
			d.part(otherwise(e.Direction.Part, e.Left.Part), func(p *PartLine) { p.settled("") })
		case events.DirectionEnded:
			d.part(e.Ended.Part, func(p *PartLine) { p.settled("") })
		case events.DirectionRetracted:
			d.part(e.Retracted.Part, func(p *PartLine) { p.settled(e.Retracted.Country) })
		}
	}
	for _, e := range r.shown.Enclosures {
		d.Texts = append(d.Texts, TextLine{r.counter, r.shown.Command, e.Name, e.Class, e.Size})
	}
	d.State = d.stands()
}

// evolve folds one event, of which some members may have been cut. It decides
// nothing: a member that is absent changes nothing. Each event has its place in one
// of the switches, and a test says so.
func (d *Document) evolve(r *record, e events.Event) bool {
	return d.evolveSurveillance(r, e) || d.evolveHandover(r, e) || d.evolveConsignment(r, e) || d.evolveAlert(r, e) ||
		d.evolvePlan(r, e) || d.evolveAuthorisation(r, e) || d.evolveOperation(r, e) || d.evolveInterdiction(r, e) ||
		d.evolveGoods(r, e) || d.evolveSeal(r, e) || d.evolveControl(r, e) || d.evolveDevice(r, e) || d.evolveRequest(r, e) ||
		d.evolveCooperation(r, e) || d.evolveOutcome(r, e) || d.evolveTelling(r, e) ||
		d.evolveCorrection(r, e) || d.evolveHandling(r, e) || d.evolveRegistry(r, e)
}

func (d *Document) evolveRegistry(_ *record, e events.Event) bool {
	switch e.(type) {
	case events.RegistryBegun, events.CountryAdded, events.DeskAdded, events.OfficerEnrolled,
		events.AuthorityDeclared, events.AuthorityWithdrawn, events.ClockJumped:
		// The registry has its own fold: see Alliance.
	default:
		return false
	}
	return true
}
