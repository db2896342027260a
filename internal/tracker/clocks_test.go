package tracker_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/enclosures"
	"vigil/internal/identity"
	"vigil/internal/journal"
	"vigil/internal/operation"
	"vigil/internal/tracker"
)

// clocksApart is how long the loop waits when nothing runs out sooner.
const clocksApart = 10 * time.Second

// road is an operation with goods on their way at 00:10, and three things that
// will run out: HU's offer to AT of 00:30 at 00:50, AT's checkpoint of 01:00 to
// 01:30 with 15 minutes of grace, and AT's consent at 06:00.
type road struct {
	*alliance
	id   events.OperationID
	part events.Part
}

func (a *alliance) road() road {
	a.t.Helper()
	until := func(hours float64) events.Time {
		return events.TimeOf(start).Add(time.Duration(hours * float64(time.Hour)))
	}
	r := road{alliance: a, id: a.operation()}
	tell := func(by string, fact events.Event) events.CommandID {
		a.t.Helper()
		command := newID[events.CommandID](a)
		a.accepted(a.sign(spoken{By: by, About: r.id, ID: command, Fact: fact, Seen: a.seen(by)}))
		return command
	}
	const lead = "hu.lead coordinator"
	asked := tell(lead, events.AuthorisationRequested{
		Request: events.RequestTerms{Country: "AT", Measure: events.Import, Mode: events.Live}, Window: events.Window{From: until(0), Until: until(6)}})
	tell("at competent-authority", events.AuthorisationGranted{Grant: events.GrantTerms{
		Request: asked, Country: "AT", Measure: events.Import, Modes: []events.Mode{events.Live}, Finality: events.Final},
		Window: events.Window{From: until(0), Until: until(6)}})
	tell(lead, events.HandoverPointPlanned{Point: events.PointTerms{From: "HU", To: "AT"}, Window: events.Window{From: until(0), Until: until(8)}})
	tell(lead, events.CheckpointPlanned{Checkpoint: events.CheckpointTerms{Country: "AT", Grace: 15}, Window: events.Window{From: until(1), Until: until(1.5)}})
	item := tell(lead, declaring("", "").Fact)
	r.part = events.PartOf(item)
	a.set(at("00:10"))
	tell("hu team", events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: r.part, Country: "HU"}})
	a.set(at("00:30"))
	tell("hu commander", events.HandoverOffered{
		Offer: events.OfferTerms{Point: "HU-AT", Part: r.part}, Pack: events.PackTerms{Team: "HU-7", Seals: []events.CallSign{"HU0047112"}}})
	return r
}

func at(clock string) events.Time {
	t, err := events.ParseTime("2026-03-02T" + clock + ":00.000Z")
	if err != nil {
		panic(err)
	}
	return t
}

// said lists what the hub's clock has said of these three, and when: what was due
// at and recorded at.
func (r road) said() []string {
	r.t.Helper()
	var list []string
	for _, e := range r.records() {
		n, err := e.Parsed()
		require.NoError(r.t, err)
		if n.Signer != events.Hub || e.Operation != r.id || strings.HasPrefix(string(n.Act), "alert.") || n.Act == "authorisation.lapsing" {
			continue
		}
		require.Equal(r.t, n.Occurred, n.Known)
		require.Zero(r.t, n.Until)
		list = append(list, fmt.Sprintf("%s %s %s", n.Act, n.Occurred.Std().Format("15:04"), e.At.Std().Format("15:04")))
	}
	return list
}

// comes waits until the hub's loop has said as many.
func (r road) comes(list ...string) {
	r.t.Helper()
	require.Eventually(r.t, func() bool { return len(r.said()) >= len(list) }, patience, time.Millisecond)
	require.Equal(r.t, list, r.said())
}

// TestWhatRunsOutIsSaidByItself: nobody sends anything, time passes.
func TestWhatRunsOutIsSaidByItself(t *testing.T) {
	r := found(t, 60, "HU", "AT", "NL").road()
	for _, step := range []struct {
		until string
		said  string
	}{
		{"00:50", "handover.timed-out 00:50 00:50"}, {"01:00", "checkpoint.due 01:00 01:00"},
		{"01:45", "checkpoint.missed 01:45 01:45"}, {"06:00", "authorisation.lapsed 06:00 06:00"},
	} {
		before := r.said()
		r.set(at(step.until).Add(-time.Minute))
		require.NoError(t, r.timers.fire(r.context(), clocksApart))
		require.Equal(t, before, r.said())
		r.set(at(step.until))
		require.NoError(t, r.timers.fire(r.context(), clocksApart))
		r.comes(append(before, step.said)...)
	}
	require.Empty(t, r.hub.Status().Clocks)
	r.consistent()
}

// TestNothingIsDecidedWhileSomethingIsUnsaid: nobody fires, and a fact comes.
func TestNothingIsDecidedWhileSomethingIsUnsaid(t *testing.T) {
	r := standing(t, 61, "HU", "AT", "NL").road()
	other := r.operation()
	r.set(at("02:00"))
	r.accepted(r.sign(involving(other, "NL")))
	require.Empty(t, r.said(), "another operation")
	r.accepted(r.sign(sighting(r.id, "at team", r.part, "")))

	entries := r.records()
	last := entries[len(entries)-1]
	require.Equal(t, events.Kind("sighting.reported"), last.Events[0].Kind())
	require.Equal(t, at("02:00"), last.At)
	require.Equal(t, []string{"handover.timed-out 00:50 02:00", "checkpoint.due 01:00 02:00", "checkpoint.missed 01:45 02:00"}, r.said())
	r.consistent()
}

// TestWhatRanOutWhileNoHubRan is said at the next start, in the order in which it
// was due, before anything is decided.
func TestWhatRanOutWhileNoHubRan(t *testing.T) {
	a := found(t, 62, "HU", "AT")
	r, other := a.road(), road{}
	a.set(at("00:00"))
	other = a.road()
	r.close()
	r.set(at("07:00"))
	r.open()
	want := []string{"handover.timed-out 00:50 07:00", "checkpoint.due 01:00 07:00", "checkpoint.missed 01:45 07:00", "authorisation.lapsed 06:00 07:00"}
	require.Equal(t, want, r.said())
	require.Equal(t, want, other.said())
	var last events.Time
	for _, e := range r.records() {
		if n, _ := e.Parsed(); n.Signer == events.Hub && e.At == at("07:00") {
			require.False(t, n.Occurred.Before(last), "%s was due before %s", n.Act, last)
			last = n.Occurred
		}
	}
	before := r.state().Last
	r.restart()
	require.Equal(t, before, r.state().Last, "said once")
	r.consistent()
}

// TestTwoHubsSayItOnce lets two trackers fire the same clocks on one journal, and
// officers send commands to both meanwhile.
func TestTwoHubsSayItOnce(t *testing.T) {
	for seed := range uint64(5) {
		r := found(t, 63+seed<<8, "HU", "AT").road()
		hubs := []*tracker.Tracker{r.hub, r.second()}
		r.set(at("06:00"))
		var all sync.WaitGroup
		for _, hub := range hubs {
			request := r.sign(sighting(r.id, "at team", r.part, ""))
			all.Go(func() { require.NoError(t, hub.Fire(r.context())) })
			all.Go(func() {
				_, err := hub.Do(r.context(), "", request)
				for again := new(operation.Refusal); errors.As(err, &again) && again.Rule == operation.ChangedSince; {
					_, err = hub.Do(r.context(), "", request) // the other was quicker each time
				}
				require.NoError(t, err)
			})
		}
		all.Wait()
		require.Equal(t, []string{"handover.timed-out 00:50 06:00", "checkpoint.due 01:00 06:00", "checkpoint.missed 01:45 06:00", "authorisation.lapsed 06:00 06:00"}, r.said())
		for _, hub := range hubs {
			require.NoError(t, hub.Fire(r.context()))
		}
		require.Len(t, r.said(), 4)
	}
}

// second is another tracker on the same journal, with feeds of its own.
func (a *alliance) second() *tracker.Tracker {
	a.t.Helper()
	memory := journal.NewMemory(func() time.Time { return start }, 0)
	o := a.options()
	o.Feeds, o.Views, o.Enclosures, o.Books, o.After = memory, memory, enclosures.NewMemory(), &books{}, newTimers().after
	hub, err := tracker.Open(a.context(), o)
	require.NoError(a.t, err)
	a.t.Cleanup(func() { require.NoError(a.t, hub.Close()) })
	return hub
}

// standing is an alliance whose journal has a scenario's clock.
func standing(t testing.TB, seed uint64, countries ...events.Country) *alliance {
	memory := journal.NewMemory(func() time.Time { return start }, 0).Describe(config)
	a := bare(t, seed, memory, stores{Journal: memory, Feeds: memory, Views: memory, Enclosures: enclosures.NewMemory()})
	a.clock = events.ScenarioClock
	a.begin(config, countries...)
	return a
}

// TestAStandingClockSaysNothing: whoever moves a scenario's clock fires.
func TestAStandingClockSaysNothing(t *testing.T) {
	r := standing(t, 68, "HU", "AT").road()
	require.False(t, r.timers.waits(clocksApart), "the loop waits for real time to pass")
	next, runs := r.hub.NextDue()
	require.True(t, runs)
	require.NoError(t, r.hub.Fire(r.context()))
	r.accepted(r.sign(sighting(r.id, "at team", r.part, "")))
	r.restart()
	require.Empty(t, r.said())

	for next.Before(at("00:50")) { // alerts that nobody takes
		r.set(next)
		require.NoError(t, r.hub.Fire(r.context()))
		next, runs = r.hub.NextDue()
		require.True(t, runs)
	}
	require.Equal(t, at("00:50"), next)
	r.set(next)
	require.Empty(t, r.said(), "the hub waits for the player")
	require.NoError(t, r.hub.Fire(r.context()))
	require.Equal(t, []string{"handover.timed-out 00:50 00:50"}, r.said())
	r.consistent()
}

// TestAJumpStopsClocks: the machine's clock is set while the hub runs. Nothing is
// said any more, commands are taken, and a new start goes on.
func TestAJumpStopsClocks(t *testing.T) {
	for name, by := range map[string]time.Duration{"forward": time.Hour, "back": -2 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			r := found(t, 69, "HU", "AT").road()
			r.set(at("00:40"))
			r.jump(at("00:40").Add(29 * time.Second))
			require.NoError(t, r.timers.fire(r.context(), clocksApart))
			require.Empty(t, r.hub.Status().Clocks)
			before := r.records()
			jumped := at("00:40").Add(by)
			r.jump(jumped)
			require.NoError(t, r.hub.Fire(r.context()))
			require.Equal(t, before, r.records()[:len(before)])
			require.Contains(t, r.hub.Status().Clocks, "clock was set")
			require.Contains(t, r.log.String(), "the machine's clock was set")
			_, runs := r.hub.NextDue()
			require.False(t, runs)

			require.Eventually(t, func() bool { return len(r.records()) > len(before) }, patience, time.Millisecond)
			entry := r.records()[len(before)]
			require.Equal(t, events.OperationID(events.Registry), entry.Operation)
			require.Equal(t, []events.Event{events.ClockJumped{Jump: events.JumpTerms{Expected: at("00:40"), Found: jumped}}}, entry.Events)

			r.set(at("03:00"))
			r.accepted(r.sign(sighting(r.id, "at team", r.part, "")))
			require.NoError(t, r.hub.Fire(r.context()))
			require.Empty(t, r.said())
			require.Len(t, r.records(), len(before)+2, "the jump is recorded once")
			require.Empty(t, r.hub.Status().Stopped)

			r.restart()
			require.Equal(t, []string{"handover.timed-out 00:50 03:00", "checkpoint.due 01:00 03:00", "checkpoint.missed 01:45 03:00"}, r.said())
			require.Empty(t, r.hub.Status().Clocks)
			r.consistent()
		})
	}
}

// TestAClockSurvivesItsStore: no answer, no store and others in between are no
// reason to say it twice or never.
func TestAClockSurvivesItsStore(t *testing.T) {
	for _, list := range [][]mishap{{lostAck}, {lost}, {late}, {lost, lostAck}, {down, down, none}, {overtook}, {overtook, lostAck}} {
		t.Run(fmt.Sprint(list), func(t *testing.T) {
			a, u := shaky(t, 70, "HU", "AT")
			r := a.road()
			second := r.second()
			u.rival = func() { _ = second.Fire(r.context()) } // perhaps when the test is over
			r.set(at("00:50"))
			u.once(list...)
			for range list {
				if r.hub.Fire(r.context()) == nil {
					break
				}
			}
			require.NoError(t, r.hub.Fire(r.context()))
			require.Equal(t, []string{"handover.timed-out 00:50 00:50"}, r.said())
			r.accepted(r.sign(sighting(r.id, "at team", r.part, "")))
			r.consistent()
		})
	}
}

// TestAPlanThatGoesBackStopsNothing: a checkpoint is moved into the future and
// back again, to the moment at which its clock has spoken already.
func TestAPlanThatGoesBackStopsNothing(t *testing.T) {
	r := standing(t, 72, "HU", "AT").road()
	r.set(at("01:10"))
	require.NoError(t, r.hub.Fire(r.context()))
	for _, from := range []string{"03:00", "01:00"} {
		r.set(r.time().Add(time.Minute))
		r.accepted(r.sign(spoken{By: "hu.lead coordinator", About: r.id, Seen: r.seen("hu.lead"), Fact: events.CheckpointRevised{
			Revision: events.CheckpointRevision{ID: "AT-CP1", Grace: 15}, Window: events.Window{From: at(from), Until: at("04:00")}}}))
	}
	require.NoError(t, r.hub.Fire(r.context()))
	r.accepted(r.sign(sighting(r.id, "at team", r.part, "")))
	r.consistent()
}

func TestAnotherClocksKeyIsRefused(t *testing.T) {
	a := found(t, 71, "HU", "AT")
	o := a.options()
	o.Clock = a.key("hub")
	_, err := tracker.Open(a.context(), o)
	require.ErrorContains(t, err, "clock key")

	o.Clock = identity.Key{}
	hub, err := tracker.Open(a.context(), o)
	require.NoError(t, err)
	require.Contains(t, hub.Status().Clocks, "no clock key")
	require.NoError(t, hub.Close())
}
