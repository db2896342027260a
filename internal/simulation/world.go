package simulation

import (
	"container/heap"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"time"

	"vigil/events"
	"vigil/internal/operation"
)

// world is what is played on: the registry, the operation as it stands, and what is
// still to happen.
type world struct {
	Dice
	story    *Story
	keys     Keys
	registry operation.Registry
	now      events.Time
	agenda   agenda
	planned  int
}

// happening is something that will be done at a moment.
type happening struct {
	at  events.Time
	nth int
	do  func()
}

// agenda is a heap: the earliest first, of the same moment the one planned first.
type agenda []happening

func (a agenda) Len() int { return len(a) }
func (a agenda) Less(i, j int) bool {
	if c := a[i].at.Compare(a[j].at); c != 0 {
		return c < 0
	}
	return a[i].nth < a[j].nth
}
func (a agenda) Swap(i, j int) { a[i], a[j] = a[j], a[i] }
func (a *agenda) Push(x any)   { *a = append(*a, x.(happening)) }
func (a *agenda) Pop() any {
	last := (*a)[len(*a)-1]
	*a = (*a)[:len(*a)-1]
	return last
}

func newWorld(dice Dice, keys Keys) *world {
	w := &world{Dice: dice, keys: keys, story: &Story{ID: id[events.OperationID](0)}}
	w.now = events.TimeOf(time.Date(2026, 1, 5, 6, 0, 0, 0, time.UTC)).Add(time.Duration(w.IntN(300*24*60)) * time.Minute)
	return w
}

// found makes the alliance: each country has an officer for each role.
func (w *world) found(countries []events.Country) {
	from, until := w.now.Add(-24*time.Hour), w.now.Add(3*365*24*time.Hour)
	w.registered(events.RegistryBegun{Keys: events.JournalKeys{Root: madeUp("root"), Hub: madeUp("hub"), Clock: madeUp("clock")}})
	for _, c := range countries {
		w.registered(events.CountryAdded{Country: events.CountryTerms{Code: c, Account: events.Account("ACCOUNT" + c)}})
		for _, role := range Roles {
			w.registered(events.OfficerEnrolled{Officer: events.OfficerTerms{
				Country: c, Key: w.keys(c, role), Roles: []events.Role{role}, From: from, Until: until}})
		}
	}
	for _, c := range countries {
		for n, kind := range []events.AuthorityType{events.ProsecutorBody, events.PoliceBody} {
			w.registered(events.AuthorityDeclared{
				Authority: events.AuthorityTerms{Country: c, Type: kind, Hours: events.DayAndNight, From: from, Until: until, Languages: []events.Language{"en"},
					May: []events.AuthorityMay{events.MakesRequests, events.ReceivesRequests, events.DecidesRequests}},
				Named: events.AuthorityName{ID: events.AuthorityID(fmt.Sprintf("%s-A%d", c, n+1))}})
		}
	}
	w.story.Countries, w.story.Begins = countries, w.now
}

func (w *world) registered(e events.Event) {
	w.registry = w.registry.Evolve(operation.Cause{N: w.registry.N() + 1}, e)
}

// in plans something for later.
func (w *world) in(d time.Duration, do func()) { w.at(w.now.Add(d), do) }

func (w *world) at(t events.Time, do func()) {
	w.planned++
	heap.Push(&w.agenda, happening{t, w.planned, do})
}

// run plays until nothing is left to happen; what runs out on the way is said when
// it is due.
func (w *world) run() {
	for w.agenda.Len() > 0 && len(w.story.Steps) < MaxSteps {
		next := heap.Pop(&w.agenda).(happening)
		w.passes(next.at)
		next.do()
	}
}

func (w *world) passes(to events.Time) {
	for len(w.story.Steps) < MaxSteps {
		due, runs := w.story.Operation.Next()
		if !runs || due.After(to) {
			break
		}
		if due.After(w.now) {
			w.now = due
		}
		clocks := w.story.Operation.Due(w.now)
		if len(clocks) == 0 {
			panic("simulation: a clock is next and not due")
		}
		c := clocks[0]
		w.command(events.Hub, "clock", c.Fact, c.Due)
	}
	if to.After(w.now) {
		w.now = to
	}
}

// does signs a decision or a fact of now, and tells whether it was taken.
func (w *world) does(by events.Viewer, role events.Role, fact events.Event) bool {
	return w.command(by, role, fact, w.now).Refused == nil
}

// told signs a fact that happened before.
func (w *world) told(by events.Viewer, role events.Role, fact events.Event, occurred events.Time) events.CommandID {
	return w.command(by, role, fact, occurred).Command
}

func (w *world) command(by events.Viewer, role events.Role, fact events.Event, occurred events.Time) Step {
	act := actOf(fact)
	c := operation.Command{ID: id[events.CommandID](len(w.story.Steps) + 1), Operation: w.story.ID, Act: act.Act, Signer: by,
		Occurred: occurred, Known: w.now, Fact: fact}
	switch act.Nature {
	case events.Decision:
		c.Key, c.Until = w.keys(by.Country(), role).ID(), w.now.Add(events.DecisionLife)
	case events.Observation:
		c.Key = w.keys(by.Country(), role).ID()
	case events.Clock:
		c.Key, c.Known = madeUp("clock").ID(), occurred
	}
	for _, slot := range act.Slots {
		if slot.Class != events.Clear && slot.Name != events.SlotRestriction { // nothing is restricted
			c.Enclosures = append(c.Enclosures, slot.Name)
		}
	}
	if act.Act == "item.weighed" && w.chance(98) {
		c.Witness = w.keys(by.Country(), events.Commander).ID()
	}
	step := Step{At: w.now, By: by, Role: role, Act: act.Act, Command: c.ID, Key: c.Key, Fact: fact, Occurred: occurred, Texts: c.Enclosures, Witness: c.Witness}
	out, err := operation.Decide(w.registry, w.story.Operation, c, w.now)
	if err != nil {
		step.Refused = err.(*operation.Refusal)
	} else {
		step.Events = out
		w.story.Operation = step.Evolve(w.story.Operation)
		w.answers(out)
	}
	w.story.Steps = append(w.story.Steps, step)
	return step
}

// answers plans what desks do about the alerts that call them: most acknowledge
// within minutes, some need to be called again.
func (w *world) answers(list []events.Event) {
	for _, e := range list {
		switch e := e.(type) {
		case events.AlertRaised:
			w.in(w.minutes(1, 9), func() { w.acknowledges(e.Alert.ID, e.Alert.Country, 85) })
		case events.AlertRepeated:
			percent := 70
			if e.Repetition.Round >= 3 { // the last time that it is told
				percent = 100
			}
			w.in(w.minutes(1, 9), func() { w.acknowledges(e.Repetition.ID, e.Repetition.Country, percent) })
		}
	}
}

func (w *world) acknowledges(alert events.AlertID, country events.Country, percent int) {
	a, open := w.story.Operation.Alert(alert, country)
	if !open || !a.Taken.IsZero() || !w.chance(percent) {
		return
	}
	by, role := country.Desk(), events.DeskOfficer
	coordinating := events.Coordinating(alert.Cause())
	if coordinating || !a.Escalated.IsZero() && w.chance(50) {
		by, role = w.story.Lead.Lead(), events.Coordinator
	}
	w.does(by, role, events.AlertAcknowledged{Acknowledgement: events.AlertName{ID: alert, Country: country}})
	w.in(w.minutes(5, 240), func() { // looked after, mostly; who does not is asked again
		if _, open := w.story.Operation.Alert(alert, country); open && w.chance(80) {
			by, role := country.Desk(), events.DeskOfficer
			if coordinating {
				by, role = w.story.Lead.Lead(), events.Coordinator
			}
			w.does(by, role, events.AlertResolved{Resolution: events.ResolutionTerms{ID: alert, Country: country, Ground: "looked-after"}})
		}
	})
}

func (w *world) chance(percent int) bool { return w.IntN(100) < percent }

// minutes is a span by chance, both ends included.
func (w *world) minutes(least, most int) time.Duration {
	return time.Duration(least+w.IntN(most-least+1)) * time.Minute
}

func pick[T any](w *world, list ...T) T { return list[w.IntN(len(list))] }

func madeUp(of string) events.PublicKey {
	sum := sha256.Sum256([]byte("vigil-simulation/v1 " + of))
	return events.PublicKey(base64.StdEncoding.EncodeToString(sum[:]))
}

// id is a ULID in form: the number, in Crockford's base 32.
func id[ID ~string](n int) ID {
	const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	text := []byte("01S1MV0000000000000000000A")
	for i := len(text) - 1; n > 0; i-- {
		text[i] = digits[n%32]
		n /= 32
	}
	return ID(text)
}

func actOf(fact events.Event) events.ActRow {
	i := slices.IndexFunc(events.Acts, func(r events.ActRow) bool { return r.Fact == fact.Kind() })
	return events.Acts[i]
}
