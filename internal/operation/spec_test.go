package operation

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

// A rule is tested in one language: under a rule, given what was told before,
// when somebody does or reports something, then this follows.
//
//	rule := under(t, OnlyReceiverAccepts)
//	rule("the offering State does not").given(offered).when("02:50", "hu commander", accepting).thenRefused()
type scene struct {
	t         *testing.T
	rule      Rule
	name      string
	operation Operation
	command   Command
	at        events.Time
	rows      *rows
}

// rows is what the rows of one rule ask.
type rows struct{ breaking, notBreaking bool }

type told struct {
	at     events.Time
	id     events.CommandID
	events []events.Event
}

type history []told

// under: that a row does not break a rule says something only if another row does.
func under(t *testing.T, rule Rule) func(name string) scene {
	var asked rows
	t.Cleanup(func() { require.False(t, asked.notBreaking && !asked.breaking, "no row breaks %s", rule) })
	return func(name string) scene { return scene{t: t, rule: rule, name: name, rows: &asked} }
}

func (s scene) given(histories ...history) scene {
	s.operation = fold(Operation{}, histories...)
	return s
}

// when: by is a viewer and a role, "at commander"; occurred is when it happened,
// if not when it was told.
func (s scene) when(at, by string, fact events.Event, occurred ...string) scene {
	s.at, s.command = clock(at), commanded(at, by, fact, occurred...)
	return s
}

// witnessed: who signs besides.
func (s scene) witnessed(by string) scene { s.command.Witness = keyOf(by); return s }

func (s scene) without(enclosure string) scene { s.command.Enclosures = nil; return s }

func (s scene) then(consequences ...events.Event) {
	for _, e := range spelt(consequences) {
		b, ok := e.(events.BreachFound)
		s.rows.breaking = s.rows.breaking || ok && b.Breach.Rule == events.Code(s.rule)
	}
	s.decided(func(t *testing.T, out []events.Event, err error) {
		require.NoError(t, err)
		require.NotEmpty(t, out)
		require.Equal(t, append([]events.Event{out[0]}, spelt(consequences)...), out)
		require.Equal(t, s.command.Fact.Kind(), out[0].Kind(), "the fact comes first")
	})
}

// thenNothing: the fact is stored, and nothing follows from it.
func (s scene) thenNothing() { s.then() }

func (s scene) thenRefused(missing ...string) {
	s.decided(func(t *testing.T, out []events.Event, err error) {
		var refusal *Refusal
		require.True(t, errors.As(err, &refusal), "not refused: %v", out)
		require.Equal(t, s.rule, refusal.Rule, refusal)
		if len(missing) > 0 {
			require.Equal(t, missing, refusal.Missing)
		}
	})
}

func (s scene) thenBreach(countries ...events.Country) {
	s.rows.breaking = true
	require.NotEmpty(s.t, countries, "say whose")
	s.breached(countries)
}

// thenNoBreach: of this rule.
func (s scene) thenNoBreach() {
	s.rows.notBreaking = true
	s.breached(nil)
}

func (s scene) breached(countries []events.Country) {
	s.decided(func(t *testing.T, out []events.Event, err error) {
		require.NoError(t, err)
		var named []events.Country
		for _, e := range out {
			if b, ok := e.(events.BreachFound); ok && b.Breach.Rule == events.Code(s.rule) {
				named = append(named, b.Breach.Country)
			}
		}
		require.Equal(t, countries, named)
	})
}

func (s scene) decided(check func(*testing.T, []events.Event, error)) {
	s.t.Run(string(s.rule)+"/"+s.name, func(t *testing.T) {
		out, err := Decide(alliance, s.operation, s.command, s.at)
		check(t, out, err)
	})
}

// The alliance of the tests: each country has an officer for each role.

var alliance = func() Registry {
	r := Registry{}.Evolve(Cause{N: 1}, events.RegistryBegun{Keys: events.JournalKeys{Root: key("root"), Hub: key("hub"), Clock: key("clock")}})
	for _, c := range []events.Country{"HU", "AT", "DE", "SK", "NL"} {
		r = r.Evolve(Cause{N: r.N() + 1}, events.CountryAdded{Country: events.CountryTerms{Code: c, Account: events.Account("ACCOUNT" + c)}})
		for _, role := range everyRole {
			r = r.Evolve(Cause{N: r.N() + 1}, events.OfficerEnrolled{Officer: events.OfficerTerms{
				Country: c, Key: key(string(c.Desk()) + " " + string(role)), Roles: []events.Role{role},
				From: clock("00:00"), Until: clock("23:59")}})
		}
		for i, a := range authorities {
			a.Country = c
			r = r.Evolve(Cause{N: r.N() + 1}, events.AuthorityDeclared{Authority: a, Named: events.AuthorityName{ID: events.AuthorityID(fmt.Sprintf("%s-A%d", c, i+1))}})
		}
	}
	return r
}()

// authorities are those of each country: XX-A1 does all, XX-A2 and XX-A3 decide,
// XX-A4 makes requests, XX-A5 does all from noon on.
var authorities = []events.AuthorityTerms{
	{May: []events.AuthorityMay{events.MakesRequests, events.ReceivesRequests, events.DecidesRequests}, From: clock("00:00"), Until: clock("23:59")},
	{May: []events.AuthorityMay{events.DecidesRequests}, From: clock("00:00"), Until: clock("23:59")},
	{May: []events.AuthorityMay{events.DecidesRequests}, From: clock("00:00"), Until: clock("23:59")},
	{May: []events.AuthorityMay{events.MakesRequests}, From: clock("00:00"), Until: clock("23:59")},
	{May: []events.AuthorityMay{events.MakesRequests, events.ReceivesRequests, events.DecidesRequests}, From: clock("12:00"), Until: clock("23:59")},
}

func key(of string) events.PublicKey {
	sum := sha256.Sum256([]byte(of))
	return events.PublicKey(base64.StdEncoding.EncodeToString(sum[:]))
}

// keyOf: the lead's officers are the same persons as the desk's.
func keyOf(by string) events.KeyID { return key(strings.Replace(by, ".lead", "", 1)).ID() }

func clock(hm string) events.Time {
	t, err := events.ParseTime("2026-03-02T" + hm + ":00.000Z")
	if err != nil {
		panic(err)
	}
	return t
}

func window(from, until string) events.Window {
	return events.Window{From: clock(from), Until: clock(until)}
}

func on(at string, id events.CommandID, list ...events.Event) history {
	return history{{clock(at), id, list}}
}

func fold(o Operation, histories ...history) Operation {
	n := uint64(0)
	for _, h := range histories {
		for _, said := range h {
			n++
			id := said.id
			if id == "" { // its name matters to nobody, but it is a command of its own
				id = events.CommandID(fmt.Sprintf("told-%d", n))
			}
			c := Cause{Command: id, Operation: relay, N: n, Occurred: said.at, At: said.at}
			for _, e := range spelt(said.events) {
				if s, ok := e.(signed); ok {
					c.Author, c.Occurred, e = s.by, s.occurred, s.Event
				}
				o = Evolve(o, c, e)
			}
		}
	}
	return o
}

// signed is a fact of a history of which it matters who told it, or when it
// happened. It is the first of its command.
type signed struct {
	events.Event
	by       events.Viewer
	occurred events.Time
}

func by(v events.Viewer, occurred string, fact events.Event) events.Event {
	return signed{fact, v, clock(occurred)}
}

// alarming is a breach and the call that goes with every breach.
type alarming struct{ events.BreachFound }

func spelt(list []events.Event) []events.Event {
	var out []events.Event
	for _, e := range list {
		a, ok := e.(alarming)
		if !ok {
			out = append(out, e)
			continue
		}
		b := a.Breach
		out = append(out, a.BreachFound, called(b.Rule, string(b.Part), b.Country, b.Part, b.Since))
	}
	return out
}

func called(cause events.Code, about string, c events.Country, p events.Part, since events.Time) events.Event {
	return events.AlertRaised{Alert: events.AlertTerms{ID: events.AlertID(string(cause) + "/" + about), Country: c, Part: p, Since: since}}
}

func settled(cause events.Code, about string, c events.Country, ground events.Code) events.Event {
	return events.AlertResolved{Resolution: events.ResolutionTerms{ID: events.AlertID(string(cause) + "/" + about), Country: c, Ground: ground}}
}

const relay events.OperationID = "01JNZ7Q0000000000000000000"

func commanded(at, by string, fact events.Event, occurred ...string) Command {
	viewer, _, _ := strings.Cut(by, " ")
	c := Command{ID: "now", Operation: relay, Signer: events.Viewer(viewer), Key: keyOf(by),
		Occurred: clock(at), Known: clock(at), Fact: fact}
	for _, row := range events.Acts {
		if row.Fact != fact.Kind() {
			continue
		}
		c.Act = row.Act
		if row.Nature == events.Decision {
			c.Until = clock(at).Add(events.DecisionLife)
		}
		for _, slot := range row.Slots {
			if slot.Class != events.Clear {
				c.Enclosures = append(c.Enclosures, slot.Name)
			}
		}
	}
	if len(occurred) > 0 {
		c.Occurred = clock(occurred[0])
	}
	if viewer == "root" {
		c.Operation, c.Key = events.Registry, key("root").ID()
	}
	return c
}
