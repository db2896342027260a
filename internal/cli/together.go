package cli

import (
	"slices"
	"strings"

	"vigil/internal/drill"
)

// Which commands of a story are told in one line, how much of each, and how long
// that takes to read.

// batches is how many commands a step stands for: itself and those of the same verb
// right behind it. None: it is told with an earlier one.
type batches map[int]int

// batched finds what goes alike, and keeps which steps those are.
func batched(s drill.Script) batches {
	b := batches{}
	first := -1
	for i, step := range s.Steps {
		if step.Kind != drill.Act || first < 0 || !alike(s.Steps[first], step) {
			first = i
			b[step.Line] = 1
			if step.Kind != drill.Act {
				first = -1
			}
			continue
		}
		b[s.Steps[first].Line]++
		b[step.Line] = 0
	}
	return b
}

// alike tells whether two commands say the same noun and verb, one of preparation:
// on the road each is told by itself.
func alike(a, b drill.Step) bool {
	const words = 3 // who, noun, verb
	return len(a.Words) >= words && len(b.Words) >= words &&
		slices.Equal(a.Words[1:words], b.Words[1:words]) &&
		slices.Contains([]string{"operation", "plan", "authorisation"}, a.Words[1])
}

func (b batches) told(step drill.Step) bool { return b[step.Line] > 0 }

// weight is about how many lines a step gives to read.
func (b batches) weight(step drill.Step) int {
	switch {
	case !b.told(step):
		return 0
	case step.Kind == drill.Narrate:
		return 3
	case step.Kind == drill.Refused:
		return 4
	case step.Kind == drill.Act && len(step.Words) > 1 && step.Words[1] == "show":
		return 6
	case step.Kind == drill.Act:
		return 2
	}
	return 0
}

// line is how a step is told before it is done; those that go alike in one line,
// with what tells them apart.
func (t *storyteller) line(step drill.Step) string {
	n := t.alike[step.Line]
	if n <= 1 {
		return t.brief(step)
	}
	first := slices.IndexFunc(t.script.Steps, func(x drill.Step) bool { return x.Line == step.Line })
	var countries, places []string
	role := ""
	for _, x := range t.script.Steps[first : first+n] {
		country, name, _ := strings.Cut(x.Words[0], "/")
		role = name
		if !slices.Contains(countries, country) {
			countries = append(countries, country)
		}
		if place := strings.Join(afterOperation(x.Words), "-"); place != "" {
			places = append(places, place)
		}
	}
	who := strings.Join(countries, ", ") + "/" + role
	return strings.Join(append([]string{who, strings.Join(step.Words[1:4], " ")}, places...), " ")
}

// afterOperation are what a command of preparation names behind its operation.
func afterOperation(words []string) []string {
	for i, word := range words {
		if strings.HasPrefix(word, "--") {
			return words[min(4, i):i]
		}
	}
	return words[min(4, len(words)):]
}

// whyAndWhen are the flags that are told even where a command is too long to be
// read while it plays; the rest stands in the scenario's file.
var whyAndWhen = []string{"--ground", "--reason", "--remark", "--occurred", "--oral"}

// brief is a command as long as it fits a line, else with what says why and when.
func (t *storyteller) brief(step drill.Step) string {
	text := strings.TrimSpace(strings.TrimPrefix(step.Text, "!"))
	if len([]rune(text)) <= t.width()-actColumn-1 {
		return text
	}
	var kept []string
	keep, left := true, false
	for _, word := range step.Words {
		if strings.HasPrefix(word, "--") {
			keep = slices.Contains(whyAndWhen, word)
		}
		if !keep {
			left = true
			continue
		}
		if strings.Contains(word, " ") {
			word = "'" + word + "'"
		}
		kept = append(kept, word)
	}
	if left {
		kept = append(kept, "…")
	}
	return strings.Join(kept, " ")
}
