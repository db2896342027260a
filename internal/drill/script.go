package drill

import (
	"fmt"
	"strings"
	"time"

	"vigil/events"
)

// Script is a scenario's transcript, parsed. Its language, a line at a time:
//
//	# words                      narration, shown while it plays
//	alliance HU AT               the countries, in order of joining
//	officer hu/coordinator coordinator   a key of HU and its roles, with commas
//	clock 2026-03-02T01:00Z      the operation clock moves to a moment ...
//	clock +15m                   ... or on
//	hu/coordinator operation open RELAY …   what an officer's terminal would run
//	! at/desk handover accept …  the same, and it must be refused
//	root authority declare AT …  who keeps the registry: its key signs
//	hu show RELAY                a country that only reads: hu, or hu.lead
//	exit 6                       how the last command ended
//	stdout words                 the last command printed these words, white space folded
//	stderr words
//	feed at 7                    the feed of a viewer has seven messages
//
// Words are parted by white space; 'single quotes' keep them together. Files
// follow as "-- name --" sections; @name as a word stands for such a file's path
// for commands that take @FILE.
type Script struct {
	Name  string
	Title string // the first narration
	Steps []Step
	Files map[string]string
}

// Step is one line that does something.
type Step struct {
	Line  int
	Kind  StepKind
	Words []string // without the leading !
	Text  string   // as written
}

// Root is who speaks in a transcript for the registry of authorities.
const Root = "root"

// StepKind is what a line does.
type StepKind string

const (
	Narrate  StepKind = "narrate"
	Alliance StepKind = "alliance"
	Officer  StepKind = "officer"
	SetClock StepKind = "clock"
	Act      StepKind = "act"    // must succeed
	Refused  StepKind = "refuse" // must not
	Exit     StepKind = "exit"
	Stdout   StepKind = "stdout"
	Stderr   StepKind = "stderr"
	Feed     StepKind = "feed"
)

// Parse reads a transcript. Every error names its line.
func Parse(name string, text string) (Script, error) {
	s := Script{Name: name, Files: map[string]string{}}
	file := ""
	for i, line := range strings.SplitAfter(text, "\n") {
		bare := strings.TrimSpace(line)
		if section, ok := strings.CutPrefix(bare, "-- "); ok && strings.HasSuffix(section, " --") {
			file = strings.TrimSpace(strings.TrimSuffix(section, " --"))
			s.Files[file] = ""
			continue
		}
		if file != "" {
			s.Files[file] += line
			continue
		}
		step, err := parseStep(bare)
		if err != nil {
			return s, fmt.Errorf("%s:%d: %w", name, i+1, err)
		}
		if step.Kind == "" {
			continue
		}
		if step.Kind == Narrate && s.Title == "" {
			s.Title = step.Text
		}
		step.Line = i + 1
		s.Steps = append(s.Steps, step)
	}
	return s, nil
}

func parseStep(line string) (Step, error) {
	if line == "" {
		return Step{}, nil
	}
	if words, ok := strings.CutPrefix(line, "#"); ok {
		return Step{Kind: Narrate, Text: strings.TrimSpace(words)}, nil
	}
	words, err := split(line)
	if err != nil {
		return Step{}, err
	}
	step := Step{Kind: Act, Words: words, Text: line}
	switch kind := StepKind(words[0]); kind {
	case Alliance, Officer, SetClock, Exit, Stdout, Stderr, Feed:
		step.Kind, step.Words = kind, words[1:]
		step.Text = strings.TrimSpace(strings.TrimPrefix(line, words[0]))
	case "!":
		step.Kind, step.Words = Refused, words[1:]
		step.Text = strings.TrimSpace(line[1:])
	}
	if len(step.Words) == 0 {
		return step, fmt.Errorf("%q says too little", line)
	}
	return step, nil
}

// split parts a line into words; single quotes keep white space.
func split(line string) ([]string, error) {
	var words []string
	var word strings.Builder
	quoted, begun := false, false
	for _, r := range line {
		switch {
		case r == '\'':
			quoted, begun = !quoted, true
		case !quoted && (r == ' ' || r == '\t'):
			if begun {
				words = append(words, word.String())
				word.Reset()
				begun = false
			}
		default:
			word.WriteRune(r)
			begun = true
		}
	}
	if quoted {
		return nil, fmt.Errorf("a quote is not closed in %q", line)
	}
	if begun {
		words = append(words, word.String())
	}
	return words, nil
}

// Moment reads a clock line's word: a moment, or a step forward from now.
func Moment(word string, now events.Time) (events.Time, error) {
	if step, ok := strings.CutPrefix(word, "+"); ok {
		d, err := time.ParseDuration(step)
		if err != nil {
			return now, fmt.Errorf("clock +%s: write +15m or +1h30m", step)
		}
		return now.Add(d), nil
	}
	for _, layout := range []string{"2006-01-02T15:04Z07:00", time.RFC3339} {
		if t, err := time.Parse(layout, word); err == nil {
			return events.TimeOf(t), nil
		}
	}
	return now, fmt.Errorf("clock %s: write 2026-03-02T01:00Z or +15m", word)
}
