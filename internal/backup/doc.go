// Package backup keeps a copy of an installation in plain files, checks it, and
// gives it back.
//
// In a backup is what cannot be computed again: the journal's records byte for byte
// with number, subject and stored time, the tree head, the enclosures, the registers,
// the access logs and read marks. Feeds and views are not in it; a hub makes them from
// the records. Signing keys and credentials are in it only if that was asked for. The
// keys of the enclosures are always in it: without them names and reasons would be
// lost. So whoever reads a backup reads the case.
//
// # The files
//
// A backup is a directory:
//
//	manifest              what belongs to the backup; nothing else counts
//	0001.records          the records that the first run found
//	0001.files            the other files, or what was added to them
//	0002.records          what the second run found beyond that
//	0002.enclosure-keys   the keys of all enclosures that are not erased
//	0002.keys             signing keys and credentials, if asked for
//
// All but the manifest are packs. A pack is the line "vigil-backup-pack/v1", then
// items. An item is a line, so many bytes as the line says, and a line feed:
//
//	record SEQ SUBJECT STORED SIZE SHA256
//	file OFFSET SIZE SHA256 PATH
//	gone 0 0 SHA256 PATH
//
// STORED is RFC 3339 in UTC, digests are in hex. A file is longer than one item may
// be, or grew between runs: OFFSET 0 begins it, another offset must be where it ended.
// Paths are those of the installation's directory.
//
// The manifest is text, one spelling for one content:
//
//	vigil-backup/v1
//	journal ULID CLASS CLOCK
//	genesis SHA256
//	made TIME
//	source store            or: audit
//	records COUNT ROOT      the RFC 6962 root of all of them, in base64
//	run NUMBER
//	pack NAME SIZE SHA256   as many as there are, in the order they are read
//	missing NAME            an enclosure that was missing or damaged when it was made
//	head SIZE               bytes of the tree head that follow, 0: there was none
//	<the signed tree head>
//	sha256 DIGEST           of all above
//
// # Crashes
//
// A run writes new packs, flushes them, writes the manifest aside, reads the whole
// backup again through it, and only then gives it its name. A crash before leaves the
// older backup as it was; what lies about is removed by the next run. Only the packs
// with keys are made anew each time, the old ones overwritten and removed: so what was
// erased since is erased here too. Copies of a backup made elsewhere keep it.
//
// # What checking proves
//
// Open reads every byte: all digests, that the records have no gap, that each follows
// from the one before in its operation, that the first entries are those that the hub
// of genesis signed for, and that each enclosure is what its author committed to, or
// is erased. Signatures of notes and the rules are audit.Verify's, for which a Backup
// is a journal. Entries behind the tree head, and the registers, are protected against
// accident and not against whoever can write the backup.
package backup
