/** The section of the map: what is chosen, ringed and gone to. */

function corpusMap() {
  const neighbourhoods = relations?.neighbourhoods ?? [];
  if (documents === null || !documents.x.some((x) => x >= 0)) {
    return null;
  }
  const map = new MapView(documents, neighbourhoods);
  const { places } = map;
  map.selected = chosen.index ?? null;
  chosen.addEventListener("context", (event) => {
    map.selected = event.detail;
    map.draw();
  });
  const button = (name, label, action) => {
    const element = make("button", { type: "button", ...(label === null ? {} : { "aria-label": label }) }, name);
    element.addEventListener("click", action);
    return element;
  };
  const modes = [
    ["contexts", "Each context a colour"],
    ["straddling", "Contexts that reach furthest"],
  ].map(([mode, name]) => {
    const element = button(name, null, () => {
      map.mode = mode;
      modes.forEach((other) => other.setAttribute("aria-pressed", String(other === element)));
      map.draw();
    });
    element.setAttribute("aria-pressed", String(mode === map.mode));
    return element;
  });
  const input = make("input", { type: "search", id: "map-search", autocomplete: "off", spellcheck: "false", placeholder: "an id, or words" });
  const said = make("span", { class: "soft small", role: "status" });
  input.addEventListener("input", () => {
    const { found, all } = documents.search(input.value.trim(), 2000);
    map.found = found.filter((i) => documents.x[i] >= 0);
    said.replaceChildren(input.value.trim() === "" ? "" : `${some(all, "document")}, ${whole(map.found.length)} ringed`);
    map.draw();
  });
  const sampled = places.points.length < documents.all ? `${whole(places.points.length)} of ${whole(documents.all)} documents, drawn at random, are` : "All documents are";
  return section(
    "Map of the corpus",
    `${sampled} here, related ones near each other${relations.by === "words" ? " by their words" : ""}. What shares a context has one colour; the line is the context that is open above, in its order. A context whose points lie apart straddles regions.`,
    make(
      "div", { class: "panel map-panel" },
      make(
        "div", { class: "map-tools" },
        make("div", { class: "choose", role: "group", "aria-label": "Colours" }, modes),
        make("div", { class: "map-search" }, make("label", { for: "map-search" }, "Ring"), input, said),
        make(
          "div", { class: "choose", role: "group", "aria-label": "Zoom" },
          button("+", "Zoom in", () => map.zoomBy(1.6)), button("−", "Zoom out", () => map.zoomBy(1 / 1.6)), button("All", "Show all", () => map.showAll()),
        ),
      ),
      map.frame,
      make(
        "div", { class: "choose", role: "group", "aria-label": "Neighbourhoods" },
        make("span", { class: "soft small" }, "Go to"),
        neighbourhoods.filter(({ level }) => level === 0).slice(0, 12).map(({ x, y, words }) =>
          button(words.slice(0, 2).map(escaped).join(" · "), null, () => map.goTo(x / MAP_FULL, y / MAP_FULL, 4)),
        ),
      ),
      places.furthest.length === 0
        ? null
        : make(
            "div", { class: "choose", role: "group", "aria-label": "Contexts that reach furthest" },
            make("span", { class: "soft small" }, "Reach furthest"),
            places.furthest.slice(0, 8).map((context) => button(`context ${whole(context)}`, `Open context ${context}, which reaches far`, () => openContext(context))),
          ),
    ),
  );
}
