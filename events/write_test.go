package events_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "vigil/events"
)

// The writer is held against encoding/json, whose bytes the formats are.
func plainly(t testing.TB, v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	require.NoError(t, enc.Encode(v))
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

func TestMarshalGivesTheBytesOfEncodingJSON(t *testing.T) {
	type inner struct {
		Text  string `json:"text,omitempty"`
		At    Time   `json:"at,omitzero"`
		Plain Digest `json:"plain"`
	}
	var soon Time
	require.NoError(t, soon.UnmarshalText([]byte("2026-03-02T03:10:00.000-01:30")))
	for _, v := range []any{
		nil, 7, "text", true, -3, 1.5, []int(nil), []string{}, []byte(nil), []byte("bytes"), map[string]int{"a": 1}, &inner{},
		inner{}, inner{Text: "<&>", At: soon, Plain: DigestOf(nil)}, []inner{{}, {Text: "x"}},
		struct {
			Raw  Raw     `json:"raw"`
			None Raw     `json:"none"`
			List []inner `json:"list,omitempty"`
			Many []Raw   `json:"many"`
		}{Raw: Raw(`{"a":1}`), Many: []Raw{Raw("{ \"b\" :\t[1, 2] }"), Raw(`"x"`), nil}},
		struct{ Named, named string }{"a", "b"},
		struct {
			inner
			Hidden string `json:"-"`
			Text   string `json:"text"`
		}{Hidden: "h", Text: "t"},
		time.Unix(7, 0).UTC(), []time.Time{time.Unix(7, 0).UTC()},
		sampleRequest(), sampleEntry().Slots, sampleEntry().Enclosures, sampleMessage(),
	} {
		got, err := Marshal(v)
		require.NoError(t, err)
		require.Equal(t, string(plainly(t, v)), string(got))
	}
	for _, e := range samples {
		got, err := Marshal(e)
		require.NoError(t, err)
		require.Equal(t, string(plainly(t, e)), string(got))
	}
	_, err := Marshal(struct {
		Raw Raw `json:"raw"`
	}{Raw(`{"a":`)})
	require.Error(t, err)
}

func FuzzMarshalStringsLikeEncodingJSON(f *testing.F) {
	for _, s := range []string{"", "a", "\"\\\b\f\n\r\t\x00\x1f\x7f", "<>&/'", "\u2028\u2029\u00e4\ufffd", "\xff\xc3(", "é𝄞", "a\xe2\x80"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := Marshal(s)
		require.NoError(t, err)
		require.Equal(t, string(plainly(t, s)), string(got))
	})
}
