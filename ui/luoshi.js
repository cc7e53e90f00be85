/* SPDX-License-Identifier: Apache-2.0 */
/* Conveniences only: every page works without this file. Keys on proposals, drafts kept
 * in this browser, a quiet line when the record has changed, a question before leaving. */
(function () {
  "use strict";
  var doc = document, en = doc.documentElement.lang === "en";
  function one(q, from) { return (from || doc).querySelector(q); }
  function all(q, from) { return Array.prototype.slice.call((from || doc).querySelectorAll(q)); }
  function store(f) { try { return f(window.localStorage); } catch (e) { return null; } }

  function words(main) {
    all(".said", main).forEach(function (x) { x.remove(); });
    return main.textContent.replace(/\s+/g, "");
  }
  var before = words(one("main").cloneNode(true)); /* as it came, for the quiet line below */

  /* ---- keys: J K move, A E M X U decide (ui/document.t.html) ---- */
  function typing(t) { return t.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(t.tagName); }
  doc.addEventListener("keydown", function (ev) {
    var now = one(".props .now"), k = ev.key.toLowerCase(), b;
    if (ev.ctrlKey || ev.metaKey || ev.altKey || ev.shiftKey || typing(ev.target)) {
      if (ev.key === "Escape" && typing(ev.target)) ev.target.blur();
      return;
    }
    if (k === "/" && one("#find")) { ev.preventDefault(); one("#find").focus(); return; }
    if (k === "u" && (b = one('[data-key="u"]'))) { b.click(); return; }
    if (!now) return;
    if (k === "j" && now.dataset.next) location.href = now.dataset.next;
    else if (k === "k" && now.dataset.previous) location.href = now.dataset.previous;
    else if ((b = one('[data-key="' + k + '"]', now))) b.click();
  });

  /* ---- marks in the text: the sentence that is being decided stands out ---- */
  (function () {
    var now = one(".props .now"), mark = now && one("#s" + now.id.slice(1));
    if (!mark) return;
    mark.classList.add("is-now");
    if (/[?&](p|did)=/.test(location.search) && !one(".said.bad") && !/^#[sg]/.test(location.hash)) now.focus({ preventScroll: true });
    if (/[?&]p=/.test(location.search) && !/^#[sg]/.test(location.hash)) {
      if (window.matchMedia("(min-width:1101px)").matches) mark.scrollIntoView({ block: "center" });
      else now.scrollIntoView(); /* one column: the form is what is wanted */
    }
  })();

  /* ---- words selected in the text come to the form "add one that was missed" ---- */
  (function () {
    var quote = one("#quote"), text = one(".read");
    if (!quote || !text) return;
    doc.addEventListener("mouseup", function (ev) {
      var s = window.getSelection(), words = s ? String(s).trim() : "";
      if (words.length > 3 && words.length < 600 && text.contains(ev.target) && words.indexOf("\n") < 0) {
        quote.value = words;
        one("#add").open = true;
      }
    });
  })();

  /* ---- drafts ---- */
  var dirty = false, sending = false;
  function fields(f) {
    return all("input,textarea,select", f).filter(function (x) {
      return x.name && !/^(hidden|file|password|submit)$/.test(x.type) && x.name.charAt(0) !== "_";
    });
  }
  all("form[data-draft]").forEach(function (f) {
    var key = "draft:" + location.pathname + ":" + f.dataset.draft, kept = store(function (s) { return s.getItem(key); });
    if (kept && !one(".said.bad", f)) {
      try {
        kept = JSON.parse(kept);
        fields(f).forEach(function (x) {
          if (!(x.name in kept) || kept[x.name] === (x.type === "checkbox" ? x.checked : x.value)) return;
          if (x.type === "checkbox") x.checked = kept[x.name]; else if (x.type !== "radio") x.value = kept[x.name];
          f.dataset.restored = "1";
        });
      } catch (e) { store(function (s) { s.removeItem(key); }); }
    }
    if (f.dataset.restored) {
      var note = doc.createElement("p"), drop = doc.createElement("button");
      note.className = "s";
      note.textContent = en ? "What you typed last time has been put back. " : "已恢复上次未提交的内容。";
      drop.type = "button"; drop.className = "link"; drop.textContent = en ? "Discard it" : "不要这些内容";
      drop.addEventListener("click", function () { store(function (s) { s.removeItem(key); }); f.reset(); note.remove(); dirty = false; });
      note.appendChild(drop);
      f.insertBefore(note, f.firstChild);
    }
    f.addEventListener("input", function () {
      var out = {};
      fields(f).forEach(function (x) { if (x.type !== "radio") out[x.name] = x.type === "checkbox" ? x.checked : x.value; });
      dirty = true;
      store(function (s) { s.setItem(key, JSON.stringify(out)); });
    });
    /* rows that are not saved yet come back with the page; their draft stays until then */
    f.addEventListener("submit", function () { if (!f.dataset.keep) store(function (s) { s.removeItem(key); }); });
  });

  /* ---- the desk: what is known comes while one types; a suggestion fills its field in place ---- */
  (function () {
    var f = one("form[data-desk]"), timer, turn = 0, hash, phone;
    if (!f) return;
    phone = f.elements.phone;
    function look() {
      var data = new URLSearchParams(new FormData(f)), mine = ++turn;
      clearTimeout(timer);
      data.set("go", "look");
      fetch("/desk", { method: "POST", body: data }).then(function (r) { return r.ok ? r.text() : ""; }).then(function (t) {
        var side = t && mine === turn && new DOMParser().parseFromString(t, "text/html").querySelector("#side");
        if (side && !one("#side").contains(doc.activeElement)) one("#side").replaceWith(side);
      }).catch(function () {});
    }
    f.addEventListener("input", function () { dirty = true; clearTimeout(timer); timer = setTimeout(look, 350); });
    f.addEventListener("submit", function (ev) {
      var b = ev.submitter, at;
      if (b && b.name === "fill") {
        at = b.value.indexOf(":");
        f.elements[b.value.slice(0, at)].value = b.value.slice(at + 1);
        f.elements[b.value.slice(0, at)].focus();
      } else if (b && b.value !== "look") return;
      ev.preventDefault();
      ev.stopPropagation();
      look();
    });
    doc.addEventListener("keydown", function (ev) { /* Alt and the letter in every browser; with Shift they do it themselves */
      var k = /^(?:Key|Digit)(.)$/.exec(ev.code) || (ev.code === "Minus" && [0, "-"]), b;
      if (!k || !ev.altKey || ev.ctrlKey || ev.metaKey || ev.defaultPrevented) return;
      b = one('[accesskey="' + k[1].toLowerCase() + '"]', f);
      if (!b) return;
      ev.preventDefault();
      if (b.tagName === "BUTTON") b.click(); else b.focus();
    });
    function ring() { /* the telephone system opened it with a number: it stays in no history */
      hash = /^#phone=([^&]+)/.exec(location.hash);
      if (!hash && !/[?&]phone=/.test(location.search)) return;
      if (hash && !phone.value) phone.value = decodeURIComponent(hash[1]); /* a call that is being typed is not touched */
      history.replaceState(null, "", "/desk");
      look();
      f.elements.words.focus();
    }
    window.addEventListener("hashchange", ring);
    ring();
  })();

  /* ---- the weekly reports: what was changed says so; a text ready to send is copied ---- */
  all("[data-was]").forEach(function (x) {
    var mark = one("ins", x.closest(".field"));
    function look() { if (mark) mark.hidden = x.value.trim() === x.dataset.was.trim(); }
    x.addEventListener("input", look);
    look();
  });
  all("[data-copy]").forEach(function (b) {
    var said = b.textContent;
    b.hidden = !navigator.clipboard;
    b.addEventListener("click", function () {
      navigator.clipboard.writeText(one("#" + b.dataset.copy).value).then(function () {
        b.textContent = en ? "Copied" : "已复制";
        setTimeout(function () { b.textContent = said; }, 2000);
      }, function () { one("#" + b.dataset.copy).select(); });
    });
  });
  doc.addEventListener("submit", function (ev) {
    var f = ev.target;
    sending = true;
    if (f.method !== "post") return;
    if (f.dataset.sent && Date.now() - f.dataset.sent < 5000) { ev.preventDefault(); return; } /* a double click */
    f.dataset.sent = Date.now();
  });
  window.addEventListener("beforeunload", function (ev) {
    if (dirty && !sending) { ev.preventDefault(); ev.returnValue = ""; }
  });
  if (/\/sign-in$/.test(location.pathname)) { /* somebody else may sit here next */
    store(function (s) { Object.keys(s).forEach(function (k) { if (k.indexOf("draft:") === 0) s.removeItem(k); }); });
  }

  /* ---- the board: a card dropped on the column that its main action leads to opens that action ---- */
  (function () {
    var held = null;
    all(".card[draggable]").forEach(function (c) {
      c.addEventListener("dragstart", function (ev) { held = c; ev.dataTransfer.effectAllowed = "move"; ev.dataTransfer.setData("text/plain", c.textContent.trim()); });
      c.addEventListener("dragend", function () { held = null; all(".col.takes").forEach(function (x) { x.classList.remove("takes"); }); });
    });
    all(".col").forEach(function (col) {
      function takes() { return held && held.dataset.to === col.dataset.state && held.parentNode.parentNode !== col; }
      col.addEventListener("dragover", function (ev) { if (takes()) { ev.preventDefault(); col.classList.add("takes"); } });
      col.addEventListener("dragleave", function () { col.classList.remove("takes"); });
      col.addEventListener("drop", function (ev) { if (takes()) { ev.preventDefault(); one(".btn", held).click(); } });
    });
  })();

  /* ---- the month: arrow keys go from day to day, page keys from month to month ---- */
  (function () {
    var days = all(".month .day a"), step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
    if (!days.length) return;
    doc.addEventListener("keydown", function (ev) {
      var at = days.indexOf(doc.activeElement), to, link;
      if (ev.ctrlKey || ev.metaKey || ev.altKey || typing(ev.target)) return;
      if (at >= 0 && (ev.key === "PageUp" || ev.key === "PageDown")) {
        link = one(ev.key === "PageUp" ? "a[rel=prev]" : "a[rel=next]");
        if (link) { ev.preventDefault(); link.click(); }
      } else if (at >= 0 && ev.key in step) {
        to = days[at + step[ev.key]];
        if (to) { ev.preventDefault(); to.focus(); }
      } else if (at >= 0 && (ev.key === "Home" || ev.key === "End")) {
        ev.preventDefault();
        days[ev.key === "Home" ? at - at % 7 : at - at % 7 + 6].focus();
      }
    });
  })();

  /* ---- live: say that something changed; never change the page under the reader ---- */
  (function () {
    var at = doc.body.dataset.live, bar, timer, asked, again;
    if (!at) return;
    bar = doc.createElement("div");
    bar.className = "live-bar"; bar.setAttribute("role", "status");
    doc.body.appendChild(bar);
    function show() {
      var link = doc.createElement("a");
      link.className = "btn"; link.href = location.href;
      link.textContent = en ? "Something has changed: show it" : "有新的变动，点此更新";
      link.addEventListener("click", function (ev) { ev.preventDefault(); location.reload(); });
      bar.appendChild(link);
    }
    function changed() { /* most of what happens anywhere does not touch this page: look first, seldom, not all at once */
      again = asked;
      if (asked || bar.firstChild) return;
      asked = setTimeout(function () {
        fetch(location.href, { cache: "no-store" }).then(function (r) { return r.ok ? r.text() : ""; }).then(function (t) {
          var main = t && new DOMParser().parseFromString(t, "text/html").querySelector("main");
          if (main && words(main) !== before) show();
        }).catch(function () {}).then(function () { setTimeout(function () { asked = 0; if (again) changed(); }, 10000); });
      }, 200 + Math.random() * 2000);
    }
    /* stations: what has just come stands in its place */
    function fresh() {
      again = asked;
      if (asked) return;
      asked = setTimeout(function () {
        fetch(location.href.split("#")[0], { cache: "no-store" }).then(function (r) { return r.ok ? r.text() : ""; }).then(function (t) {
          var page = t && new DOMParser().parseFromString(t, "text/html");
          all("[data-frames]").forEach(function (x) {
            var y = page && page.getElementById(x.id);
            if (y && !x.contains(doc.activeElement)) x.replaceWith(y);
          });
        }).catch(function () {}).then(function () { setTimeout(function () { asked = 0; if (again) fresh(); }, 1500); });
      }, 100);
    }
    if (one("[data-frames]")) changed = fresh;
    function poll() {
      var last = null;
      timer = timer || setInterval(function () {
        fetch("/readyz", { cache: "no-store" }).then(function (r) { return r.text(); }).then(function (t) {
          if (last !== null && t !== last) changed();
          last = t;
        }).catch(function () {});
      }, 30000);
    }
    if (!window.EventSource) { poll(); return; }
    var es = new EventSource(at), failures = 0;
    es.addEventListener("grown", changed);
    es.addEventListener("frames", changed);
    es.addEventListener("notices", function (ev) {
      var b = one(".bell b");
      if (b) b.textContent = ev.data > 0 ? ev.data : "";
      changed();
    });
    es.onopen = function () { failures = 0; };
    es.onerror = function () { if (++failures > 2) { es.close(); poll(); } };
    window.addEventListener("pagehide", function () { es.close(); });
  })();

  /* ---- cells copied in a sheet: into the fields they were pasted on, one row below the other;
     on a page of matters without a field, as a ledger that is looked at first ---- */
  function rowsOf(text) {
    var rows = [[]], cell = "", quoted = false, i, c;
    text = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (i = 0; i < text.length; i++) {
      c = text[i];
      if (quoted && c === '"' && text[i + 1] === '"') { cell += c; i++; }
      else if (c === '"' && (quoted || !cell)) quoted = !quoted;
      else if (!quoted && (c === "\t" || c === "\n")) {
        rows[rows.length - 1].push(cell);
        cell = "";
        if (c === "\n") rows.push([]);
      } else cell += c;
    }
    rows[rows.length - 1].push(cell);
    return rows;
  }
  function grid(field) {
    return field.form ? all("[data-row]", field.form).map(function (r) { return all("[data-cell]", r); }).filter(function (r) { return r.length; }) : [];
  }
  function placeOf(field, rows) {
    for (var y = 0; y < rows.length; y++) for (var x = 0; x < rows[y].length; x++) if (rows[y][x] === field) return { x: x, y: y };
    return null;
  }
  function fill(field, cells) {
    var rows = grid(field), at = placeOf(field, rows);
    if (!at) return false;
    cells.forEach(function (line, dy) {
      line.forEach(function (value, dx) {
        var to = rows[at.y + dy] && rows[at.y + dy][at.x + dx];
        if (!to) return;
        to.value = value.trim();
        to.dispatchEvent(new Event("input", { bubbles: true }));
      });
    });
    return true;
  }
  doc.addEventListener("paste", function (ev) {
    var data = ev.clipboardData, text = data ? data.getData("text/plain") : "", form = one("form[data-paste]");
    var sheet = /\t/.test(text) || (/\n./.test(text) && /<table/i.test(data.getData("text/html")));
    if (!sheet) return;
    if (typing(ev.target)) { if (ev.target.matches("[data-cell]") && fill(ev.target, rowsOf(text))) ev.preventDefault(); return; }
    if (!form || !/\n./.test(text)) return;
    ev.preventDefault();
    form.elements.text.value = text;
    form.submit();
  });
  doc.addEventListener("keydown", function (ev) { /* as in a sheet: Enter goes down */
    var rows, at;
    if (ev.key !== "Enter" || ev.isComposing || !ev.target.matches || !ev.target.matches("input[data-cell]")) return;
    rows = grid(ev.target);
    at = placeOf(ev.target, rows);
    if (!at || !rows[at.y + 1]) return;
    ev.preventDefault();
    (rows[at.y + 1][at.x] || rows[at.y + 1][0]).focus();
  });
})();
