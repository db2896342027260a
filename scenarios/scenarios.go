// Package scenarios holds stories as transcripts: each is a test, a drill, a
// demonstration and documentation at once. Package drill says what a transcript
// may say; the golden feeds and views that each must lead to lie beside it, in
// golden/NAME.
package scenarios

import (
	"embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed *.txtar
var files embed.FS

// Names lists the scenarios.
func Names() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".txtar"))
	}
	slices.Sort(names)
	return names
}

// Text gives a scenario's transcript.
func Text(name string) (string, error) {
	b, err := files.ReadFile(strings.ToLower(name) + ".txtar")
	if err != nil {
		return "", fmt.Errorf("there is no scenario %q: there are %s", name, strings.Join(Names(), ", "))
	}
	return string(b), nil
}
