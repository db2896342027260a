package broker

import (
	"fmt"

	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nkeys"
)

// What stands where in the exported subjects, counted from 1.
const (
	commandKeyToken = 3 // cd.cmd.<key>.>
	resetKeyToken   = 6 // $JS.API.CONSUMER.RESET.<stream>.<key>
	flowKeyToken    = 4 // $JS.FC.<stream>.<key>.*
	deliverKeyToken = 2 // deliver.<key>.>
)

// operatorClaims is the token by which the server knows the realm's accounts.
func (r *Realm) operatorClaims() (*jwt.OperatorClaims, error) {
	text, err := r.operatorToken()
	if err != nil {
		return nil, err
	}
	return jwt.DecodeOperatorClaims(text)
}

func (r *Realm) operatorToken() (string, error) {
	c := jwt.NewOperatorClaims(r.publicKey(operatorKey))
	c.Name = "vigil"
	c.SystemAccount = r.publicKey(systemKey)
	return r.signed(c)
}

// accountTokens are the tokens of all accounts, by public key.
func (r *Realm) accountTokens() (map[string]string, error) {
	names := []string{systemKey, opsKey, auditKey}
	for _, code := range r.Countries() {
		names = append(names, countryPrefix+code)
	}
	tokens := make(map[string]string, len(names))
	for _, name := range names {
		token, err := r.accountToken(name)
		if err != nil {
			return nil, err
		}
		tokens[r.publicKey(name)] = token
	}
	return tokens, nil
}

func (r *Realm) accountToken(name string) (string, error) {
	key := r.publicKey(name)
	c := jwt.NewAccountClaims(key)
	c.Limits.DisallowBearer = true
	switch name {
	case systemKey:
		c.Name = "SYS"
	case opsKey:
		c.Name = "OPS"
		c.Limits.JetStreamLimits = streams(jwt.NoLimit)
		c.Exports = opsExports()
	case auditKey:
		c.Name = "AUDIT"
		c.Limits.JetStreamLimits = streams(1)
		c.Imports = r.mirrorImports(key, JournalStream)
	default:
		code := name[len(countryPrefix):]
		c.Name = AccountName(code)
		var origins []string
		for _, v := range Viewers(code) {
			origins = append(origins, FeedStream(v), ViewStream(v))
		}
		c.Limits.JetStreamLimits = streams(int64(len(origins)))
		c.Imports = append(r.mirrorImports(key, origins...), &jwt.Import{
			Name:         "commands",
			Account:      r.publicKey(opsKey),
			Subject:      jwt.Subject(CommandPrefix + key + ".>"),
			LocalSubject: jwt.RenamingSubject(CommandPrefix + ">"),
			Type:         jwt.Service,
		})
	}
	results := jwt.CreateValidationResults()
	c.Validate(results)
	if results.IsBlocking(true) {
		return "", fmt.Errorf("the account token of %s is not valid: %w", c.Name, results.Errors()[0])
	}
	return r.signed(c)
}

// streams allows an account that many streams, on disk without a limit of its own.
func streams(n int64) jwt.JetStreamLimits {
	return jwt.JetStreamLimits{
		MemoryStorage: jwt.NoLimit,
		DiskStorage:   jwt.NoLimit,
		Streams:       n,
		Consumer:      jwt.NoLimit,
	}
}

// opsExports is the same whatever countries there are. On each export the server
// demands the importing account's own key at the given token.
func opsExports() jwt.Exports {
	return jwt.Exports{
		{Name: "commands", Type: jwt.Service, Subject: CommandsInOps, AccountTokenPosition: commandKeyToken},
		{Name: "mirror reset", Type: jwt.Service, Subject: resetPrefix + "*.*", AccountTokenPosition: resetKeyToken},
		{Name: "mirror flow", Type: jwt.Service, Subject: flowPrefix + "*.*.*", AccountTokenPosition: flowKeyToken},
		{Name: "mirror messages", Type: jwt.Stream, Subject: deliverPrefix + "*.>", AccountTokenPosition: deliverKeyToken},
	}
}

// mirrorImports lets the account of that key mirror these streams of OPS.
func (r *Realm) mirrorImports(key string, origins ...string) jwt.Imports {
	ops := r.publicKey(opsKey)
	imports := jwt.Imports{{
		Name: "mirror messages", Account: ops, Type: jwt.Stream,
		Subject: jwt.Subject(deliverPrefix + key + ".>"),
	}}
	for _, origin := range origins {
		imports = append(imports,
			&jwt.Import{
				Name: "reset " + origin, Account: ops, Type: jwt.Service,
				Subject: jwt.Subject(resetPrefix + origin + "." + key),
			},
			&jwt.Import{
				Name: "flow " + origin, Account: ops, Type: jwt.Service,
				Subject: jwt.Subject(flowPrefix + origin + "." + key + ".*"),
			})
	}
	return imports
}

// signed encodes claims with the operator's key.
func (r *Realm) signed(c interface {
	Encode(nkeys.KeyPair) (string, error)
}) (string, error) {
	pair, err := r.pair(operatorKey)
	if err != nil {
		return "", err
	}
	text, err := c.Encode(pair)
	if err != nil {
		return "", fmt.Errorf("sign a token with the operator's key: %w", err)
	}
	return text, nil
}
