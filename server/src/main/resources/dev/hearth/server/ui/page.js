// Puts the parts of the page together.
import { by, json, listen, make, trouble } from "./server.js";
import { bar, say, show } from "./live.js";
import * as photos from "./photos.js";

addEventListener("error", event => trouble(`This page has a fault: ${event.message}`));
addEventListener("unhandledrejection", event => trouble(`This page has a fault: ${event.reason?.message ?? event.reason}`));

by("headlines").addEventListener("submit", async event => {
  event.preventDefault();
  const headline = by("headline").value.trim();
  if (!headline) return;
  by("mood").textContent = "Reading… (the first time, the model is loaded)";
  const start = performance.now();
  try {
    const answer = await json("/predict", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ inputs: headline }) });
    mood(answer.flat(), Math.round(performance.now() - start));
  } catch (refused) {
    by("mood").textContent = refused.message;
  }
});

function mood(labels, millis) {
  const cells = labels.flatMap(({ label, score }) => [make("span", { textContent: label }), bar(score, label.toLowerCase()), make("span", { textContent: `${(score * 100).toFixed(1)} %` })]);
  by("mood").replaceChildren(make("div", { className: "moods" }, ...cells), make("p", { className: "soft", textContent: `In ${millis} ms.` }));
}

function finding({ id, status, about, what, evidence, remedy }) {
  return make("li", {}, make("span", { className: `word ${status}`, textContent: status }), what,
    make("p", { className: "soft", textContent: [about, id, evidence].filter(Boolean).join(" · ") }),
    remedy ? make("pre", { className: "remedy", textContent: remedy }) : null);
}

function service({ name, verdict, why, at }) {
  return make("li", {}, make("span", { className: `word ${verdict}`, textContent: verdict.replace("_", " ") }), make("b", { textContent: name }),
    make("p", { textContent: why }), at ? make("p", { className: "soft", textContent: `seen ${at}` }) : null);
}

async function reports() {
  try {
    const { findings, services } = await json("/v1/findings");
    by("services-section").hidden = !services.length;
    by("services").replaceChildren(...services.map(service));
    const open = findings.filter(each => each.status === "fail" || each.status === "warn");
    const rest = findings.filter(each => !open.includes(each));
    by("findings-section").hidden = !findings.length;
    by("findings").replaceChildren(...(open.length ? open.map(finding) : [make("li", { textContent: "Nothing is in the way." })]));
    by("met").hidden = !rest.length;
    by("met").firstElementChild.textContent = `${rest.length} more, met or skipped`;
    by("met").lastElementChild.replaceChildren(...rest.map(finding));
  } catch (refused) {
    by("findings-section").hidden = false;
    by("findings").replaceChildren(make("li", { textContent: refused.message }));
  }
}

function state(live) {
  say(by("link"), live ? "live" : "reconnecting");
  by("link").className = `pill ${live ? "live" : "off"}`;
}

photos.begin();
let first = true;
listen("/v1/events", event => {
  show(event);
  photos.suggest(event.models);
  if (first) performance.mark("usable");
  first = false;
}, state);
reports();
