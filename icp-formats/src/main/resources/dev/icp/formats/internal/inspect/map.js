/** The map of the corpus: documents as points, related ones near each other, drawn on a canvas. */

const MAP_FULL = 32767;
const HUES = 24;

/** Packs CSS colours as pixels of an image. */
function pixelsOf(colours) {
  const canvas = make("canvas", { width: colours.length, height: 1 });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  colours.forEach((colour, i) => {
    context.fillStyle = colour;
    context.fillRect(i, 0, 1, 1);
  });
  return new Uint32Array(context.getImageData(0, 0, colours.length, 1).data.buffer);
}

/** Where documents are, and how far contexts reach. */
class Places {
  constructor(documents) {
    this.points = [];
    documents.x.forEach((x, i) => {
      if (x >= 0) {
        this.points.push(i);
      }
    });
    this.x = Float32Array.from(documents.x, (x) => x / MAP_FULL);
    this.y = Float32Array.from(documents.y, (y) => y / MAP_FULL);
    this.reach = new Map();
    const members = new Map();
    for (const i of this.points) {
      const context = documents.contextOf[i];
      if (context >= 0) {
        (members.get(context) ?? members.set(context, []).get(context)).push(i);
      }
    }
    for (const [context, all] of members) {
      if (all.length > 2) {
        this.reach.set(context, this.spread(all));
      }
    }
    this.furthest = [...this.reach].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([context]) => context);
    this.straddling = new Set(this.furthest.slice(0, Math.ceil(this.furthest.length / 10)));
  }

  /** The mean distance of points from their middle, as a share of the map's width. */
  spread(all) {
    const x = sum(all.map((i) => this.x[i])) / all.length;
    const y = sum(all.map((i) => this.y[i])) / all.length;
    return sum(all.map((i) => Math.hypot(this.x[i] - x, this.y[i] - y))) / all.length;
  }
}

class MapView {
  constructor(documents, neighbourhoods) {
    this.documents = documents;
    this.neighbourhoods = neighbourhoods;
    this.places = new Places(documents);
    this.mode = "contexts";
    this.found = [];
    this.selected = null;
    this.hovered = -1;
    this.canvas = make("canvas", {
      tabindex: "0", role: "application", "aria-roledescription": "map",
      "aria-label": `Map of ${some(this.places.points.length, "document")}. Arrow keys move, plus and minus zoom, 0 shows all. The neighbourhoods below it are buttons.`,
    });
    this.tip = make("div", { class: "tip", hidden: "" });
    this.frame = make("div", { class: "map" }, this.canvas, this.tip);
    this.zoom = 1;
    this.scale = [1, 1];
    this.middle = [0.5, 0.5];
    this.listen();
    new ResizeObserver(() => this.draw()).observe(this.frame);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.colours = undefined;
      this.draw();
    });
  }

  /** Pixels of the canvas for a width and a height of 1 on the map, which may be wider than high. */
  get unit() {
    const { width, height } = this.canvas;
    return [Math.min(width, 1.45 * height), Math.min(height, 1.2 * width)].map((length) => 0.95 * length * this.zoom);
  }

  toScreen(i) {
    return this.at(this.places.x[i], this.places.y[i]);
  }

  at(x, y) {
    const [across, down] = this.scale;
    return [this.canvas.width / 2 + (x - this.middle[0]) * across, this.canvas.height / 2 + (y - this.middle[1]) * down];
  }

  draw() {
    if (!this.waiting) {
      this.waiting = true;
      requestAnimationFrame(() => {
        this.waiting = false;
        this.paint();
      });
    }
  }

  readColours() {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const hues = Array.from({ length: 2 * HUES }, (_, i) => {
      const light = (dark ? 0.68 : 0.56) + (i < HUES ? 0 : 0.12);
      return `oklch(${light} ${dark ? 0.12 : 0.13} ${(360 * (i % HUES)) / HUES})`;
    });
    const [paper, quiet, near] = pixelsOf([colour("--card"), colour("--map-quiet"), colour("--near")]);
    this.colours = { hues: pixelsOf(hues), paper, quiet, near, ink: colour("--ink"), halo: colour("--card"), mark: colour("--accent"), found: colour("--near") };
  }

  paint() {
    const ratio = Math.min(2, devicePixelRatio || 1);
    const box = this.frame.getBoundingClientRect();
    const [width, height] = [Math.round(box.width * ratio), Math.round(box.height * ratio)];
    if (width === 0 || height === 0) {
      return;
    }
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.image = undefined;
    }
    this.scale = this.unit;
    if (this.colours === undefined) {
      this.readColours();
    }
    const pen = this.canvas.getContext("2d");
    this.image ??= pen.createImageData(width, height);
    this.paintPoints(new Uint32Array(this.image.data.buffer), width, height, ratio);
    pen.putImageData(this.image, 0, 0);
    this.paintMarks(pen, ratio);
    this.paintNames(pen, ratio);
  }

  paintPoints(pixels, width, height, ratio) {
    pixels.fill(this.colours.paper);
    const { points, straddling } = this.places;
    const crowd = Math.sqrt(30000 / Math.max(3000, points.length));
    // Half a pixel more than whole ones makes the roundest discs.
    const radius = Math.max(1, Math.round(ratio * Math.min(6, 1.05 * crowd * Math.pow(this.zoom, 0.45)))) + 0.4;
    const [across, down] = this.scale;
    const quietly = this.mode === "straddling";
    const disc = this.disc(radius, width);
    const large = this.disc(radius * 1.7, width);
    for (const pass of quietly ? [0, 1] : [0]) {
      for (const i of points) {
        const context = this.documents.contextOf[i];
        const loud = quietly && straddling.has(context);
        if (quietly && loud !== (pass === 1)) {
          continue;
        }
        const x = Math.round(width / 2 + (this.places.x[i] - this.middle[0]) * across);
        const y = Math.round(height / 2 + (this.places.y[i] - this.middle[1]) * down);
        const shape = loud ? large : disc;
        if (x < shape.reach || y < shape.reach || x >= width - shape.reach || y >= height - shape.reach) {
          continue;
        }
        const colour = loud ? this.colours.near : quietly || context < 0 ? this.colours.quiet : this.colours.hues[(context * 29) % (2 * HUES)];
        const middle = y * width + x;
        for (const offset of shape.offsets) {
          pixels[middle + offset] = colour;
        }
      }
    }
  }

  /** The pixels of a disc, relative to its middle. */
  disc(radius, width) {
    const reach = Math.ceil(radius);
    const offsets = [];
    for (let y = -reach; y <= reach; y++) {
      for (let x = -reach; x <= reach; x++) {
        if (x * x + y * y <= radius * radius) {
          offsets.push(y * width + x);
        }
      }
    }
    return { reach, offsets };
  }

  /** Documents that were searched, and the context that is chosen or pointed at as a line in its order. */
  paintMarks(pen, ratio) {
    pen.lineJoin = "round";
    const ring = (i, radius, colour, line) => {
      const [x, y] = this.toScreen(i);
      pen.beginPath();
      pen.arc(x, y, radius * ratio, 0, 7);
      pen.strokeStyle = colour;
      pen.lineWidth = line * ratio;
      pen.stroke();
    };
    for (const i of this.found) {
      ring(i, 5, this.colours.halo, 3.5);
      ring(i, 5, this.colours.found, 2);
    }
    const pointed = this.hovered < 0 ? null : this.documents.contextOf[this.hovered];
    for (const [context, colour] of [[this.selected, this.colours.mark], [pointed, this.colours.ink]]) {
      if (context === null || context < 0) {
        continue;
      }
      const members = this.documents.documentsOf(context).filter((i) => this.documents.x[i] >= 0);
      for (const [style, line] of [[this.colours.halo, 4], [colour, 1.5]]) {
        pen.beginPath();
        members.forEach((i) => pen.lineTo(...this.toScreen(i)));
        pen.strokeStyle = style;
        pen.lineWidth = line * ratio;
        pen.stroke();
      }
      members.forEach((i) => ring(i, 4, colour, 1.8));
    }
    if (this.hovered >= 0) {
      ring(this.hovered, 7, this.colours.ink, 2);
    }
  }

  paintNames(pen, ratio) {
    const taken = [];
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    const wide = this.canvas.width / ratio;
    const size = wide < 500 ? 11 : 13;
    for (const { x, y, words, level } of this.neighbourhoods) {
      if (level > 0 && this.zoom < 2.2) {
        continue;
      }
      const [left, top] = this.at(x / MAP_FULL, y / MAP_FULL);
      if (left < 0 || top < 0 || left > this.canvas.width || top > this.canvas.height) {
        continue;
      }
      pen.font = `${level === 0 ? 650 : 500} ${(level === 0 ? size : size - 1) * ratio}px system-ui, sans-serif`;
      const text = escaped(words.slice(0, wide < 500 ? 2 : 3).join(" · "));
      const half = pen.measureText(text).width / 2 + 6 * ratio;
      const middle = Math.max(half, Math.min(this.canvas.width - half, left));
      const box = [middle - half, top - 10 * ratio, middle + half, top + 10 * ratio];
      if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) {
        continue;
      }
      taken.push(box);
      pen.strokeStyle = this.colours.halo;
      pen.lineWidth = 4 * ratio;
      pen.strokeText(text, middle, top);
      pen.fillStyle = this.colours.ink;
      pen.fillText(text, middle, top);
    }
  }

  nearest(event) {
    const box = this.canvas.getBoundingClientRect();
    const ratio = this.canvas.width / box.width;
    const [px, py] = [(event.clientX - box.left) * ratio, (event.clientY - box.top) * ratio];
    let best = -1;
    let distance = 12 * ratio;
    for (const i of this.places.points) {
      const [x, y] = this.toScreen(i);
      const there = Math.hypot(x - px, y - py);
      if (there < distance) {
        [best, distance] = [i, there];
      }
    }
    return best;
  }

  hover(i) {
    if (i === this.hovered) {
      return;
    }
    this.hovered = i;
    this.tip.hidden = i < 0;
    if (i >= 0) {
      const context = this.documents.contextOf[i];
      this.tip.replaceChildren(
        make("b", { dir: "auto" }, shown(this.documents.ids[i])),
        make("span", { class: "soft" }, context < 0 ? "in no context" : `context ${whole(context)}`),
        make("span", { dir: "auto" }, shown(this.documents.begins[i].slice(0, 110))),
      );
      const box = this.frame.getBoundingClientRect();
      const ratio = this.canvas.width / box.width;
      const [x, y] = this.toScreen(i).map((place) => place / ratio);
      this.tip.style.left = `${Math.max(4, Math.min(x + 14, box.width - this.tip.offsetWidth - 4))}px`;
      this.tip.style.top = `${y + this.tip.offsetHeight + 20 > box.height ? y - this.tip.offsetHeight - 14 : y + 14}px`;
    }
    this.draw();
  }

  zoomBy(factor, event) {
    const before = this.zoom;
    this.zoom = Math.max(1, Math.min(60, this.zoom * factor));
    if (event !== undefined) {
      const box = this.canvas.getBoundingClientRect();
      const share = (this.canvas.width / box.width) * (this.zoom / before - 1);
      const [across, down] = this.unit;
      this.middle[0] += ((event.clientX - box.left - box.width / 2) * share) / across;
      this.middle[1] += ((event.clientY - box.top - box.height / 2) * share) / down;
    }
    this.draw();
  }

  moveBy(x, y) {
    const ratio = this.canvas.width / this.canvas.getBoundingClientRect().width;
    const [across, down] = this.unit;
    this.middle = [this.middle[0] - (x * ratio) / across, this.middle[1] - (y * ratio) / down].map((place) => Math.max(0, Math.min(1, place)));
    this.draw();
  }

  /** Goes to a place; at once where motion is not wanted. */
  goTo(x, y, zoom) {
    const [fromX, fromY, fromZoom] = [...this.middle, this.zoom];
    const start = performance.now();
    const length = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 450;
    const step = (now) => {
      const t = length === 0 ? 1 : Math.max(0, Math.min(1, (now - start) / length));
      const eased = t * t * (3 - 2 * t);
      this.middle = [fromX + (x - fromX) * eased, fromY + (y - fromY) * eased];
      this.zoom = fromZoom * Math.pow(zoom / fromZoom, eased);
      this.paint();
      if (t < 1) {
        requestAnimationFrame(step);
      }
    };
    step(length === 0 ? start : performance.now());
  }

  showAll() {
    this.goTo(0.5, 0.5, 1);
  }

  listen() {
    let dragged = null;
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => {
      dragged = { x: event.clientX, y: event.clientY, moved: 0 };
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (dragged === null) {
        this.hover(this.nearest(event));
        return;
      }
      const [x, y] = [event.clientX - dragged.x, event.clientY - dragged.y];
      dragged = { x: event.clientX, y: event.clientY, moved: dragged.moved + Math.abs(x) + Math.abs(y) };
      if (dragged.moved > 4) {
        this.hover(-1);
        this.moveBy(x, y);
      }
    });
    canvas.addEventListener("pointerup", (event) => {
      const clicked = dragged !== null && dragged.moved <= 4 ? this.nearest(event) : -1;
      dragged = null;
      if (clicked >= 0 && this.documents.contextOf[clicked] >= 0) {
        openContext(this.documents.contextOf[clicked], clicked);
      }
    });
    canvas.addEventListener("pointercancel", () => (dragged = null));
    canvas.addEventListener("pointerleave", () => this.hover(-1));
    canvas.addEventListener(
      "wheel",
      (event) => {
        // The page scrolls as ever until the map was clicked or entered.
        if (event.ctrlKey || event.metaKey || document.activeElement === canvas) {
          event.preventDefault();
          this.zoomBy(Math.exp(-event.deltaY / 400), event);
        }
      },
      { passive: false },
    );
    canvas.addEventListener("dblclick", (event) => this.zoomBy(2, event));
    canvas.addEventListener("keydown", (event) => {
      const move = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
      const zoom = { "+": 1.4, "=": 1.4, "-": 1 / 1.4 }[event.key];
      if (move !== undefined) {
        this.moveBy(...move);
      } else if (zoom !== undefined) {
        this.zoomBy(zoom);
      } else if (event.key === "0") {
        this.showAll();
      } else {
        return;
      }
      event.preventDefault();
    });
  }
}
