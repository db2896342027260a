package events_test

import (
	"fmt"
	"os"
	"strings"

	"vigil/events"
)

// The commitment that the package comment works out.
func ExampleCommit() {
	var salt events.Salt
	for i := range salt {
		salt[i] = byte(i)
	}
	fmt.Println(events.Commit("origin", salt, []byte(`{"country":"TR"}`)))
	// Output: GpI7wUy9zrqQWafTXhtHS/mcjZ2TtVRN9kLwoLYwmog=
}

func ExamplePartOf() {
	fmt.Println(events.PartOf("01JNJV00000000000000C0MM01"))
	// Output: 6W1P6X
}

func ExampleDecodeEvent() {
	e, err := events.DecodeEvent([]byte(`{"kind":"border.crossed","crossing":{"part":"6W1P6X","from":"HU","to":"AT","method":"anpr"}}`))
	fmt.Println(e.(events.BorderCrossed).Crossing.To, err)

	_, err = events.DecodeEvent([]byte(`{"kind":"border.crossed","crossing":{"part":"6W1P6X","to":"AT","from":"HU","method":"anpr"}}`))
	fmt.Println(err)

	_, err = events.DecodeEvent([]byte(`{"kind":"border.moved"}`))
	fmt.Println(err)
	// Output:
	// AT <nil>
	// border.crossed: crossing: byte 53: member "to" out of place or twice, where member "from" is due
	// unknown kind of event "border.moved": it was written by a newer build, or it is not one of ours
}

// The note of the package comment, and the slots beside it.
func ExampleProposal() {
	line, _ := os.ReadFile("testdata/wire/entry.json")
	entry, err := events.DecodeEntry([]byte(strings.TrimSuffix(string(line), "\n")))
	if err != nil {
		fmt.Println(err)
		return
	}
	note, _ := entry.Parsed()
	fact, seen, err := events.Proposal(note, entry.Slots, entry.Enclosures)
	fmt.Println(note.Signer, note.Act, note.Occurred, err)
	fmt.Println("had seen message", seen.Counter)
	fmt.Println(fact.Kind(), fact.(events.HandoverOffered).Offer)
	fmt.Println(note.Text()[:strings.Index(note.Text(), "\ncommit")])
	// Output:
	// hu handover.offer 2026-03-02T03:10:00.000+01:00 <nil>
	// had seen message 41
	// handover.offered {HU-AT 7QK2XM}
	// vigil-command/v1
	// journal 01JNJV0000000000000J0RNA1S
	// operation 01JNJV00000000000000PERAT1
	// command 01JNJV00000000000000C0MM02
	// kind handover.offer
	// signer hu 0123456789abcdef
	// occurred 2026-03-02T03:10:00.000+01:00
	// known 2026-03-02T03:10:00.000+01:00
	// until 2026-03-02T03:15:00.000+01:00
}

// The digest of an entry is that of its bytes, without a line end.
func ExampleDigestOf() {
	line, _ := os.ReadFile("testdata/wire/entry.json")
	fmt.Println(events.DigestOf(line[:len(line)-1]))
	// Output: d6eb1e17207cef2a701cf9def59da86bbf9353bd65a86cbea0d37297fe197163
}
