package identity

import (
	"crypto/ed25519"
	"fmt"

	"golang.org/x/mod/sumdb/note"

	"vigil/events"
)

// Verify says whether sig is pub's signature of text: nil, or a *Fault with
// rule RuleBadSignature or RuleUnknownKey. It allocates nothing when it is, for
// it is what a full audit spends its time on.
//
// It takes only signatures that RFC 8032 calls canonical (crypto/ed25519 sees to
// that), so nobody but the signer can make a second signature out of one.
func Verify(text string, sig events.Signature, pub events.PublicKey) error {
	var public [ed25519.PublicKeySize]byte
	switch {
	case !decodePublic(&public, pub):
		return &Fault{RuleUnknownKey, "the public key is not 32 bytes in base64", "read it again from the registry"}
	case !named(sig.Key, &public):
		return &Fault{RuleUnknownKey,
			fmt.Sprintf("the signature names key %s, the key to check it with is %s", sig.Key, pub.ID()),
			"look the key up by the name in the signature line"}
	}
	hash := keyHash(sig.Key, &public)
	var room [events.MaxNote]byte // a note's text fits, and stays on the stack
	message := append(room[:0], text...)
	if hash != [4]byte(sig.Blob[:4]) || !ed25519.Verify(public[:], message, sig.Blob[4:]) {
		return &Fault{RuleBadSignature,
			fmt.Sprintf("the text is not what key %s signed", sig.Key),
			"it was altered on the way, or another text was signed: fetch it again, or have it signed again"}
	}
	return nil
}

// VerifierKey spells a public key as tools that read C2SP signed notes want it:
// name, hash and key (the "vkey" of signed-note).
func VerifierKey(pub events.PublicKey) (string, error) {
	return note.NewEd25519VerifierKey(string(pub.ID()), pub.Bytes())
}
