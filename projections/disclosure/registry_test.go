package disclosure_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/identity"
)

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
		require.Equal(t, 36, officers)
		require.Positive(t, names)
		require.Equal(t, 5, contacts, "of one desk and of four authorities")
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
	s, unnamed := relay(t, 1), 0
	for _, v := range viewers {
		alliance := s.House.View(v).Alliance
		for _, m := range s.told(v) {
			proofs := slices.Concat(m.Proof.Briefing, m.Proof.Entry)
			for i, shown := range slices.Concat(m.Content.Briefing, m.Content.Entry) {
				if shown.Unnamed() {
					unnamed++
					require.Equal(t, events.Shown{Operation: shown.Operation, Command: shown.Command, After: shown.After, Author: events.Hub,
						At: shown.At, Slots: []events.ShownSlot{}, Enclosures: []events.ShownEnclosure{}, Events: shown.Events}, shown)
					continue
				}
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
	require.Positive(t, unnamed, "somebody is told who directs and not who said so")
}
