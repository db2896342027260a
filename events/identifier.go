package events

import (
	"regexp"
	"strconv"
	"strings"
)

// Check digits. A number that was read is recorded as it was read, and a copied one
// has a digit that fits: so these only doubt, for whoever types and whoever reads.

var (
	reContainer = regexp.MustCompile(`^[A-Z]{3}[UJZ][0-9]{7}$`)
	reVessel    = regexp.MustCompile(`^[0-9]{7}$`)
	reVIN       = regexp.MustCompile(`^[A-HJ-NPR-Z0-9]{17}$`)
	reParcel    = regexp.MustCompile(`^[A-Z]{2}[0-9]{9}[A-Z]{2}$`)
)

// Doubt says why a number may be misread, or nothing: of a container by ISO 6346, of
// a vessel by its IMO number, of a vehicle by ISO 3779 if it is a VIN, of a parcel by
// UPU S10. Elsewhere than in North America and China a VIN need not have a check
// digit, and many parcels have numbers of another kind.
func (i Identifier) Doubt(of ConveyanceType) string {
	n := string(i)
	switch of {
	case Container:
		return doubt(n, reContainer, "three letters, U, J or Z, and seven digits (ISO 6346)", containerFits)
	case Vessel:
		return doubt(strings.TrimPrefix(n, "IMO"), reVessel, "the seven digits of an IMO number", vesselFits)
	case Vehicle:
		if len(n) == 17 {
			return doubt(n, reVIN, "a VIN, which has no I, O or Q", vinFits)
		}
	case Parcel:
		if len(n) == 13 && n[12] >= 'A' {
			return doubt(n, reParcel, "two letters, nine digits and a country (UPU S10)", parcelFits)
		}
	}
	return ""
}

func doubt(n string, form *regexp.Regexp, what string, fits func(string) bool) string {
	switch {
	case n == "":
		return ""
	case !form.MatchString(n):
		return strconv.Quote(n) + " is not " + what
	case !fits(n):
		return "the check digit of " + n + " does not fit: read it again"
	}
	return ""
}

// containerFits: letters count from A=10 without the multiples of 11, each place
// twice the one before, modulo 11; ten is written 0.
func containerFits(n string) bool {
	sum := 0
	for i := range 10 {
		v := int(n[i] - '0')
		if n[i] >= 'A' {
			v = int(n[i]-'A') + 10
			v += (v - 1) / 10 // 11, 22 and 33 are left out
		}
		sum += v << i
	}
	return sum%11%10 == int(n[10]-'0')
}

// vesselFits: the first six digits seven times to twice, the last digit of the sum.
func vesselFits(n string) bool {
	return weighed(n, 7, 6, 5, 4, 3, 2)%10 == int(n[6]-'0')
}

// vinFits: the ninth place is the sum modulo 11, ten written X.
func vinFits(n string) bool {
	const values = "0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ" // each letter's place modulo ten
	sum := 0
	for i, weight := range []int{8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2} {
		sum += strings.IndexByte(values, n[i]) % 10 * weight
	}
	return "0123456789X"[sum%11] == n[8]
}

// parcelFits: 11 less the sum modulo 11; ten is written 0, and eleven 5.
func parcelFits(n string) bool {
	check := 11 - weighed(n[2:], 8, 6, 4, 2, 3, 5, 9, 7)%11
	switch check {
	case 10:
		check = 0
	case 11:
		check = 5
	}
	return check == int(n[10]-'0')
}

func weighed(digits string, weights ...int) int {
	sum := 0
	for i, w := range weights {
		sum += int(digits[i]-'0') * w
	}
	return sum
}
