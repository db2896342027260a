package events

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
)

// The terms below are parsed where they enter; a value of one of these types
// that came through a decoder is well-formed. An empty one means "absent".

// Country is an ISO 3166-1 alpha-2 code in capitals.
type Country string

// Viewer is a country in one capacity: "at" is AT's desk, "at.lead" is AT as
// the lead of the operations that it leads. "root" signs the registry and
// "hub" fires clocks; neither has a feed. "audit" sees everything and signs
// nothing; it has no feed either, an auditor folds the journal.
type Viewer string

const (
	Root  Viewer = "root"
	Hub   Viewer = "hub"
	Audit Viewer = "audit"
)

// OperationID is a ULID, or Registry.
type OperationID string

// Registry is the one sequence of entries that belongs to no operation.
const Registry OperationID = "registry"

// JournalID is the ULID of a journal, named in its genesis and in every note.
type JournalID string

// CommandID is the ULID that an officer's client gave to a command.
type CommandID string

// KeyID names a public key: the first 16 hex digits of
// SHA-256("vigil-key/v1" ‖ public key).
type KeyID string

// PublicKey is an Ed25519 public key, base64 in text.
type PublicKey string

// Codename is an operation's name: three to twelve capitals.
type Codename string

// Part is the unguessable label of a part of the consignment; see PartOf.
type Part string

// PointID names a handover point by its pair of States: HU-AT, then HU-AT/2.
type PointID string

// CheckpointID numbers a checkpoint within its territory: AT-CP1.
type CheckpointID string

// ConditionID numbers a State's conditions: AT-C1.
type ConditionID string

// AuthorityID numbers the authorities of a country: AT-A1.
type AuthorityID string

// DeviceID is the unguessable label of a device; see DeviceOf. It does not say whose
// the device is.
type DeviceID string

// Identifier is an open number of a thing: container, scale, storage place, serial
// number. Capitals, digits, hyphens. It says nothing of whether its check digit fits:
// see Doubt.
type Identifier string

// Currency is an ISO 4217 code.
type Currency string

// HSCode is a heading of the Harmonised System: four, six or eight digits.
type HSCode string

// LegID numbers a leg within its territory: AT-L1.
type LegID string

// Code is a short machine word: lower case, digits, hyphens.
type Code string

// CallSign names a team or a seal: capitals, digits, hyphens.
type CallSign string

// Zone is an IANA time zone name.
type Zone string

// Decimal is a non-negative decimal number as written: at most nine digits
// before the point and six after it, no leading or trailing zero to spare.
type Decimal string

var (
	reViewer     = regexp.MustCompile(`^([a-z]{2}(\.lead)?|root|hub|audit)$`)
	reCodename   = regexp.MustCompile(`^[A-Z]{3,12}$`)
	rePoint      = regexp.MustCompile(`^[A-Z]{2}-[A-Z]{2}(/([2-9]|[1-9][0-9]))?$`)
	reCheckpoint = regexp.MustCompile(`^[A-Z]{2}-CP[1-9][0-9]{0,2}$`)
	reLeg        = regexp.MustCompile(`^[A-Z]{2}-L[1-9][0-9]{0,2}$`)
	reCondition  = regexp.MustCompile(`^[A-Z]{2}-C[1-9][0-9]{0,2}$`)
	reAuthority  = regexp.MustCompile(`^[A-Z]{2}-A[1-9][0-9]{0,2}$`)
	reHS         = regexp.MustCompile(`^[0-9]{4}([0-9]{2}){0,2}$`)
	reEvaluation = regexp.MustCompile(`^([ABCX][1-4]|UK-[1-3][A-E][PC])$`)
	reAlert      = regexp.MustCompile(`^[a-z]+(-[a-z]+)*/[A-Z0-9]+(-[A-Z0-9]+)*(/[0-9]{1,2})?$`)
	reZone       = regexp.MustCompile(`^(UTC|[A-Z][A-Za-z_]+(/[A-Z][A-Za-z_-]+){1,2})$`)
	reDecimal    = regexp.MustCompile(`^(0|[1-9][0-9]{0,8})(\.[0-9]{0,5}[1-9])?$`)
	reLocode     = regexp.MustCompile(`^[A-Z]{2}[A-Z2-9]{3}$`)
	reAccount    = regexp.MustCompile(`^[A-Z0-9]{8,60}$`)
	reCoordinate = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,2})\.[0-9]{2}$`)
)

func match[T ~string](to *T, text []byte, re *regexp.Regexp, what string) error {
	return accept(to, text, len(text) <= MaxText && re.Match(text), what)
}

func accept[T ~string](to *T, text []byte, ok bool, what string) error {
	if !ok {
		return fmt.Errorf("%q is not %s", clip(text), what)
	}
	*to = T(text)
	return nil
}

// The terms of which every entry holds several are checked by hand: a regexp
// takes longer than all the rest of reading them.

type charset [256]bool

func set(of string) *charset {
	var c charset
	for i := range len(of) {
		c[of[i]] = true
	}
	return &c
}

const (
	digits   = "0123456789"
	smalls   = "abcdefghijklmnopqrstuvwxyz"
	capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	base32   = "0123456789ABCDEFGHJKMNPQRSTVWXYZ" // Crockford's
)

var (
	inCountry  = set(capitals)
	inLanguage = set(smalls)
	inHex      = set(digits + "abcdef")
	inBase32   = set(base32)
	inCode     = set(digits + smalls)
	inCallSign = set(digits + capitals)
)

// made tells whether text is made of these characters alone.
func made(text []byte, in *charset) bool {
	for _, c := range text {
		if !in[c] {
			return false
		}
	}
	return true
}

// words tells whether text is one word or more of these characters, with single
// hyphens between them.
func words(text []byte, in *charset) bool {
	hyphen := true
	for _, c := range text {
		if c == '-' && hyphen || c != '-' && !in[c] {
			return false
		}
		hyphen = c == '-'
	}
	return !hyphen && len(text) <= MaxText
}

func oneOf[T ~string](to *T, text []byte, what string, words ...T) error {
	for _, w := range words {
		if string(w) == string(text) {
			*to = w
			return nil
		}
	}
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = string(w)
	}
	return fmt.Errorf("%q is not %s: use one of %s", clip(text), what, strings.Join(list, ", "))
}

func clip(b []byte) string {
	if len(b) > 40 {
		return string(b[:40]) + "…"
	}
	return string(b)
}

func (c *Country) UnmarshalText(b []byte) error {
	return accept(c, b, len(b) == 2 && made(b, inCountry), "a country (ISO 3166-1, two capitals: AT)")
}
func (v *Viewer) UnmarshalText(b []byte) error {
	return match(v, b, reViewer, "a viewer (at, or at.lead)")
}
func (k *KeyID) UnmarshalText(b []byte) error {
	return accept(k, b, len(b) == 16 && made(b, inHex), "a key id (16 hex digits)")
}
func (c *Codename) UnmarshalText(b []byte) error {
	return match(c, b, reCodename, "a codename (3 to 12 capitals: RELAY)")
}
func (p *Part) UnmarshalText(b []byte) error {
	return accept(p, b, len(b) == 6 && made(b, inBase32), "a part's label")
}
func (p *PointID) UnmarshalText(b []byte) error {
	return match(p, b, rePoint, "a handover point (HU-AT, or HU-AT/2)")
}
func (c *CheckpointID) UnmarshalText(b []byte) error {
	return match(c, b, reCheckpoint, "a checkpoint (AT-CP1)")
}
func (l *LegID) UnmarshalText(b []byte) error { return match(l, b, reLeg, "a leg (AT-L1)") }
func (c *ConditionID) UnmarshalText(b []byte) error {
	return match(c, b, reCondition, "a condition (AT-C1)")
}
func (a *AlertID) UnmarshalText(b []byte) error {
	return accept(a, b, len(b) <= 2*MaxText && reAlert.Match(b), "an alert (checkpoint-missed/AT-CP1)") // a code and a number
}
func (c *Code) UnmarshalText(b []byte) error {
	return accept(c, b, words(b, inCode), "a code (lower case, digits, hyphens)")
}
func (c *CallSign) UnmarshalText(b []byte) error {
	return accept(c, b, words(b, inCallSign), "a call sign or number (capitals, digits, hyphens: AT-2)")
}
func (a *AuthorityID) UnmarshalText(b []byte) error {
	return match(a, b, reAuthority, "an authority (AT-A1)")
}
func (d *DeviceID) UnmarshalText(b []byte) error {
	return accept(d, b, len(b) == 6 && made(b, inBase32), "a device's label")
}
func (i *Identifier) UnmarshalText(b []byte) error {
	return accept(i, b, words(b, inCallSign), "a number (capitals, digits, hyphens: MSKU1234565)")
}
func (c *Currency) UnmarshalText(b []byte) error {
	return accept(c, b, len(b) == 3 && made(b, inCountry), "a currency (ISO 4217: EUR)")
}
func (h *HSCode) UnmarshalText(b []byte) error {
	return match(h, b, reHS, "a heading of the Harmonised System (080390)")
}
func (z *Zone) UnmarshalText(b []byte) error {
	return match(z, b, reZone, "a time zone (Europe/Vienna)")
}
func (d *Decimal) UnmarshalText(b []byte) error {
	return match(d, b, reDecimal, "a number (62.4, no spare zeros, six decimals at most)")
}

// UnmarshalText accepts Registry or a ULID in capitals.
func (o *OperationID) UnmarshalText(b []byte) error {
	if OperationID(b) == Registry {
		*o = Registry
		return nil
	}
	return parseULID(o, b, "an operation")
}

func (j *JournalID) UnmarshalText(b []byte) error { return parseULID(j, b, "a journal id") }
func (c *CommandID) UnmarshalText(b []byte) error { return parseULID(c, b, "a command id") }

func parseULID[T ~string](to *T, b []byte, what string) error {
	ok := len(b) == 26 && b[0] <= '7' && made(b, inBase32)
	return accept(to, b, ok, what+" (a ULID, 26 capitals and digits)")
}

func (k *PublicKey) UnmarshalText(b []byte) error {
	var raw [32]byte
	if err := decode32(&raw, b, "a public key"); err != nil {
		return err
	}
	*k = PublicKey(b)
	return nil
}

// ID derives the name of a key from the key.
func (k PublicKey) ID() KeyID {
	sum := sha256.Sum256(append([]byte("vigil-key/v1"), k.Bytes()...))
	return KeyID(hex.EncodeToString(sum[:8]))
}

// Bytes gives the 32 bytes of the key.
func (k PublicKey) Bytes() []byte {
	raw, _ := base64.StdEncoding.DecodeString(string(k))
	return raw
}

// Desk is the viewer of a country's desk.
func (c Country) Desk() Viewer {
	if i, ok := place(c, 'A'); ok && len(c) == 2 {
		return Viewer(leadNames[i*leadName : i*leadName+2])
	}
	return Viewer(strings.ToLower(string(c)))
}

// Lead is the viewer of a country in the operations that it leads.
func (c Country) Lead() Viewer {
	if i, ok := place(c, 'A'); ok && len(c) == 2 {
		return Viewer(leadNames[i*leadName : (i+1)*leadName])
	}
	return c.Desk() + ".lead"
}

// Country is the country of a viewer, empty for Root and Hub.
func (v Viewer) Country() Country {
	if v == Root || v == Hub || v == Audit || len(v) < 2 {
		return ""
	}
	if i, ok := place(v, 'a'); ok {
		return Country(countryNames[2*i : 2*i+2])
	}
	return Country(strings.ToUpper(string(v[:2])))
}

// IsLead tells a lead viewer from a desk.
func (v Viewer) IsLead() bool { return strings.HasSuffix(string(v), ".lead") }

// PartOf derives a part's label from the command that declared it: six
// characters of Crockford's base 32 over SHA-256("vigil-part/v1" ‖ command id).
// Nobody who cannot see that command can guess how many other parts there are.
func PartOf(id CommandID) Part { return Part(label("vigil-part/v1", id)) }

// DeviceOf derives a device's label from the command that assigned it, in the same
// way from SHA-256("vigil-device/v1" ‖ command id).
func DeviceOf(id CommandID) DeviceID { return DeviceID(label("vigil-device/v1", id)) }

func label(what string, id CommandID) string {
	sum := sha256.Sum256([]byte(what + string(id)))
	label := make([]byte, 6)
	for i := range label {
		label[i] = base32[sum[i]&31]
	}
	return string(label)
}

// Digest is a SHA-256, lower-case hex in text.
type Digest [32]byte

// DigestOf hashes bytes.
func DigestOf(b []byte) Digest { return sha256.Sum256(b) }

func (d Digest) String() string               { return hex.EncodeToString(d[:]) }
func (d Digest) MarshalText() ([]byte, error) { return d.AppendText(nil) }

// AppendText and those below spare the writer of canonical JSON a copy.
func (d Digest) AppendText(b []byte) ([]byte, error) { return hex.AppendEncode(b, d[:]), nil }
func (d *Digest) UnmarshalText(b []byte) error {
	if len(b) != 64 || !made(b, inHex) {
		return fmt.Errorf("%q is not a digest (64 hex digits, lower case)", clip(b))
	}
	_, err := hex.Decode(d[:], b)
	return err
}

// Salt hides a slot's value behind its commitment. Base64 in text.
type Salt [SaltLen]byte

func (s Salt) MarshalText() ([]byte, error) { return s.AppendText(nil) }
func (s Salt) AppendText(b []byte) ([]byte, error) {
	return base64.StdEncoding.AppendEncode(b, s[:]), nil
}
func (s *Salt) UnmarshalText(b []byte) error { return decode32((*[32]byte)(s), b, "a salt") }

// Commitment binds an author to a slot's value without showing it.
type Commitment [32]byte

func (c Commitment) String() string               { return base64.StdEncoding.EncodeToString(c[:]) }
func (c Commitment) MarshalText() ([]byte, error) { return c.AppendText(nil) }
func (c Commitment) AppendText(b []byte) ([]byte, error) {
	return base64.StdEncoding.AppendEncode(b, c[:]), nil
}
func (c *Commitment) UnmarshalText(b []byte) error {
	return decode32((*[32]byte)(c), b, "a commitment")
}

var base64Strict = base64.StdEncoding.Strict()

func decode32(to *[32]byte, b []byte, what string) error {
	var raw [33]byte // base64 of 32 bytes could hold one more
	n := 0
	if len(b) == 44 { // so none of them is a line end, which Decode would skip
		n, _ = base64Strict.Decode(raw[:], b)
	}
	if n != 32 {
		return fmt.Errorf("%q is not %s (32 bytes in base64)", clip(b), what)
	}
	copy(to[:], raw[:])
	return nil
}

// Commit is SHA-256("vigil-slot/v1" ‖ slot name ‖ salt ‖ value bytes).
func Commit(slot string, salt Salt, value []byte) Commitment {
	h := sha256.New()
	h.Write([]byte("vigil-slot/v1"))
	h.Write([]byte(slot))
	h.Write(salt[:])
	h.Write(value)
	return Commitment(h.Sum(nil))
}

// From is the State that hands over at a point.
func (p PointID) From() Country { return Country(p[:min(len(p), 2)]) }

// To is the State that receives at a point.
func (p PointID) To() Country {
	if len(p) < 5 {
		return ""
	}
	return Country(p[3:5])
}

// Country is the territory of a checkpoint.
func (c CheckpointID) Country() Country { return Country(c[:min(len(c), 2)]) }

// Country is the territory of a leg.
func (l LegID) Country() Country { return Country(l[:min(len(l), 2)]) }

// Country is the State whose authority it is.
func (a AuthorityID) Country() Country { return Country(a[:min(len(a), 2)]) }

// Country is the State whose condition it is.
func (c ConditionID) Country() Country { return Country(c[:min(len(c), 2)]) }
