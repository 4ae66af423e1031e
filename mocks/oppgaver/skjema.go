package oppgaver

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"

	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
)

// mostSent bounds a form that is sent in.
const mostSent = 10 << 20

// sentIn checks a form sent in as a document: published only as the answer to a task. The
// status is that of the response, 200 when nothing is wrong.
func sentIn(r nhn.Resource) (status int, fault nhn.Fault) {
	task := slices.ContainsFunc(list(at(r, "context", "related")), func(one any) bool {
		id, _ := at(one, "identifier", "value").(string)
		return at(one, "type") == "Task" && id != ""
	})
	content := list(r["content"])
	final := len(content) == 1 && at(content[0], "attachment", "contentType") == "application/pdf"
	switch {
	case !task:
		return http.StatusBadRequest, nhn.Fault{Code: "102", Text: "context.related til Task mangler"}
	case r["status"] != "current" || r["docStatus"] != "final":
		return http.StatusBadRequest, nhn.Fault{Code: "1111", Text: "docStatus skal være final, og status current"}
	case !final:
		return http.StatusBadRequest, nhn.Fault{Code: "1112", Text: "Et endelig dokument skal være application/pdf"}
	}
	data, _ := at(content[0], "attachment", "data").(string)
	if file, err := base64.StdEncoding.DecodeString(data); err != nil || !bytes.HasPrefix(file, []byte("%PDF")) {
		return http.StatusInternalServerError, nhn.Fault{Code: "119", Text: "MELD-SENT-000119 Filens signatur er feil"}
	}
	return http.StatusOK, nhn.Fault{}
}

// documents serves the forms that are sent in by other systems, as documents. They are
// checked, and not kept: no search shows them.
func documents(n nhn.Service) {
	n.Scope = audience + "/skjema"
	n.Handle("POST /skjema/v1/DocumentReference", func(w http.ResponseWriter, r *http.Request) {
		if !n.Accepts(w, r, nhn.MediaFHIR) {
			return
		}
		resource := nhn.Resource{}
		if json.NewDecoder(http.MaxBytesReader(w, r.Body, mostSent)).Decode(&resource) != nil || resource["resourceType"] != "DocumentReference" {
			n.Refuse(w, r, http.StatusBadRequest, "structure", n.Prefix+"-0014")
			return
		}
		number, wrong := nhn.Citizen(resource["subject"])
		status, fault := sentIn(resource)
		if status == http.StatusOK && wrong != nil {
			status, fault = http.StatusBadRequest, *wrong
		}
		if status != http.StatusOK {
			refuse(w, status, fault)
			return
		}
		c, ok := n.Begin(w, r, "DocumentReference", number)
		if !ok {
			return
		}
		resource["id"], resource["meta"] = n.NewGUID(), nhn.Resource{"versionId": "1"}
		c.Reply(http.StatusOK, nhn.MediaFHIR, standin.JSON(resource))
	})
}

// refuse sends an error of Helsenorge's.
func refuse(w http.ResponseWriter, status int, f nhn.Fault) {
	w.Header().Set("Content-Type", nhn.MediaFHIR)
	w.WriteHeader(status)
	_, _ = w.Write(standin.JSON(nhn.Resource{
		"resourceType": "OperationOutcome",
		"issue":        []any{nhn.Resource{"severity": "error", "code": "processing", "details": nhn.Resource{"coding": []any{nhn.Resource{"code": f.Code}}, "text": f.Text}}},
	}))
}
