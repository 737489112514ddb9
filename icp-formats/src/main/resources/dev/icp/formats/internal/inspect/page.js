
const { manifest, report, contents, samples } = JSON.parse(document.getElementById("data").textContent);
const related = report.contexts.relatedness;
const settings = manifest.settings;
const SHOWN_AT_FIRST = 12;

const some = (number, one) => `${whole(number)} ${one}${number === 1 ? "" : "s"}`;

function section(title, introduction, ...children) {
  return make(
    "section", {}, make("h2", {}, title), introduction === null ? null : make("p", { class: "soft" }, introduction), children,
  );
}

function row(name, ...cells) {
  return make("tr", {}, make("th", { scope: "row" }, name), cells.map((cell) => make("td", { class: "number" }, cell)));
}

/** A bar of parts [size, name, fill, remark], and what they are. */
function parts(title, all) {
  const total = sum(all.map(([size]) => size));
  const there = all.filter(([size]) => size > 0);
  const bar = make("div", { class: "bar" });
  for (const [size, name, fill] of there) {
    const part = make("i", { class: fill, title: `${name}: ${percent(size / total)}` });
    part.style.flexGrow = size;
    part.style.flexBasis = 0;
    bar.append(part);
  }
  return make(
    "div", { class: "panel" },
    make("h3", {}, title),
    bar,
    make(
      "table", {},
      all.map(([size, name, fill]) =>
        make(
          "tr", {},
          make("th", { scope: "row" }, make("span", { class: `key ${fill}` }), name),
          make("td", { class: "number" }, whole(size)),
          make("td", { class: "number" }, total === 0 ? "–" : percent(size / total)),
        ),
      ),
    ),
  );
}

function head() {
  const fact = (value, name) => make("div", { class: "fact" }, make("b", {}, value), make("span", {}, name));
  return make(
    "header", {},
    make("p", { class: "kicker" }, "In-context pretraining"),
    make("h1", {}, `${some(manifest.counts.contexts, "context")} of ${some(settings.contextLength, "token")}`),
    make(
      "p", { class: "soft" },
      `Made of ${some(manifest.counts.documentsPacked, "document")} in the order “${settings.orderer}”, `,
      `written as ${manifest.outputs.map((output) => output.format).join(", ")} by icp${manifest.version === "unknown" ? "" : ` ${manifest.version}`}.`,
    ),
    make(
      "div", { class: "facts" },
      fact(whole(manifest.corpus.documents), "documents read"),
      fact(whole(manifest.corpus.tokens), "tokens read"),
      fact(related.documentsPerContext === null ? "–" : related.documentsPerContext.toFixed(1), "documents begin in a context"),
      fact(cosine(related.meanPairCosine), "mean cosine within a context"),
      fact(cosine(related.randomPairCosine), "the same at random"),
    ),
  );
}

function flow() {
  const counts = manifest.counts;
  const read = report.order.repeats
    ? null
    : parts("Tokens read", [
        [counts.contextTokens, "in contexts", "fill-accent"],
        [counts.nearDuplicateTokens, "dropped as near duplicates", "fill-near"],
        [counts.tailTokensDropped, "dropped with the last context", "fill-random"],
      ]);
  const out = parts("Tokens in contexts", [
    [counts.contextTokens, "of documents", "fill-accent"],
    [counts.separators, "separators", "fill-wash"],
    ...(counts.begins > 0 ? [[counts.begins, "begin tokens", "fill-near"]] : []),
    [counts.padding, "padding", "fill-random"],
  ]);
  const remarks = [];
  if (manifest.corpus.documentsSkipped > 0) {
    remarks.push(`${some(manifest.corpus.documentsSkipped, "bad document")} left out.`);
  }
  if (report.order.repeats) {
    remarks.push("The order repeats documents, and leaves others out.");
  }
  return section(
    "What went in, what came out",
    ["Every token that was read stands in one context, or is counted here.", ...remarks].slice(report.order.repeats ? 1 : 0).join(" "),
    make("div", { class: "grid" }, read, out),
  );
}

function relatedness() {
  const { order } = report;
  if (order.meanAdjacentCosine === null) {
    return section("Relatedness", "Nothing was measured: no vectors are known, or there are fewer than two documents.");
  }
  const line = (name, here, random) =>
    make(
      "tr", {},
      make("th", { scope: "row" }, name),
      make("td", { class: "number strong" }, cosine(here)),
      make("td", { class: "number" }, cosine(random)),
    );
  const histograms = [];
  if (related.pairCosines.length > 0) {
    histograms.push(
      compared(
        "Two documents of a context",
        `${some(related.contextsMeasured, "context")} by the mean cosine of their pairs of documents; below, contexts of documents drawn at random.`,
        { name: "contexts", counts: related.pairCosines, mean: related.meanPairCosine },
        { name: "at random", counts: related.randomPairCosines, mean: related.randomPairCosine },
      ),
    );
  }
  if (order.adjacentCosines.length > 0) {
    histograms.push(
      compared(
        "A document and the next",
        "Consecutive documents along the order; below, as many pairs drawn at random.",
        { name: "consecutive", counts: order.adjacentCosines, mean: order.meanAdjacentCosine },
        { name: "at random", counts: order.randomAdjacentCosines, mean: order.randomAdjacentCosine },
      ),
    );
  }
  return section(
    "Relatedness",
    "Cosines of the vectors that the run went by. Related documents should share a context, and contexts that follow one another in training should not be alike.",
    make("div", { class: "grid" }, histograms),
    make(
      "div", { class: "panel scroll" },
      make(
        "table", {},
        make("thead", {}, make("tr", {}, ...["Mean cosine of", "here", "at random"].map((name, i) => make("th", { scope: "col", class: i > 0 ? "number" : "" }, name)))),
        make(
          "tbody", {},
          line("two documents of a context", related.meanPairCosine, related.randomPairCosine),
          line("a document and the most similar before it in its context", related.meanBestEarlierCosine, related.randomBestEarlierCosine),
          line("a document and the next along the order", order.meanAdjacentCosine, order.randomAdjacentCosine),
          line("a document and one of the next context", related.nextContextCosine, order.randomAdjacentCosine),
        ),
      ),
      make("p", { class: "soft small" }, `The order ${order.breaks === 0 ? "never jumped" : `jumped ${some(order.breaks, "time")}`} to a document that is not related to the one before.`),
    ),
  );
}

/** The threshold that was asked for, and what it does; null where all are kept. */
function policy() {
  const [, name, threshold] = /^(drop|separate):([0-9.E-]+)/.exec(settings.nearDuplicates) ?? [];
  return name === undefined ? null : { name, threshold: Number(threshold) };
}

function nearDuplicates() {
  const chosen = policy();
  const { duplicates } = report;
  const { nearestCosines } = report.neighbours;
  if (nearestCosines.length === 0) {
    return section("Near duplicates", "Nothing was measured.");
  }
  if (sum(nearestCosines) === 0) {
    return section("Near duplicates", "No document has a neighbour.");
  }
  const done = {
    drop: `${some(duplicates.dropped, "document")} (${some(duplicates.tokensDropped, "token")}) dropped; dropped.jsonl says because of which others.`,
    separate: `None dropped; ${some(duplicates.moved, "document")} moved to keep near duplicates apart, and ${some(duplicates.pairsTogether, "pair")} share a context all the same.`,
  };
  const said = chosen === null ? `All were kept. ${some(duplicates.withCloseNeighbour, "document")} of ${whole(report.input.documents)} have a neighbour at 0.95 or above.` : done[chosen.name];
  const { thresholds } = duplicates;
  const isChosen = (i) => chosen !== null && Math.abs(thresholds[i].cosine - chosen.threshold) < 0.005;
  return section(
    "Near duplicates",
    said,
    make(
      "div", { class: "grid" },
      nearest(
        "How near the nearest is",
        "Documents by the cosine of their nearest neighbour, before any were dropped. Near duplicates often make a hill of their own at the right end.",
        nearestCosines,
        chosen === null ? null : chosen.threshold,
        chosen === null ? "" : `${chosen.name} from ${chosen.threshold}`,
      ),
      columns(
        "What a threshold would drop",
        "Documents that “drop” would take, estimated from the neighbour graph.",
        thresholds.map((entry) => entry.documents),
        (i) => thresholds[i].cosine.toFixed(2), 3, "threshold",
        (i) => (isChosen(i) ? "near" : "accent"),
        (i) => `drop from ${thresholds[i].cosine.toFixed(2)}: ${some(thresholds[i].documents, "document")} (${percent(thresholds[i].documents / Math.max(1, report.input.documents))})`,
      ),
    ),
  );
}

function filling() {
  const { piecesPerContext: pieces, fill } = contents;
  if (pieces.counts.length === 0) {
    return section("What contexts hold", "There are no contexts.");
  }
  const { documentsCut, wholePadding, tailPadding } = report.contexts;
  const padding = [
    [wholePadding, "where no whole document fitted any more"],
    [tailPadding, "in the last context"],
  ].filter(([tokens]) => tokens > 0);
  return section(
    "What contexts hold",
    [
      `${some(contents.pieces, "piece")}, which are documents or parts of them; ${whole(contents.continued)} go on with a document that began before or in another context.${documentsCut < 0 ? "" : ` ${some(documentsCut, "document")} ${documentsCut === 1 ? "was" : "were"} cut.`}`,
      ...padding.map(([tokens, where]) => ` ${some(tokens, "token")} of padding ${where}.`),
    ].join(""),
    make(
      "div", { class: "grid" },
      distribution(
        "Documents in a context",
        `From ${whole(pieces.least)} to ${whole(pieces.most)}, half of the contexts have at most ${whole(pieces.median)}; ${pieces.mean.toFixed(1)} in the mean.`,
        pieces, "", "documents, or parts of them",
      ),
      distribution(
        "Fill",
        `The share of a context that is tokens of documents, not separators or padding: from ${fill.least}% to ${fill.most}%, ${fill.mean.toFixed(1)}% in the mean.`,
        fill, "%", "tokens of documents",
      ),
    ),
  );
}

function documentCard(piece, i) {
  const length = piece.to - piece.from;
  const text = piece.text === ""
    ? make("div", { class: "text none" }, length === 0 && piece.from === 0 ? "An empty document." : "Its text is not in the output.")
    : make("div", { class: "text", dir: "auto" }, (piece.beginning || piece.from === 0 ? "" : "… ") + piece.text + (piece.more ? " …" : ""));
  return make(
    "article", { class: "document" },
    make("h4", {}, make("span", {}, i + 1), piece.id),
    make(
      "div", { class: "meta" },
      `${some(length, "token")} from ${whole(piece.at)} on`,
      piece.from === 0 ? null : make("span", { class: "tag" }, ` · goes on at its token ${whole(piece.from)}${piece.beginning && piece.text !== "" ? "; this is how it begins" : ""}`),
    ),
    text,
  );
}

function showContext(sample, place) {
  const strip = make("div", { class: "strip", "aria-hidden": "true" });
  for (const piece of sample.shown) {
    const part = make("i", { title: `${piece.id} (${some(piece.to - piece.from, "token")})` });
    part.style.flex = `${piece.to - piece.from} 1 0`;
    strip.append(part);
  }
  const left = settings.contextLength - sum(sample.shown.map((piece) => piece.to - piece.from));
  if (left > 0) {
    const rest = make("i", { class: "rest", title: `the rest (${some(left, "token")})` });
    rest.style.flex = `${left} 1 0`;
    strip.append(rest);
  }
  const cards = make("div", { class: "documents" }, sample.shown.slice(0, SHOWN_AT_FIRST).map(documentCard));
  const hidden = sample.pieces - Math.min(SHOWN_AT_FIRST, sample.shown.length);
  const more = make("div", { class: "more" });
  if (sample.shown.length > SHOWN_AT_FIRST) {
    const button = make("button", { type: "button" }, sample.shown.length === sample.pieces ? `Show the other ${whole(hidden)}` : `Show ${whole(sample.shown.length - SHOWN_AT_FIRST)} of the other ${whole(hidden)}`);
    button.addEventListener("click", () => {
      cards.append(...sample.shown.slice(SHOWN_AT_FIRST).map((piece, i) => documentCard(piece, i + SHOWN_AT_FIRST)));
      more.remove();
    });
    more.append(button);
  }
  place.replaceChildren(
    make("h3", {}, `Context ${whole(sample.index)}`),
    make("p", { class: "soft small" }, `${some(sample.pieces, "document")} or parts of them, ${some(sample.tokens, "token")}${sample.padding === 0 ? "" : `, and ${whole(sample.padding)} of padding`}.`),
    strip,
    cards,
    more,
  );
}

function browser() {
  if (samples.length === 0) {
    return null;
  }
  const place = make("div", { "aria-live": "polite" });
  const buttons = samples.map((sample, i) => {
    const button = make("button", { type: "button", "aria-pressed": "false" }, whole(sample.index));
    button.addEventListener("click", () => choose(i));
    return button;
  });
  const choose = (i) => {
    buttons.forEach((button, j) => button.setAttribute("aria-pressed", String(i === j)));
    showContext(samples[i], place);
  };
  const choice = make("div", { class: "choose", role: "group", "aria-label": "Context" }, buttons);
  choice.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0;
    const next = buttons.indexOf(document.activeElement) + step;
    if (step !== 0 && buttons[next] !== undefined) {
      buttons[next].focus();
      choose(next);
    }
  });
  choose(0);
  return section(
    "Contexts to look at",
    `${some(samples.length, "context")}, evenly spread over all, with the documents in the order in which a model sees them. Numbers count from 0, in the order of training.`,
    make("div", { class: "browser" }, choice, place),
  );
}

/** contextLength becomes "context length". */
function words(name) {
  return name.replace(/[A-Z]/g, (letter) => " " + letter.toLowerCase());
}

function settingsTables() {
  const shown = (value) => (typeof value === "number" ? value.toLocaleString("en") : value === "" ? "–" : String(value));
  const table = (entries) =>
    make("table", {}, entries.map(([name, value]) => make("tr", {}, make("th", { scope: "row" }, words(name)), make("td", { class: "wrap" }, shown(value)))));
  const stages = make("table", {}, report.run.stages.map((stage) => row(stage.stage, `${stage.seconds.toFixed(1)} s`, `${whole(stage.peakHeapBytes / 1e6)} MB`)));
  const files = make(
    "table", {},
    manifest.files.map((file) =>
      make(
        "tr", {},
        make("td", { class: "wrap" }, file.path),
        make("td", { class: "number" }, whole(file.bytes)),
        make("td", { class: "mono wrap" }, file.sha256),
      ),
    ),
  );
  const fold = (name, content) => make("details", { class: "panel" }, make("summary", {}, name), make("div", { class: "scroll" }, content));
  return section(
    "How it was made",
    manifest.command.length === 0 ? "By the library; no command was given." : null,
    manifest.command.length === 0 ? null : make("p", { class: "mono" }, manifest.command.join(" ")),
    make(
      "div", { class: "grid" },
      make("div", { class: "panel" }, make("h3", {}, "Settings"), table(Object.entries(settings))),
      make(
        "div", { class: "stack" },
        make("div", { class: "panel" }, make("h3", {}, "Time, and most heap in use"), stages, make("p", { class: "soft small" }, some(report.run.threads, "thread"))),
        make("div", { class: "panel" }, make("h3", {}, "Fingerprints"), table([["corpus", manifest.corpus.fingerprint], ["contents", manifest.contents]])),
      ),
    ),
    fold(`${some(manifest.files.length, "file")} with size and SHA-256`, files),
  );
}

document.title = `${some(manifest.counts.contexts, "context")} of ${some(settings.contextLength, "token")}`;
document.getElementById("page").replaceChildren(
  ...[head(), flow(), relatedness(), nearDuplicates(), filling(), browser(), settingsTables()].filter((part) => part !== null),
  make("footer", {}, "This page is one file and loads nothing."),
);
