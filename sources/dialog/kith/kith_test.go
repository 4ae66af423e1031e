package kith_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/beevik/etree"
	"github.com/google/go-cmp/cmp"
	dsig "github.com/russellhaering/goxmldsig"

	"helsegraf/sources/dialog/kith"
)

// samples is a folder of further messages, such as the official ones, which are not
// ours to publish.
var samples = flag.String("samples", "", "a folder of further messages")

// files are the messages by name: ours, and those of the folder.
func files(t testing.TB) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for _, dir := range []string{"testdata", *samples} {
		if dir == "" {
			continue
		}
		names, err := filepath.Glob(filepath.Join(dir, "*.xml"))
		if err != nil || len(names) == 0 {
			t.Fatalf("no messages in %s: %v", dir, err)
		}
		for _, name := range names {
			content, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			all[name] = content
		}
	}
	return all
}

// canonical is the canonical form of XML (C14N 1.0), with comments.
func canonical(t testing.TB, content []byte) string {
	t.Helper()
	d := etree.NewDocument()
	if err := d.ReadFromBytes(bytes.TrimPrefix(content, []byte("\ufeff"))); err != nil {
		t.Fatal(err)
	}
	out, err := dsig.MakeC14N10WithCommentsCanonicalizer().Canonicalize(d.Root())
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// check is a test, or one of a property.
type check interface {
	Helper()
	Fatal(args ...any)
}

func parsed(t check, content []byte) *kith.Document {
	t.Helper()
	d, err := kith.Parse(content)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// What is read is written with nothing lost.
func TestCanonicalForm(t *testing.T) {
	for name, content := range files(t) {
		d := parsed(t, content)
		if diff := cmp.Diff(canonical(t, content), canonical(t, d.Bytes())); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if again := parsed(t, d.Bytes()); !bytes.Equal(again.Bytes(), d.Bytes()) {
			t.Errorf("%s: not the same again", name)
		}
	}
}

// unread are the samples that are not for citizens.
var unread = []string{"helsefaglig.xml", "messaging-MetadataTestsDialogmelding11.xml"}

// What messages and receipts say is the same after it was written anew.
func TestMessagesWrittenAnew(t *testing.T) {
	for name, content := range files(t) {
		d := parsed(t, content)
		if d.Root.Local == "AppRec" {
			receipt, err := kith.ReadAppRec(d)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			receipt.Sender, receipt.Receiver = office(receipt.SenderIDs), office(receipt.ReceiverIDs)
			anew, err := receipt.Document()
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			got, err := kith.ReadAppRec(parsed(t, anew.Bytes()))
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			got.Sender, got.Receiver = receipt.Sender, receipt.Receiver
			if diff := cmp.Diff(receipt, got); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
			continue
		}
		m, err := kith.ReadMessage(d)
		if slices.Contains(unread, filepath.Base(name)) {
			if !errors.Is(err, kith.ErrUnknown) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		anew, err := m.Document()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got, err := kith.ReadMessage(parsed(t, anew.Bytes()))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(plain(m), plain(got)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// plain is a message with its prescriptions in a form to compare: namespaces that
// they have from around them may be declared twice.
func plain(m *kith.Message) kith.Message {
	out := *m
	out.Prescriptions = slices.Clone(m.Prescriptions)
	for i := range out.Prescriptions {
		d := etree.NewDocument()
		if d.ReadFromBytes(out.Prescriptions[i].M1) == nil && d.Root() != nil {
			b, _ := dsig.MakeC14N10ExclusiveCanonicalizerWithPrefixList("").Canonicalize(d.Root())
			out.Prescriptions[i].M1 = b
		}
	}
	return out
}

func herID(id string) kith.Ident {
	return kith.Ident{ID: id, Type: kith.Code{V: "HER", DN: "HER-id", S: "2.16.578.1.12.4.1.1.9051"}}
}

// office is a party with HER-ids on two levels.
func office(ids []string) kith.Party {
	return kith.Party{Unit: kith.Unit{Name: "Prøvedal", Idents: []kith.Ident{herID(ids[0])}}, Part: &kith.Unit{Name: "Legekontor", Idents: []kith.Ident{herID(ids[1])}}}
}

// What is not known is refused, and never skipped.
func TestUnknownIsRefused(t *testing.T) {
	message, err := os.ReadFile("testdata/reseptfornyelse_svar.xml")
	if err != nil {
		t.Fatal(err)
	}
	receipt, err := os.ReadFile("testdata/apprec_avvist.xml")
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"an element in the head":      {"<Sender>", "<ProcessingStatus V=\"D\"/><Sender>"},
		"an element in the note":      {"</TekstNotatInnhold>", "</TekstNotatInnhold><Merknad>x</Merknad>"},
		"out of order":                {"<GenDate>2026-11-20T14:20:00+01:00</GenDate>", ""},
		"a signature":                 {"</MsgHead>", `<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/></MsgHead>`},
		"another version":             {"v1.2 2006-05-24", "v1.1 2005-05-24"},
		"another namespace":           {`dialog/2013-01-23" xmlns`, `dialog/2006-10-11" xmlns`},
		"another namespace of a part": {"<MsgInfo>", `<MsgInfo xmlns="urn:x">`},
		"an attribute":                {`DN="Resept er fornyet"`, `DN="Resept er fornyet" NULL="NI"`},
		"text between":                {"<Notat>", "<Notat>viktig"},
		"two questions":               {"</Notat>", "</Notat><Foresporsel/>"},
		"another document":            {"<Resept xsi", "<Rekvisisjon xsi"},
		"a file by reference":         {`<MsgType V="XML" DN="XML-instans"/>`, `<MsgType V="A"/><FileReference>https://example.org</FileReference>`},
	} {
		changed := strings.Replace(string(message), change[0], change[1], 1)
		if name == "another document" {
			changed = strings.ReplaceAll(changed, "</Resept>", "</Rekvisisjon>")
		}
		if changed == string(message) {
			t.Fatalf("%s: nothing changed", name)
		}
		if _, err := kith.ReadMessage(parsed(t, []byte(changed))); !errors.Is(err, kith.ErrUnknown) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, change := range map[string][2]string{
		"another status":  {`<Status V="2"`, `<Status V="4"`},
		"another element": {"<OriginalMsgId>", "<Annet/><OriginalMsgId>"},
		"another version": {"apprec/2012-02-15", "apprec/2004-11-21"},
	} {
		if _, err := kith.ReadAppRec(parsed(t, []byte(strings.Replace(string(receipt), change[0], change[1], 1)))); !errors.Is(err, kith.ErrUnknown) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := kith.ReadAppRec(parsed(t, message)); !errors.Is(err, kith.ErrUnknown) {
		t.Error(err)
	}
	if _, err := kith.ReadMessage(parsed(t, receipt)); !errors.Is(err, kith.ErrUnknown) {
		t.Error(err)
	}
}
