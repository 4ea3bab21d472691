// Typing a line of a picture without a mouse: the arrow upwards fills the field with what stands above. Every page works without it.
"use strict";
(() => {
  for (const field of document.querySelectorAll("input[data-above]")) {
    field.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowUp" || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      event.preventDefault();
      field.value = field.dataset.above;
    });
  }
  // A strip that is wider than the screen shows what the field is about, nearly.
  const strip = document.querySelector(".strip");
  const fields = [...document.querySelectorAll(".line-cells input")];
  for (const [at, field] of fields.entries()) {
    field.addEventListener("focus", () => {
      const wide = strip.scrollWidth - strip.clientWidth;
      strip.scrollLeft = (strip.dir === "rtl" ? -1 : 1) * wide * (at / Math.max(fields.length - 1, 1));
    });
  }
})();
