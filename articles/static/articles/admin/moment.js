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

export function understand(text, zone, now = Date.now()) {
    const typed = text.trim();
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
    return `${tell(zone)} ${zone} · ${tell("UTC")} UTC`;
}

document.querySelectorAll("[data-moment-echo]").forEach((echo) => {
    const input = document.getElementById(echo.htmlFor.value);
    const zone = echo.dataset.zone || input?.dataset.zone;
    if (!input || !zone) return;
    input.addEventListener("input", () => {
        const moment = understand(input.value, zone);
        echo.textContent = moment === null ? "" : told(moment, zone);
    });
});
