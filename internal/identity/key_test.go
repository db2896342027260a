package identity_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/note"

	"vigil/events"
	"vigil/internal/identity"
)

func TestNewKeyReadsExactly32Bytes(t *testing.T) {
	source := &filled{first: 7}
	k, err := identity.NewKey(source)
	require.NoError(t, err)
	require.Equal(t, 32, source.read)
	require.Equal(t, k.Public(), keyOf(7).Public())
	require.Equal(t, k.Public().ID(), k.ID())

	_, err = identity.NewKey(bytes.NewReader(make([]byte, 31)))
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
}

func TestKeyNeverShowsItself(t *testing.T) {
	k := officer()
	path := filepath.Join(t.TempDir(), "key")
	require.NoError(t, k.WriteKeyFile(path))
	file, err := os.ReadFile(path)
	require.NoError(t, err)
	secrets := []string{
		strings.Fields(string(file))[len(strings.Fields(string(file)))-1],
		strings.Repeat("01", 8), strings.Repeat("1 ", 8), strings.Repeat("0x1, ", 8), strings.Repeat("\x01", 8),
	}
	var shown strings.Builder
	inner := struct {
		k     identity.Key
		salts io.Reader
	}{k, k.Salts("x")}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d", "%x", "%q", "%t"} {
		fmt.Fprintf(&shown, verb+verb+verb+"\n", k, &k, inner)
	}
	for _, handler := range []slog.Handler{slog.NewJSONHandler(&shown, nil), slog.NewTextHandler(&shown, nil)} {
		slog.New(handler).Info("key", "key", k, "in", inner, "pointer", &k)
	}
	for _, v := range []any{k, &k, map[string]identity.Key{"k": k}} {
		b, err := json.Marshal(v)
		require.NoError(t, err)
		shown.Write(b)
	}
	require.Contains(t, shown.String(), string(k.ID()))
	for _, s := range secrets {
		require.NotContains(t, shown.String(), s)
	}
}

func TestNotesAreThoseOfTheNotePackage(t *testing.T) {
	vkey, err := identity.VerifierKey(officer().Public())
	require.NoError(t, err)
	verifier, err := note.NewVerifier(vkey)
	require.NoError(t, err)
	opened, err := note.Open([]byte(composed().Note), note.VerifierList(verifier))
	require.NoError(t, err)
	require.Len(t, opened.Sigs, 1)
	require.Equal(t, string(officer().ID()), opened.Sigs[0].Name)

	// The other way round: signed there, checked here.
	signer := stdSigner{officer(), verifier}
	theirs, err := note.Sign(&note.Note{Text: receipt().Text()}, signer)
	require.NoError(t, err)
	require.Equal(t, receipt().Sign(officer()), string(theirs))
	_, err = identity.OpenReceipt(string(theirs), officer().Public())
	require.NoError(t, err)

	skey, vkey, err := note.GenerateKey(&filled{first: 9}, "0123456789abcdef")
	require.NoError(t, err)
	foreign, err := note.NewSigner(skey)
	require.NoError(t, err)
	theirs, err = note.Sign(&note.Note{Text: receipt().Text()}, foreign)
	require.NoError(t, err)
	_, err = identity.OpenReceipt(string(theirs), officer().Public())
	require.Equal(t, identity.RuleUnknownKey, identity.RuleOf(err), vkey)
}

// stdSigner lends a Key to package note.
type stdSigner struct {
	key identity.Key
	note.Verifier
}

func (s stdSigner) Sign(text []byte) ([]byte, error) {
	sig := s.key.Sign(string(text))
	return sig.Blob[4:], nil
}

func TestVerifyRefuses(t *testing.T) {
	const text = "text\n"
	good := officer().Sign(text)
	require.NoError(t, identity.Verify(text, good, officer().Public()))

	hash, sig, name := good, good, good
	hash.Blob[0] ^= 1
	sig.Blob[67] ^= 1
	name.Key = hub().ID()
	for _, c := range []struct {
		text string
		sig  events.Signature
		pub  events.PublicKey
		rule events.Code
	}{
		{"text", good, officer().Public(), identity.RuleBadSignature},
		{text, hash, officer().Public(), identity.RuleBadSignature},
		{text, sig, officer().Public(), identity.RuleBadSignature},
		{text, name, officer().Public(), identity.RuleUnknownKey},
		{text, good, hub().Public(), identity.RuleUnknownKey},
		{text, name, hub().Public(), identity.RuleBadSignature},
		{text, good, "", identity.RuleUnknownKey},
		{text, good, "AAAA", identity.RuleUnknownKey},
		{text, good, events.PublicKey(strings.Repeat("A", 44)), identity.RuleUnknownKey},
	} {
		require.Equal(t, c.rule, identity.RuleOf(identity.Verify(c.text, c.sig, c.pub)))
	}
}

func TestVerifyAllocatesNothing(t *testing.T) {
	text := receipt().Text()
	sig, pub := officer().Sign(text), officer().Public()
	require.Zero(t, testing.AllocsPerRun(20, func() { _ = identity.Verify(text, sig, pub) }))
}

func TestSaltsFollowFromTheirParts(t *testing.T) {
	read := func(k identity.Key, chunk int, parts ...string) string {
		r, b := k.Salts(parts...), make([]byte, 0, 96)
		for len(b) < 96 {
			n, err := r.Read(b[len(b):min(len(b)+chunk, 96)])
			require.NoError(t, err)
			b = b[:len(b)+n]
		}
		return string(b)
	}
	same := read(officer(), 96, "a", "b")
	require.Equal(t, same, read(officer(), 7, "a", "b"))
	require.NotEqual(t, same, read(officer(), 96, "ab"))
	require.NotEqual(t, same, read(officer(), 96, "", "ab"))
	require.NotEqual(t, same, read(hub(), 96, "a", "b"))
	require.NotEqual(t, same[:32], same[32:64])
}

func TestKeyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "officer.key")
	require.NoError(t, officer().WriteKeyFile(path))
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	k, err := identity.ReadKeyFile(path)
	require.NoError(t, err)
	require.Equal(t, officer().Public(), k.Public())
	require.Equal(t, officer().Sign("x\n"), k.Sign("x\n"))

	err = hub().WriteKeyFile(path)
	require.ErrorIs(t, err, os.ErrExist)
	again, err := identity.ReadKeyFile(path)
	require.NoError(t, err)
	require.Equal(t, officer().ID(), again.ID())

	require.NoError(t, os.Chmod(path, 0o640))
	_, err = identity.ReadKeyFile(path)
	require.ErrorContains(t, err, "chmod 600")

	_, err = identity.ReadKeyFile(filepath.Dir(path))
	require.ErrorContains(t, err, "is not a file")
	_, err = identity.ReadKeyFile(path + ".none")
	require.ErrorIs(t, err, os.ErrNotExist)
	require.Error(t, identity.Key{}.WriteKeyFile(path+".zero"))
}

func TestParseKeyFileFindsDamage(t *testing.T) {
	good, err := os.ReadFile("testdata/key.txt")
	require.NoError(t, err)
	_, err = identity.ParseKeyFile(good)
	require.NoError(t, err)
	seed := strings.Fields(string(good))
	for i := range good {
		bad := bytes.Clone(good)
		bad[i] ^= 1
		_, err := identity.ParseKeyFile(bad)
		require.Error(t, err, "byte %d", i)
		require.NotContains(t, err.Error(), seed[len(seed)-1][:12])
	}
	for _, bad := range [][]byte{nil, good[:len(good)-1], append(bytes.Clone(good), '\n')} {
		_, err := identity.ParseKeyFile(bad)
		require.Error(t, err)
	}
}
