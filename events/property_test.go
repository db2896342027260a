package events_test

import (
	"bytes"
	"encoding"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "vigil/events"
)

var seed = flag.Uint64("seed", 0, "repeat the property tests with this seed; 0 takes one from the clock")

func dice(t *testing.T) *rand.Rand {
	s := *seed
	if s == 0 {
		s = uint64(time.Now().UnixNano())
	}
	t.Logf("repeat with: go test ./events -run %s -seed %d", t.Name(), s)
	return rand.New(rand.NewPCG(s, s))
}

// TestDecodeEncodeIsIdentity: whatever can be said is read back as it was said.
func TestDecodeEncodeIsIdentity(t *testing.T) {
	r := dice(t)
	for range 2000 {
		event := randomEvent(r)
		raw := must(EncodeEvent(event))
		back, err := DecodeEvent(raw)
		require.NoError(t, err, "%s", raw)
		require.Equal(t, event, back)
		require.Equal(t, string(raw), string(must(EncodeEvent(back))))
	}
	for range 200 {
		var e Entry
		fill(r, reflect.ValueOf(&e).Elem())
		e.Edition, e.At, e.N = Edition, e.At.UTC(), e.N+1
		raw := must(EncodeEntry(e))
		back, err := DecodeEntry(raw)
		require.NoError(t, err, "%s", raw)
		require.Equal(t, e, back)
		require.Equal(t, string(raw), string(must(EncodeEntry(back))))
	}
	for range 200 {
		var q Request
		fill(r, reflect.ValueOf(&q).Elem())
		raw := must(EncodeRequest(q))
		back, err := DecodeRequest(raw)
		require.NoError(t, err, "%s", raw)
		require.Equal(t, q, back)
	}
	for range 200 {
		var m Message
		fill(r, reflect.ValueOf(&m).Elem())
		m.Content.V, m.Content.Edition, m.Content.Counter = Version, Edition, m.Content.Counter+1
		m.Content.Entry = m.Content.Entry[:min(1, len(m.Content.Entry))]
		prove := func(list []Shown) []NoteProof {
			proofs := make([]NoteProof, len(list))
			for i, s := range list {
				proofs[i].Note = "a note"
				list[i].Act, list[i].Occurred, list[i].Known = Acts[r.IntN(len(Acts))].Act, utc, vienna
				if r.IntN(4) == 0 {
					list[i] = Shown{Operation: s.Operation, Command: s.Command, After: s.After, Author: Hub, At: s.At, Events: s.Events,
						Slots: []ShownSlot{}, Enclosures: []ShownEnclosure{}}
					proofs[i].Note = ""
				}
			}
			return proofs
		}
		m.Proof.Entry, m.Proof.Briefing = prove(m.Content.Entry), prove(m.Content.Briefing)
		raw, digest, err := EncodeMessage(m)
		require.NoError(t, err)
		back, again, err := DecodeMessage(raw)
		require.NoError(t, err, "%s", raw)
		require.Equal(t, digest, again)
		require.Equal(t, m.Content, back.Content)
		raw2, _, err := EncodeMessage(back)
		require.NoError(t, err)
		require.Equal(t, string(raw), string(raw2))
	}
	for range 200 {
		var n Note
		fill(r, reflect.ValueOf(&n).Elem())
		if r.IntN(2) == 0 {
			n.Until = Time{}
		}
		back, sigs, err := ParseNote(n.Text() + SignatureLines(signature(n.Key)))
		require.NoError(t, err)
		require.Equal(t, n, back)
		require.Len(t, sigs, 1)
	}
}

// TestDamageIsSeen: one byte changed, taken away or put in is an error, or
// another value that is spelt just so.
func TestDamageIsSeen(t *testing.T) {
	r := dice(t)
	good := encodedEntry()
	for range 20_000 {
		bad := bytes.Clone(good)
		at := r.IntN(len(bad))
		switch r.IntN(3) {
		case 0:
			bad[at] = byte(r.IntN(256))
		case 1:
			bad = append(bad[:at], bad[at+1:]...)
		case 2:
			bad = append(bad[:at], append([]byte{good[r.IntN(len(good))]}, bad[at:]...)...)
		}
		if e, err := DecodeEntry(bad); err == nil {
			require.Equal(t, string(bad), string(must(EncodeEntry(e))))
		}
	}
}

// TestMembers: on canonical objects Members agrees with encoding/json.
func TestMembers(t *testing.T) {
	r := dice(t)
	for range 2000 {
		raw := must(EncodeEvent(randomEvent(r)))
		agree(t, raw)
		for _, m := range must(Members(raw))[1:] {
			agree(t, m.Value)
		}
	}
	agree(t, []byte(`{}`))
	agree(t, []byte(`{"a":"}\"{[,:","b":[[],{"c":"\\"}],"d":12}`))
	for _, bad := range []string{``, `{`, `}`, `[]`, `{"a"}`, `{"a":}`, `{"a":1,}`, `{,}`, `{"a":1}}`, `{"a":1`, `{a:1}`, `{"a":1}{"b":2}`, `"{}"`, `null`} {
		_, err := Members([]byte(bad))
		require.ErrorContains(t, err, "not a canonical JSON object", bad)
	}
}

func agree(t *testing.T, raw []byte) {
	t.Helper()
	members, err := Members(raw)
	require.NoError(t, err, "%s", raw)
	var want map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(raw, &want))
	require.Len(t, members, len(want))
	for _, m := range members {
		require.Equal(t, string(want[m.Name]), string(m.Value), "%s", raw)
	}
	require.Equal(t, string(raw), joined(members), "nothing is left out")
}

func joined(members []Member) string {
	list := make([]string, len(members))
	for i, m := range members {
		list[i] = `"` + m.Name + `":` + string(m.Value)
	}
	return "{" + strings.Join(list, ",") + "}"
}

func randomEvent(r *rand.Rand) Event {
	v := reflect.New(reflect.TypeOf(samples[r.IntN(len(samples))])).Elem()
	fill(r, v)
	return v.Interface().(Event)
}

var (
	textType = reflect.TypeFor[encoding.TextUnmarshaler]()
	rawType  = reflect.TypeFor[Raw]()
)

// fill writes a random well-formed value. An optional member is left out now and
// then.
func fill(r *rand.Rand, v reflect.Value) {
	pointer := v.Addr()
	switch {
	case v.Type() == reflect.TypeFor[Event]():
		v.Set(reflect.ValueOf(randomEvent(r)))
		return
	case v.Type() == rawType:
		v.SetBytes(must(EncodeEvent(randomEvent(r))))
		return
	case v.Type() == reflect.TypeFor[Time]():
		zone := time.FixedZone("", 60*(r.IntN(28*60)-14*60))
		v.Set(reflect.ValueOf(TimeOf(time.UnixMilli(1 + r.Int64N(4e12) + 5e7).In(zone))))
		return
	case v.Type() == reflect.TypeFor[Act]():
		v.SetString(string(Acts[r.IntN(len(Acts))].Act))
		return
	case pointer.Type().Implements(textType) && v.Kind() == reflect.String:
		v.SetString(word(r, v))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(anything(r))
	case reflect.Int:
		v.SetInt(int64(r.IntN(1 << 20)))
	case reflect.Uint16, reflect.Uint64:
		v.SetUint(1 + r.Uint64N(1<<uint(1+r.IntN(min(v.Type().Bits(), 53)))-1)%(1<<16-1))
	case reflect.Uint8:
		v.SetUint(r.Uint64N(256))
	case reflect.Array:
		for i := range v.Len() {
			fill(r, v.Index(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1+r.IntN(3), 4))
		for i := range v.Len() {
			fill(r, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if f.Anonymous || strings.Contains(f.Tag.Get("json"), ",omit") && r.IntN(4) == 0 {
				continue
			}
			fill(r, v.Field(i))
		}
	}
}

// word makes a word that its type accepts: one of a closed list, which the
// refusal of another names, or one made to a pattern.
func word(r *rand.Rand, v reflect.Value) string {
	_, list, closed := strings.Cut(v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte("?")).Error(), "use one of ")
	if closed {
		words := strings.Split(list, ", ")
		return words[r.IntN(len(words))]
	}
	run := func(chars string, n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = chars[r.IntN(len(chars))]
		}
		return string(b)
	}
	const capitals, digits, hex, base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789", "0123456789abcdef", "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	country := func() string { return run(capitals, 2) }
	number := func() string { return fmt.Sprint(2 + r.IntN(90)) }
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	switch v.Interface().(type) {
	case Country:
		return country()
	case Viewer:
		return pick("root", "hub", "at", "hu.lead")
	case OperationID:
		return pick(string(Registry), "7"+run(base32, 25))
	case JournalID, CommandID:
		return "0" + run(base32, 25)
	case KeyID:
		return run(hex, 16)
	case PublicKey:
		return Commit("", salt(run(digits, 9)), nil).String()
	case Codename:
		return run(capitals, 3+r.IntN(10))
	case Part, DeviceID:
		return run(base32, 6)
	case PointID:
		return country() + "-" + country() + pick("", "/"+number())
	case CheckpointID:
		return country() + "-CP" + number()
	case LegID:
		return country() + "-L" + number()
	case ConditionID:
		return country() + "-C" + number()
	case AuthorityID:
		return country() + "-A" + number()
	case AlertID:
		return pick("eyes-on-lost", "breach") + "/" + pick(run(base32, 6), country()+"-CP"+number(), country()+"-"+country()+"/"+number())
	case Code:
		return run(hex, 1+r.IntN(9)) + pick("", "-"+run(hex, 1+r.IntN(30)))
	case CallSign, Identifier:
		return run(base32, 1+r.IntN(9)) + pick("", "-"+run(base32, 1+r.IntN(30)))
	case Language:
		return strings.ToLower(country())
	case Currency:
		return run(capitals, 3)
	case HSCode:
		return run(digits, 4+2*r.IntN(3))
	case Evaluation:
		return pick("A1", "C3", "X4", "UK-1AP", "UK-3EC")
	case Zone:
		return pick("UTC", "Europe/Vienna", "America/Argentina/Buenos_Aires", "America/Port-au-Prince")
	case Decimal:
		return pick("0", number()) + pick("", ".5", ".000001", ".25")
	case Locode:
		return country() + run(capitals, 3)
	case Coordinate:
		return pick("", "-") + number() + "." + run(digits, 2)
	case Account:
		return "A" + run(base32, 55)
	}
	panic(fmt.Sprintf("property_test.go makes no %s yet: add it to word", v.Type()))
}

// anything is a string with every sort of trouble.
func anything(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(20) {
		b.WriteRune([]rune("aZ09 \"\\/<>&\b\f\n\r\t\x00\x1f\x7f\u0080é—\u2028\u2029\ufeff\ufffd😀")[r.IntN(25)])
	}
	return b.String()
}
