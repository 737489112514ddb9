/** Two outputs of one corpus beside each other. */

const { a, b, nameA, nameB, together, consecutive, measures, settings: differences, documents } = JSON.parse(document.getElementById("data").textContent);
const NONE = "–";

function bothNamed() {
  const side = (letter, name, output) => {
    const command = output.manifest.command.join(" ");
    return make(
      "div", { class: `panel side side-${letter}` },
      make("h2", {}, make("span", { class: "letter" }, letter.toUpperCase()), make("bdi", {}, shown(name))),
      make("p", { class: "soft small" }, `${some(output.manifest.counts.contexts, "context")} of ${some(output.manifest.settings.contextLength, "token")}, order “${escaped(output.manifest.settings.orderer)}”, ${output.manifest.outputs.map((format) => format.format).join(", ")}.`),
      command === "" ? null : make("p", { class: "mono small" }, shown(command)),
    );
  };
  const share = (value) => (value === null ? NONE : percent(value));
  return make(
    "header", {},
    make("p", { class: "kicker" }, "In-context pretraining"),
    make("h1", {}, "Two outputs of one corpus"),
    make("div", { class: "grid sides" }, side("a", nameA, a), side("b", nameB, b)),
    make(
      "div", { class: "facts" },
      fact(cosine(a.report.contexts.relatedness.meanPairCosine), "mean cosine within a context of A"),
      fact(cosine(b.report.contexts.relatedness.meanPairCosine), "within a context of B"),
      fact(share(together), "of the pairs that share a context in A do so in B"),
      fact(share(consecutive), "of the pairs that are consecutive in A are so in B"),
    ),
  );
}

function settingsThatDiffer() {
  const value = (text) => make("td", { class: "wrap" }, text === "" ? NONE : shown(text));
  return section(
    "Settings that differ",
    differences.length === 0 ? "None: both were made with the same settings." : null,
    differences.length === 0
      ? null
      : make(
          "div", { class: "panel scroll", tabindex: "0", role: "region", "aria-label": "Settings that differ" },
          make(
            "table", {},
            headCells(["Setting", "A", "B"], 3),
            make("tbody", {}, differences.map((entry) => make("tr", {}, make("th", { scope: "row" }, words(entry.name)), value(entry.a), value(entry.b)))),
          ),
        ),
  );
}

/** Says a difference with its sign, in as many digits as mean something. */
function difference({ a: inA, b: inB, decimals }) {
  if (inA === null || inB === null) {
    return NONE;
  }
  const step = Math.pow(10, -decimals) / 2;
  const value = inB - inA;
  const text = Math.abs(value).toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return Math.abs(value) < step ? "=" : (value > 0 ? "+" : "−") + text;
}

function measuresOfBoth() {
  const value = (number, decimals) => (number === null ? NONE : number.toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }));
  const ratio = ({ a: inA, b: inB }) => (inA === null || inB === null || inA === 0 ? NONE : `${(inB / inA).toFixed(2)} ×`);
  const foreign = a.manifest.settings.embedder !== b.manifest.settings.embedder;
  return section(
    "Measures",
    `Of the reports of both.${foreign ? " The cosines are of different vectors, and not to be compared: only A's with what is random in A, and B's with what is random in B." : ""}`,
    make(
      "div", { class: "panel scroll", tabindex: "0", role: "region", "aria-label": "Measures" },
      make(
        "table", {},
        headCells(["Measure", "A", "B", "B − A", "B / A"], 1),
        make(
          "tbody", {},
          measures.map((measure) =>
            make(
              "tr", {},
              make("th", { scope: "row" }, measure.name),
              [value(measure.a, measure.decimals), value(measure.b, measure.decimals), difference(measure), ratio(measure)].map((text, i) =>
                make("td", { class: `number${i === 2 && text !== "=" ? " strong" : ""}` }, text),
              ),
            ),
          ),
        ),
      ),
    ),
    make("div", { class: "grid" }, histograms()),
  );
}

function histograms() {
  const pair = (title, sentence, countsOf, meanOf) => {
    const [upper, lower] = [a, b].map((output, i) => ({ name: "AB"[i], counts: countsOf(output.report), mean: meanOf(output.report) }));
    return upper.counts.length === 0 || lower.counts.length === 0 ? null : compared(title, sentence, upper, lower);
  };
  return [
    pair(
      "Two documents of a context", "Contexts by the mean cosine of their pairs of documents: A above, B below.",
      (report) => report.contexts.relatedness.pairCosines, (report) => report.contexts.relatedness.meanPairCosine,
    ),
    pair(
      "A document and the next", "Consecutive documents along the order: A above, B below.",
      (report) => report.order.adjacentCosines, (report) => report.order.meanAdjacentCosine,
    ),
  ].filter((figure) => figure !== null);
}

function oneSide(letter, output, index, id) {
  const name = letter.toUpperCase();
  const i = output.samples.findIndex((sample) => sample.index === index);
  if (i < 0) {
    return make("section", { class: `column side-${letter}`, "aria-label": name }, make("h3", {}, name), make("p", { class: "soft" }, "It begins in no context of this output."));
  }
  const sample = output.samples[i];
  const compared = output.relations?.beside[i];
  const at = sample.shown.findIndex((piece) => piece.id === id && piece.from === 0);
  const column = contextColumn(sample, {
    title: `${name}: context ${whole(index)}`, sentence: ofTokens(sample),
    matrix: compared === undefined ? null : matrixOf(compared.cosines), cosines: null,
    kind: `side-${letter}`, length: output.manifest.settings.contextLength, from: Math.max(0, at - 2),
  });
  const title = [...column.querySelectorAll("h4")].find((heading) => heading.dataset.id === id);
  title?.append(make("span", { class: "this" }, "this document"));
  title?.closest(".document").classList.add("chosen");
  return column;
}

function sameDocument() {
  if (documents.length === 0) {
    return null;
  }
  const place = make("div", { class: "beside" });
  const choose = (i) => {
    const { id, contextA, contextB } = documents[i];
    buttons.forEach((button, j) => button.setAttribute("aria-pressed", String(i === j)));
    place.replaceChildren(oneSide("a", a, contextA, id), oneSide("b", b, contextB, id));
  };
  const buttons = documents.map(({ id }, i) => {
    const button = make("button", { type: "button", "aria-pressed": "false" }, make("bdi", {}, shown(id.length > 60 ? "…" + id.slice(-59) : id)));
    button.addEventListener("click", () => choose(i));
    return button;
  });
  choose(0);
  return section(
    "The same document in both",
    "The context in which it begins in each, in the order in which a model sees them. Squares say how alike any two documents are.",
    make("div", { class: "browser" }, make("div", { class: "choose", role: "group", "aria-label": "Document" }, buttons), place),
  );
}

document.title = `${nameA} and ${nameB}`;
document.getElementById("page").replaceChildren(
  ...[bothNamed(), settingsThatDiffer(), measuresOfBoth(), sameDocument()].filter((part) => part !== null),
  make("footer", {}, "This page is one file and loads nothing."),
);
