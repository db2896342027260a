package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"vigil/events"
	"vigil/internal/gateway"
	"vigil/internal/identity"
	"vigil/internal/journal"
	"vigil/internal/operation"
)

// usageError is all that is wrong with what was typed.
type usageError struct {
	Command string
	Faults  []string
	Hint    string
}

func (u *usageError) Error() string { return u.Command + ": " + strings.Join(u.Faults, "; ") }

func usage(command, format string, args ...any) *usageError {
	return &usageError{Command: command, Faults: []string{fmt.Sprintf(format, args...)}}
}

// errStale: the answer was given, but it is older than was asked for.
var errStale = errors.New("the hub was silent for longer than --max-age allows")

// unverifiedError: something signed or chained does not hold.
type unverifiedError struct{ what error }

func (u unverifiedError) Error() string { return u.what.Error() }
func (u unverifiedError) Unwrap() error { return u.what }

// sendError is what became of a command that was signed and sent.
type sendError struct {
	ID   events.CommandID
	Kept bool // the same bytes can be sent again

	Confirmed string // the newest message of the sender's feed when it was sent: AT:413

	err error
}

func (s *sendError) Error() string { return s.err.Error() }
func (s *sendError) Unwrap() error { return s.err }

// hintedError is an error with what to do about it.
type hintedError struct {
	err  error
	hint string
}

func (h *hintedError) Error() string { return h.err.Error() }
func (h *hintedError) Unwrap() error { return h.err }

// problem is an error as people and programs are told of it.
type problem struct {
	Exit    int              `json:"exit"`
	Outcome string           `json:"outcome"` // the word of the exit code
	Rule    string           `json:"rule,omitempty"`
	Class   string           `json:"class,omitempty"`
	Reason  string           `json:"reason"`
	Missing []string         `json:"missing,omitempty"`
	Wrong   []string         `json:"wrong,omitempty"` // with usage, if it is more than one thing
	Hint    string           `json:"hint,omitempty"`
	ID      events.CommandID `json:"id,omitempty"`
	Journal string           `json:"journal,omitempty"` // exercise or real, where that is known
}

// problemOf sorts an error.
func problemOf(err error) problem {
	p := problem{Exit: exitFailed, Reason: err.Error()}
	var (
		refusal    *operation.Refusal
		fault      *identity.Fault
		badUsage   *usageError
		unverified unverifiedError
		sent       *sendError
	)
	if errors.As(err, &sent) {
		p.ID = sent.ID
	}
	switch {
	case errors.As(err, &badUsage):
		p.Exit, p.Reason, p.Hint = exitUsage, badUsage.Command+": "+badUsage.Faults[0], badUsage.Hint
		if len(badUsage.Faults) > 1 {
			p.Reason, p.Wrong = fmt.Sprintf("%s: %d things are wrong", badUsage.Command, len(badUsage.Faults)), badUsage.Faults
		}
		if p.Hint == "" {
			p.Hint = "vigil help" + strings.TrimPrefix(badUsage.Command, "vigil")
		}
	case errors.As(err, &refusal):
		p.Exit = exitFailed
		if exit, ok := exitOf[refusal.Class]; ok {
			p.Exit = exit
		}
		p.Rule, p.Class, p.Reason = string(refusal.Rule), string(refusal.Class), refusal.Reason
		p.Missing, p.Hint = refusal.Missing, refusal.Hint
	case errors.As(err, &unverified):
		p.Exit = exitUnverified
	case errors.As(err, &fault):
		p.Exit, p.Rule, p.Reason, p.Hint = exitNotAllowed, string(fault.Rule), fault.Reason, fault.Hint
		if fault.Rule == identity.RuleBadForm {
			p.Exit = exitUsage
		}
	case errors.Is(err, errStale):
		p.Exit = exitStale
	case errors.Is(err, journal.ErrConflict):
		p.Exit, p.Hint = exitConflict, "look again, then decide again"
	case errors.Is(err, journal.ErrNoViewer), errors.Is(err, journal.ErrNoDocument):
		p.Exit = exitNotFound
	case errors.Is(err, gateway.ErrStopped) && !unknownOutcome(err):
		p.Exit, p.Hint = exitUnavailable, "keep what happens on paper; the hub's operators: vigil status, and docs/how-to/when-the-hub-says-stop.md"
		if sent != nil && sent.Kept {
			p.Hint += fmt.Sprintf("; when it is put right, send the same with --id %s", sent.ID)
		}
	case errors.Is(err, journal.ErrDamaged):
		p.Exit, p.Hint = exitUnverified, "keep the hub's directory as it is and run vigil verify there; then docs/how-to/when-the-hub-says-stop.md"
	case errors.Is(err, journal.ErrLocked):
		p.Exit, p.Hint = exitUnavailable, "another vigil works on this directory: use it (vigil serve listens), or wait until it has ended"
	case errors.Is(err, journal.ErrFull):
		p.Exit, p.Hint = exitUnavailable, "facts are taken as long as they fit; the hub's operators can give the journal room"
	case unanswered(err):
		p.Exit = exitUnavailable
		p.Hint = "try again; see vigil status"
		if sent != nil && sent.Kept && !unknownOutcome(err) {
			p.Hint = fmt.Sprintf("nothing was asked of the hub; send the same with --id %s", sent.ID)
		}
		if sent != nil && sent.Kept && errors.Is(err, journal.ErrElecting) {
			p.Reason = "hub electing, last confirmed " + sent.Confirmed + "; nothing was recorded"
			p.Hint = fmt.Sprintf("in some seconds send the same with --id %s", sent.ID)
		}
		if sent != nil && unknownOutcome(err) {
			p.Reason = "outcome unknown: no answer came"
			p.Hint = fmt.Sprintf("safe to retry with --id %s", sent.ID)
			if !sent.Kept {
				p.Hint = fmt.Sprintf("look whether %s was recorded: vigil watch --from 1 --no-follow", sent.ID)
			}
		}
	}
	if hinted := (*hintedError)(nil); errors.As(err, &hinted) {
		p.Hint = hinted.hint
	}
	if sent != nil && sent.Kept && p.Exit == exitFailed {
		p.Hint = fmt.Sprintf("if in doubt whether it was recorded, send the same again with --id %s", sent.ID)
	}
	return p.named()
}

func (p problem) named() problem {
	p.Outcome = wordOf(p.Exit)
	return p
}

// interrupted keeps what is known, above all an outcome that is not.
func interrupted(p problem) problem {
	p.Exit = exitInterrupted
	if p.ID == "" {
		p.Reason, p.Hint = "stopped", ""
	}
	return p.named()
}

// unanswered: nobody said yes or no.
func unanswered(err error) bool {
	return unknownOutcome(err) || errors.Is(err, journal.ErrUnavailable)
}

// unknownOutcome: it may have been done all the same.
func unknownOutcome(err error) bool {
	return errors.Is(err, journal.ErrUnknownOutcome) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}

// print writes the problem to standard error: in the words of the house, or as
// one line of JSON if that was asked for.
func (p problem) print(env Env, c *Call, args []string) {
	if c != nil {
		p.Journal = string(c.use)
	}
	if wantsJSON(c, args) {
		b, err := json.Marshal(p)
		if err == nil {
			fmt.Fprintf(env.Stderr, "%s\n", b)
		}
		return
	}
	p.tellTimes(c)
	if p.Hint == "" && p.Class == string(operation.Conflict) && c != nil && c.arg("OPERATION") != "" {
		noun, _, _ := strings.Cut(c.Command.Words, " ")
		look := map[string]string{"alert": "alert ls", "handover": "handover ls", "authorisation": "authorisation ls", "interdiction": "interdiction ls"}[noun]
		p.Hint = "look again, then decide again: vigil " + or(look, "show") + " " + strings.ToUpper(c.arg("OPERATION"))
	}
	head := p.Outcome + ": "
	if p.Rule != "" && p.Journal == string(events.Exercise) {
		head = "EXERCISE · " + head
	}
	if p.Rule != "" {
		head += p.Rule + " · "
	}
	lines := []string{head + clean(p.Reason)}
	for _, w := range p.Wrong {
		lines = append(lines, "  wrong: "+clean(w))
	}
	what := "missing"
	if p.Class == string(operation.Conflict) {
		what = "changed" // since the officer looked
	}
	for _, m := range p.Missing {
		lines = append(lines, "  "+what+": "+clean(m))
	}
	if p.Hint != "" {
		lines = append(lines, "  next: "+clean(p.Hint))
	}
	fmt.Fprintf(env.Stderr, "%s   (exit %d)\n", strings.Join(lines, "\n"), p.Exit)
}

// aTime is a moment as the hub spells it. A hint may hold what is to be typed, so
// it is left as it is.
var aTime = regexp.MustCompile(`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}\.\d{3})?(Z|[+-]\d{2}:\d{2})`)

// tellTimes writes the moments in what the hub said as everything else is written.
func (p *problem) tellTimes(c *Call) {
	if c == nil || c.clock.now.IsZero() || p.Rule == "" { // what was typed is told as it was typed
		return
	}
	told := func(s string) string {
		return aTime.ReplaceAllStringFunc(s, func(text string) string {
			t, err := c.clock.parse(text)
			if err != nil {
				return text
			}
			return c.clock.at(t)
		})
	}
	p.Reason = told(p.Reason)
	p.Missing = slices.Clone(p.Missing)
	for i, m := range p.Missing {
		p.Missing[i] = told(m)
	}
}

func wantsJSON(c *Call, args []string) bool {
	if c != nil {
		return c.asJSON()
	}
	if slices.Contains(args, "-j") || slices.Contains(args, "--json") {
		return true
	}
	for i, arg := range args {
		value, glued := strings.CutPrefix(arg, "--output=")
		if short, ok := strings.CutPrefix(arg, "-o"); ok && short != "" {
			value, glued = strings.TrimPrefix(short, "="), true
		}
		if (arg == "-o" || arg == "--output") && i+1 < len(args) {
			value, glued = args[i+1], true
		}
		if glued && (value == "json" || value == "jsonl") {
			return true
		}
	}
	return false
}

// stale is errStale if the desk's hub was silent for longer than was asked for.
func (c *Call) stale(m gateway.Moment) error {
	if c.maxAge > 0 && m.Quiet > c.maxAge.Milliseconds() {
		return fmt.Errorf("%w: for %s", errStale, span(time.Duration(m.Quiet)*time.Millisecond))
	}
	return nil
}
