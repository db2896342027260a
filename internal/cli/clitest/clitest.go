// Package clitest makes a test's own binary be vigil, so that a test of whole
// processes starts what was just compiled.
package clitest

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"vigil/internal/cli"
)

// As is the variable, with "=1", that makes this binary be vigil.
const As = "VIGIL_TEST_IS_VIGIL"

// Unsynced is the variable, with "=1", that makes that vigil's hub acknowledge what
// is not on the disk yet: the control of a test of power cuts.
const Unsynced = "VIGIL_TEST_UNSYNCED"

// Main is for TestMain: it runs the command line as vigil and exits, or it runs
// the tests, then what is to be done after them, and exits.
func Main(tests interface{ Run() int }, after ...func()) {
	if os.Getenv(As) != "" {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		env := cli.System()
		env.Unsynced = os.Getenv(Unsynced) != ""
		exit := cli.Run(ctx, env, os.Args[1:])
		stop()
		os.Exit(exit)
	}
	exit := tests.Run()
	for _, do := range after {
		do()
	}
	os.Exit(exit)
}
