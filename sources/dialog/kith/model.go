package kith

// Namespaces, and the versions that go with them.
const (
	spaceHead   = "http://www.kith.no/xmlstds/msghead/2006-05-24"
	spaceDialog = "http://www.kith.no/xmlstds/dialog/2013-01-23"
	spaceBase64 = "http://www.kith.no/xmlstds/base64container"
	spaceAppRec = "http://www.kith.no/xmlstds/apprec/2012-02-15"

	versionHead   = "v1.2 2006-05-24"
	versionAppRec = "v1.1 2012-02-15"
)

// spacesM1 are the versions of M1 (e-prescription) that renewals have.
var spacesM1 = map[string]bool{
	"http://www.kith.no/xmlstds/eresept/m1/2010-05-01": true,
	"http://www.kith.no/xmlstds/eresept/m1/2013-10-08": true,
}

// Message is a MsgHead with a Dialogmelding.
type Message struct {
	Process Code   // Type, code list 8279
	Sent    string // GenDate, xsd:dateTime
	ID      string // MsgId, a UUID
	Ack     *Code  // whether a receipt is wanted
	// Parent and Conversation are the ids of the message before, and of the first one;
	// both are empty in the first.
	Parent, Conversation string
	Sender, Receiver     Party
	Patient              *Patient

	Title  string // ContentDescription of the dialogue
	Issued string // its IssueDate
	// Either is there.
	Request *Request
	Note    *Note

	Prescriptions []Renewal
	Attachments   []Enclosure
}

// Party is a sender or receiver in two levels: an organization, and a part of it or
// somebody who works there.
type Party struct {
	Unit         Unit
	Part         *Unit
	Professional *Professional
}

// Unit is an organization.
type Unit struct {
	Name   string
	Idents []Ident
}

// Professional is somebody in health care.
type Professional struct {
	Role                  *Code // to the patient, code list 9034
	Family, Middle, Given string
	Idents                []Ident
}

// Ident is an identifier, and what it is of: code lists 9051 and 8116.
type Ident struct {
	ID   string
	Type Code
}

// Patient is whom the message is about.
type Patient struct {
	Family, Middle, Given string
	Idents                []Ident
	Telecom               []string // URLs
}

// Request is a question (Foresporsel).
type Request struct {
	Type     *Code  // TypeForesp, code list 7601
	Subject  string // EmneSporsmal
	Question string // Sporsmal
	Details  []Code // KodetOpplysning
}

// Note is an answer or a notice (Notat).
type Note struct {
	Subject  *Code  // TemaKodet, code list 7602
	Title    string // Tema
	Text     string // TekstNotatInnhold
	Original *Request
}

// Renewal is a prescription to be renewed. It has an id, or M1, or both.
type Renewal struct {
	ID     string
	Issued string
	M1     []byte // the XML of Resept
}

// Enclosure is a file.
type Enclosure struct {
	Issued      string
	ContentType string
	Title       string
	Content     []byte
}
