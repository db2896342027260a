package operation

import (
	"testing"

	"vigil/events"
)

// INV-02: UNTOC art. 20; EU MLA Convention 2000 art. 12; Romania CPP 151.
func TestDepartureNeedsEveryConsent(t *testing.T) {
	const coordinator = "hu.lead coordinator"
	transit := granting("ask-at", "AT", events.TransitRoute)
	but := func(change func(*events.AuthorisationGranted)) []history {
		return []history{planned,
			on("01:00", "grant-hu", granting("ask-hu", "HU", events.Export)),
			on("01:00", "grant-at", limited(transit, change)),
			on("01:00", "grant-de", granting("ask-de", "DE", events.Import))}
	}
	missingAT := func(why string) string { return "AT transit 2026-03-02T03:00Z–2026-03-02T09:00Z: " + why }

	rule := under(t, EveryConsent)
	rule("all have consented").given(consented).when("01:30", coordinator, approving).thenNothing()
	rule("nobody has answered").given(planned).when("01:30", coordinator, approving).thenRefused(
		"HU export 2026-03-02T02:00Z–2026-03-02T05:00Z: requested, not answered",
		missingAT("requested, not answered"),
		"DE import 2026-03-02T07:00Z–2026-03-02T13:00Z: requested, not answered")
	rule("one has refused").given(planned,
		on("01:00", "grant-hu", granting("ask-hu", "HU", events.Export)),
		on("01:00", "no", events.AuthorisationRefused{Refusal: events.RefusalTerms{Request: "ask-at", Country: "AT", Measure: events.TransitRoute}}),
		on("01:00", "grant-de", granting("ask-de", "DE", events.Import))).
		when("01:30", coordinator, approving).thenRefused(missingAT("refused by AT"))
	rule("one is provisional").given(but(func(g *events.AuthorisationGranted) { g.Grant.Finality = events.Provisional })...).
		when("01:30", coordinator, approving).thenRefused(missingAT("provisional only"))
	rule("one is for other goods").given(but(func(g *events.AuthorisationGranted) { g.Grant.Modes = []events.Mode{events.Partial, events.Clean} })...).
		when("01:30", coordinator, approving).thenRefused(missingAT("granted for partial or clean, needed for live"))
	rule("one ends within the margin").given(but(func(g *events.AuthorisationGranted) { g.Window = window("03:00", "08:59") })...).
		when("01:30", coordinator, approving).thenRefused(missingAT("granted until 2026-03-02T08:59Z, needed until 2026-03-02T09:00Z"))
	rule("one is short, for too little, for other goods, and demands").given(but(func(g *events.AuthorisationGranted) {
		g.Window, g.Grant.Modes = window("03:30", "08:59"), []events.Mode{events.Clean}
		g.Ceiling = events.Quantity{Amount: "50", Unit: events.Kilogram}
		g.Demands.Assurances = []events.Assurance{events.SeizureAssured}
	})...).when("01:30", coordinator, approving).thenRefused(
		missingAT("granted for clean, needed for live"),
		missingAT("granted from 2026-03-02T03:30Z, needed from 2026-03-02T03:00Z"),
		missingAT("granted until 2026-03-02T08:59Z, needed until 2026-03-02T09:00Z"),
		missingAT("granted up to 50 kg, declared 62.4 kg"),
		"DE: seizure is not assured, demanded by AT")
	rule("one rests, and is short besides").given(join(planned, but(func(g *events.AuthorisationGranted) { g.Window = window("03:00", "08:59") })[1:]...),
		on("01:10", "", suspending(atTransit))).when("01:30", coordinator, approving).thenRefused(missingAT("suspended by AT"),
		missingAT("granted until 2026-03-02T08:59Z, needed until 2026-03-02T09:00Z"))
	rule("one ends with the margin").given(but(func(g *events.AuthorisationGranted) { g.Window = window("03:00", "09:00") })...).
		when("01:30", coordinator, approving).thenNothing()
	rule("one begins late").given(but(func(g *events.AuthorisationGranted) { g.Window = window("03:01", "09:00") })...).
		when("01:30", coordinator, approving).thenRefused(missingAT("granted from 2026-03-02T03:01Z, needed from 2026-03-02T03:00Z"))
	rule("a leg more").given(consented, on("01:10", "leg-sk", leg("SK-L1", "SK", events.TransitRoute, window("05:00", "06:00")))).
		when("01:30", coordinator, approving).thenRefused(
		"no handover point AT-SK between AT-L1 and SK-L1",
		"no handover point SK-DE between SK-L1 and DE-L1",
		"SK transit 2026-03-02T05:00Z–2026-03-02T07:00Z: no authorisation requested")
	rule("no leg at all").given(asked, on("00:20", "item", named(declaring("HU")))).
		when("01:30", coordinator, approving).thenRefused("no leg is planned from now on")
	rule("the plan is over").given(consented).
		when("13:30", coordinator, approving).thenRefused("no leg is planned from now on")
	rule("what is over needs nothing, and serves nothing").given(consented).
		when("05:30", coordinator, approving).thenRefused("no leg in the State of origin, HU")

	rule = under(t, ApprovedOnce)
	rule("not twice").given(approved).when("01:40", coordinator, approving).thenRefused()
	rule = under(t, NotYetGone)
	rule("not afterwards").given(consented, on("02:00", "depart", departing, moved("HU", "", "02:00", events.ByTerritory, events.Taken))).
		when("02:10", coordinator, approving).thenRefused()
	rule = under(t, PartIsDeclared)
	rule("not what is not there").given(asked).when("01:30", coordinator, approving).thenRefused()
	rule = under(t, OnlyLead)
	rule("not by a desk").given(consented).when("01:30", "hu commander", approving).thenRefused()

	// On the road it is not refused.
	gone := moved("HU", "", "02:10", events.ByTerritory, events.Taken)
	rule = under(t, "a-departure-is-told-whatever-it-broke")
	rule("approved, it broke nothing").given(approved).when("02:10", "hu team", departing).then(gone)
	rule("not approved").given(consented).when("02:10", "hu team", departing).
		then(broken(DepartureWithoutApproval, "HU", "02:10"), gone)
	rule("approved only afterwards").given(approved).when("01:40", "hu team", departing, "01:20").
		then(broken(DepartureWithoutApproval, "HU", "01:20"), moved("HU", "", "01:20", events.ByTerritory, events.Taken))
	rule = under(t, Rule(DepartureWithoutConsent))
	rule("with a leg planned after approval").given(approved, on("02:00", "leg-sk", leg("SK-L1", "SK", events.TransitRoute, window("05:00", "06:00")))).
		when("02:10", "hu team", departing).thenBreach("SK")
	rule("with nobody's").given(planned).when("02:10", "hu team", departing).thenBreach("AT", "DE", "HU")
	rule("before anybody had answered").given(approved).when("02:10", "hu team", departing, "00:59").thenBreach("AT", "DE", "HU")
	rule("from where nobody asked").given(approved).
		when("02:10", "hu team", events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: part, Country: "NL"}}).thenBreach("NL")
	rule = under(t, "what-is-not-known-is-told-too")
	rule("a part that nobody declared").given(approved).
		when("02:10", "hu team", events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: "000000", Country: "HU"}}).thenNothing()
}

// INV-04, INV-05: a consent to less than what sets out is none.
func TestDepartureKeepsToCeilings(t *testing.T) {
	const coordinator = "hu.lead coordinator"
	capped := func(amount events.Decimal, unit events.Unit) []history {
		return []history{planned,
			on("01:00", "grant-hu", granting("ask-hu", "HU", events.Export)),
			on("01:00", "grant-at", limited(granting("ask-at", "AT", events.TransitRoute), func(g *events.AuthorisationGranted) {
				g.Ceiling = events.Quantity{Amount: amount, Unit: unit}
			})),
			on("01:00", "grant-de", granting("ask-de", "DE", events.Import))}
	}
	missingAT := func(why string) string { return "AT transit 2026-03-02T03:00Z–2026-03-02T09:00Z: " + why }
	rule := under(t, EveryConsent)
	rule("just enough").given(capped("62.4", events.Kilogram)...).when("01:30", coordinator, approving).thenNothing()
	rule("in another unit").given(capped("137.568", events.Pound)...).when("01:30", coordinator, approving).
		thenRefused(missingAT("granted up to 137.568 lb, declared 62.4 kg"))
	rule("a thousandth of a pound more").given(capped("137.569", events.Pound)...).when("01:30", coordinator, approving).thenNothing()
	rule("pieces are not kilograms").given(capped("40", events.Piece)...).when("01:30", coordinator, approving).
		thenRefused(missingAT("granted up to 40 piece, declared 62.4 kg"))
	small := declaring("HU")
	small.Quantity.Amount, small.Named.Part = "5", events.PartOf("second")
	one := append(capped("62.4", events.Kilogram), on("01:10", "second", small))
	rule("each part by itself").given(one...).when("01:30", coordinator, approving).thenNothing()

	rule = under(t, Rule(DepartureWithoutConsent))
	rule("on the road it is a breach").given(capped("60", events.Kilogram)...).when("02:10", "hu team", departing).thenBreach("AT")
}

// What has ended or rests is no consent.
func TestDepartureNeedsConsentsThatStand(t *testing.T) {
	const coordinator = "hu.lead coordinator"
	missingAT := func(why string) string { return "AT transit 2026-03-02T03:00Z–2026-03-02T09:00Z: " + why }
	rule := under(t, EveryConsent)
	rule("revoked").given(consented, on("01:10", "", revoking(atTransit))).when("01:30", coordinator, approving).thenRefused(missingAT("revoked by AT"))
	rule("suspended").given(consented, on("01:10", "", suspending(atTransit))).when("01:30", coordinator, approving).thenRefused(missingAT("suspended by AT"))
	rule("resumed").given(consented, on("01:10", "", suspending(atTransit)), on("01:20", "", resuming(atTransit))).when("01:30", coordinator, approving).thenNothing()
	rule("varied to less").given(consented, on("01:10", "", varying(atTransit, window("01:00", "08:00"), events.Live))).
		when("01:30", coordinator, approving).thenRefused(missingAT("granted until 2026-03-02T08:00Z, needed until 2026-03-02T09:00Z"))
	oral := join(planned, on("01:00", "", granting("ask-hu", "HU", events.Export)), on("01:00", "", granting("ask-de", "DE", events.Import)),
		on("01:00", "", orally("01:30")))
	rule("oral, while it counts").given(oral).when("01:29", coordinator, approving).thenNothing()
	rule("oral, and not in writing in time").given(oral).when("01:30", coordinator, approving).
		thenRefused(missingAT("granted orally, not confirmed by 2026-03-02T01:30Z"))
	rule("lapsed").given(oral, on("01:30", "", lapsed(atTransit, "01:30", events.NotInWriting))).when("01:40", coordinator, approving).
		thenRefused(missingAT("lapsed at 2026-03-02T01:30Z"))
}

// Spain LECrim 263 bis: object, type and quantity.
func TestTheLeadDeclaresItems(t *testing.T) {
	now := events.ItemDeclared{Named: events.PartName{Part: events.PartOf("now")}}
	const coordinator = "hu.lead coordinator"
	rule := under(t, OnlyLead)
	s := rule("the lead").given(opened).when("00:10", coordinator, declaring("HU"))
	s.decided(func(t *testing.T, out []events.Event, err error) {
		if err != nil || out[0].(events.ItemDeclared).Named != now.Named {
			t.Fatal(out, err)
		}
	})
	rule("not the origin's team").given(opened).when("00:10", "hu team", declaring("HU")).thenRefused()
	rule("nor any desk").given(opened).when("00:10", "at desk", declaring("AT")).thenRefused()
	under(t, BeginsInOrigin)("a State that is no origin").given(opened).when("00:10", coordinator, declaring("AT")).thenRefused()
	under(t, BeforeDeparture)("after departure").given(departed).when("02:20", coordinator, declaring("HU")).thenRefused()
	under(t, LabelIsNew)("a label that is taken").given(opened, on("00:05", "now", events.ItemDeclared{Named: now.Named})).
		when("00:10", coordinator, declaring("HU")).thenRefused()
}
