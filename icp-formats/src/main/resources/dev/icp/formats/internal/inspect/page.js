/** Puts an inspection's page together. */

const { manifest, report, contents, samples, relations } = JSON.parse(document.getElementById("data").textContent);
const related = report.contexts.relatedness;
const settings = manifest.settings;
const documents = relations === null ? null : new Documents(relations.documents);
/** Tells the parts of the page which context was chosen. */
const chosen = new EventTarget();
/** Shows a context, and a document in it if one is given; set by the browser through contexts. */
let openContext = () => {};

document.title = `${some(manifest.counts.contexts, "context")} of ${some(settings.contextLength, "token")}`;
document.getElementById("page").replaceChildren(
  ...[
    head(), flow(), relatedness(), browser(), corpusMap(), sources(), nearDuplicates(), filling(), settingsTables(),
  ].filter((part) => part !== null),
  make("footer", {}, "This page is one file and loads nothing."),
);
