package tracker_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

// freeze lets time pass which the machine's clock does not show.
func (a *alliance) freeze(d time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.steps += d
}

// TestAClockThatIsNotSteadyStopsWhatRunsOut: design.md section 4. The machine's clock
// is set far away, or stands still, while the hub runs. Nothing is said that runs out,
// the registry has one entry, status and log say it, facts and decisions are taken,
// no entry is older than the one before it, and a start with the clock put right says
// what ran out meanwhile, each once.
func TestAClockThatIsNotSteadyStopsWhatRunsOut(t *testing.T) {
	const hour, year = time.Hour, 365 * 24 * time.Hour
	for name, odd := range map[string]struct {
		by     time.Duration
		frozen time.Duration
	}{
		"an hour forward": {by: hour}, "an hour back": {by: -hour}, "a year forward": {by: year}, "a year back": {by: -year},
		"half a minute forward": {by: 30 * time.Second}, "half a minute back": {by: -30 * time.Second},
		"frozen for an hour": {frozen: hour}, "frozen for half a minute": {frozen: 30 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := found(t, 90, "HU", "AT").road()
			r.set(at("00:40"))
			quiet := r.operation() // in which nothing is decided until the clock is right again
			before := r.records()
			found := at("00:40").Add(odd.by)
			r.freeze(odd.frozen)
			r.jump(found)

			require.NoError(t, r.timers.fire(r.context(), clocksApart))
			require.Eventually(t, func() bool { return len(r.records()) > len(before) }, patience, time.Millisecond)
			entry := r.records()[len(before)]
			require.EqualValues(t, events.Registry, entry.Operation)
			require.Equal(t, []events.Event{events.ClockJumped{Jump: events.JumpTerms{Expected: at("00:40").Add(odd.frozen), Found: found}}}, entry.Events)
			require.Contains(t, r.hub.Status().Clocks, "the machine's clock was set, or stood still")
			require.Contains(t, r.log.String(), "the machine's clock was set, or stood still")
			_, runs := r.hub.NextDue()
			require.False(t, runs)
			require.Empty(t, r.hub.Status().Stopped, "commands are taken")

			// Two hours pass, in which an offer and a checkpoint run out.
			r.set(r.time().Add(2 * hour))
			require.NoError(t, r.hub.Fire(r.context()))
			require.Empty(t, r.said(), "nothing is said by a clock that cannot be believed")
			wrong := r.time()
			r.jump(at("02:40").Add(odd.frozen)) // officers' clocks are right
			id := newID[events.OperationID](r.alliance)
			fact, decision := r.sign(sighting(r.id, "at team", r.part, "")), r.sign(opening(id))
			r.jump(wrong)
			r.accepted(fact)
			if odd.by > -hour && odd.frozen < hour {
				r.accepted(decision)
			} else { // by this clock it was signed in the future
				_, err := r.hub.Do(r.context(), "", decision)
				require.ErrorContains(t, err, "a-decision-is-not-from-the-future")
			}
			require.Empty(t, r.said())
			last := map[events.OperationID]events.Time{}
			for _, e := range r.records() {
				require.False(t, e.At.Before(last[e.Operation]), "entry %d of %s is older than the one before it", e.N, e.Operation)
				require.False(t, e.At.After(at("02:40").Add(odd.frozen)), "entry %d of %s is from the future", e.N, e.Operation)
				last[e.Operation] = e.At
			}

			r.close()
			r.jump(at("02:40").Add(odd.frozen))
			r.open()
			require.Empty(t, r.hub.Status().Clocks)
			var said []string
			for _, line := range r.said() {
				said = append(said, line[:len(line)-len(" 02:40")])
			}
			require.Equal(t, []string{"handover.timed-out 00:50", "checkpoint.due 01:00", "checkpoint.missed 01:45"}, said[:3])
			r.set(r.time().Add(hour))
			require.NoError(t, r.hub.Fire(r.context()))
			r.restart()
			require.Len(t, r.said(), len(said), "each once")
			r.accepted(r.sign(sighting(quiet, "at team", r.part, "")))
			r.consistent()
		})
	}
}

// TestAStartBehindTheJournalIsSaid: the machine's clock was set back while no hub ran.
func TestAStartBehindTheJournalIsSaid(t *testing.T) {
	r := found(t, 91, "HU", "AT").road()
	r.restart()
	require.NotContains(t, r.log.String(), "behind the journal's last entry")
	r.close()
	r.jump(at("00:29"))
	r.open()
	require.Contains(t, r.log.String(), "behind the journal's last entry")
	r.accepted(r.sign(sighting(r.id, "at team", r.part, "")))
}
