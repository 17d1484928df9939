#!/usr/bin/env python3
"""Chat in a room and in a lecture from the terminal.

    python3 examples/python/chat.py http://127.0.0.1:8080 blue [CLASS_UUID LECTURE_ID]

Each line of the standard input is sent to the room, or to the lecture if it begins with `lecture: `. The end of the
input ends the session. The environment can set NAME, and LECTERN_TOKEN for servers that require a login. If the
connection is lost, the program resumes its session and prints the messages that it missed.
"""

import asyncio
import os
import sys

from lectern import Client, Closed, Refused


def show(message):
    """Prints chat, with its number in the log."""
    data = message.get("data")
    if message["type"] == "text":
        print(f"{message['receiver']} #{message['seq']} {data['from']}: {data['text']}", flush=True)
    elif message["type"] == "LiveChatTextMessage" and "seq" in message:
        text = data["message"]["text"]["en"]["result"]
        print(f"{message['receiver']} #{message['seq']} {data['message']['senderName']}: {text}", flush=True)


def tell(event):
    print(f"* {event}", flush=True)


async def join_lecture(client, class_uuid, lecture_id):
    """Enrolls in the class if necessary, and joins the lecture."""
    try:
        await client.request("EnrollClass", {"classUuid": class_uuid})
    except Refused as refused:
        if refused.code != 409:  # already enrolled
            raise
    await client.request("JoinClass", {"classUuid": class_uuid})
    joined = await client.request("JoinLecture", {"classUuid": class_uuid, "lectureId": lecture_id})
    tell(f"joined the lecture {joined['data']['lecture']['lectureName']}")


async def lines():
    """The lines of the standard input."""
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    async for line in reader:
        yield line.decode().rstrip("\n")


async def send_lines(client, room, lecture):
    async for line in lines():
        try:
            if lecture and line.startswith("lecture: "):
                class_uuid, lecture_id = lecture
                text = line[len("lecture: ") :]
                data = {"classUuid": class_uuid, "lectureId": lecture_id, "text": text}
                await client.request("LiveChatTextMessage", data)
            elif line:
                await client.say(room, line)
        except Refused as refused:
            tell(f"not sent: {refused}")
    await client.end()


async def main(server, room, class_uuid=None, lecture_id=None):
    lecture = (class_uuid, int(lecture_id)) if class_uuid else None

    async def begin():
        try:
            if lecture:
                await join_lecture(client, *lecture)
        except Refused as refused:
            tell(f"the lecture cannot be joined: {refused}")

    name = os.environ.get("NAME", "Python")
    client = Client(server, room, name, show, tell, begin, os.environ.get("LECTERN_TOKEN"))
    sending = asyncio.create_task(send_lines(client, room, lecture))
    try:
        await client.run()
        tell("session ended")
    finally:
        sending.cancel()


if __name__ == "__main__":
    if len(sys.argv) not in (3, 5):
        sys.exit(__doc__)
    try:
        asyncio.run(main(*sys.argv[1:]))
    except Closed as error:
        sys.exit(str(error))
