package events_test

import (
	"encoding"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	. "vigil/events"
)

// TestStrictEvents: one spelling of each value. Every error says what is wrong
// in words that an auditor can act on.
func TestStrictEvents(t *testing.T) {
	const good = `{"kind":"item.declared","item":{"substance":"heroin","mode":"live","packages":40,"hazards":["dust"]},` +
		`"origin":{"country":"TR"},"quantity":{"amount":"62.4","unit":"kg"},"named":{"part":"7QK2XM"}}`
	_, err := DecodeEvent([]byte(good))
	require.NoError(t, err)

	for _, c := range []struct{ what, old, new, says string }{
		{"member twice", `"mode":"live",`, `"mode":"live","mode":"live",`, `item: byte 67: member "mode" out of place or twice, where member "packages" is due`},
		{"unknown member", `"mode":"live",`, `"mode":"live","colour":"red",`, `unknown member "colour" where member "packages" is due`},
		{"unknown slot", `"origin"`, `"orogin"`, `unknown member "orogin" where the end is due`},
		{"members exchanged", `"amount":"62.4","unit":"kg"`, `"unit":"kg","amount":"62.4"`, `quantity: byte 139: member "unit" out of place`},
		{"slots exchanged", `"origin":{"country":"TR"},"quantity":{"amount":"62.4","unit":"kg"}`, `"quantity":{"amount":"62.4","unit":"kg"},"origin":{"country":"TR"}`, `member "origin" out of place or twice`},
		{"member missing", `"mode":"live",`, ``, `member "packages" out of place or twice, where member "mode" is due`},
		{"other case", `"mode"`, `"Mode"`, `unknown member "Mode"`},
		{"white space", `"live",`, `"live", `, `where member "packages" is due`},
		{"white space in front", `{"kind"`, ` {"kind"`, `an event begins with {"kind":`},
		{"line end", `"7QK2XM"}}`, "\"7QK2XM\"}}\n", "something follows the JSON"},
		{"trailing bytes", `"7QK2XM"}}`, `"7QK2XM"}}{}`, "something follows the JSON"},
		{"cut short", `"7QK2XM"}}`, `"7QK2XM"}`, "ends too early"},
		{"cut in a string", `"7QK2XM"}}`, `"7QK2`, "ends too early"},
		{"null", `{"country":"TR"}`, `null`, `origin: byte`},
		{"null for a list", `["dust"]`, `null`, `hazards: byte`},
		{"null for a number", `40`, `null`, "where a whole number is due"},
		{"empty list", `,"hazards":["dust"]`, `,"hazards":[]`, "hazards is there and says nothing: leave it out"},
		{"empty slot", `"named":{"part":"7QK2XM"}`, `"named":{}`, `where member "part" is due`},
		{"list too long", `["dust"]`, `["dust"` + strings.Repeat(`,"dust"`, MaxList) + `]`, "more than 64 elements"},
		{"fraction", `40`, `40.0`, "where a whole number is due"},
		{"exponent", `40`, `4e1`, "where a whole number is due"},
		{"spare zero", `40`, `040`, "where a whole number is due"},
		{"sign", `40`, `-40`, "where a whole number is due"},
		{"minus zero", `40`, `-0`, "where a whole number is due"},
		{"number in quotes", `40`, `"40"`, "where a whole number is due"},
		{"number too large", `40`, `65536`, "65536 is too large"},
		{"number beyond all", `40`, `9007199254740992`, "where a whole number is due"},
		{"bad UTF-8", `"heroin"`, "\"hero\xffn\"", "not UTF-8"},
		{"surrogate in UTF-8", `"heroin"`, "\"\xed\xa0\x80\"", "not UTF-8"},
		{"HTML escape", `"heroin"`, `"\u003cb\u003e"`, "not how that character is written"},
		{"escaped letter", `"heroin"`, `"h\u0065roin"`, "not how that character is written"},
		{"escaped slash", `"heroin"`, `"h\/eroin"`, "not how that character is written"},
		{"bare control character", `"heroin"`, "\"her\x01oin\"", "control character U+0001"},
		{"not a code", `"heroin"`, `"Heroin"`, `item: substance: "Heroin" is not a code (lower case, digits, hyphens)`},
		{"empty word", `"heroin"`, `""`, `"" is not a code`},
		{"not one of the words", `"live"`, `"alive"`, `"alive" is not a mode: use one of live, partial, clean`},
		{"spare zero in a decimal", `"62.4"`, `"62.40"`, "no spare zeros"},
		{"not a country", `"TR"`, `"tr"`, "ISO 3166-1"},
		{"not a part", `"7QK2XM"`, `"7QK2XI"`, "a part's label"},
		{"unknown kind", `item.declared`, `item.imagined`, `unknown kind of event "item.imagined"`},
		{"kind escaped", `item.declared`, `item\u002edeclared`, "not how that character is written"},
		{"not an object", good, `[]`, `an event begins with {"kind":`},
		{"kind not first", `"kind":"item.declared","item"`, `"item"`, `an event begins with {"kind":`},
		{"nothing", good, ``, "ends too early"},
	} {
		t.Run(c.what, func(t *testing.T) {
			require.Equal(t, 1, strings.Count(good, c.old))
			_, err := DecodeEvent([]byte(strings.Replace(good, c.old, c.new, 1)))
			require.ErrorContains(t, err, c.says)
		})
	}

	// What was cut for a viewer is simply absent.
	e, err := DecodeEvent([]byte(`{"kind":"item.declared","quantity":{"amount":"62.4","unit":"kg"}}`))
	require.NoError(t, err)
	require.Equal(t, ItemDeclared{Quantity: kilos}, e)
	e, err = DecodeEvent([]byte(`{"kind":"item.declared"}`))
	require.NoError(t, err)
	require.Equal(t, ItemDeclared{}, e)
}

func TestStrictFormats(t *testing.T) {
	entry, request, message := string(encodedEntry()), string(encodedRequest()), string(encodedMessage())
	decodeEntry := func(b []byte) error { _, err := DecodeEntry(b); return err }
	decodeRequest := func(b []byte) error { _, err := DecodeRequest(b); return err }
	decodeMessage := func(b []byte) error { _, _, err := DecodeMessage(b); return err }

	for _, c := range []struct {
		what           string
		decode         func([]byte) error
		good, old, new string
		says           string
	}{
		{"entry of a later version", decodeEntry, entry, `{"v":1,`, `{"v":2,"soul":"none",`, "entry of format version 2; this build reads version 1"},
		{"entry of a later edition", decodeEntry, entry, `"edition":1`, `"edition":2`, "entry of edition 2; this build knows editions 1 to 1"},
		{"entry of no edition", decodeEntry, entry, `"edition":1`, `"edition":0`, "entry of edition 0"},
		{"entry without version", decodeEntry, entry, `"v":1,`, ``, `member "edition" out of place or twice, where member "v" is due`},
		{"n from zero", decodeEntry, entry, `"n":42`, `"n":0`, "n counts from 1"},
		{"at not in UTC", decodeEntry, entry, `"at":"2026-03-02T02:11:30.250Z"`, `"at":"2026-03-02T03:11:30.250+01:00"`, "at is not a time in UTC"},
		{"digest in capitals", decodeEntry, entry, `"prev":"51cd`, `"prev":"51CD`, "64 hex digits, lower case"},
		{"no event", decodeEntry, entry, string(must(EncodeEvent(handoverOffered()))), ``, "no event"},
		{"event of an unknown kind", decodeEntry, entry, `{"kind":"handover.offered"`, `{"kind":"handover.sung"`, `unknown kind of event "handover.sung"`},
		{"unknown operation", decodeEntry, entry, `"operation":"01JNJV00000000000000PERAT1"`, `"operation":"01jnjv00000000000000perat1"`, "not an operation (a ULID"},
		{"a size below zero", decodeEntry, entry, `"size":55`, `"size":-55`, "whole number"},
		{"a slot's member twice", decodeEntry, entry, `"value":{"point":"HU-AT"`, `"value":{"point":"HU-AT","point":"HU-AT"`, `member "point" twice`},
		{"a slot's value with a null", decodeEntry, entry, `"value":{"point":"HU-AT"`, `"value":{"point":null`, "whole number"},
		{"a slot's value with bad UTF-8", decodeEntry, entry, `"value":{"point":"HU-AT"`, "\"value\":{\"point\":\"HU\xff-AT\"", "not UTF-8"},
		{"a slot's value too deep", decodeEntry, entry, `"value":{"point":"HU-AT"`, `"value":{"point":` + strings.Repeat("[", 16) + strings.Repeat("]", 16), "nested more than 16 deep"},
		{"a salt of other spelling", decodeEntry, entry, `"salt":"`, `"salt":"\n`, "not a salt"},
		{"a clear class spelt wrong", decodeEntry, entry, `"class":"internal"`, `"class":"secret"`, "is not a class: use one of clear, internal, sealed"},

		{"request with another member", decodeRequest, request, `{"note":`, `{"bid":1,"note":`, `request: byte 1: unknown member "bid" where member "note" is due`},
		{"request with a dry run of another kind", decodeRequest, request, `"}]}`, `"}],"dry-run":"sing"}`, "not a dry run"},
		{"value with spare bits", decodeRequest, request, `Cg=="`, `Ch=="`, "is not base64"},
		{"value with a line end", decodeRequest, request, `"value":"RHJp`, `"value":"RH\nJp`, "is not base64"},

		{"message of a later version", decodeMessage, message, `{"content":{"v":1,`, `{"content":{"v":2,`, "feed message of format version 2"},
		{"message of a later edition", decodeMessage, message, `"edition":1`, `"edition":7`, "feed message of edition 7"},
		{"counter from zero", decodeMessage, message, `"counter":2`, `"counter":0`, "the counter counts from 1"},
		{"proof missing", decodeMessage, message, `"proof":{"briefing":[`, `"proof":{"briefing":[],"entry":[`, "out of place"},
		{"shown event of an unknown kind", decodeMessage, message, `{"kind":"handover.offered"`, `{"kind":"handover.sung"`, `unknown kind of event "handover.sung"`},
		{"shown event with a spare comma", decodeMessage, message, `{"kind":"handover.offered",`, `{"kind":"handover.offered",,`, "feed message:"},
		{"unknown act", decodeMessage, message, `"act":"handover.offer"`, `"act":"handover.sing"`, `unknown kind of command "handover.sing"`},
		{"more, but what", decodeMessage, message, `"more":"continued"`, `"more":""`, "not a continuation"},
		{"content twice", decodeMessage, message, `{"content":`, `{"content":{},"content":`, "out of place or twice"},
	} {
		t.Run(c.what, func(t *testing.T) {
			require.Contains(t, c.good, c.old)
			require.ErrorContains(t, c.decode([]byte(strings.Replace(c.good, c.old, c.new, 1))), c.says)
		})
	}
	m := sampleMessage()
	m.Proof.Entry = nil
	_, _, err := EncodeMessage(m)
	require.ErrorContains(t, err, "proof and content do not belong together")

	for name, decode := range map[string]func([]byte) error{"entry": decodeEntry, "request": decodeRequest, "message": decodeMessage} {
		require.ErrorContains(t, decode(make([]byte, MaxRequest+1)), "at most", name)
		require.Error(t, decode(nil), name)
		good := map[string]string{"entry": entry, "request": request, "message": message}[name]
		require.NoError(t, decode([]byte(good)), name)
		require.ErrorContains(t, decode([]byte(good+"\n")), "something follows", name)
		require.Error(t, decode([]byte(" "+good)), name)
	}
}

// TestTooBig: nothing is written that would not be read.
func TestTooBig(t *testing.T) {
	r := sampleRequest()
	r.Enclosures[0].Value = make([]byte, MaxRequest)
	_, err := EncodeRequest(r)
	require.ErrorContains(t, err, "786432 at most: shorten message")

	e := sampleEntry()
	e.Note = strings.Repeat("x", MaxEntry)
	_, err = EncodeEntry(e)
	require.ErrorContains(t, err, "262144 at most: split the command")

	m := sampleMessage()
	m.Proof.Entry[0].Note = strings.Repeat("x", MaxMessage)
	_, _, err = EncodeMessage(m)
	require.ErrorContains(t, err, "262144 at most")

	e = sampleEntry()
	e.Events = nil
	_, err = EncodeEntry(e)
	require.ErrorContains(t, err, "no event")
}

func TestStrictNotes(t *testing.T) {
	good := sampleRequest().Note
	_, _, err := ParseNote(good)
	require.NoError(t, err)
	signatureLine := SignatureLines(signature(officerKey))[1:]

	for _, c := range []struct{ what, old, new, says string }{
		{"tab", "signer hu ", "signer hu\t", "U+0009"},
		{"carriage return", "kind handover.offer\n", "kind handover.offer\r\n", "U+000D"},
		{"bad UTF-8", "handover.offer", "handover.offer\xff", "not UTF-8"},
		{"extra line", "\nknown ", "\nremark none\nknown ", `line "remark none" where "known" is due`},
		{"line after the commitments", "\n\n", "\nremark none\n\n", "after the last commitment"},
		{"a 17th commitment", "\n\n", "\ncommit tTWcc29ekJOuXykfQNf4ID5QnjNvfP6h8wUqpN8Dfgg=\n\n", "after the last commitment"},
		{"lines exchanged", "\njournal 01JNJV0000000000000J0RNA1S\noperation 01JNJV00000000000000PERAT1", "\noperation 01JNJV00000000000000PERAT1\njournal 01JNJV0000000000000J0RNA1S", `where "journal" is due`},
		{"line missing", "\nuntil 2026-03-02T03:15:00.000+01:00", "", `where "until" is due`},
		{"space at the end", "handover.offer\n", "handover.offer \n", "unknown kind of command"},
		{"two spaces", "kind handover", "kind  handover", "unknown kind of command"},
		{"another head", "vigil-command/v1", "vigil-command/v2", `does not begin with "vigil-command/v1"`},
		{"unknown kind", "handover.offer", "handover.sing", `unknown kind of command "handover.sing"`},
		{"key in capitals", "hu 0123456789abcdef", "hu 0123456789ABCDEF", "not a key id"},
		{"signer without key", "hu 0123456789abcdef", "hu", "not a key id"},
		{"country in capitals", "signer hu", "signer HU", "not a viewer"},
		{"time without offset", "known 2026-03-02T03:10:00.000+01:00", "known 2026-03-02T03:10:00.000", "not a time"},
		{"until at the zero time", "until 2026-03-02T03:15:00.000+01:00", "until 1970-01-01T00:00:00.000Z", "not a time"},
		{"commitment of spare bits", "commit tTWcc29ekJOuXykfQNf4ID5QnjNvfP6h8wUqpN8Dfgg=", "commit tTWcc29ekJOuXykfQNf4ID5QnjNvfP6h8wUqpN8Dfgh=", "not a commitment"},
		{"commitment cut", "Dfgg=", "Dfgg", "not a commitment"},
		{"no signature", "\n" + signatureLine, "", "no signature"},
		{"no signature line", signatureLine, "", "signature lines are not exactly"},
		{"signature by a hyphen", "— 0123", "- 0123", "not a signature line"},
		{"signature of another length", "QkM=\n", "Qk==\n", "not a signature line"},
		{"unknown signature line", signatureLine, "— alice " + strings.Repeat("A", 92) + "\n", "not a signature line"},
		{"text behind the signature", signatureLine, signatureLine + "thanks\n", "not a signature line"},
		{"line end missing", signatureLine, strings.TrimSuffix(signatureLine, "\n"), "signature lines are not exactly"},
		{"empty line at the end", signatureLine, signatureLine + "\n", "signature"},
		{"line end in a signature", "— 0123456789abcdef AAEC", "— 0123456789abcdef AA\nEC", "not a signature line"},
	} {
		t.Run(c.what, func(t *testing.T) {
			require.Contains(t, good, c.old)
			_, _, err := ParseNote(strings.Replace(good, c.old, c.new, 1))
			require.ErrorContains(t, err, c.says)
		})
	}
	_, _, err = ParseNote(good + strings.Repeat(signatureLine, 40))
	require.ErrorContains(t, err, "4096 at most")
	_, sigs, err := ParseNote(good + signatureLine)
	require.NoError(t, err, "how many may sign is not for the form to say")
	require.Len(t, sigs, 2)

	// A fact has no until.
	n := must(sampleEntry().Parsed())
	n.Until = Time{}
	require.Contains(t, n.Text(), "\nuntil -\n")
	back, _, err := ParseNote(n.Text() + SignatureLines(signature(officerKey)))
	require.NoError(t, err)
	require.Equal(t, n, back)
}

func TestTimes(t *testing.T) {
	for _, s := range []string{
		"2026-03-02T03:10:00.000+01:00", "2026-03-02T02:10:00.000Z", "2024-02-29T23:59:59.999-03:30",
		"1970-01-01T00:00:00.001Z", "9999-12-31T23:59:59.999Z", "2026-10-25T02:30:00.000+02:00", "2026-01-01T00:00:00.000+14:00",
		"1970-01-01T05:00:00.001+05:00", "2026-03-02T03:10:00.000-00:01",
	} {
		parsed, err := ParseTime(s)
		require.NoError(t, err, s)
		require.Equal(t, s, parsed.String())
		require.Equal(t, parsed, TimeOf(parsed.Std()))
	}
	for s, why := range map[string]string{
		"2026-03-02T03:10:00.000+00:00":  "no offset is written Z",
		"2026-03-02T03:10:00.000-00:00":  "no offset is written Z",
		"2026-03-02T03:10:00+01:00":      "three decimals",
		"2026-03-02T03:10:00.00Z":        "three decimals",
		"2026-03-02T03:10:00.0000Z":      "three decimals",
		"2026-03-02T03:10:00,000Z":       "a point",
		"2026-03-02 03:10:00.000Z":       "a T",
		"2026-03-02t03:10:00.000z":       "capitals",
		"2016-12-31T23:59:60.000Z":       "a leap second",
		"2026-02-29T00:00:00.000Z":       "no such day",
		"2026-13-01T00:00:00.000Z":       "no such month",
		"2026-00-10T00:00:00.000Z":       "no such month",
		"2026-04-00T00:00:00.000Z":       "no such day",
		"2026-03-02T24:00:00.000Z":       "no such hour",
		"2026-03-02T03:60:00.000Z":       "no such minute",
		"2026-03-02T03:10:00.000+24:00":  "no such offset",
		"2026-03-02T03:10:00.000+01:60":  "no such offset",
		"2026-03-02T03:10:00.000+0100":   "a colon in the offset",
		"2026-03-02T03:10:00.000+1:00":   "two digits in the offset",
		"2026-03-02T03:10:00.000+01:0x":  "digits in the offset",
		"2026-03-02T03:10:00.000":        "no offset",
		"2026-03-02T03:10:00.000ZZ":      "one Z",
		"1969-12-31T23:59:59.999Z":       "before 1970",
		"1970-01-01T00:00:00.000Z":       "the zero time is none",
		"1970-01-01T00:30:00.000+01:00":  "before 1970",
		"26-03-02T03:10:00.000Z":         "four digits in the year",
		"2026-03-02T03:10:00.000 +01:00": "no space",
		"":                               "nothing",
	} {
		_, err := ParseTime(s)
		require.ErrorContains(t, err, "is not a time: write", "%s: %s", s, why)
	}
}

// TestStrings: the reader's spelling of each character is the writer's.
func TestStrings(t *testing.T) {
	type told struct {
		Text string `json:"text"`
	}
	for r := rune(0); r <= utf8.MaxRune; r++ {
		if r > 0x3000 && r < 0x10FF00 && r%251 != 0 {
			continue
		}
		if !utf8.ValidRune(r) {
			continue
		}
		raw, err := Marshal(told{string(r) + "a" + string(r)})
		require.NoError(t, err)
		var back told
		require.NoError(t, Unmarshal(raw, &back), "%U", r)
		require.Equal(t, string(r)+"a"+string(r), back.Text)

		if r <= 0xFFFF {
			escape := fmt.Sprintf(`{"text":"\u%04x"}`, r)
			require.Equal(t, strings.Contains(string(raw), escape[9:15]), Unmarshal([]byte(escape), &back) == nil,
				"%U is escaped if and only if the writer escapes it so", r)
		}
	}
}

// TestWords: what each kind of word takes, and what it does not.
func TestWords(t *testing.T) {
	for _, c := range []struct {
		of        encoding.TextUnmarshaler
		good, bad []string
		says      string
	}{
		{new(AuthorityID), []string{"AT-A1", "AT-A999"}, []string{"AT-A0", "AT-A1000", "AT-C1", "at-A1", "AT-A01", "AT-A1\n"}, "not an authority (AT-A1)"},
		{new(DeviceID), []string{"7QK2XM", "000000"}, []string{"7QK2XI", "7QK2X", "7QK2XMM", "7qk2xm"}, "not a device's label"},
		{new(Identifier), []string{"MSKU1234565", "9074729", "R-2026-114", "NONE"}, []string{"MSKU 1234565", "msku1234565", "-A", "A--B", "A-", "Ü1", strings.Repeat("A", MaxText+1)}, "not a number"},
		{new(HSCode), []string{"0803", "080390", "08039010"}, []string{"08", "08039", "0803901", "0803.90", "0803901000"}, "Harmonised System"},
		{new(Language), []string{"de", "en"}, []string{"DE", "deu", "d", "d1", "12"}, "not a language"},
		{new(Currency), []string{"EUR", "CHF"}, []string{"eur", "EU", "EURO", "E1R", "€"}, "not a currency"},
		{new(Evaluation), []string{"A1", "C3", "X4", "UK-1AP", "UK-3EC"}, []string{"D1", "A5", "A0", "1A", "a1", "UK-4AP", "UK-1FP", "UK-1AX", "1AP", "A1 "}, "not an evaluation"},
		{new(Marking), []string{"unclassified", "basic-protection"}, []string{"restricted", "confidentiel-ue"}, "which is the ceiling here"},
		{new(AlertID), []string{"not-told/AT", "mass-discrepancy/7QK2XM", "plan-returned/HU-AT/2"}, []string{"not-told", "not-told/at", "Not-told/AT", "not-told/AT/100"}, "not an alert"},
	} {
		for _, s := range c.good {
			require.NoError(t, c.of.UnmarshalText([]byte(s)), "%T", c.of)
		}
		for _, s := range append(c.bad, "") {
			require.ErrorContains(t, c.of.UnmarshalText([]byte(s)), c.says, "%T: %q", c.of, s)
		}
	}
}

// INV-25: persons are never what a controlled delivery carries, in whatever words.
func TestPersonsAreNoGoods(t *testing.T) {
	const opened = `{"kind":"operation.opened","operation":{"name":"LINDEN","lead":"AT","goods":"%s"},"basis":{"instruments":["untoc-20"]}}`
	_, err := DecodeEvent(fmt.Appendf(nil, opened, Narcotics))
	require.NoError(t, err)
	for _, goods := range []string{"persons", "person", "people", "migrants", "victims"} {
		_, err := DecodeEvent(fmt.Appendf(nil, opened, goods))
		require.ErrorContains(t, err, "use one of narcotics, precursors, firearms, explosives, cash, tobacco, other", goods)
	}
}

func TestTerms(t *testing.T) {
	part := PartOf(commandID)
	require.NoError(t, new(Part).UnmarshalText([]byte(part)))
	require.Equal(t, KeyID("d96f33dee6ae6a52"), publik.ID(), "the id of a key never changes")
	require.Len(t, publik.Bytes(), 32)
	require.Equal(t, Viewer("at"), Country("AT").Desk())
	require.Equal(t, Viewer("at.lead"), Country("AT").Lead())
	require.Equal(t, Country("AT"), Country("AT").Lead().Country())
	require.True(t, Country("AT").Lead().IsLead())
	require.False(t, Country("AT").Desk().IsLead())
	for _, v := range []Viewer{Root, Hub, Audit, ""} {
		require.Empty(t, v.Country())
	}
	require.Equal(t, Country("HU"), PointID("HU-AT/2").From())
	require.Equal(t, Country("AT"), PointID("HU-AT/2").To())
	require.Equal(t, Country("AT"), CheckpointID("AT-CP1").Country())
	require.Equal(t, Country("AT"), LegID("AT-L1").Country())
	require.Equal(t, Country("AT"), AuthorityID("AT-A1").Country())
	require.Equal(t, Country("AT"), ConditionID("AT-C1").Country())
	require.Equal(t, DeviceID("1B7C22"), DeviceOf(commandID), "a device's label never changes")
	require.NotEqual(t, string(part), string(DeviceOf(commandID)), "one command makes two labels, and neither tells of the other")
	require.True(t, night.Holds(vienna))
	require.True(t, night.Holds(night.From) && night.Holds(night.Until), "both ends belong to a window")
	require.True(t, night.Covers(night))
	require.False(t, night.Covers(Window{night.From, night.Until.Add(1e6)}))
}

// An alert is named by a code and what it is about, which may be a number: the longest
// of both make a name that is read back.
func TestAnAlertNamesTheLongestNumber(t *testing.T) {
	number := strings.Repeat("9", MaxText)
	require.NoError(t, new(Identifier).UnmarshalText([]byte(number)))
	require.NoError(t, new(AlertID).UnmarshalText([]byte("deconfliction/"+number)))
	require.Error(t, new(AlertID).UnmarshalText([]byte("deconfliction/"+number+number)))
}
