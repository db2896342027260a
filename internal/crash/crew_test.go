package crash

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/gateway"
	"vigil/internal/identity"
	"vigil/internal/nats/broker"
	"vigil/internal/nats/service"
	"vigil/internal/operation"
	"vigil/projections"
)

// letter is a command as it was signed, with what came back.
type letter struct {
	request events.Request
	id      string // operation and command
	aim     string // the text that is kept outside the journal, "" for none
	receipt string // "" until there is one
}

// crew is the people of HU and AT at their machines. Each sends what it signed
// until there is a receipt, the same bytes however often the hub goes away, and
// asks now and then for what it knows: receipts must be the same bytes, texts
// readable.
type crew struct {
	t        *testing.T
	dir      string
	hu, at   *identity.Key // the coordinator, a commander
	stranger *identity.Key // of AT: may not open operations

	mu      sync.Mutex
	letters []*letter // with a receipt
	pending []*letter
	reads   int
	asked   map[string]bool // purposes of reads that were answered
}

func newCrew(t *testing.T, dir string) *crew {
	key := func(path string) *identity.Key {
		k, err := identity.ReadKeyFile(filepath.Join(dir, "officers", path))
		require.NoError(t, err)
		return &k
	}
	return &crew{t: t, dir: dir, hu: key("hu/coordinator.key"), at: key("at/commander.key"), stranger: key("at/team.key"), asked: map[string]bool{}}
}

// desks connects to both countries' gateways.
func (c *crew) desks(url string) (hu, at gateway.Desk, end func(), err error) {
	var conns []*broker.Conn
	end = func() {
		for _, conn := range conns {
			conn.Close()
		}
	}
	desk := func(country, name string) gateway.Desk {
		conn, bad := broker.Dial(url, filepath.Join(c.dir, "officers", country, name+".creds"), broker.User{Role: broker.Person, Country: country, ID: name}, false)
		if bad != nil {
			err = bad
			return nil
		}
		conns = append(conns, conn)
		return service.DeskClient(conn)
	}
	hu, at = desk("hu", "coordinator"), desk("at", "commander")
	return hu, at, end, err
}

// sign writes a letter.
func sign(ctx context.Context, desk gateway.Desk, v events.Viewer, key identity.Key, about events.OperationID, act events.Act, fact events.Event, aim string) (*letter, error) {
	moment, err := desk.Moment(ctx, v)
	if err != nil {
		return nil, err
	}
	b, err := events.Marshal(fact)
	if err != nil {
		return nil, err
	}
	members, err := events.Members(b)
	if err != nil {
		return nil, err
	}
	var values []identity.Value
	for _, m := range members {
		values = append(values, identity.Value{Slot: m.Name, Bytes: m.Value})
	}
	if aim != "" {
		values = append(values, identity.Value{Slot: "aim", Bytes: []byte(aim)})
	}
	command, err := identity.NewID[events.CommandID](moment.Now, rand.Reader)
	if err != nil {
		return nil, err
	}
	note := events.Note{Journal: moment.Journal.ID, Operation: about, Command: command, Act: act, Signer: v,
		Occurred: moment.Now, Known: moment.Now, Until: moment.Now.Add(time.Hour)}
	request, err := identity.Compose(note, events.Seen{Counter: moment.Counter, Digest: moment.Digest}, values, rand.Reader, key)
	return &letter{request: request, id: string(about) + " " + string(command), aim: aim}, err
}

// away tells whether an error says no more than that the hub is not there.
func (c *crew) away(err error) bool {
	var refusal *operation.Refusal
	if err == nil {
		return false
	}
	if errors.As(err, &refusal) {
		c.t.Errorf("refused: %v", err)
	}
	return true
}

// send sends a letter. Whether there is a receipt now or there was one, it is the
// same.
func (c *crew) send(ctx context.Context, desk gateway.Desk, l *letter) bool {
	answer, err := desk.Do(ctx, l.request)
	if c.away(err) {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch l.receipt {
	case "":
		l.receipt = answer.Receipt
		c.letters = append(c.letters, l)
	case answer.Receipt:
	default:
		c.t.Errorf("the receipt of %s was\n%s\nand is\n%s", l.id, l.receipt, answer.Receipt)
	}
	return true
}

// text reads what a letter said outside the journal.
func (c *crew) text(ctx context.Context, desk gateway.Desk, l *letter) bool {
	if l.aim == "" {
		return true
	}
	alliance, err := desk.Alliance(ctx, events.Country("HU").Lead())
	if c.away(err) {
		return false
	}
	receipt, err := identity.OpenReceipt(l.receipt, alliance.Keys.Hub)
	if err != nil {
		c.t.Errorf("the receipt of %s: %v", l.id, err)
		return false
	}
	asker := gateway.Asker{Viewer: receipt.Viewer, Key: c.hu.ID(), Purpose: "to read it again", Surface: "test"}
	got, err := desk.Text(ctx, asker, projections.TextLine{Counter: receipt.Counter, Command: receipt.Command, Slot: "aim", Class: events.Internal, Size: len(l.aim)})
	if c.away(err) {
		return false
	}
	if string(got) != l.aim {
		c.t.Errorf("the aim of %s was %q and is %q", l.id, l.aim, got)
	}
	return true
}

// again asks for what is known of some letters, or of all.
func (c *crew) again(ctx context.Context, desk gateway.Desk, most int) bool {
	c.mu.Lock()
	list := c.letters[max(len(c.letters)-most, 0):]
	c.mu.Unlock()
	for _, l := range list {
		if !c.send(ctx, desk, l) || !c.text(ctx, desk, l) {
			return false
		}
	}
	return true
}

// unsent gives the letters that wait for a receipt, and puts one among them.
func (c *crew) unsent() *letter {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.pending) == 0 {
		return nil
	}
	l := c.pending[0]
	c.pending = c.pending[1:]
	return l
}

func (c *crew) keep(l *letter) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pending = append(c.pending, l)
}

// work goes on until ctx ends or the hub is gone.
func (c *crew) work(ctx context.Context, url string) {
	hu, at, end, err := c.desks(url)
	defer end()
	if err != nil || !c.again(ctx, hu, 3) {
		return
	}
	for ctx.Err() == nil {
		if l := c.unsent(); l != nil {
			if !c.send(ctx, hu, l) {
				c.keep(l)
				return
			}
		} else if !c.round(ctx, hu, at) {
			return
		}
	}
}

// round is one operation, with a refusal and a read beside it.
func (c *crew) round(ctx context.Context, hu, at gateway.Desk) bool {
	lead := events.Country("HU").Lead()
	id, err := identity.NewID[events.OperationID](events.TimeOf(time.Now()), rand.Reader)
	if err != nil {
		c.t.Error(err)
		return false
	}
	opened := opens("HU")
	for _, what := range []struct {
		act  events.Act
		fact events.Event
		aim  string
	}{
		{"operation.open", opened, "to see what becomes of " + string(opened.Operation.Name)},
		{"state.involve", events.StateInvolved{State: events.StateTerms{Country: "AT", Role: events.Destination}}, ""},
	} {
		l, err := sign(ctx, hu, lead, *c.hu, id, what.act, what.fact, what.aim)
		if c.away(err) {
			return false
		}
		if !c.send(ctx, hu, l) {
			c.keep(l)
			return false
		}
	}
	return c.refused(ctx, at) && c.look(ctx, at)
}

// opens is the opening of an operation, each time another.
func opens(lead events.Country) events.OperationOpened {
	return events.OperationOpened{Operation: events.OperationTerms{Name: events.Codename(opening()[2]), Lead: lead, Goods: events.Narcotics},
		Basis: events.LegalBasis{Instruments: []events.Instrument{events.EUMLA12}}}
}

// refused opens an operation that its signer may not open.
func (c *crew) refused(ctx context.Context, at gateway.Desk) bool {
	id, err := identity.NewID[events.OperationID](events.TimeOf(time.Now()), rand.Reader)
	if err != nil {
		c.t.Error(err)
		return false
	}
	l, err := sign(ctx, at, events.Country("AT").Lead(), *c.stranger, id, "operation.open", opens("AT"), "")
	if c.away(err) {
		return false
	}
	_, err = at.Do(ctx, l.request)
	var refusal *operation.Refusal
	if err == nil {
		c.t.Error("a team opens an operation")
	}
	return errors.As(err, &refusal)
}

// look reads what AT sees, and moves a read mark.
func (c *crew) look(ctx context.Context, at gateway.Desk) bool {
	c.mu.Lock()
	c.reads++
	purpose := fmt.Sprintf("read number %d", c.reads)
	c.mu.Unlock()
	asker := gateway.Asker{Viewer: events.Country("AT").Desk(), Key: c.at.ID(), Purpose: purpose, Surface: "test"}
	if _, err := at.Documents(ctx, asker); c.away(err) {
		return false
	}
	c.mu.Lock()
	c.asked[purpose] = true
	c.mu.Unlock()
	moment, err := at.Moment(ctx, asker.Viewer)
	if c.away(err) {
		return false
	}
	_, err = at.SetMark(ctx, asker, moment.Counter, gateway.Forward)
	return !c.away(err)
}

// press has three at work until a process ends, or has done enough.
func (c *crew) press(p *process, url string, enough func() bool) {
	ctx, stop := context.WithCancel(c.t.Context())
	defer stop()
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() { c.work(ctx, url) })
	}
	late := time.NewTimer(3 * patience) // a slow disk is no fault
	defer late.Stop()
	look := time.NewTicker(5 * time.Millisecond)
	defer look.Stop()
	for {
		select {
		case <-p.ended:
		case <-late.C:
			c.t.Error("it goes on living")
		case <-look.C:
			if enough == nil || !enough() {
				continue
			}
		}
		break
	}
	stop()
	all.Wait()
}

func (c *crew) known() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.letters)
}
