package operation

import (
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

func proposingSubstitution(c events.Country, mode events.Mode) events.SubstitutionProposed {
	return events.SubstitutionProposed{Proposal: events.SubstitutionTerms{Part: part, Country: c, Mode: mode, Charge: "attempt"}}
}

func authorising(c events.Country, mode events.Mode) events.SubstitutionAuthorised {
	return events.SubstitutionAuthorised{Substitution: events.SubstitutionConsent{Proposal: "propose", Part: part, Country: c, Mode: mode, Storage: "DEPOT-1"}}
}

func substituting(c events.Country, mode events.Mode, removed, put events.Quantity) events.SubstitutionPerformed {
	return events.SubstitutionPerformed{Performed: events.PerformedTerms{Part: part, Country: c, Mode: mode, Removed: removed, Substitute: put, Storage: "DEPOT-1"}}
}

// everyMode is a consent of each State to goods in any mode.
var everyMode = func() history {
	h := planned
	for ask, g := range map[events.CommandID]events.AuthorisationGranted{"ask-hu": granting("ask-hu", "HU", events.Export),
		"ask-at": granting("ask-at", "AT", events.TransitRoute), "ask-de": granting("ask-de", "DE", events.Import)} {
		h = join(h, on("01:00", "grant-"+ask, limited(g, func(g *events.AuthorisationGranted) {
			g.Grant.Modes = []events.Mode{events.Live, events.Partial, events.Clean}
		})))
	}
	return join(h, on("01:30", "approve", approving), on("02:10", "depart", departing, moved("HU", "", "02:10", events.ByTerritory, events.Taken)))
}()

// UNTOC art. 20(4); 1988 art. 11(3): with the consent of all concerned.
func TestASubstitutionIsProposedAndAuthorised(t *testing.T) {
	const lead = "hu.lead coordinator"
	propose := proposingSubstitution("AT", events.Clean)
	under(t, EveryModeAllowed)("all to come allow it").given(everyMode).when("02:30", lead, propose).thenNothing()
	under(t, EveryModeAllowed)("they do not").given(departed).when("02:30", lead, propose).
		thenRefused("AT transit: granted for live, needed for clean", "DE import: granted for live, needed for clean")
	under(t, EveryModeAllowed)("what it has left is not asked").given(everyMode, on("02:20", "narrow",
		varying(events.ConsentTerms{Request: "ask-hu", Country: "HU", Measure: events.Export}, window("01:00", "14:00"), events.Live))).
		when("02:30", lead, propose).thenNothing()
	under(t, EveryModeAllowed)("one more State, that nobody has asked").given(everyMode, on("02:20", "leg", leg("SK-L1", "SK", events.TransitRoute, window("05:00", "06:00")))).
		when("02:30", lead, propose).thenRefused("SK transit: no authorisation requested")
	under(t, EveryModeAllowed)("one that rests").given(everyMode, on("02:20", "rest", suspending(atTransit))).
		when("02:30", lead, propose).thenRefused("AT transit: suspended by AT")
	atOnly := func(name, word string, more ...history) {
		under(t, EveryModeAllowed)(name).given(append([]history{everyMode}, more...)...).when("02:30", lead, propose).thenRefused("AT transit: " + word)
	}
	live := func(finality events.Finality, until string, modes ...events.Mode) events.Event {
		return limited(granting("ask-at", "AT", events.TransitRoute), func(g *events.AuthorisationGranted) {
			g.Grant.Finality, g.Grant.Modes, g.Window = finality, modes, window("01:00", until)
			if finality == events.Oral {
				g.Grant.Confirm = clock("14:00")
			}
		})
	}
	atOnly("one by word of mouth", "granted for live, needed for clean", on("02:20", "grant-2", live(events.Oral, "14:00", events.Live)))
	atOnly("one that was not final", "provisional only", on("02:20", "grant-2", live(events.Provisional, "14:00", events.Live)))
	atOnly("not in time, though it names the mode", "granted orally, not confirmed by 2026-03-02T02:25Z", on("02:20", "grant-2", limited(live(events.Oral, "14:00", events.Live, events.Clean).(events.AuthorisationGranted),
		func(g *events.AuthorisationGranted) { g.Grant.Confirm = clock("02:25") })))
	atOnly("one of another measure is none", "granted for live, needed for clean", on("02:20", "narrow", varying(atTransit, window("01:00", "14:00"), events.Live)),
		on("02:20", "ask-2", asking("AT", events.Import)), on("02:21", "grant-2", limited(granting("ask-2", "AT", events.Import), func(g *events.AuthorisationGranted) {
			g.Grant.Modes = []events.Mode{events.Live, events.Clean}
		})))
	under(t, GoodsComeThere)("where a leg was dropped").given(everyMode, on("02:20", "leg", leg("SK-L1", "SK", events.TransitRoute, window("05:00", "06:00"))), on("02:21", "drop", droppingLeg("SK-L1"))).
		when("02:30", lead, proposingSubstitution("SK", events.Clean)).thenRefused()
	under(t, GoodsComeThere)("where they are, planned or not").given(everyMode, on("02:20", "cross", by("hu.lead", "02:20", crossing("HU", "SK")), moved("SK", "HU", "02:20", events.ByTerritory, events.NotTaken))).
		when("02:30", lead, proposingSubstitution("SK", events.Clean)).thenNothing()
	cut := events.PartOf("cut")
	under(t, NotEndedYet)("merged").given(everyMode[:len(everyMode)-1], on("01:40", "cut", by("hu", "01:40", splitting("HU", kg("10"))), begun(cut, kg("10"))), on("01:50", "merge", by("hu", "01:50", merging(cut, part, "HU")))).
		when("02:30", lead, of(cut, propose)).thenRefused()
	under(t, OnlyLessThanLive)("live is no substitution").given(everyMode).when("02:30", lead, proposingSubstitution("AT", events.Live)).thenRefused()
	under(t, GoodsComeThere)("where they do not come by").given(everyMode).when("02:30", lead, proposingSubstitution("SK", events.Clean)).thenRefused()
	under(t, PartIsDeclared)("of what is not there").given(asked).when("02:30", lead, propose).thenRefused()
	under(t, NotEndedYet)("secured").given(everyMode, on("02:20", "stop", executing("HU", events.GoodsSecured), ended("HU", "02:20"))).
		when("02:30", lead, propose).thenRefused()
	under(t, OnlyLead)("a desk proposes nothing").given(everyMode).when("02:30", "at competent-authority", propose).thenRefused()

	proposed := join(everyMode, on("02:30", "propose", propose))
	const authority = "at competent-authority"
	under(t, AsProposed)("as it was").given(proposed).when("02:40", authority, authorising("AT", events.Clean)).thenNothing()
	under(t, AsProposed)("otherwise").given(proposed).when("02:40", authority, authorising("AT", events.Partial)).thenRefused()
	under(t, AsProposed)("of another part").given(proposed).when("02:40", authority, func() events.Event { e := authorising("AT", events.Clean); e.Substitution.Part = "000000"; return e }()).thenRefused()
	both := join(proposed, on("02:31", "propose-2", proposingSubstitution("DE", events.Clean)), on("02:40", "authorise", authorising("AT", events.Clean)))
	own := authorising("DE", events.Clean)
	own.Substitution.Proposal = "propose-2"
	under(t, ProposalOnce)("each its own").given(both).when("02:45", "de competent-authority", own).thenNothing()
	under(t, ProposalIsKnown)("what nobody proposed").given(everyMode).when("02:40", authority, authorising("AT", events.Clean)).thenRefused()
	under(t, ProposalIsKnown)("what another was asked").given(proposed).when("02:40", "de competent-authority", authorising("DE", events.Clean)).thenRefused()
	under(t, OwnAuthority)("for another").given(proposed).when("02:40", "de competent-authority", authorising("AT", events.Clean)).thenRefused()
	under(t, OwnAuthority)("a commander").given(proposed).when("02:40", "at commander", authorising("AT", events.Clean)).thenRefused()
	authorised := join(proposed, on("02:40", "authorise", authorising("AT", events.Clean)))
	under(t, ProposalOnce)("twice").given(authorised).when("02:50", authority, authorising("AT", events.Clean)).thenRefused()

	there := join(authorised, on("03:10", "cross", by("at", "03:10", crossing("HU", "AT")), moved("AT", "HU", "03:10", events.ByTerritory, events.NotTaken)))
	done := substituting("AT", events.Clean, kg("62.4"), kg("62"))
	rule := under(t, Rule(SubstitutedWithoutAuthority))
	rule("after the end").given(there, on("03:50", "end", closing(events.Lost), ended("AT", "03:50"))).when("04:00", "at team", done).then(restated(part, events.Clean, kg("0")))
	other := declaring("HU")
	other.Named.Part = "ZZZZZ2"
	entered := there[len(authorised):]
	rule("of another part").given(there, on("03:20", "item-2", other)).when("04:00", "at team", of("ZZZZZ2", done)).thenBreach("AT")
	rule("in another State").given(there).when("04:00", "hu team", substituting("HU", events.Clean, kg("62.4"), kg("62"))).thenBreach("HU")
	rule("proposed, and no more").given(proposed, entered).when("04:00", "at team", done).thenBreach("AT")
	rule("of no part that is known").given(there).when("04:00", "at team", of("000000", done)).thenNothing()
	rule("after the end, authorised or not").given(proposed, entered, on("03:50", "end", closing(events.Lost), ended("AT", "03:50"))).when("04:00", "at team", done).thenNoBreach()
	under(t, Rule(ModeNotAllowed))("of the States to come, not of that where it is").given(there, on("03:30", "narrow", varying(atTransit, window("01:00", "14:00"), events.Live))).
		when("04:00", "at team", done).then(restated(part, events.Clean, kg("0")))
	rule("authorised").given(there).when("04:00", "at team", done).then(restated(part, events.Clean, kg("0")))
	rule("not in this mode").given(there).when("04:00", "at team", substituting("AT", events.Partial, kg("60"), kg("60"))).
		then(broken(SubstitutedWithoutAuthority, "AT", "04:00"), restated(part, events.Partial, kg("2.4")))
	rule("not yet").given(there).when("04:00", "at team", done, "02:39").thenBreach("AT")
	rule("in that very moment").given(there).when("04:00", "at team", done, "02:40").thenNoBreach()
	under(t, Rule(ModeNotAllowed))("one to come does not allow it any more").given(there, on("03:30", "narrow",
		varying(events.ConsentTerms{Request: "ask-de", Country: "DE", Measure: events.Import}, window("01:00", "14:00"), events.Live))).
		when("04:00", "at team", done).then(broken(ModeNotAllowed, "HU", "04:00"), restated(part, events.Clean, kg("0")))
	under(t, Rule(MassDiscrepancy))("more than there was").given(there).when("04:00", "at team", substituting("AT", events.Clean, kg("63"), kg("62"))).
		thenBreach("AT")

	performed := join(there, on("03:30", "swap", by("at", "03:30", done), restated(part, events.Clean, kg("0"))))
	under(t, "a-substitution-taken-back")("it travels as it did").given(performed).when("04:00", "at desk", retracting("swap")).
		then(restated(part, events.Live, kg("62.4")))
	under(t, Rule(MassDiscrepancy))("the scale shows what was put in").given(performed).when("04:00", "at team", weighing("AT", kg("62"))).
		witnessed("at custody").thenNothing()
	with := splitting("AT", kg("0"))
	with.Split.Substitute = kg("12")
	apart := join(performed, on("03:40", "cut", by("at", "03:40", with), begun(events.PartOf("cut"), kg("0"))))
	rule = under(t, Rule(MassDiscrepancy))
	rule("less what went its own way").given(apart).when("04:00", "at team", weighing("AT", kg("50"))).witnessed("at custody").thenNoBreach()
	rule("which weighs no more there").given(apart).when("04:00", "at team", weighing("AT", kg("62"))).witnessed("at custody").thenBreach("AT")
	o := fold(Operation{}, apart)
	p, _ := o.Part(events.PartOf("cut"))
	require.Equal(t, "12000", o.Balance(p).Substitute.String())
	require.Equal(t, events.Clean, o.mode(p, anything), "a part of it is as it was")
}

// What a crossing is held against is what was in transit then.
func TestACeilingIsOfWhatTravels(t *testing.T) {
	capped := limited(granting("ask-at", "AT", events.TransitRoute), func(g *events.AuthorisationGranted) {
		g.Ceiling = kg("50")
		g.Grant.Modes = []events.Mode{events.Live, events.Partial}
	})
	most := join(planned, on("01:00", "grant-at", capped), on("02:10", "depart", departing, moved("HU", "", "02:10", events.ByTerritory, events.Taken)))
	less := join(most, on("02:30", "swap", by("hu", "02:30", substituting("HU", events.Partial, kg("20"), kg("20"))), restated(part, events.Partial, kg("42.4"))))
	rule := under(t, Rule(OverCeiling))
	rule("all of it").given(most).when("03:10", "at team", crossing("HU", "AT")).thenBreach("AT")
	rule("less, by then").given(less).when("03:10", "at team", crossing("HU", "AT")).thenNoBreach()
	rule("nor in that very moment").given(less).when("03:10", "at team", crossing("HU", "AT"), "02:30").thenNoBreach()
	rule("but not before").given(less).when("03:10", "at team", crossing("HU", "AT"), "02:20").thenBreach("AT")
}
