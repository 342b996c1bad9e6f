// Talks to the server this page came from, and to no other.

export const by = id => document.getElementById(id);

/** An element with properties and children. */
export function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

/** Shows what went wrong where everybody sees it. */
export function trouble(words) {
  by("trouble").textContent = words;
  by("trouble").hidden = !words;
}

let token = "";
let asking = null;

/** Asks a person for the token; one question, however many calls wait for it. */
function askToken() {
  asking ??= new Promise(resolve => {
    const dialog = by("token");
    by("wrong").textContent = token ? "That is not this server's token." : "";
    by("secret").value = "";
    dialog.addEventListener("cancel", event => event.preventDefault());
    dialog.querySelector("form").onsubmit = event => {
      event.preventDefault();
      token = by("secret").value;
      dialog.close();
      asking = null;
      resolve();
    };
    dialog.showModal();
  });
  return asking;
}

/** Calls the server; where it wants a token, a person is asked for it. */
export async function call(path, options = {}) {
  for (;;) {
    const headers = { ...options.headers };
    if (token) headers.Authorization = `Bearer ${token}`;
    const answer = await fetch(path, { ...options, headers });
    if (answer.status !== 401) return answer;
    await answer.body?.cancel();
    await askToken();
  }
}

/** The JSON of an answer, or an error with the server's own words; its headers go to who wants them. */
export async function json(path, options, onHeaders) {
  let answer;
  try {
    answer = await call(path, options);
  } catch (gone) {
    if (gone.name === "AbortError") throw gone;
    throw new Error("The server does not answer.", { cause: gone });
  }
  onHeaders?.(answer.headers);
  const text = await answer.text();
  if (!answer.ok) throw new Error(words(text) || `The server answered ${answer.status}.`);
  return JSON.parse(text);
}

function words(text) {
  try {
    const said = JSON.parse(text);
    const detail = said.detail ?? said.error;
    return typeof detail === "string" ? detail : JSON.stringify(detail ?? said);
  } catch {
    return text;
  }
}

const pause = millis => new Promise(resolve => setTimeout(resolve, millis));

/**
 * Hands on every event of a path, and comes again where the server ends it. EventSource would not
 * send the token.
 */
export async function listen(path, onEvent, onState) {
  for (let wait = 1000; ; wait = Math.min(wait * 2, 15000)) {
    while (document.hidden) await pause(500);
    const stop = new AbortController();
    const hide = () => { if (document.hidden) stop.abort(); };
    document.addEventListener("visibilitychange", hide);
    try {
      const answer = await call(path, { signal: stop.signal, headers: { Accept: "text/event-stream" } });
      if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
      onState(true);
      await read(answer.body, data => { wait = 1000; onEvent(data); });
    } catch (ended) {
      if (ended.name !== "AbortError") console.debug("events ended:", ended.message);
    } finally {
      document.removeEventListener("visibilitychange", hide);
    }
    onState(false);
    await pause(wait);
  }
}

async function read(body, onData) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let left = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const events = (left + value).split("\n\n");
    left = events.pop();
    for (const event of events) {
      const data = event.split("\n").filter(line => line.startsWith("data: ")).map(line => line.slice(6)).join("\n");
      if (data) onData(JSON.parse(data));
    }
  }
}
