package operation

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

func degraded(c events.Country) events.Event {
	return events.EyesOnDegraded{Eyes: events.EyesTerms{Part: part, Country: c}, Team: events.TeamTerms{Team: "X-3"}}
}

func watchedLeg(id events.LegID, c events.Country, m events.Measure, w events.Window, watch events.WatchTerms) events.Event {
	e := leg(id, c, m, w).(events.LegPlanned)
	e.Watch = watch
	return e
}

func controlLost(c events.Country, since string) events.Event {
	return events.ControlLost{Lost: events.ControlTerms{Part: part, Country: c, Since: clock(since)}}
}

func controlUndecided(c events.Country, since string) events.Event {
	return events.ControlUndecided{Undecided: events.ControlTerms{Part: part, Country: c, Since: clock(since)}}
}

func declaringLost(c events.Country, since string) events.Event {
	return events.ControlDeclared{Declared: events.ControlTerms{Part: part, Country: c, Since: clock(since)}}
}

func deciding(c events.Country, r events.Recourse) events.Event {
	return events.ControlDecided{Decided: events.RecourseTerms{Part: part, Country: c, Recourse: r}}
}

func halted(c events.Country) events.Event {
	return events.HaltOrdered{Halt: events.HaltOrder{Part: part, Country: c, Ground: "traffic"}}
}

func goesOn(c events.Country) events.Event {
	return events.HaltLifted{Lifted: events.HaltName{Part: part, Country: c}}
}

// afterTheEnd are the clocks that an operation has after its end: a call that nobody has
// taken, and reports.
var afterTheEnd = []events.Kind{"alert.repeated", "report.overdue"}

// runsOut asks that a clock says just this, a second before not yet, at its moment and
// ever after, once.
func runsOut(t *testing.T, name string, given history, due string, fact events.Event) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		o := fold(Operation{}, given)
		is := func(c Clock) bool { return c.Fact == fact }
		require.False(t, slices.ContainsFunc(o.Due(clock(due).Add(-time.Second)), is), "too early")
		for _, late := range []time.Duration{0, time.Second, 72 * time.Hour} {
			found := o.Due(clock(due).Add(late))
			require.Contains(t, found, Clock{clock(due), fact})
		}
		c := struck(Clock{clock(due), fact})
		out, err := Decide(alliance, o, c, clock(due))
		require.NoError(t, err)
		after := evolved(o, c, clock(due), out)
		require.False(t, slices.ContainsFunc(after.Due(clock(due).Add(72*time.Hour)), func(c Clock) bool { return c == Clock{clock(due), fact} }), "it is said twice")
		require.Equal(t, look(o), look(fold(Operation{}, given)), "saying it changed what was before")
		ended := fold(after, on("23:00", "close", closing(events.Lost)))
		for _, c := range ended.Due(clock("23:00").Add(72 * time.Hour)) {
			require.Contains(t, afterTheEnd, c.Fact.Kind(), "it runs after the end")
		}
	})
}

// silentOf asks that a clock of a kind does not run.
func silentOf(t *testing.T, name string, given history, kind events.Kind) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		for _, c := range fold(Operation{}, given).Due(clock("23:00").Add(72 * time.Hour)) {
			require.NotEqual(t, kind, c.Fact.Kind(), "%v", c)
		}
	})
}

var (
	blinded = join(crossed, on("04:00", "lose", by("at", "04:00", lost("AT"))))
	gone    = join(blinded, on("04:20", "gone", by(events.Hub, "04:20", controlLost("AT", "04:00")),
		called(ControlIsLost, string(part), "AT", part, clock("04:00")), called(ControlIsLost, string(part), "HU", part, clock("04:00")),
		called(ControlIsLost, string(part), "DE", part, clock("04:00"))))
)

// INV-11, INV-12: exactly when control is lost.
func TestControlIsLost(t *testing.T) {
	strict := events.WatchTerms{Degraded: 3, Lost: 7, Decide: 5}
	tight := join(planned[:len(planned)-5], on("00:21", "leg-at", watchedLeg("AT-L1", "AT", events.TransitRoute, window("03:00", "08:00"), strict)), planned[len(planned)-4:len(planned)-1])
	tight = join(tight, on("02:10", "depart", departing, moved("HU", "", "02:10", events.ByTerritory, events.Taken)),
		on("03:10", "cross", by("at", "03:10", crossing("HU", "AT")), moved("AT", "HU", "03:10", events.ByTerritory, events.NotTaken)))

	runsOut(t, "as long as nothing is said", blinded, "04:20", controlLost("AT", "04:00"))
	runsOut(t, "as long as the leg says", join(tight, on("04:00", "lose", by("at", "04:00", lost("AT")))), "04:07", controlLost("AT", "04:00"))
	spare := watchedLeg("AT-L2", "AT", events.TransitRoute, window("03:30", "08:00"), strict).(events.LegPlanned)
	spare.Leg.Use = events.AlternateLeg
	other := join(crossed, on("03:20", "leg-at-2", spare), on("03:21", "", droppingLeg("AT-L1")))
	blind := on("04:00", "lose", by("at", "04:00", lost("AT")))
	runsOut(t, "an alternate leg says nothing", join(other, blind), "04:20", controlLost("AT", "04:00"))
	runsOut(t, "until it is taken", join(other, on("03:25", "take", events.LegActivated{Activation: events.LegName{ID: "AT-L2"}}), blind), "04:07", controlLost("AT", "04:00"))
	beside := join(crossed, on("03:20", "leg-at-2", spare))
	taken := on("03:25", "take", events.LegActivated{Activation: events.LegName{ID: "AT-L2"}})
	runsOut(t, "as the main leg says, while the alternate beside it is not taken", join(beside, blind), "04:20", controlLost("AT", "04:00"))
	runsOut(t, "then as the alternate says, where it replaces the main leg", join(beside, taken, blind), "04:07", controlLost("AT", "04:00"))
	runsOut(t, "and not where it does not", join(beside, taken, on("04:05", "lose", by("at", "03:15", lost("AT")))), "04:05", controlLost("AT", "03:15"))
	runsOut(t, "nor once it is dropped", join(beside, taken, on("03:40", "", droppingLeg("AT-L2")), blind), "04:20", controlLost("AT", "04:00"))
	runsOut(t, "after both as the alternate says", join(beside, taken, on("09:00", "lose", by("at", "09:00", lost("AT")))), "09:07", controlLost("AT", "09:00"))
	third := spare
	third.Named.ID, third.Watch.Lost = "AT-L3", 9
	runsOut(t, "of two that were taken the last", join(beside, on("03:21", "leg-at-3", third), on("03:24", "take-3", events.LegActivated{Activation: events.LegName{ID: "AT-L3"}}), taken, blind),
		"04:07", controlLost("AT", "04:00"))
	runsOut(t, "a device alone, then nobody", join(crossed, on("04:00", "device", by("at", "04:00", degraded("AT")))), "04:30", controlLost("AT", "04:10"))
	runsOut(t, "a device alone on a strict leg", join(tight, on("04:00", "device", by("at", "04:00", degraded("AT")))), "04:10", controlLost("AT", "04:03"))
	runsOut(t, "a second word does not put it off", join(blinded, on("04:10", "lose-2", by("at", "04:10", lost("AT")))), "04:20", controlLost("AT", "04:00"))
	runsOut(t, "nor a device that speaks again", join(crossed, on("04:00", "d1", by("at", "04:00", degraded("AT"))), on("04:09", "d2", by("at", "04:09", degraded("AT")))), "04:30", controlLost("AT", "04:10"))
	runsOut(t, "a checkpoint begins it anew", join(blinded, on("04:05", "reach", by("at", "04:05", reaching))), "04:25", controlLost("AT", "04:05"))
	runsOut(t, "a neighbour's does not: the State is not told of it", join(blinded, on("01:00", "", checkpoint("HU-CP1", "02:00", "05:00")), on("04:05", "reach", by("hu", "04:05",
		events.CheckpointReached{Reached: events.ReachedTerms{Checkpoint: "HU-CP1", Part: part, Method: events.Record}}))), "04:20", controlLost("AT", "04:00"))
	runsOut(t, "nobody ever saw it for the State that directs", tight, "03:17", controlLost("AT", "03:10"))
	runsOut(t, "told late, not before the hub heard", join(crossed, on("05:00", "lose", by("at", "04:00", lost("AT")))), "05:00", controlLost("AT", "04:00"))
	runsOut(t, "seen, and that taken back", join(blinded, on("04:05", "see", by("at", "04:05", regained("AT"))),
		on("04:30", "no", by("at", "04:30", retracting("see")))), "04:20", controlLost("AT", "04:00"))
	runsOut(t, "halted and let go on", join(blinded, on("04:10", "halt", halted("AT")), on("06:00", "on", goesOn("AT"))), "06:20", controlLost("AT", "06:00"))
	runsOut(t, "nobody has decided", gone, "04:35", controlUndecided("AT", "04:00"))
	runsOut(t, "nor as soon as the leg says", join(tight, on("03:17", "gone", controlLost("AT", "03:10"))), "03:22", controlUndecided("AT", "03:10"))
	runsOut(t, "nor what a commander has declared", join(crossed, on("04:02", "declare", declaringLost("AT", "04:00"))), "04:17", controlUndecided("AT", "04:00"))

	see := func(c events.Country, at string) history {
		return on(at, events.CommandID("see-"+at), by(c.Desk(), at, regained(c)))
	}
	lose := func(c events.Country, at, told string) history {
		return on(told, events.CommandID("lose-"+told), by(c.Desk(), at, lost(c)))
	}
	runsOut(t, "seen by a neighbour only, before it came", join(tight, on("00:23", "", by("hu", "00:23", watching))), "03:17", controlLost("AT", "03:10"))
	runsOut(t, "a checkpoint that the lead tells begins it anew", join(blinded, on("04:05", "reach", by("hu.lead", "04:05", reaching))), "04:25", controlLost("AT", "04:05"))
	abroad := events.CheckpointReached{Reached: events.ReachedTerms{Checkpoint: "DE-CP1", Part: part, Method: events.Visual}}
	guests := on("04:01", "admit", events.OfficersAdmitted{Admission: events.AdmissionTerms{Country: "DE", From: "AT", Number: 2, Arms: events.Unarmed}})
	runsOut(t, "and one next door that it tells itself, where its officers are", join(blinded, guests, on("04:05", "reach", by("at", "04:05", abroad))), "04:25", controlLost("AT", "04:05"))
	runsOut(t, "not where they are not", join(blinded, on("04:05", "reach", by("at", "04:05", abroad))), "04:20", controlLost("AT", "04:00"))
	runsOut(t, "a checkpoint in that very moment puts nothing off", join(blinded, on("05:00", "reach", by("at", "04:00", reaching))), "04:20", controlLost("AT", "04:00"))
	runsOut(t, "nor does going on in that very moment", join(crossed, on("05:00", "halt", halted("AT")), on("06:00", "on", goesOn("AT")), lose("AT", "06:00", "06:30")), "06:30", controlLost("AT", "06:00"))
	runsOut(t, "nor a second word of that moment", join(blinded, lose("AT", "04:00", "05:00")), "04:20", controlLost("AT", "04:00"))
	runsOut(t, "nor do two where nobody ever saw it", join(tight, lose("AT", "04:00", "04:00"), lose("AT", "04:03", "04:03")), "04:07", controlLost("AT", "04:00"))
	runsOut(t, "told out of order, from the first word since it was seen last", join(tight, see("AT", "03:50"), lose("AT", "04:00", "04:00"),
		on("04:01", "", by("at", "03:20", regained("AT"))), lose("AT", "03:30", "04:02")), "04:07", controlLost("AT", "04:00"))
	joined := on("01:40", "involve-sk", involving("SK", events.Transit))
	runsOut(t, "a stranger who sees it between does not count", join(blinded, joined, see("SK", "04:05"), lose("AT", "04:10", "04:10")), "04:20", controlLost("AT", "04:00"))
	runsOut(t, "nor one who lost it before", join(crossed, joined, lose("SK", "03:30", "03:30"), blind), "04:20", controlLost("AT", "04:00"))
	again := on("04:05", "d2", by("at", "04:05", degraded("AT")))
	runsOut(t, "a device that speaks again ends what was declared, and its own time runs on", join(crossed, on("03:50", "d1", by("at", "03:50", degraded("AT"))),
		on("04:00", "declare", declaringLost("AT", "04:00")), again), "04:20", controlLost("AT", "04:00"))
	twice := join(gone, on("04:30", "see", by("at", "04:30", regained("AT"))), lose("AT", "04:40", "04:40"),
		on("05:00", "gone-2", by(events.Hub, "05:00", controlLost("AT", "04:40"))), on("05:05", "decide", deciding("AT", events.Regain)))
	runsOut(t, "what was decided of a later loss is not of the first", join(twice, on("05:10", "no", by("at", "05:10", retracting("see")))), "04:35", controlUndecided("AT", "04:00"))

	const kind = "control.lost"
	silentOf(t, "seen there, whatever is told late of before", join(tight, see("AT", "03:12"), on("03:20", "", by("hu", "03:05", watching))), kind)
	silentOf(t, "seen, whatever is told late", join(tight, see("AT", "04:10"), lose("AT", "04:00", "04:20")), kind)
	silentOf(t, "lost, and seen in that very moment", join(blinded, see("AT", "04:00")), kind)
	silentOf(t, "seen again", join(blinded, on("04:10", "see", by("at", "04:10", regained("AT")))), kind)
	runsOut(t, "who tells late that it has taken over has its minutes from then on", join(accepted, on("05:00", "cross", by("at", "03:10", crossing("HU", "AT")), moved("AT", "HU", "03:10", events.ByHandover, events.Taken))),
		"05:20", controlLost("AT", "05:00"))
	runsOut(t, "another's word of the same crossing begins nothing anew", join(accepted, on("03:12", "cross", by("at", "03:10", crossing("HU", "AT")), moved("AT", "HU", "03:10", events.ByHandover, events.Taken)),
		on("03:25", "cross-2", by("hu", "03:10", crossing("HU", "AT")))), "03:32", controlLost("AT", "03:12"))
	runsOut(t, "the word of loss taken back: whoever takes over is to say that it sees it", join(blinded, on("04:10", "no", by("at", "04:10", retracting("lose")))), "03:30", controlLost("AT", "03:10"))
	silentOf(t, "a plan that says nothing, and nobody ever saw it", join(consented, on("02:10", "depart", departing, moved("HU", "", "02:10", events.ByTerritory, events.Taken)),
		on("03:10", "cross", by("at", "03:10", crossing("HU", "AT")), moved("AT", "HU", "03:10", events.ByTerritory, events.NotTaken))), kind)
	silentOf(t, "halted", join(blinded, on("04:10", "halt", halted("AT"))), kind)
	silentOf(t, "secured", join(blinded, on("04:10", "stop", by("at", "04:10", executing("AT", events.GoodsSecured)), ended("AT", "04:10"))), kind)
	silentOf(t, "secured, whoever says that it is lost", join(crossed, on("04:10", "stop", by("at", "04:10", executing("AT", events.GoodsSecured)), ended("AT", "04:10")), lose("HU", "04:20", "04:20")), kind)
	silentOf(t, "not set out, whoever says so", join(approved, lose("HU", "01:40", "01:40")), kind)
	silentOf(t, "declared before", join(blinded, on("04:10", "declare", declaringLost("AT", "04:00"))), kind)
	silentOf(t, "by one of whom who directs may not know", join(crossed, on("01:40", "involve-sk", involving("SK", events.Transit)),
		on("03:20", "see", by("at", "03:20", regained("AT"))), on("04:00", "lose", by("sk", "04:00", lost("AT")))), kind)
	const undecided = "control.undecided"
	silentOf(t, "decided", join(gone, on("04:30", "decide", deciding("AT", events.Regain))), undecided)
	silentOf(t, "found again", join(gone, on("04:30", "see", by("at", "04:30", regained("AT")))), undecided)
}

// Of a State's legs the one holds that a moment lies in; in none, the last that had
// begun, or the first.
func TestWhichLegSaysHowLongItMayBeLost(t *testing.T) {
	early, late := Leg{Country: "AT", Window: window("03:00", "05:00"), Watch: events.WatchTerms{Lost: 3}}, Leg{Country: "AT", Window: window("06:00", "08:00"), Watch: events.WatchTerms{Lost: 6}}
	inside := Leg{Country: "AT", Window: window("03:30", "04:00"), Watch: events.WatchTerms{Lost: 9}}
	with := func(l Leg, change func(*Leg)) Leg { change(&l); return l }
	other := with(early, func(l *Leg) { l.Country, l.Watch.Lost = "DE", 1 })
	for _, row := range []struct {
		name string
		legs []Leg
		at   string
		lost events.Minutes
	}{
		{"in the first", []Leg{early, late}, "04:00", 3},
		{"in the second", []Leg{early, late}, "07:00", 6},
		{"between them", []Leg{early, late}, "05:30", 3},
		{"in whatever order they were planned", []Leg{late, early}, "05:30", 3},
		{"before them", []Leg{early, late}, "01:00", 3},
		{"in whatever order", []Leg{late, early}, "01:00", 3},
		{"after them", []Leg{early, late}, "09:00", 6},
		{"in whatever order too", []Leg{late, early}, "09:00", 6},
		{"in it, though another began and ended since", []Leg{inside, early}, "04:30", 3},
		{"two to come that begin together", []Leg{early, with(inside, func(l *Leg) { l.Window = early.Window })}, "01:00", 3},
		{"two over that began together", []Leg{early, with(inside, func(l *Leg) { l.Window = early.Window })}, "05:30", 3},
		{"not another State's", []Leg{other, early}, "04:00", 3},
		{"nor one dropped", []Leg{with(early, func(l *Leg) { l.Dropped, l.Watch.Lost = true, 1 }), late}, "04:00", 6},
		{"nor one to spare", []Leg{with(early, func(l *Leg) { l.Spare, l.Watch.Lost = true, 1 }), late}, "04:00", 6},
		{"none", []Leg{other}, "04:00", 0},
	} {
		require.Equal(t, row.lost, Operation{Legs: row.legs}.watch("AT", clock(row.at)).Lost, row.name)
	}
}

// INV-12: who is called, and what ends it.
func TestWhoIsCalledWhenControlIsLost(t *testing.T) {
	calling := func(c events.Country, since string) events.Event {
		return called(ControlIsLost, string(part), c, part, clock(since))
	}
	over := func(why events.Code) []events.Event {
		return []events.Event{settled(ControlIsLost, string(part), "AT", why), settled(ControlIsLost, string(part), "HU", why), settled(ControlIsLost, string(part), "DE", why)}
	}
	rule := under(t, Rule(ControlIsLost))
	rule("who directs, the lead that is the origin, and each State ahead").given(blinded).strikes("04:20", controlLost("AT", "04:00")).
		then(calling("AT", "04:00"), calling("HU", "04:00"), calling("DE", "04:00"))
	rule("however late").given(blinded).strikes("04:20", controlLost("AT", "04:00")).toldAt("09:00").
		then(calling("AT", "04:00"), calling("HU", "04:00"), calling("DE", "04:00"))
	far := join(asked, on("00:19", "", events.StateInvolved{State: events.StateTerms{Country: "RO", Role: events.Origin}}), on("00:20", "item", named(declaring("RO"))), crossed[len(asked)+1:], on("03:20", "", by("hu", "03:05", lost("HU"))),
		on("03:21", "", by("at", "03:15", regained("AT"))), on("04:00", "lose", by("at", "04:00", lost("AT"))))
	coordinator := called(events.Abroad(ControlIsLost), string(part), "HU", part, clock("04:00"))
	rule("not an origin that may not know who directs, whatever it has lost itself").given(far).strikes("04:20", controlLost("AT", "04:00")).
		then(calling("AT", "04:00"), calling("DE", "04:00"), coordinator)
	rule("a possible State ahead is not called").given(blinded, on("01:00", "", point("AT-SK"))).strikes("04:20", controlLost("AT", "04:00")).
		then(calling("AT", "04:00"), calling("HU", "04:00"), calling("DE", "04:00"))
	rule("nor one that the plan leads to no more").given(blinded, on("04:10", "", droppingPoint("AT-DE"))).strikes("04:20", controlLost("AT", "04:00")).
		then(calling("AT", "04:00"), calling("HU", "04:00"))
	next := join(blinded, on("01:40", "involve-sk", involving("SK", events.Transit)), on("01:41", "point-sk", point("DE-SK")), on("04:05", "see-sk", by("sk", "04:05", regained("SK"))))
	rule("nor one that knows who sees it").given(next).strikes("04:20", controlLost("AT", "04:00")).then(calling("AT", "04:00"), calling("HU", "04:00"))
	rule("whoever says that it is lost").given(next).when("04:10", "at commander", declaringLost("AT", "04:00")).then(calling("AT", "04:00"), calling("HU", "04:00"))
	rule("and if that one lost it too, from then").given(next, on("04:08", "lose-sk", by("sk", "04:08", lost("SK")))).strikes("04:20", controlLost("AT", "04:00")).
		then(calling("AT", "04:00"), calling("HU", "04:00"), calling("DE", "04:08"))
	rule("seen again").given(gone).when("04:30", "at team", regained("AT")).then(over(inSight)...)
	rule("at a checkpoint").given(gone).when("04:30", "at team", reaching).then(over(inSight)...)
	rule("a sighting alone is not enough").given(gone).when("04:30", "at team", events.SightingReported{Sighting: events.SightingTerms{Part: part, Country: "AT", Method: events.Visual}}).thenNothing()
	rule("seen earlier").given(gone).when("04:30", "at team", regained("AT"), "03:50").thenNothing()
	rule("halted").given(gone).when("04:30", "at commander", halted("AT")).then(over("halted")...)
	rule("taken back, it was not lost").given(gone).when("04:30", "at desk", retracting("lose")).
		then(over(Corrected)...)
	found := join(gone, on("04:30", "see", by("at", "04:30", regained("AT")), over(inSight)[0], over(inSight)[1], over(inSight)[2]))
	rule("seen again, and that taken back").given(found).when("04:40", "at desk", retracting("see")).
		then(append([]events.Event{called(LostSight, string(part), "AT", part, clock("04:00")), called(LostSight, string(part), "DE", part, clock("04:00"))},
			calling("AT", "04:00"), calling("HU", "04:00"), calling("DE", "04:00"))...)
	resolved := join(gone, on("04:25", "", settled(ControlIsLost, string(part), "DE", "seen")))
	rule("what an officer has resolved stays so").given(resolved).when("04:26", "at team", lost("AT")).
		then(called(LostSight, string(part), "AT", part, clock("04:26")), called(LostSight, string(part), "DE", part, clock("04:26")))

	reported := on("04:25", "report", losing("AT", kg("62.4")))
	under(t, Rule(ControlIsLost))("all of it declared lost: nobody can see it again").given(gone, reported).
		when("04:30", "at competent-authority", declaringGoodsLost("AT", kg("62.4"))).
		then(append([]events.Event{called(GoodsLost, string(part), "HU", part, clock("04:30")), restated(part, events.Live, kg("0"))}, over(noLonger)...)...)
	under(t, Rule(ControlIsLost))("some of it: the rest can be found").given(gone, on("04:25", "report", losing("AT", kg("60")))).
		when("04:30", "at competent-authority", declaringGoodsLost("AT", kg("60"))).
		then(called(GoodsLost, string(part), "HU", part, clock("04:30")), restated(part, events.Live, kg("2.4")))
	silentOf(t, "all of it declared lost before", join(blinded, reported, on("04:15", "declare", by("at", "04:15", declaringGoodsLost("AT", kg("62.4"))), restated(part, events.Live, kg("0")))), "control.lost")
	silentOf(t, "nobody decides about what is not there", join(gone, reported, on("04:30", "declare", by("at", "04:30", declaringGoodsLost("AT", kg("62.4"))), restated(part, events.Live, kg("0")))), "control.undecided")

	beyond := join(crossed, on("03:30", "cross-2", by("de", "03:30", crossing("AT", "DE")), moved("DE", "AT", "03:30", events.ByTerritory, events.NotTaken)),
		on("04:00", "lose", by("de", "04:00", lost("DE"))))
	farther := join(beyond, on("04:20", "gone", by(events.Hub, "04:20", controlLost("DE", "04:00")), called(ControlIsLost, string(part), "DE", part, clock("04:00")),
		called(events.Abroad(ControlIsLost), string(part), "HU", part, clock("04:00"))))
	rule("of a State that the lead's desk may not know").given(beyond).strikes("04:20", controlLost("DE", "04:00")).then(
		called(ControlIsLost, string(part), "DE", part, clock("04:00")), called(events.Abroad(ControlIsLost), string(part), "HU", part, clock("04:00")))
	rule("and it is over for the coordinator too").given(farther).when("04:30", "de team", regained("DE")).
		then(settled(ControlIsLost, string(part), "DE", inSight), settled(events.Abroad(ControlIsLost), string(part), "HU", inSight))

	rule = under(t, Rule(ControlIsUndecided))
	waits := func(c events.Country) events.Event {
		return called(ControlIsUndecided, string(part), c, part, clock("04:00"))
	}
	lead := called(events.Abroad(ControlIsUndecided), string(part), "HU", part, clock("04:00"))
	rule("who directs, and the coordinator").given(gone).strikes("04:35", controlUndecided("AT", "04:00")).then(waits("AT"), lead)
	home := join(departed, on("02:30", "lose", by("hu", "02:30", lost("HU"))), on("02:50", "gone", by(events.Hub, "02:50", controlLost("HU", "02:30"))))
	rule("the lead that directs, once").given(home).strikes("03:05", controlUndecided("HU", "02:30")).
		then(called(ControlIsUndecided, string(part), "HU", part, clock("02:30")))
	late := join(gone, on("04:35", "undecided", by(events.Hub, "04:35", controlUndecided("AT", "04:00")), waits("AT"), lead))
	rule("until it decides").given(late).when("04:40", "at commander", deciding("AT", events.Interdict)).
		then(settled(ControlIsUndecided, string(part), "AT", "decided"), settled(events.Abroad(ControlIsUndecided), string(part), "HU", "decided"))
}

// INV-12: who declares it, and who decides.
func TestOnlyWhoDirectsDecidesAboutControl(t *testing.T) {
	rule := under(t, OnlyWhoDirects)
	rule("it declares").given(crossed).when("04:00", "at commander", declaringLost("AT", "03:55")).then(
		called(ControlIsLost, string(part), "AT", part, clock("03:55")), called(ControlIsLost, string(part), "HU", part, clock("03:55")),
		called(ControlIsLost, string(part), "DE", part, clock("03:55")))
	rule("it decides").given(gone).when("04:30", "at competent-authority", deciding("AT", events.GiveUp)).thenNothing()
	rule("no other declares").given(crossed).when("04:00", "hu commander", declaringLost("HU", "03:55")).thenRefused()
	rule("nor for it").given(crossed).when("04:00", "hu commander", declaringLost("AT", "03:55")).thenRefused()
	rule("no other decides").given(gone).when("04:30", "de commander", deciding("DE", events.Regain)).thenRefused()
	rule("nor it for another").given(crossed).when("04:00", "at commander", declaringLost("HU", "03:55")).thenRefused()
	rule("not the lead").given(gone).when("04:30", "hu.lead coordinator", deciding("AT", events.Regain)).thenRefused()
	rule("no other halts").given(crossed).when("04:30", "hu commander", halted("HU")).thenRefused()
	rule("no other lets go on").given(crossed, on("04:20", "halt", halted("AT"))).when("04:30", "de commander", goesOn("AT")).thenRefused()

	rule = under(t, LostOnce)
	rule("its clock has said so").given(gone).when("04:30", "at commander", declaringLost("AT", "04:00")).thenRefused()
	declared := join(crossed, on("04:00", "declare", declaringLost("AT", "03:55")))
	rule("declared already").given(declared).when("04:10", "at commander", declaringLost("AT", "03:55")).thenRefused()
	rule("a late word of an earlier sight does not end it").given(declared, on("04:05", "see", by("at", "03:50", regained("AT")))).
		when("04:10", "at commander", declaringLost("AT", "03:55")).thenRefused()
	rule("found and lost again").given(declared, on("04:05", "see", by("at", "04:05", regained("AT")))).when("04:10", "at commander", declaringLost("AT", "04:07")).
		then(called(ControlIsLost, string(part), "AT", part, clock("04:07")), called(ControlIsLost, string(part), "HU", part, clock("04:07")),
			called(ControlIsLost, string(part), "DE", part, clock("04:07")))
	stays := func(name string, more ...history) {
		rule(name).given(append([]history{declared}, more...)...).when("04:10", "at commander", declaringLost("AT", "04:07")).thenRefused()
	}
	stays("lost by one more does not end it", on("04:05", "", by("at", "04:05", lost("AT"))))
	stays("nor seen by a stranger", on("01:40", "involve-sk", involving("SK", events.Transit)), on("04:05", "", by("sk", "04:05", regained("SK"))))
	stays("nor seen in that very moment", on("04:05", "", by("at", "03:55", regained("AT"))))
	stays("nor at a checkpoint in that very moment", on("04:05", "", by("at", "03:55", reaching)))
	stays("nor at one of which the State is not told", on("04:05", "", by("hu", "04:05", events.CheckpointReached{Reached: events.ReachedTerms{Checkpoint: "HU-CP1", Part: part, Method: events.Record}})))
	calls := []events.Event{called(ControlIsLost, string(part), "AT", part, clock("04:07")), called(ControlIsLost, string(part), "HU", part, clock("04:07")),
		called(ControlIsLost, string(part), "DE", part, clock("04:07"))}
	rule("passed a checkpoint and lost again").given(declared, on("04:05", "", by("at", "04:05", reaching))).when("04:10", "at commander", declaringLost("AT", "04:07")).then(calls...)
	rule("what another declared, that did not direct it then").given(departed, on("03:30", "declare", declaringLost("HU", "03:20")), on("03:40", "cross", by("hu", "03:10", crossing("HU", "AT")),
		moved("AT", "HU", "03:10", events.ByTerritory, events.NotTaken))).when("04:10", "at commander", declaringLost("AT", "04:07")).then(calls...)
	under(t, NotFuture)("in this very moment").given(crossed).when("04:07", "at commander", declaringLost("AT", "04:07")).then(calls...)
	under(t, NotFuture)("nobody knows what he will lose").given(crossed).when("04:00", "at commander", declaringLost("AT", "04:30")).thenRefused()

	rule = under(t, OnlyLost)
	rule("not while it is seen").given(crossed).when("04:30", "at commander", deciding("AT", events.Regain)).thenRefused()
	rule("not before it is said").given(blinded).when("04:10", "at commander", deciding("AT", events.Regain)).thenRefused()
	rule("not under guard").given(declared, on("04:05", "halt", halted("AT"))).when("04:10", "at commander", deciding("AT", events.Regain)).thenRefused()
	rule("nor after that").given(declared, on("04:05", "halt", halted("AT")), on("04:08", "on", goesOn("AT"))).when("04:10", "at commander", deciding("AT", events.Regain)).thenRefused()
	rule("but if it was lost as it went on").given(crossed, on("03:50", "halt", halted("AT")), on("03:55", "on", goesOn("AT")), declared[len(crossed):]).
		when("04:10", "at commander", deciding("AT", events.Regain)).thenNothing()
	rule = under(t, NotAgain)
	regaining := join(gone, on("04:25", "decide", deciding("AT", events.Regain)))
	rule("the same").given(regaining).when("04:30", "at commander", deciding("AT", events.Regain)).thenRefused()
	rule("another word follows").given(regaining).when("04:30", "at commander", deciding("AT", events.Interdict)).thenNothing()
}

// Naples II art. 22: intercepted and allowed to continue.
func TestAHaltedPartRests(t *testing.T) {
	stopped := join(crossed, on("03:30", "halt", halted("AT")))
	rule := under(t, RestsAlready)
	rule("once").given(stopped).when("03:40", "at commander", halted("AT")).thenRefused()
	rule = under(t, NothingRests)
	rule("what moves does not go on").given(crossed).when("03:40", "at commander", goesOn("AT")).thenRefused()
	rule("what rests does").given(stopped).when("03:40", "at competent-authority", goesOn("AT")).thenNothing()
	rule("once").given(stopped, on("03:40", "on", goesOn("AT"))).when("03:50", "at commander", goesOn("AT")).thenRefused()

	onward := events.HandoverOffered{Offer: events.OfferTerms{Point: "AT-DE", Part: part}}
	rule = under(t, HaltedStays)
	rule("it is not offered").given(stopped).when("03:40", "at commander", onward).thenRefused()
	rule("until it goes on").given(stopped, on("03:40", "on", goesOn("AT"))).when("03:50", "at commander", onward).thenNothing()

	check := on("02:20", "checkpoint", checkpoint("AT-CP1", "03:00", "05:00"))
	silentOf(t, "no checkpoint is missed", join(stopped, check), "checkpoint.missed")
	runsOut(t, "before it goes on", join(stopped, check, on("06:00", "on", goesOn("AT"))), "06:30", isMissed)
	far := join(departed, on("02:20", "checkpoint", checkpoint("DE-CP1", "03:00", "05:00")))
	farMissed := events.CheckpointMissed{Missed: events.CheckpointName{ID: "DE-CP1"}}
	runsOut(t, "nobody is halted", far, "05:30", farMissed)
	runsOut(t, "of a halt two borders away DE learns nothing", join(far, on("03:30", "halt", halted("HU"))), "05:30", farMissed)
	runsOut(t, "nor that it goes on", join(far, on("03:30", "halt", halted("HU")), on("06:00", "on", goesOn("HU"))), "05:30", farMissed)
	near := join(crossed, far[len(departed):])
	silentOf(t, "next to it no checkpoint is missed", join(near, on("03:30", "halt", halted("AT"))), "checkpoint.missed")

	o := fold(Operation{}, stopped, on("04:00", "cross-2", by("at", "04:00", crossing("AT", "DE")), moved("DE", "AT", "04:00", events.ByTerritory, events.NotTaken)))
	p, _ := o.Part(part)
	require.False(t, p.Halt.holds(), "the goods have left")
}

// Given up, the goods are still somewhere: what is done about them can be decided.
func TestWhatIsGivenUpIsStillControlled(t *testing.T) {
	rule := under(t, OnlyWoundUp)
	up := on("04:22", "", givingUp)
	rule("recourse").given(gone, up).when("04:30", "at commander", deciding("AT", events.Interdict)).thenNothing()
	rule("a halt").given(crossed, up).when("04:30", "at commander", halted("AT")).thenNothing()
}
