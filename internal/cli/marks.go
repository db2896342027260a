package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"

	"vigil/events"
	"vigil/internal/failpoint"
	"vigil/internal/gateway"
)

// marksFile keeps the read marks of one country's officers: a line of JSON for
// each officer and viewer. It is read afresh each time, since a gateway and a
// command without a hub may both keep it, and replaced as a whole: written aside,
// flushed, renamed. It implements gateway.Marks.
type marksFile struct {
	mu   sync.Mutex
	path string
}

type markLine struct {
	Viewer events.Viewer `json:"viewer"`
	Key    events.KeyID  `json:"key"`
	Mark   gateway.Mark  `json:"mark"`
}

func (l markLine) is(v events.Viewer, key events.KeyID) bool { return l.Viewer == v && l.Key == key }

// Mark implements gateway.Marks.
func (f *marksFile) Mark(v events.Viewer, key events.KeyID) (gateway.Mark, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	lines, err := f.read()
	for _, l := range lines {
		if l.is(v, key) {
			return l.Mark, err
		}
	}
	return gateway.Mark{}, err
}

// SetMark implements gateway.Marks.
func (f *marksFile) SetMark(v events.Viewer, key events.KeyID, m gateway.Mark) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	lines, err := f.read()
	if err != nil {
		return err
	}
	lines = slices.DeleteFunc(lines, func(l markLine) bool { return l.is(v, key) })
	lines = append(lines, markLine{v, key, m})
	slices.SortFunc(lines, func(a, b markLine) int {
		return strings.Compare(string(a.Viewer)+" "+string(a.Key), string(b.Viewer)+" "+string(b.Key))
	})
	var text bytes.Buffer
	for _, l := range lines {
		line, err := events.Marshal(l)
		if err != nil {
			return err
		}
		text.Write(append(line, '\n'))
	}
	failpoint.At("bookmark-unwritten")
	err = replace(f.path, text.Bytes())
	failpoint.At("bookmark-written")
	return err
}

func (f *marksFile) read() (lines []markLine, err error) {
	text, err := os.ReadFile(f.path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for text := range bytes.Lines(text) {
		var l markLine
		if err := events.Unmarshal(bytes.TrimSuffix(text, []byte("\n")), &l); err != nil {
			return nil, fmt.Errorf("%s is damaged: %w: remove it, and every officer begins to read anew", f.path, err)
		}
		lines = append(lines, l)
	}
	return lines, nil
}
