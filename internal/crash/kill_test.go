package crash

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var (
	killRounds = flag.Int("kill-rounds", 6, "how often the hub is killed under load")
	killSeed   = flag.Uint64("kill-seed", 0, "seed of when it is killed; 0: another each time")
)

// officers keep sending until they are told to stop; whose answer is lost sends
// the same bytes again, for as long as it takes.
type officers struct {
	t    *testing.T
	dir  string
	ctx  context.Context
	mu   sync.Mutex
	url  string
	up   chan struct{}     // closed when url is another
	done map[string]string // operation and command to receipt
	lost int               // answers that did not come
	told chan struct{}     // a word for each receipt
	dark atomic.Bool       // the disk is dead: a hub may fail in any way
}

func (o *officers) work(who string, number int) {
	for n := 0; o.ctx.Err() == nil; n++ {
		name := fmt.Sprintf("OP%c%c%c%c", 'A'+number, 'A'+n/676%26, 'A'+n/26%26, 'A'+n%26)
		args := []string{"operation", "open", name, "--goods", "narcotics", "--basis", "untoc-20", "--aim", "to see what becomes of " + name, "--as", who, "-o", "json"}
		for o.ctx.Err() == nil {
			url, changed := o.server()
			r := vigilUntil(context.Background(), o.dir, append(args, "--server", url)...)
			if r.Exit == 0 {
				got := receipt(o.t, r.Stdout).Recorded
				o.mu.Lock()
				o.done[got.Operation+" "+got.ID] = got.Receipt
				o.mu.Unlock()
				select {
				case o.told <- struct{}{}:
				default:
				}
				break
			}
			p := problemOf(o.t, r.Stderr)
			require.True(o.t, p.Exit == 8 || o.dark.Load(), "%s", r.Stderr)
			o.mu.Lock()
			o.lost++
			o.mu.Unlock()
			if p.ID != "" {
				args = append(args[:13:13], "--id", p.ID)
			}
			select {
			case <-changed:
			case <-o.ctx.Done():
			}
		}
	}
}

func (o *officers) server() (url string, changed <-chan struct{}) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.url, o.up
}

// moved tells all officers where the hub listens now.
func (o *officers) moved(url string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	close(o.up)
	o.url, o.up = url, make(chan struct{})
}

// TestKilledUnderLoad kills the hub at any moment, again and again, while officers
// send from command lines, and others on connections that they keep. Every receipt
// that anybody holds is of exactly one entry and is given again byte for byte, every
// text can be read, and feeds and views are what the journal gives.
func TestKilledUnderLoad(t *testing.T) {
	seed := *killSeed
	if seed == 0 {
		seed = uint64(time.Now().UnixNano() % 1e9)
	}
	t.Logf("again with: -run TestKilledUnderLoad -kill-seed %d -kill-rounds %d", seed, *killRounds)
	chance := rand.New(rand.NewPCG(seed, 1))
	dir := alliance(t)
	ctx, rest := context.WithCancel(t.Context())
	o := &officers{t: t, dir: dir, ctx: ctx, done: map[string]string{}, up: make(chan struct{}), told: make(chan struct{}, 1)}
	h := &hubs{crew: newCrew(t, dir)}
	process, url := hub(t, dir, "--desks")
	o.moved(url)
	var all, crews sync.WaitGroup
	for i, who := range []string{"hu/coordinator", "hu/coordinator", "hu/coordinator"} {
		all.Go(func() { o.work(who, i) })
	}
	works := func() {
		select {
		case <-o.told:
		case <-time.After(patience):
			require.FailNow(t, "no officer got a receipt")
		}
	}
	for round := range *killRounds {
		crews.Go(func() { h.press(process, url, nil) })
		works()
		moment := time.NewTimer(time.Duration(chance.IntN(250_000)) * time.Microsecond)
		<-moment.C
		process.kill()
		crews.Wait()
		require.False(t, t.Failed())
		if round == *killRounds/2 {
			done(t, dir, "verify") // of what a killed hub leaves
		}
		process, url = hub(t, dir, "--desks") // it starts, so all feeds were sound
		require.NotContains(t, process.stderr(), "level=ERROR")
		o.moved(url)
	}
	works()
	rest()
	all.Wait()
	require.Zero(t, process.stop(interrupt), process.stderr())

	h.settle()
	s := read(t, dir, 0)
	t.Logf("%d and %d receipts, %d answers lost, %d entries", len(o.done), h.known(), o.lost, s.entries)
	require.NotEmpty(t, o.done)
	for id := range o.done {
		require.NotZero(t, s.commands[id], "a receipt was given for %s, which is not in the journal", id)
		require.LessOrEqual(t, s.commands[id], s.entries)
	}
}
