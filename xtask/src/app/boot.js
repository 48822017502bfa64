// Starts the app. A file of its own, because the page may hold no script of its own.
import start from "./{glue}";

try {
  await start({ module_or_path: new URL("./{wasm}", import.meta.url) });
} catch (problem) {
  console.error(problem);
  const mark = document.getElementById("start");
  if (mark) {
    mark.textContent = "Doorstep could not start in this browser. Reload the page, or try a newer browser.";
  }
}
