package natstest

import (
	"flag"
	"fmt"
	"os"

	"github.com/nats-io/nats-server/v2/server"
)

// Name is that of the program that Main is.
const Name = "nats-server"

// Main is the stock server, for tests of whole processes: what its own main
// function does with these arguments.
func Main(args []string) {
	flags := flag.NewFlagSet(Name, flag.ExitOnError)
	options, err := server.ConfigureOptions(flags, args, func() {}, flags.Usage, func() {})
	if err == nil {
		err = serve(options)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, Name+":", err)
		os.Exit(1)
	}
}

func serve(options *server.Options) error {
	s, err := server.NewServer(options)
	if err != nil {
		return err
	}
	s.ConfigureLogger()
	if err := server.Run(s); err != nil {
		return err
	}
	s.WaitForShutdown()
	return nil
}
