// Finds documents in the register, and sorts them. Years that are not on this page are taken from
// their own pages, row by row. What is chosen stands in the address.

const finder = document.querySelector("#Finder");
const selects = [...finder.querySelectorAll("select")];
const body = document.querySelector("#Rows");
const count = document.querySelector("#Count");
const everything = document.querySelector("#Everything");
const language = document.documentElement.lang;
const forms = JSON.parse(count.dataset.forms);
const form = new Intl.PluralRules(language);
const compare = new Intl.Collator(language, { numeric: true }).compare;
const first = Object.fromEntries(selects.map((select) => [select.name, usual(select)]));
const rows = [...body.rows];
const own = new Set(rows.map((row) => row.dataset.year));
const pages = new Map(
  [...document.querySelectorAll("#Years [data-year]")].map((link) => [link.dataset.year, link.href]),
);
const loaded = new Map([...own].map((year) => [year, null])); // and what has been asked for

const title = (row) => row.querySelector(".document__title").textContent;
const day = (row) => Date.parse(row.querySelector("time")?.dateTime) || 0;
const ORDERS = {
  newest: (a, b) => day(b) - day(a),
  oldest: (a, b) => (day(a) || Infinity) - (day(b) || Infinity) || 0,
  title: (a, b) => compare(title(a), title(b)),
  size: (a, b) => b.dataset.size - a.dataset.size,
};

function usual(select) {
  return [...select.options].find((option) => option.defaultSelected).value;
}

async function load(year) {
  const answer = await fetch(pages.get(year));
  if (!answer.ok) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const row of page.querySelectorAll("#Rows > tr")) {
    // Its links are told from the page that it comes from.
    for (const link of row.querySelectorAll("a")) {
      link.href = new URL(link.getAttribute("href"), answer.url);
    }
    rows.push(row);
  }
}

// Every year is asked for once; one that failed, again when it is wanted again.
function need(year) {
  if (!loaded.has(year)) {
    const asked = load(year);
    asked.catch(() => loaded.delete(year));
    loaded.set(year, asked);
  }
  return loaded.get(year);
}

const chosen = () => Object.fromEntries(selects.map((select) => [select.name, select.value]));

function fits(row, { sort, year, ...wanted }) {
  const data = row.dataset;
  const inYear = year === "all" || (year ? year === data.year : own.has(data.year));
  return inYear && Object.entries(wanted).every(([name, value]) => {
    return !value || data[name].split(" ").includes(value);
  });
}

async function show() {
  const wish = chosen();
  const years = wish.year === "all" ? [...pages.keys()] : wish.year ? [wish.year] : [];
  const answers = await Promise.allSettled(years.map(need));
  if (JSON.stringify(wish) !== JSON.stringify(chosen())) return; // something else is wanted by now
  const found = rows.filter((row) => fits(row, wish)).sort(ORDERS[wish.sort]);
  body.replaceChildren(...found);
  const number = found.length;
  const text = forms[form.select(number)] ?? forms.other;
  const failed = answers.some((answer) => answer.status === "rejected");
  count.textContent =
    text.replace("{count}", number.toLocaleString(language)) +
    (failed ? `. ${count.dataset.failed}` : "");
}

// The title of a year's page holds for no other year: that is found among all of them.
function leave(query) {
  for (const select of selects) select.value = first[select.name]; // for whoever comes back
  const all = document.querySelector("#Years a:not([data-year])");
  location.assign(`${all.href}?${query}`);
}

function choose() {
  const wish = chosen();
  const differs = Object.entries(wish).filter(([name, value]) => value !== first[name]);
  // Whoever looks for something looks in all years, unless a year is chosen.
  if (!wish.year && differs.some(([name]) => name !== "sort")) {
    finder.querySelector("[name=year]").value = "all";
    return choose();
  }
  const query = new URLSearchParams(differs).toString();
  if (pages.has(first.year) && wish.year !== first.year) return leave(query);
  history.replaceState(null, "", query ? `?${query}` : location.pathname);
  everything.hidden = differs.length === 0;
  return show();
}

function restore() {
  const query = new URLSearchParams(location.search);
  for (const select of selects) {
    const value = query.get(select.name);
    const known = [...select.options].some((option) => option.value === value);
    select.value = known ? value : first[select.name];
  }
}

finder.hidden = false;
finder.addEventListener("change", choose);
everything.addEventListener("click", () => {
  for (const select of selects) select.value = first[select.name];
  finder.querySelector("select").focus(); // the button goes
  choose();
});
restore();
if (location.search) choose();
