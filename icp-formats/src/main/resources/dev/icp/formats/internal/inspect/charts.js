const WIDTH = 520;
const LEFT = 8;
const RIGHT = WIDTH - 8;

/**
 * A chart with a title and a sentence; what screen readers say of it is the sentence. What pointing at
 * its bars shows can be unfolded as a list too.
 */
function chart(title, sentence, height, ...shapes) {
  const picture = draw(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": `${title}. ${sentence}` },
    shapes.flat(),
  );
  const list = make("ul", { class: "soft small numbers" });
  const numbers = make("details", { class: "small" }, make("summary", {}, "Numbers"), list);
  numbers.addEventListener("toggle", () => {
    const titles = [...picture.querySelectorAll(".hit title")].map((hit) => hit.textContent);
    list.replaceChildren(...titles.filter((text) => !/(^|: )0(%| )/.test(text)).map((text) => make("li", {}, text)));
  });
  return make("figure", { class: "panel" }, make("h3", {}, title), make("figcaption", {}, sentence), picture, numbers);
}

/** An axis below y, with a tick for each [place, label]; places are shares of the width. */
function axis(y, ticks, name) {
  const at = (place) => LEFT + place * (RIGHT - LEFT);
  const anchor = (place) => (place < 0.03 ? "start" : place > 0.97 ? "end" : "middle");
  return [
    draw("line", { class: "axis", x1: LEFT, x2: RIGHT, y1: y, y2: y }),
    ...ticks.map(([place]) => draw("line", { class: "tick", x1: at(place), x2: at(place), y1: y, y2: y + 4 })),
    ...ticks.map(([place, label]) =>
      draw("text", { x: at(place), y: y + 17, "text-anchor": anchor(place) }, label),
    ),
    draw("text", { x: (LEFT + RIGHT) / 2, y: y + 34, "text-anchor": "middle" }, name),
  ];
}

/** Bars that stand on y, the highest of them `high`; classOf and titleOf get the bar's index. */
function bars(counts, y, high, classOf, titleOf) {
  const most = Math.max(1, ...counts);
  const step = (RIGHT - LEFT) / counts.length;
  const gap = Math.min(1.5, step / 5);
  return counts.flatMap((count, i) => {
    const x = LEFT + i * step;
    const height = count === 0 ? 0 : Math.max(1, (high * count) / most);
    return [
      count === 0
        ? null
        : draw("rect", {
            class: classOf(i), x: x + gap / 2, y: y - height, width: step - gap, height, rx: Math.min(1.5, height / 2),
          }),
      draw("rect", { class: "hit", x, y: y - high, width: step, height: high }, draw("title", {}, titleOf(i))),
    ];
  });
}

/** Says how many the highest bar stands for, on a line at its height. */
function scale(counts, y, high) {
  const top = y - high;
  return [
    draw("line", { class: "axis", x1: LEFT, x2: RIGHT, y1: top, y2: top }),
    draw("text", { class: "faint", x: LEFT, y: top - 5 }, whole(Math.max(...counts))),
  ];
}

const COSINE_TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1].map((value) => [value, String(value)]);

function binOf(i, bins) {
  return `cosine ${(i / bins).toFixed(2)} to ${((i + 1) / bins).toFixed(2)}`;
}

/** Two histograms of cosines one above the other, each as high as its highest bar. */
function compared(title, sentence, upper, lower) {
  const row = (series, y, kind) => {
    const total = sum(series.counts);
    const mean = LEFT + Math.max(0, Math.min(1, series.mean)) * (RIGHT - LEFT);
    const right = series.mean > 0.72;
    return [
      ...bars(
        series.counts, y, 64, () => kind,
        (i) => `${series.name}: ${percent(series.counts[i] / total)} at ${binOf(i, series.counts.length)}`,
      ),
      draw("line", { class: "mean", x1: mean, x2: mean, y1: y - 84, y2: y }),
      draw(
        "text",
        { class: "name", x: mean + (right ? -7 : 7), y: y - 74, "text-anchor": right ? "end" : "start" },
        `${series.name}: mean ${cosine(series.mean)}`,
      ),
      draw("line", { class: "axis", x1: LEFT, x2: RIGHT, y1: y, y2: y }),
    ];
  };
  return chart(title, sentence, 240, ...row(upper, 92, "accent"), ...row(lower, 200, "random"), ...axis(200, COSINE_TICKS, "cosine"));
}

/** How the nearest neighbours' cosines are distributed, with the threshold that was asked for, if one was. */
function nearest(title, sentence, counts, threshold, thresholdName) {
  const at = (value) => LEFT + value * (RIGHT - LEFT);
  const x = at(threshold ?? 0);
  const cut = draw("line", { class: "cut", x1: x, x2: x, y1: 24, y2: 200, visibility: "hidden" });
  const all = bars(counts, 200, 170, () => "accent", (i) => `${whole(counts[i])} documents at ${binOf(i, counts.length)}`);
  const figure = chart(
    title, sentence, 240,
    ...scale(counts, 200, 170), ...all, cut,
    ...(threshold === null
      ? []
      : [
          draw("line", { class: "threshold", x1: x, x2: x, y1: 12, y2: 200 }),
          draw("text", { class: "threshold-name", x: x - 6, y: 20, "text-anchor": "end" }, thresholdName),
        ]),
    ...axis(200, COSINE_TICKS, "cosine of the nearest neighbour"),
  );
  /** Shows which bars lie beyond a threshold that someone tries. */
  const move = (value) => {
    cut.setAttribute("x1", at(value));
    cut.setAttribute("x2", at(value));
    cut.setAttribute("visibility", "visible");
    let bar = 0;
    counts.forEach((count, i) => {
      if (count > 0) {
        [...figure.querySelectorAll("rect:not(.hit)")][bar++].setAttribute("class", (i + 1) / counts.length > value + 1e-9 ? "near" : "accent");
      }
    });
  };
  return { figure, move };
}

/** Means by place, as points with a line through them, and above which line they would lie at random. */
function byPlace(title, sentence, means, random, name) {
  const top = Math.max(0.1, Math.ceil(Math.max(random ?? 0, ...means.map(({ mean }) => mean)) * 10) / 10);
  const x = (i) => LEFT + ((i + 0.5) / means.length) * (RIGHT - LEFT);
  const y = (value) => 200 - (170 * Math.max(0, value)) / top;
  const every = Math.max(1, Math.ceil(means.length / 12));
  return chart(
    title, sentence, 240,
    draw("line", { class: "axis", x1: LEFT, x2: RIGHT, y1: 30, y2: 30 }),
    draw("text", { class: "faint", x: LEFT, y: 25 }, `cosine ${top.toFixed(1)}`),
    random === null
      ? []
      : [
          draw("line", { class: "random-line", x1: LEFT, x2: RIGHT, y1: y(random), y2: y(random) }),
          draw("text", { class: "faint", x: RIGHT, y: y(random) - 5, "text-anchor": "end" }, `at random ${cosine(random)}`),
        ],
    draw("polyline", { class: "path", points: means.map(({ mean }, i) => `${x(i).toFixed(1)},${y(mean).toFixed(1)}`).join(" ") }),
    means.map(({ mean }, i) => draw("circle", { class: "accent", cx: x(i), cy: y(mean), r: 3 })),
    means.map(({ place, mean, count }, i) =>
      draw("rect", { class: "hit", x: x(i) - 260 / means.length, y: 30, width: 520 / means.length, height: 170 }, draw("title", {}, `document ${place}: mean cosine ${cosine(mean)}, of ${some(count, "context")}`)),
    ),
    ...axis(200, means.map(({ place }, i) => [(i + 0.5) / means.length, String(place)]).filter((_, i) => i % every === 0), name),
  );
}

/** How a number grows to its sum over equal parts, beside a line for even growth. */
function growth(title, sentence, counts) {
  let reached = 0;
  const sums = counts.map((count) => (reached += count));
  const x = (i) => LEFT + (i / counts.length) * (RIGHT - LEFT);
  const y = (value) => 200 - (170 * value) / reached;
  const percentOf = (i) => `${Math.round((100 * i) / counts.length)}%`;
  return chart(
    title, sentence, 240,
    ...scale([reached], 200, 170),
    draw("line", { class: "random-line", x1: x(0), x2: x(counts.length), y1: y(0), y2: y(reached) }),
    draw("polyline", { class: "path", points: [0, ...sums].map((value, i) => `${x(i).toFixed(1)},${y(value).toFixed(1)}`).join(" ") }),
    sums.map((value, i) =>
      draw("rect", { class: "hit", x: x(i), y: 30, width: x(1) - x(0), height: 170 }, draw("title", {}, `after ${percentOf(i + 1)} of the order: ${some(value, "jump")}`)),
    ),
    ...axis(200, [0, 0.25, 0.5, 0.75, 1].map((share) => [share, `${100 * share}%`]), "share of the order"),
  );
}

/** Bars with a label below each `every`th, in its middle unless another share of its width is given. */
function columns(title, sentence, counts, labelOf, every, name, classOf, titleOf, labelled = 0.5) {
  const ticks = counts
    .map((count, i) => [(i + labelled) / counts.length, labelOf(i), i])
    .filter(([place, label, i]) => i % every === 0)
    .map(([place, label]) => [place, label]);
  return chart(
    title, sentence, 240,
    ...scale(counts, 200, 170), ...bars(counts, 200, 170, classOf, titleOf), ...axis(200, ticks, name),
  );
}

/** A distribution of whole numbers. */
function distribution(title, sentence, values, unit, name) {
  const { counts, from, width } = values;
  const range = (i) => {
    const low = from + i * width;
    return width === 1 ? `${whole(low)}${unit}` : `${whole(low)} to ${whole(low + width - 1)}${unit}`;
  };
  return columns(
    title, sentence, counts, (i) => whole(from + i * width) + unit, Math.max(1, Math.ceil(counts.length / 9)), name,
    () => "accent", (i) => `${range(i)}: ${whole(counts[i])} contexts`, width === 1 ? 0.5 : 0,
  );
}
