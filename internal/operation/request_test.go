package operation

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

func requesting(change func(*events.AuthorisationRequested)) events.AuthorisationRequested {
	e := asking("AT", events.TransitRoute).(events.AuthorisationRequested)
	change(&e)
	return e
}

// waiting is the request to AT, to be acknowledged by 02:00 and answered by 04:00.
var waiting = join(planned[:len(planned)-1], on("01:00", "wait", requesting(func(e *events.AuthorisationRequested) {
	e.Request.Acknowledge, e.Request.Answer, e.Request.Replaces = clock("02:00"), clock("04:00"), "ask-at"
})))

var (
	receiving = events.AuthorisationAcknowledged{Receipt: events.ReceivedTerms{Request: "wait", Country: "AT"}}
	wondering = events.InformationAsked{Question: events.QuestionTerms{Request: "wait", Country: "AT", Letters: []events.Code{"f"}}}
	supplying = events.InformationSupplied{Answer: events.SuppliedTerms{Question: "why", Country: "AT"}}
	silence   = func(due string) events.SilenceTerms {
		return events.SilenceTerms{Request: "wait", Country: "AT", Measure: events.TransitRoute, Due: clock(due)}
	}
	unheard   = events.AuthorisationUnacknowledged{Unacknowledged: silence("02:00")}
	unsaid    = events.AuthorisationUnanswered{Unanswered: silence("04:00")}
	noReceipt = called(RequestUnacknowledged, "AT-TRANSIT", "HU", "", clock("02:00"))
	noAnswer  = called(RequestUnanswered, "AT-TRANSIT", "HU", "", clock("04:00"))
	wonders   = called(MoreWanted, "AT-TRANSIT", "HU", "", clock("01:30"))
	declined  = events.AuthorisationRefused{Refusal: events.RefusalTerms{Request: "wait", Country: "AT", Measure: events.TransitRoute}}
)

// CH-IT 2009 arts. 12(2), 13; EIO arts. 12, 16.
func TestWhatARequestNames(t *testing.T) {
	const coordinator = "hu.lead coordinator"
	by := func(rule Rule, name string, change func(*events.AuthorisationRequested)) scene {
		return under(t, rule)(name).given(planned).when("01:30", coordinator, requesting(change))
	}
	to := func(id events.AuthorityID) func(*events.AuthorisationRequested) {
		return func(e *events.AuthorisationRequested) { e.Request.To = id }
	}
	from := func(id events.AuthorityID) func(*events.AuthorisationRequested) {
		return func(e *events.AuthorisationRequested) { e.Authority.By = id }
	}
	by(AuthorityMayDo, "who receives requests", to("AT-A1")).thenNothing()
	by(AuthorityMayDo, "not who only decides", to("AT-A2")).thenRefused()
	by(OwnAuthorities, "not another State's", to("DE-A1")).thenRefused()
	by(AuthorityListed, "nor one that is not there", to("AT-A9")).thenRefused()
	by(AuthorityListed, "nor one that is not there yet", to("AT-A5")).thenRefused()
	by(AuthorityMayDo, "the lead's authority asks", from("HU-A4")).thenNothing()
	by(AuthorityMayDo, "not one that makes no requests", from("HU-A2")).thenRefused()
	by(OwnAuthorities, "nor the other State's", from("AT-A1")).thenRefused()
	by(PartIsDeclared, "parts that there are", func(e *events.AuthorisationRequested) { e.Goods.Parts = []events.Part{part} }).thenNothing()
	by(PartIsDeclared, "no others", func(e *events.AuthorisationRequested) { e.Goods.Parts = []events.Part{part, "ABCDEF"} }).thenRefused()

	way := func(enter, leave events.PointID) func(*events.AuthorisationRequested) {
		return func(e *events.AuthorisationRequested) { e.Route.Enter, e.Route.Leave = enter, leave }
	}
	by(WayLeads, "in at one point, out at the other", way("HU-AT", "AT-DE")).thenNothing()
	by(WayLeads, "not in where it goes out", way("AT-DE", "")).thenRefused()
	by(WayLeads, "nor out where it comes in", way("", "HU-AT")).thenRefused()
	by(IsPlanned, "a point that is planned", way("SK-AT", "")).thenRefused()
	under(t, DroppedIs)("and was not dropped").given(planned, on("01:00", "", droppingPoint("HU-AT"))).when("01:30", coordinator, requesting(way("HU-AT", ""))).thenRefused()

	due := func(receipt, answer string) func(*events.AuthorisationRequested) {
		return func(e *events.AuthorisationRequested) {
			if receipt != "" {
				e.Request.Acknowledge = clock(receipt)
			}
			if answer != "" {
				e.Request.Answer = clock(answer)
			}
		}
	}
	by(DeadlineAhead, "both to come", due("02:00", "02:00")).thenNothing()
	by(DeadlineAhead, "a receipt alone", due("02:00", "")).thenNothing()
	by(DeadlineAhead, "an answer alone", due("", "02:00")).thenNothing()
	by(DeadlineAhead, "not now", due("01:30", "02:00")).thenRefused()
	by(DeadlineAhead, "nor the answer", due("", "01:30")).thenRefused()
	by(DeadlineAhead, "nor the answer first", due("02:01", "02:00")).thenRefused()
}

// A new version takes the place of the old one, and carries nothing over.
func TestARequestIsReplaced(t *testing.T) {
	const coordinator, authority = "hu.lead coordinator", "at competent-authority"
	replacing := func(id events.CommandID) events.Event {
		return requesting(func(e *events.AuthorisationRequested) { e.Request.Replaces = id })
	}
	granted := on("01:00", "", granting("ask-at", "AT", events.TransitRoute))
	rule := under(t, ReplacesOpen)
	rule("what is not answered").given(planned).when("01:30", coordinator, replacing("ask-at")).thenNothing()
	rule("not to another State").given(planned).when("01:30", coordinator, replacing("ask-de")).thenRefused()
	rule("not what is not there").given(planned).when("01:30", coordinator, replacing("ask-nobody")).thenRefused()
	rule("not for another measure").given(planned).when("01:30", coordinator, func() events.Event {
		e := replacing("ask-at").(events.AuthorisationRequested)
		e.Request.Measure = events.Import
		return e
	}()).thenRefused()
	rule("not what is granted").given(planned, granted).when("01:30", coordinator, replacing("ask-at")).thenRefused()
	rule("nor what rests").given(planned, granted, on("01:10", "", suspending(atTransit))).when("01:30", coordinator, replacing("ask-at")).thenRefused()
	rule("but what was revoked").given(planned, granted, on("01:10", "", revoking(atTransit))).when("01:30", coordinator, replacing("ask-at")).thenNothing()
	rule("and what is over").given(planned, granted).when("14:01", coordinator, replacing("ask-at")).thenNothing()

	rule = under(t, NewestCounts)
	twice := join(planned, on("01:10", "newer", replacing("ask-at")))
	rule("once").given(twice).when("01:30", coordinator, replacing("ask-at")).thenRefused()
	rule("then the newer").given(twice).when("01:30", coordinator, replacing("newer")).thenNothing()
	rule("no grant of the old").given(twice).when("01:30", authority, granting("ask-at", "AT", events.TransitRoute)).thenRefused()
	rule("no refusal").given(twice).when("01:30", authority, events.AuthorisationRefused{Refusal: events.RefusalTerms{Request: "ask-at", Country: "AT", Measure: events.TransitRoute}}).thenRefused()
	rule("no receipt").given(twice).when("01:30", authority, events.AuthorisationAcknowledged{Receipt: events.ReceivedTerms{Request: "ask-at", Country: "AT"}}).thenRefused()
	rule("no question").given(twice).when("01:30", authority, events.InformationAsked{Question: events.QuestionTerms{Request: "ask-at", Country: "AT"}}).thenRefused()
	rule("the new one is answered").given(twice).when("01:30", authority, granting("newer", "AT", events.TransitRoute)).thenNothing()

	rule = under(t, "a-version-that-is-replaced-calls-nobody")
	again := func() events.Event { return replacing("wait") }()
	rule("its silence").given(waiting, on("02:00", "", unheard, noReceipt), on("04:00", "", unsaid, noAnswer)).when("04:10", coordinator, again).
		then(settled(RequestUnacknowledged, "AT-TRANSIT", "HU", "replaced"), settled(RequestUnanswered, "AT-TRANSIT", "HU", "replaced"))
	rule("its question").given(waiting, on("01:30", "why", wondering, wonders)).when("01:40", coordinator, again).
		then(settled(MoreWanted, "AT-TRANSIT", "HU", "replaced"))
}

// INV-28: sent is not told.
func TestARequestIsAcknowledged(t *testing.T) {
	rule := under(t, OwnAuthority)
	rule("its authority says so").given(waiting).when("01:30", "at competent-authority", receiving).thenNothing()
	rule("or its desk").given(waiting).when("01:30", "at desk", receiving).thenNothing()
	rule("not its team").given(waiting).when("01:30", "at team", receiving).thenRefused()
	rule("not another State").given(waiting).when("01:30", "de desk", receiving).thenRefused()
	rule("not the lead").given(waiting).when("01:30", "hu.lead coordinator", receiving).thenRefused()
	rule = under(t, RequestIsKnown)
	rule("another's request is not there").given(waiting).when("01:30", "at desk", events.AuthorisationAcknowledged{Receipt: events.ReceivedTerms{Request: "ask-de", Country: "AT"}}).thenRefused()
	under(t, ReceivedOnce)("twice").given(waiting, on("01:20", "", receiving)).when("01:30", "at desk", receiving).thenRefused()
	dealing := receiving
	dealing.Receipt.Authority = "AT-A1"
	under(t, ReceivedOnce)("who deals with it can be said later").given(waiting, on("01:20", "", receiving)).when("01:30", "at desk", dealing).thenNothing()
	under(t, ReceivedOnce)("once").given(waiting, on("01:20", "", receiving), on("01:25", "", dealing)).when("01:30", "at desk", dealing).thenRefused()
	under(t, ReceivedOnce)("and not be taken back").given(waiting, on("01:20", "", dealing)).when("01:30", "at desk", receiving).thenRefused()
	known, _ := fold(Operation{}, waiting, on("01:20", "", receiving), on("01:25", "", dealing)).Request("wait")
	require.Equal(t, clock("01:20"), known.Due.Received, "it arrived when that was said first")
	under(t, AnsweredOnce)("after the answer").given(waiting, on("01:20", "", granting("wait", "AT", events.TransitRoute))).when("01:30", "at desk", receiving).thenRefused()
	with := func(id events.AuthorityID) events.Event {
		e := receiving
		e.Receipt.Authority = id
		return e
	}
	under(t, AuthorityMayDo)("who receives").given(waiting).when("01:30", "at desk", with("AT-A1")).thenNothing()
	under(t, AuthorityMayDo)("not who does not").given(waiting).when("01:30", "at desk", with("AT-A2")).thenRefused()
	under(t, OwnAuthorities)("not another's").given(waiting).when("01:30", "at desk", with("DE-A1")).thenRefused()
}

// CH-IT 2009 art. 12(3).
func TestMoreIsAskedFor(t *testing.T) {
	const coordinator, authority = "hu.lead coordinator", "at competent-authority"
	wondered := join(waiting, on("01:30", "why", wondering, wonders))
	rule := under(t, OwnAuthority)
	rule("its authority asks").given(waiting).when("01:30", authority, wondering).then(wonders)
	rule("its desk does not").given(waiting).when("01:30", "at desk", wondering).thenRefused()
	rule("another's does not").given(waiting).when("01:30", "de competent-authority", wondering).thenRefused()
	under(t, AnsweredOnce)("not after the answer").given(waiting, on("01:20", "", declined)).when("01:30", authority, wondering).thenRefused()
	rule = under(t, OnlyLead)
	rule("the lead supplies").given(wondered).when("01:40", coordinator, supplying).then(settled(MoreWanted, "AT-TRANSIT", "HU", "supplied"))
	rule("nobody else").given(wondered).when("01:40", authority, supplying).thenRefused()
	rule = under(t, QuestionKnown)
	rule("what was asked").given(waiting).when("01:40", coordinator, supplying).thenRefused()
	rule("by this State").given(wondered).when("01:40", coordinator, events.InformationSupplied{Answer: events.SuppliedTerms{Question: "why", Country: "DE"}}).thenRefused()
	rule("once").given(wondered, on("01:35", "", supplying)).when("01:40", coordinator, supplying).thenRefused()

	rule = under(t, "a-question-calls-the-lead-until-it-is-moot")
	rule("another is open").given(wondered, on("01:35", "more", wondering)).when("01:40", coordinator, supplying).thenNothing()
	rule("granted").given(wondered).when("01:40", authority, granting("wait", "AT", events.TransitRoute)).then(settled(MoreWanted, "AT-TRANSIT", "HU", "granted"))
	rule("refused").given(wondered).when("01:40", authority, declined).then(settled(MoreWanted, "AT-TRANSIT", "HU", "refused"))
	rule("not provisionally").given(wondered).when("01:40", authority, limited(granting("wait", "AT", events.TransitRoute),
		func(g *events.AuthorisationGranted) { g.Grant.Finality = events.Provisional })).thenNothing()
}

// INV-28; silence is no consent.
func TestASilentStateCallsTheLead(t *testing.T) {
	const authority = "at competent-authority"
	rule := under(t, Rule(RequestUnacknowledged))
	rule("the lead").given(waiting).strikes("02:00", unheard).then(noReceipt)
	rule = under(t, Rule(RequestUnanswered))
	rule("the lead").given(waiting).strikes("04:00", unsaid).then(noAnswer)
	under(t, FiresWhenDue)("not before").given(waiting).strikes("01:59", unheard).thenRefused()

	silent := join(waiting, on("02:00", "", unheard, noReceipt))
	rule = under(t, "who-has-answered-is-not-silent")
	heard := func(ground events.Code) events.Event {
		return settled(RequestUnacknowledged, "AT-TRANSIT", "HU", ground)
	}
	rule("acknowledged").given(silent).when("02:10", authority, receiving).then(heard("acknowledged"))
	rule("asked").given(silent).when("02:10", authority, wondering).then(heard("asked"), called(MoreWanted, "AT-TRANSIT", "HU", "", clock("02:10")))
	rule("contested").given(silent).when("02:10", authority, contesting("AT-A1", "AT-A2")).then(heard("contested"))
	rule("refused").given(silent).when("02:10", authority, declined).then(heard("refused"))
	provisional := limited(granting("wait", "AT", events.TransitRoute), func(g *events.AuthorisationGranted) { g.Grant.Finality = events.Provisional })
	both := join(silent, on("04:00", "", unsaid, noAnswer))
	rule("provisionally").given(both).when("04:10", authority, provisional).then(heard("granted"), settled(RequestUnanswered, "AT-TRANSIT", "HU", "granted"))
	rule("its receipt is no answer").given(both).when("04:10", authority, receiving).then(heard("acknowledged"))

	second := events.SilenceTerms{Request: "second", Country: "AT", Measure: events.TransitRoute, Due: clock("02:00")}
	two := join(silent, on("01:00", "second", requesting(func(e *events.AuthorisationRequested) { e.Request.Acknowledge = clock("02:00") })),
		on("02:00", "", events.AuthorisationUnacknowledged{Unacknowledged: second}))
	for name, other := range map[string]struct {
		c events.Country
		m events.Measure
	}{"nor one to another State": {"DE", events.TransitRoute}, "nor one for another measure": {"AT", events.Import}} {
		late := events.AuthorisationUnacknowledged{Unacknowledged: events.SilenceTerms{Request: "other", Country: other.c, Measure: other.m, Due: clock("02:00")}}
		rule(name).given(silent, on("01:00", "other", asking(other.c, other.m)), on("02:00", "late", late)).when("02:10", authority, receiving).then(heard("acknowledged"))
	}
	rule("of two requests to both").given(two).when("02:10", authority, receiving).thenNothing()
}

// What replaces one request leaves the others as they are, and so does an answer.
func TestEachRequestIsItsOwn(t *testing.T) {
	under(t, NewestCounts)("another State's is not replaced by it").given(waiting).when("01:30", "de competent-authority", granting("ask-de", "DE", events.Import)).thenNothing()
	two := join(waiting, on("01:10", "why", wondering, wonders), on("01:15", "why-2", wondering), on("01:20", "answer", supplying))
	second := events.InformationSupplied{Answer: events.SuppliedTerms{Question: "why-2", Country: "AT"}}
	under(t, QuestionKnown)("the question that it names").given(two).when("01:30", "hu.lead coordinator", second).then(settled(MoreWanted, "AT-TRANSIT", "HU", "supplied"))
}

// The clocks of a request: not a second before, at the moment and after it; and what
// stops them.
func TestTheClocksOfARequest(t *testing.T) {
	question := func(id events.CommandID, at string) history { return on(at, id, wondering) }
	answer := func(id events.CommandID, at string) history {
		return on(at, "", events.InformationSupplied{Answer: events.SuppliedTerms{Question: id, Country: "AT"}})
	}
	provisional := limited(granting("wait", "AT", events.TransitRoute), func(g *events.AuthorisationGranted) { g.Grant.Finality = events.Provisional })
	for name, row := range map[string]struct {
		given           history
		receipt, answer string // when each is said; empty: never
	}{
		"nobody says anything":                 {waiting, "02:00", "04:00"},
		"acknowledged":                         {join(waiting, on("01:30", "", receiving)), "", "04:00"},
		"granted":                              {join(waiting, on("01:30", "", granting("wait", "AT", events.TransitRoute))), "", ""},
		"granted provisionally":                {join(waiting, on("01:30", "", provisional)), "", ""},
		"refused":                              {join(waiting, on("01:30", "", declined)), "", ""},
		"contested":                            {join(waiting, on("01:30", "", contesting("AT-A1", "AT-A2"))), "", "04:00"},
		"settled":                              {join(waiting, on("01:30", "", contesting("AT-A1", "AT-A2"), settlingOn("AT-A2"))), "", "04:00"},
		"replaced":                             {join(waiting, on("01:30", "n", requesting(func(e *events.AuthorisationRequested) { e.Request.Replaces = "wait" }))), "", ""},
		"a question is open":                   {join(waiting, question("q", "01:30")), "", ""},
		"a question was":                       {join(waiting, question("q", "01:30"), answer("q", "02:10")), "", "04:40"},
		"two, one after the other":             {join(waiting, question("q", "01:30"), answer("q", "02:10"), question("r", "02:30"), answer("r", "02:40")), "", "04:50"},
		"two at once":                          {join(waiting, question("q", "01:30"), question("r", "01:40"), answer("q", "02:10"), answer("r", "02:30")), "", "05:00"},
		"one within another":                   {join(waiting, question("q", "01:30"), question("r", "01:40"), answer("r", "01:50"), answer("q", "02:30")), "", "05:00"},
		"one of two is open":                   {join(waiting, question("q", "01:30"), question("r", "01:40"), answer("r", "01:50")), "", ""},
		"said":                                 {join(waiting, on("02:00", "", unheard), on("04:00", "", unsaid)), "", ""},
		"the operation is over":                {join(waiting, on("01:30", "", closing(events.Lost))), "", ""},
		"a request that says nothing of these": {planned, "", ""},
	} {
		o := fold(Operation{}, row.given)
		says := func(at events.Time, kind events.Kind) (events.Time, bool) {
			due := o.Due(at)
			i := slices.IndexFunc(due, func(c Clock) bool { return c.Fact.Kind() == kind })
			if i < 0 {
				return events.Time{}, false
			}
			return due[i].Due, true
		}
		for kind, due := range map[events.Kind]string{"authorisation.unacknowledged": row.receipt, "authorisation.unanswered": row.answer} {
			if due == "" {
				_, is := says(clock("23:00"), kind)
				require.False(t, is, "%s: %s", name, kind)
				continue
			}
			_, is := says(clock(due).Add(-time.Second), kind)
			require.False(t, is, "%s: %s too early", name, kind)
			for _, late := range []time.Duration{0, time.Second, time.Hour} {
				at, is := says(clock(due).Add(late), kind)
				require.True(t, is, "%s: %s", name, kind)
				require.Equal(t, clock(due), at, "%s: %s", name, kind)
			}
		}
	}
}
