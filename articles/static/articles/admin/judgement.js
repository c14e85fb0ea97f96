// Keeps each slider and its number together while one of them is moved; the server needs neither.

document.querySelectorAll("[data-slider]").forEach((row) => {
    const slider = row.querySelector("input[type=range]");
    const number = row.querySelector("input[type=number]");
    slider.addEventListener("input", () => { number.value = slider.value; });
    number.addEventListener("input", () => { slider.value = number.value; });
});
