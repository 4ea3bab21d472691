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
  // Lines in Arabic script run from right to left: a strip that is wider than the screen begins where they do.
  for (const strip of document.querySelectorAll(".strip[dir=rtl]")) strip.scrollLeft = strip.scrollWidth;
})();
