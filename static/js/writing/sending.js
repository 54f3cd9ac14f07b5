// What a form holds, and the way to the server: each answer is either `answer` or the name of a `trouble`.
const ASIDE = /^(?:csrfmiddlewaretoken|session|writer|typed_at|leaving|step|theirs|find|_.*)$/;
const TROUBLES = { 400: "large", 401: "logged-out", 404: "refused", 413: "large" };

export const fieldsOf = (form) =>
  [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !ASIDE.test(name));

/** Take the token from the cookie: a log-in in another tab has changed it. */
export function freshen(form) {
  const input = form.querySelector("[name=csrfmiddlewaretoken]");
  if (input) input.value = token() || input.value;
}

const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";

function parcel(fields, aside) {
  const data = new FormData();
  for (const [name, value] of [...fields, ...Object.entries(aside), ["csrfmiddlewaretoken", token()]]) data.append(name, value);
  return data;
}

/** Send without waiting for an answer, as a page does that goes. What is too large for that is left out. */
export function post(address, fields, aside) {
  return navigator.sendBeacon(address, parcel(fields, aside)) || navigator.sendBeacon(address, parcel([], aside));
}

export async function send(address, fields, aside) {
  try {
    const response = await fetch(address, { method: "POST", body: parcel(fields, aside), redirect: "manual" });
    if (response.ok) return { answer: await response.json() };
    return { trouble: troubleOf(response) };
  } catch {
    return { trouble: "offline" };
  }
}

function troubleOf(response) {
  if (response.type === "opaqueredirect") return "logged-out";
  // Other refusals are of the token, which the next try has anew.
  const isOurs = response.headers.get("Content-Type")?.includes("json");
  if (response.status === 403 && isOurs) return "refused";
  return TROUBLES[response.status] ?? "offline";
}
