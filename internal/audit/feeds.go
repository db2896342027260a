package audit

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"vigil/events"
	"vigil/internal/apply"
	"vigil/internal/journal"
)

// change is what one message made of one document.
type change struct {
	counter uint64
	key     string
	digest  events.Digest
}

// expect keeps what the streams must hold because of one entry.
func (p *pass) expect(told []apply.Telling) error {
	for _, t := range told {
		if p.o.Feeds != nil {
			for _, m := range t.Messages {
				p.feeds[t.Viewer] = append(p.feeds[t.Viewer], events.DigestOf(m.Bytes))
			}
		}
		if p.o.Views != nil {
			last := t.Messages[len(t.Messages)-1].Content.Counter
			document, err := t.Change.Document()
			if err != nil {
				return err
			}
			p.views[t.Viewer] = append(p.views[t.Viewer], change{last, t.Change.Key, events.DigestOf(document)})
		}
	}
	return nil
}

// compareFeeds holds every stored message against its recomputation.
func (p *pass) compareFeeds() error {
	if p.o.Feeds == nil {
		return nil
	}
	for _, v := range p.house.Viewers() {
		if err := p.compareFeed(v, p.feeds[v]); err != nil {
			return err
		}
	}
	return nil
}

func (p *pass) compareFeed(v events.Viewer, want []events.Digest) error {
	var differ, firstOf, extra uint64
	last, err := p.o.Feeds.ReadFeed(p.ctx, string(v), 1, func(counter uint64, message []byte) error {
		switch {
		case counter > uint64(len(want)):
			extra++
		case events.DigestOf(message) == want[counter-1]:
			p.report.Messages++
		default:
			if differ++; firstOf == 0 {
				firstOf = counter
			}
		}
		return nil
	})
	p.report.Feeds++
	found := func(what Kind, holds uint64, text string, args ...any) {
		f := Finding{Viewer: v, What: what, Text: fmt.Sprintf("feed of %s: ", v) + fmt.Sprintf(text, args...),
			Holds: fmt.Sprintf("messages 1–%d of it are what the journal gives", holds), Next: keepAndRestore, Cause: err}
		if holds == 0 {
			f.Holds = "none of its messages is what the journal gives"
		}
		if what == FeedBehind {
			f.Weight, f.Next = Notice, "start the hub: it writes what is missing"
		}
		p.found(f)
	}
	sound := last
	if firstOf > 0 {
		sound = firstOf - 1
	}
	sound = min(sound, uint64(len(want)))
	if differ > 0 {
		found(FeedDiffers, sound, "message %d is not the one that the journal gives, nor are %d more", firstOf, differ-1)
	}
	if extra > 0 && p.broken == 0 {
		found(FeedExtra, sound, "it has %d messages more than the %d that the journal gives", extra, len(want))
	}
	switch {
	case errors.Is(err, journal.ErrNoViewer):
		found(FeedBehind, 0, "it was not made yet; the journal gives it %d messages", len(want))
	case errors.Is(err, journal.ErrDamaged):
		found(FeedDamaged, sound, "a message is missing behind message %d", last)
	case err != nil:
		return fmt.Errorf("feed of %s: %w", v, err)
	case last < uint64(len(want)):
		found(FeedBehind, sound, "it has %d of the %d messages that the journal gives", last, len(want))
	}
	return nil
}

// Keys of a view that are no documents; the hub writes them beside.
const (
	metaPrefix   = "meta."
	metaPosition = "meta.position" // the counter of the last message folded in
)

// compareViews holds every stored document against the fold of its feed. Behind
// a broken chain there is no such fold.
func (p *pass) compareViews() error {
	if p.o.Views == nil || p.broken != 0 {
		return nil
	}
	for _, v := range p.house.Viewers() {
		have, err := p.o.Views.Views(p.ctx, string(v))
		if err != nil && !errors.Is(err, journal.ErrNoViewer) && !errors.Is(err, journal.ErrDamaged) {
			return fmt.Errorf("view of %s: %w", v, err)
		}
		p.compareView(v, have)
	}
	return nil
}

func (p *pass) compareView(v events.Viewer, have map[string][]byte) {
	want, err := p.house.View(v).Documents()
	if err != nil {
		p.found(Finding{Viewer: v, What: ViewDiffers, Text: fmt.Sprintf("view of %s: it cannot be folded", v), Next: askTheHub, Cause: err})
		return
	}
	stale := p.stale(v, have)
	found := func(what Kind, key, text string) {
		f := Finding{Viewer: v, Key: key, What: what, Text: fmt.Sprintf("view of %s, document %s: %s", v, key, text),
			Holds: "journal and feeds are not touched by it", Next: healed}
		if what == ViewBehind {
			f.Weight = Notice
		}
		p.found(f)
	}
	for _, key := range slices.Sorted(maps.Keys(want)) {
		stored, there := have[key]
		switch {
		case bytes.Equal(stored, want[key]):
			p.report.Views++
		case stale(key, stored, there):
			found(ViewBehind, key, "it is as it was some messages ago")
		case !there:
			found(ViewMissing, key, "it is missing")
		default:
			found(ViewDiffers, key, "it is not what its feed gives")
		}
	}
	for _, key := range slices.Sorted(maps.Keys(have)) {
		if want[key] == nil && !strings.HasPrefix(key, metaPrefix) {
			found(ViewExtra, key, "its feed gives no such document")
		}
	}
}

// stale tells an honest document that is behind from a false one: the view says
// that it is folded as far as some earlier message, and the document is what it
// was then; or what a later one made of it, since the hub writes documents first.
func (p *pass) stale(v events.Viewer, have map[string][]byte) func(key string, stored []byte, there bool) bool {
	changes := p.views[v]
	var position uint64
	if says, ok := have[metaPosition]; ok {
		var err error
		if position, err = strconv.ParseUint(string(says), 10, 64); err != nil {
			position = p.house.View(v).Counter
		}
	}
	done := 0
	for done < len(changes) && changes[done].counter <= position {
		done++
	}
	return func(key string, stored []byte, there bool) bool {
		if done == len(changes) {
			return false
		}
		digest := events.DigestOf(stored)
		if there && slices.ContainsFunc(changes[done:], func(c change) bool { return c.key == key && c.digest == digest }) {
			return true
		}
		for _, c := range slices.Backward(changes[:done]) {
			if c.key == key {
				return there && c.digest == digest
			}
		}
		return !there
	}
}
