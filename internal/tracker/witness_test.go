package tracker_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/gateway"
	"vigil/internal/identity"
	"vigil/internal/operation"
)

// weighing is a weight that Austria's team tells.
func (r road) weighing() spoken {
	kilos := func(n events.Decimal) events.Quantity { return events.Quantity{Amount: n, Unit: events.Kilogram} }
	return spoken{By: "at team", About: r.id, Fact: events.ItemWeighed{Weighing: events.WeighingTerms{
		Part: r.part, Country: "AT", Gross: kilos("2.4"), Net: kilos("2"), Scale: "W-17"}}}
}

// INV-15: the second person's signature is checked as the first, goes with the
// note, and is there for whoever is shown the weight.
func TestTwoPersonsSignAWeight(t *testing.T) {
	r := found(t, 81, "HU", "AT").road()
	witnessed := r.weighing()
	witnessed.With = r.key("at commander")
	dry := r.sign(witnessed)
	dry.DryRun = events.DecideOnly
	answer, err := r.hub.Do(r.context(), "", dry)
	require.NoError(t, err)
	require.NotNil(t, answer.Shown)

	request := r.sign(witnessed)
	receipt := r.accepted(request)
	r.consistent()
	r.restart()
	require.Equal(t, receipt, r.accepted(request))
	r.consistent()

	feed := r.feed("at")
	m, _, err := events.DecodeMessage(feed[len(feed)-1])
	require.NoError(t, err)
	_, sigs, err := events.ParseNote(m.Proof.Entry[0].Note)
	require.NoError(t, err)
	require.Equal(t, r.key("at commander").ID(), identity.WitnessOf(sigs))
	public := func(of ...string) identity.Keys {
		return func(id events.KeyID) (events.PublicKey, bool) {
			for _, by := range of {
				if k := r.key(by); k.ID() == id {
					return k.Public(), true
				}
			}
			return "", false
		}
	}
	require.NoError(t, gateway.Proven(m, r.journal, public("at team", "at commander")))
	require.Error(t, gateway.Proven(m, r.journal, public("at team")), "a witness that nobody knows")
}

func TestAWitnessThatIsNoneIsRefused(t *testing.T) {
	r := found(t, 82, "HU", "AT").road()
	with := func(key identity.Key) spoken {
		s := r.weighing()
		s.With = key
		return s
	}
	stranger, err := identity.NewKey(r.dice)
	require.NoError(t, err)
	sighted := sighting(r.id, "at team", r.part, "")
	sighted.With = r.key("at commander")
	_, err = r.compose(sighted)
	require.Equal(t, identity.RuleWrongSigners, identity.RuleOf(err), "a sighting has no witness")
	_, err = r.compose(with(r.key("at team")))
	require.Equal(t, identity.RuleWrongSigners, identity.RuleOf(err), "nobody is his own witness")

	tampered := r.sign(with(r.key("at commander")))
	cut := strings.LastIndex(tampered.Note, "\n— ")
	one := tampered
	one.Note = tampered.Note[:cut+1] // the second line taken off: another note, of one person
	other := r.sign(with(r.key("at commander")))
	tampered.Note = tampered.Note[:cut] + other.Note[strings.LastIndex(other.Note, "\n— "):]
	for name, c := range map[string]struct {
		request events.Request
		rule    operation.Rule
	}{
		"of another note":    {tampered, operation.Rule(identity.RuleBadSignature)},
		"nobody's key":       {r.sign(with(stranger)), operation.Rule(identity.RuleUnknownKey)},
		"the hub":            {r.sign(with(r.key("hub"))), operation.SameWitness},
		"its desk's machine": {r.sign(with(r.key("at"))), operation.SameWitness},
		"another State's":    {r.sign(with(r.key("hu commander"))), operation.SameWitness},
	} {
		before := r.state().Last
		_, err := r.hub.Do(r.context(), "", c.request)
		refusal := new(operation.Refusal)
		require.ErrorAs(t, err, &refusal, name)
		require.Equal(t, c.rule, refusal.Rule, name)
		require.Equal(t, before, r.state().Last, name)
	}
	r.accepted(one)
}
