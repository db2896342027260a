package enclosures

import (
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

var update = flag.Bool("update", false, "rewrite testdata")

// worked is the example of the package comment: a refusal's reason, under a key of
// the bytes 0 to 43, which no store would ever make.
func worked() (Ref, events.OpenEnclosure, boxKey) {
	var k boxKey
	for i := range k[copy(k[:], boxKeyWord):] {
		k[len(boxKeyWord)+i] = byte(i)
	}
	r := Ref{Operation: "01KJNXGE00RP09HZG9D26DXVQK", Command: "01KJNYBWX0WVXXXDZ9KJA9JJMQ", Slot: "reason"}
	return r, events.OpenEnclosure{Name: "reason", Class: events.Internal, Salt: events.Salt{1, 2, 3}, Value: []byte("The team is not in place.")}, k
}

// Example shows the content of a box.
func Example() {
	r, e, _ := worked()
	fmt.Printf("%s\n", encode(r, e))
	fmt.Println(r.Name())
	// Output:
	// vigil-enclosure/v1
	// operation 01KJNXGE00RP09HZG9D26DXVQK
	// command 01KJNYBWX0WVXXXDZ9KJA9JJMQ
	// slot reason
	// class internal
	// salt AQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
	//
	// The team is not in place.
	// 299adb03b2b41a2ce6075fb27bae21572bd8db8171d1ed5ee746bd48a0391f09
}

func TestABoxKeepsItsBytes(t *testing.T) {
	r, e, k := worked()
	box, err := seal(k, r.Name(), encode(r, e))
	require.NoError(t, err)
	for name, have := range map[string][]byte{"content": encode(r, e), "key.hex": []byte(hex.EncodeToString(k[:])), "box.hex": []byte(hex.EncodeToString(box))} {
		path := "testdata/" + name
		if *update {
			require.NoError(t, os.MkdirAll("testdata", 0o755))
			require.NoError(t, os.WriteFile(path, have, 0o644))
		}
		want, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, string(want), string(have), name)
	}
	plain, err := unseal(k[:], r.Name(), box)
	require.NoError(t, err)
	again, opened, err := decode(plain)
	require.NoError(t, err)
	require.Equal(t, r, again)
	require.Equal(t, e, opened)
}
