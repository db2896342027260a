package broker

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// Scratch serves a copy of a store, so that an auditor's look cannot alter the
// original: opening a store truncates and rewrites its files.
//
// It needs no keys: the account that holds the journal is found by its
// directory. What it serves is what the copy's files say, true or not.
type Scratch struct {
	server *server.Server
	dir    string
	Conn   *nats.Conn // in the account that holds the journal; may do anything there
}

// OpenScratch copies the journal, feeds and views of the data directory from into
// dir, which must be empty, and serves them. The caller holds the lock of from,
// so that nobody writes while it is copied.
func OpenScratch(from, dir string, log *slog.Logger) (*Scratch, error) {
	return openScratch(from, dir, JournalStream, log)
}

// OpenAuditScratch does the same with the audit's mirror of the journal: what is left
// of it where the journal itself is damaged.
func OpenAuditScratch(from, dir string, log *slog.Logger) (*Scratch, error) {
	return openScratch(from, dir, AuditStream, log)
}

func openScratch(from, dir, stream string, log *slog.Logger) (*Scratch, error) {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	account, err := accountWith(from, stream)
	if err != nil {
		return nil, err
	}
	streams := filepath.Join("jetstream", account, "streams")
	if err := os.CopyFS(filepath.Join(dir, streams), os.DirFS(filepath.Join(from, streams))); err != nil {
		return nil, fmt.Errorf("copy the store to %s: %w: make room there, or set TMPDIR", dir, err)
	}
	// The sources of mirrors have nobody to feed here.
	consumers, _ := filepath.Glob(filepath.Join(dir, streams, "*", "obs", "*"))
	for _, path := range consumers {
		if err := os.RemoveAll(path); err != nil {
			return nil, err
		}
	}
	auditor := server.NewAccount(account)
	s, err := server.NewServer(&server.Options{
		ServerName: "vigil-scratch", DontListen: true, NoSigs: true, NoLog: true,
		JetStream: true, StoreDir: dir,
		Accounts: []*server.Account{auditor},
		Users:    []*server.User{{Username: "auditor", Password: "auditor", Account: auditor}},
	})
	if err != nil {
		return nil, fmt.Errorf("serve the copy: %w", err)
	}
	s.SetLogger(&serverLog{log: log}, false, false)
	s.Start()
	sc := &Scratch{server: s, dir: dir}
	if !s.ReadyForConnections(startLimit) {
		return nil, errors.Join(fmt.Errorf("the copy is not served after %s", startLimit), sc.Close())
	}
	known, err := s.LookupAccount(account)
	if err == nil {
		err = known.EnableJetStream(nil, nil)
	}
	if err == nil {
		sc.Conn, err = nats.Connect("", nats.InProcessServer(s), nats.UserInfo("auditor", "auditor"))
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("serve the copy: %w", err), sc.Close())
	}
	return sc, nil
}

// Close ends the server and removes the copy.
func (s *Scratch) Close() error {
	if s.Conn != nil {
		s.Conn.Close()
	}
	s.server.Shutdown()
	s.server.WaitForShutdown()
	return os.RemoveAll(s.dir)
}

// accountWith finds the account's directory that holds a stream.
func accountWith(storeDir, stream string) (string, error) {
	found, err := fs.Glob(os.DirFS(filepath.Join(storeDir, "jetstream")), filepath.Join("*", "streams", stream))
	if err != nil || len(found) != 1 {
		return "", fmt.Errorf("%s holds no %s (%d found): is it a vigil data directory?", storeDir, stream, len(found))
	}
	return filepath.Dir(filepath.Dir(found[0])), nil
}
