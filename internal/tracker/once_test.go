package tracker_test

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/identity"
	"vigil/internal/journal"
	"vigil/internal/operation"
)

func TestTheSameNoteGivesTheFirstReceiptForEver(t *testing.T) {
	a := found(t, 1, "HU", "AT")
	request := a.sign(opening(newID[events.OperationID](a)))
	before := a.state().Last

	const times = 1000
	receipts := make([]string, times)
	faults := make([]error, times)
	var all sync.WaitGroup
	for i := range times {
		all.Go(func() {
			answer, err := a.hub.Do(a.context(), "ACCOUNT", request)
			receipts[i], faults[i] = answer.Receipt, err
		})
	}
	all.Wait()
	for i := range times {
		require.NoError(t, faults[i])
		require.Equal(t, receipts[0], receipts[i])
	}
	require.Equal(t, before+1, a.state().Last)

	a.accepted(a.sign(opening(newID[events.OperationID](a))))
	a.restart()
	require.Equal(t, receipts[0], a.accepted(request))
	require.Equal(t, before+2, a.state().Last)

	r, err := identity.OpenReceipt(receipts[0], a.key("hub").Public())
	require.NoError(t, err)
	require.Equal(t, identity.NoteDigest(request.Note), r.Note)
}

// TestRefusedIsNeverStored sends what must not be recorded: each is refused by
// its rule, leaves its line in the register, and nothing else.
func TestRefusedIsNeverStored(t *testing.T) {
	a := found(t, 2, "HU", "AT", "NL")
	id := a.operation()
	stranger, err := identity.NewKey(a.dice)
	require.NoError(t, err)
	first := sighting(id, "at team", "", "a lorry with two trailers")
	first.Fact = involving(id, "NL").Fact // a decision with a clear slot
	first.By, first.Texts = "hu.lead coordinator", nil
	accepted := a.sign(first)
	n, _, err := events.ParseNote(accepted.Note)
	require.NoError(t, err)
	a.accepted(accepted)

	openingWithAim := opening(newID[events.OperationID](a))
	openingWithAim.Texts = map[string]string{"aim": "SECRET WORDS"}
	withText := func() events.Request { return a.sign(openingWithAim) }

	for name, c := range map[string]struct {
		request func() events.Request
		rule    operation.Rule
	}{
		"the same id with other bytes": {func() events.Request {
			s := involving(id, "AT")
			s.ID = n.Command
			return a.sign(s)
		}, "one-id-one-command"},
		"a note of another journal": {func() events.Request {
			s := involving(id, "AT")
			s.In = newID[events.JournalID](a)
			return a.sign(s)
		}, operation.Rule(identity.RuleAnotherJournal)},
		"an altered note": {func() events.Request {
			r := withText()
			r.Note = strings.Replace(r.Note, "2026-03-02", "2026-03-01", 1)
			return r
		}, operation.Rule(identity.RuleBadSignature)},
		"a signature of another key by its name": {func() events.Request {
			r := withText()
			other := a.sign(opening(openingWithAim.About))
			r.Note = r.Note[:strings.LastIndex(r.Note, "\n\n")] + other.Note[strings.LastIndex(other.Note, "\n\n"):]
			return r
		}, operation.Rule(identity.RuleBadSignature)},
		"an altered slot": {func() events.Request {
			r := withText()
			r.Slots[1].Value = events.Raw(strings.Replace(string(r.Slots[1].Value), "RELAY", "DELAY", 1))
			return r
		}, operation.Rule(identity.RuleAltered)},
		"an altered enclosure": {func() events.Request {
			r := withText()
			r.Enclosures[0].Value = []byte("other words")
			return r
		}, operation.Rule(identity.RuleAltered)},
		"a stranger's key": {func() events.Request {
			s := openingWithAim
			s.Key = stranger
			return a.sign(s)
		}, operation.Rule(identity.RuleUnknownKey)},
		"no note at all": {func() events.Request { return events.Request{Note: "good evening"} }, operation.Rule(identity.RuleBadForm)},
		"a feed that nobody had": {func() events.Request {
			s := openingWithAim
			s.Seen = events.Seen{Counter: 3, Digest: events.DigestOf([]byte("x"))}
			return a.sign(s)
		}, "seen-is-the-signers-own-feed"},
		"an officer of a State that does not lead": {func() events.Request {
			s := involving(id, "AT")
			s.By = "at.lead coordinator"
			return a.sign(s)
		}, operation.LeadAsLead},
	} {
		t.Run(name, func(t *testing.T) {
			before, lines := a.state(), len(a.books.register())
			request := c.request()
			_, err := a.hub.Do(a.context(), "ACCOUNTOFAT", request)
			var refusal *operation.Refusal
			require.ErrorAs(t, err, &refusal)
			require.Equal(t, c.rule, refusal.Rule, refusal.Error())
			require.Equal(t, before, a.state())

			register := a.books.register()
			require.Len(t, register, lines+1)
			line, err := identity.ParseRefused([]byte(register[lines]))
			require.NoError(t, err)
			want := identity.Refused{At: a.time().UTC(), Account: "ACCOUNTOFAT", Note: identity.NoteDigest(request.Note), Rule: events.Code(c.rule)}
			if n, _, err := events.ParseNote(request.Note); err == nil {
				want.Key = n.Key
			}
			require.Equal(t, want, line)
			require.NotContains(t, register[lines], "SECRET")
			require.NotContains(t, register[lines], "RELAY")
		})
	}
	require.NotContains(t, a.log.String(), "SECRET")
	a.restart()
	require.Empty(t, a.kepts("aim"), "no enclosure may remain of a refused command")
	require.Equal(t, identity.NoteDigest(accepted.Note), a.receipt(accepted).Note)
}

func (a *alliance) receipt(r events.Request) identity.Receipt {
	a.t.Helper()
	receipt, err := identity.OpenReceipt(a.accepted(r), a.key("hub").Public())
	require.NoError(a.t, err)
	return receipt
}

// records reads the journal and requires what every journal must be: no gap, no
// command twice, every operation chained.
func (a *alliance) records() []events.Entry {
	a.t.Helper()
	var list []events.Entry
	tails, seen := map[events.OperationID]events.Digest{}, map[string]bool{}
	ns := map[events.OperationID]uint64{}
	var genesis events.Digest
	_, err := a.stores.Journal.Read(a.context(), 1, func(r journal.Record) error {
		require.Equal(a.t, uint64(len(list)+1), r.Seq)
		e, err := events.DecodeEntry(r.Body)
		require.NoError(a.t, err)
		n, err := e.Parsed()
		require.NoError(a.t, err)
		command := fmt.Sprint(e.Operation, n.Command)
		require.False(a.t, seen[command], "command %s stands in the journal twice", n.Command)
		seen[command] = true
		prev, known := tails[e.Operation]
		if !known {
			prev = genesis
		}
		require.Equal(a.t, prev, e.Prev)
		ns[e.Operation]++
		require.Equal(a.t, ns[e.Operation], e.N)
		tails[e.Operation] = events.DigestOf(bytes.Clone(r.Body))
		if len(list) == 0 {
			genesis = tails[e.Operation]
		}
		list = append(list, e)
		return nil
	})
	require.NoError(a.t, err)
	return list
}
