// The page that offers the bookmark: it is dragged, or its code is copied; clicked here it has nothing to send.

const link = document.getElementById("bookmarklet");
const said = document.getElementById("bookmarklet-said");
const copy = document.getElementById("bookmarklet-copy");
const code = document.getElementById("bookmarklet-code");

link.addEventListener("click", (event) => {
  event.preventDefault();
  said.textContent = said.dataset.said;
});

copy.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(code.value);
    said.textContent = copy.dataset.said;
  } catch {
    code.select();
    said.textContent = copy.dataset.failed;
  }
});
