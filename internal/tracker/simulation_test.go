package tracker_test

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/gateway"
	"vigil/internal/journal"
	"vigil/internal/operation"
	"vigil/projections"
)

var (
	seedFlag = flag.Uint64("seed", 0, "seed of the simulation; 0: a few of its own")
	steps    = flag.Int("steps", 150, "commands of one simulation")
)

// TestSimulation lets three countries send what comes to their minds, right and
// wrong, over a journal that loses answers, is overtaken, and whose hub is
// stopped now and then. In the end every stored byte follows from the journal,
// every receipt holds, and each desk sees what the hub shows.
func TestSimulation(t *testing.T) {
	seeds := []uint64{*seedFlag}
	if *seedFlag == 0 {
		seeds = []uint64{1, 2, 3, 4, uint64(time.Now().UnixNano() % 1e9)}
	}
	for _, seed := range seeds {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Logf("again with: -run TestSimulation -seed %d -steps %d", seed, *steps)
			simulate(t, seed)
		})
	}
}

type simulation struct {
	*alliance
	t        *testing.T
	chance   *rand.Rand
	u        *unreliable
	desks    map[events.Country]*gateway.Gateway
	opened   []events.OperationID
	leads    map[events.OperationID]events.Country
	parts    map[events.OperationID][]events.Part
	sent     []events.Request
	receipts map[int]string // by place in sent
}

var simulated = []events.Country{"HU", "AT", "NL"}

func simulate(t *testing.T, seed uint64) {
	a := standing(t, seed, simulated...) // so that clocks fire where commands come, and nowhere else
	u := &unreliable{Journal: a.memory, asked: make(chan struct{}, 16)}
	a.stores.Journal = u
	a.restart()
	s := &simulation{alliance: a, t: t, chance: rand.New(rand.NewPCG(seed, 1)), u: u,
		desks: map[events.Country]*gateway.Gateway{}, leads: map[events.OperationID]events.Country{}, parts: map[events.OperationID][]events.Part{}, receipts: map[int]string{}}
	s.openDesks()
	u.next = func(string, []byte) mishap {
		if p := s.chance.IntN(100); p < 30 {
			return mishap(1 + p%3)
		} else if p < 35 {
			return overtook
		} else if p < 40 {
			return down
		}
		return none
	}
	var refused, unanswered int
	u.rival = s.overtake
	for range *steps {
		s.set(s.time().Add(time.Duration(s.chance.IntN(60_000)) * time.Millisecond))
		switch p := s.chance.IntN(100); {
		case p < 4:
			s.closeDesks()
			s.close()
			u.forget()
			s.open()
			s.openDesks()
		case p < 20 && len(s.sent) > 0:
			s.again(s.chance.IntN(len(s.sent)))
		default:
			err := s.send(s.invent())
			refusal := new(operation.Refusal)
			switch {
			case errors.As(err, &refusal):
				refused++
			case err != nil:
				unanswered++
				require.True(t, errors.Is(err, journal.ErrUnknownOutcome) || errors.Is(err, journal.ErrUnavailable), "%v", err)
			}
		}
	}
	fired := 0
	for _, e := range s.records() {
		if n, err := e.Parsed(); err == nil && n.Signer == events.Hub {
			fired++
		}
	}
	t.Logf("%d sent, %d with a receipt, %d refused, %d without an answer; %d entries, %d of them a clock's",
		len(s.sent), len(s.receipts), refused, unanswered, s.state().Last, fired)
	require.True(t, fired > 0 || seed > 4, "nothing ran out")
	require.NotZero(t, refused)
	require.Greater(t, len(s.receipts), *steps/8)

	u.mu.Lock()
	u.next = nil
	u.mu.Unlock()
	s.accepted(s.sign(opening(newID[events.OperationID](s.alliance)))) // what is in doubt is settled before it
	s.verify()
	s.closeDesks()
	s.restart()
	s.openDesks()
	s.verify()
	s.closeDesks()
}

func (s *simulation) openDesks() {
	for _, c := range simulated {
		s.desks[c] = s.desk(c, nil)
	}
}

func (s *simulation) closeDesks() {
	for _, g := range s.desks {
		g.Close()
	}
}

// invent makes a command that may or may not be allowed.
func (s *simulation) invent() spoken {
	country := simulated[s.chance.IntN(len(simulated))]
	lead := string(country.Lead()) + " coordinator"
	if len(s.opened) == 0 || s.chance.IntN(8) == 0 {
		id := newID[events.OperationID](s.alliance)
		s.opened = append(s.opened, id)
		s.leads[id] = country
		say := opening(id)
		say.By = lead
		f := say.Fact.(events.OperationOpened)
		f.Operation.Lead = country
		say.Fact = f
		if s.chance.IntN(2) == 0 {
			say.Texts = map[string]string{"aim": fmt.Sprintf("aim %d", s.chance.Uint64())}
		}
		return say
	}
	id := s.opened[s.chance.IntN(len(s.opened))]
	if s.chance.IntN(3) > 0 {
		country = s.leads[id]
		lead = string(country.Lead()) + " coordinator"
	}
	var say spoken
	switch s.chance.IntN(8) {
	case 0, 1:
		say = involving(id, simulated[s.chance.IntN(len(simulated))])
		say.By = lead
	case 2:
		command := newID[events.CommandID](s.alliance)
		say = declaring(id, command)
		say.By = lead
		s.parts[id] = append(s.parts[id], events.PartOf(command))
	case 3:
		say = spoken{By: lead, About: id, Fact: events.OperationEnded{Ending: events.EndTerms{Cause: events.Delivered}}}
		if s.chance.IntN(4) > 0 {
			say = involving(id, country)
		}
	case 4:
		from := s.time().Add(time.Duration(s.chance.IntN(20)-5) * time.Minute)
		say = spoken{By: lead, About: id, Fact: events.CheckpointPlanned{
			Checkpoint: events.CheckpointTerms{Country: simulated[s.chance.IntN(len(simulated))], Grace: events.Minutes(s.chance.IntN(10))},
			Window:     events.Window{From: from, Until: from.Add(time.Duration(1+s.chance.IntN(10)) * time.Minute)}}}
	case 5:
		part := events.PartOf(newID[events.CommandID](s.alliance))
		if parts := s.parts[id]; len(parts) > 0 {
			part = parts[s.chance.IntN(len(parts))]
		}
		say = spoken{By: string(country.Desk()) + " team", About: id, Fact: events.ConsignmentDeparted{Departed: events.DepartedTerms{Part: part, Country: country}}}
	default:
		var part events.Part
		if parts := s.parts[id]; len(parts) > 0 {
			part = parts[s.chance.IntN(len(parts))]
		} else {
			part = events.PartOf(newID[events.CommandID](s.alliance))
		}
		say = sighting(id, string(country.Desk())+" team", part, fmt.Sprintf("remark %d", s.chance.Uint64()))
	}
	return say
}

// send signs and sends as an officer does, through the country's desk.
func (s *simulation) send(say spoken) error {
	word, _, _ := strings.Cut(say.By, " ")
	viewer := events.Viewer(word)
	moment, err := s.desks[viewer.Country()].Moment(s.context(), viewer)
	require.NoError(s.t, err)
	say.Seen = events.Seen{Counter: moment.Counter, Digest: moment.Digest}
	request, err := s.compose(say)
	require.NoError(s.t, err)
	s.sent = append(s.sent, request)
	return s.again(len(s.sent) - 1)
}

// again sends what was sent before, a second time perhaps.
func (s *simulation) again(i int) error {
	n, _, err := events.ParseNote(s.sent[i].Note)
	require.NoError(s.t, err)
	answer, err := s.desks[n.Signer.Country()].Do(s.context(), s.sent[i])
	first, recorded := s.receipts[i]
	if recorded && (err == nil || errors.As(err, new(*operation.Refusal))) {
		require.NoError(s.t, err)
		require.Equal(s.t, first, answer.Receipt)
	}
	if err == nil {
		s.receipts[i] = answer.Receipt
	}
	return err
}

// overtake lets another hub on the same journal record an operation in between.
func (s *simulation) overtake() {
	house, err := newRival(s.alliance)
	require.NoError(s.t, err)
	_, err = house.Do(s.context(), "", s.sign(opening(newID[events.OperationID](s.alliance))))
	require.NoError(s.t, err)
	require.NoError(s.t, house.Close())
}

func (s *simulation) verify() {
	s.t.Helper()
	s.consistent()
	stored := map[string]bool{}
	for _, e := range s.records() {
		stored[e.Note] = true
	}
	for i, receipt := range s.receipts {
		require.True(s.t, stored[s.sent[i].Note], "a receipt was given for what is not in the journal")
		require.Equal(s.t, receipt, s.accepted(s.sent[i]))
	}
	for _, v := range s.hub.Status().Viewers {
		g := s.desks[v.Viewer.Country()]
		require.NoError(s.t, g.Wait(s.context(), v.Viewer, v.Written))
		asker := gateway.Asker{Viewer: v.Viewer, Purpose: "test", Surface: "test"}
		docs, err := g.Documents(s.context(), asker)
		require.NoError(s.t, err)
		hub := s.documents(string(v.Viewer))
		for _, d := range docs {
			b, err := d.Encode()
			require.NoError(s.t, err)
			require.Equal(s.t, string(hub[string(d.Operation)]), string(b))
			for _, text := range d.Texts {
				s.readable(g, asker, text)
			}
		}
		alliance, err := g.Alliance(s.context(), v.Viewer)
		require.NoError(s.t, err)
		b, err := alliance.Encode()
		require.NoError(s.t, err)
		require.Equal(s.t, string(hub[projections.RegistryKey]), string(b))
		require.Len(s.t, hub, len(docs)+1)
	}
}

func (s *simulation) readable(g *gateway.Gateway, asker gateway.Asker, text projections.TextLine) {
	s.t.Helper()
	b, err := g.Text(s.context(), asker, text)
	require.NoError(s.t, err)
	require.Len(s.t, b, text.Size)
}
