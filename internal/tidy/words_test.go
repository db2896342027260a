package tidy_test

import (
	"fmt"
	"go/ast"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

const longest = 600 // lines of a file that is not a test

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	comments := map[string][]string{}
	for _, dir := range packages(t) {
		comments[dir] = nil
	}
	for _, s := range sources(t) {
		if s.file.Doc != nil && !s.isTest {
			comments[s.dir] = append(comments[s.dir], s.path)
		}
	}
	var bad []string
	for dir, files := range comments {
		if len(files) != 1 {
			bad = append(bad, fmt.Sprintf("%s has %d: %s", dir, len(files), strings.Join(files, ", ")))
		}
	}
	none(t, bad, "every package has exactly one package comment")
}

func TestFormOfTheCode(t *testing.T) {
	var bad []string
	say := func(s source, n ast.Node, format string, args ...any) {
		bad = append(bad, s.at(n)+" "+fmt.Sprintf(format, args...))
	}
	for _, s := range sources(t) {
		if !s.isTest && s.lines > longest {
			say(s, s.file, "has %d lines, %d at most: a reader holds no more", s.lines, longest)
		}
		for _, d := range s.file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.Name == "init" && d.Recv == nil {
					say(s, d, "has an init function: nothing happens before main")
				}
				if rest, ok := strings.CutPrefix(d.Name.Name, "Get"); ok && !s.isTest && (rest == "" || unicode.IsUpper(rune(rest[0]))) {
					say(s, d, "names %s: leave Get out", d.Name.Name)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					spec, ok := spec.(*ast.TypeSpec)
					if !ok {
						continue
					}
					for _, empty := range []string{"Manager", "Helper", "Util", "Utils", "Impl", "Base"} {
						if strings.HasSuffix(spec.Name.Name, empty) {
							say(s, spec, "names %s: %s says nothing", spec.Name.Name, empty)
						}
					}
				}
			}
		}
		if s.support() {
			s.calls(func(pkg, name string, at ast.Node) {
				if pkg == "time" && name == "Sleep" {
					say(s, at, "sleeps: wait for what is to happen, or step the clock")
				}
			})
		}
	}
	none(t, bad, "house rules")
}

// The words are put together here so that this file does not hold them.
var unwelcome = map[*regexp.Regexp]string{
	regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X)\b`):                            "finish it, or write an issue",
	regexp.MustCompile("(^|[\\s\"'`(=:])/(wo" + "rk|ro" + "ot|ho" + "me)/[A-Za-z0-9_.]"): "a path of one machine means nothing on another",
}

func TestTextsAreFinished(t *testing.T) {
	var bad []string
	texts(t, func(name, text string) {
		if name == "go.sum" {
			return
		}
		for n, line := range strings.Split(text, "\n") {
			for re, why := range unwelcome {
				if re.MatchString(line) {
					bad = append(bad, fmt.Sprintf("%s:%d %q: %s", name, n+1, re.FindString(line), why))
				}
			}
		}
	})
	none(t, bad, "unfinished or local")
}
