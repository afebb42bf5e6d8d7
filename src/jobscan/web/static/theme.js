// Before anything is drawn, so that the page does not flash in the other colours.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  let chosen = null;
  try { chosen = localStorage.getItem("jobscan-theme"); } catch { /* storage is switched off */ }
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
})();
