// What a shop's page loads from /js/v1/. Defines window.Fintoc.create(options) and opens the widget
// in an iframe over the page. Styles are set property by property, which a strict policy allows.
(() => {
  const origin = new URL(document.currentScript.src).origin;

  const QUERY = {
    publicKey: "public_key", widgetToken: "widget_token", sessionToken: "session_token",
    product: "product", holderType: "holder_type", country: "country",
    institutionId: "institution_id", username: "username",
  };
  const OTHERS = ["onSuccess", "onExit", "onEvent", "webhookUrl"];
  const COVER = {
    position: "fixed", inset: "0", width: "100%", height: "100%", maxWidth: "none",
    maxHeight: "none", margin: "0", padding: "0", border: "0", background: "transparent",
    overflow: "hidden", zIndex: "2147483647",
    colorScheme: "light dark", // the same as the page in it, or else that page hides the shop's
  };

  // The widget judges the options and shows what is wrong. What needs no asking is told at once.
  function complaints({ publicKey = "", widgetToken, sessionToken, product, holderType, country = "cl" }) {
    const wrong = {
      no_key: !publicKey && "publicKey is missing: pass the pk_test_ of the simulator's panel.",
      live_key: /^[ps]k_live_/.test(publicKey) && "publicKey is a live key: the simulator takes test keys only.",
      secret_key: /^sk_test_/.test(publicKey) && "publicKey was given a secret key: never put it in a page.",
      no_product: !product && "product is missing: pass 'payments'.",
      no_holder_type: !holderType && !sessionToken && "holderType is missing: pass 'individual'.",
      unknown_country: !["cl", "mx"].includes(country) && `country is ${country}: it must be 'cl' or 'mx'.`,
      no_token: !widgetToken && !sessionToken
        && "widgetToken is missing: create a payment intent on your server and pass its widget_token.",
    };
    return Object.fromEntries(Object.entries(wrong).filter(([, sentence]) => sentence));
  }

  function unknownNames(options) {
    return Object.keys(options).filter((name) => !(name in QUERY) && !OTHERS.includes(name));
  }

  function address(options) {
    const query = new URLSearchParams({ shop_origin: location.origin });
    for (const [name, key] of Object.entries(QUERY)) if (options[name]) query.set(key, options[name]);
    const language = document.documentElement.lang.slice(0, 2);
    if (["es", "en"].includes(language)) query.set("lang", language);
    return `${origin}/widget/${options.institutionId ? "login/" : ""}?${query}`;
  }

  function create(options = {}) {
    let dialog, iframe;
    const told = complaints(options);
    const complain = (sentence) => console.error(`Fintoc simulator: ${sentence}`);
    const report = (name, timestamp = Date.now()) => options.onEvent?.(name, { timestamp });
    Object.values(told).forEach(complain);
    for (const name of unknownNames(options)) {
      console.warn(`Fintoc simulator: Fintoc.create knows no option ${name}, so it is ignored.`);
    }

    const MESSAGES = {
      event: ({ name, timestamp }) => report(name, timestamp),
      problem: ({ name, sentence }) => Object.hasOwn(told, name) || complain(sentence),
      success: () => { close(); options.onSuccess?.(); },
      exit: () => { close(); options.onExit?.(); },
    };

    function listen(message) {
      if (message.origin !== origin || message.source !== iframe?.contentWindow) return;
      if (Object.hasOwn(MESSAGES, message.data?.type)) MESSAGES[message.data.type](message.data);
    }

    function build() {
      dialog = document.createElement("dialog"); // keeps the focus inside, and gives it back
      iframe = document.createElement("iframe");
      iframe.title = "Fintoc (simulator)";
      iframe.src = address(options);
      iframe.addEventListener("load", () => iframe.contentWindow?.postMessage({ type: "focus" }, origin));
      dialog.addEventListener("cancel", (event) => { event.preventDefault(); MESSAGES.exit(); });
      for (const element of [dialog, iframe]) Object.assign(element.style, COVER);
      dialog.append(iframe);
      document.body.append(dialog);
      addEventListener("message", listen);
    }

    function open() {
      if (dialog?.open) return;
      if (!dialog) build();
      dialog.showModal();
      iframe.focus();
      report("opened");
    }

    function close() {
      if (!dialog?.open) return;
      dialog.close();
      report("closed");
    }

    function destroy() {
      close();
      removeEventListener("message", listen);
      dialog?.remove();
      dialog = iframe = undefined;
    }

    return { open, close, hide: close, destroy };
  }

  window.Fintoc = { create };
})();
