package cli

import (
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// parse finds the row that args name and reads its flags. It runs nothing. When
// help was asked for, it has printed it, and gives no call. Its errors are bad
// usage.
func parse(env Env, rows []Command, args []string) (call *Call, err error) {
	root := &cobra.Command{
		Use:   "vigil",
		Short: "Controlled deliveries: every consent, handover and sighting, each country seeing its part.",
		Long: "vigil tracks controlled deliveries: every consent, every handover, every sighting,\n" +
			"signed by who made it; each country sees its part.\n\n" +
			"A decision may be refused, with everything that is missing. A fact never is.",
	}
	group(root)
	root.SilenceUsage, root.SilenceErrors = true, true
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetIn(env.Stdin)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	root.SetArgs(args)
	root.SetFlagErrorFunc(func(at *cobra.Command, err error) error { return usage(at.CommandPath(), "%v", err) })
	help := helpCommand(root)
	root.SetHelpCommand(help)
	root.SetUsageTemplate(usageText)
	addFlags(root.PersistentFlags(), everywhere)
	completesFlags(env, root, &Command{Words: "completion"}, everywhere)

	groups := map[string]*cobra.Command{"": root, "help": help}
	for i := range rows {
		row := &rows[i]
		noun, verb, ok := strings.Cut(row.Words, " ")
		if !ok {
			noun, verb = "", row.Words
		}
		if groups[noun] == nil {
			groups[noun] = &cobra.Command{Use: noun, Short: nouns[noun]}
			group(groups[noun])
			root.AddCommand(groups[noun])
		}
		cmd := &cobra.Command{Use: strings.TrimSpace(verb + " " + row.Args), Short: row.Short, RunE: nothing}
		if slices.Contains(args, verb) && (noun == "" || slices.Contains(args, noun)) {
			cmd = leaf(env, row, verb, func(c *Call) { c.rows, call = rows, c })
		}
		groups[noun].AddCommand(cmd)
	}
	if err := root.Execute(); err != nil {
		var u *usageError
		if !errors.As(err, &u) {
			err = usage("vigil", "%v", err)
		}
		return nil, err
	}
	return call, nil
}

// helpColumns is how wide help is, wherever it is read.
const helpColumns = 80

// filled breaks paragraphs anew, so that none is wider than a screen; what is
// indented stays a list.
func filled(text string) string {
	paragraphs := strings.Split(text, "\n\n")
	for i, p := range paragraphs {
		if strings.Contains(p, "\n ") {
			continue
		}
		var lines []string
		for _, line := range fold(strings.ReplaceAll(p, "\n", " "), helpColumns) {
			lines = append(lines, strings.TrimRight(line, " "))
		}
		paragraphs[i] = strings.Join(lines, "\n")
	}
	return strings.Join(paragraphs, "\n\n")
}

// nothing makes of a row that args do not name a command that help can list. Only the
// one they name needs its flags: cobra keeps what completes them for ever.
func nothing(*cobra.Command, []string) error { return nil }

func leaf(env Env, row *Command, verb string, found func(*Call)) *cobra.Command {
	names, must := row.places()
	cmd := &cobra.Command{
		Use:   strings.TrimSpace(verb + " " + row.Args),
		Short: row.Short, Long: filled(row.long()),
		Example: "  " + strings.ReplaceAll(row.Example, "\n", "\n  "),
		Args: func(at *cobra.Command, args []string) error {
			if at.Flags().Changed("file") && row.Act != "" {
				names, must = onlyOperation(names, must)
			}
			switch {
			case len(args) < must:
				return usage(at.CommandPath(), "%s is missing", strings.Join(names[len(args):must], " and "))
			case len(args) > len(names):
				return usage(at.CommandPath(), "%q is one too many", clean(args[len(names)]))
			}
			return nil
		},
		RunE: func(at *cobra.Command, args []string) error {
			c := callOf(env, row, at, args)
			found(c)
			return c.settle()
		},
	}
	cmd.Flags().SortFlags = false
	addFlags(cmd.Flags(), row.flags())
	completesFlags(env, cmd, row, row.flags())
	cmd.ValidArgsFunction = func(at *cobra.Command, args []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) >= len(names) {
			return nil, inOrder
		}
		return completed(callOf(env, row, at, args), "", names[len(args)], begun)
	}
	return cmd
}

// inOrder is what a shell is told with every answer: these, in this order, and no
// files.
const inOrder = cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder

// completesFlags lets a shell ask what may stand behind each flag.
func completesFlags(env Env, cmd *cobra.Command, row *Command, list []Flag) {
	for _, f := range list {
		if f.Value == "" {
			continue
		}
		ask := func(at *cobra.Command, args []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return completed(callOf(env, row, at, args), f.Name, f.Value, begun)
		}
		if err := cmd.RegisterFlagCompletionFunc(f.Name, ask); err != nil {
			panic(err) // the flag was added just now, and a table has it once
		}
	}
}

// completed answers a shell. What went wrong is not said: it is in the middle of a
// line.
func completed(c *Call, flag, word, begun string) (list []cobra.Completion, how cobra.ShellCompDirective) {
	if slices.Contains(filed, word) {
		return nil, cobra.ShellCompDirectiveDefault
	}
	for _, x := range c.completions(flag, word, begun) {
		list = append(list, cobra.CompletionWithDesc(x.value, x.what))
	}
	return list, inOrder
}

// completionScript prints what makes a shell ask.
func completionScript(w io.Writer, shell string) error {
	root := &cobra.Command{Use: "vigil"}
	switch shell {
	case "zsh":
		return root.GenZshCompletion(w)
	case "fish":
		return root.GenFishCompletion(w, true)
	case "powershell":
		return root.GenPowerShellCompletionWithDesc(w)
	}
	if _, err := io.WriteString(w, plainBash); err != nil {
		return err
	}
	return root.GenBashCompletionV2(w, true)
}

// plainBash stands in for what cobra's script takes from the bash-completion
// package, on machines that have bash alone.
const plainBash = `# Where the bash-completion package is not installed:
if ! declare -F _get_comp_words_by_ref >/dev/null 2>&1; then
    _get_comp_words_by_ref() {
        words=("${COMP_WORDS[@]}")
        cword=$COMP_CWORD
        cur=${COMP_WORDS[COMP_CWORD]}
        prev=${COMP_WORDS[COMP_CWORD-1]}
    }
fi

`

// callOf is a command with what was typed of it.
func callOf(env Env, row *Command, at *cobra.Command, args []string) *Call {
	names, _ := row.places()
	c := &Call{Env: env, Command: row, args: map[string]string{}, given: map[string]string{}}
	for i, arg := range args[:min(len(args), len(names))] {
		c.args[names[i]] = arg
	}
	at.Flags().Visit(func(f *pflag.Flag) { c.given[f.Name] = f.Value.String() })
	return c
}

// onlyOperation is what is left of a sending command's places when a document
// says the rest.
func onlyOperation(names []string, must int) ([]string, int) {
	if len(names) > 0 && (names[0] == "OPERATION" || names[0] == "REF") {
		return names[:1], min(must, 1)
	}
	return nil, 0
}

func addFlags(set *pflag.FlagSet, list []Flag) {
	for _, f := range list {
		usage := f.Usage
		if f.Must {
			usage += " (needed)"
		}
		if f.Value == "" {
			set.BoolP(f.Name, f.Short, false, usage)
		} else {
			set.VarP(&typed{what: f.Value}, f.Name, f.Short, usage)
		}
	}
}

// typed is a flag's value as it was typed; what it must be is the command's to
// say.
type typed struct{ what, text string }

func (s *typed) String() string        { return s.text }
func (s *typed) Set(text string) error { s.text = text; return nil }
func (s *typed) Type() string          { return s.what }

// group makes a noun: it has verbs, does nothing itself and knows what was meant.
func group(cmd *cobra.Command) {
	cmd.SuggestionsMinimumDistance = 2
	cmd.Args = func(at *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		err := usage(at.CommandPath(), "there is no command %q", clean(at.CommandPath()+" "+args[0]))
		if near := at.SuggestionsFor(args[0]); len(near) > 0 {
			err.Hint = "did you mean " + at.CommandPath() + " " + strings.Join(near, ", or "+at.CommandPath()+" ")
		}
		return err
	}
	cmd.RunE = func(at *cobra.Command, _ []string) error { return at.Help() }
}

// helpCommand is "vigil help WORDS", and the noun of the topics.
func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "what a command does; help exit-codes, help recipes",
		RunE: func(at *cobra.Command, args []string) error {
			found, rest, err := root.Find(args)
			if err != nil || found == nil || len(rest) > 0 && found.HasSubCommands() {
				return usage("vigil help", "there is no command %q", clean("vigil "+strings.Join(args, " ")))
			}
			return found.Help()
		},
	}
}

// usageText is what stands under a command's own words: how it is written, its
// verbs or its flags.
const usageText = `{{if .HasAvailableSubCommands}}Commands:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .CommandPath 24}} {{.Short}}{{end}}{{end}}

More: vigil help COMMAND · vigil help exit-codes · vigil help recipes{{if not .HasParent}}

Taken by all:
{{.LocalFlags.FlagUsagesWrapped 80 | trimTrailingWhitespaces}}{{end}}{{else}}  {{.UseLine}}

Example:
{{.Example}}{{if .HasAvailableLocalFlags}}

Flags:
{{.LocalFlags.FlagUsagesWrapped 80 | trimTrailingWhitespaces}}{{end}}

All take --as --desk --dir -o -j --purpose --max-age --color -s (vigil help){{end}}
`
