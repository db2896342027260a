package operation

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

// struck is the command that the hub's clock makes of something that has run out.
func struck(c Clock) Command {
	return Command{ID: events.CommandID(fmt.Sprintf("%s %v %s", c.Fact.Kind(), c.Fact, c.Due)), Operation: relay,
		Act: events.Act(c.Fact.Kind()), Signer: events.Hub, Key: key("clock").ID(), Occurred: c.Due, Known: c.Due, Fact: c.Fact}
}

// strikes sets a scene for a clock that strikes when it is due.
func (s scene) strikes(due string, fact events.Event) scene {
	s.at, s.command = clock(due), struck(Clock{clock(due), fact})
	return s
}

func (s scene) toldAt(at string) scene { s.at = clock(at); return s }

var (
	checked = join(consented, on("01:10", "checkpoint", checkpoint("AT-CP1", "03:00", "05:00")))
	watched = join(departed, on("02:20", "checkpoint", checkpoint("AT-CP1", "03:00", "05:00")))

	isDue     = events.CheckpointDue{Due: events.CheckpointName{ID: "AT-CP1"}}
	isMissed  = events.CheckpointMissed{Missed: events.CheckpointName{ID: "AT-CP1"}}
	isTimeout = events.HandoverTimedOut{Timeout: events.OfferName{Offer: "offer"}}
	reaching  = events.CheckpointReached{Reached: events.ReachedTerms{Checkpoint: "AT-CP1", Part: part, Method: events.Visual}}
)

func checkpoint(id events.CheckpointID, from, until string) events.Event {
	return events.CheckpointPlanned{Checkpoint: events.CheckpointTerms{Country: id.Country(), Grace: 30},
		Window: window(from, until), Named: events.CheckpointName{ID: id}}
}

func lapse(c events.Country, m events.Measure, ends string, what events.LapseFor) events.LapseTerms {
	return events.LapseTerms{Request: events.CommandID("ask-" + c.Desk()), Country: c, Measure: m, Ends: clock(ends), For: what}
}

func raised(id events.AlertID, c events.Country, p events.Part, since string) events.Event {
	return events.AlertRaised{Alert: events.AlertTerms{ID: id, Country: c, Part: p, Since: clock(since)}}
}

func repeated(round uint16) events.AlertRepeated {
	return events.AlertRepeated{Repetition: events.RepetitionTerms{ID: "checkpoint-missed/AT-CP1", Country: "AT", Round: round}}
}

func oral(confirm string) events.Event {
	return limited(granting("ask-at", "AT", events.TransitRoute), func(g *events.AuthorisationGranted) {
		g.Grant.Finality, g.Grant.Confirm = events.Oral, clock(confirm)
	})
}

// Each clock is silent a second before and speaks from its moment on, always of
// that moment.
func TestEachClockRunsOut(t *testing.T) {
	called := join(departed, on("05:30", "missed", isMissed, raised("checkpoint-missed/AT-CP1", "AT", "", "05:30")))
	taken := on("05:45", "ack", events.AlertAcknowledged{Acknowledgement: events.AlertName{ID: "checkpoint-missed/AT-CP1", Country: "AT"}})
	suspended := on("04:00", "suspend", events.OperationSuspended{})
	resumed := on("06:00", "resume", events.OperationResumed{})
	quick := events.HandoverPointPlanned{Point: events.PointTerms{From: "HU", To: "AT", Answer: 5}, Named: events.PointName{ID: "HU-AT"}}
	for _, row := range []struct {
		name  string
		given history
		due   string
		fact  events.Event
	}{
		{"a checkpoint opens", checked, "03:00", isDue},
		{"a checkpoint is missed", watched, "05:30", isMissed},
		{"not before the grace since somebody knew that it travels", join(checked, on("06:00", "depart", departing, moved("HU", "", "02:10", events.ByTerritory, events.Taken))), "06:30", isMissed},
		{"nor before the grace since it was resumed", join(watched, suspended, resumed), "06:30", isMissed},
		{"an offer is not answered", offered, "03:00", isTimeout},
		{"nor within the time of its point", join(join(opened, on("00:22", "point-1", quick)), offered[len(opened):], on("02:40", "offer-2", offering)), "02:45", isTimeout},
		{"a consent ends soon", consented, "12:00", events.AuthorisationLapsing{Lapsing: lapse("AT", events.TransitRoute, "14:00", events.Expiry)}},
		{"a consent ends", consented, "14:00", events.AuthorisationLapsed{Lapse: lapse("AT", events.TransitRoute, "14:00", events.Expiry)}},
		{"a short one ends soon from the beginning", join(planned, on("13:00", "grant-at", granting("ask-at", "AT", events.TransitRoute))), "13:00", events.AuthorisationLapsing{Lapsing: lapse("AT", events.TransitRoute, "14:00", events.Expiry)}},
		{"an oral one is to be in writing soon", join(planned, on("01:00", "grant-at", oral("06:00"))), "04:00", events.AuthorisationLapsing{Lapsing: lapse("AT", events.TransitRoute, "06:00", events.NotInWriting)}},
		{"an oral one is not in writing", join(planned, on("01:00", "grant-at", oral("06:00"))), "06:00", events.AuthorisationLapsed{Lapse: lapse("AT", events.TransitRoute, "06:00", events.NotInWriting)}},
		{"nobody answers a call", called, "05:40", repeated(1)},
		{"nor the second", join(called, on("05:40", "r1", repeated(1))), "05:50", repeated(2)},
		{"nor the third", join(called, on("05:40", "r1", repeated(1)), on("05:50", "r2", repeated(2))), "06:10", repeated(3)},
		{"somebody has it, for an hour", join(called, on("05:40", "r1", repeated(1)), taken), "06:45", repeated(2)},
	} {
		t.Run(row.name, func(t *testing.T) {
			o := fold(Operation{}, row.given)
			is := func(c Clock) bool { return c.Fact == row.fact }
			require.False(t, slices.ContainsFunc(o.Due(clock(row.due).Add(-time.Second)), is), "too early")
			for _, late := range []time.Duration{0, time.Second, 72 * time.Hour} {
				due := o.Due(clock(row.due).Add(late))
				i := slices.IndexFunc(due, is)
				require.GreaterOrEqual(t, i, 0, "%s later it is not due: %v", late, due)
				require.Equal(t, clock(row.due), due[i].Due)
				require.True(t, slices.IsSortedFunc(due, func(a, b Clock) int { return a.Due.Compare(b.Due) }))
			}
			next, runs := o.Next()
			require.True(t, runs)
			require.False(t, next.After(clock(row.due)))
		})
	}
}

// What stops a clock.
func TestClocksStop(t *testing.T) {
	name := events.AlertName{ID: "checkpoint-missed/AT-CP1", Country: "AT"}
	last := join(departed, on("05:30", "missed", isMissed, raised(name.ID, "AT", "", "05:30")),
		on("05:40", "r1", repeated(1)), on("05:50", "r2", repeated(2)), on("06:10", "r3", repeated(3)))
	for what, row := range map[string]struct {
		given history
		fact  events.Event
	}{
		"it was reached: nobody need open": {join(checked, on("02:30", "reach", reaching)), isDue},
		"it was reached: nobody missed it": {join(watched, on("04:30", "reach", reaching)), isMissed},
		"it was said":                      {join(watched, on("05:30", "missed", isMissed)), isMissed},
		"waived":                           {join(watched, on("04:30", "waive", events.CheckpointWaived{Waived: isDue.Due})), isMissed},
		"nothing travels":                  {checked, isMissed},
		"nothing travels any more":         {join(watched, on("04:30", "end", events.DirectionEnded{Ended: events.EndedTerms{Part: part, Country: "HU", Since: clock("04:30")}})), isMissed},
		"it rests: nothing opens":          {join(watched, on("02:30", "suspend", events.OperationSuspended{})), isDue},
		"it rests: nothing is missed":      {join(watched, on("02:30", "suspend", events.OperationSuspended{})), isMissed},
		"closed":                           {join(watched, on("02:30", "close", closing(events.Lost))), isMissed},
		"closed: consents too":             {join(consented, on("02:30", "close", closing(events.Lost))), events.AuthorisationLapsed{Lapse: lapse("AT", events.TransitRoute, "14:00", events.Expiry)}},
		"accepted":                         {accepted, isTimeout},
		"refused":                          {join(offered, on("02:50", "refuse", declining)), isTimeout},
		"withdrawn":                        {join(offered, on("02:50", "withdraw", events.HandoverWithdrawn{Withdrawal: events.WithdrawalTerms{Offer: "offer"}})), isTimeout},
		"never granted":                    {planned, events.AuthorisationLapsed{Lapse: lapse("AT", events.TransitRoute, "14:00", events.Expiry)}},
		"revoked":                          {join(consented, on("02:00", "revoke", events.AuthorisationRevoked{Revocation: events.EndingTerms{Request: "ask-at"}})), events.AuthorisationLapsed{Lapse: lapse("AT", events.TransitRoute, "14:00", events.Expiry)}},
		"warned once":                      {join(consented, on("12:00", "w", events.AuthorisationLapsing{Lapsing: lapse("AT", events.TransitRoute, "14:00", events.Expiry)})), events.AuthorisationLapsing{Lapsing: lapse("AT", events.TransitRoute, "14:00", events.Expiry)}},
		"in writing":                       {join(planned, on("01:00", "grant-at", oral("06:00")), on("02:00", "confirm", events.AuthorisationConfirmed{Confirmation: events.ConsentTerms{Request: "ask-at"}})), events.AuthorisationLapsed{Lapse: lapse("AT", events.TransitRoute, "06:00", events.NotInWriting)}},
		"resolved":                         {join(last[:len(last)-3], on("05:35", "resolve", events.AlertResolved{Resolution: events.ResolutionTerms{ID: name.ID, Country: "AT"}})), repeated(1)},
		"after three calls there is not a fourth": {last, repeated(4)},
	} {
		due := fold(Operation{}, row.given).Due(clock("23:00").Add(90 * 24 * time.Hour))
		require.False(t, slices.ContainsFunc(due, func(c Clock) bool { return c.Fact == row.fact }), "%s: %v", what, due)
	}
	require.Empty(t, Operation{}.Due(clock("23:00")))
	_, runs := fold(Operation{}, opened).Next()
	require.False(t, runs)
}

// What is acknowledged and left is told again as if it were new: to the lead too,
// if nobody takes it.
func TestAnAlertForgottenIsToldAgain(t *testing.T) {
	called := join(departed, on("05:30", "missed", isMissed, raised("checkpoint-missed/AT-CP1", "AT", "", "05:30")))
	taken := events.AlertAcknowledged{Acknowledgement: events.AlertName{ID: "checkpoint-missed/AT-CP1", Country: "AT"}}
	o := fold(Operation{}, called, on("05:35", "ack", taken), on("06:35", "again", repeated(1)))
	alert, _ := o.Alert("checkpoint-missed/AT-CP1", "AT")
	require.True(t, alert.Taken.IsZero())
	require.True(t, alert.Escalated.IsZero())
	next, _ := o.Next()
	require.Equal(t, clock("06:55"), next)
	o = fold(Operation{}, called, on("05:35", "ack", taken), on("06:35", "again", repeated(1)), on("06:55", "lead", repeated(2)))
	alert, _ = o.Alert("checkpoint-missed/AT-CP1", "AT")
	require.Equal(t, clock("06:55"), alert.Escalated)
}

// What follows when a clock strikes.
func TestWhatClocksCause(t *testing.T) {
	rule := under(t, Rule(CheckpointMissed))
	rule("the desk of the territory is called").given(watched).strikes("05:30", isMissed).
		then(raised("checkpoint-missed/AT-CP1", "AT", "", "05:30"))
	rule("of the moment at which it was due, however late").given(watched).strikes("05:30", isMissed).toldAt("09:00").
		then(raised("checkpoint-missed/AT-CP1", "AT", "", "05:30"))
	rule("the lead, if that State takes no part").given(departed, on("02:20", "checkpoint", checkpoint("SK-CP1", "03:00", "05:00"))).
		strikes("05:30", events.CheckpointMissed{Missed: events.CheckpointName{ID: "SK-CP1"}}).
		then(raised("checkpoint-missed/SK-CP1", "HU", "", "05:30"))
	rule("that it opens calls nobody").given(checked).strikes("03:00", isDue).thenNothing()

	rule = under(t, Rule(OfferTimedOut))
	rule("the giver is called").given(offered).strikes("03:00", isTimeout).then(raised("offer-timed-out/HU-AT", "HU", part, "03:00"))
	rule("not if the goods have left it").given(offered, on("02:55", "cross", crossing("HU", "AT"), moved("AT", "HU", "02:55", events.ByTerritory, events.NotTaken))).
		strikes("03:00", isTimeout).thenNothing()

	rule = under(t, Rule(ExpiredWhileInside)) // INV-17
	lapsing := events.AuthorisationLapsing{Lapsing: lapse("AT", events.TransitRoute, "14:00", events.Expiry)}
	lapsed := events.AuthorisationLapsed{Lapse: lapsing.Lapsing}
	warning, breached := raised("consent-lapsing/AT-TRANSIT", "AT", part, "12:00"), breach(ExpiredWhileInside, "AT", part, clock("14:00"))
	alarm := raised("consent-lapsed/AT-TRANSIT", "AT", part, "14:00")
	rule("a warning, the goods being there").given(crossed).strikes("12:00", lapsing).then(warning)
	rule("no call if they are not").given(accepted).strikes("12:00", lapsing).thenNothing()
	rule("a breach, the goods being there").given(crossed).strikes("14:00", lapsed).then(breached, alarm)
	rule("the warning is over").given(crossed, on("12:00", "w", lapsing, warning)).strikes("14:00", lapsed).
		then(events.AlertResolved{Resolution: events.ResolutionTerms{ID: "consent-lapsing/AT-TRANSIT", Country: "AT", Ground: "lapsed"}}, breached, alarm)
	rule("none if they are not there").given(accepted).strikes("14:00", lapsed).thenNothing()
	rule("none if they left before").given(crossed, on("15:00", "cross-2", crossing("AT", "DE"), moved("DE", "AT", "13:50", events.ByTerritory, events.NotTaken))).
		strikes("14:00", lapsed).toldAt("15:00").thenNothing()
	rule("one also if they left since, and the hub says it late").given(crossed, on("14:40", "cross-2", crossing("AT", "DE"), moved("DE", "AT", "14:30", events.ByTerritory, events.NotTaken))).
		strikes("14:00", lapsed).toldAt("15:00").then(breached, alarm)
	rule("none if another consent goes on").given(crossed, on("10:00", "ask-at-2", asking("AT", events.TransitRoute)),
		on("11:00", "grant-at-2", limited(granting("ask-at-2", "AT", events.TransitRoute), func(g *events.AuthorisationGranted) { g.Window = window("11:00", "20:00") }))).
		strikes("14:00", lapsed).thenNothing()
	rule("an oral consent not put in writing").given(planned, on("01:00", "grant-at", oral("06:00")), crossed[len(consented):]). // INV-07
																	strikes("06:00", events.AuthorisationLapsed{Lapse: lapse("AT", events.TransitRoute, "06:00", events.NotInWriting)}).
																	then(breach(ExpiredWhileInside, "AT", part, clock("06:00")), raised("consent-lapsed/AT-TRANSIT", "AT", part, "06:00"))
}

// The hub may say what is due, of the moment at which it is, once.
func TestAClockFiresWhenDue(t *testing.T) {
	rule := under(t, FiresWhenDue)
	rule("before").given(watched).strikes("05:30", isMissed).toldAt("05:29").thenRefused()
	rule("of another moment").given(watched).strikes("05:31", isMissed).thenRefused()
	rule("of an earlier moment").given(watched).strikes("05:29", isMissed).toldAt("06:00").thenRefused()
	rule("of another place").given(watched).strikes("05:30", events.CheckpointMissed{Missed: events.CheckpointName{ID: "AT-CP2"}}).thenRefused()
	rule("twice").given(watched, on("05:30", "missed", isMissed)).strikes("05:30", isMissed).thenRefused()
	rule("after the end").given(watched, on("03:30", "close", closing(events.Lost))).strikes("05:30", isMissed).thenRefused()
	s := rule("known later").given(watched).strikes("05:30", isMissed)
	s.command.Known = clock("05:31")
	s.thenRefused()
	under(t, NoSuch)("of no operation").given().strikes("05:30", isMissed).thenRefused()

	s = under(t, OwnSequence)("in the registry").given(watched).strikes("05:30", isMissed)
	s.command.Operation = events.Registry
	s.thenRefused()
	s = under(t, SaysUntil)("with until").given(watched).strikes("05:30", isMissed)
	s.command.Until = clock("05:35")
	s.thenRefused()

	rule = under(t, OnlyClock)
	for _, role := range everyRole {
		for _, as := range []events.Viewer{"at", "hu.lead", "hub"} {
			s = rule(fmt.Sprintf("not by %s as %s", role, as)).given(watched).strikes("05:30", isMissed)
			s.command.Signer, s.command.Key = as, keyOf("at "+string(role))
			s.thenRefused()
			s.command.Key = key("clock").ID()
			if as != "hub" {
				s.thenRefused()
			}
		}
	}
	for _, k := range []string{"hub", "root"} {
		s = rule("not with the key of "+k).given(watched).strikes("05:30", isMissed)
		s.command.Key = key(k).ID()
		s.thenRefused()
	}
	rule = under(t, KeySpeaks)
	for _, fact := range []events.Event{offering, crossing("HU", "AT"), closing(events.Lost), granting("ask-at", "AT", events.TransitRoute), opening} {
		s = rule("the hub's clock says nothing else: "+string(fact.Kind())).given(watched).when("05:30", "hub", fact)
		s.command.Key = key("clock").ID()
		s.thenRefused()
	}
}

// Asking costs nothing while nothing is due: it is asked before every command.
func TestAskingTheClocksIsCheap(t *testing.T) {
	o := fold(Operation{}, crossed, on("02:20", "checkpoint", checkpoint("AT-CP1", "03:20", "05:00")),
		on("02:20", "alert", raised("checkpoint-missed/AT-CP9", "AT", "", "02:20")))
	at := clock("02:25")
	require.Empty(t, o.Due(at))
	require.Zero(t, testing.AllocsPerRun(100, func() { o.Due(at) }))
	require.Zero(t, testing.AllocsPerRun(100, func() { o.Next() }))
}

// Over random histories: Next is the first moment at which anything is due; what
// is due, fired in its order, comes to an end; nothing is said twice; and a hub
// that fires late says just what one says that fires in time. Only how often an
// alert is told again hangs on when the hub told it first.
func TestClocksOverRandomHistories(t *testing.T) {
	first := *seed
	if first == 0 {
		first = uint64(time.Now().UnixNano()) % 1e9
	}
	t.Logf("repeat with: go test ./internal/operation -run '^%s$' -seed %d", t.Name(), first)
	said := map[events.Kind]int{}
	for s := first; s < first+300 && !t.Failed(); s++ {
		prompt, late := newWorks(t, s), newWorks(t, s)
		a, b := prompt.run(true), late.run(false)
		require.Equal(t, a, b, "seed %d: a late hub says something else", s)
		for _, c := range prompt.fired {
			said[c.Fact.Kind()]++
		}
	}
	for _, row := range events.Acts {
		if row.Nature == events.Clock && row.Act != "clock.jumped" && row.Act != "deconfliction.found" { // neither is due in one operation
			require.NotZero(t, said[row.Fact], "no history has %s", row.Fact)
		}
	}
}

// works is a hub's clockwork over one random history.
type works struct {
	t     *testing.T
	dice  *rand.Rand
	o     Operation
	n     uint64
	at    events.Time
	fired []Clock
	once  map[Clock]bool
	facts []events.CommandID
}

func newWorks(t *testing.T, seed uint64) *works {
	h := join(asked, planned[len(asked):], on("00:30", "checkpoint", checkpoint("AT-CP1", "03:00", "05:00")),
		on("00:30", "checkpoint-2", checkpoint("DE-CP1", "08:00", "10:00")))
	return &works{t: t, dice: rand.New(rand.NewPCG(seed, seed)), o: fold(Operation{}, h), n: uint64(len(h)), at: clock("01:00"), once: map[Clock]bool{}}
}

func (w *works) run(prompt bool) (said []Clock) {
	for range 40 {
		pause := time.Duration(w.dice.IntN(30*60)) * time.Second
		then := w.at.Add(pause)
		if prompt {
			for next, runs := w.o.Next(); runs && !next.After(then); next, runs = w.o.Next() {
				w.strike(latest(w.at, next))
			}
		}
		w.strike(then)
		w.command()
	}
	w.end()
	for _, c := range w.fired {
		if _, ok := c.Fact.(events.AlertRepeated); !ok {
			said = append(said, c)
		}
	}
	slices.SortStableFunc(said, func(a, b Clock) int { return a.Due.Compare(b.Due) })
	return said
}

// end ends the operation, if it may end, and waits until its reports are overdue.
func (w *works) end() {
	w.say("end", "hu.lead coordinator", closing(events.Lost))
	w.say("report", "at commander", reporting("AT"))
	w.strike(w.at.Add(70 * 24 * time.Hour))
}

// say decides a command of this moment.
func (w *works) say(id events.CommandID, by string, fact events.Event) {
	c := commanded("12:00", by, fact)
	c.ID, c.Occurred, c.Known, c.Until = id, w.at, w.at, events.Time{}
	if row, _ := events.ActOf(c.Act); row.Nature == events.Decision {
		c.Until = w.at.Add(events.DecisionLife)
	}
	w.decide(c)
}

// strike fires all that is due.
func (w *works) strike(at events.Time) {
	w.at = at
	for range 1000 {
		due := w.o.Due(at)
		next, runs := w.o.Next()
		require.Equal(w.t, len(due) > 0, runs && !next.After(at))
		if runs {
			require.Empty(w.t, w.o.Due(next.Add(-time.Millisecond)))
			require.Equal(w.t, next, w.o.Due(next)[0].Due)
		}
		if len(due) == 0 {
			return
		}
		require.False(w.t, w.once[due[0]], "said twice: %v", due[0])
		w.once[due[0]] = true
		w.fired = append(w.fired, due[0])
		w.decide(struck(due[0]))
		_, err := Decide(alliance, w.o, struck(due[0]), at)
		require.Error(w.t, err, "it strikes twice")
	}
	w.t.Fatal("there is no end of clocks")
}

func (w *works) decide(c Command) {
	out, err := Decide(alliance, w.o, c, w.at)
	if c.Signer == events.Hub {
		require.NoError(w.t, err, "%v", c.Fact)
	}
	if err != nil {
		return
	}
	w.n++
	for _, e := range out {
		w.o = Evolve(w.o, Cause{Command: c.ID, Operation: relay, N: w.n, Author: c.Signer, Occurred: c.Occurred, At: w.at}, e)
	}
	if row, _ := events.ActOf(c.Act); row.Nature == events.Observation {
		w.facts = append(w.facts, c.ID)
	}
}

// command is one thing that somebody does or tells; often it is refused.
func (w *works) command() {
	country := []events.Country{"HU", "AT", "DE"}[w.dice.IntN(3)]
	measure := map[events.Country]events.Measure{"HU": events.Export, "AT": events.TransitRoute, "DE": events.Import}[country]
	ask := events.CommandID("ask-" + country.Desk())
	consent := events.ConsentTerms{Request: ask, Country: country, Measure: measure}
	ending := events.EndingTerms{Request: ask, Country: country, Measure: measure}
	hours := func(n int) time.Duration { return time.Duration(w.dice.IntN(n*60)+1) * time.Minute }
	span := events.Window{From: w.at.Add(-hours(2)), Until: w.at.Add(hours(8))}
	grant := granting(ask, country, measure)
	grant.Window = span
	if w.dice.IntN(2) == 0 {
		grant.Grant.Finality, grant.Grant.Confirm = events.Oral, w.at.Add(hours(4))
	}
	var offer events.CommandID
	if n := len(w.o.Offers); n > 0 {
		offer = w.o.Offers[w.dice.IntN(n)].ID
	}
	var fact events.CommandID
	if n := len(w.facts); n > 0 {
		fact = w.facts[w.dice.IntN(n)]
	}
	var alert events.AlertName
	if n := len(w.o.Alerts); n > 0 {
		a := w.o.Alerts[w.dice.IntN(n)]
		alert = events.AlertName{ID: a.ID, Country: a.Country}
	}
	about, question := w.o.Requests[w.dice.IntN(len(w.o.Requests))], events.CommandID("none")
	if len(about.Asked) > 0 {
		question = about.Asked[w.dice.IntN(len(about.Asked))].ID
	}
	request := asking(country, measure).(events.AuthorisationRequested)
	request.Request.Acknowledge, request.Request.Answer = w.at.Add(hours(2)), w.at.Add(hours(8))
	if w.dice.IntN(3) == 0 {
		request.Request.Replaces = about.ID
	}
	place := []events.CheckpointID{"AT-CP1", "DE-CP1"}[w.dice.IntN(2)]
	point := []events.PointID{"HU-AT", "AT-DE"}[w.dice.IntN(2)]
	authority, lead := string(country.Desk())+" competent-authority", "hu.lead coordinator"
	said := []struct {
		by   string
		fact events.Event
	}{
		{authority, grant}, {authority, grant}, {authority, grant},
		{authority, events.AuthorisationConfirmed{Confirmation: consent}},
		{authority, events.AuthorisationVaried{Variation: events.VariationTerms{Request: ask, Country: country, Measure: measure, Modes: []events.Mode{events.Live}}, Window: span}},
		{authority, events.AuthorisationSuspended{Suspension: ending}},
		{authority, events.AuthorisationResumed{Resumption: consent}},
		{lead, request}, {lead, request},
		{string(about.Country.Desk()) + " desk", events.AuthorisationAcknowledged{Receipt: events.ReceivedTerms{Request: about.ID, Country: about.Country}}},
		{string(about.Country.Desk()) + " competent-authority", events.InformationAsked{Question: events.QuestionTerms{Request: about.ID, Country: about.Country}}},
		{lead, events.InformationSupplied{Answer: events.SuppliedTerms{Question: question, Country: about.Country}}},
		{lead, events.CheckpointRevised{Revision: events.CheckpointRevision{ID: place, Grace: events.Minutes(w.dice.IntN(40))}, Window: span}},
		{lead, events.CheckpointRevised{Revision: events.CheckpointRevision{ID: place, Grace: 30}, Window: windowOf(w.o, place)}},
		{lead, events.HandoverPointRevised{Revision: events.PointRevision{ID: point, Answer: events.Minutes(w.dice.IntN(40))}, Window: span}},
		{lead, events.OperationSuspended{}}, {lead, events.OperationResumed{}}, {lead, events.OperationResumed{}},
		{"hu team", departing}, {"hu team", departing}, {"at team", crossing("HU", "AT")}, {"de team", crossing("AT", "DE")},
		{string(place.Country().Desk()) + " team", events.CheckpointReached{Reached: events.ReachedTerms{Checkpoint: place, Part: part, Method: events.Visual}}},
		{string(country.Desk()) + " desk", events.RecordRetracted{Retraction: events.CorrectsTerms{Record: fact, Ground: "mistaken"}}},
		{string(point.From().Desk()) + " commander", events.HandoverOffered{Offer: events.OfferTerms{Point: point, Part: part}, Pack: offering.Pack}},
		{string(point.From().Desk()) + " commander", events.HandoverOffered{Offer: events.OfferTerms{Point: point, Part: part}, Pack: offering.Pack}},
		{string(point.To().Desk()) + " commander", events.HandoverAccepted{Acceptance: events.AcceptanceTerms{Offer: offer, Commander: keyOf(string(point.To().Desk()) + " commander"), Team: "X-1"}}},
		{string(point.To().Desk()) + " commander", events.HandoverRefused{Refusal: events.HandoverRefusalTerms{Offer: offer, Ground: "no-team"}}},
		{string(alert.Country.Desk()) + " desk", events.AlertAcknowledged{Acknowledgement: alert}},
		{string(alert.Country.Desk()) + " desk", events.AlertResolved{Resolution: events.ResolutionTerms{ID: alert.ID, Country: alert.Country, Ground: "seen"}}},
		{string(alert.Country.Desk()) + " team", notifying(alert.Country, alert.ID, events.ReachedOfficer)},
	}
	one := said[w.dice.IntN(len(said))]
	w.say(events.CommandID(fmt.Sprint("c", w.dice.Uint64())), one.by, one.fact)
}

// windowOf is a checkpoint's window as it is: a revision that revises nothing.
func windowOf(o Operation, id events.CheckpointID) events.Window {
	p, _ := o.Checkpoint(id)
	return p.Window
}

// A checkpoint put off and brought back to a time that is over is missed anew, from
// the revision on: the clock says nothing twice with the same due time.
func TestARevisedCheckpointIsNotSaidTwice(t *testing.T) {
	revised := func(from, until string) events.Event {
		return events.CheckpointRevised{Revision: events.CheckpointRevision{ID: "AT-CP1", Grace: 30}, Window: window(from, until)}
	}
	said := join(watched, on("03:00", "due", isDue), on("05:30", "missed", isMissed))
	put := join(said, on("05:40", "off", revised("07:00", "08:00")))
	require.Empty(t, fold(Operation{}, put).Due(clock("06:59")))

	back := fold(Operation{}, put, on("05:50", "back", revised("03:00", "05:00")))
	require.Equal(t, []Clock{{clock("05:50"), isDue}, {clock("05:50"), isMissed}}, back.Due(clock("05:50")))
}
