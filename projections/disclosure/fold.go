package disclosure

import (
	"fmt"
	"slices"

	"vigil/events"
)

// Fold is what disclosure remembers of one operation, or of the registry: who
// takes part, which States meet, and of each entry just enough to decide again
// who may see it. It is a value; Step never alters the one it is given, but two
// Steps from one fold must not run at the same time.
type Fold struct {
	lead    events.Country
	parties []events.Country // in order of joining; in the registry, the alliance
	waiting []events.Country // involved as possible, and told nothing yet
	borders []pair
	parts   []partOrigin
	offers  []offerPair
	trail   *trail
	n       uint64 // how much of the trail is this fold's
}

type partOrigin struct {
	part    events.Part
	country events.Country
}

type offerPair struct {
	offer events.CommandID
	pair  pair
}

// item is one entry as far as deciding about it needs.
type item struct {
	command events.CommandID
	author  events.Viewer
	act     int16 // index in events.Acts
	about   pair  // of the fact's slots
	rest    []scope
}

// scope is one derived member: its audience and the States that it concerns.
type scope struct {
	to    audience
	about pair
}

// Mask says which pieces of an entry are meant: bit i for the slot or enclosure
// on commit line i, then one bit for each derived member of its events, in
// order.
type Mask uint64

const maxDerived = 64 - events.Commits

// Showing is what one viewer is to be shown because of one entry.
type Showing struct {
	Viewer   events.Viewer
	Entry    Mask
	Briefing []Piece
}

// Piece is an earlier entry, or more of one, and where it stands among what the
// viewer has: behind the command After, or first.
type Piece struct {
	N     uint64
	After events.CommandID
	Mask  Mask
}

// Step folds an entry in and says what each viewer is to be shown, viewers in
// alphabetical order, those who see nothing left out. It fails only on an entry
// that cannot be told in one message's worth of pieces; such an entry must not
// be stored.
func Step(f Fold, s Source) (Fold, []Showing, error) {
	e, n := s.Entry, s.Note
	if e.N != f.n+1 {
		return f, nil, fmt.Errorf("disclosure: entry %d of %s after entry %d", e.N, e.Operation, f.n)
	}
	act := slices.IndexFunc(events.Acts, func(r events.ActRow) bool { return r.Act == n.Act })
	if act < 0 {
		return f, nil, &events.UnknownKindError{What: "command", Name: string(n.Act)}
	}
	next := f
	for _, event := range e.Events {
		next = next.learn(n, event).woken(event)
	}
	it := item{command: n.Command, author: n.Signer, act: int16(act), about: next.about(e.Events[0], "")}
	pieces, err := s.split(events.Acts[act])
	if err != nil {
		return f, nil, err
	}
	for _, p := range pieces {
		if event := e.Events[p.event]; p.bit >= events.Commits {
			it.rest = append(it.rest, scope{audienceOf(event.Kind(), p.Name), next.about(event, p.Name)})
		}
	}
	next.trail = f.extended(it)
	next.n = e.N

	var showings []Showing
	for _, v := range next.viewers(n.Signer) {
		s := Showing{Viewer: v, Entry: next.visible(v, it)}
		if next.widened(f) || !f.knows(v) {
			s.Briefing = next.briefing(v, f)
		}
		if s.Entry != 0 || len(s.Briefing) > 0 {
			showings = append(showings, s)
		}
	}
	return next, showings, nil
}

// learn takes from an event what later decisions about disclosure need.
func (f Fold) learn(n events.Note, e events.Event) Fold {
	switch e := e.(type) {
	case events.CountryAdded:
		f.parties = append(slices.Clip(f.parties), e.Country.Code)
	case events.OperationOpened:
		f.lead = e.Operation.Lead
		f.parties = append(slices.Clip(f.parties), e.Operation.Lead)
	case events.StateInvolved:
		if e.State.Role == events.Possible {
			f.waiting = append(slices.Clip(f.waiting), e.State.Country)
		} else {
			f = f.joined(e.State.Country)
		}
	case events.HandoverPointPlanned:
		f.borders = append(slices.Clip(f.borders), pair{e.Point.From, e.Point.To})
	case events.ItemDeclared:
		f.parts = append(slices.Clip(f.parts), partOrigin{e.Named.Part, e.Origin.Country})
	case events.HandoverOffered:
		f.offers = append(slices.Clip(f.offers), offerPair{n.Command, pair{e.Offer.Point.From(), e.Offer.Point.To()}})

	case events.RegistryBegun, events.DeskAdded, events.OfficerEnrolled:
		// Whom the registry is shown to depends on its countries alone.
	case events.OperationClosed, events.BreachFound,
		events.AuthorisationRequested, events.AuthorisationGranted, events.AuthorisationRefused,
		events.LegPlanned, events.CheckpointPlanned,
		events.DepartureApproved, events.ConsignmentDeparted,
		events.CheckpointReached, events.SightingReported, events.BorderCrossed,
		events.HandoverAccepted, events.HandoverRefused, events.HandoverCompleted,
		events.DirectionMoved, events.DirectionBound, events.DirectionEnded:
		// Each says itself whom it concerns, and gives nobody a right to more.
	}
	return f
}

// woken lets a State that the goods might come to take part from the first fact
// that concerns it: before that it is to know nothing, then it will have to act.
func (f Fold) woken(e events.Event) Fold {
	if _, is := e.(events.StateInvolved); is {
		return f // that it might be concerned does not concern it yet
	}
	for _, c := range f.about(e, "") {
		if slices.Contains(f.waiting, c) {
			f = f.joined(c)
		}
	}
	return f
}

func (f Fold) joined(c events.Country) Fold {
	if !slices.Contains(f.parties, c) {
		f.parties = append(slices.Clip(f.parties), c)
	}
	return f
}

// widened tells whether anybody may see more of earlier entries than before.
func (f Fold) widened(before Fold) bool {
	return len(f.parties) != len(before.parties) || len(f.borders) != len(before.borders)
}

// knows tells whether a viewer had a part in this before.
func (f Fold) knows(v events.Viewer) bool { return slices.Contains(f.parties, v.Country()) }

// viewers lists who may see anything of this, the signer included.
func (f Fold) viewers(signer events.Viewer) []events.Viewer {
	var list []events.Viewer
	for _, c := range f.parties {
		list = append(list, c.Desk())
		if f.lead == "" || f.lead == c {
			list = append(list, c.Lead())
		}
	}
	if signer.Country() != "" && !slices.Contains(list, signer) {
		list = append(list, signer)
	}
	slices.Sort(list)
	return list
}

// briefing lists the earlier entries of which v may now see something that it
// might not before: the whole of what it may see of each.
func (f Fold) briefing(v events.Viewer, before Fold) []Piece {
	var pieces []Piece
	var after events.CommandID
	for i, it := range before.items() {
		now := f.visible(v, it)
		if now&^before.visible(v, it) != 0 {
			pieces = append(pieces, Piece{uint64(i) + 1, after, now})
		}
		if now != 0 {
			after = it.command
		}
	}
	return pieces
}

// Whole is the mask of everything in an entry: what an auditor folds.
func Whole(e events.Entry, n events.Note) (Mask, error) {
	act, err := events.ActOf(n.Act)
	if err != nil {
		return 0, err
	}
	derived := 0
	pieces, err := split(act, e.Events)
	for _, p := range pieces {
		derived = max(derived, p.bit-events.Commits+1)
	}
	return all(derived), err
}

func all(derived int) Mask {
	if derived >= maxDerived {
		return ^Mask(0)
	}
	return Mask(1)<<(events.Commits+derived) - 1
}

// visible is the rule: which pieces of an entry a viewer may see, as the
// operation stands in f.
func (f Fold) visible(v events.Viewer, it item) Mask {
	if v == it.author {
		return all(len(it.rest))
	}
	var mask Mask
	row := events.Acts[it.act]
	for i, slot := range row.Slots {
		if f.reaches(v, scope{audienceOf(row.Fact, slot.Name), it.about}) {
			mask |= 1 << (i + 1)
		}
	}
	for i, s := range it.rest {
		if f.reaches(v, s) {
			mask |= 1 << (events.Commits + i)
		}
	}
	return mask
}

func (f Fold) reaches(v events.Viewer, s scope) bool {
	c := v.Country()
	if !slices.Contains(f.parties, c) {
		return false
	}
	if v.IsLead() && f.lead != "" {
		return f.lead == c && s.to >= lead
	}
	switch s.to {
	case everyone:
		return true
	case parties:
		return f.lead != ""
	case adjacent:
		return s.about.names(c) || slices.ContainsFunc(f.borders, func(b pair) bool {
			return b.names(c) && (b.names(s.about[0]) || b.names(s.about[1]))
		})
	case concerned:
		return s.about.names(c)
	}
	return false
}

func (f Fold) origin(p events.Part) events.Country {
	for _, o := range f.parts {
		if o.part == p {
			return o.country
		}
	}
	return ""
}

func (f Fold) offered(id events.CommandID) pair {
	for _, o := range f.offers {
		if o.offer == id {
			return o.pair
		}
	}
	return pair{}
}

// items are the entries so far, in order.
func (f Fold) items() []item {
	if f.trail == nil {
		return nil
	}
	return f.trail.items[:f.n]
}

// trail is what the folds of one line share: each has its beginning of it.
type trail struct{ items []item }

// extended adds an item behind the fold's own. Only the newest of a line does so
// in place; what another continuation of this fold has added stays as it is.
func (f Fold) extended(it item) *trail {
	t := f.trail
	if t == nil || uint64(len(t.items)) != f.n {
		t = &trail{slices.Clone(f.items())}
	}
	t.items = append(t.items, it)
	return t
}

// piece is one member of an entry's events: the event's place among them, and the
// member's bit in a Mask (the commit line of a slot of the command, or one for
// each derived member).
type piece struct {
	event, bit int
	events.Member
}

// split gives the members of an entry's events in order.
func split(act events.ActRow, list []events.Event) ([]piece, error) {
	pieces := make([]piece, 0, 8)
	next := events.Commits
	for i, event := range list {
		raw, err := events.EncodeEvent(event)
		if err != nil {
			return nil, err
		}
		members, err := events.Members(raw)
		if err != nil {
			return nil, err
		}
		for _, m := range members[1:] {
			if _, line, slot := act.Slot(m.Name); i == 0 && slot {
				pieces = append(pieces, piece{i, line, m})
				continue
			}
			if next == events.Commits+maxDerived {
				return nil, fmt.Errorf("disclosure: over %d consequences in one command: split it", maxDerived)
			}
			pieces = append(pieces, piece{i, next, m})
			next++
		}
	}
	return pieces, nil
}
