// The colour scheme that the reader chose, kept only while it is not the system's. Without this file the system decides.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const storage = (act) => { try { return act(localStorage); } catch { return null; } }; // it may be forbidden
  let chosen = storage((s) => s.getItem("scheme"));

  const dark = () => (chosen ? chosen === "dark" : system.matches);
  const show = () => {
    if (chosen) root.dataset.scheme = chosen; else delete root.dataset.scheme;
    document.querySelector(".lamp button")?.setAttribute("aria-pressed", dark());
  };
  const turn = () => {
    const wanted = !dark();
    chosen = wanted === system.matches ? null : wanted ? "dark" : "light";
    storage((s) => (chosen ? s.setItem("scheme", chosen) : s.removeItem("scheme")));
    show();
  };

  root.classList.add("scripted");
  show();
  system.addEventListener("change", show);
  addEventListener("DOMContentLoaded", () => {
    show();
    document.querySelector(".lamp button")?.addEventListener("click", turn);
  });
})();
