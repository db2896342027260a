// Package linear holds histories of many officers at one operation against the
// rules told one after the other. It has no code but tests.
//
// Each history is what was asked and answered, and when: commands, dry runs,
// retries with the same id, and reads, through gateways, of a hub that loses
// answers and is killed and started again. It is linearizable if there is one order
// of all that, in keeping with who had his answer before another asked, in which a
// hub that does one thing after the other gives exactly these answers. porcupine
// looks for that order. The hub that does one thing after the other is apply.House:
// the rules, the folds and the feeds, with no store, no turn and no retry.
package linear

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"

	"vigil/events"
	"vigil/internal/apply"
	"vigil/internal/identity"
	"vigil/internal/operation"
	"vigil/projections/disclosure"

	"github.com/anishathalye/porcupine"
)

// asked is what somebody asked for: a command, a dry run of one, or a look.
type asked struct {
	Request events.Request
	opened  identity.Opened

	// Of a look: whose view, and what it must hold at least, for somebody at this
	// gateway had been told of it before he looked.
	Look  events.Viewer
	Least uint64
}

func (a asked) String() string {
	if a.Look != "" {
		return fmt.Sprintf("look %s, at least %d", a.Look, a.Least)
	}
	dry := ""
	if a.Request.DryRun != "" {
		dry = " (dry)"
	}
	return fmt.Sprintf("%s %s %s%s, seen %d", a.opened.Note.Signer, a.opened.Note.Act, short(a.opened.Note.Command), dry, a.opened.Seen.Counter)
}

func short(c events.CommandID) string { return string(c[len(c)-4:]) }

// answered is what came back.
type answered struct {
	Kind    kind
	Receipt identity.Receipt      // of accepted; of unknown: what it is if it was recorded
	Refusal operation.Refusal     // of refused
	Shown   string                // of shown: what a dry run would record
	Counter uint64                // of looked: where the view stood
	Text    string                // and the operation's document there
	Tips    map[events.Viewer]tip // of ended: where every feed ends
}

type kind string

const (
	accepted kind = "accepted"
	refused  kind = "refused"
	shown    kind = "shown"
	looked   kind = "looked"
	nothing  kind = "nothing"  // the answer was that nothing was recorded
	unknown  kind = "unknown"  // there was no answer
	ended    kind = "the ends" // of all feeds, when nobody asks any more
)

func (a answered) String() string {
	switch a.Kind {
	case accepted:
		return fmt.Sprintf("%s %s:%d", a.Kind, a.Receipt.Viewer, a.Receipt.Counter)
	case refused:
		return fmt.Sprintf("%s %s %s %q", a.Kind, a.Refusal.Class, a.Refusal.Rule, a.Refusal.Missing)
	case looked:
		return fmt.Sprintf("%s %d", a.Kind, a.Counter)
	}
	return string(a.Kind)
}

// tip is where a viewer's feed ends, and the operation's document then.
type tip struct {
	Counter uint64
	Digest  events.Digest
	text    string
}

// model is the hub that does one thing after the other. What it has recorded when
// is in the journal that the history left, so its states are the places in that: at
// each, the house says what the answer to everything would have been that was asked
// around that time.
type model struct {
	base    [][]byte // the entries before the history
	entries [][]byte // and those that it made
	id      events.OperationID
	at      events.Time // the hub's clock, which stands still
	durable events.Code

	// loose is for hubs that do not tell each other what they have done: an answer
	// that records nothing may be out of date, and is not looked at.
	loose bool

	house  *apply.House
	bodies [][]byte

	place    map[events.Digest]int   // of a note in entries
	receipts []identity.Receipt      // of each entry
	tips     []map[events.Viewer]tip // before each entry, and after the last
	answers  []map[*asked]answered   // what records nothing, likewise
}

// load is how earlier entries are read for a briefing.
func (m *model) load(seqs []uint64) (list []disclosure.Source, err error) {
	for _, seq := range seqs {
		source, err := apply.Read(m.bodies[seq-1])
		if err != nil {
			return nil, err
		}
		list = append(list, source)
	}
	return list, nil
}

func (m *model) take(body []byte) error {
	source, err := apply.Read(body)
	if err != nil {
		return err
	}
	m.bodies = append(m.bodies, body)
	outcome, err := m.house.Stage(source.Entry, body, source.Note, m.load)
	if err == nil {
		outcome.Commit(m.house.Seq() + 1)
	}
	return err
}

// prepare works out every answer at every place where it can have been given. An
// error says that what is stored is no journal at all.
func (m *model) prepare(ops []porcupine.Operation) error {
	m.house, m.place = apply.NewHouse(), map[events.Digest]int{}
	for _, body := range m.base {
		must(m.take(body))
	}
	of := map[events.Digest]*asked{}
	for _, op := range ops {
		if in := op.Input.(*asked); in.Request.Note != "" && in.Request.DryRun == "" {
			of[in.opened.Digest] = in
		}
	}
	for i, body := range m.entries {
		source, err := apply.Read(body)
		if err != nil {
			return err
		}
		m.place[events.DigestOf([]byte(source.Entry.Note))] = i
	}
	from, until := m.times(ops)
	for i := 0; ; i++ {
		m.tips = append(m.tips, m.ends())
		m.answers = append(m.answers, map[*asked]answered{})
		for _, op := range ops {
			in, out := op.Input.(*asked), op.Output.(answered)
			if records := out.Kind != refused && out.Kind != shown; records || m.loose || op.Return < from[i] || op.Call > until[i] {
				continue
			}
			m.answers[i][in], _ = m.decide(in)
		}
		if i == len(m.entries) {
			return nil
		}
		source, err := apply.Read(m.entries[i])
		must(err)
		in := of[events.DigestOf([]byte(source.Entry.Note))]
		if in == nil {
			return fmt.Errorf("nobody asked for entry %d", i)
		}
		got, body := m.decide(in)
		if !bytes.Equal(body, m.entries[i]) {
			return fmt.Errorf("entry %d is not what the rules make of %s there: %s", i, in, got)
		}
		m.receipts = append(m.receipts, got.Receipt)
		if err := m.take(m.entries[i]); err != nil {
			return err
		}
	}
}

// times gives from when and until when the journal can have stood at each place: not
// before all that is in it was asked for, nor after what is not yet in it was
// answered.
func (m *model) times(ops []porcupine.Operation) (from, until []int64) {
	called, told := make([]int64, len(m.entries)), make([]int64, len(m.entries))
	for i := range m.entries {
		called[i], told[i] = math.MaxInt64, math.MaxInt64
	}
	for _, op := range ops {
		if i, ok := m.place[op.Input.(*asked).opened.Digest]; ok {
			called[i] = min(called[i], op.Call)
			if op.Output.(answered).Kind == accepted {
				told[i] = min(told[i], op.Return)
			}
		}
	}
	from, until = make([]int64, len(m.entries)+1), make([]int64, len(m.entries)+1)
	for i, at := range called {
		from[i+1] = max(from[i], at)
	}
	until[len(m.entries)] = math.MaxInt64
	for i := len(m.entries) - 1; i >= 0; i-- {
		until[i] = min(until[i+1], told[i])
	}
	return from, until
}

func (m *model) porcupine() porcupine.Model {
	return porcupine.Model{
		Init: func() any { return 0 },
		Step: func(at, in, out any) (bool, any) {
			ok, next := m.step(at.(int), in.(*asked), out.(answered))
			return ok, next
		},
		DescribeOperation: func(in, out any) string { return fmt.Sprintf("%s → %s", in, out) },
		DescribeState:     func(at any) string { return fmt.Sprintf("%d recorded", at) },
	}
}

// step says whether an answer is right where the journal has that many entries, and
// how many it has then.
func (m *model) step(at int, in *asked, out answered) (bool, int) {
	switch place, recorded := m.place[in.opened.Digest]; out.Kind {
	case accepted:
		right := recorded && at >= place && out.Receipt == m.receipts[place]
		return right, max(at, place+1)
	case unknown:
		if !recorded || in.Request.DryRun != "" {
			return true, at // it never was
		}
		return at >= place, max(at, place+1)
	case refused, shown:
		want, asked := m.answers[at][in]
		return m.loose || asked && out.same(want), at
	case looked:
		return m.showed(at, in, out), at
	case ended:
		for v, t := range m.tips[at] {
			if end := out.Tips[v]; end.Counter != t.Counter || end.Digest != t.Digest {
				return false, at
			}
		}
		return at == len(m.entries), at
	}
	return true, at // the answer was that nothing was recorded
}

func (a answered) same(b answered) bool {
	return a.Kind == b.Kind && a.Shown == b.Shown && a.Refusal.Rule == b.Refusal.Rule && a.Refusal.Class == b.Refusal.Class &&
		a.Refusal.Reason == b.Refusal.Reason && slices.Equal(a.Refusal.Missing, b.Refusal.Missing)
}

// showed tells whether a view was as some message of the feed had made it, not
// before what whoever looked had been told of.
func (m *model) showed(at int, in *asked, out answered) bool {
	if out.Counter < in.Least {
		return false
	}
	for ; at >= 0; at-- {
		if t := m.tips[at][in.Look]; t.Counter <= out.Counter {
			return t.Counter == out.Counter && t.text == out.Text
		}
	}
	return false
}

// decide gives the answer to a request here, and the entry of one that is accepted.
func (m *model) decide(in *asked) (got answered, body []byte) {
	n := in.opened.Note
	if done, ok := m.house.Done(n.Operation, n.Command); ok {
		if done.Note != in.opened.Digest {
			return refusedAs(&operation.Refusal{Rule: "one-id-one-command", Class: operation.NotAllowed,
				Reason: "this command id was used before, with other bytes"}), nil
		}
		return answered{Kind: accepted, Receipt: m.receipt(n, done)}, nil
	}
	if !m.house.Seen(n.Signer, in.opened.Seen) {
		return refusedAs(&operation.Refusal{Rule: "seen-is-the-signers-own-feed", Class: operation.Invalid,
			Reason: fmt.Sprintf("the note says that %s had read message %d, but that is not its feed", n.Signer, in.opened.Seen.Counter)}), nil
	}
	at := m.at
	if last := m.house.Tail(n.Operation).At; at.Before(last) {
		at = last
	}
	c := apply.CommandOf(n, in.opened.Witness, in.opened.Fact, in.opened.Enclosures)
	list, err := m.house.Decide(c, at)
	if err == nil {
		if changed := m.house.Changed(c, in.opened.Seen); len(changed) > 0 {
			err = operation.Changed(changed...)
		}
	}
	if refusal := new(operation.Refusal); errors.As(err, &refusal) {
		return refusedAs(refusal), nil
	}
	must(err)
	entry := m.house.Compose(n, in.Request.Note, in.Request.Slots, in.opened.Enclosures, list, at)
	body, err = events.EncodeEntry(entry)
	must(err)
	o, err := m.house.Stage(entry, body, n, m.load)
	must(err)
	if in.Request.DryRun == "" {
		return answered{Kind: accepted, Receipt: m.receipt(n, o.Done)}, body
	}
	got.Kind = shown
	for _, told := range o.Told {
		if last := told.Messages[len(told.Messages)-1].Content.Entry; told.Viewer == n.Signer && len(last) == 1 {
			got.Shown = textOf(last[0])
		}
	}
	return got, nil
}

func refusedAs(r *operation.Refusal) answered { return answered{Kind: refused, Refusal: *r} }

func (m *model) receipt(n events.Note, d apply.Done) identity.Receipt {
	return identity.Receipt{Journal: n.Journal, Operation: n.Operation, Command: n.Command, Note: d.Note, At: d.At,
		Viewer: d.Viewer, Counter: d.Counter, Content: d.Content, Durability: m.durable}
}

// ends are where all feeds end now.
func (m *model) ends() map[events.Viewer]tip {
	tips := map[events.Viewer]tip{}
	for _, v := range m.house.Viewers() {
		view := m.house.View(v)
		if n := len(m.tips); n > 0 && m.tips[n-1][v].Counter == view.Counter {
			tips[v] = m.tips[n-1][v]
			continue
		}
		t := tip{Counter: view.Counter, Digest: view.Digest}
		if c, ok := view.Case(m.id); ok {
			b, err := c.Document.Newest().Encode()
			must(err)
			t.text = string(b)
		}
		tips[v] = t
	}
	return tips
}

func textOf(s events.Shown) string {
	b, err := json.Marshal(s)
	must(err)
	return string(b)
}

// must is for what cannot be: the house is the same that all others use.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
