"""Reads a page of report=FILE.html and checks what every such page must be:
well-formed, self-contained, whole without a script, its links and labels in
order, and its treemaps what they say. Used by the tests beside it."""

import re
from html.parser import HTMLParser

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Page(HTMLParser):
    def __init__(self, path):
        super().__init__(convert_charrefs=True)
        with open(path, encoding="utf-8") as f:  # strict: well-formed UTF-8
            self.source = f.read()
        self.stack, self.ids, self.links = [], [], []
        self.tags, self.maps, self.tiles = [], [], None
        self.text, self.cells, self.script = [], [], ""
        assert self.source.startswith("<!DOCTYPE html>\n")
        self.feed(self.source)
        self.close()
        assert self.stack == [], self.stack
        self.check()

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        assert len(names) == len(set(names)), (tag, attributes)
        a = dict(attributes)
        self.tags.append((tag, a))
        for name in names:
            assert not name.startswith("on") and name not in ("src", "srcset"), (tag, a)
        if "id" in a:
            self.ids.append(a["id"])
        if tag == "a":
            assert "a" not in self.stack, "a link within a link"
            self.links.append(a["href"])
        classes = a.get("class", "").split()
        if "map" in classes:
            self.tiles = []
            self.maps.append((classes, self.tiles))
        if "t" in classes:
            self.tiles.append((self.place(a["style"]), a["title"], []))
        if "p" in classes and tag == "span":
            self.tiles[-1][2].append((self.place(a["style"]), classes[1]))
        if tag in ("tr",):
            self.cells.append([])
        if tag in ("td", "th"):
            self.cells[-1].append("")
            assert tag == "td" or a.get("scope") in ("row", "col"), a
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag):
        assert self.stack and self.stack[-1] == tag, (tag, self.stack, self.getpos())
        self.stack.pop()

    def handle_data(self, data):
        if "script" in self.stack:
            self.script += data
        elif "style" not in self.stack:
            self.text.append(data)
            if "td" in self.stack or "th" in self.stack:
                self.cells[-1][-1] += data

    @staticmethod
    def place(style):
        found = dict(re.findall(r"(left|top|width|height):([0-9.]+)%", style))
        left, top, width, height = (float(found[k]) for k in ("left", "top", "width", "height"))
        assert 0 <= left and left + width <= 100.03, style
        assert 0 <= top and top + height <= 100.03, style
        return left, top, width, height

    def check(self):
        s = self.source
        assert "http:" not in s and "https:" not in s and "//" not in self.script, "a reference"
        assert "@import" not in s and "url(" not in s and "fetch" not in self.script
        assert not [t for t, _ in self.tags if t in ("link", "img", "iframe", "object", "embed", "base")]
        assert s.count("<script") == 1 and s.index("<script") > s.index("</main>")
        assert len(self.ids) == len(set(self.ids)), "an id twice"
        for link in self.links:
            assert link[0] == "#" and link[1:] in self.ids, link
        tags = [t for t, _ in self.tags]
        assert ("html", {"lang": "en"}) in self.tags and tags.count("h1") == 1 and "title" in tags
        assert any(a.get("name") == "viewport" for t, a in self.tags)
        assert len(re.findall(r":root{", s)) == 2
        assert "prefers-color-scheme:dark" in s and "color-scheme:light dark" in s
        levels = [int(t[1]) for t in tags if re.fullmatch("h[1-6]", t)]
        assert all(b - a <= 1 for a, b in zip(levels, levels[1:])), levels
        for _, a in self.tags:
            for name in ("aria-labelledby",):
                assert name not in a or a[name] in self.ids, a
        for control in range(32):
            assert control in (9, 10) or chr(control) not in s, control
        for scheme in re.findall(r":root{([^}]*)}", s):
            self.check_contrast(dict(re.findall(r"--([a-z]+):(#[0-9a-f]+)", scheme)))
        for classes, tiles in self.maps:
            self.check_map(classes, tiles)

    @staticmethod
    def check_contrast(colours):
        """WCAG 2.1, 1.4.3: text has a contrast of 4.5 with what it stands on."""
        def light(name):
            digits = colours[name][1:]
            if len(digits) == 3:
                digits = "".join(2 * d for d in digits)
            parts = [int(digits[i:i + 2], 16) / 255 for i in (0, 2, 4)]
            parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

        def contrast(a, b):
            low, high = sorted((light(a), light(b)))
            return (high + 0.05) / (low + 0.05)

        parts = ["code", "constants", "data", "tls", "index", "names", "debug", "structure"]
        for ground in parts + ["bg", "card"]:
            assert contrast("fg", ground) >= 4.5, (ground, colours)
        for text in ("soft", "link"):
            assert contrast(text, "bg") >= 4.5 and contrast(text, "card") >= 4.5, (text, colours)

    @staticmethod
    def check_map(classes, tiles):
        """Together they fill the map, and none lies upon another."""
        area = sum(w * h for (_, _, w, h), _, _ in tiles)
        assert abs(area - 10000) < 100, (classes, area)
        for i, ((x, y, w, h), title, _) in enumerate(tiles):
            for (x2, y2, w2, h2), other, _ in tiles[:i]:
                across = min(x + w, x2 + w2) - max(x, x2)
                down = min(y + h, y2 + h2) - max(y, y2)
                assert across < 0.03 or down < 0.03, (title, other)

    def row(self, name):
        """The first table row of that name."""
        return next(r for r in self.cells if r and r[0] == name)
