package identity_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/identity"
)

func TestComposeThenOpen(t *testing.T) {
	n, seen, values := refusal()
	source := &filled{first: 0x10}
	r, err := identity.Compose(n, seen, values, source, officer())
	require.NoError(t, err)
	require.Equal(t, 32*events.Commits, source.read, "one piece for each commit line, used or not")
	require.Empty(t, n.Key)

	opened, err := identity.OpenRequest(r, journal, knows(officer()))
	require.NoError(t, err)
	require.Equal(t, officer().ID(), opened.Note.Key)
	require.Equal(t, seen, opened.Seen)
	require.Equal(t, events.HandoverRefused{Refusal: events.HandoverRefusalTerms{Offer: offer, Ground: "no-team"}}, opened.Fact)
	require.Equal(t, identity.Shut(r.Enclosures), opened.Enclosures)
	require.Equal(t, identity.NoteDigest(r.Note), opened.Digest)

	require.Equal(t, []string{"seen", "refusal"}, []string{r.Slots[0].Name, r.Slots[1].Name})
	for line, salt := range map[int]events.Salt{0: r.Slots[0].Salt, 1: r.Slots[1].Salt, 2: r.Enclosures[0].Salt} {
		require.Equal(t, events.Salt(bytes.Repeat([]byte{byte(0x10 + line)}, 32)), salt)
	}
	require.Equal(t, events.Commitment(bytes.Repeat([]byte{0x1f}, 32)), opened.Note.Commits[15])
}

func TestComposeRefuses(t *testing.T) {
	long := bytes.Repeat([]byte("x"), events.MaxEnclosure+1)
	list := func(size int) []byte { return []byte(`"` + strings.Repeat("x", size-2) + `"`) }
	set := func(slot string, value []byte) func(*events.Note, *[]identity.Value) {
		return func(_ *events.Note, v *[]identity.Value) {
			for i := range *v {
				if (*v)[i].Slot == slot {
					(*v)[i].Bytes = value
					return
				}
			}
			*v = append(*v, identity.Value{Slot: slot, Bytes: value})
		}
	}
	for name, c := range map[string]struct {
		change func(*events.Note, *[]identity.Value)
		keys   []identity.Key
		rule   events.Code
		says   string
	}{
		"long enclosure":   {set("reason", long), nil, identity.RuleBadForm, "reason has 262145 bytes, 262144 at most"},
		"long clear slot":  {set("refusal", list(events.MaxSlot+1)), nil, identity.RuleBadForm, "refusal has 65537 bytes, 65536 at most: split"},
		"empty enclosure":  {set("reason", nil), nil, identity.RuleBadForm, "reason is empty"},
		"unknown slot":     {set("place", []byte("{}")), nil, identity.RuleBadForm, `no slot "place"`},
		"seen as a value":  {set("seen", []byte("{}")), nil, identity.RuleBadForm, `no slot "seen"`},
		"not JSON":         {set("refusal", []byte(`{},"x":1`)), nil, identity.RuleBadForm, "refusal is not one JSON value"},
		"not canonical":    {set("refusal", []byte(`{ }`)), nil, identity.RuleBadForm, "refusal"},
		"not its type":     {set("refusal", []byte(`{"offer":"x","ground":"no-team"}`)), nil, identity.RuleBadForm, "not a command id"},
		"required missing": {func(_ *events.Note, v *[]identity.Value) { *v = (*v)[1:] }, nil, identity.RuleBadForm, "lacks reason"},
		"twice": {func(_ *events.Note, v *[]identity.Value) { *v = append(*v, (*v)[0]) }, nil,
			identity.RuleBadForm, "slot reason is given twice"},
		"bad header":   {func(n *events.Note, _ *[]identity.Value) { n.Signer = "AT" }, nil, identity.RuleBadForm, "signer"},
		"bad command":  {func(n *events.Note, _ *[]identity.Value) { n.Command = "x\ny" }, nil, identity.RuleBadForm, "command"},
		"another key":  {func(n *events.Note, _ *[]identity.Value) { n.Key = hub().ID() }, nil, identity.RuleUnknownKey, "the note is of key"},
		"no key":       {nil, []identity.Key{}, identity.RuleWrongSigners, "0 signing keys, and handover.refuse has exactly 1"},
		"zero key":     {nil, []identity.Key{{}}, identity.RuleUnknownKey, "no key"},
		"two keys":     {nil, []identity.Key{officer(), hub()}, identity.RuleWrongSigners, "2 signing keys, and handover.refuse has exactly 1"},
		"fact's until": {func(n *events.Note, _ *[]identity.Value) { n.Act = "border.crossed" }, nil, identity.RuleBadForm, "facts have no time limit"},
	} {
		t.Run(name, func(t *testing.T) {
			n, seen, values := refusal()
			if c.change != nil {
				c.change(&n, &values)
			}
			if c.keys == nil {
				c.keys = []identity.Key{officer()}
			}
			r, err := identity.Compose(n, seen, values, &filled{}, c.keys...)
			require.ErrorContains(t, err, c.says)
			require.Equal(t, c.rule, identity.RuleOf(err))
			require.Zero(t, r)
		})
	}
	n, seen, values := refusal()
	_, err := identity.Compose(n, seen, values, bytes.NewReader(make([]byte, 511)), officer())
	require.ErrorContains(t, err, "random source ended")
	n.Act = "tea.brew"
	_, err = identity.Compose(n, seen, values, &filled{}, officer())
	require.ErrorAs(t, err, new(*events.UnknownKindError))
}

func TestComposeNamesTheLongestOfManyClearSlots(t *testing.T) {
	n, seen, _ := refusal()
	n.Act = "registry.begin"
	big := func(size int) []byte { return []byte(`"` + strings.Repeat("x", size) + `"`) }
	_, err := identity.Compose(n, seen, []identity.Value{
		{Slot: "journal", Bytes: big(40 << 10)}, {Slot: "stream", Bytes: big(60 << 10)}, {Slot: "keys", Bytes: big(30 << 10)},
	}, &filled{}, officer())
	require.ErrorContains(t, err, "the longest is stream")
}

func TestOpenRefuses(t *testing.T) {
	r := composed()
	text, sigs, err := events.SplitNote(r.Note)
	require.NoError(t, err)
	n, _, err := events.ParseNote(r.Note)
	require.NoError(t, err)
	n.Key = hub().ID()
	notHubs := n.Text() + events.SignatureLines(officer().Sign(n.Text()))
	for name, c := range map[string]struct {
		signed string
		rule   events.Code
	}{
		"nothing":           {"", identity.RuleBadForm},
		"unsigned":          {text, identity.RuleBadForm},
		"carriage return":   {strings.Replace(r.Note, "\n", "\r\n", 1), identity.RuleBadForm},
		"tab":               {strings.Replace(r.Note, "signer at ", "signer at\t", 1), identity.RuleBadForm},
		"unknown act":       {strings.Replace(r.Note, "handover.refuse", "handover.reshuffle", 1), identity.RuleBadForm},
		"too long":          {r.Note + strings.Repeat("x", events.MaxNote), identity.RuleBadForm},
		"other act":         {strings.Replace(r.Note, "handover.refuse", "handover.accept", 1), identity.RuleBadSignature},
		"other time":        {strings.Replace(r.Note, "04:15", "05:15", 1), identity.RuleBadSignature},
		"unknown signature": {text + events.SignatureLines(append(sigs, keyOf(8).Sign(text))...), identity.RuleWrongSigners},
		"signed twice":      {text + events.SignatureLines(sigs[0], sigs[0]), identity.RuleWrongSigners},
		"signed by another": {text + events.SignatureLines(hub().Sign(text)), identity.RuleWrongSigners},
		"another's name":    {notHubs, identity.RuleWrongSigners},
	} {
		_, err := identity.Open(c.signed, knows(officer(), hub()))
		require.Equal(t, c.rule, identity.RuleOf(err), "%s: %v", name, err)
	}
	_, err = identity.Open(r.Note, knows(hub()))
	require.Equal(t, identity.RuleUnknownKey, identity.RuleOf(err))
	require.ErrorContains(t, err, string(officer().ID()))
	wrong := func(events.KeyID) (events.PublicKey, bool) { return hub().Public(), true }
	_, err = identity.Open(r.Note, wrong)
	require.Equal(t, identity.RuleUnknownKey, identity.RuleOf(err))
}

func TestOpenRequestRefuses(t *testing.T) {
	_, err := identity.OpenRequest(composed(), "01JQ0000000000000000000009", knows())
	require.Equal(t, identity.RuleAnotherJournal, identity.RuleOf(err), "said before any key is looked up")
	for name, c := range map[string]struct {
		change func(*events.Request)
		rule   events.Code
	}{
		"slot value":      {func(r *events.Request) { r.Slots[1].Value = []byte(`{"offer":"` + offer + `","ground":"no-road"}`) }, identity.RuleAltered},
		"slot salt":       {func(r *events.Request) { r.Slots[0].Salt[0]++ }, identity.RuleAltered},
		"enclosure value": {func(r *events.Request) { r.Enclosures[0].Value = []byte("No.") }, identity.RuleAltered},
		"enclosure salt":  {func(r *events.Request) { r.Enclosures[0].Salt[0]++ }, identity.RuleAltered},
		"empty enclosure": {func(r *events.Request) { r.Enclosures[0].Value = nil }, identity.RuleBadForm},
		"enclosure gone":  {func(r *events.Request) { r.Enclosures = nil }, identity.RuleBadForm},
		"slot gone":       {func(r *events.Request) { r.Slots = r.Slots[:1] }, identity.RuleBadForm},
		"slot twice":      {func(r *events.Request) { r.Slots = append(r.Slots, r.Slots[1]) }, identity.RuleBadForm},
		"stray slot":      {func(r *events.Request) { r.Slots[1].Name = "pack" }, identity.RuleBadForm},
		"class":           {func(r *events.Request) { r.Enclosures[0].Class = events.Clear }, identity.RuleBadForm},
	} {
		r := composed()
		c.change(&r)
		_, err := identity.OpenRequest(r, journal, knows(officer()))
		require.Equal(t, c.rule, identity.RuleOf(err), "%s: %v", name, err)
	}
}

func TestErrorsNeverQuoteAnEnclosure(t *testing.T) {
	const secret = "Maria Huber"
	n, seen, values := refusal()
	values[0].Bytes = []byte(strings.Repeat(secret, 40_000))
	_, err := identity.Compose(n, seen, values, &filled{}, officer())
	require.Error(t, err)
	require.NotContains(t, fmt.Sprintf("%+v", err), secret)
	r := composed()
	r.Enclosures[0].Value = []byte(secret)
	_, err = identity.OpenRequest(r, journal, knows(officer()))
	require.NotContains(t, fmt.Sprintf("%#v %v", err, err), secret)
}
