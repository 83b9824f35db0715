// Marks the day that it is, leads to the month that it is, and shows the meetings of one group alone.

const calendar = document.querySelector("#Calendar");
const select = document.querySelector("#Group");
const current = document.querySelector("#This-month");
const heading = calendar.querySelector("h1");
const none = document.querySelector("#None");
const after = document.querySelector("#After");
const count = calendar.querySelector("[data-count]");
const { zone, month, first, last } = calendar.dataset;

// 2026-11-23, by the clock of the site; by the reader's own where the browser lacks the zone.
function today() {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit" };
  const written = (more) => new Intl.DateTimeFormat("en-CA", { ...parts, ...more }).format();
  try {
    return written({ timeZone: zone });
  } catch {
    return written({});
  }
}

function mark() {
  const day = today();
  for (const part of calendar.querySelectorAll("[data-day]")) {
    if (part.dataset.day === day) part.setAttribute("aria-current", "date");
    else part.removeAttribute("aria-current");
  }
  for (const word of calendar.querySelectorAll("[data-today]")) {
    word.hidden = word.closest("[data-day]").dataset.day !== day;
  }
  const now = day.slice(0, 7);
  current.href = new URL(`${now}/`, calendar.dataset.home);
  current.search = location.search;
  current.hidden = now === month || now < first || now > last;
  if (after) after.hidden = now <= last;
}

// /calendar/ was built for the month of that day: the page of another one is there already.
function goOn() {
  const now = today().slice(0, 7);
  const wanted = now < first ? first : now > last ? last : now;
  if (!("goesOn" in calendar.dataset) || wanted === month) return;
  location.replace(new URL(`${wanted}/${location.search}`, calendar.dataset.home));
}

// The choice stands in the address, so that it is kept from month to month, and can be passed on.
function show() {
  const group = select.value;
  const meetings = new Set();
  for (const sitting of calendar.querySelectorAll("[data-groups]")) {
    sitting.hidden = group !== "" && !sitting.dataset.groups.split(" ").includes(group);
    if (!sitting.hidden) meetings.add(sitting.dataset.meeting);
  }
  for (const day of calendar.querySelectorAll(".agenda-day")) {
    day.hidden = !day.querySelector("[data-groups]:not([hidden])");
  }
  // On paper nothing else says that it is not all.
  if (group) heading.dataset.of = select.selectedOptions[0].text;
  else delete heading.dataset.of;
  none.hidden = meetings.size > 0;
  none.textContent = group ? none.dataset.noneOf : none.dataset.none;
  count.textContent = `${count.dataset.count} ${meetings.size}`;
  for (const way of calendar.querySelectorAll("nav a")) way.search = location.search;
}

function choose() {
  const address = new URL(location);
  if (select.value) address.searchParams.set("group", select.value);
  else address.searchParams.delete("group");
  history.replaceState(null, "", address);
  show();
}

// What the address says; a group that is not there means all.
function read() {
  select.value = new URLSearchParams(location.search).get("group") ?? "";
  if (select.selectedIndex < 0) select.value = "";
  show();
}

function turn(event) {
  const { altKey, ctrlKey, metaKey, shiftKey, target } = event;
  if (altKey || ctrlKey || metaKey || shiftKey || event.defaultPrevented) return;
  if (target.closest("input, select, textarea, [contenteditable]")) return;
  const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  if (rel) calendar.querySelector(`a[rel="${rel}"]`)?.click();
}

function refresh() {
  goOn();
  mark();
  read();
}

calendar.dataset.home = current.href;
refresh();
select.addEventListener("change", choose);
addEventListener("keydown", turn);
addEventListener("pageshow", refresh);
document.addEventListener("visibilitychange", () => document.hidden || mark());
setInterval(mark, 60_000);
