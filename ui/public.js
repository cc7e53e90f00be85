/* SPDX-License-Identifier: Apache-2.0 */
/* Conveniences of the pages for citizens; every page works without this file. A draft on the device,
 * characters that are left, one's position, smaller photographs, no second sending. */
(function () {
  "use strict";
  var doc = document, KEY = "luoshi-ask";
  function one(q, from) { return (from || doc).querySelector(q); }
  function all(q, from) { return Array.prototype.slice.call((from || doc).querySelectorAll(q)); }
  function store(f) { try { return f(window.localStorage); } catch (e) { return null; } }

  var faults = one("#faults");
  if (faults) faults.focus();
  if (one("[data-sent]")) store(function (s) { s.removeItem(KEY); }); /* it has arrived */

  var form = one("#ask");
  if (!form) return;
  var note = one("#draft"), said = one("[role=status]", note), keepPhone = one("#keep-phone"), sending = false, timer = 0;
  function say(text) { said.textContent = text; note.hidden = false; }

  /* ---- a draft, on this device alone; name and telephone only when that was asked for ---- */
  function kept() {
    return all("input,textarea,select", form).filter(function (f) {
      return f.name && f.type !== "file" && f.type !== "image" && f.name !== "website" && f.name !== "notice" &&
        (!f.hasAttribute("data-private") || keepPhone.checked);
    });
  }
  function keep() {
    var v = {}, words = 0;
    kept().forEach(function (f) {
      if ((f.type === "radio" || f.type === "checkbox") && !f.checked) return;
      v[f.name] = f.value;
      if (/^(title|words|place|expected)$/.test(f.name)) words += f.value.length;
    });
    if (!words) return;
    if (keepPhone.checked) v["keep-phone"] = "1";
    if (store(function (s) { s.setItem(KEY, JSON.stringify(v)); return true; })) say(note.dataset.kept);
  }
  function restore(v) {
    if (v["keep-phone"]) keepPhone.checked = true;
    all("input,textarea,select", form).forEach(function (f) {
      if (!(f.name in v) || f.type === "file") return;
      if (f.type === "radio" || f.type === "checkbox") f.checked = f.value === v[f.name];
      else f.value = v[f.name];
    });
    say(note.dataset.back);
  }
  var old = store(function (s) { return s.getItem(KEY); });
  var empty = !one("#title").value && !one("#words").value;
  if (old && empty) { try { restore(JSON.parse(old)); } catch (e) { store(function (s) { s.removeItem(KEY); }); } }
  all(".keep-phone").forEach(function (p) { p.hidden = false; });
  form.addEventListener("input", function () { window.clearTimeout(timer); timer = window.setTimeout(keep, 400); });
  form.addEventListener("change", keep);
  keepPhone.addEventListener("change", keep);
  one("button", note).addEventListener("click", function () {
    store(function (s) { s.removeItem(KEY); });
    window.clearTimeout(timer);
    form.reset();
    all("#title,#words,#place,#phone,#name,#expected").forEach(function (f) { f.value = ""; });
    note.hidden = true;
    one("#title").focus();
  });

  /* ---- characters that are left ---- */
  all("[data-count]", form).forEach(function (out) {
    var field = one("#" + out.dataset.count), most = Number(out.dataset.most);
    function show() {
      var left = most - Array.from(field.value.trim()).length;
      out.textContent = left < most / 2 ? out.dataset.left.replace("0", left) : "";
      out.classList.toggle("over", left < 0);
    }
    field.addEventListener("input", show);
    show();
  });

  /* ---- where one is, and taps on the map without a new page ---- */
  var map = one("#map");
  function place(lon, lat) {
    form.elements.x.value = lon.toFixed(6);
    form.elements.y.value = lat.toFixed(6);
    keep();
  }
  function refresh(extra) { /* the piece of the page that holds the map, made anew by the server */
    var data = new FormData(form);
    data.delete("photos");
    Object.keys(extra).forEach(function (k) { data.set(k, extra[k]); });
    return fetch("/ask/map", { method: "POST", body: data, credentials: "same-origin" }).then(function (r) { return r.text(); }).then(function (t) {
      var page = new DOMParser().parseFromString(t, "text/html"), fresh = one("#map", page);
      if (!fresh) throw new Error("no map");
      form.elements.x.value = one("[name=x]", page).value;
      form.elements.y.value = one("[name=y]", page).value;
      map.replaceWith(doc.importNode(fresh, true));
      map = one("#map");
      enliven();
      keep();
    });
  }
  function enliven() {
    var here = doc.createElement("button");
    if (!map) return;
    all("button,input[type=image]", map).forEach(function (b) {
      b.addEventListener("click", function (ev) {
        var extra = {}, box;
        if (!window.fetch || !window.DOMParser || !doc.documentElement.replaceWith) return;
        ev.preventDefault();
        if (b.type === "image") {
          if (!ev.offsetX && !ev.offsetY) return;
          box = b.getBoundingClientRect();
          extra["map.x"] = String(Math.round((ev.clientX - box.left) / box.width * 288));
          extra["map.y"] = String(Math.round((ev.clientY - box.top) / box.height * 288));
        } else if (b.name) extra[b.name] = b.value;
        refresh(extra).catch(function () { say(note.dataset.offline); });
      });
    });
    if (!navigator.geolocation || !window.isSecureContext) return;
    here.type = "button";
    here.textContent = map.dataset.here;
    here.addEventListener("click", function () {
      navigator.geolocation.getCurrentPosition(function (p) {
        place(p.coords.longitude, p.coords.latitude);
        refresh({ z: "" }).then(function () { say(map.dataset.found); }, function () { say(map.dataset.found); });
      }, function () { say(map.dataset.lost); }, { enableHighAccuracy: true, timeout: 15000 });
    });
    one(".row", map).append(here);
  }
  enliven();

  /* ---- photographs are made smaller before they are sent: a slow line is soon broken ---- */
  var SIDE = 2000, photos = one("#photos");
  function smaller(file) {
    if (!window.createImageBitmap || file.size < 700000 || !/^image\/(jpeg|webp)$/.test(file.type)) return Promise.resolve(file);
    return createImageBitmap(file, { imageOrientation: "from-image" }).then(function (b) {
      var by = Math.min(1, SIDE / Math.max(b.width, b.height)), c = doc.createElement("canvas");
      c.width = Math.round(b.width * by);
      c.height = Math.round(b.height * by);
      c.getContext("2d").drawImage(b, 0, 0, c.width, c.height);
      return new Promise(function (done) {
        c.toBlob(function (blob) { done(blob && blob.size < file.size ? new File([blob], "photo.jpg", { type: "image/jpeg" }) : file); }, "image/jpeg", 0.85);
      });
    }).catch(function () { return file; });
  }
  if (photos && window.DataTransfer) photos.addEventListener("change", function () {
    Promise.all(Array.prototype.map.call(photos.files, smaller)).then(function (files) {
      try {
        var t = new DataTransfer();
        files.forEach(function (f) { t.items.add(f); });
        photos.files = t.files;
      } catch (e) { /* old browsers send them as they are */ }
    });
  });

  /* ---- sending ---- */
  form.addEventListener("submit", function (ev) {
    keep();
    if (navigator.onLine === false) {
      ev.preventDefault();
      say(note.dataset.offline);
      note.scrollIntoView();
      return;
    }
    if (sending) { ev.preventDefault(); return; }
    if (ev.submitter && ev.submitter.id !== "send") return;
    sending = true;
    say(note.dataset.sending);
    window.setTimeout(function () { sending = false; }, 20000); /* the line broke: the same key may be sent again */
  });
  window.addEventListener("pageshow", function () { sending = false; });
})();
