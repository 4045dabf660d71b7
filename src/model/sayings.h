/* sayings.h - what the bot says: a table with a column for each language it speaks. */
#pragma once
#include "base/fill.h"

enum saying {
	SAY_BOT,		/* its name */
	SAY_HELLO,		/* who it is */
	SAY_ASK,		/* what is it about? */
	SAY_ASK_AGAIN,
	SAY_ANSWER,		/* {passage} {title} {link} */
	SAY_MORE,		/* a heading for */
	SAY_MORE_ITEM,		/* {title} {link} */
	SAY_HELPED,		/* did this help? */
	SAY_GLAD,
	SAY_WELCOME,		/* to a thank you */
	SAY_NARROW,		/* {first} {second} */
	SAY_UNKNOWN,		/* nothing fits */
	SAY_AWAY,		/* the help centre cannot be searched now */
	SAY_REPEATED,		/* that was asked before */
	SAY_SORRY,		/* it did not help */
	SAY_OFFER_PERSON, SAY_OFFER_TICKET,
	SAY_DECLINED,		/* neither then */
	SAY_STOPPED,		/* is work stopped? */
	SAY_URGENT,		/* then it is treated so */
	SAY_HANDED_OVER,
	SAY_CLOSED,		/* nobody is there until {opens} */
	SAY_CLOSED_LONG,	/* nor is it known until when */
	SAY_MAIL_ONLY,		/* to who has no plan */
	SAY_PLAN,		/* {plan} has {channels} */
	SAY_PLAN_NEXT,		/* {next} brings {brings} */
	SAY_ASK_NAME, SAY_ASK_NAME_AGAIN,
	SAY_ASK_ADDRESS,	/* {name} */
	SAY_BAD_ADDRESS,
	SAY_NO_ADDRESS,		/* then answers stand here only */
	SAY_ASK_SUMMARY, SAY_ASK_SUMMARY_AGAIN,
	SAY_TICKET,		/* {number} */
	SAY_BY_MAIL,		/* {address}: where the answer goes */
	SAY_HERE,		/* it stands here */
	SAY_PROMISE,		/* {promise}: until when */
	SAY_NO_PROMISE,
	SAY_NOTED,		/* {number}: more for a ticket that is made */
	SAY_EMAIL, SAY_CHAT, SAY_PHONE, SAY_CSM,	/* channels */
	SAY_AND,		/* between the last two of a list */
	SAY_TIME,		/* strftime, as g_date_time_format has it, but %A: {weekday} */
	SAY_COUNT
};

#define SAYINGS_LANGUAGES 2
extern const char *const sayings_languages[SAYINGS_LANGUAGES];	/* "en", "es" */

/* The language of ours that a tag ("es-MX") means; "en" for any other and for NULL. Static. */
const char *sayings_language(const char *tag);

/* The text itself; NULL only if the table has a hole. */
const char *saying_template(const char *language, enum saying id);
/* "Monday"; 1 is Monday, 7 Sunday. */
const char *saying_weekday(const char *language, int day);
