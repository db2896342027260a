package cli

import (
	"context"
	"strings"

	"vigil/events"
)

// What is found of the goods, weighed and taken out, and where it lies: every gram
// has a place.
var goodsCommands = []Command{
	{
		Words: "consignment opened", Args: "OPERATION", Act: "consignment.opened",
		Short:   "report that a part was opened, and on what ground in law",
		Example: "vigil consignment opened RELAY --ground court-order --as at/commander",
		Flags:   flags(shortly, inState, ofPart),
		Fact: proposes(func(_ context.Context, s *sending) events.ConsignmentOpened {
			return events.ConsignmentOpened{Opening: events.OpeningTerms{Part: s.part(), Country: s.state(), Ground: flagged[events.Code](s.Call, "ground")}}
		}),
	},
	{
		Words: "item weighed", Args: "OPERATION", Act: "item.weighed",
		Short: "report what a scale showed; two persons sign it",
		Long: "Report what a scale showed: gross with everything, net the goods alone. Two persons\n" +
			"sign it: who types, and the officer of --witness, whose key lies here too. Signed by\n" +
			"one it is recorded all the same, and a breach stands beside it.",
		Example: `vigil item weighed RELAY --gross "64.1 kg" --net "62.4 kg" --scale SCALE-7 --tolerance "10 g" --witness at/commander --as at/team`,
		Flags: flags(
			needs("gross", "AMOUNT", "with everything: \"64.1 kg\""),
			needs("net", "AMOUNT", "the goods alone: \"62.4 kg\""),
			needs("scale", "NUMBER", "which scale: SCALE-7"),
			takes("tolerance", "AMOUNT", "how far that scale may be wrong: \"10 g\""),
			takes("witness", "CC/NAME", "the second officer, who saw it and signs too: at/custody"),
			inState, ofPart,
		),
		Fact: proposes(func(_ context.Context, s *sending) events.ItemWeighed {
			return events.ItemWeighed{Weighing: events.WeighingTerms{
				Part: s.part(), Country: s.state(), Gross: s.quantity("gross"), Net: s.quantity("net"), Scale: s.identifier("scale"), Tolerance: s.quantity("tolerance"),
			}}
		}),
	},
	{
		Words: "item sampled", Args: "OPERATION", Act: "item.sampled",
		Short:   "report a sample that was taken out",
		Example: `vigil item sampled RELAY --quantity "5 g" --storage VAULT-3 --as at/team`,
		Flags:   flags(needs("quantity", "AMOUNT", "how much: \"5 g\""), keptAt, inState, ofPart),
		Fact: proposes(func(_ context.Context, s *sending) events.ItemSampled {
			return events.ItemSampled{Sample: events.SampleTerms{Part: s.part(), Country: s.state(), Quantity: s.quantity("quantity"), Storage: s.identifier("storage")}}
		}),
	},
	{
		Words: "item tested", Args: "OPERATION", Act: "item.tested",
		Short:   "report what a test says of the substance",
		Example: "vigil item tested RELAY --substance heroin --method gc-ms --result positive --purity 62.5 --as at/team",
		Flags: flags(
			needs("substance", "CODE", "what was tested for: heroin"),
			needs("method", "CODE", "how: marquis, gc-ms"),
			needs("result", "RESULT", "positive, negative or inconclusive"),
			takes("purity", "PERCENT", "how pure: 62.5"),
			inState, ofPart,
		),
		Fact: proposes(func(_ context.Context, s *sending) events.ItemTested {
			return events.ItemTested{Test: events.TestedTerms{
				Part: s.part(), Country: s.state(), Substance: flagged[events.Code](s.Call, "substance"), Method: flagged[events.Code](s.Call, "method"),
				Result: flagged[events.TestResult](s.Call, "result"), Purity: flagged[events.Decimal](s.Call, "purity"),
			}}
		}),
	},
	{
		Words: "weapons recorded", Args: "OPERATION", Act: "weapons.recorded",
		Short: "list the weapons of a part, by serial number",
		Long: "List the weapons of a part. Each is six words: type, make, model, calibre, serial\n" +
			"number (NONE if it is removed) and live, converted, blank-firer or deactivated;\n" +
			"semicolons stand between them.",
		Example: `vigil weapons recorded RELAY --list "pistol glock 17 9x19 ABC123 live; rifle zastava m70 7-62x39 NONE deactivated" --as at/team`,
		Flags:   flags(needs("list", "WEAPONS", "type make model calibre serial state; and so on"), ofPart),
		Fact: proposes(func(_ context.Context, s *sending) events.WeaponsRecorded {
			return events.WeaponsRecorded{Weapons: events.WeaponsTerms{Part: s.part(), List: s.weapons("list")}}
		}),
	},
	{
		Words: "goods stored", Args: "OPERATION", Act: "goods.stored",
		Short:   "report goods put in store, with the number of the receipt",
		Example: `vigil goods stored RELAY --quantity "61.9 kg" --storage VAULT-3 --receipt R-2026-114 --as at/team`,
		Flags:   flags(needs("quantity", "AMOUNT", "how much: \"61.9 kg\""), keptAt, needs("receipt", "NUMBER", "the number of the receipt"), inState, ofPart),
		Fact: proposes(func(_ context.Context, s *sending) events.GoodsStored {
			return events.GoodsStored{Stored: events.StoredTerms{
				Part: s.part(), Country: s.state(), Quantity: s.quantity("quantity"), Storage: s.identifier("storage"), Receipt: s.identifier("receipt"),
			}}
		}),
	},
	{
		Words: "conveyance changed", Args: "OPERATION", Act: "conveyance.changed",
		Short: "report what carries a part now",
		Long: "Report what carries a part now. The number of a container, ship, flight or parcel is\n" +
			"open: other operations that meet it are found by it. A plate or a VIN names people:\n" +
			"it goes into --registration, and the State that gave it into --plate.",
		Example: `vigil conveyance changed RELAY --type container --number CSQU3054383 --as at/team` + "\n" +
			`vigil conveyance changed RELAY --type vehicle --plate PL --registration "WA 12345" --as at/team`,
		Flags: flags(
			needs("type", "CONVEYANCE", "container, vehicle, vessel, flight, train, parcel or on-foot"),
			takes("number", "NUMBER", "its open number: a container's, ship's, flight's or parcel's"),
			takes("plate", "CC", "the State that gave its plate"),
			inState, ofPart,
		),
		Fact: proposes(func(_ context.Context, s *sending) events.ConveyanceChanged {
			carried := events.ConveyanceTerms{
				Part: s.part(), Country: s.state(), Type: flagged[events.ConveyanceType](s.Call, "type"), Number: s.identifier("number"), Plate: flagged[events.Country](s.Call, "plate"),
			}
			flag, number := "number", carried.Number
			if carried.Type == events.Vehicle {
				if number != "" {
					s.fault("--number: a vehicle's leads to persons, and is open to all who are shown what carries the part: put it into --registration")
				}
				flag, number = "registration", events.Identifier(s.given["registration"])
			}
			if doubt := number.Doubt(carried.Type); doubt != "" {
				s.remark("--%s: %s", flag, doubt)
			}
			return events.ConveyanceChanged{Conveyance: carried}
		}),
	},
	{
		Words: "part split", Args: "OPERATION", Act: "part.split",
		Short:   "report that some of a part goes its own way from now on",
		Example: `vigil part split RELAY --quantity "20 kg" --packages 4 --as at/commander`,
		Flags:   flags(needs("quantity", "AMOUNT", "how much goes its own way: \"20 kg\""), takes("packages", "COUNT", "in how many packages"), inState, ofPart, inPlace),
		Fact: proposes(func(_ context.Context, s *sending) events.PartSplit {
			return events.PartSplit{
				Split: events.SplitTerms{Part: s.part(), Quantity: s.quantity("quantity"), Packages: s.count("packages")},
				Where: events.WhereTerms{Country: s.state()}, Place: s.place(),
			}
		}),
	},
	{
		Words: "part merged", Args: "OPERATION", Act: "part.merged",
		Short:   "report that a part was put together with another",
		Example: "vigil part merged RELAY --part 4NB0C7 --into 7QK2XM --as at/commander",
		Flags:   flags(needs("part", "LABEL", "the part that is none of its own any more"), needs("into", "LABEL", "the part that it is put together with"), inState),
		Fact: proposes(func(_ context.Context, s *sending) events.PartMerged {
			return events.PartMerged{Merge: events.MergeTerms{Part: s.part(), Into: flagged[events.Part](s.Call, "into"), Country: s.state()}}
		}),
	},
	{
		Words: "hazard removed", Args: "OPERATION HAZARD", Act: "hazard.removed",
		Short:   "report that a danger was taken out of the goods",
		Example: "vigil hazard removed RELAY live-firearm --method firing-pin-removed --as at/team",
		Flags:   flags(needs("method", "CODE", "how: firing-pin-removed"), inState, ofPart),
		Fact: proposes(func(_ context.Context, s *sending) events.HazardRemoved {
			return events.HazardRemoved{Removed: events.RemovedTerms{
				Part: s.part(), Country: s.state(), Hazard: word[events.Code](s.Call, "HAZARD"), Method: flagged[events.Code](s.Call, "method"),
			}}
		}),
	},
	{
		Words: "risk accept", Args: "OPERATION", Act: "risk.accept", Speaks: asDesk,
		Short:   "consent, for your own State, to dangerous goods as they are",
		Example: `vigil risk accept RELAY --hazards live-firearm --reason "Escorted by armed police throughout." --as at/authority`,
		Flags:   flags(needs("hazards", "LIST", "which dangers: live-firearm,fentanyl"), ofPart),
		Fact: proposes(func(_ context.Context, s *sending) events.RiskAccepted {
			return events.RiskAccepted{Risk: events.RiskTerms{Part: s.part(), Country: s.own(), Hazards: listed[events.Code](s.Call, "hazards")}}
		}),
	},
	{
		Words: "loss report", Args: "OPERATION", Act: "loss.report", Speaks: asDesk,
		Short:   "say that goods cannot be found, after a search",
		Example: `vigil loss report RELAY --quantity "2 kg" --seen 20:10Z --search "Lorry and yard, twice, with dogs." --as at/commander`,
		Flags:   flags(needs("quantity", "AMOUNT", "how much: \"2 kg\""), needs("seen", "TIME", "when it was seen last"), ofPart),
		Fact: proposes(func(_ context.Context, s *sending) events.LossReported {
			return events.LossReported{Loss: events.LossTerms{Part: s.part(), Country: s.own(), Quantity: s.quantity("quantity"), Seen: s.moment("seen")}}
		}),
	},
}

var keptAt = needs("storage", "NUMBER", "where it is kept: VAULT-3")

// weapons reads "pistol glock 17 9x19 ABC123 live; rifle …".
func (s *sending) weapons(flag string) (list []events.WeaponTerm) {
	for line := range strings.SplitSeq(s.given[flag], ";") {
		words := strings.Fields(line)
		if len(words) != 6 {
			s.fault("--%s: %q: write six words of each weapon: type make model calibre serial state", flag, clean(strings.TrimSpace(line)))
			return nil
		}
		var w events.WeaponTerm
		for i, to := range []interface{ UnmarshalText([]byte) error }{&w.Type, &w.Make, &w.Model, &w.Calibre, &w.Serial, &w.State} {
			if err := to.UnmarshalText([]byte(words[i])); err != nil {
				s.fault("--%s: %v", flag, err)
			}
		}
		list = append(list, w)
	}
	return list
}
