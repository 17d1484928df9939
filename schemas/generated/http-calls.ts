// Generated from schemas/ by `npm run generate`. Do not edit.
/** A right of a key of the HTTP API. */
export type Scope = 'rooms:read' | 'rooms:write' | 'classes:read' | 'classes:write' | 'users' | 'tokens' | 'audit' | 'webhooks' | 'admin';

/** All scopes. */
export const scopes: readonly Scope[] = ["rooms:read","rooms:write","classes:read","classes:write","users","tokens","audit","webhooks","admin"];

/** Rights that a call requires. */
export type HttpCall =
  | {
      /** Whether a key is required. */
      key: 'required' | 'optional';
      scope: Scope;
      /** Whether the token of an administrator is accepted instead. */
      admin?: boolean;
    }
  | { key: 'none'; scope?: undefined };

/** The calls, by method and path below /api. */
export const calls: Record<string, HttpCall> = {
  "GET /rooms": {
    "key": "optional",
    "scope": "rooms:read",
    "admin": true
  },
  "POST /rooms": {
    "key": "required",
    "scope": "rooms:write"
  },
  "GET /rooms/{id}": {
    "key": "required",
    "scope": "rooms:read",
    "admin": true
  },
  "PATCH /rooms/{id}": {
    "key": "required",
    "scope": "rooms:write"
  },
  "DELETE /rooms/{id}": {
    "key": "required",
    "scope": "rooms:write"
  },
  "POST /rooms/{id}/stop-media": {
    "key": "required",
    "scope": "rooms:write",
    "admin": true
  },
  "GET /rooms/{id}/bans": {
    "key": "required",
    "scope": "rooms:read",
    "admin": true
  },
  "POST /rooms/{id}/bans": {
    "key": "required",
    "scope": "rooms:write",
    "admin": true
  },
  "DELETE /rooms/{id}/bans/{user}": {
    "key": "required",
    "scope": "rooms:write",
    "admin": true
  },
  "POST /rooms/{id}/close": {
    "key": "required",
    "scope": "rooms:write",
    "admin": true
  },
  "POST /rooms/{id}/messages": {
    "key": "required",
    "scope": "rooms:write"
  },
  "DELETE /clients/{id}": {
    "key": "required",
    "scope": "rooms:write",
    "admin": true
  },
  "POST /clients/{id}/move": {
    "key": "required",
    "scope": "rooms:write",
    "admin": true
  },
  "GET /classes": {
    "key": "required",
    "scope": "classes:read"
  },
  "POST /classes": {
    "key": "required",
    "scope": "classes:write"
  },
  "DELETE /classes/{id}": {
    "key": "required",
    "scope": "classes:write"
  },
  "GET /classes/{id}/members": {
    "key": "required",
    "scope": "classes:read"
  },
  "PUT /classes/{id}/members/{user}": {
    "key": "required",
    "scope": "classes:write"
  },
  "DELETE /classes/{id}/members/{user}": {
    "key": "required",
    "scope": "classes:write"
  },
  "GET /classes/{id}/lectures": {
    "key": "required",
    "scope": "classes:read"
  },
  "POST /classes/{id}/lectures": {
    "key": "required",
    "scope": "classes:write"
  },
  "GET /lectures/{id}/attendance": {
    "key": "required",
    "scope": "classes:read"
  },
  "DELETE /lectures/{id}": {
    "key": "required",
    "scope": "classes:write"
  },
  "GET /users/{id}": {
    "key": "required",
    "scope": "users"
  },
  "DELETE /users/{id}": {
    "key": "required",
    "scope": "users"
  },
  "GET /revocations": {
    "key": "required",
    "scope": "users",
    "admin": true
  },
  "POST /revocations": {
    "key": "required",
    "scope": "users"
  },
  "DELETE /revocations/{id}": {
    "key": "required",
    "scope": "users",
    "admin": true
  },
  "POST /tokens": {
    "key": "required",
    "scope": "tokens"
  },
  "GET /audit": {
    "key": "required",
    "scope": "audit"
  },
  "GET /nodes": {
    "key": "required",
    "scope": "admin",
    "admin": true
  },
  "GET /refusals": {
    "key": "required",
    "scope": "admin",
    "admin": true
  },
  "GET /lectures": {
    "key": "required",
    "scope": "classes:read",
    "admin": true
  },
  "GET /webhooks": {
    "key": "required",
    "scope": "webhooks"
  },
  "GET /webhooks/dead": {
    "key": "required",
    "scope": "webhooks"
  },
  "POST /webhooks/retry": {
    "key": "required",
    "scope": "webhooks"
  },
  "POST /webhooks/{id}/enable": {
    "key": "required",
    "scope": "webhooks"
  },
  "DELETE /webhooks/{id}": {
    "key": "required",
    "scope": "webhooks"
  },
  "GET /openapi.json": {
    "key": "none"
  }
};
