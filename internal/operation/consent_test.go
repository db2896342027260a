package operation

import (
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

var atTransit = events.ConsentTerms{Request: "ask-at", Country: "AT", Measure: events.TransitRoute}

func confirming(c events.ConsentTerms) events.Event {
	return events.AuthorisationConfirmed{Confirmation: c}
}

func resuming(c events.ConsentTerms) events.Event {
	return events.AuthorisationResumed{Resumption: c}
}

func varying(c events.ConsentTerms, w events.Window, modes ...events.Mode) events.AuthorisationVaried {
	return events.AuthorisationVaried{Variation: events.VariationTerms{Request: c.Request, Country: c.Country, Measure: c.Measure, Modes: modes}, Window: w}
}

func suspending(c events.ConsentTerms) events.Event {
	return events.AuthorisationSuspended{Suspension: events.EndingTerms{Request: c.Request, Country: c.Country, Measure: c.Measure, Ground: "no-team"}}
}

func revoking(c events.ConsentTerms) events.Event {
	return events.AuthorisationRevoked{Revocation: events.EndingTerms{Request: c.Request, Country: c.Country, Measure: c.Measure, Ground: "public-safety"}}
}

func lapsed(c events.ConsentTerms, ends string, why events.LapseFor) events.Event {
	return events.AuthorisationLapsed{Lapse: events.LapseTerms{Request: c.Request, Country: c.Country, Measure: c.Measure, Ends: clock(ends), For: why}}
}

func orally(confirm string) events.Event {
	return limited(granting("ask-at", "AT", events.TransitRoute), func(g *events.AuthorisationGranted) {
		g.Grant.Finality, g.Grant.Confirm = events.Oral, clock(confirm)
	})
}

// INV-01: a State changes and ends its own consent, and nobody else does.
func TestOnlyItsOwnAuthorityChangesAConsent(t *testing.T) {
	for _, change := range []events.Event{varying(atTransit, window("01:00", "15:00"), events.Live), suspending(atTransit), revoking(atTransit)} {
		rule := under(t, OwnAuthority)
		kind := string(change.Kind()) + ", "
		rule(kind+"its authority does").given(consented).when("01:30", "at competent-authority", change).thenNothing()
		rule(kind+"its commander does not").given(consented).when("01:30", "at commander", change).thenRefused()
		rule(kind+"another's authority does not").given(consented).when("01:30", "de competent-authority", change).thenRefused()
		rule(kind+"the lead does not").given(consented).when("01:30", "hu.lead coordinator", change).thenRefused()
	}
	theirs := events.ConsentTerms{Request: "ask-de", Country: "AT", Measure: events.Import}
	rule := under(t, RequestIsKnown)
	rule("another State's consent is not there").given(consented).when("01:30", "at competent-authority", revoking(theirs)).thenRefused()
	under(t, SameMeasure)("import is not transit").given(consented).
		when("01:30", "at competent-authority", revoking(events.ConsentTerms{Request: "ask-at", Country: "AT", Measure: events.Import})).thenRefused()
}

// Which change which consent allows: each row a consent as it stands at 02:00,
// each column the rule that refuses it then; "" if none does.
func TestWhatAConsentAllowsToBeChanged(t *testing.T) {
	grant := granting("ask-at", "AT", events.TransitRoute)
	no := events.AuthorisationRefused{Refusal: events.RefusalTerms{Request: "ask-at", Country: "AT", Measure: events.TransitRoute}}
	provisional := limited(grant, func(g *events.AuthorisationGranted) { g.Grant.Finality = events.Provisional })
	short := limited(grant, func(g *events.AuthorisationGranted) { g.Window = window("01:00", "01:59") })
	is := func(list ...events.Event) history {
		h := asked
		for _, e := range list {
			h = join(h, on("01:00", "", e))
		}
		return h
	}
	for _, row := range []struct {
		name                                   string
		h                                      history
		confirm, vary, suspend, resume, revoke Rule
	}{
		{"not answered", is(), ConsentStands, ConsentStands, ConsentStands, ConsentStands, ConsentStands},
		{"provisional", is(provisional), ConsentStands, ConsentStands, ConsentStands, ConsentStands, ConsentStands},
		{"refused", is(no), ConsentStands, ConsentStands, ConsentStands, ConsentStands, ConsentStands},
		{"final", is(grant), ConfirmsOral, "", "", NothingRests, ""},
		{"oral", is(orally("05:00")), "", "", "", NothingRests, ""},
		{"oral, to be in writing by now", is(orally("02:00")), ConsentStands, ConsentStands, ConsentStands, ConsentStands, ConsentStands},
		{"oral, confirmed", is(orally("05:00"), confirming(atTransit)), ConfirmsOral, "", "", NothingRests, ""},
		{"suspended", is(grant, suspending(atTransit)), ConfirmsOral, RestsAlready, RestsAlready, "", ""},
		{"oral and suspended", is(orally("05:00"), suspending(atTransit)), "", RestsAlready, RestsAlready, "", ""},
		{"suspended past its time", is(short, suspending(atTransit)), ConsentStands, ConsentStands, ConsentStands, ConsentStands, ConsentStands},
		{"resumed", is(grant, suspending(atTransit), resuming(atTransit)), ConfirmsOral, "", "", NothingRests, ""},
		{"revoked", is(grant, revoking(atTransit)), ConsentStands, ConsentStands, ConsentStands, ConsentStands, ConsentStands},
		{"lapsed", is(short, lapsed(atTransit, "01:59", events.Expiry)), ConsentStands, ConsentStands, ConsentStands, ConsentStands, ConsentStands},
		{"over, and no clock has said so", is(short), ConsentStands, ConsentStands, ConsentStands, ConsentStands, ConsentStands},
	} {
		for _, change := range []struct {
			e  events.Event
			by Rule
		}{
			{confirming(atTransit), row.confirm}, {varying(atTransit, window("02:00", "09:00"), events.Live), row.vary},
			{suspending(atTransit), row.suspend}, {resuming(atTransit), row.resume}, {revoking(atTransit), row.revoke},
		} {
			s := under(t, change.by)(row.name+", "+string(change.e.Kind())).given(row.h).when("02:00", "at competent-authority", change.e)
			if change.by == "" {
				s.thenNothing()
			} else {
				s.thenRefused()
			}
		}
	}
}

// INV-07: CH-IT 2013 art. 7.
func TestAnOralConsentIsToBeInWriting(t *testing.T) {
	const authority = "at competent-authority"
	rule := under(t, OralHasTerm)
	rule("it says by when").given(asked).when("01:00", authority, orally("05:00")).thenNothing()
	rule("that is to come").given(asked).when("01:00", authority, orally("01:00")).thenRefused()
	rule("and before its end").given(asked).when("01:00", authority, orally("14:00")).thenRefused()
	rule("not without").given(asked).when("01:00", authority, limited(granting("ask-at", "AT", events.TransitRoute),
		func(g *events.AuthorisationGranted) { g.Grant.Finality = events.Oral })).thenRefused()
	rule("a final one has no such term").given(asked).when("01:00", authority, limited(granting("ask-at", "AT", events.TransitRoute),
		func(g *events.AuthorisationGranted) { g.Grant.Confirm = clock("05:00") })).thenRefused()
	under(t, NotOverYet)("nothing is granted for what is over").given(asked).when("15:00", authority, granting("ask-at", "AT", events.TransitRoute)).thenRefused()
	under(t, NotOverYet)("nor varied into it").given(consented).when("04:00", authority, varying(atTransit, window("01:00", "03:00"), events.Live)).thenRefused()
	under(t, ModesNamed)("a variation names what may travel").given(consented).when("01:30", authority, varying(atTransit, window("01:00", "09:00"))).thenRefused()
	under(t, WindowHasSpan)("and has a span").given(consented).when("01:30", authority, varying(atTransit, window("09:00", "08:00"), events.Live)).thenRefused()

	o := fold(Operation{}, asked, on("01:00", "", orally("05:00")))
	require.True(t, o.Admits("AT", events.Live, clock("04:59")), "it counts until then")
	require.False(t, o.Admits("AT", events.Live, clock("05:00")), "and no longer, whether its clock has said so or not")
	o = fold(Operation{}, asked, on("01:00", "", orally("05:00")), on("04:00", "", confirming(atTransit)))
	require.True(t, o.Admits("AT", events.Live, clock("05:00")))
	o = fold(Operation{}, asked, on("01:00", "", orally("05:00")), on("02:00", "", suspending(atTransit)), on("03:00", "", resuming(atTransit)))
	r, _ := o.Request("ask-at")
	require.Equal(t, Oral, r.last().Says, "resting does not put it in writing")
}

// A fact that is told late is judged by what held when it happened.
func TestWhatHeldIsKept(t *testing.T) {
	o := fold(Operation{}, asked,
		on("01:00", "", granting("ask-at", "AT", events.TransitRoute)),
		on("03:00", "", varying(atTransit, window("01:00", "14:00"), events.Clean)),
		on("04:00", "", suspending(atTransit)),
		on("05:00", "", resuming(atTransit)),
		on("06:00", "", varying(atTransit, window("01:00", "08:00"), events.Live)),
		on("08:00", "", lapsed(atTransit, "08:00", events.Expiry)))
	for at, want := range map[string][2]bool{ // live, clean
		"00:59": {}, "01:00": {true, false}, "02:59": {true, false}, "03:00": {false, true}, "04:00": {},
		"05:00": {false, true}, "06:00": {true, false}, "08:00": {true, false}, "08:01": {},
	} {
		require.Equal(t, want, [2]bool{o.Admits("AT", events.Live, clock(at)), o.Admits("AT", events.Clean, clock(at))}, at)
	}
}

// INV-17: no silent continuation.
func TestAConsentThatEndsUnderTheGoodsCallsTheDesk(t *testing.T) {
	const authority = "at competent-authority"
	alarm := called(ConsentRevoked, "AT-TRANSIT", "AT", part, clock("04:00"))
	rule := under(t, "goods-that-lose-their-consent-call-the-desk")
	rule("revoked").given(crossed).when("04:00", authority, revoking(atTransit)).then(alarm)
	rule("suspended").given(crossed).when("04:00", authority, suspending(atTransit)).then(alarm)
	rule("narrowed").given(crossed).when("04:00", authority, varying(atTransit, window("01:00", "14:00"), events.Clean)).then(alarm)
	rule("beginning later").given(crossed).when("04:00", authority, varying(atTransit, window("05:00", "14:00"), events.Live)).then(alarm)
	little := varying(atTransit, window("01:00", "14:00"), events.Live)
	little.Ceiling = events.Quantity{Amount: "60", Unit: events.Kilogram}
	rule("for less than is there").given(crossed).when("04:00", authority, little).then(alarm)
	early := join(departed, on("02:20", "", varying(atTransit, window("05:00", "14:00"), events.Live)), on("03:10", "", crossing("HU", "AT"), moved("AT", "HU", "03:10", events.ByTerritory, events.NotTaken)))
	rule("before it even began").given(early).when("04:00", authority, revoking(atTransit)).then(alarm)
	rule("varied as it may").given(crossed).when("04:00", authority, varying(atTransit, window("01:00", "15:00"), events.Live)).thenNothing()
	rule("the goods being elsewhere").given(crossed).when("04:00", "de competent-authority",
		revoking(events.ConsentTerms{Request: "ask-de", Country: "DE", Measure: events.Import})).thenNothing()
	again := join(crossed, on("03:30", "again", asking("AT", events.Import)), on("03:40", "", granting("again", "AT", events.Import)))
	rule("another consent holds").given(again).when("04:00", authority, revoking(atTransit)).thenNothing()
	rule("the origin's own").given(departed).when("04:00", "hu competent-authority",
		revoking(events.ConsentTerms{Request: "ask-hu", Country: "HU", Measure: events.Export})).then(called(ConsentRevoked, "HU-EXPORT", "HU", part, clock("04:00")))

	suspended := join(crossed, on("04:00", "", suspending(atTransit), alarm))
	rule = under(t, "goods-with-a-consent-again-call-no-more")
	rule("resumed").given(suspended).when("04:10", authority, resuming(atTransit)).then(settled(ConsentRevoked, "AT-TRANSIT", "AT", "resumed"))
	rule("called already").given(suspended).when("04:10", authority, revoking(atTransit)).thenNothing()
	revoked := join(crossed, on("04:00", "", revoking(atTransit), alarm), on("04:05", "again", asking("AT", events.Import)))
	rule("granted anew").given(revoked).when("04:10", authority, granting("again", "AT", events.Import)).
		then(settled(ConsentRevoked, "AT-TRANSIT", "AT", "granted"))
	rule("granted anew for less").given(revoked).when("04:10", authority, limited(granting("again", "AT", events.Import),
		func(g *events.AuthorisationGranted) { g.Grant.Modes = []events.Mode{events.Clean} })).thenNothing()
	rule("provisionally").given(revoked).when("04:10", authority, limited(granting("again", "AT", events.Import),
		func(g *events.AuthorisationGranted) { g.Grant.Finality = events.Provisional })).thenNothing()

	lapsing := join(crossed, on("12:00", "", called(ConsentLapsing, "AT-TRANSIT", "AT", part, clock("12:00"))))
	rule = under(t, "a-consent-that-lasts-longer-calls-no-more")
	rule("extended").given(lapsing).when("12:10", authority, varying(atTransit, window("01:00", "18:00"), events.Live)).
		then(settled(ConsentLapsing, "AT-TRANSIT", "AT", "varied"))
	rule("with the same end").given(lapsing).when("12:10", authority, varying(atTransit, window("01:00", "14:00"), events.Live, events.Clean)).thenNothing()
	more := on("12:05", "again", asking("AT", events.TransitRoute))
	rule("not provisionally").given(lapsing, more).when("12:10", authority, limited(granting("again", "AT", events.TransitRoute),
		func(g *events.AuthorisationGranted) { g.Grant.Finality = events.Provisional })).thenNothing()
	oral := join(asked, on("01:00", "", orally("05:00")), on("03:00", "", called(ConsentLapsing, "AT-TRANSIT", "AT", "", clock("03:00"))))
	rule("confirmed").given(oral).when("03:10", authority, confirming(atTransit)).then(settled(ConsentLapsing, "AT-TRANSIT", "AT", "confirmed"))
	rule("revoked").given(oral).when("03:10", authority, revoking(atTransit)).then(settled(ConsentLapsing, "AT-TRANSIT", "AT", "revoked"))
	over := join(crossed, on("14:00", "", lapsed(atTransit, "14:00", events.Expiry), called(ConsentLapsed, "AT-TRANSIT", "AT", part, clock("14:00"))),
		on("14:05", "again", asking("AT", events.TransitRoute)))
	rule("granted anew after the end").given(over).when("14:10", authority, limited(granting("again", "AT", events.TransitRoute),
		func(g *events.AuthorisationGranted) { g.Window = window("14:00", "18:00") })).then(settled(ConsentLapsed, "AT-TRANSIT", "AT", "granted"))
}

// INV-05, to the last digit: the pound is 453.59237 g.
func TestCeilingsAreHeldExactly(t *testing.T) {
	q := func(amount events.Decimal, unit events.Unit) events.Quantity {
		return events.Quantity{Amount: amount, Unit: unit}
	}
	for _, row := range []struct {
		most, is events.Quantity
		within   bool
	}{
		{events.Quantity{}, q("999999999", events.Kilogram), true},
		{q("62.4", events.Kilogram), q("62.4", events.Kilogram), true},
		{q("62.4", events.Kilogram), q("62400", events.Gram), true},
		{q("62.4", events.Kilogram), q("62400.000001", events.Gram), false},
		{q("453.59237", events.Gram), q("1", events.Pound), true},
		{q("453.592369", events.Gram), q("1", events.Pound), false},
		{q("1", events.Pound), q("16", events.Ounce), true},
		{q("1", events.Pound), q("16.000001", events.Ounce), false},
		{q("0.453592", events.Kilogram), q("1", events.Pound), false},
		{q("10", events.Piece), q("10", events.Piece), true},
		{q("10", events.Piece), q("11", events.Piece), false},
		{q("10", events.Piece), q("0.001", events.Gram), false},
		{q("10", events.Kilogram), q("1", events.Piece), false},
		{q("0", events.Gram), q("0", events.Kilogram), true},
	} {
		require.Equal(t, row.within, Consent{Ceiling: row.most}.within(row.is), row)
	}

	capped := func(amount events.Decimal) events.AuthorisationGranted {
		g := granting("ask-at", "AT", events.TransitRoute)
		g.Ceiling = q(amount, events.Kilogram)
		return g
	}
	o := fold(Operation{}, planned, on("01:00", "", capped("60")))
	goods, _ := o.Part(part)
	require.Equal(t, "granted up to 60 kg, declared 62.4 kg", o.overCeiling("AT", goods, "", clock("02:00")))
	require.Empty(t, o.overCeiling("AT", goods, "", clock("00:30")), "no consent yet: another rule's to say")
	require.Empty(t, o.overCeiling("DE", goods, "", clock("02:00")), "another's ceiling is none of its")
	o = fold(o, on("01:10", "more", asking("AT", events.Import)), on("01:20", "", limited(granting("more", "AT", events.Import), func(*events.AuthorisationGranted) {})))
	require.Empty(t, o.overCeiling("AT", goods, "", clock("02:00")), "one consent that covers it is enough")
}
