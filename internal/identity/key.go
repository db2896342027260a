package identity

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"

	"vigil/events"
)

// Key is an Ed25519 signing key. It signs and names itself; it never shows
// itself: printed, logged or encoded, it gives its id only. The seed is held in
// closures, so that a printer that walks through fields finds nothing either.
// Who can read the memory of the process can read the key.
//
// The zero Key signs nothing: Sign and Salts panic.
type Key struct {
	public events.PublicKey
	sign   func(message []byte) []byte
	mac    func(domain string) []byte // HMAC-SHA256 under the seed
	file   func() []byte              // the key file
}

// NewKey reads exactly 32 bytes from rand: the seed of RFC 8032. The same bytes
// give the same key. (ed25519.GenerateKey may read one byte more.)
func NewKey(rand io.Reader) (Key, error) {
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(rand, seed); err != nil {
		return Key{}, fmt.Errorf("no new signing key: the random source gave fewer than %d bytes: %w", len(seed), err)
	}
	return keyOf(seed), nil
}

func keyOf(seed []byte) Key {
	private := ed25519.NewKeyFromSeed(seed)
	public := private.Public().(ed25519.PublicKey)
	k := Key{public: events.PublicKey(base64.StdEncoding.EncodeToString(public))}
	k.sign = func(message []byte) []byte { return ed25519.Sign(private, message) }
	k.mac = func(domain string) []byte {
		h := hmac.New(sha256.New, private.Seed())
		h.Write([]byte(domain))
		return h.Sum(nil)
	}
	k.file = func() []byte { return keyFile(k.ID(), private.Seed()) }
	return k
}

// IsZero tells the zero Key, which is no key.
func (k Key) IsZero() bool { return k.sign == nil }

// Public is the half that the registry shows.
func (k Key) Public() events.PublicKey { return k.public }

// ID is the key's name.
func (k Key) ID() events.KeyID {
	if k.IsZero() {
		return ""
	}
	return k.public.ID()
}

// Sign makes the signature line of a text, as the package comment lays it down.
// The text ends in a line end, which is signed too. Signing is deterministic.
func (k Key) Sign(text string) events.Signature {
	if k.IsZero() {
		panic("identity: signing with the zero Key")
	}
	var public [ed25519.PublicKeySize]byte
	decodePublic(&public, k.public)
	s := events.Signature{Key: k.ID()}
	hash := keyHash(s.Key, &public)
	copy(s.Blob[:4], hash[:])
	copy(s.Blob[4:], k.sign([]byte(text)))
	return s
}

// Signed is the whole note: text, empty line, a signature line for each key.
func signed(text string, keys ...Key) string {
	sigs := make([]events.Signature, len(keys))
	for i, k := range keys {
		sigs[i] = k.Sign(text)
	}
	return text + events.SignatureLines(sigs...)
}

// Salts is an endless source of bytes that only the holder of the key can
// foresee: the same parts give the same bytes. It is for commands whose every
// byte must follow from what they are about, such as those of the clock. Two
// lists of parts that differ give unrelated bytes. Block i, from 0, is
// HMAC-SHA256(K, parts ‖ i), where K is HMAC-SHA256(seed, "vigil-salts/v1"),
// and each part is preceded by its length; lengths and i are eight bytes,
// big-endian.
func (k Key) Salts(parts ...string) io.Reader {
	if k.IsZero() {
		panic("identity: salts of the zero Key")
	}
	s := &salts{key: k.mac("vigil-salts/v1")}
	for _, p := range parts {
		s.about = binary.BigEndian.AppendUint64(s.about, uint64(len(p)))
		s.about = append(s.about, p...)
	}
	return s
}

type salts struct {
	key, about, rest []byte
	block            uint64
}

func (s *salts) Read(p []byte) (int, error) {
	for n := 0; n < len(p); {
		if len(s.rest) == 0 {
			h := hmac.New(sha256.New, s.key)
			h.Write(s.about)
			h.Write(binary.BigEndian.AppendUint64(nil, s.block))
			s.rest = h.Sum(nil)
			s.block++
		}
		c := copy(p[n:], s.rest)
		s.rest = s.rest[c:]
		n += c
	}
	return len(p), nil
}

// The salts come from a key and do not print themselves either.
func (s *salts) Format(f fmt.State, _ rune) { io.WriteString(f, "salts") }

// String and the methods below give the key's id and nothing secret.
func (k Key) String() string {
	if k.IsZero() {
		return "no signing key"
	}
	return "signing key " + string(k.ID())
}

func (k Key) GoString() string                    { return k.String() }
func (k Key) Format(f fmt.State, _ rune)          { io.WriteString(f, k.String()) }
func (k Key) LogValue() slog.Value                { return slog.StringValue(k.String()) }
func (k Key) MarshalText() ([]byte, error)        { return []byte(k.String()), nil }
func (k Key) MarshalJSON() ([]byte, error)        { return []byte(`"` + k.String() + `"`), nil }
func (k Key) AppendText(b []byte) ([]byte, error) { return append(b, k.String()...), nil }

// keyHash is the four bytes before a signature (C2SP signed-note, type 0x01).
func keyHash(name events.KeyID, public *[ed25519.PublicKeySize]byte) (hash [4]byte) {
	var b [64]byte
	in := append(b[:0], name...)
	in = append(in, '\n', 0x01)
	in = append(in, public[:]...)
	sum := sha256.Sum256(in)
	copy(hash[:], sum[:])
	return hash
}

func decodePublic(to *[ed25519.PublicKeySize]byte, key events.PublicKey) bool {
	const length = 44 // of 32 bytes in base64
	if len(key) != length {
		return false
	}
	var raw [33]byte
	n, err := base64.StdEncoding.Decode(raw[:], []byte(key))
	copy(to[:], raw[:])
	return err == nil && n == len(to)
}

// named tells whether id is the name of a public key, as events.PublicKey.ID
// has it.
func named(id events.KeyID, public *[ed25519.PublicKeySize]byte) bool {
	var b [64]byte
	sum := sha256.Sum256(append(append(b[:0], "vigil-key/v1"...), public[:]...))
	var name [16]byte
	hex.Encode(name[:], sum[:8])
	return string(id) == string(name[:])
}
