// Runs inside the page: what is on the screen, as a person with a screen reader
// would be told. It must not use anything from outside its own function.

/** Builds the finder from the accessibility library's `require`. */
export function look(require) {
  const { computeAccessibleName } = require("./accessible-name");
  const { computeAccessibleDescription } = require("./accessible-description");
  const { default: roleOf } = require("./getRole");
  const { isInaccessible, isSubtreeInaccessible } = require("./is-inaccessible");

  const needsName = new Set(["region", "form"]);
  const tidy = (text) => text.replaceAll(/\s+/g, " ").trim();
  const nameOf = (element) => tidy(computeAccessibleName(element));

  /** ARIA gives password fields no role; people and browsers call them fields. */
  function role(element) {
    return element.localName === "input" && element.type === "password"
      ? "textbox"
      : roleOf(element);
  }

  /** A modal dialog makes everything behind it unreachable. */
  function isReachable(element) {
    const modal = document.querySelector("dialog:modal");
    const isBehind = modal !== null && !modal.contains(element);
    return !isBehind && element.closest("[inert]") === null && !isInaccessible(element);
  }

  function isNamed(element, wanted) {
    const name = nameOf(element);
    if (wanted === undefined) {
      return name !== "" || !needsName.has(role(element));
    }
    return typeof wanted === "string"
      ? name === wanted
      : new RegExp(wanted.source, wanted.flags).test(name);
  }

  /** Every reachable element with this role and name. */
  function all(wantedRole, wantedName) {
    return [...document.querySelectorAll("*")].filter(
      (element) =>
        (wantedRole === undefined ? role(element) : role(element) === wantedRole) &&
        isNamed(element, wantedName) &&
        isReachable(element),
    );
  }

  /** The text a person reads, without what is hidden from them. */
  function text(element) {
    const words = [];
    const walk = (node) => {
      if (node.nodeType === Node.TEXT_NODE) {
        words.push(node.data);
      } else if (node.nodeType === Node.ELEMENT_NODE && !isSubtreeInaccessible(node)) {
        node.childNodes.forEach(walk);
      }
    };
    walk(element);
    return tidy(words.join(" "));
  }

  /** Everything a journey may ask about one element. */
  function facts(element) {
    const description = tidy(computeAccessibleDescription(element));
    const state = (name) => element.getAttribute(`aria-${name}`) ?? undefined;
    return {
      role: role(element),
      name: nameOf(element),
      description,
      words: `${text(element)} ${description}`,
      level: Number(/^h(\d)$/.exec(element.localName)?.[1] ?? state("level")),
      pressed: state("pressed"),
      busy: state("busy"),
      invalid: state("invalid"),
      valueText: state("valuetext"),
      checked: element.checked ?? state("checked"),
      disabled: element.disabled === true || state("disabled") === "true",
      value: element.value,
      fraction: (element.value - element.min) / (element.max - element.min),
      // As it is written: Firefox does not tell all that it understands.
      autocomplete: element.getAttribute("autocomplete") ?? undefined,
      isFocused: element === document.activeElement,
    };
  }

  return { all, facts, text: () => text(document.body) };
}
