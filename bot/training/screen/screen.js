// Follows one class: asks for its news twice a second, draws what has changed.
"use strict";

const EVERY = 400;
const byId = (id) => document.getElementById(id);
let version = "";
let closes = null;

const say = (id, text) => { byId(id).textContent = text; };
const show = (id, visible) => { byId(id).hidden = !visible; };

function made(tag, text, name) {
  const element = document.createElement(tag);
  element.textContent = text;
  if (name) element.className = name;
  return element;
}

function board(leaders) {
  const list = made("ol", "", "board");
  for (const one of leaders) {
    const row = made("li", "");
    row.append(made("span", `${one.rank}.`), made("span", one.name), made("b", String(one.right)));
    list.append(row);
  }
  return list;
}

function option(one, place, asked) {
  const row = made("li", "");
  if (asked.right !== null) row.className = place === asked.right ? "right" : "wrong";
  const fill = made("span", "", "fill");
  fill.style.width = asked.given ? `${(100 * one.count) / asked.given}%` : "0";
  row.append(fill, made("b", one.letter), made("span", one.text), made("span", String(one.count), "count"));
  return row;
}

function drawQuestion(asked, count) {
  say("place", `Câu ${asked.place}/${count}`);
  say("text", asked.text);
  byId("text").className = asked.text.length > 150 ? "long" : "";
  byId("options").replaceChildren(...asked.options.map((one, place) => option(one, place, asked)));
  say("given", String(asked.given));
  byId("question").className = asked.quote ? "told" : "";
  show("proof", Boolean(asked.quote));
  say("quote", asked.quote ? `“${asked.quote}”` : "");
  say("source", asked.source);
}

function draw(news) {
  const asked = news.question;
  const over = news.phase === "over" || (news.ownPace && news.phase === "open");
  document.title = news.name;
  say("name", news.name);
  say("status", `${news.people} người · ${news.count} câu`);
  show("waiting", news.phase === "waiting");
  show("question", Boolean(asked) && !over);
  show("ranking", over);
  say("joined", String(news.people));
  say("link", news.link);
  say("code", `/vaolop ${news.code}`);
  show("qr", Boolean(news.qr));
  if (news.qr) byId("qr").src = news.qr;
  if (asked) drawQuestion(asked, news.count);
  byId("board").replaceChildren(board(news.leaders));
  byId("final").replaceChildren(board(news.leaders));
  closes = news.phase === "open" ? news.closes : null;
}

function tick() {
  const left = closes === null ? null : Math.max(0, Math.ceil(closes - Date.now() / 1000));
  say("clock", left === null ? "" : `${left}s`);
}

async function follow() {
  try {
    const answer = await fetch(`${location.pathname}/tinh-hinh?version=${version}`);
    if (answer.ok) {
      const news = await answer.json();
      version = String(news.version);
      draw(news);
    }
    show("lost", !answer.ok && answer.status !== 304);
  } catch {
    show("lost", true);
  }
  tick();
  setTimeout(follow, EVERY);
}

follow();
