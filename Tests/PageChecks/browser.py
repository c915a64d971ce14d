"""A headless Chromium that is told what to do over a pipe (the DevTools protocol)."""

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time


def find():
    """The program's path, or None."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Failure(Exception):
    """What the page or the browser said against it."""


class Browser:
    def __init__(self, program):
        self.profile = tempfile.mkdtemp(prefix="wireprism-page-")
        # The browser reads commands from its descriptor 3 and writes to 4, each message ended by a zero byte.
        read_here, write_there = os.pipe()
        read_there, write_here = os.pipe()
        arguments = [
            program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
            "--remote-debugging-pipe", "--user-data-dir=" + self.profile, "about:blank",
        ]
        shell = 'exec "$@" 3<&%d 4>&%d' % (read_there, write_there)
        self.process = subprocess.Popen(
            ["bash", "-c", shell, "bash"] + arguments, pass_fds=(read_there, write_there), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(read_there)
        os.close(write_there)
        self.output = os.fdopen(write_here, "wb", buffering=0)
        self.input = os.fdopen(read_here, "rb")
        self.number = 0
        self.events = []
        self.attach("about:blank")

    session = None

    def attach(self, url):
        """Opens a page of its own, to which commands go from now on."""
        self.session = None
        target = self.call("Target.createTarget", url=url)["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(domain + ".enable")

    def call(self, method, **parameters):
        """Sends a command and waits for its result."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self.output.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise Failure("%s: %s" % (method, answer["error"]["message"]))
                return answer["result"]

    def receive(self):
        data = bytearray()
        while True:
            byte = self.input.read(1)
            if not byte:
                raise Failure("the browser went away")
            if byte == b"\0":
                break
            data += byte
        answer = json.loads(data)
        if "method" in answer:
            self.events.append(answer)
        return answer

    def evaluate(self, expression):
        """The value of a JavaScript expression in the page."""
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            raise Failure("%s: %s" % (expression, details.get("exception", {}).get("description", details["text"])))
        return result["result"].get("value")

    def open(self, path, width=1440, height=1000):
        """Opens a file and waits until the page says that it is drawn; answers the seconds that took."""
        self.events.clear()
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        begin = time.monotonic()
        # The page that was there must not answer in the new one's place.
        self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url="file://" + os.path.abspath(path))
        while time.monotonic() < begin + 60:
            if self.evaluate("location.protocol === 'file:' && document.documentElement?.dataset.ready === ''"):
                return time.monotonic() - begin
            if self.complaints():
                break
            time.sleep(0.02)
        raise Failure("%s was not drawn: %s" % (path, "; ".join(self.complaints()) or "it took too long"))

    def complaints(self):
        """What the console, the content security policy and the script said, and addresses asked for besides the page."""
        said = []
        for event in self.events:
            parameters = event["params"]
            if event["method"] == "Runtime.exceptionThrown":
                details = parameters["exceptionDetails"]
                said.append(details.get("exception", {}).get("description", details["text"]))
            elif event["method"] == "Runtime.consoleAPICalled":
                said.append("console: %s" % [argument.get("value") for argument in parameters["args"]])
            elif event["method"] == "Log.entryAdded":
                said.append(parameters["entry"]["text"])
            elif event["method"] == "Page.javascriptDialogOpening":
                said.append("a dialog: " + parameters["message"])
            elif event["method"] == "Network.requestWillBeSent" and parameters["type"] != "Document":
                said.append("a request: " + parameters["request"]["url"])
        return said

    def press(self, key, text=None):
        """Presses a key where the focus is."""
        parameters = {"key": key}
        if text:
            parameters["text"] = text
        codes = {"Enter": 13, "Escape": 27, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40, "Tab": 9,
                 "Home": 36, "End": 35}
        if key in codes:
            parameters["windowsVirtualKeyCode"] = codes[key]
        self.call("Input.dispatchKeyEvent", type="keyDown", **parameters)
        self.call("Input.dispatchKeyEvent", type="keyUp", **parameters)
        self.settle()

    def settle(self):
        """Waits for the next frame but one, when what was asked for is drawn."""
        self.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))")

    def look(self, path):
        """Saves a picture of what is in view."""
        picture = self.call("Page.captureScreenshot", format="webp", quality=85)
        with open(path, "wb") as file:
            file.write(base64.b64decode(picture["data"]))

    def close(self):
        try:
            self.session = None
            self.call("Browser.close")
        except (Failure, OSError):
            pass
        self.process.wait(timeout=20)
        shutil.rmtree(self.profile, ignore_errors=True)
