/** The documents of an output that the page knows: which stands where, and how each begins. */

const CONTEXT = 0;
const DOCUMENT = 1;
const FROM = 2;
const LENGTH = 3;
const FIELDS = 4;

class Documents {
  constructor({ all, ids, begins, pieces, cosines, x, y, metadata }) {
    this.all = all;
    this.ids = ids;
    this.begins = begins;
    this.complete = ids.length === all;
    this.pieces = integers(pieces);
    this.cosines = shorts(cosines);
    this.x = shorts(x);
    this.y = shorts(y);
    this.contexts = Int32Array.from({ length: this.pieces.length / FIELDS }, (_, piece) => this.pieces[piece * FIELDS + CONTEXT]);
    this.fields = metadata.map(({ name, values, of }) => ({ name, values, of: integers(of) }));
    this.contextOf = new Int32Array(ids.length).fill(-1);
    for (let at = 0; at < this.pieces.length; at += FIELDS) {
      const document = this.pieces[at + DOCUMENT];
      if (this.pieces[at + FROM] === 0 || this.contextOf[document] < 0) {
        this.contextOf[document] = this.pieces[at + CONTEXT];
      }
    }
  }

  /** Returns the places in `pieces`, from and to, of a context's documents. */
  range(context) {
    const first = (wanted) => {
      let low = 0;
      let high = this.pieces.length / FIELDS;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.pieces[middle * FIELDS + CONTEXT] < wanted) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    };
    return [first(context), first(context + 1)];
  }

  documentsOf(context) {
    const [from, to] = this.range(context);
    return Array.from({ length: to - from }, (_, i) => this.pieces[(from + i) * FIELDS + DOCUMENT]);
  }

  /** Returns what else is known of a document, as pairs of name and value. */
  metadataOf(document) {
    return this.fields.filter(({ of }) => of[document] >= 0).map(({ name, values, of }) => [name, values[of[document]]]);
  }

  /** The same by its id. */
  metadataOfId(id) {
    this.numbers ??= this.fields.length === 0 ? new Map() : new Map(this.ids.map((name, i) => [name, i]));
    return this.numbers.has(id) ? this.metadataOf(this.numbers.get(id)) : [];
  }

  /** Returns a context whose documents say what else is known of them. */
  withMetadata(sample) {
    return { ...sample, shown: sample.shown.map((piece) => ({ ...piece, metadata: this.metadataOfId(piece.id) })) };
  }

  /** Returns a context as far as it is known, and the cosines between its documents. */
  context(index) {
    const [from, to] = this.range(index);
    const pieces = [];
    const cosines = [];
    for (let piece = from; piece < to; piece++) {
      const at = piece * FIELDS;
      const document = this.pieces[at + DOCUMENT];
      const begin = this.pieces[at + FROM];
      pieces.push({
        id: this.ids[document], from: begin, to: begin + this.pieces[at + LENGTH], at: null,
        text: this.begins[document], beginning: true, more: true, metadata: this.metadataOf(document),
      });
      cosines.push(cosineOf(this.cosines[piece]));
    }
    const tokens = sum(pieces.map((piece) => piece.to - piece.from));
    return { sample: { index, pieces: pieces.length, tokens, padding: 0, shown: pieces }, cosines: cosines.slice(1) };
  }

  /** Returns the mean cosine with the document before, for each place of which enough contexts have one. */
  meansByPlace(most) {
    const sums = new Map();
    let place = 0;
    for (let piece = 0; piece < this.cosines.length; piece++) {
      const follows = piece > 0 && this.pieces[piece * FIELDS + CONTEXT] === this.pieces[(piece - 1) * FIELDS + CONTEXT];
      place = follows ? place + 1 : 1;
      const value = follows && this.complete ? cosineOf(this.cosines[piece]) : null;
      if (value !== null && place <= most) {
        const [total, count] = sums.get(place) ?? [0, 0];
        sums.set(place, [total + value, count + 1]);
      }
    }
    const enough = Math.min(5, (sums.get(2) ?? [0, 0])[1]);
    return [...sums].filter(([, [, count]]) => count >= enough).sort((a, b) => a[0] - b[0]).map(([at, [total, count]]) => ({ place: at, mean: total / count, count }));
  }

  /** Returns the documents whose id, beginning or metadata has all words of a query, at most `most`, and how many there are in all. */
  search(query, most) {
    const words = query.toLowerCase().split(/\s+/).filter((word) => word !== "");
    this.lower ??= this.ids.map((id, i) => `${id}\n${this.begins[i]}\n${this.metadataOf(i).map((pair) => pair.join(":")).join("\n")}`.toLowerCase());
    const found = [];
    let all = 0;
    for (let i = 0; words.length > 0 && i < this.lower.length; i++) {
      if (words.every((word) => this.lower[i].includes(word))) {
        all++;
        if (found.length < most) {
          found.push(i);
        }
      }
    }
    return { found, all };
  }
}

/** Text in which the words of a query are marked. */
function marked(text, query) {
  const words = query.split(/\s+/).filter((word) => word !== "").map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (words.length === 0) {
    return shown(text);
  }
  return text.split(new RegExp(`(${words.join("|")})`, "i")).map((part, i) => (i % 2 === 0 ? shown(part) : make("mark", {}, shown(part)))).flat();
}

const FOUND_AT_MOST = 30;

/** A field to search documents by id, text and metadata; `open` gets the context and the document that was chosen. */
function searchField(documents, open) {
  const input = make("input", { type: "search", id: "search", autocomplete: "off", spellcheck: "false", placeholder: documents.fields.length === 0 ? "an id, or words" : `an id, words, or ${escaped(documents.fields[0].name)}:value` });
  const said = make("p", { class: "soft small", role: "status" });
  const list = make("ol", { class: "found" });
  let waiting;
  const search = () => {
    const query = input.value.trim();
    if (query === "") {
      said.replaceChildren();
      list.replaceChildren();
      return;
    }
    const { found, all } = documents.search(query, FOUND_AT_MOST);
    said.replaceChildren(`${some(all, "document")}${all > found.length ? `, the first ${found.length} of them` : ""}${documents.complete ? "" : `, of the ${whole(documents.ids.length)} that this page knows`}.`);
    list.replaceChildren(
      ...found.map((document) => {
        const context = documents.contextOf[document];
        const button = make(
          "button", { type: "button" },
          make("b", { dir: "auto" }, marked(documents.ids[document], query)),
          make("span", { class: "soft" }, context < 0 ? "in no context" : `context ${whole(context)}`),
          make("span", { class: "begin", dir: "auto" }, marked(documents.begins[document].slice(0, 160), query)),
          documents.fields.length === 0 ? null : make("span", { class: "begin" }, marked(documents.metadataOf(document).map((pair) => pair.join(":")).join(" · "), query)),
        );
        button.addEventListener("click", () => open(context, document));
        return make("li", {}, button);
      }),
    );
  };
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 120);
  });
  return make(
    "search", {}, make("label", { for: "search" }, "Find a document"), input, said, list,
  );
}

/** Contexts to look at: chosen by number, from those that are shown in full, or by searching a document. */
function browser() {
  if (manifest.counts.contexts === 0 || (samples.length === 0 && documents === null)) {
    return null;
  }
  const place = make("div", { class: "beside" });
  const status = make("p", { class: "soft small", role: "status" });
  const buttons = samples.map((sample, i) => {
    const button = make("button", { type: "button", "aria-pressed": "false" }, whole(sample.index));
    button.addEventListener("click", () => choose(sample.index));
    return button;
  });
  const last = manifest.counts.contexts - 1;
  const number = make("input", { type: "number", id: "number", min: "0", max: String(last), step: "1" });
  const choose = (index) => {
    if (!Number.isInteger(index) || index < 0 || index > last) {
      status.replaceChildren(`There are contexts 0 to ${whole(last)}.`);
      return;
    }
    const i = samples.findIndex((sample) => sample.index === index);
    if (i < 0 && documents === null) {
      status.replaceChildren(`Context ${whole(index)} is not in this page.`);
      return;
    }
    status.replaceChildren();
    buttons.forEach((button, j) => button.setAttribute("aria-pressed", String(i === j)));
    number.value = String(index);
    place.replaceChildren(...(i < 0 ? briefly(index) : inFull(i)));
    chosen.index = index;
    chosen.dispatchEvent(new CustomEvent("context", { detail: index }));
  };
  const go = (index, document) => {
    choose(index);
    const item = document === undefined ? undefined : cardOf(documents.ids[document], place);
    (item ?? place.closest("section")).scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    place.querySelector("h3")?.focus({ preventScroll: true });
  };
  openContext = go;
  const form = make("form", { class: "by-number", novalidate: "" }, make("label", { for: "number" }, "Context"), number, make("button", {}, "Open"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    choose(number.value === "" ? NaN : Number(number.value));
  });
  const choice = make("div", { class: "choose", role: "group", "aria-label": "Contexts shown in full" }, buttons);
  choice.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0;
    const next = buttons.indexOf(document.activeElement) + step;
    if (step !== 0 && buttons[next] !== undefined) {
      buttons[next].focus();
      choose(samples[next].index);
    }
  });
  choose(first()?.index ?? 0);
  return section(
    relations === null ? "Contexts to look at" : "Related beside random",
    `${some(samples.length, "context")}, evenly spread over all, with the documents in the order in which a model sees them${relations === null ? "" : ", beside as many tokens of documents drawn at random"}. Numbers count from 0, in the order of training.`,
    make(
      "div", { class: "browser" },
      make("div", { class: "finding" }, form, documents === null ? null : searchField(documents, go)),
      choice, status, place,
    ),
  );
}

/** Returns where a document stands in the context that is open; shows all of it if it is not among the first. */
function cardOf(id, place) {
  const find = () => [...place.querySelectorAll(".column.related h4")].find((title) => title.dataset.id === id);
  if (find() === undefined) {
    place.querySelector(".column.related .more button")?.click();
  }
  return find();
}

/** The context to begin with: of those shown in full, the first with enough documents to compare, or the one with most. */
function first() {
  const most = Math.max(...samples.map((sample) => sample.pieces));
  return samples.find((sample) => sample.pieces >= Math.min(8, most));
}

function inFull(i) {
  const sample = documents === null ? samples[i] : documents.withMetadata(samples[i]);
  const compared = relations === null ? null : relations.beside[i];
  const length = settings.contextLength;
  const title = `Context ${whole(sample.index)}`;
  if (compared === null || compared === undefined) {
    return [contextColumn(sample, { title, sentence: ofTokens(sample), matrix: null, cosines: null, kind: "alone", length })];
  }
  return [
    contextColumn(sample, { title, sentence: ofTokens(sample), matrix: matrixOf(compared.cosines), cosines: null, kind: "related", length }),
    contextColumn(documents.withMetadata(compared.random), {
      title: "Drawn at random", sentence: ofTokens(compared.random), matrix: matrixOf(compared.randomCosines), cosines: null, kind: "random", length,
    }),
  ];
}

/** A context of which only is known which documents stand in it and how they begin. */
function briefly(index) {
  const { sample, cosines } = documents.context(index);
  const sentence = `${ofTokens(sample)}${documents.complete ? "" : " Only those that this page knows."}`;
  return [contextColumn(sample, { title: `Context ${whole(index)}`, sentence, matrix: null, cosines, kind: "related alone", length: settings.contextLength })];
}
