// Generated from schemas/ by `npm run generate`. Do not edit.
/** An OpenAPI 3.1 document of the HTTP API, for a server without a base path. */
export const openapi = {
  "openapi": "3.1.0",
  "info": {
    "title": "Lectern",
    "version": "0.1.0",
    "description": "The HTTP API for back ends.",
    "license": {
      "name": "Apache-2.0",
      "identifier": "Apache-2.0"
    }
  },
  "servers": [
    {
      "url": "/api"
    }
  ],
  "paths": {
    "/rooms": {
      "get": {
        "operationId": "listRooms",
        "summary": "Lists rooms with settings, newest last. With `live=true`, lists the rooms in which clients are, on all nodes, ordered by ID, with their settings if they have any. Without a key, lists public rooms and returns `login`, which is `required` if the server uses tokens",
        "tags": [
          "rooms"
        ],
        "security": [
          {},
          {
            "apiKey": [
              "rooms:read"
            ]
          },
          {
            "adminToken": []
          }
        ],
        "parameters": [
          {
            "name": "live",
            "in": "query",
            "required": false,
            "description": "Only `true`: rooms in which clients are",
            "schema": {
              "type": "string",
              "enum": [
                "true"
              ]
            }
          },
          {
            "name": "before",
            "in": "query",
            "required": false,
            "description": "The `before` of the previous page",
            "schema": {
              "type": "integer",
              "minimum": 1
            }
          },
          {
            "name": "after",
            "in": "query",
            "required": false,
            "description": "The `after` of the previous page",
            "schema": {
              "type": "string",
              "maxLength": 640
            }
          },
          {
            "name": "limit",
            "in": "query",
            "required": false,
            "description": "Size of the page. Above 200, the page has 200 entries",
            "schema": {
              "type": "integer",
              "minimum": 1,
              "default": 50
            }
          }
        ],
        "responses": {
          "200": {
            "description": "Success",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiRoomList"
                }
              }
            }
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      },
      "post": {
        "operationId": "createRoom",
        "summary": "Creates a room. The body contains its settings and `owner`, a user ID",
        "tags": [
          "rooms"
        ],
        "security": [
          {
            "apiKey": [
              "rooms:write"
            ]
          }
        ],
        "parameters": [],
        "requestBody": {
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/HttpCreateRoom"
              }
            }
          }
        },
        "responses": {
          "201": {
            "description": "Success",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiRoomAnswer"
                }
              }
            }
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "409": {
            "description": "conflict: The message conflicts with the current state.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/rooms/{id}": {
      "get": {
        "operationId": "showRoom",
        "summary": "Returns a room with settings or clients, and the clients in it on all nodes, ordered by ID, with the `connection` of each: `transport`, `round_trip_ms` of the last heartbeat (every `heartbeatInterval`), `queued_bytes` that wait to be sent, and `media` in rooms that a media server carries",
        "tags": [
          "rooms"
        ],
        "security": [
          {
            "apiKey": [
              "rooms:read"
            ]
          },
          {
            "adminToken": []
          }
        ],
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 640
            }
          },
          {
            "name": "after",
            "in": "query",
            "required": false,
            "description": "The `after` of the previous page",
            "schema": {
              "type": "string",
              "maxLength": 640
            }
          },
          {
            "name": "limit",
            "in": "query",
            "required": false,
            "description": "Size of the page. Above 200, the page has 200 entries",
            "schema": {
              "type": "integer",
              "minimum": 1,
              "default": 50
            }
          }
        ],
        "responses": {
          "200": {
            "description": "Success",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiRoomWithClients"
                }
              }
            }
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "404": {
            "description": "not-found: An object that the message refers to does not exist.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      },
      "patch": {
        "operationId": "updateRoom",
        "summary": "Changes the given settings. `null` removes the password or the limit",
        "tags": [
          "rooms"
        ],
        "security": [
          {
            "apiKey": [
              "rooms:write"
            ]
          }
        ],
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 640
            }
          }
        ],
        "requestBody": {
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/HttpUpdateRoom"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "Success",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiRoomAnswer"
                }
              }
            }
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "404": {
            "description": "not-found: An object that the message refers to does not exist.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      },
      "delete": {
        "operationId": "deleteRoom",
        "summary": "Removes the settings and disconnects everyone in the room",
        "tags": [
          "rooms"
        ],
        "security": [
          {
            "apiKey": [
              "rooms:write"
            ]
          }
        ],
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 640
            }
          }
        ],
        "responses": {
          "204": {
            "description": "Success"
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "404": {
            "description": "not-found: An object that the message refers to does not exist.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/rooms/{id}/stop-media": {
      "post": {
        "operationId": "stopMedia",
        "summary": "Stops the microphone, camera or shared screen of a user, or of everyone in the room or lecture, as stop-media does",
        "tags": [
          "rooms"
        ],
        "security": [
          {
            "apiKey": [
              "rooms:write"
            ]
          },
          {
            "adminToken": []
          }
        ],
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 640
            }
          }
        ],
        "requestBody": {
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/HttpStopMedia"
              }
            }
          }
        },
        "responses": {
          "204": {
            "description": "Success"
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "404": {
            "description": "not-found: An object that the message refers to does not exist.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/rooms/{id}/bans": {
      "get": {
        "operationId": "listBans",
        "summary": "Lists the users who are kept out of a room, newest last",
        "tags": [
          "rooms"
        ],
        "security": [
          {
            "apiKey": [
              "rooms:read"
            ]
          },
          {
            "adminToken": []
          }
        ],
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 640
            }
          },
          {
            "name": "before",
            "in": "query",
            "required": false,
            "description": "The `before` of the previous page",
            "schema": {
              "type": "integer",
              "minimum": 1
            }
          },
          {
            "name": "limit",
            "in": "query",
            "required": false,
            "description": "Size of the page. Above 200, the page has 200 entries",
            "schema": {
              "type": "integer",
              "minimum": 1,
              "default": 50
            }
          }
        ],
        "responses": {
          "200": {
            "description": "Success",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiBanList"
                }
              }
            }
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      },
      "post": {
        "operationId": "ban",
        "summary": "Removes a user from a room, with or without settings, and keeps the user out, as remove-user does. The ban lasts until it is lifted by a call; the owner of the room cannot lift it. The rooms of classes, lectures and namespaces cannot have bans",
        "tags": [
          "rooms"
        ],
        "security": [
          {
            "apiKey": [
              "rooms:write"
            ]
          },
          {
            "adminToken": []
          }
        ],
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 640
            }
          }
        ],
        "requestBody": {
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/HttpBan"
              }
            }
          }
        },
        "responses": {
          "204": {
            "description": "Success"
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "409": {
            "description": "conflict: The message conflicts with the current state.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/rooms/{id}/bans/{user}": {
      "delete": {
        "operationId": "liftBan",
        "summary": "Lets the user join again",
        "tags": [
          "rooms"
        ],
        "security": [
          {
            "apiKey": [
              "rooms:write"
            ]
          },
          {
            "adminToken": []
          }
        ],
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 640
            }
          },
          {
            "name": "user",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 640
            }
          }
        ],
        "responses": {
          "204": {
            "description": "Success"
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "404": {
            "description": "not-found: An object that the message refers to does not exist.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/rooms/{id}/close": {
      "post": {
        "operationId": "closeRoom",
        "summary": "Disconnects everyone in the room. Its settings remain. Set `entry` to `closed` before if people must not come back",
        "tags": [
          "rooms"
        ],
        "security": [
          {
            "apiKey": [
              "rooms:write"
            ]
          },
          {
            "adminToken": []
          }
        ],
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 640
            }
          }
        ],
        "requestBody": {
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/HttpCloseRoom"
              }
            }
          }
        },
        "responses": {
          "204": {
            "description": "Success"
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "404": {
            "description": "not-found: An object that the message refers to does not exist.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/rooms/{id}/messages": {
      "post": {
        "operationId": "publish",
        "summary": "Publishes an `event` to a room. See Publish to a room",
        "tags": [
          "rooms"
        ],
        "security": [
          {
            "apiKey": [
              "rooms:write"
            ]
          }
        ],
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 640
            }
          }
        ],
        "requestBody": {
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/HttpPublish"
              }
            }
          }
        },
        "responses": {
          "201": {
            "description": "Success",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiPublished"
                }
              }
            }
          },
          "202": {
            "description": "Success",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiPublished"
                }
              }
            }
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/clients/{id}": {
      "delete": {
        "operationId": "removeClient",
        "summary": "Removes a client from all its rooms, and revokes its user unless the body says otherwise. A key needs `users` as well, except with `revoke: nothing`",
        "tags": [
          "clients"
        ],
        "security": [
          {
            "apiKey": [
              "rooms:write"
            ]
          },
          {
            "adminToken": []
          }
        ],
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 640
            }
          }
        ],
        "requestBody": {
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/HttpDropClient"
              }
            }
          }
        },
        "responses": {
          "204": {
            "description": "Success"
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "404": {
            "description": "not-found: An object that the message refers to does not exist.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "409": {
            "description": "full: The room is full.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/clients/{id}/move": {
      "post": {
        "operationId": "moveClient",
        "summary": "Asks a client to leave its room and join another one that people join by a link, by the message change-room. Refused with `forbidden` if the client's token does not grant that room, and with `conflict` if its user is banned from it",
        "tags": [
          "clients"
        ],
        "security": [
          {
            "apiKey": [
              "rooms:write"
            ]
          },
          {
            "adminToken": []
          }
        ],
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 640
            }
          }
        ],
        "requestBody": {
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/HttpMoveClient"
              }
            }
          }
        },
        "responses": {
          "204": {
            "description": "Success"
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "404": {
            "description": "not-found: An object that the message refers to does not exist.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "409": {
            "description": "conflict: The message conflicts with the current state.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/classes": {
      "get": {
        "operationId": "listClasses",
        "summary": "Lists the classes in which a user is enrolled, newest last",
        "tags": [
          "classes"
        ],
        "security": [
          {
            "apiKey": [
              "classes:read"
            ]
          }
        ],
        "parameters": [
          {
            "name": "user",
            "in": "query",
            "required": true,
            "description": "ID of the user",
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 64
            }
          },
          {
            "name": "before",
            "in": "query",
            "required": false,
            "description": "The `before` of the previous page",
            "schema": {
              "type": "integer",
              "minimum": 1
            }
          },
          {
            "name": "limit",
            "in": "query",
            "required": false,
            "description": "Size of the page. Above 200, the page has 200 entries",
            "schema": {
              "type": "integer",
              "minimum": 1,
              "default": 50
            }
          }
        ],
        "responses": {
          "200": {
            "description": "Success",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiClassList"
                }
              }
            }
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      },
      "post": {
        "operationId": "createClass",
        "summary": "Creates a class that the `instructor`, a user ID, teaches",
        "tags": [
          "classes"
        ],
        "security": [
          {
            "apiKey": [
              "classes:write"
            ]
          }
        ],
        "parameters": [],
        "requestBody": {
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/HttpCreateClass"
              }
            }
          }
        },
        "responses": {
          "201": {
            "description": "Success",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiClassAnswer"
                }
              }
            }
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/classes/{id}": {
      "delete": {
        "operationId": "deleteClass",
        "summary": "Deletes a class with everything that belongs to it, and informs its clients. `lectern class` does the same",
        "tags": [
          "classes"
        ],
        "security": [
          {
            "apiKey": [
              "classes:write"
            ]
          }
        ],
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 640
            }
          }
        ],
        "responses": {
          "204": {
            "description": "Success"
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "404": {
            "description": "not-found: An object that the message refers to does not exist.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/classes/{id}/members": {
      "get": {
        "operationId": "listMembers",
        "summary": "Lists the members of a class in the order in which they enrolled, and whether they are on its page or in one of its newest lectures now",
        "tags": [
          "classes"
        ],
        "security": [
          {
            "apiKey": [
              "classes:read"
            ]
          }
        ],
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 640
            }
          },
          {
            "name": "after",
            "in": "query",
            "required": false,
            "description": "The `after` of the previous page",
            "schema": {
              "type": "string",
              "maxLength": 640
            }
          },
          {
            "name": "limit",
            "in": "query",
            "required": false,
            "description": "Size of the page. Above 200, the page has 200 entries",
            "schema": {
              "type": "integer",
              "minimum": 1,
              "default": 50
            }
          }
        ],
        "responses": {
          "200": {
            "description": "Success",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiMemberList"
                }
              }
            }
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "404": {
            "description": "not-found: An object that the message refers to does not exist.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/classes/{id}/members/{user}": {
      "put": {
        "operationId": "setMember",
        "summary": "Enrolls a user in a class, or changes the role of a member, as SetMemberType does. The body can contain `memberType` and, for a user whom the server does not know yet, `username`. Refused with `conflict` if an instructor has banned the user",
        "tags": [
          "classes"
        ],
        "security": [
          {
            "apiKey": [
              "classes:write"
            ]
          }
        ],
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 640
            }
          },
          {
            "name": "user",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 640
            }
          }
        ],
        "requestBody": {
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/HttpClassMember"
              }
            }
          }
        },
        "responses": {
          "204": {
            "description": "Success"
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "404": {
            "description": "not-found: An object that the message refers to does not exist.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "409": {
            "description": "conflict: The message conflicts with the current state.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      },
      "delete": {
        "operationId": "removeMember",
        "summary": "Ends a membership, as LeaveClass does. The user is not banned",
        "tags": [
          "classes"
        ],
        "security": [
          {
            "apiKey": [
              "classes:write"
            ]
          }
        ],
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 640
            }
          },
          {
            "name": "user",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 640
            }
          }
        ],
        "responses": {
          "204": {
            "description": "Success"
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "404": {
            "description": "not-found: An object that the message refers to does not exist.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "409": {
            "description": "conflict: The message conflicts with the current state.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/classes/{id}/lectures": {
      "get": {
        "operationId": "listLectures",
        "summary": "Lists the lectures of a class, newest last",
        "tags": [
          "classes"
        ],
        "security": [
          {
            "apiKey": [
              "classes:read"
            ]
          }
        ],
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 640
            }
          },
          {
            "name": "before",
            "in": "query",
            "required": false,
            "description": "The `before` of the previous page",
            "schema": {
              "type": "integer",
              "minimum": 1
            }
          },
          {
            "name": "limit",
            "in": "query",
            "required": false,
            "description": "Size of the page. Above 200, the page has 200 entries",
            "schema": {
              "type": "integer",
              "minimum": 1,
              "default": 50
            }
          }
        ],
        "responses": {
          "200": {
            "description": "Success",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiLectureList"
                }
              }
            }
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      },
      "post": {
        "operationId": "createLecture",
        "summary": "Creates a lecture, and informs the clients on the page of the class",
        "tags": [
          "classes"
        ],
        "security": [
          {
            "apiKey": [
              "classes:write"
            ]
          }
        ],
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 640
            }
          }
        ],
        "requestBody": {
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/HttpCreateLecture"
              }
            }
          }
        },
        "responses": {
          "201": {
            "description": "Success",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiLectureAnswer"
                }
              }
            }
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "404": {
            "description": "not-found: An object that the message refers to does not exist.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/lectures/{id}/attendance": {
      "get": {
        "operationId": "listAttendance",
        "summary": "Lists the users who attended a lecture, and the times, in the order in which they first joined. Visits that are less than a minute apart are merged",
        "tags": [
          "lectures"
        ],
        "security": [
          {
            "apiKey": [
              "classes:read"
            ]
          }
        ],
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 640
            }
          },
          {
            "name": "after",
            "in": "query",
            "required": false,
            "description": "The `after` of the previous page",
            "schema": {
              "type": "string",
              "maxLength": 640
            }
          },
          {
            "name": "limit",
            "in": "query",
            "required": false,
            "description": "Size of the page. Above 200, the page has 200 entries",
            "schema": {
              "type": "integer",
              "minimum": 1,
              "default": 50
            }
          }
        ],
        "responses": {
          "200": {
            "description": "Success",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiAttendanceList"
                }
              }
            }
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "404": {
            "description": "not-found: An object that the message refers to does not exist.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/lectures/{id}": {
      "delete": {
        "operationId": "deleteLecture",
        "summary": "Deletes a lecture with everything that belongs to it, and informs its clients",
        "tags": [
          "lectures"
        ],
        "security": [
          {
            "apiKey": [
              "classes:write"
            ]
          }
        ],
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 640
            }
          }
        ],
        "responses": {
          "204": {
            "description": "Success"
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "404": {
            "description": "not-found: An object that the message refers to does not exist.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/users/{id}": {
      "get": {
        "operationId": "exportUser",
        "summary": "Returns everything that is stored about a user. `lectern user export` prints it",
        "tags": [
          "users"
        ],
        "security": [
          {
            "apiKey": [
              "users"
            ]
          }
        ],
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 640
            }
          }
        ],
        "responses": {
          "200": {
            "description": "Success",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiUserData"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "404": {
            "description": "not-found: An object that the message refers to does not exist.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      },
      "delete": {
        "operationId": "eraseUser",
        "summary": "Erases it, and disconnects the user's clients. `lectern user erase` does the same",
        "tags": [
          "users"
        ],
        "security": [
          {
            "apiKey": [
              "users"
            ]
          }
        ],
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 640
            }
          }
        ],
        "responses": {
          "204": {
            "description": "Success"
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "404": {
            "description": "not-found: An object that the message refers to does not exist.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/revocations": {
      "get": {
        "operationId": "listRevocations",
        "summary": "Lists revocations, newest last",
        "tags": [
          "revocations"
        ],
        "security": [
          {
            "apiKey": [
              "users"
            ]
          },
          {
            "adminToken": []
          }
        ],
        "parameters": [
          {
            "name": "before",
            "in": "query",
            "required": false,
            "description": "The `before` of the previous page",
            "schema": {
              "type": "integer",
              "minimum": 1
            }
          },
          {
            "name": "limit",
            "in": "query",
            "required": false,
            "description": "Size of the page. Above 200, the page has 200 entries",
            "schema": {
              "type": "integer",
              "minimum": 1,
              "default": 50
            }
          }
        ],
        "responses": {
          "200": {
            "description": "Success",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiRevocationList"
                }
              }
            }
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      },
      "post": {
        "operationId": "revoke",
        "summary": "Revokes a user or a token",
        "tags": [
          "revocations"
        ],
        "security": [
          {
            "apiKey": [
              "users"
            ]
          }
        ],
        "parameters": [],
        "requestBody": {
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/HttpRevoke"
              }
            }
          }
        },
        "responses": {
          "201": {
            "description": "Success",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiRevocationAnswer"
                }
              }
            }
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "409": {
            "description": "full: The room is full.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/revocations/{id}": {
      "delete": {
        "operationId": "liftRevocation",
        "summary": "Lifts a revocation",
        "tags": [
          "revocations"
        ],
        "security": [
          {
            "apiKey": [
              "users"
            ]
          },
          {
            "adminToken": []
          }
        ],
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 640
            }
          }
        ],
        "responses": {
          "204": {
            "description": "Success"
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "404": {
            "description": "not-found: An object that the message refers to does not exist.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/tokens": {
      "post": {
        "operationId": "createToken",
        "summary": "Creates a token",
        "tags": [
          "tokens"
        ],
        "security": [
          {
            "apiKey": [
              "tokens"
            ]
          }
        ],
        "parameters": [],
        "requestBody": {
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/TokenRequest"
              }
            }
          }
        },
        "responses": {
          "201": {
            "description": "Success",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiSignedToken"
                }
              }
            }
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "409": {
            "description": "conflict: The message conflicts with the current state.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/audit": {
      "get": {
        "operationId": "listAuditLog",
        "summary": "Lists the audit log, newest last, of one class with `class`",
        "tags": [
          "audit"
        ],
        "security": [
          {
            "apiKey": [
              "audit"
            ]
          }
        ],
        "parameters": [
          {
            "name": "class",
            "in": "query",
            "required": false,
            "description": "UUID of the class",
            "schema": {
              "type": "string",
              "maxLength": 64
            }
          },
          {
            "name": "before",
            "in": "query",
            "required": false,
            "description": "The `before` of the previous page",
            "schema": {
              "type": "integer",
              "minimum": 1
            }
          },
          {
            "name": "limit",
            "in": "query",
            "required": false,
            "description": "Size of the page. Above 200, the page has 200 entries",
            "schema": {
              "type": "integer",
              "minimum": 1,
              "default": 50
            }
          }
        ],
        "responses": {
          "200": {
            "description": "Success",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiAuditList"
                }
              }
            }
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/nodes": {
      "get": {
        "operationId": "listNodes",
        "summary": "Returns the state of each node: version, start, readiness, event loop delay, memory, connections, and the budgets with what is used of them and what they refused. A node that does not answer within 2 s has `answers: false`",
        "tags": [
          "nodes"
        ],
        "security": [
          {
            "apiKey": [
              "admin"
            ]
          },
          {
            "adminToken": []
          }
        ],
        "parameters": [],
        "responses": {
          "200": {
            "description": "Success",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiNodeList"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/refusals": {
      "get": {
        "operationId": "listRefusals",
        "summary": "Returns the recent refusals of all nodes, the latest first: what was refused (`what`, `type`), the reason (`code`), the user or network, how often (`count`), and the first and last time. `missing` lists nodes that did not answer within 2 s",
        "tags": [
          "refusals"
        ],
        "security": [
          {
            "apiKey": [
              "admin"
            ]
          },
          {
            "adminToken": []
          }
        ],
        "parameters": [],
        "responses": {
          "200": {
            "description": "Success",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiRefusalList"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/lectures": {
      "get": {
        "operationId": "listLiveLectures",
        "summary": "Lists the live lectures with their class and the number of clients",
        "tags": [
          "lectures"
        ],
        "security": [
          {
            "apiKey": [
              "classes:read"
            ]
          },
          {
            "adminToken": []
          }
        ],
        "parameters": [
          {
            "name": "before",
            "in": "query",
            "required": false,
            "description": "The `before` of the previous page",
            "schema": {
              "type": "integer",
              "minimum": 1
            }
          },
          {
            "name": "limit",
            "in": "query",
            "required": false,
            "description": "Size of the page. Above 200, the page has 200 entries",
            "schema": {
              "type": "integer",
              "minimum": 1,
              "default": 50
            }
          }
        ],
        "responses": {
          "200": {
            "description": "Success",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiLiveLectureList"
                }
              }
            }
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/webhooks": {
      "get": {
        "operationId": "listWebhooks",
        "summary": "Lists the webhooks: state, pending, dead and lost events, and the last error",
        "tags": [
          "webhooks"
        ],
        "security": [
          {
            "apiKey": [
              "webhooks"
            ]
          }
        ],
        "parameters": [],
        "responses": {
          "200": {
            "description": "Success",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiWebhookList"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/webhooks/dead": {
      "get": {
        "operationId": "listDeadEvents",
        "summary": "Lists the dead events of webhooks",
        "tags": [
          "webhooks"
        ],
        "security": [
          {
            "apiKey": [
              "webhooks"
            ]
          }
        ],
        "parameters": [
          {
            "name": "before",
            "in": "query",
            "required": false,
            "description": "The `before` of the previous page",
            "schema": {
              "type": "integer",
              "minimum": 1
            }
          },
          {
            "name": "limit",
            "in": "query",
            "required": false,
            "description": "Size of the page. Above 200, the page has 200 entries",
            "schema": {
              "type": "integer",
              "minimum": 1,
              "default": 50
            }
          }
        ],
        "responses": {
          "200": {
            "description": "Success",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiDeadEventList"
                }
              }
            }
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/webhooks/retry": {
      "post": {
        "operationId": "retryWebhooks",
        "summary": "Sends dead events again, with the same IDs",
        "tags": [
          "webhooks"
        ],
        "security": [
          {
            "apiKey": [
              "webhooks"
            ]
          }
        ],
        "parameters": [],
        "requestBody": {
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/HttpRetryWebhooks"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "Success",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiRetriedWebhooks"
                }
              }
            }
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/webhooks/{id}/enable": {
      "post": {
        "operationId": "enableWebhook",
        "summary": "Enables a webhook that has answered 410",
        "tags": [
          "webhooks"
        ],
        "security": [
          {
            "apiKey": [
              "webhooks"
            ]
          }
        ],
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 640
            }
          }
        ],
        "responses": {
          "204": {
            "description": "Success"
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "404": {
            "description": "not-found: An object that the message refers to does not exist.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "409": {
            "description": "conflict: The message conflicts with the current state.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/webhooks/{id}": {
      "delete": {
        "operationId": "deleteWebhook",
        "summary": "Deletes a disabled or removed webhook with its events",
        "tags": [
          "webhooks"
        ],
        "security": [
          {
            "apiKey": [
              "webhooks"
            ]
          }
        ],
        "parameters": [
          {
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 640
            }
          }
        ],
        "responses": {
          "204": {
            "description": "Success"
          },
          "400": {
            "description": "bad-data: `data` does not match the schema of the type. `pointer` gives the first invalid value, `expected` what is allowed there.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "401": {
            "description": "login-required: Log in before sending this message, or with a valid token.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "403": {
            "description": "forbidden: The sender is not allowed to do this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "404": {
            "description": "not-found: An object that the message refers to does not exist.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "409": {
            "description": "conflict: The message conflicts with the current state.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          },
          "503": {
            "description": "unavailable: The server cannot do this at the moment, for example because its database is not reachable.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    },
    "/openapi.json": {
      "get": {
        "operationId": "openApi",
        "summary": "Returns the OpenAPI document of these calls",
        "tags": [
          "openapi.json"
        ],
        "security": [],
        "parameters": [],
        "responses": {
          "200": {
            "description": "Success",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiDocument"
                }
              }
            }
          },
          "429": {
            "description": "rate-limited: Too many messages. Try again after `retry_after_ms`.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiError"
                }
              }
            }
          }
        }
      }
    }
  },
  "components": {
    "securitySchemes": {
      "apiKey": {
        "type": "http",
        "scheme": "bearer",
        "description": "A key of the options apiKey or apiKeys"
      },
      "adminToken": {
        "type": "http",
        "scheme": "bearer",
        "description": "A token with grants.admin"
      }
    },
    "schemas": {
      "HttpCreateRoom": {
        "title": "HttpCreateRoom",
        "description": "As in create-room. `owner` is the room's owner.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "room_id": {
            "title": "RoomId",
            "description": "Room ID: letters, digits and `_ . ~ -` of any script, starting with a letter or a digit",
            "type": "string",
            "minLength": 1,
            "maxLength": 64,
            "pattern": "^[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_.~-]*$"
          },
          "title": {
            "title": "GivenRoomTitle",
            "description": "Title of the room, for people. Can be empty. Must not contain control or invisible characters",
            "type": "string",
            "maxLength": 100,
            "format": "title"
          },
          "public": {
            "title": "RoomPublic",
            "description": "Whether the room is in the public list of rooms",
            "type": "boolean"
          },
          "password": {
            "title": "RoomPassword",
            "description": "Password that clients must give to join the room, except for the owner's",
            "type": "string",
            "minLength": 4,
            "maxLength": 256
          },
          "max": {
            "title": "RoomMax",
            "description": "Maximum number of clients in the room",
            "type": "integer",
            "minimum": 1,
            "maximum": 100000
          },
          "speech": {
            "title": "RoomSpeech",
            "description": "Who is allowed to speak: `everyone`, or the `presenters`. Presenters are the owner and, in token mode, users with the role `presenter`",
            "enum": [
              "everyone",
              "presenters"
            ]
          },
          "owner": {
            "title": "UserId",
            "description": "User ID, from the token or the guest's identity",
            "type": "string",
            "minLength": 1,
            "maxLength": 64
          },
          "entry": {
            "title": "Entry",
            "description": "Entry to a room or a lecture: open to everyone (`open`), open to newcomers that the owner or an instructor admits (`waiting`), or closed to newcomers (`closed`). The owner, instructors, users who were in it when it was restricted, and users who were admitted can always join",
            "enum": [
              "open",
              "waiting",
              "closed"
            ]
          }
        }
      },
      "HttpUpdateRoom": {
        "title": "HttpUpdateRoom",
        "description": "As in update-room.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "title": {
            "title": "GivenRoomTitle",
            "description": "Title of the room, for people. Can be empty. Must not contain control or invisible characters",
            "type": "string",
            "maxLength": 100,
            "format": "title"
          },
          "public": {
            "title": "RoomPublic",
            "description": "Whether the room is in the public list of rooms",
            "type": "boolean"
          },
          "password": {
            "description": "New password, or `null` to remove it",
            "anyOf": [
              {
                "title": "RoomPassword",
                "description": "Password that clients must give to join the room, except for the owner's",
                "type": "string",
                "minLength": 4,
                "maxLength": 256
              },
              {
                "type": "null"
              }
            ]
          },
          "max": {
            "description": "New limit, or `null` to remove it",
            "anyOf": [
              {
                "title": "RoomMax",
                "description": "Maximum number of clients in the room",
                "type": "integer",
                "minimum": 1,
                "maximum": 100000
              },
              {
                "type": "null"
              }
            ]
          },
          "speech": {
            "title": "RoomSpeech",
            "description": "Who is allowed to speak: `everyone`, or the `presenters`. Presenters are the owner and, in token mode, users with the role `presenter`",
            "enum": [
              "everyone",
              "presenters"
            ]
          },
          "entry": {
            "title": "Entry",
            "description": "Entry to a room or a lecture: open to everyone (`open`), open to newcomers that the owner or an instructor admits (`waiting`), or closed to newcomers (`closed`). The owner, instructors, users who were in it when it was restricted, and users who were admitted can always join",
            "enum": [
              "open",
              "waiting",
              "closed"
            ]
          }
        }
      },
      "HttpCreateClass": {
        "title": "HttpCreateClass",
        "description": "A class, and the user who teaches it.",
        "type": "object",
        "required": [
          "title",
          "instructor"
        ],
        "additionalProperties": false,
        "properties": {
          "title": {
            "description": "Title of the class. Must contain a character other than white space, and no control or invisible characters",
            "type": "string",
            "minLength": 1,
            "maxLength": 200,
            "pattern": "\\S",
            "format": "title"
          },
          "subtitle": {
            "description": "Subtitle of the class. Must not contain control or invisible characters",
            "type": "string",
            "maxLength": 400,
            "format": "title"
          },
          "instructor": {
            "description": "User ID of the instructor",
            "title": "UserId",
            "type": "string",
            "minLength": 1,
            "maxLength": 64
          },
          "username": {
            "description": "Name of the instructor, if the server does not know the user yet. By default, the ID. A login replaces it",
            "title": "Username",
            "type": "string",
            "minLength": 1,
            "maxLength": 64
          }
        }
      },
      "HttpClassMember": {
        "title": "HttpClassMember",
        "description": "The membership of a user in a class.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "memberType": {
            "description": "Role in the class. By default, that of a member remains, and others become students",
            "title": "MemberType",
            "enum": [
              "instructor",
              "student"
            ]
          },
          "username": {
            "description": "Name of the user, if the server does not know the user yet. By default, the ID. A login replaces it",
            "title": "Username",
            "type": "string",
            "minLength": 1,
            "maxLength": 64
          }
        }
      },
      "HttpCreateLecture": {
        "title": "HttpCreateLecture",
        "description": "A lecture.",
        "type": "object",
        "required": [
          "lectureName",
          "lectureDate"
        ],
        "additionalProperties": false,
        "properties": {
          "lectureName": {
            "description": "Title of the lecture. Must contain a character other than white space, and no control or invisible characters",
            "type": "string",
            "minLength": 1,
            "maxLength": 200,
            "pattern": "\\S",
            "format": "title"
          },
          "lectureDate": {
            "description": "Day that exists (`2026-11-21`), or time with its offset from UTC (ISO 8601, `2026-11-21T14:30+09:00`)",
            "type": "string",
            "minLength": 1,
            "maxLength": 40,
            "format": "lecture-date"
          },
          "playlist": {
            "description": "URLs or IDs of YouTube playlists and videos, or URLs of video files, separated by commas or line breaks. A URL can contain commas. Empty for a lecture without videos",
            "type": "string",
            "maxLength": 8192
          }
        }
      },
      "HttpPublish": {
        "title": "HttpPublish",
        "description": "A message to a room.",
        "type": "object",
        "required": [
          "name"
        ],
        "additionalProperties": false,
        "properties": {
          "name": {
            "description": "Application-defined name of the event",
            "type": "string",
            "minLength": 1,
            "maxLength": 64
          },
          "data": {
            "description": "Any JSON value. Clients receive it unchanged",
            "title": "Anything"
          },
          "durable": {
            "description": "Whether the message is stored in the room's log, so that clients that reconnect also receive it. If false, it is delivered at most once, to connected clients only",
            "type": "boolean",
            "default": true
          }
        }
      },
      "HttpStopMedia": {
        "title": "HttpStopMedia",
        "description": "Request that a user, or everyone in the room, stops a microphone, camera or shared screen.",
        "type": "object",
        "required": [
          "media"
        ],
        "additionalProperties": false,
        "properties": {
          "media": {
            "title": "StoppableMedia",
            "description": "What to stop: the `microphone` (mute), the `camera`, or the shared `screen`",
            "enum": [
              "microphone",
              "camera",
              "screen"
            ]
          },
          "user": {
            "description": "User ID. If absent, everyone",
            "title": "UserId",
            "type": "string",
            "minLength": 1,
            "maxLength": 64
          },
          "by": {
            "description": "Name that the clients receive, for people",
            "default": "the server administrator",
            "title": "Username",
            "type": "string",
            "minLength": 1,
            "maxLength": 64
          }
        }
      },
      "HttpBan": {
        "title": "HttpBan",
        "description": "Request to remove a user from a room and keep the user out of it.",
        "type": "object",
        "required": [
          "user"
        ],
        "additionalProperties": false,
        "properties": {
          "user": {
            "title": "UserId",
            "description": "User ID, from the token or the guest's identity",
            "type": "string",
            "minLength": 1,
            "maxLength": 64
          }
        }
      },
      "HttpCloseRoom": {
        "title": "HttpCloseRoom",
        "description": "Request to remove everyone from a room.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "reason": {
            "description": "Reason that the clients receive, for people",
            "type": "string",
            "minLength": 1,
            "maxLength": 256,
            "default": "the room was closed"
          }
        }
      },
      "HttpDropClient": {
        "title": "HttpDropClient",
        "description": "Request to remove a client.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "reason": {
            "description": "Reason that the client receives, for people",
            "type": "string",
            "minLength": 1,
            "maxLength": 256
          },
          "revoke": {
            "description": "How the client is kept out afterwards: `user` revokes the user or guest, `token` only the token; with `nothing`, it can come back",
            "enum": [
              "user",
              "token",
              "nothing"
            ],
            "default": "user"
          }
        }
      },
      "HttpMoveClient": {
        "title": "HttpMoveClient",
        "description": "Request to move a client to another room.",
        "type": "object",
        "required": [
          "room_id"
        ],
        "additionalProperties": false,
        "properties": {
          "room_id": {
            "description": "Room to move the client to, with or without settings",
            "title": "RoomId",
            "type": "string",
            "minLength": 1,
            "maxLength": 64,
            "pattern": "^[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_.~-]*$"
          },
          "reason": {
            "description": "Reason that the client receives, for people",
            "type": "string",
            "minLength": 1,
            "maxLength": 256
          }
        }
      },
      "HttpRetryWebhooks": {
        "title": "HttpRetryWebhooks",
        "description": "Request to send dead events of webhooks again.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "ids": {
            "description": "IDs of the events, as listed. All dead events if it is absent",
            "type": "array",
            "minItems": 1,
            "maxItems": 500,
            "items": {
              "type": "integer",
              "minimum": 1,
              "maximum": 9007199254740991
            }
          }
        }
      },
      "HttpRevoke": {
        "title": "HttpRevoke",
        "description": "Request to revoke either a user or a token.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "user": {
            "title": "UserId",
            "description": "User ID, from the token or the guest's identity",
            "type": "string",
            "minLength": 1,
            "maxLength": 64
          },
          "token": {
            "description": "ID of a token (its `jti`), or the token",
            "type": "string",
            "minLength": 1,
            "maxLength": 8192
          },
          "reason": {
            "description": "Reason, for the operator",
            "type": "string",
            "minLength": 1,
            "maxLength": 256
          },
          "ttl": {
            "description": "Time in seconds after which the revocation ends. By default, it lasts until it is lifted, or until the given token has expired",
            "type": "integer",
            "minimum": 1,
            "maximum": 315360000
          }
        }
      },
      "TokenRequest": {
        "title": "TokenRequest",
        "description": "Claims and lifetime of a token to create.",
        "type": "object",
        "required": [
          "sub"
        ],
        "additionalProperties": false,
        "properties": {
          "sub": {
            "description": "User ID",
            "type": "string",
            "minLength": 1,
            "maxLength": 64,
            "pattern": "\\S"
          },
          "name": {
            "description": "Name that others see. Defaults to the user ID",
            "title": "GivenName",
            "type": "string",
            "minLength": 1,
            "maxLength": 64,
            "format": "name"
          },
          "picture": {
            "description": "URL of a photo",
            "type": "string",
            "minLength": 1,
            "maxLength": 2048,
            "pattern": "\\S"
          },
          "role": {
            "description": "`presenter` (default) or `viewer`. Viewers cannot speak in rooms where only presenters can",
            "enum": [
              "presenter",
              "viewer"
            ]
          },
          "lang": {
            "description": "Language of the user, for example `ko` (BCP 47)",
            "type": "string",
            "minLength": 1,
            "maxLength": 35,
            "pattern": "\\S"
          },
          "room": {
            "description": "Room to join on login, if the endpoint does not name one. The user is allowed to join it",
            "title": "RoomId",
            "type": "string",
            "minLength": 1,
            "maxLength": 64,
            "pattern": "^[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_.~-]*$"
          },
          "grants": {
            "title": "RequestedGrants",
            "description": "Rights, as in the token",
            "type": "object",
            "additionalProperties": false,
            "properties": {
              "rooms": {
                "description": "IDs of rooms that the user is allowed to join. `*` grants all rooms; `school-7-*` grants the rooms whose IDs begin with `school-7-`; the address of a namespace, for example `/lobby`, grants its rooms; the address of a programme grants its chat rooms",
                "type": "array",
                "maxItems": 1000,
                "items": {
                  "type": "string",
                  "maxLength": 320
                }
              },
              "classes": {
                "description": "UUIDs of classes that the user is allowed to take part in. `*` grants all classes",
                "type": "array",
                "maxItems": 1000,
                "items": {
                  "type": "string",
                  "maxLength": 64
                }
              },
              "create": {
                "description": "Whether the user is allowed to create rooms and classes",
                "type": "boolean"
              },
              "admin": {
                "description": "Whether the user is an administrator of the server, who sees all rooms and can remove people from them",
                "type": "boolean"
              }
            }
          },
          "once": {
            "description": "Whether the token is valid for one login only. Requires the claim `jti`",
            "type": "boolean"
          },
          "owt": {
            "description": "URL of the server, for a token in the form that clients of OWT expect",
            "type": "string",
            "maxLength": 255,
            "pattern": "^https?://[^/?#\\s]+/?$"
          },
          "ttl": {
            "description": "Lifetime of the token, in seconds",
            "type": "integer",
            "minimum": 1,
            "maximum": 31536000,
            "default": 3600
          }
        }
      },
      "ApiError": {
        "title": "ApiError",
        "description": "Why a call was refused.",
        "type": "object",
        "required": [
          "message"
        ],
        "properties": {
          "code": {
            "description": "Absent if the request did not reach the API, for example because of its size or rate",
            "type": "string",
            "enum": [
              "bad-json",
              "bad-envelope",
              "unknown-type",
              "bad-data",
              "unknown-receiver",
              "not-in-room",
              "forbidden",
              "revoked",
              "not-found",
              "conflict",
              "full",
              "rate-limited",
              "too-large",
              "login-required",
              "ticket-expired",
              "ticket-invalid",
              "unavailable",
              "internal"
            ]
          },
          "message": {
            "description": "What happened, for people",
            "type": "string"
          },
          "pointer": {
            "description": "JSON pointer to the invalid value",
            "type": "string"
          },
          "expected": {
            "description": "What is expected there",
            "type": "string"
          },
          "retry_after_ms": {
            "description": "Time in ms after which to try again",
            "type": "integer",
            "minimum": 0
          }
        }
      },
      "ApiRoom": {
        "title": "ApiRoom",
        "description": "A room. Only `room_id` and `count` are present if it has no settings.",
        "type": "object",
        "required": [
          "room_id",
          "count"
        ],
        "properties": {
          "room_id": {
            "description": "ID; in a namespace its address",
            "type": "string",
            "minLength": 1,
            "maxLength": 640
          },
          "title": {
            "type": "string",
            "maxLength": 100
          },
          "public": {
            "description": "Whether the room is listed publicly",
            "type": "boolean"
          },
          "locked": {
            "description": "Whether a password is required",
            "type": "boolean"
          },
          "speech": {
            "title": "RoomSpeech",
            "description": "Who is allowed to speak: `everyone`, or the `presenters`. Presenters are the owner and, in token mode, users with the role `presenter`",
            "enum": [
              "everyone",
              "presenters"
            ]
          },
          "max": {
            "title": "RoomMax",
            "description": "Maximum number of clients in the room",
            "type": "integer",
            "minimum": 1,
            "maximum": 100000
          },
          "entry": {
            "title": "Entry",
            "description": "Entry to a room or a lecture: open to everyone (`open`), open to newcomers that the owner or an instructor admits (`waiting`), or closed to newcomers (`closed`). The owner, instructors, users who were in it when it was restricted, and users who were admitted can always join",
            "enum": [
              "open",
              "waiting",
              "closed"
            ]
          },
          "count": {
            "description": "Number of clients on all nodes",
            "type": "integer",
            "minimum": 0
          },
          "owner": {
            "title": "UserId",
            "description": "User ID, from the token or the guest's identity",
            "type": "string",
            "minLength": 1,
            "maxLength": 64
          },
          "created": {
            "description": "Time in ms since 1970",
            "type": "integer",
            "minimum": 0
          }
        },
        "additionalProperties": false
      },
      "ApiClient": {
        "title": "ApiClient",
        "description": "A client in a room.",
        "type": "object",
        "required": [
          "id",
          "user",
          "username",
          "role"
        ],
        "properties": {
          "id": {
            "title": "ClientId",
            "description": "Client ID, assigned by the server",
            "type": "string",
            "minLength": 1,
            "maxLength": 64
          },
          "user": {
            "description": "User ID",
            "type": "string",
            "maxLength": 64,
            "minLength": 1
          },
          "username": {
            "title": "Username",
            "description": "Name that others see. Not unique: clients tell people of the same name apart by their IDs",
            "type": "string",
            "minLength": 1,
            "maxLength": 64
          },
          "role": {
            "description": "Role in this room",
            "enum": [
              "presenter",
              "viewer"
            ]
          },
          "connection": {
            "title": "ApiConnection",
            "description": "The client's connection; absent while it has none.",
            "type": "object",
            "required": [
              "transport",
              "queued_bytes"
            ],
            "properties": {
              "transport": {
                "type": "string"
              },
              "round_trip_ms": {
                "description": "Round trip time in ms, if it was measured",
                "type": "number"
              },
              "queued_bytes": {
                "description": "Bytes in the send queue",
                "type": "integer",
                "minimum": 0
              },
              "media": {
                "description": "Loss, jitter and round trip time of the connections to a media server on which the client is `publishing` and `listening`",
                "type": "object",
                "properties": {
                  "publishing": {
                    "title": "StreamQuality",
                    "description": "The connection on which the client publishes, or on which it receives",
                    "type": "object",
                    "required": [
                      "loss"
                    ],
                    "additionalProperties": false,
                    "properties": {
                      "loss": {
                        "description": "Share of the packets that were lost. Of a client that receives, also those that were lost on their way to the media server",
                        "type": "number",
                        "minimum": 0,
                        "maximum": 1
                      },
                      "jitter_ms": {
                        "description": "Variation in ms of the time that packets take",
                        "type": "number",
                        "minimum": 0
                      },
                      "rtt_ms": {
                        "description": "Round trip time in ms. Only measured while the media server sends something to the client",
                        "type": "number",
                        "minimum": 0
                      }
                    }
                  },
                  "listening": {
                    "title": "StreamQuality",
                    "description": "The connection on which the client publishes, or on which it receives",
                    "type": "object",
                    "required": [
                      "loss"
                    ],
                    "additionalProperties": false,
                    "properties": {
                      "loss": {
                        "description": "Share of the packets that were lost. Of a client that receives, also those that were lost on their way to the media server",
                        "type": "number",
                        "minimum": 0,
                        "maximum": 1
                      },
                      "jitter_ms": {
                        "description": "Variation in ms of the time that packets take",
                        "type": "number",
                        "minimum": 0
                      },
                      "rtt_ms": {
                        "description": "Round trip time in ms. Only measured while the media server sends something to the client",
                        "type": "number",
                        "minimum": 0
                      }
                    }
                  }
                },
                "additionalProperties": false
              }
            },
            "additionalProperties": false
          }
        },
        "additionalProperties": false
      },
      "ApiRoomList": {
        "title": "ApiRoomList",
        "description": "A page of rooms.",
        "type": "object",
        "required": [
          "rooms"
        ],
        "properties": {
          "rooms": {
            "type": "array",
            "maxItems": 200,
            "items": {
              "$ref": "#/components/schemas/ApiRoom"
            }
          },
          "login": {
            "description": "Only without a key: whether clients must log in",
            "enum": [
              "optional",
              "required"
            ]
          },
          "before": {
            "description": "The `before` of the next older page, if there is one",
            "type": "integer",
            "minimum": 1
          },
          "after": {
            "description": "The `after` of the next page, if there is one",
            "type": "string",
            "maxLength": 640
          }
        },
        "additionalProperties": false
      },
      "ApiRoomAnswer": {
        "title": "ApiRoomAnswer",
        "description": "A room.",
        "type": "object",
        "required": [
          "room"
        ],
        "properties": {
          "room": {
            "$ref": "#/components/schemas/ApiRoom"
          }
        },
        "additionalProperties": false
      },
      "ApiRoomWithClients": {
        "title": "ApiRoomWithClients",
        "description": "A room, and a page of its clients.",
        "type": "object",
        "required": [
          "room",
          "clients"
        ],
        "properties": {
          "room": {
            "$ref": "#/components/schemas/ApiRoom"
          },
          "clients": {
            "type": "array",
            "maxItems": 200,
            "items": {
              "$ref": "#/components/schemas/ApiClient"
            }
          },
          "after": {
            "description": "The `after` of the next page, if there is one",
            "type": "string",
            "maxLength": 640
          }
        },
        "additionalProperties": false
      },
      "ApiBanList": {
        "title": "ApiBanList",
        "description": "A page of bans.",
        "type": "object",
        "required": [
          "bans"
        ],
        "properties": {
          "bans": {
            "type": "array",
            "maxItems": 200,
            "items": {
              "title": "ApiBan",
              "description": "A user who is kept out of the room.",
              "type": "object",
              "required": [
                "user",
                "username",
                "created"
              ],
              "properties": {
                "user": {
                  "title": "UserId",
                  "description": "User ID, from the token or the guest's identity",
                  "type": "string",
                  "minLength": 1,
                  "maxLength": 64
                },
                "username": {
                  "title": "Username",
                  "description": "Name that others see. Not unique: clients tell people of the same name apart by their IDs",
                  "type": "string",
                  "minLength": 1,
                  "maxLength": 64
                },
                "created": {
                  "description": "Time in ms since 1970",
                  "type": "integer",
                  "minimum": 0
                }
              },
              "additionalProperties": false
            }
          },
          "before": {
            "description": "The `before` of the next older page, if there is one",
            "type": "integer",
            "minimum": 1
          }
        },
        "additionalProperties": false
      },
      "ApiPublished": {
        "title": "ApiPublished",
        "description": "The place of the message; without `seq` if it is not durable.",
        "type": "object",
        "required": [
          "room_id"
        ],
        "properties": {
          "room_id": {
            "type": "string",
            "maxLength": 640
          },
          "seq": {
            "type": "integer",
            "minimum": 1
          }
        },
        "additionalProperties": false
      },
      "ApiClassList": {
        "title": "ApiClassList",
        "description": "A page of classes.",
        "type": "object",
        "required": [
          "classes"
        ],
        "properties": {
          "classes": {
            "type": "array",
            "maxItems": 200,
            "items": {
              "title": "Class",
              "description": "A class, as seen by one of its members.",
              "type": "object",
              "required": [
                "uuid",
                "title",
                "subtitle",
                "memberType"
              ],
              "additionalProperties": false,
              "properties": {
                "uuid": {
                  "title": "ClassUuid",
                  "description": "UUID of the class",
                  "type": "string",
                  "minLength": 1,
                  "maxLength": 36
                },
                "title": {
                  "description": "Title of the class",
                  "type": "string",
                  "maxLength": 200
                },
                "subtitle": {
                  "description": "Subtitle of the class. Can be empty",
                  "type": "string",
                  "maxLength": 400
                },
                "memberType": {
                  "title": "MemberType",
                  "description": "What the user is in the class",
                  "enum": [
                    "instructor",
                    "student"
                  ]
                }
              }
            }
          },
          "before": {
            "description": "The `before` of the next older page, if there is one",
            "type": "integer",
            "minimum": 1
          }
        },
        "additionalProperties": false
      },
      "ApiClassAnswer": {
        "title": "ApiClassAnswer",
        "description": "A class, as its instructor sees it.",
        "type": "object",
        "required": [
          "class"
        ],
        "properties": {
          "class": {
            "title": "Class",
            "description": "A class, as seen by one of its members.",
            "type": "object",
            "required": [
              "uuid",
              "title",
              "subtitle",
              "memberType"
            ],
            "additionalProperties": false,
            "properties": {
              "uuid": {
                "title": "ClassUuid",
                "description": "UUID of the class",
                "type": "string",
                "minLength": 1,
                "maxLength": 36
              },
              "title": {
                "description": "Title of the class",
                "type": "string",
                "maxLength": 200
              },
              "subtitle": {
                "description": "Subtitle of the class. Can be empty",
                "type": "string",
                "maxLength": 400
              },
              "memberType": {
                "title": "MemberType",
                "description": "What the user is in the class",
                "enum": [
                  "instructor",
                  "student"
                ]
              }
            }
          }
        },
        "additionalProperties": false
      },
      "ApiMemberList": {
        "title": "ApiMemberList",
        "description": "A page of the members of a class.",
        "type": "object",
        "required": [
          "members"
        ],
        "properties": {
          "members": {
            "type": "array",
            "maxItems": 200,
            "items": {
              "title": "ApiMember",
              "description": "A user who is enrolled in the class.",
              "type": "object",
              "required": [
                "user",
                "username",
                "memberType",
                "connected"
              ],
              "properties": {
                "user": {
                  "title": "UserId",
                  "description": "User ID, from the token or the guest's identity",
                  "type": "string",
                  "minLength": 1,
                  "maxLength": 64
                },
                "username": {
                  "title": "Username",
                  "description": "Name that others see. Not unique: clients tell people of the same name apart by their IDs",
                  "type": "string",
                  "minLength": 1,
                  "maxLength": 64
                },
                "memberType": {
                  "title": "MemberType",
                  "description": "What the user is in the class",
                  "enum": [
                    "instructor",
                    "student"
                  ]
                },
                "connected": {
                  "description": "Whether a client of the user is on the page of the class, or in one of its newest lectures",
                  "type": "boolean"
                }
              },
              "additionalProperties": false
            }
          },
          "after": {
            "description": "The `after` of the next page, if there is one",
            "type": "string",
            "maxLength": 640
          }
        },
        "additionalProperties": false
      },
      "ApiAttendanceList": {
        "title": "ApiAttendanceList",
        "description": "A page of the users who attended a lecture.",
        "type": "object",
        "required": [
          "attendance"
        ],
        "properties": {
          "attendance": {
            "type": "array",
            "maxItems": 200,
            "items": {
              "title": "ApiAttendance",
              "description": "The attendance of a user.",
              "type": "object",
              "required": [
                "user",
                "username",
                "spans"
              ],
              "properties": {
                "user": {
                  "title": "UserId",
                  "description": "User ID, from the token or the guest's identity",
                  "type": "string",
                  "minLength": 1,
                  "maxLength": 64
                },
                "username": {
                  "title": "Username",
                  "description": "Name that others see. Not unique: clients tell people of the same name apart by their IDs",
                  "type": "string",
                  "minLength": 1,
                  "maxLength": 64
                },
                "spans": {
                  "description": "Times at which the user was in the lecture, in order. The last one grows while the user is still there",
                  "type": "array",
                  "items": {
                    "title": "ApiSpan",
                    "description": "A time from `from` to `to`.",
                    "type": "object",
                    "required": [
                      "from",
                      "to"
                    ],
                    "properties": {
                      "from": {
                        "description": "Time in ms since 1970",
                        "type": "integer",
                        "minimum": 0
                      },
                      "to": {
                        "description": "Time in ms since 1970",
                        "type": "integer",
                        "minimum": 0
                      }
                    },
                    "additionalProperties": false
                  }
                }
              },
              "additionalProperties": false
            }
          },
          "after": {
            "description": "The `after` of the next page, if there is one",
            "type": "string",
            "maxLength": 640
          }
        },
        "additionalProperties": false
      },
      "ApiLecture": {
        "title": "ApiLecture",
        "description": "A lecture.",
        "type": "object",
        "required": [
          "id",
          "lectureName",
          "lectureDate",
          "isLive"
        ],
        "properties": {
          "id": {
            "type": "integer",
            "minimum": 1
          },
          "lectureName": {
            "type": "string"
          },
          "lectureDate": {
            "type": "string"
          },
          "isLive": {
            "type": "boolean"
          }
        },
        "additionalProperties": false
      },
      "ApiLectureAnswer": {
        "title": "ApiLectureAnswer",
        "description": "A lecture.",
        "type": "object",
        "required": [
          "lecture"
        ],
        "properties": {
          "lecture": {
            "$ref": "#/components/schemas/ApiLecture"
          }
        },
        "additionalProperties": false
      },
      "ApiLectureList": {
        "title": "ApiLectureList",
        "description": "A page of lectures.",
        "type": "object",
        "required": [
          "lectures"
        ],
        "properties": {
          "lectures": {
            "type": "array",
            "maxItems": 200,
            "items": {
              "$ref": "#/components/schemas/ApiLecture"
            }
          },
          "before": {
            "description": "The `before` of the next older page, if there is one",
            "type": "integer",
            "minimum": 1
          }
        },
        "additionalProperties": false
      },
      "ApiUserData": {
        "title": "ApiUserData",
        "description": "Everything that is stored about the user.",
        "type": "object",
        "required": [],
        "properties": {}
      },
      "ApiRevocation": {
        "title": "ApiRevocation",
        "description": "A revocation of either a user or a token.",
        "type": "object",
        "required": [
          "id",
          "created"
        ],
        "properties": {
          "id": {
            "type": "integer",
            "minimum": 1
          },
          "user": {
            "title": "UserId",
            "description": "User ID, from the token or the guest's identity",
            "type": "string",
            "minLength": 1,
            "maxLength": 64
          },
          "token": {
            "description": "ID of the token",
            "type": "string"
          },
          "reason": {
            "type": "string"
          },
          "created": {
            "description": "Time in ms since 1970",
            "type": "integer",
            "minimum": 0
          },
          "expires": {
            "description": "Time in ms since 1970",
            "type": "integer",
            "minimum": 0
          }
        },
        "additionalProperties": false
      },
      "ApiRevocationList": {
        "title": "ApiRevocationList",
        "description": "A page of revocations.",
        "type": "object",
        "required": [
          "revocations"
        ],
        "properties": {
          "revocations": {
            "type": "array",
            "maxItems": 200,
            "items": {
              "$ref": "#/components/schemas/ApiRevocation"
            }
          },
          "before": {
            "description": "The `before` of the next older page, if there is one",
            "type": "integer",
            "minimum": 1
          }
        },
        "additionalProperties": false
      },
      "ApiRevocationAnswer": {
        "title": "ApiRevocationAnswer",
        "description": "A revocation.",
        "type": "object",
        "required": [
          "revocation"
        ],
        "properties": {
          "revocation": {
            "$ref": "#/components/schemas/ApiRevocation"
          }
        },
        "additionalProperties": false
      },
      "ApiSignedToken": {
        "title": "ApiSignedToken",
        "description": "A token.",
        "type": "object",
        "required": [
          "token",
          "expires"
        ],
        "properties": {
          "token": {
            "type": "string"
          },
          "expires": {
            "description": "Time in ms since 1970 at which it expires",
            "type": "integer"
          }
        }
      },
      "ApiAuditList": {
        "title": "ApiAuditList",
        "description": "A page of the audit log.",
        "type": "object",
        "required": [
          "entries"
        ],
        "properties": {
          "entries": {
            "type": "array",
            "maxItems": 200,
            "items": {
              "title": "ApiAuditEntry",
              "description": "What a teacher or the operator did to others.",
              "type": "object",
              "required": [
                "id",
                "at",
                "action",
                "by"
              ],
              "properties": {
                "id": {
                  "type": "integer",
                  "minimum": 1
                },
                "at": {
                  "description": "Time in ms since 1970",
                  "type": "integer",
                  "minimum": 0
                },
                "action": {
                  "type": "string"
                },
                "by": {
                  "description": "The user, or the API key. `operator` for actions from before Lectern stored the names of keys",
                  "anyOf": [
                    {
                      "const": "operator"
                    },
                    {
                      "title": "ApiAuditKey",
                      "description": "A key of the HTTP API.",
                      "type": "object",
                      "required": [
                        "key"
                      ],
                      "properties": {
                        "key": {
                          "description": "Name of the key; `apiKey` for that of the option of this name",
                          "type": "string"
                        }
                      },
                      "additionalProperties": false
                    },
                    {
                      "title": "ApiAuditUser",
                      "description": "A user.",
                      "type": "object",
                      "required": [
                        "user",
                        "name"
                      ],
                      "properties": {
                        "user": {
                          "title": "UserId",
                          "description": "User ID, from the token or the guest's identity",
                          "type": "string",
                          "minLength": 1,
                          "maxLength": 64
                        },
                        "name": {
                          "type": "string"
                        }
                      }
                    }
                  ]
                },
                "class": {
                  "description": "UUID of the class",
                  "type": "string"
                },
                "lecture": {
                  "title": "ApiAuditLecture",
                  "description": "A lecture.",
                  "type": "object",
                  "required": [
                    "id"
                  ],
                  "properties": {
                    "id": {
                      "type": "integer"
                    },
                    "name": {
                      "type": "string"
                    }
                  }
                },
                "target": {
                  "title": "ApiAuditTarget",
                  "description": "The user, client, room or token.",
                  "type": "object",
                  "required": [
                    "id"
                  ],
                  "properties": {
                    "id": {
                      "type": "string"
                    },
                    "name": {
                      "type": "string"
                    }
                  }
                },
                "detail": {
                  "type": "string"
                }
              },
              "additionalProperties": false
            }
          },
          "before": {
            "description": "The `before` of the next older page, if there is one",
            "type": "integer",
            "minimum": 1
          }
        },
        "additionalProperties": false
      },
      "ApiNodeList": {
        "title": "ApiNodeList",
        "description": "The nodes.",
        "type": "object",
        "required": [
          "nodes"
        ],
        "properties": {
          "nodes": {
            "type": "array",
            "maxItems": 1000,
            "items": {
              "title": "ApiNode",
              "description": "A node",
              "anyOf": [
                {
                  "title": "ApiAnsweringNode",
                  "description": "The state of a node that has answered.",
                  "type": "object",
                  "required": [
                    "node",
                    "answers",
                    "host",
                    "pid",
                    "version",
                    "started",
                    "ready",
                    "event_loop_delay",
                    "memory",
                    "connections",
                    "clients",
                    "rooms",
                    "queued_bytes",
                    "budgets"
                  ],
                  "properties": {
                    "node": {
                      "description": "ID of the node",
                      "type": "string"
                    },
                    "answers": {
                      "const": true
                    },
                    "host": {
                      "type": "string"
                    },
                    "pid": {
                      "type": "integer"
                    },
                    "version": {
                      "type": "string"
                    },
                    "started": {
                      "description": "Time in ms since 1970",
                      "type": "integer",
                      "minimum": 0
                    },
                    "ready": {
                      "type": "boolean"
                    },
                    "why": {
                      "description": "Why the node is not ready",
                      "type": "string"
                    },
                    "event_loop_delay": {
                      "title": "ApiDelay",
                      "description": "Delay of timers by other work within the last 5 to 10 s.",
                      "type": "object",
                      "required": [
                        "mean_ms",
                        "max_ms"
                      ],
                      "properties": {
                        "mean_ms": {
                          "type": "number"
                        },
                        "max_ms": {
                          "type": "number"
                        }
                      }
                    },
                    "memory": {
                      "title": "ApiMemory",
                      "description": "Memory of the process and of its JavaScript heap in bytes.",
                      "type": "object",
                      "required": [
                        "rss",
                        "heap_used",
                        "heap_limit"
                      ],
                      "properties": {
                        "rss": {
                          "type": "integer"
                        },
                        "heap_used": {
                          "type": "integer"
                        },
                        "heap_limit": {
                          "type": "integer"
                        }
                      }
                    },
                    "connections": {
                      "type": "integer"
                    },
                    "clients": {
                      "description": "Number of clients, including those that are disconnected and can still resume",
                      "type": "integer"
                    },
                    "rooms": {
                      "description": "Number of rooms with a client on this node",
                      "type": "integer"
                    },
                    "queued_bytes": {
                      "description": "Bytes in all send queues",
                      "type": "integer"
                    },
                    "budgets": {
                      "type": "array",
                      "items": {
                        "title": "ApiBudget",
                        "description": "A budget, with what is used of it and how often it refused.",
                        "type": "object",
                        "required": [
                          "name",
                          "refused"
                        ],
                        "properties": {
                          "name": {
                            "type": "string"
                          },
                          "used": {
                            "description": "Amount in use; absent for a budget that is only a rate",
                            "type": "number"
                          },
                          "limit": {
                            "type": "number"
                          },
                          "shared": {
                            "description": "Present if all nodes report the same amount",
                            "const": true
                          },
                          "refused": {
                            "description": "Number of refusals since the start",
                            "type": "integer"
                          }
                        }
                      }
                    }
                  },
                  "additionalProperties": false
                },
                {
                  "title": "ApiSilentNode",
                  "description": "A node that has not answered in time.",
                  "type": "object",
                  "required": [
                    "node",
                    "answers"
                  ],
                  "properties": {
                    "node": {
                      "description": "ID of the node",
                      "type": "string"
                    },
                    "answers": {
                      "const": false
                    }
                  },
                  "additionalProperties": false
                }
              ]
            }
          }
        },
        "additionalProperties": false
      },
      "ApiRefusalList": {
        "title": "ApiRefusalList",
        "description": "Recent refusals.",
        "type": "object",
        "required": [
          "refusals",
          "missing"
        ],
        "properties": {
          "refusals": {
            "type": "array",
            "maxItems": 200,
            "items": {
              "title": "ApiRefusal",
              "description": "Refusals with the same reason for the same user or network.",
              "type": "object",
              "required": [
                "what",
                "code",
                "count",
                "first",
                "last"
              ],
              "properties": {
                "what": {
                  "description": "Part of the server that refused something: a WebSocket, a login, a message, or a request to the HTTP API",
                  "enum": [
                    "connection",
                    "login",
                    "message",
                    "request"
                  ]
                },
                "type": {
                  "description": "Type of the message; absent for others, and if it is not known",
                  "type": "string"
                },
                "code": {
                  "description": "The reason of a login, the HTTP status of a connection, otherwise the error code",
                  "type": "string"
                },
                "user": {
                  "description": "ID of the user; absent if it is not known. For a network, the user who was refused last",
                  "type": "string"
                },
                "network": {
                  "description": "Network of a guest, or of a client that is not known",
                  "type": "string"
                },
                "count": {
                  "type": "integer",
                  "minimum": 1
                },
                "first": {
                  "description": "Time in ms since 1970",
                  "type": "integer",
                  "minimum": 0
                },
                "last": {
                  "description": "Time in ms since 1970",
                  "type": "integer",
                  "minimum": 0
                }
              }
            }
          },
          "missing": {
            "description": "IDs of nodes that did not answer",
            "type": "array",
            "items": {
              "type": "string"
            }
          }
        },
        "additionalProperties": false
      },
      "ApiLiveLectureList": {
        "title": "ApiLiveLectureList",
        "description": "A page of live lectures.",
        "type": "object",
        "required": [
          "lectures"
        ],
        "properties": {
          "lectures": {
            "type": "array",
            "maxItems": 200,
            "items": {
              "title": "ApiLiveLecture",
              "description": "A live lecture.",
              "type": "object",
              "required": [
                "id",
                "name",
                "date",
                "class",
                "clients"
              ],
              "properties": {
                "id": {
                  "type": "integer",
                  "minimum": 1
                },
                "name": {
                  "type": "string"
                },
                "date": {
                  "type": "string"
                },
                "class": {
                  "description": "UUID of the class",
                  "type": "string"
                },
                "title": {
                  "description": "Title of the class",
                  "type": "string"
                },
                "clients": {
                  "type": "integer",
                  "minimum": 0
                }
              },
              "additionalProperties": false
            }
          },
          "before": {
            "description": "The `before` of the next older page, if there is one",
            "type": "integer",
            "minimum": 1
          }
        },
        "additionalProperties": false
      },
      "ApiWebhookList": {
        "title": "ApiWebhookList",
        "description": "The webhooks.",
        "type": "object",
        "required": [
          "webhooks"
        ],
        "properties": {
          "webhooks": {
            "type": "array",
            "items": {
              "title": "ApiWebhook",
              "description": "A webhook.",
              "type": "object",
              "required": [
                "id",
                "url",
                "events",
                "state",
                "pending",
                "dead",
                "lost"
              ],
              "properties": {
                "id": {
                  "type": "integer",
                  "minimum": 1
                },
                "url": {
                  "description": "URL without secrets",
                  "type": "string"
                },
                "events": {
                  "description": "Types of the events that it takes; empty for all",
                  "type": "array",
                  "items": {
                    "type": "string"
                  }
                },
                "state": {
                  "type": "string"
                },
                "pending": {
                  "type": "integer"
                },
                "oldest": {
                  "description": "Time in ms since 1970",
                  "type": "integer",
                  "minimum": 0
                },
                "dead": {
                  "type": "integer"
                },
                "lost": {
                  "type": "integer"
                },
                "error": {
                  "type": "string"
                }
              }
            }
          }
        },
        "additionalProperties": false
      },
      "ApiDeadEventList": {
        "title": "ApiDeadEventList",
        "description": "A page of dead events.",
        "type": "object",
        "required": [
          "events"
        ],
        "properties": {
          "events": {
            "type": "array",
            "maxItems": 200,
            "items": {
              "title": "ApiDeadEvent",
              "description": "An event that a webhook did not take.",
              "type": "object",
              "required": [
                "id",
                "endpoint",
                "url",
                "event",
                "body",
                "attempts",
                "error",
                "at"
              ],
              "properties": {
                "id": {
                  "type": "integer",
                  "minimum": 1
                },
                "endpoint": {
                  "description": "ID of the webhook",
                  "type": "integer"
                },
                "url": {
                  "type": "string"
                },
                "event": {
                  "description": "ID of the event",
                  "type": "string"
                },
                "body": {
                  "title": "ApiEventBody",
                  "description": "The event as it was sent.",
                  "type": "object",
                  "required": [
                    "type",
                    "data"
                  ],
                  "properties": {
                    "type": {
                      "type": "string"
                    },
                    "data": {
                      "title": "ApiEventData",
                      "description": "What has happened, by type.",
                      "type": "object",
                      "required": [
                        "room"
                      ],
                      "properties": {
                        "room": {
                          "description": "ID of the room",
                          "type": "string"
                        }
                      }
                    }
                  }
                },
                "attempts": {
                  "type": "integer"
                },
                "error": {
                  "description": "Why the last attempt failed",
                  "type": "string"
                },
                "at": {
                  "description": "Time in ms since 1970",
                  "type": "integer",
                  "minimum": 0
                }
              },
              "additionalProperties": false
            }
          },
          "before": {
            "description": "The `before` of the next older page, if there is one",
            "type": "integer",
            "minimum": 1
          }
        },
        "additionalProperties": false
      },
      "ApiRetriedWebhooks": {
        "title": "ApiRetriedWebhooks",
        "description": "Number of events that are sent again.",
        "type": "object",
        "required": [
          "retried"
        ],
        "properties": {
          "retried": {
            "type": "integer",
            "minimum": 0
          }
        },
        "additionalProperties": false
      },
      "ApiDocument": {
        "title": "ApiDocument",
        "description": "An OpenAPI 3.1 document.",
        "type": "object",
        "required": [
          "openapi"
        ],
        "properties": {
          "openapi": {
            "type": "string"
          }
        }
      }
    }
  }
};
