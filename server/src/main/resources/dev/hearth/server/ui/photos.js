// Photos of this visit: what is on them, and which of them some words describe.
import { by, json, make } from "./server.js";

const SVG = "http://www.w3.org/2000/svg";
const photos = [];
let current = null;

const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
const said = words => { by("said").textContent = words; };
const searched = words => { by("searched").textContent = words; };

/** Asks for models of one request, about a photo or about words. */
function predict(entries, name, value, onHeaders) {
  const form = new FormData();
  form.append("entries", JSON.stringify(entries));
  form.append(name, value);
  return json("/predict", { method: "POST", body: form }, onHeaders);
}

function asked() {
  const entries = {};
  const faces = by("faces").value.trim();
  const ocr = by("ocr").value.trim();
  if (faces) entries["facial-recognition"] = { detection: { modelName: faces, options: { minScore: 0.7 } }, recognition: { modelName: faces } };
  if (ocr) entries.ocr = { detection: { modelName: ocr, options: { minScore: 0.5, maxResolution: 736 } }, recognition: { modelName: ocr, options: { minScore: 0.8 } } };
  return entries;
}

/** Looks at photos one after the other. */
export async function take(files) {
  for (const file of files) {
    const photo = { file, url: URL.createObjectURL(file), vectors: new Map() };
    photos.unshift(photo);
    gallery(photos);
    await look(photo);
  }
}

async function look(photo) {
  const entries = asked();
  select(photo);
  if (!Object.keys(entries).length) {
    said("Name a model first: under “Models asked”.");
    return;
  }
  said("Looking… (the first time, models are loaded)");
  const start = performance.now();
  try {
    photo.found = await predict(entries, "image", photo.file, headers => { photo.tasks = tasks(headers.get("Server-Timing")); });
    photo.millis = Math.round(performance.now() - start);
    if (current === photo) draw(photo);
  } catch (refused) {
    photo.refused = refused.message;
    if (current === photo) said(refused.message);
  }
}

function select(photo) {
  current = photo;
  by("photo").src = photo.url;
  by("photo").alt = `The photo ${photo.file.name}`;
  by("stage").hidden = false;
  by("marks").replaceChildren();
  by("found").replaceChildren();
  for (const button of by("gallery").querySelectorAll("button")) {
    button.setAttribute("aria-current", String(button.photo === photo));
  }
  if (photo.found) draw(photo);
  else said(photo.refused ?? "");
}

const pixel = place => Math.round(place * 10) / 10;

/** Each shape twice: a dark one below, so that it is seen on any photo. */
function mark(name, look, attributes) {
  for (const shape of ["halo", look]) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.setAttribute("class", shape);
    by("marks").append(element);
  }
}

/** What each task took of it, by the server's own clock. */
function tasks(timing) {
  const words = { "facial-recognition": "faces", ocr: "text" };
  const each = [...(timing ?? "").matchAll(/([\w-]+);dur=([\d.]+)/g)];
  return each.map(([, task, millis]) => `${words[task] ?? task} ${Math.round(millis)} ms`).join(", ");
}

function draw({ found, millis, tasks }) {
  const width = found.imageWidth;
  const height = found.imageHeight;
  const faces = found["facial-recognition"] ?? [];
  const ocr = found.ocr ?? { box: [], text: [], textScore: [] };
  by("marks").setAttribute("viewBox", `0 0 ${width} ${height}`);
  by("marks").replaceChildren();
  for (const { boundingBox: box } of faces) {
    mark("rect", "face", { x: box.x1, y: box.y1, width: box.x2 - box.x1, height: box.y2 - box.y1 });
  }
  for (let i = 0; i < ocr.text.length; i++) {
    const points = [];
    for (let k = 8 * i; k < 8 * i + 8; k += 2) points.push(`${pixel(ocr.box[k] * width)},${pixel(ocr.box[k + 1] * height)}`);
    mark("polygon", "line", { points: points.join(" ") });
  }
  said(`${count(faces.length, "face")} and ${count(ocr.text.length, "line")} of text in ${millis} ms${tasks ? ` (${tasks})` : ""}.`);
  by("found").replaceChildren(make("ul", {},
    ...faces.map((face, i) => make("li", { className: "key face", textContent: `Face ${i + 1}, score ${face.score.toFixed(2)}` })),
    ...ocr.text.map((text, i) => make("li", { className: "key line", textContent: `“${text}”, score ${ocr.textScore[i].toFixed(2)}` }))));
}

function gallery(shown) {
  by("gallery").replaceChildren(...shown.map(photo => {
    const score = photo.score === undefined ? null : make("span", { textContent: photo.score.toFixed(3) });
    const button = make("button", { type: "button", ariaLabel: `Show ${photo.file.name}${score ? `, likeness ${photo.score.toFixed(3)}` : ""}` },
      make("img", { src: photo.url, alt: "" }), score);
    button.photo = photo;
    button.setAttribute("aria-current", String(photo === current));
    button.addEventListener("click", () => select(photo));
    return make("li", {}, button);
  }));
  if (shown.length && !by("query").value) searched(`${count(shown.length, "photo")}. Their vectors stay in this browser.`);
}

const vector = answer => typeof answer.clip === "string" ? JSON.parse(answer.clip) : answer.clip;

function cosine(a, b) {
  let dot = 0, left = 0, right = 0;
  for (let i = 0; i < a.length; i++) {
    dot += a[i] * b[i];
    left += a[i] * a[i];
    right += b[i] * b[i];
  }
  return dot / (Math.sqrt(left * right) || 1);
}

/** Ranks the photos by what the words say. */
export async function search(event) {
  event.preventDefault();
  const words = by("query").value.trim();
  const model = by("clip").value.trim();
  if (!photos.length) return searched("No photos yet: drop some first.");
  if (!words) {
    photos.forEach(photo => delete photo.score);
    return gallery(photos);
  }
  if (!model) return searched("Name a CLIP model under “Model asked”.");
  const start = performance.now();
  try {
    searched("Looking for the words… (the first time, models are loaded)");
    const wanted = vector(await predict({ clip: { textual: { modelName: model } } }, "text", words));
    for (const photo of photos) {
      if (photo.vectors.has(model)) continue;
      searched(`Looking at ${photo.file.name}…`);
      photo.vectors.set(model, vector(await predict({ clip: { visual: { modelName: model } } }, "image", photo.file)));
    }
    photos.forEach(photo => { photo.score = cosine(wanted, photo.vectors.get(model)); });
    const ranked = photos.toSorted((a, b) => b.score - a.score);
    gallery(ranked);
    select(ranked[0]);
    searched(`Best first, in ${Math.round(performance.now() - start)} ms. Only the order means something.`);
  } catch (refused) {
    searched(`${refused.message} Search needs the CLIP model ${model}, both its halves; every other part of this page works without.`);
  }
}

const edited = new Set();

/** What is in memory is what a person most likely means. */
export function suggest(models) {
  for (const [task, field] of [["facial-recognition", "faces"], ["ocr", "ocr"], ["clip", "clip"]]) {
    if (edited.has(field)) continue;
    const loaded = models.find(model => model.task === task);
    if (loaded) by(field).value = loaded.name;
  }
}

export function begin() {
  for (const field of ["faces", "ocr", "clip"]) by(field).addEventListener("input", () => edited.add(field));
  by("file").addEventListener("change", () => take([...by("file").files]).finally(() => { by("file").value = ""; }));
  for (const type of ["dragover", "dragleave", "drop"]) {
    by("drop").addEventListener(type, event => {
      event.preventDefault();
      by("drop").classList.toggle("over", type === "dragover");
      if (type === "drop") take([...event.dataTransfer.files]);
    });
  }
  by("search").addEventListener("submit", search);
}
