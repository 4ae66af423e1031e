package kith_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"helsegraf/sources/dialog/kith"
)

// stubs are schemas of what the official ones import, or hold, whose own are not
// public: any content will do.
var stubs = map[string][2]string{
	"xmldsig-core-schema.xsd": {"http://www.w3.org/2000/09/xmldsig#", "Signature"},
	"dialog.xsd":              {"http://www.kith.no/xmlstds/dialog/2013-01-23", "Dialogmelding"},
	"base64.xsd":              {"http://www.kith.no/xmlstds/base64container", "Base64Container"},
	"m1-2010.xsd":             {"http://www.kith.no/xmlstds/eresept/m1/2010-05-01", "Resept"},
	"m1-2013.xsd":             {"http://www.kith.no/xmlstds/eresept/m1/2013-10-08", "Resept"},
}

// schemas are the two official ones, ready for xmllint, when the folder of samples has
// them; none otherwise. That of AppRec 1.0 is read as 1.1, whose own is not public.
func schemas(t *testing.T) map[string]string {
	t.Helper()
	head, err := os.ReadFile(filepath.Join(*samples, "MsgHead-v1_2.xsd"))
	receipt, err2 := os.ReadFile(filepath.Join(*samples, "AppRec-v1-2004-11-21.xsd"))
	if *samples == "" || err != nil || err2 != nil {
		return nil
	}
	dir := t.TempDir()
	write := func(name string, content []byte) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	all := `<schema xmlns="http://www.w3.org/2001/XMLSchema"><import namespace="http://www.kith.no/xmlstds/msghead/2006-05-24" schemaLocation="MsgHead.xsd"/>`
	for name, s := range stubs {
		write(name, []byte(`<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="`+s[0]+`"><element name="`+s[1]+`"><complexType mixed="true"><sequence>`+
			`<any processContents="skip" minOccurs="0" maxOccurs="unbounded"/></sequence><anyAttribute processContents="skip"/></complexType></element></schema>`))
		if name != "xmldsig-core-schema.xsd" {
			all += `<import namespace="` + s[0] + `" schemaLocation="` + name + `"/>`
		}
	}
	write("MsgHead.xsd", head)
	return map[string]string{
		"MsgHead": write("all.xsd", []byte(all+`</schema>`)),
		"AppRec":  write("AppRec.xsd", bytes.ReplaceAll(receipt, []byte("apprec/2004-11-21"), []byte("apprec/2012-02-15"))),
	}
}

// xmllint runs it on a document.
func xmllint(t check, content []byte, args ...string) []byte {
	t.Helper()
	var out, wrong bytes.Buffer
	c := exec.Command("xmllint", append(args, "--nonet", "-")...) //nolint:noctx // it ends by itself
	c.Stdin, c.Stdout, c.Stderr = bytes.NewReader(content), &out, &wrong
	if err := c.Run(); err != nil {
		t.Fatal(err, wrong.String())
	}
	return out.Bytes()
}

// Samples and all that is written are valid by the official schemas, and another
// implementation finds the same canonical form.
func TestSchemas(t *testing.T) {
	all := schemas(t)
	for kind, schema := range all {
		for name, content := range files(t) {
			d := parsed(t, content)
			if d.Root.Local != kind {
				continue
			}
			t.Run(filepath.Base(name), func(t *testing.T) {
				xmllint(t, content, "--noout", "--schema", schema)
				if got, want := xmllint(t, d.Bytes(), "--c14n"), xmllint(t, content, "--c14n"); !bytes.Equal(got, want) {
					t.Error("another canonical form")
				}
				xmllint(t, anew(t, d), "--noout", "--schema", schema)
			})
		}
	}
	if all != nil {
		rapid.Check(t, func(rt *rapid.T) {
			m, err := helsenorge().Message(drawn(rt))
			if err != nil {
				rt.Fatal(err)
			}
			d, err := m.Document()
			if err != nil {
				rt.Fatal(err)
			}
			xmllint(rt, d.Bytes(), "--noout", "--schema", all["MsgHead"])
		})
	}
	// Without the folder, the order is at least that in which messages are read.
	if d := parsed(t, files(t)["testdata/reseptfornyelse.xml"]); !strings.Contains(string(anew(t, d)), "<MIGversion>v1.2") {
		t.Error("nothing was written")
	}
}

// anew is what is written of what was read; the document itself if it is not for
// citizens.
func anew(t *testing.T, d *kith.Document) []byte {
	t.Helper()
	if r, err := kith.ReadAppRec(d); err == nil {
		r.Sender, r.Receiver = office(r.SenderIDs), office(r.ReceiverIDs)
		if d, err = r.Document(); err != nil {
			t.Fatal(err)
		}
		return d.Bytes()
	}
	m, err := kith.ReadMessage(d)
	if err != nil {
		return d.Bytes()
	}
	if d, err = m.Document(); err != nil {
		t.Fatal(err)
	}
	return d.Bytes()
}
