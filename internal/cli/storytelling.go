package cli

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"vigil/events"
	"vigil/internal/drill"
	"vigil/internal/gateway"
	"vigil/projections"
)

// A demonstration is read while it plays. Each scene is a sentence, then what
// officers type and what is recorded, then who directs. Preparations that go alike
// are told in one line, and what the hub's clock says is told between the commands.

// Where the lines of a scene begin: a time and a command, and under it what came
// of that.
const (
	actColumn     = 10
	outcomeColumn = 12
	tableColumn   = 2
)

// storyteller prints a scenario while it is played.
type storyteller struct {
	*Call
	onlooker onlooker
	s        *playing
	script   drill.Script
	alike    batches
	ticking  clockwork
	pause    time.Duration // for each line that is to be read
	bar      bar

	refused  int
	time     string // the last that was printed
	directed string // who directed when it was last said
	acted    bool   // in this scene, after it had left
	contrast bool   // two desks were shown beside each other
}

func (c *Call) storyteller(s *playing, script drill.Script, pause time.Duration) *storyteller {
	return &storyteller{
		Call: c, onlooker: s, s: s, script: script, alike: batched(script), pause: pause, bar: c.bar(script),
		ticking: clockwork{s: s, teller: newTeller(clock{now: s.clock.Now(), zone: time.UTC})},
	}
}

// before tells a step that is about to be done.
func (t *storyteller) before(ctx context.Context, step drill.Step) {
	t.bar.clear()
	switch step.Kind {
	case drill.Narrate:
		t.scene(ctx, step)
	case drill.Act, drill.Refused:
		t.s.width = t.width() - column(step)
		if t.alike.told(step) {
			t.hanging(t.moment(), actColumn, faint, t.line(step))
		}
	}
	t.bar.draw(step, t.s.site.tracker.Status().Entries)
	if step.Kind == drill.Narrate {
		t.wait(ctx, step)
	}
}

// after tells what came of a step.
func (t *storyteller) after(ctx context.Context, step drill.Step, r drill.Result) {
	t.bar.clear()
	switch step.Kind {
	case drill.Refused:
		t.refused++
		t.acted = true
		t.outcome(step, strings.TrimPrefix(withoutID(r.Stderr), banner(events.Exercise)))
		t.wait(ctx, step)
	case drill.Act:
		t.acted = t.acted || t.alike[step.Line] == 1
		if t.alike[step.Line] == 1 && !t.beside(ctx, step) {
			t.outcome(step, told(r.Stdout))
		}
		t.wait(ctx, step)
	case drill.SetClock:
		t.clockSaid(ctx)
	}
	t.bar.draw(step, t.s.site.tracker.Status().Entries)
}

// scene ends one scene and begins the next.
func (t *storyteller) scene(ctx context.Context, step drill.Step) {
	t.direction(ctx)
	t.time = t.s.clock.Now().Std().Format("15:04Z")
	head := banner(events.Exercise) + t.time + "  "
	for i, piece := range fold(step.Text, t.width()-len([]rune(head))) {
		if i > 0 {
			head = strings.Repeat(" ", len([]rune(head)))
		}
		fmt.Fprintln(t.Stdout, head+t.paint(bold, strings.TrimRight(piece, " ")))
	}
}

// direction ends a scene: who directs, and whether that has moved. The lead knows.
func (t *storyteller) direction(ctx context.Context) {
	if !t.acted {
		return
	}
	t.acted = false
	now, err := t.directing(ctx)
	if err != nil {
		t.log().Error("asking who directs", "error", err)
		return
	}
	moved := " now"
	switch t.directed {
	case now:
		moved = ", as before"
	case "":
		moved = ""
	}
	if now == "" {
		return
	}
	t.directed = now
	fmt.Fprintf(t.Stdout, "%s%s\n", strings.Repeat(" ", actColumn), t.paint(notice, "═ "+now+" directs"+moved))
}

// directing is who directs each part, as the lead is told; empty before anything
// left.
func (t *storyteller) directing(ctx context.Context) (string, error) {
	lead := leadOf(t.script)
	session, err := t.s.connect(ctx, Connect{Desk: lead})
	if err != nil {
		return "", err
	}
	docs, err := session.Desk.Documents(ctx, gateway.Asker{Viewer: lead, Surface: "cli demo"})
	if err != nil {
		return "", err
	}
	for _, d := range docs {
		left := slices.ContainsFunc(d.Parts, func(p projections.PartLine) bool {
			return p.Directs != "" || p.Left != "" || !p.Ended.IsZero()
		})
		if string(d.Name) == codename(t.script) && left {
			return eachPart(d, func(p projections.PartLine) string { return directs(d, p) }), nil
		}
	}
	return "", nil
}

// clockSaid tells what the hub's clock has said by itself.
func (t *storyteller) clockSaid(ctx context.Context) {
	t.ticking.teller.clock.now = t.s.clock.Now()
	said, err := t.ticking.said(ctx)
	if err != nil {
		t.log().Error("reading what the clock said", "error", err)
	}
	for _, x := range said {
		t.time = x.at
		fmt.Fprintf(t.Stdout, "  %-*s%s\n", actColumn-2, x.at, t.paint(alarm, "◷ The hub's clock, by itself:"))
		for _, line := range x.lines {
			t.consequenceAt(outcomeColumn, 0, line)
		}
	}
}

// moment is what stands before a command: the time, where it moved in this scene.
func (t *storyteller) moment() string {
	now := t.s.clock.Now().Std().Format("15:04Z")
	if now == t.time {
		return ""
	}
	t.time = now
	return "  " + now
}

// outcome prints what a command printed, in its place: a screen as it is, all else
// folded.
func (t *storyteller) outcome(step drill.Step, text string) {
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		body := strings.TrimLeft(line, " ")
		p := paint("")
		if strings.HasPrefix(body, "▲") {
			p = alarm
		}
		if isScreen(step) {
			fmt.Fprintln(t.Stdout, strings.Repeat(" ", column(step))+t.paint(p, line))
			continue
		}
		t.hanging("", outcomeColumn+len(line)-len(body), p, body)
	}
}

// isScreen tells whether what a step prints is laid out already.
func isScreen(step drill.Step) bool {
	return isTable(step) || len(step.Words) > 1 && step.Words[1] == "show"
}

func isTable(step drill.Step) bool { return len(step.Words) > 2 && step.Words[2] == "ls" }

// column is where that stands: tables need the room.
func column(step drill.Step) int {
	if isTable(step) {
		return tableColumn
	}
	return outcomeColumn
}

// consequenceAt prints what followed, marked and folded.
func (t *storyteller) consequenceAt(column, i int, line string) {
	p := paint("")
	if alarming(line) {
		line, p = "▲ "+line, alarm
	} else if i > 0 {
		line = "→ " + line
	}
	t.hanging("", column, p, line)
}

// hanging prints a text that begins in a column and is folded behind it.
func (t *storyteller) hanging(head string, column int, p paint, text string) {
	pad, indent := max(column-len([]rune(head)), 0), 2
	for i, piece := range fold(text, max(t.width()-column-indent, 24)) {
		if i > 0 {
			head, pad = "", column+indent
		}
		fmt.Fprintln(t.Stdout, head+strings.Repeat(" ", pad)+t.paint(p, strings.TrimRight(piece, " ")))
	}
}

// wait gives time to read a step, by how much there is to read.
func (t *storyteller) wait(ctx context.Context, step drill.Step) {
	lines := t.alike.weight(step)
	if t.pause == 0 || lines == 0 {
		return
	}
	select {
	case <-ctx.Done():
	case <-time.After(t.pause * time.Duration(lines)):
	}
}

// anID is the line in which a command says its id.
var anID = regexp.MustCompile(`(?m)^id [0-9A-Z]{26}\n`)

func withoutID(text string) string { return anID.ReplaceAllString(text, "") }

// aKey is who an officer is in the journal: nobody knows those of a story by that.
var aKey = regexp.MustCompile(` (· officer|commander) [0-9a-f]{16}\b`)

// aName is the codename before what was recorded.
var aName = regexp.MustCompile(`(?m)^  [A-Z][A-Z0-9-]*: `)

// told is what a command printed, without what the line above it says already:
// that it was recorded, and of which operation.
func told(text string) string {
	first, rest, _ := strings.Cut(text, "\n")
	if strings.Contains(first, "· recorded ") {
		text = aName.ReplaceAllString(rest, "  ")
		text = strings.TrimPrefix(strings.ReplaceAll(text, "\n  ", "\n"), "  ")
	}
	return aKey.ReplaceAllString(text, "")
}

// play plays the script and tells it.
func (t *storyteller) play(ctx context.Context) error {
	player := drill.Player{Stage: t.s, Clock: t.s.clock,
		Before: func(step drill.Step) { t.before(ctx, step) },
		After:  func(step drill.Step, r drill.Result) { t.after(ctx, step, r) },
	}
	err := player.Play(ctx, t.script)
	t.bar.clear()
	if err == nil {
		t.direction(ctx)
	}
	return err
}
