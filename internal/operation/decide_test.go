package operation

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/tidy"
)

func TestCommonRules(t *testing.T) {
	const coordinator = "hu.lead coordinator"
	changed := func(s scene, change func(*Command)) scene { change(&s.command); return s }

	rule := under(t, KeySpeaks)
	rule("a stranger's key").given(departed).when("02:40", "hu stranger", offering).thenRefused()
	rule("a stranger's fact").given(departed).when("02:40", "hu stranger", crossing("HU", "AT")).thenRefused()
	rule("another country's key").given(departed).when("02:40", "hu commander", offering).as("at").thenRefused()
	rule("the hub's key").given(departed).when("02:40", "hub clock", offering).thenRefused()
	late := rule("out of term").given(departed).when("23:59", "hu commander", offering)
	late.at, late.command.Until = clock("23:59").Add(1e6), clock("23:59").Add(events.DecisionLife)
	late.thenRefused()

	rule = under(t, LeadAsLead)
	rule("a party that does not lead").given(planned).when("01:30", "at.lead coordinator", approving).thenRefused()
	rule("also for a fact").given(departed).when("02:40", "at.lead coordinator", crossing("HU", "AT")).thenRefused()
	under(t, "a-fact-is-recorded")("the lead reports too").given(accepted).when("03:10", coordinator, crossing("HU", "AT")).
		then(moved("AT", "HU", "03:10", events.ByHandover, events.Taken))

	rule = under(t, SaysUntil)
	changed(rule("a decision without until").given(consented).when("01:30", coordinator, approving), func(c *Command) { c.Until = events.Time{} }).thenRefused()
	changed(rule("a fact with until").given(approved).when("02:10", "hu team", departing), func(c *Command) { c.Until = clock("02:15") }).thenRefused()

	rule = under(t, NoteExpired)
	s := rule("in its last moment").given(consented).when("01:30", coordinator, approving)
	s.at = s.command.Until
	s.thenNothing()
	s = rule("a moment later").given(consented).when("01:30", coordinator, approving)
	s.at = s.command.Until.Add(1e6)
	s.thenRefused()

	rule = under(t, NotFuture)
	s = rule("two minutes ahead").given(consented).when("01:30", coordinator, approving, "01:32")
	s.thenNothing()
	rule("three").given(consented).when("01:30", coordinator, approving, "01:33").thenRefused()
	changed(rule("known too").given(consented).when("01:30", coordinator, approving), func(c *Command) { c.Known = clock("01:33") }).thenRefused()

	rule = under(t, EndedIsOver)
	rule("a decision").given(consented, on("01:20", "close", closing(events.Terminated))).when("01:30", coordinator, approving).thenRefused()

	rule = under(t, KnownAct)
	changed(rule("an act that is not ours").given(), func(c *Command) { c.Act = "persons.deliver" }).thenRefused()
	changed(rule("a fact of another act").given(departed).when("02:40", "hu commander", offering), func(c *Command) { c.Act = "handover.accept" }).thenRefused()
	changed(rule("no fact").given(departed).when("02:40", "hu commander", offering), func(c *Command) { c.Fact = nil }).thenRefused()

	rule = under(t, OwnSequence)
	changed(rule("an operation's act in the registry").given(consented).when("01:30", coordinator, approving), func(c *Command) { c.Operation = events.Registry }).thenRefused()
	changed(rule("the registry's in an operation").given(consented).when("01:30", "root", events.CountryAdded{Country: events.CountryTerms{Code: "RO", Account: "RO"}}), func(c *Command) { c.Operation = relay }).thenRefused()
}

// as signs in another viewer's name, with the same key.
func (s scene) as(v events.Viewer) scene { s.command.Signer = v; return s }

// To a non-party an operation does not exist: whatever it tries, it is told the
// very same as about an id that nobody ever used.
func TestANonPartyIsToldNothing(t *testing.T) {
	unknown, known := Operation{}, fold(Operation{}, crossed)
	for _, row := range events.Acts {
		a, ok := actionOf(row.Act)
		if !ok || a.ofRegistry() || a.opens() { // what is missing, TestActionsAreComplete names
			continue
		}
		fact, err := events.DecodeEvent([]byte(`{"kind":"` + string(row.Fact) + `"}`))
		require.NoError(t, err)
		for _, role := range everyRole {
			for _, viewer := range []string{"nl", "nl.lead", "sk", "sk.lead"} { // SK is a possible State
				c := commanded("03:20", viewer+" "+string(role), fact)
				_, of := Decide(alliance, known, c, clock("03:20"))
				_, from := Decide(alliance, unknown, c, clock("03:20"))
				require.Error(t, of, row.Act)
				require.Equal(t, from, of, row.Act)
				require.Equal(t, from.Error(), of.Error())
			}
		}
	}
	c := commanded("03:20", "nl team", crossing("HU", "AT"))
	_, err := Decide(alliance, known, c, clock("03:20"))
	require.Equal(t, NoSuch, err.(*Refusal).Rule)
	require.Equal(t, NotFound, err.(*Refusal).Class)
}

// What a desk is refused with is the same whether a thing that it may not see is
// there or not.
func TestAThirdStateIsToldNothing(t *testing.T) {
	for _, probe := range []struct {
		name, by    string
		there, gone history
		fact        events.Event
	}{
		{"an offer", "de commander", offered, departed, accepting},
		{"a request", "at competent-authority", asked, opened, granting("ask-de", "AT", events.Import)},
		{"a point", "de commander", crossed, join(opened), offering},
		{"a part that travels", "at commander", departed, planned, func() events.Event { e := offering; e.Offer.Point = "AT-DE"; return e }()},
		{"a consent", "at competent-authority", consented, planned, revoking(events.ConsentTerms{Request: "ask-de", Country: "AT", Measure: events.Import})},
		{"a consent, named as what it is", "at competent-authority", consented, opened, revoking(events.ConsentTerms{Request: "ask-de", Country: "DE", Measure: events.Import})},
		{"a condition", "at competent-authority", join(opened, on("00:10", "", imposed("DE-C1", events.Precedent))), opened, waiving("DE-C1")},
		{"a request to acknowledge", "at desk", asked, opened, events.AuthorisationAcknowledged{Receipt: events.ReceivedTerms{Request: "ask-de", Country: "AT"}}},
		{"a request to ask about", "at competent-authority", asked, opened, events.InformationAsked{Question: events.QuestionTerms{Request: "ask-de", Country: "AT"}}},
		{"a request to contest", "at competent-authority", asked, opened, events.CompetenceContested{Contest: events.ContestTerms{Request: "ask-de", Country: "AT"}}},
		{"an assurance", "at desk", join(opened, on("00:10", "", assuring("DE", events.SeizureAssured))), opened, takingBack("DE", events.SeizureAssured)},
		{"a leg", "at commander", planned, opened, assigning("AT", "AT-2", "DE-L1")},
		{"a team", "at team", join(planned, on("00:30", "", assigning("DE", "DE-1", ""))), planned, readying("DE", "DE-1", "")},
		{"a letter", "at desk", join(opened, on("00:10", "letter", by("de", "00:10", events.LetterIssued{Letter: events.LetterTerms{Country: "DE"}}))), opened,
			events.LetterWithdrawn{Withdrawn: events.LetterName{Letter: "letter", Country: "AT"}}},
		{"a version of the plan", "at commander", join(planned, on("00:30", "", issued("DE", 1))), opened, agreeing("DE", 1)},
		{"a point to consent for", "at competent-authority", join(planned, on("00:30", "", point("HU-DE"))), planned, limited(granting("ask-at", "AT", events.TransitRoute), atPoints("HU-DE"))},
		{"a condition met", "at commander", join(opened, on("00:10", "", imposed("DE-C1", events.Precedent)), on("00:20", "", meeting("DE-C1"))), opened, meeting("DE-C1")},
	} {
		c := commanded("03:20", probe.by, probe.fact)
		_, there := Decide(alliance, fold(Operation{}, probe.there), c, clock("03:20"))
		_, gone := Decide(alliance, fold(Operation{}, probe.gone), c, clock("03:20"))
		require.Error(t, there, probe.name)
		require.Equal(t, gone, there, probe.name)
	}
}

func TestRegistry(t *testing.T) {
	genesis := events.RegistryBegun{Keys: events.JournalKeys{Root: key("root"), Hub: key("hub"), Clock: key("clock")}}
	enrol := func(c events.Country, key events.PublicKey) events.OfficerEnrolled {
		return events.OfficerEnrolled{Officer: events.OfficerTerms{Country: c, Key: key, Roles: []events.Role{events.Team},
			From: clock("00:00"), Until: clock("01:00")}}
	}
	desk := func(c events.Country, key events.PublicKey) events.Event {
		return events.DeskAdded{Desk: events.DeskTerms{Country: c, Key: key, Zone: "Europe/Vienna"}}
	}
	country := func(c events.Country, a events.Account) events.Event {
		return events.CountryAdded{Country: events.CountryTerms{Code: c, Account: a}}
	}
	twice, other := genesis, genesis
	twice.Keys.Clock = key("hub")
	other.Keys.Root = key("other")
	roleless := enrol("AT", key("new"))
	roleless.Officer.Roles = nil
	at := Registry{}.Evolve(Cause{N: 1}, genesis).Evolve(Cause{N: 2}, country("AT", "ACCOUNTAT")).Evolve(Cause{N: 3}, desk("AT", key("at gateway")))

	for _, row := range []struct {
		name string
		r    Registry
		by   string
		fact events.Event
		rule Rule // empty: accepted
	}{
		{"it begins", Registry{}, "root", genesis, ""},
		{"it begins once", at, "root", genesis, BeginsOnce},
		{"genesis is signed by the key that it names", Registry{}, "root", other, OnlyRoot},
		{"each purpose its key", Registry{}, "root", twice, KeyUsedOnce},
		{"nothing comes before", Registry{}, "root", country("AT", "A"), BeginsFirst},
		{"a country", at, "root", country("DE", "ACCOUNTDE"), ""},
		{"a country once", at, "root", country("AT", "ANOTHER"), CountryOnce},
		{"an account once", at, "root", country("DE", "ACCOUNTAT"), OneAccount},
		{"no country by an officer", at, "at coordinator", country("DE", "ACCOUNTDE"), OnlyRoot},
		{"no desk of a country unknown", at, "root", desk("DE", key("new")), CountryFirst},
		{"one desk", at, "root", desk("AT", key("new")), OneDesk},
		{"no desk with the hub's key", at, "root", desk("AT", key("hub")), KeyUsedOnce},
		{"an officer", at, "root", enrol("AT", key("new")), ""},
		{"no officer of a country unknown", at, "root", enrol("DE", key("new")), CountryFirst},
		{"no officer with a gateway's key", at, "root", enrol("AT", key("at gateway")), KeyUsedOnce},
		{"no officer without a role", at, "root", roleless, RolesAndTerms},
	} {
		c := commanded("00:30", row.by, row.fact)
		c.Operation = events.Registry
		out, err := Decide(row.r, Operation{ID: events.Registry}, c, clock("00:30"))
		if row.rule == "" {
			require.NoError(t, err, row.name)
			require.Equal(t, []events.Event{row.fact}, out, row.name)
			continue
		}
		var refusal *Refusal
		require.True(t, errors.As(err, &refusal), row.name)
		require.Equal(t, row.rule, refusal.Rule, row.name)
	}

	r := at.Evolve(Cause{N: 4}, enrol("AT", key("new")))
	_, before := at.Officer(key("new").ID())
	require.False(t, before, "the old value stays as it was")
	officer, ok := r.Officer(key("new").ID())
	require.True(t, ok)
	require.Equal(t, events.Country("AT"), officer.Country)
	for _, k := range []string{"root", "hub", "clock", "at gateway", "new"} {
		public, ok := r.Public(key(k).ID())
		require.True(t, ok, k)
		require.Equal(t, key(k), public)
	}
	_, ok = r.Public(key("stranger").ID())
	require.False(t, ok)
	require.Equal(t, []events.Country{"AT", "DE", "HU", "NL", "SK"}, alliance.Countries())
	code, ok := r.CountryOf("ACCOUNTAT")
	require.True(t, ok)
	require.Equal(t, events.Country("AT"), code)
	require.Equal(t, uint64(4), r.N())
}

// The table of acts has a row for each act of the catalogue, in its order, that
// fits its fact and its nature.
func TestActionsAreComplete(t *testing.T) {
	for i, row := range events.Acts {
		require.Less(t, i, len(actions), "no row for %s", row.Act)
		a := actions[i]
		require.Equal(t, row.Act, a.act)
		fact, err := events.DecodeEvent([]byte(`{"kind":"` + string(row.Fact) + `"}`))
		require.NoError(t, err)
		require.True(t, a.fits(fact), "%s records %s", row.Act, row.Fact)
		require.Equal(t, row.Nature == events.Decision, a.decides != nil, row.Act)
		require.Equal(t, row.Nature == events.Observation, a.observes != nil, row.Act)
		require.Equal(t, row.Nature == events.Clock, a.fires != nil, row.Act)
		require.Equal(t, row.Nature == events.Clock, a.by[0].capacity == asHub, row.Act)
		require.NotEmpty(t, a.by, row.Act)
		require.NotEmpty(t, a.under, row.Act)
	}
	require.Len(t, actions, len(events.Acts))
}

func TestSwitchesAreClosed(t *testing.T) {
	families, err := tidy.Families("../../events")
	require.NoError(t, err)
	files := map[string][]string{ // of families that are folded in several
		"registry":      {"Registry.Evolve"},
		"authorisation": {"evolveAuthorisation", "evolveCondition", "evolveRequest"},
		"plan":          {"evolvePlan", "evolveVersions"},
		"goods":         {"evolveGoods", "evolveSubstitution", "evolveSeal"},
		"control":       {"evolveControl", "evolveUrgent"},
	}
	for family, types := range families {
		functions := files[family]
		if functions == nil {
			functions = []string{"evolve" + strings.ToUpper(family[:1]) + family[1:]}
		}
		lacks := map[string]int{} // TestEachEventIsFoldedOnce says that not two have it
		for _, function := range functions {
			open, err := tidy.Open(".", function, types)
			require.NoError(t, err)
			for _, what := range open {
				lacks[strings.TrimPrefix(what, function)]++
			}
		}
		for what, n := range lacks {
			require.Less(t, n, len(functions), "%v%s", functions, what)
		}
	}
}

func TestEachEventIsFoldedOnce(t *testing.T) {
	for _, row := range events.Kinds {
		e, err := events.DecodeEvent([]byte(`{"kind":"` + string(row.Kind) + `"}`))
		require.NoError(t, err)
		taken := 0
		for _, evolve := range families {
			if _, ok := evolve(Operation{}, Cause{}, e); ok {
				taken++
			}
		}
		switch e.(type) {
		case events.RegistryBegun, events.CountryAdded, events.DeskAdded, events.OfficerEnrolled, events.ClockJumped,
			events.AuthorityDeclared, events.AuthorityWithdrawn:
			require.Zero(t, taken, row.Kind)
		default:
			require.Equal(t, 1, taken, row.Kind)
		}
	}
}

// A refusal says what, and what next, in one breath.
func TestRefusalReads(t *testing.T) {
	_, err := Decide(alliance, fold(Operation{}, offered), commanded("02:50", "hu commander", accepting), clock("02:50"))
	require.EqualError(t, err, "HU offered part "+string(part)+" at HU-AT: only AT answers that (only-the-receiving-state-accepts). Ask the desk of AT.")
}

func ExampleDecide() {
	o := fold(Operation{}, planned, on("01:00", "grant-hu", granting("ask-hu", "HU", events.Export)))
	_, err := Decide(alliance, o, commanded("01:30", "hu.lead coordinator", approving), clock("01:30"))
	refusal := err.(*Refusal)
	fmt.Println(refusal.Rule)
	for _, missing := range slices.Sorted(slices.Values(refusal.Missing)) {
		fmt.Println("-", missing)
	}
	// Output:
	// departure-needs-every-consent
	// - AT transit 2026-03-02T03:00Z–2026-03-02T09:00Z: requested, not answered
	// - DE import 2026-03-02T07:00Z–2026-03-02T13:00Z: requested, not answered
}
