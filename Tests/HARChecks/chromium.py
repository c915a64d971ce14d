"""What the network panel of Chromium's DevTools makes of an archive: its own importer is run on it."""

import base64
import json
import pathlib
import sys

from archive import Request, expect_same
from failure import Failure

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "PageChecks"))
import browser  # noqa: E402

FRONT_END = "devtools://devtools/bundled/"
IMPORT = """(async () => {
    const { HARFormat, Importer } = await import("%(front_end)smodels/har/har.js");
    const { log } = new HARFormat.HARRoot(JSON.parse(%(archive)s));
    return Promise.all(Importer.Importer.requestsFromHARLog(log).map(async (request) => {
        const content = await request.requestContentData();
        const isText = "error" in content || content.isTextContent;
        return {
            method: request.requestMethod, url: request.url(), status: request.statusCode,
            size: request.resourceSize, isText, content: "error" in content ? "" : isText ? content.text : content.base64,
            messages: request.frames().length, time: request.duration * 1000,
        };
    }));
})()"""


def check(archives):
    program = browser.find()
    if not program:
        return "Chromium: skipped, for there is no chromium"
    devtools = browser.Browser(program)
    try:
        devtools.attach(FRONT_END + "devtools_app.html")
        for archive in archives:
            shown = devtools.evaluate(IMPORT % {"front_end": FRONT_END, "archive": json.dumps(archive.text)})
            expect_same(archive, "Chromium", [request(**members) for members in shown])
    except browser.Failure as failure:
        raise Failure("Chromium: %s" % failure) from failure
    finally:
        devtools.close()
    return "Chromium: %d requests imported" % sum(len(archive.requests) for archive in archives)


def request(isText, content, **members):
    return Request(content=content.encode() if isText else base64.b64decode(content), **members)
