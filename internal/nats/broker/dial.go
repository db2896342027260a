package broker

import (
	"time"

	"github.com/nats-io/nats.go"
)

// Conn is a connection in some account. Whoever wires a program passes it on
// from here to packages store and service and does nothing else with it.
type Conn = nats.Conn

// Inbox is the only place where a user may listen for answers.
func (u User) Inbox() (string, error) {
	_, place, err := u.account()
	return inboxes(place, u.Role) + u.ID, err
}

const dialWithin = 2 * time.Second

// Dial connects to a listening broker, or to servers that somebody else runs,
// with a credential file that was made for u. With stay it goes on trying when
// the broker goes away; without, the connection ends with it.
func (s Servers) Dial(credsFile string, u User, stay bool) (*Conn, error) {
	inbox, err := u.Inbox()
	if err != nil {
		return nil, err
	}
	tries := 0
	if stay {
		tries = -1
	}
	return nats.Connect(s.URL, append(s.options(), nats.UserCredentials(credsFile), nats.CustomInboxPrefix(inbox),
		nats.Timeout(dialWithin), nats.MaxReconnects(tries), nats.Name(string(u.Role)+" "+u.ID))...)
}

// Dial is Servers.Dial where nothing but the address is known.
func Dial(url, credsFile string, u User, stay bool) (*Conn, error) {
	return Servers{URL: url}.Dial(credsFile, u, stay)
}
