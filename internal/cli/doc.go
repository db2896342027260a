// Package cli is how people meet vigil at a terminal: one table of commands, one
// way to send what a person decided or saw, one voice for answers and refusals.
//
// Run is the whole program apart from signals and the exit code. Everything it
// touches of the world comes in its Env, so a test or a scenario runs the same
// program on its own clock, dice, files and desk.
//
// The table is assembled in table.go; each family of commands stands in the file
// of that name. Package cobra is met in cobra.go only, which turns the table into
// a parser and nothing more.
//
// Standard output carries the answer and nothing else. Ids made here, progress
// and errors go to standard error; with -o json an error is one line of JSON
// there. What other countries wrote is never printed as it came: characters that
// steer a terminal are shown as what they are.
package cli
