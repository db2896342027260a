package cli

import (
	"context"
	"fmt"
	"io"
)

// recipe is what somebody does, line by line, and why. A test does it too.
type recipe struct {
	Title string       `json:"title"`
	Steps []recipeStep `json:"steps"`
}

type recipeStep struct {
	Command string `json:"command"`
	Why     string `json:"why"`
}

var recipes = []recipe{
	{"Your shift begins", []recipeStep{
		{"vigil since --as at/commander", "what changed since you last looked; your mark moves"},
		{"vigil alert ls --as at/commander", "what waits for somebody"},
		{"vigil alert ack RELAY AT-CP1 --as at/commander", "you have it; it names you, and is called again if nothing comes of it"},
		{"vigil show RELAY --as at/commander", "who directs, who sees, who holds, what is due, what is missing"},
		{"vigil watch --as at/commander --from 20 --no-follow", "message by message; without --no-follow it stays and tells what comes"},
	}},
	{"A handover is refused, and offered again", []recipeStep{
		{`vigil handover refuse RELAY HU-AT --ground not-in-place --reason "Team AT-1 is 20 minutes out." --as at/commander`, "direction stays where it is"},
		{"vigil show RELAY --as hu/commander", "HU still directs, and reads why"},
		{"vigil handover offer RELAY HU-AT --team HU-2 --seals S1,S2 --as hu/commander", "the same point again"},
		{"vigil handover accept RELAY HU-AT --commander me --team AT-1 --as at/commander", "AT is bound; it directs when the goods pass"},
		{"vigil handover ls RELAY --as at/commander", "both offers, and what became of them"},
	}},
	{"Ask a State by the letters of the treaty", []recipeStep{
		{"vigil authority ls AT --as hu/coordinator", "whom to address: who receives requests, and is there now"},
		{`vigil authorisation request RELAY AT --measure export --mode live --from 22:00Z --until 23:30Z --basis bilateral --mla not-needed --offence drug-trafficking --extraditable yes --facts "Lorry, two men." --as hu/coordinator`, "what the form still lacks is said, letter by letter"},
		{"vigil authorisation form RELAY AT --measure export --as hu/coordinator", "the request as a prosecutor reads it, with the answer below"},
		{"vigil authorisation ls RELAY --as hu/coordinator", "who has not acknowledged or answered, and how long there is"},
		{`vigil information ask RELAY --measure transit --letters c --wording "How much is it?" --as at/authority`, "the State asked wants more first: its time stands still"},
	}},
	{"You reported something wrongly", []recipeStep{
		{"vigil sighting report RELAY --country AT --method anpr --occurred 21:05Z --as at/team", "recorded as AT:25, say"},
		{"vigil record correct AT:25 --ground wrong-time --occurred 21:08Z --as at/team", "the rest stays as it was told"},
		{`vigil record retract AT:26 --ground other-lorry --reason "It was the other lorry." --yes --as at/team`, "it never happened at all"},
		{"vigil watch RELAY --as at/team --from 25 --no-follow", "all three stand there; whoever was shown the first is shown the others"},
	}},
	{"Who was told what", []recipeStep{
		{"vigil watch RELAY --desk at --from 1 --no-follow", "every message of AT's desk, in order; the number is its place in the feed"},
		{"vigil replay RELAY --until AT:18 --as-known-to at", "the operation as AT's desk knew it then, whatever came later"},
		{"vigil replay RELAY --until 21:20Z --as-known-to at", "the same by the clock"},
		{"vigil verify", "that nothing was altered, removed, inserted or reordered"},
	}},
	{"One State more may read it", []recipeStep{
		{"vigil sighting report RELAY --country AT --method visual --handling h2 --as at/team", "told to your State and the lead alone"},
		{`vigil handling release AT:25 --to HU --slots sighting --for "They wait at the border." --as at/commander`, "only the State whose record it is releases it"},
		{"vigil handling change AT:25 --codes h1,h2 --as at/commander", "tighter: what was released is taken back"},
	}},
	{"The State where the goods are stops them", []recipeStep{
		{`vigil interdiction order RELAY --ground leaves-the-plan --reason "Turned north at Wels." --as at/commander`, "if the lead has asked, the order answers that"},
		{"vigil interdiction executed RELAY --goods secured --locode ATWEL --as at/team", "a fact: it ends the direction of the part"},
		{"vigil interdiction ls RELAY --as at/commander", "asked, ordered, done"},
	}},
	{"Into a report, or a program", []recipeStep{
		{"vigil plan ls RELAY --desk at -o md", "a table for a document"},
		{"vigil alert ls RELAY --all --desk at -o csv", "for a spreadsheet; all columns, whole times"},
		{"vigil show RELAY --desk at --max-age 30s -o json", "exit 9 if the hub was silent for longer (help exit-codes)"},
	}},
}

func printRecipes(_ context.Context, c *Call) error {
	items := make([]any, len(recipes))
	t := grid{heads: []string{"RECIPE", "COMMAND", "WHY"}}
	for i, r := range recipes {
		items[i] = r
		for _, step := range r.Steps {
			t.add(r.Title, step.Command, step.Why)
		}
	}
	return c.answer(answer{Name: "recipes", Items: items, Rows: &t, Human: func(w io.Writer) {
		for i, r := range recipes {
			if i > 0 {
				fmt.Fprintln(w)
			}
			fmt.Fprintln(w, c.paint(bold, r.Title))
			for _, step := range r.Steps {
				fmt.Fprintf(w, "  %s\n      %s\n", step.Command, c.paint(faint, step.Why))
			}
		}
	}})
}
