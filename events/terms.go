package events

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"reflect"
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

// The forms of the words; doc.go has them in prose. Those that are seldom new are by
// pattern.
var (
	countries    = formOf("a country (ISO 3166-1, two capitals: AT)", exactly(2, inCountry))
	languages    = formOf("a language (ISO 639-1: de)", exactly(2, inLanguage))
	currencies   = formOf("a currency (ISO 4217: EUR)", exactly(3, inCountry))
	viewers      = pattern(`^([a-z]{2}(\.lead)?|root|hub|audit)$`, "a viewer (at, or at.lead)")
	keyIDs       = formOf("a key id (16 hex digits)", exactly(16, inHex))
	journalIDs   = formOf("a journal id"+ulid, isULID)
	operationIDs = formOf("an operation"+ulid, func(b []byte) bool { return isULID(b) || string(b) == string(Registry) })
	codenames    = pattern(`^[A-Z]{3,12}$`, "a codename (3 to 12 capitals: RELAY)")
	parts        = formOf("a part's label", exactly(6, inBase32))
	deviceIDs    = formOf("a device's label", exactly(6, inBase32))
	points       = pattern(`^[A-Z]{2}-[A-Z]{2}(/([2-9]|[1-9][0-9]))?$`, "a handover point (HU-AT, or HU-AT/2)")
	checkpoints  = pattern(`^[A-Z]{2}-CP[1-9][0-9]{0,2}$`, "a checkpoint (AT-CP1)")
	legs         = pattern(`^[A-Z]{2}-L[1-9][0-9]{0,2}$`, "a leg (AT-L1)")
	conditions   = pattern(`^[A-Z]{2}-C[1-9][0-9]{0,2}$`, "a condition (AT-C1)")
	authorities  = pattern(`^[A-Z]{2}-A[1-9][0-9]{0,2}$`, "an authority (AT-A1)")
	codes        = formOf("a code (lower case, digits, hyphens)", hyphened(inCode))
	callSigns    = formOf("a call sign or number (capitals, digits, hyphens: AT-2)", hyphened(inCallSign))
	identifiers  = formOf("a number (capitals, digits, hyphens: MSKU1234565)", hyphened(inCallSign))
	headings     = pattern(`^[0-9]{4}([0-9]{2}){0,2}$`, "a heading of the Harmonised System (080390)")
	evaluations  = pattern(`^([ABCX][1-4]|UK-[1-3][A-E][PC])$`, "an evaluation (A1 to X4, or UK-1AP to UK-3EC)")
	alerts       = formOf("an alert (checkpoint-missed/AT-CP1)", func(b []byte) bool { return len(b) <= 2*MaxText && reAlert.Match(b) }) // a code and a number
	zones        = pattern(`^(UTC|[A-Z][A-Za-z_]+(/[A-Z][A-Za-z_-]+){1,2})$`, "a time zone (Europe/Vienna)")
	decimals     = formOf("a number (62.4, no spare zeros, six decimals at most)", func(b []byte) bool { return len(b) <= MaxText && reDecimal.Match(b) })
	locodes      = pattern(`^[A-Z]{2}[A-Z2-9]{3}$`, "a UN/LOCODE (ATSUB)")
	coordinates  = pattern(`^-?(0|[1-9][0-9]{0,2})\.[0-9]{2}$`, "a coordinate (48.46, two decimals)")
	accounts     = pattern(`^[A-Z0-9]{8,60}$`, "an account's public key")
)

// forms is for the reader of canonical JSON, which knows a type by reflection.
var forms = map[reflect.Type]*form{
	reflect.TypeFor[Country](): countries, reflect.TypeFor[Language](): languages, reflect.TypeFor[Currency](): currencies,
	reflect.TypeFor[Viewer](): viewers, reflect.TypeFor[KeyID](): keyIDs, reflect.TypeFor[JournalID](): journalIDs,
	reflect.TypeFor[OperationID](): operationIDs, reflect.TypeFor[Codename](): codenames, reflect.TypeFor[Part](): parts,
	reflect.TypeFor[DeviceID](): deviceIDs, reflect.TypeFor[PointID](): points, reflect.TypeFor[CheckpointID](): checkpoints,
	reflect.TypeFor[LegID](): legs, reflect.TypeFor[ConditionID](): conditions, reflect.TypeFor[AuthorityID](): authorities,
	reflect.TypeFor[Code](): codes, reflect.TypeFor[CallSign](): callSigns, reflect.TypeFor[Identifier](): identifiers,
	reflect.TypeFor[HSCode](): headings, reflect.TypeFor[Evaluation](): evaluations, reflect.TypeFor[AlertID](): alerts,
	reflect.TypeFor[Zone](): zones, reflect.TypeFor[Decimal](): decimals, reflect.TypeFor[Locode](): locodes,
	reflect.TypeFor[Coordinate](): coordinates, reflect.TypeFor[Account](): accounts,
}

const ulid = " (a ULID, 26 capitals and digits)"

var (
	reAlert   = regexp.MustCompile(`^[a-z]+(-[a-z]+)*/[A-Z0-9]+(-[A-Z0-9]+)*(/[0-9]{1,2})?$`)
	reDecimal = regexp.MustCompile(`^(0|[1-9][0-9]{0,8})(\.[0-9]{0,5}[1-9])?$`)
)

func (c *Country) UnmarshalText(b []byte) error      { return spelt(c, b, countries) }
func (v *Viewer) UnmarshalText(b []byte) error       { return spelt(v, b, viewers) }
func (k *KeyID) UnmarshalText(b []byte) error        { return spelt(k, b, keyIDs) }
func (c *Codename) UnmarshalText(b []byte) error     { return spelt(c, b, codenames) }
func (p *Part) UnmarshalText(b []byte) error         { return spelt(p, b, parts) }
func (p *PointID) UnmarshalText(b []byte) error      { return spelt(p, b, points) }
func (c *CheckpointID) UnmarshalText(b []byte) error { return spelt(c, b, checkpoints) }
func (l *LegID) UnmarshalText(b []byte) error        { return spelt(l, b, legs) }
func (c *ConditionID) UnmarshalText(b []byte) error  { return spelt(c, b, conditions) }
func (a *AlertID) UnmarshalText(b []byte) error      { return spelt(a, b, alerts) }
func (c *Code) UnmarshalText(b []byte) error         { return spelt(c, b, codes) }
func (c *CallSign) UnmarshalText(b []byte) error     { return spelt(c, b, callSigns) }
func (a *AuthorityID) UnmarshalText(b []byte) error  { return spelt(a, b, authorities) }
func (d *DeviceID) UnmarshalText(b []byte) error     { return spelt(d, b, deviceIDs) }
func (i *Identifier) UnmarshalText(b []byte) error   { return spelt(i, b, identifiers) }
func (c *Currency) UnmarshalText(b []byte) error     { return spelt(c, b, currencies) }
func (h *HSCode) UnmarshalText(b []byte) error       { return spelt(h, b, headings) }
func (z *Zone) UnmarshalText(b []byte) error         { return spelt(z, b, zones) }
func (d *Decimal) UnmarshalText(b []byte) error      { return spelt(d, b, decimals) }
func (j *JournalID) UnmarshalText(b []byte) error    { return spelt(j, b, journalIDs) }

// UnmarshalText accepts Registry or a ULID in capitals.
func (o *OperationID) UnmarshalText(b []byte) error { return spelt(o, b, operationIDs) }

// UnmarshalText remembers nothing: nearly every command id is new.
func (c *CommandID) UnmarshalText(b []byte) error {
	if !isULID(b) {
		return fmt.Errorf("%q is not a command id%s", clip(b), ulid)
	}
	*c = CommandID(b)
	return nil
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
	if !unhex(d[:], b) {
		return fmt.Errorf("%q is not a digest (64 hex digits, lower case)", clip(b))
	}
	return nil
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

// Commit is SHA-256("vigil-slot/v1" ‖ slot name ‖ salt ‖ value bytes).
func Commit(slot string, salt Salt, value []byte) Commitment {
	var room [512]byte
	b := append(append(room[:0], "vigil-slot/v1"...), slot...)
	return sha256.Sum256(append(append(b, salt[:]...), value...))
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
