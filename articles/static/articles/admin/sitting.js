// Keeps what stands in an article's form while it is written, tells who else has it open, and says
// in time that one is logged out. The form works without this file; then nothing is kept by itself.

const QUIET_MS = 2000; // after the last key
const LONGEST_MS = 6000; // while keys keep coming
const LEFT_MS = 300; // after leaving a field, unless that was to press Save
const BEAT_MS = 20000;
const FRESH_MS = 30000; // for so long the server need not be asked before the form is sent
const MOST_ON_LEAVING = 60000; // bytes that browsers still send for a page that is going away

const form = document.getElementById("article_form");
const here = document.getElementById("sitting").dataset;
const alarm = document.getElementById("sitting-alarm");
const kept = document.getElementById("kept");
const presence = document.getElementById("presence");

let known = snapshot(); // what the server has, or what the page came with
let count = 0;
let quiet = 0;
let since = 0;
let heardAt = Date.now();
let isLeaving = false;
let isSending = false;
let isFailing = false;
let isGone = false; // the page was left; browsers tell it hidden once more after that
let isCleared = false; // asked a moment ago: the form may go
let isWaiting = false;
let sending = Promise.resolve();

function fields() {
    const found = new FormData(form);
    for (const [name, value] of [...found]) {
        if (name.startsWith("_") || value instanceof File) found.delete(name);
    }
    return found;
}

function snapshot() {
    const found = fields();
    found.delete("csrfmiddlewaretoken");
    found.delete("sitting");
    return JSON.stringify([...found]);
}

function token() {
    return form.elements.csrfmiddlewaretoken.value;
}

function marked(body) {
    count = Math.max(count + 1, Date.now());
    body.set("csrfmiddlewaretoken", token());
    body.set("sitting", form.elements.sitting.value);
    body.set("sitting-count", count);
    body.set("sitting-article", here.article);
    body.set("sitting-version", here.version);
    return body;
}

function say(text, link) {
    const parts = [text];
    if (link) {
        const anchor = Object.assign(document.createElement("a"), { href: here.login, target: "_blank", textContent: here.saidLogin });
        parts.push(" ", anchor);
    }
    if (alarm.textContent !== parts.map((part) => part.textContent ?? part).join("")) alarm.replaceChildren(...parts);
    alarm.hidden = !text;
}

function clock(moment) {
    const form24 = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
    return new Intl.DateTimeFormat(document.documentElement.lang || "en", { ...form24, timeZone: here.zone || undefined }).format(new Date(moment));
}

// The answer as an object, or null when it was none of ours; tells what is wrong.
async function ask(url, options) {
    let answer;
    try {
        answer = await fetch(url, { credentials: "same-origin", redirect: "manual", ...options });
    } catch {
        say(here.saidOffline);
        return null;
    }
    const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : null;
    if (answer.ok && told) {
        heardAt = Date.now();
        say("");
        return told;
    }
    if (answer.status === 401) say(here.saidOut, true);
    else if (told?.error) say(told.error);
    else if (answer.status === 403) await renew();
    else say(here.saidOffline);
    return null;
}

// After a log-in in another window the form needs another token; whose log-in it is must not change.
async function renew() {
    let answer;
    try {
        answer = await fetch(here.beat, { credentials: "same-origin", redirect: "manual", cache: "no-store" });
    } catch {
        return "away";
    }
    if (answer.status === 401) {
        say(here.saidOut, true);
        return "out";
    }
    if (!answer.ok) return "away";
    const told = await answer.json();
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((input) => { input.value = told.csrf; });
    heardAt = Date.now();
    if (String(told.person) !== here.person) {
        say(here.saidOther, true);
        return "other";
    }
    say("");
    return "in";
}

async function send() {
    clearTimeout(quiet);
    quiet = 0;
    const now = snapshot();
    if (now === known || isLeaving || isSending) return;
    isSending = true;
    since = 0;
    sending = ask(here.keep, { method: "POST", body: marked(fields()) });
    const told = await sending;
    isSending = false;
    isFailing = told === null;
    if (told?.is_closed) {
        form.elements.sitting.value = told.token;
    } else if (told?.is_late) {
        count = Math.max(count, told.count);
    } else if (told) {
        known = now;
        kept.textContent = `${here.saidKept} ${clock(told.kept_at)}`;
    }
    if (snapshot() !== known) later();
}

function later() {
    if (isFailing && quiet) return; // asked again at its time, however many keys come
    since ||= Date.now();
    clearTimeout(quiet);
    const soon = Math.max(0, Math.min(QUIET_MS, since + LONGEST_MS - Date.now()));
    quiet = setTimeout(send, isFailing ? BEAT_MS : soon);
}

// A page that goes away may not wait for an answer. Who only read is forgotten within a minute.
function sendLast(isGoing) {
    const isUnsent = snapshot() !== known;
    if (isLeaving || isGone || !(isUnsent || (isGoing && kept.textContent))) return;
    isGone = isGoing;
    const body = marked(isUnsent ? fields() : new FormData());
    const url = isUnsent ? here.keep : here.beat;
    if (isGoing) body.set("sitting-leaving", "1");
    const isSmall = new Blob([JSON.stringify([...body])]).size < MOST_ON_LEAVING;
    if ("keepalive" in Request.prototype) {
        fetch(url, { method: "POST", body, credentials: "same-origin", keepalive: isSmall }).catch(() => {});
    } else {
        navigator.sendBeacon(url, body);
    }
}

async function beat() {
    if (document.hidden || isLeaving) return;
    const told = await ask(here.beat, { method: "POST", body: marked(new FormData()) });
    if (!told) return;
    if (told.is_closed) form.elements.sitting.value = told.token;
    show(told.presence);
    if (snapshot() !== known) send();
}

// Only what changed is put in, so that nothing is read out twice and no button loses the focus.
function show(markup) {
    const page = new DOMParser().parseFromString(markup, "text/html");
    const said = (element) => element.textContent.replace(/\s+/g, " ").trim();
    if (said(page.body) !== said(presence)) presence.replaceChildren(...page.body.childNodes);
}

form.addEventListener("input", later);
form.addEventListener("change", later);
form.addEventListener("click", later);
form.addEventListener("focusout", () => {
    if (isFailing || snapshot() === known) return;
    clearTimeout(quiet);
    quiet = setTimeout(send, LEFT_MS);
});
document.addEventListener("visibilitychange", () => {
    if (document.hidden) sendLast(false);
    else renew().then((state) => { if (state === "in") beat(); });
});
window.addEventListener("focus", () => { if (!alarm.hidden) renew().then((state) => { if (state === "in") send(); }); });
window.addEventListener("pagehide", () => sendLast(true));
window.addEventListener("pageshow", (event) => { if (event.persisted) { isLeaving = isGone = false; beat(); } });

// Before the form goes: has what was sent arrived, is the server there, does it take this token?
function isFresh() {
    return alarm.hidden && Date.now() - heardAt < FRESH_MS;
}

async function beReady() {
    await Promise.race([sending, new Promise((done) => { setTimeout(done, QUIET_MS); })]);
    return isFresh() ? "in" : renew();
}

form.addEventListener("submit", (event) => {
    clearTimeout(quiet);
    quiet = 0;
    if (isCleared || (!isSending && isFresh())) {
        isLeaving = true;
        setTimeout(() => { isLeaving = false; }, FRESH_MS); // the answer never came
        return;
    }
    event.preventDefault();
    if (isWaiting) return;
    isWaiting = true;
    const button = event.submitter;
    beReady().then((state) => {
        isWaiting = false;
        if (state === "away") {
            say(here.saidUnsent);
            return;
        }
        isCleared = true;
        form.requestSubmit(button);
        isCleared = false;
    });
});

// Leaving with words that could not be kept is asked about; anything else is not.
window.addEventListener("beforeunload", (event) => {
    if (!isLeaving && !alarm.hidden && snapshot() !== known) event.preventDefault();
});

setInterval(beat, BEAT_MS);
if (here.dirty) {
    known = "";
    later();
}
