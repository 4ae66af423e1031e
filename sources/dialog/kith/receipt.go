package kith

import "strings"

// Outcome is what became of a message at its receiver: Status of an AppRec.
type Outcome string

// The outcomes.
const (
	Accepted Outcome = "1"
	Rejected Outcome = "2"
	Partly   Outcome = "3" // accepted, with errors
)

// statuses are the display names of the outcomes.
var statuses = map[Outcome]string{Accepted: "OK", Rejected: "Avvist", Partly: "OK, men feil i delmelding"}

// AppRec is a receipt.
type AppRec struct {
	ID       string
	Sent     string // GenDate, xsd:dateTime
	Outcome  Outcome
	Errors   []Code
	Original Original
	// Sender and Receiver are written from; what is read are their HER-ids.
	Sender, Receiver       Party
	SenderIDs, ReceiverIDs []string
}

// Original is the message that a receipt is of.
type Original struct {
	Process Code
	Sent    string
	ID      string
}

// ReadAppRec reads an AppRec. Of sender and receiver only the HER-ids are read: what
// else they are called changes nothing.
func ReadAppRec(d *Document) (*AppRec, error) {
	if d.Root.Space != spaceAppRec || d.Root.Local != "AppRec" {
		return nil, ErrUnknown
	}
	var r reader
	c := r.within(d.Root)
	out := &AppRec{}
	if r.must(c.take("MsgType")).V != "APPREC" || r.text(c.take("MIGversion")) != versionAppRec {
		r.bad = true
	}
	r.text(c.take("SoftwareName"))
	r.text(c.take("SoftwareVersion"))
	out.Sent, out.ID = r.token(c.take("GenDate")), r.token(c.take("Id"))
	out.SenderIDs, out.ReceiverIDs = r.herIDs(c.take("Sender")), r.herIDs(c.take("Receiver"))
	out.Outcome = Outcome(r.must(c.take("Status")).V)
	for _, e := range c.all("Error") {
		out.Errors = append(out.Errors, r.must(e))
	}
	original := r.within(c.take("OriginalMsgId"))
	out.Original = Original{r.must(original.take("MsgType")), r.token(original.take("IssueDate")), r.token(original.take("Id"))}
	original.done()
	c.done()
	if r.bad || statuses[out.Outcome] == "" {
		return nil, ErrUnknown
	}
	return out, nil
}

// herIDs are those of a party, the outermost first.
func (r *reader) herIDs(e *Element) (all []string) {
	if e == nil {
		r.bad = true
		return nil
	}
	var id string
	for _, n := range e.Children {
		switch c := n.Element; {
		case c == nil || c.Space != spaceAppRec:
		case c.Local == "Id":
			id = r.text(c)
		case c.Local == "TypeId":
			if t := r.code(c); t.V == "HER" {
				all = append(all, strings.TrimSpace(id))
			}
		default:
			all = append(all, r.herIDs(c)...)
		}
	}
	return all
}

// Document writes the receipt.
func (a *AppRec) Document() (*Document, error) {
	out := root(spaceAppRec, "AppRec",
		Code{V: "APPREC"}.element("MsgType"), text("MIGversion", versionAppRec), text("GenDate", a.Sent), text("Id", a.ID),
		el("Sender", Code{V: "PRIM", DN: "Primærmottaker"}.element("Role"), el("HCP", a.Sender.institution())),
		el("Receiver", Code{V: "AVS", DN: "Avsender"}.element("Role"), el("HCP", a.Receiver.institution())),
		Code{V: string(a.Outcome), DN: statuses[a.Outcome]}.element("Status"))
	for _, e := range a.Errors {
		out.with(e.element("Error"))
	}
	out.with(el("OriginalMsgId", a.Original.Process.simple().element("MsgType"), text("IssueDate", a.Original.Sent), text("Id", a.Original.ID)))
	d, err := Parse((&Document{Root: out}).Bytes())
	if err != nil {
		return nil, err
	}
	if _, err := ReadAppRec(d); err != nil {
		return nil, err
	}
	return d, nil
}

// institution is a party as AppRec has it: a part is a Dept, and a professional an
// HCPerson with the whole name.
func (p Party) institution() *Element {
	e := el("Inst", text("Name", p.Unit.Name)).with(first(p.Unit.Idents)...)
	if p.Part != nil {
		e.with(el("Dept", text("Name", p.Part.Name)).with(first(p.Part.Idents)...).with(additional(p.Part.Idents)...))
	}
	e.with(additional(p.Unit.Idents)...)
	if h := p.Professional; h != nil {
		name := strings.Join(strings.Fields(h.Given+" "+h.Middle+" "+h.Family), " ")
		e.with(el("HCPerson", text("Name", name)).with(first(h.Idents)...).with(additional(h.Idents)...))
	}
	return e
}

func first(idents []Ident) []*Element {
	if len(idents) == 0 {
		return nil
	}
	return []*Element{text("Id", idents[0].ID), idents[0].Type.simple().element("TypeId")}
}

func additional(idents []Ident) (all []*Element) {
	for _, i := range idents[min(1, len(idents)):] {
		all = append(all, el("AdditionalId", text("Id", i.ID), i.Type.simple().element("Type")))
	}
	return all
}

// simple is a code without its list: AppRec's CS.
func (c Code) simple() Code { return Code{V: c.V, DN: c.DN} }
