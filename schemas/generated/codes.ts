// Generated from schemas/ by `npm run generate`. Do not edit.
/** Every code that an `error` message can carry. The table is closed: a code is never removed and never given another meaning. */
export const errors = {
  "bad-json": {
    "meaning": "The frame is not JSON, or is nested deeper than the limit.",
    "retry": false
  },
  "bad-envelope": {
    "meaning": "The JSON is not an envelope, or the type cannot be sent to that receiver.",
    "retry": false
  },
  "unknown-type": {
    "meaning": "The receiver's address knows no message of this type.",
    "retry": false
  },
  "bad-data": {
    "meaning": "`data` does not fit the type's schema; `pointer` names the first offending value and `expected` what should be there.",
    "retry": false
  },
  "unknown-receiver": {
    "meaning": "No client of that id shares a room with the sender.",
    "retry": false
  },
  "not-in-room": {
    "meaning": "The sender is not a member of that room.",
    "retry": false
  },
  "forbidden": {
    "meaning": "The sender has not the right.",
    "retry": false
  },
  "not-found": {
    "meaning": "What the message names does not exist.",
    "retry": false
  },
  "conflict": {
    "meaning": "The message contradicts the present state.",
    "retry": false
  },
  "full": {
    "meaning": "The room has no place left.",
    "retry": true
  },
  "rate-limited": {
    "meaning": "Too many messages; try again after `retry_after_ms`.",
    "retry": true
  },
  "too-large": {
    "meaning": "The message is larger than its type allows.",
    "retry": false
  },
  "login-required": {
    "meaning": "This server wants a login first.",
    "retry": false
  },
  "ticket-expired": {
    "meaning": "The reconnection ticket's time is over.",
    "retry": false
  },
  "ticket-invalid": {
    "meaning": "The reconnection ticket is forged, used, or another client's.",
    "retry": false
  },
  "unavailable": {
    "meaning": "The server cannot do this at the moment.",
    "retry": true
  },
  "internal": {
    "meaning": "The server failed; its log says why.",
    "retry": true
  }
} as const;

export type ErrorCode = keyof typeof errors;

/** The codes after which the same request can succeed later. */
export const retryableErrors: ReadonlySet<ErrorCode> = new Set(["full", "rate-limited", "unavailable", "internal"]);

/** Every code that this server closes a connection with, and whether a client should come back. 4000 to 4499: reconnect; 4500 to 4999: do not. A code once used is never given another meaning. */
export const closes = {
  "bye": {
    "code": 1000,
    "reconnect": false,
    "meaning": "The client said bye."
  },
  "protocol-error": {
    "code": 1002,
    "reconnect": false,
    "meaning": "The bytes are not the WebSocket protocol: an unmasked frame, a reserved bit or opcode."
  },
  "not-text": {
    "code": 1003,
    "reconnect": false,
    "meaning": "A binary frame; this protocol has only text frames."
  },
  "not-utf8": {
    "code": 1007,
    "reconnect": false,
    "meaning": "A text frame that is not UTF-8."
  },
  "too-many-fragments": {
    "code": 1008,
    "reconnect": false,
    "meaning": "A message in more fragments, or in more pieces, than the limit."
  },
  "too-big": {
    "code": 1009,
    "reconnect": false,
    "meaning": "A message larger than the connection's limit."
  },
  "internal": {
    "code": 1011,
    "reconnect": true,
    "meaning": "The server failed while it served this connection."
  },
  "shutdown": {
    "code": 4000,
    "reconnect": true,
    "meaning": "The server is going down; the reason says after how many ms to come back (`retry_after_ms=<n>`)."
  },
  "dead": {
    "code": 4001,
    "reconnect": true,
    "meaning": "Nothing was heard from the client for a heartbeat and its grace."
  },
  "too-slow": {
    "code": 4002,
    "reconnect": true,
    "meaning": "The client does not take what is sent to it: too many bytes waited, or for too long."
  },
  "overloaded": {
    "code": 4003,
    "reconnect": true,
    "meaning": "All clients together let too many bytes wait, and this one most."
  },
  "behind": {
    "code": 4004,
    "reconnect": true,
    "meaning": "The server missed something of what this client hears; who comes back is told all of it, or that there is a gap."
  },
  "abuse": {
    "code": 4500,
    "reconnect": false,
    "meaning": "Too many bad or refused messages in a short time."
  },
  "replaced": {
    "code": 4501,
    "reconnect": false,
    "meaning": "Another connection goes on as this client."
  },
  "login-timeout": {
    "code": 4502,
    "reconnect": false,
    "meaning": "The client did not log in in time."
  },
  "dropped": {
    "code": 4503,
    "reconnect": false,
    "meaning": "The client was removed by the server or an instructor."
  }
} as const;

export type CloseName = keyof typeof closes;
