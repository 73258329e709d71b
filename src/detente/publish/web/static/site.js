// What scripts add: news without moving the page, the slider's day, a key for the search field. Every page works without.
"use strict";

function listen() {
  const bar = document.getElementById("news");
  if (!bar || !("EventSource" in window)) return;
  const stream = new EventSource(bar.dataset.live);
  stream.addEventListener("news", (event) => {
    const count = JSON.parse(event.data).claims;
    const link = document.createElement("a");
    link.href = window.location.href;
    link.textContent = count > 0 ? `${count} new ${count === 1 ? "claim" : "claims"}: show` : "The ledger has changed: show";
    bar.replaceChildren(link);
  });
  window.addEventListener("pagehide", () => stream.close());
}

function slide() {
  document.addEventListener("input", (event) => {
    const slider = event.target;
    if (slider.name !== "at") return;
    const day = new Date(`${slider.dataset.first}T00:00:00Z`);
    day.setUTCDate(day.getUTCDate() + Number(slider.value));
    const words = day.toLocaleDateString("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
    slider.form.querySelector("output").textContent = words.replace(",", "");
    slider.setAttribute("aria-valuetext", words);
    slider.form.elements.moved.value = "slider";
  });
  document.addEventListener("change", (event) => {
    if (event.target.name === "on" && event.target.form.elements.moved) event.target.form.elements.moved.value = "day";
  });
}

function hurry() {
  document.addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) return;
    event.preventDefault();
    document.getElementById("q").focus();
  });
}

listen();
slide();
hurry();
