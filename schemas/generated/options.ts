// Generated from schemas/ by `npm run generate`. Do not edit.
/** Server options. Each can be a flag (`--heartbeat-interval 20`), an environment variable (`LECTERN_HEARTBEAT_INTERVAL=20`), or a key in the JSON file given by `--config` (`"heartbeatInterval": 20`). Flags override environment variables, which override the file. For a secret, an environment variable can also name a file that contains it (`LECTERN_SECRET_FILE=/run/secrets/lectern`). */
export interface Options {
  /** Address to listen on. `0.0.0.0` or `::` accepts connections from other machines. Default: "127.0.0.1". */
  host: string;
  /** Port to listen on. 0 picks a free port. Default: 8080. */
  port: number;
  /** Number of server processes that share the port, one per core. More than one requires `redis`. Default: 1. */
  nodes: number;
  /** Additional origins that are allowed to connect, for example `https://example.org`. `*` allows all. Default: []. */
  origins: string[];
  /** Path under which a reverse proxy serves Lectern without stripping it, for example `/lectern`. Default: "". */
  basePath: string;
  /** Accept clients of Socket.IO as well (docs/socket-io.md). Default: false. */
  socketIo: boolean;
  /** Path at which Socket.IO clients connect if `socketIo` is set, for example `/socket.io`. Default: "/socket.io". */
  socketIoPath: string;
  /** Trust the X-Forwarded headers of a reverse proxy. Default: false. */
  trustProxy: boolean;
  /** Serve over TLS, with `cert` or, if that is not set, with a self-signed certificate kept in the data folder. Default: false. */
  https: boolean;
  /** PEM file with the certificate chain. Implies `https`. Requires `key`. Reloaded when it changes and on SIGHUP. Default: "". */
  cert: string;
  /** PEM file with the private key of `cert`. Default: "". */
  key: string;
  /** Time limit for receiving the headers of a request (s). Default: 5. */
  headersTimeout: number;
  /** Maximum rate of API and calendar requests per client address; pages and static files have no limit (requests/min). Default: 1200. */
  httpRate: number;
  /** Allow YouTube videos in playlists. `--no-youtube` prevents pages from contacting YouTube. Default: true. */
  youtube: boolean;
  /** Minimum level of log messages. Default: "info". */
  logLevel: 'silent' | 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';
  /** Maximum size of log lines that wait because the reader or the disk does not take them. Further lines are dropped and counted (bytes). Default: 1048576. */
  logBacklog: number;
  /** Port that serves `/metrics` and the health checks to monitoring only. The main port then has no `/metrics`. 0 serves them on the main port. Default: 0. */
  metricsPort: number;
  /** Address to listen on with `metricsPort`. Default: "127.0.0.1". */
  metricsHost: string;
  /** Maximum number of log lines per minute for refused messages or requests of the same kind. Beyond it, one line per minute gives the number of those left out (lines/min). Default: 60. */
  refusalLogRate: number;
  /** Data folder: embedded database, server secret, and the state that a stopping server hands over to its successor. Created if missing. Default: "data". */
  data: string;
  /** PostgreSQL database to use instead of the embedded one, for example `postgres://user:password@host/lectern`. Default: "". */
  database: string;
  /** Redis server that the nodes of a cluster share, for example `redis://host:6379`. Several URLs name nodes of one Redis Cluster. Requires `database`. Default: []. */
  redis: string[];
  /** Key for signing tickets and guest identities, at least 32 characters. If not set, the server generates one and stores it in the data folder or the PostgreSQL database. Default: "". */
  secret: string;
  /** Secret for verifying users' tokens (HS256), at least 32 characters. If this or `jwks` is set, every client must log in. Default: "". */
  tokenSecret: string;
  /** File or https URL of the public keys (JWKS) for verifying users' tokens. If this or `tokenSecret` is set, every client must log in. Default: "". */
  jwks: string;
  /** Required audience of tokens (claim `aud`). Default: "lectern". */
  tokenAudience: string;
  /** Required issuer of tokens (claim `iss`). If empty, any issuer is accepted. Default: "". */
  tokenIssuer: string;
  /** Key for the HTTP API under /api with all scopes, at least 16 characters. If neither `apiKey` nor `apiKeys` is set, only administrators' tokens can use the API. Default: "". */
  apiKey: string;
  /** URLs that receive events (docs/webhooks.md), for example `https://app.example.org/lectern`. Types of events after a `#` limit what a URL receives: `https://app.example.org/lectern#lecture.started+lecture.ended`. Requires `webhookSecret`. Default: []. */
  webhookUrl: string[];
  /** Secrets that sign the requests to webhooks: `whsec_` and 24 to 64 bytes in Base64, for example `whsec_$(openssl rand -base64 32)`. Each request has a signature by each secret, so that a secret can be replaced. Default: []. */
  webhookSecret: string[];
  /** Maximum number of attempts to send an event. The pauses grow from 1 s to 1 h, so that 30 attempts take about 18 h. Beyond it, the event is kept as dead until `lectern webhooks retry`. Default: 30. */
  webhookAttempts: number;
  /** Maximum duration of a request to a webhook (s). Default: 15. */
  webhookTimeout: number;
  /** Maximum number of stored events that a webhook has not taken yet. Beyond it, new events for this webhook are lost. Default: 100000. */
  webhookEvents: number;
  /** More keys for the HTTP API, each with a name and scopes: `<name>=<scope>+<scope>=<key>`, for example `monitor=rooms:read+audit=…`. The key has at least 16 characters and no commas, or is `sha256:` and its SHA-256 in hexadecimal digits (docs/http-api.md). Default: []. */
  apiKeys: string[];
  /** Allow clients to publish to rooms of /layout, /bus and /trigger that they have not joined, if their token grants the room. Without tokens, anybody who knows a room's name can, and clients on Socket.IO in these namespaces can in any case. Default: false. */
  openPublishing: boolean;
  /** Disconnect clients whose token expires, unless they send a new one in time. If off, a connected client keeps its rights until it disconnects. Default: true. */
  disconnectExpired: boolean;
  /** Time after a guest's last connection for which the guest's identity remains valid in open mode. After that, the guest is a new one (s). Default: 31536000. */
  guestLifetime: number;
  /** Maximum number of entries in the audit log: of all users together, and of the operator. One user has at most a hundredth of those of users. Beyond that, the oldest entries are deleted. Default: 100000. */
  auditEntries: number;
  /** Time after which entries of the audit log are deleted (s). Default: 31536000. */
  auditRetention: number;
  /** Maximum number of revoked users and tokens. Every node keeps them in memory. Further ones are refused with `full`. Default: 100000. */
  revocations: number;
  /** Time limit for logging in, for connections that are required to log in or have announced it (s). Default: 5. */
  loginTimeout: number;
  /** Time during which a disconnected client can resume its session (s). Default: 30. */
  reconnectionTimeout: number;
  /** Lifetime of a reconnection ticket. The client library renews its ticket automatically (s). Default: 600. */
  ticketLifetime: number;
  /** Service that translates chat between Korean and English. Default: "none". */
  translation: 'none' | 'papago' | 'libretranslate';
  /** Address of the translation service, if it is not the usual one. Default: "". */
  translationUrl: string;
  /** Client ID for the translation service (Papago). Default: "". */
  translationKeyId: string;
  /** API key or client secret for the translation service. Default: "". */
  translationKey: string;
  /** Maximum time that a message waits for its translation. After that, it is sent in the original (s). Default: 2. */
  translationTimeout: number;
  /** STUN servers offered to clients, for example `stun:stun.example.org:3478`. Default: []. */
  stunUrls: string[];
  /** TURN servers offered to clients, for example `turn:turn.example.org:3478?transport=udp`. Requires `turnSecret`. Default: []. */
  turnUrls: string[];
  /** Secret shared with coturn (its `static-auth-secret`). Required by `turnUrls`. Default: "". */
  turnSecret: string;
  /** Lifetime of a client's TURN credentials (s). Default: 21600. */
  turnLifetime: number;
  /** WebSocket URLs of one or several Janus, for example `ws://127.0.0.1:8188`, which carry the media of rooms with many people (docs/media.md). Requires `janusAdminKey`. Default: []. */
  janus: string[];
  /** Secret of the Janus API (`api_secret` in janus.jcfg). Default: "". */
  janusSecret: string;
  /** WebSocket URLs of the admin APIs of the `janus`, in the same order, for example `ws://127.0.0.1:7188`. `admin_secret` in janus.jcfg must be the same as `api_secret`. With them, the quality of connections is measured (docs/media.md). Default: []. */
  janusAdmin: string[];
  /** Key for creating rooms (`admin_key` in janus.plugin.videoroom.jcfg). Required by `janus`. Default: "". */
  janusAdminKey: string;
  /** Number of people in a room up to which clients connect to each other. The media server carries larger rooms. Default: 7. */
  mediaThreshold: number;
  /** Folder for recordings of lectures, which the media server reaches at the same path (docs/media.md). Empty: lectures cannot be recorded. Requires `janus`. Default: "". */
  recordings: string;
  /** Interval between pings to each connection (s). Default: 15. */
  heartbeatInterval: number;
  /** Grace period after a ping. A connection on which nothing has been received by then is closed (s). Default: 8. */
  heartbeatTimeout: number;
  /** Maximum size of a message, unless its type defines another limit. Larger messages are refused with `too-large` (bytes). Default: 65536. */
  messageBytes: number;
  /** Maximum size of any message. Larger messages close the connection with code 1009 (bytes). Default: 1572864. */
  connectionBytes: number;
  /** Maximum nesting depth of JSON (levels). Default: 32. */
  depth: number;
  /** Maximum number of fragments per message (frames). Default: 64. */
  fragments: number;
  /** Maximum number of WebSocket connections of a node. Further ones are refused with 503 and `Retry-After`. Default: 50000. */
  connections: number;
  /** Maximum number of WebSocket connections per client address. A school is one address. Beyond it, only users with a token can connect, and others are refused with 429. Default: 2500. */
  addressConnections: number;
  /** Maximum sustained rate of new WebSocket connections per client address. Beyond it, only users with a token or a guest identity can connect, and others are refused with 429 (connections/s). Default: 100. */
  addressConnectionRate: number;
  /** Maximum burst of new WebSocket connections per client address (connections). Default: 2500. */
  addressConnectionBurst: number;
  /** Maximum number of WebSocket connections of a user who has logged in with a token. They do not count toward the client address. Further logins are refused with `rate-limited`. Default: 50. */
  userConnections: number;
  /** Maximum sustained rate of new WebSocket connections of one user beyond the limits of the client address (connections/s). Default: 0.5. */
  userConnectionRate: number;
  /** Maximum sustained rate of the answers to a user's requests; the burst is 8 s of it. Further requests are refused before their answers are made (bytes/s). Default: 262144. */
  answerBytes: number;
  /** Maximum sustained rate of the answers to all guests of one address; the burst is 8 s of it. Beyond it, each guest has a tenth of `answerBytes` (bytes/s). Default: 8388608. */
  addressAnswerBytes: number;
  /** Maximum size of a page of lectures or messages. The rest is in the next page (bytes). Default: 131072. */
  pageBytes: number;
  /** Maximum rate of lists that one room, class or lecture receives after changes, for all of its clients together. In larger rooms, clients receive the latest list later (bytes/s). Default: 524288. */
  roomListBytes: number;
  /** Time limit for one message to arrive, from its first byte. A client that exceeds it is disconnected (s). Default: 30. */
  messageTimeout: number;
  /** Maximum total size of the incomplete messages of one client address. If it is exceeded, the clients with the largest and oldest ones are disconnected (bytes). Default: 67108864. */
  incompleteAddressBytes: number;
  /** Maximum total size of all incomplete messages. If it is exceeded, the clients with the largest and oldest ones are disconnected (bytes). Default: 134217728. */
  incompleteBytes: number;
  /** Maximum sustained rate of signaling messages per user, over all of the user's connections (messages/s). Default: 50. */
  signalingRate: number;
  /** Maximum burst of signaling messages per user, over all of the user's connections (messages). Default: 500. */
  signalingBurst: number;
  /** Maximum sustained rate of chat messages per user, over all of the user's connections (messages/s). Default: 2. */
  chatRate: number;
  /** Maximum burst of chat messages per user, over all of the user's connections (messages). Default: 10. */
  chatBurst: number;
  /** Maximum sustained rate of all other messages per user, over all of the user's connections (messages/s). Default: 20. */
  otherRate: number;
  /** Maximum burst of all other messages per user, over all of the user's connections (messages). Default: 40. */
  otherBurst: number;
  /** Maximum sustained rates of all guests of one address together, as a multiple of the rates of one user. Beyond them, each guest has a tenth of its own rates (users). Default: 100. */
  addressRate: number;
  /** Maximum bursts of all guests of one address together, as a multiple of the bursts of one user (users). Default: 500. */
  addressBurst: number;
  /** Number of invalid or refused messages on a connection within `refusalsWindow` after which it is closed (messages). Default: 50. */
  refusals: number;
  /** Period over which refused messages are counted (s). Default: 10. */
  refusalsWindow: number;
  /** Maximum pause between two checks of a room's password for one client address, after wrong passwords. A right password ends the pauses (s). Default: 5. */
  passwordPause: number;
  /** Maximum rate of checks of a room's password for one client address, after wrong passwords. If many users wait, the pauses get shorter up to this rate, so that nobody is kept out (checks/s). Default: 8. */
  passwordRate: number;
  /** Maximum number of room passwords that are hashed at the same time. Each takes about 0.2 s of one core. Default: 2. */
  passwordHashes: number;
  /** Maximum number of room passwords of one user that wait to be hashed. More are refused with `rate-limited`. Default: 4. */
  passwordQueueUser: number;
  /** Maximum number of room passwords from one client address that wait to be hashed. If it is exceeded, one of the user with the most is refused with `rate-limited`. Default: 100. */
  passwordQueueAddress: number;
  /** Maximum number of room passwords that wait to be hashed. If it is exceeded, one from the address with the most is refused with `unavailable`. Default: 1000. */
  passwordQueue: number;
  /** Maximum size of the logs of all rooms and mailboxes, in this process or, in a cluster, on each Redis server. If it is exceeded, the oldest messages of the user with the largest share are discarded (bytes). Default: 134217728. */
  logBytes: number;
  /** Maximum size of one user's messages in all logs. If it is exceeded, the user's oldest messages are discarded (bytes). Default: 8388608. */
  userLogBytes: number;
  /** Maximum size of the messages of all guests of one address in all logs. If it is exceeded, the oldest messages of the guest with the largest share are discarded (bytes). Default: 33554432. */
  addressLogBytes: number;
  /** Maximum number of rooms of any kind that a user has opened as the first client and that still have clients. Beyond it, opening another room is refused with `full` (rooms). Default: 1000. */
  userRooms: number;
  /** Maximum number of rooms that all guests of one address have opened and that still have clients. Beyond it, each guest can open 5 rooms (rooms). Default: 10000. */
  addressRooms: number;
  /** Maximum number of rooms with settings that one user can own. Rooms that an operator creates for a user are not limited (rooms). Default: 20. */
  ownedRooms: number;
  /** Maximum size of the database. Beyond it, users can only store something after data was deleted. PostgreSQL only returns the space of deleted rows after VACUUM FULL (bytes). Default: 8589934592. */
  databaseBytes: number;
  /** Maximum rate at which a user with a token can store classes, lectures, chat, markers and rooms, and the replies to repeated requests (bytes/day). Default: 16777216. */
  userStorageRate: number;
  /** Maximum rate at which a guest can add data to the database (bytes/day). Default: 1048576. */
  guestStorageRate: number;
  /** Maximum rate at which all guests of one address can store the same. Beyond it, only guests who stored something earlier that day can continue, up to four times as much (bytes/day). Default: 33554432. */
  addressStorageRate: number;
  /** Maximum size of the voice messages that are stored for one lecture. Beyond it, voice messages are delivered and not stored (bytes). Default: 67108864. */
  lectureAudioBytes: number;
  /** Maximum size of all recordings. Beyond it, running recordings stop, and none can be started (bytes). Default: 21474836480. */
  recordingBytes: number;
  /** Maximum size of the recordings of one lecture. Beyond it, its recording stops (bytes). Default: 4294967296. */
  lectureRecordingBytes: number;
  /** Maximum rate at which the voice messages of one user or guest are stored. Beyond it, they are delivered and not stored (bytes/day). Default: 16777216. */
  userAudioRate: number;
  /** Maximum rate at which the voice messages of all guests of one address are stored. Beyond it, only those of guests who stored one earlier that day are, up to four times as much (bytes/day). Default: 134217728. */
  addressAudioRate: number;
  /** Maximum number of classes of which one user can be an instructor (classes). Default: 100. */
  userClasses: number;
  /** Maximum number of lectures in a class (lectures). Default: 1000. */
  classLectures: number;
  /** Maximum size of the names and playlists of all lectures in the classes of one user (bytes). Default: 16777216. */
  userLectureBytes: number;
  /** Time for which chat messages and markers of lectures are kept. 0 keeps them until their lecture is deleted (days). Default: 0. */
  chatRetention: number;
  /** Time for which the attendance of lectures is kept. 0 keeps it until its lecture is deleted (days). Default: 0. */
  attendanceRetention: number;
  /** Time for which recordings are kept. 0 keeps them until their lecture is deleted (days). Default: 0. */
  recordingRetention: number;
  /** Time after which a class is deleted with its lectures if nobody has enrolled, joined a lecture or created one. 0 keeps it. In open mode, the shorter of this time and `guestClassRetention` applies (days). Default: 0. */
  classRetention: number;
  /** Time after which a class of a guest is deleted with its lectures if nobody has enrolled, joined a lecture or created one. 0 keeps it. Only in open mode (days). Default: 365. */
  guestClassRetention: number;
  /** Time after which the settings of a guest's room are deleted if nobody has joined it. 0 keeps them. Only in open mode (days). Default: 90. */
  guestRoomRetention: number;
  /** Maximum number of chat rooms in a programme (rooms). Default: 10000. */
  programmeRooms: number;
  /** Maximum number of chat rooms in a programme that one user has created and that still have clients (rooms). Default: 3. */
  userProgrammeRooms: number;
  /** Maximum number of chat rooms in a programme that all guests of one address have created and that still have clients (rooms). Default: 7500. */
  addressProgrammeRooms: number;
  /** Time for which a message is spotlighted in a programme's chat room (s). Default: 30. */
  aggroTime: number;
  /** Initial points of a spotlighted message. At 0 points, the spotlight ends. Default: 3. */
  aggroPoints: number;
  /** Minimum time between the starts of two spotlighted messages of one user in a chat room (s). Default: 60. */
  aggroPause: number;
  /** Size of a client's send queue above which volatile messages to the client are dropped (bytes). Default: 262144. */
  outboundDrop: number;
  /** Maximum size of a client's send queue. A client that exceeds it is disconnected (bytes). Default: 1048576. */
  outboundLimit: number;
  /** Maximum time for which a client reads or acknowledges nothing while messages are waiting for it. A client that exceeds it is disconnected (s). Default: 30. */
  outboundStall: number;
  /** Maximum total size of all send queues, as a fraction of the heap limit. If it is exceeded, the slowest clients are disconnected (of the heap). Default: 0.25. */
  outboundShare: number;
  /** Period over which clients are told to reconnect during a shutdown (s). Default: 10. */
  shutdownSpread: number;
  /** Maximum duration of a shutdown. Beyond it, the process ends with exit code 1 (s). Default: 15. */
  shutdownTimeout: number;
  /** Maximum duration of a hook of a program that embeds the server (docs/server.md). Beyond it, what the hook could have refused is refused with `unavailable` (s). Default: 5. */
  hookTimeout: number;
  /** Offer permessage-deflate. Messages from 512 bytes to 256 KiB are compressed once for all clients that receive them, over Socket.IO once for each client. This takes processor time of the main thread. Clients that compress the messages that they send need more CPU and memory on the server. Default: false. */
  deflate: boolean;
  /** Method of writing to many sockets: one io_uring call, one send call per socket, or Node's own writes. If a method is not available, the next one is used. Default: "io_uring". */
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
    "description": "Address to listen on. `0.0.0.0` or `::` accepts connections from other machines",
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
    "description": "Port to listen on. 0 picks a free port",
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
    "description": "Number of server processes that share the port, one per core. More than one requires `redis`",
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
    "description": "Additional origins that are allowed to connect, for example `https://example.org`. `*` allows all",
    "default": []
  },
  {
    "name": "basePath",
    "flag": "--base-path",
    "short": undefined,
    "env": "LECTERN_BASE_PATH",
    "kind": "string",
    "group": "Listening",
    "unit": undefined,
    "value": "path",
    "choices": undefined,
    "secret": false,
    "description": "Path under which a reverse proxy serves Lectern without stripping it, for example `/lectern`",
    "default": ""
  },
  {
    "name": "socketIo",
    "flag": "--socket-io",
    "short": undefined,
    "env": "LECTERN_SOCKET_IO",
    "kind": "boolean",
    "group": "Listening",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Accept clients of Socket.IO as well (docs/socket-io.md)",
    "default": false
  },
  {
    "name": "socketIoPath",
    "flag": "--socket-io-path",
    "short": undefined,
    "env": "LECTERN_SOCKET_IO_PATH",
    "kind": "string",
    "group": "Listening",
    "unit": undefined,
    "value": "path",
    "choices": undefined,
    "secret": false,
    "description": "Path at which Socket.IO clients connect if `socketIo` is set, for example `/socket.io`",
    "default": "/socket.io"
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
    "description": "Trust the X-Forwarded headers of a reverse proxy",
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
    "description": "Serve over TLS, with `cert` or, if that is not set, with a self-signed certificate kept in the data folder",
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
    "description": "PEM file with the certificate chain. Implies `https`. Requires `key`. Reloaded when it changes and on SIGHUP",
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
    "description": "PEM file with the private key of `cert`",
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
    "description": "Time limit for receiving the headers of a request",
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
    "description": "Maximum rate of API and calendar requests per client address; pages and static files have no limit",
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
    "description": "Allow YouTube videos in playlists. `--no-youtube` prevents pages from contacting YouTube",
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
    "description": "Minimum level of log messages",
    "default": "info"
  },
  {
    "name": "logBacklog",
    "flag": "--log-backlog",
    "short": undefined,
    "env": "LECTERN_LOG_BACKLOG",
    "kind": "number",
    "group": "Listening",
    "unit": "bytes",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum size of log lines that wait because the reader or the disk does not take them. Further lines are dropped and counted",
    "default": 1048576
  },
  {
    "name": "metricsPort",
    "flag": "--metrics-port",
    "short": undefined,
    "env": "LECTERN_METRICS_PORT",
    "kind": "number",
    "group": "Listening",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Port that serves `/metrics` and the health checks to monitoring only. The main port then has no `/metrics`. 0 serves them on the main port",
    "default": 0
  },
  {
    "name": "metricsHost",
    "flag": "--metrics-host",
    "short": undefined,
    "env": "LECTERN_METRICS_HOST",
    "kind": "string",
    "group": "Listening",
    "unit": undefined,
    "value": "address",
    "choices": undefined,
    "secret": false,
    "description": "Address to listen on with `metricsPort`",
    "default": "127.0.0.1"
  },
  {
    "name": "refusalLogRate",
    "flag": "--refusal-log-rate",
    "short": undefined,
    "env": "LECTERN_REFUSAL_LOG_RATE",
    "kind": "number",
    "group": "Listening",
    "unit": "lines/min",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum number of log lines per minute for refused messages or requests of the same kind. Beyond it, one line per minute gives the number of those left out",
    "default": 60
  },
  {
    "name": "data",
    "flag": "--data",
    "short": undefined,
    "env": "LECTERN_DATA",
    "kind": "string",
    "group": "Storage",
    "unit": undefined,
    "value": "folder",
    "choices": undefined,
    "secret": false,
    "description": "Data folder: embedded database, server secret, and the state that a stopping server hands over to its successor. Created if missing",
    "default": "data"
  },
  {
    "name": "database",
    "flag": "--database",
    "short": undefined,
    "env": "LECTERN_DATABASE",
    "kind": "string",
    "group": "Storage",
    "unit": undefined,
    "value": "url",
    "choices": undefined,
    "secret": true,
    "description": "PostgreSQL database to use instead of the embedded one, for example `postgres://user:password@host/lectern`",
    "default": ""
  },
  {
    "name": "redis",
    "flag": "--redis",
    "short": undefined,
    "env": "LECTERN_REDIS",
    "kind": "list",
    "group": "Storage",
    "unit": undefined,
    "value": "urls",
    "choices": undefined,
    "secret": true,
    "description": "Redis server that the nodes of a cluster share, for example `redis://host:6379`. Several URLs name nodes of one Redis Cluster. Requires `database`",
    "default": []
  },
  {
    "name": "secret",
    "flag": "--secret",
    "short": undefined,
    "env": "LECTERN_SECRET",
    "kind": "string",
    "group": "Storage",
    "unit": undefined,
    "value": "text",
    "choices": undefined,
    "secret": true,
    "description": "Key for signing tickets and guest identities, at least 32 characters. If not set, the server generates one and stores it in the data folder or the PostgreSQL database",
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
    "description": "Secret for verifying users' tokens (HS256), at least 32 characters. If this or `jwks` is set, every client must log in",
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
    "description": "File or https URL of the public keys (JWKS) for verifying users' tokens. If this or `tokenSecret` is set, every client must log in",
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
    "description": "Required audience of tokens (claim `aud`)",
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
    "description": "Required issuer of tokens (claim `iss`). If empty, any issuer is accepted",
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
    "description": "Key for the HTTP API under /api with all scopes, at least 16 characters. If neither `apiKey` nor `apiKeys` is set, only administrators' tokens can use the API",
    "default": ""
  },
  {
    "name": "webhookUrl",
    "flag": "--webhook-url",
    "short": undefined,
    "env": "LECTERN_WEBHOOK_URL",
    "kind": "list",
    "group": "Webhooks",
    "unit": undefined,
    "value": "urls",
    "choices": undefined,
    "secret": false,
    "description": "URLs that receive events (docs/webhooks.md), for example `https://app.example.org/lectern`. Types of events after a `#` limit what a URL receives: `https://app.example.org/lectern#lecture.started+lecture.ended`. Requires `webhookSecret`",
    "default": []
  },
  {
    "name": "webhookSecret",
    "flag": "--webhook-secret",
    "short": undefined,
    "env": "LECTERN_WEBHOOK_SECRET",
    "kind": "list",
    "group": "Webhooks",
    "unit": undefined,
    "value": "secrets",
    "choices": undefined,
    "secret": true,
    "description": "Secrets that sign the requests to webhooks: `whsec_` and 24 to 64 bytes in Base64, for example `whsec_$(openssl rand -base64 32)`. Each request has a signature by each secret, so that a secret can be replaced",
    "default": []
  },
  {
    "name": "webhookAttempts",
    "flag": "--webhook-attempts",
    "short": undefined,
    "env": "LECTERN_WEBHOOK_ATTEMPTS",
    "kind": "number",
    "group": "Webhooks",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum number of attempts to send an event. The pauses grow from 1 s to 1 h, so that 30 attempts take about 18 h. Beyond it, the event is kept as dead until `lectern webhooks retry`",
    "default": 30
  },
  {
    "name": "webhookTimeout",
    "flag": "--webhook-timeout",
    "short": undefined,
    "env": "LECTERN_WEBHOOK_TIMEOUT",
    "kind": "number",
    "group": "Webhooks",
    "unit": "s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum duration of a request to a webhook",
    "default": 15
  },
  {
    "name": "webhookEvents",
    "flag": "--webhook-events",
    "short": undefined,
    "env": "LECTERN_WEBHOOK_EVENTS",
    "kind": "number",
    "group": "Webhooks",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum number of stored events that a webhook has not taken yet. Beyond it, new events for this webhook are lost",
    "default": 100000
  },
  {
    "name": "apiKeys",
    "flag": "--api-keys",
    "short": undefined,
    "env": "LECTERN_API_KEYS",
    "kind": "list",
    "group": "Sessions",
    "unit": undefined,
    "value": "keys",
    "choices": undefined,
    "secret": true,
    "description": "More keys for the HTTP API, each with a name and scopes: `<name>=<scope>+<scope>=<key>`, for example `monitor=rooms:read+audit=…`. The key has at least 16 characters and no commas, or is `sha256:` and its SHA-256 in hexadecimal digits (docs/http-api.md)",
    "default": []
  },
  {
    "name": "openPublishing",
    "flag": "--open-publishing",
    "short": undefined,
    "env": "LECTERN_OPEN_PUBLISHING",
    "kind": "boolean",
    "group": "Sessions",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Allow clients to publish to rooms of /layout, /bus and /trigger that they have not joined, if their token grants the room. Without tokens, anybody who knows a room's name can, and clients on Socket.IO in these namespaces can in any case",
    "default": false
  },
  {
    "name": "disconnectExpired",
    "flag": "--disconnect-expired",
    "short": undefined,
    "env": "LECTERN_DISCONNECT_EXPIRED",
    "kind": "boolean",
    "group": "Sessions",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Disconnect clients whose token expires, unless they send a new one in time. If off, a connected client keeps its rights until it disconnects",
    "default": true
  },
  {
    "name": "guestLifetime",
    "flag": "--guest-lifetime",
    "short": undefined,
    "env": "LECTERN_GUEST_LIFETIME",
    "kind": "number",
    "group": "Sessions",
    "unit": "s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Time after a guest's last connection for which the guest's identity remains valid in open mode. After that, the guest is a new one",
    "default": 31536000
  },
  {
    "name": "auditEntries",
    "flag": "--audit-entries",
    "short": undefined,
    "env": "LECTERN_AUDIT_ENTRIES",
    "kind": "number",
    "group": "Storage",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum number of entries in the audit log: of all users together, and of the operator. One user has at most a hundredth of those of users. Beyond that, the oldest entries are deleted",
    "default": 100000
  },
  {
    "name": "auditRetention",
    "flag": "--audit-retention",
    "short": undefined,
    "env": "LECTERN_AUDIT_RETENTION",
    "kind": "number",
    "group": "Storage",
    "unit": "s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Time after which entries of the audit log are deleted",
    "default": 31536000
  },
  {
    "name": "revocations",
    "flag": "--revocations",
    "short": undefined,
    "env": "LECTERN_REVOCATIONS",
    "kind": "number",
    "group": "Sessions",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum number of revoked users and tokens. Every node keeps them in memory. Further ones are refused with `full`",
    "default": 100000
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
    "description": "Time limit for logging in, for connections that are required to log in or have announced it",
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
    "description": "Time during which a disconnected client can resume its session",
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
    "description": "Lifetime of a reconnection ticket. The client library renews its ticket automatically",
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
    "description": "Service that translates chat between Korean and English",
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
    "description": "Address of the translation service, if it is not the usual one",
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
    "description": "Client ID for the translation service (Papago)",
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
    "description": "API key or client secret for the translation service",
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
    "description": "Maximum time that a message waits for its translation. After that, it is sent in the original",
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
    "description": "STUN servers offered to clients, for example `stun:stun.example.org:3478`",
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
    "description": "TURN servers offered to clients, for example `turn:turn.example.org:3478?transport=udp`. Requires `turnSecret`",
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
    "description": "Secret shared with coturn (its `static-auth-secret`). Required by `turnUrls`",
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
    "description": "Lifetime of a client's TURN credentials",
    "default": 21600
  },
  {
    "name": "janus",
    "flag": "--janus",
    "short": undefined,
    "env": "LECTERN_JANUS",
    "kind": "list",
    "group": "Media server",
    "unit": undefined,
    "value": "urls",
    "choices": undefined,
    "secret": false,
    "description": "WebSocket URLs of one or several Janus, for example `ws://127.0.0.1:8188`, which carry the media of rooms with many people (docs/media.md). Requires `janusAdminKey`",
    "default": []
  },
  {
    "name": "janusSecret",
    "flag": "--janus-secret",
    "short": undefined,
    "env": "LECTERN_JANUS_SECRET",
    "kind": "string",
    "group": "Media server",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": true,
    "description": "Secret of the Janus API (`api_secret` in janus.jcfg)",
    "default": ""
  },
  {
    "name": "janusAdmin",
    "flag": "--janus-admin",
    "short": undefined,
    "env": "LECTERN_JANUS_ADMIN",
    "kind": "list",
    "group": "Media server",
    "unit": undefined,
    "value": "urls",
    "choices": undefined,
    "secret": false,
    "description": "WebSocket URLs of the admin APIs of the `janus`, in the same order, for example `ws://127.0.0.1:7188`. `admin_secret` in janus.jcfg must be the same as `api_secret`. With them, the quality of connections is measured (docs/media.md)",
    "default": []
  },
  {
    "name": "janusAdminKey",
    "flag": "--janus-admin-key",
    "short": undefined,
    "env": "LECTERN_JANUS_ADMIN_KEY",
    "kind": "string",
    "group": "Media server",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": true,
    "description": "Key for creating rooms (`admin_key` in janus.plugin.videoroom.jcfg). Required by `janus`",
    "default": ""
  },
  {
    "name": "mediaThreshold",
    "flag": "--media-threshold",
    "short": undefined,
    "env": "LECTERN_MEDIA_THRESHOLD",
    "kind": "number",
    "group": "Media server",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Number of people in a room up to which clients connect to each other. The media server carries larger rooms",
    "default": 7
  },
  {
    "name": "recordings",
    "flag": "--recordings",
    "short": undefined,
    "env": "LECTERN_RECORDINGS",
    "kind": "string",
    "group": "Media server",
    "unit": undefined,
    "value": "folder",
    "choices": undefined,
    "secret": false,
    "description": "Folder for recordings of lectures, which the media server reaches at the same path (docs/media.md). Empty: lectures cannot be recorded. Requires `janus`",
    "default": ""
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
    "description": "Interval between pings to each connection",
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
    "description": "Grace period after a ping. A connection on which nothing has been received by then is closed",
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
    "description": "Maximum size of a message, unless its type defines another limit. Larger messages are refused with `too-large`",
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
    "description": "Maximum size of any message. Larger messages close the connection with code 1009",
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
    "description": "Maximum nesting depth of JSON",
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
    "description": "Maximum number of fragments per message",
    "default": 64
  },
  {
    "name": "connections",
    "flag": "--connections",
    "short": undefined,
    "env": "LECTERN_CONNECTIONS",
    "kind": "number",
    "group": "Limits",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum number of WebSocket connections of a node. Further ones are refused with 503 and `Retry-After`",
    "default": 50000
  },
  {
    "name": "addressConnections",
    "flag": "--address-connections",
    "short": undefined,
    "env": "LECTERN_ADDRESS_CONNECTIONS",
    "kind": "number",
    "group": "Limits",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum number of WebSocket connections per client address. A school is one address. Beyond it, only users with a token can connect, and others are refused with 429",
    "default": 2500
  },
  {
    "name": "addressConnectionRate",
    "flag": "--address-connection-rate",
    "short": undefined,
    "env": "LECTERN_ADDRESS_CONNECTION_RATE",
    "kind": "number",
    "group": "Limits",
    "unit": "connections/s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum sustained rate of new WebSocket connections per client address. Beyond it, only users with a token or a guest identity can connect, and others are refused with 429",
    "default": 100
  },
  {
    "name": "addressConnectionBurst",
    "flag": "--address-connection-burst",
    "short": undefined,
    "env": "LECTERN_ADDRESS_CONNECTION_BURST",
    "kind": "number",
    "group": "Limits",
    "unit": "connections",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum burst of new WebSocket connections per client address",
    "default": 2500
  },
  {
    "name": "userConnections",
    "flag": "--user-connections",
    "short": undefined,
    "env": "LECTERN_USER_CONNECTIONS",
    "kind": "number",
    "group": "Limits",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum number of WebSocket connections of a user who has logged in with a token. They do not count toward the client address. Further logins are refused with `rate-limited`",
    "default": 50
  },
  {
    "name": "userConnectionRate",
    "flag": "--user-connection-rate",
    "short": undefined,
    "env": "LECTERN_USER_CONNECTION_RATE",
    "kind": "number",
    "group": "Limits",
    "unit": "connections/s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum sustained rate of new WebSocket connections of one user beyond the limits of the client address",
    "default": 0.5
  },
  {
    "name": "answerBytes",
    "flag": "--answer-bytes",
    "short": undefined,
    "env": "LECTERN_ANSWER_BYTES",
    "kind": "number",
    "group": "Limits",
    "unit": "bytes/s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum sustained rate of the answers to a user's requests; the burst is 8 s of it. Further requests are refused before their answers are made",
    "default": 262144
  },
  {
    "name": "addressAnswerBytes",
    "flag": "--address-answer-bytes",
    "short": undefined,
    "env": "LECTERN_ADDRESS_ANSWER_BYTES",
    "kind": "number",
    "group": "Limits",
    "unit": "bytes/s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum sustained rate of the answers to all guests of one address; the burst is 8 s of it. Beyond it, each guest has a tenth of `answerBytes`",
    "default": 8388608
  },
  {
    "name": "pageBytes",
    "flag": "--page-bytes",
    "short": undefined,
    "env": "LECTERN_PAGE_BYTES",
    "kind": "number",
    "group": "Limits",
    "unit": "bytes",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum size of a page of lectures or messages. The rest is in the next page",
    "default": 131072
  },
  {
    "name": "roomListBytes",
    "flag": "--room-list-bytes",
    "short": undefined,
    "env": "LECTERN_ROOM_LIST_BYTES",
    "kind": "number",
    "group": "Limits",
    "unit": "bytes/s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum rate of lists that one room, class or lecture receives after changes, for all of its clients together. In larger rooms, clients receive the latest list later",
    "default": 524288
  },
  {
    "name": "messageTimeout",
    "flag": "--message-timeout",
    "short": undefined,
    "env": "LECTERN_MESSAGE_TIMEOUT",
    "kind": "number",
    "group": "Limits",
    "unit": "s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Time limit for one message to arrive, from its first byte. A client that exceeds it is disconnected",
    "default": 30
  },
  {
    "name": "incompleteAddressBytes",
    "flag": "--incomplete-address-bytes",
    "short": undefined,
    "env": "LECTERN_INCOMPLETE_ADDRESS_BYTES",
    "kind": "number",
    "group": "Limits",
    "unit": "bytes",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum total size of the incomplete messages of one client address. If it is exceeded, the clients with the largest and oldest ones are disconnected",
    "default": 67108864
  },
  {
    "name": "incompleteBytes",
    "flag": "--incomplete-bytes",
    "short": undefined,
    "env": "LECTERN_INCOMPLETE_BYTES",
    "kind": "number",
    "group": "Limits",
    "unit": "bytes",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum total size of all incomplete messages. If it is exceeded, the clients with the largest and oldest ones are disconnected",
    "default": 134217728
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
    "description": "Maximum sustained rate of signaling messages per user, over all of the user's connections",
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
    "description": "Maximum burst of signaling messages per user, over all of the user's connections",
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
    "description": "Maximum sustained rate of chat messages per user, over all of the user's connections",
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
    "description": "Maximum burst of chat messages per user, over all of the user's connections",
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
    "description": "Maximum sustained rate of all other messages per user, over all of the user's connections",
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
    "description": "Maximum burst of all other messages per user, over all of the user's connections",
    "default": 40
  },
  {
    "name": "addressRate",
    "flag": "--address-rate",
    "short": undefined,
    "env": "LECTERN_ADDRESS_RATE",
    "kind": "number",
    "group": "Limits",
    "unit": "users",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum sustained rates of all guests of one address together, as a multiple of the rates of one user. Beyond them, each guest has a tenth of its own rates",
    "default": 100
  },
  {
    "name": "addressBurst",
    "flag": "--address-burst",
    "short": undefined,
    "env": "LECTERN_ADDRESS_BURST",
    "kind": "number",
    "group": "Limits",
    "unit": "users",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum bursts of all guests of one address together, as a multiple of the bursts of one user",
    "default": 500
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
    "description": "Number of invalid or refused messages on a connection within `refusalsWindow` after which it is closed",
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
    "description": "Period over which refused messages are counted",
    "default": 10
  },
  {
    "name": "passwordPause",
    "flag": "--password-pause",
    "short": undefined,
    "env": "LECTERN_PASSWORD_PAUSE",
    "kind": "number",
    "group": "Limits",
    "unit": "s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum pause between two checks of a room's password for one client address, after wrong passwords. A right password ends the pauses",
    "default": 5
  },
  {
    "name": "passwordRate",
    "flag": "--password-rate",
    "short": undefined,
    "env": "LECTERN_PASSWORD_RATE",
    "kind": "number",
    "group": "Limits",
    "unit": "checks/s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum rate of checks of a room's password for one client address, after wrong passwords. If many users wait, the pauses get shorter up to this rate, so that nobody is kept out",
    "default": 8
  },
  {
    "name": "passwordHashes",
    "flag": "--password-hashes",
    "short": undefined,
    "env": "LECTERN_PASSWORD_HASHES",
    "kind": "number",
    "group": "Limits",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum number of room passwords that are hashed at the same time. Each takes about 0.2 s of one core",
    "default": 2
  },
  {
    "name": "passwordQueueUser",
    "flag": "--password-queue-user",
    "short": undefined,
    "env": "LECTERN_PASSWORD_QUEUE_USER",
    "kind": "number",
    "group": "Limits",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum number of room passwords of one user that wait to be hashed. More are refused with `rate-limited`",
    "default": 4
  },
  {
    "name": "passwordQueueAddress",
    "flag": "--password-queue-address",
    "short": undefined,
    "env": "LECTERN_PASSWORD_QUEUE_ADDRESS",
    "kind": "number",
    "group": "Limits",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum number of room passwords from one client address that wait to be hashed. If it is exceeded, one of the user with the most is refused with `rate-limited`",
    "default": 100
  },
  {
    "name": "passwordQueue",
    "flag": "--password-queue",
    "short": undefined,
    "env": "LECTERN_PASSWORD_QUEUE",
    "kind": "number",
    "group": "Limits",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum number of room passwords that wait to be hashed. If it is exceeded, one from the address with the most is refused with `unavailable`",
    "default": 1000
  },
  {
    "name": "logBytes",
    "flag": "--log-bytes",
    "short": undefined,
    "env": "LECTERN_LOG_BYTES",
    "kind": "number",
    "group": "Budgets",
    "unit": "bytes",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum size of the logs of all rooms and mailboxes, in this process or, in a cluster, on each Redis server. If it is exceeded, the oldest messages of the user with the largest share are discarded",
    "default": 134217728
  },
  {
    "name": "userLogBytes",
    "flag": "--user-log-bytes",
    "short": undefined,
    "env": "LECTERN_USER_LOG_BYTES",
    "kind": "number",
    "group": "Budgets",
    "unit": "bytes",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum size of one user's messages in all logs. If it is exceeded, the user's oldest messages are discarded",
    "default": 8388608
  },
  {
    "name": "addressLogBytes",
    "flag": "--address-log-bytes",
    "short": undefined,
    "env": "LECTERN_ADDRESS_LOG_BYTES",
    "kind": "number",
    "group": "Budgets",
    "unit": "bytes",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum size of the messages of all guests of one address in all logs. If it is exceeded, the oldest messages of the guest with the largest share are discarded",
    "default": 33554432
  },
  {
    "name": "userRooms",
    "flag": "--user-rooms",
    "short": undefined,
    "env": "LECTERN_USER_ROOMS",
    "kind": "number",
    "group": "Budgets",
    "unit": "rooms",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum number of rooms of any kind that a user has opened as the first client and that still have clients. Beyond it, opening another room is refused with `full`",
    "default": 1000
  },
  {
    "name": "addressRooms",
    "flag": "--address-rooms",
    "short": undefined,
    "env": "LECTERN_ADDRESS_ROOMS",
    "kind": "number",
    "group": "Budgets",
    "unit": "rooms",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum number of rooms that all guests of one address have opened and that still have clients. Beyond it, each guest can open 5 rooms",
    "default": 10000
  },
  {
    "name": "ownedRooms",
    "flag": "--owned-rooms",
    "short": undefined,
    "env": "LECTERN_OWNED_ROOMS",
    "kind": "number",
    "group": "Budgets",
    "unit": "rooms",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum number of rooms with settings that one user can own. Rooms that an operator creates for a user are not limited",
    "default": 20
  },
  {
    "name": "databaseBytes",
    "flag": "--database-bytes",
    "short": undefined,
    "env": "LECTERN_DATABASE_BYTES",
    "kind": "number",
    "group": "Budgets",
    "unit": "bytes",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum size of the database. Beyond it, users can only store something after data was deleted. PostgreSQL only returns the space of deleted rows after VACUUM FULL",
    "default": 8589934592
  },
  {
    "name": "userStorageRate",
    "flag": "--user-storage-rate",
    "short": undefined,
    "env": "LECTERN_USER_STORAGE_RATE",
    "kind": "number",
    "group": "Budgets",
    "unit": "bytes/day",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum rate at which a user with a token can store classes, lectures, chat, markers and rooms, and the replies to repeated requests",
    "default": 16777216
  },
  {
    "name": "guestStorageRate",
    "flag": "--guest-storage-rate",
    "short": undefined,
    "env": "LECTERN_GUEST_STORAGE_RATE",
    "kind": "number",
    "group": "Budgets",
    "unit": "bytes/day",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum rate at which a guest can add data to the database",
    "default": 1048576
  },
  {
    "name": "addressStorageRate",
    "flag": "--address-storage-rate",
    "short": undefined,
    "env": "LECTERN_ADDRESS_STORAGE_RATE",
    "kind": "number",
    "group": "Budgets",
    "unit": "bytes/day",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum rate at which all guests of one address can store the same. Beyond it, only guests who stored something earlier that day can continue, up to four times as much",
    "default": 33554432
  },
  {
    "name": "lectureAudioBytes",
    "flag": "--lecture-audio-bytes",
    "short": undefined,
    "env": "LECTERN_LECTURE_AUDIO_BYTES",
    "kind": "number",
    "group": "Budgets",
    "unit": "bytes",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum size of the voice messages that are stored for one lecture. Beyond it, voice messages are delivered and not stored",
    "default": 67108864
  },
  {
    "name": "recordingBytes",
    "flag": "--recording-bytes",
    "short": undefined,
    "env": "LECTERN_RECORDING_BYTES",
    "kind": "number",
    "group": "Budgets",
    "unit": "bytes",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum size of all recordings. Beyond it, running recordings stop, and none can be started",
    "default": 21474836480
  },
  {
    "name": "lectureRecordingBytes",
    "flag": "--lecture-recording-bytes",
    "short": undefined,
    "env": "LECTERN_LECTURE_RECORDING_BYTES",
    "kind": "number",
    "group": "Budgets",
    "unit": "bytes",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum size of the recordings of one lecture. Beyond it, its recording stops",
    "default": 4294967296
  },
  {
    "name": "userAudioRate",
    "flag": "--user-audio-rate",
    "short": undefined,
    "env": "LECTERN_USER_AUDIO_RATE",
    "kind": "number",
    "group": "Budgets",
    "unit": "bytes/day",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum rate at which the voice messages of one user or guest are stored. Beyond it, they are delivered and not stored",
    "default": 16777216
  },
  {
    "name": "addressAudioRate",
    "flag": "--address-audio-rate",
    "short": undefined,
    "env": "LECTERN_ADDRESS_AUDIO_RATE",
    "kind": "number",
    "group": "Budgets",
    "unit": "bytes/day",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum rate at which the voice messages of all guests of one address are stored. Beyond it, only those of guests who stored one earlier that day are, up to four times as much",
    "default": 134217728
  },
  {
    "name": "userClasses",
    "flag": "--user-classes",
    "short": undefined,
    "env": "LECTERN_USER_CLASSES",
    "kind": "number",
    "group": "Budgets",
    "unit": "classes",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum number of classes of which one user can be an instructor",
    "default": 100
  },
  {
    "name": "classLectures",
    "flag": "--class-lectures",
    "short": undefined,
    "env": "LECTERN_CLASS_LECTURES",
    "kind": "number",
    "group": "Budgets",
    "unit": "lectures",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum number of lectures in a class",
    "default": 1000
  },
  {
    "name": "userLectureBytes",
    "flag": "--user-lecture-bytes",
    "short": undefined,
    "env": "LECTERN_USER_LECTURE_BYTES",
    "kind": "number",
    "group": "Budgets",
    "unit": "bytes",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum size of the names and playlists of all lectures in the classes of one user",
    "default": 16777216
  },
  {
    "name": "chatRetention",
    "flag": "--chat-retention",
    "short": undefined,
    "env": "LECTERN_CHAT_RETENTION",
    "kind": "number",
    "group": "Budgets",
    "unit": "days",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Time for which chat messages and markers of lectures are kept. 0 keeps them until their lecture is deleted",
    "default": 0
  },
  {
    "name": "attendanceRetention",
    "flag": "--attendance-retention",
    "short": undefined,
    "env": "LECTERN_ATTENDANCE_RETENTION",
    "kind": "number",
    "group": "Budgets",
    "unit": "days",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Time for which the attendance of lectures is kept. 0 keeps it until its lecture is deleted",
    "default": 0
  },
  {
    "name": "recordingRetention",
    "flag": "--recording-retention",
    "short": undefined,
    "env": "LECTERN_RECORDING_RETENTION",
    "kind": "number",
    "group": "Budgets",
    "unit": "days",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Time for which recordings are kept. 0 keeps them until their lecture is deleted",
    "default": 0
  },
  {
    "name": "classRetention",
    "flag": "--class-retention",
    "short": undefined,
    "env": "LECTERN_CLASS_RETENTION",
    "kind": "number",
    "group": "Budgets",
    "unit": "days",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Time after which a class is deleted with its lectures if nobody has enrolled, joined a lecture or created one. 0 keeps it. In open mode, the shorter of this time and `guestClassRetention` applies",
    "default": 0
  },
  {
    "name": "guestClassRetention",
    "flag": "--guest-class-retention",
    "short": undefined,
    "env": "LECTERN_GUEST_CLASS_RETENTION",
    "kind": "number",
    "group": "Budgets",
    "unit": "days",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Time after which a class of a guest is deleted with its lectures if nobody has enrolled, joined a lecture or created one. 0 keeps it. Only in open mode",
    "default": 365
  },
  {
    "name": "guestRoomRetention",
    "flag": "--guest-room-retention",
    "short": undefined,
    "env": "LECTERN_GUEST_ROOM_RETENTION",
    "kind": "number",
    "group": "Budgets",
    "unit": "days",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Time after which the settings of a guest's room are deleted if nobody has joined it. 0 keeps them. Only in open mode",
    "default": 90
  },
  {
    "name": "programmeRooms",
    "flag": "--programme-rooms",
    "short": undefined,
    "env": "LECTERN_PROGRAMME_ROOMS",
    "kind": "number",
    "group": "Programmes",
    "unit": "rooms",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum number of chat rooms in a programme",
    "default": 10000
  },
  {
    "name": "userProgrammeRooms",
    "flag": "--user-programme-rooms",
    "short": undefined,
    "env": "LECTERN_USER_PROGRAMME_ROOMS",
    "kind": "number",
    "group": "Programmes",
    "unit": "rooms",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum number of chat rooms in a programme that one user has created and that still have clients",
    "default": 3
  },
  {
    "name": "addressProgrammeRooms",
    "flag": "--address-programme-rooms",
    "short": undefined,
    "env": "LECTERN_ADDRESS_PROGRAMME_ROOMS",
    "kind": "number",
    "group": "Programmes",
    "unit": "rooms",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum number of chat rooms in a programme that all guests of one address have created and that still have clients",
    "default": 7500
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
    "description": "Time for which a message is spotlighted in a programme's chat room",
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
    "description": "Initial points of a spotlighted message. At 0 points, the spotlight ends",
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
    "description": "Minimum time between the starts of two spotlighted messages of one user in a chat room",
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
    "description": "Size of a client's send queue above which volatile messages to the client are dropped",
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
    "description": "Maximum size of a client's send queue. A client that exceeds it is disconnected",
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
    "description": "Maximum time for which a client reads or acknowledges nothing while messages are waiting for it. A client that exceeds it is disconnected",
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
    "description": "Maximum total size of all send queues, as a fraction of the heap limit. If it is exceeded, the slowest clients are disconnected",
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
    "description": "Period over which clients are told to reconnect during a shutdown",
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
    "description": "Maximum duration of a shutdown. Beyond it, the process ends with exit code 1",
    "default": 15
  },
  {
    "name": "hookTimeout",
    "flag": "--hook-timeout",
    "short": undefined,
    "env": "LECTERN_HOOK_TIMEOUT",
    "kind": "number",
    "group": "Sessions",
    "unit": "s",
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Maximum duration of a hook of a program that embeds the server (docs/server.md). Beyond it, what the hook could have refused is refused with `unavailable`",
    "default": 5
  },
  {
    "name": "deflate",
    "flag": "--deflate",
    "short": undefined,
    "env": "LECTERN_DEFLATE",
    "kind": "boolean",
    "group": "Transport",
    "unit": undefined,
    "value": undefined,
    "choices": undefined,
    "secret": false,
    "description": "Offer permessage-deflate. Messages from 512 bytes to 256 KiB are compressed once for all clients that receive them, over Socket.IO once for each client. This takes processor time of the main thread. Clients that compress the messages that they send need more CPU and memory on the server",
    "default": false
  },
  {
    "name": "sending",
    "flag": "--sending",
    "short": undefined,
    "env": "LECTERN_SENDING",
    "kind": "string",
    "group": "Transport",
    "unit": undefined,
    "value": "way",
    "choices": [
      "io_uring",
      "send",
      "node"
    ],
    "secret": false,
    "description": "Method of writing to many sockets: one io_uring call, one send call per socket, or Node's own writes. If a method is not available, the next one is used",
    "default": "io_uring"
  }
];
