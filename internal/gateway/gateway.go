package gateway

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"vigil/events"
	"vigil/internal/failpoint"
	"vigil/internal/identity"
	"vigil/internal/journal"

	"vigil/projections"
)

// Options is everything a gateway is made from. Log may be nil; without Marks,
// read marks last as long as the gateway.
type Options struct {
	Country events.Country
	Feeds   journal.FeedReader // the country's own mirrors
	Views   journal.ViewReader
	Hub     Hub
	Key     identity.Key // the desk's: signs for delivery
	Access  AccessLog
	Marks   Marks
	Now     func() events.Time // the machine's own clock
	After   func(time.Duration) <-chan time.Time
	Log     *slog.Logger
}

// AccessLog keeps who read what. A read whose line cannot be kept is not
// answered.
type AccessLog interface {
	Record(Access) error
}

// Access is one consultation (LED art. 25): who, when, on which operation, for
// what purpose, on which surface. Operation is empty where a list was read.
type Access struct {
	At        events.Time        `json:"at"`
	Asker     Asker              `json:"asker"`
	Operation events.OperationID `json:"operation,omitzero"`
	What      string             `json:"what"`
}

const (
	listen = 2 * time.Second  // how often the hub's beat is looked for
	silent = 30 * time.Second // after this a hub that was not heard is an alarm
	retry  = time.Second      // before a broken feed is followed again
)

// Gateway is a country's side, in one process. It is safe for concurrent use.
type Gateway struct {
	o    Options
	stop context.CancelFunc
	work sync.WaitGroup

	marking sync.Mutex // read a mark and set it in one go

	mu      sync.Mutex
	moved   chan struct{} // closed and renewed at each change
	views   map[events.Viewer]*projections.View
	broken  error
	alive   string // the hub's last beat
	stopped events.Time
	hubTime events.Time
	heard   events.Time // by our own clock
	alarmed bool
}

// Open begins to follow the country's feeds. It returns once the feeds that
// there are have been read to their present ends.
func Open(ctx context.Context, o Options) (*Gateway, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Marks == nil {
		o.Marks = memoryMarks{}
	}
	g := &Gateway{o: o, moved: make(chan struct{}), views: map[events.Viewer]*projections.View{}, heard: o.Now()}
	for _, v := range []events.Viewer{o.Country.Desk(), o.Country.Lead()} {
		g.views[v] = projections.NewView(v)
		if _, err := o.Feeds.ReadFeed(ctx, string(v), 1, g.fold(v)); err != nil {
			return nil, fmt.Errorf("reading the feed of %s: %w", v, err)
		}
	}
	run, stop := context.WithCancel(context.WithoutCancel(ctx))
	g.stop = stop
	for v := range g.views {
		g.work.Go(func() { g.follow(run, v) })
		g.work.Go(func() { g.sign(run, v) })
	}
	g.work.Go(func() { g.listen(run) })
	return g, nil
}

// Close stops following.
func (g *Gateway) Close() {
	g.stop()
	g.work.Wait()
}

// Wait returns when the desk has folded message counter of a viewer's feed.
func (g *Gateway) Wait(ctx context.Context, v events.Viewer, counter uint64) error {
	for {
		g.mu.Lock()
		view, err := g.view(v)
		there := err == nil && view.Counter >= counter
		moved := g.moved
		g.mu.Unlock()
		if err != nil || there {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-moved:
		}
	}
}

// fold takes one message in: checked against its proof, chained, folded.
func (g *Gateway) fold(v events.Viewer) func(uint64, []byte) error {
	return func(counter uint64, b []byte) error {
		g.mu.Lock()
		defer g.mu.Unlock()
		view := g.views[v]
		if counter <= view.Counter {
			return nil
		}
		if err := take(view, b); err != nil {
			// Said with the lock held: nothing of this message may be read.
			g.broken = fmt.Errorf("%w: message %d of %s: %w", journal.ErrDamaged, counter, v, err)
			g.signal()
			return g.broken
		}
		g.signal()
		return nil
	}
}

// take folds a message and then checks it: genesis and enrolments bring the keys
// that they are checked with. After an error the view is not to be used.
func take(view *projections.View, b []byte) error {
	m, digest, err := events.DecodeMessage(b)
	if err != nil {
		return err
	}
	if _, err := view.Apply(m.Content, digest); err != nil {
		return err
	}
	return Proven(m, view.Alliance.Journal.ID, view.Alliance.Public)
}

func (g *Gateway) signal() {
	close(g.moved)
	g.moved = make(chan struct{})
}

// Proven checks a message's proof: every note is of this journal, signed by the
// author that the content names, about what it names, and commits to every slot
// shown.
func Proven(m events.Message, journal events.JournalID, public identity.Keys) error {
	shown := slices.Concat(m.Content.Briefing, m.Content.Entry)
	for i, p := range slices.Concat(m.Proof.Briefing, m.Proof.Entry) {
		s := shown[i]
		if s.Unnamed() {
			if err := derived(s); err != nil {
				return err
			}
			continue
		}
		n, err := identity.Open(p.Note, public)
		if err != nil {
			return err
		}
		if n.Journal != journal || n.Operation != s.Operation || n.Command != s.Command || n.Act != s.Act || n.Signer != s.Author ||
			n.Occurred != s.Occurred || n.Known != s.Known || len(p.Salts) != len(s.Slots) {
			return fmt.Errorf("command %s: the note is not about what is shown", s.Command)
		}
		row, err := events.ActOf(n.Act)
		if err != nil {
			return err
		}
		for j, slot := range s.Slots {
			line := 0
			if slot.Name != events.SlotSeen {
				var ok bool
				if _, line, ok = row.Slot(slot.Name); !ok {
					return fmt.Errorf("command %s: %s has no slot %q", s.Command, s.Act, slot.Name)
				}
			}
			if p.Salts[j].Name != slot.Name || events.Commit(slot.Name, p.Salts[j].Salt, slot.Value) != n.Commits[line] {
				return fmt.Errorf("command %s: slot %s is not what its author signed", s.Command, slot.Name)
			}
		}
	}
	return nil
}

// derived holds that what is told without a name only followed from a command: no
// officer's word, which would need the officer's signature.
func derived(s events.Shown) error {
	list, err := s.Decoded()
	if err != nil {
		return err
	}
	for _, e := range list {
		_, over := e.(events.AlertResolved) // by an officer, or because its cause is gone
		if stated := slices.ContainsFunc(events.Acts, func(r events.ActRow) bool { return r.Fact == e.Kind() }); stated && !over {
			return fmt.Errorf("command %s: %s is told without who said it", s.Command, e.Kind())
		}
	}
	return nil
}

// follow folds what comes until the gateway closes. A feed that contradicts
// itself stops the desk, loudly; one that cannot be reached is tried again.
func (g *Gateway) follow(ctx context.Context, v events.Viewer) {
	for ctx.Err() == nil {
		g.mu.Lock()
		from := g.views[v].Counter + 1
		g.mu.Unlock()
		err := g.o.Feeds.FollowFeed(ctx, string(v), from, g.fold(v))
		if errors.Is(err, journal.ErrDamaged) { // said also when the desk is closing
			g.o.Log.Error("this desk's feed is damaged; nothing more is shown", "viewer", string(v), "error", err)
			g.mu.Lock()
			g.broken = err
			g.signal()
			g.mu.Unlock()
			return
		}
		if ctx.Err() != nil {
			return
		}
		g.o.Log.Warn("feed cannot be followed", "viewer", string(v), "error", err)
		select {
		case <-ctx.Done():
		case <-g.o.After(retry):
		}
	}
}

// sign tells the hub, with the desk's key, how far the feed has come. Only the
// newest position is signed; it stands for all before it.
func (g *Gateway) sign(ctx context.Context, v events.Viewer) {
	var signed uint64
	for {
		g.mu.Lock()
		view, moved := g.views[v], g.moved
		d := identity.Delivery{
			Journal: view.Alliance.Journal.ID, Viewer: v, Counter: view.Counter, Content: view.Digest, Time: g.o.Now(),
		}
		g.mu.Unlock()
		if d.Counter > signed {
			failpoint.At("delivery-unsent")
			err := g.o.Hub.Delivered(ctx, d.Sign(g.o.Key))
			switch {
			case err == nil:
				signed = d.Counter
				continue
			case ctx.Err() != nil:
				return
			}
			g.o.Log.Debug("delivery receipt not taken", "viewer", string(v), "error", err)
			select {
			case <-ctx.Done():
				return
			case <-g.o.After(retry):
			}
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-moved:
		}
	}
}

// listen looks for the hub's beat, and says so when there is none.
func (g *Gateway) listen(ctx context.Context) {
	compared := map[events.Viewer]*comparison{g.o.Country.Desk(): {}, g.o.Country.Lead(): {}}
	for {
		b, err := g.o.Views.ReadView(ctx, string(g.o.Country.Desk()), "meta.alive")
		now := g.o.Now()
		g.mu.Lock()
		if beat := string(b); err == nil && beat != g.alive {
			g.hear(beat)
			g.alive, g.heard, g.alarmed = beat, now, false
		} else if now.Sub(g.heard) > silent && !g.alarmed {
			g.alarmed = true
			g.o.Log.Error("the hub is silent", "last heard", g.heard.String(), "viewer", string(g.o.Country.Desk()))
		}
		g.mu.Unlock()
		for v, c := range compared {
			g.compare(ctx, v, c)
		}
		select {
		case <-ctx.Done():
			return
		case <-g.o.After(listen):
		}
	}
}

// hear reads a beat: the hub's time, a count, and since when it takes no commands
// if it found that its store does not hold. Called with the lock.
func (g *Gateway) hear(beat string) {
	text, rest, _ := strings.Cut(beat, " ")
	if at, err := events.ParseTime(text); err == nil {
		g.hubTime = at
	}
	var since events.Time
	if _, text, stopped := strings.Cut(rest, " stopped "); stopped {
		var err error
		if since, err = events.ParseTime(text); err != nil {
			since = g.hubTime
		}
	}
	if !since.IsZero() && g.stopped.IsZero() {
		g.o.Log.Error("the hub takes no commands any more, for its store does not hold what it must: what this desk shows may be wrong", "since", since.String())
	}
	g.stopped = since
}
