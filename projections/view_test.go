package projections_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/apply/applytest"
	"vigil/projections"
)

var seed = flag.Uint64("seed", 0, "repeat the property tests with this seed; 0 takes one from the clock")

func dice(t *testing.T) *rand.Rand {
	s := *seed
	if s == 0 {
		s = uint64(time.Now().UnixNano()) % 1e9
	}
	t.Logf("repeat with: go test ./projections -run '^%s$' -seed %d", t.Name(), s)
	return rand.New(rand.NewPCG(s, s))
}

// feed is what a viewer was told in a history of one operation.
func feed(t *testing.T, v events.Viewer) (list []projections.Told, id events.OperationID) {
	h, id := applytest.Relay(t, 1)
	_, err := h.Store.ReadFeed(context.Background(), string(v), 1, func(_ uint64, b []byte) error {
		m, digest, err := events.DecodeMessage(b)
		list = append(list, projections.Told{Content: m.Content, Digest: digest})
		return err
	})
	require.NoError(t, err)
	return list, id
}

func folded(t *testing.T, v *projections.View, list ...projections.Told) *projections.View {
	for _, told := range list {
		_, err := v.Apply(told.Content, told.Digest)
		require.NoError(t, err)
	}
	return v
}

func documents(t *testing.T, v *projections.View) map[string]string {
	docs, err := v.Documents()
	require.NoError(t, err)
	list := map[string]string{}
	for key, b := range docs {
		list[key] = string(b)
	}
	return list
}

func TestAViewTakesItsOwnFeedInOrder(t *testing.T) {
	list, _ := feed(t, "at")
	v := folded(t, projections.NewView("at"), list[:10]...)
	before := documents(t, v)
	for _, row := range []struct {
		name string
		told projections.Told
		says string
	}{
		{"again", list[9], "does not follow"},
		{"with a gap", list[11], "does not follow"},
		{"the first", list[0], "does not follow"},
		{"another chain", func() projections.Told { x := list[10]; x.Content.Prev = events.Digest{1}; return x }(), "does not follow"},
		{"another's", func() projections.Told { x := list[10]; x.Content.Viewer = "hu"; return x }(), "a message for hu in the feed of at"},
		{"about nothing", func() projections.Told {
			x := list[10]
			x.Content.Entry, x.Content.Briefing = nil, nil
			return x
		}(), "about nothing"},
		{"about two operations", func() projections.Told {
			x := list[10]
			other := x.Content.Entry[0]
			other.Operation = "01JNZ7Q0000000000000000000"
			x.Content.Briefing = []events.Shown{other}
			return x
		}(), "about two operations"},
		{"what no build knows", func() projections.Told {
			x := list[10]
			x.Content.Entry = slices.Clone(x.Content.Entry)
			x.Content.Entry[0].Events = []events.Raw{events.Raw(`{"kind":"handover.sung"}`)}
			return x
		}(), "unknown kind"},
	} {
		_, err := v.Apply(row.told.Content, row.told.Digest)
		require.ErrorContains(t, err, row.says, row.name)
		require.Equal(t, before, documents(t, v), row.name)
		require.Equal(t, uint64(10), v.Counter)
		require.Equal(t, list[9].Digest, v.Digest)
	}
	whole := documents(t, folded(t, projections.NewView("at"), list...))
	require.Equal(t, whole, documents(t, folded(t, v, list[10:]...)), "and goes on as if nothing had been tried")
	registry, operation := list[3], list[len(list)-1]
	operation.Content.Counter, operation.Content.Prev = registry.Content.Counter+1, registry.Digest
	_, err := folded(t, projections.NewView("at"), list[:3]...).Prepare(registry, operation)
	require.ErrorContains(t, err, "two operations prepared at once")
}

func TestPreparedIsNotKept(t *testing.T) {
	list, id := feed(t, "at")
	v := projections.NewView("at")
	for i, told := range list {
		before := documents(t, v)
		for range 2 { // also when what was prepared before was dropped
			change, err := v.Prepare(told)
			require.NoError(t, err)
			_, err = change.Document()
			require.NoError(t, err)
			require.Equal(t, before, documents(t, v))
			require.Equal(t, uint64(i), v.Counter)
		}
		change, err := v.Prepare(told)
		require.NoError(t, err)
		change.Commit()
		written, err := change.Document()
		require.NoError(t, err)
		require.Equal(t, string(written), documents(t, v)[change.Key])
	}
	require.Equal(t, documents(t, folded(t, projections.NewView("at"), list...)), documents(t, v))
	c, ok := v.Case(id)
	require.True(t, ok)
	require.Len(t, v.Cases(), 1)
	require.NotEmpty(t, c.Document.Texts)
	for _, text := range c.Document.Texts {
		require.True(t, v.Shows(text))
		text.Slot = "source"
		require.False(t, v.Shows(text))
	}
}

// Of a change the bytes can be asked for later, elsewhere, while the view goes on:
// they are those of then.
func TestADocumentStaysAsItWas(t *testing.T) {
	list, _ := feed(t, "hu.lead")
	v := projections.NewView("hu.lead")
	var wg sync.WaitGroup
	late := make([][]byte, len(list))
	at := make([]map[string]string, len(list))
	keys := make([]string, len(list))
	for i, told := range list {
		change, err := v.Apply(told.Content, told.Digest)
		require.NoError(t, err)
		keys[i], at[i] = change.Key, documents(t, v)
		wg.Go(func() { late[i], _ = change.Document() })
	}
	wg.Wait()
	for i := range list {
		require.Equal(t, at[i][keys[i]], string(late[i]))
	}
}

func TestTheSameMessageTwiceIsOnce(t *testing.T) {
	list, id := feed(t, "at")
	var once, twice projections.Case
	var alliance projections.Alliance
	for _, told := range list {
		var err error
		if told.Content.Entry[0].Operation == events.Registry {
			alliance, err = alliance.Apply(told.Content)
			require.NoError(t, err)
			again, err := alliance.Apply(told.Content)
			require.NoError(t, err)
			require.Equal(t, alliance, again)
			continue
		}
		once, err = once.Apply(told.Content)
		require.NoError(t, err)
		for range 2 {
			twice, err = twice.Apply(told.Content)
			require.NoError(t, err)
		}
		require.Equal(t, once.Document, twice.Document)
	}
	require.Equal(t, id, once.Document.Operation)

	b, err := alliance.Encode()
	require.NoError(t, err)
	back, err := projections.DecodeAlliance(b)
	require.NoError(t, err)
	require.Equal(t, alliance.Officers, back.Officers)
	for _, o := range alliance.Officers {
		key, ok := alliance.Public(o.ID)
		require.True(t, ok)
		require.Equal(t, o.Key, key)
	}
	for _, key := range []events.PublicKey{alliance.Keys.Root, alliance.Keys.Hub, alliance.Keys.Clock, alliance.Countries[0].Desk} {
		_, ok := alliance.Public(key.ID())
		require.True(t, ok)
	}
	_, ok := alliance.Public("0000000000000000")
	require.False(t, ok)
}

// samples is one event of each kind, with all its members, as the wire has it.
func samples(t *testing.T) map[events.Kind]events.Raw {
	list := map[events.Kind]events.Raw{}
	for _, row := range events.Kinds {
		b, err := os.ReadFile(filepath.Join("..", "events", "testdata", "wire", string(row.Kind)+".json"))
		require.NoError(t, err)
		list[row.Kind] = events.Raw(b[:len(b)-1]) // less the line end
	}
	return list
}

// cut leaves some of an event's members.
func cut(t *testing.T, r *rand.Rand, raw events.Raw) events.Raw {
	members, err := events.Members(raw)
	require.NoError(t, err)
	out := fmt.Appendf(nil, `{"kind":%s`, members[0].Value)
	for _, m := range members[1:] {
		if r.IntN(3) > 0 {
			out = fmt.Appendf(out, `,%q:%s`, m.Name, m.Value)
		}
	}
	return append(out, '}')
}

// TestDocumentsAreReadBack: whatever a viewer is shown, and whatever is kept from
// it, its document can be stored and read again.
func TestDocumentsAreReadBack(t *testing.T) {
	r := dice(t)
	all := samples(t)
	for range 300 {
		var c projections.Case
		for i := range uint64(1 + r.IntN(20)) {
			shown := events.Shown{
				Operation: "01JNZ7Q0000000000000000000", Command: events.CommandID(fmt.Sprintf("01JNJV00000000000000C0MM%02d", i)),
				Author: "at", Act: events.Acts[r.IntN(len(events.Acts))].Act, At: at(r), Occurred: at(r), Known: at(r),
			}
			for range 1 + r.IntN(3) {
				kind := events.Kinds[r.IntN(len(events.Kinds))].Kind
				shown.Events = append(shown.Events, cut(t, r, all[kind]))
			}
			if r.IntN(3) == 0 {
				shown.Enclosures = []events.ShownEnclosure{{Name: "remark", Class: events.Internal, Size: r.IntN(99)}}
			}
			content := events.Content{V: events.Version, Edition: events.Edition, Viewer: "at", Counter: i + 1, Entry: []events.Shown{shown}}
			next, err := c.Apply(content)
			require.NoError(t, err)
			c = next
			again, err := c.Apply(content)
			require.NoError(t, err)
			require.Equal(t, c.Document, again.Document, "twice is once")
		}
		b, err := c.Document.Encode()
		require.NoError(t, err)
		back, err := projections.DecodeDocument(b)
		require.NoError(t, err, "%s", b)
		again, err := back.Encode()
		require.NoError(t, err)
		require.Equal(t, string(b), string(again))
	}
}

// TestTheOrderOfTellingIsNoMatter: what a viewer is told late, in a briefing, gives
// the same document as if it had been told in its time, corrections of it included.
func TestTheOrderOfTellingIsNoMatter(t *testing.T) {
	r := dice(t)
	all := samples(t)
	for range 200 {
		list := make([]events.Shown, 2+r.IntN(20))
		for i := range list {
			kind := events.Kinds[r.IntN(len(events.Kinds))].Kind
			if i > 0 && r.IntN(3) == 0 {
				kind = "border.crossed"
			}
			raw := all[kind]
			if kind == "border.crossed" {
				raw = crossed(t, r, list[:i])
			}
			list[i] = events.Shown{
				Operation: "01JNZ7Q0000000000000000000", Command: events.CommandID(fmt.Sprintf("01JNJV00000000000000C0MM%02d", i)),
				Act: events.Act(kind), Author: "at", At: at(r), Occurred: at(r), Known: at(r), Events: []events.Raw{raw},
			}
		}
		var inTime, late projections.Case
		told := func(c *projections.Case, content events.Content) {
			next, err := c.Apply(content)
			require.NoError(t, err)
			*c = next
		}
		for i, shown := range list {
			told(&inTime, events.Content{Viewer: "at", Counter: uint64(i) + 1, Entry: []events.Shown{shown}})
		}
		have := make([]bool, len(list))
		for i, shown := range list {
			if have[i] = r.IntN(2) == 0; have[i] {
				told(&late, events.Content{Viewer: "at", Counter: uint64(i) + 1, Entry: []events.Shown{shown}})
			}
		}
		for _, i := range r.Perm(len(list)) {
			if have[i] {
				continue
			}
			have[i] = true
			shown := list[i]
			for j := i - 1; j >= 0 && shown.After == ""; j-- {
				if have[j] {
					shown.After = list[j].Command
				}
			}
			told(&late, events.Content{Viewer: "at", Counter: 99, Briefing: []events.Shown{shown}})
		}
		late.Document.Counter = inTime.Document.Counter
		require.Equal(t, inTime.Document, late.Document)
	}
}

// crossed is a crossing by chance, which may correct one before it.
func crossed(t *testing.T, r *rand.Rand, before []events.Shown) events.Raw {
	e := events.BorderCrossed{Crossing: events.CrossingTerms{Part: part, From: "HU", To: "AT", Method: events.Visual}}
	if len(before) > 0 && r.IntN(2) == 0 {
		earlier := before[r.IntN(len(before))]
		e.Corrects = events.CorrectsTerms{Record: earlier.Command, Ground: "wrong-plate"}
	}
	raw, err := events.EncodeEvent(e)
	require.NoError(t, err)
	return raw
}

func at(r *rand.Rand) events.Time {
	return events.TimeOf(time.Date(2026, 3, 2, r.IntN(24), r.IntN(60), 0, 0, time.UTC))
}
