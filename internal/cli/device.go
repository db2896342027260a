package cli

import (
	"context"
	"strings"

	"vigil/events"
	"vigil/projections"
)

var deviceCommands = []Command{
	{
		Words: "device assign", Args: "OPERATION", Act: "device.assign", Speaks: asDesk,
		Short:   "put a device of your State on the operation",
		Example: "vigil device assign RELAY --type beacon --stale 5 --as at/commander",
		Flags:   flags(needs("type", "MEANS", "beacon, audio, video or light-sensor"), needs("stale", "MINUTES", "after how long a reading is old")),
		Fact: proposes(func(_ context.Context, s *sending) events.DeviceAssigned {
			return events.DeviceAssigned{Device: events.DeviceTerms{Country: s.own(), Type: flagged[events.Means](s.Call, "type"), Stale: s.minutes("stale")}}
		}),
	},
	{
		Words: "device propose", Args: "OPERATION DEVICE COUNTRY", Act: "device.propose", Speaks: asLead,
		Short:   "ask a State to let a device be live there",
		Example: "vigil device propose RELAY FBDH0H AT --type beacon --as hu/coordinator",
		Flags:   []Flag{takes("type", "MEANS", "beacon, audio, video or light-sensor (default: as it was assigned)")},
		Fact: proposes(func(_ context.Context, s *sending) events.DeviceProposed {
			proposal := events.DeviceProposal{Device: s.device(), Country: placed[events.Country](s.Call, "COUNTRY"), Type: flagged[events.Means](s.Call, "type")}
			for _, x := range s.Document.Devices {
				if x.ID == proposal.Device {
					proposal.Type = or(proposal.Type, x.Type)
				}
			}
			if proposal.Type == "" {
				s.fault("--type MEANS is needed: no device %s of %s was told to you", proposal.Device, s.Document.Name)
			}
			return events.DeviceProposed{Proposal: proposal}
		}),
	},
	{
		Words: "device fitted", Args: "OPERATION DEVICE", Act: "device.fitted",
		Short:   "report that a device was put on a part",
		Example: "vigil device fitted RELAY FBDH0H --battery 2026-03-05T06:00Z --as at/team",
		Flags:   flags(needs("battery", "TIME", "when its battery ends"), inState, ofPart),
		Fact: proposes(func(_ context.Context, s *sending) events.DeviceFitted {
			return events.DeviceFitted{Fitted: events.FittedTerms{Device: s.device(), Part: s.part(), Country: s.state(), Battery: s.moment("battery")}}
		}),
	},
	{
		Words: "device read", Args: "OPERATION DEVICE", Act: "device.read",
		Short:   "report what a device says: where it is, how long its battery lasts",
		Example: "vigil device read RELAY FBDH0H --lat 48.20 --lon 15.63 --occurred 21:14Z --as at/team",
		Flags:   flags(takes("battery", "TIME", "when its battery ends now"), inState, inPlace),
		Fact: proposes(func(_ context.Context, s *sending) events.DeviceRead {
			return events.DeviceRead{Reading: events.ReadingTerms{Device: s.device(), Country: s.state(), Battery: s.moment("battery")}, Place: s.place()}
		}),
	},
	{
		Words: "device tampered", Args: "OPERATION DEVICE", Act: "device.tampered",
		Short:   "report that somebody found, moved or opened a device",
		Example: "vigil device tampered RELAY FBDH0H --as at/team",
		Flags:   flags(inState),
		Fact: proposes(func(_ context.Context, s *sending) events.DeviceTampered {
			return events.DeviceTampered{Tampered: events.DeviceAnswer{Device: s.device(), Country: s.state()}}
		}),
	},
	{
		Words: "device recovered", Args: "OPERATION DEVICE", Act: "device.recovered",
		Short:   "report that a device is back in its owner's hands",
		Example: "vigil device recovered RELAY FBDH0H --as at/team",
		Flags:   flags(inState),
		Fact: proposes(func(_ context.Context, s *sending) events.DeviceRecovered {
			return events.DeviceRecovered{Recovered: events.DeviceAnswer{Device: s.device(), Country: s.state()}}
		}),
	},
	{
		Words: "device approve", Args: "OPERATION DEVICE", Act: "device.approve", Speaks: asDesk,
		Short:   "let a device be live in your State",
		Example: "vigil device approve RELAY FBDH0H --as at/authority",
		Fact: proposes(func(_ context.Context, s *sending) events.DeviceApproved {
			return events.DeviceApproved{Approval: events.DeviceAnswer{Device: s.device(), Country: s.own()}}
		}),
	},
	{
		Words: "device refuse", Args: "OPERATION DEVICE", Act: "device.refuse", Speaks: asDesk,
		Short:   "refuse that a device is live in your State",
		Example: `vigil device refuse RELAY FBDH0H --ground no-legal-ground --reason "Audio needs a judge." --as at/authority`,
		Flags:   []Flag{shortly},
		Fact: proposes(func(_ context.Context, s *sending) events.DeviceRefused {
			return events.DeviceRefused{Refusal: s.aboutDevice()}
		}),
	},
	{
		Words: "device abandon", Args: "OPERATION DEVICE", Act: "device.abandon", Speaks: asDesk,
		Short:   "write a device of your State off",
		Example: `vigil device abandon RELAY FBDH0H --ground under-water --reason "The car lies in the Danube." --as at/commander`,
		Flags:   []Flag{shortly},
		Fact: proposes(func(_ context.Context, s *sending) events.DeviceAbandoned {
			return events.DeviceAbandoned{Abandoned: s.aboutDevice()}
		}),
	},
}

// device is the one that DEVICE names: by its label, or by its sort, if there is one
// of that sort.
func (s *sending) device() events.DeviceID {
	var sort events.Means
	if sort.UnmarshalText([]byte(strings.ToLower(s.arg("DEVICE")))) != nil {
		return placed[events.DeviceID](s.Call, "DEVICE")
	}
	list := only(s.Document.Devices, func(d projections.DeviceLine) bool { return d.Type == sort })
	if len(list) == 1 {
		return list[0].ID
	}
	labels := make([]string, len(list))
	for i, d := range list {
		labels[i] = string(d.ID)
	}
	s.fault("DEVICE: %d are a %s that you know of in %s: write its label%s", len(list), sort, s.Document.Name, with(":", strings.Join(labels, ", ")))
	return ""
}

// aboutDevice is the officer's State's no to a device, with the reason in short.
func (s *sending) aboutDevice() events.DeviceRefusal {
	return events.DeviceRefusal{Device: s.device(), Country: s.own(), Ground: flagged[events.Code](s.Call, "ground")}
}
