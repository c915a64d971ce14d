"""hypercorn, which runs an ASGI application."""

import asyncio
import threading
import time

import hypercorn.asyncio
import hypercorn.config

from .servers import is_listened_on


class HypercornServer:
    """Runs an application on a port of the loopback interface until the body ends. `settings` are hypercorn's."""

    def __init__(self, application, port, **settings):
        self.application, self.port = application, port
        self.configuration = hypercorn.config.Config.from_mapping(
            bind=["127.0.0.1:%d" % port], loglevel="ERROR", **settings
        )

    def __enter__(self):
        self.loop = asyncio.new_event_loop()
        self.is_over = asyncio.Event()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()
        while not is_listened_on(self.port):
            time.sleep(0.05)
        return self

    def __exit__(self, *problem):
        self.loop.call_soon_threadsafe(self.is_over.set)
        self.thread.join()

    def run(self):
        asyncio.set_event_loop(self.loop)
        serving = hypercorn.asyncio.serve(self.application, self.configuration, shutdown_trigger=self.is_over.wait)
        self.loop.run_until_complete(serving)
