package events_test

import (
	"encoding"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	. "vigil/events"
)

// TestVocabularyIsDocumented: the tables in vocabulary.go are the catalogue. -update
// writes them.
func TestVocabularyIsDocumented(t *testing.T) {
	const head = "// the acts: a slot is clear unless its class is named, and required unless marked.\n//\n"
	doc, err := os.ReadFile("vocabulary.go")
	require.NoError(t, err)
	before, after, ok := strings.Cut(string(doc), head)
	require.True(t, ok)
	tables := vocabulary()
	if *update {
		require.NoError(t, os.WriteFile("vocabulary.go", []byte(before+head+tables), 0o644))
		return
	}
	require.Equal(t, tables, after, "run go test ./events -run TestVocabularyIsDocumented -update, and review vocabulary.go")
}

func vocabulary() string {
	var b strings.Builder
	row := func(name, text string) {
		fmt.Fprintf(&b, "//\t%s\n", strings.TrimSpace(fmt.Sprintf("%-29s %s", name, text)))
	}

	b.WriteString("// Acts, with the slots of their commit lines from 1; → the fact, where it is not\n// called like its act:\n//\n")
	for _, a := range Acts {
		var slots []string
		for _, s := range a.Slots {
			slots = append(slots, s.Name+optional(s.Need == Optional)+strings.TrimSuffix(" "+string(s.Class), " clear"))
		}
		text := strings.Join(slots, ", ")
		if string(a.Act) != string(a.Fact) {
			text += " → " + string(a.Fact)
		}
		row(string(a.Act), text)
	}

	terms, lists := map[string]reflect.Type{}, map[string]reflect.Type{}
	b.WriteString("//\n// Kinds, all members of which may be absent:\n//\n")
	for _, e := range samples {
		row(string(e.Kind()), members(reflect.TypeOf(e), terms, lists))
	}
	b.WriteString("//\n// Terms:\n//\n")
	for done := map[string]bool{}; len(done) < len(terms); {
		for _, name := range sorted(terms) {
			if !done[name] {
				done[name] = true
				members(terms[name], terms, lists) // finds more
			}
		}
	}
	for _, name := range sorted(terms) {
		row(name, members(terms[name], terms, lists))
	}
	b.WriteString("//\n// Words from a closed list:\n//\n")
	for _, name := range append(sorted(lists), "Class") {
		of := lists[name]
		if name == "Class" {
			of = reflect.TypeFor[Class]()
		}
		row(name, closed(of))
	}
	return b.String()
}

func members(of reflect.Type, terms, lists map[string]reflect.Type) string {
	var list []string
	for i := range of.NumField() {
		f := of.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous {
			continue
		}
		of, text := f.Type, f.Type.Name()
		if of.Kind() == reflect.Slice {
			of = of.Elem()
			text = "[" + of.Name() + "]"
		}
		if _, isWord := reflect.New(of).Interface().(encoding.TextUnmarshaler); !isWord && of.Kind() == reflect.Struct {
			terms[of.Name()] = of
		} else if isWord && of.Kind() == reflect.String && closed(of) != "" {
			lists[of.Name()] = of
		}
		isEvent := strings.HasPrefix(options, "omit") && of.Kind() == reflect.Struct && of != reflect.TypeFor[Time]()
		list = append(list, name+optional(options != "" && !isEvent)+" "+text)
	}
	return strings.Join(list, ", ")
}

// closed gives the words of a closed list, as its refusal of another names them.
func closed(of reflect.Type) string {
	_, list, _ := strings.Cut(reflect.New(of).Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte("?")).Error(), "use one of ")
	return strings.ReplaceAll(list, ", ", " | ")
}

func optional(is bool) string {
	if is {
		return "?"
	}
	return ""
}

func sorted(m map[string]reflect.Type) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
