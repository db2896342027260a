package bench_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply/applytest"
	"vigil/internal/identity"
	"vigil/internal/nats/broker"
	"vigil/internal/simulation"
)

// told is a whole operation as chance has made it up, from the first request to the
// closed file, as a journal: first the registry, then the operation.
type told struct {
	*applytest.History
	registry int // entries
	running  int // entries until its middle, when goods are on their way
}

// tell plays the stories of the seeds from first on that begin when the alliance is
// there and end with a closed file, until there are so many.
func tell(b *testing.B, first uint64, stories int) []told {
	var list []told
	for seed := first; len(list) < stories; seed++ {
		if plan := simulation.Simulate(rand.New(rand.NewPCG(seed, 0)), nil); plan.Operation.Closed.IsZero() ||
			plan.Begins.Before(founded(b).Add(time.Hour)) || plan.Operation.Closed.After(founded(b).Add(360*24*time.Hour)) {
			continue
		} else {
			list = append(list, play(b, seed, plan.Countries))
		}
	}
	return list
}

// founded is when applytest founds its alliances.
func founded(b *testing.B) events.Time { return applytest.Clock(b, "00:00") }

func play(b *testing.B, seed uint64, countries []events.Country) told {
	h := applytest.BeginOn(b, seed, broker.JournalConfig(0, 1), countries...).JournalOnly()
	registrar := identity.Registrar{Root: h.Key("root"), Journal: h.House.Registry().Journal().ID, Random: h.Dice}
	from, until := founded(b), founded(b).Add(3*365*24*time.Hour)
	registered := func(r events.Request, err error) {
		require.NoError(b, err)
		h.Do(r)
	}
	named := func(c events.Country, role events.Role) identity.Key {
		return h.Key(string(c.Desk()) + " " + string(role))
	}
	for _, c := range countries {
		for _, role := range []events.Role{events.Technical, events.Custody} {
			registered(registrar.Enrol(from, events.OfficerTerms{Country: c, Key: named(c, role).Public(),
				Roles: []events.Role{role}, From: from, Until: until}, ""))
		}
		for _, kind := range []events.AuthorityType{events.ProsecutorBody, events.PoliceBody} {
			registered(registrar.Declare(from, events.AuthorityTerms{Country: c, Type: kind, Hours: events.DayAndNight,
				From: from, Until: until, Languages: []events.Language{"en"},
				May: []events.AuthorityMay{events.MakesRequests, events.ReceivesRequests, events.DecidesRequests}}, "", ""))
		}
	}
	t := told{History: h, registry: int(h.House.Seq())}
	story := simulation.Simulate(rand.New(rand.NewPCG(seed, 0)), func(c events.Country, r events.Role) events.PublicKey { return named(c, r).Public() })
	for _, step := range story.Steps {
		if step.Refused != nil {
			continue
		}
		h.Pass(step.At)
		if step.By != events.Hub { // its clock has said so
			h.Do(said(b, h, story.ID, step))
		}
		if o := h.House.Operation(story.ID); t.running == 0 && o.Ended.IsZero() && step.At.After(story.Begins.Add(story.Operation.Ended.Sub(story.Begins)/2)) {
			t.running = int(h.House.Seq())
		}
	}
	require.False(b, h.House.Operation(story.ID).Closed.IsZero(), "seed %d: the file is open", seed)
	return t
}

// said signs a step of a story as its officer would.
func said(b *testing.B, h *applytest.History, id events.OperationID, s simulation.Step) events.Request {
	n := events.Note{Journal: h.House.Registry().Journal().ID, Operation: id, Command: s.Command, Act: s.Act, Signer: s.By, Occurred: s.Occurred, Known: s.At}
	row, err := events.ActOf(s.Act)
	require.NoError(b, err)
	if row.Nature == events.Decision {
		n.Until = s.At.Add(events.DecisionLife)
	}
	values, err := identity.ValuesOf(s.Fact)
	require.NoError(b, err)
	for _, slot := range s.Texts {
		values = append(values, identity.Value{Slot: slot, Bytes: []byte("made up")})
	}
	keys := []identity.Key{h.Key(fmt.Sprintf("%s %s", s.By.Country().Desk(), s.Role))}
	if s.Witness != "" {
		keys = append(keys, h.Key(fmt.Sprintf("%s %s", s.By.Country().Desk(), events.Commander)))
	}
	var seen events.Seen
	if view := h.House.View(s.By); view != nil {
		seen = events.Seen{Counter: view.Counter, Digest: view.Digest}
	}
	r, err := identity.Compose(n, seen, values, h.Dice, keys...)
	require.NoError(b, err)
	return r
}
