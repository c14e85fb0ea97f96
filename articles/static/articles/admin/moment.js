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

// The moments at which the clocks of the zone show this: none in a skipped hour, two in a doubled one.
function moments(zone, year, month, day, hour, minute) {
    const wall = Date.UTC(year, month - 1, day, hour, minute);
    const offsets = [-1, 1].map((days) => offsetAt(zone, wall + days * 86400000).offset);
    const found = offsets.filter((offset) => offsetAt(zone, wall - offset).offset === offset);
    return [...new Set(found.map((offset) => wall - offset))].sort((one, other) => one - other);
}

function at(zone, ...wall) {
    return moments(zone, ...wall)[0] ?? null;
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
        const here = moments(zone, today.year, today.month, today.day, ...clock);
        return here.find((moment) => moment > now) ?? at(zone, today.year, today.month, today.day + 1, ...clock);
    }
    found = typed.match(/^(\d{4})-(\d{1,2})-(\d{1,2})[T ]+(\d{1,2})[:.h]?(\d{2})(?: ?(utc|z))?$/i);
    if (!found) return null;
    return at(found[6] ? "UTC" : zone, ...found.slice(1, 6).map(Number));
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

// The other moment that the clocks show alike, told in UTC; nothing where there is none.
function other(moment, zone) {
    const { parts } = offsetAt(zone, moment);
    const twice = moments(zone, parts.year, parts.month, parts.day, parts.hour, parts.minute);
    const second = twice.find((one) => Math.abs(one - moment) >= 60000);
    return second === undefined ? [] : [`↔ ${told(second, "UTC")[1]}`];
}

document.querySelectorAll("[data-moment-echo]").forEach((echo) => {
    const input = document.getElementById(echo.htmlFor.value);
    const zone = echo.dataset.zone || input?.dataset.zone;
    if (!input || !zone) return;
    input.addEventListener("input", () => {
        const moment = understand(input.value, zone);
            echo.replaceChildren(...(moment === null ? [] : show([...told(moment, zone), ...other(moment, zone)])));
    });
});
