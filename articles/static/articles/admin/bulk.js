// Watches a bulk act, and carries it on from here while no worker does.

const form = document.getElementById("run");
const bar = form.querySelector("progress");
const said = document.getElementById("said");
const token = form.elements.csrfmiddlewaretoken.value;
const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

async function ask(step) {
    const options = { headers: { Accept: "application/json" } };
    if (step) {
        options.method = "POST";
        options.body = new URLSearchParams({ act: "step", csrfmiddlewaretoken: token });
    }
    const answer = await fetch(step ? form.action : form.dataset.state, options);
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
}

async function watch() {
    let before = bar.value;
    for (;;) {
        await wait(1000);
        try {
            let now = await ask(false);
            if (!now.over && now.position === before) now = await ask(true);
            bar.value = before = now.position;
            said.textContent = `${now.said}.`;
            if (now.over) { window.location.reload(); return; }
        } catch {
            await wait(4000);
        }
    }
}

watch();
