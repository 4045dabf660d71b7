#include "chat/frame.h"

#define LINE(n, req, max, text) { .name = n, .type = FRAME_LINE, .is_required = req, .most = max, .help = text }
#define TEXT(n, req, max, text) { .name = n, .type = FRAME_TEXT, .is_required = req, .most = max, .help = text }
#define UUID(n, req, text) { .name = n, .type = FRAME_UUID, .is_required = req, .help = text }
#define INT(n, req, text) { .name = n, .type = FRAME_INT, .is_required = req, .help = text }
#define BOOL(n, req, text) { .name = n, .type = FRAME_BOOL, .is_required = req, .help = text }
#define WORD(n, req, list, text) { .name = n, .type = FRAME_WORD, .is_required = req, .words = list, .help = text }
#define TIME(n, req, text) { .name = n, .type = FRAME_TIME, .is_required = req, .help = text }
#define OBJECT(n, req, text) { .name = n, .type = FRAME_OBJECT, .is_required = req, .help = text }
#define LIST(n, req, text) { .name = n, .type = FRAME_LIST, .is_required = req, .help = text }
#define FIELDS(...) (const struct frame_field[]){ __VA_ARGS__, { .name = NULL } }
#define NO_FIELDS (const struct frame_field[]){ { .name = NULL } }
#define TICKET UUID("ticket", TRUE, "id of the chat's ticket")
#define CLIENT_ID LINE("client_id", TRUE, 100, "chosen by the sender: the same one twice is one")

#define CUSTOMER FRAME_BY_CUSTOMER
#define AGENT FRAME_BY_AGENT
#define BOTH (FRAME_BY_CUSTOMER | FRAME_BY_AGENT)
#define SERVER FRAME_BY_SERVER

static const char *const presence_words[] = { "online", "away", "offline", NULL };

const struct frame_type frame_types[] = {
	/* From clients. */
	{ "hello", FRAME_HELLO, FRAME_BY_ANYONE, "The first frame, within ten seconds: who is there.", FIELDS(
	    { .name = "token", .type = FRAME_LINE, .is_required = TRUE, .most = 8192,
	      .help = "the platform's JWT, an agent's session, or a visitor's token; it never stands in a URL" },
	    LINE("client", FALSE, 100, "name and version of the program, for the log")) },
	{ "ping", FRAME_PING, BOTH, "Is anybody there? Answered by pong.", NO_FIELDS },
	{ "open", FRAME_OPEN, CUSTOMER, "Opens a chat. Answered by opened.", FIELDS(CLIENT_ID,
	    TEXT("body", FALSE, 0, "the first message; its client_id is the same"),
	    LINE("subject", FALSE, 0, "the body's beginning if not given"), LINE("language", FALSE, 5, "such as \"es\""),
	    LINE("context_url", FALSE, 2000, "where they were when they asked")) },
	{ "resume", FRAME_RESUME, BOTH, "Looks at a ticket and takes part: sends what was said after seq, then resumed, then whatever is said.", FIELDS(TICKET,
	    INT("seq", FALSE, "the newest message that is known; 0 or nothing: all of it")) },
	{ "send", FRAME_SEND, BOTH, "Says something. Answered by ack once it is stored; until then the sender keeps it, and sends it again after a reconnect.", FIELDS(
	    TICKET, CLIENT_ID, TEXT("body", TRUE, 0, "what is said"), BOOL("is_internal", FALSE, "agents only: a note that no customer sees")) },
	{ "typing", FRAME_TYPING, BOTH, "Starts or stops writing. Told to the others.", FIELDS(TICKET, BOOL("is_typing", TRUE, NULL)) },
	{ "read", FRAME_READ, BOTH, "Has read all messages up to seq.", FIELDS(TICKET, INT("seq", TRUE, NULL)) },
	{ "leave", FRAME_LEAVE, CUSTOMER, "Goes away: what an agent says from now on is mailed.", FIELDS(TICKET) },
	{ "close", FRAME_CLOSE, BOTH, "Ends the chat. Answered by chat.", FIELDS(TICKET, BOOL("transcript", FALSE, "mail what was said to those who take part")) },
	{ "presence", FRAME_PRESENCE, AGENT, "Takes chats, or does not.", FIELDS(WORD("state", TRUE, presence_words, NULL)) },
	{ "accept", FRAME_ACCEPT, AGENT, "Takes a chat that was offered. The first one has it; the others get the error chat-taken.", FIELDS(TICKET) },
	{ "decline", FRAME_DECLINE, AGENT, "Does not take it.", FIELDS(TICKET) },
	{ "transfer", FRAME_TRANSFER, AGENT, "Hands a chat on.", FIELDS(TICKET, UUID("agent", FALSE, "to whom, who is asked first; nobody: to the queue")) },
	/* From us. */
	{ "welcome", FRAME_FROM_SERVER, SERVER, "Answers hello.", FIELDS(LINE("kind", TRUE, 0, "customer, visitor, agent or operator"),
	    LINE("id", TRUE, 0, "theirs; empty for an operator"), LINE("name", TRUE, 0, NULL), LIST("chats", TRUE, "theirs that are open, each as in chat")) },
	{ "pong", FRAME_FROM_SERVER, SERVER, "Answers ping.", NO_FIELDS },
	{ "opened", FRAME_FROM_SERVER, SERVER, "Answers open. What is said in the chat follows from now on.", FIELDS(
	    LINE("client_id", TRUE, 100, NULL), OBJECT("chat", TRUE, "as in chat"), BOOL("is_new", TRUE, "false: it was open already")) },
	{ "chat", FRAME_FROM_SERVER, SERVER, "A chat as it is now: sent whenever that changes.", FIELDS(
	    OBJECT("chat", TRUE, "ticket, number, subject, state (bot, queued, offered, active, left, closed), agent_id, agent_name, last_seq, …")) },
	{ "resumed", FRAME_FROM_SERVER, SERVER, "Ends the answer to resume.", FIELDS(TICKET, INT("seq", TRUE, "the newest message")) },
	{ "ack", FRAME_FROM_SERVER, SERVER, "It is stored, once, whatever happens now.", FIELDS(TICKET, LINE("client_id", TRUE, 100, NULL),
	    INT("seq", TRUE, "its place in the ticket; it grows, and for a customer may leave out numbers"), LINE("time", TRUE, 40, "when")) },
	{ "message", FRAME_FROM_SERVER, SERVER, "Something was said; each message comes once, in the order of seq.", FIELDS(
	    OBJECT("message", TRUE, "the REST API's Message")) },
	{ "typing", FRAME_FROM_SERVER, SERVER, "Somebody writes.", FIELDS(TICKET, LINE("id", TRUE, 0, "who"), LINE("name", TRUE, 0, NULL),
	    LINE("kind", TRUE, 0, NULL), BOOL("is_typing", TRUE, NULL)) },
	{ "read", FRAME_FROM_SERVER, SERVER, "Somebody has read up to seq.", FIELDS(TICKET, LINE("id", TRUE, 0, "who"), LINE("kind", TRUE, 0, NULL),
	    INT("seq", TRUE, NULL)) },
	{ "presence", FRAME_FROM_SERVER, SERVER, "To agents: a colleague came or went.", FIELDS(UUID("agent", TRUE, NULL), LINE("name", TRUE, 0, NULL),
	    WORD("state", TRUE, presence_words, NULL)) },
	{ "queue", FRAME_FROM_SERVER, SERVER, "To a customer who waits.", FIELDS(TICKET, INT("position", TRUE, "1: next"),
	    INT("wait_s", FALSE, "how long it may take; absent while nobody can say")) },
	{ "offer", FRAME_FROM_SERVER, SERVER, "To agents who are online: a chat waits.", FIELDS(OBJECT("offer", TRUE, "ticket, number, subject, name, …")) },
	{ "withdrawn", FRAME_FROM_SERVER, SERVER, "To agents: it does not wait any more.", FIELDS(TICKET) },
	{ "rate", FRAME_FROM_SERVER, SERVER, "Too much at once: nothing was done; send it again later.", FIELDS(
	    INT("retry_ms", TRUE, NULL), LINE("client_id", FALSE, 100, "of what was not done")) },
	{ "banner", FRAME_FROM_SERVER, SERVER, "Something that everybody should know.", FIELDS(TEXT("text", TRUE, 0, NULL)) },
	{ "move", FRAME_FROM_SERVER, SERVER, "This server is about to stop: connect again, after so long, and resume.", FIELDS(INT("after_ms", TRUE, NULL)) },
	{ "error", FRAME_FROM_SERVER, SERVER, "Something was not done.", FIELDS(LINE("name", TRUE, 0, "a stable word for programs"),
	    LINE("detail", TRUE, 0, "what to do, for people"), LINE("field", FALSE, 0, "what is at fault"),
	    LINE("re", FALSE, 0, "type of the frame that it answers"), LINE("ticket", FALSE, 0, NULL), LINE("client_id", FALSE, 100, NULL)) },
	{ .name = NULL },
};
