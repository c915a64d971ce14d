"""What the network monitor of Firefox makes of an archive: it is opened in a headless browser and imports the file."""

import base64
import json
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

from archive import Request, expect_same
from failure import Failure

#: Seconds in which the browser must be there.
PATIENCE = 60

OPEN_MONITOR = """
    const { require } = ChromeUtils.importESModule("resource://devtools/shared/loader/Loader.sys.mjs");
    const { gDevTools } = require("resource://devtools/client/framework/devtools.js");
    const tab = Services.wm.getMostRecentWindow("navigator:browser").gBrowser.selectedTab;
    const toolbox = await gDevTools.showToolboxForTab(tab, { toolId: "netmonitor" });
    window.monitor = toolbox.getCurrentPanel().panelWin;
"""
IMPORT = """
    const { store, windowRequire } = window.monitor;
    const actions = windowRequire("devtools/client/shared/vendor/redux").bindActionCreators(
        windowRequire("devtools/client/netmonitor/src/actions/index"), store.dispatch);
    const { HarImporter } = windowRequire("devtools/client/netmonitor/src/har/har-importer");
    const { getSortedRequests } = windowRequire("devtools/client/netmonitor/src/selectors/index");
    new HarImporter(actions).import(parameters[0]);
    return Array.from(getSortedRequests(store.getState()), (request) => {
        const { content } = request.responseContent, { ssl } = request.eventTimings.timings;
        return {
            method: request.method, url: request.url, status: request.status, size: request.contentSize,
            content: content.text ?? "", encoding: content.encoding ?? "",
            // It adds up all parts, and so counts TLS twice, which is a part of connecting (HAR 1.2, timings).
            time: request.totalTime - Math.max(0, ssl),
        };
    });
"""


def check(archives):
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if not program:
        return "Firefox: skipped, for there is no firefox"
    firefox = Firefox(program)
    try:
        firefox.run(OPEN_MONITOR)
        for archive in archives:
            expect_same(archive, "Firefox", [request(**members) for members in firefox.run(IMPORT, archive.text)])
    finally:
        firefox.close()
    return "Firefox: %d requests imported" % sum(len(archive.requests) for archive in archives)


def request(content, encoding, **members):
    return Request(content=base64.b64decode(content) if encoding else content.encode(), **members)


class Firefox:
    """A headless Firefox that is told what to do through Marionette, whose messages are `length:JSON`."""

    def __init__(self, program):
        self.profile = pathlib.Path(tempfile.mkdtemp(prefix="wireprism-har-"))
        # The browser takes a free port and writes down which.
        (self.profile / "user.js").write_text('user_pref("marionette.port", 0);\n')
        self.process = subprocess.Popen(
            [program, "--headless", "--marionette", "--remote-allow-system-access", "--no-remote", "--profile", self.profile,
             "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.number = 0
        try:
            self.socket = socket.create_connection(("127.0.0.1", self.port()), timeout=PATIENCE)
            self.input = self.socket.makefile("rb")
            self.receive()
            self.call("WebDriver:NewSession", capabilities={})
            self.call("Marionette:SetContext", value="chrome")
        except BaseException:
            self.close()
            raise

    def port(self):
        """The port that the browser listens on, as soon as it does."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            try:
                return int((self.profile / "MarionetteActivePort").read_text())
            except (OSError, ValueError):
                time.sleep(0.05)
        raise Failure("Firefox: it did not start")

    def call(self, command, **parameters):
        """Sends a command and waits for its result."""
        self.number += 1
        message = json.dumps([0, self.number, command, parameters]).encode()
        self.socket.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = self.receive()
        if error:
            raise Failure("Firefox: %s: %s" % (command, error["message"]))
        return result

    def receive(self):
        length = b""
        while not length.endswith(b":"):
            byte = self.input.read(1)
            if not byte:
                raise Failure("Firefox: it went away")
            length += byte
        return json.loads(self.input.read(int(length[:-1])))

    def run(self, body, *parameters):
        """What the body of an asynchronous function answers in the browser's own window."""
        script = """const done = arguments[arguments.length - 1], parameters = [...arguments];
            (async () => { %s })().then((value) => done({ value }), (error) => done({ error: String(error) }));""" % body
        result = self.call("WebDriver:ExecuteAsyncScript", script=script, args=list(parameters))["value"]
        if "error" in result:
            raise Failure("Firefox: " + result["error"])
        return result.get("value")

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=20)
        shutil.rmtree(self.profile, ignore_errors=True)
