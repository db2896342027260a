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
		Sends: true,
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
	takes("flag", "CC", "under which flag, on the high seas"),
	takes("team", "CALLSIGN", "which team"),
	takes("holder", "HOLDER", "courier, carrier, consignee, police, customs, undercover or unknown"),
	takes("goods", "SECURED", "secured, partly-secured or not-secured"),
	ofGoods,
	ofRest,
	inPlace,
	takes("remark", "TEXT", "text for who may read it, or @FILE; kept outside the journal"),
	handlingFlags,
	takes(events.SlotRestriction, "TEXT", whatRestrictionIs),
	takes("occurred", "TIME", "when it happened (default: as it was told)"),
	takes("known", "TIME", "when you knew that it was wrong (default: now)"),
	whenSending[1:], // without --file: what stays is taken from the record
)

// ofGoods are the flags of reports about the goods, ofRest those of all others.
var (
	ofGoods = []Flag{
		takes("gross", "AMOUNT", "with everything: \"64.1 kg\""),
		takes("net", "AMOUNT", "the goods alone: \"62.4 kg\""),
		takes("scale", "NUMBER", "which scale"),
		takes("tolerance", "AMOUNT", "how far that scale may be wrong"),
		takes("witness", "CC/NAME", "the second officer, who saw it and signs too"),
		takes("quantity", "AMOUNT", "how much"),
		takes("substitute", "AMOUNT", "how much was put in"),
		takes("removed", "AMOUNT", "how much was taken out"),
		takes("packages", "COUNT", "in how many packages"),
		takes("storage", "NUMBER", "where it is kept"),
		takes("receipt", "NUMBER", "the number of the receipt"),
		takes("substance", "CODE", "which substance"),
		takes("result", "RESULT", "positive, negative or inconclusive"),
		takes("purity", "PERCENT", "how pure"),
		takes("list", "WEAPONS", "type make model calibre serial state; and so on"),
		takes("hazard", "CODE", "which danger"),
		takes("mode", "MODE", "how it goes on: live, partial or clean"),
		takes("into", "LABEL", "the part that it is put together with"),
		takes("before", "SEAL", "the seal that was there; NONE for none"),
		takes("after", "SEAL", "the seal that is there now; NONE for none"),
		takes("seals", "SEALS", "all seals that were found; NONE for none"),
		takes("type", "CODE", "what kind of seal or conveyance"),
		takes("number", "NUMBER", "the open number of what carries it"),
		takes("plate", "CC", "the State that gave its plate"),
		takes("registration", "TEXT", "the plate or VIN, or @FILE; kept outside the journal"),
	}
	ofRest = []Flag{
		takes("device", "DEVICE", "which device"),
		takes("battery", "TIME", "when its battery ends"),
		takes("in", "CC", "the State that officers entered"),
		takes("offence", "CODE", "for which offence"),
		takes("incident", "INCIDENT", "compromised, violence, accident, third-party-seizure or blue-on-blue"),
		takes("persons", "COUNT", "how many persons"),
		takes("names", "TEXT", "who, or @FILE; kept outside the journal"),
		takes("identity", "TEXT", "who it is, or @FILE; kept outside the journal"),
		takes("channel", "CHANNEL", "siena, i-24-7, cencomm, pccc, liaison, mla, eio, telephone or in-person"),
		takes("reached", "REACHED", "reached, no-answer or wrong-addressee"),
		takes("alert", "ALERT", "about which alert"),
		takes("request", "ID", "about which request for consent"),
		takes("record", "REF", "which record came to the wrong State"),
		takes("how", "CODE", "how, in a short word"),
	}
)

// correct tells a fact again: the record's members are what its flags were, and
// what is typed now goes before them.
func correct(ctx context.Context, c *Call) error {
	c.signed()
	c.need(c.Command.Flags)
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
		members, err := events.Members(slot.Value)
		if err != nil || slot.Name == events.SlotCorrects {
			continue // the kind
		}
		for _, m := range members {
			name := m.Name
			if slot.Name == events.SlotHandling && name == "codes" {
				name = events.SlotHandling
			}
			text := asTyped(m.Value)
			if text == "" && name == "seals" {
				text = string(events.NoSeal)
			}
			if text != "" {
				c.put(name, text)
			}
		}
	}
	return nil
}

// asTyped is a value as a person types it: commas stand in a list, blanks between the
// members of an object, semicolons between objects.
func asTyped(value []byte) string {
	var list []json.RawMessage
	if json.Unmarshal(value, &list) == nil && list != nil {
		comma := ","
		words := make([]string, len(list))
		for i, x := range list {
			words[i] = asTyped(x)
			if x[0] == '{' {
				comma = "; "
			}
		}
		return strings.Join(words, comma)
	}
	if members, err := events.Members(value); err == nil {
		words := make([]string, len(members))
		for i, m := range members {
			words[i] = asTyped(m.Value)
		}
		return strings.Join(words, " ")
	}
	var plain any
	if json.Unmarshal(value, &plain) != nil {
		return ""
	}
	return fmt.Sprint(plain)
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
		c.given[flagOf(e.Name)] = verbatim + string(b)
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
