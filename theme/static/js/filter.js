// Chooses among the meetings of a list by group and type. The choice stands in the address, so that
// it can be kept, sent and gone back to: ?group=smart-cities&type=webinar
//
// Rows that do not match get data-filtered, which styles hide; `hidden` is now.js's, by the time.

const box = document.querySelector("#Filter");
const list = document.querySelector("#Upcoming");
const told = box.querySelector("[role=status]");
const ways = box.querySelector("[data-more]");
const clear = box.querySelector("[data-clear]");
const choices = [...box.querySelectorAll("[data-choice]")];
const language = document.documentElement.lang;
const forms = JSON.parse(told.dataset.forms);
const form = new Intl.PluralRules(language);

function matches(row) {
  return choices.every(({ dataset, value }) => {
    const own = dataset.choice === "group" ? row.dataset.groups.split(" ") : [row.dataset.type];
    return !value || own.includes(value);
  });
}

function say(text) {
  if (told.textContent !== text) told.textContent = text;
}

function tell(chosen) {
  const count = list.querySelectorAll(".row:not([hidden], [data-filtered])").length;
  const text = forms[form.select(count)] ?? forms.other;
  const number = text.replace("{count}", count.toLocaleString(language));
  // Where nothing is announced the page says that already.
  const any = list.querySelector(".row:not([hidden])");
  say(!chosen.length || !any ? "" : count ? number : told.dataset.none);
  const links = chosen.map(({ selectedOptions: [option] }) => {
    const link = document.createElement("a");
    link.href = option.dataset.way;
    link.textContent = ways.dataset.more.replace("%s", option.textContent);
    return link;
  });
  ways.replaceChildren(...links);
  ways.hidden = clear.hidden = !chosen.length;
}

function show() {
  for (const row of list.querySelectorAll(".row")) row.toggleAttribute("data-filtered", !matches(row));
  tell(choices.filter((choice) => choice.value));
}

// A word in the address that is no choice, of a group that closed, chooses nothing.
function read() {
  const asked = new URLSearchParams(location.search);
  for (const choice of choices) {
    choice.value = asked.get(choice.dataset.choice) ?? "";
    if (choice.selectedIndex < 0) choice.value = "";
  }
  show();
}

function keep() {
  const address = new URL(location);
  for (const { dataset, value } of choices) {
    if (value) address.searchParams.set(dataset.choice, value);
    else address.searchParams.delete(dataset.choice);
  }
  history.replaceState(null, "", address);
  show();
}

box.addEventListener("change", keep);
clear.addEventListener("click", () => {
  for (const choice of choices) choice.value = "";
  keep();
  choices[0].focus(); // The button goes; the keyboard should not be lost with it.
});
// A meeting that ends while the page is open is no longer counted.
new MutationObserver(show).observe(list, { subtree: true, attributeFilter: ["hidden"] });
addEventListener("pageshow", read);
read();
