// "Near me": puts where the browser says it is, to a tenth of a degree, into the field that was there anyway.
const button = document.querySelector("[data-locate]");
const field = document.querySelector("[data-near]");
if (button && field && navigator.geolocation) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        field.value = `${coords.latitude.toFixed(1)}, ${coords.longitude.toFixed(1)}`;
        field.form.requestSubmit();
      },
      () => {
        button.disabled = false;
        document.querySelector("[data-locate-failed]").hidden = false;
        field.focus();
      },
      { maximumAge: 600000, timeout: 10000 },
    );
  });
}
