/** Contexts: their documents one after the other, and how alike any two are. */

const UNKNOWN = -32768;

function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

const integers = (base64) => new Int32Array(bytesOf(base64).buffer);
const shorts = (base64) => new Int16Array(bytesOf(base64).buffer);
const cosineOf = (short) => (short === UNKNOWN || short === undefined ? null : short / 10000);

/** The cosines of all pairs of a context's documents: of i < j at j (j - 1) / 2 + i. */
function matrixOf(base64) {
  const cosines = shorts(base64);
  return (i, j) => (i === j ? 1 : cosineOf(i < j ? cosines[(j * (j - 1)) / 2 + i] : cosines[(i * (i - 1)) / 2 + j]));
}

function mean(values) {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : sum(known) / known.length;
}

/** Means of a matrix over its first documents: of pairs, of consecutive ones, of the best earlier one. */
function meansOf(matrix, size) {
  const pairs = [];
  const next = [];
  const best = [];
  for (let j = 1; j < size; j++) {
    const earlier = Array.from({ length: j }, (_, i) => matrix(i, j));
    pairs.push(...earlier);
    next.push(earlier[j - 1]);
    best.push(earlier.includes(null) ? null : Math.max(...earlier));
  }
  return { pairs: mean(pairs), next: mean(next), best: mean(best) };
}

/** How dark a cosine is, from 0 to 1: low ones, which are most, are told apart better than high ones. */
const depth = (value) => Math.pow(Math.max(0, Math.min(1, value)), 0.65);

function tint(element, value) {
  element.style.fill = `color-mix(in oklab, var(--heat) ${(100 * depth(value)).toFixed(1)}%, var(--heat-none))`;
}

function textOf(piece) {
  const length = piece.to - piece.from;
  if (piece.text === "") {
    return make("p", { class: "text none" }, length === 0 && piece.from === 0 ? "An empty document." : "Its text is not in the output.");
  }
  return make(
    "div", { class: "text", dir: "auto", tabindex: "0", role: "group", "aria-label": `Text of ${escaped(piece.id)}` },
    piece.beginning || piece.from === 0 ? null : "… ", shown(piece.text), piece.more ? " …" : null,
  );
}

/** What else is known of a document. */
function metadataOf(piece) {
  return (piece.metadata ?? []).length === 0
    ? null
    : make("p", { class: "meta" }, piece.metadata.map(([name, value], i) => [i === 0 ? "" : " · ", make("span", {}, shown(name), ": "), make("bdi", {}, shown(value))]).flat());
}

/** Of which sources a context's documents are: for each field its values, and how many have each. */
function sourcesOf(context) {
  const fields = new Map();
  for (const [name, value] of context.shown.flatMap((piece) => piece.metadata ?? [])) {
    const counts = fields.get(name) ?? fields.set(name, new Map()).get(name);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const chips = ([name, counts]) => {
    const all = [...counts].sort((one, other) => other[1] - one[1]);
    const total = sum(all.map(([, count]) => count));
    const list = all.length === total && total > 3 ? [] : all.slice(0, CHIPS_AT_MOST);
    const rest = all.length - list.length;
    return make(
      "p", { class: "chips small" }, make("span", { class: "soft" }, shown(name)),
      list.map(([value, count]) => make("span", { class: "chip" }, make("bdi", {}, shown(value)), " ", make("b", {}, whole(count)))),
      rest === 0 ? null : make("span", { class: "soft" }, list.length === 0 ? `each of the ${whole(total)} documents another` : `and ${some(rest, "other")}`),
    );
  };
  return [...fields].map(chips);
}

const CHIPS_AT_MOST = 8;

function card(piece, i, element = "article") {
  return make(
    element, { class: "document" },
    make("h4", { "data-id": piece.id }, make("span", { class: "place" }, i + 1), make("bdi", {}, shown(piece.id))),
    make(
      "p", { class: "meta" },
      `${some(piece.to - piece.from, "token")}${piece.at === null ? "" : ` from ${whole(piece.at)} on`}`,
      piece.from === 0 ? null : make("span", { class: "tag" }, ` · goes on at its token ${whole(piece.from)}${piece.beginning && piece.text !== "" ? "; this is how it begins" : ""}`),
    ),
    metadataOf(piece),
    textOf(piece),
  );
}

/** What stands between two documents: how alike they are. */
function link(value) {
  const bar = make("i", {});
  bar.style.inlineSize = `${(100 * depth(value ?? 0)).toFixed(1)}%`;
  return make("p", { class: "link" }, make("span", { class: "meter", "aria-hidden": "true" }, bar), value === null ? "cosine not known" : `cosine ${cosine(value)}`);
}

/** Two documents beside each other, over the page until closed. */
function showPair(pieces, i, j, value) {
  const close = make("button", { type: "button" }, "Close");
  const dialog = make(
    "dialog", { "aria-label": "Two documents" },
    make("div", { class: "dialog-head" }, make("h3", {}, i === j ? "One document" : `Cosine ${cosine(value)}`), close),
    make("div", { class: "pair" }, card(pieces[i], i), i === j ? null : card(pieces[j], j)),
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) {
      dialog.close();
    }
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** All pairs of a context's documents as squares; pointing and arrow keys name two, a click opens them. */
function heatMap(pieces, matrix, name) {
  const n = pieces.length;
  const squares = [];
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) {
      const square = draw("rect", { x: column, y: row, width: 1.02, height: 1.02 });
      tint(square, matrix(row, column) ?? 0);
      squares.push(square);
    }
  }
  const cursor = draw("rect", { class: "cursor", width: 1, height: 1, visibility: "hidden" });
  const picture = draw(
    "svg",
    {
      class: "heat", viewBox: `0 0 ${n} ${n}`, tabindex: "0", role: "application", "aria-roledescription": "similarity matrix",
      "aria-label": `Similarity of the documents of ${name}. Arrow keys go from pair to pair, Enter opens both.`,
    },
    squares, cursor,
  );
  const rest = "Documents as rows and columns, in order: the stronger the colour, the more alike. Point or use the arrow keys to read a pair, click to open it.";
  const readout = make("p", { class: "readout soft small", "aria-live": "polite" }, rest);
  let [row, column] = [Math.min(1, n - 1), 0];
  const move = (to, from) => {
    [row, column] = [Math.max(0, Math.min(n - 1, to)), Math.max(0, Math.min(n - 1, from))];
    cursor.setAttribute("x", column);
    cursor.setAttribute("y", row);
    cursor.setAttribute("visibility", "visible");
    const value = matrix(row, column);
    readout.replaceChildren(
      make("b", {}, row === column ? "itself" : `cosine ${cosine(value)}`), " ",
      make("span", { class: "place" }, row + 1), make("bdi", {}, shown(pieces[row].id)),
      ...(row === column ? [] : [" and ", make("span", { class: "place" }, column + 1), make("bdi", {}, shown(pieces[column].id))]),
    );
  };
  const at = (event) => {
    const box = picture.getBoundingClientRect();
    return [Math.floor((n * (event.clientY - box.top)) / box.height), Math.floor((n * (event.clientX - box.left)) / box.width)];
  };
  const open = () => showPair(pieces, row, column, matrix(row, column));
  picture.addEventListener("pointermove", (event) => move(...at(event)));
  picture.addEventListener("pointerleave", () => {
    cursor.setAttribute("visibility", "hidden");
    readout.replaceChildren(rest);
  });
  picture.addEventListener("focus", () => move(row, column));
  picture.addEventListener("click", (event) => {
    move(...at(event));
    open();
  });
  picture.addEventListener("keydown", (event) => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      move(row + step[0], column + step[1]);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      open();
    }
  });
  return { picture, readout };
}

/** The colours of a heat map and what they stand for. */
function heatScale() {
  const steps = [0, 0.1, 0.25, 0.5, 0.75, 1];
  return make(
    "div", { class: "heat-scale", "aria-hidden": "true" },
    steps.map((value) => {
      const patch = draw("rect", { width: 10, height: 10 });
      tint(patch, value);
      return make("span", {}, draw("svg", { viewBox: "0 0 10 10", preserveAspectRatio: "none" }, patch), String(value));
    }),
  );
}

/** A context of so many tokens, with a part for each document. */
function strip(context, length) {
  const row = make("div", { class: "strip", "aria-hidden": "true" });
  const part = (name, tokens, kind) => {
    const element = make("i", { title: `${escaped(name)} (${some(tokens, "token")})`, ...(kind === null ? {} : { class: kind }) });
    element.style.flex = `${tokens} 1 0`;
    row.append(element);
  };
  context.shown.forEach((piece) => part(piece.id, piece.to - piece.from, null));
  const left = length - sum(context.shown.map((piece) => piece.to - piece.from));
  if (left > 0) {
    part("the rest", left, "rest");
  }
  return row;
}

const SHOWN_AT_FIRST = 10;

/** How many documents a similarity matrix has at most: more squares than these are none. */
const MATRIX_AT_MOST = 100;

/**
 * The documents of a context one below the other, and between them how alike they are; at first some of
 * them, from `from` on, and buttons for the rest.
 */
function chain(context, cosines, from = 0) {
  const { shown: pieces } = context;
  const list = make("ol", { class: "chain" });
  const item = (i) => make("li", {}, i === 0 || cosines === null ? null : link(cosines[i - 1]), card(pieces[i], i, "div"));
  const range = (first, end) => Array.from({ length: Math.max(0, end - first) }, (_, i) => item(first + i));
  const to = Math.min(pieces.length, from + SHOWN_AT_FIRST);
  list.append(...range(from, to));
  const more = (label, first, end, place) => {
    if (end <= first) {
      return null;
    }
    const button = make("button", { type: "button" }, label);
    const row = make("p", { class: "more" }, button);
    button.addEventListener("click", () => {
      const added = range(first, end);
      list[place](...added);
      row.remove();
      added[0].querySelector(".text")?.focus();
    });
    return row;
  };
  const hidden = context.pieces - pieces.length;
  const after = pieces.length - to;
  return [
    more(`Show the ${whole(from)} before`, 0, from, "prepend"),
    list,
    more(hidden === 0 ? `Show the other ${whole(after)}` : `Show ${whole(after)} of the other ${whole(after + hidden)}`, to, pieces.length, "append"),
    hidden > 0 && after === 0 ? make("p", { class: "soft small" }, `… and ${whole(hidden)} more that are not in this page.`) : null,
  ];
}

/** A context with all that is known of it, as one column. */
function contextColumn(context, { title, sentence, matrix, cosines, kind, length, from = 0 }) {
  const heading = make("h3", { tabindex: "-1" }, title);
  const next = cosines ?? (matrix === null ? null : context.shown.slice(1).map((_, i) => matrix(i, i + 1)));
  const column = make("section", { class: `column ${kind}`, "aria-label": title }, heading, make("p", { class: "soft small" }, sentence), strip(context, length), ...sourcesOf(context));
  if (matrix !== null && context.shown.length > 1) {
    const squares = Math.min(MATRIX_AT_MOST, context.shown.length);
    const { picture, readout } = heatMap(context.shown.slice(0, squares), matrix, title);
    const means = meansOf(matrix, squares);
    const figure = (value, name) => make("div", {}, make("dd", {}, cosine(value)), make("dt", {}, name));
    column.append(
      make(
        "div", { class: "matrix" }, picture,
        make(
          "div", { class: "stack" },
          make("dl", { class: "means" }, figure(means.pairs, "mean cosine of two documents"), figure(means.next, "of a document and the next"), figure(means.best, "of a document and the best before it")),
          heatScale(),
        ),
      ),
      readout,
    );
  }
  column.append(...chain(context, next, from).filter((part) => part !== null));
  return column;
}

function ofTokens(sample) {
  return `${some(sample.pieces, "document")} or parts of them, ${some(sample.tokens, "token")}${sample.padding === 0 ? "" : `, and ${whole(sample.padding)} of padding`}.`;
}
