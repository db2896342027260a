package operation

import (
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

func following(from, in events.Country) events.Event {
	return events.SurveillanceNotified{Notice: events.NoticeTerms{Part: part, From: from, In: in, Offence: "drug-trafficking"}}
}

func allowing(in events.Country) events.Event {
	return events.SurveillanceAllowed{Allowed: events.NoticeAnswer{Notice: "follow", Country: in, Ground: "urgent"}}
}

func stopping(in events.Country) events.Event {
	return events.SurveillanceStopped{Stopped: events.NoticeAnswer{Notice: "follow", Country: in, Ground: "own-team"}}
}

func expired(in events.Country) events.Event {
	return events.SurveillanceExpired{Expired: events.NoticeName{Notice: "follow", Country: in}}
}

func eyesIn(c events.Country) events.Event {
	return events.EyesOnTaken{Eyes: events.EyesTerms{Part: part, Country: c}, Team: events.TeamTerms{Team: "AT-1"}}
}

// CISA art. 40(2); ETS 182 art. 17; INV-19. AT's officers follow into SK, which takes no
// part.
func TestUrgentSurveillance(t *testing.T) {
	calls := func(c events.Country, since string) events.Event {
		return called(UrgentSurveillance, string(part), c, part, clock(since))
	}
	stops := func(c events.Country, since string) events.Event {
		return called(StopSurveillance, string(part), c, part, clock(since))
	}
	look := called(ComingYourWay, string(part), "SK", part, clock("04:00"))
	followed := join(crossed, on("04:02", "follow", by("at", "04:00", following("AT", "SK")), triggering("SK", "AT", "04:00"), look, calls("SK", "04:00")))

	rule := under(t, Rule(UrgentSurveillance))
	rule("the host is called at once, and told whom to ask").given(crossed).when("04:02", "at team", following("AT", "SK"), "04:00").
		then(triggering("SK", "AT", "04:00"), look, calls("SK", "04:00"))
	rule("a host that takes part").given(crossed).when("04:02", "at team", following("AT", "DE"), "04:00").then(calls("DE", "04:00"))
	rule("one that cannot be told: the lead").given(crossed).when("04:02", "at team", following("AT", "US"), "04:00").then(calls("HU", "04:00"))
	rule("taken back, nobody is called").given(followed).when("04:10", "at desk", retracting("follow")).
		then(settled(ComingYourWay, string(part), "SK", Corrected), settled(UrgentSurveillance, string(part), "SK", Corrected))
	rule("from a State to itself").given(crossed).when("04:02", "at team", following("AT", "AT"), "04:00").thenNothing()
	rule("a call that nobody has taken is not over by the end").given(followed, on("04:05", "close", closing(events.Lost), ended("AT", "04:05"))).
		when("04:10", "at team", events.SightingReported{Sighting: events.SightingTerms{Part: part, Country: "AT", Method: events.Visual}}).thenNothing()
	rule("after the end").given(crossed, on("03:50", "close", closing(events.Lost), ended("AT", "03:50"))).when("04:02", "at team", following("AT", "SK"), "04:00").thenNothing()

	other := following("AT", "SK").(events.SurveillanceNotified)
	other.Notice.Part = "000000"
	rule("of no part that is known").given(crossed).when("04:02", "at team", other, "04:00").thenNothing()
	rule("by a stranger").given(crossed, on("01:40", "involve", involving("SK", events.Transit))).when("04:02", "sk team", following("AT", "DE"), "04:00").then(unconfirmed("04:00"))

	rule = under(t, Rule(OffenceNotListed))
	theft := following("AT", "SK").(events.SurveillanceNotified)
	theft.Notice.Offence = "shoplifting"
	rule("after the end").given(crossed, on("03:50", "close", closing(events.Lost), ended("AT", "03:50"))).when("04:02", "at team", theft, "04:00").thenNothing()
	home := theft
	home.Notice.In = "AT"
	rule("from a State to itself").given(crossed).when("04:02", "at team", home, "04:00").thenNothing()
	rule("another offence").given(crossed).when("04:02", "at team", theft, "04:00").thenBreach("SK")
	rule("a listed one").given(crossed).when("04:02", "at team", following("AT", "SK"), "04:00").thenNoBreach()
	rule = under(t, Rule(NotifiedLate))
	rule("at once is ten minutes").given(crossed).when("04:10", "at team", following("AT", "SK"), "04:00").thenNoBreach()
	rule("and no longer").given(crossed).when("04:11", "at team", following("AT", "SK"), "04:00").thenBreach("SK")

	runsOut(t, "five hours", followed, "09:00", expired("SK"))
	entered := join(followed, on("04:05", "cross-2", by("at", "04:00", crossing("AT", "SK")), moved("SK", "AT", "04:00", events.ByTerritory, events.NotTaken)))
	runsOut(t, "the host directs, and has not taken it up", entered, "09:00", expired("SK"))
	granted := join(followed, on("06:00", "involve-sk", involving("SK", events.Transit)), on("06:05", "ask-sk", asking("SK", events.TransitRoute)), on("06:10", "grant-sk", granting("ask-sk", "SK", events.TransitRoute)))
	runsOut(t, "the host would let them in, and another directs", granted, "09:00", expired("SK"))
	runsOut(t, "it lets them in, and has not taken them up", join(entered, granted[len(followed):]), "09:00", expired("SK"))
	cross := on("09:30", "cross-2", by("at", "09:30", crossing("AT", "SK")), moved("SK", "AT", "09:30", events.ByTerritory, events.NotTaken))
	runsOut(t, "they come there only when it is over", join(followed, cross), "09:00", expired("SK"))
	runsOut(t, "and are secured then", join(followed, cross, on("10:00", "stop", by("sk", "10:00", executing("SK", events.GoodsSecured)), ended("SK", "10:00"))), "09:00", expired("SK"))
	two := join(crossed, on("03:52", "follow-0", by("at", "03:50", following("AT", "DE"))), followed[len(crossed):])
	runsOut(t, "another is answered", join(two, on("05:00", "allow", by("sk", "05:00", allowing("SK")))), "08:50", events.SurveillanceExpired{Expired: events.NoticeName{Notice: "follow-0", Country: "DE"}})
	kind := events.Kind("surveillance.expired")
	silentOf(t, "the host secures them in that very moment", join(entered, on("09:00", "stop", by("sk", "09:00", executing("SK", events.GoodsSecured)), ended("SK", "09:00"))), kind)
	silentOf(t, "allowed", join(followed, on("05:00", "allow", by("sk", "05:00", allowing("SK")))), kind)
	silentOf(t, "stopped", join(followed, on("05:00", "stop", by("sk", "05:00", stopping("SK")))), kind)
	silentOf(t, "taken back", join(followed, on("05:00", "no", by("at", "05:00", retracting("follow")))), kind)
	silentOf(t, "the host has secured them", join(entered, on("05:00", "stop", by("sk", "05:00", executing("SK", events.GoodsSecured)), ended("SK", "05:00"))), kind)
	ofPart := following("AT", "SK").(events.SurveillanceNotified)
	ofPart.Notice.Part = events.PartOf("cut")
	apartFrom := join(crossed, on("03:40", "cut", by("at", "03:40", splitting("AT", kg("22"))), begun(events.PartOf("cut"), kg("22"))),
		on("04:02", "follow", by("at", "04:00", ofPart)))
	runsOut(t, "of a part", apartFrom, "09:00", expired("SK"))
	silentOf(t, "that never was", join(apartFrom, on("05:00", "no", by("at", "05:00", retracting("cut")))), kind)
	runsOut(t, "another has, which the host may not be shown", join(followed, on("05:00", "stop", by("at", "05:00", executing("AT", events.GoodsSecured)), ended("AT", "05:00"))),
		"09:00", expired("SK"))
	consenting := join(entered, on("06:00", "involve-sk", involving("SK", events.Transit)), on("06:05", "ask-sk", asking("SK", events.TransitRoute)))
	takenUp := on("06:30", "take", moved("SK", "", "06:30", events.ByTerritory, events.Taken))
	runsOut(t, "the host has taken it up, without its own consent", join(consenting, takenUp), "09:00", expired("SK"))
	silentOf(t, "and with it", join(consenting, on("06:10", "grant-sk", granting("ask-sk", "SK", events.TransitRoute)), takenUp), kind)
	runsOut(t, "corrected, it runs from the crossing as it was", join(followed, on("05:00", "follow-2", by("at", "04:30", events.SurveillanceNotified{
		Notice: following("AT", "SK").(events.SurveillanceNotified).Notice, Corrects: events.CorrectsTerms{Record: "follow", Ground: "wrong-time"}}))),
		"09:30", events.SurveillanceExpired{Expired: events.NoticeName{Notice: "follow-2", Country: "SK"}})

	final := on("06:10", "grant-sk", granting("ask-sk", "SK", events.TransitRoute))
	rule = under(t, Rule(UrgentSurveillance))
	inTeam := events.Code("taken-up")
	agreed := join(followed, on("04:05", "involve-sk", involving("SK", events.Transit)), on("04:06", "ask-sk", asking("SK", events.TransitRoute)),
		on("04:10", "point-sk", point("AT-SK")), on("04:20", "offer-sk", events.HandoverOffered{Offer: events.OfferTerms{Point: "AT-SK", Part: part}}),
		on("04:30", "accept-sk", events.HandoverAccepted{Acceptance: events.AcceptanceTerms{Offer: "offer-sk", Commander: keyOf("sk commander")}},
			events.DirectionBound{Bound: events.BoundTerms{Part: part, Offer: "offer-sk", From: "AT", To: "SK"}}))
	takes := moved("SK", "AT", "06:30", events.ByHandover, events.Taken)
	rule("the host takes over, with its own consent").given(agreed, final).when("06:30", "sk team", crossing("AT", "SK")).
		then(takes, settled(ComingYourWay, string(part), "SK", inTeam), settled(UrgentSurveillance, string(part), "SK", inTeam))
	rule("without it the guests are still its to answer for").given(agreed).when("06:30", "sk team", crossing("AT", "SK")).
		then(broken(CrossedWithoutAuthority, "SK", "06:30"), takes,
			settled(ComingYourWay, string(part), "SK", inTeam))
	had := join(crossed, agreed[len(followed):], final, on("06:30", "cross-sk", by("sk", "06:30", crossing("AT", "SK")), takes))
	rule("told after that, it calls nobody").given(had).when("06:40", "at team", following("AT", "SK"), "06:00").
		then(broken(NotifiedLate, "SK", "06:00"))
	rule("the host secures them").given(join(followed, on("04:05", "cross-2", by("at", "04:00", crossing("AT", "SK")), moved("SK", "AT", "04:00", events.ByTerritory, events.NotTaken)))).
		when("05:00", "sk team", executing("SK", events.GoodsSecured)).
		then(called(Interdicted, string(part), "HU", part, clock("05:00")), ended("SK", "05:00"),
			settled(ComingYourWay, string(part), "SK", noLonger), settled(UrgentSurveillance, string(part), "SK", noLonger))

	rule = under(t, Rule(StopSurveillance))
	answered := func(why events.Code) events.Event {
		return settled(UrgentSurveillance, string(part), "SK", why)
	}
	rule("the time is over").given(followed).strikes("09:00", expired("SK")).then(answered("expired"), stops("AT", "09:00"))
	rule("the host says so").given(followed).when("05:00", "sk commander", stopping("SK")).then(answered("answered"), stops("AT", "05:00"))
	rule("it allows it").given(followed).when("05:00", "sk competent-authority", allowing("SK")).then(answered("answered"))
	allowed := join(followed, on("05:00", "allow", by("sk", "05:00", allowing("SK")), answered("answered")))
	rule("what it has allowed it stops").given(allowed).when("06:00", "sk commander", stopping("SK")).then(stops("AT", "06:00"))

	rule("of several the one that is named").given(two).when("05:00", "sk competent-authority", allowing("SK")).then(answered("answered"))
	rule = under(t, OnlyHostAnswers)
	rule("nor the host for another").given(followed).when("05:00", "sk competent-authority", allowing("AT")).thenRefused()
	rule("not who follows").given(followed).when("05:00", "at competent-authority", allowing("AT")).thenRefused()
	rule("nor for the host").given(followed).when("05:00", "at competent-authority", allowing("SK")).thenRefused()
	rule("a team does not").given(followed).when("05:00", "sk team", stopping("SK")).thenRefused()
	rule = under(t, NoticeIsKnown)
	rule("not a third State").given(followed).when("05:00", "de competent-authority", allowing("DE")).thenRefused()
	rule("what nobody has told").given(followed, on("04:05", "", involving("SK", events.Transit)), on("04:06", "no", by("at", "04:06", retracting("follow")))).
		when("05:00", "sk commander", stopping("SK")).thenRefused()
	rule = under(t, AnsweredInTime)
	over := join(followed, on("09:00", "expire", by(events.Hub, "09:00", expired("SK")), answered("expired"), stops("AT", "09:00")))
	rule("not allowed twice").given(allowed).when("06:00", "sk competent-authority", allowing("SK")).thenRefused()
	rule("not when it is over").given(over).when("09:10", "sk competent-authority", allowing("SK")).thenRefused()
	rule("nor stopped then").given(over).when("09:10", "sk commander", stopping("SK")).thenRefused()

	rule = under(t, Rule(SurveillanceAfterStop))
	rule("they go on").given(over).when("09:10", "at team", eyesIn("SK")).thenBreach("SK")
	rule("told late, of before").given(over).when("09:10", "at team", eyesIn("SK"), "08:59").thenNoBreach()
	rule("in the moment itself").given(over).when("09:10", "at team", eyesIn("SK"), "09:00").thenNoBreach()
	rule("a minute later").given(over).when("09:10", "at team", eyesIn("SK"), "09:01").thenBreach("SK")
	rule("the host has stopped them").given(followed, on("05:00", "stop", by("sk", "05:00", stopping("SK")), answered("answered"), stops("AT", "05:00"))).when("05:10", "at team", eyesIn("SK")).thenBreach("SK")
	apart := eyesIn("SK").(events.EyesOnTaken)
	apart.Eyes.Part = "000000"
	rule("another part").given(over).when("09:10", "at team", apart).thenNoBreach()
	rule("after the end").given(over, on("09:05", "end", closing(events.Lost), ended("AT", "09:05"))).when("09:10", "at team", eyesIn("SK")).thenNoBreach()
	rule("at home").given(over).when("09:10", "at team", eyesIn("AT")).thenNoBreach()
	rule("the host's own").given(over).when("09:10", "sk team", eyesIn("SK")).thenNoBreach()
	rule("while it is allowed").given(allowed).when("06:00", "at team", eyesIn("SK")).thenNoBreach()

	there, gone := fold(Operation{}, followed), fold(Operation{}, crossed)
	c := commanded("05:00", "de competent-authority", allowing("DE"))
	_, of := Decide(alliance, there, c, clock("05:00"))
	_, from := Decide(alliance, gone, c, clock("05:00"))
	require.Equal(t, from, of, "a third State is told nothing")
}

// Nobody gets to know a State by naming it in a notice: each shows itself alone.
func TestWhoIsKnownByANotice(t *testing.T) {
	told := func(who events.Viewer) history {
		return join(crossed, on("04:00", "follow", by(who, "04:00", following("AT", "SK"))))
	}
	for name, row := range map[string]struct {
		given        history
		guest, other bool // whether SK may know AT, and AT may know SK
	}{
		"told by who follows":          {told("at"), true, false},
		"told by the host":             {told("sk"), false, true},
		"told by the lead":             {told("hu.lead"), true, true},
		"told by a third":              {told("de"), false, false},
		"allowed by the host":          {join(told("at"), on("05:00", "", by("sk", "05:00", allowing("SK")))), true, true},
		"stopped by the host":          {join(told("at"), on("05:00", "", by("sk", "05:00", stopping("SK")))), true, true},
		"the host has said nothing":    {join(told("at"), on("09:00", "", by(events.Hub, "09:00", expired("SK")))), true, false},
		"allowed what nobody has told": {join(crossed, on("05:00", "", by("sk", "05:00", allowing("SK")))), false, false},
	} {
		o := fold(Operation{}, row.given)
		require.Equal(t, row.guest, o.mayKnow("SK", "at"), name)
		require.Equal(t, row.other, o.mayKnow("AT", "sk"), name)
	}
}

// What endangers people is told to those who may have to act, whoever directs.
func TestAnIncidentCallsThoseWhoMayHaveToAct(t *testing.T) {
	happening := func(c events.Country, what events.Incident, p events.Part) events.Event {
		return events.IncidentReported{Incident: events.IncidentTerms{Country: c, Incident: what, Part: p}}
	}
	calls := func(about string, c events.Country, p events.Part) events.Event {
		return called(IncidentHappened, about, c, p, clock("04:00"))
	}
	rule := under(t, Rule(IncidentHappened))
	rule("an accident calls where it is").given(crossed).when("04:00", "at team", happening("AT", events.Accident, part)).then(calls(string(part), "AT", part))
	rule("and who directs").given(crossed).when("04:00", "de team", happening("DE", events.Accident, part)).then(calls(string(part), "DE", part), calls(string(part), "AT", part))
	for _, what := range []events.Incident{events.Compromised, events.Violence, events.ThirdPartySeizure, events.BlueOnBlue} {
		rule(string(what)+" calls the neighbours and the lead").given(crossed).when("04:00", "at team", happening("AT", what, part)).
			then(calls(string(part), "AT", part), calls(string(part), "HU", part), calls(string(part), "DE", part))
	}
	rule("a possible State is no neighbour").given(crossed, on("01:00", "", point("AT-SK"))).when("04:00", "at team", happening("AT", events.Violence, "")).
		then(calls("AT", "AT", ""), calls("AT", "HU", ""), calls("AT", "DE", ""))
	rule("once").given(crossed, on("03:55", "", calls("AT", "AT", ""))).when("04:00", "at team", happening("AT", events.Accident, "")).thenNothing()
	rule("after the end nobody").given(crossed, on("03:50", "close", closing(events.Lost), ended("AT", "03:50"))).when("04:00", "at team", happening("AT", events.Violence, part)).thenNothing()
	told := join(crossed, on("04:00", "say", by("at", "04:00", happening("AT", events.Accident, part)), calls(string(part), "AT", part)))
	rule("taken back").given(told).when("04:10", "at desk", retracting("say")).then(settled(IncidentHappened, string(part), "AT", Corrected))

	// HU, which leads, directs, and may not know DE: its desk's own call does not depend on
	// the one that it is not shown.
	abroad := called(events.Abroad(IncidentHappened), string(part), "HU", part, clock("04:00"))
	hidden := join(departed, on("04:00", "say-de", by("de", "04:00", happening("DE", events.Violence, part)), calls(string(part), "DE", part), abroad, calls(string(part), "AT", part)))
	rule = under(t, Rule(IncidentHappened))
	rule("the lead's desk may not know who says so").given(departed).when("04:00", "de team", happening("DE", events.Violence, part)).
		then(calls(string(part), "DE", part), abroad, calls(string(part), "AT", part))
	rule("so it is called about its own").given(hidden).when("04:05", "hu team", happening("HU", events.Accident, part)).
		then(called(IncidentHappened, string(part), "HU", part, clock("04:05")))
	rule("what was told is taken back").given(hidden).when("04:05", "de desk", retracting("say-de")).then(
		settled(IncidentHappened, string(part), "DE", Corrected), settled(events.Abroad(IncidentHappened), string(part), "HU", Corrected),
		settled(IncidentHappened, string(part), "AT", Corrected))

	rule = under(t, Rule(UnconfirmedReport))
	stranger := join(crossed, on("01:40", "involve-sk", involving("SK", events.Transit)))
	rule("by one of whom AT may not know").given(stranger).when("04:00", "sk team", happening("AT", events.Violence, part)).then(unconfirmed("04:00"))
	rule("also of no part").given(stranger).when("04:00", "sk team", happening("AT", events.Violence, "")).then(called(UnconfirmedReport, "AT", "HU", "", clock("04:00")))
}
