package operation

import (
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

func losing(c events.Country, q events.Quantity) events.Event {
	return events.LossReported{Loss: events.LossTerms{Part: part, Country: c, Quantity: q, Seen: clock("03:30")}}
}

func declaringGoodsLost(c events.Country, q events.Quantity) events.Event {
	return events.LossDeclared{Declaration: events.LossDeclaration{Report: "report", Part: part, Country: c, Quantity: q}}
}

// Domain 4: GoodsDeclaredLost. Two persons, for good, and nobody can hide it.
func TestGoodsAreDeclaredLost(t *testing.T) {
	all := kg("62.4")
	rule := under(t, OnlyWhereLost)
	rule("who directs").given(crossed).when("04:00", "at commander", losing("AT", all)).thenNothing()
	rule("who directed last").given(crossed, on("03:50", "stop", executing("AT", events.GoodsSecured), ended("AT", "03:50"))).
		when("04:00", "at commander", losing("AT", all)).thenNothing()
	rule("not who gave them away").given(crossed).when("04:00", "hu commander", losing("HU", all)).thenRefused()
	rule("not for another").given(crossed).when("04:00", "de commander", losing("AT", all)).thenRefused()
	rule("nor another's by who directs").given(crossed).when("04:00", "at commander", losing("DE", all)).thenRefused()
	rule("not before they set out").given(approved).when("02:00", "hu commander", losing("HU", all)).thenRefused()
	rule("not a team").given(crossed).when("04:00", "at team", losing("AT", all)).thenRefused()

	reported := join(crossed, on("04:00", "report", losing("AT", all)))
	const authority = "at competent-authority"
	lost := []events.Event{called(GoodsLost, string(part), "HU", part, clock("04:10")), restated(part, events.Live, kg("0"))}
	under(t, LossIsReported)("as reported").given(reported).when("04:10", authority, declaringGoodsLost("AT", all)).then(lost...)
	under(t, LossIsReported)("nobody has reported it").given(crossed).when("04:10", authority, declaringGoodsLost("AT", all)).thenRefused()
	under(t, LossIsReported)("another quantity").given(reported).when("04:10", authority, declaringGoodsLost("AT", kg("62"))).thenRefused()
	under(t, LossIsReported)("another State's").given(reported).when("04:10", "de competent-authority", declaringGoodsLost("DE", all)).thenRefused()
	other := declaringGoodsLost("AT", all).(events.LossDeclared)
	other.Declaration.Part = "000000"
	under(t, LossIsReported)("another part").given(reported).when("04:10", authority, other).thenRefused()
	two := join(crossed, on("04:00", "report", losing("AT", kg("1"))), on("04:05", "report-2", losing("AT", kg("2"))), on("04:08", "declare", declaringGoodsLost("AT", kg("1"))))
	second := declaringGoodsLost("AT", kg("2")).(events.LossDeclared)
	second.Declaration.Report = "report-2"
	under(t, LossIsReported)("the one that it names").given(two).when("04:10", authority, second).
		then(lost[0], restated(part, events.Live, kg("59.4")))
	under(t, OwnAuthority)("for another").given(reported).when("04:10", "de competent-authority", declaringGoodsLost("AT", all)).thenRefused()
	under(t, LossDeclaredOne)("twice").given(reported, on("04:10", "declare", declaringGoodsLost("AT", all))).when("04:20", authority, declaringGoodsLost("AT", all)).thenRefused()
	under(t, Rule(MassDiscrepancy))("more than there was").given(crossed, on("04:00", "report", losing("AT", kg("70")))).
		when("04:10", authority, declaringGoodsLost("AT", kg("70"))).thenBreach("AT")

	o := fold(Operation{}, reported)
	o.Losses[0].Key = keyOf(authority)
	scene{t: t, rule: LossByTwo, name: "the same person", operation: o}.when("04:10", authority, declaringGoodsLost("AT", all)).thenRefused()

	o = fold(Operation{}, reported, on("04:10", "declare", declaringGoodsLost("AT", all)))
	p, _ := o.Part(part)
	require.True(t, o.Terminal(p), "what is lost is accounted for")
}

// INV-14, INV-20: nothing of a part is in transit any more.
func TestAPartIsTerminal(t *testing.T) {
	for name, row := range map[string]struct {
		h  history
		is bool
	}{
		"in transit":                   {crossed, false},
		"secured":                      {join(crossed, on("04:00", "stop", executing("AT", events.GoodsSecured))), false},
		"stored":                       {join(crossed, on("04:00", "store", storing("AT", kg("62.4")))), true},
		"all but a bit":                {join(crossed, on("04:00", "store", storing("AT", kg("62")))), false},
		"sampled, and the rest stored": {join(crossed, on("04:00", "sample", sampling("AT", grams("100"))), on("04:10", "store", storing("AT", kg("62.4")))), true},
		"more than there was":          {join(crossed, on("04:00", "store", storing("AT", kg("63")))), false},
		"merged":                       {join(crossed, on("03:30", "cut", splitting("AT", kg("12")), begun(events.PartOf("cut"), kg("12"))), on("04:00", "merge", merging(part, events.PartOf("cut"), "AT"))), true},
	} {
		o := fold(Operation{}, row.h)
		p, _ := o.Part(part)
		require.Equal(t, row.is, o.Terminal(p), name)
	}
	o := fold(Operation{}, crossed)
	cut := on("03:30", "cut", by("at", "03:30", splitting("AT", kg("12"))), begun(events.PartOf("cut"), kg("12")))
	void := fold(Operation{}, crossed, cut, on("03:40", "back", by("at", "03:40", retracting("cut"))))
	require.True(t, void.Terminal(void.Parts[1]), "what never was is nowhere")
	o = o.goesOut(Cause{Command: "seize", At: clock("04:00"), Occurred: clock("04:00")}, part, "seized", kg("62.4"))
	p, _ := o.Part(part)
	require.True(t, o.Terminal(p), "seized")
}

// INV-11, INV-14: of what is taken out whole nothing can be seen again, stopped or handed
// over.
func TestNobodyIsCalledAboutWhatIsNotOnItsWay(t *testing.T) {
	whole := func(c events.Country) events.Event { return seizing(c) }
	over := func(cause events.Code, c events.Country) events.Event {
		return settled(cause, string(part), c, noLonger)
	}
	lostToAll := []events.Event{called(LostSight, string(part), "AT", part, clock("04:00")), called(LostSight, string(part), "DE", part, clock("04:00"))}
	gone := join(crossed, on("04:00", "lose", append([]events.Event{by("at", "04:00", lost("AT"))}, lostToAll...)...),
		on("04:20", "gone", by(events.Hub, "04:20", controlLost("AT", "04:00")), called(ControlIsLost, string(part), "AT", part, clock("04:00")),
			called(ControlIsLost, string(part), "HU", part, clock("04:00")), called(ControlIsLost, string(part), "DE", part, clock("04:00"))))
	seized := on("04:30", "seize", by("at", "04:30", whole("AT")))

	rule := under(t, Rule(ControlIsLost))
	rule("all of it seized: nobody can see it again").given(gone).when("04:30", "at team", whole("AT")).then(
		over(LostSight, "AT"), over(LostSight, "DE"), over(ControlIsLost, "AT"), over(ControlIsLost, "HU"), over(ControlIsLost, "DE"))
	little := events.SeizureMade{Seizure: events.SeizureTerms{Part: part, Country: "AT", Quantity: kg("60"), Storage: "WIEN-7"}}
	rule("not most of it").given(gone).when("04:30", "at team", little).thenNothing()
	rule("not by the word of a State where it is not").given(gone).when("04:30", "de team", whole("DE")).then(broken(SeizedElsewhere, "AT", "04:30"))
	rule("taken back, it calls again").given(gone, seized, on("04:30", "", over(LostSight, "AT"), over(LostSight, "DE"), over(ControlIsLost, "AT"), over(ControlIsLost, "HU"), over(ControlIsLost, "DE"))).
		when("04:40", "at desk", retracting("seize")).then(append(lostToAll, called(ControlIsLost, string(part), "AT", part, clock("04:00")),
		called(ControlIsLost, string(part), "HU", part, clock("04:00")), called(ControlIsLost, string(part), "DE", part, clock("04:00")))...)
	silentOf(t, "seized before", join(blinded, on("04:10", "seize", by("at", "04:10", whole("AT")))), "control.lost")
	silentOf(t, "nobody decides about what is seized", join(gone, seized), "control.undecided")

	unwatched := join(crossed, on("03:10", "", unseen("AT", "03:10")))
	under(t, Rule(Unwatched))("all of it seized").given(unwatched).when("04:30", "at team", whole("AT")).then(over(Unwatched, "AT"))
	under(t, Rule(Unwatched))("all of it stored").given(unwatched).when("04:30", "at custody", storing("AT", kg("62.4"))).then(over(Unwatched, "AT"))

	nearing := join(crossed, on("02:20", "checkpoint", lastSafe("AT-CP3", "05:00", "07:00")))
	name := "AT-CP3-" + string(part)
	asked := join(nearing, on("05:00", "due", by(events.Hub, "05:00", goDue("AT-CP3")), called(GoNoGo, name, "AT", part, clock("05:00"))))
	under(t, Rule(GoNoGo))("all of it seized: it goes nowhere").given(asked).when("05:10", "at team", whole("AT")).then(settled(GoNoGo, name, "AT", noLonger))
	silentOf(t, "it is seized before its last safe point", join(nearing, seized), "go.due")

	rule = under(t, OnlyOnTheWay)
	onward := events.HandoverOffered{Offer: events.OfferTerms{Point: "AT-DE", Part: part}}
	rule("what is seized").given(crossed, seized).when("04:40", "at commander", onward).thenRefused()
	rule("what is lost").given(crossed, on("04:00", "report", losing("AT", kg("62.4"))), on("04:10", "declare", by("at", "04:10", declaringGoodsLost("AT", kg("62.4"))), restated(part, events.Live, kg("0")))).
		when("04:40", "at commander", onward).thenRefused()
	rule("what is left is").given(crossed, on("04:30", "seize", by("at", "04:30", little))).when("04:40", "at commander", onward).thenNothing()
}
