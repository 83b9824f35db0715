// Says how far away a meeting is, and when it is by the clocks of whoever reads.
//
// data-soon="2020-01-21T13:00:00Z" data-day="2020-01-21" data-zone="Europe/Brussels"
//     shows "in 3 days", "tomorrow", "today, in 2 hours", until it begins; a day changes at
//     midnight where the meeting is
// data-yours="{span} in your time zone ({city})" data-start="2020-01-21T14:00:00+01:00" data-end
//     shows the hours there where they are others, and not UTC's, as data-hours, data-moments and data-locale say

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const FARTHEST = 30; // days: beyond that the date itself says more

const relative = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });
let timer;

function today(zone) {
  try {
    return new Intl.DateTimeFormat("sv", { timeZone: zone }).format(Date.now()); // 2020-01-21
  } catch {
    return ""; // a zone that this browser does not know
  }
}

function soon({ soon, day, zone }) {
  const minutes = Math.ceil((Date.parse(soon) - Date.now()) / MINUTE);
  const days = (Date.parse(day) - Date.parse(today(zone))) / DAY;
  if (minutes <= 0 || !(days <= FARTHEST)) return "";
  if (days > 0) return relative.format(days, "day");
  const [count, unit] = minutes < 120 ? [minutes, "minute"] : [Math.round(minutes / 60), "hour"];
  return `${relative.format(0, "day")}, ${relative.format(count, unit)}`;
}

function tell(element, words) {
  if (element.textContent !== words) element.textContent = words;
  element.hidden = !words;
}

function show() {
  for (const element of document.querySelectorAll("[data-soon]")) tell(element, soon(element.dataset));
  clearTimeout(timer);
  timer = setTimeout(show, MINUTE - (Date.now() % MINUTE));
}

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const wall = (moment) =>
  new Date(moment - moment.getTimezoneOffset() * MINUTE).toISOString().slice(0, 16);

function city() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone.startsWith("Etc/") ? zone : zone.split("/").pop().replaceAll("_", " ");
}

function yours({ yours, start, end, hours, moments, locale }) {
  const there = [start, end].map((moment) => moment.slice(0, 16));
  const here = [start, end].map((moment) => wall(new Date(moment)));
  const said = [there, [start, end].map((moment) => new Date(moment).toISOString().slice(0, 16))];
  if (said.some((clocks) => String(clocks) === String(here))) return ""; // theirs, or UTC
  const long = { weekday: "long", day: "numeric", month: "long" };
  const written = new Intl.DateTimeFormat(locale, long);
  const [first, last] = [start, end].map((moment) => written.format(new Date(moment)));
  const clocks = { start: here[0].slice(11), end: here[1].slice(11) };
  let span = fill(hours, clocks);
  if (first !== last) span = fill(moments, { first, last, ...clocks });
  else if (here.some((moment, i) => moment.slice(0, 10) !== there[i].slice(0, 10))) {
    span = `${first}, ${span}`;
  }
  return fill(yours, { span, city: city() });
}

show();
for (const element of document.querySelectorAll("[data-yours]")) tell(element, yours(element.dataset));
addEventListener("pageshow", show);
document.addEventListener("visibilitychange", () => document.hidden || show());
