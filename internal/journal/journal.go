// Package journal holds the ports of everything vigil stores in streams: the
// journal itself, the feeds cut from it, and the views folded from those. Each
// port has one implementation in memory here; the one on JetStream is in
// internal/nats/store. The suite in journaltest says what both must do.
//
// The ports carry bytes. What the bytes mean is the business of package events.
package journal

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Record is one stored journal message: the raw bytes of an entry and where it
// stands. Seq is dense from 1 over the whole stream. Stored is the store's own
// time, outside every digest; a scenario journal does not compare it.
type Record struct {
	Seq     uint64
	Subject string // operation ULID, or "registry"
	Stored  time.Time
	Body    []byte
}

// Journal is the one thing that cannot be recomputed.
type Journal interface {
	// Append stores body as the next record of subject, provided that subject's
	// last record is the one at sequence after (0: subject has none). It MUST
	// return only when the record is durable as State.Durability promises.
	//
	// A caller MUST pass the sequence it decided on, never one read afresh.
	// Errors: ErrConflict (nothing stored), ErrFull (nothing stored),
	// ErrUnknownOutcome (it may or may not be stored: read, look for your own
	// command, then try again), ErrDamaged (the store contradicts itself).
	//
	// Append does not look for doubles: the same body twice, each time with the
	// right after, is stored twice.
	Append(ctx context.Context, subject string, body []byte, after uint64) (seq uint64, err error)

	// Read calls f for every record from sequence from up to the last one known
	// when it was called, in order, and returns that last sequence. A gap is a
	// *GapError. f must not keep Body unless it copies it.
	Read(ctx context.Context, from uint64, f func(Record) error) (last uint64, err error)

	// Load returns single records of known sequences, in the order asked.
	Load(ctx context.Context, seqs ...uint64) ([]Record, error)

	// State says what the store believes of itself.
	State(ctx context.Context) (State, error)
}

// State is a store's own account of the journal; an auditor compares it.
type State struct {
	First, Last uint64
	Messages    uint64
	Deleted     uint64
	Bytes       uint64
	MaxBytes    uint64 // 0: unlimited
	Durability  Durability
	Config      string // canonical text of the stream's configuration, hashed in genesis
}

// Sound reports what in a state contradicts an append-only stream, or nil.
func (s State) Sound() error {
	switch {
	case s.Last == 0 && s.Messages == 0:
		return nil
	case s.First != 1:
		return fmt.Errorf("%w: the first record is %d, not 1", ErrDamaged, s.First)
	case s.Deleted != 0:
		return fmt.Errorf("%w: %d records deleted", ErrDamaged, s.Deleted)
	case s.Messages != s.Last:
		return fmt.Errorf("%w: %d records but the last is number %d", ErrDamaged, s.Messages, s.Last)
	}
	return nil
}

// Durability is what an acknowledged append survives.
type Durability string

const (
	Memory    Durability = "memory"    // nothing: for tests
	Fsync     Durability = "fsync"     // a power cut of this machine
	Periodic  Durability = "periodic"  // a crash of the process, not a power cut
	Replicate Durability = "replicate" // the loss of a minority of replicas
)

// FeedReader reads the feed of one viewer. A message's number is its counter,
// dense from 1.
type FeedReader interface {
	// ReadFeed calls f for every message from counter from up to the last one
	// known when called, in order, and returns that last counter.
	ReadFeed(ctx context.Context, viewer string, from uint64, f func(counter uint64, message []byte) error) (last uint64, err error)

	// FollowFeed does the same and goes on with what comes, until ctx ends or f
	// returns an error, which it returns. A gap is a *GapError.
	FollowFeed(ctx context.Context, viewer string, from uint64, f func(counter uint64, message []byte) error) error
}

// Feeds is the hub's side: reading, and writing each message once.
type Feeds interface {
	FeedReader

	// EnsureViewer makes the feed and the view of viewer if they do not exist.
	// It is idempotent.
	EnsureViewer(ctx context.Context, viewer string) error

	// AppendFeed stores message as number counter. If that number is already
	// stored with equal bytes it returns nil; with other bytes, ErrDamaged.
	// Feeds can be recomputed: an append need not survive a power cut.
	AppendFeed(ctx context.Context, viewer string, counter uint64, message []byte) error
}

// ViewReader reads the documents of one viewer by key: an operation's ULID,
// or a key that begins with "meta.".
type ViewReader interface {
	// GetView returns the document, or ErrNoDocument.
	GetView(ctx context.Context, viewer, key string) ([]byte, error)
	// Views returns all documents of viewer by key.
	Views(ctx context.Context, viewer string) (map[string][]byte, error)
}

// Views is the hub's side of the views. They are disposable.
type Views interface {
	ViewReader
	PutView(ctx context.Context, viewer, key string, document []byte) error
	DeleteView(ctx context.Context, viewer, key string) error
}

var (
	// ErrConflict: the subject has grown since the caller looked.
	ErrConflict = errors.New("the operation changed since it was read")
	// ErrFull: the journal reached its size limit; nothing was stored.
	ErrFull = errors.New("the journal is full")
	// ErrUnknownOutcome: the store did not answer; the record may be there.
	ErrUnknownOutcome = errors.New("no answer from the journal; the outcome is unknown")
	// ErrUnavailable: the store cannot be reached; nothing was asked of it.
	ErrUnavailable = errors.New("the journal cannot be reached")
	// ErrDamaged: the store contradicts itself or what is known of it.
	ErrDamaged = errors.New("the store is damaged")
	// ErrNoDocument: no document under that key.
	ErrNoDocument = errors.New("no such document")
	// ErrLocked: another process uses the directory.
	ErrLocked = errors.New("the directory is in use by another process")
)

// GapError is a missing or doubled number where a dense sequence must be.
type GapError struct {
	Where     string // "journal", or "feed of at"
	Want, Got uint64
}

func (e *GapError) Error() string {
	return fmt.Sprintf("%s: record %d expected, %d found", e.Where, e.Want, e.Got)
}

// Is makes every gap a damage.
func (e *GapError) Is(target error) bool { return target == ErrDamaged }
