"use strict";

const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");

/** What was chosen before, or null for what the system says; some browsers keep nothing for files. */
function chosen() {
  try {
    return localStorage.getItem("icp-theme");
  } catch {
    return null;
  }
}

function isDark() {
  return (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
}

// Before anything is drawn, so that nothing flashes.
if (chosen() !== null) {
  root.dataset.theme = chosen();
}

function themeButton() {
  const button = document.getElementById("theme");
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem("icp-theme", root.dataset.theme);
    } catch {
      // Then it holds for this page.
    }
    show();
  });
  system.addEventListener("change", show);
  show();
}

const MOST = 20;
const AROUND = 70;

let loading;

/** The sections of all pages, loaded when someone begins to search. */
function sections() {
  loading ??= new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = root.dataset.root + "search.js";
    script.addEventListener("load", () => done(globalThis.icpSections.map(([address, page, heading, text]) => ({ address, page, heading, text, lower: text.toLowerCase(), names: `${page} ${heading}`.toLowerCase() }))));
    script.addEventListener("error", fail);
    document.head.append(script);
  });
  return loading;
}

/** Sections that have all words, those first that have them in their heading, or often. */
function matches(all, words) {
  const begins = words.map((word) => new RegExp(`(?<![\\p{L}\\p{N}])${word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`, "gu"));
  return all
    .map((section) => {
      let score = 0;
      for (const word of begins) {
        const named = (section.names.match(word) ?? []).length;
        const said = (section.lower.match(word) ?? []).length;
        if (named + said === 0) {
          return null;
        }
        score += 12 * named + Math.log2(1 + said);
      }
      return { section, score };
    })
    .filter((found) => found !== null)
    .sort((a, b) => b.score - a.score)
    .map(({ section }) => section);
}

function marked(text, words) {
  const pattern = new RegExp(`(${words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`, "i");
  return text.split(pattern).map((part, i) => {
    if (i % 2 === 0) {
      return part;
    }
    const mark = document.createElement("mark");
    mark.textContent = part;
    return mark;
  });
}

/** What stands around the first of the words. */
function excerpt({ text, lower }, words) {
  const at = Math.max(0, Math.min(...words.map((word) => lower.indexOf(word)).filter((place) => place >= 0), lower.length));
  const from = at === lower.length ? 0 : Math.max(0, at - AROUND);
  return `${from > 0 ? "… " : ""}${text.slice(from, from + 3 * AROUND)}${from + 3 * AROUND < text.length ? " …" : ""}`;
}

function searchField() {
  const input = document.getElementById("search");
  const results = document.getElementById("results");
  const [said, list] = results.children;
  const close = () => (results.hidden = true);
  const search = async () => {
    const words = input.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
    if (words.length === 0) {
      close();
      return;
    }
    const found = matches(await sections(), words);
    said.textContent = `${found.length} section${found.length === 1 ? "" : "s"}${found.length > MOST ? `, the first ${MOST} of them` : ""}`;
    list.replaceChildren(
      ...found.slice(0, MOST).map((section) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = root.dataset.root + section.address;
        const name = document.createElement("b");
        name.append(...marked(section.heading === "" ? section.page : `${section.page}: ${section.heading}`, words));
        const text = document.createElement("span");
        text.append(...marked(excerpt(section, words), words));
        link.append(name, text);
        link.addEventListener("click", close);
        item.append(link);
        return item;
      }),
    );
    results.hidden = false;
  };
  input.addEventListener("input", search);
  input.addEventListener("focus", () => sections());
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !results.hidden) {
      list.querySelector("a")?.click();
    }
  });
  input.closest("search").addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = [input, ...list.querySelectorAll("a")];
    if (event.key === "Escape") {
      close();
      input.focus();
    } else if (step !== undefined && !results.hidden) {
      event.preventDefault();
      all[Math.max(0, Math.min(all.length - 1, all.indexOf(document.activeElement) + step))].focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(input|textarea)$/i.test(event.target.tagName)) {
      event.preventDefault();
      input.focus();
    }
  });
  document.addEventListener("pointerdown", (event) => {
    if (!input.closest("search").contains(event.target)) {
      close();
    }
  });
}

addEventListener("DOMContentLoaded", () => {
  themeButton();
  searchField();
  const menu = document.querySelector(".menu");
  const wide = matchMedia("(min-width: 60rem)");
  const fit = () => (menu.open = wide.matches);
  wide.addEventListener("change", fit);
  fit();
});
