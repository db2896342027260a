package cli

import (
	"crypto/rand"
	"os"
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
	}
	env.Open = connectDirectory(env)
	return env
}
