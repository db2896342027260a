package cli

import (
	"context"
	"fmt"

	"vigil/internal/operation"
)

// The exit codes. Scripts rely on them; they never change their meaning.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitNotFound    = 3
	exitNotAllowed  = 4
	exitConflict    = 5
	exitRefused     = 6
	exitUnverified  = 7
	exitUnavailable = 8
	exitStale       = 9
	exitInterrupted = 130
)

// exitRow is one exit code: the word that begins its message, what it means, and
// the status with which a service says the same.
type exitRow struct {
	Code    int    `json:"exit"`
	Word    string `json:"word"`
	Meaning string `json:"meaning"`
	Service string `json:"service"`
}

// exits is the one table of exit codes.
var exits = []exitRow{
	{exitDone, "done", "done; also: done already, by the same --id", ""},
	{exitFailed, "failed", "failed, see the message", "500"},
	{exitUsage, "usage", "the command is not complete, or contradicts itself", "400"},
	{exitNotFound, "not found", "there is no such thing, or not for you", "404"},
	{exitNotAllowed, "not allowed", "not for this officer, desk or key", "401, 403"},
	{exitConflict, "conflict", "it changed since you looked, or is so already", "409"},
	{exitRefused, "refused", "a rule, which is named, forbids it now", "422"},
	{exitUnverified, "not verified", "a signature, chain or digest does not hold", ""},
	{exitUnavailable, "unavailable", "nobody answered; the outcome may be unknown", "503, 504, 507"},
	{exitStale, "stale", "answered, but the hub was silent for longer than --max-age", ""},
	{exitInterrupted, "interrupted", "you stopped it", ""},
}

// exitOf maps what a refusal is about to its exit code; an unknown class is a
// failure.
var exitOf = map[operation.Class]int{
	operation.Invalid:    exitUsage,
	operation.NotFound:   exitNotFound,
	operation.NotAllowed: exitNotAllowed,
	operation.Conflict:   exitConflict,
	operation.Refused:    exitRefused,
}

func wordOf(exit int) string {
	for _, row := range exits {
		if row.Code == exit {
			return row.Word
		}
	}
	return "failed"
}

var topicCommands = []Command{
	{
		Words: "help exit-codes", Topic: true,
		Short:   "what each exit code means",
		Example: "vigil help exit-codes\nvigil help exit-codes -o json",
		Run: func(_ context.Context, c *Call) error {
			items := make([]any, len(exits))
			t := grid{heads: []string{"EXIT", "SAYS", "MEANS", "SERVICE"}}
			for i, row := range exits {
				items[i] = row
				t.add(fmt.Sprint(row.Code), row.Word, row.Meaning, row.Service)
			}
			return c.answer(answer{Name: "exit-codes", Items: items, Rows: &t})
		},
	},
	{
		Words: "help recipes", Topic: true,
		Short:   "what to type at night: a shift, a refusal, a correction",
		Example: "vigil help recipes\nvigil help recipes -o md",
		Run:     printRecipes,
	},
}
