"""A way to the server that breaks: a port of its own for each run, whose first connections are cut at random."""

import asyncio
import socket
import struct


class Cutter:
    """Passes bytes on both ways, and cuts after so many of the server's bytes or after so long, so many times."""

    def __init__(self, server_port, cuts, random):
        self.server_port, self.cuts_left, self.random = server_port, cuts, random
        self.cuts, self.requests, self.no_content, self.carried = 0, 0, 0, set()

    async def open(self):
        """Begins to listen. The port."""
        self.listener = await asyncio.start_server(self.carry, "127.0.0.1", 0)
        return self.listener.sockets[0].getsockname()[1]

    async def close(self):
        """Once the browser is gone, its connections end."""
        self.listener.close()
        await asyncio.gather(*self.carried)

    async def carry(self, browser, to_browser):
        self.carried.add(asyncio.current_task())
        cut = self.cuts < self.cuts_left
        try:
            server, to_server = await asyncio.open_connection("127.0.0.1", self.server_port)
        except OSError:
            # The server is down: the browser sees a connection that closes without an answer.
            return to_browser.transport.abort()
        sends = asyncio.create_task(self.send(browser, to_server))
        try:
            async with asyncio.timeout(self.random.uniform(0.1, 2) if cut else None):
                if await self.answer(server, to_browser, self.random.randint(1, 1_500) if cut else None):
                    self.cut(to_browser)
        except TimeoutError:
            self.cut(to_browser)
        except OSError:
            pass  # One of the two has closed already.
        finally:
            sends.cancel()
            to_browser.transport.abort()
            to_server.transport.abort()

    def cut(self, to_browser):
        """Resets the connection. Closed instead, a browser would take half of a response's head for all of it: only TLS tells."""
        self.cuts += 1
        linger = struct.pack("ii", 1, 0)
        to_browser.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)

    async def send(self, browser, to_server):
        while data := await browser.read(65_536):
            self.requests += data.startswith(b"GET ")
            to_server.write(data)
        to_server.close()

    async def answer(self, server, to_browser, bytes_left):
        """Whether it was cut short."""
        while data := await server.read(65_536):
            self.no_content += data.startswith(b"HTTP/1.1 204 ")
            to_browser.write(data if bytes_left is None else data[:bytes_left])
            await to_browser.drain()
            if bytes_left is not None and (bytes_left := bytes_left - len(data)) <= 0:
                return True
        return False
