"use strict";
// The page is whole without this: it turns rows of examples into tabs, copies code, and marks where the reader is.
const make = (name, members) => Object.assign(document.createElement(name), members);
const kept = {
  get: () => { try { return localStorage.getItem("language"); } catch { return null; } },
  set: (value) => { try { localStorage.setItem("language", value); } catch { /* private windows keep nothing */ } },
};

for (const code of document.querySelectorAll("pre code")) {
  code.innerHTML = code.innerHTML.replaceAll("https://enrich.example.com", location.origin);
}

const choices = [...document.querySelectorAll(".choice")].map((choice) => {
  const figures = [...choice.children];
  const titles = figures.map((figure) => figure.querySelector("figcaption").textContent);
  const tabs = make("div", { className: "tabs" });
  tabs.setAttribute("role", "tablist");
  const buttons = titles.map((title) => {
    const button = make("button", { type: "button", textContent: title });
    button.setAttribute("role", "tab");
    return button;
  });
  const show = (wanted) => {
    if (!titles.includes(wanted)) return;
    figures.forEach((figure, at) => {
      figure.hidden = titles[at] !== wanted;
      buttons[at].setAttribute("aria-selected", String(!figure.hidden));
      buttons[at].tabIndex = figure.hidden ? -1 : 0;
    });
  };
  buttons.forEach((button, at) => {
    button.addEventListener("click", () => { kept.set(titles[at]); choices.forEach((other) => other(titles[at])); });
    button.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = buttons[(at + step + buttons.length) % buttons.length];
      next.focus();
      next.click();
    });
  });
  figures.forEach((figure) => figure.setAttribute("role", "tabpanel"));
  tabs.append(...buttons);
  choice.prepend(tabs);
  choice.dataset.ready = "";
  show(titles[0]);
  return show;
});
if (kept.get()) choices.forEach((show) => show(kept.get()));

for (const figure of document.querySelectorAll(".code")) {
  const copy = make("button", { type: "button", className: "copy", textContent: "Copy" });
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(figure.querySelector("code").textContent);
    copy.textContent = "Copied";
    setTimeout(() => { copy.textContent = "Copy"; }, 1500);
  });
  figure.append(copy);
}

const links = new Map([...document.querySelectorAll("nav li a")].map((link) => [link.hash.slice(1), link]));
const seen = new Set();
const watch = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) seen[isIntersecting ? "add" : "delete"](target.id);
  const here = [...links.keys()].find((id) => seen.has(id));
  if (!here) return;
  for (const [id, link] of links) {
    if (id === here) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  links.get(here).scrollIntoView({ block: "nearest" });
}, { rootMargin: "-10% 0px -70% 0px" });
for (const id of links.keys()) {
  const section = document.getElementById(id);
  if (section) watch.observe(section);
}
