// What an authenticator shows: RFC 6238 with the parameters that all of them use.

import { createHmac } from "node:crypto";

const period = 30_000;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The six digits of a secret, now or so many periods later. */
export function code(secret, later = 0) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / period) + later));
  const hash = createHmac("sha1", bytes(secret)).update(counter).digest();
  const offset = hash.at(-1) & 0x0f;
  const number = (hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000;
  return String(number).padStart(6, "0");
}

function bytes(secret) {
  let bits = "";
  for (const letter of secret.toUpperCase().replaceAll(/[^A-Z2-7]/g, "")) {
    bits += alphabet.indexOf(letter).toString(2).padStart(5, "0");
  }
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
