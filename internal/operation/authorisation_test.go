package operation

import (
	"testing"

	"vigil/events"
)

// INV-01: EU MLA Convention 2000 art. 12(2); ETS 182 art. 18; Naples II art. 22.
func TestOnlyAStatesOwnAuthorityDecidesForIt(t *testing.T) {
	grant := granting("ask-at", "AT", events.TransitRoute)
	refusing := events.AuthorisationRefused{Refusal: events.RefusalTerms{Request: "ask-at", Country: "AT", Measure: events.TransitRoute, Ground: "public-safety"}}

	rule := under(t, OwnAuthority)
	rule("its authority grants").given(asked).when("01:00", "at competent-authority", grant).thenNothing()
	rule("its authority refuses").given(asked).when("01:00", "at competent-authority", refusing).thenNothing()
	rule("its desk does not").given(asked).when("01:00", "at desk", grant).thenRefused()
	rule("its commander does not").given(asked).when("01:00", "at commander", grant).thenRefused()
	rule("another State's authority does not").given(asked).when("01:00", "de competent-authority", grant).thenRefused()
	rule("the lead does not").given(asked).when("01:00", "hu.lead coordinator", grant).thenRefused()
	rule("nor the lead's authority, as lead").given(asked).when("01:00", "hu.lead competent-authority", granting("ask-hu", "HU", events.Export)).thenRefused()
	rule("the lead's authority does for its own State").given(asked).when("01:00", "hu competent-authority", granting("ask-hu", "HU", events.Export)).thenNothing()
	rule("another's refusal neither").given(asked).when("01:00", "hu competent-authority", refusing).thenRefused()

	rule = under(t, RequestIsKnown)
	rule("a request to another State is not there").given(asked).
		when("01:00", "at competent-authority", granting("ask-de", "AT", events.Import)).thenRefused()
	rule("nor is one never made").given(asked).
		when("01:00", "at competent-authority", granting("ask-nobody", "AT", events.Import)).thenRefused()

	rule = under(t, AnsweredOnce)
	provisional := limited(grant, func(g *events.AuthorisationGranted) { g.Grant.Finality = events.Provisional })
	granted, refused, half := on("01:00", "yes", grant), on("01:00", "no", refusing), on("01:00", "half", provisional)
	rule("not after a grant").given(asked, granted).when("01:10", "at competent-authority", refusing).thenRefused()
	rule("not after a refusal").given(asked, refused).when("01:10", "at competent-authority", grant).thenRefused()
	rule("a provisional one is made final").given(asked, half).when("01:10", "at competent-authority", grant).thenNothing()
	rule("or refused").given(asked, half).when("01:10", "at competent-authority", refusing).thenNothing()
	rule("but not repeated").given(asked, half).when("01:10", "at competent-authority", provisional).thenRefused()

	under(t, SameMeasure)("import is not transit").given(asked).
		when("01:00", "at competent-authority", granting("ask-at", "AT", events.Import)).thenRefused()
	under(t, ModesNamed)("nothing may travel").given(asked).
		when("01:00", "at competent-authority", limited(grant, func(g *events.AuthorisationGranted) { g.Grant.Modes = nil })).thenRefused()
	under(t, WindowHasSpan)("it ends before it begins").given(asked).
		when("01:00", "at competent-authority", limited(grant, func(g *events.AuthorisationGranted) { g.Window = window("05:00", "04:00") })).thenRefused()
	under(t, AllMandatory)("a refusal gives its reasons (CH-IT 2009 art. 2)").given(asked).
		when("01:00", "at competent-authority", refusing).without("reason").thenRefused("reason")

	rule = under(t, InvolvedState)
	rule("one that takes part is asked").given(opened).when("00:10", "hu.lead coordinator", asking("AT", events.TransitRoute)).thenNothing()
	rule("one that does not is not").given(opened).when("00:10", "hu.lead coordinator", asking("NL", events.TransitRoute)).thenRefused()
	rule("nor one that only might").given(opened).when("00:10", "hu.lead coordinator", asking("SK", events.TransitRoute)).thenRefused()
	rule("it is once it does").given(opened, on("00:05", "", involving("SK", events.Transit))).when("00:10", "hu.lead coordinator", asking("SK", events.TransitRoute)).thenNothing()
}
