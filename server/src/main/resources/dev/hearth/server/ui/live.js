// Shows what the server tells every second: traffic, devices, models, times.
import { by, make } from "./server.js";

const POINTS = 120;
const HEIGHT = 40;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const SVG = "http://www.w3.org/2000/svg";

const percent = share => share === null || share === undefined ? "not known" : `${Math.floor(share * 100)} %`;
const millis = time => time < 10 ? `${time.toFixed(1)} ms` : `${Math.round(time)} ms`;
const size = bytes => bytes === null || bytes === undefined ? "not known"
  : bytes >= 2 ** 30 ? `${(bytes / 2 ** 30).toFixed(1)} GiB` : `${Math.round(bytes / 2 ** 20)} MiB`;
const busyTime = seconds => seconds < 120 ? `${seconds.toFixed(1)} s`
  : seconds < 7200 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`;

/** Sets a text only where it differs: screen readers and selections are left in peace. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** A line over the last two minutes; 0 to 1, null where nothing was seen. */
class Chart {
  constructor(names) {
    this.lines = names.map(([look]) => ({ look, values: [], path: document.createElementNS(SVG, "path") }));
    this.area = document.createElementNS(SVG, "path");
    this.area.setAttribute("class", "area");
    this.element = document.createElementNS(SVG, "svg");
    this.element.setAttribute("class", "chart");
    this.element.setAttribute("viewBox", `0 0 ${POINTS - 1} ${HEIGHT}`);
    this.element.setAttribute("preserveAspectRatio", "none");
    this.element.setAttribute("role", "img");
    this.element.append(this.area);
    this.lines.forEach(line => {
      line.path.setAttribute("class", line.look);
      this.element.append(line.path);
    });
  }

  add(values, label, draw) {
    this.lines.forEach((line, i) => {
      line.values.push(values[i]);
      if (line.values.length > POINTS) line.values.shift();
    });
    if (!draw) return;
    this.lines.forEach(line => line.path.setAttribute("d", Chart.path(line.values)));
    const own = this.lines[0];
    this.area.setAttribute("d", Chart.filled(own.values));
    this.element.setAttribute("aria-label", label);
  }

  static path(values) {
    let pen = "M";
    let path = "";
    values.forEach((value, i) => {
      if (value === null || value === undefined) {
        pen = "M";
        return;
      }
      path += `${pen}${POINTS - values.length + i} ${(HEIGHT - 1 - value * (HEIGHT - 2)).toFixed(1)}`;
      pen = "L";
    });
    return path;
  }

  static filled(values) {
    const known = values.map(value => value ?? 0);
    if (known.length < 2) return "";
    return `${Chart.path(known)}L${POINTS - 1} ${HEIGHT}L${POINTS - known.length} ${HEIGHT}Z`;
  }
}

/** One device, or one accelerator that the engine does not use. */
class Card {
  constructor() {
    this.chart = new Chart([["own"], ["all"]]);
    this.title = make("h3");
    this.where = make("p", { className: "soft" });
    this.own = make("span", { className: "own" });
    this.all = make("span", { className: "all" });
    this.heat = make("span");
    this.memory = make("div", { className: "memory" });
    this.because = make("p", { className: "soft" });
    this.element = make("article", { className: "card" }, this.title, this.where, this.chart.element,
      make("div", { className: "legend" }, this.own, this.all, this.heat), this.memory, this.because);
  }

  show({ title, where, own, all, accelerator, because }, draw) {
    say(this.title, title);
    say(this.where, where);
    this.own.hidden = own === undefined;
    this.all.hidden = all === null || all === undefined;
    say(this.own, `by Hearth ${percent(own)}`);
    say(this.all, `in all ${percent(all)}`);
    const heat = accelerator ? [accelerator.asleep ? "asleep" : null,
      accelerator.watts === null ? null : `${accelerator.watts.toFixed(1)} W`,
      accelerator.celsius === null ? null : `${Math.round(accelerator.celsius)} °C`,
      accelerator.coreHertz === null ? null : `${(accelerator.coreHertz / 1e9).toFixed(2)} GHz`] : [];
    say(this.heat, heat.filter(Boolean).join(" · "));
    say(this.because, because);
    this.chart.element.toggleAttribute("hidden", own === undefined && (all === null || all === undefined));
    this.chart.add([own, all], `${title}: busy over the last two minutes; now ${percent(own ?? all)}`, draw);
    if (draw) this.memory.replaceChildren(...(accelerator ? memories(accelerator) : []));
  }
}

function memories(accelerator) {
  const rows = [];
  for (const [name, used, total] of [["VRAM", accelerator.dedicatedUsed, accelerator.dedicatedTotal], ["shared", accelerator.sharedUsed, accelerator.sharedTotal]]) {
    if (used === null) continue;
    rows.push(make("span", { textContent: name }), bar(total ? used / total : 0),
      make("span", { textContent: total ? `${size(used)} of ${size(total)}` : size(used) }));
  }
  return rows;
}

/** A bar; its text beside it says the same. */
export function bar(share, look = "") {
  const filled = make("i");
  filled.style.width = `${Math.min(Math.max(share, 0), 1) * 100}%`;
  return make("div", { className: `bar ${look}`, ariaHidden: "true" }, filled);
}

const cards = new Map();
let seen = 0;

export function show(event) {
  const draw = !calm.matches || seen++ % 5 === 0;
  tiles(event);
  devices(event, draw);
  tasks(event.tasks);
  models(event.models);
  const first = event.devices[0];
  say(by("device"), `${first.device}. ${event.ready ? "Ready." : "Loading models…"}`);
  say(by("version"), `Hearth ${event.version}`);
}

function tiles({ traffic, tasks, process, machine }) {
  const rate = tasks.reduce((sum, task) => sum + task.perSecond, 0);
  const values = [["Answers a second", rate < 10 ? rate.toFixed(1) : String(Math.round(rate))],
    ["Being answered", String(traffic.inFlight)],
    ["Waiting for a model", String(traffic.waiting)],
    ["Processor, in all", percent(machine.cpuShare)],
    ["Memory of Hearth", size(process.residentBytes ?? process.heapBytes)]];
  const tiles = by("tiles");
  if (!tiles.children.length) tiles.append(...values.map(([name]) => make("div", {}, make("dt", { textContent: name }), make("dd"))));
  values.forEach(([, value], i) => say(tiles.children[i].lastChild, value));
}

function devices({ devices, machine }, draw) {
  const left = new Map(machine.accelerators.map(each => [each.id, each]));
  const wanted = [];
  for (const device of devices) {
    const id = `pci-${device.pciAddress}`;
    const accelerator = left.get(id);
    left.delete(id);
    const all = device.backend === "cpu" ? machine.cpuShare : accelerator?.busyShare;
    const where = [device.backend, device.pciAddress, device.software ? "software: the processor plays the GPU" : null];
    wanted.push([`${device.backend} ${device.name} ${device.pciAddress}`, {
      title: device.device, where: where.filter(Boolean).join(", "), own: device.busyShare, all, accelerator,
      because: `Chosen: ${device.because}. ${busyTime(device.busySeconds)} of work since the start${device.modelsTakenOff ? `; models taken off: ${device.modelsTakenOff}` : ""}. ONNX Runtime ${device.runtime}.` }]);
  }
  for (const [id, accelerator] of left) {
    wanted.push([id, { title: accelerator.name, where: id.replace(/^pci-/, ""), own: undefined, all: accelerator.busyShare, accelerator, because: "Hearth does not use it." }]);
  }
  const keys = new Set(wanted.map(([key]) => key));
  for (const [key, card] of cards) {
    if (keys.has(key)) continue;
    card.element.remove();
    cards.delete(key);
  }
  if (!cards.size) by("devices").replaceChildren();
  for (const [key, facts] of wanted) {
    let card = cards.get(key);
    if (!card) {
      card = new Card();
      cards.set(key, card);
      by("devices").append(card.element);
    }
    card.show(facts, draw);
  }
}

/** Fills a table; cells keep their place so that a selection survives. */
function rows(body, all, columns) {
  if (body.children.length !== all.length || body.querySelector("td[colspan]")) {
    body.replaceChildren(...all.map(() => make("tr", {}, make("th", { scope: "row" }), ...columns.map(label => make("td", { "data-label": label })))));
  }
  all.forEach((texts, i) => texts.forEach((text, k) => {
    const cell = body.children[i].children[k];
    const [main, small] = Array.isArray(text) ? text : [text, null];
    if (cell.dataset.shown === `${main}\n${small}`) return;
    cell.dataset.shown = `${main}\n${small}`;
    cell.replaceChildren(...(main || small ? [make("span", {}, main, small ? make("small", { textContent: small }) : null)] : []));
  }));
}

function tasks(all) {
  if (!all.length) return;
  rows(by("tasks"), all.map(task => task.count
    ? [task.task, String(task.count), task.perSecond.toFixed(task.perSecond < 10 ? 2 : 0), millis(task.medianMillis), millis(task.p95Millis)]
    : [task.task, "0", "", "", ""]), ["Requests", "A second", "Half within", "95 % within"]);
}

const MODEL_COLUMNS = ["State", "Computed by", "Nodes there", "Time there", "One run (CPU)", "Answers", "Waiting", "Runs"];

function models(all) {
  if (!all.length) return;
  by("models").parentElement.classList.toggle("unproven", !all.some(model => model.proof));
  rows(by("models"), all.map(model => [[model.name, `${model.task}, ${model.type}`], model.state,
    model.takenOff ? [model.backend, `${model.state === "failed" ? "" : "taken off: "}${model.takenOff}`] : [model.backend, model.pciAddress], ...proven(model),
    String(model.waiting), String(model.runs)]), MODEL_COLUMNS);
}

function proven({ proof, nodeShare, timeShare }) {
  if (!proof) return ["", "", "", ""];
  const answers = proof.agrees ? "agree with the CPU's" : `differ: ${proof.objection}`;
  return [[percent(nodeShare), `${proof.nodesOnDevice} there, ${proof.nodesOnCpu} on the CPU`], timeShare === null ? "not measured" : percent(timeShare), `${millis(proof.deviceMillis)} (${millis(proof.cpuMillis)})`, answers];
}
