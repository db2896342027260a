package identity_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
	"vigil/internal/identity"
)

func TestTextsReadBack(t *testing.T) {
	r, err := identity.OpenReceipt(receipt().Sign(hub()), hub().Public())
	require.NoError(t, err)
	require.Equal(t, receipt(), r)
	d, err := identity.OpenDelivery(delivery().Sign(gateway()), gateway().Public())
	require.NoError(t, err)
	require.Equal(t, delivery(), d)
	h, err := identity.OpenHead(head().Sign(hub()), hub().Public())
	require.NoError(t, err)
	require.Equal(t, head(), h)
	f, err := identity.ParseRefused(refusedLine())
	require.NoError(t, err)
	require.Equal(t, officer().ID(), f.Key)
}

func TestReceiptOfAViewerWithoutFeed(t *testing.T) {
	r := receipt()
	r.Operation, r.Viewer, r.Counter, r.Content = events.Registry, events.Root, 0, events.Digest{}
	again, err := identity.ParseReceipt(r.Text())
	require.NoError(t, err)
	require.Equal(t, r, again)
}

// opens are the three readers of signed texts of the hub and of gateways.
var opens = map[string]func(string, events.PublicKey) error{
	"receipt":  func(s string, k events.PublicKey) error { _, err := identity.OpenReceipt(s, k); return err },
	"delivery": func(s string, k events.PublicKey) error { _, err := identity.OpenDelivery(s, k); return err },
	"head":     func(s string, k events.PublicKey) error { _, err := identity.OpenHead(s, k); return err },
}

func TestOneKindIsNotAnother(t *testing.T) {
	texts := map[string]string{"receipt": receipt().Text(), "delivery": delivery().Text(), "head": head().Text(), "command": refusalText(t)}
	sign := func(text string) string { return text + events.SignatureLines(hub().Sign(text)) }
	for kind, open := range opens {
		for other, text := range texts {
			if kind != other {
				require.Equal(t, identity.RuleBadForm, identity.RuleOf(open(sign(text), hub().Public())), "%s as %s", other, kind)
			}
		}
	}
}

func refusalText(t *testing.T) string {
	text, _, err := events.SplitNote(composed().Note)
	require.NoError(t, err)
	return text
}

func TestTextsHaveOneSpelling(t *testing.T) {
	texts := map[string]string{"receipt": receipt().Text(), "delivery": delivery().Text(), "head": head().Text()}
	for kind, good := range texts {
		open := func(text string) error {
			return opens[kind](text+events.SignatureLines(hub().Sign(text)), hub().Public())
		}
		require.NoError(t, open(good))
		for _, bad := range []string{
			"", "\n", good + "\n", good + "extra\n", "\n" + good, strings.TrimSuffix(good, "\n"),
			strings.ReplaceAll(good, "\n", "\r\n"), strings.Replace(good, " ", "  ", 1) + " ",
			strings.Replace(good, "42", "042", 1) + " ", strings.ToLower(good) + " ",
		} {
			require.Equal(t, identity.RuleBadForm, identity.RuleOf(open(bad)), "%s %q", kind, bad)
		}
		for i := range good {
			require.Error(t, open(good[:i]), "%s cut at %d", kind, i)
		}
	}
	for _, c := range [][3]string{
		{"receipt", "counter 42", "counter 042"}, {"receipt", "counter 42", "counter +42"},
		{"receipt", "counter 42", "counter 0"}, {"receipt", "counter 42", "counter 9223372036854775808"},
		{"receipt", "02.250Z", "02.25Z"}, {"receipt", "03:10:02.250Z", "04:10:02.250+01:00"},
		{"receipt", "note ", "note  "}, {"receipt", "ade23", "ADE23"},
		{"delivery", "counter 42", "counter 0"}, {"delivery", "counter 42", "counter -1"},
		{"head", "\n3\n", "\n03\n"}, {"head", "\n3\n", "\n-3\n"}, {"head", "vigil/", "Vigil/"},
		{"head", "95WY=", "95WZ="}, {"head", "=\n", "\n"},
	} {
		text := texts[c[0]]
		require.Contains(t, text, c[1])
		bad := strings.Replace(text, c[1], c[2], 1)
		err := opens[c[0]](bad+events.SignatureLines(hub().Sign(bad)), hub().Public())
		require.Equal(t, identity.RuleBadForm, identity.RuleOf(err), "%s %q", c[0], c[2])
	}
}

func TestSignedTextsNeedTheirSignature(t *testing.T) {
	signedTexts := map[string]string{"receipt": receipt().Sign(hub()), "delivery": delivery().Sign(hub()), "head": head().Sign(hub())}
	for kind, signed := range signedTexts {
		open := opens[kind]
		text, sigs, err := events.SplitNote(signed)
		require.NoError(t, err)
		require.Equal(t, identity.RuleUnknownKey, identity.RuleOf(open(signed, gateway().Public())))
		require.Equal(t, identity.RuleBadForm, identity.RuleOf(open(text, hub().Public())))
		two := text + events.SignatureLines(sigs[0], gateway().Sign(text))
		require.Equal(t, identity.RuleWrongSigners, identity.RuleOf(open(two, hub().Public())))
		for i := range len(text) {
			bad := []byte(signed)
			bad[i] ^= 1
			require.Error(t, open(string(bad), hub().Public()), "%s byte %d", kind, i)
		}
	}
}

func TestRefusedKeepsNothingOfTheNote(t *testing.T) {
	r := identity.RefusedNote(at("2026-03-02T03:10:02.250Z"), "", "Maria Huber", identity.RuleBadForm)
	require.Empty(t, r.Key)
	line, err := r.Line()
	require.NoError(t, err)
	require.NotContains(t, string(line), "Huber")
	again, err := identity.ParseRefused(line)
	require.NoError(t, err)
	require.Equal(t, r, again)
	for _, bad := range []string{"", "\n", "{}\n", string(line[:len(line)-1]), string(line) + "\n",
		strings.Replace(string(line), `"rule"`, `"Rule"`, 1), strings.Replace(string(line), ",", ", ", 1)} {
		_, err := identity.ParseRefused([]byte(bad))
		require.Equal(t, identity.RuleBadForm, identity.RuleOf(err), bad)
	}
}
