"""A client of the Lectern protocol, written from docs/protocol.md.

It needs Python 3.9 or newer and the package websockets (Debian: python3-websockets).
"""

import asyncio
import base64
import json
import random
import time
import uuid
from urllib.parse import quote

import websockets

ACK_MESSAGES = 32
ACK_SECONDS = 1
GRACE_SECONDS = 10
REQUEST_SECONDS = 10
# Close codes below 4000 after which the server says not to reconnect.
FINAL_CODES = {1000, 1002, 1003, 1007, 1008, 1009}


class Refused(Exception):
    """The server refused a request. `code` is an error code, or a status in requests of classes and lectures."""

    def __init__(self, code, message):
        super().__init__(f"{message} ({code})")
        self.code = code


class Closed(Exception):
    """The session has ended and cannot be resumed."""


def refusal(message):
    """Returns the code, the reason and the data of a refusal in any of its three forms, or None."""
    data = message.get("data")
    if message["type"] == "error":
        return data["code"], data["message"], data
    if not isinstance(data, dict):
        return None
    status = data.get("status")
    if status == "error":
        return data["code"], data["data"], data
    if isinstance(status, int) and not isinstance(status, bool) and status not in (200, 202):
        return status, data["message"], data
    return None


def log_of(receiver):
    """Returns the name of the log that a message with this receiver and a `seq` belongs to."""
    if receiver.startswith("room/"):
        return receiver[len("room/") :]
    return receiver if receiver.startswith("/") else "direct"


class Client:
    """A session over all of its connections.

    `on_message(message)` is called for each message, once and in the order of its log.
    `on_event(text)` is called when the connection is lost, and when the session is resumed or begins again.
    `on_login()` is a coroutine that runs at the beginning of each session, for example to join a lecture.
    """

    def __init__(self, server, room, name, on_message, on_event, on_login, token=None):
        origin = server.replace("http", "ws", 1).rstrip("/")
        self.url = f"{origin}/room/{quote(room, safe='')}/ws?login=1&deltas=1"
        self.name = name
        self.token = token
        self.on_message = on_message
        self.on_event = on_event
        self.on_login = on_login
        self.identity = None  # of a guest
        self.id = None
        self.ticket = None
        self.seen = {}  # the last `seq` of each log
        self.requests = {}  # unanswered requests, by their `id`
        self.unacknowledged = 0
        self.timers = {}
        self.socket = None
        self.ready = asyncio.Event()  # logged in or resumed
        self.ended = False
        self.beginning = None

    async def run(self):
        """Connects, and reconnects until the session ends. Raises Closed if the server ends it."""
        attempt = 0
        while not self.ended:
            wait = random.uniform(0, min(0.5 * 2**attempt, 30))
            attempt += 1
            try:
                async with websockets.connect(
                    self.url, subprotocols=self.subprotocols(), ping_interval=None, max_size=2**23, close_timeout=2
                ) as socket:
                    self.socket = socket
                    try:
                        await self.speak(socket)
                    except websockets.ConnectionClosed:
                        pass
                    attempt = 0 if self.ready.is_set() else attempt
                    self.lost()
                    wait = self.wait_after(socket.close_code, socket.close_reason, wait)
            except websockets.InvalidHandshake as error:
                if getattr(error, "status_code", 503) != 503:
                    raise Closed(f"the server refused the connection: {error}") from error
            except (OSError, asyncio.TimeoutError):
                pass
            if not self.ended:
                await asyncio.sleep(wait)

    def subprotocols(self):
        shown = [f"lectern.token.{self.identity}"] if self.identity else []
        return ["lectern", *shown]

    def wait_after(self, code, reason, wait):
        """Returns the seconds to wait before reconnecting. Raises Closed if the server says not to reconnect."""
        if not self.ended and (code in FINAL_CODES or 4500 <= code <= 4999):
            self.ended = True
            raise Closed(f"closed by the server with code {code}: {reason}")
        if code == 4000 and reason.startswith("retry_after_ms="):
            return int(reason.split("=")[1]) / 1000
        return wait

    def lost(self):
        if self.ready.is_set() and not self.ended:
            self.on_event("connection lost")
        self.ready.clear()
        for timer in self.timers.values():
            timer.cancel()
        self.timers.clear()
        self.unacknowledged = 0

    async def speak(self, socket):
        """Logs in or resumes on a new connection, and receives until it is lost."""
        welcome = json.loads(await asyncio.wait_for(socket.recv(), REQUEST_SECONDS))["data"]
        self.identity = welcome.get("token", self.identity)
        silence = welcome["heartbeat_ms"] / 1000 + GRACE_SECONDS
        if self.ticket:
            await self.send({"type": "relogin", "data": {"ticket": self.ticket, "seen": self.seen}})
        else:
            await self.send_login(welcome)
        while True:
            try:
                frame = await asyncio.wait_for(socket.recv(), silence)
            except asyncio.TimeoutError:
                # 1000 would end the session.
                await socket.close(4000)
                return
            await self.receive(json.loads(frame), welcome)

    async def send_login(self, welcome):
        agent = {"sdk": {"type": "Python example", "version": "1"}}
        data = {"protocol": "1.2", "reconnection": True, "userAgent": agent}
        if welcome["login"] == "required":
            data["token"] = self.token
        await self.send({"type": "login", "data": data})

    async def receive(self, message, welcome):
        if message["type"] == "ping" and message["sender"] == "server":
            await self.send({"type": "pong", "data": message.get("data")})
        elif message["type"] == "login":
            await self.logged_in(message, welcome)
        elif message["type"] == "relogin":
            await self.resumed(message, welcome)
        else:
            self.process(message)

    async def logged_in(self, message, welcome):
        refused = refusal(message)
        if refused and refused[2].get("retry_after_ms") is None and refused[0] != "unavailable":
            self.ended = True
            raise Closed(f"login refused: {refused[1]}")
        if refused:
            await asyncio.sleep(refused[2].get("retry_after_ms", 2000) / 1000)
            await self.send_login(welcome)
            return
        data = message["data"]["data"]
        self.id = data["id"]
        self.seen = {}
        self.renew(data["reconnectionTicket"])
        # Requests of an earlier session might have been performed: another client must not repeat them.
        for _, answer in self.requests.values():
            if not answer.done():
                answer.set_exception(Refused("disconnected", "the session was lost"))
        self.requests.clear()
        if welcome["login"] == "optional":
            await self.send({"type": "profile", "data": {"username": self.name}})
        self.on_event(f"logged in as {data['user']}")
        self.ready.set()
        self.beginning = asyncio.create_task(self.on_login())

    async def resumed(self, message, welcome):
        refused = refusal(message)
        if refused and refused[0] in ("rate-limited", "unavailable"):
            await self.socket.close(4000)
        elif refused and refused[0] == "conflict":
            self.ended = True
            raise Closed(refused[1])
        elif refused:
            self.on_event(f"not resumed: {refused[1]}")
            self.ticket = None
            await self.send_login(welcome)
        else:
            await self.go_on(message["data"])

    async def go_on(self, data):
        """Continues the session: first the missed messages, then the requests that were not answered."""
        self.id = data["id"]
        self.renew(data["data"]["ticket"])
        missed = data["data"]["messages"]
        for each in missed:
            self.process(each)
        for log, state in data["logs"].items():
            self.seen[log] = state["seq"]
        self.acknowledge_soon()
        gaps = [log for log, state in data["logs"].items() if not state["recovered"]]
        result = f"messages are missing in {', '.join(gaps)}" if gaps else "nothing is missing"
        self.on_event(f"resumed with {len(missed)} missed messages, {result}")
        self.ready.set()
        for envelope, _ in list(self.requests.values()):
            await self.send(envelope)

    def renew(self, ticket):
        """Stores the next ticket, and plans to request another one when half of its time has passed."""
        self.ticket = ticket
        times = json.loads(base64.b64decode(ticket))
        half = (times["notAfter"] - times["notBefore"]) / 2000
        self.later("refresh", half, self.refresh)

    async def refresh(self):
        reply = await self.request("refreshReconnectionTicket")
        self.renew(reply["data"]["data"])

    def process(self, message):
        """Handles one message that is not part of the session's own exchange."""
        seq = message.get("seq")
        if seq is not None:
            log = log_of(message["receiver"])
            last = self.seen.get(log)
            if last is not None and seq <= last:
                return
            if last is not None and seq > last + 1:
                self.on_event(f"gap in {log}: {seq} follows {last}")
            self.seen[log] = seq
            self.unacknowledged += 1
        request = self.requests.pop(message.get("id"), None)
        if request and not request[1].done():
            request[1].set_result(message)
        self.on_message(message)
        if seq is not None:
            self.acknowledge_soon()

    def acknowledge_soon(self):
        if self.unacknowledged >= ACK_MESSAGES:
            self.later("ack", 0, self.acknowledge)
        elif "ack" not in self.timers:
            self.later("ack", ACK_SECONDS, self.acknowledge)

    async def acknowledge(self):
        self.timers.pop("ack", None)
        self.unacknowledged = 0
        await self.send({"type": "ack", "data": self.seen})

    def later(self, name, seconds, action):
        """Does something later on this connection, in place of what was planned under the same name."""
        if name in self.timers:
            self.timers[name].cancel()
        loop = asyncio.get_running_loop()
        self.timers[name] = loop.call_later(seconds, lambda: loop.create_task(self.unless_lost(action())))

    async def unless_lost(self, action):
        try:
            await action
        except (websockets.ConnectionClosed, Refused, asyncio.TimeoutError):
            pass

    async def send(self, envelope):
        await self.socket.send(json.dumps(envelope))

    async def request(self, type, data=None, receiver="server"):
        """Sends a message and returns its reply. Waits while the connection is lost. Raises Refused."""
        envelope = {"receiver": receiver, "type": type, "id": str(uuid.uuid4())}
        if data is not None:
            envelope["data"] = data
        while True:
            reply = await self.exchange(envelope)
            refused = refusal(reply)
            if not refused:
                return reply
            code, reason, details = refused
            if "retry_after_ms" not in details:
                raise Refused(code, reason)
            await asyncio.sleep(details["retry_after_ms"] / 1000)

    async def exchange(self, envelope):
        await self.ready.wait()
        answer = asyncio.get_running_loop().create_future()
        self.requests[envelope["id"]] = (envelope, answer)
        await self.unless_lost(self.send(envelope))
        return await answer

    async def say(self, room, text):
        """Sends a text to a room that the client is in."""
        data = {"from": self.name, "time": int(time.time() * 1000), "text": text}
        await self.request("text", data, f"room/{room}")

    async def end(self):
        """Ends the session."""
        await self.ready.wait()
        self.ended = True
        await self.send({"type": "logout"})
