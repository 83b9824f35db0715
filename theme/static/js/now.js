// Shows what is true at this minute, however long ago the page was built.
//
// data-timeline='[[null, "upcoming"], ["2020-01-21T13:00:00Z", "now"]]'  states and when they begin
// data-when="upcoming now"    shown in these states of the nearest timeline (or its own)
// data-filled="id"            shown while the element with this id shows anything
// data-empty="id"             shown while it shows nothing
// data-with-scripts           shown where scripts run; data-without-scripts, where they do not

const LONGEST = 6 * 60 * 60 * 1000; // setTimeout cannot wait a month, and sleeps with the machine
let timer;

function stateOf(timeline, now) {
  const begun = timeline.filter(([instant]) => instant === null || Date.parse(instant) <= now);
  return begun.length ? begun[begun.length - 1][1] : "";
}

function partsOf(element) {
  const inner = [...element.querySelectorAll("[data-when]")];
  const own = inner.filter((part) => part.closest("[data-timeline]") === element);
  return element.dataset.when ? [element, ...own] : own;
}

function show() {
  const now = Date.now();
  let next = now + LONGEST;
  for (const element of document.querySelectorAll("[data-timeline]")) {
    const timeline = JSON.parse(element.dataset.timeline);
    const state = stateOf(timeline, now);
    for (const part of partsOf(element)) part.hidden = !part.dataset.when.split(" ").includes(state);
    for (const [instant] of timeline) {
      const at = Date.parse(instant);
      if (at > now && at < next) next = at;
    }
  }
  const shows = (id) => document.querySelector(`#${CSS.escape(id)} > :not([hidden])`) !== null;
  // From the inside out: a year's list decides about the year, the years about their heading.
  const filled = [...document.querySelectorAll("[data-filled]")].reverse();
  for (const element of filled) element.hidden = !shows(element.dataset.filled);
  for (const element of document.querySelectorAll("[data-empty]")) {
    element.hidden = shows(element.dataset.empty);
  }
  clearTimeout(timer);
  timer = setTimeout(show, next - now);
}

function offerCopies() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy]")) {
    const name = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = button.dataset.copied;
      setTimeout(() => (button.textContent = name), 3000);
    });
  }
}

// What a device itself shares links with; without it a link can be copied, and mailed.
function offerSharing() {
  const button = document.querySelector("[data-share]");
  if (!button || !navigator.share) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    // Who thinks better of it has done nothing wrong.
    navigator.share({ title: document.title, url: button.dataset.share }).catch(() => {});
  });
}

// What was chosen on this page stays chosen in another language; scripts of the page keep it in its address.
function keepChoice() {
  for (const link of document.querySelectorAll(".languages a")) link.search = location.search;
}

for (const part of document.querySelectorAll("[data-with-scripts]")) part.hidden = false;
for (const part of document.querySelectorAll("[data-without-scripts]")) part.hidden = true;
show();
offerCopies();
offerSharing();
for (const event of ["pointerdown", "click"]) addEventListener(event, keepChoice, { capture: true });
addEventListener("pageshow", show);
document.addEventListener("visibilitychange", () => document.hidden || show());
