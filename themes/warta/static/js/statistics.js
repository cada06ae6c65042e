/* What Matomo and Google Analytics must be told before their own scripts run, which are loaded then. */
{
  const { name, url, site } = document.currentScript.dataset;
  const load = (address) => {
    const script = document.createElement("script");
    script.async = true;
    script.src = address;
    document.head.append(script);
  };
  if (name === "matomo") {
    window._paq = window._paq ?? [];
    window._paq.push(["setTrackerUrl", url + "matomo.php"], ["setSiteId", site], ["disableCookies"], ["trackPageView"], ["enableLinkTracking"]);
    load(url + "matomo.js");
  } else {
    window.dataLayer = window.dataLayer ?? [];
    // Google reads the arguments of a call as they come, not an array
    const tell = function () { window.dataLayer.push(arguments); };
    tell("js", new Date());
    tell("config", site);
    load(url + "gtag/js?id=" + encodeURIComponent(site));
  }
}
