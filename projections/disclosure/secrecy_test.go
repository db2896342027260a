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
// need-to-know table of the domain reference (section 5) and from what was decided
// about it (docs/adr/0016 to 0018), not from audience.go:
//
//   - a State on the route: its own legs, windows, authorisation and conditions;
//     its neighbours, and what passes between them and itself; what travels, its
//     dangers in full; alerts that call it; that it rests and that it is over;
//   - not: another State's conditions, windows, teams and places; where the goods
//     come from or go to beyond its neighbours; sources, and the lead's own words;
//   - a neighbour: who directs, that sight was lost and found, that the goods are
//     to be stopped and were; not by whom, where and how;
//   - nobody anything from a State of which it may not know that it takes part;
//   - a State that is only possible: nothing. One that the goods turn to or enter:
//     whom to call, the dangers, when, and then what concerns it;
//   - handled H2: the author's State and the lead; the others its dangers. What is
//     released to a State it has, until the codes change;
//   - how to handle it: whoever has anything of the fact;
//   - what was told wrongly: who is not told better loses it (-at), who is told has
//     both;
//   - the lead: all statuses, conditions and clocks;
//   - an author: the own command, and no more of what follows from it than others.
//
// RO and AT are two legs apart, and so are HU and DE. CZ and DE are neighbours from
// 04:00, CZ is nobody's else. What stands behind a command is its slots, its texts
// (*) and what was derived from it (family.fact/member; of breaches and alerts the
// rule or cause, and the State). Whoever is not named has nothing: so ro.lead,
// at.lead, sk and nl, who appear in no line.
const secrecy = `
open             operation basis                    ro hu hu.lead at de cz
open             aim*                               hu.lead
involve-ro       state                              ro hu.lead
involve-hu       state                              hu hu.lead
involve-at       state                              hu.lead at
involve-de       state                              hu.lead de
involve-sk       state                              hu.lead
foresee-cz       state                              hu.lead
involve-cz       state                              hu.lead cz

item             item quantity named handling       ro hu hu.lead at de cz
item             description* restriction*          ro hu hu.lead at de cz
item             origin                             ro hu hu.lead
item-held        item named handling restriction*   ro hu hu.lead at de cz
item-held        quantity description* origin       hu hu.lead

leg-ro           leg window named                   ro hu.lead
leg-hu           leg window named                   hu hu.lead
leg-at           leg window named                   hu.lead at
leg-de           leg window named                   hu.lead de
leg-cz           leg window named                   hu.lead cz
revise-leg       revision window reason*            hu.lead de
drop-leg         dropped reason*                    hu.lead cz
point-ro-hu      point window place named label*    ro hu hu.lead
point-hu-at      point window place named label*    hu hu.lead at
point-at-de      point window place named label*    hu.lead at de
point-2          point window place named label*    hu hu.lead at
point-cz-de      point window place named label*    hu.lead de cz
revise-point     revision window place label*       hu.lead at de
drop-point       dropped reason*                    hu hu.lead at
checkpoint-ro    checkpoint window place            ro hu.lead
checkpoint-ro    named label*                       ro hu.lead
checkpoint-hu    checkpoint window place            hu hu.lead
checkpoint-hu    named label*                       hu hu.lead
checkpoint-at    checkpoint window place            hu.lead at
checkpoint-at    named label*                       hu.lead at
checkpoint-de    checkpoint window place            hu.lead de
checkpoint-de    named label*                       hu.lead de
revise-checkpoint revision window place label*      hu hu.lead
waive-checkpoint waived reason*                     hu.lead de
due/RO-CP1       due                                ro hu.lead
due/HU-CP1       due                                hu hu.lead
due/AT-CP1       due                                hu.lead at

ask-ro           request window ceiling             ro hu.lead
ask-ro           facts* handling restriction*       ro hu.lead
grant-ro         grant window ceiling               ro hu.lead
grant-ro         conditions* handling restriction*  ro hu.lead
ask-hu           request window ceiling             hu hu.lead
ask-hu           facts* handling restriction*       hu hu.lead
grant-hu         grant window ceiling               hu hu.lead
grant-hu         conditions* handling restriction*  hu hu.lead
ask-de           request window ceiling             hu.lead de
ask-de           facts* handling restriction*       hu.lead de
grant-de         grant window ceiling               hu.lead de
grant-de         conditions* handling restriction*  hu.lead de
ask-at           request window ceiling             hu.lead at
ask-at           facts* handling restriction*       hu.lead at
refuse-at        refusal reason*                    hu.lead at
ask-at-again     request window ceiling             hu.lead at
ask-at-again     facts* handling restriction*       hu.lead at
grant-at         grant window ceiling               hu.lead at
grant-at         conditions* handling restriction*  hu.lead at
confirm-at       confirmation decision*             hu.lead at
vary-at          variation window ceiling reason*   hu.lead at
suspend-at       suspension reason*                 hu.lead at
resume-at        resumption remark*                 hu.lead at
ask-short        request window ceiling             hu.lead at
ask-short        facts* handling restriction*       hu.lead at
grant-short      grant window ceiling               hu.lead at
grant-short      conditions* handling restriction*  hu.lead at
lapsing/ask-short lapsing                           hu.lead at
lapsed/ask-short lapse                              hu.lead at
ask-cz           request window ceiling             hu.lead cz
ask-cz           facts* handling restriction*       hu.lead cz
grant-cz         grant window ceiling               hu.lead cz
grant-cz         conditions* handling restriction*  hu.lead cz
revoke-ro        revocation reason*                 ro hu.lead
impose-at        condition named wording*           hu.lead at
meet-at          met remark*                        hu.lead at
impose-de        condition named wording*           hu.lead de
waive-de         waived reason*                     hu.lead de

approve          departure                          ro hu hu.lead
approve          remark*                            hu.lead
suspend          suspension                         ro hu hu.lead at de cz
suspend          reason*                            hu.lead
resume           resumption                         ro hu hu.lead at de cz
resume           remark*                            hu.lead

depart           departed handling restriction*     ro hu hu.lead
depart           remark*                            ro hu.lead
depart           direction.moved/direction          ro hu hu.lead
depart           alert.raised/unwatched/RO          ro hu.lead
possess          possession remark*                 ro hu.lead
possess          handling restriction*              ro hu.lead
eyes-ro          eyes team remark*                  ro hu.lead
eyes-ro          handling restriction*              ro hu.lead
eyes-ro          alert.resolved/unwatched/RO        ro hu.lead
reach-ro         reached remark*                    ro hu.lead
reach-ro         handling restriction*              ro hu.lead

offer            offer pack message*                ro hu hu.lead
offer            handling restriction*              ro hu hu.lead
refuse-offer     refusal reason*                    ro hu hu.lead
offer-back       offer pack message*                ro hu hu.lead
offer-back       handling restriction*              ro hu hu.lead
withdraw-offer   withdrawal reason*                 ro hu hu.lead
offer-late       offer pack message*                ro hu hu.lead
offer-late       handling restriction*              ro hu hu.lead
timed-out/offer-late timeout                        ro hu hu.lead
timed-out/offer-late alert.raised/offer-timed-out/RO ro hu.lead
acknowledge-ro   acknowledgement action*            ro hu.lead
escalate-ro      escalation reason*                 ro hu.lead
offer-again      offer pack message*                ro hu hu.lead
offer-again      handling restriction*              ro hu hu.lead
accept           acceptance discrepancies*          ro hu hu.lead
accept           direction.bound/bound              ro hu hu.lead
accept           alert.resolved/offer-timed-out/RO  ro hu.lead
complete         completion remark*                 ro hu hu.lead
complete         handling restriction*              ro hu hu.lead
complete         direction.moved/direction          ro hu hu.lead at
complete         direction.moved/left               ro hu hu.lead

eyes-hu          eyes team remark*                  hu hu.lead
eyes-hu          handling restriction*              hu hu.lead
degrade-hu       eyes team remark*                  hu hu.lead
degrade-hu       handling restriction*              hu hu.lead
lose-hu          eyes handling restriction*         ro hu hu.lead at
lose-hu          team place remark*                 hu hu.lead
lose-hu          alert.raised/eyes-on-lost/HU       hu hu.lead
lose-hu          alert.raised/eyes-on-lost/AT       hu.lead at
regain-hu        eyes handling restriction*         ro hu hu.lead at
regain-hu        team remark*                       hu hu.lead
regain-hu        alert.resolved/eyes-on-lost/HU     hu hu.lead
regain-hu        alert.resolved/eyes-on-lost/AT     hu.lead at
sight-held       sighting handling restriction*     hu hu.lead at
sight-held       place remark*                      hu hu.lead
release-at       release purpose*                   hu hu.lead at
missed/HU-CP1    missed                             hu hu.lead
missed/HU-CP1    alert.raised/checkpoint-missed/HU  hu hu.lead
resolve-hu       resolution remark*                 hu hu.lead

offer-at         offer pack message*                hu hu.lead at
offer-at         handling restriction*              hu hu.lead at
cross            crossing remark*                   hu hu.lead at
cross            handling restriction*              hu hu.lead at
cross            breach.found/crossed-without-acceptance/AT  hu.lead at
cross            alert.raised/crossed-without-acceptance/AT  hu.lead at
cross            direction.moved/direction          hu hu.lead at de
cross            direction.moved/left               hu hu.lead at
accept-at        acceptance discrepancies*          hu hu.lead at
accept-at        direction.moved/direction          hu hu.lead at de
sight-hu         sighting place remark*             hu hu.lead
sight-hu         handling restriction*              hu hu.lead
eyes-at          eyes team remark*                  hu.lead at
eyes-at          handling restriction*              hu.lead at
reach-at         reached remark*                    hu.lead at
reach-at         handling restriction*              hu.lead at
repeated/crossed-without-acceptance/AT/1 repetition hu.lead at
repeated/crossed-without-acceptance/AT/2 repetition hu.lead at
repeated/crossed-without-acceptance/AT/3 repetition hu.lead at

sight-at         place                              hu.lead at
sight-at         sighting remark*                   hu.lead at -de
sight-at         handling restriction*              hu.lead at -de
release-de       release purpose*                   hu.lead at de
change           change restriction*                hu.lead at
sight-out        sighting place remark*             hu.lead at -de
sight-out        handling restriction*              hu.lead at -de
sight-out-again  sighting place remark*             hu.lead at
sight-out-again  handling restriction* corrects     hu.lead at
sight-in         sighting place remark*             hu.lead at
sight-in         handling restriction*              hu.lead at
sight-in-again   sighting place remark*             hu.lead at de
sight-in-again   handling restriction*              hu.lead at de
sight-in-again   corrects                           hu.lead at
sight-never      sighting place remark*             hu.lead at
sight-never      handling restriction*              hu.lead at
retract          retraction reason*                 hu.lead at

deviate          deviation place remark*            hu.lead at cz
deviate          handling restriction*              hu.lead at cz
deviate          state.triggered/trigger            hu.lead cz
deviate          state.triggered/hazards            hu.lead cz
deviate          alert.raised/coming-your-way/CZ    hu.lead cz
acknowledge-cz   acknowledgement action*            hu.lead cz
repeated/coming-your-way/CZ/1 repetition            hu.lead cz
repeated/coming-your-way/CZ/2 repetition            hu.lead cz
cross-cz         crossing remark*                   hu.lead at cz
cross-cz         handling restriction*              hu.lead at cz
cross-cz         breach.found/crossed-without-authority/CZ   hu.lead cz
cross-cz         alert.raised/crossed-without-authority/CZ   hu.lead cz
cross-cz         breach.found/crossed-without-acceptance/CZ  hu.lead cz
cross-cz         alert.raised/crossed-without-acceptance/CZ  hu.lead cz
cross-cz         direction.moved/direction          hu.lead cz de
cross-cz         direction.moved/left               hu.lead at de
sight-cz         sighting place remark*             hu.lead cz
sight-cz         handling restriction*              hu.lead cz
wish-cz          wish reason*                       hu.lead cz
decline-cz       declined reason*                   hu.lead cz
repeated/crossed-without-authority/CZ/1  repetition hu.lead cz
repeated/crossed-without-authority/CZ/2  repetition hu.lead cz
repeated/crossed-without-authority/CZ/3  repetition hu.lead cz
repeated/crossed-without-acceptance/CZ/1 repetition hu.lead cz
repeated/crossed-without-acceptance/CZ/2 repetition hu.lead cz
repeated/crossed-without-acceptance/CZ/3 repetition hu.lead cz

offer-de         offer pack message*                hu.lead de cz
offer-de         handling restriction*              hu.lead de cz
accept-de        acceptance discrepancies*          hu.lead de cz
accept-de        direction.bound/bound              hu.lead de cz
cross-de         crossing remark*                   hu.lead de cz
cross-de         handling restriction*              hu.lead de cz
cross-de         direction.moved/direction          hu.lead at de cz
cross-de         direction.moved/left               hu.lead de cz
cross-wrong      crossing remark*                   hu.lead de cz
cross-wrong      handling restriction*              hu.lead de cz
cross-wrong      breach.found/crossed-without-acceptance/CZ  hu.lead cz
cross-wrong      direction.moved/direction          hu.lead de cz
cross-wrong      direction.moved/left               hu.lead at de cz
retract-wrong    retraction reason*                 hu.lead de cz
retract-wrong    direction.retracted/retracted      hu.lead de cz
retract-wrong    direction.retracted/returned       hu.lead at de cz
wish-de          wish reason*                       hu.lead de
order-de         order                              hu.lead at de cz
order-de         place reason*                      hu.lead de
execute-de       executed handling restriction*     hu.lead at de cz
execute-de       place remark*                      hu.lead de
execute-de       direction.ended/ended              hu.lead at de cz

terminate        termination                        ro hu hu.lead at de cz
terminate        reason*                            hu.lead
close            closing                            ro hu hu.lead at de cz
close            remark*                            hu.lead
close            alert.resolved/crossed-without-acceptance/AT  hu.lead at
close            alert.resolved/crossed-without-acceptance/CZ  hu.lead cz
close            alert.resolved/crossed-without-authority/CZ   hu.lead cz
close            alert.resolved/coming-your-way/CZ  hu.lead cz
`

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
	for _, v := range viewers {
		require.Empty(t, faults(table, v, s.holdings(v, s.told(v))))
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
