// What a page of another origin can send without anybody's leave: requests by
// script, by form, by beacon and by markup. Runs inside the page.

/**
 * Fires every shape at the hub and waits until the browser is done with each.
 * `secrets` makes the shapes as strong as they can be: with them, any that got
 * through would end a session or begin one.
 */
export async function fireAll(hub, { refreshToken, flowId, username, password }) {
  const login = JSON.stringify({ client_id: `${hub}/`, username, password });
  const begin = JSON.stringify({
    client_id: `${hub}/`,
    handler: ["homeassistant", null],
    redirect_uri: `${hub}/`,
  });
  const revoke = `token=${refreshToken}`;
  const renew = `grant_type=refresh_token&client_id=${encodeURIComponent(`${hub}/`)}&refresh_token=${refreshToken}`;
  const answer = `/auth/login_flow/${flowId}`;
  const quiet = (promise) => promise.catch(() => {});
  let fired = 0;

  const byScript = [];
  for (const [path, body] of [
    ["/auth/revoke", revoke],
    ["/auth/token", renew],
    ["/auth/login_flow", begin],
    [answer, login],
  ]) {
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "application/json",
      "multipart/form-data; boundary=x",
    ]) {
      for (const mode of ["cors", "no-cors"]) {
        const headers = { "content-type": type };
        byScript.push([path, { method: "POST", mode, credentials: "include", headers, body }]);
      }
    }
  }
  for (const method of ["PUT", "DELETE", "PATCH"]) {
    byScript.push([answer, { method, mode: "cors", credentials: "include" }]);
  }
  byScript.push(["/auth/revoke", { method: "POST", mode: "cors", body: new FormData() }]);
  byScript.push(["/auth/login_flow", { method: "POST", mode: "cors", body: new Blob([begin]) }]);
  byScript.push(["/auth/revoke", { method: "POST", mode: "no-cors", keepalive: true, body: revoke }]);
  for (const [path, options] of byScript) {
    fired += 1;
    await quiet(fetch(`${hub}${path}`, options));
  }

  for (const [path, type, body] of [
    ["/auth/revoke", "application/x-www-form-urlencoded", revoke],
    ["/auth/revoke", "text/plain", revoke],
    [answer, "text/plain", login],
  ]) {
    fired += 1;
    navigator.sendBeacon(`${hub}${path}`, new Blob([body], { type }));
  }

  const asked = new XMLHttpRequest();
  fired += 1;
  await new Promise((done) => {
    asked.onloadend = done;
    asked.open("POST", `${hub}/auth/revoke`);
    asked.setRequestHeader("content-type", "application/x-www-form-urlencoded");
    asked.send(revoke);
  });

  for (const enctype of ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"]) {
    for (const [path, fields] of [
      ["/auth/revoke", { token: refreshToken }],
      [answer, { client_id: `${hub}/`, username, password }],
    ]) {
      fired += 1;
      const frame = document.createElement("iframe");
      frame.name = `frame-${fired}`;
      document.body.append(frame);
      const form = document.createElement("form");
      Object.assign(form, { method: "post", action: `${hub}${path}`, enctype, target: frame.name });
      for (const [name, value] of Object.entries(fields)) {
        const input = document.createElement("input");
        Object.assign(input, { type: "hidden", name, value });
        form.append(input);
      }
      document.body.append(form);
      const loaded = new Promise((done) => frame.addEventListener("load", done, { once: true }));
      form.submit();
      await loaded;
    }
  }

  for (const [tag, attribute] of [
    ["img", "src"],
    ["script", "src"],
    ["link", "href"],
  ]) {
    fired += 1;
    const element = document.createElement(tag);
    element.rel = "stylesheet";
    const settled = new Promise((done) => {
      element.onload = done;
      element.onerror = done;
    });
    element[attribute] = `${hub}/auth/providers`;
    document.body.append(element);
    await settled;
  }
  return fired;
}
