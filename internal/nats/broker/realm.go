package broker

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/nats-io/nkeys"

	"vigil/internal/failpoint"
)

const (
	operatorKey = "operator"
	systemKey   = "sys"
	opsKey      = "ops"
	auditKey    = "audit"

	keySuffix     = ".nk"
	countryPrefix = "country-"
	rawSeedBytes  = 32
)

// Realm holds the NATS identities of one alliance: the operator, the accounts
// SYS, OPS and AUDIT, and one account per country. Each key is one file in the
// realm's directory, a plain nkey seed. Nothing else is stored: account and user
// tokens are made from the keys when they are needed.
//
// A Realm is safe for concurrent use.
type Realm struct {
	dir string

	mu   sync.RWMutex
	keys map[string]nkeys.KeyPair // "operator", "sys", "ops", "audit", "country-at"
}

// CreateRealm makes a realm without countries in dir, which it makes if need be.
// It reads four times 32 bytes of random: operator, system, ops, audit. It
// refuses a directory that already holds a realm.
func CreateRealm(dir string, random io.Reader) (*Realm, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the directory for the keys: %w: choose one that you may write to", err)
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return nil, fmt.Errorf("keep the directory of the keys to yourself: %w", err)
	}
	r := &Realm{dir: dir, keys: map[string]nkeys.KeyPair{}}
	for name := range fixedKeys() {
		if _, err := os.Lstat(r.file(name)); err == nil {
			return nil, fmt.Errorf("%s already holds the keys of an alliance (%s): open that one, or choose an empty directory", dir, filepath.Base(r.file(name)))
		} else if !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("look for keys: %w", err)
		}
	}
	for _, name := range []string{operatorKey, systemKey, opsKey, auditKey} {
		if err := r.makeKey(name, fixedKeys()[name], random); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// OpenRealm reads the keys that CreateRealm and AddCountry wrote. It refuses a
// missing key, a damaged one, and one that others than the owner may read.
func OpenRealm(dir string) (*Realm, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("read the keys of the alliance: %w", err)
	}
	r := &Realm{dir: dir, keys: map[string]nkeys.KeyPair{}}
	for _, e := range entries {
		name, isKey := strings.CutSuffix(e.Name(), keySuffix)
		if !isKey {
			continue
		}
		prefix, fixed := fixedKeys()[name]
		if code, isCountry := strings.CutPrefix(name, countryPrefix); isCountry && validCountry(code) {
			prefix = nkeys.PrefixByteAccount
		} else if !fixed {
			return nil, fmt.Errorf("%s is no key of an alliance: move it elsewhere", filepath.Join(dir, e.Name()))
		}
		if r.keys[name], err = readKey(r.file(name), prefix); err != nil {
			return nil, err
		}
	}
	for name := range fixedKeys() {
		if r.keys[name] == nil {
			return nil, fmt.Errorf("the key %s is missing: bring it back from your copy, or make a new alliance elsewhere", r.file(name))
		}
	}
	return r, nil
}

// AddCountry makes the account of a country: it reads 32 bytes of random, which
// are the account's raw seed. AccountKeyFrom tells beforehand which key they give.
func (r *Realm) AddCountry(code string, random io.Reader) error {
	if !validCountry(code) {
		return fmt.Errorf("country %q: two small letters are wanted, as at", code)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.keys[countryPrefix+code] != nil {
		return fmt.Errorf("country %s already has an account in %s", code, r.dir)
	}
	return r.makeKey(countryPrefix+code, nkeys.PrefixByteAccount, random)
}

// AccountKeyFrom is the public key ("A…") of the account whose raw seed is given.
// It needs no realm and no server.
func AccountKeyFrom(seed []byte) (publicKey string, err error) {
	if len(seed) != rawSeedBytes {
		return "", fmt.Errorf("an account is made from %d bytes, not from %d", rawSeedBytes, len(seed))
	}
	pair, err := nkeys.FromRawSeed(nkeys.PrefixByteAccount, seed)
	if err != nil {
		return "", fmt.Errorf("make an account key: %w", err)
	}
	return pair.PublicKey()
}

// AccountKey is the public key of a country's account, or "" for a stranger.
func (r *Realm) AccountKey(country string) string { return r.publicKey(countryPrefix + country) }

// Countries are the countries with an account, sorted.
func (r *Realm) Countries() []string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var codes []string
	for name := range r.keys {
		if code, ok := strings.CutPrefix(name, countryPrefix); ok {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	return codes
}

// CountryOf says whose account key this is. OPS and AUDIT are no countries.
func (r *Realm) CountryOf(accountKey string) (country string, ok bool) {
	for _, code := range r.Countries() {
		if r.AccountKey(code) == accountKey {
			return code, true
		}
	}
	return "", false
}

// deliverSubject is where OPS sends the messages of one mirror: a subject that
// only the mirror's account can import and that its users cannot guess.
func (r *Realm) deliverSubject(account, mirror string) (string, error) {
	pair, err := r.pair(account)
	if err != nil {
		return "", err
	}
	seed, err := pair.Seed()
	if err != nil {
		return "", fmt.Errorf("derive the deliver subject of %s: %w", mirror, err)
	}
	mac := hmac.New(sha256.New, seed)
	mac.Write([]byte("vigil deliver subject of " + mirror))
	return deliverPrefix + r.publicKey(account) + "." + mirror + "." + hex.EncodeToString(mac.Sum(nil)[:16]), nil
}

func fixedKeys() map[string]nkeys.PrefixByte {
	return map[string]nkeys.PrefixByte{
		operatorKey: nkeys.PrefixByteOperator,
		systemKey:   nkeys.PrefixByteAccount,
		opsKey:      nkeys.PrefixByteAccount,
		auditKey:    nkeys.PrefixByteAccount,
	}
}

func (r *Realm) file(name string) string { return filepath.Join(r.dir, name+keySuffix) }

// publicKey needs no lock held.
func (r *Realm) publicKey(name string) string {
	pair, err := r.pair(name)
	if err != nil {
		return ""
	}
	key, err := pair.PublicKey()
	if err != nil {
		return ""
	}
	return key
}

func (r *Realm) pair(name string) (nkeys.KeyPair, error) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	pair := r.keys[name]
	if pair == nil {
		if code, ok := strings.CutPrefix(name, countryPrefix); ok {
			return nil, fmt.Errorf("country %q has no account here: add the country first", code)
		}
		return nil, fmt.Errorf("the alliance has no key %q", name)
	}
	return pair, nil
}

// makeKey makes a key, writes it durably and remembers it. The caller holds the
// lock or is alone.
func (r *Realm) makeKey(name string, prefix nkeys.PrefixByte, random io.Reader) error {
	raw := make([]byte, rawSeedBytes)
	if _, err := io.ReadFull(random, raw); err != nil {
		return fmt.Errorf("read randomness for the key %q: %w", name, err)
	}
	seed, err := nkeys.EncodeSeed(prefix, raw)
	if err != nil {
		return fmt.Errorf("make the key %q: %w", name, err)
	}
	pair, err := nkeys.FromSeed(seed)
	if err != nil {
		return fmt.Errorf("make the key %q: %w", name, err)
	}
	if err := writeDurably(r.file(name), append(seed, '\n'), 0o600); err != nil {
		return fmt.Errorf("keep the key %q: %w", name, err)
	}
	r.keys[name] = pair
	return nil
}

// readKey never puts a byte of the file into an error.
func readKey(path string, prefix nkeys.PrefixByte) (nkeys.KeyPair, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("read a key: %w", err)
	}
	if open := info.Mode().Perm() & 0o077; open != 0 {
		return nil, fmt.Errorf("others may read the key %s (mode %04o): make it yours alone with chmod 600, and think whether it has been read", path, info.Mode().Perm())
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read a key: %w", err)
	}
	seed := []byte(strings.TrimSpace(string(text)))
	kind, _, err := nkeys.DecodeSeed(seed)
	if err != nil || kind != prefix {
		return nil, fmt.Errorf("%s does not hold the key that its name says: bring it back from your copy", path)
	}
	pair, err := nkeys.FromSeed(seed)
	if err != nil {
		return nil, fmt.Errorf("%s does not hold a usable key: bring it back from your copy", path)
	}
	return pair, nil
}

// writeDurably makes a new file and does not return before it would survive a
// power cut. It refuses to replace one. A crash leaves the whole file or none: half
// a key would keep the whole alliance from starting.
func writeDurably(path string, text []byte, mode os.FileMode) error {
	aside := path + ".new"
	f, err := os.OpenFile(aside, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
	if err != nil {
		return err
	}
	failpoint.At("account-key-unwritten")
	_, err = f.Write(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		failpoint.At("account-key-unnamed")
		err = os.Link(aside, path)
	}
	if err = errors.Join(err, os.Remove(aside)); err != nil {
		return err
	}
	failpoint.At("account-key-named")
	return syncDir(filepath.Dir(path))
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
