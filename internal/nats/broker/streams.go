package broker

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"vigil/internal/journal"
)

// duplicateWindow is the shortest that the server allows: opening a store reads
// its last window again, and nothing of ours relies on it.
const duplicateWindow = 100 * time.Millisecond

// noLimit is how JetStream writes "unlimited".
const noLimit = -1

// journalConfig is JOURNAL as the design lays it down. maxBytes 0 is unlimited.
func journalConfig(maxBytes int64, replicas int) jetstream.StreamConfig {
	if maxBytes <= 0 {
		maxBytes = noLimit
	}
	return jetstream.StreamConfig{
		Name:        JournalStream,
		Subjects:    []string{JournalSubjects},
		Storage:     jetstream.FileStorage,
		Replicas:    replicas,
		Retention:   jetstream.LimitsPolicy,
		Discard:     jetstream.DiscardNew,
		MaxBytes:    maxBytes,
		MaxMsgSize:  maxMessageBytes,
		Duplicates:  duplicateWindow,
		DenyDelete:  true,
		DenyPurge:   true,
		AllowDirect: true,
		PersistMode: jetstream.DefaultPersistMode,
	}
}

// JournalConfig is the canonical text that EnsureJournal gives for a size limit
// and a number of copies, known without a server.
func JournalConfig(maxBytes int64, replicas int) string {
	return CanonicalConfig(journalConfig(maxBytes, replicas))
}

// quick is the persist mode of what can be computed again. Replicas agree before
// they acknowledge, so that there is nothing to be quick with.
func quick(replicas int) jetstream.PersistModeType {
	if replicas > 1 {
		return jetstream.DefaultPersistMode
	}
	return jetstream.AsyncPersistMode
}

// feedConfig is a viewer's feed: never altered, and quick, for it can be
// recomputed from the journal.
func feedConfig(viewer string, replicas int) jetstream.StreamConfig {
	return jetstream.StreamConfig{
		Name:        FeedStream(viewer),
		Subjects:    []string{FeedSubject(viewer)},
		Storage:     jetstream.FileStorage,
		Replicas:    replicas,
		Retention:   jetstream.LimitsPolicy,
		Discard:     jetstream.DiscardNew,
		MaxMsgSize:  maxMessageBytes,
		Duplicates:  duplicateWindow,
		DenyDelete:  true,
		DenyPurge:   true,
		AllowDirect: true,
		PersistMode: quick(replicas),
	}
}

// viewConfig is a viewer's view: what the key-value API expects of a bucket with
// one value per key, in the quick persist mode that the API cannot ask for.
func viewConfig(viewer string, replicas int) jetstream.StreamConfig {
	return jetstream.StreamConfig{
		Name:              ViewStream(viewer),
		Subjects:          []string{ViewPrefix(viewer) + ">"},
		Storage:           jetstream.FileStorage,
		Replicas:          replicas,
		Retention:         jetstream.LimitsPolicy,
		Discard:           jetstream.DiscardNew,
		MaxMsgsPerSubject: 1,
		Duplicates:        duplicateWindow,
		DenyDelete:        true,
		AllowRollup:       true,
		AllowDirect:       true,
		PersistMode:       quick(replicas),
	}
}

// EnsureJournal makes JOURNAL, or finds it, and returns the canonical text of
// its configuration as the server tells it: one line a setting, the same bytes
// for the same configuration, to be hashed in genesis. conn is the hub's.
//
// It never alters a stream. One that differs from what is wanted is refused,
// named setting by named setting; so is one in the quick persist mode, which
// acknowledges what a power cut takes back.
func EnsureJournal(ctx context.Context, conn *nats.Conn, maxBytes int64) (config string, err error) {
	return ensureJournal(ctx, conn, maxBytes, 1)
}

func ensureJournal(ctx context.Context, conn *nats.Conn, maxBytes int64, replicas int) (config string, err error) {
	js, err := jetstream.New(conn)
	if err != nil {
		return "", fmt.Errorf("reach the journal: %w", err)
	}
	want := journalConfig(maxBytes, replicas)
	found, err := ensureStream(ctx, js, want)
	if err != nil {
		return "", err
	}
	if found.PersistMode == jetstream.AsyncPersistMode {
		return "", fmt.Errorf("the journal %s acknowledges before it writes (persist mode async): an acknowledged entry could be lost; do not use this store, look who made it so", JournalStream)
	}
	if diff := differences(want, found); diff != "" {
		return "", fmt.Errorf("the journal %s is not set up as it must be (%s): if the size limit was changed on purpose, ask for the old one; otherwise somebody altered the stream, so verify the journal first", JournalStream, diff)
	}
	return CanonicalConfig(found), nil
}

// ensureStream creates the stream unless one of that name is there, and returns
// the configuration that the server has.
func ensureStream(ctx context.Context, js jetstream.JetStream, want jetstream.StreamConfig) (jetstream.StreamConfig, error) {
	s, err := js.Stream(ctx, want.Name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		s, err = createStream(ctx, js, want)
	}
	if err != nil {
		return jetstream.StreamConfig{}, fmt.Errorf("make or find the stream %s: %w", want.Name, err)
	}
	return s.CachedInfo().Config, nil
}

// noPeers is what a cluster says of a new stream until each of its servers has told
// the others how much room it has: some seconds after the last of them has started.
const noPeers jetstream.ErrorCode = 10005

// createStream creates a stream, and waits for servers that have just started.
func createStream(ctx context.Context, js jetstream.JetStream, want jetstream.StreamConfig) (jetstream.Stream, error) {
	patience, cancel := context.WithTimeout(ctx, answersWithin)
	defer cancel()
	for {
		s, err := js.CreateStream(ctx, want)
		var api *jetstream.APIError
		if !errors.As(err, &api) || api.ErrorCode != noPeers {
			return s, err
		}
		if patience.Err() != nil {
			return nil, fmt.Errorf("%w: too few servers run that could keep the stream: %w", journal.ErrUnavailable, err)
		}
		pause(patience)
	}
}

// CanonicalConfig writes every setting of a stream that changes what it keeps,
// refuses or promises. Left out are description and metadata.
func CanonicalConfig(c jetstream.StreamConfig) string {
	var b strings.Builder
	for _, s := range settings(c) {
		b.WriteString(s.name + " " + s.value + "\n")
	}
	return b.String()
}

type setting struct{ name, value string }

// settings are in an order that must not change: genesis holds a hash of it.
func settings(c jetstream.StreamConfig) []setting {
	return []setting{
		{"name", c.Name},
		{"subjects", strings.Join(c.Subjects, " ")},
		{"storage", strings.ToLower(c.Storage.String())},
		{"num_replicas", text(max(c.Replicas, 1))},
		{"retention", strings.ToLower(c.Retention.String())},
		{"discard", strings.ToLower(strings.TrimPrefix(c.Discard.String(), "Discard"))},
		{"discard_new_per_subject", text(c.DiscardNewPerSubject)},
		{"max_bytes", limit(c.MaxBytes)},
		{"max_msgs", limit(c.MaxMsgs)},
		{"max_msgs_per_subject", limit(c.MaxMsgsPerSubject)},
		{"max_msg_size", limit(int64(c.MaxMsgSize))},
		{"max_age", limit(int64(c.MaxAge))},
		{"max_consumers", limit(int64(c.MaxConsumers))},
		{"consumer_limits", fmt.Sprintf("inactive_threshold %s max_ack_pending %d", c.ConsumerLimits.InactiveThreshold, c.ConsumerLimits.MaxAckPending)},
		{"duplicate_window", c.Duplicates.String()},
		{"sealed", text(c.Sealed)},
		{"deny_delete", text(c.DenyDelete)},
		{"deny_purge", text(c.DenyPurge)},
		{"allow_rollup_hdrs", text(c.AllowRollup)},
		{"allow_direct", text(c.AllowDirect)},
		{"mirror_direct", text(c.MirrorDirect)},
		{"allow_msg_ttl", text(c.AllowMsgTTL)},
		{"subject_delete_marker_ttl", c.SubjectDeleteMarkerTTL.String()},
		{"allow_msg_counter", text(c.AllowMsgCounter)},
		{"allow_msg_schedules", text(c.AllowMsgSchedules)},
		{"allow_atomic", text(c.AllowAtomicPublish)},
		{"allow_batched", text(c.AllowBatchPublish)},
		{"persist_mode", persistMode(c.PersistMode)},
		{"compression", strings.ToLower(c.Compression.String())},
		{"no_ack", text(c.NoAck)},
		{"first_seq", text(max(c.FirstSeq, 1))},
		{"mirror", source(c.Mirror)},
		{"sources", sources(c.Sources)},
		{"subject_transform", absent(c.SubjectTransform)},
		{"republish", absent(c.RePublish)},
		{"placement", absent(c.Placement)},
		{"template_owner", orNone(c.Template)},
	}
}

// differences names the settings in which found is not as wanted.
func differences(want, found jetstream.StreamConfig) string {
	var diff []string
	w, f := settings(want), settings(found)
	for i := range w {
		if w[i] != f[i] {
			diff = append(diff, fmt.Sprintf("%s is %q, not %q", w[i].name, f[i].value, w[i].value))
		}
	}
	return strings.Join(diff, "; ")
}

func text(v any) string { return fmt.Sprint(v) }

// limit writes 0 and -1 alike, as JetStream means them.
func limit(n int64) string {
	if n <= 0 {
		return "unlimited"
	}
	return text(n)
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func persistMode(m jetstream.PersistModeType) string {
	if m == jetstream.AsyncPersistMode {
		return "async"
	}
	return "default"
}

func source(s *jetstream.StreamSource) string {
	if s == nil {
		return "none"
	}
	if s.Consumer == nil {
		return s.Name
	}
	return s.Name + " " + s.Consumer.Name + " " + s.Consumer.DeliverSubject
}

func sources(all []*jetstream.StreamSource) string {
	if len(all) == 0 {
		return "none"
	}
	var names []string
	for _, s := range all {
		names = append(names, source(s))
	}
	return strings.Join(names, ", ")
}

func absent[T any](v *T) string {
	if v == nil {
		return "none"
	}
	return fmt.Sprintf("%+v", *v)
}
