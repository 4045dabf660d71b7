/* asyncapi.h - the protocol for others: AsyncAPI 3.0, made of the frame table. */
#pragma once

/* The document, the caller's. url is where the gateway is reached: "wss://support.example.com". */
char *asyncapi_json(const char *url);
