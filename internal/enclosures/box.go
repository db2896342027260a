package enclosures

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"fmt"
	"io"
	"strings"

	"vigil/events"
)

const (
	boxWord    = "VIGIL-BOX-1\n"
	boxKeyWord = "VIGIL-BOX-KEY-1\n"
	keyLen     = 32
	nonceLen   = 12
)

// boxKey is a key file: key and nonce, used for one box and never again.
type boxKey [len(boxKeyWord) + keyLen + nonceLen]byte

func newBoxKey(random io.Reader) (k boxKey, err error) {
	if _, err := io.ReadFull(random, k[copy(k[:], boxKeyWord):]); err != nil {
		return boxKey{}, fmt.Errorf("the random source gave no key: %w", err)
	}
	return k, nil
}

// Format keeps a key out of messages and logs.
func (k boxKey) Format(f fmt.State, _ rune) { io.WriteString(f, "box key") }

func (k *boxKey) aead() (cipher.AEAD, []byte, error) {
	block, err := aes.NewCipher(k[len(boxKeyWord) : len(boxKeyWord)+keyLen])
	if err != nil {
		return nil, nil, err
	}
	aead, err := cipher.NewGCM(block)
	return aead, k[len(boxKeyWord)+keyLen:], err
}

// seal makes the box file called name. Format and name are authenticated with
// the content.
func seal(k boxKey, name string, plain []byte) ([]byte, error) {
	aead, nonce, err := k.aead()
	if err != nil {
		return nil, err
	}
	return aead.Seal([]byte(boxWord), nonce, plain, []byte(boxWord+name)), nil
}

func unseal(keyFile []byte, name string, box []byte) ([]byte, error) {
	var k boxKey
	sealed, ok := bytes.CutPrefix(box, []byte(boxWord))
	if !ok || !bytes.HasPrefix(keyFile, []byte(boxKeyWord)) || len(keyFile) != len(k) {
		return nil, fmt.Errorf("%w: file %s is not of a form that this build reads: take your copy of it", ErrDamaged, name)
	}
	copy(k[:], keyFile)
	aead, nonce, err := k.aead()
	if err != nil {
		return nil, err
	}
	plain, err := aead.Open(nil, nonce, sealed, []byte(boxWord+name))
	if err != nil {
		return nil, fmt.Errorf("%w: file %s is not what was written: take your copy of it", ErrDamaged, name)
	}
	return plain, nil
}

// boxHead begins the content of a box; see the package comment.
const boxHead = "vigil-enclosure/v1"

func encode(ref Ref, e events.OpenEnclosure) []byte {
	salt, _ := e.Salt.MarshalText() // has no error to give
	b := fmt.Appendf(nil, "%s\noperation %s\ncommand %s\nslot %s\nclass %s\nsalt %s\n\n",
		boxHead, ref.Operation, ref.Command, ref.Slot, e.Class, salt)
	return append(b, e.Value...)
}

// decode reads exactly what encode gives.
func decode(plain []byte) (Ref, events.OpenEnclosure, error) {
	var ref Ref
	var e events.OpenEnclosure
	bad := fmt.Errorf("%w: its head is not of a form that this build reads", ErrDamaged)
	head, value, ok := bytes.Cut(plain, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !ok || len(lines) != 6 || lines[0] != boxHead {
		return ref, e, bad
	}
	for i, name := range [...]string{"operation ", "command ", "slot ", "class ", "salt "} {
		if lines[i+1], ok = strings.CutPrefix(lines[i+1], name); !ok {
			return ref, e, bad
		}
	}
	ref = Ref{events.OperationID(lines[1]), events.CommandID(lines[2]), lines[3]}
	e = events.OpenEnclosure{Name: ref.Slot, Class: events.Class(lines[4]), Value: bytes.Clone(value)}
	if ref.check() != nil || e.Salt.UnmarshalText([]byte(lines[5])) != nil || !bytes.Equal(encode(ref, e), plain) {
		return Ref{}, events.OpenEnclosure{}, bad
	}
	return ref, e, nil
}
