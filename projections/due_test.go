package projections_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply/applytest"
	"vigil/projections"
)

// due gives when something of a kind is due, zero if it is not.
func due(d projections.Document, at events.Time, what projections.DueKind) events.Time {
	list := d.Due(at)
	if i := slices.IndexFunc(list, func(l projections.DueLine) bool { return l.What == what }); i >= 0 {
		return list[i].At
	}
	return events.Time{}
}

// travelling is a part that AT directs since 03:00, on a leg where it may be lost for 30
// minutes, and there are 10 to decide. What is told is recorded at 09:00.
func travelling(t *testing.T, watch events.WatchTerms) *teller {
	x := &teller{t: t}
	x.told("01:00", events.LegPlanned{Leg: events.LegTerms{Country: "AT", Measure: events.Import, Carried: events.ByRoad}, Watch: watch,
		Window: events.Window{From: applytest.Clock(t, "02:00"), Until: applytest.Clock(t, "20:00")}, Named: events.LegName{ID: "AT-L1"}})
	x.told("03:00", events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: part, Country: "AT"}},
		events.DirectionMoved{Direction: events.DirectionTerms{Part: part, Country: "AT", Since: applytest.Clock(t, "03:00"), Basis: events.ByTerritory, Taken: events.Taken}})
	return x
}

// An alternate that is taken says how its State watches, beside the leg that it replaces.
func TestAnAlternateThatIsTakenSaysHowToWatch(t *testing.T) {
	x := travelling(t, events.WatchTerms{Lost: 30, Decide: 10})
	at := applytest.Clock(t, "10:00")
	x.told("01:05", events.LegPlanned{Leg: events.LegTerms{Country: "AT", Measure: events.Import, Carried: events.ByRoad, Use: events.AlternateLeg}, Watch: events.WatchTerms{Lost: 7, Decide: 5},
		Window: events.Window{From: applytest.Clock(t, "02:00"), Until: applytest.Clock(t, "20:00")}, Named: events.LegName{ID: "AT-L2"}})
	x.told("10:00", events.EyesOnLost{Eyes: events.EyesTerms{Part: part, Country: "AT"}, Team: events.TeamTerms{Team: "AT-1"}})
	require.Equal(t, applytest.Clock(t, "10:30"), due(x.Document, at, projections.DueControl), "an alternate says nothing")
	x.told("10:01", events.LegActivated{Activation: events.LegName{ID: "AT-L2"}})
	require.Equal(t, applytest.Clock(t, "10:07"), due(x.Document, at, projections.DueControl), "until it is taken")
	x.told("10:02", events.LegDropped{Dropped: events.LegName{ID: "AT-L2"}})
	require.Equal(t, applytest.Clock(t, "10:30"), due(x.Document, at, projections.DueControl), "nor when it is dropped")
}

// When control is lost is counted as the rules count it.
func TestWhenControlIsLost(t *testing.T) {
	clock := func(s string) events.Time { return applytest.Clock(t, s) }
	eyes := events.EyesTerms{Part: part, Country: "AT"}
	team := events.TeamTerms{Team: "AT-1"}
	lost, held := events.EyesOnLost{Eyes: eyes, Team: team}, events.EyesOnTaken{Eyes: eyes, Team: team}
	degraded := events.EyesOnDegraded{Eyes: eyes, Team: team}
	type fact struct {
		at string
		e  events.Event
	}
	for name, row := range map[string]struct {
		watch events.WatchTerms
		facts []fact
		due   string
	}{
		"in sight":                      {events.WatchTerms{Lost: 30}, []fact{{"10:00", held}}, ""},
		"never seen":                    {events.WatchTerms{Lost: 600}, nil, "13:00"},
		"never seen, the plan silent":   {events.WatchTerms{}, nil, ""},
		"lost":                          {events.WatchTerms{Lost: 30}, []fact{{"10:00", lost}}, "10:30"},
		"the plan silent":               {events.WatchTerms{}, []fact{{"10:00", lost}}, "10:20"},
		"lost and said twice":           {events.WatchTerms{Lost: 30}, []fact{{"10:00", lost}, {"10:10", lost}}, "10:30"},
		"by a device":                   {events.WatchTerms{Lost: 30, Degraded: 5}, []fact{{"10:00", degraded}}, "10:35"},
		"seen at a border since":        {events.WatchTerms{Lost: 30}, []fact{{"10:00", lost}, {"10:20", crossing("HU", "AT")}}, "10:50"},
		"told late: not before that":    {events.WatchTerms{Lost: 30}, []fact{{"04:00", lost}}, "09:00"},
		"halted":                        {events.WatchTerms{Lost: 30}, []fact{{"10:00", lost}, {"10:10", events.HaltOrdered{Halt: events.HaltOrder{Part: part, Country: "AT", Ground: "rest"}}}}, ""},
		"a sighting alone is no follow": {events.WatchTerms{Lost: 30}, []fact{{"10:00", lost}, {"10:20", seenIn("AT")}}, "10:30"},
	} {
		x := travelling(t, row.watch)
		for _, f := range row.facts {
			x.told(f.at, f.e)
		}
		var want events.Time
		if row.due != "" {
			want = clock(row.due)
		}
		require.Equal(t, want, due(x.Document, clock("12:00"), projections.DueControl), name)
	}
}

// Once it was said, what counts is until when something is decided; a plan that was
// changed since counts as it is now.
func TestUntilWhenItIsDecided(t *testing.T) {
	x := travelling(t, events.WatchTerms{Lost: 30, Decide: 10})
	clock := func(s string) events.Time { return applytest.Clock(t, s) }
	x.told("10:00", events.EyesOnLost{Eyes: events.EyesTerms{Part: part, Country: "AT"}, Team: events.TeamTerms{Team: "AT-1"}})
	x.told("10:30", events.ControlLost{Lost: events.ControlTerms{Part: part, Country: "AT", Since: clock("10:00")}})
	require.True(t, due(x.Document, clock("10:35"), projections.DueControl).IsZero())
	require.Equal(t, clock("10:40"), due(x.Document, clock("10:35"), projections.DueDecision))
	require.Equal(t, clock("10:40"), x.part().Control[0].DecideBy)
	x.told("10:31", events.LegRevised{Revision: events.LegName{ID: "AT-L1"}, Watch: events.WatchTerms{Decide: 25}})
	require.Equal(t, clock("10:55"), due(x.Document, clock("10:35"), projections.DueDecision))
	x.told("10:36", events.ControlDecided{Decided: events.RecourseTerms{Part: part, Country: "AT", Recourse: events.Regain}})
	require.True(t, due(x.Document, clock("10:35"), projections.DueDecision).IsZero())
	x.told("10:40", events.EyesOnRegained{Eyes: events.EyesTerms{Part: part, Country: "AT"}, Team: events.TeamTerms{Team: "AT-1"}})
	require.Equal(t, clock("10:40"), x.part().Control[0].Found)
}

// What is due is listed the earliest first, and goes when it is answered.
func TestWhatIsDueGoesWhenItIsAnswered(t *testing.T) {
	x := travelling(t, events.WatchTerms{})
	clock := func(s string) events.Time { return applytest.Clock(t, s) }
	now := clock("09:30")
	window := events.Window{From: clock("12:00"), Until: clock("13:00")}
	type step struct {
		what    projections.DueKind
		at      string
		answers func()
	}
	var steps []step
	follows := func(what projections.DueKind, at string, answers func()) {
		steps = append(steps, step{what, at, answers})
	}

	request := x.told("09:00", events.AuthorisationRequested{Request: events.RequestTerms{Country: "AT", Measure: events.Import, Mode: events.Live,
		Acknowledge: clock("10:00"), Answer: clock("11:00")}, Window: window})
	follows(projections.DueReceipt, "10:00", func() {
		x.told("09:10", events.AuthorisationAcknowledged{Receipt: events.ReceivedTerms{Request: request, Country: "AT"}})
	})
	follows(projections.DueAnswer, "11:00", func() {
		x.told("09:11", events.AuthorisationGranted{Grant: events.GrantTerms{Request: request, Country: "AT", Measure: events.Import, Modes: []events.Mode{events.Live},
			Finality: events.Oral, Confirm: clock("14:00")}, Window: window})
	})
	notice := x.told("09:00", events.SurveillanceNotified{Notice: events.NoticeTerms{Part: part, From: "AT", In: "SK", Offence: "drug-trafficking"}})
	follows(projections.DueFiveHours, "14:00", func() {
		x.told("09:12", events.SurveillanceAllowed{Allowed: events.NoticeAnswer{Notice: notice, Country: "SK", Ground: "listed"}})
	})
	x.told("09:00", events.CheckpointPlanned{Checkpoint: events.CheckpointTerms{Country: "AT", Purpose: events.LastSafePoint}, Window: window, Named: events.CheckpointName{ID: "AT-CP1"}})
	x.told("09:00", events.GoDue{Due: events.GoName{Part: part, Checkpoint: "AT-CP1"}})
	follows(projections.DueGo, "12:00", func() {
		x.told("09:13", events.GoDecided{Go: events.GoTerms{Part: part, Checkpoint: "AT-CP1", Word: events.Go}})
	})
	follows(projections.DueCheckpoint, "13:00", func() {
		x.told("09:14", events.CheckpointReached{Reached: events.ReachedTerms{Checkpoint: "AT-CP1", Part: part, Method: events.Visual}})
	})
	letter := x.told("09:00", events.LetterIssued{Letter: events.LetterTerms{Country: "AT", Agency: "customs", Until: clock("15:00")}})
	follows(projections.DueLetterEnds, "15:00", func() {
		x.told("09:15", events.LetterWithdrawn{Withdrawn: events.LetterName{Letter: letter, Country: "AT"}})
	})
	x.told("09:00", events.DeviceAssigned{Device: events.DeviceTerms{Country: "AT", Type: events.Beacon, Stale: 10}, Named: events.DeviceName{ID: beacon}})
	x.told("09:01", events.DeviceFitted{Fitted: events.FittedTerms{Device: beacon, Part: part, Country: "AT", Battery: clock("20:00")}})
	x.told("09:25", events.DeviceRead{Reading: events.ReadingTerms{Device: beacon, Country: "AT"}})
	follows(projections.DueReading, "09:35", func() {
		x.told("09:35", events.DeviceStale{Stale: events.StaleTerms{Device: beacon, Country: "AT", Last: clock("09:25")}})
	})
	follows(projections.DueBattery, "20:00", func() {
		x.told("09:36", events.DeviceRecovered{Recovered: events.DeviceAnswer{Device: beacon, Country: "AT"}})
	})
	offer := func() {
		x.told("09:00", events.HandoverPointPlanned{Point: events.PointTerms{From: "AT", To: "DE", Answer: 45}, Window: window, Named: events.PointName{ID: "AT-DE"}})
		x.told("09:00", events.HandoverOffered{Offer: events.OfferTerms{Point: "AT-DE", Part: part}})
	}
	offer()
	follows(projections.DueOffer, "09:45", func() {
		x.told("09:37", events.HandoverTimedOut{Timeout: events.OfferName{Offer: x.Document.Handovers[0].Offer}})
	})
	follows(projections.DueHandover, "13:00", func() { x.told("09:38", events.HandoverPointDropped{Dropped: events.PointName{ID: "AT-DE"}}) })
	follows(projections.DueWriting, "", func() {})

	for _, s := range steps {
		if s.at != "" {
			require.Equal(t, clock(s.at), due(x.Document, now, s.what), s.what)
		}
		require.True(t, slices.IsSortedFunc(x.Document.Due(now), func(a, b projections.DueLine) int { return a.At.Compare(b.At) }))
		s.answers()
		if s.at != "" {
			require.True(t, due(x.Document, now, s.what).IsZero(), s.what)
		}
	}
	require.Equal(t, clock("14:00"), due(x.Document, now, projections.DueWriting))
	require.Equal(t, clock("13:00"), due(x.Document, now, projections.DueConsentEnds))

	x.told("09:40", events.StateInvolved{State: events.StateTerms{Country: "AT", Role: events.Destination}})
	x.told("09:40", events.StateInvolved{State: events.StateTerms{Country: "SK", Role: events.Possible}})
	x.told("09:41", events.OperationEnded{Ending: events.EndTerms{Cause: events.Lost}})
	require.Equal(t, []projections.DueLine{{At: clock("09:00").Add(61 * 24 * time.Hour), What: projections.DueReport, Country: "AT"}}, x.Document.Due(now))
	x.told("09:42", events.ReportFiled{Report: events.ReportTerms{Country: "AT"}})
	require.Empty(t, x.Document.Due(now))
}
