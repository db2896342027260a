package cli

import (
	"crypto/rand"
	"os"
	"strconv"
	"time"

	"golang.org/x/term"
)

// System is the real world: the one place of this package that knows it.
func System() Env {
	env := Env{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Now: time.Now, Random: rand.Reader, Getenv: os.Getenv, ReadFile: os.ReadFile,
		IsDir: func(path string) bool {
			info, err := os.Stat(path)
			return err == nil && info.IsDir()
		},
	}
	env.Asks = term.IsTerminal(int(os.Stdin.Fd())) && term.IsTerminal(int(os.Stderr.Fd()))
	if fd := int(os.Stdout.Fd()); term.IsTerminal(fd) {
		env.Terminal = true
		env.Width, env.Height, _ = term.GetSize(fd)
		if env.Width <= 0 || env.Height <= 0 { // it does not know its size: as all were once
			env.Width, env.Height = 80, 24
		}
	}
	// Who says how large a page is, is obeyed also where there is no terminal.
	env.Fits = env.Terminal
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		env.Width, env.Fits = n, true
	}
	if n, err := strconv.Atoi(os.Getenv("LINES")); err == nil && n > 0 {
		env.Height = n
	}
	env.Open = connectDirectory(env)
	return env
}
