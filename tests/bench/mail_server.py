"""A mail server that takes every mail and keeps none: `python -m tests.bench.mail_server 2525 100`.

The second number is how many milliseconds it takes to accept one. A relay on the internet is rarely
quicker than 100.
"""

import asyncio
import sys

ANSWERS = {"EHLO": "250 here", "HELO": "250 here", "DATA": "354 go on", "QUIT": "221 bye"}


def command(port: int, milliseconds: float) -> list[object]:
    """What starts it."""
    return [sys.executable, "-m", "tests.bench.mail_server", port, milliseconds]


async def _serve(port: int, delay: float) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        while line := await reader.readline():
            word = line[:4].decode().upper()
            writer.write(f"{ANSWERS.get(word, '250 fine')}\r\n".encode())
            if word == "DATA":
                await reader.readuntil(b"\r\n.\r\n")
                await asyncio.sleep(delay)
                writer.write(b"250 taken\r\n")
            elif word == "QUIT":
                break
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), float(sys.argv[2]) / 1000))
