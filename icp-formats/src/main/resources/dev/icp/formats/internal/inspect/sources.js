/** The section of metadata: which values documents have, and how alike contexts are by them. */

const VALUES_AT_MOST = 10;

/**
 * The share of the pairs of documents that have the same value: of pairs that share a context, and of
 * any two. Documents without a value do not count; null where there are no pairs.
 */
function sameValue({ values, of }) {
  const pairs = (counts) => sum(counts.map((count) => (count * (count - 1)) / 2));
  let same = 0;
  let together = 0;
  for (let from = 0, to = 0; from < documents.contexts.length; from = to) {
    const members = new Set();
    for (to = from; to < documents.contexts.length && documents.contexts[to] === documents.contexts[from]; to++) {
      members.add(documents.pieces[to * FIELDS + DOCUMENT]);
    }
    const counts = new Map();
    for (const document of members) {
      if (of[document] >= 0) {
        counts.set(of[document], (counts.get(of[document]) ?? 0) + 1);
      }
    }
    same += pairs([...counts.values()]);
    together += pairs([sum([...counts.values()])]);
  }
  const counts = new Array(values.length).fill(0);
  of.forEach((value) => value >= 0 && counts[value]++);
  const any = pairs([sum(counts)]);
  return { here: together === 0 ? null : same / together, random: any === 0 ? null : pairs(counts) / any, counts };
}

function sources() {
  if (documents === null || documents.fields.length === 0) {
    return null;
  }
  const panel = (field) => {
    const { name, values } = field;
    const { here, random, counts } = sameValue(field);
    const having = sum(counts);
    const shared = counts.some((count) => count > 1);
    const most = Math.max(1, counts[0] ?? 0); // What most have comes first.
    const bar = (count) => {
      const length = make("i", {});
      length.style.inlineSize = `${((100 * count) / most).toFixed(1)}%`;
      return make("span", { class: "meter", "aria-hidden": "true" }, length);
    };
    const rows = values.slice(0, VALUES_AT_MOST).map((value, i) =>
      make("tr", {}, make("th", { scope: "row", class: "wrap" }, make("bdi", {}, shown(value))), make("td", {}, bar(counts[i])), make("td", { class: "number" }, whole(counts[i])), make("td", { class: "number" }, percent(counts[i] / having))),
    );
    const rest = values.length - VALUES_AT_MOST;
    if (rest > 0) {
      const count = sum(counts.slice(VALUES_AT_MOST));
      rows.push(make("tr", {}, make("th", { scope: "row" }, some(rest, "other")), make("td", {}), make("td", { class: "number" }, whole(count)), make("td", { class: "number" }, percent(count / having))));
    }
    return make(
      "div", { class: "panel scroll field", tabindex: "0", role: "region", "aria-label": `Values of ${escaped(name)}` },
      make("h3", {}, make("bdi", {}, shown(name))),
      make(
        "p", { class: "small" },
        here === null || !shared ? null : [make("b", {}, percent(here)), " of the pairs of documents that share a context have the same; of any two ", make("b", {}, percent(random)), ". "],
        make("span", { class: "soft" }, `${some(values.length, "value")}, ${some(having, "document")}${having < documents.ids.length ? `; ${whole(documents.ids.length - having)} have none` : ""}.`),
      ),
      shared ? make("table", {}, make("tbody", {}, rows)) : null,
    );
  };
  return section(
    "Sources",
    `What the output knows of ${documents.complete ? "its" : `the ${whole(documents.ids.length)}`} documents${documents.complete ? "" : " that this page knows"} besides their texts. The search finds it too.`,
    make("div", { class: "grid" }, documents.fields.map(panel)),
  );
}
