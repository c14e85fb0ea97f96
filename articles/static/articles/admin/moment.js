// Tells what a typed time means on the publication's clock and in UTC, before it is sent.
// The server understands it again by itself; this only shows.

function offsetAt(zone, instant) {
    const parts = Object.fromEntries(
        new Intl.DateTimeFormat("en-GB", {
            timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric",
            hour: "numeric", minute: "numeric", second: "numeric",
        }).formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
    );
    const shown = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
    return { offset: shown - Math.floor(instant / 1000) * 1000, parts };
}

function at(zone, year, month, day, hour, minute) {
    const wall = Date.UTC(year, month - 1, day, hour, minute);
    const first = wall - offsetAt(zone, wall).offset;
    return wall - offsetAt(zone, first).offset;
}

// Digits of any script that the paper writes in, without the marks of direction that come along.
function plain(text) {
    return text.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "").replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => digit.charCodeAt(0) & 15).trim();
}

export function understand(text, zone, now = Date.now()) {
    const typed = plain(text);
    let found = typed.match(/^\+(\d{1,5})$/);
    if (found) return now + Number(found[1]) * 60000;
    const today = offsetAt(zone, now).parts;
    found = typed.match(/^(\d{1,2})[:.h]?(\d{2})$/);
    if (found && Number(found[1]) < 24 && Number(found[2]) < 60) {
        const clock = [Number(found[1]), Number(found[2])];
        const moment = at(zone, today.year, today.month, today.day, ...clock);
        return moment > now ? moment : at(zone, today.year, today.month, today.day + 1, ...clock);
    }
    found = typed.match(/^(\d{4})-(\d{1,2})-(\d{1,2})[T ]+(\d{1,2})[:.h]?(\d{2})$/);
    return found ? at(zone, ...found.slice(1).map(Number)) : null;
}

function told(moment, zone) {
    const form = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    const tell = (timeZone) => new Intl.DateTimeFormat(document.documentElement.lang || "en", { ...form, timeZone }).format(moment);
    return [`${tell(zone)} ${zone}`, `${tell("UTC")} UTC`];
}

// Each clock is a piece of its own, so that a line from right to left does not mix the two.
function show(clocks) {
    const pieces = clocks.map((words) => Object.assign(document.createElement("bdi"), { textContent: words }));
    return pieces.flatMap((piece, place) => (place ? [" · ", piece] : [piece]));
}

document.querySelectorAll("[data-moment-echo]").forEach((echo) => {
    const input = document.getElementById(echo.htmlFor.value);
    const zone = echo.dataset.zone || input?.dataset.zone;
    if (!input || !zone) return;
    input.addEventListener("input", () => {
        const moment = understand(input.value, zone);
        echo.replaceChildren(...(moment === null ? [] : show(told(moment, zone))));
    });
});
