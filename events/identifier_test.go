package events

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCheckDigitsDoubtAndNeverRefuse(t *testing.T) {
	for _, row := range []struct {
		of     ConveyanceType
		number Identifier
		doubt  string
	}{
		{Container, "CSQU3054383", ""},
		{Container, "MSKU1234565", ""},
		{Container, "MSCU7512387", ""},
		{Container, "MSCU6639871", "does not fit"},
		{Container, "MSKU1234566", "does not fit"},
		{Container, "MSKX1234565", "is not three letters"},
		{Container, "413", "is not three letters"},
		{Vessel, "9074729", ""},
		{Vessel, "IMO9074729", ""},
		{Vessel, "9074728", "does not fit"},
		{Vessel, "907472", "is not the seven digits"},
		{Vehicle, "1M8GDM9AXKP042788", ""},
		{Vehicle, "11111111111111111", ""},
		{Vehicle, "1M8GDM9A1KP042788", "does not fit"},
		{Vehicle, "1M8GDM9AXKP04278O", "has no I, O or Q"},
		{Vehicle, "W-413", ""},
		{Parcel, "RA473124829GB", ""},
		{Parcel, "RA473124828GB", "does not fit"},
		{Parcel, "1Z999AA10123456784", ""},
		{Parcel, "RA4731248X9GB", "is not two letters"},
		{Flight, "OS413", ""},
		{Container, "", ""},
		{"", "MSKU1234566", ""},
	} {
		if row.doubt == "" {
			require.Empty(t, row.number.Doubt(row.of), row)
		} else {
			require.Contains(t, row.number.Doubt(row.of), row.doubt, row)
		}
	}
}

// Each single digit that is misread is doubted; ISO 6346 has one exception, a check
// digit 0 that stands for ten.
func TestOneWrongDigitIsDoubted(t *testing.T) {
	for _, row := range []struct {
		of     ConveyanceType
		number string
	}{{Container, "MSKU1234565"}, {Parcel, "RA473124829GB"}, {Vehicle, "1M8GDM9AXKP042788"}} {
		for i, c := range row.number {
			for d := '0'; d <= '9' && c >= '0' && c <= '9'; d++ {
				wrong := []byte(row.number)
				wrong[i] = byte(d)
				require.Equal(t, d == c, Identifier(wrong).Doubt(row.of) == "", string(wrong))
			}
		}
	}
}

func FuzzDoubt(f *testing.F) {
	f.Add("container", "MSKU1234565")
	f.Add("vessel", "IMO9074729")
	f.Add("vehicle", "1M8GDM9AXKP042788")
	f.Add("parcel", "RA473124829GB")
	f.Fuzz(func(t *testing.T, of, number string) {
		if doubt := Identifier(number).Doubt(ConveyanceType(of)); strings.Contains(doubt, "\n") || len(doubt) > len(number)+200 {
			t.Fatalf("no sentence: %q", doubt)
		}
	})
}
