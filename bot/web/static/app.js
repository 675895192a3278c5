// The page works without this file: it only saves reloading. What is sent, and where, stands in the form itself.
(() => {
  "use strict";
  const FRAGMENT = "text/vnd.thiduaso.fragment";
  const WAITS_S = [1, 2, 4, 8, 15, 30];
  const PATIENCE_S = 20;
  const words = document.body.dataset;
  const byId = (id) => document.getElementById(id);
  const make = (name, given) => Object.assign(document.createElement(name), given);
  const log = byId("log");
  const news = byId("news");
  let pressed = null;
  let busy = false;
  let kept = false;

  const pause = (seconds) =>
    new Promise((resume) => {
      setTimeout(resume, seconds * 1000);
      addEventListener("online", resume, { once: true });
    });

  const tell = (sentence = "") => {
    byId("net").textContent = sentence;
  };

  function bubble(text) {
    const said = make("p", { className: "said" });
    said.append(make("span", { className: "vh", textContent: words.you + " " }), text);
    return said;
  }

  function wordsOf(form, button) {
    const label = button && button.name && (button.querySelector(".label") || button);
    const file = form.elements.photo && form.elements.photo.files[0];
    return (label && label.textContent) || byId("text").value.trim() || (file && file.name) || "";
  }

  // The same nonce goes out each time, so a reply that did arrive is not taken twice.
  async function post(form, data) {
    const body = form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
    for (const wait of [0, ...WAITS_S]) {
      if (wait) {
        tell(words.slow);
        await pause(wait);
      }
      const patience = new AbortController();
      const bell = setTimeout(() => patience.abort(), PATIENCE_S * 1000);
      try {
        const answer = await fetch(form.getAttribute("action"), {
          method: "POST",
          body,
          headers: { Accept: FRAGMENT },
          signal: patience.signal,
        });
        const text = await answer.text();
        if (answer.headers.get("Content-Type")?.startsWith(FRAGMENT)) return { text };
        if (answer.status < 500 && answer.status !== 429) return { page: true };
      } catch (trouble) {
        // No network, or too slow: try again.
      } finally {
        clearTimeout(bell);
      }
    }
    return {};
  }

  function keep(said) {
    const screen = document.querySelector("#now .screen");
    log.append(...news.childNodes, screen, said);
    screen.removeAttribute("aria-labelledby");
    for (const name of ["id", "tabindex", "aria-describedby"])
      for (const one of screen.querySelectorAll(`[${name}]`)) one.removeAttribute(name);
  }

  function show(text, said) {
    const typed = byId("text").value;
    const next = document.createElement("template");
    next.innerHTML = text;
    // Another language: the frame too.
    if (next.content.querySelector("form").lang !== document.documentElement.lang) return location.replace("/");
    // Over its own kind only, and not over the reply to words that stay in the conversation.
    const alike = [document, next.content].every((page) => page.querySelector("[data-replaces]"));
    const over = alike && !(kept && byId("aside"));
    if (over) log.querySelector(".answered")?.remove();
    else keep(said);
    kept = !over;
    for (const part of [...next.content.children]) byId(part.id)?.replaceWith(part);
    byId("text").value = typed;
    document.title = byId("turn").dataset.title;
    document.querySelector(".menu").open = false;
    byId("q").focus({ preventScroll: true });
    (over ? byId("now") : said).scrollIntoView({ block: "start" });
  }

  // Left to the browser: the server has something to show that is a page of its own.
  function sendPlainly(form, data) {
    for (const name of ["action", "text"])
      if (data.has(name)) form.append(make("input", { type: "hidden", name, value: data.get(name) }));
    byId("text").disabled = true;
    HTMLFormElement.prototype.submit.call(form);
  }

  async function reply(form, button) {
    const data = new FormData(form);
    const sent = byId("text").value;
    const text = wordsOf(form, button);
    if (!text) return byId("text").focus();
    if (button && button.name) {
      data.delete("text");
      data.set(button.name, button.value);
    } else {
      byId("text").value = "";
    }
    busy = true;
    form.classList.add("waiting");
    form.setAttribute("aria-busy", "true");
    const said = bubble(text);
    byId("now").insertBefore(said, byId("choices"));
    said.scrollIntoView({ block: "nearest" });
    const answer = await post(form, data);
    busy = false;
    form.classList.remove("waiting");
    form.removeAttribute("aria-busy");
    tell();
    if (answer.text) return show(answer.text, said);
    said.remove();
    if (answer.page) return sendPlainly(form, data);
    if (!byId("text").value) byId("text").value = sent;
    tell(words.stuck);
  }

  document.addEventListener("click", (event) => {
    pressed = event.target.closest("button");
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter || pressed;
    if (form.id === "size") {
      event.preventDefault();
      const large = document.documentElement.classList.toggle("large");
      fetch("/?large=" + (large ? 1 : 0)).catch(() => {});
      button.setAttribute("aria-pressed", large);
      button.value = large ? 0 : 1;
    }
    if (form.id === "turn") {
      event.preventDefault();
      if (!busy) reply(form, button);
    }
  });

  if (window.EventSource && words.events) {
    let stream = null;
    const open = () => {
      if (stream) return;
      stream = new EventSource(words.events);
      stream.addEventListener("screen", (event) => news.insertAdjacentHTML("beforeend", event.data));
    };
    const close = () => {
      stream?.close();
      stream = null;
    };
    open();
    addEventListener("pageshow", open);
    addEventListener("pagehide", close);
  }
})();
