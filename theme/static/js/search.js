// Search: fetches the few files of the index that a question needs, and shows what is found.
//
// shards.json       with which letters the files of words begin; which words are everywhere
// words/cl-.json    of each word the finds it stands in, a row of numbers; see workgroups/search.py
// finds/12.json     what is shown of a find

const AT_ONCE = 10; // results
const MOST_SHARDS = 6; // a short beginning may have hundreds
const AROUND = 80; // letters before what was found, and twice as many behind it

// As in workgroups/folding.py.
const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ħ: "h", ı: "i", ł: "l", ŋ: "n", ŧ: "t", þ: "th", ς: "σ" };
const PART = /[\p{L}\p{N}\p{M}\u00ad\u200b-\u200d\u2060\ufeff]+/gu;

export function wordsOf(text) {
  const plain = text.normalize("NFKD").replace(/[\p{M}\u00ad\u200b-\u200d\u2060\ufeff]/gu, "");
  const small = plain.toLowerCase().replace(/[ßæœøđðħıłŋŧþς]/g, (letter) => LETTERS[letter]);
  return small.match(/[\p{L}\p{N}]{2,}/gu) ?? [];
}

const [form, field, status, hits, more, browse, key] =
  ["Search", "Query", "Count", "Hits", "More", "Browse", "Shortcut"].map((id) => document.getElementById(id));
const said = form.dataset;
const files = new Map();
let asking = 0; // an answer to an older question comes too late
let timer;

async function fetched(name) {
  const answer = await fetch(said.index + name, { cache: "no-cache" });
  if (!answer.ok) throw new Error(name);
  return answer.json();
}

function file(name) {
  if (!files.has(name)) files.set(name, fetched(name).catch((error) => (files.delete(name), Promise.reject(error))));
  return files.get(name);
}

const safe = (letter) => (/[a-z0-9]/.test(letter) ? letter : `_${letter.codePointAt(0).toString(16)}_`);
const shard = (beginning) => file(`words/${[...beginning].map(safe).join("")}-.json`);

// The finds in which a word stands, each with how well: a whole word counts more than a beginning.
async function scoresOf(word, shards, begins) {
  const own = shards.filter((beginning) => word.startsWith(beginning)).pop();
  let names = begins ? shards.filter((beginning) => beginning.startsWith(word) && beginning !== own) : [];
  const cut = names.length >= MOST_SHARDS;
  if (cut) names = [];
  if (own) names.push(own);
  const scores = new Map();
  for (const lines of await Promise.all(names.map(shard))) {
    for (const [other, row] of Object.entries(lines)) {
      if (other !== word && !(begins && other.startsWith(word))) continue;
      let sum = 0;
      for (const step of row) {
        sum += step;
        const score = 2 ** ((sum & 3) + 1) - (other === word ? 0 : 1);
        scores.set(sum >> 2, Math.max(score, scores.get(sum >> 2) ?? 0));
      }
    }
  }
  return { scores, cut };
}

// The numbers of what has all words, the best first, then the newest.
async function search(words) {
  const { shards, everywhere } = await file("shards.json");
  const last = words[words.length - 1];
  const rare = words.filter((word) => !everywhere.includes(word));
  const asked = [...new Set(rare.length ? rare : words)];
  const answers = await Promise.all(asked.map((word) => scoresOf(word, shards, word === last)));
  const [first, ...others] = answers.map((answer) => answer.scores);
  const score = (number) => others.reduce((sum, scores) => sum + scores.get(number), first.get(number));
  const numbers = [...first.keys()]
    .filter((number) => others.every((scores) => scores.has(number)))
    .map((number) => [number, score(number)])
    .sort(([one, its], [other, others]) => others - its || other - one)
    .map(([number]) => number);
  const matches = (word) => asked.includes(word) || (asked.includes(last) && word.startsWith(last));
  return { numbers, matches, cut: answers.some((answer) => answer.cut) };
}

function make(tag, name, ...inside) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...inside);
  return element;
}

function leads(title, address, lang) {
  const link = make("a", "", ...title);
  link.href = address.includes("://") ? address : said.root + address.slice(1);
  link.lang = lang;
  return link;
}

// Where in a text words were found: from, to, and which one.
function placesIn(text, matches) {
  const parts = [...text.matchAll(PART)].map(({ 0: part, index }) => [index, index + part.length, wordsOf(part).find(matches)]);
  return parts.filter(([, , word]) => word);
}

// A text with its words marked, from one letter to another.
function marked(text, matches, from = 0, to = text.length) {
  const parts = [];
  let at = from;
  for (const [begin, end] of placesIn(text.slice(from, to), matches)) {
    parts.push(text.slice(at, from + begin), make("mark", "", text.slice(from + begin, from + end)));
    at = from + end;
  }
  return [...parts, text.slice(at, to)];
}

// The first of the places behind which most of the words stand together.
function best(places) {
  const together = places.map(([begin], i) => new Set(places.slice(i, i + 9).filter(([, end]) => end < begin + AROUND * 2).map(([, , word]) => word)).size);
  return places[together.indexOf(Math.max(...together))];
}

// What stands around the words that were found, in the text or else among the names.
function snippet({ text = "", names = "" }, matches) {
  const source = [text, names].find((each) => placesIn(each, matches).length) ?? text;
  const [begin, end] = best(placesIn(source, matches)) ?? [0, 0];
  const from = begin > AROUND ? source.lastIndexOf(" ", begin - AROUND / 2) + 1 || begin : 0;
  const last = Math.max(from + AROUND * 3, end);
  const to = last < source.length ? Math.max(source.lastIndexOf(" ", last), end) : source.length;
  return [from ? "… " : "", ...marked(source, matches, from, to), to < source.length ? " …" : ""];
}

const chosen = (ways) => ways.find(([lang]) => lang === document.documentElement.lang) ?? ways[0];
const groupLink = (slug) => browse.querySelector(`[data-group="${CSS.escape(slug)}"]`);

function facts({ kind, label, day, lang }) {
  const date = day && new Intl.DateTimeFormat(said.locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(day));
  const foreign = lang !== document.documentElement.lang && new Intl.DisplayNames(said.locale, { type: "language" }).of(lang);
  return make("p", "facts", [form.getAttribute(`data-kind-${kind}`), label, date, foreign].filter(Boolean).join(" · "));
}

function hit(find, matches) {
  const { kind, title, lang, address, groups = [], standing, of } = find;
  const own = kind === "group" ? groupLink(groups[0]) : null;
  const link = leads(marked(title, matches), address, lang);
  if (own) link.href = own.href;
  const heading = make("h2", "hit__title", link);
  if (standing) heading.append(make("span", `badge badge--${standing}`, form.getAttribute(`data-standing-${standing}`)));
  const text = make("p", "hit__text", ...snippet(find, matches));
  text.lang = lang;
  const item = make("li", groups.length ? `hit group-${groups[0]}` : "hit", heading, facts(find), text);
  if (of) {
    const [itsLang, itsTitle, itsAddress] = chosen(of);
    item.append(make("p", "facts", `${said.of} `, leads(marked(itsTitle, matches), itsAddress, itsLang)));
  } else if (!own) {
    const chips = groups.map((slug) => make("li", "", groupLink(slug).cloneNode(true)));
    if (chips.length) item.append(make("ul", "chips", ...chips));
  }
  return item;
}

function counted(count) {
  const forms = JSON.parse(said.count);
  const text = forms[new Intl.PluralRules(said.locale).select(count)] ?? forms.other;
  return text.replace("{count}", count.toLocaleString(said.locale));
}

async function show(numbers, matches, question) {
  const next = numbers.slice(hits.children.length, hits.children.length + AT_ONCE);
  const finds = await Promise.all(next.map((number) => file(`finds/${number}.json`)));
  if (question !== asking) return;
  hits.append(...finds.map((find) => hit(find, matches)));
  more.hidden = hits.children.length >= numbers.length;
  more.onclick = async () => {
    const before = hits.children.length;
    await show(numbers, matches, question);
    hits.children[before]?.querySelector("a").focus();
  };
}

async function answer() {
  const question = ++asking;
  const words = wordsOf(field.value);
  const address = new URL(location);
  address.searchParams.delete("q");
  if (field.value.trim()) address.searchParams.set("q", field.value.trim());
  history.replaceState(null, "", address);
  browse.hidden = words.length > 0;
  if (!words.length) {
    hits.replaceChildren();
    more.hidden = true;
    status.textContent = field.value.trim() && said.short;
    return;
  }
  try {
    const { numbers, matches, cut } = await search(words);
    if (question !== asking) return;
    hits.replaceChildren();
    more.hidden = true;
    await show(numbers, matches, question);
    if (question !== asking) return;
    status.textContent = [numbers.length ? counted(numbers.length) : said.none, cut ? said.longer : ""].join(" ").trim();
  } catch {
    if (question === asking) status.textContent = said.failed;
  }
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(answer, 150);
}

// One key alone does something: it must be possible to turn it off (WCAG 2.2, 2.1.4).
let kept;
try {
  kept = localStorage;
} catch {
  // Somebody lets no site keep anything.
}
key.checked = !kept?.getItem("no-shortcut");
key.addEventListener("change", () => kept?.setItem("no-shortcut", key.checked ? "" : "1"));
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select");
  if (event.key !== "/" || !key.checked || typing || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  field.select();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  answer();
});
field.addEventListener("input", soon);
// The site may be another when somebody comes back to it.
document.addEventListener("visibilitychange", () => files.clear());

field.value = new URLSearchParams(location.search).get("q") ?? "";
form.hidden = false;
if (field.value) answer();
