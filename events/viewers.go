package events

// The countries and viewers that there can be, one behind the other, so that naming
// one makes nothing: it is asked of every viewer at every entry.
var (
	countryNames = pairs('A', "")      // AA, AB, …
	leadNames    = pairs('a', ".lead") // aa.lead, ab.lead, …; a desk's is the beginning
)

const leadName = len("aa.lead")

func pairs(first byte, tail string) string {
	list := make([]byte, 0, 26*26*(2+len(tail)))
	for a := range byte(26) {
		for b := range byte(26) {
			list = append(append(list, first+a, first+b), tail...)
		}
	}
	return string(list)
}

// place is that of two letters among the names; false: they are no such letters.
func place[T ~string](name T, first byte) (int, bool) {
	if len(name) < 2 {
		return 0, false
	}
	a, b := name[0]-first, name[1]-first
	return int(a)*26 + int(b), a < 26 && b < 26
}
