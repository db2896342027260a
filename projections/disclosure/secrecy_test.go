package disclosure_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/identity"
	"vigil/projections/disclosure"
)

// secrecy is who has what after the story of relay, written by hand from the
// need-to-know table of the domain reference (section 5), not from audience.go:
//
//   - a State on the route: its own legs, windows, authorisation and conditions;
//     its neighbours, and what passes between them and itself; what travels, its
//     dangers in full; that it is over;
//   - not: another State's conditions, windows, teams and places; where the goods
//     come from or go to beyond its neighbours; sources, and the lead's own words;
//   - a State that is only possible: nothing before it is concerned;
//   - the lead: all statuses, conditions and clocks;
//   - an author: the own command.
//
// RO and AT are two legs apart. What stands behind a command is its slots, its
// texts (*) and what was derived from it (family.fact/member). Whoever is not
// named has nothing: so ro.lead, at.lead, sk and nl, who appear in no line.
const secrecy = `
open            operation basis            ro hu hu.lead at
open            aim*                       hu.lead
involve-ro      state                      ro hu.lead
involve-hu      state                      hu hu.lead
involve-at      state                      hu.lead at
involve-sk      state                      hu.lead

item            item quantity named        ro hu hu.lead at
item            description*               ro hu hu.lead at
item            origin                     ro hu hu.lead
item-2          item quantity named        ro hu hu.lead at
item-2          description*               ro hu hu.lead at
item-2          origin                     ro hu hu.lead

leg-ro          leg window named           ro hu.lead
leg-hu          leg window named           hu hu.lead
leg-at          leg window named           hu.lead at
point-ro-hu     point window place named   ro hu hu.lead
point-ro-hu     label*                     ro hu hu.lead
point-hu-at     point window place named   hu hu.lead at
point-hu-at     label*                     hu hu.lead at
checkpoint-ro   checkpoint window place    ro hu.lead
checkpoint-ro   named label*               ro hu.lead
checkpoint-at   checkpoint window place    hu.lead at
checkpoint-at   named label*               hu.lead at

ask-ro          request window ceiling     ro hu.lead
ask-ro          facts*                     ro hu.lead
grant-ro        grant window ceiling       ro hu.lead
grant-ro        conditions*                ro hu.lead
ask-hu          request window ceiling     hu hu.lead
ask-hu          facts*                     hu hu.lead
grant-hu        grant window ceiling       hu hu.lead
grant-hu        conditions*                hu hu.lead
ask-at          request window ceiling     hu.lead at
ask-at          facts*                     hu.lead at
refuse-at       refusal reason*            hu.lead at
ask-at-again    request window ceiling     hu.lead at
ask-at-again    facts*                     hu.lead at
grant-at        grant window ceiling       hu.lead at
grant-at        conditions*                hu.lead at

approve         departure                  ro hu hu.lead
approve         remark*                    hu.lead
depart          departed                   ro hu hu.lead
depart          remark*                    ro hu.lead
depart          direction.moved/direction  ro hu hu.lead
reach-ro        reached remark*            ro hu.lead

offer           offer pack message*        ro hu hu.lead
refuse-offer    refusal reason*            ro hu hu.lead
offer-again     offer pack message*        ro hu hu.lead
accept          acceptance discrepancies*  ro hu hu.lead
accept          direction.bound/bound      ro hu hu.lead
complete        completion remark*         ro hu hu.lead
complete        direction.moved/direction  ro hu hu.lead at
complete        direction.moved/left       ro hu hu.lead

offer-at        offer pack message*        hu hu.lead at
cross           crossing remark*           hu hu.lead at
cross           breach.found/breach        hu.lead at
cross           direction.moved/direction  hu hu.lead at
cross           direction.moved/left       ro hu hu.lead at
accept-at       acceptance discrepancies*  hu hu.lead at
accept-at       direction.moved/direction  hu hu.lead at
sight-at        sighting place remark*     hu.lead at
sight-hu        sighting place remark*     hu hu.lead
reach-at        reached remark*            hu.lead at

close           closing                    ro hu hu.lead at
close           remark*                    hu.lead
close           direction.ended/ended      hu hu.lead at
`

// viewers are all that have a feed in the story; the clerks of four States have
// two capacities each.
var viewers = []events.Viewer{"ro", "ro.lead", "hu", "hu.lead", "at", "at.lead", "sk", "sk.lead", "nl", "nl.lead"}

// piece is a piece of a command of the story, and so of what a viewer can have.
type piece struct{ command, name string }

type source struct {
	disclosure.Source
	body []byte
}

// allowed reads the table by hand: who may have each piece.
func allowed(t *testing.T) map[piece][]events.Viewer {
	table := map[piece][]events.Viewer{}
	for line := range strings.Lines(secrecy) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		names := slices.IndexFunc(words[1:], func(w string) bool { return slices.Contains(viewers, events.Viewer(w)) }) + 1
		require.Positive(t, names, line)
		for _, name := range words[1:names] {
			p := piece{words[0], name}
			require.NotContains(t, table, p, "the table says it twice")
			for _, v := range words[names:] {
				require.Contains(t, viewers, events.Viewer(v), line)
				table[p] = append(table[p], events.Viewer(v))
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
	row, err := events.ActOf(shown.Act)
	require.NoError(s.t, err)
	stated := 0
	for _, raw := range shown.Events {
		e, err := events.DecodeEvent(raw)
		require.NoError(s.t, err)
		members, err := events.Members(raw)
		require.NoError(s.t, err)
		for _, m := range members[1:] {
			if e.Kind() != row.Fact {
				list = append(list, piece{command, string(e.Kind()) + "/" + m.Name})
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

// has is everything that a viewer was told of the operation, by now.
func (s *story) has(viewer events.Viewer, messages []events.Message) map[piece]bool {
	all := map[piece]bool{}
	for _, m := range messages {
		require.Empty(s.t, m.Content.Withdrawn)
		for _, shown := range slices.Concat(m.Content.Briefing, m.Content.Entry) {
			if shown.Operation != s.id {
				continue
			}
			for _, p := range s.piecesOf(shown) {
				if p.name == events.SlotSeen {
					require.Equal(s.t, shown.Author, viewer, "what an author had seen is nobody else's")
					continue
				}
				all[p] = true
			}
		}
	}
	return all
}

// faults compares what a viewer has with the table written by hand.
func faults(table map[piece][]events.Viewer, viewer events.Viewer, has map[piece]bool) []string {
	var list []string
	for p := range has {
		if !slices.Contains(table[p], viewer) {
			list = append(list, fmt.Sprintf("%s must not have %s of %s", viewer, p.name, p.command))
		}
	}
	for p, to := range table {
		if slices.Contains(to, viewer) && !has[p] {
			list = append(list, fmt.Sprintf("%s lacks %s of %s", viewer, p.name, p.command))
		}
	}
	slices.Sort(list)
	return list
}

func TestEachViewerHasWhatItMayHave(t *testing.T) {
	s := relay(t, 1)
	table := allowed(t)
	for _, v := range viewers {
		require.Empty(t, faults(table, v, s.has(v, s.told(v))))
	}
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
		require.True(t, emitted[row.Kind], "nothing in the story of story_test.go leads to %s: tell it there, and say in secrecy_test.go who may have it", row.Kind)
	}
	for _, row := range events.Acts {
		require.True(t, acts[row.Act], "nobody in the story of story_test.go does %s", row.Act)
	}
}

// A wrapper around Cut that shows one secret piece more is found out: every
// viewer, every piece.
func TestOneSecretPieceMoreIsFound(t *testing.T) {
	s := relay(t, 1)
	table := allowed(t)
	found := map[string]bool{}
	for _, v := range viewers {
		has := s.has(v, s.told(v))
		for _, src := range s.sources() {
			if src.Entry.Operation != s.id {
				continue
			}
			for bit := range 64 {
				leaky := disclosure.Showing{Viewer: v, Entry: disclosure.Mask(1) << bit}
				cuttings, err := disclosure.Cut(disclosure.Tip{}, leaky, src.Source, nil)
				require.NoError(t, err)
				for _, p := range s.piecesOf(cuttings[0].Content.Entry[0]) {
					if has[p] || p.name == events.SlotSeen {
						continue
					}
					has[p] = true
					complaint := fmt.Sprintf("%s must not have %s of %s", v, p.name, p.command)
					require.Equal(t, []string{complaint}, faults(table, v, has))
					found[complaint] = true
					delete(has, p)
				}
			}
		}
	}
	secrets := 0
	for _, to := range table {
		secrets += len(viewers) - len(to)
	}
	require.Len(t, found, secrets, "each secret of each viewer was let out once")
	t.Logf("%d secrets", secrets)
}

// Names are a country's own business; keys, roles, desks and how to reach them
// are everybody's. Every feed begins with genesis.
func TestTheRegistryIsEverybodysButForNames(t *testing.T) {
	s := relay(t, 1)
	s.registers("IT")
	for _, v := range append(viewers, "it", "it.lead") {
		messages := s.told(v)
		require.Equal(t, uint64(1), messages[0].Content.Counter)
		first := slices.Concat(messages[0].Content.Briefing, messages[0].Content.Entry)[0]
		require.Equal(t, events.Act("registry.begin"), first.Act)
		require.Len(t, first.Slots, 3, "journal, keys, stream")

		officers, names, contacts := 0, 0, 0
		for _, m := range messages {
			for _, shown := range slices.Concat(m.Content.Briefing, m.Content.Entry) {
				list, err := shown.Decoded()
				require.NoError(t, err)
				for _, e := range list {
					o, is := e.(events.OfficerEnrolled)
					if !is {
						continue
					}
					officers++
					require.NotZero(t, o.Officer)
					named := slices.ContainsFunc(shown.Enclosures, func(e events.ShownEnclosure) bool { return e.Name == "name" })
					require.Equal(t, o.Officer.Country == v.Country(), named, "%s and the name of an officer of %s", v, o.Officer.Country)
					if named {
						names++
					}
				}
				if slices.ContainsFunc(shown.Enclosures, func(e events.ShownEnclosure) bool { return e.Name == "contact" }) {
					contacts++
				}
			}
		}
		require.Equal(t, 26, officers)
		require.Positive(t, names)
		require.Equal(t, 1, contacts)
	}
}

// registers adds a country, its desk with a telephone, and one officer.
func (s *story) registers(c events.Country) {
	r := identity.Registrar{Root: s.Key("root"), Journal: s.House.Registry().Journal().ID, Random: s.Dice}
	for _, compose := range []func() (events.Request, error){
		func() (events.Request, error) { return r.AddCountry(s.Now(), c, "ACCOUNT"+events.Account(c)) },
		func() (events.Request, error) {
			return r.AddDesk(s.Now(), events.DeskTerms{Country: c, Key: s.Key(string(c.Desk())).Public(), Zone: "UTC"}, "by day and by night")
		},
		func() (events.Request, error) {
			return r.Enrol(s.Now(), events.OfficerTerms{Country: c, Key: s.Key(string(c.Desk()) + " coordinator").Public(),
				Roles: []events.Role{events.Coordinator}, From: s.Now(), Until: s.Now().Add(1e15)}, "somebody")
		},
	} {
		request, err := compose()
		require.NoError(s.t, err)
		s.Do(request)
	}
}

// Whatever is shown proves its author: the note is signed by a key of the
// registry as the viewer has it, and opens for each slot shown and no other.
func TestWhatIsShownProvesItsAuthor(t *testing.T) {
	s := relay(t, 1)
	for _, v := range viewers {
		alliance := s.House.View(v).Alliance
		for _, m := range s.told(v) {
			proofs := slices.Concat(m.Proof.Briefing, m.Proof.Entry)
			for i, shown := range slices.Concat(m.Content.Briefing, m.Content.Entry) {
				n, err := identity.Open(proofs[i].Note, alliance.Public)
				require.NoError(t, err)
				require.Equal(t, n.Command, shown.Command)
				require.Equal(t, n.Signer, shown.Author)
				row, err := events.ActOf(n.Act)
				require.NoError(t, err)
				require.Len(t, proofs[i].Salts, len(shown.Slots))
				for j, slot := range shown.Slots {
					require.Equal(t, slot.Name, proofs[i].Salts[j].Name)
					_, line, _ := row.Slot(slot.Name)
					require.Equal(t, n.Commits[line], events.Commit(slot.Name, proofs[i].Salts[j].Salt, slot.Value))
				}
			}
		}
	}
}
