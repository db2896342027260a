package events_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	. "vigil/events"
)

// What any of these accepts, it must write again byte for byte; and nothing may
// make it panic.

func FuzzDecodeEntry(f *testing.F) {
	f.Add(encodedEntry())
	f.Fuzz(func(t *testing.T, raw []byte) {
		if e, err := DecodeEntry(raw); err == nil {
			require.Equal(t, string(raw), string(must(EncodeEntry(e))))
			if n, err := e.Parsed(); err == nil {
				_, _, _ = Proposal(n, e.Slots, e.Enclosures)
			}
		}
	})
}

func FuzzDecodeMessage(f *testing.F) {
	f.Add(encodedMessage())
	f.Fuzz(func(t *testing.T, raw []byte) {
		if m, digest, err := DecodeMessage(raw); err == nil {
			again, same, err := EncodeMessage(m)
			require.NoError(t, err)
			require.Equal(t, string(raw), string(again))
			require.Equal(t, digest, same)
		}
	})
}

func FuzzDecodeRequest(f *testing.F) {
	f.Add(encodedRequest())
	f.Fuzz(func(t *testing.T, raw []byte) {
		if r, err := DecodeRequest(raw); err == nil {
			require.Equal(t, string(raw), string(must(EncodeRequest(r))))
		}
	})
}

func FuzzParseNote(f *testing.F) {
	f.Add(sampleRequest().Note)
	f.Fuzz(func(t *testing.T, signed string) {
		if n, sigs, err := ParseNote(signed); err == nil {
			require.Equal(t, signed, n.Text()+SignatureLines(sigs...))
		}
	})
}

func FuzzDecodeEvent(f *testing.F) {
	for _, e := range samples {
		f.Add([]byte(must(EncodeEvent(e))))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if e, err := DecodeEvent(raw); err == nil {
			require.Equal(t, string(raw), string(must(EncodeEvent(e))))
			agree(t, raw)
		}
	})
}

func FuzzMembers(f *testing.F) {
	f.Add([]byte(`{"a":"}\"{[,:","b":[[],{"c":"\\"}],"d":12}`))
	for _, e := range samples {
		f.Add([]byte(must(EncodeEvent(e))))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if members, err := Members(raw); err == nil {
			require.Equal(t, string(raw), joined(members))
		}
		// What the strict reader takes for one value is JSON to everybody.
		var one Raw
		if Unmarshal(raw, &one) == nil {
			require.True(t, json.Valid(raw))
			require.Equal(t, string(raw), string(must(Marshal(one))))
			if raw[0] == '{' && !bytes.Contains(raw, []byte(`\`)) {
				agree(t, raw)
			}
		}
	})
}
