package identity_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/identity"
)

// Each fuzz target asks the same: whatever is accepted is exactly what would be
// written for it, and every error names a rule.

func FuzzReceipt(f *testing.F) {
	f.Add(receipt().Text())
	f.Fuzz(func(t *testing.T, text string) {
		r, err := identity.ParseReceipt(text)
		sameOrFault(t, text, r.Text(), err)
	})
}

func FuzzDelivery(f *testing.F) {
	f.Add(delivery().Text())
	f.Fuzz(func(t *testing.T, text string) {
		d, err := identity.ParseDelivery(text)
		sameOrFault(t, text, d.Text(), err)
	})
}

func FuzzHead(f *testing.F) {
	f.Add(head().Text())
	f.Fuzz(func(t *testing.T, text string) {
		h, err := identity.ParseHead(text)
		sameOrFault(t, text, h.Text(), err)
	})
}

func FuzzRefused(f *testing.F) {
	f.Add(string(refusedLine()))
	f.Fuzz(func(t *testing.T, line string) {
		r, err := identity.ParseRefused([]byte(line))
		if err != nil {
			sameOrFault(t, line, "", err)
			return
		}
		again, err := r.Line()
		require.NoError(t, err)
		require.Equal(t, line, string(again))
	})
}

func FuzzKeyFile(f *testing.F) {
	good, err := os.ReadFile("testdata/key.txt")
	require.NoError(f, err)
	f.Add(good)
	f.Fuzz(func(t *testing.T, b []byte) {
		if k, err := identity.ParseKeyFile(b); err == nil {
			require.NoError(t, identity.Verify("x\n", k.Sign("x\n"), k.Public()))
		}
	})
}

// FuzzOpen signs with a known key whatever text it is given: acceptance must
// then depend on form alone, and only the one signed spelling may pass.
func FuzzOpen(f *testing.F) {
	text, _, err := events.SplitNote(composed().Note)
	require.NoError(f, err)
	f.Add(text, composed().Note)
	f.Fuzz(func(t *testing.T, text, whole string) {
		signed := text + events.SignatureLines(officer().Sign(text))
		n, err := identity.Open(signed, knows(officer()))
		sameOrFault(t, text, n.Text(), err)
		n, err = identity.Open(whole, knows(officer()))
		if err == nil {
			require.Equal(t, whole, n.Text()+events.SignatureLines(officer().Sign(n.Text())))
		}
	})
}

func sameOrFault(t *testing.T, text, again string, err error) {
	if err != nil {
		require.NotEmpty(t, identity.RuleOf(err))
		return
	}
	require.Equal(t, text, again)
}
