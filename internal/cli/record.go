package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"vigil/events"
	"vigil/projections"
)

var recordCommands = []Command{
	{
		Words: "record correct", Args: "REF",
		Short: "report a fact of yours again, as it really was",
		Long: "Report a fact again that was reported wrongly. What you do not name stays as it was\n" +
			"told, texts included; the flags are those of the command that reported it. The\n" +
			"first report stays in the journal.\n" + whatRefIs,
		Example: "vigil record correct AT:20 --ground wrong-time --occurred 21:12Z --as at/team\n" +
			"vigil record correct AT:20 --ground wrong-method --method anpr --as at/team",
		Flags: correcting,
		Run:   correct,
	},
	{
		Words: "record retract", Args: "REF", Act: "record.retract", Ends: "takes a record of %s back for good",
		Short: "say that a fact your State reported never happened",
		Long: "Say that a fact never happened. It stays in the journal, marked as void. If it\n" +
			"happened otherwise, correct it instead.\n" + whatRefIs,
		Example: `vigil record retract AT:20 --ground other-lorry --reason "It was the other lorry." --yes --as at/team`,
		Flags:   []Flag{shortly},
		Fact: proposes(func(_ context.Context, s *sending) events.RecordRetracted {
			return events.RecordRetracted{Retraction: events.CorrectsTerms{Record: s.record.Command, Ground: flagged[events.Code](s.Call, "ground")}}
		}),
	},
}

// correcting is every flag of every command that reports a fact, once. What a
// flag or place of such a command takes has the name of the member that it fills.
var correcting = flags(
	needs("ground", "CODE", "a short word for what was wrong: wrong-time"),
	takes("part", "LABEL", "which part"),
	takes("country", "CC", "in which State"),
	takes("checkpoint", "CHECKPOINT", "at which checkpoint"),
	takes("point", "POINT", "at which handover point"),
	takes("from", "CC", "from which State"),
	takes("to", "CC", "into which State"),
	takes("toward", "CC", "towards which State"),
	takes("expected", "TIME", "when it is to be expected there"),
	takes("method", "METHOD", "how it is known: visual, device, anpr or record"),
	takes("team", "CALLSIGN", "which team"),
	takes("holder", "HOLDER", "courier, carrier, consignee, police, customs or unknown"),
	takes("goods", "SECURED", "secured, partly-secured or not-secured"),
	inPlace,
	takes("remark", "TEXT", "text for who may read it, or @FILE; kept outside the journal"),
	handlingFlag,
	takes(events.SlotRestriction, "TEXT", whatRestrictionIs),
	takes("occurred", "TIME", "when it happened (default: as it was told)"),
	takes("known", "TIME", "when you knew that it was wrong (default: now)"),
	whenSending[1:], // without --file: what stays is taken from the record
)

// correct tells a fact again: the record's members are what its flags were, and
// what is typed now goes before them.
func correct(ctx context.Context, c *Call) error {
	if c.Connect.As == (Officer{}) {
		c.fault("say who signs: --as at/commander (or VIGIL_AS)")
	}
	if _, given := c.given["ground"]; !given {
		c.fault("--ground CODE is needed: a short word for what was wrong")
	}
	if err := c.wrong(); err != nil {
		return err
	}
	c.given["purpose"] = or(c.given["purpose"], c.Getenv("VIGIL_PURPOSE"), c.Command.Words)
	r, err := c.read(ctx)
	if err != nil {
		return err
	}
	counter, record, err := c.found(ctx, r)
	if err != nil {
		return err
	}
	row, err := events.ActOf(record.Act)
	if err != nil {
		return err
	}
	of := only(c.rows, func(d Command) bool { return d.Act == record.Act })
	if row.Nature != events.Observation || len(of) != 1 {
		return usage("vigil record correct", "REF: %s is no report of a fact but %s: decisions are varied, withdrawn or revoked", clean(c.arg("REF")), record.Act)
	}
	if err := c.stands(ctx, r, record); err != nil {
		return err
	}
	again := *c
	again.Command = &of[0]
	again.args, again.given = map[string]string{"OPERATION": string(record.Operation)}, map[string]string{}
	if err := again.takeOver(record); err != nil {
		return err
	}
	again.takeOverTexts(ctx, r, counter, record)
	if err := again.takeOverHandling(ctx, r, record); err != nil {
		return err
	}
	again.corrects = events.CorrectsTerms{Record: record.Command, Ground: flagged[events.Code](c, "ground")}
	again.told = c.told
	again.given["occurred"] = record.Occurred.String()
	if err := errors.Join(c.wrong(), again.override(c)); err != nil {
		return err
	}
	return again.send(ctx)
}

// stands checks that a record was not told again or taken back: then the later word
// is what is to be corrected. The hub would take it, as it takes every fact, and a
// breach would stand beside it. What is sent again by its --id is the later word.
func (c *Call) stands(ctx context.Context, r reading, record events.Shown) error {
	d, err := r.Desk.Document(ctx, r.Asker, record.Operation)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(d.Corrections, func(x projections.CorrectionLine) bool {
		return x.Record == record.Command && string(x.By) != c.given["id"]
	})
	if i < 0 {
		return nil
	}
	x := d.Corrections[i]
	if x.Act == "record.retract" {
		bad := usage("vigil record correct", "REF: %s was taken back already (%s)", clean(c.arg("REF")), x.Ground)
		bad.Hint = "if it did happen, report it anew"
		return bad
	}
	bad := usage("vigil record correct", "REF: %s was told again already, by %s (%s)", clean(c.arg("REF")), x.By, x.Ground)
	bad.Hint = fmt.Sprintf("correct that: vigil record correct %s", x.By)
	return bad
}

// takeOver reads the flags and places of a report from what it reported.
func (c *Call) takeOver(record events.Shown) error {
	if len(record.Events) == 0 {
		return nil
	}
	slots, err := events.Members(record.Events[0])
	if err != nil {
		return err
	}
	for _, slot := range slots {
		if slot.Name == events.SlotCorrects {
			continue
		}
		var members map[string]any
		if json.Unmarshal(slot.Value, &members) != nil {
			continue // the kind
		}
		for name, value := range members {
			text := fmt.Sprint(value)
			if list, ok := value.([]any); ok {
				text = strings.Trim(strings.ReplaceAll(fmt.Sprint(list), " ", ","), "[]")
			}
			if slot.Name == events.SlotHandling {
				name = events.SlotHandling
			}
			c.put(name, text)
		}
	}
	return nil
}

// put gives a value to the place or the flag of a name.
func (c *Call) put(name, text string) {
	places, _ := c.Command.places()
	for _, place := range places {
		if place == strings.ToUpper(name) {
			c.args[place] = text
			return
		}
	}
	c.given[name] = text
}

// takeOverTexts fetches the record's texts: the correction replaces it whole.
func (c *Call) takeOverTexts(ctx context.Context, r reading, counter uint64, record events.Shown) {
	for _, e := range record.Enclosures {
		b, err := r.Desk.Text(ctx, r.Asker, projections.TextLine{Counter: counter, Command: record.Command, Slot: e.Name, Class: e.Class, Size: e.Size})
		if err != nil {
			fmt.Fprintf(c.Stderr, "note: the %s of the record is not to be had, and is not told again: %v\n", e.Name, err)
			continue
		}
		c.given[e.Name] = verbatim + string(b)
	}
}

// takeOverHandling follows what the record's handling has become since: told again
// with the codes it once had, it would be shown to more States, or fewer.
func (c *Call) takeOverHandling(ctx context.Context, r reading, record events.Shown) error {
	var last events.Message
	err := eachMessage(ctx, r, 1, func(m events.Message) error {
		for _, s := range m.Content.Entry {
			list, err := s.Decoded()
			if err != nil {
				return unverifiedError{err}
			}
			for _, e := range list {
				if change, ok := e.(events.HandlingChanged); ok && change.Change.Record == record.Command {
					c.given[events.SlotHandling] = strings.ToLower(strings.ReplaceAll(codes(change.Change.Codes), " ", ""))
					last = m
				}
			}
		}
		return nil
	})
	if err != nil || last.Content.Counter == 0 {
		return err
	}
	delete(c.given, events.SlotRestriction)
	if c.given[events.SlotHandling] == "" {
		delete(c.given, events.SlotHandling)
	}
	c.takeOverTexts(ctx, r, last.Content.Counter, last.Content.Entry[0])
	return nil
}

// override puts what was typed now before what the record says.
func (c *Call) override(typed *Call) error {
	takes := map[string]bool{}
	for _, f := range append(c.Command.flags(), everywhere...) {
		takes[f.Name] = true
	}
	places, _ := c.Command.places()
	for _, place := range places {
		takes[strings.ToLower(place)] = true
	}
	for _, f := range inPlace {
		if _, given := typed.given[f.Name]; given {
			for _, old := range inPlace {
				delete(c.given, old.Name) // one place, not a mixture of two
			}
			break
		}
	}
	for _, f := range append(append([]Flag{}, correcting...), everywhere...) {
		text, given := typed.given[f.Name]
		switch {
		case !given || f.Name == "ground":
		case !takes[f.Name]:
			typed.fault("--%s: %s says nothing of that kind", f.Name, c.Command.Words)
		default:
			c.put(f.Name, text)
		}
	}
	return typed.wrong()
}
