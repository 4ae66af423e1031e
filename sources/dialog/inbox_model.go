package dialog

import (
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
)

// Inbox is somebody's conversations that the holder of the grants may see: the one
// with the latest message first.
type Inbox []Conversation

// Conversation is a dialogue (dialog) with somebody in the health service. All that
// is said of it is of the messages that may be seen.
type Conversation struct {
	ID          fhir.RecordID // the key is the conversation's UUID
	Kind        ConversationKind
	Topic       *string
	Counterpart *fhir.Organization
	// UnreadMessages are those to the person that nobody has read.
	UnreadMessages int
	LatestAt       *time.Time
	Thread         []ConversationMessage // newest first
}

// ConversationKind is what a conversation is for.
type ConversationKind string

// The kinds.
const (
	ByContact       ConversationKind = "CONTACT"
	ByEConsultation ConversationKind = "E_CONSULTATION"
	ByRenewal       ConversationKind = "PRESCRIPTION_RENEWAL"
	ByAppointment   ConversationKind = "APPOINTMENT"
	ByChangeOfGP    ConversationKind = "GENERAL_PRACTITIONER_CHANGE"
	ByOther         ConversationKind = "OTHER"
)

// ConversationMessage is a message (melding).
type ConversationMessage struct {
	ID        fhir.RecordID // the key is the message's UUID
	SentAt    *time.Time
	Direction MessageDirection
	Sender    *fhir.Author
	// Representative is who wrote for the person; nil when the person did, when it is to
	// the person, and for those who may not know of the person's representatives.
	Representative *Representative
	Text           *string
	Attachments    []Attachment // never nil
	State          *MessageState
	Rejection      *string // why it was rejected, in the receiver's words
}

// Representative is somebody who wrote on behalf of another.
type Representative struct {
	Name     *fhir.HumanName
	Relation *policy.Relation
}

// MessageDirection is which way a message went.
type MessageDirection string

// The directions.
const (
	Inbound  MessageDirection = "INBOUND"  // to the person
	Outbound MessageDirection = "OUTBOUND" // from the person, or somebody who acts for them
)

// MessageState is how far a message has come.
type MessageState string

// The states.
const (
	Sent      MessageState = "SENT"
	Delivered MessageState = "DELIVERED"
	Read      MessageState = "READ"
	Answered  MessageState = "ANSWERED"
	Rejected  MessageState = "REJECTED"
	Expired   MessageState = "EXPIRED"
)

// Attachment is a file (vedlegg) that came with a message.
type Attachment struct {
	Title       *string
	ContentType *string
	Size        *int // bytes
	// Ref finds the file, when it is one that may be fetched.
	Ref *AttachmentRef
	// Grant is what its message was released under. It is not in the schema.
	Grant policy.Grant

	binary string // the id of the content
}

// AttachmentRef is where a file is: its conversation, its message, and its place there.
type AttachmentRef struct {
	Conversation string `json:"c"`
	Message      string `json:"m"`
	At           int    `json:"n"`
}
