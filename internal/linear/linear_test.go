package linear

import (
	"flag"
	"fmt"
	"testing"
	"time"
)

var (
	seedFlag = flag.Uint64("seed", 0, "seed of what is asked; 0: another each time")
	rounds   = flag.Int("histories", 1, "how many histories of each kind")
	officers = flag.Int("officers", 8, "officers at work at the same time")
	each     = flag.Int("each", 10, "what each of them asks for")
)

// histories plays some, each with a seed of its own. A seed gives what is asked; who
// is first is as it comes.
func histories(t *testing.T, how settings, kills int, loose bool) {
	seed := *seedFlag
	if seed == 0 {
		seed = uint64(time.Now().UnixNano() % 1e9)
	}
	for range *rounds {
		t.Logf("the same questions again with: -run '^%s$' -seed %d -officers %d -each %d", t.Name(), seed, *officers, *each)
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			h := openSite(t, seed, how).play(seed, *officers, *each, kills)
			m := h.model()
			m.loose = loose
			linearizable(t, h, m)
		})
		seed++
	}
}

// TestOneHub has officers of three States at one operation, with answers that get
// lost and a hub that is killed and started again.
func TestOneHub(t *testing.T) {
	histories(t, settings{hubs: 1, unsynced: true, lose: 0.1}, 2, false)
}

// TestOneHubThatFlushes is the same as people have it: slower, so that other
// questions meet.
func TestOneHubThatFlushes(t *testing.T) {
	histories(t, settings{hubs: 1, lose: 0.1}, 2, false)
}

// TestTwoHubs has two hubs on one journal, which meet in it only. What they record
// has an order, and so have views. A hub does not look at the journal before it
// refuses, so what the other has just recorded can be missing in a refusal or a dry
// run, and of those nothing is required here. Neither is killed, for a hub cannot
// start yet while another writes.
func TestTwoHubs(t *testing.T) {
	histories(t, settings{hubs: 2, unsynced: true, lose: 0.1}, 0, true)
}
