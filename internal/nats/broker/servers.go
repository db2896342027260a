package broker

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/nats-io/nats.go"
)

// Servers says how NATS servers are reached that somebody else runs.
type Servers struct {
	URL string // one address or several, with commas

	Roots     string // file of the certificates that sign the servers'; "": the machine's own
	Cert, Key string // files of the certificate that the servers ask for; may be empty
	First     bool   // TLS begins before the server has said anything
}

// ServersOf reads a NATS context: a file's path, or a name below configHome. Only
// addresses and TLS are taken from it: vigil makes its own credentials.
func ServersOf(context, configHome string) (Servers, error) {
	path := context
	if filepath.Base(context) == context && filepath.Ext(context) != ".json" {
		path = filepath.Join(configHome, "nats", "context", context+".json")
	}
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Servers{}, fmt.Errorf("there is no NATS context %q (%s): nats context ls names those there are", context, path)
	}
	if err != nil {
		return Servers{}, fmt.Errorf("read the NATS context %q: %w", context, err)
	}
	var c struct {
		URL   string `json:"url"`
		CA    string `json:"ca"`
		Cert  string `json:"cert"`
		Key   string `json:"key"`
		First bool   `json:"tls_first"`
	}
	if err := json.Unmarshal(b, &c); err != nil {
		return Servers{}, fmt.Errorf("%s is no NATS context: %w", path, err)
	}
	s := Servers{URL: c.URL, Roots: c.CA, Cert: c.Cert, Key: c.Key, First: c.First}
	return s, s.Check()
}

// Check refuses addresses that cannot be used, or that hold a secret: it would
// stand in the list of processes and in files that others read.
func (s Servers) Check() error {
	if s.URL == "" {
		return errors.New("no address of a NATS server: say one, as tls://nats.example.org:4222")
	}
	for _, address := range strings.Split(s.URL, ",") {
		u, err := url.Parse(strings.TrimSpace(address))
		switch {
		case err != nil || u.Host == "" || u.Scheme != "nats" && u.Scheme != "tls":
			return fmt.Errorf("the address of a NATS server is not understood: nats://HOST:PORT or tls://HOST:PORT is wanted, several with commas")
		case u.User != nil:
			return fmt.Errorf("the address of %s holds a name or a password: leave it out, vigil makes its credentials from the alliance's keys", u.Host)
		}
	}
	return nil
}

// options of any connection there. What leaves this machine is encrypted.
func (s Servers) options() []nats.Option {
	var o []nats.Option
	if s.Roots != "" {
		o = append(o, nats.RootCAs(s.Roots))
	}
	if s.Cert != "" {
		o = append(o, nats.ClientCert(s.Cert, s.Key))
	}
	if s.First {
		o = append(o, nats.TLSHandshakeFirst())
	}
	if s.local() { // those that a server names beside itself may be other machines
		return append(o, nats.IgnoreDiscoveredServers())
	}
	return append(o, nats.Secure())
}

// local tells whether all addresses are this machine, asked for without TLS.
func (s Servers) local() bool {
	for _, address := range strings.Split(s.URL, ",") {
		u, err := url.Parse(strings.TrimSpace(address))
		if err != nil || u.Scheme == "tls" {
			return false
		}
		ip := net.ParseIP(u.Hostname())
		if u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()) {
			return false
		}
	}
	return true
}
