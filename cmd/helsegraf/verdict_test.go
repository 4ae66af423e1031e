package main

import (
	"strings"
	"testing"
	"time"
)

// body64 is the size limit of a body.
const body64 = 64 << 10

// mostVerdict is the most processor time one body may cost, from the socket to
// the answer, whatever is in it.
const mostVerdict = 50 * time.Millisecond

// verdictShapes are queries that cost other gateways seconds: each as large as
// validation limits, or the body limit, allow.
func verdictShapes() map[string]string {
	again := strings.Repeat
	nested := func(n int, one, leaf string) string { return again(one+" { ", n) + leaf + again(" }", n) }
	spread := func(n int, body string) string {
		return `{ viewer { ` + numbered(n, "...F%d ") + `} }` + numbered(n, " fragment F%d on Viewer { "+body+" }")
	}
	return map[string]string{
		"Aliases":             person(again("a:id ", 12_000)),
		"AliasesWithin":       `{ viewer { ` + numbered(15, "a%d: client { id } b%[1]d: client { name } ") + `} }`,
		"OneField":            person(again("id ", 490)),
		"OneFieldMost":        person(again("id ", 20_000)),
		"OneObject":           person(again("name { full } ", 240)),
		"OneObjectDeep":       `{` + again(` viewer { represents { person { name { full } } } }`, 19) + `}`,
		"OneFieldOfArguments": person(again(`usageLog(first: 9, after: "`+again("x", 300)+`") { totalCount } `, 150)),
		"OtherArguments":      person(numbered(140, `usageLog(first: 9, after: "`+again("x", 300)+`%d") { totalCount } `)),
		"ArgumentsOfLists":    `{ ` + again(`node(id: "x") { id } people(ids: [`+again(`"x" `, 80)+`]) { id } `, 10) + `}`,
		"InlineBeside":        `{ viewer { ` + again("... on Viewer { client { id } } ", 160) + `} }`,
		"InlineNested":        `{ viewer { ` + again(nested(36, "... on Viewer", "client { id }")+" ", 5) + `} }`,
		"InlineNestedFields":  `{ viewer { ` + again("client { id } ... on Viewer { ", 36) + "client { id }" + again(" }", 36) + again(" client { name }", 180) + ` } }`,
		"InlineDirectives":    `{ viewer { ` + again("... @include(if: true) { client { id } } ", 50) + `} }`,
		"Deferred":            `{ viewer { ` + again("... @defer { client { id } } ", 50) + `} }`,
		"FragmentsBeside":     spread(120, "client { id }"),
		"FragmentsOfMany":     spread(15, again("client { id } ", 15)),
		"FragmentsDiffering":  spread(60, "represents { person { id age name { full } } }"),
		"FragmentsChained":    `{ viewer { ...F0 } }` + strings.Join(chained(36, "client { id } ...NEXT client { name }"), ""),
		"FragmentsTwice":      `{ viewer { ...F0 } }` + strings.Join(chained(6, "client { id } ...NEXT ...NEXT"), ""),
		"FragmentsExploding":  `{ viewer { ...F0 } }` + strings.Join(chained(150, "...NEXT ...NEXT"), ""),
		"FragmentsInCircles":  `{ viewer { ...F0 } }` + strings.Join(chained(36, "client { id } ...NEXT ...F0"), ""),
		"FragmentsUnknown":    `{ viewer { ` + numbered(195, "...X%d ") + `} }`,
		"FragmentsUnused":     `{ registers { name } }` + numbered(195, " fragment F%d on Viewer { client { id } }"),
		"FragmentsOfOneName":  `{ viewer { ...F } }` + again(" fragment F on Viewer { client { id } }", 195),
		"VariablesUnused":     `(` + numbered(480, "$v%d: Int ") + `) { registers { name } }`,
		"VariablesUndeclared": person(again(`usageLog(first: $a, after: $b) { totalCount } `, 120)),
		"VariablesEverywhere": `(` + numbered(90, "$v%d: Int ") + `) { viewer { person { ` + numbered(90, "usageLog(first: $v%d) { totalCount } ") + `} } }`,
		"Unknown":             person(numbered(490, "x%d ")),
		"UnknownArguments":    `{ people(` + numbered(620, "x%d: 1 ") + `) { id } }`,
		"UnknownDirectives":   person(`id ` + numbered(50, "@x%d(a: 1) ")),
		"UnknownTypes":        `{ viewer { ` + numbered(195, "... on X%d { id } ") + `} }`,
		"Operations":          `{ registers { name } }` + numbered(9, " query R%d { registers { name } }"),
		"OperationsMost":      `{ registers { name } }` + again(" query{a}", 6500),
		"Depth":               `{` + nested(40, "... on Query", "registers { name }") + `}`,
		"DepthMost":           again("{a", 20_000),
		"Lists":               `{ people(ids: ` + again("[", 900) + again("]", 900) + `) { id } }`,
		"ListsMost":           `{ people(ids: ` + again("[", 60_000),
		"Objects":             `{ _entities(representations: [` + again("{a: ", 400) + "1" + again("}", 400) + `]) { __typename } }`,
		"Types":               `($a: ` + again("[", 900) + "Int" + again("]", 900) + `) { registers { name } }`,
		"Text":                `{ node(id: "` + again("x", 60_000) + `") { id } }`,
		"Texts":               `{ people(ids: [` + again(`"x" `, 1900) + `]) { id } }`,
		"Escapes":             `{ node(id: "` + again(`\u0041`, 8_000) + `") { id } }`,
		"Block":               `{ node(id: """` + again(" x\n", 15_000) + `""") { id } }`,
		"BlockIndented":       `{ node(id: """` + again("\n"+again(" ", 200)+"x", 250) + `""") { id } }`,
		"Comments":            again("#\n", 20_000) + `{ registers { name } }`,
		"Commas":              `{ registers { name } }` + again(",", 60_000),
		"LineFeeds":           `{ registers { name } }` + again("\n", 30_000),
		"Name":                `{ ` + again("n", 60_000) + ` }`,
		"Digits":              `{ generalPractitioners(municipality: "0301", first: ` + again("9", 60_000) + `) { totalCount } }`,
		"Schema":              `{ ` + nested(9, "__schema { types { fields { type", "name") + again(" }", 27) + ` }`,
	}
}

// chained are fragments that each spread the next.
func chained(n int, body string) []string {
	var out []string
	for i := range n {
		out = append(out, " "+strings.NewReplacer("THIS", "F"+text(i), "NEXT", "F"+text(i+1)).Replace("fragment THIS on Viewer { "+body+" }"))
	}
	return append(out, " fragment F"+text(n)+" on Viewer { client { id } }")
}

// verdictWires are requests of 64 KiB: the shapes, padded with a comment, and
// bodies that are large in other ways. None is cached by the gateway.
func (a attacker) verdictWires() map[string]string {
	wires := map[string]string{}
	for name, shape := range verdictShapes() {
		query := "query Q" + canaryNumber + shape
		if left := body64 - len(text(query)) - len(`{"query":}`) - 4; left > 0 {
			query += "\n#" + strings.Repeat("c", left)
		}
		wires[name] = a.body(`{"query":` + text(query) + `}`)
	}
	deep := func(n int, open, shut string) string {
		return `{"query":` + text(registersQuery) + `,"variables":{"v":` + strings.Repeat(open, n) + "1" + strings.Repeat(shut, n) + `}}`
	}
	wires["BodyOfObjects"] = a.body(deep(9000, `{"a":`, "}"))
	wires["BodyOfLists"] = a.body(deep(9000, `[`, "]"))
	wires["BodyOfListsMost"] = a.body(deep(32_000, `[`, "]"))
	wires["BodyOfKeys"] = a.body(`{"query":` + text(registersQuery) + `,"variables":{` + numbered(5800, `"%d":1,`) + `"v":1}}`)
	wires["BodyOfNumbers"] = a.body(`{"query":` + text(registersQuery) + `,"variables":{"v":[` + strings.Repeat("1,", 32_000) + `1]}}`)
	wires["BodyOfEscapes"] = a.body(`{"query":` + text(registersQuery) + `,"variables":{"v":"` + strings.Repeat(`\u0041`, 10_800) + `"}}`)
	wires["Accept"] = a.post(registersQuery, "Accept: application/json"+numbered(2000, ";p*%d=1"))
	wires["AcceptMost"] = a.post(registersQuery, "Accept: "+strings.Repeat("a/b,", 7000))
	wires["Languages"] = a.post(registersQuery, "Accept-Language: "+strings.Repeat("nb,", 9000))
	return wires
}

// verdicts checks that every body of 64 KiB costs little.
func (s *siege) verdicts(t *testing.T) {
	t.Helper()
	worst, of := time.Duration(0), ""
	for name, wire := range s.verdictWires() {
		best := time.Hour
		var got string
		for range 5 { // garbage collection is occasionally included
			before := s.program.cpu(t)
			got = s.send(t, wire).String()
			best = min(best, s.program.cpu(t)-before)
		}
		t.Logf("%-22s %8.2f ms  %s", name, best.Seconds()*1000, got)
		if best > worst {
			worst, of = best, name
		}
		if best > mostVerdict || best <= 0 {
			t.Errorf("%s: %v of processor time", name, best)
		}
	}
	t.Logf("the worst is %s: %v", of, worst)
}

// The processor time of the program's verdict on 64 KiB.
func BenchmarkVerdict(b *testing.B) {
	s := startSiege(b)
	for name, wire := range s.verdictWires() {
		b.Run(name, func(b *testing.B) {
			before := s.program.cpu(b)
			for b.Loop() {
				s.send(b, wire)
			}
			b.ReportMetric(float64((s.program.cpu(b)-before).Microseconds())/1000/float64(b.N), "cpu-ms/op")
		})
	}
}
