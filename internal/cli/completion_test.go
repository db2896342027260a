package cli

import (
	"context"
	"encoding"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

// offered is what a shell is answered to a line that ends where it is typed.
func (s *stage) offered(line string) (list []string, whole string) {
	begun := ""
	typed := words(line)[1:]
	if !strings.HasSuffix(line, " ") {
		typed, begun = typed[:len(typed)-1], typed[len(typed)-1]
	}
	s.out.Reset()
	s.err.Reset()
	exit := Run(context.Background(), s.Env, slices.Concat([]string{"__complete"}, typed, []string{begun}))
	require.Zero(s.t, exit, "%s: %s", line, s.err.String())
	whole = s.out.String() + s.err.String()
	for text := range strings.Lines(s.out.String()) {
		value, _, _ := strings.Cut(strings.TrimSuffix(text, "\n"), "\t")
		list = append(list, value)
	}
	require.NotEmpty(s.t, list, "the directive is always there")
	return append([]string(nil), list[:len(list)-1]...), whole
}

func TestCompletionOffersWhatTheOfficerMayKnow(t *testing.T) {
	for line, want := range map[string][]string{
		"vigil show --as at/commander ":                                   {"RELAY"},
		"vigil show --as at/commander R":                                  {"RELAY"},
		"vigil show --as at/commander re":                                 {"relay"},
		"vigil show --as at/commander X":                                  nil,
		"vigil show RELAY --as at/commander ":                             nil,
		"vigil handover accept --as at/commander RELAY ":                  {"HU-AT"},
		"vigil handover accept --as at/commander RELAY hu":                {"hu-at"},
		"vigil handover offer --as hu/commander RELAY ":                   {"HU-AT"},
		"vigil checkpoint reached --as at/team RELAY ":                    {"AT-CP1"},
		"vigil sighting report --as at/team RELAY --part ":                {string(thePart)},
		"vigil operation involve RELAY --as hu/coordinator ":              {"HU", "AT"},
		"vigil operation open NEW --as hu/coordinator --basis untoc-20,e": {"untoc-20,eu-mla-12", "untoc-20,ets182-18", "untoc-20,eio-28"},
		"vigil operation end RELAY --as hu/coordinator --cause l":         {"lost"},
		"vigil sighting report RELAY --as at/team --method ":              {"visual", "device", "anpr", "record"},
		"vigil show RELAY --desk at --color ":                             {"auto", "always", "never"},
		"vigil completion ":                                               {"bash", "zsh", "fish", "powershell"},
		"vigil completion fi":                                             {"fish"},
	} {
		s := newStage(t)
		s.underway()
		got, _ := s.offered(line)
		require.Equal(t, want, got, line)
		for _, a := range s.asked {
			require.Equal(t, "cli completion", a.Surface, line)
		}
	}
}

// TestCompletionBetraysNothing: for a line that names what the asker may not see
// a shell is answered the same bytes as for what does not exist.
func TestCompletionBetraysNothing(t *testing.T) {
	s := newStage(t)
	s.underway()
	hidden := events.OperationID("01JQ0000000000000000000003")
	s.entryOf(hidden, "hu.lead", "operation.open", "18:00Z", []events.Viewer{"hu.lead", "hu"}, "",
		events.OperationOpened{Operation: events.OperationTerms{Name: "HAZEL", Lead: "HU", Goods: events.Cash}})
	s.entryOf(hidden, "hu.lead", "handover-point.plan", "18:01Z", []events.Viewer{"hu.lead", "hu"}, "", events.HandoverPointPlanned{
		Point: events.PointTerms{From: "HU", To: "RO"}, Window: between("21:45Z", "22:15Z"), Named: events.PointName{ID: "HU-RO"}})
	theirs, _ := s.offered("vigil handover offer HAZEL --as hu/coordinator ")
	require.Equal(t, []string{"HU-RO"}, theirs, "it is there")

	for _, line := range []string{"vigil handover offer % --as at/commander ", "vigil handover accept % --as at/commander ", "vigil checkpoint reached % --as at/commander A",
		"vigil sighting report % --as at/commander --part ", "vigil show --as at/commander %"} {
		var answers []string
		for _, name := range []string{"HAZEL", "NOSUCH", string(hidden), "01JQ0000000000000000000009"} {
			list, whole := s.offered(strings.Replace(line, "%", name, 1))
			require.Empty(t, list, line)
			answers = append(answers, whole)
		}
		require.Len(t, slices.Compact(answers), 1, "%s: %q", line, answers)
	}
	names, _ := s.offered("vigil show --as at/commander ")
	require.Equal(t, []string{"RELAY"}, names)
}

func TestCompletionNeverBreaksTheShell(t *testing.T) {
	for name, spoil := range map[string]func(*stage){
		"nobody to ask":     func(s *stage) { s.Open = nil },
		"no desk":           func(s *stage) { delete(s.views, "at") },
		"a bad environment": func(s *stage) { s.variable["VIGIL_AS"] = "nonsense" },
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			s.underway()
			s.variable["VIGIL_AS"] = "at/commander"
			spoil(s)
			_, want := s.offered("vigil show NOSUCH ")
			for _, line := range []string{"vigil show ", "vigil handover accept RELAY "} {
				list, whole := s.offered(line)
				require.Empty(t, list, line)
				require.Equal(t, want, whole, line)
			}
		})
	}
	s := newStage(t)
	s.underway()
	for _, line := range []string{"vigil show --as nonsense ", "vigil show -o nonsense ", "vigil show --desk ", "vigil nonsense "} {
		list, _ := s.offered(line)
		require.Empty(t, list, line)
	}
}

func TestARealJournalIsNotLookedIntoWithoutAPurpose(t *testing.T) {
	s := newStage(t)
	s.underway()
	s.class = events.Real
	list, _ := s.offered("vigil show --as at/commander ")
	require.Empty(t, list)
	require.Empty(t, s.asked)
	list, _ = s.offered("vigil show --as at/commander --purpose shift ")
	require.Equal(t, []string{"RELAY"}, list)
}

func TestCompletionKnowsWhoIsInTheDirectory(t *testing.T) {
	s := newStage(t)
	dir := t.TempDir()
	for _, file := range []string{"officers/at/commander.key", "officers/at/commander.creds", "officers/hu/coordinator.key", "desks/AT/desk.key", "desks/HU/desk.key"} {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, file)), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(dir, file), nil, 0o600))
	}
	s.variable["VIGIL_DIR"] = dir
	for line, want := range map[string][]string{
		"vigil show --as ":              {"at/commander", "hu/coordinator"},
		"vigil show --as h":             {"hu/coordinator"},
		"vigil show --desk ":            {"at", "at.lead", "hu", "hu.lead"},
		"vigil handover accept --as at": {"at/commander"},
	} {
		got, _ := s.offered(line)
		require.Equal(t, want, got, line)
	}
}

func TestCompletionPrintsAScript(t *testing.T) {
	s := newStage(t)
	for _, shell := range shells {
		exit, out, errs := s.run(context.Background(), "vigil completion "+shell)
		require.Zero(t, exit, errs)
		require.Contains(t, out, "__complete")
	}
	exit, _, errs := s.run(context.Background(), "vigil completion ksh")
	require.Equal(t, exitUsage, exit)
	require.Contains(t, errs, "bash, zsh, fish, powershell")
}

// TestEveryPlaceIsOfferedOrFree walks the table of commands: a new word in it is
// offered, is a file's name, or is free on purpose.
func TestEveryPlaceIsOfferedOrFree(t *testing.T) {
	used := map[string]bool{}
	check := func(flag, word, of string) {
		used[word], used[flag+" "+word] = true, true
		_, ok := offerFor(flag, word)
		known := ok || slices.Contains(freely, word) || slices.Contains(filed, word)
		require.True(t, known, "%s: completion does not know what a %s is: see completion.go", of, strings.TrimSpace(flag+" "+word))
	}
	for _, c := range commands() {
		names, _ := c.places()
		for _, name := range names {
			check("", name, c.Words)
		}
		for _, f := range append(c.flags(), everywhere...) {
			if f.Value != "" {
				check(f.Name, f.Value, c.Words+" --"+f.Name)
			}
		}
	}
	for word := range offers {
		require.True(t, used[word], "nothing in the table is called %s", word)
	}
	for _, word := range slices.Concat(freely, filed) {
		require.True(t, used[word], "nothing in the table is called %s", word)
	}
}

// TestChoicesAreTheWholeList: of a closed list every word is offered that may be
// typed.
func TestChoicesAreTheWholeList(t *testing.T) {
	for word, of := range map[string]encoding.TextUnmarshaler{
		"goods CLASS": new(events.GoodsClass), "basis LIST": new(events.Instrument), "MODE": new(events.Mode), "MEASURE": new(events.Measure), "CARRIAGE": new(events.Carrier),
		"METHOD": new(events.Method), "ROLE": new(events.StateRole), "ROLES": new(events.Role), "CAUSE": new(events.EndCause), "codes LIST": new(events.HandlingCode),
		"SECURED": new(events.Secured), "FORCE": new(events.ConditionForce), "CHANNEL": new(events.Channel), "URGENCY": new(events.Urgency), "PROMISE": new(events.Assurance),
		"TYPE": new(events.AuthorityType), "HOLDER": new(events.Holder), "RESULT": new(events.TestResult), "SEALTYPE": new(events.SealType), "CONVEYANCE": new(events.ConveyanceType),
		"SCHEDULE": new(events.Schedule), "RECOURSE": new(events.Recourse), "GO": new(events.GoWord), "INCIDENT": new(events.Incident), "MEANS": new(events.Means), "REACHED": new(events.Reached),
		"TLP": new(events.TLP), "MARKING": new(events.Marking),
	} {
		_, list, _ := strings.Cut(of.UnmarshalText([]byte("?")).Error(), "use one of ")
		flag, value, ok := strings.Cut(word, " ")
		if !ok {
			flag, value = "", word
		}
		find, ok := offerFor(flag, value)
		require.True(t, ok, word)
		var have []string
		for _, x := range find(context.Background(), nil) {
			have = append(have, x.value)
		}
		require.ElementsMatch(t, strings.Split(list, ", "), have, word)
	}
}

// TestChoicesAreThoseThatHelpNames: for each flag with a list of its own, help
// names every choice.
func TestChoicesAreThoseThatHelpNames(t *testing.T) {
	for _, c := range commands() {
		for _, f := range append(c.flags(), everywhere...) {
			o, ok := offerFor(f.Name, f.Value)
			if !ok || !slices.Contains([]string{"MODE", "MEASURE", "CARRIAGE", "METHOD", "ROLE", "ROLES", "CAUSE", "SECURED", "FORCE", "HOLDER", "WHEN", "FORMAT", "CLASS"}, f.Value) {
				continue
			}
			for _, x := range o(context.Background(), nil) {
				require.Contains(t, f.Usage, x.value, "%s --%s", c.Words, f.Name)
			}
		}
	}
}

// TestCompletionInPlainBash: a shell without the bash-completion package.
func TestCompletionInPlainBash(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash here")
	}
	s := newStage(t)
	exit, script, errs := s.run(context.Background(), "vigil completion bash")
	require.Zero(t, exit, errs)
	out, err := exec.CommandContext(t.Context(), bash, "--norc", "-c", script+`
vigil() { printf 'alert\twhat somebody must look at\n:36\n'; }
COMP_TYPE=9 COMP_LINE="vigil al" COMP_POINT=8 COMP_WORDS=(vigil al) COMP_CWORD=1
__start_vigil
echo "${COMPREPLY[*]}"`).Output()
	require.NoError(t, err)
	require.Equal(t, "alert", strings.TrimSpace(string(out)))
}
