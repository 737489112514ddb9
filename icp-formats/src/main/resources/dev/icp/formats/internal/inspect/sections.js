/** The sections of an inspection's page, but those that show documents. */

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
  return make(
    "header", {},
    make("p", { class: "kicker" }, "In-context pretraining"),
    make("h1", {}, `${some(manifest.counts.contexts, "context")} of ${some(settings.contextLength, "token")}`),
    make(
      "p", { class: "soft" },
      `Made of ${some(manifest.counts.documentsPacked, "document")} in the order “${escaped(settings.orderer)}”, `,
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
  const leftOut = manifest.settings.boundary.endsWith(", as the order says")
    ? "behind the ends of contexts"
    : "dropped with the last context";
  const read = report.order.repeats
    ? null
    : parts("Tokens read", [
        [counts.contextTokens, "in contexts", "fill-accent"],
        [counts.nearDuplicateTokens, "dropped as near duplicates", "fill-near"],
        [counts.tailTokensDropped, leftOut, "fill-random"],
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
    specialTokens(),
  );
}

/** The tokens between and around documents, and those that documents have in their text, as they are written. */
function specialTokens() {
  const { counts } = manifest;
  const one = (name, token, text, count) =>
    make(
      "tr", {},
      make("th", { scope: "row" }, name),
      make("td", { class: "mono" }, text === "" ? "–" : shown(text)),
      make("td", { class: "number" }, token < 0 ? "–" : whole(token)),
      make("td", { class: "number" }, whole(count)),
    );
  const { separator, separatorText, beginToken, beginText, paddingToken, paddingText } = report.settings;
  const rows = [
    ...(separator < 0 ? [] : [one("separator, after a document", separator, separatorText, counts.separators)]),
    ...(beginToken < 0 ? [] : [one("begin token", beginToken, beginText, counts.begins)]),
    ...(counts.padding === 0 ? [] : [one("padding", paddingToken, paddingText, counts.padding)]),
    ...report.input.specialTokens.map(({ token, id, count }) => one("in the documents' texts", id, token, count)),
  ];
  if (rows.length === 0) {
    return null;
  }
  const head = headCells(["Special token", "as it is written", "id", "how many"], 2);
  return make("div", { class: "panel scroll", tabindex: "0", role: "region", "aria-label": "Special tokens" }, make("table", {}, head, make("tbody", {}, rows)));
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
  const places = documents === null ? [] : documents.meansByPlace(40);
  if (places.length > 1) {
    histograms.push(
      byPlace(
        "By place in the context",
        `The mean cosine of a document and the one before it, by its place, counted from 1${relations.by === "words" ? "; by words, whatever the run went by" : ""}.`,
        places, order.randomAdjacentCosine, "place in the context",
      ),
    );
  }
  if (sum(order.breaksAlong) > 0) {
    histograms.push(growth("Jumps along the order", `How many of the ${whole(order.breaks)} jumps, to a document that is not related to the one before, were made by each part of the order; the broken line is how many if they came evenly. Late ones are what a path leaves over.`, order.breaksAlong));
  }
  const odd = histograms.length % 2 === 1;
  const means = make(
    "div", { class: "panel scroll", tabindex: "0", role: "region", "aria-label": "Mean cosines" },
    make(
      "table", {},
      headCells(["Mean cosine of", "here", "at random"], 1),
      make(
        "tbody", {},
        line("two documents of a context", related.meanPairCosine, related.randomPairCosine),
        line("a document and the most similar before it in its context", related.meanBestEarlierCosine, related.randomBestEarlierCosine),
        line("a document and the next along the order", order.meanAdjacentCosine, order.randomAdjacentCosine),
        line("a document and one of the next context", related.nextContextCosine, order.randomAdjacentCosine),
      ),
    ),
    make("p", { class: "soft small" }, `The order ${order.breaks === 0 ? "never jumped" : `jumped ${some(order.breaks, "time")}`} to a document that is not related to the one before.`),
  );
  return section(
    "Relatedness",
    "Cosines of the vectors that the run went by. Related documents should share a context, and contexts that follow one another in training should not be alike.",
    make("div", { class: "grid" }, histograms, odd ? means : null),
    odd ? null : means,
  );
}

/** The threshold that was asked for, and what it does; null where all are kept. */
function policy() {
  const [, name, threshold] = /^(drop|separate):([0-9.E-]+)/.exec(settings.nearDuplicates) ?? [];
  return name === undefined ? null : { name, threshold: Number(threshold) };
}

/** A threshold to try: how many documents it would take away. */
function thresholdSlider(thresholds, move, chosen) {
  const wanted = thresholds.findIndex(({ cosine }) => cosine >= (chosen?.threshold ?? 0.95) - 0.005);
  const input = make("input", { type: "range", id: "threshold", min: "0", max: String(thresholds.length - 1), step: "1", value: String(Math.max(0, wanted)) });
  const output = make("output", { for: "threshold" });
  const said = make("p", { role: "status" });
  const show = () => {
    const { cosine: threshold, documents: dropped } = thresholds[Number(input.value)];
    output.replaceChildren(threshold.toFixed(2));
    input.setAttribute("aria-valuetext", `cosine ${threshold.toFixed(2)}`);
    said.replaceChildren(make("b", {}, some(dropped, "document")), ` would go, ${percent(dropped / Math.max(1, report.input.documents))} of all, if near duplicates were dropped from ${threshold.toFixed(2)} on.`);
    move(threshold);
  };
  input.addEventListener("input", show);
  show();
  return make("div", { class: "panel" }, make("div", { class: "slider" }, make("label", { for: "threshold" }, "Drop from cosine"), input, output), said);
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
  const near = nearest(
    "How near the nearest is",
    "Documents by the cosine of their nearest neighbour, before any were dropped. Near duplicates often make a hill of their own at the right end.",
    nearestCosines,
    chosen === null ? null : chosen.threshold,
    chosen === null ? "" : `${chosen.name} from ${chosen.threshold}`,
  );
  return section(
    "Near duplicates",
    said,
    thresholds.length === 0 ? null : thresholdSlider(thresholds, near.move, chosen),
    make(
      "div", { class: "grid" },
      near.figure,
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

function settingsTables() {
  const text = (value) => (typeof value === "number" ? value.toLocaleString("en") : value === "" ? "–" : String(value));
  const table = (entries) =>
    make("table", {}, entries.map(([name, value]) => make("tr", {}, make("th", { scope: "row" }, words(name)), make("td", { class: "wrap" }, shown(text(value))))));
  const stages = make("table", {}, report.run.stages.map((stage) => row(stage.stage, `${stage.seconds.toFixed(1)} s`, `${whole(stage.peakHeapBytes / 1e6)} MB`)));
  const files = make(
    "table", {},
    manifest.files.map((file) =>
      make(
        "tr", {},
        make("td", { class: "wrap" }, shown(file.path)),
        make("td", { class: "number" }, whole(file.bytes)),
        make("td", { class: "mono wrap" }, file.sha256),
      ),
    ),
  );
  const fold = (name, content) => make("details", { class: "panel" }, make("summary", {}, name), make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": name }, content));
  return section(
    "How it was made",
    manifest.command.length === 0 ? "By the library; no command was given." : null,
    manifest.command.length === 0 ? null : make("p", { class: "mono" }, shown(manifest.command.join(" "))),
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
