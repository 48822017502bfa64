// What this browser keeps of the app: everything that a person with its profile
// in their hands could read.

/** All of IndexedDB and of both web storages, as one text. */
export function memory(page) {
  return page.evaluate(async () => {
    const done = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const kept = [{ ...localStorage }, { ...sessionStorage }];
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        kept.push(await done(database.transaction(store).objectStore(store).getAll()));
      }
      database.close();
    }
    return JSON.stringify(kept);
  });
}

/** The refresh tokens in a memory: Home Assistant's and ours are 128 hex digits. */
export function refreshTokens(text) {
  return text.match(/\b[0-9a-f]{128}\b/g) ?? [];
}
