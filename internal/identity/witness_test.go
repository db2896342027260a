package identity_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/identity"
)

func witness() identity.Key { return keyOf(0x05) }

// weighed is a weight that Austria's officer tells, signed with these keys.
func weighed(keys ...identity.Key) (events.Request, error) {
	n, seen, _ := refusal()
	n.Act, n.Until = "item.weighed", events.Time{}
	return identity.Compose(n, seen, []identity.Value{{Slot: "weighing", Bytes: []byte(`{"part":"6W1P6X","country":"AT",` +
		`"gross":{"amount":"2.5","unit":"kg"},"net":{"amount":"2.1","unit":"kg"},"scale":"W-17"}`)}}, &filled{first: 0x10}, keys...)
}

// INV-15: a weight is signed by two persons. That one is missing is a breach of the
// rules, and no fault of the note.
func TestAWeightHasAWitness(t *testing.T) {
	r, err := weighed(officer(), witness())
	require.NoError(t, err)
	opened, err := identity.OpenRequest(r, journal, knows(officer(), witness()))
	require.NoError(t, err)
	require.Equal(t, officer().ID(), opened.Note.Key)
	require.Equal(t, witness().ID(), opened.Witness)

	r, err = weighed(officer())
	require.NoError(t, err)
	opened, err = identity.OpenRequest(r, journal, knows(officer(), witness()))
	require.NoError(t, err)
	require.Empty(t, opened.Witness)

	for name, keys := range map[string][]identity.Key{
		"nobody":            {},
		"the author twice":  {officer(), officer()},
		"a second witness":  {officer(), witness(), gateway()},
		"a witness, no key": {officer(), {}},
	} {
		_, err := weighed(keys...)
		require.Error(t, err, name)
	}
}

func TestAWitnessIsCheckedAsTheAuthorIs(t *testing.T) {
	r, err := weighed(officer())
	require.NoError(t, err)
	n, sigs, err := events.ParseNote(r.Note)
	require.NoError(t, err)
	text := n.Text()
	forged := witness().Sign(text)
	forged.Blob[10]++
	for name, c := range map[string]struct {
		lines []events.Signature
		known identity.Keys
		rule  events.Code
	}{
		"nobody's key":                {slices.Concat(sigs, []events.Signature{witness().Sign(text)}), knows(officer()), identity.RuleUnknownKey},
		"forged":                      {slices.Concat(sigs, []events.Signature{forged}), knows(officer(), witness()), identity.RuleBadSignature},
		"of another text":             {slices.Concat(sigs, []events.Signature{witness().Sign(text + "x\n")}), knows(officer(), witness()), identity.RuleBadSignature},
		"the author again":            {slices.Concat(sigs, []events.Signature{sigs[0]}), knows(officer(), witness()), identity.RuleWrongSigners},
		"the witness first":           {[]events.Signature{witness().Sign(text), sigs[0]}, knows(officer(), witness()), identity.RuleWrongSigners},
		"the witness, not the author": {[]events.Signature{witness().Sign(text)}, knows(officer(), witness()), identity.RuleWrongSigners},
		"two witnesses":               {slices.Concat(sigs, []events.Signature{witness().Sign(text), hub().Sign(text)}), knows(officer(), witness(), hub()), identity.RuleWrongSigners},
	} {
		_, err := identity.Open(text+events.SignatureLines(c.lines...), c.known)
		require.Equal(t, c.rule, identity.RuleOf(err), "%s: %v", name, err)
	}
}

// No other note has two, however good the second is.
func TestOnlyAWeightHasAWitness(t *testing.T) {
	n, _, err := events.ParseNote(composed().Note)
	require.NoError(t, err)
	for _, row := range events.Acts {
		n.Act = row.Act
		signed := n.Text() + events.SignatureLines(officer().Sign(n.Text()), witness().Sign(n.Text()))
		_, err := identity.Open(signed, knows(officer(), witness()))
		if row.Act == "item.weighed" {
			require.NoError(t, err)
			continue
		}
		require.Error(t, err, row.Act)
		require.NotEqual(t, identity.RuleBadSignature, identity.RuleOf(err), row.Act)
	}
}
