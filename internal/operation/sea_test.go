package operation

import (
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

func sailing(from, flag events.Country) events.Event {
	return events.BorderCrossed{Crossing: events.CrossingTerms{Part: part, From: from, To: events.HighSeas, Method: events.Record, Flag: flag}}
}

// INV-09: on the high seas the flag State directs; 1988 Convention art. 17.
func TestOnTheHighSeasTheFlagStateDirects(t *testing.T) {
	byFlag := func(to, from, since string, taken events.TakenUp) events.Event {
		return moved(events.Country(to), events.Country(from), since, events.ByFlag, taken)
	}
	agreed := join(crossed, on("04:00", "offer-2", events.HandoverOffered{Offer: events.OfferTerms{Point: "AT-DE", Part: part}}),
		on("04:05", "accept-2", events.HandoverAccepted{Acceptance: events.AcceptanceTerms{Offer: "offer-2", Commander: keyOf("de commander")}},
			events.DirectionBound{Bound: events.BoundTerms{Part: part, Offer: "offer-2", From: "AT", To: "DE"}}))
	rule := under(t, "the-flag-state-directs-at-sea")
	rule("agreed, it takes it up").given(agreed).when("05:00", "at team", sailing("AT", "DE")).then(byFlag("DE", "AT", "05:00", events.Taken), unseen("DE", "05:00"))
	rule("not agreed, it is not taken up").given(crossed).when("05:00", "at team", sailing("AT", "DE")).then(
		broken(CrossedWithoutAcceptance, "DE", "05:00"), byFlag("DE", "AT", "05:00", events.NotTaken), unseen("DE", "05:00"))
	rule("its own ship: nothing moves").given(crossed).when("05:00", "at team", sailing("AT", "AT")).thenNothing()
	rule("nobody says which: who was left keeps it").given(crossed).when("05:00", "at team", sailing("AT", "")).thenNothing()
	rule("a flag State that takes no part is told").given(crossed).when("05:00", "at team", sailing("AT", "NL")).then(
		triggering("NL", "AT", "05:00"), called(ComingYourWay, string(part), "NL", part, clock("05:00")),
		broken(CrossedWithoutAuthority, "NL", "05:00"), broken(CrossedWithoutAcceptance, "NL", "05:00"), byFlag("NL", "AT", "05:00", events.NotTaken), unseen("NL", "05:00"))
	sailed := join(agreed, on("05:00", "sail", by("at", "05:00", sailing("AT", "DE")), byFlag("DE", "AT", "05:00", events.Taken)))
	rule("into a State it is a crossing like any other").given(sailed).when("06:00", "at team", crossing(events.HighSeas, "AT")).then(
		broken(CrossedWithoutAcceptance, "AT", "06:00"), moved("AT", "DE", "06:00", events.ByTerritory, events.NotTaken), unseen("AT", "06:00"))
	rule("taken back").given(sailed).when("06:00", "at desk", retracting("sail")).then(
		retracted("DE", "05:00", "AT"), events.DirectionBound{Bound: events.BoundTerms{Part: part, Offer: "offer-2", From: "AT", To: "DE"}})
	rule("a stranger's word counts for nothing").given(crossed, on("01:40", "involve-sk", involving("SK", events.Transit))).
		when("05:00", "sk team", sailing("AT", "DE")).then(unconfirmed("05:00"))
	require.Equal(t, events.Country("AT"), directing(t, crossed, "at team", sailing("AT", "")), "somebody has to")
}
