// Every secret that a run has used or been given, so that the end of the run can
// look for them where they must not be.

const known = new Set();

/** Notes secrets; what is empty or short enough to be a word by chance is none. */
export function note(...values) {
  values.filter((value) => typeof value === "string" && value.length >= 8).forEach((value) => known.add(value));
}

/** Notes what a page sends and is answered when somebody signs in. */
export function noteTraffic(page) {
  page.on("response", async (response) => {
    if (!/\/auth\/(token|login_flow)/.test(response.url()) || !response.ok()) {
      return;
    }
    // A page that leaves takes its answers with it.
    const body = await response.json().catch(() => ({}));
    note(body.access_token, body.refresh_token, body.type === "create_entry" ? body.result : undefined);
  });
}

/** All of them. */
export function secrets() {
  return [...known];
}
