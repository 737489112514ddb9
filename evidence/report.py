#!/usr/bin/env python3
"""Makes tables and pictures out of what train.py left.

    evidence/report.py RESULTS --output FOLDER [--against random]

Writes table.md, table.json and SVG pictures. Every arm is compared with one of them, by default random,
document by document: the standard error is that of the mean paired difference, after seeds have been
averaged; seeds are listed beside it. Needs numpy.
"""
import argparse
import json
import os

import numpy as np

#: Columns: title, raw array, set of targets (1: held-out documents, 2: held-out labels), lower is better.
COLUMNS = (
    ("alone", "alone", 1, True),
    ("after random", "random", 1, True),
    ("after its label", "label", 1, True),
    ("after related", "related", 1, True),
    ("gain of related", None, 1, False),
    ("new label, alone", "alone", 2, True),
    ("new label, after its own", "label", 2, True),
)
ITEMS = (
    ("rare word read", "read_first_related"),
    ("changed word followed", "swap_margin"),
)
COLORS = ("#4e79a7", "#e15759", "#59a14f", "#f28e2b", "#b07aa1", "#76b7b2", "#9c755f", "#edc948",
          "#ff9da7", "#bab0ac", "#1b6e53", "#7a3b69", "#3f4a5a", "#c2185b", "#00838f", "#827717")


class Arm:
    """Results of one arm: the seeds' raw arrays, and their mean."""

    def __init__(self, folder, name, rows):
        self.name, self.rows = name, sorted(rows, key=lambda r: r["seed"])
        self.raw = [dict(np.load(os.path.join(folder, f"{name}.{r['seed']}.npz"))) for r in self.rows]

    def values(self, column):
        title, key, which, _ = column
        each = []
        for raw in self.raw:
            value = raw["alone"] - raw["related"] if key is None else raw[key]
            each.append(value[raw["sets"] == which].astype(np.float64))
        return np.array(each)

    def items(self, key):
        """Per word, or per target where several words are of one."""
        each = []
        for raw in self.raw:
            if key not in raw:
                return None
            value = raw[key].astype(np.float64)
            if key.startswith("swap"):
                value = (value > 0).astype(np.float64)
            else:
                n = len(raw["targets"])
                count = np.bincount(raw["read_target"], minlength=n)
                with np.errstate(invalid="ignore"):
                    value = np.bincount(raw["read_target"], value, n) / np.where(count == 0, np.nan, count)
            each.append(value)
        return np.array(each)

    def measure(self, name):
        return float(np.mean([r["measures"].get(name, np.nan) for r in self.rows]))


def mean_error(values):
    values = values[~np.isnan(values)]
    if len(values) == 0:
        return float("nan"), float("nan")
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values))) if len(values) > 1 else 0.0


def table(arms, against):
    out = []
    for arm in arms:
        row = {"arm": arm.name, "seeds": len(arm.rows)}
        cells = [(c[0], arm.values(c), against.values(c)) for c in COLUMNS]
        cells += [(t, arm.items(k), against.items(k)) for t, k in ITEMS]
        for title, mine, other in cells:
            if mine is None or mine.size == 0:
                continue
            mean, error = mean_error(mine.mean(0))
            difference, paired = mean_error(mine.mean(0) - other.mean(0))
            row[title] = {"mean": mean, "se": error, "difference": difference, "differenceSe": paired,
                          "seeds": [mean_error(m)[0] for m in mine]}
        out.append(row)
    return out


def markdown(rows, against):
    titles = [t for t in [c[0] for c in COLUMNS] + [i[0] for i in ITEMS] if any(t in r for r in rows)]
    lines = ["| trained on | seeds | " + " | ".join(titles) + " |", "|---" * (len(titles) + 2) + "|"]
    for r in rows:
        cells = []
        for t in titles:
            c = r.get(t)
            if c is None or np.isnan(c["mean"]):
                cells.append("")
            elif r["arm"] == against:
                cells.append(f"{c['mean']:.3f}")
            else:
                cells.append(f"{c['mean']:.3f} ({c['difference']:+.3f} ± {c['differenceSe']:.3f})")
        lines.append(f"| {r['arm']} | {r['seeds']} | " + " | ".join(cells) + " |")
    spread = {t: [abs(r[t]["seeds"][0] - r[t]["seeds"][1]) for r in rows
                  if t in r and len(r[t]["seeds"]) > 1] for t in titles}
    if any(spread.values()):
        lines.append("| *two seeds differ by at most* | | "
                     + " | ".join(f"{max(spread[t]):.3f}" if spread[t] else "" for t in titles) + " |")
    return "\n".join(lines) + "\n"


# ---- pictures


class Picture:
    """A small chart: axes, and what is drawn into them."""

    def __init__(self, width, height, x, y, title, across, up):
        self.w, self.h, self.x, self.y = width, height, x, y
        self.left, self.top, self.right, self.bottom = 62, 34, 200, 44
        self.parts = [f'<text x="{self.left}" y="20" font-size="14" font-weight="bold">{title}</text>']
        for v in ticks(*x):
            p = self.px(v)
            self.parts.append(f'<line x1="{p:.1f}" y1="{self.top}" x2="{p:.1f}" y2="{height - self.bottom}" '
                              f'stroke="#ddd"/><text x="{p:.1f}" y="{height - self.bottom + 16}" '
                              f'text-anchor="middle">{v:g}</text>')
        for v in ticks(*y):
            p = self.py(v)
            self.parts.append(f'<line x1="{self.left}" y1="{p:.1f}" x2="{width - self.right}" y2="{p:.1f}" '
                              f'stroke="#ddd"/><text x="{self.left - 6}" y="{p + 4:.1f}" '
                              f'text-anchor="end">{v:g}</text>')
        self.parts.append(f'<text x="{(self.left + width - self.right) / 2}" y="{height - 8}" '
                          f'text-anchor="middle">{across}</text>')
        self.parts.append(f'<text transform="translate(14 {(self.top + height - self.bottom) / 2}) '
                          f'rotate(-90)" text-anchor="middle">{up}</text>')

    def px(self, v):
        return self.left + (v - self.x[0]) / (self.x[1] - self.x[0]) * (self.w - self.left - self.right)

    def py(self, v):
        return self.h - self.bottom - (v - self.y[0]) / (self.y[1] - self.y[0]) * (
            self.h - self.top - self.bottom)

    def line(self, xs, ys, color, dash=""):
        points = " ".join(f"{self.px(a):.1f},{self.py(b):.1f}" for a, b in zip(xs, ys))
        self.parts.append(f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="2"'
                          + (f' stroke-dasharray="{dash}"' if dash else "") + "/>")

    def point(self, x, y, color, text, up=0):
        self.parts.append(f'<circle cx="{self.px(x):.1f}" cy="{self.py(y):.1f}" r="4" fill="{color}"/>'
                          f'<text x="{self.px(x) + 7:.1f}" y="{self.py(y) + 4 + up:.1f}">{text}</text>')

    def key(self, row, color, text, dash=""):
        y = self.top + 10 + 17 * row
        x = self.w - self.right + 10
        self.parts.append(f'<line x1="{x}" y1="{y}" x2="{x + 18}" y2="{y}" stroke="{color}" stroke-width="2"'
                          + (f' stroke-dasharray="{dash}"' if dash else "")
                          + f'/><text x="{x + 23}" y="{y + 4}">{text}</text>')

    def save(self, file):
        with open(file, "w", encoding="utf-8") as out:
            out.write(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.w} {self.h}" '
                      f'font-family="sans-serif" font-size="11" fill="#222">'
                      f'<rect width="{self.w}" height="{self.h}" fill="white"/>'
                      + "\n".join(self.parts) + "</svg>\n")


def ticks(low, high):
    step = 10 ** np.floor(np.log10((high - low) / 2))
    for factor in (1, 2, 5, 10):
        if (high - low) / (step * factor) <= 7:
            step *= factor
            break
    return [round(v, 10) for v in np.arange(np.ceil(low / step) * step, high + step / 1e6, step)]


def room(values):
    low, high = min(values), max(values)
    space = (high - low) * 0.08 or 0.1
    return low - space, high + space


def pictures(arms, rows, folder):
    color = {a.name: COLORS[i % len(COLORS)] for i, a in enumerate(arms)}
    xs = [r["alone"]["mean"] for r in rows]
    ys = [r["after related"]["mean"] for r in rows]
    p = Picture(760, 460, room(xs), room(ys), "What related contexts cost, and what they bring",
                "loss of a held-out document alone (nats a token)", "loss after related documents")
    placed = []
    for r, x, y in sorted(zip(rows, xs, ys), key=lambda t: t[2]):
        at = p.py(y)
        up = 0
        while any(abs(p.px(x) - a) < 130 and abs(at + up - b) < 11 for a, b in placed):
            up += 4
        placed.append((p.px(x), at + up))
        p.point(x, y, color[r["arm"]], r["arm"], up)
    p.save(os.path.join(folder, "tradeoff.svg"))

    shown = [a for a in arms if a.name in
             ("random", "paper", "cohesive", "paper-start", "cohesive-start", "random-masked",
              "paper-start-random-masked")] or arms
    middle = (8, 40, 160, 384)
    bins = ("from0", "from16", "from64", "from256")
    for name, title in (("alone", "alone"), ("related", "after related documents")):
        lines = {a.name: [a.measure(f"{name}_{b}") for b in bins] for a in shown}
        good = [v for ys in lines.values() for v in ys if not np.isnan(v)]
        p = Picture(640, 340, (0, 420), room(good), f"Loss within a held-out document, {title}",
                    "position in the document (tokens)", "nats a token")
        for i, a in enumerate(shown):
            at = [(x, y) for x, y in zip(middle, lines[a.name]) if not np.isnan(y)]
            p.line([x for x, _ in at], [y for _, y in at], color[a.name])
            p.key(i, color[a.name], a.name)
        p.save(os.path.join(folder, f"position-{name}.svg"))
    lines = {a.name: [a.measure(f"held_cohesive_{b}") for b in range(8)] for a in shown}
    good = [v for ys in lines.values() for v in ys if not np.isnan(v)]
    if good:
        p = Picture(640, 340, (0, 8), room(good), "Loss along held-out contexts of related documents",
                    "eighth of the context", "nats a token")
        for i, a in enumerate(shown):
            p.line([b + 0.5 for b in range(8)], lines[a.name], color[a.name])
            p.key(i, color[a.name], a.name)
        p.save(os.path.join(folder, "long-context.svg"))


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    p.add_argument("results")
    p.add_argument("--output", required=True)
    p.add_argument("--against", default="random")
    o = p.parse_args()
    with open(os.path.join(o.results, "results.json")) as f:
        models = json.load(f)["models"]
    names = list(dict.fromkeys(m["arm"] for m in models))
    arms = [Arm(o.results, n, [m for m in models if m["arm"] == n]) for n in names]
    against = next((a for a in arms if a.name == o.against), arms[0])
    rows = table(arms, against)
    os.makedirs(o.output, exist_ok=True)
    text = markdown(rows, against.name)
    with open(os.path.join(o.output, "table.md"), "w", encoding="utf-8") as out:
        out.write(text)
    with open(os.path.join(o.output, "table.json"), "w") as out:
        json.dump(rows, out, indent=1)
    pictures(arms, rows, o.output)
    print(text)


if __name__ == "__main__":
    main()
