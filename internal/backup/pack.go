package backup

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"vigil/events"
	"vigil/internal/journal"
)

const (
	packWord = "vigil-backup-pack/v1\n"
	maxHead  = 4 << 10 // bytes of an item's line
	maxBody  = 1 << 20 // bytes of an item; a longer file is many
)

// The kinds of an item.
const (
	record = "record"
	piece  = "file"
	gone   = "gone"
)

// item is one thing in a pack.
type item struct {
	kind   string
	record journal.Record // of a record; its Body is body
	path   string         // of a file
	offset int64
	body   []byte
	digest events.Digest // of body
	at     int64         // where its line begins in the pack
}

func (i item) line() string {
	if i.kind == record {
		return fmt.Sprintf("record %d %s %s %d %s\n", i.record.Seq, i.record.Subject, i.record.Stored.UTC().Format(time.RFC3339Nano), len(i.body), i.digest)
	}
	return fmt.Sprintf("%s %d %d %s %s\n", i.kind, i.offset, len(i.body), i.digest, i.path)
}

// parseLine reads an item's line, without its line feed, and says how long its body
// is. The body, when it is there, must give the same line again.
func parseLine(line string) (i item, size int, err error) {
	bad := fmt.Errorf("%q is no line of a pack", clipped(line))
	words := strings.SplitN(line, " ", 5)
	if len(words) != 5 {
		return i, 0, bad
	}
	i.kind = words[0]
	switch i.kind {
	case record:
		rest := strings.Split(words[4], " ")
		if len(rest) != 2 {
			return i, 0, bad
		}
		var err1, err2 error
		i.record.Seq, err = strconv.ParseUint(words[1], 10, 64)
		i.record.Subject = words[2]
		i.record.Stored, err1 = time.Parse(time.RFC3339Nano, words[3])
		size, err2 = strconv.Atoi(rest[0])
		err = errors.Join(err, err1, err2, journal.CheckSubject(i.record.Subject))
	case piece, gone:
		var err1 error
		i.path = words[4]
		i.offset, err = strconv.ParseInt(words[1], 10, 64)
		size, err1 = strconv.Atoi(words[2])
		err = errors.Join(err, err1)
		if !filepath.IsLocal(i.path) || path.Clean(i.path) != i.path || i.offset < 0 {
			err = bad
		}
	default:
		return i, 0, bad
	}
	if err != nil || size < 0 || size > maxBody {
		return i, 0, bad
	}
	return i, size, nil
}

func clipped(s string) string {
	if len(s) > 60 {
		return s[:60] + "…"
	}
	return s
}

// packReader reads the items of a pack one after the other.
type packReader struct {
	r  *bufio.Reader
	at int64
}

// openPack reads a pack from its beginning.
func openPack(r io.Reader) (*packReader, error) {
	p := &packReader{r: bufio.NewReaderSize(r, 256<<10)}
	word := make([]byte, len(packWord))
	if _, err := io.ReadFull(p.r, word); err != nil || string(word) != packWord {
		return nil, fmt.Errorf("it does not begin with %q", strings.TrimSpace(packWord))
	}
	p.at = int64(len(packWord))
	return p, nil
}

// next gives the next item, io.EOF behind the last. The body is the caller's.
func (p *packReader) next() (item, error) {
	raw, err := p.r.ReadSlice('\n')
	if errors.Is(err, io.EOF) && len(raw) == 0 {
		return item{}, io.EOF
	}
	if err != nil || len(raw) > maxHead {
		return item{}, errors.New("it ends within a line, or the line is too long")
	}
	line := string(raw)
	i, size, err := parseLine(strings.TrimSuffix(line, "\n"))
	if err != nil {
		return i, err
	}
	i.at = p.at
	body := make([]byte, size+1)
	if _, err := io.ReadFull(p.r, body); err != nil {
		return i, errors.New("it ends within an item")
	}
	if body[size] != '\n' {
		return i, fmt.Errorf("the item %q is not as long as it says", clipped(line))
	}
	i.body = body[:size:size]
	i.record.Body, i.digest = i.body, events.DigestOf(i.body)
	if i.line() != line {
		return i, fmt.Errorf("the item %q does not have the digest it says", clipped(line))
	}
	p.at += int64(len(line) + len(body))
	return i, nil
}

// packWriter writes one pack, and counts and hashes it.
type packWriter struct {
	name string
	file *os.File
	w    *bufio.Writer
	hash hash.Hash
	size int64
}

func createPack(dir, name string) (*packWriter, error) {
	f, err := os.OpenFile(filepath.Join(dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	p := &packWriter{name: name, file: f, hash: sha256.New()}
	p.w = bufio.NewWriterSize(io.MultiWriter(f, p.hash), 256<<10)
	return p, p.write([]byte(packWord))
}

func (p *packWriter) write(b []byte) error {
	n, err := p.w.Write(b)
	p.size += int64(n)
	return err
}

func (p *packWriter) add(i item) error {
	i.digest = events.DigestOf(i.body)
	return errors.Join(p.write([]byte(i.line())), p.write(i.body), p.write([]byte{'\n'}))
}

func (p *packWriter) empty() bool { return p.size == int64(len(packWord)) }

// close flushes the pack to the disk and says what it is.
func (p *packWriter) close() (Pack, error) {
	err := errors.Join(p.w.Flush(), p.file.Sync(), p.file.Close())
	return Pack{Name: p.name, Size: p.size, Digest: hex.EncodeToString(p.hash.Sum(nil))}, err
}
