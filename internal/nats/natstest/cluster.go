// Package natstest runs for tests what vigil does not run itself: three servers
// that are one JetStream cluster, in this process and on the loopback.
package natstest

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"
)

// size is the least that survives the loss of one.
const size = 3

// patience is how long the servers may take to become one cluster again. An
// election alone is up to nine seconds, and cannot be made shorter from outside.
const patience = 60 * time.Second

// Cluster is three servers, each with a store of its own.
type Cluster struct {
	t       testing.TB
	options func(dir string) *server.Options
	dir     string
	routes  []int // the port of each for the others
	clients []int // and for clients; known once a server has run
	servers [size]*server.Server
}

// Start runs three servers until the test ends, and returns when they have
// elected who keeps their streams. options makes what they have in common, and is
// given a directory of each one's own; what makes them three is filled in here.
func Start(t testing.TB, options func(dir string) *server.Options) *Cluster {
	t.Helper()
	c := &Cluster{t: t, options: options, dir: t.TempDir(), routes: free(t, size), clients: free(t, size)}
	t.Cleanup(func() {
		for n := range c.servers {
			c.Stop(n)
		}
	})
	for n := range c.servers {
		c.Run(n)
	}
	c.Await()
	return c
}

// Configured are options for Start that stand in a server's configuration, with a
// resolver that takes accounts while it runs.
func Configured(t testing.TB, config string) func(dir string) *server.Options {
	return func(dir string) *server.Options {
		path := filepath.Join(t.TempDir(), "server.conf")
		resolver := fmt.Sprintf("\nresolver: { type: full, dir: %q }\n", filepath.Join(dir, "accounts"))
		require.NoError(t, os.WriteFile(path, []byte(config+resolver), 0o600))
		o, err := server.ProcessConfigFile(path)
		require.NoError(t, err)
		return o
	}
}

// free are ports that nobody listens on now.
func free(t testing.TB, n int) (ports []int) {
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		defer l.Close()
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
	}
	return ports
}

// Run starts the server of that number on what it has stored.
func (c *Cluster) Run(n int) {
	c.t.Helper()
	name := "n" + strconv.Itoa(n+1)
	o := c.options(filepath.Join(c.dir, name))
	o.ServerName = name
	o.Host, o.Port = "127.0.0.1", c.clients[n]
	o.JetStream, o.StoreDir = true, filepath.Join(c.dir, o.ServerName)
	o.NoLog, o.NoSigs = true, true
	o.Cluster.Name, o.Cluster.Host, o.Cluster.Port = "alliance", "127.0.0.1", c.routes[n]
	var others []string
	for m, port := range c.routes {
		if m != n {
			others = append(others, "nats://127.0.0.1:"+strconv.Itoa(port))
		}
	}
	o.Routes = server.RoutesFromStr(strings.Join(others, ","))
	s, err := server.NewServer(o)
	require.NoError(c.t, err)
	s.Start()
	c.servers[n] = s
	require.True(c.t, s.ReadyForConnections(patience))
}

// Stop ends the server of that number; its store stays.
func (c *Cluster) Stop(n int) {
	if s := c.servers[n]; s != nil {
		s.Shutdown()
		s.WaitForShutdown()
		c.servers[n] = nil
	}
}

// Await waits until the servers that run have a leader and know one another.
func (c *Cluster) Await() {
	c.t.Helper()
	c.await("the servers did not become one cluster", func() bool {
		leaders := 0
		for _, s := range c.running() {
			if !s.JetStreamIsCurrent() || len(s.ActivePeers()) != len(c.running()) {
				return false
			}
			if s.JetStreamIsLeader() {
				leaders++
				if len(s.JetStreamClusterPeers()) != len(c.running()) { // it gives no stream a place where it knows of no room
					return false
				}
			}
		}
		return leaders == 1
	})
}

func (c *Cluster) await(what string, is func() bool) {
	c.t.Helper()
	require.Eventually(c.t, is, patience, 10*time.Millisecond, what)
}

func (c *Cluster) running() (running []*server.Server) {
	for _, s := range c.servers {
		if s != nil {
			running = append(running, s)
		}
	}
	return running
}

// URL names all servers, those that do not run included.
func (c *Cluster) URL() string {
	var urls []string
	for _, port := range c.clients {
		urls = append(urls, "nats://127.0.0.1:"+strconv.Itoa(port))
	}
	return strings.Join(urls, ",")
}

// Connect is a connection until the test ends, to any of the servers.
func (c *Cluster) Connect(options ...nats.Option) *nats.Conn {
	c.t.Helper()
	conn, err := nats.Connect(c.URL(), append([]nats.Option{
		nats.ReconnectWait(10 * time.Millisecond), nats.MaxReconnects(-1),
	}, options...)...)
	require.NoError(c.t, err)
	c.t.Cleanup(conn.Close)
	return conn
}

// Leader is the number of the server that leads a stream of that account.
func (c *Cluster) Leader(account, stream string) int {
	c.t.Helper()
	leader := -1
	c.await("nobody leads "+stream, func() bool {
		for n, s := range c.servers {
			if s != nil && s.JetStreamIsStreamLeader(account, stream) {
				leader = n
			}
		}
		return leader >= 0
	})
	return leader
}

// Settle waits until each server that runs holds the same of a stream.
func (c *Cluster) Settle(account, stream string) {
	c.t.Helper()
	c.await("the copies of "+stream+" do not become equal", func() bool {
		var seen []server.StreamState
		for _, s := range c.running() {
			known, err := s.LookupAccount(account)
			if err != nil {
				return false
			}
			info, err := s.JszAccount(&server.JSzOptions{Account: known.GetName(), Streams: true})
			if err != nil {
				return false
			}
			for _, found := range info.Streams {
				if found.Name == stream {
					seen = append(seen, found.State)
				}
			}
		}
		for _, state := range seen {
			if state.Msgs != seen[0].Msgs || state.LastSeq != seen[0].LastSeq {
				return false
			}
		}
		return len(seen) == len(c.running())
	})
}
