package cli

import (
	"context"
	"encoding"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"vigil/events"
	"vigil/internal/gateway"
	"vigil/internal/operation"
	"vigil/projections"
)

// Call is one command with what was said to it. It gathers everything that is
// wrong with that, so that a person hears it once.
type Call struct {
	Env
	Command *Command
	Connect Connect
	Output  string // one of formats

	args    map[string]string
	given   map[string]string
	maxAge  time.Duration
	faults  []string
	err     error // what could not be found while filling in
	session *Session
	clock   clock
	use     events.JournalUse // of the journal that was read

	rows     []Command            // all there are
	corrects events.CorrectsTerms // of a report that is told again
	told     string               // the message that REF names: AT:413
	typed    []events.Time        // the times that were typed
}

// settle reads the flags that every command takes.
func (c *Call) settle() error {
	c.Output = or(c.given["output"], "table")
	if c.switched("json") {
		c.Output = "json"
	}
	if !slices.Contains(formats, c.Output) {
		c.fault("--output: %q is not a format: use one of %s", clean(c.Output), strings.Join(formats, ", "))
		c.Output = "table"
	}
	if c.Output != "table" && talks[c.Command.Words] {
		c.fault("--output: this tells what it does while it does it, and has no answer to be written as %s", c.Output)
	}
	if !slices.Contains([]string{"", "auto", "always", "never"}, c.given["color"]) {
		c.fault("--color: %q: use auto, always or never", clean(c.given["color"]))
	}
	if age := c.given["max-age"]; age != "" {
		var err error
		if c.maxAge, err = time.ParseDuration(age); err != nil || c.maxAge <= 0 {
			c.fault("--max-age: %q is not a duration: write 30s or 5m", clean(age))
		}
	}
	c.Connect.Dir = or(c.given["dir"], c.Getenv("VIGIL_DIR"))
	if c.Connect.Dir == "" {
		c.Connect.Dir = "./vigil-demo"
		if c.IsDir("./vigil") {
			c.Connect.Dir = "./vigil"
		}
	}
	c.Connect.Server = or(c.given["server"], c.Getenv("VIGIL_SERVER"))
	if as := or(c.given["as"], c.Getenv("VIGIL_AS")); as != "" {
		if err := c.Connect.As.UnmarshalText([]byte(as)); err != nil {
			c.fault("--as: %v", err)
		}
	}
	if witness, given := c.given["witness"]; given {
		if err := c.Connect.Witness.UnmarshalText([]byte(witness)); err != nil {
			c.fault("--witness: %v", err)
		}
	}
	if desk := c.given["desk"]; desk != "" {
		if err := c.Connect.Desk.UnmarshalText([]byte(strings.ToLower(desk))); err != nil || c.Connect.Desk.Country() == "" {
			c.fault("--desk: %q is not a desk (at, or at.lead)", clean(desk))
		}
	}
	return c.wrong()
}

// wrong is everything that is wrong so far, or nil.
func (c *Call) wrong() error {
	if len(c.faults) > 0 {
		return &usageError{Command: "vigil " + c.Command.Words, Faults: c.faults}
	}
	return c.err
}

func (c *Call) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(format, args...))
}

// fail keeps the first thing that could not be found.
func (c *Call) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

func (c *Call) run(ctx context.Context) (err error) {
	defer func() {
		if c.session != nil && c.session.Close != nil {
			err = errors.Join(err, c.session.Close())
		}
	}()
	if c.Command.Act != "" {
		return c.send(ctx)
	}
	return c.Command.Run(ctx, c)
}

// open connects, once.
func (c *Call) open(ctx context.Context) (*Session, error) {
	if c.session != nil {
		return c.session, nil
	}
	if c.Connect.As == (Officer{}) && c.Connect.Desk == "" {
		return nil, usage("vigil "+c.Command.Words, "say who you are: --as at/commander (or VIGIL_AS); to read only, --desk at")
	}
	if c.Open == nil {
		return nil, errors.New("nothing to connect with: this program was built without a way to a desk")
	}
	c.Connect.Reads = !c.Command.sends()
	s, err := c.Open(ctx, c.Connect)
	if err != nil {
		return nil, err
	}
	c.session = s
	return s, nil
}

// reading is a session, with whom it reads for and how fresh it is.
type reading struct {
	*Session
	Asker    gateway.Asker
	Moment   gateway.Moment
	Replayed uint64 // the entry up to which the journal was replayed; 0: this is the present
}

// read connects for reading. Case data of a real operation is read for a stated
// purpose.
func (c *Call) read(ctx context.Context) (reading, error) {
	r, err := c.readOpenly(ctx)
	if err == nil {
		r.Asker.Purpose, err = c.purpose(r.Moment.Journal.Class)
	}
	return r, err
}

// purpose is why case data is read: who reads a real operation has to say it, else it
// is the command itself.
func (c *Call) purpose(class events.JournalUse) (string, error) {
	why := or(c.given["purpose"], c.Getenv("VIGIL_PURPOSE"))
	if why == "" && class == events.Real && !c.Command.sends() {
		return "", usage("vigil "+c.Command.Words, "say why you read this: --purpose TEXT (or VIGIL_PURPOSE); it is recorded")
	}
	return or(why, c.Command.Words), nil
}

// readOpenly connects for reading what is no case data.
func (c *Call) readOpenly(ctx context.Context) (reading, error) {
	s, err := c.open(ctx)
	if err != nil {
		return reading{}, err
	}
	r := reading{Session: s, Asker: gateway.Asker{
		Viewer: s.Viewer, Key: s.Key.ID(), Purpose: or(c.given["purpose"], c.Getenv("VIGIL_PURPOSE")), Surface: "cli " + c.Command.Words,
	}}
	alliance, err := s.Desk.Alliance(ctx, s.Viewer)
	if err != nil {
		return r, err
	}
	if c.Connect.Desk == "" {
		r.Asker.Viewer = speaksAs(c.Command.Speaks, s.Viewer.Country(), s.Key.ID(), alliance)
	}
	if r.Moment, err = s.Desk.Moment(ctx, r.Asker.Viewer); err != nil {
		return r, err
	}
	c.use = r.Moment.Journal.Class
	if c.clock, err = clockOf(r.Moment.Now, alliance, r.Asker.Viewer.Country()); err != nil {
		return r, err
	}
	c.clock.iso = c.Output == "csv"
	return r, nil
}

// readAlliance opens the desk for what the registry's feed shows it.
func (c *Call) readAlliance(ctx context.Context) (reading, projections.Alliance, error) {
	r, err := c.readOpenly(ctx)
	if err != nil {
		return r, projections.Alliance{}, err
	}
	alliance, err := r.Desk.Alliance(ctx, r.Asker.Viewer)
	return r, alliance, err
}

// arg is what stands in one of the places of the command's Args.
func (c *Call) arg(place string) string { return c.args[place] }

func (c *Call) switched(flag string) bool { return c.given[flag] == "true" }

// number reads a flag that takes a whole number of at most most.
func (c *Call) number(flag string, most uint64) (n uint64) {
	text := c.given[flag]
	if text == "" {
		return 0
	}
	if _, err := fmt.Sscanf(text, "%d", &n); err != nil || fmt.Sprint(n) != text || n > most {
		c.fault("--%s: %q is not a whole number up to %d", flag, clean(text), most)
	}
	return n
}

// count reads a flag that counts something, minutes one that says how long.
func (c *Call) count(flag string) uint16           { return uint16(c.number(flag, math.MaxUint16)) }
func (c *Call) minutes(flag string) events.Minutes { return events.Minutes(c.count(flag)) }

type textual[T any] interface {
	*T
	encoding.TextUnmarshaler
}

// placed reads a place of the command's Args. Everything that stands there is
// written in capitals, so small letters are taken for them.
func placed[T any, P textual[T]](c *Call, place string) (value T) {
	if text := c.args[place]; text != "" {
		if err := P(&value).UnmarshalText([]byte(strings.ToUpper(text))); err != nil {
			c.fault("%s: %v", place, err)
		}
	}
	return value
}

// word reads a place that takes a word in small letters.
func word[T any, P textual[T]](c *Call, place string) (value T) {
	if text := c.args[place]; text != "" {
		if err := P(&value).UnmarshalText([]byte(strings.ToLower(text))); err != nil {
			c.fault("%s: %v", place, err)
		}
	}
	return value
}

// flagged reads a flag.
func flagged[T any, P textual[T]](c *Call, flag string) (value T) {
	if text, ok := c.given[flag]; ok {
		if err := P(&value).UnmarshalText([]byte(text)); err != nil {
			c.fault("--%s: %v", flag, err)
		}
	}
	return value
}

// listed reads a flag that takes several values with commas between them.
func listed[T any, P textual[T]](c *Call, flag string) (values []T) {
	text, ok := c.given[flag]
	if !ok {
		return nil
	}
	for _, piece := range strings.Split(text, ",") {
		var value T
		if err := P(&value).UnmarshalText([]byte(strings.TrimSpace(piece))); err != nil {
			c.fault("--%s: %v", flag, err)
			return nil
		}
		values = append(values, value)
	}
	return values
}

// quantity reads "62.4 kg".
func (c *Call) quantity(flag string) (q events.Quantity) {
	text, ok := c.given[flag]
	if !ok {
		return q
	}
	digits := strings.TrimRight(text, "abcdefghijklmnopqrstuvwxyz ")
	unit := strings.TrimSpace(text[len(digits):])
	if err := errors.Join(q.Amount.UnmarshalText([]byte(digits)), q.Unit.UnmarshalText([]byte(unit))); err != nil {
		c.fault("--%s: %q: write an amount and its unit, such as \"62.4 kg\": %s", flag, clean(text), strings.ReplaceAll(err.Error(), "\n", "; "))
	}
	return q
}

// identifier reads the open number of a thing. Small letters are taken for capitals.
func (c *Call) identifier(flag string) (number events.Identifier) {
	if text, given := c.given[flag]; given {
		if err := number.UnmarshalText([]byte(strings.ToUpper(text))); err != nil {
			c.fault("--%s: %v", flag, err)
		}
	}
	return number
}

// window reads --from and --until.
func (c *Call) window() (w events.Window) {
	w = events.Window{From: c.moment("from"), Until: c.moment("until")}
	c.spans(w)
	return w
}

// spans checks that a window ends after it begins.
func (c *Call) spans(w events.Window) {
	if !w.From.IsZero() && !w.Until.IsZero() && !w.From.Before(w.Until) {
		c.fault("--until: %s is not after --from %s; for the next day write the date: %s",
			c.clock.at(w.Until), c.clock.at(w.From), w.Until.Add(24*time.Hour).Std().Format("2006-01-02T15:04Z07:00"))
	}
}

// moment reads a flag that takes a time, by the operation's clock.
func (c *Call) moment(flag string) events.Time {
	text, ok := c.given[flag]
	if !ok {
		return events.Time{}
	}
	t, err := c.clock.parse(text)
	if err != nil {
		c.fault("--%s: %v", flag, err)
	}
	c.typed = append(c.typed, t)
	return t
}

// notFound is the refusal for what this viewer cannot name.
func notFound(rule operation.Rule, hint, format string, args ...any) *operation.Refusal {
	return &operation.Refusal{Rule: rule, Class: operation.NotFound, Reason: fmt.Sprintf(format, args...), Hint: hint}
}

func or[T ~string](list ...T) T {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}
