// The payment page when Fintoc hosts the rest: goes there by itself. Without this script it is a link.
"use strict";

// Replaced, so that "back" leads to the order and not into this page again.
location.replace(document.getElementById("hosted-page").href);
