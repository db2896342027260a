package broker

import (
	"fmt"
	"io"
	"time"

	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"
)

// Role is what a NATS user may do. It says nothing of what a command may do:
// that depends on the signer of the command, never on the connection.
type Role string

const (
	// Hub, in OPS: appends, writes feeds and views, makes the streams of a new
	// viewer, answers commands. It can neither alter, purge nor delete a stream.
	Hub Role = "hub"
	// Gateway, in a country's account: serves gw.>, relays commands, reads the
	// country's four mirrors.
	Gateway Role = "gateway"
	// Person, in a country's account: asks the gateway, and nothing else.
	Person Role = "person"
	// Service, in a country's account: reads the two views, as a key-value
	// bucket; for tools such as nats kv watch.
	Service Role = "service"
	// Auditor, in AUDIT: reads AUDIT_JOURNAL.
	Auditor Role = "auditor"

	// setUp makes mirrors in a country's account, or in AUDIT (country "audit").
	// The broker alone uses it, no longer than that takes, and in process where the
	// server is.
	setUp Role = "setup"

	// overseer, in SYS: asks servers that somebody else runs what they promise, and
	// tells them of a new country. The broker alone uses it, no longer than that takes.
	overseer Role = "overseer"
)

// User says for whom a credential is made.
type User struct {
	Role    Role
	Country string    // of a gateway, person or service; empty for others
	ID      string    // one subject token: letters, digits, - and _
	Until   time.Time // when the credential ends; zero: it does not

	away bool // of setUp: the server is not in this process
}

// Credential is the right to connect as one user. Text is a secret.
type Credential struct {
	User        User
	Text        []byte // in the form of a .creds file
	InboxPrefix string // MUST be set on every connection: nothing else may be subscribed for replies
}

// Options are what a connection with this credential needs.
func (c Credential) Options() []nats.Option {
	return []nats.Option{
		nats.UserCredentialBytes(c.Text),
		nats.CustomInboxPrefix(c.InboxPrefix),
		nats.Name(string(c.User.Role) + " " + c.User.ID),
	}
}

// Credential makes a new key and token for user: every call gives another one,
// and none is kept. It reads 32 bytes of random. Two connections of one user
// share an inbox, so an ID SHOULD be of one program or person.
func (r *Realm) Credential(u User, random io.Reader) (Credential, error) {
	account, place, err := u.account()
	if err != nil {
		return Credential{}, err
	}
	issuer, err := r.pair(account)
	if err != nil {
		return Credential{}, err
	}
	raw := make([]byte, rawSeedBytes)
	if _, err := io.ReadFull(random, raw); err != nil {
		return Credential{}, fmt.Errorf("read randomness for a credential: %w", err)
	}
	pair, err := nkeys.FromRawSeed(nkeys.PrefixByteUser, raw)
	if err != nil {
		return Credential{}, fmt.Errorf("make a user key: %w", err)
	}
	key, err := pair.PublicKey()
	if err != nil {
		return Credential{}, fmt.Errorf("make a user key: %w", err)
	}
	seed, err := pair.Seed()
	if err != nil {
		return Credential{}, fmt.Errorf("make a user key: %w", err)
	}

	inbox := inboxes(place, u.Role) + u.ID
	c := jwt.NewUserClaims(key)
	c.Name = string(u.Role) + " " + u.ID
	if !u.Until.IsZero() {
		c.Expires = u.Until.Unix()
	}
	publish, subscribe := u.rights()
	c.Permissions.Pub.Allow = publish
	c.Permissions.Sub.Allow = append(subscribe, inbox+".>")
	if u.Role == setUp && !u.away {
		c.AllowedConnectionTypes = jwt.StringList{jwt.ConnectionTypeInProcess}
	}
	token, err := c.Encode(issuer)
	if err != nil {
		return Credential{}, fmt.Errorf("sign the token of %s %s: %w", u.Role, u.ID, err)
	}
	text, err := jwt.FormatUserConfig(token, seed)
	if err != nil {
		return Credential{}, fmt.Errorf("write the credential of %s %s: %w", u.Role, u.ID, err)
	}
	return Credential{User: u, Text: text, InboxPrefix: inbox}, nil
}

// account is the key name of the user's account and its name in inboxes.
func (u User) account() (key, place string, err error) {
	if !validIdentity(u.ID) {
		return "", "", fmt.Errorf("user id %q: letters, digits, - and _ are wanted, at most %d", u.ID, maxIdentityBytes)
	}
	switch u.Role {
	case overseer:
		return systemKey, "SYS", nil
	case Hub, Auditor:
		if u.Country != "" {
			return "", "", fmt.Errorf("a credential of the role %s belongs to no country, but %q is named", u.Role, u.Country)
		}
		if u.Role == Hub {
			return opsKey, "OPS", nil
		}
		return auditKey, "AUDIT", nil
	case setUp:
		if u.Country == auditKey {
			return auditKey, "AUDIT", nil
		}
	case Gateway, Person, Service:
	default:
		return "", "", fmt.Errorf("role %q: hub, gateway, person, service or auditor is wanted", u.Role)
	}
	if !validCountry(u.Country) {
		return "", "", fmt.Errorf("a credential of the role %s needs a country in two small letters, not %q", u.Role, u.Country)
	}
	return countryPrefix + u.Country, AccountName(u.Country), nil
}

// inboxes is what all reply subjects of one role in one account begin with.
func inboxes(place string, role Role) string { return "_IN." + place + "." + string(role) + "." }

// rights are allow lists only. What is not in them is refused by the server.
//
// Nobody has allow_responses: it would let whoever asks choose, by the reply
// subject, what the one who answers publishes to. A gateway answers into the
// inboxes of its country's persons, the hub into the server's own replies.
func (u User) rights() (publish, subscribe jwt.StringList) {
	switch u.Role {
	case Hub:
		return jwt.StringList{
				JournalSubjects, feedPrefix + "*", "$KV.>",
				"_R_.>", // answers to commands that came through an import
				inboxes("OPS", Hub) + ">",
				"$JS.ACK.>", "$JS.FC.>", "$JS.API.INFO",
				"$JS.API.STREAM.NAMES", "$JS.API.STREAM.LIST", "$JS.API.STREAM.INFO.*",
				"$JS.API.STREAM.CREATE.*", "$JS.API.STREAM.MSG.GET.*", "$JS.API.DIRECT.GET.>",
				"$JS.API.CONSUMER.CREATE.>", "$JS.API.CONSUMER.INFO.*.*", "$JS.API.CONSUMER.NAMES.*",
				"$JS.API.CONSUMER.LIST.*", "$JS.API.CONSUMER.MSG.NEXT.*.*", "$JS.API.CONSUMER.DELETE.*.*",
			}, jwt.StringList{
				CommandPrefix + ">", "$SRV.>", "$JS.EVENT.ADVISORY.>",
			}
	case Gateway:
		publish = jwt.StringList{CommandPrefix + ">", inboxes(AccountName(u.Country), Person) + ">"}
		for _, v := range Viewers(u.Country) {
			publish = append(publish, readStream(MirrorFeed(v))...)
			publish = append(publish, readStream(MirrorView(v))...)
		}
		return publish, jwt.StringList{GatewaySubjects}
	case Person:
		return jwt.StringList{GatewaySubjects}, nil
	case Service:
		for _, v := range Viewers(u.Country) {
			publish = append(publish, watchBucket(v)...)
		}
		return publish, nil
	case Auditor:
		return readStream(AuditStream), nil
	case overseer:
		return jwt.StringList{askServers, pushClaims}, nil
	case setUp:
		publish = jwt.StringList{"$JS.API.STREAM.INFO.*", "$JS.API.STREAM.CREATE.*", "$JS.API.STREAM.DELETE.*"}
		if u.Country == auditKey {
			publish = append(publish, readStream(AuditStream)...) // to hold it against the journal
		}
		return publish, nil
	}
	return jwt.StringList{inboxes("NOBODY", u.Role)}, nil
}

// readStream is all that reading a stream needs: look, consume, load.
func readStream(stream string) jwt.StringList {
	return jwt.StringList{
		"$JS.API.STREAM.INFO." + stream,
		"$JS.API.STREAM.MSG.GET." + stream,
		"$JS.API.DIRECT.GET." + stream,
		"$JS.API.DIRECT.GET." + stream + ".>",
		"$JS.API.CONSUMER.CREATE." + stream + ".>",
		"$JS.API.CONSUMER.INFO." + stream + ".*",
		"$JS.API.CONSUMER.MSG.NEXT." + stream + ".*",
		"$JS.API.CONSUMER.DELETE." + stream + ".*",
		"$JS.ACK." + stream + ".>",
		"$JS.FC." + stream + ".>",
	}
}

// watchBucket is what get and watch of the key-value API need, and no more. A
// client that stops watching waits some seconds, for it may not delete a consumer.
func watchBucket(viewer string) jwt.StringList {
	stream := MirrorView(viewer)
	return jwt.StringList{
		"$JS.API.STREAM.INFO." + stream,
		"$JS.API.CONSUMER.CREATE." + stream + ".*." + ViewPrefix(viewer) + ">",
		"$JS.API.DIRECT.GET." + stream + "." + ViewPrefix(viewer) + ">",
		"$JS.FC." + stream + ".>",
	}
}
