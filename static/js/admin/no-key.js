// Says so where the browser gives no security key: a button that does nothing leaves its reader guessing.

const sentence = document.getElementById("no-key");

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.querySelector("#content .errornote")?.remove();
  document.querySelector("#content h1").after(sentence.content.cloneNode(true));
});
