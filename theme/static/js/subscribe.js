// Lets people choose a feed, and puts its address and links, which stand in the table, to the top.

const select = document.querySelector("#Choice");
const ways = document.querySelector("#Ways");

function exchange() {
  const row = document.getElementById(select.value);
  for (const link of row.querySelectorAll("[data-way]")) {
    const same = `[data-way="${link.dataset.way}"]`;
    for (const other of ways.querySelectorAll(same)) other.href = link.href;
  }
  // Thunderbird opens the same link as Apple's calendar.
  const webcal = row.querySelector('[data-way="apple"]').href;
  ways.querySelector('[data-way="thunderbird"]').href = webcal;
  const address = row.querySelector("[data-copy]").dataset.copy;
  for (const button of ways.querySelectorAll("[data-copy]")) button.dataset.copy = address;
  ways.querySelector(".copyable__text").textContent = address;
}

// A link to a row, as groups have it, chooses that feed.
function follow() {
  const row = location.hash.slice(1);
  if (![...select.options].some((option) => option.value === row)) return;
  select.value = row;
  exchange();
  location.replace("#Ways");
}

select.addEventListener("change", exchange);
addEventListener("hashchange", follow);
exchange(); // A browser that comes back keeps the choice.
follow();
