// Generated from schemas/ by `npm run generate`. Do not edit.
/** All codes that a refusal can have. Codes are never removed, and their meaning never changes. */
export const errors = {
  "bad-json": {
    "meaning": "The frame is not JSON, or its nesting exceeds the limit.",
    "retry": false,
    "status": 400
  },
  "bad-envelope": {
    "meaning": "The JSON is not an envelope, or this type cannot be sent to that receiver.",
    "retry": false,
    "status": 400
  },
  "unknown-type": {
    "meaning": "This message type is not supported at the receiver's address.",
    "retry": false,
    "status": 404
  },
  "bad-data": {
    "meaning": "`data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
    "retry": false,
    "status": 400
  },
  "unknown-receiver": {
    "meaning": "No client with that ID shares a room with the sender.",
    "retry": false,
    "status": 404
  },
  "not-in-room": {
    "meaning": "The sender is not a member of that room.",
    "retry": false,
    "status": 403
  },
  "forbidden": {
    "meaning": "The sender is not allowed to do this.",
    "retry": false,
    "status": 403
  },
  "revoked": {
    "meaning": "The user, the token or the guest's identity was revoked.",
    "retry": false,
    "status": 403
  },
  "not-found": {
    "meaning": "An object that the message refers to does not exist.",
    "retry": false,
    "status": 404
  },
  "conflict": {
    "meaning": "The message conflicts with the current state.",
    "retry": false,
    "status": 409
  },
  "full": {
    "meaning": "The room is full.",
    "retry": true,
    "status": 409
  },
  "rate-limited": {
    "meaning": "Too many messages. Try again after `retry_after_ms`.",
    "retry": true,
    "status": 429
  },
  "too-large": {
    "meaning": "The message exceeds the size limit of its type.",
    "retry": false,
    "status": 413
  },
  "login-required": {
    "meaning": "Log in before sending this message, or with a valid token.",
    "retry": false,
    "status": 401
  },
  "ticket-expired": {
    "meaning": "The reconnection ticket has expired.",
    "retry": false,
    "status": 401
  },
  "ticket-invalid": {
    "meaning": "The reconnection ticket is forged, has been used, or has been replaced by a newer one.",
    "retry": false,
    "status": 401
  },
  "unavailable": {
    "meaning": "The server cannot do this at the moment, for example because its database is not reachable.",
    "retry": true,
    "status": 503
  },
  "internal": {
    "meaning": "Internal server error. The server's log contains the cause.",
    "retry": true,
    "status": 500
  }
} as const;

export type ErrorCode = keyof typeof errors;

/** The codes after which the same request can succeed later. */
export const retryableErrors: ReadonlySet<ErrorCode> = new Set(["full", "rate-limited", "unavailable", "internal"]);

/** All codes with which the server closes a connection. Clients should reconnect after 4000 to 4499, and should not after 4500 to 4999. The meaning of a code never changes. */
export const closes = {
  "bye": {
    "code": 1000,
    "reconnect": false,
    "meaning": "The client ended its session."
  },
  "protocol-error": {
    "code": 1002,
    "reconnect": false,
    "meaning": "The bytes violate the WebSocket protocol: an unmasked frame, a reserved bit or a reserved opcode."
  },
  "not-text": {
    "code": 1003,
    "reconnect": false,
    "meaning": "A binary frame was received. Only text frames are allowed."
  },
  "not-utf8": {
    "code": 1007,
    "reconnect": false,
    "meaning": "A text frame is not valid UTF-8."
  },
  "too-many-fragments": {
    "code": 1008,
    "reconnect": false,
    "meaning": "A message exceeds the limit of fragments or of TCP segments."
  },
  "too-big": {
    "code": 1009,
    "reconnect": false,
    "meaning": "A frame exceeds the connection's size limit."
  },
  "internal": {
    "code": 1011,
    "reconnect": true,
    "meaning": "Internal server error on this connection."
  },
  "shutdown": {
    "code": 4000,
    "reconnect": true,
    "meaning": "The server is shutting down. The close reason gives the time to wait before reconnecting: `retry_after_ms=<n>`."
  },
  "dead": {
    "code": 4001,
    "reconnect": true,
    "meaning": "The client did not respond within the heartbeat interval and its grace period."
  },
  "too-slow": {
    "code": 4002,
    "reconnect": true,
    "meaning": "The client reads too slowly: its send queue grew too large, or it did not read or acknowledge anything for too long."
  },
  "overloaded": {
    "code": 4003,
    "reconnect": true,
    "meaning": "The send queues of all clients are too large in total, and this client's is one of the largest."
  },
  "behind": {
    "code": 4004,
    "reconnect": true,
    "meaning": "The server lost some messages for this client. Clients that reconnect receive them, or are told that there is a gap."
  },
  "incomplete": {
    "code": 4005,
    "reconnect": true,
    "meaning": "A message took too long to arrive, or too many bytes of incomplete messages were waiting for their remaining parts."
  },
  "token-expired": {
    "code": 4006,
    "reconnect": true,
    "meaning": "The client's token has expired, and the client has not sent a new one. Log in as a new client with a new token."
  },
  "abuse": {
    "code": 4500,
    "reconnect": false,
    "meaning": "The client sent too many invalid or refused messages in a short time."
  },
  "replaced": {
    "code": 4501,
    "reconnect": false,
    "meaning": "The session was resumed on another connection."
  },
  "login-timeout": {
    "code": 4502,
    "reconnect": false,
    "meaning": "The client did not log in within the time limit."
  },
  "dropped": {
    "code": 4503,
    "reconnect": false,
    "meaning": "The client was removed by the server or an instructor."
  },
  "revoked": {
    "code": 4504,
    "reconnect": false,
    "meaning": "The user, the token or the guest's identity was revoked. Logins with it are refused until the operator lifts the revocation."
  }
} as const;

export type CloseName = keyof typeof closes;
