// What a shop's page loads from /js/v1/. Defines window.Fintoc.create(options) and opens the widget
// in an iframe over the page. Styles are set property by property, which a strict policy allows.
(() => {
  const origin = new URL(document.currentScript.src).origin;

  const QUERY = {
    publicKey: "public_key", widgetToken: "widget_token", product: "product",
    holderType: "holder_type", country: "country", institutionId: "institution_id",
    username: "username",
  };
  const COVER = {
    position: "fixed", inset: "0", width: "100%", height: "100%", maxWidth: "none",
    maxHeight: "none", margin: "0", padding: "0", border: "0", background: "transparent",
    overflow: "hidden", zIndex: "2147483647",
  };

  // The widget judges the options and shows what is wrong; these are told before it opens.
  function complaints({ publicKey, widgetToken, product, holderType, country = "cl" }) {
    const found = [];
    if (!publicKey) found.push("publicKey is missing: pass the pk_test_ of the simulator's panel.");
    if (String(publicKey).startsWith("pk_live_")) found.push("publicKey is a live key: the simulator takes test keys only.");
    if (!widgetToken) found.push("widgetToken is missing: create a payment intent on your server and pass its widget_token.");
    if (product !== "payments") found.push(`product is ${product}: it must be 'payments'.`);
    if (holderType !== "individual") found.push(`holderType is ${holderType}: it must be 'individual'.`);
    if (!["cl", "mx"].includes(country)) found.push(`country is ${country}: it must be 'cl' or 'mx'.`);
    return found;
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
    told.forEach(complain);

    const MESSAGES = {
      event: ({ name, timestamp }) => report(name, timestamp),
      problem: ({ sentence }) => told.length || complain(sentence),
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
