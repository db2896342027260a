// Package identity makes and checks everything in vigil that carries a signature:
// command notes, receipts, delivery receipts and tree heads. It holds the keys,
// and it knows no clock and no dice: time and randomness are passed in.
//
// This comment is the specification of the bytes. All texts are UTF-8, and each
// line ends in one line feed (U+000A). Each has one spelling: a parser builds the
// text anew from what it read and refuses any other. Base64 is the standard
// alphabet with padding (RFC 4648 section 4), hex is lower case, a number is
// decimal without sign or leading zero and below 2⁶³, a time is RFC 3339 with
// three decimals and Z for no offset, an identifier is a ULID in capitals.
//
// The examples use keys of an officer, whose seed is 32 times the byte 0x01, of
// the hub (0x02), a gateway (0x03) and the clock (0x04).
//
// # Signatures
//
// A signed text is a C2SP signed note (https://c2sp.org/signed-note): the text, an
// empty line, and signature lines of the form
//
//	— NAME BASE64
//
// that is U+2014, a space, the key's name, a space, and 4 + 64 bytes: the key hash,
// the first four of SHA-256(NAME ‖ 0x0A ‖ 0x01 ‖ public key), and the Ed25519
// signature (RFC 8032) of the text, its last line feed included, the empty line
// not. NAME is the key id: 16 hex digits, the first eight bytes of
// SHA-256("vigil-key/v1" ‖ public key).
//
// A signed note may by its own rules carry lines of keys that the reader does not
// know. Ours may not: a text has exactly one, but for the note of a weight
// (item.weighed), which two persons sign: the author first, then the witness with
// another key. A weight that one person signed is a fact all the same, and the
// rules say what it lacks. Control characters, U+007F and U+FFFD are refused
// everywhere.
//
// # Key file
//
// Two lines: a comment that names the key, and the seed of RFC 8032 in base64. The
// comment is part of the format; it is how damage is found. The file has mode 0600
// and is not read otherwise.
//
//	# vigil signing key 2099c180dd08d2f3: keep it secret, never send it
//	VIGIL-KEY-1 AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=
//
// # Command note
//
// What an officer signs. The header lines in this order; `until` is a time or "-";
// then sixteen commit lines. Line 0 is the slot `seen`, line i the i-th slot of
// the act in the catalogue (events.Acts), each
// SHA-256("vigil-slot/v1" ‖ slot name ‖ 32-byte salt ‖ value bytes). The line of a
// slot that is absent or does not exist is 32 random bytes, so the note does not
// betray which are used. A clear value is canonical JSON (see package events), the
// value of an enclosure is its bytes. At most 4 KiB with its signatures.
//
// Example: Austria's officer refuses a handover. Piece i of the random source, from
// 0, is 32 times the byte 0x10 + i: the salt of line i, or the line. Line 0 is
// `seen`, line 1 `refusal`, line 2 the enclosure `reason`.
//
//	vigil-command/v1
//	journal 01JQ0000000000000000000001
//	operation 01JQ0000000000000000000002
//	command 01JQ0000000000000000000003
//	kind handover.refuse
//	signer at 2099c180dd08d2f3
//	occurred 2026-03-02T04:10:00.000+01:00
//	known 2026-03-02T04:10:00.000+01:00
//	until 2026-03-02T04:15:00.000+01:00
//	commit 4jUW0YywXqU5jt80oLusuKUzVldavgNnNmjzn2seZpE=
//	commit 2hByRuiRbWYuZPsoGA2dy8pXdT1RiDP1/PszLlbNy/4=
//	commit 8zNBuWmw9TDW+hkDv1ozurXg1zNuvRU8JF7QnpyE4+0=
//	commit ExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExM=
//	commit FBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQ=
//	commit FRUVFRUVFRUVFRUVFRUVFRUVFRUVFRUVFRUVFRUVFRU=
//	commit FhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhY=
//	commit FxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxc=
//	commit GBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgYGBg=
//	commit GRkZGRkZGRkZGRkZGRkZGRkZGRkZGRkZGRkZGRkZGRk=
//	commit GhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGho=
//	commit GxsbGxsbGxsbGxsbGxsbGxsbGxsbGxsbGxsbGxsbGxs=
//	commit HBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBw=
//	commit HR0dHR0dHR0dHR0dHR0dHR0dHR0dHR0dHR0dHR0dHR0=
//	commit Hh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4=
//	commit Hx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8=
//
//	— 2099c180dd08d2f3 YymvvFN1/zjsu6R9t9dpWDp19WSjXF9BN2HApsHP2Yns5fmadDxGcoC1Q8CxIyUtTULBXu5+EdyOVr3ulVQ+AfQXoAk=
//
// The digest of a note, where one is asked for, is SHA-256 of all of these bytes.
//
// # What a clock says
//
// A command note that nobody writes: the hub signs it as viewer `hub` with the
// journal's clock key when something has run out. `occurred` and `known` are the
// moment at which it was due, `until` is "-", `seen` is counter 0 and 64 zeros.
// Nothing in it is random, so all who fire the same clock make the same bytes:
// piece 0 of the source is ten bytes long and piece i + 1 is that of line i, read
// one after the other from the clock key's salts (see Key.Salts) of the parts
// "vigil-clock/v1", journal, operation, due and the fact's canonical JSON. The id
// is the ULID of the due moment's milliseconds and piece 0. Only
// the hub says what a clock says, and it says nothing else. Example: nobody came
// to checkpoint AT-CP1.
//
//	vigil-command/v1
//	journal 01JQ0000000000000000000001
//	operation 01JQ0000000000000000000002
//	command 01KJP57M50FWK054F9WRY63RPE
//	kind checkpoint.missed
//	signer hub dcf62fc21cfdf335
//	occurred 2026-03-02T02:15:00.000Z
//	known 2026-03-02T02:15:00.000Z
//	until -
//	commit fYxU2kgVX1dOMV4dafiBIfuvPZX0X1LTfk2UD9Vo7mg=
//	commit qdNgnzv4LCPdsYtAWG7zPnVSDOlwJTi0mmUtzkT0APg=
//	commit tXxxpMxVPVSjdB3MYs+Sfp7ggda20kpsh9kyqIpvmOk=
//	commit UKxU7A3l3jCSPydjRRk/uMKNP8VZN+VMVfSxU7B972c=
//	commit 2fiSb8netYGbg7NskCnm1eirAm82CsdylVEDjyn0EvE=
//	commit JR6ya6akpqm93d9fedv2wrMaeleer89IguCCEag5MUg=
//	commit wwuwnenaJqeFrugTBaybJjQkPGwFndITr2x9/A9QZsY=
//	commit 0xhiIQxpx/BAOt73nVG8THHLxClsBSTalpl4MUgcmOo=
//	commit t5bEwLImZbMG8hAi1G7ClikYmVAXS6dMtHp6QCMG+8Q=
//	commit 71mU5uQOjCptS6tmYOR5/ZquhlmVENHdZIRNxdap3No=
//	commit eSm0ixC1gIkuelmt/ZvnBkDC9+Ssp0M4a5Sf0jpMFkM=
//	commit APEiUm/WWXUDkQtNhOpiAXPAIMvaUjKDyHXQScZ6kqQ=
//	commit EFAWlpOxm8wurGch0s4HrNFWcfd1v7tLGVR5DKPs+14=
//	commit n4H6jI3zpL/hBK9jGGy2NrjyMbsb6uAXQTLpEPlGF/g=
//	commit oTGRkWLpZzDlMea+T44q9HJ2VH8jJo7X6aKHbWYcAy0=
//	commit 9WQ0gK8mOPp6dpxB0uHiaym7+hCx5Xqvm5Nh4XPfGtE=
//
//	— dcf62fc21cfdf335 typK/l3UF3vlu5PQRjdhGu8dbTCdEuwmbqdUbOtqgYqYJcyacoctSdPIg7xLO8Kxf+JuHRVc4+FDLeTrjoau3K+ZlgU=
//
// # Receipt
//
// What the hub signs when a command is in the journal. `at` is in UTC. `counter`
// and `content` are the message of the viewer's feed and the digest of its content,
// or 0 and 64 zeros for a viewer that has no feed (root, hub).
//
//	vigil-receipt/v1
//	journal 01JQ0000000000000000000001
//	operation 01JQ0000000000000000000002
//	command 01JQ0000000000000000000003
//	note 068edb22e6e0f01e3a33c88477e11dac19ff790f3394a80b579a4ba4e8487634
//	at 2026-03-02T03:10:02.250Z
//	viewer at
//	counter 42
//	content ade23064b7adb509a41683de571cb84cd85d2183680d984f1c43f021561bfc10
//	durability fsync
//
//	— 09de16cf6cbb11a2 tT1J5JP8BmTaz0q0yqZynNgPdIf5LpWtRMa9iyMN4w9QiIFxWxJatgybFJVcbKC6MSnVHMZSoMWykkKV2Y/7OhG6fgo=
//
// # Delivery receipt
//
// What a gateway signs when messages of a feed up to `counter` are in its country,
// by its own clock.
//
//	vigil-delivery/v1
//	journal 01JQ0000000000000000000001
//	viewer at
//	counter 42
//	content ade23064b7adb509a41683de571cb84cd85d2183680d984f1c43f021561bfc10
//	time 2026-03-02T03:10:02.300Z
//
//	— 4dd6cecc5f3a4db2 QKcQWWqUVG9yyxWmkez+f/TrsfQCdaJTcBQDjlsjXNcD4P8HIkoYgoDZm3E30A6DJEZ3an2oYT9QYai7GcT0LOjiuwQ=
//
// # Tree head
//
// A C2SP tlog-checkpoint (https://c2sp.org/tlog-checkpoint) without extension
// lines: the origin, which is "vigil/" and the journal id, the number of entries,
// and in base64 the root of the RFC 6962 hash tree over them. Leaf i is
// SHA-256(0x00 ‖ the bytes of the entry at stream sequence i + 1), a node
// SHA-256(0x01 ‖ left ‖ right), the root of nothing SHA-256 of nothing. The
// specification would have the key's name equal the origin; here it is the key id,
// as everywhere, and a witness is told both. Example: the entries `first`, `second`
// and `third`.
//
//	vigil/01JQ0000000000000000000001
//	3
//	w2UeVBcUxT1kjsx7rsp/4sNu9PplvM4ksdcShkN95WY=
//
//	— 09de16cf6cbb11a2 tT1J5Ixlp2ibj32nCzII42SN8tya0rcygaUNvkP5HWfQcHygU5+h5pJWzWZGe85XQFs0hr7MFvQXmk+x6f9LyyOkewc=
//
// # Register of refused commands
//
// One line of canonical JSON for each, without what was in it. `account` and `key`
// are left out if there is none. `rule` is a Fault's or a refusal's code.
//
//	{"at":"2026-03-02T03:10:02.250Z","account":"AAUSTRIA2345","key":"2099c180dd08d2f3","note":"068edb22e6e0f01e3a33c88477e11dac19ff790f3394a80b579a4ba4e8487634","rule":"unknown-key"}
//
// # What is not promised
//
// A valid signature says which key signed, not who held it, when, or whether they
// were allowed to: the registry and the rules say that. Nothing here keeps a secret
// from who can read the process's memory.
package identity
