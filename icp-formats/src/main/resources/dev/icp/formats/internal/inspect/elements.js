"use strict";

/** Makes an element. Attributes are set as they are, children are elements or become text; null is left out. */
function make(name, attributes, ...children) {
  return dress(document.createElement(name), attributes, children);
}

function draw(name, attributes, ...children) {
  return dress(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function dress(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/**
 * What would make a text read otherwise than it is: control characters but tabs and line breaks, the
 * bidirectional algorithm's marks, embeddings, overrides and isolates, characters of no width that
 * join nothing, and halves of surrogate pairs.
 */
const HARMFUL =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

const escapeOf = (character) => "\\u" + character.charCodeAt(0).toString(16).padStart(4, "0");

/** Text from outside for where there is only text, such as titles: what is harmful as an escape. */
function escaped(text) {
  return text.replaceAll("\r\n", "\n").replace(new RegExp(HARMFUL, "g"), escapeOf);
}

/** Text from outside: what is harmful as escapes that look like escapes. */
function shown(text) {
  return text
    .replaceAll("\r\n", "\n")
    .split(new RegExp(`(${HARMFUL.source})`))
    .map((part, i) => (i % 2 === 0 ? part : make("span", { class: "escape" }, escapeOf(part))));
}

const whole = (number) => Math.round(number).toLocaleString("en");
const percent = (share) => {
  const value = 100 * share;
  return (value === 0 || value >= 9.95 ? Math.round(value) : value < 0.1 ? "< 0.1" : value.toFixed(1)) + "%";
};
const cosine = (value) => (value === null || value === undefined ? "–" : value.toFixed(3));
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

const some = (number, one) => `${whole(number)} ${one}${number === 1 ? "" : "s"}`;

/** contextLength becomes "context length". */
const words = (name) => name.replace(/[A-Z]/g, (letter) => " " + letter.toLowerCase());

/** A number that heads a page, and what it is of. */
const fact = (value, name) => make("div", { class: "fact" }, make("b", {}, value), make("span", {}, name));

/** The head of a table, whose columns are numbers from one on. */
const headCells = (names, numbersFrom) =>
  make("thead", {}, make("tr", {}, names.map((name, i) => make("th", { scope: "col", class: i >= numbersFrom ? "number" : "" }, name))));

function section(title, introduction, ...children) {
  return make(
    "section", {}, make("h2", {}, title), introduction === null ? null : make("p", { class: "soft" }, introduction), children,
  );
}
