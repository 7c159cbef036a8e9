// What the reader does, and what the page makes of it.

const $ = (id) => document.getElementById(id);
const stored = (key, fallback) => {
  try {
    return localStorage.getItem(`recto-${key}`) ?? fallback;
  } catch {
    return fallback;
  }
};
const store = (key, value) => {
  try {
    localStorage.setItem(`recto-${key}`, value);
  } catch {
    // A page of a file may keep nothing.
  }
};
const narrow = matchMedia("(max-width: 760px)");
const dark = matchMedia("(prefers-color-scheme: dark)");

const state = {
  version: 0,
  outline: { name: "", parts: [], cards: [], findings: [], styles: [] },
  byId: new Map(),
  side: "question",
  devices: stored("devices", "both"),
  lights: stored("lights", dark.matches ? "night" : "day"),
  filter: { words: [], tag: "", shape: "", finding: "" },
  texts: null,
  study: null,
};

const on = { flip, forward, back, key, filter: (tag) => choose({ tag }), open: (what) => open(what) };
const stage = new Stage(on);
const tree = new Tree($("tree"), {
  select: (row) => chosen(row),
  // Where there is no room for both, the card takes the place of the list.
  click: (row) => narrow.matches && row.kind !== "part" && drawer(false),
  open: (row) => open(row.kind === "card" ? { card: row.key } : { finding: row.finding }),
});

// --- the deck

async function load() {
  const { version, error, outline } = await source.deck();
  $("banner").hidden = !error;
  $("banner").textContent = error ? `${error}\n\nBelow is the deck as it was before.` : "";
  const before = { index: state.outline.cards.findIndex((card) => card.id === tree.selected), first: state.version === 0 };
  Object.assign(state, { version, outline, texts: null, byId: new Map(outline.cards.map((card) => [card.id, card])) });
  document.title = `${outline.name} · recto`;
  $("name").textContent = outline.name;
  const count = (severity) => outline.findings.filter((finding) => finding.severity === severity).length;
  $("summary").replaceChildren(...summary(outline.cards.length, count("error"), count("warning")));
  options($("tag"), "All tags", [...new Set(outline.cards.flatMap((card) => card.tags))].sort(), "tag");
  options($("shape"), "All shapes", [...new Set(outline.cards.map((card) => card.shape))].sort(), "shape");
  const codes = [...new Set(outline.findings.map((finding) => finding.code))].sort();
  options($("finding"), "Findings", codes, "finding", codes.length ? [["any", "Any finding"]] : []);
  stage.renew(outline);
  await list();
  keepPlace(before);
  if (!before.first && !error) say("The cards are up to date.");
}

function summary(cards, errors, warnings) {
  const said = (number, one) => `${number} ${one}${number === 1 ? "" : "s"}`;
  const parts = [said(cards, "card")];
  if (errors) parts.push(said(errors, "error"));
  if (warnings) parts.push(said(warnings, "warning"));
  return parts.map((text, at) => {
    const part = node("span", at === 0 ? "" : errors && at === 1 ? "error" : "warning", text);
    if (errors && at === 1) part.title = "recto build writes nothing until they are mended";
    return part;
  });
}

function options(select, all, values, key, first = []) {
  const entries = [["", all], ...first, ...values.map((value) => [value, value])];
  select.replaceChildren(...entries.map(([value, text]) => new Option(text, value)));
  if (!entries.some(([value]) => value === state.filter[key])) state.filter[key] = "";
  select.value = state.filter[key];
  select.hidden = values.length + first.length === 0;
}

// Where the reader was, or as near as there is something.
function keepPlace({ index, first }) {
  state.study?.keep((id) => state.byId.has(id));
  if (state.study) return showStudy();
  const wanted = first ? decodeURIComponent(location.hash.slice(1)) : tree.selected;
  const row = tree.all.find((row) => row.key === wanted);
  if (row) {
    // What is where it was is not scrolled to.
    tree.select(row.key, { reveal: first, quiet: true });
    return present(row);
  }
  const cards = tree.all.filter((row) => row.kind === "card");
  const near = cards.find((row) => row.card >= Math.max(0, index)) ?? cards.at(-1) ?? tree.all[0];
  if (near) tree.select(near.key);
  else nothing();
}

function nothing() {
  const article = node("article", "finding");
  const empty = state.outline.cards.length === 0;
  article.append(node("h2", "", empty ? "No card yet" : "No card is like that"));
  article.append(node("p", "", empty
    ? "recto looks for headings, bold lines and list items that ask, “Q:” and “A:”, tables of questions and answers, and more. recto cards --why says what it read."
    : "Take back the search or a filter to see more."));
  stage.say(article);
  stage.tell(null);
  buttons();
}

// --- the list

async function list() {
  const { words, tag, shape, finding } = state.filter;
  if (words.length && !state.texts) {
    const { version } = state;
    const texts = (await source.texts()).map(plain);
    if (version !== state.version) return;
    state.texts = texts;
  }
  const { findings } = state.outline;
  const found = (which) => (finding === "any" ? true : which.code === finding);
  const showsCard = (card, at) =>
    (!tag || card.tags.includes(tag)) && (!shape || card.shape === shape) &&
    (!finding || card.findings.some((at) => found(findings[at]))) &&
    words.every((word) => state.texts[at].includes(word) || plain(`${card.file}:${card.line}`).includes(word));
  const showsFinding = (which) => !tag && !shape && (!finding || found(which)) && words.every((word) => plain(`${which.message} ${which.text}`).includes(word));
  tree.fill(state.outline, showsCard, showsFinding);
  const shown = tree.all.filter((row) => row.kind === "card").length;
  const all = state.outline.cards.length;
  const filtered = words.length > 0 || tag || shape || finding;
  $("count").firstElementChild.textContent = filtered ? `${shown} of ${all} cards` : "";
  $("count").hidden = !filtered;
  $("clear").hidden = !filtered;
  buttons();
}

// Small letters without accents, so that "resume" finds "Résumé".
function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

async function choose(change) {
  Object.assign(state.filter, change);
  for (const key of ["tag", "shape", "finding"]) $(key).value = state.filter[key];
  await list();
  const row = tree.all.find((row) => row.key === tree.selected);
  if (row) tree.select(row.key, { quiet: true });
  else keepPlace({ index: 0, first: false });
}

function clear() {
  $("search").value = "";
  return choose({ words: [], tag: "", shape: "", finding: "" });
}

function chosen(row) {
  state.side = "question";
  state.study = null;
  history.replaceState(null, "", `#${encodeURIComponent(row.key)}`);
  present(row);
}

// Shows what a row stands for; of a part its first card.
function present(row) {
  if (row.kind === "finding") stage.finding(row.finding);
  else {
    const first = row.kind === "card" ? row : tree.all.slice(tree.all.indexOf(row)).find((row) => row.kind === "card");
    const card = first && state.outline.cards[first.card];
    if (!card) return nothing();
    stage.tell(card);
    stage.show(card, state.side);
    ahead(first);
  }
  buttons();
}

// The card that comes next is asked for before it is wanted.
function ahead(row) {
  const next = tree.all.slice(tree.all.indexOf(row) + 1, tree.all.indexOf(row) + 4).find((row) => row.kind === "card");
  if (next) setTimeout(() => stage.sides(state.outline.cards[next.card]).catch(() => {}), 150);
}

// --- turning over and going on

function flip() {
  if (!stage.card) return;
  state.side = state.side === "question" ? "answer" : "question";
  stage.show(stage.card, state.side);
  buttons();
  say(state.side === "answer" ? "Answer" : "Question");
}

function forward() {
  if (stage.card && state.side === "question") flip();
  else if (state.study) answer(true);
  else tree.step(1, (row) => row.kind === "card");
}

function back() {
  if (state.study) state.side === "answer" && answer(false);
  else if (stage.card && state.side === "answer") flip();
  else tree.step(-1, (row) => row.kind === "card");
}

function step(by, wanted = (row) => row.kind !== "part") {
  if (!state.study) tree.step(by, wanted);
}

function buttons() {
  const { study, side } = state;
  const answered = side === "answer";
  const cards = tree.all?.filter((row) => row.kind === "card") ?? [];
  $("flip").hidden = !stage.card || (study && answered);
  $("flip").replaceChildren(answered ? "Show question" : "Show answer", " ", node("kbd", "", "Space"));
  for (const id of ["again", "good"]) $(id).hidden = !(study?.current && answered);
  for (const id of ["previous", "next", "position"]) $(id).hidden = Boolean(study);
  const at = cards.findIndex((row) => row.key === stage.card?.id);
  $("position").textContent = at < 0 ? "" : `${at + 1} / ${cards.length}`;
  $("progress").textContent = study ? study.progress : "";
  $("leave").hidden = !study;
  $("study").hidden = Boolean(study) || cards.length === 0;
  document.body.classList.toggle("studying", Boolean(study));
}

// --- study

function study() {
  const row = tree.all.find((row) => row.key === tree.selected);
  const within = (other) => {
    for (let part = other.above; part; part = part.above) if (part === row) return true;
    return false;
  };
  const cards = tree.all.filter((other) => other.kind === "card" && (row?.kind !== "part" || within(other)));
  if (!cards.length) return;
  state.study = new Study(cards.map((row) => row.key));
  state.side = "question";
  showStudy();
  $("stage").focus();
}

function showStudy() {
  const card = state.byId.get(state.study.current);
  if (card) {
    stage.tell(card);
    stage.show(card, state.side);
    tree.select(card.id, { quiet: true });
  } else {
    const article = node("article", "finding done");
    article.append(node("h2", "", "That was all"), node("p", "", state.study.summary), node("p", "meaning", "Nothing was saved."));
    stage.say(article);
    stage.tell(null);
  }
  buttons();
}

function answer(isGood) {
  if (!state.study?.current || state.side !== "answer") return;
  state.study.answer(isGood);
  state.side = "question";
  showStudy();
  say(state.study.progress);
}

function leave() {
  state.study = null;
  const row = tree.all.find((row) => row.key === tree.selected) ?? tree.all[0];
  if (row) present(row);
  buttons();
}

// --- the page

async function open(what) {
  if (!source.canOpen) return;
  const wrong = await source.open(what).catch(() => "recto has stopped");
  say(wrong ?? "Opened in the editor.", Boolean(wrong));
}

// A word in passing, for readers and screen readers.
function say(text, isWrong = false) {
  const said = $("said");
  said.textContent = text;
  said.classList.toggle("wrong", isWrong);
  said.classList.toggle("seen", isWrong || /editor|up to date/.test(text));
  clearTimeout(say.timer);
  say.timer = setTimeout(() => said.classList.remove("seen"), isWrong ? 8000 : 1500);
}

function look() {
  const devices = narrow.matches ? ["phone"] : state.devices === "both" ? ["desktop", "phone"] : [state.devices];
  const lights = state.lights === "both" && !narrow.matches ? ["day", "night"] : [state.lights === "night" ? "night" : "day"];
  document.documentElement.classList.toggle("night", state.lights === "night");
  document.querySelector(`[name=devices][value=${state.devices}]`).checked = true;
  document.querySelector(`[name=lights][value=${state.lights}]`).checked = true;
  stage.screens(devices, lights);
}

function set(key, value) {
  state[key] = value;
  store(key, value);
  look();
}

function cycle(key, values) {
  set(key, values[(values.indexOf(state[key]) + 1) % values.length]);
}

function drawer(isOpen = !document.body.classList.contains("drawn")) {
  document.body.classList.toggle("drawn", isOpen);
  $("drawer").setAttribute("aria-expanded", isOpen);
  tree.paint();
}

function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || $("keys").open) return;
  const target = event.target;
  const typing = target.closest?.("input:not([type=radio]), select, textarea");
  if (event.key === "Escape") {
    if (target === $("search") && $("search").value) return;
    if (state.study) leave();
    else if (typing) $("tree").focus();
    return;
  }
  if (typing) return;
  if ([" ", "Enter"].includes(event.key) && target.closest?.("button, a, summary, audio, video")) return;
  if (/^Arrow/.test(event.key) && target.type === "radio") return;
  const keys = {
    " ": () => (state.study && state.side === "answer" ? answer(true) : flip()),
    Enter: () => (state.study && state.side === "answer" ? answer(true) : flip()),
    ArrowRight: () => step(1), j: () => step(1),
    ArrowLeft: () => step(-1), k: () => step(-1),
    f: () => step(1, (row) => row.kind !== "part" && row.found),
    "/": () => (drawer(true), $("search").focus()),
    e: () => openSelected(),
    n: () => cycle("lights", ["day", "night"]),
    d: () => cycle("devices", ["desktop", "phone", "both"]),
    s: () => state.study || study(),
    1: () => answer(false), 2: () => answer(true),
    "?": () => $("keys").showModal(),
  };
  if (!keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
}

function openSelected() {
  const row = tree.all.find((row) => row.key === tree.selected);
  if (row?.kind === "finding") open({ finding: row.finding });
  else if (stage.card) open({ card: stage.card.id });
}

let typed = 0;
$("search").addEventListener("input", () => {
  clearTimeout(typed);
  typed = setTimeout(() => choose({ words: plain($("search").value).split(/\s+/).filter(Boolean) }), 80);
});
$("search").addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "Enter") {
    event.preventDefault();
    $("tree").focus();
  }
});
for (const id of ["tag", "shape", "finding"]) $(id).addEventListener("change", () => choose({ [id]: $(id).value }));
for (const key of ["devices", "lights"]) $(key).addEventListener("change", (event) => set(key, event.target.value));
for (const [id, action] of Object.entries({
  flip, study, leave, clear, again: () => answer(false), good: () => answer(true), previous: () => step(-1), next: () => step(1),
  drawer: () => drawer(), help: () => $("keys").showModal(),
})) $(id).addEventListener("click", action);
document.addEventListener("keydown", key);
narrow.addEventListener("change", look);

look();
// One after the other: what is asked for last is shown last.
let loaded = Promise.resolve();
source.listen((version) => {
  loaded = loaded.then(() => version > state.version && load()).catch((error) => say(String(error), true));
}, (isLost) => ($("lost").hidden = !isLost));
