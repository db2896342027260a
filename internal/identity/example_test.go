package identity_test

import (
	"fmt"
	"strings"

	"vigil/events"
	"vigil/internal/identity"
)

// An officer composes and signs a command; the hub opens it and answers with a
// receipt, which the officer's client checks.
func Example() {
	note, seen, values := refusal()
	request, err := identity.Compose(note, seen, values, &filled{first: 0x10}, officer())
	if err != nil {
		fmt.Println(err)
		return
	}
	opened, err := identity.OpenRequest(request, journal, knows(officer()))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(opened.Note.Signer, opened.Fact.Kind(), opened.Seen.Counter, opened.Enclosures[0].Name)

	signed := identity.Receipt{
		Journal: journal, Operation: operation, Command: command, Note: opened.Digest,
		At: at("2026-03-02T03:10:02.250Z"), Viewer: "at", Counter: 42,
		Content: events.DigestOf([]byte("content 42")), Durability: "fsync",
	}.Sign(hub())
	fmt.Println(signed)

	forged := strings.Replace(signed, "counter 42", "counter 43", 1)
	_, err = identity.OpenReceipt(forged, hub().Public())
	fmt.Println(err)
	// Output:
	// at handover.refused 41 reason
	// vigil-receipt/v1
	// journal 01JQ0000000000000000000001
	// operation 01JQ0000000000000000000002
	// command 01JQ0000000000000000000003
	// note 068edb22e6e0f01e3a33c88477e11dac19ff790f3394a80b579a4ba4e8487634
	// at 2026-03-02T03:10:02.250Z
	// viewer at
	// counter 42
	// content ade23064b7adb509a41683de571cb84cd85d2183680d984f1c43f021561bfc10
	// durability fsync
	//
	// — 09de16cf6cbb11a2 tT1J5JP8BmTaz0q0yqZynNgPdIf5LpWtRMa9iyMN4w9QiIFxWxJatgybFJVcbKC6MSnVHMZSoMWykkKV2Y/7OhG6fgo=
	//
	// bad-signature: the text is not what key 09de16cf6cbb11a2 signed: it was altered on the way, or another text was signed: fetch it again, or have it signed again
}
