package events_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	. "vigil/events"
)

// derived lists the members that no slot holds: Decide works them out.
var derived = map[Kind][]string{
	"item.declared":          {"named"},
	"leg.planned":            {"named"},
	"handover-point.planned": {"named"},
	"checkpoint.planned":     {"named"},
	"condition.imposed":      {"named"},
	"authority.declared":     {"named"},
	"plan.issued":            {"named"},
	"device.assigned":        {"named"},

	// Facts that no command states: they follow from others.
	"breach.found":    {"breach"},
	"direction.moved": {"direction", "left"},
	"direction.bound": {"bound"},
	"direction.ended": {"ended"},

	"direction.retracted": {"retracted", "returned"},
	"state.triggered":     {"trigger", "hazards"},
	"alert.raised":        {"alert"},
	"part.begun":          {"begun", "item", "quantity"},
	"part.restated":       {"restated", "quantity", "hazards"},
}

// TestCatalogueIsComplete names every place that a new kind or act must touch.
func TestCatalogueIsComplete(t *testing.T) {
	inCode := kindsInCode(t)
	inCatalogue := map[Kind]bool{}
	for _, row := range Kinds {
		require.False(t, inCatalogue[row.Kind], "%s stands twice in Kinds (catalogue.go)", row.Kind)
		inCatalogue[row.Kind] = true
		require.Contains(t, inCode, row.Kind, "Kinds (catalogue.go) lists %s, but no type has that kind", row.Kind)
		require.Regexp(t, `^[a-z]+(-[a-z]+)*\.[a-z]+(-out)?$`, string(row.Kind), "a kind is noun.participle")
	}
	for kind, typeName := range inCode {
		require.True(t, inCatalogue[kind], "%s (%s) is missing: add of[%s]() to Kinds in catalogue.go", kind, typeName, typeName)
	}

	members := map[Kind][]string{}
	for _, e := range samples {
		members[e.Kind()] = membersOf(t, e)
	}

	stated := map[Kind]Act{}
	acts := map[Act]bool{}
	for _, row := range Acts {
		require.False(t, acts[row.Act], "%s stands twice in Acts (catalogue.go)", row.Act)
		acts[row.Act] = true
		require.True(t, inCatalogue[row.Fact], "%s records %s, which is not in Kinds (catalogue.go)", row.Act, row.Fact)
		require.Empty(t, stated[row.Fact], "%s and %s record the same fact: verify could not tell them apart", stated[row.Fact], row.Act)
		stated[row.Fact] = row.Act
		checkSlots(t, row, members[row.Fact])
	}
	for kind, names := range members {
		if stated[kind] == "" {
			require.Equal(t, names, derived[kind], "%s is stated by no act: give it one in catalogue.go, or list its members as derived in catalogue_test.go", kind)
		}
	}
	for kind := range derived {
		require.True(t, inCatalogue[kind], "derived (catalogue_test.go) speaks of %s, which is not in Kinds", kind)
	}
}

func checkSlots(t *testing.T, row ActRow, members []string) {
	switch row.Nature {
	case Decision:
		require.NotEqual(t, string(row.Act), string(row.Fact), "a decision is named noun.verb, its fact noun.participle")
	case Observation, Clock:
		require.Equal(t, string(row.Act), string(row.Fact), "%s is named like the fact that it reports", row.Act)
	default:
		t.Errorf("%s is neither a Decision, an Observation nor a Clock (catalogue.go)", row.Act)
	}
	require.Less(t, len(row.Slots), Commits, "%s has more slots than a note has commit lines behind seen", row.Act)

	var inSlots []string
	names := map[string]bool{SlotSeen: true, "kind": true}
	for i, s := range row.Slots {
		require.False(t, names[s.Name], "%s: slot %s stands twice or is a reserved name", row.Act, s.Name)
		names[s.Name] = true
		require.Contains(t, []Class{Clear, Internal, Sealed}, s.Class, "%s: slot %s has no class (catalogue.go)", row.Act, s.Name)
		require.Contains(t, []Need{Required, Optional}, s.Need, "%s: slot %s is neither required nor optional (catalogue.go)", row.Act, s.Name)
		if s.Class == Clear {
			require.Contains(t, members, s.Name, "%s: clear slot %s is no member of %s", row.Act, s.Name, row.Fact)
			inSlots = append(inSlots, s.Name)
		} else {
			require.NotContains(t, members, s.Name, "%s: slot %s is an enclosure, so %s must not hold it", row.Act, s.Name, row.Fact)
		}
		got, line, ok := row.Slot(s.Name)
		require.True(t, ok && got == s && line == i+1, "%s: slot %s is not found at line %d", row.Act, s.Name, i+1)
	}
	require.NotEmpty(t, inSlots, "%s states nothing in clear", row.Act)

	rest := slices.DeleteFunc(slices.Clone(members), func(m string) bool { return slices.Contains(derived[row.Fact], m) })
	require.Equal(t, rest, inSlots, "the clear slots of %s (catalogue.go) are the members of %s in the same order; what Decide derives is listed in catalogue_test.go", row.Act, row.Fact)
	for _, m := range derived[row.Fact] {
		require.Contains(t, members, m, "derived (catalogue_test.go) gives %s a member that it does not have", row.Fact)
	}
}

// membersOf gives an event's members in order. Each is left out if zero, so that
// an event cut for a viewer shows no trace of what was cut.
func membersOf(t *testing.T, e Event) []string {
	var names []string
	of := reflect.TypeOf(e)
	for i := range of.NumField() {
		f := of.Field(i)
		if f.Anonymous {
			require.Zero(t, f.Type.Size(), "%s embeds more than its family's marker", of)
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		require.Equal(t, "omitzero", options, "%s.%s: its tag must be `json:\"%s,omitzero\"`", of, f.Name, name)
		require.Equal(t, reflect.Struct, f.Type.Kind(), "%s.%s: a slot is a struct of terms", of, f.Name)
		require.False(t, reflect.ValueOf(e).Field(i).IsZero(), "the sample of %s (samples_test.go) leaves %s empty", of, f.Name)
		names = append(names, name)
	}
	return names
}

// kindsInCode finds every type with a Kind method and what it returns.
func kindsInCode(t *testing.T) map[Kind]string {
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	found := map[Kind]string{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		require.NoError(t, err)
		for _, d := range parsed.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv == nil || f.Name.Name != "Kind" {
				continue
			}
			receiver := f.Recv.List[0].Type.(*ast.Ident).Name
			word, ok := f.Body.List[0].(*ast.ReturnStmt).Results[0].(*ast.BasicLit)
			require.True(t, ok, "%s: Kind of %s must return its word and nothing else", file, receiver)
			kind, err := strconv.Unquote(word.Value)
			require.NoError(t, err)
			require.Empty(t, found[Kind(kind)], "%s: two types have the kind %s", file, kind)
			found[Kind(kind)] = receiver
		}
	}
	return found
}

func TestUnknownKinds(t *testing.T) {
	var unknown *UnknownKindError
	_, err := DecodeEvent([]byte(`{"kind":"handover.sung"}`))
	require.ErrorAs(t, err, &unknown)
	require.Equal(t, UnknownKindError{"event", "handover.sung"}, *unknown)
	require.ErrorContains(t, err, "newer build")

	_, err = ActOf("handover.sing")
	require.ErrorAs(t, err, &unknown)
	require.Equal(t, "command", unknown.What)
}
