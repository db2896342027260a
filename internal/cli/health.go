package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"vigil/events"
	"vigil/internal/journal"
	"vigil/internal/tracker"
)

// health is what a hub says of itself to its operators: to those who have its
// directory, and to nobody else, for how much is in the journal tells what there is
// that others may not see.
type health struct {
	At         events.Time        `json:"at"`
	Entries    uint64             `json:"entries"`
	Durability journal.Durability `json:"durable"`
	Stopped    string             `json:"stopped,omitempty"` // why no commands are taken
	Since      events.Time        `json:"since,omitzero"`
	Clocks     string             `json:"clocks,omitempty"`
	Looked     events.Time        `json:"looked,omitzero"`  // the stores were as they must be
	Read       events.Time        `json:"read,omitzero"`    // all that stood in the journal then was read again, and is right
	Through    uint64             `json:"through,omitzero"` // of the reading on its way
	Blind      string             `json:"blind,omitempty"`  // why the last look saw nothing
	First      string             `json:"first,omitempty"`  // of what is wrong, once the hub has stopped itself
	Room       roomLeft           `json:"room"`
}

// roomLeft is how full the journal is.
type roomLeft struct {
	Used    uint64      `json:"used"`
	Most    uint64      `json:"most,omitzero"` // none: no limit is known
	By      string      `json:"by,omitempty"`  // what limits: the journal's size, or the disk
	Percent uint64      `json:"percent"`
	Growth  uint64      `json:"growth"` // bytes within the window
	Window  string      `json:"window"`
	Full    events.Time `json:"full,omitzero"` // at this rate
}

func healthOf(s tracker.Status, at events.Time) *health {
	h := &health{At: at, Entries: s.Entries, Durability: s.Durability, Stopped: s.Stopped, Since: s.Since, Clocks: s.Clocks,
		Looked: s.Guard.Looked, Read: s.Guard.Read, Through: s.Guard.Through, Blind: s.Guard.Blind, First: s.Guard.First,
		Room: roomLeft{Used: s.Room.Used, Most: s.Room.Most, Percent: s.Room.Percent, Growth: s.Room.Growth, Window: s.Room.Window, Full: s.Room.Full}}
	switch {
	case s.Room.Disk:
		h.Room.By = "disk"
	case s.Room.Most > 0:
		h.Room.By = "limit"
	}
	return h
}

func (d directory) health() string { return d.path("data", "health.json") }

// keepHealth is for the hub that runs here: it writes down what it says of itself.
// Whoever looks meanwhile finds the last or the next, never a piece.
func (d directory) keepHealth(now func() time.Time, problem func(error)) func(tracker.Status) {
	var mu sync.Mutex
	return func(s tracker.Status) {
		mu.Lock()
		defer mu.Unlock()
		b, err := json.MarshalIndent(healthOf(s, events.TimeOf(now())), "", "  ")
		aside := d.health() + ".new"
		if err == nil {
			err = os.WriteFile(aside, append(b, '\n'), 0o600)
		}
		if err == nil {
			err = os.Rename(aside, d.health())
		}
		if err != nil {
			problem(err)
		}
	}
}

// readHealth is what the hub that runs here wrote last, nil if none does or the
// reader has not its directory.
func (d directory) readHealth() *health {
	b, err := os.ReadFile(d.health())
	var h health
	if err != nil || json.Unmarshal(b, &h) != nil {
		return nil
	}
	return &h
}

// forgetHealth is for a hub that stops in order.
func (d directory) forgetHealth() error {
	if err := os.Remove(d.health()); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// tellHealth prints what only the hub's operators are told.
// A clock that stands still says nothing of when.
func (c *Call) tellHealth(line func(label, text string), h *health, steady bool) {
	if h == nil {
		return
	}
	if h.Stopped != "" {
		line("STOPPED", h.Stopped)
		line("Wrong", or(h.First, "the first wrong record is being looked for"))
	}
	line("Room", said(fmt.Sprint(h.Entries), "entries,", c.roomLine(h.Room)))
	line("Guard", c.guardLine(h, steady))
}

// guardLine says what the hub's guard has seen.
func (c *Call) guardLine(h *health, steady bool) string {
	text := "stores looked at " + c.agoIf(h.Looked)
	switch {
	case h.Stopped != "":
		return "STOPPED; all was right at " + c.clock.at(h.Looked)
	case !steady && h.Blind == "":
		return "the stores are as they must be"
	case h.Looked.IsZero():
		text = "the stores were not looked at yet"
	case h.Blind != "":
		text = "STORES NOT SEEN since " + c.clock.at(h.Looked) + ": " + h.Blind
	}
	switch {
	case h.Read.IsZero() && h.Through == 0:
		return text + "; not read again yet"
	case h.Read.IsZero():
		return text + fmt.Sprintf("; being read again, %d of %d so far", h.Through, h.Entries)
	}
	return text + "; all that stood in the journal " + c.agoIf(h.Read) + " was read again and is right"
}

// roomLine says how full the journal is and when it will be.
func (c *Call) roomLine(r roomLeft) string {
	if r.Most == 0 {
		return said(sized(r.Used), "used; no limit is known")
	}
	of := "of the " + sized(r.Most) + " that it was given"
	if r.By == "disk" {
		of = "of the " + sized(r.Most) + " that its disk has room for"
	}
	text := said(fmt.Sprintf("%d %% full:", r.Percent), sized(r.Used), of)
	left := r.Full.Sub(c.clock.now)
	switch {
	case r.Full.IsZero():
		text += fmt.Sprintf("; %s in the last %s says nothing of when it is full", sized(r.Growth), r.Window)
	case left <= 0:
		text += "; FULL at the rate of the last " + r.Window
	default:
		text += fmt.Sprintf("; at the rate of the last %s (%s) full in %s", r.Window, sized(r.Growth), farSpan(left))
	}
	if r.Percent >= 95 {
		text += "; NO DECISIONS are taken, facts are"
	}
	return text
}

// farSpan is a span in days if it is long.
func farSpan(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d >= 2*365*day:
		return fmt.Sprintf("%d years", int(d/(365*day)))
	case d >= 2*day:
		return fmt.Sprintf("%d days", int(d/day))
	}
	return span(d)
}

// sized writes a size with the unit that fits.
func sized(n uint64) string {
	for _, unit := range []struct {
		name string
		size uint64
	}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}} {
		if n >= unit.size {
			return fmt.Sprintf("%.1f %s", float64(n)/float64(unit.size), unit.name)
		}
	}
	return fmt.Sprintf("%d bytes", n)
}
