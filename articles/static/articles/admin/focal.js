// The focal point by hand: a click into the picture, or the arrow keys on its mark (Shift: by ten),
// write the two numbers; the crops follow at once. Without this file the numbers are typed.

const PLACED = 100;
const clamped = (number, most) => Math.min(Math.max(Math.round(number), 0), most);

class Focal {
    constructor(box) {
        this.box = box;
        this.form = box.closest("form");
        this.picture = box.querySelector("[data-focal-picture]");
        this.mark = box.querySelector("[data-focal-mark]");
        this.said = box.querySelector("[data-focal-said]");
        this.crops = [...box.querySelectorAll("[data-focal-crop]")];
        this.fields = ["focal_x", "focal_y"].map((name) => this.form?.elements[name]);
        if (this.fields.some((field) => !field)) return; // who may look, but not change
        // A finger that goes over the picture scrolls the page; only a mouse draws the mark along.
        this.picture.addEventListener("click", (event) => this.point(event));
        this.picture.addEventListener("pointermove", (event) => event.pointerType === "mouse" && event.buttons === 1 && this.point(event));
        this.picture.addEventListener("dragstart", (event) => event.preventDefault());
        this.mark.addEventListener("keydown", (event) => this.key(event));
        this.fields.forEach((field) => field.addEventListener("input", () => this.show()));
        this.form.elements.file?.addEventListener("change", (event) => this.take(event.target.files[0]));
        this.picture.addEventListener("load", () => this.begin());
        if (this.picture.complete && this.picture.naturalWidth) this.begin();
    }

    get at() {
        return this.fields.map((field) => clamped(Number(field.value) || 0, PLACED));
    }

    // The picture is there: what the server cut gives way to the crops of this very moment.
    begin() {
        this.box.classList.add("is-live");
        for (const crop of this.crops) {
            crop.src = this.picture.src;
            crop.closest("figure").hidden = false;
        }
        this.mark.hidden = false;
        this.show();
    }

    show() {
        const [x, y] = this.at;
        this.mark.style.left = `${x}%`;
        this.mark.style.top = `${y}%`;
        const { naturalWidth: width, naturalHeight: height } = this.picture;
        for (const crop of this.crops) {
            const [across, down] = crop.dataset.focalCrop.split(":").map(Number);
            const isWide = width * down > height * across;
            const left = isWide ? offset(width, (height * across) / down, x) : 50;
            const top = isWide ? 50 : offset(height, (width * down) / across, y);
            crop.style.objectPosition = `${left}% ${top}%`;
        }
        this.said.textContent = this.said.dataset.words.replace("{x}", x).replace("{y}", y);
        this.mark.setAttribute("aria-label", this.said.textContent);
    }

    write(x, y) {
        [x, y].forEach((value, i) => {
            this.fields[i].value = clamped(value, PLACED);
            this.fields[i].dispatchEvent(new Event("input", { bubbles: true }));
        });
    }

    point(event) {
        if (!this.box.classList.contains("is-live")) return;
        const edge = this.picture.getBoundingClientRect();
        this.write((100 * (event.clientX - edge.left)) / edge.width, (100 * (event.clientY - edge.top)) / edge.height);
        this.mark.focus({ preventScroll: true });
    }

    // Left is left in the picture, whatever way the page is read.
    key(event) {
        const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
        if (!steps || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        const [x, y] = this.at;
        const by = event.shiftKey ? 10 : 1;
        this.write(x + steps[0] * by, y + steps[1] * by);
    }

    // A file that was just chosen is shown before it is sent; as data, for the page loads no blobs.
    take(file) {
        if (!file?.type.startsWith("image/")) return;
        const reader = new FileReader();
        reader.addEventListener("load", () => {
            this.picture.hidden = false;
            this.picture.src = reader.result;
        });
        reader.readAsDataURL(file);
    }
}

// Where in what is left over a cut lies, in per cent; as media.renditions.box places it.
function offset(length, cut, percent) {
    const left = length - cut;
    return left < 1 ? 50 : (100 * clamped((length * percent) / 100 - cut / 2, left)) / left;
}

document.querySelectorAll("[data-focal]").forEach((box) => new Focal(box));
