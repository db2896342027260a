package cli

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"vigil/events"
	"vigil/internal/backup"
)

// hasty is how long a shell waits for what it may offer.
const hasty = 3 * time.Second

// candidate is something that a shell may offer, and in a few words what it is.
type candidate struct{ value, what string }

// offer finds what may stand in a place. It asks as the officer who types, so it
// offers what that officer may know and nothing else; where it fails, nothing is
// offered.
type offer func(ctx context.Context, c *Call) []candidate

// offers is what may stand in a place of a command's Args or behind a flag, by
// the word that help has for it; where one word means several things, by the
// flag's name and the word. A word that is not here is free: see freely.
var offers = map[string]offer{
	"OPERATION":  operations,
	"OFFER":      inOperation(openOffers),
	"POINT":      inOperation(points),
	"CHECKPOINT": inOperation(checkpoints),
	"LEG":        inOperation(legs),
	"CONDITION":  inOperation(conditions),
	"ALERT":      inOperation(alerts),
	"LABEL":      inOperation(parts),
	"request ID": inOperation(requests),

	"CC": countries, "COUNTRY": countries, "FROM": countries, "TO": countries,
	"CC/NAME": officers, "OFFICER": officers,
	"CC[.lead]": desks,

	"FORMAT":           choices(formats...),
	"WHEN":             choices("auto", "always", "never"),
	"SHELL":            choices(shells...),
	"SOURCE":           choices(backup.FromStore, backup.FromAudit),
	"KEYID":            choices("me"),
	"SPEED":            choices("1", "2", "5", "max"),
	"class CLASS":      choices(events.Exercise, events.Real),
	"goods CLASS":      choices(events.Narcotics, events.Precursors, events.Firearms, events.Explosives, events.Cash, events.Tobacco, events.OtherGoods),
	"basis LIST":       choices(events.UNTOC20, events.Vienna11, events.EUMLA12, events.CoE18, events.NaplesII22, events.EIO28, events.Bilateral),
	"modes LIST":       choices(events.Live, events.Partial, events.Clean),
	"MODE":             choices(events.Live, events.Partial, events.Clean),
	"MEASURE":          choices(events.Export, events.TransitRoute, events.Import),
	"CARRIAGE":         choices(events.ByRoad, events.ByRail, events.BySea, events.ByAir, events.ByParcel),
	"METHOD":           choices(events.Visual, events.Device, events.ANPR, events.Record),
	"ROLE":             choices(events.Origin, events.Transit, events.Destination, events.Possible, events.Requesting, events.FlagState, events.Informed),
	"ROLES":            choices(events.Coordinator, events.CompetentAuthority, events.Commander, events.DeskOfficer, events.Team, events.Liaison, events.Technical, events.Custody),
	"CAUSE":            choices(events.Delivered, events.Interdicted, events.Terminated, events.Lost),
	"handling LIST":    choices(events.H1, events.H2, events.H3),
	"codes LIST":       choices(events.H0, events.H1, events.H2, events.H3),
	"SECURED":          choices(events.GoodsSecured, events.PartSecured, events.NotSecured),
	"FORCE":            choices(events.Precedent, events.Continuing),
	"CHANNEL":          choices(events.Siena, events.I247, events.CENcomm, events.PCCC, events.LiaisonOf, events.MLA, events.EIO, events.Telephone, events.InPerson),
	"URGENCY":          choices(events.Routine, events.Urgent),
	"MLA":              choices(events.MLABefore, events.MLAAfter, events.MLANone),
	"YESNO":            choices(events.IsExtraditable, events.NotExtraditable),
	"ARMS":             choices(events.Unarmed, events.Armed),
	"PROMISE":          choices(events.ConstantSurveillance, events.AccessAnyTime, events.SeizureAssured, events.ProsecutionAssured, events.InformationBack),
	"TYPE":             choices(events.PoliceBody, events.CustomsBody, events.ProsecutorBody, events.CourtBody, events.MinistryBody, events.CentreBody),
	"HOURS":            choices(events.DayAndNight, events.OfficeHours),
	"may LIST":         choices(events.MakesRequests, events.ReceivesRequests, events.DecidesRequests),
	"carried LIST":     choices(events.ByRoad, events.ByRail, events.BySea, events.ByAir, events.ByParcel),
	"technical LIST":   choices(events.Beacon, events.Audio, events.Video, events.LightSensor),
	"demands LIST":     choices(events.ConstantSurveillance, events.AccessAnyTime, events.SeizureAssured, events.ProsecutionAssured, events.InformationBack),
	"letters LIST":     letterChoices,
	"parts LIST":       inOperation(parts),
	"points LIST":      inOperation(points),
	"AUTHORITY":        authorities,
	"authorities LIST": authorities,
	"question ID":      inOperation(questions),
	"replaces ID":      inOperation(asked),
	"TEAM":             inOperation(teams),
	"LETTER":           inOperation(handsOff),
	"HOLDER":           choices(events.Courier, events.CarrierFirm, events.Consignee, events.Police, events.Customs, events.Undercover, events.NobodyKnown),

	"DEVICE":      inOperation(devices),
	"SEAL":        inOperation(seals),
	"SEALS":       inOperation(seals),
	"HAZARD":      inOperation(hazards),
	"notice ID":   inOperation(openNotices),
	"proposal ID": inOperation(proposals),
	"report ID":   inOperation(losses),
	"cost ID":     inOperation(costs),
	"REDUCED":     choices(events.Partial, events.Clean),
	"RESULT":      choices(events.Positive, events.Negative, events.Inconclusive),
	"SEALTYPE":    choices(events.CarrierSeal, events.CustomsSeal, events.CovertSeal),
	"CONVEYANCE":  choices(events.Container, events.Vehicle, events.Vessel, events.Flight, events.Train, events.Parcel, events.OnFoot),
	"SCHEDULE":    choices(events.Narcotic1, events.Narcotic2, events.Narcotic3, events.Narcotic4, events.Psychotrope1, events.Psychotrope2, events.Psychotrope3, events.Psychotrope4, events.Precursor1, events.Precursor2),
	"RECOURSE":    choices(events.Regain, events.Interdict, events.GiveUp),
	"GO":          choices(events.Go, events.NoGo),
	"INCIDENT":    choices(events.Compromised, events.Violence, events.Accident, events.ThirdPartySeizure, events.BlueOnBlue),
	"MEANS":       choices(events.Beacon, events.Audio, events.Video, events.LightSensor),
	"REACHED":     choices(events.ReachedOfficer, events.NoAnswer, events.WrongAddressee),
	"TLP":         choices(events.TLPRed, events.TLPAmberStrict, events.TLPAmber, events.TLPGreen, events.TLPClear),
	"MARKING":     choices(events.Unmarked, events.BasicProtection),
}

// freely lists the words for what only a person can say: nothing is offered. For
// those that name files the shell offers its own.
var (
	freely = []string{"NAME", "REF", "TIME", "TIME|REF", "REF|TIME", "DURATION", "MINUTES", "MONTHS", "COUNT", "COUNTER", "AMOUNT", "CODE", "TEXT", "LIST", "CALLSIGN", "ULID", "ID",
		"DIGEST", "URL", "ADDRESS", "BYTES", "N", "ZONE", "DEGREES",
		"NUMBER", "PERCENT", "WEAPONS", "MONEY", "GRADE", "DIGITS", "RECORD"}
	filed = []string{"FILE", "DIR", "NAME|FILE", "FILE|DIGEST", "BACKUP"}
)

// shells are those that completion speaks to.
var shells = []string{"bash", "zsh", "fish", "powershell"}

var completionCommands = []Command{
	{
		Words: "completion", Args: "SHELL",
		Short: "let your shell complete commands, codenames and points",
		Long: "Prints a script for bash, zsh, fish or powershell. What is offered is what the\n" +
			"officer of --as or VIGIL_AS may see; each look is in the access log.",
		Example: "vigil completion bash\nvigil completion zsh",
		Run: func(_ context.Context, c *Call) error {
			if !slices.Contains(shells, c.arg("SHELL")) {
				return usage("vigil completion", "%q is not a shell known here: %s", clean(c.arg("SHELL")), strings.Join(shells, ", "))
			}
			return completionScript(c.Stdout, c.arg("SHELL"))
		},
	},
}

// offerFor finds the offer for a place or for a flag.
func offerFor(flag, word string) (offer, bool) {
	if o, ok := offers[flag+" "+word]; ok {
		return o, true
	}
	o, ok := offers[word]
	return o, ok
}

// completions gives what may stand where begun was typed, in order. flag is empty for
// a place. It says nothing to anybody: a shell is in the middle of a line.
func (c *Call) completions(flag, word, begun string) (list []candidate) {
	find, ok := offerFor(flag, word)
	if !ok {
		return nil
	}
	c.Stdout, c.Stderr = io.Discard, io.Discard
	if c.settle() != nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), hasty)
	defer cancel()
	defer func() {
		if c.session != nil && c.session.Close != nil {
			c.session.Close()
		}
	}()
	// What is written in capitals may be typed in small letters; of a list with
	// commas the last piece is typed.
	before, small := "", flag == "" && begun != "" && begun == strings.ToLower(begun)
	if strings.HasSuffix(word, "LIST") || word == "ROLES" || word == "SEALS" {
		if i := strings.LastIndex(begun, ","); i >= 0 {
			before, begun = begun[:i+1], begun[i+1:]
		}
	}
	for _, x := range find(ctx, c) {
		if small {
			x.value = strings.ToLower(x.value)
		}
		if strings.HasPrefix(x.value, begun) && !slices.ContainsFunc(list, func(y candidate) bool { return y.value == before+x.value }) {
			list = append(list, candidate{before + x.value, clean(x.what)})
		}
	}
	return list
}

// looking opens the desk to complete, and says so in the access log.
func (c *Call) looking(ctx context.Context) (reading, bool) {
	r, err := c.read(ctx)
	r.Asker.Surface = "cli completion"
	return r, err == nil
}
