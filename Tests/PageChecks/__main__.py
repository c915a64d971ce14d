"""Checks the page of `wireprism report` in a headless Chromium.

    Scripts/check-page .build/debug/wireprism [--pictures DIRECTORY]
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import captures
from browser import Browser, Failure, find

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "Fixtures"
RESOURCES = ROOT / "Sources/Report/Page/Resources"

#: Seconds in which a page must be drawn; a machine that does much else at the time is slower.
PATIENCE = 5


def expect(condition, sentence):
    if not condition:
        raise Failure(sentence)


class Checks:
    def __init__(self, program, browser, folder):
        self.program, self.browser, self.folder = program, browser, folder

    def page(self, *captures):
        """The page of captures, opened without a complaint; the seconds that it took."""
        path = self.folder / "page.html"
        subprocess.run([self.program, "report", "-q", *map(str, captures), "-o", path], check=True)
        seconds = self.browser.open(path)
        self.expect_silence()
        return seconds

    def expect_silence(self):
        self.browser.settle()
        said = self.browser.complaints()
        expect(not said, "the browser said: " + "; ".join(said))

    def records(self, capture):
        output = subprocess.run([self.program, "export", "-q", capture], check=True, capture_output=True).stdout
        return [json.loads(line) for line in output.splitlines()]

    def count(self, selector):
        return self.browser.evaluate("document.querySelectorAll(%s).length" % json.dumps(selector))

    def text(self, selector):
        return self.browser.evaluate("document.querySelector(%s).textContent" % json.dumps(selector))

    def show_all_rows(self):
        """Lets the waterfall be so high that no row is left out."""
        self.browser.evaluate("byID('grid').style.maxHeight = 'none', dispatchEvent(new Event('resize'))")
        self.browser.settle()

    def every_exchange_has_its_bars(self):
        for name in ("shop.pcapng", "h2c-push.pcap", "http1-pipelined.pcap"):
            self.page(FIXTURES / name)
            self.show_all_rows()
            records = self.records(FIXTURES / name)
            exchanges = [record for record in records if record["record"] == "exchange"]
            rows = self.count("#grid .row:not(.group) .bars:has(.span)")
            expect(rows == len(exchanges), "%s has %d exchanges, the waterfall %d bars" % (name, len(exchanges), rows))
            groups = self.count("#grid .row.group")
            wanted = len({exchange["connection"] for exchange in exchanges})
            expect(groups == wanted, "%s has %d connections, the waterfall %d" % (name, wanted, groups))
            pushed = sum(exchange["pushed"] for exchange in exchanges)
            expect(self.count(".bars .pushed") == pushed, "%s has %d pushes" % (name, pushed))
        expect(self.count("#grid .bars .queue") > 0, "nothing shows that pipelined responses waited")

    def waiting_is_marked(self):
        self.page(FIXTURES / "http1-loss.pcap")
        expect(self.count("#grid .bars .lost") > 0, "nothing shows that lost segments held responses up")
        self.page(FIXTURES / "h2c-multiplexed.pcap")
        expect(self.count("#grid .bars .flow") > 0, "nothing shows that flow control held responses back")

    def headers_are_charted(self):
        """Two charts over the sections, two of tables of other sizes, for the connection whose table is in use."""
        self.page(FIXTURES / "shop.pcapng")
        for chart in ("Header bytes, section by section", "The client's dynamic table, section by section",
                      "What if the client's table were of another size?", "What if the server's table were of another size?"):
            found = self.browser.evaluate(
                "[...document.querySelectorAll('#headers svg')].some((chart) => chart.ariaLabel.startsWith(%s))" % json.dumps(chart))
            expect(found, "there is no chart of: " + chart)
        wanted = [record for record in self.records(FIXTURES / "shop.pcapng") if record["record"] == "summary"][0]
        wire = sum(wanted["compression"]["HTTP/2"][side]["wire_bytes"] for side in ("client", "server"))
        said = self.browser.evaluate("exchanges.filter(({ isHTTP2 }) => isHTTP2)"
                                     ".reduce((sum, { request, response }) => sum + request.wire + response.wire, 0)")
        expect(said == wire, "header bytes are %d in the page, %d in the data" % (said, wire))

    def bars_are_where_the_times_are(self):
        self.page(FIXTURES / "shop.pcapng")
        self.show_all_rows()
        wrong = self.browser.evaluate("""[...document.querySelectorAll("#grid .row:not(.group)")].filter((row) => {
            const { width, left } = row.querySelector(".bars").getBoundingClientRect();
            const bars = [...row.querySelectorAll(".span")].map((bar) => bar.getBoundingClientRect());
            const { exchange } = waterfall.rows[row.dataset.index];
            const place = (time) => (time - span.from) / (span.to - span.from) * width + left;
            return Math.abs(bars[0].left - place(exchange.start)) > 1 || Math.abs(bars.at(-1).right - place(exchange.end)) > 3;
        }).length""")
        expect(wrong == 0, "%d bars are not where the times are" % wrong)

    def hostile_text_stays_text(self):
        path = self.folder / "hostile.pcap"
        count = captures.make_hostile(path)
        self.page(path)
        self.show_all_rows()
        expect(self.count("#grid .row:not(.group)") == count, "a hostile exchange is missing")
        expect("owned" not in self.browser.evaluate("document.title"), "captured text was run")
        expect(self.count("img, iframe, object, embed, style + style, svg[onload]") == 0, "captured text became markup")
        scripts = (RESOURCES / "page.html").read_text().count("<script")
        expect(self.count("script") == scripts, "captured text became a script")
        shown = self.browser.evaluate("byID('grid').innerText")
        for part in ("<img/src=x/onerror=document.title='owned'>", "</script>", "<!--<script>", "\\u{202e}", "\\xff\\xfe"):
            expect(part in shown, "%s is not shown as text" % part)
        # Details, tables and tips of each.
        self.browser.evaluate("exchanges.forEach((exchange) => { showDetails(exchange); waterfall.tipOf({ exchange }); })")
        self.browser.evaluate("""(byID("as-numbers").checked = true, waterfall.arrange())""")
        self.expect_silence()
        expect("owned" not in self.browser.evaluate("document.title"), "captured text was run")
        unseen = self.browser.evaluate("/[\\u0000-\\u0008\\u001b\\u202a-\\u202e\\u2028\\u2029]/.test(document.body.innerText)")
        expect(not unseen, "a character that steers or reorders text is in the page")

    def large_captures_stay_usable(self):
        path = self.folder / "large.pcap"
        count = captures.make_large(path)
        seconds = self.page(path)
        expect(self.browser.evaluate("exchanges.length") == count, "not all of %d exchanges are in the page" % count)
        expect(seconds < PATIENCE, "%d exchanges took %.1f s" % (count, seconds))
        expect(self.count("#grid .row") < 200, "rows out of view are drawn")
        self.browser.evaluate("byID('grid').focus()")
        self.browser.press("End")
        expect("/199?session" in self.text("#grid .row.chosen"), "the last row is not reached")
        took = self.browser.evaluate("""(() => { const begin = performance.now();
            byID("order").value = "slowest"; waterfall.arrange(); waterfall.drawNow();
            for (let step = 0; step < 20; step += 1) { waterfall.zoom.by(0.8); waterfall.drawNow(); }
            return performance.now() - begin; })()""")
        expect(took < 1000 * PATIENCE, "sorting and 20 steps of zoom took %d ms" % took)
        print("    %d exchanges: drawn in %.2f s, sorted and zoomed 20 times in %d ms" % (count, seconds, took))
        expect(self.browser.evaluate("(byID('filter').value = '/item/7/', waterfall.arrange(), waterfall.rows.length)") > 0, "filter")

    def keys_are_enough(self):
        self.page(FIXTURES / "shop.pcapng")
        press = self.browser.press
        self.browser.evaluate("byID('grid').focus()")
        press("ArrowDown")
        press("ArrowDown")
        press("Enter")
        expect("/index.html" in self.text("#details h3"), "Enter does not open the exchange")
        expect(self.browser.evaluate("byID('grid').getAttribute('aria-activedescendant')") == "row-1", "the row is not said")
        press("z", "z")
        narrow = self.browser.evaluate("waterfall.zoom.to - waterfall.zoom.from")
        press("-", "-")
        expect(self.browser.evaluate("waterfall.zoom.to - waterfall.zoom.from") > narrow, "- does not zoom out")
        press("0", "0")
        expect(self.browser.evaluate("waterfall.zoom.from === span.from && waterfall.zoom.to === span.to"), "0 does not show all")
        press("Escape")
        expect(self.text("#details") == "", "Escape does not close the details")
        press("Home")
        press("Enter")
        expect(self.browser.evaluate("document.querySelector('#grid .row').getAttribute('aria-expanded')") == "false", "Enter does not fold")
        self.browser.evaluate("byID('mux').focus()")
        press("ArrowRight")
        expect("stream 1:" in self.text("#mux-status"), "the first frame is not said: " + self.text("#mux-status"))
        press("Enter")
        expect("/index.html" in self.text("#details h3"), "a frame does not lead to its exchange")

    def findings_lead_to_their_exchange(self):
        self.page(FIXTURES / "http1-loss.pcap", FIXTURES / "content-damaged.pcap")
        expect(self.count("#finding-list li") > 0, "no finding is shown")
        expect(self.count("#finding-list .link") > 0, "no finding leads to its exchange")
        self.browser.evaluate("document.querySelector('#finding-list .link').click()")
        self.browser.settle()
        expect(self.count("#grid .row.chosen") == 1, "the finding's exchange is not chosen")
        expect(self.text("#details h3"), "the finding's exchange is not shown")

    def every_fixture_is_drawn(self):
        for path in sorted(FIXTURES.glob("*.pcap*")):
            try:
                self.page(path)
            except Failure as failure:
                raise Failure("%s: %s" % (path.name, failure)) from failure

    def pictures(self, folder):
        """What the page of the two page loads looks like: for README.md."""
        self.page(FIXTURES / "page-load-http1.pcapng", FIXTURES / "page-load-http2.pcapng")
        for scheme in ("light", "dark"):
            features = [{"name": "prefers-color-scheme", "value": scheme}]
            self.browser.call("Emulation.setEmulatedMedia", features=features)
            self.browser.open(self.folder / "page.html", 1440, 1240)
            self.browser.settle()
            self.browser.look(os.path.join(folder, "report-%s.webp" % scheme))


def main():
    parser = argparse.ArgumentParser(prog="check-page")
    parser.add_argument("program", help="wireprism")
    parser.add_argument("--pictures", metavar="DIRECTORY", help="save pictures of the page there")
    options = parser.parse_args()
    found = find()
    if not found:
        return print("check-page: skipped, for there is no chromium")
    with tempfile.TemporaryDirectory(prefix="wireprism-page-") as folder:
        browser = Browser(found)
        try:
            checks = Checks(options.program, browser, pathlib.Path(folder))
            for check in (
                checks.every_exchange_has_its_bars, checks.bars_are_where_the_times_are, checks.waiting_is_marked,
                checks.headers_are_charted, checks.hostile_text_stays_text, checks.large_captures_stay_usable, checks.keys_are_enough, checks.findings_lead_to_their_exchange,
                checks.every_fixture_is_drawn,
            ):
                print("  " + check.__name__.replace("_", " "), flush=True)
                check()
            if options.pictures:
                checks.pictures(options.pictures)
        except Failure as failure:
            sys.exit("check-page: %s" % failure)
        finally:
            browser.close()
    print("check-page: the page is as it should be")


if __name__ == "__main__":
    main()
