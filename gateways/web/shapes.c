#include "web/shapes.h"

#include <stddef.h>

#define TICKET_MEMBERS \
	"id:uuid number:int subject:text severity:text category:text status:text source:text builder_id:uuid? builder_name:text? " \
	"plan_tier:text? user_id:uuid? requester:Requester? mailbox:text? assigned_to:uuid? assignee_name:text? escalation_tier:int " \
	"context_url:text? language:text? is_triage:bool merged_into:uuid? split_from:uuid? message_count:int last_seq:int " \
	"waiting_since:time? sla_response_by:time? first_response_at:time? resolved_at:time? closed_at:time? csat_rating:int? " \
	"csat_comment:text? version:int created_at:time updated_at:time"

#define ARTICLE_MEMBERS \
	"id:uuid slug:text title:text summary:text category:text module_tag:text? role_tags:[text] language:text video_url:text? " \
	"platform_version:text? platform_version_until:text? is_published:bool is_gated:bool view_count:int helpful_count:int " \
	"not_helpful_count:int version:int created_at:time updated_at:time"

const struct shape shapes[] = {
	{ "Requester", "contact_id:uuid? name:text? address:text?" },
	{ "Ticket", TICKET_MEMBERS " description:text context_metadata:object" },
	{ "TicketListed", TICKET_MEMBERS " preview:text" },
	{ "TicketWithMessages", TICKET_MEMBERS " description:text context_metadata:object messages:[Message] messages_next:text? "
	    "participants:[Participant]" },
	{ "Message", "id:uuid ticket_id:uuid seq:int sender_type:text sender_id:uuid? sender_name:text sender_address:text? channel:text "
	    "body:text body_html:text? quoted:text? signature:text? attachments:[MessageAttachment] is_internal:bool client_id:text? "
	    "delivery_state:text? has_original:bool created_at:time ~message_id:text? ~landed_by:text? ~auth_results:text? ~dmarc:text? "
	    "~deliveries:int ~moved_from:uuid? ~bounces:[Bounce]" },
	{ "MessageAttachment", "id:uuid filename:text url:text size:int content_type:text ~inline:bool ~content_id:text?" },
	{ "Bounce", "address:text? status:text? reply_code:int? is_hard:bool reason:text diagnostic:text? created_at:time" },
	{ "Participant", "contact_id:uuid name:text address:text role:text added_by:text created_at:time" },
	{ "Attachment", "id:uuid filename:text content_type:text size:int inline:bool content_id:text? url:text" },
	{ "Builder", "id:uuid name:text plan_tier:text language:text status:text company_size:int? support_email:text? support_phone:text? "
	    "support_url:text? domains:any created_at:time updated_at:time" },
	{ "User", "id:uuid builder_id:uuid? email:text name:text role:text language:text? is_active:bool created_at:time updated_at:time" },
	{ "Contact", "id:uuid name:text address:text user_id:uuid? builder_id:uuid? bounced_at:time? bounce_reason:text? created_at:time "
	    "updated_at:time" },
	{ "Agent", "id:uuid user_id:uuid display_name:text email:text? tier:int specialties:[text] is_available:bool is_active:bool role:text "
	    "max_active_tickets:int max_active_chats:int active_tickets:int created_at:time updated_at:time" },
	{ "Mailbox", "id:uuid name:text address:text display_name:text aliases:[text] language:text imap_host:text imap_port:int "
	    "imap_security:text imap_user:text auth:text secret:text folder:text after_intake:text move_to:text? trusted_authserv:text? "
	    "sends_ack:bool is_enabled:bool uid_validity:int last_uid:int state:text state_detail:text? state_at:time created_at:time "
	    "updated_at:time" },
	{ "Intake", "id:uuid mailbox:text uid:int size:int state:text reason:text? detail:text? tries:int kind:text? sender_address:text? "
	    "subject:text? message_id:text? ticket_id:uuid? received_message:uuid? received_at:time read_at:time?" },
	{ "Outgoing", "id:uuid kind:text ticket_id:uuid? message:uuid? mailbox:text message_id:text recipients:any subject:text state:text "
	    "tries:int next_attempt_at:time smtp_code:int? detail:text? rejected:any sent_at:time? created_at:time updated_at:time" },
	{ "Event", "id:int type:text builder_id:uuid? ticket_id:uuid? message:uuid? actor_type:text actor_id:uuid? data:any created_at:time" },
	{ "Token", "id:uuid kind:text role:text name:text agent_id:uuid? address:text? user_agent:text? created_at:time last_used_at:time? "
	    "expires_at:time?" },
	{ "NewToken", "token:text" },
	{ "Session", "token:text expires_in:int agent:Agent" },
	{ "Visitor", "token:text visitor_id:uuid expires_in:int" },
	{ "Identity", "kind:text name:text role:text agent:Agent? user:User?" },
	{ "Entitlement", "plan_tier:text? plan_name:text channels:[text] next_plan:NextPlan? is_open:bool opens_at:time? default_severity:text "
	    "promises:[Promise] chat_url:text?" },
	{ "NextPlan", "name:text brings:text" },
	{ "Promise", "severity:text response_seconds:int? answer_by:time?" },
	{ "Article", ARTICLE_MEMBERS " body_html:text translations:[Translation] ~body_markdown:text ~family:text ~context_urls:[text]" },
	{ "ArticleListed", ARTICLE_MEMBERS },
	{ "ArticleFound", ARTICLE_MEMBERS " ~anchor:text ~section:text ~passage_html:text" },
	{ "ArticlesFound", "items:[ArticleFound] next:text? ~estimate:int ~is_sure:bool ~index_percent:int ~corrected:text?" },
	{ "TicketsFound", "items:[TicketFound] next:text? estimate:int index_percent:int" },
	{ "Translation", "language:text slug:text title:text" },
	{ "ArticleRevision", "version:int title:text is_published:bool body_markdown:text actor_type:text actor_name:text created_at:time" },
	{ "TicketFound", "ticket:TicketListed message_id:uuid seq:int passage_html:text" },
	{ "Problem", "type:text title:text status:int detail:text ~field:text" },
	{ NULL, NULL },
};
