package projections

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"vigil/events"
)

// TestEveryEventHasItsPlace: in one of the switches that a document asks.
func TestEveryEventHasItsPlace(t *testing.T) {
	for _, row := range events.Kinds {
		e, err := events.DecodeEvent([]byte(`{"kind":"` + string(row.Kind) + `"}`))
		require.NoError(t, err)
		var d Document
		require.True(t, d.evolve(&record{shown: &events.Shown{}}, e), row.Kind)
	}
}

// What an event corrects and how it is handled is read of every event that says
// so.
func TestRemarksAreReadOfEveryEvent(t *testing.T) {
	corrects := events.CorrectsTerms{Record: "01JNJV00000000000000C0MM01", Ground: "wrong-plate"}
	handling := events.HandlingTerms{Codes: []events.HandlingCode{events.H1}}
	for _, row := range events.Kinds {
		e, err := events.DecodeEvent([]byte(`{"kind":"` + string(row.Kind) + `"}`))
		require.NoError(t, err)
		v := reflect.New(reflect.TypeOf(e)).Elem()
		var wantCorrects events.CorrectsTerms
		var wantHandling events.HandlingTerms
		for i := range v.NumField() {
			switch reflect.Zero(v.Field(i).Type()).Interface().(type) {
			case events.CorrectsTerms:
				v.Field(i).Set(reflect.ValueOf(corrects))
				wantCorrects = corrects
			case events.HandlingTerms:
				v.Field(i).Set(reflect.ValueOf(handling))
				wantHandling = handling
			}
		}
		gotCorrects, gotHandling := Remarks(v.Interface().(events.Event))
		require.Equal(t, wantCorrects, gotCorrects, row.Kind)
		require.Equal(t, wantHandling, gotHandling, row.Kind)
	}
}

// The words of H3 bind, however many texts come after them.
func TestWhatHandlingDemandsIsNeverDropped(t *testing.T) {
	var d Document
	for i := range uint64(3 * MaxTexts) {
		slot := "remark"
		if i%100 == 7 {
			slot = events.SlotRestriction
		}
		d.Texts = append(d.Texts, TextLine{Counter: i + 1, Slot: slot})
	}
	kept := d.Newest().Texts
	require.Len(t, kept, MaxTexts)
	restrictions := 0
	for i, text := range kept {
		require.True(t, i == 0 || kept[i-1].Counter < text.Counter, "in their order")
		if text.Slot == events.SlotRestriction {
			restrictions++
		}
	}
	require.Equal(t, 8, restrictions)
	require.Equal(t, uint64(3*MaxTexts), kept[MaxTexts-1].Counter)
}
