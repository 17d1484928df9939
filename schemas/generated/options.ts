// Generated from schemas/ by `npm run generate`. Do not edit.
/** Options of the server. Each can be a flag (`--heartbeat-interval 20`), an environment variable (`LECTERN_HEARTBEAT_INTERVAL=20`) or a member of the JSON file that `--config` names (`"heartbeatInterval": 20`); a flag goes before the environment, and that before the file. */
export interface Options {
  /** Address to listen on; `0.0.0.0` or `::` lets other machines in. Default: "127.0.0.1". */
  host: string;
  /** Port to listen on; 0 takes a free one. Default: 8080. */
  port: number;
  /** How many servers share the port, each on a core of its own; more than one need `redis`. Default: 1. */
  nodes: number;
  /** Other origins whose pages may connect, such as `https://example.org`; `*` lets every page. Default: []. */
  origins: string[];
  /** Believe the X-Forwarded headers of a proxy in front. Default: false. */
  trustProxy: boolean;
  /** Speak TLS: by the certificate of `cert`, or else by one that the server makes for itself and keeps in the data folder. Default: false. */
  https: boolean;
  /** File (PEM) of a certificate, the whole chain; means `https`, needs `key`, and is read again when it changes and on SIGHUP. Default: "". */
  cert: string;
  /** File (PEM) of the private key of `cert`. Default: "". */
  key: string;
  /** How long a request's headers may take to arrive (s). Default: 5. */
  headersTimeout: number;
  /** HTTP requests of one address, pages and files included (requests/min). Default: 1200. */
  httpRate: number;
  /** Let pages play what a playlist has of YouTube's; `--no-youtube` keeps them from asking YouTube for anything. Default: true. */
  youtube: boolean;
  /** What is logged. Default: "info". */
  logLevel: 'silent' | 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';
  /** Folder of the embedded database, of the server's secret and of what one server leaves for the next; made where it is missing. Default: "data". */
  data: string;
  /** A PostgreSQL database instead of the embedded one, such as `postgres://user:password@host/lectern`. Default: "". */
  database: string;
  /** The Redis that several servers share to be one, such as `redis://host:6379`; several are of one Redis Cluster. Needs `database`. Default: []. */
  redis: string[];
  /** What tickets and the identities of guests are signed with; without it the server makes one and keeps it in the data folder, or in the PostgreSQL database. Default: "". */
  secret: string;
  /** Secret with which the tokens of users are signed (HS256), 32 characters or more; with it, or with `jwks`, everybody must log in. Default: "". */
  tokenSecret: string;
  /** File or https URL of the public keys (JWKS) with which the tokens of users are signed. Default: "". */
  jwks: string;
  /** The audience (`aud`) that tokens must be for. Default: "lectern". */
  tokenAudience: string;
  /** The issuer (`iss`) that tokens must be from; empty takes any. Default: "". */
  tokenIssuer: string;
  /** Key with which other back ends use the HTTP API under /api, 16 characters or more; without it there is none. Default: "". */
  apiKey: string;
  /** How long a connection that must log in, or said it would, may take to do so (s). Default: 5. */
  loginTimeout: number;
  /** How long the place of a client whose connection was lost is kept (s). Default: 30. */
  reconnectionTimeout: number;
  /** How long a reconnection ticket holds; the client library renews its own in time (s). Default: 600. */
  ticketLifetime: number;
  /** Who translates chat between Korean and English. Default: "none". */
  translation: 'none' | 'papago' | 'libretranslate';
  /** Where the translating service is, if not at its usual address. Default: "". */
  translationUrl: string;
  /** The service's client id (Papago). Default: "". */
  translationKeyId: string;
  /** The service's key or client secret. Default: "". */
  translationKey: string;
  /** How long a message waits for its translation before it goes out in the original (s). Default: 2. */
  translationTimeout: number;
  /** STUN servers that browsers are told of, such as `stun:stun.example.org:3478`. Default: []. */
  stunUrls: string[];
  /** TURN servers that browsers are told of, such as `turn:turn.example.org:3478?transport=udp`. Default: []. */
  turnUrls: string[];
  /** The secret shared with coturn (its `static-auth-secret`); TURN servers are told of only with it. Default: "". */
  turnSecret: string;
  /** How long a client's TURN credentials hold (s). Default: 21600. */
  turnLifetime: number;
  /** How often every connection is pinged (s). Default: 15. */
  heartbeatInterval: number;
  /** How long after a ping a silent connection is held to be dead (s). Default: 8. */
  heartbeatTimeout: number;
  /** One message, where its type sets no other limit; past it `too-large` (bytes). Default: 65536. */
  messageBytes: number;
  /** Any message; past it the connection is closed with 1009 (bytes). Default: 1572864. */
  connectionBytes: number;
  /** How deep JSON may nest (levels). Default: 32. */
  depth: number;
  /** Fragments of one message (frames). Default: 64. */
  fragments: number;
  /** Signaling messages of one client (messages/s). Default: 50. */
  signalingRate: number;
  /** Signaling messages of one client at once (messages). Default: 500. */
  signalingBurst: number;
  /** Chat messages of one client (messages/s). Default: 2. */
  chatRate: number;
  /** Chat messages of one client at once (messages). Default: 10. */
  chatBurst: number;
  /** All other messages of one client (messages/s). Default: 20. */
  otherRate: number;
  /** All other messages of one client at once (messages). Default: 40. */
  otherBurst: number;
  /** Bad or refused messages within `refusalsWindow` that close a connection (messages). Default: 50. */
  refusals: number;
  /** Time over which refusals are counted (s). Default: 10. */
  refusalsWindow: number;
  /** How long a message is held up before a programme's chat room (s). Default: 30. */
  aggroTime: number;
  /** Points that such a message begins with; at none it is over. Default: 3. */
  aggroPoints: number;
  /** How long a user waits, from the beginning of one such message in a room to that of the next (s). Default: 60. */
  aggroPause: number;
  /** Bytes waiting for one client past which volatile messages to it are dropped (bytes). Default: 262144. */
  outboundDrop: number;
  /** Bytes waiting for one client past which it is cut (bytes). Default: 1048576. */
  outboundLimit: number;
  /** How long bytes may wait for a client that takes none before it is cut (s). Default: 30. */
  outboundStall: number;
  /** Bytes waiting for all clients together, as a share of the heap's limit; past it the slowest is cut (of the heap). Default: 0.25. */
  outboundShare: number;
  /** Time over which clients are told to come back (s). Default: 10. */
  shutdownSpread: number;
  /** Time after which a server that is told to stop has stopped (s). Default: 15. */
  shutdownTimeout: number;
  /** Offer permessage-deflate: fewer bytes, much more CPU and memory. Default: false. */
  deflate: boolean;
  /** How bytes go to many sockets at once: in one call by io_uring, by a call of send each, or by Node; where the kernel or the build has not what is named, by the next of them. Default: "io_uring". */
  sending: 'io_uring' | 'send' | 'node';
}

export interface OptionRow {
  name: keyof Options;
  flag: string;
  short: string | undefined;
  env: string;
  kind: 'string' | 'number' | 'boolean' | 'list';
  group: string;
  unit: string | undefined;
  /** What its value is, for the help. */
  value: string | undefined;
  choices: string[] | undefined;
  secret: boolean;
  description: string;
  default: Options[keyof Options];
}

export const optionTable: OptionRow[] = [
  {
    "name": "host",
    "flag": "--host",
    "short": undefined,
    "env": "LECTERN_HOST",
    "kind": "string",
    "group": "Listening",
    "unit": undefined,
    "value": "address",
    "choices": undefined,
    "secret": false,
    "description": "Address to listen on; `0.0.0.0` or `::` lets other machines in",
    "default": "127.0.0.1"
  },
  {
    "name": "port",
    "flag": "--port",
    "short": "-p",
    "env": "LECTERN_PORT",
    "kind": "number",
    "group": "Listening",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Port to listen on; 0 takes a free one",
    "default": 8080
  },
  {
    "name": "nodes",
    "flag": "--nodes",
    "short": undefined,
    "env": "LECTERN_NODES",
    "kind": "number",
    "group": "Listening",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "How many servers share the port, each on a core of its own; more than one need `redis`",
    "default": 1
  },
  {
    "name": "origins",
    "flag": "--origins",
    "short": undefined,
    "env": "LECTERN_ORIGINS",
    "kind": "list",
    "group": "Listening",
    "unit": undefined,
    "value": "origins",
    "choices": undefined,
    "secret": false,
    "description": "Other origins whose pages may connect, such as `https://example.org`; `*` lets every page",
    "default": []
  },
  {
    "name": "trustProxy",
    "flag": "--trust-proxy",
    "short": undefined,
    "env": "LECTERN_TRUST_PROXY",
    "kind": "boolean",
    "group": "Listening",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Believe the X-Forwarded headers of a proxy in front",
    "default": false
  },
  {
    "name": "https",
    "flag": "--https",
    "short": "-S",
    "env": "LECTERN_HTTPS",
    "kind": "boolean",
    "group": "Listening",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Speak TLS: by the certificate of `cert`, or else by one that the server makes for itself and keeps in the data folder",
    "default": false
  },
  {
    "name": "cert",
    "flag": "--cert",
    "short": undefined,
    "env": "LECTERN_CERT",
    "kind": "string",
    "group": "Listening",
    "unit": undefined,
    "value": "file",
    "choices": undefined,
    "secret": false,
    "description": "File (PEM) of a certificate, the whole chain; means `https`, needs `key`, and is read again when it changes and on SIGHUP",
    "default": ""
  },
  {
    "name": "key",
    "flag": "--key",
    "short": undefined,
    "env": "LECTERN_KEY",
    "kind": "string",
    "group": "Listening",
    "unit": undefined,
    "value": "file",
    "choices": undefined,
    "secret": false,
    "description": "File (PEM) of the private key of `cert`",
    "default": ""
  },
  {
    "name": "headersTimeout",
    "flag": "--headers-timeout",
    "short": undefined,
    "env": "LECTERN_HEADERS_TIMEOUT",
    "kind": "number",
    "group": "Listening",
    "unit": "s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "How long a request's headers may take to arrive",
    "default": 5
  },
  {
    "name": "httpRate",
    "flag": "--http-rate",
    "short": undefined,
    "env": "LECTERN_HTTP_RATE",
    "kind": "number",
    "group": "Listening",
    "unit": "requests/min",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "HTTP requests of one address, pages and files included",
    "default": 1200
  },
  {
    "name": "youtube",
    "flag": "--youtube",
    "short": undefined,
    "env": "LECTERN_YOUTUBE",
    "kind": "boolean",
    "group": "Listening",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Let pages play what a playlist has of YouTube's; `--no-youtube` keeps them from asking YouTube for anything",
    "default": true
  },
  {
    "name": "logLevel",
    "flag": "--log-level",
    "short": undefined,
    "env": "LECTERN_LOG_LEVEL",
    "kind": "string",
    "group": "Listening",
    "unit": undefined,
    "value": "level",
    "choices": [
      "silent",
      "fatal",
      "error",
      "warn",
      "info",
      "debug",
      "trace"
    ],
    "secret": false,
    "description": "What is logged",
    "default": "info"
  },
  {
    "name": "data",
    "flag": "--data",
    "short": undefined,
    "env": "LECTERN_DATA",
    "kind": "string",
    "group": "Keeping",
    "unit": undefined,
    "value": "folder",
    "choices": undefined,
    "secret": false,
    "description": "Folder of the embedded database, of the server's secret and of what one server leaves for the next; made where it is missing",
    "default": "data"
  },
  {
    "name": "database",
    "flag": "--database",
    "short": undefined,
    "env": "LECTERN_DATABASE",
    "kind": "string",
    "group": "Keeping",
    "unit": undefined,
    "value": "url",
    "choices": undefined,
    "secret": true,
    "description": "A PostgreSQL database instead of the embedded one, such as `postgres://user:password@host/lectern`",
    "default": ""
  },
  {
    "name": "redis",
    "flag": "--redis",
    "short": undefined,
    "env": "LECTERN_REDIS",
    "kind": "list",
    "group": "Keeping",
    "unit": undefined,
    "value": "urls",
    "choices": undefined,
    "secret": true,
    "description": "The Redis that several servers share to be one, such as `redis://host:6379`; several are of one Redis Cluster. Needs `database`",
    "default": []
  },
  {
    "name": "secret",
    "flag": "--secret",
    "short": undefined,
    "env": "LECTERN_SECRET",
    "kind": "string",
    "group": "Keeping",
    "unit": undefined,
    "value": "text",
    "choices": undefined,
    "secret": true,
    "description": "What tickets and the identities of guests are signed with; without it the server makes one and keeps it in the data folder, or in the PostgreSQL database",
    "default": ""
  },
  {
    "name": "tokenSecret",
    "flag": "--token-secret",
    "short": undefined,
    "env": "LECTERN_TOKEN_SECRET",
    "kind": "string",
    "group": "Sessions",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": true,
    "description": "Secret with which the tokens of users are signed (HS256), 32 characters or more; with it, or with `jwks`, everybody must log in",
    "default": ""
  },
  {
    "name": "jwks",
    "flag": "--jwks",
    "short": undefined,
    "env": "LECTERN_JWKS",
    "kind": "string",
    "group": "Sessions",
    "unit": undefined,
    "value": "file or url",
    "choices": undefined,
    "secret": false,
    "description": "File or https URL of the public keys (JWKS) with which the tokens of users are signed",
    "default": ""
  },
  {
    "name": "tokenAudience",
    "flag": "--token-audience",
    "short": undefined,
    "env": "LECTERN_TOKEN_AUDIENCE",
    "kind": "string",
    "group": "Sessions",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "The audience (`aud`) that tokens must be for",
    "default": "lectern"
  },
  {
    "name": "tokenIssuer",
    "flag": "--token-issuer",
    "short": undefined,
    "env": "LECTERN_TOKEN_ISSUER",
    "kind": "string",
    "group": "Sessions",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "The issuer (`iss`) that tokens must be from; empty takes any",
    "default": ""
  },
  {
    "name": "apiKey",
    "flag": "--api-key",
    "short": undefined,
    "env": "LECTERN_API_KEY",
    "kind": "string",
    "group": "Sessions",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": true,
    "description": "Key with which other back ends use the HTTP API under /api, 16 characters or more; without it there is none",
    "default": ""
  },
  {
    "name": "loginTimeout",
    "flag": "--login-timeout",
    "short": undefined,
    "env": "LECTERN_LOGIN_TIMEOUT",
    "kind": "number",
    "group": "Sessions",
    "unit": "s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "How long a connection that must log in, or said it would, may take to do so",
    "default": 5
  },
  {
    "name": "reconnectionTimeout",
    "flag": "--reconnection-timeout",
    "short": undefined,
    "env": "LECTERN_RECONNECTION_TIMEOUT",
    "kind": "number",
    "group": "Sessions",
    "unit": "s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "How long the place of a client whose connection was lost is kept",
    "default": 30
  },
  {
    "name": "ticketLifetime",
    "flag": "--ticket-lifetime",
    "short": undefined,
    "env": "LECTERN_TICKET_LIFETIME",
    "kind": "number",
    "group": "Sessions",
    "unit": "s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "How long a reconnection ticket holds; the client library renews its own in time",
    "default": 600
  },
  {
    "name": "translation",
    "flag": "--translation",
    "short": undefined,
    "env": "LECTERN_TRANSLATION",
    "kind": "string",
    "group": "Translation",
    "unit": undefined,
    "value": "service",
    "choices": [
      "none",
      "papago",
      "libretranslate"
    ],
    "secret": false,
    "description": "Who translates chat between Korean and English",
    "default": "none"
  },
  {
    "name": "translationUrl",
    "flag": "--translation-url",
    "short": undefined,
    "env": "LECTERN_TRANSLATION_URL",
    "kind": "string",
    "group": "Translation",
    "unit": undefined,
    "value": "url",
    "choices": undefined,
    "secret": false,
    "description": "Where the translating service is, if not at its usual address",
    "default": ""
  },
  {
    "name": "translationKeyId",
    "flag": "--translation-key-id",
    "short": undefined,
    "env": "LECTERN_TRANSLATION_KEY_ID",
    "kind": "string",
    "group": "Translation",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": true,
    "description": "The service's client id (Papago)",
    "default": ""
  },
  {
    "name": "translationKey",
    "flag": "--translation-key",
    "short": undefined,
    "env": "LECTERN_TRANSLATION_KEY",
    "kind": "string",
    "group": "Translation",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": true,
    "description": "The service's key or client secret",
    "default": ""
  },
  {
    "name": "translationTimeout",
    "flag": "--translation-timeout",
    "short": undefined,
    "env": "LECTERN_TRANSLATION_TIMEOUT",
    "kind": "number",
    "group": "Translation",
    "unit": "s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "How long a message waits for its translation before it goes out in the original",
    "default": 2
  },
  {
    "name": "stunUrls",
    "flag": "--stun-urls",
    "short": undefined,
    "env": "LECTERN_STUN_URLS",
    "kind": "list",
    "group": "ICE",
    "unit": undefined,
    "value": "urls",
    "choices": undefined,
    "secret": false,
    "description": "STUN servers that browsers are told of, such as `stun:stun.example.org:3478`",
    "default": []
  },
  {
    "name": "turnUrls",
    "flag": "--turn-urls",
    "short": undefined,
    "env": "LECTERN_TURN_URLS",
    "kind": "list",
    "group": "ICE",
    "unit": undefined,
    "value": "urls",
    "choices": undefined,
    "secret": false,
    "description": "TURN servers that browsers are told of, such as `turn:turn.example.org:3478?transport=udp`",
    "default": []
  },
  {
    "name": "turnSecret",
    "flag": "--turn-secret",
    "short": undefined,
    "env": "LECTERN_TURN_SECRET",
    "kind": "string",
    "group": "ICE",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": true,
    "description": "The secret shared with coturn (its `static-auth-secret`); TURN servers are told of only with it",
    "default": ""
  },
  {
    "name": "turnLifetime",
    "flag": "--turn-lifetime",
    "short": undefined,
    "env": "LECTERN_TURN_LIFETIME",
    "kind": "number",
    "group": "ICE",
    "unit": "s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "How long a client's TURN credentials hold",
    "default": 21600
  },
  {
    "name": "heartbeatInterval",
    "flag": "--heartbeat-interval",
    "short": undefined,
    "env": "LECTERN_HEARTBEAT_INTERVAL",
    "kind": "number",
    "group": "Heartbeat",
    "unit": "s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "How often every connection is pinged",
    "default": 15
  },
  {
    "name": "heartbeatTimeout",
    "flag": "--heartbeat-timeout",
    "short": undefined,
    "env": "LECTERN_HEARTBEAT_TIMEOUT",
    "kind": "number",
    "group": "Heartbeat",
    "unit": "s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "How long after a ping a silent connection is held to be dead",
    "default": 8
  },
  {
    "name": "messageBytes",
    "flag": "--message-bytes",
    "short": undefined,
    "env": "LECTERN_MESSAGE_BYTES",
    "kind": "number",
    "group": "Limits",
    "unit": "bytes",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "One message, where its type sets no other limit; past it `too-large`",
    "default": 65536
  },
  {
    "name": "connectionBytes",
    "flag": "--connection-bytes",
    "short": undefined,
    "env": "LECTERN_CONNECTION_BYTES",
    "kind": "number",
    "group": "Limits",
    "unit": "bytes",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Any message; past it the connection is closed with 1009",
    "default": 1572864
  },
  {
    "name": "depth",
    "flag": "--depth",
    "short": undefined,
    "env": "LECTERN_DEPTH",
    "kind": "number",
    "group": "Limits",
    "unit": "levels",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "How deep JSON may nest",
    "default": 32
  },
  {
    "name": "fragments",
    "flag": "--fragments",
    "short": undefined,
    "env": "LECTERN_FRAGMENTS",
    "kind": "number",
    "group": "Limits",
    "unit": "frames",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Fragments of one message",
    "default": 64
  },
  {
    "name": "signalingRate",
    "flag": "--signaling-rate",
    "short": undefined,
    "env": "LECTERN_SIGNALING_RATE",
    "kind": "number",
    "group": "Limits",
    "unit": "messages/s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Signaling messages of one client",
    "default": 50
  },
  {
    "name": "signalingBurst",
    "flag": "--signaling-burst",
    "short": undefined,
    "env": "LECTERN_SIGNALING_BURST",
    "kind": "number",
    "group": "Limits",
    "unit": "messages",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Signaling messages of one client at once",
    "default": 500
  },
  {
    "name": "chatRate",
    "flag": "--chat-rate",
    "short": undefined,
    "env": "LECTERN_CHAT_RATE",
    "kind": "number",
    "group": "Limits",
    "unit": "messages/s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Chat messages of one client",
    "default": 2
  },
  {
    "name": "chatBurst",
    "flag": "--chat-burst",
    "short": undefined,
    "env": "LECTERN_CHAT_BURST",
    "kind": "number",
    "group": "Limits",
    "unit": "messages",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Chat messages of one client at once",
    "default": 10
  },
  {
    "name": "otherRate",
    "flag": "--other-rate",
    "short": undefined,
    "env": "LECTERN_OTHER_RATE",
    "kind": "number",
    "group": "Limits",
    "unit": "messages/s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "All other messages of one client",
    "default": 20
  },
  {
    "name": "otherBurst",
    "flag": "--other-burst",
    "short": undefined,
    "env": "LECTERN_OTHER_BURST",
    "kind": "number",
    "group": "Limits",
    "unit": "messages",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "All other messages of one client at once",
    "default": 40
  },
  {
    "name": "refusals",
    "flag": "--refusals",
    "short": undefined,
    "env": "LECTERN_REFUSALS",
    "kind": "number",
    "group": "Limits",
    "unit": "messages",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Bad or refused messages within `refusalsWindow` that close a connection",
    "default": 50
  },
  {
    "name": "refusalsWindow",
    "flag": "--refusals-window",
    "short": undefined,
    "env": "LECTERN_REFUSALS_WINDOW",
    "kind": "number",
    "group": "Limits",
    "unit": "s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Time over which refusals are counted",
    "default": 10
  },
  {
    "name": "aggroTime",
    "flag": "--aggro-time",
    "short": undefined,
    "env": "LECTERN_AGGRO_TIME",
    "kind": "number",
    "group": "Programmes",
    "unit": "s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "How long a message is held up before a programme's chat room",
    "default": 30
  },
  {
    "name": "aggroPoints",
    "flag": "--aggro-points",
    "short": undefined,
    "env": "LECTERN_AGGRO_POINTS",
    "kind": "number",
    "group": "Programmes",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Points that such a message begins with; at none it is over",
    "default": 3
  },
  {
    "name": "aggroPause",
    "flag": "--aggro-pause",
    "short": undefined,
    "env": "LECTERN_AGGRO_PAUSE",
    "kind": "number",
    "group": "Programmes",
    "unit": "s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "How long a user waits, from the beginning of one such message in a room to that of the next",
    "default": 60
  },
  {
    "name": "outboundDrop",
    "flag": "--outbound-drop",
    "short": undefined,
    "env": "LECTERN_OUTBOUND_DROP",
    "kind": "number",
    "group": "Slow clients",
    "unit": "bytes",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Bytes waiting for one client past which volatile messages to it are dropped",
    "default": 262144
  },
  {
    "name": "outboundLimit",
    "flag": "--outbound-limit",
    "short": undefined,
    "env": "LECTERN_OUTBOUND_LIMIT",
    "kind": "number",
    "group": "Slow clients",
    "unit": "bytes",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Bytes waiting for one client past which it is cut",
    "default": 1048576
  },
  {
    "name": "outboundStall",
    "flag": "--outbound-stall",
    "short": undefined,
    "env": "LECTERN_OUTBOUND_STALL",
    "kind": "number",
    "group": "Slow clients",
    "unit": "s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "How long bytes may wait for a client that takes none before it is cut",
    "default": 30
  },
  {
    "name": "outboundShare",
    "flag": "--outbound-share",
    "short": undefined,
    "env": "LECTERN_OUTBOUND_SHARE",
    "kind": "number",
    "group": "Slow clients",
    "unit": "of the heap",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Bytes waiting for all clients together, as a share of the heap's limit; past it the slowest is cut",
    "default": 0.25
  },
  {
    "name": "shutdownSpread",
    "flag": "--shutdown-spread",
    "short": undefined,
    "env": "LECTERN_SHUTDOWN_SPREAD",
    "kind": "number",
    "group": "Shutdown",
    "unit": "s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Time over which clients are told to come back",
    "default": 10
  },
  {
    "name": "shutdownTimeout",
    "flag": "--shutdown-timeout",
    "short": undefined,
    "env": "LECTERN_SHUTDOWN_TIMEOUT",
    "kind": "number",
    "group": "Shutdown",
    "unit": "s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Time after which a server that is told to stop has stopped",
    "default": 15
  },
  {
    "name": "deflate",
    "flag": "--deflate",
    "short": undefined,
    "env": "LECTERN_DEFLATE",
    "kind": "boolean",
    "group": "Wire",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Offer permessage-deflate: fewer bytes, much more CPU and memory",
    "default": false
  },
  {
    "name": "sending",
    "flag": "--sending",
    "short": undefined,
    "env": "LECTERN_SENDING",
    "kind": "string",
    "group": "Wire",
    "unit": undefined,
    "value": "way",
    "choices": [
      "io_uring",
      "send",
      "node"
    ],
    "secret": false,
    "description": "How bytes go to many sockets at once: in one call by io_uring, by a call of send each, or by Node; where the kernel or the build has not what is named, by the next of them",
    "default": "io_uring"
  }
];
