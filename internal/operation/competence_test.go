package operation

import (
	"testing"

	"vigil/events"
)

func contesting(list ...events.AuthorityID) events.Event {
	return events.CompetenceContested{Contest: events.ContestTerms{Request: "wait", Country: "AT", Authorities: list}}
}

func settlingOn(id events.AuthorityID) events.Event {
	return events.CompetenceSettled{Settlement: events.SettlementTerms{Request: "wait", Country: "AT", Authority: id}}
}

func grantedBy(id events.AuthorityID) events.Event {
	return limited(granting("wait", "AT", events.TransitRoute), func(g *events.AuthorisationGranted) { g.Grant.By = id })
}

// Belgium: the prosecutors of origin and of intervention.
func TestCompetenceIsSettledFirst(t *testing.T) {
	const authority = "at competent-authority"
	contested := join(waiting, on("01:20", "", contesting("AT-A1", "AT-A2")))
	decided := join(contested, on("01:25", "", settlingOn("AT-A2")))

	rule := under(t, OwnAuthority)
	rule("an authority contests").given(waiting).when("01:20", authority, contesting("AT-A1", "AT-A2")).thenNothing()
	rule("a desk does not").given(waiting).when("01:20", "at desk", contesting("AT-A1", "AT-A2")).thenRefused()
	rule("nor another State's").given(waiting).when("01:20", "de competent-authority", contesting("DE-A1", "DE-A2")).thenRefused()
	rule = under(t, ContestNames)
	rule("not one alone").given(waiting).when("01:20", authority, contesting("AT-A1")).thenRefused()
	rule("nor one twice").given(waiting).when("01:20", authority, contesting("AT-A1", "AT-A1")).thenRefused()
	under(t, OwnAuthorities)("not another's").given(waiting).when("01:20", authority, contesting("AT-A1", "DE-A2")).thenRefused()
	under(t, AuthorityMayDo)("not who does not decide").given(waiting).when("01:20", authority, contesting("AT-A1", "AT-A4")).thenRefused()
	under(t, ContestOnce)("not while it is contested").given(contested).when("01:30", authority, contesting("AT-A1", "AT-A3")).thenRefused()
	under(t, ContestOnce)("but again").given(decided).when("01:30", authority, contesting("AT-A1", "AT-A3")).thenNothing()
	under(t, AnsweredOnce)("not after the answer").given(waiting, on("01:15", "", declined)).when("01:20", authority, contesting("AT-A1", "AT-A2")).thenRefused()

	rule = under(t, CompetenceFirst)
	rule("no grant").given(contested).when("01:30", authority, grantedBy("AT-A1")).thenRefused()
	rule("no refusal").given(contested).when("01:30", authority, declined).thenRefused()
	rule("a question").given(contested).when("01:30", authority, wondering).then(wonders)
	rule("settled, a refusal").given(decided).when("01:30", authority, declined).thenNothing()
	rule("contested again, no grant").given(decided, on("01:27", "", contesting("AT-A1", "AT-A3"))).when("01:30", authority, grantedBy("AT-A2")).thenRefused()

	rule = under(t, OneOfContesting)
	rule("one of them").given(contested).when("01:25", authority, settlingOn("AT-A1")).thenNothing()
	rule("no other").given(contested).when("01:25", authority, settlingOn("AT-A3")).thenRefused()
	rule("nothing to settle").given(waiting).when("01:25", authority, settlingOn("AT-A1")).thenRefused()
	rule("not by nobody").given(waiting).when("01:25", authority, settlingOn("")).thenRefused()
	rule("not twice").given(decided).when("01:30", authority, settlingOn("AT-A1")).thenRefused()

	rule = under(t, CompetentDecides)
	rule("not contested, any that decides").given(waiting).when("01:30", authority, grantedBy("AT-A2")).thenNothing()
	rule("it grants").given(decided).when("01:30", authority, grantedBy("AT-A2")).thenNothing()
	rule("no other does").given(decided).when("01:30", authority, grantedBy("AT-A1")).thenRefused()
	rule("nor nobody").given(decided).when("01:30", authority, grantedBy("")).thenRefused()
	rule("where nothing was contested, nobody asks").given(waiting).when("01:30", authority, grantedBy("")).thenNothing()
	under(t, AuthorityMayDo)("who decides").given(waiting).when("01:30", authority, grantedBy("AT-A4")).thenRefused()
	under(t, OwnAuthorities)("its own").given(waiting).when("01:30", authority, grantedBy("DE-A1")).thenRefused()
	under(t, AuthorityListed)("that is there now").given(waiting).when("01:30", authority, grantedBy("AT-A5")).thenRefused()
}

func atPoints(list ...events.PointID) func(*events.AuthorisationGranted) {
	return func(g *events.AuthorisationGranted) {
		g.Area = events.AreaTerms{Extent: events.ListedPoints, Points: list}
	}
}

// CH-IT 2009 art. 2: limits or refuses, giving reasons.
func TestALimitedConsentGivesItsReasons(t *testing.T) {
	const authority = "at competent-authority"
	kilos := func(n events.Decimal) events.Quantity {
		return events.Quantity{Amount: n, Unit: events.Kilogram}
	}
	capped := join(planned, on("00:50", "capped", requesting(func(e *events.AuthorisationRequested) { e.Ceiling = kilos("70") })))
	grant := func(change func(*events.AuthorisationGranted)) events.Event {
		return limited(granting("capped", "AT", events.TransitRoute), change)
	}
	for _, row := range []struct {
		name    string
		change  func(*events.AuthorisationGranted)
		limited bool
	}{
		{"as asked", func(*events.AuthorisationGranted) {}, false},
		{"as much", func(g *events.AuthorisationGranted) { g.Ceiling = kilos("70") }, false},
		{"less", func(g *events.AuthorisationGranted) { g.Ceiling = kilos("69.999") }, true},
		{"another mode", func(g *events.AuthorisationGranted) { g.Grant.Modes = []events.Mode{events.Clean} }, true},
		{"one more mode", func(g *events.AuthorisationGranted) { g.Grant.Modes = []events.Mode{events.Clean, events.Live} }, false},
		{"everywhere", func(g *events.AuthorisationGranted) { g.Area.Extent = events.WholeTerritory }, false},
		{"at one point", atPoints("HU-AT"), true},
	} {
		under(t, LimitSaysWhy)(row.name+", with a reason").given(capped).when("01:00", authority, grant(row.change)).thenNothing()
		s := under(t, LimitSaysWhy)(row.name+", without").given(capped).when("01:00", authority, grant(row.change)).without("reason")
		if row.limited {
			s.thenRefused("reason")
		} else {
			s.thenNothing()
		}
	}
	under(t, LimitSaysWhy)("what was not asked for is no limit").given(planned).when("01:00", authority, limited(granting("ask-at", "AT", events.TransitRoute),
		func(g *events.AuthorisationGranted) { g.Ceiling = kilos("1") })).without("reason").thenNothing()
}

// CH-IT 2009 art. 1: on the whole territory, or where it says.
func TestAConsentForPointsHoldsThere(t *testing.T) {
	const authority = "at competent-authority"
	grant := func(change func(*events.AuthorisationGranted)) events.Event {
		return limited(granting("ask-at", "AT", events.TransitRoute), change)
	}
	second := on("00:23", "point-3", events.HandoverPointPlanned{Point: events.PointTerms{From: "HU", To: "AT"}, Window: window("02:00", "08:00"), Named: events.PointName{ID: "HU-AT/2"}})
	rule := under(t, PointsListed)
	rule("named").given(planned).when("01:00", authority, grant(atPoints("HU-AT", "AT-DE"))).thenNothing()
	rule("none").given(planned).when("01:00", authority, grant(atPoints())).thenRefused()
	rule("for the whole territory").given(planned).when("01:00", authority, grant(func(g *events.AuthorisationGranted) {
		g.Area = events.AreaTerms{Extent: events.WholeTerritory, Points: []events.PointID{"HU-AT"}}
	})).thenRefused()
	rule("another's").given(planned).when("01:00", authority, grant(atPoints("HU-SK"))).thenRefused()
	under(t, IsPlanned)("not planned").given(planned).when("01:00", authority, grant(atPoints("HU-AT/2"))).thenRefused()
	under(t, IsPlanned)("planned").given(planned, second).when("01:00", authority, grant(atPoints("HU-AT/2"))).thenNothing()

	rule = under(t, EveryConsent) // INV-02
	departs := func(points ...events.PointID) scene {
		return rule("at "+list(points)).given(planned, second, on("01:00", "", granting("ask-hu", "HU", events.Export)), on("01:00", "", grant(atPoints(points...))),
			on("01:00", "", granting("ask-de", "DE", events.Import)), on("01:10", "", droppingPoint("HU-AT/2"))).when("01:30", "hu.lead coordinator", approving)
	}
	transit := "AT transit 2026-03-02T03:00Z–2026-03-02T09:00Z: "
	departs("HU-AT", "HU-AT/2", "AT-DE").thenNothing()
	departs("HU-AT", "HU-AT/2").thenRefused(transit + "granted at HU-AT or HU-AT/2 only, the plan goes out at AT-DE")
	departs("HU-AT/2").thenRefused(transit+"granted at HU-AT/2 only, the plan comes in at HU-AT", transit+"granted at HU-AT/2 only, the plan goes out at AT-DE")
	departs("AT-DE").thenRefused(transit + "granted at AT-DE only, the plan comes in at HU-AT")
	leaving := limited(granting("ask-hu", "HU", events.Export), atPoints("HU-AT/2"))
	rule("what is for export goes out there").given(planned, second, on("01:00", "", leaving), on("01:00", "grant-at", granting("ask-at", "AT", events.TransitRoute)),
		on("01:00", "", granting("ask-de", "DE", events.Import))).when("01:30", "hu.lead coordinator", approving).thenNothing()
	listed := join(planned, second, on("01:00", "", granting("ask-hu", "HU", events.Export)), on("01:00", "", grant(atPoints("HU-AT"))), on("01:00", "", granting("ask-de", "DE", events.Import)))
	wider := varying(atTransit, window("01:00", "14:00"), events.Live)
	wider.Area = events.AreaTerms{Extent: events.ListedPoints, Points: []events.PointID{"HU-AT", "AT-DE"}}
	rule("varied for more").given(listed, on("01:10", "", wider)).when("01:30", "hu.lead coordinator", approving).thenNothing()
	wider.Area = events.AreaTerms{Extent: events.WholeTerritory}
	rule("varied for the whole territory").given(listed, on("01:10", "", wider)).when("01:30", "hu.lead coordinator", approving).thenNothing()
	under(t, Rule(DepartureWithoutConsent))("on the road it is a breach").given(listed).when("02:10", "hu team", departing).thenBreach("AT")
	wider.Area.Points = []events.PointID{"HU-AT"}
	under(t, PointsListed)("varied, it lists them too").given(listed).when("01:10", authority, wider).thenRefused()

	for _, row := range []struct {
		sorts   []events.Means
		missing []string
	}{
		{nil, nil},
		{[]events.Means{events.Audio, events.Beacon}, nil},
		{[]events.Means{events.Audio}, []string{transit + "granted with audio only, device " + string(beacon) + " is beacon"}},
	} {
		g := grant(func(g *events.AuthorisationGranted) { g.Means.Technical = row.sorts })
		s := under(t, EveryConsent)("devices: "+list(row.sorts)).given(planned, assigned, askedOf, allowed, fittedOn, on("01:00", "", granting("ask-hu", "HU", events.Export)), on("01:00", "", g),
			on("01:00", "", granting("ask-de", "DE", events.Import))).when("01:30", "hu.lead coordinator", approving)
		if row.missing == nil {
			s.thenNothing()
		} else {
			s.thenRefused(row.missing...)
		}
	}

	// Who offers is asked for its own consent: it is no secret to it.
	rule = under(t, OutAtListed)
	offers := func(points ...events.PointID) scene {
		g := limited(granting("ask-hu", "HU", events.Export), atPoints(points...))
		return rule("offered at HU-AT, granted at "+list(points)).given(planned, second, on("01:00", "", g),
			on("02:10", "depart", departing, moved("HU", "", "02:10", events.ByTerritory, events.Taken))).when("02:40", "hu commander", offering)
	}
	offers("HU-AT/2").thenRefused()
	offers("HU-AT").thenNothing()
	rule("without any consent the goods go on all the same").given(planned,
		on("02:10", "depart", departing, moved("HU", "", "02:10", events.ByTerritory, events.Taken))).when("02:40", "hu commander", offering).thenNothing()

	given := func(change func(*events.AuthorisationGranted)) history {
		h := join(planned, second, on("01:00", "grant-hu", granting("ask-hu", "HU", events.Export)), on("01:00", "grant-at", grant(change)))
		return join(h, crossed[len(consented):len(crossed)-2]) // up to the offer at HU-AT
	}
	rule = under(t, AtListedPoints)
	rule("there").given(given(atPoints("HU-AT"))).when("02:50", "at commander", accepting).then(bound)
	rule("everywhere").given(given(func(*events.AuthorisationGranted) {})).when("02:50", "at commander", accepting).then(bound)
	rule("not elsewhere").given(given(atPoints("HU-AT/2"))).when("02:50", "at commander", accepting).thenRefused()
	more := join(given(atPoints("HU-AT/2")), on("02:42", "again", asking("AT", events.Import)), on("02:43", "", granting("again", "AT", events.Import)))
	rule("but another consent holds there").given(more).when("02:50", "at commander", accepting).then(bound)
	varied := join(given(atPoints("HU-AT/2")), on("02:45", "", varying(atTransit, window("01:00", "15:00"), events.Live)))
	rule("what is varied keeps its points").given(varied).when("02:50", "at commander", accepting).thenRefused()
	under(t, "a-crossing-is-not-judged-by-its-point")("nobody may know where").given(given(atPoints("HU-AT/2"))).
		when("03:10", "hu team", crossing("HU", "AT")).then(broken(CrossedWithoutAcceptance, "AT", "03:10"), moved("AT", "HU", "03:10", events.ByTerritory, events.NotTaken), unseen("AT", "03:10"))

	small := func(points func(*events.AuthorisationGranted)) events.Event {
		return limited(granting("again", "AT", events.Import), func(g *events.AuthorisationGranted) {
			points(g)
			g.Ceiling = events.Quantity{Amount: "1", Unit: events.Kilogram}
		})
	}
	capped := join(given(atPoints("HU-AT/2")), on("02:42", "again", asking("AT", events.Import)), on("02:43", "", small(atPoints("HU-AT"))))
	under(t, WithinCeiling)("the ceiling is that of the consent that holds there").given(capped).when("02:50", "at commander", accepting).thenRefused()
}
