// Offers what a device itself shares links with; without it the link can be copied, and mailed.

const button = document.querySelector("[data-share]");
if (button && navigator.share) {
  button.hidden = false;
  button.addEventListener("click", () => {
    // Who thinks better of it has done nothing wrong.
    navigator.share({ title: document.title, url: button.dataset.share }).catch(() => {});
  });
}
