// Command vigil tracks controlled deliveries; see vigil help.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"vigil/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	exit := cli.Run(ctx, cli.System(), os.Args[1:])
	stop()
	os.Exit(exit)
}
