package disclosure_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/projections/disclosure"
)

// viewers are all that have a feed in the story; the officers of each State have
// two capacities.
var viewers = []events.Viewer{"ro", "ro.lead", "hu", "hu.lead", "at", "at.lead", "de", "de.lead",
	"sk", "sk.lead", "cz", "cz.lead", "nl", "nl.lead"}

// piece is a piece of a command of the story, and so of what a viewer can have.
type piece struct{ command, name string }

type source struct {
	disclosure.Source
	body []byte
}

// right is what a viewer may have of a piece.
type right string

const (
	has  right = "has"
	lost right = "was told, and had it taken back"
)

// allowed reads the table by hand: who may have each piece, and who may have had
// it.
func allowed(t *testing.T) map[piece]map[events.Viewer]right {
	table := map[piece]map[events.Viewer]right{}
	for line := range strings.Lines(secrecy) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		names := slices.IndexFunc(words[1:], func(w string) bool {
			return slices.Contains(viewers, events.Viewer(strings.TrimPrefix(w, "-")))
		}) + 1
		require.Positive(t, names, line)
		for _, name := range words[1:names] {
			p := piece{words[0], name}
			require.NotContains(t, table, p, "the table says it twice")
			table[p] = map[events.Viewer]right{}
			for _, w := range words[names:] {
				v, taken := strings.CutPrefix(w, "-")
				require.Contains(t, viewers, events.Viewer(v), line)
				table[p][events.Viewer(v)] = has
				if taken {
					table[p][events.Viewer(v)] = lost
				}
			}
		}
	}
	return table
}

// piecesOf is everything that a shown entry shows, its author's own seen apart.
func (s *story) piecesOf(shown events.Shown) []piece {
	command := s.called[shown.Command]
	require.NotEmpty(s.t, command, "a command that the story does not know")
	var list []piece
	for _, slot := range shown.Slots {
		list = append(list, piece{command, slot.Name})
	}
	for _, e := range shown.Enclosures {
		list = append(list, piece{command, e.Name + "*"})
	}
	var row events.ActRow // none of what is told without a name: all of it is derived
	if !shown.Unnamed() {
		var err error
		row, err = events.ActOf(shown.Act)
		require.NoError(s.t, err)
	}
	stated := 0
	for _, raw := range shown.Events {
		e, err := events.DecodeEvent(raw)
		require.NoError(s.t, err)
		members, err := events.Members(raw)
		require.NoError(s.t, err)
		for _, m := range members[1:] {
			if e.Kind() != row.Fact {
				list = append(list, piece{command, string(e.Kind()) + "/" + derived(e, m.Name)})
				continue
			}
			if _, _, slot := row.Slot(m.Name); !slot {
				list = append(list, piece{command, m.Name})
				continue
			}
			// A slot and the member made of it are shown together or not at all.
			at := slices.IndexFunc(shown.Slots, func(s events.ShownSlot) bool { return s.Name == m.Name })
			require.GreaterOrEqual(s.t, at, 0, "%s of %s is shown in the fact alone", m.Name, command)
			require.Equal(s.t, string(shown.Slots[at].Value), string(m.Value))
			stated++
		}
	}
	clear := slices.DeleteFunc(slices.Clone(shown.Slots), func(s events.ShownSlot) bool { return s.Name == events.SlotSeen })
	require.Len(s.t, clear, stated, "%s: a slot is shown that is not in the fact", command)
	return list
}

// derived names a member of a derived event: of breaches and alerts, of which a
// command can raise several, by what they are.
func derived(e events.Event, member string) string {
	switch e := e.(type) {
	case events.BreachFound:
		return fmt.Sprintf("%s/%s", e.Breach.Rule, e.Breach.Country)
	case events.AlertRaised:
		return fmt.Sprintf("%s/%s", e.Alert.ID.Cause(), e.Alert.Country)
	case events.AlertResolved:
		return fmt.Sprintf("%s/%s", e.Resolution.ID.Cause(), e.Resolution.Country)
	}
	return member
}

// holdings is everything that a viewer was told of the operation, by now, and what
// of it was taken back.
func (s *story) holdings(viewer events.Viewer, messages []events.Message) map[piece]right {
	all := map[piece]right{}
	shownIn := map[events.CommandID]uint64{}
	for _, m := range messages {
		for _, w := range m.Content.Withdrawn {
			require.Equal(s.t, s.id, w.Operation)
			require.Equal(s.t, shownIn[w.Command], w.Counter, "it names the last message that showed the command")
			require.NotEmpty(s.t, w.Slots)
			for p := range all {
				if p.command == s.called[w.Command] {
					all[p] = lost
				}
			}
		}
		for _, shown := range slices.Concat(m.Content.Briefing, m.Content.Entry) {
			if shown.Operation != s.id {
				continue
			}
			shownIn[shown.Command] = m.Content.Counter
			for _, p := range s.piecesOf(shown) {
				if p.name == events.SlotSeen {
					require.Equal(s.t, shown.Author, viewer, "what an author had seen is nobody else's")
					continue
				}
				all[p] = has
			}
		}
	}
	return all
}

// faults compares what a viewer has with the table written by hand.
func faults(table map[piece]map[events.Viewer]right, viewer events.Viewer, holdings map[piece]right) []string {
	var list []string
	for p, is := range holdings {
		if may, known := table[p][viewer]; !known || is == has && may == lost {
			list = append(list, fmt.Sprintf("%s must not have %s of %s", viewer, p.name, p.command))
		}
	}
	for p, to := range table {
		if may := to[viewer]; may == has && holdings[p] != has || may == lost && holdings[p] == "" {
			list = append(list, fmt.Sprintf("%s lacks %s of %s", viewer, p.name, p.command))
		}
	}
	slices.Sort(list)
	return list
}

func TestEachViewerHasWhatItMayHave(t *testing.T) {
	s := relay(t, 1)
	table := allowed(t)
	var list []string
	for _, v := range viewers {
		list = append(list, faults(table, v, s.holdings(v, s.told(v)))...)
	}
	require.Empty(t, list)
	existing := map[piece]bool{}
	for _, src := range s.sources() {
		if src.Entry.Operation == s.id {
			for _, p := range s.everything(src) {
				existing[p] = true
				require.Contains(t, table, p, "the table written by hand says nothing of it")
			}
		}
	}
	for p := range table {
		require.True(t, existing[p], "the table speaks of %s of %s, which the story does not hold", p.name, p.command)
	}
}

// everything is an entry's pieces, shown whole, seen left out.
func (s *story) everything(src source) []piece {
	mask, err := disclosure.Whole(src.Entry, src.Note)
	require.NoError(s.t, err)
	shown, err := disclosure.Show(src.Source, mask)
	require.NoError(s.t, err)
	return slices.DeleteFunc(s.piecesOf(shown), func(p piece) bool { return p.name == events.SlotSeen })
}

// The story leaves no kind out, so that no slot escapes the table above.
func TestEveryKindIsEmitted(t *testing.T) {
	emitted := map[events.Kind]bool{}
	acts := map[events.Act]bool{}
	for _, src := range relay(t, 1).sources() {
		acts[src.Note.Act] = true
		for _, e := range src.Entry.Events {
			emitted[e.Kind()] = true
		}
	}
	for _, row := range events.Kinds {
		require.True(t, emitted[row.Kind], "nothing in the story of relay_test.go leads to %s: tell it there, and say in secrecy_test.go who may have it", row.Kind)
	}
	for _, row := range events.Acts {
		require.True(t, acts[row.Act], "nobody in the story of relay_test.go does %s", row.Act)
	}
}

// A wrapper around Cut that shows one secret piece more is found out: every
// viewer, every piece.
func TestOneSecretPieceMoreIsFound(t *testing.T) {
	s := relay(t, 1)
	table := allowed(t)
	found := map[string]bool{}
	for _, v := range viewers {
		holdings := s.holdings(v, s.told(v))
		for _, src := range s.sources() {
			if src.Entry.Operation != s.id {
				continue
			}
			for bit := range 64 {
				leaky := disclosure.Showing{Viewer: v, Entry: disclosure.Mask(1) << bit}
				cuttings, err := disclosure.Cut(disclosure.Tip{}, leaky, src.Source, nil, nil)
				require.NoError(t, err)
				for _, p := range s.piecesOf(cuttings[0].Content.Entry[0]) {
					was := holdings[p]
					if was == has || p.name == events.SlotSeen {
						continue
					}
					holdings[p] = has
					complaint := fmt.Sprintf("%s must not have %s of %s", v, p.name, p.command)
					require.Equal(t, []string{complaint}, faults(table, v, holdings))
					found[complaint] = true
					if holdings[p] = was; was == "" {
						delete(holdings, p)
					}
				}
			}
		}
	}
	secrets := 0
	for _, to := range table {
		secrets += len(viewers)
		for _, may := range to {
			if may == has {
				secrets--
			}
		}
	}
	require.Len(t, found, secrets, "each secret of each viewer was let out once")
	t.Logf("%d secrets", secrets)
}
