package innhold

import (
	"fmt"
	"hash/fnv"

	"helsegraf/mocks/nhn"
)

// text is something written.
type text struct {
	kind, title, intro, body, language, updated, status, by string
	codes                                                   []string // code system and code
}

var texts = []text{
	{kind: "artikkel", title: "Allergi", intro: "<p>Pollen, dyr og mat.</p>", body: "<h2>Symptomer</h2><p>Kløe, rennende nese og <em>tett</em> pust.</p><ul><li>Pollen</li><li>Dyr</li></ul>", codes: []string{"ICPC-2 A92", "ICD-10 T78.4"}},
	{kind: "artikkel", title: "Diabetes type 2", intro: "Høyt blodsukker over tid.", body: `<h2>Behandling</h2><p onclick="stjel()">Kost, mosjon og <strong>legemidler</strong>. Les mer på <a href="https://www.helsedirektoratet.no/diabetes" onmouseover="x()" style="color:red">helsedirektoratet.no</a>.</p><script>alert(1)</script><table><thead><tr><th>Verdi</th><th>Mål</th></tr></thead><tbody><tr><td>HbA1c</td><td>53</td></tr></tbody></table>`, codes: []string{"ICPC-2 T90", "ICD-10 E11", "ATC A10BA02"}, by: "Eksempel diabetesforum"},
	{kind: "artikkel", title: "Diabetes type 2", intro: "Høgt blodsukker over tid.", body: "<p>Kost, mosjon og legemiddel.</p>", language: "nn", codes: []string{"ICPC-2 T90", "ICD-10 E11"}},
	{kind: "artikkel", title: "Migrene", intro: "Anfall av hodepine.", body: `<p>Hvile og <a href="javascript:alert(1)">legemidler</a>.<img src="https://sporing.example/x.gif"></p><iframe src="https://example.com"></iframe>`, codes: []string{"ICPC-2 N89", "ICD-10 G43", "ATC N02CC01"}},
	{kind: "artikkel", title: "Migraine", intro: "Attacks of headache.", body: "<p>Rest and medicines.</p>", language: "en", codes: []string{"ICPC-2 N89", "ICD-10 G43"}},
	{kind: "artikkel", title: "Øyekatarr", intro: "Røde, rennende øyne.", body: "<p>Går oftest over av seg selv.</p>", codes: []string{"ICPC-2 F70"}},
	{kind: "artikkel", title: "Åreknuter", intro: "Synlige blodårer i beina.", body: "<p>Bevegelse hjelper.</p>", codes: []string{"ICPC-2 K95", "ICD-10 I83"}},
	{kind: "artikkel", title: "Ærlige samtaler om hjerneslag", body: "<p>Ring <a href='tel:113'>113</a>.</p>", codes: []string{"ICPC-2 K90", "ICD-10 I63"}},
	{kind: "faglig-rad", title: "Kosthold ved diabetes", intro: "Råd til deg og helsepersonell.", body: "<ol><li>Grove kornvarer</li><li>Grønnsaker</li></ol>", codes: []string{"ICPC-2 T90"}, updated: "2025-06-01T00:00"},
	{kind: "faglig-rad", title: "Fysisk aktivitet", intro: "Bevegelse hver dag.", body: "<p>Minst 150 minutter i uken.</p>"},
	{kind: "faglig-rad", title: "Medisin som er trukket tilbake", body: "<p>Gjelder ikke lenger.</p>", status: "Utgått"},
	{kind: "nasjonal-veileder", title: "Psykisk helsearbeid for barn og unge", intro: "Tidlig hjelp.", body: "<blockquote>Snakk med noen.</blockquote><form action='https://example.com'><input name=q></form>", codes: []string{"ICPC-2 P76"}},
	{kind: "nasjonal-veileder", title: "Oppfølging etter brystkreft", body: "<p>Kontroll hvert år.</p>", codes: []string{"ICPC-2 X76", "ICD-10 C50"}},
}

// item is a text as the service sends it.
func (t text) item() nhn.Resource {
	h := fnv.New64a()
	_, _ = h.Write([]byte(t.title + t.language))
	id := fmt.Sprintf("0006-0008-%016x", h.Sum64())
	one := nhn.Resource{
		"id": id, "tittel": t.title, "intro": t.intro, "tekst": t.body, "forstPublisert": "2020-01-15T00:00:00", "sistFagligOppdatert": "2024-12-30T00:00", "status": "Gjeldende",
		"tekniskeData": nhn.Resource{"infoType": t.kind, "subtype": ""}, "url": "https://www.helsedirektoratet.no/innhold/" + id, "links": []any{}, "sprak": "nb",
	}
	for member, value := range map[string]string{"sprak": t.language, "sistFagligOppdatert": t.updated, "status": t.status, "bidragsyter": t.by} {
		if value != "" {
			one[member] = value
		}
	}
	return one
}
