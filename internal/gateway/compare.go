package gateway

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"vigil/events"
)

// comparison holds a stored view against the desk's own fold of its feed. What a
// desk shows is its own fold; the stored view is for other tools, and must not
// say anything else to them.
//
// A view is written behind its feed, document by document, and the two are
// mirrored side by side. So only what differs at the same position twice in a row
// is said, once; and a position that was found equal is not looked at again.
type comparison struct {
	settled uint64 // the position that was found equal, or complained of
	suspect map[string]events.Digest
	at      uint64 // the position of the suspects
}

// compare looks at one viewer's stored view.
func (g *Gateway) compare(ctx context.Context, v events.Viewer, c *comparison) {
	position, err := g.position(ctx, v)
	if err != nil || position == c.settled {
		return
	}
	g.mu.Lock()
	view := g.views[v]
	own, err := view.Documents()
	folded := view.Counter
	g.mu.Unlock()
	if err != nil || folded != position {
		return // one of the two is still on its way
	}
	stored, err := g.o.Views.Views(ctx, string(v))
	if err != nil {
		return
	}
	if again, err := g.position(ctx, v); err != nil || again != position {
		return
	}
	maps.DeleteFunc(stored, func(key string, _ []byte) bool { return strings.HasPrefix(key, "meta.") })
	differing := map[string]events.Digest{}
	for key := range own {
		if !bytes.Equal(own[key], stored[key]) {
			differing[key] = events.DigestOf(stored[key])
		}
	}
	for key := range stored {
		if own[key] == nil {
			differing[key] = events.DigestOf(stored[key])
		}
	}
	if len(differing) > 0 && (c.at != position || !maps.Equal(c.suspect, differing)) {
		c.at, c.suspect = position, differing
		return
	}
	c.settled = position
	for _, key := range slices.Sorted(maps.Keys(differing)) {
		g.o.Log.Error("the stored view says something else than its feed; do not read it with other tools, restart the hub to mend it",
			"viewer", string(v), "key", key, "position", position)
	}
}

// position is how far the stored view says that it goes.
func (g *Gateway) position(ctx context.Context, v events.Viewer) (uint64, error) {
	b, err := g.o.Views.ReadView(ctx, string(v), "meta.position")
	if err != nil {
		return 0, err
	}
	return strconv.ParseUint(string(b), 10, 64)
}
